"""Verdicts on claims about diplomacy: dates, places, numbers and persons against reports, statements and events."""

import re
from datetime import date

from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, NOT_CHECKABLE, OUTDATED, QUALIFIED, decide, year

NEARLY = 0.05
"""Tolerance of “nearly”: a stated number may lie up to a twentieth from the claim’s, as rounded counts do."""

OFTEN = 0.5
"""Visits in half of all years, or more, count as frequent: a leader’s usual round of neighbours takes two years."""

LARGEST_SHIFT = 1
"""Days by which two places’ calendars can differ at the same moment."""


_SPEAKERS = {"Kazakhstan": "KAZ", "Kyrgyzstan": "KGZ"}


def _reports(diplomatic_reports, subject, act=None):
    """Return the reports on a subject, of one act where it is named."""
    found = diplomatic_reports[diplomatic_reports.subject == subject]
    return found if act is None else found[found.act == act]


def _same(one, other):
    """Return whether two dates agree as far as the coarser one goes."""
    length = min(len(one), len(other))
    return one[:length] == other[:length]


def _agree(claimed, found):
    """Return confirmed if every date found is the claimed one, qualify if some are, contradicted if none is."""
    matches = [_same(claimed, one) for one in found]
    if not matches:
        return NOT_CHECKABLE
    return CONFIRMED if all(matches) else QUALIFIED if any(matches) else CONTRADICTED


def _event(events, event_id):
    """Return one event of the record."""
    return events.set_index("event_id").loc[event_id]


@decide("lead-definition-two-phases")
def two_phases(events):
    """Confirm if the record holds both phases; qualify where the older one starts before any Kazakh state."""
    phases = set(events.scope)
    if not {"predecessors", "bilateral"} <= phases:
        return CONTRADICTED
    return CONFIRMED if events.start_year.min() >= _event(events, "khanate-founded").start_year else QUALIFIED


@decide("lead-diplomatic-relations-1992")
def growth_since_relations(claim, events):
    """Confirm if relations are documented in the claimed year, and politics and exchange between the two after it."""
    relations = _event(events, "relations-1992")
    if relations.start_year != claim.start_year or relations.certainty != "documented":
        return CONTRADICTED
    later = events[(events.scope == "bilateral") & (events.certainty == "documented")]
    kinds = set(later[later.start_year > claim.start_year].kind)
    return CONFIRMED if {"diplomacy", "exchange"} <= kinds else QUALIFIED


@decide("lead-ccp-amanat-ties")
def party_name(claim, diplomatic_reports, reference_dates):
    """Ties under either name confirm; qualify where every reference is older than the name that is used."""
    ties = _reports(diplomatic_reports, "party", "signed")
    renamed = _reports(diplomatic_reports, "party", "renamed").date_text.min()
    published = reference_dates.set_index("source_key").published_text[list(claim.references)]
    if (published >= renamed).any():
        return CONFIRMED
    return QUALIFIED if len(ties) else CONTRADICTED


@decide("lead-post-soviet-rapprochement")
def rapprochement(claim, events):
    """Confirm if border agreements, economic ones and a partnership are all documented after the claim’s start."""
    later = events[
        (events.start_year > claim.start_year) & (events.scope == "bilateral") & (events.certainty == "documented")
    ]
    agreed = set(later[later.form == "agreement"].kind)
    partnership = later.event_id.str.startswith("partnership-").any()
    found = [partnership, "border" in agreed, "exchange" in agreed]
    return CONFIRMED if all(found) else QUALIFIED if any(found) else CONTRADICTED


@decide("lead-one-china-taiwan")
def one_china_in_force(claim, one_china_statements):
    """Confirm if Kazakhstan said on the claim’s date that Taiwan is China’s and every later statement repeats it."""
    since = one_china_statements[
        (one_china_statements.speaker_iso3 == _SPEAKERS[claim.place]) & (one_china_statements.date_text >= claim.start)
    ]
    said = since.taiwan_part_of_china == "said"
    return _agree(claim.start, since.date_text[said].head(1)) if said.all() else CONTRADICTED


@decide("lead-kaz-embassy-beijing")
def embassy(claim, events):
    """Confirm if the record has the embassy documented in the claim’s place."""
    opened = _event(events, "embassy-beijing")
    return CONFIRMED if opened.certainty == "documented" and opened.place == claim.place else CONTRADICTED


