"""Which claims rest on which works: counted by hand on a made-up ledger, and against the article's own list."""

import pandas as pd
import pytest
from pybtex.database import parse_file

from analysis import claims, registry, results, sources, tables

CLAIMS = {
    "claim_id": ["a", "b", "c", "d"],
    "start_date": ["1864", "2010-05", "2015", None],
    "end_date": [None, "2012-06-30", None, None],
    "references": ["law1900text", "news2013first; book2014second", "news2013first", None],
}
WORKS = pd.DataFrame(
    [
        ["1", "law1900text", "law", "ru", "archived"],
        ["2", "news2013first", "news report", "zh-Hans", "dead"],
        ["3", "book2014second", "book", "en", "none stated"],
        ["b1", "book2000listed", "book", "es", "none stated"],
    ],
    columns=["reference", "source_key", "kind", "language", "link"],
)
DATES = pd.DataFrame(
    [
        ["law1900text", "1900", "2010-01-01"],
        ["news2013first", "2013-02-01", "2013-02-03"],
        ["book2014second", "2014", None],
    ],
    columns=["source_key", "published_text", "retrieved_text"],
)


@pytest.fixture
def ledger():
    row = tables.load("claims").iloc[0].to_dict() | {"verdict": claims.CONFIRMED}
    return pd.DataFrame([row | {key: cells[place] for key, cells in CLAIMS.items()} for place in range(4)])


def test_works_are_counted_with_the_claims_that_cite_them_alone(ledger):
    found = sources.works(ledger, WORKS, DATES).set_index("source_key")
    assert found["claims_count"].to_dict() == {
        "law1900text": 1, "news2013first": 2, "book2014second": 1, "book2000listed": 0,
    }  # fmt: skip
    assert found["alone_count"].tolist() == [1, 1, 0, 0]
    assert found["published_year"].tolist()[:3] == [1900, 2013, 2014]


def test_claims_are_counted_by_what_supports_them(ledger):
    found = sources.claims_by_support(ledger, WORKS, DATES)
    assert (found["with_works"], found["without"], found["alone"], found["several"]) == (3, 1, 2, 1)
    assert found["alone_share"] == pytest.approx(200 / 3)
    assert (found["dead_alone"], found["news_alone"], found["chinese_alone"]) == (1, 1, 1)


def test_ages_are_counted_from_the_end_of_the_event(ledger):
    # 1900 − 1864 = 36; the nearer of 2013 and 2014 to 2012 is 1; 2013 − 2015 = −2
    found = sources.ages(ledger, WORKS, DATES)
    assert (found["dated"], found["event_median"], found["within_year"], found["before"]) == (3, 1, 1, 1)
    # 110 years and none
    assert (found["retrieved"], found["retrieval_median"]) == (2, 55)


def test_bars_count_a_claim_with_each_kind_that_it_cites(ledger):
    found = sources.support_by_kind(ledger, WORKS, DATES).set_index(["grouping", "group"])
    kind = found.loc["kind"]
    assert kind["alone_count"].to_dict() == {"book": 0, "law": 1, "news report": 1}
    assert kind["with_others_count"].to_dict() == {"book": 1, "law": 0, "news report": 1}
    assert kind["works_count"].to_dict() == {"book": 2, "law": 1, "news report": 1}


# the book's own tables


def test_works_are_those_of_the_bibliography_in_kind_language_and_link():
    entries = parse_file(tables.DATA / "references.bib").entries
    cited = {key: entry for key, entry in entries.items() if "claimref" in entry.fields}
    found = tables.load("cited_works").set_index("source_key")
    assert set(found.index) == set(cited)
    link = {"archived": "archived", "permanent dead link": "dead", "not stated": "none stated"}
    types = {"book": {"book"}, "chapter": {"incollection"}, "article": {"article"}}
    for key, work in found.iterrows():
        fields = cited[key].fields
        assert work["reference"] == fields["claimref"]
        assert work["language"] == fields.get("language", "en")
        assert work["link"] == link[fields["status"]]
        assert cited[key].type in types.get(work["kind"], {"misc"})
        assert ("archivedate" in fields) == (work["link"] == "archived")


def test_every_claim_is_counted_once_on_the_page_s_sums():
    support, works = map(registry.evaluate, (sources.claims_by_support, sources.count_of_works))
    assert support["with_works"] + support["without"] == 287
    assert support["alone"] + support["several"] == support["with_works"]
    assert (works["numbered"], works["all"] - works["numbered"]) == (72, 5)
    assert works["english"] + works["chinese"] + works["other_languages"] == works["all"]
    assert registry.evaluate(sources.works)["alone_count"].sum() == support["alone"]


def test_no_work_is_in_kazakh_as_the_page_says():
    assert not tables.load("cited_works")["language"].str.startswith("kk").any()


def test_verdicts_and_bases_of_the_ledger_add_up():
    verdicts, bases = map(registry.evaluate, (claims.count_by_verdict, claims.count_by_basis))
    assert sum(verdicts[part] for part in claims._PARTS) == results.value("claims-count") == 287
    assert sum(bases[part] for part in claims._BASES) == verdicts["checked"]


def test_the_figure_of_verdicts_counts_every_claim_by_chapter_and_by_kind():
    drawn = registry.evaluate(claims.verdicts_by_group)
    assert drawn.groupby("grouping")["claims_count"].sum().to_dict() == {"chapter": 287, "kind": 287}
    history = drawn[(drawn["group"] == "history")].set_index("verdict")["claims_count"]
    assert history.sum() == sum(claim.chapter == "history" for claim in claims.all())
