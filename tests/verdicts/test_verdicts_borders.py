"""The verdicts on borders: each rule can say no, and the ledger says what the rules compute."""

from datetime import date

import pandas as pd
import pytest
import shapely

from analysis import claims
from analysis.verdicts import borders as rules


def made_claim(name, **values):
    """Return a claim of the ledger's form with only what a rule reads."""
    parts = dict.fromkeys(claims.Claim.__dataclass_fields__, "")
    parts |= {"id": name, "start": None, "end": None, "place": None, "value": None}
    return claims.Claim(**parts | values)


def ledger_claim(row):
    several = {name: tuple(filter(None, row[name].split("; "))) for name in ("references", "flags", "evidence")}
    return claims.Claim(
        id=row["claim_id"],
        document=row["document"],
        chapter=row["chapter"],
        kind=row["kind"],
        text=row["claim"],
        start=row["start_date"] or None,
        end=row["end_date"] or None,
        place=row["place"] or None,
        value=float(row["stated_value"]) if row["stated_value"] else None,
        unit=row["stated_unit"] or None,
        verdict=row["verdict"],
        basis=row["basis"],
        finding=row["finding"],
        revision=row["revision"],
        **several,
    )


STEP = {
    "dated": "", "kind": "agreement", "start_year": 0, "end_year": 0, "parties": "CHN; RUS", "covers_kaz": "none",
    "covers_kgz": "none", "draws_line": True, "basins": None, "place": None,
}  # fmt: skip


def steps(**known):
    """Return a table of steps by id, each with only what differs from `STEP`."""
    rows = [STEP | {"step_id": name.replace("_", "-")} | values for name, values in known.items()]
    frame = pd.DataFrame(rows)
    return frame.assign(end_year=frame["end_year"].where(frame["end_year"] > 0, frame["start_year"]))


def layer(geometry, **columns):
    return pd.DataFrame(columns | {"geometry": [geometry]})


# A border with Kazakhstan that falls from 85°E 49°N to 80°E 42.21°N, one with Kyrgyzstan from there to 74°E 39.5°N.
NORTH = layer(shapely.LineString([(85, 49), (83, 45)]))
SOUTH = layer(shapely.LineString([(83, 45), (80, 42.21)]))
KYRGYZ = layer(shapely.segmentize(shapely.LineString([(74, 39.5), (80, 42.21)]), 0.01))
LINES = {"border_osm_kazakhstan_north": NORTH, "border_osm_kazakhstan_south": SOUTH, "border_osm_kyrgyzstan": KYRGYZ}


def test_every_rule_decides_a_claim_of_the_ledger():
    decided = {name for name, function in claims.deciders().items() if function.__module__ == rules.__name__}
    assert decided <= {claim.id for claim in claims.all()}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("1994", "1994-04-26", True), ("1994-04-26", "1994-04", True), ("1994-05", "1994-04-26", False)],
)
def test_dates_agree_as_far_as_they_go(one, other, same):
    assert rules.same_date(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1700, 1718, True),  # 1,700 may be anything from 1,650 to 1,750
        (1700, 1765, False),
        (1000, 1019, True),
        (1003, 1100, False),  # 1,100 reaches down to 1,050; 2% of it is 22
        (1063, 1100, True),
        (858, 1063, False),
    ],
)
def test_lengths_agree_within_their_rounding(one, other, same):
    assert rules.same_length(one, other) is same


def test_another_day_is_contradicted():
    known = steps(kazakhstan_1998={"dated": "1998-07-04"})
    claim = made_claim("bd-supplement-1998-07-04", start="1998-07-05")
    assert rules.dated_as_elsewhere(claim, known) == claims.CONTRADICTED


@pytest.mark.parametrize(
    ("day", "place", "verdict"),
    [
        ("2002-05-10", "Beijing", claims.CONFIRMED),
        ("2002-05-10", None, claims.QUALIFIED),
        ("2002-05-10", "Almaty", claims.CONTRADICTED),
        ("2002-05-11", "Beijing", claims.CONTRADICTED),
    ],
)
def test_place_and_day_count_together(day, place, verdict):
    known = steps(demarcation_2002={"dated": day, "place": place})
    claim = made_claim("bd-final-protocol-2002-05-10", start="2002-05-10", place="Beijing")
    assert rules.dated_and_placed_as_elsewhere(claim, known) == verdict


def places(longitude, latitude, name="Clash of August 1969"):
    return pd.DataFrame({"name": [name], "longitude_deg": [longitude], "latitude_deg": [latitude]})