@decide("modern-relations-1992-01-03")
def relations_day(claim, events):
    """Confirm if the record has that very day, documented and by two sources."""
    relations = _event(events, "relations-1992")
    if relations.certainty != "documented":
        return QUALIFIED
    verdict = _agree(claim.start, [relations.date_text])
    return QUALIFIED if verdict == CONFIRMED and not isinstance(relations.second_source_key, str) else verdict


@decide("modern-nazarbayev-first-president")
def first_president(claim, office_holders, events):
    """Confirm if his office began before the state had foreign relations and before that of any other president."""
    presidents = office_holders[(office_holders.office == "president") & (office_holders.country_iso3 == "KAZ")]
    first = presidents.sort_values("start_text").iloc[0]
    if first.person.split()[-1] not in claim.text:
        return CONTRADICTED
    return CONFIRMED if year(first.start_text) <= _event(events, "relations-1992").start_year else QUALIFIED


@decide("modern-frequent-visits")
def frequent_visits(claim, leader_visits):
    """Confirm if at least every second year since the claim’s start has a visit; the list is a minimum."""
    years = set(leader_visits[leader_visits.year >= claim.start_year].year)
    span = max(leader_visits.year) - claim.start_year + 1
    return CONFIRMED if len(years) / span >= OFTEN else NOT_CHECKABLE


@decide("modern-sco-1996-cofounders")
def sco_founding(claim, diplomatic_reports):
    """Contest where some sources have the claimed year for the founding and others another one."""
    found = _agree(claim.start, _reports(diplomatic_reports, "sco", "founded").date_text)
    return CONTESTED if found == QUALIFIED else found


@decide("modern-tokayev-new-president")
def new_president(claim, office_holders, reference_dates):
    """Call it outdated if he was in office for over a year when the article’s newest reference appeared."""
    start = office_holders[office_holders.person.str.split().str[-1].map(lambda name: name in claim.text)].start_text
    newest = reference_dates.published_text.dropna().map(year).max()
    if not len(start):
        return NOT_CHECKABLE
    return OUTDATED if newest - year(start.iloc[0]) > 1 else CONFIRMED


@decide("modern-2013-bri-speech")
def silk_road_speech(claim, events):
    """Confirm if the speech is documented in the claimed year and place."""
    speech = _event(events, "silkroad-2013")
    fits = speech.start_year == claim.start_year and speech.place == claim.place
    return CONFIRMED if fits and speech.certainty == "documented" else CONTRADICTED


@decide("modern-2013-10-16-mou")
def memorandum_day(claim, diplomatic_reports):
    """Confirm if the talks were on the claimed day; qualify within a day, the calendars of two capitals."""
    if not len(_reports(diplomatic_reports, "parliaments", "counted")):
        return NOT_CHECKABLE
    talks = _reports(diplomatic_reports, "parliaments", "met").date_text
    apart = min(abs((date.fromisoformat(day) - date.fromisoformat(claim.start)).days) for day in talks)
    return CONFIRMED if apart == 0 else QUALIFIED if apart <= LARGEST_SHIFT else CONTRADICTED


@decide("modern-mou-most-important")
def memorandum_rank(claim, events):
    """Contradict if it is no agreement while agreements of the two in official texts are older or as old."""
    memorandum = events[(events.event_id == "parliaments-2013") & (events.start_year == claim.start_year)]
    if not len(memorandum):
        return NOT_CHECKABLE
    treaties = events[
        (events.form == "agreement") & (events.scope == "bilateral") & (events.source_type == "official text")
        & (events.start_year <= claim.start_year)
    ]  # fmt: skip
    return CONTRADICTED if (memorandum.form != "agreement").all() and len(treaties) else QUALIFIED


@decide("covid-2020-07-09-warning")
def warning_day(claim, diplomatic_reports):
    """Confirm if every report has the warning on the claimed day, qualify if only some have."""
    return _agree(claim.start, _reports(diplomatic_reports, "pneumonia", "asserted").date_text)


@decide("covid-deadlier")
def deadlier(claim, diplomatic_reports):
    """Contest where one party asserted it on the claim’s day and another denied it; confirm where none did."""
    asserted = _agree(claim.start, _reports(diplomatic_reports, "pneumonia", "asserted").date_text)
    if asserted not in (CONFIRMED, QUALIFIED):
        return CONTRADICTED
    return CONTESTED if len(_reports(diplomatic_reports, "pneumonia", "denied")) else CONFIRMED


