"""Who moves between China and Kazakhstan, who counts them, and what people think."""

import textwrap

import numpy as np
import pandas as pd

from analysis import figures, results, style
from analysis.migration_counts import (
    MASKED,
    WAIVER,
    arrivals_beside_returnees,
    counts_of_2024,
    estimates_and_releases,
    full_arrivals,
    full_years,
    growth_pairs,
    growth_pct_between,
    journeys,
    least_of,
    permits,
    permits_and_quotas,
    registered,
    requirements_and_journeys,
)
from analysis.migration_peoples import (
    growth_between_censuses,
    people,
    shortfall,
    yearly_growth_pct,
)
from analysis.migration_returnees import (
    check_totals,
    from_china_between_totals,
    late_shares,
    returnees_from_china,
    share_error,
    totals_by_year,
    unreleased_part,
    years_without_release,
)
from analysis.migration_surveys import design_effect, interval_pct, rise_between_waves, sample_for_majority
from analysis.results import Quantity

PEOPLE = Quantity("people", ",d")
THOUSANDS = Quantity("thousand people", ",.0f")
TENTHS_OF_THOUSANDS = Quantity("thousand people", ".1f")
MILLIONS = Quantity("million people", ".2f")
PERCENT = Quantity("%", ".0f")
PERCENT_TENTHS = Quantity("%", ".1f")
TIMES = Quantity("times", ".1f")
POINTS = Quantity("percentage points", ".1f")
YEAR = Quantity("year")


def returnees_and_stock(returnee_releases, migrant_stock_from_china):
    """Return the returnees from China by year beside the United Nations' stock of migrants from China.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``as_of``, ``count`` ("full year", "part of the year" or "United Nations stock") and ``persons``;
        for a part of a year also the bounds of the whole year that `unreleased_part` gives.
    """
    bounds = ["low_persons", "high_persons", "checked_low_persons", "checked_high_persons"]
    flows = returnees_from_china(returnee_releases)
    flows = flows[flows["count"] != "computed year"]
    flows = flows.join(unreleased_part(returnee_releases)[bounds].round(), on="year")
    stock = migrant_stock_from_china.rename(columns={"migrant_stock_persons": "persons"})[["year", "persons"]]
    return pd.concat([flows, stock.assign(count="United Nations stock")], ignore_index=True)


def _full_year(returnee_releases, year):
    full = returnee_releases[returnee_releases["coverage"] == "full year"].set_index("year").loc[year]
    china_persons = full["returnees_persons"] * full["china_share_pct"] / 100
    return {
        "year": year,
        "china": china_persons / 1e3,
        "all": full["returnees_persons"] / 1e3,
        "share": full["china_share_pct"],
        "uzbekistan": full["uzbekistan_share_pct"],
    }


RETURNEE_PARTS = {
    "year": YEAR,
    "china": TENTHS_OF_THOUSANDS,
    "all": TENTHS_OF_THOUSANDS,
    "share": PERCENT_TENTHS,
    "uzbekistan": PERCENT_TENTHS,
}


@results.register("migration-returnees-latest", "Returnees in the latest full year", parts=RETURNEE_PARTS)
def latest_returnees(returnee_releases):
    """Return the latest full year: returnees and those from China in thousands, and their share in percent."""
    return _full_year(returnee_releases, int(full_years(returnee_releases).index.max()))


@results.register("migration-returnees-high", "Full year with the most returnees from China", parts=RETURNEE_PARTS)
def most_returnees(returnee_releases):
    """Return the full year with the most returnees from China, in thousands."""
    return _full_year(returnee_releases, int(full_years(returnee_releases).idxmax()))


@results.register("migration-returnees-low", "Full year with the fewest returnees from China", parts=RETURNEE_PARTS)
def fewest_returnees(returnee_releases):
    """Return the full year with the fewest returnees from China, in thousands."""
    return _full_year(returnee_releases, int(full_years(returnee_releases).idxmin()))


@results.register(
    "migration-computed-check",
    "Largest gap between a computed and a released year",
    parts={"gap": PEOPLE, "compared": Quantity("years", "d"), "computed": Quantity("years", "d")},
)
def computed_check(returnee_releases):
    """Return how far computed years lie from released ones, how many could be compared, and how many could not."""
    totals = totals_by_year(returnee_releases)
    compared = int(totals["released_persons"].notna().sum())
    return {"gap": check_totals(totals), "compared": compared, "computed": len(totals) - compared}


OPEN_YEARS = (2020, 2022, 2023, 2024)
"""Years of which the last release that was read stops before their end."""


@results.register(
    "migration-open-years",
    "Returnees from China in years whose releases stop early",
    parts={
        **{f"{bound}_{year}": TENTHS_OF_THOUSANDS for bound in ("low", "high") for year in OPEN_YEARS},
        **{f"checked_{bound}_2024": TENTHS_OF_THOUSANDS for bound in ("low", "high")},
        "error": POINTS,
        "checks": Quantity("releases", "d"),
        "years": Quantity("years", "d"),
    },
)
def open_years(returnee_releases):
    """Return bounds of the whole years in thousands, and how far late shares lay from full years in points."""
    found = unreleased_part(returnee_releases)
    thousands = found.drop(columns="as_of") / 1e3
    bounds = {
        f"{bound}_{year}": thousands.loc[year, f"{bound}_persons"] for bound in ("low", "high") for year in OPEN_YEARS
    }
    return {
        **bounds,
        "checked_low_2024": thousands.loc[2024, "checked_low_persons"],
        "checked_high_2024": thousands.loc[2024, "checked_high_persons"],
        "error": share_error(returnee_releases),
        "checks": len(late_shares(returnee_releases)),
        "years": len(found),
    }


@results.register(
    "migration-unread-years",
    "Returnees of 2015, 2017 and 2018 together",
    parts={
        **dict.fromkeys(("all", "low", "high", "near_low", "near_high"), TENTHS_OF_THOUSANDS),
        **dict.fromkeys(("low_share", "high_share", "near_low_share", "near_high_share"), PERCENT_TENTHS),
        "years": Quantity("years", "d"),
    },
)
def unread_years(returnee_releases):
    """Return the returnees of the years without a release, and those from China under two ranges of their share."""
    found = years_without_release(returnee_releases)
    everyone = found["all_persons"] / 1e3
    shares = {name: found[f"{name}_pct"] for name in ("low", "high", "near_low", "near_high")}
    return {
        "all": everyone,
        "years": len(found["years"]),
        **{name: everyone * share / 100 for name, share in shares.items()},
        **{f"{name}_share": share for name, share in shares.items()},
    }


@results.register(
    "migration-flow-estimates",
    "Six estimates of migration from China to Kazakhstan",
    parts={
        "methods": Quantity("methods", "d"),
        **dict.fromkeys(("low_total", "high_total", "between", "two_years"), TENTHS_OF_THOUSANDS),
        "between_error": TENTHS_OF_THOUSANDS,
        **dict.fromkeys(("last_low", "last_high", "previous_low", "previous_high"), PEOPLE),
        **dict.fromkeys(("low_ratio", "high_ratio", "last_ratio", "previous_ratio"), Quantity("times", ".0f")),
    },
)
def flow_estimates(migration_flow_estimates, returnee_releases):
    """Return the estimates of 1990 to 2015 summed by method, and of the last periods, beside the ministry's returnees.

    Totals are in thousands. A ratio is the ministry's number for one person of an estimate; in the last two periods
    the ministry's number covers a part of the period, so that the true ratio is higher.
    """
    periods = migration_flow_estimates.pivot_table("movers_persons", "start_year", "method").astype(int)
    totals = periods.loc[:2010].sum() / 1e3
    released = cumulative_returnees(returnee_releases)["china"]
    between, error = from_china_between_totals(returnee_releases)
    two_years = full_years(returnee_releases).loc[[2016, 2019]].sum()
    return {
        "methods": len(totals),
        "low_total": totals.min(),
        "high_total": totals.max(),
        "low_ratio": released / totals.max(),
        "high_ratio": released / totals.min(),
        "between": between / 1e3,
        "between_error": error / 1e3,
        "two_years": two_years / 1e3,
        "previous_low": periods.loc[2010].min(),
        "previous_high": periods.loc[2010].max(),
        "last_low": periods.loc[2015].min(),
        "last_high": periods.loc[2015].max(),
        "previous_ratio": between / periods.loc[2010].max(),
        "last_ratio": two_years / periods.loc[2015].max(),
    }


@results.register(
    "migration-cumulative",
    "Returnees since 1991",
    parts={
        "all": MILLIONS,
        "shared": MILLIONS,
        "share": PERCENT_TENTHS,
        "china": THOUSANDS,
        "share_2011": PERCENT_TENTHS,
        "uzbekistan": PERCENT_TENTHS,
    },
)
def cumulative_returnees(returnee_releases):
    """Return the total at the end of 2025, that of 2014 with shares in percent, and the share from China of 2011."""
    totals = returnee_releases.dropna(subset=["since_1991_persons"]).sort_values("as_of")
    shared = totals[totals["coverage"] == "since 1991"]
    total, share_pct = shared["since_1991_persons"].iloc[-1], shared["china_share_pct"].iloc[-1]
    return {
        "all": totals["since_1991_persons"].iloc[-1] / 1e6,
        "shared": total / 1e6,
        "share": share_pct,
        "china": total * share_pct / 100 / 1e3,
        "share_2011": shared["china_share_pct"].iloc[0],
        "uzbekistan": shared["uzbekistan_share_pct"].iloc[-1],
    }


@results.register(
    "migration-un-stock",
    "Migrants from China in Kazakhstan, as the United Nations estimate them",
    parts={
        "first": PEOPLE,
        "compared": TENTHS_OF_THOUSANDS,
        "last": TENTHS_OF_THOUSANDS,
        "since_2000": PERCENT,
    },
)
def un_stock(migrant_stock_from_china):
    """Return the stock of 1990, of 2015 and 2020 in thousands, and the growth from 2000 to 2020 in percent."""
    stock = migrant_stock_from_china.set_index("year")["migrant_stock_persons"]
    return {
        "first": stock[1990],
        "compared": stock[2015] / 1e3,
        "last": stock[2020] / 1e3,
        "since_2000": growth_pct_between(stock, 2000, 2020),
    }


@results.register(
    "migration-two-counts", "Returnees from China for one migrant of the UN’s stock, 2015", unit="times", form=".0f"
)
def two_counts(returnee_releases, migrant_stock_from_china):
    """Return the returnees from China up to 1 January 2015, divided by the United Nations' stock of 2015."""
    return cumulative_returnees(returnee_releases)["china"] / un_stock(migrant_stock_from_china)["compared"]


@results.register(
    "migration-two-offices",
    "Arrivals from China by the statistics bureau, and returnees for one of them",
    parts={
        "latest": TENTHS_OF_THOUSANDS,
        "latest_ratio": TIMES,
        "low": PEOPLE,
        "low_ratio": TIMES,
        "peak": TENTHS_OF_THOUSANDS,
        "kazakh_share": PERCENT,
    },
)
def two_offices(returnee_releases, arrivals_from_china):
    """Return the arrivals of 2025, 2021 and 2008, the ministry’s returnees for one arrival, and the Kazakhs' share."""
    both = arrivals_beside_returnees(returnee_releases, arrivals_from_china).set_index("year")
    return {
        "latest": both.loc[2025, "arrivals_persons"] / 1e3,
        "latest_ratio": both.loc[2025, "ratio"],
        "low": both.loc[2021, "arrivals_persons"],
        "low_ratio": both.loc[2021, "ratio"],
        "peak": full_arrivals(arrivals_from_china, "arrivals to settle")[2008] / 1e3,
        "kazakh_share": _kazakh_share(arrivals_from_china, "arrivals to settle"),
    }