def test_a_clash_far_from_the_line_or_on_another_side_of_the_lake_is_contradicted():
    known = steps(tielieketi_1969={"dated": "1969-08-13"})
    claim = made_claim("bd-zhalanashkol-1969", start="1969-08")
    west, east = (layer(shapely.Point(longitude, 45).buffer(0.02)) for longitude in (82.9, 83.2))
    assert rules.clash(claim, known, places(83.01, 45), west, **LINES) == claims.CONFIRMED
    assert rules.clash(claim, known, places(84.5, 45), west, **LINES) == claims.CONTRADICTED
    assert rules.clash(claim, known, places(83.01, 45), east, **LINES) == claims.CONTRADICTED


def test_the_strip_follows_the_side_and_then_the_year():
    claim = made_claim("bd-zhalanashkol-strip-to-china", start="1994")
    known = steps(strip_1999={"start_year": 1999})
    assert rules.strip(claim, known, places(83.1, 45), **LINES) == claims.QUALIFIED
    assert rules.strip(claim, known, places(82.9, 45), **LINES) == claims.CONTRADICTED
    assert rules.strip(claim, steps(strip_1999={"start_year": 1994}), places(83.1, 45), **LINES) == claims.CONFIRMED


def test_a_reconquest_after_the_treaty_is_contradicted():
    claim = made_claim("bd-zuo-reconquest", start="1877", end="1881")
    assert rules.between_revolt_and_treaty(claim, steps(reconquest={"start_year": 1882})) == claims.CONTRADICTED


@pytest.mark.parametrize(
    ("years", "document", "latitude", "verdict"),
    [
        ((1862, 1877), "relations", 48, claims.CONFIRMED),
        ((1862, 1873), "relations", 48, claims.CONTRADICTED),
        ((1862, 1877), "border", 48, claims.QUALIFIED),
        ((1862, 1877), "border", 41, claims.CONFIRMED),  # a river that crosses the Kyrgyz border
    ],
)
def test_the_revolt_is_held_to_years_and_basin(years, document, latitude, verdict):
    known = steps(dungan_revolt={"start_year": years[0], "end_year": years[1], "place": "Irtysh basin"})
    rivers = layer(shapely.LineString([(76, latitude), (79, latitude)]), name="Irtysh")
    claim = made_claim("bd-dungan-revolt", document=document, start="1862", end="1877", place="Irtysh basin")
    assert rules.revolt(claim, known, rivers, KYRGYZ) == verdict


@pytest.mark.parametrize(
    ("step", "verdict"),
    [
        ({"covers_kgz": "whole"}, claims.CONFIRMED),
        ({"covers_kgz": "whole", "draws_line": False}, claims.QUALIFIED),
        ({"covers_kgz": "part"}, claims.QUALIFIED),
        ({"covers_kaz": "whole"}, claims.CONTRADICTED),  # the claim speaks of the Kyrgyz border
        ({"covers_kgz": "whole", "start_year": 1866}, claims.CONTRADICTED),
    ],
)
def test_an_agreement_must_cover_the_border(step, verdict):
    known = steps(chuguchak_1864={"start_year": 1864} | step)
    claim = made_claim("kgb-tarbagatai-1864", document="border", start="1864")
    assert rules.covers_the_border(claim, known) == verdict


@pytest.mark.parametrize(
    ("basins", "verdict"),
    [("Ili", claims.CONFIRMED), ("Ili; Irtysh", claims.QUALIFIED), ("Irtysh", claims.CONTRADICTED)],
)
def test_a_treaty_must_name_the_basin(basins, verdict):
    known = steps(petersburg_1881={"start_year": 1881, "basins": basins})
    claim = made_claim("kgb-saint-petersburg-1881-ili", start="1881", place="Ili basin")
    assert rules.basin_of_the_treaty(claim, known) == verdict


def test_one_later_document_is_no_series():
    claim = made_claim("kgb-later-protocols", start="1881")
    one, kazakh = {"start_year": 1882, "covers_kgz": "part"}, {"start_year": 1883, "covers_kaz": "part"}
    assert rules.later_protocols(claim, steps(a=one)) == claims.CONTRADICTED
    assert rules.later_protocols(claim, steps(a=kazakh, b=kazakh)) == claims.QUALIFIED
    assert rules.later_protocols(claim, steps(a=one, b=kazakh)) == claims.CONFIRMED


