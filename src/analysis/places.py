"""Where places lie: on which side of Kazakhstan, how far from one another, how far armies came."""

import numpy as np
import pandas as pd

from analysis import maps


def side(historical_places, name):
    """Return where in Kazakhstan a place lies: from the middle of the country, in halves of its extent.

    The extent is that of the table’s outermost points; a value of 1 is the edge.

    Parameters
    ----------
    historical_places : pandas.DataFrame
        The table of that name.
    name : str
        A place of the table.

    Returns
    -------
    dict of str to float
        ``east``, ``west``, ``north`` and ``south``; opposite sides have opposite signs.
    """
    edges = historical_places[historical_places.kind == "edge of Kazakhstan"].set_index("name")
    place = historical_places[historical_places.name == name].iloc[0]
    west, east = edges.longitude_deg["west"], edges.longitude_deg["east"]
    south, north = edges.latitude_deg["south"], edges.latitude_deg["north"]
    eastward = (place.longitude_deg - (west + east) / 2) / ((east - west) / 2)
    northward = (place.latitude_deg - (south + north) / 2) / ((north - south) / 2)
    return {"east": eastward, "west": -eastward, "north": northward, "south": -northward}


def distances(historical_places, event, place, place_event=None):
    """Return how far the sites that sources name for a battle lie from a place.

    Parameters
    ----------
    historical_places : pandas.DataFrame
        The table of that name.
    event : str
        The battle whose sites are measured.
    place : str
        The name of a row.
    place_event : str, optional
        The event of that row; any event if it is left out.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``distance_km`` on the ellipsoid, nearest first.
    """
    named = historical_places[historical_places.name == place]
    start = (named if place_event is None else named[named.event == place_event]).iloc[0]
    sites = historical_places[historical_places.event == event]
    metres = [
        maps.GEODESIC.inv(start.longitude_deg, start.latitude_deg, site.longitude_deg, site.latitude_deg)[2]
        for site in sites.itertuples()
    ]
    found = pd.DataFrame({"name": sites.name.to_numpy(), "distance_km": np.array(metres) / 1000})
    return found.sort_values("distance_km", ignore_index=True)


def reach(historical_places):
    """Return how far from the capital the battles and campaigns of the table lie.

    Parameters
    ----------
    historical_places : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``distance_km`` on the ellipsoid, ``share_pct`` of the farthest; farthest first, a place once.
    """
    capital = historical_places[historical_places.kind == "capital"].iloc[0]
    events = historical_places.event.dropna().unique()
    every = pd.concat([distances(historical_places, event, capital["name"]) for event in events])
    every = every.drop_duplicates("name").sort_values("distance_km", ascending=False, ignore_index=True)
    return every.assign(share_pct=100 * every.distance_km / every.distance_km.max())
