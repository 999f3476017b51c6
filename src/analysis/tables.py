"""The only reader of the book's data.

`load` returns a table of ``data/`` as a typed `pandas.DataFrame`, and checks the file against its description in
``data/datapackage.json`` (a Frictionless Data Package v2) before anything else sees it. Layers (GeoJSON) load the
same way, with one column ``geometry`` of shapely geometries.

A file keeps what its source prints. Where the table ``corrections`` says that a printed value is wrong, `load` puts the
value that the book uses in its place, or a gap; `breaks` says where a series is marked as broken.
"""

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import corrections as register
from analysis import validation
from analysis.validation import PROCESSING_LEVELS, DataError

__all__ = [
    "DATA",
    "PROCESSING_LEVELS",
    "Catalogue",
    "DataError",
    "Table",
    "UnknownNameError",
    "breaks",
    "cells",
    "check",
    "corrections",
    "describe",
    "faults",
    "load",
    "loaded",
    "names",
    "printed",
    "readable",
    "row",
    "rows",
]

GAP = "–"
"""What a printed table shows where a value is not known."""

DATA = Path(__file__).resolve().parents[2] / "data"
REGISTER = "corrections"
"""The table that holds the register of corrections."""


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
    def key(self):
        """The columns that tell its rows apart, as a list; empty for a layer without a key."""
        key = self.descriptor["schema"].get("primaryKey", [])
        return [key] if isinstance(key, str) else list(key)

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


class _Content:
    """What a table's file holds as the register leaves it, and the marks of its breaks."""

    def __init__(self, frame, marks):
        self.frame = frame
        self.marks = marks

    @cached_property
    def rows(self):
        """Its rows, in order, each a dict by column."""
        return self.frame.to_dict("records")


