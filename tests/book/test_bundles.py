"""Rerun bundles: complete, minimal, and the same numbers in an empty folder and a new environment."""

import json
import os
import subprocess
import sys
import venv
import zipfile

import pytest

from analysis import CHAPTERS, figures
from publishing import bundles, execution, site


@pytest.fixture(scope="module")
def new_python(tmp_path_factory):
    """Return the interpreter of a new environment that holds what the lock names and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    lock = execution.ROOT / "requirements.txt"
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock]
    subprocess.run(command, check=True)
    return python


def unpacked(name, folder):
    with zipfile.ZipFile(site.HTML / "rerun" / f"{name}.zip") as archive:
        archive.extractall(folder)
    return folder / f"steppe-neighbours-{name}"


def rerun(python, folder):
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder.parent)}
    return subprocess.run(
        [python, "rerun.py"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_bundle_gives_every_figure_again_in_a_new_environment(book, new_python, name, tmp_path):
    folder = unpacked(name, tmp_path)
    done = rerun(new_python, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.splitlines()
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert set(expected["figures"]) == {record.id for record in figures.all() if record.chapter == name}
    assert len(said) == len(expected["figures"]) + len(expected["results"]) + 1
    assert all(line.startswith("the same: ") for line in said[:-1])
    assert (folder / f"{name}-rerun.ipynb").is_file()


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_bundle_holds_the_tables_that_its_chapter_reads_and_no_others(book, name, tmp_path):
    folder = unpacked(name, tmp_path)
    catalogue = json.loads((folder / "data" / "datapackage.json").read_text(encoding="utf-8"))
    described = {item["name"]: item for item in catalogue["resources"]}
    assert set(described) == set(bundles.tables_of(next(state for state in execution.states() if state.name == name)))
    files = {path.relative_to(folder / "data").as_posix() for path in (folder / "data").rglob("*") if path.is_file()}
    assert files == {"datapackage.json", *(item["path"] for item in described.values())}
    assert all(item["licenses"] and item["sources"] for item in described.values())
    assert "corrections" in described, "without the register a table would be read as its sources print it"


def test_a_changed_number_in_a_bundle_is_named(book, tmp_path):
    folder = unpacked("water", tmp_path)
    path = folder / "data" / "water" / "black_irtysh_discharge.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[5].split(",")
    cells[1] = str(float(cells[1]) + 1)
    lines[5] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = rerun(sys.executable, folder)
    assert done.returncode == 1
    assert any(
        line.startswith("DIFFERS") and line.endswith(": fig-water-black-irtysh-discharge")
        for line in done.stdout.splitlines()
    )


def test_the_same_files_make_the_same_bytes():
    files = {"b.txt": b"second", "a/first.txt": b"first"}
    assert bundles.packed("x", files) == bundles.packed("x", dict(reversed(files.items())))


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapters_page_offers_its_bundle(book, name):
    page = book.pages[f"chapters/{name}.html"]
    links = [link["href"] for link in page.select("section.rerun a")]
    assert links == [f"../rerun/{name}.zip"]
    assert (book.folder / "chapters" / links[0]).resolve().is_file()
