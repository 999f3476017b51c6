"""How alike states vote in the UN General Assembly: shares with their intervals, chance, distances, change points.

Intervals are those of a bootstrap over roll calls. Because each roll call counts as alike or not, its distribution is
known exactly and is used in place of random draws wherever one year or period is concerned. What depends on the whole
series, and the resampling of whole resolutions, is drawn at random (`resampled_agreement`).
"""

import functools

import numpy as np
import pandas as pd
import scipy.stats

from analysis import changes
from analysis.trends import LEVEL

DRAWS = 5_000
"""Times that the roll calls of all years are drawn again."""

FEWEST_ROLL_CALLS = 30
"""A year with fewer shared roll calls is no year of voting: 2020 has one, every other year at least 59."""

PERIODS = ((1992, 2000), (2001, 2012), (2013, 2019))
"""The periods of the table of subjects."""

PARTNERS = {"CHN": "China", "RUS": "Russia", "USA": "United States"}

DEPARTURES = {
    "kazakhstan_abstains": "Kazakhstan abstained, China took a side",
    "china_abstains": "China abstained, Kazakhstan took a side",
    "opposed": "Yes against no",
}
"""How two votes can differ, by the columns that count it."""

_TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
_CREDIBLE = 0.90
"""The published percentiles of ideal points are the 5th and the 95th."""


def share_interval(same_count, roll_calls_count):
    """Return the percentile interval of a share of roll calls under resampling of the roll calls, in percent.

    Drawing n roll calls with replacement gives a binomial count, so the bootstrap distribution (Efron 1979,
    doi:10.1214/aos/1176344552) is taken from `scipy.stats.binom` instead of from draws. Roll calls are treated as
    independent.

    Parameters
    ----------
    same_count, roll_calls_count : array_like of int
        Roll calls with the same vote, and all shared ones.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper end, in percent.

    Examples
    --------
    >>> low, high = share_interval(50, 100)
    >>> float(low), float(high)
    (40.0, 60.0)
    """
    count, total = np.asarray(same_count), np.asarray(roll_calls_count)
    low, high = (scipy.stats.binom.ppf(tail, total, count / total) for tail in _TAILS)
    return 100 * low / total, 100 * high / total


def agreement(unga_votes_with_kazakhstan):
    """Return how often Kazakhstan voted like each of three states, by year.

    The measure is the share of roll calls with the same vote (yes, no or abstain) among those in which both voted.
    Years with few roll calls are left out (see `FEWEST_ROLL_CALLS`).

    Parameters
    ----------
    unga_votes_with_kazakhstan : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``partner_iso3``, ``year``, ``agreement_pct`` with ``lower_pct`` and ``upper_pct`` (see `share_interval`),
        ``opposed_pct``, ``roll_calls_count``.
    """
    votes = unga_votes_with_kazakhstan
    votes = votes[votes.roll_calls_count >= FEWEST_ROLL_CALLS]
    low, high = share_interval(votes.same_count, votes.roll_calls_count)
    return pd.DataFrame(
        {
            "partner_iso3": votes.partner_iso3,
            "year": votes.year,
            "agreement_pct": 100 * votes.same_count / votes.roll_calls_count,
            "lower_pct": low,
            "upper_pct": high,
            "opposed_pct": 100 * votes.opposed_count / votes.roll_calls_count,
            "roll_calls_count": votes.roll_calls_count,
        }
    ).reset_index(drop=True)


