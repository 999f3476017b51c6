"""The ledger of claims: what the two source documents say, and the verdicts that are computed.

The table ``claims`` holds every claim with its verdict. Where a claim can be decided by computation, a function under
`decide` computes the verdict anew from the claim's own values and from tables; the tests hold the ledger to it.
"""

import datetime
import difflib
import functools
import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass

from analysis import figures, registry, results, tables, verdicts
from analysis.validation import Fault

CONFIRMED = "confirmed"
QUALIFIED = "confirmed with a qualification"
CONTESTED = "contested"
CONTRADICTED = "contradicted"
OUTDATED = "outdated"
NOT_CHECKABLE = "not checkable here"

_DATE = re.compile(r"-?\d{1,4}(-\d{2}(-\d{2})?)?")

VERDICTS = (CONFIRMED, QUALIFIED, CONTESTED, CONTRADICTED, OUTDATED, NOT_CHECKABLE)
"""The six verdicts: contested, good sources disagree; outdated, true then and not now."""


@dataclass(frozen=True)
class Claim:
    """A claim of the ledger, its values typed."""

    id: str
    document: str
    chapter: str
    kind: str
    text: str
    start: str | None
    end: str | None
    place: str | None
    value: float | None
    unit: str | None
    references: tuple[str, ...]
    flags: tuple[str, ...]
    verdict: str
    basis: str
    evidence: tuple[str, ...]
    finding: str
    revision: str

    @property
    def start_year(self):
        """The first year that it speaks of, negative before Christ; None where it names no date."""
        return year(self.start)

    @property
    def end_year(self):
        """The last year that it speaks of, negative before Christ; None where it names no date."""
        return year(self.end)


def year(date):
    """Return the year of a date of the ledger (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, a minus before years BC).

    Examples
    --------
    >>> year("1992-01-03"), year("-36"), year(None)
    (1992, -36, None)
    """
    if date is None:
        return None
    sign, digits = (-1, date[1:]) if date.startswith("-") else (1, date)
    return sign * int(digits.partition("-")[0])


def all():
    """Return every claim of the ledger, in its order."""
    return tuple(of_row(row) for row in tables.load("claims").to_dict("records"))


def get(name):
    """Return a claim by id; an unknown id raises `tables.UnknownNameError`."""
    found = {claim.id: claim for claim in all()}
    if name not in found:
        raise tables.UnknownNameError("claim", name, found)
    return found[name]


def of_row(row):
    """Return the claim that a row of the ledger holds.

    Parameters
    ----------
    row : mapping
        A row of the table ``claims``; gaps are None or NaN.

    Returns
    -------
    Claim
    """
    plain = {key: None if value is None or value != value else value for key, value in row.items()}
    value = plain["stated_value"]
    return Claim(
        id=plain["claim_id"],
        document=plain["document"],
        chapter=plain["chapter"],
        kind=plain["kind"],
        text=plain["claim"],
        start=plain["start_date"],
        end=plain["end_date"],
        place=plain["place"],
        value=None if value is None else float(value),
        unit=plain["stated_unit"],
        references=_parts(plain["references"]),
        flags=_parts(plain["flags"]),
        verdict=plain["verdict"],
        basis=plain["basis"],
        evidence=_parts(plain["evidence"]),
        finding=plain["finding"],
        revision=plain["revision"],
    )


def _parts(text):
    return tuple(part.strip() for part in text.split(";")) if text else ()


@functools.cache
def deciders():
    """Return the functions that compute verdicts, by the claims that they decide."""
    for module in pkgutil.iter_modules(verdicts.__path__):
        importlib.import_module(f"analysis.verdicts.{module.name}")
    return dict(_deciders)


_deciders: dict[str, Callable] = {}


def decide(*ids):
    """Register the decorated function as what computes the verdicts of claims.

    The function's parameter ``claim`` is the `Claim`; its other parameters are names of tables. It returns one of
    `VERDICTS`.

    Parameters
    ----------
    *ids : str
        The claims that it decides.

    Raises
    ------
    ValueError
        If another function decides one of them.
    """

    def decorate(function):
        for name in ids:
            if name in _deciders:
                raise ValueError(f"two functions decide the claim {name!r}")
            _deciders[name] = function
        return function

    return decorate


