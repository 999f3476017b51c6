"""What the registries of results and figures share: named records whose functions read tables by parameter name."""

import importlib
import inspect

from analysis import CHAPTERS, tables

TOLERANCE = 1e-9
"""The relative difference that numbers may show from machine to machine, where nothing else is said."""


class RegistrationError(ValueError):
    """A record that cannot be registered; the message names it and what it lacks."""


class Registry:
    """Records in the order of the chapters and, within a chapter, of its module.

    Parameters
    ----------
    kind : str
        What the records are called in messages, such as ``"figure"``.
    """

    def __init__(self, kind):
        self.kind = kind
        self._records = {}

    def add(self, record):
        """Add a record; an id that another record has raises `RegistrationError`."""
        if record.id in self._records:
            raise RegistrationError(f"two {self.kind}s are called {record.id!r}")
        self._records[record.id] = record

    def all(self):
        """Return all records of all chapters."""
        for chapter in CHAPTERS:
            importlib.import_module(f"analysis.{chapter}")
        order = {chapter: number for number, chapter in enumerate(CHAPTERS)}
        return tuple(sorted(self._records.values(), key=lambda record: order.get(record.chapter, len(order))))

    def get(self, name):
        """Return a record by id; an unknown id raises `tables.UnknownNameError` with the nearest ids."""
        known = {record.id: record for record in self.all()}
        if name not in known:
            raise tables.UnknownNameError(self.kind, name, known)
        return known[name]


def table_names(function):
    """Return the tables that a registered function reads: its parameters are their names.

    Examples
    --------
    >>> table_names(lambda border_flows, lakes: None)
    ('border_flows', 'lakes')
    """
    return tuple(inspect.signature(function).parameters)


def evaluate(function):
    """Call a registered function with the tables that its parameters name."""
    return function(**{name: tables.load(name) for name in table_names(function)})
