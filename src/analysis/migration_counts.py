"""Counts of people and journeys between China and Kazakhstan: returnees, arrivals, visits, permits, refugees.

Each count has its own counter and concept. The functions put counts side by side and never add them.
"""

import pandas as pd

from analysis import tables
from analysis.migration_returnees import from_china_between_totals, returnees_from_china, unreleased_part

MASKED = 5
"""UNHCR prints counts of 1 to 4 as this number or as nought."""

WAIVER = pd.Timestamp("2023-11-10")
"""The first day of the agreement on visas."""


def growth_pct_between(counts, first, last):
    """Return the growth of counts from the first to the last year, in percent."""
    return float((counts[last] / counts[first] - 1) * 100)


def full_years(returnee_releases):
    """Return the returnees from China, in persons, of the years of which a full release was read, by year."""
    rows = returnees_from_china(returnee_releases)
    return rows[rows["count"] == "full year"].set_index("year")["persons"]


def full_arrivals(arrivals_from_china, measure):
    """Return what one measure of arrivals counts in full years, by year."""
    kept = (arrivals_from_china["measure"] == measure) & (arrivals_from_china["coverage"] == "full year")
    return arrivals_from_china[kept].set_index("year")["counted_persons"]


def arrivals_beside_returnees(returnee_releases, arrivals_from_china):
    """Return, for years that both count in full, the ministry’s returnees and the statistics bureau’s arrivals.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``returnees_persons`` (status granted, from China), ``arrivals_persons`` (moved for permanent
        residence, from China) and ``ratio`` of the first to the second.
    """
    settled = full_arrivals(arrivals_from_china, "arrivals to settle").rename("arrivals_persons")
    both = full_years(returnee_releases).rename("returnees_persons").to_frame().join(settled, how="inner")
    return both.assign(ratio=(both["returnees_persons"] / both["arrivals_persons"]).round(1)).reset_index()


def arrivals_table(returnee_releases, arrivals_from_china):
    """Return `arrivals_beside_returnees` as a table to read."""
    both = arrivals_beside_returnees(returnee_releases, arrivals_from_china)
    counts = ["returnees_persons", "arrivals_persons"]
    both[counts] = both[counts].map("{:,}".format)
    headings = {
        "year": "year",
        "returnees_persons": "returnees from China, labour ministry",
        "arrivals_persons": "arrivals to settle from China, statistics bureau",
        "ratio": "the first for one of the second",
    }
    return tables.readable(both, headings)


def counts_of_2024(returnee_releases, arrivals_from_china, chinese_worker_permits, refugees_from_china):
    """Return what six counts say of people from China in Kazakhstan in 2024.

    Returns
    -------
    pandas.DataFrame
        ``counted``, ``counted_by``, ``kind`` ("journeys", "people at a date" or "people in the year"), and
        ``low_persons`` and ``high_persons``, which differ where the count is bounded: for the year's returnees, and for
        refugees and asylum-seekers because small counts are masked. Largest first.
    """
    bounds = unreleased_part(returnee_releases).loc[2024]
    permits_2024 = chinese_worker_permits.query("year == 2024").sort_values("month")["chinese_workers_persons"]
    visits, stays = (full_arrivals(arrivals_from_china, measure)[2024] for measure in ("visits", "visits over a day"))
    settled = full_arrivals(arrivals_from_china, "arrivals to settle")[2024]
    masked = registered(refugees_from_china).set_index(["asylum_iso3", "year"]).loc[("KAZ", 2024)]
    rows = [
        ("visits of any length", "not stated", "journeys", visits, visits),
        ("visits of more than a day", "not stated", "journeys", stays, stays),
        (
            "returnees",
            "labour ministry",
            "people in the year",
            round(bounds["low_persons"]),
            round(bounds["high_persons"]),
        ),
        ("work permits, 1 July", "labour ministry", "people at a date", permits_2024.iloc[-1], permits_2024.iloc[-1]),
        ("arrivals to settle", "statistics bureau", "people in the year", settled, settled),
        (
            "refugees and asylum-seekers",
            "UNHCR",
            "people at a date",
            masked["low_persons"],
            masked["high_persons"],
        ),
    ]
    columns = ["counted", "counted_by", "kind", "low_persons", "high_persons"]
    return pd.DataFrame(rows, columns=columns)


