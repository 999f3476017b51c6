"""Verdicts on the claims about history before 1992 and about culture.

Most compare the claim’s own years with `dated_accounts`, what sources other than the two articles say; the rules read
a date to the year, because neither the articles nor most of the sources are finer.
"""

import re

from analysis import chronology, places
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, QUALIFIED, decide

NEAR_KM = 30
"""A day’s march: a battle as near as this to a town was fought near it."""

VALLEY_KM = 150
"""Half of the settled valley of the Talas: sites farther apart are in different areas."""

NO_FARTHER_PCT = 90
"""A place at nine tenths of the farthest distance or more is one of the farthest."""

CLOSE_YEARS = 10
"""Years within which two dates may be rival dates of one event."""

SINGLE_GROUPS = frozenset("0123457")
"""Registration groups of one digit under the prefix 978, by the manual of the International ISBN Agency."""


def _held(claim, found):
    """Return which of the accounts hold the claim’s first year."""
    return (found.start_year <= claim.start_year) & (claim.start_year <= found.end_year)


def _same_year(claim, found):
    """Confirm where every account gives the claim’s year, contradict where none does, contest the rest."""
    held = _held(claim, found)
    return CONFIRMED if held.all() else CONTESTED if held.any() else CONTRADICTED


@decide("han-zhizhi-date")
def battle_of_zhizhi(claim, dated_accounts):
    """Confirm where all accounts of the battle have its year."""
    return _same_year(claim, chronology.accounts(dated_accounts, "zhizhi"))


@decide("tang-battle-talas-751")
def battle_of_talas(claim, dated_accounts):
    """Confirm where all accounts of the battle have its year."""
    return _same_year(claim, chronology.accounts(dated_accounts, "talas"))


@decide("qing-1755-dawachi")
def fall_of_dawachi(claim, dated_accounts):
    """Confirm where all accounts of Dawachi’s surrender have its year."""
    return _same_year(claim, chronology.accounts(dated_accounts, "dawachi"))


@decide("qing-1456-kerei-janibek")
def move_to_moghulistan(claim, dated_accounts):
    """Contest where the accounts of the move part over its year."""
    return _same_year(claim, chronology.accounts(dated_accounts, "move-to-moghulistan"))


@decide("qing-yarkent-1680")
def defeat_of_yarkent(claim, dated_accounts):
    """Confirm where all accounts begin in the year, with a qualification where one that holds it began earlier."""
    found = chronology.accounts(dated_accounts, "yarkent-defeat")
    if not _held(claim, found).any():
        return CONTRADICTED
    return CONFIRMED if (found.start_year == claim.start_year).all() else QUALIFIED


@decide("hist-contact-2c-bc")
def first_contact(claim, dated_accounts):
    """Confirm where the earliest dated tie with the Wusun falls in the claim’s century."""
    ties = [chronology.accounts(dated_accounts, name) for name in ("zhang-qian-wusun", "wusun-marriage")]
    earliest = min(found.start_year.min() for found in ties)
    return CONFIRMED if chronology.century(earliest) == chronology.century(claim.start_year) else CONTRADICTED


@decide("han-heqin-marriage")
def marriage_as_beginning(claim, dated_accounts):
    """Confirm a marriage within the claim’s years, with a qualification where an embassy came before it."""
    wedding = chronology.accounts(dated_accounts, "wusun-marriage").start_year.min()
    embassy = chronology.accounts(dated_accounts, "zhang-qian-wusun").start_year.min()
    if not claim.start_year <= wedding <= claim.end_year:
        return CONTRADICTED
    return QUALIFIED if embassy < wedding else CONFIRMED


@decide("han-zhang-qian-mission")
def mission_of_zhang_qian(claim, dated_accounts):
    """Confirm a first mission under Emperor Wu that went to the Wusun; one that went elsewhere first qualifies it."""
    reign = chronology.accounts(dated_accounts, "emperor-wu").iloc[0]
    first = chronology.accounts(dated_accounts, "zhang-qian-yuezhi").iloc[0]
    wusun = chronology.accounts(dated_accounts, "zhang-qian-wusun").iloc[0]
    under_wu = reign.start_year <= wusun.start_year and wusun.end_year <= reign.end_year
    in_claim = claim.start_year <= wusun.start_year and wusun.end_year <= claim.end_year
    if not (under_wu and in_claim):
        return CONTRADICTED
    return QUALIFIED if first.start_year < wusun.start_year else CONFIRMED


