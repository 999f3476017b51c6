"""Every table and every module altered in turn: nothing in which it has a say passes for fresh; and what sites follow.

What has a say is found out apart from the book's own record: a chapter's cells are run once while the system notes
which files they open and whose code runs (`traced_run`). A value that is not read and code that does not run change
nothing.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis import CHAPTERS, PAGES, corrections, tables
from publishing import execution, reproduction

_LAST_DIGIT = re.compile(r"\d(?=\D*\Z)")


@pytest.fixture(scope="module")
def traced():
    """Return which files the cells of every chapter (or the figures of a page) open, and whose code they run."""

    def trace(name):
        command = [sys.executable, Path(__file__).with_name("traced_run.py"), name]
        environment = {**os.environ, "PYTHONPATH": str(execution.ROOT / "src")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return {kind: set(paths) for kind, paths in json.loads(done.stdout).items()}

    execution.refresh()
    names = (*CHAPTERS, *PAGES)
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        return dict(zip(names, pool.map(trace, names), strict=True))


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return the folder of a copy of all that chapters depend on."""
    root = tmp_path_factory.mktemp("copy")
    for name in ("src/analysis", "data"):
        shutil.copytree(execution.ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(execution.ROOT / "requirements.txt", root / "requirements.txt")
    return root


@pytest.fixture
def stale(traced, copy):
    """Return a function that alters a file of the copy and returns the chapters that are stale then."""
    dependencies = {state.name: state.dependencies for state in execution.states()}

    def found():
        return {name for name, known in dependencies.items() if execution.changed_dependency(known, copy)}

    def stale(name, alter):
        path = copy / name
        before = path.read_bytes()
        changed = alter(before.decode())
        assert changed != before.decode(), f"{name} is as it was"
        path.write_text(changed, encoding="utf-8")
        try:
            return found()
        finally:
            path.write_bytes(before)

    assert found() == set()
    return stale


def another_digit(text):
    """Return a table's or a layer's text with another digit in its last number."""
    return _LAST_DIGIT.sub(lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)


def test_a_changed_value_of_any_table_makes_those_chapters_stale_that_read_it_and_no_others(stale, traced):
    files = [tables.describe(name).path for name in tables.names() if name != tables.REGISTER]
    paths = [path.relative_to(execution.ROOT).as_posix() for path in files]
    found = {path: stale(path, another_digit) for path in paths}
    expected = {path: {name for name in CHAPTERS if path in traced[name]["opened"]} for path in paths}
    assert {path: names for path, names in found.items() if names != expected[path]} == {}
    assert len([path for path in paths if expected[path]]) > len(paths) / 2, "most tables are read by a chapter"


def test_a_changed_correction_makes_those_chapters_stale_that_read_its_table_and_no_others(stale, traced):
    wrong = {}
    for item in tables.corrections():
        if item.action not in corrections.APPLIED:
            continue

        def without(text, item=item):
            buffer = io.StringIO()
            csv.writer(buffer).writerows(row for row in csv.reader(io.StringIO(text)) if row[0] != item.id)
            return buffer.getvalue()

        path = tables.describe(item.table).path.relative_to(execution.ROOT).as_posix()
        names = stale("data/corrections.csv", without)
        if names != {name for name in CHAPTERS if path in traced[name]["opened"]}:
            wrong[item.id] = names
    assert wrong == {}


def test_a_change_of_any_module_makes_those_chapters_stale_whose_cells_run_it(stale, traced):
    package = execution.ROOT / "src" / "analysis"
    paths = [path.relative_to(execution.ROOT).as_posix() for path in sorted(package.rglob("*.py"))]
    found = {path: stale(path, lambda text: f"{text}\nALTERED = True\n") for path in paths}
    ran = {path: {name for name in CHAPTERS if path in traced[name]["ran"]} for path in paths}
    assert {path: ran[path] - names for path, names in found.items() if ran[path] - names} == {}
    own = {name: found[f"src/analysis/{name}.py"] for name in CHAPTERS}
    assert all(name in names for name, names in own.items())


def test_the_stamp_of_a_figures_files_covers_all_code_that_draws_it(traced):
    for name, found in traced.items():
        covered = {
            path.relative_to(execution.ROOT).as_posix() for path in execution.modules(f"from analysis import {name}")
        }
        # the registries and the reader of tables stand between; data and texts are in the stamp themselves
        assert found["ran"] - covered == set(), name


def test_a_site_after_changes_is_to_the_byte_the_one_that_is_built_from_nothing(light, tmp_path):
    book = light(3)
    assert book.run("book").returncode == 0
    factor, values, fresh = book.chapters
    book.edit(f"src/analysis/{factor}.py", "FACTOR = 1", "FACTOR = 10")
    book.edit(f"data/light/light_{values}.csv", "2001,1\n", "2001,8\n")
    book.edit(f"chapters/{fresh}.md", "# A light chapter called", "# The light chapter called")
    book.edit("index.md", "A line of prose stands here.", "Other prose.")
    done = book.run("book")
    assert done.returncode == 0, done.stdout
    assert {line.partition(":")[0] for line in done.stdout.splitlines() if ": running, " in line} == {factor, values}
    assert re.search(rf"{fresh} +unchanged", done.stdout)
    after = tmp_path / "after"
    book.html.rename(after)
    shutil.rmtree(book.html.parent)
    assert book.run("book").returncode == 0
    assert reproduction.differences(after, book.html) == []
    page = (after / "chapters" / f"{values}.html").read_text(encoding="utf-8")
    assert "<td>8.0</td>" in page


def test_a_site_after_changes_of_words_alone_is_to_the_byte_the_one_that_is_built_from_nothing(light, tmp_path):
    book = light(2)
    assert book.run("book").returncode == 0
    with (book.root / "chapters" / f"{book.chapters[0]}.md").open("a", encoding="utf-8") as file:
        file.write("\nOther prose.\n")
    assert book.run("book").returncode == 0
    # every bundle holds it
    book.edit("LICENSE", "MIT License", "The MIT License")
    done = book.run("book")
    assert done.returncode == 0, done.stdout
    assert ": running, " not in done.stdout
    after = tmp_path / "after"
    book.html.rename(after)
    shutil.rmtree(book.html.parent)
    assert book.run("book").returncode == 0
    assert reproduction.differences(after, book.html) == []
