"""Verdicts on energy, trade and water that follow from the claim's own values and from tables.

Each function says its rule. Where a rule has a tolerance, it says how wide and why.
"""

import shapely

from analysis import energy, energy_balances, hydrology, trade, trade_growth, water
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, NOT_CHECKABLE, OUTDATED, QUALIFIED, decide

NEAR_BORDER_KM = 20
"""How far from the drawn border a crossing and its installations may lie: the dry port at Khorgos stands 15 km off."""

DRAWN_KM = 5
"""How far a point to the second of arc may lie from a line or shore drawn at 1:10 million."""

ROUND_SHARE = 0.15
"""By what share of itself a figure called "around" may be missed."""

EARLY_YEARS = 10
"""What "soon" may mean for a trade that grew up after a conquest, in years."""

OTHER_NAMES = {"Chuguchak": "Tacheng"}
"""Names of the claims that the table of places gives otherwise: Chuguchak is the older name of Tacheng."""


def rounding(value):
    """Return half a unit of the last digit that a value is stated with: how far a true value may lie from it.

    Examples
    --------
    >>> rounding(24.0), rounding(34.1), rounding(4.18)
    (0.5, 0.05, 0.005)
    """
    decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
    return 0.5 * 10**-decimals


def agrees(stated, found):
    """Whether a found value rounds to the stated one.

    Examples
    --------
    >>> agrees(24, 24.1), agrees(24, 31.2)
    (True, False)
    """
    return abs(found - stated) <= rounding(stated) + 1e-9


def _names(place):
    """Return the places that a claim names, as the tables call them."""
    return [OTHER_NAMES.get(name.strip(), name.strip()) for name in place.split(";")]


def _by_agreement(matches):
    """Say what follows if sources match a claim: all, some or none of them; nothing if there are none."""
    matches = list(matches)
    if not matches:
        return NOT_CHECKABLE
    if all(matches):
        return CONFIRMED
    return CONTESTED if any(matches) else CONTRADICTED


def _dates(events):
    """Return the events that are known to the day, with a column ``date``."""
    exact = events[events["precision"] == "day"]
    return exact.assign(date=exact["date_text"].astype(str))


# Trade


@decide("trade-2022-24bn")
def level_of_trade(claim, trade_turnover):
    """Compare the total with each country's count of the year, to the claim's own rounding; both must give it."""
    counts = trade_turnover.loc[trade_turnover["year"] == claim.start_year, "value_usd_bn"]
    return _by_agreement(agrees(claim.value, value) for value in counts)


@decide("trade-2022-34pct")
def growth_of_trade(claim, trade_turnover):
    """Compare the growth with each country's count of the year, to the claim's own rounding; both must give it."""
    counts = trade_turnover.loc[trade_turnover["year"] == claim.end_year, "growth_pct"].dropna()
    return _by_agreement(agrees(claim.value, value) for value in counts)


@decide("trade-2030-target")
def target_of_trade(claim, trade_targets):
    """Find the sum among the goals set for the year; an ambiguous wording or a later, higher goal qualifies it."""
    goals = trade_targets[trade_targets["target_year"] == claim.end_year]
    goals = goals[goals["value_usd_bn"].map(lambda value: agrees(claim.value, value))]
    if goals.empty:
        return CONTRADICTED
    later = trade_targets[trade_targets["announced_year"] > goals["announced_year"].min()]
    raised = (later["value_usd_bn"] > claim.value).any()
    return QUALIFIED if raised or "ambiguous" in claim.flags else CONFIRMED


@decide("trade-2024-top-partner")
def largest_partner(claim, trade_turnover, trade_single_figures):
    """Set China's trade in Kazakhstan's count against Russia's: the only rival known, so at best with a qualification.

    The lead must exceed one billion, because both figures are rounded, Russia's to whole billions.
    """
    own = trade_turnover[trade_turnover["reporter_iso3"] == "KAZ"]
    china = own.loc[own["year"] == claim.start_year, "value_usd_bn"]
    rivals = trade_single_figures[trade_single_figures["name"] == "turnover_rus"]
    russia = rivals.loc[rivals["year"] == claim.start_year, "value_usd_bn"]
    if china.empty or russia.empty:
        return NOT_CHECKABLE
    lead = china.item() - russia.item()
    if abs(lead) <= 1:
        return CONTESTED
    return QUALIFIED if lead > 0 else CONTRADICTED


