"""The book's Sphinx extension as stock Jupyter Book would use it: MyST-NB runs the chapters, one after another.

In a copy of the project its name stands in the settings in place of `publishing.sphinx_ext`. The site that comes out
is the same but for its compressed copies and the name that MyST-NB gives to the cells' language; what runs the
chapters, in parallel and when they are stale, is left out, and jupyter-cache keeps outputs by the code cells alone.
"""

from publishing import sphinx_ext


def setup(app):
    """Register everything with Sphinx that the book registers, except what runs the chapters."""
    app.connect("env-updated", _begin_figure_files)
    return sphinx_ext.register(app)


def _begin_figure_files(app, env):
    """Begin the figures' files once the pages are read, because only then the chapters have run."""
    env.registry_outputs = sphinx_ext.stored_outputs()
    env.registry_inputs["outputs"] = env.registry_outputs
    sphinx_ext.begin_figure_files(app)
