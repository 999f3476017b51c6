"""The registry of figures: everything that the book draws.

A figure is registered on the function that draws it. From the one record come the numbered figure in its chapter, its
caption and alt text, its files, its data as a table and its row in the list of figures.
"""

import base64
import functools
import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import shapely

from analysis import registry, results, style, tables, values

_ID = re.compile(r"fig-[a-z0-9]+(-[a-z0-9]+)+")
_PATH = re.compile(r' d="[^"]*"')
_COORDINATE = re.compile(r"-?\d+\.\d{3,}")


@dataclass(frozen=True)
class FigureRecord:
    """A registered figure."""

    id: str
    chapter: str
    title_template: str
    subtitle_template: str
    caption_template: str
    alt_template: str
    prepare: Callable
    draw_function: Callable
    size: tuple[float, float]
    panels: tuple[int, int]
    tolerance: float = registry.TOLERANCE
    narrow: tuple[float, float] | None = None
    subplots: dict = field(default_factory=dict)
    words: dict = field(default_factory=dict)

    @property
    def tables(self):
        """The names of the tables that it rests on."""
        return registry.table_names(self.prepare)

    @property
    def title(self):
        """What was found, in one sentence without a full stop."""
        return results.fill(self.title_template)

    @property
    def subtitle(self):
        """What is drawn: quantity, unit, span. It stands on the drawing itself."""
        return results.fill(self.subtitle_template)

    @property
    def caption(self):
        """How to read it, and the caveat that matters most."""
        return results.fill(self.caption_template)

    @property
    def alt(self):
        """What a sighted reader would take away from it."""
        return results.fill(self.alt_template)

    @property
    def processing_level(self):
        """The highest processing level of the tables that it rests on."""
        levels = [tables.describe(name).processing_level for name in self.tables]
        return max(levels, key=tables.PROCESSING_LEVELS.index)

    @property
    def producers(self):
        """Who produced the data, each once."""
        found = [source["producer"] for name in self.tables for source in tables.describe(name).sources]
        return tuple(dict.fromkeys(found))

    @functools.cached_property
    def is_map(self):
        """Whether it draws shapes on the ground."""
        return "geometry" in self.data

    @property
    def narrow_size(self):
        """Width and height of the drawing for phones, in inches."""
        return self._narrowed[0]

    @property
    def _narrowed(self):
        size, panels, subplots = style.narrowed(self.size, self.panels, self.subplots)
        return self.narrow or size, panels, subplots

    @functools.cached_property
    def data(self):
        """The numbers that it draws, as a table."""
        return registry.evaluate(self.prepare)

    @functools.cached_property
    def csv(self):
        """The numbers that it draws, as CSV; geometries as WKT in degrees."""
        plain = self.data.copy()
        if "geometry" in plain:
            plain["geometry"] = [shapely.to_wkt(shape, rounding_precision=4, trim=True) for shape in plain.geometry]
        return plain.to_csv(index=False, lineterminator="\n", float_format="%.10g", date_format="%Y-%m-%d")

    @functools.cached_property
    def data_sha256(self):
        """The SHA-256 of `csv`, in hexadecimal digits."""
        return hashlib.sha256(self.csv.encode()).hexdigest()

    def cite(self, style="apa"):
        """Return the citation of the figure: see `publishing.citing.text` for the styles."""
        from publishing import citing  # here, because the analysis must work without the book

        return citing.text(citing.of_figure(self), style)

    def draw(self, narrow=False):
        """Return the figure, laid out, as a `matplotlib.figure.Figure`; `narrow` for the width of a phone."""
        look = self._narrowed if narrow else (self.size, self.panels, self.subplots)
        return style.draw(self.draw_function, self.data, *look, self.subtitle)

    def svg(self, narrow=False):
        """Return the figure as SVG; the same data and style give the same bytes."""
        with style.applied(hashsalt=self.id):
            return self._svg(self.draw(narrow))

    def drawing(self):
        """Return the figure in the forms that pages and files are made from, each drawn once."""
        with style.applied(hashsalt=self.id):
            wide, narrow = self.draw(), self.draw(narrow=True)
            said = values.on_both(wide, narrow, self.data, self.words)
            return Drawing(self._svg(wide), self._svg(narrow), style.pdf(wide), said)

    def _svg(self, figure):
        buffer = io.BytesIO()
        metadata = {"Date": None, "Creator": "Steppe Neighbours contributors", "Title": self.title}
        figure.savefig(buffer, format="svg", metadata=metadata)
        return _PATH.sub(_shorten, buffer.getvalue().decode())


@dataclass(frozen=True)
class Drawing:
    """A figure as drawn, before its files are told what they are.

    Parameters
    ----------
    svg : str
        At the width of the text.
    narrow : str
        At the width of a phone, with its panels one below the other, as SVG.
    pdf : bytes
        At the width of the text.
    values : dict
        The values that it shows and where they stand, as `analysis.values.on_both` returns them.
    """

    svg: str
    narrow: str
    pdf: bytes
    values: dict

    def output(self, figure):
        """Return the drawing of a figure as the output of a notebook's cell: data and metadata by MIME type."""
        pdf = base64.b64encode(self.pdf).decode()
        rest = {"figure": figure, "narrow": self.narrow, "pdf": pdf, "values": self.values}
        return {SVG: self.svg}, {SVG: rest}

    @classmethod
    def of(cls, data, metadata):
        """Return the drawing that stands in the output of a notebook's cell."""
        rest = metadata[SVG]
        return cls(data[SVG], rest["narrow"], base64.b64decode(rest["pdf"]), rest["values"])


