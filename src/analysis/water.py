"""Water: what the shared rivers carry across the border, what the open records show of it, and what they cannot."""

import numpy as np
import pandas as pd
import shapely
import shapely.ops

from analysis import figures, maps, results, style, trends

SECONDS_A_YEAR = 365.25 * 24 * 3600
COMPLETE_YEAR_DAYS = 330
LOW_FLOW_BEGAN = 1970
"""The year in which Kezer (1997) dates the beginning of the low-flow period of the Ili."""

MAP_BOX = (71.5, 42.3, 90, 51.3)
"""West, south, east and north edge of the map, in degrees."""
MAP_TOLERANCE_DEG = 0.015
"""About one kilometre: less than the width of a line on the map."""

_QUANTITY = results.Quantity
_FLOW = _QUANTITY("km³ a year", ".1f")
_DISCHARGE = _QUANTITY("m³/s", ".0f")
_SHARE = _QUANTITY("%", ".0f")
_YEAR = _QUANTITY("year")
_COUNT = _QUANTITY("", ",d")
_P = _QUANTITY("", ".2f")
_LEVEL = _QUANTITY("m", ".2f")


def km3_a_year(discharge_m3s):
    """Return the volume that a discharge brings in a year.

    Parameters
    ----------
    discharge_m3s : float or pandas.Series
        Mean discharge in m³/s.

    Returns
    -------
    float or pandas.Series
        Volume in km³ a year, for a year of 365.25 days.

    Examples
    --------
    >>> round(km3_a_year(100), 3)
    3.156
    """
    return discharge_m3s * SECONDS_A_YEAR / 1e9


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


def complete_years(black_irtysh_discharge):
    """Return the years of the gauge at Buran with at least 330 days of data."""
    return black_irtysh_discharge[black_irtysh_discharge.available_days >= COMPLETE_YEAR_DAYS].reset_index(drop=True)


def discharge_trend(black_irtysh_discharge):
    """Return the trend of the Black Irtysh at Buran, in m³/s a year (see `trends.trend`)."""
    years = complete_years(black_irtysh_discharge)
    return trends.trend(years.year, years.discharge_m3s)


def black_irtysh(black_irtysh_discharge, irtysh_canals):
    """Return the yearly discharge at Buran with Sen’s line, and the year by which canal water reached Karamay.

    Parameters
    ----------
    black_irtysh_discharge, irtysh_canals : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (``"annual mean"`` or ``"event"``), ``year``, ``discharge_m3s``, ``sen_m3s`` with ``sen_low_m3s`` and
        ``sen_high_m3s``: lines through the median of the record with Sen’s slope and the ends of its 95 % interval.
    """
    years = complete_years(black_irtysh_discharge)[["year", "discharge_m3s"]]
    slope = discharge_trend(black_irtysh_discharge).slope
    since_middle = years.year - years.year.median()
    level = years.discharge_m3s.median()
    lines = years.assign(
        kind="annual mean",
        sen_m3s=level + slope.value * since_middle,
        sen_low_m3s=level + slope.low * since_middle,
        sen_high_m3s=level + slope.high * since_middle,
    )
    event = pd.DataFrame({"kind": ["event"], "year": [canal(irtysh_canals, "CHN").in_use_year.max()]})
    return pd.concat([lines, event], ignore_index=True)[
        ["kind", "year", "discharge_m3s", "sen_m3s", "sen_low_m3s", "sen_high_m3s"]
    ]


def canal(irtysh_canals, country):
    """Return what the sources say about the canal of one country, by its ISO 3166-1 alpha-3 code."""
    return irtysh_canals[irtysh_canals.country_iso3 == country]


def gauge_coverage(river_gauges):
    """Return the open discharge records, with the span and the complete years of each, latest first."""
    columns = ["river", "gauge", "country_iso3", "first_year", "last_year", "complete_years_count"]
    return river_gauges[columns].sort_values(["last_year", "river"], ascending=[False, True], ignore_index=True)


def consumption_by_country(ili_consumption):
    """Return the water consumed in the Ili basin, split between the two countries where the share is known.

    Parameters
    ----------
    ili_consumption : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``consumption_km3_year``, ``china_share_pct``, ``china_km3_year``, ``kazakhstan_km3_year``; the last
        three are missing where the source gives no share.
    """
    china = ili_consumption.consumption_km3_year * ili_consumption.china_share_pct / 100
    return ili_consumption.assign(
        china_km3_year=china, kazakhstan_km3_year=ili_consumption.consumption_km3_year - china
    )


def rival_statements(inflow_reports):
    """Return what different speakers say that China passes on, as a table to read side by side."""
    return inflow_reports[["basin", "period", "flow_km3_year", "volume_km3", "speaker"]]


