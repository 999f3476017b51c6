import math

import pandas as pd
import pytest

from analysis import migration, tables
from analysis.migration_counts import (
    counts_of_2024,
    growth_pairs,
    journeys,
    least_of,
    permits,
    registered,
    steps_of_agreements,
)
from analysis.migration_peoples import growth_between_censuses, shortfall, yearly_growth_pct
from analysis.migration_returnees import (
    check_totals,
    from_china_between_totals,
    late_shares,
    returnees_from_china,
    totals_by_year,
    unreleased_part,
    years_without_release,
)
from analysis.migration_surveys import (
    design_effect,
    interval_pct,
    rise_between_waves,
    sample_for_change,
    sample_for_majority,
)


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


def test_the_counts_of_2024_come_from_the_largest_down_and_bound_what_is_not_known():
    names = ("returnee_releases", "arrivals_from_china", "chinese_worker_permits", "refugees_from_china")
    found = counts_of_2024(*(tables.load(name) for name in names)).set_index("counted")
    assert found["high_persons"].is_monotonic_decreasing
    # 5 refugees and 5 asylum-seekers in UNHCR's table, each of which may stand for 1
    assert found.loc["refugees and asylum-seekers", ["low_persons", "high_persons"]].tolist() == [2, 10]
    # 45.6 % of 12,325 until 1 September, and everybody of the 19,636 of the year who came later
    assert found.loc["returnees", "low_persons"] == round(0.456 * 12325)
    assert found.loc["returnees", "high_persons"] == round(0.456 * 12325) + 19636 - 12325


def test_kazakhs_in_china_of_2020_less_those_of_2010():
    found = migration.kazakhs_in_china(tables.load("ethnic_groups_by_census"))
    assert found["added"] * 1000 == pytest.approx(1562518 - 1462588)
    assert found["growth"] == pytest.approx(6.83, abs=0.01)


def test_the_share_of_chinese_citizens_among_foreign_workers_is_the_printed_one():
    found = permits(tables.load("chinese_worker_permits")).set_index(["year", "month"])["share_pct"]
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


def test_a_year_that_stops_early_is_bounded_by_nobody_and_everybody():
    # 2001 by hand: 1,100 in the year, 900 until November, 180 of them from China; no full year tells of late shares
    both = releases(*THREE_RELEASES, (2000, "2000-07-01", "part of the year", 50, None, 12.0))
    both = pd.concat([both, releases((2000, "2001-01-01", "full year", 100, None, 10.0))], ignore_index=True)
    found = unreleased_part(both).loc[2001]
    assert found["low_persons"] == 180
    assert found["high_persons"] == 180 + 200
    assert found["checked_low_persons"] == pytest.approx(1100 * 0.18)  # two points between July and the year 2000
    assert found["checked_high_persons"] == pytest.approx(1100 * 0.22)


def test_the_computed_totals_are_those_that_follow_from_the_printed_ones():
    # differences of the totals since 1991 as printed: 13.0, 19.2, 21.3 and 19.6 thousand
    found = unreleased_part(tables.load("returnee_releases"))["year_persons"]
    assert (found / 1e3).round(1).to_dict() == {2020: 13.0, 2022: 19.2, 2023: 21.3, 2024: 19.6}


def test_late_shares_stay_within_two_points_of_the_year():
    found = late_shares(tables.load("returnee_releases"))
    # 2016 (July), 2021 (November, December), 2025 (October, November)
    assert found["year"].tolist() == [2016, 2021, 2021, 2025, 2025]
    assert found["change_pct"].abs().max() == pytest.approx(44.1 - 42.1)


def test_the_three_unread_years_hold_what_two_totals_leave():
    found = years_without_release(tables.load("returnee_releases"))
    # 1,067,200 - 9,900 - 17,661 at the start of 2019, less 952,882 at the start of 2015, less 33,754 of 2016
    assert found["all_persons"] == 1067200 - 9900 - 17661 - 952882 - 33754
    assert found["years"] == [2015, 2017, 2018]


def test_the_shares_since_1991_give_the_number_between_their_dates():
    found, error = from_china_between_totals(tables.load("returnee_releases"))
    assert found == pytest.approx(0.143 * 952882 - 0.124 * 860400)
    assert error == pytest.approx(0.0005 * (952882 + 860400))


def test_growth_of_a_number_that_doubles_in_70_years_is_one_percent():
    assert yearly_growth_pct(1000, 2000, 70) == pytest.approx(0.995, abs=0.001)  # the rule of 70
    assert shortfall(1000, 2000, 70, yearly_growth_pct(1000, 2000, 70)) == pytest.approx(0, abs=1e-6)