def computed(claim):
    """Return the verdict that the claim's function computes, or None where no function decides it."""
    function = deciders().get(claim.id)
    if function is None:
        return None
    return registry.evaluate(function, claim=claim)


def known(references):
    """Return every id that evidence may name, by kind of evidence.

    Parameters
    ----------
    references : collection of str
        The keys of the bibliography.

    Returns
    -------
    dict of str to set of str
        ``result`` (ids, and ids with a part), ``figure``, ``table`` and ``reference``.
    """
    found = results.all()
    parts = {f"{record.id}.{part}" for record in found for part in record.parts if part}
    return {
        "result": {record.id for record in found} | parts,
        "figure": {record.id for record in figures.all()},
        "table": set(tables.names()),
        "reference": set(references),
    }


def check(cells, known):
    """Return what is wrong with the ledger that its columns' descriptions cannot say, as faults.

    Parameters
    ----------
    cells : pandas.DataFrame
        The table ``claims`` as its file holds it, as text; empty cells are empty text.
    known : mapping of str to set of str
        The ids that evidence may name, by kind: see `known`. Claims are known from the cells themselves.

    Returns
    -------
    list of analysis.validation.Fault
    """
    rows = cells.to_dict("records")
    known = {**known, "claim": {row["claim_id"] for row in rows}}
    seen = set()
    faults = []
    for line, row in enumerate(rows, start=2):
        found = (
            [("claim_id", repr(row["claim_id"]), "an id that no other claim has")] if row["claim_id"] in seen else []
        )
        found += [*_faults_of_values(row), *_faults_of_support(row, known)]
        faults += [Fault("claims", line, *fault) for fault in found]
        seen.add(row["claim_id"])
    return faults


def _faults_of_values(row):
    if row["verdict"] not in VERDICTS:
        yield "verdict", repr(row["verdict"]), f"one of {', '.join(VERDICTS)}"
    for column in ("start_date", "end_date"):
        if row[column] and not is_date(row[column]):
            expected = "a day, month or year that there was, as YYYY-MM-DD, YYYY-MM or YYYY, a minus before years BC"
            yield column, repr(row[column]), expected
    start, end = row["start_date"], row["end_date"]
    if is_date(start) and is_date(end) and year(end) < year(start):
        yield "end_date", repr(end), f"no date before the start, {start}"
    if row["stated_value"] and not row["stated_unit"]:
        yield "stated_unit", "an empty cell", f"the unit of the value {row['stated_value']}"
    if row["stated_unit"] and not row["stated_value"]:
        yield "stated_value", "an empty cell", f"the value of the unit {row['stated_unit']!r}"


def _faults_of_support(row, known):
    for name in _parts(row["references"]):
        if name not in known["reference"]:
            yield "references", repr(name), f"a key of the bibliography{_near(name, known['reference'])}"
    for name in _parts(row["evidence"]):
        kind, _, target = name.partition(":")
        if kind not in known:
            yield "evidence", repr(name), f"an id after one of {', '.join(f'{kind}:' for kind in known)}"
        elif target not in known[kind]:
            yield "evidence", repr(name), f"the id of a {kind}{_near(target, known[kind])}"
    if not row["evidence"] and row["verdict"] != NOT_CHECKABLE:
        yield "evidence", "an empty cell", f"evidence, as the verdict is {row['verdict']!r}"


def is_date(text):
    """Return whether a date of the ledger is one that there was.

    Examples
    --------
    >>> [is_date(text) for text in ("1992-02-29", "1993-02-29", "1992-13", "-36", "0")]
    [True, False, False, True, False]
    """
    if not _DATE.fullmatch(text):
        return False
    parts = [int(part) for part in text.removeprefix("-").split("-")]
    if parts[0] == 0:
        return False
    try:
        datetime.date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return False
    return True


def _near(name, ids):
    near = difflib.get_close_matches(name, ids, n=1)
    return f", perhaps {near[0]}" if near else ""
