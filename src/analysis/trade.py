"""Trade between China and Kazakhstan: how much, counted by whom, and of what."""

import numpy as np
import pandas as pd
import scipy.stats
import shapely
from matplotlib import patches, ticker
from matplotlib.colors import to_hex, to_rgb

from analysis import figures, maps, results, style, tables, trends, values
from analysis.trade_growth import past_paths, yearly_growth
from analysis.trade_ledgers import (
    FREIGHT_FACTOR,
    FREIGHT_FACTORS,
    OWN_RECORD_TOLERANCE,
    check_own_record,
    direction,
    own_record_ratio,
    two_way,
    unknown_signs,
    yearly_bounds,
)
from analysis.trade_series import (
    DATABASES,
    GOAL_END,
    GOAL_START,
    LATER_PAST,
    LATEST,
    RAIL_MARKS,
    bounds_of_trade,
    commitments_by_year,
    counts_by_year,
    counts_of_trade,
    goal_paths,
    growth_of_spans,
    investors_by_measure,
    kyrgyz_mirror,
    own_span,
    placed_commitments,
    rail_figures,
    recent_mirror,
    shares_of_partners,
    source_ratios,
    value_of,
)
from analysis.trade_structure import (
    SECTION_GROUPS,
    composition,
    section_shares,
)

RATIO = results.Quantity("", ".2f")
SHARE = results.Quantity("%", ".1f")
WHOLE_SHARE = results.Quantity("%", ".0f")
BILLION = results.Quantity("billion US$", ".1f")
SMALL_BILLION = results.Quantity("billion US$", ".2f")
TIMES = results.Quantity("", ".0f")
COUNT = results.Quantity("", "d")
YEAR = results.Quantity("year")
TEXT = results.Quantity("", "s")
FREIGHT = results.Quantity("million tonnes", ".1f")


def latest_pairs(reports, exporter, importer, count=7):
    """Return the latest years of `direction` as a small table for a page, in billion current US$."""
    columns = {
        "year": "year",
        "china_nominal_usd_bn": "China, billion US$",
        "partner_nominal_usd_bn": "partner, billion US$",
        "ratio": "ratio",
        "basis": "basis",
    }
    latest = direction(reports, exporter, importer).tail(count)
    return tables.printed(latest[list(columns)].rename(columns=columns), decimals=2)


@results.register(
    "trade-2022",
    "Two-way trade in 2022 by either country’s count",
    parts={
        "china": BILLION,
        "kazakhstan": BILLION,
        "gap": BILLION,
        "gap_share": WHOLE_SHARE,
        "china_growth": SHARE,
        "kazakhstan_growth": SHARE,
    },
)
def trade_in_2022(trade_turnover):
    """Return the two totals of 2022, their difference and the growth that came with each."""
    china = value_of(trade_turnover, year=2022, reporter_iso3="CHN")
    kazakhstan = value_of(trade_turnover, year=2022, reporter_iso3="KAZ")
    return {
        "china": china,
        "kazakhstan": kazakhstan,
        "gap": china - kazakhstan,
        "gap_share": 100 * (china - kazakhstan) / china,
        "china_growth": value_of(trade_turnover, "growth_pct", year=2022, reporter_iso3="CHN"),
        "kazakhstan_growth": value_of(trade_turnover, "growth_pct", year=2022, reporter_iso3="KAZ"),
    }


@results.register(
    "trade-latest",
    "The latest yearly counts of two-way trade",
    parts={"china_2023": BILLION, "china_2024": BILLION, "kazakhstan_2024": BILLION, "china_2025": BILLION},
)
def latest_counts(trade_turnover):
    """Return the newest totals of both countries as published."""
    return {
        "china_2023": value_of(trade_turnover, year=2023, reporter_iso3="CHN"),
        "china_2024": value_of(trade_turnover, year=2024, reporter_iso3="CHN"),
        "kazakhstan_2024": value_of(trade_turnover, year=2024, reporter_iso3="KAZ"),
        "china_2025": value_of(trade_turnover, year=2025, reporter_iso3="CHN"),
    }


@results.register(
    "trade-span",
    "Two-way trade in Kazakhstan’s count within its one unbroken span, 1995 to 2020",
    parts={
        "first_year": YEAR,
        "first": SMALL_BILLION,
        "last_year": YEAR,
        "last": BILLION,
        "factor": TIMES,
        "peak_year": YEAR,
        "peak": BILLION,
        "trough_year": YEAR,
        "trough": BILLION,
    },
)
def unbroken_span(trade_reports_kazakhstan):
    """Return ends, peak and following trough of Kazakhstan’s count in the one source that holds 1995 to 2020."""
    own = two_way(trade_reports_kazakhstan, "KAZ")
    span = own[own["source_key"].eq("worldbank2026wits")].set_index("year")["trade_nominal_usd_bn"]
    first, last, peak = span.index.min(), span.index.max(), span.idxmax()
    trough = span.loc[peak:].idxmin()
    return {
        "first_year": first,
        "first": span[first],
        "last_year": last,
        "last": span[last],
        "factor": span[last] / span[first],
        "peak_year": peak,
        "peak": span[peak],
        "trough_year": trough,
        "trough": span[trough],
    }


@results.register(
    "trade-cow-span",
    "Two-way trade on the importer basis before its break",
    parts={"first": SMALL_BILLION, "last_year": YEAR, "last": BILLION},
)
def importer_basis_span(trade_cow):
    """Return the ends of the importer basis, without the years after its break."""
    yearly = trade_cow.groupby("year")["trade_musd"].sum() / 1000
    broken = trade_cow.loc[trade_cow["span"].ne("main"), "year"]
    main = yearly.drop(broken)
    return {"first": main.iloc[0], "last_year": main.index[-1], "last": main.iloc[-1]}


@results.register(
    "trade-cow-break",
    "Kazakhstan’s imports from China around the break of 2013 in the Correlates of War file",
    parts={
        "before": BILLION,
        "after": BILLION,
        "own": BILLION,
        "china": BILLION,
        "close_years": COUNT,
        "years": COUNT,
        "tolerance": WHOLE_SHARE,
    },
)
def importer_basis_break(trade_cow, trade_reports_kazakhstan):
    """Return the jump of 2013 beside both countries' own figures, and how well the years before it agree."""
    ratios = own_record_ratio(trade_cow, trade_reports_kazakhstan)
    check_own_record(ratios)
    main = ratios.loc[ratios["span"].eq("main"), "ratio"]
    to_kazakhstan = {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2013}
    return {
        "before": value_of(trade_cow, "trade_musd", importer_iso3="KAZ", year=2012) / 1000,
        "after": value_of(trade_cow, "trade_musd", importer_iso3="KAZ", year=2013) / 1000,
        "own": value_of(trade_reports_kazakhstan, reporter_iso3="KAZ", **to_kazakhstan),
        "china": value_of(trade_reports_kazakhstan, reporter_iso3="CHN", **to_kazakhstan),
        "close_years": int((main - 1).abs().le(OWN_RECORD_TOLERANCE).sum()),
        "years": len(main),
        "tolerance": 100 * OWN_RECORD_TOLERANCE,
    }


@results.register(
    "trade-counts",
    "In how many years China’s total exceeds Kazakhstan’s",
    parts={"years": COUNT, "china_above": COUNT, "kazakhstan_2021": BILLION},
)
def counts_compared(trade_cow, trade_reports_kazakhstan, trade_turnover):
    """Return the number of years with both totals, and in how many China’s is the larger."""
    counts = counts_of_trade(trade_cow, trade_reports_kazakhstan, trade_turnover)
    both = counts.pivot_table(index="year", columns="series", values="trade_nominal_usd_bn")[
        ["China", "Kazakhstan"]
    ].dropna()
    return {
        "years": len(both),
        "china_above": int(both["China"].gt(both["Kazakhstan"]).sum()),
        "kazakhstan_2021": value_of(trade_turnover, year=2021, reporter_iso3="KAZ"),
    }


MIRROR_PARTS = {"median": RATIO, "lowest": RATIO, "highest": RATIO, "years": COUNT}


def mirror_summary(pairs):
    """Return the median, lowest and highest ratio of `mirror`, and for how many years it is known."""
    ratio = pairs["ratio"]
    return {"median": ratio.median(), "lowest": ratio.min(), "highest": ratio.max(), "years": len(ratio)}


@results.register(
    "trade-mirror-to-kazakhstan",
    "China’s exports to Kazakhstan over Kazakhstan’s imports from China, from 2013",
    parts={**MIRROR_PARTS, "reported_median": RATIO, "reported_years": COUNT},
)
def mirror_to_kazakhstan(trade_reports_kazakhstan):
    """Return the summary of the ratio from 2013, for all years and for those without a derived value."""
    pairs = direction(trade_reports_kazakhstan, "CHN", "KAZ")
    pairs = pairs[pairs["year"].ge(2013)]
    reported = mirror_summary(pairs[pairs["basis"].eq("reported")])
    return {
        **mirror_summary(pairs),
        "reported_median": reported["median"],
        "reported_years": reported["years"],
    }


@results.register(
    "trade-mirror-to-china",
    "China’s imports from Kazakhstan over Kazakhstan’s exports to China, from 2013",
    parts=MIRROR_PARTS,
)
def mirror_to_china(trade_reports_kazakhstan):
    """Return the summary of the ratio over all years with both reports; they begin in 2013."""
    return mirror_summary(direction(trade_reports_kazakhstan, "KAZ", "CHN"))


@results.register(
    "trade-mirror-early",
    "China’s exports to Kazakhstan over Kazakhstan’s imports from China in UNCTAD’s early years",
    parts={"ratio_1995": RATIO, "ratio_2005": RATIO},
)
def mirror_early(trade_reports_kazakhstan):
    """Return the ratio in the two early years for which UNCTAD’s matrix gives China’s side."""
    pairs = direction(trade_reports_kazakhstan, "CHN", "KAZ")
    return {"ratio_1995": value_of(pairs, "ratio", year=1995), "ratio_2005": value_of(pairs, "ratio", year=2005)}


@results.register(
    "trade-mirror-2021",
    "The mirror gap of 2021 in goods from China to Kazakhstan, and as Kursiv published it",
    parts={
        "china": BILLION,
        "kazakhstan": BILLION,
        "ratio": RATIO,
        "gap_share": SHARE,
        "published_gap": BILLION,
        "published_share": SHARE,
    },
)
def mirror_2021(trade_reports_kazakhstan, trade_published_gaps):
    """Return the gap of 2021 from the book’s tables beside the one that Kursiv Research published."""
    pairs = direction(trade_reports_kazakhstan, "CHN", "KAZ")
    return {
        "china": value_of(pairs, "china_nominal_usd_bn", year=2021),
        "kazakhstan": value_of(pairs, "partner_nominal_usd_bn", year=2021),
        "ratio": value_of(pairs, "ratio", year=2021),
        "gap_share": value_of(pairs, "gap_pct", year=2021),
        "published_gap": value_of(trade_published_gaps, "gap_usd_bn", year=2021),
        "published_share": value_of(trade_published_gaps, "gap_pct", year=2021),
    }


@results.register(
    "trade-mirror-2024",
    "The mirror gap of 2024 in goods from China to Kazakhstan",
    parts={"china": BILLION, "kazakhstan": BILLION, "ratio": RATIO, "gap": BILLION},
)
def mirror_2024(trade_reports_kazakhstan):
    """Return both reports of 2024, their difference and ratio."""
    pairs = direction(trade_reports_kazakhstan, "CHN", "KAZ")
    return {
        "china": value_of(pairs, "china_nominal_usd_bn", year=2024),
        "kazakhstan": value_of(pairs, "partner_nominal_usd_bn", year=2024),
        "ratio": value_of(pairs, "ratio", year=2024),
        "gap": value_of(pairs, "gap_nominal_usd_bn", year=2024),
    }


@results.register(
    "trade-balance-2021",
    "The surplus of 2021 that each country counts for itself",
    parts={"china": BILLION, "kazakhstan": BILLION},
)
def balance_2021(trade_reports_kazakhstan):
    """Return each country’s exports less its imports in 2021, each by its own report."""
    sent = direction(trade_reports_kazakhstan, "CHN", "KAZ")
    bought = direction(trade_reports_kazakhstan, "KAZ", "CHN")
    return {
        "china": value_of(sent, "china_nominal_usd_bn", year=2021)
        - value_of(bought, "china_nominal_usd_bn", year=2021),
        "kazakhstan": value_of(bought, "partner_nominal_usd_bn", year=2021)
        - value_of(sent, "partner_nominal_usd_bn", year=2021),
    }