def ili_and_balkhash(ili_flows, balkhash_levels):
    """Return the published means of the Ili and levels of Lake Balkhash that are drawn one above the other.

    Parameters
    ----------
    ili_flows, balkhash_levels : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (``"flow"`` or ``"level"``), ``kind`` (place of the flow, method of the level), ``first_year``,
        ``last_year``, ``flow_km3_year``, ``level_m``, ``basis``.
    """
    flows = ili_flows.assign(panel="flow", kind=ili_flows.place)
    levels = balkhash_levels.assign(
        panel="level", kind=balkhash_levels.method, first_year=balkhash_levels.year, last_year=balkhash_levels.year
    )
    joined = pd.concat([flows, levels], ignore_index=True)
    return joined[["panel", "kind", "first_year", "last_year", "flow_km3_year", "level_m", "basis"]]


def glacier_years(tuyuksu_balance):
    """Return the annual balances of the Tuyuksu glacier with the line of Sen’s slope.

    Parameters
    ----------
    tuyuksu_balance : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``annual_balance_mmwe``, ``preliminary``, ``sen_mmwe``.
    """
    slope = glacier_trend_found(tuyuksu_balance).slope
    return tuyuksu_balance.assign(sen_mmwe=slope.intercept + slope.value * tuyuksu_balance.year)


def glacier_trend_found(tuyuksu_balance):
    """Return the trend of the annual balances, in mm water equivalent a year each year (see `trends.trend`)."""
    return trends.trend(tuyuksu_balance.year, tuyuksu_balance.annual_balance_mmwe)


def shared_rivers(countries, rivers, lakes, borders_10m, river_gauges, water_towns):
    """Return the layers of the map: land, rivers, lakes, border, gauges with open records, towns.

    Parameters
    ----------
    countries, rivers, lakes, borders_10m : pandas.DataFrame
        The layers of these names.
    river_gauges, water_towns : pandas.DataFrame
        The tables of these names; of the gauges only those in Kazakhstan lie on the map.

    Returns
    -------
    pandas.DataFrame
        See `maps.stack`; the kinds ``gauge`` and ``town`` are points with a ``name``. Only what touches the map’s
        frame, with lines as fine as the map can show.
    """
    gauges = river_gauges.query("country_iso3 == 'KAZ'").rename(columns={"gauge": "name"})
    layers = maps.stack(
        land=countries[["name", "geometry"]],
        river=rivers.query("name in ['Ili', 'Irtysh', 'Kunes']"),
        lake=lakes,
        border=borders_10m.query("neighbour_iso3 == 'KAZ'").rename(columns={"border": "name"})[["name", "geometry"]],
        gauge=maps.points(gauges[["name", "longitude_deg", "latitude_deg"]]),
        town=maps.points(water_towns),
    )
    shapes = shapely.simplify(layers.geometry.to_numpy(), MAP_TOLERANCE_DEG)
    return layers.assign(geometry=shapes)[shapely.intersects(shapes, shapely.box(*MAP_BOX))].reset_index(drop=True)


@results.register("water-inflow-total", "Water that Kazakhstan receives from China", unit="km³ a year", form=".1f")
def inflow_total(border_flows, water_accounts):
    """Return the long-term mean inflow from China in km³ a year, after the check of the notes."""
    return checked_flows(border_flows, water_accounts).query("from_iso3 == 'CHN'").flow_km3_year.sum()


@results.register("water-inflow-share", "Inflow from China in all renewable water of Kazakhstan", unit="%", form=".0f")
def inflow_share(border_flows, water_accounts):
    """Return the inflow from China in per cent of Kazakhstan’s total renewable water."""
    total = entry(water_accounts, "KAZ", "total renewable water")
    return 100 * inflow_total(border_flows, water_accounts) / total


@results.register(
    "water-inflow",
    "Kazakhstan’s water from China, by basin and in proportion",
    parts={
        "irtysh": _FLOW,
        "irtysh_share": _SHARE,
        "balkhash": _FLOW,
        "balkhash_share": _SHARE,
        "back": _FLOW,
        "ratio": _QUANTITY("", ".0f"),
        "renewable": _QUANTITY("km³ a year", ".0f"),
        "surface_share": _SHARE,
        "uzbekistan": _FLOW,
        "to_russia": _QUANTITY("km³ a year", ".0f"),
        "withdrawal": _QUANTITY("km³ a year", ".2f"),
        "withdrawal_year": _YEAR,
    },
)
def inflow(border_flows, water_accounts):
    """Return the parts of the inflow from China and what they are compared with."""
    flows = checked_flows(border_flows, water_accounts)
    china = flows.query("from_iso3 == 'CHN'").set_index("basin").flow_km3_year
    surface = entry(water_accounts, "KAZ", "surface inflow")
    back = flows.query("to_iso3 == 'CHN'").flow_km3_year.sum()
    withdrawal = water_accounts.query("country_iso3 == 'KAZ' and entry == 'freshwater withdrawal'").iloc[0]
    return {
        "irtysh": china["Irtysh"],
        "irtysh_share": 100 * china["Irtysh"] / china.sum(),
        "balkhash": china["Balkhash–Alakol"],
        "balkhash_share": 100 * china["Balkhash–Alakol"] / china.sum(),
        "back": back,
        "ratio": china.sum() / back,
        "renewable": entry(water_accounts, "KAZ", "total renewable water"),
        "surface_share": 100 * china.sum() / surface,
        "uzbekistan": flows.query("from_iso3 == 'UZB'").flow_km3_year.sum(),
        "to_russia": flows.query("to_iso3 == 'RUS'").flow_km3_year.sum(),
        "withdrawal": withdrawal.volume_km3_year,
        "withdrawal_year": withdrawal.year,
    }


