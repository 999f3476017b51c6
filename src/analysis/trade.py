"""Trade between China and Kazakhstan: how much, counted by whom, and of what."""

import pandas as pd
from matplotlib.colors import to_hex, to_rgb

from analysis import figures, results, style

RATIO = results.Quantity("", ".2f")
SHARE = results.Quantity("%", ".1f")
WHOLE_SHARE = results.Quantity("%", ".0f")
BILLION = results.Quantity("billion US$", ".1f")
SMALL_BILLION = results.Quantity("billion US$", ".2f")
TIMES = results.Quantity("", ".0f")
COUNT = results.Quantity("", "d")
YEAR = results.Quantity("year")
FREIGHT = results.Quantity("million tonnes", ".1f")

DATABASES = {"worldbank2026wits": "World Bank copy", "unsd2026comtrade": "UN Comtrade copy"}
"""The sources that hold Kazakhstan’s own report by direction; every other one is a figure from the press."""

OWN_RECORD_TOLERANCE = 0.02
"""By how much two copies of one country’s record may differ, as a share of 1."""

SECTION_GROUPS = {
    "Food, drink, other": ("0", "1", "4", "9"),
    "Crude materials, ores": ("2",),
    "Fuels": ("3",),
    "Chemicals": ("5",),
    "Goods classed by material": ("6",),
    "Machinery, vehicles": ("7",),
    "Other manufactures": ("8",),
}
"""Sections of the Standard International Trade Classification, Rev. 3, in the groups that the figure shows."""


def mirror(reports):
    """Set the two reports of each flow side by side.

    Mirror statistics compare what the exporter says it sent with what the importer says it received.

    Parameters
    ----------
    reports : pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``reporter_iso3``, ``year``, ``value_usd_bn`` (billion current US$) and
        ``basis``, of China and one partner.

    Returns
    -------
    pandas.DataFrame
        One row a direction and year: ``china_usd_bn`` and ``partner_usd_bn`` (missing where that side has no
        report), ``basis`` (``derived`` if either value is), ``ratio`` (China’s figure over the partner’s),
        ``gap_usd_bn`` and ``gap_pct`` (the gap as a share of China’s figure).

    Examples
    --------
    >>> flow = {"exporter_iso3": "CHN", "importer_iso3": "KAZ", "year": 2021, "basis": "reported"}
    >>> china = {**flow, "reporter_iso3": "CHN", "value_usd_bn": 14.0}
    >>> kazakhstan = {**flow, "reporter_iso3": "KAZ", "value_usd_bn": 8.0}
    >>> mirror(pd.DataFrame([china, kazakhstan]))[["ratio", "gap_usd_bn"]].values.tolist()
    [[1.75, 6.0]]
    """
    flow = ["exporter_iso3", "importer_iso3", "year"]
    values = reports[[*flow, "value_usd_bn", "basis"]]
    by_china = reports["reporter_iso3"].eq("CHN")
    both = values[by_china].merge(
        values[~by_china], on=flow, how="outer", validate="one_to_one", suffixes=("_china", "_partner")
    )
    derived = both["basis_china"].eq("derived") | both["basis_partner"].eq("derived")
    gap = both["value_usd_bn_china"] - both["value_usd_bn_partner"]
    return both[flow].assign(
        china_usd_bn=both["value_usd_bn_china"],
        partner_usd_bn=both["value_usd_bn_partner"],
        basis=derived.map({True: "derived", False: "reported"}),
        ratio=both["value_usd_bn_china"] / both["value_usd_bn_partner"],
        gap_usd_bn=gap,
        gap_pct=100 * gap / both["value_usd_bn_china"],
    )


def direction(reports, exporter, importer):
    """Return the rows of `mirror` in one direction for which both countries have a report."""
    both = mirror(reports).dropna(subset=["ratio"])
    return both[both["exporter_iso3"].eq(exporter) & both["importer_iso3"].eq(importer)]


def latest_pairs(reports, exporter, importer, count=7):
    """Return the latest years of `direction` as a small table for a page, in billion current US$."""
    columns = {
        "china_usd_bn": "China’s figure",
        "partner_usd_bn": "partner’s figure",
        "ratio": "ratio",
        "basis": "basis",
    }
    latest = direction(reports, exporter, importer).set_index("year").tail(count)
    return latest[list(columns)].rename(columns=columns).round(2)


