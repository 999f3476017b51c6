"""What the book is: title, version, date and addresses, from ``CITATION.cff``, the one place where they stand."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from publishing.execution import ROOT


@dataclass(frozen=True)
class Book:
    """The book as ``CITATION.cff`` describes it. The addresses are empty as long as there are none."""

    title: str
    abstract: str
    author: str
    version: str
    date: str
    keywords: tuple[str, ...]
    site_url: str
    repository_url: str
    doi: str

    @property
    def doi_url(self):
        """The address of the DOI; empty where there is none."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    def url(self, page):
        """Return the address of a page, given from the site's root; empty where the site's address is not known."""
        return f"{self.site_url}/{page}" if self.site_url and page else ""


def read(path):
    """Return the book that a citation file describes.

    Parameters
    ----------
    path : pathlib.Path
        A file in the Citation File Format 1.2.

    Returns
    -------
    Book
        ``url`` is the site's address, ``repository-code`` the repository's; each ends without a slash.
    """
    content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    return Book(
        title=content["title"],
        abstract=content["abstract"].strip(),
        author=", ".join(author["name"] for author in content["authors"]),
        version=str(content["version"]),
        date=str(content["date-released"]),
        keywords=tuple(content["keywords"]),
        site_url=content.get("url", "").rstrip("/"),
        repository_url=content.get("repository-code", "").rstrip("/"),
        doi=content.get("doi", ""),
    )


@cache
def book():
    """Return this book."""
    return read(ROOT / "CITATION.cff")