@pytest.mark.parametrize(
    ("parties", "verdict"),
    [
        ("CHN; KAZ; KGZ; TJK", claims.CONFIRMED),
        ("CHN; KAZ; KGZ; RUS; TJK", claims.QUALIFIED),
        ("CHN; KAZ; KGZ; RUS", claims.CONTRADICTED),  # one that the claim names did not sign
    ],
)
def test_parties_left_out_are_noticed(parties, verdict):
    claim = made_claim("force-reduction-1997", start="1997", text="China, Kazakhstan, Kyrgyzstan and Tajikistan")
    assert rules.parties_named(claim, steps(forces_1997={"start_year": 1997, "parties": parties})) == verdict


def test_demarcation_comes_after_the_agreements():
    claim = made_claim("bd-joint-protocols", start="1998", end="2002")
    own = {"parties": "CHN; KAZ"}
    agreed = own | {"start_year": 1998}
    marked = own | {"kind": "protocol"}
    early = steps(a=agreed, b=marked | {"start_year": 1997})
    two = steps(a=agreed, b=marked | {"start_year": 2000}, c=marked | {"start_year": 2002})
    assert rules.demarcated_after(claim, early) == claims.CONTRADICTED
    assert rules.demarcated_after(claim, two) == claims.CONFIRMED


def lake(longitude, latitude):
    return layer(shapely.Point(longitude, latitude).buffer(0.2), name="Zaysan")


def test_an_origin_before_the_span_is_contradicted():
    claim = made_claim("bd-origins-mid-19c", start="1840", end="1864", place="Lake Zaysan")
    first, early = ({"covers_kaz": "whole", "start_year": year} for year in (1860, 1727))
    assert rules.first_drawn(claim, steps(a=first), lake(82, 47), **LINES) == claims.CONFIRMED
    assert rules.first_drawn(claim, steps(a=early), lake(82, 47), **LINES) == claims.CONTRADICTED
    assert rules.first_drawn(claim, steps(a=first), lake(86, 47), **LINES) == claims.CONTRADICTED


def test_a_lake_is_judged_by_its_side_and_its_border():
    near = made_claim("bd-zaysan-russian-side", document="relations", place="Lake Zaysan")
    far = made_claim("kgb-zaysan-russian-side", document="border", place="Lake Zaysan")
    assert rules.lake_beyond_the_line(near, lake(83, 47), **LINES) == claims.CONFIRMED
    assert rules.lake_beyond_the_line(near, lake(84, 47), **LINES) == claims.CONTRADICTED  # it straddles the line
    assert rules.lake_beyond_the_line(far, lake(83, 47), **LINES) == claims.QUALIFIED


def test_an_origin_on_the_border_would_be_confirmed():
    claim = made_claim("kgb-origins-zaysan", place="Lake Zaysan")
    assert rules.origin_on_the_border(claim, lake(78, 42), KYRGYZ) == claims.CONFIRMED
    assert rules.origin_on_the_border(claim, lake(83, 47), KYRGYZ) == claims.CONTRADICTED


def lost(*areas, subject="1860s", region="north-western frontier"):
    rows = [(subject, region, area, f"source{number}") for number, area in enumerate(areas)]
    frame = pd.DataFrame(rows, columns=["subject", "region", "area_km2", "source_key"])
    own = pd.DataFrame([("1860s", region, 1.0, "encyclopaedia"), ("state", "Kazakhstan", 1000.0, "book")])
    return pd.concat([frame, own.set_axis(frame.columns, axis=1)], ignore_index=True)


@pytest.mark.parametrize(
    ("others", "verdict"),
    [((95, 105), claims.CONFIRMED), ((60, 140), claims.CONTESTED), ((200, 205), claims.CONTRADICTED)],
)
def test_an_area_is_held_to_the_other_accounts(others, verdict):
    assert rules.area_lost(made_claim("qing-580000-km2", value=100), lost(*others)) == verdict


@pytest.mark.parametrize(
    ("value", "other", "verdict"),
    [
        (600, 620, claims.CONFIRMED),
        (50, 40, claims.CONTRADICTED),  # no account reaches a tenth
        (300, 310, claims.QUALIFIED),
        (200, 400, claims.CONTESTED),
    ],
)
def test_a_large_part_is_bounded_by_the_areas(value, other, verdict):
    claim = made_claim("qing-580000-in-kazakhstan", value=value)
    assert rules.part_of_kazakhstan(claim, lost(other)) == verdict


