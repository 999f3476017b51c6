"""The permanent pages of figures and tables, their files and their citations, in the built book."""

import hashlib
import io
import json

import pandas as pd
import pytest
from PIL import Image

from analysis import CHAPTERS, claims, figures, tables
from publishing import chapters, citing, imprint, metadata, rendering

FIGURES = [pytest.param(record, id=record.id) for record in figures.all()]


def test_every_figure_that_was_ever_published_has_its_page(book):
    published = {name for entry in rendering.history().values() for name in entry}
    assert {record.id for record in figures.all()} <= published, "steppe record-version"
    assert [name for name in sorted(published) if f"figures/{name}.html" not in book.pages] == []


def test_every_claim_that_was_ever_published_has_its_page(book):
    published = rendering.published_claims()
    assert published
    assert [name for name in published if f"claims/{name}.html" not in book.pages] == []


def test_every_claim_is_cited_from_its_entry(book):
    links = book.pages["chapters/back/claims.html"].select(".claims a.cite")
    assert [link["href"] for link in links] == [f"../../claims/{claim.id}.html" for claim in claims.all()]


def test_without_addresses_nothing_invents_one(book):
    known = metadata.book()
    for name, page in book.pages.items():
        assert bool(page.select("meta[name=citation_doi]")) <= bool(known.doi), name
        assert bool(page.select("meta[property='og:url'], link[rel=canonical]")) <= bool(known.site_url), name


@pytest.mark.parametrize("record", FIGURES)
def test_a_figure_page_shows_what_the_figure_rests_on(book, record):
    page = book.pages[f"figures/{record.id}.html"]
    text = page.get_text()
    assert page.select_one("section.permanent h1").get_text() == record.title
    assert page.select_one("section.permanent figure img")["alt"] == record.alt
    assert record.alt in text
    assert record.data_sha256 in text
    assert f"analysis.{record.chapter}.{record.draw_function.__name__}" in text
    assert page.select_one(f"a[href='../{chapters.page(record.chapter)}.html#{record.id}']") is not None
    for name in record.tables:
        assert tables.describe(name).title in text
        assert all(source["date_accessed"] in text for source in tables.describe(name).sources)
        assert all(licence["title"] in text for licence in tables.describe(name).licences)


@pytest.mark.parametrize("record", FIGURES)
def test_a_figure_has_its_files_at_stable_addresses(book, record):
    manifest = json.loads((book.folder / "figures" / "index.json").read_text(encoding="utf-8"))["figures"][record.id]
    for form in imprint.FORMATS:
        content = (book.folder / "figures" / f"{record.id}.{form}").read_bytes()
        assert manifest["files"][f"{record.id}.{form}"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert (book.folder / "figures" / f"{record.id}.csv").read_text(encoding="utf-8") == record.csv
    picture = Image.open(io.BytesIO((book.folder / "figures" / f"{record.id}.png").read_bytes()))
    assert picture.width == round(record.size[0] * 300)
    assert manifest["hashes"]["data"] == record.data_sha256


@pytest.mark.parametrize("record", FIGURES)
def test_the_readme_of_a_csv_says_what_its_columns_hold(book, record):
    content = json.loads((book.folder / "figures" / f"{record.id}.json").read_text(encoding="utf-8"))
    columns = pd.read_csv(book.folder / "figures" / f"{record.id}.csv", nrows=1).columns
    assert [column["name"] for column in content["columns"]] == list(columns)
    assert content["data_sha256"] == record.data_sha256


@pytest.mark.parametrize("record", FIGURES)
def test_a_figure_carries_a_quiet_line_in_its_chapter(book, record):
    place = chapters.page(record.chapter)
    legend = book.pages[f"{place}.html"].find("figure", id=record.id).select_one(".legend")
    hrefs = {link.get_text(): link["href"] for link in legend.select("a.site-file")}
    base = f"{'../' * place.count('/')}figures/{record.id}"
    assert hrefs == {
        "permanent page": f"{base}.html",
        "cite": f"{base}.html#cite",
        "data": f"{base}.csv",
        "image": f"{base}.png",
    }


def kits(book):
    yield from ((f"figures/{record.id}.html", citing.of_figure(record)) for record in figures.all())
    yield from ((f"tables/{name}.html", citing.of_table(name)) for name in tables.names())
    yield from ((f"chapters/{name}.html", citing.of_chapter(name)) for name in CHAPTERS)
    yield from ((f"claims/{claim.id}.html", citing.of_claim(claim)) for claim in claims.all())
    yield "index.html", citing.of_book()


def test_every_kit_is_complete_and_every_link_of_it_resolves(book):
    for name, citable in kits(book):
        page = book.pages[name]
        for style in citing.STYLES:
            shown = page.find(id=f"cite-{citable.id}-{style}")
            assert shown.get_text() == citing.text(citable, style), name
            assert page.select_one(f"button[data-copy='cite-{citable.id}-{style}']") is not None
        for key, form in citing.FORMATS.items():
            file = book.folder / "cite" / f"{citable.id}{form.ending}"
            assert file.read_text(encoding="utf-8") == citing.file(citable, key)
            assert page.select_one(f"a[href$='cite/{file.name}']") is not None, name


def test_the_list_of_figures_shows_each_with_its_number(book):
    items = book.pages["chapters/back/figures.html"].select(".figure-grid li")
    numbers = [int(item.get_text().partition(".")[0].removeprefix("Figure ")) for item in items]
    assert numbers == list(range(1, len(figures.all()) + 1))
    assert {item.a["href"] for item in items} == {f"../../figures/{record.id}.html" for record in figures.all()}