@decide("trade-2024-top-investor")
def largest_investor(claim, trade_investors, trade_single_figures):
    """Ask of every measure up to the claim's year whether China comes first: stock, inflow by year, places in lists."""
    known = trade_investors[trade_investors["year"] <= claim.start_year]
    leads = []
    stock = trade_single_figures[trade_single_figures["name"].str.fullmatch("stock_(?!all).*")]
    if not stock.empty:
        leads.append(stock.loc[stock["value_usd_bn"].idxmax(), "name"] == "stock_chn")
    inflow = known[known["measure"] == "gross inflow"]
    for _, rows in inflow.groupby("year"):
        if len(rows) > 1 and "CHN" in set(rows["investor_iso3"]):
            leads.append(rows.loc[rows["value_usd_bn"].idxmax(), "investor_iso3"] == "CHN")
    placed = known[(known["investor_iso3"] == "CHN") & known["position_rank"].notna()]
    leads += [place == 1 for place in placed["position_rank"]]
    return _by_agreement(leads)


@decide("modern-rapid-commerce")
def growth_of_commerce(trade_reports_kazakhstan, trade_sections):
    """Take ten per cent a year in current dollars for fast, and half of the exports for a lead of raw materials.

    A fall of the two-way trade by more than half within the span qualifies it.
    """
    span = trade.unbroken_span(trade_reports_kazakhstan)
    yearly = trade_growth.yearly_growth(span["first"], span["last"], span["last_year"] - span["first_year"])
    raw = trade.structure_kazakhstan(trade_sections)["three_2015"]
    if yearly < 10 or raw < 50:
        return CONTRADICTED
    return QUALIFIED if span["trough"] < span["peak"] / 2 else CONFIRMED


@decide("cap-rail-10mt")
def freight_of_a_crossing(claim, trade_rail_freight, events):
    """Hold full years at the crossing, first those next to the claim's year, against it within `ROUND_SHARE`.

    Until a second railway crossed the border, at the end of 2012, the freight of all crossings was that of this one.
    """
    second = events.loc[events["event_id"] == "rail-2012", "start_year"].item()
    everything = trade_rail_freight["kind"] == trade.ALL_FREIGHT
    years = trade_rail_freight[everything & (trade_rail_freight["period"] == "year")]
    alone = (years["crossing"] == "Dostyk–Alashankou") | (years["year"] <= second)
    years = years[alone]
    fits = (years["freight_mt"] - claim.value).abs() <= ROUND_SHARE * claim.value
    near = (years["year"] - claim.start_year).abs() <= 1
    return _by_agreement(fits[near] if near.any() else fits)


@decide("ref-23-freight-growth")
def growth_of_freight(claim, trade_rail_freight):
    """Compare growth from the full year before, when only this railway crossed; other period and counter qualify it.

    Ten months and twelve may differ by some points: five are let pass.
    """
    everything = trade_rail_freight["kind"] == trade.ALL_FREIGHT
    years = trade_rail_freight[everything & (trade_rail_freight["period"] == "year")].set_index("year")["freight_mt"]
    if not {claim.start_year - 1, claim.start_year} <= set(years.index):
        return NOT_CHECKABLE
    growth = 100 * (years[claim.start_year] / years[claim.start_year - 1] - 1)
    return QUALIFIED if abs(growth - claim.value) <= 5 else CONTESTED


@decide("ref-24-khorgos-station")
def railway_by_the_end_of_the_year(claim, events):
    """Look for a railway that opened at the place between the claim's first and last day."""
    dated = _dates(events)
    openings = dated[(dated["place"] == claim.place) & dated["title"].str.contains("railway")]
    if openings.empty:
        return NOT_CHECKABLE
    return CONFIRMED if openings["date"].between(claim.start, claim.end).any() else CONTRADICTED


@decide("cap-rail-alashankou-dostyk", "khorgos-sez")
def place_at_the_border(claim, border_crossings, borders_10m):
    """Find the named places at one crossing with a railway, at most `NEAR_BORDER_KM` from the drawn border."""
    border = borders_10m.set_index("neighbour_iso3")["geometry"]
    named = border_crossings[
        border_crossings["name"].map(lambda name: all(part in name for part in _names(claim.place)))
    ]
    if named.empty:
        return NOT_CHECKABLE
    crossing = named.iloc[0]
    point = shapely.Point(crossing["longitude_deg"], crossing["latitude_deg"])
    near = water.distance_km(point, border[crossing["neighbour_iso3"]]) <= NEAR_BORDER_KM
    return CONFIRMED if near and "rail" in crossing["modes"] and crossing["neighbour_iso3"] == "KAZ" else CONTRADICTED


