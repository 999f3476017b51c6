"""The chapter on energy: what its sources print, and cases worked by hand."""

import numpy as np
import pandas as pd
import pytest
import shapely

from analysis import energy, energy_balances, energy_finance, energy_plants, energy_uranium, maps, prices, tables


def cpi(**changes):
    table = pd.DataFrame({"year": [2008, 2016, 2024], "cpi_index": [200.0, 250.0, 300.0], "coverage_months": 12})
    return table.assign(**changes)


def deals(*rows):
    columns = ["deal", "year", "kind", "label", "counting", "amount_usd_bn", "amount_usd2021_bn"]
    return pd.DataFrame([(*row, None) for row in rows], columns=columns)


class TestConstantPrices:
    def test_amount_times_ratio_of_indices(self):
        nominal, years = pd.Series([4.0, 5.0, 6.0]), pd.Series([2008, 2016, 2024])
        assert prices.constant_usd(nominal, years, cpi(), 2024).tolist() == pytest.approx([6.0, 6.0, 6.0])

    def test_base_year_can_be_chosen(self):
        assert prices.constant_usd(pd.Series([4.0]), pd.Series([2008]), cpi(), base_year=2016).item() == 5.0

    def test_missing_amount_stays_missing(self):
        found = prices.constant_usd(pd.Series([None, 1.0], dtype=float), pd.Series([2008, 2024]), cpi(), 2024)
        assert found.isna().tolist() == [True, False]

    def test_year_of_eleven_months_serves_no_conversion(self):
        with pytest.raises(ValueError, match="no price index of twelve months for 2024"):
            prices.constant_usd(pd.Series([1.0]), pd.Series([2008]), cpi(coverage_months=[12, 12, 11]), 2024)

    def test_year_without_index_is_named(self):
        with pytest.raises(ValueError, match="1999"):
            prices.constant_usd(pd.Series([1.0]), pd.Series([1999]), cpi(), 2024)

    def test_year_without_index_is_a_gap_where_gaps_are_allowed(self):
        found = prices.constant_usd(pd.Series([1.0, 2.0]), pd.Series([1999, 2024]), cpi(), 2024, gaps=True)
        assert found.isna().tolist() == [True, False]

    def test_part_year_of_the_table_is_left_out(self):
        assert prices.full_year_cpi(tables.load("us_cpi_annual")).index.max() == 2024

    def test_2005_dollar_in_prices_of_2024(self):
        # annual averages as published by the Bureau of Labor Statistics: 195.3 for 2005, 313.689 for 2024
        own = prices.constant_usd(pd.Series([1.0]), pd.Series([2005]), tables.load("us_cpi_annual"), 2024).item()
        assert own == pytest.approx(313.689 / 195.3, rel=1e-3)

    def test_near_aiddata_where_the_dollar_moved_little(self):
        # the page of project 39997 gives 2.759 billion of 2021 for 2.35 billion of 2012
        rows = energy_finance.compare_deflators(tables.load("energy_deals"), tables.load("us_cpi_annual"))
        line_c = rows.set_index("deal").loc["line-c"]
        assert line_c.amount_usd2021_bn == 2.759
        assert abs(line_c.difference_pct) < 1


