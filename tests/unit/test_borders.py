"""The borders chapter against values known from elsewhere: published lengths, printed sums, cases worked by hand."""

import math
import re

import pandas as pd
import pytest
import shapely

from analysis import borders, registry, tables


@pytest.fixture(scope="module")
def osm():
    names = ["border_osm_kazakhstan_north", "border_osm_kazakhstan_south", "border_osm_kyrgyzstan"]
    lines = borders.osm_lines(*map(tables.load, names))
    return lines.set_index("neighbour_iso3").geometry


@pytest.fixture(scope="module")
def measured():
    rows = registry.evaluate(borders.measured_lengths)
    return rows.set_index(["map_set", "neighbour_iso3"])["length_km"]


@pytest.mark.parametrize(
    ("map_set", "neighbour", "known_km"),
    [
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
    assert borders.walk_km(osm[neighbour], ruler_km) == pytest.approx(known_km, abs=0.3)


def test_dividers_cut_a_corner():
    # Two sides of a right angle, each 3 arc minutes of the equator or of a meridian, seen by dividers that open as
    # wide as the diagonal: one step and no rest.
    corner = shapely.LineString([(0, 0), (0.05, 0), (0.05, 0.05)])
    side_x, side_y = (borders.length_km(shapely.LineString(corner.coords[i : i + 2])) for i in (0, 1))
    diagonal = math.hypot(side_x, side_y)
    assert borders.walk_km(corner, diagonal * 0.999999) == pytest.approx(diagonal, rel=1e-5)
    assert borders.walk_km(corner, 0.01) == pytest.approx(side_x + side_y, rel=1e-3)


def test_dividers_wider_than_the_line_give_the_straight_way():
    line = shapely.LineString([(0, 0), (0.01, 0), (0.02, 0)])
    assert borders.walk_km(line, 50) == pytest.approx(borders.length_km(line), rel=1e-6)


def test_finer_dividers_never_shorten_the_borders(osm):
    for line in osm:
        lengths = [borders.walk_km(line, ruler) for ruler in (1, 10, 100)]
        assert lengths == sorted(lengths, reverse=True)


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


def test_areas_of_the_two_divided_accounts():
    found = registry.evaluate(borders.disputed)
    assert found["fravel_china"] == pytest.approx(0.22 * 2420)
    assert found["fravel_china"] + found["fravel_kazakhstan"] == pytest.approx(2420)
    assert found["levinsson_china"] == pytest.approx(405.92)
    assert found["levinsson_kazakhstan"] == pytest.approx(537.136)


def test_the_line_ends_where_the_agreements_say():
    # The Russian point is printed to a tenth of a minute of arc, 185 m; the southern one to 3 m.
    apart = registry.evaluate(borders.treaty_ends).set_index("name")
    assert (apart["apart_m"] < 100).all()
    assert apart.loc["China–Kazakhstan–Russia", "precision_m"] == pytest.approx(93, abs=1)


def test_treaty_points_are_the_printed_degrees_and_minutes():
    points = tables.load("border_treaty_points").set_index("source_key")
    south = points.loc["prckyrgyzkazakh1999tripoint"]
    assert south["latitude_deg"] == pytest.approx(42 + 12 / 60 + 36.4 / 3600, abs=1e-6)
    assert south["longitude_deg"] == pytest.approx(80 + 10 / 60 + 31.1 / 3600, abs=1e-6)


def test_distance_to_a_line_by_hand():
    equator = shapely.LineString([(-1, 0), (1, 0)])
    assert borders.distance_to_line_km(0.2, 0.1, equator) == pytest.approx(11.06, abs=0.01)


def test_distance_along_reaches_the_end(osm):
    line = osm["KGZ"]
    assert borders.distance_along_km(*line.coords[-1], line) == pytest.approx(borders.length_km(line))


def test_crossings_lie_at_the_line_and_the_bedel_farthest_east():
    crossings = registry.evaluate(borders.mapped_crossings)
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
    assert borders.on_neighbour_side(shapely.Point(place), osm[neighbour], neighbour) is there


def test_bearings_run_clockwise_from_north():
    assert borders.bearing_deg((80, 0), (81, 0)) == pytest.approx(90)
    assert borders.bearing_deg((80, 1), (80, 0)) == pytest.approx(180)


def test_the_frontier_is_compared_with_kazakhstan():
    areas = registry.evaluate(borders.frontier_areas)
    assert areas["claimed_of_kazakhstan"] == pytest.approx(100 * 580_000 / 2_724_900)
    assert areas["west_in_parts"] == 34_000  # 28,000 in the Pamirs and 6,000 elsewhere


def test_steps_after_the_treaty_of_1881():
    steps = registry.evaluate(borders.steps)
    assert steps == {"after_1881": 4, "after_1881_kyrgyz": 2, "kyrgyz_agreements": 2, "kyrgyz_last": 2004}
