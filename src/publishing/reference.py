"""What was accepted: the text of every output of the chapters and the value of every result, in a form to review.

A figure's text names it and the first digits of its data's hash, so that a changed number shows although pictures are
not compared. The tests hold every run against these files; `accept` and `accept_results` write them anew.
"""

import csv
import io
import re

from analysis import results
from publishing import execution

FOLDER = execution.ROOT / "tests" / "chapters" / "reference"
RESULTS = FOLDER / "results.csv"


def outputs(notebook):
    """Return the text of the outputs of a notebook's code cells.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        An executed notebook.

    Returns
    -------
    list of list of str
        For every code cell the text of each of its outputs.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[_text(output) for output in cell.outputs] for cell in cells]


def _text(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def accept(names):
    """Run chapters and make what they print the reference.

    Parameters
    ----------
    names : sequence of str
        Chapters.

    Returns
    -------
    list of str
        The chapters whose reference has changed.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = []
    for state in execution.refresh(names):
        path = FOLDER / f"{state.name}.txt"
        text = written(outputs(state.with_outputs))
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(state.name)
    return changed


def values(records):
    """Return the values of results as the reference keeps them, by id (and part): texts, numbers to ten digits.

    Parameters
    ----------
    records : sequence of analysis.results.Result

    Returns
    -------
    dict of str to str
    """
    return {
        record.reference(part): value if isinstance(value, str) else f"{value:.10g}"
        for record in records
        for part, value in record.values.items()
    }


def accepted():
    """Return the accepted values of all results, as `values` gives them."""
    if not RESULTS.is_file():
        return {}
    return dict(list(csv.reader(io.StringIO(RESULTS.read_text(encoding="utf-8"))))[1:])


def accept_results():
    """Make the values that the results have now the accepted ones.

    Returns
    -------
    list of str
        What changed, one line a value.
    """
    before, now = accepted(), values(results.all())
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["result", "value"])
    writer.writerows(sorted(now.items()))
    RESULTS.write_text(buffer.getvalue(), encoding="utf-8")
    return [
        f"{name}: {before.get(name, 'new')} is now {now.get(name, 'no longer there')}"
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]


def drift(now, quotations):
    """Return the sentences that say something else than was accepted, since the results that they quote have changed.

    Parameters
    ----------
    now : mapping of str to str
        Values of results, as `values` gives them; results that it leaves out are not compared.
    quotations : sequence of publishing.prose.Quotation
        The sentences of the book that quote results.

    Returns
    -------
    list of str
        One line for each sentence and result, with place and both values; a changed result that no sentence quotes
        is named alone.
    """
    before, lines = accepted(), []
    for name, value in now.items():
        if before.get(name) == value:
            continue
        change = f"{name} was {before.get(name, 'not there')} when accepted and is {value}"
        places = [f"{item.place}: {change}, in “{item.sentence}”" for item in quotations if item.reference == name]
        lines += places or [change]
    return lines


def written(texts):
    r"""Return the texts of outputs as the content of a reference file.

    Examples
    --------
    >>> print(written([[], ["3 rows", "4 rows"]]), end="")
    === code cell 1
    === code cell 2, output 1
    3 rows
    === code cell 2, output 2
    4 rows
    """
    lines = []
    for number, cell in enumerate(texts, start=1):
        if not cell:
            lines.append(f"=== code cell {number}\n")
        for order, text in enumerate(cell, start=1):
            lines.append(f"=== code cell {number}, output {order}\n{text}\n")
    return "".join(lines)


def parsed(content):
    """Return the texts of outputs that the content of a reference file holds, as `outputs` gives them.

    Examples
    --------
    >>> parsed(written([[], ["3 rows", "4 rows"]]))
    [[], ['3 rows', '4 rows']]
    """
    cells = []
    for header, text in re.findall(
        r"^=== code cell \d+(, output \d+)?\n(.*?)(?=^=== code cell|\Z)", content, re.M | re.S
    ):
        if not header or header == ", output 1":
            cells.append([])
        if header:
            cells[-1].append(text.removesuffix("\n"))
    return cells


def load(name):
    """Return the reference outputs of a chapter, as `outputs` gives them."""
    return parsed((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))
