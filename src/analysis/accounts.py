"""Accounts of the shared rivers: what crosses the borders, and what is agreed on it, as tables of numbers."""

import numpy as np
import pandas as pd

from analysis import hydrology

LANES = (
    "talks and meetings",
    "framework",
    "emergencies",
    "research and data",
    "quality and environment",
    "joint works",
    "shares of a small river",
    "shares of Ili or Irtysh",
)
"""What agreements and talks are about, in the order of the figure’s rows."""


def entry(water_accounts, country, name):
    """Return one entry of the water accounts, in km³ a year.

    Parameters
    ----------
    water_accounts : pandas.DataFrame
        The table of that name.
    country : str
        ISO 3166-1 alpha-3 code.
    name : str
        The entry, such as ``"total renewable water"``.

    Returns
    -------
    float

    Raises
    ------
    LookupError
        If the account has no such entry.
    """
    found = water_accounts[(water_accounts.country_iso3 == country) & (water_accounts.entry == name)]
    if len(found) != 1:
        raise LookupError(f"the accounts of {country} have {len(found)} entries called {name!r}")
    return float(found.volume_km3_year.iloc[0])


def checked_flows(border_flows, water_accounts):
    """Return the flows into and out of Kazakhstan once the notes on them agree with the accounts.

    Parameters
    ----------
    border_flows, water_accounts : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        The rows of `border_flows` that Kazakhstan’s own notes state: one row a neighbour and basin.

    Raises
    ------
    ValueError
        If Kazakhstan’s basins do not add up to its accounts, or China’s note on the same water says something else.
        Then the export has changed, and the flows must be read again before anything is drawn.
    """
    stated = border_flows.query("stated_by_iso3 == 'KAZ'")
    inflow, outflow = stated.query("to_iso3 == 'KAZ'"), stated.query("from_iso3 == 'KAZ'")
    from_china = border_flows.query("from_iso3 == 'CHN' and to_iso3 == 'KAZ' and stated_by_iso3 == 'CHN'")
    to_china = border_flows.query("from_iso3 == 'KAZ' and to_iso3 == 'CHN' and stated_by_iso3 == 'CHN'")
    sums = {
        "the basins of the inflow": (inflow.flow_km3_year, entry(water_accounts, "KAZ", "surface inflow")),
        "the outflows": (outflow.flow_km3_year, entry(water_accounts, "KAZ", "surface outflow")),
        "the basins of the inflow from China": (
            inflow.query("from_iso3 == 'CHN'").flow_km3_year,
            from_china.flow_km3_year.sum(),
        ),
        "the outflow to China": (outflow.query("to_iso3 == 'CHN'").flow_km3_year, to_china.flow_km3_year.sum()),
    }
    for name, (parts, total) in sums.items():
        if abs(parts.sum() - total) > 0.01:
            raise ValueError(f"{name} add up to {parts.sum():.3f} km³ a year, not to {total:.3f}")
    return stated.reset_index(drop=True)


def checked_reports(inflow_reports, border_flows):
    """Return the rival statements once those of AQUASTAT are its notes and 2025 is the sum of its rivers.

    Parameters
    ----------
    inflow_reports, border_flows : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        The statements by ``report_id``.

    Raises
    ------
    ValueError
        If a statement and what it repeats, or adds up, differ.
    """
    reports = inflow_reports.set_index("report_id")
    china = border_flows.query("from_iso3 == 'CHN' and to_iso3 == 'KAZ'").set_index("basin").flow_km3_year
    pairs = {
        "the inflow of AQUASTAT": (reports.flow_km3_year["aquastat-all"], china["all"]),
        "its part for Balkhash": (reports.flow_km3_year["aquastat-balkhash"], china["Balkhash–Alakol"]),
        "the first half of 2025": (
            reports.volume_km3["half-2025-all"],
            reports.volume_km3["half-2025-irtysh"] + reports.volume_km3["half-2025-ili"],
        ),
    }
    for name, (stated, expected) in pairs.items():
        if abs(stated - expected) > 0.01:
            raise ValueError(f"{name} is stated as {stated:.2f} km³, and elsewhere as {expected:.2f}")
    return reports


def inflow_by_basin(border_flows, water_accounts):
    """Return what Kazakhstan receives and passes on, China’s rivers by basin and other neighbours in one row each.

    Parameters
    ----------
    border_flows, water_accounts : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``direction`` (``"in"`` or ``"out"``), ``neighbour_iso3``, ``basins``, ``flow_km3_year``, largest first.
    """
    flows = checked_flows(border_flows, water_accounts)
    inward = flows.to_iso3 == "KAZ"
    neighbour = flows.from_iso3.where(inward, flows.to_iso3)
    flows = flows.assign(
        direction=np.where(inward, "in", "out"),
        neighbour_iso3=neighbour,
        group=flows.basin.where((neighbour == "CHN") & inward, "other"),
    )
    return (
        flows.groupby(["direction", "neighbour_iso3", "group"], as_index=False)
        .agg(basins=("basin", ", ".join), flow_km3_year=("flow_km3_year", "sum"))
        .drop(columns="group")
        .sort_values(["direction", "flow_km3_year"], ascending=[True, False], ignore_index=True)
    )


def flow_bands(basin_water, border_flows, water_accounts):
    """Return the bands of the flow diagram: where the water of the shared basins comes from, and the flow to China.

    Parameters
    ----------
    basin_water, border_flows, water_accounts : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``origin_iso3``, ``target`` (a basin, or China), ``flow_km3_year``, and the lower edges ``left_base`` and
        ``right_base`` of the band in its columns, in km³ a year, with gaps between the bundles.
    """
    bands = hydrology.basin_sources(basin_water, border_flows).rename(columns={"basin": "target"})
    flows = checked_flows(border_flows, water_accounts)
    back = flows.query("to_iso3 == 'CHN'").flow_km3_year.sum()
    bands.loc[len(bands)] = {"target": "China", "origin_iso3": "KAZ", "flow_km3_year": back}
    targets, origins = ["China", "Balkhash–Alakol", "Irtysh"], ["KGZ", "KAZ", "CHN"]
    order = {name: place for names in (targets, origins) for place, name in enumerate(names)}

    def bases(first, second):
        ordered = bands.sort_values([first, second], key=lambda column: column.map(order))
        gaps = 5.0 * ordered[first].ne(ordered[first].shift()).cumsum()
        return ordered.flow_km3_year.cumsum() - ordered.flow_km3_year + gaps

    return bands.assign(left_base=bases("origin_iso3", "target"), right_base=bases("target", "origin_iso3"))[
        ["origin_iso3", "target", "flow_km3_year", "left_base", "right_base"]
    ]


def treaties_and_talks(river_agreements, river_talks):
    """Return agreements and talks by what they are about.

    Parameters
    ----------
    river_agreements, river_talks : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``lane`` (what it is about), ``year``, ``kind`` (``"agreement"``, ``"talks"`` or ``"draft"``), ``what``, in the
        order of the years. Work on a draft that would divide the Ili or the Irtysh stands in the lane of their shares.
    """
    signed = river_agreements.assign(kind="agreement", lane=river_agreements.covers, what=river_agreements.subject)
    allocation = river_talks.kind == "allocation"
    steps = river_talks.assign(
        lane=np.where(allocation, LANES[-1], LANES[0]),
        what=river_talks.step,
        kind=np.where(allocation, "draft", "talks"),
    )
    joined = pd.concat([signed, steps], ignore_index=True)
    return joined[["lane", "year", "kind", "what"]].sort_values("year", kind="stable", ignore_index=True)
