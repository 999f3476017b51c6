"""The chapter on energy: oil, gas, coal, power and uranium between Kazakhstan and China, and the money behind them."""

import matplotlib.lines
import matplotlib.ticker
import numpy as np

from analysis import energy_balances as balances
from analysis import energy_finance as finance
from analysis import energy_plants as plants
from analysis import energy_uranium as uranium
from analysis import figures, maps, prices, results, style, tables, trends, values

# Oil: output, use and dependence


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
    output = balances.oil_output(oil_balance).set_index("year")
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
    shares = balances.import_dependence(oil_balance, oil_balance_tonnes)
    gap = balances.check_oil_sources(oil_balance, oil_balance_tonnes).query("iso3 == 'CHN'").share_gap_pct.abs().max()
    first, last = shares.iloc[0], shares.iloc[-1]
    return {
        "surplus": -first.share_pct,
        "since": balances.net_importer_since(shares),
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
    "energy-net-imports",
    "Net imports of all energy as a share of energy use, by the World Bank",
    parts={
        "kyrgyzstan_1992": results.Quantity("%", ".0f"),
        "kyrgyzstan_lowest": results.Quantity("%", ".0f"),
        "kyrgyzstan_2014": results.Quantity("%", ".0f"),
        "china_2014": results.Quantity("%", ".0f"),
        "kazakhstan_exports_1992": results.Quantity("%", ".0f"),
        "kazakhstan_exports_2014": results.Quantity("%", ".0f"),
    },
)
def net_imports_of_energy(net_energy_imports):
    """Return shares of energy use in percent; those of Kazakhstan are net exports, as positive numbers."""
    wide = net_energy_imports.pivot_table(index="year", columns="iso3", values="net_imports_pct")
    return {
        "kyrgyzstan_1992": wide.KGZ[1992],
        "kyrgyzstan_lowest": wide.KGZ.min(),
        "kyrgyzstan_2014": wide.KGZ[2014],
        "china_2014": wide.CHN[2014],
        "kazakhstan_exports_1992": -wide.KAZ[1992],
        "kazakhstan_exports_2014": -wide.KAZ[2014],
    }


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
    surplus = balances.surplus_twh(oil_balance)
    last = surplus.iloc[-1]
    return {
        "surplus": last.KAZ / balances.TWH_PER_MT,
        "share": 100 * last.KAZ / -last.CHN,
    }


# Crude oil on its way to China


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
        f"{name}_{year}": balances.crude(crude_to_china, measure, year)
        for name, (measure, years) in points.items()
        for year in years
    }
    for year in (2013, 2023):
        found[f"kazakh_{year}"] = balances.crude(crude_to_china, "Kazakh crude, all routes", year)
    for year in (2018, 2024):
        found[f"kazakh_{year}"] = balances.crude(crude_to_china, "Kazakh crude, pipeline", year)
    return found


@results.register(
    "energy-crude-other",
    "Crude to China that the yearly figures leave out",
    parts={
        "two_years": results.Quantity("million tonnes", ".1f"),
        "rail_2006": results.Quantity("million tonnes", ".1f"),
        "customs_month": results.Quantity("million tonnes", ".2f"),
    },
)
def crude_beside_the_years(crude_to_china, energy_statements):
    """Return the pipeline’s flow of 2010 and 2011 together, crude by rail in 2006, and one month of China’s customs.

    ``two_years`` is the running total to the end of 2013 less the years that are known.
    """
    flow = crude_to_china[crude_to_china.measure == "pipeline, all origins"].set_index("year").crude_mt
    known = flow.loc[:2013]
    return {
        "two_years": _statement(energy_statements, "pipeline-to-2013").oil_mt - known.sum(),
        "rail_2006": _statement(energy_statements, "alashankou-rail-2006").oil_mt,
        "customs_month": _statement(energy_statements, "customs-july-2010").oil_mt,
    }


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
    imports = {year: balances.crude(crude_to_china, "China, crude imports", year) for year in (2023, 2024)}
    pipeline = balances.crude(crude_to_china, "Kazakh crude, pipeline", 2024)
    cis = balances.crude(crude_to_china, "Other CIS crude to China", 2024)
    customs = {year: balances.crude(crude_to_china, "Kazakh crude, all routes", year) for year in (2013, 2023)}
    surplus = balances.surplus_twh(oil_balance).KAZ / balances.TWH_PER_MT
    russian = balances.crude(crude_to_china, "Russian crude in transit", 2024)
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
    "energy-gas-surplus",
    "What Kazakhstan’s gas balance leaves unused in 2024, and what it exported by pipeline",
    parts={
        "balance": results.Quantity("billion m³", ".1f"),
        "exports": results.Quantity("billion m³", ".1f"),
        "kept_2014": results.Quantity("%", ".0f"),
        "kept_last": results.Quantity("%", ".0f"),
    },
)
def gas_surplus(energy_balance, gas_to_china_2024):
    """Return output less use, and pipeline exports, in billion m³ of one heat; ``kept_`` is use in % of output."""
    balances.check_gas_sources(energy_balance, gas_to_china_2024)
    rows = energy_balance[energy_balance.iso3 == "KAZ"].set_index("year")
    kept = 100 * rows.gas_consumption_twh / rows.gas_production_twh
    ours = rows.loc[2024]
    exports = gas_to_china_2024.set_index("flow").gas_bcm["exports of Kazakhstan, all pipelines"]
    return {
        "balance": (ours.gas_production_twh - ours.gas_consumption_twh) / balances.TWH_PER_BCM,
        "exports": exports,
        "kept_2014": kept[2014],
        "kept_last": kept[2024],
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
    output = uranium.uranium_output(uranium_mining).set_index("year")
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
        "revision": uranium.check_uranium_pages(uranium_mining),
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


def deal_table(energy_deals, us_cpi_annual):
    """Return the sums of `energy_finance.deal_sums` as a small table for a page, in billion US dollars."""
    sums = finance.deal_sums(finance.deals_in_constant_prices(energy_deals, us_cpi_annual))
    names = {
        "low_nominal_usd_bn": "dollars of the year, low",
        "high_nominal_usd_bn": "dollars of the year, high",
        "low_usd2024_bn": "dollars of 2024, low",
        "high_usd2024_bn": "dollars of 2024, high",
    }
    rows = sums.rename(columns=names, index={"purchase": "purchases", "loan": "loans"})
    return tables.printed(rows.rename_axis("billion US$").loc[["purchases", "loans"]].reset_index(), decimals=1)


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
    deals = finance.deals_in_constant_prices(energy_deals, us_cpi_annual)
    sums = finance.deal_sums(deals)
    total = sums.sum()
    return {
        # the two rival figures describe one deal
        "count": int((deals.counting == "counted").sum()) + 1,
        "nominal_low": total.low_nominal_usd_bn,
        "nominal_high": total.high_nominal_usd_bn,
        "constant_low": total.low_usd2024_bn,
        "constant_high": total.high_usd2024_bn,
        "purchases_low": sums.low_usd2024_bn["purchase"],
        "purchases_high": sums.high_usd2024_bn["purchase"],
        "loans": sums.low_usd2024_bn["loan"],
    }


@results.register(
    "energy-deals-to-2016",
    "Deals of 2016 and before, in dollars of each year",
    parts={"purchases_low": _BILLION, "purchases_high": _BILLION, "all_low": _BILLION, "all_high": _BILLION},
)
def deals_to_2016(energy_deals, us_cpi_annual):
    """Return nominal sums up to 2016, of purchases alone and with loans."""
    deals = finance.deals_in_constant_prices(energy_deals, us_cpi_annual)
    sums = finance.deal_sums(deals[deals.year <= 2016])
    return {
        "purchases_low": sums.low_nominal_usd_bn["purchase"],
        "purchases_high": sums.high_nominal_usd_bn["purchase"],
        "all_low": sums.low_nominal_usd_bn.sum(),
        "all_high": sums.high_nominal_usd_bn.sum(),
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
        "kashagan_constant": results.Quantity("billion US$", ".2f"),
        "pipeline": results.Quantity("billion US$", ".1f"),
        "pledge_low": _BILLION,
        "pledge_high": _BILLION,
        "visit": results.Quantity("billion US$", ".0f"),
        "package": _BILLION,
    },
)
def deal_amounts(energy_deals, us_cpi_annual):
    """Return amounts in billion US dollars; ``_constant`` is in prices of 2024."""
    deals = finance.deals_in_constant_prices(energy_deals, us_cpi_annual)
    return {
        "petrokazakhstan": _amount(deals, "petrokazakhstan"),
        "petrokazakhstan_constant": _amount(deals, "petrokazakhstan", finance.CONSTANT),
        "state_loan": _amount(deals, "state-loan"),
        "state_loan_constant": _amount(deals, "state-loan", finance.CONSTANT),
        "mangistau_low": _amount(deals, "mangistau-low"),
        "mangistau_high": _amount(deals, "mangistau-high"),
        "mangistau_half": _amount(deals, "mangistau-high") / 2,
        "kashagan": _amount(deals, "kashagan"),
        "kashagan_constant": _amount(deals, "kashagan", finance.CONSTANT),
        "pipeline": _amount(deals, "atasu-alashankou"),
        "pledge_low": _amount(deals, "aktobe-pledge"),
        "pledge_high": _amount(deals, "aktobe-pledge-high"),
        "visit": _amount(deals, "visit-2013"),
        "package": _amount(deals, "almaty-package"),
    }


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
    rows = finance.compare_deflators(energy_deals, us_cpi_annual)
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


# Four fuels


