"""Proof on the reader's machine: every figure's data and every result computed anew and held against a published copy.

A published copy is the folder of the built site or a zip of it. Its manifests (``figures/index.json``,
``results/index.json``) and the data of its figures are all that is read of it.
"""

import datetime
import hashlib
import json
import locale
import math
import platform
import time
import zipfile
from collections import Counter
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from analysis import figures, results
from publishing import comparison, metadata, pages, rendering

IDENTICAL = "identical"
WITHIN = "within tolerance"
DIFFERS = "differs"
MISSING = "missing here"
NEW = "not in the published copy"
FAILED = "cannot be computed"

FAULTS = (DIFFERS, MISSING, FAILED)
"""The verdicts that make a verification fail."""

RESULTS = "results/index.json"
_FIGURES = "figures/index.json"
_PACKAGES = ("matplotlib", "numpy", "pandas", "pymannkendall", "pyproj", "scipy", "shapely")


class PublishedCopyError(RuntimeError):
    """A published copy that cannot be read; the message says what is missing."""


@dataclass(frozen=True)
class Outcome:
    """What became of one figure or result: its verdict, and in words what differs."""

    kind: str
    id: str
    verdict: str
    tolerance: float
    detail: str = ""


class PublishedCopy:
    """The manifests and the figures' data of a published book.

    Parameters
    ----------
    path : pathlib.Path
        The site's folder, or a zip that holds it at any depth.

    Raises
    ------
    PublishedCopyError
        If it is neither, or a manifest is missing or damaged.
    """

    def __init__(self, path):
        self.path = Path(path)
        if not self.path.exists():
            raise PublishedCopyError(f"there is no published copy at {path}: build the book, or name a folder or a zip")
        self._archive = zipfile.ZipFile(self.path) if zipfile.is_zipfile(self.path) else None
        self._top = self._find_top()
        self.figures = self._manifest(_FIGURES)
        self.results = self._manifest(RESULTS)

    def _find_top(self):
        if self._archive is None:
            return ""
        tops = [name.removesuffix(_FIGURES) for name in self._archive.namelist() if name.endswith(_FIGURES)]
        return min(tops, key=len, default="")

    def read(self, name):
        """Return the text of a file of the site; a missing one raises `PublishedCopyError`."""
        try:
            if self._archive:
                return self._archive.read(self._top + name).decode()
            return (self.path / name).read_text(encoding="utf-8")
        except (KeyError, OSError):
            raise PublishedCopyError(f"{self.path} has no {name}: it is no published copy of this book") from None

    def _manifest(self, name):
        try:
            return json.loads(self.read(name))
        except ValueError:
            raise PublishedCopyError(f"{name} of {self.path} is damaged: it is no JSON") from None


def environment():
    """Return what computes here: versions of Python and of the packages that decide numbers."""
    return {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES}


def results_manifest():
    """Return the manifest of all results: of each its value, what prose prints, title and chapter."""
    book = metadata.book()
    return {
        "title": book.title,
        "version": book.version,
        "environment": environment(),
        "results": {
            record.reference(part): {
                "value": value,
                "text": record.parts[part].text(value),
                "title": record.title,
                "chapter": record.chapter,
                "tolerance": record.tolerance,
            }
            for record in results.all()
            for part, value in record.values.items()
        },
    }


def verify(published):
    """Compute every figure's data and every result anew, and compare them with a published copy.

    Parameters
    ----------
    published : PublishedCopy

    Returns
    -------
    list of Outcome
        Figures first, then results; those that only one side has at the end of each.
    """
    return [*_verify_figures(published), *_verify_results(published)]


def _verify_figures(published):
    entries = published.figures["figures"]
    for record in figures.all():
        entry = entries.get(record.id)
        if entry is None:
            yield Outcome("figure", record.id, NEW, record.tolerance)
            continue
        try:
            text = record.csv
        except Exception as error:
            yield Outcome("figure", record.id, FAILED, record.tolerance, f"{type(error).__name__}: {error}")
            continue
        notes = [f"{part} differs" for part in _drawn_otherwise(record, entry)]
        if hashlib.sha256(text.encode()).hexdigest() == entry["hashes"]["data"]:
            yield Outcome("figure", record.id, IDENTICAL, record.tolerance, "; ".join(notes))
            continue
        differences = comparison.beyond_tolerance(published.read(f"figures/{record.id}.csv"), text, record.tolerance)
        verdict = DIFFERS if differences else WITHIN
        yield Outcome("figure", record.id, verdict, record.tolerance, "; ".join([*differences, *notes]))
    here = {record.id for record in figures.all()}
    for name in sorted(entries.keys() - here):
        yield Outcome("figure", name, MISSING, 0.0)


def _drawn_otherwise(record, entry):
    made = asdict(rendering.hashes(record))
    return [part for part in ("code", "style") if made[part] != entry["hashes"][part]]


def _verify_results(published):
    entries = dict(published.results["results"])
    for record in results.all():
        try:
            values = record.values
        except Exception as error:
            names = [name for name in entries if name.partition(".")[0] == record.id] or [record.id]
            for name in names:
                entries.pop(name, None)
                yield Outcome("result", name, FAILED, record.tolerance, f"{type(error).__name__}: {error}")
            continue
        for part, value in values.items():
            name = record.reference(part)
            entry = entries.pop(name, None)
            if entry is None:
                yield Outcome("result", name, NEW, record.tolerance)
            else:
                verdict = _verdict(entry["value"], value, record.tolerance)
                detail = "" if verdict == IDENTICAL else f"{entry['value']} there, {value} here"
                yield Outcome("result", name, verdict, record.tolerance, detail)
    for name in sorted(entries):
        yield Outcome("result", name, MISSING, 0.0)


def _verdict(there, here, tolerance):
    if there == here:
        return IDENTICAL
    if isinstance(there, str) or isinstance(here, str):
        return DIFFERS
    return WITHIN if math.isclose(there, here, rel_tol=tolerance, abs_tol=tolerance) else DIFFERS


def report(published, outcomes):
    """Return the report of a verification, fit for JSON: what was compared, where, with what, and what differed."""
    there = published.results.get("environment", {})
    here = environment()
    return {
        "book": published.figures["title"],
        "published_version": published.figures["version"],
        "version_here": metadata.book().version,
        "published_copy": published.path.name,
        "manifests_sha256": {
            name: hashlib.sha256(published.read(name).encode()).hexdigest() for name in (_FIGURES, RESULTS)
        },
        "verified_on": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "environment": {
            "system": platform.platform(),
            "locale": ".".join(part or "C" for part in locale.getlocale()),
            "time_zone": time.tzname[0],
            "versions": here,
            "versions_there": there,
            "differing": sorted(name for name in here if there.get(name) != here[name]),
        },
        "counts": dict(Counter(f"{item.kind}: {item.verdict}" for item in outcomes)),
        "verified": not any(item.verdict in FAULTS for item in outcomes),
        "outcomes": [asdict(item) for item in outcomes],
    }


def write_report(content, folder):
    """Write a report as JSON and as a text to attach to a review, and return the text's path.

    The text ends with the SHA-256 of the JSON, so that neither can be changed alone without notice.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
    (folder / "report.json").write_text(data, encoding="utf-8")
    path = folder / "report.md"
    digest = hashlib.sha256(data.encode()).hexdigest()
    path.write_text(pages.render("verification_report.md", digest=digest, **content), encoding="utf-8")
    return path
