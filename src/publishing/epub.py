"""The EPUB 3: the pages' texts as XHTML, the drawings as SVG, the faces cut to what the book prints."""

import re
import uuid
import zipfile

from lxml import etree

from analysis import figures, tables
from publishing import citing, editions, metadata, pages, printed, site, typefaces

FILE = site.BUILD / "epub" / "steppe-neighbours.epub"

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # zip knows no earlier date; a fixed one keeps the bytes the same
_FOLDER = "EPUB"
_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_MEDIA = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_FACES = tuple(face for face in typefaces.FACES if face.family != "Noto Sans")


def write(path=FILE):
    """Make the EPUB from the texts that the last build kept, and put it in its place in one step.

    Parameters
    ----------
    path : pathlib.Path
        Where it is put.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    publishing.site.BuildError
        If a page's text is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    with zipfile.ZipFile(waiting, "w") as archive:
        for name, content in contents().items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, packing)
    waiting.replace(path)
    return path


def contents():
    """Return the files of the EPUB by path; the one that says what it is comes first, as readers expect."""
    book_pages = editions.pages()
    drawings = {}
    for page in book_pages:
        drawings |= _localise(page)
    inner = {
        f"{page.slug}.xhtml": _xhtml(page.title, etree.tostring(page.body, encoding="unicode", method="xml"))
        for page in book_pages
    }
    inner["title.xhtml"] = _xhtml(metadata.book().title, _title_page())
    inner["nav.xhtml"] = _xhtml("Contents", _navigation(book_pages))
    inner["style.css"] = _style()
    inner |= drawings
    text = "".join(page.body.text_content() for page in book_pages) + inner["nav.xhtml"] + inner["title.xhtml"]
    if lacking := typefaces.missing(text):
        raise site.BuildError(f"the book's faces have no glyph for {lacking}: add them to src/publishing/fonts")
    inner |= {f"fonts/{face.path.name}": typefaces.cut(face, text) for face in _FACES}
    inner["package.opf"] = _package(list(inner), book_pages)
    files = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    return files | {f"{_FOLDER}/{name}": content for name, content in inner.items()}


def _localise(page):
    """Let a page's links and images point into the EPUB; return the drawings that it shows, by path."""
    drawings = {}
    if page.name == editions.FIGURES_PAGE:
        _list_figures(page.body)
    for link in page.body.cssselect("a[data-page]"):
        target = link.attrib.pop("data-id")
        file = f"{link.attrib.pop('data-page').rpartition('/')[2]}.xhtml"
        link.set("href", f"{file}#{target}" if target else file)
    for image in page.body.cssselect("img, source"):
        address = "srcset" if image.tag == "source" else "src"
        drawing = site.ROOT / image.get(address)
        image.set(address, f"images/{drawing.name}")
        if image.tag == "source":
            image.set("type", _MEDIA[drawing.suffix])
        drawings[f"images/{drawing.name}"] = drawing.read_bytes()
    for element in page.body.iter("*"):
        # what scripts of the site read, and what XHTML has no word for
        for name in [name for name in element.attrib if name.startswith("data-") or name in ("hidden", "height")]:
            if element.tag not in ("img", "source") or name != "height":
                del element.attrib[name]
    return drawings


def _list_figures(body):
    """Turn the grid of thumbnails into a list of links."""
    for image in body.cssselect("picture, img"):
        image.drop_tree()


def _xhtml(title, body):
    return pages.render("epub_page.html", title=title, body=body, language=editions.LANGUAGE)


def _title_page():
    return pages.render("epub_title.html", book=metadata.book(), citation=citing.text(citing.of_book(), "apa"))


def _navigation(book_pages):
    parts = {}
    for page in book_pages:
        sections = [
            {"href": f"{page.slug}.xhtml#{heading.getparent().get('id')}", "text": heading.text_content().strip()}
            for heading in page.body.cssselect("section[id] > h2")
        ]
        entry = {"href": f"{page.slug}.xhtml", "text": page.title, "sections": sections}
        parts.setdefault(page.part, []).append(entry)
    drawn = [
        {"href": f"{page.slug}.xhtml#{figure.get('id')}", "text": printed.figure_title(figure)}
        for page in book_pages
        for figure in page.body.cssselect("figure.registered")
    ]
    data = editions.DATA_PAGE.rpartition("/")[2]
    listed = [
        {"href": f"{data}.xhtml#table-{name.replace('_', '-')}", "text": tables.describe(name).title}
        for name in tables.names()
    ]
    return pages.render("epub_nav.html", parts=list(parts.items()), figures=drawn, tables=listed)


def _style():
    return pages.render(
        "epub.css", faces=typefaces.rules(lambda face: f"fonts/{face.path.name}", _FACES),
        text=", ".join(f'"{family}"' for family in typefaces.TEXT),
    )  # fmt: skip


def _package(files, book_pages):
    book = metadata.book()
    order = ["title.xhtml", "nav.xhtml", *(f"{page.slug}.xhtml" for page in book_pages)]
    items = [
        {
            "id": re.sub(r"[^A-Za-z0-9-]", "-", name),
            "href": name,
            "media": _MEDIA[name[name.rindex(".") :]],
            "properties": "nav" if name == "nav.xhtml" else "",
        }
        for name in files
    ]
    return pages.render(
        "epub_package.html",
        book=book,
        identifier=book.doi_url or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{book.title} {book.version}')}",
        language=editions.LANGUAGE,
        items=items,
        order=[re.sub(r"[^A-Za-z0-9-]", "-", name) for name in order],
        figures=len(figures.all()),
    )