@results.register(
    "water-kyrgyzstan",
    "Flows between China and Kyrgyzstan in the same account",
    parts={"to_china": _FLOW, "from_china": _FLOW},
)
def kyrgyzstan(border_flows):
    """Return what the account lets flow between China and Kyrgyzstan; the second is doubtful."""
    to_china = border_flows.query("from_iso3 == 'KGZ' and to_iso3 == 'CHN' and stated_by_iso3 == 'KGZ'")
    from_china = border_flows.query("from_iso3 == 'CHN' and to_iso3 == 'KGZ'")
    return {"to_china": to_china.flow_km3_year.sum(), "from_china": from_china.flow_km3_year.sum()}


@results.register(
    "water-treaties",
    "How AQUASTAT classes Kazakhstan’s inflow by treaties",
    parts={
        "secured": _QUANTITY("km³ a year", ".0f"),
        "secured_share": _SHARE,
        "secured_from_china": _QUANTITY("km³ a year", ".0f"),
        "outside": _QUANTITY("km³ a year", ".0f"),
        "china_share_of_outside": _SHARE,
    },
)
def treaty_classes(border_flows, water_accounts):
    """Return the inflow secured through treaties, and China’s part in what no treaty covers.

    China’s own account has an outflow secured through treaties of zero to all neighbours, hence to Kazakhstan.
    """
    secured = entry(water_accounts, "KAZ", "inflow secured through treaties")
    outside = entry(water_accounts, "KAZ", "inflow not submitted to treaties")
    return {
        "secured": secured,
        "secured_share": 100 * secured / entry(water_accounts, "KAZ", "surface inflow"),
        "secured_from_china": entry(water_accounts, "CHN", "outflow secured through treaties"),
        "outside": outside,
        "china_share_of_outside": 100 * inflow_total(border_flows, water_accounts) / outside,
    }


@results.register(
    "water-irtysh-discharge",
    "Discharge of the Black Irtysh at Buran, and the account’s figure for it",
    parts={
        "mean": _DISCHARGE,
        "volume": _FLOW,
        "account": _FLOW,
        "difference": _QUANTITY("%", ".0f"),
        "count": _COUNT,
        "first": _YEAR,
        "last": _YEAR,
        "lowest": _DISCHARGE,
        "highest": _DISCHARGE,
        "days": _COUNT,
    },
)
def irtysh_discharge(black_irtysh_discharge, border_flows):
    """Return mean, extremes and span of the record at Buran, as discharge and as volume."""
    years = complete_years(black_irtysh_discharge).set_index("year").discharge_m3s
    volume = km3_a_year(years.mean())
    account = border_flows.query("from_iso3 == 'CHN' and basin == 'Irtysh'").flow_km3_year.iloc[0]
    return {
        "mean": years.mean(),
        "volume": volume,
        "account": account,
        "difference": 100 * (account - volume) / account,
        "count": len(years),
        "first": years.index.min(),
        "last": years.index.max(),
        "lowest": years.min(),
        "highest": years.max(),
        "days": COMPLETE_YEAR_DAYS,
    }


@results.register(
    "water-irtysh-trend",
    "Trend of the Black Irtysh at Buran, 1938–1987",
    parts={
        "slope": _QUANTITY("m³/s a decade", ".0f"),
        "low": _QUANTITY("m³/s a decade", ".0f"),
        "high": _QUANTITY("m³/s a decade", "+.0f"),
        "p": _P,
        "p_serial": _P,
        "autocorrelation": _P,
    },
)
def irtysh_trend(black_irtysh_discharge):
    """Return Sen’s slope a decade with its 95 % interval, and both tests."""
    found = discharge_trend(black_irtysh_discharge)
    return {
        "slope": 10 * found.slope.value,
        "low": 10 * found.slope.low,
        "high": 10 * found.slope.high,
        "p": found.test.p,
        "p_serial": found.serial_test.p,
        "autocorrelation": found.autocorrelation,
    }


