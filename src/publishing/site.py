"""The built book: when it must be built, how it is built beside the old one, and how it takes the old one's place."""

import contextlib
import ctypes
import fcntl
import filecmp
import gc
import hashlib
import json
import locale
import multiprocessing
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import OperationalError

from analysis import figures, results, tables
from publishing import checks, execution, markup, processes

ROOT = execution.ROOT
BUILD = ROOT / "_build"
HTML = BUILD / "html"
FIGURES = BUILD / "figures"
STATIC = Path(__file__).parent / "static"

WORK = BUILD / "work"
STAMP = BUILD / "built.json"
_LOCK = BUILD / "lock"
_CHECKED = BUILD / "checked"
INPUTS = (
    "CITATION.cff",
    "LICENSE",
    "LICENSE-DATA",
    "_config.yml",
    "_toc.yml",
    "index.md",
    "requirements.txt",
    "pyproject.toml",
    "chapters",
    "colab",
    "data",
    "locale",
    "src",
)
"""What the book is built from; ``colab`` is there once the book has a repository."""
_SKELETON = ("CITATION.cff", "_config.yml", "_toc.yml", "requirements.txt", "pyproject.toml", "src/publishing")
PASSED_OVER = ("__pycache__", ".ipynb_checkpoints")


class BuildError(RuntimeError):
    """The book could not be built; the message says why. The built book is as it was."""


@dataclass(frozen=True)
class Built:
    """What a build did."""

    chapters: tuple
    changed: bool


def fingerprint(names=INPUTS, root=ROOT):
    """Return the SHA-256 over everything that the book is built from.

    Parameters
    ----------
    names : sequence of str
        Files and folders, from the project's folder.
    root : pathlib.Path
        The project's folder.

    Returns
    -------
    str
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in names:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not any(part in PASSED_OVER or part.endswith(".egg-info") for part in path.parts):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current():
    """Return whether the built book is the one that its sources would give now."""
    return (HTML / "index.html").is_file() and _read_stamp().get("inputs") == fingerprint()


def _read_stamp():
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


@contextlib.contextmanager
def locked():
    """Hold the build folder, so that two builds do not write it at once.

    Raises
    ------
    BuildError
        If another build holds it.
    """
    BUILD.mkdir(exist_ok=True)
    with _LOCK.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildError("another build of this book is under way; wait for it to end") from None
        yield


def build(chosen=None, **progress):
    """Build the book into `HTML`, if anything that it is made from has changed.

    Parameters
    ----------
    chosen : sequence of str, optional
        Chapters to run again even though they are not stale.
    **progress
        Passed to `publishing.execution.refresh`.

    Returns
    -------
    Built

    Raises
    ------
    analysis.tables.DataError
        If a table is not what its description says.
    publishing.execution.ExecutionError
        If a chapter failed.
    BuildError
        If Jupyter Book refused a page, another build is under way, or the disk took no more.
    """
    with locked(), _writing():
        _restore()
        inputs = fingerprint()
        if not chosen and is_current():
            return Built((), changed=False)
        check_data()
        if chosen:
            execution.refresh(chosen, force=True, **progress)
        chapters = execution.refresh(meanwhile=_compute, **progress)
        _run_jupyter_book(chapters)
        # a build killed between the exchange and its stamp must not pass for the one before it
        STAMP.unlink(missing_ok=True)
        _publish(WORK / "_build" / "html", HTML)
        STAMP.write_text(json.dumps({"inputs": inputs}) + "\n", encoding="utf-8")
        return Built(tuple(chapters), changed=True)


def _compute():
    """Compute what the pages say of results and figures, for the process that makes them, a copy of this one."""
    # it computes again what cannot be computed, and says on which page that stands
    with contextlib.suppress(Exception):
        results.known()
        figures.known()


def check_data():
    """Refuse bad data, as `publishing.checks.data` does; the same tables and code are looked at once.

    Raises
    ------
    analysis.tables.DataError
        If a table is not what its description says.
    """
    inputs = fingerprint(("data", "src"))
    if not _CHECKED.is_file() or _CHECKED.read_text(encoding="utf-8") != inputs:
        checks.data()
        BUILD.mkdir(exist_ok=True)
        _CHECKED.write_text(inputs, encoding="utf-8")


@contextlib.contextmanager
def _writing():
    """Say of a disk that is full, or may not be written, that this is what stopped the build."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        # jupyter-cache says by an error of its own, with the database's as its cause, that the disk is full
        if not isinstance(error, OSError) and not isinstance(error.__cause__, OperationalError):
            raise
        raise BuildError(f"nothing was published, because a file could not be read or written: {error}") from error


def _restore():
    """Clear away what a killed build left; put the book back, where the system cannot exchange folders in one step."""
    aside = HTML.with_name("html.old")
    if aside.is_dir() and not HTML.exists():
        aside.rename(HTML)
    for name in ("html.old", "html.new"):
        shutil.rmtree(HTML.with_name(name), ignore_errors=True)


