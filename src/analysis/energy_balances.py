"""What China and Kazakhstan produce, use and send each other: oil, gas, coal and electricity in comparable units."""

import numpy as np
import pandas as pd

TWH_PER_MT = 11.63
"""Energy of a million tonnes of standard crude, 41.868 MJ a kilogram: by definition of the tonne of oil equivalent."""

TWH_PER_BCM = 10.0
"""Energy that the source of `energy_balance` gives a billion m³ of gas: 36 MJ a m³, lower heat of its standard gas."""

BARRELS_PER_TONNE = 7.32
"""Barrels in a tonne of crude of average gravity: United Nations, Energy Statistics Yearbook, conversion factors."""

TONNES_A_YEAR_PER_BARREL_A_DAY = 1 / 0.02005
"""Tonnes in a year from a barrel a day of crude: the same table, which gives 0.02005 barrels a day for a tonne."""

_WHOLE_YEAR = 12


# Checks: where two sources meet


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
    weight = net_import_share(both.oil_production_mt, both.oil_consumption_mt)
    heat = net_import_share(both.oil_production_twh, both.oil_consumption_twh)
    both["share_gap_pct"] = heat - weight
    production = (both.converted_mt / both.oil_production_mt - 1).abs()
    apart = (both.iso3 == "CHN") & ~(both.share_gap_pct.abs() <= share_tolerance_pct)
    wrong = both[~(production <= 0.001) | apart]
    if len(wrong):
        rows = ", ".join(f"{row.iso3} {row.year}" for row in wrong.itertuples())
        raise ValueError(f"oil_balance and oil_balance_tonnes disagree for {rows}: take both from one edition")
    return both[["iso3", "year", "oil_production_mt", "converted_mt", "share_gap_pct"]]


