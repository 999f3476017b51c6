"""Reference outputs of the chapters: the text of every output, kept in a form that reviews well.

A figure's text names it and the first digits of its data's hash, so that a changed number shows although pictures are
not compared. The tests hold every run against these files; `accept` writes them anew.
"""

import yaml

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
        path = FOLDER / f"{state.name}.yml"
        text = yaml.safe_dump(outputs(execution.executed(state)), allow_unicode=True, width=200, default_style="|")
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(state.name)
    return changed


def load(name):
    """Return the reference outputs of a chapter, as `outputs` gives them."""
    return yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
