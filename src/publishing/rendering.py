"""The files of every figure, drawn when data, code or style have changed and kept otherwise; and their manifest."""

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import analysis
from analysis import figures
from publishing import execution, imprint, metadata

HISTORY = execution.ROOT / "data" / "figure_history.json"
_STYLE_MODULES = ("style.py",)


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
    package = Path(analysis.__file__).parent
    reached = execution.modules(f"from analysis import {record.chapter}")
    look = {path for path in reached if path.name in _STYLE_MODULES or path.parent.name == "fonts"}
    return Hashes(
        data=record.data_sha256,
        code=_digest(package, reached - look),
        style=_digest(package, look, f"matplotlib {version('matplotlib')}"),
    )


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
    drawings : mapping of str to str
        The figures' drawings as SVG, by id, as the chapters drew them; a figure that no chapter shows is drawn here.

    Returns
    -------
    list of str
        The ids of the figures that were drawn anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = _read(folder / "index.json").get("figures", {})
    drawn, entries, package = [], {}, Path(__file__).parent
    for record in figures.all():
        made = hashes(record)
        stamp = hashlib.sha256(
            repr(
                (made, imprint.of(record), record.caption, record.alt, _digest(package, [package / "imprint.py"]))
            ).encode()
        ).hexdigest()
        entry = kept.get(record.id)
        if entry is None or entry["stamp"] != stamp or not _complete(folder, entry):
            entry = _write(folder, record, made, stamp, drawings.get(record.id))
            drawn.append(record.id)
        entries[record.id] = entry
    for path in folder.iterdir():
        if path.name.partition(".")[0] not in entries and path.name != "index.json":
            path.unlink()
    book = metadata.book()
    manifest = {"title": book.title, "version": book.version, "date": book.date, "figures": entries}
    (folder / "index.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return drawn


def _complete(folder, entry):
    return all((folder / name).is_file() for name in entry["files"])


def _write(folder, record, made, stamp, drawing):
    """Write the files of one figure, and return its entry in the manifest."""
    files, contents = {}, {}
    for form in imprint.FORMATS:
        if form == "svg" and drawing is not None:
            content = imprint.stamp(drawing, imprint.of(record)).encode()
        else:
            content = imprint.write(record, form)
        name = f"{record.id}.{form}"
        contents[form] = content
        (folder / name).write_bytes(content)
        files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return {
        "title": record.title,
        "chapter": record.chapter,
        "page": f"figures/{record.id}.html",
        "tables": list(record.tables),
        "hashes": {"data": made.data, "code": made.code, "style": made.style},
        "files": files,
        "known": asdict(imprint.expected(record, contents)),
        "stamp": stamp,
    }


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


def known(folder):
    """Return what is known of every figure's files, for `publishing.imprint.verify`."""
    entries = _read(folder / "index.json").get("figures", {})
    return {name: imprint.Known(**entry["known"]) for name, entry in entries.items()}


def record_version():
    """Write the hashes of all figures into the committed history, under the book's version."""
    content = _read(HISTORY)
    content[metadata.book().version] = {
        record.id: {"data": made.data, "code": made.code, "style": made.style}
        for record in figures.all()
        for made in [hashes(record)]
    }
    HISTORY.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def _read(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
