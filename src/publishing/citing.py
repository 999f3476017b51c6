"""Citations of everything that the book offers: one record a thing, every style and format made from it."""

import functools
import hashlib
import json
from dataclasses import asdict, dataclass

from analysis import CHAPTERS, claims, figures, results, tables
from publishing import bibliography, chapters, csl, exchange, metadata
from publishing.csl import STYLES
from publishing.exchange import FORMATS

__all__ = [
    "FORMATS",
    "STYLES",
    "Citable",
    "address",
    "all",
    "data_citation",
    "file",
    "find",
    "of_book",
    "of_chapter",
    "of_claim",
    "of_figure",
    "of_table",
    "record",
    "source_line",
    "sources",
    "text",
]

_KEY = "steppe-neighbours"
_TYPES = {"figure": "graphic", "table": "dataset", "chapter": "chapter", "claim": "chapter", "book": "book"}
_GENRES = {"figure": "Figure", "table": "Table", "claim": "Claim"}
_ARTICLES = {"relations": "encyclopaedia2024relations", "border": "encyclopaedia2024kyrgyzborder"}


@dataclass(frozen=True)
class Citable:
    """What is cited: a figure, a table, a chapter, a claim with its verdict, or the book.

    Parameters
    ----------
    kind : str
        ``figure``, ``table``, ``chapter``, ``claim`` or ``book``.
    id : str
        What its files are called: ``fig-…``, ``table-…``, ``chapter-…``, ``claim-…`` or ``book``.
    title : str
        Its title.
    page : str
        Its page, from the site's root.
    data_sha256 : str or None
        The SHA-256 of the data that it rests on, where it rests on data of one table or figure; of a claim, that of
        its row of the ledger.
    source_keys : tuple of str
        The works that it rests on: keys of ``references.bib``.
    """

    kind: str
    id: str
    title: str
    page: str
    data_sha256: str | None
    source_keys: tuple[str, ...]


def of_figure(record):
    """Return what is cited where a figure is.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.

    Returns
    -------
    Citable
    """
    page = f"figures/{record.id}.html"
    return Citable("figure", record.id, record.title, page, record.data_sha256, _source_keys(record.tables))


def of_table(name):
    """Return what is cited where a table is; an unknown name raises `analysis.tables.UnknownNameError`.

    Its data are the bytes of its file.
    """
    table = tables.describe(name)
    digest = hashlib.sha256(table.path.read_bytes()).hexdigest()
    return Citable("table", f"table-{name}", table.title, f"tables/{name}.html", digest, _source_keys([name]))


def of_chapter(name):
    """Return what is cited where a chapter is; an unknown name raises `analysis.tables.UnknownNameError`.

    Its title is the first heading of its page.
    """
    title = chapters.title(name)
    page = f"chapters/{name}.html"
    return Citable("chapter", f"chapter-{name}", title, page, None, _source_keys(chapters.tables_of(name)))


def of_claim(claim):
    """Return what is cited where a claim is, with its verdict.

    Parameters
    ----------
    claim : analysis.claims.Claim
        The claim.

    Returns
    -------
    Citable
        It rests on the article that makes the claim and on the sources of the evidence.
    """
    title = f"{claim.text.rstrip('.')} (verdict: {claim.verdict})"
    row = json.dumps(asdict(claim), ensure_ascii=False, sort_keys=True)
    keys = [_ARTICLES[claim.document], *_evidence_keys(claim)]
    digest = hashlib.sha256(row.encode()).hexdigest()
    return Citable("claim", f"claim-{claim.id}", title, f"claims/{claim.id}.html", digest, tuple(dict.fromkeys(keys)))


def _evidence_keys(claim):
    """Return the keys of the works behind a claim's evidence; of another claim, that of the article that makes it."""
    found = []
    for name in claim.evidence:
        kind, _, target = name.partition(":")
        match kind:
            case "table":
                found += _source_keys([target])
            case "figure":
                found += _source_keys(figures.get(target).tables)
            case "result":
                found += _source_keys(results.get(target.partition(".")[0]).tables)
            case "reference":
                found.append(target)
            case "claim":
                found.append(_ARTICLES[claims.get(target).document])
    return found


def of_book():
    """Return what is cited where the whole book is."""
    return Citable("book", "book", metadata.book().title, "index.html", None, _source_keys(tables.names()))


def all():
    """Return everything that can be cited: the figures, the tables, the chapters, the claims, the book."""
    return (
        *(of_figure(record) for record in figures.all()),
        *(of_table(name) for name in tables.names()),
        *(of_chapter(name) for name in CHAPTERS),
        *(of_claim(claim) for claim in claims.all()),
        of_book(),
    )


def find(name):
    """Return what a name stands for.

    Parameters
    ----------
    name : str
        A figure's id, the name of a table or chapter or the id of a claim, with or without ``table-``, ``chapter-`` or
        ``claim-`` before it, or ``book``.

    Returns
    -------
    Citable

    Raises
    ------
    analysis.tables.UnknownNameError
        If nothing is called so.
    """
    known = {"book": of_book}
    known |= {record.id: functools.partial(of_figure, record) for record in figures.all()}
    ledger = {claim.id: claim for claim in claims.all()}
    for prefix, things, function in (
        ("claim-", ledger, of_claim),
        ("table-", {name: name for name in tables.names()}, of_table),
        ("chapter-", {name: name for name in CHAPTERS}, of_chapter),
    ):
        for found, thing in things.items():
            known[found] = known[prefix + found] = functools.partial(function, thing)
    if name not in known:
        raise tables.UnknownNameError("figure, table, chapter or claim", name, known)
    return known[name]()


