"""The PDF: the pages' texts as one tree, set by Typst with the style of ``templates/printed.typ``.

Typst is a typesetter in one wheel, without LaTeX or libraries of the system. It numbers pages and figures, writes
bookmarks, tags and the page numbers of contents and index in one run, and refuses what PDF/UA-1 forbids.
"""

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import typst
from lxml import html

from analysis import names, tables
from publishing import citing, editions, metadata, pages, site, typefaces

FILE = site.BUILD / "pdf" / "steppe-neighbours.pdf"
STANDARD = "ua-1"

_STYLE = Path(__file__).parent / "templates" / "printed.typ"
_SUMMARY = "Summary"
_LEFT_OUT = (editions.FIGURES_PAGE, editions.NAMES_PAGE)
"""Pages that print gives another form: the list of figures in front, the index of names at the end."""
_APPARATUS = "chapters/back/"
_RESULTS = "Their list is left out of this edition; it stands on the site."
_THROUGHOUT_PAGES = 25
"""An index that lists a name on more pages than this helps no one to find anything."""
_HEADINGS = ("h1", "h2", "h3", "h4")
_BLOCKS = frozenset((
    "section", "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "figure",
    "figcaption", "pre", *_HEADINGS,
))  # fmt: skip
_HOLDERS = _BLOCKS - {"p", "dt", "pre", *_HEADINGS}
"""Elements in which a blank between two others is no word space."""
_BLANKS = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[−+–-]?[\d,. ]*\d ?%?")
_SHOWN_CLASSES = ("registered", "legend", "verdict", "finding", "citation", "label", "claims", "claim-mark", "permalink")


