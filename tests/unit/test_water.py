import pathlib
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
import shapely

from analysis import accounts, changes, hydrology, maps, registry, results, tables, water
from publishing import prose

FLOWS = pd.DataFrame(
    [
        ("CHN", "KAZ", "Ili", 6.0, "KAZ"),
        ("CHN", "KAZ", "Irtysh", 4.0, "KAZ"),
        ("RUS", "KAZ", "Tobol", 2.0, "KAZ"),
        ("RUS", "KAZ", "Ural", 3.0, "KAZ"),
        ("KAZ", "CHN", "all", 1.0, "KAZ"),
        ("CHN", "KAZ", "all", 10.0, "CHN"),
        ("KAZ", "CHN", "all", 1.0, "CHN"),
    ],
    columns=["from_iso3", "to_iso3", "basin", "flow_km3_year", "stated_by_iso3"],
)
ACCOUNTS = pd.DataFrame(
    [("KAZ", "surface inflow", 15.0), ("KAZ", "surface outflow", 1.0), ("KAZ", "total renewable water", 40.0)],
    columns=["country_iso3", "entry", "volume_km3_year"],
)


@pytest.fixture(autouse=True)
def only_this_chapter(monkeypatch):
    monkeypatch.setattr("analysis.registry.CHAPTERS", ("water",))
    monkeypatch.setattr("analysis.registry.PAGES", ())


def test_discharge_becomes_volume():
    # the source prints 2.3652 km³ a year for the capacity of 75 m³/s, with a year of 365 days
    assert hydrology.km3_a_year(75) == pytest.approx(2.3652 * 365.25 / 365)


def test_flows_are_grouped_by_neighbour_and_chinas_by_basin():
    found = accounts.inflow_by_basin(FLOWS, ACCOUNTS)
    assert found.to_dict("list") == {
        "direction": ["in", "in", "in", "out"],
        "neighbour_iso3": ["CHN", "RUS", "CHN", "CHN"],
        "basins": ["Ili", "Tobol, Ural", "Irtysh", "all"],
        "flow_km3_year": [6.0, 5.0, 4.0, 1.0],
    }


def test_share_of_renewable_water_by_hand():
    assert water.inflow_total(FLOWS, ACCOUNTS) == 10
    assert water.inflow_share(FLOWS, ACCOUNTS) == 25


@pytest.mark.parametrize(
    ("row", "message"), [(0, "basins of the inflow add up"), (4, "outflows add up"), (5, "inflow from China add up")]
)
def test_flows_that_contradict_the_accounts_are_refused(row, message):
    wrong = FLOWS.copy()
    wrong.loc[row, "flow_km3_year"] += 0.5
    with pytest.raises(ValueError, match=message):
        accounts.checked_flows(wrong, ACCOUNTS)


def test_unknown_entry_of_the_accounts_is_refused():
    with pytest.raises(LookupError, match="0 entries called 'rain'"):
        accounts.entry(ACCOUNTS, "KAZ", "rain")


def test_totals_that_aquastat_prints():
    flows, stated = tables.load("border_flows"), tables.load("water_accounts")
    kept = accounts.checked_flows(flows, stated)
    assert kept.query("to_iso3 == 'KAZ'").flow_km3_year.sum() == pytest.approx(72.04)
    assert kept.query("from_iso3 == 'KAZ'").flow_km3_year.sum() == pytest.approx(40.33, abs=0.005)
    assert results.value("water-inflow-total") == pytest.approx(22.47)
    # what is not submitted to treaties: China, the Karkyra from Kyrgyzstan, and Russia's two basins
    assert accounts.entry(stated, "KAZ", "inflow not submitted to treaties") == pytest.approx(22.47 + 0.36 + 0.6 + 8.6)
    # the export prints 44.06 as the inflow that counts: what treaties secure and what they leave alone
    assert accounts.entry(stated, "KAZ", "accounted inflow") == pytest.approx(12.03 + 32.03)


def test_years_with_too_few_days_are_left_out():
    years = pd.DataFrame({"year": [1, 2, 3], "discharge_m3s": [1.0, 2.0, 3.0], "available_days": [329, 330, 366]})
    assert hydrology.complete_years(years).year.tolist() == [2, 3]


