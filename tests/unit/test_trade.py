"""The trade chapter against totals, shares and ratios that its sources publish."""

import numpy as np
import pandas as pd
import pytest
from pybtex.database import parse_file

from analysis import registry, style, tables, trade

KAZAKHSTAN = "trade_reports_kazakhstan"
KYRGYZSTAN = "trade_reports_kyrgyzstan"


@pytest.fixture
def kazakhstan():
    return tables.load(KAZAKHSTAN)


def test_mirror_pairs_by_hand():
    flow = {"exporter_iso3": "CHN", "importer_iso3": "KAZ"}
    rows = [
        {**flow, "reporter_iso3": "CHN", "year": 2001, "value_usd_bn": 3.0, "basis": "derived"},
        {**flow, "reporter_iso3": "KAZ", "year": 2001, "value_usd_bn": 2.0, "basis": "reported"},
        {**flow, "reporter_iso3": "KAZ", "year": 2002, "value_usd_bn": 5.0, "basis": "reported"},
    ]
    both = trade.mirror(pd.DataFrame(rows)).set_index("year")
    assert both.loc[2001, "ratio"] == pytest.approx(1.5)
    assert both.loc[2001, "gap_pct"] == pytest.approx(100 / 3)
    assert both.loc[2001, "basis"] == "derived"
    assert np.isnan(both.loc[2002, "china_usd_bn"])
    assert np.isnan(both.loc[2002, "ratio"])


def test_mirror_refuses_two_reports_of_one_flow():
    row = {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2001, "value_usd_bn": 3.0, "basis": "reported"}
    rows = [{**row, "reporter_iso3": "CHN"}, {**row, "reporter_iso3": "CHN"}, {**row, "reporter_iso3": "KAZ"}]
    with pytest.raises(pd.errors.MergeError):
        trade.mirror(pd.DataFrame(rows))


def test_mirror_ratio_of_2021_agrees_with_kursiv():
    values = registry.evaluate(trade.mirror_2021)
    assert values["ratio"] == pytest.approx(1.70, abs=0.01)
    assert values["ratio"] == pytest.approx(1 / (1 - 0.411), abs=0.01)
    assert values["gap_share"] == pytest.approx(41.1, abs=0.5)


def test_gap_of_2024_is_that_of_the_two_customs_services():
    assert registry.evaluate(trade.mirror_2024)["gap"] == pytest.approx(28.1 - 15.2, abs=0.06)


def test_kyrgyz_figures_of_2023_as_the_times_of_central_asia_gives_them():
    both = trade.direction(tables.load(KYRGYZSTAN), "CHN", "KGZ").set_index("year")
    assert both.loc[2023, "china_usd_bn"] == pytest.approx(19.7, abs=0.05)
    assert both.loc[2023, "partner_usd_bn"] == pytest.approx(5.4, abs=0.05)


@pytest.mark.parametrize("name", [KAZAKHSTAN, KYRGYZSTAN, "trade_turnover", "trade_rail_freight"])
def test_derived_values_follow_from_their_arithmetic(name):
    table = tables.load(name)
    column = "freight_mt" if name == "trade_rail_freight" else "value_usd_bn"
    derived = table[table["basis"].eq("derived")]
    assert len(derived) > 0
    assert derived["calculation"].notna().all()
    assert table.loc[table["basis"].eq("reported"), "calculation"].isna().all()
    computed = [eval(text, {"__builtins__": {}}) for text in derived["calculation"]]
    assert derived[column].tolist() == pytest.approx(computed, abs=0.005)


def test_sections_sum_to_the_printed_total():
    sections = tables.load("trade_sections")
    key = ["exporter_iso3", "importer_iso3", "year"]
    is_total = sections["sitc_section"].eq("TOTAL")
    total = sections[is_total].set_index(key)["exports_kusd"]
    sums = sections[~is_total].groupby(key)["exports_kusd"].sum()
    assert len(total) == 6
    assert (sums / total).tolist() == pytest.approx([1] * 6, abs=1e-4)
    shares = trade.section_shares(sections).groupby(key)["share_pct"].sum()
    assert shares.tolist() == pytest.approx([100] * 6, abs=0.01)


