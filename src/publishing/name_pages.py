"""The page of names: every name in the languages of the subject, and where the book first gives it."""

import re

from analysis import CHAPTERS, names
from publishing import chapters, citing, execution, pages

PAGE = "chapters/back/names"

LANGUAGE_NAMES = {
    "en": "English",
    "zh-Hans": "Chinese",
    "zh-Latn-pinyin": "pinyin",
    "kk": "Kazakh",
    "kk-Latn": "Kazakh, romanised",
    "ky-Cyrl": "Kyrgyz",
    "ru": "Russian",
}
"""What the page calls the languages and scripts, by their tags."""

_ROLE = re.compile(r"\{name\}`(?:[^`<]*<)?([a-z0-9-]+)>?`")
_CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def name_list(up):
    """Return all names with their forms as HTML that reads without scripts, sorted by their English forms.

    Parameters
    ----------
    up : str
        What leads from the page to the site's root, such as ``"../../"``.

    Returns
    -------
    str
    """
    first = first_mentions(_texts())
    items = [
        {
            "name": name,
            "forms": [(LANGUAGE_NAMES[tag], tag, form) for form, tag in name.spellings()[1:]],
            "first": _mention(name, first.get(name.id), up),
            "sources": [_reference(key) for key in name.sources],
        }
        for name in sorted(names.all(), key=lambda name: name.english.casefold())
    ]
    kinds = sorted({item["name"].kind for item in items})
    return pages.render("name_list.html", items=items, kinds=kinds, references=f"{up}chapters/back/references.html")


def first_mentions(texts):
    """Return where each name is first given.

    Parameters
    ----------
    texts : mapping of str to str
        The MyST text of pages, by the chapter's name, in the order of the book.

    Returns
    -------
    dict of str to tuple of (str, bool)
        By the name's id: the chapter, and whether it gives all forms there (by the role ``name``), which makes an
        anchor. A name that no page gives by the role is looked for by its English form; one not found is missing.
    """
    found = {}
    for chapter, text in texts.items():
        for match in _ROLE.finditer(" ".join(text.split())):
            found.setdefault(match[1], (chapter, True))
    for name in names.all():
        form = re.compile(rf"\b{re.escape(name.english)}\b")
        for chapter, text in texts.items():
            if name.id not in found and form.search(_CODE.sub("", text)):
                found[name.id] = (chapter, False)
    return found


def _texts():
    return {name: (execution.ROOT / f"{chapters.page(name)}.md").read_text(encoding="utf-8") for name in CHAPTERS}


def _mention(name, place, up):
    """Return title and address of a name's first mention."""
    if place is None:
        return None
    chapter, anchored = place
    fragment = f"#named-{name.id}" if anchored else ""
    return {"title": chapters.title(chapter), "href": f"{up}{chapters.page(chapter)}.html{fragment}"}


def short_reference(key):
    """Return author and year of a reference."""
    return _reference(key)["short"]


def _reference(key):
    whole = citing.work(key, "apa")
    return {"short": whole.partition(")")[0] + ")", "whole": whole}
