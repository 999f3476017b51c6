"""Run the command ``steppe``: also as ``python -m publishing``."""

import os
import sys

_SAME_EVERYWHERE = {"PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def run():
    """Run the command; in a new Python, if this one was started with a hash seed or an encoding of its own."""
    if any(os.environ.get(name) != value for name, value in _SAME_EVERYWHERE.items()):
        os.environ |= _SAME_EVERYWHERE
        os.execv(sys.executable, [sys.executable, "-m", "publishing", *sys.argv[1:]])
    from publishing.cli import main  # here, because it takes long to load

    main(prog_name="steppe")


if __name__ == "__main__":
    run()