def lead_interval(more_count, less_count, roll_calls_count):
    """Return the percentile interval of a difference of two shares on the same roll calls, in percentage points.

    Each roll call adds one to the first state, one to the second or nothing to the difference. The distribution of the
    sum over n resampled roll calls is the n-fold convolution of these three chances: the exact form of the paired
    bootstrap.

    Parameters
    ----------
    more_count, less_count : int
        Roll calls that only the first state, and only the second, voted like the third.
    roll_calls_count : int
        All roll calls compared.

    Returns
    -------
    tuple of float
        Lower and upper end.

    Examples
    --------
    >>> lead_interval(0, 0, 80)
    (0.0, 0.0)
    """
    total = int(roll_calls_count)
    step = np.array([less_count, total - more_count - less_count, more_count]) / total
    chances = functools.reduce(np.convolve, [step] * total)
    totals = np.arange(-total, total + 1)
    below = np.cumsum(chances)
    low, high = (totals[np.searchsorted(below, tail - 1e-12)] for tail in _TAILS)
    return 100 * float(low) / total, 100 * float(high) / total


def lead(unga_votes_with_kazakhstan, unga_departures_russia):
    """Return by how much Kazakhstan voted more with China than with Russia, on the same roll calls, by year.

    Parameters
    ----------
    unga_votes_with_kazakhstan, unga_departures_russia : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``china_only_count`` (roll calls with China’s vote and not Russia’s), ``russia_only_count``,
        ``roll_calls_count``, ``lead_pct`` in percentage points, ``lower_pct`` and ``upper_pct`` (see `lead_interval`).

    Notes
    -----
    Roll calls in which Russia departed from Kazakhstan are those with China on Kazakhstan’s side and those without. The
    second kind is counted directly; the first is what remains. A roll call in which China did not vote counts with the
    first, which the few absences make a matter of single votes.
    """
    votes = unga_votes_with_kazakhstan.set_index(["partner_iso3", "year"])
    china, russia = votes.loc["CHN"], votes.loc["RUS"]
    china = china[china.roll_calls_count >= FEWEST_ROLL_CALLS]
    russia = russia.reindex(china.index)
    differ = unga_departures_russia.set_index("year").reindex(china.index, fill_value=0)
    both_apart = differ.russia_with_china_count + differ.russia_apart_count
    rows = pd.DataFrame(
        {
            "china_only_count": russia.roll_calls_count - russia.same_count - both_apart,
            "russia_only_count": differ.russia_with_kazakhstan_count,
            "roll_calls_count": np.minimum(china.roll_calls_count, russia.roll_calls_count),
        }
    )
    ends = [lead_interval(*row) for row in rows.itertuples(index=False)]
    rows["lead_pct"] = 100 * (rows.china_only_count - rows.russia_only_count) / rows.roll_calls_count
    rows["lower_pct"], rows["upper_pct"] = zip(*ends, strict=True)
    return rows.reset_index()


def kappa(observed_share, expected_share):
    """Return Cohen’s kappa: the part of the agreement beyond chance that there could be.

    Parameters
    ----------
    observed_share, expected_share : float or pandas.Series
        Agreement seen and agreement by chance, as shares of 1.

    Returns
    -------
    float or pandas.Series
        0 at chance, 1 at full agreement. Cohen (1960), doi:10.1177/001316446002000104.

    Examples
    --------
    >>> round(kappa(0.7, 0.5), 10)
    0.4
    """
    return (observed_share - expected_share) / (1 - expected_share)


def chance_agreement(unga_votes_cast):
    """Return how often Kazakhstan and each other state would vote alike if neither looked at the question.

    Parameters
    ----------
    unga_votes_cast : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``partner_iso3``, ``year``, ``chance_share``: the sum of the products of both states’ shares of yes, no and
        abstentions in the session.
    """
    counts = unga_votes_cast.set_index(["country_iso3", "year"])
    shares = counts.div(counts.sum(axis=1), axis=0)
    home = shares.loc["KAZ"]
    frames = [
        (shares.loc[iso3] * home).dropna().sum(axis=1).rename("chance_share").reset_index().assign(partner_iso3=iso3)
        for iso3 in shares.index.unique("country_iso3")
        if iso3 != "KAZ"
    ]
    return pd.concat(frames, ignore_index=True)[["partner_iso3", "year", "chance_share"]]


