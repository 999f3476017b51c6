"""Digits of the data are changed one at a time, and what rests on them must be named.

The alterations are random and reproducible. One that changes the value of a quoted result must be reported with every
sentence that quotes it; the test also prints how the others were noticed, and which were not.
"""

import ast
import collections
import csv
import dataclasses
import io
import itertools
import random
import re
import shutil

import jupytext
import pytest

from analysis import CHAPTERS, claims, figures, registry, results, tables
from publishing import execution, prose, reference

ALTERATIONS = 240
SEED = 1992
NUMBERS = {"integer", "number", "year", "date"}
SENTENCES = prose.quoted()
QUOTED = {quotation.reference for quotation in SENTENCES}


def readers(table):
    """Return the results, figures and decided claims that read a table."""
    return (
        [record for record in results.all() if table in record.tables],
        [record for record in figures.all() if table in record.tables],
        [claims.get(name) for name, function in claims.deciders().items() if table in registry.table_names(function)],
    )


RESTED_ON = [name for name in tables.names() if not tables.describe(name).is_layer and any(readers(name)[::2])]


def alterations():
    """Yield table, row, column and the text of the altered file."""
    chance = random.Random(SEED)
    while True:
        table = tables.describe(chance.choice([name for name in RESTED_ON if name != "claims"]))
        rows = list(csv.reader(io.StringIO(table.path.read_text(encoding="utf-8"))))
        columns = [index for index, field in enumerate(table.fields) if field["type"] in NUMBERS]
        places = [(r, c) for r in range(1, len(rows)) for c in columns if any(map(str.isdigit, rows[r][c]))]
        if not places:
            continue
        row, column = chance.choice(places)
        cell = rows[row][column]
        place = chance.choice([index for index, letter in enumerate(cell) if letter.isdigit()])
        digit = chance.choice([digit for digit in "0123456789" if digit != cell[place]])
        rows[row][column] = cell[:place] + digit + cell[place + 1 :]
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(rows)
        yield table, f"row {row}, {rows[0][column]}: {cell} -> {rows[row][column]}", buffer.getvalue()


def fresh(records):
    """Return values and failures of results and figures, computed anew."""
    values, failed = {}, {}
    for record in records:
        anew = dataclasses.replace(record)
        try:
            values[record.id] = anew.values if isinstance(record, results.Result) else anew.data_sha256
        except Exception as error:
            failed[record.id] = str(error)
    return values, failed


def printed():
    """Return, for each table that a chapter's cell loads to print, the source of the cell and of the imports."""
    found = {}
    for name in CHAPTERS:
        cells = [
            cell.source
            for cell in jupytext.read(execution.ROOT / "chapters" / f"{name}.md").cells
            if cell.cell_type == "code"
        ]
        for cell in cells:
            for table in re.findall(r'tables\.load\("(\w+)"\)', cell):
                found.setdefault(table, []).append((cells[0], cell))
    return found


def output(cell):
    """Return what a cell prints: the text of its last expression."""
    imports, source = cell
    space = {}
    exec(imports, space)
    *before, last = ast.parse(source).body
    exec(compile(ast.Module(before, []), "cell", "exec"), space)
    try:
        return repr(eval(compile(ast.Expression(last.value), "cell", "eval"), space))
    except Exception as error:
        return str(error)


def raw(values):
    return {
        f"{name}.{part}" if part else name: value for name, parts in values.items() for part, value in parts.items()
    }


def test_no_alteration_of_a_quoted_result_passes_unnoticed(tmp_path, monkeypatch, capsys):
    data = tmp_path / "data"
    shutil.copytree(tables.DATA, data)
    monkeypatch.setattr(tables, "_catalogue", tables.Catalogue(data))
    before = raw({record.id: record.values for record in results.all()})
    drawn = {record.id: record.data_sha256 for record in figures.all()}
    cells = printed()
    shown = {cell: output(cell) for cell in itertools.chain(*cells.values())}
    noticed, unnoticed, unnamed = collections.Counter(), [], []
    for _, (table, change, text) in zip(range(ALTERATIONS), alterations(), strict=False):
        path = data / table.descriptor["path"]
        original = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        try:
            tables.load(table.name)
        except tables.DataError:
            noticed["refused by the description of its table"] += 1
            path.write_bytes(original)
            continue
        its_results, its_figures, its_claims = readers(table.name)
        (values, broken), (hashes, undrawn) = fresh(its_results), fresh(its_figures)
        now = raw(values)
        changed = {name for name, value in now.items() if name in QUOTED and value != before[name]}
        anew = [record for record in map(dataclasses.replace, its_results) if record.id not in broken]
        report = reference.drift(reference.values(anew), SENTENCES)
        for name in changed:
            unnamed += [
                (table.name, change, sentence.place)
                for sentence in SENTENCES
                if sentence.reference == name
                and not any(
                    line.startswith(f"{sentence.place}: {name} was") and sentence.sentence in line for line in report
                )
            ]
        other = [claim.id for claim in its_claims if verdict(claim) != claim.verdict]
        redrawn = {record.id for record in its_figures if hashes.get(record.id) != drawn[record.id]} - set(undrawn)
        if broken or undrawn:
            noticed["stopped by a check in a computation"] += 1
        elif changed:
            noticed["changed a quoted result, with its sentences named"] += 1
        elif report or other or redrawn:
            noticed["changed a result that is not quoted, a verdict or the numbers of a figure"] += 1
        elif any(output(cell) != shown[cell] for cell in cells.get(table.name, ())):
            noticed["changed a table that a chapter prints"] += 1
        else:
            unnoticed.append(f"{table.name}, {change}")
        path.write_bytes(original)
    with capsys.disabled():
        print(f"\n{ALTERATIONS} alterations, {len(RESTED_ON)} tables: {ALTERATIONS - len(unnoticed)} noticed")
        for kind, count in noticed.most_common():
            print(f"  {count:4} {kind}")
        print(f"  {len(unnoticed):4} not noticed: " + "; ".join(unnoticed))
    assert unnamed == []
    assert noticed["changed a quoted result, with its sentences named"] >= ALTERATIONS // 4


def verdict(claim):
    try:
        return claims.computed(claim)
    except Exception as error:
        return str(error)


def test_the_accepted_values_are_those_of_now():
    lines = reference.drift(reference.values(results.all()), SENTENCES)
    assert lines == [], "make accept, after reading each sentence again"
    assert reference.accepted().keys() == reference.values(results.all()).keys()


def test_a_changed_value_names_every_sentence_that_quotes_it():
    sentences = [prose.Quotation("chapters/water.md:12", "It carries [flow.mean].", "flow.mean")]
    name, value = next(iter(reference.accepted().items()))
    lines = reference.drift({name: "17"}, [*sentences, prose.Quotation("index.md:3", "It is [it].", name)])
    assert lines == [f"index.md:3: {name} was {value} when accepted and is 17, in “It is [it].”"]
    assert reference.drift({name: value}, sentences) == []


@pytest.mark.parametrize("name", ["water-inflow-total", "trade-2022.china"])
def test_the_headline_results_are_quoted(name):
    assert any(
        quotation.place.startswith("index.md")
        for quotation in SENTENCES
        if quotation.reference in (name, "water-inflow-share")
    )
