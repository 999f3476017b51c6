"""The rules that judge the claims on history can say no, and the ledger says what they say."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import claims
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, QUALIFIED
from analysis.verdicts import history as verdicts


def made_up(start=None, end=None, place=None, value=None, text="A made-up claim."):
    """Make a claim of the fields that a rule reads."""
    return claims.Claim(
        id="made-up", document="relations", chapter="history", kind="event", text=text, start=start, end=end,
        place=place, value=value, unit=None, references=(), flags=(), verdict="", basis="", evidence=(), finding="",
        revision="",
    )  # fmt: skip


def dated(*rows):
    """Make a table of accounts from (subject, first year, last year) and perhaps a place."""
    full = [(*row, None) if len(row) == 3 else row for row in rows]
    return pd.DataFrame(full, columns=["subject", "start_year", "end_year", "place"])


def places(*rows):
    """Make a table of places from (kind, event, year, name, latitude, longitude)."""
    columns = ["kind", "event", "year", "name", "latitude_deg", "longitude_deg"]
    return pd.DataFrame(rows, columns=columns)


def judge(name, claim, *frames):
    return getattr(verdicts, name)(claim, *frames)


CASES = [  # rule, start and end of the claim, accounts, verdict
    ("battle_of_zhizhi", "-36", "-36", [("zhizhi", -36, -36), ("zhizhi", -36, -36)], CONFIRMED),
    ("battle_of_zhizhi", "-37", "-37", [("zhizhi", -36, -36)], CONTRADICTED),
    ("battle_of_zhizhi", "-36", "-36", [("zhizhi", -36, -36), ("zhizhi", -35, -35)], CONTESTED),
    ("battle_of_talas", "752", "752", [("talas", 751, 751)], CONTRADICTED),
    ("fall_of_dawachi", "1754", "1754", [("dawachi", 1755, 1755)], CONTRADICTED),
    ("move_to_moghulistan", "1456", None, [("move-to-moghulistan", 1456, 1456)], CONFIRMED),
    ("move_to_moghulistan", "1465", None, [("move-to-moghulistan", 1456, 1456)], CONTRADICTED),
    ("defeat_of_yarkent", "1680", "1680", [("yarkent-defeat", 1680, 1680)], CONFIRMED),
    ("defeat_of_yarkent", "1681", "1681", [("yarkent-defeat", 1678, 1680)], CONTRADICTED),
    ("first_contact", "-300", "-201", [("zhang-qian-wusun", -119, -118), ("wusun-marriage", -105, -105)], CONTRADICTED),
    ("marriage_as_beginning", "-202", "220",
     [("zhang-qian-wusun", -100, -100), ("wusun-marriage", -105, -105)], CONFIRMED),
    ("marriage_as_beginning", "1", "220",
     [("zhang-qian-wusun", -119, -118), ("wusun-marriage", -105, -105)], CONTRADICTED),
    ("mission_of_zhang_qian", "-200", "-101",
     [("emperor-wu", -110, -87), ("zhang-qian-yuezhi", -138, -125), ("zhang-qian-wusun", -119, -118)], CONTRADICTED),
    ("mission_of_zhang_qian", "-200", "-101",
     [("emperor-wu", -141, -87), ("zhang-qian-yuezhi", -110, -109), ("zhang-qian-wusun", -119, -118)], CONFIRMED),
    ("alliance_with_the_wusun", "-200", "-100",
     [("wusun-with-han", -36, -36), ("wusun-stood-aside", -102, -102)], CONTRADICTED),
    ("alliance_with_the_wusun", "-200", "-1",
     [("wusun-with-han", -110, -110), ("wusun-stood-aside", -102, -102)], CONFIRMED),
    ("anxi", "618", "639", [("anxi", 640, 640)], CONTRADICTED),
    ("genghis_khan", "1201", "1300",
     [("genghis-khan", 1206, 1227), ("mongol-qara-khitai", 1217, 1218), ("mongol-china", 1205, 1227)], CONFIRMED),
    ("genghis_khan", "1101", "1200",
     [("genghis-khan", 1206, 1227), ("mongol-qara-khitai", 1217, 1218), ("mongol-china", 1205, 1279)], CONTRADICTED),
    ("first_embassy", "1451", None, [("khanate-founded", 1456, 1456), ("ming-exchange", 1452, 1452)], CONTRADICTED),
    ("first_embassy", "1453", None, [("khanate-founded", 1452, 1452), ("ming-exchange", 1452, 1452)], CONFIRMED),
    ("first_embassy", "1470", None, [("khanate-founded", 1452, 1452), ("ming-exchange", 1452, 1452)], CONTRADICTED),
    ("reign_of_jiajing", "1521", "1567", [("jiajing-reign", 1521, 1567), ("jiajing-era", 1522, 1566)], CONFIRMED),
    ("reign_of_jiajing", "1522", "1567", [("jiajing-reign", 1521, 1567), ("jiajing-era", 1522, 1566)], CONTRADICTED),
    ("foundations_under_jiajing", "1522", "1566", [("ming-exchange", 1530, 1530)], CONFIRMED),
    ("foundations_under_jiajing", "1522", "1566", [("ming-exchange", 1600, 1600)], CONTRADICTED),
    ("grant_by_esen_buqa", "1465", None, [("esen-buqa", 1452, 1452), ("esen-buqa", 1462, 1462)], CONTRADICTED),
    ("coming_of_the_oirats", "1501", "1600", [("oirats-in-steppe", 1552, 1599)], CONFIRMED),
    ("coming_of_the_oirats", "1301", "1400", [("oirats-in-steppe", 1401, 1500)], CONTRADICTED),
    ("founding_of_the_dzungar_khanate", "1634", None,
     [("dzungar-khanate", 1634, 1634), ("oirat-code", 1640, 1640)], CONFIRMED),
    ("founding_of_the_dzungar_khanate", "1650", None,
     [("dzungar-khanate", 1634, 1634), ("oirat-code", 1640, 1640)], CONTRADICTED),
    ("defeat_of_a_zhuz", "1601", "1700", [("dzungar-victory", 1635, 1658)], CONFIRMED),
    ("defeat_of_a_zhuz", "1501", "1600", [("dzungar-victory", 1635, 1658)], CONTRADICTED),
    ("crisis_of_the_kazakhs", "1701", "1800",
     [("dzungar-victory", 1681, 1684), ("barefooted-flight", 1722, 1723)], CONTRADICTED),
    ("crisis_of_the_kazakhs", "1601", "1800",
     [("dzungar-victory", 1681, 1684), ("barefooted-flight", 1722, 1723)], CONFIRMED),
    ("support_of_ablai", "1757", "1758",
     [("qing-kazakh-accord", 1757, 1757), ("qing-kazakh-antagonism", 1755, 1756)], CONFIRMED),
    ("support_of_ablai", "1756", "1756",
     [("qing-kazakh-accord", 1755, 1755), ("qing-kazakh-antagonism", 1755, 1756)], CONTRADICTED),
    ("flight_of_amursana", "1757", None, [("amursana-with-kazakhs", 1757, 1757)], CONFIRMED),
    ("flight_of_amursana", "1758", None, [("amursana-with-kazakhs", 1757, 1757)], CONTRADICTED),
    ("title_of_khan", "1757", None, [("ablai-khan", 1757, 1757), ("ablai-khan", 1771, 1771)], CONFIRMED),
    ("title_of_khan", "1757", None, [("ablai-khan", 1771, 1771)], CONTRADICTED),
    ("unbroken_tribute", "1740", None, [("kazakh-embassies", 1757, 1830), ("qing-xinjiang", 1759, 1912)], CONTRADICTED),
    ("unbroken_tribute", "1757", "1830", [("kazakh-embassies", 1757, 1830), ("qing-xinjiang", 1759, 1912)], CONFIRMED),
    ("after_the_conquest", "1754", None, [("qing-conquest", 1755, 1759)], CONTRADICTED),
    ("after_the_conquest", "1760", None, [("qing-conquest", 1755, 1759)], CONFIRMED),
    ("tourism_year", "2016", None,
     [("china-tourism-in-kazakhstan", 2017, 2017), ("kazakhstan-tourism-in-china", 2024, 2024)], CONTRADICTED),
    ("tourism_year", "2017", None,
     [("china-tourism-in-kazakhstan", 2017, 2017), ("kazakhstan-tourism-in-china", 2017, 2017)], CONFIRMED),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "start", "end", "rows", "verdict"), CASES)
def test_a_rule_reads_the_claim_and_the_accounts(rule, start, end, rows, verdict):
    assert judge(rule, made_up(start, end), dated(*rows)) == verdict


def test_a_reign_that_is_counted_wrong_is_contradicted():
    accounts = dated(("jiajing-reign", 1521, 1567), ("jiajing-era", 1522, 1566))
    assert judge("reign_of_jiajing", made_up("1522", "1566", value=45), accounts) == QUALIFIED
    assert judge("reign_of_jiajing", made_up("1522", "1566", value=44), accounts) == CONTRADICTED


def test_envoys_at_another_place_or_without_horses_in_that_year_do_not_confirm():
    there = ("rehe-embassy", 1757, 1757, "Chengde")
    horses, later = dated(there, ("kazakh-horses", 1757, 1757)), dated(there, ("kazakh-horses", 1763, 1763))
    assert judge("envoys_at_chengde", made_up("1757", place="Chengde"), horses) == CONFIRMED
    assert judge("envoys_at_chengde", made_up("1757", place="Beijing"), horses) == CONTRADICTED
    assert judge("envoys_at_chengde", made_up("1757", place="Chengde"), later) == QUALIFIED


@pytest.mark.parametrize(("longitude", "verdict"), [(71.1, CONFIRMED), (72.0, CONTRADICTED)])
def test_a_battle_is_near_a_town_within_a_day_s_march(longitude, verdict):
    # at 43° N a tenth of a degree is 8 km and a whole degree 81 km
    frame = places(("campaign", "march", -30, "Town", 43.0, 71.0), ("battle", "zhizhi", -36, "Field", 43.0, longitude))
    assert judge("site_of_zhizhi", made_up("-36", place="Town"), frame) == verdict


@pytest.mark.parametrize(
    ("longitude", "year", "verdict"),
    [(71.1, "751", CONFIRMED), (72.0, "751", QUALIFIED), (74.0, "751", CONTRADICTED), (71.1, "752", CONTRADICTED)],
)
def test_two_battles_share_an_area_within_half_the_valley(longitude, year, verdict):
    frame = places(("battle", "zhizhi", -36, "West", 43.0, 71.0), ("battle", "talas", 751, "East", 43.0, longitude))
    assert judge("same_area", made_up(year), frame) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("It is in eastern land.", QUALIFIED), ("It is in southern land.", CONFIRMED), ("A northern town.", CONTRADICTED)],
)
def test_a_side_is_the_one_to_which_a_place_is_displaced_most(text, verdict):
    # in a country of 0 to 20° E and 0 to 10° N the place is 0.6 of the way to the east and 0.8 of that to the south
    edges = [("west", 5.0, 0.0), ("east", 5.0, 20.0), ("south", 0.0, 10.0), ("north", 10.0, 10.0)]
    rows = [("edge of Kazakhstan", None, None, *edge) for edge in edges]
    frame = places(*rows, ("battle", "zhizhi", -36, "Town", 1.0, 16.0))
    assert judge("side_of_taraz", made_up(place="Town", text=text), frame) == verdict


@pytest.mark.parametrize(("longitude", "verdict"), [(69.0, CONFIRMED), (80.0, CONTRADICTED)])
def test_one_of_the_westernmost_is_near_the_farthest(longitude, verdict):
    # along the equator a distance is in proportion to the degrees: 41 of 42, and 30 of 42
    frame = places(
        ("capital", None, None, "Capital", 0.0, 110.0),
        ("campaign", "far", -102, "Farthest", 0.0, 68.0),
        ("battle", "zhizhi", -36, "Town", 0.0, longitude),
    )
    assert judge("one_of_the_westernmost", made_up("-36", place="Town"), frame) == verdict


def test_memberships_that_do_not_grow_contradict():
    def table(last):
        return pd.DataFrame({"year": [1992, 2014, 2015], "kazakhstan_memberships_count": [20, last, 90]})

    assert judge("reliance_on_organisations", made_up("2014"), table(55)) == QUALIFIED
    assert judge("reliance_on_organisations", made_up("2014"), table(19)) == CONTRADICTED


@pytest.mark.parametrize(
    ("month", "certainty", "verdict"),
    [
        ("1992-08", "documented", CONFIRMED),
        ("1992-09", "documented", CONTRADICTED),
        ("1992-08", "claimed", CONTRADICTED),
    ],
)
def test_a_cultural_agreement_is_dated_to_the_month(month, certainty, verdict):
    row = {"title": "A visit: culture and rail agreements", "form": "agreement", "date_text": "1992-08-07"}
    assert judge("cultural_agreement", made_up(month), pd.DataFrame([{**row, "certainty": certainty}])) == verdict


@pytest.mark.parametrize(
    ("states", "year", "verdict"),
    [("CHN KAZ", "2014", CONFIRMED), ("CHN KAZ KGZ", "2014", QUALIFIED), ("CHN KAZ", "2013", CONTRADICTED),
     ("CHN KGZ", "2014", CONTRADICTED)],
)  # fmt: skip
def test_a_property_is_of_the_two_states_alone_or_of_more(states, year, verdict):
    inscribed = pd.DataFrame({"event_id": ["heritage-2014"], "start_year": [2014]})
    components = pd.DataFrame({"state_iso3": states.split()})
    assert judge("silk_roads_property", made_up(year), inscribed, components) == verdict


@pytest.mark.parametrize(("year", "value", "verdict"), [("2010", 3, CONFIRMED), ("2009", 3, CONTRADICTED)])
def test_institutes_are_summed_up_to_the_year(year, value, verdict):
    opened = pd.DataFrame({"year": [2006, 2010, 2017], "new_institutes_count": [1, 2, 4]})
    assert judge("confucius_institutes_open", made_up(year, value=value), opened) == verdict


@pytest.mark.parametrize(
    ("isbn", "value", "verdict"),
    [
        ("978-0-306-40615-7", 9780306406157, CONFIRMED),  # the worked example of the ISBN manual
        ("978-03064-06-157", 9780306406157, QUALIFIED),
        ("978-0-306-40615-8", 9780306406158, CONTRADICTED),
        ("978-0-306-40615-7", 9780306406158, CONTRADICTED),
    ],
)
def test_an_isbn_is_judged_by_its_digits_and_its_hyphens(isbn, value, verdict):
    assert judge("printed_isbn", made_up(text=f"The book has ISBN {isbn}.", value=float(value))) == verdict


def test_every_rule_has_a_case_of_its_own():
    rules = {
        rule for rule, function in vars(verdicts).items()
        if getattr(function, "__module__", None) == verdicts.__name__ and not rule.startswith("_")
    }  # fmt: skip
    text = Path(__file__).read_text(encoding="utf-8")
    assert [rule for rule in sorted(rules) if f'"{rule}"' not in text] == []
