"""Verdicts on claims about the two borders: dates of agreements, lengths, areas, and places beside the lines.

Dates are held against ``border_steps``, which is drawn from other sources than the two articles; places against the
lines of OpenStreetMap, never against outlines of countries.
"""

import math
import re

import pandas as pd
import shapely

from analysis import border_lines, borders, maps
from analysis.claims import CONFIRMED, CONTESTED, CONTRADICTED, QUALIFIED, decide

MILE_KM = 1.609344
"""The international mile."""

LENGTH_TOLERANCE = 0.02
"""Two states of the same open map, of 2017 and of 2026, differ by 1.4% on the China–Kazakhstan border."""

AREA_TOLERANCE = 0.1
"""Areas said with "about" or "more than" are taken as the same within a tenth."""

FAR_KM = 100
"""A place farther than this from a border is not on it."""

_STEPS = {
    "qing-1864-treaty": "chuguchak-1864",
    "modern-boundary-1994-04": "kazakhstan-1994",
    "modern-boundary-1997-09": "kazakhstan-1997",
    "modern-boundary-1998-07": "kazakhstan-1998",
    "bd-zhalanashkol-1969": "tielieketi-1969",
    "bd-treaty-1994-04-26": "kazakhstan-1994",
    "bd-supplement-1997-09-24": "kazakhstan-1997",
    "bd-supplement-1998-07-04": "kazakhstan-1998",
    "bd-final-protocol-2002-05-10": "demarcation-2002",
    "bd-zuo-reconquest": "reconquest",
    "kgb-zuo-reconquest": "reconquest",
    "bd-dungan-revolt": "dungan-revolt",
    "kgb-dungan-irtysh": "dungan-revolt",
    "bd-convention-peking-1860": "peking-1860",
    "kgb-peking-1860": "peking-1860",
    "bd-protocol-chuguchak-1864": "chuguchak-1864",
    "kgb-tarbagatai-1864": "chuguchak-1864",
    "kgb-uliastai-1870": "uliastai-1869",
    "bd-saint-petersburg-1881": "petersburg-1881",
    "kgb-saint-petersburg-1881-ili": "petersburg-1881",
    "force-reduction-1997": "forces-1997",
    "kgb-independence-1991": "recognition-1991",
    "kgb-bedel-2024": "bedel-2024",
    "kgb-bedel-2027": "bedel-2027",
    "kgb-tulip-revolution": "tulip-2005",
    "bd-ratified-1995-06-15": "ratified-1995",
    "ref-55-law-469": "ratified-2003",
}
"""The step that a claim speaks of, by the claim."""

