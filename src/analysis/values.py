"""The values that a drawing shows and where they stand on it, for readers who point at it or step through it.

What a line, mark or bar shows is looked up in the figure's own data: an artist whose places are found there takes its
words from the rows, one that is not (a grid, a key, a scale bar) shows no value. A drawing function that draws by
positions of its own says its values by `tell`.
"""

import re
import weakref
from collections import Counter
from dataclasses import dataclass

import matplotlib.dates
import numpy as np
import pandas as pd
from matplotlib.category import StrCategoryLocator
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.container import BarContainer
from matplotlib.ticker import FixedLocator

from analysis.units import unit_of

_SCALES = (1, 1e-3, 1e-6)
"""Figures draw thousands and millions of what their tables hold in ones."""

_DIGITS = 10  # of a number that a drawing and its data must share

COUNTRIES = {
    "AUS": "Australia", "CAN": "Canada", "CHN": "China", "KAZ": "Kazakhstan", "KGZ": "Kyrgyzstan", "NAM": "Namibia",
    "RUS": "Russia", "USA": "United States", "UZB": "Uzbekistan", "EU27": "European Union",
}  # fmt: skip
"""Countries and unions by their codes in the tables."""

_NO_WORDS = re.compile(
    r"(^|_)(id|key|keys|sources?|basis|panel|layer|kind|stretch|label|geometry|lane|rung|grouping|flag|precision|deal|"
    r"comparison|counting|mined_by|coverage)$"
)
"""Columns that say how a row was made or where it is drawn, and nothing that a reader asks."""

_COLUMN_WORDS = {"sen": "Sen’s slope", "elevation": "height", "piece": "pieces of", "distance": "at"}
_UNIT_LEFT_OUT = {"count", "score", "index", "ratio", "rank", "share of 1", "calendar year", "calendar month"}
_PROPER = {name.lower(): name for name in COUNTRIES.values()}
_TIMES = ("year", "decade", "century")
_CALENDAR = ("calendar year", None)
_LIMITS = (("lower", "upper"), ("low", "high"), ("least", "most"), ("start", "end"), ("first", "last"))
_LIMIT_WORDS = frozenset(word for pair in _LIMITS for word in pair) | {"nominal"}
_LEAST_BILLION = 0.1  # less is said in millions
_EDGE = 0.05  # of its axes by which a mark may stand out of them
_NOWHERE = frozenset()

_told = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class Value:
    """A value on a drawing.

    Parameters
    ----------
    text : str
        What it says, such as ``"Kazakhstan, 2012: 12.9 km³ a year"``.
    group : str
        The series or kind that it belongs to; empty where there is one only.
    x, y : float
        Its place, as fractions of the drawing's width and height, from the left and from the top.
    """

    text: str
    group: str
    x: float
    y: float


def tell(axes, x, y, text, group=""):
    """Say that a value stands at a place of the axes; axes that are told of are not searched.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where it is drawn.
    x, y : float
        Its place in the coordinates of the axes' data.
    text : str
        What it says.
    group : str
        The series or kind that it belongs to.

    Returns
    -------
    matplotlib.axes.Axes
    """
    _told.setdefault(axes, []).append((float(x), float(y), text, group))
    return axes


def collect(figure, data, words=None):
    """Return the values that a figure shows, axes by axes and series by series.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        As `analysis.style.draw` returns it: laid out.
    data : pandas.DataFrame
        The numbers that it was drawn from.
    words : mapping of str to str, optional
        What readers are told a column is, by its name, in place of words made from the name; an empty word leaves a
        column of text out.

    Returns
    -------
    list of Value
        Those within the axes, each once.
    """
    source = _Source(data, words or {})
    titles = {axes: _plain(axes.get_title(loc="left")) for axes in figure.axes}
    several = len(set(titles.values())) > 1
    width, height = figure.bbox.size
    found = {}
    for axes in figure.axes:
        said = _told.get(axes) or source.said(axes, titles[axes] if several else "")
        if not said:
            continue
        places = axes.transData.transform([(x, y) for x, y, _, _ in said])
        within = axes.transAxes.inverted().transform(places)
        for (_, _, text, group), (x, y), place in zip(said, places, within, strict=True):
            if np.all(np.abs(place - 0.5) <= 0.5 + _EDGE):
                value = Value(text, group, round(float(x / width), 4), round(float(1 - y / height), 4))
                found.setdefault((value.text, value.x, value.y), value)
    return list(found.values())