def accounts(area, china, kazakhstan):
    own = ("KAZ", "encyclopaedia", 2420.0, 22.0, 78.0)
    columns = ["neighbour_iso3", "source_key", "disputed_km2", "china_share_pct", "neighbour_share_pct"]
    return pd.DataFrame([own, ("KAZ", "other", area, china, kazakhstan)], columns=columns)


def test_accounts_that_agree_confirm():
    alike, unlike = accounts(2400.0, 21.0, 79.0), accounts(944.0, 43.0, 57.0)
    area = made_claim("bd-disputed-2420-km2", value=2420)
    assert rules.area_in_dispute(area, alike) == claims.CONFIRMED
    assert rules.area_in_dispute(area, unlike) == claims.CONTESTED
    share = made_claim("bd-kaz-share-78", value=78)
    assert rules.share_of_the_land(share, alike) == claims.CONFIRMED
    assert rules.share_of_the_land(share, unlike) == claims.CONTESTED
    assert rules.share_of_the_land(made_claim("bd-china-share-22", value=32), alike) == claims.CONTRADICTED


def test_the_same_area_of_another_stretch_is_contested():
    claim = made_claim("bd-fravel-34000-km2", value=34000, place="Central Asia")
    here = lost(28000, subject="1991", region="Central Asia").assign(source_key="one")
    rest = lost(6000, subject="1991", region="Central Asia").assign(source_key="one")
    elsewhere = lost(34000, subject="1991", region="whole border").assign(source_key="two")
    assert rules.claimed_in_central_asia(claim, pd.concat([here, rest])) == claims.CONFIRMED
    assert rules.claimed_in_central_asia(claim, pd.concat([here, rest, elsewhere])) == claims.CONTESTED
    assert rules.claimed_in_central_asia(claim, here) == claims.CONTRADICTED


def lengths(*others):
    own = [("whole", 100.3), ("land", 60.2), ("water", 40.1)]
    rows = [("KAZ", part, km, "encyclopaedia2024relations", "as printed") for part, km in own]
    rows += [("KAZ", "whole", km, f"source{number}", "as printed") for number, km in enumerate(others)]
    rows.append(("KAZ", "whole", 1700.0, "encyclopaedia2024relations", "rounded"))
    return pd.DataFrame(rows, columns=["neighbour_iso3", "part", "length_km", "source_key", "note"])


def test_a_length_is_held_to_others():
    claim = made_claim("modern-border-1700-km", document="relations", value=1003)
    assert rules.length_stated(claim, lengths(1004, 1012)) == claims.CONFIRMED
    assert rules.length_stated(claim, lengths(1004, 1201)) == claims.CONTESTED
    assert rules.length_stated(claim, lengths(1201, 903)) == claims.CONTRADICTED


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(1056, claims.CONFIRMED), (1100, claims.QUALIFIED), (1200, claims.CONTRADICTED), (1120, claims.CONTRADICTED)],
)
def test_miles_are_converted(value, verdict):  # 1,700 km are 1,056 miles
    assert rules.miles(made_claim("modern-border-1100-mi", value=value), lengths()) == verdict


def test_parts_must_make_the_whole():
    line = layer(shapely.LineString([(80, 45), (80, 45.45)]))  # 50 km, twice
    more = layer(shapely.LineString([(80, 45.45), (80, 45.9)]))
    lines = LINES | {"border_osm_kazakhstan_north": line, "border_osm_kazakhstan_south": more}
    whole, land = (made_claim(name, value=value) for name, value in (("bd-length-1782.75", 100.3), ("land", 60.2)))
    assert rules.documented_length(whole, lengths(101.1), **lines) == claims.CONFIRMED
    assert rules.documented_length(whole, lengths(111.1), **lines) == claims.QUALIFIED
    assert rules.documented_length(land, lengths(101.1), **lines) == claims.QUALIFIED
    assert rules.documented_length(made_claim("land", value=61.2), lengths(101.1), **lines) == claims.CONTRADICTED
    assert rules.documented_length(whole, lengths(101.1), **LINES) == claims.CONTESTED  # a line of 850 km


@pytest.mark.parametrize(
    ("longitude", "verdict"), [("83°00′00″ E", claims.QUALIFIED), ("83°00′30″ E", claims.CONTRADICTED)]
)
def test_a_border_point_lies_on_the_line(longitude, verdict):  # half a minute of longitude is 650 m there
    claim = made_claim("bd-border-point-38", text=f"The point lies at 45°00′00″ N, {longitude}.")
    assert rules.border_point(claim, **LINES) == verdict


