"""Run a chapter's cells in this process, and print as JSON which files of the project they opened and whose code ran.

Python is asked (its audit events, its profiler), not the book's own record of what it loads. Of a page that runs no
cells, its figures are shown.
"""

import cProfile
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
    # every module is imported here, before the profile begins: what runs while it is imported has no say
    sources = list(_sources(chapter, figures.all()))
    opened = set()

    def note(event, arguments):
        if event == "open" and isinstance(arguments[0], str | os.PathLike):
            opened.add(os.fspath(arguments[0]))

    shell = InteractiveShell.instance()
    profile = cProfile.Profile(builtins=False)
    sys.addaudithook(note)
    sys.stdout, real = sys.stderr, sys.stdout
    for source in sources:
        profile.enable()
        done = shell.run_cell(source)
        profile.disable()
        done.raise_error()
    ran = {file for entry in profile.getstats() if (file := entry.code.co_filename).startswith(str(PACKAGE))}
    print(json.dumps({"opened": _within(opened), "ran": _within(ran)}), file=real)


def _sources(chapter, records):
    if chapter in analysis.PAGES:
        yield "from analysis import figures"
        yield from (f"figures.show('{record.id}')" for record in records if record.chapter == chapter)
    else:
        notebook = jupytext.read(ROOT / "chapters" / f"{chapter}.md", fmt="md:myst")
        yield from (cell.source for cell in notebook.cells if cell.cell_type == "code")


def _within(paths):
    found = {Path(path).resolve() for path in paths}
    return sorted(path.relative_to(ROOT).as_posix() for path in found if path.is_relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1])
