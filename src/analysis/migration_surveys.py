"""Shares of answers in surveys: their intervals under a sample size, and how far they rose between two waves."""

import math

import pandas as pd
from scipy.stats import binomtest, fisher_exact, norm
from scipy.stats.contingency import relative_risk

from analysis.trends import LEVEL


def rise_between_waves(opinion_polls):
    """Return how far two answers rose between the two waves of the one survey that was repeated.

    Parameters
    ----------
    opinion_polls : pandas.DataFrame
        The polls, of which the two waves of the BRIF Research Group are used.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``question``: ``first_pct`` (2007) and ``last_pct`` (2012), ``ratio`` of the last to the first,
        ``low_ratio`` and ``high_ratio``, its 95 % interval for two simple random samples of the printed size, ``p``
        (two-sided, of no change, corrected for the number of questions), and ``design_ratio``: how many times the
        variance of simple random sampling would bring the interval down to no change. The sampling design is not
        known, so true intervals are likely to be wider.

    Notes
    -----
    `scipy.stats.contingency.relative_risk`, with the interval of Katz (the logarithm of the ratio taken as normal);
    `scipy.stats.fisher_exact`, corrected after Bonferroni: times the number of questions.
    """
    rows = opinion_polls[opinion_polls["pollster"].str.startswith("BRIF")]
    share = rows.pivot_table(index="question", columns="year", values="answer_share_pct")
    size = int(rows["interviews_count"].iloc[0])
    answers = [
        [[count, size - count] for count in (round(last * size / 100), round(first * size / 100))]
        for first, last in zip(share[2007], share[2012], strict=True)
    ]
    found = [relative_risk(last[0], size, first[0], size) for last, first in answers]
    single = [fisher_exact(both).pvalue for both in answers]
    spans = [ratio.confidence_interval(LEVEL) for ratio in found]
    return pd.DataFrame(
        {
            "first_pct": share[2007],
            "last_pct": share[2012],
            "ratio": [ratio.relative_risk for ratio in found],
            "low_ratio": [span.low for span in spans],
            "high_ratio": [span.high for span in spans],
            "p": [min(1.0, p * len(single)) for p in single],
            "design_ratio": [
                size / sample_for_change(first, last) for first, last in zip(share[2007], share[2012], strict=True)
            ],
        }
    )


def sample_for_change(first_pct, last_pct):
    """Return the size of two equal random samples at which the interval of a ratio of shares just touches 1.

    Parameters
    ----------
    first_pct, last_pct : float
        The two shares, in percent.

    Returns
    -------
    float
        Interviews a sample. Fewer cannot tell the two shares apart at `analysis.trends.LEVEL`.

    Notes
    -----
    The interval of Katz, Baptista, Azen and Pike (1978), doi:10.2307/2530610, solved for the sample.
    """
    first, last = first_pct / 100, last_pct / 100
    spread = (1 - first) / first + (1 - last) / last
    return float(norm.ppf(0.5 + LEVEL / 2) ** 2 * spread / math.log(last / first) ** 2)


def interval_pct(share_pct, interviews):
    """Return the interval of a share for a simple random sample.

    Parameters
    ----------
    share_pct : float
        The share of those asked, in percent.
    interviews : int
        The size of the sample.

    Returns
    -------
    tuple of float
        Lower and upper end in percent, at `analysis.trends.LEVEL`.

    Notes
    -----
    `scipy.stats.binomtest` with the interval of Wilson (1927), doi:10.1080/01621459.1927.10502953. The share is
    turned into the nearest whole number of answers.
    """
    answers = round(share_pct * interviews / 100)
    span = binomtest(answers, interviews).proportion_ci(LEVEL, method="wilson")
    return float(span.low * 100), float(span.high * 100)


def design_effect(margin_pct, interviews):
    """Return by how much a sample’s design multiplies the variance of a simple random sample.

    Parameters
    ----------
    margin_pct : float
        Printed margin of error of a share of one half, in percentage points, at `analysis.trends.LEVEL`.
    interviews : int
        The size of the sample.

    Returns
    -------
    float

    Notes
    -----
    Kish (1965), *Survey Sampling*: the square of the ratio of the two margins.

    Examples
    --------
    >>> round(design_effect(3.1, 1000), 2)  # the margin that pollsters print for a thousand simple interviews
    1.0
    """
    return float((margin_pct / (100 * norm.ppf(0.5 + LEVEL / 2) * math.sqrt(0.25 / interviews))) ** 2)


def sample_for_majority(share_pct):
    """Return the smallest random sample from which on a share above half is told from a half.

    Parameters
    ----------
    share_pct : float
        The share of those asked, in percent, above 50.

    Returns
    -------
    int
        Interviews: the interval of the share (`interval_pct`) lies above 50 from this number on.

    Raises
    ------
    ValueError
        If the share is not above 50: no sample would do.
    """
    if share_pct <= 50:
        raise ValueError(f"a share of {share_pct} % is no majority")
    # the interval of Wilson ends at a half where the score test of a half has n (2p - 1)² = z²
    return math.ceil(norm.ppf(0.5 + LEVEL / 2) ** 2 / (share_pct / 50 - 1) ** 2)
