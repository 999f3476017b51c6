"""The registry of results: every number that the book's prose quotes.

A result is a pure function, registered with an id. Its parameters are names of tables; the registry loads them. It
returns one value, or a mapping of a few values that belong together. Prose quotes a value by the id, or by id and part
(``black-irtysh-trend.slope``), and gets it in the unit and format that stand here and nowhere else.
"""

import functools
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analysis import registry, tables

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPACE = "\N{NO-BREAK SPACE}"
_UNIT_TEMPLATES = {
    "": "{}",
    "year": "{}",
    "%": "{}%",
    "US$": "US${}",
    "thousand US$": f"US${{}}{_SPACE}thousand",
    "million US$": f"US${{}}{_SPACE}million",
    "billion US$": f"US${{}}{_SPACE}billion",
}
"""How a number and its unit stand together; other units follow the number after a space."""


@dataclass(frozen=True)
class Quantity:
    """How one value is said: its unit in words and its format.

    Parameters
    ----------
    unit : str
        The unit as prose prints it, ``""`` for none, ``"year"`` for a calendar year (negative years are BC).
    form : str
        A format specification, such as ``",.0f"``. Texts take ``"s"``, whole numbers ``",d"``.
    """

    unit: str = ""
    form: str = ",.0f"

    def number(self, value):
        r"""Return the value as text without its unit.

        Examples
        --------
        >>> Quantity("km³ a year", ".1f").number(-22.47), Quantity("year").number(-36)
        ('−22.5', '36\xa0BC')
        """
        if self.unit == "year":
            return f"{-int(value)}{_SPACE}BC" if value < 0 else str(int(value))
        return format(value, self.form).replace("-", "−") if self.form != "s" else str(value)

    def text(self, value):
        r"""Return the value as text with its unit.

        Examples
        --------
        >>> Quantity("billion US$", ".1f").text(8.4), Quantity("km").text(1782.75)
        ('US$8.4\xa0billion', '1,783\xa0km')
        """
        template = _UNIT_TEMPLATES.get(self.unit, f"{{}}{_SPACE}{self.unit}")
        return template.format(self.number(value))


@dataclass(frozen=True)
class Result:
    """A registered result."""

    id: str
    title: str
    chapter: str
    function: Callable
    parts: Mapping[str | None, Quantity]
    tolerance: float = registry.TOLERANCE

    @property
    def tables(self):
        """The names of the tables that it reads."""
        return registry.table_names(self.function)

    def reference(self, part):
        """Return the name by which prose quotes a part; the part of a single value is None."""
        return f"{self.id}.{part}" if part else self.id

    @functools.cached_property
    def values(self):
        """Its values by part; the part of a single value is None."""
        found = registry.evaluate(self.function)
        values = dict(found) if isinstance(found, Mapping) else {None: found}
        if set(values) != set(self.parts):
            raise registry.RegistrationError(
                f"result {self.id!r} gave the parts {sorted(map(str, values))}, not {sorted(map(str, self.parts))}"
            )
        return {part: self._plain(part, value) for part, value in values.items()}

    def _plain(self, part, value):
        value = value.item() if hasattr(value, "item") else value
        if not isinstance(value, int | float | str) or (isinstance(value, float) and not math.isfinite(value)):
            raise registry.RegistrationError(f"result {self.id!r}, part {part}: {value!r} is no value to quote")
        return value


_registry = registry.Registry("result")


def register(name, title, *, unit="", form=",.0f", parts=None, tolerance=registry.TOLERANCE):
    """Register the decorated function as a result.

    Parameters
    ----------
    name : str
        The id by which prose quotes it, in lower-case words joined by hyphens.
    title : str
        What it is, in a few words.
    unit, form : str
        How its single value is said: see `Quantity`.
    parts : mapping of str to Quantity, optional
        For a function that returns a mapping: how each of its values is said.
    tolerance : float
        The relative difference that another machine may show.

    Raises
    ------
    analysis.registry.RegistrationError
        If the id is taken or ill-formed, or the title is empty.
    """
    if not _ID.fullmatch(name) or not title:
        raise registry.RegistrationError(f"result {name!r} needs an id of lower-case words and a title")

    def decorate(function):
        chapter = function.__module__.rpartition(".")[2]
        _registry.add(Result(name, title, chapter, function, parts or {None: Quantity(unit, form)}, tolerance))
        return function

    return decorate


def all():
    """Return all results, in the order of the chapters."""
    return _registry.all()


def get(name):
    """Return a result (a `Result`) by id; an unknown id raises `tables.UnknownNameError`."""
    return _registry.get(name)


def known():
    """Return the values of all results by id and part, fit for JSON; the part of a single value is an empty text."""
    return {record.id: {part or "": found for part, found in record.values.items()} for record in all()}


def remember(found):
    """Take over values that `known` returned for the same data and code, so that they need not be computed."""
    for record in all():
        vars(record)["values"] = {part or None: value for part, value in found[record.id].items()}


def value(reference):
    """Return the value that a reference names.

    Parameters
    ----------
    reference : str
        A result's id, followed by a full stop and the part where it has parts.

    Returns
    -------
    int, float or str
    """
    return _find(reference)[1]


def text(reference):
    """Return the value that a reference names as prose prints it, with its unit."""
    quantity, found = _find(reference)
    return quantity.text(found)


def number(reference):
    """Return the value that a reference names as prose prints it, without its unit."""
    quantity, found = _find(reference)
    return quantity.number(found)


def unit(reference):
    """Return the unit of the value that a reference names."""
    return _find(reference)[0].unit


def fill(template):
    """Replace the roles ``{result}`` and ``{number}`` of a text by the values that they name.

    Parameters
    ----------
    template : str
        Text such as a caption, with roles as in a chapter.

    Returns
    -------
    str
    """
    return ROLE.sub(lambda match: {"result": text, "number": number}[match[1]](match[2]), template)


ROLE = re.compile(r"\{(result|number)\}`([^`]+)`")
"""The roles by which prose quotes a result: ``{result}`` prints the unit, ``{number}`` does not."""


def _find(reference):
    name, _, part = reference.partition(".")
    result = get(name)
    if (part or None) not in result.parts:
        raise tables.UnknownNameError(f"part of result {name!r}", part or "(none)", [str(key) for key in result.parts])
    return result.parts[part or None], result.values[part or None]
