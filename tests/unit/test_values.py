"""The values that a drawing shows: what they say, where they stand, and what is no value."""

import numpy as np
import pandas as pd
import pytest

from analysis import figures, style, tables, values
from publishing import rendering


def collected(draw, data, words=None, panels=(1, 1), size=style.WIDE):
    """Return what is collected from a drawing."""
    with style.applied():
        return values.collect(style.draw(draw, data, size, panels), data, words)


def texts(*arguments, **options):
    return [value.text for value in collected(*arguments, **options)]


def lines(data, axes):
    for code, rows in data.groupby("partner_iso3"):
        axes.plot(rows.year, rows.share_pct, color=style.COLOURS[code])
    axes.axhline(50)
    axes.plot([2000, 2001], [17, 18.5])  # a key, a bar of scale, a path made by hand
    axes.set(xlim=(1999, 2003), ylim=(0, 100))
    return axes


LINES = pd.DataFrame(
    {
        "partner_iso3": ["CHN"] * 3 + ["RUS"] * 3,
        "year": [2000, 2001, 2002] * 2,
        "share_pct": [62.25, np.nan, 1 / 3, 73, 62, 61],
        "lower_pct": [60.0, np.nan, 0.25, 70, 60, 61],
        "upper_pct": [65.0, np.nan, 0.5, 75, 64, 61],
    }
)


def test_a_line_says_series_year_value_unit_and_interval_and_keeps_its_gaps():
    assert texts(lines, LINES) == [
        "China, 2000: 62.25% (60 to 65)",
        "China, 2002: 0.333% (0.25 to 0.5)",
        "Russia, 2000: 73% (70 to 75)",
        "Russia, 2001: 62% (60 to 64)",
        "Russia, 2002: 61%",
    ]


def test_a_value_stands_where_it_is_drawn():
    with style.applied():
        figure = style.draw(lines, LINES, style.WIDE)
        found = values.collect(figure, LINES)
    x, y = figure.axes[0].transData.transform((2000, 73)) / figure.bbox.size
    russia = next(value for value in found if value.text.startswith("Russia, 2000"))
    assert (russia.x, russia.y) == pytest.approx((x, 1 - y), abs=1e-4)
    assert russia.group == "Russia"


def test_what_the_axes_do_not_show_is_no_value():
    def close_up(data, axes):
        lines(data, axes).set(xlim=(1999.5, 2000.5))
        return axes

    assert texts(close_up, LINES) == ["China, 2000: 62.25% (60 to 65)", "Russia, 2000: 73% (70 to 75)"]


POWER = pd.DataFrame(
    {
        "place": ["Kazakhstan", "Kazakhstan", "Kyrgyzstan", "Kyrgyzstan"],
        "fuel": ["coal", "water", "coal", "water"],
        "plants": [3, 6, 6, 1],
        "capacity_gw": [4.0, 6.0, 2.5, 4.0],
    }
)


def stacked(data, axes):
    places = {"Kazakhstan": 1, "Kyrgyzstan": 0}
    left = dict.fromkeys(places, 0)
    for row in data.itertuples():
        axes.barh(places[row.place], row.capacity_gw, left=left[row.place])
        left[row.place] += row.capacity_gw
    axes.set_yticks(list(places.values()), list(places))
    return axes


def test_pieces_of_bars_say_their_kind_and_a_number_that_stands_in_two_columns_has_the_unit_of_all_the_others():
    assert texts(stacked, POWER) == [
        "coal, Kazakhstan: 4 GW",
        "water, Kazakhstan: 6 GW",
        "coal, Kyrgyzstan: 2.5 GW",
        "water, Kyrgyzstan: 4 GW",
    ]


def test_a_piece_stands_in_its_middle():
    found = {value.text: value.x for value in collected(stacked, POWER)}
    tenth = (found["water, Kazakhstan: 6 GW"] - found["coal, Kazakhstan: 4 GW"]) / 5
    assert found["coal, Kyrgyzstan: 2.5 GW"] == pytest.approx(found["coal, Kazakhstan: 4 GW"] - 0.75 * tenth, abs=2e-4)


def test_two_quantities_are_told_apart_in_words():
    data = pd.DataFrame({"year": [2000, 2001], "oil_production_mt": [20.5, 21], "oil_consumption_mt": [7, 8.5]})

    def draw(data, axes):
        axes.plot(data.year, data.oil_production_mt)
        axes.scatter(data.year, data.oil_consumption_mt)
        return axes

    assert texts(draw, data) == [
        "2000: oil production 20.5 million tonnes",
        "2001: oil production 21 million tonnes",
        "2000: oil consumption 7 million tonnes",
        "2001: oil consumption 8.5 million tonnes",
    ]
    assert texts(draw, data, {"oil_consumption_mt": "used"})[2] == "2000: used 7 million tonnes"


