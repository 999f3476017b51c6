"""Each verdict on diplomacy can say no, and the ledger says what is computed."""

from dataclasses import replace

import pandas as pd
import pytest
from pybtex.database import parse_file

from analysis import claims, tables
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, NOT_CHECKABLE, OUTDATED, QUALIFIED
from analysis.verdicts import diplomacy

CLAIM = claims.Claim(
    "made-up", "relations", "history", "event", "A claim.", None, None, None, None, None, (), (), CONFIRMED, "computed",
    (), "", "",
)  # fmt: skip


def claim(**fields):
    return replace(CLAIM, **fields)


def reports(*rows):
    """Make a table of reports from (subject, act, date) and, where a test asks for them, further cells by name."""
    columns = ["end_text", "place", "stated_count", "speaker"]
    cells = [{"subject": row[0], "act": row[1], "date_text": row[2], **(row[3] if row[3:] else {})} for row in rows]
    return pd.DataFrame(cells, columns=["subject", "act", "date_text", *columns])


def events(**rows):
    """Make a table of events, one of which each name (with - for _) and its cells make."""
    usual = {
        "start_year": 1992, "date_text": "1992-01-03", "kind": "diplomacy", "form": "declaration", "scope": "bilateral",
        "certainty": "documented", "place": None, "source_type": "press", "second_source_key": "b",
    }  # fmt: skip
    return pd.DataFrame([{"event_id": name.replace("_", "-"), **usual, **cells} for name, cells in rows.items()])


def statements(*rows):
    marks = ["prc_sole_government", "taiwan_part_of_china", "supports_unification", "no_official_ties_with_taiwan"]
    return pd.DataFrame(
        [[state, day, *("said" if mark in said else "not said" for mark in marks)] for state, day, *said in rows],
        columns=["speaker_iso3", "date_text", *marks],
    )


def offices(*rows):
    return pd.DataFrame(rows, columns=["person", "office", "country_iso3", "start_text", "end_text"])


def references(*rows):
    return pd.DataFrame(rows, columns=["source_key", "author_text", "published_text", "retrieved_text"])


def votes(*rows):
    return pd.DataFrame(rows, columns=["partner_iso3", "year", "roll_calls_count", "same_count"])


def test_two_phases_need_both_and_an_old_phase_of_kazakhs():
    khanate = {"start_year": 1456, "scope": "predecessors"}
    assert diplomacy.two_phases(events(khanate_founded=khanate, relations={})) == CONFIRMED
    older = events(khanate_founded=khanate, contact={"start_year": -200, "scope": "predecessors"}, relations={})
    assert diplomacy.two_phases(older) == QUALIFIED
    assert diplomacy.two_phases(events(relations={})) == CONTRADICTED


def test_growth_is_measured_from_the_claimed_year():
    record = events(relations_1992={}, shop={"start_year": 1999, "kind": "exchange"}, visit={"start_year": 1999})
    assert diplomacy.growth_since_relations(claim(start="1992"), record) == CONFIRMED
    assert diplomacy.growth_since_relations(claim(start="1993"), record) == CONTRADICTED
    assert diplomacy.growth_since_relations(claim(start="1992"), record[:2]) == QUALIFIED


def test_a_name_younger_than_its_references_qualifies():
    said = reports(("party", "signed", "2015"), ("party", "renamed", "2022-03-01"))
    old, new = references(("a", "A", "2010-11-11", None)), references(("a", "A", "2023", None))
    about = claim(references=("a",))
    assert diplomacy.party_name(about, said, old) == QUALIFIED
    assert diplomacy.party_name(about, said, new) == CONFIRMED
    assert diplomacy.party_name(about, said[1:], old) == CONTRADICTED