def _run_jupyter_book(chapters):
    """Run Jupyter Book in its work folder, where warnings are errors, with chapters that have just been refreshed."""
    skeleton = fingerprint(_SKELETON)
    note = WORK / "skeleton"
    if not note.is_file() or note.read_text() != skeleton:
        shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    # without a note the next run begins with an empty work folder, so that no half-written page survives a crash
    note.unlink(missing_ok=True)
    log = BUILD / "build.log"
    # a copy of this process has the analysis loaded already
    process = multiprocessing.get_context("fork").Process(target=_jupyter_book, args=(log, chapters))
    process.start()
    process.join()
    if process.exitcode:
        raise BuildError(f"Jupyter Book refused the book:\n{_faults_of(log.read_text(encoding='utf-8'))}")
    note.write_text(skeleton)


def _jupyter_book(log, chapters):
    """Run Jupyter Book in this process, under the same circumstances everywhere; what it says goes into a log."""
    processes.end_with_parent()
    execution.adopt(chapters)
    # trees of documents are large and live as long as this process: to go through them for garbage takes a tenth of it
    gc.disable()
    os.environ |= {"SOURCE_DATE_EPOCH": _last_change(), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    time.tzset()
    locale.setlocale(locale.LC_ALL, "")
    os.chdir(ROOT)
    with log.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        from jupyter_book.cli.main import main  # here, because it takes long to load

        main(["build", str(ROOT), "--path-output", str(WORK), "-n", "-W", "--keep-going", "-q"])


def _faults_of(said):
    """Return what Jupyter Book complained of: its warnings and errors, or else all that it printed."""
    lines = [line for line in said.splitlines() if "WARNING" in line or "ERROR" in line or "CRITICAL" in line]
    return "\n".join(dict.fromkeys(line.replace(f"{ROOT}{os.sep}", "") for line in lines)) or said


def _last_change():
    """Return the time of the last commit, in seconds, or a fixed time where there is no git history."""
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    with contextlib.suppress(OSError):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip()
    return "1767225600"


def write_files(folder, citations, pages):
    """Put the files of figures and tables, citation files and pages of claims at their stable addresses in a folder.

    What the folder holds already is not written again; what it held of an earlier build and no longer should goes.

    Parameters
    ----------
    folder : pathlib.Path
        The site's folder, which holds the pages that Sphinx wrote.
    citations : mapping of str to str
        The citation files by name.
    pages : mapping of str to str
        Pages that Sphinx does not write, by address: those of claims, and of figures and claims that were removed.
    """
    described = [tables.describe(name) for name in tables.names()]
    contents = {f"cite/{name}": content.encode() for name, content in citations.items()}
    contents |= {name: content.encode() for name, content in pages.items()}
    contents |= {f"figures/{path.name}": path.read_bytes() for path in FIGURES.iterdir()}
    contents |= {f"data/{table.descriptor['path']}": table.path.read_bytes() for table in described}
    contents["data/datapackage.json"] = (tables.DATA / "datapackage.json").read_bytes()
    staying = {f"figures/{record.id}.html" for record in figures.all()} | contents.keys()
    staying |= {f"tables/{table.name}.html" for table in described}
    for part in ("cite", "claims", "data", "figures", "tables"):
        for path in (folder / part).rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix() not in staying:
                path.unlink()
    for address, content in contents.items():
        path = folder / address
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def write_deposit(folder, records):
    """Put the records with which a person deposits the book into ``deposit/`` below a folder, as JSON."""
    for name, content in records.items():
        write_json(folder / "deposit" / f"{name}.json", content)


def write_json(path, content):
    """Write content as JSON, in a folder that is made if it must."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _publish(built, published):
    """Let a built site, with compressed copies, take the place of the published one in one step.

    What the published site holds already is linked and not copied: nothing writes into a published file.
    """
    waiting = published.with_name("html.new")
    shutil.rmtree(waiting, ignore_errors=True)
    for path in sorted(built.rglob("*")):
        # Sphinx's own note to itself names the folder of the build
        if path.is_dir() or path.name == ".buildinfo":
            continue
        address = path.relative_to(built)
        target, earlier = waiting / address, published / address
        target.parent.mkdir(parents=True, exist_ok=True)
        if earlier.is_file() and filecmp.cmp(path, earlier, shallow=False):
            markup.share(earlier, target)
        else:
            shutil.copyfile(path, target)
    markup.precompress(waiting, earlier=published)
    if published.exists():
        _exchange(waiting, published)
        shutil.rmtree(waiting)
    else:
        waiting.rename(published)


def _exchange(first, second):
    """Exchange two folders; in one step where the system can (Linux), else in two."""
    at_fdcwd, rename_exchange = -100, 2
    with contextlib.suppress(OSError, AttributeError):
        function = ctypes.CDLL(None, use_errno=True).renameat2
        if function(at_fdcwd, os.fsencode(first), at_fdcwd, os.fsencode(second), rename_exchange) == 0:
            return
    aside = second.with_name("html.old")
    shutil.rmtree(aside, ignore_errors=True)
    second.rename(aside)
    first.rename(second)
    aside.rename(first)
