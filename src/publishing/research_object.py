"""The built book as a research object: which chapter made which figure from which table (RO-Crate 1.1)."""

import hashlib
from pathlib import Path

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from analysis import CHAPTERS, PAGES, tables
from publishing import chapters, imprint, linked_data, metadata

FILE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_AGENT = "#contributors"


def write(folder):
    """Write the description of a built site into it, as ``ro-crate-metadata.json``.

    Parameters
    ----------
    folder : pathlib.Path
        The site's folder. Only files that it holds are described.

    Returns
    -------
    pathlib.Path
        The file. The same site gives the same bytes.

    Notes
    -----
    Follows RO-Crate 1.1 and the profile Process Run Crate 0.5. Actions carry no ``endTime``, which the profile
    recommends: the time of a build is no property of what was built, and the date of the version would not be true.
    """
    folder = Path(folder)
    crate = ROCrate(gen_preview=False, version="1.1")
    # schema.org took up sha256 after RO-Crate 1.1 had been made
    crate.metadata.extra_terms = {"sha256": "http://schema.org/sha256"}
    _describe_book(crate)
    _add_file(crate, folder, "index.html", {"name": metadata.book().title})
    _add_tables(crate, folder)
    for chapter in (*CHAPTERS, *(page for page in PAGES if chapters.figures_of(page))):
        _add_chapter(crate, folder, chapter)
    crate.metadata.write(folder)
    return folder / FILE


def _describe_book(crate):
    book = metadata.book()
    agent = _add(crate, _AGENT, "Organization", name=book.author, url=book.site_url)
    licence = _add(
        crate, linked_data.LICENCE, "CreativeWork", name=linked_data.LICENCE_NAME,
        description="The licence of the book's text and figures. Tables and code have licences of their own.",
    )  # fmt: skip
    _add(
        crate, linked_data.CODE_LICENCE, "CreativeWork", name=linked_data.CODE_LICENCE_NAME,
        description="The licence of the book's code.",
    )  # fmt: skip
    _add(crate, "https://www.python.org/", "ComputerLanguage", name="Python", url="https://www.python.org/")
    profile = _add(crate, PROFILE, "CreativeWork", name="Process Run Crate", version=PROFILE.rpartition("/")[2])
    root = crate.root_dataset
    root.datePublished = book.date
    properties = {
        "name": book.title,
        "description": book.abstract,
        "version": book.version,
        "keywords": list(book.keywords),
        "inLanguage": linked_data.LANGUAGE,
        "author": agent,
        "publisher": agent,
        "license": licence,
        "conformsTo": profile,
        "identifier": book.doi_url,
        "url": book.site_url,
    }
    for name, value in properties.items():
        if value:
            root[name] = value


def _add(crate, identifier, kind, **properties):
    """Add a contextual entity, without the properties that are empty; return it."""
    known = {name: value for name, value in properties.items() if value}
    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **known}))


def _add_file(crate, folder, address, properties, kind=None):
    """Add a file of the site, if the site has it; return the entity or None."""
    path = folder / address
    if not path.is_file():
        return None
    content = path.read_bytes()
    measured = {"contentSize": str(len(content)), "sha256": hashlib.sha256(content).hexdigest()}
    media_type = {"encodingFormat": linked_data.MEDIA_TYPES.get(path.suffix.removeprefix("."), "")}
    known = {name: value for name, value in (media_type | properties | measured).items() if value}
    if kind:
        known["@type"] = ["File", kind]
    return crate.add_file(dest_path=address, properties=known)


def _add_tables(crate, folder):
    catalogue = "A Frictionless Data Package: meaning, units, sources and licence of every table"
    _add_file(crate, folder, "data/datapackage.json", {"name": "Catalogue of the tables", "description": catalogue})
    for name in tables.names():
        table = tables.describe(name)
        described = {
            "name": table.title,
            "description": f"{table.description} {table.caveats}",
            "encodingFormat": table.descriptor["mediatype"],
        }
        file = _add_file(crate, folder, _table_address(name), described)
        if file:
            file["license"] = _one_or_all([_licence(crate, name, licence) for licence in table.licences])
        _add_file(crate, folder, f"tables/{name}.html", {"name": f"Page of the table: {table.title}", "about": file})


def _table_address(name):
    return f"data/{tables.describe(name).descriptor['path']}"


