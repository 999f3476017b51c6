"""The computed verdicts on claims about migration."""

import re

from analysis import claims, migration
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, NOT_CHECKABLE, QUALIFIED

ARTICLE = "encyclopaedia2024relations"
"""Key of the article on relations, whose own statements are never evidence for it."""

COUNT_TOLERANCE = 0.1
"""Two rough counts agree within a tenth: the sources print such counts in one or two digits."""

STRONG_GROWTH_PCT = 25
"""Growth of less than a quarter is not called strong: counts interpolated between censuses bear no finer reading."""

GENERATION_YEARS = 30
"""A work that is older than a generation cannot show how people live at present."""

MANY_PERSONS = 1000
"""Fewer people than this are not called many where whole populations are meant."""


@claims.decide("qing-tribes-return")
def tribes_return(claim, events, flight_accounts):
    """Ask for dated accounts of a move to the Qing from the claim's year on; one account qualifies, two confirm.

    The claim's year must not lie before the treaty after which the move is said to have come.
    """
    line = events.set_index("event_id").loc["chuguchak-1864", "start_year"]
    if claim.start_year < line:
        return CONTRADICTED
    moves = flight_accounts[flight_accounts["movement"] == "Kazakhs to the Qing"]
    sources = moves.loc[moves["start_year"] >= claim.start_year, "source_key"].nunique()
    return {0: NOT_CHECKABLE, 1: QUALIFIED}.get(sources, CONFIRMED)


@claims.decide("qing-tsar-land-settlers")
def land_for_settlers(steppe_settlement):
    """Let land be taken where settlers' share rose and the herd allowed to a household fell; herds are in no table.

    Both must hold, and even then the part about smaller herds is open: at best a qualified verdict.
    """
    found = migration.steppe(steppe_settlement)
    rose = found["last_share"] > found["first_share"]
    fell = found["last_herd"] < found["first_herd"]
    return QUALIFIED if rose and fell else CONTRADICTED


@claims.decide("qing-ww1-conscription")
def draft(claim, events, flight_accounts):
    """Let the revolt fall into the claim's years, and the draft be for the army and not for labour."""
    revolt = events.set_index("event_id").loc["revolt-1916"]
    if not claim.start_year <= revolt["start_year"] <= revolt["end_year"] <= claim.end_year:
        return CONTRADICTED
    told = flight_accounts[flight_accounts["movement"] == "revolt of 1916"]
    motives = set(told.loc[told["source_key"] != ARTICLE, "motive"])
    if motives == {"military draft"}:
        return CONFIRMED
    return CONTESTED if "military draft" in motives else QUALIFIED


@claims.decide("qing-ww1-300000-flight")
def flight_of_1916(claim, flight_accounts):
    """Compare with other counts: agreement within a tenth, contradiction by more than half, dispute in between."""
    told = flight_accounts[flight_accounts["movement"] == "revolt of 1916"]
    others = told.loc[told["source_key"] != ARTICLE, "people_persons"].dropna()
    if others.empty:
        return NOT_CHECKABLE
    apart = (others / claim.value - 1).abs()
    if (apart <= COUNT_TOLERANCE).all():
        return CONFIRMED
    return CONTRADICTED if (apart > 0.5).all() else CONTESTED


@claims.decide("mig-chinese-since-2000")
def more_chinese(claim, migrant_stock_from_china, chinese_worker_permits):
    """Let the stock grow by a quarter or more from the claim's year on; permits that fell instead qualify it."""
    stock = migrant_stock_from_china.set_index("year")["migrant_stock_persons"].sort_index()
    since = stock[stock.index >= claim.start_year]
    if (since.iloc[-1] / since.iloc[0] - 1) * 100 < STRONG_GROWTH_PCT:
        return CONTRADICTED
    rows = chinese_worker_permits[chinese_worker_permits["count"] == "valid on a date"].sort_values(["year", "month"])
    valid = rows["chinese_workers_persons"]
    return QUALIFIED if valid.iloc[-1] < valid.iloc[0] else CONFIRMED


@claims.decide("mig-survey-68")
def year_of_survey(claim, survey_dates):
    """Let the claim's year be that of asking; the year of a later report alone leaves the date in dispute."""
    year = survey_dates.set_index("stage")["year"]
    if claim.start_year == year["asked"]:
        return CONFIRMED
    return CONTESTED if claim.start_year in set(year) else CONTRADICTED


@claims.decide("mig-survey-business-49")
def most_of_those_asked(claim):
    """Let the number not be most of those asked unless it exceeds half; whether it is right cannot be seen here."""
    return NOT_CHECKABLE if claim.value > 50 else CONTRADICTED


@claims.decide("mig-protests-workers")
def protests_over_workers(claim, protests_2019):
    """Let there be rallies in the claim's month; where none demands anything about workers, the cause is qualified."""
    months = protests_2019["year"].astype(str) + "-" + protests_2019["month"].astype(str).str.zfill(2)
    found = protests_2019[months == claim.start]
    if found.empty:
        return CONTRADICTED
    return CONFIRMED if found["names_workers"].any() else QUALIFIED


@claims.decide("mig-dungan-100000")
def number_of_dungans(claim, ethnic_groups_by_census):
    """Compare with censuses and official estimates: the nearest in time confirms, a later one alone qualifies."""
    rows = ethnic_groups_by_census
    kept = (
        (rows["place_iso3"] == "KAZ")
        & (rows["group"] == "Dungan")
        & rows["count"].isin({"census", "official estimate"})
    )
    counts = rows[kept].set_index("year")["population_persons"]
    nearest = min(counts.index, key=lambda year: abs(year - claim.start_year))
    if counts[nearest] > claim.value:
        return CONFIRMED
    return QUALIFIED if (counts[counts.index > claim.start_year] > claim.value).any() else CONTRADICTED