@results.register(
    "energy-fuel-balance",
    "What each country produced of four fuels in 2024 for every hundred that it used",
    parts={
        **{
            f"{country}_{fuel}": results.Quantity("%", ".0f")
            for country in ("kazakhstan", "china")
            for fuel in ("oil", "gas", "coal", "electricity")
        },
        "electricity_short": results.Quantity("%", ".0f"),
        "electricity_years": results.Quantity("", "d"),
        "all": results.Quantity("%", ".0f"),
    },
)
def fuel_balance_summary(energy_balance, oil_balance):
    """Return production as a share of use in the last year; ``electricity_years`` counts net imports at the end.

    ``electricity_short`` is what Kazakhstan’s own stations left uncovered, ``all`` a hundred, for comparisons.
    """
    rows = balances.fuel_balances(energy_balance, oil_balance)
    last = rows[rows.year == rows.year.max()].set_index(["iso3", "fuel"]).ratio_pct
    found = {
        f"{name}_{fuel}": last[code, fuel]
        for code, name in (("KAZ", "kazakhstan"), ("CHN", "china"))
        for fuel in ("oil", "gas", "coal", "electricity")
    }
    power = rows[(rows.iso3 == "KAZ") & (rows.fuel == "electricity")].sort_values("year").ratio_pct
    found["electricity_short"] = 100 - last["KAZ", "electricity"]
    found["electricity_years"] = int((power[::-1] < 100).cumprod().sum())
    found["all"] = 100
    return found


@results.register(
    "energy-ceiling",
    "Part of China’s shortfall that all Kazakhstan’s surplus could fill",
    parts={
        "oil_2000": results.Quantity("%", ".0f"),
        "oil_2010": results.Quantity("%", ".0f"),
        "oil_2014": results.Quantity("%", ".0f"),
        "oil_last": results.Quantity("%", ".0f"),
        "gas_2010": results.Quantity("%", ".0f"),
        "gas_2014": results.Quantity("%", ".0f"),
        "gas_last": results.Quantity("%", ".1f"),
        "coal_last_year": results.Quantity("year"),
        "slope": results.Quantity("percentage points a year", ".1f"),
        "slope_low": results.Quantity("percentage points a year", ".1f"),
        "slope_high": results.Quantity("percentage points a year", ".1f"),
        "years": results.Quantity("", "d"),
        "p": results.Quantity("", ".5f"),
        "tried_low": results.Quantity("percentage points a year", ".1f"),
        "tried_high": results.Quantity("percentage points a year", ".1f"),
    },
)
def ceiling_summary(energy_balance, oil_balance):
    """Return ceilings in single years, and the fall of that for oil since 2000 (Sen’s slope with its interval).

    ``p`` is that of the Mann–Kendall test for serial correlation; ``tried_`` are the ends of the slopes that the first
    years 1998, 2000, 2005 and 2010 give. Falls are positive numbers.
    """
    rows = balances.ceilings(energy_balance, oil_balance).set_index(["fuel", "year"]).share_pct
    oil, gas = rows["oil"], rows["gas"]
    found = trends.trend(oil.loc[2000:].index, oil.loc[2000:])
    tried = [-trends.sen_slope(oil.loc[year:].index, oil.loc[year:]).value for year in (1998, 2000, 2005, 2010)]
    return {
        "oil_2000": oil[2000],
        "oil_2010": oil[2010],
        "oil_2014": oil[2014],
        "oil_last": oil.iloc[-1],
        "gas_2010": gas[2010],
        "gas_2014": gas[2014],
        "gas_last": gas.iloc[-1],
        "coal_last_year": int(rows["coal"].index.max()),
        "slope": -found.slope.value,
        "slope_low": -found.slope.high,
        "slope_high": -found.slope.low,
        "years": found.count,
        "p": found.serial_test.p,
        "tried_low": min(tried),
        "tried_high": max(tried),
    }


# What the pipelines carry


@results.register(
    "energy-pipeline-use",
    "The oil pipeline’s flow against its capacity, and China’s oil imports and use",
    parts={
        "capacity_first": results.Quantity("million tonnes a year", ".0f"),
        "capacity_last": results.Quantity("million tonnes a year", ".0f"),
        "of_capacity_2013": results.Quantity("%", ".0f"),
        "of_capacity_low": results.Quantity("%", ".0f"),
        "of_capacity_high": results.Quantity("%", ".0f"),
        "imports_peak": results.Quantity("%", ".1f"),
        "imports_peak_year": results.Quantity("year"),
        "imports_last": results.Quantity("%", ".1f"),
        "use_peak": results.Quantity("%", ".1f"),
        "use_last": results.Quantity("%", ".1f"),
        "known": results.Quantity("", "d"),
        "missing": results.Quantity("", "d"),
    },
)
def pipeline_use(crude_to_china, pipeline_capacity, oil_imports_china, oil_balance):
    """Return shares in percent; ``known`` and ``missing`` count the whole years from 2007 to 2024.

    ``of_capacity_low`` and ``_high`` are the ends of the years after the expansion.
    """
    rows = balances.pipeline_shares(crude_to_china, pipeline_capacity, oil_imports_china, oil_balance)
    rows = rows.set_index("year")
    after = rows.of_capacity_pct.loc[2014:]
    capacity = pipeline_capacity.dropna(subset="crude_mt").crude_mt
    return {
        "capacity_first": capacity.iloc[0],
        "capacity_last": capacity.iloc[-1],
        "of_capacity_2013": rows.of_capacity_pct[2013],
        "of_capacity_low": after.min(),
        "of_capacity_high": after.max(),
        "imports_peak": rows.of_imports_pct.max(),
        "imports_peak_year": rows.of_imports_pct.idxmax(),
        "imports_last": rows.of_imports_pct.iloc[-1],
        "use_peak": rows.of_use_pct.max(),
        "use_last": rows.of_use_pct.iloc[-1],
        "known": len(rows),
        "missing": 2024 - 2007 + 1 - len(rows),
    }


@results.register(
    "energy-crude-price",
    "What Kazakh customs’ figures make of the price of crude to China",
    parts={
        "of_brent_2013": results.Quantity("%", ".0f"),
        "of_brent_2023": results.Quantity("%", ".0f"),
        "at_brent_2023": results.Quantity("million tonnes", ".1f"),
        "value_2024": results.Quantity("billion US$", ".1f"),
        "at_brent_2024": results.Quantity("million tonnes", ".1f"),
    },
)
def crude_price_check(crude_values, brent_price):
    """Return the implied price as a share of Brent, and the weight that the values would have bought at Brent."""
    rows = balances.crude_prices(crude_values, brent_price).set_index("year")
    return {
        "of_brent_2013": rows.of_brent_pct[2013],
        "of_brent_2023": rows.of_brent_pct[2023],
        "at_brent_2023": rows.at_brent_mt[2023],
        "value_2024": rows.value_musd[2024] / 1000,
        "at_brent_2024": rows.at_brent_mt[2024],
    }


@results.register(
    "energy-gas-line",
    "Gas from Central Asia to China by pipeline",
    parts={
        "first": results.Quantity("billion m³", ".1f"),
        "peak": results.Quantity("billion m³", ".0f"),
        "peak_year": results.Quantity("year"),
        "last": results.Quantity("billion m³", ".0f"),
        "capacity": results.Quantity("billion m³ a year", ".0f"),
        "of_capacity_peak": results.Quantity("%", ".0f"),
        "of_capacity_last": results.Quantity("%", ".0f"),
        "of_use_last": results.Quantity("%", ".0f"),
        "kazakh_2016": results.Quantity("billion m³", ".1f"),
        "kazakh_2018": results.Quantity("billion m³", ".1f"),
        "kazakh_2019": results.Quantity("billion m³", ".1f"),
        "kazakh_2020": results.Quantity("billion m³", ".0f"),
        "kazakh_2022": results.Quantity("billion m³", ".1f"),
        "kazakh_years": results.Quantity("", "d"),
        "kazakh_of_line": results.Quantity("%", ".0f"),
        "operator_low": results.Quantity("%", ".0f"),
        "operator_high": results.Quantity("%", ".0f"),
    },
)
def gas_line_summary(gas_pipeline_flows, pipeline_capacity, energy_balance):
    """Return the flow, its share of capacity and of China’s use, and how far operators’ volumes exceed the others."""
    rows = balances.gas_flows(gas_pipeline_flows, pipeline_capacity)
    wide = rows.pivot_table(index="year", columns=["flow", "volume_basis"], values="gas_bcm")
    line, operator = wide["from all of Central Asia", "40 MJ/m³"], wide["from all of Central Asia", "operator"]
    capacity = rows.set_index("year").capacity_bcm.max()
    excess = (100 * (operator / line - 1)).dropna()
    used = energy_balance[energy_balance.iso3 == "CHN"].set_index("year").gas_consumption_twh / balances.TWH_PER_BCM
    return {
        "first": line.iloc[0],
        "peak": line.max(),
        "peak_year": line.idxmax(),
        "last": line.iloc[-1],
        "capacity": capacity,
        "of_capacity_peak": 100 * line.max() / capacity,
        "of_capacity_last": 100 * line.iloc[-1] / capacity,
        "of_use_last": 100 * line.iloc[-1] / used[line.index[-1]],
        "kazakh_2016": wide["from Kazakhstan", "not stated"][2016],
        "kazakh_2018": wide["from Kazakhstan", "not stated"][2018],
        "kazakh_2019": wide["from Kazakhstan", "operator"][2019],
        "kazakh_2020": wide["from Kazakhstan", "not stated"][2020],
        "kazakh_2022": wide["from Kazakhstan", "not stated"][2022],
        "kazakh_years": int(wide["from Kazakhstan"].notna().any(axis=1).sum()),
        "kazakh_of_line": 100 * wide["from Kazakhstan", "40 MJ/m³"][2024] / line[2024],
        "operator_low": excess.min(),
        "operator_high": excess.max(),
    }