class PrintError(site.BuildError):
    """The PDF could not be made as it should be; the message says why."""


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
        If a page's text is missing, a character has no glyph in the book's faces, or Typst refuses or warns.
    """
    content = json.dumps(book(), ensure_ascii=False)
    if lacking := typefaces.missing(content):
        raise PrintError(f"the book's faces have no glyph for {lacking}: add them to src/publishing/fonts")
    compiler = typst.Compiler(
        root=str(site.ROOT), font_paths=[str(folder) for folder in typefaces.FOLDERS], ignore_system_fonts=True
    )
    try:
        made, warnings = compiler.compile_with_warnings(
            str(_STYLE), format="pdf", sys_inputs={"book": content}, pdf_standards=STANDARD, timestamp=_day()
        )
    except typst.TypstError as error:
        raise PrintError(f"Typst refuses the book:\n{error.diagnostic}") from error
    if warnings:
        raise PrintError("Typst warns:\n" + "\n".join(dict.fromkeys(warning.diagnostic for warning in warnings)))
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    waiting.write_bytes(made)
    waiting.replace(path)
    return path


def _day():
    return datetime.fromisoformat(metadata.book().date).replace(tzinfo=UTC)


def book():
    """Return what the style sets: the book's data, its pages as trees, its lists and its index, fit for JSON.

    A node of a tree is a text, or a list of a tag, a mapping of what is known of the element (``id``, ``to``, ``href``,
    ``lang``, ``classes`` and so on) and its nodes.
    """
    described = metadata.book()
    title, _, subtitle = described.title.partition(": ")
    day = _day()
    book_pages = [page for page in editions.pages() if page.name not in _LEFT_OUT]
    for page in book_pages:
        _shorten(page)
    drawn = _number_figures(book_pages)
    places = _mark_names(book_pages)
    anchors = _Anchors(book_pages)
    trees = [_tree(page.body, page, anchors) for page in book_pages]
    return {
        "title": title,
        "subtitle": subtitle,
        "full_title": described.title,
        "author": described.author,
        "abstract": described.abstract,
        "keywords": list(described.keywords),
        "version": described.version,
        "date": [day.year, day.month, day.day],
        "site": described.site_url or "",
        "citation": citing.text(citing.of_book(), "apa"),
        "language": editions.LANGUAGE,
        "text_faces": list(typefaces.TEXT),
        "head_faces": list(typefaces.HEADS),
        "pages": [
            {
                "slug": page.slug,
                "short": _heading(page).partition(":")[0],
                "apparatus": page.name.startswith(_APPARATUS),
                "tree": tree,
            }
            for page, tree in zip(book_pages, trees, strict=True)
        ],
        "parts": [
            {"caption": caption, "first": next(page.slug for page in book_pages if page.part == caption)}
            for caption in dict.fromkeys(page.part for page in book_pages)
        ],
        "tables": [
            {"to": anchors.known(editions.DATA_PAGE, f"table-{name.replace('_', '-')}"), "text": table.title}
            for name, table in ((name, tables.describe(name)) for name in tables.names())
        ],
        "figures": {anchors.known(page.name, element.get("id")): title for page, element, title in drawn},
        "index": _index(places),
        "most_places": _THROUGHOUT_PAGES,
        "attached": [
            {"name": name, "path": f"/{path.relative_to(site.ROOT).as_posix()}", "text": text, "media": media}
            for name, (path, text, media) in editions.attached_tables().items()
        ],
    }


def _heading(page):
    return _SUMMARY if page.name == editions.COVER else page.title


class _Anchors:
    """The places in the book that links lead to, each with one name that is its own in the whole book."""

    def __init__(self, book_pages):
        self._names = {}
        for page in book_pages:
            self._enter(page)
        self.targets = {
            self.known(link.get("data-page"), link.get("data-id"))
            for page in book_pages
            for link in page.body.cssselect("a[data-page]")
        }
        self.targets |= {
            self.known(editions.DATA_PAGE, f"table-{name.replace('_', '-')}") for name in tables.names()
        }

    def _enter(self, page):
        slug = page.slug
        for element in page.body.iter():
            name = element.get("id") if isinstance(element.tag, str) else None
            if name:
                # docutils puts further names of a section into empty elements before its heading
                held = element.getparent() if element.tag == "span" and not len(element) and not element.text else None
                owner = held if held is not None and held.tag == "section" and held.get("id") else element
                self._names[page.name, name] = f"{slug}.{owner.get('id')}"
        self._names[page.name, ""] = slug
        first = page.body.cssselect("section[id]")
        if first:
            opening = self._names[page.name, first[0].get("id")]
            self._names |= {key: slug for key, named in self._names.items() if named == opening}

    def known(self, page, name):
        """Return the anchor of a place on a page, or None where print has no such place."""
        return self._names.get((page, name))


def _tree(element, page, anchors):
    """Return an element as a node."""
    tag = element.tag
    about = {}
    if name := _own_anchor(element, page, anchors):
        about["id"] = name
    if tag == "a" and element.get("data-page"):
        about["to"] = anchors.known(element.get("data-page"), element.get("data-id"))
    elif tag == "a" and element.get("href"):
        about["href"] = element.get("href")
    if element.get("lang"):
        about["lang"] = element.get("lang").partition("-")[0]
    if tag == "img":
        source = site.ROOT / element.get("src")
        about |= {
            "path": f"/{source.relative_to(site.ROOT).as_posix()}", "alt": element.get("alt"),
            "ratio": int(element.get("height")) / int(element.get("width")),
        }  # fmt: skip
    classes = [name for name in (element.get("class") or "").split() if name.startswith("verdict-") or name in _SHOWN_CLASSES]
    if classes:
        about["classes"] = classes
    if tag in ("td", "th") and _NUMBER.fullmatch(element.text_content().strip()):
        about["number"] = True
    if tag == "h1":
        return [tag, about, [_heading(page)]]
    return [tag, about, _nodes(element, page, anchors)]


def _own_anchor(element, page, anchors):
    """Return the anchor that print sets at an element: headings have their section's, figures and marks their own."""
    if element.tag == "h1":
        return page.slug
    own = element.getparent().get("id") if element.tag in _HEADINGS else element.get("id")
    if not own or element.tag == "section":
        return None
    name = anchors.known(page.name, own)
    needed = element.tag in (*_HEADINGS, "figure") or own.startswith("name-") or name in anchors.targets
    return name if needed and name == f"{page.slug}.{own}" else None


