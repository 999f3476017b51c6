"""The analyses of *Steppe Neighbours*: tables in, results and figures out.

`tables` reads the data; `results` and `figures` are the registries of what the book quotes and draws; `trends`,
`maps` and `style` are shared; every chapter has a module of its own, named in `CHAPTERS`, and so has every page
beside the chapters that has results and figures, named in `PAGES`.
"""

CHAPTERS = ("history", "borders", "energy", "trade", "water", "migration")
PAGES = ("claims", "sources")