# The uranium market


@results.register(
    "energy-uranium-market",
    "Uranium mining by country",
    parts={
        "rank_2002": results.Quantity("", "d"),
        "share_2002": results.Quantity("%", ".0f"),
        "canada_2002": results.Quantity("%", ".0f"),
        "next_share_last": results.Quantity("%", ".0f"),
        "next_share_2020": results.Quantity("%", ".0f"),
        "index_2008": results.Quantity("", ".2f"),
        "index_last": results.Quantity("", ".2f"),
        "equal_2008": results.Quantity("", ".0f"),
        "equal_last": results.Quantity("", ".0f"),
        "widest": results.Quantity("", ".3f"),
    },
)
def uranium_market(uranium_producers, uranium_mining):
    """Return ranks and shares, and the concentration of mining with the width of its bounds.

    The index is the upper bound, and ``equal`` the number of equal producers that it stands for; ``widest`` is the
    largest distance between the two bounds of a year.
    """
    shares = uranium.producer_shares(uranium_producers, uranium_mining)
    wide = shares.pivot_table(index="year", columns="iso3", values="share_pct")
    ranks = shares[shares.iso3 == "KAZ"].set_index("year").mining_rank
    index = uranium.concentration(shares).set_index("year")
    others = wide.drop(columns="KAZ").max(axis=1)
    last = wide.index.max()
    return {
        "rank_2002": ranks[2002],
        "share_2002": wide.KAZ[2002],
        "canada_2002": wide.CAN[2002],
        "next_share_last": others[last],
        "next_share_2020": others[2020],
        "index_2008": index.index_high[2008],
        "index_last": index.index_high[last],
        "equal_2008": index.producers_low[2008],
        "equal_last": index.producers_low[last],
        "widest": (index.index_high - index.index_low).max(),
    }


@results.register(
    "energy-uranium-bounds",
    "Kazakhstan’s uranium without Chinese partners or without Chinese purchases, beside the next producer",
    parts={
        "next_2009": results.Quantity("tonnes", ",.0f"),
        "mines_2009": results.Quantity("tonnes", ",.0f"),
        "least_margin": results.Quantity("tonnes", ",.0f"),
        "taken": results.Quantity("tonnes", ",.0f"),
        "years": results.Quantity("", "d"),
        "years_ahead": results.Quantity("", "d"),
        "sales_2012": results.Quantity("tonnes", ",.0f"),
        "next_2012": results.Quantity("tonnes", ",.0f"),
        "sales_2013": results.Quantity("tonnes", ",.0f"),
        "next_2013": results.Quantity("tonnes", ",.0f"),
    },
)
def uranium_bounds(uranium_producers, uranium_mining, uranium_imports_china, energy_statements):
    """Return output less what China could account for, and the next producer’s, in single years.

    ``years`` counts the years since 2009 that are known for all producers, ``years_ahead`` those in which Kazakhstan
    leads even without the mines; ``least_margin`` is the smallest actual lead, ``taken`` what the mines were planned
    to give.
    """
    rows = uranium.participation_bounds(uranium_producers, uranium_mining, uranium_imports_china, energy_statements)
    rows = rows[rows.year > 2008].set_index("year")
    return {
        "next_2009": rows.next_tu[2009],
        "mines_2009": rows.without_mines_tu[2009],
        "least_margin": (rows.kazakhstan_tu - rows.next_tu).min(),
        "taken": (rows.kazakhstan_tu - rows.without_mines_tu).max(),
        "years": len(rows),
        "years_ahead": int((rows.without_mines_tu > rows.next_tu).sum()),
        "sales_2012": rows.without_sales_tu[2012],
        "next_2012": rows.next_tu[2012],
        "sales_2013": rows.without_sales_tu[2013],
        "next_2013": rows.next_tu[2013],
    }


@results.register(
    "energy-uranium-demand",
    "What China’s reactors need, and what its mines and imports give",
    parts={
        "required_2010": results.Quantity("tonnes", ",.0f"),
        "required_2015": results.Quantity("tonnes", ",.0f"),
        "required_last": results.Quantity("tonnes", ",.0f"),
        "mined_last": results.Quantity("tonnes", ",.0f"),
        "uncovered": results.Quantity("%", ".0f"),
        "could": results.Quantity("", ".1f"),
        "imports_2010": results.Quantity("tonnes", ",.0f"),
        "imports_2010_times": results.Quantity("", ".0f"),
        "imports_2013_times": results.Quantity("", ".1f"),
        "operating": results.Quantity("GW", ".0f"),
        "building": results.Quantity("GW", ".0f"),
        "planned": results.Quantity("GW", ".0f"),
        "cancelled": results.Quantity("GW", ".0f"),
        "next_required": results.Quantity("tonnes", ",.0f"),
    },
)
def uranium_demand(uranium_requirements, uranium_producers, uranium_imports_china, uranium_mining, reactor_fleet_china):
    """Return requirements, their ratio to imports, and capacity by status.

    ``could`` is Kazakhstan’s output as a multiple of what China’s mines left uncovered in the last year.
    ``imports_2013_times`` divides the imports of 2013 by the requirement of 2015, the next that is known.
    ``next_required`` adds the reactors under construction, at the last year’s need for each gigawatt.
    """
    rows = uranium.demand(uranium_requirements, uranium_producers, uranium_imports_china).set_index("year")
    fleet = reactor_fleet_china.set_index("status").capacity_mw / 1000
    last = rows.loc[2024]
    gap = last.required_tu - last.mined_tu
    return {
        "required_2010": rows.required_tu[2010],
        "required_2015": rows.required_tu[2015],
        "required_last": last.required_tu,
        "mined_last": last.mined_tu,
        "uncovered": 100 * gap / last.required_tu,
        "could": uranium_mining.set_index("year").kazakhstan_tu[2024] / gap,
        "imports_2010": rows.imports_tu[2010],
        "imports_2010_times": rows.imports_tu[2010] / rows.required_tu[2010],
        "imports_2013_times": rows.imports_tu[2013] / rows.required_tu[2015],
        "operating": fleet["operating"],
        "building": fleet["under construction"],
        "planned": fleet["before construction"],
        "cancelled": fleet["cancelled"],
        "next_required": round(last.required_tu * (1 + fleet["under construction"] / fleet["operating"]), -2),
    }


# Deals by other measures


@results.register(
    "energy-deal-barrels",
    "Deals in barrels of Brent at the price of their year",
    parts={
        "petrokazakhstan": results.Quantity("million barrels", ".0f"),
        "kashagan": results.Quantity("million barrels", ".0f"),
        "bonus": results.Quantity("million barrels", ".0f"),
        "state_loan": results.Quantity("million barrels", ".0f"),
        "petrochemical": results.Quantity("million barrels", ".0f"),
        "price_1997": results.Quantity("US$", ".0f"),
        "price_2013": results.Quantity("US$", ".0f"),
    },
)
def deal_barrels(energy_deals, brent_price):
    """Return single deals in million barrels, and the price of a barrel in two years."""
    rows = finance.deals_in_barrels(energy_deals, brent_price).set_index("deal")
    return {
        "petrokazakhstan": rows.million_barrels["petrokazakhstan"],
        "kashagan": rows.million_barrels["kashagan"],
        "bonus": rows.million_barrels["aktobe-bonus"],
        "state_loan": rows.million_barrels["state-loan"],
        "petrochemical": rows.million_barrels["petrochemical"],
        "price_1997": rows.brent_usd_bbl["aktobe-bonus"],
        "price_2013": rows.brent_usd_bbl["kashagan"],
    }


_MEANINGS = ("kept", "purchases", "with_loans", "twice", "announced")


@results.register(
    "energy-investment",
    "What was put into Kazakhstan’s petroleum by 2016, by the meaning of the words",
    parts={
        **{
            f"{name}_{kind}_{end}": _BILLION
            for name in _MEANINGS
            for kind in ("nominal", "constant")
            for end in ("low", "high")
        },
        "claimed": _BILLION,
    },
)
def investment_meanings(energy_deals, energy_statements, us_cpi_annual):
    """Return the ends of each meaning, in dollars of each year and of 2024; ``claimed`` is the sum to hold them to."""
    rows = finance.meanings_of_investment(energy_deals, energy_statements, us_cpi_annual)
    found = {
        f"{name}_{kind}_{end}": row[f"{end}_{column}"]
        for name, (_, row) in zip(_MEANINGS, rows.iterrows(), strict=True)
        for kind, column in zip(("nominal", "constant"), finance.MONEY, strict=True)
        for end in ("low", "high")
    }
    return {**found, "claimed": 20.0}


@results.register(
    "energy-deal-conditions",
    "What short accounts of the deals leave out",
    parts={
        "passed_on": results.Quantity("%", ".0f"),
        "passed_on_value": _BILLION,
        "shymkent": results.Quantity("%", ".0f"),
        "conoco": results.Quantity("%", ".1f"),
        "mangistau_loan": _BILLION,
        "kenkiyak": results.Quantity("billion US$", ".2f"),
    },
)
def deal_conditions(energy_deals, energy_statements, us_cpi_annual):
    """Return shares in percent, and amounts in billion US dollars of the year."""
    deals = finance.deals_in_constant_prices(energy_deals, us_cpi_annual)
    passed_on = _statement(energy_statements, "petrokazakhstan-passed-on").share_pct
    return {
        "passed_on": passed_on,
        "passed_on_value": passed_on / 100 * _amount(deals, "petrokazakhstan"),
        "shymkent": _statement(energy_statements, "shymkent-half").share_pct,
        "conoco": _statement(energy_statements, "kashagan-conoco").share_pct,
        "mangistau_loan": _amount(deals, "mangistau-loan"),
        "kenkiyak": _amount(deals, "kenkiyak-kumkol"),
    }


