"""What the head of a page tells machines: citation tags, Dublin Core, Open Graph, and schema.org as JSON-LD.

Addresses are written from the site's root. In a page they become absolute where ``CITATION.cff`` knows the site's
address, and relative to the page where it does not, so that a copy on a disk is linked as well as a site is.
"""

import hashlib
import html
import importlib
import json
import posixpath
from dataclasses import dataclass

from analysis import CHAPTERS, figures, tables
from publishing import chapters, metadata

LANGUAGE = "en"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "Creative Commons Attribution 4.0 International"
"""The licence of text and figures."""
CODE_LICENCE = "https://opensource.org/license/mit"
CODE_LICENCE_NAME = "MIT License"
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
    "html": "text/html",
}
"""The media types of the site's files by the ending of their names (IANA)."""

_OPEN_GRAPH_TYPES = {"cover": "book", "chapter": "article", "figure": "article"}
_DCMI_TYPES = {"figure": "StillImage", "table": "Dataset"}


@dataclass(frozen=True)
class Page:
    """A page of the site as its head describes it.

    Parameters
    ----------
    kind : str
        ``cover``, ``chapter``, ``figure``, ``table``, or ``back`` for every other page.
    name : str
        The chapter's name, the figure's id, the table's name; empty for the cover and other pages.
    title, description : str
        Plain text. Other pages have no description.
    address : str
        From the site's root, such as ``figures/fig-water-map.html``.
    """

    kind: str
    name: str
    title: str
    description: str
    address: str


def page(address, title=""):
    """Return the page at an address.

    Parameters
    ----------
    address : str
        From the site's root, such as ``chapters/water.html``.
    title : str
        The title of a page that is neither cover nor chapter, figure or table; of these the records know it.

    Returns
    -------
    Page

    Raises
    ------
    analysis.tables.UnknownNameError
        If the address is that of a chapter, figure or table that the book does not have.
    """
    folder, _, file = address.rpartition("/")
    name = file.removesuffix(".html")
    match folder:
        case "" if name == "index":
            book = metadata.book()
            return Page("cover", "", book.title, book.abstract, address)
        case "chapters":
            heading = chapters.title(name)
            # titles of figures are findings: together they say what the chapter found
            findings = [record.title for record in chapters.figures_of(name)]
            sentences = [heading.partition(": ")[2] or heading, *(f"{finding}." for finding in findings)]
            return Page("chapter", name, heading, " ".join(sentences), address)
        case "figures":
            record = figures.get(name)
            return Page("figure", name, record.title, record.caption, address)
        case "tables":
            table = tables.describe(name)
            return Page("table", name, table.title, table.description, address)
        case _:
            return Page("back", name, title, "", address)


def head(page, pdf=""):
    """Return everything that this module puts into a page's head, as HTML.

    Parameters
    ----------
    page : Page
        The page.
    pdf : str
        Where the site holds the page's text as PDF, from its root; empty where it does not.

    Returns
    -------
    str
        One element a line; the last is the JSON-LD.
    """
    lines = [
        f"<{element} " + " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items()) + " />"
        for element, attributes in head_tags(page, pdf)
    ]
    # "<" would end the script early if a title held "</script>"
    text = json.dumps(json_ld(page), ensure_ascii=False, separators=(",", ":")).replace("<", r"\u003c")
    return "\n".join([*lines, f'<script type="application/ld+json">{text}</script>'])


def head_tags(page, pdf=""):
    """Return the tags of a page's head: description, citation tags, Dublin Core, Open Graph.

    Parameters
    ----------
    page : Page
        The page.
    pdf : str
        Where the site holds the page's text as PDF, from its root; empty where it does not.

    Returns
    -------
    list of tuple of str and dict of str to str
        The element (``meta`` or ``link``) and its attributes, in order.

    Notes
    -----
    Citation tags follow the guidelines for inclusion in Google Scholar: dates as year/month/day, addresses absolute;
    so there are no addresses where that of the site is not known. Only a chapter stands in a book, and only cover and
    chapters carry the book's DOI: a figure or table has none of its own.
    Dublin Core in HTML follows the DCMI recommendation DC-HTML (2008), Open Graph the protocol of ogp.me.
    """
    tags = [_meta("description", page.description)]
    if page.kind != "back":
        tags += _citation(page, pdf)
    tags += [*_dublin_core(page), *_open_graph(page)]
    return [(element, attributes) for element, attributes in tags if attributes.get("content", True)]


