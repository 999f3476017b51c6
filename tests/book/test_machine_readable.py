"""What machines read in the built book: head tags, linked data, the research object, the records for a deposit."""

import json
import posixpath

import extruct
import pytest

from analysis import CHAPTERS, figures, tables
from publishing import metadata


def json_ld(page):
    found = page.select("script[type='application/ld+json']")
    assert len(found) == 1
    return json.loads(found[0].string)


def kinds(content):
    """Return the types of everything that a document of linked data describes."""
    if isinstance(content, dict):
        own = [content["@type"]] if "@type" in content else []
        return own + [kind for value in content.values() for kind in kinds(value)]
    return [kind for value in content for kind in kinds(value)] if isinstance(content, list) else []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "Book"),
        *((f"chapters/{name}.html", "Chapter") for name in CHAPTERS),
        *((f"figures/{record.id}.html", "ImageObject") for record in figures.all()),
        *((f"tables/{name}.html", "Dataset") for name in tables.names()),
    ],
)
def test_every_page_says_what_it_holds(book, name, kind):
    assert kind in kinds(json_ld(book.pages[name]))


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_is_a_chapter_of_one_book(book, name):
    page = book.pages[f"chapters/{name}.html"]
    tags = {tag["name"]: tag["content"] for tag in page.select("meta[name^=citation_]")}
    assert tags["citation_inbook_title"] == metadata.book().title
    assert tags["citation_author"] == "Steppe Neighbours contributors"
    assert tags["citation_title"] == page.select_one("article.bd-article h1").get_text().strip("#¶\n ")


@pytest.mark.parametrize(
    "name", ["index.html", "chapters/water.html", "figures/fig-water-map.html", "tables/claims.html"]
)
def test_another_reader_finds_the_same(book, name):
    text = (book.folder / name).read_text(encoding="utf-8")
    found = extruct.extract(text, syntaxes=["json-ld", "dublincore", "opengraph"], uniform=False)
    assert found["json-ld"] == [json_ld(book.pages[name])]
    assert found["dublincore"]
    assert found["opengraph"]


def test_the_research_object_names_files_that_are_there(book):
    crate = json.loads((book.folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    files = [item["@id"] for item in crate if "File" in str(item["@type"])]
    assert len(files) > len(figures.all()) * 5
    assert [name for name in files if not (book.folder / posixpath.normpath(name)).is_file()] == []
    actions = [item for item in crate if item["@type"] == "CreateAction"]
    results = [action["result"] for action in actions]
    made = {part["@id"] for result in results for part in (result if isinstance(result, list) else [result])}
    assert {f"figures/{record.id}.svg" for record in figures.all()} <= made


def test_the_records_for_a_deposit_are_there(book):
    zenodo = json.loads((book.folder / "deposit" / "zenodo.json").read_text(encoding="utf-8"))
    datacite = json.loads((book.folder / "deposit" / "datacite.json").read_text(encoding="utf-8"))
    assert zenodo["title"] == datacite["titles"][0]["title"] == metadata.book().title
