"""The editions of the built book, made once for all tests of this folder."""

import pytest
from pypdf import PdfReader

from publishing import epub, printed, site


@pytest.fixture(scope="session", autouse=True)
def _built():
    assert site.is_current(), "the built book is missing or out of date: run make book"


@pytest.fixture(scope="session")
def pdf_file(tmp_path_factory):
    """Return the PDF of the built book."""
    return printed.write(tmp_path_factory.mktemp("pdf") / "book.pdf")


@pytest.fixture(scope="session")
def pdf(pdf_file):
    """Return the PDF as pypdf reads it."""
    return PdfReader(pdf_file)


@pytest.fixture(scope="session")
def epub_file(tmp_path_factory):
    """Return the EPUB of the built book."""
    return epub.write(tmp_path_factory.mktemp("epub") / "book.epub")