@decide("cap-kulja-chuguchak-trade")
def trade_after_the_conquest(claim, events, border_places, borders_10m):
    """Let fairs within `EARLY_YEARS` years make "soon" true, and towns nearer the Kazakh border the people doubtful."""
    fairs = events[events["title"].str.startswith("Trade fair")]
    if not fairs["start_year"].between(claim.start_year, claim.start_year + EARLY_YEARS).any():
        return CONTRADICTED
    borders = borders_10m.set_index("neighbour_iso3")["geometry"]
    nearest = set()
    for name in _names(claim.place):
        town = border_places[border_places["name"].str.contains(name, regex=False)].iloc[0]
        point = shapely.Point(town["longitude_deg"], town["latitude_deg"])
        nearest.add(min(borders.index, key=lambda neighbour: water.distance_km(point, borders[neighbour])))
    return CONFIRMED if nearest == {"KGZ"} else QUALIFIED


@decide("modern-1991-shop-tourism")
def agreement_before_relations(claim, events):
    """Contest a year before the first documented agreement of the two states: a scholar against a chronology."""
    signed = events[(events["scope"] == "bilateral") & (events["form"] == "agreement")]
    documented = signed[signed["certainty"] == "documented"]
    if (documented["start_year"] == claim.start_year).any():
        return CONFIRMED
    return CONTESTED if claim.start_year < documented["start_year"].min() else CONTRADICTED


@decide("kgb-bri-2013")
def start_of_the_initiative(claim, events):
    """Compare the year with that of the speech that proposed the economic belt."""
    speech = events.loc[events["event_id"] == "silkroad-2013", "start_year"].item()
    return CONFIRMED if claim.start_year == speech else CONTRADICTED


@decide("kgb-logistics-280m")
def value_of_the_centre(claim, kyrgyz_chinese_projects):
    """Let all accounts give the sum; where one does and the rest lie within five per cent, that qualifies it."""
    accounts = kyrgyz_chinese_projects[kyrgyz_chinese_projects["item"].str.startswith("centre-")]["value_musd"]
    verdict = _by_agreement(agrees(claim.value, value) for value in accounts)
    near = ((accounts - claim.value).abs() <= 0.05 * claim.value).all()
    return QUALIFIED if verdict == CONTESTED and near else verdict


@decide("kgb-investment-continued")
def investment_after_the_protests(claim, kyrgyz_chinese_projects):
    """Look for investment after the end of the contested project; instruments older than it qualify the claim."""
    centre = kyrgyz_chinese_projects["item"].str.startswith("centre-")
    ended = kyrgyz_chinese_projects.loc[centre, "year"].max()
    later = kyrgyz_chinese_projects.loc[~centre, "year"] > ended
    if not later.any():
        return CONTRADICTED
    return QUALIFIED if claim.end_year <= ended else CONFIRMED


# Energy


def _opening(pipelines_to_china):
    """Return the line that opened first."""
    return pipelines_to_china.loc[pipelines_to_china["opened_year"].idxmin()]


@decide("modern-pipeline-agreement-1997")
def agreement_on_the_pipeline(claim, events, pipelines_to_china):
    """Look for a documented oil agreement of the year; a further one before the first line opened qualifies it."""
    oil = events["event_id"].str.startswith("oil-") & (events["form"] == "agreement")
    signed = events[oil & (events["certainty"] == "documented")]
    signed = signed[signed["start_year"] < _opening(pipelines_to_china)["opened_year"]]
    if claim.start_year not in set(signed["start_year"]):
        return CONTRADICTED
    return QUALIFIED if (signed["start_year"] > claim.start_year).any() else CONFIRMED


@decide("modern-pipeline-first-central-asia")
def first_pipeline(claim, pipelines_to_china):
    """Ask whether the oil line opened before any other line, in the year of the agreement or later."""
    first = _opening(pipelines_to_china)
    ours = first["carries"] == "crude oil" and first["from_iso3"] == "KAZ"
    sole = (pipelines_to_china["opened_year"] == first["opened_year"]).sum() == 1
    return CONFIRMED if ours and sole and first["opened_year"] >= claim.start_year else CONTRADICTED


def _deal(energy_deals, name):
    return energy_deals.set_index("deal").loc[name]


@decide("modern-petrokazakhstan-2005")
def year_of_the_purchase(claim, energy_deals):
    """Compare the year with that of the purchase."""
    return CONFIRMED if _deal(energy_deals, "petrokazakhstan")["year"] == claim.start_year else CONTRADICTED


@decide("modern-petrokazakhstan-4.18bn")
def price_of_the_purchase(claim, energy_deals):
    """Compare the price, to the claim's own rounding."""
    return CONFIRMED if agrees(claim.value, _deal(energy_deals, "petrokazakhstan")["amount_usd_bn"]) else CONTRADICTED


