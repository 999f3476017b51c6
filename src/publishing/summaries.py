"""The book in other languages, in short: the cover's text and findings, and the figures, by gettext catalogues.

The messages are the paragraphs of the cover up to its findings, and titles and captions of all figures. Their
translations stand in ``locale/<language>/LC_MESSAGES/summary.po`` and ``figures.po``. They carry the same roles, so
that the registry fills in the same numbers in every language. A message whose English has changed has no translation
any more: the page shows the English, and the tests name it.
"""

import functools
import re
from dataclasses import dataclass

from babel.messages import Catalog, pofile

from analysis import figures, results
from publishing import execution, name_pages, pages, prose

LOCALE = execution.ROOT / "locale"
SOURCE_PAGE = "index"
FIGURES_PAGE = "chapters/back/figures"

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


FIGURES_TITLE = "Figures"


def messages():
    """Return the texts of the cover to translate, in the order of the page, each paragraph on one line."""
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


def captions():
    """Return the texts of the figures to translate: title and caption of each, in the book's order."""
    texts = [text for record in figures.all() for text in (record.title_template, record.caption_template)]
    return list(dict.fromkeys([FIGURES_TITLE, *texts]))


CATALOGUES = {"summary": messages, "figures": captions}
"""What returns the messages of a catalogue, by its file's name."""


def translations(language):
    """Return the translations of a language by their messages; fuzzy and empty ones are left out."""
    found = {}
    for name in CATALOGUES:
        catalogue = _read(language, name)
        found |= {item.id: item.string for item in catalogue if item.id and item.string and not item.fuzzy}
    return found


def update(language, name):
    """Bring a catalogue up to date with the English: new messages are added without a translation, old ones go.

    Parameters
    ----------
    language : str
        A key of `LANGUAGES`.
    name : str
        A key of `CATALOGUES`.

    Returns
    -------
    int
        How many messages have no translation.
    """
    template = Catalog()
    for message in CATALOGUES[name]():
        template.add(message)
    catalogue = _read(language, name)
    # a text that only looks like an old one must be translated anew: its numbers may be others
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    path = _path(language, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as handle:
        pofile.write_po(handle, catalogue, width=100)
    return sum(not item.string for item in catalogue if item.id)


_HEADER = "# Short texts of Steppe Neighbours. Translations to be reviewed by native readers."


def _path(language, name):
    return LOCALE / language / "LC_MESSAGES" / f"{name}.po"


def _read(language, name):
    path = _path(language, name)
    if not path.is_file():
        return Catalog(language, header_comment=_HEADER, project="Steppe Neighbours", fuzzy=False)
    with path.open("rb") as handle:
        return pofile.read_po(handle, locale=language)


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


def figures_page(language):
    """Return title and body of the list of figures in a language, as HTML; each stands at the figure's id."""
    known = translations(language)
    tag = LANGUAGES[language].tag

    def said(text, *, inline):
        html = render(known.get(text, text), language)
        return {
            "text": html.removeprefix("<p>").removesuffix("</p>") if inline else html,
            "lang": tag if text in known else "en",
        }

    items = [
        {
            "id": record.id,
            "drawing": pages.drawing(record, f"../figures/{record.id}.svg"),
            "title": said(record.title_template, inline=True),
            "caption": said(record.caption_template, inline=False),
        }
        for record in figures.all()
    ]
    title = known.get(FIGURES_TITLE, FIGURES_TITLE)
    body = pages.render("figures_summary.html", title=title, items=items, tag=tag, notice=known.get(NOTICE, NOTICE))
    return title, switch(language, FIGURES_PAGE) + body


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
    return pages.MARKDOWN.render(filled).strip()


def switch(current=None, source=SOURCE_PAGE):
    """Return the links between a page and its versions in other languages, as HTML.

    Parameters
    ----------
    current : str, optional
        The language of the page on which they stand; without it the English one's.
    source : str
        The English page.
    """
    up = "../" * (source.count("/") if current is None else 1)
    found = [
        {"href": f"{up}{address}", "tag": tag, "name": name, "current": code == current}
        for code, address, tag, name in _versions(source)
    ]
    return pages.render("languages.html", links=found)


def _versions(source):
    """Return language, address from the root, language tag and own name of an English page and of its versions."""
    name = source.rpartition("/")[2]
    found = [(None, f"{source}.html", "en", "English")]
    return found + [(code, f"{code}/{name}.html", item.tag, item.own_name) for code, item in LANGUAGES.items()]


@functools.cache
def alternates(pagename):
    """Return the head tags that name a page's versions in other languages; none for pages without."""
    for source in (SOURCE_PAGE, FIGURES_PAGE):
        versions = _versions(source)
        if f"{pagename}.html" in [address for _, address, _, _ in versions]:
            up = "../" * pagename.count("/")
            return "".join(
                f'<link rel="alternate" hreflang="{tag}" href="{up}{address}">\n' for _, address, tag, _ in versions
            )
    return ""
