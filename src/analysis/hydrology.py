"""Rivers, lakes and glaciers as tables of numbers: what the chapter on water computes before it draws or quotes."""

import numpy as np
import pandas as pd
import shapely

from analysis import changes, maps, tables, trends

SECONDS_A_YEAR = 365.25 * 24 * 3600
COMPLETE_YEAR_DAYS = 330
"""Days of data that make a year of a gauge complete."""

MAP_BOX = (71.8, 42.2, 90, 52.6)
"""West, south, east and north edge of the map, in degrees."""
MAP_TOLERANCE_DEG = 0.015
"""About one kilometre: less than the width of a line on the map."""

LATEST_YEAR = 2025
"""The last full year before the book was written, up to which a record could reach."""
DETECTION_LIMIT_YEARS = 100
"""The longest later record that the figure on detection considers."""

CLIMATE_SERIES = {
    "temperature_degc": "temperature",
    "summer_temperature_degc": "summer temperature",
    "precipitation_era5_mm": "precipitation, ERA5-Land",
    "precipitation_chirps_mm": "precipitation, CHIRPS",
}
"""The columns of the table on climate and what the figure calls them."""

SHARED_BASINS = ("Irtysh", "Balkhash–Alakol")
"""The two basins into which water flows from China."""


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


def m3s(volume_km3_year):
    """Return the mean discharge in m³/s that brings a volume in km³ a year: the reverse of `km3_a_year`.

    Examples
    --------
    >>> round(m3s(3.15576), 1)
    100.0
    """
    return volume_km3_year * 1e9 / SECONDS_A_YEAR


def complete_years(discharge):
    """Return the years of a gauge with at least `COMPLETE_YEAR_DAYS` days of data."""
    return discharge[discharge.available_days >= COMPLETE_YEAR_DAYS].reset_index(drop=True)


def irtysh_gauges(black_irtysh_discharge, irtysh_discharge):
    """Return the complete years of the four gauges of the Irtysh, down the river.

    Parameters
    ----------
    black_irtysh_discharge, irtysh_discharge : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``gauge``, ``year``, ``discharge_m3s``; Buran first.
    """
    upper = black_irtysh_discharge.assign(gauge="Buran")
    return complete_years(pd.concat([upper, irtysh_discharge], ignore_index=True))[["gauge", "year", "discharge_m3s"]]


def longest_run(years):
    """Return which of the years belong to the longest run without a gap.

    Parameters
    ----------
    years : array_like of int
        Years in order.

    Returns
    -------
    numpy.ndarray of bool
        Of runs of the same length, the first.

    Examples
    --------
    >>> longest_run([1990, 1991, 1995, 1996, 1997]).tolist()
    [False, False, True, True, True]
    """
    run = np.cumsum(np.diff(years, prepend=years[0]) > 1)
    return run == np.bincount(run).argmax()


def trend_table(series, group, value, per=10):
    """Return trend, break and mean of each series of a long table, for its longest run of years without a gap.

    Parameters
    ----------
    series : pandas.DataFrame
        ``year``, and the columns named by `group` and `value`.
    group, value : str
        The column that tells the series apart, and that of the values.
    per : int
        The slope is given for as many years.

    Returns
    -------
    pandas.DataFrame
        A row a series, in the order of the table: ``first_year``, ``last_year``, ``count``, ``mean``, ``mean_low``,
        ``mean_high``, ``slope``, ``slope_low``, ``slope_high``, ``p`` (Mann–Kendall with allowance for memory),
        ``autocorrelation``, ``break_year`` (the last before it), ``before``, ``after``, ``break_p`` and
        ``break_serial_p``. See `trends.trend`, `changes.pettitt` and `changes.mean_interval`.
    """
    rows = []
    for name, all_years in series.groupby(group, sort=False):
        years = all_years[longest_run(all_years.year.to_numpy())]
        found = trends.trend(years.year, years[value])
        broken = changes.pettitt(years.year, years[value])
        mean, low, high = changes.mean_interval(years[value])
        rows.append(
            {
                group: name,
                "first_year": found.first_year,
                "last_year": found.last_year,
                "count": found.count,
                "mean": mean,
                "mean_low": low,
                "mean_high": high,
                "slope": per * found.slope.value,
                "slope_low": per * found.slope.low,
                "slope_high": per * found.slope.high,
                "p": found.serial_test.p,
                "autocorrelation": found.autocorrelation,
                "break_year": broken.last_year,
                "before": broken.before,
                "after": broken.after,
                "break_p": broken.p,
                "break_serial_p": broken.serial_p,
            }
        )
    return pd.DataFrame(rows)