def _kazakh_share(arrivals_from_china, measure):
    return arrivals_from_china.loc[arrivals_from_china["measure"] == measure, "kazakh_share_pct"].dropna().item()


@results.register(
    "migration-visas",
    "Visas of Kazakhstan for citizens of China, January to September 2016",
    parts={"all": Quantity("thousand visas", ".0f"), "kazakh_share": PERCENT},
)
def visas(arrivals_from_china):
    """Return the visas issued in thousands and the share in percent that went to ethnic Kazakhs."""
    issued = arrivals_from_china.loc[arrivals_from_china["measure"] == "visas issued", "counted_persons"].item()
    return {"all": issued / 1e3, "kazakh_share": _kazakh_share(arrivals_from_china, "visas issued")}


@results.register(
    "migration-visits",
    "Visits from China in 2024",
    parts={
        "all": Quantity("thousand visits", ".0f"),
        "over_a_day": Quantity("thousand visits", ".0f"),
        "share": PERCENT,
    },
)
def visits(arrivals_from_china):
    """Return the visits of 2024 and those of more than 24 hours, in thousands, and the share of these in percent."""
    visited = full_arrivals(arrivals_from_china, "visits")[2024]
    stayed = full_arrivals(arrivals_from_china, "visits over a day")[2024]
    return {"all": visited / 1e3, "over_a_day": stayed / 1e3, "share": stayed / visited * 100}


@results.register(
    "migration-asylum",
    "Recognitions of refugees from China in Kazakhstan, and those registered in 2024",
    parts={
        **dict.fromkeys(("low", "high", "later_low", "later_high", "latest_low", "latest_high"), PEOPLE),
        "masked": PERCENT,
        "world": Quantity("thousand people", ".0f"),
    },
)
def asylum(asylum_decisions_china, refugees_from_china, refugees_from_china_world):
    """Return recognitions of 2000 to 2024 and since 2011, registered people of 2024, and how many counts are masked.

    Bounds take each printed 5 as 1 and as 5. ``masked`` is the share of printed counts above nought that are 5.
    """
    decided = asylum_decisions_china[asylum_decisions_china["asylum_iso3"] == "KAZ"].set_index("year")
    recognised = decided["recognised_persons"]
    latest = registered(refugees_from_china).set_index(["asylum_iso3", "year"]).loc[("KAZ", 2024)]
    printed = decided[["recognised_persons", "rejected_persons", "closed_persons"]].melt()["value"]
    world = refugees_from_china_world.set_index("year").loc[2024, ["refugees_persons", "asylum_seekers_persons"]]
    return {
        "low": least_of(recognised).sum(),
        "high": recognised.sum(),
        "later_low": least_of(recognised[recognised.index >= 2011]).sum(),
        "later_high": recognised[recognised.index >= 2011].sum(),
        "latest_low": latest["low_persons"],
        "latest_high": latest["high_persons"],
        "masked": (printed == MASKED).sum() / (printed > 0).sum() * 100,
        "world": world.sum() / 1e3,
    }


A_DAY = Quantity("a day", ",.0f")


@results.register(
    "migration-travel",
    "Journeys between China and Kazakhstan before and after the visa waiver of 10 November 2023",
    parts={
        **dict.fromkeys(("in_2023", "in_first", "in_2024", "out_2023", "out_first"), A_DAY),
        **dict.fromkeys(("visits_rise", "stays_rise", "crossings_rise", "in_change", "out_change"), PERCENT),
        "visits_2023": Quantity("thousand visits", ".0f"),
        "tourists_2023": TENTHS_OF_THOUSANDS,
        "registered_2012": THOUSANDS,
        "first_days": Quantity("days", "d"),
        "crossings_2023": Quantity("thousand crossings", ".0f"),
        "crossings_2024": Quantity("thousand crossings", ".0f"),
    },
)
def travel(border_travel, arrivals_from_china):
    """Return journeys a day of 2023, of the first days of the waiver and of 2024, and changes in percent.

    ``in`` is from China to Kazakhstan, ``out`` the other way. ``in_change`` and ``out_change`` compare the first days
    of the waiver with the year 2023.
    """
    rows = journeys(border_travel, arrivals_from_china).set_index(["direction", "start_date", "end_date"])
    rate = rows["trips_day_count"]
    first = (pd.Timestamp("2023-11-10"), pd.Timestamp("2024-04-01"))
    year = {year: (pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)) for year in (2012, 2023, 2024)}
    inward, outward, both = "China to Kazakhstan", "Kazakhstan to China", "both ways"
    trips = rows["trips_count"]
    stays = full_arrivals(arrivals_from_china, "visits over a day")
    return {
        "in_2023": rate[inward, *year[2023]],
        "in_first": rate[inward, *first],
        "in_2024": rate[inward, *year[2024]],
        "out_2023": rate[outward, *year[2023]],
        "out_first": rate[outward, *first],
        "visits_rise": (trips[inward, *year[2024]] / trips[inward, *year[2023]] - 1) * 100,
        "stays_rise": growth_pct_between(stays, 2023, 2024),
        "crossings_rise": (trips[both, *year[2024]] / trips[both, *year[2023]] - 1) * 100,
        "in_change": (rate[inward, *first] / rate[inward, *year[2023]] - 1) * 100,
        "out_change": (rate[outward, *first] / rate[outward, *year[2023]] - 1) * 100,
        "visits_2023": trips[inward, *year[2023]] / 1e3,
        "tourists_2023": trips[inward, pd.Timestamp("2023-01-01"), pd.Timestamp("2023-09-30")] / 1e3,
        "registered_2012": trips[inward, *year[2012]] / 1e3,
        "first_days": (first[1] - first[0]).days + 1,
        "crossings_2023": trips[both, *year[2023]] / 1e3,
        "crossings_2024": trips[both, *year[2024]] / 1e3,
    }


@results.register(
    "migration-waiver",
    "Journeys beside the same days a year before, across the visa waiver and after it",
    parts={
        **dict.fromkeys(
            ("first_year", "all_ports", "first_quarter", "next_quarter", "january_2026", "visits_2024", "visits_2025"),
            PERCENT,
        ),
        **dict.fromkeys(("least_across", "most_after", "chinese_share"), PERCENT),
        **dict.fromkeys(("quarter_2023", "quarter_2024"), A_DAY),
        **dict.fromkeys(("across", "after"), Quantity("pairs", "d")),
        "trips_first_year": Quantity("million crossings", ".2f"),
        "all_trips": Quantity("million crossings", ".2f"),
        "station_ratio": TIMES,
    },
)
def waiver(travel_growth, border_travel, arrivals_from_china):
    """Return growth over the same days of the year before, in percent, by pair, and the extremes of both kinds.

    ``station_ratio`` sets crossings at Khorgos in the first year of the waiver, as China’s station counts them, beside
    the figure for Nur Zholy, the gate on the other bank, in 2024.
    """
    pairs = growth_pairs(travel_growth)
    growth_pct = travel_growth.set_index("release_id")["growth_pct"]
    across, after = (pairs[pairs["across_waiver"] == kind] for kind in (True, False))
    quarter = pairs[(pairs["place"] == "Khorgos") & (pairs["end_date"] == pd.Timestamp("2024-03-31"))].iloc[0]
    first = travel_growth.set_index("release_id").loc["khorgos-first-year"]
    other_gate = travel(border_travel, arrivals_from_china)["crossings_2024"] * 1e3
    return {
        "first_year": growth_pct["khorgos-first-year"],
        "all_ports": growth_pct["xinjiang-first-year"],
        "first_quarter": growth_pct["khorgos-2024-march"],
        "next_quarter": growth_pct["khorgos-2025-march"],
        "january_2026": growth_pct["khorgos-2026-january"],
        "visits_2024": growth_pct["visits-2024"],
        "visits_2025": growth_pct["visits-2025-may"],
        "least_across": across["growth_pct"].min(),
        "most_after": after["growth_pct"].max(),
        "chinese_share": first["chinese_trips_count"] / first["trips_count"] * 100,
        "quarter_2023": quarter["before_day_count"],
        "quarter_2024": quarter["after_day_count"],
        "across": len(across),
        "after": len(after),
        "trips_first_year": first["trips_count"] / 1e6,
        "all_trips": travel_growth.set_index("release_id")["trips_count"]["xinjiang-first-year"] / 1e6,
        "station_ratio": first["trips_count"] / other_gate,
    }


@results.register(
    "migration-visa",
    "Visa requirements in dated snapshots",
    parts={
        "snapshots": Quantity("snapshots", "d"),
        "first_days": Quantity("days", "d"),
        "last_days": Quantity("days", "d"),
        "kyrgyz_free": Quantity("snapshots", "d"),
    },
)
def visa(visa_requirements):
    """Return the snapshots read, the days of the two exemptions for citizens of China, and the same for Kyrgyzstan."""
    spells = visa_requirements.set_index(["passport_iso3", "destination_iso3"]).sort_index()
    free = spells[spells["requirement"] == "visa-free"]
    days = free.loc[[("CHN", "KAZ")]].sort_values("first_seen")["visa_free_days"]
    return {
        "snapshots": int(spells.loc[[("CHN", "KAZ")], "snapshots_count"].sum()),
        "first_days": int(days.iloc[0]),
        "last_days": int(days.iloc[-1]),
        "kyrgyz_free": int((free.index.get_level_values("destination_iso3") == "KGZ").sum()),
    }


@results.register(
    "migration-kazakhs-china",
    "Kazakhs in China by census",
    parts={
        "last": MILLIONS,
        "added": THOUSANDS,
        "growth": PERCENT_TENTHS,
        "growth_before": PERCENT_TENTHS,
        "first": MILLIONS,
        "count_1964": MILLIONS,
        "fall": PERCENT_TENTHS,
        "lost": THOUSANDS,
        "register_2015": MILLIONS,
    },
)
def kazakhs_in_china(ethnic_groups_by_census):
    """Return the Kazakhs of three censuses and of Xinjiang’s register in millions, changes in thousands and percent."""
    kazakhs = people(ethnic_groups_by_census, "CHN", "Kazakh")
    return {
        "last": kazakhs[2020] / 1e6,
        "added": (kazakhs[2020] - kazakhs[2010]) / 1e3,
        "growth": growth_pct_between(kazakhs, 2010, 2020),
        "growth_before": growth_pct_between(kazakhs, 2000, 2010),
        "first": kazakhs[1953] / 1e6,
        "count_1964": kazakhs[1964] / 1e6,
        "fall": -growth_pct_between(kazakhs, 1953, 1964),
        "lost": (kazakhs[1953] - kazakhs[1964]) / 1e3,
        "register_2015": people(ethnic_groups_by_census, "CHN", "Kazakh", "register")[2015] / 1e6,
    }


@results.register(
    "migration-growth-others",
    "Growth of other groups in China, 2010 to 2020",
    parts=dict.fromkeys(("hui", "kyrgyz", "uyghur"), PERCENT_TENTHS),
)
def growth_of_others(ethnic_groups_by_census):
    """Return the growth of the Hui, Kyrgyz and Uyghurs in China between the censuses of 2010 and 2020, in percent."""
    return {
        group.lower(): growth_pct_between(people(ethnic_groups_by_census, "CHN", group), 2010, 2020)
        for group in ("Hui", "Kyrgyz", "Uyghur")
    }