@decide("covid-places")
def places_named(claim, diplomatic_reports):
    """Confirm if every report that names places names exactly the claim’s, and as many as the claim counts."""
    claimed = set(claim.place.split("; "))
    named = [set(places.split("; ")) for places in _reports(diplomatic_reports, "pneumonia", "asserted").place.dropna()]
    if len(claimed) != claim.value:
        return CONTRADICTED
    matches = [places == claimed for places in named]
    return CONFIRMED if all(matches) else QUALIFIED if any(matches) else CONTRADICTED


@decide("covid-500-cases")
def cases_reported(claim, diplomatic_reports):
    """Confirm if every number reported lies within a twentieth of the claim’s, which it calls “nearly”."""
    counts = _reports(diplomatic_reports, "pneumonia", "asserted").stated_count.dropna().astype(float)
    near = (counts / claim.value - 1).abs() <= NEARLY
    return CONFIRMED if near.all() and len(near) else CONTRADICTED


@decide("covid-kazakh-denial")
def denial_day(claim, diplomatic_reports):
    """Confirm if every denial is of the claimed day and the first warning of the day before."""
    denied = _agree(claim.start, _reports(diplomatic_reports, "pneumonia", "denied").date_text)
    first = _reports(diplomatic_reports, "pneumonia", "asserted").date_text.min()
    after = (date.fromisoformat(claim.start) - date.fromisoformat(first)).days
    return denied if after == 1 else CONTRADICTED


@decide("prc-unification-2013")
def unification(claim, one_china_statements, diplomatic_reports):
    """Confirm if Kazakhstan said both things on that day; qualify if at another time or the day differs."""
    own = one_china_statements[one_china_statements.speaker_iso3 == _SPEAKERS[claim.place]]
    both = own[(own.prc_sole_government == "said") & (own.supports_unification == "said")]
    if not len(both):
        return NOT_CHECKABLE
    signed = _reports(diplomatic_reports, "declaration-2013", "signed").date_text
    dates = [_agree(claim.start, both.date_text), _agree(claim.start, signed)]
    return CONFIRMED if dates == [CONFIRMED, CONFIRMED] else QUALIFIED


@decide("balance-russia")
def balance(claim, unga_votes_with_kazakhstan):
    """Qualify if votes were nearer to Russia’s up to the claim’s last year and nearer to China’s since; no motive."""
    votes = unga_votes_with_kazakhstan
    early = votes.year <= claim.end_year
    lead = [_lead_of_china(votes[early]), _lead_of_china(votes[~early])]
    return QUALIFIED if lead[0] < 0 < lead[1] else CONTRADICTED


def _lead_of_china(votes):
    """Return by how much Kazakhstan’s votes are more often China’s than Russia’s, as a share of all roll calls."""
    sums = votes.groupby("partner_iso3")[["same_count", "roll_calls_count"]].sum()
    share = sums.same_count / sums.roll_calls_count
    return share["CHN"] - share["RUS"]


@decide("us-bases-prevention")
def bases(claim, diplomatic_reports):
    """Confirm if a call against bases names the claim’s country; qualify if it names only others."""
    calls = _reports(diplomatic_reports, "us-bases", "asserted").place
    if not len(calls):
        return NOT_CHECKABLE
    return CONFIRMED if calls.str.split("; ").map(lambda places: claim.place in places).any() else QUALIFIED


@decide("three-evils-since-1997")
def three_evils(claim, diplomatic_reports):
    """Confirm if the convention is as old as claimed; qualify if only China’s own policy reaches back so far."""
    convention = _reports(diplomatic_reports, "three-evils", "signed").date_text.map(year)
    policy = _reports(diplomatic_reports, "three-evils", "asserted")
    if (convention <= claim.start_year).any():
        return CONFIRMED
    covered = (policy.date_text.map(year) <= claim.start_year) & (policy.end_text.map(year) >= claim.start_year)
    return QUALIFIED if covered.any() else CONTRADICTED


@decide("xuar-dialogue-2023-03-28")
def xinjiang_talks(claim, diplomatic_reports):
    """Confirm if all reported talks are of the claimed day, qualify if some are."""
    return _agree(claim.start, _reports(diplomatic_reports, "xinjiang", "met").date_text)


@decide("bd-sohu-2020-04-14")
def sohu_protest(claim, diplomatic_reports):
    """Confirm if every report has the protest on the claimed day, and both sides are among those who say so."""
    protests = _reports(diplomatic_reports, "sohu", "protested")
    verdict = _agree(claim.start, protests.date_text)
    return QUALIFIED if verdict == CONFIRMED and protests.speaker.nunique() < 2 else verdict