@results.register(
    "water-irtysh-periods",
    "The Black Irtysh before and in the low-flow period that began in 1970",
    parts={
        "before": _DISCHARGE,
        "since": _DISCHARGE,
        "change": _SHARE,
        "slope_before": _QUANTITY("m³/s a decade", ".0f"),
        "p_before": _P,
    },
)
def irtysh_periods(black_irtysh_discharge):
    """Return the means before 1970 and since, and the trend of the years before."""
    years = complete_years(black_irtysh_discharge)
    early, late = years[years.year < LOW_FLOW_BEGAN], years[years.year >= LOW_FLOW_BEGAN]
    before, since = early.discharge_m3s.mean(), late.discharge_m3s.mean()
    found = trends.trend(early.year, early.discharge_m3s)
    return {
        "before": before,
        "since": since,
        "change": 100 * (since - before) / before,
        "slope_before": 10 * found.slope.value,
        "p_before": found.test.p,
    }


@results.register(
    "water-gauges",
    "Open discharge records of the shared rivers",
    parts={"count": _COUNT, "last": _YEAR, "ili": _COUNT},
)
def gauges(river_gauges):
    """Return how many records there are, when the last of them ends, and how many are of the Ili itself."""
    return {
        "count": len(river_gauges),
        "last": river_gauges.last_year.max(),
        "ili": int((river_gauges.river == "Ili").sum()),
    }


@results.register(
    "water-ili-border",
    "Published flow of the Ili where it enters Kazakhstan",
    parts={
        "before": _FLOW,
        "after": _FLOW,
        "rise": _FLOW,
        "rise_share": _QUANTITY("%", ".1f"),
        "previous": _FLOW,
        "latest": _FLOW,
    },
)
def ili_border(ili_flows):
    """Return the means before and after 1998, their difference, and the flows of 2023 and 2024."""
    flow = ili_flows.set_index("flow_id").flow_km3_year
    before, after = flow["border-1931-1997"], flow["border-1998-2013"]
    return {
        "before": before,
        "after": after,
        "rise": after - before,
        "rise_share": 100 * (after - before) / before,
        "previous": flow["border-2023"],
        "latest": flow["border-2024"],
    }


@results.register(
    "water-ili-share",
    "Share of the Ili in the water of Lake Balkhash, by three sources",
    parts={"low": _QUANTITY("%", ".0f"), "high": _QUANTITY("%", ".0f")},
)
def ili_share(ili_shares):
    """Return the lowest and the highest share that a source gives."""
    return {"low": ili_shares.ili_share_pct.min(), "high": ili_shares.ili_share_pct.max()}


@results.register(
    "water-ili-lake",
    "Published inflow of the Ili to Lake Balkhash before and after the Kapchagay reservoir",
    parts={"before": _FLOW, "after": _FLOW, "change": _SHARE},
)
def ili_lake(ili_flows):
    """Return the means of 1950–1969 and 1970–1985, and the change."""
    flow = ili_flows.set_index("flow_id").flow_km3_year
    before, after = flow["lake-1950-1969"], flow["lake-1970-1985"]
    return {"before": before, "after": after, "change": 100 * (after - before) / before}


@results.register(
    "water-ili-consumption",
    "Water consumed in the Ili basin, by country",
    parts={
        "total_2000": _FLOW,
        "total_2005": _FLOW,
        "total_2014": _FLOW,
        "share_2000": _SHARE,
        "share_2014": _SHARE,
        "china_rise": _FLOW,
        "kazakhstan_2014": _FLOW,
    },
)
def ili_use(ili_consumption):
    """Return total and share of the years that the satellite study prints, and the volumes that follow."""
    years = consumption_by_country(ili_consumption).set_index("year")
    total, china = years.consumption_km3_year, years.china_km3_year
    return {
        "total_2000": total[2000],
        "total_2005": total[2005],
        "total_2014": total[2014],
        "share_2000": years.china_share_pct[2000],
        "share_2014": years.china_share_pct[2014],
        "china_rise": china[2014] - china[2000],
        "kazakhstan_2014": years.kazakhstan_km3_year[2014],
    }


@results.register(
    "water-inflow-rivals",
    "Other statements on the water from China",
    parts={
        "unesco_balkhash": _FLOW,
        "half_2025": _QUANTITY("km³", ".1f"),
    },
)
def inflow_rivals(inflow_reports):
    """Return the statements that stand beside AQUASTAT’s."""
    reports = inflow_reports.set_index("report_id")
    return {
        "unesco_balkhash": reports.flow_km3_year["unesco-balkhash"],
        "half_2025": reports.volume_km3["half-2025-all"],
    }


