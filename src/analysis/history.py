"""History: how continuous the relationship is, and what it rests on."""

import itertools

import numpy as np
import pandas as pd
import pymannkendall

from analysis import figures, maps, results, style

DATED = ("day", "month", "year")
"""Precisions that count as dated: to a year, or to two neighbouring years."""

LANES = ("diplomacy", "rule and conflict", "border", "exchange")

PANELS = ((-200, 1500), (1500, 1911), (1911, 1992), (1992, 2025))
"""First year of each panel of the timeline and of what follows; an event stands in the panel in which it begins."""

PERIODS = ((1992, 2000), (2001, 2012), (2013, 2019))
"""The periods of the table of subjects."""

FEWEST_ROLL_CALLS = 30
"""A year with fewer shared roll calls is no year of voting: 2020 has one, every other year at least 59."""

PARTNERS = {"CHN": "China", "RUS": "Russia", "USA": "United States"}

_DEPARTURES = {
    "kazakhstan_abstains": "Kazakhstan abstained, China took a side",
    "china_abstains": "China abstained, Kazakhstan took a side",
    "opposed": "Yes against no",
}


def position(year):
    """Return years as a continuous count: years BC move up by one, because there was no year 0.

    Parameters
    ----------
    year : int or pandas.Series
        Years, negative before Christ.

    Returns
    -------
    int or pandas.Series

    Examples
    --------
    >>> position(1) - position(-1)
    1
    """
    return year + (year < 0)


def century(year):
    """Return the number of a year’s century, negative before Christ.

    Parameters
    ----------
    year : int
        A year, negative before Christ.

    Returns
    -------
    int

    Examples
    --------
    >>> century(-105), century(-36), century(100), century(101), century(2024)
    (-2, -1, 1, 2, 21)
    """
    number = (abs(int(year)) - 1) // 100 + 1
    return number if year > 0 else -number


def gaps(events):
    """Return the stretches of years between dated events, longest first.

    Events that are known only by century or dynasty, or as a span of several years, do not break a gap.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.

    Returns
    -------
    pandas.DataFrame
        ``start_year`` and ``end_year`` (the events on either side), ``gap_years``.
    """
    dated = events[events.precision.isin(DATED)].sort_values(["start_year", "end_year"])
    before = dated.end_year.cummax().shift()
    pairs = pd.DataFrame({"start_year": before, "end_year": dated.start_year}).dropna().astype(int)
    pairs["gap_years"] = position(pairs.end_year) - position(pairs.start_year)
    return pairs.sort_values("gap_years", ascending=False, kind="stable").reset_index(drop=True)


def coverage(events):
    """Return the number of events that begin in each century, and how many of them are documented.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.

    Returns
    -------
    pandas.DataFrame
        ``century`` (negative before Christ, every century from the first to the last), ``documented_count``,
        ``other_count``, ``events_count``.
    """
    numbers = events.start_year.map(century)
    span = [number for number in range(numbers.min(), numbers.max() + 1) if number != 0]
    documented = (events.certainty == "documented").groupby(numbers).sum().reindex(span, fill_value=0)
    total = numbers.value_counts().reindex(span, fill_value=0)
    return pd.DataFrame(
        {
            "century": span,
            "documented_count": documented.to_numpy(),
            "other_count": (total - documented).to_numpy(),
            "events_count": total.to_numpy(),
        }
    )


def timeline(events):
    """Return the events as the timeline draws them.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.

    Returns
    -------
    pandas.DataFrame
        ``event_id``, ``panel`` (from 0), ``lane`` (0 is drawn on top), ``rung`` (events of a lane that would touch go
        to the next rung), ``start`` and ``end`` (see `position`; days and months as parts of a year), ``certainty``,
        ``label``, ``title``, ``date_text``.
    """
    drawn = pd.DataFrame(
        {
            "event_id": events.event_id,
            "panel": [next(n for n, (_, end) in enumerate(PANELS) if year < end) for year in events.start_year],
            "lane": events.kind.map(LANES.index),
            "start": position(events.start_year) + _part_of_year(events.date_text),
            "end": position(events.end_year).astype(float),
            "certainty": events.certainty,
            "label": events.label,
            "title": events.title,
            "date_text": events.date_text,
        }
    )
    drawn["end"] = drawn[["start", "end"]].max(axis=1)
    drawn = drawn.sort_values(["panel", "lane", "start"], kind="stable").reset_index(drop=True)
    rungs = [_rungs(lane, PANELS[panel]) for (panel, _), lane in drawn.groupby(["panel", "lane"])]
    return drawn.assign(rung=np.concatenate(rungs))


def _part_of_year(date_text):
    """Return the part of the year that has passed at the start of a date such as ``1992-08-07``; 0 for others."""
    month = date_text.str.extract(r"^\d{4}-(\d{2})", expand=False).astype(float)
    return ((month - 1) / 12).fillna(0.0)


