"""History: how continuous the relationship is, and what it rests on."""

import itertools
import textwrap

import numpy as np
import pandas as pd
import pymannkendall
import scipy.stats

from analysis import changes, chronology, figures, maps, places, results, style, trends, values, voting

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
    by_century = chronology.coverage(events)
    first, last = events.start_year.min(), events.end_year.max()
    span = chronology.position(last) - chronology.position(first) + 1
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
    first, second = chronology.gaps(events).head(2).itertuples()
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
        "kazakhstan_first": results.Quantity("", "d"),
        "kazakhstan_last": results.Quantity("", "d"),
        "years_behind": results.Quantity("years", "d"),
        "years": results.Quantity("years", "d"),
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
        "kazakhstan_first": shared.kazakhstan_memberships_count["CHN", first],
        "kazakhstan_last": shared.kazakhstan_memberships_count["CHN", last],
        "years_behind": int((shared.shared_memberships_count["CHN"] < shared.shared_memberships_count["RUS"]).sum()),
        "years": last - first + 1,
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
    first = chronology.accounts(dated_accounts, "ming-exchange").start_year.min()
    era = chronology.accounts(dated_accounts, "jiajing-era").iloc[0]
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
    lies = places.side(historical_places, "Taraz")
    far = places.reach(historical_places)
    taraz = far.set_index("name").loc["Taraz"]
    return {
        "sites_apart": places.distances(historical_places, "zhizhi", "Taraz", "zhizhi").distance_km.max(),
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
    used = votes[votes.roll_calls_count >= voting.FEWEST_ROLL_CALLS]
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
    votes = votes[votes.roll_calls_count >= voting.FEWEST_ROLL_CALLS]
    yearly = voting.agreement(votes).set_index("year").agreement_pct
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
        "slope": results.Quantity("percentage points a decade", ".0f"),
        "slope_low": results.Quantity("percentage points a decade", ".0f"),
        "slope_high": results.Quantity("percentage points a decade", ".0f"),
        "p": results.Quantity("", ".3f"),
        "years": results.Quantity("years", "d"),
    },
)
def agreement_trend(unga_votes_with_kazakhstan):
    """Return the Sen slope of the yearly agreement, its interval and the p-value of a Mann–Kendall test.

    The test is that of Hamed and Rao (1998), which allows for a year resembling the year before.
    """
    yearly = voting.agreement(unga_votes_with_kazakhstan).query("partner_iso3 == 'CHN'")
    test = pymannkendall.hamed_rao_modification_test(yearly.agreement_pct.to_numpy())
    slope = trends.sen_slope(yearly.year, yearly.agreement_pct)
    return {
        "slope": 10 * slope.value,
        "slope_low": 10 * slope.low,
        "slope_high": 10 * slope.high,
        "p": test.p,
        "years": len(yearly),
    }


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
        **{
            f"{name}_{part}": results.Quantity("percentage points", ".1f")
            for name in ("china", "russia")
            for part in ("loss", "loss_low", "loss_high")
        },
    },
)
def periods(unga_votes_with_kazakhstan):
    """Return the pooled shares of `voting.agreement_by_period`, and by how much the last is below the middle one."""
    table = voting.agreement_by_period(unga_votes_with_kazakhstan)
    names = ("early", "middle", "late")
    losses = {}
    for name, iso3 in (("china", "CHN"), ("russia", "RUS")):
        rows = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.partner_iso3 == iso3]
        middle, late = (
            rows.loc[rows.year.between(*period), ["same_count", "roll_calls_count"]].sum()
            for period in voting.PERIODS[1:]
        )
        loss, low, high = voting.share_difference(*late, *middle)
        losses |= {f"{name}_loss": loss, f"{name}_loss_low": low, f"{name}_loss_high": high}
    return {
        **losses,
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
    wide = voting.agreement(unga_votes_with_kazakhstan).pivot_table("agreement_pct", "year", "partner_iso3")
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

    ``early`` and ``late`` are roll calls of the first and the last of `voting.PERIODS`; ``first`` and ``last`` are
    shares of the roll calls of the first and the last year.
    """
    votes = unga_votes_with_kazakhstan[unga_votes_with_kazakhstan.partner_iso3 == "CHN"]
    abstained = unga_departures[["vote_of_china", "vote_of_kazakhstan"]] == "abstain"
    opposed = unga_departures[~abstained.any(axis=1)]

    def count(rows, period):
        return int(rows[rows.year.between(*period)].roll_calls_count.sum())

    shares = voting.departures(unga_departures, unga_votes_with_kazakhstan).kazakhstan_abstains_pct
    by_kazakhstan = unga_departures[abstained.vote_of_kazakhstan]
    by_china = unga_departures[abstained.vote_of_china]
    differing, against = unga_departures.roll_calls_count.sum(), opposed.roll_calls_count.sum()
    return {
        "differing": differing,
        "opposed": against,
        "opposed_share": 100 * against / differing,
        "opposed_of_all": 100 * against / votes.roll_calls_count.sum(),
        "china_no": int(opposed[opposed.vote_of_china == "no"].roll_calls_count.sum()),
        "early_kazakhstan_abstains": count(by_kazakhstan, voting.PERIODS[0]),
        "late_kazakhstan_abstains": count(by_kazakhstan, voting.PERIODS[-1]),
        "early_china_abstains": count(by_china, voting.PERIODS[0]),
        "late_china_abstains": count(by_china, voting.PERIODS[-1]),
        "early_opposed": count(opposed, voting.PERIODS[0]),
        "late_opposed": count(opposed, voting.PERIODS[-1]),
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
        "nuclear_middle": results.Quantity("%", ".0f"),
        "nuclear_late": results.Quantity("%", ".0f"),
        **{
            f"{name}_{part}": results.Quantity("percentage points", ".0f")
            for name in ("rights_gain", "nuclear_loss")
            for part in ("all", "low", "high")
        },
        "nuclear_opposed_middle": results.Quantity("", "d"),
        "nuclear_opposed_late": results.Quantity("", "d"),
    },
)
def issues(unga_issues):
    """Return the shares of same votes on human rights and nuclear weapons, and opposed votes on the latter.

    ``rights_gain`` is that from the first to the last period, ``nuclear_loss`` that from the middle one to the last.
    """
    shares = voting.agreement_by_issue(unga_issues)
    by_period = unga_issues.set_index(["issue", "start_year"])
    opposed = by_period.opposed_count
    first, middle, last = (
        by_period.xs(start, level="start_year")[["same_count", "roll_calls_count"]] for start, _ in voting.PERIODS
    )
    changed = {
        "rights_gain": voting.share_difference(*first.loc["Human rights"], *last.loc["Human rights"]),
        "nuclear_loss": voting.share_difference(*last.loc["Nuclear weapons"], *middle.loc["Nuclear weapons"]),
    }
    return {
        f"{name}_{part}": value
        for name, values in changed.items()
        for part, value in zip(("all", "low", "high"), values, strict=True)
    } | {
        "rights_early": shares.loc["Human rights"].iloc[0],
        "rights_late": shares.loc["Human rights"].iloc[-1],
        "nuclear_early": shares.loc["Nuclear weapons"].iloc[0],
        "nuclear_middle": shares.loc["Nuclear weapons"].iloc[1],
        "nuclear_late": shares.loc["Nuclear weapons"].iloc[-1],
        "nuclear_opposed_middle": opposed["Nuclear weapons", voting.PERIODS[1][0]],
        "nuclear_opposed_late": opposed["Nuclear weapons", voting.PERIODS[-1][0]],
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
    "history-visit-counts",
    "What visitors and reporters count against the visits and documents on record",
    parts={
        "nazarbayev": results.Quantity("visits", "d"),
        "nazarbayev_seen": results.Quantity("", "d"),
        "nazarbayev_year": results.Quantity("year"),
        "hu": results.Quantity("", "d"),
        "hu_seen": results.Quantity("", "d"),
        "xi": results.Quantity("", "d"),
        "xi_seen": results.Quantity("", "d"),
        "documents": results.Quantity("", "d"),
        "documents_seen": results.Quantity("", "d"),
        "documents_year": results.Quantity("year"),
    },
)
def visit_counts(diplomatic_reports, leader_visits, events):
    """Return each count and how many of the visits, or of the bilateral instruments, the record has to that year."""
    reports = diplomatic_reports.set_index("report_id")
    years = reports.date_text.str[:4].astype(int)
    found = {}
    for name, traveller in (("nazarbayev", "Nursultan Nazarbayev"), ("hu", "Hu Jintao"), ("xi", "Xi Jinping")):
        key = f"visits-{name}"
        seen = (leader_visits.traveller == traveller) & (leader_visits.year <= years[key])
        found |= {name: int(reports.stated_count[key]), f"{name}_seen": int(seen.sum())}
    until = years["documents-2002"]
    signed = events[(events.start_year >= 1992) & (events.start_year <= until) & (events.scope == "bilateral")]
    return found | {
        "nazarbayev_year": int(years["visits-nazarbayev"]),
        "documents": int(reports.stated_count["documents-2002"]),
        "documents_seen": int(signed.form.isin(["agreement", "declaration"]).sum()),
        "documents_year": int(until),
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


# Results: order, voting in detail, ties


@results.register(
    "history-chronology",
    "Tests of the order of dates in the articles and in the record",
    parts={
        "tests": results.Quantity("", "d"),
        "holds": results.Quantity("", "d"),
        "fails": results.Quantity("", "d"),
        "open": results.Quantity("", "d"),
        "statements_failed": results.Quantity("", "d"),
        "embassy_least": results.Quantity("years", "d"),
        "embassy_most": results.Quantity("years", "d"),
        "farthest": results.Quantity("years", "d"),
        "since_1860": results.Quantity("", "d"),
        "since_1860_held": results.Quantity("", "d"),
    },
)
def order_of_dates(chronology_tests, claims, events, dated_accounts, diplomatic_reports, reference_dates):
    """Return how many tests of `chronology.order` hold, fail or stay open, and by how much some of them fail.

    ``since_1860`` are the tests between two rows of the table of events: treaties, recognition, agreements.
    """
    tests = chronology.order(chronology_tests, claims, events, dated_accounts, diplomatic_reports, reference_dates)
    counts = tests.result.value_counts()
    failed = tests[tests.result == "fails"]
    embassy = tests[tests.test_id.str.startswith("embassy-founding")]
    acts = tests[(chronology_tests.earlier.str[:5] + chronology_tests.later.str[:5] == "eventevent").to_numpy()]
    return {
        "tests": len(tests),
        **{name: int(counts[name]) for name in ("holds", "fails", "open")},
        "statements_failed": failed.statement.nunique(),
        "embassy_least": -embassy.most_years.max(),
        "embassy_most": -embassy.least_years.min(),
        "farthest": -failed.most_years.min(),
        "since_1860": len(acts),
        "since_1860_held": int((acts.result == "holds").sum()),
    }


@results.register(
    "history-unga-lead",
    "By how much Kazakhstan voted more with China than with Russia on the same roll calls",
    parts={
        "early": results.Quantity("percentage points", ".0f"),
        "early_low": results.Quantity("percentage points", ".0f"),
        "early_high": results.Quantity("percentage points", ".0f"),
        "late": results.Quantity("percentage points", ".0f"),
        "late_low": results.Quantity("percentage points", ".0f"),
        "late_high": results.Quantity("percentage points", ".0f"),
        "late_roll_calls": results.Quantity("roll calls", ",d"),
        "clear_years": results.Quantity("", "d"),
        "clear_since": results.Quantity("year"),
        "late_years": results.Quantity("", "d"),
        "clear_before": results.Quantity("", "d"),
        "russia_clear": results.Quantity("", "d"),
    },
)
def lead_over_russia(unga_votes_with_kazakhstan, unga_departures_russia):
    """Return the lead in the first and the last of `voting.PERIODS`, and the years whose interval leaves out zero."""
    yearly = voting.lead(unga_votes_with_kazakhstan, unga_departures_russia)
    found = {}
    for name, period in (("early", voting.PERIODS[0]), ("late", voting.PERIODS[-1])):
        rows = yearly[yearly.year.between(*period)]
        more, less, total = rows[["china_only_count", "russia_only_count", "roll_calls_count"]].sum()
        low, high = voting.lead_interval(more, less, total)
        found |= {name: 100 * (more - less) / total, f"{name}_low": low, f"{name}_high": high}
    late = yearly.year >= voting.PERIODS[-1][0]
    ahead = yearly.lower_pct > 0
    return found | {
        "late_roll_calls": int(yearly[late].roll_calls_count.sum()),
        "clear_years": int((ahead & late).sum()),
        "clear_since": yearly[ahead].year.min(),
        "late_years": int(late.sum()),
        "clear_before": int((ahead & ~late).sum()),
        "russia_clear": int((yearly.upper_pct < 0).sum()),
    }


@results.register(
    "history-unga-interval",
    "Agreement of China and Kazakhstan in single years, with the interval from resampling the roll calls",
    parts={
        "first_low": results.Quantity("%", ".0f"),
        "first_high": results.Quantity("%", ".0f"),
        "last_low": results.Quantity("%", ".0f"),
        "last_high": results.Quantity("%", ".0f"),
        "half_width": results.Quantity("percentage points", ".0f"),
    },
)
def agreement_interval(unga_votes_with_kazakhstan):
    """Return the intervals of the first and the last year and the median half width of all."""
    yearly = voting.agreement(unga_votes_with_kazakhstan).query("partner_iso3 == 'CHN'")
    first, last = yearly.iloc[0], yearly.iloc[-1]
    return {
        "first_low": first.lower_pct,
        "first_high": first.upper_pct,
        "last_low": last.lower_pct,
        "last_high": last.upper_pct,
        "half_width": ((yearly.upper_pct - yearly.lower_pct) / 2).median(),
    }


@results.register(
    "history-unga-measures",
    "What the choice of measure does to the agreement with China and with Russia",
    parts={
        "china_share_early": results.Quantity("%", ".0f"),
        "china_chance_early": results.Quantity("%", ".0f"),
        "china_kappa_early": results.Quantity("", ".2f"),
        "china_kappa_early_low": results.Quantity("", ".2f"),
        "china_kappa_early_high": results.Quantity("", ".2f"),
        "china_kappa_late": results.Quantity("", ".2f"),
        "china_kappa_late_low": results.Quantity("", ".2f"),
        "china_kappa_late_high": results.Quantity("", ".2f"),
        "russia_kappa_early": results.Quantity("", ".2f"),
        "russia_kappa_early_low": results.Quantity("", ".2f"),
        "russia_kappa_early_high": results.Quantity("", ".2f"),
        "russia_kappa_late": results.Quantity("", ".2f"),
        "russia_kappa_late_low": results.Quantity("", ".2f"),
        "russia_kappa_late_high": results.Quantity("", ".2f"),
        "contested_apart": results.Quantity("percentage points", ".1f"),
        "share_since": results.Quantity("year"),
        "half_since": results.Quantity("year"),
        "kappa_since": results.Quantity("year"),
        "below_chance": results.Quantity("", "d"),
        "early_sessions": results.Quantity("", "d"),
    },
)
def choice_of_measure(unga_sessions_with_kazakhstan, unga_votes_cast):
    """Return means over the first and last of `voting.PERIODS`, and since when each measure puts China first.

    ``contested_apart`` is the largest effect of leaving out votes on which all states were alike; ``below_chance`` are
    the sessions of the first period with less agreement than chance would give.
    """
    table = voting.measures(unga_sessions_with_kazakhstan, unga_votes_cast)
    wide = table.pivot_table(index="year", columns="partner_iso3")
    early, late = wide.loc[slice(*voting.PERIODS[0])], wide.loc[slice(*voting.PERIODS[-1])]

    total = unga_sessions_with_kazakhstan.pivot_table("roll_calls_count", "year", "partner_iso3")
    ends = {}
    for name, iso3 in (("china", "CHN"), ("russia", "RUS")):
        for when, rows in (("early", early), ("late", late)):
            share, chance = rows.share_pct[iso3] / 100, rows.chance_pct[iso3] / 100
            low, high = voting.kappa_interval(rows.kappa_score[iso3], share, chance, total.loc[rows.index, iso3])
            ends |= {f"{name}_kappa_{when}_low": low, f"{name}_kappa_{when}_high": high}

    def since(measure):
        behind = wide.index[wide[measure].CHN <= wide[measure].RUS]
        return behind.max() + 1

    return ends | {
        "china_share_early": early.share_pct.CHN.mean(),
        "china_chance_early": early.chance_pct.CHN.mean(),
        "china_kappa_early": early.kappa_score.CHN.mean(),
        "china_kappa_late": late.kappa_score.CHN.mean(),
        "russia_kappa_early": early.kappa_score.RUS.mean(),
        "russia_kappa_late": late.kappa_score.RUS.mean(),
        "contested_apart": (wide.share_pct.CHN - wide.contested_pct.CHN).abs().max(),
        "share_since": since("share_pct"),
        "half_since": since("half_pct"),
        "kappa_since": since("kappa_score"),
        "below_chance": int((early.kappa_score.CHN < 0).sum()),
        "early_sessions": len(early),
    }


@results.register(
    "history-unga-world",
    "Kazakhstan’s place among all states in their agreement with China",
    parts={
        f"{part}_{year}": quantity
        for year in (1996, 2018)
        for part, quantity in {
            "states": results.Quantity("states", "d"),
            "score": results.Quantity("", ".2f"),
            "median": results.Quantity("", ".2f"),
            "above": results.Quantity("", "d"),
            "below": results.Quantity("", "d"),
            "russia": results.Quantity("", ".2f"),
            "neighbours_lowest": results.Quantity("", ".3f"),
            "exact": results.Quantity("", ".3f"),
        }.items()
    },
)
def place_in_the_world(unga_world_agreement):
    """Return the number of states, Kazakhstan’s score, the median, and the states above and below it."""
    found = {}
    for row in unga_world_agreement.itertuples():
        found |= {
            f"states_{row.year}": row.states_count,
            f"score_{row.year}": row.kazakhstan_score,
            f"median_{row.year}": row.median_score,
            f"above_{row.year}": row.higher_count,
            f"below_{row.year}": row.lower_count,
            f"russia_{row.year}": row.russia_score,
            f"neighbours_lowest_{row.year}": row.neighbours_lowest_score,
            f"exact_{row.year}": row.kazakhstan_score,
        }
    return found


@results.register(
    "history-unga-change",
    "Most likely change points of the voting series",
    parts={
        f"{series}_{part}": quantity
        for series in ("agreement", "lead", "russia")
        for part, quantity in {
            "year": results.Quantity("year"),
            "p": results.Quantity("", ".1g"),
            "before": results.Quantity("%", ".0f"),
            "after": results.Quantity("%", ".0f"),
        }.items()
    },
    tolerance=0.05,
)
def change_points(unga_votes_with_kazakhstan, unga_departures_russia):
    """Return Pettitt’s change points of the agreement with China, of the lead over Russia and of that with Russia.

    The p-values are those against series without a change in which a year resembles the year before as much as in the
    data (`changes.pettitt`); ``before`` and ``after`` are means.
    """
    yearly = voting.agreement(unga_votes_with_kazakhstan)
    ahead = voting.lead(unga_votes_with_kazakhstan, unga_departures_russia)
    series = {
        "agreement": yearly[yearly.partner_iso3 == "CHN"][["year", "agreement_pct"]],
        "lead": ahead[["year", "lead_pct"]],
        "russia": yearly[yearly.partner_iso3 == "RUS"][["year", "agreement_pct"]],
    }
    found = {}
    for name, rows in series.items():
        step = changes.pettitt(rows.iloc[:, 0], rows.iloc[:, 1], changes.SEED)
        parts = {"year": step.last_year + 1, "p": step.serial_p, "before": step.before, "after": step.after}
        found |= {f"{name}_{part}": value for part, value in parts.items()}
    return found


@results.register(
    "history-unga-resampled",
    "Agreement of China and Kazakhstan when whole resolutions are drawn again",
    parts={
        "draws": results.Quantity("draws", ",d"),
        "in_parts": results.Quantity("", "d"),
        "widening_median": results.Quantity("", ".2f"),
        "widening_most": results.Quantity("", ".1f"),
        "widening_year": results.Quantity("year"),
        "dip_low": results.Quantity("%", ".0f"),
        "dip_high": results.Quantity("%", ".0f"),
        "slope_low": results.Quantity("percentage points a decade", ".0f"),
        "slope_high": results.Quantity("percentage points a decade", ".0f"),
        "change_low": results.Quantity("year"),
        "change_high": results.Quantity("year"),
    },
    tolerance=0.05,
)
def resampled(unga_votes_with_kazakhstan, unga_parts):
    """Return the intervals of slope and change year under `voting.resampled_agreement`, and by how much years widen.

    ``dip`` is the interval of its year, stretched by `voting.widening`; ``in_parts`` are the differing votes on
    resolutions with more than one.
    """
    drawn = voting.resampled_agreement(unga_votes_with_kazakhstan, unga_parts, seed=changes.SEED)
    wider = voting.widening(unga_votes_with_kazakhstan, unga_parts)
    tails = 50 * (1 - trends.LEVEL), 50 * (1 + trends.LEVEL)
    dip = agreement_with_china(unga_votes_with_kazakhstan)["dip_year"]
    year = voting.agreement(unga_votes_with_kazakhstan).query("partner_iso3 == 'CHN'").set_index("year").loc[dip]
    slope_low, slope_high = np.percentile(10 * voting.sen_slopes(drawn), tails)
    first, last = np.percentile(voting.change_years(drawn), tails, method="nearest")
    several = unga_parts[unga_parts.votes_count > 1]
    return {
        "draws": len(drawn),
        "in_parts": int((several.votes_count * several.resolutions_count).sum()),
        "widening_median": wider.median(),
        "widening_most": wider.max(),
        "widening_year": wider.idxmax(),
        "dip_low": year.agreement_pct - wider[dip] * (year.agreement_pct - year.lower_pct),
        "dip_high": year.agreement_pct + wider[dip] * (year.upper_pct - year.agreement_pct),
        "slope_low": slope_low,
        "slope_high": slope_high,
        "change_low": int(first),
        "change_high": int(last),
    }


_CONFIDENT = 0.9
"""The probability from which the chapter says that Kazakhstan stood nearer to one of two states."""


@results.register(
    "history-nearer",
    "Whether Kazakhstan’s ideal point was nearer to China’s or to Russia’s",
    parts={
        "china_years": results.Quantity("years", "d"),
        "china_first": results.Quantity("year"),
        "china_last": results.Quantity("year"),
        "russia_years": results.Quantity("years", "d"),
        "russia_before_2011": results.Quantity("years", "d"),
        "before_2011": results.Quantity("years", "d"),
        "undecided_years": results.Quantity("years", "d"),
        "last": results.Quantity("%", ".0f"),
        "year_2021": results.Quantity("%", ".0f"),
        "since_2022": results.Quantity("", "d"),
        "since_2022_highest": results.Quantity("%", ".0f"),
        "confident": results.Quantity("%", ".0f"),
    },
)
def nearer(unga_ideal_points):
    """Return the years in which it was nearer to China, or to Russia, with at least `_CONFIDENT` probability."""
    chance = voting.nearer_to_china(unga_ideal_points)
    china, russia = chance >= _CONFIDENT, chance <= 1 - _CONFIDENT
    return {
        "china_years": int(china.sum()),
        "china_first": chance.index[china].min(),
        "china_last": chance.index[china].max(),
        "russia_years": int(russia.sum()),
        "russia_before_2011": int(russia.loc[:2010].sum()),
        "before_2011": len(russia.loc[:2010]),
        "undecided_years": int((~china & ~russia).sum()),
        "last": 100 * chance.iloc[-1],
        "year_2021": 100 * chance[2021],
        "since_2022": len(chance.loc[2022:]),
        "since_2022_highest": 100 * chance.loc[2022:].max(),
        "confident": 100 * _CONFIDENT,
    }


@results.register(
    "history-ideal-moves",
    "How far the ideal points of three states moved",
    parts={
        **{
            f"{name}_{span}": results.Quantity("", "+.2f")
            for name in ("china", "kazakhstan", "russia")
            for span in ("to_2019", "2021_to_2022")
        },
        "usa_nearest": results.Quantity("", ".1f"),
        "other_farthest": results.Quantity("", ".1f"),
        "russia_2024": results.Quantity("", ".2f"),
        "russia_2024_low": results.Quantity("", ".2f"),
        "russia_2024_high": results.Quantity("", ".2f"),
        "china_2024_low": results.Quantity("", ".2f"),
        "china_2024_high": results.Quantity("", ".2f"),
    },
)
def ideal_moves(unga_ideal_points):
    """Return the moves from 1992 to 2019 and from 2021 to 2022, and the extremes of Kazakhstan’s distances."""
    points = unga_ideal_points.pivot_table("ideal_point_score", "year", "country_iso3")
    apart = voting.ideal_point_distances(unga_ideal_points)
    last = apart[apart.year == apart.year.max()].set_index("partner_iso3")
    usa = apart.partner_iso3 == "USA"
    found = {}
    for name, iso3 in (("china", "CHN"), ("kazakhstan", "KAZ"), ("russia", "RUS")):
        found[f"{name}_to_2019"] = points[iso3][2019] - points[iso3][1992]
        found[f"{name}_2021_to_2022"] = points[iso3][2022] - points[iso3][2021]
    return found | {
        "usa_nearest": apart[usa].distance_score.min(),
        "other_farthest": apart[~usa].distance_score.max(),
        "russia_2024": last.distance_score["RUS"],
        "russia_2024_low": last.lower_score["RUS"],
        "russia_2024_high": last.upper_score["RUS"],
        "china_2024_low": last.lower_score["CHN"],
        "china_2024_high": last.upper_score["CHN"],
    }


@results.register(
    "history-unga-opposed",
    "Roll calls in which China and Kazakhstan voted yes against no, by subject",
    parts={
        "total": results.Quantity("", "d"),
        "resolutions": results.Quantity("", "d"),
        "rights": results.Quantity("", "d"),
        "rights_before_2013": results.Quantity("", "d"),
        "before_2013": results.Quantity("", "d"),
        "arms": results.Quantity("", "d"),
        "arms_since_2013": results.Quantity("", "d"),
        "arms_china_no": results.Quantity("", "d"),
        "since_2013": results.Quantity("", "d"),
        "since_2013_resolutions": results.Quantity("", "d"),
        "with_russia": results.Quantity("", "d"),
        "dip_opposed": results.Quantity("", "d"),
        "dip_resolutions": results.Quantity("", "d"),
    },
)
def opposed_subjects(unga_opposed):
    """Return counts by subject before and since 2013, of separate resolutions, and of Russia on China’s side."""
    since = unga_opposed.year >= voting.PERIODS[-1][0]
    rights, arms = (unga_opposed.subject == name for name in ("human rights", "arms and nuclear weapons"))
    dip = unga_opposed[unga_opposed.year == 2017]
    return {
        "total": len(unga_opposed),
        "resolutions": unga_opposed.resolution.nunique(),
        "rights": int(rights.sum()),
        "rights_before_2013": int((rights & ~since).sum()),
        "before_2013": int((~since).sum()),
        "arms": int(arms.sum()),
        "arms_since_2013": int((arms & since).sum()),
        "arms_china_no": int((arms & since & (unga_opposed.vote_of_china == "no")).sum()),
        "since_2013": int(since.sum()),
        "since_2013_resolutions": unga_opposed[since].resolution.nunique(),
        "with_russia": int((unga_opposed.vote_of_russia == unga_opposed.vote_of_china).sum()),
        "dip_opposed": len(dip),
        "dip_resolutions": dip.resolution.nunique(),
    }


@results.register(
    "history-obligations",
    "Treaty obligations of Kazakhstan towards China and towards Russia",
    parts={
        "china_non_aggression": results.Quantity("year"),
        "china_consultation": results.Quantity("year"),
        "china_kinds": results.Quantity("", "d"),
        "russia_defence": results.Quantity("year"),
        "russia_kinds": results.Quantity("", "d"),
        "last_year": results.Quantity("year"),
    },
)
def obligations(alliance_obligations):
    """Return since when the obligations are coded and how many kinds there are."""
    pairs = alliance_obligations.set_index(["country_iso3", "partner_iso3", "obligation"]).sort_index().first_year
    china, russia = pairs.loc["CHN", "KAZ"], pairs.loc["KAZ", "RUS"]
    return {
        "china_non_aggression": china["non-aggression"],
        "china_consultation": china["consultation"],
        "china_kinds": len(china),
        "russia_defence": russia["defence"],
        "russia_kinds": len(russia),
        "last_year": alliance_obligations.last_year.max(),
    }


def disputes_by_decade(disputes_china_russia):
    """Return the militarised disputes that begin in each decade, by coding.

    Parameters
    ----------
    disputes_china_russia : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        ``coding``, ``decade`` (its first year, every decade from the first to the last), ``disputes_count``,
        ``deadly_count`` (with deaths recorded).
    """
    rows = disputes_china_russia.assign(decade=disputes_china_russia.start_year // 10 * 10)
    decades = range(rows.decade.min(), rows.decade.max() + 1, 10)
    frames = []
    for coding, group in rows.groupby("coding"):
        count = group.decade.value_counts().reindex(decades, fill_value=0)
        deadly = group[group.fatality_level_score.fillna(0) > 0].decade.value_counts().reindex(decades, fill_value=0)
        frames.append(
            pd.DataFrame(
                {
                    "coding": coding,
                    "decade": list(decades),
                    "disputes_count": count.to_numpy(),
                    "deadly_count": deadly.to_numpy(),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


@results.register(
    "history-disputes",
    "Militarised disputes of China with Russia and the USSR, in two codings",
    parts={
        "more": results.Quantity("", "d"),
        "fewer": results.Quantity("", "d"),
        "sixties_more": results.Quantity("", "d"),
        "sixties_fewer": results.Quantity("", "d"),
        "since_1992_more": results.Quantity("", "d"),
        "since_1992_fewer": results.Quantity("", "d"),
        "last_soviet": results.Quantity("year"),
        "first_year": results.Quantity("year"),
        "last_year": results.Quantity("year"),
    },
)
def disputes(disputes_china_russia):
    """Return the counts of both codings: in all, of the 1960s and since 1992."""
    start = disputes_china_russia.start_year

    def both(rows):
        counts = disputes_china_russia[rows].coding.value_counts()
        return int(counts.max()), int(counts.min())

    more, fewer = both(start > 0)
    sixties_more, sixties_fewer = both(start.between(1960, 1969))
    recent_more, recent_fewer = both(start >= 1992)
    return {
        "more": more,
        "fewer": fewer,
        "sixties_more": sixties_more,
        "sixties_fewer": sixties_fewer,
        "since_1992_more": recent_more,
        "since_1992_fewer": recent_fewer,
        "last_soviet": start[start < 1992].max(),
        "first_year": start.min(),
        "last_year": disputes_china_russia.end_year.max(),
    }


def chapman(first_count, second_count, both_count):
    """Return the number of members of a group of which two lists are known, with an interval.

    Parameters
    ----------
    first_count, second_count : int
        Members on each list.
    both_count : int
        Members on both.

    Returns
    -------
    tuple of float
        Estimate, lower and upper end at the book’s level.

    Notes
    -----
    Chapman’s estimator, with the variance of Seber (1970), doi:10.2307/2528874, and the log-normal interval of Chao
    (1987), doi:10.2307/2531532, which does not go below the members seen. It takes the lists as independent; where the
    same visits are easier to find for both, the true number is higher.

    Examples
    --------
    >>> [round(value, 1) for value in chapman(50, 40, 20)[:1]]
    [98.6]
    """
    estimate = (first_count + 1) * (second_count + 1) / (both_count + 1) - 1
    seen = first_count + second_count - both_count
    variance = (
        (first_count + 1) * (second_count + 1) * (first_count - both_count) * (second_count - both_count)
        / ((both_count + 1) ** 2 * (both_count + 2))
    )  # fmt: skip
    unseen = estimate - seen
    if unseen <= 0 or variance == 0:
        return estimate, float(seen), estimate
    spread = np.exp(scipy.stats.norm.ppf((1 + trends.LEVEL) / 2) * np.sqrt(np.log1p(variance / unseen**2)))
    return estimate, seen + unseen / spread, seen + unseen * spread


@results.register(
    "history-visit-lists",
    "How complete the lists of visits of Chinese leaders to Kazakhstan are, 1994 to 2020",
    parts={
        "listed": results.Quantity("", "d"),
        "attested": results.Quantity("", "d"),
        "both": results.Quantity("", "d"),
        "seen": results.Quantity("", "d"),
        "caught": results.Quantity("%", ".0f"),
        "caught_low": results.Quantity("%", ".0f"),
        "caught_high": results.Quantity("%", ".0f"),
        "estimate": results.Quantity("visits", ".0f"),
        "estimate_low": results.Quantity("visits", ".0f"),
        "estimate_high": results.Quantity("visits", ".0f"),
        "merged_estimate": results.Quantity("visits", ".0f"),
    },
)
def visit_lists(visits_in_two_lists):
    """Return what each list has, the share of attested visits that the published list has, and Chapman’s estimate.

    The interval of the share is Wilson’s (`scipy.stats.binomtest`). ``merged_estimate`` takes the two rows of Zhu
    Rongji, 2000 and 2001, as one visit on both lists.
    """
    listed, attested = visits_in_two_lists.in_trip_list.astype(bool), visits_in_two_lists.in_other_sources.astype(bool)
    first, second, both = int(listed.sum()), int(attested.sum()), int((listed & attested).sum())
    share = scipy.stats.binomtest(both, second).proportion_ci(trends.LEVEL, method="wilson")
    estimate, low, high = chapman(first, second, both)
    return {
        "listed": first,
        "attested": second,
        "both": both,
        "seen": first + second - both,
        "caught": 100 * both / second,
        "caught_low": 100 * share.low,
        "caught_high": 100 * share.high,
        "estimate": estimate,
        "estimate_low": low,
        "estimate_high": high,
        "merged_estimate": chapman(first, second, both + 1)[0],
    }


@results.register(
    "history-public-diplomacy",
    "Official visits and students from Kazakhstan in China",
    parts={
        "first_year": results.Quantity("year"),
        "last_year": results.Quantity("year"),
        "students_first": results.Quantity("students", ",d"),
        "students_last": results.Quantity("students", ",d"),
        "factor": results.Quantity("times", ".0f"),
        "visits_early": results.Quantity("a year", ".0f"),
        "visits_late": results.Quantity("a year", ".0f"),
        "visits_total": results.Quantity("visits", ",d"),
        "visits_p": results.Quantity("", ".1g"),
    },
)
def public_diplomacy_counts(public_diplomacy):
    """Return the students of the first and last year counted, and mean yearly visits up to 2008 and from 2009.

    ``visits_p`` is that of a Mann–Whitney test of the years before and after (`scipy.stats.mannwhitneyu`).
    """
    students = public_diplomacy.dropna(subset="students_persons").set_index("year").students_persons.astype(int)
    visits = public_diplomacy.set_index("year").government_visits_count
    halves = (visits.loc[years].dropna().astype(float) for years in (slice(None, 2008), slice(2009, None)))
    return {
        "visits_p": float(scipy.stats.mannwhitneyu(*halves).pvalue),
        "first_year": students.index.min(),
        "last_year": students.index.max(),
        "students_first": students.iloc[0],
        "students_last": students.iloc[-1],
        "factor": students.iloc[-1] / students.iloc[0],
        "visits_early": float(visits.loc[:2008].mean()),
        "visits_late": float(visits.loc[2009:].mean()),
        "visits_total": int(visits.sum()),
    }


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
_LABELS_ABOVE = ("khanate-founded", "ili-1915", "tang-talas")
"""Labels stand below their mark, where they collide least; these would collide there."""


_LABELS_WIDE = ("khanate-founded", "cossacks-1862", "petersburg-1881", "shop-tourism", "partnership-2005", "sohu-2020")
"""Labels that the drawing for phones has no room for."""


def _year_label(year):
    return f"{-year} BC" if year < 0 else f"AD {year}" if year == 1 else str(year)


def _draw_key(axes):
    """Draw the four marks with their meaning above a panel, in place of a legend."""
    up, places = (1.29, (-0.21, 0.11, 0.34, 0.68)) if style.is_narrow(axes) else (1.09, (0.45, 0.61, 0.73, 0.88))
    for at, (name, mark) in zip(places, _MARKS.items(), strict=True):
        axes.scatter(at, up, s=26, transform=axes.transAxes, clip_on=False, linewidth=1.1, **mark)
        style.label(axes, at, up, name, xycoords="axes fraction", xytext=(6, 0), fontsize=8.5)


def _draw_event(axes, event, end_of_panel):
    """Draw one event of `timeline`: its span, its mark, its label."""
    y = -event.lane + event.rung * _RUNG
    said = f"{chronology.said_date(event.date_text)}: {event.title} ({event.certainty})"
    values.tell(axes, event.start, y, said, chronology.LANES[event.lane])
    roughly = event.certainty == "approximate"
    if not roughly or event.end - event.start < 2:
        axes.scatter(event.start, y, s=26, linewidth=1.1, zorder=3, **_MARKS[event.certainty])
    if isinstance(event.label, str) and not (style.is_narrow(axes) and event.event_id in _LABELS_WIDE):
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
    data=chronology.timeline,
    size=(7.2, 9.2),
    panels=(4, 1),
    narrow=(style.NARROW, 9.4),
)
def draw_timeline(data, axes):
    for panel, (years, ticks, one) in enumerate(zip(chronology.PANELS, _TICKS, axes, strict=True)):
        span = years[1] - years[0]
        length = chronology.position(years[1]) - chronology.position(years[0])
        one.set_title(f"{_year_label(years[0])} to {years[1] - 1}: {length:,} years", pad=5)
        for lane, name in enumerate(chronology.LANES):
            one.axhline(-lane, color=style.GRID, linewidth=0.8, zorder=0)
            name = name.replace(" and ", "\nand ")
            beside = {"xycoords": ("axes fraction", "data"), "xytext": (-6, 0), "ha": "right", "fontsize": 8.5}
            style.label(one, 0, -lane, name, **beside)
        for event in data[(data.end - data.start >= 2) & (data.panel <= panel)].itertuples():
            roughly = event.certainty == "approximate"
            one.plot(
                [event.start, event.end], [-event.lane + event.rung * _RUNG] * 2, solid_capstyle="butt", zorder=1,
                color=style.FAINT if roughly else style.QUIET, linewidth=5 if roughly else 1.2,
            )  # fmt: skip
        for event in data[data.panel == panel].sort_values("start", kind="stable").itertuples():
            _draw_event(one, event, years[0] + 0.85 * span)
        one.set_xlim(chronology.position(years[0]) - span * 0.012, chronology.position(years[1]) + span * 0.012)
        one.set_ylim(-len(chronology.LANES) + 0.4, 0.75)
        one.set_yticks([])
        ticks = [tick for tick in ticks if tick != 1 or not style.is_narrow(one)]
        one.set_xticks([chronology.position(tick) for tick in ticks], [_year_label(tick) for tick in ticks])
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
    data=chronology.coverage,
)
def draw_coverage(data, axes):
    spots = range(len(data))
    axes.bar(spots, data.documented_count, color=style.SUBJECT, width=0.8)
    axes.bar(spots, data.other_count, bottom=data.documented_count, color=style.FAINT, width=0.8)
    for place, count in zip(spots, data.events_count, strict=True):
        colour = style.INK if count else style.QUIET
        style.label(axes, place, count, f"{count}", colour, xytext=(0, 6), ha="center", fontsize=8.5)
    last = data.iloc[-1]
    inside = {"xytext": (-14, 0), "ha": "right", "fontsize": 9}
    style.label(axes, len(data) - 1, last.documented_count + last.other_count / 2, "other", style.QUIET, **inside)
    style.label(axes, len(data) - 2, data.documented_count.iloc[-2] * 0.8, "documented", style.SUBJECT, **inside)
    names = ["2nd\nBC", "1st\nBC", *(f"{number}" for number in data.century if number > 0)]
    step = 2 if style.is_narrow(axes) else 1
    axes.set_xticks(list(spots)[::step], names[::step])
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
        "Share of roll calls in which Kazakhstan and each of the three states cast the same vote (yes, no or abstain),"
        " of those in which both voted; bands are {result}`interval-level` intervals from resampling the roll calls of"
        " a year. Only recorded votes count: what passes without a vote is not seen. 2020 is left out, because the "
        "source holds {number}`history-unga-roll-calls.left_out` vote of it and ends there."
    ),
    alt=(
        "Line chart, 1992 to 2019. Agreement of Kazakhstan with China rises from "
        "{result}`history-unga-agreement.first` to {result}`history-unga-agreement.highest` in "
        "{number}`history-unga-agreement.highest_year`, dips to {result}`history-unga-agreement.dip` in "
        "{number}`history-unga-agreement.dip_year` and ends at {result}`history-unga-agreement.last`. That with Russia "
        "rises alongside and then falls to {result}`history-unga-china-russia.russia_last`; that with the United "
        "States stays far below, at {result}`history-unga-china-russia.usa_last` in the end."
    ),
    data=voting.agreement,
)
def draw_unga_agreement(data, axes):
    for iso3, name in voting.PARTNERS.items():
        line = data[data.partner_iso3 == iso3]
        subject = iso3 == "CHN"
        axes.plot(
            line.year, line.agreement_pct, color=style.COLOURS[iso3], linestyle=style.DASHES[iso3],
            linewidth=2.4 if subject else 1.6, zorder=3 if subject else 2,
        )  # fmt: skip
        axes.fill_between(line.year, line.lower_pct, line.upper_pct, color=style.COLOURS[iso3], alpha=0.13, linewidth=0)
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
        "Taking a side is voting yes or no; “yes against no” is one of each. Of "
        "{result}`history-unga-opposition.differing` that differ, {number}`history-unga-opposition.opposed` are "
        "of this last kind. Recorded votes only; 2020 is left out."
    ),
    alt=(
        "Three bar charts side by side, 1992 to 2019. Kazakh abstentions against a Chinese yes or no fall from "
        "{result}`history-unga-opposition.first_kazakhstan_abstains` of the roll calls to "
        "{result}`history-unga-opposition.last_kazakhstan_abstains`; Chinese abstentions go up and down without "
        "direction; yes against no makes {result}`history-unga-opposition.opposed_of_all` of all roll calls, with one "
        "peak in {number}`history-unga-agreement.dip_year`."
    ),
    data=voting.departures,
    size=(7.2, 3.2),
    panels=(1, 3),
    sharey=True,
)
def draw_unga_departures(data, axes):
    colours = (style.COLOURS["KAZ"], style.COLOURS["CHN"], style.QUIET)
    for one, (way, title), colour in zip(axes, voting.DEPARTURES.items(), colours, strict=True):
        one.bar(data.year, data[f"{way}_pct"], color=colour, width=0.75)
        one.set_title(title.replace(", ", ",\n"), fontsize=9)
        one.set_xticks((1995, 2005, 2015))
        one.set_ylim(0, 30)
    return axes


_ORDER_LABELS = {
    "tribute-annexed": "Tribute “never ceased”: last embassy against the end of Qing rule",
    "genghis-china": "China under Genghis Khan: his death against the end of the Song",
    "marriage-embassy": "Marriage “at the start”: against Zhang Qian’s embassy",
    "embassy-founding-debated": "Embassy of 1453: against a Khanate of 1465–1467",
    "party-name": "Source of 2010: against the party’s name of 2022",
    "reference-29": "“40 years of reform”: reference date against 1978",
    "sco-1996": "Shanghai organisation of 1996: against its founding in 2001",
    "evils-sco": "Its aim since 1997: against its convention of 2001",
    "embassy-founding": "Embassy of 1453: against a Khanate of 1456",
    "gift-conquest": "Gift of 1757 after a conquest that ended in 1759",
    "contacts-stop": "Contacts end in 1537: against foundations of 1522–1566",
    "demarcation-delimitation": "Demarcation after the last border agreement",
    "petersburg-chuguchak": "Treaty of 1881 after that of 1864",
    "yarkent-khanate": "Yarkent’s defeat after the Dzungar founding",
}
"""The tests that the figure names; the others hold within a year, or repeat one of these with another source."""


def order_drawn(chronology_tests, claims, events, dated_accounts, diplomatic_reports, reference_dates):
    """Return the tests of `chronology.order` that the figure names, with its labels, the widest failure first."""
    tests = chronology.order(chronology_tests, claims, events, dated_accounts, diplomatic_reports, reference_dates)
    drawn = tests[tests.test_id.isin(_ORDER_LABELS)]
    drawn = drawn.assign(label=drawn.test_id.map(_ORDER_LABELS))
    return drawn.sort_values(["most_years", "least_years"], ignore_index=True)


@figures.register(
    "fig-history-chronology",
    title=(
        "{number}`history-chronology.fails` of {number}`history-chronology.tests` tests of order fail, by up to "
        "{result}`history-chronology.farthest`; the treaties pass"
    ),
    subtitle="Years from the date that must come first to the one that follows; compressed beyond ±5 years",
    caption=(
        "Each line compares two dates of which the second must not come before the first if the text is right: to the "
        "left of zero the order is broken. A bar is the range that the dates allow. Of the "
        "{number}`history-chronology.tests` tests those are drawn that fail or say something of their own; the pairs "
        "were chosen where a text implies an order, so their share says nothing of its other dates."
    ),
    alt=(
        "Dot plot of fourteen tests, sorted. Ten lie to the left of zero, from {result}`history-chronology.farthest` "
        "(tribute) to two years (the gift of horses); one spans zero; three lie to the right. Of "
        "{number}`history-chronology.tests` tests {number}`history-chronology.fails` fail and "
        "{number}`history-chronology.holds` hold, among them all {number}`history-chronology.since_1860` on treaties "
        "and agreements."
    ),
    data=order_drawn,
    size=style.TALL,
    narrow=(style.NARROW, 8.4),
)
def draw_order(data, axes):
    looks = {"fails": ("D", style.COMPARISON), "open": ("s", style.QUIET), "holds": ("o", style.SUBJECT)}
    for place, test in enumerate(data.iloc[::-1].itertuples()):
        marker, colour = looks[test.result]
        middle = (test.least_years + test.most_years) / 2
        axes.plot([test.least_years, test.most_years], [place] * 2, color=colour, linewidth=4, alpha=0.4)
        axes.scatter(middle, place, s=34, marker=marker, color=colour, zorder=3)
        span = (
            f"{test.least_years:+d}"
            if test.least_years == test.most_years
            else f"{test.least_years:+d} to {test.most_years:+d}"
        )
        kept = test.most_years >= 0
        at, beside = (test.most_years, {}) if kept else (test.least_years, {"xytext": (-7, 0), "ha": "right"})
        span = span.replace("-", "−")
        values.tell(axes, middle, place, f"{test.label}: {span} years", f"order {test.result}")
        style.label(axes, at, place, span, colour, **{"xytext": (7, 0), "fontsize": 8.5, **beside})
    axes.axvline(0, color=style.INK, linewidth=0.9)
    axes.set_xscale("symlog", linthresh=5, linscale=0.7)
    axes.set_xlim(-420, 170)
    axes.set_xticks([-50, -10, 0, 10, 50], ["−50", "−10", "0", "+10", "+50"])
    if style.is_narrow(axes):
        for place, label in enumerate(data.label.iloc[::-1]):
            at = {"xycoords": ("axes fraction", "data"), "xytext": (0, 0), "zorder": 4}
            ground = {"facecolor": style.PAPER, "pad": 0.8, "linewidth": 0}
            style.label(axes, 0, place + 0.42, label, fontsize=8.5, bbox=ground, **at)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
    else:
        axes.set_yticks(range(len(data)), data.label.iloc[::-1])
        axes.tick_params(axis="y", labelsize=8.5)
    axes.minorticks_off()
    for x, text, align in ((-0.6, "order broken", "right"), (0.6, "order kept", "left")):
        style.label(axes, x, len(data) - 0.1, text, style.QUIET, xytext=(0, 0), ha=align, fontsize=8.5)
    axes.set_ylim(-0.7, len(data) + 0.2)
    axes.grid(visible=False)
    return axes


_KNOWLEDGE = {
    "battle": "battle, site unknown",
    "campaign": "campaign, town taken for it",
    "region": "valley, not narrowed down",
    "town": "town",
    "capital": "town",
    "border clash": "clash, to the minute of arc",
}
"""What is known of a position, by the kind of place."""


def places_drawn(historical_places, countries, rivers, lakes):
    """Return the layers of the map of places, each place once, with what is known of its position."""
    edges = historical_places.kind == "edge of Kazakhstan"
    named_places = historical_places[~edges].drop_duplicates("name")
    named_places = named_places.assign(knowledge=named_places.kind.map(_KNOWLEDGE))
    named = rivers[rivers["name"].isin(["Ili", "Irtysh", "Tarim", "Syr Darya", "Chu", "Talas", "Ishim"])]
    return maps.stack(
        land=countries,
        river=named,
        lake=lakes,
        place=maps.points(named_places[["name", "kind", "knowledge", "longitude_deg", "latitude_deg"]]),
        edge=maps.points(historical_places.loc[edges, ["name", "longitude_deg", "latitude_deg"]]),
    )


_PLACE_LOOKS = {
    "town": ("o", 20, style.QUIET),
    "battle, site unknown": ("X", 52, style.COMPARISON),
    "campaign, town taken for it": ("P", 40, style.COMPARISON),
    "valley, not narrowed down": ("s", 60, style.SUBJECT),
    "clash, to the minute of arc": ("D", 30, style.COMPARISON),
}
_PLACE_NAMES = {
    "Taraz": (-6, 8, "right"),
    "Talas": (4, -10, "left"),
    "Khujand": (7, -4, "left"),
    "Tashkent": (-8, 3, "right"),
    "Xi'an": (-6, 8, "right"),
    "Urumqi": (7, 0, "left"),
    "Ürümqi": (8, 1, "left"),
    "Turfan": (7, -5, "left"),
    "Chuguchak": (8, 7, "left"),
    "Zhalanashkol": (-8, 7, "right"),
    "Almaty": (7, -6, "left"),
    "Astana": (7, 3, "left"),
    "Ili valley (Wusun)": (10, -1, "left"),
    "Chu valley": (0, 12, "center"),
}


@figures.register(
    "fig-history-places",
    title="Taraz, the town named for both battles on the Talas, lies in the south of Kazakhstan; neither site is known",
    subtitle="Places named in the history, by what is known of their position; equal-area projection",
    caption=(
        "Circles: towns that still stand. Crosses with slanting arms: towns by which sources describe the battles of "
        "36 BC and 751, {result}`history-places.sites_apart` apart; upright crosses: towns taken for the goals of two "
        "farther campaigns. Open squares: the valleys of the Wusun and of the first Khanate, which no source opened "
        "narrows down. Diamond: the clash of 1969. The dashed lines halve the extent of Kazakhstan from west to east "
        "and from south to north. Names and boundaries of today; Xi’an, Chengde, Beijing and the west of Kazakhstan "
        "lie outside the frame. " + maps.BOUNDARY_NOTE
    ),
    alt=(
        "Map from the middle of Kazakhstan to Turfan. The crosses of the two battles stand close together at Taraz and"
        " Talas near the border of Kazakhstan and Kyrgyzstan, far south of the line that halves Kazakhstan and "
        "somewhat east of the other: {result}`history-places.taraz_south` of the way to the southern edge, "
        "{result}`history-places.taraz_east` of that to the eastern. Two open squares mark the valleys of the Wusun "
        "and of the Khanate."
    ),
    data=places_drawn,
    size=style.MAP,
    narrow=(style.NARROW, 3.2),
)
def draw_places(data, axes):
    transformer = maps.projection(78, 45)
    maps.draw_base(axes, data, transformer, (63.2, 92.5, 38.6, 52.6))
    edges = data[data.layer == "edge"].set_index("name").geometry
    middle = (edges["west"].x + edges["east"].x) / 2, (edges["south"].y + edges["north"].y) / 2
    across = np.linspace(edges["west"].x, edges["east"].x, 40), np.full(40, middle[1])
    along = np.full(40, middle[0]), np.linspace(edges["south"].y, edges["north"].y, 40)
    for line in (across, along):
        axes.plot(*transformer.transform(*line), color=style.SUBJECT, linewidth=0.9, linestyle=(0, (4, 3)), zorder=4)
    hidden = ["Kulja", "Turfan", "Ürümqi"] if style.is_narrow(axes) else ["Kulja"]
    shown = data[(data.layer == "place") & ~data["name"].isin(hidden)]
    for knowledge, (marker, size, colour) in _PLACE_LOOKS.items():
        found = shown[shown.knowledge == knowledge]
        if knowledge.startswith("valley"):
            spots = [point.coords[0] for point in maps.projected(found.geometry, transformer)]
            axes.scatter(
                *zip(*spots, strict=True),
                marker=marker,
                s=size,
                facecolor="none",
                edgecolor=colour,
                linewidth=1.4,
                zorder=6,
            )
            for name, spot in zip(found["name"], spots, strict=True):
                maps.write(axes, name, spot, *_PLACE_NAMES[name], size=8)
                values.tell(axes, *spot, f"{name}: {knowledge}", knowledge)
        else:
            maps.draw_places(
                axes, found, transformer, marker=marker, size=size, colour=colour, offsets=_PLACE_NAMES,
                kind=knowledge,
            )  # fmt: skip
    for text, at in {
        "KAZAKHSTAN": (72.5, 47.6),
        "CHINA": (86, 40.2),
        "RUSSIA": (81, 52.1),
        "MONGOLIA": (90.6, 49.2),
    }.items():
        maps.write(axes, text, transformer.transform(*at), colour=style.QUIET, size=9, edge=False)
    return axes


@figures.register(
    "fig-history-unga-lead",
    title=(
        "Vote for vote, China’s lead over Russia is beyond doubt only in the {number}`history-unga-lead.clear_years` "
        "years from {number}`history-unga-lead.clear_since`"
    ),
    subtitle="Roll calls on which Kazakhstan voted like China but not Russia, less the reverse, % of shared roll calls",
    caption=(
        "Positive: nearer to China. Bars through the points are {result}`interval-level` intervals from resampling the"
        " roll calls of the year; filled points are those whose interval leaves out zero. The step is the mean "
        "before and after the most likely change ({number}`history-unga-change.lead_year`, Pettitt’s test). Votes on "
        "several parts of one resolution resemble each other, so the true intervals are wider."
    ),
    alt=(
        "Points with error bars by year, 1992 to 2019. Until 2012 all bars but one reach zero; that of 1996 lies below"
        " it. From {number}`history-unga-lead.clear_since` all {number}`history-unga-lead.late_years` lie above, "
        "{result}`history-unga-lead.late` in all. The mean steps from {number}`history-unga-change.lead_before` to "
        "{number}`history-unga-change.lead_after` percentage points in {number}`history-unga-change.lead_year`."
    ),
    data=voting.lead,
)
def draw_unga_lead(data, axes):
    clear = (data.lower_pct > 0) | (data.upper_pct < 0)
    axes.axhline(0, color=style.INK, linewidth=0.9)
    axes.vlines(data.year, data.lower_pct, data.upper_pct, color=style.QUIET, linewidth=1.3)
    for rows, face in ((data[clear], style.COLOURS["CHN"]), (data[~clear], style.PAPER)):
        axes.scatter(
            rows.year, rows.lead_pct, s=34, facecolor=face, edgecolor=style.COLOURS["CHN"], linewidth=1.3, zorder=3
        )
    step = changes.pettitt(data.year, data.lead_pct, simulations=1)
    middle, after = step.last_year + 0.5, step.after
    steps = ([data.year.min(), middle, step.before], [middle, data.year.max(), after])
    for start, end, level in steps:
        axes.plot([start, end], [level] * 2, color=style.INK, linewidth=1, linestyle=(0, (4, 3)))
    style.label(axes, 1992.5, 26, "Nearer to China", style.COLOURS["CHN"], xytext=(0, 0))
    style.label(axes, 1998, -24, "Nearer to Russia", style.COLOURS["RUS"], xytext=(0, 0))
    style.label(axes, 2019, after, "mean", style.QUIET, xytext=(8, 0), fontsize=8.5)
    axes.set_xlim(1991.3, 2021.2)
    axes.set_ylim(-31, 33)
    axes.set_xticks(range(1995, 2020, 5))
    return axes


_MEASURES = {
    "share_pct": ("Same vote", "% of roll calls"),
    "contested_pct": ("Same vote, contested roll calls only", "%"),
    "half_pct": ("An abstention counts one half", "%"),
    "kappa_score": ("Beyond chance (Cohen’s kappa)", "0: as by chance"),
}


@figures.register(
    "fig-history-unga-measures",
    title="Three measures agree; the fourth shows that votes with China were no more than chance in the 1990s",
    subtitle="Four measures of Kazakhstan’s agreement with China and with Russia, by session, 1992–2019",
    caption=(
        "The first three panels count alike votes in three ways; the fourth sets the first against the agreement that "
        "two states with these shares of yes, no and abstentions would reach without looking at the question (0). "
        "China says yes so often that chance alone gives {result}`history-unga-measures.china_chance_early` in the "
        "sessions to 2000. Axes of the first three start at 50, that of the fourth at −0.2."
    ),
    alt=(
        "Four line charts, 1992 to 2019, of China (solid) and Russia (dashed). In the first three China starts below "
        "Russia, meets it after 2000 and stays above from {number}`history-unga-measures.share_since`. In the fourth "
        "China starts at zero, {number}`history-unga-measures.china_kappa_early` in the mean of the sessions to 2000, "
        "while Russia has {number}`history-unga-measures.russia_kappa_early`; the order turns in "
        "{number}`history-unga-measures.kappa_since` and both decline."
    ),
    data=voting.measures,
    size=style.TALL,
    panels=(2, 2),
    sharex=True,
    narrow=(style.NARROW, 6.2),
)
def draw_unga_measures(data, axes):
    for one, (measure, (title, unit)) in zip(axes.flat, _MEASURES.items(), strict=True):
        for iso3 in ("CHN", "RUS"):
            line = data[data.partner_iso3 == iso3]
            one.plot(
                line.year, line[measure], color=style.COLOURS[iso3], linestyle=style.DASHES[iso3],
                linewidth=2.2 if iso3 == "CHN" else 1.6,
            )  # fmt: skip
            last = line.iloc[-1]
            style.label(one, last.year, last[measure], voting.PARTNERS[iso3], style.COLOURS[iso3], fontsize=8.5)
        one.set_title(textwrap.fill(f"{title}, {unit}", 25 if style.is_narrow(one) else 60), fontsize=9)
        one.set_xlim(1991.5, 2027 if style.is_narrow(one) else 2025)
        one.set_xticks((1995, 2005, 2015))
        if measure == "kappa_score":
            one.axhline(0, color=style.INK, linewidth=0.9)
            one.set_ylim(-0.2, 0.7)
        else:
            one.set_ylim(50, 100)
    return axes


@figures.register(
    "fig-history-unga-issues",
    title="On human rights Kazakhstan moved to China’s side, on nuclear weapons away from it",
    subtitle="Same vote of China and Kazakhstan by subject, % of roll calls, three periods",
    caption=(
        "Open square 1992–2000, open circle 2001–2012, filled circle 2013–2019, with {result}`interval-level` "
        "intervals from resampling the roll calls. A roll call can carry several subjects, so the rows share votes. "
        "The axis starts at 25."
    ),
    alt=(
        "Dot plot of six subjects with three periods each. Human rights rises from "
        "{result}`history-unga-issues.rights_early` to {result}`history-unga-issues.rights_late`, with intervals far "
        "apart; nuclear weapons falls from {result}`history-unga-issues.nuclear_early` to "
        "{result}`history-unga-issues.nuclear_late`; arms control does not change."
    ),
    data=voting.change_of_subjects,
)
def draw_unga_issues(data, axes):
    names = list(dict.fromkeys(data.issue))
    looks = (("s", style.PAPER, 0.26), ("o", style.PAPER, 0.0), ("o", style.SUBJECT, -0.26))
    for (start, end), (marker, face, shift) in zip(voting.PERIODS, looks, strict=True):
        rows = data[data.start_year == start]
        heights = [len(names) - 1 - names.index(issue) + shift for issue in rows.issue]
        axes.hlines(heights, rows.lower_pct, rows.upper_pct, color=style.QUIET, linewidth=1.3)
        axes.scatter(
            rows.agreement_pct,
            heights,
            s=34,
            marker=marker,
            facecolor=face,
            edgecolor=style.SUBJECT,
            linewidth=1.3,
            zorder=3,
        )
        first = rows[rows.issue == names[0]].iloc[0]
        right = {"xytext": (8, 0)}
        style.label(axes, first.upper_pct, len(names) - 1 + shift, f"{start}–{end}", style.QUIET, fontsize=8.5, **right)
    axes.set_yticks(range(len(names)), names[::-1])
    axes.set_xlim(25, 108)
    axes.set_xticks(range(40, 101, 20))
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes


def distances_and_sides(unga_ideal_points):
    """Return `voting.ideal_point_distances` with ``nearer_iso3``, where one side has `_CONFIDENT` probability."""
    chance = voting.nearer_to_china(unga_ideal_points)
    side = pd.Series(np.select([chance >= _CONFIDENT, chance <= 1 - _CONFIDENT], ["CHN", "RUS"], ""), chance.index)
    apart = voting.ideal_point_distances(unga_ideal_points)
    return apart.assign(nearer_iso3=apart.year.map(side))


@figures.register(
    "fig-history-ideal-points",
    title=(
        "By ideal points Kazakhstan stood nearer to China than to Russia from {number}`history-nearer.china_first` to "
        "{number}`history-nearer.china_last`, and not since"
    ),
    subtitle="Distance of Kazakhstan’s ideal point from three others (no unit), 1992–2024; lower is nearer",
    caption=(
        "An ideal point is the position on one line that best explains a state’s votes. Bands run from the 5th to the "
        "95th percentile, from the published percentiles of each state taken as independent. The marks at the bottom "
        "show where Kazakhstan is nearer to China (C) or to Russia (R) with a probability of at least "
        "{result}`history-nearer.confident`. The line is estimated anew each year and follows the agenda."
    ),
    alt=(
        "Line chart with bands, 1992 to 2024. The distance to the United States lies between two and a little over "
        "three throughout. That to China falls from {number}`history-ideal-points.gap_1992` in 1992 and more than "
        "two soon after to {number}`history-ideal-points.gap_2019` in 2019 and rises to "
        "{number}`history-ideal-points.gap_2024` in 2024; that to Russia starts low, is higher than China’s from "
        "2015 to 2021 and lower again since."
    ),
    data=distances_and_sides,
)
def draw_ideal_points(data, axes):
    for iso3, name in voting.PARTNERS.items():
        line = data[data.partner_iso3 == iso3]
        colour = style.COLOURS[iso3]
        axes.fill_between(line.year, line.lower_score, line.upper_score, color=colour, alpha=0.16, linewidth=0)
        axes.plot(line.year, line.distance_score, color=colour, linestyle=style.DASHES[iso3], linewidth=2)
        last = line.iloc[-1]
        style.label(axes, last.year, last.distance_score, name, colour)
    sides = data[data.partner_iso3 == "CHN"]
    for letter, iso3 in (("C", "CHN"), ("R", "RUS")):
        for year in sides[sides.nearer_iso3 == iso3].year:
            style.label(axes, year, -0.22, letter, style.COLOURS[iso3], xytext=(0, 0), ha="center", fontsize=8)
    axes.axhline(0, color=style.QUIET, linewidth=0.7)
    axes.set_ylim(-0.38, 3.8)
    axes.set_yticks(range(4))
    axes.set_xlim(1991.3, 2030)
    axes.set_xticks(range(1995, 2025, 5))
    axes.spines["bottom"].set_bounds(1991.3, 2024.5)
    return axes


@figures.register(
    "fig-history-memberships",
    title="Of the organisations that Kazakhstan joined, China was in fewer than Russia in every year",
    subtitle="Full memberships of intergovernmental organisations, 1992–2014 (count)",
    caption=(
        "Organisations of which Kazakhstan is a full member, and those of which China or Russia is one too. The source"
        " ends in {number}`history-memberships.last_year` and counts the Shanghai Five of 1996 as the Shanghai "
        "Cooperation Organisation, so one membership with China between 1996 and 2001 is a matter of coding."
    ),
    alt=(
        "Line chart, 1992 to 2014. Kazakhstan’s memberships rise steeply to 2000 and then slowly to "
        "{number}`history-memberships.kazakhstan_last`; those shared with Russia from "
        "{number}`history-memberships.russia_first` to {number}`history-memberships.russia_last`, those shared with "
        "China below them from {number}`history-memberships.china_first` to {number}`history-memberships.china_last`."
    ),
    data=lambda shared_memberships: shared_memberships,
)
def draw_memberships(data, axes):
    own = data[data.partner_iso3 == "CHN"]
    lines = [
        (own.year, own.kazakhstan_memberships_count, "KAZ", "Kazakhstan, all", 1.6),
        *(
            (
                data[data.partner_iso3 == iso3].year,
                data[data.partner_iso3 == iso3].shared_memberships_count,
                iso3,
                f"with {voting.PARTNERS[iso3]}",
                2.2,
            )
            for iso3 in ("RUS", "CHN")
        ),
    ]
    for years, counts, iso3, name, width in lines:
        dash = (0, (5, 1.5)) if iso3 == "KAZ" else style.DASHES[iso3]
        axes.plot(years, counts, color=style.COLOURS[iso3], linestyle=dash, linewidth=width)
        style.label(axes, years.iloc[-1], counts.iloc[-1], f"{name}: {counts.iloc[-1]}", style.COLOURS[iso3])
        for year, count in zip(years, counts, strict=True):
            values.tell(axes, year, count, f"{name}, {year}: {count}", name)
    axes.set_xlim(1991.5, 2020)
    axes.set_xticks(range(1995, 2015, 5))
    axes.set_ylim(0, 62)
    axes.spines["bottom"].set_bounds(1991.5, 2014.5)
    return axes


@figures.register(
    "fig-history-disputes",
    title=("Force between China and Russia recurs from the 1860s on; with Kazakhstan no dispute is coded"),
    subtitle="Militarised disputes of China with Russia and the USSR by the decade of their start (count)",
    caption=(
        "Threats, displays and uses of force between the two states, anywhere on their border or at sea. Dark parts "
        "have deaths on record; where deaths are not known the part is pale. The codings, "
        "{number}`history-disputes.more` and {number}`history-disputes.fewer` disputes, share their origin. Neither "
        "has a dispute of China with Kazakhstan, Kyrgyzstan or Tajikistan; both end in the early 2010s."
    ),
    alt=(
        "Two bar charts by decade, 1860s to 2010s. Both have disputes in most decades, with the tallest bar in the "
        "1960s ({number}`history-disputes.sixties_fewer` and {number}`history-disputes.sixties_more`); after 1992 "
        "{number}`history-disputes.since_1992_fewer` and {number}`history-disputes.since_1992_more` with Russia follow"
        " and none with Kazakhstan."
    ),
    data=disputes_by_decade,
    size=(7.2, 3.6),
    panels=(1, 2),
    sharey=True,
)
def draw_disputes(data, axes):
    for one, (coding, rows) in zip(axes, data.groupby("coding"), strict=True):
        one.bar(rows.decade + 5, rows.disputes_count, width=8, color=style.FAINT)
        one.bar(rows.decade + 5, rows.deadly_count, width=8, color=style.COMPARISON)
        for row in rows.itertuples():
            deaths = f", {row.deadly_count} with deaths" if row.deadly_count else ""
            values.tell(one, row.decade + 5, row.disputes_count, f"{row.decade}s: {row.disputes_count}{deaths}", coding)
        one.axvline(1992, color=style.INK, linewidth=0.9, linestyle=(0, (3, 3)))
        style.label(one, 1992, 5.6, "1992", xytext=(3, 0), fontsize=8.5)
        style.label(one, 1862, 5.6, "with deaths", style.COMPARISON, xytext=(0, 0), fontsize=8.5)
        one.set_title(coding, fontsize=9)
        one.set_xticks((1865, 1905, 1945, 1985), ("1860s", "1900s", "1940s", "1980s"))
        one.set_yticks(range(0, 7, 2))
    return axes


@figures.register(
    "fig-history-visits",
    title=(
        "{number}`history-visits.visits` visits of presidents and premiers are on record; the list of Chinese trips "
        "has {number}`history-visit-lists.both` of {number}`history-visit-lists.attested` that others report"
    ),
    subtitle="Visits between China and Kazakhstan by year, traveller and direction, 1994–2024",
    caption=(
        "Filled: presidents; open: premiers. A minimum, because no complete list of either direction was found; "
        "summits of organisations in the other country count. For visits to China single reports had to serve: to "
        "{number}`history-visit-counts.nazarbayev_year` the row has {number}`history-visit-counts.nazarbayev_seen` of "
        "{number}`history-visit-counts.nazarbayev` that People’s Daily counts. From the overlap of two lists the "
        "Chinese visits to 2020 are put at "
        "{result}`history-visit-lists.estimate`, {number}`history-visit-lists.estimate_low` to "
        "{number}`history-visit-lists.estimate_high`."
    ),
    alt=(
        "Dots in two rows by year, 1994 to 2024. The upper row, Chinese leaders in Kazakhstan, is dense from 2001 and "
        "has a gap from 1995 to 2000; the lower, presidents of Kazakhstan in China, has squares in 2002, from 2013 "
        "to 2017, in 2019 and 2023 only."
    ),
    data=lambda leader_visits: leader_visits.sort_values(["from_iso3", "year"], ignore_index=True),
    size=(7.2, 2.5),
)
def draw_visits(data, axes):
    for place, (iso3, name) in enumerate(
        (("KAZ", "Kazakhstan’s president\nin China"), ("CHN", "Chinese leaders\nin Kazakhstan"))
    ):
        rows = data[data.from_iso3 == iso3]
        for office, face in (("president", style.COLOURS[iso3]), ("premier", style.PAPER)):
            found = rows[rows.office == office]
            axes.scatter(
                found.year, [place] * len(found), s=46, facecolor=face, edgecolor=style.COLOURS[iso3], linewidth=1.3,
                marker="o" if iso3 == "CHN" else "s", zorder=3,
            )  # fmt: skip
        for row in rows.itertuples():
            values.tell(axes, row.year, place, f"{row.year}: {row.traveller}, {row.office}", " ".join(name.split()))
        axes.axhline(place, color=style.GRID, linewidth=0.8, zorder=0)
        if style.is_narrow(axes):
            style.label(axes, 1993, place + 0.3, name.replace("\n", " "), style.COLOURS[iso3], xytext=(0, 0))
        else:
            style.label(axes, 1992.6, place, name, style.COLOURS[iso3], xytext=(-6, 0), ha="right")
    axes.set_xlim(1992.6, 2025)
    axes.set_ylim(-0.6, 1.6)
    axes.set_yticks([])
    axes.set_xticks(range(1995, 2025, 5))
    axes.spines["left"].set_visible(False)
    axes.grid(visible=False)
    return axes


@figures.register(
    "fig-history-students",
    title=(
        "Students from Kazakhstan in China became {number}`history-public-diplomacy.factor` times as many from "
        "{number}`history-public-diplomacy.first_year` to {number}`history-public-diplomacy.last_year`; officials’ "
        "visits did not grow"
    ),
    subtitle="Students from Kazakhstan in China (thousand) and visits of officials both ways (count), by year",
    caption=(
        "Students are as AidData gives them; how they were counted is not said where the figures were read. Visits are "
        "high-level and provincial visits in both directions or in third places, so no count of summits; the year 2018"
        " is not covered. The chapter on migration compares counts of students."
    ),
    alt=(
        "Two charts. Students rise without a break from {result}`history-public-diplomacy.students_first` in "
        "{number}`history-public-diplomacy.first_year` to {result}`history-public-diplomacy.students_last` in "
        "{number}`history-public-diplomacy.last_year`. Visits of officials jump between six and twenty-nine a year and"
        " are {number}`history-public-diplomacy.visits_early` a year to 2008 and "
        "{number}`history-public-diplomacy.visits_late` after."
    ),
    data=lambda public_diplomacy: public_diplomacy,
    size=(7.2, 3.2),
    panels=(1, 2),
)
def draw_students(data, axes):
    left, right = axes
    left.plot(data.year, data.students_persons / 1000, color=style.COLOURS["KAZ"], marker="o")
    left.set_title("Students in China, thousand", fontsize=9)
    left.set_ylim(0, 15)
    left.set_yticks((0, 5, 10, 15))
    right.bar(data.year, data.government_visits_count, color=style.FAINT, width=0.75)
    right.set_title("Visits of officials", fontsize=9)
    right.set_ylim(0, 31)
    for one in axes:
        one.set_xlim(1999.3, 2017.7)
        one.set_xticks((2000, 2005, 2010, 2015))
    return axes


_STATES = {"CHN": "China", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}


@figures.register(
    "fig-history-heritage",
    title=(
        "The Silk Roads property belongs to {number}`history-heritage.states` states; Kazakhstan has "
        "{number}`history-heritage.kazakhstan` of {number}`history-heritage.total` components"
    ),
    subtitle="Components of the World Heritage property “Chang’an–Tianshan Corridor”, one mark each",
    caption=(
        "Each mark is one component, filled differently by state. The property was inscribed on 22 June 2014; the "
        "article examined names two of the three states. Positions of the components were not found, so they are not "
        "on the map."
    ),
    alt=(
        "Unit chart of {number}`history-heritage.total` marks in three rows: {number}`history-heritage.china` for "
        "China, {number}`history-heritage.kazakhstan` for Kazakhstan, {number}`history-heritage.kyrgyzstan` for "
        "Kyrgyzstan."
    ),
    data=lambda heritage_components: heritage_components,
    size=(7.2, 1.9),
)
def draw_heritage(data, axes):
    for place, (row, marker) in enumerate(zip(data.itertuples(), "osD", strict=True)):
        colour = style.COLOURS[row.state_iso3]
        axes.scatter(range(row.components_count), [-place] * row.components_count, s=62, marker=marker, color=colour)
        values.tell(axes, row.components_count - 1, -place, f"{_STATES[row.state_iso3]}: {row.components_count}")
        style.label(axes, -0.4, -place, _STATES[row.state_iso3], colour, xytext=(-6, 0), ha="right")
        style.label(axes, row.components_count - 0.4, -place, f"{row.components_count}", colour, xytext=(4, 0))
    axes.set_xlim(-5, 23.5)
    axes.set_ylim(-2.6, 0.6)
    axes.axis("off")
    return axes


@figures.register(
    "fig-history-unga-world",
    title=("From the lower third of the world’s states to the upper third: Kazakhstan’s place in agreement with China"),
    subtitle="Agreement with China (1: same vote, 0.5: one abstains, 0: opposed); sessions of 1996 and 2018",
    caption=(
        "The bar runs between the quartiles of all states, the tick is their median. In 1996 "
        "{number}`history-unga-world.above_1996` of {result}`history-unga-world.states_1996` stood above Kazakhstan, "
        "in 2018 {number}`history-unga-world.above_2018` of {number}`history-unga-world.states_2018`. The thin bar "
        "below spans the other four states of Central Asia. Two sessions only; the axis starts at 0.6, and the "
        "United States (below it) is left out."
    ),
    alt=(
        "Two rows. In 1996 Kazakhstan has {number}`history-unga-world.score_1996`, below the median of "
        "{number}`history-unga-world.median_1996`; in 2018 {number}`history-unga-world.score_2018`, above the median "
        "of {number}`history-unga-world.median_2018` and beside Russia’s {number}`history-unga-world.russia_2018`, but"
        " below the other four states of Central Asia."
    ),
    data=lambda unga_world_agreement: unga_world_agreement,
    size=(7.2, 2.6),
)
def draw_unga_world(data, axes):
    for place, row in enumerate(data.sort_values("year", ascending=False).itertuples()):
        axes.plot([row.lower_quartile_score, row.upper_quartile_score], [place] * 2, color=style.FAINT, linewidth=14)
        axes.plot([row.median_score] * 2, [place - 0.17, place + 0.17], color=style.INK, linewidth=1.6)
        span = [row.neighbours_lowest_score, row.neighbours_highest_score]
        axes.plot(span, [place - 0.33] * 2, color=style.THIRD, linewidth=4)
        axes.scatter(row.kazakhstan_score, place, s=64, color=style.COLOURS["KAZ"], zorder=3)
        axes.scatter(
            row.russia_score,
            place,
            s=110,
            marker="D",
            facecolor="none",
            edgecolor=style.COLOURS["RUS"],
            linewidth=1.6,
            zorder=4,
        )
        for name, score in (
            ("lower quartile of all states", row.lower_quartile_score), ("median", row.median_score),
            ("upper quartile", row.upper_quartile_score), ("Kazakhstan", row.kazakhstan_score),
            ("Russia", row.russia_score),
        ):  # fmt: skip
            values.tell(axes, score, place, f"{row.year}, {name}: {score:.2f}", f"{row.year}")
        around = f"{row.year}, rest of Central Asia: {span[0]:.2f} to {span[1]:.2f}"
        values.tell(axes, sum(span) / 2, place - 0.33, around, f"{row.year}")
        style.label(axes, 0.6, place, f"{row.year}", xytext=(-8, 0), ha="right")
        if row.year == data.year.min():
            names = (
                (row.kazakhstan_score, "Kazakhstan", style.COLOURS["KAZ"], "left"),
                (row.russia_score, "Russia", style.COLOURS["RUS"], "right"),
                (row.median_score, "median", style.INK, "center"),
            )
            for x, name, colour, align in names:
                style.label(axes, x, place + 0.3, name, colour, xytext=(0, 4), ha=align, fontsize=8.5)
            style.label(axes, span[0], place - 0.33, "rest of Central Asia", style.THIRD, xytext=(0, -9), fontsize=8.5)
    axes.set_xlim(0.6, 0.96)
    axes.set_ylim(-0.6, 1.65)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes
