"""The lines of the two borders: their lengths on maps of all kinds, and where places lie beside them.

Lengths are geodesic, on the WGS 84 ellipsoid, and the side of a line that a place lies on is read off the line itself.
A stepped length (`walk_km`) belongs to a ruler; `fit_law` says how it changes with the ruler.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyproj
import scipy.optimize
import scipy.stats
import shapely

from analysis import maps, trends

BORDERS = {"KAZ": "China–Kazakhstan", "KGZ": "China–Kyrgyzstan"}
"""The two borders by the neighbour of China."""

RULERS_KM = (0.05, 0.1, 0.2, 0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 7, 10, 20, 50, 100)
"""Steps of the divider walks, in km."""

LAW_KM = (0.5, 10)
"""The shortest and the longest step, in km, to which the law of length is fitted."""

STARTS = 6
"""How many starting points, evenly spaced along a line, a walk is repeated from."""

START_RULERS_KM = (1, 2, 5, 10)
"""Steps, in km, of the repeated walks."""

_GEOCENTRIC = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
_FROM_1942 = pyproj.Transformer.from_crs(
    "EPSG:4284", "EPSG:4326", always_xy=True, area_of_interest=pyproj.aoi.AreaOfInterest(73, 39, 89, 50)
)
_TRIED, _SEARCHED = 12, 512
_GSHHG_LEVELS = ("c", "l", "i", "h", "f")


def shares_near(line, shapes, within_km, step_km=0.1):
    """Return the shares of a line that lie within some distances of shapes, in percent.

    Parameters
    ----------
    line : shapely.LineString
        In degrees.
    shapes : array_like of shapely.Geometry
        In degrees.
    within_km : sequence of float
        The distances, in km.
    step_km : float
        The line is judged in pieces no longer than this, each by its middle.

    Returns
    -------
    list of float
        One for each distance.
    """
    there, *others = maps.projected([line, *shapes], maps.projection(*line.centroid.coords[0]))
    vertices = shapely.get_coordinates(shapely.segmentize(there, step_km))
    lengths = np.hypot(*np.diff(vertices, axis=0).T)
    away = shapely.distance(shapely.points((vertices[1:] + vertices[:-1]) / 2), shapely.union_all(others))
    return [float(100 * lengths[away <= within].sum() / lengths.sum()) for within in within_km]


GROUND = ("crest", "slope or plain", "valley")
"""How the ground lies beside a border: lower on both sides, neither, higher on both sides."""


def ground(border_cross_sections, off, margin_m):
    """Return how the ground lies on both sides of a border at each point.

    Parameters
    ----------
    border_cross_sections : pandas.DataFrame
        The table of that name.
    off : {"near", "far"}
        Whether to look one or two kilometres to the sides.
    margin_m : float
        By how much, in m, both sides must be lower, or higher.

    Returns
    -------
    pandas.Series
        One of `GROUND`.

    Examples
    --------
    >>> rows = pd.DataFrame({"elevation_m": [500, 500, 500], "china_near_elevation_m": [400, 400, 600],
    ...                      "neighbour_near_elevation_m": [450, 550, 700]})
    >>> ground(rows, "near", 0).tolist()
    ['crest', 'slope or plain', 'valley']
    """
    here = border_cross_sections["elevation_m"]
    sides = border_cross_sections[[f"china_{off}_elevation_m", f"neighbour_{off}_elevation_m"]]
    crest, valley = sides.max(axis=1) < here - margin_m, sides.min(axis=1) > here + margin_m
    return pd.Series(np.select([crest, valley], ["crest", "valley"], "slope or plain"), here.index)


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


def lines_by_neighbour(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Return the OpenStreetMap lines as a mapping from ``"KAZ"`` and ``"KGZ"`` to lines in degrees."""
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    return dict(zip(osm["neighbour_iso3"], osm["geometry"], strict=True))


def shared_outline(countries, neighbour):
    """Return the line that China and a neighbour share in a layer of countries."""
    outline = countries.set_index("iso3").geometry.map(shapely.boundary)
    return shapely.line_merge(shapely.intersection(outline["CHN"], outline[neighbour]))


