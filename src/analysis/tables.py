"""The only reader of the book's data.

`load` returns a table of ``data/`` as a typed `pandas.DataFrame`, and checks the file against its description in
``data/datapackage.json`` (a Frictionless Data Package v2) before anything else sees it. Layers (GeoJSON) load the
same way, with one column ``geometry`` of shapely geometries.
"""

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis import validation
from analysis.validation import PROCESSING_LEVELS, DataError

__all__ = [
    "DATA",
    "PROCESSING_LEVELS",
    "Catalogue",
    "DataError",
    "Table",
    "UnknownNameError",
    "check",
    "describe",
    "load",
    "loaded",
    "names",
]

DATA = Path(__file__).resolve().parents[2] / "data"


class UnknownNameError(LookupError):
    """A name that no registry holds; the message gives the nearest names that it does hold."""

    def __init__(self, kind, name, known):
        self.name = name
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
        super().__init__(f"no {kind} is called {name!r}; {hint}")


@dataclass(frozen=True)
class Table:
    """A table or layer as the catalogue describes it."""

    descriptor: Mapping
    directory: Path

    @property
    def name(self):
        """Its name, by which it is loaded."""
        return self.descriptor["name"]

    @property
    def title(self):
        """What it holds, in a few words."""
        return self.descriptor["title"]

    @property
    def description(self):
        """What it holds, in a sentence or two."""
        return self.descriptor["description"]

    @property
    def anchor(self):
        """The name by which pages link to its description."""
        return f"table-{self.name}".replace("_", "-")

    @property
    def topic(self):
        """The chapter whose subject it is, or ``"shared"``."""
        return self.descriptor["topic"]

    @property
    def path(self):
        """Where its file is."""
        return self.directory / self.descriptor["path"]

    @property
    def is_layer(self):
        """Whether it is a layer of a map (GeoJSON) and not a table."""
        return self.descriptor.get("format") == "geojson"

    @property
    def count_key(self):
        """The key under which the catalogue keeps the number of rows (of a layer: features)."""
        return "features" if self.is_layer else "rows"

    @property
    def fields(self):
        """The descriptions of its columns, in order."""
        return self.descriptor["schema"]["fields"]

    @property
    def sources(self):
        """Where its values come from: producer, title, version, citation, path, date accessed."""
        return self.descriptor["sources"]

    @property
    def licences(self):
        """The licences that it may be used under; each rests on its ``basis``."""
        return self.descriptor["licenses"]

    @property
    def processing_level(self):
        """``as published``, ``minor`` (selected, renamed, rounded, joined) or ``major`` (computed by the book)."""
        return self.descriptor["processing_level"]

    @property
    def caveats(self):
        """What a user of the table must know."""
        return self.descriptor["caveats"]


class Catalogue:
    """The data package: every table that the book has, described once.

    Parameters
    ----------
    directory : pathlib.Path
        The folder that holds ``datapackage.json`` and the tables.
    """

    def __init__(self, directory):
        self.directory = Path(directory)
        self._frames = {}

    @cached_property
    def descriptor(self):
        """The content of ``datapackage.json``."""
        return json.loads((self.directory / "datapackage.json").read_text(encoding="utf-8"))

    @cached_property
    def _tables(self):
        return {item["name"]: Table(item, self.directory) for item in self.descriptor["resources"]}

    def names(self):
        """Return the names of all tables and layers, in the catalogue's order."""
        return tuple(self._tables)

    def describe(self, name):
        """Return a table's description; an unknown name raises `UnknownNameError`."""
        if name not in self._tables:
            raise UnknownNameError("table", name, self._tables)
        return self._tables[name]

    def load(self, name):
        """Return a table that has been checked against its description.

        Parameters
        ----------
        name : str
            The table's name in the catalogue.

        Returns
        -------
        pandas.DataFrame
            Typed columns: integers (nullable where cells may be empty), floats, strings, dates, booleans.

        Raises
        ------
        UnknownNameError
            If the catalogue has no such table.
        DataError
            If the file is not what its description says; the error lists every fault.
        """
        table = self.describe(name)
        state = table.path.stat().st_mtime_ns if table.path.is_file() else None
        if (name, state) not in self._frames:
            faults, content = _read(table)
            if faults:
                raise DataError(faults)
            self._frames[name, state] = content
        return self._frames[name, state].copy()

    def check(self):
        """Raise `DataError` with every fault of the catalogue itself and of all its tables."""
        described = self._tables.values()
        faults = [fault for table in described for fault in validation.check_description(table)]
        if not faults:
            faults = [fault for table in described for fault in _read(table)[0]]
        if faults:
            raise DataError(faults)


def _read(table):
    return validation.read(table, table.path.read_bytes() if table.path.is_file() else None)


_catalogue = Catalogue(DATA)
_loaded = set()


def names():
    """Return the names of all tables and layers."""
    return _catalogue.names()


def describe(name):
    """Return a table's description (a `Table`); an unknown name raises `UnknownNameError`."""
    return _catalogue.describe(name)


def load(name):
    """Return a table of the book, typed and checked: see `Catalogue.load`."""
    frame = _catalogue.load(name)
    _loaded.add(name)
    return frame


def loaded():
    """Return the names of the tables that this process has loaded, sorted."""
    return sorted(_loaded)


def check():
    """Check the catalogue and every table of it: see `Catalogue.check`."""
    _catalogue.check()