def on_both(wide, narrow, data, words=None):
    """Return the values of a figure with their places on its two drawings.

    Parameters
    ----------
    wide, narrow : matplotlib.figure.Figure
        The drawings for the width of the text and of a phone.
    data, words
        As for `collect`.

    Returns
    -------
    dict
        ``groups``, the names of series or kinds, and ``values``, a list for each: the text, the place of its group
        in ``groups``, and x and y on the wide and on the narrow drawing, which may leave a value out (None).
    """
    here, there = (collect(figure, data, words) for figure in (wide, narrow))
    places = {}
    for value in there:
        places.setdefault(value.text, []).append((value.x, value.y))
    found = [places[value.text].pop(0) if places.get(value.text) else None for value in here]
    rest = [place for left in places.values() for place in left]
    if len(rest) == found.count(None):  # the same values with shorter names of ticks, in the same order
        found = [place or rest.pop(0) for place in found]
    groups = list(dict.fromkeys(value.group for value in here))
    return {
        "groups": groups,
        "values": [
            [value.text, groups.index(value.group), value.x, value.y, *(place or (None, None))]
            for value, place in zip(here, found, strict=True)
        ],
    }


@dataclass
class _Drawn:
    """What one artist draws: its spots, and the numbers across and along which its values may stand in the data."""

    spots: np.ndarray
    readings: list
    span: bool = False
    flat: bool = False


@dataclass
class _Match:
    """An artist that was found in the data: its rows (negative: none), the columns, and names from ticks."""

    rows: np.ndarray
    value: str
    along: str | None
    spots: np.ndarray
    ticks: list
    span: bool = False


def _drawn(axes):
    """Yield what the artists of an axes draw: lines, marks, bars, spans."""
    yield from _drawn_lines(axes)
    for marks in axes.collections:
        if isinstance(marks, PathCollection) and marks.get_offset_transform() == axes.transData:
            spots = _numbers(marks.get_offsets())
            if len(spots):
                yield _Drawn(spots, [(spots[:, 0], spots[:, 1])])
    bars = [_boxes(each) for each in axes.containers if isinstance(each, BarContainer) and len(each)]
    stacked = any(np.any(boxes[:, 1] != 0) for boxes, _ in bars)
    for boxes, flat in bars:
        yield _bars(boxes, flat, stacked)
    for spans in axes.collections:
        if isinstance(spans, LineCollection):
            ends = np.array([path.vertices for path in spans.get_paths() if len(path.vertices) == 2])
            if len(ends):
                yield _spans(ends)


def _drawn_lines(axes):
    for line in axes.lines:
        if line.get_visible() and line.get_transform() == axes.transData:
            x, y = (_numbers(part) for part in line.get_data(orig=False))
            ends = np.column_stack([x, y])
            if len(x) == 2 and (x[0] == x[1] or y[0] == y[1]):
                yield _spans(ends[None])
            elif len(x):
                yield _Drawn(ends, [(x, y)])


def _boxes(bars):
    """Return start, base, thickness and length of bars in their own direction, and whether that is sideways."""
    boxes = np.array([(bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()) for bar in bars], dtype=float)
    flat = bars.orientation == "horizontal"
    return (boxes[:, [1, 0, 3, 2]] if flat else boxes), flat