def test_buran_has_the_fifty_years_that_gsim_lists():
    years = hydrology.complete_years(tables.load("black_irtysh_discharge"))
    gauge = tables.load("river_gauges").set_index("gauge").loc["Buran"]
    assert years.year.tolist() == list(range(1938, 1988))
    assert (gauge.first_year, gauge.last_year, gauge.complete_years_count) == (1938, 1987, 50)
    # daily values carry one decimal at most, so that mean times days is a whole number of tenths
    tenths = years.discharge_m3s * years.available_days * 10
    assert (tenths - tenths.round()).abs().max() < 2


def test_sen_lines_meet_at_the_median_of_the_record():
    data = hydrology.black_irtysh(tables.load("black_irtysh_discharge"), tables.load("irtysh_canals"))
    years = data.query("kind == 'annual mean'")
    for column in ("sen_m3s", "sen_low_m3s", "sen_high_m3s"):
        assert years[column].mean() == pytest.approx(years.discharge_m3s.median())
    assert data.query("kind == 'event'").year.tolist() == [2008]


def test_means_of_the_ili_follow_from_what_the_sources_state():
    assert results.value("water-ili-border.rise") == pytest.approx(3.633, abs=0.01)
    assert results.value("water-ili-border.rise_share") == pytest.approx(26.5, abs=0.1)
    # 384 m³/s through 366 days; 17 % above the year before
    assert results.value("water-ili-border.latest") == pytest.approx(384 * 366 * 86400 / 1e9, abs=0.05)
    assert results.value("water-ili-border.latest") / results.value("water-ili-border.previous") == pytest.approx(
        1.17, abs=0.002
    )


def test_consumption_is_split_by_hand():
    years = pd.DataFrame(
        {"year": [1, 2], "consumption_km3_year": [10.0, 20.0], "china_share_pct": [40.0, float("nan")]}
    )
    found = hydrology.consumption_by_country(years)
    assert (found.china_km3_year[0], found.kazakhstan_km3_year[0]) == (4, 6)
    assert found.loc[1, ["china_km3_year", "kazakhstan_km3_year"]].isna().all()


def test_balkhash_rose_by_the_32_centimetres_that_the_press_reports():
    levels = tables.load("balkhash_levels").query("source_key == 'astanatimes2025kapshagai'")
    assert levels.level_m.diff().iloc[-1] == pytest.approx(0.32)
    assert results.value("water-balkhash.lowest_year") == 1987


def test_half_of_2025_is_the_sum_of_its_rivers():
    volumes = tables.load("inflow_reports").set_index("report_id").volume_km3
    assert volumes["half-2025-irtysh"] + volumes["half-2025-ili"] == pytest.approx(volumes["half-2025-all"])


def test_agreements_are_the_seven_of_the_foreign_ministry_and_three_more():
    signed = tables.load("river_agreements").query("year >= 2001")
    assert signed.signed.notna().sum() == 7
    assert results.value("water-agreements.count") == 7 + 3
    assert results.value("water-agreements.dividing") == 0


def test_glacier_has_every_year_and_one_preliminary_value():
    balance = tables.load("tuyuksu_balance")
    assert balance.year.tolist() == list(range(1957, 2021))
    assert balance.query("preliminary").year.tolist() == [2020]


def test_map_holds_what_touches_its_frame():
    names = (
        "countries",
        "rivers",
        "lakes",
        "borders_10m",
        "river_gauges",
        "water_towns",
        "water_works",
        "river_points",
    )
    data = hydrology.shared_rivers(*(tables.load(name) for name in names))
    assert set(data.query("layer == 'gauge'").name) == {"Buran", "Semiyarskoye", "Sarytogay", "Ulba-Perevalochnaya"}
    assert set(data.query("layer == 'river'").name) == {"Ili", "Irtysh", "Kunes"}
    assert shapely.intersects(data.geometry.to_numpy(), shapely.box(*hydrology.MAP_BOX)).all()
    assert "Aral Sea" not in set(data.name)


def test_discharge_and_volume_are_each_others_reverse():
    assert hydrology.m3s(hydrology.km3_a_year(75.0)) == pytest.approx(75.0)


def test_dependency_ratios_that_aquastat_prints():
    # the export prints 40.642 % for Kazakhstan and 0.962 % for China
    assert results.value("water-dependency.kazakhstan") == pytest.approx(40.642007, abs=0.001)
    assert results.value("water-dependency.china") == pytest.approx(0.961897, abs=0.001)