@results.register(
    "migration-uyghurs",
    "Uyghurs in Kazakhstan",
    parts={
        **dict.fromkeys(("first", "last_census", "estimate", "kyrgyzstan_1999"), THOUSANDS),
        "after_1959": TIMES,
    },
)
def uyghurs_in_kazakhstan(ethnic_groups_by_census):
    """Return the Uyghurs of 1959, 2021 and 2024, and of Kyrgyzstan in 1999, in thousands, and 1970 over 1959."""
    uyghurs = people(ethnic_groups_by_census, "KAZ", "Uyghur")
    return {
        "first": uyghurs[1959] / 1e3,
        "last_census": uyghurs[2021] / 1e3,
        "estimate": people(ethnic_groups_by_census, "KAZ", "Uyghur", "official estimate")[2024] / 1e3,
        "kyrgyzstan_1999": people(ethnic_groups_by_census, "KGZ", "Uyghur")[1999] / 1e3,
        "after_1959": uyghurs[1970] / uyghurs[1959],
    }


@results.register(
    "migration-uyghur-areas",
    "Uyghurs of Kazakhstan in the city and the region of Almaty",
    parts=dict.fromkeys(("share_1970", "share_2009"), PERCENT),
)
def uyghur_areas_share(uyghur_areas, ethnic_groups_by_census):
    """Return the share of Kazakhstan’s Uyghurs counted in city and region of Almaty in 1970 and 2009, in percent."""
    there = uyghur_areas.groupby("year")["population_persons"].sum()
    counted = people(ethnic_groups_by_census, "KAZ", "Uyghur")
    return {f"share_{year}": there[year] / counted[year] * 100 for year in (1970, 2009)}


@results.register(
    "migration-dungans",
    "Dungans in Kazakhstan and Kyrgyzstan",
    parts=dict.fromkeys(
        (
            "census_1989",
            "census_1999",
            "estimate_2014",
            "association_2014",
            "article_2014",
            "estimate_2024",
            "kyrgyzstan_2021",
            "together",
        ),
        THOUSANDS,
    ),
)
def dungans(ethnic_groups_by_census):
    """Return what was counted, estimated and said of the number of Dungans, in thousands."""
    estimates = people(ethnic_groups_by_census, "KAZ", "Dungan", "official estimate")
    said = ethnic_groups_by_census[ethnic_groups_by_census["count"] == "statement"]
    said = said.set_index("precision")["population_persons"]
    counted = people(ethnic_groups_by_census, "KAZ", "Dungan")
    kyrgyzstan = people(ethnic_groups_by_census, "KGZ", "Dungan", "official estimate")[2021]
    return {
        "census_1989": counted[1989] / 1e3,
        "census_1999": counted[1999] / 1e3,
        "estimate_2014": estimates[2014] / 1e3,
        "association_2014": said["rounded"] / 1e3,
        "article_2014": said["at least"] / 1e3,
        "estimate_2024": estimates[2024] / 1e3,
        "kyrgyzstan_2021": kyrgyzstan / 1e3,
        "together": (estimates[2024] + kyrgyzstan) / 1e3,
    }


def growth_of_peoples(ethnic_groups_by_census):
    """Return the yearly growth of four peoples of China between the censuses that were read, in percent."""
    return growth_between_censuses(ethnic_groups_by_census, "CHN", ("Kazakh", "Uyghur", "Hui", "Kyrgyz"))


@results.register(
    "migration-growth",
    "Growth of peoples in China, 1953 to 1964, and of Kazakhs later",
    parts=dict.fromkeys(
        ("kazakh", "uyghur", "hui", "kyrgyz", "kazakh_1964", "kazakh_1982", "kazakh_2000", "kazakh_2010"),
        PERCENT_TENTHS,
    ),
)
def growth(ethnic_groups_by_census):
    """Return the yearly growth of four peoples from 1953 to 1964, and of Kazakhs from later censuses on, in percent."""
    rates = growth_of_peoples(ethnic_groups_by_census).set_index(["group", "start_year"])["growth_pct"]
    return {
        **{group.lower(): rates[group, 1953] for group in ("Kazakh", "Uyghur", "Hui", "Kyrgyz")},
        **{f"kazakh_{year}": rates["Kazakh", year] for year in (1964, 1982, 2000, 2010)},
    }


ASSUMED_PCT = np.round(np.arange(-0.5, 3.75, 0.25), 2)
"""Growth a year, in percent, that is assumed for the Kazakhs of China from 1953 to 1964: wider than any people had."""


def shortfall_by_growth(ethnic_groups_by_census, flight_accounts):
    """Return what the census of 1964 lacks of Kazakhs in China under each assumed growth since 1953.

    Returns
    -------
    pandas.DataFrame
        ``panel`` ("growth", "shortfall" or "flight"), ``group`` (whose growth; "assumed" on the curve), ``start_year``
        and ``end_year``, ``growth_pct`` (percent a year) and ``shortfall_persons``.
    """
    rates = growth_of_peoples(ethnic_groups_by_census)
    counted = people(ethnic_groups_by_census, "CHN", "Kazakh")

    def lacking(growth_pct):
        return np.round(shortfall(counted[1953], counted[1964], 11, growth_pct))

    models = rates[(rates["start_year"] == 1953) & (rates["group"] != "Kazakh")]
    models = pd.concat([models, rates[(rates["group"] == "Kazakh") & (rates["start_year"].isin([1964, 1982]))]])
    curve = pd.DataFrame({"group": "assumed", "growth_pct": ASSUMED_PCT})
    marks = pd.concat([curve, models]).assign(panel="shortfall")
    marks["shortfall_persons"] = lacking(marks["growth_pct"])
    least = flight_accounts.loc[flight_accounts["movement"] == "exodus of 1962", "people_persons"].min()
    flight = pd.DataFrame({"panel": ["flight"], "group": ["reported"], "shortfall_persons": [float(least)]})
    found = pd.concat([rates.assign(panel="growth"), marks, flight], ignore_index=True)
    years = {"start_year": "Int64", "end_year": "Int64"}
    return found[["panel", "group", *years, "growth_pct", "shortfall_persons"]].astype(years)


@results.register(
    "migration-shortfall",
    "Kazakhs that the census of 1964 lacks, by assumed growth since 1953",
    parts={
        **dict.fromkeys(("none", "kyrgyz", "uyghur", "hui", "kazakh_1982", "kazakh_1964"), THOUSANDS),
        "even": PERCENT_TENTHS,
    },
)
def shortfall_1964(ethnic_groups_by_census, flight_accounts):
    """Return the shortfall in thousands under no growth and under five rates, and the growth that gives the flight.

    ``even`` is the growth a year at which the shortfall is the least number that accounts give for 1962.
    """
    rows = shortfall_by_growth(ethnic_groups_by_census, flight_accounts)
    rows = rows[rows["panel"] == "shortfall"].assign(thousands=rows["shortfall_persons"] / 1e3)
    curve = rows[rows["group"] == "assumed"].set_index("growth_pct")["thousands"]
    models = rows[rows["group"] != "assumed"].set_index(["group", "start_year"])["thousands"]
    counted = people(ethnic_groups_by_census, "CHN", "Kazakh")
    least = flight_accounts.loc[flight_accounts["movement"] == "exodus of 1962", "people_persons"].min()
    return {
        "none": curve[0.0],
        **{group.lower(): models[group, 1953] for group in ("Kyrgyz", "Uyghur", "Hui")},
        "kazakh_1982": models["Kazakh", 1982],
        "kazakh_1964": models["Kazakh", 1964],
        "even": yearly_growth_pct(counted[1953], counted[1964] + least, 11),
    }


REASONS = ("jobs", "business", "marriage", "citizenship", "property")


@results.register(
    "migration-attitudes",
    "Answers in the survey on Chinese migrants",
    parts=dict.fromkeys(("neighbours", "not_many", "many", "other", *REASONS, "sum"), PERCENT),
)
def attitudes(attitude_survey):
    """Return the shares of the answers in percent, the rest of the second question, and the sum of the third."""
    share = attitude_survey.set_index("answer")["answer_share_pct"]
    return {
        "neighbours": share["Chinese citizens live in my city"],
        "not_many": share["not that many"],
        "many": share["many"],
        "other": 100 - share["not that many"] - share["many"],
        **{reason: share[reason] for reason in REASONS},
        "sum": share[list(REASONS)].sum(),
    }


WAVE_PARTS = {
    "first": PERCENT,
    "last": PERCENT,
    "ratio": Quantity("times", ".2f"),
    "low": Quantity("", ".2f"),
    "high": Quantity("", ".2f"),
    "p": Quantity("", ".3f"),
    "design": TIMES,
    "interviews": Quantity("interviews", "d"),
}


@results.register("migration-dissatisfied", "Dissatisfied with migration from China, 2007 and 2012", parts=WAVE_PARTS)
def dissatisfied(opinion_polls):
    """Return the shares of both waves in percent, their ratio with its interval, and the interviews of a wave."""
    return _wave(opinion_polls, "dissatisfied with migration from China")


@results.register("migration-fear-for-jobs", "Fear of competition for jobs, 2007 and 2012", parts=WAVE_PARTS)
def fear_for_jobs(opinion_polls):
    """Return the shares of both waves in percent, their ratio with its interval, and the interviews of a wave."""
    return _wave(opinion_polls, "fear competition for jobs")


def _wave(opinion_polls, question):
    row = rise_between_waves(opinion_polls).loc[question]
    asked = opinion_polls.loc[opinion_polls["question"] == question, "interviews_count"]
    return {
        "first": row["first_pct"],
        "last": row["last_pct"],
        "ratio": row["ratio"],
        "low": row["low_ratio"],
        "high": row["high_ratio"],
        "p": row["p"],
        "design": row["design_ratio"],
        "interviews": int(asked.iloc[0]),
    }


STATED_SAMPLES = (300, 600, 1200)
"""Sizes under which the survey is drawn. None is printed; its sister waves have about 600 interviews."""


@results.register(
    "migration-survey-intervals",
    "Intervals of the survey’s answers under stated sample sizes",
    parts={
        **{f"{end}_{size}": PERCENT for end in ("low", "high") for size in STATED_SAMPLES},
        **{name: Quantity("interviews", ",d") for name in ("least", "size_small", "size_middle", "size_large")},
        **dict.fromkeys(("talap_low", "talap_high"), PERCENT),
    },
)
def survey_intervals(attitude_survey, opinion_polls):
    """Return the interval of those who found not that many Chinese, in percent, by sample size.

    ``least`` is the smallest random sample in which that share is told from a half; ``talap_low`` and ``talap_high``
    are the interval of the poll of 2024 at its printed size.
    """
    share = attitude_survey.set_index("answer")["answer_share_pct"]["not that many"]
    spans = {size: interval_pct(share, size) for size in STATED_SAMPLES}
    talap = opinion_polls.set_index("question").loc["positive about economic relations with China"]
    low, high = interval_pct(talap["answer_share_pct"], int(talap["interviews_count"]))
    return {
        **{f"low_{size}": span[0] for size, span in spans.items()},
        **{f"high_{size}": span[1] for size, span in spans.items()},
        "least": sample_for_majority(share),
        **dict(zip(("size_small", "size_middle", "size_large"), STATED_SAMPLES, strict=True)),
        "talap_low": low,
        "talap_high": high,
    }


