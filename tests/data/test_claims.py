"""The ledger: complete, placed, with evidence that resolves, and with verdicts that are computed where they can be."""

import re
from collections import Counter

import pytest
from pybtex.database import parse_file

from analysis import CHAPTERS, claims, tables
from publishing import ledger_pages

CLAIMS = claims.all()
REFERENCES = parse_file(tables.DATA / "references.bib").entries
each_claim = pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in CLAIMS])

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


@each_claim
def test_a_claim_names_evidence_that_resolves(claim):
    assert claim.evidence or claim.verdict == claims.NOT_CHECKABLE
    for name in claim.evidence:
        kind, _, target = name.partition(":")
        assert ledger_pages.evidence(name, "")["text"]
        assert kind != "reference" or target in REFERENCES


@each_claim
def test_a_claim_is_consistent_in_itself(claim):
    assert claim.text.endswith((".", "”", "?")), claim.text
    assert (claim.value is None) == (claim.unit is None), "a value needs a unit, and a unit a value"
    assert set(claim.references) <= REFERENCES.keys()
    if claim.start and claim.end:
        assert claim.start_year <= claim.end_year
    assert (claim.basis == "none") == (claim.verdict == claims.NOT_CHECKABLE and not claim.evidence) or claim.evidence
    assert not re.search(r"\{(?!result|number)", claim.finding + claim.revision)


@each_claim
def test_a_computed_verdict_is_the_one_in_the_ledger(claim):
    found = claims.computed(claim)
    assert (found is not None) == (claim.basis == "computed")
    if found is not None:
        assert found in claims.VERDICTS
        assert found == claim.verdict
