import numpy as np
import pandas as pd
import pytest

from analysis import chronology, history, places, registry, tables, voting


def events(*rows):
    """Make a table of events from (start, end, precision, certainty) and names for what a test does not ask."""
    frame = pd.DataFrame(rows, columns=["start_year", "end_year", "precision", "certainty"])
    return frame.assign(
        event_id=[f"event-{number}" for number in range(len(frame))],
        kind="diplomacy",
        form="other",
        label=None,
        title="An event",
        date_text=frame.start_year.astype(str),
    )


def votes(*rows):
    names = ["partner_iso3", "year", "roll_calls_count", "same_count", "opposed_count"]
    return pd.DataFrame(rows, columns=names)


def test_there_was_no_year_0():
    assert chronology.position(1) - chronology.position(-1) == 1
    assert chronology.position(751) - chronology.position(-36) == 786


@pytest.mark.parametrize(
    ("year", "number"), [(-200, -2), (-101, -2), (-100, -1), (-1, -1), (1, 1), (100, 1), (1900, 19), (2001, 21)]
)
def test_centuries_end_with_their_round_year(year, number):
    assert chronology.century(year) == number


def test_gaps_ignore_events_known_by_century_and_events_inside_others():
    record = events(
        (-36, -36, "year", "documented"),
        (1, 100, "century", "approximate"),
        (100, 200, "year", "claimed"),
        (150, 150, "day", "documented"),
        (210, 210, "month", "documented"),
    )
    found = chronology.gaps(record)
    assert found.to_dict("records")[0] == {"start_year": -36, "end_year": 100, "gap_years": 135}
    assert 10 in set(found.gap_years)
    assert found.gap_years.max() == 135


def test_coverage_counts_every_century_from_first_to_last():
    record = events((-1, -1, "year", "documented"), (250, 250, "year", "claimed"), (201, 201, "year", "documented"))
    found = chronology.coverage(record)
    assert found.century.tolist() == [-1, 1, 2, 3]
    assert found.events_count.tolist() == [1, 0, 0, 2]
    assert found.documented_count.tolist() == [1, 0, 0, 1]


def test_timeline_gives_events_that_touch_rungs_of_their_own():
    record = events(
        (1992, 1992, "day", "documented"), (1992, 1992, "day", "documented"), (2010, 2010, "day", "documented")
    ).assign(date_text=["1992-01-03", "1992-02-24", "2010-07-01"])
    found = chronology.timeline(record)
    assert found.panel.tolist() == [3, 3, 3]
    assert found.rung.tolist() == [0, 1, 0]
    assert found.start.tolist() == [1992.0, pytest.approx(1992 + 1 / 12), 2010.5]


def test_agreement_is_the_share_of_same_votes_and_leaves_out_thin_years():
    found = voting.agreement(votes(("CHN", 2019, 80, 60, 4), ("CHN", 2020, 1, 1, 0)))
    assert found.year.tolist() == [2019]
    assert found.agreement_pct.tolist() == [75.0]
    assert found.opposed_pct.tolist() == [5.0]


def test_departures_add_up_to_what_agreement_leaves():
    differing = pd.DataFrame(
        [(2019, "yes", "abstain", 10), (2019, "abstain", "no", 5), (2019, "no", "yes", 4), (2019, "yes", "no", 1)],
        columns=["year", "vote_of_china", "vote_of_kazakhstan", "roll_calls_count"],
    )
    found = voting.departures(differing, votes(("CHN", 2019, 100, 80, 5))).iloc[0]
    assert (found.kazakhstan_abstains_pct, found.china_abstains_pct, found.opposed_pct) == (10, 5, 5)


def test_departures_that_do_not_add_up_are_refused():
    differing = pd.DataFrame(
        [(2019, "yes", "abstain", 19)], columns=["year", "vote_of_china", "vote_of_kazakhstan", "roll_calls_count"]
    )
    with pytest.raises(ValueError, match="2019"):
        voting.departures(differing, votes(("CHN", 2019, 100, 80, 0)))


def test_china_against_russia_counts_from_the_last_year_that_was_not_higher():
    record = votes(
        *[("CHN", year, 100, same, 0) for year, same in ((2001, 90), (2002, 70), (2003, 80), (2004, 85))],
        *[("RUS", year, 100, 75, 0) for year in (2001, 2002, 2003, 2004)],
        *[("USA", year, 100, 20, 0) for year in (2001, 2002, 2003, 2004)],
    )
    found = history.china_against_russia(record)
    assert (found["since"], found["years"]) == (2003, 2)
    assert found["usa_last"] == 20