_COUNTRIES = {"CHN": "China", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan", "RUS": "Russia", "TJK": "Tajikistan"}
_ANGLE = re.compile(r"(\d+)°(\d+)′(\d+)″\s*([NE])")


def _step(claim, border_steps):
    return border_steps.set_index("step_id").loc[_STEPS[claim.id]]


def same_date(one, other):
    """Return whether two dates agree as far as the less exact of them goes.

    Examples
    --------
    >>> same_date("1994-04", "1994-04-26"), same_date("1994-05", "1994-04-26")
    (True, False)
    """
    return one.startswith(other) or other.startswith(one)


def significant_step(value):
    """Return the place value of the last digit of a number that is not zero: how exactly it is said.

    Examples
    --------
    >>> significant_step(1700), significant_step(1063), significant_step(1782.75)
    (100, 1, 0.01)
    """
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    if "." in digits:
        return 10.0 ** -len(digits.partition(".")[2])
    return 10 ** (len(digits) - len(digits.rstrip("0")))


def same_length(one, other):
    """Return whether two lengths agree: within `LENGTH_TOLERANCE`, or within the rounding of the rougher of them."""
    rounding = max(significant_step(one), significant_step(other)) / 2
    return abs(one - other) <= max(rounding, LENGTH_TOLERANCE * max(one, other))


@decide(
    "qing-1864-treaty",
    "modern-boundary-1994-04",
    "modern-boundary-1997-09",
    "modern-boundary-1998-07",
    "bd-supplement-1997-09-24",
    "bd-supplement-1998-07-04",
    "kgb-independence-1991",
    "kgb-bedel-2024",
    "kgb-bedel-2027",
    "bd-ratified-1995-06-15",
    "ref-55-law-469",
)
def dated_as_elsewhere(claim, border_steps):
    """Confirm a date that another source gives too, as far as the less exact of the two goes."""
    return CONFIRMED if same_date(claim.start, _step(claim, border_steps)["dated"]) else CONTRADICTED


@decide("bd-treaty-1994-04-26", "bd-final-protocol-2002-05-10")
def dated_and_placed_as_elsewhere(claim, border_steps):
    """Confirm date and place together; qualify where the other source names no place, contradict where one differs."""
    step = _step(claim, border_steps)
    if not same_date(claim.start, step["dated"]):
        return CONTRADICTED
    if pd.isna(step["place"]):
        return QUALIFIED
    return CONFIRMED if step["place"] == claim.place else CONTRADICTED


@decide("bd-zhalanashkol-1969")
def clash(
    claim,
    border_steps,
    border_places,
    lake_zhalanashkol,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Confirm month, side of the lake (within 45° of east) and neighbourhood of the line (5 km, the strip's width)."""
    if not same_date(claim.start, _step(claim, border_steps)["dated"]):
        return CONTRADICTED
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    place = maps.points(border_places).set_index("name").geometry["Clash of August 1969"]
    lake = lake_zhalanashkol.geometry.iloc[0]
    east = abs(border_lines.bearing_deg(lake.centroid.coords[0], place.coords[0]) - 90) <= 45
    return CONFIRMED if east and border_lines.apart_km(place, lines["KAZ"]) <= 5 else CONTRADICTED


@decide("bd-zhalanashkol-strip-to-china")
def strip(
    claim, border_steps, border_places, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
):
    """Confirm the side of the line that the place of the clash lies on; qualify where another source dates it later."""
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    place = maps.points(border_places).set_index("name").geometry["Clash of August 1969"]
    if border_lines.on_neighbour_side(place, lines["KAZ"], "KAZ"):
        return CONTRADICTED
    transfer = border_steps.set_index("step_id").loc["strip-1999"]
    return CONFIRMED if transfer["start_year"] == claim.start_year else QUALIFIED


@decide("bd-zuo-reconquest", "kgb-zuo-reconquest")
def between_revolt_and_treaty(claim, border_steps):
    """Confirm an event that ended within the claim's years, which are those of the revolt's end and of the treaty."""
    ended = _step(claim, border_steps)["end_year"]
    return CONFIRMED if claim.start_year <= ended <= claim.end_year else CONTRADICTED


@decide("bd-dungan-revolt", "kgb-dungan-irtysh")
def revolt(claim, border_steps, rivers, border_osm_kyrgyzstan):
    """Hold the years against another source; qualify where it does not name the basin, or the basin is elsewhere."""
    step = _step(claim, border_steps)
    if (claim.start_year, claim.end_year) != (step["start_year"], step["end_year"]):
        return CONTRADICTED
    if claim.document == "border":
        irtysh = rivers.set_index("name").geometry["Irtysh"]
        if border_lines.apart_km(irtysh, border_osm_kyrgyzstan.geometry.iloc[0]) > FAR_KM:
            return QUALIFIED
    return CONFIRMED if claim.place in step["place"].split("; ") else QUALIFIED


@decide(
    "bd-convention-peking-1860",
    "kgb-peking-1860",
    "bd-protocol-chuguchak-1864",
    "kgb-tarbagatai-1864",
    "kgb-uliastai-1870",
)
def covers_the_border(claim, border_steps):
    """Confirm an agreement of that year that drew the whole of today's border; qualify part or mere direction.

    An agreement that touches none of the border is contradicted, and so is one of another year: more than a year off,
    since days of the old calendar and of ratification may fall in the next year.
    """
    step = _step(claim, border_steps)
    covered = step["covers_kgz" if claim.document == "border" else "covers_kaz"]
    if abs(claim.start_year - step["start_year"]) > 1 or covered == "none":
        return CONTRADICTED
    return CONFIRMED if covered == "whole" and step["draws_line"] else QUALIFIED


@decide("bd-saint-petersburg-1881", "kgb-saint-petersburg-1881-ili")
def basin_of_the_treaty(claim, border_steps):
    """Confirm the basin in which a treaty moved the line; qualify where it moved it in another as well."""
    step = _step(claim, border_steps)
    basins = step["basins"].split("; ")
    named = claim.place.removesuffix(" basin")
    if claim.start_year != step["start_year"] or named not in basins:
        return CONTRADICTED
    return CONFIRMED if basins == [named] else QUALIFIED


@decide("kgb-later-protocols")
def later_protocols(claim, border_steps):
    """Confirm two or more later documents that drew the line, one of them on the border in question."""
    drawn = border_steps[border_steps["draws_line"] & border_steps["parties"].eq("CHN; RUS")]
    later = drawn[drawn["start_year"] > claim.start_year]
    if len(later) < 2:
        return CONTRADICTED
    return CONFIRMED if (later["covers_kgz"] != "none").any() else QUALIFIED


@decide("force-reduction-1997")
def parties_named(claim, border_steps):
    """Hold year and parties against another source; qualify where the claim leaves a party out."""
    step = _step(claim, border_steps)
    parties = {_COUNTRIES[code] for code in step["parties"].split("; ")}
    named = {country for country in _COUNTRIES.values() if country in claim.text}
    if claim.start_year != step["start_year"] or not named <= parties:
        return CONTRADICTED
    return CONFIRMED if named == parties else QUALIFIED


@decide("bd-joint-protocols")
def demarcated_after(claim, border_steps):
    """Contradict a demarcation before the last agreement on the line; qualify while one protocol alone is known."""
    own = border_steps[border_steps["parties"].eq("CHN; KAZ") & border_steps["draws_line"]]
    agreed = own.loc[own["kind"] == "agreement", "start_year"].max()
    marked = own[own["kind"] == "protocol"]
    within = marked["start_year"].between(max(claim.start_year, agreed), claim.end_year)
    if not within.any():
        return CONTRADICTED
    return CONFIRMED if within.sum() > 1 else QUALIFIED


@decide("bd-origins-mid-19c")
def first_drawn(
    claim, border_steps, lakes, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
):
    """Confirm that the first documents on the line fall within the claim's years, and the lake on the Kazakh side."""
    first = border_steps.loc[border_steps["covers_kaz"] != "none", "start_year"].min()
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    lake = lakes.set_index("name").geometry[claim.place.removeprefix("Lake ")]
    beyond = border_lines.on_neighbour_side(lake, lines["KAZ"], "KAZ")
    return CONFIRMED if claim.start_year <= first <= claim.end_year and beyond else CONTRADICTED


@decide("bd-zaysan-russian-side", "kgb-zaysan-russian-side")
def lake_beyond_the_line(claim, lakes, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Confirm a lake wholly on the Kazakh side of the line; qualify where the claim is about a border far from it."""
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    lake = lakes.set_index("name").geometry[claim.place.removeprefix("Lake ")]
    if not border_lines.on_neighbour_side(lake, lines["KAZ"], "KAZ"):
        return CONTRADICTED
    subject = lines["KGZ" if claim.document == "border" else "KAZ"]
    return CONFIRMED if border_lines.apart_km(lake, subject) <= FAR_KM else QUALIFIED


@decide("kgb-origins-zaysan")
def origin_on_the_border(claim, lakes, border_osm_kyrgyzstan):
    """Contradict an origin of the Kyrgyz border at a place that does not lie on it."""
    lake = lakes.set_index("name").geometry[claim.place.removeprefix("Lake ")]
    return CONFIRMED if border_lines.apart_km(lake, border_osm_kyrgyzstan.geometry.iloc[0]) <= FAR_KM else CONTRADICTED


@decide("qing-580000-km2")
def area_lost(claim, frontier_area_accounts):
    """Confirm an area within a tenth of all other accounts; contested where these differ among themselves."""
    rows = frontier_area_accounts
    others = rows[rows["subject"].eq("1860s") & ~rows["source_key"].str.startswith("encyclopaedia")]["area_km2"]
    if ((others - claim.value).abs() <= AREA_TOLERANCE * claim.value).all():
        return CONFIRMED
    return CONTESTED if others.max() > (1 + AREA_TOLERANCE) * others.min() else CONTRADICTED


@decide("qing-580000-in-kazakhstan")
def part_of_kazakhstan(claim, frontier_area_accounts):
    """Judge a "large part" by upper bounds, as if all the land lay there: a tenth at least, a half to be confirmed."""
    rows = frontier_area_accounts
    kazakhstan = rows.loc[rows["region"] == "Kazakhstan", "area_km2"].iloc[0]
    others = rows.loc[rows["subject"].eq("1860s") & ~rows["source_key"].str.startswith("encyclopaedia"), "area_km2"]
    bounds = [area / kazakhstan for area in (claim.value, *others)]
    if max(bounds) < 0.1:
        return CONTRADICTED
    if min(bounds) >= 0.5:
        return CONFIRMED
    return CONTESTED if max(bounds) > (1 + AREA_TOLERANCE) * min(bounds) else QUALIFIED


@decide("bd-disputed-2420-km2")
def area_in_dispute(claim, disputed_area_accounts):
    """Confirm an area within a tenth of all accounts told elsewhere; contested where one of them differs."""
    rows = disputed_area_accounts
    told = rows["neighbour_iso3"].eq("KAZ") & ~rows["source_key"].str.startswith("encyclopaedia")
    others = rows.loc[told, "disputed_km2"].dropna().astype(float)
    return CONFIRMED if ((others - claim.value).abs() <= AREA_TOLERANCE * claim.value).all() else CONTESTED


@decide("bd-china-share-22", "bd-kaz-share-78")
def share_of_the_land(claim, disputed_area_accounts):
    """Hold a share against accounts told elsewhere, within 2 points, and against its complement in the same account."""
    rows = disputed_area_accounts[disputed_area_accounts["neighbour_iso3"].eq("KAZ")]
    own = rows["source_key"].str.startswith("encyclopaedia")
    mine, other = ("china_share_pct", "neighbour_share_pct")
    if "kaz" in claim.id:
        mine, other = other, mine
    if abs(claim.value + float(rows.loc[own, other].iloc[0]) - 100) > 0.5:
        return CONTRADICTED
    elsewhere = rows.loc[~own, mine].dropna().astype(float)
    return CONFIRMED if ((elsewhere - claim.value).abs() <= 2).all() else CONTESTED


@decide("bd-fravel-34000-km2")
def claimed_in_central_asia(claim, frontier_area_accounts):
    """Compare area and region: contested where an account gives the same area to another stretch of the border."""
    rows = frontier_area_accounts
    others = rows[rows["subject"].eq("1991") & ~rows["source_key"].str.startswith("encyclopaedia")]
    totals = others.groupby(["source_key", "region"])["area_km2"].sum().reset_index()
    alike = totals[(totals["area_km2"] - claim.value).abs() <= AREA_TOLERANCE * claim.value]
    regions = set(alike["region"])
    if regions == {claim.place}:
        return CONFIRMED
    return CONTESTED if regions else CONTRADICTED


@decide("modern-border-1700-km", "kgb-length-1063")
def length_stated(claim, border_length_statements):
    """Compare a length with those stated elsewhere: contested where some agree and others do not."""
    rows = border_length_statements
    neighbour = "KGZ" if claim.document == "border" else "KAZ"
    elsewhere = ~rows["source_key"].str.startswith("encyclopaedia")
    others = rows.loc[rows["neighbour_iso3"].eq(neighbour) & rows["part"].eq("whole") & elsewhere, "length_km"]
    agreeing = [same_length(claim.value, float(other)) for other in others]
    if all(agreeing):
        return CONFIRMED
    return CONTESTED if any(agreeing) else CONTRADICTED


@decide("modern-border-1100-mi")
def miles(claim, border_length_statements):
    """Confirm a conversion to miles within 1%; qualify one that is right only as far as it is rounded."""
    rows = border_length_statements
    km = float(rows.loc[rows["neighbour_iso3"].eq("KAZ") & rows["note"].eq("rounded"), "length_km"].iloc[0])
    exact = km / MILE_KM
    if abs(exact - claim.value) <= 0.01 * exact:
        return CONFIRMED
    return QUALIFIED if abs(exact - claim.value) <= significant_step(claim.value) / 2 else CONTRADICTED


@decide("bd-length-1782.75", "bd-length-land-1215.86", "bd-length-water-566.89")
def documented_length(
    claim,
    border_length_statements,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Hold a whole and its parts together to 10 m, and the whole against the line in OpenStreetMap and other lengths.

    A finer line is longer: the whole may fall short of the OpenStreetMap line by 5%, and must not exceed it by more.
    Qualified where lengths stated elsewhere do not agree, and for the parts, which no map in the book divides.
    """
    part = next((name for name in ("land", "water") if name in claim.id), "whole")
    km = {name: borders.documented_km(border_length_statements, "KAZ", name) for name in ("whole", "land", "water")}
    km[part] = claim.value
    if not math.isclose(km["whole"], km["land"] + km["water"], abs_tol=0.01):
        return CONTRADICTED
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    if abs(border_lines.length_km(lines["KAZ"]) / km["whole"] - 1) > 0.05:
        return CONTESTED
    rows = border_length_statements
    elsewhere = rows["neighbour_iso3"].eq("KAZ") & ~rows["source_key"].str.startswith("encyclopaedia")
    agreed = all(same_length(km["whole"], float(other)) for other in rows.loc[elsewhere, "length_km"])
    return CONFIRMED if part == "whole" and agreed else QUALIFIED


@decide("bd-border-point-38")
def border_point(claim, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan):
    """Read the position out of the claim; within 100 m of the line it is qualified, the number being unread.

    100 m allow for the seconds that are printed and for the shift of the coordinate system of 1942.
    """
    angle = {name: int(d) + int(m) / 60 + int(s) / 3600 for d, m, s, name in _ANGLE.findall(claim.text)}
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    away = border_lines.apart_km(shapely.Point(angle["E"], angle["N"]), lines["KAZ"])
    return QUALIFIED if away <= 0.1 else CONTRADICTED


@decide("kgb-from-kaz-tripoint")
def ends_at_tripoints(
    claim,
    countries,
    border_treaty_points,
    border_osm_kazakhstan_north,
    border_osm_kazakhstan_south,
    border_osm_kyrgyzstan,
):
    """Count the ends of the line that lie at a tripoint and hold the count against the claim's.

    North: within 100 m of the end of the Kazakh line and of the point in the agreement of 1999. South: within 20 km
    of Tajikistan, by outlines that are too coarse for more.
    """
    lines = border_lines.lines_by_neighbour(
        border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    )
    north, south = shapely.Point(lines["KGZ"].coords[-1]), shapely.Point(lines["KGZ"].coords[0])
    treaty = border_lines.treaty_ends(
        border_treaty_points, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    ).set_index("name")["apart_m"]["China–Kazakhstan–Kyrgyzstan"]
    met = border_lines.apart_km(north, shapely.Point(lines["KAZ"].coords[-1])) <= 0.1 and treaty <= 100
    tajik = border_lines.apart_km(south, countries.set_index("iso3").geometry["TJK"]) <= 20
    return CONFIRMED if int(met) + int(tajik) == claim.value else CONTRADICTED


@decide("kgb-direction-southwest")
def runs_south_west(claim, border_osm_kyrgyzstan, border_elevations_kyrgyzstan):
    """Confirm the octant of the bearing between the ends, and half of the line above 3,000 m for "ridges and peaks"."""
    line = border_osm_kyrgyzstan.geometry.iloc[0]
    octant = round(border_lines.bearing_deg(line.coords[-1], line.coords[0]) / 45) % 8
    directions = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
    named = re.search(r"(?:north|south)-(?:east|west)|north|south|east|west", claim.text.lower())[0]
    high = border_elevations_kyrgyzstan["elevation_m"].median() > 3000
    return CONFIRMED if directions[octant] == named and high else CONTRADICTED


@decide("kgb-regions-kyrgyzstan")
def regions_in_order(claim, border_points, border_osm_kyrgyzstan):
    """Check regions by their towns nearest to the line: in the claim's order along it, and no other region nearer.

    At best qualified, since a town stands in for a region.
    """
    line = border_osm_kyrgyzstan.geometry.iloc[0]
    towns = border_points[border_points["kind"].eq("town")]
    away = [border_lines.distance_to_line_km(row.longitude_deg, row.latitude_deg, line) for row in towns.itertuples()]
    along = [border_lines.distance_along_km(row.longitude_deg, row.latitude_deg, line) for row in towns.itertuples()]
    nearest = towns.assign(away_km=away, along_km=along).sort_values("away_km").groupby("region").first()
    named = [region for region in nearest.index if region in claim.text]
    rest = nearest.drop(named)["away_km"]
    order = nearest.loc[sorted(named, key=claim.text.index), "along_km"]
    right = len(named) == claim.value and order.is_monotonic_decreasing
    return QUALIFIED if right and nearest.loc[named, "away_km"].max() < rest.min() else CONTRADICTED


@decide("kgb-torugart", "kgb-irkeshtam")
def road_crossing(
    claim, border_crossings, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
):
    """Confirm a crossing that the table has with a road, within 5 km of the line (positions to the minute of arc)."""
    mapped = border_lines.mapped_crossings(
        border_crossings, border_osm_kazakhstan_north, border_osm_kazakhstan_south, border_osm_kyrgyzstan
    ).set_index("name")
    name = claim.place.removesuffix(" Pass")
    if name not in mapped.index:
        return CONTRADICTED
    row = mapped.loc[name]
    return CONFIRMED if "road" in row["modes"] and row["line_km"] <= 5 else CONTRADICTED


@decide("kgb-bedel-historical")
def farther_east(claim, border_crossings):
    """Confirm that a pass lies east of the other crossings of the same border."""
    kyrgyz = border_crossings[border_crossings["neighbour_iso3"].eq("KGZ")].set_index("name")["longitude_deg"]
    name = claim.place.removesuffix(" Pass")
    return CONFIRMED if kyrgyz[name] > kyrgyz.drop(name).max() else CONTRADICTED


@decide("kgb-wakhan-1895")
def last_of_its_treaties(claim, border_steps):
    """Qualify a year that is only the last of several agreements on the same strip."""
    years = border_steps.loc[border_steps["place"].eq(claim.place.removesuffix(" Corridor")), "start_year"]
    if claim.start_year != years.max():
        return CONTRADICTED
    return CONFIRMED if len(years) == 1 else QUALIFIED


@decide("kgb-china-not-party")
def not_among_parties(claim, border_steps):
    """Contradict if China signed one of the agreements by the claim's year; else qualify, its effect being unshown."""
    deals = border_steps[border_steps["place"].eq("Wakhan") & (border_steps["start_year"] <= claim.start_year)]
    signed = deals["parties"].str.split("; ").map(lambda parties: "CHN" in parties)
    return CONTRADICTED if signed.any() or deals.empty else QUALIFIED


@decide("kgb-delimited-1996")
def first_of_its_agreements(claim, border_steps):
    """Qualify a year that is only the first of several agreements on the line."""
    agreed = border_steps[border_steps["parties"].eq("CHN; KGZ") & border_steps["kind"].eq("agreement")]
    years = agreed.loc[agreed["draws_line"], "start_year"]
    if claim.start_year != years.min():
        return CONTRADICTED
    return CONFIRMED if years.max() == claim.start_year else QUALIFIED


@decide("kgb-finalised-2009")
def last_step(claim, border_steps):
    """Confirm the year of the last known step; contested where the sources stop earlier, contradicted if they go on."""
    own = border_steps[border_steps["parties"].eq("CHN; KGZ") & border_steps["draws_line"]]
    last = own["start_year"].max()
    if last == claim.start_year:
        return CONFIRMED
    return CONTESTED if last < claim.start_year else CONTRADICTED


@decide("kgb-tulip-revolution")
def protest_and_revolution(claim, border_steps):
    """Hold the end against another source; qualify where more than a year lies between the protest and the revolt."""
    steps = border_steps.set_index("step_id")
    if not same_date(claim.end, steps.loc["tulip-2005", "dated"]):
        return CONTRADICTED
    gap = steps.loc["tulip-2005", "start_year"] - steps.loc["aksy-2002", "start_year"]
    return CONFIRMED if gap <= 1 else QUALIFIED


@decide("kgb-khan-tengri")
def peak(claim, border_points, border_treaty_points, border_osm_kyrgyzstan):
    """Contested where a treaty of another year already put the point where three borders meet on the peak."""
    place = maps.points(border_points).set_index("name").geometry[claim.place]
    on_peak = border_lines.apart_km(place, shapely.Point(border_osm_kyrgyzstan.geometry.iloc[0].coords[-1])) <= 0.1
    signed = border_treaty_points.set_index("name").loc["China–Kazakhstan–Kyrgyzstan", "signed_on"].year
    if not on_peak:
        return CONTRADICTED
    return CONFIRMED if signed == claim.start_year else CONTESTED


@decide("kgb-uzengi-kush")
def ceded_area(claim, border_steps, border_points, disputed_area_accounts, border_osm_kyrgyzstan):
    """Check that land there was ceded and by which agreement; qualify another year, or a river that is still shared."""
    told = disputed_area_accounts["scope"].str.contains("Uzengi-Kush")
    if not disputed_area_accounts.loc[told, "ceded_km2"].gt(0).any():
        return CONTRADICTED
    line = border_osm_kyrgyzstan.geometry.iloc[0]
    points = maps.points(border_points).set_index("name").geometry
    river = points[[f"{claim.place}, source", f"{claim.place}, mouth"]]
    kept = [border_lines.on_neighbour_side(place, line, "KGZ") for place in river]
    if all(kept):
        return CONTRADICTED
    agreed = border_steps.set_index("step_id").loc["kyrgyzstan-1999", "start_year"]
    return CONFIRMED if agreed == claim.start_year and not any(kept) else QUALIFIED


@decide("kgb-maps-west-east")
def along_the_line(claim, border_osm_kyrgyzstan):
    """Read both directions out of the claim and check them against the ends of the line."""
    line = border_osm_kyrgyzstan.geometry.iloc[0]
    south, north = sorted((line.coords[0], line.coords[-1]), key=lambda end: end[1])
    runs = "west to east" if north[0] < south[0] else "east to west"
    return CONFIRMED if runs in claim.text else CONTRADICTED


@decide("kgb-maps-ssr")
def republic_of_its_time(claim, border_steps):
    """Qualify a span that outlasts the Soviet republic, whose end is the year in which China recognised its heir."""
    ended = border_steps.set_index("step_id").loc["recognition-1991", "start_year"]
    if claim.start_year > ended:
        return CONTRADICTED
    return CONFIRMED if claim.end_year <= ended else QUALIFIED