@results.register(
    "water-balkhash",
    "Published levels of Lake Balkhash",
    parts={
        "lowest": _LEVEL,
        "lowest_year": _YEAR,
        "highest": _LEVEL,
        "highest_year": _YEAR,
        "latest": _LEVEL,
        "latest_year": _YEAR,
        "above_lowest": _QUANTITY("m", ".1f"),
    },
)
def balkhash(balkhash_levels):
    """Return the lowest, highest and latest published level."""
    lowest = balkhash_levels.loc[balkhash_levels.level_m.idxmin()]
    highest = balkhash_levels.loc[balkhash_levels.level_m.idxmax()]
    latest = balkhash_levels.iloc[-1]
    return {
        "lowest": lowest.level_m,
        "lowest_year": lowest.year,
        "highest": highest.level_m,
        "highest_year": highest.year,
        "latest": latest.level_m,
        "latest_year": latest.year,
        "above_lowest": latest.level_m - lowest.level_m,
    }


@results.register(
    "water-agreements",
    "Agreements on the shared rivers since 2001",
    parts={"count": _COUNT, "dividing": _COUNT, "khorgos": _COUNT},
)
def agreements(river_agreements):
    """Return how many the two states signed, how many divide the two large rivers, how many are on the Khorgos."""
    signed = river_agreements.query("year >= 2001")
    return {
        "count": len(signed),
        "dividing": int(signed.divides_ili_or_irtysh.sum()),
        "khorgos": int((signed.river == "Khorgos").sum()),
    }


def distance_km(point, shape):
    """Return how far a point is from the nearest point of a shape, on the ellipsoid.

    Parameters
    ----------
    point, shape : shapely.Geometry
        In degrees; the nearest point is sought in degrees too, which is good enough for short distances.

    Returns
    -------
    float
        Kilometres.

    Examples
    --------
    >>> round(distance_km(shapely.Point(80, 45), shapely.LineString([(70, 46), (90, 46)])), 1)
    111.1
    """
    start, end = (part.coords[0] for part in shapely.ops.nearest_points(point, shape))
    return maps.GEODESIC.inv(*start, *end)[2] / 1000


def river_point(river_points, river, point):
    """Return a point of a river's course as a shape."""
    row = river_points[(river_points.river == river) & (river_points.point == point)].iloc[0]
    return shapely.Point(row.longitude_deg, row.latitude_deg)


@results.register(
    "water-emil",
    "Where the Emil crosses the border and ends",
    parts={
        "border_distance": _QUANTITY("km", ".1f"),
        "mouth_distance": _QUANTITY("km", ".1f"),
    },
)
def emil(river_points, lakes, borders_10m):
    """Return how far its stated crossing lies from the drawn border, and its stated mouth from Lake Alakol."""
    border = borders_10m.set_index("neighbour_iso3").geometry["KAZ"]
    lake = lakes.set_index("name").geometry["Alakol"]
    return {
        "border_distance": distance_km(river_point(river_points, "Emil", "border"), border),
        "mouth_distance": distance_km(river_point(river_points, "Emil", "mouth"), lake),
    }


@results.register(
    "water-canals",
    "The canals out of the Irtysh, by what sources print",
    parts={
        "kazakh_length": _QUANTITY("km", ".0f"),
        "kazakh_length_other": _QUANTITY("km", ".0f"),
        "kazakh_intake": _DISCHARGE,
        "kazakh_intake_volume": _FLOW,
        "kazakh_intake_share": _SHARE,
        "chinese_year": _YEAR,
    },
)
def canals(irtysh_canals, border_flows, water_accounts):
    """Return lengths, the capacity of the Kazakh intake, and the year by which water had reached Karamay."""
    kazakh, chinese = canal(irtysh_canals, "KAZ"), canal(irtysh_canals, "CHN")
    capacity = km3_a_year(kazakh.intake_m3s.max())
    return {
        "kazakh_length": kazakh.length_km.max(),
        "kazakh_length_other": kazakh.length_km.min(),
        "kazakh_intake": kazakh.intake_m3s.max(),
        "kazakh_intake_volume": capacity,
        "kazakh_intake_share": 100 * capacity / inflow(border_flows, water_accounts)["irtysh"],
        "chinese_year": chinese.in_use_year.max(),
    }