@results.register(
    "migration-polls",
    "Later and wider polls",
    parts={
        **dict.fromkeys(("talap", "global_times", "gallup_china", "gallup_russia", "gallup_usa"), PERCENT),
        **dict.fromkeys(("talap_influence", "culture_2007", "culture_2024"), PERCENT),
        **dict.fromkeys(("talap_interviews", "global_times_interviews"), Quantity("interviews", ",d")),
        "answers": Quantity("", "d"),
    },
)
def polls(opinion_polls):
    """Return the shares of the polls of 2024 with their size, and the means of the Gallup World Poll, in percent."""
    rows = opinion_polls.set_index("question")
    share, size = rows["answer_share_pct"], rows["interviews_count"]
    economy, chances = (
        "positive about economic relations with China",
        "cooperation with China brings more opportunities",
    )
    return {
        "talap": share[economy],
        "talap_influence": share["see a positive influence of China on the economy"],
        "culture_2007": share["know China’s culture, history and customs"],
        "culture_2024": share["have read or watched something about China"],
        "answers": len(rows),
        "talap_interviews": size[economy],
        "global_times": share[chances],
        "global_times_interviews": size[chances],
        "gallup_china": share["approve of the leadership of China"],
        "gallup_russia": share["approve of the leadership of Russia"],
        "gallup_usa": share["approve of the leadership of the United States"],
    }


@results.register(
    "migration-design",
    "Design effect of the Central Asia Barometer in Kazakhstan in 2023, from its printed margins",
    parts={"low": TIMES, "high": TIMES, "interviews": Quantity("interviews", ",d"), "waves": Quantity("waves", "d")},
)
def barometer_design(barometer_waves):
    """Return the lowest and highest factor on the variance that the printed margins imply, and the interviews."""
    printed = barometer_waves.dropna(subset=["margin_pct"])
    factors = [
        design_effect(margin, int(size))
        for margin, size in zip(printed["margin_pct"], printed["interviews_count"], strict=True)
    ]
    return {
        "low": min(factors),
        "high": max(factors),
        "interviews": int(printed["interviews_count"].iloc[0]),
        "waves": len(printed),
    }


@results.register(
    "migration-workers",
    "Chinese citizens with work permits in Kazakhstan",
    parts={
        **dict.fromkeys(
            ("last", "fewest", "most_since", "start_2015", "issued_2015", "issued_2016"), TENTHS_OF_THOUSANDS
        ),
        **dict.fromkeys(("last_share", "start_2015_share"), PERCENT),
    },
)
def workers(chinese_worker_permits):
    """Return permits valid at dates and issued in years, in thousands, and shares of all foreign workers in percent."""
    rows = permits(chinese_worker_permits).sort_values("date")
    valid = rows[rows["count"] == "valid on a date"]
    issued = rows[rows["count"] == "issued in the year"].set_index("year")["chinese_workers_persons"]
    return {
        "last": valid["chinese_workers_persons"].iloc[-1] / 1e3,
        "fewest": valid["chinese_workers_persons"].min() / 1e3,
        "most_since": valid.loc[valid["year"] > 2015, "chinese_workers_persons"].max() / 1e3,
        "start_2015": valid["chinese_workers_persons"].iloc[0] / 1e3,
        "issued_2015": issued[2015] / 1e3,
        "issued_2016": issued[2016] / 1e3,
        "last_share": valid["share_pct"].iloc[-1],
        "start_2015_share": valid["share_pct"].iloc[0],
    }


@results.register(
    "migration-quotas",
    "Kazakhstan’s quota for foreign workers, and how much of it permits fill",
    parts={
        "first": TENTHS_OF_THOUSANDS,
        "last": TENTHS_OF_THOUSANDS,
        "fall": PERCENT,
        "least_filled": PERCENT,
        "most_filled": PERCENT,
        "least_year": YEAR,
        "most_year": YEAR,
        "first_year": YEAR,
        "last_year": YEAR,
    },
)
def quotas(chinese_worker_permits, worker_quotas):
    """Return the first and last quota in thousands, its fall, and how much of it the last permits of a year fill."""
    rows = permits_and_quotas(chinese_worker_permits, worker_quotas)
    rows = rows[rows["panel"] == "all countries"]
    quota = rows[rows["count"] == "quota"].set_index("year")["persons"]
    valid = rows[rows["count"] == "valid on a date"].groupby("year")["persons"].last()
    filled = (valid / quota * 100).dropna()
    return {
        "first": quota.iloc[0] / 1e3,
        "last": quota.iloc[-1] / 1e3,
        "fall": (1 - quota.iloc[-1] / quota.iloc[0]) * 100,
        "least_filled": filled.min(),
        "most_filled": filled.max(),
        "least_year": int(filled.idxmin()),
        "most_year": int(filled.idxmax()),
        "first_year": int(quota.index[0]),
        "last_year": int(quota.index[-1]),
    }


STUDENTS = Quantity("thousand students", ".1f")


@results.register(
    "migration-students",
    "Students between the two countries",
    parts={
        **dict.fromkeys(("out_2010", "out_2014", "out_2017", "out_2018", "peak", "report_2010", "last"), STUDENTS),
        "article_2014": Quantity("thousand students", ".0f"),
        "peak_year": YEAR,
        "ratio_2017": Quantity("times", ".0f"),
        "article_short": PERCENT,
    },
)
def students(students_abroad):
    """Return the students from Kazakhstan in China and from China in Kazakhstan, in thousands."""
    rows = students_abroad.set_index(["origin_iso3", "counted_by", "year"])["students_persons"].sort_index() / 1e3
    unesco = rows["CHN", "UNESCO Institute for Statistics"]
    return {
        "out_2010": rows["KAZ", "AidData", 2010],
        "out_2014": rows["KAZ", "AidData", 2014],
        "out_2017": rows["KAZ", "AidData", 2017],
        "out_2018": rows["KAZ", "Ministry of Education of China", 2018],
        "peak": unesco.max(),
        "report_2010": rows["CHN", "Ministry of Education of China, in a report", 2010],
        "last": unesco[2020],
        "article_2014": rows["KAZ", "Encyclopaedia article", 2014],
        "peak_year": unesco.idxmax(),
        "ratio_2017": rows["KAZ", "AidData", 2017] / unesco[2017],
        "article_short": (1 - rows["KAZ", "Encyclopaedia article", 2014] / rows["KAZ", "AidData", 2014]) * 100,
    }


@results.register(
    "migration-refugees",
    "Most registered refugees and asylum-seekers from China in one year",
    parts={"kazakhstan": PEOPLE, "kazakhstan_year": YEAR, "kyrgyzstan": PEOPLE, "kyrgyzstan_year": YEAR},
)
def refugees(refugees_from_china):
    """Return, for each country of asylum, the largest sum of refugees and asylum-seekers and its year."""
    both = refugees_from_china["refugees_persons"] + refugees_from_china["asylum_seekers_persons"]
    rows = refugees_from_china.assign(persons=both)
    most = rows.loc[rows.groupby("asylum_iso3")["persons"].idxmax()].set_index("asylum_iso3")
    return {
        "kazakhstan": most.loc["KAZ", "persons"],
        "kazakhstan_year": most.loc["KAZ", "year"],
        "kyrgyzstan": most.loc["KGZ", "persons"],
        "kyrgyzstan_year": most.loc["KGZ", "year"],
    }


@results.register(
    "migration-flights",
    "Accounts of moves across the border",
    parts={
        **dict.fromkeys(("article_1916", "historian_1916", "least_1962"), THOUSANDS),
        "households_1864": Quantity("households", ",d"),
    },
)
def flights(flight_accounts):
    """Return what accounts say of those who fled in 1916 and 1962, in thousands, and of the households of 1864."""
    persons = flight_accounts.set_index(["movement", "source_key"])["people_persons"]
    households = flight_accounts.set_index("start_year")["households_count"]
    return {
        "article_1916": persons["revolt of 1916", "encyclopaedia2024relations"] / 1e3,
        "historian_1916": persons["revolt of 1916", "chokobaevanodaterevolt"] / 1e3,
        "least_1962": persons["exodus of 1962"].min() / 1e3,
        "households_1864": int(households[1864]),
    }


@results.register(
    "migration-steppe",
    "Settlers and land norms in the Kazakh steppe",
    parts={
        **dict.fromkeys(("first_share", "last_share"), PERCENT_TENTHS),
        **dict.fromkeys(("first_herd", "last_herd"), Quantity("head of livestock", "d")),
    },
)
def steppe(steppe_settlement):
    """Return the first and last share of settlers in percent, and the first and last herd that land norms allowed."""
    rows = steppe_settlement.sort_values("year")
    share, herd = rows["settlers_share_pct"].dropna(), rows["household_herd_count"].dropna()
    return {
        "first_share": share.iloc[0],
        "last_share": share.iloc[-1],
        "first_herd": int(herd.iloc[0]),
        "last_herd": int(herd.iloc[-1]),
    }


def kazakhs_of_areas(kazakh_areas_china):
    """Return the Kazakhs of each area in persons by area, from total and share where no number is printed."""
    areas = kazakh_areas_china.set_index("area")
    computed = areas["population_persons"].astype("Float64") * areas["kazakh_share_pct"] / 100
    return areas["kazakh_population_persons"].astype("Float64").fillna(computed).astype(float)


def share_in_ili(kazakh_areas_china, ethnic_groups_by_census):
    """Return the share of China’s Kazakhs, by the nearest census, who live in the whole Ili prefecture, in %."""
    ili = kazakh_areas_china[kazakh_areas_china["area"].str.startswith("Ili")].iloc[0]
    census = people(ethnic_groups_by_census, "CHN", "Kazakh")
    nearest = min(census.index, key=lambda year: abs(year - ili["year"]))
    return float(kazakhs_of_areas(kazakh_areas_china)[ili["area"]] / census[nearest] * 100)


@results.register(
    "migration-kazakhs-ili",
    "Kazakhs of the Ili prefecture with Tacheng and Altay",
    parts={"persons": MILLIONS, "share": PERCENT, "altay_2000": THOUSANDS, "tacheng_2000": THOUSANDS},
)
def kazakhs_in_ili(kazakh_areas_china, ethnic_groups_by_census):
    """Return the Kazakhs of the prefecture in millions and their share of all in China in percent, and two parts."""
    kazakhs = kazakhs_of_areas(kazakh_areas_china)
    return {
        "persons": kazakhs[kazakhs.index.str.startswith("Ili")].iloc[0] / 1e6,
        "share": share_in_ili(kazakh_areas_china, ethnic_groups_by_census),
        "altay_2000": kazakhs["Altay Prefecture"] / 1e3,
        "tacheng_2000": kazakhs["Tacheng Prefecture"] / 1e3,
    }


@results.register(
    "migration-survey-dates",
    "Dates of the survey on Chinese migrants",
    parts=dict.fromkeys(("asked", "published", "reported"), YEAR),
)
def dates_of_survey(survey_dates):
    """Return the years in which the survey was asked, published in Russian, and reported in Chinese."""
    year = survey_dates.set_index("stage")["year"]
    return {"asked": year["asked"], "published": year["published in Russian"], "reported": year["reported in Chinese"]}


@results.register(
    "migration-student-statements",
    "The number of students on both sides of which two statements stand",
    unit="students",
    form=",d",
)
def stated_students(student_statements):
    """Return the number that both statements name."""
    return student_statements["students_persons"].unique().item()


