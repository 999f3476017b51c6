import numpy as np
import pandas as pd
import pytest
import scipy.stats

from analysis import tables, voting


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_exact_interval_is_that_of_a_bootstrap_with_any_seed(seed):
    votes = np.repeat([1, 0], [60, 20])
    drawn = scipy.stats.bootstrap(
        (votes,), np.mean, method="percentile", n_resamples=9999, vectorized=True, rng=np.random.default_rng(seed)
    ).confidence_interval
    low, high = voting.share_interval(60, 80)
    assert (float(low), float(high)) == pytest.approx((100 * drawn.low, 100 * drawn.high), abs=1.3)


def test_the_interval_covers_the_truth_of_simulated_votes():
    counts = np.random.default_rng(5).binomial(90, 0.8, 2000)
    low, high = voting.share_interval(counts, np.full(2000, 90))
    assert 0.92 <= ((low <= 80) & (high >= 80)).mean() <= 0.97


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_paired_interval_is_that_of_a_paired_bootstrap(seed):
    steps = np.repeat([1, 0, -1], [15, 60, 5])
    drawn = scipy.stats.bootstrap(
        (steps,), np.mean, method="percentile", n_resamples=9999, vectorized=True, rng=np.random.default_rng(seed)
    ).confidence_interval
    assert voting.lead_interval(15, 5, 80) == pytest.approx((100 * drawn.low, 100 * drawn.high), abs=1.3)


def test_the_paired_interval_is_symmetric():
    low, high = voting.lead_interval(8, 3, 70)
    assert voting.lead_interval(3, 8, 70) == pytest.approx((-high, -low))


def test_lead_is_the_difference_of_the_two_shares():
    """Where all three states vote, the paired lead must equal the difference of the two published agreements."""
    votes = pd.DataFrame(
        [("CHN", 2019, 100, 80, 5), ("RUS", 2019, 100, 70, 5)],
        columns=["partner_iso3", "year", "roll_calls_count", "same_count", "opposed_count"],
    )
    apart = pd.DataFrame(
        {
            "year": [2019],
            "russia_with_kazakhstan_count": [4],
            "russia_with_china_count": [13],
            "russia_apart_count": [3],
            "russia_absent_count": [0],
        }
    )
    found = voting.lead(votes, apart).iloc[0]
    assert (found.china_only_count, found.russia_only_count, found.lead_pct) == (14, 4, 10)


def test_lead_follows_the_shares_of_the_source():
    """Absences of one of the three move it from the plain difference by 3 percentage points at most."""
    found = voting.lead(tables.load("unga_votes_with_kazakhstan"), tables.load("unga_departures_russia"))
    shares = voting.agreement(tables.load("unga_votes_with_kazakhstan")).pivot_table(
        "agreement_pct", "year", "partner_iso3"
    )
    plain = (shares.CHN - shares.RUS).to_numpy()
    assert np.abs(found.lead_pct.to_numpy() - plain).max() < 3


def test_kappa_is_cohens_worked_case():
    """Cohen (1960): 0.70 observed and 0.41 expected give 0.492."""
    assert voting.kappa(0.70, 0.41) == pytest.approx(0.4915, abs=1e-4)
    assert voting.kappa(0.41, 0.41) == 0


def test_chance_agreement_of_two_states_is_the_product_of_their_shares():
    cast = pd.DataFrame(
        [("CHN", 2000, 80, 10, 10), ("KAZ", 2000, 50, 0, 50)],
        columns=["country_iso3", "year", "yes_count", "no_count", "abstain_count"],
    )
    found = voting.chance_agreement(cast)
    assert found.chance_share.tolist() == pytest.approx([0.8 * 0.5 + 0.1 * 0.5])


def test_votes_cast_at_random_have_a_kappa_of_zero():
    random = np.random.default_rng(11)
    one, other = random.choice(3, (2, 20000), p=[0.7, 0.1, 0.2])
    shares = [np.bincount(votes, minlength=3) / len(votes) for votes in (one, other)]
    assert voting.kappa((one == other).mean(), (shares[0] * shares[1]).sum()) == pytest.approx(0, abs=0.02)


def test_measures_have_the_published_scores():
    """The source’s own values for China and Kazakhstan in 1996: 0.6133 alike, 0.78 with halves."""
    table = voting.measures(tables.load("unga_sessions_with_kazakhstan"), tables.load("unga_votes_cast"))
    found = table.query("partner_iso3 == 'CHN' and year == 1996").iloc[0]
    assert (found.share_pct, found.half_pct) == pytest.approx((61.33, 78.0), abs=0.01)


def test_pettitt_finds_a_step_and_its_worked_p_value():
    """Six years with a step in the middle: K = 9, p = 2 exp(−6 · 81 / (216 + 36))."""
    year, p, before, after = voting.change_point(range(2000, 2006), [1, 1, 1, 2, 2, 2])
    assert (year, before, after) == (2003, 1, 2)
    assert p == pytest.approx(2 * np.exp(-6 * 81 / 252))


def test_pettitt_seldom_finds_a_step_where_there_is_none():
    random = np.random.default_rng(3)
    found = [voting.change_point(range(28), random.normal(size=28))[1] < 0.05 for _ in range(400)]
    assert np.mean(found) < 0.08


def ideal_points(**spots):
    rows = [(iso3, 2000, spot, spot - 0.1645, spot + 0.1645) for iso3, spot in spots.items()]
    return pd.DataFrame(rows, columns=["country_iso3", "year", "ideal_point_score", "lower_score", "upper_score"])


def test_distances_are_those_of_simulated_positions():
    """Percentiles at 1.645 standard deviations: a spread of 0.1 each."""
    found = voting.ideal_point_distances(ideal_points(KAZ=0.0, CHN=0.2, RUS=1.0)).set_index("partner_iso3")
    random = np.random.default_rng(2)
    here, there = random.normal([[0.0], [0.2]], 0.1, (2, 200000))
    expected = np.percentile(np.abs(here - there), [5, 95])
    assert found.distance_score["RUS"] == pytest.approx(1.0)
    assert found.loc["CHN", ["lower_score", "upper_score"]].astype(float).tolist() == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(("china", "russia"), [(-0.1, 0.3), (0.2, -0.2), (0.5, 0.1), (-0.4, -0.3)])
def test_nearer_is_the_share_of_simulated_positions(china, russia):
    found = voting.nearer_to_china(ideal_points(KAZ=0.0, CHN=china, RUS=russia))[2000]
    random = np.random.default_rng(4)
    home, one, other = random.normal([[0.0], [china], [russia]], 0.1, (3, 200000))
    assert found == pytest.approx((np.abs(home - one) < np.abs(home - other)).mean(), abs=0.005)
