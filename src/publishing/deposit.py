"""What a person who deposits the book fills in: its description for DataCite and for Zenodo."""

from html import escape

from analysis import tables
from publishing import linked_data, metadata

_DOI_RESOLVER = "https://doi.org/"
_LICENCES = (
    (f"{linked_data.LICENCE_NAME} (text and figures)", linked_data.LICENCE, "CC-BY-4.0"),
    (f"{linked_data.CODE_LICENCE_NAME} (code)", linked_data.CODE_LICENCE, "MIT"),
)
_DATA_LICENCES = "Every table keeps the licence of its source, which stands with it in data/datapackage.json."


def datacite():
    """Return the book's metadata for DataCite.

    Returns
    -------
    dict
        The attributes of a DOI in the JSON of DataCite's REST API, after the DataCite Metadata Schema 4.6. Without a
        DOI in ``CITATION.cff`` it has no ``doi``: that of a draft, to which the depositor's prefix is added. Without
        the site's address it has no ``url``; both are needed before a DOI can be registered.

    Notes
    -----
    The schema asks for a publisher. As long as no archive has taken the book, it is who publishes it: its
    contributors. The depositor puts the archive there.
    """
    book = metadata.book()
    content = {
        "types": {"resourceTypeGeneral": "Book", "resourceType": "Executable book"},
        "creators": [{"name": book.author, "nameType": "Organizational"}],
        "titles": [{"title": book.title, "lang": linked_data.LANGUAGE}],
        "publisher": {"name": book.author, "lang": linked_data.LANGUAGE},
        "publicationYear": book.date[:4],
        "dates": [{"date": book.date, "dateType": "Issued"}],
        "language": linked_data.LANGUAGE,
        "version": book.version,
        "subjects": [{"subject": keyword, "lang": linked_data.LANGUAGE} for keyword in book.keywords],
        "descriptions": [
            {"description": book.abstract, "descriptionType": "Abstract", "lang": linked_data.LANGUAGE},
            {"description": _DATA_LICENCES, "descriptionType": "Other", "lang": linked_data.LANGUAGE},
        ],
        "rightsList": [
            {
                "rights": rights,
                "rightsUri": address,
                "rightsIdentifier": identifier,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
            for rights, address, identifier in _LICENCES
        ],
        "relatedIdentifiers": [
            {"relatedIdentifier": identifier, "relatedIdentifierType": kind, "relationType": relation}
            for identifier, kind, relation in _related()
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "doi": book.doi,
        "url": book.site_url,
    }
    return {name: value for name, value in content.items() if value}


def zenodo():
    """Return the book's metadata for Zenodo: the content of ``.zenodo.json``.

    Returns
    -------
    dict
        Metadata as Zenodo's deposit API takes them. Zenodo knows one licence a record: that of text and figures
        stands in ``license``, the others are named in ``notes``. Without a DOI in ``CITATION.cff`` there is no ``doi``,
        and Zenodo gives one.
    """
    book = metadata.book()
    content = {
        "title": book.title,
        "upload_type": "publication",
        "publication_type": "book",
        "description": f"<p>{escape(book.abstract)}</p>",
        "creators": [{"name": book.author}],
        "access_right": "open",
        "license": "cc-by-4.0",
        "notes": f"Text and figures CC BY 4.0; code MIT. {_DATA_LICENCES}",
        "keywords": list(book.keywords),
        "version": book.version,
        "publication_date": book.date,
        "language": "eng",  # ISO 639-3, as Zenodo asks
        "related_identifiers": [
            {"identifier": identifier, "relation": relation[0].lower() + relation[1:], "scheme": kind.lower()}
            for identifier, kind, relation in _related(site=book.site_url)
        ],
        "doi": book.doi,
    }
    return {name: value for name, value in content.items() if value}


def _related(site=""):
    """Return identifier, its kind and its relation to the book of everything related that has an identifier."""
    book = metadata.book()
    known = [(site, "URL", "IsIdenticalTo"), (book.repository_url, "URL", "IsSupplementedBy")]
    cited = sorted({source["path"] for name in tables.names() for source in tables.describe(name).sources})
    known += [
        (address.removeprefix(_DOI_RESOLVER), "DOI", "Cites") for address in cited if address.startswith(_DOI_RESOLVER)
    ]
    return [related for related in known if related[0]]
