"""Whether a table's file is what the catalogue says, with everything that is wrong said at once.

The check itself is frictionless's, the reference implementation of Data Package; here its report is put into the book's
words and completed by what the standard has no word for: row counts, country codes, units in names.
"""

import contextlib
import io
import json
import logging
from dataclasses import dataclass, replace

import frictionless
import pandas as pd
import pycountry
import shapely
import shapely.geometry
from frictionless.resources import TableResource

from analysis.units import UNITS, unit_of

PROCESSING_LEVELS = ("as published", "minor", "major")

_NUMERIC = ("integer", "number")
_MOST_FAULTS = 10_000
_NEEDED = ("title", "description", "topic", "caveats", "processing_level")
_NEEDED_OF_SOURCES = ("producer", "title", "citation", "path", "date_accessed", "bibkey")
_NEEDED_OF_LICENCES = ("name", "title", "basis")


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


def read(table, raw, correct=None):
    """Return what is wrong with a table's file and, where nothing is, its content.

    Parameters
    ----------
    table : analysis.tables.Table
        The table's description.
    raw : bytes or None
        The content of its file; None where there is no file.
    correct : callable, optional
        Takes the cells of the file as text and returns those that the book uses, which are checked again; it raises
        `DataError` where it cannot. Layers are not corrected.

    Returns
    -------
    faults : list of Fault
        Everything that differs from the description.
    content : pandas.DataFrame or None
        The typed table, where there are no faults.
    """
    if raw is None:
        return [Fault(table.name, None, None, "no file", f"a file data/{table.descriptor['path']}")], None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        return [Fault(table.name, row, None, f"byte 0x{raw[error.start]:02x}", "text in UTF-8")], None
    faults, content = _read_layer(table, text) if table.is_layer else _read_csv(table, text, correct)
    return sorted(faults, key=lambda fault: fault.row or 0), content


def _read_csv(table, text, correct):
    faults = []
    if not text.endswith("\n"):
        faults.append(Fault(table.name, text.count("\n") + 1, None, "no line end", "a complete last line"))
    found, count = _check_cells(table, text)
    faults += found + _check_row_count(table, count)
    if faults or correct is None:
        return faults, None if faults else _typed(table, text)
    try:
        text = correct(cells(text)).to_csv(index=False, lineterminator="\n")
    except DataError as error:
        return list(error.faults), None
    faults = [replace(fault, found=f"{fault.found}, after the corrections") for fault in _check_cells(table, text)[0]]
    return faults, None if faults else _typed(table, text)


def _check_cells(table, text):
    faults, count = _validate(table, data=text.encode(), scheme="buffer", format="csv", encoding="utf-8")
    if not any(fault.row == 1 for fault in faults):
        faults += _check_countries(table, cells(text))
    return faults, count


def cells(text):
    """Return what a file in CSV holds, as text."""
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


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
    faults = _validate(table, data=cells)[0] + _check_row_count(table, len(rows))
    for row, shape in enumerate(shapes, start=2):
        if shape.is_empty or not shape.is_valid:
            faults.append(Fault(table.name, row, "geometry", shapely.is_valid_reason(shape), "a valid shape"))
    frame = pd.DataFrame(rows, columns=columns)
    faults += _check_countries(table, frame)
    return faults, None if faults else frame.assign(geometry=shapes)


def _validate(table, **source):
    """Let frictionless compare data with a table's schema; return the faults and the number of rows."""
    schema = frictionless.Schema.from_descriptor(table.descriptor["schema"])
    with _quiet():
        resource = TableResource(name=table.name, schema=schema, **source)
        report = resource.validate(limit_errors=_MOST_FAULTS)
    task = report.tasks[0]
    faults = [(error.type, _fault(table, error)) for error in task.errors]
    short = {(fault.row, fault.column) for kind, fault in faults if kind == "missing-cell"}
    kept = [fault for kind, fault in faults if kind != "constraint-error" or (fault.row, fault.column) not in short]
    return kept, task.stats.get("rows") or 0


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
            if "," in (cell or "") and field.get("type") in _NUMERIC:
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
    if count == expected:
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


def check_description(table):
    """Return what a table's description in the catalogue lacks, as faults."""
    needed = [*_NEEDED, table.count_key]
    lacks = [(None, f"no {key}", key) for key in needed if table.descriptor.get(key) in (None, "")]
    if table.descriptor.get("processing_level") not in PROCESSING_LEVELS:
        found = repr(table.descriptor.get("processing_level"))
        lacks.append((None, f"processing level {found}", f"one of {', '.join(PROCESSING_LEVELS)}"))
    for kind, keys in (("sources", _NEEDED_OF_SOURCES), ("licenses", _NEEDED_OF_LICENCES)):
        items = table.descriptor.get(kind) or [{}]
        lacks += [(None, f"{kind} without {key}", key) for item in items for key in keys if not item.get(key)]
    if not table.is_layer and not table.descriptor["schema"].get("primaryKey"):
        lacks.append((None, "no primary key", "a primary key"))
    for field in table.fields:
        lacks += _check_field(field)
    where = "in data/datapackage.json"
    return [Fault(table.name, None, column, found, f"{expected} {where}") for column, found, expected in lacks]


def _check_field(field):
    name, unit = field["name"], unit_of(field["name"])
    if not field.get("title") and not field.get("description"):
        yield name, "neither title nor description", "a title or a description"
    if "constraints" not in field:
        yield name, "no constraints", "constraints"
    if field["type"] in _NUMERIC and unit is None:
        yield name, "a name that ends in no unit", f"one of the endings {', '.join(UNITS)}"
    elif field["type"] in _NUMERIC and field.get("unit") != unit:
        yield name, f"unit {field.get('unit')!r}", f"unit {unit!r}, in which the name ends"
