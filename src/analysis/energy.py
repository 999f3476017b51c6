"""The chapter on energy: oil, gas and uranium between Kazakhstan and China, and the money behind them."""

import matplotlib.ticker
import numpy as np
import pandas as pd

from analysis import figures, results, style

TWH_PER_MT = 11.63
"""Energy of a million tonnes of standard crude, 41.868 MJ a kilogram: by definition of the tonne of oil equivalent."""

BASE_YEAR = 2024
"""The year in whose prices deals are compared: the last with twelve months of the price index."""

_CONSTANT = f"amount_usd{BASE_YEAR}_bn"
_FULL_YEAR = 12


# Checks: where two sources or two vintages of one source meet


def check_oil_sources(oil_balance, oil_balance_tonnes, share_tolerance_pct=2.5):
    """Assert that the series in energy units agrees with the figures in tonnes.

    Parameters
    ----------
    oil_balance, oil_balance_tonnes : pandas.DataFrame
        The tables of these names.
    share_tolerance_pct : float
        How far the two import shares of China may lie apart, in percentage points. They differ because one counts
        the heat of each product and the other its weight.

    Returns
    -------
    pandas.DataFrame
        One row a country and year of `oil_balance_tonnes`, with both production figures (million tonnes) and, as
        ``share_gap_pct``, the difference of the two net import shares in percentage points.

    Raises
    ------
    ValueError
        If production differs by more than 0.1%, or a share of China by more than the tolerance. Then the two
        tables are from different editions of the Statistical Review: take both from one.
    """
    both = oil_balance_tonnes.merge(oil_balance, on=["iso3", "year"], how="left", validate="one_to_one")
    both["converted_mt"] = both.oil_production_twh / TWH_PER_MT
    weight = _net_import_share(both.oil_production_mt, both.oil_consumption_mt)
    heat = _net_import_share(both.oil_production_twh, both.oil_consumption_twh)
    both["share_gap_pct"] = heat - weight
    production = (both.converted_mt / both.oil_production_mt - 1).abs()
    apart = (both.iso3 == "CHN") & ~(both.share_gap_pct.abs() <= share_tolerance_pct)
    wrong = both[~(production <= 0.001) | apart]
    if len(wrong):
        rows = ", ".join(f"{row.iso3} {row.year}" for row in wrong.itertuples())
        raise ValueError(f"oil_balance and oil_balance_tonnes disagree for {rows}: take both from one edition")
    return both[["iso3", "year", "oil_production_mt", "converted_mt", "share_gap_pct"]]


def check_uranium_pages(uranium_mining, tolerance_pct=0.6):
    """Assert that the pages of the World Nuclear Association agree on the years that two of them cover.

    Parameters
    ----------
    uranium_mining : pandas.DataFrame
        The table of this name.
    tolerance_pct : float
        The largest revision of a world total that is let pass, in percent.

    Returns
    -------
    float
        The largest revision of a world total between two pages, in percent.

    Raises
    ------
    ValueError
        If a world total was revised by more than the tolerance: then no share may be compared across that join.
    """
    both = uranium_mining.dropna(subset="world_other_page_tu")
    revision = (100 * (both.world_tu / both.world_other_page_tu - 1)).abs().astype(float)
    if revision.max() > tolerance_pct:
        year = both.year[revision.idxmax()]
        raise ValueError(f"two pages differ by {revision.max():.1f}% for {year}: do not compare shares across the join")
    return revision.max()


# Oil: output, use and dependence


def _net_import_share(production, consumption):
    return 100 * (1 - production / consumption)


def oil_output(oil_balance):
    """Return Kazakhstan’s oil output and its own use in tonnes of crude equivalent.

    Parameters
    ----------
    oil_balance : pandas.DataFrame
        The table of this name.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``oil_production_mt``, ``oil_consumption_mt``: energy divided by `TWH_PER_MT`. For production that
        gives back the tonnes of the source; for consumption it is a weight of equal energy, not of the products.
    """
    rows = oil_balance[oil_balance.iso3 == "KAZ"].sort_values("year")
    return pd.DataFrame(
        {
            "year": rows.year,
            "oil_production_mt": rows.oil_production_twh / TWH_PER_MT,
            "oil_consumption_mt": rows.oil_consumption_twh / TWH_PER_MT,
        }
    ).reset_index(drop=True)


def import_dependence(oil_balance, oil_balance_tonnes):
    """Return the part of China’s oil use that its own output does not cover.

    Parameters
    ----------
    oil_balance, oil_balance_tonnes : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``share_pct`` from energy units, and ``share_of_tonnes_pct`` in the single years that are known in
        tonnes. Negative where output exceeds use.
    """
    check_oil_sources(oil_balance, oil_balance_tonnes)
    heat, weight = (table[table.iso3 == "CHN"] for table in (oil_balance, oil_balance_tonnes))
    shares = pd.DataFrame(
        {"year": heat.year, "share_pct": _net_import_share(heat.oil_production_twh, heat.oil_consumption_twh)}
    )
    single = pd.DataFrame(
        {
            "year": weight.year,
            "share_of_tonnes_pct": _net_import_share(weight.oil_production_mt, weight.oil_consumption_mt),
        }
    )
    return shares.merge(single, on="year", how="left").sort_values("year").reset_index(drop=True)


