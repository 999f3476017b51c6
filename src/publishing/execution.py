"""Execution of the chapters: what is stale and why, run in parallel, kept in jupyter-cache.

jupyter-cache keys a notebook by its code cells alone. Here every record also carries what the chapter depended on when
it ran (the analysis modules that it reaches by imports, the tables that it loaded, the lock, the Python version), and
a record whose dependencies have changed is run again.
"""

import ast
import csv
import dis
import functools
import hashlib
import json
import logging
import os
import platform
import re
import shutil
import threading
import time
import types
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import nbclient
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_core.utils import run_sync
from sqlalchemy.exc import DatabaseError, OperationalError

import analysis
from analysis import corrections, figures, tables

_logger = logging.getLogger(__name__)

ROOT = Path(analysis.__file__).resolve().parents[2]
CACHE = ROOT / "_build" / ".jupyter_cache"
CELL_TIMEOUT_SECONDS = 120
"""The one time limit of the book: a cell that runs longer is stopped and fails its chapter."""

_PYTHON = f"Python {platform.python_version()}"
_SHOWN = re.compile(r"\bfig-([a-z]+)-")
_LOADED = {"tables": "__import__('analysis.tables').tables.loaded()"}
_FAILURES = (
    nbclient.exceptions.CellExecutionError,
    nbclient.exceptions.CellTimeoutError,
    nbclient.exceptions.DeadKernelError,
)
_adopted = []
_QUIET_KERNEL = ["--IPKernelApp.log_level=40"]  # else every kernel remarks that it talks over a local port


@dataclass(frozen=True)
class CellFailure:
    """A cell that raised: which it is, where it begins in the chapter's file, and what it said."""

    chapter: str
    cell: int
    line: int
    error: str
    source: str

    def __str__(self):
        """Report chapter, cell, error and the cell's own lines."""
        lines = [f"{self.line + number:5}  {text}" for number, text in enumerate(self.source.splitlines())]
        return "\n".join(
            [f"chapters/{self.chapter}.md, code cell {self.cell} (line {self.line}): {self.error}", *lines]
        )


class ExecutionError(RuntimeError):
    """Chapters that failed; `failures` holds one `CellFailure` each. The other chapters have been kept."""

    def __init__(self, failures):
        self.failures = tuple(failures)
        super().__init__("\n\n".join(map(str, self.failures)))


@dataclass
class ChapterState:
    """A chapter, whether its stored outputs are still those that it would give, and its notebook with them."""

    name: str
    path: Path
    stale_because: str | None
    seconds: float | None
    notebook: object = field(repr=False)
    outputs_id: str | None = None
    dependencies: dict = field(default_factory=dict, repr=False)
    executed: bool = False
    with_outputs: object = field(default=None, repr=False)


def names():
    """Return the chapters of the book, in its order."""
    return analysis.CHAPTERS


def states(root=ROOT, cache_path=CACHE):
    """Return the state of every chapter (a list of `ChapterState`) without running anything."""
    cache = _opened(cache_path)
    return [_state(cache, root, name) for name in names()]


def _opened(cache_path):
    """Return the cache in a folder; one whose database is damaged begins anew, and says so."""
    cache = get_cache(str(cache_path))
    try:
        cache.list_cache_records()
    except (DatabaseError, RuntimeError) as error:
        # jupyter-cache wraps one kind of these errors in another
        found = error if isinstance(error, DatabaseError) else error.__cause__
        # a database that is locked, or on a full disk, is not damaged
        passing = isinstance(found, OperationalError) and "no such" not in str(found)
        if passing or not isinstance(found, DatabaseError):
            raise
        _logger.warning("The store of the chapters' outputs is damaged (%s); every chapter is run again.", found.orig)
        shutil.rmtree(cache_path)
        cache = get_cache(str(cache_path))
    return cache


def _state(cache, root, name):
    from myst_nb.core.read import myst_nb_reader_plugin  # here, because it takes long to load

    path = root / "chapters" / f"{name}.md"
    notebook = myst_nb_reader_plugin(str(path))
    try:
        cached = cache.match_cache_notebook(notebook)
    except KeyError:
        return ChapterState(name, path, "its code cells are new", None, notebook)
    try:
        with_outputs = _with_outputs(cache, notebook)
    except (KeyError, OSError, ValueError):
        return ChapterState(name, path, "its stored outputs are damaged", None, notebook)
    data = cached.data or {}
    dependencies = data.get("dependencies") or {}
    return ChapterState(
        name=name,
        path=path,
        stale_because=changed_dependency(dependencies, root),
        seconds=data.get("execution_seconds"),
        notebook=notebook,
        outputs_id=_id_of(cached),
        dependencies=dependencies,
        with_outputs=with_outputs,
    )


def _with_outputs(cache, notebook):
    return cache.merge_match_into_notebook(notebook)[1]


