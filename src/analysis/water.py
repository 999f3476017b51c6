"""Water: what the shared rivers carry across the border, what the open records show of it, and what they cannot."""

import numpy as np
import pymannkendall
import shapely
import shapely.ops
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis import accounts, changes, figures, hydrology, maps, results, style, trends, values
from analysis.hydrology import km3_a_year

LOW_FLOW_BEGAN = 1970
"""The year in which Kezer (1997) dates the beginning of the low-flow period of the Ili."""


_QUANTITY = results.Quantity
_FLOW = _QUANTITY("km³ a year", ".1f")
_DISCHARGE = _QUANTITY("m³/s", ".0f")
_SHARE = _QUANTITY("%", ".0f")
_YEAR = _QUANTITY("year")
_COUNT = _QUANTITY("", ",d")
_P = _QUANTITY("", ".2f")
_LEVEL = _QUANTITY("m", ".2f")


@results.register("water-inflow-total", "Water that Kazakhstan receives from China", unit="km³ a year", form=".1f")
def inflow_total(border_flows, water_accounts):
    """Return the long-term mean inflow from China in km³ a year, after the check of the notes."""
    return accounts.checked_flows(border_flows, water_accounts).query("from_iso3 == 'CHN'").flow_km3_year.sum()


@results.register("water-inflow-share", "Inflow from China in all renewable water of Kazakhstan", unit="%", form=".0f")
def inflow_share(border_flows, water_accounts):
    """Return the inflow from China in per cent of Kazakhstan’s total renewable water."""
    total = accounts.entry(water_accounts, "KAZ", "total renewable water")
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
    flows = accounts.checked_flows(border_flows, water_accounts)
    china = flows.query("from_iso3 == 'CHN'").set_index("basin").flow_km3_year
    surface = accounts.entry(water_accounts, "KAZ", "surface inflow")
    back = flows.query("to_iso3 == 'CHN'").flow_km3_year.sum()
    withdrawal = water_accounts.query("country_iso3 == 'KAZ' and entry == 'freshwater withdrawal'").iloc[0]
    return {
        "irtysh": china["Irtysh"],
        "irtysh_share": 100 * china["Irtysh"] / china.sum(),
        "balkhash": china["Balkhash–Alakol"],
        "balkhash_share": 100 * china["Balkhash–Alakol"] / china.sum(),
        "back": back,
        "ratio": china.sum() / back,
        "renewable": accounts.entry(water_accounts, "KAZ", "total renewable water"),
        "surface_share": 100 * china.sum() / surface,
        "uzbekistan": flows.query("from_iso3 == 'UZB'").flow_km3_year.sum(),
        "to_russia": flows.query("to_iso3 == 'RUS'").flow_km3_year.sum(),
        "withdrawal": withdrawal.volume_km3_year,
        "withdrawal_year": withdrawal.year,
    }


@results.register(
    "water-kyrgyzstan",
    "Flows between China and Kyrgyzstan in the same account",
    parts={"to_china": _FLOW, "from_china": _FLOW, "share": _SHARE},
)
def kyrgyzstan(border_flows, water_accounts):
    """Return what the account lets flow between China and Kyrgyzstan, and the first in Kyrgyzstan’s own water.

    The flow from China is doubtful. ``share`` is of the renewable water that forms inside Kyrgyzstan.
    """
    to_china = border_flows.query("from_iso3 == 'KGZ' and to_iso3 == 'CHN' and stated_by_iso3 == 'KGZ'")
    from_china = border_flows.query("from_iso3 == 'CHN' and to_iso3 == 'KGZ'")
    inner = accounts.entry(water_accounts, "KGZ", "internal renewable water")
    return {
        "to_china": to_china.flow_km3_year.sum(),
        "from_china": from_china.flow_km3_year.sum(),
        "share": 100 * to_china.flow_km3_year.sum() / inner,
    }


