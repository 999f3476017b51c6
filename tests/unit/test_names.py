"""Names in the languages of the subject: romanisation, first mentions, and forms in the right letters."""

import re
import unicodedata

import pytest

from analysis import names, tables
from publishing import bibliography, name_pages

SCRIPTS = {
    "zh-Hans": "CJK UNIFIED",
    "zh-Latn-pinyin": "LATIN",
    "kk": "CYRILLIC",
    "kk-Latn": "LATIN",
    "ky-Cyrl": "CYRILLIC",
    "ru": "CYRILLIC",
}
KAZAKH_ONLY = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
KYRGYZ_ONLY = set("ңөүҢӨҮ")


@pytest.mark.parametrize(
    ("kazakh", "latin"),
    [
        # the examples of the published table
        ("Абай", "Abay"),
        ("Әуезов", "Äūezov"),
        ("Владимир", "Vladīmīr"),
        ("Жамбыл", "Zhambyl"),
        ("Шиелі", "Shīeli"),
        ("Семей", "Semey"),
        ("Өскемен", "Öskemen"),
        # its special provision for letters that would read as one
        ("Маңғыстау", "Mangghystaū"),
        ("конгресс", "kon·gress"),
        ("", ""),
    ],
)
def test_kazakh_is_romanised_as_the_published_table_says(kazakh, latin):
    assert names.romanize_kazakh(kazakh) == latin


def test_forms_are_written_in_the_letters_of_their_language():
    wrong = []
    for name in names.all():
        for form, tag in name.spellings()[1:]:
            letters = [letter for letter in form if letter.isalpha()]
            wrong += [
                f"{name.id}, {tag}: {letter}"
                for letter in letters
                if not unicodedata.name(letter).startswith((SCRIPTS[tag], "MODIFIER LETTER"))
            ]
            if tag == "ru":
                wrong += [f"{name.id}, {tag}: {form}" for letter in letters if letter in KAZAKH_ONLY]
            if tag == "ky-Cyrl":
                wrong += [f"{name.id}, {tag}: {form}" for letter in letters if letter in KAZAKH_ONLY - KYRGYZ_ONLY]
    assert wrong == []


def test_chinese_forms_have_pinyin_of_as_many_syllables_at_least():
    for name in names.all():
        assert ("chinese" in name.forms) == ("pinyin" in name.forms), name.id
        if "chinese" in name.forms:
            characters = sum(letter.isalpha() for letter in name.forms["chinese"])
            plain = unicodedata.normalize("NFD", name.forms["pinyin"]).lower()
            vowels = re.findall(r"[aeiou]+", re.sub(r"[\u0300-\u036f]", "", plain))
            assert len(vowels) <= characters, name.id
            assert len(re.findall(r"[a-z]", plain)) <= 6 * characters, name.id


def test_no_name_stands_twice_and_every_source_is_a_reference():
    rows = tables.load("names")
    assert rows[rows.duplicated(["english", "kind"])].empty
    for name in names.all():
        for key in name.sources:
            assert bibliography.record(key), name.id


def test_the_first_mention_is_the_first_in_the_order_of_the_book():
    texts = {
        "history": "From {name}`the Ili\nvalley <ili>` to the Talas.",
        "water": "The {name}`ili` and {name}`balkhash`.\n```{code-cell}\nAlmaty\n```\n",
    }
    found = name_pages.first_mentions(texts)
    assert (found["ili"], found["balkhash"]) == (("history", True), ("water", True))
    assert found["talas"] == ("history", False)
    assert "almaty" not in found


def test_the_page_marks_every_form_with_its_language_and_gives_every_name_an_anchor():
    page = name_pages.name_list("../../")
    assert '<span lang="zh-Hans">伊犁河</span>' in page
    assert '<span lang="kk">Іле</span>' in page
    assert '<span lang="kk-Latn">Ile</span>' in page
    assert '<span lang="ru">Или</span>' in page
    assert [name.id for name in names.all() if f'id="name-{name.id}"' not in page] == []
