"""Every way in which a table can be wrong is refused, with all faults said at once."""

import json

import pytest

from analysis import tables, units
from analysis.validation import Fault

HEADER = "exporter_iso3,year,flow_km3_year,note"
GOOD = f"{HEADER}\nCHN,2000,1.5,a\nCHN,2001,2.25,\nKGZ,2000,0.5,c\n"
NO_NOTES = "exporter_iso3,year,flow_km3_year\nCHN,2000,1.5\nCHN,2001,2.25\nKGZ,2000,0.5\n"
EXTRA = f"{HEADER},extra\nCHN,2000,1.5,a,x\nCHN,2001,2.25,,x\nKGZ,2000,0.5,c,x\n"
FIELDS = [
    {"name": "exporter_iso3", "type": "string", "title": "Exporter", "constraints": {"required": True}},
    {
        "name": "year",
        "type": "integer",
        "unit": "calendar year",
        "title": "Year",
        "constraints": {"required": True, "minimum": 1990},
    },
    {
        "name": "flow_km3_year",
        "type": "number",
        "unit": "km³ a year",
        "title": "Flow",
        "constraints": {"required": True, "minimum": 0, "maximum": 100},
    },
    {"name": "note", "type": "string", "title": "Note", "constraints": {}},
]
SOURCE = {
    "producer": "P",
    "title": "T",
    "citation": "P. T.",
    "path": "https://example.org",
    "date_accessed": "2026-11-22",
    "bibkey": "p2026t",
}


def describe(**changes):
    return {
        "name": "flows",
        "type": "table",
        "path": "water/flows.csv",
        "format": "csv",
        "title": "Flows",
        "description": "Flows across a border.",
        "topic": "water",
        "rows": 3,
        "caveats": "None.",
        "processing_level": "minor",
        "sources": [SOURCE],
        "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "basis": "Seen on the page."}],
        "schema": {"fields": FIELDS, "primaryKey": ["exporter_iso3", "year"], "missingValues": [""]},
        **changes,
    }


@pytest.fixture
def catalogue(tmp_path):
    """Return a function that makes a catalogue of one table with the given content."""

    def make(content=GOOD, **changes):
        (tmp_path / "water").mkdir(exist_ok=True)
        if content is not None:
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / "water" / "flows.csv").write_bytes(raw)
        package = {"name": "p", "resources": [describe(**changes)]}
        (tmp_path / "datapackage.json").write_text(json.dumps(package))
        return tables.Catalogue(tmp_path)

    return make


def faults(catalogue):
    with pytest.raises(tables.DataError) as caught:
        catalogue.load("flows")
    return caught.value.faults


def test_a_good_table_has_typed_columns(catalogue):
    frame = catalogue().load("flows")
    assert frame.flow_km3_year.sum() == 4.25
    assert [str(kind) for kind in frame.dtypes[["year", "flow_km3_year"]]] == ["int64", "float64"]
    assert frame.note.isna().tolist() == [False, True, False]


def test_an_integer_column_with_gaps_stays_whole(catalogue):
    fields = [{**FIELDS[1], "name": "first_year", "constraints": {}}, FIELDS[0]]
    schema = {"fields": fields, "primaryKey": "exporter_iso3", "missingValues": [""]}
    frame = catalogue("first_year,exporter_iso3\n,CHN\n1991,KAZ\n", rows=2, schema=schema).load("flows")
    assert str(frame.first_year.dtype) == "Int64"
    assert frame.first_year.isna().tolist() == [True, False]


def test_the_text_na_is_a_value_and_not_a_gap(catalogue):
    assert catalogue(GOOD.replace(",a\n", ",NA\n")).load("flows").note[0] == "NA"


def test_a_loaded_table_can_be_changed_without_harm(catalogue):
    book = catalogue()
    frame = book.load("flows")
    frame["year"] = 0
    assert book.load("flows").year.tolist() == [2000, 2001, 2000]


def test_a_file_that_changes_is_checked_again(catalogue, tmp_path):
    book = catalogue()
    book.load("flows")
    (tmp_path / "water" / "flows.csv").write_text(GOOD.replace("1.5", "-1.5"))
    assert faults(book) == (Fault("flows", 2, "flow_km3_year", "'-1.5'", "a value and at least 0 and at most 100"),)


@pytest.mark.parametrize(
    ("content", "row", "column", "found", "expected"),
    [
        (None, None, None, "no file", "water/flows.csv"),
        (NO_NOTES, 1, "note", "no column note", "exporter_iso3, year, flow_km3_year, note"),
        (EXTRA, 1, "", "'extra'", "the columns"),
        (f"{HEADER}\n", None, None, "0 rows", "3 rows"),
        (GOOD.replace("1.5", "much"), 2, "flow_km3_year", "'much'", "type number"),
        (GOOD.replace("1.5", '"1,5"'), 2, "flow_km3_year", "'1,5'", "without commas"),
        (GOOD.replace("1.5", "1.5 km3"), 2, "flow_km3_year", "'1.5 km3'", "type number"),
        (GOOD.replace("2001", "2001.5"), 3, "year", "'2001.5'", "type integer"),
        (GOOD.replace("1.5", "101"), 2, "flow_km3_year", "'101'", "at most 100"),
        (GOOD.replace("2001", "2000"), 3, "exporter_iso3, year", "repeated key", "every key once"),
        (GOOD.replace("KGZ", "KYR"), 4, "exporter_iso3", "'KYR'", "ISO 3166"),
        (GOOD.replace("1.5", ""), 2, "flow_km3_year", "an empty cell", "a value"),
        (GOOD.encode().replace(b",a\n", b",\xe9\n"), 2, None, "byte 0xe9", "UTF-8"),
        (GOOD[: GOOD.rindex("KGZ")], None, None, "2 rows", "3 rows"),
        (GOOD[:-4], 4, None, "no line end", "a complete last line"),
        (GOOD.replace("CHN,2001,2.25,", "CHN,2001"), 3, "flow_km3_year", "a row that ends early", "4 cells"),
    ],
    ids=[
        "missing file", "missing column", "extra column", "no rows", "wrong type", "decimal comma", "unit in the cell",
        "not whole", "out of range", "duplicate key", "unknown country", "empty required cell", "broken encoding",
        "truncated between rows", "truncated within a row", "short row",
    ],
)  # fmt: skip
def test_a_fault_names_table_row_column_value_and_expectation(catalogue, content, row, column, found, expected):
    matching = [
        fault
        for fault in faults(catalogue(content))
        if (fault.table, fault.row, fault.column) == ("flows", row, column)
        and found in fault.found
        and expected in fault.expected
    ]
    assert len(matching) == 1