@results.register(
    "water-lakes",
    "Areas of two lakes that China’s rivers feed, by their outlines on the map",
    parts={"alakol": _QUANTITY("km²", ",.0f"), "zaysan": _QUANTITY("km²", ",.0f")},
)
def lake_areas(lakes):
    """Return the areas on the ellipsoid; the outline of Zaysan holds the Bukhtarma reservoir."""
    area_km2 = lakes.set_index("name").geometry.map(lambda shape: abs(maps.GEODESIC.geometry_area_perimeter(shape)[0]))
    return {"alakol": area_km2["Alakol"] / 1e6, "zaysan": area_km2["Zaysan"] / 1e6}


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
    secured = accounts.entry(water_accounts, "KAZ", "inflow secured through treaties")
    outside = accounts.entry(water_accounts, "KAZ", "inflow not submitted to treaties")
    return {
        "secured": secured,
        "secured_share": 100 * secured / accounts.entry(water_accounts, "KAZ", "surface inflow"),
        "secured_from_china": accounts.entry(water_accounts, "CHN", "outflow secured through treaties"),
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
    years = hydrology.complete_years(black_irtysh_discharge).set_index("year").discharge_m3s
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
        "days": hydrology.COMPLETE_YEAR_DAYS,
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
    found = hydrology.discharge_trend(black_irtysh_discharge)
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
    years = hydrology.complete_years(black_irtysh_discharge)
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
    years = hydrology.consumption_by_country(ili_consumption).set_index("year")
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
        "minister": _FLOW,
    },
)
def inflow_rivals(inflow_reports, border_flows):
    """Return the statements that stand beside AQUASTAT’s."""
    reports = accounts.checked_reports(inflow_reports, border_flows)
    return {
        "unesco_balkhash": reports.flow_km3_year["unesco-balkhash"],
        "half_2025": reports.volume_km3["half-2025-all"],
        "minister": reports.flow_km3_year["tolibayev-2012"],
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
        "chinese_length": _QUANTITY("km", ".0f"),
        "chinese_straight": _QUANTITY("km", ".0f"),
    },
)
def canals(irtysh_canals, border_flows, water_accounts, water_works):
    """Return lengths, the capacity of the Kazakh intake, and the year by which water had reached Karamay.

    ``chinese_length`` is that of the main canal, ``chinese_straight`` the distance from the intake to the end at
    Karamay on the ellipsoid.
    """
    kazakh, chinese = hydrology.canal(irtysh_canals, "KAZ"), hydrology.canal(irtysh_canals, "CHN")
    capacity = km3_a_year(kazakh.intake_m3s.max())
    course = shapely.LineString(hydrology.canal_line(water_works, "Irtysh–Karamay–Ürümqi Canal").to_numpy())
    return {
        "kazakh_length": kazakh.length_km.max(),
        "kazakh_length_other": kazakh.length_km.min(),
        "kazakh_intake": kazakh.intake_m3s.max(),
        "kazakh_intake_volume": capacity,
        "kazakh_intake_share": 100 * capacity / inflow(border_flows, water_accounts)["irtysh"],
        "chinese_year": chinese.in_use_year.max(),
        "chinese_length": chinese.length_km.max(),
        "chinese_straight": maps.GEODESIC.geometry_length(course) / 1000,
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
    found = hydrology.glacier_trend_found(tuyuksu_balance)
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


def _parts(form, *names):
    return dict.fromkeys(names, form)


@results.register(
    "water-dependency",
    "How much of a country’s water comes from abroad, by what is counted",
    parts=_parts(_SHARE, "kazakhstan", "without_syr", "unreduced", "unreduced_without_syr", "china_alone")
    | _parts(_QUANTITY("%", ".1f"), "china", "of_china", "of_outflow", "returned")
    | {"syr_counted": _QUANTITY("km³ a year", ".0f"), "formed": _FLOW},
)
def dependency(border_flows, water_accounts):
    """Return dependency ratios with and without the Syr Darya, and China’s own.

    The ratio of AQUASTAT is external by total renewable water. The external water is what treaties secure and what they
    leave alone; *unreduced* counts all that crosses the border instead.
    """
    total, inner = (
        accounts.entry(water_accounts, "KAZ", name) for name in ("total renewable water", "internal renewable water")
    )
    surface, counted = (
        accounts.entry(water_accounts, "KAZ", name)
        for name in ("surface inflow", "inflow of the Syr Darya secured through treaties")
    )
    syr = border_flows.query("from_iso3 == 'UZB' and basin == 'Syr Darya'").flow_km3_year.sum()
    china = inflow_total(border_flows, water_accounts)
    china_total = accounts.entry(water_accounts, "CHN", "total renewable water")
    back = inflow(border_flows, water_accounts)["back"]
    return {
        "kazakhstan": 100 * (total - inner) / total,
        "without_syr": 100 * (total - inner - counted) / (total - counted),
        "unreduced": 100 * surface / (surface + inner),
        "unreduced_without_syr": 100 * (surface - syr) / (surface - syr + inner),
        "china_alone": 100 * china / total,
        "china": 100 * accounts.entry(water_accounts, "CHN", "external renewable water") / china_total,
        "of_china": 100 * china / china_total,
        "of_outflow": 100 * china / accounts.entry(water_accounts, "CHN", "surface outflow"),
        "returned": 100 * back / china,
        "syr_counted": counted,
        "formed": accounts.entry(water_accounts, "KAZ", "surface water formed inside"),
    }


@results.register(
    "water-basins",
    "Where the water of the two shared basins is formed",
    parts=_parts(_FLOW, "irtysh_formed", "irtysh", "balkhash_formed", "balkhash", "ili_basin", "ili_dry")
    | _parts(_SHARE, "irtysh_china", "balkhash_china", "ili_china_low", "ili_china_high"),
)
def basins(basin_water, border_flows, ili_flows, inflow_reports, water_accounts):
    """Return the water formed in Kazakhstan and China’s share of each basin, and of the Ili alone.

    Raises
    ------
    ValueError
        If the basins do not add up to the surface water formed inside Kazakhstan.
    """
    stated = accounts.entry(water_accounts, "KAZ", "surface water formed inside")
    if abs(basin_water.formed_km3_year.sum() - stated) > 0.01:
        raise ValueError(f"the basins add up to {basin_water.formed_km3_year.sum():.2f} km³ a year, not to {stated}")
    sources = hydrology.basin_sources(basin_water, border_flows)
    flow = sources.pivot_table(index="basin", columns="origin_iso3", values="flow_km3_year", aggfunc="sum").fillna(0)
    irtysh, balkhash = (flow.loc[name] for name in hydrology.SHARED_BASINS)
    ili = ili_flows.set_index("flow_id").flow_km3_year
    reports = accounts.checked_reports(inflow_reports, border_flows).flow_km3_year
    return {
        "irtysh_formed": irtysh["KAZ"],
        "irtysh": irtysh.sum(),
        "irtysh_china": 100 * irtysh["CHN"] / irtysh.sum(),
        "balkhash_formed": balkhash["KAZ"],
        "balkhash": balkhash.sum(),
        "balkhash_china": 100 * balkhash["CHN"] / balkhash.sum(),
        "ili_basin": ili["basin-mean"],
        "ili_dry": ili["basin-dry-year"],
        "ili_china_low": 100 * reports["unesco-balkhash"] / ili["basin-mean"],
        "ili_china_high": 100 * ili["border-1931-1997"] / ili["basin-mean"],
    }


@results.register(
    "water-irtysh-break",
    "The most likely break in the record of Buran",
    parts=_parts(_YEAR, "last", "next")
    | _parts(_DISCHARGE, "before", "after", "low", "high", "change")
    | {"p": _P, "serial_p": _QUANTITY("", ".1f"), "share": _SHARE},
)
def irtysh_break(black_irtysh_discharge):
    """Return the last year before the break, the means around it, their difference with interval, and both p-values."""
    years = hydrology.complete_years(black_irtysh_discharge)
    found = changes.pettitt(years.year, years.discharge_m3s)
    return {
        "last": found.last_year,
        "next": found.last_year + 1,
        "before": found.before,
        "after": found.after,
        "change": found.change,
        "low": found.low,
        "high": found.high,
        "share": 100 * found.change / found.before,
        "p": found.p,
        "serial_p": found.serial_p,
    }


@results.register(
    "water-irtysh-mean",
    "Interval of the mean discharge at Buran, as a volume",
    parts=_parts(_FLOW, "low", "high"),
)
def irtysh_mean(black_irtysh_discharge):
    """Return the ends of the 95 % interval of the mean, widened for the record’s memory."""
    _, low, high = changes.mean_interval(hydrology.complete_years(black_irtysh_discharge).discharge_m3s)
    return {"low": km3_a_year(low), "high": km3_a_year(high)}


@results.register(
    "water-irtysh-driest",
    "The ten driest and the ten wettest years at Buran",
    parts=_parts(_COUNT, "count", "driest_late", "wettest_late", "late_years")
    | _parts(_YEAR, "driest", "wettest")
    | _parts(_DISCHARGE, "driest_flow", "wettest_flow"),
)
def irtysh_driest(black_irtysh_discharge):
    """Return how many of the ten driest and wettest years lie after the most likely break, and the extremes."""
    years = hydrology.complete_years(black_irtysh_discharge)
    broken = irtysh_break(black_irtysh_discharge)["last"]
    ordered = years.sort_values("discharge_m3s")
    driest, wettest = ordered.head(10), ordered.tail(10)
    return {
        "count": 10,
        "driest_late": int((driest.year > broken).sum()),
        "wettest_late": int((wettest.year > broken).sum()),
        "late_years": int((years.year > broken).sum()),
        "driest": driest.year.iloc[0],
        "wettest": wettest.year.iloc[-1],
        "driest_flow": driest.discharge_m3s.iloc[0],
        "wettest_flow": wettest.discharge_m3s.iloc[-1],
    }


@results.register(
    "water-irtysh-below",
    "The Black Irtysh in the Irtysh below it, and the trends there",
    parts=_parts(_SHARE, "semiyarskoye", "omsk", "tobolsk")
    | _parts(_COUNT, "gauges", "with_trend", "with_break", "common")
    | _parts(_QUANTITY("m³/s a decade", ".0f"), "semiyarskoye_slope", "tobolsk_slope"),
)
def irtysh_below(black_irtysh_discharge, irtysh_discharge):
    """Return Buran’s mean in per cent of the mean at each gauge below, over their common years, and counts of trends.

    A gauge has a trend where the interval of Sen’s slope leaves out zero, and a break where the p-value that allows for
    search and memory is below 0.05.
    """
    discharge = hydrology.irtysh_gauges(black_irtysh_discharge, irtysh_discharge)
    wide = discharge.pivot_table(index="year", columns="gauge", values="discharge_m3s")
    shares = {}
    for name in ("Semiyarskoye", "Omsk", "Tobolsk"):
        both = wide[["Buran", name]].dropna()
        shares[name.lower()] = 100 * both["Buran"].mean() / both[name].mean()
    found = hydrology.gauge_trends(black_irtysh_discharge, irtysh_discharge).set_index("gauge")
    return {
        **shares,
        "common": int(wide[["Buran", "Semiyarskoye"]].notna().all(axis=1).sum()),
        "gauges": len(found),
        "with_trend": int(((found.slope_low > 0) | (found.slope_high < 0)).sum()),
        "with_break": int((found.break_serial_p < 0.05).sum()),
        "semiyarskoye_slope": found.slope["Semiyarskoye"],
        "tobolsk_slope": found.slope["Tobolsk"],
    }


@results.register(
    "water-irtysh-tests",
    "The trend at Buran by four versions of the Mann–Kendall test",
    parts=_parts(_COUNT, "count") | _parts(_P, "low", "high"),
)
def irtysh_tests(black_irtysh_discharge):
    """Return how many versions of the test were tried, and the lowest and the highest of their p-values.

    The plain test and its versions after Hamed and Rao (1998), Yue and Wang (2004) and with trend-free prewhitening
    (Yue and Wang 2002), all by `pymannkendall`.
    """
    values = hydrology.complete_years(black_irtysh_discharge).discharge_m3s.to_numpy()
    found = [
        trends.mann_kendall(values).p,
        trends.serial_mann_kendall(values).p,
        float(pymannkendall.hamed_rao_modification_test(values).p),
        float(pymannkendall.trend_free_pre_whitening_modification_test(values).p),
    ]
    return {"count": len(found), "low": min(found), "high": max(found)}


@results.register(
    "water-detection",
    "How many later years would show a shortfall at Buran",
    parts=_parts(_QUANTITY("years", ".0f"), "small", "ministry", "ministry_memory", "planned", "elapsed")
    | _parts(_FLOW, "small_volume", "least", "ministry_volume", "planned_volume", "spread")
    | {"chance": _SHARE, "ministry_share": _QUANTITY("%", ".1f"), "tokayev_share": _SHARE}
    | _parts(_FLOW, "tokayev_volume"),
)
def detection_years(black_irtysh_discharge, irtysh_withdrawals, irtysh_canals):
    """Return the years that some statements would need, and the smallest shortfall that a century would show.

    ``elapsed`` counts full years from the one by which the canal’s water had reached Karamay to 2025. For
    ``ministry_memory`` both periods count for fewer years, as `changes.mean_interval` has it, at the old record’s
    correlation from year to year.
    """
    found = hydrology.detection(black_irtysh_discharge, irtysh_withdrawals, irtysh_canals)
    curve = found.query("kind == 'curve'")
    said = irtysh_withdrawals.set_index("statement_id")
    needed = found.query("kind == 'statement'").drop_duplicates("volume_km3_year").set_index("volume_km3_year")
    volumes = {
        "small": said.volume_km3_year["nur-official"],
        "ministry": said.volume_km3_year["ministry-decline"],
        "planned": said.volume_km3_year["ramazanov-after"],
    }
    old = hydrology.complete_years(black_irtysh_discharge).discharge_m3s
    memory = trends.lag1_autocorrelation(old)
    worth = (1 - memory) / (1 + memory)
    effect = volumes["ministry"] / km3_a_year(old.std(ddof=1))
    return {
        "ministry_memory": changes.years_to_detect(effect, len(old) * worth) / worth,
        **{name: needed.years_needed[volume] for name, volume in volumes.items()},
        **{f"{name}_volume": volume for name, volume in volumes.items()},
        "least": curve.dropna(subset="years_needed").volume_km3_year.min(),
        "spread": km3_a_year(hydrology.complete_years(black_irtysh_discharge).discharge_m3s.std(ddof=1)),
        "elapsed": found.loc[found.kind == "elapsed", "years_needed"].iloc[0],
        "chance": 100 * changes.POWER,
        "ministry_share": said.share_pct["ministry-decline"],
        "tokayev_volume": said.volume_km3_year["tokayev-canal"],
        "tokayev_share": said.share_pct["tokayev-canal"],
    }


@results.register(
    "water-irtysh-use",
    "Kazakhstan’s own use of the Irtysh",
    parts=_parts(_FLOW, "industry", "agriculture", "total") | {"people": _QUANTITY("km³ a year", ".2f")},
)
def irtysh_use(irtysh_use_kazakhstan):
    """Return the use by purpose and in all."""
    use = irtysh_use_kazakhstan.set_index("purpose").use_km3_year
    return {**use, "total": use.sum()}


@results.register(
    "water-balkhash-check",
    "The rise of Lake Balkhash in the first half of 2025 as a volume",
    parts=_parts(_QUANTITY("km³", ".1f"), "sent", "stored", "rest", "gain", "two_years", "lost_2011", "lost_all")
    | _parts(_FLOW, "a_year", "evaporation", "delta")
    | _parts(_SHARE, "kept")
    | _parts(_QUANTITY("km²", ",.0f"), "area", "implied_area")
    | _parts(_QUANTITY("m", ".2f"), "rise", "fall_1987", "level_1970"),
)
def balkhash_balance(balkhash_water, balkhash_levels):
    """Return the parts of the check, and the area that the ministry’s own rise and volume imply."""
    check = hydrology.balkhash_check(balkhash_water).query("panel == 'half of 2025'").set_index("label").volume_km3
    rows = balkhash_water.set_index("row_id")
    sent, stored = check["sent to the lake"], check["stored by the rise"]
    lowest = balkhash_levels.level_m.min()
    return {
        "sent": sent,
        "stored": stored,
        "rest": sent - stored,
        "kept": 100 * stored / sent,
        "rise": rows.level_change_m["level-2025"],
        "area": rows.area_km2["area-2020"],
        "gain": rows.volume_change_km3["change-2024-2025"],
        "implied_area": 1000 * rows.volume_change_km3["change-2024-2025"] / rows.level_change_m["change-2024-2025"],
        "two_years": rows.flow_km3["sent-2024-2025"],
        "a_year": rows.flow_km3["sent-2024-2025"] / 2,
        "evaporation": rows.flow_km3["evaporation-2000"],
        "delta": rows.flow_km3["delta-2000"],
        "lost_2011": -rows.volume_change_km3["change-2011-2015"],
        "lost_all": -rows.volume_change_km3["change-1970-2020"],
        "fall_1987": -rows.level_change_m["level-1970-1987"],
        "level_1970": lowest - rows.level_change_m["level-1970-1987"],
    }


@results.register(
    "water-kapchagay",
    "What the Kapchagay reservoir took from the Ili, by one abstract",
    parts={"loss": _QUANTITY("km³ a year", ".1f"), "share": _SHARE, "fall": _FLOW},
)
def kapchagay(balkhash_water, ili_flows):
    """Return the loss, and its share in the fall of the inflow to the lake between the published means."""
    flow = ili_flows.set_index("flow_id").flow_km3_year
    fall = flow["lake-1950-1969"] - flow["lake-1970-1985"]
    loss = balkhash_water.set_index("row_id").flow_km3["kapchagay-loss"]
    return {"loss": loss, "fall": fall, "share": 100 * loss / fall}


@results.register(
    "water-balkhash-area",
    "Published areas of Lake Balkhash",
    parts=_parts(_QUANTITY("km²", ",.0f"), "first", "lowest", "image_2000", "image_2010", "image_2020", "undated")
    | _parts(_QUANTITY("%", ".1f"), "image_change")
    | _parts(_SHARE, "fall")
    | {"lowest_year": _YEAR, "methods": _COUNT},
)
def balkhash_area(balkhash_water):
    """Return the areas by method, the change between the satellite images, and the fall that mixes both methods."""
    rows = balkhash_water.set_index("row_id")
    area = rows.area_km2
    dated = rows.dropna(subset=["area_km2", "first_year"])
    return {
        "first": area["area-1970"],
        "lowest": area["area-1990"],
        "lowest_year": rows.first_year["area-1990"],
        "image_2000": area["area-2000"],
        "image_2010": area["area-2010"],
        "image_2020": area["area-2020"],
        "undated": area["ilec"],
        "image_change": 100 * (area["area-2020"] / area["area-2000"] - 1),
        "fall": 100 * (1 - area["area-2020"] / area["area-1970"]),
        "methods": dated.method.nunique(),
    }


@results.register(
    "water-ili-other",
    "Further published means of the Ili",
    parts=_parts(_FLOW, "unstated", "lake_long"),
)
def ili_other(ili_flows):
    """Return the mean of 2001–2020, whose place is not stated, and that of the inflow to the lake in 1970–2009."""
    flow = ili_flows.set_index("flow_id").flow_km3_year
    return {"unstated": flow["mean-2001-2020"], "lake_long": flow["lake-1970-2009"]}


@results.register(
    "water-glaciers",
    "Five glaciers of the Tian Shan",
    parts=_parts(_COUNT, "count", "losing", "with_trend", "with_break", "old", "old_with_break")
    | _parts(_YEAR, "break_first", "break_last", "tuyuksu_break")
    | _parts(_QUANTITY("mm water equivalent a year", ".0f"), "before", "after"),
)
def glaciers(tuyuksu_balance, neighbour_balances):
    """Return how many glaciers lose ice for certain, how many have a trend or a break, and when.

    A loss is certain where the interval of the mean lies below zero, a break where the p-value that allows for search
    and memory is below 0.05. ``old`` glaciers have a record from before 1970.
    """
    found = hydrology.glacier_trends(tuyuksu_balance, neighbour_balances).set_index("glacier")
    broken = found.break_serial_p < 0.05
    old = found.first_year < LOW_FLOW_BEGAN
    tuyuksu = found.loc["Central Tuyuksu"]
    return {
        "count": len(found),
        "losing": int((found.mean_high < 0).sum()),
        "with_trend": int((found.slope_high < 0).sum()),
        "with_break": int(broken.sum()),
        "old": int(old.sum()),
        "old_with_break": int((old & broken).sum()),
        "break_first": found.break_year[old].min(),
        "break_last": found.break_year[old].max(),
        "tuyuksu_break": tuyuksu.break_year,
        "before": tuyuksu.before,
        "after": tuyuksu.after,
    }


@results.register(
    "water-ice",
    "Ice lost in the Chinese part of the Ili basin, and an order of magnitude of its water",
    parts=_parts(_QUANTITY("km²", ".0f"), "lost", "error", "part_lost", "part_error")
    | _parts(_SHARE, "part_share")
    | {"melt": _QUANTITY("km³ a year", ".2f"), "melt_share": _QUANTITY("%", ".1f")},
)
def ice(ili_glacier_area, tuyuksu_balance, ili_flows):
    """Return the area lost by two studies, and the water that the glaciers of the smaller one lose at Tuyuksu’s rate.

    The area left in the smaller study follows from the area lost and its share. Tuyuksu’s mean loss on it is an order
    of magnitude, not an estimate: the glacier lies elsewhere.
    """
    rows = ili_glacier_area.set_index("study_id")
    part = rows.loc["nanjing-kuksu-kunes"]
    left = part.lost_km2 / part.lost_pct * 100 - part.lost_km2
    melt = -tuyuksu_balance.annual_balance_mmwe.mean() * left / 1e6
    return {
        "lost": rows.lost_km2["xu-ili"],
        "error": rows.lost_error_km2["xu-ili"],
        "part_lost": part.lost_km2,
        "part_error": part.lost_error_km2,
        "part_share": part.lost_pct,
        "melt": melt,
        "melt_share": 100 * melt / ili_flows.set_index("flow_id").flow_km3_year["basin-mean"],
    }


@results.register(
    "water-climate",
    "Temperature and precipitation of the upper Irtysh, 2000–2022",
    parts=_parts(_QUANTITY("°C a decade", "+.1f"), "warming", "warming_low", "warming_high")
    | _parts(_P, "warming_p")
    | _parts(_QUANTITY("mm", ".0f"), "era5", "chirps")
    | _parts(_QUANTITY("", ".1f"), "ratio")
    | _parts(_QUANTITY("% a decade", "+.0f"), "era5_slope", "era5_low", "era5_high")
    | _parts(_QUANTITY("% a decade", "+.0f"), "chirps_slope", "chirps_low", "chirps_high")
    | _parts(_COUNT, "count", "series", "with_trend")
    | _parts(_YEAR, "first", "last"),
)
def climate(black_irtysh_climate):
    """Return the trends with their intervals, and how far the two estimates of precipitation lie apart."""
    long = hydrology.climate_long(black_irtysh_climate)
    found = hydrology.trend_table(long, "series", "deviation").set_index("series")
    columns = ("temperature_degc", "precipitation_era5_mm", "precipitation_chirps_mm")
    warm, era5, chirps = (found.loc[hydrology.CLIMATE_SERIES[column]] for column in columns)
    means = black_irtysh_climate[["precipitation_era5_mm", "precipitation_chirps_mm"]].mean()
    return {
        "warming": warm.slope,
        "warming_low": warm.slope_low,
        "warming_high": warm.slope_high,
        "warming_p": warm.p,
        "era5": means.iloc[0],
        "chirps": means.iloc[1],
        "ratio": means.iloc[0] / means.iloc[1],
        "era5_slope": era5.slope,
        "era5_low": era5.slope_low,
        "era5_high": era5.slope_high,
        "chirps_slope": chirps.slope,
        "chirps_low": chirps.slope_low,
        "chirps_high": chirps.slope_high,
        "count": int(warm["count"]),
        "first": warm.first_year,
        "last": warm.last_year,
        "series": len(found),
        "with_trend": int(((found.slope_low > 0) | (found.slope_high < 0)).sum()),
    }


@results.register(
    "water-use",
    "Withdrawal and irrigation in the three countries",
    parts=_parts(_QUANTITY("km³ a year", ".1f"), "kaz_first", "kaz_low", "kaz_last", "kgz_first", "kgz_last")
    | _parts(_QUANTITY("km³ a year", ".0f"), "chn_first", "chn_last")
    | _parts(_QUANTITY("m³ a year", ",.0f"), "kaz_person", "kgz_person", "chn_person")
    | _parts(_QUANTITY("m³ a year", ",.0f"), "kaz_ha_first", "kaz_ha", "chn_ha", "chn_ha_first")
    | _parts(_SHARE, "kaz_agriculture", "kgz_agriculture", "chn_agriculture", "kaz_towns", "chn_towns")
    | _parts(_QUANTITY("million hectares", ".2f"), "kaz_irrigated_first", "kaz_irrigated")
    | _parts(_YEAR, "first", "low_year", "last", "area_year")
    | _parts(_COUNT, "repeated"),
)
def withdrawals(water_use):
    """Return withdrawals at the ends of the record, per person and per hectare, and how many rows repeat a value.

    The use per hectare is that of 2012, the last year with a count of Kazakhstan’s irrigated land of its own.
    """
    use = hydrology.use_by_country(water_use)
    rows = use.set_index(["country_iso3", "year"])
    kaz, chn, kgz = (rows.loc[code] for code in ("KAZ", "CHN", "KGZ"))
    first, last, area_year = kaz.index.min(), kaz.index.max(), 2012
    return {
        "kaz_first": kaz.freshwater_km3_year[first],
        "kaz_low": kaz.freshwater_km3_year.min(),
        "low_year": kaz.freshwater_km3_year.idxmin(),
        "kaz_last": kaz.freshwater_km3_year[last],
        "kgz_first": kgz.freshwater_km3_year[first],
        "kgz_last": kgz.freshwater_km3_year[last],
        "chn_first": chn.freshwater_km3_year[first],
        "chn_last": chn.freshwater_km3_year[last],
        "kaz_person": kaz.withdrawal_m3_person[last],
        "kgz_person": kgz.withdrawal_m3_person[last],
        "chn_person": chn.withdrawal_m3_person[last],
        "kaz_ha_first": kaz.agriculture_m3_ha[first],
        "kaz_ha": kaz.agriculture_m3_ha[area_year],
        "chn_ha_first": chn.agriculture_m3_ha[first],
        "chn_ha": chn.agriculture_m3_ha[area_year],
        "kaz_agriculture": kaz.agriculture_pct[last],
        "kgz_agriculture": kgz.agriculture_pct[last],
        "chn_agriculture": chn.agriculture_pct[last],
        "kaz_towns": kaz.towns_pct[last],
        "chn_towns": chn.towns_pct[last],
        "kaz_irrigated_first": kaz.irrigated_kha[first] / 1000,
        "kaz_irrigated": kaz.irrigated_kha[last] / 1000,
        "first": first,
        "last": last,
        "area_year": area_year,
        "repeated": int(use.repeated.sum()),
    }


@results.register(
    "water-talks",
    "The talks on the shared rivers",
    parts=_parts(_YEAR, "draft", "first", "commission", "allocation", "latest")
    | _parts(_COUNT, "small_shares", "drafts", "signed_shares")
    | _parts(_QUANTITY("years", ".0f"), "since_draft"),
)
def talks(river_agreements, river_talks):
    """Return dates of the talks, and how many agreements share out a small river, or the Ili or Irtysh."""
    steps = river_talks.set_index("step_id").year
    laned = accounts.treaties_and_talks(river_agreements, river_talks)
    shares = laned[laned.lane == accounts.LANES[-1]]
    return {
        "draft": steps["draft-1992"],
        "first": steps["talks-1998"],
        "commission": steps["commission-2003"],
        "allocation": steps["group-2014"],
        "latest": steps.max(),
        "small_shares": int(((laned.lane == "shares of a small river") & (laned.year >= 2001)).sum()),
        "drafts": int((shares.kind == "draft").sum()),
        "signed_shares": int((shares.kind == "agreement").sum()),
        "since_draft": steps.max() - steps["group-2014"],
    }


@results.register(
    "water-tests",
    "How many tests the chapter tried",
    parts=_parts(_COUNT, "trends", "breaks", "all") | {"by_chance": _QUANTITY("", ".1f")},
)
def tests_tried(black_irtysh_discharge, irtysh_discharge, tuyuksu_balance, neighbour_balances, black_irtysh_climate):
    """Return the number of series tested for a trend and for a break, and of tests in all.

    The other versions of the trend test at Buran, and its test before 1970, count too. ``by_chance`` of them would fall
    below 0.05 if nothing ever changed.
    """
    series = (
        black_irtysh_discharge.assign(gauge="Buran").gauge.nunique()
        + irtysh_discharge.gauge.nunique()
        + hydrology.glacier_series(tuyuksu_balance, neighbour_balances).glacier.nunique()
        + hydrology.climate_long(black_irtysh_climate).series.nunique()
    )
    further = irtysh_tests(black_irtysh_discharge)["count"] - 1 + 1
    every = 2 * series + further
    return {"trends": series + further, "breaks": series, "all": every, "by_chance": (1 - trends.LEVEL) * every}


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
    data=accounts.inflow_by_basin,
    size=(7.2, 4.2),
    panels=(2, 1),
    sharex=True,
    height_ratios=(5, 2.2),
)
def draw_inflow_by_basin(data, axes):
    headings = {"in": "Into Kazakhstan", "out": "Out of Kazakhstan"}
    for axis, (direction, heading) in zip(axes, headings.items(), strict=True):
        rows = data[data.direction == direction].iloc[::-1]
        names = [
            _NEIGHBOURS[row.neighbour_iso3] + ("" if row.basins == "all" else f":\n{row.basins}")
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
    data=hydrology.black_irtysh,
)
def draw_black_irtysh_discharge(data, axes):
    years, event = data.query("kind == 'annual mean'"), data.query("kind == 'event'")
    end = int(years.year.max())
    axes.axvspan(end + 0.5, 2026, color=style.GRID, alpha=0.6, linewidth=0, zorder=0)
    axes.fill_between(years.year, years.sen_low_m3s, years.sen_high_m3s, color=style.SUBJECT, alpha=0.16, linewidth=0)
    axes.plot(years.year, years.discharge_m3s, color=style.SUBJECT, linewidth=0.8, marker="o", markersize=3.4)
    axes.plot(years.year, years.sen_m3s, color=style.INK, linewidth=1.6)
    style.label(axes, end, years.sen_m3s.iloc[-1], "Sen’s slope and\nits 95% interval", xytext=(9, 0))
    axes.text(2007, 450, "no open record\nof the discharge", ha="center", color=style.QUIET, fontsize=9)
    axes.axvline(event.year.iloc[0], ymax=0.42, color=style.COMPARISON, linewidth=1.2, linestyle=(0, (3, 2)))
    style.label(
        axes, event.year.iloc[0], 170, f"by {event.year.iloc[0]:.0f}: canal\nwater reaches\nKaramay", style.COMPARISON
    )
    axes.set(xlim=(1936, 2026), ylim=(0, 500))
    return axes