def _bars(boxes, flat, stacked):
    start, base, thick, length = boxes.T
    across, end = start + thick / 2, base + length
    reach = base + length / 2 if stacked else end
    spots = np.column_stack([reach, across] if flat else [across, reach])
    return _Drawn(spots, [(place, value) for value in (length, end, base) for place in (across, start)], flat=flat)


def _spans(ends):
    first, last = ends[:, 0], ends[:, 1]
    flat = bool(np.all(first[:, 1] == last[:, 1]))
    across, along = (1, 0) if flat else (0, 1)
    middle = (first + last) / 2
    readings = [(middle[:, across], last[:, along]), (middle[:, across], first[:, along])]
    # a short stroke marks a level: its value is where it lies, and its middle the place of what it is of
    readings.append((middle[:, along], middle[:, across]))
    return _Drawn(middle, readings, span=True, flat=flat)


class _Source:
    """The data of a figure, ready to be searched for what an artist draws."""

    def __init__(self, data, words):
        self.data, self.words = data, words
        self.numbers, self.texts, self.dates = {}, {}, set()
        for name in data.columns:
            column = data[name]
            if name == "geometry" or pd.api.types.is_bool_dtype(column):
                continue
            if pd.api.types.is_datetime64_any_dtype(column):
                self.numbers[name] = matplotlib.dates.date2num(column)
                self.dates.add(name)
            elif pd.api.types.is_numeric_dtype(column):
                self.numbers[name] = column.to_numpy(float, na_value=np.nan)
            elif words.get(name, not _NO_WORDS.search(name)) and len(set(column.dropna())) > 1:
                self.texts[name] = [COUNTRIES.get(text, text) if isinstance(text, str) else "" for text in column]
        self._rows = {}

    def said(self, axes, panel):
        """Return x, y, text and group of each value of an axes."""
        matches = self._without_limits(self._elected([self._matches(drawn, axes) for drawn in _drawn(axes)]))
        columns = {self._said_of(match.value) for match in matches}
        telling = self._telling(matches)
        said = []
        for match in matches:
            alone = np.count_nonzero(match.rows >= 0) == 1
            series = self._series(match, telling) if not (alone and any(match.ticks)) else None
            words = self._said_of(match.value) if len(columns) > 1 and unit_of(match.value) else ""
            for row, spot, tick in zip(match.rows, match.spots, match.ticks, strict=True):
                if row < 0:
                    continue
                names = self._apart(matches, match, row, tick) if series is None else series
                if self._is_time(match.value):
                    own = [self.texts[name][row] for name in telling if name in self.texts]
                    head = [panel, tick, self._time(row, match.value)]
                    text = ", ".join(part for part in _distinct([*own, *names]) if part not in tick)
                    group = tick
                else:
                    head = [panel, *names, tick or self._along(row, match.along)]
                    text = f"{words} {self._value(row, match.value, panel)}".strip()
                    group = ", ".join(_distinct([*names, words]))
                said.append((*spot, ": ".join(filter(None, [", ".join(_distinct(head)), text])), group))
        return said

    def _matches(self, drawn, axes):
        """Return where in the data an artist's values may stand: nowhere for one that shows no data."""
        across, along = (axes.yaxis, axes.xaxis) if drawn.flat else (axes.xaxis, axes.yaxis)
        names, other = _tick_names(across), _tick_names(along)
        for places, numbers in drawn.readings:
            if names is None and other is not None:
                # marks on lanes: the value lies along the axis of x, the name along that of y
                found = list(self._named(numbers, places, other))
            elif names is not None:
                found = list(self._named(places, numbers, names))
            else:
                found = list(self._paired(places, numbers))
            if found:
                return [_Match(*one[:3], drawn.spots, one[3], drawn.span) for one in found]
        return []

    def _elected(self, candidates):
        """Return a match for each artist: of several that whose columns most artists of the axes can have."""
        votes = Counter(key for found in candidates for key in {(match.value, match.along) for match in found})
        return [
            min(found, key=lambda match: (self._is_time(match.value), -votes[match.value, match.along]))
            for found in candidates
            if found
        ]

    def _named(self, places, numbers, names):
        """Yield the columns and rows in which all numbers stand, where places are ticks with names."""
        known = np.isfinite(numbers)
        ticks = [names(place) for place in places]
        if not known.any() or not any(ticks):
            return
        for value in self._columns(numbers[known]):
            found = [self._at(value, number) for number in numbers[known]]
            if all(found):
                near = [self._near(rows, tick) for rows, tick in zip(found, np.array(ticks)[known], strict=True)]
                rows = np.full(len(numbers), -1)
                rows[known] = self._chosen(near)
                yield rows, value, None, ticks

    def _near(self, rows, tick):
        """Return those of some rows whose texts or years the name of a tick holds, or else all of them."""
        if len(rows) == 1:
            return rows
        held = {row: sum(bool(column[row]) and column[row] in tick for column in self.texts.values()) for row in rows}
        for name, column in self.numbers.items():
            if self._is_time(name) and name not in self.dates:
                for row in rows:
                    held[row] += np.isfinite(column[row]) and tick.endswith(f"{column[row]:.0f}")
        return {row for row, count in held.items() if count == max(held.values())}

    def _paired(self, places, numbers):
        """Yield the columns and rows in which both coordinates of all points stand."""
        known = np.isfinite(places) & np.isfinite(numbers)
        if not known.any():
            return
        for along in self._columns(places[known]):
            for value in self._columns(numbers[known]):
                if along == value:
                    continue
                pairs = zip(places[known], numbers[known], strict=True)
                found = [self._at(along, place) & self._at(value, number) for place, number in pairs]
                if all(found):
                    rows = np.full(len(places), -1)
                    rows[known] = self._chosen(found)
                    turned = self._is_time(value) and not self._is_time(along)
                    yield (rows, *((along, value) if turned else (value, along)), [""] * len(places))

    def _columns(self, numbers):
        """Return the columns in which the first, the middle and the last of some numbers stand."""
        probe = (numbers[0], numbers[len(numbers) // 2], numbers[-1])
        return [name for name in self.numbers if all(self._at(name, number) for number in probe)]

    def _at(self, column, number):
        """Return the rows in which a column holds a number, at any of the scales."""
        if column not in self._rows:
            rows = self._rows[column] = {}
            for row, held in enumerate(self.numbers[column]):
                if np.isfinite(held):
                    for scale in _SCALES:
                        rows.setdefault(_rounded(held * scale), set()).add(row)
        return self._rows[column].get(_rounded(number), _NOWHERE)

    def _chosen(self, found):
        """Return one row for each point: of several, that of the series to which most points belong."""
        if all(len(rows) == 1 for rows in found):
            return [next(iter(rows)) for rows in found]
        votes = Counter(
            text
            for rows in found
            for text in {(name, column[row]) for row in rows for name, column in self.texts.items()}
        )
        likely = {
            row: sum(votes[name, column[row]] for name, column in self.texts.items()) for row in set().union(*found)
        }
        return [min(rows, key=lambda row: (-likely[row], row)) for rows in found]

    def _without_limits(self, matches):
        """Leave out the ends of intervals that stand at values, and the second end of those that stand alone."""
        plain = {
            (row, words)
            for match in matches
            if not self._limits(match.value)
            for row in match.rows
            for words in ("", self._said_of(match.value))
        }
        used = {match.value for match in matches if not match.span}
        kept, seen = [], set()
        for match in matches:
            limits = self._limits(match.value)
            rows = match.rows.copy()
            if limits and not self._is_time(match.value):
                words = self._said_of(match.value)
                rows = np.array([-1 if (row, words) in plain else row for row in rows])
            elif match.span and match.value in used:
                continue
            for place, row in enumerate(rows):
                key = (row, limits or match.value, *(() if limits else match.spots[place]))
                rows[place] = -1 if key in seen else row
                seen.add(key)
            if np.any(rows >= 0):
                kept.append(_Match(rows, match.value, match.along, match.spots, match.ticks, match.span))
        return kept

    def _telling(self, matches):
        """Return the columns of text, and the periods, by which rows of an axes differ."""
        rows = np.concatenate([match.rows[match.rows >= 0] for match in matches]) if matches else []
        used = {name for match in matches for name in (match.value, match.along)}
        names = [name for name, column in self.texts.items() if len({column[row] for row in rows}) > 1]
        for name in self.numbers:
            limits = self._limits(name)
            time = limits or (name,)
            new = name == time[0] and self._is_time(name) and name not in self.dates and not used & set(time)
            if new and len({self._text(time, row) for row in rows}) > 1:
                names.append(time)
        return names

    def _series(self, match, telling):
        """Return the words that all rows of an artist share, and by which they differ from other artists."""
        rows = match.rows[match.rows >= 0]
        held = [{self._text(name, row) for row in rows} for name in telling]
        return [next(iter(texts)) for texts in held if len(texts) == 1 and texts != {""}]

    def _text(self, name, row):
        if isinstance(name, tuple):
            return "–".join(_year(self.numbers[part][row]) for part in name if np.isfinite(self.numbers[part][row]))
        return self.texts[name][row]

    def _apart(self, matches, own, row, tick):
        """Return the words that tell a mark from the others of its kind at the same tick."""
        others = {
            other
            for match in matches
            if match.value == own.value
            for other, name in zip(match.rows, match.ticks, strict=True)
            if name == tick and other >= 0
        }
        return [column[row] for column in self.texts.values() if len({column[other] for other in others}) > 1]

    def _along(self, row, column):
        """Return in words where a point stands along the axis that is no value."""
        if column is None:
            time = next((name for name in self.numbers if self._is_time(name)), None)
            return self._time(row, time) if time else ""
        if self._is_time(column):
            return self._time(row, column)
        return f"{self._said_of(column)} {_amount([self.numbers[column][row]], unit_of(column))}".strip()

    def _time(self, row, column):
        """Return a year or date, or the span that it begins or ends."""
        times = []
        for name in self._limits(column) or (column,):
            if np.isfinite(self.numbers[name][row]):
                if name in self.dates:
                    day = self.data[name].iloc[row]
                    times.append(f"{day.day} {day:%B %Y}")
                else:
                    times.append(_year(self.numbers[name][row]))
        return " to ".join(dict.fromkeys(times))

    def _value(self, row, column, panel):
        """Return a row's value in words, with its unit and, where the data hold one, its interval."""
        unit = unit_of(column)
        unit = self._said_of(column) if unit is None else unit
        unit = "" if f", {panel}".lower().endswith(f", {unit}".lower()) and unit != "%" else unit
        if limits := self._limits(column):
            return _amount([self.numbers[name][row] for name in limits], unit)
        text = _amount([self.numbers[column][row]], unit)
        ending = column.rpartition("_")[2]
        for low in ("lower", "low"):
            if limits := self._limits(f"{low}_{ending}"):
                ends = [self.numbers[name][row] for name in limits]
                if ends[0] <= self.numbers[column][row] <= ends[1] and ends[0] < ends[1]:
                    text += f" ({_amount(ends, '')})"
        return text

    def _limits(self, column):
        """Return the pair of columns that hold the ends of an interval, if a column is one of them."""
        parts = column.split("_")
        for low, high in _LIMITS:
            for word in (low, high):
                if word in parts:
                    pair = tuple("_".join(end if part == word else part for part in parts) for end in (low, high))
                    if all(name in self.numbers for name in pair):
                        return pair
        return None

    def _is_time(self, column):
        return column in self.dates or (column.rpartition("_")[2] in _TIMES and unit_of(column) in _CALENDAR)

    def _said_of(self, column):
        """Return what readers are told a column is."""
        return self.words.get(column, _words(column))


def _rounded(number):
    return float(f"{number:.{_DIGITS - 1}e}")


def _numbers(part):
    return np.ma.filled(np.ma.asarray(part, dtype=float), np.nan)


def _tick_names(axis):
    """Return a function from a place on an axis to the name of its tick, or None for an axis of numbers."""
    locator = axis.get_major_locator()
    dated = isinstance(axis.get_converter(), matplotlib.dates._SwitchableDateConverter)
    if dated or not isinstance(locator, FixedLocator | StrCategoryLocator):
        return None
    ticks = np.asarray(locator(), dtype=float)
    names = [_plain(name) for name in axis.get_major_formatter().format_ticks(ticks)]
    named = [(name, tick) for name, tick in zip(names, ticks, strict=True) if name]
    if not named or all(_says(name, tick) for name, tick in named):
        return None
    label = axis.get_label_text()
    names = [f"{label} {name}" if label and name.isdecimal() else name for name in names]
    # names stand one unit apart, and what belongs to one of them within half of that
    reach = min([0.5, *(np.diff(np.sort(ticks)) / 2)])

    def name_at(place):
        nearest = int(np.argmin(np.abs(ticks - place)))
        return names[nearest] if abs(ticks[nearest] - place) <= reach else ""

    return name_at


def _says(name, tick):
    """Return whether the name of a tick is its own number, perhaps with a unit."""
    plain = re.sub("[−–]", "-", name.replace(",", ""))
    digits = re.match(r"[-+]?\d+(\.\d+)?", plain)
    return bool(digits) and bool(np.isclose(float(digits[0]), tick))


def _plain(text):
    return " ".join(str(text).split())


def _distinct(parts):
    """Return the parts that say something that no other part says."""
    kept = []
    for part in parts:
        if part and not any(part.lower() in other.lower() for other in kept):
            kept = [other for other in kept if other.lower() not in part.lower()] + [part]
    return kept


def _words(column):
    """Return a column's name in words, without its unit.

    Examples
    --------
    >>> _words("oil_production_mt"), _words("kazakhstan_tu"), _words("china_low_km2")
    ('oil production', 'Kazakhstan', 'China')
    """
    parts = column.split("_")
    start = next((place for place in range(len(parts)) if unit_of("_".join(parts[place:])) is not None), len(parts))
    while start + 1 < len(parts) and unit_of("_".join(parts[start:])) == unit_of("_".join(parts[start + 1 :])):
        start += 1  # what stands before the unit is no part of it
    parts = parts[:start]
    said = " ".join(_PROPER.get(part, part) for part in parts if part not in _LIMIT_WORDS)
    return _COLUMN_WORDS.get(said, said)


def _year(number):
    year = int(np.floor(number))
    return f"{year}" if year > 0 else f"{1 - year} BC"


def _amount(numbers, unit):
    """Return a number, or the two ends of an interval, with the unit."""
    unit = {"persons": "people"}.get(unit, unit) or ""
    known = [number for number in numbers if np.isfinite(number)]
    if unit.startswith("billion ") and 0 < max(map(abs, known)) < _LEAST_BILLION:
        known, unit = [1000 * number for number in known], unit.replace("billion", "million", 1)
    text = " to ".join(dict.fromkeys(map(_number, known)))
    if unit in _UNIT_LEFT_OUT:
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}".strip()


def _number(number):
    """Return a number with three significant digits, or with the one or two decimals that are all it has.

    Examples
    --------
    >>> _number(1234.0), _number(12.945), _number(-0.0421), _number(340.64)
    ('1,234', '12.9', '−0.0421', '340.64')
    """
    decimals = next((count for count in range(3) if np.isclose(number, round(number, count), rtol=1e-9)), None)
    if decimals is None:
        text = f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
    else:
        text = f"{number:,.{decimals}f}"
    return text.replace("-", "−")