SVG = "image/svg+xml"


def _shorten(path):
    """Cut a path's coordinates to hundredths of a point: no eye sees it, and a map is a quarter lighter."""
    return _COORDINATE.sub(lambda found: f"{float(found[0]):.2f}", path[0])


class ShownFigure:
    """A figure as the output of a notebook cell: an SVG that the book numbers and captions by its record."""

    def __init__(self, record):
        self.record = record
        # drawn here and not when it is displayed, where an error would lose its name and message
        self._drawing = record.drawing()

    def __repr__(self):
        """Name the figure and its data, so that a changed number shows in the text of the output."""
        rows = len(self.record.data)
        return f"<{self.record.id}: {rows} rows, data {self.record.data_sha256[:12]}>"

    def _repr_mimebundle_(self, **_):
        data, metadata = self._drawing.output(self.record.id)
        return data | {"text/plain": repr(self)}, metadata


_registry = registry.Registry("figure")


def register(
    name,
    *,
    title,
    subtitle,
    caption,
    alt,
    data,
    size=style.WIDE,
    panels=(1, 1),
    tolerance=registry.TOLERANCE,
    narrow=None,
    words=None,
    **subplots,
):
    """Register the decorated function as a figure.

    The function takes the data and an axes (an array of axes where there are several panels), draws, and returns
    what it was given to draw on. It never saves and never touches pyplot.

    Parameters
    ----------
    name : str
        The id: at once label, file name, permalink and test id. It begins with ``fig-`` and the chapter's name.
    title : str
        The finding, in one sentence without a full stop.
    subtitle : str
        Quantity, unit and span. It is drawn above the axes.
    caption : str
        How to read the figure, and its most important caveat.
    alt : str
        What a sighted reader would take away, in two or three sentences.
    data : callable
        A pure function that returns the numbers drawn; its parameters are the names of the tables that it reads.
    size : tuple of float
        Width and height in inches: `style.WIDE`, `style.TALL`, `style.MAP`, or one of that width.
    panels : tuple of int
        Rows and columns of axes.
    tolerance : float
        The relative difference of its numbers that another machine may show: more than the default only where an
        optimiser or a resampling decides.
    narrow : tuple of float, optional
        Width and height in inches of the drawing for phones, where those of `style.narrowed` do not suit it.
    words : dict of str to str, optional
        What readers who point at a value are told a column is, where its name says too little: see
        `analysis.values.collect`.
    **subplots
        Passed to `matplotlib.figure.Figure.subplots`, such as ``sharex=True``.

    Raises
    ------
    analysis.registry.RegistrationError
        If the id is taken or ill-formed; if title, subtitle, caption, alt text or data is missing; if the alt text only
        repeats title or caption; or if the data rest on no table.
    """

    def decorate(function):
        chapter = function.__module__.rpartition(".")[2]
        if not _ID.fullmatch(name):
            raise registry.RegistrationError(f"figure {name!r} needs an id such as 'fig-{chapter}-…'")
        texts = {"title": title, "subtitle": subtitle, "caption": caption, "alt": alt}
        missing = [key for key, content in texts.items() if not content.strip()] + ([] if data else ["data"])
        if missing:
            raise registry.RegistrationError(f"figure {name!r} has no {', '.join(missing)}")
        if alt.strip(" .") in (title.strip(" ."), caption.strip(" .")):
            raise registry.RegistrationError(f"figure {name!r} has no alt text: it repeats the title or the caption")
        if not registry.table_names(data):
            raise registry.RegistrationError(f"figure {name!r} rests on no table, so it has no source and no licence")
        _registry.add(
            FigureRecord(
                name,
                chapter,
                title,
                subtitle,
                caption,
                alt,
                data,
                function,
                size,
                panels,
                tolerance,
                narrow,
                subplots,
                words or {},
            )
        )
        return function

    return decorate


def all():
    """Return all figures, in the order of the chapters."""
    return _registry.all()


def get(name):
    """Return a figure (a `FigureRecord`) by id; an unknown id raises `tables.UnknownNameError`."""
    return _registry.get(name)


_KNOWN = ("data_sha256", "is_map")


def known():
    """Return what pages say of the data of all figures without showing them, by id, fit for JSON."""
    return {record.id: {name: getattr(record, name) for name in _KNOWN} for record in all()}


def remember(found):
    """Take over what `known` returned for the same data and code, so that the data need not be prepared."""
    for record in all():
        vars(record).update(found[record.id])


def show(name):
    """Show a figure as the output of a chapter's cell."""
    return ShownFigure(get(name))


def table(name):
    """Return the numbers that a figure draws, as a `pandas.DataFrame` without geometries."""
    return pd.DataFrame(get(name).data).drop(columns="geometry", errors="ignore")