@decide("han-wusun-alliance")
def alliance_with_the_wusun(claim, dated_accounts):
    """Confirm joint war within the claim’s years, with a qualification where the Wusun stood aside before."""
    joint = chronology.accounts(dated_accounts, "wusun-with-han").start_year.min()
    aside = chronology.accounts(dated_accounts, "wusun-stood-aside").start_year.min()
    if not claim.start_year <= joint <= claim.end_year:
        return CONTRADICTED
    return QUALIFIED if claim.start_year <= aside < joint else CONFIRMED


@decide("han-zhizhi-site-taraz")
def site_of_zhizhi(claim, historical_places):
    """Confirm where all sites that sources name lie within a day’s march of the place, contest where some do."""
    near = places.distances(historical_places, "zhizhi", claim.place).distance_km <= NEAR_KM
    return CONFIRMED if near.all() else CONTESTED if near.any() else CONTRADICTED


@decide("tang-talas-same-area")
def same_area(claim, historical_places):
    """Confirm where every site of one battle is near every site of the other, qualify within one half of the valley."""
    sites = historical_places[historical_places.event == "zhizhi"].name
    apart = [places.distances(historical_places, "talas", name).distance_km.max() for name in sites]
    if claim.start_year not in set(historical_places[historical_places.event == "talas"].year):
        return CONTRADICTED
    return CONFIRMED if max(apart) <= NEAR_KM else QUALIFIED if max(apart) <= VALLEY_KM else CONTRADICTED


@decide("han-taraz-eastern-kazakhstan")
def side_of_taraz(claim, historical_places):
    """Confirm where the place is displaced from the middle to the claim’s side more than to any other.

    A side that is not the first, but at least half of the way to the edge, qualifies.
    """
    claimed = re.search(r"\b(north|south|east|west)ern\b", claim.text)[1]
    sides = places.side(historical_places, claim.place)
    if max(sides, key=sides.get) == claimed:
        return CONFIRMED
    return QUALIFIED if sides[claimed] >= 0.5 else CONTRADICTED


@decide("han-westernmost-army")
def one_of_the_westernmost(claim, historical_places):
    """Confirm a place at nine tenths or more of the farthest distance from the capital that the table knows."""
    share_pct = places.reach(historical_places).set_index("name").share_pct
    return CONFIRMED if share_pct[claim.place] >= NO_FARTHER_PCT else CONTRADICTED


@decide("tang-anxi-protectorate")
def anxi(claim, dated_accounts):
    """Confirm a founding within the claim’s span, which is the dynasty’s."""
    year = chronology.accounts(dated_accounts, "anxi").start_year.min()
    return CONFIRMED if claim.start_year <= year <= claim.end_year else CONTRADICTED


@decide("mongol-genghis-unified")
def genghis_khan(claim, dated_accounts):
    """Confirm where both lands fell in Genghis Khan’s lifetime and the century; qualify where China fell later."""
    life = chronology.accounts(dated_accounts, "genghis-khan").iloc[0]
    steppe = chronology.accounts(dated_accounts, "mongol-qara-khitai").iloc[0]
    china = chronology.accounts(dated_accounts, "mongol-china").iloc[0]
    in_century = claim.start_year <= life.start_year and life.end_year <= claim.end_year
    if not in_century or steppe.end_year > life.end_year or china.start_year > life.end_year:
        return CONTRADICTED
    return CONFIRMED if china.end_year <= life.end_year else QUALIFIED


@decide("ming-first-embassy-1453")
def first_embassy(claim, dated_accounts):
    """Judge an embassy of the Khanate by the years of its founding: before all contradicts, before some contests.

    Where the founding does not speak against it, an exchange within a year of the claim confirms, because the claim
    says “around”.
    """
    founded = chronology.accounts(dated_accounts, "khanate-founded").start_year
    earlier = claim.start_year < founded
    if earlier.all():
        return CONTRADICTED
    exchange = chronology.accounts(dated_accounts, "ming-exchange").start_year.min()
    return CONTESTED if earlier.any() else CONFIRMED if abs(exchange - claim.start_year) <= 1 else CONTRADICTED


@decide("ming-jiajing-reign")
def reign_of_jiajing(claim, dated_accounts):
    """Confirm the years of the reign; qualify those of the era, which began and ended with full years; count both."""
    reign = chronology.accounts(dated_accounts, "jiajing-reign").iloc[0]
    era = chronology.accounts(dated_accounts, "jiajing-era").iloc[0]
    years = (claim.start_year, claim.end_year)
    if claim.value is not None and claim.value != claim.end_year - claim.start_year + 1:
        return CONTRADICTED
    if years == (reign.start_year, reign.end_year):
        return CONFIRMED
    return QUALIFIED if years == (era.start_year, era.end_year) else CONTRADICTED


