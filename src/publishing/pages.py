"""The parts of pages that come from the registries: MyST text, made from templates and never typed."""

import html
import re
from pathlib import Path

import jinja2
import markdown_it

from analysis import CHAPTERS, PAGES, corrections, figures, names, results, tables
from publishing import chapters

FIGURE_LICENCE = "CC BY 4.0"
_MOST_SOURCES = 6

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=lambda name: name is not None and name.endswith(".html.j2"),
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
    return render(
        "figure_source.md", name=record.id, keys=list(keys), most=_MOST_SOURCES, tables=described,
        level=record.processing_level, notice=odbl_notice(described), licence=FIGURE_LICENCE,
    )  # fmt: skip


MARKDOWN = markdown_it.MarkdownIt()
"""Makes HTML of the texts of registries and catalogues; to set it up anew for each would take longer than to use it."""

_PIXELS = 96  # to an inch, on a screen


def drawing(record, address):
    """Return the image of a figure, wide or on a phone narrow, as HTML.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.
    address : str
        Of its wide drawing, as seen from the page.

    Returns
    -------
    str
    """
    sizes = {"wide": record.size, "narrow": record.narrow_size}
    sides = {name: [round(_PIXELS * side) for side in size] for name, size in sizes.items()}
    return render("drawing.html", record=record, address=address.removesuffix(".svg"), **sides).strip()


def odbl_notice(described):
    """Return the notice that the Open Database License asks for on whatever is made from data under it, else nothing.

    Parameters
    ----------
    described : iterable of analysis.tables.Table
        The tables that something is made from.

    Returns
    -------
    str
    """
    odbl = any(licence["name"].startswith("ODbL") for table in described for licence in table.licences)
    return "contains data © OpenStreetMap contributors, ODbL 1.0" if odbl else ""


def chapter_tables(chapter):
    """Return the tables that a chapter's figures and results read, in a sentence; their pages say what they hold."""
    return render("chapter_tables.md", tables=_tables_of(chapter))


def chapter_sources(chapter):
    """Return the list of the sources of a chapter's tables, with licence, processing level and date of access."""
    return render("chapter_sources.md", tables=_tables_of(chapter))


def table_catalogue():
    """Return the catalogue of all tables, by topic."""
    topics = {topic: [] for topic in (*CHAPTERS, "shared")}
    for name in tables.names():
        table = tables.describe(name)
        topics[table.topic].append((table, _readers([name]), corrected_values(name)))
    return render("table_catalogue.md", topics={topic: found for topic, found in topics.items() if found})


def figure_grid(numbers, up):
    """Return the list of all figures with thumbnails, by chapter, as HTML.

    Parameters
    ----------
    numbers : mapping of str to str
        The number of every figure, such as ``Figure 7``, by id.
    up : str
        What leads from the page to the site's root, such as ``"../../"``.

    Returns
    -------
    str
    """
    by_chapter = {
        chapter: sorted(
            (
                {
                    "order": int(re.sub(r"\D", "", numbers[record.id])),
                    "number": numbers[record.id],
                    "title": record.title,
                    "href": f"{up}figures/{record.id}.html",
                    "image": f"{up}figures/{record.id}.svg",
                    "width": round(96 * record.size[0]),
                    "height": round(96 * record.size[1]),
                }
                for record in records
            ),
            key=lambda item: item["order"],
        )
        for chapter, records in _by_chapter(figures.all()).items()
    }
    return render("figure_grid.html", chapters=by_chapter)


def correction_list():
    """Return the register of corrections, by topic, with the figures and results that read the tables named."""
    found = tables.corrections()
    topics = {
        chapter: [
            {"item": item, "said": _said(item), **_readers(item.tables)} for item in found if item.topic == chapter
        ]
        for chapter in CHAPTERS
    }
    return render("correction_list.md", topics={chapter: rows for chapter, rows in topics.items() if rows})


def corrected_values(name):
    """Return the corrections of a table's own values, each with what is done in a sentence of HTML or MyST text."""
    return [(item, _said(item)) for item in tables.corrections(name) if item.table == name]


def _said(item):
    """Return in words what the register does with a value; empty where it names none."""
    if item.table is None:
        return ""
    cell = f"{item.column} where {item.row.replace('=', ' is ').replace(';', ' and')}"
    match item.action:
        case corrections.REPLACE:
            return f"{cell}: {item.printed_value} in the file, read as {item.used_value}"
        case corrections.WITHHOLD:
            return f"{cell}: {item.printed_value} in the file, read as a gap"
        case corrections.MARK:
            return f"{cell}: {item.printed_value}, the first value after a break of the series"
        case corrections.KEEP:
            return f"{cell}: {item.printed_value}, kept with its doubt"
        case _:
            return f"{cell}: {item.used_value}, from another source than the one that has {item.printed_value}"


def result_list():
    """Return the list of all results with their values, by chapter."""
    return render("result_list.md", chapters=_by_chapter(results.all()))


def render(template, **values):
    """Return what a template of ``templates/`` gives; values are escaped in HTML and not in MyST."""
    return _templates.get_template(f"{template}.j2").render(**values)


def _by_chapter(records):
    pages = (*CHAPTERS, *PAGES)
    found = {page: [record for record in records if record.chapter == page] for page in pages}
    found["all chapters"] = [record for record in records if record.chapter not in pages]
    return {chapter: group for chapter, group in found.items() if group}


def _tables_of(chapter):
    return [tables.describe(name) for name in chapters.tables_of(chapter)]


def _readers(names):
    """Return the figures and the results that read one or more of some tables."""
    return {
        kind: [record for record in records if set(names) & set(record.tables)]
        for kind, records in (("figures", figures.all()), ("results", results.all()))
    }


def name_forms(name):
    """Return a name's forms as a parenthesis prints them, as HTML: each with its language, shared forms once.

    Parameters
    ----------
    name : analysis.names.Name

    Returns
    -------
    str
        Empty where no form but the English one is known.
    """
    tags = {}
    for column, form in name.forms.items():
        tags.setdefault(form, names.LANGUAGES[column])
    said = [f'<span lang="{tag}">{html.escape(form)}</span>' for form, tag in tags.items()]
    if {"chinese", "pinyin"} <= set(name.forms):
        said[:2] = [" ".join(said[:2])]
    return "; ".join(said)
