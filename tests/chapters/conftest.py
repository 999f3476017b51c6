"""Let nbval run the chapters: it reads notebooks alone, and compares only what has a stored output."""

import jupytext
import nbformat
from nbval.plugin import IPyNbFile

from publishing import execution, reference


class ChapterFile(IPyNbFile):
    """A chapter as a notebook whose stored outputs are the reference."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # the text of a figure names the hash of its data, and the text of a table holds its numbers
        self.skip_compare = (*self.skip_compare, "image/svg+xml", "text/html")


def pytest_collect_file(file_path, parent):
    """Collect a chapter for each file of reference outputs."""
    if file_path.parent == reference.FOLDER and file_path.suffix == ".txt":
        folder = execution.ROOT / "_build" / "nbval"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{file_path.stem}.ipynb"
        nbformat.write(notebook(file_path.stem), path)
        return ChapterFile.from_parent(parent, path=path)
    return None


def notebook(name):
    """Return a chapter as a notebook with its reference outputs."""
    made = jupytext.read(execution.ROOT / "chapters" / f"{name}.md", fmt="md:myst")
    cells = [cell for cell in made.cells if cell.cell_type == "code"]
    stored = reference.load(name)
    if len(cells) != len(stored):
        message = (
            f"chapter {name} has {len(cells)} code cells and {len(stored)} reference outputs: make accept NAME={name}"
        )
        raise ValueError(message)
    for cell, texts in zip(cells, stored, strict=True):
        data = [nbformat.v4.new_output("display_data", {"text/plain": text}) for text in texts]
        cell.outputs = data
        cell.execution_count = 1
    return made