def net_import_share(production, consumption):
    """Return the part of consumption that production does not cover, in percent; negative where it exceeds it."""
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
        {"year": heat.year, "share_pct": net_import_share(heat.oil_production_twh, heat.oil_consumption_twh)}
    )
    single = pd.DataFrame(
        {
            "year": weight.year,
            "share_of_tonnes_pct": net_import_share(weight.oil_production_mt, weight.oil_consumption_mt),
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


def surplus_twh(oil_balance):
    """Return production less consumption by year, one column a country."""
    surplus = oil_balance.assign(surplus_twh=oil_balance.oil_production_twh - oil_balance.oil_consumption_twh)
    return surplus.pivot_table(index="year", columns="iso3", values="surplus_twh")


def crude(table, measure, year):
    """Return one figure of the table `crude_to_china`, in million tonnes."""
    return table.crude_mt[(table.measure == measure) & (table.year == year)].item()


def check_gas_sources(energy_balance, gas_to_china_2024, tolerance_pct=0.1):
    """Assert that the yearly gas balance and the sheet of gas trade give Kazakhstan the same output.

    Parameters
    ----------
    energy_balance, gas_to_china_2024 : pandas.DataFrame
        The tables of these names.
    tolerance_pct : float
        How far the two may lie apart, in percent.

    Returns
    -------
    float
        The difference in percent, of the output in billion m³ at `TWH_PER_BCM`.

    Raises
    ------
    ValueError
        If they differ by more than the tolerance: then one is counted at another heat value, or is of another
        edition, and no share may mix them.
    """
    volume = gas_to_china_2024.gas_bcm[gas_to_china_2024.flow == "production of Kazakhstan"].item()
    heat = energy_balance.set_index(["iso3", "year"]).gas_production_twh["KAZ", 2024]
    difference = 100 * (heat / TWH_PER_BCM / volume - 1)
    if not abs(difference) <= tolerance_pct:
        raise ValueError(f"the two gas tables differ by {difference:.1f}% for Kazakhstan in 2024: do not mix them")
    return difference


# Four fuels


def fuel_balances(energy_balance, oil_balance):
    """Return what each country produces of four fuels as a share of what it uses.

    Parameters
    ----------
    energy_balance, oil_balance : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``iso3``, ``year``, ``fuel`` (oil, gas, coal, electricity), ``produced_twh``, ``used_twh``, ``ratio_pct``; from
        1992. Electricity used is generation plus net imports. Years without both sides are left out.
    """
    oil = oil_balance.rename(columns={"oil_production_twh": "produced_twh", "oil_consumption_twh": "used_twh"})
    power = energy_balance.assign(
        produced_twh=energy_balance.electricity_generation_twh,
        used_twh=energy_balance.electricity_generation_twh + energy_balance.net_electricity_imports_twh,
    )
    parts = [oil.assign(fuel="oil"), power.assign(fuel="electricity")]
    for fuel in ("gas", "coal"):
        names = {f"{fuel}_production_twh": "produced_twh", f"{fuel}_consumption_twh": "used_twh"}
        parts.append(energy_balance.rename(columns=names).assign(fuel=fuel))
    columns = ["iso3", "year", "fuel", "produced_twh", "used_twh"]
    rows = pd.concat([part[columns] for part in parts], ignore_index=True).dropna().query("year >= 1992")
    rows = rows.assign(ratio_pct=100 * rows.produced_twh / rows.used_twh)
    return rows.sort_values(["iso3", "fuel", "year"]).reset_index(drop=True)


def ceilings(energy_balance, oil_balance):
    """Return how much of China’s shortfall all that Kazakhstan does not use could fill.

    Parameters
    ----------
    energy_balance, oil_balance : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``fuel``, ``year``, ``surplus_twh`` (Kazakhstan), ``shortfall_twh`` (China), ``share_pct``. An upper bound by
        construction, since Kazakhstan sells to others too. Years in which China has no shortfall, or Kazakhstan no
        surplus, are left out.
    """
    balances = fuel_balances(energy_balance, oil_balance)
    balances["surplus_twh"] = balances.produced_twh - balances.used_twh
    wide = balances.pivot_table(index=["fuel", "year"], columns="iso3", values="surplus_twh").dropna()
    wide = wide[(wide.KAZ > 0) & (wide.CHN < 0)]
    found = pd.DataFrame({"surplus_twh": wide.KAZ, "shortfall_twh": -wide.CHN})
    return found.assign(share_pct=100 * found.surplus_twh / found.shortfall_twh).reset_index()


# The pipelines


def _capacity(pipeline_capacity, years):
    """Return the capacity of the oil line in years, in million tonnes; missing before the first that is known."""
    steps = pipeline_capacity.dropna(subset="crude_mt").set_index("year").crude_mt.sort_index()
    return [steps[steps.index <= year].iloc[-1] if (steps.index <= year).any() else np.nan for year in years]


def pipeline_shares(crude_to_china, pipeline_capacity, oil_imports_china, oil_balance):
    """Return what the oil pipeline carried as a share of its capacity, and of China’s oil imports and use.

    Parameters
    ----------
    crude_to_china, pipeline_capacity, oil_imports_china, oil_balance : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``crude_mt`` (all origins), ``basis``, ``of_capacity_pct`` (missing where no capacity was found),
        ``of_imports_pct`` (of crude and products, in barrels a day at `TONNES_A_YEAR_PER_BARREL_A_DAY`), ``of_use_pct``
        (of oil used, by energy). Whole years with a throughput alone.
    """
    flow = crude_to_china[crude_to_china.measure == "pipeline, all origins"]
    rows = flow[flow.coverage_months == _WHOLE_YEAR].merge(oil_imports_china, on="year")
    used = oil_balance[oil_balance.iso3 == "CHN"].set_index("year").oil_consumption_twh
    imported = rows.oil_imports_kbd * TONNES_A_YEAR_PER_BARREL_A_DAY / 1000
    return pd.DataFrame(
        {
            "year": rows.year,
            "crude_mt": rows.crude_mt,
            "basis": rows.basis,
            "of_capacity_pct": 100 * rows.crude_mt / _capacity(pipeline_capacity, rows.year),
            "of_imports_pct": 100 * rows.crude_mt / imported,
            "of_use_pct": 100 * rows.crude_mt * TWH_PER_MT / rows.year.map(used),
        }
    )


def crude_prices(crude_values, brent_price):
    """Return what a barrel of Kazakhstan’s crude to China cost by Kazakh customs, beside the price of Brent.

    Parameters
    ----------
    crude_values, brent_price : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``crude_mt``, ``value_musd``, ``price_nominal_usd_bbl`` (at `BARRELS_PER_TONNE`), ``brent_usd_bbl``,
        ``of_brent_pct`` and ``at_brent_mt``, the weight that the value would have bought at the price of Brent.
    """
    rows = crude_values.merge(brent_price, on="year", how="left", validate="one_to_one")
    price = rows.value_musd / rows.crude_mt / BARRELS_PER_TONNE
    weight = rows.value_musd / rows.brent_usd_bbl / BARRELS_PER_TONNE
    rows = rows.assign(price_nominal_usd_bbl=price, of_brent_pct=100 * price / rows.brent_usd_bbl, at_brent_mt=weight)
    columns = [
        "year",
        "crude_mt",
        "value_musd",
        "price_nominal_usd_bbl",
        "brent_usd_bbl",
        "of_brent_pct",
        "at_brent_mt",
    ]
    return rows[columns]


def crude_counts(crude_to_china, crude_values, brent_price):
    """Return the counts of crude on its way to China, with the weight that a reported value implies.

    Parameters
    ----------
    crude_to_china, crude_values, brent_price : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        As the table `crude_to_china` without China’s total imports, and for years with a value but no weight a row
        “Kazakh crude, by value” with the basis ``derived``: see `crude_prices`.
    """
    rows = crude_to_china[crude_to_china.measure != "China, crude imports"]
    implied = crude_prices(crude_values, brent_price).query("crude_mt.isna()")
    added = pd.DataFrame({"year": implied.year, "crude_mt": implied.at_brent_mt})
    added = added.assign(measure="Kazakh crude, by value", coverage_months=_WHOLE_YEAR, basis="derived")
    columns = ["measure", "year", "coverage_months", "crude_mt", "basis"]
    return pd.concat([rows[columns], added[columns]], ignore_index=True)


def gas_flows(gas_pipeline_flows, pipeline_capacity):
    """Return the gas that came through the Central Asia–China pipeline, with what the line could carry.

    Parameters
    ----------
    gas_pipeline_flows, pipeline_capacity : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``flow``, ``year``, ``gas_bcm``, ``volume_basis``, ``basis``, and ``capacity_bcm``: the design capacity of the
        lines that had opened by the year.
    """
    lines = pipeline_capacity.dropna(subset="gas_bcm")
    rows = gas_pipeline_flows[["flow", "year", "gas_bcm", "volume_basis", "basis"]].copy()
    rows["capacity_bcm"] = [lines.gas_bcm[lines.year <= year].sum() for year in rows.year]
    return rows.sort_values(["flow", "volume_basis", "year"]).reset_index(drop=True)


# Who depends on whom


def dependence_measures(
    crude_to_china,
    oil_balance,
    energy_balance,
    oil_imports_china,
    gas_to_china_2024,
    uranium_imports_china,
    uranium_mining,
):
    """Return both ends of each tie that was counted: China’s need that it meets, and Kazakhstan’s supply that it takes.

    Parameters
    ----------
    crude_to_china, oil_balance, energy_balance, oil_imports_china, gas_to_china_2024 : pandas.DataFrame
        The tables of these names.
    uranium_imports_china, uranium_mining : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``fuel``, ``year``, ``china_pct``, ``kazakhstan_pct``. China’s end is the flow as a share of its
        imports (crude; for 2013 crude and products), or of its use of gas; Kazakhstan’s end is the same flow as a share
        of its oil output less use, of its piped gas exports or gas output, or of the uranium that it mined.
    """
    check_gas_sources(energy_balance, gas_to_china_2024)
    surplus = surplus_twh(oil_balance).KAZ / TWH_PER_MT
    imports = {year: crude(crude_to_china, "China, crude imports", year) for year in (2023, 2024)}
    barrels = oil_imports_china.set_index("year").oil_imports_kbd
    imports[2013] = barrels[2013] * TONNES_A_YEAR_PER_BARREL_A_DAY / 1000
    rows = []
    for name, measure, year in (
        ("oil 2013, Kazakh customs", "Kazakh crude, all routes", 2013),
        ("oil 2023, Kazakh customs", "Kazakh crude, all routes", 2023),
        ("oil 2024, regional bound", "Other CIS crude to China", 2024),
        ("oil 2024, pipeline, ten months", "Kazakh crude, pipeline", 2024),
    ):
        weight = crude(crude_to_china, measure, year)
        rows.append((name, "oil", year, 100 * weight / imports[year], 100 * weight / surplus[year]))
    volumes = gas_to_china_2024.assign(key=gas_to_china_2024.flow + gas_to_china_2024.exporter_iso3.fillna(""))
    volumes = volumes.set_index("key").gas_bcm
    sold = volumes["imports of ChinaKAZ"]
    imported = volumes["imports of China, all pipelines"] + volumes["imports of China, liquefied"]
    exported = volumes["exports of Kazakhstan, all pipelinesKAZ"]
    rows.append(("gas 2024, share of trade", "gas", 2024, 100 * sold / imported, 100 * sold / exported))
    used = energy_balance.set_index(["iso3", "year"]).gas_consumption_twh["CHN", 2024] / TWH_PER_BCM
    produced = volumes["production of KazakhstanKAZ"]
    rows.append(("gas 2024, share of use and output", "gas", 2024, 100 * sold / used, 100 * sold / produced))
    mined = uranium_mining.set_index("year").kazakhstan_tu
    for row in uranium_imports_china.dropna(subset="imports_from_kazakhstan_tu").itertuples():
        bought = row.imports_from_kazakhstan_tu
        shares = (100 * bought / row.imports_tu, 100 * bought / mined[row.year])
        rows.append((f"uranium {row.year}, imports and output", "uranium", row.year, *shares))
    return pd.DataFrame(rows, columns=["measure", "fuel", "year", "china_pct", "kazakhstan_pct"])