def basin_sources(basin_water, border_flows):
    """Return where the water of the two basins that China feeds comes from.

    Parameters
    ----------
    basin_water, border_flows : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``basin``, ``origin_iso3`` (where the water is formed), ``flow_km3_year``.
    """
    inner = basin_water[basin_water.basin.isin(SHARED_BASINS)].rename(columns={"formed_km3_year": "flow_km3_year"})
    stated = border_flows.query("to_iso3 == 'KAZ' and stated_by_iso3 == 'KAZ'")
    outer = stated[stated.basin.isin(SHARED_BASINS)].rename(columns={"from_iso3": "origin_iso3"})
    columns = ["basin", "origin_iso3", "flow_km3_year"]
    return pd.concat([outer[columns], inner.assign(origin_iso3="KAZ")[columns]], ignore_index=True)


def use_by_country(water_use):
    """Return the withdrawals with the volumes and rates that follow from the table.

    Parameters
    ----------
    water_use : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        The table with ``agriculture_km3_year`` (its share of the total withdrawal), ``agriculture_m3_ha`` (the same for
        each hectare that is irrigated) and ``repeated``, whether the irrigated area, or the withdrawal, is that of the
        row before: the database then has no new count.
    """
    total = water_use.withdrawal_m3_person * water_use.population_persons / 1e9
    agriculture = total * water_use.agriculture_pct / 100
    before = water_use.groupby("country_iso3")[["irrigated_kha", "freshwater_km3_year"]].shift()
    repeated = (water_use[["irrigated_kha", "freshwater_km3_year"]] == before).any(axis=1)
    return water_use.assign(
        agriculture_km3_year=agriculture,
        agriculture_m3_ha=agriculture * 1e9 / (water_use.irrigated_kha * 1000),
        repeated=repeated,
    )


def stored_km3(rise_m, area_km2):
    """Return the volume that a lake gains when its level rises, taking its area for constant.

    Examples
    --------
    >>> stored_km3(0.5, 16000)
    8.0
    """
    return rise_m * area_km2 / 1000


def canal_line(water_works, name):
    """Return the points of a canal, from its beginning, as a table with ``longitude_deg`` and ``latitude_deg``."""
    return water_works[water_works.name == name].sort_values("place_rank")[["longitude_deg", "latitude_deg"]]


def dams(water_works):
    """Return dams and intakes as points for the map: ``name`` and ``geometry``."""
    chosen = water_works[water_works.kind.isin(["dam", "intake"])]
    return maps.points(chosen[["name", "longitude_deg", "latitude_deg"]])


def canal(irtysh_canals, country):
    """Return what the sources say about the canal of one country, by its ISO 3166-1 alpha-3 code."""
    return irtysh_canals[irtysh_canals.country_iso3 == country]


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


def gauge_coverage(river_gauges):
    """Return the open discharge records, with the span and the complete years of each, latest first."""
    names = {
        "river": "river",
        "gauge": "gauge",
        "country": "country",
        "first_year": "first year",
        "last_year": "last year",
        "complete_years_count": "complete years",
    }
    ordered = river_gauges.sort_values(["last_year", "river"], ascending=[False, True], ignore_index=True)
    ordered = ordered.assign(country=ordered.country_iso3.map({"KAZ": "Kazakhstan", "RUS": "Russia"}))
    return tables.readable(ordered, names)


