"""The borders chapter against values known from elsewhere: published lengths, printed sums, cases worked by hand."""

import inspect
import itertools
import math
import re

import numpy as np
import pandas as pd
import pytest
import shapely

from analysis import border_lines, borders, registry, relief, tables


@pytest.fixture(scope="module")
def osm():
    names = ["border_osm_kazakhstan_north", "border_osm_kazakhstan_south", "border_osm_kyrgyzstan"]
    lines = border_lines.osm_lines(*map(tables.load, names))
    return lines.set_index("neighbour_iso3").geometry


@pytest.fixture(scope="module")
def measured():
    rows = registry.evaluate(border_lines.measured_lengths)
    return rows.set_index(["map_set", "neighbour_iso3"])["length_km"]


@pytest.mark.parametrize(
    ("map_set", "neighbour", "known_km"),
    [
        ("Natural Earth 1:110m", "KAZ", 1235.0),
        ("Natural Earth 1:110m", "KGZ", 725.8),
        ("GSHHG, level i", "KAZ", 1504.9),
        ("GSHHG, level i", "KGZ", 842.4),
        ("GSHHG, level h", "KAZ", 1524.1),
        ("GSHHG, level h", "KGZ", 854.2),
        ("geo-maps, 10 km", "KAZ", 1380.8),
        ("geo-maps, 10 km", "KGZ", 784.8),
        ("Natural Earth 1:10m", "KAZ", 1503.3),
        ("Natural Earth 1:10m", "KGZ", 838.7),
        ("Natural Earth 1:50m", "KAZ", 1429.2),
        ("Natural Earth 1:50m", "KGZ", 786.2),
        ("OpenStreetMap 2026", "KAZ", 1822.05),
        ("OpenStreetMap 2026", "KGZ", 1089.9),
    ],
)
def test_lengths_equal_those_measured_on_the_unrounded_originals(measured, map_set, neighbour, known_km):
    # The book's layers are rounded to 0.001° (OpenStreetMap: 0.00001°), which moves a length by some 0.1 km.
    assert measured[map_set, neighbour] == pytest.approx(known_km, abs=0.2)


@pytest.mark.parametrize(
    ("level", "neighbour", "known_km"),
    [("c", "KAZ", 1351.0), ("l", "KAZ", 1456.6), ("f", "KAZ", 1533.8), ("l", "KGZ", 809.0), ("f", "KGZ", 861.6)],
)
def test_levels_with_gaps_agree_with_a_way_that_bridged_them(measured, level, neighbour, known_km):
    # The other way ran through a network of pieces and bridged its gaps, which makes it longer by some km.
    assert measured[f"GSHHG, level {level}", neighbour] == pytest.approx(known_km, rel=0.01)
    assert measured[f"GSHHG, level {level}", neighbour] < known_km


def test_no_vertex_of_the_openstreetmap_lines_is_lost(osm):
    assert shapely.get_num_points(osm["KAZ"]) == 27_061
    assert shapely.get_num_points(osm["KGZ"]) == 13_014


def test_both_openstreetmap_lines_end_at_the_same_tripoint(osm):
    assert osm["KAZ"].coords[-1] == osm["KGZ"].coords[-1]


@pytest.mark.parametrize(
    ("neighbour", "ruler_km", "known_km"),
    [
        ("KAZ", 0.5, 1632.9),
        ("KAZ", 1, 1576.3),
        ("KAZ", 10, 1391.3),
        ("KAZ", 100, 1126.7),
        ("KGZ", 0.5, 1004.8),
        ("KGZ", 5, 855.9),
        ("KGZ", 100, 650.6),
    ],
)
def test_divider_walks_equal_an_independent_walk(osm, neighbour, ruler_km, known_km):
    assert border_lines.walk_km(osm[neighbour], ruler_km) == pytest.approx(known_km, abs=0.3)


def test_dividers_cut_a_corner():
    # Two sides of a right angle, each 3 arc minutes of the equator or of a meridian, seen by dividers that open as
    # wide as the diagonal: one step and no rest.
    corner = shapely.LineString([(0, 0), (0.05, 0), (0.05, 0.05)])
    side_x, side_y = (border_lines.length_km(shapely.LineString(corner.coords[i : i + 2])) for i in (0, 1))
    diagonal = math.hypot(side_x, side_y)
    assert border_lines.walk_km(corner, diagonal * 0.999999) == pytest.approx(diagonal, rel=1e-5)
    assert border_lines.walk_km(corner, 0.01) == pytest.approx(side_x + side_y, rel=1e-3)


