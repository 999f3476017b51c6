"""What the figures of trade draw: tables brought together, each source within its own bounds."""

import pandas as pd

from analysis import maps, prices, style
from analysis.trade_growth import check_deflator, departures, growth_by_span, past_paths
from analysis.trade_ledgers import check_own_record, mirror, own_record_ratio, two_way, yearly_bounds
from analysis.trade_structure import check_partner_sums, partner_shares

DATABASES = {"worldbank2026wits": "World Bank copy", "unsd2026comtrade": "UN Comtrade copy"}
"""The sources that hold Kazakhstan’s own report by direction; every other one is a figure from the press."""

INVESTORS = {
    "NLD": "Netherlands", "USA": "United States", "CHE": "Switzerland", "FRA": "France", "RUS": "Russia",
    "CHN": "China",
}  # fmt: skip
"""Names of the countries that the lists of investors name."""

GOAL_START, GOAL_END, LATEST = 2022, 2030, 2024
"""The year before the goal was set and the year that it is for; the latest year of Kazakhstan’s count."""

LATER_PAST = 2007
"""From this year on, a path of the past holds no year of the early boom."""

RAIL_MARKS = {
    ("all crossings", "all freight"): ("o", style.COLOURS["KAZ"]),
    ("all crossings", "sent to China"): ("^", style.QUIET),
    ("all crossings", "transit"): ("P", style.COMPARISON),
    ("all crossings", "plan"): ("*", style.INK),
    ("Dostyk–Alashankou", "all freight"): ("s", style.COLOURS["CHN"]),
    ("Altynkol–Khorgos", "all freight"): ("D", style.COLOURS["KGZ"]),
}
"""Mark and colour of the kinds of rail figures that the figure shows."""


def value_of(frame, column="value_usd_bn", **where):
    """Return the one value of a column in the one row that has the given values."""
    for name, wanted in where.items():
        frame = frame[frame[name].eq(wanted)]
    return frame[column].item()


def counts_of_trade(trade_cow, trade_reports_kazakhstan, trade_turnover):
    """Return every count of two-way trade, each in the stretches within which it may be compared.

    Returns
    -------
    pandas.DataFrame
        ``series``, ``stretch``, ``year``, ``trade_nominal_usd_bn`` and ``basis``.
    """
    check_own_record(own_record_ratio(trade_cow, trade_reports_kazakhstan))
    cow = trade_cow.groupby("year", as_index=False)["trade_musd"].sum()
    broken = trade_cow.loc[trade_cow["span"].ne("main"), "year"]
    cow = cow.assign(
        series="importer basis",
        stretch=cow["year"].isin(broken).map({True: "after the break", False: "main"}),
        trade_nominal_usd_bn=cow["trade_musd"] / 1000,
        basis="reported",
    )
    own = two_way(trade_reports_kazakhstan, "KAZ")
    own = own[own["source_key"].isin(DATABASES)]
    own = own.assign(series="Kazakhstan", stretch=own["source_key"].map(DATABASES), basis="reported")
    published = trade_turnover.rename(columns={"value_usd_bn": "trade_nominal_usd_bn"}).assign(
        series=trade_turnover["reporter_iso3"].map({"CHN": "China", "KAZ": "Kazakhstan"}), stretch="single figures"
    )
    published = published[published["reporter_iso3"].eq("CHN") | ~published["year"].isin(own["year"])]
    columns = ["series", "stretch", "year", "trade_nominal_usd_bn", "basis"]
    return pd.concat([frame[columns] for frame in (cow, own, published)], ignore_index=True)


def recent_mirror(trade_reports_kazakhstan):
    """Return `mirror` for China and Kazakhstan from 2013, the first year with figures of both customs services."""
    both = mirror(trade_reports_kazakhstan)
    return both[both["year"].ge(2013)].reset_index(drop=True)


def kyrgyz_mirror(trade_reports_kyrgyzstan):
    """Return `mirror` for China and Kyrgyzstan."""
    return mirror(trade_reports_kyrgyzstan)