@figures.register(
    "fig-water-map",
    title="Both large rivers come down from China, and only the Black Irtysh has an open record near the border",
    subtitle="Rivers, lakes, dams, canals and gauges with open records; Lambert azimuthal equal-area projection",
    caption=(
        "Orange squares are the gauges in Kazakhstan whose yearly discharge is open; Omsk, Ust-Ishim and Tobolsk lie "
        "on the Irtysh farther north. Dark triangles are dams and the intake of China’s canal (Project 635). The Emil "
        "and both canals are dashed: straight lines between published points, not their courses. Of China’s canal only "
        "the two ends of the branch to Karamay are known, so that its dashes show no more than where from and where "
        "to. Outlines of the basins were not found in a form that could be read. " + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map of eastern Kazakhstan and northern Xinjiang with two canals as dashed lines. The Ili runs west across the "
        "border past the Kapchagay reservoir into Lake Balkhash; the Irtysh runs north-west through Lake Zaysan. Of "
        "the marked gauges only Buran, just inside Kazakhstan, measures what arrives from China on a main river."
    ),
    data=hydrology.shared_rivers,
    size=style.MAP,
    narrow=(4.5, 4.0),
)
def draw_map(data, axes):
    narrow = axes.figure.get_figwidth() < 6
    transformer = maps.projection(80.5, 47)
    west, south, east, north = hydrology.MAP_BOX
    maps.draw_base(axes, data, transformer, (west, east, south, north))
    look = {"edgecolor": "#2b6a8f", "linewidth": 1.1, "linestyle": (0, (3, 2)), "zorder": 3}
    maps.draw_shapes(axes, data.loc[data.layer == "schematic", "geometry"].to_numpy(), transformer, **look)
    places = {
        "work": {"marker": "^", "size": 30, "colour": style.INK, "kind": "dam"},
        "town": {"size": 10, "colour": style.QUIET, "kind": "town"},
        "gauge": {"marker": "s", "size": 26, "colour": style.COMPARISON, "kind": "gauge with an open record"},
    }
    offsets = {
        "Kapchagay dam": (-4, 9, "right"), "Bukhtarma dam": (6, -5, "left"), "Shulba dam": (5, 7, "left"),
        "Project 635": (4, -9, "center"), "Almaty": (5, -6, "left"), "Kulja (Yining)": (6, -8, "left"),
        "Semey": (-2, -10, "right"), "Buran": (-3, 11, "right"), "Sarytogay": (7, -3, "left"),
        "Semiyarskoye": (7, 0, "left"), "Ulba-Perevalochnaya": (7, 4, "left"), "Karamay": (4, -7, "left"),
    }  # fmt: skip
    offsets |= {"Buran": (-6, 4, "right"), "Karamay": (-4, -5, "right")} if narrow else {}
    for layer, look in places.items():
        drawn = data[data.layer == layer]
        named = ~drawn.name.isin(_UNNAMED_WHERE_NARROW) if narrow else np.full(len(drawn), True)
        maps.draw_places(axes, drawn[named], transformer, offsets=offsets, **look)
        if not named.all():
            maps.draw_places(axes, drawn[~named], transformer, label=None, **look)
    waters = {
        "Irtysh": (81.6, 49.8), "Black Irtysh": (87.0, 48.25), "Ili": (78.9, 44.15), "Lake Balkhash": (76.6, 45.75),
        "Alakol": (80.4, 45.8), "Lake Zaysan": (82.2, 47.75), "Emil": (85.0, 46.45), "Issyk-Kul": (79.1, 42.5),
        "Irtysh–Karaganda Canal": (74.2, 52.25), "Irtysh–Karamay–\nÜrümqi Canal": (87.3, 45.7),
    }  # fmt: skip
    lands = {"KAZAKHSTAN": (75.3, 48.2), "CHINA": (85.9, 44.5), "RUSSIA": (85.2, 50.95)}
    if narrow:
        waters |= {
            "Irtysh": (80.5, 50.0), "Irtysh–Karaganda Canal": (74.5, 52.3), "Black Irtysh": (88.1, 48.3),
            "Irtysh–Karamay–\nÜrümqi Canal": (87.5, 45.3),
        }  # fmt: skip
        lands["CHINA"] = (84.2, 44.3)
    for name, position in (waters | lands).items():
        if narrow and name in _UNNAMED_WHERE_NARROW:
            continue
        look = {"style": "italic", "colour": "#2b6a8f"} if name in waters else {"colour": style.QUIET}
        style.label(axes, *transformer.transform(*position), name, ha="center", xytext=(0, 0), **look)
    return axes