class TestDealSums:
    @pytest.fixture
    def three(self):
        return deals(
            ("a", 2024, "purchase", "A", "counted", 1.0),
            ("b", 2024, "loan", "B", "counted", 2.0),
            ("c-high", 2024, "purchase", "C", "rival", 2.6),
            ("c-low", 2024, "purchase", "C", "rival", 1.4),
            ("d", 2024, "loan", "D", "left out", 9.0),
            ("e", 2024, "loan", "E", "left out", None),
        )

    def test_each_sum_takes_one_rival_and_nothing_left_out(self, three):
        sums = energy_finance.deal_sums(energy_finance.deals_in_constant_prices(three, cpi()))
        assert sums.loc["purchase", ["low_nominal_usd_bn", "high_nominal_usd_bn"]].tolist() == pytest.approx([2.4, 3.6])
        assert sums.loc["loan", ["low_nominal_usd_bn", "high_nominal_usd_bn"]].tolist() == [2.0, 2.0]

    def test_deal_without_dollars_is_not_converted(self, three):
        assert "e" not in set(energy_finance.deals_in_constant_prices(three, cpi()).deal)

    def test_figure_shows_counted_and_rivals(self, three):
        assert set(energy_finance.drawn_deals(three, cpi()).deal) == {"a", "b", "c-high", "c-low"}

    def test_nominal_sum_added_by_hand(self):
        # purchases .325 + .1501615 + 4.18 + 1.91 + 5 + .435, loans 10 + .5 + 1.13 + 2.35 + .2 + 2; 1.4 or 2.6 beside
        found = energy.deal_summary(tables.load("energy_deals"), tables.load("us_cpi_annual"))
        assert found["nominal_low"] == pytest.approx(12.0001615 + 16.18 + 1.4)
        assert found["nominal_high"] == pytest.approx(12.0001615 + 16.18 + 2.6)
        assert found["count"] == 13

    def test_loan_with_a_foreign_bank_and_pledges_are_out(self):
        table = tables.load("energy_deals").set_index("deal")
        assert set(table.loc[["kenkiyak-kumkol", "aktobe-pledge", "visit-2013"]].counting) == {"left out"}
        # of the syndicated 4.7 billion only the Chinese half
        assert table.amount_usd_bn["line-c"] == 2.35


class TestOil:
    @pytest.fixture
    def balance(self):
        return tables.load("oil_balance")

    def test_tonnes_that_the_statistical_review_prints(self, balance):
        output = energy_balances.oil_output(balance).set_index("year").oil_production_mt
        assert output[1992] == pytest.approx(25.8, abs=0.05)
        assert output[2008] == pytest.approx(70.7, abs=0.05)
        assert output[2024] == pytest.approx(87.6, abs=0.05)

    def test_sources_agree(self, balance):
        checked = energy_balances.check_oil_sources(balance, tables.load("oil_balance_tonnes"))
        assert len(checked) == 8
        assert checked.share_gap_pct[checked.iso3 == "CHN"].between(0, 2.5).all()

    def test_another_edition_is_found_out(self, balance):
        other = balance.assign(oil_production_twh=balance.oil_production_twh * 1.01)
        with pytest.raises(ValueError, match="take both from one edition"):
            energy_balances.check_oil_sources(other, tables.load("oil_balance_tonnes"))

    def test_missing_year_is_found_out(self, balance):
        with pytest.raises(ValueError, match="CHN 2024"):
            energy_balances.check_oil_sources(balance[balance.year < 2024], tables.load("oil_balance_tonnes"))

    def test_share_by_hand(self):
        balance = pd.DataFrame(
            {"iso3": "CHN", "year": [1, 2], "oil_production_twh": [120.0, 50.0], "oil_consumption_twh": [100.0, 200.0]}
        )
        tonnes = pd.DataFrame({"iso3": [], "year": [], "oil_production_mt": [], "oil_consumption_mt": []})
        tonnes = tonnes.astype({"iso3": str, "year": int})
        shares = energy_balances.import_dependence(balance, tonnes).share_pct
        assert shares.tolist() == pytest.approx([-20.0, 75.0])

    def test_turn_is_the_last_crossing(self):
        shares = pd.DataFrame({"year": [1990, 1991, 1992, 1993], "share_pct": [1.0, 0.0, 2.0, 3.0]})
        assert energy_balances.net_importer_since(shares) == 1992
        assert energy_balances.net_importer_since(shares.iloc[2:]) == 1992
        with pytest.raises(ValueError, match="does not end above zero"):
            energy_balances.net_importer_since(shares.iloc[:2])

    def test_both_units_give_the_same_turn(self, balance):
        shares = energy_balances.import_dependence(balance, tables.load("oil_balance_tonnes")).set_index("year")
        assert (shares.share_of_tonnes_pct[[1993, 1994]] < 0).all()
        assert shares.share_of_tonnes_pct[1995] > 0
        assert energy_balances.net_importer_since(shares.reset_index()) == 1995

    def test_surplus_by_hand(self, balance):
        # (1018.305 − 192.419) ÷ (8964.054 − 2475.922)
        assert energy.surplus_bound(balance)["share"] == pytest.approx(100 * 825.886 / 6488.132)


