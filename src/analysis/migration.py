"""Who moves between China and Kazakhstan, who counts them, and what people think."""

import pandas as pd
from scipy.stats.contingency import relative_risk

from analysis import figures, results, style
from analysis.results import Quantity

PEOPLE = Quantity("people", ",d")
THOUSANDS = Quantity("thousand people", ",.0f")
TENTHS_OF_THOUSANDS = Quantity("thousand people", ".1f")
MILLIONS = Quantity("million people", ".2f")
PERCENT = Quantity("%", ".0f")
PERCENT_TENTHS = Quantity("%", ".1f")
TIMES = Quantity("times", ".1f")
YEAR = Quantity("year")

CONFIDENCE_PCT = 95
"""Confidence level of the intervals of this chapter, in percent."""

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


def returnees_and_stock(returnee_releases, migrant_stock_from_china):
    """Return the returnees from China by year beside the United Nations' stock of migrants from China."""
    stock = migrant_stock_from_china.rename(columns={"migrant_stock_persons": "persons"})[["year", "persons"]]
    flows = returnees_from_china(returnee_releases)
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
    return _full_year(returnee_releases, int(_full_years(returnee_releases).index.max()))


@results.register("migration-returnees-high", "Full year with the most returnees from China", parts=RETURNEE_PARTS)
def most_returnees(returnee_releases):
    """Return the full year with the most returnees from China, in thousands."""
    return _full_year(returnee_releases, int(_full_years(returnee_releases).idxmax()))


@results.register("migration-returnees-low", "Full year with the fewest returnees from China", parts=RETURNEE_PARTS)
def fewest_returnees(returnee_releases):
    """Return the full year with the fewest returnees from China, in thousands."""
    return _full_year(returnee_releases, int(_full_years(returnee_releases).idxmin()))


def _full_years(returnee_releases):
    rows = returnees_from_china(returnee_releases)
    return rows[rows["count"] == "full year"].set_index("year")["persons"]


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
        "since_2000": _growth_pct(stock, 2000, 2020),
    }


@results.register(
    "migration-two-counts", "Returnees from China for one migrant of the UN’s stock, 2015", unit="times", form=".0f"
)
def two_counts(returnee_releases, migrant_stock_from_china):
    """Return the returnees from China up to 1 January 2015, divided by the United Nations' stock of 2015."""
    return cumulative_returnees(returnee_releases)["china"] / un_stock(migrant_stock_from_china)["compared"]


def arrivals_beside_returnees(returnee_releases, arrivals_from_china):
    """Return, for years that both count in full, the ministry’s returnees and the statistics bureau’s arrivals.

    Returns
    -------
    pandas.DataFrame
        ``year``, ``returnees_persons`` (status granted, from China), ``arrivals_persons`` (moved for permanent
        residence, from China) and ``ratio`` of the first to the second.
    """
    settled = _full_arrivals(arrivals_from_china, "arrivals to settle").rename("arrivals_persons")
    both = _full_years(returnee_releases).rename("returnees_persons").to_frame().join(settled, how="inner")
    return both.assign(ratio=(both["returnees_persons"] / both["arrivals_persons"]).round(1)).reset_index()


def _full_arrivals(arrivals_from_china, measure):
    kept = (arrivals_from_china["measure"] == measure) & (arrivals_from_china["coverage"] == "full year")
    return arrivals_from_china[kept].set_index("year")["counted_persons"]


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
        "peak": _full_arrivals(arrivals_from_china, "arrivals to settle")[2008] / 1e3,
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
    visited = _full_arrivals(arrivals_from_china, "visits")[2024]
    stayed = _full_arrivals(arrivals_from_china, "visits over a day")[2024]
    return {"all": visited / 1e3, "over_a_day": stayed / 1e3, "share": stayed / visited * 100}


