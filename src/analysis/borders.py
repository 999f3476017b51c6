"""Borders: where the line is, who got what, and how we know.

The length of a border depends on how finely it is drawn. The results and figures here set the lengths measured on every
line that the book holds beside those that documents state, put the competing accounts of the disputed land side by
side, and follow the two borders over the ground and through the treaties.
"""

import numpy as np
import pandas as pd
import shapely

from analysis import border_lines, figures, maps, relief, results, style, values
from analysis.border_lines import BORDERS, RULERS_KM, length_km, osm_lines

HIGH_M = 4000
"""Above this height, in m, a border counts as high here."""

PASS_M = 3500
"""Below this height, in m, a stretch of the Kyrgyz border counts as a saddle."""

LOW_M = 2000
"""Below this height, in m, a border counts as low here."""

STEEP_M_KM = 100
"""Above this gradient, in m a km, a border counts as steep: one in ten."""

RELIEF_ENDS_DEG = 44.7
"""Northern edge, in degrees, of the open grid of heights that was read."""

DAYS_A_YEAR = 365.25
"""Mean length of a calendar year, in days."""


def documented_km(border_length_statements, neighbour, part="whole"):
    """Return the length that the two source articles of the book give for a border or a part of it, in km."""
    rows = border_length_statements
    chosen = rows[
        (rows["neighbour_iso3"] == neighbour)
        & (rows["part"] == part)
        & rows["source_key"].str.startswith("encyclopaedia")
        & ~rows["note"].eq("rounded")
    ]
    if len(chosen) != 1:
        raise ValueError(f"{len(chosen)} documented lengths for {neighbour}, {part}; one is needed")
    return float(chosen["length_km"].iloc[0])


def division(disputed_area_accounts):
    """Return who received how much land, in km², in each account.

    Where an account gives shares, the areas are shares times the disputed land; where it gives the land that passed to
    China alone, that stands as published. Nothing is carried from one account to another.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``account``, ``told_year``, ``disputed_km2``, ``china_km2``, ``neighbour_km2`` and
        ``undivided_km2`` (the whole of the disputed land where the account divides nothing).

    Examples
    --------
    >>> account = {"neighbour_iso3": "KAZ", "account": "A", "told_year": 2000, "disputed_km2": 200.0,
    ...            "china_share_pct": 25.0, "neighbour_share_pct": 75.0, "ceded_km2": None}
    >>> division(pd.DataFrame([account]))[["china_km2", "neighbour_km2"]].values.tolist()
    [[50.0, 150.0]]
    """
    rows = disputed_area_accounts
    shared = rows["china_share_pct"].notna()
    area = rows["disputed_km2"].astype(float)
    transfers = rows["ceded_km2"].astype(float).where(rows["disputed_km2"].isna())
    return rows[["neighbour_iso3", "account", "told_year", "disputed_km2"]].assign(
        china_km2=(area * rows["china_share_pct"].astype(float) / 100).where(shared, transfers),
        neighbour_km2=area * rows["neighbour_share_pct"].astype(float) / 100,
        undivided_km2=area.where(~shared),
    )


def half_step(value):
    """Return half of the place value of a number’s last digit that is not zero: how far it may be rounded.

    Examples
    --------
    >>> half_step(2420), half_step(944), half_step(56.9)
    (5.0, 0.5, 0.05)
    """
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in digits:
        return 0.5 * 10.0 ** -len(digits.partition(".")[2])
    return 0.5 * 10.0 ** (len(digits) - len(digits.rstrip("0")))


def division_bounds(disputed_area_accounts):
    """Return what each account allows for China’s part, as intervals.

    Where an account gives a total and a share, both may be rounded by half of their last digit. Where it gives the land
    that passed alone, that area may be so rounded and no share follows. Where it gives a total alone, anything from
    nothing to all of it follows.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``account``, ``disputed_km2``, ``china_low_km2``, ``china_high_km2``, ``share_low_pct`` and
        ``share_high_pct`` (missing where the account has no total).

    Examples
    --------
    >>> account = {"neighbour_iso3": "KAZ", "account": "A", "told_year": 2000, "disputed_km2": 200.0,
    ...            "china_share_pct": 25.0, "neighbour_share_pct": 75.0, "ceded_km2": None}
    >>> division_bounds(pd.DataFrame([account]))[["share_low_pct", "share_high_pct"]].values.tolist()
    [[24.5, 25.5]]
    """
    rows = []
    for row in disputed_area_accounts.itertuples():
        if pd.notna(row.china_share_pct):
            area, share = float(row.disputed_km2), float(row.china_share_pct)
            shares = share - half_step(share), share + half_step(share)
            edges = [(area + sign * half_step(area)) * part / 100 for sign, part in zip((-1, 1), shares, strict=True)]
        elif pd.notna(row.disputed_km2):
            shares, edges = (0.0, 100.0), (0.0, float(row.disputed_km2))
        else:
            area = float(row.ceded_km2)
            shares, edges = (np.nan, np.nan), (area - half_step(area), area + half_step(area))
        rows.append((row.neighbour_iso3, row.account, row.disputed_km2, *edges, *shares))
    columns = ["neighbour_iso3", "account", "disputed_km2", "china_low_km2", "china_high_km2"]
    return pd.DataFrame(rows, columns=[*columns, "share_low_pct", "share_high_pct"])


def gradient_m_km(heights):
    """Return how much a profile climbs or falls between neighbouring points, in m a km.

    Parameters
    ----------
    heights : pandas.DataFrame
        ``distance_km`` (increasing) and ``elevation_m``.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> gradient_m_km(pd.DataFrame({"distance_km": [0, 2, 4], "elevation_m": [100, 300, 200]})).tolist()
    [100.0, 50.0]
    """
    climb, way = heights["elevation_m"].diff().abs(), heights["distance_km"].diff()
    return (climb / way).dropna()


def day_bounds(dated):
    """Return the first and the last day that a date, known to the day, the month or the year, can mean.

    Examples
    --------
    >>> [str(day.date()) for day in day_bounds("1996-04")]
    ['1996-04-01', '1996-04-30']
    """
    period = pd.Period(dated, freq="YMD"[dated.count("-")])
    return period.start_time.normalize(), period.end_time.normalize()


def settlement_times(border_steps):
    """Return how long it took from the first and from the last agreement on a line to its demarcation.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``since`` (``first agreement``, ``last agreement``), ``agreements_count``, ``low_years`` and
        ``high_years``: the shortest and the longest time that the precision of the dates allows.
    """
    rows = []
    for code in BORDERS:
        own = border_steps[border_steps["parties"].eq(f"CHN; {code}") & border_steps["draws_line"]]
        agreed = own.loc[own["kind"] == "agreement", "dated"].sort_values()
        marked = day_bounds(own.loc[own["kind"] == "protocol", "dated"].max())
        for since, dated in (("first agreement", agreed.iloc[0]), ("last agreement", agreed.iloc[-1])):
            start = day_bounds(dated)
            low, high = (marked[0] - start[1]).days / DAYS_A_YEAR, (marked[1] - start[0]).days / DAYS_A_YEAR
            rows.append((code, since, len(agreed), low, high))
    return pd.DataFrame(rows, columns=["neighbour_iso3", "since", "agreements_count", "low_years", "high_years"])


def _day(border_steps, step):
    return day_bounds(border_steps.set_index("step_id").loc[step, "dated"])[0]


def _apart_years(border_steps, start, end):
    return (_day(border_steps, end) - _day(border_steps, start)).days / DAYS_A_YEAR


_KM = results.Quantity("km", ",.0f")
_EXACT = results.Quantity("km", ",.2f")
_PCT = results.Quantity("%", ".0f")
_KM2 = results.Quantity("km²", ",.0f")
_COUNT = results.Quantity("", "d")
_BOTH = {"kazakhstan": "KAZ", "kyrgyzstan": "KGZ"}


@results.register(
    "borders-documented",
    "Lengths of the two borders in the source articles, and the sum of the parts of the first",
    parts={
        "kazakhstan": _EXACT,
        "land": _EXACT,
        "water": _EXACT,
        "sum": _EXACT,
        "water_share": _PCT,
        "kyrgyzstan": _KM,
    },
)
def documented(border_length_statements):
    """Return the documented lengths, and the sum of land and water parts as a check."""
    parts = {part: documented_km(border_length_statements, "KAZ", part) for part in ("land", "water")}
    whole = documented_km(border_length_statements, "KAZ")
    return {
        "kazakhstan": whole,
        **parts,
        "sum": parts["land"] + parts["water"],
        "water_share": 100 * parts["water"] / whole,
        "kyrgyzstan": documented_km(border_length_statements, "KGZ"),
    }


def _of_map(measured, map_set):
    return {name: _one(measured, map_set, code) for name, code in _BOTH.items()}


def _one(measured, map_set, neighbour):
    rows = measured[(measured["map_set"] == map_set) & (measured["neighbour_iso3"] == neighbour)]
    return float(rows["length_km"].iloc[0])


def _compared(measured, map_set, statements):
    """Return the lengths on a map set and their shares of the documented lengths, in percent."""
    lengths = _of_map(measured, map_set)
    return {
        **lengths,
        **{f"{name}_share": 100 * lengths[name] / documented_km(statements, code) for name, code in _BOTH.items()},
    }


_COMPARED = {"kazakhstan": _KM, "kyrgyzstan": _KM, "kazakhstan_share": _PCT, "kyrgyzstan_share": _PCT}


@results.register("borders-length-10m", "Length of the two borders at 1:10 million", parts=_COMPARED)
def length_10m(borders_10m, border_length_statements):
    """Return the geodesic lengths of the 1:10m lines and their shares of the documented lengths."""
    measured = borders_10m.assign(map_set="1:10m", length_km=borders_10m.geometry.map(length_km))
    return _compared(measured, "1:10m", border_length_statements)


@results.register("borders-length-osm", "Length of the two borders in OpenStreetMap", parts=_COMPARED)
def length_osm(
    border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan, border_length_statements
):
    """Return the geodesic lengths of the OpenStreetMap lines and their shares of the documented lengths."""
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    measured = osm.assign(map_set="OSM", length_km=osm.geometry.map(length_km))
    return _compared(measured, "OSM", border_length_statements)


@results.register("borders-length-110m", "Length of the two borders at 1:110 million", parts=_COMPARED)
def length_110m(borders_110m, border_length_statements):
    """Return the lengths on the coarsest map set and their shares of the documented lengths."""
    measured = borders_110m.assign(map_set="1:110m", length_km=borders_110m.geometry.map(length_km))
    return _compared(measured, "1:110m", border_length_statements)