def treaty_points(latitude, longitude):
    return pd.DataFrame(
        {
            "name": ["China–Kazakhstan–Kyrgyzstan"],
            "signed_on": [date(1999, 8, 25)],
            "latitude_deg": [latitude],
            "longitude_deg": [longitude],
            "precision_deg": [0.00003],
        }
    )


def test_a_line_that_ends_elsewhere_has_fewer_tripoints():
    tajik = layer(shapely.box(70, 37, 74, 39.5), iso3="TJK")
    far = layer(shapely.box(70, 37, 72, 39), iso3="TJK")
    claim = made_claim("kgb-from-kaz-tripoint", value=2)
    here = treaty_points(42.21, 80.0)  # the shift from the system of 1942 is some 50 m here
    assert rules.ends_at_tripoints(claim, tajik, here, **LINES) == claims.CONFIRMED
    assert rules.ends_at_tripoints(claim, far, here, **LINES) == claims.CONTRADICTED
    assert rules.ends_at_tripoints(claim, tajik, treaty_points(42.3, 80.0), **LINES) == claims.CONTRADICTED


@pytest.mark.parametrize(
    ("direction", "height", "verdict"),
    [
        ("south-west", 4200, claims.CONFIRMED),
        ("south-east", 4200, claims.CONTRADICTED),
        ("south-west", 900, claims.CONTRADICTED),
    ],
)
def test_a_direction_is_an_octant(direction, height, verdict):
    line = layer(shapely.LineString([(76, 39), (80, 42.21)]))
    claim = made_claim("kgb-direction-southwest", text=f"It runs {direction} over peaks.")
    heights = pd.DataFrame({"elevation_m": [height] * 3})
    assert rules.runs_south_west(claim, line, heights) == verdict


def towns(*rows):
    frame = pd.DataFrame(rows, columns=["region", "longitude_deg", "latitude_deg"])
    return frame.assign(kind="town", name=frame["region"])


def test_regions_follow_the_line():
    line = layer(shapely.LineString([(74, 39.5), (76, 40.4), (78, 41.3), (80, 42.21)]))
    known = towns(("A", 79, 42.2), ("B", 77, 41.3), ("C", 75, 40.4), ("D", 72, 43))
    near = towns(("A", 79, 42.2), ("B", 77, 41.3), ("C", 75, 40.4), ("D", 76.5, 40.7))

    def verdict(text, points):
        return rules.regions_in_order(made_claim("kgb-regions-kyrgyzstan", value=3, text=text), points, line)

    assert verdict("A, B, C", known) == claims.QUALIFIED
    assert verdict("C, B, A", known) == claims.CONTRADICTED
    assert verdict("A, B, C", near) == claims.CONTRADICTED  # D lies nearer
    assert verdict("A, B", known) == claims.CONTRADICTED  # three are claimed


def crossings(modes="road", bedel=79.0):
    rows = [("Torugart", "KGZ", modes, 77.0, 40.855), ("Bedel", "KGZ", "road", bedel, 41.76)]
    return pd.DataFrame(rows, columns=["name", "neighbour_iso3", "modes", "longitude_deg", "latitude_deg"])


def test_a_crossing_needs_a_road():
    claim = made_claim("kgb-torugart", place="Torugart Pass")
    assert rules.road_crossing(claim, crossings(), **LINES) == claims.CONFIRMED
    assert rules.road_crossing(claim, crossings("rail"), **LINES) == claims.CONTRADICTED
    assert rules.road_crossing(made_claim("kgb-torugart", place="Other Pass"), crossings(), **LINES) == (
        claims.CONTRADICTED
    )


def test_a_pass_farther_west_is_not_farther_east():
    claim = made_claim("kgb-bedel-historical", place="Bedel Pass")
    assert rules.farther_east(claim, crossings()) == claims.CONFIRMED
    assert rules.farther_east(claim, crossings(bedel=76.0)) == claims.CONTRADICTED


def test_the_corridor_has_one_year_only_if_it_had_one_treaty():
    last = {"place": "Wakhan", "start_year": 1895, "parties": "GBR; RUS"}
    claim = made_claim("kgb-wakhan-1895", start="1895", place="Wakhan Corridor")
    assert rules.last_of_its_treaties(claim, steps(a=last)) == claims.CONFIRMED
    assert rules.last_of_its_treaties(claim, steps(a=last, b=last | {"start_year": 1873})) == claims.QUALIFIED
    assert rules.last_of_its_treaties(claim, steps(a=last | {"start_year": 1873})) == claims.CONTRADICTED


