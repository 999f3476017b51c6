"""The built book, by its HTML: complete, consistent, and alone on its host."""

import copy
import posixpath
import re
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from analysis import CHAPTERS, PAGES, claims, figures, results, tables
from publishing import chapters, execution, imprint

LEAST_WORDS = 600
LEAST_FIGURES = 2
LEAST_RESULTS = 3


def chapter(book, name):
    return book.pages[f"{chapters.page(name)}.html"]


def article(page):
    return page.select_one("article.bd-article")


def test_the_toc_is_complete(book):
    back = ("figures", "claims", "sources", "corrections", "data", "methods", "references")
    expected = {"index.html", *(f"chapters/{name}.html" for name in CHAPTERS)}
    expected |= {f"chapters/back/{name}.html" for name in back}
    assert expected <= set(book.pages)


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_asks_answers_and_says_where_it_stops(book, name):
    body = copy.copy(article(chapter(book, name)))  # other tests read the page whole
    assert "?" in body.h1.get_text(), "the title of a chapter is its question"
    headings = [heading.get_text().strip("#¶\n ") for heading in body.select("h2")]
    assert headings[-4:] == ["Limits", "Sources", "Claims examined", "Rerun this chapter"]
    for code in body.select("div.cell_input, figure, table, script"):
        code.extract()
    assert len(re.findall(r"\w+", body.get_text())) >= LEAST_WORDS


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_gives_the_works_of_its_prose_on_hover_and_those_of_its_list_once(book, name):
    body = article(chapter(book, name))
    cited = body.select(".bibtex-citation a")
    listed = body.select("#sources .bibtex-citation a")
    assert listed
    assert [link for link in listed if link.has_attr("title")] == []
    assert [link for link in cited if link not in listed and not link.has_attr("title")] == []


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_shows_figures_and_quotes_results(book, name):
    page = chapter(book, name)
    own = [record for record in figures.all() if record.chapter == name]
    shown = [figure["id"] for figure in page.select("article figure")]
    assert sorted(shown) == sorted(record.id for record in own)
    assert len(own) >= LEAST_FIGURES
    quoted = {link["href"].partition("#result-")[2] for link in page.select("a[href*='#result-']")}
    assert len(quoted & {record.id for record in results.all() if record.chapter == name}) >= LEAST_RESULTS


@pytest.mark.parametrize("record", [pytest.param(record, id=record.id) for record in figures.all()])
def test_a_figure_has_number_caption_alt_text_source_and_licence(book, record):
    figure = chapter(book, record.chapter).find("figure", id=record.id)
    image = figure.img
    assert image["src"] == f"{'../' * chapters.page(record.chapter).count('/')}figures/{record.id}.svg"
    assert image["alt"] == record.alt
    stamped = imprint.stamp(record.svg(), imprint.of(record))
    assert (book.folder / "figures" / f"{record.id}.svg").read_text(encoding="utf-8") == stamped
    assert re.match(r"Figure \d+", figure.select_one(".caption-number").get_text())
    assert record.title in figure.select_one(".caption-text").get_text()
    legend = figure.select_one(".legend").get_text().strip()
    assert legend.startswith("Data:")
    assert "CC BY 4.0" in legend
    assert all(tables.describe(name).title in legend for name in record.tables)


def test_figures_are_numbered_once_and_in_order(book):
    numbers = [
        int(found[1])
        for name in (*CHAPTERS, *PAGES)
        for found in re.finditer(
            r"Figure (\d+)", " ".join(tag.get_text() for tag in chapter(book, name).select(".caption-number"))
        )
    ]
    assert numbers == list(range(1, len(figures.all()) + 1))


def test_the_list_of_figures_and_the_list_of_results_are_complete(book):
    text = article(book.pages["chapters/back/figures.html"]).get_text()
    assert [record.id for record in figures.all() if record.title not in text] == []
    methods = book.pages["chapters/back/methods.html"]
    assert [record.id for record in results.all() if methods.find(id=f"result-{record.id}") is None] == []


def test_a_quoted_number_is_the_result(book):
    for name, page in book.pages.items():
        for link in page.select("a.result:not(.comparison)"):
            reference = link["href"].partition("#result-")[2]
            parts = results.get(reference).parts
            said = {form for part in parts for form in forms(reference, part)}
            assert link.get_text() in said, f"{name} prints {link.get_text()!r} for {reference}"


def forms(reference, part):
    full = f"{reference}.{part}" if part else reference
    return results.text(full), results.number(full)


def test_the_data_page_describes_every_table_and_offers_it(book):
    page = book.pages["chapters/back/data.html"]
    for name in tables.names():
        table = tables.describe(name)
        section = page.find(id=f"table-{name.replace('_', '-')}").find_parent("section") or page
        text = section.get_text()
        assert plain(table.caveats) in plain(text)
        assert all(field["name"] in text for field in table.fields)
        assert [source["bibkey"] for source in table.sources if plain(source["citation"]) not in plain(text)] == []
        offered = section.find("a", href=f"../../data/{table.descriptor['path']}")
        assert offered is not None, name
        assert (book.folder / "data" / table.descriptor["path"]).read_bytes() == table.path.read_bytes()