@results.register(
    "trade-kyrgyz-2024",
    "What China and Kyrgyzstan count of their trade in 2024",
    parts={
        "china_bought": BILLION,
        "kyrgyz_sold": SMALL_BILLION,
        "sold_share": SHARE,
        "china_sold": BILLION,
        "kyrgyz_bought": BILLION,
        "sold_ratio": RATIO,
        "china_bought_2023": SMALL_BILLION,
        "china_bought_2025": BILLION,
    },
)
def kyrgyz_2024(trade_reports_kyrgyzstan):
    """Return both reports of both directions in 2024, and China’s purchases a year before and after."""
    bought = direction(trade_reports_kyrgyzstan, "KGZ", "CHN")
    sold = direction(trade_reports_kyrgyzstan, "CHN", "KGZ")
    return {
        "china_bought": value_of(bought, "china_nominal_usd_bn", year=2024),
        "kyrgyz_sold": value_of(bought, "partner_nominal_usd_bn", year=2024),
        "sold_share": 100 / value_of(bought, "ratio", year=2024),
        "china_sold": value_of(sold, "china_nominal_usd_bn", year=2024),
        "kyrgyz_bought": value_of(sold, "partner_nominal_usd_bn", year=2024),
        "sold_ratio": value_of(sold, "ratio", year=2024),
        "china_bought_2023": value_of(bought, "china_nominal_usd_bn", year=2023),
        "china_bought_2025": value_of(trade_reports_kyrgyzstan, exporter_iso3="KGZ", reporter_iso3="CHN", year=2025),
    }


def _share(shares, exporter, year, *groups):
    rows = shares[shares["exporter_iso3"].eq(exporter) & shares["year"].eq(year) & shares["group"].isin(groups)]
    return rows["share_pct"].sum()


@results.register(
    "trade-structure-kazakhstan",
    "Shares of fuels, ores and goods classed by material in Kazakhstan’s exports to China",
    parts={
        "fuels_1995": SHARE,
        "fuels_2015": WHOLE_SHARE,
        "crude_2015": WHOLE_SHARE,
        "material_2005": WHOLE_SHARE,
        "material_2015": WHOLE_SHARE,
        "three_2015": WHOLE_SHARE,
        "machinery_1995": WHOLE_SHARE,
        "machinery_2015": WHOLE_SHARE,
    },
)
def structure_kazakhstan(trade_sections):
    """Return shares of Kazakhstan’s exports to China by group of sections, and the sum of three groups in 2015."""
    shares = section_shares(trade_sections)
    wanted = {
        "fuels_1995": ("Fuels", 1995),
        "fuels_2015": ("Fuels", 2015),
        "crude_2015": ("Crude materials, ores", 2015),
        "material_2005": ("Goods classed by material", 2005),
        "material_2015": ("Goods classed by material", 2015),
        "machinery_1995": ("Machinery, vehicles", 1995),
        "machinery_2015": ("Machinery, vehicles", 2015),
    }
    values = {part: _share(shares, "KAZ", year, group) for part, (group, year) in wanted.items()}
    three = ("Fuels", "Crude materials, ores", "Goods classed by material")
    return {**values, "three_2015": _share(shares, "KAZ", 2015, *three)}


@results.register(
    "trade-structure-china",
    "Shares of manufactures in China’s exports to Kazakhstan",
    parts={
        "three_1995": WHOLE_SHARE,
        "three_2015": WHOLE_SHARE,
        "machinery_1995": WHOLE_SHARE,
        "machinery_2015": WHOLE_SHARE,
        "other_2005": WHOLE_SHARE,
        "other_2015": WHOLE_SHARE,
    },
)
def structure_china(trade_sections):
    """Return shares of China’s exports to Kazakhstan by group of sections, and the sum of three groups."""
    shares = section_shares(trade_sections)
    three = ("Goods classed by material", "Machinery, vehicles", "Other manufactures")
    return {
        "three_1995": _share(shares, "CHN", 1995, *three),
        "three_2015": _share(shares, "CHN", 2015, *three),
        "machinery_1995": _share(shares, "CHN", 1995, "Machinery, vehicles"),
        "machinery_2015": _share(shares, "CHN", 2015, "Machinery, vehicles"),
        "other_2005": _share(shares, "CHN", 2005, "Other manufactures"),
        "other_2015": _share(shares, "CHN", 2015, "Other manufactures"),
    }


@results.register(
    "trade-structure-adjusted",
    "Kazakhstan’s exports to China in 2015 in UNCTAD’s matrix and in its own report",
    parts={"matrix": BILLION, "own": BILLION},
)
def structure_adjusted(trade_sections, trade_reports_kazakhstan):
    """Return the total of the matrix and that of Kazakhstan’s report for the same exports."""
    total = value_of(trade_sections, "exports_kusd", exporter_iso3="KAZ", year=2015, sitc_section="TOTAL")
    own = value_of(trade_reports_kazakhstan, exporter_iso3="KAZ", reporter_iso3="KAZ", year=2015)
    return {"matrix": total / 1e6, "own": own}


@results.register(
    "trade-products",
    "Shares of crude oil and copper ores in what Kazakhstan reports as exports to China",
    parts={"crude_2014": WHOLE_SHARE, "crude_2024": WHOLE_SHARE, "copper_2024": WHOLE_SHARE},
)
def product_shares(trade_products, trade_reports_kazakhstan):
    """Return the shares of two products in Kazakhstan’s own total of exports to China."""
    own = trade_reports_kazakhstan[
        trade_reports_kazakhstan["exporter_iso3"].eq("KAZ") & trade_reports_kazakhstan["reporter_iso3"].eq("KAZ")
    ]
    joined = trade_products.merge(own, on="year")
    joined = joined.assign(share_pct=joined["exports_kusd"] / joined["value_usd_bn"] / 1e4)
    return {
        "crude_2014": value_of(joined, "share_pct", hs6="270900", year=2014),
        "crude_2024": value_of(joined, "share_pct", hs6="270900", year=2024),
        "copper_2024": value_of(joined, "share_pct", hs6="260300", year=2024),
    }


@results.register(
    "trade-target",
    "What the goal for 2030 asks for, from the level of 2022",
    parts={
        "goal": results.Quantity("billion US$", ".0f"),
        "to_growth": SHARE,
        "by_level": results.Quantity("billion US$", ".0f"),
        "by_growth": SHARE,
        "to_growth_china": SHARE,
        "next": results.Quantity("billion US$", ".0f"),
    },
)
def target_2030(trade_targets, trade_turnover):
    """Return the yearly growth from 2022 that the goal needs, read as a level and as an increase."""
    goal = value_of(trade_targets, target_year=2030)
    years = 2030 - 2022
    kazakhstan = value_of(trade_turnover, year=2022, reporter_iso3="KAZ")
    china = value_of(trade_turnover, year=2022, reporter_iso3="CHN")
    return {
        "goal": goal,
        "to_growth": yearly_growth(kazakhstan, goal, years),
        "by_level": kazakhstan + goal,
        "by_growth": yearly_growth(kazakhstan, kazakhstan + goal, years),
        "to_growth_china": yearly_growth(china, goal, years),
        "next": value_of(trade_targets, announced_year=2023),
    }


@results.register(
    "trade-target-2016",
    "The earlier goal for 2016 and what either count came to",
    parts={"goal": results.Quantity("billion US$", ".0f"), "china": BILLION, "kazakhstan": BILLION},
)
def target_2016(trade_targets, trade_turnover, trade_reports_kazakhstan):
    """Return the goal beside both counts of that year; China’s is derived from a growth rate."""
    return {
        "goal": value_of(trade_targets, target_year=2016),
        "china": value_of(trade_turnover, year=2016, reporter_iso3="CHN"),
        "kazakhstan": value_of(two_way(trade_reports_kazakhstan, "KAZ"), "trade_nominal_usd_bn", year=2016),
    }


@results.register(
    "trade-partners",
    "China and Russia in Kazakhstan’s foreign trade",
    parts={
        "china": SHARE,
        "russia": SHARE,
        "russian_lead_2022": results.Quantity("billion US$", ".0f"),
        "russia_2024": results.Quantity("billion US$", ".0f"),
    },
)
def partners(trade_single_figures):
    """Return the published shares of January to September 2023, Russia’s lead a year before, and its trade of 2024."""
    return {
        "china": value_of(trade_single_figures, "share_pct", name="partner_chn"),
        "russia": value_of(trade_single_figures, "share_pct", name="partner_rus"),
        "russian_lead_2022": value_of(trade_single_figures, name="lead_rus"),
        "russia_2024": value_of(trade_single_figures, name="turnover_rus"),
    }


@results.register(
    "trade-investment-stock",
    "China’s part of the foreign direct investment in Kazakhstan in the middle of 2021",
    parts={
        "china": BILLION,
        "all": BILLION,
        "share": SHARE,
        "netherlands": results.Quantity("billion US$", ".0f"),
        "usa": BILLION,
    },
)
def investment_stock(trade_single_figures):
    """Return the published stocks and China’s share of the whole."""
    china = value_of(trade_single_figures, name="stock_chn")
    everyone = value_of(trade_single_figures, name="stock_all")
    return {
        "china": china,
        "all": everyone,
        "share": 100 * china / everyone,
        "netherlands": value_of(trade_single_figures, name="stock_nld"),
        "usa": value_of(trade_single_figures, name="stock_usa"),
    }


@results.register(
    "trade-investors",
    "China among the foreign investors in Kazakhstan, by year and by what is counted",
    parts={
        "inflow_china_2022": BILLION,
        "inflow_usa_2022": BILLION,
        "inflow_china_2023": SMALL_BILLION,
        "inflow_russia_2023": BILLION,
        "place_2021": COUNT,
        "place_2022": COUNT,
        "announced_place_2015": COUNT,
    },
)
def investors(trade_investors):
    """Return inflows of single countries, and China’s place in what officials and a data firm list."""
    place = "place in the list of gross inflow"
    announced = {"measure": "announced new projects", "investor_iso3": "CHN", "year": 2015}

    def inflow(investor, year):
        return value_of(trade_investors, measure="gross inflow", investor_iso3=investor, year=year)

    return {
        "inflow_china_2022": inflow("CHN", 2022),
        "inflow_usa_2022": inflow("USA", 2022),
        "inflow_china_2023": inflow("CHN", 2023),
        "inflow_russia_2023": inflow("RUS", 2023),
        "place_2021": int(value_of(trade_investors, "position_rank", measure=place, year=2021)),
        "place_2022": int(value_of(trade_investors, "position_rank", measure=place, year=2022)),
        "announced_place_2015": int(value_of(trade_investors, "position_rank", **announced)),
    }


@results.register(
    "trade-kyrgyz-projects",
    "The logistics centre given up in Kyrgyzstan in 2020, and Chinese investment since",
    parts={
        "centre_investor": results.Quantity("million US$", ".0f"),
        "centre_government": results.Quantity("million US$", ".0f"),
        "given_up": YEAR,
        "inflow_2024": results.Quantity("million US$", ".0f"),
        "railway": results.Quantity("billion US$", ".2f"),
    },
)
def kyrgyz_projects(kyrgyz_chinese_projects):
    """Return the centre's value by either side and the year of its end, and later investment."""
    return {
        "centre_investor": value_of(kyrgyz_chinese_projects, "value_musd", item="centre-investor"),
        "centre_government": value_of(kyrgyz_chinese_projects, "value_musd", item="centre-government"),
        "given_up": value_of(kyrgyz_chinese_projects, "year", item="centre-government"),
        "inflow_2024": value_of(kyrgyz_chinese_projects, "value_musd", item="inflow-2024"),
        "railway": value_of(kyrgyz_chinese_projects, "value_musd", item="railway") / 1000,
    }


@results.register(
    "trade-xinjiang",
    "Xinjiang’s part of the trade in 2023, in one count and in two",
    parts={"value": BILLION, "printed": WHOLE_SHARE, "one_count": WHOLE_SHARE, "two_counts": WHOLE_SHARE},
)
def xinjiang_share(trade_single_figures, trade_turnover):
    """Return the printed share, and the shares worked out within China’s count and across two counts."""
    value = value_of(trade_single_figures, name="xinjiang")
    return {
        "value": value,
        "printed": value_of(trade_single_figures, "share_pct", name="xinjiang"),
        "one_count": 100 * value / value_of(trade_turnover, year=2023, reporter_iso3="CHN"),
        "two_counts": 100 * value / value_of(trade_turnover, year=2023, reporter_iso3="KAZ"),
    }


