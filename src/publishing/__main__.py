"""Run the command ``steppe`` as ``python -m publishing``."""

from publishing.cli import main

main(prog_name="steppe")
