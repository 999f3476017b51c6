"""What readers are offered as citations is what the standards ask for, and all of it comes from one record."""

import dataclasses
import hashlib
import json
import re
from pathlib import Path

import pytest
import rispy
from pybtex import PybtexEngine
from pybtex.database import parse_string
from pybtex.errors import set_strict_mode
from pybtex.richtext import Text

from analysis import claims, figures, tables
from publishing import bibliography, citing, csl, metadata

GOLDEN = json.loads((Path(__file__).parent / "golden" / "citations.json").read_text(encoding="utf-8"))
DIGEST = "0a1b2c3d4e5f60718293a4b5c6d7e8f9" * 2
BOOK = metadata.Book(
    title="Steppe Neighbours: China–Kazakhstan Relations in Evidence", abstract="", version="0.1.0", date="2026-11-22",
    author="Steppe Neighbours contributors", keywords=(), site_url="", repository_url="", doi="",
)  # fmt: skip
SITE = "https://example.org/book"
DOI = "10.5281/zenodo.1234567"
CASES = {
    "without an address": BOOK,
    "with a site": dataclasses.replace(BOOK, site_url=SITE),
    "with a DOI": dataclasses.replace(BOOK, site_url=SITE, doi=DOI),
}


def _figure(name, title):
    return citing.Citable("figure", name, title, f"figures/{name}.html", DIGEST, ())


URANIUM = _figure(
    "fig-energy-uranium",
    "Kazakhstan became the largest uranium miner in 2009 and mined 39% of the world’s uranium in 2024",
)
CITED = {
    item.id: item
    for item in (
        URANIUM,
        _figure(
            "fig-trade-mirror",
            "China says it sends Kazakhstan far more than Kazakhstan says it receives; the other way the two are close",
        ),
        _figure(
            "fig-water-map",
            "Both large rivers come down from China, and only the Black Irtysh has an open record near the border",
        ),
        citing.Citable(
            "table", "table-border_flows", "Water that crosses borders of China, Kazakhstan and Kyrgyzstan, by basin",
            "tables/border_flows.html", DIGEST, (),
        ),
        citing.Citable(
            "claim", "claim-lead-names-languages",
            "The relationship has names of its own in Kazakh, in Chinese and in Dungan "
            "(verdict: confirmed with a qualification)",
            "claims/lead-names-languages.html", DIGEST, (),
        ),
        citing.Citable("book", "book", BOOK.title, "index.html", None, ()),
    )
}  # fmt: skip
CHAPTER = citing.Citable(
    "chapter", "chapter-water", "Water: Is China’s use of the shared rivers visible in the water?",
    "chapters/water.html", None, (),
)  # fmt: skip
STRAY = re.compile(r"\.\.|,,|[ (][.,;:]|[?!;:,]”?[.,]|“”|\(\)|\[\]|  |[,:;]$")


@pytest.fixture(params=CASES)
def case(request, monkeypatch):
    monkeypatch.setattr(metadata, "book", lambda: CASES[request.param])
    return request.param


@pytest.fixture
def with_site(monkeypatch):
    monkeypatch.setattr(metadata, "book", lambda: CASES["with a site"])


def _forms(citable):
    texts = {style: citing.text(citable, style) for style in citing.STYLES}
    files = {name: citing.file(citable, name).splitlines() for name in ("bibtex", "biblatex", "ris")}
    return texts | files | {"csl-json": json.loads(citing.file(citable, "csl-json"))}


@pytest.mark.parametrize("name", CITED)
def test_all_nine_forms_are_those_that_were_checked_against_the_standards(name, case):
    assert _forms(CITED[name]) == GOLDEN[name][case]


@pytest.mark.parametrize("citable", [*CITED.values(), CHAPTER], ids=lambda item: item.id)
def test_every_text_says_title_book_version_year_and_data(citable, case):
    for style in citing.STYLES:
        text = citing.text(citable, style)
        found = [citable.title, "Steppe Neighbours contributors", "0.1.0", "2026"]
        found += [DIGEST[:12]] if citable.data_sha256 else []
        # GB/T has no place for the book of a data set: there it stands as publisher, without its subtitle
        found += ["Steppe Neighbours, 2026" if (style, citable.kind) == ("gb-t", "table") else BOOK.title]
        assert [part for part in found if part.casefold() not in text.casefold()] == []
        assert not STRAY.search(text), text
        assert (DOI in text) == (case == "with a DOI")
        assert (f"{SITE}/{citable.page}" in text) == (case == "with a site")


