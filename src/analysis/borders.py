"""Borders: where the line is, who got what, and how we know.

The length of a border depends on how finely it is drawn. The functions here measure the two borders on every line that
the book holds, set the results beside lengths measured on other map sets and lengths that documents state, and put
the competing accounts of the disputed land side by side.
"""

import numpy as np
import pandas as pd
import pyproj
import shapely

from analysis import figures, maps, results, style

BORDERS = {"KAZ": "China–Kazakhstan", "KGZ": "China–Kyrgyzstan"}
"""The two borders by the neighbour of China."""

RULERS_KM = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
"""Steps of the divider walks, in km."""

HIGH_M = 4000
"""Above this height, in m, a border counts as high here."""

_GEOCENTRIC = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_FROM_1942 = pyproj.Transformer.from_crs(
    "EPSG:4284", "EPSG:4326", always_xy=True, area_of_interest=pyproj.aoi.AreaOfInterest(73, 39, 89, 50)
)
_SEARCHED = 512


def length_km(line):
    """Return the length of a line given in degrees, in km on the WGS 84 ellipsoid.

    Examples
    --------
    >>> round(length_km(shapely.LineString([(80, 0), (81, 0)])), 2)
    111.32
    """
    return maps.GEODESIC.geometry_length(line) / 1000


def osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Return the two borders as OpenStreetMap draws them, with every vertex.

    Returns
    -------
    pandas.DataFrame
        One row a border: ``neighbour_iso3``, ``geometry`` (a line in degrees, from the tripoint with Russia or with
        Tajikistan to the one where China, Kazakhstan and Kyrgyzstan meet).
    """
    kazakh = np.concatenate(
        [
            shapely.get_coordinates(border_osm_kazakhstan_north.geometry),
            shapely.get_coordinates(border_osm_kazakhstan_south.geometry)[1:],
        ]
    )
    lines = [shapely.LineString(kazakh), border_osm_kyrgyzstan.geometry.iloc[0]]
    return pd.DataFrame({"neighbour_iso3": ["KAZ", "KGZ"], "geometry": lines})


def shared_outline(countries, neighbour):
    """Return the line that China and a neighbour share in a layer of countries."""
    outline = countries.set_index("iso3").geometry.map(shapely.boundary)
    return shapely.line_merge(shapely.intersection(outline["CHN"], outline[neighbour]))


def walk_km(line, ruler_km):
    """Return the length of a line as a pair of dividers steps it off.

    The dividers are set to a fixed opening and walked along the line from its first point: each step ends where the
    line first leaves the circle around the step before. The rest at the end, shorter than a step, is added. This is
    the method of Richardson, "The problem of contiguity", General Systems Yearbook 6 (1961).

    Parameters
    ----------
    line : shapely.LineString
        In degrees.
    ruler_km : float
        The opening of the dividers, in km, measured straight through space.

    Returns
    -------
    float
        In km.
    """
    degrees = shapely.get_coordinates(line)
    points = np.column_stack(_GEOCENTRIC.transform(*degrees.T, np.zeros(len(degrees)))) / 1000
    here, vertex, steps = points[0], 1, 0
    while (found := _first_outside(points, here, vertex, ruler_km)) is not None:
        start = here if found == vertex else points[found - 1]
        here, vertex, steps = _leave(start, points[found], here, ruler_km), found, steps + 1
    return steps * ruler_km + float(np.linalg.norm(points[-1] - here))


def _first_outside(points, here, vertex, ruler_km):
    """Return the first vertex from `vertex` on that lies farther from `here` than the ruler, or None."""
    for start in range(vertex, len(points), _SEARCHED):
        block = points[start : start + _SEARCHED] - here
        outside = np.flatnonzero(np.einsum("ij,ij->i", block, block) > ruler_km**2)
        if outside.size:
            return start + int(outside[0])
    return None


def _leave(start, end, centre, radius):
    """Return the point where the piece from `start` (inside) to `end` (outside) leaves a ball."""
    along, off = end - start, start - centre
    a, b, c = along @ along, 2 * (along @ off), off @ off - radius**2
    return start + along * (-b + np.sqrt(b * b - 4 * a * c)) / (2 * a)


def measured_lengths(
    countries, borders_10m, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
):
    """Measure the two borders on every line that the book holds.

    Returns
    -------
    pandas.DataFrame
        Six rows with the columns ``neighbour_iso3``, ``map_set``, ``lineage``, ``length_km`` (geodesic) and
        ``pieces_count`` (the straight pieces that the line is made of).
    """
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    lines = [
        *[("Natural Earth 1:50m", "Natural Earth", code, shared_outline(countries, code)) for code in BORDERS],
        *[
            ("Natural Earth 1:10m", "Natural Earth", row.neighbour_iso3, row.geometry)
            for row in borders_10m.itertuples()
        ],
        *[("OpenStreetMap 2026", "OpenStreetMap", row.neighbour_iso3, row.geometry) for row in osm.itertuples()],
    ]
    rows = [
        (code, map_set, lineage, length_km(line), shapely.get_num_points(line) - 1)
        for map_set, lineage, code, line in lines
    ]
    return pd.DataFrame(rows, columns=["neighbour_iso3", "map_set", "lineage", "length_km", "pieces_count"])


def lengths_by_map(
    border_lengths,
    countries,
    borders_10m,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return the length of the two borders on all map sets, the coarsest first.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``map_set``, ``lineage``, ``measured_here`` (whether the book holds the line),
        ``length_km``, ``pieces_count`` and ``piece_km`` (mean length of the straight pieces).
    """
    here = measured_lengths(
        countries, borders_10m, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    columns = ["neighbour_iso3", "map_set", "lineage", "measured_here", "length_km", "pieces_count"]
    joined = pd.concat([here.assign(measured_here=True), border_lengths.assign(measured_here=False)])[columns]
    joined = joined.assign(piece_km=joined["length_km"] / joined["pieces_count"])
    order = joined.sort_values(["neighbour_iso3", "piece_km"], ascending=[True, False])
    return order.reset_index(drop=True)


def divider_walks(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Walk dividers of every opening of `RULERS_KM` along the OpenStreetMap lines.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``piece_km`` (the opening) and ``length_km``.
    """
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    rows = [
        (border.neighbour_iso3, ruler, walk_km(border.geometry, ruler))
        for border in osm.itertuples()
        for ruler in RULERS_KM
    ]
    return pd.DataFrame(rows, columns=["neighbour_iso3", "piece_km", "length_km"])


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


def distance_to_line_km(longitude, latitude, line):
    """Return the distance from a place to a line, in km; all positions in degrees."""
    there = maps.projected([shapely.Point(longitude, latitude), line], maps.projection(longitude, latitude))
    return float(shapely.distance(*there))


def distance_along_km(longitude, latitude, line):
    """Return how far along a line its vertex nearest to a place lies, in km from the line’s first point."""
    transformer = maps.projection(longitude, latitude)
    vertices = shapely.get_coordinates(maps.projected([line], transformer)[0])
    nearest = int(np.argmin(np.hypot(*vertices.T)))
    degrees = shapely.get_coordinates(line)[: nearest + 1]
    return float(maps.GEODESIC.line_length(*degrees.T)) / 1000


def mapped_crossings(border_crossings, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Return the crossings that have a position, with their distance to the OpenStreetMap line.

    Returns
    -------
    pandas.DataFrame
        The columns of the table, then ``line_km`` (distance to the line) and ``distance_km`` (how far along the line).
    """
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    lines = osm.set_index("neighbour_iso3").geometry
    found = border_crossings.dropna(subset=["longitude_deg", "latitude_deg"])
    places = [(row.longitude_deg, row.latitude_deg, lines[row.neighbour_iso3]) for row in found.itertuples()]
    return found.assign(
        line_km=[distance_to_line_km(*place) for place in places],
        distance_km=[distance_along_km(*place) for place in places],
    )


def treaty_ends(border_treaty_points, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Compare the ends of the China–Kazakhstan line in OpenStreetMap with the coordinates in two agreements.

    The agreements use the coordinate system of 1942; it is shifted to WGS 84 by EPSG’s transformation for the former
    Soviet Union, whose stated accuracy is some 5 m.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``precision_m`` (half of the last printed digit of latitude) and ``apart_m`` (distance in metres).
    """
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    line = osm.loc[osm["neighbour_iso3"] == "KAZ", "geometry"].iloc[0]
    ends = {"China–Kazakhstan–Russia": line.coords[0], "China–Kazakhstan–Kyrgyzstan": line.coords[-1]}
    rows = []
    for point in border_treaty_points.dropna(subset=["longitude_deg"]).itertuples():
        shifted = _FROM_1942.transform(point.longitude_deg, point.latitude_deg)
        apart = maps.GEODESIC.inv(*shifted, *ends[point.name])[2]
        rows.append((point.name, point.precision_deg / 2 * 111_132, apart))
    return pd.DataFrame(rows, columns=["name", "precision_m", "apart_m"])


_OUTER_CORNERS = {"KAZ": [(70.0, 42.2), (70.0, 50.0), (87.3, 50.0)], "KGZ": [(80.2, 44.0), (73.5, 44.0)]}
"""Corners, in degrees, that close the line of a border into an area on the neighbour's side of it."""


def lines_by_neighbour(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Return the OpenStreetMap lines as a mapping from ``"KAZ"`` and ``"KGZ"`` to lines in degrees."""
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    return dict(zip(osm["neighbour_iso3"], osm["geometry"], strict=True))


def on_neighbour_side(shape, line, neighbour):
    """Return whether a shape lies wholly on the neighbour's side of a border.

    The side is read off the line itself, never off outlines of countries, which are too coarse near it. It holds for
    shapes beside the line, north and west of it as far as 70°E and 50°N (Kazakhstan) or 44°N (Kyrgyzstan).

    Parameters
    ----------
    shape : shapely.Geometry
        In degrees.
    line : shapely.LineString
        The border in degrees, with the ends as in `osm_lines`.
    neighbour : str
        ``"KAZ"`` or ``"KGZ"``.

    Returns
    -------
    bool
    """
    side = shapely.Polygon([*line.coords, *_OUTER_CORNERS[neighbour]])
    return bool(shapely.covers(side, shape))


def apart_km(one, other):
    """Return the shortest distance between two shapes given in degrees, in km on the ellipsoid.

    The nearest points are found on an equal-area map around the first shape, the distance between them on the
    ellipsoid, so that the map's distortion can at most choose a neighbouring point.

    Examples
    --------
    >>> round(apart_km(shapely.Point(80, 0), shapely.LineString([(81, -1), (81, 1)])), 1)
    111.3
    """
    middle = one.centroid
    transformer = maps.projection(middle.x, middle.y)
    here, there = maps.projected([one, other], transformer)
    ends = shapely.get_coordinates(shapely.shortest_line(here, there))
    longitudes, latitudes = transformer.transform(*ends.T, direction="INVERSE")
    return maps.GEODESIC.inv(longitudes[0], latitudes[0], longitudes[1], latitudes[1])[2] / 1000


def bearing_deg(start, end):
    """Return the bearing from one position (longitude, latitude) to another, in degrees from north by east."""
    return maps.GEODESIC.inv(*start, *end)[0] % 360


_KM = results.Quantity("km", ",.0f")
_EXACT = results.Quantity("km", ",.2f")
_PCT = results.Quantity("%", ".0f")
_KM2 = results.Quantity("km²", ",.0f")
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
def length_110m(border_lengths, border_length_statements):
    """Return the lengths on the coarsest map set and their shares of the documented lengths."""
    return _compared(border_lengths, "Natural Earth 1:110m", border_length_statements)


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
    },
)
def detail(
    border_lengths,
    countries,
    borders_10m,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Return how many times longer the finest line is than the coarsest, and how many map sets there are."""
    lengths = lengths_by_map(
        border_lengths,
        countries,
        borders_10m,
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
    }


@results.register(
    "borders-ruler",
    "Length of the two borders by the opening of the dividers",
    parts={
        "kazakhstan_100m": _KM,
        "kazakhstan_1km": _KM,
        "kazakhstan_10km": _KM,
        "kyrgyzstan_100m": _KM,
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
    walks = divider_walks(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    found = walks.set_index(["neighbour_iso3", "piece_km"])["length_km"]
    gains = {f"{name}_gain": 100 * (found[code, 1] / found[code, 10] - 1) for name, code in _BOTH.items()}
    steps = {"100m": 0.1, "1km": 1, "10km": 10}
    lengths = {f"{name}_{key}": found[code, step] for name, code in _BOTH.items() for key, step in steps.items()}
    return {
        **lengths,
        "kyrgyzstan_5km": found["KGZ", 5],
        **gains,
        "kazakhstan_100m_share": 100 * found["KAZ", 0.1] / documented_km(border_length_statements, "KAZ"),
        "openings": len(RULERS_KM),
        "finest": 1000 * RULERS_KM[0],
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
        "kazakhstan_factbook": _KM,
        "kazakhstan_ulagat": _KM,
        "kyrgyzstan_count": results.Quantity("", "d"),
        "kyrgyzstan_least": _KM,
        "kyrgyzstan_open": results.Quantity("km", ",.1f"),
        "kyrgyzstan_most": _KM,
        "kyrgyzstan_spread": _PCT,
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
        "kazakhstan_factbook": by_source["KAZ", "cia2020factbook"],
        "kazakhstan_ulagat": by_source["KAZ", "ulagat2020border"],
        "kyrgyzstan_count": int(kyrgyz["nunique"]),
        "kyrgyzstan_least": kyrgyz["min"],
        "kyrgyzstan_open": by_source["KGZ", "openkgnodateborder"],
        "kyrgyzstan_most": kyrgyz["max"],
        "kyrgyzstan_spread": 100 * (kyrgyz["max"] / kyrgyz["min"] - 1),
    }


@results.register(
    "borders-kyrgyz-gshhg",
    "China–Kyrgyzstan border on the two finest levels of GSHHG",
    parts={"high": _KM, "full": _KM},
)
def kyrgyz_gshhg(border_lengths):
    """Return the lengths that stand nearest to 858 km among the map sets."""
    rows = border_lengths[border_lengths["neighbour_iso3"] == "KGZ"].set_index("map_set")["length_km"]
    return {"high": rows["GSHHG, level h"], "full": rows["GSHHG, level f"]}


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


_COUNT = results.Quantity("", "d")


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
    mapped = mapped_crossings(
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
    apart = treaty_ends(
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
    line = lines_by_neighbour(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    zaysan = lakes.set_index("name").geometry["Zaysan"]
    irtysh = rivers.set_index("name").geometry["Irtysh"]
    events, points = maps.points(border_places), maps.points(border_points)
    place = pd.concat([events, points]).set_index("name").geometry
    south, north = line["KGZ"].coords[0], line["KGZ"].coords[-1]
    return {
        "zaysan_line": apart_km(zaysan, line["KAZ"]),
        "zaysan_kyrgyz": apart_km(zaysan, line["KGZ"]),
        "irtysh_kyrgyz": apart_km(irtysh, line["KGZ"]),
        "clash": apart_km(place["Clash of August 1969"], line["KAZ"]),
        "point_38": 1000 * apart_km(place["Border point 38"], line["KAZ"]),
        "khan_tengri": 1000 * apart_km(place["Khan Tengri"], shapely.Point(north)),
        "uzengi_source": apart_km(place["Uzengi-Kush, source"], line["KGZ"]),
        "uzengi_mouth": apart_km(place["Uzengi-Kush, mouth"], line["KGZ"]),
        "bearing": bearing_deg(north, south),
        "kyrgyz_end_farther_west": north[0] - south[0],
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
    borders_10m,
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
    sets = lengths_by_map(border_lengths, countries, borders_10m, *osm).assign(kind="map set")
    walks = divider_walks(*osm).assign(kind="divider walk", lineage="OpenStreetMap", measured_here=True)
    known = [{"neighbour_iso3": code, "length_km": documented_km(border_length_statements, code)} for code in BORDERS]
    french = border_length_statements[border_length_statements["source_key"] == "wikipedianodatefrontiere"]
    stated_lengths = [
        pd.DataFrame(known).assign(kind="documented", measured_here=False),
        french[["neighbour_iso3", "length_km"]].assign(kind="French Wikipedia", measured_here=False),
    ]
    columns = ["kind", "neighbour_iso3", "map_set", "lineage", "measured_here", "piece_km", "length_km"]
    return pd.concat([sets, walks, *stated_lengths], ignore_index=True)[columns]


_MARKS = {"Natural Earth": "o", "GSHHG": "s", "Digital Chart of the World": "^", "OpenStreetMap": "D"}
_LENGTH_LABELS = {
    "KAZ": {
        "Natural Earth 1:110m": ("Natural Earth\n1:110m", 0, 15, "left"),
        "Natural Earth 1:50m": ("1:50m", -6, 7, "right"),
        "Natural Earth 1:10m": ("1:10m", 7, -6, "left"),
        "GSHHG, level f": ("GSHHG,\nfinest level", 6, -14, "left"),
        "Digital Chart of the World": ("Digital Chart\nof the World", -7, 10, "right"),
        "OpenStreetMap 2026": ("OpenStreetMap", 2, 11, "right"),
    },
    "KGZ": {
        "Natural Earth 1:110m": ("Natural Earth\n1:110m", -6, -16, "left"),
        "Natural Earth 1:50m": ("1:50m", 7, -4, "left"),
        "Natural Earth 1:10m": ("1:10m", 6, -6, "left"),
        "GSHHG, level f": ("GSHHG,\nfinest level", 6, -13, "left"),
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
    stated_lengths = rows.loc[rows.index.isin(["documented", "French Wikipedia"]), "length_km"]
    for kind, length in stated_lengths.items():
        colour = style.COMPARISON if kind == "documented" else style.QUIET
        axes.axhline(length, color=colour, linewidth=1.2, linestyle=(0, (5, 3)), zorder=1.2)
        axes.annotate(
            f"{kind} {length:,.0f}", (0.01, length), xycoords=("axes fraction", "data"), xytext=(0, 3),
            textcoords="offset points", fontsize=8.5, color=colour,
        )  # fmt: skip
    axes.set(xscale="log", xlim=(240, 0.042), xticks=[100, 10, 1, 0.1], xticklabels=["100", "10", "1", "0.1"])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:,.0f}")


def map_layers(countries, rivers, lakes, borders_10m, border_crossings, border_places, border_treaty_points):
    """Return the layers of the map of the two borders."""
    peak = border_treaty_points[border_treaty_points["source_key"] == "prckyrgyzkazakh1999tripoint"]
    crossing = border_crossings.dropna(subset=["longitude_deg"])[["name", "modes", "longitude_deg", "latitude_deg"]]
    places = border_places[["name", "kind", "longitude_deg", "latitude_deg"]]
    return maps.stack(
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
    "KAZAKHSTAN": (77, 47.7, 10),
    "CHINA": (85.6, 42.3, 10),
    "KYRGYZSTAN": (74.9, 42.1, 8.5),
    "RUSSIA": (84.8, 49.45, 8.5),
    "MONGOLIA": (89, 48.35, 8.5),
}
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


@figures.register(
    "fig-borders-map",
    title="Railways use only {number}`borders-crossings.rail` of the {number}`borders-crossings.named` named crossings",
    subtitle="China’s borders with Kazakhstan and Kyrgyzstan and their mapped crossings; equal-area projection",
    caption=(
        "Squares: crossings by rail and road; diamonds: by road only; cross: place of the clash between Chinese and "
        "Soviet border troops. Of {number}`borders-crossings.named` crossings named, "
        "{number}`borders-crossings.mapped` have a position; marks can stand up to "
        "{result}`borders-crossings.farthest` from the line because towns stand in for checkpoints. North is up. "
        + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map from Lake Balkhash to Ürümqi and from the Altai to Kashgar. The border runs from the Altai in the "
        "north-east south-west past Lake Zaysan, the Dzungarian Gate and the Ili to Khan Tengri, then along the Tian "
        "Shan to the Pamirs. {number}`borders-crossings.kazakhstan_mapped` crossings are marked on the Kazakh part, "
        "{number}`borders-crossings.kyrgyzstan_mapped` on the Kyrgyz part."
    ),
    data=map_layers,
    size=(7.2, 5.8),
)
def draw_map(data, axes):
    transformer = maps.projection(81, 44.3)
    maps.draw_base(axes, data, transformer, (72.2, 89.4, 38.6, 49.7))
    crossing, place = data[data["layer"] == "crossing"], data[data["layer"] == "place"]
    looks = {"rail and road": ("s", 34), "road": ("D", 26)}
    for modes, (marker, size) in looks.items():
        maps.draw_places(
            axes, crossing[crossing["modes"] == modes], transformer, marker=marker, size=size,
            colour=style.COMPARISON, offsets=_CROSSING_OFFSETS,
        )  # fmt: skip
    towns, events = place[place["kind"] == "town"], place[place["kind"] == "event"]
    maps.draw_places(axes, towns, transformer, colour=style.QUIET, size=11, offsets=_PLACE_OFFSETS)
    maps.draw_places(axes, events, transformer, marker="X", size=36, offsets=_PLACE_OFFSETS)
    for text, (longitude, latitude, size) in _COUNTRY_NAMES.items():
        position = transformer.transform(longitude, latitude)
        maps.write(axes, text, position, colour=style.QUIET, size=size, edge=False)
    for text, place_of_name in _WATER_NAMES.items():
        position = transformer.transform(*place_of_name)
        maps.write(axes, text, position, colour="#2f6f95", size=8, italic=True, edge=False)
    peak = transformer.transform(*data.loc[data["layer"] == "peak", "geometry"].iloc[0].coords[0])
    axes.plot(*peak, "^", color=style.INK, markersize=5, zorder=6)
    maps.write(axes, "Khan Tengri", peak, 8, 1, "left", size=8)
    return axes


_WHO = {
    "Fravel, in an encyclopaedia": "Fravel 2005, in an\nencyclopaedia article",
    "Levinsson and Svanberg": "Levinsson and\nSvanberg 2000",
    "Unsigned Chinese page": "Unsigned Chinese\npage, undated",
    "Kyrgyz deputies, 2001": "Deputies 2001,\nby RFE/RL",
    "Kyrgyz deputies, 2003": "Deputies 2003,\nby RFE/RL",
}


@figures.register(
    "fig-borders-disputed-area",
    title="Accounts differ more on how much land was disputed than on how much of it China received",
    subtitle="Disputed land by account, km², and who received it; agreements of 1994–1999",
    caption=(
        "Each bar is one account, in its own terms. The accounts of the Kazakh border describe different sections or "
        "stages, so that no share of one may be applied to the area of another; areas are the published shares of the "
        "published total. The accounts of the Kyrgyz border name only land that passed to China, by two agreements "
        "(2001) and by one of them (2003), and no total."
    ),
    alt=(
        "Bars of five accounts. On the Kazakh border, Fravel’s {result}`borders-disputed.fravel_area` are split "
        "{result}`borders-disputed.fravel_china` to China and {result}`borders-disputed.fravel_kazakhstan` to "
        "Kazakhstan; Levinsson and Svanberg’s {result}`borders-disputed.levinsson_area` are split "
        "{result}`borders-disputed.levinsson_china` and {result}`borders-disputed.levinsson_kazakhstan`; a Chinese "
        "page names {result}`borders-disputed.chinese_area` undivided. On the Kyrgyz border, deputies named "
        "{result}`borders-ceded-kyrgyzstan.both_agreements` and {result}`borders-ceded-kyrgyzstan.agreement_1999` "
        "going to China."
    ),
    data=division,
    size=(7.2, 4.2),
)
def draw_disputed_area(data, axes):
    positions = [5.6, 4.6, 3.6, 1.7, 0.7]
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
            _write_in_bar(axes, text, left, area, y, outside=undivided)
            left += area
    axes.set(yticks=positions, yticklabels=[_WHO[name] for name in data["account"]], ylim=(0.1, 6.7), xlim=(0, 2700))
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    for y, text in ((6.3, "Border with Kazakhstan"), (2.4, "Border with Kyrgyzstan: only the land to China is named")):
        axes.text(0, y, text, fontweight="bold", va="center")
    for x, text, code in ((266, "China", "CHN"), (1476, "Kazakhstan", "KAZ")):
        axes.text(x, 5.12, text, color=style.COLOURS[code], fontsize=9, ha="center", va="center")
    return axes


def _write_in_bar(axes, text, left, width, y, *, outside):
    if outside:
        axes.text(left + width + 25, y, text, va="center", fontsize=9)
    else:
        axes.text(left + width / 2, y, text, va="center", ha="center", fontsize=9, color=style.PAPER)


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
    mapped = mapped_crossings(
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
        style.label(
            axes, row.distance_km, row.elevation_m, f"{row.name}\n{row.elevation_m:,} m", style.INK, xytext=(0, -18),
            ha="center",
        )  # fmt: skip
    axes.set(xlim=(0, 1095), ylim=(0, 7400), xlabel="km along the line")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    return axes