@results.register(
    "migration-protests-2019",
    "Rallies of September 2019",
    parts={"towns": Quantity("towns", "d"), "zhanaozen": PEOPLE, "naming_workers": Quantity("rallies", "d")},
)
def rallies(protests_2019):
    """Return the towns with rallies, the least number at Zhanaozen, and the rallies whose demand names workers."""
    zhanaozen = protests_2019.loc[protests_2019["place"] == "Zhanaozen", "people_persons"]
    return {
        "towns": protests_2019["place"].nunique(),
        "zhanaozen": zhanaozen.min(),
        "naming_workers": int(protests_2019["names_workers"].sum()),
    }


@results.register(
    "migration-protests",
    "Protests in Kazakhstan in three counts",
    parts={
        **dict.fromkeys(("total", "land", "labour", "in_2019", "tracker", "against_china"), Quantity("events", ",d")),
        "first_year": YEAR,
        "last_year": YEAR,
    },
)
def protests(protests_by_year, protest_trackers):
    """Return the protests of the Mass Mobilization data by demand, and the totals of two trackers."""
    totals = protest_trackers.set_index("place")["events_count"]
    counted = protests_by_year.set_index("year")
    return {
        "total": int(counted["protests_count"].sum()),
        "land": int(counted["land_protests_count"].sum()),
        "labour": int(counted["labour_protests_count"].sum()),
        "in_2019": int(counted.loc[2019, "protests_count"]),
        "tracker": int(totals["Kazakhstan"]),
        "against_china": int(totals["Kazakhstan and Kyrgyzstan"]),
        "first_year": int(counted.index.min()),
        "last_year": int(counted.index.max()),
    }


@results.register(
    "migration-data-exchange",
    "Who dates the signing of the data agreement to which month",
    parts=dict.fromkeys(("may", "october"), Quantity("accounts", "d")),
)
def signings(agreement_steps):
    """Return how many accounts date the signing of the agreement on data to May, and how many to October 2023."""
    signed = agreement_steps[(agreement_steps["agreement"] == "data exchange") & (agreement_steps["step"] == "signed")]
    return {"may": int((signed["month"] == 5).sum()), "october": int((signed["month"] == 10).sum())}


@results.register(
    "migration-data-items",
    "Items of data that the agreement covers",
    parts=dict.fromkeys(("newspaper", "further"), Quantity("items", "d")),
)
def items_of_data(exchanged_data):
    """Return how many items the newspaper names, and how many of the agency’s it leaves out."""
    items = exchanged_data.groupby("source_key")["item"].agg(set)
    newspaper = items["zhao2023migration"]
    return {"newspaper": len(newspaper), "further": len(set(exchanged_data["item"]) - newspaper)}


@results.register(
    "migration-refugees-share",
    "Highest share of Kazakhstan and Kyrgyzstan in the world’s refugees and asylum-seekers from China in one year",
    unit="%",
    form=".2f",
)
def refugees_share(refugees_from_china, refugees_from_china_world):
    """Return the highest yearly share of the two countries in all registered people from China, in percent."""
    columns = ["refugees_persons", "asylum_seekers_persons"]
    here = refugees_from_china.groupby("year")[columns].sum().sum(axis=1)
    world = refugees_from_china_world.set_index("year")[columns].sum(axis=1)
    return float((here / world * 100).max())


ABOVE = {"xytext": (0, 5), "ha": "center", "va": "bottom", "fontsize": 8.5}
"""A direct label that stands above its mark."""


@figures.register(
    "fig-migration-returnees",
    title="In most years read, more Kazakhs returned from China than the UN finds residents from China in all",
    subtitle="Returnees a year, 2016–2025, and people resident, 1990–2020; one scale",
    caption=(
        "Bars: people from China granted the status of oralman (since 2021: kandas), the released number multiplied by "
        "the released share from China. Filled bars are full years; hatched bars end at the day written below them. "
        "Thin lines bound the whole year without any assumption: nobody, or everybody, who came after that day was "
        "from China. Thick lines keep the released share, give or take {result}`migration-open-years.error`. No "
        "release was read for 2017 and 2018. Dots: the UN’s estimate of people from China who live in Kazakhstan, "
        "interpolated between censuses: everyone there, not those who came in a year."
    ),
    alt=(
        "Two panels on one scale. The first has bars of returnees from China: {result}`migration-returnees-high.china` "
        "in {number}`migration-returnees-high.year`, {result}`migration-returnees-low.china` in "
        "{number}`migration-returnees-low.year`, {result}`migration-returnees-latest.china` in "
        "{number}`migration-returnees-latest.year`; 2017 and 2018 are empty. In the second, the UN’s stock rises "
        "slowly from {result}`migration-un-stock.first` to {result}`migration-un-stock.last`."
    ),
    data=returnees_and_stock,
    size=(7.2, 4.3),
    panels=(1, 2),
    sharey=True,
    gridspec_kw={"width_ratios": [2, 1]},
    words={
        "checked_low_persons": "whole year by the released share",
        "checked_high_persons": "whole year by the released share",
    },
)
def draw_returnees(data, axes):
    left, right = axes
    full, part, stock = (
        data[data["count"] == count] for count in ("full year", "part of the year", "United Nations stock")
    )
    left.bar(full["year"], full["persons"], width=0.7, color=style.SUBJECT)
    hatched = {"color": style.PAPER, "edgecolor": style.SUBJECT, "linewidth": 1, "hatch": "////"}
    left.bar(part["year"], part["persons"], width=0.7, **hatched)
    wide = (part["persons"] - part["low_persons"], part["high_persons"] - part["persons"])
    left.errorbar(part["year"], part["persons"], yerr=wide, fmt="none", ecolor=style.INK, elinewidth=1, capsize=4)
    left.vlines(part["year"], part["checked_low_persons"], part["checked_high_persons"], color=style.INK, linewidth=5)
    for row in full.itertuples():
        style.label(left, row.year, row.persons, f"{row.persons:,}", **{**ABOVE, "xytext": (0, 3)})
    key = "lines: the whole year,\nthick at the released share,\nthin at the limits"
    style.label(left, 2020.4, 11600, key, xytext=(0, 0), ha="center")
    style.label(left, 2017.5, 0, "no release\nread", style.QUIET, **ABOVE)
    ends = {row.year: f"\nuntil\n{row.as_of.day} {row.as_of:%b}" for row in part.itertuples()}
    years = range(data.loc[data["as_of"].notna(), "year"].min(), full["year"].max() + 1)
    left.set_xticks(years, [f"{year}{ends.get(year, '')}" for year in years], fontsize=8.5)
    left.set_title("Returnees from China, labour ministry")
    right.vlines(stock["year"], 0, stock["persons"], color=style.COMPARISON, linewidth=1)
    right.plot(stock["year"], stock["persons"], "o", color=style.COMPARISON)
    for row in stock.iloc[[0, -1]].itertuples():
        style.label(right, row.year, row.persons, f"{row.persons:,}", **ABOVE)
    right.set_title("Stock from China, UN")
    right.set_xlim(1987, 2024)
    right.set_xticks([1990, 2000, 2010, 2020])
    left.set_ylim(0, 14000)
    left.yaxis.set_major_formatter("{x:,.0f}")
    return axes


@figures.register(
    "fig-migration-flow-estimates",
    title="Six estimates of one movement differ among themselves, and all lie far below what the ministry counted",
    subtitle="People from China to Kazakhstan in five years, 1990–2020; logarithmic scale",
    caption=(
        "Each dot is one of six published methods, all fed with the United Nations’ stocks of migrants; filled dots "
        "are the two that their authors found to agree best with reported flows. Diamonds are returnees from China as "
        "the labour ministry counts them, in a part of the period only, so that the true distance is larger. Before "
        "2011 no releases with a share from China were read."
    ),
    alt=(
        "Dot plot on a logarithmic scale with six dots in each of six five-year periods. The dots lie between about "
        "one hundred and {result}`migration-flow-estimates.last_high`. Two diamonds stand far above them: "
        "{result}`migration-flow-estimates.between` from October 2011 to 2014 and "
        "{result}`migration-flow-estimates.two_years` in 2016 and 2019 alone."
    ),
    data=estimates_and_releases,
    size=(7.2, 4.0),
)
def draw_flow_estimates(data, axes):
    estimates = data[data["counted"] != "labour ministry"]
    closed = estimates["counted"].str.startswith("closed")
    places = estimates.groupby("start_year").cumcount() * 0.45 - 1.1
    middle = estimates["start_year"] + 2.5
    for chosen, face in ((closed, style.COMPARISON), (~closed, style.PAPER)):
        axes.plot(
            (middle + places)[chosen],
            estimates.loc[chosen, "persons"],
            "o",
            color=face,
            markeredgecolor=style.COMPARISON,
        )
    released = data[data["counted"] == "labour ministry"]
    axes.plot(released["start_year"] + 2.5, released["persons"], "D", color=style.SUBJECT, markersize=7)
    for row in released.itertuples():
        text = f"{row.persons:,}\n{row.covered}"
        style.label(axes, row.start_year + 2.5, row.persons, text, style.SUBJECT, xytext=(-8, 0), ha="right")
    style.label(axes, 1991.6, 2100, "closed demographic accounting", style.COMPARISON, xytext=(0, 0))
    style.label(axes, 1991.6, 190, "four other methods", style.COMPARISON, xytext=(0, 0))
    axes.set_yscale("log")
    axes.set_ylim(80, 70000)
    axes.yaxis.set_major_formatter("{x:,.0f}")
    starts = sorted(estimates["start_year"].unique())
    axes.set_xticks([start + 2.5 for start in starts], [f"{start}–\n{start + 5}" for start in starts])
    axes.tick_params(axis="x", length=0)
    for start in starts[1:]:
        axes.axvline(start, color=style.GRID, linewidth=0.7)
    axes.set_xlim(1990, 2020)
    return axes


@figures.register(
    "fig-migration-counts-2024",
    title="“Chinese in Kazakhstan” in 2024 means anything from a few refugees to hundreds of thousands of journeys",
    subtitle="Six counts of people from China in Kazakhstan, 2024; logarithmic scale",
    caption=(
        "Squares are journeys, dots people within the year, diamonds people at a date. Bars, in the colours of the "
        "same kinds, are bounds: of the year’s returnees, because the last release read is of 1 September, and of "
        "refugees and asylum-seekers, because counts below five are masked. One person may stand in several counts, "
        "and no two may be added."
    ),
    alt=(
        "Dot plot on a logarithmic scale with six rows. {result}`migration-visits.all` and "
        "{result}`migration-visits.over_a_day` of more than a day stand at the right; returnees, work permits and "
        "arrivals to settle lie in the thousands; refugees and asylum-seekers, {result}`migration-asylum.latest_low` "
        "to {number}`migration-asylum.latest_high`, far to the left."
    ),
    data=counts_of_2024,
    size=(7.2, 3.6),
    narrow=(4.1, 4.2),
)
def draw_counts_2024(data, axes):
    looks = {
        "journeys": ("s", style.QUIET),
        "people in the year": ("o", style.SUBJECT),
        "people at a date": ("D", style.COMPARISON),
    }
    rows = data.iloc[::-1].reset_index(drop=True)
    for place, row in rows.iterrows():
        marker, colour = looks[row["kind"]]
        low, high = row["low_persons"], row["high_persons"]
        if low == high:
            axes.plot(low, place, marker, color=colour, markersize=7)
        else:
            axes.hlines(place, low, high, color=colour, linewidth=5)
        text = f"{low:,}" if low == high else f"{low:,}\nto {high:,}"
        style.label(axes, high, place, text, colour, xytext=(8, 0))
    names = [f"{row.counted}\n{row.counted_by}; {row.kind}" for row in rows.itertuples()]
    axes.set_yticks(range(len(rows)), [name.replace("not stated; ", "counter not stated; ") for name in names])
    axes.tick_params(axis="y", labelsize=8.5)
    axes.set_xscale("log")
    axes.set_xlim(1, 1e8)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.set_xticks([1, 1000, 1000000])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes


