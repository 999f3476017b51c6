"""Shaded relief under maps: from heights on a grid of degrees to a picture in the map's projection."""

import numpy as np
import pandas as pd
import scipy.ndimage

from analysis import maps

LIGHT_FROM_DEG = 315
"""Where the light comes from: the north-west, as on most maps."""

LIGHT_HEIGHT_DEG = 45
"""How high the light stands."""

_TONES = 12
"""Steps of light in a picture; few steps keep its file small."""

_HEIGHT_STEP_M = 250
"""Heights are tinted in steps of this many metres, for the same reason."""

_TINTS = {
    0: (0.925, 0.937, 0.894),
    1000: (0.957, 0.949, 0.902),
    2000: (0.945, 0.914, 0.847),
    3500: (0.886, 0.835, 0.761),
    5000: (0.871, 0.855, 0.835),
    7000: (0.98, 0.98, 0.98),
}
"""Colours of the ground by height in m, between which others are mixed: lowland, upland, rock, ice."""


def grid(rows):
    """Return heights on a grid, with its latitudes and longitudes.

    Parameters
    ----------
    rows : pandas.DataFrame
        One window of the table ``border_relief``: ``latitude_deg``, ``first_longitude_deg``, ``step_deg`` and
        ``heights`` (m, as text).

    Returns
    -------
    tuple of numpy.ndarray
        Latitudes and longitudes of the middle of the cells, increasing, in degrees, and heights in m by latitude and
        longitude.

    Examples
    --------
    >>> rows = pd.DataFrame({"latitude_deg": [41.0, 40.0], "first_longitude_deg": 70.0, "step_deg": 1.0,
    ...                      "heights": ["10 20", "30 40"]})
    >>> [part.tolist() for part in grid(rows)]
    [[40.0, 41.0], [70.0, 71.0], [[30.0, 40.0], [10.0, 20.0]]]
    """
    order = rows.sort_values("latitude_deg")
    heights = np.array([text.split() for text in order["heights"]], dtype=float)
    first, step = order[["first_longitude_deg", "step_deg"]].iloc[0]
    return order["latitude_deg"].to_numpy(), first + step * np.arange(heights.shape[1]), heights


def shade(heights, cell_m, exaggeration=1.0):
    """Return how brightly each cell of a grid is lit, from 0 (in shadow) to 1 (facing the light).

    Slope and aspect by Horn's method, "Hill shading and the reflectance map", Proceedings of the IEEE 69 (1981),
    doi:10.1109/PROC.1981.11918: differences over the eight neighbours, the nearer ones weighing twice.

    Parameters
    ----------
    heights : numpy.ndarray
        Heights in m, rows from south to north, columns from west to east.
    cell_m : tuple of float
        Height and width of a cell, in m.
    exaggeration : float
        By how much heights are multiplied.

    Examples
    --------
    >>> flat = shade(np.zeros((3, 3)), (1, 1))
    >>> round(float(flat[1, 1]), 3)  # the sine of the light's height
    0.707
    """
    north = scipy.ndimage.sobel(heights, axis=0, mode="nearest") / (8 * cell_m[0]) * exaggeration
    east = scipy.ndimage.sobel(heights, axis=1, mode="nearest") / (8 * cell_m[1]) * exaggeration
    azimuth, height = np.radians(LIGHT_FROM_DEG), np.radians(LIGHT_HEIGHT_DEG)
    toward = np.sin(azimuth) * east + np.cos(azimuth) * north
    lit = (np.sin(height) - np.cos(height) * toward) / np.sqrt(1 + north**2 + east**2)
    return np.clip(lit, 0, 1)


def draw(axes, rows, transformer, *, width, exaggeration, fade_cells=0):
    """Draw tinted and shaded relief below the layers of a map whose frame is set; returns the axes.

    Tint and shade are computed on the grid of degrees and resampled to a picture in the map's projection. Outside the
    grid the picture is transparent.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Axes of `maps.draw_base`.
    rows : pandas.DataFrame
        What `grid` takes.
    transformer : pyproj.Transformer
        What `maps.projection` returns.
    width : int
        Width of the picture in pixels.
    exaggeration : float
        By how much heights are multiplied before they are lit; coarse cells flatten the ground.
    fade_cells : float
        Over how many cells the picture fades in from the grid's edge, so that its end is no feature of the ground.
    """
    latitudes, longitudes, heights = grid(rows)
    step = latitudes[1] - latitudes[0]
    middle = np.radians(latitudes.mean())
    lit = shade(heights, (step * 111_132, step * 111_320 * np.cos(middle)), exaggeration)
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    height = round(width * (high - low) / (right - left))
    x, y = np.meshgrid(np.linspace(left, right, width), np.linspace(high, low, height))
    east, north = transformer.transform(x, y, direction="INVERSE")
    places = [(north - latitudes[0]) / step, (east - longitudes[0]) / step]
    light = scipy.ndimage.map_coordinates(lit, places, order=1, mode="nearest") / np.sin(np.radians(LIGHT_HEIGHT_DEG))
    ground = scipy.ndimage.map_coordinates(heights, places, order=1, mode="nearest")
    light = np.round(light * _TONES) / _TONES
    ground = np.round(ground / _HEIGHT_STEP_M) * _HEIGHT_STEP_M
    tints = np.array(list(_TINTS.values()))
    colour = np.stack([np.interp(ground, list(_TINTS), tints[:, band]) for band in range(3)], axis=-1)
    image = np.ones((height, width, 4))
    image[..., :3] = np.clip(colour * (0.35 + 0.65 * np.clip(light, 0, 1.25))[..., None], 0, 1)
    edge = np.minimum.reduce(
        [places[0], lit.shape[0] - 1 - places[0], places[1], lit.shape[1] - 1 - places[1]]
    )  # cells to the grid's edge, negative outside it
    image[..., 3] = np.clip(edge / fade_cells, 0, 1) if fade_cells else edge >= 0
    image[..., 3] = np.round(image[..., 3] * _TONES) / _TONES
    axes.imshow(image, extent=(left, right, low, high), interpolation="none", zorder=1.2, aspect="equal")
    return axes


def window(border_relief, name):
    """Return the rows of one window of the table ``border_relief`` as a layer that `maps.stack` takes.

    Returns
    -------
    pandas.DataFrame
        The columns of the table, and ``geometry``: the western end of each row.
    """
    rows = border_relief[border_relief["window"] == name]
    ends = maps.points(
        rows[["first_longitude_deg", "latitude_deg"]].rename(columns={"first_longitude_deg": "longitude_deg"})
    )
    return pd.concat([rows.reset_index(drop=True), ends.reset_index(drop=True)], axis=1)