def two_way(reports, reporter):
    """Add up the two directions of one country’s reports.

    Parameters
    ----------
    reports : pandas.DataFrame
        As for `mirror`, with ``source_key``.
    reporter : str
        The country whose reports are added up.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``value_usd_bn`` (billion current US$) and ``source_key``, for the years in which the country
        reports both directions and one source holds both.
    """
    own = reports[reports["reporter_iso3"].eq(reporter)].groupby(["year", "source_key"])["value_usd_bn"]
    return own.sum()[own.count().eq(2)].reset_index()


def own_record_ratio(cow, reports):
    """Compare Kazakhstan’s imports from China in the Correlates of War file with Kazakhstan’s own report.

    Parameters
    ----------
    cow : pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``year``, ``trade_musd`` (million current US$) and ``span``.
    reports : pandas.DataFrame
        As for `mirror`.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``span`` and ``ratio`` (Correlates of War over Kazakhstan’s report), where both exist.
    """
    own = reports[reports["reporter_iso3"].eq("KAZ") & reports["importer_iso3"].eq("KAZ")]
    joined = cow[cow["importer_iso3"].eq("KAZ")].merge(own, on="year")
    return joined[["year", "span"]].assign(ratio=joined["trade_musd"] / 1000 / joined["value_usd_bn"])


def check_own_record(ratios, tolerance=OWN_RECORD_TOLERANCE):
    """Make sure that, before its break, the Correlates of War file gives Kazakhstan’s own record.

    Parameters
    ----------
    ratios : pandas.DataFrame
        As `own_record_ratio` returns it.
    tolerance : float
        By how much the median ratio of the main stretch may differ from 1.

    Raises
    ------
    ValueError
        If it differs by more: then the break does not lie where the table puts it.
    """
    median = ratios.loc[ratios["span"].eq("main"), "ratio"].median()
    if abs(median - 1) > tolerance:
        raise ValueError(
            f"the importer basis and Kazakhstan’s report differ before the break: median ratio {median:.3f}"
        )


def counts_of_trade(trade_cow, trade_reports_kazakhstan, trade_turnover):
    """Return every count of two-way trade, each in the stretches within which it may be compared.

    Returns
    -------
    pandas.DataFrame
        ``series``, ``stretch``, ``year``, ``value_usd_bn`` (billion current US$) and ``basis``.
    """
    check_own_record(own_record_ratio(trade_cow, trade_reports_kazakhstan))
    cow = trade_cow.groupby("year", as_index=False)["trade_musd"].sum()
    broken = trade_cow.loc[trade_cow["span"].ne("main"), "year"]
    cow = cow.assign(
        series="importer basis",
        stretch=cow["year"].isin(broken).map({True: "after the break", False: "main"}),
        value_usd_bn=cow["trade_musd"] / 1000,
        basis="reported",
    )
    own = two_way(trade_reports_kazakhstan, "KAZ")
    own = own[own["source_key"].isin(DATABASES)]
    own = own.assign(series="Kazakhstan", stretch=own["source_key"].map(DATABASES), basis="reported")
    published = trade_turnover.assign(
        series=trade_turnover["reporter_iso3"].map({"CHN": "China", "KAZ": "Kazakhstan"}), stretch="single figures"
    )
    published = published[published["reporter_iso3"].eq("CHN") | ~published["year"].isin(own["year"])]
    columns = ["series", "stretch", "year", "value_usd_bn", "basis"]
    return pd.concat([frame[columns] for frame in (cow, own, published)], ignore_index=True)


def recent_mirror(trade_reports_kazakhstan):
    """Return `mirror` for China and Kazakhstan from 2013, the first year with figures of both customs services."""
    both = mirror(trade_reports_kazakhstan)
    return both[both["year"].ge(2013)].reset_index(drop=True)


def kyrgyz_mirror(trade_reports_kyrgyzstan):
    """Return `mirror` for China and Kyrgyzstan."""
    return mirror(trade_reports_kyrgyzstan)


