"""The trade chapter against totals, shares and ratios that its sources publish."""

import numpy as np
import pandas as pd
import pytest
from pybtex.database import parse_file

from analysis import prices, registry, style, tables, trade, trade_growth, trade_ledgers, trade_series, trade_structure

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
    both = trade_ledgers.mirror(pd.DataFrame(rows)).set_index("year")
    assert both.loc[2001, "ratio"] == pytest.approx(1.5)
    assert both.loc[2001, "gap_pct"] == pytest.approx(100 / 3)
    assert both.loc[2001, "basis"] == "derived"
    assert np.isnan(both.loc[2002, "china_nominal_usd_bn"])
    assert np.isnan(both.loc[2002, "ratio"])


def test_mirror_refuses_two_reports_of_one_flow():
    row = {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2001, "value_usd_bn": 3.0, "basis": "reported"}
    rows = [{**row, "reporter_iso3": "CHN"}, {**row, "reporter_iso3": "CHN"}, {**row, "reporter_iso3": "KAZ"}]
    with pytest.raises(pd.errors.MergeError):
        trade_ledgers.mirror(pd.DataFrame(rows))


def test_mirror_ratio_of_2021_agrees_with_kursiv():
    values = registry.evaluate(trade.mirror_2021)
    assert values["ratio"] == pytest.approx(1.70, abs=0.01)
    assert values["ratio"] == pytest.approx(1 / (1 - 0.411), abs=0.01)
    assert values["gap_share"] == pytest.approx(41.1, abs=0.5)


def test_gap_of_2024_is_that_of_the_two_customs_services():
    assert registry.evaluate(trade.mirror_2024)["gap"] == pytest.approx(28.1 - 15.2, abs=0.06)


def test_kyrgyz_figures_of_2023_as_the_times_of_central_asia_gives_them():
    both = trade_ledgers.direction(tables.load(KYRGYZSTAN), "CHN", "KGZ").set_index("year")
    assert both.loc[2023, "china_nominal_usd_bn"] == pytest.approx(19.7, abs=0.05)
    assert both.loc[2023, "partner_nominal_usd_bn"] == pytest.approx(5.4, abs=0.05)


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
    shares = trade_structure.section_shares(sections).groupby(key)["share_pct"].sum()
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
    own = trade_ledgers.two_way(kazakhstan, "KAZ").set_index("year")["trade_nominal_usd_bn"]
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
    ratios = trade_ledgers.own_record_ratio(tables.load("trade_cow"), kazakhstan)
    trade_ledgers.check_own_record(ratios)
    assert ratios.loc[ratios["year"].ge(2013), "ratio"].min() > 1.5
    with pytest.raises(ValueError, match="before the break"):
        trade_ledgers.check_own_record(ratios.assign(ratio=ratios["ratio"] * 1.1))


def test_the_unfit_values_of_2020_to_2022_are_nowhere(kazakhstan):
    recent = kazakhstan[kazakhstan["reporter_iso3"].eq("KAZ") & kazakhstan["year"].between(2020, 2022)]
    assert not recent["source_key"].str.contains("comtrade").any()
    assert recent["value_usd_bn"].min() > 6


def test_china_counts_more_than_kazakhstan_in_every_year_with_both():
    counts = registry.evaluate(trade_series.counts_of_trade).pivot_table(
        index="year", columns="series", values="trade_nominal_usd_bn"
    )
    both = counts[["China", "Kazakhstan"]].dropna()
    assert len(both) >= 9
    assert (both["China"] > both["Kazakhstan"]).all()


def test_no_line_bridges_a_break():
    data = registry.evaluate(trade_series.counts_of_trade)
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


# Breaks, deflation, growth


def two_copies(rng, years=20, noise=0.02):
    """Two copies of one record, as a ratio with small revisions."""
    return np.exp(rng.normal(0, noise, years))


