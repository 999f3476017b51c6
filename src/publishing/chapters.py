"""What a chapter is called and what it rests on, for every page and record that says so."""

import re

from analysis import CHAPTERS, PAGES, figures, results, tables
from publishing import execution


def page(name):
    """Return where the page of a chapter, or of another module of the analysis, stands: from the root, without ending.

    Examples
    --------
    >>> page("water"), page("claims")
    ('chapters/water', 'chapters/back/claims')
    """
    if name in PAGES:
        return f"chapters/back/{name}"
    if name in CHAPTERS:
        return f"chapters/{name}"
    raise tables.UnknownNameError("chapter", name, CHAPTERS)


def title(name):
    """Return a chapter's or other page's title: its first heading; an unknown one raises `tables.UnknownNameError`."""
    text = (execution.ROOT / f"{page(name)}.md").read_text(encoding="utf-8")
    kind = "back" if name in PAGES else "chapter"
    return re.search(rf"^\({kind}-{name}\)=\n+# (.+)$", text, re.MULTILINE)[1].strip()


def figures_of(chapter):
    """Return the figures of a chapter, in its order."""
    return [record for record in figures.all() if record.chapter == chapter]


def tables_of(chapter):
    """Return the names of the tables that a chapter's figures and results read, in the catalogue's order."""
    records = [record for record in (*figures.all(), *results.all()) if record.chapter == chapter]
    read = {name for record in records for name in record.tables}
    return [name for name in tables.names() if name in read]
