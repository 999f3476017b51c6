"""What a person deposits is what DataCite and Zenodo ask for, with and without a DOI and addresses."""

import copy

import jsonschema
import pytest

from publishing import deposit

# What the DataCite Metadata Schema 4.6 (December 2024, https://doi.org/10.14454/mzv1-5b55) makes mandatory and which
# words it allows, of the properties that the book uses; names of properties as in the JSON of DataCite's REST API.
# The identifier is mandatory for a DOI that is registered, not for a draft.
DATACITE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"],
    "additionalProperties": False,
    "properties": {
        "doi": {"type": "string", "pattern": r"^10\.\d{4,9}/\S+$"},
        "url": {"type": "string", "pattern": "^https?://"},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {
                    "name": {"type": "string", "minLength": 1},
                    "nameType": {"enum": ["Organizational", "Personal"]},
                },
            },
        },
        "titles": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["title"]}},
        "publisher": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string", "minLength": 1}},
        },
        "publicationYear": {"type": "string", "pattern": r"^\d{4}$"},
        "types": {
            "type": "object",
            "required": ["resourceTypeGeneral"],
            "properties": {
                "resourceTypeGeneral": {
                    "enum": ["Book", "BookChapter", "Collection", "ComputationalNotebook", "Dataset", "Image",
                             "InteractiveResource", "Report", "Software", "Text", "Workflow", "Other"],
                },
                "resourceType": {"type": "string"},
            },
        },
        "dates": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["date", "dateType"],
                "properties": {
                    "date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
                    "dateType": {
                        "enum": ["Accepted", "Available", "Copyrighted", "Collected", "Created", "Issued",
                                 "Submitted", "Updated", "Valid", "Withdrawn", "Other"],
                    },
                },
            },
        },
        "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        "version": {"type": "string"},
        "subjects": {"type": "array", "items": {"type": "object", "required": ["subject"]}},
        "descriptions": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["description", "descriptionType"],
                "properties": {
                    "descriptionType": {
                        "enum": ["Abstract", "Methods", "SeriesInformation", "TableOfContents", "TechnicalInfo",
                                 "Other"],
                    },
                },
            },
        },
        "rightsList": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    name: {"type": "string"}
                    for name in ("rights", "rightsUri", "rightsIdentifier", "rightsIdentifierScheme", "schemeUri")
                },
            },
        },
        "relatedIdentifiers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["relatedIdentifier", "relatedIdentifierType", "relationType"],
                "properties": {
                    "relatedIdentifierType": {"enum": ["DOI", "Handle", "ISBN", "ISSN", "PURL", "URL", "URN"]},
                    "relationType": {
                        "enum": ["Cites", "IsCitedBy", "IsDerivedFrom", "IsIdenticalTo", "IsNewVersionOf",
                                 "IsPreviousVersionOf", "IsSupplementedBy", "IsSupplementTo", "References"],
                    },
                },
            },
        },
        "schemaVersion": {"const": "http://datacite.org/schema/kernel-4"},
    },
}  # fmt: skip

# The metadata of a deposition as Zenodo's developers' documentation describes them (section "Deposit metadata" of
# https://developers.zenodo.org): what is mandatory, and of the words allowed those that a book may need.
ZENODO = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["upload_type", "publication_type", "publication_date", "title", "creators", "description",
                 "access_right", "license"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "upload_type": {
            "enum": ["publication", "poster", "presentation", "dataset", "image", "video", "software", "lesson",
                     "other"],
        },
        "publication_type": {
            "enum": ["book", "section", "article", "preprint", "report", "technicalnote", "workingpaper", "other"],
        },
        "publication_date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {name: {"type": "string"} for name in ("name", "affiliation", "orcid", "gnd")},
            },
        },
        "description": {"type": "string", "minLength": 1},
        "access_right": {"enum": ["open", "embargoed", "restricted", "closed"]},
        "license": {"type": "string"},
        "doi": {"type": "string", "pattern": r"^10\.\d{4,9}/\S+$"},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "notes": {"type": "string"},
        "version": {"type": "string"},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "related_identifiers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["identifier", "relation"],
                "additionalProperties": False,
                "properties": {
                    "identifier": {"type": "string", "minLength": 1},
                    "relation": {
                        "enum": ["isCitedBy", "cites", "isSupplementTo", "isSupplementedBy", "isNewVersionOf",
                                 "isPreviousVersionOf", "isPartOf", "hasPart", "isReferencedBy", "references",
                                 "isDocumentedBy", "documents", "isIdenticalTo", "isDerivedFrom", "isSourceOf"],
                    },
                    "scheme": {"enum": ["doi", "url", "handle", "isbn", "issn", "purl", "urn"]},
                    "resource_type": {"type": "string"},
                },
            },
        },
    },
}  # fmt: skip
KNOWN = ((), ("doi",), ("site_url",), ("site_url", "repository_url", "doi"))


