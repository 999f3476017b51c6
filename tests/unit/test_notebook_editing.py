"""A chapter that is edited as a notebook stays MyST Markdown, and is run again when its code has changed."""

import json
import shutil
import subprocess
import sys

import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn

from analysis import CHAPTERS
from publishing import execution


class Editor:
    """Chapters in a folder, read and written by jupytext with the project's settings as JupyterLab does."""

    def __init__(self, root):
        self.root = root
        for name in ("chapters", "src/analysis"):
            shutil.copytree(execution.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        (root / "data").mkdir()
        for name in ("jupytext.toml", "requirements.txt", "data/datapackage.json"):
            shutil.copyfile(execution.ROOT / name, root / name)

    def _convert(self, *arguments):
        command = [sys.executable, "-m", "jupytext", "--quiet", *map(str, arguments)]
        subprocess.run(command, cwd=self.root / "chapters", check=True)

    def edit(self, change=None, names=CHAPTERS):
        """Open chapters as notebooks, let a function change each one's cells, and save them."""
        self._convert("--to", "ipynb", *(f"{name}.md" for name in names))
        for name in names:
            path = self.root / "chapters" / f"{name}.ipynb"
            notebook = json.loads(path.read_text(encoding="utf-8"))
            if change:
                change(notebook["cells"])
            path.write_text(json.dumps(notebook), encoding="utf-8")
        self._convert("--to", "md:myst", *(f"{name}.ipynb" for name in names))

    def text(self, name):
        return (self.root / "chapters" / f"{name}.md").read_text(encoding="utf-8")

    def keep(self, name):
        """Store a chapter's outputs, as if it had been run."""
        cache = get_cache(str(self.root / "cache"))
        state = execution._state(cache, self.root, name)
        data = {"dependencies": execution.record_dependencies(state, [], self.root)}
        cache.cache_notebook_bundle(CacheBundleIn(state.notebook, str(state.path), data=data), check_validity=False)

    def stale_because(self, name):
        return execution._state(get_cache(str(self.root / "cache")), self.root, name).stale_because


@pytest.fixture
def editor(tmp_path):
    return Editor(tmp_path)


def test_a_chapter_that_is_opened_and_saved_keeps_its_text(editor):
    before = {name: editor.text(name) for name in CHAPTERS}
    editor.edit()
    for name, text in before.items():
        # jupytext sets an empty line between a cell's options and its code
        saved = editor.text(name)
        assert [line for line in saved.splitlines() if line] == [line for line in text.splitlines() if line]
    once = {name: editor.text(name) for name in CHAPTERS}
    editor.edit()
    assert {name: editor.text(name) for name in CHAPTERS} == once


def last_of(kind, cells):
    return [cell for cell in cells if cell["cell_type"] == kind][-1]


def test_edited_prose_leaves_a_chapter_fresh_and_an_edited_cell_makes_it_stale(editor):
    editor.keep("water")
    assert editor.stale_because("water") is None
    editor.edit(lambda cells: last_of("markdown", cells)["source"].append("\n\nA new line."), ["water"])
    assert "\n\nA new line.\n" in editor.text("water")
    assert editor.stale_because("water") is None
    editor.edit(lambda cells: last_of("code", cells)["source"].append("\n1 + 1"), ["water"])
    assert "\n1 + 1\n```\n" in editor.text("water")
    assert editor.stale_because("water") == "its code cells are new"
