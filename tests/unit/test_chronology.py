import pandas as pd
import pytest

from analysis import chronology

CLAIMS = pd.DataFrame(
    [("embassy", "1453", "1453"), ("since", "1997", None), ("month", "1992-08", "1992-08")],
    columns=["claim_id", "start_date", "end_date"],
)
EVENTS = pd.DataFrame(
    [
        ("founding", 1456, 1467, "1456, or 1465 to 1467"),
        ("relations", 1992, 1992, "1992-01-03"),
        ("agreement", 1992, 1992, "1992-02-24"),
        ("month", 1992, 1992, "1992-01"),
    ],
    columns=["event_id", "start_year", "end_year", "date_text"],
)
ACCOUNTS = pd.DataFrame(
    [("before", -2, -1), ("after", 1, 1), ("war", 1205, 1279), ("death", 1206, 1227)],
    columns=["account_id", "start_year", "end_year"],
)
REPORTS = pd.DataFrame([("reform", "1978", None)], columns=["report_id", "date_text", "end_text"])
REFERENCES = pd.DataFrame([(39, "2013-10-16", "2013-10-15")], columns=["reference", "published_text", "retrieved_text"])


@pytest.mark.parametrize(
    ("earlier", "later", "lag", "expected"),
    [
        ("event:founding", "claim:embassy", 0, (-14, -3, "fails")),
        ("account:before", "account:after", 0, (1, 2, "holds")),
        ("account:war@end", "account:death@end", 0, (-52, -52, "fails")),
        ("account:war", "account:death", 0, (-73, 22, "open")),
        ("event:relations", "event:agreement", 0, (0, 0, "holds")),
        ("event:agreement", "event:relations", 0, (0, 0, "fails")),
        ("event:relations", "event:month", 0, (0, 0, "open")),
        ("event:relations", "claim:month", 0, (0, 0, "holds")),
        ("published:39", "retrieved:39", 0, (0, 0, "fails")),
        ("report:reform", "claim:since", 40, (-21, -21, "fails")),
    ],
)
def test_order_of_two_dates(earlier, later, lag, expected):
    """Cases worked by hand; there was no year 0, and two dates of one year are compared as days."""
    tests = pd.DataFrame(
        [("one", "A statement", None, earlier, later, lag)],
        columns=["test_id", "statement", "account", "earlier", "later", "lag_years"],
    )
    found = chronology.order(tests, CLAIMS, EVENTS, ACCOUNTS, REPORTS, REFERENCES).iloc[0]
    assert (found.least_years, found.most_years, found.result) == expected
