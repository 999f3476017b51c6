"""Returnees to Kazakhstan as its labour ministry releases them: totals, years, and what the releases leave open.

A release counts the people who got the status of returnee, from 1 January to a day, and gives the share of those who
came from China. Where the releases of a year stop before its end, the number from China is bounded and not guessed.
"""

import pandas as pd

ROUNDING_PERSONS = 100
"""Two totals that are each rounded to hundreds make a difference that may be wrong by this much."""


def totals_by_year(returnee_releases):
    """Return the returnees of each year that two cumulative totals enclose.

    Parameters
    ----------
    returnee_releases : pandas.DataFrame
        The releases, with cumulative totals since 1991 in persons.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``computed_persons`` (total at the end of the year less total at its start) and ``released_persons``
        (what a release says of the full year; missing where none was read).

    Notes
    -----
    The total on 1 January is the one that a full-year release prints; failing that, the earliest total printed in the
    year less the returnees of the year until then.
    """
    printed = returnee_releases.dropna(subset=["since_1991_persons", "returnees_persons"]).sort_values("as_of")
    before = (printed["since_1991_persons"] - printed["returnees_persons"]).groupby(printed["year"]).first()
    after = printed[printed["coverage"] == "full year"].set_index("year")["since_1991_persons"]
    january = after.rename(lambda year: year + 1).combine_first(before)
    totals = january.shift(-1) - january
    totals = totals[january.index.isin(january.index - 1)]
    released = returnee_releases[returnee_releases["coverage"] == "full year"].set_index("year")["returnees_persons"]
    return pd.DataFrame(
        {"computed_persons": totals.astype(int), "released_persons": released.reindex(totals.index)}
    ).reset_index(names="year")


def check_totals(totals):
    """Return the largest difference between computed and released years in persons, 0 where no year has both.

    Parameters
    ----------
    totals : pandas.DataFrame
        As `totals_by_year` returns them.

    Raises
    ------
    ValueError
        If a year differs by more than `ROUNDING_PERSONS`: the totals of its releases then do not belong together, and
        computed years must not be shown before the release at fault has been found.
    """
    both = totals.dropna(subset=["released_persons"])
    apart = (both["computed_persons"] - both["released_persons"]).abs()
    if (apart > ROUNDING_PERSONS).any():
        years = ", ".join(str(year) for year in both.loc[apart > ROUNDING_PERSONS, "year"])
        raise ValueError(f"cumulative totals and full-year releases disagree by more than rounding in {years}")
    return int(apart.max()) if len(apart) else 0


def returnees_from_china(returnee_releases):
    """Return the returnees from China by year: released, of a part of the year, and computed.

    Parameters
    ----------
    returnee_releases : pandas.DataFrame
        The releases.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``as_of``, ``count`` ("full year", "part of the year" or "computed year") and ``persons``, the number
        of returnees multiplied by the share from China. A computed year takes the share of its latest release, which
        does not cover the whole year.
    """
    releases = returnee_releases[returnee_releases["coverage"] != "since 1991"].sort_values("as_of")
    latest = releases.groupby("year").tail(1).copy()
    latest["persons"] = (latest["returnees_persons"] * latest["china_share_pct"] / 100).round().astype(int)
    released = latest.rename(columns={"coverage": "count"})[["year", "as_of", "count", "persons"]]
    totals = totals_by_year(returnee_releases)
    check_totals(totals)
    totals = totals[totals["released_persons"].isna()].merge(latest[["year", "china_share_pct"]], on="year")
    computed = totals[["year"]].assign(
        count="computed year",
        persons=(totals["computed_persons"] * totals["china_share_pct"] / 100).round().astype(int),
    )
    return pd.concat([released, computed]).sort_values(["year", "count"]).reset_index(drop=True)


