"""What several layers of tests share."""

import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from analysis import PAGES, figures, results
from publishing import execution, light_book

_COPIED = (
    "CITATION.cff", "LICENSE", "LICENSE-DATA", "README.md", "_config.yml", "_toc.yml", "index.md", "pyproject.toml",
    "requirements.txt", "chapters", "data", "locale", "media", "src", "tests",
)  # fmt: skip


class Sources:
    """The sources of a book in a folder that a test may spoil."""

    def __init__(self, root):
        self.root = root
        self.html = root / "_build" / "html"
        self.environment = {**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200"}

    def edit(self, name, old, new):
        """Replace text that must be there."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def run(self, *arguments, module="publishing"):
        """Run a module of the book's own code, and return the completed process."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=self.root, env=self.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip


class LightBook(Sources):
    """A book of light chapters, which builds fast."""

    def __init__(self, root, count):
        super().__init__(root)
        self.chapters = light_book.write(root, count)


class Project(Sources):
    """A copy of the project."""

    def __init__(self, root):
        super().__init__(root)
        root.mkdir()
        for name in _COPIED:
            source = execution.ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            else:
                shutil.copyfile(source, root / name)

    def keep_chapters(self, *names):
        """Make it a book of these chapters alone, so that it builds fast."""
        self.edit("src/analysis/__init__.py", "CHAPTERS = ", f"CHAPTERS = {names!r}\n_ALL = ")
        toc = self.root / "_toc.yml"
        lines = toc.read_text(encoding="utf-8").splitlines()
        kept = [
            line for line in lines if "file: chapters/" not in line or "back/" in line or line.split("/")[-1] in names
        ]
        toc.write_text("\n".join(kept) + "\n", encoding="utf-8")
        catalogue = self.root / "data" / "datapackage.json"
        package = json.loads(catalogue.read_text(encoding="utf-8"))
        # the pages beside the chapters stay, with what they read
        records = [record for record in (*figures.all(), *results.all()) if record.chapter in PAGES]
        read = {name for record in records for name in record.tables}
        package["resources"] = [
            item for item in package["resources"] if item["topic"] in (*names, "shared") or item["name"] in read
        ]
        known = {item["name"] for item in package["resources"]}
        for item in package["resources"]:
            item["topic"] = item["topic"] if item["topic"] in names else "shared"
        for item in package["resources"]:
            if item["name"] in ("claims", "corrections"):
                path = self.root / "data" / item["path"]
                rows = pd.read_csv(path, dtype=str, keep_default_na=False)
                # the ledgers name evidence and tables of all chapters
                if item["name"] == "claims":
                    # all stay, since chapters mention each other's; those of other chapters go to the first
                    chapter = rows["chapter"].where(rows["chapter"].isin(names), names[0])
                    kept = rows.assign(chapter=chapter, evidence="table:claims", finding="-", revision="-")
                else:
                    kept = rows[rows["table"].isin(known)].assign(other_tables="")
                kept.to_csv(path, index=False)
                item["rows"] = len(kept)
        catalogue.write_text(json.dumps(package), encoding="utf-8")
        (self.root / "index.md").write_text("# A small book\n", encoding="utf-8")


def pytest_configure(config):
    """Give nbval the time limit of the book."""
    config.option.nbval_cell_timeout = execution.CELL_TIMEOUT_SECONDS


@pytest.fixture(scope="session")
def lacking():
    """Return what skips a test that this machine cannot run, or fails it where continuous integration requires it."""

    def lack(reason):
        (pytest.fail if os.environ.get("STEPPE_REQUIRE_BROWSER") else pytest.skip)(reason)

    return lack


@pytest.fixture(scope="session")
def java(lacking):
    """Return the program that runs the validators."""
    program = shutil.which("java")
    if program is None:
        lacking("Java was not found (Debian: apt-get install default-jre-headless): pages and EPUB were not validated")
    return program


@pytest.fixture
def project(tmp_path):
    """Return a copy of the project."""
    return Project(tmp_path / "book")


@pytest.fixture
def light(tmp_path):
    """Return a function that makes a book of some number of light chapters."""
    return lambda count: LightBook(tmp_path / "light", count)


@pytest.fixture(scope="session")
def light_book_class():
    """Return the class of light books, for books that several tests share."""
    return LightBook
