"""Peoples by census: growth between two counts, and what a count falls short of an assumed growth."""

import pandas as pd


def people(ethnic_groups_by_census, place, group, count="census"):
    """Return the number of people of a group in a country by year, in persons.

    Parameters
    ----------
    ethnic_groups_by_census : pandas.DataFrame
        Counts by country, group, year and kind of count.
    place : str
        Country, ISO 3166-1 alpha-3.
    group : str
        The group as the table names it.
    count : str
        Kind of count: "census", "register", "official estimate" or "statement".

    Returns
    -------
    pandas.Series
        Indexed by year, in the order of the years.
    """
    wanted = {"place_iso3": place, "group": group, "count": count}
    kept = (ethnic_groups_by_census[list(wanted)] == pd.Series(wanted)).all(axis=1)
    return ethnic_groups_by_census[kept].set_index("year")["population_persons"].sort_index()


def yearly_growth_pct(first, last, years):
    """Return the constant growth a year, in percent, that turns the first number into the last.

    Examples
    --------
    >>> round(yearly_growth_pct(100, 121, 2), 6)
    10.0
    """
    return float(((last / first) ** (1 / years) - 1) * 100)


def growth_between_censuses(ethnic_groups_by_census, place, groups):
    """Return the growth of groups between each two consecutive censuses that were read.

    Parameters
    ----------
    ethnic_groups_by_census : pandas.DataFrame
        Counts by country, group, year and kind of count.
    place : str
        Country, ISO 3166-1 alpha-3.
    groups : iterable of str
        The groups.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``start_year``, ``end_year``, ``growth_pct`` (percent a year, constant over the period).
    """
    found = []
    for group in groups:
        counted = people(ethnic_groups_by_census, place, group)
        found += [
            (group, start, end, yearly_growth_pct(counted[start], counted[end], end - start))
            for start, end in zip(counted.index[:-1], counted.index[1:], strict=True)
        ]
    return pd.DataFrame(found, columns=["group", "start_year", "end_year", "growth_pct"])


def shortfall(first, last, years, growth_pct):
    """Return how many people a count lacks beside what an assumed growth would have made of an earlier one.

    Parameters
    ----------
    first, last : int
        The earlier and the later count.
    years : float
        Years between them.
    growth_pct : float
        Assumed growth in percent a year; several at once as an array.

    Returns
    -------
    float
        Persons; negative where the later count is the larger.

    Examples
    --------
    >>> round(shortfall(100, 100, 2, 10.0), 6)
    21.0
    """
    return first * (1 + growth_pct / 100) ** years - last
