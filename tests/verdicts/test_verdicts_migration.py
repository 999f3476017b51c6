"""The computed verdicts on migration: each can say no, and the ledger says what they say."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis import claims
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, NOT_CHECKABLE, QUALIFIED
from analysis.verdicts import migration as verdicts

NONE = claims.Claim("made-up", "relations", "migration", "event", "", *[None] * 5, (), (), "", "", (), "", "")
EVENTS = pd.DataFrame(
    {
        "event_id": ["chuguchak-1864", "revolt-1916", "dungan-revolt"],
        "start_year": [1864, 1916, 1862],
        "end_year": [1864, 1917, 1877],
    }
)


def claim(**fields):
    return replace(NONE, **fields)


def accounts(*rows):
    return pd.DataFrame(rows, columns=["movement", "start_year", "motive", "people_persons", "source_key"])


def test_one_account_of_a_return_qualifies_and_a_year_before_the_treaty_contradicts():
    moves = accounts(("Kazakhs to the Qing", 1864, "new border", None, "one"))
    assert verdicts.tribes_return(claim(start="1864"), EVENTS, moves) == QUALIFIED
    assert verdicts.tribes_return(claim(start="1863"), EVENTS, moves) == CONTRADICTED
    assert verdicts.tribes_return(claim(start="1865"), EVENTS, moves) == NOT_CHECKABLE
    twice = accounts(*[("Kazakhs to the Qing", 1870, "new border", None, key) for key in ("one", "two")])
    assert verdicts.tribes_return(claim(start="1864"), EVENTS, twice) == CONFIRMED


@pytest.mark.parametrize(
    ("last_share", "last_herd", "verdict"),
    [(18.2, 16, QUALIFIED), (3.0, 16, CONTRADICTED), (18.2, 30, CONTRADICTED)],
)
def test_land_was_taken_where_settlers_rose_and_the_norm_fell(last_share, last_herd, verdict):
    rows = pd.DataFrame(
        {
            "year": [1850, 1897, 1902, 1907],
            "settlers_share_pct": [3.2, last_share, None, None],
            "household_herd_count": [None, None, 24, last_herd],
        }
    )
    assert verdicts.land_for_settlers(rows) == verdict


def test_a_draft_for_labour_is_not_one_for_the_army():
    war = claim(start="1914", end="1918")
    labour = ("revolt of 1916", 1916, "labour draft", 100, "one")
    army = ("revolt of 1916", 1916, "military draft", 100, "two")
    article = ("revolt of 1916", 1916, "military draft", 100, verdicts.ARTICLE)
    assert verdicts.draft(war, EVENTS, accounts(labour, article)) == QUALIFIED
    assert verdicts.draft(war, EVENTS, accounts(army, article)) == CONFIRMED
    assert verdicts.draft(war, EVENTS, accounts(labour, army)) == CONTESTED
    assert verdicts.draft(claim(start="1914", end="1916"), EVENTS, accounts(army)) == CONTRADICTED


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(260_000, CONFIRMED), (300_000, CONTESTED), (600_000, CONTRADICTED), (100_000, CONTRADICTED)],
)
def test_counts_of_a_flight_agree_within_a_tenth(value, verdict):
    told = accounts(
        ("revolt of 1916", 1916, "labour draft", 250_000, "one"),
        ("revolt of 1916", 1916, "military draft", value, verdicts.ARTICLE),
    )
    assert verdicts.flight_of_1916(claim(value=value), told) == verdict
    assert verdicts.flight_of_1916(claim(value=value), told[1:]) == NOT_CHECKABLE


def test_growth_is_strong_from_a_quarter_on_and_falling_permits_qualify_it():
    stock = pd.DataFrame({"year": [1990, 2000, 2020], "migrant_stock_persons": [500, 1000, 1250]})
    permits = pd.DataFrame(
        {"count": "valid on a date", "year": [2015, 2025], "month": 1, "chinese_workers_persons": [9600, 5400]}
    )
    assert verdicts.more_chinese(claim(start="2000"), stock, permits) == QUALIFIED
    assert verdicts.more_chinese(claim(start="2000"), stock, permits.assign(year=[2025, 2015])) == CONFIRMED
    assert verdicts.more_chinese(claim(start="2020"), stock, permits) == CONTRADICTED


@pytest.mark.parametrize(("year", "verdict"), [("2007", CONFIRMED), ("2010", CONTESTED), ("2012", CONTRADICTED)])
def test_the_year_of_a_survey_is_that_in_which_it_was_asked(year, verdict):
    dates = pd.DataFrame({"stage": ["asked", "reported in Chinese"], "year": [2007, 2010]})
    assert verdicts.year_of_survey(claim(start=year), dates) == verdict


def test_half_is_not_most():
    assert verdicts.most_of_those_asked(claim(value=50)) == CONTRADICTED
    assert verdicts.most_of_those_asked(claim(value=51)) == NOT_CHECKABLE


def test_rallies_that_do_not_name_workers_are_not_about_them():
    rallies = pd.DataFrame({"year": [2019, 2019], "month": [9, 9], "names_workers": [False, False]})
    assert verdicts.protests_over_workers(claim(start="2019-09"), rallies) == QUALIFIED
    assert verdicts.protests_over_workers(claim(start="2019-09"), rallies.assign(names_workers=True)) == CONFIRMED
    assert verdicts.protests_over_workers(claim(start="2019-10"), rallies) == CONTRADICTED


@pytest.mark.parametrize(("value", "verdict"), [(60_000, CONFIRMED), (70_000, QUALIFIED), (90_000, CONTRADICTED)])
def test_a_number_of_dungans_is_held_against_the_counts_and_not_against_what_is_said(value, verdict):
    rows = pd.DataFrame(
        {
            "place_iso3": ["KAZ", "KAZ", "KAZ", "KGZ"],
            "group": "Dungan",
            "year": [2014, 2024, 2014, 2014],
            "count": ["official estimate", "official estimate", "statement", "census"],
            "population_persons": [62_000, 84_000, 200_000, 300_000],
        }
    )
    assert verdicts.number_of_dungans(claim(start="2014", value=value), rows) == verdict


def test_a_flight_of_more_years_ago_than_have_passed_is_contradicted():
    # 2014 − 1877 = 137
    assert verdicts.flight_of_dungans(claim(value=136, references=("kazinform2014qiaotoubao",)), EVENTS) == QUALIFIED
    assert verdicts.flight_of_dungans(claim(value=137, references=("kazinform2014qiaotoubao",)), EVENTS) == CONTRADICTED


def test_most_kazakhs_live_in_the_north_where_more_than_half_do():
    areas = pd.DataFrame(
        {
            "area": ["Ili, all"],
            "year": [2013],
            "kazakh_population_persons": pd.array([None], dtype="Int64"),
            "population_persons": pd.array([1000], dtype="Int64"),
            "kazakh_share_pct": [30.0],
        }
    )
    census = pd.DataFrame(
        {
            "place_iso3": "CHN",
            "group": "Kazakh",
            "year": [2000, 2010],
            "count": "census",
            "population_persons": [200, 500],  # 300 of 500 is 60 %; of 200 it would be more than all
        }
    )
    assert verdicts.where_kazakhs_live(claim(references=("wang1963xingzhi",)), areas, census) == QUALIFIED
    assert verdicts.where_kazakhs_live(claim(references=("someone2010work",)), areas, census) == CONFIRMED
    fewer = areas.assign(kazakh_share_pct=[25.0])
    assert verdicts.where_kazakhs_live(claim(references=("someone2010work",)), fewer, census) == CONTRADICTED


def students(*rows):
    return pd.DataFrame(rows, columns=["origin_iso3", "year", "students_persons", "source_key"])


@pytest.mark.parametrize(
    ("value", "verdict"), [(12_000, CONFIRMED), (11_700, CONTRADICTED), (8_000, CONTRADICTED), (14_000, CONTRADICTED)]
)
def test_nearly_means_less_by_a_tenth_at_most(value, verdict):
    counted = students(("KAZ", 2014, 11_764, "one"), ("KAZ", 2014, value - 1, verdicts.ARTICLE))
    assert verdicts.students_in_china(claim(start="2014-06", value=value), counted) == verdict
    assert verdicts.students_in_china(claim(start="2015-06", value=value), counted) == NOT_CHECKABLE


def test_two_counts_on_different_sides_contest():
    counted = students(("KAZ", 2014, 11_764, "one"), ("KAZ", 2014, 7_900, "two"))
    assert verdicts.students_in_china(claim(start="2014", value=8_000), counted) == CONTESTED


def test_no_students_in_the_year_contradict():
    assert verdicts.students_from_china(claim(start="2014"), students(("CHN", 2014, 5, "one"))) == CONFIRMED
    assert verdicts.students_from_china(claim(start="2014"), students(("CHN", 2014, 0, "one"))) == CONTRADICTED
    assert verdicts.students_from_china(claim(start="2014"), students(("CHN", 2013, 5, "one"))) == NOT_CHECKABLE


def test_many_who_fled_are_a_thousand_refugees_or_else_a_thousand_returnees():
    refugees = pd.DataFrame(
        {"asylum_iso3": "KAZ", "year": [2018, 2022], "refugees_persons": [10, 900], "asylum_seekers_persons": [5, 100]}
    )
    releases = pd.DataFrame(
        {
            "year": [2019],
            "as_of": pd.to_datetime(["2020-01-01"]),
            "coverage": ["full year"],
            "returnees_persons": pd.array([4000], dtype="Int64"),
            "since_1991_persons": pd.array([None], dtype="Int64"),
            "china_share_pct": [50.0],
        }
    )
    assert verdicts.flight_to_kazakhstan(claim(end="2020-08"), refugees, releases) == QUALIFIED
    assert verdicts.flight_to_kazakhstan(claim(end="2022"), refugees, releases) == CONFIRMED
    few = releases.assign(china_share_pct=[5.0])
    assert verdicts.flight_to_kazakhstan(claim(end="2020-08"), refugees, few) == CONTRADICTED


@pytest.mark.parametrize(
    ("month", "verdict"), [("2023-05", CONTESTED), ("2023-10", CONTESTED), ("2023-09", CONTRADICTED)]
)
def test_a_date_that_only_some_give_is_contested(month, verdict):
    steps = pd.DataFrame(
        {
            "agreement": ["data exchange", "data exchange", "data exchange", "visa waiver"],
            "step": ["signed", "signed", "passed by the Mazhilis", "signed"],
            "date_text": ["2023-05-17", "2023-10-20", "2023-09-20", "2023-05-17"],
        }
    )
    assert verdicts.data_agreement(claim(start=month), steps) == verdict
    assert verdicts.visa_waiver(claim(start=month), steps) == (CONFIRMED if month == "2023-05" else CONTRADICTED)


def test_items_are_counted_in_the_cited_work():
    data = pd.DataFrame({"item": ["name", "visa", "name"], "source_key": ["one2023word", "two2023word", "two2023word"]})
    assert verdicts.data_items(claim(value=1, references=("one2023word",)), data) == QUALIFIED
    assert verdicts.data_items(claim(value=2, references=("two2023word",)), data) == CONFIRMED
    assert verdicts.data_items(claim(value=2, references=("one2023word",)), data) == CONTRADICTED


def test_nearly_and_more_than_one_number_exclude_each_other():
    said = pd.DataFrame({"sense": ["nearly", "more than"], "students_persons": [8000, 8000]})
    assert verdicts.title_and_text(claim(value=8000), said) == CONFIRMED
    assert verdicts.title_and_text(claim(value=9000), said) == CONTRADICTED
    assert verdicts.title_and_text(claim(value=8000), said.assign(sense="nearly")) == CONTRADICTED


def test_a_country_without_anyone_registered_does_not_count():
    rows = pd.DataFrame(
        {"asylum_iso3": ["KAZ", "KGZ", "TJK"], "refugees_persons": [5, 0, 0], "asylum_seekers_persons": [0, 7, 0]}
    )
    assert verdicts.asylum_in_central_asia(claim(value=3), rows) == QUALIFIED
    assert verdicts.asylum_in_central_asia(claim(value=2), rows) == CONFIRMED
    assert verdicts.asylum_in_central_asia(claim(value=3), rows[2:]) == CONTRADICTED