@decide("modern-petrokazakhstan-largest-purchase")
def largest_purchase(claim, energy_deals):
    """Look for a larger purchase in the list: an earlier one contradicts the claim, a later one outdates it."""
    bought = energy_deals[energy_deals["kind"] == "purchase"]
    larger = bought[bought["amount_usd_bn"] > _deal(energy_deals, "petrokazakhstan")["amount_usd_bn"]]
    if (larger["year"] <= claim.start_year).any():
        return CONTRADICTED
    return CONFIRMED if larger.empty else OUTDATED


@decide("modern-pipeline-700m")
def cost_of_the_pipeline(claim, energy_deals, energy_statements):
    """Compare the sum with the line's cost; a Chinese share of less than the whole qualifies who spent it."""
    cost = 1000 * _deal(energy_deals, "atasu-alashankou")["amount_usd_bn"]
    if not agrees(claim.value, cost):
        return CONTRADICTED
    share = energy_statements.set_index("statement")["share_pct"]["pipeline-stake"]
    return QUALIFIED if share < 100 else CONFIRMED


@decide("modern-petroleum-20bn-2016")
def investment_in_petroleum(claim, energy_deals):
    """Ask whether dated purchases exceed the sum; if they do so only with loans, it depends on what is meant.

    The list is incomplete, so that too small a sum proves nothing.
    """
    dated = energy_deals[energy_deals["year"] <= claim.end_year]
    counted = dated[dated["counting"] == "counted"].groupby("kind")["amount_usd_bn"].sum()
    rival = dated.loc[dated["counting"] == "rival", "amount_usd_bn"]
    bought, lent = counted.get("purchase", 0), counted.get("loan", 0)
    low, high = (0, 0) if rival.empty else (rival.min(), rival.max())
    if bought + low > claim.value:
        return CONFIRMED
    return CONTESTED if bought + high + lent > claim.value else NOT_CHECKABLE


@decide("modern-2009-loan-10bn")
def loan_of_2009(claim, energy_deals):
    """Compare sum and year with the loan's; more than one lender qualifies that it was one loan of the state."""
    loan = _deal(energy_deals, "state-loan")
    if not agrees(claim.value, loan["amount_usd_bn"]) or loan["year"] != claim.start_year:
        return CONTRADICTED
    return QUALIFIED if " and " in loan["chinese_party"] else CONFIRMED


@decide("modern-2009-mmg-stake")
def stake_of_2009(claim, energy_deals):
    """Compare the year with that of the Chinese purchase in the company."""
    ours = energy_deals["label"].str.contains("MangistauMunaiGas") & (energy_deals["kind"] == "purchase")
    years = set(energy_deals.loc[ours, "year"])
    if not years:
        return NOT_CHECKABLE
    return CONFIRMED if years == {claim.start_year} else CONTRADICTED


@decide("modern-energy-needs")
def growing_need(claim, oil_balance, oil_balance_tonnes, crude_to_china):
    """Ask whether oil use exceeds output by the claim's year; supply from Kazakhstan below 5% qualifies the motive."""
    shares = energy_balances.import_dependence(oil_balance, oil_balance_tonnes)
    if energy_balances.net_importer_since(shares) > claim.end_year:
        return CONTRADICTED
    supplied = energy.crude_shares(crude_to_china, oil_balance)["china_customs"]
    return QUALIFIED if supplied < 5 else CONFIRMED


MINES = ("irkol", "semizbay", "zhalpak", "ortalyk", "zarechnoye")
"""The mines of the statements in which Chinese companies took stakes."""


@decide("uranium-investment")
def stakes_in_mines(claim, energy_statements):
    """Look for a mine abroad that had a Chinese partner by the claim's year."""
    stakes = energy_statements[energy_statements["statement"].isin(MINES)]
    return CONFIRMED if (stakes["year"] <= claim.end_year).any() else CONTRADICTED


@decide("uranium-largest-exporter")
def largest_exporter(claim, uranium_mining, energy_statements):
    """Take the rank among miners in the claim's year; a count of exports that is older than it qualifies the rest."""
    mined = uranium_mining.loc[uranium_mining["year"] == claim.start_year, "mining_rank"]
    if mined.empty:
        return NOT_CHECKABLE
    exports = energy_statements.set_index("statement").loc["uranium-export-value"]
    if mined.item() != claim.value:
        return CONTRADICTED
    return CONFIRMED if exports["year"] >= claim.start_year else QUALIFIED