def source_ratios(trade_cow, trade_reports_kazakhstan, trade_two_sources, trade_report_copies, us_cpi_annual):
    """Return, for every pair of sources of one flow, their ratio by year and whether it departs.

    The database of the US International Trade Commission stands in dollars of 2010; the other is brought to them.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``ratio``, ``finding`` (as `departures` says), and ``comparison``: ``own``, Kazakhstan’s imports in
        the Correlates of War file over its own report; ``itpde_kaz`` and ``itpde_kgz``, imports in that file over
        those in ITPD-E; ``copy_imports`` and ``copy_exports``, Kazakhstan’s report in the copy of UN Comtrade over
        that of the World Bank.
    """
    own = own_record_ratio(trade_cow, trade_reports_kazakhstan)
    check_own_record(own)
    frames = {"own": own[["year", "ratio"]]}
    for country in ("KAZ", "KGZ"):
        rows = trade_two_sources[trade_two_sources["importer_iso3"].eq(country)]
        constant = prices.constant_usd(rows["cow_nominal_musd"], rows["year"], us_cpi_annual, 2010)
        frames[f"itpde_{country.lower()}"] = rows[["year"]].assign(ratio=constant / rows["itpde_musd2010"])
    for part, exporter in (("imports", "CHN"), ("exports", "KAZ")):
        rows = trade_report_copies[trade_report_copies["exporter_iso3"].eq(exporter)]
        ratio = rows["comtrade_nominal_musd"] / rows["worldbank_nominal_musd"]
        frames[f"copy_{part}"] = rows[["year"]].assign(ratio=ratio)
    joined = [
        frame.assign(comparison=name, finding=departures(frame["ratio"])).sort_values("year")
        for name, frame in frames.items()
    ]
    for name in ("itpde_kaz", "itpde_kgz"):
        frame = next(frame for frame in joined if frame["comparison"].eq(name).all())
        check_deflator(frame.loc[frame["finding"].eq("agrees"), "ratio"])
    return pd.concat(joined, ignore_index=True)[["comparison", "year", "ratio", "finding"]]


def own_span(trade_reports_kazakhstan, us_cpi_annual):
    """Return Kazakhstan’s count in its one unbroken span, nominal and in dollars of 2020.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``trade_nominal_usd_bn`` and ``trade_usd2020_bn`` (missing before 1997, where the price index
        begins).
    """
    own = two_way(trade_reports_kazakhstan, "KAZ")
    span = own[own["source_key"].eq("worldbank2026wits")].sort_values("year")
    constant = prices.constant_usd(span["trade_nominal_usd_bn"], span["year"], us_cpi_annual, 2020, gaps=True)
    return pd.DataFrame(
        {"year": span["year"], "trade_nominal_usd_bn": span["trade_nominal_usd_bn"], "trade_usd2020_bn": constant}
    ).reset_index(drop=True)


def growth_of_spans(trade_reports_kazakhstan, us_cpi_annual):
    """Return the growth a year of every span of five years and over in Kazakhstan’s unbroken count.

    Returns
    -------
    pandas.DataFrame
        ``first_year``, ``last_year``, ``growth_nominal_pct`` and ``growth_constant_2020_pct`` (missing for spans that
        begin before 1997).
    """
    span = own_span(trade_reports_kazakhstan, us_cpi_annual)
    constant = span.dropna()
    nominal = growth_by_span(span["year"], span["trade_nominal_usd_bn"])
    real = growth_by_span(constant["year"], constant["trade_usd2020_bn"])
    joined = nominal.merge(real, on=["first_year", "last_year"], how="left", suffixes=("_nominal", "_real"))
    return joined.rename(
        columns={"growth_pct_nominal": "growth_nominal_pct", "growth_pct_real": "growth_constant_2020_pct"}
    )


def bounds_of_trade(trade_reports_kazakhstan):
    """Return `yearly_bounds` of trade between China and Kazakhstan from 2013."""
    bounds = yearly_bounds(trade_reports_kazakhstan, "KAZ")
    return bounds[bounds["year"].ge(2013)].reset_index(drop=True)


