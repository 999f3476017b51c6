"""What machines read in a page's head is what was meant, with and without addresses of site, repository and DOI."""

from urllib.parse import urljoin

import extruct
import pytest
from pyld import jsonld
from rocrate import vocabs

from analysis import CHAPTERS, tables
from publishing import chapters, linked_data

TITLE = "Rivers & Borders: A <Small> Book"
SITE = "https://example.org/book"
FIGURE = "figures/fig-water-flows.html"
TABLE = "tables/border_flows.html"
PAGES = ("index.html", "chapters/water.html", FIGURE, TABLE, "chapters/back/data.html")

# The terms of schema.org (https://schema.org/docs/full.html, release 30) that the book means to use, by type. Each
# type's terms are held below to the vocabulary itself.
TERMS = {
    "Organization": {"name"},
    "Book": {
        "name", "url", "creator", "author", "datePublished", "version", "inLanguage", "abstract", "keywords",
        "license", "hasPart", "identifier", "sameAs",
    },
    "Chapter": {
        "name", "url", "creator", "author", "datePublished", "version", "inLanguage", "description", "license",
        "position", "isPartOf", "hasPart", "isBasedOn",
    },
    "ImageObject": {
        "name", "url", "creator", "datePublished", "version", "inLanguage", "alternativeHeadline", "caption",
        "description", "license", "contentUrl", "encodingFormat", "encoding", "isPartOf", "isBasedOn",
    },
    "MediaObject": {"contentUrl", "encodingFormat"},
    "Dataset": {
        "name", "url", "creator", "datePublished", "version", "inLanguage", "description", "license", "isPartOf",
        "isBasedOn", "distribution", "variableMeasured",
    },
    "DataDownload": {"contentUrl", "encodingFormat", "sha256"},
    "PropertyValue": {"name", "description", "unitText"},
    "CreativeWork": {"name", "url", "description", "creditText", "version", "identifier"},
    "SoftwareSourceCode": {
        "name", "description", "programmingLanguage", "author", "version", "license", "isPartOf", "codeRepository",
    },
    "CreateAction": {"name", "agent", "instrument", "object", "result"},
    "WebPage": {"name", "url", "inLanguage", "isPartOf"},
}  # fmt: skip
# as in the context that schema.org serves: these values are addresses
LINKS = {"url", "sameAs", "license", "contentUrl", "codeRepository"}
SCHEMA_ORG = "http://schema.org/"


def context():
    """Return a context of the intended terms alone, so that any other is unknown."""
    terms = {term for found in TERMS.values() for term in found}
    defined = {term: {"@id": SCHEMA_ORG + term, "@type": "@id"} for term in terms & LINKS}
    defined |= {name: SCHEMA_ORG + name for name in (terms - LINKS) | set(TERMS)}
    return {"@context": defined}


def expand(document, base):
    """Expand a document; an unknown term, or a context from elsewhere than schema.org, is an error."""

    def load(url, options):
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": context(), "contentType": "application/ld+json"}

    def refuse(term):
        pytest.fail(f"the term {term!r} is not known")

    return jsonld.expand(document, {"documentLoader": load, "base": base}, on_property_dropped=refuse)


def read(address, **options):
    """Return what extruct reads in a page that has nothing in its head but what this project puts there."""
    page = linked_data.page(address, "Data & tables")
    text = f"<!doctype html><html><head>{linked_data.head(page, **options)}</head><body></body></html>"
    syntaxes = ["json-ld", "opengraph", "dublincore"]
    return text, extruct.extract(text, base_url="https://example.org/", syntaxes=syntaxes)


def citation(address, **options):
    tags = linked_data.head_tags(linked_data.page(address), **options)
    return {
        attributes["name"]: attributes["content"]
        for _, attributes in tags
        if attributes.get("name", "").startswith("citation_")
    }


def dublin_core(found):
    [content] = found["dublincore"]
    known = content["elements"] + content["terms"]
    return {item["name"]: item["content"] for item in known if item["name"].startswith("DC")}


