"""What the timings of builds say: ratios of medians, as a table and as JSON. Seconds differ from machine to machine."""

import json
import os
import platform
import statistics
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.table import Table

from publishing import execution
from publishing.benchmark.timing import FROM_NOTHING, ONE_FUNCTION, ONE_WORD, OURS, PLAIN, STOCK

RESULTS = execution.ROOT / "benchmarks" / "builds.json"
LIMITS = {FROM_NOTHING: 0.65, "nothing changed": 0.35, ONE_WORD: 0.5}
"""The largest ratio of the book's time to stock's that is held to be good, where one is set."""

GROWTH_LIMITS = {FROM_NOTHING: 1.1, ONE_WORD: 2.0, ONE_FUNCTION: 2.0}
"""The largest growth of the book's cost from the fewest to the most chapters; from nothing, of the cost by chapter."""

_PACKAGES = ("jupyter-book", "sphinx", "myst-nb", "jupyter-cache", "matplotlib", "pandas")


@dataclass(frozen=True)
class Ratio:
    """One time over another, each the median over the repetitions.

    Parameters
    ----------
    case : str
        The kind of build.
    of, to : str
        Whose time stands above, and whose below.
    value : float
        The ratio.
    repetitions : int
        How often each of the two was timed, at least.
    limit : float or None
        The largest value that is held to be good, where one is set.
    """

    case: str
    of: str
    to: str
    value: float
    repetitions: int
    limit: float | None = None

    @property
    def holds(self):
        """Whether it is within its limit; True without one."""
        return self.limit is None or self.value <= self.limit


def ratio(case, of, to, above, below, limit=None):
    """Return the ratio of two sets of seconds.

    Examples
    --------
    >>> ratio("nothing changed", "ours", "stock", [1.0, 9.0, 2.0], [8.0], 0.35).value
    0.25
    """
    value = round(statistics.median(above) / statistics.median(below), 3)
    return Ratio(case, of, to, value, min(len(above), len(below)), limit)


def of_book(seconds):
    """Return the ratios of the book's own time to stock's and to plain Jupyter Book's, case by case.

    Parameters
    ----------
    seconds : mapping
        What `publishing.benchmark.timing.time_book` returns.

    Returns
    -------
    list of Ratio
    """
    return [
        ratio(case, OURS, other, found[OURS], found[other], LIMITS.get(case) if other == STOCK else None)
        for case, found in seconds.items()
        for other in (STOCK, PLAIN)
        if found.get(other)
    ]


def of_growth(seconds):
    """Return how the cost grows from the smallest number of chapters to each larger one.

    From nothing the cost is that of a chapter, after an edit of one chapter that of the whole build. Within a number of
    chapters the book is held against stock, too.

    Parameters
    ----------
    seconds : mapping
        What `publishing.benchmark.timing.time_growth` returns.

    Returns
    -------
    list of Ratio
    """
    sizes = sorted(seconds)
    smallest, largest = sizes[0], sizes[-1]
    found = []
    for case in seconds[smallest]:
        by_chapter = case == FROM_NOTHING
        what = f"{case}, by chapter" if by_chapter else case
        for builder in (OURS, STOCK):
            costs = {
                size: [taken / (size if by_chapter else 1) for taken in seconds[size][case].get(builder, ())]
                for size in sizes
            }
            for size in sizes[1:]:
                if costs[size] and costs[smallest]:
                    limit = GROWTH_LIMITS.get(case) if builder == OURS and size == largest else None
                    of, to = (f"{builder}, {number} chapters" for number in (size, smallest))
                    found.append(ratio(what, of, to, costs[size], costs[smallest], limit))
    for size in sizes:
        for case, times in seconds[size].items():
            if times.get(STOCK):
                of, to = (f"{builder}, {size} chapters" for builder in (OURS, STOCK))
                found.append(ratio(case, of, to, times[OURS], times[STOCK]))
    return found


def content(ratios, minutes, load):
    """Return what is kept of a benchmark, fit for JSON: the ratios, and on what they were measured.

    Parameters
    ----------
    ratios : sequence of Ratio
        The ratios.
    minutes : float
        How long the whole benchmark took.
    load : float
        How many processes were at work on the machine before it began: ratios of a busy machine mean little.

    Returns
    -------
    dict
    """
    return {
        "measured_on": {
            "processor": _processor(),
            "processors": os.cpu_count(),
            "system": platform.system(),
            "python": platform.python_version(),
            "versions": {name: version(name) for name in _PACKAGES},
            "load_before": round(load, 1),
            "minutes": round(minutes, 1),
        },
        "ratios": [asdict(item) | {"holds": item.holds} for item in ratios],
    }


def _processor():
    """Return the processor's name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def write(found, path=RESULTS):
    """Keep the content of a benchmark as JSON; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def table(ratios):
    """Return ratios as a table for the terminal, in the order in which they are given."""
    made = Table(title="Times as ratios of medians")
    for heading in ("case", "of", "to"):
        made.add_column(heading)
    for heading in ("ratio", "limit", "repetitions"):
        made.add_column(heading, justify="right")
    made.add_column("")
    for item in ratios:
        limit = "" if item.limit is None else f"{item.limit:.2f}"
        verdict = "" if item.limit is None else ("holds" if item.holds else "ABOVE")
        made.add_row(item.case, item.of, item.to, f"{item.value:.2f}", limit, str(item.repetitions), verdict)
    return made