@results.register(
    "energy-kyrgyz-projects",
    "Energy projects in Kyrgyzstan with Chinese builders or lenders",
    parts={
        "count": results.Quantity("", "d"),
        "nominal": _BILLION,
        "constant": _BILLION,
        "bishkek": results.Quantity("billion US$", ".2f"),
        "datka_kemin": results.Quantity("billion US$", ".2f"),
        "datka": results.Quantity("billion US$", ".2f"),
    },
)
def kyrgyz_projects(kyrgyz_energy_projects, us_cpi_annual):
    """Return their number, and sums in dollars of each year and of 2024."""
    rows = kyrgyz_energy_projects
    amounts = rows.set_index("project").amount_usd_bn
    return {
        "count": len(rows),
        "nominal": amounts.sum(),
        "constant": prices.constant_usd(rows.amount_usd_bn, rows.year, us_cpi_annual, finance.BASE_YEAR).sum(),
        "bishkek": amounts["bishkek-plant"],
        "datka_kemin": amounts["datka-kemin"],
        "datka": amounts["datka-south"],
    }


# Power plants


@results.register(
    "energy-plants",
    "Power plants listed in Kazakhstan, Kyrgyzstan and Xinjiang",
    parts={
        "kazakhstan": results.Quantity("GW", ".1f"),
        "kyrgyzstan": results.Quantity("GW", ".1f"),
        "xinjiang": results.Quantity("GW", ".1f"),
        "times": results.Quantity("", ".1f"),
        "kazakhstan_coal": results.Quantity("%", ".0f"),
        "kyrgyzstan_water": results.Quantity("%", ".0f"),
        "xinjiang_coal": results.Quantity("%", ".0f"),
        "box_plants": results.Quantity("", "d"),
        "outside_plants": results.Quantity("", "d"),
        "outside": results.Quantity("GW", ".1f"),
        "outside_share": results.Quantity("%", ".0f"),
        "tolerance": results.Quantity("km", ".0f"),
        "by_tolerance": results.Quantity("", "d"),
    },
)
def plants_summary(power_plants, xinjiang):
    """Return capacity by place and by main fuel, and what the box around Xinjiang would add to it.

    ``by_tolerance`` counts the plants that stand outside the drawn outline and count as inside.
    """
    listed = plants.plants_by_place(power_plants, xinjiang)
    total = listed.groupby("place").capacity_mw.sum() / 1000
    fuel = listed.groupby(["place", "fuel"]).capacity_mw.sum() / 1000
    box = listed[listed.iso3 == "CHN"]
    outside = box[box.place != "Xinjiang"]
    strict = plants.in_region(box.longitude_deg, box.latitude_deg, xinjiang.geometry.iloc[0], tolerance_km=0)
    return {
        "kazakhstan": total["Kazakhstan"],
        "kyrgyzstan": total["Kyrgyzstan"],
        "xinjiang": total["Xinjiang"],
        "times": total["Xinjiang"] / total["Kazakhstan"],
        "kazakhstan_coal": 100 * fuel["Kazakhstan", "coal"] / total["Kazakhstan"],
        "kyrgyzstan_water": 100 * fuel["Kyrgyzstan", "hydro"] / total["Kyrgyzstan"],
        "xinjiang_coal": 100 * fuel["Xinjiang", "coal"] / total["Xinjiang"],
        "box_plants": len(box),
        "outside_plants": len(outside),
        "outside": outside.capacity_mw.sum() / 1000,
        "outside_share": 100 * outside.capacity_mw.sum() / box.capacity_mw.sum(),
        "tolerance": plants.TOLERANCE_KM,
        "by_tolerance": int((box.place == "Xinjiang").sum() - strict.sum()),
    }


# Who depends on whom


@results.register(
    "energy-dependence",
    "Both ends of each tie that was counted",
    parts={
        "china_low": results.Quantity("%", ".1f"),
        "china_high": results.Quantity("%", ".0f"),
        "kazakhstan_low": results.Quantity("%", ".1f"),
        "kazakhstan_high": results.Quantity("%", ".0f"),
        "measures": results.Quantity("", "d"),
        "kazakhstan_more": results.Quantity("", "d"),
        "measures_other": results.Quantity("", "d"),
        "oil_2013": results.Quantity("%", ".1f"),
        "gas_of_use": results.Quantity("%", ".1f"),
        "gas_of_output": results.Quantity("%", ".0f"),
    },
)
def dependence_summary(
    crude_to_china, oil_balance, energy_balance, oil_imports_china, gas_to_china_2024, uranium_imports_china,
    uranium_mining,
):  # fmt: skip
    """Return the ends over all measures, and by how many of them Kazakhstan’s end is the heavier."""
    rows = balances.dependence_measures(
        crude_to_china, oil_balance, energy_balance, oil_imports_china, gas_to_china_2024, uranium_imports_china,
        uranium_mining,
    )  # fmt: skip
    named = rows.set_index("measure")
    return {
        "china_low": rows.china_pct.min(),
        "china_high": rows.china_pct.max(),
        "kazakhstan_low": rows.kazakhstan_pct.min(),
        "kazakhstan_high": rows.kazakhstan_pct.max(),
        "measures": len(rows),
        "kazakhstan_more": int((rows.kazakhstan_pct > rows.china_pct).sum()),
        "measures_other": int((rows.kazakhstan_pct <= rows.china_pct).sum()),
        "oil_2013": named.china_pct["oil 2013, Kazakh customs"],
        "gas_of_use": named.china_pct["gas 2024, share of use and output"],
        "gas_of_output": named.kazakhstan_pct["gas 2024, share of use and output"],
    }


@results.register("energy-map-scale", "Smallest plant on the map", parts={"plant": results.Quantity("MW", ".0f")})
def map_scale():
    """Return the capacity from which the map shows a plant, in MW."""
    return {"plant": LARGE_PLANT_MW}


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
    data=balances.oil_output,
    words={
        "oil_production_mt": "produced",
        "oil_consumption_mt": "used",
    },
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
    style.label(axes, 2012, 45, "could leave the country", style.COLOURS["KAZ"], ha="center", xytext=(0, 0))
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
    data=balances.import_dependence,
    words={
        "share_pct": "in energy",
        "share_of_tonnes_pct": "in tonnes",
    },
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
    style.label(axes, 1999, 0, "imports needed", style.QUIET, xytext=(0, 9))
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
        " all routes for 2023; for 2024 the Energy Institute gives at most {result}`energy-crude-to-china.cis_2024`,"
        " while the value that Kazakhstan reported would buy {result}`energy-crude-price.at_brent_2024` at the price of"
        " Brent."
    ),
    alt=(
        "Bar chart with marks. The pipeline’s flow rises from 2006 to {result}`energy-crude-to-china.pipeline_2013` in"
        " 2013 and stays near that level to 2019, with gaps. Marks show Kazakh crude of"
        " {result}`energy-crude-to-china.kazakh_2013` in 2013 but {result}`energy-crude-to-china.kazakh_2018` by"
        " pipeline in 2018, and Russian crude in transit of {result}`energy-crude-to-china.russian_2023` in 2023."
    ),
    data=balances.crude_counts,
    narrow=(style.NARROW, 4.8),
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
        "Kazakh crude, by value": ("s", style.PAPER, kazakhstan, "Kazakh crude, from its value at Brent"),
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
    style.legend_above(axes, handlelength=1.4)
    axes.set(xlim=(2005.3, 2025.8), ylim=(0, 13.5), xticks=range(2006, 2025, 3), yticks=range(0, 13, 2))
    return axes


@figures.register(
    "fig-energy-uranium",
    title=(
        "Kazakhstan became the largest uranium miner in {number}`energy-uranium-output.leader_since`"
        " and mined {result}`energy-uranium-output.last_share` of the world’s uranium in 2024"
    ),
    subtitle="Mine production of uranium in Kazakhstan, 2002–2024",
    caption=(
        "Dashed lines mark where one page of the World Nuclear Association ends and a newer one takes over; the grey"
        " numbers are the years of the pages. The series is not joined across them. World totals change by up to"
        " {result}`energy-uranium-output.revision` from page to page, Kazakhstan’s own figures do not. Mine production"
        " says nothing of where the uranium went."
    ),
    alt=(
        "Two panels, 2002 to 2024. Output rises from {result}`energy-uranium-output.first` of uranium to"
        " {result}`energy-uranium-output.peak` in {number}`energy-uranium-output.peak_year`, mostly between 2008 and"
        " 2012, and stays below that peak afterwards. The share of the world rises from"
        " {result}`energy-uranium-output.first_share` to {result}`energy-uranium-output.peak_share` in"
        " {number}`energy-uranium-output.peak_share_year` and ends at {result}`energy-uranium-output.last_share`."
    ),
    data=uranium.uranium_output,
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
    for page, name in zip(pages, ("2009", "2013", "2023", "2025"), strict=True):
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
        top, leader.year, leader.kazakhstan_tu, f"first in\nthe world\nfrom {leader.year}", xytext=(-9, 8), ha="right"
    )
    last = data.iloc[-1]
    style.label(top, last.year, last.kazakhstan_tu, f"{last.kazakhstan_tu:,.0f}", xytext=(0, 10), ha="center")
    style.label(bottom, last.year, last.share_pct, f"{last.share_pct:.0f}%", xytext=(0, -11), ha="center")
    return axes


