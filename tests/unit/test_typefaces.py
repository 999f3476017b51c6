"""The book's own faces: a glyph for every letter of what it prints."""

import pytest

from analysis import claims, names, tables
from publishing import typefaces


def test_a_character_without_a_glyph_is_found():
    assert typefaces.missing("Ili, 伊犁, Іле, Или, Ürümqi") == ""
    assert typefaces.missing("\N{HANGUL SYLLABLE GA}") == "\N{HANGUL SYLLABLE GA}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lambda: (tables.DATA / "references.bib").read_text(encoding="utf-8"), id="references"),
        pytest.param(lambda: "".join(form for name in names.all() for form, _ in name.spellings()), id="names"),
        pytest.param(lambda: "".join(claim.text + claim.finding for claim in claims.all()), id="claims"),
    ],
)
def test_the_faces_have_every_letter(text):
    assert typefaces.missing(text()) == ""


def test_a_face_is_cut_to_the_letters_of_a_text():
    chinese = next(face for face in typefaces.FACES if face.family == "Noto Serif SC")
    cut = typefaces.cut(chinese, "伊犁")
    assert len(cut) < 10_000
    assert typefaces.cut(chinese, "犁伊") == cut