PEOPLES = {
    "Kazakh": ("Kazakhs", style.SUBJECT, "-"),
    "Uyghur": ("Uyghurs", style.COMPARISON, (0, (5, 1.5))),
    "Hui": ("Hui", style.THIRD, (0, (1.5, 1.5))),
    "Kyrgyz": ("Kyrgyz", style.QUIET, (0, (6, 1.5, 1, 1.5))),
}
"""Name, colour and dash of the peoples of China that are compared."""


@figures.register(
    "fig-migration-shortfall",
    title="Kazakhs were missing from China’s census of 1964; how many depends on the growth that one assumes",
    subtitle="Growth of four peoples between censuses in China, and Kazakhs missing in 1964",
    caption=(
        "Steps: growth a year between censuses, constant within each; for the Hui and the Kyrgyz the census of "
        "2000 was not read. Curve: the count that 1953 would have become by 1964 under an assumed growth, less the "
        "count of 1964. Marks show whose growth is assumed; the line at "
        "{result}`migration-flights.least_1962` is the least number that accounts give for the exodus of 1962, of "
        "whom not all were Kazakhs. Deaths, births that did not happen and changes of recorded nationality lower a "
        "count as flight does."
    ),
    alt=(
        "Two panels. The first has steps of growth for four peoples: Kazakhs stand at "
        "{result}`migration-growth.kazakh` a year from 1953 to 1964 and at {result}`migration-growth.kazakh_1964` from "
        "1964 to 1982. The second has a rising curve: the shortfall is {result}`migration-shortfall.uyghur` at the "
        "growth of the Uyghurs and {result}`migration-shortfall.hui` at that of the Hui."
    ),
    data=shortfall_by_growth,
    size=(7.2, 4.0),
    panels=(1, 2),
)
def draw_shortfall(data, axes):
    left, right = axes
    rates = data[data["panel"] == "growth"]
    for group, (_, colour, dash) in PEOPLES.items():
        rows = rates[rates["group"] == group]
        heights = [height for height in rows["growth_pct"] for _ in range(2)]
        ends = [end for row in rows.itertuples() for end in (row.start_year, row.end_year)]
        left.plot(ends, heights, color=colour, linestyle=dash, linewidth=2.2 if group == "Kazakh" else 1.5)
    for text, x, y, group in (
        ("Kazakhs", 1965, 3.72, "Kazakh"),
        ("Hui", 1944.5, 2.18, "Hui"),
        ("Uyghurs", 1938, 0.93, "Uyghur"),
        ("Kyrgyz", 1983, 3.22, "Kyrgyz"),
    ):
        style.label(left, x, y, text, PEOPLES[group][1], xytext=(0, 0))
    left.axhline(0, color=style.QUIET, linewidth=0.7)
    left.set_xlim(1936, 2023)
    left.set_xticks([1953, 1964, 1982, 2000, 2020])
    left.set_ylim(-0.6, 4.2)
    left.set_title("Growth, % a year")
    marks = data[data["panel"] == "shortfall"]
    curve = marks[marks["group"] == "assumed"]
    right.plot(curve["growth_pct"], curve["shortfall_persons"] / 1e3, color=style.INK, linewidth=1.4)
    for row in marks[marks["group"] != "assumed"].itertuples():
        name, colour, _ = PEOPLES[row.group]
        right.plot(row.growth_pct, row.shortfall_persons / 1e3, "o", color=colour, markersize=6)
        text = f"{name} {row.start_year}–{row.end_year % 100}"
        style.label(right, row.growth_pct, row.shortfall_persons / 1e3, text, colour, xytext=(-8, 4), ha="right")
    flight = data.loc[data["panel"] == "flight", "shortfall_persons"].item() / 1e3
    right.axhline(flight, color=style.QUIET, linestyle=(0, (3, 3)), linewidth=1)
    style.label(right, 3.6, flight, "told of 1962", style.QUIET, xytext=(0, 7), ha="right")
    right.axhline(0, color=style.QUIET, linewidth=0.7)
    right.set_title("Missing Kazakhs, thousand")
    right.set_xlabel("assumed growth 1953–64, % a year")
    right.set_xlim(-1.9, 3.8)
    right.set_xticks([0, 1, 2, 3])
    right.set_ylim(-20, 280)
    return axes


@figures.register(
    "fig-migration-refugees",
    title="In no year did more than {number}`migration-refugees.kazakhstan` refugees and asylum-seekers from China "
    "stand in Kazakhstan’s statistics",
    subtitle="Refugees and asylum-seekers from China at the end of the year, UNHCR, 2000–2024; one scale",
    caption=(
        "Counts of one to four are masked and printed as five or as nought. Solid bars take each printed five as one, "
        "hatched bars as five. Years without a bar hold no published count, which is not a count of nought. Ethnic "
        "group is not recorded, and people who came as returnees, on visas or unregistered are not in it."
    ),
    alt=(
        "Two bar charts on one scale. In Kazakhstan the bars rise to {result}`migration-refugees.kazakhstan` in "
        "{number}`migration-refugees.kazakhstan_year` and end at {number}`migration-asylum.latest_low` to "
        "{result}`migration-asylum.latest_high` in 2024. In Kyrgyzstan they reach "
        "{result}`migration-refugees.kyrgyzstan` in {number}`migration-refugees.kyrgyzstan_year`; after 2012 one bar "
        "remains, in 2018."
    ),
    data=registered,
    size=(7.2, 3.6),
    panels=(1, 2),
    sharey=True,
)
def draw_refugees(data, axes):
    for panel, (place, name) in zip(axes, {"KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan"}.items(), strict=True):
        rows = data[data["asylum_iso3"] == place]
        colour = style.COLOURS[place]
        panel.bar(rows["year"], rows["low_persons"], width=0.75, color=colour)
        panel.bar(
            rows["year"],
            rows["high_persons"] - rows["low_persons"],
            bottom=rows["low_persons"],
            width=0.75,
            color=style.PAPER,
            edgecolor=colour,
            linewidth=0.8,
            hatch="/////",
        )
        most = rows.loc[rows["high_persons"].idxmax()]
        style.label(panel, most["year"], most["high_persons"], f"{most['high_persons']}", colour, **ABOVE)
        panel.set_title(name)
        panel.set_xlim(1999, 2025)
        panel.set_xticks([2000, 2010, 2020])
    style.label(axes[1], 2013, 0, "no count\npublished", style.QUIET, **{**ABOVE, "ha": "left"})
    axes[0].set_ylim(0, 66)
    return axes


REQUIREMENTS = {
    "visa required": ("#9aa3ab", ""),
    "entry ban": ("#3c464f", ""),
    "e-visa": ("#cfd6dc", "////"),
    "visa-free": ("#0072b2", ""),
}
"""Colour and hatch of what a traveller needs."""


