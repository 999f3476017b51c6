"""Builds of copies of the book, timed: by the book's own command, by stock Jupyter Book, and by a plain one.

``stock`` is ``jupyter-book build`` on the same sources: it makes the same site, in one process, MyST-NB runs the
chapters, one after another, and only Jupyter Book's own stores are kept (`publishing.benchmark.stock_ext`). ``plain``
is the same command on the same text and cells without the pages, files and lists that this book makes beside its
chapters (`publishing.benchmark.plain_ext`). Both keep outputs by the code cells alone: after a change of a function or
of a value they show the old drawings, in the time of a build that has little to do.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from publishing import light_book, reproduction, site

OURS, STOCK, PLAIN = "ours", "stock", "plain"
FROM_NOTHING = "from nothing"
ONE_WORD = "one word changed"
ONE_FUNCTION = "one function changed"
SIZES = (6, 24, 96)
"""The numbers of chapters between which the growth of the cost is measured."""

_CHAPTER, _TABLE = "water", "data/water/tuyuksu_balance.csv"
_LIGHT_SECONDS = 0.5
_FUNCTION = re.compile(r"^def draw_\w+\(data, axes\):\n", re.MULTILINE)
_OPTIONS = ["-n", "--keep-going", "-q"]


@dataclass(frozen=True)
class Copy:
    """A copy of a book, and what builds it."""

    builder: str
    root: Path

    def build(self):
        """Build, and return the seconds that it took; a failure raises `publishing.site.BuildError`."""
        stock = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(self.root), *_OPTIONS]
        command = [sys.executable, "-m", "publishing", "book"] if self.builder == OURS else stock
        environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "PYTHONHASHSEED": "0"}
        begin = time.perf_counter()
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        taken = time.perf_counter() - begin
        if done.returncode:
            said = f"{done.stdout[-2000:]}{done.stderr[-2000:]}"
            raise site.BuildError(f"the build by {self.builder} failed:\n{said}")
        return taken


@dataclass(frozen=True)
class Case:
    """A change and the build after it: ``change`` takes the copy's folder, and a number that is new every time."""

    name: str
    change: Callable


def cases(chapter=_CHAPTER, table=_TABLE):
    """Return the cases, in the order in which they follow each other.

    Parameters
    ----------
    chapter : str
        The chapter that is changed.
    table : str
        The file of a table that it reads, from the project's folder.

    Returns
    -------
    tuple of Case
    """
    return (
        Case(FROM_NOTHING, lambda root, _: shutil.rmtree(root / "_build", ignore_errors=True)),
        Case("nothing changed", lambda *_: None),
        Case(ONE_WORD, lambda root, number: add_word(root / "chapters" / f"{chapter}.md", number)),
        Case(ONE_FUNCTION, lambda root, number: change_function(root / "src" / "analysis" / f"{chapter}.py", number)),
        Case("one value changed", lambda root, _: change_value(root / table)),
    )


def add_word(path, number):
    """Add a word to a page that it did not have."""
    word = "".join("abcdefghij"[int(digit)] for digit in str(number))
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\nWord {word}.\n")


def change_function(path, number):
    """Add a statement to the first function of a module that draws."""
    text, count = _FUNCTION.subn(rf"\g<0>    _ = {number}\n", path.read_text(encoding="utf-8"), count=1)
    if not count:
        raise ValueError(f"{path.name} has no function that draws")
    path.write_text(text, encoding="utf-8")


def change_value(path):
    """Make the second value of a table's first row larger by one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[1] = str(int(cells[1]) + 1)
    lines[1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def prepare(builder, root):
    """Let the copy in a folder be built by stock or plain Jupyter Book, if that is the builder; return it as `Copy`."""
    if builder == STOCK:
        settings = root / "_config.yml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("publishing.sphinx_ext", "publishing.benchmark.stock_ext"), encoding="utf-8")
    elif builder == PLAIN:
        package = root / "src" / "publishing"
        shutil.copyfile(package / "benchmark" / "plain_ext.py", package / "sphinx_ext.py")
        settings = root / "_config.yml"
        lines = settings.read_text(encoding="utf-8").splitlines()
        settings.write_text("\n".join(line for line in lines if "html_theme:" not in line) + "\n", encoding="utf-8")
    return Copy(builder, root)


def time_cases(copies, chosen, repeat, say, fewer=()):
    """Time builds of copies, one builder after the other in every case and repetition.

    Parameters
    ----------
    copies : sequence of Copy
        One a builder.
    chosen : sequence of Case
        The cases.
    repeat : int
        How often each is timed.
    say : callable
        Called with a line for each build, to show progress.
    fewer : sequence of str
        Cases that are timed only once.

    Returns
    -------
    dict of str to dict of str to list of float
        Seconds by case and builder.
    """
    seconds = {case.name: {copy.builder: [] for copy in copies} for case in chosen}
    for number in range(repeat):
        for case in chosen:
            if number and case.name in fewer:
                continue
            for copy in copies:
                case.change(copy.root, number)
                taken = copy.build()
                seconds[case.name][copy.builder].append(taken)
                say(f"{case.name}, {copy.builder}: {taken:.1f} s")
    return seconds


def time_book(repeat, say):
    """Time the book itself in all cases, by all three builders; return what `time_cases` returns."""
    with tempfile.TemporaryDirectory() as folder:
        copies = []
        for builder in (OURS, STOCK, PLAIN):
            root = Path(folder) / builder
            reproduction.copy_sources(root)
            copies.append(prepare(builder, root))
        return time_cases(copies, cases(), repeat, say, fewer=(FROM_NOTHING,))


def time_growth(repeat, say, sizes=SIZES, seconds=_LIGHT_SECONDS):
    """Time books of light chapters from nothing and after two edits of one chapter.

    Parameters
    ----------
    repeat : int
        How often each edit is timed; the build from nothing is timed once.
    say : callable
        Called with a line for each build, to show progress.
    sizes : sequence of int
        The numbers of chapters.
    seconds : float
        The time in seconds for which a chapter computes.

    Returns
    -------
    dict of int to dict
        What `time_cases` returns, by number of chapters.
    """
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            copies = []
            for builder in (OURS, STOCK):
                root = Path(folder) / builder
                chapters = light_book.write(root, size, seconds)
                copies.append(prepare(builder, root))
            changed = cases(chapters[0], f"data/light/light_{chapters[0]}.csv")
            chosen = [case for case in changed if case.name in (FROM_NOTHING, ONE_WORD, ONE_FUNCTION)]
            found[size] = time_cases(
                copies, chosen, repeat, lambda line, size=size: say(f"{size} chapters, {line}"), fewer=(FROM_NOTHING,)
            )
    return found
