"""What PDF and EPUB share: the pages' texts as Sphinx wrote them, freed of what only a screen has, links resolved."""

import functools
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

import yaml
from lxml import html

from analysis import figures, tables
from publishing import chapters, ledger_pages, metadata, name_pages, page_texts, site

COVER = "index"
DATA_PAGE = "chapters/back/data"
FIGURES_PAGE = "chapters/back/figures"
NAMES_PAGE = name_pages.PAGE
CLAIMS_PAGE = ledger_pages.LEDGER.removesuffix(".html")
LANGUAGE = "en"

_SCREEN_ONLY = (
    ".headerlink, .cell_input, details.hide, .filter, script, style, a.cite, .toggle-button, "
    # in a chapter the ledger's entries stand a second time; a book has one place for them
    "ol.claims li[id^=examined-] .evidence, ol.claims li[id^=examined-] .revision"
)
_FIGURE_PAGE = re.compile(r"figures/(fig-[a-z0-9-]+)\.html")
_TABLE_PAGE = re.compile(r"tables/([a-z0-9_]+)\.html")
_CLAIM_PAGE = re.compile(r"claims/([a-z0-9-]+)\.html")
_SITE_FILE = "site-file"
_ADDRESS_SIGNS = "%/:?#[]@!$&'()*+,;=~"
_SOURCE = re.compile(r"<source\b[^>]*>")
"""An element that libxml2, older than it, would not know to be empty."""


@dataclass(frozen=True)
class Page:
    """A page of the book; links inside the book in its `body` (of lxml) carry ``data-page`` and ``data-id``."""

    name: str
    part: str
    title: str
    body: html.HtmlElement

    @property
    def slug(self):
        """The last part of the page's address, which no other page has."""
        return self.name.rpartition("/")[2]

    @property
    def short_title(self):
        """The title up to its colon, for running heads."""
        return self.title.partition(":")[0]


def contents():
    """Return the names of the book's pages in reading order, each with the part that it belongs to; the cover first."""
    table = yaml.safe_load((site.ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = [(entry["file"], part["caption"]) for part in table["parts"] for entry in part["chapters"]]
    return [(table["root"], ""), *listed]


def pages():
    """Return the pages of the book, read from what the last build kept.

    Returns
    -------
    list of Page

    Raises
    ------
    publishing.site.BuildError
        If the build has kept no text of a page, or a page holds mathematics, which only a script could set.
    """
    listed = contents()
    names = {name for name, _ in listed}
    return [_page(name, part, names) for name, part in listed]


def _page(name, part, names):
    path = page_texts.path_of(name)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise site.BuildError(f"the last build kept no text of {name}: run make clean and make book") from None
    body = html.fragment_fromstring(_SOURCE.sub(r"\g<0></source>", text), create_parent="section")
    if body.cssselect(".math"):
        raise site.BuildError(f"{name} holds mathematics, which PDF and EPUB cannot set")
    for element in body.cssselect(_SCREEN_ONLY):
        element.drop_tree()
    for container in body.cssselect("div.cell"):
        if not container.text_content().strip() and not container.cssselect("img"):
            container.drop_tree()
    for entry in body.cssselect("[role=doc-biblioentry]"):
        entry.set("role", "listitem")  # its list has the role that asks for such items; the other one is deprecated
    for details in body.cssselect("details"):
        details.tag = "div"
    for summary in body.cssselect("summary"):
        summary.tag = "p"
    _resolve_links(body, name, names)
    _clean_tables(body)
    title = body.cssselect("h1")[0].text_content().strip()
    return Page(name, part, title, body)


def _resolve_links(body, name, names):
    """Mark links inside the book, make those to the site's files absolute, and unlink what no reader could reach."""
    for link in body.cssselect("a[href]"):
        address, _, fragment = link.get("href").partition("#")
        if "://" in address or address.startswith(("mailto:", "data:")):
            link.set("href", quote(link.get("href"), safe=_ADDRESS_SIGNS))  # the PDF takes no other letters
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address))) if address else name
        page, anchor = _place(path, unquote(fragment), names)
        site_file = _SITE_FILE in link.get("class", "").split()
        if page and not (site_file and fragment == "cite"):
            del link.attrib["href"]
            link.set("data-page", page)
            link.set("data-id", anchor)
        elif absolute := metadata.book().url(path):
            link.set("href", f"{absolute}#{fragment}" if fragment else absolute)
        else:
            link.drop_tag()
    for paragraph in body.cssselect("figcaption .legend > p"):
        if paragraph.text_content().strip(" ·\n") == "permanent page · cite · data · image":
            paragraph.drop_tree()
    for image in body.cssselect("img, source"):
        address = "srcset" if image.tag == "source" else "src"
        image.set(address, str(_drawing(image.get(address))))
        image.attrib.pop("loading", None)


def _place(path, fragment, names):
    """Return page and anchor that stand in the book for an address of the site, or two empty texts."""
    if path.removesuffix(".html") in names:
        return path.removesuffix(".html"), fragment
    for pattern, page, prefix in (
        (_FIGURE_PAGE, "", ""),
        (_TABLE_PAGE, DATA_PAGE, "table-"),
        (_CLAIM_PAGE, CLAIMS_PAGE, "claim-"),
    ):
        if (found := pattern.fullmatch(path)) and (page or found[1] in _figure_pages()):
            target = found[1].replace("_", "-") if page == DATA_PAGE else found[1]
            return page or _figure_pages()[found[1]], f"{prefix}{target}"
    return "", ""


@functools.cache
def _figure_pages():
    return {record.id: chapters.page(record.chapter) for record in figures.all()}


def _drawing(source):
    """Return the file of a drawing that a page shows."""
    path = site.FIGURES / Path(source).name
    return path if path.is_file() else site.ROOT / "media" / Path(source).name


def _clean_tables(body):
    """Take from tables what pandas and docutils write and neither edition may hold."""
    for table in body.cssselect("table"):
        for element in table.iter():
            for name in ("border", "style", "valign", "align"):
                element.attrib.pop(name, None)
        for cell in table.cssselect("thead th"):
            cell.set("scope", "col")
        for cell in table.cssselect("tbody th"):
            cell.set("scope", "row")


def attached_tables():
    """Return the files of all tables and of their catalogue, by the name that they have as attachments.

    Returns
    -------
    dict of str to tuple of pathlib.Path, str and str
        The file, what it is in words, and its media type.
    """
    described = [tables.describe(name) for name in tables.names()]
    found = {table.path.name: (table.path, table.title, table.descriptor["mediatype"]) for table in described}
    if len(found) < len(described):
        raise site.BuildError("two tables have files of one name")
    catalogue = (tables.DATA / "datapackage.json", "Catalogue of the tables", "application/json")
    return found | {"datapackage.json": catalogue}
