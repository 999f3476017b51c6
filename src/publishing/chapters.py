"""What a chapter is called and what it rests on, for every page and record that says so."""

import re

from analysis import CHAPTERS, figures, results, tables
from publishing import execution


def title(name):
    """Return a chapter's title: its first heading; an unknown chapter raises `tables.UnknownNameError`."""
    if name not in CHAPTERS:
        raise tables.UnknownNameError("chapter", name, CHAPTERS)
    text = (execution.ROOT / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    return re.search(rf"^\(chapter-{name}\)=\n+# (.+)$", text, re.MULTILINE)[1].strip()


def figures_of(chapter):
    """Return the figures of a chapter, in its order."""
    return [record for record in figures.all() if record.chapter == chapter]


def tables_of(chapter):
    """Return the names of the tables that a chapter's figures and results read, in the catalogue's order."""
    records = [record for record in (*figures.all(), *results.all()) if record.chapter == chapter]
    read = {name for record in records for name in record.tables}
    return [name for name in tables.names() if name in read]