ALL_FREIGHT = "all freight"
"""The kind of rail figures that count everything that crossed."""


@results.register(
    "trade-rail",
    "Rail freight between China and Kazakhstan: dated figures",
    parts={
        "one_2002": FREIGHT,
        "one_2011": FREIGHT,
        "one_2020": FREIGHT,
        "all_2012": FREIGHT,
        "all_2013": FREIGHT,
        "all_2015": FREIGHT,
        "all_2016": FREIGHT,
        "all_2017": FREIGHT,
        "all_2019": FREIGHT,
        "all_2024": results.Quantity("million tonnes", ".0f"),
        "transit_2024": FREIGHT,
        "sent_2024": FREIGHT,
        "khorgos_share_2024": WHOLE_SHARE,
        "figures": COUNT,
        "publishers": COUNT,
        "full_years": COUNT,
        "near_claim": COUNT,
    },
)
def rail_freight(trade_rail_freight):
    """Return dated tonnages of one crossing and of all; they are no series.

    ``near_claim`` counts the full years, at the crossing or at all of them, within 15 per cent of ten million tonnes.
    """
    freight = trade_rail_freight[trade_rail_freight["kind"].eq(ALL_FREIGHT)]
    years = freight[freight["period"].eq("year")]
    one, second, everything = "Dostyk–Alashankou", "Altynkol–Khorgos", "all crossings"
    months = freight[freight["year"].eq(2024) & freight["period"].eq("January–May")].set_index("crossing")["freight_mt"]
    wanted = {f"all_{year}": (everything, year) for year in (2012, 2013, 2015, 2016, 2017, 2019, 2024)}
    wanted |= {f"one_{year}": (one, year) for year in (2002, 2011, 2020)}
    other = trade_rail_freight[trade_rail_freight["year"].eq(2024)]
    return {
        **{
            part: value_of(freight, "freight_mt", crossing=crossing, year=year, period=_period(crossing, year))
            for part, (crossing, year) in wanted.items()
        },
        "transit_2024": value_of(other, "freight_mt", kind="transit"),
        "sent_2024": value_of(other, "freight_mt", kind="sent to China"),
        "khorgos_share_2024": 100 * months[second] / (months[one] + months[second]),
        "figures": len(trade_rail_freight),
        "publishers": trade_rail_freight["counted_by"].nunique(),
        "full_years": len(years),
        "near_claim": int(years["freight_mt"].between(8.5, 11.5).sum()),
    }


def _period(crossing, year):
    return "January–September" if crossing != "all crossings" and year == 2020 else "year"


@results.register(
    "trade-trains",
    "Container trains between China and Europe or Central Asia: single figures",
    parts={"all_2011": COUNT, "all_2024": results.Quantity("", ",d"), "border_2024": results.Quantity("", ",d")},
)
def container_trains(trade_trains):
    """Return counts of trains on all routes and at the two Kazakh crossings."""
    return {
        "all_2011": int(value_of(trade_trains, "trains_count", corridor="China–Europe, all routes", year=2011)),
        "all_2024": int(value_of(trade_trains, "trains_count", corridor="China–Europe, all routes", year=2024)),
        "border_2024": int(value_of(trade_trains, "trains_count", corridor="Khorgos and Alashankou", year=2024)),
    }


@results.register(
    "trade-border-trade",
    "Border trade of Xinjiang with the Soviet Union and the states that followed it",
    parts={
        "value_1991": results.Quantity("million US$", ".0f"),
        "value_1999": BILLION,
        "value_1999_musd": results.Quantity("million US$", ",.0f"),
        "share_1999": WHOLE_SHARE,
        "recorded_1992": SMALL_BILLION,
    },
)
def border_trade(trade_single_figures, trade_cow):
    """Return the border trade of 1991 and 1999 and, for 1992, what the importers of both countries recorded."""
    return {
        "value_1991": 1000 * value_of(trade_single_figures, name="xinjiang_border_1991"),
        "value_1999": value_of(trade_single_figures, name="xinjiang_border_1999"),
        "value_1999_musd": 1000 * value_of(trade_single_figures, name="xinjiang_border_1999"),
        "share_1999": value_of(trade_single_figures, "share_pct", name="xinjiang_border_1999"),
        "recorded_1992": trade_cow.loc[trade_cow["year"].eq(1992), "trade_musd"].sum() / 1000,
    }


@results.register(
    "trade-breaks",
    "Where two sources of one flow part",
    parts={
        "comparisons": COUNT,
        "pairs": COUNT,
        "agreeing": COUNT,
        "places": COUNT,
        "seen_twice": COUNT,
        "spikes": COUNT,
        "kgz_2009": RATIO,
        "kaz_2014": RATIO,
        "un_2020": WHOLE_SHARE,
        "largest_agreeing": WHOLE_SHARE,
        "threshold": WHOLE_SHARE,
    },
)
def breaks_between_sources(trade_cow, trade_reports_kazakhstan, trade_two_sources, trade_report_copies, us_cpi_annual):
    """Return how many values agree and how many breaks and spikes there are, with the widest of them.

    A run of departing years in one comparison is one break; two comparisons that part in the same year show the same.
    """
    ratios = source_ratios(trade_cow, trade_reports_kazakhstan, trade_two_sources, trade_report_copies, us_cpi_annual)
    broken = ratios["finding"].eq("break")
    starts = broken & ~(broken.shift(fill_value=False) & ratios["comparison"].eq(ratios["comparison"].shift()))
    agreeing = ratios.loc[ratios["finding"].eq("agrees"), "ratio"]
    return {
        "comparisons": ratios["comparison"].nunique(),
        "pairs": len(ratios),
        "agreeing": len(agreeing),
        "places": ratios.loc[starts, "year"].nunique(),
        "seen_twice": int(starts.sum()) - ratios.loc[starts, "year"].nunique(),
        "spikes": int(ratios["finding"].eq("spike").sum()),
        "kgz_2009": value_of(ratios, "ratio", comparison="itpde_kgz", year=2009),
        "kaz_2014": value_of(ratios, "ratio", comparison="own", year=2014),
        "un_2020": 100 * value_of(ratios, "ratio", comparison="copy_imports", year=2020),
        "largest_agreeing": 100 * (agreeing - 1).abs().max(),
        "threshold": 10.0,
    }


SPAN_ENDS = (2012, 2016, 2020)
"""The last years of the spans that the figure shows: the peak, the trough and the end of the record."""


@results.register(
    "trade-growth",
    "Growth a year within Kazakhstan’s unbroken count, by span",
    parts={
        "whole": SHARE,
        "whole_constant": SHARE,
        "slope": WHOLE_SHARE,
        "slope_low": WHOLE_SHARE,
        "slope_high": WHOLE_SHARE,
        "years": COUNT,
        "after": SHARE,
        "after_low": WHOLE_SHARE,
        "after_high": WHOLE_SHARE,
        "after_years": COUNT,
        "p_after": results.Quantity("", ".1f"),
        "lowest_size": WHOLE_SHARE,
        "after_size": SHARE,
        "spans": COUNT,
        "falling": COUNT,
        "lowest": WHOLE_SHARE,
        "lowest_first": YEAR,
        "lowest_last": YEAR,
        "highest": WHOLE_SHARE,
        "highest_first": YEAR,
        "highest_last": YEAR,
        "china_recent": SHARE,
        "kazakhstan_recent": SHARE,
    },
)
def growth_in_spans(trade_reports_kazakhstan, us_cpi_annual, trade_turnover):
    """Return growth over the whole span, from its peak on, the widest range of spans, and recent single figures.

    Notes
    -----
    The slopes are Sen’s on the logarithm (`trends.trend`); ``p_after`` is the Mann–Kendall test that allows for the
    memory of the series.
    """
    span = own_span(trade_reports_kazakhstan, us_cpi_annual).set_index("year")
    spans = growth_of_spans(trade_reports_kazakhstan, us_cpi_annual)
    nominal, constant = span["trade_nominal_usd_bn"], span["trade_usd2020_bn"].dropna()
    peak = nominal.idxmax()
    whole = trends.trend(nominal.index, np.log(nominal))
    after = trends.trend(nominal.loc[peak:].index, np.log(nominal.loc[peak:]))
    low = spans.loc[spans["growth_nominal_pct"].idxmin()]
    high = spans.loc[spans["growth_nominal_pct"].idxmax()]
    counts = trade_turnover.set_index(["reporter_iso3", "year"])["value_usd_bn"]

    def percent(slope):
        return 100 * np.expm1(slope)

    return {
        "whole": yearly_growth(nominal.iloc[0], nominal.iloc[-1], len(nominal) - 1),
        "whole_constant": yearly_growth(constant.iloc[0], constant.iloc[-1], len(constant) - 1),
        "slope": percent(whole.slope.value),
        "slope_low": percent(whole.slope.low),
        "slope_high": percent(whole.slope.high),
        "years": whole.count,
        "after": yearly_growth(nominal[peak], nominal.iloc[-1], nominal.index[-1] - peak),
        "after_low": percent(after.slope.low),
        "after_high": percent(after.slope.high),
        "after_years": after.count,
        "p_after": after.serial_test.p,
        "lowest_size": -low["growth_nominal_pct"],
        "after_size": -yearly_growth(nominal[peak], nominal.iloc[-1], nominal.index[-1] - peak),
        "spans": len(spans),
        "falling": int(spans["growth_nominal_pct"].lt(0).sum()),
        "lowest": low["growth_nominal_pct"],
        "lowest_first": int(low["first_year"]),
        "lowest_last": int(low["last_year"]),
        "highest": high["growth_nominal_pct"],
        "highest_first": int(high["first_year"]),
        "highest_last": int(high["last_year"]),
        "china_recent": yearly_growth(counts["CHN", 2021], counts["CHN", 2024], 3),
        "kazakhstan_recent": yearly_growth(counts["KAZ", 2021], counts["KAZ", 2024], 3),
    }


@results.register(
    "trade-bounds",
    "Bounds for what China and Kazakhstan really traded, and for the balance",
    parts={
        "years": COUNT,
        "unknown": COUNT,
        "unknown_without_freight": COUNT,
        "unknown_high_freight": COUNT,
        "opposite": COUNT,
        "freight": WHOLE_SHARE,
        "high_freight": WHOLE_SHARE,
        "total_low_2024": BILLION,
        "total_high_2024": BILLION,
        "balance_low_2024": BILLION,
        "balance_high_2024": BILLION,
        "deficit_2024": BILLION,
        "width_2024": WHOLE_SHARE,
        "width_2013": WHOLE_SHARE,
    },
)
def bounds_summary(trade_reports_kazakhstan):
    """Return in how many years the sign of the balance is unknown, by assumed freight, and the bounds of 2024."""
    bounds = bounds_of_trade(trade_reports_kazakhstan)
    none, usual, high = (
        unknown_signs(yearly_bounds(trade_reports_kazakhstan, "KAZ", factor)[lambda rows: rows["year"].ge(2013)]).sum()
        for factor in FREIGHT_FACTORS
    )
    by_year = bounds.set_index("year")
    width = 100 * (by_year["total_high_nominal_usd_bn"] / by_year["total_low_nominal_usd_bn"] - 1)
    opposite = bounds["china_balance_nominal_usd_bn"].lt(0) & bounds["partner_balance_nominal_usd_bn"].gt(0)
    return {
        "years": len(bounds),
        "unknown": int(usual),
        "unknown_without_freight": int(none),
        "unknown_high_freight": int(high),
        "opposite": int(opposite.sum()),
        "freight": 100 * (FREIGHT_FACTOR - 1),
        "high_freight": 100 * (FREIGHT_FACTORS[-1] - 1),
        "total_low_2024": by_year.loc[2024, "total_low_nominal_usd_bn"],
        "total_high_2024": by_year.loc[2024, "total_high_nominal_usd_bn"],
        "balance_low_2024": by_year.loc[2024, "balance_low_nominal_usd_bn"],
        "balance_high_2024": by_year.loc[2024, "balance_high_nominal_usd_bn"],
        "deficit_2024": -by_year.loc[2024, "balance_low_nominal_usd_bn"],
        "width_2024": width[2024],
        "width_2013": width[2013],
    }


@results.register(
    "trade-kyrgyz-mirror",
    "China’s exports to Kyrgyzstan over Kyrgyzstan’s imports from China",
    parts=MIRROR_PARTS,
)
def mirror_to_kyrgyzstan(trade_reports_kyrgyzstan):
    """Return the summary of the ratio over all years with both reports."""
    return mirror_summary(direction(trade_reports_kyrgyzstan, "CHN", "KGZ"))


