"""The registries of results and figures: what they refuse, and what they make of a record."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import figures, registry, results, style, tables


@pytest.fixture
def empty(monkeypatch):
    """Let a test register results and figures of its own, and the book's be as they were afterwards."""
    monkeypatch.setattr(results, "_registry", registry.Registry("result"))
    monkeypatch.setattr(figures, "_registry", registry.Registry("figure"))
    monkeypatch.setattr(registry, "CHAPTERS", ())
    monkeypatch.setattr(registry, "PAGES", ())


@pytest.fixture
def flows(monkeypatch):
    """Let every table be one small table."""
    frame = pd.DataFrame({"year": [2000, 2001], "flow_km3_year": [1.5, 2.0]})
    monkeypatch.setattr(tables, "load", lambda name: frame.copy())


def total(flows):
    return flows.flow_km3_year.sum()


@pytest.mark.parametrize(
    ("quantity", "value", "text", "number"),
    [
        (results.Quantity("%", ".0f"), 21.4, "21%", "21"),
        (results.Quantity("km", ",.2f"), 1782.75, "1,782.75\xa0km", "1,782.75"),
        (results.Quantity("m³/s a decade", ".1f"), -3.04, "−3.0\xa0m³/s a decade", "−3.0"),
        (results.Quantity("year"), 1992, "1992", "1992"),
        (results.Quantity("year"), -36, "36\xa0BC", "36\xa0BC"),
        (results.Quantity("", "s"), "Ili", "Ili", "Ili"),
        (results.Quantity("million US$", ",.0f"), 4180, "US$4,180\xa0million", "4,180"),
    ],
)
def test_quantities_are_said_with_and_without_unit(quantity, value, text, number):
    assert (quantity.text(value), quantity.number(value)) == (text, number)


@pytest.mark.usefixtures("empty", "flows")
def test_a_result_is_computed_from_the_tables_that_its_parameters_name():
    results.register("water-total", "Total flow", unit="km³", form=".1f")(total)
    assert results.value("water-total") == 3.5
    assert results.text("water-total") == "3.5\xa0km³"
    assert results.get("water-total").tables == ("flows",)


@pytest.mark.usefixtures("empty", "flows")
def test_a_result_of_parts_is_quoted_by_part():
    parts = {"mean": results.Quantity("km³", ".2f"), "years": results.Quantity("", ",d")}
    results.register("water-mean", "Mean", parts=parts)(lambda flows: {"mean": 1.75, "years": len(flows)})
    assert results.text("water-mean.mean") == "1.75\xa0km³"
    assert results.number("water-mean.years") == "2"
    with pytest.raises(tables.UnknownNameError, match="did you mean mean"):
        results.text("water-mean.men")


@pytest.mark.usefixtures("empty", "flows")
def test_roles_in_captions_are_filled():
    results.register("water-total", "Total flow", unit="km³", form=".1f")(total)
    assert results.fill("Of {result}`water-total`, {number}`water-total`.") == "Of 3.5\xa0km³, 3.5."


@pytest.mark.usefixtures("empty", "flows")
@pytest.mark.parametrize("value", [None, float("nan"), [1.0]])
def test_a_result_that_is_no_value_is_refused(value):
    results.register("water-none", "None")(lambda flows: value)
    with pytest.raises(registry.RegistrationError, match="water-none"):
        results.text("water-none")


@pytest.mark.usefixtures("empty", "flows")
def test_a_result_that_gives_other_parts_than_it_declares_is_refused():
    results.register("water-mean", "Mean", parts={"mean": results.Quantity()})(lambda flows: {"median": 1.0})
    with pytest.raises(registry.RegistrationError, match="median"):
        results.text("water-mean.mean")


@pytest.mark.usefixtures("empty")
def test_ids_are_well_formed_and_unique():
    results.register("water-total", "Total flow")(total)
    with pytest.raises(registry.RegistrationError, match="two results are called 'water-total'"):
        results.register("water-total", "Again")(total)
    with pytest.raises(registry.RegistrationError, match="Water_total"):
        results.register("Water_total", "Total flow")
    with pytest.raises(tables.UnknownNameError, match="did you mean water-total"):
        results.get("water-totals")


def draw(data, axes):
    axes.plot(data.year, data.flow_km3_year)
    return axes


RECORD = {
    "title": "Flows rise",
    "subtitle": "km³ a year, 2000–2001",
    "caption": "Two years are no trend.",
    "alt": "Line chart of two years; the flow rises from 1.5 to 2.",
    "data": lambda flows: flows,
}


@pytest.mark.usefixtures("empty", "flows")
def test_a_figure_knows_its_tables_and_the_numbers_that_it_draws():
    figures.register("fig-water-flows", **RECORD)(draw)
    record = figures.get("fig-water-flows")
    assert record.tables == ("flows",)
    assert record.csv == "year,flow_km3_year\n2000,1.5\n2001,2\n"


@pytest.mark.usefixtures("empty", "flows")
def test_a_drawing_is_the_same_bytes_each_time_and_carries_its_title():
    figures.register("fig-water-flows", **RECORD)(draw)
    record = figures.get("fig-water-flows")
    first, second = record.svg(), record.svg()
    assert first == second
    assert "<dc:title>Flows rise</dc:title>" in first
    assert "<dc:date>" not in first


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("missing", ["title", "subtitle", "caption", "alt", "data"])
def test_a_figure_that_lacks_something_is_refused_by_name(missing):
    record = {**RECORD, missing: None if missing == "data" else " "}
    with pytest.raises(registry.RegistrationError, match=f"'fig-water-flows' has no {missing}"):
        figures.register("fig-water-flows", **record)(draw)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("repeated", ["title", "caption"])
def test_alt_text_that_repeats_the_title_or_the_caption_is_none(repeated):
    with pytest.raises(registry.RegistrationError, match="'fig-water-flows' has no alt text"):
        figures.register("fig-water-flows", **{**RECORD, "alt": f"{RECORD[repeated].rstrip('.')}."})(draw)


@pytest.mark.usefixtures("empty")
def test_a_figure_without_a_table_has_no_source_and_is_refused_by_name():
    with pytest.raises(registry.RegistrationError, match="'fig-water-flows' rests on no table"):
        figures.register("fig-water-flows", **{**RECORD, "data": lambda: pd.DataFrame()})(draw)


@pytest.mark.usefixtures("empty")
def test_the_id_of_a_figure_is_well_formed():
    with pytest.raises(registry.RegistrationError, match="water_flows"):
        figures.register("water_flows", **RECORD)(draw)


@pytest.mark.usefixtures("empty", "flows")
def test_a_shown_figure_names_itself_and_its_data_in_text():
    figures.register("fig-water-flows", **RECORD)(draw)
    bundle, metadata = figures.show("fig-water-flows")._repr_mimebundle_()
    assert bundle["text/plain"].startswith("<fig-water-flows: 2 rows, data ")
    shown = metadata["image/svg+xml"]
    assert shown["figure"] == "fig-water-flows"
    assert [text for text, *_ in shown["values"]["values"]] == ["2000: 1.5 km³ a year", "2001: 2 km³ a year"]


def test_figures_use_the_fonts_that_come_with_the_project():
    found = Path(style.font_manager.findfont(style.FONT, fallback_to_default=False))
    assert found == Path(style.__file__).parent / "fonts" / "NotoSans-Regular.ttf"