def test_china_as_a_party_contradicts():
    claim = made_claim("kgb-china-not-party", start="1895")
    deal = {"place": "Wakhan", "start_year": 1895}
    assert rules.not_among_parties(claim, steps(a=deal | {"parties": "GBR; RUS"})) == claims.QUALIFIED
    assert rules.not_among_parties(claim, steps(a=deal | {"parties": "CHN; GBR; RUS"})) == claims.CONTRADICTED


@pytest.mark.parametrize(
    ("years", "verdict"),
    [((1996,), claims.CONFIRMED), ((1996, 1999), claims.QUALIFIED), ((1995, 1996), claims.CONTRADICTED)],
)
def test_the_first_agreement_is_not_the_only_one(years, verdict):
    known = steps(**{f"a{year}": {"start_year": year, "parties": "CHN; KGZ"} for year in years})
    assert rules.first_of_its_agreements(made_claim("kgb-delimited-1996", start="1996"), known) == verdict


@pytest.mark.parametrize(
    ("year", "verdict"), [(2009, claims.CONFIRMED), (2004, claims.CONTESTED), (2012, claims.CONTRADICTED)]
)
def test_the_last_step_decides_what_is_final(year, verdict):
    known = steps(a={"start_year": year, "parties": "CHN; KGZ", "kind": "protocol"})
    assert rules.last_step(made_claim("kgb-finalised-2009", start="2009"), known) == verdict


@pytest.mark.parametrize(
    ("end", "protest", "verdict"),
    [
        ("2005-03", 2004, claims.CONFIRMED),
        ("2005-03", 2002, claims.QUALIFIED),
        ("2006-03", 2004, claims.CONTRADICTED),
    ],
)
def test_years_between_protest_and_revolution(end, protest, verdict):
    known = steps(tulip_2005={"dated": "2005-03/2005-04", "start_year": 2005}, aksy_2002={"start_year": protest})
    assert rules.protest_and_revolution(made_claim("kgb-tulip-revolution", end=end), known) == verdict


def test_the_peak_is_where_the_borders_meet():
    treaty = treaty_points(42.21, 80.0)
    here, away = places(80.0, 42.21, "Khan Tengri"), places(80.0, 42.3, "Khan Tengri")
    later, same = (made_claim("kgb-khan-tengri", start=year, place="Khan Tengri") for year in ("2009", "1999"))
    assert rules.peak(later, here, treaty, KYRGYZ) == claims.CONTESTED
    assert rules.peak(same, here, treaty, KYRGYZ) == claims.CONFIRMED
    assert rules.peak(same, away, treaty, KYRGYZ) == claims.CONTRADICTED


@pytest.mark.parametrize(
    ("year", "source", "mouth", "verdict"),
    [
        ("1999", 40.0, 40.0, claims.CONFIRMED),
        ("2009", 40.0, 40.0, claims.QUALIFIED),
        ("1999", 42.5, 40.0, claims.QUALIFIED),  # still shared
        ("1999", 42.5, 42.5, claims.CONTRADICTED),  # still Kyrgyz
    ],
)
def test_a_cession_shows_in_the_line(year, source, mouth, verdict):
    river = pd.concat([places(78, source, "Uzengi-Kush, source"), places(78, mouth, "Uzengi-Kush, mouth")])
    told = pd.DataFrame({"scope": ["land at the Uzengi-Kush"], "ceded_km2": [870.0]})
    claim = made_claim("kgb-uzengi-kush", start=year, place="Uzengi-Kush")
    known = steps(kyrgyzstan_1999={"start_year": 1999})
    assert rules.ceded_area(claim, known, river, told, KYRGYZ) == verdict


def test_south_is_west_on_this_line():
    wrong, right = (made_claim("kgb-maps-west-east", text=text) for text in ("west to east", "east to west"))
    assert rules.along_the_line(wrong, KYRGYZ) == claims.CONTRADICTED
    assert rules.along_the_line(right, KYRGYZ) == claims.CONFIRMED


def test_a_republic_is_not_outlived():
    known = steps(recognition_1991={"start_year": 1991})
    spans = {
        ("1950", "1990"): claims.CONFIRMED,
        ("1950", "1999"): claims.QUALIFIED,
        ("1992", "1999"): claims.CONTRADICTED,
    }
    for (start, end), verdict in spans.items():
        assert rules.republic_of_its_time(made_claim("kgb-maps-ssr", start=start, end=end), known) == verdict
