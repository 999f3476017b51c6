"""Proof that the same sources make the same bytes: the book built twice, elsewhere, and compared file by file."""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from publishing import execution, site

_SURROUNDINGS = (
    ("first", {"TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    ("the-second-in-a-longer-path", {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}),
)
"""Folder and environment of the two builds: what must not show in the site."""

_CONTEXT = 40


@dataclass(frozen=True)
class FileDifference:
    """A file that two sites do not share to the byte, and what differs first."""

    path: str
    detail: str


def copy_sources(target):
    """Copy what the book is built from into a folder.

    Parameters
    ----------
    target : pathlib.Path
        The folder; it is made.
    """
    target.mkdir(parents=True)
    for name in (*site.INPUTS, "README.md"):
        source = execution.ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns(*site.PASSED_OVER, "*.egg-info"))
        elif source.is_file():
            shutil.copyfile(source, target / name)


def build_twice(folder):
    """Build the book in two folders under different surroundings, at the same time, and return the two sites.

    Parameters
    ----------
    folder : pathlib.Path
        An empty folder for both.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    publishing.site.BuildError
        If one of the builds fails.
    """

    def build(name, environment):
        root = folder / name
        copy_sources(root)
        variables = {**os.environ, **environment, "PYTHONPATH": str(root / "src")}
        command = [sys.executable, "-m", "publishing", "book"]
        done = subprocess.run(command, cwd=root, env=variables, capture_output=True, text=True, check=False)
        if done.returncode:
            raise site.BuildError(f"the copy in {name} was not built:\n{done.stdout}{done.stderr}")
        return root / "_build" / "html"

    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda pair: build(*pair), _SURROUNDINGS))


def differences(first, second):
    """Return where two folders differ.

    Parameters
    ----------
    first, second : pathlib.Path
        The folders.

    Returns
    -------
    list of FileDifference
        Sorted by path; a file that one of them lacks is a difference too.
    """
    paths = sorted({path.relative_to(top).as_posix() for top in (first, second) for path in _files(top)})
    found = []
    for path in paths:
        sides = [(top / path).read_bytes() if (top / path).is_file() else None for top in (first, second)]
        if None in sides:
            found.append(FileDifference(path, f"only in the {'second' if sides[0] is None else 'first'}"))
        elif sides[0] != sides[1]:
            found.append(FileDifference(path, first_difference(*sides)))
    return found


def _files(top):
    return (path for path in top.rglob("*") if path.is_file())


def first_difference(one, other):
    """Say where two contents part, with what stands there.

    Examples
    --------
    >>> first_difference(b"made in May", b"made in June")
    "byte 8: 'made in May' against 'made in June'"
    """
    place = next(
        (index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    begin = max(0, place - _CONTEXT)
    said = [content[begin : place + _CONTEXT].decode(errors="replace") for content in (one, other)]
    return f"byte {place}: {said[0]!r} against {said[1]!r}"


def prove():
    """Build the book twice elsewhere and return the differences; none means that the bytes are the same."""
    with tempfile.TemporaryDirectory() as folder:
        return differences(*build_twice(Path(folder)))
