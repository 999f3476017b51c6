"""What has become of the figures since a revision: old and new drawings side by side, and the numbers that changed."""

import json
import math
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pandas as pd

from publishing import execution, pages

_MOST_CHANGES = 20
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

# run in the old tree, so that the old code draws the old figures
_DRAW_ALL = """
import json, sys
from analysis import figures
json.dump({record.id: [record.title, record.svg(), record.csv] for record in figures.all()}, sys.stdout)
"""


class RevisionError(ValueError):
    """A revision that git does not know, or whose figures its own code cannot draw."""


@dataclass(frozen=True)
class Drawn:
    """A figure as one revision draws it."""

    title: str
    svg: str
    csv: str


@dataclass(frozen=True)
class Difference:
    """A figure that differs between two revisions; `old` or `new` is None where it did not exist."""

    id: str
    old: Drawn | None
    new: Drawn | None
    changes: tuple[str, ...]


def drawn_at(revision, root=execution.ROOT):
    """Return the figures as a revision's own code draws them, by id.

    Parameters
    ----------
    revision : str
        Anything that git takes for a commit.
    root : pathlib.Path
        The project's folder.

    Raises
    ------
    RevisionError
        If git does not know the revision or its code cannot draw.
    """
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        _run(["git", "-C", str(root), "worktree", "add", "--quiet", "--detach", str(tree), revision], revision)
        try:
            return drawn_in(tree, revision)
        finally:
            _run(["git", "-C", str(root), "worktree", "remove", "--force", str(tree)], revision)


def drawn_in(tree, name="this folder"):
    """Return the figures as the code in a folder draws them, by id."""
    program = f"import sys; sys.path.insert(0, {str(tree / 'src')!r})\n{_DRAW_ALL}"
    found = json.loads(_run([sys.executable, "-c", program], name))
    return {key: Drawn(*value) for key, value in found.items()}


def _run(command, name):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise RevisionError(f"the figures of {name} cannot be drawn: {last}")
    return done.stdout


def compare(old, new):
    """Return the figures that differ, with the numbers that changed.

    Parameters
    ----------
    old, new : mapping of str to Drawn
        The figures of two revisions by id.

    Returns
    -------
    list of Difference
    """
    found = []
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is None or after is None:
            found.append(Difference(name, before, after, ("added",) if before is None else ("removed",)))
        elif (before.svg, before.csv) != (after.svg, after.csv):
            found.append(Difference(name, before, after, tuple(changed_numbers(before.csv, after.csv))))
    return found


def changed_numbers(old, new):
    r"""Yield in words which values of a figure's data changed.

    Parameters
    ----------
    old, new : str
        The data as CSV.

    Yields
    ------
    str
        Such as ``row 3, flow_km3_year: 1.5 became 1.7``; rows are lines of the file, the header being row 1.

    Examples
    --------
    >>> list(changed_numbers("year,flow\n2000,1.5\n", "year,flow\n2000,1.7\n"))
    ['row 2, flow: 1.5 became 1.7']
    """
    before, after = _tables(old, new)
    if list(before) != list(after) or len(before) != len(after):
        yield f"{len(before)} rows of {', '.join(before)} became {len(after)} rows of {', '.join(after)}"
        return
    yield from _few([f"{place}: {was} became {now}" for place, was, now in _differing_cells(before, after)])


def beyond_tolerance(there, here, tolerance):
    r"""Return in words where two tables differ by more than a relative tolerance.

    Parameters
    ----------
    there, here : str
        The tables as CSV.
    tolerance : float
        The largest relative difference of two numbers that counts as none.

    Returns
    -------
    list of str
        At most a few differences, and how many more there are.

    Examples
    --------
    >>> beyond_tolerance("year,flow\n2000,1.5\n", "year,flow\n2000,1.7\n", 1e-9)
    ['row 2, flow: 1.5 there, 1.7 here']
    """
    first, second = _tables(there, here)
    if list(first) != list(second):
        return [f"the columns are {', '.join(first)} there, {', '.join(second)} here"]
    if len(first) != len(second):
        return [f"{len(first)} rows there, {len(second)} here"]
    return _few(
        [
            f"{place}: {old} there, {new} here"
            for place, old, new in _differing_cells(first, second)
            if not _close(old, new, tolerance)
        ]
    )


def _tables(*texts):
    """Return CSV texts as tables of texts."""
    return [pd.read_csv(StringIO(text), dtype=str, keep_default_na=False) for text in texts]


def _differing_cells(first, second):
    """Yield place and both texts of every cell in which two tables of the same shape differ, row by row."""
    one, other = first.to_numpy(), second.to_numpy()
    for row, column in zip(*(one != other).nonzero(), strict=True):
        yield f"row {row + 2}, {first.columns[column]}", one[row, column], other[row, column]


def _few(lines):
    """Return the first lines, and how many more there are."""
    more = [f"and {len(lines) - _MOST_CHANGES} more"] if len(lines) > _MOST_CHANGES else []
    return lines[:_MOST_CHANGES] + more


def _close(old, new, tolerance):
    """Return whether two cells say the same but for small differences of the numbers in them."""
    if _NUMBER.sub("#", old) != _NUMBER.sub("#", new):
        return False
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=tolerance, abs_tol=tolerance) for a, b in pairs)


def write_page(differences, revision, folder):
    """Write a page that shows the differences, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for item in differences:
        for side in ("old", "new"):
            if getattr(item, side):
                (folder / f"{item.id}-{side}.svg").write_text(getattr(item, side).svg, encoding="utf-8")
    path = folder / "index.html"
    path.write_text(pages.render("figures_diff.html", differences=differences, revision=revision), encoding="utf-8")
    return path
