"""The computed verdicts on energy, trade and water: cases by hand in which each rule says something else."""

from dataclasses import replace

import pandas as pd
import pytest
import shapely

from analysis import claims
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, NOT_CHECKABLE, OUTDATED, QUALIFIED, Claim, computed
from analysis.verdicts import economy

CLAIMS = {claim.id: claim for claim in claims.all() if claim.chapter in ("energy", "trade", "water")}


def made_up(name="made-up", **fields):
    """A claim of the test's own."""
    empty = Claim(name, "relations", "trade", "quantity", "", None, None, None, None, None, (), (), "", "", (), "", "")
    return replace(empty, **fields)


def frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split())


def test_another_digit_in_the_ledger_gives_another_verdict():
    wrong = {
        "trade-2022-24bn": {"value": 42.0},
        "trade-2022-34pct": {"value": 43.1},
        "trade-2030-target": {"value": 53.0},
        "cap-rail-10mt": {"value": 15.5},
        "modern-petrokazakhstan-2005": {"start": "2006"},
        "modern-petrokazakhstan-4.18bn": {"value": 4.81},
        "modern-pipeline-700m": {"value": 900.0},
        "modern-pipeline-agreement-1997": {"start": "1996"},
        "modern-petroleum-20bn-2016": {"value": 12.0},
        "modern-2009-loan-10bn": {"value": 5.0},
        "modern-2009-mmg-stake": {"start": "2008"},
        "modern-1991-shop-tourism": {"start": "1992"},
        "modern-energy-needs": {"end": "1994"},
        "cap-kulja-chuguchak-trade": {"start": "1700"},
        "ref-23-freight-growth": {"value": 21.8},
        "ref-24-khorgos-station": {"end": "2012-12-01"},
        "uranium-largest-exporter": {"start": "2008"},
        "uranium-investment": {"end": "2007"},
        "uranium-chinese-contribution": {"start": "2000"},
        "kgb-bri-2013": {"start": "2012"},
        "kgb-logistics-280m": {"value": 820.0},
        "kgb-investment-continued": {"end": "2021"},
        "water-two-rivers": {"value": 3.0},
        "water-emil-alakol": {"place": "Lake Balkhash"},
        "water-karaganda-canal": {"place": "Irtysh–Astana Canal"},
        "trade-2024-top-partner": {"start": "2021"},
    }
    for name, change in wrong.items():
        assert computed(replace(CLAIMS[name], **change)) != CLAIMS[name].verdict, name


def test_a_total_is_confirmed_only_if_both_countries_give_it():
    claim = made_up(value=24.0, start="2022", end="2022")
    columns = "year value_usd_bn growth_pct"
    both = frame(columns, (2022, 24.1, 5.0), (2022, 23.6, 5.0))
    assert economy.level_of_trade(claim, both) == CONFIRMED
    assert economy.level_of_trade(claim, frame(columns, (2022, 31.2, 1.0))) == CONTRADICTED
    assert economy.level_of_trade(claim, frame(columns, (2021, 24.0, 1.0))) == NOT_CHECKABLE
    growth = replace(claim, value=5.0)
    assert economy.growth_of_trade(growth, both) == CONFIRMED
    assert economy.growth_of_trade(growth, frame(columns, (2022, 24.0, 9.0))) == CONTRADICTED


def test_a_goal_is_confirmed_while_no_higher_one_follows():
    claim = made_up(value=35.0, end="2030")
    columns = "announced_year target_year value_usd_bn"
    one = frame(columns, (2022, 2030, 35))
    assert economy.target_of_trade(claim, one) == CONFIRMED
    assert economy.target_of_trade(replace(claim, flags=("ambiguous",)), one) == QUALIFIED
    assert economy.target_of_trade(claim, frame(columns, (2022, 2030, 35), (2023, 2030, 40))) == QUALIFIED
    assert economy.target_of_trade(claim, frame(columns, (2022, 2030, 59))) == CONTRADICTED


@pytest.mark.parametrize(("russia", "verdict"), [(20.0, QUALIFIED), (29.5, CONTESTED), (33.0, CONTRADICTED)])
def test_the_largest_partner_leads_by_more_than_rounding(russia, verdict):
    own = frame("reporter_iso3 year value_usd_bn", ("KAZ", 2024, 30.1), ("CHN", 2024, 43.8))
    rival = frame("name year value_usd_bn", ("turnover_rus", 2024, russia))
    assert economy.largest_partner(made_up(start="2024"), own, rival) == verdict