def gauge_trends(black_irtysh_discharge, irtysh_discharge):
    """Return mean, trend and break of the four gauges of the Irtysh (see `trend_table`)."""
    return trend_table(irtysh_gauges(black_irtysh_discharge, irtysh_discharge), "gauge", "discharge_m3s")


def gauge_trend_table(black_irtysh_discharge, irtysh_discharge):
    """Return what prose says of the gauges, as a table to read: m³/s, slopes a decade with their intervals."""
    found = gauge_trends(black_irtysh_discharge, irtysh_discharge)
    return pd.DataFrame(
        {
            "gauge": found.gauge,
            "years": _span(found),
            "mean, m³/s": found["mean"].round().astype(int),
            "Sen’s slope a decade, m³/s": _with_interval(found, "slope", 0),
            "most likely break after": found.break_year,
            "its p, simulated": found.break_serial_p.map(p_class),
        }
    )


def p_class(p):
    """Return in which class a simulated p-value falls: finer than that, another seed would print another number.

    Examples
    --------
    >>> p_class(0.003), p_class(0.07)
    ('below 0.01', '0.05 to 0.2')
    """
    classes = {0.01: "below 0.01", 0.05: "0.01 to 0.05", 0.2: "0.05 to 0.2"}
    return next((name for edge, name in classes.items() if p < edge), "over 0.2")


def _span(found):
    return found.first_year.astype(str) + "–" + found.last_year.astype(str)


def _with_interval(found, name, digits):
    columns = [found[name], found[f"{name}_low"], found[f"{name}_high"]]
    return [
        f"{value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})".replace("-", "−")
        for value, low, high in zip(*columns, strict=True)
    ]


def detection(black_irtysh_discharge, irtysh_withdrawals, irtysh_canals):
    """Return how long a record after 1987 would have to be, to show a shortfall of a given size at Buran.

    Parameters
    ----------
    black_irtysh_discharge, irtysh_withdrawals, irtysh_canals : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (``"curve"``, ``"statement"``, or ``"elapsed"``: the years from the arrival of the canal’s water at
        Karamay to `LATEST_YEAR`), ``volume_km3_year`` (the shortfall), ``years_needed`` for a chance of
        80 % to find it, not a number where `DETECTION_LIMIT_YEARS` years do not suffice, ``speaker`` and
        ``statement``, whether the volume is said to be taken, planned or missing. The first period is the record of
        1938–1987, with its spread in both periods.
    """
    values = complete_years(black_irtysh_discharge).discharge_m3s
    spread, count = km3_a_year(values.std(ddof=1)), len(values)

    def needed(volume):
        return changes.years_to_detect(volume / spread, count, most=DETECTION_LIMIT_YEARS)

    curve = pd.DataFrame({"kind": "curve", "volume_km3_year": np.round(np.arange(0.8, 5.51, 0.05), 2)})
    said = irtysh_withdrawals.dropna(subset="volume_km3_year").rename(columns={"kind": "statement"})
    said = said.assign(kind="statement")[["kind", "volume_km3_year", "speaker", "statement"]]
    joined = pd.concat([curve, said], ignore_index=True)
    joined = joined.assign(years_needed=joined.volume_km3_year.map(needed))
    elapsed = LATEST_YEAR - canal(irtysh_canals, "CHN").in_use_year.max()
    return pd.concat([joined, pd.DataFrame({"kind": ["elapsed"], "years_needed": [elapsed]})], ignore_index=True)


