"""A small book for the tests of what machines read: its texts are made up here, so that they are known."""

import dataclasses

import pandas as pd
import pytest

from analysis import CHAPTERS, figures, registry, results, tables
from publishing import execution, metadata

BOOK = metadata.Book(
    title="Rivers & Borders: A <Small> Book",
    abstract='What is said of "rivers", examined.',
    author="A Group of Contributors",
    version="1.10.0",
    date="2026-01-31",
    keywords=("rivers", "borders"),
    site_url="",
    repository_url="",
    doi="",
)
SITE = "https://example.org/book"
ADDRESSES = {"site_url": SITE, "repository_url": "https://example.org/code", "doi": "10.1234/abcd"}


@pytest.fixture
def book(monkeypatch):
    """Let the book be `BOOK`, without addresses; return a function that gives it some or all of `ADDRESSES`."""

    def place(*names):
        known = {name: ADDRESSES[name] for name in names or ADDRESSES}
        monkeypatch.setattr(metadata, "book", lambda: dataclasses.replace(BOOK, **known))

    monkeypatch.setattr(metadata, "book", lambda: BOOK)
    return place


def flows(border_flows):
    return border_flows


def draw_flows(data, axes):
    axes.plot(data.year, data.flow_km3_year)
    return axes


flows.__module__ = draw_flows.__module__ = "analysis.water"


@pytest.fixture
def figure(monkeypatch, tmp_path, book):
    """Let the book have one figure, in the chapter on water, drawn from the table ``border_flows``; return it."""
    figures.all(), results.all()  # modules register on import: before the registries are set aside
    monkeypatch.setattr(figures, "_registry", registry.Registry("figure"))
    monkeypatch.setattr(results, "_registry", registry.Registry("result"))
    frame = pd.DataFrame({"year": [2000, 2001], "flow_km3_year": [1.5, 2.0]})
    monkeypatch.setattr(tables, "load", lambda name: frame.copy())
    chapters = tmp_path / "project" / "chapters"
    chapters.mkdir(parents=True)
    for name in CHAPTERS:
        text = f"---\n# a comment\n---\n\n(chapter-{name})=\n# {name.title()}: What is known?\n\n# Not this\n"
        (chapters / f"{name}.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(execution, "ROOT", chapters.parent)
    figures.register(
        "fig-water-flows",
        title='Flows rise < "twice" & more',
        subtitle="km³ a year, 2000–2001",
        caption="Two years are no trend.",
        alt="Line chart of two years; the flow rises from 1.5 to 2.",
        data=flows,
    )(draw_flows)
    return figures.get("fig-water-flows")