def measured_lengths(
    countries,
    borders_110m,
    borders_10m,
    borders_gshhg,
    border_osm_10km,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Measure the two borders on every line that the book holds.

    Returns
    -------
    pandas.DataFrame
        Two rows a map set with the columns ``neighbour_iso3``, ``map_set``, ``lineage``, ``length_km`` (geodesic) and
        ``pieces_count`` (the straight pieces that the line is made of).
    """
    osm = osm_lines(border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan)
    shared = pd.DataFrame([(code, shared_outline(countries, code)) for code in BORDERS])
    shared.columns = ["neighbour_iso3", "geometry"]
    natural_earth = {"1:110m": borders_110m, "1:50m": shared, "1:10m": borders_10m}
    sets = [
        *[(f"Natural Earth {scale}", "Natural Earth", rows) for scale, rows in natural_earth.items()],
        *[
            (f"GSHHG, level {level}", "World Data Bank II", borders_gshhg[borders_gshhg["level"] == level])
            for level in _GSHHG_LEVELS
        ],
        ("geo-maps, 10 km", "OpenStreetMap", border_osm_10km),
        ("OpenStreetMap 2026", "OpenStreetMap", osm),
    ]
    measured = [
        (row.neighbour_iso3, name, lineage, length_km(row.geometry), shapely.get_num_points(row.geometry) - 1)
        for name, lineage, rows in sets
        for row in rows.itertuples()
    ]
    return pd.DataFrame(measured, columns=["neighbour_iso3", "map_set", "lineage", "length_km", "pieces_count"])


def lengths_by_map(border_lengths, *layers):
    """Return the length of the two borders on all map sets, the coarsest first.

    Parameters
    ----------
    border_lengths : pandas.DataFrame
        Lengths on lines that the book does not hold.
    *layers : pandas.DataFrame
        The layers that `measured_lengths` takes, in its order.

    Returns
    -------
    pandas.DataFrame
        ``neighbour_iso3``, ``map_set``, ``lineage``, ``measured_here`` (whether the book holds the line),
        ``length_km``, ``pieces_count`` and ``piece_km`` (mean length of the straight pieces).
    """
    here = measured_lengths(*layers)
    columns = ["neighbour_iso3", "map_set", "lineage", "measured_here", "length_km", "pieces_count"]
    joined = pd.concat([here.assign(measured_here=True), border_lengths.assign(measured_here=False)])[columns]
    joined = joined.assign(piece_km=joined["length_km"] / joined["pieces_count"])
    order = joined.sort_values(["neighbour_iso3", "piece_km"], ascending=[True, False])
    return order.reset_index(drop=True)


@functools.cache
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
    points, plain = _points_km(line)
    here, vertex, steps = plain[0], 1, 0
    while (found := _first_outside(points, plain, here, vertex, ruler_km)) is not None:
        start = here if found == vertex else plain[found - 1]
        here, vertex, steps = _leave(start, plain[found], here, ruler_km), found, steps + 1
    return steps * ruler_km + math.dist(plain[-1], here)


@functools.lru_cache(maxsize=2)  # a line, or its two halves, is walked with one ruler after the other
def _points_km(line):
    """Return the points of a line from the Earth's centre, in km, as an array and as a list."""
    degrees = shapely.get_coordinates(line)
    points = np.column_stack(_GEOCENTRIC.transform(*degrees.T, np.zeros(len(degrees)))) / 1000
    return points, points.tolist()


def _first_outside(points, plain, here, vertex, ruler_km):
    """Return the first vertex from `vertex` on that lies farther from `here` than the ruler, or None.

    The nearest vertices are tried one by one, from `plain`, the same points as a list; for them that is quicker.
    """
    x, y, z = here
    square = ruler_km**2
    for index in range(vertex, min(vertex + _TRIED, len(plain))):
        there = plain[index]
        if (there[0] - x) ** 2 + (there[1] - y) ** 2 + (there[2] - z) ** 2 > square:
            return index
    for start in range(vertex + _TRIED, len(points), _SEARCHED):
        block = points[start : start + _SEARCHED] - here
        outside = np.flatnonzero(np.einsum("ij,ij->i", block, block) > square)
        if outside.size:
            return start + int(outside[0])
    return None


def _leave(start, end, centre, radius):
    """Return the point where the piece from `start` (inside) to `end` (outside) leaves a ball.

    Plain numbers: on three of them numpy is slower.
    """
    x, y, z = start
    along_x, along_y, along_z = end[0] - x, end[1] - y, end[2] - z
    off_x, off_y, off_z = x - centre[0], y - centre[1], z - centre[2]
    a = along_x**2 + along_y**2 + along_z**2
    b = 2 * (along_x * off_x + along_y * off_y + along_z * off_z)
    c = off_x**2 + off_y**2 + off_z**2 - radius**2
    part = (-b + math.sqrt(b * b - 4 * a * c)) / (2 * a)
    return x + along_x * part, y + along_y * part, z + along_z * part


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


def walk_from_km(line, ruler_km, start):
    """Return the length of a line stepped off both ways from a vertex inside it, in km.

    Where a walk starts decides which corners it cuts; the spread over many starts says how much that matters.

    Parameters
    ----------
    line : shapely.LineString
        In degrees.
    ruler_km : float
        The opening of the dividers, in km.
    start : int
        The number of the vertex to start from; 0 is an ordinary walk from the first point.
    """
    degrees = shapely.get_coordinates(line)
    if start == 0:
        return walk_km(line, ruler_km)
    halves = (degrees[start:], degrees[start::-1])
    return sum(walk_km(shapely.LineString(half), ruler_km) for half in halves)


def walks_by_start(line, rulers_km=START_RULERS_KM, starts=STARTS):
    """Repeat walks from vertices evenly spaced along a line.

    Returns
    -------
    pandas.DataFrame
        ``start`` (0 is the line's first point), ``piece_km`` (the opening) and ``length_km``.
    """
    vertices = [index * (shapely.get_num_points(line) - 1) // starts for index in range(starts)]
    rows = [
        (number, ruler, walk_from_km(line, ruler, vertex))
        for number, vertex in enumerate(vertices)
        for ruler in rulers_km
    ]
    return pd.DataFrame(rows, columns=["start", "piece_km", "length_km"])


@dataclass(frozen=True)
class Law:
    """A fitted law of Richardson: length = factor × ruler to the power (1 − dimension), lengths in km.

    `low` and `high` bound the dimension; `count` walks were fitted, around the mean log ruler `centre` with the sum of
    squares `spread`; `scatter` is the residual standard deviation of the log length, `quantile` that of Student's t.
    """

    dimension: float
    low: float
    high: float
    factor: float
    r_squared: float
    count: int
    centre: float
    spread: float
    scatter: float
    quantile: float

    def length_km(self, ruler_km):
        """Return the length that the law gives for a ruler, in km."""
        return self.factor * np.power(ruler_km, 1 - self.dimension)

    def band_km(self, ruler_km):
        """Return the lower and the upper edge of the confidence band of the line at a ruler, in km."""
        away = (np.log(ruler_km) - self.centre) ** 2 / self.spread
        half = self.quantile * self.scatter * np.sqrt(1 / self.count + away)
        middle = self.length_km(ruler_km)
        return middle * np.exp(-half), middle * np.exp(half)

    def ruler_km(self, length_km):
        """Return the ruler at which the law gives a length, and where the band's edges give it, in km.

        Returns
        -------
        tuple of float
            The ruler, then the shortest and the longest one that the band allows.
        """
        middle = (length_km / self.factor) ** (1 / (1 - self.dimension))
        edges = [
            scipy.optimize.brentq(lambda log, side=side: self.band_km(np.exp(log))[side] - length_km, -14, 14)
            for side in (0, 1)
        ]
        return float(middle), *(float(np.exp(edge)) for edge in edges)


def fit_law(rulers_km, lengths_km, level=trends.LEVEL):
    """Fit Richardson's law to the lengths that dividers of several openings give.

    A straight line of the log length on the log ruler by least squares (`scipy.stats.linregress`); the slope is one
    less the dimension D of Mandelbrot (1967), doi:10.1126/science.156.3775.636. Walks along one line are not
    independent: the interval says how well a straight line describes them, not what another line would give.

    Parameters
    ----------
    rulers_km, lengths_km : array_like
        Openings and lengths, in km.
    level : float
        Confidence level of interval and band.

    Returns
    -------
    Law

    Examples
    --------
    >>> round(float(fit_law([1, 3, 9], [16, 12, 9], 0.95).dimension), 4)
    1.2619
    """
    x, y = np.log(np.asarray(rulers_km, float)), np.log(np.asarray(lengths_km, float))
    line = scipy.stats.linregress(x, y)
    quantile = float(scipy.stats.t.ppf(0.5 + level / 2, len(x) - 2))
    residuals = y - line.intercept - line.slope * x
    half = quantile * line.stderr
    return Law(
        dimension=1 - line.slope,
        low=1 - line.slope - half,
        high=1 - line.slope + half,
        factor=float(np.exp(line.intercept)),
        r_squared=line.rvalue**2,
        count=len(x),
        centre=float(x.mean()),
        spread=float(((x - x.mean()) ** 2).sum()),
        scatter=float(np.sqrt((residuals**2).sum() / (len(x) - 2))),
        quantile=quantile,
    )


def ruler_walked_km(walks, length_km):
    """Return the ruler at which walks along a line give a length, in km, between the openings that were walked.

    Interpolated on the logs of ruler and length. A length outside those walked raises ValueError.

    Parameters
    ----------
    walks : pandas.DataFrame
        ``piece_km`` and ``length_km`` of one line.
    length_km : float
        The length sought, in km.
    """
    order = walks.sort_values("length_km")
    if not order["length_km"].iloc[0] <= length_km <= order["length_km"].iloc[-1]:
        raise ValueError(f"no ruler that was walked gives {length_km:g} km")
    logs = np.interp(np.log(length_km), np.log(order["length_km"]), np.log(order["piece_km"]))
    return float(np.exp(logs))


def law_of(walks):
    """Fit the law to the walks of one line within `LAW_KM`; `walks` has ``piece_km`` and ``length_km``."""
    within = walks[walks["piece_km"].between(*LAW_KM)]
    return fit_law(within["piece_km"], within["length_km"])


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