def _licence(crate, table, licence):
    """Return the entity of a table's licence.

    A licence that has a name is one thing for all tables; what stands in its place where none was seen
    (``other-…``) is the table's own.
    """
    own = licence["name"].startswith("other-")
    return _add(
        crate, f"#{licence['name']}-{table}" if own else licence["path"], "CreativeWork", name=licence["title"],
        description=licence["basis"] if own else "What it rests on stands with each table in data/datapackage.json.",
        url=licence["path"],
    )  # fmt: skip


def _add_chapter(crate, folder, chapter):
    """Add a chapter or another page that shows figures, its figures, and the actions that made them."""
    title, place = chapters.title(chapter), chapters.page(chapter)
    page = _add_file(crate, folder, f"{place}.html", {"name": title}, "Chapter" if chapter in CHAPTERS else None)
    instruments = [_module(crate, chapter), _notebook(crate, folder, chapter, title)]
    for record in chapters.figures_of(chapter):
        _add_figure(crate, folder, record, instruments, page)
    if page:
        read = [_table_address(name) for name in chapters.tables_of(chapter)]
        drawn = [f"figures/{record.id}.svg" for record in chapters.figures_of(chapter)]
        _add_action(
            crate, f"#chapter-{chapter}", f"Make the page {title!r}",
            f"Run the cells of {place}.md and build its page from text, results and figures.",
            instruments, [*read, *drawn], [page],
        )  # fmt: skip


def _module(crate, chapter):
    return _add_code(crate, f"#analysis.{chapter}", name=f"analysis.{chapter}")


def _notebook(crate, folder, chapter, title):
    """Return the chapter's text with its cells, as a file where the site holds it."""
    name = f"Source of the page: {title}"
    address = f"_sources/{chapters.page(chapter)}.md"
    file = _add_file(crate, folder, address, {"name": name, "encodingFormat": "text/markdown"}, "SoftwareSourceCode")
    return _add_code(crate, f"#{chapters.page(chapter)}.md", name=name) if file is None else _complete(file)


def _add_code(crate, identifier, name):
    return _complete(_add(crate, identifier, "SoftwareSourceCode", name=name))


def _complete(code):
    """Give source code what all of the book's code has in common."""
    book = metadata.book()
    code["version"] = book.version
    code["programmingLanguage"] = {"@id": "https://www.python.org/"}
    code["author"] = {"@id": _AGENT}
    if book.repository_url:
        code["url"] = code["codeRepository"] = book.repository_url
    if code.type == "SoftwareSourceCode":
        code["license"] = {"@id": linked_data.CODE_LICENCE}
    return code


def _add_figure(crate, folder, record, instruments, chapter):
    made = []
    for ending in imprint.FORMATS:
        drawn = ending in ("svg", "png", "pdf")
        described = {
            "name": record.title if drawn else f"Data: {record.title}",
            "description": record.alt if drawn else record.subtitle,
            "isPartOf": chapter,
        }
        file = _add_file(crate, folder, f"figures/{record.id}.{ending}", described, "ImageObject" if drawn else None)
        if file:
            made.append(file)
        if file and drawn:
            file["caption"] = record.caption
            file["license"] = {"@id": linked_data.LICENCE}
    _add_file(crate, folder, f"figures/{record.id}.html", {"name": f"Page of the figure: {record.title}"})
    if made:
        draw, prepare = (f"{item.__module__}.{item.__qualname__}" for item in (record.draw_function, record.prepare))
        _add_action(
            crate, f"#{record.id}", f"Draw the figure {record.id}", f"{draw} draws what {prepare} prepares.",
            instruments, [_table_address(name) for name in record.tables], made,
        )  # fmt: skip


def _add_action(crate, identifier, name, description, instruments, read, made):
    """Add an action; what it read are addresses, of which those that the crate has are named."""
    found = [file for file in map(crate.get, read) if file]
    action = _add(
        crate, identifier, "CreateAction", name=name, description=description, agent={"@id": _AGENT},
        instrument=_one_or_all(instruments), object=_one_or_all(found), result=_one_or_all(made),
    )  # fmt: skip
    crate.root_dataset.append_to("mentions", action, compact=True)


def _one_or_all(entities):
    """Return the only one of a list, as RO-Crate 1.1 writes it, or the list."""
    return entities[0] if len(entities) == 1 else entities
