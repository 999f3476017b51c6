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

KAZAKH_LATIN = "kk-Latn"
"""The language tag of the forms that `romanize_kazakh` gives."""

_BGN_PCGN = {
    "а": "a", "ә": "ä", "б": "b", "в": "v", "г": "g", "ғ": "gh", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z",
    "и": "ī", "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "ң": "ng", "о": "o", "ө": "ö", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "ū", "ұ": "u", "ү": "ü", "ф": "f", "х": "kh", "һ": "h", "ц": "ts", "ч": "ch",
    "ш": "sh", "щ": "shch", "ъ": "ʺ", "ы": "y", "і": "i", "ь": "ʹ", "э": "ė", "ю": "yu", "я": "ya",
}  # fmt: skip
_KEPT_APART = {"гһ", "зһ", "кһ", "нг", "сһ", "цһ", "шч"}
"""Two letters each, which a point keeps apart, because their Latin letters would read as one."""


@dataclass(frozen=True)
class Name:
    """A name and its forms; a form that is not known is missing.

    `sources` are the keys of the references in which a form was seen; `notes` says which other forms there are.
    """

    id: str
    kind: str
    english: str
    forms: dict[str, str]
    sources: tuple = ()
    notes: str = ""

    def spellings(self):
        """Return pairs of a form and its language tag (BCP 47): English first, and Kazakh in Latin letters, too."""
        found = [(self.english, "en")]
        for column, form in self.forms.items():
            found.append((form, LANGUAGES[column]))
            if column == "kazakh":
                found.append((romanize_kazakh(form), KAZAKH_LATIN))
        return found


def all():
    """Return every name of the book, sorted by id."""
    return tuple(of_row(row) for row in tables.rows("names"))


def get(name):
    """Return a `Name` by id; an unknown id raises `tables.UnknownNameError`."""
    return of_row(tables.row("names", name, "name"))


def of_row(row):
    """Return the name that a row of the table ``names`` holds."""
    forms = {column: row[column] for column in LANGUAGES if isinstance(row[column], str)}
    sources = tuple(key.strip() for key in _text(row["sources"]).split(";") if key.strip())
    return Name(row["name_id"], row["kind"], row["english"], forms, sources, _text(row["notes"]))


def _text(cell):
    return cell if isinstance(cell, str) else ""


def romanize_kazakh(text):
    """Return Kazakh text in Cyrillic letters in the Latin letters of the BGN/PCGN system of 1979.

    This is a transliteration for readers of English. It is not the Latin alphabet that Kazakhstan prepares for its
    language, the drafts of which have changed.

    Parameters
    ----------
    text : str
        What is not a letter of the Kazakh alphabet stays as it is.

    Returns
    -------
    str

    References
    ----------
    U.S. Board on Geographic Names, Romanization Systems and Roman-Script Spelling Conventions (1994), 47–48.

    Examples
    --------
    >>> romanize_kazakh("Қорғас, Өскемен"), romanize_kazakh("Шыңжаң"), romanize_kazakh("ҚХР")
    ('Qorghas, Öskemen', 'Shyngzhang', 'QKHR')
    """
    said = []
    for place, letter in enumerate(text):
        following = text[place + 1 : place + 2]
        latin = _BGN_PCGN.get(letter.lower(), letter)
        if letter.isupper():
            # a capital of two Latin letters is a capital throughout only among capitals
            among = following.isupper() or (not following.isalpha() and text[place - 1 : place].isupper())
            latin = latin.upper() if among else latin.capitalize()
        apart = f"{letter}{following}".lower() in _KEPT_APART
        said.append(f"{latin}·" if apart else latin)
    return "".join(said)