def test_all_faults_of_a_file_are_said_at_once(catalogue):
    content = f'{HEADER}\nCHN,1989,1.5,a\nXXQ,2001,"2,25",\nKGZ,2000,,c\n'
    found = faults(catalogue(content))
    assert [(fault.row, fault.column) for fault in found] == [
        (2, "year"),
        (3, "flow_km3_year"),
        (3, "exporter_iso3"),
        (4, "flow_km3_year"),
    ]


def test_the_message_can_be_acted_on(catalogue):
    with pytest.raises(tables.DataError) as caught:
        catalogue(GOOD.replace("2001", "1901")).load("flows")
    assert str(caught.value) == (
        "1 fault in the data\n  - table flows, row 3, column year: found '1901'; expected a value and at least 1990"
    )


def test_an_unknown_table_is_answered_with_the_nearest_names(catalogue):
    with pytest.raises(tables.UnknownNameError, match="no table is called 'flow'; did you mean flows"):
        catalogue().load("flow")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"title": ""}, "no title"),
        ({"caveats": None}, "no caveats"),
        ({"processing_level": "some"}, "processing level 'some'"),
        ({"sources": []}, "sources without producer"),
        ({"licenses": [{"name": "x", "title": "y"}]}, "licenses without basis"),
        ({"schema": {"fields": FIELDS}}, "no primary key"),
    ],
)
def test_a_description_that_lacks_something_is_refused(catalogue, changes, found):
    with pytest.raises(tables.DataError, match=found):
        catalogue(**changes).check()


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ({**FIELDS[2], "name": "flow_furlongs"}, "a name that ends in no unit"),
        ({**FIELDS[2], "unit": "m³/s"}, "unit 'm³/s'"),
        ({key: value for key, value in FIELDS[2].items() if key != "title"}, "neither title nor description"),
        ({key: value for key, value in FIELDS[2].items() if key != "constraints"}, "no constraints"),
    ],
    ids=["unknown unit", "another unit", "no title", "no constraints"],
)
def test_a_column_that_is_not_described_is_refused(catalogue, field, found):
    schema = {"fields": [FIELDS[0], FIELDS[1], field, FIELDS[3]], "primaryKey": ["exporter_iso3", "year"]}
    with pytest.raises(tables.DataError, match=found):
        catalogue(schema=schema).check()


@pytest.fixture
def layer(tmp_path):
    """Return a function that makes a catalogue of one layer with the given features."""

    def make(features, count=1):
        (tmp_path / "lakes.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        fields = [{"name": "name", "type": "string", "title": "Name", "constraints": {"required": True}}]
        item = describe(
            name="lakes", path="lakes.geojson", format="geojson", type="json", features=count, schema={"fields": fields}
        )
        (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [item]}))
        return tables.Catalogue(tmp_path)

    return make


def feature(properties, *corners):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [corners]}}


SQUARE = ([0, 0], [1, 0], [1, 1], [0, 1], [0, 0])
BOW_TIE = ([0, 0], [1, 1], [1, 0], [0, 1], [0, 0])


def test_a_layer_has_shapes(layer):
    frame = layer([feature({"name": "Alakol"}, *SQUARE)]).load("lakes")
    assert frame.geometry[0].area == 1


@pytest.mark.parametrize(
    ("features", "said"),
    [
        ([feature({"name": ""}, *SQUARE)], "row 2: found an empty row"),
        ([feature({"name": "a", "depth": 3}, *SQUARE)], "found a column 'depth'"),
        ([feature({"name": "a"}, *BOW_TIE)], "row 2, column geometry: found Self-intersection"),
        ([], "found 0 features; expected 1 features"),
    ],
)
def test_a_faulty_layer_is_refused(layer, features, said):
    with pytest.raises(tables.DataError, match=said):
        layer(features).load("lakes")


def test_every_unit_is_read_back_from_a_name():
    assert all(units.unit_of(f"quantity_{suffix}") == unit for suffix, unit in units.UNITS.items())


@pytest.mark.parametrize(
    ("column", "unit"),
    [
        ("exports_musd", "million US$"),
        ("loan_usd2021_bn", "billion US$ of 2021"),
        ("trade_musd2010", "million US$ of 2010"),
        ("value_usd2024_mn", "million US$ of 2024"),
        ("price_usd_bbl", "US$ a barrel"),
        ("year", "calendar year"),
        ("founding_year", "calendar year"),
        ("kilometres", None),
        ("name", None),
    ],
)
def test_units_of_names(column, unit):
    assert units.unit_of(column) == unit
