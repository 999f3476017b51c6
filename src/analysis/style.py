"""The one look of the book's figures: fonts, colours, sizes."""

import contextlib
from pathlib import Path

import matplotlib
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


@contextlib.contextmanager
def applied(hashsalt="steppe-neighbours"):
    """Draw in the book's look; `hashsalt` makes the ids inside an SVG the same each time."""
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **RC, "svg.hashsalt": hashsalt, "backend": "agg"}):
        yield


def draw(function, data, size, panels=(1, 1), subtitle="", subplots=None):
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
    subtitle : str
        Stands above the axes, at the left.
    subplots : dict, optional
        Passed to `matplotlib.figure.Figure.subplots`.

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
            figure.suptitle(subtitle, x=0.005, ha="left", fontsize=9.5, color=QUIET)
        return figure


def label(axes, x, y, text, colour=INK, **options):
    """Write a direct label beside a line or point, in place of a legend; returns the axes."""
    placed = {"xytext": (5, 0), "textcoords": "offset points", "va": "center", "fontsize": 9, **options}
    axes.annotate(text, (x, y), color=colour, annotation_clip=False, **placed)
    return axes


def mark_break(axes, x, text):
    """Mark a break in a series: a dashed vertical line with a note at its top; returns the axes."""
    axes.axvline(x, color=QUIET, linewidth=0.9, linestyle=(0, (3, 3)))
    axes.annotate(
        text, (x, 1), xycoords=("data", "axes fraction"), xytext=(3, -2), textcoords="offset points",
        va="top", fontsize=8.5, color=QUIET,
    )  # fmt: skip
    return axes