_UNNAMED_WHERE_NARROW = ("Ulba-Perevalochnaya", "Semey", "Shulba dam", "Kulja (Yining)", "Alakol", "Issyk-Kul")
"""What the map for phones marks without a name, for want of room."""


@figures.register(
    "fig-water-ili-balkhash",
    title="The Ili’s published mean at the border rose after 1998, but the two latest years lie below it",
    subtitle="Published means of the Ili, km³ a year, and levels of Lake Balkhash, m (Baltic system), 1931–2025",
    caption=(
        "Above: each bar is a mean over its years; dashed bars and open squares are derived by this book, from an "
        "increase and from a flow stated for part of 2024 and its ratio to 2023; the grey bar’s place is not stated. "
        "Below: single published levels, filled where a study joined gauges and altimetry, open where Kazakhstan’s "
        "ministry stated them. Nothing is joined, because periods, places and methods differ. Neither vertical axis "
        "begins at zero."
    ),
    alt=(
        "Two charts over the same years. Above, the Ili at the border averages {number}`water-ili-border.before` km³ a "
        "year before 1998 and {number}`water-ili-border.after` after, with {number}`water-ili-border.previous` in 2023 "
        "and {number}`water-ili-border.latest` in 2024; its inflow to the lake falls from "
        "{number}`water-ili-lake.before` to {number}`water-ili-lake.after` after 1970. Below, the lake’s lowest level, "
        "{number}`water-balkhash.lowest` m, is that of 1987; the latest, {number}`water-balkhash.latest` m, is that of "
        "July 2025."
    ),
    data=hydrology.ili_and_balkhash,
    size=(7.2, 4.9),
    narrow=(4.1, 5.8),
    panels=(2, 1),
    sharex=True,
)
def draw_ili_balkhash(data, axes):
    upper, lower = axes
    colours = {"border": style.COLOURS["CHN"], "lake": style.SUBJECT, "not stated": style.QUIET}
    places = {"border": "at the border", "lake": "into the lake", "not stated": "place not stated"}
    for row in data.query("panel == 'flow'").itertuples():
        colour, derived = colours[row.kind], row.basis == "derived"
        span = f"{row.first_year}–{row.last_year}" if row.first_year != row.last_year else f"{row.first_year}"
        said = f"Ili, {places[row.kind]}, {span}: {row.flow_km3_year:.2f} km³ a year"
        values.tell(upper, (row.first_year + row.last_year) / 2, row.flow_km3_year, said, places[row.kind])
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
        below = row.flow_km3_year < 11
        ends = row.last_year == 1969  # the label of a bar that ends at the reservoir must not cross its line
        style.label(
            upper, row.last_year if ends else row.first_year, row.flow_km3_year, text, colour,
            xytext=(0 if ends else 3, -9 if below else 9), ha="right" if ends else "left",
        )  # fmt: skip
    upper.axvline(1970, color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)), zorder=0)
    style.label(upper, 1970, 11.2, "Kapchagay\nreservoir, 1970", style.QUIET, xytext=(-4, 0), ha="right", fontsize=8.5)
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
    data=hydrology.glacier_years,
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


