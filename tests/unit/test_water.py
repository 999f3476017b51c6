import pandas as pd
import pytest
import shapely

from analysis import results, tables, water

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
    assert water.km3_a_year(75) == pytest.approx(2.3652 * 365.25 / 365)


def test_flows_are_grouped_by_neighbour_and_chinas_by_basin():
    found = water.inflow_by_basin(FLOWS, ACCOUNTS)
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
        water.checked_flows(wrong, ACCOUNTS)


def test_unknown_entry_of_the_accounts_is_refused():
    with pytest.raises(LookupError, match="0 entries called 'rain'"):
        water.entry(ACCOUNTS, "KAZ", "rain")


def test_totals_that_aquastat_prints():
    flows, accounts = tables.load("border_flows"), tables.load("water_accounts")
    kept = water.checked_flows(flows, accounts)
    assert kept.query("to_iso3 == 'KAZ'").flow_km3_year.sum() == pytest.approx(72.04)
    assert kept.query("from_iso3 == 'KAZ'").flow_km3_year.sum() == pytest.approx(40.33, abs=0.005)
    assert results.value("water-inflow-total") == pytest.approx(22.47)
    # what is not submitted to treaties: China, the Karkyra from Kyrgyzstan, and Russia's two basins
    assert water.entry(accounts, "KAZ", "inflow not submitted to treaties") == pytest.approx(22.47 + 0.36 + 0.6 + 8.6)
    # the export prints 44.06 as the inflow that counts: what treaties secure and what they leave alone
    assert water.entry(accounts, "KAZ", "accounted inflow") == pytest.approx(12.03 + 32.03)


def test_years_with_too_few_days_are_left_out():
    years = pd.DataFrame({"year": [1, 2, 3], "discharge_m3s": [1.0, 2.0, 3.0], "available_days": [329, 330, 366]})
    assert water.complete_years(years).year.tolist() == [2, 3]


def test_buran_has_the_fifty_years_that_gsim_lists():
    years = water.complete_years(tables.load("black_irtysh_discharge"))
    gauge = tables.load("river_gauges").set_index("gauge").loc["Buran"]
    assert years.year.tolist() == list(range(1938, 1988))
    assert (gauge.first_year, gauge.last_year, gauge.complete_years_count) == (1938, 1987, 50)
    # daily values carry one decimal at most, so that mean times days is a whole number of tenths
    tenths = years.discharge_m3s * years.available_days * 10
    assert (tenths - tenths.round()).abs().max() < 2


def test_sen_lines_meet_at_the_median_of_the_record():
    data = water.black_irtysh(tables.load("black_irtysh_discharge"), tables.load("irtysh_canals"))
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
    found = water.consumption_by_country(years)
    assert (found.china_km3_year[0], found.kazakhstan_km3_year[0]) == (4, 6)
    assert found.loc[1, ["china_km3_year", "kazakhstan_km3_year"]].isna().all()


def test_balkhash_rose_by_the_32_centimetres_that_the_press_reports():
    levels = tables.load("balkhash_levels").query("source_key == 'astanatimes2025kapshagai'")
    assert levels.level_m.diff().iloc[-1] == pytest.approx(0.32)
    assert results.value("water-balkhash.lowest_year") == 1987


def test_half_of_2025_is_the_sum_of_its_rivers():
    volumes = tables.load("inflow_reports").set_index("report_id").volume_km3
    assert volumes["half-2025-irtysh"] + volumes["half-2025-ili"] == pytest.approx(volumes["half-2025-all"])


def test_agreements_are_the_seven_of_the_foreign_ministry_and_one_more():
    signed = tables.load("river_agreements").query("year >= 2001")
    assert signed.signed.notna().sum() == 7
    assert results.value("water-agreements.count") == 7 + 1
    assert results.value("water-agreements.dividing") == 0


def test_glacier_has_every_year_and_one_preliminary_value():
    balance = tables.load("tuyuksu_balance")
    assert balance.year.tolist() == list(range(1957, 2021))
    assert balance.query("preliminary").year.tolist() == [2020]


def test_map_holds_what_touches_its_frame():
    names = ("countries", "rivers", "lakes", "borders_10m", "river_gauges", "water_towns")
    data = water.shared_rivers(*(tables.load(name) for name in names))
    assert set(data.query("layer == 'gauge'").name) == {"Buran", "Semiyarskoye", "Sarytogay", "Ulba-Perevalochnaya"}
    assert set(data.query("layer == 'river'").name) == {"Ili", "Irtysh", "Kunes"}
    assert shapely.intersects(data.geometry.to_numpy(), shapely.box(*water.MAP_BOX)).all()
    assert "Aral Sea" not in set(data.name)
