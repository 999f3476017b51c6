"""Run the chapter of this folder again, and compare what it computes with what was published.

It needs the packages of requirements.txt and nothing else: no network and no file outside this folder.
"""

import json
import os
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER / "src"))
os.environ["PYTHONPATH"] = str(FOLDER / "src")

import nbclient  # noqa: E402
import nbformat  # noqa: E402

from analysis import figures, results  # noqa: E402


def main():
    """Run the notebook, print a verdict for every figure and result, and exit with 1 if one differs."""
    expected = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    path = FOLDER / expected["notebook"]
    notebook = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(
        notebook,
        kernel_name="python3",
        extra_arguments=["--IPKernelApp.log_level=40"],  # else the kernel remarks that it talks over a local port
        resources={"metadata": {"path": str(FOLDER)}},
    )
    client.execute()
    target = path.with_name(f"{path.stem}-rerun.ipynb")
    nbformat.write(notebook, target)
    found = {name: figures.get(name).data_sha256 for name in expected["figures"]}
    found |= {name: results.text(name) for name in expected["results"]}
    differing = 0
    for name, value in (expected["figures"] | expected["results"]).items():
        same = found[name] == value
        differing += not same
        print(f"{'the same' if same else f'DIFFERS, {found[name]} and not {value}'}: {name}")
    print(f"{len(found) - differing} of {len(found)} are the same. The notebook as run here: {target.name}")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