def test_votes_have_the_totals_of_the_source():
    """The roll calls of the release: 2,337 shared by China and Kazakhstan, 546 differing, 90 of them opposed."""
    table = tables.load("unga_votes_with_kazakhstan").query("partner_iso3 == 'CHN'")
    assert table.roll_calls_count.sum() == 2337
    assert table.opposed_count.sum() == 90
    assert tables.load("unga_departures").roll_calls_count.sum() == 546
    assert history.roll_calls(tables.load("unga_votes_with_kazakhstan"))["total"] == 2336


def test_the_first_vote_of_the_ideal_points_is_as_published():
    found = history.ideal_point_gap(tables.load("unga_ideal_points"))
    assert found["gap_1992"] == pytest.approx(0.59253 + 0.64802)
    assert found["gap_2024"] == pytest.approx(0.85353 - 0.50575)


def test_dates_on_which_independent_sources_agree():
    date = tables.load("events").set_index("event_id").date_text
    assert date["relations-1992"] == "1992-01-03"
    assert date["border-1994"] == "1994-04-26"
    assert date["treaty-2002"] == "2002-12-23"


def test_events_dated_by_the_articles_alone_are_never_documented():
    record = tables.load("events")
    from_articles = record.source_key.str.startswith("encyclopaedia")
    assert (from_articles == (record.source_type == "the articles")).all()
    assert not (from_articles & (record.certainty == "documented")).any()
    assert record[record.certainty == "claimed"].source_key.str.startswith("encyclopaedia").all()
    assert (record.end_year >= record.start_year).all()


def test_border_agreements_since_1992_are_the_five_of_the_treaty_texts():
    """1994, 1997, 1998, the protocol of 2002 and the regime of 2006."""
    assert history.instruments(tables.load("events"))["border"] == 5


def test_reference_dates_are_compared_as_days():
    rows = [("1", "2013-10-16", "2013-10-15"), ("2", "2020", "2020-07-10"), ("3", None, "2014-09-06")]
    listed = pd.DataFrame(rows, columns=["reference", "published_text", "retrieved_text"])
    assert history.reference_years(listed) == {"total": 3, "undated": 1, "newest_year": 2020, "too_early": 1}


def test_visits_count_years_once_and_find_the_longest_pause():
    found = history.visits(pd.DataFrame({"year": [1994, 2001, 2001, 2002]}))
    assert (found["visits"], found["with_visit"], found["years"], found["longest_without"]) == (4, 3, 9, 6)


def test_pneumonia_compares_two_shares():
    counts = {"pneumonia-deaths": 30, "pneumonia-cases": 1000, "covid-deaths": 5, "covid-cases": 500}
    reports = pd.DataFrame({"report_id": counts.keys(), "stated_count": counts.values()})
    assert history.pneumonia(reports) == pytest.approx({"pneumonia_share": 3.0, "covid_share": 1.0, "ratio": 3.0})


def place_rows(*rows):
    return pd.DataFrame(rows, columns=["kind", "event", "name", "latitude_deg", "longitude_deg"])


def test_an_unknown_subject_has_no_accounts():
    table = pd.DataFrame({"subject": ["a", "b"], "start_year": [1, 2]})
    assert chronology.accounts(table, "b").start_year.tolist() == [2]
    with pytest.raises(LookupError, match="no account of 'c'"):
        chronology.accounts(table, "c")


def test_reach_is_measured_on_the_ellipsoid_and_counts_a_place_once():
    table = place_rows(
        ("capital", None, "Capital", 0.0, 100.0),
        ("battle", "first", "Near", 0.0, 99.0),
        ("battle", "second", "Near", 0.0, 99.0),
        ("campaign", "third", "Far", 0.0, 98.0),
    )
    found = places.reach(table)
    assert found.name.tolist() == ["Far", "Near"]
    assert found.distance_km.tolist() == pytest.approx([222.64, 111.32], abs=0.01)  # a degree of the equator, WGS 84
    assert found.share_pct.tolist() == pytest.approx([100, 50])


def test_the_years_of_the_jiajing_era_are_counted_with_both_ends():
    accounts = pd.DataFrame(
        [("ming-exchange", 1452, 1452), ("jiajing-era", 1522, 1566)], columns=["subject", "start_year", "end_year"]
    )
    record = pd.DataFrame({"event_id": ["ming-contacts-end"], "end_year": [1537]})
    found = history.ming_exchange(accounts, record)
    assert (found["before_jiajing"], found["jiajing_to_stop"], found["jiajing"]) == (70, 16, 45)


