"""The ledger: complete, placed, with evidence that resolves, and with verdicts that are computed where they can be."""

import re
from collections import Counter

import pytest
from pybtex.database import parse_file

from analysis import CHAPTERS, claims, results, tables
from publishing import ledger_pages

CLAIMS = claims.all()
REFERENCES = parse_file(tables.DATA / "references.bib").entries

CLAIMS_OF_THE_ARTICLES = 287
LEAST_DECIDED_BY_OTHERS = 140
LEAST_COMPUTED = 70


def test_every_claim_of_the_articles_is_there_once():
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS) == CLAIMS_OF_THE_ARTICLES
    assert {claim.chapter for claim in CLAIMS} == set(CHAPTERS)


def test_enough_is_decided_by_something_other_than_the_articles():
    bases = Counter(claim.basis for claim in CLAIMS if claim.verdict != claims.NOT_CHECKABLE)
    assert bases["computed"] >= LEAST_COMPUTED
    assert bases["computed"] + bases["data"] + bases["other sources"] >= LEAST_DECIDED_BY_OTHERS


def resolves(name):
    kind, _, target = name.partition(":")
    try:
        found = ledger_pages.evidence(name, "")
    except tables.UnknownNameError:
        return False
    return bool(found["text"]) and (kind != "reference" or target in REFERENCES)


def test_every_verdict_names_evidence_that_resolves():
    assert [claim.id for claim in CLAIMS if not claim.evidence and claim.verdict != claims.NOT_CHECKABLE] == []
    assert [(claim.id, name) for claim in CLAIMS for name in claim.evidence if not resolves(name)] == []


def test_every_claim_is_a_sentence():
    assert [claim.id for claim in CLAIMS if not claim.text.endswith((".", "”", "?"))] == []


def test_a_value_has_a_unit_and_a_unit_a_value():
    assert [claim.id for claim in CLAIMS if (claim.value is None) != (claim.unit is None)] == []


def test_every_reference_of_a_claim_is_in_the_bibliography():
    assert [(claim.id, key) for claim in CLAIMS for key in claim.references if key not in REFERENCES] == []


def test_no_claim_ends_before_it_begins():
    spans = [claim for claim in CLAIMS if claim.start and claim.end]
    assert [claim.id for claim in spans if claim.start_year > claim.end_year] == []


def test_what_cannot_be_checked_has_no_basis_and_nothing_else_lacks_one():
    assert [claim.id for claim in CLAIMS if (claim.basis == "none") != (claim.verdict == claims.NOT_CHECKABLE)] == []


def test_findings_can_be_printed():
    texts = [results.fill(claim.finding + claim.revision) for claim in CLAIMS]
    assert [text for text in texts if re.search(r"\{(result|number)", text)] == []


def test_computed_verdicts_are_those_of_the_ledger():
    found = {claim.id: claims.computed(claim) for claim in CLAIMS}
    assert [claim.id for claim in CLAIMS if (found[claim.id] is None) == (claim.basis == "computed")] == []
    differing = {
        claim.id: (claim.verdict, found[claim.id]) for claim in CLAIMS if found[claim.id] not in (None, claim.verdict)
    }
    assert differing == {}


CONTESTED_MATTERS = {
    "qing-580000-km2": ("Huanghuagang", "China.org.cn", "Wikipedia"),
    "qing-580000-in-kazakhstan": ("China.org.cn", "Wikipedia"),
    "bd-china-share-22": ("Fravel", "Levinsson and Svanberg"),
    "bd-kaz-share-78": ("Fravel", "Levinsson and Svanberg"),
    "ming-first-embassy-1453": ("Akimbekov", "Dughlat", "Kenzheakhmet"),
    "han-zhizhi-site-taraz": ("Wikipedia", "Clever Geek", "Zhejiang University"),
    "mig-dungan-100000": ("Kazinform", "official estimate", "Dungan association"),
    "trade-2022-24bn": ("Kazakhstan’s statistics", "China’s customs"),
    "trade-2022-34pct": ("Kazakhstan’s statistics", "China’s"),
    "mig-survey-68": ("Yu Xiaoli", "Sadovskaya"),
    "trade-2024-top-investor": ("National Bank", "Financial Times", "Tokayev", "Sun"),
}
"""Matters on which good sources disagree, by claim, with the parties whose accounts the finding must name."""


@pytest.mark.parametrize(("name", "parties"), CONTESTED_MATTERS.items())
def test_a_contested_matter_is_stated_with_its_parties(name, parties):
    claim = claims.get(name)
    assert claim.verdict in (claims.CONTESTED, claims.CONTRADICTED)
    assert [party for party in parties if party not in claim.finding] == []
    assert len([item for item in claim.evidence if item.startswith(("reference:", "table:"))]) >= 1


def test_the_ledger_and_the_events_agree_on_the_tourism_year():
    event = tables.load("events").set_index("event_id").loc["tourism-2017"]
    assert (event["certainty"], event["place"]) == ("documented", "Kazakhstan")
    assert f"reference:{event['source_key']}" in claims.get("cult-tourism-year-2017").evidence


FLAGS = {
    "citation needed": 8,  # marked so in the text of the article
    "dead link": 4,  # claims that cite Peers or Stone, whose links the article calls dead
}


def test_flags_say_what_the_references_show():
    works = tables.load("cited_works").set_index("source_key")["link"]
    for claim in CLAIMS:
        unsupported = {"no reference", "citation needed"} & set(claim.flags)
        assert len(unsupported) == (not claim.references), claim.id
        assert ("dead link" in claim.flags) == any(works[key] == "dead" for key in claim.references), claim.id
        if any("nodate" in key for key in claim.references):
            assert "undated reference" in claim.flags, claim.id
    counts = Counter(flag for claim in CLAIMS for flag in claim.flags)
    assert {flag: counts[flag] for flag in FLAGS} == FLAGS
