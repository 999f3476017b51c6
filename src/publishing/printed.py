"""The PDF: one print document from the pages' texts, set by WeasyPrint.

The book is set in three runs, because each needs the page numbers of the one before: the text; the index of names,
whose numbers follow on; and title, contents and lists, numbered in roman figures. Their pages make one file.
"""

import hashlib
import logging
import re
from datetime import UTC, datetime
from html import escape
from xml.etree import ElementTree

import cssselect2
import pydyf
import weasyprint
from lxml import etree, html
from weasyprint.text.fonts import FontConfiguration

from analysis import names, tables
from publishing import citing, editions, metadata, pages, site, typefaces

FILE = site.BUILD / "pdf" / "steppe-neighbours.pdf"

_SUMMARY = "Summary"
_LEFT_OUT = (editions.FIGURES_PAGE,)
"""Pages that print gives another form: the list of figures stands in front."""
_APPARATUS = "chapters/back/"
_THROUGHOUT_PAGES = 25
"""An index that lists a name on more pages than this helps no one to find anything."""
_ROMAN, _ARABIC = "lower-roman", "decimal"


class PrintError(site.BuildError):
    """The PDF could not be made as it should be; the message says why."""


class _Complaints(logging.Handler):
    """Collects what WeasyPrint complains of."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.found = []

    def emit(self, record):
        self.found.append(record.getMessage())


def write(path=FILE):
    """Make the PDF from the texts that the last build kept.

    Parameters
    ----------
    path : pathlib.Path
        Where it is put, in one step.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    publishing.site.BuildError
        If a page's text is missing, a character has no glyph in the book's faces, or WeasyPrint complains.
    """
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        content = _pdf()
    finally:
        logger.removeHandler(complaints)
    if complaints.found:
        raise PrintError("WeasyPrint complains:\n" + "\n".join(dict.fromkeys(complaints.found)))
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    waiting.write_bytes(content)
    waiting.replace(path)
    return path


def _pdf():
    book_pages = [page for page in editions.pages() if page.name not in _LEFT_OUT]
    for page in book_pages:
        _shorten(page)
    places = _mark_names(book_pages)
    for page in book_pages:
        _make_print_links(page)
    text = "".join(page.body.text_content() for page in book_pages)
    if lacking := typefaces.missing(text):
        raise PrintError(f"the book's faces have no glyph for {lacking}: add them to src/publishing/fonts")
    fonts = FontConfiguration()
    body = _set([_section(page) for page in book_pages], fonts, _ARABIC)
    numbers = {}
    for number, page in enumerate(body.pages, 1):
        for anchor in page.anchors:
            numbers.setdefault(anchor, number)  # a section is on many pages and begins on the first
    index_start = len(body.pages) + 1
    index = _set(_fragments(_index(places, numbers)), fonts, _ARABIC, start=index_start)
    front = _set(_fragments(_front(book_pages, numbers, index_start)), fonts, _ROMAN)
    whole = front.copy([*front.pages, *body.pages, *index.pages])

    def number_pages(_, pdf):
        styles = {0: "/r", len(front.pages): "/D"}
        numbering = [part for at, style in styles.items() for part in (at, pydyf.Dictionary({"S": style}))]
        pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(numbering)})
        pdf.catalog["PageMode"] = "/UseOutlines"

    return whole.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(text.encode()).digest()[:16],
        attachments=list(_attachments()),
        finisher=number_pages,
    )


def _attachments():
    day = datetime.fromisoformat(metadata.book().date).replace(tzinfo=UTC)
    for name, (path, title) in editions.attached_tables().items():
        yield weasyprint.Attachment(
            string=path.read_bytes(), name=name, description=title, created=day, modified=day, relationship="Data"
        )


def _set(sections, fonts, numerals, start=1):
    """Return the laid-out pages of sections, as WeasyPrint's document."""
    book = metadata.book()
    title = book.title.partition(":")[0]
    style = pages.render(
        "printed.css", faces=typefaces.rules(lambda face: face.path.as_uri()), text=typefaces.TEXT,
        heads=typefaces.HEADS, numerals=numerals, start=start, title=title,
    )  # fmt: skip
    root = html.document_fromstring(f'<html lang="{editions.LANGUAGE}"><head></head><body></body></html>')
    head = root.find("head")
    etree.SubElement(head, "title").text = book.title
    described = {
        "author": book.author, "description": book.abstract, "keywords": ", ".join(book.keywords),
        "generator": "Steppe Neighbours", "dcterms.created": book.date, "dcterms.modified": book.date,
    }  # fmt: skip
    for name, content in described.items():
        etree.SubElement(head, "meta", name=name, content=content)
    root.find("body").extend(sections)
    etree.strip_tags(root, etree.Comment)
    document = weasyprint.HTML(string="<html></html>", base_url=site.ROOT.as_uri())
    # the tree is at hand; to write it out and have it parsed again would take longer than to set it
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(ElementTree.fromstring(etree.tostring(root)))
    document.etree_element = document.wrapper_element.etree_element
    return document.render(
        stylesheets=[weasyprint.CSS(string=style, font_config=fonts)], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def _fragments(text):
    return html.fragments_fromstring(text.strip())


def _anchor(page, name=""):
    """Return the anchor, unique in the whole book, of a place on a page."""
    slug = page.rpartition("/")[2]
    return f"{slug}.{name}" if name else slug


def _make_print_links(page):
    """Make anchors unique in the book, links point to them, and drawings be found."""
    for element in page.body.cssselect("[id]"):
        element.set("id", _anchor(page.name, element.get("id")))
    for link in page.body.cssselect("a[data-page]"):
        if link.get("data-page") in _LEFT_OUT:
            link.drop_tag()
            continue
        link.set("href", f"#{_anchor(link.attrib.pop('data-page'), link.attrib.pop('data-id'))}")
    for image in page.body.cssselect("img"):
        image.set("src", f"file://{image.get('src')}")


def _section(page):
    """Return a page as a section of the print document."""
    section = page.body
    section.set("id", _anchor(page.name))
    section.set("class", "page apparatus" if page.name.startswith(_APPARATUS) else "page")
    heading = section.cssselect("h1")[0]
    short = _SUMMARY if page.name == editions.COVER else page.short_title
    heading.set("data-short", short)
    if page.name == editions.COVER:
        heading.text = _SUMMARY
    return section


def _shorten(page):
    """Take from a page what print has in another place, and marks that print does not show."""
    chosen = "ol.claims > li[id^='examined-'] > .finding"  # the ledger has it
    if page.name == editions.DATA_PAGE:
        # what a column means stands in the catalogue, which is attached
        chosen += ", table, .pst-scrollable-table-container"
    for element in page.body.cssselect(chosen):
        element.drop_tree()
    for element in page.body.cssselect("a.result, span.std, span.pre, span.bibtex-citation"):
        element.drop_tag()


def _mark_names(book_pages):
    """Put an anchor at the first mention of a name in every paragraph of summary and chapters.

    Returns
    -------
    dict of str to list of str
        The anchors by the name's id, in reading order.
    """
    forms = {}
    for name in names.all():
        forms.setdefault(name.english.removeprefix("Lake ").removeprefix("Central "), []).append(name.id)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})\b")
    found = {name.id: [] for name in names.all()}
    for page in book_pages:
        if page.name.startswith(_APPARATUS):
            continue
        for block in page.body.cssselect("p, h2, h3, td"):
            if block.tag != "td" or not block.cssselect("p"):
                _mark_in(block, pattern, forms, found)
    return {name: [_anchor(*place) for place in places] for name, places in _located(found, book_pages).items()}