def test_a_chapter_that_asks_is_followed_by_no_other_mark(with_site):
    title = "Water: Is China’s use of the shared rivers visible in the water?"
    assert f"{title} In Steppe" in citing.text(CHAPTER, "apa")
    assert "Visible in the Water?” In Steppe" in citing.text(CHAPTER, "chicago")
    assert f"“{title}” in Steppe" in citing.text(CHAPTER, "ieee")
    assert f"{title} [Электронный ресурс] // Steppe" in citing.text(CHAPTER, "gost")
    assert f"{title}[M/OL]//Steppe" in citing.text(CHAPTER, "gb-t")


def test_headline_capitals_leave_units_alone():
    figure = _figure(
        "fig-borders-kyrgyz-profile", "Half of the border runs above 4,216\N{NO-BREAK SPACE}m, by 2024 its own"
    )
    assert "“Half of the Border Runs Above 4,216 m, by 2024 Its Own.”" in citing.text(figure, "chicago")


# Published works of the kinds that guides to the styles show, and the entry that each style's rules ask for,
# written by hand. GOST also allows the mark of an electronic resource to be left out; its CSL style never does.
IMMUNE = {
    "id": "a", "type": "report", "title": "Factors regulating the immune response: report of WHO Scientific Group",
    "author": [{"literal": "World Health Organization"}], "publisher": "WHO", "publisher-place": "Geneva",
    "issued": {"date-parts": [[1970]]},
}  # fmt: skip
SOLDIERS = {
    "id": "b", "type": "webpage", "title": "Право военнослужащих Российской Федерации на свободу ассоциаций",
    "author": [{"family": "Дирина", "given": "А. И."}], "container-title": "Военное право: сетевой журн",
    "issued": {"date-parts": [[2007]]}, "URL": "http://www.voennoepravo.ru/node/2149",
    "accessed": {"date-parts": [[2007, 9, 19]]},
}  # fmt: skip
STORYBOOKS = {
    "id": "c", "type": "article-journal", "volume": "8", "issue": "3", "page": "207-217",
    "title": (
        "Emotions in storybooks: "
        "A comparison of storybooks that represent ethnic and racial groups in the United States"
    ),
    "container-title": "Psychology of Popular Media Culture", "issued": {"date-parts": [[2019]]},
    "author": [
        {"family": "Grady", "given": "J. S."}, {"family": "Her", "given": "M."}, {"family": "Moreno", "given": "G."},
        {"family": "Perez", "given": "C."}, {"family": "Yelinek", "given": "J."},
    ],
    "DOI": "10.1037/ppm0000185",
}  # fmt: skip
COLLEGE = {
    "id": "d", "type": "article-journal", "volume": "11", "issue": "1", "page": "1-34", "language": "en",
    "title": "Expanding College Access in Taiwan, 1978–2014: Effects on Graduate Quality and Income Inequality",
    "container-title": "Journal of Human Capital", "issued": {"date-parts": [[2017]]},
    "author": [
        {"family": "Keng", "given": "Shao-Hsun"}, {"family": "Lin", "given": "Chun-Hung"},
        {"family": "Orazem", "given": "Peter F."},
    ],
    "DOI": "10.1086/690235",
}  # fmt: skip
LASER = {
    "id": "e", "type": "article-journal", "title": "Theory of traveling-wave optical laser", "volume": "134",
    "container-title": "Phys. Rev.", "page": "A635-A646", "issued": {"date-parts": [[1965, 12]]},
    "author": [{"family": "Wigner", "given": "Eugene P."}],
}  # fmt: skip