def test_dependency_without_the_syr_darya_by_hand():
    # 44.06 of 108.41 km³; of the Syr Darya's 33.27 the account counts 10
    assert results.value("water-dependency.without_syr") == pytest.approx(100 * 34.06 / 98.41)
    assert results.value("water-dependency.unreduced_without_syr") == pytest.approx(100 * 38.77 / (38.77 + 64.35))


def test_basins_add_up_to_the_total_that_aquastat_and_ibatullin_print():
    assert tables.load("basin_water").formed_km3_year.sum() == pytest.approx(56.5)
    wrong = tables.load("basin_water").assign(formed_km3_year=lambda frame: frame.formed_km3_year + 1)
    names = ("border_flows", "ili_flows", "inflow_reports", "water_accounts")
    with pytest.raises(ValueError, match=r"the basins add up to 64\.50"):
        water.basins(wrong, *(tables.load(name) for name in names))


def test_sources_of_the_shared_basins():
    found = hydrology.basin_sources(tables.load("basin_water"), tables.load("border_flows"))
    assert found.groupby("basin").flow_km3_year.sum().to_dict() == pytest.approx(
        {"Irtysh": 34.03, "Balkhash–Alakol": 29.70}
    )


def test_bands_fill_both_columns_without_overlap():
    data = accounts.flow_bands(*(tables.load(name) for name in ("basin_water", "border_flows", "water_accounts")))
    for base in ("left_base", "right_base"):
        ordered = data.sort_values(base)
        gaps = ordered[base].to_numpy()[1:] - (ordered[base] + ordered.flow_km3_year).to_numpy()[:-1]
        assert (gaps > -1e-9).all()
    assert data.flow_km3_year.sum() == pytest.approx(34.03 + 29.70 + 2.327)


def test_gauges_have_the_years_that_gsim_lists():
    years = tables.load("irtysh_discharge")
    span = years.groupby("gauge").year.agg(["min", "max", "size"])
    assert span.loc["Semiyarskoye"].tolist() == [1960, 1987, 28]
    assert span.loc["Omsk"].tolist() == [1960, 1990, 31]
    assert span.loc["Tobolsk"].tolist() == [1950, 1997, 48]
    # Semiyarskoye in 1960, computed again from its twelve monthly means when the record was audited
    assert years.set_index(["gauge", "year"]).discharge_m3s["Semiyarskoye", 1960] == 983.0
    found = hydrology.irtysh_gauges(tables.load("black_irtysh_discharge"), years)
    assert found.groupby("gauge").size().to_dict() == {"Buran": 50, "Omsk": 31, "Semiyarskoye": 28, "Tobolsk": 46}


def test_trends_are_taken_from_the_longest_run():
    years = [*range(1950, 1955), *range(1960, 1985)]
    series = pd.DataFrame({"name": "a", "year": years, "value": [9.0] * 5 + [float(n) for n in range(25)]})
    series["value"] += 0.1 * np.random.default_rng(1).standard_normal(30)
    found = hydrology.trend_table(series, "name", "value").iloc[0]
    assert (found.first_year, found.last_year, found["count"]) == (1960, 1984, 25)
    assert found.slope == pytest.approx(10, abs=0.2)
    assert found.break_year == 1971  # the middle of a straight line


def test_years_without_a_gap():
    assert hydrology.longest_run([1990, 1992, 1993, 1999]).tolist() == [False, True, True, False]
    assert hydrology.longest_run([2001, 2002]).all()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_changes_no_printed_word(monkeypatch, seed):
    """Every result of the chapter, every comparison and every table on its page: the same with another seed."""
    own = [record for record in results.all() if record.chapter == "water"]
    printed = {record.id: _texts(record, record.values) for record in own}
    shown = [_table_texts(table) for table in _TABLES]
    pettitt = changes.pettitt
    monkeypatch.setattr(changes, "pettitt", lambda *series: pettitt(*series, seed=seed))
    seeded = {}
    for record in own:
        found = registry.evaluate(record.function)
        seeded[record.id] = dict(found) if isinstance(found, Mapping) else {None: found}
    assert seeded["water-irtysh-break"]["serial_p"] != results.value("water-irtysh-break.serial_p")  # it did change
    assert {record.id: _texts(record, seeded[record.id]) for record in own} == printed
    assert [_table_texts(table) for table in _TABLES] == shown
    monkeypatch.setattr(results.Result, "values", property(lambda record: seeded[record.id]))
    page = pathlib.Path("chapters/water.md").read_text(encoding="utf-8")
    targets = [prose.split(content)[1] for content in re.findall(r"\{compare\}`([^`]+)`", page)]
    made = [comparison for target in targets for comparison in prose.compare(target)]
    assert len(made) >= 30
    assert all(comparison.holds for comparison in made)