class TestCrudeAndGas:
    def test_throughput_is_not_read_as_exports(self):
        flow = tables.load("crude_to_china")
        assert energy.crude_points(flow)["pipeline_2013"] == 11.85
        assert energy.crude_points(flow)["kazakh_2013"] == 11.2

    def test_derived_flows(self):
        # what the press says: 7.73 is 26% up, 11.85 is 14.09% up, 12.3082 is 23.16% up
        flow = tables.load("crude_to_china").query("basis == 'derived'").set_index("year").crude_mt
        assert flow[2008] == pytest.approx(7.73 / 1.26, abs=0.005)
        assert flow[2012] == pytest.approx(11.85 / 1.1409, abs=0.005)
        assert flow[2014] == pytest.approx(80.27 - 4.84 - 63.62, abs=0.005)
        assert flow[2016] == pytest.approx(12.3082 / 1.2316, abs=0.005)

    def test_years_without_figure_stay_out(self):
        flow = tables.load("crude_to_china").query("measure == 'pipeline, all origins'")
        assert not set(flow.year) & {2010, 2011, 2015, 2018, 2020, 2021, 2022, 2023, 2024}

    def test_import_total_is_not_drawn(self):
        drawn = energy_balances.crude_counts(*map(tables.load, ("crude_to_china", "crude_values", "brent_price")))
        assert drawn.crude_mt.max() < 13
        implied = drawn[drawn.measure == "Kazakh crude, by value"].set_index("year").crude_mt
        # 1,887.59 million dollars at 80.52 a barrel and 7.32 barrels a tonne
        assert implied.to_dict() == {2024: pytest.approx(1887.59 / 80.52 / 7.32)}

    def test_piped_gas_adds_up_to_the_source_total(self):
        gas = tables.load("gas_to_china_2024")
        origins = gas.gas_bcm[gas.flow == "imports of China"].sum()
        assert origins == pytest.approx(gas.gas_bcm[gas.flow == "imports of China, all pipelines"].item(), abs=0.001)

    def test_china_takes_what_russia_does_not(self):
        # the source splits Kazakhstan's 5.2094 into 4.5437 for China and 0.6657 for Russia
        assert energy.gas_summary(tables.load("gas_to_china_2024"))["export_share"] == pytest.approx(
            100 * 4.5437 / (4.5437 + 0.6657)
        )


class TestUranium:
    @pytest.fixture
    def mining(self):
        return tables.load("uranium_mining")

    @pytest.mark.parametrize(("year", "printed", "digits"), [(2012, 36.5, 1), (2022, 43, 0), (2024, 39, 0)])
    def test_share_that_the_association_prints(self, mining, year, printed, digits):
        share = energy_uranium.uranium_output(mining).set_index("year").share_pct[year]
        assert round(share, digits) == printed
        stated = tables.load("energy_statements").set_index("statement").share_pct[f"wna-share-{year}"]
        assert stated == printed

    def test_leader_from_2009(self, mining):
        # Canada mined 9,000 tonnes in 2008 and 10,173 in 2009, Kazakhstan 8,521 and 14,020
        assert energy.uranium_summary(mining)["leader_since"] == 2009

    def test_revised_world_total_is_found_out(self, mining):
        with pytest.raises(ValueError, match="do not compare shares across the join"):
            energy_uranium.check_uranium_pages(mining.assign(world_other_page_tu=mining.world_other_page_tu * 1.02))

    def test_revision_of_2022(self, mining):
        # 49,355 tonnes on the page of 2023, 49,614 on that of 2025
        assert energy_uranium.check_uranium_pages(mining) == pytest.approx(100 * (49614 / 49355 - 1))

    def test_imports_by_hand(self, mining):
        found = energy.uranium_to_china(tables.load("uranium_imports_china"), mining, tables.load("energy_statements"))
        assert found["share_2013"] == pytest.approx(100 * 14981 / 18968)
        assert found["of_output_2012"] == pytest.approx(100 * 9613 / 21317)

    def test_stakes_by_hand(self, mining):
        found = energy.uranium_stakes(mining, tables.load("energy_statements"))
        assert found["planned"] == 640 + 425 + 640
        assert found["growth"] == 21317 - 8521


