"""The research object says what made what, is the same each time, and is a valid RO-Crate without the network."""

import hashlib
import json
import shutil

import pytest
import requests
from rocrate import vocabs
from rocrate.rocrate import ROCrate
from rocrate_validator import services
from rocrate_validator.utils.http import HttpRequester

from analysis import tables
from publishing import research_object

# said by the JSON-LD parser that the validator uses
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SITE = "https://example.org/book"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
# The terms of the context of RO-Crate 1.1 (https://w3id.org/ro/crate/1.1/context, on schema.org 10.0) that the book
# uses. The rocrate library brings the context of 1.3, in which each of these has the same meaning.
TERMS = (
    "Chapter", "ComputerLanguage", "CreateAction", "CreativeWork", "Dataset", "File", "ImageObject", "Organization",
    "SoftwareSourceCode", "about", "agent", "author", "caption", "codeRepository", "conformsTo", "contentSize",
    "datePublished", "description", "encodingFormat", "hasPart", "identifier", "inLanguage", "instrument", "isPartOf",
    "keywords", "license", "mentions", "name", "object", "programmingLanguage", "publisher", "result", "url", "version",
)  # fmt: skip


@pytest.fixture
def site(tmp_path, figure):
    """Return the folder of a small built site."""
    folder = tmp_path / "site"
    for ending in ("svg", "png", "pdf", "csv", "json", "html"):
        _put(folder / f"figures/{figure.id}.{ending}", f"{ending} of the figure")
    for address in ("index.html", "chapters/water.html", "tables/border_flows.html", "_sources/chapters/water.md"):
        _put(folder / address, address)
    for address in ("datapackage.json", "water/border_flows.csv"):
        (folder / "data" / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tables.DATA / address, folder / "data" / address)
    return folder


def _put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def entities(folder):
    graph = json.loads(research_object.write(folder).read_text(encoding="utf-8"))["@graph"]
    return {entity["@id"]: entity for entity in graph}


def validate(monkeypatch, tmp_path, folder, profile, severity="REQUIRED"):
    """Return the messages of the validator on a crate; whatever it asks the network for, but the context, fails."""

    def get(_, url, **options):
        assert url == CONTEXT, f"the validator asked for {url}"
        response = requests.Response()
        response.status_code, response.url = 200, url
        response.headers["Content-Type"] = "application/ld+json"
        context = {"@context": {term: vocabs.term_to_uri(term) for term in TERMS}}
        response._content = json.dumps(context).encode()
        return response

    monkeypatch.setattr(HttpRequester, "get", get, raising=False)
    settings = services.ValidationSettings(
        rocrate_uri=str(folder), profile_identifier=profile, requirement_severity=severity, offline=True,
        cache_path=tmp_path / "cache",
    )  # fmt: skip
    result = services.validate(settings)
    HttpRequester.reset()
    assert result.passed() == (not result.get_issues())
    return sorted({issue.message for issue in result.get_issues()})


@pytest.mark.parametrize("placed", [False, True])
@pytest.mark.parametrize("profile", ["ro-crate-1.1", "process-run-crate-0.5"])
def test_the_crate_is_valid(monkeypatch, tmp_path, site, book, profile, placed):
    if placed:
        book()
    research_object.write(site)
    assert validate(monkeypatch, tmp_path, site, profile) == []


def test_with_addresses_the_crate_has_all_that_ro_crate_recommends(monkeypatch, tmp_path, site, book):
    book()
    research_object.write(site)
    assert validate(monkeypatch, tmp_path, site, "ro-crate-1.1", "RECOMMENDED") == []


def test_the_validator_sees_an_action_without_instrument(monkeypatch, tmp_path, site):
    path = research_object.write(site)
    content = json.loads(path.read_text(encoding="utf-8"))
    for entity in content["@graph"]:
        entity.pop("instrument", None)
    path.write_text(json.dumps(content), encoding="utf-8")
    [message] = validate(monkeypatch, tmp_path, site, "process-run-crate-0.5")
    assert "MUST have an instrument" in message


def test_the_crate_is_the_book(site, book):
    root = entities(site)["./"]
    assert (root["name"], root["datePublished"]) == ("Rivers & Borders: A <Small> Book", "2026-01-31")
    assert root["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert root["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.5"}
    assert {"url", "identifier"}.isdisjoint(root)
    book()
    found = entities(site)
    assert (found["./"]["url"], found["./"]["identifier"]) == (SITE, "https://doi.org/10.1234/abcd")
    assert found["#contributors"] == {
        "@id": "#contributors",
        "@type": "Organization",
        "name": "A Group of Contributors",
        "url": SITE,
    }
    assert found["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}


def test_the_figure_is_traced_to_its_table_and_the_chapter_that_drew_it(site):
    found = entities(site)
    action = found["#fig-water-flows"]
    assert action["@type"] == "CreateAction"
    assert action["description"] == "analysis.water.draw_flows draws what analysis.water.flows prepares."
    assert action["object"] == {"@id": "data/water/border_flows.csv"}
    assert action["instrument"] == [{"@id": "#analysis.water"}, {"@id": "_sources/chapters/water.md"}]
    assert [item["@id"] for item in action["result"]] == [
        f"figures/fig-water-flows.{ending}" for ending in ("svg", "png", "pdf", "csv", "json")
    ]
    chapter = found["#chapter-water"]
    assert chapter["object"] == [{"@id": "data/water/border_flows.csv"}, {"@id": "figures/fig-water-flows.svg"}]
    assert chapter["result"] == {"@id": "chapters/water.html"}
    assert found["./"]["mentions"] == [{"@id": "#fig-water-flows"}, {"@id": "#chapter-water"}]


def test_files_carry_type_size_and_hash(site):
    found = entities(site)
    drawing = found["figures/fig-water-flows.svg"]
    assert drawing["@type"] == ["File", "ImageObject"]
    assert (drawing["encodingFormat"], drawing["contentSize"]) == ("image/svg+xml", str(len("svg of the figure")))
    assert drawing["sha256"] == hashlib.sha256(b"svg of the figure").hexdigest()
    table = found["data/water/border_flows.csv"]
    assert table["encodingFormat"] == "text/csv"
    assert found[table["license"]["@id"]]["name"] == "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO"


def test_only_what_the_site_holds_is_described(site):
    (site / "figures/fig-water-flows.pdf").unlink()
    (site / "_sources/chapters/water.md").unlink()
    found = entities(site)
    files = {item["@id"] for item in found["./"]["hasPart"]}
    assert all((site / address).is_file() for address in files)
    assert "figures/fig-water-flows.pdf" not in found
    assert found["#fig-water-flows"]["instrument"][1] == {"@id": "#chapters/water.md"}


def test_the_same_site_gives_the_same_bytes_and_nothing_else_changes(site):
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    first = research_object.write(site).read_bytes()
    assert research_object.write(site).read_bytes() == first
    after = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert after == before | {site / "ro-crate-metadata.json": first}


def test_another_library_call_reads_the_crate_back(site):
    research_object.write(site)
    crate = ROCrate(site)
    assert crate.name == "Rivers & Borders: A <Small> Book"
    assert {action.id for action in crate.get_by_type("CreateAction")} == {"#fig-water-flows", "#chapter-water"}