_GREY = "#aab2ba"


@figures.register(
    "fig-water-flow-diagram",
    title="Most of the water in Kazakhstan’s parts of the two shared basins is formed there",
    subtitle="Where the surface water of two basins comes from: widths in km³ a year, long-term means in AQUASTAT",
    caption=(
        "Widths are volumes: {result}`water-basins.irtysh` in the Irtysh’s basin within Kazakhstan, of which "
        "{result}`water-basins.irtysh_china` comes from China, and {result}`water-basins.balkhash` in that of Balkhash "
        "and Alakol ({result}`water-basins.balkhash_china`). Red, solid: from China; hatched: what flows from "
        "Kazakhstan to China, whose rivers the account does not name. The figures are an account and not measurements; "
        "what is used or evaporates on the way is not taken off, and what China uses before the border is not in it."
    ),
    alt=(
        "Flow diagram with bands from three countries on the left to two basins on the right. Kazakhstan’s own bands, "
        "{number}`water-basins.irtysh_formed` and {number}`water-basins.balkhash_formed` km³ a year, are wider than "
        "China’s, {number}`water-inflow.irtysh` and {number}`water-inflow.balkhash`. A thin band of "
        "{number}`water-inflow.back` runs from Kazakhstan to China."
    ),
    data=accounts.flow_bands,
    size=(7.2, 4.4),
)
def draw_flow_diagram(data, axes):
    looks = {
        "CHN": {"facecolor": style.COLOURS["CHN"], "alpha": 0.75},
        "KAZ": {"facecolor": style.COLOURS["KAZ"], "alpha": 0.45},
        "KGZ": {"facecolor": style.COLOURS["KGZ"], "alpha": 0.9},
    }
    for band in data.itertuples():
        path = _band(0.0, band.left_base, 1.0, band.right_base, band.flow_km3_year)
        if band.target == "China":
            look = {"facecolor": "none", "edgecolor": style.COLOURS["KAZ"], "hatch": "//////", "linewidth": 0.8}
        else:
            look = {**looks[band.origin_iso3], "linewidth": 0}
        axes.add_patch(PathPatch(path, **look))
        middle = band.left_base + band.flow_km3_year / 2
        style.label(axes, 0.0, middle, f"{band.flow_km3_year:.1f}", xytext=(-5, 0), ha="right")
        origin = values.COUNTRIES[band.origin_iso3]
        values.tell(axes, 0.0, middle, f"{origin} to {band.target}: {band.flow_km3_year:.1f} km³ a year")
    for name, rows in data.groupby("origin_iso3", sort=False):
        middle = (rows.left_base.min() + (rows.left_base + rows.flow_km3_year).max()) / 2
        axes.text(-0.17, middle, _ORIGINS[name], ha="right", va="center", color=style.COLOURS[name], fontweight="bold")
    for name, rows in data.groupby("target", sort=False):
        low, total = rows.right_base.min(), rows.flow_km3_year.sum()
        text = f"{name}\n{total:.1f}" + _ENDS.get(name, "")
        style.label(axes, 1.0, low + total / 2, text, xytext=(7, 0))
    axes.set(xlim=(-0.42, 1.42), ylim=(3, data.left_base.max() + 11))
    axes.set_axis_off()
    return axes