def test_growth_is_taken_between_censuses_and_never_from_a_register():
    found = growth_between_censuses(tables.load("ethnic_groups_by_census"), "CHN", ["Kazakh"])
    assert found["start_year"].tolist() == [1953, 1964, 1982, 1990, 2000, 2010]
    assert (found["growth_pct"] < 0).tolist() == [True, False, False, False, False, False]


def test_without_growth_the_shortfall_is_the_fall_of_the_count():
    found = migration.shortfall_1964(tables.load("ethnic_groups_by_census"), tables.load("flight_accounts"))
    assert found["none"] * 1000 == 509375 - 491637
    assert found["uyghur"] == pytest.approx((509375 * 3996311 / 3610462 - 491637) / 1e3, abs=0.01)
    # at the even growth the shortfall is the number told of 1962
    assert shortfall(509375, 491637, 11, found["even"]) == pytest.approx(60000, abs=1)


def test_the_interval_of_a_share_is_that_of_wilson():
    # Agresti and Coull (1998): for 0 of n the upper end is z² / (n + z²)
    assert interval_pct(0, 96)[1] == pytest.approx(100 * 1.959964**2 / (96 + 1.959964**2), rel=1e-5)
    low, high = interval_pct(50, 100)
    assert low + high == pytest.approx(100)


def test_a_majority_needs_the_sample_of_the_score_test():
    # n (2 · 0.6 - 1)² = 3.8415 gives 96.04
    assert sample_for_majority(60) == 97
    assert interval_pct(60, 100)[0] > 50 > interval_pct(60, 95)[0]
    with pytest.raises(ValueError, match="no majority"):
        sample_for_majority(49)


def test_the_sample_that_tells_two_shares_apart_ends_the_interval_at_one():
    size = sample_for_change(20, 40)
    margin = 1.959964 * math.sqrt((0.8 / 0.2 + 0.6 / 0.4) / size)
    assert math.exp(math.log(2) - margin) == pytest.approx(1, rel=1e-5)


def test_the_test_of_a_rise_is_fisher_s_times_the_number_of_questions():
    polls = pd.DataFrame(
        {
            "pollster": "BRIF",
            "question": ["tea", "tea", "milk", "milk"],
            "year": [2007, 2012, 2007, 2012],
            "answer_share_pct": [25, 75, 50, 50],
            "interviews_count": 4,
        }
    )
    # Fisher's lady tasting tea, 3 of 4 against 1 of 4: p = 34/70, here times two questions
    found = rise_between_waves(polls.assign(answer_share_pct=[25, 75, 50, 75]))
    assert found.loc["tea", "p"] == pytest.approx(2 * 34 / 70)
    assert found.loc["milk", "p"] == 1


def test_masked_counts_are_taken_as_one_at_the_least():
    assert least_of(pd.Series([0, 5, 6])).tolist() == [0, 1, 6]
    found = registered(tables.load("refugees_from_china")).set_index(["asylum_iso3", "year"])
    assert found.loc[("KAZ", 2010)].tolist() == [59, 59]
    assert ("KGZ", 2015) not in found.index  # a year without a count is missing and not nought


def test_unhcr_s_recognitions_lie_between_the_masked_limits():
    names = ("asylum_decisions_china", "refugees_from_china", "refugees_from_china_world")
    found = migration.asylum(*(tables.load(name) for name in names))
    # printed 112 in all; eight of the printed counts are 5
    assert found["high"] == 112
    assert found["low"] == 112 - 8 * 4
    assert found["world"] == pytest.approx((153564 + 180960) / 1e3)


def test_journeys_a_day_divide_by_the_days_that_a_count_covers():
    found = journeys(tables.load("border_travel"), tables.load("arrivals_from_china"))
    found = found.set_index(["direction", "start_date", "end_date"])["trips_day_count"]
    leap_year = found["China to Kazakhstan", pd.Timestamp("2024-01-01"), pd.Timestamp("2024-12-31")]
    assert leap_year == round(655000 / 366)
    first = found["Kazakhstan to China", pd.Timestamp("2023-11-10"), pd.Timestamp("2024-04-01")]
    assert first == round(173000 / 144)


def test_the_visa_free_stays_are_those_that_the_ministries_announced():
    # El.kz of 11 July 2022: 14 days; The Astana Times of 3 April 2024: 30 days
    found = migration.visa(tables.load("visa_requirements"))
    assert (found["first_days"], found["last_days"]) == (14, 30)
    assert found["snapshots"] == 70


def test_each_change_of_visa_shows_at_the_first_snapshot_after_its_day():
    spells = tables.load("visa_requirements").query("passport_iso3 == 'CHN' and destination_iso3 == 'KAZ'")
    free = spells[spells["requirement"] == "visa-free"].set_index("visa_free_days")
    assert free.loc[14, "first_seen"] > pd.Timestamp("2022-07-07")  # the decree
    assert free.loc[14, "last_seen"] < pd.Timestamp("2023-11-10") < free.loc[30, "first_seen"]


