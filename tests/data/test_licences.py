"""Sources without an open licence: no table holds more of one of them than its licence entry allows.

Single facts may be quoted from any source; a whole series, sheet or database may not be carried over without a licence.
A licence entry that rests on quotation (``other-closed``) therefore limits how many figures the table may take from one
source. Where it says nothing, `FEW` holds; an entry that needs more, or promises less, states an ``extent``: the number
of ``figures``, and what they are counted ``of``. Figures are filled cells of numbers outside the key; years and
positions do not count, since they tell when and where and are no finding of the source.
"""

from typing import ClassVar

import pandas as pd
import pytest

from analysis import tables

CLOSED = "other-closed"
FEW = 64
MOST = 128
NO_FINDING = {"calendar year", "calendar month", "degrees", "months", "rank"}
QUOTED = [
    name for name in tables.names() if any(licence["name"] == CLOSED for licence in tables.describe(name).licences)
]


def licence(table):
    return next(licence for licence in table.licences if licence["name"] == CLOSED)


def allowed(table):
    return licence(table).get("extent", {}).get("figures", FEW)


def figures_of_a_source(table, content):
    """Return the largest number of figures that a table takes from one source; without a source column, from all."""
    key = table.descriptor["schema"].get("primaryKey", [])
    key = {key} if isinstance(key, str) else set(key)
    columns = [
        field["name"]
        for field in table.fields
        if field["type"] in ("integer", "number") and field["name"] not in key and field.get("unit") not in NO_FINDING
    ]
    filled = content[columns].notna().sum(axis=1)
    if "source_key" in content:
        filled = filled.groupby(content["source_key"]).sum()
        return int(filled.max())
    return int(filled.sum())


class Described:
    """A table as the catalogue would describe it."""

    fields: ClassVar = (
        {"name": "year", "type": "integer", "unit": "calendar year"},
        {"name": "oil_mt", "type": "number"},
    )
    descriptor: ClassVar = {"schema": {"primaryKey": ["year"]}}
    licences: ClassVar = ({"name": CLOSED},)


def test_figures_are_counted_by_source_without_keys_and_gaps():
    content = pd.DataFrame({"year": [2001, 2002, 2003], "oil_mt": [1.0, None, 3.0]})
    assert figures_of_a_source(Described, content) == 2
    assert figures_of_a_source(Described, content.assign(source_key=["a", "a", "b"])) == 1
    assert allowed(Described) == FEW


@pytest.mark.parametrize("name", QUOTED)
def test_no_more_is_quoted_than_the_licence_entry_allows(name):
    table = tables.describe(name)
    found = figures_of_a_source(table, tables.load(name))
    assert found <= allowed(table), (
        f"{name} takes {found} figures from one source and may take {allowed(table)}: quote fewer, or state and "
        "justify an extent in the licence entry"
    )


@pytest.mark.parametrize("name", QUOTED)
def test_an_extent_is_a_number_with_what_it_counts_and_stays_a_quotation(name):
    extent = licence(tables.describe(name)).get("extent")
    if extent is None:
        return
    assert set(extent) == {"figures", "of"}
    assert isinstance(extent["figures"], int)
    assert 0 <= extent["figures"] <= MOST
    assert extent["of"].strip()


def test_every_quoting_table_of_energy_states_its_extent():
    missing = [
        name
        for name in QUOTED
        if tables.describe(name).topic == "energy" and "extent" not in licence(tables.describe(name))
    ]
    assert missing == []


def test_a_table_that_names_no_open_licence_says_why():
    for name in QUOTED:
        assert len(licence(tables.describe(name))["basis"].split()) >= 3, name