def test_dividers_wider_than_the_line_give_the_straight_way():
    line = shapely.LineString([(0, 0), (0.01, 0), (0.02, 0)])
    assert border_lines.walk_km(line, 50) == pytest.approx(border_lines.length_km(line), rel=1e-6)


def test_finer_dividers_never_shorten_the_borders(osm):
    for line in osm:
        lengths = [border_lines.walk_km(line, ruler) for ruler in (1, 10, 100)]
        assert lengths == sorted(lengths, reverse=True)


def koch(steps):
    """Return Koch's curve over a base of 0.009° of the equator, about a kilometre, as a line in degrees."""
    turn = complex(0.5, math.sqrt(3) / 2)
    points = [0j, 1 + 0j]
    for _ in range(steps):
        finer = []
        for start, end in itertools.pairwise(points):
            third = (end - start) / 3
            finer += [start, start + third, start + third + third * turn, start + 2 * third]
        points = [*finer, points[-1]]
    north = 111.3195 / 110.5743  # a degree of the meridian is shorter than one of the equator
    return shapely.LineString([(0.009 * point.real, 0.009 * point.imag * north) for point in points])


def test_the_law_finds_the_dimension_of_kochs_curve():
    # A ruler of a third of the base needs 4 steps, of a ninth 16: D = ln 4 / ln 3 = 1.2619.
    curve = koch(6)
    base_km = 0.009 * 111.3195
    rulers = [base_km / 3**power * 0.9999 for power in (1, 2, 3, 4)]
    lengths = [border_lines.walk_km(curve, ruler) for ruler in rulers]
    assert lengths == pytest.approx([base_km * (4 / 3) ** power for power in (1, 2, 3, 4)], rel=0.02)
    law = border_lines.fit_law(rulers, lengths)
    assert law.dimension == pytest.approx(math.log(4) / math.log(3), abs=0.01)
    assert law.low < math.log(4) / math.log(3) < law.high


def test_the_law_of_a_straight_line_has_dimension_one():
    line = shapely.LineString([(0, 0), (0.4, 0), (0.8, 0)])
    rulers = [0.5, 1, 2, 5, 10]
    law = border_lines.fit_law(rulers, [border_lines.walk_km(line, ruler) for ruler in rulers])
    assert law.dimension == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("lengths", "known"),
    [((1632.9, 1576.3, 1513.7, 1448.7, 1391.3), 1.053), ((1004.8, 957.7, 914.4, 855.9, 809.7), 1.072)],
)
def test_the_law_repeats_the_dimensions_fitted_elsewhere(lengths, known):
    law = border_lines.fit_law([0.5, 1, 2, 5, 10], lengths)
    assert round(law.dimension, 3) == known
    assert law.r_squared > 0.998
    assert law.low < law.dimension < law.high


def test_rulers_and_bands_of_an_exact_law():
    rulers = np.array([0.5, 1, 2, 4, 8])
    law = border_lines.fit_law(rulers, 1000 * rulers**-0.1 * np.array([1.001, 0.999, 1.0, 1.001, 0.999]))
    assert law.length_km(1) == pytest.approx(1000, rel=0.002)
    low, high = law.band_km(2)
    assert low < law.length_km(2) < high
    middle, *edges = law.ruler_km(1100)
    assert middle == pytest.approx(1.1**-10, rel=0.05)
    assert min(edges) < middle < max(edges)


def test_the_ruler_of_a_walked_length_lies_between_the_walks():
    walks = pd.DataFrame({"piece_km": [0.1, 1, 10], "length_km": [400, 200, 100]})
    assert border_lines.ruler_walked_km(walks, 200) == pytest.approx(1)
    assert border_lines.ruler_walked_km(walks, 100 * math.sqrt(2)) == pytest.approx(math.sqrt(10))
    with pytest.raises(ValueError, match="no ruler that was walked gives 500 km"):
        border_lines.ruler_walked_km(walks, 500)