SECTIONS = results.Quantity("", ".1f")


@results.register(
    "trade-composition",
    "Concentration and overlap of what China and Kazakhstan sell each other",
    parts={
        "kazakhstan_1995": SECTIONS,
        "kazakhstan_2005": SECTIONS,
        "kazakhstan_2015": SECTIONS,
        "china_1995": SECTIONS,
        "china_2005": SECTIONS,
        "china_2015": SECTIONS,
        "overlap_1995": WHOLE_SHARE,
        "overlap_2005": WHOLE_SHARE,
        "overlap_2015": WHOLE_SHARE,
    },
)
def composition_by_year(trade_sections):
    """Return the number of equal sections that each country’s sales amount to, and the overlap of the two."""
    found = composition(trade_sections)
    columns = {"kazakhstan": "KAZ", "china": "CHN", "overlap": "overlap_pct"}
    return {f"{part}_{year}": found.loc[year, column] for part, column in columns.items() for year in found.index}


def composition_table(trade_sections):
    """Return the indices of `composition` as a small table for a page."""
    names = {
        "year": "year",
        "KAZ": "Kazakhstan’s sales, in equal sections",
        "CHN": "China’s sales, in equal sections",
        "overlap_pct": "overlap, %",
    }
    return tables.printed(composition(trade_sections).reset_index()[list(names)].rename(columns=names), decimals=1)


@results.register(
    "trade-products-2022",
    "Oil, gas, copper ores and uranium in Kazakhstan’s exports to China in 2022",
    parts={"oil": BILLION, "gas": BILLION, "copper": BILLION, "uranium": BILLION, "four_share": WHOLE_SHARE},
)
def products_2022(trade_single_figures, trade_reports_kazakhstan):
    """Return four products whose counter is not named, and their sum as a share of Kazakhstan’s exports to China."""
    values = {
        part: value_of(trade_single_figures, name=f"product_{part}") for part in ("oil", "gas", "copper", "uranium")
    }
    own = value_of(trade_reports_kazakhstan, exporter_iso3="KAZ", reporter_iso3="KAZ", year=2022)
    return {**values, "four_share": 100 * sum(values.values()) / own}


RECENT = {"CHN": "China", "RUS": "Russia", "EU27": "European Union"}


@results.register(
    "trade-partner-shares",
    "Shares and ranks of partners in Kazakhstan’s trade, by year and direction",
    parts={
        "china_exports_2008_rank": COUNT,
        "russia_exports_2008_rank": COUNT,
        "china_imports_1995_rank": COUNT,
        "china_imports_2012_rank": COUNT,
        "russia_imports_2012_rank": COUNT,
        "china_exports_1995": WHOLE_SHARE,
        "china_exports_2012": WHOLE_SHARE,
        "russia_exports_2012": WHOLE_SHARE,
        "eu_exports_2012": WHOLE_SHARE,
        "china_imports_1995": SHARE,
        "china_imports_2012": WHOLE_SHARE,
        "russia_imports_2012": WHOLE_SHARE,
        "eu_imports_2012": WHOLE_SHARE,
        "china_2024": WHOLE_SHARE,
        "russia_2024": WHOLE_SHARE,
        "eu_2024": WHOLE_SHARE,
        "eu_published_2024": WHOLE_SHARE,
        "eu_2023": WHOLE_SHARE,
        "eu_value_2024": results.Quantity("billion US$", ".0f"),
    },
)
def partner_summary(
    trade_partners, trade_reports_kazakhstan, trade_single_figures, trade_turnover, trade_kazakhstan_world
):
    """Return the shares and ranks that the chapter quotes."""
    shares = shares_of_partners(
        trade_partners, trade_reports_kazakhstan, trade_single_figures, trade_turnover, trade_kazakhstan_world
    )

    def of(column, partner, direction, year):
        return value_of(shares, column, partner=partner, direction=direction, year=year)

    return {
        "china_exports_2008_rank": int(of("position_rank", "CHN", "exports", 2008)),
        "russia_exports_2008_rank": int(of("position_rank", "RUS", "exports", 2008)),
        "china_imports_1995_rank": int(of("position_rank", "CHN", "imports", 1995)),
        "china_imports_2012_rank": int(of("position_rank", "CHN", "imports", 2012)),
        "russia_imports_2012_rank": int(of("position_rank", "RUS", "imports", 2012)),
        "china_exports_1995": of("share_pct", "CHN", "exports", 1995),
        "china_exports_2012": of("share_pct", "CHN", "exports", 2012),
        "russia_exports_2012": of("share_pct", "RUS", "exports", 2012),
        "eu_exports_2012": of("share_pct", "EU27", "exports", 2012),
        "china_imports_1995": of("share_pct", "CHN", "imports", 1995),
        "china_imports_2012": of("share_pct", "CHN", "imports", 2012),
        "russia_imports_2012": of("share_pct", "RUS", "imports", 2012),
        "eu_imports_2012": of("share_pct", "EU27", "imports", 2012),
        "china_2024": of("share_pct", "CHN", "both", 2024),
        "russia_2024": of("share_pct", "RUS", "both", 2024),
        "eu_2024": of("share_pct", "EU27", "both", 2024),
        "eu_published_2024": value_of(trade_single_figures, "share_pct", name="turnover_eu"),
        "eu_2023": of("share_pct", "EU27", "both", 2023),
        "eu_value_2024": value_of(trade_single_figures, name="turnover_eu"),
    }


@results.register(
    "trade-investment-measures",
    "Investment in Kazakhstan by origin, by stock and by flow",
    parts={
        "netherlands_since_1991": BILLION,
        "russia_stock": BILLION,
        "eu_inflow_2022": BILLION,
        "all_inflow_2022": results.Quantity("billion US$", ".0f"),
        "china_inflow_share_2022": WHOLE_SHARE,
        "edb_2013": results.Quantity("billion US$", ".0f"),
        "edb_2025": BILLION,
    },
)
def investment_measures(trade_investors, trade_single_figures):
    """Return what measures of investment beside the National Bank’s stock of 2021 say."""
    everyone = value_of(trade_single_figures, name="inflow_all")
    since = {"measure": "gross inflow since 1991", "investor_iso3": "NLD"}
    return {
        "netherlands_since_1991": value_of(trade_investors, **since),
        "russia_stock": value_of(trade_single_figures, name="stock_rus"),
        "eu_inflow_2022": value_of(trade_single_figures, name="inflow_eu"),
        "all_inflow_2022": everyone,
        "china_inflow_share_2022": 100
        * value_of(trade_investors, measure="gross inflow", investor_iso3="CHN", year=2022)
        / everyone,
        "edb_2013": value_of(trade_single_figures, name="edb_stock_2013"),
        "edb_2025": value_of(trade_single_figures, name="edb_stock_2025"),
    }


BEFORE, AFTER = 2012, 2014
"""The last whole year before the Belt and Road speech of September 2013, and the first after it."""


@results.register(
    "trade-commitments",
    "Chinese official finance for Kazakhstan and Kyrgyzstan before and after 2013",
    parts={
        "total": BILLION,
        "before_share": WHOLE_SHARE,
        "before_share_with_2013": WHOLE_SHARE,
        "three_years_share": WHOLE_SHARE,
        "mean_before": BILLION,
        "mean_after": BILLION,
        "median_before": BILLION,
        "median_after": BILLION,
        "years_before": COUNT,
        "years_after": COUNT,
        "p": results.Quantity("", ".2f"),
        "kgz_total": BILLION,
        "kgz_before_share": WHOLE_SHARE,
        "kgz_2013": BILLION,
        "soft_share": WHOLE_SHARE,
        "kgz_soft_share": WHOLE_SHARE,
    },
)
def commitments_before_and_after(chinese_commitments):
    """Return sums, means and medians of yearly commitments on both sides of 2013, and a rank test between them.

    Years without a record are left out: no record need not mean that nothing was lent. The test is the two-sided one
    of Mann and Whitney (`scipy.stats.mannwhitneyu`, exact).
    """
    yearly = commitments_by_year(chinese_commitments)
    totals = {country: rows.set_index("year") for country, rows in yearly.groupby("recipient_iso3")}
    kazakh, kyrgyz = totals["KAZ"]["total_usd2021_bn"], totals["KGZ"]["total_usd2021_bn"]
    before, after = kazakh.loc[:BEFORE], kazakh.loc[AFTER:]
    soft = {
        country: 100 * rows["softer_usd2021_bn"].sum() / rows["total_usd2021_bn"].sum()
        for country, rows in totals.items()
    }
    return {
        "total": kazakh.sum(),
        "before_share": 100 * before.sum() / kazakh.sum(),
        "before_share_with_2013": 100 * kazakh.loc[: BEFORE + 1].sum() / kazakh.sum(),
        "three_years_share": 100 * kazakh.nlargest(3).sum() / kazakh.sum(),
        "mean_before": before.mean(),
        "mean_after": after.mean(),
        "median_before": before.median(),
        "median_after": after.median(),
        "years_before": len(before),
        "years_after": len(after),
        "p": scipy.stats.mannwhitneyu(before, after, method="exact").pvalue,
        "kgz_total": kyrgyz.sum(),
        "kgz_before_share": 100 * kyrgyz.loc[:BEFORE].sum() / kyrgyz.sum(),
        "kgz_2013": kyrgyz[2013],
        "soft_share": soft["KAZ"],
        "kgz_soft_share": soft["KGZ"],
    }


@results.register(
    "trade-commitments-rank",
    "Kazakhstan and Kyrgyzstan among the recipients of Chinese official finance",
    parts={
        "kaz_rank": COUNT,
        "kgz_rank": COUNT,
        "kaz_person": results.Quantity("US$", ",.0f"),
        "kgz_person": results.Quantity("US$", ",.0f"),
        "kaz_gdp": WHOLE_SHARE,
        "kgz_gdp": WHOLE_SHARE,
        "kaz_interest": SHARE,
        "kgz_interest": SHARE,
        "neighbours_ahead": COUNT,
        "recipients": COUNT,
    },
)
def commitments_rank(chinese_commitments_totals):
    """Return ranks, amounts a person and shares of output (of 2021), and mean rates of interest."""
    rows = chinese_commitments_totals.set_index("recipient_iso3")
    person = 1e9 * rows["total_usd2021_bn"] / rows["population_persons"]
    output = 100 * rows["total_usd2021_bn"] / rows["gdp_nominal_usd_bn"]
    values = {}
    for country in ("KAZ", "KGZ"):
        values |= {
            f"{country.lower()}_rank": int(rows.loc[country, "position_rank"]),
            f"{country.lower()}_person": person[country],
            f"{country.lower()}_gdp": output[country],
            f"{country.lower()}_interest": rows.loc[country, "interest_pct"],
        }
    ahead = int(rows["total_usd2021_bn"].gt(rows.loc["KAZ", "total_usd2021_bn"]).sum())
    return {**values, "neighbours_ahead": ahead, "recipients": 145}


@results.register(
    "trade-loan-terms",
    "Terms of single Chinese loans to Kazakhstan and Kyrgyzstan",
    parts={
        "loans": COUNT,
        "rated": COUNT,
        "fixed": COUNT,
        "fixed_rate": results.Quantity("%", ".0f"),
        "fixed_years": results.Quantity("years", ".0f"),
        "grace_low": results.Quantity("years", ".0f"),
        "grace_high": results.Quantity("years", ".0f"),
        "floating": COUNT,
        "floating_kaz": COUNT,
        "margin_low": results.Quantity("percentage points", ".1f"),
        "margin_high": results.Quantity("percentage points", ".1f"),
        "kaz_years_low": results.Quantity("years", ".0f"),
        "kaz_years_high": results.Quantity("years", ".0f"),
        "policy_bank_governments": COUNT,
    },
)
def loan_terms(chinese_loan_terms):
    """Return how many loans have a known rate, and rates, times to repay and years of grace by kind of rate.

    ``policy_bank_governments`` counts the loans of China Eximbank to a government among those at a fixed rate.
    """
    rows = chinese_loan_terms
    fixed, floating = rows.dropna(subset="fixed_rate_pct"), rows.dropna(subset="margin_pct")
    kazakh = rows[rows["recipient_iso3"].eq("KAZ")]
    to_government = fixed["borrower_kind"].eq("government") & fixed["lender"].eq("China Eximbank")
    return {
        "loans": len(rows),
        "rated": len(fixed) + len(floating),
        "fixed": len(fixed),
        "fixed_rate": fixed["fixed_rate_pct"].max(),
        "fixed_years": fixed["maturity_years"].max(),
        "grace_low": fixed["grace_years"].min(),
        "grace_high": fixed["grace_years"].max(),
        "floating": len(floating),
        "floating_kaz": int(floating["recipient_iso3"].eq("KAZ").sum()),
        "margin_low": floating["margin_pct"].min(),
        "margin_high": floating["margin_pct"].max(),
        "kaz_years_low": kazakh["maturity_years"].min(),
        "kaz_years_high": kazakh["maturity_years"].max(),
        "policy_bank_governments": int(to_government.sum()),
    }


