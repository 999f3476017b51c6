"""What has become of the figures: changed numbers are found, one by one."""

from publishing import comparison
from publishing.comparison import Drawn

OLD = Drawn("Flows rise", "<svg>1</svg>", "year,flow\n2000,1.5\n2001,2\n")


def test_a_changed_number_is_named_with_both_values():
    new = Drawn("Flows rise", "<svg>2</svg>", "year,flow\n2000,1.5\n2001,2.5\n")
    (found,) = comparison.compare({"fig-a-b": OLD}, {"fig-a-b": new})
    assert found.changes == ("row 3, flow: 2 became 2.5",)


def test_another_drawing_of_the_same_numbers_is_told_apart():
    (found,) = comparison.compare({"fig-a-b": OLD}, {"fig-a-b": Drawn("Flows rise", "<svg>2</svg>", OLD.csv)})
    assert found.changes == ()


def test_figures_that_came_and_went_are_named():
    found = comparison.compare({"fig-a-b": OLD}, {"fig-c-d": OLD})
    assert [(item.id, item.changes) for item in found] == [("fig-a-b", ("removed",)), ("fig-c-d", ("added",))]


def test_an_unchanged_figure_is_no_difference():
    assert comparison.compare({"fig-a-b": OLD}, {"fig-a-b": OLD}) == []


def test_other_rows_are_said_as_such():
    (said,) = comparison.changed_numbers("year\n2000\n", "year\n2000\n2001\n")
    assert said == "1 rows of year became 2 rows of year"


def test_the_page_shows_both_drawings(tmp_path):
    new = Drawn("Flows fall", "<svg>2</svg>", "year,flow\n2000,1.5\n2001,1\n")
    page = comparison.write_page(comparison.compare({"fig-a-b": OLD}, {"fig-a-b": new}), "v1", tmp_path)
    text = page.read_text()
    assert 'src="fig-a-b-old.svg"' in text
    assert 'src="fig-a-b-new.svg"' in text
    assert "row 3, flow: 2 became 1" in text
    assert (tmp_path / "fig-a-b-old.svg").read_text() == "<svg>1</svg>"