def _bars_of_deals(axes, data, column, form):
    """Draw purchases above and loans below, rival figures open; yield each panel with its rows and their places."""
    for panel, kind, colour in zip(axes, ("purchase", "loan"), (style.SUBJECT, style.COMPARISON), strict=True):
        rows = data[data.kind == kind]
        places = np.arange(len(rows))[::-1]
        for place, length, counting in zip(places, rows[column], rows.counting, strict=True):
            rival = counting == "rival"
            panel.barh(
                place, length, height=0.68, facecolor=style.PAPER if rival else colour, edgecolor=colour,
                hatch="////" if rival else None, linewidth=0.8, alpha=0.85,
            )  # fmt: skip
            style.label(panel, length, place, form.format(length))
        panel.set_yticks(places, [f"{row.label}, {row.year}" for row in rows.itertuples()])
        panel.set(title=f"{kind}s".capitalize(), ylim=(-0.6, len(rows) - 0.4))
        panel.grid(visible=True, axis="x")
        panel.grid(visible=False, axis="y")
        panel.tick_params(axis="y", length=0)
        yield panel, rows, places


@figures.register(
    "fig-energy-deals",
    title=(
        "Dated loans of {result}`energy-deals.loans` outweigh dated purchases of at most"
        " {result}`energy-deals.purchases_high`, in prices of 2024"
    ),
    subtitle=(
        "Chinese purchases and loans in Kazakhstan’s energy sector, billion US$ of 2024, 1997–2021; black line: dollars"
        " of the deal’s own year"
    ),
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
    data=finance.drawn_deals,
    size=style.TALL,
    panels=(2, 1),
    sharex=True,
    height_ratios=(8, 6),
)
def draw_deals(data, axes):
    for panel, rows, places in _bars_of_deals(axes, data, "amount_usd2024_bn", "{:.1f}"):
        for place, row in zip(places, rows.itertuples(), strict=True):
            panel.vlines(row.amount_usd_bn, place - 0.42, place + 0.42, color=style.INK, linewidth=1.6)
        panel.set(xlim=(0, 18.5), xticks=range(0, 17, 4))
    return axes


_FUELS = {
    "oil": ("o", "-"),
    "gas": ("s", (0, (5, 1.5))),
    "coal": ("^", (0, (1.5, 1.5))),
    "electricity": ("D", (0, (6, 1.5, 1, 1.5))),
}


@figures.register(
    "fig-energy-balances",
    title="Kazakhstan has oil, gas and coal to spare, China lacks oil and gas",
    subtitle="Output as a share of own use, %, 1992–2024; logarithmic axis",
    caption=(
        "Above the line at a hundred a country produces more than it uses. The axis is logarithmic: equal steps are"
        " equal factors. Kazakhstan’s gas is drawn from 2004 on, because the source breaks before; electricity is known"
        " from 2000, with a gap in 2015. Output less use holds changes of stock, so it is not trade."
    ),
    alt=(
        "Two panels of lines, 1992 to 2024, on a logarithmic axis. In Kazakhstan oil output ends at"
        " {result}`energy-fuel-balance.kazakhstan_oil` of use, gas at {result}`energy-fuel-balance.kazakhstan_gas`,"
        " coal at {result}`energy-fuel-balance.kazakhstan_coal` and electricity at"
        " {result}`energy-fuel-balance.kazakhstan_electricity`. In China oil falls to"
        " {result}`energy-fuel-balance.china_oil` and gas to {result}`energy-fuel-balance.china_gas`, while coal and"
        " electricity stay near a hundred."
    ),
    data=balances.fuel_balances,
    size=style.WIDE,
    panels=(1, 2),
    sharey=True,
)
def draw_balances(data, axes):
    places = {
        "KAZ": {"oil": 8, "gas": 7, "coal": -5, "electricity": -6},
        "CHN": {"oil": 0, "gas": 0, "coal": 8, "electricity": -7},
    }
    for panel, (code, name) in zip(axes, (("KAZ", "Kazakhstan"), ("CHN", "China")), strict=True):
        panel.axhline(100, color=style.QUIET, linewidth=0.9)
        for fuel, (_, dash) in _FUELS.items():
            rows = data[(data.iso3 == code) & (data.fuel == fuel)].set_index("year").ratio_pct
            rows = rows.reindex(range(rows.index.min(), rows.index.max() + 1))
            panel.plot(rows.index, rows, color=style.COLOURS[code], linestyle=dash)
            style.label(panel, 2024, rows.iloc[-1], fuel, xytext=(4, places[code][fuel]), fontsize=8.5)
        panel.set_yscale("log")
        panel.set(title=name, xlim=(1991.5, 2024.5), xticks=(1995, 2005, 2015), ylim=(20, 1000))
        panel.set_yticks([20, 50, 100, 200, 500, 1000])
        panel.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
        panel.yaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    return axes


@figures.register(
    "fig-energy-ceiling",
    title=(
        "All the oil that Kazakhstan can spare would fill {result}`energy-ceiling.oil_last` of China’s gap, against"
        " {result}`energy-ceiling.oil_2000` in 2000"
    ),
    subtitle="Kazakhstan’s surplus as a share of China’s shortfall, %, 2000–2024",
    caption=(
        "An upper bound, not a flow: it supposes that nothing goes to other buyers. Both sides are output less use, in"
        " energy. Gas is drawn where the share is below a hundred. Coal, where China has had no shortfall since"
        " {number}`energy-ceiling.coal_last_year`, and electricity, where it has none, are left out."
    ),
    alt=(
        "Two lines, 2000 to 2024. For oil the share falls from {result}`energy-ceiling.oil_2000` to"
        " {result}`energy-ceiling.oil_2010` in 2010 and {result}`energy-ceiling.oil_last` in 2024. For gas it falls"
        " faster, from {result}`energy-ceiling.gas_2014` in 2014 to {result}`energy-ceiling.gas_last`."
    ),
    data=balances.ceilings,
)
def draw_ceiling(data, axes):
    drawn = data[(data.year >= 2000) & (data.share_pct < 100)]
    for fuel, colour in (("oil", style.SUBJECT), ("gas", style.COMPARISON)):
        rows = drawn[drawn.fuel == fuel]
        marker, dash = _FUELS[fuel]
        axes.plot(rows.year, rows.share_pct, color=colour, linestyle=dash, marker=marker, markersize=3.5)
        last = rows.iloc[-1]
        style.label(axes, last.year, last.share_pct, f"{fuel} {last.share_pct:.0f}%", colour)
    axes.set(xlim=(1999.5, 2024.5), ylim=(0, 70), xticks=range(2000, 2025, 4))
    return axes


@figures.register(
    "fig-energy-pipeline-shares",
    title=(
        "The oil pipeline never carried more than {result}`energy-pipeline-use.imports_peak` of China’s oil imports, of"
        " whatever origin"
    ),
    subtitle="Flow of the Atasu–Alashankou pipeline as a share of China’s oil imports and oil use, %, 2007–2019",
    caption=(
        "Whole years with a published or derived flow; {number}`energy-pipeline-use.missing` years to 2024 have none"
        " and stay open. Imports are crude and products, turned from barrels a day into tonnes at the United Nations’"
        " average factor; use is compared by energy. The flow holds Russian crude since 2014."
    ),
    alt=(
        "Two rows of points, 2007 to 2019, with gaps. The share of imports rises to"
        " {result}`energy-pipeline-use.imports_peak` in {number}`energy-pipeline-use.imports_peak_year` and ends at"
        " {result}`energy-pipeline-use.imports_last`; the share of use rises to {result}`energy-pipeline-use.use_peak`"
        " and ends at {result}`energy-pipeline-use.use_last`."
    ),
    data=balances.pipeline_shares,
    words={
        "of_imports_pct": "of oil imports",
        "of_use_pct": "of oil use",
    },
)
def draw_pipeline_shares(data, axes):
    years = range(2007, 2020)
    rows = data.set_index("year").reindex(years)
    for column, name, colour, (marker, dash), up in (
        ("of_imports_pct", "of oil imports", style.SUBJECT, _FUELS["oil"], 12),
        ("of_use_pct", "of oil use", style.COMPARISON, _FUELS["gas"], -12),
    ):
        axes.plot(rows.index, rows[column], color=colour, linestyle=dash)
        for basis, face in (("reported", colour), ("derived", style.PAPER)):
            some = rows[rows.basis == basis]
            axes.plot(
                some.index, some[column], marker, markerfacecolor=face, markeredgecolor=colour, markersize=6,
                markeredgewidth=1.4, linestyle="none",
            )  # fmt: skip
        style.label(axes, 2019, rows[column].iloc[-1], f"{name}\n{rows[column].iloc[-1]:.1f}%", colour, xytext=(8, up))
    style.label(axes, 2012, rows.of_use_pct[2012], "open: derived", style.QUIET, xytext=(0, -14), ha="center")
    axes.set(xlim=(2006.4, 2019.4), ylim=(0, 4), xticks=range(2007, 2020, 2), yticks=range(5))
    return axes