def _id_of(record):
    return f"{record.pk} of {record.created.isoformat()}"


def tables_loaded(state):
    """Return the names of the tables that a chapter loaded when it ran, in the order of the catalogue."""
    return [name for name in tables.names() if f"data/datapackage.json#{name}" in state.dependencies]


def drawings(chapters):
    """Return the figures as chapters (a list of `ChapterState`) drew them: `analysis.figures.Drawing` by id."""
    found = {}
    for state in chapters:
        for cell in state.with_outputs.cells:
            for output in cell.get("outputs", ()):
                name = output.get("metadata", {}).get(figures.SVG, {}).get("figure")
                if name:
                    found[name] = figures.Drawing.of(output["data"], output["metadata"])
    return found


def changed_dependency(dependencies, root):
    """Return the first dependency that is no longer as it was, or None.

    Parameters
    ----------
    dependencies : mapping of str to str
        What `record_dependencies` returned when the chapter ran.
    root : pathlib.Path
        The project's folder.

    Returns
    -------
    str or None
    """
    if not dependencies:
        return "what it depends on is not known"
    described = _catalogue(root)
    for name, digest in dependencies.items():
        if name == "python":
            if digest != _PYTHON:
                return f"{digest} has become {_PYTHON}"
        elif _digest(root / name, root, described) != digest:
            return name
    return None


def _catalogue(root):
    """Return the descriptions of the tables by name; none where there is no catalogue."""
    path = root / "data" / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"resources": []}
    return {item["name"]: item for item in package["resources"]}


def _digest(path, root, catalogue):
    """Return the SHA-256 of a dependency; of a part of its file where the path names a table in a catalogue."""
    if path.name.startswith("corrections.csv#"):
        content = json.dumps(_applied(root, path.name.partition("#")[2])).encode()
    elif path.name.startswith("datapackage.json#"):
        table = path.name.partition("#")[2]
        found = catalogue.get(table, {"schema": {"fields": []}})
        fields = [[field["name"], field["type"], field.get("constraints")] for field in found["schema"]["fields"]]
        content = json.dumps([found.get("path"), fields]).encode()
    else:
        content = path.read_bytes() if path.is_file() else b""
    return hashlib.sha256(content).hexdigest()


def _applied(root, table):
    """Return what the register of corrections changes in a table, or marks there, without its words."""
    path = root / "data" / "corrections.csv"
    if not path.is_file():
        return []
    parts = ("action", "row", "column", "printed_value", "used_value")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == table]
    return sorted([row[part] for part in parts] for row in rows if row["action"] in corrections.APPLIED)


def modules(source, root=ROOT):
    """Return the files of the analysis package that Python source reaches by imports, at any depth.

    Parameters
    ----------
    source : str
        Python source, such as the code cells of a chapter.
    root : pathlib.Path
        The project's folder.

    Returns
    -------
    set of pathlib.Path
    """
    package = root / "src" / "analysis"
    found, waiting = set(), [source]
    while waiting:
        for name in _imports(waiting.pop()):
            path = package / f"{name}.py"
            if path.is_file() and path not in found:
                found.add(path)
                waiting.append(path.read_text(encoding="utf-8"))
    if found:
        found.add(package / "__init__.py")
        found.update((package / "fonts").glob("*.ttf"))
    return found


