"""What a reader does: by keyboard, on a phone, in the dark, from a disk, without scripts."""

import gzip

import pytest

from analysis import CHAPTERS

WIDTHS = (360, 768, 1440)
PAGES = (
    "index.html", "chapters/water.html", "chapters/back/claims.html", "chapters/back/figures.html",
    "chapters/back/data.html", "chapters/back/references.html", "figures/fig-water-map.html", "search.html",
)  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_scrolls_sideways(reader, width):
    context = reader.context(width)
    wide = {}
    for name in (*PAGES, *(f"chapters/{chapter}.html" for chapter in CHAPTERS)):
        page = reader.open(context, name)
        excess = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if excess > 0:
            wide[name] = excess
        page.close()
    context.close()
    assert wide == {}


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