def balkhash_check(balkhash_water):
    """Return published areas of Lake Balkhash, and the volumes of its rise in the first half of 2025.

    Parameters
    ----------
    balkhash_water : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``panel`` (``"area"`` or ``"half of 2025"``), ``label``, ``year``, ``area_km2``, ``method``, ``volume_km3``,
        ``low_km3``, ``high_km3``: the stored volume for the area of 2020, and for the smallest and the largest area of
        the satellite images.
    """
    rows = balkhash_water.set_index("row_id")
    areas = rows.dropna(subset=["area_km2", "first_year"]).rename(columns={"first_year": "year"})
    areas = areas.assign(panel="area", label=areas.year.astype(int).astype(str))
    rise, sent = rows.level_change_m["level-2025"], rows.flow_km3["sent-2025"]
    by_image = areas[areas.method.str.contains("MODIS")].area_km2
    stored, low, high = (stored_km3(rise, area) for area in (by_image.iloc[-1], by_image.min(), by_image.max()))
    volumes = pd.DataFrame(
        {
            "panel": "half of 2025",
            "label": ["sent to the lake", "stored by the rise", "lost on the way, or to the air"],
            "volume_km3": [sent, stored, sent - stored],
            "low_km3": [np.nan, low, sent - high],
            "high_km3": [np.nan, high, sent - low],
        }
    )
    columns = ["panel", "label", "year", "area_km2", "method", "volume_km3", "low_km3", "high_km3"]
    return pd.concat([areas, volumes], ignore_index=True)[columns]


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
    drawn = ili_flows.dropna(subset="first_year")
    flows = drawn.assign(panel="flow", kind=drawn.place)
    levels = balkhash_levels.assign(
        panel="level", kind=balkhash_levels.method, first_year=balkhash_levels.year, last_year=balkhash_levels.year
    )
    joined = pd.concat([flows, levels], ignore_index=True)
    return joined[["panel", "kind", "first_year", "last_year", "flow_km3_year", "level_m", "basis"]]


def glacier_trend_found(tuyuksu_balance):
    """Return the trend of the annual balances, in mm water equivalent a year each year (see `trends.trend`)."""
    return trends.trend(tuyuksu_balance.year, tuyuksu_balance.annual_balance_mmwe)


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


def glacier_series(tuyuksu_balance, neighbour_balances):
    """Return the annual balances of the Tuyuksu and its four neighbours as one table, with a column ``glacier``."""
    joined = pd.concat([tuyuksu_balance.assign(glacier="Central Tuyuksu"), neighbour_balances], ignore_index=True)
    return joined[["glacier", "year", "annual_balance_mmwe"]]


def glacier_trends(tuyuksu_balance, neighbour_balances):
    """Return mean, trend and break of the five glaciers (see `trend_table`)."""
    return trend_table(glacier_series(tuyuksu_balance, neighbour_balances), "glacier", "annual_balance_mmwe")


def glacier_table(tuyuksu_balance, neighbour_balances):
    """Return what prose says of the glaciers, as a table to read: mm water equivalent, slopes a decade."""
    found = glacier_trends(tuyuksu_balance, neighbour_balances)
    return pd.DataFrame(
        {
            "glacier": found.glacier,
            "years without a gap": _span(found),
            "mean balance, mm": _with_interval(found, "mean", 0),
            "Sen’s slope a decade, mm": _with_interval(found, "slope", 0),
            "most likely break after": found.break_year,
            "its p, simulated": found.break_serial_p.map(p_class),
        }
    )


def climate_long(black_irtysh_climate):
    """Return the climate of the upper Irtysh in long form, with deviations from each series’ own mean.

    Parameters
    ----------
    black_irtysh_climate : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``series``, ``year``, ``value`` and ``deviation``: °C for temperatures, per cent of the mean for precipitation.
    """
    long = black_irtysh_climate.rename(columns=CLIMATE_SERIES).melt(
        id_vars="year", value_vars=list(CLIMATE_SERIES.values()), var_name="series"
    )
    mean = long.groupby("series").value.transform("mean")
    relative = 100 * (long.value / mean - 1)
    deviation = (long.value - mean).where(long.series.str.contains("temperature"), relative)
    return long.assign(deviation=deviation)[["series", "year", "value", "deviation"]]