@figures.register(
    "fig-energy-gas-line",
    title=(
        "The gas pipeline to China ran {result}`energy-gas-line.of_capacity_last` full in 2024, little of it"
        " Kazakhstan’s"
    ),
    subtitle="Gas reaching China by pipeline from Central Asia, billion m³ a year, 2010–2024",
    caption=(
        "Bars are the gas of Turkmenistan, Uzbekistan and Kazakhstan together, at the standard heat of the Energy"
        " Institute. Diamonds are operators’ volumes, {number}`energy-gas-line.operator_low` to"
        " {result}`energy-gas-line.operator_high` larger: the two must not be joined. Kazakhstan’s part was found for"
        " {number}`energy-gas-line.kazakh_years` years in five sources; open dots do not say what cubic metre they"
        " count, that of 2016 came by another pipe, and an analyst’s for 2020 does not fit what the minister said then."
        " The dashed line is design capacity."
    ),
    alt=(
        "Bar chart, 2010 to 2024. The flow rises from {result}`energy-gas-line.first` to"
        " {result}`energy-gas-line.peak` in {number}`energy-gas-line.peak_year` and ends at"
        " {result}`energy-gas-line.last`, below a capacity of {result}`energy-gas-line.capacity`. Marks show"
        " {result}`energy-gas-line.kazakh_2018` from Kazakhstan in 2018, {result}`energy-gas-line.kazakh_2019` in 2019,"
        " {result}`energy-gas-line.kazakh_2022` in 2022 and {result}`energy-gas.to_china` in 2024."
    ),
    data=balances.gas_flows,
    narrow=(style.NARROW, 4.6),
)
def draw_gas_line(data, axes):
    line = data[(data.flow == "from all of Central Asia") & (data.volume_basis == "40 MJ/m³")]
    axes.bar(line.year, line.gas_bcm, width=0.72, color=style.FAINT, label="from Central Asia, standard m³")
    steps = line.set_index("year").capacity_bcm
    axes.step(steps.index, steps, where="mid", color=style.INK, linestyle=(0, (4, 2)), linewidth=1.2)
    operator = data[(data.flow == "from all of Central Asia") & (data.volume_basis == "operator")]
    for basis, face in (("reported", style.INK), ("derived", style.PAPER)):
        some = operator[operator.basis == basis]
        axes.plot(
            some.year, some.gas_bcm, "D", markerfacecolor=face, markeredgecolor=style.INK, markersize=5,
            linestyle="none", label=f"from Central Asia, operators’ m³, {basis}",
        )  # fmt: skip
    ours = data[data.flow == "from Kazakhstan"]
    for stated, face, name in (
        (True, style.COLOURS["KAZ"], "from Kazakhstan"),
        (False, style.PAPER, "from Kazakhstan, kind of m³ not stated"),
    ):
        some = ours[(ours.volume_basis != "not stated") == stated]
        axes.plot(
            some.year, some.gas_bcm, "o", markerfacecolor=face, markeredgecolor=style.COLOURS["KAZ"], markersize=7,
            markeredgewidth=1.6, linestyle="none", label=name, clip_on=False, zorder=3,
        )  # fmt: skip
    for row in ours.itertuples():
        style.label(
            axes, row.year, row.gas_bcm, f"{row.gas_bcm:.1f}", style.COLOURS["KAZ"], xytext=(0, 11), ha="center"
        )
    style.label(axes, 2024, 55, "capacity\n55", xytext=(10, 0))
    style.legend_above(axes)
    axes.set(xlim=(2009.4, 2024.6), ylim=(0, 60), yticks=range(0, 61, 10))
    axes.set_xticks(range(2010, 2025, 4 if style.is_narrow(axes) else 2))
    return axes


@figures.register(
    "fig-energy-uranium-producers",
    title=(
        "Uranium mining went from {number}`energy-uranium-market.equal_2008` equal producers’ worth in 2008 to"
        " {number}`energy-uranium-market.equal_last` in 2024"
    ),
    subtitle="Shares of world mine production of uranium, %, nine years",
    caption=(
        "Columns are years chosen because the order or the market changed, not a series: mind the uneven steps. The"
        " number above each is how many equal producers would be as concentrated, the reciprocal of the"
        " Herfindahl–Hirschman index, with all unlisted producers taken for one. China, Uzbekistan and, in 2002, Russia"
        " are estimates of the source."
    ),
    alt=(
        "Stacked columns for nine years from 2002 to 2024. Kazakhstan’s part grows from"
        " {result}`energy-uranium-market.share_2002` to {result}`energy-uranium-output.last_share`; Canada’s, first in"
        " 2002 with {result}`energy-uranium-market.canada_2002`, is {result}`energy-uranium-market.next_share_last` in"
        " 2024. The number of equal producers falls from {number}`energy-uranium-market.equal_2008` in 2008 to"
        " {number}`energy-uranium-market.equal_last`."
    ),
    data=uranium.producer_shares,
)
def draw_uranium_producers(data, axes):
    years = sorted(data.year.unique())
    wide = data.pivot_table(index="year", columns="iso3", values="share_pct")
    wide["other"] = wide.drop(columns=["KAZ", "CAN", "AUS", "NAM"]).sum(axis=1)
    wide["unlisted"] = 100 - wide[["KAZ", "CAN", "AUS", "NAM", "other"]].sum(axis=1)
    looks = {
        "KAZ": ("Kazakhstan", {"color": style.COLOURS["KAZ"]}),
        "CAN": ("Canada", {"facecolor": "#9aa5b1", "hatch": "////", "edgecolor": style.PAPER}),
        "AUS": ("Australia", {"facecolor": style.FAINT}),
        "NAM": ("Namibia", {"facecolor": style.PAPER, "hatch": "....", "edgecolor": style.QUIET}),
        "other": ("five others", {"facecolor": style.GRID}),
        "unlisted": ("not listed", {"facecolor": style.PAPER, "edgecolor": style.FAINT}),
    }
    base, last = np.zeros(len(years)), 0.0
    for column, (name, look) in looks.items():
        axes.bar(range(len(years)), wide[column], bottom=base, width=0.78, linewidth=0.5, **look)
        middle = base[-1] + wide[column].iloc[-1] / 2
        last = max(middle, last + 5.5)
        style.label(axes, len(years) - 0.6, last, name, xytext=(2, 0), fontsize=8.5)
        base = base + wide[column].to_numpy()
    for place, row in enumerate(uranium.concentration(data).itertuples()):
        style.label(axes, place, 100, f"{row.producers_low:.1f}", xytext=(0, 8), ha="center")
    axes.set(xticks=range(len(years)), ylim=(0, 108), yticks=range(0, 101, 20), xlim=(-0.6, len(years) - 0.45))
    axes.set_xticklabels([str(year) for year in years])
    axes.grid(visible=False)
    return axes


@figures.register(
    "fig-energy-uranium-bounds",
    title=(
        "Without the mines of Chinese partners Kazakhstan would still lead; without the Chinese buyer, in 2013, it"
        " might not"
    ),
    subtitle=(
        "Uranium mined in Kazakhstan, less what China could account for, and by the next producer, thousand tonnes"
    ),
    caption=(
        "Bounds, not estimates. “Less the plan” takes away all that three mines with Chinese partners were planned"
        " to give from 2009 on, as if nobody else had dug there; “less all sales” takes away all that China imported"
        " from Kazakhstan, as if nobody else had bought it. China’s imports from Kazakhstan are known for two years."
    ),
    alt=(
        "Seven years from 2008 to 2024. Kazakhstan’s output less the mines stays above the next producer’s in all"
        " {number}`energy-uranium-bounds.years` years since 2009. Less China’s purchases it is"
        " {result}`energy-uranium-bounds.sales_2012` in 2012, above Canada, and"
        " {result}`energy-uranium-bounds.sales_2013` in 2013, below Canada’s {result}`energy-uranium-bounds.next_2013`."
    ),
    data=uranium.participation_bounds,
    words={
        "kazakhstan_tu": "mined",
        "without_mines_tu": "less the plan of three mines",
        "without_sales_tu": "less all sales to China",
        "next_tu": "next producer",
        "next_iso3": "",
    },
)
def draw_uranium_bounds(data, axes):
    places = np.arange(len(data))
    axes.bar(
        places, data.kazakhstan_tu / 1000, width=0.72, color=style.COLOURS["KAZ"], alpha=0.25, label="Kazakhstan, mined"
    )
    for column, marker, face, edge, name in (
        ("without_mines_tu", "o", style.COLOURS["KAZ"], style.COLOURS["KAZ"], "less the plan of three mines"),
        ("without_sales_tu", "v", style.PAPER, style.COLOURS["CHN"], "less all sales to China"),
    ):
        axes.plot(
            places, data[column] / 1000, marker, markerfacecolor=face, markeredgecolor=edge, markersize=8,
            markeredgewidth=1.5, linestyle="none", label=name,
        )  # fmt: skip
    axes.hlines(
        data.next_tu / 1000, places - 0.4, places + 0.4, color=style.INK, linewidth=2.2, label="the next producer"
    )
    for place, row in zip(places, data.itertuples(), strict=True):
        name = {"CAN": "Canada", "AUS": "Australia"}[row.next_iso3]
        up = 7 if row.year in (2008, 2013) else -7
        style.label(axes, place, row.next_tu / 1000, name, xytext=(0, up), ha="center", fontsize=8)
    axes.set_xticks(places, [str(year) for year in data.year])
    style.legend_above(axes, narrow_columns=2, columnspacing=1)
    axes.set(ylim=(0, 26.5), yticks=range(0, 26, 5), xlim=(-0.6, len(data) - 0.4))
    return axes


