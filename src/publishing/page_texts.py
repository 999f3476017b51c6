"""Keeps the text of every page that Sphinx writes, so that PDF and EPUB are made from the execution that made the site.

A Sphinx extension. What is kept is the page's own HTML, before a theme puts anything around it.
"""

from publishing import site

FOLDER = site.WORK / "page-texts"
PLACE_OF_EDITIONS = '<div id="editions" hidden></div>'
"""What stands on the cover until editions have been made of the book."""


def path_of(page):
    """Return where the text of a page is kept."""
    return FOLDER / f"{page}.html"


def _keep(app, pagename, templatename, context, doctree):  # noqa: ARG001 - the arguments are Sphinx's
    if doctree is not None and "body" in context:
        path = path_of(pagename)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(context["body"], encoding="utf-8")
        if pagename == "index":
            context["body"] += PLACE_OF_EDITIONS


def setup(app):
    """Register with Sphinx: the hook runs before those that add to a page."""
    app.connect("html-page-context", _keep, priority=1)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
