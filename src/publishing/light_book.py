"""A book of light chapters, generated: the book's own code and pages of lists around as many chapters as are wanted.

Each chapter has a table, a result, a figure, and a cell that computes for a known time. Such books show how the cost of
a build grows with their number, and let tests build, kill and build again in seconds.
"""

import csv
import json
import shutil
import string

from analysis import PAGES, figures, results
from publishing import chapters as registered
from publishing import reproduction

TITLE = "A light book"
CLAIMS = 60
"""The number of claims of the ledger that a light book keeps."""

_FIRST_YEAR, _YEARS = 2001, 20
_LISTS = {
    "figures": ("Figures", "```{figure-grid}\n```"),
    "claims": ("Claims", "```{claim-list}\n```"),
    "sources": ("Sources", "```{source-list}\n```"),
    "names": ("Names", "```{name-list}\n```"),
    "data": ("Data", "```{table-catalogue}\n```"),
    "corrections": ("Corrections", "(corrections-list)=\n## The register\n\n```{correction-list}\n```"),
    "methods": ("Methods", "(back-results)=\n## All results\n\n```{result-list}\n```"),
    "references": ("References", "```{bibliography}\n```"),
}
_BIBKEY = "steppe2026light"
_REFERENCE = f"""
@misc{{{_BIBKEY},
  author = {{{{Steppe Neighbours contributors}}}},
  title = {{Made-up values}},
  year = {{2026}},
  url = {{https://example.org/}},
}}
"""
_MODULE = '''"""Made-up values of the chapter {name}."""

from analysis import figures, results

FACTOR = {factor}


@results.register("{name}-mean", "Mean of the values", unit="km³", form=".1f")
def mean(light_{name}):
    return FACTOR * light_{name}["flow_km3"].mean()


def values(light_{name}):
    return light_{name}.assign(flow_km3=FACTOR * light_{name}["flow_km3"])


@figures.register(
    "fig-{name}-values",
    title="The values of {name} stand on a line",
    subtitle="Made-up flow, km³ a year",
    caption="A point is a year.",
    alt="Points of made-up values by year; their mean is {{result}}`{name}-mean`.",
    data=values,
)
def draw_values(data, axes):
    axes.plot(data["year"], data["flow_km3"])
    return axes
'''
NOTEBOOK = """---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
"""What a page begins with that is a notebook."""

_CHAPTER = (
    NOTEBOOK
    + """(chapter-{name})=
# A light chapter called {name}

The values have a mean of {{result}}`{name}-mean` ({{cite:t}}`{bibkey}`), as {{numref}}`fig-{name}-values` shows.

```{{code-cell}} python
:tags: [hide-input]
import time

from analysis import figures, tables

begin = time.process_time()
while time.process_time() - begin < {seconds}:
    sum(range(1000))
```

## What the values are

A line of prose stands here.

```{{code-cell}} python
:tags: [hide-input]
figures.show("fig-{name}-values")
```

```{{code-cell}} python
:tags: [hide-input]
tables.load("light_{name}").head(3)
```

## Sources

