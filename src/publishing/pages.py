"""The parts of pages that come from the registries: MyST text, made from templates and never typed."""

from pathlib import Path

import jinja2

from analysis import CHAPTERS, figures, results, tables

FIGURE_LICENCE = "CC BY 4.0"
_MOST_SOURCES = 6

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=False,  # the output is MyST, not HTML
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
)


def _cell(text):
    """Make text fit for a cell of a Markdown table."""
    return str(text).replace("|", r"\|").replace("\n", " ")


_templates.filters["cell"] = _cell


def figure_source(record):
    """Return the source line of a figure: who counted, how far processed, licence.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.

    Returns
    -------
    str
        MyST text with citations and links to the tables.
    """
    described = [tables.describe(name) for name in record.tables]
    keys = dict.fromkeys(source["bibkey"] for table in described for source in table.sources)
    odbl = any(licence["name"].startswith("ODbL") for table in described for licence in table.licences)
    return _render(
        "figure_source.md", keys=list(keys), most=_MOST_SOURCES, tables=described, level=record.processing_level,
        odbl=odbl, licence=FIGURE_LICENCE,
    )  # fmt: skip


def chapter_tables(chapter):
    """Return the list of the tables that a chapter's figures and results read."""
    return _render("chapter_tables.md", tables=_tables_of(chapter))


def chapter_sources(chapter):
    """Return the list of the sources of a chapter's tables, with licence, processing level and date of access."""
    return _render("chapter_sources.md", tables=_tables_of(chapter))


def table_catalogue():
    """Return the catalogue of all tables, by topic."""
    topics = {topic: [] for topic in (*CHAPTERS, "shared")}
    for name in tables.names():
        table = tables.describe(name)
        topics[table.topic].append((table, _users(name)))
    return _render("table_catalogue.md", topics={topic: found for topic, found in topics.items() if found})


def figure_list():
    """Return the list of all figures, by chapter."""
    return _render("figure_list.md", chapters=_by_chapter(figures.all()))


def result_list():
    """Return the list of all results with their values, by chapter."""
    return _render("result_list.md", chapters=_by_chapter(results.all()))


def _render(template, **values):
    return _templates.get_template(f"{template}.j2").render(**values)


def _by_chapter(records):
    found = {chapter: [record for record in records if record.chapter == chapter] for chapter in CHAPTERS}
    return {chapter: group for chapter, group in found.items() if group}


def _tables_of(chapter):
    records = [record for record in (*figures.all(), *results.all()) if record.chapter == chapter]
    read = {name for record in records for name in record.tables}
    return [tables.describe(name) for name in tables.names() if name in read]


def _users(name):
    """Return the figures and the number of results, by chapter, that read a table."""
    shown = [record for record in figures.all() if name in record.tables]
    quoted = [record for record in results.all() if name in record.tables]
    return {"figures": shown, "results": quoted}