def net_importer_since(shares):
    """Return the first year from which a share stays above zero to the end of the series.

    Parameters
    ----------
    shares : pandas.DataFrame
        Columns ``year`` and ``share_pct``.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the last share is not above zero.

    Examples
    --------
    >>> net_importer_since(pd.DataFrame({"year": [1, 2, 3, 4], "share_pct": [0.4, -1, 2, 5]}))
    3
    """
    rows = shares.sort_values("year")
    if not rows.share_pct.iloc[-1] > 0:
        raise ValueError("the series does not end above zero")
    below = rows.year[rows.share_pct <= 0]
    return int(rows.year[rows.year > below.max()].min() if len(below) else rows.year.min())


def _surplus_twh(oil_balance):
    """Return production less consumption by year, one column a country."""
    surplus = oil_balance.assign(surplus_twh=oil_balance.oil_production_twh - oil_balance.oil_consumption_twh)
    return surplus.pivot_table(index="year", columns="iso3", values="surplus_twh")


@results.register(
    "energy-oil-output",
    "Oil output of Kazakhstan, in 1992, in 2024 and at its peak",
    parts={
        "first": results.Quantity("million tonnes", ".1f"),
        "last": results.Quantity("million tonnes", ".1f"),
        "times": results.Quantity("", ".1f"),
        "low": results.Quantity("million tonnes", ".1f"),
        "low_year": results.Quantity("year"),
        "peak": results.Quantity("million tonnes", ".1f"),
        "peak_year": results.Quantity("year"),
        "kept": results.Quantity("%", ".0f"),
    },
)
def oil_output_summary(oil_balance):
    """Return output in 1992, the last year, the low and the peak, and the part used at home in the last year."""
    output = oil_output(oil_balance).set_index("year")
    produced = output.oil_production_mt.loc[1992:]
    last = output.iloc[-1]
    return {
        "first": produced.iloc[0],
        "last": produced.iloc[-1],
        "times": produced.iloc[-1] / produced.iloc[0],
        "low": produced.min(),
        "low_year": produced.idxmin(),
        "peak": produced.max(),
        "peak_year": produced.idxmax(),
        "kept": 100 * last.oil_consumption_mt / last.oil_production_mt,
    }


@results.register(
    "energy-import-dependence",
    "Part of China’s oil use that its own output does not cover",
    parts={
        "surplus": results.Quantity("%", ".0f"),
        "since": results.Quantity("year"),
        "last": results.Quantity("%", ".0f"),
        "covered": results.Quantity("%", ".0f"),
        "last_of_tonnes": results.Quantity("%", ".0f"),
        "gap": results.Quantity("percentage points", ".1f"),
    },
)
def import_dependence_summary(oil_balance, oil_balance_tonnes):
    """Return the share in the first and last year, the year of the turn, and what tonnes give instead."""
    shares = import_dependence(oil_balance, oil_balance_tonnes)
    gap = check_oil_sources(oil_balance, oil_balance_tonnes).query("iso3 == 'CHN'").share_gap_pct.abs().max()
    first, last = shares.iloc[0], shares.iloc[-1]
    return {
        "surplus": -first.share_pct,
        "since": net_importer_since(shares),
        "last": last.share_pct,
        "covered": 100 - last.share_pct,
        "last_of_tonnes": last.share_of_tonnes_pct,
        "gap": gap,
    }


@results.register(
    "energy-russian-transit", "Russian crude taken to China through Kazakhstan, 2014–2023", unit="million tonnes"
)
def russian_transit(energy_statements):
    """Return the sum of ten years, in million tonnes."""
    return _statement(energy_statements, "russian-transit").oil_mt


@results.register("energy-net-importer-stated", "Year in which China became a net importer, by Xinhua", unit="year")
def net_importer_stated(energy_statements):
    """Return the year that Xinhua gives."""
    return int(_statement(energy_statements, "net-importer").year)


@results.register(
    "energy-surplus-bound",
    "All oil that Kazakhstan does not use, against the oil that China lacks",
    parts={
        "surplus": results.Quantity("million tonnes", ".0f"),
        "share": results.Quantity("%", ".0f"),
    },
)
def surplus_bound(oil_balance):
    """Return Kazakhstan’s surplus in the last year and its part of China’s deficit.

    The part is an upper bound of what Kazakhstan could supply from its own output.
    """
    surplus = _surplus_twh(oil_balance)
    last = surplus.iloc[-1]
    return {
        "surplus": last.KAZ / TWH_PER_MT,
        "share": 100 * last.KAZ / -last.CHN,
    }


# Crude oil on its way to China


def crude_to_china(crude_to_china):
    """Return what was measured on the way from Kazakhstan to China, without China’s total imports.

    Parameters
    ----------
    crude_to_china : pandas.DataFrame
        The table of this name.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``year``, ``coverage_months``, ``crude_mt``, ``basis``; as in the table.
    """
    rows = crude_to_china[crude_to_china.measure != "China, crude imports"]
    return rows[["measure", "year", "coverage_months", "crude_mt", "basis"]].reset_index(drop=True)


def _crude(table, measure, year):
    return table.crude_mt[(table.measure == measure) & (table.year == year)].item()


@results.register(
    "energy-crude-to-china",
    "Crude oil from Kazakhstan to China, by what is counted",
    parts={
        "pipeline_2013": results.Quantity("million tonnes", ".2f"),
        "pipeline_2019": results.Quantity("million tonnes", ".1f"),
        "kazakh_2013": results.Quantity("million tonnes", ".1f"),
        "kazakh_2018": results.Quantity("million tonnes", ".1f"),
        "kazakh_2023": results.Quantity("million tonnes", ".1f"),
        "kazakh_2024": results.Quantity("million tonnes", ".0f"),
        "russian_2023": results.Quantity("million tonnes", ".1f"),
        "russian_2024": results.Quantity("million tonnes", ".1f"),
        "cis_2024": results.Quantity("million tonnes", ".1f"),
    },
)
def crude_points(crude_to_china):
    """Return the single figures that prose quotes, in million tonnes."""
    points = {
        "pipeline": ("pipeline, all origins", (2013, 2019)),
        "russian": ("Russian crude in transit", (2023, 2024)),
        "cis": ("Other CIS crude to China", (2024,)),
    }
    found = {
        f"{name}_{year}": _crude(crude_to_china, measure, year)
        for name, (measure, years) in points.items()
        for year in years
    }
    for year in (2013, 2023):
        found[f"kazakh_{year}"] = _crude(crude_to_china, "Kazakh crude, all routes", year)
    for year in (2018, 2024):
        found[f"kazakh_{year}"] = _crude(crude_to_china, "Kazakh crude, pipeline", year)
    return found