def measures(unga_sessions_with_kazakhstan, unga_votes_cast):
    """Return four measures of the agreement of Kazakhstan with each state, by session.

    Parameters
    ----------
    unga_sessions_with_kazakhstan, unga_votes_cast : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        ``partner_iso3``, ``year`` (in which the session began), ``share_pct`` (same vote), ``contested_pct`` (same
        vote, roll calls on which not all states voted alike), ``half_pct`` (an abstention against yes or no counts one
        half), ``chance_pct`` and ``kappa_score`` (see `kappa`).
    """
    votes = unga_sessions_with_kazakhstan.merge(chance_agreement(unga_votes_cast), on=["partner_iso3", "year"])
    total = votes.roll_calls_count
    alike = total - votes.contested_count
    share = votes.same_count / total
    return pd.DataFrame(
        {
            "partner_iso3": votes.partner_iso3,
            "year": votes.year,
            "share_pct": 100 * share,
            "contested_pct": 100 * (votes.same_count - alike) / votes.contested_count,
            "half_pct": 50 * (total + votes.same_count - votes.opposed_count) / total,
            "chance_pct": 100 * votes.chance_share,
            "kappa_score": kappa(share, votes.chance_share),
        }
    )


def kappa_interval(kappa_score, same_share, expected_share, roll_calls_count):
    """Return the interval of a mean of kappas over sessions, from the sampling of the roll calls of each.

    Parameters
    ----------
    kappa_score, same_share, expected_share, roll_calls_count : pandas.Series
        Kappa, agreement and agreement by chance (as shares of 1) and roll calls, a value a session.

    Returns
    -------
    tuple of float
        Lower and upper end.

    Notes
    -----
    Cohen (1960), doi:10.1177/001316446002000104, gives the standard error of one kappa as
    √(p (1 − p) / n) / (1 − e), with the agreement p, that by chance e and n cases; e is taken as fixed. The sessions
    are independent, so that their variances add.

    Examples
    --------
    >>> one = pd.Series([0.4])
    >>> low, high = kappa_interval(one, pd.Series([0.7]), pd.Series([0.5]), pd.Series([84]))
    >>> round(low, 3), round(high, 3)
    (0.204, 0.596)
    """
    variance = same_share * (1 - same_share) / roll_calls_count / (1 - expected_share) ** 2
    half = scipy.stats.norm.ppf(_TAILS[1]) * np.sqrt(variance.sum()) / len(variance)
    middle = kappa_score.mean()
    return float(middle - half), float(middle + half)


def share_difference(first_same, first_total, second_same, second_total):
    """Return the difference of two shares of roll calls, second less first, with its interval, in percentage points.

    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10: the distances of
    the two shares from the ends of their Wilson intervals (`scipy.stats.binomtest`) are squared and added.

    Examples
    --------
    The first case of Newcombe’s table II, 56 of 70 against 48 of 80:

    >>> [round(value, 2) for value in share_difference(48, 80, 56, 70)]
    [20.0, 5.24, 33.39]
    """
    first, second = (
        scipy.stats.binomtest(int(same), int(total))
        for same, total in ((first_same, first_total), (second_same, second_total))
    )
    one, other = (test.proportion_ci(LEVEL, method="wilson") for test in (first, second))
    p, q = first.statistic, second.statistic
    low = q - p - np.hypot(q - other.low, one.high - p)
    high = q - p + np.hypot(other.high - q, p - one.low)
    return float(100 * (q - p)), float(100 * low), float(100 * high)


def resolutions(with_china, unga_parts, year):
    """Return the roll calls of a year as resolutions: how many there are of each kind.

    The differing votes are put together by resolution; an agreeing vote stands for itself, because its resolution is
    not known.

    Parameters
    ----------
    with_china : pandas.DataFrame
        Table ``unga_votes_with_kazakhstan`` for China, indexed by year.
    unga_parts : pandas.DataFrame
        The table of that name.
    year : int

    Returns
    -------
    sizes, counts : numpy.ndarray
        Differing votes on a resolution (0: one agreeing vote), and how many resolutions have so many.

    Raises
    ------
    ValueError
        If the two tables do not hold the same differing votes.
    """
    rows = unga_parts[unga_parts.year == year]
    same, total = with_china.same_count[year], with_china.roll_calls_count[year]
    if (rows.votes_count * rows.resolutions_count).sum() != total - same:
        raise ValueError(f"the differing votes of {year} do not add up to {total - same}")
    return np.append(rows.votes_count, 0), np.append(rows.resolutions_count, same)