@results.register(
    "water-glacier",
    "Mass balance of the Tuyuksu glacier, 1957–2020",
    parts={
        "count": _COUNT,
        "losses": _COUNT,
        "first": _YEAR,
        "last": _YEAR,
        "mean": _QUANTITY("mm water equivalent a year", ".0f"),
        "sum": _QUANTITY("m water equivalent", ".1f"),
        "slope": _QUANTITY("mm a year per decade", ".0f"),
        "low": _QUANTITY("mm a year per decade", ".0f"),
        "high": _QUANTITY("mm a year per decade", "+.0f"),
        "p_serial": _P,
    },
)
def glacier_loss(tuyuksu_balance):
    """Return years of loss, mean, sum, and the trend of the annual balances."""
    balance = tuyuksu_balance.annual_balance_mmwe
    found = glacier_trend_found(tuyuksu_balance)
    return {
        "count": len(balance),
        "losses": int((balance < 0).sum()),
        "first": tuyuksu_balance.year.min(),
        "last": tuyuksu_balance.year.max(),
        "mean": balance.mean(),
        "sum": balance.sum() / 1000,
        "slope": 10 * found.slope.value,
        "low": 10 * found.slope.low,
        "high": 10 * found.slope.high,
        "p_serial": found.serial_test.p,
    }


_NEIGHBOURS = {"CHN": "China", "KGZ": "Kyrgyzstan", "RUS": "Russia", "UZB": "Uzbekistan"}


@figures.register(
    "fig-water-inflow-by-basin",
    title="China sends Kazakhstan about {number}`water-inflow.ratio` times the water that flows the other way",
    subtitle="Surface water across Kazakhstan’s borders, long-term mean in AQUASTAT, km³ a year",
    caption=(
        "Flows from and to China are in red, others in grey. China supplies {result}`water-inflow-total`: "
        "{result}`water-inflow-share` of all renewable water of Kazakhstan, {result}`water-inflow.surface_share` of "
        "its surface inflow. The figures are an account, repeated for every year, not measurements of any year; most "
        "of the Syr Darya’s water rises beyond Uzbekistan."
    ),
    alt=(
        "Two groups of horizontal bars. Into Kazakhstan flow {number}`water-inflow.uzbekistan` km³ a year from "
        "Uzbekistan, {number}`water-inflow.balkhash` and {number}`water-inflow.irtysh` in two basins from China, less "
        "from Russia and Kyrgyzstan. Out of it flow {number}`water-inflow.to_russia` to Russia and "
        "{number}`water-inflow.back` to China."
    ),
    data=inflow_by_basin,
    panels=(2, 1),
    sharex=True,
    height_ratios=(5, 2.2),
)
def draw_inflow_by_basin(data, axes):
    headings = {"in": "Into Kazakhstan", "out": "Out of Kazakhstan"}
    for axis, (direction, heading) in zip(axes, headings.items(), strict=True):
        rows = data[data.direction == direction].iloc[::-1]
        names = [
            f"{_NEIGHBOURS[row.neighbour_iso3]}: {'all' if row.basins == 'all' else row.basins}".replace(": all", "")
            for row in rows.itertuples()
        ]
        colours = [style.COLOURS["CHN"] if code == "CHN" else "#aab2ba" for code in rows.neighbour_iso3]
        axis.barh(names, rows.flow_km3_year, color=colours, height=0.66)
        for place, flow in enumerate(rows.flow_km3_year):
            style.label(axis, flow, place, f"{flow:.1f}")
        axis.set_title(heading)
        axis.grid(visible=False, axis="y")
        axis.grid(visible=True, axis="x")
        axis.spines["left"].set_visible(False)
        axis.margins(y=0.08)
    axes[-1].set_xlim(0, 43)
    return axes


@figures.register(
    "fig-water-black-irtysh-discharge",
    title="The Black Irtysh may have fallen before 1987, and no open record shows what came after",
    subtitle="Black Irtysh at Buran, Kazakhstan: mean discharge of the calendar year, m³/s, 1938–1987",
    caption=(
        "Each dot is a year with at least {number}`water-irtysh-discharge.days` days of data. The dark line is Sen’s "
        "slope, {result}`water-irtysh-trend.slope`; the band is its 95% interval, {number}`water-irtysh-trend.low` to "
        "{number}`water-irtysh-trend.high`, which includes no change. The record ends long before the canal to Karamay "
        "carried water: it cannot show what that canal takes. The vertical axis begins at zero."
    ),
    alt=(
        "Line of {number}`water-irtysh-discharge.count` annual means between {number}`water-irtysh-discharge.lowest` "
        "and {number}`water-irtysh-discharge.highest` m³/s, with large swings and a slightly falling trend line. After "
        "{number}`water-irtysh-discharge.last` the chart is empty, and a mark at "
        "{number}`water-canals.chinese_year` says that canal water had reached Karamay."
    ),
    data=black_irtysh,
)
def draw_black_irtysh_discharge(data, axes):
    years, event = data.query("kind == 'annual mean'"), data.query("kind == 'event'")
    end = int(years.year.max())
    axes.axvspan(end + 0.5, 2026, color=style.GRID, alpha=0.6, linewidth=0, zorder=0)
    axes.fill_between(years.year, years.sen_low_m3s, years.sen_high_m3s, color=style.SUBJECT, alpha=0.16, linewidth=0)
    axes.plot(years.year, years.discharge_m3s, color=style.SUBJECT, linewidth=0.8, marker="o", markersize=3.4)
    axes.plot(years.year, years.sen_m3s, color=style.INK, linewidth=1.6)
    style.label(axes, end, years.sen_m3s.iloc[-1], "Sen’s slope and\nits 95% interval", xytext=(9, 0))
    axes.text(2007, 455, "no open record of the discharge", ha="center", color=style.QUIET, fontsize=9)
    axes.axvline(event.year.iloc[0], ymax=0.42, color=style.COMPARISON, linewidth=1.2, linestyle=(0, (3, 2)))
    style.label(
        axes, event.year.iloc[0], 170, f"by {event.year.iloc[0]:.0f}: canal\nwater reaches\nKaramay", style.COMPARISON
    )
    axes.set(xlim=(1936, 2026), ylim=(0, 500))
    return axes


