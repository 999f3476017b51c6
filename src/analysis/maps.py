"""Static maps: projection, base map, scale bar, places. Positions are degrees (WGS 84); drawings are in kilometres."""

import matplotlib.patheffects
import numpy as np
import pandas as pd
import pyproj
import shapely
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from analysis import style, values

GEODESIC = pyproj.Geod(ellps="WGS84")
"""Lengths and areas on the WGS 84 ellipsoid, never on the drawing."""

BOUNDARY_NOTE = "Boundaries as in Natural Earth: what map makers draw, not a position on any claim."

_FINEST = 1 / 2000
"""Detail of the base map that is left out of drawings, as a share of the map's width: less than half a pixel."""

_LAYER_STYLE = {
    "land": {"facecolor": style.LAND, "edgecolor": style.FAINT, "linewidth": 0.6, "zorder": 1},
    "lake": {"facecolor": "#d5e6f0", "edgecolor": style.WATER, "linewidth": 0.5, "zorder": 3},
    "river": {"edgecolor": style.WATER, "linewidth": 0.9, "zorder": 2},
    "border": {"edgecolor": style.INK, "linewidth": 1.4, "zorder": 4},
}


def stack(**layers):
    """Join layers into the one table that a map draws.

    Parameters
    ----------
    **layers : pandas.DataFrame
        Tables with a column ``geometry``, by the kind that they are drawn as: ``land``, ``lake``, ``river``,
        ``border`` in the base map's style, or a kind of the figure's own.

    Returns
    -------
    pandas.DataFrame
        The rows of all layers, with ``layer`` first and ``geometry`` last.
    """
    joined = pd.concat([frame.assign(layer=kind) for kind, frame in layers.items()], ignore_index=True)
    middle = [column for column in joined if column not in ("layer", "geometry")]
    return joined[["layer", *middle, "geometry"]]


def points(frame):
    """Return a table with a column ``geometry`` made from ``longitude_deg`` and ``latitude_deg``, which it drops."""
    geometry = shapely.points(frame["longitude_deg"], frame["latitude_deg"])
    return frame.drop(columns=["longitude_deg", "latitude_deg"]).assign(geometry=geometry)


def projection(longitude, latitude):
    """Return the equal-area projection (Lambert azimuthal) around a centre, from degrees to kilometres.

    Parameters
    ----------
    longitude, latitude : float
        The centre, in degrees.

    Returns
    -------
    pyproj.Transformer
    """
    definition = f"+proj=laea +lat_0={latitude} +lon_0={longitude} +ellps=WGS84 +units=km"
    return pyproj.Transformer.from_crs("EPSG:4326", definition, always_xy=True)


def projected(shapes, transformer):
    """Return shapes in degrees as shapes in kilometres of the projection."""
    return shapely.transform(np.asarray(shapes, dtype=object), lambda xy: np.column_stack(transformer.transform(*xy.T)))


def draw_base(axes, data, transformer, extent):
    """Draw the layers land, lake, river and border of a map, and set its frame.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes to draw on.
    data : pandas.DataFrame
        What `stack` returns.
    transformer : pyproj.Transformer
        What `projection` returns.
    extent : tuple of float
        West, east, south and north edge, in degrees.

    Returns
    -------
    matplotlib.axes.Axes
    """
    west, east, south, north = extent
    edge = shapely.segmentize(shapely.box(west, south, east, north), 0.5)
    frame = projected([edge], transformer)[0]
    window = shapely.box(west - 3, south - 3, east + 3, north + 3)
    left, bottom, right, top = frame.bounds
    for layer, look in _LAYER_STYLE.items():
        shapes = shapely.intersection(data.loc[data.layer == layer, "geometry"].to_numpy(), window)
        draw_shapes(axes, shapes, transformer, tolerance=(right - left) * _FINEST, **look)
    axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal", xticks=[], yticks=[])
    axes.grid(visible=False)
    axes.spines[:].set(visible=True, color=style.FAINT)
    _draw_graticule(axes, transformer, extent)
    _draw_scale_bar(axes, (right - left) / 5)
    return axes


def draw_shapes(axes, shapes, transformer, *, facecolor="none", tolerance=0, **look):
    """Draw lines and areas given in degrees, without detail finer than `tolerance` kilometres; returns the axes."""
    drawn = projected(shapes, transformer)
    if tolerance:
        drawn = shapely.simplify(drawn, tolerance)
    for shape in shapely.get_parts(drawn):
        if shape.is_empty or shape.geom_type == "Point":
            continue
        areal = shape.geom_type in ("Polygon", "MultiPolygon")
        for part in shapely.get_parts(shape):
            rings = [part.exterior, *part.interiors] if areal else [part]
            path = Path.make_compound_path(*[Path(ring.coords, closed=areal) for ring in rings])
            axes.add_patch(PathPatch(path, facecolor=facecolor if areal else "none", **look))
    return axes