_TABLES = (
    (hydrology.gauge_trend_table, ("black_irtysh_discharge", "irtysh_discharge")),
    (hydrology.glacier_table, ("tuyuksu_balance", "neighbour_balances")),
)


def _table_texts(table):
    function, names = table
    return function(*(tables.load(name) for name in names)).astype(str).to_csv()


def _texts(record, values):
    return {part: quantity.text(values[part]) for part, quantity in record.parts.items()}


def test_interval_of_the_mean_holds_the_account():
    low, high = (results.value(f"water-irtysh-mean.{end}") for end in ("low", "high"))
    assert low < 9.53 < high


def test_detection_needs_fewer_years_for_more_water():
    names = ("black_irtysh_discharge", "irtysh_withdrawals", "irtysh_canals")
    data = hydrology.detection(*(tables.load(name) for name in names))
    curve = data.query("kind == 'curve'").years_needed.dropna()
    assert (curve.diff().dropna() <= 0).all()
    said = data.query("kind == 'statement'").drop_duplicates("volume_km3_year").set_index("volume_km3_year")
    assert said.years_needed.isna().to_dict() == {0.45: True, 1.0: True, 4.6: False, 1.5: False, 5.0: False, 2.1: False}
    spread = hydrology.km3_a_year(tables.load("black_irtysh_discharge").discharge_m3s.std())
    needed = said.years_needed[2.1]
    assert changes.power(2.1 / spread, 50, needed) >= 0.8 > changes.power(2.1 / spread, 50, needed - 1)
    memory = pd.Series(tables.load("black_irtysh_discharge").discharge_m3s).autocorr(1)
    worth = (1 - memory) / (1 + memory)  # of a year that remembers the one before
    remembered = results.value("water-detection.ministry_memory")
    assert changes.power(2.1 / spread, 50 * worth, remembered * worth) >= 0.8
    assert changes.power(2.1 / spread, 50 * worth, remembered * worth - 1) < 0.8


def test_rise_of_the_lake_by_hand():
    # 32 cm on 16,641.93 km² store 5.325 km³ of the 8.52 km³ sent
    assert results.value("water-balkhash-check.stored") == pytest.approx(5.325, abs=0.001)
    assert results.value("water-balkhash-check.rest") == pytest.approx(8.52 - 5.325, abs=0.001)
    # the ministry's 12 cm and 2 km³ imply an area
    assert results.value("water-balkhash-check.implied_area") == pytest.approx(16666.7, abs=0.1)


def test_areas_mix_no_methods_where_a_change_is_quoted():
    # the study itself prints 16.77 % for 1970–2020
    assert results.value("water-balkhash-area.fall") == pytest.approx(16.77, abs=0.01)
    assert results.value("water-balkhash-area.image_change") == pytest.approx(-0.19, abs=0.01)


def test_use_per_hectare_by_hand():
    use = pd.DataFrame(
        {
            "country_iso3": ["KAZ", "KAZ"],
            "year": [2007, 2012],
            "freshwater_km3_year": [9.0, 8.0],
            "withdrawal_m3_person": [1000.0, 900.0],
            "agriculture_pct": [50.0, 50.0],
            "irrigated_kha": [500.0, 500.0],
            "population_persons": [10_000_000, 10_000_000],
        }
    )
    found = hydrology.use_by_country(use)
    assert found.agriculture_km3_year.tolist() == [5.0, 4.5]
    assert found.agriculture_m3_ha.tolist() == [10_000.0, 9_000.0]
    assert found.repeated.tolist() == [False, True]


def test_withdrawal_a_person_fits_the_withdrawal():
    # where all water is fresh, persons times the use of one are the freshwater withdrawal
    rows = tables.load("water_use").query("country_iso3 == 'KAZ' and year in [2002, 2007, 2012]")
    total = rows.withdrawal_m3_person * rows.population_persons / 1e9
    assert total.to_numpy() == pytest.approx(rows.freshwater_km3_year.to_numpy(), rel=0.002)