def least_of(printed):
    """Return printed counts with every masked one taken as 1."""
    return printed.where(printed != MASKED, 1)


def registered(refugees_from_china):
    """Return refugees and asylum-seekers from China by year and country of asylum, with masked counts as bounds.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``asylum_iso3``, ``low_persons`` (every printed 5 taken as 1) and ``high_persons`` (as printed). A
        printed nought may hide a few people too; it is left as it is. Years without a row stay without one.
    """
    parts = refugees_from_china[["refugees_persons", "asylum_seekers_persons"]]
    return refugees_from_china[["year", "asylum_iso3"]].assign(
        low_persons=least_of(parts).sum(axis=1), high_persons=parts.sum(axis=1)
    )


def estimates_and_releases(migration_flow_estimates, returnee_releases):
    """Return the six estimates of each period, and the ministry's returnees in the last two, as far as releases go.

    Returns
    -------
    pandas.DataFrame
        ``start_year``, ``end_year``, ``counted`` (method of an estimate, or "labour ministry"), ``persons`` (over the
        period, or over the part of it that ``covered`` names) and ``covered``.
    """
    columns = {"method": "counted", "movers_persons": "persons"}
    estimates = migration_flow_estimates.rename(columns=columns)[["start_year", "end_year", *columns.values()]]
    between, _ = from_china_between_totals(returnee_releases)
    two_years = full_years(returnee_releases).loc[[2016, 2019]].sum()
    released = pd.DataFrame(
        {
            "start_year": [2010, 2015],
            "end_year": [2015, 2020],
            "counted": "labour ministry",
            "persons": [round(between), int(two_years)],
            "covered": ["October 2011 to December 2014", "2016 and 2019"],
        }
    )
    return pd.concat([estimates.assign(covered="whole period"), released], ignore_index=True)


def journeys(border_travel, arrivals_from_china):
    """Return journeys a day of each count with its days, so that counts of unequal spans can stand beside each other.

    Returns
    -------
    pandas.DataFrame
        ``measure``, ``direction``, ``start_date``, ``end_date``, ``trips_count`` and ``trips_day_count`` (a day).
    """
    visits = arrivals_from_china[arrivals_from_china["measure"] == "visits"]
    whole = pd.DataFrame(
        {
            "measure": "visits",
            "direction": "China to Kazakhstan",
            "start_date": pd.to_datetime(visits["year"].astype(str) + "-01-01"),
            "end_date": pd.to_datetime(visits["year"].astype(str) + "-12-31"),
            "trips_count": visits["counted_persons"],
        }
    )
    counted = pd.concat([border_travel[whole.columns], whole], ignore_index=True)
    days = (counted["end_date"] - counted["start_date"]).dt.days + 1
    counted = counted.assign(trips_day_count=(counted["trips_count"] / days).round().astype(int))
    return counted.sort_values(["direction", "start_date", "measure"]).reset_index(drop=True)


def requirements_and_journeys(visa_requirements, border_travel, arrivals_from_china):
    """Return the spells of visa requirements, and the journeys a day of 2023 and 2024 by direction.

    Returns
    -------
    pandas.DataFrame
        ``panel`` ("requirement" or "journeys"), ``series`` (direction), ``label``, ``start_date``, ``end_date``,
        ``visa_free_days`` and ``trips_day_count``.
    """
    names = {
        ("CHN", "KAZ"): "China to Kazakhstan",
        ("KAZ", "CHN"): "Kazakhstan to China",
        ("CHN", "KGZ"): "China to Kyrgyzstan",
        ("KGZ", "CHN"): "Kyrgyzstan to China",
    }
    spells = visa_requirements.assign(
        panel="requirement",
        series=[
            names[pair]
            for pair in zip(visa_requirements["passport_iso3"], visa_requirements["destination_iso3"], strict=True)
        ],
    ).rename(columns={"requirement": "label", "first_seen": "start_date", "last_seen": "end_date"})
    trips = journeys(border_travel, arrivals_from_china)
    trips = trips[(trips["start_date"] >= "2023-01-01") & (trips["direction"] != "both ways")]
    trips = trips.assign(panel="journeys").rename(columns={"direction": "series", "measure": "label"})
    columns = ["panel", "series", "label", "start_date", "end_date", "visa_free_days", "trips_day_count"]
    return pd.concat([spells, trips], ignore_index=True)[columns]