@figures.register(
    "fig-migration-opening",
    title="Visas fell away in two steps for citizens of China and in one for citizens of Kazakhstan",
    subtitle="What a traveller needed, 2017–2026, and journeys a day as counted, 2023–2024",
    caption=(
        "Above: snapshots of the Passport Index; a change lies somewhere in the white gap before the first snapshot "
        "that shows it. Below: each line is one count, divided by its days: the years 2023 and 2024, the first "
        "{result}`migration-travel.first_days` of the waiver (from the dashed line), and the statistics bureau’s "
        "tourists of January to September 2023, another concept (dots). Dashes are journeys to China. The lines have "
        "different counters and seasons and are not joined."
    ),
    alt=(
        "Above, four bars in time: for citizens of China going to Kazakhstan a visa, an e-visa, an entry ban, then "
        "{number}`migration-visa.first_days` and {result}`migration-visa.last_days` without a visa; for citizens of "
        "Kazakhstan a visa until November 2023, then {result}`migration-visa.last_days`. Below, visits from China "
        "stand at {result}`migration-travel.in_2023` in 2023 and {result}`migration-travel.in_2024` in 2024."
    ),
    data=requirements_and_journeys,
    size=(7.2, 5.8),
    narrow=(4.1, 6.4),
    panels=(2, 1),
    gridspec_kw={"height_ratios": [1.2, 1.3]},
    words={"label": "rule"},
)
def draw_opening(data, axes):
    above, below = axes
    shortest = 800 if above.figure.get_figwidth() < 6 else 300
    spells = data[data["panel"] == "requirement"]
    order = list(dict.fromkeys(spells["series"]))[::-1]
    for row in spells.itertuples():
        colour, hatch = REQUIREMENTS[row.label]
        days = max((row.end_date - row.start_date).days, 12)
        free = row.label == "visa-free"
        short = free and row.visa_free_days < 30
        above.barh(
            order.index(row.series), days, left=row.start_date, height=0.48,
            color=colour, hatch=hatch, edgecolor=style.PAPER, alpha=0.55 if short else 1,
        )  # fmt: skip
        text = f"{row.visa_free_days:.0f} days" if free else row.label.replace("entry ban", "ban")
        if days > (300 if len(text) < 8 else shortest):
            pale = row.label == "e-visa" or short
            style.label(
                above, row.start_date + (row.end_date - row.start_date) / 2, order.index(row.series), text,
                style.INK if pale or row.label == "visa required" else style.PAPER,
                xytext=(0, 0), ha="center", fontsize=8.5,
            )  # fmt: skip
    for place, name in enumerate(order):
        style.label(above, spells["start_date"].min(), place + 0.25, name, xytext=(0, 7), fontsize=8.5)
    above.set_yticks([])
    above.spines["left"].set_visible(False)
    above.grid(visible=False)
    above.set_ylim(-0.4, len(order) - 0.15)
    above.set_xlim(pd.Timestamp("2017-03-01"), pd.Timestamp("2026-04-01"))
    years = range(2018, 2027, 2)
    above.set_xticks([pd.Timestamp(year, 1, 1) for year in years], years)
    above.set_title("Needed for a short stay, ordinary passport")
    trips = data[data["panel"] == "journeys"]
    for row in trips.itertuples():
        inward = row.series.startswith("China")
        colour = style.COLOURS["CHN" if inward else "KAZ"]
        bureau = inward and row.label == "tourists"
        below.hlines(
            row.trips_day_count, row.start_date, row.end_date,
            color=colour, linewidth=3.5, linestyle=(0, (1, 0.6)) if bureau else "-" if inward else (0, (3, 0.7)),
        )  # fmt: skip
        middle = row.start_date + (row.end_date - row.start_date) / 2
        waiver = row.start_date == pd.Timestamp("2023-11-10")
        under = waiver if inward else not waiver
        style.label(
            below, middle, row.trips_day_count, f"{row.trips_day_count:,.0f}", colour,
            xytext=(0, -9 if under else 9), ha="center",
        )  # fmt: skip
    style.label(
        below,
        pd.Timestamp("2025-01-01"),
        2130,
        "visits from China to Kazakhstan",
        style.COLOURS["CHN"],
        xytext=(0, 0),
        ha="right",
    )
    style.label(
        below, pd.Timestamp("2024-04-20"), 1201, "from Kazakhstan\nto China", style.COLOURS["KAZ"], xytext=(0, 0)
    )
    style.label(
        below,
        pd.Timestamp("2023-01-05"),
        60,
        "tourists from China,\nstatistics bureau",
        style.COLOURS["CHN"],
        xytext=(0, 0),
    )
    below.axvline(pd.Timestamp("2023-11-10"), color=style.QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
    style.label(
        below,
        pd.Timestamp("2023-11-10"),
        2130,
        "waiver in force",
        style.QUIET,
        xytext=(-4, 0),
        ha="right",
        fontsize=8.5,
    )
    below.set_ylim(-120, 2300)
    below.set_xlim(pd.Timestamp("2022-12-15"), pd.Timestamp("2025-01-15"))
    below.set_yticks([0, 500, 1000, 1500, 2000])
    below.yaxis.set_major_formatter("{x:,.0f}")
    below.set_title("Journeys a day")
    below.set_xticks(
        [pd.Timestamp("2023-01-01"), pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01")],
        ["Jan 2023", "Jan 2024", "Jan 2025"],
    )
    return axes


@figures.register(
    "fig-migration-waiver",
    title="Journeys rose most across the visa waiver, but also where no rule had changed",
    subtitle="Growth over the same days of the year before, %, with journeys a day; 2023–2026",
    caption=(
        "Each row sets a span of days beside the same days a year before, so that both have the same season. Filled "
        "squares: the waiver of 10 November 2023 lies between the two; open circles: it was in force in both. The "
        "years before the waiver hold the reopening after the pandemic, which the squares cannot be freed from; the "
        "circles show how fast journeys grew with the rules unchanged. Numbers are rounded by their counters, who "
        "differ by row."
    ),
    alt=(
        "Dot plot of {number}`migration-waiver.across` pairs across the waiver, between "
        "{result}`migration-waiver.least_across` and {result}`migration-waiver.first_quarter`, and "
        "{number}`migration-waiver.after` pairs after it, between {result}`migration-waiver.next_quarter` and "
        "{result}`migration-waiver.most_after`. Crossings at Khorgos went from {number}`migration-waiver.quarter_2023` "
        "to {number}`migration-waiver.quarter_2024` a day from the first quarter of 2023 to that of 2024."
    ),
    data=growth_pairs,
    size=(7.2, 3.9),
    narrow=(4.1, 4.4),
)
def draw_waiver(data, axes):
    rows = data.iloc[::-1].reset_index(drop=True)
    names = []
    for place, row in rows.iterrows():
        filled = row["across_waiver"]
        axes.plot(
            row["growth_pct"], place, "s" if filled else "o", color=style.SUBJECT if filled else style.COMPARISON,
            markerfacecolor=style.SUBJECT if filled else style.PAPER, markersize=7, markeredgewidth=1.4,
        )  # fmt: skip
        right = row["growth_pct"] < 150
        text = f"{row['before_day_count']:,} to {row['after_day_count']:,} a day"
        style.label(
            axes, row["growth_pct"], place, text, xytext=(8 if right else -8, 0), ha="left" if right else "right"
        )
        first, last = row["start_date"], row["end_date"]
        year = f"{first:%b}–{last:%b %Y}" if first.month != last.month else f"{last:%b %Y}"
        year = f"{first.year}" if (last - first).days > 360 and first.month == 1 else year
        year = "year from 10 Nov 2023" if first == WAIVER else year
        who = (
            "Visits from China"
            if row["counted"].startswith("visits")
            else row["place"].replace("all ports", "All ports")
        )
        names.append(f"{who}\n{year}")
    after = (~rows["across_waiver"]).sum()
    axes.axhline(after - 0.5, color=style.QUIET, linewidth=0.8)
    last = {"xytext": (0, 0), "ha": "right", "fontsize": 8.5}
    style.label(axes, 266, len(rows) - 0.55, "waiver in between", style.SUBJECT, **last)
    style.label(axes, 266, -0.45, "waiver in both years", style.COMPARISON, **last)
    axes.set_yticks(range(len(rows)), names, fontsize=8.5)
    axes.set_xlim(0, 270)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    return axes


def survey_answers(attitude_survey):
    """Return the answers of the survey in percent, with their intervals under the stated sample sizes.

    Returns
    -------
    pandas.DataFrame
        ``question``, ``answer``, ``answer_share_pct``, and ``low_300_pct``, ``high_300_pct`` and so on for each of
        `STATED_SAMPLES`.
    """
    rows = attitude_survey.drop(columns="source_key")
    for size in STATED_SAMPLES:
        spans = [interval_pct(share, size) for share in rows["answer_share_pct"]]
        rows[[f"low_{size}_pct", f"high_{size}_pct"]] = np.round(spans, 1)
    return rows


@figures.register(
    "fig-migration-attitudes",
    title="Asked why Chinese people come, most named jobs; citizenship and property were named rarely",
    subtitle="Share of those asked, %; survey presented by October 2007, published in March 2009",
    caption=(
        "Yelena Sadovskaya’s survey of citizens of Kazakhstan, as an encyclopaedia article quotes it from a Chinese "
        "article of 2010; the survey itself is older, and a newspaper of 2007 calls it one of the urban population. "
        "No sample size is printed: lines are {result}`interval-level` intervals if "
        "{number}`migration-survey-intervals.size_middle` people (thick) or only "
        "{number}`migration-survey-intervals.size_small` (thin) had been asked at random. "
        "Several reasons could be named: they add up "
        "to {result}`migration-attitudes.sum`. On the number of Chinese, {result}`migration-attitudes.other` gave "
        "another answer or none. The questions are in our words."
    ),
    alt=(
        "Horizontal bars in three groups. {result}`migration-attitudes.neighbours` say that Chinese citizens live in "
        "their city; {result}`migration-attitudes.not_many` find them not that many, "
        "{result}`migration-attitudes.many` many. As reasons, jobs ({result}`migration-attitudes.jobs`) and business "
        "({result}`migration-attitudes.business`) stand far above marriage ({result}`migration-attitudes.marriage`), "
        "citizenship and property."
    ),
    data=survey_answers,
    size=(7.2, 3.8),
    panels=(3, 1),
    sharex=True,
    gridspec_kw={"height_ratios": [1, 2, 5]},
    words={
        "answer_share_pct": "",
        "low_300_pct": "if 300 were asked",
        "high_300_pct": "if 300 were asked",
        "low_600_pct": "if 600 were asked",
        "high_600_pct": "if 600 were asked",
        "low_1200_pct": "if 1,200 were asked",
        "high_1200_pct": "if 1,200 were asked",
    },
)
def draw_attitudes(data, axes):
    titles = {
        "neighbours": "Do Chinese citizens live in your city?",
        "number": "How many are they?",
        "reasons": "Why do they come? (several answers)",
    }
    for panel, (question, title) in zip(axes, titles.items(), strict=True):
        rows = data[data["question"] == question].iloc[::-1]
        names = rows["answer"].replace("Chinese citizens live in my city", "yes")
        colour = style.SUBJECT if question == "reasons" else style.QUIET
        panel.barh(names, rows["answer_share_pct"], height=0.66, color=colour, alpha=0.55)
        for size, width in ((STATED_SAMPLES[0], 1), (STATED_SAMPLES[1], 3)):
            panel.hlines(names, rows[f"low_{size}_pct"], rows[f"high_{size}_pct"], color=style.INK, linewidth=width)
        for name, share, end in zip(names, rows["answer_share_pct"], rows["high_300_pct"], strict=True):
            style.label(panel, end, name, f"{share}%")
        panel.set_title(title)
        panel.grid(visible=False)
        panel.spines["bottom"].set_visible(False)
        panel.tick_params(axis="x", length=0, labelbottom=False)
    axes[0].set_xlim(0, 100)
    return axes


def groups_by_census(ethnic_groups_by_census):
    """Return Kazakhs in China, and Uyghurs and Dungans in Kazakhstan and Kyrgyzstan, by year and kind of count."""
    rows = ethnic_groups_by_census.drop(columns="source_key")
    kept = (rows["place_iso3"] != "CHN") | (rows["group"] == "Kazakh")
    return rows[kept].sort_values(["place_iso3", "group", "year"]).reset_index(drop=True)


@figures.register(
    "fig-migration-census",
    title=(
        "Kazakhs in China grew by {result}`migration-kazakhs-china.growth` between the censuses of 2010 and 2020, "
        "after {result}`migration-kazakhs-china.growth_before` in the decade before"
    ),
    subtitle="People by ethnic group; China 1953–2020, Kazakhstan and Kyrgyzstan 1926–2024",
    caption=(
        "Filled marks are censuses, joined; open marks are official estimates, not joined (the "
        "diamonds: year-end registers of Xinjiang alone, in 2015 above the census of all China); crosses are "
        "statements of 2014 without a count behind them: by the head of the Dungan association "
        "({result}`migration-dungans.association_2014`) and in an encyclopaedia article (more than "
        "{result}`migration-dungans.article_2014`). The panels have different scales. Of Dungans in Kazakhstan, census "
        "figures were read for 1989 and 1999 alone. Borders are today’s."
    ),
    alt=(
        "Two line charts. In the first, Kazakhs in China dip once, between 1953 and 1964, then rise to "
        "{result}`migration-kazakhs-china.last` in 2020; a register of Xinjiang alone has "
        "{result}`migration-kazakhs-china.register_2015` in 2015. In the second, Uyghurs in Kazakhstan rise from "
        "{result}`migration-uyghurs.first` in 1959 to about {result}`migration-uyghurs.last_census` in 2021; estimates "
        "put the Dungans at {result}`migration-dungans.estimate_2024` in Kazakhstan and "
        "{result}`migration-dungans.kyrgyzstan_2021` in Kyrgyzstan."
    ),
    data=groups_by_census,
    size=(7.2, 4.2),
    panels=(1, 2),
)
def draw_census(data, axes):
    left, right = axes
    kazakhs, register = (people(data, "CHN", "Kazakh", count) / 1e6 for count in ("census", "register"))
    left.plot(kazakhs.index, kazakhs, "-o", color=style.SUBJECT)
    left.plot(register.index, register, "D", color=style.PAPER, markeredgecolor=style.SUBJECT)
    style.label(left, register.index[0], register.iloc[0], "Xinjiang alone,\nregister", xytext=(-8, 0), ha="right")
    for year, placed in {
        1953: {"xytext": (2, 9), "ha": "center"},
        1964: {"xytext": (0, -10), "ha": "center"},
        2020: {"xytext": (3, -13), "ha": "center"},
    }.items():
        style.label(left, year, kazakhs[year], f"{year}: {kazakhs[year]:.2f}", **placed)
    left.set_title("Kazakhs in China, million")
    left.set_ylim(0, 1.75)
    left.set_xlim(1942, 2034)
    left.set_xticks([1953, 1982, 2000, 2020])
    for place, group, colour, dash, text, x, y, align in (
        ("KAZ", "Uyghur", style.SUBJECT, "-", "Uyghurs, Kazakhstan", 1976, 152, "right"),
        ("KAZ", "Dungan", style.COMPARISON, "-", "Dungans, Kazakhstan", 2028, 15, "right"),
        ("KGZ", "Dungan", style.THIRD, style.DASHES["KGZ"], "Dungans, Kyrgyzstan", 2005, 78, "right"),
        ("KGZ", "Uyghur", style.QUIET, style.DASHES["USA"], "Uyghurs, Kyrgyzstan", 1923, 28, "left"),
    ):
        rows = data[(data["place_iso3"] == place) & (data["group"] == group)]
        census, estimate, said = (
            rows[rows["count"] == count].set_index("year")["population_persons"] / 1e3
            for count in ("census", "official estimate", "statement")
        )
        marker = "s" if place == "KGZ" else "o"
        right.plot(census.index, census, marker=marker, color=colour, linestyle=dash)
        right.plot(estimate.index, estimate, marker, color=style.PAPER, markeredgecolor=colour)
        right.plot(said.index, said, "x", color=colour, markeredgewidth=1.4)
        style.label(right, x, y, text, colour, xytext=(0, 0), ha=align)
        if not said.empty:
            style.label(right, said.index[-1], said.max(), "said in 2014", colour, xytext=(-6, 0), ha="right")
    right.set_title("West of the border, thousand")
    right.set_ylim(0, 330)
    right.set_xlim(1920, 2030)
    right.set_xticks([1926, 1959, 1989, 2024])
    return axes


@figures.register(
    "fig-migration-workers",
    title="Fewer Chinese citizens held work permits at every date read since 2020 than at the start of 2015",
    subtitle="Permits for foreign workers in Kazakhstan, thousand; two scales",
    caption=(
        "Dots on stems are permits of Chinese citizens valid at a date, as the labour ministry released them; bars "
        "across a year are permits issued in it, another count, which no line may join to the dots. For all countries, "
        "dots are the permits of all nationalities, dark bars the year’s quota. No permits at a date were read between "
        "2015 and 2020, and no quota for 2012 to 2015, 2017 and 2018. People who work without such a permit are in no "
        "count."
    ),
    alt=(
        "Two panels on a time axis. In the first, {result}`migration-workers.start_2015` from China held a permit on 1 "
        "January 2015; from 2020 the dots lie between {result}`migration-workers.fewest` and "
        "{result}`migration-workers.last`; permits issued in 2015 and 2016 lie higher. In the second, the quota for "
        "all falls from {result}`migration-quotas.first` in 2011 to {result}`migration-quotas.last` in 2025, and the "
        "permits stay below it."
    ),
    data=permits_and_quotas,
    size=(7.2, 4.0),
    panels=(1, 2),
)
def draw_workers(data, axes):
    left, right = axes
    chinese = data[data["panel"] == "Chinese citizens"]
    issued = chinese[chinese["count"] == "issued in the year"].set_index("date")["persons"] / 1e3
    valid = chinese[chinese["count"] == "valid on a date"].set_index("date")["persons"] / 1e3
    ends = issued.index + pd.DateOffset(years=1)
    left.hlines(issued, issued.index, ends, color=style.COMPARISON, linewidth=5)
    style.label(left, ends[-1], issued.mean(), "issued in\nthe year", style.COMPARISON)
    left.vlines(valid.index, 0, valid, color=style.SUBJECT, linewidth=1)
    left.plot(valid.index, valid, "o", color=style.SUBJECT)
    for date in (valid.index[0], valid.idxmin(), valid.index[-1]):
        style.label(left, date, valid[date], f"{valid[date]:.1f}", style.SUBJECT, xytext=(0, 9), ha="center")
    style.label(left, pd.Timestamp("2022-11-01"), 6.2, "valid at a date", style.SUBJECT, ha="center")
    style.label(left, pd.Timestamp("2018-01-01"), 0, "none read", style.QUIET, **ABOVE)
    left.set_ylim(0, 15.5)
    left.set_title("Citizens of China")
    everyone = data[data["panel"] == "all countries"]
    quota = everyone[everyone["count"] == "quota"]
    total = everyone[everyone["count"] == "valid on a date"]
    ends = quota["date"] + pd.DateOffset(years=1)
    right.hlines(quota["persons"] / 1e3, quota["date"], ends, color=style.INK, linewidth=3)
    right.plot(total["date"], total["persons"] / 1e3, "o", color=style.SUBJECT)
    for row in quota.iloc[[0, -1]].itertuples():
        style.label(right, row.date + pd.DateOffset(years=1), row.persons / 1e3, f"{row.persons / 1e3:.1f}")
    style.label(right, pd.Timestamp("2017-03-01"), 63, "quota of the year")
    style.label(right, pd.Timestamp("2015-03-01"), 30.7, "permits valid at a date", style.SUBJECT, xytext=(0, 10))
    right.set_ylim(0, 82)
    right.set_title("All countries")
    years = [2011, 2015, 2020, 2025]
    for panel in axes:
        panel.set_xticks([pd.Timestamp(year, 1, 1) for year in years], years)
    left.set_xlim(pd.Timestamp("2014-06-01"), pd.Timestamp("2026-08-01"))
    left.set_xticks([pd.Timestamp(year, 1, 1) for year in years[1:]], years[1:])
    right.set_xlim(pd.Timestamp("2010-06-01"), pd.Timestamp("2028-08-01"))
    return axes


def students_by_counter(students_abroad):
    """Return the students in both directions by year and counter."""
    return students_abroad.drop(columns="source_key")


@figures.register(
    "fig-migration-students",
    title="Many more students go from Kazakhstan to China than come from China to Kazakhstan",
    subtitle="Students enrolled, 1999–2020, by who counted; one scale",
    caption=(
        "From Kazakhstan: single years, dots by AidData, open squares by the Chinese ministry. An encyclopaedia "
        "article gives nearly {result}`migration-students.article_2014` for mid-2014 (cross), which fits the count of "
        "2010. From China: UNESCO’s yearly series without 2002, and the Chinese ministry’s figure for 2010 (open "
        "mark). Counts of different bodies are not joined."
    ),
    alt=(
        "Two panels on one scale. In the first, dots for students from Kazakhstan in China climb to "
        "{result}`migration-students.out_2017` in 2017; the Chinese ministry has {result}`migration-students.out_2018` "
        "for 2018. In the second, students from China in Kazakhstan peak at {result}`migration-students.peak` in "
        "{number}`migration-students.peak_year` and stand at {result}`migration-students.last` in 2020."
    ),
    data=students_by_counter,
    size=(7.2, 3.9),
    panels=(1, 2),
    sharey=True,
)
def draw_students(data, axes):
    left, right = axes
    blue, red = style.COLOURS["KAZ"], style.COLOURS["CHN"]
    rows = data.set_index(["origin_iso3", "counted_by", "year"])["students_persons"].sort_index()
    aiddata = rows["KAZ", "AidData"]
    ministry = rows["KAZ", "Ministry of Education of China"]
    article = rows["KAZ", "Encyclopaedia article"]
    left.plot(aiddata.index, aiddata, "o", color=blue)
    left.plot(ministry.index, ministry, "s", color=style.PAPER, markeredgecolor=blue)
    left.plot(article.index, article, "x", color=style.INK, markeredgewidth=1.4)
    style.label(left, aiddata.index[-1], aiddata.iloc[-1], "AidData", blue, xytext=(-7, 2), ha="right")
    below = {"xytext": (0, -8), "ha": "center", "va": "top"}
    style.label(left, ministry.index[0], ministry.iloc[0], "Chinese\nministry", blue, **below)
    style.label(left, article.index[0], article.iloc[0], "article", xytext=(6, -4))
    left.set_title("From Kazakhstan, in China")
    unesco = rows["CHN", "UNESCO Institute for Statistics"]
    unesco = unesco.reindex(range(unesco.index.min(), unesco.index.max() + 1)).astype(float)
    report = rows["CHN", "Ministry of Education of China, in a report"]
    right.plot(unesco.index, unesco, "-o", markersize=3.5, color=red)
    right.plot(report.index, report, "s", color=style.PAPER, markeredgecolor=red)
    style.label(right, unesco.idxmax(), unesco.max(), f"UNESCO: {unesco.max():,.0f}", red, xytext=(0, 10), ha="center")
    right.set_title("From China, in Kazakhstan")
    left.set_ylim(0, 15500)
    left.yaxis.set_major_formatter("{x:,.0f}")
    for panel in axes:
        panel.set_xlim(1997, 2022)
        panel.set_xticks([2000, 2010, 2020])
    return axes


def polls_with_intervals(opinion_polls):
    """Return the polls in the order in which they are drawn, with intervals where a number of interviews is printed.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``last_year``, ``pollster``, ``place``, ``question``, ``answer_share_pct``, ``interviews_count``,
        ``low_pct`` and ``high_pct``.
    """
    rows = opinion_polls.drop(columns="source_key").sort_values(["pollster", "question", "year"], kind="stable")
    rows = rows.set_index("pollster").loc[list(dict.fromkeys(opinion_polls["pollster"]))].reset_index()
    known = rows["interviews_count"].notna()
    spans = [
        interval_pct(share, int(size)) if size_known else (np.nan, np.nan)
        for share, size, size_known in zip(rows["answer_share_pct"], rows["interviews_count"], known, strict=True)
    ]
    return rows.assign(low_pct=[round(low, 1) for low, _ in spans], high_pct=[round(high, 1) for _, high in spans])


@figures.register(
    "fig-migration-polls",
    title="Worry about migration from China and favour for dealings with China were measured by different questions",
    subtitle="Share of those asked, %, with intervals where the number of interviews is printed",
    caption=(
        "Lines are {result}`interval-level` intervals for simple random samples of the printed size; the true ones are "
        "wider. Only the two pairs of BRIF ask the same question twice. Gallup’s are means of four countries of "
        "Central Asia from 2006 to 2018. The Global Times belongs to the press of the Communist Party of China and "
        "asked online. TALAP’s share of those who read or watched something is printed as more than half. Questions "
        "are in our words, because the wording was not printed."
    ),
    alt=(
        "Dot plot of {number}`migration-polls.answers` answers. Dissatisfaction with migration from China rises from "
        "{result}`migration-dissatisfied.first` in 2007 to {result}`migration-dissatisfied.last` in 2012, fear for "
        "jobs from {result}`migration-fear-for-jobs.first` to {result}`migration-fear-for-jobs.last`. Approval of "
        "China’s leadership is {result}`migration-polls.gallup_china` in Gallup’s mean; two polls of 2024 find "
        "{result}`migration-polls.talap` and {result}`migration-polls.global_times` favourable to dealings with China."
    ),
    data=polls_with_intervals,
    size=(7.2, 5.4),
    narrow=(4.1, 7.0),
)
def draw_polls(data, axes):
    rows = data.iloc[::-1].reset_index(drop=True)
    colours = {"BRIF": style.COMPARISON, "Gallup": style.QUIET, "TALAP": style.SUBJECT, "Global": style.COLOURS["CHN"]}
    markers = {"BRIF": "o", "Gallup": "s", "TALAP": "D", "Global": "^"}
    colours["Y."], markers["Y."] = colours["BRIF"], markers["BRIF"]
    narrow = axes.figure.get_figwidth() < 6
    labels = []
    for place, row in rows.iterrows():
        who = row["pollster"].split()[0]
        axes.plot(row["answer_share_pct"], place, markers[who], color=colours[who], markersize=6)
        if pd.notna(row["low_pct"]):
            axes.hlines(place, row["low_pct"], row["high_pct"], color=colours[who], linewidth=2)
        end = row["answer_share_pct"] if pd.isna(row["high_pct"]) else row["high_pct"]
        style.label(axes, end, place, f"{row['answer_share_pct']:.0f}%", colours[who], xytext=(7, 0))
        span = row["year"] if row["year"] == row["last_year"] else f"{row['year']}–{row['last_year']}"
        short = {"Global": "Global Times", "Y.": "Sadovskaya"}.get(who, who)
        question = textwrap.fill(row["question"], 26) if narrow else row["question"]
        labels.append(f"{question}\n{short}, {span}")
    axes.set_yticks(range(len(rows)), labels, fontsize=8.5)
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_ylim(-0.6, len(rows) - 0.4)
    return axes