@results.register(
    "energy-crude-shares",
    "Kazakhstan’s part of China’s crude imports, and China’s part of Kazakhstan’s surplus",
    parts={
        "kazakh_of_pipeline": results.Quantity("%", ".0f"),
        "china_low": results.Quantity("%", ".1f"),
        "china_upper": results.Quantity("%", ".1f"),
        "china_customs": results.Quantity("%", ".1f"),
        "kazakhstan_2013": results.Quantity("%", ".0f"),
        "kazakhstan_customs": results.Quantity("%", ".0f"),
        "kazakhstan_upper": results.Quantity("%", ".0f"),
    },
)
def crude_shares(crude_to_china, oil_balance):
    """Return shares in percent.

    For China: its crude imports of 2024 against the pipeline figure of ten months (low) and against all CIS crude but
    Russia’s (upper); those of 2023 against Kazakh customs. For Kazakhstan: crude to China against output less use.
    ``kazakh_of_pipeline`` is Kazakhstan’s part of what the pipeline took to China from January to October 2024.
    """
    imports = {year: _crude(crude_to_china, "China, crude imports", year) for year in (2023, 2024)}
    pipeline = _crude(crude_to_china, "Kazakh crude, pipeline", 2024)
    cis = _crude(crude_to_china, "Other CIS crude to China", 2024)
    customs = {year: _crude(crude_to_china, "Kazakh crude, all routes", year) for year in (2013, 2023)}
    surplus = _surplus_twh(oil_balance).KAZ / TWH_PER_MT
    russian = _crude(crude_to_china, "Russian crude in transit", 2024)
    return {
        "kazakh_of_pipeline": 100 * pipeline / (pipeline + russian),
        "china_low": 100 * pipeline / imports[2024],
        "china_upper": 100 * cis / imports[2024],
        "china_customs": 100 * customs[2023] / imports[2023],
        "kazakhstan_2013": 100 * customs[2013] / surplus[2013],
        "kazakhstan_customs": 100 * customs[2023] / surplus[2023],
        "kazakhstan_upper": 100 * cis / surplus[2024],
    }


# Gas


@results.register(
    "energy-gas",
    "Natural gas from Kazakhstan to China in 2024",
    parts={
        "to_china": results.Quantity("billion m³", ".1f"),
        "turkmen": results.Quantity("billion m³", ".1f"),
        "export_share": results.Quantity("%", ".0f"),
        "exported": results.Quantity("%", ".0f"),
        "pipeline_share": results.Quantity("%", ".0f"),
        "import_share": results.Quantity("%", ".1f"),
    },
)
def gas_summary(gas_to_china_2024):
    """Return volumes, China’s part of Kazakhstan’s exports, and Kazakhstan’s part of China’s imports.

    ``exported`` is all pipeline exports of Kazakhstan as a share of its production.
    """
    single = gas_to_china_2024[gas_to_china_2024.flow == "imports of China"].set_index("exporter_iso3").gas_bcm
    totals = gas_to_china_2024[gas_to_china_2024.flow != "imports of China"].set_index("flow").gas_bcm
    piped, liquefied = totals["imports of China, all pipelines"], totals["imports of China, liquefied"]
    exports = totals["exports of Kazakhstan, all pipelines"]
    return {
        "to_china": single["KAZ"],
        "turkmen": single["TKM"],
        "export_share": 100 * single["KAZ"] / exports,
        "exported": 100 * exports / totals["production of Kazakhstan"],
        "pipeline_share": 100 * single["KAZ"] / piped,
        "import_share": 100 * single["KAZ"] / (piped + liquefied),
    }


@results.register(
    "energy-pipelines",
    "Pipelines from Central Asia that reach China, in the order of their opening",
    parts={
        "count": results.Quantity("", "d"),
        "first_year": results.Quantity("year"),
        "second_year": results.Quantity("year"),
    },
)
def pipelines(pipelines_to_china):
    """Return how many lines there are, and the years in which the first and the second began to deliver."""
    opened = pipelines_to_china.opened_year.sort_values()
    return {"count": len(opened), "first_year": opened.iloc[0], "second_year": opened.iloc[1]}


# Uranium


def uranium_output(uranium_mining):
    """Return Kazakhstan’s mine production of uranium and its share of the world’s.

    Parameters
    ----------
    uranium_mining : pandas.DataFrame
        The table of this name.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``kazakhstan_tu`` (tonnes of uranium), ``share_pct``, ``mining_rank`` and ``source_key``, the page
        that the year was read on.
    """
    check_uranium_pages(uranium_mining)
    share = 100 * uranium_mining.kazakhstan_tu / uranium_mining.world_tu
    columns = ["year", "kazakhstan_tu", "share_pct", "mining_rank", "source_key"]
    return uranium_mining.assign(share_pct=share)[columns].sort_values("year").reset_index(drop=True)