def test_the_quota_of_2020_was_cut_by_two_fifths():
    # Kazinform prints the cut of 40 percent from 48,700 beside the new number
    quota = tables.load("worker_quotas").set_index("year")["quota_persons"]
    assert round((1 - quota[2020] / quota[2019]) * 100) == 40


def test_all_permits_stay_below_the_quota():
    found = migration.quotas(tables.load("chinese_worker_permits"), tables.load("worker_quotas"))
    assert found["most_filled"] == pytest.approx(14400 / 19400 * 100)
    assert found["most_year"] == 2025


def test_six_methods_estimate_every_period():
    rows = tables.load("migration_flow_estimates")
    assert (rows.groupby("start_year")["method"].nunique() == 6).all()
    found = migration.flow_estimates(rows, tables.load("returnee_releases"))
    # the sums of 1990 to 2015: 1,467 for the difference of stocks, 4,791 for the closed pseudo-Bayesian method
    assert found["low_total"] * 1000 == pytest.approx(447 + 446 + 223 + 222 + 129)
    assert found["high_total"] * 1000 == pytest.approx(1055 + 657 + 1254 + 1352 + 473)


def test_years_of_protest_that_the_copy_leaves_out_stay_missing():
    years = tables.load("protests_by_year")["year"]
    assert not {1991, 2001, 2013, 2015, 2017} & set(years)


def test_the_steps_of_the_agreements_follow_one_another():
    found = steps_of_agreements(tables.load("agreement_steps"))
    assert found["agreement"].tolist()[:2] == ["visa waiver", "visa waiver"]
    assert found["date"].tolist()[:2] == ["2023-05-17", "2023-11-10"]


def travel(*rows):
    frame = pd.DataFrame(rows, columns=["place", "start_date", "end_date", "trips_count", "growth_pct"])
    dates = {name: pd.to_datetime(frame[name]) for name in ("start_date", "end_date")}
    return frame.assign(counted="crossings both ways", **dates)


def test_a_pair_of_spans_is_turned_into_journeys_a_day():
    found = growth_pairs(travel(("gate", "2025-01-01", "2025-01-10", 3000, 50.0))).iloc[0]
    assert (found["before_day_count"], found["after_day_count"]) == (200, 300)


def test_pairs_across_the_waiver_begin_before_it_and_end_after_it():
    spans = (
        ("after in both", "2024-11-10", "2025-11-09", 10, 1.0),
        ("a year on", "2023-11-10", "2024-11-09", 10, 1.0),
        ("before in both", "2023-01-01", "2023-11-09", 10, 1.0),
        ("last days", "2023-01-01", "2023-11-10", 10, 1.0),
    )
    found = growth_pairs(travel(*spans)).set_index("place")["across_waiver"]
    assert found.to_dict() == {"last days": True, "a year on": True, "before in both": False, "after in both": False}


def test_numbers_of_the_year_before_are_those_that_the_report_prints():
    """The vice-minister prints 367,000 visits of 2023 and 197,429 of January to May 2024."""
    pairs = growth_pairs(tables.load("travel_growth"))
    visits = pairs[pairs["counted"] == "visits from China"].set_index("start_date")["before_day_count"]
    assert visits["2024-01-01"] == pytest.approx(367000 / 365, rel=0.01)
    assert visits["2025-01-01"] == pytest.approx(197429 / 151, rel=0.01)


def test_two_reports_agree_on_the_first_quarter_of_2024():
    """One prints its crossings at Khorgos, the other those of 2025 and their growth; both round to ten thousand."""
    pairs = growth_pairs(tables.load("travel_growth"))
    khorgos = pairs[pairs["place"] == "Khorgos"].set_index("end_date")
    again = khorgos.loc["2025-03-31", "before_day_count"]
    assert khorgos.loc["2024-03-31", "after_day_count"] == pytest.approx(again, abs=10_000 / 90)


def test_travellers_of_the_first_year_add_up():
    first = tables.load("travel_growth").set_index("release_id").loc["khorgos-first-year"]
    assert first["chinese_trips_count"] + first["foreign_trips_count"] == first["trips_count"]


def test_a_margin_of_a_simple_sample_has_no_design_effect():
    """The margin that the Central Asia Barometer prints for wave 14 is that of a simple sample."""
    assert design_effect(2.53, 1500) == pytest.approx(1, abs=0.005)
    assert design_effect(2 * 2.53, 1500) == pytest.approx(4, abs=0.02)


def test_nearly_all_uyghurs_of_kazakhstan_live_in_and_around_almaty():
    found = migration.uyghur_areas_share(*(tables.load(name) for name in ("uyghur_areas", "ethnic_groups_by_census")))
    assert found["share_2009"] == pytest.approx(100 * (71245 + 144063) / 224713)