@results.register(
    "borders-detail",
    "Finest against coarsest map set",
    parts={
        "kazakhstan": results.Quantity("", ".2f"),
        "kyrgyzstan": results.Quantity("", ".2f"),
        "map_sets": results.Quantity("", "d"),
        "lineages": results.Quantity("", "d"),
        "here": results.Quantity("", "d"),
        "coarsest_pieces": results.Quantity("", ",d"),
        "finest_pieces": results.Quantity("", ",d"),
        "short_of_documented": results.Quantity("", "d"),
    },
)
def detail(
    border_lengths,
    border_length_statements,
    countries,
    borders_110m,
    borders_10m,
    borders_gshhg,
    border_osm_10km,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return how many times longer the finest line is than the coarsest, and how many map sets there are.

    ``short_of_documented`` counts the map sets that stay below the documented length of the Kazakh border.
    """
    lengths = border_lines.lengths_by_map(
        border_lengths,
        countries,
        borders_110m,
        borders_10m,
        borders_gshhg,
        border_osm_10km,
        border_osm_kazakhstan_north,
        border_osm_kazakhstan_south,
        border_osm_kyrgyzstan,
    )
    ends = lengths.groupby("neighbour_iso3").agg(["first", "last"])
    ratio = ends["length_km", "last"] / ends["length_km", "first"]
    one = lengths[lengths["neighbour_iso3"] == "KAZ"]
    return {
        **{name: ratio[code] for name, code in _BOTH.items()},
        "map_sets": len(one),
        "lineages": one["lineage"].nunique(),
        "here": int(one["measured_here"].sum()),
        "coarsest_pieces": one["pieces_count"].iloc[0],
        "finest_pieces": one["pieces_count"].iloc[-1],
        "short_of_documented": int((one["length_km"] < documented_km(border_length_statements, "KAZ")).sum()),
    }


@results.register(
    "borders-ruler",
    "Length of the two borders by the opening of the dividers",
    parts={
        "kazakhstan_100m": _KM,
        "kazakhstan_1km": _KM,
        "kazakhstan_10km": _KM,
        "kyrgyzstan_100m": _KM,
        "kyrgyzstan_100m_share": _PCT,
        "kyrgyzstan_1km": _KM,
        "kyrgyzstan_5km": _KM,
        "kyrgyzstan_10km": _KM,
        "kazakhstan_gain": _PCT,
        "kyrgyzstan_gain": _PCT,
        "kazakhstan_100m_share": _PCT,
        "openings": results.Quantity("", "d"),
        "finest": results.Quantity("m", ".0f"),
        "middle": results.Quantity("km", "d"),
        "coarse": results.Quantity("km", "d"),
        "near_858": results.Quantity("km", "d"),
    },
)
def ruler(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan, border_length_statements):
    """Return lengths at chosen openings, and by how much ten times finer dividers (10 km to 1 km) lengthen the line."""
    walks = border_lines.divider_walks(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    found = walks.set_index(["neighbour_iso3", "piece_km"])["length_km"]
    gains = {f"{name}_gain": 100 * (found[code, 1] / found[code, 10] - 1) for name, code in _BOTH.items()}
    steps = {"100m": 0.1, "1km": 1, "10km": 10}
    lengths = {f"{name}_{key}": found[code, step] for name, code in _BOTH.items() for key, step in steps.items()}
    return {
        **lengths,
        "kyrgyzstan_5km": found["KGZ", 5],
        **gains,
        "kazakhstan_100m_share": 100 * found["KAZ", 0.1] / documented_km(border_length_statements, "KAZ"),
        "kyrgyzstan_100m_share": 100 * found["KGZ", 0.1] / documented_km(border_length_statements, "KGZ"),
        "openings": len(RULERS_KM),
        "finest": 100,
        "middle": 1,
        "coarse": 10,
        "near_858": 5,
    }


@results.register(
    "borders-stated",
    "Lengths in circulation",
    parts={
        "kazakhstan_count": results.Quantity("", "d"),
        "kazakhstan_least": _KM,
        "kazakhstan_rounded": _KM,
        "kazakhstan_stratfor": _KM,
        "kazakhstan_factbook_1994": _KM,
        "kazakhstan_factbook": _KM,
        "kazakhstan_ulagat": _KM,
        "kyrgyzstan_count": results.Quantity("", "d"),
        "kyrgyzstan_least": _KM,
        "kyrgyzstan_open": results.Quantity("km", ",.1f"),
        "kyrgyzstan_most": _KM,
        "kyrgyzstan_spread": _PCT,
        "kazakhstan_spread": _PCT,
    },
)
def stated(border_length_statements):
    """Return how many different lengths are stated for each border, and some of them."""
    whole = border_length_statements[border_length_statements["part"] == "whole"]
    by_country = whole.groupby("neighbour_iso3")["length_km"].agg(["nunique", "min", "max"])
    by_source = whole.set_index(["neighbour_iso3", "source_key"])["length_km"].to_dict()
    kyrgyz = by_country.loc["KGZ"]
    return {
        "kazakhstan_count": int(by_country.loc["KAZ", "nunique"]),
        "kazakhstan_least": by_country.loc["KAZ", "min"],
        "kazakhstan_rounded": float(whole.loc[whole["note"] == "rounded", "length_km"].iloc[0]),
        "kazakhstan_stratfor": by_source["KAZ", "stratfor2012border"],
        "kazakhstan_factbook_1994": by_source["KAZ", "cia1994factbook"],
        "kazakhstan_factbook": by_source["KAZ", "cia2020factbook"],
        "kazakhstan_ulagat": by_source["KAZ", "ulagat2020border"],
        "kyrgyzstan_count": int(kyrgyz["nunique"]),
        "kyrgyzstan_least": kyrgyz["min"],
        "kyrgyzstan_open": by_source["KGZ", "openkgnodateborder"],
        "kyrgyzstan_most": kyrgyz["max"],
        "kyrgyzstan_spread": 100 * (kyrgyz["max"] / kyrgyz["min"] - 1),
        "kazakhstan_spread": 100 * (by_country.loc["KAZ", "max"] / by_country.loc["KAZ", "min"] - 1),
    }


_NEAR = results.Quantity("%", ".2f")


@results.register(
    "borders-data-bank",
    "The two borders in World Data Bank II (finest level of GSHHG) against older stated lengths",
    parts={
        "kazakhstan": _KM,
        "kyrgyzstan": _KM,
        "kazakhstan_off": _NEAR,
        "kyrgyzstan_off": _NEAR,
        "next_off": results.Quantity("%", ".1f"),
    },
)
def data_bank(borders_gshhg, borders_10m, border_length_statements):
    """Return lengths on the finest level, and by how much the older statements miss them.

    ``next_off`` is by how much the same statement misses Natural Earth at 1:10 million.
    """
    lengths = borders_gshhg[borders_gshhg["level"] == "f"].set_index("neighbour_iso3").geometry.map(length_km)
    other = borders_10m.set_index("neighbour_iso3").geometry.map(length_km)
    told = border_length_statements.set_index("source_key")["length_km"]
    old, french = told["cia1994factbook"], told["wikipedianodatefrontiere"]
    return {
        "kazakhstan": lengths["KAZ"],
        "kyrgyzstan": lengths["KGZ"],
        "kazakhstan_off": 100 * abs(old / lengths["KAZ"] - 1),
        "kyrgyzstan_off": 100 * abs(french / lengths["KGZ"] - 1),
        "next_off": 100 * abs(french / other["KGZ"] - 1),
    }


_DIMENSION = results.Quantity("", ".3f")
_ROUGH_DIMENSION = results.Quantity("", ".2f")


@results.register(
    "borders-law",
    "Richardson’s law fitted to the divider walks of the two borders",
    parts={
        **{f"{name}{end}": _DIMENSION for name in _BOTH for end in ("", "_low", "_high", "_start_low", "_start_high")},
        **{f"{name}_{at}{how}": _KM for name in _BOTH for at in ("fine", "coarse") for how in ("", "_walked")},
        **{f"{name}_{at}_low": _KM for name in _BOTH for at in ("coarse",)},
        **{f"{name}_fine_low": _KM for name in _BOTH},
        "walks": _COUNT,
        "starts": _COUNT,
        "shortest": results.Quantity("km", ".1f"),
        "longest": results.Quantity("km", "d"),
        "fine": results.Quantity("m", "d"),
        "coarse": results.Quantity("km", "d"),
        "vertices_apart": results.Quantity("m", "d"),
        "portugal": _ROUGH_DIMENSION,
        "south_africa": _ROUGH_DIMENSION,
        "britain": _ROUGH_DIMENSION,
    },
)
def law(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan, richardson_dimensions):
    """Return the dimensions with their intervals, their range over starting points, and where the law fails.

    ``fine`` and ``coarse`` compare what the law gives for a shorter and a longer ruler than it was fitted to with the
    walk itself.
    """
    osm = border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    walks, line = border_lines.divider_walks(*osm), border_lines.lines_by_neighbour(*osm)
    found = {}
    for name, code in _BOTH.items():
        own = walks[walks["neighbour_iso3"] == code]
        fitted, walked = border_lines.law_of(own), own.set_index("piece_km")["length_km"]
        by_start = border_lines.walks_by_start(line[code]).groupby("start")
        starts = [border_lines.fit_law(rows["piece_km"], rows["length_km"]).dimension for _, rows in by_start]
        found |= {
            name: fitted.dimension,
            f"{name}_low": fitted.low,
            f"{name}_high": fitted.high,
            f"{name}_start_low": min(starts),
            f"{name}_start_high": max(starts),
        }
        for at, ruler_km in (("fine", 0.05), ("coarse", 100)):
            found |= {
                f"{name}_{at}": fitted.length_km(ruler_km),
                f"{name}_{at}_low": fitted.band_km(ruler_km)[0],
                f"{name}_{at}_walked": walked[ruler_km],
            }
    known = richardson_dimensions.set_index("line")["dimension_index"]
    return {
        **found,
        "walks": fitted.count,
        "starts": border_lines.STARTS,
        "shortest": border_lines.LAW_KM[0],
        "longest": border_lines.LAW_KM[1],
        "fine": 50,
        "coarse": 100,
        "vertices_apart": round(1000 * length_km(line["KAZ"]) / (shapely.get_num_points(line["KAZ"]) - 1)),
        "portugal": known["Land frontier of Portugal"],
        "south_africa": known["South African coast"],
        "britain": known["West coast of Britain"],
    }


_METRES = results.Quantity("m", ",.0f")


@results.register(
    "borders-implied-ruler",
    "The ruler that a stated length implies, by the law and by the walk itself",
    parts={
        **{f"{name}{end}": _METRES for name in _BOTH for end in ("", "_low", "_high", "_walked")},
        "old_kazakhstan": results.Quantity("km", ".1f"),
        "old_kyrgyzstan": results.Quantity("km", ".1f"),
    },
)
def implied_ruler(
    border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan, border_length_statements
):
    """Return the rulers of the documented lengths in m, with the edges of the band, and those of the older lengths."""
    walks = border_lines.divider_walks(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    told = border_length_statements.set_index("source_key")["length_km"]
    older = {"kazakhstan": told["cia1994factbook"], "kyrgyzstan": told["wikipedianodatefrontiere"]}
    found = {}
    for name, code in _BOTH.items():
        own = walks[walks["neighbour_iso3"] == code]
        known = documented_km(border_length_statements, code)
        middle, *edges = border_lines.law_of(own).ruler_km(known)
        found |= {
            name: 1000 * middle,
            f"{name}_low": 1000 * min(edges),
            f"{name}_high": 1000 * max(edges),
            f"{name}_walked": 1000 * border_lines.ruler_walked_km(own, known),
            f"old_{name}": border_lines.ruler_walked_km(own, older[name]),
        }
    return found


@results.register(
    "borders-disputed",
    "The disputed land on the Kazakh border by account",
    parts={
        "fravel_area": _KM2,
        "fravel_china_share": _PCT,
        "fravel_kazakhstan_share": _PCT,
        "fravel_china": _KM2,
        "fravel_kazakhstan": _KM2,
        "levinsson_area": _KM2,
        "levinsson_china_share": _PCT,
        "levinsson_kazakhstan_share": results.Quantity("%", ".1f"),
        "levinsson_china": _KM2,
        "levinsson_kazakhstan": _KM2,
        "levinsson_moved": _KM2,
        "levinsson_moved_share": _PCT,
        "chinese_area": _KM2,
        "area_ratio": results.Quantity("", ".1f"),
        "china_ratio": results.Quantity("", ".1f"),
    },
)
def disputed(disputed_area_accounts):
    """Return areas and shares by account, and how far the two divided accounts lie apart."""
    told = disputed_area_accounts.set_index("source_key")
    areas = division(disputed_area_accounts).assign(source_key=disputed_area_accounts["source_key"])
    areas = areas.set_index("source_key")
    fravel, levinsson = "encyclopaedia2024relations", "levinsson2000border"
    return {
        "fravel_area": told.loc[fravel, "disputed_km2"],
        "fravel_china_share": told.loc[fravel, "china_share_pct"],
        "fravel_kazakhstan_share": told.loc[fravel, "neighbour_share_pct"],
        "fravel_china": areas.loc[fravel, "china_km2"],
        "fravel_kazakhstan": areas.loc[fravel, "neighbour_km2"],
        "levinsson_area": told.loc[levinsson, "disputed_km2"],
        "levinsson_china_share": told.loc[levinsson, "china_share_pct"],
        "levinsson_kazakhstan_share": told.loc[levinsson, "neighbour_share_pct"],
        "levinsson_china": areas.loc[levinsson, "china_km2"],
        "levinsson_kazakhstan": areas.loc[levinsson, "neighbour_km2"],
        "levinsson_moved": told.loc[levinsson, "ceded_km2"],
        "levinsson_moved_share": 100 * told.loc[levinsson, "ceded_km2"] / told.loc[levinsson, "disputed_km2"],
        "chinese_area": told.loc["aihuaunodateborder", "disputed_km2"],
        "area_ratio": told.loc[fravel, "disputed_km2"] / told.loc[levinsson, "disputed_km2"],
        "china_ratio": areas.loc[fravel, "china_km2"] / areas.loc[levinsson, "china_km2"],
    }


@results.register(
    "borders-ceded-kyrgyzstan",
    "Land that passed from Kyrgyzstan to China, by account",
    parts={"both_agreements": _KM2, "agreement_1999": _KM2},
)
def ceded_kyrgyzstan(disputed_area_accounts):
    """Return the two areas that Kyrgyz deputies named."""
    told = disputed_area_accounts.set_index("source_key")["ceded_km2"]
    return {"both_agreements": told["pannier2001kyrgyzstan"], "agreement_1999": told["azattyk2003court"]}


@results.register(
    "borders-crossings",
    "Crossings of the two borders",
    parts={
        "named": _COUNT,
        "mapped": _COUNT,
        "kazakhstan": _COUNT,
        "kyrgyzstan": _COUNT,
        "kazakhstan_mapped": _COUNT,
        "kyrgyzstan_mapped": _COUNT,
        "rail": _COUNT,
        "farthest": results.Quantity("km", ".1f"),
    },
)
def crossings(border_crossings, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Return how many crossings are named and mapped, and how far from the line the farthest mark stands."""
    mapped = border_lines.mapped_crossings(
        border_crossings, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    counts, marked = border_crossings["neighbour_iso3"].value_counts(), mapped["neighbour_iso3"].value_counts()
    return {
        "named": len(border_crossings),
        "mapped": len(mapped),
        **{name: counts[code] for name, code in _BOTH.items()},
        **{f"{name}_mapped": marked[code] for name, code in _BOTH.items()},
        "rail": int(border_crossings["modes"].eq("rail and road").sum()),
        "farthest": mapped["line_km"].max(),
    }


@results.register(
    "borders-treaty-ends",
    "The ends of the China–Kazakhstan line against the agreements of 1999",
    parts={
        "russia": results.Quantity("m", ".0f"),
        "kyrgyzstan": results.Quantity("m", ".0f"),
        "khan_tengri": results.Quantity("m", ",d"),
        "scale_1997": results.Quantity("", "s"),
        "scale_1999": results.Quantity("", "s"),
    },
)
def ends_against_treaty(
    border_treaty_points, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
):
    """Return how far the ends of the line in OpenStreetMap lie from the points in the agreements."""
    apart = border_lines.treaty_ends(
        border_treaty_points, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    ).set_index("name")["apart_m"]
    points = border_treaty_points.set_index("source_key")
    return {
        "russia": apart["China–Kazakhstan–Russia"],
        "kyrgyzstan": apart["China–Kazakhstan–Kyrgyzstan"],
        "khan_tengri": points.loc["prckyrgyzkazakh1999tripoint", "elevation_m"],
        "scale_1997": points.loc["prckazakhstan1997border", "map_scale"],
        "scale_1999": points.loc["prckyrgyzkazakh1999tripoint", "map_scale"],
    }


@results.register(
    "borders-heights",
    "Height of the China–Kyrgyzstan border",
    parts={
        "median": results.Quantity("m", ",.0f"),
        "lowest": results.Quantity("m", ",d"),
        "highest": results.Quantity("m", ",d"),
        "threshold": results.Quantity("m", ",d"),
        "above": _PCT,
        "irkeshtam": results.Quantity("m", ",d"),
        "torugart": results.Quantity("m", ",d"),
        "bedel": results.Quantity("m", ",d"),
    },
)
def heights(border_elevations_kyrgyzstan, border_crossings):
    """Return heights along the line and of its three crossings."""
    height = border_elevations_kyrgyzstan["elevation_m"]
    passes = border_crossings.set_index("name")["elevation_m"]
    return {
        "median": height.median(),
        "lowest": height.min(),
        "highest": height.max(),
        "threshold": HIGH_M,
        "above": 100 * (height > HIGH_M).mean(),
        **{name.lower(): int(passes[name]) for name in ("Irkeshtam", "Torugart", "Bedel")},
    }


@results.register(
    "borders-if",
    "What follows for the disputed land if accounts are combined, with bounds from their rounding",
    parts={
        "accounts": _COUNT,
        "jamestown": _KM2,
        "jamestown_of_levinsson": _PCT,
        "jamestown_of_fravel": _PCT,
        "rest": _KM2,
        "rest_china_low": _KM2,
        "rest_china_high": _KM2,
        "rest_low": _PCT,
        "rest_high": _PCT,
        "china_least": _KM2,
        "china_most": _KM2,
        "uzengi_area": _KM2,
        "uzengi_ceded": _KM2,
        "uzengi_china": _PCT,
        "uzengi_kyrgyzstan": _PCT,
        "named_areas": _KM2,
        "west_without_pamirs": _KM2,
        "held_by_soviets": _PCT,
        "held_by_china": _KM2,
        "moved_of_levinsson": _PCT,
    },
)
def if_accounts_hold(disputed_area_accounts, disputed_areas_held, frontier_area_accounts):
    """Return conditional figures: each holds only if the accounts that it joins describe the same or nested land."""
    told = disputed_area_accounts.set_index("source_key")
    bounds = division_bounds(disputed_area_accounts).set_index(disputed_area_accounts["source_key"])
    fravel, levinsson = bounds.loc["encyclopaedia2024relations"], bounds.loc["levinsson2000border"]
    rest = told.loc["encyclopaedia2024relations", "disputed_km2"] - told.loc["levinsson2000border", "disputed_km2"]
    least = fravel["china_low_km2"] - levinsson["china_high_km2"]
    most = fravel["china_high_km2"] - levinsson["china_low_km2"]
    ceded = told.loc["jamestown2005refutes", "ceded_km2"]
    kazakh = bounds[(disputed_area_accounts["neighbour_iso3"] == "KAZ").to_numpy()]
    known = kazakh[kazakh["china_high_km2"] < kazakh["disputed_km2"].fillna(float("inf"))]
    uzengi, passed = told.loc["aboluowang2018chengren", "disputed_km2"], told.loc["azattyk2003court", "ceded_km2"]
    held = disputed_areas_held.set_index("held_by")["area_km2"]
    return {
        "accounts": len(told),
        "jamestown": ceded,
        "jamestown_of_levinsson": 100 * ceded / told.loc["levinsson2000border", "disputed_km2"],
        "jamestown_of_fravel": 100 * ceded / told.loc["encyclopaedia2024relations", "disputed_km2"],
        "rest": rest,
        "rest_china_low": least,
        "rest_china_high": most,
        "rest_low": 100 * least / rest,
        "rest_high": 100 * most / rest,
        "china_least": known["china_low_km2"].min(),
        "china_most": known["china_high_km2"].max(),
        "uzengi_area": uzengi,
        "uzengi_ceded": passed,
        "uzengi_china": 100 * passed / uzengi,
        "uzengi_kyrgyzstan": 100 - 100 * passed / uzengi,
        "named_areas": told.loc["encyclopaedia2024relations", "disputed_km2"] + uzengi,
        "west_without_pamirs": frontier_area_accounts.set_index("account")["area_km2"][
            "Unsigned web text, rest of the west"
        ],
        "held_by_soviets": 100 * held["Soviet Union"] / held.sum(),
        "held_by_china": held["China"],
        "moved_of_levinsson": 100
        * told.loc["levinsson2000border", "ceded_km2"]
        / told.loc["levinsson2000border", "disputed_km2"],
    }


@results.register(
    "borders-base-maps",
    "Land that passes from the Qing to Russia between historical base maps",
    parts={
        "first": _KM2,
        "second": _KM2,
        "later": _KM2,
        "share_low": _PCT,
        "share_high": _PCT,
        "kazakhstan": _KM2,
        "kazakhstan_share": _PCT,
        "first_start": results.Quantity("year"),
        "later_start": results.Quantity("year"),
        "page_total": _KM2,
        "page_parts": _KM2,
        "accounts": _COUNT,
        "treaty_high": _KM2,
    },
)
def base_maps(base_map_transfers, frontier_area_accounts):
    """Return the transfers between base maps, against the published areas."""
    moved = base_map_transfers.set_index(["start_year", "end_year"])["transferred_km2"]
    first = base_map_transfers.set_index(["start_year", "end_year"]).loc[(1800, 1880)]
    areas = frontier_area_accounts.set_index("account")["area_km2"].astype(float)
    claimed = areas["Huanghuagang, in an encyclopaedia"]
    parts = [f"Unsigned Chinese page, {part}" for part in ("1864", "1880s", "Pamirs")]
    return {
        "first": moved[1800, 1880],
        "second": moved[1800, 1900],
        "later": moved[1815, 1880],
        "share_low": 100 * moved[1800, 1880] / claimed,
        "share_high": 100 * moved[1800, 1900] / claimed,
        "kazakhstan": first["kazakhstan_km2"],
        "kazakhstan_share": 100 * first["kazakhstan_km2"] / first["transferred_km2"],
        "first_start": 1800,
        "later_start": 1815,
        "page_total": areas["Unsigned Chinese page, together"],
        "page_parts": areas[parts].sum(),
        "accounts": int((frontier_area_accounts["subject"] == "1860s").sum()),
        "treaty_high": areas["Wikipedia"],
    }


@results.register(
    "borders-heights-kazakhstan",
    "Height of the southern China–Kazakhstan border",
    parts={
        "span": _KM,
        "span_share": _PCT,
        "median": _METRES,
        "lowest": results.Quantity("m", ",d"),
        "highest": results.Quantity("m", ",d"),
        "above": _PCT,
        "low_limit": results.Quantity("m", ",d"),
        "below_low": _PCT,
        "kyrgyz_below_low": _PCT,
        "khorgos_at": _KM,
        "khorgos_height": results.Quantity("m", ",d"),
        "khorgos_rank": _PCT,
    },
)
def heights_kazakhstan(
    border_elevations_kazakhstan,
    border_elevations_kyrgyzstan,
    border_crossings,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return heights along the southern Kazakh line, and where Khorgos crosses it.

    ``khorgos_rank`` is the share of the line's points that lie lower than the one nearest to the crossing.
    """
    osm = border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    heights_m = border_elevations_kazakhstan.set_index("distance_km")["elevation_m"]
    line = border_lines.lines_by_neighbour(*osm)["KAZ"]
    along = border_lines.mapped_crossings(border_crossings, *osm).set_index("name")["distance_km"]["Khorgos"]
    from_south = length_km(line) - along
    nearest = heights_m.index[np.abs(heights_m.index - from_south).argmin()]
    return {
        "span": heights_m.index.max(),
        "span_share": 100 * heights_m.index.max() / length_km(line),
        "median": heights_m.median(),
        "lowest": heights_m.min(),
        "highest": heights_m.max(),
        "above": 100 * (heights_m > HIGH_M).mean(),
        "low_limit": LOW_M,
        "below_low": 100 * (heights_m < LOW_M).mean(),
        "kyrgyz_below_low": 100 * (border_elevations_kyrgyzstan["elevation_m"] < LOW_M).mean(),
        "khorgos_at": from_south,
        "khorgos_height": int(heights_m[nearest]),
        "khorgos_rank": 100 * (heights_m < heights_m[nearest]).mean(),
    }


_STEEP = results.Quantity("m a km", ".0f")


@results.register(
    "borders-gradients",
    "Gradient along the two borders, between points two kilometres apart",
    parts={
        "kazakhstan": _STEEP,
        "kyrgyzstan": _STEEP,
        "limit": _STEEP,
        "kazakhstan_steep": _PCT,
        "kyrgyzstan_steep": _PCT,
    },
)
def gradients(border_elevations_kazakhstan, border_elevations_kyrgyzstan):
    """Return the median gradient of each line, and the share of it that is steeper than `STEEP_M_KM`."""
    found = {"limit": STEEP_M_KM}
    for name, rows in (("kazakhstan", border_elevations_kazakhstan), ("kyrgyzstan", border_elevations_kyrgyzstan)):
        slope = gradient_m_km(rows)
        found |= {name: slope.median(), f"{name}_steep": 100 * (slope > STEEP_M_KM).mean()}
    return found


_OFFS = {"near": 1, "far": 2}
"""How far to the sides the cross sections look, in km."""

MARGINS_M = (0, 20, 50)
"""By how much, in m, both sides must be lower or higher for the line to follow a crest or a valley."""


def ground_shares(border_cross_sections):
    """Return how much of each line follows crests, slopes and valleys, by six readings of these words.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``off_km`` (how far to the sides), ``margin_m``, ``ground`` (of `border_lines.GROUND`) and
        ``share_pct`` of the points.
    """
    rows = []
    for off, off_km in _OFFS.items():
        for margin in MARGINS_M:
            kinds = border_lines.ground(border_cross_sections, off, margin)
            for code, own in kinds.groupby(border_cross_sections["neighbour_iso3"]):
                shares = 100 * own.value_counts(normalize=True).reindex(border_lines.GROUND, fill_value=0.0)
                rows += [(code, off_km, margin, kind, share) for kind, share in shares.items()]
    return pd.DataFrame(rows, columns=["neighbour_iso3", "off_km", "margin_m", "ground", "share_pct"])


@results.register(
    "borders-ground",
    "How much of the two lines follows crests and valleys, over six readings of these words",
    parts={
        **{f"{name}_{kind}_{end}": _PCT for name in _BOTH for kind in ("crest", "valley") for end in ("least", "most")},
        "readings": _COUNT,
        "points": _COUNT,
    },
)
def ground_of_the_lines(border_cross_sections):
    """Return the lowest and the highest share of crests and of valleys on each line over the six readings."""
    shares = ground_shares(border_cross_sections).set_index(["neighbour_iso3", "ground"])["share_pct"].sort_index()
    found = {"readings": len(_OFFS) * len(MARGINS_M), "points": len(border_cross_sections)}
    for name, code in _BOTH.items():
        for kind in ("crest", "valley"):
            own = shares.loc[code, kind]
            found |= {f"{name}_{kind}_least": own.min(), f"{name}_{kind}_most": own.max()}
    return found


@results.register(
    "borders-rivers",
    "How much of the two lines runs beside a river of World Data Bank II",
    parts={
        **{f"{name}_{end}": results.Quantity("%", ".0f") for name in _BOTH for end in ("near", "wide")},
        "near": results.Quantity("km", "d"),
        "wide": results.Quantity("km", "d"),
    },
)
def beside_rivers(rivers_gshhg, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Return the shares of the lines within one and within three kilometres of a drawn river."""
    line = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    distances = {"near": 1, "wide": 3}
    found = dict(distances)
    for name, code in _BOTH.items():
        shares = border_lines.shares_near(line[code], rivers_gshhg.geometry, distances.values())
        found |= {f"{name}_{end}": share for end, share in zip(distances, shares, strict=True)}
    return found


@results.register(
    "borders-passes",
    "The three Kyrgyz crossings against the line that they cross, and how far apart crossings are",
    parts={
        **{f"{name}_above": _PCT for name in ("irkeshtam", "torugart", "bedel")},
        "kazakhstan_apart": _KM,
        "kyrgyzstan_apart": _KM,
        "low_stretches": _COUNT,
        "low_limit": results.Quantity("m", ",d"),
        "low_share": _PCT,
        "longest_high": _KM,
    },
)
def passes(
    border_elevations_kyrgyzstan,
    border_crossings,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return the share of the Kyrgyz line that lies higher than each crossing, and km of border for each crossing.

    ``low_stretches`` counts the separate stretches below `PASS_M`; ``longest_high`` is the longest one above it.
    """
    line = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    counts = border_crossings["neighbour_iso3"].value_counts()
    height = border_elevations_kyrgyzstan["elevation_m"]
    own = border_crossings.set_index("name")["elevation_m"]
    low = height < PASS_M
    run = (low != low.shift()).cumsum()
    spans = border_elevations_kyrgyzstan.groupby(run)["distance_km"].agg(["min", "max"])
    is_low = low.groupby(run).first()
    return {
        **{f"{name.lower()}_above": 100 * (height > own[name]).mean() for name in ("Irkeshtam", "Torugart", "Bedel")},
        **{f"{name}_apart": length_km(line[code]) / counts[code] for name, code in _BOTH.items()},
        "low_stretches": int(is_low.sum()),
        "low_limit": PASS_M,
        "low_share": 100 * low.mean(),
        "longest_high": float((spans["max"] - spans["min"])[~is_low].max()),
    }


_YEARS = results.Quantity("years", ".1f")


@results.register(
    "borders-settlement",
    "From the first agreement on a line to its demarcation, for the two neighbours",
    parts={
        "kazakhstan_first": _YEARS,
        "kazakhstan_last": _YEARS,
        "kyrgyzstan_first_low": _YEARS,
        "kyrgyzstan_first_high": _YEARS,
        "kyrgyzstan_last_low": _YEARS,
        "kyrgyzstan_last_high": _YEARS,
        "kazakhstan_agreements": _COUNT,
        "kyrgyzstan_agreements": _COUNT,
        "kazakhstan_ratified": _YEARS,
        "regime_in_force": _YEARS,
    },
)
def settlement(border_steps):
    """Return the times between steps in years, as intervals where a date is known to the year only."""
    times = settlement_times(border_steps).set_index(["neighbour_iso3", "since"])
    return {
        "kazakhstan_first": times.loc[("KAZ", "first agreement"), "low_years"],
        "kazakhstan_last": times.loc[("KAZ", "last agreement"), "low_years"],
        "kyrgyzstan_first_low": times.loc[("KGZ", "first agreement"), "low_years"],
        "kyrgyzstan_first_high": times.loc[("KGZ", "first agreement"), "high_years"],
        "kyrgyzstan_last_low": times.loc[("KGZ", "last agreement"), "low_years"],
        "kyrgyzstan_last_high": times.loc[("KGZ", "last agreement"), "high_years"],
        "kazakhstan_agreements": int(times.loc[("KAZ", "first agreement"), "agreements_count"]),
        "kyrgyzstan_agreements": int(times.loc[("KGZ", "first agreement"), "agreements_count"]),
        "kazakhstan_ratified": _apart_years(border_steps, "kazakhstan-1994", "ratified-1995"),
        "regime_in_force": (pd.Timestamp("2015-12-25") - _day(border_steps, "regime-2006")).days / DAYS_A_YEAR,
    }


@results.register(
    "borders-coded-disputes",
    "Militarised disputes between China and the Soviet Union or Russia since 1949, by coding",
    parts={
        "codings": _COUNT,
        "least_before": _COUNT,
        "most_before": _COUNT,
        "least_after": _COUNT,
        "most_after": _COUNT,
        "first": results.Quantity("year"),
        "last": results.Quantity("year"),
    },
)
def coded(coded_disputes):
    """Return how many disputes each coding has before and from 1992, and the years of the first and the last."""
    after = coded_disputes["start_year"] >= 1992
    by_coding = coded_disputes.groupby(["coding", after]).size()
    before, later = by_coding.xs(False, level=1), by_coding.xs(True, level=1)
    return {
        "codings": coded_disputes["coding"].nunique(),
        "least_before": before.min(),
        "most_before": before.max(),
        "least_after": later.min(),
        "most_after": later.max(),
        "first": coded_disputes["start_year"].min(),
        "last": coded_disputes["end_year"].max(),
    }


@results.register(
    "borders-khorgos-centre",
    "Area of the border cooperation centre at Khorgos in three reports",
    parts={
        "china": results.Quantity("km²", ".2f"),
        "kazakhstan_first": results.Quantity("km²", ".2f"),
        "kazakhstan_middle": results.Quantity("km²", ".2f"),
        "kazakhstan_last": results.Quantity("km²", ".2f"),
        "whole_last": results.Quantity("km²", ".1f"),
        "china_share": _PCT,
    },
)
def khorgos_centre(khorgos_centre_areas):
    """Return the areas of the two parts, and the Chinese share in the last report."""
    rows = khorgos_centre_areas.sort_values("told_year")
    whole = rows["china_km2"] + rows["kazakhstan_km2"]
    return {
        "china": rows["china_km2"].iloc[-1],
        "kazakhstan_first": rows["kazakhstan_km2"].iloc[0],
        "kazakhstan_middle": rows["kazakhstan_km2"].iloc[1],
        "kazakhstan_last": rows["kazakhstan_km2"].iloc[-1],
        "whole_last": whole.iloc[-1],
        "china_share": 100 * rows["china_km2"].iloc[-1] / whole.iloc[-1],
    }


_PART_KM = results.Quantity("km", ".1f")


@results.register(
    "borders-claim-places",
    "Places that claims name, against the lines of the two borders in OpenStreetMap",
    parts={
        "zaysan_line": _KM,
        "zaysan_kyrgyz": _KM,
        "irtysh_kyrgyz": _KM,
        "clash": _PART_KM,
        "point_38": results.Quantity("m", ".0f"),
        "khan_tengri": results.Quantity("m", ".0f"),
        "uzengi_source": _PART_KM,
        "uzengi_mouth": _PART_KM,
        "bearing": results.Quantity("°", ".0f"),
        "kyrgyz_end_farther_west": results.Quantity("°", ".1f"),
    },
)
def claim_places(
    lakes,
    rivers,
    border_places,
    border_points,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return distances of places from the two lines, and the bearing of the Kyrgyz one from its northern end."""
    line = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    zaysan = lakes.set_index("name").geometry["Zaysan"]
    irtysh = rivers.set_index("name").geometry["Irtysh"]
    events, points = maps.points(border_places), maps.points(border_points)
    place = pd.concat([events, points]).set_index("name").geometry
    south, north = line["KGZ"].coords[0], line["KGZ"].coords[-1]
    return {
        "zaysan_line": border_lines.apart_km(zaysan, line["KAZ"]),
        "zaysan_kyrgyz": border_lines.apart_km(zaysan, line["KGZ"]),
        "irtysh_kyrgyz": border_lines.apart_km(irtysh, line["KGZ"]),
        "clash": border_lines.apart_km(place["Clash of August 1969"], line["KAZ"]),
        "point_38": 1000 * border_lines.apart_km(place["Border point 38"], line["KAZ"]),
        "khan_tengri": 1000 * border_lines.apart_km(place["Khan Tengri"], shapely.Point(north)),
        "uzengi_source": border_lines.apart_km(place["Uzengi-Kush, source"], line["KGZ"]),
        "uzengi_mouth": border_lines.apart_km(place["Uzengi-Kush, mouth"], line["KGZ"]),
        "bearing": border_lines.bearing_deg(north, south),
        "kyrgyz_end_farther_west": north[0] - south[0],
    }


@results.register(
    "borders-zhalanashkol",
    "The place of the clash of August 1969 against Lake Zhalanashkol",
    parts={"apart": _PART_KM, "bearing": results.Quantity("°", ".0f")},
)
def zhalanashkol(lake_zhalanashkol, border_places):
    """Return how far the place lies from the lake’s shore, and its bearing from the lake’s middle."""
    lake = lake_zhalanashkol.geometry.iloc[0]
    place = maps.points(border_places).set_index("name").geometry["Clash of August 1969"]
    return {
        "apart": border_lines.apart_km(lake, place),
        "bearing": border_lines.bearing_deg(lake.centroid.coords[0], place.coords[0]),
    }


@results.register(
    "borders-frontier-areas",
    "Areas that accounts give for the whole frontier, and the first of them against the area of Kazakhstan",
    parts={
        "claimed": _KM2,
        "least": _KM2,
        "most": _KM2,
        "ratio": results.Quantity("", ".1f"),
        "claimed_of_kazakhstan": _PCT,
        "least_of_kazakhstan": _PCT,
        "most_of_kazakhstan": _PCT,
        "west_in_parts": _KM2,
    },
)
def frontier_areas(frontier_area_accounts):
    """Return the published areas of the 1860s and their size against Kazakhstan, and the western parts of 1991."""
    areas = frontier_area_accounts.set_index("account")["area_km2"].astype(float)
    lost = areas[(frontier_area_accounts["subject"] == "1860s").to_numpy()]
    kazakhstan = areas["Kazakhstan, whole"]
    claimed = lost["Huanghuagang, in an encyclopaedia"]
    return {
        "claimed": claimed,
        "least": lost.min(),
        "most": lost.max(),
        "ratio": lost.max() / lost.min(),
        "claimed_of_kazakhstan": 100 * claimed / kazakhstan,
        "least_of_kazakhstan": 100 * lost.min() / kazakhstan,
        "most_of_kazakhstan": 100 * lost.max() / kazakhstan,
        "west_in_parts": areas["Unsigned web text, Pamirs"] + areas["Unsigned web text, rest of the west"],
    }


@results.register(
    "borders-steps",
    "Steps in the making of the two borders, as the book's sources date them",
    parts={
        "after_1881": results.Quantity("", "d"),
        "after_1881_kyrgyz": results.Quantity("", "d"),
        "kyrgyz_agreements": results.Quantity("", "d"),
        "kyrgyz_last": results.Quantity("year"),
    },
)
def steps(border_steps):
    """Return how many documents drew the line after the treaty of 1881, and how the Kyrgyz border was agreed."""
    drawn = border_steps[border_steps["draws_line"] & border_steps["parties"].eq("CHN; RUS")]
    later = drawn[drawn["start_year"] > 1881]
    kyrgyz = border_steps[border_steps["draws_line"] & border_steps["parties"].eq("CHN; KGZ")]
    return {
        "after_1881": len(later),
        "after_1881_kyrgyz": int((later["covers_kgz"] != "none").sum()),
        "kyrgyz_agreements": int((kyrgyz["kind"] == "agreement").sum()),
        "kyrgyz_last": kyrgyz["start_year"].max(),
    }


def lengths_by_detail(
    border_lengths,
    border_length_statements,
    countries,
    borders_110m,
    borders_10m,
    borders_gshhg,
    border_osm_10km,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return what the figure of lengths draws.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (``map set``, ``divider walk``, ``documented`` or ``French Wikipedia``), ``neighbour_iso3``,
        ``map_set``, ``lineage``, ``measured_here``, ``piece_km`` and ``length_km``.
    """
    osm = border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    layers = countries, borders_110m, borders_10m, borders_gshhg, border_osm_10km, *osm
    sets = border_lines.lengths_by_map(border_lengths, *layers).assign(kind="map set")
    walks = border_lines.divider_walks(*osm).assign(kind="divider walk", lineage="OpenStreetMap", measured_here=True)
    known = [{"neighbour_iso3": code, "length_km": documented_km(border_length_statements, code)} for code in BORDERS]
    older = border_length_statements["source_key"].isin(["wikipedianodatefrontiere", "cia1994factbook"])
    kinds = {"wikipedianodatefrontiere": "French Wikipedia", "cia1994factbook": "Factbook 1994"}
    old = border_length_statements[older]
    stated_lengths = [
        pd.DataFrame(known).assign(kind="documented", measured_here=False),
        old[["neighbour_iso3", "length_km"]].assign(kind=old["source_key"].map(kinds), measured_here=False),
    ]
    columns = ["kind", "neighbour_iso3", "map_set", "lineage", "measured_here", "piece_km", "length_km"]
    return pd.concat([sets, walks, *stated_lengths], ignore_index=True)[columns]


_MARKS = {"Natural Earth": "o", "World Data Bank II": "s", "Digital Chart of the World": "^", "OpenStreetMap": "D"}
_LENGTH_LABELS = {
    "KAZ": {
        "Natural Earth 1:110m": ("Natural Earth\n1:110m", 0, 15, "left"),
        "Natural Earth 1:50m": ("1:50m", -6, 7, "right"),
        "Natural Earth 1:10m": ("1:10m", 7, -6, "left"),
        "GSHHG, level f": ("World Data\nBank II, finest", 6, -14, "left"),
        "Digital Chart of the World": ("Digital Chart\nof the World", -7, 10, "right"),
        "OpenStreetMap 2026": ("OpenStreetMap", 2, 11, "right"),
    },
    "KGZ": {
        "Natural Earth 1:110m": ("1:110m", 6, -8, "left"),
        "Natural Earth 1:50m": ("1:50m", 7, -4, "left"),
        "Natural Earth 1:10m": ("1:10m", 6, -7, "left"),
        "GSHHG, level f": ("World Data\nBank II, finest", 6, -14, "left"),
        "Digital Chart of the World": ("Digital Chart\nof the World", -7, 10, "right"),
        "OpenStreetMap 2026": ("OpenStreetMap", 2, 13, "right"),
    },
}


@figures.register(
    "fig-borders-length-by-detail",
    title="The finer the map, the longer the border: only the finest maps reach the documented lengths",
    subtitle="Length of the border (km) by mean length of its straight pieces (km, log scale, finer at right)",
    caption=(
        "Each mark is one map set; filled marks were measured for this book, open ones on lines that it does not hold. "
        "The grey line is one and the same OpenStreetMap border stepped off with dividers of "
        "{number}`borders-ruler.openings` "
        "openings. Marks of one shape go back to one survey and are not independent. The scales of length do not start "
        "at zero. Dashed: the documented length."
    ),
    alt=(
        "Two scatter plots of border length against fineness of the map. The China–Kazakhstan border grows from "
        "{result}`borders-length-110m.kazakhstan` on the coarsest map to {result}`borders-length-osm.kazakhstan` on "
        "the finest, past the documented {result}`borders-documented.kazakhstan`; the China–Kyrgyzstan border grows "
        "from {result}`borders-length-110m.kyrgyzstan` to {result}`borders-length-osm.kyrgyzstan`, past "
        "{result}`borders-documented.kyrgyzstan`."
    ),
    data=lengths_by_detail,
    size=(7.2, 4.3),
    panels=(1, 2),
)
def draw_length_by_detail(data, axes):
    for panel, (code, name) in zip(axes, BORDERS.items(), strict=True):
        rows = data[data["neighbour_iso3"] == code]
        _draw_lengths(panel, rows.set_index("kind"), _LENGTH_LABELS[code])
        panel.set_title(name)
    return axes


def _draw_lengths(axes, rows, labels):
    walk = rows.loc["divider walk"]
    axes.plot(walk["piece_km"], walk["length_km"], color=style.FAINT, linewidth=2.4, zorder=1.5)
    axes.annotate(
        "grey: one line,\nshorter and shorter steps", (0.98, 0.06), xycoords="axes fraction", ha="right", fontsize=8.5,
        color=style.QUIET,
    )  # fmt: skip
    for row in rows.loc["map set"].itertuples():
        axes.plot(
            row.piece_km, row.length_km, _MARKS[row.lineage], markersize=6, markeredgecolor=style.SUBJECT,
            markerfacecolor=style.SUBJECT if row.measured_here else style.PAPER, markeredgewidth=1.2,
        )  # fmt: skip
        if row.map_set in labels:
            text, right, up, align = labels[row.map_set]
            style.label(axes, row.piece_km, row.length_km, text, xytext=(right, up), ha=align, fontsize=8.5)
    stated_lengths = rows.loc[rows.index.isin(["documented", "French Wikipedia", "Factbook 1994"]), "length_km"]
    for kind, length in stated_lengths.items():
        colour = style.COMPARISON if kind == "documented" else style.QUIET
        axes.axhline(length, color=colour, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1.2)
        axes.annotate(
            f"{kind}: {length:,.0f}", (0.01, length), xycoords=("axes fraction", "data"), xytext=(0, 3),
            textcoords="offset points", fontsize=8.5, color=colour,
        )  # fmt: skip
    axes.set(xscale="log", xlim=(240, 0.04), xticks=[100, 10, 1, 0.1], xticklabels=["100", "10", "1", "0.1"])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:,.0f}")


def walks_and_law(
    border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan, border_length_statements
):
    """Return the divider walks, the fitted law with its band, and the documented lengths with the rulers they imply.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (``walk``, ``law`` or ``documented``), ``neighbour_iso3``, ``piece_km`` (the ruler), ``length_km``,
        ``low_km`` and ``high_km`` (of the law: the band of the length; of a documented length: that of the ruler),
        ``walked_km`` (of a documented length: the ruler that the walk itself gives) and ``fitted`` (within the domain).
    """
    walks = border_lines.divider_walks(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    rulers = np.geomspace(min(RULERS_KM), max(RULERS_KM), 34)
    frames = [walks.assign(kind="walk")]
    for code in BORDERS:
        own = walks[walks["neighbour_iso3"] == code]
        law = border_lines.law_of(own)
        low, high = law.band_km(rulers)
        curve = {"piece_km": rulers, "length_km": law.length_km(rulers), "low_km": low, "high_km": high}
        frames.append(pd.DataFrame(curve).assign(kind="law", neighbour_iso3=code))
        known = documented_km(border_length_statements, code)
        ruler_km, *edges = law.ruler_km(known)
        mark = {
            "kind": "documented",
            "neighbour_iso3": code,
            "piece_km": ruler_km,
            "length_km": known,
            "low_km": min(edges),
            "high_km": max(edges),
            "walked_km": border_lines.ruler_walked_km(own, known),
        }
        frames.append(pd.DataFrame([mark]))
    joined = pd.concat(frames, ignore_index=True)
    return joined.assign(fitted=joined["piece_km"].between(*border_lines.LAW_KM))


@figures.register(
    "fig-borders-ruler-law",
    title="Richardson’s law holds from half a kilometre to ten; the documented lengths lie below its domain",
    subtitle="Length of the OpenStreetMap line by opening of the dividers, km; log scales, finer at right",
    caption=(
        "Filled points were fitted ({number}`borders-law.walks` walks a border, dimension "
        "{number}`borders-law.kazakhstan` and {number}`borders-law.kyrgyzstan`), open ones not. The line is the law, "
        "its band the {result}`interval-level` confidence band of the line, dashed where it is extrapolated. The bar "
        "on the dashed documented length is the ruler that the law implies, the diamond the one that the walk itself "
        "gives. The walks share one line: the band says how straight the points lie, not how another tracing would."
    ),
    alt=(
        "Two log–log plots of border length against the opening of dividers, from {result}`borders-law.coarse` to "
        "{result}`borders-law.fine`. Between {result}`borders-law.shortest` and {result}`borders-law.longest` the "
        "points lie on a straight line; the longest rulers and the shortest ones give less than the law. The "
        "documented lengths are met at {result}`borders-implied-ruler.kazakhstan_walked` on the Kazakh and "
        "{result}`borders-implied-ruler.kyrgyzstan_walked` on the Kyrgyz border."
    ),
    data=walks_and_law,
    size=(7.2, 4.2),
    panels=(1, 2),
    words={
        "walked_km": "pieces of",
    },
)
def draw_ruler_law(data, axes):
    for panel, (code, name) in zip(axes, BORDERS.items(), strict=True):
        rows = data[data["neighbour_iso3"] == code]
        law, walk, known = (rows[rows["kind"] == kind] for kind in ("law", "walk", "documented"))
        panel.fill_between(law["piece_km"], law["low_km"], law["high_km"], color=style.GRID, linewidth=0, zorder=1.5)
        panel.plot(law["piece_km"], law["length_km"], color=style.SUBJECT, linewidth=1, linestyle=(0, (4, 3)))
        within = law[law["fitted"]]
        panel.plot(within["piece_km"], within["length_km"], color=style.SUBJECT, linewidth=1.8)
        for fitted, face in ((True, style.SUBJECT), (False, style.PAPER)):
            points = walk[walk["fitted"] == fitted]
            panel.plot(
                points["piece_km"], points["length_km"], "o", markersize=5, markerfacecolor=face,
                markeredgecolor=style.SUBJECT, markeredgewidth=1.1, zorder=4,
            )  # fmt: skip
        mark = known.iloc[0]
        panel.axhline(mark["length_km"], color=style.COMPARISON, linewidth=1, linestyle=(0, (5, 3)), zorder=1.8)
        panel.plot(
            [mark["low_km"], mark["high_km"]], [mark["length_km"]] * 2, color=style.COMPARISON, linewidth=5, zorder=3,
            solid_capstyle="butt",
        )  # fmt: skip
        panel.plot(mark["walked_km"], mark["length_km"], "D", color=style.COMPARISON, markersize=6.5, zorder=5)
        style.label(
            panel, 130, mark["length_km"], f"documented {mark['length_km']:,.0f}", style.COMPARISON, xytext=(0, 7),
            fontsize=8.5,
        )  # fmt: skip
        ticks = {"KAZ": [1100, 1300, 1500, 1700, 1900], "KGZ": [650, 750, 850, 950, 1050, 1150]}[code]
        panel.set(
            xscale="log", yscale="log", xlim=(140, 0.036), yticks=ticks, yticklabels=[f"{tick:,}" for tick in ticks]
        )
        panel.set(xticks=[100, 10, 1, 0.1], xticklabels=["100", "10", "1", "0.1"])
        panel.minorticks_off()
        panel.set_title(name)
    style.label(axes[0], 1.9, 1500, "fitted", style.SUBJECT, xytext=(7, -8), fontsize=8.5)
    style.label(axes[0], 0.06, 1850, "law", style.SUBJECT, xytext=(-6, 8), ha="right", fontsize=8.5)
    axes[0].set_ylim(1080, 1960)
    axes[1].set_ylim(620, 1260)
    return axes


def map_layers(
    countries, rivers, lakes, borders_10m, border_crossings, border_places, border_treaty_points, border_relief
):
    """Return the layers of the map of the two borders."""
    peak = border_treaty_points[border_treaty_points["source_key"] == "prckyrgyzkazakh1999tripoint"]
    crossing = border_crossings.dropna(subset=["longitude_deg"])[["name", "modes", "longitude_deg", "latitude_deg"]]
    shown = border_places["name"].isin([*_PLACE_OFFSETS, "Ürümqi", "Kashgar"])
    places = border_places.loc[shown, ["name", "kind", "longitude_deg", "latitude_deg"]]
    return maps.stack(
        relief=relief.window(border_relief, "region"),
        land=countries,
        river=rivers[rivers["name"].isin(["Aksu", "Ili", "Irtysh", "Kunes", "Naryn", "Tarim", "Toxkan"])],
        lake=lakes,
        border=borders_10m,
        crossing=maps.points(crossing),
        place=maps.points(places),
        peak=maps.points(peak[["longitude_deg", "latitude_deg"]].assign(name="Khan Tengri")),
    )


_CROSSING_OFFSETS = {
    "Maykapshagay–Jeminay": (-7, 6, "right"),
    "Bakhty–Baketu": (-7, 3, "right"),
    "Dostyk–Alashankou": (8, -3, "left"),
    "Khorgos": (-8, 6, "right"),
    "Bedel": (8, -5, "left"),
    "Torugart": (-5, 11, "right"),
    "Irkeshtam": (8, -5, "left"),
}
_COUNTRY_NAMES = {
    "KAZAKHSTAN": (76.4, 48.3, 10),
    "CHINA": (85.6, 42.3, 10),
    "KYRGYZSTAN": (74.9, 42.1, 8.5),
    "RUSSIA": (84.8, 49.45, 8.5),
    "MONGOLIA": (89, 48.35, 8.5),
}
_MINOR_NAMES = ("Ili", "Irtysh", "Issyk-Kul", "Kashgar", "Naryn", "Tacheng", "Tarim", "Zaysan", "Ürümqi")
"""Names that the drawing for phones has no room for."""

_WATER_NAMES = {
    "Balkhash": (75.3, 46.0),
    "Zaysan": (82.55, 48.15),
    "Alakol": (80.75, 46.1),
    "Issyk-Kul": (77.1, 42.43),
    "Ili": (78.6, 44.05),
    "Irtysh": (86.6, 47.9),
    "Tarim": (83.3, 40.75),
}
_PLACE_OFFSETS = {
    "Kulja/Yining": (6, -5, "left"),
    "Tacheng": (7, 3, "left"),
    "Clash of August 1969": (9, 3, "left"),
    "Almaty": (-5, 5, "right"),
    "Naryn": (-5, 6, "right"),
}


_CROSSING = ("crossing by rail and road", "crossing by road")


@figures.register(
    "fig-borders-map",
    title="Railways use only {number}`borders-crossings.rail` of the {number}`borders-crossings.named` named crossings",
    subtitle="China’s borders with Kazakhstan and Kyrgyzstan, mapped crossings; Lambert’s equal-area projection",
    caption=(
        "Squares: crossings by rail and road; diamonds: by road only; cross: place of the clash between Chinese and "
        "Soviet border troops. Of {number}`borders-crossings.named` crossings named, "
        "{number}`borders-crossings.mapped` have a position; marks can stand up to "
        "{result}`borders-crossings.farthest` from the line because towns stand in for checkpoints. North is up. "
        "Relief is shaded as if lit from the north-west and ends where the open grid of heights ends, at 44.7°N and "
        "84.5°E. " + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map from Lake Balkhash to Ürümqi and from the Altai to Kashgar. The border runs from the Altai in the "
        "north-east south-west past Lake Zaysan, the Dzungarian Gate and the Ili to Khan Tengri, then along the Tian "
        "Shan to the Pamirs. {number}`borders-crossings.kazakhstan_mapped` crossings are marked on the Kazakh part, "
        "{number}`borders-crossings.kyrgyzstan_mapped` on the Kyrgyz part."
    ),
    data=map_layers,
    size=(7.2, 5.8),
    narrow=(style.NARROW, 3.8),
)
def draw_map(data, axes):
    transformer = maps.projection(81, 44.3)
    narrow = style.is_narrow(axes)
    maps.draw_base(axes, data, transformer, (72.2, 89.4, 38.6, 49.7))
    relief.draw(axes, data[data["layer"] == "relief"], transformer, width=440, exaggeration=4, fade_cells=14)
    crossing, place = data[data["layer"] == "crossing"], data[data["layer"] == "place"]
    place = place[~place["name"].isin(_MINOR_NAMES)] if narrow else place
    marks = [
        (crossing[crossing["modes"] == "rail and road"], "s", 34, style.COMPARISON, _CROSSING_OFFSETS, _CROSSING[0]),
        (crossing[crossing["modes"] == "road"], "D", 26, style.COMPARISON, _CROSSING_OFFSETS, _CROSSING[1]),
        (place[place["kind"] == "town"], "o", 11, style.QUIET, _PLACE_OFFSETS, "town"),
        (place[place["kind"] == "event"], "X", 36, style.INK, _PLACE_OFFSETS, "event"),
    ]
    for shown, marker, size, colour, offsets, kind in marks:
        maps.draw_places(axes, shown, transformer, marker=marker, size=size, colour=colour, label=None, kind=kind)
        for row in shown.itertuples():
            longitude, latitude = row.geometry.coords[0]
            on_relief = latitude < RELIEF_ENDS_DEG and longitude < 84
            placed = offsets.get(row.name, (5, 0, "left"))
            maps.write(axes, row.name, transformer.transform(longitude, latitude), *placed, edge=on_relief)
    for text, (longitude, latitude, size) in _COUNTRY_NAMES.items():
        position = transformer.transform(longitude, latitude)
        maps.write(axes, text, position, colour=style.QUIET, size=8 if narrow else size, edge=False)
    for text, place_of_name in _WATER_NAMES.items():
        if narrow and text in _MINOR_NAMES:
            continue
        position = transformer.transform(*place_of_name)
        maps.write(axes, text, position, colour="#2f6f95", size=8, italic=True, edge=False)
    peak = transformer.transform(*data.loc[data["layer"] == "peak", "geometry"].iloc[0].coords[0])
    axes.plot(*peak, "^", color=style.INK, markersize=5, zorder=6)
    values.tell(axes, *peak, "Khan Tengri: peak", "peak")
    maps.write(axes, "Khan Tengri", peak, 8, 1, "left", size=8)
    return axes


_INSETS = {
    "zhalanashkol": ("Zhalanashkol and Tielieketi", (81.72, 82.82, 45.15, 45.8)),
    "khorgos": ("Khorgos", (79.75, 81.25, 43.75, 44.65)),
    "khan-tengri": ("Khan Tengri and Uzengi-Kush", (77.25, 80.5, 40.62, 42.62)),
    "irkeshtam": ("Irkeshtam and Torugart", (73.3, 76.1, 39.1, 40.88)),
}
"""The insets: their titles and extents (west, east, south, north, in degrees)."""

_INSET_WORDS = {
    "zhalanashkol": {
        "KAZAKHSTAN": (82.02, 45.4, "quiet"),
        "CHINA": (82.6, 45.68, "quiet"),
        "Alakol": (82.0, 45.77, "water"),
        "Zhalanashkol": (81.93, 45.56, "water"),
    },
    "khorgos": {
        "KAZAKHSTAN": (80.02, 44.45, "quiet"),
        "CHINA": (80.95, 44.2, "quiet"),
        "Ili": (80.95, 43.86, "water"),
    },
    "khan-tengri": {
        "KYRGYZSTAN": (78.05, 41.75, "quiet"),
        "CHINA": (79.9, 41.35, "quiet"),
        "KAZ.": (79.85, 42.5, "quiet"),
        "Toxkan": (79.15, 41.2, "water"),
        "Issyk-Kul": (77.62, 42.36, "water"),
    },
    "irkeshtam": {"KYRGYZSTAN": (74.2, 40.55, "quiet"), "CHINA": (75.3, 39.9, "quiet")},
}
_INSET_OFFSETS = {
    "Clash of August 1969": (8, -3, "left"),
    "Border point 38": (8, 8, "left"),
    "Uzengi-Kush, source": (2, 9, "left"),
    "Uzengi-Kush, mouth": (4, -9, "center"),
    "Khan Tengri": (-7, 4, "right"),
    "Pobeda": (-7, -7, "right"),
    "Bedel": (-8, 5, "right"),
    "Dostyk–Alashankou": (-8, 0, "right"),
    "Dostyk": (-6, 2, "right"),
    "Karakol": (5, -3, "left"),
    "Khorgos": (8, 2, "left"),
    "Torugart": (-6, 9, "right"),
    "Irkeshtam": (8, -6, "left"),
    "Kashgar": (-6, 0, "right"),
    "Zharkent": (-4, -9, "center"),
}

_EDGED_NAMES = ("Khan Tengri", "Pobeda", "Bedel", "Torugart", "Irkeshtam", "Uzengi-Kush, source")
"""Names over ground so dark that they need an edge."""


def inset_layers(
    rivers,
    lakes,
    lake_zhalanashkol,
    border_relief,
    border_crossings,
    border_places,
    border_points,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return the layers of the four insets, each row with the inset that it belongs to in ``inset``."""
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    crossing = border_crossings.dropna(subset=["longitude_deg"])[["name", "modes", "longitude_deg", "latitude_deg"]]
    named = border_points[border_points["kind"] != "town"]
    layers = {
        "river": rivers[["name", "geometry"]],
        "lake": pd.concat([lakes, lake_zhalanashkol])[["name", "geometry"]],
        "border": osm,
        "crossing": maps.points(crossing),
        "place": maps.points(border_places[["name", "kind", "longitude_deg", "latitude_deg"]]),
        "point": maps.points(named[["name", "kind", "longitude_deg", "latitude_deg"]]),
    }
    frames = []
    for inset, (_, (west, east, south, north)) in _INSETS.items():
        box = shapely.box(west - 0.03, south - 0.03, east + 0.03, north + 0.03)
        inner = shapely.box(west, south, east, north)
        own = {
            kind: rows.assign(geometry=shapely.intersection(rows.geometry.to_numpy(), box))[
                shapely.intersects(rows.geometry.to_numpy(), inner)
            ]
            for kind, rows in layers.items()
        }
        if inset != "zhalanashkol":
            own["relief"] = relief.window(border_relief, inset)
        frames.append(maps.stack(**own).assign(inset=inset))
    joined = pd.concat(frames, ignore_index=True)
    return joined[["inset", *[column for column in joined if column not in ("inset", "geometry")], "geometry"]]


@figures.register(
    "fig-borders-insets",
    title="Close to, the line leaves valleys to crossings and crests to itself",
    subtitle="Four stretches of the borders; Lambert’s equal-area projection around the middle of each",
    caption=(
        "Heavy line: the border in OpenStreetMap (© OpenStreetMap contributors). Squares: crossings by rail and road; "
        "diamonds: by road; cross: the clash of 1969; triangles: peaks; small dots: towns, border point 38, and source "
        "and mouth of the Uzengi-Kush. Relief is shaded from the north-west where the open grid of heights reaches; it "
        "does not reach the first stretch. Graticules and scale bars differ. The line is what volunteers traced, not a "
        "position on any claim."
    ),
    alt=(
        "Four small maps with the border as a heavy line. East of Lake Zhalanashkol it passes between the lake and "
        "the place of the clash of 1969, which lies {result}`borders-claim-places.clash` inside China. At Khorgos it "
        "follows a river down to the Ili. From Khan Tengri to the Uzengi-Kush it keeps to glaciated crests, with the "
        "Bedel Pass as the one crossing. Between Irkeshtam and Torugart it runs over high ridges, which the two "
        "crossings cut."
    ),
    data=inset_layers,
    size=(7.2, 6.6),
    panels=(2, 2),
    narrow=(style.NARROW, 13.4),
)
def draw_insets(data, axes):
    for panel, (inset, (title, extent)) in zip(style.stack(axes).flat, _INSETS.items(), strict=True):
        rows = data[data["inset"] == inset]
        west, east, south, north = extent
        transformer = maps.projection((west + east) / 2, (south + north) / 2)
        panel.set_facecolor(style.LAND)
        maps.draw_base(panel, rows, transformer, extent)
        ground = rows[rows["layer"] == "relief"]
        if len(ground):
            relief.draw(panel, ground, transformer, width=188, exaggeration=2)
        crossing, place = rows[rows["layer"] == "crossing"], rows[rows["layer"] == "place"]
        point = rows[rows["layer"] == "point"]
        marks = [
            (place[place["kind"] == "town"], "o", 11, style.QUIET, "town"),
            (point[point["kind"] != "peak"], "o", 11, style.INK, "point named in a treaty or account"),
            (point[point["kind"] == "peak"], "^", 26, style.INK, "peak"),
            (place[place["kind"] == "event"], "X", 36, style.INK, "event"),
            (crossing[crossing["modes"] == "road"], "D", 26, style.COMPARISON, _CROSSING[1]),
            (crossing[crossing["modes"] != "road"], "s", 34, style.COMPARISON, _CROSSING[0]),
        ]
        for shown, marker, size, colour, kind in marks:
            if len(shown):
                look = {"marker": marker, "size": size, "colour": colour, "label": None}
                maps.draw_places(panel, shown, transformer, kind=kind, **look)
            for row in shown.itertuples():
                position = transformer.transform(*row.geometry.coords[0])
                maps.write(panel, row.name, position, *_INSET_OFFSETS[row.name], edge=row.name in _EDGED_NAMES)
        for text, (longitude, latitude, kind) in _INSET_WORDS[inset].items():
            look = {"colour": "#2f6f95", "italic": True} if kind == "water" else {"colour": style.QUIET}
            maps.write(panel, text, transformer.transform(longitude, latitude), size=8, edge=False, **look)
        panel.set_title(title)
    return axes


_WHO = {
    "Fravel, in an encyclopaedia": "Fravel 2005, in an\nencyclopaedia article",
    "Levinsson and Svanberg": "Levinsson and\nSvanberg 2000",
    "Unsigned Chinese page": "Unsigned Chinese\npage, undated",
    "Jamestown Foundation": "Eurasia Daily\nMonitor 2005",
    "Chinese text on maps": "Chinese text on\nmaps, about 2005",
    "Kyrgyz deputies, 2001": "Deputies 2001,\nby RFE/RL",
    "Kyrgyz deputies, 2003": "Deputies 2003,\nby RFE/RL",
}


@figures.register(
    "fig-borders-disputed-area",
    title="Accounts differ more on how much land was disputed than on how much of it China received",
    subtitle="Disputed land by account, km², and who received it; agreements of 1994–1999",
    caption=(
        "Each bar is one account, in its own terms. The accounts of the Kazakh border describe different sections or "
        "stages, so that no share of one may be applied to the area of another; areas are the published shares of "
        "the published total. One account names only the land that passed to China. On the Kyrgyz border, deputies "
        "name land that passed by two agreements (2001) and by one of them (2003), and a Chinese text the land in "
        "dispute at one place."
    ),
    alt=(
        "Bars of {number}`borders-if.accounts` accounts. On the Kazakh border, Fravel’s "
        "{result}`borders-disputed.fravel_area` are split {result}`borders-disputed.fravel_china` to China and "
        "{result}`borders-disputed.fravel_kazakhstan` to Kazakhstan; Levinsson and Svanberg’s "
        "{result}`borders-disputed.levinsson_area` are split {result}`borders-disputed.levinsson_china` and "
        "{result}`borders-disputed.levinsson_kazakhstan`; a Chinese page names "
        "{result}`borders-disputed.chinese_area` undivided, a monitor {result}`borders-if.jamestown` to China. On "
        "the Kyrgyz border, deputies named {result}`borders-ceded-kyrgyzstan.both_agreements` and "
        "{result}`borders-ceded-kyrgyzstan.agreement_1999` going to China, and a Chinese text "
        "{result}`borders-if.uzengi_area` in dispute."
    ),
    data=division,
    size=(7.2, 5.0),
    words={
        "china_km2": "to China",
        "neighbour_km2": "to the neighbour",
        "undivided_km2": "not divided",
        "disputed_km2": "not divided",
    },
)
def draw_disputed_area(data, axes):
    kazakh = data["neighbour_iso3"].eq("KAZ")
    positions = [7.6 - 0.95 * number if near else 6.7 - 0.95 * number for number, near in enumerate(kazakh)]
    pieces = {"china_km2": style.COLOURS["CHN"], "neighbour_km2": None, "undivided_km2": style.PAPER}
    for row, y in zip(data.itertuples(), positions, strict=True):
        left = 0.0
        for column, colour in pieces.items():
            area = getattr(row, column)
            if pd.isna(area):
                continue
            undivided = column == "undivided_km2"
            axes.barh(
                y, area, left=left, height=0.62, color=colour or style.COLOURS[row.neighbour_iso3],
                hatch="///" if undivided else None, edgecolor=style.QUIET if undivided else style.PAPER,
                linewidth=0.8,
            )  # fmt: skip
            text = f"{area:,.0f}" + (", not divided" if undivided else "")
            _write_in_bar(axes, text, left, area, y, hatched=undivided)
            left += area
    axes.set(yticks=positions, yticklabels=[_WHO[name] for name in data["account"]], ylim=(0.4, 8.7), xlim=(0, 3000))
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    for y, text in ((8.35, "Border with Kazakhstan"), (3.65, "Border with Kyrgyzstan")):
        axes.text(0, y, text, fontweight="bold", va="center")
    for x, text, code in ((266, "China", "CHN"), (1476, "Kazakhstan", "KAZ")):
        axes.text(x, 7.12, text, color=style.COLOURS[code], fontsize=8.5, ha="center", va="center")
    return axes


def _write_in_bar(axes, text, left, width, y, *, hatched):
    written = axes.text(
        left + width / 2, y, text, va="center", ha="center", fontsize=8.5, color=style.INK if hatched else style.PAPER
    )
    if hatched:
        written.set_bbox({"facecolor": style.PAPER, "pad": 1.5, "linewidth": 0})


@figures.register(
    "fig-borders-who-got-what",
    title="What China received from Kazakhstan is known to within a few hundred km², its share hardly at all",
    subtitle="What each account allows: land that China received, km², and its share of the land in dispute, %",
    caption=(
        "Bars are intervals: the published figures with half of their last digit either way. An account that names a "
        "total without dividing it allows everything from nothing to the whole (open bars); one that names only the "
        "land that passed allows no share. Intervals say how exactly an account speaks, not whether it is right."
    ),
    alt=(
        "Intervals for {number}`borders-if.accounts` accounts in two panels. Three accounts of the Kazakh border put "
        "China’s land between {result}`borders-if.china_least` and {result}`borders-if.china_most`; their shares are "
        "{result}`borders-disputed.fravel_china_share` and {result}`borders-disputed.levinsson_china_share`, with no "
        "overlap. Accounts without a division span their panel."
    ),
    data=division_bounds,
    size=(7.2, 4.4),
    panels=(1, 2),
    sharey=True,
    narrow=(style.NARROW, 8.6),
)
def draw_who_got_what(data, axes):
    positions = [7.5 - number if code == "KAZ" else 6.7 - number for number, code in enumerate(data["neighbour_iso3"])]
    pairs = (("china_low_km2", "china_high_km2"), ("share_low_pct", "share_high_pct"))
    for panel, (low, high) in zip(axes, pairs, strict=True):
        for row, y in zip(data.to_dict("records"), positions, strict=True):
            if pd.isna(row[low]):
                panel.text(2, y, "no total named, so no share", va="center", fontsize=8.5, color=style.QUIET)
                continue
            undivided = row["share_low_pct"] == 0
            colour = style.COLOURS["CHN"]
            panel.barh(
                y, max(row[high] - row[low], 0.004 * panel.get_xlim()[1]), left=row[low], height=0.5,
                color=style.PAPER if undivided else colour, hatch="///" if undivided else None,
                edgecolor=style.QUIET if undivided else colour, linewidth=0.8,
            )  # fmt: skip
            middle = (row[low] + row[high]) / 2
            if not undivided:
                text = f"{middle:,.0f}" if low.endswith("km2") else f"{middle:.0f}%"
                style.label(panel, row[high], y, text, style.INK, xytext=(5, 0), fontsize=8.5)
        panel.grid(visible=True, axis="x")
        panel.grid(visible=False, axis="y")
        panel.xaxis.set_major_formatter("{x:,.0f}")
    axes[0].set(
        yticks=positions, yticklabels=[_WHO[name] for name in data["account"]], ylim=(-0.1, 8.5), xlim=(0, 3000)
    )
    axes[0].set_xticks([0, 1000, 2000])
    axes[1].set(xlim=(0, 101))
    axes[0].set_title("Land to China, km²")
    axes[1].set_title("China’s share, %")
    for y, text in ((8.15, "Border with Kazakhstan"), (3.3, "Border with Kyrgyzstan")):
        axes[0].text(0.98, y, text, transform=axes[0].get_yaxis_transform(), ha="right", va="center", fontsize=8.5,
                     color=style.QUIET)  # fmt: skip
    return axes


_AREA_WHO = {
    "Chinese web encyclopaedia": "Chinese web encyclopaedia:\ntreaties of 1860 and 1864",
    "Unsigned Chinese page, 1864": "Unsigned Chinese page:\ntreaty of 1864",
    "Unsigned Chinese page, together": "The same page: with the\n1880s and the Pamirs",
    "Huanghuagang, in an encyclopaedia": "Huanghuagang magazine:\noccupied in 1862",
    "Wikipedia": "Wikipedia: treaty of 1864",
    "1800 to 1880": "Base maps, 1800 to 1880",
    "1800 to 1900": "Base maps, 1800 to 1900",
    "1815 to 1880": "Base maps, 1815 to 1880",
}


def areas_of_1860s(frontier_area_accounts, base_map_transfers):
    """Return published areas of the Qing loss and what base maps draw.

    Returns
    -------
    pandas.DataFrame
        ``account``, ``kind`` (``published`` or ``base map``) and ``area_km2``, from the smallest published one on.
    """
    rows = frontier_area_accounts
    shown = rows[rows["subject"].eq("1860s") | rows["account"].str.endswith("together")]
    published = shown[["account", "area_km2"]].assign(kind="published").sort_values("area_km2")
    drawn = pd.DataFrame(
        {
            "account": [f"{row.start_year} to {row.end_year}" for row in base_map_transfers.itertuples()],
            "area_km2": base_map_transfers["transferred_km2"],
            "kind": "base map",
        }
    )
    return pd.concat([published, drawn], ignore_index=True)[["account", "kind", "area_km2"]]


@figures.register(
    "fig-borders-1860s-areas",
    title="The land that the Qing lost in the 1860s has no measured area, only published ones that differ",
    subtitle="Area by account, thousand km²; what a set of historical base maps draws, for comparison",
    caption=(
        "Dark: published areas, each for its own treaties and years. Hatched: land that is Qing on the first and "
        "Russian on the second of two base maps. The maps put the whole change between "
        "{number}`borders-base-maps.first_start` and {number}`borders-base-maps.later_start`, half a century before "
        "the treaties, and none between {number}`borders-base-maps.later_start` and 1880: a redrawing by their "
        "authors, not a measurement."
    ),
    alt=(
        "Bars of published areas from {result}`borders-frontier-areas.least` to {result}`borders-frontier-areas.most`, "
        "with {result}`borders-frontier-areas.claimed` between them, and three of base maps: "
        "{result}`borders-base-maps.first`, {result}`borders-base-maps.second` and none, by the pair of years compared."
    ),
    data=areas_of_1860s,
    size=(7.2, 4.0),
)
def draw_1860s_areas(data, axes):
    gap = data["kind"].eq("base map") * 0.5
    positions = [len(data) - number - extra for number, extra in enumerate(gap)]
    for row, y in zip(data.itertuples(), positions, strict=True):
        drawn = row.kind == "base map"
        axes.barh(
            y, row.area_km2 / 1000, height=0.62, color=style.PAPER if drawn else style.SUBJECT,
            hatch="///" if drawn else None, edgecolor=style.QUIET if drawn else style.SUBJECT, linewidth=0.8,
        )  # fmt: skip
        style.label(axes, row.area_km2 / 1000, y, f"{row.area_km2 / 1000:,.0f}", style.INK)
    axes.set(yticks=positions, yticklabels=[_AREA_WHO[name] for name in data["account"]], xlim=(0, 1000))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes


def kazakh_profile(
    border_elevations_kazakhstan,
    border_crossings,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return the heights along the southern China–Kazakhstan border and the crossing on it.

    Returns
    -------
    pandas.DataFrame
        ``name`` (of a crossing; missing for the points of the profile), ``distance_km`` from the south and
        ``elevation_m`` (of a crossing: that of the profile’s nearest point).
    """
    osm = border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    line = border_lines.lines_by_neighbour(*osm)["KAZ"]
    mapped = border_lines.mapped_crossings(border_crossings, *osm).set_index("name")
    along = length_km(line) - mapped.loc["Khorgos", "distance_km"]
    profile = border_elevations_kazakhstan.assign(name=pd.NA)
    nearest = profile.loc[(profile["distance_km"] - along).abs().idxmin(), "elevation_m"]
    mark = pd.DataFrame([{"name": "Khorgos", "distance_km": along, "elevation_m": nearest}])
    columns = ["name", "distance_km", "elevation_m"]
    return pd.concat([profile[columns], mark], ignore_index=True).astype({"elevation_m": "int64"})


@figures.register(
    "fig-borders-kazakh-profile",
    title="Northward from Khan Tengri the Kazakh border falls from the highest mountains to the valley of the Ili",
    subtitle="Height of the ground along the line, m above sea level, every second km from Kyrgyzstan (left)",
    caption=(
        "The southern {result}`borders-heights-kazakhstan.span_share` of the border: the open grid of heights that "
        "was read ends at 44.7°N. Its cells are about half a kilometre wide and cut peaks. Khorgos stands at the "
        "height of the profile where it crosses. The scales are those of the Kyrgyz profile, so that the two can be "
        "laid side by side."
    ),
    alt=(
        "Profile of the border from Khan Tengri northward. It falls from "
        "{result}`borders-heights-kazakhstan.highest` to {result}`borders-heights-kazakhstan.lowest` in the valley "
        "of the Ili and rises into the Dzungarian Alatau; {result}`borders-heights-kazakhstan.below_low` of it lies "
        "below {result}`borders-heights-kazakhstan.low_limit`. Khorgos crosses at "
        "{result}`borders-heights-kazakhstan.khorgos_height`."
    ),
    data=kazakh_profile,
    size=(7.2, 3.2),
)
def draw_kazakh_profile(data, axes):
    profile, mark = data[data["name"].isna()], data[data["name"].notna()].iloc[0]
    axes.fill_between(profile["distance_km"], profile["elevation_m"], color=style.GRID, linewidth=0)
    axes.plot(profile["distance_km"], profile["elevation_m"], color=style.SUBJECT, linewidth=1)
    axes.plot(mark["distance_km"], mark["elevation_m"], "s", color=style.COMPARISON, markersize=6.5)
    style.label(
        axes, mark["distance_km"], mark["elevation_m"], f"Khorgos\n{mark['elevation_m']:,} m", style.INK,
        xytext=(-8, 34),
        ha="center",
    )  # fmt: skip
    for x, y, text in (
        (8, 6700, "Khan Tengri"),
        (338, 950, "Ili"),
        (600, 3600, "no open heights\nread farther north"),
    ):
        style.label(axes, x, y, text, style.QUIET, xytext=(0, 0), fontsize=8.5)
    axes.axvline(profile["distance_km"].max(), color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
    axes.set(xlim=(0, 1095), ylim=(0, 7400), xlabel="km along the line")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    return axes


def height_shares(
    border_elevations_kazakhstan,
    border_elevations_kyrgyzstan,
    border_crossings,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return the share of each line that lies above each height, and where the crossings stand.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``name`` (of a crossing; missing for the curve), ``elevation_m`` and ``above_pct``.
    """
    osm = border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    khorgos = kazakh_profile(border_elevations_kazakhstan, border_crossings, *osm).dropna(subset=["name"])
    kyrgyz = border_crossings.dropna(subset=["elevation_m"])
    marks = {"KAZ": khorgos, "KGZ": kyrgyz}
    profiles = {"KAZ": border_elevations_kazakhstan, "KGZ": border_elevations_kyrgyzstan}
    frames = []
    for code, rows in profiles.items():
        heights_m = rows["elevation_m"]
        steps_m = np.arange(0, 7001, 100)
        curve = pd.DataFrame(
            {"elevation_m": steps_m, "above_pct": [100 * (heights_m > step).mean() for step in steps_m]}
        )
        mark = marks[code][["name", "elevation_m"]].astype({"elevation_m": "int64"})
        mark = mark.assign(above_pct=[100 * (heights_m > height).mean() for height in mark["elevation_m"]])
        frames += [curve.assign(name=pd.NA, neighbour_iso3=code), mark.assign(neighbour_iso3=code)]
    return pd.concat(frames, ignore_index=True)[["neighbour_iso3", "name", "elevation_m", "above_pct"]]


@figures.register(
    "fig-borders-heights",
    title="Irkeshtam and Torugart use the low end of a high border; Bedel does not",
    subtitle="Share of the line that lies above a height, %; the Kazakh line only south of 44.7°N",
    caption=(
        "Read: {result}`borders-passes.torugart_above` of the China–Kyrgyzstan border lies higher than the Torugart "
        "Pass. Points every second km; heights of passes from encyclopaedia articles, of Khorgos from the grid. The "
        "Kazakh curve is that of the southern {result}`borders-heights-kazakhstan.span` and says nothing of the "
        "rest."
    ),
    alt=(
        "Two falling curves. {result}`borders-heights.above` of the Kyrgyz line lies above "
        "{result}`borders-heights.threshold`, against {result}`borders-heights-kazakhstan.above` of the southern "
        "Kazakh line. Irkeshtam and Torugart stand where {result}`borders-passes.irkeshtam_above` and "
        "{result}`borders-passes.torugart_above` of the line is higher, Bedel where "
        "{result}`borders-passes.bedel_above` is."
    ),
    data=height_shares,
    size=(7.2, 3.8),
    words={
        "elevation_m": "above",
    },
)
def draw_heights(data, axes):
    for code in BORDERS:
        rows = data[data["neighbour_iso3"] == code]
        curve, marks = rows[rows["name"].isna()], rows[rows["name"].notna()]
        axes.plot(
            curve["elevation_m"],
            curve["above_pct"],
            color=style.COLOURS[code],
            linestyle=style.DASHES[code],
            linewidth=2,
        )
        axes.plot(marks["elevation_m"], marks["above_pct"], "D", color=style.COMPARISON, markersize=6, zorder=5)
        for row in marks.itertuples():
            right = row.name != "Khorgos"
            style.label(
                axes, row.elevation_m, row.above_pct, row.name, style.INK, xytext=(8, 5) if right else (8, 4),
            )  # fmt: skip
    style.label(axes, 4700, 31, BORDERS["KGZ"], style.COLOURS["KGZ"], xytext=(4, 4))
    style.label(axes, 90, 24, BORDERS["KAZ"] + ",\nsouthern part", style.COLOURS["KAZ"], xytext=(0, 0))
    axes.set(xlim=(0, 7000), ylim=(0, 103), xlabel="Height, m above sea level")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:.0f}%")
    return axes


@figures.register(
    "fig-borders-ground",
    title=(
        "The Kyrgyz line keeps to crests; the southern Kazakh line does so for "
        "{result}`borders-ground.kazakhstan_crest_most` of its length at most"
    ),
    subtitle="Share of points every second km, %, by how the ground lies on both sides of the line",
    caption=(
        "A point is on a crest (dark) if the ground is lower on both sides, in a valley (hatched) if it is higher on "
        "both. The rows read these words more and more strictly: one or two kilometres to the sides, and by how many "
        "metres both must be lower or higher. The China–Kazakhstan line is covered south of 44.7°N only. A valley of "
        "this grid need not hold a river."
    ),
    alt=(
        "Stacked bars, six for each line. On the China–Kyrgyzstan line "
        "{number}`borders-ground.kyrgyzstan_crest_least` to {result}`borders-ground.kyrgyzstan_crest_most` of the "
        "points lie on a crest and {number}`borders-ground.kyrgyzstan_valley_least` to "
        "{result}`borders-ground.kyrgyzstan_valley_most` in a valley; on the southern China–Kazakhstan line "
        "{number}`borders-ground.kazakhstan_crest_least` to {result}`borders-ground.kazakhstan_crest_most` and "
        "{number}`borders-ground.kazakhstan_valley_least` to {result}`borders-ground.kazakhstan_valley_most`."
    ),
    data=ground_shares,
    size=(7.2, 3.6),
    panels=(1, 2),
    sharey=True,
    narrow=(style.NARROW, 6.4),
)
def draw_ground(data, axes):
    looks = {
        "crest": ({"color": style.SUBJECT}, style.PAPER),
        "slope or plain": ({"color": style.GRID}, style.INK),
        "valley": ({"color": style.PAPER, "hatch": "///", "edgecolor": style.COMPARISON}, style.INK),
    }
    readings = list(dict.fromkeys(zip(data["off_km"], data["margin_m"], strict=True)))
    for panel, code in zip(axes, ("KGZ", "KAZ"), strict=True):
        left = dict.fromkeys(readings, 0.0)
        for row in data[data["neighbour_iso3"] == code].itertuples():
            (look, ink), reading = looks[row.ground], (row.off_km, row.margin_m)
            y = -readings.index(reading)
            panel.barh(y, row.share_pct, left=left[reading], height=0.66, linewidth=0.6, **look)
            if row.share_pct > 9:
                place = left[reading] + row.share_pct / 2, y
                number = panel.text(*place, f"{row.share_pct:.0f}", color=ink, ha="center", va="center", fontsize=8.5)
                if row.ground == "valley":
                    number.set_bbox({"facecolor": style.PAPER, "pad": 1, "linewidth": 0})
            left[reading] += row.share_pct
        panel.set_title(BORDERS[code] + (", south" if code == "KAZ" else ""))
        panel.set(xlim=(0, 100), ylim=(-5.6, 1.15), xticks=(0, 50, 100), yticks=range(0, -len(readings), -1))
        panel.set_yticklabels([f"{off} km, {margin} m" for off, margin in readings])
        panel.grid(visible=False)
        for x, text, align, colour in ((0, "crest", "left", style.SUBJECT), (100, "valley", "right", style.COMPARISON)):
            style.label(panel, x, 0.75, text, colour, xytext=(0, 0), ha=align)
    return axes


_LANES = {
    "Correlates of War": 5,
    "Gibler, Miller\nand Little": 4,
    "Talks and\nevents": 3,
    "with Kazakhstan": 2,
    "with Kyrgyzstan": 1,
}
_KINDS = {
    "talks": ("o", style.PAPER, 34),
    "event": ("X", style.INK, 44),
    "agreement": ("o", style.SUBJECT, 40),
    "protocol": ("s", style.COMPARISON, 52),
    "ratification": ("D", style.PAPER, 30),
    "statement": ("^", style.PAPER, 38),
}


def settlement_steps(border_steps, coded_disputes):
    """Return coded disputes, talks, events and agreements since 1949 by the lane that they are drawn in.

    Returns
    -------
    pandas.DataFrame
        ``lane``, ``kind``, ``title``, ``start_time_year`` and ``end_time_year`` (calendar years with their fraction; a
        date known to the year stands in its middle).
    """
    rows = []
    for row in coded_disputes.itertuples():
        lane = "Correlates of War" if row.coding.startswith("Corr") else "Gibler, Miller\nand Little"
        rows.append((lane, "dispute", f"dispute {row.dispute_id}", row.start_year, row.end_year + 1))
    lanes = {"CHN; KAZ": "with Kazakhstan", "KAZ": "with Kazakhstan", "CHN; KGZ": "with Kyrgyzstan"}
    for row in border_steps[border_steps["start_year"] >= 1949].itertuples():
        lane = lanes.get(row.parties, "Talks and\nevents")
        if row.kind in ("event", "talks") or (
            row.kind == "agreement" and not row.draws_line and lane not in lanes.values()
        ):
            lane = "Talks and\nevents"
        if row.step_id in _LEFT_OUT or row.kind not in _KINDS:
            continue
        first, last = row.dated.partition("/")[::2]
        bounds = [day_bounds(first), day_bounds(last or first)]
        times = [day.mean() for day in (pd.DatetimeIndex(pair) for pair in bounds)]
        years = [time.year + (time.day_of_year - 1) / DAYS_A_YEAR for time in times]
        rows.append((lane, row.kind, row.title, *years))
    return pd.DataFrame(rows, columns=["lane", "kind", "title", "start_time_year", "end_time_year"])


_LEFT_OUT = {
    "recognition-1991", "aksy-2002", "list-2003", "tulip-2005", "bedel-2024", "bedel-2027", "regime-2006",
    "khorgos-2004", "strip-1999",
    "delegation-1992", "confidence-1996", "forces-1997", "tripoint-1999",
}  # fmt: skip
"""Steps that are no step towards the line itself."""


@figures.register(
    "fig-borders-settlement",
    title="Three decades of talks drew no line in the west; independence was followed by one within three years",
    subtitle="Coded militarised disputes, talks and events, and steps towards the two lines, 1960–2012",
    caption=(
        "Bars: disputes between China and the Soviet Union or Russia in two codings, anywhere, not on these borders "
        "alone; neither codes one with Kazakhstan or Kyrgyzstan. Circles: talks (open) and agreements on a line "
        "(filled); squares: demarcation protocols; diamonds: ratifications; triangle: the communiqué that called the "
        "question settled; crosses: the clash of 1969 and the Kyrgyz vote of 2001. Years before 1960 hold neither a "
        "dispute nor a step."
    ),
    alt=(
        "A timeline of five lanes. Two codings show {number}`borders-coded-disputes.least_before` and "
        "{number}`borders-coded-disputes.most_before` disputes before 1992 and "
        "{number}`borders-coded-disputes.least_after` and {number}`borders-coded-disputes.most_after` after it. "
        "Talks of 1964, 1969–1979 and from 1987 led to no line in the west; agreements with Kazakhstan follow in "
        "1994, 1997 and 1998 and with Kyrgyzstan in 1996 and 1999, and demarcation protocols in 2002 and 2004."
    ),
    data=settlement_steps,
    size=(7.2, 3.9),
    narrow=(style.NARROW, 4.4),
)
def draw_settlement(data, axes):
    for row in data.itertuples():
        y = _LANES[row.lane]
        if row.kind == "dispute":
            axes.barh(y, row.end_time_year - row.start_time_year, left=row.start_time_year, height=0.42,
                color=style.QUIET,                       alpha=0.6, edgecolor=style.PAPER, linewidth=0.8)  # fmt: skip
            continue
        marker, face, size = _KINDS[row.kind]
        if row.end_time_year - row.start_time_year > 0.5:
            axes.plot([row.start_time_year, row.end_time_year], [y, y], color=style.INK, linewidth=1.4, zorder=3)
        axes.scatter(
            row.start_time_year, y, marker=marker, s=size, color=face, edgecolors=style.INK, linewidths=0.9, zorder=4
        )
    notes = (
        (
            (1969.6, 3, "clash, talks\nto 1979", 0, 18), (1964.5, 3, "talks", 0, -13),
            (1987.5, 3, "talks again", 0, 13), (2001.5, 3, "vote to halt", 0, -13),
            (1992.3, 2, "1994 to 2002", 2, 13), (1995.2, 1, "1996 to 2004", 2, 13),
        )
        if style.is_narrow(axes)
        else (
            (1969.6, 3, "clash, then talks\nto 1979", 6, 14), (1964.5, 3, "talks", 0, 13),
            (1987.5, 3, "talks again", 0, 13), (2001.5, 3, "parliament votes\nto halt", 6, 0),
            (1994.3, 2, "1994", 0, 12), (2002.4, 2, "protocol 2002", 0, 13), (2004.7, 1, "protocol 2004", 0, 13),
            (1996.5, 1, "1996", 0, 12),
        )
    )  # fmt: skip
    for x, y, text, right, up in notes:
        align = "left" if right else "center"
        style.label(axes, x, y, text, style.INK, xytext=(right, up), ha=align, fontsize=8.5)
    axes.set(yticks=list(_LANES.values()), yticklabels=list(_LANES), ylim=(0.5, 5.6), xlim=(1960, 2013))
    axes.axvline(1992, color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)), zorder=1)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes


@figures.register(
    "fig-borders-delimitation",
    title="Both borders took about eight years from the first agreement to demarcation",
    subtitle="Years from the first and from the last agreement on the line to the demarcation protocol",
    caption=(
        "Dots: dates known to the day. Bars: the range that a date known only to the year leaves. The first "
        "agreement on the Kazakh border is of April 1994, the last of July 1998; the Kyrgyz ones are known as 1996 "
        "and 1999. Two neighbours are no sample: the figure compares two cases and explains neither."
    ),
    alt=(
        "Four intervals. From the first agreement it took {result}`borders-settlement.kazakhstan_first` on the "
        "Kazakh and {number}`borders-settlement.kyrgyzstan_first_low` to "
        "{result}`borders-settlement.kyrgyzstan_first_high` on the Kyrgyz border; from the last one "
        "{result}`borders-settlement.kazakhstan_last` and {number}`borders-settlement.kyrgyzstan_last_low` to "
        "{result}`borders-settlement.kyrgyzstan_last_high`."
    ),
    data=settlement_times,
    size=(7.2, 2.6),
)
def draw_delimitation(data, axes):
    order = {
        ("first agreement", "KAZ"): 4,
        ("first agreement", "KGZ"): 3,
        ("last agreement", "KAZ"): 2,
        ("last agreement", "KGZ"): 1,
    }
    for row in data.itertuples():
        y, colour = order[row.since, row.neighbour_iso3], style.COLOURS[row.neighbour_iso3]
        axes.plot([0, row.low_years], [y, y], color=style.GRID, linewidth=6, solid_capstyle="butt", zorder=1)
        wide = row.high_years - row.low_years > 0.01
        if wide:
            axes.plot(
                [row.low_years, row.high_years], [y, y], color=colour, linewidth=6, solid_capstyle="butt", zorder=3
            )
        else:
            axes.plot(row.low_years, y, "o", color=colour, markersize=8, zorder=3)
        text = f"{row.low_years:.1f} to {row.high_years:.1f}" if wide else f"{row.low_years:.1f}"
        style.label(axes, row.high_years, y, text, style.INK, xytext=(8, 0))
    names = {"KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}
    narrow = style.is_narrow(axes)
    gap = ",\n" if narrow else ", "
    axes.set(
        yticks=list(order.values()), yticklabels=[f"{names[code]}{gap}from the {since}" for since, code in order],
        ylim=(0.4, 4.6), xlim=(0, 13 if narrow else 10.5), xticks=range(0, 11, 2),
    )  # fmt: skip
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes


def height_profile(
    border_elevations_kyrgyzstan,
    border_crossings,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return the heights along the China–Kyrgyzstan border and its three crossings.

    Returns
    -------
    pandas.DataFrame
        ``name`` (of a crossing; missing for the points of the profile), ``distance_km`` and ``elevation_m``.
    """
    mapped = border_lines.mapped_crossings(
        border_crossings, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    passes = mapped[mapped["neighbour_iso3"] == "KGZ"]
    columns = ["name", "distance_km", "elevation_m"]
    profile = border_elevations_kyrgyzstan.assign(name=pd.NA)
    return pd.concat([profile[columns], passes[columns]], ignore_index=True).astype({"elevation_m": "int64"})


@figures.register(
    "fig-borders-kyrgyz-profile",
    title="Half of the China–Kyrgyzstan border runs above {result}`borders-heights.median`",
    subtitle="Height of the ground along the line, m above sea level, every second km from Tajikistan (left)",
    caption=(
        "Heights come from a grid of cells about half a kilometre wide, which cuts peaks; neighbouring points differ "
        "by hundreds of metres because the line follows crests. Marks show the crossings at the heights that "
        "encyclopaedia articles give; where a mark stands off the profile, the crossing lies beside the line or "
        "below the ridge that the grid sees."
    ),
    alt=(
        "Profile of the border from the Pamirs to Khan Tengri. It falls to {result}`borders-heights.lowest` at its "
        "lowest and rises to {result}`borders-heights.highest` beside Pobeda; {result}`borders-heights.above` of "
        "it lies above {result}`borders-heights.threshold`. Irkeshtam crosses at "
        "{result}`borders-heights.irkeshtam`, Torugart at {result}`borders-heights.torugart`, Bedel at "
        "{result}`borders-heights.bedel`."
    ),
    data=height_profile,
    size=(7.2, 3.4),
)
def draw_kyrgyz_profile(data, axes):
    profile, passes = data[data["name"].isna()], data[data["name"].notna()]
    axes.fill_between(profile["distance_km"], profile["elevation_m"], color=style.GRID, linewidth=0)
    axes.plot(profile["distance_km"], profile["elevation_m"], color=style.SUBJECT, linewidth=1)
    axes.plot(passes["distance_km"], passes["elevation_m"], "D", color=style.COMPARISON, markersize=6)
    for row in passes.itertuples():
        axes.plot([row.distance_km] * 2, [1700, row.elevation_m], color=style.COMPARISON, linewidth=0.8)
        at = {"xytext": (-9, 0), "ha": "left"} if row.distance_km < 100 else {"xytext": (0, 0), "ha": "center"}
        style.label(axes, row.distance_km, 1100, f"{row.name}\n{row.elevation_m:,} m", style.INK, **at)
    axes.set(xlim=(0, 1095), ylim=(0, 7400), xlabel="km along the line")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    return axes