def test_chapman_is_that_of_a_worked_case():
    """(51 × 41) / 21 − 1; and what is seen, where every member of a list is on the other too."""
    estimate, low, high = history.chapman(50, 40, 20)
    assert estimate == pytest.approx(51 * 41 / 21 - 1)
    assert 70 < low < estimate < high
    assert history.chapman(5, 5, 5) == (5, 5, 5)


def test_chapman_covers_a_simulated_number_of_visits():
    random = np.random.default_rng(7)
    inside = 0
    for _ in range(300):
        one, other = random.random((2, 60)) < 0.5
        _, low, high = history.chapman(one.sum(), other.sum(), (one & other).sum())
        inside += low <= 60 <= high
    assert 0.9 <= inside / 300 <= 1


def test_zhu_rongji_makes_the_difference_of_the_two_estimates():
    """Ten visits on one list, eight on the other: 11 × 9 / (both + 1) − 1, with three or four in common."""
    found = history.visit_lists(tables.load("visits_in_two_lists"))
    assert (found["listed"], found["attested"], found["both"], found["seen"]) == (10, 8, 3, 15)
    assert found["estimate"] == pytest.approx(11 * 9 / 4 - 1)
    assert found["merged_estimate"] == pytest.approx(11 * 9 / 5 - 1)


def test_disputes_have_the_totals_of_the_two_data_sets():
    """40 disputes in Correlates of War 5 and 36 in Gibler, Miller and Little 2.2.1."""
    by_decade = history.disputes_by_decade(tables.load("disputes_china_russia"))
    assert by_decade.groupby("coding").disputes_count.sum().tolist() == [40, 36]
    assert (by_decade.deadly_count <= by_decade.disputes_count).all()


def test_opposed_votes_are_those_of_the_table_of_departures():
    counted = history.opposed_subjects(tables.load("unga_opposed"))
    assert counted["total"] == 90
    assert voting.opposed_by_subject(tables.load("unga_opposed"))["All"].sum() == 90


def test_the_sessions_and_the_years_hold_the_same_roll_calls():
    """2,337 roll calls of China and Kazakhstan in either grouping."""
    sessions = tables.load("unga_sessions_with_kazakhstan").query("partner_iso3 == 'CHN'")
    assert sessions.roll_calls_count.sum() == 2337


def test_kazakhstans_score_of_2018_follows_from_the_session():
    """73 alike and 6 opposed of 92: (73 + 13 / 2) / 92, the published 0.8641."""
    published = tables.load("unga_world_agreement").set_index("year").kazakhstan_score
    session = tables.load("unga_sessions_with_kazakhstan").query("partner_iso3 == 'CHN' and year == 2018").iloc[0]
    apart = session.roll_calls_count - session.same_count - session.opposed_count
    assert published[2018] == pytest.approx((session.same_count + apart / 2) / session.roll_calls_count, abs=5e-5)


def test_memberships_with_russia_were_more_in_every_year():
    found = history.memberships(tables.load("shared_memberships"))
    assert found["years_behind"] == found["years"] == 23
    assert (found["kazakhstan_first"], found["kazakhstan_last"]) == (20, 55)


def test_counts_of_others_are_held_against_the_record():
    """Nazarbayev 2002, 2013 and 2014 of twenty; Hu 2003 and 2005; Xi 2013, 2015, 2017, 2022 and 2024."""
    found = registry.evaluate(history.visit_counts)
    assert {key: found[key] for key in ("nazarbayev", "nazarbayev_seen", "hu", "hu_seen", "xi", "xi_seen")} == {
        "nazarbayev": 20, "nazarbayev_seen": 3, "hu": 2, "hu_seen": 2, "xi": 5, "xi_seen": 5
    }  # fmt: skip


def test_the_table_of_gaps_names_both_sides():
    table = chronology.gap_table(tables.load("events"), 1)
    assert table.index[0].startswith("36 BC: ")
    assert table.iloc[0]["To"].startswith("640: ")
    assert table.iloc[0]["Years between"] == 675


def test_no_table_of_the_page_shows_a_raw_column():
    for table in (
        chronology.gap_table(tables.load("events"), 5),
        voting.opposed_by_subject(tables.load("unga_opposed")),
    ):
        assert not any("_" in str(name) for name in (*table.columns, *table.index.names, *table.columns.names))
        assert table.notna().all(axis=None)
