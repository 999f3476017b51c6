"""The cost of a build against stock Jupyter Book: `timing` builds and measures, `report` says what came out."""
