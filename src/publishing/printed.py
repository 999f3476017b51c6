"""The PDF: the pages' texts as one tree, set by Typst with the style of ``templates/printed.typ``.

Typst is a typesetter in one wheel, without LaTeX or libraries of the system. It numbers pages and figures, writes
bookmarks, tags and the page numbers of contents and index in one run, and refuses what PDF/UA-1 forbids.
"""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import typst
from lxml import html

from analysis import names, tables
from publishing import citing, editions, metadata, pages, site, trees, typefaces

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
    """Return what the style sets, fit for JSON: the book's data, its pages as trees, its lists and its index."""
    described = metadata.book()
    title, _, subtitle = described.title.partition(": ")
    day = _day()
    book_pages = [page for page in editions.pages() if page.name not in _LEFT_OUT]
    for page in book_pages:
        _shorten(page)
        page.body.cssselect("h1")[0].text = _heading(page)
    drawn = _number_figures(book_pages)
    places = _mark_names(book_pages)
    table_places = {name: (editions.DATA_PAGE, f"table-{name.replace('_', '-')}") for name in tables.names()}
    anchors = trees.Anchors(book_pages, table_places.values())
    return {
        "title": title,
        "subtitle": subtitle,
        "full_title": described.title,
        "author": described.author,
        "abstract": described.abstract,
        "keywords": list(described.keywords),
        "version": described.version,
        "date": [day.year, day.month, day.day],
        "site": described.site_url,
        "citation": citing.text(citing.of_book(), "apa"),
        "language": editions.LANGUAGE,
        "text_faces": list(typefaces.TEXT),
        "head_faces": list(typefaces.HEADS),
        "pages": [
            {
                "slug": page.slug,
                "short": _heading(page).partition(":")[0],
                "apparatus": page.name.startswith(_APPARATUS),
                "tree": trees.tree(page, anchors),
            }
            for page in book_pages
        ],
        "parts": [
            {"caption": caption, "first": next(page.slug for page in book_pages if page.part == caption)}
            for caption in dict.fromkeys(page.part for page in book_pages)
        ],
        "tables": [
            {"to": anchors.known(*place), "text": tables.describe(name).title} for name, place in table_places.items()
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


def _shorten(page):
    """Take from a page what print has in another place, and marks that print does not show."""
    # claims: their findings stand in the ledger; works: the list numbers them
    chosen = "ol.claims > li[id^='examined-'] > .finding, .permalink, ol.works .number, source"
    if not page.name.startswith(_APPARATUS):
        # the chapter on data says of every table where it comes from
        chosen += ", #sources"
    if page.name == editions.COVER:
        chosen += ", h1 + p"  # the subtitle
    for element in page.body.cssselect(chosen):
        element.drop_tree()
    if page.name == editions.DATA_PAGE:
        _shorten_catalogue(page.body)
    for listed in page.body.cssselect("ul"):
        links = [item.cssselect("li > p > a:first-child") for item in listed.cssselect("li")]
        if all(link and link[0].get("data-id", "").startswith("table-") for link in links):
            _run_in(listed, [link[0] for link in links])
    for section in page.body.cssselect("#all-results"):
        for part in section.cssselect("section > section"):
            part.drop_tree()
        section.append(html.fromstring(f"<p>{_RESULTS}</p>"))
    for element in page.body.cssselect("a.result, span.std, span.pre, span.bibtex-citation, a.comparison"):
        element.drop_tag()


def _shorten_catalogue(body):
    """Leave out what columns mean and where files are: the tables are attached, with their catalogue."""
    for element in body.cssselect("table, .site-file"):
        element.drop_tree()
    for term in body.cssselect("dl > dt"):
        if term.text_content().strip() == "Download":
            term.getnext().drop_tree()
            term.drop_tree()
    for entry in body.cssselect("dl"):
        entry.set("class", "run-in")


def _run_in(listed, links):
    """Make of a list of tables, which the chapter on data describes, a paragraph of their titles."""
    paragraph = html.Element("p")
    paragraph.set("class", "finding")
    for link in links:
        link.tail = "; " if link is not links[-1] else "."
        paragraph.append(link)
    listed.getparent().replace(listed, paragraph)


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
            "forms": trees.inline(pages.name_forms(name)),
            "places": places[name.id],
        }
        for name in sorted(known, key=lambda name: name.english.casefold())
    ]


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