def test_thousands_that_are_drawn_are_said_as_the_table_holds_them():
    data = pd.DataFrame({"year": [2010, 2012], "students_persons": [7874, 11784]})
    assert texts(lambda data, axes: axes.plot(data.year, data.students_persons / 1000, "o"), data) == [
        "2010: 7,874 people",
        "2012: 11,784 people",
    ]


def test_an_interval_without_a_value_is_said_once_with_both_ends():
    data = pd.DataFrame({"year": [2013, 2015], "low_usd_bn": [22.3, 0.025], "high_usd_bn": [27.6, 0.05]})

    def draw(data, axes):
        axes.bar(data.year, data.high_usd_bn - data.low_usd_bn, bottom=data.low_usd_bn)
        axes.vlines(data.year, data.low_usd_bn, data.high_usd_bn)
        return axes

    assert texts(draw, data) == ["2013: 22.3 to 27.6 billion US$", "2015: 25 to 50 million US$"]


def test_marks_on_lanes_say_lane_time_and_event():
    data = pd.DataFrame(
        {
            "lane": ["talks", "treaties", "treaties"],
            "start_year": [1992, 1994, 1997],
            "what": ["First talks", "Agreement", "Supplement"],
        }
    )

    def draw(data, axes):
        for row in data.itertuples():
            axes.scatter(row.start_year, ["talks", "treaties"].index(row.lane))
        axes.set_yticks([0, 1], ["talks", "treaties"])
        return axes

    assert texts(draw, data) == ["talks, 1992: First talks", "treaties, 1994: Agreement", "treaties, 1997: Supplement"]


def test_dates_are_said_in_full():
    data = pd.DataFrame({"date": pd.to_datetime(["2020-09-01", "2025-11-01"]), "persons": [3579, 14400]})
    assert texts(lambda data, axes: axes.plot(data.date, data.persons, "o"), data) == [
        "1 September 2020: 3,579 people",
        "1 November 2025: 14,400 people",
    ]


def test_what_a_drawing_tells_stands_alone():
    def draw(data, axes):
        lines(data, axes)
        values.tell(axes, 2001, 50, "half", "told")
        return axes

    assert [(value.text, value.group) for value in collected(draw, LINES)] == [("half", "told")]


def test_wide_and_narrow_drawing_show_the_same_values_each_at_its_place():
    with style.applied():
        wide, narrow = (style.draw(lines, LINES, size) for size in (style.WIDE, (style.NARROW, 3.9)))
        found = values.on_both(wide, narrow, LINES)
        assert found["groups"] == ["China", "Russia"]
        text, group, *places = found["values"][2]
        assert (text, group) == ("Russia, 2000: 73% (70 to 75)", 1)
        for figure, place in ((wide, places[:2]), (narrow, places[2:])):
            x, y = figure.axes[0].transData.transform((2000, 73)) / figure.bbox.size
            assert place == pytest.approx([x, 1 - y], abs=1e-4)
        assert values.on_both(wide, narrow, LINES) == found


def test_a_value_that_the_narrow_drawing_leaves_out_has_no_place_there():
    def few(data, axes):
        lines(data, axes).set(xlim=(1999, 2000.5))
        return axes

    with style.applied():
        wide, narrow = (style.draw(draw, LINES, style.WIDE) for draw in (lines, few))
        found = values.on_both(wide, narrow, LINES)["values"]
    assert [place[4:] == [None, None] for place in found] == [False, True, False, True, True]


def test_the_book_says_what_its_tables_hold():
    """AQUASTAT's flows from China, as the table of border flows has them."""
    flows = (
        tables.load("border_flows")
        .query("from_iso3 == 'CHN' and to_iso3 == 'KAZ' and basin != 'all'")
        .set_index("basin")
    )
    record = figures.get("fig-water-inflow-by-basin")
    with style.applied():
        found = [value.text for value in values.collect(record.draw(), record.data, record.words)]
    for basin, flow in flows.flow_km3_year.items():
        assert f"Into Kazakhstan, China: {basin}: {flow:g} km³ a year" in found
    assert flows.flow_km3_year["Irtysh"] == pytest.approx(9.53)


def test_the_timeline_tells_every_event_by_its_lane():
    record = figures.get("fig-history-timeline")
    with style.applied():
        found = values.collect(record.draw(), record.data)
    assert len(found) == len(record.data)
    clash = next(value for value in found if "Tielieketi" in value.text)
    assert clash.text.startswith("13 August 1969: ")
    assert clash.group == "rule and conflict"


def test_a_figure_without_values_is_published_as_a_script_all_the_same():
    script = rendering.values_script("fig-water-map", {"groups": [], "values": []}).decode()
    assert script == '(window.figureValues??={})["fig-water-map"]={"groups":[],"values":[]};\n'
