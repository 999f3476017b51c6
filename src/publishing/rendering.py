"""The files of every figure, drawn when data, code or style have changed and kept otherwise; and what was published."""

import functools
import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import analysis
from analysis import claims, figures
from publishing import execution, imprint, metadata, processes

HISTORY = execution.ROOT / "data" / "figure_history.json"
CLAIM_HISTORY = execution.ROOT / "data" / "claim_history.json"
VALUES = "values.js"
"""What the file of a figure's values ends in. It serves the pages and is no form in which the figure is offered."""

_STYLE_MODULES = ("style.py",)
_INPUTS = ("CITATION.cff", "data", "requirements.txt", "src/analysis", "src/publishing/imprint.py")


class DrawingError(RuntimeError):
    """A figure that cannot be drawn; the message names it."""


@dataclass(frozen=True)
class Hashes:
    """What a figure is made of, as SHA-256: the numbers drawn, the code that prepares and draws, the common style."""

    data: str
    code: str
    style: str

    def changes(self, other):
        """Return which of data, code and style differ from another version's."""
        return [part for part in ("data", "code", "style") if getattr(self, part) != getattr(other, part)]


def hashes(record):
    """Return the hashes of a figure.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.

    Returns
    -------
    Hashes
        ``code`` covers the chapter's module and every module of the analysis that it reaches; ``style`` the module
        of the common look, the fonts and the version of matplotlib.
    """
    code, look = _code_and_style(record.chapter)
    return Hashes(data=record.data_sha256, code=code, style=look)


@functools.cache
def _code_and_style(chapter):
    package = Path(analysis.__file__).parent
    reached = execution.modules(f"from analysis import {chapter}")
    look = {path for path in reached if path.name in _STYLE_MODULES or path.parent.name == "fonts"}
    return _digest(package, reached - look), _digest(package, look, f"matplotlib {version('matplotlib')}")