def test_the_largest_investor_must_lead_by_every_measure():
    claim = made_up(start="2024")
    columns = "measure year investor_iso3 value_usd_bn position_rank"
    stock = frame("name value_usd_bn", ("stock_chn", 5.2), ("stock_nld", 60.0), ("stock_all", 152.8))
    placed = frame(columns, ("announced new projects", 2015, "CHN", 1.2, 1))
    behind = frame(columns, ("gross inflow", 2023, "CHN", 1.8, None), ("gross inflow", 2023, "RUS", 3.0, None))
    ahead = frame(columns, ("gross inflow", 2023, "CHN", 3.8, None), ("gross inflow", 2023, "RUS", 3.0, None))
    assert economy.largest_investor(claim, placed, stock) == CONTESTED
    assert economy.largest_investor(claim, behind, stock) == CONTRADICTED
    assert economy.largest_investor(claim, ahead, stock.iloc[[0]]) == CONFIRMED
    assert economy.largest_investor(claim, ahead.assign(year=2025), stock.iloc[:0]) == NOT_CHECKABLE


def test_growth_of_commerce_must_be_fast(monkeypatch):
    span = {"first": 1.0, "last": 16.0, "first_year": 2000, "last_year": 2020, "peak": 16.0, "trough": 16.0}
    monkeypatch.setattr(economy.trade, "structure_kazakhstan", lambda sections: {"three_2015": 80.0})
    for changed, verdict in (({}, CONFIRMED), ({"peak": 40.0}, QUALIFIED), ({"last": 5.0}, CONTRADICTED)):
        monkeypatch.setattr(economy.trade, "unbroken_span", lambda reports, changed=changed: {**span, **changed})
        assert economy.growth_of_commerce(None, None) == verdict


FREIGHT = "crossing year period kind freight_mt"
ALL = "all freight"
SECOND_LINE = frame(
    "event_id start_year place title precision date_text",
    ("rail-2012", 2012, "Khorgos", "Second railway across the border", "day", "2012-12-22"),
)


def test_freight_is_held_against_full_years_near_the_claim():
    claim = made_up(value=10.0, start="2012")
    one, every = "Dostyk–Alashankou", "all crossings"
    near = frame(
        FREIGHT, (one, 2011, "year", ALL, 9.0), (every, 2012, "year", ALL, 11.0), (one, 2002, "year", ALL, 5.8)
    )
    assert economy.freight_of_a_crossing(claim, near, SECOND_LINE) == CONFIRMED
    apart = frame(FREIGHT, (one, 2011, "year", ALL, 9.0), (every, 2012, "year", ALL, 16.6))
    assert economy.freight_of_a_crossing(claim, apart, SECOND_LINE) == CONTESTED
    later = frame(FREIGHT, (every, 2013, "year", ALL, 10.0), (one, 2012, "January–May", ALL, 10.0))
    assert economy.freight_of_a_crossing(claim, later, SECOND_LINE) == NOT_CHECKABLE
    part = frame(FREIGHT, (one, 2012, "year", "sent to China", 10.0), (one, 2011, "year", ALL, 15.2))
    assert economy.freight_of_a_crossing(claim, part, SECOND_LINE) == CONTRADICTED


def test_growth_of_freight_may_miss_by_five_points():
    claim = made_up(value=10.0, start="2012-01")
    years = frame(FREIGHT, ("a", 2011, "year", ALL, 10.0), ("b", 2012, "year", ALL, 11.4))
    assert economy.growth_of_freight(claim, years) == QUALIFIED
    assert economy.growth_of_freight(replace(claim, value=20.0), years) == CONTESTED
    assert economy.growth_of_freight(claim, years.iloc[1:]) == NOT_CHECKABLE


def test_a_hope_comes_true_within_its_days():
    claim = made_up(place="Khorgos", start="2012-11-23", end="2012-12-31")
    assert economy.railway_by_the_end_of_the_year(claim, SECOND_LINE) == CONFIRMED
    late = SECOND_LINE.assign(date_text="2013-12-22")
    assert economy.railway_by_the_end_of_the_year(claim, late) == CONTRADICTED
    assert economy.railway_by_the_end_of_the_year(replace(claim, place="Bakhty"), late) == NOT_CHECKABLE


BORDERS = frame(
    "neighbour_iso3 geometry",
    ("KAZ", shapely.LineString([(80, 44), (80, 46)])),
    ("KGZ", shapely.LineString([(76, 40), (78, 42)])),
)


