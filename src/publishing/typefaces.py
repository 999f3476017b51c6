"""The typefaces of PDF and EPUB: subsets that come with the book, so that no page depends on the machine's fonts."""

import functools
import io
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

import analysis

_SERIFS = Path(__file__).parent / "fonts"
_SANS = Path(analysis.__file__).parent / "fonts"
FOLDERS = (_SERIFS, _SANS)
TEXT = ("Noto Serif", "Noto Serif SC", "Noto Sans Thai")
HEADS = ("Noto Sans", *TEXT)
"""The families of running text and of heads, each in the order in which a glyph is looked for."""


@dataclass(frozen=True)
class Face:
    """One font file, and what a style sheet calls it."""

    family: str
    path: Path
    weight: str = "normal"
    style: str = "normal"


FACES = (
    Face("Noto Serif", _SERIFS / "NotoSerif-Regular.ttf"),
    Face("Noto Serif", _SERIFS / "NotoSerif-Italic.ttf", style="italic"),
    Face("Noto Serif", _SERIFS / "NotoSerif-Bold.ttf", weight="bold"),
    Face("Noto Serif SC", _SERIFS / "NotoSerifSC-Regular.ttf"),
    Face("Noto Sans Thai", _SERIFS / "NotoSansThai-Regular.ttf"),
    Face("Noto Sans", _SANS / "NotoSans-Regular.ttf"),
    Face("Noto Sans", _SANS / "NotoSans-Italic.ttf", style="italic"),
    Face("Noto Sans", _SANS / "NotoSans-Bold.ttf", weight="bold"),
)


def rules(address, faces=FACES):
    """Return the ``@font-face`` rules of faces; `address` gives the address of a face's file."""
    return "\n".join(
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'src: url("{address(face)}"); }}'
        for face in faces
    )


@functools.cache
def _characters(path):
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing(text):
    """Return the characters of a text that no face of running text has, sorted; blanks and controls are left out.

    Examples
    --------
    >>> missing("Ili, 伊犁, Іле, Или")
    ''
    >>> missing("가")
    '가'
    """
    known = frozenset().union(*(_characters(face.path) for face in FACES if face.family != "Noto Sans"))
    return "".join(sorted({letter for letter in text if ord(letter) not in known and letter.isprintable()}))


def cut(face, text):
    """Return a face with the glyphs of a text alone, as the bytes of a font file.

    The bytes depend on the face and the text alone.
    """
    options = subset.Options(layout_features=["*"], hinting=False)
    with TTFont(face.path, recalcTimestamp=False, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        target = io.BytesIO()
        font.save(target)
    return target.getvalue()