def resampled_agreement(unga_votes_with_kazakhstan, unga_parts, draws=DRAWS, seed=changes.SEED):
    """Return the yearly agreement of China and Kazakhstan when the resolutions of each year are drawn again.

    Parameters
    ----------
    unga_votes_with_kazakhstan, unga_parts : pandas.DataFrame
        The tables of those names.
    draws : int
        How often they are drawn.
    seed : int
        Seed of the draws.

    Returns
    -------
    pandas.DataFrame
        One row a draw, one column a year, in percent.

    Notes
    -----
    A bootstrap of clusters: votes on parts of one resolution stay together, as Field and Welsh (2007),
    doi:10.1111/j.1467-9868.2007.00593.x, describe. A year’s resolutions are drawn with replacement, as many as there
    are; the agreement is then that of the votes drawn.
    """
    with_china = _shared_with_china(unga_votes_with_kazakhstan)
    generator = np.random.default_rng(seed)
    found = {}
    for year in with_china.index:
        sizes, counts = resolutions(with_china, unga_parts, year)
        drawn = generator.multinomial(counts.sum(), counts / counts.sum(), size=draws)
        same = drawn[:, sizes == 0].sum(axis=1)
        found[year] = 100 * same / (same + drawn @ sizes)
    return pd.DataFrame(found)


def widening(unga_votes_with_kazakhstan, unga_parts):
    """Return by how much votes on parts of a resolution widen the interval of each year.

    Parameters
    ----------
    unga_votes_with_kazakhstan, unga_parts : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.Series
        Width when resolutions are drawn over that when roll calls are, by year; 1 where no resolution has two
        differing votes. It is the root of the design effect (Kish 1965, *Survey Sampling*).
    """
    with_china = _shared_with_china(unga_votes_with_kazakhstan)
    found = {}
    for year, row in with_china.iterrows():
        sizes, counts = resolutions(with_china, unga_parts, year)
        apart = 1 - row.same_count / row.roll_calls_count
        spread = (counts[:-1] * sizes[:-1] ** 2).sum() * (1 - apart) ** 2 + row.same_count * apart**2
        found[year] = float(np.sqrt(spread / (row.roll_calls_count * apart * (1 - apart))))
    return pd.Series(found, name="widening_index")


def _shared_with_china(unga_votes_with_kazakhstan):
    rows = unga_votes_with_kazakhstan
    rows = rows[(rows.partner_iso3 == "CHN") & (rows.roll_calls_count >= FEWEST_ROLL_CALLS)]
    return rows.set_index("year")


def sen_slopes(resampled):
    """Return Sen’s slope of every draw, a year; `resampled` is what `resampled_agreement` returns."""
    years = resampled.columns.to_numpy(dtype=float)
    first, second = np.triu_indices(len(years), 1)
    values = resampled.to_numpy()
    return np.median((values[:, second] - values[:, first]) / (years[second] - years[first]), axis=1)


def change_years(resampled):
    """Return the first year after Pettitt’s most likely change in every draw of `resampled_agreement`."""
    scores = np.abs(changes.pettitt_scores(resampled.to_numpy()))
    return resampled.columns.to_numpy()[scores.argmax(axis=1) + 1]


def _estimates(unga_ideal_points):
    """Return the estimates and their standard deviations, one column a state, rows by year."""
    spread = (unga_ideal_points.upper_score - unga_ideal_points.lower_score) / (
        2 * scipy.stats.norm.ppf((1 + _CREDIBLE) / 2)
    )
    wide = unga_ideal_points.assign(spread=spread).pivot_table(
        index="year", columns="country_iso3", values=["ideal_point_score", "spread"]
    )
    return wide["ideal_point_score"], wide["spread"]