class Catalogue:
    """The data package: every table that the book has, described once.

    Parameters
    ----------
    directory : pathlib.Path
        The folder that holds ``datapackage.json`` and the tables.
    """

    def __init__(self, directory):
        self.directory = Path(directory)
        self._contents = {}

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
        """Return a table that has been checked against its description, as the register of corrections leaves it.

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
            If the file is not what its description says, or a correction does not fit it; the error lists every
            fault.
        """
        return self._content(name).frame.copy()

    def breaks(self, name):
        """Return where the series of a table are marked as broken.

        Parameters
        ----------
        name : str
            The table's name in the catalogue.

        Returns
        -------
        pandas.DataFrame
            One row a mark: the table's key (the first value after the break), ``column`` whose series breaks, and
            ``correction_id``, the entry of the register that says why.
        """
        content = self._content(name)
        key, marks = self.describe(name).key, content.marks
        found = content.frame.loc[[position for position, _ in marks], key].reset_index(drop=True)
        return found.assign(column=[item.column for _, item in marks], correction_id=[item.id for _, item in marks])

    def rows(self, name):
        """Return the rows of a table, in order: the same values as `load`, each row a dict by column."""
        return [dict(row) for row in self._content(name).rows]

    def corrections(self, name=None):
        """Return the register (a tuple of `corrections.Correction`), or the part of it that touches a table."""
        if REGISTER not in self._tables:
            return ()
        found = register.of_rows(self._content(REGISTER).rows)
        return found if name is None else tuple(item for item in found if name in item.tables)

    def _content(self, name):
        """Return a table's content; one that has faults raises `DataError`."""
        table = self.describe(name)
        faults, content = self._read(table)
        if faults:
            raise DataError(faults)
        return content

    def _read(self, table):
        """Return what is wrong with a table, and its content; what was right is read anew only where it has changed."""
        state = (table.name, _state(table), _state(self._tables.get(REGISTER)))
        if state in self._contents:
            return [], self._contents[state]
        marks = []
        own = (
            []
            if table.name == REGISTER
            else [item for item in self.corrections(table.name) if item.table == table.name]
        )

        def correct(cells):
            corrected, found = register.apply(table.name, cells, own)
            marks.extend(found)
            return corrected

        raw = table.path.read_bytes() if table.path.is_file() else None
        faults, frame = validation.read(table, raw, correct if own else None)
        content = _Content(frame, marks)
        if not faults:
            self._contents[state] = content
        return faults, content

    def cells(self, name):
        """Return what a table's file holds, as text (gaps are empty), or None where it is no table of its columns."""
        table = self.describe(name)
        try:
            found = validation.cells(table.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return found if list(found.columns) == [field["name"] for field in table.fields] else None

    def check(self):
        """Raise `DataError` with every fault that `faults` returns."""
        faults = self.faults()
        if faults:
            raise DataError(faults)

    def faults(self):
        """Return every fault of the catalogue, of the register of corrections and of all tables."""
        described = self._tables.values()
        faults = [fault for table in described for fault in validation.check_description(table)]
        if not faults and REGISTER in self._tables:
            faults = self._read(self._tables[REGISTER])[0] or register.check(self.corrections(), self._columns())
        if not faults:
            faults = [fault for table in described for fault in self._read(table)[0]]
        return faults

    def _columns(self):
        """Return the columns of every table that can be corrected, by its name."""
        return {
            table.name: tuple(field["name"] for field in table.fields)
            for table in self._tables.values()
            if not table.is_layer and table.name != REGISTER
        }


def _state(table):
    return table.path.stat().st_mtime_ns if table is not None and table.path.is_file() else None


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


def breaks(name):
    """Return where the series of a table are marked as broken: see `Catalogue.breaks`."""
    frame = _catalogue.breaks(name)
    _loaded.add(name)
    return frame


def rows(name):
    """Return the rows of a table of the book as dicts: see `Catalogue.rows`."""
    found = _catalogue.rows(name)
    _loaded.add(name)
    return found


def corrections(name=None):
    """Return the register of corrections, or the part of it that touches a table: see `Catalogue.corrections`."""
    return _catalogue.corrections(name)


def row(name, key, kind):
    """Return one row of a table of the book.

    Parameters
    ----------
    name : str
        The table's name in the catalogue; its key is one column.
    key : str
        The row's value in that column.
    kind : str
        What the rows are called in messages, such as ``"claim"``.

    Returns
    -------
    dict
        By column.

    Raises
    ------
    UnknownNameError
        If no row has the key; the message gives the nearest ones.
    """
    (column,) = describe(name).key
    known = {row[column]: row for row in rows(name)}
    if key not in known:
        raise UnknownNameError(kind, key, known)
    return known[key]


def readable(frame, headings):
    """Return columns of a frame as a table for the page: headings in words, a dash where nothing is stated.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any frame.
    headings : mapping of str to str
        The columns that are shown, in their order, and what stands above them.

    Returns
    -------
    pandas.DataFrame

    Examples
    --------
    >>> stated = pd.DataFrame({"year": [2005], "flow_km3_year": [None]})
    >>> readable(stated, {"year": "year", "flow_km3_year": "km³ a year"})
       year km³ a year
    0  2005          –
    """
    shown = frame[list(headings)].rename(columns=headings)
    return shown.astype(object).where(shown.notna(), GAP)


def loaded():
    """Return the names of the tables that this process has loaded, sorted."""
    return sorted(_loaded)


def cells(name):
    """Return what a table's file holds, as text: see `Catalogue.cells`."""
    return _catalogue.cells(name)


def faults():
    """Return every fault of the catalogue and of its tables: see `Catalogue.faults`."""
    return _catalogue.faults()


def check():
    """Check the catalogue and every table of it: see `Catalogue.check`."""
    _catalogue.check()


def printed(frame, decimals=0):
    """Return a small table as a page of the book prints it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its columns named in words; the first one says what each row is about.
    decimals : int
        How many decimals every number has that is not whole by its type.

    Returns
    -------
    pandas.DataFrame
        The first column heads the rows, all cells are text, and a gap is a dash.

    Examples
    --------
    >>> shown = printed(pd.DataFrame({"year": [2001, 2002], "oil, Mt": [1.0, None]}), decimals=1)
    >>> shown.columns.name, shown.loc["2001", "oil, Mt"], shown.loc["2002", "oil, Mt"]
    ('year', '1.0', '–')
    """

    def text(value):
        if pd.isna(value):
            return GAP
        return f"{value:,.{decimals}f}" if isinstance(value, float) else str(value)

    cells = pd.DataFrame({name: [text(value) for value in frame[name]] for name in frame.columns})
    return cells.set_index(frame.columns[0]).rename_axis(index=None, columns=frame.columns[0])