def _nodes(element, page, anchors):
    """Return what an element holds as nodes, without the blanks that stand between blocks."""
    texts = [(element.text, None), *((child.tail, child) for child in element)]
    nodes = []
    for text, child in texts:
        if child is not None and isinstance(child.tag, str):
            nodes.append(_tree(child, page, anchors))
        said = _BLANKS.sub(" ", text or "")
        if said and not (said == " " and element.tag in _HOLDERS):
            nodes.append(said)
    return nodes


def _shorten(page):
    """Take from a page what print has in another place, and marks that print does not show."""
    # claims: their findings stand in the ledger; works: the list numbers them
    chosen = "ol.claims > li[id^='examined-'] > .finding, .permalink, ol.works .number"
    if page.name == editions.DATA_PAGE:
        # what a column means stands in the catalogue, which is attached
        chosen += ", table, .pst-scrollable-table-container"
    if not page.name.startswith(_APPARATUS):
        # the chapter on data says of every table where it comes from
        chosen += ", #sources"
    if page.name == editions.COVER:
        chosen += ", h1 + p"  # the subtitle
    for element in page.body.cssselect(chosen):
        element.drop_tree()
    for section in page.body.cssselect("#all-results"):
        for part in section.cssselect("section"):
            part.drop_tree()
        section.append(html.fromstring(f"<p>{_RESULTS}</p>"))
    for element in page.body.cssselect("a.result, span.std, span.pre, span.bibtex-citation, a.comparison"):
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
        for block in page.body.cssselect("p, td"):
            # the head of a table stands on each of its pages
            if (block.tag != "td" or not block.cssselect("p")) and next(block.iterancestors("thead"), None) is None:
                _mark_in(block, page.slug, pattern, forms, found)
    return found


def _mark_in(block, slug, pattern, forms, found):
    """Put a mark before the first mention of each name in a block, and note the marks' anchors."""
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
        if where == "text":
            element.insert(0, mark)
        else:
            element.addnext(mark)
        setattr(element, where, text[: match.start()])
        mark.tail = text[match.start() :]
        for name in forms[match[1]]:
            found[name].append(f"{slug}.{mark.get('id')}")
        waiting.insert(0, (mark, "tail"))


def _index(places):
    """Return the entries of the index of names: each name with its forms and the marks of its mentions."""
    known = names.all()
    twice = {name.english for name in known if sum(other.english == name.english for other in known) > 1}
    return [
        {
            "name": name.english,
            "kind": name.kind if name.english in twice else "",
            "forms": _inline(pages.name_forms(name)),
            "places": places[name.id],
        }
        for name in sorted(known, key=lambda name: name.english.casefold())
    ]


def _inline(text):
    """Return HTML of forms of a name as nodes."""
    holder = html.fragment_fromstring(text, create_parent="span")
    nodes = [holder.text or ""]
    for child in holder:
        nodes += [["span", {"lang": child.get("lang").partition("-")[0]}, [child.text]], child.tail or ""]
    return [node for node in nodes if node]


def _number_figures(book_pages):
    """Return page, element and title of all figures, and take their numbers, which Typst gives them anew.

    Raises
    ------
    PrintError
        If print would number a figure otherwise than the site.
    """
    drawn = []
    for page in book_pages:
        for element in page.body.cssselect("figure.registered"):
            number, _, title = figure_title(element).partition(" ")
            drawn.append((page, element, title))
            if number != str(len(drawn)):
                raise PrintError(f"{element.get('id')} is figure {number} on the site and {len(drawn)} in print")
            element.cssselect(".caption-number")[0].drop_tree()
    return drawn


def figure_title(element):
    """Return number and title of a figure's element, such as ``7 The finer the map, the longer the border``."""
    number = element.cssselect(".caption-number")[0].text_content().split()[-1]
    return f"{number} {element.cssselect('.caption-text strong')[0].text_content().strip().rstrip('.')}"
