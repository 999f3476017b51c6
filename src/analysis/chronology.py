"""Dates and their order: centuries, gaps, the timeline, and tests of which date may not come before which."""

import calendar
import re

import numpy as np
import pandas as pd

DATED = ("day", "month", "year")
"""Precisions that count as dated: to a year, or to two neighbouring years."""

LANES = ("diplomacy", "rule and conflict", "border", "exchange")

PANELS = ((-200, 1500), (1500, 1911), (1911, 1992), (1992, 2025))
"""First year of each panel of the timeline and of what follows; an event stands in the panel in which it begins."""


def position(year):
    """Return years as a continuous count: years BC move up by one, because there was no year 0.

    Parameters
    ----------
    year : int or pandas.Series
        Years, negative before Christ.

    Returns
    -------
    int or pandas.Series

    Examples
    --------
    >>> position(1) - position(-1)
    1
    """
    return year + (year < 0)


def said_date(text):
    """Return dates as they are written in prose; what is no date of a day or month stays as it is.

    Parameters
    ----------
    text : str
        A date of the table of events: in ISO 8601, in words or both.

    Returns
    -------
    str

    Examples
    --------
    >>> said_date("1992-01-03"), said_date("1991, or 1992-02"), said_date("36 BC")
    ('3 January 1992', '1991, or February 1992', '36 BC')
    """
    return re.sub(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b", _in_words, text)


def _in_words(date):
    year, month, day = date.groups()
    return f"{f'{int(day)} ' if day else ''}{calendar.month_name[int(month)]} {year}"


def century(year):
    """Return the number of a year’s century, negative before Christ.

    Parameters
    ----------
    year : int
        A year, negative before Christ.

    Returns
    -------
    int

    Examples
    --------
    >>> century(-105), century(-36), century(100), century(101), century(2024)
    (-2, -1, 1, 2, 21)
    """
    number = (abs(int(year)) - 1) // 100 + 1
    return number if year > 0 else -number


def gaps(events):
    """Return the stretches of years between dated events, longest first.

    Events that are known only by century or dynasty, or as a span of several years, do not break a gap.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.

    Returns
    -------
    pandas.DataFrame
        ``start_year`` and ``end_year`` (the events on either side), ``gap_years``.
    """
    dated = events[events.precision.isin(DATED)].sort_values(["start_year", "end_year"])
    before = dated.end_year.cummax().shift()
    pairs = pd.DataFrame({"start_year": before, "end_year": dated.start_year}).dropna().astype(int)
    pairs["gap_years"] = position(pairs.end_year) - position(pairs.start_year)
    return pairs.sort_values("gap_years", ascending=False, kind="stable").reset_index(drop=True)


def gap_table(events, count):
    """Return the longest gaps (see `gaps`) as a table for a page.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.
    count : int
        How many.

    Returns
    -------
    pandas.DataFrame
        ``To`` and ``Years between``, with what the gap begins with as index: year and title of the events on either
        side.
    """
    dated = events[events.precision.isin(DATED)]
    before = dated.drop_duplicates("end_year", keep="last").set_index("end_year").title
    after = dated.drop_duplicates("start_year").set_index("start_year").title
    rows = gaps(events).head(count)
    found = pd.DataFrame(
        {
            "To": [f"{year_name(year)}: {after[year]}" for year in rows.end_year],
            "Years between": rows.gap_years.to_numpy(),
        },
        index=[f"{year_name(year)}: {before[year]}" for year in rows.start_year],
    )
    return found.rename_axis(columns="From")


def year_name(year):
    """Return a year as one writes it.

    Examples
    --------
    >>> year_name(-36), year_name(751)
    ('36 BC', '751')
    """
    return f"{-year} BC" if year < 0 else str(year)


def coverage(events):
    """Return the number of events that begin in each century, and how many of them are documented.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.

    Returns
    -------
    pandas.DataFrame
        ``century`` (negative before Christ, every century from the first to the last), ``documented_count``,
        ``other_count``, ``events_count``.
    """
    numbers = events.start_year.map(century)
    span = [number for number in range(numbers.min(), numbers.max() + 1) if number != 0]
    documented = (events.certainty == "documented").groupby(numbers).sum().reindex(span, fill_value=0)
    total = numbers.value_counts().reindex(span, fill_value=0)
    return pd.DataFrame(
        {
            "century": span,
            "documented_count": documented.to_numpy(),
            "other_count": (total - documented).to_numpy(),
            "events_count": total.to_numpy(),
        }
    )


def timeline(events):
    """Return the events as the timeline draws them.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.

    Returns
    -------
    pandas.DataFrame
        ``event_id``, ``panel`` (from 0), ``lane`` (0 is drawn on top), ``rung`` (events of a lane that would touch go
        to the next rung), ``start`` and ``end`` (see `position`; days and months as parts of a year), ``certainty``,
        ``label``, ``title``, ``date_text``.
    """
    drawn = pd.DataFrame(
        {
            "event_id": events.event_id,
            "panel": [next(n for n, (_, end) in enumerate(PANELS) if year < end) for year in events.start_year],
            "lane": events.kind.map(LANES.index),
            "start": position(events.start_year) + _part_of_year(events.date_text),
            "end": position(events.end_year).astype(float),
            "certainty": events.certainty,
            "label": events.label,
            "title": events.title,
            "date_text": events.date_text,
        }
    )
    drawn["end"] = drawn[["start", "end"]].max(axis=1)
    drawn = drawn.sort_values(["panel", "lane", "start"], kind="stable").reset_index(drop=True)
    rungs = [_rungs(lane, PANELS[panel]) for (panel, _), lane in drawn.groupby(["panel", "lane"])]
    return drawn.assign(rung=np.concatenate(rungs))


def _part_of_year(date_text):
    """Return the part of the year that has passed at the start of a date such as ``1992-08-07``; 0 for others."""
    month = date_text.str.extract(r"^\d{4}-(\d{2})", expand=False).astype(float)
    return ((month - 1) / 12).fillna(0.0)


def _rungs(lane, years):
    """Return the lowest rung on which each event of a lane stays clear of those before it."""
    apart = (years[1] - years[0]) * 0.018
    free, found = [], []
    for event in lane.itertuples():
        rung = next((n for n, until in enumerate(free) if event.start >= until), len(free))
        free[rung : rung + 1] = [max(event.start, event.end) + apart]
        found.append(rung)
    return found


def accounts(dated_accounts, subject):
    """Return what sources other than the articles say of one subject; an unknown subject raises `LookupError`.

    Parameters
    ----------
    dated_accounts : pandas.DataFrame
        The table of that name.
    subject : str
        A value of its column ``subject``.

    Returns
    -------
    pandas.DataFrame
        The rows on it, in the table’s order.
    """
    found = dated_accounts[dated_accounts.subject == subject]
    if found.empty:
        raise LookupError(f"no account of {subject!r}")
    return found.reset_index(drop=True)


def _days(text):
    """Return the first and the last day that a date such as ``1992-08`` or ``1992-08-07`` can mean; else None."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", text):
        return None
    period = pd.Period(text, "D" if len(text) > len("1992-08") else "M")
    return period.start_time.date(), period.end_time.date()


def _of_texts(start_text, end_text):
    """Return first year, last year and days of two dates as texts; a missing end means the start alone."""
    end_text = end_text if isinstance(end_text, str) else start_text
    first, last = (int(re.match(r"-?\d+", text)[0]) for text in (start_text, end_text))
    return first, last, _days(start_text) if start_text == end_text else None


def _dated(reference, tables_by_kind):
    """Return the span of one side of a test, such as ``event:border-1994`` or ``account:qing-conquest-1@end``."""
    kind, _, name = reference.partition(":")
    name, _, part = name.partition("@")
    row = tables_by_kind[kind].loc[name]
    if kind == "claim":
        found = _of_texts(row.start_date, row.end_date)
    elif kind == "report":
        found = _of_texts(row.date_text, row.end_text)
    elif kind in ("published", "retrieved"):
        found = _of_texts(row[f"{kind}_text"], None)
    else:
        found = int(row.start_year), int(row.end_year), _days(row.get("date_text"))
    return (found[1], found[1], None) if part == "end" else found


def order(chronology_tests, claims, events, dated_accounts, diplomatic_reports, reference_dates):
    """Return how many years lie between dates of which one must not come before the other.

    Parameters
    ----------
    chronology_tests, claims, events, dated_accounts, diplomatic_reports, reference_dates : pandas.DataFrame
        The tables of those names; the first says which dates of the others are compared.

    Returns
    -------
    pandas.DataFrame
        ``test_id``, ``statement``, ``account``, ``least_years`` and ``most_years`` (the smallest and the largest number
        of years from the first date to the second that the spans allow, less the years that must lie between them;
        negative where the order is broken), ``result`` (``"holds"``, ``"fails"``, or ``"open"`` where the spans
        overlap). Dates of one year are compared as days or months where both have them.
    """
    references = reference_dates.assign(name=reference_dates.reference.astype(str)).set_index("name")
    by_kind = {
        "claim": claims.set_index("claim_id"),
        "event": events.set_index("event_id"),
        "account": dated_accounts.set_index("account_id"),
        "report": diplomatic_reports.set_index("report_id"),
        "published": references,
        "retrieved": references,
    }
    rows = []
    for test in chronology_tests.itertuples():
        first, first_end, first_days = _dated(test.earlier, by_kind)
        second, second_end, second_days = _dated(test.later, by_kind)
        least = position(second) - position(first_end) - test.lag_years
        most = position(second_end) - position(first) - test.lag_years
        if least == most == 0:
            surely = first_days and second_days and second_days[0] >= first_days[1]
            broken = first_days and second_days and second_days[1] < first_days[0]
            found = "holds" if surely else "fails" if broken else "open"
        else:
            found = "holds" if least >= 0 else "fails" if most < 0 else "open"
        rows.append((test.test_id, test.statement, test.account, least, most, found))
    return pd.DataFrame(rows, columns=["test_id", "statement", "account", "least_years", "most_years", "result"])
