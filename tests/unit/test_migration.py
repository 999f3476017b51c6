import math

import pandas as pd
import pytest

from analysis import migration, tables
from analysis.migration import check_totals, counts_of_2024, returnees_from_china, rise_between_waves, totals_by_year


def releases(*rows):
    columns = ["year", "as_of", "coverage", "returnees_persons", "since_1991_persons", "china_share_pct"]
    frame = pd.DataFrame(rows, columns=columns)
    integers = {"returnees_persons": "Int64", "since_1991_persons": "Int64"}
    return frame.assign(as_of=pd.to_datetime(frame["as_of"])).astype(integers)


# 2001 starts at 1,000 and ends, by the first release of 2002, at 2,150 - 50 = 2,100.
THREE_RELEASES = (
    (2001, "2001-03-01", "part of the year", 200, 1200, 10.0),
    (2001, "2001-11-01", "part of the year", 900, 1900, 20.0),
    (2002, "2002-02-01", "part of the year", 50, 2150, 40.0),
)


def test_a_year_between_two_totals_is_their_difference():
    found = totals_by_year(releases(*THREE_RELEASES))
    assert found["year"].tolist() == [2001]
    assert found["computed_persons"].tolist() == [1100]
    assert found["released_persons"].isna().all()


def test_a_year_without_a_total_at_its_end_is_not_computed():
    assert 2002 not in totals_by_year(releases(*THREE_RELEASES))["year"].tolist()


def test_counts_within_a_year_are_never_added():
    found = returnees_from_china(releases(*THREE_RELEASES)).set_index(["year", "count"])["persons"]
    assert found[2001, "part of the year"] == 180  # 20 % of the 900 of the later release
    assert found[2001, "computed year"] == 220  # 20 % of 1,100
    assert found[2002, "part of the year"] == 20


def test_totals_that_disagree_by_more_than_rounding_are_refused():
    totals = pd.DataFrame({"year": [2001], "computed_persons": [1100]})
    assert check_totals(totals.assign(released_persons=[1040])) == 60
    with pytest.raises(ValueError, match="2001"):
        check_totals(totals.assign(released_persons=[900]))


def test_the_released_share_gives_the_number_that_the_release_of_2019_prints():
    found = returnees_from_china(tables.load("returnee_releases")).set_index(["year", "count"])["persons"]
    # KazTAG, 22 January 2020, prints 7,326 people beside the share, which is rounded to a tenth of a percent.
    assert found[2019, "full year"] == pytest.approx(7326, abs=0.0005 * 17661)


def test_years_without_a_release_are_missing_and_not_zero():
    found = returnees_from_china(tables.load("returnee_releases"))
    assert not {2015, 2017, 2018} & set(found["year"])
    assert (found["persons"] > 0).all()


def test_up_to_2015_some_136_thousand_came_from_china():
    # 952,882 × 14.3 %, both printed by RFE/RL on 16 January 2015
    assert migration.cumulative_returnees(tables.load("returnee_releases"))["china"] == pytest.approx(136.26, abs=0.01)


def test_the_ratio_of_the_two_counts_is_taken_at_the_same_date():
    ratio = migration.two_counts(tables.load("returnee_releases"), tables.load("migrant_stock_from_china"))
    assert ratio == pytest.approx(136262 / 2162, rel=1e-4)


def test_the_visits_of_2024_are_78_percent_above_those_of_2023():
    # Qazinform prints the rise beside both numbers.
    visits = tables.load("arrivals_from_china").query("measure == 'visits'").set_index("year")["counted_persons"]
    assert round((visits[2024] / visits[2023] - 1) * 100) == 78


def test_the_arrivals_of_2025_are_29_percent_above_those_of_2024():
    # NewTimes.kz prints the rise; both numbers are rounded to hundreds or thousands.
    arrivals = tables.load("arrivals_from_china").query("measure == 'arrivals to settle' and coverage == 'full year'")
    arrivals = arrivals.set_index("year")["counted_persons"]
    assert (arrivals[2025] / arrivals[2024] - 1) * 100 == pytest.approx(29, abs=3)


def test_the_counts_of_2024_come_from_the_largest_down():
    counted = counts_of_2024(
        tables.load("returnee_releases"), tables.load("arrivals_from_china"), tables.load("chinese_worker_permits")
    )["People or visits"]
    assert counted.is_monotonic_decreasing


def test_kazakhs_in_china_of_2020_less_those_of_2010():
    found = migration.kazakhs_in_china(tables.load("ethnic_groups_by_census"))
    assert found["added"] * 1000 == pytest.approx(1562518 - 1462588)
    assert found["growth"] == pytest.approx(6.83, abs=0.01)


def test_the_share_of_chinese_citizens_among_foreign_workers_is_the_printed_one():
    found = migration.permits(tables.load("chinese_worker_permits")).set_index(["year", "month"])["share_pct"]
    assert found[2015, 1] == pytest.approx(31, abs=0.5)
    assert found[2023, 8] == pytest.approx(25.6, abs=0.05)
    assert found[2024, 5] == pytest.approx(29.5, abs=0.11)


def test_the_reasons_of_the_survey_exceed_one_hundred_percent():
    found = migration.attitudes(tables.load("attitude_survey"))
    assert found["sum"] == 57 + 49 + 8 + 6 + 4
    assert found["other"] == 8


def test_the_interval_of_a_rise_is_that_of_katz():
    polls = pd.DataFrame(
        {
            "pollster": "BRIF",
            "question": "worried",
            "year": [2007, 2012],
            "answer_share_pct": [20, 40],
            "interviews_count": 100,
        }
    )
    found = rise_between_waves(polls).loc["worried"]
    # By hand: the ratio is 2; the standard error of its logarithm is √(0.6/40 + 0.8/20) = √0.055.
    margin = math.exp(1.959964 * math.sqrt(0.055))
    assert found["ratio"] == 2
    assert found["low_ratio"] == pytest.approx(2 / margin, rel=1e-5)
    assert found["high_ratio"] == pytest.approx(2 * margin, rel=1e-5)


def test_unesco_s_series_keeps_its_gap_of_2002():
    rows = tables.load("students_abroad").query("origin_iso3 == 'CHN'")
    assert 2002 not in rows["year"].tolist()
    assert rows["year"].min() == 1999


def test_china_s_ministry_and_aiddata_agree_on_the_students_of_2010():
    rows = tables.load("students_abroad").query("origin_iso3 == 'KAZ' and year == 2010")
    assert rows["students_persons"].tolist() == [7874, 7874]