def test_climate_deviates_from_its_own_mean():
    long = hydrology.climate_long(tables.load("black_irtysh_climate"))
    assert long.groupby("series").deviation.mean().abs().max() < 1e-9
    # the means of 2000–2021 that the audit of the data found
    table = tables.load("black_irtysh_climate").query("year < 2022")
    assert table.precipitation_era5_mm.mean() == pytest.approx(484, abs=0.5)
    assert table.precipitation_chirps_mm.mean() == pytest.approx(241, abs=0.5)


def test_neighbours_of_the_tuyuksu_keep_their_gaps():
    balances = tables.load("neighbour_balances")
    counts = balances.groupby("glacier").size().to_dict()
    assert counts == {
        "Igli Tuyuksu": 34,
        "Kara-Batkak": 49,
        "Ürümqi No. 1, east branch": 30,
        "Ürümqi No. 1, west branch": 33,
    }
    assert not balances.query("glacier == 'Kara-Batkak'").year.between(1999, 2013).any()


def test_no_agreement_stands_in_the_lane_of_the_large_rivers():
    data = accounts.treaties_and_talks(tables.load("river_agreements"), tables.load("river_talks"))
    assert set(data.query("lane == 'shares of Ili or Irtysh'").kind) == {"draft"}
    assert data.query("lane == 'shares of a small river'").year.tolist() == [1915, 2013]


def test_number_of_tests_is_that_of_the_tables_shown():
    gauges = hydrology.gauge_trends(tables.load("black_irtysh_discharge"), tables.load("irtysh_discharge"))
    glaciers = hydrology.glacier_trends(tables.load("tuyuksu_balance"), tables.load("neighbour_balances"))
    assert results.value("water-tests.breaks") == len(gauges) + len(glaciers) + 4


@pytest.mark.parametrize(
    ("report", "column", "message"),
    [
        ("aquastat-all", "flow_km3_year", "the inflow of AQUASTAT is stated as 23.47 km³, and elsewhere as 22.47"),
        ("half-2025-ili", "volume_km3", "the first half of 2025 is stated as 10.20 km³, and elsewhere as 11.20"),
    ],
)
def test_statements_that_contradict_what_they_repeat_are_refused(report, column, message):
    wrong = tables.load("inflow_reports").copy()
    wrong.loc[wrong.report_id == report, column] += 1
    with pytest.raises(ValueError, match=message.replace(".", r"\.")):
        accounts.checked_reports(wrong, tables.load("border_flows"))


def test_share_of_the_reservoir_by_hand():
    # 1.167 km³ of the 14.82 − 11.61 km³ that the inflow lost
    assert results.value("water-kapchagay.share") == pytest.approx(100 * 1.167 / 3.21)


def test_what_is_not_stated_is_a_dash_on_the_page():
    shown = hydrology.consumption_table(tables.load("ili_consumption"))
    assert shown.iloc[1].tolist() == [2005, 17.2, "–", "–", "–"]
    assert shown.iloc[0].tolist() == [2000, 14.3, 38.0, 5.4, 8.9]


def test_lakes_have_the_areas_that_an_equal_area_projection_gives():
    found = water.lake_areas(tables.load("lakes"))
    for name, label in (("alakol", "Alakol"), ("zaysan", "Zaysan")):
        shape = tables.load("lakes").set_index("name").geometry[label]
        centre = shape.centroid
        drawn = maps.projected([shape], maps.projection(centre.x, centre.y))[0]
        assert found[name] == pytest.approx(drawn.area, rel=0.002)


def test_canal_to_karamay_is_as_long_as_the_sphere_says():
    """The haversine of its two ends on a sphere of 6,371 km; the ellipsoid may differ by half a per cent."""
    (east, north), (west, south) = np.radians([(88.47833, 47.23361), (84.85194, 45.56889)])
    half = np.sin((north - south) / 2) ** 2 + np.cos(north) * np.cos(south) * np.sin((east - west) / 2) ** 2
    assert results.value("water-canals.chinese_straight") == pytest.approx(
        2 * 6371 * np.arcsin(np.sqrt(half)), rel=0.005
    )
