"""Verification gives each kind of difference its own answer."""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
import zipfile

import pytest

from analysis import figures, results
from publishing import execution, rendering, site, verification

FIGURE = "fig-water-inflow-by-basin"
RESULT = "water-inflow-total"


@pytest.fixture
def published(tmp_path, monkeypatch):
    """Return the folder of a published copy of one figure and one result, which are all that the book has."""
    record, result = figures.get(FIGURE), results.get(RESULT)
    monkeypatch.setattr(figures, "all", lambda: (record,))
    monkeypatch.setattr(results, "all", lambda: (result,))
    folder = tmp_path / "html"
    (folder / "figures").mkdir(parents=True)
    entry = {"hashes": dataclasses.asdict(rendering.hashes(record))}
    site.write_json(folder / "figures/index.json", {"title": "A book", "version": "1.0", "figures": {FIGURE: entry}})
    site.write_json(folder / verification.RESULTS, verification.results_manifest())
    (folder / f"figures/{FIGURE}.csv").write_text(record.csv, encoding="utf-8")
    return folder


def edit(path, change):
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def republish(folder, text):
    """Let the published copy hold other numbers, consistently."""
    (folder / f"figures/{FIGURE}.csv").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    edit(folder / "figures/index.json", lambda made: made["figures"][FIGURE]["hashes"].update(data=digest))


def outcomes(path):
    return {item.id: item for item in verification.verify(verification.PublishedCopy(path))}


def content(path):
    copy = verification.PublishedCopy(path)
    return verification.report(copy, verification.verify(copy))


def test_the_same_book_is_verified_from_folder_and_zip(published, tmp_path):
    archive = tmp_path / "book.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for path in published.rglob("*"):
            made.write(path, f"steppe-neighbours/{path.relative_to(published)}")
    for copy in (published, archive):
        found = content(copy)
        assert found["verified"]
        assert found["counts"] == {"figure: identical": 1, "result: identical": 1}
        assert found["environment"]["differing"] == []


def test_a_wrong_number_of_a_figure(published):
    header, first, *rest = figures.get(FIGURE).csv.splitlines()
    cells = first.split(",")
    place = next(index for index, cell in enumerate(cells) if cell.replace(".", "").isdigit())
    right, cells[place] = cells[place], "77.7"
    republish(published, "\n".join([header, ",".join(cells), *rest]) + "\n")
    outcome = outcomes(published)[FIGURE]
    assert outcome.verdict == verification.DIFFERS
    assert outcome.detail == f"row 2, {header.split(',')[place]}: 77.7 there, {right} here"
    assert not content(published)["verified"]


def test_a_difference_within_the_tolerance(published):
    header, first, *rest = figures.get(FIGURE).csv.splitlines()
    cells = first.split(",")
    place = next(index for index, cell in enumerate(cells) if "." in cell and cell.replace(".", "").isdigit())
    cells[place] = repr(float(cells[place]) * (1 + 1e-12))
    republish(published, "\n".join([header, ",".join(cells), *rest]) + "\n")
    assert outcomes(published)[FIGURE].verdict == verification.WITHIN
    assert content(published)["verified"]


def test_a_wrong_result(published):
    edit(published / verification.RESULTS, lambda made: made["results"][RESULT].update(value=14.0))
    outcome = outcomes(published)[RESULT]
    assert outcome.verdict == verification.DIFFERS
    assert outcome.detail == f"14.0 there, {results.value(RESULT)} here"


def test_a_figure_that_is_missing_here(published):
    edit(published / "figures/index.json", lambda made: made["figures"].update({"fig-water-gone": {}}))
    assert outcomes(published)["fig-water-gone"].verdict == verification.MISSING
    assert not content(published)["verified"]


def test_a_figure_that_was_not_published_is_no_fault(published):
    edit(published / "figures/index.json", lambda made: made["figures"].pop(FIGURE))
    assert outcomes(published)[FIGURE].verdict == verification.NEW
    assert content(published)["verified"]


def test_another_matplotlib_is_named_and_is_no_fault(published):
    edit(published / verification.RESULTS, lambda made: made["environment"].update(matplotlib="2.0"))
    edit(published / "figures/index.json", lambda made: made["figures"][FIGURE]["hashes"].update(style="0" * 64))
    found = content(published)
    assert found["verified"]
    assert found["environment"]["differing"] == ["matplotlib"]
    assert outcomes(published)[FIGURE].detail == "style differs"


def test_what_cannot_be_computed(published, monkeypatch):
    broken = dataclasses.replace(results.get(RESULT), function=lambda border_flows: 1 / 0)
    monkeypatch.setattr(results, "all", lambda: (broken,))
    outcome = outcomes(published)[RESULT]
    assert (outcome.verdict, outcome.detail) == (verification.FAILED, "ZeroDivisionError: division by zero")


def test_what_is_no_published_copy(tmp_path):
    with pytest.raises(verification.PublishedCopyError, match="there is no published copy at"):
        verification.PublishedCopy(tmp_path / "none")
    with pytest.raises(verification.PublishedCopyError, match=r"has no figures/index\.json"):
        verification.PublishedCopy(tmp_path)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/index.json").write_text("{")
    with pytest.raises(verification.PublishedCopyError, match="is damaged"):
        verification.PublishedCopy(tmp_path)


def test_the_report_is_sealed(published, tmp_path):
    path = verification.write_report(content(published), tmp_path / "out")
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256((tmp_path / "out/report.json").read_bytes()).hexdigest()
    assert text.endswith(f"which holds the same: {digest}\n")
    assert f"| figure | {FIGURE} | identical |" in text


def test_locale_and_time_zone_change_no_number():
    program = (
        "import locale, time; locale.setlocale(locale.LC_ALL, ''); time.tzset()\n"
        "from analysis import figures, results\nfrom publishing import reference\n"
        f"print(figures.get({FIGURE!r}).data_sha256, reference.values([results.get({RESULT!r})]))"
    )
    said = set()
    for places in (
        {"TZ": "Asia/Almaty", "LC_ALL": "C"},
        {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"},
    ):
        environment = {**os.environ, "PYTHONPATH": str(execution.ROOT / "src"), **places}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert figures.get(FIGURE).data_sha256 in said.pop()