def _meta(name, content, key="name"):
    return "meta", {key: name, "content": content}


def _absolute(address):
    """Return an address of the site as an absolute one; empty where the site's address is not known."""
    return metadata.book().url(address)


def _citation(page, pdf):
    book = metadata.book()
    whole = page.kind in ("cover", "chapter")
    return [
        _meta("citation_title", page.title),
        _meta("citation_author", book.author),
        _meta("citation_publication_date", book.date.replace("-", "/")),
        _meta("citation_inbook_title", book.title if page.kind == "chapter" else ""),
        _meta("citation_language", LANGUAGE),
        _meta("citation_public_url", _absolute(page.address)),
        _meta("citation_doi", book.doi if whole else ""),
        _meta("citation_pdf_url", _absolute(pdf)),
    ]


def _dublin_core(page):
    book = metadata.book()
    tags = [
        ("link", {"rel": "schema.DC", "href": "http://purl.org/dc/elements/1.1/"}),
        ("link", {"rel": "schema.DCTERMS", "href": "http://purl.org/dc/terms/"}),
        _meta("DC.title", page.title),
    ]
    if page.kind != "cover":
        tags += [_meta("DCTERMS.isPartOf", book.title)]
    if page.kind == "back":
        return tags
    identifier = (book.doi_url if page.kind == "cover" else "") or _absolute(page.address)
    return [
        *tags,
        _meta("DC.creator", book.author),
        _meta("DC.date", book.date),
        _meta("DC.language", LANGUAGE),
        _meta("DC.type", _DCMI_TYPES.get(page.kind, "Text")),
        _meta("DC.description", page.description),
        _meta("DC.identifier", identifier),
        *(_meta("DC.rights", licence) for licence in _rights(page)),
        *(_meta("DC.source", source["citation"]) for source in _sources(page)),
    ]


def _rights(page):
    if page.kind != "table":
        return [LICENCE]
    return [licence["title"] for licence in tables.describe(page.name).licences]


def _sources(page):
    """Return the sources that a figure or table rests on, each once."""
    names = {"figure": lambda: figures.get(page.name).tables, "table": lambda: [page.name]}.get(page.kind, list)()
    found = [source for name in names for source in tables.describe(name).sources]
    return list({source["citation"]: source for source in found}.values())


def _open_graph(page):
    book = metadata.book()
    shown = {"chapter": chapters.figures_of, "figure": lambda name: [figures.get(name)]}.get(page.kind, lambda _: [])(
        page.name
    )
    properties = {
        "og:title": page.title,
        "og:type": _OPEN_GRAPH_TYPES.get(page.kind, "website"),
        "og:description": page.description,
        "og:site_name": book.title,
        "og:url": _absolute(page.address),
    }
    if shown and book.site_url:
        properties |= {
            "og:image": _absolute(f"figures/{shown[0].id}.png"),
            "og:image:type": MEDIA_TYPES["png"],
            "og:image:alt": shown[0].alt,
        }
    return [_meta(name, content, key="property") for name, content in properties.items()]


