"""What the check of prose lets pass, and what it refuses, on pages written for it."""

import pytest

from analysis import results
from publishing import prose


@pytest.fixture(autouse=True)
def few_results(monkeypatch):
    known = {
        "trade.first": ("8 billion US$", 8.0, "billion US$"),
        "trade.last": ("24 billion US$", 24.0, "billion US$"),
        "share": ("61%", 61.0, "%"),
        "name": ("Ili", "Ili", ""),
    }
    monkeypatch.setattr(results, "text", lambda name: known[name][0])
    monkeypatch.setattr(results, "value", lambda name: known[name][1])
    monkeypatch.setattr(results, "unit", lambda name: known[name][2])


def messages(text):
    return [fault.message for fault in prose.faults(text)]


@pytest.mark.parametrize(
    "text",
    [
        "On 7 May 1994 they met again; by 1998–99 the line was drawn, and in the 1860s it was not.",
        "The 2nd century BC, 36 BC, AD 751 and May 1915 are dates.",
        "Three states and two rivers. See chapter 3 and Figure 2.1.",
        "It is {result}`trade.last`, or {number}`trade.last` of them.",
        "Trade {compare}`rose <trade.last > trade.first>`, and {compare}`doubled <trade.last > 2 * trade.first>`.",
        "The {compare}`majority <share > 50>` came from there.",
        "A map at {exempt}`1:10 million <the scale is the map's name>` shows it.",
        "```{code-cell} python\nx = 17 + 4\n```",
        "Costs `17` in code.",
    ],
)
def test_what_passes(text):
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It carried 14.5 km³.", "the number '14.5' is no result"),
        ("The line is 1063 km long.", "the number '1063' is no result"),
        ("The line is 1,063 long.", "the number '1,063' is no result"),
        ("Some 40% came, and 3 stayed.", "the number '40%' is no result"),
        ("Two million people.", "the number 'million' is no result"),
        ("Trade rose.", "'rose' compares, but no {compare} holds it"),
        ("Most of it is oil.", "'Most' compares, but no {compare} holds it"),
        ("It carries more water than the Emil.", "'more' compares, but no {compare} holds it"),
        ("It is over {result}`trade.last`.", "'over' compares, but no {compare} holds it"),
        ("It {compare}`fell <share > 50>`.", "'fell' says the opposite of its comparison 'share > 50'"),
        (
            "It {compare}`rose <trade.first > trade.last>`.",
            "'rose' does not hold: 8 billion US$ > 24 billion US$ is not so",
        ),
        ("It {compare}`rose <share > trade.last>`.", "'share > trade.last' compares % with billion US$"),
        ("It {compare}`rose <name > trade.last>`.", "'name' in 'name > trade.last' is a text and not a number"),
        ("It {compare}`rose by 16 <trade.last > trade.first>`.", "the number '16' in a comparison is no result"),
        ("At {exempt}`1:10 million <scale>`.", "the exception '1:10 million <scale>' gives no reason"),
        ("```{note}\nIt carried 14.5 km³.\n```", "the number '14.5' is no result"),
    ],
)  # fmt: skip
def test_what_is_refused(text, said):
    assert said in messages(text)


def test_a_claim_lends_only_its_own_numbers():
    assert messages("It lost {claim}`580,000 km² <qing-580000-km2>`.") == []
    assert messages("It lost {claim}`590,000 km² <qing-580000-km2>`.") == [
        "the number '590,000' is not in the claim 'qing-580000-km2'"
    ]
    assert "no claim is called 'qing-58000-km2'; did you mean qing-580000-km2" in messages("{claim}`qing-58000-km2`")[0]


def test_a_fault_names_line_and_sentence():
    (fault,) = prose.faults("# A heading\n\nA first line.\nIt carried\n14.5 km³ in all. And a last one.\n")
    assert fault.line == 5
    assert fault.sentence == "It carried 14.5 km³ in all."
