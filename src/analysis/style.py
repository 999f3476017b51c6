"""The one look of the book's figures: fonts, colours, sizes."""

import contextlib
import io
import textwrap
from pathlib import Path

import matplotlib
from fontTools import subset
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

FONT = "Noto Sans"
_FONTS = Path(__file__).parent / "fonts"
# a font of the same name on the machine, in another version, would move letters
font_manager.fontManager.ttflist = [entry for entry in font_manager.fontManager.ttflist if entry.name != FONT]
for _font in sorted(_FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(_font)

WIDE = (7.2, 3.9)
TALL = (7.2, 5.6)
MAP = (7.2, 5.2)
"""Sizes in inches. The width is that of the text, so that letters keep their size on the page."""

NARROW = 4.1
"""The width of a drawing for phones, in inches: on 360 pixels letters have the size that they have in print."""

_NARROW_MAP = 5.3

INK = "#1f2933"
QUIET = "#6b7580"
FAINT = "#c9cfd6"
GRID = "#e6e9ed"
PAPER = "#ffffff"

COLOURS = {
    "CHN": "#c8402f",
    "KAZ": "#0072b2",
    "KGZ": "#008f68",
    "RUS": "#7b5ea7",
    "USA": "#d98200",
}
"""A country has the same colour in the whole book; the five differ in lightness too, for readers in greyscale."""

DASHES = {"CHN": "-", "KAZ": "-", "KGZ": (0, (5, 1.5)), "RUS": (0, (6, 1.5, 1, 1.5)), "USA": (0, (1.5, 1.5))}
"""The second sign beside the colour, where lines of several countries meet."""

SUBJECT = "#0072b2"
COMPARISON = "#d55e00"
THIRD = "#008f68"
WATER = "#4a90b8"
LAND = "#f4f2ec"
"""Colours of a figure that does not compare countries: the subject, a second and a third for comparison."""

RC = {
    "font.family": FONT,
    "font.size": 9.5,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "xtick.major.width": 0.7,
    "ytick.major.size": 0,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
    "patch.linewidth": 0,
    "legend.frameon": False,
    "figure.facecolor": PAPER,
    "figure.dpi": 100,
    "savefig.dpi": 200,
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "path.simplify": True,
}


_POINTS = 72
_LETTERS = 14.2  # of a subtitle that fit into an inch
_LAYOUT_TABLES = ("GSUB", "GPOS", "GDEF")


@contextlib.contextmanager
def applied(hashsalt="steppe-neighbours"):
    """Draw in the book's look; `hashsalt` makes the ids inside an SVG the same each time."""
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **RC, "svg.hashsalt": hashsalt, "backend": "agg"}):
        yield


def draw(function, data, size, panels=(1, 1), subplots=None, subtitle=""):
    """Draw data on a new figure in the book's look.

    Parameters
    ----------
    function : callable
        Takes the data and the axes (an array where there are several) and draws.
    data : pandas.DataFrame
        What it draws.
    size : tuple of float
        Width and height in inches.
    panels : tuple of int
        Rows and columns of axes.
    subplots : dict, optional
        Passed to `matplotlib.figure.Figure.subplots`.
    subtitle : str
        Stands above the axes, at the left.

    Returns
    -------
    matplotlib.figure.Figure
    """
    with applied():
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(*panels, **(subplots or {}))
        function(data, axes)
        if subtitle:
            figure.suptitle(
                textwrap.fill(subtitle, int(_LETTERS * size[0])), x=0.005, ha="left", fontsize=9.5, color=QUIET
            )
        # laid out once for all formats, at the resolution of SVG and PDF: the widths of letters depend on it
        figure.set_dpi(_POINTS)
        figure.get_layout_engine().execute(figure)
        figure.set_layout_engine(None)
        return figure


def narrowed(size, panels, subplots):
    """Return size, panels and subplots of a figure for a phone: panels in a row come to stand one below the other.

    Parameters
    ----------
    size : tuple of float
        Width and height of the wide figure in inches.
    panels : tuple of int
        Its rows and columns.
    subplots : dict
        What is passed to `matplotlib.figure.Figure.subplots`.

    Returns
    -------
    tuple
        The three for the narrow figure. Maps (`MAP`) keep their proportions and get smaller letters.
    """
    rows, columns = panels
    if size == MAP:
        return (_NARROW_MAP, _NARROW_MAP * size[1] / size[0]), panels, subplots
    if rows > 1 or columns == 1:
        return (NARROW, size[1]), panels, subplots
    rest = {key: value for key, value in subplots.items() if key not in ("width_ratios", "gridspec_kw")}
    return (NARROW, 0.75 * size[1] * columns), (columns, 1), rest


def pdf(figure):
    """Return a figure that `draw` made as PDF, with fonts embedded and without a date."""
    buffer = io.BytesIO()
    with _fonts_without_layout():
        figure.savefig(buffer, format="pdf", metadata={"CreationDate": None})
    return buffer.getvalue()


@contextlib.contextmanager
def _fonts_without_layout():
    """Leave a font's rules of layout out of the part that a PDF embeds.

    A PDF places every letter itself and never reads these tables, but to cut them to the letters used takes three
    quarters of the time that a PDF takes. Matplotlib cuts fonts with options that it lets nobody change.
    """
    kept = subset.Options._drop_tables_default
    subset.Options._drop_tables_default = [*kept, *_LAYOUT_TABLES]
    try:
        yield
    finally:
        subset.Options._drop_tables_default = kept


def label(axes, x, y, text, colour=INK, **options):
    """Write a direct label beside a line or point, in place of a legend; returns the axes."""
    placed = {"xytext": (5, 0), "textcoords": "offset points", "va": "center", "fontsize": 9, **options}
    axes.annotate(text, (x, y), color=colour, annotation_clip=False, **placed)
    return axes


def is_narrow(axes):
    """Say whether axes stand in a drawing for phones, where there is room for less."""
    return axes.figure.get_figwidth() < _NARROW_MAP + 0.1


def legend_above(axes, columns=2, narrow_columns=1, **options):
    """Put a legend between subtitle and axes, in fewer columns on a drawing for phones; returns the axes."""
    placed = {"fontsize": 8.5, "borderaxespad": 0.2, "borderpad": 0, "labelspacing": 0.35, "columnspacing": 1.6}
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=narrow_columns if is_narrow(axes) else columns,
        **placed | options,
    )  # fmt: skip
    return axes


def mark_break(axes, x, text):
    """Mark a break in a series: a dashed vertical line with a note at its top; returns the axes."""
    axes.axvline(x, color=QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
    axes.annotate(
        text, (x, 1), xycoords=("data", "axes fraction"), xytext=(3, -2), textcoords="offset points",
        va="top", fontsize=8.5, color=QUIET,
    )  # fmt: skip
    return axes


def stack(axes):
    """Put the axes of a grid one below the other on a drawing for phones; returns the axes."""
    if is_narrow(axes.flat[0]):
        rows = axes.flat[0].figure.add_gridspec(axes.size, 1)
        for place, one in zip(rows, axes.flat, strict=True):
            one.set_subplotspec(place)
    return axes
