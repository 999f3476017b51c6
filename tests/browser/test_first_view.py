"""Every page in a real browser: what it weighs, whom it asks, and whether it keeps still and quiet."""

import pytest

from analysis import CHAPTERS

MOST_BYTES = 120_000
MOST_REQUESTS = 12
MOST_SHIFT = 0.02  # a tenth counts as good on the web at large; text that has no web fonts need not shift at all


@pytest.fixture(scope="module")
def visits(reader):
    """Return what the browser saw on every page; of the pages of claims, which one template makes, every fortieth."""
    claims = [name for name in reader.pages if name.startswith("claims/")]
    others = [name for name in reader.pages if not name.startswith("claims/")]
    context = reader.context()
    found = [reader.visit(name, context) for name in [*others, *claims[::40]]]
    context.close()
    return found


def test_no_page_asks_another_host(reader, visits):
    assert {seen.address: found for seen in visits if (found := reader.foreign(seen))} == {}


def test_no_page_asks_for_what_is_not_there(reader, visits):
    assert {seen.address: found for seen in visits if (found := reader.missing(seen))} == {}


def test_no_page_breaks_its_security_policy(visits):
    assert {seen.address: seen.violations for seen in visits if seen.violations} == {}


def test_no_page_complains_in_the_console(visits):
    assert {seen.address: seen.said for seen in visits if seen.said} == {}


def test_no_page_moves_while_it_loads(visits):
    assert {seen.address: seen.shift for seen in visits if seen.shift > MOST_SHIFT} == {}


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1440, 900)])
def test_the_first_view_of_cover_and_chapters_is_light(reader, width, height):
    pages = ["index.html", *(f"chapters/{name}.html" for name in CHAPTERS)]
    visits = [reader.visit(name, width=width, height=height) for name in pages]
    weights = {seen.address: (seen.bytes, len(seen.requests)) for seen in visits}
    heavy = {name: found for name, found in weights.items() if found[0] > MOST_BYTES or found[1] > MOST_REQUESTS}
    assert heavy == {}


def test_every_page_has_the_policy(reader):
    without = [
        name
        for name in reader.pages
        if "default-src 'self'"
        not in (page := (reader.folder / name).read_text(encoding="utf-8")).replace("&#39;", "'")
        or "unsafe" in page.partition("</head>")[0].partition("Content-Security-Policy")[2].partition(">")[0]
    ]
    assert without == []