@decide("bd-sohu-ambassador")
def ambassador(claim, office_holders):
    """Confirm if the person named was seen in the office both before and after the claim’s date."""
    seen = office_holders[office_holders.office.str.startswith("ambassador")]
    seen = seen[(seen.start_text.str[: len(claim.start)] <= claim.start) & (seen.end_text >= claim.start)]
    return CONFIRMED if any(person in claim.text for person in seen.person) else CONTRADICTED


@decide("bd-sohu-article-deleted")
def deletion_order(claim, diplomatic_reports):
    """Confirm if every report has it gone after the ambassador’s answer, qualify if some have it before."""
    removed = _reports(diplomatic_reports, "sohu", "removed").date_text
    answered = _reports(diplomatic_reports, "sohu", "explained").date_text.max()
    inside = removed[removed.map(lambda day: _same(day, claim.start))]
    if not len(inside):
        return CONTRADICTED
    return CONFIRMED if (inside > answered).all() else QUALIFIED


@decide("bd-wechat-153-accounts")
def accounts(claim, diplomatic_reports):
    """Confirm if every report states exactly the claimed number."""
    counts = _reports(diplomatic_reports, "wechat-accounts").stated_count.dropna()
    return CONFIRMED if len(counts) and (counts == claim.value).all() else CONTRADICTED


@decide("ref-29-date")
def anniversary(claim, diplomatic_reports):
    """Contradict if the anniversary in the title, counted from the start of the reforms, is not the claimed year."""
    start = year(_reports(diplomatic_reports, "reform-start").date_text.iloc[0])
    return CONFIRMED if start + claim.value == claim.start_year else CONTRADICTED


@decide("ref-39-access-date")
def retrieval(claim, reference_dates):
    """Confirm if it was read on its day or later; qualify one day before, as calendars west of Asia allow."""
    dates = reference_dates.set_index("source_key").loc[claim.references[0]]
    if (dates.retrieved_text, dates.published_text) != (claim.start, claim.end):
        return CONTRADICTED
    days = (date.fromisoformat(claim.start) - date.fromisoformat(claim.end)).days
    return CONFIRMED if days >= 0 else QUALIFIED if days >= -LARGEST_SHIFT else CONTRADICTED


@decide("ref-43-author")
def author(claim, reference_dates, diplomatic_reports):
    """Contradict if the author’s two names are the words of the agency’s dateline in another order."""
    named = reference_dates.set_index("source_key").author_text[claim.references[0]]
    datelines = _reports(diplomatic_reports, "dateline").place
    words = sorted(re.findall(r"\w+", named))
    return CONTRADICTED if any(sorted(re.findall(r"\w+", one)) == words for one in datelines) else NOT_CHECKABLE


@decide("kgb-kyrgyz-one-china")
def kyrgyz_one_china(claim, one_china_statements):
    """Confirm if every statement has one government of China and one rules out official ties with Taiwan."""
    own = one_china_statements[one_china_statements.speaker_iso3 == _SPEAKERS[claim.place]]
    sole = own.prc_sole_government == "said"
    if not len(own) or not sole.any():
        return NOT_CHECKABLE
    return CONFIRMED if sole.all() and (own.no_official_ties_with_taiwan == "said").any() else QUALIFIED


@decide("kgb-treaty-2002")
def kyrgyz_treaty(claim, diplomatic_reports):
    """Qualify if the claimed year, which it gives for the draft, is that of the signature."""
    signed = _reports(diplomatic_reports, "kyrgyz-treaty", "signed").date_text
    return QUALIFIED if _agree(claim.start, signed) == CONFIRMED else CONTRADICTED


@decide("kgb-strategic-partnership-2013")
def kyrgyz_partnership(claim, diplomatic_reports):
    """Confirm if the first upgrade of relations is of the claimed year."""
    return _agree(claim.start, [_reports(diplomatic_reports, "kyrgyz-partnership", "upgraded").date_text.min()])


@decide("kgb-relations-worsening")
def kyrgyz_relations(diplomatic_reports):
    """Contest where relations were upgraded and protests took place, each after the partnership; else one-sided."""
    reports = _reports(diplomatic_reports, "kyrgyz-partnership")
    later = reports[reports.date_text > reports.date_text.min()]
    better, worse = (later.act == "upgraded").any(), later.act.isin(["protested", "cancelled"]).any()
    return CONTESTED if better and worse else CONFIRMED if worse else CONTRADICTED if better else NOT_CHECKABLE