@figures.register(
    "fig-water-map",
    title="Both large rivers come down from China, and only the Black Irtysh has an open record near the border",
    subtitle="Rivers, lakes and gauges with open records; Lambert azimuthal equal-area projection",
    caption=(
        "Squares are the gauges in Kazakhstan whose yearly discharge is open; Omsk, Ust-Ishim and Tobolsk lie on the "
        "Irtysh farther north. No open record was found for the main Ili. The source of the lines has no Emil, which "
        "runs into Alakol, and no canals. " + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map of eastern Kazakhstan and northern Xinjiang. The Ili runs west across the border past the Kapchagay "
        "reservoir into Lake Balkhash; the Irtysh runs north-west through Lake Zaysan. Of the marked gauges only "
        "Buran, just inside Kazakhstan, measures what arrives from China on a main river."
    ),
    data=shared_rivers,
    size=style.MAP,
)
def draw_map(data, axes):
    transformer = maps.projection(80.5, 47)
    west, south, east, north = MAP_BOX
    maps.draw_base(axes, data, transformer, (west, east, south, north))
    maps.draw_places(
        axes, data.query("layer == 'town'"), transformer, size=10, colour=style.QUIET,
        offsets={"Almaty": (5, -6, "left"), "Kulja (Yining)": (6, -8, "left"), "Semey": (-2, -10, "right")},
    )  # fmt: skip
    maps.draw_places(
        axes, data.query("layer == 'gauge'"), transformer, marker="s", size=26, colour=style.COMPARISON,
        offsets={
            "Buran": (-3, 11, "right"),
            "Sarytogay": (7, -3, "left"),
            "Semiyarskoye": (7, 0, "left"),
            "Ulba-Perevalochnaya": (7, 4, "left"),
        },
    )  # fmt: skip
    waters = {
        "Irtysh": (81.6, 49.8), "Black Irtysh": (87.0, 46.95), "Ili": (78.9, 44.15), "Lake Balkhash": (76.6, 45.75),
        "Alakol": (80.4, 45.8), "Lake Zaysan": (82.2, 47.75), "Kapchagay": (75.8, 43.75), "Issyk-Kul": (79.1, 42.5),
    }  # fmt: skip
    lands = {"KAZAKHSTAN": (75.3, 48.2), "CHINA": (86.0, 44.9), "RUSSIA": (85.2, 50.95)}
    for name, position in (waters | lands).items():
        look = {"style": "italic", "colour": "#2b6a8f"} if name in waters else {"colour": style.QUIET}
        style.label(axes, *transformer.transform(*position), name, ha="center", xytext=(0, 0), **look)
    return axes