def test_a_break_and_a_spike_that_were_put_in_are_found_again():
    rng = np.random.default_rng(1)
    for _ in range(200):
        ratios = two_copies(rng)
        ratios[5] *= 2.0
        ratios[-3:] *= 1.6
        found = trade_growth.departures(ratios)
        assert set(found[-3:]) == {"break"}
        assert found[5] == "spike"
        assert set(np.delete(found, [5, 17, 18, 19])) == {"agrees"}


def test_without_a_break_none_is_found():
    rng = np.random.default_rng(2)
    assert all((trade_growth.departures(two_copies(rng)) == "agrees").all() for _ in range(500))


def test_a_run_of_departing_years_is_a_break_even_if_it_ends():
    found = trade_growth.departures([1, 1, 1, 1, 1, 4, 5, 1, 1, 1])
    assert found.tolist() == ["agrees"] * 5 + ["break"] * 2 + ["agrees"] * 3


def test_breaks_are_those_that_the_reading_of_the_sources_found():
    ratios = registry.evaluate(trade_series.source_ratios)
    off = ratios[ratios["finding"].ne("agrees")].groupby("comparison")["year"].apply(list).to_dict()
    assert off["itpde_kaz"] == [2000, 2013, 2014]
    assert off["itpde_kgz"] == [2009, 2010, 2011, 2012, 2013]
    assert off["copy_imports"] == off["copy_exports"] == [2020]
    assert {2013, 2014} <= set(off["own"])


def test_american_prices_turn_one_database_into_the_other():
    sources = tables.load("trade_two_sources").set_index(["importer_iso3", "year"])
    row = sources.loc[("KAZ", 2005)]
    index = tables.load("us_cpi_annual")
    constant = prices.constant_usd(pd.Series([row["cow_nominal_musd"]]), pd.Series([2005]), index, 2010)
    assert constant.item() == pytest.approx(row["itpde_musd2010"], rel=0.01)
    with pytest.raises(ValueError, match="constant dollars"):
        trade_growth.check_deflator(pd.Series([1.1, 1.11, 1.12]))


def test_dollars_before_the_price_index_stay_empty():
    span = registry.evaluate(trade_series.own_span).set_index("year")
    assert span.loc[[1995, 1996], "trade_usd2020_bn"].isna().all()
    assert span.loc[2020, "trade_usd2020_bn"] == pytest.approx(span.loc[2020, "trade_nominal_usd_bn"])


def test_growth_by_span_of_a_constant_growth_is_that_growth_everywhere():
    spans = trade_growth.growth_by_span(range(2000, 2011), 1.07 ** np.arange(11))
    assert len(spans) == 21
    assert spans["growth_pct"].tolist() == pytest.approx([7.0] * 21)
    with pytest.raises(ValueError, match="consecutive"):
        trade_growth.growth_by_span([2000, 2001, 2003], [1, 2, 3])


def test_growth_of_a_known_trend_is_found_by_the_slope(kazakhstan):
    values = registry.evaluate(trade.growth_in_spans)
    assert values["slope_low"] < values["slope"] < values["slope_high"]
    assert values["whole"] == pytest.approx(100 * ((15.350503 / 0.318595) ** (1 / 25) - 1), abs=1e-6)
    assert values["after_low"] < 0 < values["after_high"]


def test_past_paths_set_out_from_the_start_and_end_with_the_past_factor():
    paths = trade_growth.past_paths([2000, 2001, 2002, 2003], [1.0, 2.0, 4.0, 2.0], start=10, length=2)
    assert paths.index.tolist() == [2000, 2001]
    assert paths[0].tolist() == [10, 10]
    assert paths[2].tolist() == [40, 10]
    with pytest.raises(ValueError, match="consecutive"):
        trade_growth.past_paths([2000, 2002], [1.0, 2.0], 1, 1)