@pytest.mark.parametrize(
    ("longitude", "modes", "verdict"),
    [(80.1, "rail and road", CONFIRMED), (81.0, "rail and road", CONTRADICTED), (80.1, "road", CONTRADICTED)],
)
def test_a_place_at_the_border_is_near_and_has_a_railway(longitude, modes, verdict):
    columns = "name neighbour_iso3 modes latitude_deg longitude_deg"
    crossings = frame(columns, ("Here–There", "KAZ", modes, 45.0, longitude))
    assert economy.place_at_the_border(made_up(place="Here; There"), crossings, BORDERS) == verdict
    assert economy.place_at_the_border(made_up(place="Here; Else"), crossings, BORDERS) == NOT_CHECKABLE


def test_kyrgyz_trade_is_confirmed_by_towns_near_the_kyrgyz_border():
    claim = made_up(place="Chuguchak", start="1757")
    fairs = frame("title start_year", ("Trade fair opened to the Kazakhs", 1764))
    places = "name latitude_deg longitude_deg"
    south, north = frame(places, ("Tacheng", 41.0, 77.5)), frame(places, ("Tacheng", 46.7, 82.9))
    assert economy.trade_after_the_conquest(claim, fairs, south, BORDERS) == CONFIRMED
    assert economy.trade_after_the_conquest(claim, fairs, north, BORDERS) == QUALIFIED
    assert economy.trade_after_the_conquest(claim, fairs.assign(start_year=1851), south, BORDERS) == CONTRADICTED


def test_agreements_are_looked_up_by_year():
    columns = "event_id start_year scope form certainty"
    events = frame(columns, ("a", 1992, "bilateral", "agreement", "documented"))
    assert economy.agreement_before_relations(made_up(start="1992"), events) == CONFIRMED
    assert economy.agreement_before_relations(made_up(start="1991"), events) == CONTESTED
    assert economy.agreement_before_relations(made_up(start="1993"), events) == CONTRADICTED
    speech = frame("event_id start_year", ("silkroad-2013", 2014))
    assert economy.start_of_the_initiative(made_up(start="2013"), speech) == CONTRADICTED


PROJECTS = "item year value_musd"


def test_the_worth_of_the_centre_is_what_both_parties_say():
    claim = made_up(value=280.0, start="2002", end="2013")
    for other, verdict in ((280.0, CONFIRMED), (275.0, QUALIFIED), (200.0, CONTESTED)):
        accounts = frame(PROJECTS, ("centre-a", 2020, 280.0), ("centre-b", 2020, other))
        assert economy.value_of_the_centre(claim, accounts) == verdict
    assert economy.value_of_the_centre(replace(claim, value=100.0), accounts) == CONTRADICTED


def test_investment_goes_on_only_after_the_end_of_the_project():
    accounts = frame(PROJECTS, ("centre-a", 2020, 280.0), ("inflow", 2024, 200.0))
    assert economy.investment_after_the_protests(made_up(end="2013"), accounts) == QUALIFIED
    assert economy.investment_after_the_protests(made_up(end="2022"), accounts) == CONFIRMED
    earlier = accounts.assign(year=[2020, 2019])
    assert economy.investment_after_the_protests(made_up(end="2013"), earlier) == CONTRADICTED


LINES = "carries from_iso3 opened_year"


def test_the_first_pipeline_is_the_oil_line():
    claim = made_up(start="1997")
    oil, gas = ("crude oil", "KAZ", 2006), ("natural gas", "KAZ", 2009)
    assert economy.first_pipeline(claim, frame(LINES, oil, gas)) == CONFIRMED
    assert economy.first_pipeline(claim, frame(LINES, oil, ("natural gas", "TKM", 2005))) == CONTRADICTED
    assert economy.first_pipeline(claim, frame(LINES, oil, ("natural gas", "TKM", 2006))) == CONTRADICTED
    assert economy.first_pipeline(replace(claim, start="2007"), frame(LINES, oil)) == CONTRADICTED


def test_a_further_agreement_before_the_opening_qualifies_the_first():
    columns = "event_id form certainty start_year"
    first = ("oil-1997", "agreement", "documented", 1997)
    lines = frame(LINES, ("crude oil", "KAZ", 2006))
    one, two = frame(columns, first), frame(columns, first, ("oil-2004", "agreement", "documented", 2004))
    assert economy.agreement_on_the_pipeline(made_up(start="1997"), one, lines) == CONFIRMED
    assert economy.agreement_on_the_pipeline(made_up(start="1997"), two, lines) == QUALIFIED
    assert economy.agreement_on_the_pipeline(made_up(start="1998"), two, lines) == CONTRADICTED