_ORIGINS = {"CHN": "from China", "KAZ": "formed in\nKazakhstan", "KGZ": "Kyrgyzstan"}
_ENDS = {"Irtysh": ", on to Russia", "Balkhash–Alakol": ",\nends in the lakes", "China": ", rivers not named"}


def _band(left, left_base, right, right_base, width):
    """Return a band of constant width between two columns, as a path with Bézier curves."""
    middle = (left + right) / 2
    corners = [
        (left, left_base + width), (middle, left_base + width), (middle, right_base + width),
        (right, right_base + width), (right, right_base), (middle, right_base), (middle, left_base),
        (left, left_base), (left, left_base),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path(corners, codes)


@figures.register(
    "fig-water-irtysh-gauges",
    title="No gauge on the Irtysh shows a trend that its interval keeps apart from none",
    subtitle="Mean discharge of the calendar year at four gauges down the river, m³/s; the scales differ",
    caption=(
        "Dots are years with at least {number}`water-irtysh-discharge.days` days of data, lines Sen’s slope over the "
        "longest run without a gap, bands its 95% interval. The interval includes no change at all "
        "{number}`water-irtysh-below.gauges` gauges. The dashed line marks 1960, when the Bukhtarma reservoir began to "
        "fill: below it Kazakhstan’s storage hides what happens above. All records end before China’s canal ran."
    ),
    alt=(
        "Four small charts of annual discharge: Buran near the border, {number}`water-irtysh-discharge.first`–"
        "{number}`water-irtysh-discharge.last`, Semiyarskoye, Omsk and Tobolsk. Values swing widely, trend lines slope "
        "little, and every band of the trend includes a level line."
    ),
    data=hydrology.gauge_lines,
    size=style.TALL,
    panels=(2, 2),
    sharex=True,
)
def draw_irtysh_gauges(data, axes):
    titles = {
        "Buran": "Buran, at the border",
        "Semiyarskoye": "Semiyarskoye, Kazakhstan",
        "Omsk": "Omsk, Russia",
        "Tobolsk": "Tobolsk, Russia",
    }
    for axis, (gauge, title) in zip(axes.flat, titles.items(), strict=True):
        years = data[data.gauge == gauge]
        colour = style.COMPARISON if gauge == "Buran" else style.SUBJECT
        axis.fill_between(years.year, years.sen_low_m3s, years.sen_high_m3s, color=colour, alpha=0.15, linewidth=0)
        axis.plot(years.year, years.discharge_m3s, "o", color=colour, markersize=3.2)
        axis.plot(years.year, years.sen_m3s, color=style.INK, linewidth=1.5)
        axis.axvline(1960, color=style.QUIET, linewidth=0.8, linestyle=(0, (3, 3)))
        axis.set_title(title)
        axis.set_ylim(0, 1.08 * years.discharge_m3s.max())
        axis.set_xlim(1934, 2000)
    style.label(
        axes.flat[1], 1960, 180, "Bukhtarma reservoir\nbegins to fill", style.QUIET, xytext=(4, 0), fontsize=8.5
    )
    return axes


@figures.register(
    "fig-water-detection",
    title="A loss of {result}`water-detection.small_volume` would take half a century of data to show at the border",
    subtitle="Years of record after 1987 needed to find a loss of flow at Buran, by its size in km³ a year",
    caption=(
        "The line says how long a second record would have to be for a t-test against 1938–1987 to find the loss with "
        "a chance of {result}`water-detection.chance` at the 5% level; losses below {result}`water-detection.least` "
        "would not show within a century. Marks are volumes that speakers named, filled where water is said to be "
        "taken or missing, open where taking it was planned. The dashed line counts the years from "
        "{number}`water-canals.chinese_year` to 2025. Weather known from elsewhere would shorten the wait; memory from "
        "year to year lengthens it."
    ),
    alt=(
        "Falling curve of years needed against size of the loss: {number}`water-detection.small` years for "
        "{number}`water-detection.small_volume` km³ a year, {number}`water-detection.ministry` for "
        "{number}`water-detection.ministry_volume` and {number}`water-detection.planned` for "
        "{number}`water-detection.planned_volume`. Marks on the curve name who stated the volumes; "
        "{number}`water-detection.tokayev_volume` km³ lies beyond the left end."
    ),
    data=hydrology.detection,
    words={
        "volume_km3_year": "loss of",
    },
)
def draw_detection(data, axes):
    curve = data.query("kind == 'curve'").dropna(subset="years_needed")
    axes.plot(curve.volume_km3_year, curve.years_needed, color=style.INK, linewidth=1.8)
    said = data.query("kind == 'statement'").dropna(subset="years_needed")
    for row in said.itertuples():
        filled = row.statement != "planned"
        axes.plot(
            row.volume_km3_year, row.years_needed, "o" if filled else "s", color=style.COMPARISON, markersize=7,
            markerfacecolor=style.COMPARISON if filled else "white",
        )  # fmt: skip
    notes = {
        1.5: ("1.5 taken: “official data”\nin NUR.KZ, undated", 1.75, 60),
        2.1: ("2.1 lost in ten years:\nKazakhstan’s ministry,\nabout 2024", 2.35, 38),
        4.6: ("4.6 planned: water\nusers, 2009; 5.0 in\nNUR.KZ", 4.25, 55),
    }
    pointer = {"arrowprops": {"arrowstyle": "-", "color": style.FAINT, "linewidth": 0.8}, "textcoords": "data"}
    for volume, (text, right, up) in notes.items():
        needed = said.loc[said.volume_km3_year == volume, "years_needed"].iloc[0]
        style.label(axes, volume, needed, text, xytext=(right, up), fontsize=8.5, **pointer)
    elapsed = data.loc[data.kind == "elapsed", "years_needed"].iloc[0]
    axes.axhline(elapsed, color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
    style.label(
        axes, 6.0, elapsed, f"{elapsed:.0f} years: since\nthe canal’s water", style.QUIET, xytext=(-2, 14), ha="right",
        fontsize=8.5,
    )  # fmt: skip
    axes.axvspan(0.4, curve.volume_km3_year.min() - 0.025, color=style.GRID, alpha=0.8, linewidth=0)
    style.label(axes, 0.45, 92, "1.0 and less:\nnot within\na century", style.QUIET, xytext=(0, 0), fontsize=8.5)
    axes.set(xlim=(0.4, 6), ylim=(0, 104), xlabel="loss of flow, km³ a year", ylabel="years of record needed")
    return axes


@figures.register(
    "fig-water-balkhash-balance",
    title="Of the water sent to Balkhash in early 2025, {result}`water-balkhash-check.kept` can be found in the lake",
    subtitle="Published areas of the lake, and its rise from January to July 2025 as a volume",
    caption=(
        "Areas are marked by method and never joined; their axis does not begin at zero. The bars show what "
        "Kazakhstan’s ministry says it sent from the Kapchagay reservoir, and what a rise of "
        "{result}`water-balkhash-check.rise` stores on the area of the 2020 image; the bars’ ends take its smallest "
        "and largest area. The hatched rest, derived here, is lost in the delta and to the air, less what other rivers "
        "and rain bring. Levels and volumes are the ministry’s."
    ),
    alt=(
        "Two charts. The first has areas of the lake: {number}`water-balkhash-area.first` km² in 1970 from literature, "
        "and between {number}`water-balkhash-area.image_2020` and {number}`water-balkhash-area.image_2010` on "
        "satellite images since 2000. The second has bars: {number}`water-balkhash-check.sent` km³ sent, "
        "{number}`water-balkhash-check.stored` stored, {number}`water-balkhash-check.rest` not accounted for."
    ),
    data=hydrology.balkhash_check,
    panels=(1, 2),
    width_ratios=(1, 1.25),
)
def draw_balkhash_balance(data, axes):
    left, right = axes
    areas = data.query("panel == 'area'")
    image = areas.method.str.contains("MODIS")
    left.plot(areas.year[image], areas.area_km2[image] / 1000, "o", color=style.SUBJECT, markersize=6)
    left.plot(
        areas.year[~image], areas.area_km2[~image] / 1000, "D", color=style.COMPARISON, markerfacecolor="white",
        markersize=6,
    )  # fmt: skip
    style.label(left, 1970, areas.area_km2.max() / 1000, "1970, from\nliterature", style.COMPARISON, xytext=(9, -2))
    style.label(
        left,
        1990,
        areas.area_km2[~image].min() / 1000,
        "1990,\nthe same",
        style.COMPARISON,
        xytext=(-2, 20),
        ha="right",
    )
    style.label(
        left,
        2010,
        areas.area_km2[image].max() / 1000,
        "2000, 2010, 2020,\nfrom images",
        style.SUBJECT,
        xytext=(0, 20),
        ha="center",
    )
    left.set(xlim=(1964, 2030), ylim=(16, 20.5))
    left.set_title("Area, thousand km²")
    volumes = data.query("panel == 'half of 2025'").iloc[::-1]
    places = np.arange(len(volumes))
    looks = [
        {"facecolor": "white", "edgecolor": style.QUIET, "hatch": "////", "linewidth": 0.9},
        {"facecolor": style.SUBJECT},
        {"facecolor": _GREY},
    ]
    for place, (row, look) in enumerate(zip(volumes.itertuples(), looks, strict=True)):
        right.barh(place, row.volume_km3, height=0.6, **look)
        if np.isfinite(row.low_km3):
            right.plot([row.low_km3, row.high_km3], [place, place], color=style.INK, linewidth=1.6)
        style.label(
            right, max(row.volume_km3, np.nan_to_num(row.high_km3)), place, f"{row.volume_km3:.1f}", xytext=(6, 0)
        )
    right.set_yticks(places, ["lost on the way\nor to the air", "stored by\nthe rise", "sent to\nthe lake"])
    right.set_title("January to July 2025, km³")
    right.set_xlim(0, 10)
    right.grid(visible=False, axis="y")
    right.grid(visible=True, axis="x")
    return axes


@figures.register(
    "fig-water-climate",
    title=(
        "Neither warming nor drying over the upper Irtysh stands out from chance in {number}`water-climate.count` years"
    ),
    subtitle="Catchment of Buran, 2000–2022: yearly deviations from the mean of each estimate",
    caption=(
        "Temperature is the mean of the year in ERA5-Land, with Sen’s slope of {result}`water-climate.warming` (95% "
        "interval {number}`water-climate.warming_low` to {number}`water-climate.warming_high`). Precipitation is shown "
        "by two estimates, in per cent of their own means, because ERA5-Land has {number}`water-climate.ratio` times "
        "as much as CHIRPS. These are models and images, not stations; 2022 lacks its last day."
    ),
    alt=(
        "Two charts of {number}`water-climate.count` years. Above, temperature swings by about one degree around a "
        "line that rises slightly. Below, two lines of precipitation swing by up to a fifth, agree in some years and "
        "disagree in others, and have no visible direction."
    ),
    data=hydrology.climate_long,
    size=(7.2, 4.6),
    panels=(2, 1),
    sharex=True,
    words={
        "deviation": "",
    },
)
def draw_climate(data, axes):
    upper, lower = axes
    warm = data[data.series == "temperature"]
    slope = trends.sen_slope(warm.year, warm.deviation)
    upper.bar(warm.year, warm.deviation, color=style.COMPARISON, width=0.7)
    upper.plot(warm.year, slope.intercept + slope.value * warm.year, color=style.INK, linewidth=1.5)
    upper.axhline(0, color=style.QUIET, linewidth=0.7)
    style.label(upper, warm.year.max(), slope.intercept + slope.value * warm.year.max(), "Sen’s slope", xytext=(9, 4))
    upper.set_title("Temperature, °C from the mean")
    looks = {
        "precipitation, ERA5-Land": (style.SUBJECT, "-", "o"),
        "precipitation, CHIRPS": (style.THIRD, (0, (5, 1.5)), "s"),
    }
    for name, (colour, dash, marker) in looks.items():
        rain = data[data.series == name]
        lower.plot(
            rain.year, rain.deviation, color=colour, linestyle=dash, linewidth=1.4, marker=marker, markersize=3.6
        )
        style.label(lower, rain.year.max(), rain.deviation.iloc[-1], name.split(", ")[1], colour, xytext=(8, 0))
    lower.axhline(0, color=style.QUIET, linewidth=0.7)
    lower.set_title("Precipitation, % from the mean")
    lower.set(xlim=(1999, 2026))
    return axes


@figures.register(
    "fig-water-use",
    title="Kazakhstan takes over three times as much water a person as China, and more for each irrigated hectare",
    subtitle="Water withdrawn in whole countries, AQUASTAT, 1992–2018; two scales",
    caption=(
        "For each person: all water withdrawn. For each hectare that is irrigated: agriculture’s part of it, "
        "computed here. Open marks repeat an older count of area or withdrawal, so that "
        "they say nothing new. Whole countries stand here, not the shared basins, and many values are FAO’s estimates."
    ),
    alt=(
        "Two line charts for China, Kazakhstan and Kyrgyzstan. A person’s share in 2018 is "
        "{number}`water-use.kaz_person` m³ in Kazakhstan, {number}`water-use.kgz_person` in Kyrgyzstan and "
        "{number}`water-use.chn_person` in China. Per irrigated hectare Kazakhstan used {number}`water-use.kaz_ha` m³ "
        "in 2012 and China {number}`water-use.chn_ha`."
    ),
    data=hydrology.use_by_country,
    panels=(1, 2),
)
def draw_use(data, axes):
    names = {"CHN": "China", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}
    markers = {"CHN": "s", "KAZ": "o", "KGZ": "^"}
    columns = ("withdrawal_m3_person", "agriculture_m3_ha")
    for axis, column, scale in zip(axes, columns, (1, 1000), strict=True):
        for code, rows in data.groupby("country_iso3"):
            colour = style.COLOURS[code]
            axis.plot(rows.year, rows[column] / scale, color=colour, linestyle=style.DASHES[code], linewidth=1.5)
            for counted, face in ((~rows.repeated, colour), (rows.repeated, "white")):
                axis.plot(
                    rows.year[counted], rows[column][counted] / scale, markers[code], color=colour, markersize=5.5,
                    markerfacecolor=face,
                )  # fmt: skip
        axis.set(ylim=(0, 1.15 * data[column].max() / scale), xlim=(1990, 2028), xticks=[1995, 2005, 2015])
    ends = data.groupby("country_iso3").last()
    above = {"KAZ": (0, 9), "KGZ": (0, -10), "CHN": (0, 10)}
    for code, row in ends.iterrows():
        style.label(
            axes[0], 2018, row.withdrawal_m3_person, names[code], style.COLOURS[code], xytext=above[code], ha="center"
        )
        high = {"KAZ": (0, 10), "KGZ": (0, 10), "CHN": (0, -10)}[code]
        style.label(
            axes[1], 2018, row.agriculture_m3_ha / 1000, names[code], style.COLOURS[code], xytext=high, ha="center"
        )
    axes[0].set_title("m³ a person, a year")
    axes[1].set_title("Thousand m³ an irrigated hectare, a year")
    return axes


_APART = 0.38
"""Distance of two agreements of one year in the same row, in rows."""


@figures.register(
    "fig-water-treaties",
    title="The agreements cover everything except shares of the Ili and the Irtysh",
    subtitle="Agreements signed and talks held on the shared rivers, by what they are about, 1992–2026",
    caption=(
        "Filled squares are agreements, dots talks and meetings, open diamonds work on a draft that would divide the "
        "water of the large rivers. Before the axis begins, a protocol of 1915 shared out the Khorgos; the agreement "
        "of 2013 divides it in equal parts, as a minister told Kazakhstan’s Senate. Of the commission’s meetings only "
        "the dated ones are drawn; the texts of the agreements were not read."
    ),
    alt=(
        "Timeline with eight rows. {number}`water-agreements.count` agreements since 2001 lie in the rows for a "
        "framework, emergencies, research and data, quality and environment, joint works and shares of a small river. "
        "The row for shares of the Ili or Irtysh holds no agreement, only {number}`water-talks.drafts` dates of work "
        "on a draft from {number}`water-talks.allocation` to {number}`water-talks.latest`."
    ),
    data=accounts.treaties_and_talks,
    size=(7.2, 3.7),
)
def draw_treaties(data, axes):
    rows = {name: len(accounts.LANES) - place for place, name in enumerate(accounts.LANES)}
    looks = {
        "agreement": {"marker": "s", "color": style.SUBJECT, "markersize": 7},
        "talks": {"marker": "o", "color": style.QUIET, "markersize": 5.5},
        "draft": {
            "marker": "D", "color": style.COMPARISON, "markerfacecolor": "white", "markersize": 6.5,
            "markeredgewidth": 1.4,
        },
    }  # fmt: skip
    shown = data[data.year >= 1990]
    same, of_year = shown.groupby(["lane", "year"]).cumcount(), shown.groupby(["lane", "year"]).size()
    for row, place in zip(shown.itertuples(), same, strict=True):
        height = rows[row.lane] + _APART * (place - (of_year[row.lane, row.year] - 1) / 2)
        axes.plot(row.year, height, linestyle="none", **looks[row.kind])
    axes.set_yticks(list(rows.values()), list(rows))
    axes.axhspan(0.5, 1.5, color=style.COMPARISON, alpha=0.08, linewidth=0)
    style.label(axes, 1991, 1, "no agreement", style.COMPARISON, xytext=(0, 0))
    style.label(axes, 1991, 2, "1915: Khorgos", style.SUBJECT, xytext=(0, 0))
    notes = {2001: "2001", 2005: "2005", 2013: "2013: Khorgos"}
    for year, text in notes.items():
        lane = rows[shown[(shown.year == year) & (shown.kind == "agreement")].lane.iloc[0]]
        style.label(axes, year, lane, text, xytext=(8, 0))
    style.label(axes, 2006, rows["research and data"], "2006, two", xytext=(8, 0))
    style.label(axes, 2011, rows["quality and environment"], "2011, two", xytext=(8, 0))
    style.label(axes, 2010, rows["joint works"], "Khorgos, Sumbe", xytext=(-8, 0), ha="right")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.set(xlim=(1990, 2027.5), ylim=(0.4, len(accounts.LANES) + 0.6))
    return axes
