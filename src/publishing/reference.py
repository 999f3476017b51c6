"""Reference outputs of the chapters: the text of every output, kept in a form that reviews well.

A figure's text names it and the first digits of its data's hash, so that a changed number shows although pictures are
not compared. The tests hold every run against these files; `accept` writes them anew.
"""

import re

from publishing import execution

FOLDER = execution.ROOT / "tests" / "chapters" / "reference"


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
        text = written(outputs(execution.executed(state)))
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(state.name)
    return changed


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
