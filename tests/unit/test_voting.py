import numpy as np
import pandas as pd
import pytest
import scipy.stats

from analysis import changes, registry, results, tables, voting


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


def votes_and_parts(**years):
    """Return the two tables of made votes: by year the agreeing votes and the differing ones of each resolution."""
    votes = [("CHN", int(year[1:]), same + sum(parts), same, 0) for year, (same, parts) in years.items()]
    parts = [
        (int(year[1:]), size, parts.count(size)) for year, (_, parts) in years.items() for size in sorted(set(parts))
    ]
    return (
        pd.DataFrame(votes, columns=["partner_iso3", "year", "roll_calls_count", "same_count", "opposed_count"]),
        pd.DataFrame(parts, columns=["year", "votes_count", "resolutions_count"]),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_parts_resolutions_are_drawn_as_roll_calls_are(seed):
    votes, parts = votes_and_parts(y2000=(60, [1] * 20))
    drawn = voting.resampled_agreement(votes, parts, draws=20_000, seed=seed)[2000]
    low, high = voting.share_interval(60, 80)
    assert np.percentile(drawn, [2.5, 97.5]) == pytest.approx([float(low), float(high)], abs=1.3)
    assert voting.widening(votes, parts)[2000] == pytest.approx(1)


def test_drawing_resolutions_covers_the_truth_of_votes_by_parts_where_drawing_roll_calls_does_not():
    """Half of the differing votes come in fives; 80% of all votes agree in truth."""
    random = np.random.default_rng(8)
    covered = {"resolutions": 0, "roll calls": 0}
    for _ in range(200):
        singles, fives, same = random.multinomial(400, [0.1 / 0.92, 0.02 / 0.92, 0.8 / 0.92])
        votes, parts = votes_and_parts(y2000=(int(same), [1] * singles + [5] * fives))
        drawn = voting.resampled_agreement(votes, parts, draws=600, seed=1)[2000]
        low, high = np.percentile(drawn, [2.5, 97.5])
        covered["resolutions"] += low <= 80 <= high
        low, high = voting.share_interval(same, votes.roll_calls_count[0])
        covered["roll calls"] += low <= 80 <= high
    assert 0.91 <= covered["resolutions"] / 200 <= 0.98
    assert covered["roll calls"] / 200 < 0.85


def test_votes_in_pairs_widen_an_interval_by_the_root_of_two_where_few_differ():
    votes, parts = votes_and_parts(y2000=(98_000, [2] * 1000))
    assert voting.widening(votes, parts)[2000] == pytest.approx(np.sqrt(2), abs=0.01)


def test_slope_and_change_of_drawn_votes_are_those_that_they_were_made_with():
    """Agreement of 60% to 2004 and 80% from 2005 on, 10,000 votes a year."""
    made = {
        f"y{year}": ((6000 if year < 2005 else 8000), [1] * (4000 if year < 2005 else 2000))
        for year in range(2000, 2010)
    }
    drawn = voting.resampled_agreement(*votes_and_parts(**made), draws=50, seed=2)
    assert set(voting.change_years(drawn)) == {2005}
    line = pd.DataFrame({year: [50 + 2.0 * (year - 2000)] for year in range(2000, 2010)})
    assert voting.sen_slopes(line) == pytest.approx([2])


def test_parts_that_do_not_add_up_are_refused():
    votes, parts = votes_and_parts(y2000=(60, [1] * 20))
    with pytest.raises(ValueError, match="2000"):
        voting.resampled_agreement(votes, parts.assign(resolutions_count=19))


def test_the_differing_votes_are_those_of_the_source():
    """546 differing roll calls; the five parts of one resolution of 2002 are the most."""
    parts = tables.load("unga_parts")
    assert (parts.votes_count * parts.resolutions_count).sum() == 546
    assert parts.loc[parts.votes_count.idxmax(), ["year", "votes_count"]].tolist() == [2002, 5]


def test_kappas_standard_error_is_that_of_a_simulation():
    """Two states vote alike with probability 0.7 where chance gives 0.5, in four sessions of 80 roll calls."""
    random = np.random.default_rng(6)
    drawn = voting.kappa(random.binomial(80, 0.7, (20_000, 4)) / 80, 0.5).mean(axis=1)
    four = pd.Series([0.7] * 4)
    low, high = voting.kappa_interval(voting.kappa(four, 0.5), four, pd.Series([0.5] * 4), pd.Series([80] * 4))
    assert (low, high) == pytest.approx(np.percentile(drawn, [2.5, 97.5]), abs=0.01)


_SEEDED = ("history-unga-resampled", "history-unga-change")
"""The results of the chapter that rest on random draws."""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_changes_no_printed_value(seed, monkeypatch):
    """So no sentence changes, and no comparison that the page makes of them."""
    records = [results.get(name) for name in _SEEDED]
    known = {f"{record.id}.{part}": results.text(f"{record.id}.{part}") for record in records for part in record.parts}
    monkeypatch.setattr(changes, "SEED", seed)
    drawn = {
        f"{record.id}.{part}": record.parts[part].text(value)
        for record in records
        for part, value in registry.evaluate(record.function).items()
    }
    assert drawn == known


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
