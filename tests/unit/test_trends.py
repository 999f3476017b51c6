import numpy as np
import pytest
import scipy.stats

from analysis import trends

YEARS = np.arange(1938, 1988)
SEEDS = range(200)


def test_straight_line_has_its_own_slope_and_tau_one():
    line = 3.5 * (YEARS - 1900) - 7
    slope = trends.sen_slope(YEARS, line)
    assert (slope.value, slope.low, slope.high) == (3.5, 3.5, 3.5)
    assert slope.intercept == pytest.approx(-7 - 3.5 * 1900)
    assert trends.mann_kendall(line).tau == 1


def test_trend_of_a_line_with_a_ripple():
    found = trends.trend(YEARS, 3.5 * YEARS + np.where(YEARS % 4 < 2, 1.0, -1.0))
    assert found.slope.value == pytest.approx(3.5)
    assert found.test.tau == pytest.approx(1)
    assert max(found.test.p, found.serial_test.p) < 1e-10
    assert (found.first_year, found.last_year, found.count) == (1938, 1987, 50)


def test_falling_line_has_tau_minus_one_and_the_p_of_kendalls_variance():
    # n = 10: S = -45, variance n(n-1)(2n+5)/18 = 125, z = (S + 1) / sqrt(125)
    found = trends.mann_kendall(np.arange(10)[::-1])
    assert (found.score, found.tau) == (-45, -1)
    assert found.p == pytest.approx(2 * scipy.stats.norm.sf(44 / np.sqrt(125)))


def test_cloud_seeding_example_of_hollander_and_wolfe():
    # Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, example 9.1 (data as in the R package NSM3):
    # 2 of the 10 pairs rise and 8 fall, and the median of the 10 slopes lies between -0.0575 and -0.055
    years, values = [1, 2, 3, 4, 5], [1.26, 1.27, 1.12, 1.16, 1.03]
    assert trends.sen_slope(years, values).value == pytest.approx(-0.05625)
    assert trends.mann_kendall(values).score == 2 - 8
    assert trends.mann_kendall(values).tau == pytest.approx(-0.6)


def test_sen_slope_counts_the_years_that_are_missing():
    assert trends.sen_slope([2000, 2001, 2010], [0, 1, 10]).value == pytest.approx(1)


def test_white_noise_is_called_a_trend_about_as_often_as_the_level_says():
    noise = [np.random.default_rng(seed).normal(size=50) for seed in SEEDS]
    found = [trends.trend(YEARS, values) for values in noise]
    false_alarms = np.mean([item.test.p < 0.05 for item in found])
    missed = np.mean([not item.slope.low <= 0 <= item.slope.high for item in found])
    # two standard errors of a share of 5 % in 200 draws are 3 points
    assert 0.02 <= false_alarms <= 0.08
    assert 0.02 <= missed <= 0.08
    assert abs(np.mean([item.autocorrelation for item in found])) < 0.05


def test_serial_test_calls_fewer_false_trends_in_a_series_with_memory():
    plain, serial = [], []
    for seed in SEEDS:
        shocks = np.random.default_rng(seed).normal(size=80)
        values = np.zeros(80)
        for step in range(1, 80):
            values[step] = 0.5 * values[step - 1] + shocks[step]
        plain.append(trends.mann_kendall(values[30:]).p < 0.05)
        serial.append(trends.serial_mann_kendall(values[30:]).p < 0.05)
    assert np.mean(plain) > 0.15
    assert np.mean(serial) < np.mean(plain) - 0.05


def test_autocorrelation_of_alternating_values_is_minus_one():
    assert trends.lag1_autocorrelation([1, -1] * 5) == pytest.approx(-1)


@pytest.mark.parametrize("years", [[2000, 2001, 2003], [2000, 2000, 2001], [2002, 2001, 2000]])
def test_years_that_are_not_consecutive_are_refused(years):
    with pytest.raises(ValueError, match="consecutive years"):
        trends.trend(years, [1, 2, 3])


def test_missing_value_is_refused():
    with pytest.raises(ValueError, match="value for every year"):
        trends.trend([2000, 2001, 2002], [1, np.nan, 3])
