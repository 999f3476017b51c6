"""What several layers of tests share."""

import json
import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from analysis import PAGES, figures, results
from publishing import execution

_COPIED = (
    "CITATION.cff", "LICENSE", "LICENSE-DATA", "README.md", "_config.yml", "_toc.yml", "index.md", "pyproject.toml",
    "requirements.txt", "chapters", "data", "locale", "media", "src", "tests",
)  # fmt: skip


class Project:
    """A copy of the project that a test may spoil."""

    def __init__(self, root):
        self.root = root
        root.mkdir()
        for name in _COPIED:
            source = execution.ROOT / name
            if source.is_dir():
                shutil.copytree(source, root / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            else:
                shutil.copyfile(source, root / name)

    def edit(self, name, old, new):
        """Replace text that must be there."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

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

    def run(self, *arguments, module="publishing"):
        """Run a module of the copy, and return the completed process."""
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "COLUMNS": "200"}
        return subprocess.run(
            [sys.executable, "-m", module, *arguments], cwd=self.root, env=environment, capture_output=True, text=True,
            check=False,
        )  # fmt: skip


def pytest_configure(config):
    """Give nbval the time limit of the book."""
    config.option.nbval_cell_timeout = execution.CELL_TIMEOUT_SECONDS


@pytest.fixture
def project(tmp_path):
    """Return a copy of the project."""
    return Project(tmp_path / "book")