def ideal_point_distances(unga_ideal_points):
    """Return how far Kazakhstan’s ideal point is from those of China, Russia and the United States, by year.

    Parameters
    ----------
    unga_ideal_points : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``partner_iso3``, ``year``, ``distance_score``, ``lower_score`` and ``upper_score`` (5th and 95th percentile of
        the distance).

    Notes
    -----
    Each published estimate is taken as normal around its middle, with the spread of its percentiles, and independent
    of the others; the distance of two is then a folded normal (`scipy.stats.foldnorm`).
    """
    points, spreads = _estimates(unga_ideal_points)
    frames = []
    for iso3 in points.columns.drop("KAZ"):
        gap = (points.KAZ - points[iso3]).abs()
        spread = np.hypot(spreads.KAZ, spreads[iso3])
        low, high = (
            scipy.stats.foldnorm.ppf(tail, gap / spread, scale=spread)
            for tail in ((1 - _CREDIBLE) / 2, (1 + _CREDIBLE) / 2)
        )
        frames.append(
            pd.DataFrame(
                {
                    "partner_iso3": iso3,
                    "year": gap.index,
                    "distance_score": gap.to_numpy(),
                    "lower_score": low,
                    "upper_score": high,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def nearer_to_china(unga_ideal_points):
    """Return the probability that Kazakhstan stood nearer to China than to Russia, by year.

    On a line a point is nearer to one of two others if it lies on its side of their middle. With independent normal
    estimates the two conditions are a bivariate normal (`scipy.stats.multivariate_normal`).

    Parameters
    ----------
    unga_ideal_points : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.Series
        Probabilities, indexed by year.
    """
    points, spreads = _estimates(unga_ideal_points)
    variance = spreads**2
    found = {}
    for year in points.index:
        here, error = points.loc[year], variance.loc[year]
        apart = here.RUS - here.CHN
        side = here.CHN + here.RUS - 2 * here.KAZ
        covariance = error.RUS - error.CHN
        matrix = [[error.RUS + error.CHN, covariance], [covariance, error.RUS + error.CHN + 4 * error.KAZ]]
        normal = scipy.stats.multivariate_normal(cov=matrix)
        both = normal.cdf([apart, side]) + normal.cdf([-apart, -side])
        found[year] = float(both)
    return pd.Series(found, name="probability_share").rename_axis("year")


def change_of_subjects(unga_issues):
    """Return the agreement of China and Kazakhstan by subject and period, with intervals.

    Parameters
    ----------
    unga_issues : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``issue``, ``start_year``, ``end_year``, ``agreement_pct``, ``lower_pct``, ``upper_pct`` (see
        `share_interval`), ``roll_calls_count``; subjects in the order of their change from first to last period.
    """
    low, high = share_interval(unga_issues.same_count, unga_issues.roll_calls_count)
    rows = unga_issues.assign(
        agreement_pct=100 * unga_issues.same_count / unga_issues.roll_calls_count, lower_pct=low, upper_pct=high
    )
    by_issue = rows.sort_values("start_year").groupby("issue").agreement_pct
    change = (by_issue.last() - by_issue.first()).sort_values(ascending=False)
    rows["order"] = rows.issue.map({issue: place for place, issue in enumerate(change.index)})
    columns = ["issue", "start_year", "end_year", "agreement_pct", "lower_pct", "upper_pct", "roll_calls_count"]
    return rows.sort_values(["order", "start_year"])[columns].reset_index(drop=True)


def agreement_by_period(unga_votes_with_kazakhstan):
    """Return the share of same votes with each state over whole periods, all roll calls of a period together.

    Parameters
    ----------
    unga_votes_with_kazakhstan : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        One row a period of `PERIODS` (index such as ``"1992–2000"``), a column ``…_agreement_pct`` a state.
    """
    rows = {}
    for start, end in PERIODS:
        votes = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.year.between(start, end)]
        sums = votes.groupby("partner_iso3")[["same_count", "roll_calls_count"]].sum()
        rows[f"{start}–{end}"] = 100 * sums.same_count / sums.roll_calls_count
    wide = pd.DataFrame(rows).T.rename_axis("period")[list(PARTNERS)]
    return wide.rename(columns=lambda iso3: f"{iso3.lower()}_agreement_pct")


def agreement_by_issue(unga_issues):
    """Return the share of same votes of China and Kazakhstan by subject and period.

    Parameters
    ----------
    unga_issues : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        One row a subject, one column a period, in percent, ordered by the change from first to last period.
    """
    share_pct = 100 * unga_issues.same_count / unga_issues.roll_calls_count
    period = unga_issues.start_year.astype(str) + "–" + unga_issues.end_year.astype(str)
    wide = unga_issues.assign(period=period, share_pct=share_pct).pivot_table(
        index="issue", columns="period", values="share_pct"
    )
    return wide.loc[(wide.iloc[:, -1] - wide.iloc[:, 0]).sort_values(ascending=False).index]


def departures(unga_departures, unga_votes_with_kazakhstan):
    """Return how China and Kazakhstan differed, as shares of the roll calls of each year.

    Parameters
    ----------
    unga_departures, unga_votes_with_kazakhstan : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``kazakhstan_abstains_pct``, ``china_abstains_pct``, ``opposed_pct``; the three add up to what
        `agreement` leaves of 100%.

    Raises
    ------
    ValueError
        If the two tables do not count the same differing votes.
    """
    with_china = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.partner_iso3 == "CHN"].set_index("year")
    with_china = with_china[with_china.roll_calls_count >= FEWEST_ROLL_CALLS]
    way = np.select(
        [unga_departures.vote_of_kazakhstan == "abstain", unga_departures.vote_of_china == "abstain"],
        ["kazakhstan_abstains", "china_abstains"],
        "opposed",
    )
    counts = unga_departures.assign(way=way).pivot_table(
        index="year", columns="way", values="roll_calls_count", aggfunc="sum", fill_value=0
    )
    counts = counts.reindex(index=with_china.index, columns=list(DEPARTURES), fill_value=0)
    check_departures(counts, with_china)
    shares = 100 * counts.div(with_china.roll_calls_count, axis=0)
    return shares.rename(columns=lambda name: f"{name}_pct").reset_index()


def check_departures(counts, with_china):
    """Raise `ValueError` unless the differing votes are those that the table of agreement leaves over.

    The two tables come from two files. Where they part, the votes were filtered differently, and the years named in
    the message have to be counted again from the roll calls.

    Parameters
    ----------
    counts : pandas.DataFrame
        Differing votes by year (index) and way, with a column ``opposed``.
    with_china : pandas.DataFrame
        Table ``unga_votes_with_kazakhstan`` for China, indexed by year.
    """
    differing = with_china.roll_calls_count - with_china.same_count
    wrong = (counts.sum(axis=1) != differing) | (counts.opposed != with_china.opposed_count)
    if wrong.any():
        raise ValueError(f"differing votes do not add up in {sorted(counts.index[wrong])}")


def opposed_by_subject(unga_opposed):
    """Return the opposed roll calls by subject and period.

    Parameters
    ----------
    unga_opposed : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        One row a subject, one column a period and ``All``, counts; most frequent first.
    """
    period = pd.cut(
        unga_opposed.year,
        [start - 1 for start, _ in PERIODS] + [PERIODS[-1][1]],
        labels=[f"{start}–{end}" for start, end in PERIODS],
    )
    counts = pd.crosstab(unga_opposed.subject, period)
    counts.columns = pd.Index(counts.columns.astype(str), name="Subject")
    counts["All"] = counts.sum(axis=1)
    return counts.sort_values("All", ascending=False, kind="stable").rename_axis(None)