class TestFourFuels:
    @pytest.fixture
    def balance(self):
        return tables.load("energy_balance")

    def test_review_prints_the_same_in_its_own_units(self, balance):
        # Statistical Review 2025: China’s gas output 248.4 and use 434.4 billion m³, coal output 94.48 EJ; Kazakhstan’s
        # gas output 29.7 billion m³ (2024), generation 118.5 TWh
        last = balance.set_index(["iso3", "year"]).xs(2024, level="year")
        assert last.gas_production_twh["CHN"] / energy_balances.TWH_PER_BCM == pytest.approx(248.4, abs=0.05)
        assert last.gas_consumption_twh["CHN"] / energy_balances.TWH_PER_BCM == pytest.approx(434.4, abs=0.05)
        assert last.coal_production_twh["CHN"] * 0.0036 == pytest.approx(94.48, abs=0.005)
        assert last.gas_production_twh["KAZ"] / energy_balances.TWH_PER_BCM == pytest.approx(29.73, abs=0.005)

    def test_broken_gas_years_and_the_printed_zero_are_gaps(self, balance):
        ours = balance[balance.iso3 == "KAZ"].set_index("year")
        assert ours.loc[:2003, ["gas_production_twh", "gas_consumption_twh"]].isna().all(axis=None)
        assert ours.loc[2004:, ["gas_production_twh", "gas_consumption_twh"]].notna().all(axis=None)
        assert np.isnan(ours.net_electricity_imports_twh[2015])

    def test_ratio_by_hand(self, balance):
        found = energy_balances.fuel_balances(balance, tables.load("oil_balance")).set_index(["iso3", "fuel", "year"])
        # 118.51 generated and 2.41 bought in; 540.015 of coal dug and 415.602 burnt
        assert found.ratio_pct["KAZ", "electricity", 2024] == pytest.approx(100 * 118.51 / 120.92)
        assert found.ratio_pct["KAZ", "coal", 2024] == pytest.approx(100 * 540.015 / 415.602)
        assert ("KAZ", "electricity", 2015) not in found.index

    def test_ceiling_needs_a_surplus_and_a_shortfall(self):
        balance = pd.DataFrame(
            {
                "iso3": ["CHN", "KAZ"] * 2, "year": [2000, 2000, 2001, 2001],
                "coal_production_twh": [90.0, 30.0, 110.0, 30.0], "coal_consumption_twh": [100.0, 25.0, 100.0, 25.0],
                "gas_production_twh": np.nan, "gas_consumption_twh": np.nan,
                "electricity_generation_twh": 1.0, "net_electricity_imports_twh": np.nan,
            }
        )  # fmt: skip
        oil = pd.DataFrame(
            {"iso3": ["CHN", "KAZ"], "year": 2000, "oil_production_twh": [1.0, 1.0], "oil_consumption_twh": [3.0, 2.0]}
        )
        found = energy_balances.ceilings(balance, oil)
        assert found[["fuel", "year", "share_pct"]].to_numpy().tolist() == [["coal", 2000, 50.0]]

    def test_one_heat_value_in_both_gas_tables(self, balance):
        gas = tables.load("gas_to_china_2024")
        assert abs(energy_balances.check_gas_sources(balance, gas)) < 0.01
        other = balance.assign(gas_production_twh=balance.gas_production_twh * 1.055)
        with pytest.raises(ValueError, match="do not mix them"):
            energy_balances.check_gas_sources(other, gas)

    def test_fall_of_the_ceiling_does_not_hang_on_its_first_year(self, balance):
        found = energy.ceiling_summary(balance, tables.load("oil_balance"))
        assert found["slope_low"] < found["slope"] < found["slope_high"]
        assert found["tried_low"] > 0