def test_rapprochement_needs_border_economy_and_partnership():
    border = {"start_year": 1994, "kind": "border", "form": "agreement"}
    oil = {"start_year": 1997, "kind": "exchange", "form": "agreement"}
    record = events(border=border, oil=oil, partnership_2005={"start_year": 2005})
    assert diplomacy.rapprochement(claim(start="1991"), record) == CONFIRMED
    assert diplomacy.rapprochement(claim(start="1995"), record) == QUALIFIED
    assert diplomacy.rapprochement(claim(start="2010"), record) == CONTRADICTED


def test_one_china_needs_the_day_and_no_silence_later():
    said = statements(("KAZ", "2022-08-04", "taiwan_part_of_china"), ("KAZ", "2024-01-15", "taiwan_part_of_china"))
    about = claim(start="2022-08-04", place="Kazakhstan")
    assert diplomacy.one_china_in_force(about, said) == CONFIRMED
    assert diplomacy.one_china_in_force(replace(about, start="2022-08-03"), said) == CONTRADICTED
    silent = statements(("KAZ", "2022-08-04", "taiwan_part_of_china"), ("KAZ", "2024-01-15", "prc_sole_government"))
    assert diplomacy.one_china_in_force(about, silent) == CONTRADICTED


def test_an_embassy_elsewhere_contradicts():
    record = events(embassy_beijing={"place": "Beijing"})
    assert diplomacy.embassy(claim(place="Beijing"), record) == CONFIRMED
    assert diplomacy.embassy(claim(place="Shanghai"), record) == CONTRADICTED


def test_the_day_of_relations_needs_two_sources():
    record = events(relations_1992={})
    assert diplomacy.relations_day(claim(start="1992-01-03"), record) == CONFIRMED
    assert diplomacy.relations_day(claim(start="1992-01-05"), record) == CONTRADICTED
    assert diplomacy.relations_day(claim(start="1992-01-03"), record.assign(second_source_key=None)) == QUALIFIED


def test_an_earlier_president_contradicts():
    record, about = events(relations_1992={}), claim(text="Nazarbayev was the first president.")
    one = ("Nursultan Nazarbayev", "president", "KAZ", "1990-04-24", "2019-03-19")
    assert diplomacy.first_president(about, offices(one), record) == CONFIRMED
    assert diplomacy.first_president(about, offices(one, ("A B", "president", "KAZ", "1989", "1990")), record) == (
        CONTRADICTED
    )


def test_rare_visits_do_not_count_as_frequent():
    about = claim(start="1993")
    assert diplomacy.frequent_visits(about, pd.DataFrame({"year": [1993, 1995, 1997, 1998]})) == CONFIRMED
    assert diplomacy.frequent_visits(about, pd.DataFrame({"year": [1993, 1993, 1998]})) == NOT_CHECKABLE


def test_founding_is_contested_only_where_sources_differ():
    both = reports(("sco", "founded", "2001-06-15"), ("sco", "founded", "1996"))
    assert diplomacy.sco_founding(claim(start="1996"), both) == CONTESTED
    assert diplomacy.sco_founding(claim(start="1996"), both[1:]) == CONFIRMED
    assert diplomacy.sco_founding(claim(start="1996"), both[:1]) == CONTRADICTED


def test_a_president_of_last_year_is_still_new():
    about, held = claim(text="Tokayev is new."), offices(("K. Tokayev", "president", "KAZ", "2019-03-20", None))
    assert diplomacy.new_president(about, held, references(("a", "A", "2020", None))) == CONFIRMED
    assert diplomacy.new_president(about, held, references(("a", "A", "2024-12-09", None))) == OUTDATED


def test_a_speech_in_another_year_or_place_contradicts():
    record = events(silkroad_2013={"start_year": 2013, "place": "Astana"})
    assert diplomacy.silk_road_speech(claim(start="2013", place="Astana"), record) == CONFIRMED
    assert diplomacy.silk_road_speech(claim(start="2014", place="Astana"), record) == CONTRADICTED
    assert diplomacy.silk_road_speech(claim(start="2013", place="Almaty"), record) == CONTRADICTED