DEALS = "deal year kind label counting chinese_party amount_usd_bn"
BOUGHT = ("petrokazakhstan", 2005, "purchase", "PetroKazakhstan", "counted", "CNPC", 4.18)


def test_the_purchase_is_held_against_the_list_of_deals():
    claim = made_up(value=4.18, start="2005")
    deals = frame(DEALS, BOUGHT)
    assert economy.year_of_the_purchase(claim, deals) == CONFIRMED
    assert economy.year_of_the_purchase(claim, deals.assign(year=2006)) == CONTRADICTED
    assert economy.price_of_the_purchase(claim, deals) == CONFIRMED
    assert economy.price_of_the_purchase(claim, deals.assign(amount_usd_bn=4.2)) == CONTRADICTED
    assert economy.largest_purchase(claim, deals) == CONFIRMED
    for year, verdict in ((2013, OUTDATED), (2004, CONTRADICTED)):
        larger = frame(DEALS, BOUGHT, ("other", year, "purchase", "Other", "counted", "CNPC", 5.0))
        assert economy.largest_purchase(claim, larger) == verdict


def test_the_cost_of_a_line_is_spent_by_its_owners():
    deals = frame(DEALS, ("atasu-alashankou", 2005, "construction", "Line", "left out", "CNPC", 0.7))
    for share, value, verdict in ((100.0, 700.0, CONFIRMED), (50.0, 700.0, QUALIFIED), (100.0, 350.0, CONTRADICTED)):
        owned = frame("statement share_pct", ("pipeline-stake", share))
        assert economy.cost_of_the_pipeline(made_up(value=value), deals, owned) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(4.0, CONFIRMED), (10.0, CONTESTED), (16.0, NOT_CHECKABLE)])
def test_whether_loans_are_meant_decides_on_investment(value, verdict):
    loan = ("state-loan", 2009, "loan", "Loan", "counted", "A and B", 10.0)
    late = ("late", 2020, "purchase", "Late", "counted", "CNPC", 50.0)
    claim = made_up(value=value, end="2016")
    assert economy.investment_in_petroleum(claim, frame(DEALS, BOUGHT, loan, late)) == verdict


def test_a_loan_of_one_lender_is_confirmed():
    claim = made_up(value=10.0, start="2009")
    for lender, amount, verdict in (("A and B", 10.0, QUALIFIED), ("A", 10.0, CONFIRMED), ("A", 3.0, CONTRADICTED)):
        deals = frame(DEALS, ("state-loan", 2009, "loan", "Loan", "counted", lender, amount))
        assert economy.loan_of_2009(claim, deals) == verdict


def test_the_stake_is_dated_by_its_purchase():
    row = ("m", 2009, "purchase", "MangistauMunaiGas (a)", "rival", "CNPC", 2.6)
    assert economy.stake_of_2009(made_up(start="2009"), frame(DEALS, row)) == CONFIRMED
    assert economy.stake_of_2009(made_up(start="2010"), frame(DEALS, row)) == CONTRADICTED
    assert economy.stake_of_2009(made_up(start="2009"), frame(DEALS, BOUGHT)) == NOT_CHECKABLE


def test_the_need_must_precede_the_claim(monkeypatch):
    monkeypatch.setattr(economy.energy_balances, "import_dependence", lambda *frames: None)
    monkeypatch.setattr(economy.energy_balances, "net_importer_since", lambda shares: 1995)
    for supplied, year, verdict in ((1.0, "2004", QUALIFIED), (20.0, "2004", CONFIRMED), (20.0, "1990", CONTRADICTED)):
        monkeypatch.setattr(economy.energy, "crude_shares", lambda *frames, part=supplied: {"china_customs": part})
        assert economy.growing_need(made_up(end=year), None, None, None) == verdict


def test_stakes_in_mines_are_dated():
    stakes = frame("statement year share_pct", ("irkol", 2008, 49.0))
    assert economy.stakes_in_mines(made_up(end="2007"), stakes) == CONTRADICTED
    assert economy.stakes_in_mines(made_up(end="2008"), stakes) == CONFIRMED


@pytest.mark.parametrize(
    ("place", "year", "verdict"), [(1, 2024, CONFIRMED), (1, 2021, QUALIFIED), (2, 2024, CONTRADICTED)]
)
def test_the_largest_exporter_is_first_in_a_count_of_the_year(place, year, verdict):
    exports = frame("statement year share_pct", ("uranium-export-value", year, 34.0))
    mined = frame("year mining_rank", (2024, place))
    assert economy.largest_exporter(made_up(value=1.0, start="2024"), mined, exports) == verdict
    assert economy.largest_exporter(made_up(value=1.0, start="2030"), mined, exports) == NOT_CHECKABLE