def test_unctad_agrees_with_kazakhstans_own_report_before_2015(kazakhstan):
    sections = tables.load("trade_sections")
    totals = sections[sections["sitc_section"].eq("TOTAL") & sections["exporter_iso3"].eq("KAZ")].set_index("year")
    own = kazakhstan[kazakhstan["exporter_iso3"].eq("KAZ") & kazakhstan["reporter_iso3"].eq("KAZ")].set_index("year")
    for year in (1995, 2005):
        assert totals.loc[year, "exports_kusd"] / 1e6 == pytest.approx(own.loc[year, "value_usd_bn"], abs=1e-6)
    assert totals.loc[2015, "exports_kusd"] / 1e6 > own.loc[2015, "value_usd_bn"] + 1


@pytest.mark.parametrize(
    ("year", "published", "within"), [(2013, 22.53, 0.25), (2019, 14.36, 0.05), (2024, 30.1, 0.06)]
)
def test_kazakhstans_two_directions_add_up_to_published_totals(kazakhstan, year, published, within):
    own = trade.two_way(kazakhstan, "KAZ").set_index("year")["value_usd_bn"]
    assert own[year] == pytest.approx(published, abs=within)


def test_published_growth_fits_the_published_levels():
    turnover = tables.load("trade_turnover").set_index(["reporter_iso3", "year"])["value_usd_bn"]
    assert 100 * (turnover["CHN", 2022] / turnover["CHN", 2021] - 1) == pytest.approx(23.6, abs=0.2)
    assert 100 * (turnover["KAZ", 2022] / turnover["KAZ", 2021] - 1) == pytest.approx(34.1, abs=0.4)


def test_goal_of_2030_needs_the_growth_worked_out_by_hand():
    values = registry.evaluate(trade.target_2030)
    assert values["to_growth"] == pytest.approx(4.8, abs=0.05)
    assert values["by_level"] == pytest.approx(59, abs=0.2)
    assert values["by_growth"] == pytest.approx(11.9, abs=0.1)


def test_xinjiang_share_mixes_two_counts():
    values = registry.evaluate(trade.xinjiang_share)
    assert values["one_count"] == pytest.approx(49.5, abs=0.1)
    assert values["two_counts"] == pytest.approx(values["printed"], abs=1)


def test_importer_basis_is_kazakhstans_record_only_before_2013(kazakhstan):
    ratios = trade.own_record_ratio(tables.load("trade_cow"), kazakhstan)
    trade.check_own_record(ratios)
    assert ratios.loc[ratios["year"].ge(2013), "ratio"].min() > 1.5
    with pytest.raises(ValueError, match="before the break"):
        trade.check_own_record(ratios.assign(ratio=ratios["ratio"] * 1.1))


def test_the_unfit_values_of_2020_to_2022_are_nowhere(kazakhstan):
    recent = kazakhstan[kazakhstan["reporter_iso3"].eq("KAZ") & kazakhstan["year"].between(2020, 2022)]
    assert not recent["source_key"].str.contains("comtrade").any()
    assert recent["value_usd_bn"].min() > 6


def test_china_counts_more_than_kazakhstan_in_every_year_with_both():
    counts = registry.evaluate(trade.counts_of_trade).pivot_table(index="year", columns="series", values="value_usd_bn")
    both = counts[["China", "Kazakhstan"]].dropna()
    assert len(both) >= 9
    assert (both["China"] > both["Kazakhstan"]).all()


def test_no_line_bridges_a_break():
    data = registry.evaluate(trade.counts_of_trade)
    figure = style.draw(trade.draw_counts_of_trade, data, style.WIDE)
    joined = [
        line for line in figure.axes[0].lines if line.get_linestyle() != "None" and len(set(line.get_xdata())) > 2
    ]
    for line in joined:
        years = list(line.get_xdata())
        assert years == list(range(years[0], years[-1] + 1))
        assert years[-1] <= 2020
    grey = [line for line in joined if line.get_color() == style.QUIET]
    assert [list(line.get_xdata())[-1] for line in grey] == [2012]


@pytest.mark.parametrize("name", [name for name in tables.names() if name.startswith("trade_")])
def test_every_source_is_in_the_bibliography(name):
    known = set(parse_file(str(tables.DATA / "references.bib")).entries)
    described = {source["bibkey"] for source in tables.describe(name).sources}
    assert described <= known
    table = tables.load(name)
    if "source_key" in table:
        assert {key for keys in table["source_key"] for key in keys.split(";")} == described