```{{chapter-sources}}
```
"""
)


def names(count):
    """Return the names of as many chapters, in the order of the book.

    Examples
    --------
    >>> names(3), len(set(names(96)))
    (['lightaa', 'lightab', 'lightac'], 96)
    """
    letters = string.ascii_lowercase
    return [f"light{letters[number // 26]}{letters[number % 26]}" for number in range(count)]


def write(root, count, seconds=0.0):
    """Write the sources of a light book.

    Parameters
    ----------
    root : pathlib.Path
        Its folder; it is made.
    count : int
        The number of its chapters, 676 at most.
    seconds : float
        The time in seconds of a processor for which a chapter's first cell computes.

    Returns
    -------
    list of str
        The chapters' names.
    """
    reproduction.copy_sources(root)
    chapters = names(count)
    _write_code(root, chapters)
    _write_pages(root, chapters, seconds)
    _write_data(root, chapters)
    return chapters


def _write_code(root, chapters):
    package = root / "src" / "analysis"
    text = f'"""The analyses of a light book."""\n\nCHAPTERS = {tuple(chapters)!r}\nPAGES = {PAGES!r}\n'
    (package / "__init__.py").write_text(text, encoding="utf-8")
    for number, name in enumerate(chapters, start=1):
        (package / f"{name}.py").write_text(_MODULE.format(name=name, factor=number), encoding="utf-8")


def _write_pages(root, chapters, seconds):
    shutil.rmtree(root / "chapters")
    (root / "chapters" / "back").mkdir(parents=True)
    for name in chapters:
        text = _CHAPTER.format(name=name, seconds=seconds, bibkey=_BIBKEY)
        (root / "chapters" / f"{name}.md").write_text(text, encoding="utf-8")
    for name, (title, body) in _LISTS.items():
        shown = registered.figures_of(name)
        drawn = "".join(f"```{{registered-figure}} {record.id}\n```\n\n" for record in shown)
        text = f"(back-{name})=\n# {title}\n\n{drawn}{body}\n"
        (root / "chapters" / "back" / f"{name}.md").write_text(text, encoding="utf-8")
    (root / "index.md").write_text(f"# {TITLE}\n\nA line of prose stands here.\n", encoding="utf-8")
    files = [f"chapters/{name}" for name in chapters] + [f"chapters/back/{name}" for name in _LISTS]
    toc = {"format": "jb-book", "root": "index", "chapters": [{"file": file} for file in files]}
    (root / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")  # YAML takes JSON


def _write_data(root, chapters):
    data = root / "data"
    catalogue = data / "datapackage.json"
    package = json.loads(catalogue.read_text(encoding="utf-8"))
    # what the pages of lists read
    read = {table for record in (*figures.all(), *results.all()) if record.chapter in PAGES for table in record.tables}
    kept = [item for item in package["resources"] if item["name"] in read | {"claims", "corrections", "names"}]
    rows = {
        "claims": lambda row, number: number < CLAIMS and row | _EVIDENCE | {"chapter": chapters[0]},
        "corrections": lambda *_: None,
        "names": lambda row, _: row | {"sources": ""},
    }
    for item in kept:
        item["topic"] = "shared"
        for source in item["sources"]:
            source["bibkey"] = _BIBKEY
        if item["name"] in rows:
            item["rows"] = _filter(data / item["path"], rows[item["name"]])
        for field in item["schema"]["fields"]:
            if field["name"] == "chapter":
                field["constraints"]["enum"] = chapters
    described = {item["path"] for item in kept}
    for path in data.rglob("*.*"):
        if path.suffix in (".csv", ".geojson") and path.relative_to(data).as_posix() not in described:
            path.unlink()
    for name in ("figure_history.json", "claim_history.json"):
        (data / name).write_text("{}\n", encoding="utf-8")
    with (data / "references.bib").open("a", encoding="utf-8") as file:
        file.write(_REFERENCE)
    (data / "light").mkdir()
    for number, name in enumerate(chapters):
        values = [f"{_FIRST_YEAR + year},{(7 * year + number) % 11}" for year in range(_YEARS)]
        (data / "light" / f"light_{name}.csv").write_text("\n".join(["year,flow_km3", *values, ""]), encoding="utf-8")
    package["resources"] = [*kept, *map(_description, chapters)]
    catalogue.write_text(json.dumps(package), encoding="utf-8")


_EVIDENCE = {"evidence": "table:claims", "finding": "-", "revision": "-"}


def _filter(path, change):
    """Write a table anew with what a function makes of each row and its number; return how many rows are left."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        kept = [made for number, row in enumerate(reader) if (made := change(row, number))]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return len(kept)


def _description(name):
    """Return the catalogue's entry of a light chapter's table."""
    fields = [
        {"name": "year", "type": "integer", "title": "Year", "unit": "calendar year"},
        {"name": "flow_km3", "type": "number", "title": "Made-up flow", "unit": "km³"},
    ]
    source = {
        "producer": "Steppe Neighbours contributors",
        "title": "Made-up values",
        "version": "1",
        "citation": "Steppe Neighbours contributors. Made-up values.",
        "path": "https://example.org/",
        "date_accessed": "2026-01-01",
        "bibkey": _BIBKEY,
    }
    licence = {
        "name": "CC0-1.0",
        "title": "CC0 1.0",
        "path": "https://creativecommons.org/publicdomain/zero/1.0/",
        "basis": "Made up.",
    }
    return {
        "name": f"light_{name}",
        "type": "table",
        "path": f"light/light_{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "title": f"Made-up values of {name}",
        "description": "Values that mean nothing.",
        "topic": name,
        "rows": _YEARS,
        "processing_level": "major",
        "caveats": "They mean nothing.",
        "sources": [source],
        "licenses": [licence],
        "schema": {
            "fields": [field | {"constraints": {"required": True}} for field in fields],
            "primaryKey": ["year"],
            "missingValues": [""],
        },
    }