EXAMPLES = {
    "apa": (STORYBOOKS, [
        "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019).",
        f"{STORYBOOKS['title']}.",
        "Psychology of Popular Media Culture, 8(3), 207–217. https://doi.org/10.1037/ppm0000185",
    ]),
    "chicago": (COLLEGE, [
        "Keng, Shao-Hsun, Chun-Hung Lin, and Peter F. Orazem. 2017.",
        "“Expanding College Access in Taiwan, 1978–2014: Effects on Graduate Quality and Income Inequality.”",
        "Journal of Human Capital 11 (1): 1–34. https://doi.org/10.1086/690235.",
    ]),
    "ieee": (LASER, [
        "E. P. Wigner, “Theory of traveling-wave optical laser,” Phys. Rev., vol. 134, pp. A635–A646, Dec. 1965.",
    ]),
    "gost": (SOLDIERS, [
        "Дирина А. И. Право военнослужащих Российской Федерации на свободу ассоциаций [Электронный ресурс]",
        "// Военное право: сетевой журн. 2007.",
        "URL: http://www.voennoepravo.ru/node/2149 (дата обращения: 19.09.2007).",
    ]),
    "gb-t": (IMMUNE, [
        "World Health Organization. Factors regulating the immune response: report of WHO Scientific Group[R].",
        "Geneva: WHO, 1970.",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("style", citing.STYLES)
def test_a_published_work_comes_out_as_the_rules_of_the_style_ask(style):
    item, expected = EXAMPLES[style]
    assert csl.render(item, style) == " ".join(expected)


def _known(record):
    return {
        "title": record["title"], "author": record["author"][0]["literal"], "year": "2026",
        "DOI": record.get("DOI"), "URL": record.get("URL"), "note": record["note"],
    }  # fmt: skip


def _read_bib(content):
    (entry,) = parse_string(content, "bibtex").entries.values()
    fields = {name: str(Text.from_latex(value)) for name, value in entry.fields.items() if name not in ("url", "doi")}
    author = str(Text.from_latex(entry.persons["author"][0].last_names[0]))
    addresses = {"DOI": entry.fields.get("doi"), "URL": entry.fields.get("url")}
    return fields | {"author": author} | addresses


HOSTILE = dataclasses.replace(CITED["table-border_flows"], title='US$ 21.6 & 100% of #1_a, “so” "or" 10 km³ – China’s')


@pytest.mark.parametrize(
    "citable", [*CITED.values(), CHAPTER, HOSTILE], ids=lambda item: f"{item.kind} {item.title[:8]}"
)
def test_files_read_back_to_the_record(citable, case):
    record = citing.record(citable)
    assert json.loads(citing.file(citable, "csl-json")) == [record]
    (read,) = rispy.loads(citing.file(citable, "ris"))
    assert _known(record) == {
        "title": read["title"], "author": read["authors"][0], "year": read["year"],
        "DOI": read.get("doi"), "URL": read.get("urls", [None])[0], "note": read["notes"][0],
    }  # fmt: skip
    assert read.get("secondary_title") == record.get("container-title")
    fields = _read_bib(citing.file(citable, "bibtex"))
    assert {name: fields[name] for name in _known(record)} == _known(record)
    fields = _read_bib(citing.file(citable, "biblatex"))
    if citable.kind == "table":
        assert fields["note"] == f"Table in {BOOK.title}, data {DIGEST[:12]}"
        fields["note"] = record["note"]
    assert {name: fields.get(name) for name in _known(record)} == _known(record) | {"year": None}
    assert (fields["date"], fields["version"]) == ("2026-11-22", "0.1.0")
    assert fields.get("urldate") == (None if case == "without an address" else "2026-11-22")
    assert fields.get("booktitle") == (BOOK.title if citable.kind in ("figure", "claim", "chapter") else None)


# what LaTeX's own utf8enc.dfu declares beyond Latin-1 for the encodings that every installation has
_LATEX_KNOWS = set("–—‘’“”„†‡•…‰‹›€™")


def test_every_file_has_only_letters_that_pdflatex_sets():
    written = "".join(citing.file(citable, name) for citable in citing.all() for name in ("bibtex", "biblatex"))
    assert {letter for letter in written if ord(letter) > 0x17F} - _LATEX_KNOWS == set()


@pytest.fixture
def strict_pybtex():
    set_strict_mode(True)
    yield
    set_strict_mode(False)


def test_bibtex_is_formatted_by_the_plain_style(with_site, strict_pybtex):
    made = PybtexEngine().format_from_string(citing.file(URANIUM, "bibtex"), style="plain", output_backend="plaintext")
    assert made == (
        f"[1] Steppe Neighbours contributors. {URANIUM.title}. Figure in {BOOK.title}, November 2026. "
        f"Version 0.1.0, data 0a1b2c3d4e5f. URL: {SITE}/figures/fig-energy-uranium.html.\n"
    )


def test_addresses_are_written_verbatim(with_site):
    flows = CITED["table-border_flows"]
    for name in ("bibtex", "biblatex"):
        assert f'"{SITE}/tables/border_flows.html"' in citing.file(flows, name)


def test_styles_and_formats_are_offered_by_name():
    assert [style.name for style in citing.STYLES.values()] == [
        "APA (7th edition)", "Chicago (author–date)", "IEEE", "GOST R 7.0.5-2008", "GB/T 7714-2015",
    ]  # fmt: skip
    assert [(form.name, form.ending) for form in citing.FORMATS.values()] == [
        ("BibTeX", ".bib"), ("BibLaTeX", ".biblatex.bib"), ("RIS", ".ris"), ("CSL-JSON", ".csl.json"),
    ]  # fmt: skip


def test_ris_begins_with_its_type_and_ends_with_its_end(with_site):
    lines = citing.file(URANIUM, "ris").splitlines()
    assert lines[0] == "TY  - FIGURE"
    assert lines[-1].rstrip() == "ER  -"


def test_the_record_prefers_the_doi(case):
    record = citing.record(URANIUM)
    assert (
        citing.address(URANIUM)
        == {
            "without an address": "",
            "with a site": f"{SITE}/figures/fig-energy-uranium.html",
            "with a DOI": f"https://doi.org/{DOI}",
        }[case]
    )
    assert ("accessed" in record, "URL" in record, "DOI" in record) == {
        "without an address": (False, False, False),
        "with a site": (True, True, False),
        "with a DOI": (True, False, True),
    }[case]


def test_things_are_found_by_id_and_by_bare_name():
    assert citing.find("fig-energy-uranium") == citing.of_figure(figures.get("fig-energy-uranium"))
    assert citing.find("border_flows") == citing.find("table-border_flows") == citing.of_table("border_flows")
    assert citing.find("water") == citing.find("chapter-water") == citing.of_chapter("water")
    assert citing.find("book") == citing.of_book()


@pytest.mark.parametrize(
    ("call", "near"),
    [
        (lambda: citing.find("fig-energy-uranum"), "fig-energy-uranium"),
        (lambda: citing.find("border_flow"), "border_flows"),
        (lambda: citing.of_chapter("waters"), "water"),
        (lambda: citing.find("lead-name-language"), "lead-names-languages"),
        (lambda: citing.text(URANIUM, "gots"), "gost"),
        (lambda: citing.file(URANIUM, "bibtec"), "bibtex"),
        (lambda: citing.sources(URANIUM, "appa"), "apa"),
        (lambda: bibliography.record("fao2021aquasat"), "fao2021aquastat"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(call, near):
    with pytest.raises(tables.UnknownNameError, match=f"did you mean.*{near}"):
        call()


def test_a_figure_is_cited_with_the_numbers_that_it_draws():
    found = citing.find("fig-water-glacier")
    record = figures.get("fig-water-glacier")
    assert (found.kind, found.page, found.title) == ("figure", "figures/fig-water-glacier.html", record.title)
    assert found.data_sha256 == hashlib.sha256(record.csv.encode()).hexdigest()
    assert set(found.source_keys) == {source["bibkey"] for source in tables.describe("tuyuksu_balance").sources}


def test_a_table_is_cited_with_the_bytes_of_its_file():
    found = citing.of_table("border_flows")
    assert found.data_sha256 == hashlib.sha256((tables.DATA / "water" / "border_flows.csv").read_bytes()).hexdigest()
    assert (found.page, found.source_keys) == ("tables/border_flows.html", ("fao2021aquastat",))


def test_a_chapter_is_cited_by_its_heading_and_pins_no_data():
    found = citing.of_chapter("energy")
    assert (found.title, found.data_sha256) == ("Energy: Who depends on whom?", None)
    assert "fao2021aquastat" not in found.source_keys
    assert "fao2021aquastat" in citing.of_chapter("water").source_keys


def test_everything_has_an_id_of_its_own():
    ids = [item.id for item in citing.all()]
    assert len(ids) == len(set(ids)) == len(figures.all()) + len(tables.names()) + len(claims.all()) + 6 + 1


def test_a_claim_is_cited_with_its_article_and_the_sources_of_its_evidence():
    claim = claims.get("lead-names-languages")
    found = citing.find("lead-names-languages")
    assert found == citing.find("claim-lead-names-languages") == citing.of_claim(claim)
    assert (found.kind, found.page) == ("claim", "claims/lead-names-languages.html")
    made = dataclasses.replace(
        claim, evidence=("reference:guo2014kaifang", "table:border_flows", "figure:fig-water-glacier")
    )
    assert citing.of_claim(made).source_keys[:3] == ("encyclopaedia2024relations", "guo2014kaifang", "fao2021aquastat")
    assert set(citing.of_figure(figures.get("fig-water-glacier")).source_keys) <= set(citing.of_claim(made).source_keys)
    border = dataclasses.replace(claim, document="border", evidence=("claim:lead-names-languages",))
    assert citing.of_claim(border).source_keys == ("encyclopaedia2024kyrgyzborder", "encyclopaedia2024relations")


def test_the_data_of_a_claim_are_its_row_with_its_verdict():
    claim = claims.get("lead-names-languages")
    digest = citing.of_claim(claim).data_sha256
    assert digest == citing.of_claim(dataclasses.replace(claim)).data_sha256
    assert digest != citing.of_claim(dataclasses.replace(claim, verdict="contradicted")).data_sha256
    assert digest != citing.of_claim(dataclasses.replace(claim, finding="Another.")).data_sha256


def test_every_claim_rests_on_the_article_that_the_catalogue_knows():
    articles = {source["bibkey"] for source in tables.describe("claims").sources}
    assert {citing.of_claim(claim).source_keys[0] for claim in claims.all()} == articles


def test_the_source_line_names_producers_years_and_processing():
    processed = "with minor processing by Steppe Neighbours"
    assert citing.source_line(citing.of_table("border_flows")) == (
        f"Food and Agriculture Organization of the United Nations (2021) – {processed}"
    )
    assert citing.source_line(citing.find("fig-energy-uranium")) == (
        f"World Nuclear Association (2009, 2013, 2023, 2025) – {processed}"
    )
    assert citing.source_line(citing.of_table("oil_balance")).endswith(" – as published")
    assert citing.source_line(citing.of_book()).endswith(" – with major processing by Steppe Neighbours")


def test_the_citation_of_data_follows_the_grammar(with_site):
    flows = dataclasses.replace(citing.of_table("border_flows"), data_sha256=DIGEST)
    assert citing.data_citation(flows) == (
        "Food and Agriculture Organization of the United Nations (2021) – with minor processing by Steppe Neighbours. "
        "“Water that crosses borders of China, Kazakhstan and Kyrgyzstan, by basin” [table]. "
        "Steppe Neighbours, version 0.1.0, data 0a1b2c3d4e5f. "
        "Food and Agriculture Organization of the United Nations, “AQUASTAT Database” [original data]. "
        f"Retrieved 2026-11-22 from {SITE}/tables/border_flows.html."
    )


def test_sources_are_cited_in_the_same_style():
    cited = citing.Citable("table", "table-a", "A", "a.html", None, ("fao2021aquastat", "avdaliani2023trade"))
    apa = citing.sources(cited, "apa")
    assert len(apa) == 2
    assert apa[1] == (
        "Avdaliani, E. (2023). China's 2023 Trade and Investment with Kazakhstan: Development Trends. "
        "Silk Road Briefing. http://silkroad2021.org/index-389.html"
    )
    gost = citing.sources(cited, "gost")
    assert gost[1] == (
        "Avdaliani E. China's 2023 Trade and Investment with Kazakhstan: Development Trends [Электронный ресурс] // "
        "Silk Road Briefing. 2023. URL: http://silkroad2021.org/index-389.html (дата обращения: 22.11.2026)."
    )


@pytest.mark.parametrize("style", ["ieee", "gost", "gb-t"])
def test_every_work_that_the_data_rest_on_can_be_cited(style):
    for key, text in zip(citing.of_book().source_keys, citing.sources(citing.of_book(), style), strict=True):
        assert bibliography.record(key)["title"].casefold() in text.casefold()
        assert not re.search(r"\.\.|,,|\. ,|[?!][.,](\s|$)|\(\)|\[\]|  ", text), text


def test_works_become_csl_json():
    assert bibliography.record("kezer1997interannual") == {
        "id": "kezer1997interannual", "type": "paper-conference", "language": "en", "page": "285-292",
        "title": "Interannual Variations and Decrease of the River Runoff in the Lake Balkhash Basin, in Central Asia",
        "container-title": "Proceedings of the International Symposium on Hydro-Environment in Asia",
        "author": [{"family": "Kezer", "given": "Kader"}], "issued": {"date-parts": [[1997]]},
        "URL": "http://mitizane.ll.chiba-u.jp/meta-bin/mt-pdetail.cgi?cd=00022280",
        "accessed": {"date-parts": [[2026, 11, 22]]},
    }  # fmt: skip
    undated = bibliography.record("akimbekovnodatebeginning")
    assert "issued" not in undated
    assert undated["type"] == "webpage"
    assert bibliography.record("astanatimes2014dungans")["author"] == [{"literal": "The Astana Times"}]
    assert bibliography.record("balmasov2013drakon")["issued"] == {"date-parts": [[2013, 2, 24]]}