def gauge_lines(black_irtysh_discharge, irtysh_discharge):
    """Return the complete years of four gauges with Sen’s line over the longest run without a gap.

    Parameters
    ----------
    black_irtysh_discharge, irtysh_discharge : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        ``gauge``, ``year``, ``discharge_m3s``, and the lines ``sen_m3s``, ``sen_low_m3s`` and ``sen_high_m3s`` through
        the median of the run, missing outside it.
    """
    drawn = []
    for gauge, years in irtysh_gauges(black_irtysh_discharge, irtysh_discharge).groupby("gauge", sort=False):
        run = years[longest_run(years.year.to_numpy())]
        slope = trends.sen_slope(run.year, run.discharge_m3s)
        since_middle, level = run.year - run.year.median(), run.discharge_m3s.median()
        lines = {
            f"sen{name}_m3s": level + value * since_middle
            for name, value in (("", slope.value), ("_low", slope.low), ("_high", slope.high))
        }
        drawn.append(years.assign(gauge=gauge, **lines))
    return pd.concat(drawn, ignore_index=True)


def shared_rivers(countries, rivers, lakes, borders_10m, river_gauges, water_towns, water_works, river_points):
    """Return the layers of the map: land, rivers, lakes, border, gauges with open records, towns, dams, canals, Emil.

    Parameters
    ----------
    countries, rivers, lakes, borders_10m : pandas.DataFrame
        The layers of these names.
    river_gauges, water_towns, water_works, river_points : pandas.DataFrame
        The tables of these names; of the gauges only those in Kazakhstan lie on the map.

    Returns
    -------
    pandas.DataFrame
        See `maps.stack`; the kinds ``gauge``, ``town`` and ``work`` are points with a ``name``, ``schematic`` is made
        of straight lines between published points. Only what touches the map’s frame, with lines as fine as the map
        can show.
    """
    gauges = river_gauges.query("country_iso3 == 'KAZ'").rename(columns={"gauge": "name"})
    canals = water_works.loc[water_works.kind == "canal", "name"].unique()
    emil = river_points.query("river == 'Emil'")[["longitude_deg", "latitude_deg"]]
    schematic = {
        **{name: shapely.LineString(canal_line(water_works, name).to_numpy()) for name in canals},
        "Emil": shapely.LineString(emil.to_numpy()),
    }
    layers = maps.stack(
        land=countries[["name", "geometry"]],
        river=rivers.query("name in ['Ili', 'Irtysh', 'Kunes']"),
        lake=lakes,
        border=borders_10m.query("neighbour_iso3 == 'KAZ'").rename(columns={"border": "name"})[["name", "geometry"]],
        gauge=maps.points(gauges[["name", "longitude_deg", "latitude_deg"]]),
        town=maps.points(water_towns),
        work=dams(water_works),
        schematic=pd.DataFrame({"name": list(schematic), "geometry": list(schematic.values())}),
    )
    shapes = shapely.simplify(layers.geometry.to_numpy(), MAP_TOLERANCE_DEG)
    return layers.assign(geometry=shapes)[shapely.intersects(shapes, shapely.box(*MAP_BOX))].reset_index(drop=True)


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


def consumption_table(ili_consumption):
    """Return the water consumed in the Ili basin as a table to read, in km³ a year."""
    names = {
        "consumption_km3_year": "all, km³",
        "china_share_pct": "China’s share, %",
        "china_km3_year": "China, km³",
        "kazakhstan_km3_year": "Kazakhstan, km³",
    }
    return tables.readable(consumption_by_country(ili_consumption).round(1), {"year": "year", **names})


def rival_statements(inflow_reports):
    """Return what different speakers say that China passes on, as a table to read side by side."""
    names = {"flow_km3_year": "km³ a year", "volume_km3": "km³", "speaker": "who says it"}
    return tables.readable(inflow_reports, {"basin": "basin", "period": "period", **names})


def withdrawal_statements(irtysh_withdrawals):
    """Return what is said of China’s intake from the Irtysh, as a table to read side by side, earliest first."""
    names = {
        "speaker": "who says it",
        "kind": "water is",
        "volume_km3_year": "km³ a year",
        "share_pct": "% of the flow",
    }
    ordered = irtysh_withdrawals.sort_values("year", kind="stable", na_position="last", ignore_index=True)
    kinds = {"taken": "taken", "planned": "to be taken", "decline": "missing"}
    return tables.readable(ordered.assign(kind=ordered.kind.map(kinds)), {"year": "year", **names})
