"""Trends in yearly series: Sen's slope, the Mann–Kendall test, its version for serial correlation.

Thin functions over `scipy.stats` and `pymannkendall`. A trend is always reported with its interval and its sample,
and with the test that allows for the memory that rivers and glaciers have from one year to the next.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pymannkendall
import scipy.stats

from analysis import results

LEVEL = 0.95
"""The confidence level of every interval of the book, where nothing else is said."""


@results.register("interval-level", "Confidence level of the book’s intervals", unit="%", form=".0f")
def level_percent():
    """Return `LEVEL` in per cent."""
    return 100 * LEVEL


@dataclass(frozen=True)
class Slope:
    """Sen's slope with its confidence interval, in the unit of the values a year."""

    value: float
    low: float
    high: float
    intercept: float


@dataclass(frozen=True)
class MannKendall:
    """The Mann–Kendall test: Kendall's score and tau, and the two-sided p-value."""

    score: float
    tau: float
    p: float


@dataclass(frozen=True)
class Trend:
    """Everything that the book says about the trend of one yearly series."""

    first_year: int
    last_year: int
    count: int
    slope: Slope
    test: MannKendall
    serial_test: MannKendall
    autocorrelation: float


def sen_slope(years, values, level=LEVEL):
    """Return Sen's slope: the median of the slopes between all pairs of years.

    Parameters
    ----------
    years, values : array_like
        The series; years need not be consecutive.
    level : float
        Confidence level of the interval.

    Returns
    -------
    Slope

    Notes
    -----
    `scipy.stats.theilslopes`; interval after Sen (1968), doi:10.1080/01621459.1968.10480934.

    Examples
    --------
    >>> sen_slope([2000, 2001, 2002, 2004], [1.0, 3.0, 5.0, 9.0]).value
    2.0
    """
    found = scipy.stats.theilslopes(values, years, level)
    return Slope(*(float(part) for part in (found.slope, found.low_slope, found.high_slope, found.intercept)))


def mann_kendall(values):
    """Return the original Mann–Kendall test of values in the order of time.

    Parameters
    ----------
    values : array_like
        Independent values, one a year.

    Returns
    -------
    MannKendall

    Notes
    -----
    `pymannkendall.original_test`; Mann (1945), doi:10.2307/1907187.

    Examples
    --------
    >>> mann_kendall([1, 2, 3, 4]).tau
    1.0
    """
    return _read(pymannkendall.original_test(values))


def serial_mann_kendall(values):
    """Return the Mann–Kendall test with the variance that lag-1 autocorrelation implies.

    Parameters
    ----------
    values : array_like
        Values of consecutive years, not all on one straight line and not alternating: the first lag must exceed −0.5.

    Returns
    -------
    MannKendall

    Notes
    -----
    `pymannkendall.yue_wang_modification_test` on the first lag; Yue and Wang (2004),
    doi:10.1023/B:WARM.0000043140.61082.60. The series is detrended by Sen's slope before its autocorrelation is
    taken.
    """
    return _read(pymannkendall.yue_wang_modification_test(values, lag=1))


def lag1_autocorrelation(values):
    """Return the correlation of each value with the one before it.

    Parameters
    ----------
    values : array_like
        Values of consecutive years.

    Returns
    -------
    float

    Examples
    --------
    >>> round(lag1_autocorrelation([1, -1, 1, -1, 1, -1]), 6)
    -1.0
    """
    return float(pd.Series(values, dtype=float).autocorr(1))


def trend(years, values):
    """Return slope, tests and autocorrelation of a yearly series.

    Parameters
    ----------
    years : array_like of int
        Consecutive years, in order.
    values : array_like of float
        A value for each of them.

    Returns
    -------
    Trend

    Raises
    ------
    ValueError
        If years are missing, repeated or out of order, or a value is missing: the tests would take the next value for
        that of the next year.

    Examples
    --------
    >>> found = trend(range(2000, 2006), [0, 1.2, 2.2, 3, 4, 5.2])
    >>> found.slope.value, found.test.tau
    (1.0, 1.0)
    """
    years, values = np.asarray(years, dtype=int), np.asarray(values, dtype=float)
    if (np.diff(years) != 1).any():
        raise ValueError("the tests need consecutive years in order")
    if not np.isfinite(values).all():
        raise ValueError("the tests need a value for every year")
    return Trend(
        first_year=int(years[0]),
        last_year=int(years[-1]),
        count=len(years),
        slope=sen_slope(years, values),
        test=mann_kendall(values),
        serial_test=serial_mann_kendall(values),
        autocorrelation=lag1_autocorrelation(values),
    )


def _read(test):
    return MannKendall(score=float(test.s), tau=float(test.Tau), p=float(test.p))
