"""The book's Sphinx extension as stock Jupyter Book would use it: in one process, and keeping nothing of its own.

In a copy of the project its name stands in the settings in place of `publishing.sphinx_ext`. The site that comes out
is the same but for its compressed copies and the name that MyST-NB gives to the cells' language. MyST-NB runs the
chapters, one after another, and jupyter-cache keeps outputs by the code cells alone. Left out is what this book has of
its own against waiting: processes beside Sphinx's (`publishing.ahead`), and notes of what need not be made again
(`publishing.kept`). Sphinx's environment is kept, as Jupyter Book keeps it, and so are the figures' files.
"""

from pathlib import Path

from publishing import ahead, bundles, catalogue_pages, execution, kept, site, sphinx_ext


class _Here:
    """What `publishing.ahead.Ahead` makes beside the pages and keeps: made here, whenever it is asked for."""

    citation_files = staticmethod(catalogue_pages.citation_files)
    claim_pages = staticmethod(catalogue_pages.claim_pages)

    def __init__(self):
        self.stamp = site.fingerprint(ahead.INPUTS)

    def wait(self):
        """Return at once."""


def setup(app):
    """Register everything with Sphinx that the book registers, except what saves time."""
    app.connect("builder-inited", _prepare)
    app.connect("env-updated", _make_figure_files)
    return sphinx_ext.register(app)


def _prepare(app):
    sphinx_ext.prepare(app, _Here(), kept.NothingKept())
    app.chapters_run = {state.name: state for state in execution.states()}
    app.finish_bundles = lambda: bundles.write(Path(app.outdir) / bundles.FOLDER, app.chapters_run.values())


def _make_figure_files(app, env):
    sphinx_ext.begin_figure_files(app, execution.states())
    app.figure_files.finish()
    env.registry_outputs = sphinx_ext.stored_outputs(app)
    env.registry_inputs["outputs"] = env.registry_outputs
