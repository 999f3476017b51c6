"""The only reader of the book's data.

`load` returns a table of ``data/`` as a typed `pandas.DataFrame`, and checks the file against its description in
``data/datapackage.json`` (a Frictionless Data Package v2) before anything else sees it. Layers (GeoJSON) load the
same way, with one column ``geometry`` of shapely geometries.
"""

import contextlib
import difflib
import io
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import frictionless
import pandas as pd
import pycountry
import shapely
import shapely.geometry

DATA = Path(__file__).resolve().parents[2] / "data"

UNITS = {
    "km": "km",
    "km2": "km²",
    "km3": "km³",
    "km3_year": "km³ a year",
    "m": "m",
    "mm": "mm",
    "mmwe": "mm water equivalent",
    "m3s": "m³/s",
    "m3": "m³",
    "mt": "million tonnes",
    "t": "tonnes",
    "tu": "tonnes of uranium",
    "ha": "hectares",
    "kha": "thousand hectares",
    "bcm": "billion m³",
    "twh": "TWh",
    "mw": "MW",
    "kbd": "thousand barrels a day",
    "pct": "%",
    "share": "share of 1",
    "score": "score",
    "index": "index",
    "ratio": "ratio",
    "rank": "rank",
    "count": "count",
    "persons": "persons",
    "deg": "degrees",
    "degc": "°C",
    "days": "days",
    "months": "months",
    "years": "years",
    "year": "calendar year",
    "month": "calendar month",
    "teu": "TEU",
    "usd": "US$",
    "kusd": "thousand US$",
    "musd": "million US$",
    "usd_bn": "billion US$",
    "usd_bbl": "US$ a barrel",
}
"""Every unit that a column may carry: the last part of the column's name, and the unit in words.

Constant prices put the base year behind ``usd``: ``loan_usd2021_bn`` is in billion US$ of 2021.
"""

PROCESSING_LEVELS = ("as published", "minor", "major")
NUMERIC = ("integer", "number")
_MOST_FAULTS = 10_000
_CONSTANT_PRICES = re.compile(r"_(k|m)?usd(\d{4})(_bn|_mn)?$")
_MONEY = {"k": "thousand US$", "m": "million US$", "_mn": "million US$", "_bn": "billion US$"}
_SOURCE_KEYS = ("producer", "title", "citation", "path", "date_accessed")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a table: where it is, what stands there and what should."""

    table: str
    row: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self):
        """Say it in one line; rows are lines of the file, the header being row 1."""
        place = [f"table {self.table}"]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: found {self.found}; expected {self.expected}"


class DataError(ValueError):
    """A table that is not what the catalogue says; `faults` lists everything that is wrong with it."""

    def __init__(self, faults):
        self.faults = tuple(faults)
        count = len(self.faults)
        lines = [f"{count} fault{'s' if count > 1 else ''} in the data"]
        lines += [f"  - {fault}" for fault in self.faults]
        super().__init__("\n".join(lines))


class UnknownNameError(LookupError):
    """A name that no registry holds; the message gives the nearest names that it does hold."""

    def __init__(self, kind, name, known):
        self.name = name
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
        super().__init__(f"no {kind} is called {name!r}; {hint}")


def unit_of(column):
    """Return the unit that a column's name ends in.

    Parameters
    ----------
    column : str
        The column's name, such as ``"inflow_km3_year"``.

    Returns
    -------
    str or None
        The unit in words; None where the name ends in no unit of `UNITS`.

    Examples
    --------
    >>> unit_of("inflow_km3_year"), unit_of("loan_usd2021_bn"), unit_of("name")
    ('km³ a year', 'billion US$ of 2021', None)
    """
    if match := _CONSTANT_PRICES.search(f"_{column}"):
        scale = match[1] or match[3]
        return f"{_MONEY.get(scale, 'US$')} of {match[2]}"
    parts = column.split("_")
    for start in range(len(parts)):
        if unit := UNITS.get("_".join(parts[start:])):
            return unit
    return None


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
        faults = [fault for table in self._tables.values() for fault in _check_description(table)]
        if not faults:
            for table in self._tables.values():
                faults += _read(table)[0]
        if faults:
            raise DataError(faults)


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


def _read(table):
    """Return the faults of a table's file and, where there are none, its content."""
    if not table.path.is_file():
        return [Fault(table.name, None, None, "no file", f"a file data/{table.descriptor['path']}")], None
    raw = table.path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return [Fault(table.name, row, None, f"byte 0x{raw[error.start]:02x}", "text in UTF-8")], None
    return _read_layer(table, text) if table.is_layer else _read_csv(table, text)