class TestConversions:
    def test_factors_agree_with_each_other(self):
        # a barrel a day for a year is 365.25 barrels
        assert pytest.approx(365.25 / energy_balances.BARRELS_PER_TONNE, rel=0.002) == (
            energy_balances.TONNES_A_YEAR_PER_BARREL_A_DAY
        )

    def test_barrel_price_by_hand(self):
        values = pd.DataFrame({"year": [2013], "crude_mt": [10.0], "value_musd": [7320.0], "source_key": "x"})
        brent = pd.DataFrame({"year": [2013], "brent_usd_bbl": [125.0]})
        row = energy_balances.crude_prices(values, brent).iloc[0]
        assert row.price_nominal_usd_bbl == pytest.approx(100)
        assert row.of_brent_pct == pytest.approx(80)
        assert row.at_brent_mt == pytest.approx(8)

    def test_weight_and_value_of_2013_agree_with_the_market(self):
        found = energy_balances.crude_prices(tables.load("crude_values"), tables.load("brent_price"))
        assert found.set_index("year").of_brent_pct[2013] == pytest.approx(100, abs=5)


class TestPipelines:
    def test_share_of_imports_near_what_xinhua_prints(self):
        # Xinhua, 25 January 2010: 7.73 million tonnes were about 4% of crude imports of 204 million; with products
        # imports were larger, so the share here must be smaller
        shares = energy_balances.pipeline_shares(
            *map(tables.load, ("crude_to_china", "pipeline_capacity", "oil_imports_china", "oil_balance"))
        ).set_index("year")
        assert 2.5 < shares.of_imports_pct[2009] < 100 * 7.73 / 204

    def test_capacity_is_unknown_before_the_first_figure(self):
        shares = energy_balances.pipeline_shares(
            *map(tables.load, ("crude_to_china", "pipeline_capacity", "oil_imports_china", "oil_balance"))
        ).set_index("year")
        assert shares.of_capacity_pct.loc[:2012].isna().all()
        assert shares.of_capacity_pct[2013] == pytest.approx(100 * 11.85 / 12)
        assert shares.of_capacity_pct[2019] == pytest.approx(100 * 10.88 / 20)
        assert 2006 not in shares.index, "half a year is no year"

    def test_gas_capacity_adds_up_by_opening(self):
        flows = energy_balances.gas_flows(tables.load("gas_pipeline_flows"), tables.load("pipeline_capacity"))
        capacity = flows.groupby("year").capacity_bcm.first()
        assert (capacity[2010], capacity[2013], capacity[2014]) == (30, 30, 55)

    def test_operators_volumes_exceed_standard_ones_as_the_audit_found(self):
        found = energy.gas_line_summary(
            *map(tables.load, ("gas_pipeline_flows", "pipeline_capacity", "energy_balance"))
        )
        assert round(found["operator_low"]) == 3
        assert round(found["operator_high"]) == 11

    def test_no_operator_figure_for_2018(self):
        flows = tables.load("gas_pipeline_flows").query("volume_basis == 'operator'")
        assert 2018 not in set(flows.year)


