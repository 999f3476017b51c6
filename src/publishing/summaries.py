"""The summary of the book in other languages: the cover's text and findings, by gettext catalogues.

The messages are the paragraphs of the cover up to its findings. Their translations stand in
``locale/<language>/LC_MESSAGES/summary.po``. They carry the same roles, so that the registry fills in the same numbers
in every language. A paragraph whose English has changed has no translation any more: the page shows the English, and
the tests name it.
"""

import functools
import re
from dataclasses import dataclass

import markdown_it
from babel.messages import pofile

from analysis import results
from publishing import execution, name_pages, pages, prose

LOCALE = execution.ROOT / "locale"
SOURCE_PAGE = "index"

NOTICE = (
    "This page is a translation from English that native readers have not reviewed yet; where the two differ, the "
    "English text decides. The chapters are in English."
)
"""What every translated page says of itself: a message, too."""


@dataclass(frozen=True)
class Language:
    """A language of summaries: its tag in HTML (BCP 47), its own name, and how it writes numbers."""

    tag: str
    own_name: str
    separators: dict[str, str]


_SPACE_AND_COMMA = {",": "\N{NO-BREAK SPACE}", ".": ","}
LANGUAGES = {
    "zh": Language("zh-Hans", "中文", {}),
    "kk": Language("kk", "Қазақша", _SPACE_AND_COMMA),
    "ru": Language("ru", "Русский", _SPACE_AND_COMMA),
}
"""The languages by the folder of their page and catalogue."""

_TARGET = re.compile(r"^\([\w-]+\)=\n")
_END = "\n## How to read it"
_ROLE = re.compile(r"\{([\w:-]+)\}`([^`]+)`")
_PAGE_LINK = re.compile(r"\]\((chapters/[\w/]+)\.md\)")


def messages():
    """Return the texts to translate, in the order of the page, each paragraph on one line."""
    text = (execution.ROOT / f"{SOURCE_PAGE}.md").read_text(encoding="utf-8").partition(_END)[0]
    paragraphs = (" ".join(found.split()) for found in _TARGET.sub("", text).split("\n\n"))
    return [*filter(None, paragraphs), NOTICE]


def quoted(text):
    """Return what a message quotes and links to, sorted: a translation has the same.

    Parameters
    ----------
    text : str
        A message or a translation, in MyST.

    Returns
    -------
    list of tuple of str
        Kind and target. A result counts as the same with and without its unit, which a translation gives in words.

    Examples
    --------
    >>> quoted("{result}`water-ili` is [far](chapters/water.md)")
    [('link', 'chapters/water'), ('result', 'water-ili')]
    """
    found = [("link", target) for target in _PAGE_LINK.findall(text)]
    for role, content in _ROLE.findall(text):
        found.append(("result" if role == "number" else role, prose.split(content)[1]))
    return sorted(found)


def translations(language):
    """Return the translations of a language by their messages; fuzzy and empty ones are left out."""
    path = LOCALE / language / "LC_MESSAGES" / "summary.po"
    with path.open("rb") as handle:
        catalogue = pofile.read_po(handle, locale=language)
    return {item.id: item.string for item in catalogue if item.id and item.string and not item.fuzzy}


def page(language):
    """Return title and body of a language's summary, as HTML.

    Parameters
    ----------
    language : str
        A key of `LANGUAGES`.

    Returns
    -------
    tuple of (str, str)
    """
    known = translations(language)
    *source, notice = messages()
    tag = LANGUAGES[language].tag
    paragraphs = [
        {"text": render(known.get(message, message), language), "lang": tag if message in known else "en"}
        for message in source
    ]
    title = re.sub(r"<[^>]+>", "", paragraphs[0]["text"])
    body = pages.render("summary.html", paragraphs=paragraphs, tag=tag, notice=known.get(notice, notice))
    return title, switch(language) + body


def render(text, language):
    """Return a message in a language as HTML, seen from a folder below the root, with its numbers filled in."""
    separators = LANGUAGES[language].separators

    def fill(match):
        role, content = match.groups()
        words, target = prose.split(content)
        match role:
            case "result" | "number":
                value = results.text(target) if role == "result" else results.number(target)
                return "".join(separators.get(letter, letter) for letter in value)
            case "cite:t":
                return f"[{name_pages.short_reference(target)}](../chapters/back/references.html)"
            case _:
                return words

    filled = _PAGE_LINK.sub(r"](../\1.html)", _ROLE.sub(fill, text))
    return markdown_it.MarkdownIt().render(filled).strip()


def switch(current=None):
    """Return the links between the cover and the summaries, as HTML.

    Parameters
    ----------
    current : str, optional
        The language of the page on which they stand; without it the cover's.
    """
    up = "" if current is None else "../"
    found = [
        {"href": f"{up}{address}", "tag": tag, "name": name, "current": code == current}
        for code, address, tag, name in _versions()
    ]
    return pages.render("languages.html", links=found)


def _versions():
    """Return language, address from the root, language tag and own name of the cover and of each summary."""
    found = [(None, f"{SOURCE_PAGE}.html", "en", "English")]
    return found + [(code, f"{code}/index.html", item.tag, item.own_name) for code, item in LANGUAGES.items()]


@functools.cache
def alternates(pagename):
    """Return the head tags that name a page's versions in other languages; none for pages without."""
    codes = {f"{code}/index": code for code in LANGUAGES}
    if pagename != SOURCE_PAGE and pagename not in codes:
        return ""
    up = "" if pagename == SOURCE_PAGE else "../"
    return "".join(
        f'<link rel="alternate" hreflang="{tag}" href="{up}{address}">\n' for _, address, tag, _ in _versions()
    )