def draw_places(
    axes, places, transformer, *, marker="o", colour=style.INK, size=16, label="name", offsets=None, kind=""
):
    """Draw places as marks with their names.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes to draw on.
    places : pandas.DataFrame
        Rows with points in ``geometry`` (degrees).
    transformer : pyproj.Transformer
        What `projection` returns.
    marker, colour, size
        The mark: as for `matplotlib.axes.Axes.scatter`.
    label : str or None
        The column that holds the names; None draws marks alone.
    offsets : dict of str to tuple, optional
        For names that would collide: where the name stands from its mark, in points, and its horizontal alignment,
        such as ``{"Almaty": (0, -10, "center")}``.
    kind : str
        What the places are, for readers who point at one.

    Returns
    -------
    matplotlib.axes.Axes
    """
    positions = [point.coords[0] for point in projected(places.geometry, transformer)]
    for name, position in zip(places["name"], positions, strict=True):
        values.tell(axes, *position, name if kind in name else f"{name}: {kind}", kind)
    axes.scatter(*zip(*positions, strict=True), marker=marker, s=size, color=colour, linewidths=0, zorder=6)
    for name, position in zip(places[label] if label else (), positions, strict=bool(label)):
        write(axes, name, position, *(offsets or {}).get(name, (5, 0, "left")))
    return axes


def write(axes, text, position, right=0, up=0, align="center", *, colour=style.INK, size=8.5, italic=False, edge=True):
    """Write on a map; the position is in kilometres; returns the axes.

    A pale edge around the letters keeps them legible over lines. Where nothing lies below, leave it off: in an SVG it
    weighs several kilobytes a name.
    """
    look = {
        "xytext": (right, up), "textcoords": "offset points", "ha": align, "va": "center", "fontsize": size,
        "style": "italic" if italic else "normal", "annotation_clip": True,
    }  # fmt: skip
    if edge:  # drawn below plain letters, because letters with a path effect are outlines in SVG, one by one
        below = axes.annotate(text, position, zorder=7, **look)
        below.set_path_effects([matplotlib.patheffects.Stroke(linewidth=2.2, foreground="#ffffff", alpha=0.85)])
    axes.annotate(text, position, color=colour, zorder=7.1, **look)
    return axes


def _draw_graticule(axes, transformer, extent):
    west, east, south, north = extent
    step = next(size for size in (0.25, 0.5, 1, 2, 5, 10) if (east - west) / size <= (8 if size >= 1 else 4))
    for meridian in np.arange(np.ceil((west - 4) / step) * step, east + 4, step):
        line = np.column_stack([np.full(50, meridian), np.linspace(south - 4, north + 4, 50)])
        _draw_graticule_line(axes, transformer, line, f"{meridian:g}°E", bottom=True)
    for parallel in np.arange(np.ceil((south - 4) / step) * step, north + 4, step):
        line = np.column_stack([np.linspace(west - 4, east + 4, 50), np.full(50, parallel)])
        _draw_graticule_line(axes, transformer, line, f"{parallel:g}°N", bottom=False)


def _draw_graticule_line(axes, transformer, line, name, *, bottom):
    """Draw a meridian or parallel, and name it where it meets the bottom or the left edge."""
    x, y = transformer.transform(*line.T)
    axes.plot(x, y, color=style.FAINT, linewidth=0.4, zorder=1.5, scalex=False, scaley=False)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    position = np.interp(low, y, x) if bottom else np.interp(left, x, y)
    inside = left < position < right if bottom else low < position < high
    if inside:
        place = (position, low) if bottom else (left, position)
        offset = (
            {"xytext": (0, -3), "ha": "center", "va": "top"}
            if bottom
            else {"xytext": (-3, 0), "ha": "right", "va": "center"}
        )
        axes.annotate(
            name, place, textcoords="offset points", fontsize=8, color=style.QUIET, annotation_clip=False, **offset
        )


def _draw_scale_bar(axes, most):
    """Draw a scale bar of a round length, at most `most` kilometres long, in the lower left corner."""
    length = max(size for size in (5, 10, 20, 50, 100, 200, 500) if size <= max(most, 5))
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    x, y = left + 0.03 * (right - left), low + 0.04 * (high - low)
    axes.plot([x, x + length], [y, y], color=style.INK, linewidth=2, solid_capstyle="butt", zorder=8)
    write(axes, f"{length} km", (x + length / 2, y), 0, 7, size=8)