def counts_of_2024(returnee_releases, arrivals_from_china, chinese_worker_permits):
    """Return what five counts say of people from China in Kazakhstan in 2024.

    Returns
    -------
    pandas.DataFrame
        ``Counted``, ``Who counted`` and ``People or visits``, largest first.
    """
    returned = returnees_from_china(returnee_releases).set_index(["year", "count"])["persons"]
    permits_2024 = chinese_worker_permits.set_index("year")["chinese_workers_persons"][2024]
    rows = [
        ("visits of any length", "not stated", _full_arrivals(arrivals_from_china, "visits")[2024]),
        ("visits of more than a day", "not stated", _full_arrivals(arrivals_from_china, "visits over a day")[2024]),
        ("returnees, to 1 September", "labour ministry", returned[2024, "part of the year"]),
        ("work permits, 1 May", "labour ministry", permits_2024),
        ("arrivals to settle", "statistics bureau", _full_arrivals(arrivals_from_china, "arrivals to settle")[2024]),
    ]
    return pd.DataFrame(rows, columns=["Counted", "Who counted", "People or visits"])


def _people(ethnic_groups_by_census, place, group, count="census"):
    wanted = {"place_iso3": place, "group": group, "count": count}
    kept = (ethnic_groups_by_census[list(wanted)] == pd.Series(wanted)).all(axis=1)
    return ethnic_groups_by_census[kept].set_index("year")["population_persons"]


def _growth_pct(people, first, last):
    return float((people[last] / people[first] - 1) * 100)


@results.register(
    "migration-kazakhs-china",
    "Kazakhs in China by census",
    parts={
        "last": MILLIONS,
        "added": THOUSANDS,
        "growth": PERCENT_TENTHS,
        "growth_before": PERCENT_TENTHS,
        "first": MILLIONS,
        "fall": PERCENT_TENTHS,
        "lost": THOUSANDS,
        "register_2015": MILLIONS,
    },
)
def kazakhs_in_china(ethnic_groups_by_census):
    """Return the Kazakhs of 2020 and 1953 and of Xinjiang’s register in millions, changes in thousands and percent."""
    kazakhs = _people(ethnic_groups_by_census, "CHN", "Kazakh")
    return {
        "last": kazakhs[2020] / 1e6,
        "added": (kazakhs[2020] - kazakhs[2010]) / 1e3,
        "growth": _growth_pct(kazakhs, 2010, 2020),
        "growth_before": _growth_pct(kazakhs, 2000, 2010),
        "first": kazakhs[1953] / 1e6,
        "fall": -_growth_pct(kazakhs, 1953, 1964),
        "lost": (kazakhs[1953] - kazakhs[1964]) / 1e3,
        "register_2015": _people(ethnic_groups_by_census, "CHN", "Kazakh", "register")[2015] / 1e6,
    }


@results.register(
    "migration-growth-others",
    "Growth of other groups in China, 2010 to 2020",
    parts=dict.fromkeys(("hui", "kyrgyz", "uyghur"), PERCENT_TENTHS),
)
def growth_of_others(ethnic_groups_by_census):
    """Return the growth of the Hui, Kyrgyz and Uyghurs in China between the censuses of 2010 and 2020, in percent."""
    return {
        group.lower(): _growth_pct(_people(ethnic_groups_by_census, "CHN", group), 2010, 2020)
        for group in ("Hui", "Kyrgyz", "Uyghur")
    }


@results.register(
    "migration-uyghurs",
    "Uyghurs in Kazakhstan",
    parts={"first": THOUSANDS, "last_census": THOUSANDS, "estimate": THOUSANDS, "after_1959": TIMES},
)
def uyghurs_in_kazakhstan(ethnic_groups_by_census):
    """Return the Uyghurs of 1959, 2021 and 2024 in thousands, and the census of 1970 as a multiple of that of 1959."""
    uyghurs = _people(ethnic_groups_by_census, "KAZ", "Uyghur")
    return {
        "first": uyghurs[1959] / 1e3,
        "last_census": uyghurs[2021] / 1e3,
        "estimate": _people(ethnic_groups_by_census, "KAZ", "Uyghur", "official estimate")[2024] / 1e3,
        "after_1959": uyghurs[1970] / uyghurs[1959],
    }


