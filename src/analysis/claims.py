"""The ledger of claims: what the two source documents say, and the verdicts that are computed.

The table ``claims`` holds every claim with its verdict. Where a claim can be decided by computation, a function under
`decide` computes the verdict anew from the claim's own values and from tables; the tests hold the ledger to it. `check`
refuses a ledger whose references, evidence, dates or units do not hold. The results and the figure at the end count it.
"""

import datetime
import difflib
import functools
import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from analysis import figures, registry, results, style, tables, verdicts
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
    return tuple(of_row(row) for row in tables.rows("claims"))


def get(name):
    """Return a claim by id; an unknown id raises `tables.UnknownNameError`."""
    return of_row(tables.row("claims", name, "claim"))


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


_COUNT = results.Quantity("", ",d")
_SHARE = results.Quantity("%", ".0f")
_PARTS = {
    "confirmed": CONFIRMED,
    "qualified": QUALIFIED,
    "contested": CONTESTED,
    "contradicted": CONTRADICTED,
    "outdated": OUTDATED,
    "not_checkable": NOT_CHECKABLE,
}


_BASES = ("computed", "data", "other_sources", "documents_alone")


@results.register("claims-count", "Claims examined", form=",d")
def count(claims):
    """Return the number of claims."""
    return len(claims)


@results.register(
    "claims-verdicts",
    "Claims by verdict",
    parts={**dict.fromkeys(_PARTS, _COUNT), "holding": _COUNT, "holding_share": _SHARE, "checked": _COUNT},
)
def count_by_verdict(claims):
    """Return the number of claims of each verdict.

    ``checked`` are all but those that are not checkable here; ``holding`` those confirmed, with or without a
    qualification, and ``holding_share`` their percentage of the checked.
    """
    counts = {part: int((claims["verdict"] == verdict).sum()) for part, verdict in _PARTS.items()}
    holding = counts["confirmed"] + counts["qualified"]
    checked = len(claims) - counts["not_checkable"]
    return {**counts, "holding": holding, "holding_share": 100 * holding / checked, "checked": checked}


@results.register(
    "claims-bases",
    "Claims by what decides them",
    parts=dict.fromkeys((*_BASES, "beyond_the_articles"), _COUNT),
)
def count_by_basis(claims):
    """Return the number of claims by basis; ``beyond_the_articles`` are those computed or decided by data or others."""
    parts = {part: int((claims["basis"] == part.replace("_", " ")).sum()) for part in _BASES}
    return {**parts, "beyond_the_articles": parts["computed"] + parts["data"] + parts["other_sources"]}


@results.register(
    "claims-support",
    "Claims by the references that the articles give for them",
    parts={"with_reference": _COUNT, "without_reference": _COUNT, "flagged": _COUNT},
)
def count_by_reference(claims):
    """Return the number of claims with and without a reference, and of those to which something is to be noted."""
    return {
        "with_reference": int(claims["references"].notna().sum()),
        "without_reference": int(claims["references"].isna().sum()),
        "flagged": int(claims["flags"].notna().sum()),
    }


_COLOURS = {
    CONFIRMED: "#0b5c8e",
    QUALIFIED: "#86bcd9",
    CONTESTED: "#e3a93c",
    CONTRADICTED: "#b5432f",
    OUTDATED: "#7b5ea7",
    NOT_CHECKABLE: style.FAINT,
}
_ON_DARK = (CONFIRMED, CONTRADICTED, OUTDATED)
_LEAST_LABELLED = 3


def verdicts_by_group(claims):
    """Return the number of claims by chapter and by kind, for every verdict.

    Returns
    -------
    pandas.DataFrame
        ``grouping`` ("chapter" or "kind"), ``group``, ``verdict`` and ``claims_count``, in the order in which they are
        drawn; groups with the largest number of claims first.
    """
    counts = [
        pd.crosstab(claims[grouping], claims["verdict"]).reindex(columns=list(VERDICTS), fill_value=0)
        for grouping in ("chapter", "kind")
    ]
    long = [
        table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
        .rename_axis("group")
        .reset_index()
        .melt(id_vars="group", var_name="verdict", value_name="claims_count")
        .assign(grouping=table.index.name)
        for table in counts
    ]
    return pd.concat(long, ignore_index=True)[["grouping", "group", "verdict", "claims_count"]]


@figures.register(
    "fig-claims-verdicts",
    title=(
        "Of {number}`claims-verdicts.checked` claims that could be checked, {number}`claims-verdicts.holding` hold, "
        "{number}`claims-verdicts.qualified` of them with a qualification"
    ),
    subtitle="Claims of the two articles by verdict; number of claims",
    caption=(
        "Each bar is a chapter (above) or a kind of claim (below), divided by verdict in the order of the key. "
        "A verdict is the book’s, on what could be opened; each claim says what would change it. "
        "The articles do not make their claims evenly: numbers compare subjects, not the care taken with them."
    ),
    alt=(
        "Two stacked bar charts of {number}`claims-count` claims by chapter and by kind. "
        "{number}`claims-verdicts.confirmed` are confirmed, {number}`claims-verdicts.qualified` with a qualification, "
        "{number}`claims-verdicts.contested` contested, {number}`claims-verdicts.contradicted` contradicted, "
        "{number}`claims-verdicts.outdated` outdated and {number}`claims-verdicts.not_checkable` not checkable here. "
        "Every chapter has verdicts of several kinds."
    ),
    data=verdicts_by_group,
    size=style.TALL,
    panels=(2, 1),
    height_ratios=[6, 5],
)
def draw_verdicts_by_group(data, axes):
    """Draw bars of claims by chapter (above) and by kind (below), divided by verdict."""
    for panel, grouping in zip(axes, ("chapter", "kind"), strict=True):
        rows = data[data["grouping"] == grouping]
        table = rows.pivot_table(index="group", columns="verdict", values="claims_count", sort=False)[list(VERDICTS)]
        ends = table.cumsum(axis=1)
        for verdict in VERDICTS:
            starts = ends[verdict] - table[verdict]
            panel.barh(table.index, table[verdict], left=starts, color=_COLOURS[verdict], height=0.74, label=verdict)
            for place, (number, start) in enumerate(zip(table[verdict], starts, strict=True)):
                if number >= _LEAST_LABELLED:
                    ink = style.PAPER if verdict in _ON_DARK else style.INK
                    panel.text(start + number / 2, place, f"{number:.0f}", color=ink, ha="center", va="center", size=8)
        panel.invert_yaxis()
        panel.set_xlim(0, data.groupby(["grouping", "group"])["claims_count"].sum().max())
        panel.grid(axis="y", visible=False)
        panel.grid(axis="x", visible=True)
        panel.set_title(f"By {grouping}")
    axes[0].legend(loc="lower right", fontsize=8.5)
    return axes
