"""What a reader does: by keyboard, on a phone, in the dark, from a disk, without scripts."""

import gzip
import json

import pytest

from analysis import CHAPTERS

WIDTHS = (360, 768, 1440)
PAGES = (
    "index.html", "chapters/water.html", "chapters/back/claims.html", "chapters/back/figures.html",
    "chapters/back/data.html", "chapters/back/references.html", "figures/fig-water-map.html", "search.html",
)  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(reader, width):
    context = reader.context(width, bypass_csp=True)
    wide = {}
    for name in (*PAGES, *(f"chapters/{chapter}.html" for chapter in CHAPTERS)):
        page = reader.open_whole(context, name)
        excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            wide[name] = excess
        page.close()
    context.close()
    assert wide == {}


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("chapters/history.html", "[id^=examined-]"),
        ("chapters/history.html", "figure[id]"),
        ("chapters/back/claims.html", "[id^=claim-]"),
        ("chapters/back/methods.html", "[id^=result-]"),
    ],
)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_link_into_a_page_leads_to_its_place(reader, name, places, width):
    context = reader.context(width)
    page = reader.open(context, name)
    ids = page.evaluate("places => [...document.querySelectorAll(places)].map(place => place.id)", places)
    missed = {}
    for place in ids[2 :: max(1, len(ids) // 3)]:
        page.goto("about:blank")
        page.goto(f"{reader.root}/{name}#{place}", wait_until="networkidle")
        top = page.evaluate("place => document.getElementById(place).getBoundingClientRect().top", place)
        if not 0 <= top <= 100:
            missed[place] = top
    context.close()
    assert missed == {}


def test_letters_in_a_drawing_stay_legible_on_a_phone(reader):
    context = reader.context(360)
    page = reader.open(context, "figures/fig-water-glacier.html")
    drawn, shown = page.evaluate(
        "(image => [image.naturalWidth, image.getBoundingClientRect().width])(document.querySelector('figure img'))"
    )
    context.close()
    assert shown >= 0.75 * drawn


def test_the_first_tab_leads_past_the_menus(reader):
    context = reader.context()
    page = reader.open(context, "chapters/water.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_a_figure_is_enlarged_and_put_back_by_keyboard(reader):
    context = reader.context()
    page = reader.open(context, "chapters/water.html")
    button = page.locator(".enlarge").first
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('dialog.zoom').open")
    assert page.locator("dialog.zoom img").get_attribute("alt") == page.locator("figure img").first.get_attribute("alt")
    page.keyboard.press("Escape")
    page.locator("dialog.zoom").wait_for(state="detached")
    assert page.evaluate("document.activeElement.className") == "enlarge"
    context.close()


VOTES, TIMELINE = "figures/fig-history-unga-agreement.html", "figures/fig-history-timeline.html"


def script_of(reader, figure):
    """Return the values of a figure as its script holds them."""
    text = (reader.folder / figure).with_suffix(".values.js").read_text(encoding="utf-8")
    return json.loads(text.partition("]=")[2].rstrip(";\n"))


@pytest.mark.parametrize(("width", "scheme", "column"), [(1280, "light", 2), (360, "dark", 4)])
def test_a_chart_says_the_value_at_the_pointer(reader, width, scheme, column):
    context = reader.context(width, color_scheme=scheme)
    page = reader.open(context, VOTES)
    values = script_of(reader, VOTES)["values"]
    value = values[len(values) // 3 + 5]
    box = page.locator(".drawing").bounding_box()
    at = (box["x"] + value[column] * box["width"], box["y"] + value[column + 1] * box["height"])
    page.mouse.move(at[0] + 60, at[1])
    page.wait_for_selector(".value-layer", state="attached")
    page.mouse.move(at[0] + 1, at[1])
    assert value[0] in page.locator(".value-card").inner_text()
    card = page.locator(".value-card").bounding_box()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= width
    ring = page.locator(".value-layer .ring").bounding_box()
    assert ring["x"] + ring["width"] / 2 == pytest.approx(at[0], abs=3)
    page.mouse.move(2, 2)
    assert page.locator(".value-card").is_hidden()
    context.close()


def test_a_touch_says_the_value_that_it_meets(reader):
    context = reader.context(360, has_touch=True, is_mobile=True)
    page = reader.open(context, VOTES)
    value = script_of(reader, VOTES)["values"][0]
    box = page.locator(".drawing").bounding_box()
    page.touchscreen.tap(box["x"] + value[4] * box["width"], box["y"] + value[5] * box["height"])
    page.wait_for_selector(".value-card")
    assert value[0] in page.locator(".value-card").inner_text()
    context.close()


def test_values_are_stepped_through_by_keyboard_and_announced(reader):
    context = reader.context()
    page = reader.open(context, VOTES)
    values = [value[0] for value in script_of(reader, VOTES)["values"]]
    button = page.locator("button.values")
    button.focus()
    page.keyboard.press("Enter")
    said = page.locator(".value-bar [aria-live=polite]")
    said.wait_for()
    assert button.get_attribute("aria-expanded") == "true"
    assert said.inner_text() == f"1 of {len(values)} · {values[0]}"
    page.keyboard.press("ArrowRight")
    assert said.inner_text().endswith(values[1])
    page.keyboard.press("ArrowDown")
    assert values[1].partition(":")[0].partition(", ")[2] in said.inner_text(), "the same year of the next series"
    page.keyboard.press("End")
    assert said.inner_text() == f"{len(values)} of {len(values)} · {values[-1]}"
    page.keyboard.press("Escape")
    assert page.locator(".value-bar").count() == 0
    assert page.evaluate("document.activeElement.className") == "values"
    context.close()


def test_the_timeline_is_filtered_by_kind_and_stepped_through_on_a_phone(reader):
    context = reader.context(360)
    page = reader.open(context, TIMELINE)
    found = script_of(reader, TIMELINE)
    page.locator("button.values").click()
    page.locator(".value-bar select").select_option("border")
    border = [value[0] for value in found["values"] if found["groups"][value[1]] == "border"]
    assert page.locator(".value-layer .mark").count() == len(border)
    said = page.locator(".value-bar .said")
    for place, text in enumerate(border[:3], start=1):
        assert said.inner_text() == f"{place} of {len(border)} · {text}"
        assert page.locator(".value-layer .ring").is_visible()
        page.locator(".value-bar button", has_text="Next").click()
    page.locator(".value-bar button", has_text="Previous").click()
    assert said.inner_text().endswith(border[2])
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_values_can_be_read_in_an_enlarged_figure(reader):
    context = reader.context()
    page = reader.open(context, TIMELINE)
    page.locator(".enlarge").click()
    page.locator("dialog.zoom button", has_text="Twice as large").click()
    page.locator("dialog.zoom button", has_text="Values").click()
    page.keyboard.press("End")
    assert script_of(reader, TIMELINE)["values"][-1][0] in page.locator("dialog.zoom .said").inner_text()
    assert page.locator("dialog.zoom .ring").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("dialog.zoom").count() == 1, "the first Escape leaves the values"
    page.keyboard.press("Escape")
    page.locator("dialog.zoom").wait_for(state="detached")
    context.close()


def test_values_come_when_they_are_asked_for_and_from_the_book_alone(reader):
    context = reader.context()
    page = context.new_page()
    seen, said = [], []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{reader.root}/chapters/history.html", wait_until="networkidle")
    assert not [url for url in seen if "values.js" in url]
    page.locator("button.values").first.click()
    page.locator(".value-bar").wait_for()
    asked = [url.removeprefix(f"{reader.root}/") for url in seen if "values.js" in url]
    assert len(asked) == 2
    assert "_static/values.js" in asked
    assert all(url.startswith(reader.root) for url in seen)
    assert said == []
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_open_values_break_no_rule(reader, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = reader.context(width, color_scheme=scheme)
    page = reader.open(context, TIMELINE)
    page.locator("button.values").click()
    page.locator(".value-bar select").select_option("border")
    assert [rule["id"] for rule in axe.run(page).response["violations"]] == []
    context.close()


def test_a_name_that_is_mentioned_again_shows_its_forms(reader):
    context = reader.context()
    page = reader.open(context, "chapters/water.html")
    link = page.locator("a.name.later").first
    name = link.get_attribute("href").partition("#name-")[2]
    first = page.locator(f"#forms-{name}")
    link.focus()
    assert page.locator("#hover-card").inner_text() == first.inner_text()
    assert page.locator("#hover-card [lang='zh-Hans']").count() == 1
    context.close()


@pytest.mark.parametrize("taken_away", ["navigator.clipboard", "navigator.clipboard and document.execCommand"])
def test_a_citation_is_copied_or_selected_where_the_browser_has_no_clipboard(reader, taken_away):
    context = reader.context()
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined})")
    if "execCommand" in taken_away:
        context.add_init_script("Document.prototype.execCommand = () => false")
    page = reader.open(context, "figures/fig-water-map.html")
    page.locator("#cite details").first.evaluate_all("found => found.forEach((item) => { item.open = true; })")
    button = page.locator("button[data-copy]").first
    said = page.locator(f"[id='{button.get_attribute('data-copy')}']").inner_text().strip()
    assert said.startswith("Steppe Neighbours contributors")
    button.click()
    selected = page.evaluate("getSelection().toString().trim()")
    if "execCommand" in taken_away:
        assert (button.inner_text(), selected) == ("Selected: press Ctrl+C", said)
    else:
        assert (button.inner_text(), selected) == ("Copied", "")
    context.close()


def test_a_citation_opens_a_card_on_focus_and_escape_closes_it(reader):
    context = reader.context()
    page = reader.open(context, "chapters/water.html")
    link = page.locator(".bibtex-citation a").first
    said = link.get_attribute("title")
    link.focus()
    assert page.locator("#hover-card").inner_text() == said
    page.keyboard.press("Escape")
    assert page.locator("#hover-card").count() == 0
    context.close()


def test_claims_are_filtered_by_keyboard(reader):
    context = reader.context()
    page = reader.open(context, "chapters/back/claims.html")
    everything = page.locator(".claims > li:visible").count()
    page.locator("[data-words]").focus()
    page.keyboard.type("Irtysh")
    found = page.locator(".claims > li:visible")
    assert 0 < found.count() < everything
    assert "irtysh" in found.first.text_content().lower()
    context.close()


def test_the_theme_is_chosen_and_kept(reader):
    context = reader.context(color_scheme="light")
    page = reader.open(context, "index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("button.theme").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    other = reader.open(context, "chapters/water.html")
    assert other.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    context.close()
    context = reader.context(color_scheme="dark")
    assert reader.open(context, "index.html").evaluate("getComputedStyle(document.body).backgroundColor") == dark
    context.close()


def test_nothing_moves_for_readers_who_ask_for_rest(reader):
    context = reader.context(reduced_motion="reduce")
    page = reader.open(context, "chapters/water.html")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_the_contents_are_reached_on_a_phone_without_scripts(reader):
    context = reader.context(360, java_script_enabled=False)
    page = reader.open(context, "chapters/water.html")
    page.locator("a.menu").click()
    assert page.url.endswith("#contents")
    page.locator("nav.book a", has_text="Energy").click()
    assert page.url.endswith("/chapters/energy.html")
    assert page.locator("figure img").first.is_visible()
    context.close()


def test_pages_work_from_a_disk(reader):
    context = reader.context()
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((reader.folder / "chapters" / "water.html").as_uri())
    page.locator("figure img").first.scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('figure img').decode().then(() => true)"), "the drawing is there"
    assert page.locator("button.theme").is_visible(), "the script has run"
    page.locator("button.values").first.click()
    assert page.locator(".value-bar .said").inner_text().startswith("1 of ")
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute", "so has the style"
    assert said == []
    context.close()


def test_search_finds_a_figure_or_chapter(reader):
    context = reader.context()
    page = reader.open(context, "search.html?q=Balkhash")
    page.wait_for_selector("#search-results li a")
    found = page.locator("#search-results li a").evaluate_all("links => links.map(link => link.href)")
    assert any("water" in link for link in found)
    context.close()


def test_compressed_copies_hold_what_they_are_copies_of(reader):
    copies = sorted(reader.folder.rglob("*.gz"))
    assert reader.folder / "index.html.gz" in copies
    for copy in copies:
        assert gzip.decompress(copy.read_bytes()) == copy.with_suffix("").read_bytes(), copy.name
        assert copy.read_bytes()[4:8] == b"\0\0\0\0", "a copy keeps no time"