@pytest.mark.parametrize(
    ("day", "verdict"), [("2013-10-15", CONFIRMED), ("2013-10-16", QUALIFIED), ("2013-10-17", CONTRADICTED)]
)
def test_a_memorandum_is_signed_about_when_its_signers_meet(day, verdict):
    said = reports(("parliaments", "met", "2013-10-15"), ("parliaments", "counted", "2013"))
    assert diplomacy.memorandum_day(claim(start=day), said) == verdict


def test_a_memorandum_ranks_below_treaties_that_exist():
    memorandum = {"start_year": 2013}
    treaty = {"start_year": 1994, "form": "agreement", "source_type": "official text"}
    about = claim(start="2013")
    assert diplomacy.memorandum_rank(about, events(parliaments_2013=memorandum, border=treaty)) == CONTRADICTED
    assert diplomacy.memorandum_rank(about, events(parliaments_2013=memorandum)) == QUALIFIED
    assert diplomacy.memorandum_rank(claim(start="2012"), events(parliaments_2013=memorandum)) == NOT_CHECKABLE


@pytest.mark.parametrize(
    ("day", "verdict"), [("2020-07", CONFIRMED), ("2020-07-09", QUALIFIED), ("2020-07-08", CONTRADICTED)]
)
def test_dates_agree_as_far_as_the_coarser_goes(day, verdict):
    said = reports(("pneumonia", "asserted", "2020-07-09"), ("pneumonia", "asserted", "2020-07-10"))
    assert diplomacy.warning_day(claim(start=day), said) == verdict


def test_without_a_denial_nothing_is_contested():
    said = reports(("pneumonia", "asserted", "2020-07-09"), ("pneumonia", "denied", "2020-07-10"))
    about = claim(start="2020-07-09")
    assert diplomacy.deadlier(about, said) == CONTESTED
    assert diplomacy.deadlier(about, said[:1]) == CONFIRMED
    assert diplomacy.deadlier(replace(about, start="2021-07-09"), said) == CONTRADICTED


def test_another_place_or_number_of_places_contradicts():
    said = reports(("pneumonia", "asserted", "2020-07-09", {"place": "A; B; C"}))
    assert diplomacy.places_named(claim(place="C; A; B", value=3.0), said) == CONFIRMED
    assert diplomacy.places_named(claim(place="A; B; D", value=3.0), said) == CONTRADICTED
    assert diplomacy.places_named(claim(place="A; B; C", value=4.0), said) == CONTRADICTED


@pytest.mark.parametrize(("number", "verdict"), [(500.0, CONFIRMED), (520.0, CONFIRMED), (600.0, CONTRADICTED)])
def test_nearly_is_within_a_twentieth(number, verdict):
    said = reports(("pneumonia", "asserted", "2020-07-09", {"stated_count": 500}))
    assert diplomacy.cases_reported(claim(value=number), said) == verdict


def test_a_denial_comes_a_day_after_the_warning():
    said = reports(("pneumonia", "asserted", "2020-07-09"), ("pneumonia", "denied", "2020-07-10"))
    assert diplomacy.denial_day(claim(start="2020-07-10"), said) == CONFIRMED
    assert diplomacy.denial_day(claim(start="2020-07-11"), said) == CONTRADICTED


def test_unification_asks_for_both_sentences_and_the_day():
    both = ("prc_sole_government", "supports_unification")
    about, signed = claim(start="2013-09-08", place="Kazakhstan"), reports(("declaration-2013", "signed", "2013-09-08"))
    assert diplomacy.unification(about, statements(("KAZ", "2013-09-08", *both)), signed) == CONFIRMED
    assert diplomacy.unification(about, statements(("KAZ", "2024-01-15", *both)), signed) == QUALIFIED
    assert diplomacy.unification(about, statements(("KAZ", "2013-09-08", *both[:1])), signed) == NOT_CHECKABLE
    other = reports(("declaration-2013", "signed", "2013-09-07"))
    assert diplomacy.unification(about, statements(("KAZ", "2013-09-08", *both)), other) == QUALIFIED