def nodes(value):
    """Yield every node of a document."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            yield from nodes(item)
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)


@pytest.mark.usefixtures("figure")
def test_a_chapter_is_cited_as_a_chapter_of_the_book(book):
    without = {
        "citation_title": "Water: What is known?",
        "citation_author": "A Group of Contributors",
        "citation_publication_date": "2026/01/31",
        "citation_inbook_title": TITLE,
        "citation_language": "en",
    }
    assert citation("chapters/water.html", pdf="book.pdf") == without
    book()
    assert citation("chapters/water.html", pdf="book.pdf") == without | {
        "citation_public_url": "https://example.org/book/chapters/water.html",
        "citation_doi": "10.1234/abcd",
        "citation_pdf_url": "https://example.org/book/book.pdf",
    }
    assert "citation_pdf_url" not in citation("chapters/water.html")


@pytest.mark.usefixtures("figure")
def test_only_a_chapter_stands_in_a_book_and_a_figure_does_not_take_the_doi_of_the_book(book):
    book()
    for address in ("index.html", FIGURE, TABLE):
        assert "citation_inbook_title" not in citation(address)
    assert citation("index.html")["citation_doi"] == "10.1234/abcd"
    assert {"citation_doi"}.isdisjoint(citation(FIGURE) | citation(TABLE))
    assert citation("chapters/back/data.html") == {}


@pytest.mark.usefixtures("figure")
def test_dublin_core_is_read_back(book):
    _, found = read(FIGURE)
    expected = {
        "DC.title": 'Flows rise < "twice" & more',
        "DCTERMS.isPartOf": TITLE,
        "DC.creator": "A Group of Contributors",
        "DC.date": "2026-01-31",
        "DC.language": "en",
        "DC.type": "StillImage",
        "DC.description": "Two years are no trend.",
        "DC.rights": "https://creativecommons.org/licenses/by/4.0/",
        "DC.source": "FAO. 2021. AQUASTAT Database. Export accessed on 12 and 16 November 2021.",
    }
    assert dublin_core(found) == expected
    assert found["dublincore"][0]["namespaces"] == {
        "DC": "http://purl.org/dc/elements/1.1/",
        "DCTERMS": "http://purl.org/dc/terms/",
    }
    book()
    assert dublin_core(read(FIGURE)[1]) == expected | {"DC.identifier": f"{SITE}/{FIGURE}"}
    assert dublin_core(read("index.html")[1])["DC.identifier"] == "https://doi.org/10.1234/abcd"


@pytest.mark.usefixtures("figure")
def test_a_table_states_its_own_licence():
    rights = dublin_core(read(TABLE)[1])["DC.rights"]
    assert rights == "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 IGO"


@pytest.mark.usefixtures("figure")
@pytest.mark.parametrize("address", ["chapters/water.html", FIGURE])
def test_open_graph_shows_the_figure_where_the_address_of_the_site_is_known(book, address):
    [unplaced] = read(address)[1]["opengraph"]
    assert {"og:image", "og:url"}.isdisjoint(dict(unplaced["properties"]))
    book("site_url")
    [placed] = read(address)[1]["opengraph"]
    properties = dict(placed["properties"])
    assert properties["og:image"] == "https://example.org/book/figures/fig-water-flows.png"
    assert properties["og:image:alt"] == "Line chart of two years; the flow rises from 1.5 to 2."
    assert properties["og:url"] == f"https://example.org/book/{address}"
    assert properties["og:type"] == "article"
    assert set(properties) > set(dict(unplaced["properties"]))


@pytest.mark.usefixtures("figure")
def test_a_chapter_is_described_by_its_question_and_its_findings():
    properties = dict(read("chapters/water.html")[1]["opengraph"][0]["properties"])
    assert properties["og:title"] == "Water: What is known?"
    assert properties["og:description"] == 'What is known? Flows rise < "twice" & more.'


@pytest.mark.usefixtures("figure")
def test_other_pages_have_their_title_alone():
    _, found = read("chapters/back/data.html")
    assert dublin_core(found) == {"DC.title": "Data & tables", "DCTERMS.isPartOf": TITLE}
    assert dict(found["opengraph"][0]["properties"]) == {
        "og:title": "Data & tables",
        "og:type": "website",
        "og:site_name": TITLE,
    }
    assert [node["@type"] for node in found["json-ld"][0]["@graph"]] == ["WebPage"]


@pytest.mark.usefixtures("figure")
@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("placed", [False, True])
def test_json_ld_is_read_back_and_every_term_is_one_of_schema_org(book, address, placed):
    if placed:
        book()
    text, found = read(address)
    document = linked_data.json_ld(linked_data.page(address, "Data & tables"))
    assert found["json-ld"] == [document]
    assert text.count("</script>") == 1
    for node in nodes(document):
        assert set(node) - {"@type", "@id"} <= TERMS[node["@type"]], node["@type"]
    assert expand(document, f"https://example.org/{address}")


def test_terms_belong_to_the_types_that_carry_them():
    def ancestors(name):
        parents = vocabs.SCHEMA_MAP[name].get("rdfs:subClassOf", [])
        parents = [parents] if isinstance(parents, dict) else parents
        return {name}.union(*(ancestors(item["@id"]) for item in parents if item["@id"].startswith("schema:")))

    for kind, terms in TERMS.items():
        for term in terms:
            domains = vocabs.SCHEMA_MAP[f"schema:{term}"]["schema:domainIncludes"]
            domains = {item["@id"] for item in ([domains] if isinstance(domains, dict) else domains)}
            assert domains & ancestors(f"schema:{kind}"), f"{kind} has no {term}"


@pytest.mark.usefixtures("figure")
@pytest.mark.parametrize("address", PAGES)
def test_identifiers_lead_to_the_same_things_with_and_without_the_address_of_the_site(book, address):
    page = linked_data.page(address, "Data")
    relative = linked_data.json_ld(page)
    book("site_url")
    absolute = linked_data.json_ld(page)
    assert all("://" not in node["@id"] for node in nodes(relative) if "@id" in node)
    assert all(node["@id"].startswith(f"{SITE}/") for node in nodes(absolute) if "@id" in node)
    base = f"{SITE}/{address}"
    assert expand(relative, base) == expand(absolute, "https://elsewhere.org/")


@pytest.mark.usefixtures("figure")
def test_the_pages_are_one_graph(book):
    book("site_url")
    described, named = set(), set()
    addresses = ["index.html", *(f"chapters/{name}.html" for name in CHAPTERS), FIGURE]
    addresses += [f"tables/{name}.html" for name in tables.names()]
    for address in addresses:
        graph = linked_data.json_ld(linked_data.page(address))["@graph"]
        described |= {node["@id"] for node in graph}
        named |= {node["@id"] for node in nodes(graph) if "@id" in node}
    assert named - described == {f"{SITE}/index.html#contributors"}


def test_a_figure_says_what_it_rests_on_and_what_drew_it(figure):
    image, data, drawing, code = linked_data.json_ld(linked_data.page(FIGURE))["@graph"]
    assert (image["@type"], image["@id"]) == ("ImageObject", "fig-water-flows.html#figure")
    assert (image["caption"], image["description"]) == (figure.caption, figure.alt)
    assert (image["contentUrl"], image["encodingFormat"]) == ("fig-water-flows.svg", "image/svg+xml")
    assert image["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert image["creator"]["name"] == "A Group of Contributors"
    assert image["isPartOf"]["@id"] == "../chapters/water.html#chapter"
    assert [item["@id"] for item in image["isBasedOn"]] == [
        "fig-water-flows.html#data",
        "../tables/border_flows.html#dataset",
    ]
    # of "year,flow_km3_year\n2000,1.5\n2001,2\n", by sha256sum
    digest = "823867859857e0b965de71eaa79d04e40b4a15c526bbd2f0c79c22dee70a74fd"
    assert data["distribution"][0] == {
        "@type": "DataDownload",
        "contentUrl": "fig-water-flows.csv",
        "encodingFormat": "text/csv",
        "sha256": digest,
    }
    assert drawing["name"] == "analysis.water.draw_flows draws what analysis.water.flows prepares"
    assert drawing["instrument"]["@id"] == code["@id"] == "../chapters/water.html#code"
    assert (code["@type"], code["name"]) == ("SoftwareSourceCode", "analysis.water")
    assert "codeRepository" not in code


@pytest.mark.usefixtures("figure")
def test_code_names_its_repository_where_it_is_known(book):
    book("repository_url")
    code = linked_data.json_ld(linked_data.page("chapters/water.html"))["@graph"][1]
    assert code["codeRepository"] == "https://example.org/code"


@pytest.mark.usefixtures("figure")
def test_a_table_says_what_it_measures_and_where_it_comes_from():
    [dataset] = linked_data.json_ld(linked_data.page(TABLE))["@graph"]
    described = tables.describe("border_flows")
    assert dataset["variableMeasured"] == [
        {
            "@type": "PropertyValue",
            "name": "flow_km3_year",
            "description": "Long-term mean flow",
            "unitText": "km³ a year",
        }
    ]
    assert dataset["distribution"]["contentUrl"] == "../data/water/border_flows.csv"
    assert dataset["description"].endswith(described.caveats)
    assert [source["creditText"] for source in dataset["isBasedOn"]] == [described.sources[0]["citation"]]
    assert dataset["license"][0]["identifier"] == "CC-BY-NC-SA-3.0-IGO"


def test_what_has_no_open_licence_is_not_said_to_have_one():
    closed = [name for name in tables.names() if tables.describe(name).licences[0]["name"] == "other-closed"]
    [dataset] = linked_data.json_ld(linked_data.page(f"tables/{closed[0]}.html"))["@graph"]
    assert dataset["license"][0]["name"].startswith("No open licence seen")
    assert "identifier" not in dataset["license"][0]


def test_every_page_of_the_book_itself_can_be_described():
    addresses = ["index.html", *(f"chapters/{name}.html" for name in CHAPTERS)]
    addresses += [f"tables/{name}.html" for name in tables.names()]
    addresses += [f"figures/{record.id}.html" for name in CHAPTERS for record in chapters.figures_of(name)]
    for address in addresses:
        page = linked_data.page(address)
        assert page.title
        # 50 characters to 5000: what Google Dataset Search takes
        first = linked_data.json_ld(page)["@graph"][0]
        assert 50 <= len(first.get("description") or first["abstract"]) <= 5000, address
        assert expand(linked_data.json_ld(page), urljoin("https://example.org/", address))


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("chapters/watr.html", "did you mean water"),
        ("figures/fig-water-flow.html", "no figure is called 'fig-water-flow'; did you mean fig-water-flows"),
        ("tables/border_flow.html", "did you mean border_flows"),
    ],
)
@pytest.mark.usefixtures("figure")
def test_a_page_of_what_the_book_does_not_have_is_refused(address, near):
    with pytest.raises(tables.UnknownNameError, match=near):
        linked_data.page(address)