def growth_pairs(travel_growth):
    """Return journeys a day of each pair of spans a year apart, and whether the visa waiver lies between the two.

    A pair of the same days in two years has the season in common, so that it needs no correction for it.

    Parameters
    ----------
    travel_growth : pandas.DataFrame
        Reports that print how much more journeys were than in the same days of the year before.

    Returns
    -------
    pandas.DataFrame
        ``counted``, ``place``, ``start_date`` and ``end_date`` (of the later span), ``across_waiver`` (the earlier span
        begins before `WAIVER` and the later one holds days after it), ``growth_pct`` (percent, as printed),
        ``before_day_count`` (journeys a day of the earlier span, from the number and its growth) and
        ``after_day_count``. Pairs across the waiver come first, each kind by its first day.
    """
    days = (travel_growth["end_date"] - travel_growth["start_date"]).dt.days + 1
    after = travel_growth["trips_count"] / days
    earlier = travel_growth["start_date"] - pd.DateOffset(years=1)
    found = travel_growth.assign(
        across_waiver=(earlier < WAIVER) & (travel_growth["end_date"] >= WAIVER),
        before_day_count=(after / (1 + travel_growth["growth_pct"] / 100)).round().astype(int),
        after_day_count=after.round().astype(int),
    )
    found = found.sort_values(["across_waiver", "start_date", "end_date", "place"], ascending=[False, True, True, True])
    columns = [
        "counted", "place", "start_date", "end_date", "across_waiver", "growth_pct", "before_day_count",
        "after_day_count",
    ]  # fmt: skip
    return found[columns].reset_index(drop=True)


def steps_of_agreements(agreement_steps):
    """Return who dates which step of the two agreements of 2023 to which day or month.

    Returns
    -------
    pandas.DataFrame
        ``agreement``, ``step``, ``date`` and ``as told by``, in the order of the dates.
    """
    rows = agreement_steps.sort_values(["agreement", "date_text"], ascending=[False, True], kind="stable")
    names = {"agreement": "agreement", "step": "step", "date_text": "date", "told_by": "as told by"}
    return tables.readable(rows, names).reset_index(drop=True)


def permits(chinese_worker_permits):
    """Return the permits of Chinese citizens with their share of all foreign workers.

    Returns
    -------
    pandas.DataFrame
        ``count``, ``year``, ``month``, ``chinese_workers_persons``, ``date`` (the first of the month, or of the year)
        and ``share_pct`` of all permits, in percent.
    """
    rows = chinese_worker_permits.drop(columns="source_key")
    dates = pd.to_datetime(rows[["year", "month"]].fillna({"month": 1}).assign(day=1).astype(int))
    share_pct = (rows["chinese_workers_persons"] / rows["all_foreign_workers_persons"] * 100).astype(float)
    return rows.drop(columns="all_foreign_workers_persons").assign(date=dates, share_pct=share_pct.round(1))


def permits_and_quotas(chinese_worker_permits, worker_quotas):
    """Return the permits of Chinese citizens, all permits valid at a date, and the quota of each year.

    Returns
    -------
    pandas.DataFrame
        ``panel`` ("Chinese citizens" or "all countries"), ``count``, ``year``, ``date`` (as `permits` gives it; for a
        quota 1 January) and ``persons``.
    """
    rows = permits(chinese_worker_permits).rename(columns={"chinese_workers_persons": "persons"})
    everyone = chinese_worker_permits["all_foreign_workers_persons"].to_numpy()
    rows = rows[["count", "year", "date", "persons"]].assign(panel="Chinese citizens")
    valid = (rows["count"] == "valid on a date").to_numpy()
    total = rows[valid].assign(panel="all countries", persons=everyone[valid])
    quotas = pd.DataFrame(
        {
            "panel": "all countries",
            "count": "quota",
            "year": worker_quotas["year"],
            "date": pd.to_datetime(worker_quotas["year"].astype(str) + "-01-01"),
            "persons": worker_quotas["quota_persons"],
        }
    )
    joined = pd.concat([rows, total, quotas], ignore_index=True)
    return joined[["panel", "count", "year", "date", "persons"]].sort_values(["panel", "count", "date"])
