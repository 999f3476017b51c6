"""The works of ``data/references.bib`` as CSL-JSON records."""

import functools
import re

from pybtex.database import parse_file
from pybtex.database.input.bibtex import month_names
from pybtex.richtext import Text

from analysis import tables

MONTHS = tuple(month_names.values())
"""The months in English, whatever language the computer speaks."""

_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)$")
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
}
_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "booktitle": "container-title",
    "howpublished": "container-title",
    "series": "collection-title",
    "publisher": "publisher",
    "address": "publisher-place",
    "edition": "edition",
    "version": "version",
    "volume": "volume",
    "pages": "page",
    "language": "language",
    "isbn": "ISBN",
    "issn": "ISSN",
}


def record(key):
    """Return a work as CSL-JSON.

    Parameters
    ----------
    key : str
        Its key in ``references.bib``.

    Returns
    -------
    dict
        A work without a date has no ``issued``. Notes are left out: they say how a work was read.

    Raises
    ------
    analysis.tables.UnknownNameError
        If there is no such work.
    """
    entries = _entries()
    if key not in entries:
        raise tables.UnknownNameError("work", key, list(entries))
    entry = entries[key]
    fields = entry.fields
    found = {"id": key, "type": _TYPES.get(entry.type, "webpage" if "url" in fields else "document"), "language": "en"}
    found |= {name: _plain(fields[field]) for field, name in _FIELDS.items() if field in fields}
    found |= {role: [_name(person) for person in persons] for role, persons in entry.persons.items()}
    if "titleaddon" in fields:
        found["title"] += f" [{_plain(fields['titleaddon'])}]"
    if "number" in fields:
        found["issue" if entry.type == "article" else "number"] = _plain(fields["number"])
    if "page" in found:
        found["page"] = found["page"].replace("–", "-")
    if "edition" in found:
        found["edition"] = _ORDINAL.sub("", found["edition"])
    if "doi" in fields:
        found["DOI"] = fields["doi"]
    if "url" in fields and not fields["url"].endswith(fields.get("doi", " ")):
        found["URL"] = fields["url"]
    if year(key):
        found["issued"] = {"date-parts": [_date_parts(fields)]}
    if "URL" in found and "urldate" in fields:
        found["accessed"] = date(fields["urldate"])
    return found


def keys():
    """Return the keys of all works."""
    return frozenset(_entries())


def year(key):
    """Return the year of a work, or an empty text where it has no date."""
    written = _entries()[key].fields.get("year", "")
    return written if written.isdecimal() else ""


def date(iso):
    """Return an ISO 8601 date as a CSL-JSON date.

    Examples
    --------
    >>> date("2026-11-22")
    {'date-parts': [[2026, 11, 22]]}
    """
    return {"date-parts": [[int(part) for part in iso.split("-")]]}


@functools.cache
def _entries():
    return parse_file(tables.DATA / "references.bib").entries


def _date_parts(fields):
    parts = [int(fields["year"])]
    if "month" in fields:
        parts.append(MONTHS.index(fields["month"]) + 1)
        parts += [int(fields["day"])] if "day" in fields else []
    return parts


def _plain(text):
    return str(Text.from_latex(text)).replace("\N{NO-BREAK SPACE}", " ")


def _name(person):
    given = " ".join(_plain(name) for name in person.first_names + person.middle_names)
    family = " ".join(_plain(name) for name in person.last_names)
    if not given:
        return {"literal": family}
    parts = {
        "family": family,
        "given": given,
        "non-dropping-particle": " ".join(person.prelast_names),
        "suffix": " ".join(person.lineage_names),
    }
    return {name: part for name, part in parts.items() if part}
