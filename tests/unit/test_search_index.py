"""The search: what its index holds, and that every form of a name leads to the same place."""

import json
import shutil
import subprocess

import pytest

from analysis import claims, figures, names, tables
from publishing import search_index, site

PAGE = """<html><body><article class="bd-article">
<section id="water"><h1>Water<a class="headerlink" href="#water">#</a></h1>
<p>Two rivers leave China.</p><pre>code_that_is_no_text</pre>
<section id="the-lake"><h2>The lake rose</h2><p>The Ili feeds Lake Balkhash.</p></section>
<section id="limits"><h2>Limits</h2><p>No gauge is open.</p></section></section></article></body></html>"""

FORMS = ["Ili", "伊犁", "伊犁河", "Yīlí Hé", "Іле", "Или", "или"]

SEARCH = """
const find = require(process.argv[1]), MiniSearch = require(process.argv[2]), fs = require("fs");
globalThis.window = globalThis;
eval(fs.readFileSync(process.argv[3], "utf8"));
const prepared = find.prepare(globalThis.bookIndex, MiniSearch), said = {};
for (const query of JSON.parse(process.argv[4])) {
  const found = find.search(prepared, query);
  said[query] = Object.fromEntries(Object.entries(found).map(([kind, hits]) => [kind, hits.map((hit) => hit.href)]));
}
console.log(JSON.stringify(said));
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a site of one chapter with its index."""
    made = tmp_path_factory.mktemp("site")
    (made / "chapters").mkdir()
    (made / "chapters" / "water.html").write_text(PAGE, encoding="utf-8")
    search_index.write(made)
    return made


@pytest.fixture(scope="module")
def found(folder):
    """Return what the search finds for some queries, as a browser's engine computes it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("the search runs in JavaScript, and node is not installed")
    scripts = [str(site.STATIC / name) for name in ("find.js", "minisearch.js")]
    queries = json.dumps([*FORMS, "balkhash", "Balqash", "uranium", "魑魅魍魉"])
    done = subprocess.run(
        [node, "-e", SEARCH, *scripts, str(folder / search_index.FILE), queries],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_sections_are_records_of_their_own_text():
    records = search_index.sections(PAGE, "chapters/water.html")
    assert [(record["href"], record["title"], record["text"]) for record in records] == [
        ("chapters/water.html", "Water", "Two rivers leave China."),
        ("chapters/water.html#the-lake", "The lake rose", "The Ili feeds Lake Balkhash."),
        ("chapters/water.html#limits", "Limits", "No gauge is open."),
    ]
    assert records[1]["names"] == ["balkhash", "ili"]
    assert records[1]["page"] == "Water"


def test_a_name_within_a_longer_word_is_not_mentioned():
    assert search_index.mentions("The Iliad and the Chuvash") == []
    assert search_index.mentions("Mr Tokayev spoke; the emperor did not") == ["tokayev"]


def test_everything_is_found_as_its_own_kind(folder):
    records = search_index.records(folder)
    counted = {kind: sum(record["kind"] == kind for record in records) for kind in search_index.KINDS}
    assert counted == {
        "name": len(names.all()),
        "section": 3,
        "figure": len(figures.all()),
        "claim": len(claims.all()),
        "table": len(tables.names()),
    }
    assert [record["href"] for record in records if not record["title"] or "{" in record["title"]] == []


def test_the_index_is_the_same_each_time_and_small(folder):
    first = search_index.write(folder).read_bytes()
    assert search_index.write(folder).read_bytes() == first
    assert len(first) < 1_000_000


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_name_leads_to_the_same_place(found, form):
    assert found[form]["name"][0] == "chapters/back/names.html#name-ili"
    assert "chapters/water.html#the-lake" in found[form]["section"]


def test_forms_find_the_figures_and_claims_that_the_english_form_finds(found):
    for form in ("伊犁河", "Іле"):
        for kind in ("figure", "claim"):
            mentioned = {
                record["href"] for record in search_index.records(site.HTML.parent / "none")
                if record["kind"] == kind and "ili" in record["names"]
            }  # fmt: skip
            assert mentioned, kind
            assert mentioned <= set(found[form][kind])


def test_a_romanised_form_finds_its_name_and_nonsense_finds_nothing(found):
    assert found["Balqash"]["name"][0] == "chapters/back/names.html#name-balkhash"
    assert found["魑魅魍魉"] == {}
    assert found["uranium"]["table"]
    assert found["uranium"]["figure"]
    assert found["uranium"]["claim"]
