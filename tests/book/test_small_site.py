"""A book under another address with a DOI, in a folder on a disk, and after a number has changed."""

import io
import json
import posixpath
import subprocess
from urllib.parse import unquote, urldefrag, urlsplit

import pypdf
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from PIL import Image

SITE = "https://example.org/books/steppe"
DOI = "10.1234/abcd.5"
ADDRESSES = f"url: {SITE}/\nrepository-code: https://example.org/code\ndoi: {DOI}\n"
DC = "{http://purl.org/dc/elements/1.1/}"


def pages(folder):
    """Return the pages of a built site by address, without those that lead on at once."""
    found = {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
        for path in sorted(folder.rglob("*.html"))
        if "_static" not in path.parts
    }
    return {name: page for name, page in found.items() if not page.select("meta[http-equiv=refresh]")}


def content(page, **attributes):
    tag = page.find("meta", attrs=attributes)
    return tag["content"] if tag else None


def test_a_book_under_a_sub_path_with_a_doi_says_so_everywhere(project):
    project.keep_chapters("water")
    with (project.root / "CITATION.cff").open("a", encoding="utf-8") as handle:
        handle.write(ADDRESSES)
    done = project.run("book")
    assert done.returncode == 0, done.stdout + done.stderr
    folder = project.root / "_build" / "html"
    site = pages(folder)
    check_heads(site)
    check_kits(folder, site)
    check_figure_files(folder)
    zenodo, datacite = (
        json.loads((folder / "deposit" / f"{name}.json").read_text(encoding="utf-8")) for name in ("zenodo", "datacite")
    )
    assert (zenodo["doi"], datacite["doi"], datacite["url"]) == (DOI, DOI, SITE)
    # an address that was right for the site would not be for a folder: whatever is within the book is relative
    assert unresolved(folder, site) == []


def check_heads(site):
    for name, page in site.items():
        assert content(page, property="og:url") == f"{SITE}/{name}", name
        assert f'"url":"{SITE}/{name}"' in page.find("script", type="application/ld+json").string, name
        if not name.startswith("claims/"):
            assert page.find("link", rel="canonical")["href"] == f"{SITE}/{name}", name
        if name.startswith(("chapters/water", "figures/", "tables/")):
            assert content(page, name="citation_public_url") == f"{SITE}/{name}"
            assert content(page, name="DC.identifier") == f"{SITE}/{name}"
        if name.startswith("figures/"):
            assert content(page, property="og:image") == f"{SITE}/{name.removesuffix('.html')}.png"
    assert content(site["index.html"], name="citation_doi") == DOI
    assert content(site["index.html"], name="DC.identifier") == f"https://doi.org/{DOI}"
    assert content(site["chapters/water.html"], name="citation_doi") == DOI
    # the DOI is the book's: no figure, table or claim takes it for its own
    own = [name for name, page in site.items() if content(page, name="citation_doi")]
    assert own == ["chapters/water.html", "index.html"]


def check_kits(folder, site):
    kits = {name: page.select("[id^=cite-]") for name, page in site.items()}
    kits = {name: texts for name, texts in kits.items() if texts}
    assert {name.partition("/")[0] for name in kits} == {"chapters", "claims", "figures", "index.html", "tables"}
    for name, texts in kits.items():
        assert len(texts) == 5, name
        assert [text.get_text() for text in texts if DOI not in text.get_text()] == [], name
    files = sorted((folder / "cite").iterdir())
    assert len(files) == 4 * len(kits)
    assert [file.name for file in files if DOI not in file.read_text(encoding="utf-8")] == []


def check_figure_files(folder):
    manifest = json.loads((folder / "figures" / "index.json").read_text(encoding="utf-8"))
    for name in manifest["figures"]:
        stem, permalink = folder / "figures" / name, f"{SITE}/figures/{name}.html"
        work = etree.parse(stem.with_suffix(".svg")).find(f".//{DC}identifier").getparent()
        assert work.findtext(f"{DC}identifier") == permalink
        assert work.findtext(f"{DC}relation").endswith(f"https://doi.org/{DOI}")
        texts = Image.open(io.BytesIO(stem.with_suffix(".png").read_bytes())).text
        assert (texts["Identifier"], texts["Version"].endswith(DOI)) == (permalink, True)
        subject = pypdf.PdfReader(stem.with_suffix(".pdf")).metadata.subject
        assert permalink in subject
        assert DOI in subject
        read = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
        assert (read["permalink"], read["part_of"].endswith(DOI)) == (permalink, True)


def unresolved(folder, site):
    """Return the addresses on pages that lead to no file of the folder when a browser opens it from disk."""
    return [
        f"{name}: {element[attribute]}"
        for name, page in site.items()
        for tag, attribute in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src"))
        for element in page.find_all(tag, **{attribute: True})
        if not resolves(folder, name, element[attribute])
    ]


def resolves(folder, page, address):
    if urlsplit(address).scheme:
        return True
    path = unquote(urldefrag(address).url.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    return not address.startswith("/") and not target.startswith("..") and (folder / target).is_file()


@pytest.mark.parametrize("part", ["chapters", "claims", "figures", "tables", "index.html"])
def test_every_address_works_from_a_folder_on_a_disk(book, part):
    chosen = {name: page for name, page in book.pages.items() if name.startswith(part)}
    assert chosen
    assert unresolved(book.folder, chosen) == []


def test_what_changed_in_the_figures_since_a_revision_is_shown(project):
    project.keep_chapters("water")
    git = ["git", "-C", str(project.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "Begin"]):
        subprocess.run([*git, *command], check=True)
    project.edit("data/water/tuyuksu_balance.csv", "1958,330,", "1958,390,")
    done = project.run("figures-diff", "HEAD")
    assert done.returncode == 0, done.stdout + done.stderr
    folder = project.root / "_build" / "figures-diff"
    page = BeautifulSoup((folder / "index.html").read_text(encoding="utf-8"), "lxml")
    assert page.h1.get_text() == "1 figure differs from HEAD"
    (section,) = page.select("section")
    assert section.h2.get_text() == "fig-water-glacier"
    old, new = ((folder / image["src"]).read_text(encoding="utf-8") for image in section.select("img"))
    assert old != new
    assert all(drawing.lstrip().startswith("<?xml") for drawing in (old, new))
    assert any("annual_balance_mmwe: 330 became 390" in item.get_text() for item in section.select("li")), (
        section.get_text()
    )
    left = subprocess.run([*git, "worktree", "list"], check=True, capture_output=True, text=True).stdout
    assert len(left.splitlines()) == 1, "the old tree is taken away again"


def test_a_revision_that_git_does_not_know_is_refused(project):
    done = project.run("figures-diff", "no-such-revision")
    assert done.returncode == 1
    assert "the figures of no-such-revision cannot be drawn" in done.stdout
