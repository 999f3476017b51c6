"""The register of corrections: applied when a table is read, and refused where it does not fit."""

import json

import pytest

from analysis import corrections, registry, tables

FIELDS = [
    {"name": "place", "type": "string", "title": "Place", "constraints": {"required": True}},
    {"name": "year", "type": "integer", "unit": "calendar year", "title": "Year", "constraints": {"required": True}},
    {"name": "flow_km3_year", "type": "number", "unit": "km³ a year", "title": "Flow", "constraints": {"maximum": 100}},
    {"name": "day", "type": "date", "title": "Day", "constraints": {}},
]
FLOWS = (
    "place,year,flow_km3_year,day\n"
    "Ili,2000,12.5,2001-01-01\n"
    "Ili,2001,72.5,2001-12-31\n"
    "Irtysh,2000,0,2000-01-01\n"
    "Irtysh,2001,0,2001-01-01\n"
)
REGISTER_FIELDS = tables.describe("corrections").fields
WORDS = {
    "topic": "water", "source": "A yearbook", "kind": "misprint", "place": "Ili, 2001", "printed": "72.5",
    "used": "12.7", "reason": "Two digits changed places.",
}  # fmt: skip
REPLACE = {
    "correction_id": "water-ili",
    "action": "replace",
    "table": "flows",
    "row": "place=Ili; year=2001",
    "column": "flow_km3_year",
    "printed_value": "72.5",
    "used_value": "12.7",
}
WITHHOLD = {
    **REPLACE,
    "correction_id": "water-zeros",
    "action": "withhold",
    "row": "place=Irtysh",
    "printed_value": "0",
    "used_value": "",
}
MARK = {**REPLACE, "correction_id": "water-break", "action": "mark", "used_value": ""}


def descriptor(name, path, fields, key, rows):
    source = {"producer": "P", "title": "T", "citation": "P. T.", "path": "https://example.org"}
    return {
        "name": name, "type": "table", "path": path, "format": "csv", "title": name, "description": name,
        "topic": "water", "rows": rows, "caveats": "None.", "processing_level": "minor",
        "sources": [{**source, "date_accessed": "2026-11-22", "bibkey": "p2026t"}],
        "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "basis": "Seen on the page."}],
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    }  # fmt: skip


@pytest.fixture
def book(tmp_path):
    """Return a function that makes a catalogue of one table with a register of the given corrections."""

    def make(*rows):
        columns = [field["name"] for field in REGISTER_FIELDS]
        lines = [",".join(f'"{({**WORDS, **row}).get(column, "")}"' for column in columns) for row in rows]
        (tmp_path / "corrections.csv").write_text("\n".join([",".join(columns), *lines]) + "\n", encoding="utf-8")
        (tmp_path / "flows.csv").write_text(FLOWS, encoding="utf-8")
        resources = [
            descriptor("flows", "flows.csv", FIELDS, ["place", "year"], 4),
            descriptor("corrections", "corrections.csv", REGISTER_FIELDS, ["correction_id"], len(rows)),
        ]
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
        return tables.Catalogue(tmp_path)

    return make


def test_a_value_is_replaced_and_all_others_stay(book):
    frame = book(REPLACE).load("flows")
    assert frame["flow_km3_year"].tolist() == [12.5, 12.7, 0, 0]
    assert str(frame["flow_km3_year"].dtype) == "float64"


def test_a_withheld_value_becomes_a_gap_in_every_row_that_fits(book):
    assert book(WITHHOLD).load("flows")["flow_km3_year"].isna().tolist() == [False, False, True, True]


def test_a_withheld_date_is_a_gap(book):
    filler = {**WITHHOLD, "row": "place=Irtysh; year=2000", "column": "day", "printed_value": "2000-01-01"}
    assert book(filler).load("flows")["day"].isna().sum() == 1


def test_a_mark_leaves_the_value_and_says_where_the_series_breaks(book):
    catalogue = book(MARK, WITHHOLD)
    assert catalogue.load("flows")["flow_km3_year"].iloc[1] == 72.5
    assert catalogue.breaks("flows").to_dict("records") == [
        {"place": "Ili", "year": 2001, "column": "flow_km3_year", "correction_id": "water-break"}
    ]


def test_what_is_kept_or_was_never_taken_is_held_to_the_table(book):
    keep = {**MARK, "action": "keep"}
    first = {"row": "year=2000; place=Ili", "printed_value": "13", "used_value": "12.5"}
    instead = {**REPLACE, "correction_id": "water-other", "action": "instead", **first}
    assert book(keep, instead).load("flows")["flow_km3_year"].tolist() == [12.5, 72.5, 0, 0]
    with pytest.raises(
        tables.DataError, match=r"table flows, row 2, column flow_km3_year: found '12.5'; expected '13'"
    ):
        book({**instead, "used_value": "13", "printed_value": "12.5"}).load("flows")