@pytest.mark.parametrize(("schema", "content"), [(DATACITE, deposit.datacite), (ZENODO, deposit.zenodo)])
@pytest.mark.parametrize("known", KNOWN)
def test_metadata_are_as_the_standard_asks(book, schema, content, known):
    if known:
        book(*known)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content(), schema)


@pytest.mark.parametrize(("schema", "content"), [(DATACITE, deposit.datacite), (ZENODO, deposit.zenodo)])
def test_the_book_itself_can_be_deposited(schema, content):
    jsonschema.validate(content(), schema)
    assert content()["version"]


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(("schema", "content"), [(DATACITE, deposit.datacite), (ZENODO, deposit.zenodo)])
def test_metadata_that_lack_something_mandatory_are_seen(schema, content):
    for name in schema["required"]:
        spoilt = copy.deepcopy(content())
        del spoilt[name]
        with pytest.raises(jsonschema.ValidationError, match=f"'{name}' is a required property"):
            jsonschema.validate(spoilt, schema)


def test_datacite_says_what_the_book_says_of_itself(book):
    content = deposit.datacite()
    assert {"doi", "url"}.isdisjoint(content)
    assert content["titles"] == [{"title": "Rivers & Borders: A <Small> Book", "lang": "en"}]
    assert content["creators"] == [{"name": "A Group of Contributors", "nameType": "Organizational"}]
    assert (content["publicationYear"], content["version"]) == ("2026", "1.10.0")
    assert content["types"]["resourceTypeGeneral"] == "Book"
    assert [rights["rightsIdentifier"] for rights in content["rightsList"]] == ["CC-BY-4.0", "MIT"]
    book()
    content = deposit.datacite()
    assert (content["doi"], content["url"]) == ("10.1234/abcd", "https://example.org/book")
    assert content["relatedIdentifiers"][0] == {
        "relatedIdentifier": "https://example.org/code",
        "relatedIdentifierType": "URL",
        "relationType": "IsSupplementedBy",
    }


def test_zenodo_says_what_the_book_says_of_itself(book):
    content = deposit.zenodo()
    assert "doi" not in content
    assert content["title"] == "Rivers & Borders: A <Small> Book"
    assert content["description"] == "<p>What is said of &quot;rivers&quot;, examined.</p>"
    assert (content["license"], content["publication_date"]) == ("cc-by-4.0", "2026-01-31")
    book()
    content = deposit.zenodo()
    assert content["doi"] == "10.1234/abcd"
    assert content["related_identifiers"][:2] == [
        {"identifier": "https://example.org/book", "relation": "isIdenticalTo", "scheme": "url"},
        {"identifier": "https://example.org/code", "relation": "isSupplementedBy", "scheme": "url"},
    ]


@pytest.mark.usefixtures("book")
def test_works_with_a_doi_that_the_data_come_from_are_cited():
    cited = {item["relatedIdentifier"]: item["relationType"] for item in deposit.datacite()["relatedIdentifiers"]}
    # the dataset of votes in the General Assembly, by Bailey, Strezhnev and Voeten
    assert cited["10.7910/DVN/LEJUQZ"] == "Cites"
    assert not any(identifier.startswith("http") for identifier in cited)