def test_the_goal_is_reached_by_the_paths_whose_past_factor_suffices(kazakhstan):
    values = registry.evaluate(trade.goal_against_the_past)
    own = trade_ledgers.two_way(kazakhstan, "KAZ").set_index("year")["trade_nominal_usd_bn"].loc[1995:2020]
    factors = [own[year + 8] / own[year] for year in range(1995, 2013)]
    assert values["reached"] == sum(factor >= 35 / 24.1 for factor in factors)
    assert values["later_past"] == 6


# Bounds


def pair(**values):
    return {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2001, "basis": "reported", **values}


def test_bounds_are_the_records_once_freight_is_off_the_importers():
    sold = pd.DataFrame([pair(china_nominal_usd_bn=10.0, partner_nominal_usd_bn=5.3)])
    assert trade_ledgers.flow_bounds(sold)[["low_nominal_usd_bn", "high_nominal_usd_bn"]].to_numpy() == pytest.approx(
        np.array([[5.0, 10.0]])
    )
    bought = sold.assign(
        exporter_iso3="KAZ", importer_iso3="CHN", china_nominal_usd_bn=10.6, partner_nominal_usd_bn=9.0
    )
    assert trade_ledgers.flow_bounds(bought)[["low_nominal_usd_bn", "high_nominal_usd_bn"]].to_numpy() == pytest.approx(
        np.array([[9.0, 10.0]])
    )


def test_bounds_hold_a_simulated_truth_whatever_the_mixture_of_causes():
    rng = np.random.default_rng(3)
    rows, truth = [], {}
    for year in range(2000, 2200):
        sold, bought = rng.uniform(5, 20, 2)
        truth[year] = (sold + bought, bought - sold)
        transit, undeclared = rng.uniform(0, 0.8), rng.uniform(0, 0.5)
        for exporter, importer, sent, received in (
            ("CHN", "KAZ", sold * (1 + transit), 1.06 * sold * (1 - undeclared)),
            ("KAZ", "CHN", bought, 1.06 * bought),
        ):
            flow = {"exporter_iso3": exporter, "importer_iso3": importer, "year": year, "basis": "reported"}
            rows += [
                {**flow, "reporter_iso3": exporter, "value_usd_bn": sent},
                {**flow, "reporter_iso3": importer, "value_usd_bn": received},
            ]
    bounds = trade_ledgers.yearly_bounds(pd.DataFrame(rows), "KAZ").set_index("year")
    for year, (total, balance) in truth.items():
        row = bounds.loc[year]
        assert row["total_low_nominal_usd_bn"] - 1e-9 <= total <= row["total_high_nominal_usd_bn"] + 1e-9
        assert row["balance_low_nominal_usd_bn"] - 1e-9 <= balance <= row["balance_high_nominal_usd_bn"] + 1e-9


def test_each_country_had_a_surplus_of_its_own_in_2021():
    bounds = registry.evaluate(trade_series.bounds_of_trade).set_index("year")
    assert trade_ledgers.unknown_signs(bounds)[2021]
    assert bounds.loc[2021, "china_balance_nominal_usd_bn"] == pytest.approx(11.27 - 13.98)
    assert bounds.loc[2021, "partner_balance_nominal_usd_bn"] == pytest.approx(9.8 - 8.2)
    assert not {2014, 2019} & set(bounds.index), "a year without both records has no bounds"


# Composition and partners


def test_concentration_and_similarity_at_their_ends():
    assert trade_structure.concentration([1] * 10) == pytest.approx(0.1)
    assert trade_structure.concentration([7, 0, 0]) == 1
    same = pd.Series({"0": 2.0, "1": 6.0})
    assert trade_structure.similarity(same, 3 * same) == pytest.approx(100)
    assert trade_structure.similarity(same, pd.Series({"2": 5.0})) == 0


def test_similarity_is_one_less_half_the_sum_of_the_differences():
    rng = np.random.default_rng(4)
    first, second = (pd.Series(rng.dirichlet(np.ones(10))) for _ in range(2))
    expected = 100 * (1 - (first - second).abs().sum() / 2)
    assert trade_structure.similarity(first, second) == pytest.approx(expected)