def json_ld(page):
    """Return what a page is about as linked data in the terms of schema.org.

    Parameters
    ----------
    page : Page
        The page.

    Returns
    -------
    dict
        A JSON-LD 1.1 document. The first node of its graph is what the page is about: a ``Book``, ``Chapter``,
        ``ImageObject``, ``Dataset`` or ``WebPage``. Identifiers are the page's address and ``#book``, ``#chapter``,
        ``#figure``, ``#data`` (the numbers that a figure draws), ``#dataset`` (a table) or ``#code`` (the module of a
        chapter's analysis).
    """
    describe = {"cover": _book, "chapter": _chapter, "figure": _figure, "table": _table, "back": _back}[page.kind]
    return {"@context": "https://schema.org", "@graph": describe(_Links(page.address), page)}


@dataclass(frozen=True)
class _Links:
    """References to things of the book, as seen from a page."""

    origin: str

    def to(self, address):
        """Return an address: absolute, or relative to the page where that of the site is not known."""
        return _absolute(address) or posixpath.relpath(address, posixpath.dirname(self.origin) or ".")

    def book(self):
        return {"@type": "Book", "@id": self.to("index.html#book"), "name": metadata.book().title}

    def contributors(self):
        return {"@type": "Organization", "@id": self.to("index.html#contributors"), "name": metadata.book().author}

    def chapter(self, name):
        return {
            "@type": "Chapter", "@id": self.to(f"chapters/{name}.html#chapter"), "name": chapters.title(name),
        }  # fmt: skip

    def shown_on(self, name):
        """Return the chapter or other page that shows the figures of a module of the analysis."""
        if name in CHAPTERS:
            return self.chapter(name)
        return {"@type": "WebPage", "@id": self.to(f"{chapters.page(name)}.html#page"), "name": chapters.title(name)}

    def figure(self, record):
        return {"@type": "ImageObject", "@id": self.to(f"figures/{record.id}.html#figure"), "name": record.title}

    def figure_data(self, record):
        return {"@type": "Dataset", "@id": self.to(f"figures/{record.id}.html#data"), "name": f"Data: {record.title}"}

    def table(self, name):
        return {
            "@type": "Dataset", "@id": self.to(f"tables/{name}.html#dataset"), "name": tables.describe(name).title,
        }  # fmt: skip

    def code(self, chapter):
        return {
            "@type": "SoftwareSourceCode", "@id": self.to(f"{chapters.page(chapter)}.html#code"),
            "name": f"analysis.{chapter}",
        }  # fmt: skip


def _published(links):
    """Return what holds for everything that the book publishes."""
    book = metadata.book()
    return {
        "creator": links.contributors(),
        "datePublished": book.date,
        "version": book.version,
        "inLanguage": LANGUAGE,
    }


def _url(links, page):
    return {"url": links.to(page.address)}


def _book(links, page):
    book = metadata.book()
    node = links.book() | _url(links, page) | _published(links)
    node |= {
        "author": links.contributors(),
        "abstract": book.abstract,
        "keywords": list(book.keywords),
        "license": LICENCE,
        "hasPart": [links.chapter(name) for name in CHAPTERS],
    }
    if book.doi:
        node |= {"identifier": book.doi_url, "sameAs": book.doi_url}
    return [node]


def _chapter(links, page):
    node = links.chapter(page.name) | _url(links, page) | _published(links)
    node |= {
        "author": links.contributors(),
        "description": page.description,
        "license": LICENCE,
        "position": CHAPTERS.index(page.name) + 1,
        "isPartOf": links.book(),
        "hasPart": [links.figure(record) for record in chapters.figures_of(page.name)],
        "isBasedOn": [links.table(name) for name in chapters.tables_of(page.name)],
    }
    return [node, _code(links, page.name)]