def section_shares(trade_sections):
    """Return the shares of the groups of `SECTION_GROUPS` in each direction and year.

    Returns
    -------
    pandas.DataFrame
        ``exporter_iso3``, ``importer_iso3``, ``year``, ``group``, ``exports_kusd`` (thousand current US$) and
        ``share_pct``, the share of the exporter’s total to that partner.
    """
    key = ["exporter_iso3", "importer_iso3", "year"]
    group_of = {section: group for group, sections in SECTION_GROUPS.items() for section in sections}
    totals = trade_sections[trade_sections["sitc_section"].eq("TOTAL")].set_index(key)["exports_kusd"]
    parts = trade_sections[trade_sections["sitc_section"].ne("TOTAL")]
    parts = parts.assign(group=parts["sitc_section"].map(group_of))
    sums = parts.groupby([*key, "group"], as_index=False)["exports_kusd"].sum()
    total = totals.reindex(pd.MultiIndex.from_frame(sums[key])).to_numpy()
    return sums.assign(share_pct=100 * sums["exports_kusd"] / total)


def yearly_growth(first, last, years):
    """Return the constant yearly growth, in per cent, that turns one value into another.

    Examples
    --------
    >>> round(yearly_growth(100, 121, 2), 6)
    10.0
    """
    return 100 * ((last / first) ** (1 / years) - 1)


def _value(frame, column="value_usd_bn", **where):
    """Return the one value of a column in the one row that has the given values."""
    for name, wanted in where.items():
        frame = frame[frame[name].eq(wanted)]
    return frame[column].item()


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
    china = _value(trade_turnover, year=2022, reporter_iso3="CHN")
    kazakhstan = _value(trade_turnover, year=2022, reporter_iso3="KAZ")
    return {
        "china": china,
        "kazakhstan": kazakhstan,
        "gap": china - kazakhstan,
        "gap_share": 100 * (china - kazakhstan) / china,
        "china_growth": _value(trade_turnover, "growth_pct", year=2022, reporter_iso3="CHN"),
        "kazakhstan_growth": _value(trade_turnover, "growth_pct", year=2022, reporter_iso3="KAZ"),
    }


@results.register(
    "trade-latest",
    "The latest yearly counts of two-way trade",
    parts={"china_2023": BILLION, "china_2024": BILLION, "kazakhstan_2024": BILLION, "china_2025": BILLION},
)
def latest_counts(trade_turnover):
    """Return the newest totals of both countries as published."""
    return {
        "china_2023": _value(trade_turnover, year=2023, reporter_iso3="CHN"),
        "china_2024": _value(trade_turnover, year=2024, reporter_iso3="CHN"),
        "kazakhstan_2024": _value(trade_turnover, year=2024, reporter_iso3="KAZ"),
        "china_2025": _value(trade_turnover, year=2025, reporter_iso3="CHN"),
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
    span = own[own["source_key"].eq("worldbank2026wits")].set_index("year")["value_usd_bn"]
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
        "before": _value(trade_cow, "trade_musd", importer_iso3="KAZ", year=2012) / 1000,
        "after": _value(trade_cow, "trade_musd", importer_iso3="KAZ", year=2013) / 1000,
        "own": _value(trade_reports_kazakhstan, reporter_iso3="KAZ", **to_kazakhstan),
        "china": _value(trade_reports_kazakhstan, reporter_iso3="CHN", **to_kazakhstan),
        "close_years": int((main - 1).abs().le(OWN_RECORD_TOLERANCE).sum()),
        "years": len(main),
        "tolerance": 100 * OWN_RECORD_TOLERANCE,
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
    return {"ratio_1995": _value(pairs, "ratio", year=1995), "ratio_2005": _value(pairs, "ratio", year=2005)}


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
        "china": _value(pairs, "china_usd_bn", year=2021),
        "kazakhstan": _value(pairs, "partner_usd_bn", year=2021),
        "ratio": _value(pairs, "ratio", year=2021),
        "gap_share": _value(pairs, "gap_pct", year=2021),
        "published_gap": _value(trade_published_gaps, "gap_usd_bn", year=2021),
        "published_share": _value(trade_published_gaps, "gap_pct", year=2021),
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
        "china": _value(pairs, "china_usd_bn", year=2024),
        "kazakhstan": _value(pairs, "partner_usd_bn", year=2024),
        "ratio": _value(pairs, "ratio", year=2024),
        "gap": _value(pairs, "gap_usd_bn", year=2024),
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
        "china": _value(sent, "china_usd_bn", year=2021) - _value(bought, "china_usd_bn", year=2021),
        "kazakhstan": _value(bought, "partner_usd_bn", year=2021) - _value(sent, "partner_usd_bn", year=2021),
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
        "china_bought": _value(bought, "china_usd_bn", year=2024),
        "kyrgyz_sold": _value(bought, "partner_usd_bn", year=2024),
        "sold_share": 100 / _value(bought, "ratio", year=2024),
        "china_sold": _value(sold, "china_usd_bn", year=2024),
        "kyrgyz_bought": _value(sold, "partner_usd_bn", year=2024),
        "sold_ratio": _value(sold, "ratio", year=2024),
        "china_bought_2023": _value(bought, "china_usd_bn", year=2023),
        "china_bought_2025": _value(trade_reports_kyrgyzstan, exporter_iso3="KGZ", reporter_iso3="CHN", year=2025),
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
    total = _value(trade_sections, "exports_kusd", exporter_iso3="KAZ", year=2015, sitc_section="TOTAL")
    own = _value(trade_reports_kazakhstan, exporter_iso3="KAZ", reporter_iso3="KAZ", year=2015)
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
        "crude_2014": _value(joined, "share_pct", hs6="270900", year=2014),
        "crude_2024": _value(joined, "share_pct", hs6="270900", year=2024),
        "copper_2024": _value(joined, "share_pct", hs6="260300", year=2024),
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
    },
)
def target_2030(trade_targets, trade_turnover):
    """Return the yearly growth from 2022 that the goal needs, read as a level and as an increase."""
    goal = _value(trade_targets, target_year=2030)
    years = 2030 - 2022
    kazakhstan = _value(trade_turnover, year=2022, reporter_iso3="KAZ")
    china = _value(trade_turnover, year=2022, reporter_iso3="CHN")
    return {
        "goal": goal,
        "to_growth": yearly_growth(kazakhstan, goal, years),
        "by_level": kazakhstan + goal,
        "by_growth": yearly_growth(kazakhstan, kazakhstan + goal, years),
        "to_growth_china": yearly_growth(china, goal, years),
    }