class TestUraniumMarket:
    @pytest.fixture
    def producers(self):
        return tables.load("uranium_producers")

    @pytest.fixture
    def mining(self):
        return tables.load("uranium_mining")

    def test_concentration_of_known_cases(self):
        # four equal firms: index 1/4; shares of 50, 30 and 20%: 0.25 + 0.09 + 0.04
        equal = energy_uranium.concentration(pd.DataFrame({"year": 1, "share_pct": [25.0] * 4})).iloc[0]
        assert (equal.index_low, equal.producers_high) == (0.25, 4.0)
        three = energy_uranium.concentration(pd.DataFrame({"year": 1, "share_pct": [50.0, 30.0, 20.0]})).iloc[0]
        assert three.index_low == pytest.approx(0.38)
        assert three.index_high == pytest.approx(0.38)

    def test_unlisted_rest_widens_the_bounds(self):
        found = energy_uranium.concentration(pd.DataFrame({"year": 1, "share_pct": [60.0, 20.0]})).iloc[0]
        assert found.index_low == pytest.approx(0.40)
        assert found.index_high == pytest.approx(0.44)

    def test_order_that_the_association_prints(self, producers, mining):
        shares = energy_uranium.producer_shares(producers, mining)
        first = shares[shares.mining_rank == 1].set_index("year").iso3
        assert (first[2008], first[2009], first[2024]) == ("CAN", "KAZ", "KAZ")
        ours = shares[shares.iso3 == "KAZ"].set_index("year").mining_rank
        series = mining.set_index("year").mining_rank
        assert (ours == series[ours.index]).all()

    def test_tables_of_different_pages_are_found_out(self, producers, mining):
        with pytest.raises(ValueError, match="take both from one page"):
            energy_uranium.check_producers(producers.assign(mined_tu=producers.mined_tu + 1), mining)

    def test_bounds_by_hand(self, producers, mining):
        rows = energy_uranium.participation_bounds(
            producers, mining, tables.load("uranium_imports_china"), tables.load("energy_statements")
        ).set_index("year")
        assert rows.without_mines_tu[2008] == 8521
        assert rows.without_mines_tu[2009] == 14020 - 1705
        assert rows.without_sales_tu[2013] == 22451 - 14981
        assert np.isnan(rows.without_sales_tu[2016])
        assert rows.next_iso3[2020] == "AUS"

    def test_reactors_of_two_lists_agree(self):
        # 58 operable reactors in the list of the World Nuclear Association and in Global Energy Monitor’s, of 56.9 GW
        # net and 58.1 GW gross
        ours = tables.load("reactor_fleet_china").set_index("status")
        theirs = tables.load("uranium_requirements").set_index("year")
        assert ours.units_count["operating"] == theirs.reactors_count[2024] == 58
        assert 1 < ours.capacity_mw["operating"] / theirs.reactors_mw[2024] < 1.05


class TestDealsByOtherMeasures:
    def test_barrels_by_hand(self):
        brent = pd.DataFrame({"year": [2024], "brent_usd_bbl": [50.0]})
        found = energy_finance.deals_in_barrels(deals(("a", 2024, "loan", "A", "counted", 1.0)), brent)
        assert found.million_barrels.item() == 20

    def test_year_without_price_is_named(self):
        brent = pd.DataFrame({"year": [2024], "brent_usd_bbl": [50.0]})
        with pytest.raises(ValueError, match="1999"):
            energy_finance.deals_in_barrels(deals(("a", 1999, "loan", "A", "counted", 1.0)), brent)

    def test_brent_as_the_energy_information_administration_prints_it(self):
        price = tables.load("brent_price").set_index("year").brent_usd_bbl
        assert price[2008] == pytest.approx(96.94, abs=0.01)
        assert price[2013] == pytest.approx(108.56, abs=0.01)

    def test_meanings_by_hand(self):
        found = energy_finance.meanings_of_investment(
            *map(tables.load, ("energy_deals", "energy_statements", "us_cpi_annual"))
        ).set_index("meaning")
        # to 2016: .325 + .1501615 + 4.18 + 1.91 + 5, with 1.4 or 2.6; a third of 4.18 was passed on
        assert found.low_nominal_usd_bn["purchases"] == pytest.approx(11.5651615 + 1.4)
        assert found.high_nominal_usd_bn["purchases, less what was passed on"] == pytest.approx(
            11.5651615 + 2.6 - 0.33 * 4.18
        )
        assert found.low_nominal_usd_bn["packages announced in 1997 and 2013"] == 9.5 + 30
        order = found.low_nominal_usd_bn.tolist()
        assert order == sorted(order)

    def test_meanings_agree_with_the_sums_of_the_verdict(self):
        loaded = {name: tables.load(name) for name in ("energy_deals", "us_cpi_annual")}
        to_2016 = energy.deals_to_2016(**loaded)
        found = energy.investment_meanings(**loaded, energy_statements=tables.load("energy_statements"))
        assert found["purchases_nominal_high"] == pytest.approx(to_2016["purchases_high"])
        assert found["with_loans_nominal_low"] == pytest.approx(to_2016["all_low"])


