"""Notes of what need not be made again, and values that are taken over, say what making and computing would."""

import json

import pytest

from analysis import figures, results
from publishing import kept, rendering, site


def test_a_part_is_current_only_where_all_that_it_was_made_from_is_as_it_was(tmp_path):
    first = kept.Kept(tmp_path / "notes" / "kept.json")
    assert not first.current("pages", ["data", 1])
    assert not first.current("bundle", ["x"])
    first.save()
    second = kept.Kept(tmp_path / "notes" / "kept.json")
    assert second.current("bundle", ["x"])
    assert not second.current("pages", ["data", 2])
    second.save()
    third = kept.Kept(tmp_path / "notes" / "kept.json")
    assert third.current("pages", ["data", 2])


def test_a_build_that_does_not_end_leaves_no_notes(tmp_path):
    notes = kept.Kept(tmp_path / "kept.json")
    notes.current("pages", 1)
    notes.save()
    kept.Kept(tmp_path / "kept.json")
    assert not kept.Kept(tmp_path / "kept.json").current("pages", 1)


@pytest.mark.parametrize("content", ["", "[", "null"])
def test_damaged_notes_are_no_notes(tmp_path, content):
    (tmp_path / "kept.json").write_text(content)
    assert not kept.Kept(tmp_path / "kept.json").current("pages", 1)


def test_values_that_were_kept_as_json_are_those_that_are_computed():
    name = "claims-verdicts"
    computed = results.get(name).values
    known = json.loads(json.dumps(results.known()))
    vars(results.get(name)).pop("values")
    results.remember(known)
    taken = vars(results.get(name))["values"]
    assert taken == computed
    assert [type(value) for value in taken.values()] == [type(value) for value in computed.values()]


def test_what_is_kept_of_figures_is_what_their_data_say():
    record = figures.get("fig-water-map")
    known = json.loads(json.dumps(figures.known()))
    for part in ("data", "csv", "data_sha256", "is_map"):
        vars(record).pop(part, None)
    figures.remember(known)
    assert "data" not in vars(record), "nothing was computed"
    assert record.is_map
    assert record.data_sha256 == known["fig-water-map"]["data_sha256"]
    vars(record).pop("data_sha256")
    assert record.data_sha256 == known["fig-water-map"]["data_sha256"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder of a site into which the files of a figure, a table and a claim are put."""
    drawn = tmp_path / "drawn"
    drawn.mkdir()
    (drawn / "fig-a-b.svg").write_text("drawing")
    monkeypatch.setattr(site, "FIGURES", drawn)
    place = tmp_path / "site"
    for name in ("figures", "tables", "claims"):
        (place / name).mkdir(parents=True)
    return place


def test_files_of_an_earlier_build_go_and_others_are_written_only_where_they_differ(folder):
    first = rendering.figures.all()[0].id
    kept_page, old_page = folder / "figures" / f"{first}.html", folder / "figures" / "fig-gone-away.html"
    old_claim, old_table = folder / "claims" / "gone.html", folder / "tables" / "gone.html"
    for path in (kept_page, old_page, old_claim, old_table):
        path.write_text("page")
    site.write_files(folder, {"book.bib": "@book"}, {"claims/one.html": "one"})
    assert kept_page.read_text() == "page"
    assert not old_page.exists()
    assert not old_claim.exists()
    assert not old_table.exists()
    written = {name: (folder / name).stat().st_mtime_ns for name in ("cite/book.bib", "claims/one.html")}
    site.write_files(folder, {"book.bib": "@book"}, {"claims/one.html": "two"})
    assert (folder / "cite/book.bib").stat().st_mtime_ns == written["cite/book.bib"]
    assert (folder / "claims/one.html").read_text() == "two"
    assert (folder / "figures/fig-a-b.svg").read_text() == "drawing"