def test_votes_that_stay_with_russia_speak_against_a_balance():
    early = [("RUS", 2006, 10, 8), ("CHN", 2006, 10, 7)]
    assert diplomacy.balance(claim(end="2006"), votes(*early, ("RUS", 2007, 10, 6), ("CHN", 2007, 10, 9))) == QUALIFIED
    assert diplomacy.balance(claim(end="2006"), votes(*early, ("RUS", 2007, 10, 9), ("CHN", 2007, 10, 6))) == (
        CONTRADICTED
    )


def test_bases_elsewhere_qualify():
    said = reports(("us-bases", "asserted", "2005-07-05", {"place": "Kyrgyzstan; Uzbekistan"}))
    assert diplomacy.bases(claim(place="Kazakhstan"), said) == QUALIFIED
    assert diplomacy.bases(claim(place="Uzbekistan"), said) == CONFIRMED
    assert diplomacy.bases(claim(place="Kazakhstan"), said[:0]) == NOT_CHECKABLE


@pytest.mark.parametrize(("year", "verdict"), [("2001", CONFIRMED), ("1997", QUALIFIED), ("1992", CONTRADICTED)])
def test_an_aim_is_no_older_than_its_first_record(year, verdict):
    said = reports(("three-evils", "signed", "2001-06"), ("three-evils", "asserted", "1995", {"end_text": "1999"}))
    assert diplomacy.three_evils(claim(start=year), said) == verdict


@pytest.mark.parametrize(
    ("day", "verdict"), [("2023-03", CONFIRMED), ("2023-03-28", QUALIFIED), ("2023-03-29", CONTRADICTED)]
)
def test_talks_have_their_days(day, verdict):
    said = reports(("xinjiang", "met", "2023-03-27"), ("xinjiang", "met", "2023-03-28"))
    assert diplomacy.xinjiang_talks(claim(start=day), said) == verdict


def test_a_protest_is_confirmed_by_both_sides():
    said = reports(
        ("sohu", "protested", "2020-04-14", {"speaker": "ministry"}),
        ("sohu", "protested", "2020-04-14", {"speaker": "ambassador"}),
    )
    assert diplomacy.sohu_protest(claim(start="2020-04-14"), said) == CONFIRMED
    assert diplomacy.sohu_protest(claim(start="2020-04-14"), said[:1]) == QUALIFIED
    assert diplomacy.sohu_protest(claim(start="2020-04-15"), said) == CONTRADICTED


def test_an_ambassador_is_one_while_seen_in_office():
    seen = offices(("Zhang Xiao", "ambassador of China", "CHN", "2019-08-22", "2023-01-20"))
    about = claim(text="The ambassador was Zhang Xiao.", start="2020-04-14")
    assert diplomacy.ambassador(about, seen) == CONFIRMED
    assert diplomacy.ambassador(replace(about, start="2018-04-14"), seen) == CONTRADICTED
    assert diplomacy.ambassador(replace(about, text="The ambassador was Zhang Hanhui."), seen) == CONTRADICTED


def test_a_text_gone_before_the_answer_was_not_removed_after_it():
    said = reports(
        ("sohu", "explained", "2020-04-16"), ("sohu", "removed", "2020-04-18"), ("sohu", "removed", "2020-04-16")
    )
    assert diplomacy.deletion_order(claim(start="2020-04"), said) == QUALIFIED
    assert diplomacy.deletion_order(claim(start="2020-04"), said[:2]) == CONFIRMED
    assert diplomacy.deletion_order(claim(start="2020-05"), said) == CONTRADICTED


@pytest.mark.parametrize(("number", "verdict"), [(153.0, CONFIRMED), (135.0, CONTRADICTED)])
def test_a_changed_digit_contradicts(number, verdict):
    said = reports(("wechat-accounts", "removed", "2020-04-18", {"stated_count": 153}))
    assert diplomacy.accounts(claim(value=number), said) == verdict


