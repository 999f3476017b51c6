"""axe-core on the pages: no rule broken, narrow in light and wide in dark; no colour of the book depends on a width.

With ``STEPPE_EVERY_PAGE=1`` every page is read at both widths in both schemes, which takes about half an hour.
"""

import itertools
import os

import pytest

EVERY_PAGE = bool(os.environ.get("STEPPE_EVERY_PAGE"))
TEMPLATED = ("claims/", "tables/", "figures/")
"""Pages that one template makes for each item: of these every twenty-fifth is read."""
PAIRINGS = list(itertools.product((360, 1280), ("light", "dark"))) if EVERY_PAGE else [(360, "light"), (1280, "dark")]


def faults(page, axe):
    found = axe.run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"][:3]]


@pytest.fixture(scope="module")
def axe():
    return pytest.importorskip("axe_playwright_python.sync_playwright").Axe()


@pytest.mark.parametrize(("width", "scheme"), PAIRINGS)
def test_pages_break_no_rule(reader, axe, width, scheme):
    every = [name for name in reader.pages if not name.startswith(TEMPLATED)]
    some = [[name for name in reader.pages if name.startswith(kind)][:: 1 if EVERY_PAGE else 25] for kind in TEMPLATED]
    context = reader.context(width, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)
    broken = {}
    for name in sum(some, every):
        page = reader.open_whole(context, name)
        found = faults(page, axe)
        if found:
            broken[name] = found
        page.close()
    context.close()
    assert broken == {}


def test_forced_colours_and_twice_the_size_keep_the_text(reader):
    context = reader.context(640, forced_colors="active", bypass_csp=True)
    page = reader.open_whole(context, "chapters/water.html")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator("article h1").is_visible()
    context.close()