def plain(text):
    """Return text without what typesetting changes: quotation marks and white space."""
    return re.sub(r"[\s*_]+", " ", re.sub(r"[\\\"'“”‘’]", "", text))


def test_every_correction_says_what_it_touches(book):
    page = book.pages["chapters/back/corrections.html"]
    anchors = [anchor["id"] for anchor in page.select("[id^=correction-]")]
    for item in tables.corrections():
        assert f"correction-{item.id}" in anchors
    text = plain(article(page).get_text())
    assert all(plain(item.reason) in text for item in tables.corrections())
    readers = [record for record in figures.all() if "trade_cow" in record.tables]
    links = {link["href"].partition("#")[2] for link in page.select("a[href*='trade.html#fig-']")}
    assert {record.id for record in readers} <= links


def test_the_page_of_a_table_lists_the_values_that_are_corrected(book):
    listed = book.pages["tables/returnee_releases.html"].find(id="corrections").find_next("ul")
    assert "since_1991_persons where as_of is 2022-07-01: 1953000 in the file, read as a gap" in listed.get_text()
    assert len(listed.select("li")) == len(
        [item for item in tables.corrections("returnee_releases") if item.table == "returnee_releases"]
    )
    assert book.pages["tables/border_lengths.html"].find(id="corrections") is None


def test_the_page_of_sources_shows_every_work_with_every_claim_that_rests_on_it(book):
    page = book.pages["chapters/back/sources.html"]
    works = page.select(".works > li")
    assert len(works) == 77  # the 72 numbered references and the five works of the bibliography
    found = {work["id"].removeprefix("work-"): {link["href"] for link in work.select("a")} for work in works}
    expected = {key: set() for key in found}
    for claim in claims.all():
        for key in claim.references:
            expected[key].add(f"../../chapters/back/claims.html#claim-{claim.id}")
    assert found == expected
    assert all({"data-kind", "data-language", "data-link"} <= set(work.attrs) for work in works)
    # readable without scripts: only the form of the filter waits for one
    assert page.select_one("form.list-filter").has_attr("hidden")
    assert not page.select(".works [hidden]")


def test_every_link_inside_the_book_leads_somewhere(book):
    broken = [
        f"{name}: {element[attribute]}"
        for name, page in book.pages.items()
        for tag, attribute in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src"))
        for element in page.find_all(tag, **{attribute: True})
        if not leads_somewhere(book, name, element[attribute])
    ]
    assert broken == []


def leads_somewhere(book, page, address):
    if urlsplit(address).scheme or address.startswith(("#top", "//")):
        return True
    path, fragment = urldefrag(address)
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path.partition("?")[0]))) if path else page
    )
    if target in book.pages:
        found = book.pages[target]
        return not fragment or found.find(id=unquote(fragment)) is not None
    return (book.folder / target).is_file()


def test_no_page_asks_another_host(book):
    foreign = [
        f"{name}: {element.get('src') or element.get('href')}"
        for name, page in book.pages.items()
        for element in page.select("script[src], link[rel=stylesheet], link[rel=preload], img[src], iframe[src]")
        if urlsplit(element.get("src") or element.get("href")).netloc
    ]
    assert foreign == []


def test_every_image_has_alt_text_and_every_figure_a_name(book):
    for name, page in book.pages.items():
        body = article(page)
        if body is None:
            continue
        assert all(image.get("alt", "").strip() or named_by_its_link(image) for image in body.select("img")), name
        assert not [figure["id"] for figure in body.select("figure") if re.fullmatch(r"id\d+", figure["id"])], name


def named_by_its_link(image):
    """Return whether an image is the ornament of a link that says in words where it leads."""
    link = image.find_parent("a")
    return image.get("alt") == "" and link is not None and bool(link.get_text().strip())


def test_the_cover_says_what_was_found_and_how_to_read_rerun_and_cite(book):
    body = article(book.pages["index.html"])
    text = body.get_text()
    assert len(body.select("a.result")) >= len(CHAPTERS)
    assert all(
        body.find("a", href=f"chapters/{name}.html") or f"chapters/{name}.html" in str(body) for name in CHAPTERS
    )
    for word in ("make book", "cite", "CC BY 4.0"):
        assert word in text


def test_pages_are_right_without_addresses(book):
    for name, page in book.pages.items():
        assert not page.select("a[href*='executablebooks/jupyter-book']"), name
        canonical = page.find("link", rel="canonical")
        assert canonical is None or canonical["href"].startswith("http"), name


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_keeps_to_its_form(name):
    state = next(state for state in execution.states() if state.name == name)
    cells = [cell.source for cell in state.notebook.cells if cell.cell_type == "code"]
    assert "import" in cells[0]
    for source in cells:
        assert len(source.splitlines()) <= 8
        assert not re.search(r"\bdef \b|\blambda\b|open\(|read_csv|to_csv|savefig|\.\./", source), source