@pytest.mark.parametrize(("year", "verdict"), [("2018", CONFIRMED), ("2008", CONTRADICTED)])
def test_an_anniversary_falls_in_its_year(year, verdict):
    said = reports(("reform-start", "counted", "1978"))
    assert diplomacy.anniversary(claim(value=40.0, start=year), said) == verdict


@pytest.mark.parametrize(
    ("retrieved", "verdict"), [("2013-10-16", CONFIRMED), ("2013-10-15", QUALIFIED), ("2013-10-14", CONTRADICTED)]
)
def test_no_page_is_read_long_before_it_appears(retrieved, verdict):
    listed = references(("a", "A", "2013-10-16", retrieved))
    about = claim(start=retrieved, end="2013-10-16", references=("a",))
    assert diplomacy.retrieval(about, listed) == verdict
    assert diplomacy.retrieval(replace(about, start="2013-10-20"), listed) == CONTRADICTED


def test_an_author_made_of_a_dateline_is_none():
    dateline = reports(("dateline", "named", "2022-08-04", {"place": "Nur-Sultan"}))
    about = claim(references=("a",))
    assert diplomacy.author(about, references(("a", "Sultan, Nur", None, None)), dateline) == CONTRADICTED
    assert diplomacy.author(about, references(("a", "Martyr, Kate", None, None)), dateline) == NOT_CHECKABLE


def test_kyrgyz_statements_must_all_have_one_government():
    about = claim(place="Kyrgyzstan")
    first = ("KGZ", "2003-09-07", "prc_sole_government", "no_official_ties_with_taiwan")
    assert diplomacy.kyrgyz_one_china(about, statements(first)) == CONFIRMED
    assert diplomacy.kyrgyz_one_china(about, statements(first, ("KGZ", "2007-08-14"))) == QUALIFIED
    assert diplomacy.kyrgyz_one_china(about, statements(("KAZ", *first[1:]))) == NOT_CHECKABLE


@pytest.mark.parametrize(("year", "verdict"), [("2002", QUALIFIED), ("2001", CONTRADICTED)])
def test_the_year_of_signature_is_not_that_of_the_draft(year, verdict):
    said = reports(("kyrgyz-treaty", "signed", "2002-06-24"), ("kyrgyz-treaty", "signed", "2002-06"))
    assert diplomacy.kyrgyz_treaty(claim(start=year), said) == verdict


@pytest.mark.parametrize(("year", "verdict"), [("2013", CONFIRMED), ("2023", CONTRADICTED)])
def test_the_first_upgrade_counts(year, verdict):
    said = reports(("kyrgyz-partnership", "upgraded", "2013"), ("kyrgyz-partnership", "upgraded", "2023-05-18"))
    assert diplomacy.kyrgyz_partnership(claim(start=year), said) == verdict


def test_upgrades_and_protests_contest_each_other():
    partnership, upgrade = ("kyrgyz-partnership", "upgraded", "2013"), ("kyrgyz-partnership", "upgraded", "2023")
    protest = ("kyrgyz-partnership", "protested", "2020-02-17")
    assert diplomacy.kyrgyz_relations(reports(partnership, upgrade, protest)) == CONTESTED
    assert diplomacy.kyrgyz_relations(reports(partnership, protest)) == CONFIRMED
    assert diplomacy.kyrgyz_relations(reports(partnership, upgrade)) == CONTRADICTED
    assert diplomacy.kyrgyz_relations(reports(partnership)) == NOT_CHECKABLE


def test_dates_of_references_are_those_of_the_bibliography():
    entries = parse_file(tables.DATA / "references.bib").entries
    for row in tables.load("reference_dates").itertuples():
        fields = entries[row.source_key].fields
        year = fields["year"]
        assert row.reference in fields["claimref"].split("; ")
        assert row.published_text[:4] == year if isinstance(row.published_text, str) else year == "n.d."
        assert fields.get("urldate") == (row.retrieved_text if isinstance(row.retrieved_text, str) else None)