@pytest.mark.parametrize(("planned", "verdict"), [(60, CONFIRMED), (20, QUALIFIED), (5, CONTRADICTED)])
def test_the_contribution_of_mines_is_their_part_of_the_growth(planned, verdict):
    mined = frame("year kazakhstan_tu", (2008, 100), (2012, 200))
    others = [(name, 2021, 49.0, None) for name in ("ortalyk", "zarechnoye", "uranium-export-value")]
    statements = frame("statement year share_pct uranium_tu", ("irkol", 2008, 49.0, planned), *others)
    assert economy.contribution_of_mines(made_up(start="2024"), mined, statements) == verdict
    assert economy.contribution_of_mines(made_up(start="2007"), mined, statements) == NOT_CHECKABLE


def test_a_river_must_begin_in_china():
    lands = frame("iso3 geometry", ("KAZ", shapely.box(60, 40, 80, 50)), ("CHN", shapely.box(80, 40, 95, 50)))
    flows = frame("from_iso3 to_iso3 basin flow_km3_year", ("CHN", "KAZ", "Irtysh", 9.5))
    claim = made_up(place="Irtysh", value=1.0)
    east = frame("name geometry", ("Irtysh", shapely.LineString([(90, 45), (70, 45)])))
    west = frame("name geometry", ("Irtysh", shapely.LineString([(79, 45), (70, 45)])))
    assert economy.rivers_from_china(claim, east, lands, flows) == CONFIRMED
    assert economy.rivers_from_china(claim, west, lands, flows) == CONTRADICTED
    assert economy.rivers_from_china(claim, east, lands, flows.iloc[:0]) == CONTRADICTED
    assert economy.rivers_from_china(replace(claim, place="Irtysh; Ili", value=2.0), east, lands, flows) == CONTRADICTED


@pytest.mark.parametrize(
    ("shares", "verdict"), [((70, 80), CONFIRMED), ((40, 80), CONTESTED), ((40, 45), CONTRADICTED)]
)
def test_a_main_source_gives_more_than_half(shares, verdict):
    assert economy.main_source_of_the_lake(pd.DataFrame({"ili_share_pct": shares})) == verdict


@pytest.mark.parametrize(("mouth", "verdict"), [(78.01, CONFIRMED), (79.0, CONTRADICTED)])
def test_a_river_must_end_at_the_lake(mouth, verdict):
    columns = "river point longitude_deg latitude_deg"
    points = frame(columns, ("Emil", "head", 82.0, 45), ("Emil", "border", 80.01, 45), ("Emil", "mouth", mouth, 45))
    lands = frame("iso3 geometry", ("CHN", shapely.box(80, 40, 95, 50)))
    lakes = frame("name geometry", ("Alakol", shapely.box(77, 44, 78, 46)))
    claim = made_up(place="Lake Alakol")
    assert economy.river_into_the_lake(claim, points, lands, lakes, BORDERS) == verdict
    assert (
        economy.river_into_the_lake(replace(claim, place="Lake Tengiz"), points, lands, lakes, BORDERS) == NOT_CHECKABLE
    )


def test_use_in_both_countries_is_a_tenth_of_the_flow_or_more():
    flows = frame("place flow_km3_year", ("border", 15.0))
    for share, verdict in ((40.0, QUALIFIED), (5.0, CONTRADICTED)):
        use = frame("year consumption_km3_year china_share_pct", (2014, 15.0, share))
        assert economy.use_in_both_countries(use, flows) == verdict


def test_a_canal_needs_a_dated_use():
    claim = made_up(place="Irtysh–Karaganda Canal")
    columns = "canal in_use_year"
    canals = frame(columns, ("Irtysh–Karaganda", 1974), ("Irtysh–Karaganda", None))
    assert economy.canal_in_use(claim, canals) == CONFIRMED
    assert economy.canal_in_use(claim, canals.iloc[:1]) == QUALIFIED
    assert economy.canal_in_use(claim, canals.assign(in_use_year=None)) == NOT_CHECKABLE


@pytest.mark.parametrize(
    ("years", "verdict"), [((2001, 2006, 2013), CONFIRMED), ((1992, 2013), QUALIFIED), ((2001,), CONTRADICTED)]
)
def test_talks_recur_within_ten_years(years, verdict):
    assert economy.talks_from_time_to_time(made_up(start="1990"), pd.DataFrame({"year": years})) == verdict
