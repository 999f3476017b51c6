"""The chapter on energy: what its sources print, and cases worked by hand."""

import pandas as pd
import pytest

from analysis import energy, tables


def cpi(**changes):
    table = pd.DataFrame({"year": [2008, 2016, 2024], "cpi_index": [200.0, 250.0, 300.0], "coverage_months": 12})
    return table.assign(**changes)


def deals(*rows):
    columns = ["deal", "year", "kind", "label", "counting", "amount_usd_bn", "amount_usd2021_bn"]
    return pd.DataFrame([(*row, None) for row in rows], columns=columns)


class TestConstantPrices:
    def test_amount_times_ratio_of_indices(self):
        nominal, years = pd.Series([4.0, 5.0, 6.0]), pd.Series([2008, 2016, 2024])
        assert energy.constant_usd(nominal, years, cpi()).tolist() == pytest.approx([6.0, 6.0, 6.0])

    def test_base_year_can_be_chosen(self):
        assert energy.constant_usd(pd.Series([4.0]), pd.Series([2008]), cpi(), base_year=2016).item() == 5.0

    def test_missing_amount_stays_missing(self):
        found = energy.constant_usd(pd.Series([None, 1.0], dtype=float), pd.Series([2008, 2024]), cpi())
        assert found.isna().tolist() == [True, False]

    def test_year_of_eleven_months_serves_no_conversion(self):
        with pytest.raises(ValueError, match="no price index of twelve months for 2024"):
            energy.constant_usd(pd.Series([1.0]), pd.Series([2008]), cpi(coverage_months=[12, 12, 11]))

    def test_year_without_index_is_named(self):
        with pytest.raises(ValueError, match="1999"):
            energy.constant_usd(pd.Series([1.0]), pd.Series([1999]), cpi())

    def test_part_year_of_the_table_is_left_out(self):
        assert energy.full_year_cpi(tables.load("us_cpi_annual")).index.max() == 2024

    def test_2005_dollar_in_prices_of_2024(self):
        # annual averages as published by the Bureau of Labor Statistics: 195.3 for 2005, 313.689 for 2024
        own = energy.constant_usd(pd.Series([1.0]), pd.Series([2005]), tables.load("us_cpi_annual")).item()
        assert own == pytest.approx(313.689 / 195.3, rel=1e-3)

    def test_near_aiddata_where_the_dollar_moved_little(self):
        # the page of project 39997 gives 2.759 billion of 2021 for 2.35 billion of 2012
        rows = energy.compare_deflators(tables.load("energy_deals"), tables.load("us_cpi_annual"))
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
        sums = energy.deal_sums(energy.deals_in_constant_prices(three, cpi()))
        assert sums.loc["purchase", ["nominal_low", "nominal_high"]].tolist() == pytest.approx([2.4, 3.6])
        assert sums.loc["loan", ["nominal_low", "nominal_high"]].tolist() == [2.0, 2.0]

    def test_deal_without_dollars_is_not_converted(self, three):
        assert "e" not in set(energy.deals_in_constant_prices(three, cpi()).deal)

    def test_figure_shows_counted_and_rivals(self, three):
        assert set(energy.drawn_deals(three, cpi()).deal) == {"a", "b", "c-high", "c-low"}

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
        output = energy.oil_output(balance).set_index("year").oil_production_mt
        assert output[1992] == pytest.approx(25.8, abs=0.05)
        assert output[2008] == pytest.approx(70.7, abs=0.05)
        assert output[2024] == pytest.approx(87.6, abs=0.05)

    def test_sources_agree(self, balance):
        checked = energy.check_oil_sources(balance, tables.load("oil_balance_tonnes"))
        assert len(checked) == 8
        assert checked.share_gap_pct[checked.iso3 == "CHN"].between(0, 2.5).all()

    def test_another_edition_is_found_out(self, balance):
        other = balance.assign(oil_production_twh=balance.oil_production_twh * 1.01)
        with pytest.raises(ValueError, match="take both from one edition"):
            energy.check_oil_sources(other, tables.load("oil_balance_tonnes"))

    def test_missing_year_is_found_out(self, balance):
        with pytest.raises(ValueError, match="CHN 2024"):
            energy.check_oil_sources(balance[balance.year < 2024], tables.load("oil_balance_tonnes"))

    def test_share_by_hand(self):
        balance = pd.DataFrame(
            {"iso3": "CHN", "year": [1, 2], "oil_production_twh": [120.0, 50.0], "oil_consumption_twh": [100.0, 200.0]}
        )
        tonnes = pd.DataFrame({"iso3": [], "year": [], "oil_production_mt": [], "oil_consumption_mt": []})
        tonnes = tonnes.astype({"iso3": str, "year": int})
        shares = energy.import_dependence(balance, tonnes).share_pct
        assert shares.tolist() == pytest.approx([-20.0, 75.0])

    def test_turn_is_the_last_crossing(self):
        shares = pd.DataFrame({"year": [1990, 1991, 1992, 1993], "share_pct": [1.0, 0.0, 2.0, 3.0]})
        assert energy.net_importer_since(shares) == 1992
        assert energy.net_importer_since(shares.iloc[2:]) == 1992
        with pytest.raises(ValueError, match="does not end above zero"):
            energy.net_importer_since(shares.iloc[:2])

    def test_both_units_give_the_same_turn(self, balance):
        shares = energy.import_dependence(balance, tables.load("oil_balance_tonnes")).set_index("year")
        assert (shares.share_of_tonnes_pct[[1993, 1994]] < 0).all()
        assert shares.share_of_tonnes_pct[1995] > 0
        assert energy.net_importer_since(shares.reset_index()) == 1995

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
        assert energy.crude_to_china(tables.load("crude_to_china")).crude_mt.max() < 13

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
        share = energy.uranium_output(mining).set_index("year").share_pct[year]
        assert round(share, digits) == printed
        stated = tables.load("energy_statements").set_index("statement").share_pct[f"wna-share-{year}"]
        assert stated == printed

    def test_leader_from_2009(self, mining):
        # Canada mined 9,000 tonnes in 2008 and 10,173 in 2009, Kazakhstan 8,521 and 14,020
        assert energy.uranium_summary(mining)["leader_since"] == 2009

    def test_revised_world_total_is_found_out(self, mining):
        with pytest.raises(ValueError, match="do not compare shares across the join"):
            energy.check_uranium_pages(mining.assign(world_other_page_tu=mining.world_other_page_tu * 1.02))

    def test_revision_of_2022(self, mining):
        # 49,355 tonnes on the page of 2023, 49,614 on that of 2025
        assert energy.check_uranium_pages(mining) == pytest.approx(100 * (49614 / 49355 - 1))

    def test_imports_by_hand(self, mining):
        found = energy.uranium_to_china(tables.load("uranium_imports_china"), mining, tables.load("energy_statements"))
        assert found["share_2013"] == pytest.approx(100 * 14981 / 18968)
        assert found["of_output_2012"] == pytest.approx(100 * 9613 / 21317)

    def test_stakes_by_hand(self, mining):
        found = energy.uranium_stakes(mining, tables.load("energy_statements"))
        assert found["planned"] == 640 + 425 + 640
        assert found["growth"] == 21317 - 8521