def shares_of_partners(
    trade_partners, trade_reports_kazakhstan, trade_single_figures, trade_turnover, trade_kazakhstan_world
):
    """Return the shares of China, Russia and the European Union in Kazakhstan’s trade.

    Returns
    -------
    pandas.DataFrame
        ``direction`` (``exports``, ``imports``, ``both``), ``year``, ``partner``, ``share_pct``, and for the years to
        2012 ``position_rank`` and ``national_share_pct``. Shares of ``both`` in 2023 are as published, China’s and
        Russia’s for nine months; those of 2024 are published values over the Bureau’s total.
    """
    own = trade_reports_kazakhstan[trade_reports_kazakhstan["reporter_iso3"].eq("KAZ")]
    imports = own[own["importer_iso3"].eq("KAZ")].set_index("year")["value_usd_bn"]
    shares = trade_partners[trade_partners["partner"].eq("CHN") & trade_partners["direction"].eq("imports")]
    check_partner_sums(trade_partners, 1e5 * imports / shares.set_index("year")["national_share_pct"])

    world = world_trade(trade_kazakhstan_world, 2024)
    published = {
        name: value_of(trade_single_figures, "share_pct", name=f"partner_{name}") for name in ("chn", "rus", "eu")
    }
    both = [
        ("CHN", 2023, published["chn"]),
        ("RUS", 2023, published["rus"]),
        ("EU27", 2023, published["eu"]),
        ("CHN", 2024, 100 * value_of(trade_turnover, year=2024, reporter_iso3="KAZ") / world),
        ("RUS", 2024, 100 * value_of(trade_single_figures, name="turnover_rus") / world),
        ("EU27", 2024, 100 * value_of(trade_single_figures, name="turnover_eu") / world),
    ]
    recent = pd.DataFrame(both, columns=["partner", "year", "share_pct"]).assign(direction="both")
    return pd.concat([partner_shares(trade_partners), recent], ignore_index=True)


def world_trade(totals, year, period="year"):
    """Return Kazakhstan’s trade with all countries in billion current US$."""
    row = totals[totals["year"].eq(year) & totals["period"].eq(period)]
    return (row["exports_nominal_musd"] + row["imports_nominal_musd"]).item() / 1000


def investors_by_measure(trade_investors, trade_single_figures):
    """Return foreign investors in Kazakhstan by four measures.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``investor`` and ``value_nominal_usd_bn`` (billion US$ of the time).
    """
    stock = trade_single_figures[trade_single_figures["name"].str.fullmatch("stock_(?!all).*")]
    stock = pd.DataFrame(
        {
            "measure": "stock, middle of 2021",
            "investor_iso3": stock["name"].str.removeprefix("stock_").str.upper(),
            "value_usd_bn": stock["value_usd_bn"],
        }
    )
    flows = trade_investors[trade_investors["value_usd_bn"].notna()]
    measures = {
        ("gross inflow since 1991", 2019): "inflow, 1991 to 2019",
        ("gross inflow", 2022): "inflow in 2022",
        ("gross inflow", 2023): "inflow in 2023",
    }
    key = pd.Series(list(zip(flows["measure"], flows["year"], strict=True)), index=flows.index).map(measures)
    flows = flows.assign(measure=key)[key.notna()]
    joined = pd.concat([stock, flows[["measure", "investor_iso3", "value_usd_bn"]]], ignore_index=True)
    return joined.assign(investor=joined["investor_iso3"].map(INVESTORS), value_nominal_usd_bn=joined["value_usd_bn"])[
        ["measure", "investor", "value_nominal_usd_bn"]
    ]


def commitments_by_year(chinese_commitments):
    """Return Chinese commitments by recipient and year, in billion US$ of 2021.

    Returns
    -------
    pandas.DataFrame
        ``recipient_iso3``, ``year``, ``harder_usd2021_bn`` (other official finance), ``softer_usd2021_bn`` (aid, and
        finance of unknown terms) and ``total_usd2021_bn``.
    """
    softer = chinese_commitments["aid_musd2021"] + chinese_commitments["vague_musd2021"]
    return chinese_commitments[["recipient_iso3", "year"]].assign(
        harder_usd2021_bn=chinese_commitments["other_musd2021"] / 1000,
        softer_usd2021_bn=softer / 1000,
        total_usd2021_bn=(chinese_commitments["other_musd2021"] + softer) / 1000,
    )