def address(citable):
    """Return the address that a citation gives: the DOI's where there is one, else the page's, else an empty text."""
    book = metadata.book()
    return book.doi_url or book.url(citable.page)


def record(citable):
    """Return the record that every style and format is made from.

    Parameters
    ----------
    citable : Citable
        What is cited.

    Returns
    -------
    dict
        An item of CSL-JSON (CSL 1.0.2). The data are named in ``genre``, which most styles print, in ``note``, and in
        full in ``custom``. ``accessed`` is the date of the book, so that a book gives the same citation every day.
    """
    book = metadata.book()
    date = bibliography.date(book.date)
    found = {
        "id": _KEY if citable.kind == "book" else f"{_KEY}-{citable.id}",
        "type": _TYPES[citable.kind],
        "title": citable.title.replace("\N{NO-BREAK SPACE}", " "),
        "author": [{"literal": book.author}],
        "issued": date,
        "version": book.version,
        "language": "en",
    }
    if citable.kind != "book":
        found["container-title"] = book.title
    if citable.data_sha256:
        found["custom"] = {"data_sha256": citable.data_sha256}
        found["genre"] = f"{_GENRES[citable.kind]}, {csl.data_name(found)}"
    found["note"] = csl.pin(found, "Version")
    if book.doi:
        found["DOI"] = book.doi
    elif book.site_url:
        found["URL"] = address(citable)
    if address(citable):
        found["accessed"] = date
    return found


def text(citable, style):
    """Return a citation as text.

    Parameters
    ----------
    citable : Citable
        What is cited.
    style : str
        A name of `STYLES`.

    Returns
    -------
    str
        Plain text.

    Raises
    ------
    analysis.tables.UnknownNameError
        If there is no such style.
    """
    item = record(citable)
    return csl.render(item | csl.find(style).adapt(item), style)


def file(citable, format):  # noqa: A002, the word of those who ask for one
    """Return the content of a citation file; an unknown format raises `analysis.tables.UnknownNameError`.

    Parameters
    ----------
    citable : Citable
        What is cited.
    format : str
        A name of `FORMATS`.

    Returns
    -------
    str
    """
    return exchange.find(format).write(record(citable))


def sources(citable, style):
    """Return the works that something rests on, as texts of a style, in the order of the tables that they are used in.

    Parameters
    ----------
    citable : Citable
        A figure, a table, a chapter or the book.
    style : str
        A name of `STYLES`.

    Returns
    -------
    tuple of str
    """
    csl.find(style)
    return tuple(work(key, style) for key in citable.source_keys)


@functools.cache
def work(key, style):
    """Return the citation of a work of the bibliography in a style; an unknown key raises `tables.UnknownNameError`."""
    return csl.render(bibliography.record(key), style)


def source_line(citable):
    """Return who produced the data, when, and how far the book processed them.

    The form is that of the citations of Our World in Data: *producers (year) – with minor processing by …*. Data that
    the book gives as it found them are *as published*.

    Parameters
    ----------
    citable : Citable
        A figure, a table, a chapter or the book.

    Returns
    -------
    str
        One line without a full stop.
    """
    names = _tables(citable)
    years = {}
    for source in _sources(names):
        years.setdefault(source["producer"], set()).add(bibliography.year(source["bibkey"]) or "n.d.")
    producers = "; ".join(f"{producer} ({', '.join(sorted(found))})" for producer, found in years.items())
    level = max((tables.describe(name).processing_level for name in names), key=tables.PROCESSING_LEVELS.index)
    if level == "as published":
        return f"{producers} – as published"
    return f"{producers} – with {level} processing by {_short_title()}"


def data_citation(citable):
    """Return the whole citation of data, in the grammar of Our World in Data.

    *Producers (year) – with minor processing by …. “Title” [figure]. Producer, “Title” [original data]. Retrieved DATE
    from ADDRESS.* Without an address of the book the last sentence is left out.

    Parameters
    ----------
    citable : Citable
        A figure, a table, a chapter or the book.

    Returns
    -------
    str
    """
    book = metadata.book()
    item = record(citable)
    named = [f"{source['producer']}, “{source['title']}”" for source in _sources(_tables(citable))]
    sentences = [
        source_line(citable),
        f"“{item['title']}” [{citable.kind}]",
        f"{_short_title()}, {csl.pin(item)}",
        f"{'; '.join(dict.fromkeys(named))} [original data]",
    ]
    if address(citable):
        sentences.append(f"Retrieved {book.date} from {address(citable)}")
    return ". ".join(sentences) + "."


def _short_title():
    return metadata.book().title.partition(":")[0]


def _tables(citable):
    """Return the names of the tables that something rests on."""
    match citable.kind:
        case "figure":
            return figures.get(citable.id).tables
        case "table":
            return (citable.id.removeprefix("table-"),)
        case "chapter":
            return chapters.tables_of(citable.id.removeprefix("chapter-"))
        case "claim":
            return ("claims",)
        case _:
            return tables.names()


def _source_keys(names):
    return tuple(dict.fromkeys(source["bibkey"] for source in _sources(names)))


def _sources(names):
    return [source for name in names for source in tables.describe(name).sources]
