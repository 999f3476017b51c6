"""The register of corrections: what sources print wrongly, and what the book does about it.

The table ``corrections`` is the one place where a value of a source is changed. A table's file keeps what its source
prints; `analysis.tables.load` applies the register to it by `apply`. A correction that does not fit the table it names
is refused, so that a value can be corrected neither twice nor by accident.
"""

from dataclasses import dataclass

from analysis.validation import DataError, Fault

REPLACE = "replace"
WITHHOLD = "withhold"
MARK = "mark"
KEEP = "keep"
INSTEAD = "instead"
NOT_USED = "not used"

ACTIONS = (REPLACE, WITHHOLD, MARK, KEEP, INSTEAD, NOT_USED)
"""What the book does: another value takes the printed one's place; the value becomes a gap; the series is marked as
broken from this value on; the value stays, with its doubt said; the table holds another source's value instead; nothing
of it is in the book."""

APPLIED = (REPLACE, WITHHOLD, MARK)
"""The actions that change what a function gets to read."""

_OF_A_CELL = (REPLACE, WITHHOLD, MARK, KEEP, INSTEAD)
_CHANGES = (REPLACE, WITHHOLD)
_NEEDS = {
    REPLACE: ("printed_value", "used_value"),
    WITHHOLD: ("printed_value",),
    MARK: ("printed_value",),
    KEEP: ("printed_value",),
    INSTEAD: ("printed_value", "used_value"),
    NOT_USED: (),
}


@dataclass(frozen=True)
class Correction:
    """A row of the register; ``line`` is its line in the file, and parts that it does not have are None."""

    line: int
    id: str
    topic: str
    source: str
    kind: str
    action: str
    place: str
    printed: str
    used: str
    reason: str
    table: str | None
    row: str | None
    column: str | None
    printed_value: str | None
    used_value: str | None
    other_tables: tuple[str, ...]
    notes: str | None

    @property
    def tables(self):
        """The names of the tables that it touches: that of its value first."""
        return tuple(dict.fromkeys(filter(None, (self.table, *self.other_tables))))

    @property
    def key(self):
        """The columns and cells by which it finds its rows, as a dict; empty where it names no row.

        Examples
        --------
        >>> read_key("reporter_iso3=KAZ; year=2013")
        {'reporter_iso3': 'KAZ', 'year': '2013'}
        """
        return read_key(self.row) if self.row else {}

    @property
    def held_value(self):
        """What the table's file must hold in its cell."""
        return self.used_value if self.action == INSTEAD else self.printed_value


def read_key(text):
    """Return columns and cells of a row's key such as ``reporter_iso3=KAZ; year=2013``."""
    return {column.strip(): cell.strip() for column, _, cell in (part.partition("=") for part in text.split(";"))}


def of_rows(rows):
    """Return the corrections (a tuple of `Correction`) that rows of the table hold.

    Parameters
    ----------
    rows : sequence of mapping
        The rows of the table ``corrections`` in its order; gaps are None, NaN or empty.
    """
    return tuple(_of_row(line, row) for line, row in enumerate(rows, start=2))


def _of_row(line, row):
    plain = {name: cell if isinstance(cell, str) and cell else None for name, cell in row.items()}
    others = tuple(name.strip() for name in (plain.pop("other_tables") or "").split(";") if name.strip())
    return Correction(line=line, id=plain.pop("correction_id"), other_tables=others, **plain)


def check(corrections, columns_of):
    """Return what is wrong with the register itself, as faults.

    Parameters
    ----------
    corrections : sequence of Correction
        The register.
    columns_of : mapping of str to sequence of str
        The columns of every table that can be corrected, by its name.

    Returns
    -------
    list of Fault
    """
    return [
        Fault("corrections", item.line, column, found, f"{expected} ({item.id})")
        for item in corrections
        for column, found, expected in _faults_of(item, columns_of)
    ]


def _faults_of(item, columns_of):
    if item.action not in ACTIONS:
        yield "action", repr(item.action), f"one of {', '.join(ACTIONS)}"
        return
    needed = ("table", "row", "column", *_NEEDS[item.action]) if item.action in _OF_A_CELL else ()
    for name in ("table", "row", "column", "printed_value", "used_value"):
        value = getattr(item, name)
        if name in needed and value is None:
            yield name, "an empty cell", f"a value, as the action is {item.action!r}"
        elif name not in needed and value is not None:
            yield name, repr(value), f"an empty cell, as the action is {item.action!r}"
    if item.action in (REPLACE, INSTEAD) and item.printed_value == item.used_value:
        yield "used_value", repr(item.used_value), "another value than the printed one"
    for name in item.tables:
        if name not in columns_of:
            place = "table" if name == item.table else "other_tables"
            yield place, repr(name), "the name of a table of the catalogue other than the ledgers"
    columns = columns_of.get(item.table, ())
    if columns:
        if item.column is not None and item.column not in columns:
            yield "column", repr(item.column), f"a column of {item.table}: {', '.join(columns)}"
        for name in item.key:
            if name not in columns:
                yield "row", f"the column {name!r}", f"columns of {item.table}: {', '.join(columns)}"


def apply(table, cells, corrections):
    """Return a table's cells as the book uses them.

    Parameters
    ----------
    table : str
        The table's name.
    cells : pandas.DataFrame
        What its file holds, as text; empty cells are empty text.
    corrections : sequence of Correction
        The register; corrections of other tables are passed over.

    Returns
    -------
    cells : pandas.DataFrame
        A copy with the corrected values.
    breaks : list of (int, Correction)
        The positions of the rows at which a series is marked as broken.

    Raises
    ------
    analysis.validation.DataError
        If a correction names a row or a column that the table does not have, if a cell does not hold what the
        correction says that it holds, or if two corrections change one cell; the error lists every fault.
    """
    own = [item for item in corrections if item.table == table]
    faults = check(own, {table: tuple(cells.columns)} | {name: () for item in own for name in item.other_tables})
    if faults:
        raise DataError(faults)
    corrected, breaks, changed = cells.copy(), [], {}
    for item in own:
        found = _positions(cells, item.key)
        if not found:
            faults.append(Fault("corrections", item.line, "row", repr(item.row), f"a row that {table} has ({item.id})"))
        for position in found:
            place = (position, item.column)
            held = cells.at[cells.index[position], item.column]
            if held != item.held_value:
                expected = f"{item.held_value!r}, as the correction {item.id} says"
                faults.append(Fault(table, position + 2, item.column, repr(held), expected))
            elif item.action in _CHANGES and place in changed:
                said = f"a second correction, {item.id}"
                faults.append(Fault(table, position + 2, item.column, said, f"one, which is {changed[place]}"))
            elif item.action in _CHANGES:
                changed[place] = item.id
                corrected.at[cells.index[position], item.column] = item.used_value or ""
            elif item.action == MARK:
                breaks.append((position, item))
    if faults:
        raise DataError(faults)
    return corrected, breaks


def _positions(cells, key):
    fits = [all(row[column] == cell for column, cell in key.items()) for row in cells.to_dict("records")]
    return [position for position, fit in enumerate(fits) if fit]
