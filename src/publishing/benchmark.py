"""The cost of a build against stock Jupyter Book on the same chapters, side by side in the same run.

Stock Jupyter Book builds a copy of the project in which `publishing.stand_in` takes the place of
`publishing.sphinx_ext`: the same text, the same cells, the same theme, jupyter-cache on; without the figures' files and
pages, claims' pages, citations and bundles that the book makes beside its chapters. After a change of a function or a
value stock shows old results; its time is then that of a build in which nothing has changed.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import analysis
from publishing import reproduction, site

RESULTS = site.BUILD / "bench" / "results.json"
LIMITS = {"from nothing": 0.65, "nothing changed": 0.35, "one word changed": 0.5}
"""The largest ratio of the book's time to stock's that is held to be good, where one is set."""

_CHAPTER = "water"
_TABLE = Path("data/water/tuyuksu_balance.csv")


@dataclass(frozen=True)
class Timing:
    """The seconds that a kind of build took, as medians over the repetitions."""

    case: str
    ours: float
    stock: float

    @property
    def ratio(self):
        """The book's time over stock's."""
        return self.ours / self.stock


def run(repeat, say):
    """Time every kind of build, alternating between the book and stock.

    Parameters
    ----------
    repeat : int
        How often each is timed.
    say : callable
        Called with a line for each build, to show progress.

    Returns
    -------
    list of Timing

    Raises
    ------
    publishing.site.BuildError
        If one of the builds fails.
    """
    cases = {
        "from nothing": _from_nothing,
        "nothing changed": lambda _: None,
        "one word changed": lambda root: _append(root / "chapters" / f"{_CHAPTER}.md", "\nOne word.\n"),
        "one function changed": lambda root: _append(root / "src" / "analysis" / f"{_CHAPTER}.py", "\n# changed\n"),
        "one value changed": lambda root: _change_value(root / _TABLE),
    }
    seconds = {case: {"ours": [], "stock": []} for case in cases}
    with tempfile.TemporaryDirectory() as folder:
        roots = {name: Path(folder) / name for name in ("ours", "stock")}
        for name, root in roots.items():
            reproduction.copy_sources(root)
            if name == "stock":
                package = root / "src" / "publishing"
                shutil.copyfile(package / "stand_in.py", package / "sphinx_ext.py")
        for _ in range(repeat):
            for case, change in cases.items():
                for name, root in roots.items():
                    change(root)
                    taken = _build(name, root)
                    seconds[case][name].append(taken)
                    say(f"{case}, {name}: {taken:.1f} s")
    return [Timing(case, *(statistics.median(found[name]) for name in roots)) for case, found in seconds.items()]


def _from_nothing(root):
    shutil.rmtree(root / "_build", ignore_errors=True)


def _append(path, text):
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def _change_value(path):
    """Make a value in a table's first row larger by one."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    cells = lines[1].split(",")
    cells[1] = str(int(cells[1]) + 1)
    lines[1] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _build(name, root):
    """Build a copy and return the seconds that it took."""
    stock = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-q", str(root)]
    command = stock if name == "stock" else [sys.executable, "-m", "publishing", "book"]
    environment = {**os.environ, "PYTHONPATH": str(root / "src")}
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - begin
    if done.returncode:
        raise site.BuildError(f"the build of {name} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return taken


def write(timings, path=RESULTS):
    """Keep timings as JSON, with what they were measured on."""
    content = {
        "python": sys.version.split()[0],
        "processors": os.cpu_count(),
        "chapters": len(analysis.CHAPTERS),
        "cases": [asdict(timing) | {"ratio": round(timing.ratio, 3)} for timing in timings],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return path


def table(timings):
    """Return timings as lines of text.

    Examples
    --------
    >>> print(table([Timing("from nothing", 12.0, 20.0)]))
    case                    ours     stock  ratio  limit
    from nothing          12.0 s    20.0 s   0.60   0.65
    """
    lines = [f"{'case':<20}{'ours':>8}{'stock':>10}{'ratio':>7}{'limit':>7}"]
    lines += [
        f"{item.case:<20}{item.ours:>6.1f} s{item.stock:>8.1f} s{item.ratio:>7.2f}{LIMITS.get(item.case, '-'):>7}"
        for item in timings
    ]
    return "\n".join(lines)
