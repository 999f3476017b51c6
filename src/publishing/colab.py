"""Notebooks for Google Colab, one a chapter: each fetches the book, makes its environment there, and runs the chapter.

Colab opens notebooks from the repository alone, and has packages of its own, which must not compute in place of the
lock's: the chapter runs in an environment beside them.
"""

import nbformat

from analysis import CHAPTERS
from publishing import chapters, execution

FOLDER = execution.ROOT / "colab"

_ABOUT = """# {title}

This notebook runs a chapter of *Steppe Neighbours* with exactly the packages that the book names. The first cell takes
a few minutes. To try a change, edit `book/chapters/{name}.md` or a module in `book/src/analysis` (the folder symbol on
the left), and run the second cell again.
"""
_INSTALL = """![ -d book ] || git clone --quiet --depth 1 {repository} book
![ -d book/.venv ] || python3 -m venv --without-pip book/.venv
!python3 -m pip --python book/.venv/bin/python install --quiet --require-hashes --requirement book/requirements.txt
!python3 -m pip --python book/.venv/bin/python install --quiet --no-deps --no-build-isolation --editable book"""
_RUN = """import json
from IPython.display import Markdown, display

!cd book && .venv/bin/python -m publishing notebook {name} --output {name}.ipynb
with open("book/{name}.ipynb", encoding="utf-8") as file:
    cells = json.load(file)["cells"]
for cell in cells:
    if cell["cell_type"] == "markdown":
        display(Markdown("".join(cell["source"])))
    for output in cell.get("outputs", []):
        if "data" in output:
            data = {{kind: part if isinstance(part, str) else "".join(part) for kind, part in output["data"].items()}}
            display(data, raw=True)"""


def notebook(name, repository):
    """Return the notebook that runs a chapter on Colab.

    Parameters
    ----------
    name : str
        The chapter.
    repository : str
        The address from which the book can be cloned.

    Returns
    -------
    nbformat.NotebookNode
    """
    cells = [
        nbformat.v4.new_markdown_cell(_ABOUT.format(title=chapters.title(name), name=name), id="about"),
        nbformat.v4.new_code_cell(_INSTALL.format(repository=repository), id="install"),
        nbformat.v4.new_code_cell(_RUN.format(name=name), id="run"),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})


def write(repository, folder=FOLDER):
    """Write the notebooks of all chapters into a folder: ``<chapter>.ipynb``; return their paths."""
    folder.mkdir(exist_ok=True)
    found = []
    for name in CHAPTERS:
        path = folder / f"{name}.ipynb"
        path.write_text(nbformat.writes(notebook(name, repository)) + "\n", encoding="utf-8")
        found.append(path)
    return found