@claims.decide("mig-dungan-origin")
def flight_of_dungans(claim, events):
    """Let more years than the claim's lie between the revolt's end and the cited report; the place stays open.

    The flight is held to have come by the end of the revolt, so that one place of origin cannot be confirmed by it.
    """
    revolt_end = events.set_index("event_id").loc["dungan-revolt", "end_year"]
    (report,) = claim.references
    return QUALIFIED if year_of_work(report) - revolt_end > claim.value else CONTRADICTED


@claims.decide("mig-kazakhs-in-china")
def where_kazakhs_live(claim, kazakh_areas_china, ethnic_groups_by_census):
    """Let more than half live in the Ili prefecture, which lies in the north; a source of another age qualifies."""
    if migration.share_in_ili(kazakh_areas_china, ethnic_groups_by_census) <= 50:
        return CONTRADICTED
    youngest = max(year_of_work(key) for key in claim.references)
    return QUALIFIED if year_of_work(ARTICLE) - youngest > GENERATION_YEARS else CONFIRMED


@claims.decide("mig-students-8000")
def students_in_china(claim, students_abroad):
    """Let the counts of the claim's year lie below its number by a tenth at most, which is what nearly means."""
    rows = students_abroad[(students_abroad["origin_iso3"] == "KAZ") & (students_abroad["year"] == claim.start_year)]
    counts = rows.loc[rows["source_key"] != ARTICLE, "students_persons"]
    if counts.empty:
        return NOT_CHECKABLE
    near = (counts >= claim.value * (1 - COUNT_TOLERANCE)) & (counts < claim.value)
    if near.all():
        return CONFIRMED
    return CONTESTED if near.any() else CONTRADICTED


@claims.decide("mig-chinese-students")
def students_from_china(claim, students_abroad):
    """Let the other country's count of the claim's year be above nought."""
    rows = students_abroad[(students_abroad["origin_iso3"] == "CHN") & (students_abroad["year"] == claim.start_year)]
    if rows.empty:
        return NOT_CHECKABLE
    return CONFIRMED if (rows["students_persons"] > 0).any() else CONTRADICTED


@claims.decide("mig-ili-flight")
def flight_to_kazakhstan(claim, refugees_from_china, returnee_releases):
    """Let a thousand be registered as refugees in one year; as many returnees without them qualify the word flee.

    Both are counted up to the claim's last year.
    """
    rows = refugees_from_china[(refugees_from_china["asylum_iso3"] == "KAZ")]
    rows = rows[rows["year"] <= claim.end_year]
    registered = (rows["refugees_persons"] + rows["asylum_seekers_persons"]).max()
    if registered >= MANY_PERSONS:
        return CONFIRMED
    returned = migration.returnees_from_china(returnee_releases)
    returned = returned.loc[returned["year"] <= claim.end_year, "persons"].max()
    return QUALIFIED if returned >= MANY_PERSONS else CONTRADICTED


@claims.decide("mig-visa-free-2023-05")
def visa_waiver(claim, agreement_steps):
    """Compare the claim's month with the months to which the accounts date the signing."""
    return _signed(claim, agreement_steps, "visa waiver")


@claims.decide("mig-dual-citizenship-2023-10")
def data_agreement(claim, agreement_steps):
    """Compare the claim's month with the months to which the accounts date the signing."""
    return _signed(claim, agreement_steps, "data exchange")


def _signed(claim, agreement_steps, agreement):
    """Confirm what every account says, contradict what none says, and call contested what only some say."""
    signed = agreement_steps[(agreement_steps["agreement"] == agreement) & (agreement_steps["step"] == "signed")]
    agree = signed["date_text"].str.startswith(claim.start)
    if agree.all():
        return CONFIRMED
    return CONTESTED if agree.any() else CONTRADICTED


@claims.decide("mig-data-exchange-items")
def data_items(claim, exchanged_data):
    """Let the cited newspaper name as many items as the claim; items that others add qualify it."""
    items = exchanged_data.groupby("source_key")["item"].agg(set)
    (cited,) = claim.references
    if len(items[cited]) != claim.value:
        return CONTRADICTED
    return QUALIFIED if set(exchanged_data["item"]) - items[cited] else CONFIRMED


@claims.decide("ref-70-title-vs-text")
def title_and_text(claim, student_statements):
    """Let both statements name the claim's number, and stand on opposite sides of it."""
    same = (student_statements["students_persons"] == claim.value).all()
    sides = set(student_statements["sense"])
    return CONFIRMED if same and sides == {"nearly", "more than"} else CONTRADICTED


@claims.decide("kgb-uygur-asylum")
def asylum_in_central_asia(claim, refugees_from_china):
    """Count the countries with registered people from China: as many as the claim names confirm, fewer qualify.

    The statistics do not record ethnic group, so that a country without anyone from China has no Uyghurs from there,
    and a country with some may have.
    """
    rows = refugees_from_china
    some = rows[rows["refugees_persons"] + rows["asylum_seekers_persons"] > 0]
    countries = some["asylum_iso3"].nunique()
    if countries >= claim.value:
        return CONFIRMED
    return QUALIFIED if countries else CONTRADICTED


def year_of_work(key):
    """Return the year that a key of the bibliography holds.

    Examples
    --------
    >>> year_of_work("wang1963xingzhi")
    1963
    """
    return int(re.search(r"\d{4}", key)[0])
