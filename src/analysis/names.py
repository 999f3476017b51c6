"""The names of places, persons, institutions and agreements in the languages of the subject.

A chapter writes the English form; where it first mentions a name it gives the others too.
"""

from dataclasses import dataclass

from analysis import tables

LANGUAGES = {
    "chinese": "zh-Hans",
    "pinyin": "zh-Latn-pinyin",
    "kazakh": "kk",
    "kyrgyz": "ky-Cyrl",
    "russian": "ru",
}
"""The columns of forms and their language tags (BCP 47), in the order in which they are printed.

Kazakh is in Cyrillic: its tag leaves the script out, as checkers of HTML ask of a language's usual script.
"""


@dataclass(frozen=True)
class Name:
    """A name and its forms; a form that is not known is missing."""

    id: str
    kind: str
    english: str
    forms: dict[str, str]


def all():
    """Return every name of the book, sorted by id."""
    return tuple(of_row(row) for row in tables.load("names").to_dict("records"))


def get(name):
    """Return a `Name` by id; an unknown id raises `tables.UnknownNameError`."""
    found = {item.id: item for item in all()}
    if name not in found:
        raise tables.UnknownNameError("name", name, found)
    return found[name]


def of_row(row):
    """Return the name that a row of the table ``names`` holds."""
    forms = {column: row[column] for column in LANGUAGES if isinstance(row[column], str)}
    return Name(row["name_id"], row["kind"], row["english"], forms)