@results.register(
    "energy-uranium-output",
    "Uranium mined in Kazakhstan",
    parts={
        "first": results.Quantity("tonnes", ",.0f"),
        "first_share": results.Quantity("%", ".0f"),
        "last": results.Quantity("tonnes", ",.0f"),
        "last_share": results.Quantity("%", ".0f"),
        "leader_since": results.Quantity("year"),
        "peak_share": results.Quantity("%", ".0f"),
        "peak_share_year": results.Quantity("year"),
        "peak": results.Quantity("tonnes", ",.0f"),
        "peak_year": results.Quantity("year"),
        "revision": results.Quantity("%", ".1f"),
    },
)
def uranium_summary(uranium_mining):
    """Return the first and last year, the peaks, and the first year of an unbroken lead."""
    output = uranium_output(uranium_mining).set_index("year")
    behind = output.index[output.mining_rank > 1]
    return {
        "first": output.kazakhstan_tu.iloc[0],
        "first_share": output.share_pct.iloc[0],
        "last": output.kazakhstan_tu.iloc[-1],
        "last_share": output.share_pct.iloc[-1],
        "leader_since": output.index[output.index > behind.max()].min(),
        "peak_share": output.share_pct.max(),
        "peak_share_year": output.share_pct.idxmax(),
        "peak": output.kazakhstan_tu.max(),
        "peak_year": output.kazakhstan_tu.idxmax(),
        "revision": check_uranium_pages(uranium_mining),
    }


@results.register(
    "energy-uranium-to-china",
    "China’s natural uranium imports from Kazakhstan, 2012 and 2013",
    parts={
        "imports_2013": results.Quantity("tonnes", ",.0f"),
        "share_2012": results.Quantity("%", ".0f"),
        "share_2013": results.Quantity("%", ".0f"),
        "of_output_2012": results.Quantity("%", ".0f"),
        "of_output_2013": results.Quantity("%", ".0f"),
        "stated_2014": results.Quantity("%", ".0f"),
    },
)
def uranium_to_china(uranium_imports_china, uranium_mining, energy_statements):
    """Return tonnes, the part of China’s imports and, as a ratio, the part of what Kazakhstan mined."""
    mined = uranium_mining.set_index("year").kazakhstan_tu
    found = {
        "stated_2014": _statement(energy_statements, "uranium-output-to-china").share_pct,
        "imports_2013": uranium_imports_china.set_index("year").imports_from_kazakhstan_tu[2013],
    }
    known = uranium_imports_china.dropna(subset="imports_from_kazakhstan_tu")
    for row in known.itertuples():
        found[f"share_{row.year}"] = 100 * row.imports_from_kazakhstan_tu / row.imports_tu
        found[f"of_output_{row.year}"] = 100 * row.imports_from_kazakhstan_tu / mined[row.year]
    return found


@results.register(
    "energy-uranium-stakes",
    "Chinese stakes in uranium mines against the growth of Kazakhstan’s output",
    parts={
        "planned": results.Quantity("tonnes a year", ",.0f"),
        "growth": results.Quantity("tonnes", ",.0f"),
        "of_growth": results.Quantity("%", ".0f"),
        "stake": results.Quantity("%", ".0f"),
        "ortalyk": results.Quantity("%", ".0f"),
        "zarechnoye": results.Quantity("%", ".2f"),
        "export_value": results.Quantity("%", ".0f"),
    },
)
def uranium_stakes(uranium_mining, energy_statements):
    """Return the planned output of the three mines that got a Chinese partner in 2008, and growth to 2012."""
    mined = uranium_mining.set_index("year").kazakhstan_tu
    first = energy_statements[energy_statements.statement.isin(("irkol", "semizbay", "zhalpak"))]
    planned = first.uranium_tu.sum()
    growth = mined[2012] - mined[2008]
    return {
        "planned": int(planned),
        "growth": int(growth),
        "of_growth": 100 * planned / growth,
        "stake": first.share_pct.max(),
        "ortalyk": _statement(energy_statements, "ortalyk").share_pct,
        "zarechnoye": _statement(energy_statements, "zarechnoye").share_pct,
        "export_value": _statement(energy_statements, "uranium-export-value").share_pct,
    }


# Deals


def full_year_cpi(us_cpi_annual):
    """Return the price index of the years that have all twelve months.

    Parameters
    ----------
    us_cpi_annual : pandas.DataFrame
        Columns ``year``, ``cpi_index``, ``coverage_months``.

    Returns
    -------
    pandas.Series
        The index by year.
    """
    whole = us_cpi_annual[us_cpi_annual.coverage_months == _FULL_YEAR]
    return whole.set_index("year").cpi_index


def constant_usd(nominal, years, us_cpi_annual, base_year=BASE_YEAR):
    """Express amounts in the prices of one year: nominal × CPI(base year) / CPI(year).

    Parameters
    ----------
    nominal : pandas.Series
        Amounts in the US dollars of their year.
    years : pandas.Series
        The year of each amount.
    us_cpi_annual : pandas.DataFrame
        The table of this name; only years of twelve months count.
    base_year : int
        The year in whose prices the amounts are wanted.

    Returns
    -------
    pandas.Series
        Amounts in US dollars of the base year; missing where the amount is.

    Raises
    ------
    ValueError
        If a year, or the base year, has no index of twelve months.

    Examples
    --------
    >>> cpi = pd.DataFrame({"year": [2000, 2010], "cpi_index": [100.0, 125.0], "coverage_months": 12})
    >>> constant_usd(pd.Series([4.0]), pd.Series([2000]), cpi, base_year=2010).item()
    5.0
    """
    index = full_year_cpi(us_cpi_annual)
    missing = sorted((set(years) | {base_year}) - set(index.index))
    if missing:
        raise ValueError(f"no price index of twelve months for {', '.join(map(str, missing))}")
    return nominal * index[base_year] / years.map(index)


