"""The bibliography: one sorted file that parses whole, and answers for every reference of the article once."""

import re
from collections import Counter
from pathlib import Path

import pycountry
import pytest
from pybtex.database import parse_string
from pybtex.style.formatting.plain import Style

TEXT = (Path(__file__).parents[2] / "data" / "references.bib").read_text(encoding="utf-8")
ENTRIES = parse_string(TEXT, "bibtex").entries
KEYS = re.findall(r"^@\w+\{([^,\s]+),$", TEXT, flags=re.MULTILINE)
NUMBERED = 72  # references of the article on relations
LISTED = 5  # works of its bibliography
FORM_OF_KEY = re.compile(r"([a-z]+)(\d{4}|nodate)([a-z0-9]+)")
FORM_OF_DOI = re.compile(r"10\.\d{4,9}/[^\s{}]+")


def is_isbn(isbn):
    digits = re.sub(r"[- ]", "", isbn)
    if re.fullmatch(r"\d{13}", digits):
        return sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 if digit == "X" else int(digit)) * (10 - place) for place, digit in enumerate(digits)) % 11 == 0
    return False


def is_issn(issn):
    digits = issn.replace("-", "")
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", issn):
        return False
    return sum((10 if digit == "X" else int(digit)) * (8 - place) for place, digit in enumerate(digits)) % 11 == 0


def is_language(tag):
    language, *script = tag.split("-")
    known = language == "und" or pycountry.languages.get(**{f"alpha_{len(language)}": language})
    return bool(known) and len(script) <= 1 and all(pycountry.scripts.get(alpha_4=name) for name in script)


@pytest.mark.parametrize(
    ("isbn", "right"),
    [
        ("978-0-306-40615-7", True),  # the worked example of the ISBN manual
        ("978-0-306-40615-8", False),
        ("0-306-40615-2", True),
        ("0-306-40615-3", False),
        ("0-8044-2957-X", True),
        ("978-0-306-40615", False),
    ],
)
def test_check_digits_are_judged_as_the_standard_says(isbn, right):
    assert is_isbn(isbn) is right


@pytest.mark.parametrize(
    ("issn", "right"),
    [
        ("0378-5955", True),  # the worked example of the ISSN manual
        ("0378-5954", False),
        ("2434-561X", True),  # an ISSN that ends in X
        ("03785955", False),
    ],
)
def test_check_digits_of_journals_are_judged_as_the_standard_says(issn, right):
    assert is_issn(issn) is right


@pytest.mark.parametrize(
    ("tag", "right"),
    [("en", True), ("zh-Hans", True), ("und", True), ("kk", True), ("qq", False), ("zh-Hanz", False)],
)
def test_language_tags_are_judged_by_the_iso_lists(tag, right):
    assert is_language(tag) is right


def test_every_entry_is_read():
    assert len(KEYS) == len(re.findall(r"^\s*@", TEXT, flags=re.MULTILINE))
    assert list(ENTRIES) == KEYS


def test_keys_are_unique_whatever_their_case():
    assert [key for key, count in Counter(key.lower() for key in KEYS).items() if count > 1] == []


def test_entries_are_sorted_by_key():
    assert sorted(KEYS) == KEYS


def test_the_two_articles_have_their_entries():
    assert {"encyclopaedia2024relations", "encyclopaedia2024kyrgyzborder"} <= set(KEYS)


def test_each_reference_of_the_article_has_one_entry():
    numbers = Counter(
        number.strip()
        for entry in ENTRIES.values()
        if "claimref" in entry.fields
        for number in entry.fields["claimref"].split(";")
    )
    expected = [str(n) for n in range(1, NUMBERED + 1)] + [f"b{n}" for n in range(1, LISTED + 1)]
    assert numbers == Counter(expected)


def failing(holds):
    """Return the keys of the entries for which a property does not hold."""
    return [key for key, entry in ENTRIES.items() if not holds(key, entry)]


def test_keys_are_author_year_and_word():
    def holds(key, entry):
        match = FORM_OF_KEY.fullmatch(key)
        year = entry.fields["year"]
        return match is not None and match[2] == ("nodate" if year == "n.d." else year)

    assert failing(holds) == []


def test_entries_have_title_year_and_someone_responsible():
    def holds(_, entry):
        responsible = entry.persons.get("author") or entry.persons.get("editor")
        return (
            entry.fields["title"].strip("{} ") and re.fullmatch(r"\d{4}|n\.d\.", entry.fields["year"]) and responsible
        )

    assert failing(holds) == []


def test_dois_isbns_and_issns_are_well_formed():
    def holds(_, entry):
        doi, isbn, issn = (entry.fields.get(name) for name in ("doi", "isbn", "issn"))
        return (
            (doi is None or FORM_OF_DOI.fullmatch(doi))
            and (isbn is None or is_isbn(isbn))
            and (issn is None or is_issn(issn))
        )

    assert failing(holds) == []


def test_languages_are_known_tags():
    def holds(_, entry):
        language = entry.fields.get("language", "en")
        other_script = re.search(r"[\u0370-\u1fff\u3040-\u9fff]", entry.fields["title"])
        return is_language(language) and not (other_script and language == "en")

    assert failing(holds) == []


def test_entries_can_be_printed():
    printed = list(Style().format_entries(ENTRIES.values()))
    assert len(printed) == len(ENTRIES)
    assert [item.key for item in printed if ENTRIES[item.key].fields["year"] not in str(item.text)] == []


CITED = {key: entry for key, entry in ENTRIES.items() if "claimref" in entry.fields}
OTHER_SCRIPTS = r"[\u0370-\u1fff\u3040-\u9fff]"


def test_the_books_and_articles_that_the_article_cites_by_number_keep_their_numbers():
    # counted in the article’s list and bibliography
    numbered = [entry.fields for entry in CITED.values()]
    assert sum("isbn" in fields for fields in numbered) == 17
    assert sum("doi" in fields for fields in numbered) == 8
    assert all(fields["status"] in ("archived", "permanent dead link", "not stated") for fields in numbered)


def test_references_in_other_scripts_are_romanised():
    unread = [
        (key, name)
        for key, entry in CITED.items()
        for name in ("title", "journal", "booktitle", "howpublished")
        if re.search(OTHER_SCRIPTS, entry.fields.get(name, ""))
        and not re.search(r"\[[^\]]*[A-Za-zÀ-ɏ]{2}[^\]]*\]", entry.fields[name])
    ]
    assert unread == []


def test_the_script_of_a_title_is_that_of_its_language():
    scripts = {"zh": r"[\u4e00-\u9fff]", "ru": r"[\u0400-\u04ff]"}
    for key, entry in CITED.items():
        language = entry.fields["language"].partition("-")[0]
        title = re.sub(r"\[[^\]]*\]", "", entry.fields["title"])
        for name, letters in scripts.items():
            # the Convention of Peking stands under a title supplied in English
            assert bool(re.search(letters, title)) == (language == name) or not title.strip("{} "), key


def test_kinds_of_works_have_what_their_kind_needs():
    needs = {"article": {"journal"}, "incollection": {"booktitle", "publisher"}, "book": {"publisher"}, "misc": set()}
    assert [key for key, entry in CITED.items() if not needs[entry.type] <= set(entry.fields)] == []
