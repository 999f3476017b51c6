"""Citations of everything that the book offers: one record a thing, every style and format made from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Citable:
    """What is cited: a figure, a table, a chapter or the book.

    Parameters
    ----------
    kind : str
        ``figure``, ``table``, ``chapter`` or ``book``.
    id : str
        What its files are called: ``fig-…``, ``table-…``, ``chapter-…`` or ``book``.
    title : str
        Its title.
    page : str
        Its page, from the site's root.
    data_sha256 : str or None
        The SHA-256 of the data that it rests on, where it rests on data of one table or figure.
    source_keys : tuple of str
        The works that it rests on: keys of ``references.bib``.
    """

    kind: str
    id: str
    title: str
    page: str
    data_sha256: str | None
    source_keys: tuple[str, ...]
