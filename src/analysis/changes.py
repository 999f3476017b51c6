"""Changes in yearly series: where a series breaks, how sure its mean is, and what a record could have shown.

The search for a break looks at every year and takes the best, so that its p-value has to pay for the choice. The
Pettitt test does. Where a series has a memory from year to year, its p-value is taken from simulated series with the
same memory instead of its closed form, which holds for independent years.
"""

from dataclasses import dataclass

import numpy as np
import scipy.signal
import scipy.stats

from analysis import trends

SIMULATIONS = 10_000
"""Simulated series behind a p-value: its standard error is then below 0.005, so that one decimal may be quoted."""
SEED = 20260722
POWER = 0.8
"""The usual chance of seeing what is there, by which the length of a record is judged."""


@dataclass(frozen=True)
class Break:
    """The most likely break of a series: the last year before it, the means around it, and the tests."""

    last_year: int
    before: float
    after: float
    low: float
    high: float
    score: float
    p: float
    serial_p: float

    @property
    def change(self):
        """The mean after the break less the mean before it."""
        return self.after - self.before


def pettitt_scores(values):
    """Return Pettitt's statistic for a break after each value but the last.

    Parameters
    ----------
    values : array_like
        Series in the order of time along the last axis.

    Returns
    -------
    numpy.ndarray
        Positive where later values are lower. One shorter than the series along the last axis.

    Notes
    -----
    Pettitt (1979), doi:10.2307/2346729: with ranks r, U(t) = 2 Σ r − t (n + 1), up to its sign.

    Examples
    --------
    >>> pettitt_scores([1, 2, 3, 11, 12, 13]).tolist()
    [-5.0, -8.0, -9.0, -8.0, -5.0]
    """
    ranks = scipy.stats.rankdata(values, axis=-1)
    count = ranks.shape[-1]
    return 2 * ranks.cumsum(axis=-1)[..., :-1] - np.arange(1, count) * (count + 1)


def pettitt(years, values, seed=SEED, simulations=SIMULATIONS):
    """Return the most likely break in the level of a series, with p-values that account for the search.

    Parameters
    ----------
    years, values : array_like
        The series in the order of time, a value a year.
    seed : int
        Seed of the simulated series.
    simulations : int
        How many series are simulated.

    Returns
    -------
    Break
        `p` by Pettitt's closed form for independent values; `serial_p` the share of simulated series with the same
        lag-1 autocorrelation, and no break, whose statistic is at least as large (`scipy.stats.monte_carlo_test`).
        The interval of the change (`low`, `high`) is Welch's at the book's level; because the break was chosen as the
        one that shows most, it is too narrow.

    Raises
    ------
    ValueError
        If the series is shorter than eight years.
    """
    years, values = np.asarray(years), np.asarray(values, dtype=float)
    if len(values) < 8:
        raise ValueError("a series of fewer than eight years is too short for a search for breaks")
    scores = pettitt_scores(values)
    place = int(np.abs(scores).argmax())
    score = float(np.abs(scores[place]))
    count = len(values)
    early, late = values[: place + 1], values[place + 1 :]
    simulated = scipy.stats.monte_carlo_test(
        values,
        red_noise(trends.lag1_autocorrelation(values), np.random.default_rng(seed)),
        _largest_score,
        vectorized=True,
        n_resamples=simulations,
        batch=10_000,
        alternative="greater",
    )
    low, high = scipy.stats.ttest_ind(late, early, equal_var=False).confidence_interval(trends.LEVEL)
    return Break(
        last_year=int(years[place]),
        before=float(early.mean()),
        after=float(late.mean()),
        low=float(low),
        high=float(high),
        score=score,
        p=float(min(1.0, 2 * np.exp(-6 * score**2 / (count**3 + count**2)))),
        serial_p=float(simulated.pvalue),
    )


def _largest_score(values, axis=-1):
    return np.abs(pettitt_scores(np.moveaxis(values, axis, -1))).max(axis=-1)


def red_noise(autocorrelation, generator):
    """Return a function that draws series in which each year remembers the one before (AR(1) with normal noise).

    Parameters
    ----------
    autocorrelation : float
        Correlation of each year with the one before, above −1 and below 1.
    generator : numpy.random.Generator
        Source of the noise.

    Returns
    -------
    callable
        Takes ``size``, the shape of the series with time along the last axis. Their variance is one from the first
        year on.
    """

    def draw(size):
        noise = generator.standard_normal(size)
        noise[..., 1:] *= np.sqrt(1 - autocorrelation**2)
        return scipy.signal.lfilter([1.0], [1.0, -autocorrelation], noise, axis=-1)

    return draw


def mean_interval(values, level=trends.LEVEL):
    """Return the mean of a yearly series and its confidence interval, widened for its memory.

    Parameters
    ----------
    values : array_like
        Values of consecutive years.
    level : float
        Confidence level.

    Returns
    -------
    tuple of float
        Mean, low and high end.

    Notes
    -----
    Student's t with an effective sample of n (1 − r) / (1 + r) years, r the lag-1 autocorrelation where it is
    positive: Zwiers and von Storch (1995), doi:10.1175/1520-0442(1995)008<0336:TSCIAI>2.0.CO;2.

    Examples
    --------
    >>> [round(part, 2) for part in mean_interval([1, -1, 1, -1, 2, -2])]  # no positive memory: plain Student
    [0.0, -1.63, 1.63]
    """
    values = np.asarray(values, dtype=float)
    memory = max(0.0, trends.lag1_autocorrelation(values))
    effective = max(2.0, len(values) * (1 - memory) / (1 + memory))
    low, high = scipy.stats.t.interval(
        level, effective - 1, loc=values.mean(), scale=values.std(ddof=1) / np.sqrt(effective)
    )
    return float(values.mean()), float(low), float(high)


def power(effect, first_count, second_count, level=trends.LEVEL):
    """Return the chance that a two-sided t-test finds a difference between two periods.

    Parameters
    ----------
    effect : float or array_like
        Difference of the means in standard deviations of a year.
    first_count, second_count : int or array_like
        Years in the two periods.
    level : float
        One less the level of significance.

    Returns
    -------
    float or numpy.ndarray

    Notes
    -----
    The noncentral t distribution, as in Cohen (1988), *Statistical Power Analysis for the Behavioral Sciences*; years
    are taken for independent, with the same spread in both periods.

    Examples
    --------
    >>> round(float(power(0.5, 64, 64)), 2)  # the worked case of Cohen's tables
    0.8
    """
    freedom = first_count + second_count - 2
    shift = effect * np.sqrt(first_count * second_count / (first_count + second_count))
    edge = scipy.stats.t.isf((1 - level) / 2, freedom)
    return scipy.stats.nct.sf(edge, freedom, shift) + scipy.stats.nct.cdf(-edge, freedom, shift)


def years_to_detect(effect, first_count, most=200, chance=POWER):
    """Return how many later years a record needs, so that a test would probably find a change of the mean.

    Parameters
    ----------
    effect : float
        Change of the mean in standard deviations of a year.
    first_count : int
        Years of the record before the change.
    most : int
        The longest later period that is tried.
    chance : float
        The chance of finding it that is asked for.

    Returns
    -------
    float
        Years; not a number where `most` years do not suffice.
    """
    later = np.arange(2, most + 1)
    enough = power(abs(effect), first_count, later) >= chance
    return float(later[enough][0]) if enough.any() else float("nan")