@decide("uranium-chinese-contribution")
def contribution_of_mines(claim, uranium_mining, energy_statements):
    """Hold planned output of mines with Chinese partners against the growth that won the lead: a tenth at least.

    Less than half of it is a small part, which qualifies the claim. Stakes must have been taken by its year.
    """
    stakes = energy_statements.loc[energy_statements["statement"].isin(MINES[:3]), "year"]
    if stakes.empty or stakes.min() > claim.start_year:
        return NOT_CHECKABLE
    share = energy.uranium_stakes(uranium_mining, energy_statements)["of_growth"]
    if share < 10:
        return CONTRADICTED
    return CONFIRMED if share >= 50 else QUALIFIED


# Water


@decide("water-two-rivers")
def rivers_from_china(claim, rivers, countries, border_flows):
    """Count the named rivers that begin in China, run on in Kazakhstan and flow there in the account.

    The upper Ili is drawn under the name of its head stream, the Kunes. They must be as many as the claim says.
    """
    heads = {"Ili": ("Ili", "Kunes"), "Irtysh": ("Irtysh",)}
    basins = {"Ili": "Balkhash–Alakol", "Irtysh": "Irtysh"}
    lands = countries.set_index("iso3")["geometry"]
    flows = border_flows[(border_flows["from_iso3"] == "CHN") & (border_flows["to_iso3"] == "KAZ")]
    found = 0
    for name in _names(claim.place):
        course = shapely.union_all(rivers.loc[rivers["name"].isin(heads.get(name, ())), "geometry"].to_numpy())
        if course.is_empty:
            continue
        ends = [point for part in shapely.get_parts(course) for point in (part.coords[0], part.coords[-1])]
        head = shapely.Point(max(ends))  # both rivers flow west
        upper = shapely.contains(lands["CHN"], head)
        lower = shapely.intersects(lands["KAZ"], course)
        flow = flows.loc[flows["basin"] == basins[name], "flow_km3_year"].sum()
        found += bool(upper and lower and flow > 0)
    return CONFIRMED if found == claim.value else CONTRADICTED


@decide("water-ili-balkhash")
def main_source_of_the_lake(ili_shares):
    """Take more than half of the water for the main source, and ask every source."""
    return _by_agreement(ili_shares["ili_share_pct"] > 50)


@decide("water-emil-alakol")
def river_into_the_lake(claim, river_points, countries, lakes, borders_10m):
    """Find the head in China, the crossing within `DRAWN_KM` of the border, and as near the mouth to the named lake."""
    head, crossing, mouth = (water.river_point(river_points, "Emil", point) for point in ("head", "border", "mouth"))
    border = borders_10m.set_index("neighbour_iso3")["geometry"]["KAZ"]
    shores = lakes.set_index("name")["geometry"]
    lake = next((shores[name] for name in shores.index if name in claim.place), None)
    if lake is None:
        return NOT_CHECKABLE
    from_china = shapely.contains(countries.set_index("iso3")["geometry"]["CHN"], head)
    crosses = water.distance_km(crossing, border) <= DRAWN_KM
    ends = water.distance_km(mouth, lake) <= DRAWN_KM
    return CONFIRMED if from_china and crosses and ends else CONTRADICTED


@decide("water-irrigation-use")
def use_in_both_countries(ili_consumption, ili_flows):
    """Ask whether both consume a tenth of the flow at least; the measure holds wild plants too, a qualification."""
    use = hydrology.consumption_by_country(ili_consumption).dropna(subset="china_share_pct").iloc[-1]
    flow = ili_flows.loc[ili_flows["place"] == "border", "flow_km3_year"].mean()
    least = min(use["china_km3_year"], use["kazakhstan_km3_year"])
    return QUALIFIED if least >= flow / 10 else CONTRADICTED


@decide("water-karamay-canal", "water-karaganda-canal")
def canal_in_use(claim, irtysh_canals):
    """Look for a dated use of the canal; one source alone qualifies it."""
    ours = irtysh_canals[irtysh_canals["canal"].map(lambda name: name in claim.place)]
    if ours.empty or ours["in_use_year"].isna().all():
        return NOT_CHECKABLE
    return CONFIRMED if len(ours) > 1 else QUALIFIED


@decide("water-negotiations")
def talks_from_time_to_time(claim, river_agreements):
    """Take agreements on the rivers for talks, and one in any ten years of their span for "from time to time"."""
    signed = river_agreements.loc[river_agreements["year"] >= claim.start_year, "year"].sort_values()
    if len(signed) < 2:
        return CONTRADICTED
    return CONFIRMED if signed.diff().max() <= 10 else QUALIFIED