def deals_in_constant_prices(energy_deals, us_cpi_annual):
    """Return every deal with an amount, also in the prices of `BASE_YEAR`.

    Parameters
    ----------
    energy_deals, us_cpi_annual : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``deal``, ``year``, ``kind``, ``label``, ``counting``, ``amount_usd_bn``, ``amount_usd2024_bn``.
    """
    rows = energy_deals.dropna(subset="amount_usd_bn").copy()
    rows[_CONSTANT] = constant_usd(rows.amount_usd_bn, rows.year, us_cpi_annual)
    columns = ["deal", "year", "kind", "label", "counting", "amount_usd_bn", _CONSTANT]
    return rows[columns].reset_index(drop=True)


def drawn_deals(energy_deals, us_cpi_annual):
    """Return the deals that the figure shows: those that are counted and the two rival figures, in order of time."""
    deals = deals_in_constant_prices(energy_deals, us_cpi_annual)
    return deals[deals.counting != "left out"].reset_index(drop=True)


def deal_sums(deals):
    """Return sums over counted deals, with the lower and with the higher of each pair of rival figures.

    Parameters
    ----------
    deals : pandas.DataFrame
        As `deals_in_constant_prices` returns it; all rivals are figures of one deal.

    Returns
    -------
    pandas.DataFrame
        Index ``purchase``, ``loan``; columns ``nominal_low``, ``nominal_high``, ``constant_low``, ``constant_high``,
        in billion US dollars.
    """
    counted = deals[deals.counting == "counted"].groupby("kind")[["amount_usd_bn", _CONSTANT]].sum()
    rivals = deals[deals.counting == "rival"].groupby("kind")[["amount_usd_bn", _CONSTANT]]
    sums = {}
    for name, column in (("nominal", "amount_usd_bn"), ("constant", _CONSTANT)):
        for end, values in (("low", rivals.min()), ("high", rivals.max())):
            sums[f"{name}_{end}"] = counted[column].add(values[column], fill_value=0)
    return pd.DataFrame(sums)


_BILLION = results.Quantity("billion US$", ".1f")


@results.register(
    "energy-deals",
    "Sums of dated Chinese purchases and loans in Kazakhstan’s energy sector",
    parts={
        "count": results.Quantity("", "d"),
        "nominal_low": _BILLION,
        "nominal_high": _BILLION,
        "constant_low": _BILLION,
        "constant_high": _BILLION,
        "purchases_low": _BILLION,
        "purchases_high": _BILLION,
        "loans": _BILLION,
    },
)
def deal_summary(energy_deals, us_cpi_annual):
    """Return the number of deals and sums, in dollars of each year and (``constant``, parts) of 2024."""
    deals = deals_in_constant_prices(energy_deals, us_cpi_annual)
    sums = deal_sums(deals)
    total = sums.sum()
    return {
        # the two rival figures describe one deal
        "count": int((deals.counting == "counted").sum()) + 1,
        "nominal_low": total.nominal_low,
        "nominal_high": total.nominal_high,
        "constant_low": total.constant_low,
        "constant_high": total.constant_high,
        "purchases_low": sums.constant_low["purchase"],
        "purchases_high": sums.constant_high["purchase"],
        "loans": sums.constant_low["loan"],
    }


@results.register(
    "energy-deals-to-2016",
    "Deals of 2016 and before, in dollars of each year",
    parts={"purchases_low": _BILLION, "purchases_high": _BILLION, "all_low": _BILLION, "all_high": _BILLION},
)
def deals_to_2016(energy_deals, us_cpi_annual):
    """Return nominal sums up to 2016, of purchases alone and with loans."""
    deals = deals_in_constant_prices(energy_deals, us_cpi_annual)
    sums = deal_sums(deals[deals.year <= 2016])
    return {
        "purchases_low": sums.nominal_low["purchase"],
        "purchases_high": sums.nominal_high["purchase"],
        "all_low": sums.nominal_low.sum(),
        "all_high": sums.nominal_high.sum(),
    }


def _amount(deals, deal, column="amount_usd_bn"):
    return deals.loc[deals.deal == deal, column].item()


@results.register(
    "energy-deal-amounts",
    "Single deals, in dollars of their year and of 2024",
    parts={
        "petrokazakhstan": results.Quantity("billion US$", ".2f"),
        "petrokazakhstan_constant": results.Quantity("billion US$", ".2f"),
        "state_loan": results.Quantity("billion US$", ".0f"),
        "state_loan_constant": _BILLION,
        "mangistau_low": _BILLION,
        "mangistau_high": _BILLION,
        "mangistau_half": _BILLION,
        "kashagan": results.Quantity("billion US$", ".0f"),
        "pipeline": results.Quantity("billion US$", ".1f"),
        "pledge_low": _BILLION,
        "pledge_high": _BILLION,
        "visit": results.Quantity("billion US$", ".0f"),
        "package": _BILLION,
    },
)
def deal_amounts(energy_deals, us_cpi_annual):
    """Return amounts in billion US dollars; ``_constant`` is in prices of 2024."""
    deals = deals_in_constant_prices(energy_deals, us_cpi_annual)
    return {
        "petrokazakhstan": _amount(deals, "petrokazakhstan"),
        "petrokazakhstan_constant": _amount(deals, "petrokazakhstan", _CONSTANT),
        "state_loan": _amount(deals, "state-loan"),
        "state_loan_constant": _amount(deals, "state-loan", _CONSTANT),
        "mangistau_low": _amount(deals, "mangistau-low"),
        "mangistau_high": _amount(deals, "mangistau-high"),
        "mangistau_half": _amount(deals, "mangistau-high") / 2,
        "kashagan": _amount(deals, "kashagan"),
        "pipeline": _amount(deals, "atasu-alashankou"),
        "pledge_low": _amount(deals, "aktobe-pledge"),
        "pledge_high": _amount(deals, "aktobe-pledge-high"),
        "visit": _amount(deals, "visit-2013"),
        "package": _amount(deals, "almaty-package"),
    }


