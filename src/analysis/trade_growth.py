"""Breaks between sources, constant dollars, growth within unbroken spans, and goals held against the record."""

import numpy as np
import pandas as pd
import scipy.stats

OUTLYING_SCORE = 3.5
"""From which modified z-score a value counts as outlying: Iglewicz and Hoaglin (1993)."""

LEAST_DEPARTURE = 0.10
"""A smaller departure of one source from another, as a share of 1, is a revision and no break."""

DEFLATOR_TOLERANCE = 0.05
"""By how much two sources of one flow may differ in the median once they are in dollars of the same year."""


def yearly_growth(first, last, years):
    """Return the constant yearly growth, in per cent, that turns one value into another.

    Examples
    --------
    >>> round(yearly_growth(100, 121, 2), 6)
    10.0
    """
    return 100 * ((last / first) ** (1 / years) - 1)


def check_deflator(ratios, tolerance=DEFLATOR_TOLERANCE):
    """Make sure that two sources of one flow agree once they are in dollars of the same year.

    Parameters
    ----------
    ratios : pandas.Series
        One source over the other, both in dollars of the same year, for years in which neither is broken.
    tolerance : float
        By how much the median may differ from 1.

    Raises
    ------
    ValueError
        If it differs by more: then the deflator is not the one that the other source used, and neither may be chained.
    """
    if abs(ratios.median() - 1) > tolerance:
        raise ValueError(f"the two sources differ in constant dollars: median ratio {ratios.median():.3f}")


def departures(ratios):
    """Say in which years one source departs from another source of the same flow.

    Parameters
    ----------
    ratios : array_like
        One source over the other, a value a year, in order. More than half of the years must be sound.

    Returns
    -------
    numpy.ndarray of str
        ``"agrees"``, ``"spike"`` for one departing year with a sound year after it, or ``"break"`` for two or more in
        a row and for a departure in the last year, of which nothing shows that it ended.

    Notes
    -----
    The modified z-score of the logarithm of the ratio: its distance from the median over the median absolute
    deviation (`scipy.stats.median_abs_deviation`), outlying from `OUTLYING_SCORE`; Iglewicz and Hoaglin (1993). A
    departure below `LEAST_DEPARTURE` is let pass however closely the other years agree, because two copies of one
    record differ by revisions.

    Examples
    --------
    >>> departures([1, 1.01, 0.99, 3, 1, 1.02, 1, 1.9, 1.8]).tolist()
    ['agrees', 'agrees', 'agrees', 'spike', 'agrees', 'agrees', 'agrees', 'break', 'break']
    """
    logs = np.log(np.asarray(ratios, dtype=float))
    distance = np.abs(logs - np.median(logs))
    spread = scipy.stats.median_abs_deviation(logs, scale="normal")
    departing = distance > max(OUTLYING_SCORE * spread, np.log1p(LEAST_DEPARTURE))
    before, after = np.append(False, departing[:-1]), np.append(departing[1:], True)
    return np.select([~departing, before | after], ["agrees", "break"], "spike")


def growth_by_span(years, values, shortest=5):
    """Return the growth of every span of an unbroken series, so that the choice of span is open to view.

    Parameters
    ----------
    years : array_like of int
        Consecutive years.
    values : array_like of float
        A value for each.
    shortest : int
        The shortest span, in years.

    Returns
    -------
    pandas.DataFrame
        ``first_year``, ``last_year`` and ``growth_pct``, the constant yearly growth between the two.

    Raises
    ------
    ValueError
        If years are missing or out of order: growth is only measured within an unbroken span.

    Examples
    --------
    >>> growth_by_span([2000, 2001, 2002], [1.0, 2.0, 1.0], shortest=2).round(6).values.tolist()
    [[2000.0, 2002.0, 0.0]]
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    if (np.diff(years) != 1).any():
        raise ValueError("growth is measured within consecutive years only")
    first, last = np.triu_indices(len(years), k=shortest)
    return pd.DataFrame(
        {
            "first_year": years[first],
            "last_year": years[last],
            "growth_pct": yearly_growth(values[first], values[last], years[last] - years[first]),
        }
    )


def past_paths(years, values, start, length):
    """Let a value go on as the series once did, from every year of it that has enough years after it.

    Parameters
    ----------
    years : array_like of int
        Consecutive years of an unbroken series.
    values : array_like of float
        A value for each.
    start : float
        The value from which every path sets out.
    length : int
        For how many years a path runs.

    Returns
    -------
    pandas.DataFrame
        A row a path, indexed by the year of the series in which its model begins; columns 0 to `length`.

    Notes
    -----
    Nothing is drawn at random: the fan holds what did happen, with the memory that the series has. The paths overlap
    and are not independent, so that a share of them is a description of the record and no probability.

    Examples
    --------
    >>> past_paths([2000, 2001, 2002], [1.0, 2.0, 3.0], start=10, length=1).values.tolist()
    [[10.0, 20.0], [10.0, 15.0]]
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    if (np.diff(years) != 1).any():
        raise ValueError("paths are taken from consecutive years only")
    windows = np.lib.stride_tricks.sliding_window_view(values, length + 1)
    return pd.DataFrame(start * windows / windows[:, :1], index=years[: len(windows)])
