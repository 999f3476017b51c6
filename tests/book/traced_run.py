"""Run a chapter's cells in this process, and print as JSON which files of the project they opened and whose code ran.

Of a page that runs no cells, its figures are shown.

The system is asked (audit events of Python, and its trace function), not the book's own record of what it loads.
"""

import json
import os
import sys
from pathlib import Path

import jupytext
from IPython.core.interactiveshell import InteractiveShell

import analysis
from analysis import figures

PACKAGE = Path(analysis.__file__).resolve().parent
ROOT = PACKAGE.parents[1]


def main(chapter):
    """Run the chapter, and print ``opened`` and ``ran``: paths from the project's folder, sorted."""
    opened, ran = set(), set()

    def note(event, arguments):
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            opened.add(os.fspath(arguments[0]))

    def trace(frame, *_):
        code = frame.f_code
        if code.co_filename.startswith(str(PACKAGE)) and code.co_filename not in ran and not _imports(frame):
            ran.add(code.co_filename)

    sources = list(_sources(chapter))
    shell = InteractiveShell.instance()
    sys.addaudithook(note)
    sys.stdout, real = sys.stderr, sys.stdout
    sys.settrace(trace)
    for source in sources:
        shell.run_cell(source).raise_error()
    sys.settrace(None)
    print(json.dumps({"opened": _within(opened), "ran": _within(ran)}), file=real)


def _sources(chapter):
    if chapter in analysis.PAGES:
        yield "from analysis import figures"
        yield from (f"figures.show('{record.id}')" for record in figures.all() if record.chapter == chapter)
    else:
        notebook = jupytext.read(ROOT / "chapters" / f"{chapter}.md", fmt="md:myst")
        yield from (cell.source for cell in notebook.cells if cell.cell_type == "code")


def _imports(frame):
    """Return whether a call is part of an import: every module is imported, but only what runs then has a say."""
    while frame is not None:
        if frame.f_code.co_name == "<module>" and frame.f_code.co_filename.startswith(str(PACKAGE)):
            return True
        frame = frame.f_back
    return False


def _within(paths):
    found = {Path(path).resolve() for path in paths}
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path.is_relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1])
