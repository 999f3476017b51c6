"""Citations as files that reference managers and LaTeX read: BibTeX, BibLaTeX, RIS and CSL-JSON."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import rispy
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output import bibtex

from analysis import tables
from publishing import csl
from publishing.bibliography import MONTHS

_VERBATIM = ("url", "doi")
_FORMULAS = str.maketrans({"′": r"\ensuremath{'}", "″": r"\ensuremath{''}", "−": r"\ensuremath{-}"})
_RIS_TYPES = {"graphic": "FIGURE", "dataset": "DATA", "chapter": "CHAP", "book": "BOOK"}


@dataclass(frozen=True)
class Format:
    """A format of files.

    Parameters
    ----------
    name : str
        What readers call it.
    ending : str
        What the names of its files end in.
    write : callable
        Takes a CSL-JSON record of the book and returns the content of a file.
    """

    name: str
    ending: str
    write: Callable[[dict], str]


class _BibWriter(bibtex.Writer):
    """Writes addresses as they are, as BibLaTeX reads them so, and marks that LaTeX's fonts lack as formulas."""

    def _encode(self, text):
        return super()._encode(text).translate(_FORMULAS)

    def _write_field(self, stream, type, value):  # noqa: A002, the name is the library's
        if type in _VERBATIM:
            stream.write(f",\n    {type} = {self.quote(value)}")
        else:
            super()._write_field(stream, type, value)


class _RisWriter(rispy.RisWriter):
    """Writes no number before a reference: RIS files begin with the type."""

    def set_header(self, count):  # noqa: ARG002, the library calls it so
        return ""


def _bibtex(record):
    """Write BibTeX: a book without a publisher is a booklet, and its parts are of no type that BibTeX knows."""
    year, month, _ = record["issued"]["date-parts"][0]
    part = _part(record) or {"chapter": "Chapter"}.get(record["type"])
    fields = {
        "title": f"{{{record['title']}}}",
        "howpublished": part and f"{part} in {record['container-title']}",
        "year": str(year),
        "month": MONTHS[month - 1],
        "note": record["note"],
    }
    return _bib_file(record, "misc" if part else "booklet", fields)


def _biblatex(record):
    """Write BibLaTeX: figures, claims and chapters are parts of a book, tables data sets.

    Only a data set prints its version; elsewhere, and for the data, the note says it.
    """
    fields = {"title": f"{{{record['title']}}}"}
    if record["type"] == "dataset":
        fields["note"] = f"Table in {record['container-title']}, {csl.data_name(record)}"
    else:
        fields |= {"titleaddon": _part(record), "booktitle": record.get("container-title"), "note": record["note"]}
    accessed = record.get("accessed")
    fields |= {
        "version": record["version"],
        "date": _iso(record["issued"]),
        "urldate": _iso(accessed) if accessed else None,
        "langid": "english",
    }
    return _bib_file(record, {"dataset": "dataset", "book": "book"}.get(record["type"], "inbook"), fields)


def _part(record):
    """Return what a part of the book is called, such as ``Figure``; None for a chapter and for the book."""
    return record.get("genre", "").partition(",")[0] or None


def _bib_file(record, kind, fields):
    fields |= {"doi": record.get("DOI"), "url": record.get("URL")}
    entry = Entry(kind, {name: value for name, value in fields.items() if value})
    for author in record["author"]:
        entry.add_person(Person(last=f"{{{author['literal']}}}"), "author")
    stream = io.StringIO()
    _BibWriter(encoding="UTF-8").write_stream(BibliographyData({record["id"]: entry}), stream)
    return stream.getvalue()


def _iso(date):
    return "{:04}-{:02}-{:02}".format(*date["date-parts"][0])


def _ris(record):
    accessed = record.get("accessed")
    fields = {
        "type_of_reference": _RIS_TYPES[record["type"]],
        "id": record["id"],
        "authors": [author["literal"] for author in record["author"]],
        "title": record["title"],
        "secondary_title": record.get("container-title"),
        "year": _iso(record["issued"])[:4],
        "date": _iso(record["issued"]).replace("-", "/"),
        "edition": record["version"],
        "notes": [record["note"]],
        "language": record["language"],
        "doi": record.get("DOI"),
        "urls": [record["URL"]] if "URL" in record else None,
        "access_date": _iso(accessed).replace("-", "/") if accessed else None,
    }
    present = {name: value for name, value in fields.items() if value}
    return rispy.dumps([present], implementation=_RisWriter)


def _csl_json(record):
    return json.dumps([record], ensure_ascii=False, indent=2) + "\n"


FORMATS = {
    "bibtex": Format("BibTeX", ".bib", _bibtex),
    "biblatex": Format("BibLaTeX", ".biblatex.bib", _biblatex),
    "ris": Format("RIS", ".ris", _ris),
    "csl-json": Format("CSL-JSON", ".csl.json", _csl_json),
}
"""The formats by the name under which they are asked for, in the order in which they are offered."""


def find(name):
    """Return a `Format` by name; an unknown name raises `analysis.tables.UnknownNameError` with the nearest names."""
    if name not in FORMATS:
        raise tables.UnknownNameError("citation format", name, FORMATS)
    return FORMATS[name]