def compare_deflators(energy_deals, us_cpi_annual):
    """Compare this book’s conversion to dollars of 2021 with AidData’s own.

    Parameters
    ----------
    energy_deals, us_cpi_annual : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``deal``, ``year``, ``amount_usd2021_bn`` (AidData), ``own_usd2021_bn`` and ``difference_pct``.
    """
    rows = energy_deals.dropna(subset="amount_usd2021_bn")[["deal", "year", "amount_usd_bn", "amount_usd2021_bn"]]
    own = constant_usd(rows.amount_usd_bn, rows.year, us_cpi_annual, base_year=2021)
    rows = rows.assign(own_usd2021_bn=own, difference_pct=100 * (rows.amount_usd2021_bn / own - 1))
    return rows.drop(columns="amount_usd_bn").reset_index(drop=True)


@results.register(
    "energy-deflators",
    "AidData’s constant dollars against this book’s",
    parts={
        "aiddata": results.Quantity("billion US$", ".2f"),
        "own": results.Quantity("billion US$", ".2f"),
        "largest": results.Quantity("%", ".0f"),
        "count": results.Quantity("", "d"),
    },
)
def deflator_summary(energy_deals, us_cpi_annual):
    """Return the deal whose two conversions lie furthest apart, in dollars of 2021."""
    rows = compare_deflators(energy_deals, us_cpi_annual)
    widest = rows.loc[rows.difference_pct.abs().idxmax()]
    return {
        "aiddata": widest.amount_usd2021_bn,
        "own": widest.own_usd2021_bn,
        "largest": abs(widest.difference_pct),
        "count": len(rows),
    }


# What officials and companies state


def _statement(energy_statements, name):
    return energy_statements[energy_statements.statement == name].iloc[0]


@results.register(
    "energy-chinese-oil-share",
    "Chinese companies in Kazakhstan’s oil: output of 2009, by its foreign ministry, and stakes",
    parts={
        "participation": results.Quantity("%", ".1f"),
        "equity": results.Quantity("%", ".1f"),
        "first_stake": results.Quantity("%", ".1f"),
        "kashagan": results.Quantity("%", ".2f"),
        "pipeline": results.Quantity("%", ".0f"),
    },
)
def chinese_oil_share(energy_statements):
    """Return the gross and the equity share of output, and single stakes, in percent."""
    gross = _statement(energy_statements, "chinese-participation")
    equity = _statement(energy_statements, "chinese-equity")
    return {
        "participation": gross.share_pct,
        "equity": equity.share_pct,
        "first_stake": _statement(energy_statements, "aktobe-stake").share_pct,
        "kashagan": _statement(energy_statements, "kashagan-stake").share_pct,
        "pipeline": _statement(energy_statements, "pipeline-stake").share_pct,
    }


# Figures


@figures.register(
    "fig-energy-oil-output",
    title=(
        "Kazakhstan pumped {number}`energy-oil-output.times` times as much oil in 2024 as in 1992"
        " and used {result}`energy-oil-output.kept` of it at home"
    ),
    subtitle="Oil produced and used in Kazakhstan, million tonnes of crude equivalent, 1985–2024",
    caption=(
        "The upper line is what the fields gave, the lower one what the country used; the space between them could"
        " leave it. Production includes condensate. Use is the weight of crude with the same energy, not the weight of"
        " the products. Figures before 1992 are for the Soviet republic."
    ),
    alt=(
        "Line chart, 1985 to 2024. Oil output falls to {result}`energy-oil-output.low` in"
        " {number}`energy-oil-output.low_year`, then rises to {result}`energy-oil-output.peak` in"
        " {number}`energy-oil-output.peak_year` and stays near it. Home use falls in the 1990s and ends at"
        " {result}`energy-oil-output.kept` of output."
    ),
    data=oil_output,
)
def draw_oil_output(data, axes):
    axes.fill_between(
        data.year, data.oil_consumption_mt, data.oil_production_mt, color=style.COLOURS["KAZ"], alpha=0.1, linewidth=0
    )
    axes.plot(data.year, data.oil_production_mt, color=style.COLOURS["KAZ"])
    axes.plot(data.year, data.oil_consumption_mt, color=style.QUIET, linestyle=(0, (5, 1.5)))
    last = data.iloc[-1]
    style.label(
        axes, last.year, last.oil_production_mt, f"produced\n{last.oil_production_mt:.0f}", style.COLOURS["KAZ"]
    )
    style.label(axes, last.year, last.oil_consumption_mt, f"used\n{last.oil_consumption_mt:.0f}", style.INK)
    style.label(axes, 2010, 45, "could leave the country", style.COLOURS["KAZ"], ha="center", xytext=(0, 0))
    style.mark_break(axes, 1991.5, "USSR ends")
    axes.set(xlim=(1984.5, 2024.5), ylim=(0, 100), xticks=range(1985, 2021, 5))
    return axes