def _mark_in(block, pattern, forms, found):
    """Wrap the first mention of each name in a block, and note the marks' anchors."""
    waiting = [(element, where) for element in block.iter("*") for where in ("text", "tail")]
    seen = set()
    while waiting:
        element, where = waiting.pop(0)
        text = getattr(element, where) if (element, where) != (block, "tail") else None
        match = text and next((hit for hit in pattern.finditer(text) if hit[1] not in seen), None)
        if not match:
            continue
        seen.add(match[1])
        first = forms[match[1]][0]
        mark = html.Element("span", id=f"name-{first}-{len(found[first]) + 1}")
        mark.text = match[1]
        if where == "text":
            element.insert(0, mark)
        else:
            element.addnext(mark)
        setattr(element, where, text[: match.start()])
        mark.tail = text[match.end() :]
        for name in forms[match[1]]:
            found[name].append(mark.get("id"))
        waiting.insert(0, (mark, "tail"))


def _located(found, book_pages):
    """Return the marks of each name with the pages that hold them."""
    owner = {
        element.get("id"): page.name for page in book_pages for element in page.body.cssselect("span[id^='name-']")
    }
    return {name: [(owner[mark], mark) for mark in marks] for name, marks in found.items()}


def _index(places, numbers):
    """Return the index of names as HTML: each name with its forms and the pages that mention it."""
    known = names.all()
    twice = {name.english for name in known if sum(other.english == name.english for other in known) > 1}
    entries = []
    for name in sorted(known, key=lambda name: name.english.casefold()):
        by_page = {}
        for anchor in places[name.id]:
            by_page.setdefault(numbers[anchor], anchor)
        listed = [{"page": number, "target": anchor} for number, anchor in sorted(by_page.items())]
        if len(listed) > _THROUGHOUT_PAGES:
            listed = [{"page": "throughout", "target": listed[0]["target"]}]
        kind = name.kind if name.english in twice else ""
        entries.append({"name": name, "kind": kind, "forms": pages.name_forms(name), "places": listed})
    return pages.render("printed_index.html", entries=entries)