def _read_csv(table, text):
    faults = []
    if not text.endswith("\n"):
        faults.append(Fault(table.name, text.count("\n") + 1, None, "no line end", "a complete last line"))
    source = {"path": table.path.name, "format": "csv", "encoding": "utf-8"}
    report_faults, count = _validate(table, source, basepath=str(table.path.parent))
    faults += report_faults
    faults += _check_row_count(table, count)
    if not any(fault.row == 1 for fault in faults):
        faults += _check_countries(table, pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False))
    return faults, None if faults else _typed(table, text)


def _read_layer(table, text):
    try:
        features = json.loads(text)["features"]
        rows = [feature["properties"] for feature in features]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        return [Fault(table.name, None, None, f"{type(error).__name__}: {error}", "a GeoJSON collection")], None
    order = [field["name"] for field in table.fields]
    columns = order + sorted({key for row in rows for key in row} - set(order))
    cells = [columns] + [[row.get(column) for column in columns] for row in rows]
    faults, count = _validate(table, {"data": cells})
    faults += _check_row_count(table, count)
    for row, shape in enumerate(shapes, start=2):
        if shape.is_empty or not shape.is_valid:
            faults.append(Fault(table.name, row, "geometry", shapely.is_valid_reason(shape), "a valid shape"))
    frame = pd.DataFrame(rows, columns=columns)
    faults += _check_countries(table, frame)
    return faults, None if faults else frame.assign(geometry=shapes)


def _validate(table, source, **options):
    """Let frictionless compare a file with its schema; return faults and the number of rows."""
    resource = frictionless.Resource.from_descriptor(
        {"name": table.name, "type": "table", **source, "schema": table.descriptor["schema"]}, **options
    )
    with _quiet():
        report = resource.validate(limit_errors=_MOST_FAULTS)
    task = report.tasks[0]
    faults = [_fault(table, error) for error in task.errors]
    short = {
        (fault.row, fault.column)
        for fault, error in zip(faults, task.errors, strict=True)
        if error.type == "missing-cell"
    }
    kept = [
        fault
        for fault, error in zip(faults, task.errors, strict=True)
        if error.type != "constraint-error" or (fault.row, fault.column) not in short
    ]
    return kept, task.stats.get("rows")


@contextlib.contextmanager
def _quiet():
    logger = logging.getLogger("frictionless")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _fault(table, error):
    """Put an error of frictionless into the book's words."""
    kind, content = error.type, error.to_descriptor()
    row, column, cell = content.get("rowNumber"), content.get("fieldName"), content.get("cell")
    field = next((item for item in table.fields if item["name"] == column), {})
    columns = ", ".join(item["name"] for item in table.fields)
    note = content.get("note") or error.message
    match kind:
        case "type-error":
            found, expected = repr(cell), f"a value of type {field.get('type')}"
            if "," in (cell or "") and field.get("type") in NUMERIC:
                expected += ", without commas"
        case "constraint-error":
            found, expected = "an empty cell" if cell in (None, "") else repr(cell), _constraints(field)
        case "primary-key":
            keys = table.descriptor["schema"]["primaryKey"]
            keys = [keys] if isinstance(keys, str) else keys
            found, column = f"a repeated key ({note})", ", ".join(keys)
            expected = "every key once"
        case "missing-label" | "extra-label" | "incorrect-label" | "duplicate-label" | "blank-label":
            row = 1
            label = content.get("label") or ""
            found = f"a column {label!r}" if label else f"no column {column}"
            expected = f"the columns {columns}"
        case "missing-cell":
            found, expected = "a row that ends early", f"{len(table.fields)} cells: {columns}"
        case "extra-cell":
            found, expected = f"one cell more: {cell!r}", f"{len(table.fields)} cells: {columns}"
        case "blank-row":
            found, expected = "an empty row", "none"
        case _:
            found, expected = note, f"a {kind.replace('-error', '')} that fits the description"
    return Fault(table.name, row, column, found, expected)


