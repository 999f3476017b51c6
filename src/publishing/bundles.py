"""Rerun bundles: a zip for each chapter with all that it takes to run it again, and nothing else."""

import copy
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from analysis import results, tables
from publishing import chapters, citing, execution, metadata, pages

FOLDER = "rerun"
"""The folder of the bundles in the site."""

_RERUN = Path(__file__).parent / "bundle" / "rerun.py"
WHOLE = ("requirements.txt", "LICENSE", "LICENSE-DATA")
"""Files that every bundle holds as they are."""

_LEVEL = 3  # half the time of the usual 6, for files that are larger by 6 %
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # zip knows no earlier date; a fixed one keeps the bytes the same


def tables_of(state):
    """Return the names of the tables that a chapter reads, in its cells or for its results.

    The register of corrections is one of them: without it the tables would be read as their sources print them.
    """
    needed = {*execution.tables_loaded(state), *chapters.tables_of(state.name), tables.REGISTER}
    return [name for name in tables.names() if name in needed]


def contents(state):
    """Return the files of a chapter's bundle that are its own.

    Parameters
    ----------
    state : publishing.execution.ChapterState
        A chapter that has run.

    Returns
    -------
    dict of str to bytes
        By path inside the bundle.
    """
    name = state.name
    loaded = [tables.describe(table) for table in tables_of(state)]
    recorded = [record for record in results.all() if record.chapter == name]
    expected = {
        "notebook": f"{name}.ipynb",
        "figures": {record.id: record.data_sha256 for record in chapters.figures_of(name)},
        "results": {
            record.reference(part): results.text(record.reference(part)) for record in recorded for part in record.parts
        },
    }
    readme = pages.render(
        "bundle_readme.md",
        title=chapters.title(name),
        book=metadata.book(),
        chapter=name,
        tables=loaded,
        figures=expected["figures"],
        results=len(expected["results"]),
        citation=citing.text(citing.of_chapter(name), "apa"),
    )
    files = {
        "README.md": readme.encode(),
        "rerun.py": _RERUN.read_bytes(),
        f"{name}.ipynb": notebook(state),
        "expected.json": _json(expected),
        "data/datapackage.json": _json(_catalogue(loaded)),
    }
    files |= {f"data/{table.descriptor['path']}": table.path.read_bytes() for table in loaded}
    return files


def common():
    """Return the files that every bundle holds, as `contents` does: the whole analysis, its lock and the licences."""
    package = (execution.ROOT / "src" / "analysis").rglob("*")
    files = [path for path in package if path.is_file() and path.suffix in (".py", ".ttf", ".txt")]
    files += [execution.ROOT / path for path in WHOLE]
    return {path.relative_to(execution.ROOT).as_posix(): path.read_bytes() for path in files}


def notebook(state):
    """Return a chapter's notebook as it ran, as bytes; its cells are numbered, since their given ids are random."""
    found = copy.deepcopy(state.with_outputs)
    for number, cell in enumerate(found.cells):
        cell["id"] = f"{state.name}-{number}"
    return nbformat.writes(found).encode()


def _catalogue(loaded):
    """Return the catalogue of a few tables."""
    names = {table.name for table in loaded}
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    return package | {"resources": [item for item in package["resources"] if item["name"] in names]}


def _json(content):
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def packed(name, files):
    """Return files as a zip whose bytes depend on them alone.

    Parameters
    ----------
    name : str
        The folder that the zip unpacks into.
    files : mapping of str to bytes
        By path inside the folder.

    Returns
    -------
    bytes
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", _EARLIEST)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, _LEVEL)
    return buffer.getvalue()


def write(folder, states):
    """Write the bundles of chapters that have run into a folder: ``<chapter>.zip``."""
    folder.mkdir(parents=True, exist_ok=True)
    shared = common()

    def write_one(state):
        content = packed(f"steppe-neighbours-{state.name}", contents(state) | shared)
        (folder / f"{state.name}.zip").write_bytes(content)

    with ThreadPoolExecutor() as pool:  # zlib lets other threads work
        list(pool.map(write_one, states))
