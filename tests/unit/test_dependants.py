"""One function changed: only the chapters that reach its module by imports are run again."""

import shutil

import jupytext
import pytest

from analysis import CHAPTERS
from publishing import execution

EXPECTED = {
    "water": {"water"},
    "hydrology": {"water"},
    "voting": {"history"},
    "energy_uranium": {"energy"},
    "trade_growth": {"trade"},
    "migration_surveys": {"migration"},
    "border_lines": {"borders"},
    "changes": {"history", "water"},
    "trends": set(CHAPTERS),
    "style": set(CHAPTERS),
    "tables": set(CHAPTERS),
}
"""Read off the import lines of chapters and modules."""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return the folder of a copy of the analyses, and what every chapter depends on there."""
    root = tmp_path_factory.mktemp("book")
    for name in ("src/analysis", "chapters"):
        shutil.copytree(execution.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "data").mkdir()
    for name in ("data/datapackage.json", "requirements.txt"):
        shutil.copyfile(execution.ROOT / name, root / name)
    found = {}
    for name in CHAPTERS:
        path = root / "chapters" / f"{name}.md"
        state = execution.ChapterState(name, path, None, None, jupytext.read(path, fmt="md:myst"))
        found[name] = execution.record_dependencies(state, [], root)
    return root, found


@pytest.mark.parametrize("module", EXPECTED)
def test_a_changed_module_makes_those_chapters_stale_that_reach_it_and_no_others(book, module):
    root, dependencies = book
    path = root / "src" / "analysis" / f"{module}.py"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n# changed\n", encoding="utf-8")
    try:
        reasons = {name: execution.changed_dependency(found, root) for name, found in dependencies.items()}
    finally:
        path.write_text(before, encoding="utf-8")
    assert {name for name, reason in reasons.items() if reason} == EXPECTED[module]
    assert set(reasons.values()) <= {None, f"src/analysis/{module}.py"}