@figures.register(
    "fig-energy-uranium-demand",
    title=(
        "China imported uranium for years ahead: {number}`energy-uranium-demand.imports_2010_times` times its need in"
        " 2010"
    ),
    subtitle="What China’s reactors need, what China mines and what it imported, thousand tonnes of uranium, 2008–2024",
    caption=(
        "Every mark is one published figure; years between have none and are not joined. Need is what the World Nuclear"
        " Association expected for the year, with first loads of new reactors. Imports are Chinese customs’ as one"
        " journal reports them, and end in 2013. China’s mines are an estimate of the source."
    ),
    alt=(
        "Marks from 2008 to 2024. Need rises from {result}`energy-uranium-demand.required_2010` in 2010 to"
        " {result}`energy-uranium-demand.required_last` in 2024. China’s own mines stay near"
        " {result}`energy-uranium-demand.mined_last`. Imports of 2010 to 2013 lie far above need, at"
        " {result}`energy-uranium-demand.imports_2010` in 2010, and stop being known in 2013."
    ),
    data=uranium.demand,
    words={
        "required_tu": "need of the reactors",
        "mined_tu": "mined in China",
        "imports_tu": "imports of all origins",
    },
)
def draw_uranium_demand(data, axes):
    colour = style.COLOURS["CHN"]
    for column, marker, face, edge, name in (
        ("imports_tu", "^", style.PAPER, colour, "imports, all origins"),
        ("imports_from_kazakhstan_tu", "D", style.COLOURS["KAZ"], style.COLOURS["KAZ"], "imports from Kazakhstan"),
        ("required_tu", "o", colour, colour, "need of the reactors"),
        ("mined_tu", "s", style.FAINT, style.QUIET, "mined in China (estimate)"),
    ):
        axes.plot(
            data.year, data[column] / 1000, marker, markerfacecolor=face, markeredgecolor=edge, markersize=8,
            markeredgewidth=1.5, linestyle="none", label=name,
        )  # fmt: skip
    for row in data.dropna(subset="required_tu").itertuples():
        text = f"{row.required_tu / 1000:.1f}\n{row.reactors_mw / 1000:.0f} GW"
        # two needs lie too close for both labels to stand above them
        side = {"xytext": (0, -18)} if row.year == 2017 else {"xytext": (0, 18)}
        style.label(axes, row.year, row.required_tu / 1000, text, colour, ha="center", fontsize=8.5, **side)
    style.legend_above(axes)
    axes.set(xlim=(2007.3, 2025.2), ylim=(0, 20.5), xticks=range(2008, 2025, 4), yticks=range(0, 21, 5))
    return axes


@figures.register(
    "fig-energy-deal-barrels",
    title=(
        "Counted in oil, PetroKazakhstan cost {result}`energy-deal-barrels.petrokazakhstan`, more than the Kashagan"
        " stake"
    ),
    subtitle="Counted purchases and loans, million barrels of Brent at the mean price of the deal’s year",
    caption=(
        "Each amount divided by the price of Brent in its year. Nobody was paid in barrels: the figure says what the"
        " sum would have bought. Hatched bars are the two rival figures for MangistauMunaiGas. Nominal amounts, and the"
        " same deals in constant dollars, stand in the figure before."
    ),
    alt=(
        "Horizontal bars for {number}`energy-deals.count` deals, one with two rival figures. The loan of 2009 is"
        " longest at {result}`energy-deal-barrels.state_loan`, then PetroKazakhstan at"
        " {result}`energy-deal-barrels.petrokazakhstan`; Kashagan is {result}`energy-deal-barrels.kashagan`, and the"
        " bonus of 1997, a small sum, {result}`energy-deal-barrels.bonus`."
    ),
    data=finance.deals_in_barrels,
    size=style.TALL,
    panels=(2, 1),
    sharex=True,
    height_ratios=(8, 6),
)
def draw_deal_barrels(data, axes):
    for panel, _, _ in _bars_of_deals(axes, data, "million_barrels", "{:.0f}"):
        panel.set(xlim=(0, 185), xticks=range(0, 181, 60))
    return axes


@figures.register(
    "fig-energy-investment",
    title="Whether more than 20 billion dollars went into petroleum by 2016 depends on what is counted",
    subtitle="Chinese money for Kazakhstan’s energy sector to 2016 by five meanings, billion US$",
    caption=(
        "Filled bars are dollars of each deal’s year, open bars dollars of 2024; both run from the lower to the higher"
        " of the rival figures, and a bar without length is a single sum. The dashed line is the sum that is claimed."
        " Not a census: deals without a published price would lengthen every row but the last, whose packages were"
        " announced, not spent."
    ),
    alt=(
        "Five rows of ranges against a line at {number}`energy-investment.claimed`. Purchases in dollars of their year"
        " are {number}`energy-investment.purchases_nominal_low` to {number}`energy-investment.purchases_nominal_high`,"
        " left of the line; in dollars of 2024 they straddle it. With loans they are"
        " {number}`energy-investment.with_loans_nominal_low` to {number}`energy-investment.with_loans_nominal_high`,"
        " right of it."
    ),
    data=finance.meanings_of_investment,
    words={
        "nominal_low": "billion US$ of the time",
        "nominal_high": "billion US$ of the time",
        "constant_low": "billion US$ of 2024",
        "constant_high": "billion US$ of 2024",
    },
)
def draw_investment(data, axes):
    places = np.arange(len(data))[::-1]
    for place, row in zip(places, data.itertuples(), strict=True):
        for shift, low, high, face, name in (
            (0.19, row.low_nominal_usd_bn, row.high_nominal_usd_bn, style.SUBJECT, "dollars of each deal’s year"),
            (-0.19, row.low_usd2024_bn, row.high_usd2024_bn, style.PAPER, "dollars of 2024"),
        ):
            axes.barh(
                place + shift, max(high - low, 0.35), left=low - 0.17 * (high == low), height=0.26, facecolor=face,
                edgecolor=style.SUBJECT, linewidth=1.2, label=name if place == places[0] else None,
            )  # fmt: skip
            text = f"{low:.0f}–{high:.0f}" if round(low) != round(high) else f"{high:.0f}"
            # a label that would run into the line of the claim stands on the other side of its bar
            side = {"xytext": (-6, 0), "ha": "right"} if high < 20 else {"xytext": (7, 0)}
            style.label(axes, low if high < 20 else high, place + shift, text, fontsize=8.5, **side)
    axes.axvline(20, color=style.INK, linestyle=(0, (4, 2)), linewidth=1.2)
    style.label(axes, 20, len(data) - 0.42, "claimed: more than 20", xytext=(5, 0), fontsize=8.5)
    style.legend_above(axes)
    axes.set_yticks(
        places,
        [
            name.replace("loans that", "loans that\n")
            .replace("announced in", "announced\nin")
            .replace(", less what", ",\nless what")
            for name in data.meaning
        ],
    )
    axes.set(xlim=(0, 66), ylim=(-0.55, len(data) - 0.2), xticks=range(0, 61, 20))
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    return axes


_FUEL_LOOKS = {
    "coal": {"facecolor": style.INK},
    "gas": {"facecolor": style.COMPARISON},
    "hydro": {"facecolor": style.WATER, "hatch": "\\\\\\\\", "edgecolor": style.PAPER},
    "oil": {"facecolor": style.COMPARISON},
    "solar": {"facecolor": "#e9c46a", "hatch": "....", "edgecolor": style.PAPER},
    "wind": {"facecolor": style.PAPER, "hatch": "////", "edgecolor": style.QUIET},
}


@figures.register(
    "fig-energy-plants",
    title=(
        "Xinjiang’s listed power plants hold {number}`energy-plants.times` times Kazakhstan’s capacity, and"
        " both burn coal"
    ),
    subtitle="Capacity of listed power plants by main fuel, GW, database of 2021",
    caption=(
        "Xinjiang is clipped by its outline. The last row is what a box around it would have added by mistake:"
        " {number}`energy-plants.outside_plants` of {number}`energy-plants.box_plants` plants, in Gansu and Qinghai."
        " The database was last kept up in early 2022 and misses small and new plants."
    ),
    alt=(
        "Four horizontal stacked bars. Kazakhstan has {result}`energy-plants.kazakhstan`, of which"
        " {result}`energy-plants.kazakhstan_coal` burn coal; Kyrgyzstan {result}`energy-plants.kyrgyzstan`, mostly"
        " water; Xinjiang {result}`energy-plants.xinjiang`, of which {result}`energy-plants.xinjiang_coal` burn coal."
        " The box would have added {result}`energy-plants.outside` of solar and wind power elsewhere."
    ),
    data=plants.capacity_by_fuel,
    size=(7.2, 3.0),
)
def draw_plants(data, axes):
    order = ["Kazakhstan", "Kyrgyzstan", "Xinjiang", "in the box, outside Xinjiang"]
    places = dict(zip(order, range(len(order))[::-1], strict=True))
    left = dict.fromkeys(order, 0.0)
    seen = set()
    for fuel in ("coal", "hydro", "solar", "wind", "gas", "oil"):
        for row in data[data.fuel == fuel].itertuples():
            name = None if fuel in seen or fuel == "oil" else {"hydro": "water", "gas": "gas or oil"}.get(fuel, fuel)
            axes.barh(
                places[row.place], row.capacity_gw, left=left[row.place], height=0.62, linewidth=0.5, label=name,
                **_FUEL_LOOKS[fuel],
            )  # fmt: skip
            left[row.place] += row.capacity_gw
            seen.add(fuel)
    for name in order:
        style.label(axes, left[name], places[name], f"{left[name]:.1f}")
    axes.set_yticks(list(places.values()), [name.replace(", ", ",\n") for name in places])
    style.legend_above(axes, columns=5, narrow_columns=3, handlelength=1.4)
    axes.set(xlim=(0, 75), xticks=range(0, 71, 10), ylim=(-0.5, 3.5))
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    return axes


LARGE_PLANT_MW = 600
"""The capacity from which the map shows a power plant."""


