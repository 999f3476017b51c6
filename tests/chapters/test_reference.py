"""The comparison of chapters with their reference outputs is a real one."""

import re

import pytest

from analysis import CHAPTERS
from publishing import reference


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_has_a_reference_with_values(name):
    texts = [text for cell in reference.load(name) for text in cell]
    assert sum(f"<fig-{name}-" in text for text in texts) >= 2


def test_a_value_that_differs_from_the_reference_fails_and_both_are_shown(project):
    path = project.root / "tests" / "chapters" / "reference" / "water.txt"
    text = path.read_text(encoding="utf-8")
    digits = re.search(r"data ([0-9a-f]{12})", text)[1]
    path.write_text(text.replace(digits, "000000000000"), encoding="utf-8")
    done = project.run("tests/chapters/reference", "-q", "-k", "water.ipynb", module="pytest")
    assert done.returncode == 1
    assert digits in done.stdout
    assert "000000000000" in done.stdout