def loan_table(chinese_loan_terms):
    """Return the loans of `loan_terms` as a small table for a page, a row for each kind of borrower."""
    countries = {"KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}

    def span(values):
        ends = sorted({values.min(), values.max()} if values.notna().any() else ())
        return "–".join(f"{end:.1f}".removesuffix(".0") for end in ends) or None

    found = []
    for (country, borrower), rows in chinese_loan_terms.groupby(["recipient_iso3", "borrower_kind"]):
        fixed, margin = span(rows["fixed_rate_pct"]), span(rows["margin_pct"])
        found.append(
            {
                "borrower": f"{countries[country]}: {borrower}",
                "loans": len(rows),
                "rate, %": f"{fixed} fixed" if fixed else margin and f"floating + {margin}",
                "years to repay": span(rows["maturity_years"]),
                "years of grace": span(rows["grace_years"]),
            }
        )
    return tables.printed(pd.DataFrame(found))


@results.register(
    "trade-commitments-regions",
    "Where Chinese official finance in Kazakhstan can be placed, by two rules of splitting",
    parts={
        "located_by_area": BILLION,
        "located_evenly": BILLION,
        "located_share": WHOLE_SHARE,
        "regions": COUNT,
        "first_by_area": TEXT,
        "first_evenly": TEXT,
        "west_by_area": WHOLE_SHARE,
        "west_evenly": WHOLE_SHARE,
        "moved": TEXT,
        "moved_by_area": BILLION,
        "moved_evenly": BILLION,
        "rank_correlation": RATIO,
    },
)
def commitments_by_region(chinese_commitments_regions, chinese_commitments):
    """Return the placed sums, the first region and the western share by either rule, and how far the ranks agree.

    The region that the rule moves most, in dollars, is ``moved``; the agreement is Spearman’s rank correlation
    (`scipy.stats.spearmanr`). The west is the regions Aktobe, Atyrau and Mangystau.
    """
    rows = chinese_commitments_regions[chinese_commitments_regions["recipient_iso3"].eq("KAZ")].set_index("region")
    area, even = rows["by_area_musd2021"] / 1000, rows["even_split_musd2021"] / 1000
    total = commitments_by_year(chinese_commitments).groupby("recipient_iso3")["total_usd2021_bn"].sum()["KAZ"]
    west = ["Aktobe", "Atyrau", "Mangystau"]
    moved = (area - even).abs().idxmax()
    return {
        "located_by_area": area.sum(),
        "located_evenly": even.sum(),
        "located_share": 100 * area.sum() / total,
        "regions": len(rows),
        "first_by_area": area.idxmax(),
        "first_evenly": even.idxmax(),
        "west_by_area": 100 * area[west].sum() / area.sum(),
        "west_evenly": 100 * even[west].sum() / even.sum(),
        "moved": moved,
        "moved_by_area": area[moved],
        "moved_evenly": even[moved],
        "rank_correlation": scipy.stats.spearmanr(area, even).statistic,
    }


@results.register(
    "trade-belt-and-road",
    "Kazakhstan and Kyrgyzstan among the countries that joined the Belt and Road Initiative",
    parts={"kaz_before": COUNT, "kaz_same": COUNT, "kgz_before": COUNT, "kgz_same": COUNT, "dated": COUNT},
)
def joining_ranks(belt_and_road_joining):
    """Return how many countries joined before Kazakhstan and Kyrgyzstan, and in the same months."""
    rows = belt_and_road_joining.set_index("country_iso3")
    return {
        "kaz_before": int(rows.loc["KAZ", "before_count"]),
        "kaz_same": int(rows.loc["KAZ", "same_month_count"]),
        "kgz_before": int(rows.loc["KGZ", "before_count"]),
        "kgz_same": int(rows.loc["KGZ", "same_month_count"]),
        "dated": int(rows["dated_count"].max()),
    }


JOINING = {
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "MNG": "Mongolia",
    "PAK": "Pakistan",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "UZB": "Uzbekistan",
}
"""Names of the countries whose months of joining a page prints."""


def joining_table(belt_and_road_joining):
    """Return the months of joining as a small table for a page, the earliest first."""
    columns = {"country_iso3": "country", "joined": "likely month", "before_count": "countries before it"}
    rows = belt_and_road_joining.sort_values(["joined", "country_iso3"])[list(columns)]
    return tables.printed(rows.assign(country_iso3=rows["country_iso3"].map(JOINING)).rename(columns=columns))


@results.register(
    "trade-goal",
    "The goal for 2030 held against how trade went on in the past",
    parts={
        "needed_from_2024": SHARE,
        "past": COUNT,
        "reached": COUNT,
        "later_past": COUNT,
        "later_reached": COUNT,
        "past_from_2024": COUNT,
        "reached_from_2024": COUNT,
        "later_from_2024": COUNT,
        "later_reached_from_2024": COUNT,
        "lowest": BILLION,
        "low_quarter": BILLION,
        "later_highest": BILLION,
        "by_reached": COUNT,
        "by_later_reached": COUNT,
        "later_start": YEAR,
    },
)
def goal_against_the_past(trade_reports_kazakhstan, trade_turnover, trade_targets, us_cpi_annual):
    """Return how many paths of the past reach the goal in Kazakhstan’s count, from 2022 and from 2024.

    Those that begin in `LATER_PAST` or later are counted apart: they hold no year of the early boom.
    """
    span = own_span(trade_reports_kazakhstan, us_cpi_annual)
    counts = counts_by_year(trade_reports_kazakhstan, trade_turnover)
    goal = value_of(trade_targets, target_year=GOAL_END)

    def ends(year):
        start = value_of(counts, "trade_nominal_usd_bn", reporter_iso3="KAZ", year=year)
        return past_paths(span["year"], span["trade_nominal_usd_bn"], start, GOAL_END - year)[GOAL_END - year]

    first, latest = ends(GOAL_START), ends(LATEST)
    start = value_of(counts, "trade_nominal_usd_bn", reporter_iso3="KAZ", year=GOAL_START)
    now = value_of(counts, "trade_nominal_usd_bn", reporter_iso3="KAZ", year=LATEST)
    return {
        "needed_from_2024": yearly_growth(now, goal, GOAL_END - LATEST),
        "past": len(first),
        "reached": int(first.ge(goal).sum()),
        "later_past": len(first.loc[LATER_PAST:]),
        "later_reached": int(first.loc[LATER_PAST:].ge(goal).sum()),
        "past_from_2024": len(latest),
        "reached_from_2024": int(latest.ge(goal).sum()),
        "later_from_2024": len(latest.loc[LATER_PAST:]),
        "later_reached_from_2024": int(latest.loc[LATER_PAST:].ge(goal).sum()),
        "lowest": first.min(),
        "low_quarter": first.quantile(0.25),
        "later_highest": first.loc[LATER_PAST:].max(),
        "by_reached": int(first.ge(start + goal).sum()),
        "by_later_reached": int(first.loc[LATER_PAST:].ge(start + goal).sum()),
        "later_start": LATER_PAST,
    }


def _scatter(axes, frame, column, colour, marker):
    """Draw published values as full marks and derived ones as open marks."""
    for basis, face in (("reported", colour), ("derived", style.PAPER)):
        rows = frame[frame["basis"].eq(basis)]
        if not rows.empty:  # empty marks outside the clipping would still take up room in the layout
            axes.plot(
                rows["year"], rows[column], marker, color=colour, markerfacecolor=face, markersize=6, clip_on=False
            )
    return axes


def _both_sides(axes, rows, partner):
    """Draw what China (diamonds) and its partner (circles) report, each pair joined by a line."""
    axes.vlines(rows["year"], rows["partner_nominal_usd_bn"], rows["china_nominal_usd_bn"], color=style.FAINT, zorder=0)
    _scatter(axes, rows, "china_nominal_usd_bn", style.COLOURS["CHN"], "D")
    axes.plot(
        rows["year"], rows["partner_nominal_usd_bn"], "o", color=style.COLOURS[partner], markersize=4.5,
        linestyle="none", clip_on=False,
    )  # fmt: skip
    return axes


def _key(axes, year, levels, partner, name):
    """Name the two marks in an empty corner of a panel."""
    for level, marker, colour, text in (
        (levels[0], "D", style.COLOURS["CHN"], "China’s figure"),
        (levels[1], "o", style.COLOURS[partner], name),
    ):
        axes.plot([year], [level], marker, color=colour, markersize=5)
        style.label(axes, year, level, text, colour, xytext=(8, 0))
    return axes


@figures.register(
    "fig-trade-two-way",
    title=(
        "Trade in 2024 was {result}`trade-latest.kazakhstan_2024` or {result}`trade-latest.china_2024`, depending on "
        "who counts, and no count runs unbroken from 1992"
    ),
    subtitle="Exports plus imports in goods, billion current US$, by year and by who counts, 1992–2025",
    caption=(
        "A line joins only the years that one source counts in one way; where the source changes, the line stops. The "
        "grey line adds up what each importer recorded (Correlates of War); from 2013 its figure for Kazakhstan’s "
        "imports is no longer Kazakhstan’s own. Kazakhstan’s own count runs unbroken from "
        "{number}`trade-span.first_year` to {number}`trade-span.last_year`; the later circles come from other "
        "sources. Diamonds are totals by China’s customs; open ones were computed from a published growth rate. "
        "Values are in the prices of each year, so that changes of quantity and of price are mixed."
    ),
    alt=(
        "Line and point chart of China–Kazakhstan trade by year, 1992 to 2025. Kazakhstan’s count rises from "
        "{result}`trade-span.first` in {number}`trade-span.first_year` to {result}`trade-span.peak` in "
        "{number}`trade-span.peak_year`, falls to {result}`trade-span.trough` in {number}`trade-span.trough_year` and "
        "stands at {result}`trade-latest.kazakhstan_2024` in 2024. China’s totals lie above it in every "
        "year with both: {result}`trade-latest.china_2024` in 2024."
    ),
    data=counts_of_trade,
)
def draw_counts_of_trade(data, axes):
    importers = data[data["series"].eq("importer basis")]
    for stretch, rows in importers.groupby("stretch"):
        dashes = "-" if stretch == "main" else (0, (2, 1))
        axes.plot(rows["year"], rows["trade_nominal_usd_bn"], color=style.QUIET, linewidth=1.3, linestyle=dashes)
    own = data[data["series"].eq("Kazakhstan")]
    line = own[own["stretch"].eq(DATABASES["worldbank2026wits"])]
    axes.plot(line["year"], line["trade_nominal_usd_bn"], color=style.COLOURS["KAZ"])
    _scatter(axes, own.drop(line.index), "trade_nominal_usd_bn", style.COLOURS["KAZ"], "o")
    _scatter(axes, data[data["series"].eq("China")], "trade_nominal_usd_bn", style.COLOURS["CHN"], "D")
    axes.set_xlim(1991, 2026.5)
    axes.set_ylim(0, 58)
    last_of_main = importers.loc[importers["stretch"].eq("main"), "year"].max()
    for place, text in (
        (last_of_main + 0.5, "importer basis:\nother source"),
        (line["year"].max() + 0.5, "Kazakhstan:\nother sources"),
    ):
        style.mark_break(axes, place, "")
        style.label(axes, place, 58, text, style.QUIET, xytext=(-4, -2), ha="right", va="top", fontsize=8.5)
    style.label(axes, 2010, 20.4, "China’s customs", style.COLOURS["CHN"], xytext=(-9, 0), ha="right")
    style.label(axes, 2012.7, 4.5, "Kazakhstan’s\nstatistics", style.COLOURS["KAZ"], xytext=(2, 0))
    style.label(axes, 2006, 5.5, "Importer basis", style.QUIET, xytext=(-8, 8), ha="right")
    return axes


@figures.register(
    "fig-trade-mirror",
    title=("China says it sends Kazakhstan far more than Kazakhstan says it receives; the other way the two are close"),
    subtitle="What either side reports, billion current US$, and the ratio of the two, 2013–2025",
    caption=(
        "Mirror statistics: the same goods, counted once by the country that sends and once by the country that "
        "receives. Diamonds are China’s figures, circles Kazakhstan’s; open marks were derived from shares, growth "
        "rates or differences and may be off in the first decimal. Where a mark is missing, no figure was found; "
        "nothing is filled in. Freight and insurance are normally in the importer’s value only, so a ratio somewhat "
        "below 1 would be usual for goods from China and somewhat above 1 for goods to China."
    ),
    alt=(
        "Four panels, 2013 to 2025. Two for goods from China to Kazakhstan: China’s figure is "
        "{number}`trade-mirror-to-kazakhstan.lowest` to {number}`trade-mirror-to-kazakhstan.highest` times "
        "Kazakhstan’s, with a gap of {result}`trade-mirror-2024.gap` in 2024. Two for goods from Kazakhstan to "
        "China: the ratio stays between {number}`trade-mirror-to-china.lowest` and "
        "{number}`trade-mirror-to-china.highest`."
    ),
    data=recent_mirror,
    size=style.TALL,
    panels=(2, 2),
    sharex=True,
    sharey="row",
    height_ratios=(3, 2),
    words={
        "china_nominal_usd_bn": "China says",
        "partner_nominal_usd_bn": "Kazakhstan says",
    },
)
def draw_recent_mirror(data, axes):
    titles = (("CHN", "From China to Kazakhstan"), ("KAZ", "From Kazakhstan to China"))
    for (amounts, ratios), (exporter, title) in zip(axes.T, titles, strict=True):
        rows = data[data["exporter_iso3"].eq(exporter)]
        _both_sides(amounts, rows, "KAZ")
        amounts.set_title(title)
        amounts.set_ylim(0, 32)
        _scatter(ratios, rows, "ratio", style.INK, "s")
        ratios.axhline(1, color=style.QUIET, linewidth=0.9)
        ratios.set_title("China’s figure ÷ Kazakhstan’s", fontweight="normal")
        ratios.set_ylim(0, 2.8)
        ratios.set_xlim(2012.3, 2025.7)
    _key(axes[0, 0], 2013, (28, 25), "KAZ", "Kazakhstan’s figure")
    for ratios in axes[1]:
        style.label(ratios, 2012.4, 1, "equal", style.QUIET, xytext=(0, -7))
    return axes


@figures.register(
    "fig-trade-structure",
    title="By 2015 most of what Kazakhstan sold China was fuel, and nearly all that it bought was manufactures",
    subtitle="Share of the exporter’s sales to the other, %, by SITC section, 1995, 2005 and 2015",
    caption=(
        "Each group of bars is a section of the Standard International Trade Classification (SITC), as the exporter’s "
        "side counts it; the three shades are the three years for which the data could be read, and nothing is known "
        "here of the years between. “Goods classed by material” holds metals, but also textiles, paper and others. For "
        "2015 UNCTAD puts Kazakhstan’s sales at {result}`trade-structure-adjusted.matrix`, Kazakhstan itself at "
        "{result}`trade-structure-adjusted.own`."
    ),
    alt=(
        "Two panels of horizontal bars. Of Kazakhstan’s exports to China, fuels were "
        "{result}`trade-structure-kazakhstan.fuels_1995` in 1995 and "
        "{result}`trade-structure-kazakhstan.fuels_2015` in 2015; fuels, crude materials and goods classed by material "
        "together were {result}`trade-structure-kazakhstan.three_2015`. Of China’s exports to Kazakhstan, machinery, "
        "other manufactures and goods classed by material were {result}`trade-structure-china.three_2015` in 2015."
    ),
    data=section_shares,
    size=style.TALL,
    narrow=(style.NARROW, 9.2),
    panels=(1, 2),
    sharey=True,
    sharex=True,
)
def draw_section_shares(data, axes):
    groups = list(SECTION_GROUPS)
    years = sorted(data["year"].unique())
    named = {"KAZ": "Fuels", "CHN": "Other manufactures"}
    for panel, exporter, title in zip(
        axes, ("KAZ", "CHN"), ("Kazakhstan to China", "China to Kazakhstan"), strict=True
    ):
        rows = data[data["exporter_iso3"].eq(exporter)]
        for step, year in enumerate(years):
            shares = rows[rows["year"].eq(year)].set_index("group")["share_pct"]
            colour = _lighter(style.COLOURS[exporter], (0.7, 0.4, 0.0)[step])
            places = [groups.index(group) + 0.27 * (step - 1) for group in shares.index]
            panel.barh(places, shares, height=0.25, color=colour)
            for group, place in zip(shares.index, places, strict=True):
                share = shares[group]
                text = f"{year}: {share:.2g}%" if group == named[exporter] else f"{share:.0f}"
                if group == named[exporter] or (year == years[-1] and share >= 2):
                    style.label(panel, share, place, text, xytext=(3, 0), fontsize=8.5)
        panel.set_title(title)
        panel.set_yticks(range(len(groups)), groups)
        panel.set_xlim(0, 80)
        panel.grid(axis="x")
        panel.grid(visible=False, axis="y")
    axes[0].invert_yaxis()
    return axes


def _lighter(colour, by):
    """Mix a colour with white, so that shades of one colour differ in greyscale too."""
    return to_hex(tuple(part + (1 - part) * by for part in to_rgb(colour)))


@figures.register(
    "fig-trade-kyrgyzstan",
    title="China counts several times the trade with Kyrgyzstan that Kyrgyzstan counts with China",
    subtitle="What either side reports, billion current US$, 2014–2025 (the two panels differ in scale)",
    caption=(
        "Diamonds are China’s figures, circles Kyrgyzstan’s; open marks were derived from published shares, totals or "
        "gaps. Kyrgyz reports are missing for 2025 and China’s for several years; nothing is filled in. China’s figure "
        "for its purchases rises from {result}`trade-kyrgyz-2024.china_bought_2023` in 2023 to "
        "{result}`trade-kyrgyz-2024.china_bought` in 2024 with no counterpart in Kyrgyz statistics; the reason was not "
        "found in any source that was read."
    ),
    alt=(
        "Two panels of points, 2014 to 2025. China reports sales to Kyrgyzstan of "
        "{result}`trade-kyrgyz-2024.china_sold` in 2024, Kyrgyzstan purchases of "
        "{result}`trade-kyrgyz-2024.kyrgyz_bought`. China reports purchases from Kyrgyzstan of "
        "{result}`trade-kyrgyz-2024.china_bought` in 2024, Kyrgyzstan sales of "
        "{result}`trade-kyrgyz-2024.kyrgyz_sold`; a year before both said "
        "{result}`trade-kyrgyz-2024.china_bought_2023`."
    ),
    data=kyrgyz_mirror,
    panels=(1, 2),
    sharex=True,
    words={
        "china_nominal_usd_bn": "China says",
        "partner_nominal_usd_bn": "Kyrgyzstan says",
    },
)
def draw_kyrgyz_mirror(data, axes):
    panels = (("CHN", "From China to Kyrgyzstan", 25), ("KGZ", "From Kyrgyzstan to China", 6))
    for panel, (exporter, title, top) in zip(axes, panels, strict=True):
        rows = data[data["exporter_iso3"].eq(exporter)]
        _both_sides(panel, rows, "KGZ")
        panel.set_title(title)
        panel.set_ylim(0, top)
        panel.set_xlim(2013.3, 2025.7)
    _key(axes[0], 2014, (21, 18.5), "KGZ", "Kyrgyzstan’s figure")
    return axes


FINDING_MARKS = {"agrees": ("o", 4.5), "spike": ("X", 7.5), "break": ("D", 6.5)}
"""Mark and size of a value that agrees, of a spike and of a break."""


@figures.register(
    "fig-trade-breaks",
    title="Where two sources of the same flow part, a source has changed and not the trade",
    subtitle="One source ÷ another source of the same flow, by year; logarithmic scale, 1 = both say the same",
    caption=(
        "Dots, and triangles for exports, are years in which the two sources agree within "
        "{result}`trade-breaks.threshold`, diamonds years in which they part for good or for several years, the cross "
        "a single odd year. The Correlates of War file takes the partner’s figure for Kazakhstan from 2013 and for "
        "Kyrgyzstan from 2009; in 2014 the two sources of the Kyrgyz flow meet again only because the other one jumps "
        "too. In the copy of UN Comtrade Kazakhstan’s own report is incomplete in 2020. "
        "For the comparison with ITPD-E the first source was brought to dollars of 2010."
    ),
    alt=(
        "Four panels of points, ratio of two sources by year. Nearly all ratios are close to one. Diamonds stand off "
        "in 2013 and 2014 for Kazakhstan’s imports, up to {number}`trade-breaks.kaz_2014`, from 2009 to 2013 for "
        "Kyrgyzstan’s, up to {number}`trade-breaks.kgz_2009`, and in 2020 for the copy of UN Comtrade."
    ),
    data=source_ratios,
    size=style.TALL,
    panels=(2, 2),
    sharey=True,
)
def draw_source_ratios(data, axes):
    titles = {
        "own": "Kazakhstan’s imports:\nCorrelates of War\n÷ own report",
        "itpde_kaz": "Kazakhstan’s imports:\nCorrelates of War\n÷ ITPD-E",
        "itpde_kgz": "Kyrgyzstan’s imports:\nCorrelates of War\n÷ ITPD-E",
        "copy_imports": "Kazakhstan’s report:\nUN copy\n÷ World Bank copy",
    }
    for panel, (comparison, title) in zip(axes.flat, titles.items(), strict=True):
        rows = data[data["comparison"].eq(comparison)]
        colour = style.COLOURS["KGZ" if comparison.endswith("kgz") else "KAZ"]
        panel.axhline(1, color=style.QUIET, linewidth=0.9)
        _mark_findings(panel, rows, colour)
        panel.set_title(title)
        panel.set_yscale("log")
        panel.set_ylim(0.2, 14)
        panel.set_yticks([0.2, 0.5, 1, 2, 5, 10], ["0.2", "0.5", "1", "2", "5", "10"])
        panel.set_yticks([], minor=True)
        panel.set_xlim(rows["year"].min() - 0.8, rows["year"].max() + 0.8)
    _mark_findings(axes[1, 1], data[data["comparison"].eq("copy_exports")], style.COMPARISON, agreeing="^")
    axes[0, 0].set_xticks([1995, 2000, 2005, 2010])
    axes[1, 1].set_xticks([2014, 2016, 2018, 2020])
    style.label(axes[0, 0], 1998, 0.86, "1998", xytext=(0, -13), ha="center")
    style.label(axes[0, 0], 2013, 1.9, "2013, 2014", xytext=(-4, 10), ha="right")
    style.label(axes[0, 1], 2013, 1.9, "2013, 2014", xytext=(-4, 10), ha="right")
    style.label(axes[0, 1], 2000, 0.39, "2000", xytext=(8, 0))
    style.label(axes[1, 0], 2009, 9.1, "2009–2013", xytext=(-7, 2), ha="right")
    style.label(axes[1, 1], 2020, 0.31, "imports, 2020", xytext=(-8, 0), ha="right")
    style.label(axes[1, 1], 2020, 0.76, "exports, 2020", style.COMPARISON, xytext=(-8, -6), ha="right")
    return axes


def _mark_findings(axes, rows, colour, agreeing="o"):
    for finding, (marker, size) in {**FINDING_MARKS, "agrees": (agreeing, FINDING_MARKS["agrees"][1])}.items():
        found = rows[rows["finding"].eq(finding)]
        if not found.empty:
            face = colour if finding == "agrees" else style.PAPER
            axes.plot(
                found["year"], found["ratio"], marker, color=colour, markersize=size, markerfacecolor=face,
                markeredgewidth=1.5 if finding != "agrees" else 0.5, clip_on=False, linestyle="none",
            )  # fmt: skip
    return axes


@figures.register(
    "fig-trade-spans",
    title=(
        "Growth was anything from −{number}`trade-growth.lowest_size` to {number}`trade-growth.highest` per cent a "
        "year, depending on the span chosen"
    ),
    subtitle="Growth of two-way trade in Kazakhstan’s count, % a year, by first year of the span; the end is fixed",
    caption=(
        "Each mark is one span of five years or longer within the only unbroken record, "
        "{number}`trade-span.first_year` to {number}`trade-span.last_year`: it begins in the year below the mark and "
        "ends in the year that the line names. Dollars of 2020 are by American consumer prices, which begin in 1997 "
        "here. Neither panel shows growth in quantity: the price of oil is part of both."
    ),
    alt=(
        "Two panels of lines, growth a year against the first year of the span. Spans that end in 2012 show growth "
        "throughout, those that end in 2016 or 2020 turn to decline when they begin after about 2008. In nominal "
        "dollars the whole span grew by {result}`trade-growth.whole` a year, from the peak of 2012 to 2020 trade fell "
        "by {number}`trade-growth.after_size`% a year."
    ),
    data=growth_of_spans,
    panels=(1, 2),
    sharey=True,
)
def draw_growth_of_spans(data, axes):
    looks = {2012: ("-", "o"), 2016: ((0, (1.5, 1.5)), "s"), 2020: ((0, (5, 1.5)), "D")}
    panels = (("growth_nominal_pct", "In dollars of the day"), ("growth_constant_2020_pct", "In dollars of 2020"))
    for panel, (column, title) in zip(axes, panels, strict=True):
        for end in SPAN_ENDS:
            rows = data[data["last_year"].eq(end)].dropna(subset=[column])
            dashes, marker = looks[end]
            colour = style.COLOURS["KAZ"] if end == data["last_year"].max() else style.QUIET
            panel.plot(
                rows["first_year"], rows[column], marker=marker, markersize=3.5, linestyle=dashes, color=colour,
                linewidth=1.3,
            )  # fmt: skip
            last = rows.iloc[-1]
            style.label(panel, last["first_year"], last[column], f"to {end}", colour, xytext=(6, 0))
        panel.axhline(0, color=style.INK, linewidth=0.8)
        panel.set_title(title)
        panel.set_xlim(1994, 2018.5)
        panel.set_xticks([1995, 2000, 2005, 2010, 2015])
    return axes


@figures.register(
    "fig-trade-bounds",
    title=(
        "In {number}`trade-bounds.unknown` of {number}`trade-bounds.years` years the two records cannot say which "
        "country had the surplus"
    ),
    subtitle="Bounds from the two records, billion current US$, free on board, 2013–2024",
    caption=(
        "A bar spans what the two records allow, after {result}`trade-bounds.freight` is taken off the importer’s "
        "value for freight and insurance; hatched bars rest partly on derived figures. In the balance, above zero is a "
        "surplus of Kazakhstan; diamonds are the balance by China’s records, circles by Kazakhstan’s, both as "
        "published. The truth is assumed to lie between the records; goods that neither service saw are outside. For "
        "2014 and 2019 one of the records is missing."
    ),
    alt=(
        "Two panels of vertical bars by year. Two-way trade in 2024 lies between {result}`trade-bounds.total_low_2024` "
        "and {result}`trade-bounds.total_high_2024`. Kazakhstan’s balance of 2024 lies between a deficit of "
        "US${number}`trade-bounds.deficit_2024` billion and a surplus of {result}`trade-bounds.balance_high_2024`; in "
        "{number}`trade-bounds.unknown` of {number}`trade-bounds.years` years the bar crosses zero."
    ),
    data=bounds_of_trade,
    panels=(1, 2),
    sharex=True,
    words={
        "balance_low_nominal_usd_bn": "between the bounds",
        "balance_high_nominal_usd_bn": "between the bounds",
        "china_balance_nominal_usd_bn": "China’s record",
        "partner_balance_nominal_usd_bn": "Kazakhstan’s record",
    },
)
def draw_bounds(data, axes):
    quantities = (("total", "Trade in both directions"), ("balance", "Kazakhstan’s balance"))
    for panel, (quantity, title) in zip(axes, quantities, strict=True):
        low, high = data[f"{quantity}_low_nominal_usd_bn"], data[f"{quantity}_high_nominal_usd_bn"]
        for basis, hatch in (("reported", None), ("derived", "/////")):
            rows = data["basis"].eq(basis)
            panel.bar(
                data.loc[rows, "year"], (high - low)[rows], bottom=low[rows], width=0.7, color=style.FAINT,
                hatch=hatch, edgecolor=style.QUIET, linewidth=0.6,
            )  # fmt: skip
        panel.set_title(title)
        panel.set_xlim(2012.3, 2024.8)
    axes[0].set_ylim(0, 48)
    axes[1].axhline(0, color=style.INK, linewidth=0.9)
    for column, marker, country in (("china", "D", "CHN"), ("partner", "o", "KAZ")):
        axes[1].plot(
            data["year"], data[f"{column}_balance_nominal_usd_bn"], marker, color=style.COLOURS[country],
            linestyle="none", markersize=5,
        )  # fmt: skip
    axes[1].set_ylim(-14, 10)
    for country, column, name in (("KAZ", "partner", "Kazakhstan’s record"), ("CHN", "china", "China’s record")):
        first = data.iloc[0]
        style.label(
            axes[1],
            first["year"],
            first[f"{column}_balance_nominal_usd_bn"],
            name,
            style.COLOURS[country],
            xytext=(14, 0),
        )
    return axes


PARTNER_LOOKS = {
    "CHN": (style.COLOURS["CHN"], None),
    "RUS": (style.COLOURS["RUS"], "/////"),
    "EU27": (style.FAINT, None),
}
"""Colour and hatch of the partners."""


@figures.register(
    "fig-trade-partners",
    title="China leads among single states, and the European Union together is larger than China",
    subtitle="Share of Kazakhstan’s trade, %, by partner and year",
    caption=(
        "Dark: China; hatched: Russia; pale: the 27 members of today’s European Union together. To 2012 the shares "
        "are those of the importers’ records (Correlates of War), in five years in which the file is whole. Of both "
        "directions together: published shares of 2023 (nine months for China and Russia, “about” for the "
        "Union), and for 2024 published values over the total of the Bureau of National Statistics. The three panels "
        "come from different counts."
    ),
    alt=(
        "Three panels of grouped bars. In Kazakhstan’s exports China rises from "
        "{result}`trade-partner-shares.china_exports_1995` in 1995 to "
        "{result}`trade-partner-shares.china_exports_2012` in 2012, the Union holds "
        "{result}`trade-partner-shares.eu_exports_2012`. In imports Russia leads with "
        "{result}`trade-partner-shares.russia_imports_2012` in 2012. In 2024 China has "
        "{result}`trade-partner-shares.china_2024` of all trade, Russia {result}`trade-partner-shares.russia_2024`, "
        "the Union {result}`trade-partner-shares.eu_2024`."
    ),
    data=shares_of_partners,
    panels=(1, 3),
    sharey=True,
    width_ratios=(5, 5, 2.4),
)
def draw_partners(data, axes):
    titles = {"exports": "Kazakhstan’s exports", "imports": "Kazakhstan’s imports", "both": "Both directions"}
    for panel, (direction_, title) in zip(axes, titles.items(), strict=True):
        rows = data[data["direction"].eq(direction_)]
        years = sorted(rows["year"].unique())
        for step, (partner, (colour, hatch)) in enumerate(PARTNER_LOOKS.items()):
            shares = rows[rows["partner"].eq(partner)].set_index("year")["share_pct"].reindex(years)
            places = np.arange(len(years)) + 0.27 * (step - 1)
            panel.bar(places, shares, width=0.25, color=colour, hatch=hatch, edgecolor=style.PAPER, linewidth=0.4)
        panel.set_title(title)
        panel.set_xticks(range(len(years)), [str(year) for year in years])
    axes[0].set_ylim(0, 68)
    bars = [patches.Patch(facecolor=PARTNER_LOOKS[partner][0], hatch=PARTNER_LOOKS[partner][1]) for partner in RECENT]
    for bar in bars:
        bar.set_edgecolor(style.PAPER)
    axes[0].legend(
        bars, RECENT.values(), loc="upper right", ncols=3, fontsize=8.5, borderaxespad=0, handlelength=1.3,
        columnspacing=0.9, handletextpad=0.4,
    )  # fmt: skip
    return axes


@figures.register(
    "fig-trade-investors",
    title="In no stock or flow that was found is China the largest investor in Kazakhstan",
    subtitle="Foreign direct investment in Kazakhstan by the last country it came through, billion US$ of the time",
    caption=(
        "Each panel is a measure of its own and shows only the countries for which a value was found: a country that "
        "is missing is not zero. The stock is the National Bank’s, with “over” "
        "{number}`trade-investment-stock.netherlands` for the Netherlands; the inflows were stated by members of the "
        "government and the president. All go by the country through which the money came last, so that a Chinese "
        "company that invests through a Dutch one counts as Dutch. In the sum to 2019 China was not named alone."
    ),
    alt=(
        "Four panels of horizontal bars. Stock of 2021: Netherlands {result}`trade-investment-stock.netherlands`, "
        "United States {result}`trade-investment-stock.usa`, China {result}`trade-investment-stock.china`. Inflow in "
        "2022: United States {result}`trade-investors.inflow_usa_2022`, China "
        "{result}`trade-investors.inflow_china_2022`. Inflow in 2023: Russia "
        "{result}`trade-investors.inflow_russia_2023`, China {result}`trade-investors.inflow_china_2023`."
    ),
    data=investors_by_measure,
    size=style.TALL,
    panels=(2, 2),
)
def draw_investors(data, axes):
    for panel, (measure, rows) in zip(axes.flat, data.groupby("measure", sort=False), strict=True):
        ordered = rows.sort_values("value_nominal_usd_bn", ascending=False)
        china = ordered["investor"].eq("China")
        for subject, colour, hatch in ((china, style.COLOURS["CHN"], None), (~china, style.FAINT, None)):
            places = np.flatnonzero(subject)
            panel.barh(places, ordered["value_nominal_usd_bn"][subject], height=0.6, color=colour, hatch=hatch)
        for place, value in enumerate(ordered["value_nominal_usd_bn"]):
            style.label(panel, value, place, f"{value:.1f}", xytext=(4, 0))
        panel.set_yticks(range(len(ordered)), ordered["investor"])
        panel.set_ylim(3.6, -0.6)
        panel.xaxis.set_major_locator(ticker.MaxNLocator(3, integer=True))
        panel.set_xlim(0, 1.35 * ordered["value_nominal_usd_bn"].max())
        title = measure[0].upper() + measure[1:]
        panel.set_title(title.replace(", ", ",\n").replace(" in ", "\nin ") if style.is_narrow(panel) else title)
        panel.grid(visible=False, axis="y")
        panel.grid(axis="x")
    return axes


@figures.register(
    "fig-trade-goals",
    title="China’s count passed the goal for 2030 in 2023; in Kazakhstan’s count the past gives no answer",
    subtitle="Two-way trade, billion current US$, logarithmic scale, 2013–2030",
    caption=(
        "Points are the counts as published, open ones derived, the dashed lines the growth that the goal needs from "
        "2022: to {result}`trade-target.goal`, or by that much. Grey: each line lets trade go on from 2022 as "
        "Kazakhstan’s count went on in the past, from every year of the unbroken record; dotted where it begins in "
        "{number}`trade-goal.later_start` or later. Of the dotted paths {number}`trade-goal.later_reached` of "
        "{number}`trade-goal.later_past` reach the goal, of all {number}`trade-goal.reached` of "
        "{number}`trade-goal.past`. Some go on beyond the frame. The paths overlap: they describe the record and are "
        "no forecast."
    ),
    alt=(
        "Two panels of lines. In Kazakhstan’s count trade was {result}`trade-2022.kazakhstan` in 2022 and "
        "{result}`trade-latest.kazakhstan_2024` in 2024; a fan of past paths from 2022 spreads from "
        "{result}`trade-goal.lowest` to far above the goal of {result}`trade-target.goal` by 2030. In China’s count "
        "trade passed the goal with {result}`trade-latest.china_2023` in 2023."
    ),
    data=goal_paths,
    panels=(1, 2),
    sharex=True,
    sharey=True,
)
def draw_goals(data, axes):
    past = data[data["kind"].eq("past")]
    for name, path in past.groupby("name"):
        later = int(name) >= LATER_PAST
        for row in path.itertuples():
            said = f"{row.year}, if trade went on as from {name}: {row.trade_nominal_usd_bn:.1f} billion US$"
            values.tell(axes[0], row.year, row.trade_nominal_usd_bn, said, "growth as in the past")
        axes[0].plot(
            path["year"], path["trade_nominal_usd_bn"], color=style.QUIET if later else style.FAINT, linewidth=0.9,
            linestyle=(0, (1, 1)) if later else "-",
        )  # fmt: skip
    for reading, dashes in (("to", (0, (4, 1.5))), ("by", (0, (6, 1.5, 1, 1.5)))):
        rows = data[data["kind"].eq("needed") & data["name"].eq(reading)]
        axes[0].plot(rows["year"], rows["trade_nominal_usd_bn"], color=style.INK, linewidth=1.2, linestyle=dashes)
    for panel, (country, marker, title) in zip(
        axes, (("KAZ", "o", "Kazakhstan’s count"), ("CHN", "D", "China’s count")), strict=True
    ):
        rows = data[data["kind"].eq("count") & data["reporter_iso3"].eq(country)]
        for basis, face in (("reported", style.COLOURS[country]), ("derived", style.PAPER)):
            found = rows[rows["basis"].eq(basis)]
            panel.plot(
                found["year"], found["trade_nominal_usd_bn"], marker, color=style.COLOURS[country], markersize=4.5,
                markerfacecolor=face, linestyle="none", zorder=5,
            )  # fmt: skip
        for row in rows.itertuples():
            said = f"{title}, {row.year}: {row.trade_nominal_usd_bn:.1f} billion US$ ({row.basis})"
            values.tell(panel, row.year, row.trade_nominal_usd_bn, said, title)
        goals = data[data["kind"].eq("goal") & data["reporter_iso3"].eq(country)]
        for row in goals.itertuples():
            said = f"{title}, goal for {row.year}, read as “{row.name}”: {row.trade_nominal_usd_bn:.1f} billion US$"
            values.tell(panel, row.year, row.trade_nominal_usd_bn, said, "goal")
        panel.plot(
            goals["year"], goals["trade_nominal_usd_bn"], "*", color=style.INK, markersize=9, linestyle="none",
            zorder=6, clip_on=False,
        )  # fmt: skip
        panel.set_title(title)
        panel.set_yscale("log")
        panel.set_ylim(6, 200)
        panel.set_yticks([10, 20, 50, 100, 200], ["10", "20", "50", "100", "200"])
        panel.set_yticks([], minor=True)
        panel.set_xlim(2012.3, 2032.5)
        panel.set_xticks([2015, 2020, 2025, 2030])
    goal = data.loc[data["kind"].eq("goal") & data["reporter_iso3"].eq("CHN"), "trade_nominal_usd_bn"].item()
    axes[1].axhline(goal, color=style.INK, linewidth=0.9, linestyle=(0, (4, 1.5)))
    style.label(axes[0], 2030, goal, "to", xytext=(7, 0))
    style.label(axes[0], 2030, 59.1, "by", xytext=(7, 0))
    style.label(axes[1], 2013, goal, "goal for 2030", xytext=(0, 8), ha="left")
    return axes


@figures.register(
    "fig-trade-commitments",
    title="Most Chinese finance for Kazakhstan was committed before the Belt and Road Initiative",
    subtitle="Commitments of Chinese state bodies and banks by year, billion US$ of 2021 (the panels differ in scale)",
    caption=(
        "Commitments at signing, not money paid out and not debt; loans to companies and joint ventures are in them. "
        "Solid: on harder terms; hatched: aid, and finance whose terms are not known. The broken line is the speech of "
        "September 2013 that proposed the Silk Road economic belt. {result}`trade-commitments.three_years_share` of "
        "the sum for Kazakhstan fell into three years. A year without a bar has no record or almost nothing; the data "
        "end in 2021."
    ),
    alt=(
        "Two panels of bars, 2000 to 2021. For Kazakhstan three tall bars stand in 2008, 2009 and 2012; "
        "{result}`trade-commitments.before_share` of {result}`trade-commitments.total` came by 2012. For Kyrgyzstan "
        "the tallest bar, of {result}`trade-commitments.kgz_2013`, is 2013, in a sum of "
        "{result}`trade-commitments.kgz_total`."
    ),
    data=commitments_by_year,
    size=style.TALL,
    panels=(2, 1),
    sharex=True,
    words={
        "harder_usd2021_bn": "harder terms",
        "softer_usd2021_bn": "softer terms",
    },
)
def draw_commitments(data, axes):
    for panel, (country, title) in zip(axes, (("KAZ", "Kazakhstan"), ("KGZ", "Kyrgyzstan")), strict=True):
        rows = data[data["recipient_iso3"].eq(country)]
        colour = style.COLOURS[country]
        panel.bar(rows["year"], rows["harder_usd2021_bn"], width=0.7, color=colour)
        panel.bar(
            rows["year"], rows["softer_usd2021_bn"], bottom=rows["harder_usd2021_bn"], width=0.7, color=style.PAPER,
            hatch="//////", edgecolor=colour, linewidth=0.7,
        )  # fmt: skip
        panel.set_title(title)
        panel.axvline(2013.69, color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
        panel.set_xlim(1999.3, 2021.7)
        panel.set_ylim(0, 1.12 * rows["total_usd2021_bn"].max())
    axes[1].set_xticks([2000, 2005, 2010, 2015, 2020])
    style.label(axes[0], 2013.8, 11.8, "speech in Astana,\nSeptember 2013", style.QUIET, xytext=(3, 0))
    return axes


MAP_EXTENT = (49.6, 88.0, 38.5, 55.8)
MAP_CORNER = (41.0, 49.3, 45.3, 60.0)
"""Where the base map’s source ends, though the corner of the map is land there: west, south, east, north in degrees."""

MARK_AREA = 75
"""Square points of a mark on the map for each billion dollars of 2021."""

REGION_LABELS = {
    "Atyrau": (0, 20, "center"),
    "Mangystau": (0, -23, "center"),
    "Aktobe": (0, 20, "center"),
    "Kyzylorda": (0, -21, "center"),
    "East Kazakhstan": (0, 23, "center"),
    "Astana": (8, -19, "center"),
    "Akmola": (-14, 10, "right"),
    "Jalal-Abad": (-15, -2, "right"),
}  # fmt: skip
"""Where the names of the regions stand that the map names: the largest, and the one that the rule moves most."""


@figures.register(
    "fig-trade-commitments-map",
    title=(
        "Three oil regions of the west hold {result}`trade-commitments-regions.west_by_area` of the Chinese finance "
        "that can be placed in Kazakhstan"
    ),
    subtitle="Commitments of 2000–2021 with a known place, by region, billion US$ of 2021",
    caption=(
        "The area of a mark is the sum for the region. A project in several regions is split by the part of its area "
        "in each (filled) or in equal parts (ring): where ring and disc differ, the place is a matter of the rule. "
        "Marks stand in the middle of a region and not at a building site. Only "
        "{result}`trade-commitments-regions.located_share` of Kazakhstan’s sum has a place. Lambert azimuthal "
        "equal-area projection, north at the top. " + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map of Kazakhstan and Kyrgyzstan with discs and rings by region. The western regions Atyrau, Mangystau and "
        "Aktobe hold {result}`trade-commitments-regions.west_by_area` of what can be placed in Kazakhstan. Rings and "
        "discs nearly coincide in most regions; {result}`trade-commitments-regions.moved` goes from "
        "{result}`trade-commitments-regions.moved_by_area` to {result}`trade-commitments-regions.moved_evenly` by the "
        "rule."
    ),
    data=placed_commitments,
    size=(style.MAP[0], 4.5),
    narrow=(5.3, 3.7),
)
def draw_placed_commitments(data, axes):
    west, east, south, north = MAP_EXTENT
    transformer = maps.projection((west + east) / 2, (south + north) / 2)
    # the shared base map cuts its land near the extent, which shows in the corners of so wide a map
    ground = data.loc[data["layer"].eq("ground"), "geometry"]
    maps.draw_shapes(axes, ground, transformer, facecolor=style.LAND, edgecolor=style.FAINT, linewidth=0.6, zorder=1)
    corner = shapely.segmentize(shapely.box(*MAP_CORNER), 0.5)
    maps.draw_shapes(axes, [corner], transformer, facecolor=style.LAND, linewidth=0, zorder=1.1)
    maps.draw_base(axes, data, transformer, MAP_EXTENT)
    regions = data[data["layer"].eq("region")]
    x, y = zip(*(point.coords[0] for point in maps.projected(regions["geometry"], transformer)), strict=True)
    colours = regions["recipient_iso3"].map(style.COLOURS)
    axes.scatter(x, y, s=MARK_AREA * regions["by_area_usd2021_bn"], c=colours, alpha=0.55, linewidths=0, zorder=5)
    axes.scatter(
        x, y, s=MARK_AREA * regions["even_split_usd2021_bn"], facecolors="none", edgecolors=style.INK, linewidths=1.1,
        zorder=6,
    )  # fmt: skip
    for place, row in zip(zip(x, y, strict=True), regions.itertuples(), strict=True):
        amounts = f"{row.by_area_usd2021_bn:.2f} by area, {row.even_split_usd2021_bn:.2f} split evenly"
        country = values.COUNTRIES[row.recipient_iso3]
        values.tell(axes, *place, f"{row.region}: billion US$ of 2021, {amounts}", country)
        if row.region in REGION_LABELS:
            text = f"{row.region}\n{row.by_area_usd2021_bn:.1f} | {row.even_split_usd2021_bn:.1f}"
            maps.write(axes, text, place, *REGION_LABELS[row.region], edge=False, size=8.5)
    return axes


@figures.register(
    "fig-trade-rail",
    title="Of {number}`trade-rail.full_years` yearly figures for rail freight one lies near ten million tonnes",
    subtitle="Rail freight between China and Kazakhstan, million tonnes, by crossing and kind of figure, 2002–2025",
    caption=(
        "Filled marks cover a whole year, open marks part of one; they are not scaled up. Half-filled ones, and "
        "open ones with a line across, were computed from published values. No line joins them: publishers "
        "and perimeters differ, and transit may be counted or not. The figures of 2012 and 2013 and those from 2015 on "
        "may not count the same. Until the end of 2012 one railway crossed the border, so that the figure for all "
        "crossings was that of Dostyk–Alashankou. The band is ten million tonnes with 15 per cent on either side."
    ),
    alt=(
        "Two panels of points. All crossings: {result}`trade-rail.all_2013` in 2013, {result}`trade-rail.all_2015` in "
        "2015, then a rise to {result}`trade-rail.all_2024` in 2024, of which {result}`trade-rail.transit_2024` was "
        "transit. Single crossings: Dostyk–Alashankou had {result}`trade-rail.one_2002` in 2002 and "
        "{result}`trade-rail.one_2011` in 2011; later figures cover parts of a year."
    ),
    data=rail_figures,
    panels=(1, 2),
    sharey=True,
)
def draw_rail_figures(data, axes):
    for (crossing, kind), (marker, colour) in RAIL_MARKS.items():
        panel = axes[0] if crossing == "all crossings" else axes[1]
        rows = data[data["crossing"].eq(crossing) & data["kind"].eq(kind)]
        for whole, face in ((True, colour), (False, style.PAPER)):
            for basis, fill in (("reported", "full"), ("derived", "bottom")):
                found = rows[rows["whole_year"].eq(whole) & rows["basis"].eq(basis)]
                if not found.empty:
                    panel.plot(
                        found["year"], found["freight_mt"], marker, color=colour, markerfacecolor=face, markersize=6,
                        markerfacecoloralt=style.PAPER, fillstyle=fill, linestyle="none", zorder=3,
                    )  # fmt: skip
    for panel, title in zip(axes, ("All crossings", "One crossing"), strict=True):
        panel.axhspan(8.5, 11.5, color=style.GRID, zorder=0)
        panel.set_title(title)
        panel.set_ylim(0, 35)
    axes[0].set_xlim(2010.5, 2026.5)
    axes[1].set_xlim(2000.5, 2026.5)
    style.label(axes[0], 2024, 32, "all freight", style.COLOURS["KAZ"], xytext=(-8, 0), ha="right")
    style.label(axes[0], 2024, 15.3, "transit", style.COMPARISON, xytext=(-8, 4), ha="right")
    style.label(axes[0], 2019, 10.8, "sent to China", style.QUIET, xytext=(7, -3))
    style.label(axes[0], 2014, 21.9, "plan", style.INK, xytext=(8, 0))
    style.label(axes[1], 2011, 15.16, "Dostyk–Alashankou", style.COLOURS["CHN"], xytext=(-4, 13), ha="center")
    style.label(axes[1], 2024, 4.2, "Altynkol–Khorgos", style.COLOURS["KGZ"], xytext=(-9, -6), ha="right")
    return axes
