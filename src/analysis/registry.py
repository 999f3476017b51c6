"""What the registries of results and figures share: named records whose functions read tables by parameter name."""

import functools
import importlib
import inspect

from analysis import CHAPTERS, PAGES, tables

_BREAKS = "_breaks"
TOLERANCE = 1e-9
"""The relative difference that numbers may show from machine to machine, where nothing else is said."""


class RegistrationError(ValueError):
    """A record that cannot be registered; the message names it and what it lacks."""


class Registry:
    """Records in the order of the chapters and other pages and, within each, of its module.

    Parameters
    ----------
    kind : str
        What the records are called in messages, such as ``"figure"``.
    """

    def __init__(self, kind):
        self.kind = kind
        self._records = {}
        self._ordered = ()

    def add(self, record):
        """Add a record; an id that another record has raises `RegistrationError`."""
        if record.id in self._records:
            raise RegistrationError(f"two {self.kind}s are called {record.id!r}")
        self._records[record.id] = record

    def all(self):
        """Return all records of all chapters and other pages."""
        pages = (*CHAPTERS, *PAGES)
        for page in pages:
            importlib.import_module(f"analysis.{page}")
        if len(self._ordered) != len(self._records):
            order = {page: number for number, page in enumerate(pages)}
            ordered = sorted(self._records.values(), key=lambda record: order.get(record.chapter, len(order)))
            self._ordered = tuple(ordered)
        return self._ordered

    def get(self, name):
        """Return a record by id; an unknown id raises `tables.UnknownNameError` with the nearest ids."""
        if name not in self._records:
            # most ids name their chapter: to import that one alone is quicker
            for page in (*CHAPTERS, *PAGES):
                if page in name.split("-"):
                    importlib.import_module(f"analysis.{page}")
        if name not in self._records:
            self.all()
        if name not in self._records:
            raise tables.UnknownNameError(self.kind, name, self._records)
        return self._records[name]


@functools.cache
def _parameters(function):
    return tuple(inspect.signature(function).parameters)


def table_names(function):
    """Return the tables that a registered function reads: its parameters are their names.

    A parameter such as ``trade_cow_breaks`` asks for the marked breaks of the table ``trade_cow``.

    Examples
    --------
    >>> table_names(lambda border_flows, lakes, lakes_breaks: None)
    ('border_flows', 'lakes')
    """
    return tuple(dict.fromkeys(name.removesuffix(_BREAKS) for name in _parameters(function)))


def evaluate(function, **known):
    """Call a registered function with the tables, or the breaks of tables, that its parameters name.

    Parameters
    ----------
    function : callable
        The function.
    **known
        Arguments that are no tables, for the parameters of these names where the function has them.
    """
    names = _parameters(function)
    return function(**{name: known[name] if name in known else _argument(name) for name in names})


def _argument(name):
    return tables.breaks(name.removesuffix(_BREAKS)) if name.endswith(_BREAKS) else tables.load(name)