@results.register(
    "trade-target-2016",
    "The earlier goal for 2016 and what either count came to",
    parts={"goal": results.Quantity("billion US$", ".0f"), "china": BILLION, "kazakhstan": BILLION},
)
def target_2016(trade_targets, trade_turnover, trade_reports_kazakhstan):
    """Return the goal beside both counts of that year; China’s is derived from a growth rate."""
    return {
        "goal": _value(trade_targets, target_year=2016),
        "china": _value(trade_turnover, year=2016, reporter_iso3="CHN"),
        "kazakhstan": _value(two_way(trade_reports_kazakhstan, "KAZ"), year=2016),
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
        "china": _value(trade_single_figures, "share_pct", name="partner_chn"),
        "russia": _value(trade_single_figures, "share_pct", name="partner_rus"),
        "russian_lead_2022": _value(trade_single_figures, name="lead_rus"),
        "russia_2024": _value(trade_single_figures, name="turnover_rus"),
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
    china = _value(trade_single_figures, name="stock_chn")
    everyone = _value(trade_single_figures, name="stock_all")
    return {
        "china": china,
        "all": everyone,
        "share": 100 * china / everyone,
        "netherlands": _value(trade_single_figures, name="stock_nld"),
        "usa": _value(trade_single_figures, name="stock_usa"),
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
        return _value(trade_investors, measure="gross inflow", investor_iso3=investor, year=year)

    return {
        "inflow_china_2022": inflow("CHN", 2022),
        "inflow_usa_2022": inflow("USA", 2022),
        "inflow_china_2023": inflow("CHN", 2023),
        "inflow_russia_2023": inflow("RUS", 2023),
        "place_2021": int(_value(trade_investors, "position_rank", measure=place, year=2021)),
        "place_2022": int(_value(trade_investors, "position_rank", measure=place, year=2022)),
        "announced_place_2015": int(_value(trade_investors, "position_rank", **announced)),
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
        "centre_investor": _value(kyrgyz_chinese_projects, "value_musd", item="centre-investor"),
        "centre_government": _value(kyrgyz_chinese_projects, "value_musd", item="centre-government"),
        "given_up": _value(kyrgyz_chinese_projects, "year", item="centre-government"),
        "inflow_2024": _value(kyrgyz_chinese_projects, "value_musd", item="inflow-2024"),
        "railway": _value(kyrgyz_chinese_projects, "value_musd", item="railway") / 1000,
    }


@results.register(
    "trade-xinjiang",
    "Xinjiang’s part of the trade in 2023, in one count and in two",
    parts={"value": BILLION, "printed": WHOLE_SHARE, "one_count": WHOLE_SHARE, "two_counts": WHOLE_SHARE},
)
def xinjiang_share(trade_single_figures, trade_turnover):
    """Return the printed share, and the shares worked out within China’s count and across two counts."""
    value = _value(trade_single_figures, name="xinjiang")
    return {
        "value": value,
        "printed": _value(trade_single_figures, "share_pct", name="xinjiang"),
        "one_count": 100 * value / _value(trade_turnover, year=2023, reporter_iso3="CHN"),
        "two_counts": 100 * value / _value(trade_turnover, year=2023, reporter_iso3="KAZ"),
    }


@results.register(
    "trade-rail",
    "Rail freight between China and Kazakhstan: dated figures",
    parts={
        "one_2002": FREIGHT,
        "one_2011": FREIGHT,
        "one_2020": FREIGHT,
        "all_2012": FREIGHT,
        "all_2016": FREIGHT,
        "all_2024": results.Quantity("million tonnes", ".0f"),
    },
)
def rail_freight(trade_rail_freight):
    """Return dated tonnages of one crossing and of all; they are no series."""
    one, everything = "Dostyk–Alashankou", "all crossings"
    wanted = {
        "one_2002": (one, 2002),
        "one_2011": (one, 2011),
        "one_2020": (one, 2020),
        "all_2012": (everything, 2012),
        "all_2016": (everything, 2016),
        "all_2024": (everything, 2024),
    }
    return {
        part: _value(trade_rail_freight, "freight_mt", crossing=crossing, year=year)
        for part, (crossing, year) in wanted.items()
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
    axes.vlines(rows["year"], rows["partner_usd_bn"], rows["china_usd_bn"], color=style.FAINT, zorder=0)
    _scatter(axes, rows, "china_usd_bn", style.COLOURS["CHN"], "D")
    axes.plot(
        rows["year"], rows["partner_usd_bn"], "o", color=style.COLOURS[partner], markersize=4.5, linestyle="none",
        clip_on=False,
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
    for stretch, rows in data[data["series"].eq("importer basis")].groupby("stretch"):
        dashes = "-" if stretch == "main" else (0, (2, 1))
        axes.plot(rows["year"], rows["value_usd_bn"], color=style.QUIET, linewidth=1.3, linestyle=dashes)
    own = data[data["series"].eq("Kazakhstan")]
    line = own[own["stretch"].eq(DATABASES["worldbank2026wits"])]
    axes.plot(line["year"], line["value_usd_bn"], color=style.COLOURS["KAZ"])
    _scatter(axes, own.drop(line.index), "value_usd_bn", style.COLOURS["KAZ"], "o")
    _scatter(axes, data[data["series"].eq("China")], "value_usd_bn", style.COLOURS["CHN"], "D")
    axes.set_xlim(1991, 2026.5)
    axes.set_ylim(0, 58)
    style.mark_break(axes, 2012.5, "importer basis:\nother source")
    style.mark_break(axes, 2020.5, "Kazakhstan:\nother sources")
    style.label(axes, 2017.5, 19, "China’s customs", style.COLOURS["CHN"], xytext=(-6, 15), ha="center")
    style.label(axes, 2012.7, 4, "Kazakhstan’s statistics", style.COLOURS["KAZ"], xytext=(0, 0))
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
        "below 1 would be usual on the left and somewhat above 1 on the right."
    ),
    alt=(
        "Four panels, 2013 to 2025. On the left, goods from China to Kazakhstan: China’s figure is "
        "{number}`trade-mirror-to-kazakhstan.lowest` to {number}`trade-mirror-to-kazakhstan.highest` times "
        "Kazakhstan’s, with a gap of {result}`trade-mirror-2024.gap` in 2024. On the right, goods from Kazakhstan to "
        "China: the ratio stays between {number}`trade-mirror-to-china.lowest` and "
        "{number}`trade-mirror-to-china.highest`."
    ),
    data=recent_mirror,
    size=style.TALL,
    panels=(2, 2),
    sharex=True,
    sharey="row",
    height_ratios=(3, 2),
)
def draw_recent_mirror(data, axes):
    titles = (("CHN", "From China to Kazakhstan"), ("KAZ", "From Kazakhstan to China"))
    for (values, ratios), (exporter, title) in zip(axes.T, titles, strict=True):
        rows = data[data["exporter_iso3"].eq(exporter)]
        _both_sides(values, rows, "KAZ")
        values.set_title(title)
        values.set_ylim(0, 32)
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
