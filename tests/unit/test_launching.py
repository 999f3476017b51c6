"""Where a chapter can be run without being installed: files for the services, and links once there is an address."""

import ast
import json
import os
from dataclasses import replace

import nbformat
import pytest
from bs4 import BeautifulSoup

from analysis import CHAPTERS
from publishing import catalogue_pages, colab, execution, metadata


@pytest.fixture
def links(monkeypatch):
    """Return a function that gives the launch links of the chapter on water in a book with some repository."""
    water = execution.ChapterState("water", execution.ROOT / "chapters" / "water.md", None, None, None)
    monkeypatch.setattr(catalogue_pages.bundles, "tables_of", lambda state: ["a", "b"])

    def of(repository):
        book = replace(metadata.book(), repository_url=repository)
        monkeypatch.setattr(catalogue_pages.metadata, "book", lambda: book)
        page = BeautifulSoup(catalogue_pages.rerun(water, "../"), "lxml")
        return {link.get_text(): link["href"] for link in page.select("a.launch")}

    return of


def test_links_appear_once_the_repository_has_an_address(links):
    assert links("https://github.com/someone/steppe") == {
        "Binder": "https://mybinder.org/v2/gh/someone/steppe/HEAD?urlpath=lab/tree/chapters/water.md",
        "GitHub Codespaces": "https://codespaces.new/someone/steppe",
    }


@pytest.mark.parametrize("repository", ["", "https://example.org/code"])
def test_without_an_address_that_the_services_know_there_are_none(links, repository):
    assert links(repository) == {}


def test_colab_opens_the_notebook_of_the_chapter_once_the_repository_holds_it(links, monkeypatch, tmp_path):
    repository = "https://github.com/someone/steppe"
    monkeypatch.setattr(colab, "FOLDER", tmp_path / "colab")
    paths = colab.write(repository, colab.FOLDER)
    assert [path.stem for path in paths] == list(CHAPTERS)
    assert (
        links(repository)["Colab"]
        == "https://colab.research.google.com/github/someone/steppe/blob/HEAD/colab/water.ipynb"
    )
    notebook = nbformat.read(colab.FOLDER / "water.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "code"]
    install, run = (cell.source for cell in notebook.cells[1:])
    assert f"git clone --quiet --depth 1 {repository} book" in install
    assert "--require-hashes --requirement book/requirements.txt" in install
    ast.parse(run.replace("!cd", "# cd"))


def test_the_notebooks_for_colab_are_those_that_the_book_writes(tmp_path):
    repository = metadata.book().repository_url
    committed = sorted(colab.FOLDER.glob("*")) if colab.FOLDER.is_dir() else []
    assert bool(repository) == bool(committed), "make colab writes them, once there is a repository"
    written = colab.write(repository, tmp_path / "colab") if repository else []
    assert [path.read_bytes() for path in committed] == [path.read_bytes() for path in sorted(written)]


def test_the_files_of_the_services_name_what_is_there():
    folder = execution.ROOT / ".binder"
    named = (folder / "requirements.txt").read_text().split()[1]
    assert (folder / named).resolve() == execution.ROOT / "requirements.txt"
    assert os.access(folder / "postBuild", os.X_OK)
    container = json.loads((execution.ROOT / ".devcontainer" / "devcontainer.json").read_text())
    target = container["postCreateCommand"].removeprefix("make ")
    assert f"\n{target}: " in (execution.ROOT / "Makefile").read_text()
