"""Power plants: which of those in a box lie in a region, and what they add up to."""

import pandas as pd
import shapely

from analysis import maps

TOLERANCE_KM = 5.0
"""How far outside a drawn outline a plant still counts as inside: the drawing is good to a few kilometres."""


def in_region(longitudes, latitudes, outline, tolerance_km=TOLERANCE_KM):
    """Return which points lie in a region or within a tolerance of its outline.

    Parameters
    ----------
    longitudes, latitudes : array_like of float
        Positions in degrees.
    outline : shapely.Polygon or shapely.MultiPolygon
        The region, in degrees.
    tolerance_km : float
        Kilometres outside the outline that still count.

    Returns
    -------
    numpy.ndarray of bool

    Notes
    -----
    Distances are measured in the equal-area projection around the middle of the region, where a few kilometres are
    true to better than 2% up to 1,500 km from it.

    Examples
    --------
    >>> in_region([80.5, 82.0, 81.01], [44.5, 44.5, 44.5], shapely.box(80, 44, 81, 45)).tolist()
    [True, False, True]
    """
    middle = outline.centroid
    transformer = maps.projection(middle.x, middle.y)
    region = maps.projected([shapely.segmentize(outline, 0.1)], transformer)[0]
    points = maps.projected(shapely.points(longitudes, latitudes), transformer)
    return shapely.distance(region, points) <= tolerance_km


def plants_by_place(power_plants, xinjiang):
    """Return the plants with the place that each belongs to.

    Parameters
    ----------
    power_plants, xinjiang : pandas.DataFrame
        The table and the layer of these names.

    Returns
    -------
    pandas.DataFrame
        The columns of `power_plants`, and ``place``: Kazakhstan, Kyrgyzstan, Xinjiang or “in the box, outside
        Xinjiang”.
    """
    inside = in_region(power_plants.longitude_deg, power_plants.latitude_deg, xinjiang.geometry.iloc[0])
    place = power_plants.iso3.map({"KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"})
    chinese = pd.Series(inside, index=power_plants.index).map({True: "Xinjiang", False: "in the box, outside Xinjiang"})
    return power_plants.assign(place=place.fillna(chinese))


def capacity_by_fuel(power_plants, xinjiang):
    """Return the capacity listed in each place, by fuel.

    Parameters
    ----------
    power_plants, xinjiang : pandas.DataFrame
        The table and the layer of these names.

    Returns
    -------
    pandas.DataFrame
        ``place``, ``fuel``, ``plants`` (number), ``capacity_gw``.
    """
    plants = plants_by_place(power_plants, xinjiang)
    found = plants.groupby(["place", "fuel"]).capacity_mw.agg(["count", "sum"]).reset_index()
    return found.assign(capacity_gw=found["sum"] / 1000).rename(columns={"count": "plants"}).drop(columns="sum")