def unreleased_part(returnee_releases):
    """Return what the releases leave open of each year whose last release stops before the year’s end.

    Parameters
    ----------
    returnee_releases : pandas.DataFrame
        The releases, with numbers in persons and shares in percent.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``year``: ``as_of`` (last release), ``returnees_persons`` (from all countries until then),
        ``china_persons`` (from China until then), ``year_persons`` (all countries, whole year, computed from
        cumulative totals), ``low_persons`` and ``high_persons`` (from China, whole year: nobody, or everybody, who
        came after the release was from China), and ``checked_low_persons`` and ``checked_high_persons`` (the whole
        year at the released share, plus and minus `share_error`).

    Notes
    -----
    The bounds that rest on no assumption are those of Manski (1989), Anatomy of the Selection Problem, for an outcome
    that is observed of a part of a population whose size is known. Computed totals may be wrong by
    `ROUNDING_PERSONS`, which is small beside the bounds and not in them.
    """
    computed = totals_by_year(returnee_releases).set_index("year")
    computed = computed.loc[computed["released_persons"].isna(), "computed_persons"]
    parts = returnee_releases[returnee_releases["coverage"] == "part of the year"].sort_values("as_of")
    last = parts.groupby("year").tail(1).set_index("year").loc[computed.index]
    seen, total = last["returnees_persons"].astype(float), computed.astype(float)
    from_china = seen * last["china_share_pct"] / 100
    error = share_error(returnee_releases)
    return pd.DataFrame(
        {
            "as_of": last["as_of"],
            "returnees_persons": seen,
            "china_persons": from_china,
            "year_persons": total,
            "low_persons": from_china,
            "high_persons": from_china + total - seen,
            "checked_low_persons": total * (last["china_share_pct"] - error) / 100,
            "checked_high_persons": total * (last["china_share_pct"] + error) / 100,
        }
    )


def late_shares(returnee_releases):
    """Return how far shares from China released late in a year lie from that of the full year.

    Parameters
    ----------
    returnee_releases : pandas.DataFrame
        The releases.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``as_of``, ``part_share_pct``, ``full_share_pct`` and ``change_pct`` (full less part, in percentage
        points), for releases as of 1 July or later of years that have a release of the full year.
    """
    columns = ["year", "as_of", "china_share_pct"]
    full = returnee_releases.loc[returnee_releases["coverage"] == "full year", ["year", "china_share_pct"]]
    part = returnee_releases.loc[returnee_releases["coverage"] == "part of the year", columns]
    both = part[part["as_of"].dt.month >= 7].merge(full, on="year", suffixes=("_part", "_full"))
    both = both.rename(columns={"china_share_pct_part": "part_share_pct", "china_share_pct_full": "full_share_pct"})
    return both.assign(change_pct=both["full_share_pct"] - both["part_share_pct"]).reset_index(drop=True)


def share_error(returnee_releases):
    """Return the largest distance, in percentage points, between a share of late in the year and that of the year."""
    return float(late_shares(returnee_releases)["change_pct"].abs().max())


def years_without_release(returnee_releases):
    """Return the years between two cumulative totals of which no release was read, taken together.

    Parameters
    ----------
    returnee_releases : pandas.DataFrame
        The releases, with a total of 1 January 2015 and the totals from which that of 1 January 2019 follows.

    Returns
    -------
    dict
        ``years`` (the years), ``all_persons`` (returnees from all countries in these years), ``low_pct`` and
        ``high_pct`` (lowest and highest share from China in the last release of any year), ``near_low_pct`` and
        ``near_high_pct`` (the same for the full years on either side, 2016 and 2019).

    Notes
    -----
    The total of 1 January 2019 is the earliest total of 2020 less the returnees of 2020 until then, less those of 2019.
    """
    rows = returnee_releases.sort_values("as_of")
    start = rows.loc[rows["as_of"] == pd.Timestamp("2015-01-01"), "since_1991_persons"].item()
    early = rows.dropna(subset=["since_1991_persons"]).query("year == 2020").iloc[0]
    full = rows[rows["coverage"] == "full year"].set_index("year")
    end = early["since_1991_persons"] - early["returnees_persons"] - full["returnees_persons"][2019]
    last = rows[rows["coverage"] != "since 1991"].groupby("year")["china_share_pct"].last()
    near = full.loc[[2016, 2019], "china_share_pct"]
    return {
        "years": [year for year in range(2015, 2019) if year not in full.index],
        "all_persons": int(end - start - full["returnees_persons"][2016]),
        "low_pct": float(last.min()),
        "high_pct": float(last.max()),
        "near_low_pct": float(near.min()),
        "near_high_pct": float(near.max()),
    }


def from_china_between_totals(returnee_releases):
    """Return the returnees from China between the two releases that give shares since 1991.

    Parameters
    ----------
    returnee_releases : pandas.DataFrame
        The releases; two of coverage "since 1991" are used, of October 2011 and January 2015.

    Returns
    -------
    tuple of float
        The number in persons and its error: shares rounded to a tenth of a percent may each be off by half of that.
    """
    shared = returnee_releases[returnee_releases["coverage"] == "since 1991"].sort_values("as_of")
    persons = (shared["since_1991_persons"] * shared["china_share_pct"] / 100).astype(float)
    error = shared["since_1991_persons"].astype(float).sum() * 0.05 / 100
    return float(persons.iloc[-1] - persons.iloc[0]), float(error)