def _figure(links, page):
    record = figures.get(page.name)
    stem = f"figures/{record.id}"
    based_on = [links.table(name) for name in record.tables]
    image = links.figure(record) | _url(links, page) | _published(links)
    image |= {
        "alternativeHeadline": record.subtitle,
        "caption": record.caption,
        "description": record.alt,
        "license": LICENCE,
        "contentUrl": links.to(f"{stem}.svg"),
        "encodingFormat": MEDIA_TYPES["svg"],
        "encoding": [_file(links, f"{stem}.png", "ImageObject"), _file(links, f"{stem}.pdf", "MediaObject")],
        "isPartOf": links.shown_on(record.chapter),
        "isBasedOn": [links.figure_data(record), *based_on],
    }
    data = links.figure_data(record) | _published(links)
    data |= {
        "description": f"Exactly the numbers that the figure draws: {record.subtitle}. {record.caption}",
        "license": _licences(record.tables),
        "isBasedOn": based_on,
        "distribution": [
            _file(links, f"{stem}.csv", "DataDownload") | {"sha256": record.data_sha256},
            _file(links, f"{stem}.json", "DataDownload"),
        ],
    }
    drawing = {
        "@type": "CreateAction",
        "@id": links.to(f"{stem}.html#drawing"),
        "name": f"{_name(record.draw_function)} draws what {_name(record.prepare)} prepares",
        "agent": links.contributors(),
        "instrument": links.code(record.chapter),
        "object": based_on,
        "result": [links.figure(record), links.figure_data(record)],
    }
    return [image, data, drawing, _code(links, record.chapter)]


def _table(links, page):
    table = tables.describe(page.name)
    address = f"data/{table.descriptor['path']}"
    file = {"@type": "DataDownload", "contentUrl": links.to(address), "encodingFormat": table.descriptor["mediatype"]}
    node = links.table(page.name) | _url(links, page) | _published(links)
    node |= {
        # whoever takes the data by machine must meet their caveats, too
        "description": f"{table.description} {table.caveats}",
        "license": _licences([page.name]),
        "isPartOf": links.book(),
        "isBasedOn": [_source(source) for source in table.sources],
        "distribution": file | {"sha256": hashlib.sha256(table.path.read_bytes()).hexdigest()},
    }
    measured = [_variable(field) for field in table.fields if field.get("unit")]
    return [node | ({"variableMeasured": measured} if measured else {})]


def _back(links, page):
    node = {
        "@type": "WebPage", "@id": links.to(f"{page.address}#page"), "name": page.title, "inLanguage": LANGUAGE,
        "isPartOf": links.book(),
    }  # fmt: skip
    figures_shown = [links.figure(record) for record in chapters.figures_of(page.name)]
    if not figures_shown:
        return [node | _url(links, page)]
    return [node | _url(links, page) | {"hasPart": figures_shown}, _code(links, page.name)]


def _code(links, chapter):
    book = metadata.book()
    node = links.code(chapter) | {
        "description": (importlib.import_module(f"analysis.{chapter}").__doc__ or "").partition("\n")[0],
        "programmingLanguage": "Python",
        "author": links.contributors(),
        "version": book.version,
        "license": CODE_LICENCE,
        "isPartOf": links.shown_on(chapter),
    }
    return node | ({"codeRepository": book.repository_url} if book.repository_url else {})


def _file(links, address, kind):
    ending = address.rpartition(".")[2]
    return {"@type": kind, "contentUrl": links.to(address), "encodingFormat": MEDIA_TYPES[ending]}


def _name(function):
    return f"{function.__module__}.{function.__qualname__}"


def _variable(field):
    return {
        "@type": "PropertyValue",
        "name": field["name"],
        "description": field.get("title") or field.get("description"),
        "unitText": field["unit"],
    }


def _source(source):
    node = {"@type": "CreativeWork", "name": source["title"], "creditText": source["citation"], "url": source["path"]}
    return node | ({"version": source["version"]} if "version" in source else {})


def _licences(names):
    """Return the licences of tables, each once, with what they rest on: not every one is an open licence."""
    nodes = [_licence(licence) for name in names for licence in tables.describe(name).licences]
    return [node for number, node in enumerate(nodes) if node not in nodes[:number]]


def _licence(licence):
    node = {"@type": "CreativeWork", "name": licence["title"], "url": licence["path"], "description": licence["basis"]}
    return node | ({} if licence["name"].startswith("other-") else {"identifier": licence["name"]})
