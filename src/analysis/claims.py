"""The ledger of claims: what the two source documents say, and the verdicts that are computed.

The table ``claims`` holds every claim with its verdict. Where a claim can be decided by computation, a function under
`decide` computes the verdict anew from the claim's own values and from tables; the tests hold the ledger to it.
"""

import functools
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from analysis import registry, tables, verdicts

CONFIRMED = "confirmed"
QUALIFIED = "confirmed with a qualification"
CONTESTED = "contested"
CONTRADICTED = "contradicted"
OUTDATED = "outdated"
NOT_CHECKABLE = "not checkable here"

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
