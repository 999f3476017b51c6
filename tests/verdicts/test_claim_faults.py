"""What the ledger refuses: each fault alone and several at once, with row, column, what was found and expected."""

import pytest

from analysis import claims, tables
from analysis.validation import Fault
from publishing import bibliography

KNOWN = {
    "result": {"trade-total", "trade-total.china"},
    "figure": {"fig-trade-total"},
    "table": {"trade_turnover"},
    "reference": {"guo2014kaifang"},
}
DATE = "a day, month or year that there was, as YYYY-MM-DD, YYYY-MM or YYYY, a minus before years BC"
VERDICTS = "one of confirmed, confirmed with a qualification, contested, contradicted, outdated, not checkable here"


@pytest.fixture
def ledger():
    """Return two claims of the ledger as text, made to rest on what `KNOWN` knows."""
    cells = tables.cells("claims").head(2).copy()
    return cells.assign(
        claim_id=["trade-2022", "trade-2023"],
        start_date="2022-01-01",
        end_date="2022-12-31",
        stated_value="31.2",
        stated_unit="billion US$",
        references="guo2014kaifang",
        verdict="contested",
        evidence=["result:trade-total.china; figure:fig-trade-total", "claim:trade-2022; table:trade_turnover"],
    )


def test_a_ledger_without_faults_passes(ledger):
    assert claims.check(ledger, KNOWN) == []


@pytest.mark.parametrize(
    ("column", "value", "found", "expected"),
    [
        ("references", "guo2014kaifan", "'guo2014kaifan'", "a key of the bibliography, perhaps guo2014kaifang"),
        ("references", "guo2014kaifang; xyz1999none", "'xyz1999none'", "a key of the bibliography"),
        ("verdict", "probably", "'probably'", VERDICTS),
        ("evidence", "result:trade-total.chin", "'result:trade-total.chin'",
         "the id of a result, perhaps trade-total.china"),
        ("evidence", "figure:fig-water-none", "'figure:fig-water-none'", "the id of a figure"),
        ("evidence", "table:nothing", "'table:nothing'", "the id of a table"),
        ("evidence", "reference:nobody2000", "'reference:nobody2000'", "the id of a reference"),
        ("evidence", "claim:trade-2024", "'claim:trade-2024'", "the id of a claim, perhaps trade-202"),
        ("evidence", "page:12", "'page:12'", "an id after one of result:, figure:, table:, reference:, claim:"),
        ("evidence", "", "an empty cell", "evidence, as the verdict is 'contested'"),
        ("start_date", "2022-02-30", "'2022-02-30'", DATE),
        ("end_date", "2022-13", "'2022-13'", DATE),
        ("start_date", "0", "'0'", DATE),
        ("end_date", "2021", "'2021'", "no date before the start, 2022-01-01"),
        ("stated_unit", "", "an empty cell", "the unit of the value 31.2"),
        ("stated_value", "", "an empty cell", "the value of the unit 'billion US$'"),
        ("claim_id", "trade-2022", "'trade-2022'", "an id that no other claim has"),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_row_column_value_and_expectation(ledger, column, value, found, expected):
    ledger.loc[1, column] = value
    said = claims.check(ledger, KNOWN)
    if column == "claim_id":  # the second claim then names itself as evidence, which it may
        assert said == [Fault("claims", 3, column, found, expected)]
    else:
        (fault,) = said
        assert (fault.table, fault.row, fault.column, fault.found) == ("claims", 3, column, found)
        assert fault.expected.startswith(expected)


def test_several_faults_are_said_at_once(ledger):
    ledger.loc[0, ["verdict", "start_date"]] = ["true", "2022-06-31"]
    ledger.loc[1, ["references", "evidence", "stated_unit", "claim_id"]] = ["a2000b", "table:none", "", "trade-2022"]
    assert [(fault.row, fault.column) for fault in claims.check(ledger, KNOWN)] == [
        (2, "verdict"), (2, "start_date"), (3, "claim_id"), (3, "stated_unit"), (3, "references"), (3, "evidence"),
    ]  # fmt: skip


def test_a_claim_that_cannot_be_checked_needs_no_evidence(ledger):
    assert claims.check(ledger.assign(verdict=claims.NOT_CHECKABLE, evidence=""), KNOWN) == []


def test_the_book_s_ledger_has_no_faults():
    assert claims.check(tables.cells("claims"), claims.known(bibliography.keys())) == []


def test_the_command_refuses_faults_of_schema_and_ledger_together(project):
    path = project.root / "data" / "claims.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert "reference:guo2014kaifang" in rows[2]
    rows[1] = rows[1].replace("table:events", "table:evenings")
    rows[2] = rows[2].replace(",confirmed with a qualification,", ",certain,").replace("guo2014kaifang", "guo2014none")
    rows.append(rows[3])
    path.write_text("".join(rows), encoding="utf-8")
    done = project.run("check-data")
    assert done.returncode == 1
    for said in (
        "claims, row 2, column evidence: found 'table:evenings'; expected the id of a table, perhaps events",
        f"claims, row 3, column verdict: found 'certain'; expected a value and {VERDICTS}",
        "claims, row 3, column evidence: found 'reference:guo2014none'; expected the id of a reference",
        "row 289, column claim_id: found",
        "found 288 rows; expected 287 rows",
    ):
        assert said in done.stdout
    assert done.stdout.count("column verdict") == 1