def _constraints(field):
    words = []
    for name, value in field.get("constraints", {}).items():
        match name:
            case "required" if value:
                words.append("a value")
            case "minimum":
                words.append(f"at least {value}")
            case "maximum":
                words.append(f"at most {value}")
            case "enum":
                words.append(f"one of {', '.join(map(str, value))}")
            case "pattern":
                words.append(f"the pattern {value}")
            case "unique" if value:
                words.append("a value that stands once")
    return " and ".join(words)


def _check_row_count(table, count):
    unit = table.count_key
    expected = table.descriptor.get(unit)
    if count is None or count == expected:
        return []
    return [Fault(table.name, None, None, f"{count} {unit}", f"{expected} {unit}, as the catalogue says")]


def _check_countries(table, frame):
    """Find country codes that ISO 3166 does not know, in columns that end in ``iso3`` and list no values."""
    faults = []
    for field in table.fields:
        name = field["name"]
        if not name.endswith("iso3") or "enum" in field.get("constraints", {}) or name not in frame:
            continue
        for row, code in enumerate(frame[name], start=2):
            if code and pycountry.countries.get(alpha_3=code) is None:
                faults.append(Fault(table.name, row, name, repr(code), "a country code of ISO 3166-1 alpha-3"))
    return faults


def _typed(table, text):
    kinds, dates = {}, []
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, na_values=[""])
    for field in table.fields:
        name = field["name"]
        match field["type"]:
            case "integer":
                kinds[name] = "Int64" if frame[name].isna().any() else "int64"
            case "number":
                kinds[name] = "float64"
            case "boolean":
                frame[name] = frame[name].map({"true": True, "false": False})
                kinds[name] = "boolean" if frame[name].isna().any() else "bool"
            case "date":
                dates.append(name)
    for name in dates:
        frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    return frame.astype(kinds)


def _check_description(table):
    """Return what a table's description lacks."""
    faults = []

    def lacks(column, found, expected):
        faults.append(Fault(table.name, None, column, found, f"{expected} in data/datapackage.json"))

    for key in ("title", "description", "topic", table.count_key, "caveats", "processing_level"):
        if table.descriptor.get(key) in (None, ""):
            lacks(None, f"no {key}", key)
    if table.descriptor.get("processing_level") not in PROCESSING_LEVELS:
        lacks(None, repr(table.descriptor.get("processing_level")), f"one of {', '.join(PROCESSING_LEVELS)}")
    for source in table.descriptor.get("sources") or [{}]:
        for key in _SOURCE_KEYS:
            if not source.get(key):
                lacks(None, f"a source without {key}", f"a source with {', '.join(_SOURCE_KEYS)}")
    for licence in table.descriptor.get("licenses") or [{}]:
        if not licence.get("title") or not licence.get("basis"):
            lacks(None, "a licence without title or basis", "a licence with title and basis")
    if not table.is_layer and not table.descriptor["schema"].get("primaryKey"):
        lacks(None, "no primary key", "a primary key")
    for field in table.fields:
        name = field["name"]
        if not field.get("title") and not field.get("description"):
            lacks(name, "neither title nor description", "a title or a description")
        if "constraints" not in field:
            lacks(name, "no constraints", "constraints")
        if field["type"] in NUMERIC:
            unit = unit_of(name)
            if unit is None:
                lacks(name, "a name that ends in no unit", f"one of the endings {', '.join(UNITS)}")
            elif field.get("unit") != unit:
                lacks(name, f"unit {field.get('unit')!r}", f"unit {unit!r}, which the name ends in")
    return faults