def test_a_walk_from_inside_is_as_long_as_one_from_the_end_where_nothing_bends():
    line = shapely.LineString([(degrees / 100, 0) for degrees in range(101)])
    for start in (0, 30, 99):
        assert border_lines.walk_from_km(line, 2, start) == pytest.approx(border_lines.length_km(line), rel=1e-4)


def test_where_a_walk_starts_changes_no_printed_dimension_by_more_than_a_hundredth(osm):
    for line in osm:
        walks = border_lines.walks_by_start(line, (1, 2, 5, 10), starts=4).groupby("start")
        found = [border_lines.fit_law(rows["piece_km"], rows["length_km"]).dimension for _, rows in walks]
        assert max(found) - min(found) < 0.01


def test_land_and_water_add_up_to_the_documented_length():
    found = registry.evaluate(borders.documented)
    assert found["sum"] == pytest.approx(1782.75)
    assert found["kazakhstan"] == pytest.approx(found["sum"])


def test_a_border_without_a_documented_length_is_refused():
    statements = tables.load("border_length_statements")
    with pytest.raises(ValueError, match="0 documented lengths for KGZ, water"):
        borders.documented_km(statements, "KGZ", "water")


def test_division_by_hand():
    accounts = pd.DataFrame(
        {
            "neighbour_iso3": ["KAZ", "KAZ", "KGZ"],
            "account": ["shares", "total alone", "transfer alone"],
            "told_year": [2000, 2001, 2002],
            "disputed_km2": [1000.0, 300.0, None],
            "china_share_pct": [40.0, None, None],
            "neighbour_share_pct": [59.0, None, None],
            "ceded_km2": [70.0, None, 12.0],
        }
    )
    found = borders.division(accounts).fillna(-1)
    assert found["china_km2"].tolist() == [400, -1, 12]
    assert found["neighbour_km2"].tolist() == [590, -1, -1]
    assert found["undivided_km2"].tolist() == [-1, 300, -1]


def test_bounds_of_a_division_by_hand():
    accounts = tables.load("disputed_area_accounts")
    bounds = borders.division_bounds(accounts).set_index(accounts["source_key"])
    fravel = bounds.loc["encyclopaedia2024relations"]  # 2,420 is rounded to ten, 22% to one
    assert fravel["china_low_km2"] == pytest.approx(2415 * 0.215)
    assert fravel["china_high_km2"] == pytest.approx(2425 * 0.225)
    undivided = bounds.loc["aihuaunodateborder"]
    assert (undivided["china_low_km2"], undivided["china_high_km2"]) == (0, 1969)
    assert bounds.loc["azattyk2003court", ["share_low_pct", "share_high_pct"]].isna().all()
    assert bounds.loc["azattyk2003court", "china_low_km2"] == 865


def test_the_disputed_areas_held_add_up_to_the_total_of_their_page():
    held = tables.load("disputed_areas_held")
    total = tables.load("disputed_area_accounts").set_index("source_key").loc["aihuaunodateborder", "disputed_km2"]
    assert held["area_km2"].sum() == total
    assert held["areas_count"].sum() == 12


def test_what_follows_from_joined_accounts():
    found = registry.evaluate(borders.if_accounts_hold)
    assert found["rest"] == 2420 - 944
    assert found["uzengi_china"] == pytest.approx(100 * 870 / 2844)
    assert found["named_areas"] < found["west_without_pamirs"]


def test_a_date_to_the_year_leaves_a_year_of_doubt():
    steps = pd.DataFrame(
        {
            "step_id": ["a", "b", "c"],
            "dated": ["1996", "1999-08", "2004-09-21"],
            "kind": ["agreement", "agreement", "protocol"],
            "parties": "CHN; KGZ",
            "draws_line": True,
        }
    )
    both = pd.concat([steps, steps.assign(parties="CHN; KAZ")])
    times = borders.settlement_times(both).set_index(["neighbour_iso3", "since"])
    first = times.loc[("KGZ", "first agreement")]
    assert first["low_years"] == pytest.approx(7 + 265 / 365.25, abs=0.01)  # from 31 December 1996
    assert first["high_years"] == pytest.approx(8 + 264 / 365.25, abs=0.01)  # from 1 January 1996
    assert times.loc[("KAZ", "last agreement"), "agreements_count"] == 2