@results.register(
    "migration-dungans",
    "Dungans in Kazakhstan and Kyrgyzstan",
    parts=dict.fromkeys(
        ("estimate_2014", "association_2014", "article_2014", "estimate_2024", "kyrgyzstan_2021"),
        THOUSANDS,
    ),
)
def dungans(ethnic_groups_by_census):
    """Return what was counted, estimated and said of the number of Dungans, in thousands."""
    estimates = _people(ethnic_groups_by_census, "KAZ", "Dungan", "official estimate")
    said = ethnic_groups_by_census[ethnic_groups_by_census["count"] == "statement"]
    said = said.set_index("precision")["population_persons"]
    return {
        "estimate_2014": estimates[2014] / 1e3,
        "association_2014": said["rounded"] / 1e3,
        "article_2014": said["at least"] / 1e3,
        "estimate_2024": estimates[2024] / 1e3,
        "kyrgyzstan_2021": _people(ethnic_groups_by_census, "KGZ", "Dungan", "official estimate")[2021] / 1e3,
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


def rise_between_waves(opinion_polls):
    """Return how far two answers rose between the two waves of the one survey that was repeated.

    Parameters
    ----------
    opinion_polls : pandas.DataFrame
        The polls, of which the two waves of the BRIF Research Group are used.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``question``: ``first_pct`` (2007) and ``last_pct`` (2012), ``ratio`` of the last to the first, and
        ``low_ratio``, ``high_ratio``, its 95 % interval for two simple random samples of the printed size. The
        sampling design is not known, so true intervals are likely to be wider.

    Notes
    -----
    `scipy.stats.contingency.relative_risk`, with the interval of Katz (the logarithm of the ratio taken as normal).
    """
    rows = opinion_polls[opinion_polls["pollster"].str.startswith("BRIF")]
    share = rows.pivot_table(index="question", columns="year", values="answer_share_pct")
    size = int(rows["interviews_count"].iloc[0])
    found = [
        relative_risk(round(last * size / 100), size, round(first * size / 100), size)
        for first, last in zip(share[2007], share[2012], strict=True)
    ]
    spans = [ratio.confidence_interval(CONFIDENCE_PCT / 100) for ratio in found]
    return pd.DataFrame(
        {
            "first_pct": share[2007],
            "last_pct": share[2012],
            "ratio": [ratio.relative_risk for ratio in found],
            "low_ratio": [span.low for span in spans],
            "high_ratio": [span.high for span in spans],
        }
    )


WAVE_PARTS = {
    "first": PERCENT,
    "last": PERCENT,
    "ratio": Quantity("times", ".2f"),
    "low": Quantity("", ".2f"),
    "high": Quantity("", ".2f"),
    "level": Quantity("%", "d"),
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
        "level": CONFIDENCE_PCT,
        "interviews": int(asked.iloc[0]),
    }


@results.register(
    "migration-polls",
    "Later and wider polls",
    parts={
        **dict.fromkeys(("talap", "global_times", "gallup_china", "gallup_russia", "gallup_usa"), PERCENT),
        **dict.fromkeys(("talap_interviews", "global_times_interviews"), Quantity("interviews", ",d")),
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
        "talap_interviews": size[economy],
        "global_times": share[chances],
        "global_times_interviews": size[chances],
        "gallup_china": share["approve of the leadership of China"],
        "gallup_russia": share["approve of the leadership of Russia"],
        "gallup_usa": share["approve of the leadership of the United States"],
    }


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


@results.register(
    "migration-workers",
    "Chinese citizens with work permits in Kazakhstan",
    parts={
        **dict.fromkeys(("last", "fewest", "start_2015", "issued_2015", "issued_2016"), TENTHS_OF_THOUSANDS),
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
        "start_2015": valid["chinese_workers_persons"].iloc[0] / 1e3,
        "issued_2015": issued[2015] / 1e3,
        "issued_2016": issued[2016] / 1e3,
        "last_share": valid["share_pct"].iloc[-1],
        "start_2015_share": valid["share_pct"].iloc[0],
    }


STUDENTS = Quantity("thousand students", ".1f")


@results.register(
    "migration-students",
    "Students between the two countries",
    parts={
        **dict.fromkeys(("out_2010", "out_2014", "out_2017", "out_2018", "peak", "report_2010", "last"), STUDENTS),
        "article_2014": Quantity("thousand students", ".0f"),
        "peak_year": YEAR,
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
    census = _people(ethnic_groups_by_census, "CHN", "Kazakh")
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
    subtitle="People a year, 2016–2025 (left); people resident, 1990–2020 (right); one scale",
    caption=(
        "Left: people from China granted the status of oralman (since 2021: kandas), the released number multiplied by "
        "the released share from China. Filled bars are full years; hatched bars end at the day written below them. "
        "Diamonds are computed: the year’s total is the difference of cumulative totals, and takes the share of the "
        "part of the year. No release was read for 2017 and 2018. Right: the UN’s estimate of people from China who "
        "live in Kazakhstan, interpolated between censuses. The left counts people in a year, the right everyone there."
    ),
    alt=(
        "Two panels on one scale. Left, bars of returnees from China: {result}`migration-returnees-high.china` in "
        "{number}`migration-returnees-high.year`, {result}`migration-returnees-low.china` in "
        "{number}`migration-returnees-low.year`, {result}`migration-returnees-latest.china` in "
        "{number}`migration-returnees-latest.year`; 2017 and 2018 are empty. Right, the UN’s stock rises slowly from "
        "{result}`migration-un-stock.first` to {result}`migration-un-stock.last`."
    ),
    data=returnees_and_stock,
    size=(7.2, 4.3),
    panels=(1, 2),
    sharey=True,
    gridspec_kw={"width_ratios": [2, 1]},
)
def draw_returnees(data, axes):
    left, right = axes
    full, part, computed, stock = (
        data[data["count"] == count]
        for count in ("full year", "part of the year", "computed year", "United Nations stock")
    )
    left.bar(full["year"], full["persons"], width=0.7, color=style.SUBJECT)
    hatched = {"color": style.PAPER, "edgecolor": style.SUBJECT, "linewidth": 1, "hatch": "////"}
    left.bar(part["year"], part["persons"], width=0.7, **hatched)
    left.plot(computed["year"], computed["persons"], "D", markersize=5, color=style.PAPER, markeredgecolor=style.INK)
    for row in full.itertuples():
        style.label(left, row.year, row.persons, f"{row.persons:,}", **{**ABOVE, "xytext": (0, 3)})
    last = computed.iloc[-1]
    style.label(left, last["year"], last["persons"], "computed", xytext=(-6, 0), ha="right", fontsize=8.5)
    style.label(left, 2022, 2050, "part of\nthe year", style.SUBJECT, **ABOVE)
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
    left.set_ylim(0, 10000)
    left.yaxis.set_major_formatter("{x:,.0f}")
    return axes


def survey_answers(attitude_survey):
    """Return the answers of the survey in the order in which they are drawn, with shares in percent."""
    return attitude_survey.drop(columns="source_key")


@figures.register(
    "fig-migration-attitudes",
    title="Asked why Chinese people come, most named jobs; citizenship and property were named rarely",
    subtitle="Share of those asked, %; survey presented by October 2007, published in March 2009",
    caption=(
        "Yelena Sadovskaya’s survey of citizens of Kazakhstan, as an encyclopaedia article quotes it from a Chinese "
        "article of 2010; the survey itself is older, and a newspaper of 2007 calls it one of the urban population. "
        "Sample size and margins of error are missing from what was read. Several reasons could be named: they add up "
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
        panel.barh(names, rows["answer_share_pct"], height=0.66, color=colour)
        for name, share in zip(names, rows["answer_share_pct"], strict=True):
            style.label(panel, share, name, f"{share}%")
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
        "diamond: the year-end register of Xinjiang alone, above the census of all China); crosses are statements of "
        "2014 without a count behind them: by the head of the Dungan association "
        "({result}`migration-dungans.association_2014`) and in an encyclopaedia article (more than "
        "{result}`migration-dungans.article_2014`). The panels have different scales. Of Dungans in Kazakhstan, census "
        "figures were read for 1989 and 1999 alone. Borders are today’s."
    ),
    alt=(
        "Two line charts. Left, Kazakhs in China dip once, between 1953 and 1964, then rise to "
        "{result}`migration-kazakhs-china.last` in 2020; a register of Xinjiang alone has "
        "{result}`migration-kazakhs-china.register_2015` in 2015. Right, Uyghurs in Kazakhstan rise from "
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
    kazakhs, register = (_people(data, "CHN", "Kazakh", count) / 1e6 for count in ("census", "register"))
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
        ("KGZ", "Dungan", style.THIRD, style.DASHES["KGZ"], "Dungans, Kyrgyzstan", 1923, 26, "left"),
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
    subtitle="Citizens of China with a permit for foreign workers in Kazakhstan, 2015–2025",
    caption=(
        "Dots: permits valid at a date, as the labour ministry released them. Bars across a year: permits issued in "
        "that year, another count, which no line may join to the dots. No permits at a date were read between 2015 and "
        "2020. People who work without such a permit are in neither count."
    ),
    alt=(
        "Dots and two bars on a time axis. {result}`migration-workers.start_2015` held a permit on 1 January 2015; "
        "from 2020 the dots lie between {result}`migration-workers.fewest` and {result}`migration-workers.last`, "
        "the last in November 2025. Bars for permits issued lie higher: {result}`migration-workers.issued_2015` in "
        "2015 and {result}`migration-workers.issued_2016` in 2016."
    ),
    data=permits,
    size=(7.2, 3.7),
)
def draw_workers(data, axes):
    issued = data[data["count"] == "issued in the year"].set_index("date")["chinese_workers_persons"]
    valid = data[data["count"] == "valid on a date"].set_index("date")["chinese_workers_persons"]
    ends = issued.index + pd.DateOffset(years=1)
    axes.hlines(issued, issued.index, ends, color=style.COMPARISON, linewidth=5)
    for start, end, number in zip(issued.index, ends, issued, strict=True):
        style.label(
            axes, start + (end - start) / 2, number, f"{number:,}", style.COMPARISON, xytext=(0, 10), ha="center"
        )
    style.label(axes, ends[-1], issued.iloc[-1], "permits issued in the year", style.COMPARISON)
    axes.vlines(valid.index, 0, valid, color=style.SUBJECT, linewidth=1)
    axes.plot(valid.index, valid, "o", color=style.SUBJECT)
    for date in (valid.index[0], valid.idxmin(), valid.index[-1]):
        style.label(axes, date, valid[date], f"{valid[date]:,}", style.SUBJECT, xytext=(0, 9), ha="center")
    style.label(axes, pd.Timestamp("2023-01-01"), 5400, "permits valid at a date", style.SUBJECT, ha="center")
    style.label(axes, pd.Timestamp("2018-01-01"), 0, "none read", style.QUIET, **ABOVE)
    axes.set_ylim(0, 15500)
    axes.set_xlim(pd.Timestamp("2014-08-01"), pd.Timestamp("2026-06-01"))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    return axes


def students_by_counter(students_abroad):
    """Return the students in both directions by year and counter."""
    return students_abroad.drop(columns="source_key")


@figures.register(
    "fig-migration-students",
    title="Many more students go from Kazakhstan to China than come from China to Kazakhstan",
    subtitle="Students enrolled, 1999–2020, by who counted; one scale",
    caption=(
        "Left: students from Kazakhstan in China in single years. An encyclopaedia article gives nearly "
        "{result}`migration-students.article_2014` for mid-2014 (cross), which fits the count of 2010. Right: students "
        "from China in Kazakhstan, UNESCO’s yearly series without 2002, and the Chinese ministry’s figure for 2010 "
        "(open mark). Counts of different bodies are not joined."
    ),
    alt=(
        "Two panels on one scale. Left, dots for students from Kazakhstan in China climb to "
        "{result}`migration-students.out_2017` in 2017; the Chinese ministry has {result}`migration-students.out_2018` "
        "for 2018. Right, students from China in Kazakhstan peak at {result}`migration-students.peak` in "
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
