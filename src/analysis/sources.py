"""The sources of the sources: on which works the claims of the article rest, and how those works hold up.

The article on relations names references for most of its claims. Here is counted what kind of works they are, in which
language, how far they are from the event and when they were retrieved, what the article says of their links, and how
many claims rest on one work alone. Whether a work says what it is cited for is another question: the verdicts of the
ledger answer it claim by claim.
"""

import pandas as pd

from analysis import claims as ledger
from analysis import figures, results, style

_COUNT = results.Quantity("", ",d")
_SHARE = results.Quantity("%", ".0f")
_YEARS = results.Quantity("years", ".1f")
_FAR_YEARS = 100
LANGUAGES = {
    "en": "English",
    "zh-Hans": "Chinese, simplified",
    "zh-Hant": "Chinese, traditional",
    "ru": "Russian",
    "es": "Spanish",
    "und": "not known",
}
"""The languages of the works, by the tags of the table ``cited_works``."""


def citations(claims, cited_works, reference_dates):
    """Return which claim cites which work.

    Parameters
    ----------
    claims, cited_works, reference_dates : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        One row a claim and work: ``claim_id``, ``verdict``, ``source_key``, ``kind``, ``language``, ``link``, ``alone``
        (whether the claim cites no other work) and ``years_after`` (years from the last year that the claim speaks of
        to that of the work, negative where the work is older than the event; missing where either has no date).
    """
    rows = [
        {
            "claim_id": claim.id,
            "verdict": claim.verdict,
            "source_key": name,
            "alone": len(claim.references) == 1,
            "event_year": claim.end_year or claim.start_year,
        }
        for claim in map(ledger.of_row, claims.to_dict("records"))
        for name in claim.references
    ]
    columns = ["claim_id", "verdict", "source_key", "alone", "event_year"]
    dated = _dated(cited_works, reference_dates)
    joined = pd.DataFrame(rows, columns=columns).merge(dated, on="source_key", how="left", validate="many_to_one")
    joined["years_after"] = joined["published_year"] - joined["event_year"].astype("Int64")
    return joined.drop(columns=["reference", "event_year", "published_year", "retrieved_year"])


def works(claims, cited_works, reference_dates):
    """Return the works with the number of claims that cite each.

    Parameters
    ----------
    claims, cited_works, reference_dates : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    pandas.DataFrame
        One row a work, in the article's order: the columns of ``cited_works``, ``published_year``, ``retrieved_year``
        (missing where the article gives none), ``claims_count`` and ``alone_count`` (claims that cite it alone).
    """
    cited = citations(claims, cited_works, reference_dates).groupby("source_key")["alone"]
    counts = pd.DataFrame({"claims_count": cited.size(), "alone_count": cited.sum()})
    found = _dated(cited_works, reference_dates).join(counts, on="source_key")
    return found.fillna({"claims_count": 0, "alone_count": 0}).astype({"claims_count": int, "alone_count": int})


def _dated(cited_works, reference_dates):
    dates = reference_dates.set_index("source_key")
    found = cited_works.copy()
    for column in ("published", "retrieved"):
        texts = found["source_key"].map(dates[f"{column}_text"])
        found[f"{column}_year"] = pd.to_numeric(texts.str[:4]).astype("Int64")
    return found


@results.register(
    "sources-works",
    "Works that the article on relations cites or lists",
    parts={
        "all": _COUNT,
        "numbered": _COUNT,
        "cited": _COUNT,
        "uncited": _COUNT,
        "undated": _COUNT,
        "archived": _COUNT,
        "dead": _COUNT,
        "english": _COUNT,
        "chinese": _COUNT,
        "other_languages": _COUNT,
        "news": _COUNT,
        "scholarly": _COUNT,
        "legal": _COUNT,
    },
)
def count_of_works(claims, cited_works, reference_dates):
    """Return how many works there are, in all and by what is known of them.

    Scholarly are books, chapters and articles; legal are laws, treaties and declarations.
    """
    found = works(claims, cited_works, reference_dates)
    numbered = ~found["reference"].str.startswith("b")
    return {
        "all": len(found),
        "numbered": int(numbered.sum()),
        "cited": int((found["claims_count"] > 0).sum()),
        "uncited": int((found["claims_count"] == 0).sum()),
        "undated": int((numbered & found["published_year"].isna()).sum()),
        "archived": int((found["link"] == "archived").sum()),
        "dead": int((found["link"] == "dead").sum()),
        "english": int((found["language"] == "en").sum()),
        "chinese": int(found["language"].str.startswith("zh").sum()),
        "other_languages": int((~found["language"].str.match("en|zh")).sum()),
        "news": int((found["kind"] == "news report").sum()),
        "scholarly": int(found["kind"].isin(["book", "chapter", "article"]).sum()),
        "legal": int(found["kind"].isin(["law", "treaty", "declaration"]).sum()),
    }