@decide("ming-jiajing-foundations")
def foundations_under_jiajing(claim, dated_accounts):
    """Qualify where exchange with the Khanate is dated before the reign that is said to have laid its foundations."""
    exchange = chronology.accounts(dated_accounts, "ming-exchange").start_year.min()
    if exchange > claim.end_year:
        return CONTRADICTED
    return QUALIFIED if exchange < claim.start_year else CONFIRMED


@decide("qing-esen-buqa-zhetysu")
def grant_by_esen_buqa(claim, dated_accounts):
    """Confirm a grant in a year in which Esen Buqa is known to have ruled: from his first to his last dated year."""
    known = chronology.accounts(dated_accounts, "esen-buqa")
    return CONFIRMED if known.start_year.min() <= claim.start_year <= known.end_year.max() else CONTRADICTED


@decide("qing-oirats-16c")
def coming_of_the_oirats(claim, dated_accounts):
    """Confirm Oirats in the steppe within the claim’s years, with a qualification where an account has them earlier."""
    found = chronology.accounts(dated_accounts, "oirats-in-steppe")
    within = (found.start_year <= claim.end_year) & (found.end_year >= claim.start_year)
    if not within.any():
        return CONTRADICTED
    return QUALIFIED if (found.end_year < claim.start_year).any() else CONFIRMED


@decide("qing-dzungar-khanate-1640")
def founding_of_the_dzungar_khanate(claim, dated_accounts):
    """Contest a founding year that differs by up to ten years where another act of union falls in the claim’s year."""
    founded = chronology.accounts(dated_accounts, "dzungar-khanate").start_year
    if (founded == claim.start_year).all():
        return CONFIRMED
    union = chronology.accounts(dated_accounts, "oirat-code").start_year
    rival = (founded - claim.start_year).abs().max() <= CLOSE_YEARS and (union == claim.start_year).any()
    return CONTESTED if rival else CONTRADICTED


@decide("qing-dzungars-second-zhuz-17c")
def defeat_of_a_zhuz(claim, dated_accounts):
    """Confirm one Dzungar victory within the claim’s years; qualify where there are several, so that none is meant."""
    wars = chronology.accounts(dated_accounts, "dzungar-victory")
    within = (wars.start_year >= claim.start_year) & (wars.end_year <= claim.end_year)
    return CONTRADICTED if not within.any() else CONFIRMED if within.sum() == 1 else QUALIFIED


@decide("qing-kazakh-crisis-17c")
def crisis_of_the_kazakhs(claim, dated_accounts):
    """Confirm lost wars within the claim’s years, with a qualification where the great flight came after them."""
    wars = chronology.accounts(dated_accounts, "dzungar-victory")
    flight = chronology.accounts(dated_accounts, "barefooted-flight").start_year.min()
    if not wars.start_year.between(claim.start_year, claim.end_year).any():
        return CONTRADICTED
    return QUALIFIED if flight > claim.end_year else CONFIRMED


@decide("qing-ablai-support")
def support_of_ablai(claim, dated_accounts):
    """Contest support for the Qing in years for which one account has accord and another antagonism."""
    accord, antagonism = (
        chronology.accounts(dated_accounts, name) for name in ("qing-kazakh-accord", "qing-kazakh-antagonism")
    )
    for_it, against = (
        ((found.start_year <= claim.end_year) & (found.end_year >= claim.start_year)).any()
        for found in (accord, antagonism)
    )
    return CONTESTED if for_it and against else CONFIRMED if for_it else CONTRADICTED


@decide("qing-1757-amursana-flight")
def flight_of_amursana(claim, dated_accounts):
    """Confirm a stay with the Kazakhs in the claim’s year, with a qualification where it was not the only one."""
    stays = chronology.accounts(dated_accounts, "amursana-with-kazakhs")
    held = _held(claim, stays)
    return CONTRADICTED if not held.any() else CONFIRMED if held.all() else QUALIFIED


@decide("qing-chengde-horses")
def envoys_at_chengde(claim, dated_accounts):
    """Confirm an embassy at the claim’s place in its year and, by the scroll, a gift of horses in the same year."""
    embassies = chronology.accounts(dated_accounts, "rehe-embassy")
    gifts = chronology.accounts(dated_accounts, "kazakh-horses")
    there = embassies[_held(claim, embassies) & (embassies.place == claim.place)]
    if there.empty:
        return CONTRADICTED
    return CONFIRMED if _held(claim, gifts).any() else QUALIFIED


