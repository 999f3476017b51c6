"""The built book, as the tests of this folder read it."""

import pytest
from bs4 import BeautifulSoup

from publishing import site


class BuiltBook:
    """The pages of the built book, parsed once."""

    def __init__(self, folder):
        self.folder = folder
        self.pages = {
            path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "lxml")
            for path in sorted(folder.rglob("*.html"))
            if "_static" not in path.parts
        }


@pytest.fixture(scope="session")
def book():
    """Return the built book; it must be the one that the sources give now."""
    assert site.is_current(), "the built book is missing or out of date: run make book"
    return BuiltBook(site.HTML)