def test_partners_add_up_to_what_kazakhstans_own_shares_imply(kazakhstan):
    partners = tables.load("trade_partners")
    registry.evaluate(trade_series.shares_of_partners)
    short = partners.assign(trade_nominal_musd=partners["trade_nominal_musd"] * 0.9)
    with pytest.raises(ValueError, match="do not add up"):
        trade_structure.check_partner_sums(short, pd.Series({1995: 3807.0}))


def test_two_sources_give_china_the_same_share_of_imports():
    shares = trade_structure.partner_shares(tables.load("trade_partners"))
    imports = shares[shares["direction"].eq("imports") & shares["partner"].isin(["CHN", "RUS"])]
    assert imports["share_pct"].tolist() == pytest.approx(imports["national_share_pct"].tolist(), abs=2.5)


def test_shares_of_2023_and_2024_agree_with_what_was_published():
    totals = tables.load("trade_kazakhstan_world")
    nine = totals[totals["period"].eq("January–September")]
    world = (nine["exports_nominal_musd"] + nine["imports_nominal_musd"]).item() / 1000
    assert 100 * 21.7 / world == pytest.approx(21.3, abs=0.4)
    assert 100 * 18.9 / world == pytest.approx(18.6, abs=0.4)
    values = registry.evaluate(trade.partner_summary)
    assert values["eu_2024"] == pytest.approx(values["eu_published_2024"], abs=0.5)


# Finance and rail


def test_commitments_add_up_to_the_sums_that_another_author_computed():
    values = registry.evaluate(trade.commitments_before_and_after)
    assert values["total"] == pytest.approx(64.146, abs=0.001)
    assert values["kgz_total"] == pytest.approx(4.131, abs=0.001)
    totals = tables.load("chinese_commitments_totals").set_index("recipient_iso3")["total_usd2021_bn"]
    assert values["total"] == pytest.approx(totals["KAZ"], abs=0.001)
    assert values["kgz_total"] == pytest.approx(totals["KGZ"], abs=0.001)


def test_placed_commitments_are_the_sums_of_the_audit():
    values = registry.evaluate(trade.commitments_by_region)
    assert values["located_by_area"] == pytest.approx(38.5, abs=0.05)
    assert values["located_evenly"] == pytest.approx(37.7, abs=0.05)
    assert 0.5 < values["rank_correlation"] < 1


def test_rail_figures_near_ten_million_tonnes_are_one():
    values = registry.evaluate(trade.rail_freight)
    assert values["near_claim"] == 1
    assert values["all_2017"] == pytest.approx(13.979 / 1.38, abs=0.005)
    assert values["sent_2024"] + values["transit_2024"] < values["all_2024"]


def test_freight_by_crossing_adds_up_to_the_border():
    rail = tables.load("trade_rail_freight")
    months = rail[rail["year"].eq(2024) & rail["period"].eq("January–May")].set_index("crossing")["freight_mt"]
    parts = months["Dostyk–Alashankou"] + months["Altynkol–Khorgos"]
    assert parts == pytest.approx(months["all crossings"], abs=0.15)
    year = rail[rail["year"].eq(2019) & rail["crossing"].eq("all crossings")].set_index("kind")["freight_mt"]
    assert year["sent to China"] + year["received from China"] == pytest.approx(year["all freight"])


def test_the_growth_rates_of_the_railways_fit_their_levels():
    rail = tables.load("trade_rail_freight")
    whole = rail[rail["crossing"].eq("all crossings") & rail["kind"].eq("all freight") & rail["period"].eq("year")]
    level = whole.set_index("year")["freight_mt"]
    assert level[2019] / level[2018] - 1 == pytest.approx(0.25, abs=0.015)
    assert level[2013] - level[2012] == pytest.approx(2.8)
