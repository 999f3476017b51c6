"""The book's description of itself stands once, and the packaging agrees with it."""

import tomllib

from publishing import execution, metadata

CITATION = """
cff-version: 1.2.0
title: "A Book"
abstract: What it is.
authors: [{name: A Group}]
version: "1.10"
date-released: 2026-01-31
keywords: [a]
url: https://example.org/book/
repository-code: https://example.org/code
doi: 10.1234/abcd
"""


def test_addresses_are_read_where_they_are_known(tmp_path):
    (tmp_path / "CITATION.cff").write_text(CITATION)
    book = metadata.read(tmp_path / "CITATION.cff")
    assert (book.site_url, book.repository_url, book.doi) == (
        "https://example.org/book",
        "https://example.org/code",
        "10.1234/abcd",
    )
    assert (book.author, book.date) == ("A Group", "2026-01-31")


def test_addresses_that_are_not_known_are_empty(tmp_path):
    known = [line for line in CITATION.splitlines() if not line.startswith(("url", "repository", "doi"))]
    (tmp_path / "CITATION.cff").write_text("\n".join(known))
    book = metadata.read(tmp_path / "CITATION.cff")
    assert (book.site_url, book.repository_url, book.doi) == ("", "", "")


def test_the_package_has_the_version_of_the_book():
    project = tomllib.loads((execution.ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == metadata.book().version
    assert metadata.book().author == "Steppe Neighbours contributors" == project["authors"][0]["name"]