@results.register(
    "sources-claims",
    "Claims by the works that the article cites for them",
    parts={
        "with_works": _COUNT,
        "without": _COUNT,
        "alone": _COUNT,
        "alone_share": _SHARE,
        "several": _COUNT,
        "on_one_work": _COUNT,
        "dead_alone": _COUNT,
        "news_alone": _COUNT,
        "scholarly_alone": _COUNT,
        "chinese_alone": _COUNT,
    },
)
def claims_by_support(claims, cited_works, reference_dates):
    """Return how many claims rest on several works, on one alone, or on none.

    ``alone_share`` is the percentage of the claims with a work; ``on_one_work`` the number of claims that rest alone on
    the work on which the largest number does.
    """
    found = citations(claims, cited_works, reference_dates)
    alone = found[found["alone"]]
    referenced = found["claim_id"].nunique()
    return {
        "with_works": referenced,
        "without": len(claims) - referenced,
        "alone": len(alone),
        "alone_share": 100 * len(alone) / referenced,
        "several": referenced - len(alone),
        "on_one_work": int(alone["source_key"].value_counts().max()),
        "dead_alone": int((alone["link"] == "dead").sum()),
        "news_alone": int((alone["kind"] == "news report").sum()),
        "scholarly_alone": int(alone["kind"].isin(["book", "chapter", "article"]).sum()),
        "chinese_alone": int(alone["language"].str.startswith("zh").sum()),
    }


@results.register(
    "sources-ages",
    "Years between event, publication and retrieval",
    parts={
        "dated": _COUNT,
        "event_median": results.Quantity("years", ".0f"),
        "within_year": _COUNT,
        "century": _COUNT,
        "before": _COUNT,
        "retrieval_median": _YEARS,
        "retrieved": _COUNT,
    },
)
def ages(claims, cited_works, reference_dates):
    """Return how far cited works are from what they are cited for.

    Of the claims that name a date and cite a dated work (``dated``), the median of the years from the event to the
    nearest work, how many have a work of the same or the next year, how many have none within a century, and how many
    cite only works that are older than the event. Of the works with both dates (``retrieved``), the median of the years
    from publication to retrieval.
    """
    after = citations(claims, cited_works, reference_dates).dropna(subset=["years_after"])
    nearest = after.groupby("claim_id")["years_after"].agg(lambda years: years.iloc[years.abs().argmin()])
    latest = after.groupby("claim_id")["years_after"].max()
    dates = works(claims, cited_works, reference_dates).dropna(subset=["published_year", "retrieved_year"])
    return {
        "dated": len(nearest),
        "event_median": float(nearest.median()),
        "within_year": int(nearest.between(0, 1).sum()),
        "century": int((nearest.abs() > _FAR_YEARS).sum()),
        "before": int((latest < 0).sum()),
        "retrieval_median": float((dates["retrieved_year"] - dates["published_year"]).median()),
        "retrieved": len(dates),
    }


def support_by_kind(claims, cited_works, reference_dates):
    """Return the claims that rest on works of each kind and language, alone or with others.

    Returns
    -------
    pandas.DataFrame
        ``grouping`` ("kind" or "language"), ``group``, ``works_count``, ``alone_count`` (claims that cite one work,
        which is of the group) and ``with_others_count`` (claims that cite a work of the group and another).
    """
    cited = citations(claims, cited_works, reference_dates)
    rows = []
    for grouping in ("kind", "language"):
        for group, members in cited_works.groupby(grouping):
            found = cited[cited[grouping] == group]
            rows.append(
                {
                    "grouping": grouping,
                    "group": LANGUAGES[group] if grouping == "language" else group,
                    "works_count": len(members),
                    "alone_count": int(found["alone"].sum()),
                    "with_others_count": found.loc[~found["alone"], "claim_id"].nunique(),
                }
            )
    total = pd.DataFrame(rows)
    order = total["alone_count"] + total["with_others_count"]
    return total.assign(order=order).sort_values(["grouping", "order"]).drop(columns="order").reset_index(drop=True)


@figures.register(
    "fig-sources-kinds",
    title=(
        "Of {number}`sources-claims.with_works` claims with a reference, "
        "{number}`sources-claims.alone` rest on one work"
    ),
    subtitle="Claims of the two articles by the works that are cited for them",
    caption=(
        "Dark: claims for which a work of this kind or language is the only one cited; pale: claims that cite it "
        "beside another. A claim that cites works of several kinds is counted with each. In brackets the number of "
        "works. Counted is what the articles cite, not what the works were found to say; "
        "{number}`sources-claims.without` claims have no reference and are not drawn."
    ),
    alt=(
        "Two bar charts of claims, by kind and by language of the cited works. News reports carry "
        "{number}`sources-claims.news_alone` claims alone, books, chapters and articles together "
        "{number}`sources-claims.scholarly_alone`; works in Chinese carry {number}`sources-claims.chinese_alone`. "
        "Claims with several works are few in every row."
    ),
    data=support_by_kind,
    size=style.TALL,
    panels=(2, 1),
    height_ratios=[9, 6],
)
def draw_support_by_kind(data, axes):
    """Draw claims by kind (above) and by language (below) of the cited works."""
    widest = (data["alone_count"] + data["with_others_count"]).max()
    for panel, grouping in zip(axes, ("kind", "language"), strict=True):
        rows = data[data["grouping"] == grouping].reset_index(drop=True)
        panel.barh(rows.index, rows["alone_count"], color=style.SUBJECT, height=0.72)
        panel.barh(rows.index, rows["with_others_count"], left=rows["alone_count"], color=style.FAINT, height=0.72)
        for place, row in rows.iterrows():
            end = row["alone_count"] + row["with_others_count"]
            style.label(panel, end, place, f"{row['alone_count']} + {row['with_others_count']}", fontsize=8.5)
        panel.set_yticks(rows.index, [f"{row.group} ({row.works_count})" for row in rows.itertuples()])
        panel.set_xlim(0, widest * 1.12)
        panel.grid(axis="y", visible=False)
        panel.grid(axis="x", visible=True)
        panel.set_title(f"By {grouping} of the work")
    axes[1].set_xlabel("claims: on one work alone + on this and another")
    return axes
