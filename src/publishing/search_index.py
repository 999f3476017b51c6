"""What the search of the book finds: names, sections of pages, figures, claims and tables, as one script.

A script can be loaded from a disk, where a browser refuses requests. The page ``search.html`` searches it with
MiniSearch (``static/minisearch.js``) by the rules of ``static/find.js``. Every record carries the names that it
mentions, and a name its forms in all languages, so that each of its forms finds what any of them finds.
"""

import functools
import json
import re

from lxml import html

from analysis import CHAPTERS, claims, figures, names, tables
from publishing import chapters, ledger_pages, name_pages, pages

FILE = "search-index.js"
PAGE = "search"
KINDS = {
    "name": "Names",
    "section": "Chapters and pages",
    "figure": "Figures",
    "claim": "Claims",
    "table": "Tables",
}
"""The kinds of results and what the page calls them, in the order in which it shows them."""

_BACK = ("claims", "sources", "corrections", "data", "methods", "names")
# lists that are records of their own, and what is no text of the page
_PASSED_OVER = (
    "script", "style", "pre", "form", "table", "figure", "details", "nav", "section[contains(@class, 'rerun')]",
    "ol[contains(@class, 'claims')]", "ul[contains(@class, 'names')]", "ol[contains(@class, 'works')]",
    "a[contains(@class, 'headerlink')]", "div[contains(@class, 'cell_input')]", "dl",
)  # fmt: skip


_JOINTS = ("–", "-", "’")


def write(folder):
    """Write the index of a built site into it; return the file's path."""
    path = folder / FILE
    path.write_text(script(records(folder)), encoding="utf-8")
    return path


def script(found):
    """Return the index as the text of a script that sets ``window.bookIndex``.

    Parameters
    ----------
    found : list of dict
        What `records` returns.

    Returns
    -------
    str
    """
    all_names = names.all()
    places = {name.id: place for place, name in enumerate(all_names)}
    content = {
        "kinds": KINDS,
        "languages": name_pages.LANGUAGE_NAMES,
        "names": [name.spellings() for name in all_names],
        "records": [
            [
                *(record[part] for part in ("kind", "title", "page", "href", "text")),
                [places[name] for name in record["names"]],
            ]
            for record in found
        ],
    }
    return f"window.bookIndex={json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


def records(folder):
    """Return everything that can be found, in the order of `KINDS` and of the book.

    Parameters
    ----------
    folder : pathlib.Path
        The built site, of which the pages of chapters and lists are read.

    Returns
    -------
    list of dict
        ``kind``, ``title``, ``page`` (the title of the page that it stands on, if that is another), ``href`` (from
        the site's root), ``text``, and ``names``, the ids of the names that it mentions.
    """
    found = [
        _record("name", name.english, name.notes, f"{name_pages.PAGE}.html#name-{name.id}", mentioned=[name.id])
        for name in names.all()
    ]
    for page in ("index", *map(chapters.page, CHAPTERS), *(f"chapters/back/{name}" for name in _BACK)):
        path = folder / f"{page}.html"
        if path.is_file():
            found += sections(path.read_text(encoding="utf-8"), f"{page}.html")
    for record in figures.all():
        found.append(_record("figure", record.title, f"{record.caption} {record.alt}", f"figures/{record.id}.html"))
    for claim in claims.all():
        text = f"{claim.verdict}. {_plain(ledger_pages.finding(claim))}"
        found.append(_record("claim", claim.text, text, f"{ledger_pages.LEDGER}#claim-{claim.id}"))
    for name in tables.names():
        table = tables.describe(name)
        found.append(_record("table", table.title, f"{name}. {table.description}", f"tables/{name}.html"))
    return found


def sections(text, address):
    """Return a record for each section of a page.

    Parameters
    ----------
    text : str
        The page's HTML.
    address : str
        Where it stands, from the site's root.

    Returns
    -------
    list of dict
        A section's text is its own, without that of the sections within it.
    """
    article = html.fromstring(text).find(".//article")
    if article is None:
        return []
    for path in _PASSED_OVER:
        for element in article.xpath(f".//{path}"):
            element.drop_tree()
    found = []
    # from the innermost outwards, so that what is left of a section is its own text
    for section in reversed(article.xpath(".//section[@id]")):
        heading = section.xpath("./*[self::h1 or self::h2 or self::h3 or self::h4]")
        if not heading:
            continue
        title = _plain(heading[0].text_content())
        heading[0].drop_tree()
        found.append((section.get("id"), title, _plain(section.text_content())))
        section.drop_tree()
    found.reverse()
    first = found[0][1] if found else ""
    return [
        _record("section", title, body, f"{address}#{name}" if place else address, page=first if place else "")
        for place, (name, title, body) in enumerate(found)
        if body or not place
    ]


def mentions(text):
    """Return the ids of the names that an English text mentions, in the order of the table of names.

    Examples
    --------
    >>> mentions("The gauges of the Ili above Balkhash")
    ['balkhash', 'ili']
    """
    return [name for name, forms, pattern in _patterns() if _any(forms, text) and pattern.search(text)]


def places(text, among):
    """Return where an English text first mentions each of some names: the longest form where forms overlap.

    Parameters
    ----------
    text : str
    among : container of str
        The ids of the names to look for.

    Returns
    -------
    list of tuple
        The name's id and the places of its first and behind its last letter, in the order of the text.

    Examples
    --------
    >>> places("The Ili–Balkhash basin and the Ili, below Kulja", {"ili", "balkhash"})
    [('ili', 31, 34)]
    """
    found = {}
    for name, forms, pattern in _patterns():
        if name in among and _any(forms, text):
            for match in pattern.finditer(text):
                start, end = match.span()
                # a part of a compound, such as the Ili–Balkhash basin, is not the name
                if text[start - 1 : start] not in _JOINTS and text[end : end + 1] not in _JOINTS:
                    found[name] = (start, end)
                    break
    spots = sorted((start, -end, name) for name, (start, end) in found.items())
    kept, last = [], 0
    for start, end, name in spots:
        if start >= last:
            kept.append((name, start, -end))
            last = -end
    return kept


def search_page():
    """Return the body of the page on which results are shown, as HTML."""
    return pages.render("search_page.html", index=FILE)


@functools.cache
def _patterns():
    """Return for every name its id, the forms that a text may mention, and the pattern that finds them as words."""
    found = [(name.id, _short_forms(name)) for name in names.all()]
    return [(name, forms, re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")) for name, forms in found]


def _any(forms, text):
    """Return whether a form stands anywhere in a text: much quicker to see than whether it stands there as a word."""
    return any(form in text for form in forms)


def _short_forms(name):
    """Return the forms by which English text calls a name: lakes without that word, persons by the last name, too."""
    last = name.english.rpartition(" ")[2]
    surname = name.kind == "person" and len(last) > 4 and last != "Emperor"
    return {name.english, name.english.removeprefix("Lake "), *([last] if surname else [])}


def _record(kind, title, text, href, page="", mentioned=None):
    text = _plain(text)
    found = mentions(f"{title} {text}") if mentioned is None else mentioned
    return {"kind": kind, "title": title, "page": page, "href": href, "text": text, "names": found}


def _plain(text):
    """Return text without marks and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>|[*`]", "", text).split())