@functools.cache
def _imports(source):
    """Return the names of the modules of the analysis that source imports, at its top or within functions.

    Read off the compiled code: Python 3.11 may refuse to build syntax trees while another thread builds one.
    """
    found, waiting = [], [compile(source, "<source>", "exec")]
    while waiting:
        code = waiting.pop()
        waiting += [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
        package = None
        for step in dis.get_instructions(code):
            if step.opname == "IMPORT_NAME":
                package = step.argval
                found.append(package.removeprefix("analysis."))
            elif step.opname == "IMPORT_FROM" and package == "analysis":
                found.append(step.argval)
    return tuple(found)


def record_dependencies(state, table_names, root):
    """Return name and digest of everything that a chapter's outputs depend on.

    Parameters
    ----------
    state : ChapterState
        The chapter.
    table_names : sequence of str
        The tables that it loaded while it ran.
    root : pathlib.Path
        The project's folder.

    Returns
    -------
    dict of str to str
        Paths from the project's folder, with SHA-256; ``data/datapackage.json#<table>`` stands for the part of a
        table's description that decides how it is read, ``data/corrections.csv#<table>`` for the corrections of its
        values.
    """
    catalogue = _catalogue(root)
    source = "\n".join(cell.source for cell in state.notebook.cells if cell.cell_type == "code")
    # a figure is shown by its id, which begins with the name of its module; that module need not be imported
    for module in sorted({state.name, *_SHOWN.findall(source)}):
        source += f"\nfrom analysis import {module}"
    paths = [path.relative_to(root).as_posix() for path in modules(source, root)]
    paths += [f"data/{catalogue[name]['path']}" for name in table_names]
    paths += [f"data/datapackage.json#{name}" for name in table_names]
    paths += [f"data/corrections.csv#{name}" for name in table_names]
    paths += ["requirements.txt"]
    return {"python": _PYTHON} | {name: _digest(root / name, root, catalogue) for name in sorted(paths)}


def refresh(
    chosen=None, *, root=ROOT, cache_path=CACHE, force=False, meanwhile=None, on_start=None, on_cell=None, on_end=None
):
    """Run every stale chapter, two or more at a time, and keep the outputs.

    Parameters
    ----------
    chosen : sequence of str, optional
        The chapters to look at; all of them where it is left out.
    root : pathlib.Path
        The project's folder.
    cache_path : pathlib.Path
        The folder of jupyter-cache.
    force : bool
        Run the chosen chapters whether they are stale or not.
    meanwhile : callable, optional
        Called beside the chapters, in the place of one, if any are run.
    on_start, on_cell, on_end : callable, optional
        Called with the chapter's `ChapterState` (and, for cells, the number done) to show progress.

    Returns
    -------
    list of ChapterState
        The chosen chapters, after the run.

    Raises
    ------
    ExecutionError
        If chapters failed. Those that did not are kept.
    """
    cache = _opened(cache_path)
    lock = threading.Lock()
    chapters = [_state(cache, root, name) for name in chosen or names()]
    waiting = [state for state in chapters if force or state.stale_because]
    waiting.sort(key=lambda state: -(state.seconds or 0))
    failures = []

    def run(state):
        if on_start:
            on_start(state)
        failure, table_names = _execute(state, on_cell)
        with lock:
            if failure:
                failures.append(failure)
            else:
                state.dependencies = record_dependencies(state, table_names, root)
                data = {"execution_seconds": state.seconds, "dependencies": state.dependencies}
                bundle = CacheBundleIn(state.notebook, str(state.path), data=data)
                try:
                    stored = cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                except FileExistsError as error:
                    # the folder of a notebook that a killed build did not write
                    shutil.rmtree(error.filename)
                    stored = cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                state.executed, state.stale_because = True, None
                state.outputs_id, state.with_outputs = _id_of(stored), _with_outputs(cache, state.notebook)
        if on_end:
            on_end(state, failure)

    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        beside = pool.submit(meanwhile) if waiting and meanwhile else None
        list(pool.map(run, waiting))
        if beside:
            beside.result()
    if failures:
        raise ExecutionError(sorted(failures, key=lambda failure: names().index(failure.chapter)))
    return chapters


def adopt(chapters):
    """Let `adopted` return chapters as `refresh` left them in the process of which this one is a copy."""
    _adopted[:] = chapters


def adopted():
    """Return the chapters that were adopted; where none were, as under Jupyter Book's own command, `refresh` them."""
    return list(_adopted) or refresh()


def _execute(state, on_cell):
    """Run a chapter's notebook in place; return its failure, if any, and the tables that it loaded."""
    begin = time.perf_counter()
    client = nbclient.NotebookClient(
        state.notebook,
        timeout=CELL_TIMEOUT_SECONDS,
        kernel_name="python3",
        extra_arguments=_QUIET_KERNEL,
        record_timing=False,  # jupyter-cache takes cell metadata into its key
        resources={"metadata": {"path": str(state.path.parent)}},
    )
    done = 0
    with client.setup_kernel():
        for index, cell in enumerate(state.notebook.cells):
            if cell.cell_type != "code":
                continue
            try:
                client.execute_cell(cell, index)
            except _FAILURES as error:
                return _failure(state, done + 1, cell, error), ()
            done += 1
            if on_cell:
                on_cell(state, done)
        reply = _ask(client.kc, "", user_expressions=_LOADED, silent=True, timeout=CELL_TIMEOUT_SECONDS)
        table_names = ast.literal_eval(reply["content"]["user_expressions"]["tables"]["data"]["text/plain"])
    state.seconds = time.perf_counter() - begin
    return None, table_names


@run_sync
async def _ask(kernel, code, **options):
    """Run code in a kernel and return its reply."""
    return await kernel.execute_interactive(code, **options)


def _failure(state, number, cell, error):
    text = state.path.read_text(encoding="utf-8")
    first = next(iter(cell.source.splitlines()), "")
    line = text[: text.find(cell.source) if cell.source in text else text.find(first)].count("\n") + 1
    if isinstance(error, nbclient.exceptions.CellTimeoutError):
        said = f"stopped after {CELL_TIMEOUT_SECONDS} s, the time limit of a cell"
    elif isinstance(error, nbclient.exceptions.DeadKernelError):
        said = "the kernel died, as it does when memory runs out"
    else:
        said = f"{error.ename}: {error.evalue}"
    return CellFailure(state.name, number, line, said, cell.source)