def _digest(package, paths, *notes):
    digest = hashlib.sha256(" ".join(notes).encode())
    for path in sorted(paths):
        digest.update(path.relative_to(package).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def refresh(folder, drawings):
    """Bring the files of all figures in a folder up to date, and write their manifest ``index.json``.

    Parameters
    ----------
    folder : pathlib.Path
        Where the files are kept from build to build.
    drawings : callable
        Returns the figures' drawings as SVG, by id, as the chapters drew them; a figure that no chapter shows is drawn
        here. It is not called where nothing has changed.

    Returns
    -------
    list of str
        The ids of the figures that were drawn anew.

    Raises
    ------
    DrawingError
        If a figure cannot be drawn.
    """
    return Refresh(folder, drawings).finish()


class Refresh:
    """The work of `refresh`: begun when this is made, in processes of its own, and collected by `finish`."""

    def __init__(self, folder, drawings):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._inputs = _fingerprint()
        self._pool, self._drawn = None, {}
        kept = _read(folder / "index.json")
        self._entries = kept.get("figures", {})
        complete = {name for name, entry in self._entries.items() if _complete(folder, entry)}
        self._current = kept.get("inputs") == self._inputs and complete == self._entries.keys()
        if self._current:
            return
        # data and results are computed here, because the pages show them too; the processes are forked with them
        stamps = {record.id: _stamp(record) for record in figures.all()}
        self._entries = {
            name: self._entries[name]
            if name in complete and self._entries[name]["stamp"] == stamp
            else {"stamp": stamp}
            for name, stamp in stamps.items()
        }
        stale = [name for name, entry in self._entries.items() if "files" not in entry]
        if stale:
            made = drawings()
            self._pool = processes.pool(min(os.cpu_count() or 1, len(stale)), processes.stand_back)
            self._drawn = {name: self._pool.submit(_draw, folder, name, made.get(name)) for name in stale}

    def finish(self):
        """Wait for the files and write the manifest; return what `refresh` returns."""
        if self._current:
            return []
        try:
            for name, waiting in self._drawn.items():
                self._entries[name] = waiting.result() | self._entries[name]
        finally:
            if self._pool:
                self._pool.shutdown(cancel_futures=True)
        for path in self._folder.iterdir():
            if path.name.partition(".")[0] not in self._entries and path.name != "index.json":
                path.unlink()
        book = metadata.book()
        manifest = {"title": book.title, "version": book.version, "date": book.date, "inputs": self._inputs}
        text = json.dumps(manifest | {"figures": self._entries}, indent=1, ensure_ascii=False)
        (self._folder / "index.json").write_text(f"{text}\n", encoding="utf-8")
        return list(self._drawn)


def _fingerprint():
    """Return the SHA-256 over all that figures and their files may be made from, whatever each of them uses."""
    paths = [execution.ROOT / name for name in _INPUTS]
    files = {found for path in paths for found in (path.rglob("*") if path.is_dir() else [path])}
    files = {
        path for path in files if path.is_file() and path.suffix != ".pyc" and path not in (HISTORY, CLAIM_HISTORY)
    }
    return _digest(execution.ROOT, files, sys.version, *(record.id for record in figures.all()))


def _stamp(record):
    """Return the SHA-256 over all that a figure's files are made from."""
    code = _digest(Path(imprint.__file__).parent, [Path(imprint.__file__)])
    parts = (hashes(record), imprint.of(record), record.caption, record.alt, code)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _complete(folder, entry):
    """Return whether a figure's files are those of its entry: a killed build may have written some for a later one."""
    return all(
        (folder / name).is_file() and hashlib.sha256((folder / name).read_bytes()).hexdigest() == file["sha256"]
        for name, file in entry["files"].items()
    )


def _draw(folder, name, drawing):
    """Write the files of a figure, and return its entry in the manifest."""
    record = figures.get(name)
    try:
        drawing = drawing or record.drawing()
        contents, known = imprint.publish(record, drawing)
    except Exception as error:
        # not every error can be sent from process to process, and none says which figure it is about
        raise DrawingError(f"figure {name} cannot be drawn: {type(error).__name__}: {error}") from None
    files = {}
    for form, content in {**contents, VALUES: values_script(name, drawing.values)}.items():
        file = f"{name}.{form}"
        (folder / file).write_bytes(content)
        files[file] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return {
        "title": record.title,
        "chapter": record.chapter,
        "page": f"figures/{name}.html",
        "tables": list(record.tables),
        "hashes": asdict(hashes(record)),
        "files": files,
        "known": asdict(known),
    }


def values_script(name, values):
    """Return the values of a figure as a script: a page that is read from a disk may load nothing else."""
    content = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return f"(window.figureValues??={{}})[{json.dumps(name)}]={content};\n".encode()


def history():
    """Return the hashes of every figure in every version that was published.

    Returns
    -------
    dict of str to dict of str to Hashes
        By version, in order of publication, and by figure's id.
    """
    content = _read(HISTORY)
    return {number: {name: Hashes(**found) for name, found in entry.items()} for number, entry in content.items()}


def removed():
    """Return the ids of figures that were published once and are no longer in the book, sorted."""
    published = {name for entry in history().values() for name in entry}
    return sorted(published - {record.id for record in figures.all()})


def published_claims():
    """Return the ids of all claims that any version published, sorted."""
    return sorted({name for names in _read(CLAIM_HISTORY).values() for name in names})


def removed_claims():
    """Return the ids of claims that were published once and are no longer in the ledger, sorted."""
    return sorted(set(published_claims()) - {claim.id for claim in claims.all()})


def known(folder):
    """Return what is known of every figure's files, for `publishing.imprint.verify`."""
    entries = _read(folder / "index.json").get("figures", {})
    return {name: imprint.Known(**entry["known"]) for name, entry in entries.items()}


def record_version():
    """Write the hashes of figures and the ids of claims into the committed histories, under the book's version."""
    content = _read(HISTORY)
    content[metadata.book().version] = {
        record.id: {"data": made.data, "code": made.code, "style": made.style}
        for record in figures.all()
        for made in [hashes(record)]
    }
    HISTORY.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    ids = _read(CLAIM_HISTORY) | {metadata.book().version: sorted(claim.id for claim in claims.all())}
    CLAIM_HISTORY.write_text(json.dumps(ids, indent=1) + "\n", encoding="utf-8")


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