@figures.register(
    "fig-water-ili-balkhash",
    title="The Ili’s published mean at the border rose after 1998, but the two latest years lie below it",
    subtitle="Published means of the Ili, km³ a year, and levels of Lake Balkhash, m (Baltic system), 1931–2025",
    caption=(
        "Above: each bar is a mean over its years; dashed bars and open squares are derived by this book, from an "
        "increase and from a flow stated for part of 2024 and its ratio to 2023. Below: single published levels, "
        "filled where a study joined gauges and altimetry, open where Kazakhstan’s ministry stated them. Nothing is "
        "joined, because periods, places and methods differ. Neither vertical axis begins at zero."
    ),
    alt=(
        "Two charts over the same years. Above, the Ili at the border averages {number}`water-ili-border.before` km³ a "
        "year before 1998 and {number}`water-ili-border.after` after, with {number}`water-ili-border.previous` in 2023 "
        "and {number}`water-ili-border.latest` in 2024; its inflow to the lake falls from "
        "{number}`water-ili-lake.before` to {number}`water-ili-lake.after` after 1970. Below, the lake’s lowest level, "
        "{number}`water-balkhash.lowest` m, is that of 1987; the latest, {number}`water-balkhash.latest` m, is that of "
        "July 2025."
    ),
    data=ili_and_balkhash,
    size=(7.2, 4.9),
    panels=(2, 1),
    sharex=True,
)
def draw_ili_balkhash(data, axes):
    upper, lower = axes
    colours = {"border": style.COLOURS["CHN"], "lake": style.SUBJECT}
    places = {"border": "at the border", "lake": "into the lake"}
    for row in data.query("panel == 'flow'").itertuples():
        colour, derived = colours[row.kind], row.basis == "derived"
        if row.first_year == row.last_year:
            upper.plot(row.first_year, row.flow_km3_year, "s", color=colour, markerfacecolor="white", markersize=5.5)
            text = f"{row.first_year}: {row.flow_km3_year:.1f}"
            style.label(upper, row.last_year, row.flow_km3_year, text, colour, xytext=(6, 0))
            continue
        upper.plot(
            [row.first_year, row.last_year + 1], [row.flow_km3_year] * 2, color=colour, linewidth=3.2,
            linestyle=(0, (2.6, 0.9)) if derived else "-", solid_capstyle="butt", dash_capstyle="butt",
        )  # fmt: skip
        text = f"{places[row.kind]} {row.flow_km3_year:.1f}"
        style.label(upper, row.first_year, row.flow_km3_year, text, colour, xytext=(3, 9))
    style.mark_break(upper, 1970, "Kapchagay reservoir")
    upper.set_title("Ili, km³ a year")
    upper.set(ylim=(9, 19), xlim=(1929, 2037))
    levels = data.query("panel == 'level'")
    joined = levels.query("kind != 'ministry statement'")
    stated = levels.query("kind == 'ministry statement'")
    lower.plot(joined.first_year, joined.level_m, "o", color=style.SUBJECT, markersize=6)
    lower.plot(stated.first_year, stated.level_m, "o", color=style.SUBJECT, markerfacecolor="white", markersize=6)
    for row in joined.itertuples():
        style.label(lower, row.first_year, row.level_m, f"{row.first_year}: {row.level_m:.2f}", xytext=(8, 0))
    low, high = stated.level_m.min(), stated.level_m.max()
    style.label(
        lower,
        stated.first_year.min(),
        (low + high) / 2,
        f"2024–2025:\n{low:.2f} to {high:.2f}",
        xytext=(-9, 0),
        ha="right",
    )
    style.mark_break(lower, 1970, "")
    lower.set_title("Lake Balkhash, m")
    lower.set(ylim=(340, 343.2))
    return axes


@figures.register(
    "fig-water-glacier",
    title="The Tuyuksu glacier lost ice in {number}`water-glacier.losses` of {number}`water-glacier.count` years",
    subtitle="Central Tuyuksu glacier, basin of the Ili: annual mass balance, mm water equivalent, 1957–2020",
    caption=(
        "Bars are balance years: {number}`water-glacier.losses` of {number}`water-glacier.count` are losses, together "
        "{result}`water-glacier.sum`. The line is Sen’s slope, {result}`water-glacier.slope`, with a 95% interval from "
        "{number}`water-glacier.low` to {number}`water-glacier.high`: the record shows loss, but cannot say that the "
        "loss grew. The last value is preliminary. One small glacier stands for no basin."
    ),
    alt=(
        "Bar chart of {number}`water-glacier.count` annual mass balances of one glacier. Most bars point down, with a "
        "mean of {number}`water-glacier.mean` mm a year; a nearly level trend line slopes slightly down."
    ),
    data=glacier_years,
)
def draw_glacier(data, axes):
    firm, preliminary = data[~data.preliminary], data[data.preliminary]
    gains = firm.annual_balance_mmwe > 0
    axes.bar(firm.year[~gains], firm.annual_balance_mmwe[~gains], color=style.COMPARISON, width=0.8)
    axes.bar(firm.year[gains], firm.annual_balance_mmwe[gains], color=style.SUBJECT, width=0.8)
    axes.bar(
        preliminary.year, preliminary.annual_balance_mmwe, facecolor="white", edgecolor=style.COMPARISON, width=0.8,
        linewidth=1, hatch="////",
    )  # fmt: skip
    axes.axhline(0, color=style.QUIET, linewidth=0.7)
    axes.plot(data.year, data.sen_mmwe, color=style.INK, linewidth=1.6)
    style.label(axes, 2020, data.sen_mmwe.iloc[-1], "Sen’s slope", xytext=(6, 0))
    style.label(axes, 1964.6, 505, "gain", style.SUBJECT, xytext=(3, 0))
    style.label(axes, 1978.6, -1400, "loss", style.COMPARISON, xytext=(3, 0))
    axes.set(xlim=(1955.5, 2030), ylim=(-1600, 750))
    return axes