def _front(book_pages, numbers, index_start):
    """Return title, contents and lists as HTML, with the page numbers that the text has."""
    book = metadata.book()
    title, _, subtitle = book.title.partition(": ")
    parts = {}
    for page in book_pages:
        entries = parts.setdefault(page.part, [])
        heading = _SUMMARY if page.name == editions.COVER else page.title
        entries.append(_entry(_anchor(page.name), heading, numbers, "chapter"))
        if not page.name.startswith(_APPARATUS):
            entries += [
                _entry(element.getparent().get("id"), element.text_content(), numbers, "section")
                for element in page.body.cssselect("h2")
                if element.getparent().get("id") in numbers
            ]
    last = list(parts)[-1]
    parts[last].append({"target": "index-of-names", "text": "Index of names", "page": index_start, "kind": "chapter"})
    return pages.render(
        "printed_front.html",
        book=book,
        title=title,
        subtitle=subtitle,
        citation=citing.text(citing.of_book(), "apa"),
        parts=list(parts.items()),
        figures=[_figure_entry(figure, numbers) for figure in figures_in(book_pages)],
        tables=[
            _entry(_anchor(editions.DATA_PAGE, f"table-{name.replace('_', '-')}"), tables.describe(name).title, numbers)
            for name in tables.names()
        ],
    )


def _entry(target, text, numbers, kind=""):
    return {"target": target, "text": escape(text.strip()), "page": numbers[target], "kind": kind}


def figures_in(book_pages):
    """Return the elements of all numbered figures, in reading order."""
    return [figure for page in book_pages for figure in page.body.cssselect("figure.registered")]


def figure_title(figure):
    """Return number and title of a figure's element, such as ``7 The finer the map, the longer the border``."""
    number = figure.cssselect(".caption-number")[0].text_content().split()[-1]
    return f"{number} {figure.cssselect('.caption-text strong')[0].text_content().strip().rstrip('.')}"


def _figure_entry(figure, numbers):
    number, _, title = figure_title(figure).partition(" ")
    entry = _entry(figure.get("id"), title, numbers)
    return entry | {"text": f'<span class="number">{number}</span> {entry["text"]}'}
