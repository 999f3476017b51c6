"""The catalogue: valid by the standard, complete by the book's own rules, and in step with the bibliography."""

import re

import frictionless
import pytest
from pybtex.database import parse_file
from pybtex.richtext import Text

from analysis import CHAPTERS, claims, figures, registry, results, tables

PRINTED_WHOLE = ("claims", "corrections", "names")
DECIDED_FROM = [registry.table_names(function) for function in claims.deciders().values()]
SOURCES = [(name, source) for name in tables.names() for source in tables.describe(name).sources]


@pytest.fixture(scope="module")
def references():
    return parse_file(tables.DATA / "references.bib").entries


def test_the_official_validator_accepts_the_data_package():
    report = frictionless.validate(str(tables.DATA / "datapackage.json"))
    assert report.flatten(["name", "type", "note"]) == []
    assert report.valid


def test_every_table_is_as_it_is_described():
    tables.check()


def test_every_file_of_a_table_is_in_the_catalogue():
    files = {path for ending in ("*.csv", "*/*.csv", "geo/*.geojson") for path in tables.DATA.glob(ending)}
    assert files == {tables.describe(name).path for name in tables.names()}


@pytest.mark.parametrize("name", tables.names())
def test_every_table_is_used(name):
    readers = [*(record.tables for record in (*figures.all(), *results.all())), *DECIDED_FROM]
    assert name in PRINTED_WHOLE or any(name in read for read in readers), "a table that nothing reads is not needed"


@pytest.mark.parametrize("name", tables.names())
def test_every_table_belongs_to_a_topic_and_has_an_address_for_its_licence(name):
    table = tables.describe(name)
    assert table.topic in {*CHAPTERS, "shared"}
    assert all(licence.get("path", "").startswith("http") for licence in table.licences)


def test_every_source_has_its_reference(references):
    unknown = [(name, source["bibkey"]) for name, source in SOURCES if source["bibkey"] not in references]
    assert unknown == []
    titles = {key: str(Text.from_latex(entry.fields["title"])) for key, entry in references.items()}
    assert [(name, source["bibkey"]) for name, source in SOURCES if source["title"] != titles[source["bibkey"]]] == []


def test_every_source_says_where_and_when_it_was_read():
    assert [name for name, source in SOURCES if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", source["date_accessed"])] == []
    # the two articles that the book examines have no address; their entries say what is known of them
    addressed = [(name, source) for name, source in SOURCES if not source["bibkey"].startswith("encyclopaedia2024")]
    assert [(name, source["path"]) for name, source in addressed if not source["path"].startswith("http")] == []


def test_the_same_column_means_the_same_in_every_table():
    units = {}
    for name in tables.names():
        for field in tables.describe(name).fields:
            units.setdefault((field["name"], field["type"]), set()).add(field.get("unit"))
    assert {column: found for column, found in units.items() if len(found) > 1} == {}
