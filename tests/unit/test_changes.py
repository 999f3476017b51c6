import numpy as np
import pytest
import scipy.stats

from analysis import changes

YEARS = np.arange(1950, 2010)


def series(seed, autocorrelation=0.0, step=0.0, length=60):
    values = changes.red_noise(autocorrelation, np.random.default_rng(seed))((length,))
    values[length // 2 :] += step
    return values


def test_pettitt_by_hand():
    # every later value exceeds every earlier one: the score is the number of pairs, 4 × 4
    found = changes.pettitt(range(2001, 2009), [1, 2, 3, 4, 11, 12, 13, 14], simulations=99)
    assert (found.last_year, found.score, found.before, found.after, found.change) == (2004, 16, 2.5, 12.5, 10)
    assert found.p == pytest.approx(2 * np.exp(-6 * 16**2 / (8**3 + 8**2)))


def test_pettitt_scores_count_pairs_as_the_paper_defines_them():
    values = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.6])
    expected = [
        sum(np.sign(early - late) for early in values[:split] for late in values[split:]) for split in range(1, 6)
    ]
    assert changes.pettitt_scores(values).tolist() == expected


def test_a_step_is_found_where_it_is():
    found = [changes.pettitt(YEARS, series(seed, step=2.0), simulations=999) for seed in range(10)]
    assert max(abs(one.last_year - 1979) for one in found) <= 3
    assert max(one.serial_p for one in found) < 0.01
    assert all(one.low < 2.0 < one.high for one in found[:5])


def test_memory_alone_fools_the_closed_form_more_often_than_the_simulated_one():
    found = [changes.pettitt(YEARS, series(seed, autocorrelation=0.6), simulations=999) for seed in range(60)]
    assert np.mean([one.p < 0.05 for one in found]) > 0.25
    assert np.mean([one.serial_p < 0.05 for one in found]) < 0.15


def test_short_series_are_refused():
    with pytest.raises(ValueError, match="fewer than eight"):
        changes.pettitt(range(7), range(7))


def test_red_noise_has_the_memory_asked_for():
    drawn = changes.red_noise(0.5, np.random.default_rng(1))((20_000, 30))
    assert np.corrcoef(drawn[:, 10], drawn[:, 11])[0, 1] == pytest.approx(0.5, abs=0.02)
    assert drawn.std(axis=0) == pytest.approx(np.ones(30), abs=0.03)


def test_interval_of_a_mean_without_memory_is_students():
    values = [4.0, 7.0, 4.5, 6.0, 3.0, 8.0, 2.0]
    expected = scipy.stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert changes.mean_interval(values)[1:] == pytest.approx((expected.low, expected.high))


def test_interval_of_a_mean_holds_what_it_promises_under_memory():
    draws = [changes.mean_interval(series(seed, autocorrelation=0.4)) for seed in range(400)]
    assert np.mean([low <= 0 <= high for _, low, high in draws]) == pytest.approx(0.95, abs=0.04)


@pytest.mark.parametrize(("effect", "count", "expected"), [(0.2, 393, 0.80), (0.5, 64, 0.80), (0.8, 26, 0.81)])
def test_power_of_cohens_small_medium_and_large_effects(effect, count, expected):
    # the sample sizes of Cohen (1988, 1992) for a power of .80 at a two-sided level of .05
    assert changes.power(effect, count, count) == pytest.approx(expected, abs=0.005)


def test_power_without_an_effect_is_the_level():
    assert changes.power(0.0, 50, 20) == pytest.approx(0.05)


def test_years_to_detect_are_the_first_that_suffice():
    needed = int(changes.years_to_detect(0.8, 50))
    assert changes.power(0.8, 50, needed) >= 0.8 > changes.power(0.8, 50, needed - 1)


def test_a_change_too_small_for_the_first_period_is_never_found():
    assert np.isnan(changes.years_to_detect(0.3, 50))