class TestPlants:
    def test_tolerance_is_in_kilometres(self):
        # a degree of latitude is 111 km: 4.4 and 11 km north of the box
        inside = energy_plants.in_region([80.5, 80.5], [45.04, 45.1], shapely.box(80, 44, 81, 45))
        assert inside.tolist() == [True, False]

    def test_outline_is_xinjiang(self):
        # the region measures 1.66 million km² by its government, drawn at this scale 1.63
        shape = tables.load("xinjiang").geometry.item()
        assert abs(maps.GEODESIC.geometry_area_perimeter(shape)[0]) / 1e12 == pytest.approx(1.65, abs=0.03)
        cities = {"Ürümqi": (87.6, 43.8), "Kashgar": (76.0, 39.5), "Hami": (93.5, 42.8)}
        outside = {"Dunhuang": (94.7, 40.1), "Golmud": (94.9, 36.4), "Almaty": (76.9, 43.2)}
        assert energy_plants.in_region(*zip(*cities.values(), strict=True), shape).all()
        assert not energy_plants.in_region(*zip(*outside.values(), strict=True), shape).any()

    def test_plants_of_gansu_and_qinghai_are_left_out(self):
        listed = energy_plants.plants_by_place(tables.load("power_plants"), tables.load("xinjiang"))
        places = listed.set_index("plant").place
        assert places["Gansu Wind Farm"] == "in the box, outside Xinjiang"
        assert places["Xinjiang Alashankou Wind"] == "Xinjiang"

    def test_countries_add_up_to_the_summary_of_the_database(self):
        # country summary of the database, version 1.3.0: Kazakhstan 33 plants, 18.628 GW; Kyrgyzstan 8, 3.634 GW
        found = energy_plants.capacity_by_fuel(tables.load("power_plants"), tables.load("xinjiang"))
        sums = found.groupby("place")[["plants", "capacity_gw"]].sum()
        assert sums.plants["Kazakhstan"] == 33
        assert sums.capacity_gw["Kazakhstan"] == pytest.approx(18.628)
        assert sums.plants["Kyrgyzstan"] == 8
        assert sums.capacity_gw["Kyrgyzstan"] == pytest.approx(3.634)


class TestDependence:
    def test_every_measure_divides_one_flow_twice(self):
        names = (
            "crude_to_china", "oil_balance", "energy_balance", "oil_imports_china", "gas_to_china_2024",
            "uranium_imports_china", "uranium_mining",
        )  # fmt: skip
        found = energy_balances.dependence_measures(*map(tables.load, names)).set_index("measure")
        assert found.china_pct["oil 2023, Kazakh customs"] == pytest.approx(100 * 5.7 / 572.522)
        assert found.kazakhstan_pct["gas 2024, share of trade"] == pytest.approx(100 * 4.5437 / 5.2094)
        assert found.kazakhstan_pct["gas 2024, share of use and output"] == pytest.approx(100 * 4.5437 / 29.72948)
        assert found.china_pct["uranium 2013, imports and output"] == pytest.approx(100 * 14981 / 18968)