def test_a_table_without_corrections_has_no_breaks(book):
    assert book(REPLACE).breaks("flows").empty


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{**REPLACE, "row": "place=Ili; year=1999"}],
         "table corrections, row 2, column row: found 'place=Ili; year=1999'; expected a row that flows has"),
        ([{**REPLACE, "row": "basin=Ili"}], "column row: found the column 'basin'; expected columns of flows"),
        ([{**REPLACE, "column": "flow"}], "column column: found 'flow'; expected a column of flows: place, year"),
        ([{**REPLACE, "printed_value": "72.4"}],
         "table flows, row 3, column flow_km3_year: found '72.5'; expected '72.4', as the correction water-ili says"),
        ([{**REPLACE, "used_value": ""}], "column used_value: found an empty cell; expected a value"),
        ([{**REPLACE, "used_value": "72.5"}], "column used_value: found '72.5'; expected another value"),
        ([{**WITHHOLD, "used_value": "1"}], "column used_value: found '1'; expected an empty cell"),
        ([{**REPLACE, "used_value": "high"}],
         "table flows, row 3, column flow_km3_year: found 'high', after the corrections; expected a value of type"),
        ([{**REPLACE, "used_value": "101"}], "found '101', after the corrections; expected at most 100"),
        ([{**WITHHOLD, "column": "place", "printed_value": "Irtysh"}],
         "table flows, row 4, column place: found an empty cell, after the corrections; expected a value"),
        ([REPLACE, {**REPLACE, "correction_id": "water-again", "used_value": "12.8"}],
         "row 3, column flow_km3_year: found a second correction, water-again; expected one, which is water-ili"),
    ],
    ids=["no such row", "no such column of the key", "no such column", "not the printed value", "no value to use",
         "the same value", "a value that is withheld and used", "another type", "out of range", "a needed value",
         "twice"],
)  # fmt: skip
def test_a_correction_that_does_not_fit_is_refused_by_the_loader_and_by_the_check(book, rows, said):
    catalogue = book(*rows)
    for read in (lambda: catalogue.load("flows"), catalogue.check):
        with pytest.raises(tables.DataError) as caught:
            read()
        assert said in str(caught.value)


def test_all_faults_are_said_at_once(book):
    with pytest.raises(tables.DataError) as caught:
        book({**REPLACE, "printed_value": "1"}, {**WITHHOLD, "row": "place=Emil"}).load("flows")
    assert len(caught.value.faults) == 2


def test_a_table_that_the_catalogue_does_not_have_is_refused(book):
    with pytest.raises(tables.DataError, match=r"row 2, column table: found 'floods'; expected the name of a table"):
        book({**REPLACE, "table": "floods"}).check()


def test_a_changed_register_is_read_again(book):
    catalogue = book(REPLACE)
    assert catalogue.load("flows")["flow_km3_year"].iloc[1] == 12.7
    path = catalogue.describe("corrections").path
    path.write_text(path.read_text(encoding="utf-8").replace('"12.7","","', '"12.75","","'), encoding="utf-8")
    assert catalogue.load("flows")["flow_km3_year"].iloc[1] == 12.75


def test_a_function_asks_for_breaks_by_the_name_of_a_parameter():
    def first_year_after_break(trade_cow, trade_cow_breaks):
        return trade_cow_breaks["year"].item()

    assert registry.table_names(first_year_after_break) == ("trade_cow",)
    assert registry.evaluate(first_year_after_break) == 2013


# the book's own register


def test_the_misprints_that_the_releases_on_returnees_print_do_not_reach_the_book():
    releases = tables.load("returnee_releases").set_index("as_of")
    # totals on 1 January 2022 and 1 September 2023, from full releases: between them every total must lie
    totals = releases.loc["2022-01-01":"2023-09-01", "since_1991_persons"].dropna()
    assert totals.is_monotonic_increasing
    assert totals.iloc[[0, -1]].tolist() == [1087800, 1123200]
    assert releases.loc["2022-08-01"][["china_share_pct", "uzbekistan_share_pct"]].isna().tolist() == [False, True]


def test_dungans_outside_the_censuses_are_estimates():
    groups = tables.load("ethnic_groups_by_census")
    counts = groups[groups["group"].eq("Dungan") & groups["year"].ge(2010)]["count"]
    assert set(counts) == {"official estimate", "statement"}  # neither state's census of 2021 was read


def test_a_catchment_does_not_shrink_on_the_way_down_the_irtysh():
    gauges = tables.load("river_gauges").set_index("gauge")["catchment_km2"]
    down = gauges[["Buran", "Semiyarskoye", "Omsk", "Ust-Ishim", "Tobolsk"]]
    assert down.isna().tolist() == [False, False, True, True, False]
    assert down.dropna().is_monotonic_increasing


def test_the_break_of_the_correlates_of_war_is_where_the_table_changes_span():
    cow = tables.load("trade_cow")
    broken = cow[cow["span"].ne("main")].groupby(["exporter_iso3", "importer_iso3"], as_index=False)["year"].min()
    marked = tables.breaks("trade_cow")[["exporter_iso3", "importer_iso3", "year"]]
    assert broken.to_dict("records") == marked.to_dict("records")


def test_every_action_is_in_the_book_and_tables_are_named_by_entries_that_change_them():
    register = tables.corrections()
    assert {item.action for item in register} == set(corrections.ACTIONS)
    assert {item.id for item in tables.corrections("uranium_mining")} == {"energy-uranium-world", "energy-uranium-2016"}