def goal_paths(trade_reports_kazakhstan, trade_turnover, trade_targets, us_cpi_annual):
    """Return what the goal is held against: the counts, the goals, and how the count went on in the past.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (``count``, ``goal``, ``needed`` or ``past``), ``reporter_iso3``, ``name`` (of goals and needed
        paths: how they are read; of past paths: the year in which the model begins), ``year``,
        ``trade_nominal_usd_bn`` and, of counts, ``basis``.
    """
    span = own_span(trade_reports_kazakhstan, us_cpi_annual)
    counts = counts_by_year(trade_reports_kazakhstan, trade_turnover)
    start = value_of(counts, "trade_nominal_usd_bn", reporter_iso3="KAZ", year=GOAL_START)
    goal = value_of(trade_targets, target_year=GOAL_END)
    length = GOAL_END - GOAL_START
    past = past_paths(span["year"], span["trade_nominal_usd_bn"], start, length)
    past = past.rename_axis("name").reset_index().melt("name", var_name="step", value_name="trade_nominal_usd_bn")
    past = past.assign(
        kind="past", reporter_iso3="KAZ", year=GOAL_START + past["step"].astype(int), name=past["name"].astype(str)
    ).drop(columns="step")
    goals = [("goal", "KAZ", "to", GOAL_END, goal), ("goal", "KAZ", "by", GOAL_END, start + goal)]
    goals += [("goal", "CHN", "to", GOAL_END, goal)]
    goals += [("needed", "KAZ", "to", year, value) for year, value in ((GOAL_START, start), (GOAL_END, goal))]
    goals += [("needed", "KAZ", "by", year, value) for year, value in ((GOAL_START, start), (GOAL_END, start + goal))]
    columns = ["kind", "reporter_iso3", "name", "year", "trade_nominal_usd_bn"]
    frames = (counts.assign(kind="count", name=""), pd.DataFrame(goals, columns=columns), past)
    return pd.concat([frame.reindex(columns=[*columns, "basis"]) for frame in frames], ignore_index=True)


def counts_by_year(trade_reports_kazakhstan, trade_turnover):
    """Return the counts of either country from 2013: Kazakhstan’s report, then totals as published.

    Returns
    -------
    pandas.DataFrame
        ``reporter_iso3``, ``year``, ``trade_nominal_usd_bn`` and ``basis``.
    """
    own = two_way(trade_reports_kazakhstan, "KAZ")
    own = own[own["source_key"].eq("worldbank2026wits")].assign(reporter_iso3="KAZ", basis="reported")
    published = trade_turnover[trade_turnover["reporter_iso3"].eq("CHN") | ~trade_turnover["year"].isin(own["year"])]
    published = published.rename(columns={"value_usd_bn": "trade_nominal_usd_bn"})
    columns = ["reporter_iso3", "year", "trade_nominal_usd_bn", "basis"]
    joined = pd.concat([own[columns], published[columns]])
    return joined[joined["year"].ge(2013)].sort_values(["reporter_iso3", "year"]).reset_index(drop=True)


def placed_commitments(chinese_commitments_regions, countries_central_asia, lakes, borders_10m):
    """Return the base map and the regions of Kazakhstan and Kyrgyzstan with their commitments by either rule.

    Returns
    -------
    pandas.DataFrame
        As `maps.stack` returns it; rows of the layer ``region`` have ``region``, ``by_area_usd2021_bn``,
        ``even_split_usd2021_bn`` and a point in ``geometry``.
    """
    rows = chinese_commitments_regions.assign(
        by_area_usd2021_bn=chinese_commitments_regions["by_area_musd2021"] / 1000,
        even_split_usd2021_bn=chinese_commitments_regions["even_split_musd2021"] / 1000,
    )
    columns = [
        "recipient_iso3", "region", "longitude_deg", "latitude_deg", "by_area_usd2021_bn", "even_split_usd2021_bn",
    ]  # fmt: skip
    return maps.stack(
        ground=countries_central_asia[["geometry"]],
        lake=lakes[["geometry"]],
        border=borders_10m[["geometry"]],
        region=maps.points(rows[columns]),
    )


def rail_figures(trade_rail_freight):
    """Return the rail figures of the kinds in `RAIL_MARKS`, with whether they cover a whole year.

    Returns
    -------
    pandas.DataFrame
        ``crossing``, ``kind``, ``year``, ``period``, ``freight_mt``, ``basis`` and ``whole_year``.
    """
    shown = pd.Series(
        list(zip(trade_rail_freight["crossing"], trade_rail_freight["kind"], strict=True)),
        index=trade_rail_freight.index,
    ).isin(list(RAIL_MARKS))
    columns = ["crossing", "kind", "year", "period", "freight_mt", "basis"]
    rows = trade_rail_freight.loc[shown, columns]
    return rows.assign(whole_year=rows["period"].eq("year")).reset_index(drop=True)
