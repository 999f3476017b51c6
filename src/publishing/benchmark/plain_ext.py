"""What Jupyter Book needs to read this book's pages, and no more: the least that a build of the same text can take.

In a copy of the project it takes the place of `publishing.sphinx_ext`. Roles print the same text; what the directives
of the book generate (lists, figures' pages and files, citations) is left out.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective, SphinxRole

from analysis import claims, names, results
from publishing import prose

_DIRECTIVES = (
    "chapter-tables", "chapter-sources", "table-catalogue", "result-list", "correction-list", "figure-grid",
    "claim-list", "source-list", "name-list", "registered-figure",
)  # fmt: skip
_ROLES = ("result", "number", "compare", "claim", "exempt", "name", "site-file")


class FigureRenderer:
    """The figure renderer that the installed package names: here it leaves drawings to MyST-NB."""

    mime_priority_overrides = ()

    @staticmethod
    def handle_mime(*_):
        """Return nothing, so that MyST-NB renders the output itself."""
        return


class TextRole(SphinxRole):
    """Print the text that the role of the same name prints in the book."""

    def run(self):
        """Return the text."""
        words, target = prose.split(self.text)
        match self.name:
            case "result":
                text = results.text(self.text)
            case "number":
                text = results.number(self.text)
            case "claim":
                text = f"{words} {claims.get(target).verdict}"
            case "name":
                text = words or names.get(target).english
            case _:
                text = words or target
        return [nodes.Text(text)], []


class NoDirective(SphinxDirective):
    """Stand where the book puts a generated list."""

    optional_arguments = 1

    def run(self):
        """Return nothing."""
        return []


def _configure(_, config):
    config.myst_substitutions = {"version": "", "year": "", "address": ""}
    config.nb_execution_timeout = 600


def setup(app):
    """Register roles and directives under the names that the pages use."""
    for name in _ROLES:
        app.add_role(name, TextRole())
    for name in _DIRECTIVES:
        app.add_directive(name, NoDirective)
    app.connect("config-inited", _configure)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
