"""Every registered figure draws, says what it shows, and is fit for a page."""

import re

import matplotlib.text
import pytest

from analysis import figures, style, values
from publishing import execution, imprint

FIGURES = [pytest.param(record, id=record.id) for record in figures.all()]
SMALLEST_LETTERS_PT = 7.9
MOST_SVG_BYTES = 300_000
EDGE_INCHES = 0.02


def words(text):
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("record", FIGURES)
def test_its_texts_are_complete_and_different(record):
    assert record.id.startswith(f"fig-{record.chapter}-")
    assert len(words(record.title)) >= 4, "a title states a finding"
    assert not record.title.endswith(".")
    assert len(words(record.alt)) >= 15, "alt text says what a sighted reader would take away"
    assert record.alt not in (record.title, record.caption)
    assert record.caption.endswith(".")
    assert record.alt.endswith(".")
    texts = " ".join([record.title, record.subtitle, record.caption, record.alt])
    assert "{" not in texts, "a role is left that nothing fills"
    assert "'" not in texts, "an apostrophe is ’"


@pytest.mark.parametrize("record", FIGURES)
def test_its_letters_are_large_enough_and_nothing_is_cut_off(record):
    assert len(record.data) > 0
    assert record.size[0] == style.WIDE[0], "the width is that of the text"
    with style.applied():
        drawn = record.draw()
        drawn.canvas.draw()
        box = drawn.get_tightbbox(drawn.canvas.get_renderer())
        for letters in drawn.findobj(matplotlib.text.Text):
            if letters.get_visible() and letters.get_text().strip():
                assert letters.get_fontsize() >= SMALLEST_LETTERS_PT, letters.get_text()
    width, height = record.size
    assert box.x0 >= -EDGE_INCHES
    assert box.y0 >= -EDGE_INCHES
    assert box.x1 <= width + EDGE_INCHES
    assert box.y1 <= height + EDGE_INCHES


@pytest.mark.parametrize("record", FIGURES)
def test_its_file_is_light_and_the_same_each_time(record):
    first = record.svg()
    assert len(first.encode()) < MOST_SVG_BYTES
    assert record.svg() == first


@pytest.mark.parametrize("record", FIGURES)
def test_its_values_can_be_read_at_both_widths(record):
    with style.applied():
        found = values.on_both(record.draw(), record.draw(narrow=True), record.data, record.words)
    assert len(found["values"]) >= min(3, len(record.data)), "a reader who points at it learns nothing"
    for text, group, *places in found["values"]:
        assert re.search(r"\w", text)
        assert not re.search(r"\bnan\b|_|[a-z]\{|: *$", text), text
        assert 0 <= group < len(found["groups"])
        assert all(place is None or 0 <= place <= 1 for place in places), text
        assert None not in places[:2]


@pytest.mark.parametrize("record", FIGURES)
def test_its_data_can_be_read_back(record):
    header = record.csv.splitlines()[0].split(",")
    assert list(record.data.columns) == header
    assert len(set(header)) == len(header)


def test_the_figure_in_the_readme_is_the_one_in_the_book():
    name = re.search(r"\(media/(fig-[a-z0-9-]+)\.svg\)", (execution.ROOT / "README.md").read_text(encoding="utf-8"))[1]
    kept = (execution.ROOT / "media" / f"{name}.svg").read_text(encoding="utf-8")
    assert kept == imprint.write(figures.get(name), "svg").decode(), f"steppe figure {name} -o media/{name}.svg"