@figures.register(
    "fig-energy-import-dependence",
    title=(
        "China used more oil than it produced from {number}`energy-import-dependence.since` on;"
        " by 2024 its own wells covered {result}`energy-import-dependence.covered`"
    ),
    subtitle="Oil use less oil output of China, as a share of use, %, 1985–2024",
    caption=(
        "Above zero, use exceeds output and the rest is imported or taken from stocks; below zero, output exceeds use."
        " The line counts energy. Open circles count tonnes, in the single years quoted from the Energy Institute: the"
        " two ways differ by up to {result}`energy-import-dependence.gap`. Xinhua dates the turn to"
        " {number}`energy-net-importer-stated`."
    ),
    alt=(
        "Line chart, 1985 to 2024. The share rises from minus {result}`energy-import-dependence.surplus` in 1985,"
        " crosses zero in {number}`energy-import-dependence.since` and reaches"
        " {result}`energy-import-dependence.last` in 2024. Five circles that count tonnes lie on or under the line."
    ),
    data=import_dependence,
)
def draw_import_dependence(data, axes):
    colour = style.COLOURS["CHN"]
    axes.axhline(0, color=style.QUIET, linewidth=0.9)
    axes.plot(data.year, data.share_pct, color=colour)
    axes.plot(
        data.year, data.share_of_tonnes_pct, "o", markerfacecolor=style.PAPER, markeredgecolor=style.INK, markersize=6
    )
    last, first = data.iloc[-1], data.iloc[0]
    style.label(axes, last.year, last.share_pct, f"{last.share_pct:.0f}%", colour)
    style.label(axes, first.year, first.share_pct, f"{_signed(first.share_pct)}%", colour, xytext=(6, -3))
    style.label(axes, 2010, 54, "in tonnes", style.INK, xytext=(8, -14))
    style.label(axes, 1985, 0, "imports needed", style.QUIET, xytext=(0, 9))
    style.label(axes, 1999, 0, "more produced than used", style.QUIET, xytext=(0, -9))
    axes.set(xlim=(1984.5, 2024.5), ylim=(-50, 82), xticks=range(1985, 2021, 5))
    axes.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: _signed(value)))
    return axes


def _signed(value):
    """Write a whole number; the book’s font has no minus sign, so an en dash stands for it."""
    return f"{value:.0f}".replace("-", "–")


@figures.register(
    "fig-energy-crude-to-china",
    title="What flows through the pipeline to China is no longer mainly Kazakhstan’s oil",
    subtitle="Crude oil reaching China from or through Kazakhstan, million tonnes a year, 2006–2024",
    caption=(
        "Bars are the flow of the Atasu–Alashankou pipeline from all origins; 2006 covers half a year, the pipeline and"
        " transit marks of 2024 cover ten months. Years without a bar have no figure, not no flow. Marks are narrower"
        " counts, and they contradict each other: Kazakh customs give {result}`energy-crude-to-china.kazakh_2023` by"
        " all routes for 2023, the Energy Institute at most {result}`energy-crude-to-china.cis_2024` for 2024."
    ),
    alt=(
        "Bar chart with marks. The pipeline’s flow rises from 2006 to {result}`energy-crude-to-china.pipeline_2013` in"
        " 2013 and stays near that level to 2019, with gaps. Marks show Kazakh crude of"
        " {result}`energy-crude-to-china.kazakh_2013` in 2013 but {result}`energy-crude-to-china.kazakh_2018` by"
        " pipeline in 2018, and Russian crude in transit of {result}`energy-crude-to-china.russian_2023` in 2023."
    ),
    data=crude_to_china,
)
def draw_crude_to_china(data, axes):
    flow = data[data.measure == "pipeline, all origins"]
    for basis, name, options in (
        ("reported", "pipeline, all origins, as reported", {"color": style.FAINT}),
        ("derived", "the same, from growth or running totals", {"facecolor": style.PAPER, "edgecolor": style.QUIET}),
    ):
        rows = flow[flow.basis == basis]
        hatch = "////" if basis == "derived" else None
        axes.bar(rows.year, rows.crude_mt, width=0.75, label=name, hatch=hatch, linewidth=0.6, **options)
    kazakhstan, russia = style.COLOURS["KAZ"], style.COLOURS["RUS"]
    marks = {
        "Russian crude in transit": ("^", russia, russia, "Russian crude in transit"),
        "Kazakh crude, all routes": ("D", style.PAPER, kazakhstan, "Kazakh crude, all routes (customs)"),
        "Kazakh crude, pipeline": ("o", kazakhstan, kazakhstan, "Kazakh crude, by pipeline"),
        "Other CIS crude to China": ("v", style.PAPER, style.INK, "CIS but Russia, at most"),
    }
    for measure, (marker, face, edge, name) in marks.items():
        rows = data[data.measure == measure]
        axes.plot(
            rows.year, rows.crude_mt, marker, markerfacecolor=face, markeredgecolor=edge, markersize=7,
            markeredgewidth=1.4, linestyle="none", label=name,
        )  # fmt: skip
        for row in rows.itertuples():
            more = "> " if row.basis == "lower bound" else ""
            # where a bar stands to the right, the number goes on top
            place = {"xytext": (0, 15), "ha": "center"} if row.year < 2020 else {"xytext": (8, 0)}
            style.label(axes, row.year, row.crude_mt, f"{more}{row.crude_mt:.1f}", edge, **place)
    axes.legend(loc="upper left", ncols=2, fontsize=8.5, borderaxespad=0.1, labelspacing=0.4, handlelength=1.4)
    axes.set(xlim=(2005.3, 2025.6), ylim=(0, 16.5), xticks=range(2006, 2025, 3), yticks=range(0, 13, 2))
    return axes