def energy_map(countries_caspian, lakes, xinjiang, energy_pipelines, oil_fields, power_plants):
    """Return the layers of the map of fields, pipelines and large power plants.

    Parameters
    ----------
    countries_caspian, lakes, xinjiang, energy_pipelines : pandas.DataFrame
        The layers of these names.
    oil_fields, power_plants : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        See `maps.stack`; kinds of its own are ``region``, ``pipeline``, ``field`` and ``plant`` (of `LARGE_PLANT_MW` or
        more, in Kazakhstan, Kyrgyzstan or Xinjiang).
    """
    listed = plants.plants_by_place(power_plants, xinjiang)
    large = listed[(listed.capacity_mw >= LARGE_PLANT_MW) & (listed.place != "in the box, outside Xinjiang")]
    return maps.stack(
        land=countries_caspian[["iso3", "geometry"]],
        lake=lakes[lakes.name.isin(["Balkhash", "Aral Sea", "Issyk-Kul", "Zaysan", "Alakol"])][["name", "geometry"]],
        region=xinjiang[["region", "geometry"]],
        pipeline=energy_pipelines.drop(columns="gem_id"),
        field=maps.points(oil_fields.rename(columns={"field": "name"}).drop(columns="accuracy")),
        plant=maps.points(large[["plant", "place", "fuel", "capacity_mw", "longitude_deg", "latitude_deg"]]),
    )


_FIELD_OFFSETS = {
    "Kashagan": (-6, 7, "right"), "Tengiz": (6, 2, "left"), "Karachaganak": (6, 0, "left"),
    "Kumkol": (0, -11, "center"),
    "Zhanazhol": (7, -6, "left"), "Zhetybay": (-5, -8, "right"), "Karazhanbas": (-6, -2, "right"),
}  # fmt: skip


@figures.register(
    "fig-energy-map",
    title="Chinese buyers took fields across western Kazakhstan, and all lines to China meet at two crossings",
    subtitle="Oil fields, pipelines and power plants of {number}`energy-map-scale.plant` MW or more",
    caption=(
        "Filled diamonds are fields of companies or projects in which a Chinese buyer took a share; open ones are other"
        " large fields. Dotted lines are sketches: their course is not known exactly. Plants outside the outline of"
        " Xinjiang, and those below the limit, are left out; the list dates from 2021. Lambert’s equal-area projection."
        " " + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map of Kazakhstan and Xinjiang. Seven oil fields in the west and centre of Kazakhstan had a Chinese buyer. An"
        " oil line runs from the Caspian east to Atasu and on to Alashankou; three gas lines come from Uzbekistan"
        " through southern Kazakhstan to Khorgos. Large power plants crowd northern Kazakhstan and the north of"
        " Xinjiang."
    ),
    data=energy_map,
    size=(style.MAP[0], 4.8),
    narrow=(5.3, 3.95),
)
def draw_energy_map(data, axes):
    transformer = maps.projection(70, 45)
    maps.draw_base(axes, data, transformer, (47.5, 93.5, 36.5, 55.2))
    maps.draw_shapes(
        axes, data[data.layer == "region"].geometry, transformer, tolerance=4, edgecolor=style.QUIET, linewidth=0.8,
        linestyle=(0, (3, 2)), zorder=2,
    )  # fmt: skip
    for carries, colour, width in (("natural gas", style.COMPARISON, 1.6), ("crude oil", style.INK, 1.9)):
        for drawing, dash in (("traced", "-" if carries == "crude oil" else (0, (5, 1.5))), ("sketch", (0, (1, 1.6)))):
            rows = data[(data.layer == "pipeline") & (data.carries == carries) & (data.drawing == drawing)]
            maps.draw_shapes(
                axes,
                rows.geometry,
                transformer,
                tolerance=3,
                edgecolor=colour,
                linewidth=width,
                linestyle=dash,
                zorder=5,
            )
    large = data[data.layer == "plant"]
    positions = np.array([point.coords[0] for point in maps.projected(large.geometry, transformer)])
    axes.scatter(
        *positions.T, marker="s", s=large.capacity_mw / 60, color=style.QUIET, alpha=0.6, linewidths=0, zorder=4
    )
    for plant, position in zip(large.itertuples(), positions, strict=True):
        values.tell(axes, *position, f"{plant.plant}: {plant.capacity_mw:,.0f} MW, {plant.fuel}", "power plant")
    fields = data[data.layer == "field"]
    for bought, face in ((True, style.SUBJECT), (False, style.PAPER)):
        some = fields[fields.company_bought.notna() == bought]
        spots = np.array([point.coords[0] for point in maps.projected(some.geometry, transformer)])
        axes.scatter(
            *spots.T, marker="D", s=34, facecolor=face, edgecolor=style.SUBJECT, linewidths=1.3, zorder=6.5
        )  # fmt: skip
    for row, spot in zip(fields.itertuples(), maps.projected(fields.geometry, transformer), strict=True):
        buyer = "Chinese buyer" if isinstance(row.company_bought, str) else "no Chinese buyer in the list of deals"
        values.tell(axes, *spot.coords[0], f"{row.name}: oil field, {buyer}", "oil field")
        if row.name in _FIELD_OFFSETS:
            maps.write(axes, row.name, spot.coords[0], *_FIELD_OFFSETS[row.name], size=8.5)
    for name, longitude, latitude, place in (
        ("Atasu", 71.65, 48.7, (0, 9, "center")), ("Alashankou", 82.57, 45.17, (-8, 12, "center")),
        ("Khorgos", 80.4, 44.2, (-6, -10, "right")),
    ):  # fmt: skip
        maps.write(axes, name, transformer.transform(longitude, latitude), *place, size=8.5)
    for name, longitude, latitude in (("KAZAKHSTAN", 68, 51.2), ("XINJIANG", 85, 39), ("UZBEKISTAN", 62, 42.8)):
        maps.write(axes, name, transformer.transform(longitude, latitude), colour=style.QUIET, size=8.5, edge=False)
    _draw_map_key(axes)
    return axes


def _draw_map_key(axes):
    """Explain the map’s signs under it."""
    line, mark = matplotlib.lines.Line2D, {"linestyle": "none", "markeredgecolor": style.SUBJECT, "markersize": 6}
    keys = [
        line([], [], color=style.INK, linewidth=1.9, label="oil line"),
        line([], [], color=style.COMPARISON, linewidth=1.6, linestyle=(0, (5, 1.5)), label="gas line"),
        line([], [], marker="D", markerfacecolor=style.SUBJECT, label="field, Chinese buyer", **mark),
        line([], [], marker="D", markerfacecolor=style.PAPER, label="other field", **mark),
        line([], [], marker="s", color=style.QUIET, alpha=0.55, linestyle="none", label="power plant"),
    ]
    axes.legend(
        handles=keys, loc="upper center", bbox_to_anchor=(0.5, -0.045), fontsize=8.5, handlelength=2,
        ncols=3 if style.is_narrow(axes) else 5, columnspacing=1.2,
    )  # fmt: skip


@figures.register(
    "fig-energy-dependence",
    title=(
        "By {number}`energy-dependence.kazakhstan_more` of {number}`energy-dependence.measures` measures Kazakhstan"
        " leans more on China than China on it; in uranium China did"
    ),
    subtitle="The same flows as a share of China’s need and of Kazakhstan’s supply, %; logarithmic axis",
    caption=(
        "Each row is one flow, counted once and divided twice. The axis is logarithmic. Rows of oil are rival counts of"
        " different kinds and years, not a series; the regional bound is crude of all former Soviet states but Russia."
        " Shares of need say nothing of how easily a supplier or a buyer could be replaced."
    ),
    alt=(
        "Dumbbell chart of {number}`energy-dependence.measures` measures on a logarithmic axis. For oil, China’s end"
        " lies between {result}`energy-dependence.china_low` and {result}`energy-dependence.oil_2013`, Kazakhstan’s"
        " several times higher. For gas Kazakhstan’s end is {result}`energy-dependence.kazakhstan_high` of its exports."
        " For uranium China’s end, up to {result}`energy-dependence.china_high`, is the higher."
    ),
    data=balances.dependence_measures,
    narrow=(style.NARROW, 4.8),
    words={
        "china_pct": "of China’s need",
        "kazakhstan_pct": "of Kazakhstan’s supply",
    },
)
def draw_dependence(data, axes):
    places = np.arange(len(data))[::-1]
    axes.hlines(
        places,
        data[["china_pct", "kazakhstan_pct"]].min(axis=1),
        data[["china_pct", "kazakhstan_pct"]].max(axis=1),
        color=style.FAINT,
        linewidth=2.5,
        zorder=1,
    )
    for column, marker, code in (("china_pct", "o", "CHN"), ("kazakhstan_pct", "s", "KAZ")):
        axes.plot(data[column], places, marker, color=style.COLOURS[code], markersize=8, linestyle="none")
    for place, row in zip(places, data.itertuples(), strict=True):
        for value, other, code in (
            (row.china_pct, row.kazakhstan_pct, "CHN"),
            (row.kazakhstan_pct, row.china_pct, "KAZ"),
        ):
            text = f"{value:.1f}" if value < 10 else f"{value:.0f}"
            side = {"xytext": (8, 0), "ha": "left"} if value > other else {"xytext": (-8, 0), "ha": "right"}
            style.label(axes, value, place, text, style.COLOURS[code], **side)
    narrow = style.is_narrow(axes)
    axes.set_yticks(places, [name.replace(", ", ",\n") if narrow else name for name in data.measure])
    axes.set_xscale("log")
    axes.set(xlim=(0.05 if narrow else 0.08, 200), ylim=(-0.6, len(data) + 0.1))
    axes.set_xticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    axes.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    first = data.iloc[0]
    for column, text, code, side in (
        ("china_pct", "of China’s need", "CHN", "right"),
        ("kazakhstan_pct", "of Kazakhstan’s supply", "KAZ", "left"),
    ):
        if narrow:
            text = text.replace("of Kazakhstan’s", "of Kazakhstan’s\n").replace("of China’s", "of China’s\n")
        style.label(
            axes, first[column], places[0], text, style.COLOURS[code], xytext=(0, 17 if narrow else 13), ha=side
        )
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    return axes