def _rungs(lane, years):
    """Return the lowest rung on which each event of a lane stays clear of those before it."""
    apart = (years[1] - years[0]) * 0.018
    free, found = [], []
    for event in lane.itertuples():
        rung = next((n for n, until in enumerate(free) if event.start >= until), len(free))
        free[rung : rung + 1] = [max(event.start, event.end) + apart]
        found.append(rung)
    return found


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
        ``partner_iso3``, ``year``, ``agreement_pct``, ``opposed_pct``, ``roll_calls_count``.
    """
    votes = unga_votes_with_kazakhstan
    votes = votes[votes.roll_calls_count >= FEWEST_ROLL_CALLS]
    return pd.DataFrame(
        {
            "partner_iso3": votes.partner_iso3,
            "year": votes.year,
            "agreement_pct": 100 * votes.same_count / votes.roll_calls_count,
            "opposed_pct": 100 * votes.opposed_count / votes.roll_calls_count,
            "roll_calls_count": votes.roll_calls_count,
        }
    ).reset_index(drop=True)


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
    counts = counts.reindex(index=with_china.index, columns=list(_DEPARTURES), fill_value=0)
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


def accounts(dated_accounts, subject):
    """Return what sources other than the articles say of one subject; an unknown subject raises `LookupError`.

    Parameters
    ----------
    dated_accounts : pandas.DataFrame
        The table of that name.
    subject : str
        A value of its column ``subject``.

    Returns
    -------
    pandas.DataFrame
        The rows on it, in the table’s order.
    """
    found = dated_accounts[dated_accounts.subject == subject]
    if found.empty:
        raise LookupError(f"no account of {subject!r}")
    return found.reset_index(drop=True)


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


# Results: the record


@results.register(
    "history-events",
    "Dated events and agreements, by certainty",
    parts={
        "total": results.Quantity("", ",d"),
        "documented": results.Quantity("", ",d"),
        "claimed": results.Quantity("", ",d"),
        "approximate": results.Quantity("", ",d"),
        "contested": results.Quantity("", ",d"),
        "in_articles": results.Quantity("", ",d"),
        "in_articles_documented": results.Quantity("", ",d"),
        "added": results.Quantity("", ",d"),
        "official_text": results.Quantity("", ",d"),
    },
)
def events_by_certainty(events):
    """Return the number of events, of each certainty, of those in the articles and of those in official texts."""
    counts = events.certainty.value_counts()
    return {
        "total": len(events),
        **{name: int(counts[name]) for name in ("documented", "claimed", "approximate", "contested")},
        "in_articles": int(events.in_articles.sum()),
        "in_articles_documented": int((events.in_articles & (events.certainty == "documented")).sum()),
        "added": int((~events.in_articles).sum()),
        "official_text": int((events.source_type == "official text").sum()),
    }


@results.register(
    "history-coverage",
    "How the events spread over the centuries",
    parts={
        "span": results.Quantity("years", ",d"),
        "centuries": results.Quantity("centuries", "d"),
        "empty": results.Quantity("centuries", "d"),
        "since_1992": results.Quantity("", "d"),
        "since_1992_share": results.Quantity("%", ".0f"),
        "since_1992_of_time": results.Quantity("%", ".1f"),
        "median_year": results.Quantity("year"),
        "early_count": results.Quantity("", "d"),
        "early_documented": results.Quantity("", "d"),
    },
)
def spread(events):
    """Return how many centuries have no event and how the events crowd towards the present.

    ``early`` are the events that begin before 1851, the year of the first treaty in the table.
    """
    by_century = coverage(events)
    first, last = events.start_year.min(), events.end_year.max()
    span = position(last) - position(first) + 1
    recent = events.start_year >= 1992
    early = events[events.start_year < events[events.form == "agreement"].start_year.min()]
    return {
        "span": span,
        "centuries": len(by_century),
        "empty": int((by_century.events_count == 0).sum()),
        "since_1992": int(recent.sum()),
        "since_1992_share": 100 * recent.mean(),
        "since_1992_of_time": 100 * (last - 1992 + 1) / span,
        "median_year": int(events.start_year.median()),
        "early_count": len(early),
        "early_documented": int((early.certainty == "documented").sum()),
    }


@results.register(
    "history-longest-gap",
    "Longest stretches without a dated event",
    parts={
        "years": results.Quantity("years", ",d"),
        "start": results.Quantity("year"),
        "end": results.Quantity("year"),
        "second_years": results.Quantity("years", ",d"),
        "second_start": results.Quantity("year"),
        "second_end": results.Quantity("year"),
    },
)
def longest_gaps(events):
    """Return the two longest gaps of the record (see `gaps`)."""
    first, second = gaps(events).head(2).itertuples()
    return {
        "years": first.gap_years,
        "start": first.start_year,
        "end": first.end_year,
        "second_years": second.gap_years,
        "second_start": second.start_year,
        "second_end": second.end_year,
    }


@results.register(
    "history-between-treaties",
    "The record between the treaty of 1881 and diplomatic relations in 1992",
    parts={
        "years": results.Quantity("years", "d"),
        "events": results.Quantity("", "d"),
        "agreements": results.Quantity("", "d"),
    },
)
def between_treaties(events):
    """Return the years between 1881 and 1992 and the events and documented agreements that begin within them."""
    start = events.set_index("event_id").start_year
    first, last = start["petersburg-1881"], start["relations-1992"]
    inside = events[(events.start_year > first) & (events.start_year < last)]
    documented = (inside.form == "agreement") & (inside.certainty == "documented")
    return {"years": last - first, "events": len(inside), "agreements": int(documented.sum())}


@results.register(
    "history-agreements",
    "Documented instruments between China and Kazakhstan since 1992",
    parts={
        "agreements": results.Quantity("", "d"),
        "declarations": results.Quantity("", "d"),
        "border": results.Quantity("", "d"),
        "exchange": results.Quantity("", "d"),
        "rivers": results.Quantity("", "d"),
        "multilateral": results.Quantity("", "d"),
        "undocumented": results.Quantity("", "d"),
    },
)
def instruments(events):
    """Return counts of agreements and declarations since 1992, each row of the table being one.

    ``agreements`` and ``declarations`` are bilateral and documented; ``border``, ``exchange`` and ``rivers`` are
    agreements among them; ``undocumented`` are bilateral agreements that are claimed or contested.
    """
    recent = events[events.start_year >= 1992]
    documented = recent[recent.certainty == "documented"]
    bilateral = documented[documented.scope == "bilateral"]
    agreed = bilateral[bilateral.form == "agreement"]
    multilateral = documented[(documented.scope == "multilateral") & (documented.form == "agreement")]
    doubtful = recent[(recent.form == "agreement") & (recent.scope == "bilateral") & (recent.certainty != "documented")]
    return {
        "agreements": len(agreed),
        "declarations": int((bilateral.form == "declaration").sum()),
        "border": int((agreed.kind == "border").sum()),
        "exchange": int((agreed.kind == "exchange").sum()),
        "rivers": int(agreed.event_id.str.match("rivers-|dostyk-").sum()),
        "multilateral": len(multilateral),
        "undocumented": len(doubtful),
    }


@results.register(
    "history-memberships",
    "Intergovernmental organisations that Kazakhstan shares with China and with Russia",
    parts={
        "china_first": results.Quantity("", "d"),
        "china_last": results.Quantity("", "d"),
        "russia_first": results.Quantity("", "d"),
        "russia_last": results.Quantity("", "d"),
        "china_share_first": results.Quantity("%", ".0f"),
        "china_share_last": results.Quantity("%", ".0f"),
        "first_year": results.Quantity("year"),
        "last_year": results.Quantity("year"),
    },
)
def memberships(shared_memberships):
    """Return the shared full memberships, and their share of Kazakhstan’s, in the first and last year of the table."""
    shared = shared_memberships.set_index(["partner_iso3", "year"])
    share_pct = 100 * shared.shared_memberships_count / shared.kazakhstan_memberships_count
    first, last = shared_memberships.year.min(), shared_memberships.year.max()
    return {
        "china_first": shared.shared_memberships_count["CHN", first],
        "china_last": shared.shared_memberships_count["CHN", last],
        "russia_first": shared.shared_memberships_count["RUS", first],
        "russia_last": shared.shared_memberships_count["RUS", last],
        "china_share_first": share_pct["CHN", first],
        "china_share_last": share_pct["CHN", last],
        "first_year": first,
        "last_year": last,
    }


# Results: what other sources date and place


@results.register(
    "history-ming",
    "Exchange of the Kazakhs with the Ming, by the years that are given",
    parts={
        "first": results.Quantity("year"),
        "before_jiajing": results.Quantity("years", "d"),
        "stop": results.Quantity("year"),
        "jiajing_to_stop": results.Quantity("years", "d"),
        "jiajing": results.Quantity("years", "d"),
    },
)
def ming_exchange(dated_accounts, events):
    """Return the year of the first notice, its years before the Jiajing era, and the era’s years to the last contact.

    Years of the era count the first and the last.
    """
    first = accounts(dated_accounts, "ming-exchange").start_year.min()
    era = accounts(dated_accounts, "jiajing-era").iloc[0]
    stop = events.set_index("event_id").end_year["ming-contacts-end"]
    return {
        "first": first,
        "before_jiajing": era.start_year - first,
        "stop": stop,
        "jiajing_to_stop": stop - era.start_year + 1,
        "jiajing": era.end_year - era.start_year + 1,
    }


@results.register(
    "history-places",
    "The sites of the battles on the Talas, and the side of Kazakhstan on which Taraz lies",
    parts={
        "sites_apart": results.Quantity("km", ".0f"),
        "taraz_east": results.Quantity("%", ".0f"),
        "taraz_south": results.Quantity("%", ".0f"),
        "taraz_reach": results.Quantity("%", ".0f"),
        "taraz_distance": results.Quantity("km", ",.0f"),
        "farthest": results.Quantity("", "s"),
    },
)
def battle_places(historical_places):
    """Return the distance between the two towns, Taraz’s way from the middle to each edge, and the armies’ reach.

    ``taraz_east`` and ``taraz_south`` are shares of the way from the middle of Kazakhstan to its edge; ``taraz_reach``
    is the distance of Taraz from the capital as a share of that of the ``farthest`` place in the table.
    """
    lies = side(historical_places, "Taraz")
    far = reach(historical_places)
    taraz = far.set_index("name").loc["Taraz"]
    return {
        "sites_apart": distances(historical_places, "zhizhi", "Taraz", "zhizhi").distance_km.max(),
        "taraz_east": 100 * lies["east"],
        "taraz_south": 100 * lies["south"],
        "taraz_reach": taraz.share_pct,
        "taraz_distance": taraz.distance_km,
        "farthest": far.name.iloc[0],
    }


@results.register(
    "history-heritage",
    "Components of the Silk Roads corridor by state",
    parts={name: results.Quantity("", "d") for name in ("total", "china", "kazakhstan", "kyrgyzstan", "states")},
)
def heritage(heritage_components):
    """Return the number of components in all, in each of the three states, and the number of states."""
    count = heritage_components.set_index("state_iso3").components_count
    return {
        "total": count.sum(),
        "china": count["CHN"],
        "kazakhstan": count["KAZ"],
        "kyrgyzstan": count["KGZ"],
        "states": len(count),
    }


@results.register(
    "history-confucius",
    "Confucius Institutes opened in Kazakhstan",
    parts={"opened": results.Quantity("", "d"), "last_year": results.Quantity("year")},
)
def confucius(confucius_institutes):
    """Return the institutes opened up to the last year of the table, and that year."""
    return {
        "opened": confucius_institutes.new_institutes_count.sum(),
        "last_year": confucius_institutes.year.max(),
    }


# Results: votes in the General Assembly


@results.register(
    "history-unga-roll-calls",
    "Roll calls in which China and Kazakhstan both voted",
    parts={
        "total": results.Quantity("roll calls", ",d"),
        "first_year": results.Quantity("year"),
        "last_year": results.Quantity("year"),
        "fewest": results.Quantity("roll calls", "d"),
        "most": results.Quantity("roll calls", "d"),
        "left_out": results.Quantity("", "d"),
    },
)
def roll_calls(unga_votes_with_kazakhstan):
    """Return the shared roll calls of the years that are used, and how many roll calls the years left out have."""
    votes = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.partner_iso3 == "CHN"]
    used = votes[votes.roll_calls_count >= FEWEST_ROLL_CALLS]
    return {
        "total": int(used.roll_calls_count.sum()),
        "first_year": used.year.min(),
        "last_year": used.year.max(),
        "fewest": used.roll_calls_count.min(),
        "most": used.roll_calls_count.max(),
        "left_out": int(votes.roll_calls_count.sum() - used.roll_calls_count.sum()),
    }


@results.register(
    "history-unga-agreement",
    "Share of roll calls in which China and Kazakhstan voted alike",
    parts={
        "overall": results.Quantity("%", ".0f"),
        "mean": results.Quantity("%", ".0f"),
        "first": results.Quantity("%", ".0f"),
        "last": results.Quantity("%", ".0f"),
        "highest": results.Quantity("%", ".0f"),
        "highest_year": results.Quantity("year"),
        "dip": results.Quantity("%", ".0f"),
        "dip_year": results.Quantity("year"),
    },
)
def agreement_with_china(unga_votes_with_kazakhstan):
    """Return the agreement of China and Kazakhstan: all roll calls together, mean, ends and extremes of the years.

    ``dip`` is the lowest year after the highest.
    """
    votes = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.partner_iso3 == "CHN"]
    votes = votes[votes.roll_calls_count >= FEWEST_ROLL_CALLS]
    yearly = agreement(votes).set_index("year").agreement_pct
    after = yearly.loc[yearly.idxmax() :]
    return {
        "overall": 100 * votes.same_count.sum() / votes.roll_calls_count.sum(),
        "mean": yearly.mean(),
        "first": yearly.iloc[0],
        "last": yearly.iloc[-1],
        "highest": yearly.max(),
        "highest_year": yearly.idxmax(),
        "dip": after.min(),
        "dip_year": after.idxmin(),
    }


@results.register(
    "history-unga-trend",
    "Trend of the agreement of China and Kazakhstan",
    parts={
        "slope": results.Quantity("percentage points a decade", ".1f"),
        "p": results.Quantity("", ".3f"),
        "years": results.Quantity("years", "d"),
    },
)
def agreement_trend(unga_votes_with_kazakhstan):
    """Return the Sen slope of the yearly agreement and the p-value of a Mann–Kendall test.

    The test is that of Hamed and Rao (1998), which allows for a year resembling the year before.
    """
    yearly = agreement(unga_votes_with_kazakhstan).query("partner_iso3 == 'CHN'").agreement_pct
    test = pymannkendall.hamed_rao_modification_test(yearly.to_numpy())
    return {"slope": 10 * test.slope, "p": test.p, "years": len(yearly)}


@results.register(
    "history-unga-periods",
    "Share of same votes with China and with Russia by period, and with the United States in the last",
    parts={
        "china_early": results.Quantity("%", ".0f"),
        "china_middle": results.Quantity("%", ".0f"),
        "china_late": results.Quantity("%", ".0f"),
        "russia_early": results.Quantity("%", ".0f"),
        "russia_middle": results.Quantity("%", ".0f"),
        "russia_late": results.Quantity("%", ".0f"),
        "usa_late": results.Quantity("%", ".0f"),
    },
)
def periods(unga_votes_with_kazakhstan):
    """Return the pooled shares of `agreement_by_period` for the three periods."""
    table = agreement_by_period(unga_votes_with_kazakhstan)
    names = ("early", "middle", "late")
    return {
        **{f"china_{name}": value for name, value in zip(names, table.chn_agreement_pct, strict=True)},
        **{f"russia_{name}": value for name, value in zip(names, table.rus_agreement_pct, strict=True)},
        "usa_late": table.usa_agreement_pct.iloc[-1],
    }


@results.register(
    "history-unga-china-russia",
    "Kazakhstan’s agreement with China against that with Russia",
    parts={
        "since": results.Quantity("year"),
        "years": results.Quantity("", "d"),
        "russia_last": results.Quantity("%", ".0f"),
        "usa_last": results.Quantity("%", ".0f"),
    },
)
def china_against_russia(unga_votes_with_kazakhstan):
    """Return the year since which agreement with China was higher than that with Russia in every year."""
    wide = agreement(unga_votes_with_kazakhstan).pivot_table("agreement_pct", "year", "partner_iso3")
    lower = wide.index[wide.CHN <= wide.RUS]
    since = lower.max() + 1
    last = wide.iloc[-1]
    return {
        "since": since,
        "years": wide.index.max() - since + 1,
        "russia_last": last.RUS,
        "usa_last": last.USA,
    }


@results.register(
    "history-unga-opposition",
    "Roll calls in which China and Kazakhstan differed",
    parts={
        "differing": results.Quantity("roll calls", "d"),
        "opposed": results.Quantity("", "d"),
        "opposed_share": results.Quantity("%", ".0f"),
        "opposed_of_all": results.Quantity("%", ".1f"),
        "china_no": results.Quantity("", "d"),
        "early_kazakhstan_abstains": results.Quantity("", "d"),
        "late_kazakhstan_abstains": results.Quantity("", "d"),
        "early_china_abstains": results.Quantity("", "d"),
        "late_china_abstains": results.Quantity("", "d"),
        "early_opposed": results.Quantity("", "d"),
        "late_opposed": results.Quantity("", "d"),
        "first_kazakhstan_abstains": results.Quantity("%", ".0f"),
        "last_kazakhstan_abstains": results.Quantity("%", ".0f"),
    },
)
def opposition(unga_departures, unga_votes_with_kazakhstan):
    """Return how the two differed: yes against no, or one abstaining, also in the first and the last period.

    ``early`` and ``late`` are roll calls of the first and the last of `PERIODS`; ``first`` and ``last`` are shares of
    the roll calls of the first and the last year.
    """
    votes = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.partner_iso3 == "CHN"]
    abstained = unga_departures[["vote_of_china", "vote_of_kazakhstan"]] == "abstain"
    opposed = unga_departures[~abstained.any(axis=1)]

    def count(rows, period):
        return int(rows[rows.year.between(*period)].roll_calls_count.sum())

    shares = departures(unga_departures, unga_votes_with_kazakhstan).kazakhstan_abstains_pct
    by_kazakhstan = unga_departures[abstained.vote_of_kazakhstan]
    by_china = unga_departures[abstained.vote_of_china]
    differing, against = unga_departures.roll_calls_count.sum(), opposed.roll_calls_count.sum()
    return {
        "differing": differing,
        "opposed": against,
        "opposed_share": 100 * against / differing,
        "opposed_of_all": 100 * against / votes.roll_calls_count.sum(),
        "china_no": int(opposed[opposed.vote_of_china == "no"].roll_calls_count.sum()),
        "early_kazakhstan_abstains": count(by_kazakhstan, PERIODS[0]),
        "late_kazakhstan_abstains": count(by_kazakhstan, PERIODS[-1]),
        "early_china_abstains": count(by_china, PERIODS[0]),
        "late_china_abstains": count(by_china, PERIODS[-1]),
        "early_opposed": count(opposed, PERIODS[0]),
        "late_opposed": count(opposed, PERIODS[-1]),
        "first_kazakhstan_abstains": shares.iloc[0],
        "last_kazakhstan_abstains": shares.iloc[-1],
    }


@results.register(
    "history-unga-issues",
    "Agreement of China and Kazakhstan by subject",
    parts={
        "rights_early": results.Quantity("%", ".0f"),
        "rights_late": results.Quantity("%", ".0f"),
        "nuclear_early": results.Quantity("%", ".0f"),
        "nuclear_late": results.Quantity("%", ".0f"),
        "nuclear_opposed_middle": results.Quantity("", "d"),
        "nuclear_opposed_late": results.Quantity("", "d"),
    },
)
def issues(unga_issues):
    """Return the shares of same votes on human rights and nuclear weapons, and opposed votes on the latter."""
    shares = agreement_by_issue(unga_issues)
    opposed = unga_issues.set_index(["issue", "start_year"]).opposed_count
    return {
        "rights_early": shares.loc["Human rights"].iloc[0],
        "rights_late": shares.loc["Human rights"].iloc[-1],
        "nuclear_early": shares.loc["Nuclear weapons"].iloc[0],
        "nuclear_late": shares.loc["Nuclear weapons"].iloc[-1],
        "nuclear_opposed_middle": opposed["Nuclear weapons", PERIODS[1][0]],
        "nuclear_opposed_late": opposed["Nuclear weapons", PERIODS[-1][0]],
    }


@results.register(
    "history-ideal-points",
    "Distance between the ideal points of China and Kazakhstan",
    parts={
        "gap_1992": results.Quantity("", ".2f"),
        "gap_2019": results.Quantity("", ".2f"),
        "gap_2024": results.Quantity("", ".2f"),
    },
)
def ideal_point_gap(unga_ideal_points):
    """Return the distance between the two estimates, without regard to sign."""
    wide = unga_ideal_points.pivot_table("ideal_point_score", "year", "country_iso3")
    gap = (wide.KAZ - wide.CHN).abs()
    return {f"gap_{year}": gap[year] for year in (1992, 2019, 2024)}


@results.register(
    "history-references",
    "Dates of the numbered references of the article on relations",
    parts={
        "total": results.Quantity("references", "d"),
        "undated": results.Quantity("", "d"),
        "newest_year": results.Quantity("year"),
        "too_early": results.Quantity("", "d"),
    },
)
def reference_years(reference_dates):
    """Return how many references are undated, the newest year, and how many were retrieved before they appeared."""
    dates = reference_dates[["published_text", "retrieved_text"]]
    days = dates.apply(pd.to_datetime, format="%Y-%m-%d", errors="coerce")
    return {
        "total": len(reference_dates),
        "undated": int(reference_dates.published_text.isna().sum()),
        "newest_year": int(reference_dates.published_text.dropna().str[:4].astype(int).max()),
        "too_early": int((days.retrieved_text < days.published_text).sum()),
    }


@results.register(
    "history-presidency",
    "Years that Kazakhstan’s second president had been in office when the newest reference of the article appeared",
    unit="years",
    form="d",
)
def presidency(office_holders, reference_dates):
    """Return the years between the start of his office and the newest reference."""
    start = office_holders.set_index("holder_id").start_text["tokayev"]
    return reference_years(reference_dates)["newest_year"] - int(start[:4])


@results.register(
    "history-visits",
    "Visits of presidents and premiers between China and Kazakhstan, a minimum",
    parts={
        "visits": results.Quantity("visits", "d"),
        "with_visit": results.Quantity("years", "d"),
        "first_year": results.Quantity("year"),
        "last_year": results.Quantity("year"),
        "years": results.Quantity("years", "d"),
        "longest_without": results.Quantity("years", "d"),
    },
)
def visits(leader_visits):
    """Return the number of visits, of years with at least one, and the longest run of years without one."""
    years = sorted(set(leader_visits.year))
    return {
        "visits": len(leader_visits),
        "with_visit": len(years),
        "first_year": years[0],
        "last_year": years[-1],
        "years": years[-1] - years[0] + 1,
        "longest_without": max(after - before - 1 for before, after in itertools.pairwise(years)),
    }


@results.register(
    "history-one-china",
    "Statements on Taiwan that were opened",
    parts={
        "kazakhstan": results.Quantity("", "d"),
        "kazakhstan_taiwan": results.Quantity("", "d"),
        "kyrgyzstan": results.Quantity("", "d"),
        "kyrgyzstan_sole": results.Quantity("", "d"),
        "first_year": results.Quantity("year"),
        "last_year": results.Quantity("year"),
    },
)
def one_china(one_china_statements):
    """Return the statements of each state, and those that say what matters most in its case."""
    by_state = dict(list(one_china_statements.groupby("speaker_iso3")))
    years = one_china_statements.date_text.str[:4].astype(int)
    return {
        "kazakhstan": len(by_state["KAZ"]),
        "kazakhstan_taiwan": int((by_state["KAZ"].taiwan_part_of_china == "said").sum()),
        "kyrgyzstan": len(by_state["KGZ"]),
        "kyrgyzstan_sole": int((by_state["KGZ"].prc_sole_government == "said").sum()),
        "first_year": years.min(),
        "last_year": years.max(),
    }


@results.register(
    "history-sco-founding",
    "Sources that date the Shanghai Cooperation Organisation to 2001 and to the Shanghai Five of 1996",
    parts={
        "of_2001": results.Quantity("", "d"),
        "of_1996": results.Quantity("", "d"),
    },
)
def sco_founding(diplomatic_reports):
    """Return the number of sources for either year."""
    reports = diplomatic_reports[diplomatic_reports.subject == "sco"]
    years = reports.date_text.str[:4].value_counts()
    return {"of_2001": int(years["2001"]), "of_1996": int(years["1996"])}


@results.register(
    "history-pneumonia",
    "Deaths for a hundred recorded cases in Kazakhstan in 2020, by the figures of those days",
    parts={
        "pneumonia_share": results.Quantity("%", ".1f"),
        "covid_share": results.Quantity("%", ".1f"),
        "ratio": results.Quantity("times", ".1f"),
    },
)
def pneumonia(diplomatic_reports):
    """Return recorded deaths over recorded cases of all pneumonia, January to June, and of COVID-19 to 10 July.

    The deaths are the embassy’s, the cases the ministry’s. Testing was incomplete, so neither is a fatality rate.
    """
    counts = diplomatic_reports.set_index("report_id").stated_count.astype(float)
    pneumonia_pct = 100 * counts["pneumonia-deaths"] / counts["pneumonia-cases"]
    covid_pct = 100 * counts["covid-deaths"] / counts["covid-cases"]
    return {"pneumonia_share": pneumonia_pct, "covid_share": covid_pct, "ratio": pneumonia_pct / covid_pct}


# Figures

_MARKS = {
    "documented": {"marker": "o", "facecolor": style.SUBJECT, "edgecolor": style.SUBJECT},
    "claimed": {"marker": "o", "facecolor": style.PAPER, "edgecolor": style.SUBJECT},
    "approximate": {"marker": "s", "facecolor": style.PAPER, "edgecolor": style.QUIET},
    "contested": {"marker": "D", "facecolor": style.COMPARISON, "edgecolor": style.COMPARISON},
}
"""Shape tells certainty too: filled and open circles, open squares, diamonds."""

_TICKS = (
    (-200, 1, 500, 1000, 1500),
    (1500, 1600, 1700, 1800, 1900),
    (1911, 1930, 1950, 1970, 1990),
    (1992, 2000, 2010, 2020),
)
_RUNG = 0.24
_LABELS_ABOVE = ("khanate-founded", "ili-1915")
"""Labels stand below their mark, where they collide least; these would collide there."""


def _year_label(year):
    return f"{-year} BC" if year < 0 else f"AD {year}" if year == 1 else str(year)


def _draw_key(axes):
    """Draw the four marks with their meaning above a panel, in place of a legend."""
    for at, (name, mark) in zip((0.45, 0.61, 0.73, 0.88), _MARKS.items(), strict=True):
        axes.scatter(at, 1.09, s=26, transform=axes.transAxes, clip_on=False, linewidth=1.1, **mark)
        style.label(axes, at, 1.09, name, xycoords="axes fraction", xytext=(6, 0), fontsize=8.5)


def _draw_event(axes, event, end_of_panel):
    """Draw one event of `timeline`: its span, its mark, its label."""
    y = -event.lane + event.rung * _RUNG
    roughly = event.certainty == "approximate"
    if not roughly or event.end - event.start < 2:
        axes.scatter(event.start, y, s=26, linewidth=1.1, zorder=3, **_MARKS[event.certainty])
    if isinstance(event.label, str):
        right, above = event.start > end_of_panel, event.event_id in _LABELS_ABOVE
        x, up = (7, 1) if event.rung and not above else (-3, 9 if above else -9)
        sides = {"xytext": (-x if right else x, up), "ha": "right" if right else "left"}
        style.label(axes, event.start, y, event.label, fontsize=8, **sides)


@figures.register(
    "fig-history-timeline",
    title=(
        "{result}`history-coverage.since_1992_share` of the dated events fall after 1991, in the last "
        "{result}`history-coverage.since_1992_of_time` of the time"
    ),
    subtitle="Dated events, 2nd century BC to 2024; each of the four panels has its own time scale",
    caption=(
        "Each mark is one of {number}`history-events.total` events, each panel a stretch of time drawn at its own "
        "scale, so distances can be compared within a panel only. Filled circles are documented by a source other than "
        "the two articles that this book examines, open circles rest on these alone; squares and grey bars are known "
        "only roughly, diamonds are told differently by different sources. The selection follows what the articles and "
        "the sources opened happen to date: thin centuries may be thinly written about."
    ),
    alt=(
        "Timeline in four panels with scales of their own, from the 2nd century BC to 2024, in four lanes: diplomacy, "
        "rule and conflict, border, exchange. Before 1500 a few marks stand far apart, with "
        "{result}`history-longest-gap.years` between {number}`history-longest-gap.start` and "
        "{number}`history-longest-gap.end`; from 1755 they follow closely, between 1911 and 1991 there are few, and "
        "{number}`history-coverage.since_1992` of {number}`history-events.total` fall in the panel from 1992."
    ),
    data=timeline,
    size=(7.2, 9.2),
    panels=(4, 1),
)
def draw_timeline(data, axes):
    for panel, (years, ticks, one) in enumerate(zip(PANELS, _TICKS, axes, strict=True)):
        span = years[1] - years[0]
        length = position(years[1]) - position(years[0])
        one.set_title(f"{_year_label(years[0])} to {years[1] - 1}: {length:,} years", pad=5)
        for lane, name in enumerate(LANES):
            one.axhline(-lane, color=style.GRID, linewidth=0.8, zorder=0)
            name = name.replace(" and ", "\nand ")
            beside = {"xycoords": ("axes fraction", "data"), "xytext": (-6, 0), "ha": "right", "fontsize": 8.5}
            style.label(one, 0, -lane, name, **beside)
        for event in data[data.end - data.start >= 2].itertuples():
            roughly = event.certainty == "approximate"
            one.plot(
                [event.start, event.end], [-event.lane + event.rung * _RUNG] * 2, solid_capstyle="butt", zorder=1,
                color=style.FAINT if roughly else style.QUIET, linewidth=5 if roughly else 1.2,
            )  # fmt: skip
        for event in data[data.panel == panel].itertuples():
            _draw_event(one, event, years[0] + 0.85 * span)
        one.set_xlim(position(years[0]) - span * 0.012, position(years[1]))
        one.set_ylim(-len(LANES) + 0.4, 0.75)
        one.set_yticks([])
        one.set_xticks([position(tick) for tick in ticks], [_year_label(tick) for tick in ticks])
        one.grid(visible=False)
        one.spines["left"].set_visible(False)
    _draw_key(axes[0])
    return axes


@figures.register(
    "fig-history-coverage",
    title="{number}`history-coverage.empty` of {result}`history-coverage.centuries` have no event in the record",
    subtitle="Events of the record by the century in which they begin, 2nd century BC to 2024 (count)",
    caption=(
        "Bars count events by the century in which they begin; the dark part is documented by a source other than the "
        "two articles examined. A zero is a century without any event in the record, not proof that there was no "
        "contact. The 21st century has run for a quarter only."
    ),
    alt=(
        "Bar chart of events by century. {number}`history-coverage.empty` centuries before the 15th show zero, the "
        "others few; the 18th and 19th stand higher, and the 20th and 21st tower over all. "
        "{number}`history-coverage.since_1992` events, {result}`history-coverage.since_1992_share`, date from 1992 or "
        "later."
    ),
    data=coverage,
)
def draw_coverage(data, axes):
    places = range(len(data))
    axes.bar(places, data.documented_count, color=style.SUBJECT, width=0.8)
    axes.bar(places, data.other_count, bottom=data.documented_count, color=style.FAINT, width=0.8)
    for place, count in zip(places, data.events_count, strict=True):
        colour = style.INK if count else style.QUIET
        style.label(axes, place, count, f"{count}", colour, xytext=(0, 6), ha="center", fontsize=8.5)
    last = data.iloc[-1]
    inside = {"xytext": (-14, 0), "ha": "right", "fontsize": 9}
    style.label(axes, len(data) - 1, last.documented_count + last.other_count / 2, "other", style.QUIET, **inside)
    style.label(axes, len(data) - 2, data.documented_count.iloc[-2] * 0.8, "documented", style.SUBJECT, **inside)
    names = ["2nd\nBC", "1st\nBC", *(f"{number}" for number in data.century if number > 0)]
    axes.set_xticks(list(places), names)
    axes.tick_params(axis="x", labelsize=8.5)
    axes.set_xlabel("Century")
    axes.set_ylim(0, data.events_count.max() * 1.12)
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])
    return axes


@figures.register(
    "fig-history-unga-agreement",
    title=(
        "In every year from {number}`history-unga-china-russia.since` to {number}`history-unga-roll-calls.last_year` "
        "Kazakhstan voted with China more often than with Russia"
    ),
    subtitle="Same vote as Kazakhstan in the UN General Assembly, % of shared roll calls, 1992–2019",
    caption=(
        "Share of roll calls in which Kazakhstan and each of the three states cast the same vote (yes, no or abstain), "
        "of those in which both voted. Only recorded votes count: what passes without a vote is not seen. 2020 is left "
        "out, because the source holds {number}`history-unga-roll-calls.left_out` vote of it and ends there."
    ),
    alt=(
        "Line chart, 1992 to 2019. Agreement of Kazakhstan with China rises from "
        "{result}`history-unga-agreement.first` to {result}`history-unga-agreement.highest` in "
        "{number}`history-unga-agreement.highest_year`, dips to {result}`history-unga-agreement.dip` in "
        "{number}`history-unga-agreement.dip_year` and ends at {result}`history-unga-agreement.last`. That with Russia "
        "rises alongside and then falls to {result}`history-unga-china-russia.russia_last`; that with the United "
        "States stays far below, at {result}`history-unga-china-russia.usa_last` in the end."
    ),
    data=agreement,
)
def draw_unga_agreement(data, axes):
    for iso3, name in PARTNERS.items():
        line = data[data.partner_iso3 == iso3]
        subject = iso3 == "CHN"
        axes.plot(
            line.year, line.agreement_pct, color=style.COLOURS[iso3], linestyle=style.DASHES[iso3],
            linewidth=2.4 if subject else 1.6, zorder=3 if subject else 2,
        )  # fmt: skip
        last = line.iloc[-1]
        style.label(axes, last.year, last.agreement_pct, f"{name} {last.agreement_pct:.0f}%", style.COLOURS[iso3])
    axes.set_xlim(1991.5, 2024.5)
    axes.set_xticks(range(1995, 2020, 5))
    axes.set_ylim(0, 100)
    axes.set_yticks(range(0, 101, 20))
    axes.spines["bottom"].set_bounds(1991.5, 2019.5)
    return axes


@figures.register(
    "fig-history-unga-departures",
    title="Kazakhstan stopped abstaining where China took a side; open opposition stayed rare",
    subtitle="How China and Kazakhstan differed, % of shared roll calls in the UN General Assembly, 1992–2019",
    caption=(
        "The three panels add up, year by year, to the part of the roll calls in which the two did not vote alike. "
        "Left: Kazakhstan abstained and China voted yes or no; middle: the reverse; right: one voted yes and the other "
        "no. Of {result}`history-unga-opposition.differing` that differ, {number}`history-unga-opposition.opposed` are "
        "of this last kind. Recorded votes only; 2020 is left out."
    ),
    alt=(
        "Three bar charts side by side, 1992 to 2019. Kazakh abstentions against a Chinese yes or no fall from "
        "{result}`history-unga-opposition.first_kazakhstan_abstains` of the roll calls to "
        "{result}`history-unga-opposition.last_kazakhstan_abstains`; Chinese abstentions go up and down without "
        "direction; yes against no makes {result}`history-unga-opposition.opposed_of_all` of all roll calls, with one "
        "peak in {number}`history-unga-agreement.dip_year`."
    ),
    data=departures,
    size=(7.2, 3.2),
    panels=(1, 3),
    sharey=True,
)
def draw_unga_departures(data, axes):
    colours = (style.COLOURS["KAZ"], style.COLOURS["CHN"], style.QUIET)
    for one, (way, title), colour in zip(axes, _DEPARTURES.items(), colours, strict=True):
        one.bar(data.year, data[f"{way}_pct"], color=colour, width=0.75)
        one.set_title(title.replace(", ", ",\n"), fontsize=9)
        one.set_xticks((1995, 2005, 2015))
        one.set_ylim(0, 30)
    return axes