@decide("qing-khan-title")
def title_of_khan(claim, dated_accounts):
    """Confirm where an account has the title in the claim’s year, contest where later accounts part over its year."""
    years = chronology.accounts(dated_accounts, "ablai-khan").start_year
    if (years <= claim.start_year).any():
        return CONFIRMED
    return CONTESTED if years.nunique() > 1 else CONTRADICTED


@decide("qing-continuous-tribute")
def unbroken_tribute(claim, dated_accounts):
    """Confirm embassies from the claim’s year to the end of Qing rule; qualify where they end before it."""
    embassies = chronology.accounts(dated_accounts, "kazakh-embassies")
    rule = chronology.accounts(dated_accounts, "qing-xinjiang")
    if not _held(claim, embassies).any():
        return CONTRADICTED
    last = rule.end_year.max() if claim.end_year is None else claim.end_year
    return CONFIRMED if embassies.end_year.max() >= last else QUALIFIED


@decide("cap-1757-after-conquest")
def after_the_conquest(claim, dated_accounts):
    """Confirm a year after the end of the conquest; qualify one within it, contradict one before it."""
    conquest = chronology.accounts(dated_accounts, "qing-conquest").iloc[0]
    if claim.start_year < conquest.start_year:
        return CONTRADICTED
    return QUALIFIED if claim.start_year < conquest.end_year else CONFIRMED


@decide("cult-supranational")
def reliance_on_organisations(claim, shared_memberships):
    """Qualify where memberships grew up to the claim’s year: they are intergovernmental, not supranational."""
    known = shared_memberships[shared_memberships.year <= claim.start_year].sort_values("year")
    members = known.drop_duplicates("year").kazakhstan_memberships_count
    return QUALIFIED if len(members) > 1 and members.iloc[-1] > members.iloc[0] else CONTRADICTED


@decide("cult-agreement-1992-08")
def cultural_agreement(claim, events):
    """Confirm a documented row whose title names a culture agreement and whose date begins with the claim’s month."""
    named = events[events.title.str.contains("culture") & (events.form == "agreement")]
    dated = named[named.date_text.str.startswith(claim.start) & (named.certainty == "documented")]
    return CONTRADICTED if dated.empty else CONFIRMED


@decide("cult-unesco-silk-road")
def silk_roads_property(claim, events, heritage_components):
    """Confirm a property of China and Kazakhstan inscribed in the claim’s year; qualify where more states share it."""
    inscribed = events.set_index("event_id").start_year["heritage-2014"]
    states = set(heritage_components.state_iso3)
    if inscribed != claim.start_year or not {"CHN", "KAZ"} <= states:
        return CONTRADICTED
    return CONFIRMED if len(states) == 2 else QUALIFIED


@decide("cult-tourism-year-2017")
def tourism_year(claim, dated_accounts):
    """Confirm a year of tourism in both directions, with a qualification where the claim’s year holds for one."""
    directions = [
        _held(claim, chronology.accounts(dated_accounts, name)).any()
        for name in ("china-tourism-in-kazakhstan", "kazakhstan-tourism-in-china")
    ]
    return CONFIRMED if all(directions) else QUALIFIED if any(directions) else CONTRADICTED


@decide("cult-confucius-five")
def confucius_institutes_open(claim, confucius_institutes):
    """Confirm the number where the institutes opened up to the claim’s year sum to it."""
    opened = confucius_institutes[confucius_institutes.year <= claim.start_year].new_institutes_count.sum()
    return CONFIRMED if opened == claim.value else CONTRADICTED


@decide("ref-16-isbn")
def printed_isbn(claim):
    """Judge an ISBN by its check digit and by its hyphens: right digits with impossible groups qualify.

    The hyphens must make five groups: prefix, registration group, registrant, publication and one check digit; the
    registration group must be one of a single digit or not begin with such a digit.
    """
    printed = re.search(r"\b978[\d-]{10,}\d\b", claim.text)[0]
    digits = printed.replace("-", "")
    weighted = sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits))
    if len(digits) != 13 or weighted % 10 or int(digits) != claim.value:
        return CONTRADICTED
    parts = printed.split("-")
    grouped = (
        len(parts) == 5 and len(parts[-1]) == 1 and (parts[1] in SINGLE_GROUPS or parts[1][0] not in SINGLE_GROUPS)
    )
    return CONFIRMED if grouped else QUALIFIED
