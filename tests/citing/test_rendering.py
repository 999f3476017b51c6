"""The files of a figure: drawn once a format, kept while nothing changes; and the history that its page tells."""

import dataclasses
import json

import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis import figures
from publishing import catalogue_pages, imprint, metadata, rendering


@pytest.fixture
def counted(monkeypatch, tmp_path):
    """Return a function that says what was built and drawn, in whatever process, since it was last asked."""
    log = tmp_path / "log"

    def count(owner, name, word):
        original = getattr(owner, name)

        def counting(self, *arguments, **options):
            figure = getattr(self, "figure", self)
            if not isinstance(figure, Figure) or figure.axes:  # not the empty one that only writes metadata
                with log.open("a") as handle:
                    handle.write(f"{word or options['format']}\n")
            return original(self, *arguments, **options)

        monkeypatch.setattr(owner, name, counting)

    count(figures.FigureRecord, "draw", "built")
    count(FigureCanvasAgg, "draw", "png")
    count(Figure, "savefig", None)

    def said():
        found = sorted(log.read_text().split()) if log.exists() else []
        log.write_text("")
        return found

    return said


def no_drawings():
    raise AssertionError("nothing was to be drawn")


def test_a_figure_is_built_once_and_drawn_once_a_format(figure, counted, tmp_path):
    drawing = figure.drawing()
    assert counted() == ["built", "built", "pdf", "svg", "svg"]  # wide and narrow
    assert rendering.refresh(tmp_path / "figures", lambda: {figure.id: drawing}) == [figure.id]
    assert counted() == []


def test_a_figure_that_no_chapter_shows_is_drawn_here(figure, counted, tmp_path):
    rendering.refresh(tmp_path / "figures", dict)
    assert counted() == ["built", "built", "pdf", "svg", "svg"]


def test_nothing_is_drawn_when_nothing_has_changed(figure, counted, tmp_path):
    folder = tmp_path / "figures"
    rendering.refresh(folder, dict)
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    counted()
    assert rendering.refresh(folder, no_drawings) == []
    assert counted() == []
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_figure_is_drawn_again_when_a_file_is_gone_or_the_book_has_a_new_version(figure, tmp_path, monkeypatch):
    folder = tmp_path / "figures"
    rendering.refresh(folder, dict)
    (folder / f"{figure.id}.pdf").unlink()
    (folder / "fig-water-gone.svg").write_text("a figure that was taken out")
    assert rendering.refresh(folder, dict) == [figure.id]
    assert {path.name for path in folder.iterdir()} == {
        "index.json",
        *(f"{figure.id}.{form}" for form in (*imprint.FORMATS, rendering.VALUES)),
    }
    later = dataclasses.replace(metadata.book(), version="2.0.0")
    monkeypatch.setattr(metadata, "book", lambda: later)
    monkeypatch.setattr(rendering, "_fingerprint", lambda: "CITATION.cff has changed")
    assert rendering.refresh(folder, dict) == [figure.id]
    assert rendering.known(folder)[figure.id].version == "2.0.0"


def test_the_manifest_knows_what_the_files_read_back_as(figure, tmp_path):
    folder = tmp_path / "figures"
    rendering.refresh(folder, dict)
    contents = {form: (folder / f"{figure.id}.{form}").read_bytes() for form in imprint.FORMATS}
    assert contents == {form: imprint.write(figure, form) for form in imprint.FORMATS}
    assert rendering.known(folder) == {figure.id: imprint.expected(figure, contents)}


def test_a_figure_that_cannot_be_drawn_is_named(figure, monkeypatch, tmp_path):
    def fail(self):
        raise KeyError("flow_km3")

    monkeypatch.setattr(figures.FigureRecord, "draw", fail)
    with pytest.raises(rendering.DrawingError, match=r"fig-water-flows.*KeyError.*flow_km3"):
        rendering.refresh(tmp_path / "figures", dict)


# the history of a figure


@pytest.fixture
def told(figure, monkeypatch, tmp_path):
    """Return a function that gives the history on the figure's page for the versions that were published."""
    monkeypatch.setattr(rendering, "HISTORY", tmp_path / "history.json")

    def tell(**versions):
        content = {
            version.replace("v", "").replace("_", "."): {figure.id: dataclasses.asdict(made)} if made else {}
            for version, made in versions.items()
        }
        rendering.HISTORY.write_text(json.dumps(content), encoding="utf-8")
        page = catalogue_pages.figure_page(figure, "Figure 1", {"water": "Water: What is known?"})
        return [item.get_text() for item in BeautifulSoup(page, "lxml").select("#history + ul li")]

    return tell


def test_a_page_says_for_every_version_what_changed(figure, told):
    now = rendering.hashes(figure)
    data = dataclasses.replace(now, code="c" * 64, style="s" * 64)
    first = dataclasses.replace(data, data="d" * 64)
    assert told(v0_9=first, v1_0=data, v1_1=data, v1_10=now) == [
        "Version 0.9: first published.",
        "Version 1.0: data changed.",
        "Version 1.1: unchanged.",
        "Version 1.10: code, style changed.",
    ]


@pytest.mark.parametrize("part", ["data", "code", "style"])
def test_a_page_says_what_has_changed_since_the_last_version(figure, told, part):
    last = dataclasses.replace(rendering.hashes(figure), **{part: "0" * 64})
    assert told(v1_9=last) == ["Version 1.9: first published.", f"Version 1.10.0, as built here: {part} changed."]


def test_a_figure_is_as_old_as_the_first_version_that_has_it(figure, told):
    assert told(v1_0=None, v1_10=rendering.hashes(figure)) == ["Version 1.10: first published."]
    assert told(v1_0=None) == ["Version 1.10.0: first published."]