def test_the_base_maps_draw_the_share_that_was_computed_from_their_polygons():
    found = registry.evaluate(borders.base_maps)
    assert round(found["share_low"] / 100, 3) == 0.601
    assert round(found["share_high"] / 100, 3) == 0.617


def test_gradients_by_hand():
    rows = pd.DataFrame({"distance_km": [0, 2, 4, 6], "elevation_m": [1000, 1500, 1500, 900]})
    assert borders.gradient_m_km(rows).tolist() == [250, 0, 300]


def test_a_plane_is_lit_as_brightly_as_the_angle_to_the_light_says():
    # The plane falls towards the light in the north-west at 45°, so that the light meets it square.
    rows, columns = np.mgrid[0:5, 0:5]
    away_from_light = (columns - rows) / math.sqrt(2)  # metres towards the south-east
    assert relief.shade(away_from_light, (1, 1))[2, 2] == pytest.approx(1)
    assert relief.shade(-away_from_light, (1, 1))[2, 2] == pytest.approx(0, abs=1e-9)


def test_the_relief_is_the_ground_of_known_places():
    rows = tables.load("border_relief")
    latitudes, longitudes, heights = relief.grid(rows[rows["window"] == "region"])
    issyk_kul = heights[np.abs(latitudes - 42.45).argmin(), np.abs(longitudes - 77.2).argmin()]
    khan_tengri = heights[np.abs(latitudes - 42.21).argmin(), np.abs(longitudes - 80.175).argmin()]
    assert issyk_kul < 1700  # the lake lies at 1,607 m
    assert khan_tengri > 4500


def test_areas_of_the_two_divided_accounts():
    found = registry.evaluate(borders.disputed)
    assert found["fravel_china"] == pytest.approx(0.22 * 2420)
    assert found["fravel_china"] + found["fravel_kazakhstan"] == pytest.approx(2420)
    assert found["levinsson_china"] == pytest.approx(405.92)
    assert found["levinsson_kazakhstan"] == pytest.approx(537.136)


def test_the_line_ends_where_the_agreements_say():
    # The Russian point is printed to a tenth of a minute of arc, 185 m; the southern one to 3 m.
    apart = registry.evaluate(border_lines.treaty_ends).set_index("name")
    assert (apart["apart_m"] < 100).all()
    assert apart.loc["China–Kazakhstan–Russia", "precision_m"] == pytest.approx(93, abs=1)


def test_treaty_points_are_the_printed_degrees_and_minutes():
    points = tables.load("border_treaty_points").set_index("source_key")
    south = points.loc["prckyrgyzkazakh1999tripoint"]
    assert south["latitude_deg"] == pytest.approx(42 + 12 / 60 + 36.4 / 3600, abs=1e-6)
    assert south["longitude_deg"] == pytest.approx(80 + 10 / 60 + 31.1 / 3600, abs=1e-6)


def test_distance_to_a_line_by_hand():
    equator = shapely.LineString([(-1, 0), (1, 0)])
    assert border_lines.distance_to_line_km(0.2, 0.1, equator) == pytest.approx(11.06, abs=0.01)


def test_distance_along_reaches_the_end(osm):
    line = osm["KGZ"]
    assert border_lines.distance_along_km(*line.coords[-1], line) == pytest.approx(border_lines.length_km(line))


def test_crossings_lie_at_the_line_and_the_bedel_farthest_east():
    crossings = registry.evaluate(border_lines.mapped_crossings)
    assert (crossings["line_km"] < 8).all()
    kyrgyz = crossings[crossings["neighbour_iso3"] == "KGZ"].set_index("name")["distance_km"]
    assert list(kyrgyz.sort_values().index) == ["Irkeshtam", "Torugart", "Bedel"]


def test_the_profile_has_its_highest_point_beside_pobeda():
    heights = tables.load("border_elevations_kyrgyzstan")
    top = heights.loc[heights["elevation_m"].idxmax()]
    assert (top["distance_km"], top["elevation_m"]) == (1062, 6961)


def test_every_row_names_a_source_of_its_table():
    for name in ("border_lengths", "border_length_statements", "border_crossings", "border_places"):
        keys = {source["bibkey"] for source in tables.describe(name).sources}
        assert set(tables.load(name)["source_key"]) <= keys