@figures.register(
    "fig-energy-uranium",
    title=(
        "Kazakhstan became the largest uranium miner in {number}`energy-uranium-output.leader_since`"
        " and mined {result}`energy-uranium-output.last_share` of the world’s uranium in 2024"
    ),
    subtitle="Mine production of uranium in Kazakhstan, 2002–2024",
    caption=(
        "Dashed lines mark where one page of the World Nuclear Association ends and a newer one takes over; the series"
        " is not joined across them. World totals change by up to {result}`energy-uranium-output.revision` from page to"
        " page, Kazakhstan’s own figures do not. Mine production says nothing of where the uranium went."
    ),
    alt=(
        "Two panels, 2002 to 2024. Output rises from {result}`energy-uranium-output.first` of uranium to"
        " {result}`energy-uranium-output.peak` in {number}`energy-uranium-output.peak_year`, mostly between 2008 and"
        " 2012, and stays below that peak afterwards. The share of the world rises from"
        " {result}`energy-uranium-output.first_share` to {result}`energy-uranium-output.peak_share` in"
        " {number}`energy-uranium-output.peak_share_year` and ends at {result}`energy-uranium-output.last_share`."
    ),
    data=uranium_output,
    size=style.TALL,
    panels=(2, 1),
    sharex=True,
)
def draw_uranium(data, axes):
    top, bottom = axes
    pages = [page for _, page in data.groupby("source_key", sort=False)]
    for panel, column in ((top, "kazakhstan_tu"), (bottom, "share_pct")):
        for page in pages:
            panel.plot(page.year, page[column], color=style.COLOURS["KAZ"], marker="o")
        for page in pages[1:]:
            panel.axvline(page.year.min() - 0.5, color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
    for page, name in zip(pages, ("page of 2009", "page of 2013", "2023", "page of 2025"), strict=True):
        top.annotate(
            name, (page.year.min() - 0.5, 1), xycoords=("data", "axes fraction"), xytext=(3, -2),
            textcoords="offset points", va="top", fontsize=8.5, color=style.QUIET,
        )  # fmt: skip
    top.set(title="Tonnes of uranium", ylim=(0, 29000))
    top.yaxis.set_major_formatter(matplotlib.ticker.StrMethodFormatter("{x:,.0f}"))
    bottom.set(
        title="Share of world mine production, %", ylim=(0, 52), xlim=(2001.4, 2025.4), xticks=range(2004, 2025, 4)
    )
    leader = data[data.mining_rank == 1].iloc[0]
    style.label(
        top, leader.year, leader.kazakhstan_tu, f"first in the world\nfrom {leader.year} on", xytext=(-9, 5), ha="right"
    )
    last = data.iloc[-1]
    style.label(top, last.year, last.kazakhstan_tu, f"{last.kazakhstan_tu:,.0f}", xytext=(0, 10), ha="center")
    style.label(bottom, last.year, last.share_pct, f"{last.share_pct:.0f}%", xytext=(0, -11), ha="center")
    return axes


@figures.register(
    "fig-energy-deals",
    title=(
        "Dated loans of {result}`energy-deals.loans` outweigh dated purchases of at most"
        " {result}`energy-deals.purchases_high`, in prices of 2024"
    ),
    subtitle="Chinese purchases and loans in Kazakhstan’s energy sector, billion US$ of 2024, 1997–2021",
    caption=(
        "Bars are in prices of 2024; the short line on each is the amount in dollars of its own year. Hatched bars are"
        " two rival figures for MangistauMunaiGas, of which each sum takes one. Left out: pledges, refinancing, a loan"
        " in euros, one lent with a bank that is not Chinese, and the loan that paid for MangistauMunaiGas. Not a"
        " census; amounts are agreed or reported, not paid."
    ),
    alt=(
        "Horizontal bars for {number}`energy-deals.count` deals, one with two rival figures. The loan of 2009 is by far"
        " the longest at {result}`energy-deal-amounts.state_loan_constant` in prices of 2024, then Kashagan and"
        " PetroKazakhstan ({result}`energy-deal-amounts.petrokazakhstan_constant`). Nominal amounts are shorter, the"
        " older the deal the more."
    ),
    data=drawn_deals,
    size=style.TALL,
    panels=(2, 1),
    sharex=True,
    height_ratios=(8, 6),
)
def draw_deals(data, axes):
    for panel, kind, colour in zip(axes, ("purchase", "loan"), (style.SUBJECT, style.COMPARISON), strict=True):
        rows = data[data.kind == kind]
        places = np.arange(len(rows))[::-1]
        for place, row in zip(places, rows.itertuples(), strict=True):
            rival = row.counting == "rival"
            panel.barh(
                place, row.amount_usd2024_bn, height=0.68, facecolor=style.PAPER if rival else colour,
                edgecolor=colour, hatch="////" if rival else None, linewidth=0.8, alpha=0.85,
            )  # fmt: skip
            panel.vlines(row.amount_usd_bn, place - 0.42, place + 0.42, color=style.INK, linewidth=1.6)
            style.label(panel, row.amount_usd2024_bn, place, f"{row.amount_usd2024_bn:.1f}")
        panel.set_yticks(places, [f"{row.label}, {row.year}" for row in rows.itertuples()])
        panel.set(title=f"{kind}s".capitalize(), xlim=(0, 16.5), xticks=range(0, 17, 2), ylim=(-0.6, len(rows) - 0.4))
        panel.grid(visible=True, axis="x")
        panel.grid(visible=False, axis="y")
        panel.tick_params(axis="y", length=0)
    style.label(axes[0], 8, len(data[data.kind == "purchase"]) - 1, "black line: dollars of the deal’s own year")
    return axes