def test_sources_stand_in_the_bibliography_under_their_titles():
    text = (tables.DATA / "references.bib").read_text(encoding="utf-8")
    titles = {
        key: re.sub(r"[{}\\]", "", title)
        for key, title in re.findall(r"^@\w+\{(\w+),.*?^  title = \{(.*?)\},$", text, re.DOTALL | re.MULTILINE)
    }
    for name in tables.names():
        table = tables.describe(name)
        if table.topic == "borders":
            for source in table.sources:
                assert titles.get(source["bibkey"], source["title"]) == source["title"]


def test_places_of_claims_lie_where_they_were_measured_before():
    places = registry.evaluate(borders.claim_places)
    # Distances to the same line in the notes on its source, measured with another tool.
    assert places["clash"] == pytest.approx(1.4, abs=0.1)
    assert places["uzengi_source"] == pytest.approx(5.9, abs=0.1)
    assert places["uzengi_mouth"] == pytest.approx(46.4, abs=0.1)
    assert places["point_38"] < 50


@pytest.mark.parametrize(
    ("place", "neighbour", "there"),
    [
        ((82.28333, 45.58333), "KAZ", False),  # Tielieketi, 1.4 km inside China
        ((82.8, 46.68333), "KAZ", False),  # Baketu, the Chinese post
        ((80.38522, 44.22335), "KAZ", True),  # Khorgos, the Kazakh village
        ((73.96667, 39.7), "KGZ", False),  # Irkeshtam Pass, 3.6 km inside China
        ((75.42722, 40.5925), "KGZ", True),  # Torugart Pass, 2 km inside Kyrgyzstan
    ],
)
def test_sides_near_the_line_are_those_of_the_audit(osm, place, neighbour, there):
    assert border_lines.on_neighbour_side(shapely.Point(place), osm[neighbour], neighbour) is there


def test_bearings_run_clockwise_from_north():
    assert border_lines.bearing_deg((80, 0), (81, 0)) == pytest.approx(90)
    assert border_lines.bearing_deg((80, 1), (80, 0)) == pytest.approx(180)


def test_the_frontier_is_compared_with_kazakhstan():
    areas = registry.evaluate(borders.frontier_areas)
    assert areas["claimed_of_kazakhstan"] == pytest.approx(100 * 580_000 / 2_724_900)
    assert areas["west_in_parts"] == 34_000  # 28,000 in the Pamirs and 6,000 elsewhere


def test_steps_after_the_treaty_of_1881():
    steps = registry.evaluate(borders.steps)
    assert steps == {"after_1881": 5, "after_1881_kyrgyz": 2, "kyrgyz_agreements": 2, "kyrgyz_last": 2004}


def test_ground_by_hand():
    rows = pd.DataFrame(
        {
            "elevation_m": [500, 500, 500, 500],
            "china_far_elevation_m": [470, 490, 530, 700],
            "neighbour_far_elevation_m": [400, 400, 600, 400],
        }
    )
    assert border_lines.ground(rows, "far", 0).tolist() == ["crest", "crest", "valley", "slope or plain"]
    assert border_lines.ground(rows, "far", 20).tolist() == ["crest", "slope or plain", "valley", "slope or plain"]


def test_cross_sections_stand_on_the_profiles():
    """The heights on the line are those that were sampled before, but for the way in which kilometres were counted."""
    rows = tables.load("border_cross_sections").set_index(["neighbour_iso3", "distance_km"]).elevation_m
    for code, name in (("KAZ", "border_elevations_kazakhstan"), ("KGZ", "border_elevations_kyrgyzstan")):
        known = tables.load(name).set_index("distance_km").elevation_m
        assert (rows[code] - known).abs().max() <= 10


def test_shares_near_by_hand():
    """A line along the equator, the first half of it beside a river 0.5 km away."""
    line = shapely.LineString([(80, 0), (81, 0)])
    river = shapely.LineString([(79.5, 0.0045), (80.5, 0.0045)])
    near, nearer = border_lines.shares_near(line, [river], [1, 0.2])
    assert (near, nearer) == pytest.approx((51, 0), abs=1)


def test_nothing_in_the_chapter_is_drawn_at_random():
    """So that another seed can change no sentence of it."""
    for module in (borders, border_lines, relief):
        assert "random" not in inspect.getsource(module)
