"""The benchmark's arithmetic and its table, with made-up timings; and that each change is one."""

import json

import pytest
from rich.console import Console

from publishing import sphinx_ext
from publishing.benchmark import plain_ext, report, stock_ext, timing

BOOK = {
    "from nothing": {"ours": [60.0], "stock": [100.0], "plain": [80.0]},
    "nothing changed": {"ours": [2.0, 40.0, 3.0], "stock": [6.0, 6.0, 6.0], "plain": [4.0, 4.0, 8.0]},
    "one value changed": {"ours": [12.0], "stock": [6.0]},
}
GROWTH = {
    6: {"from nothing": {"ours": [12.0], "stock": [18.0]}, "one word changed": {"ours": [4.0, 6.0], "stock": [5.0]}},
    24: {"from nothing": {"ours": [36.0], "stock": [60.0]}, "one word changed": {"ours": [6.0, 6.0], "stock": [5.0]}},
    96: {"from nothing": {"ours": [96.0], "stock": [240.0]}, "one word changed": {"ours": [11.0, 9.0], "stock": [5.0]}},
}


def by_sides(ratios):
    return {(item.case, item.of, item.to): item for item in ratios}


def test_a_ratio_is_of_medians_and_is_held_to_its_limit():
    found = by_sides(report.of_book(BOOK))
    nothing = found["from nothing", "ours", "stock"]
    assert (nothing.value, nothing.limit, nothing.holds) == (0.6, 0.65, True)
    unchanged = found["nothing changed", "ours", "stock"]
    assert (unchanged.value, unchanged.repetitions, unchanged.limit, unchanged.holds) == (0.5, 3, 0.35, False)
    assert found["nothing changed", "ours", "plain"].value == 0.75
    value = found["one value changed", "ours", "stock"]
    assert (value.value, value.limit, value.holds) == (2.0, None, True)
    assert ("one value changed", "ours", "plain") not in found, "what was not timed has no ratio"


def test_growth_is_by_chapter_from_nothing_and_by_build_after_an_edit():
    found = by_sides(report.of_growth(GROWTH))
    ours = {size: found["from nothing, by chapter", f"ours, {size} chapters", "ours, 6 chapters"] for size in (24, 96)}
    assert (ours[24].value, ours[24].limit) == (0.75, None)
    assert (ours[96].value, ours[96].limit, ours[96].holds) == (0.5, 1.1, True)
    edit = found["one word changed", "ours, 96 chapters", "ours, 6 chapters"]
    assert (edit.value, edit.limit, edit.holds) == (2.0, 2.0, True)
    assert found["one word changed", "stock, 96 chapters", "stock, 6 chapters"].value == 1.0
    assert found["from nothing", "ours, 96 chapters", "stock, 96 chapters"].value == 0.4


def test_the_table_says_which_ratio_is_above_its_limit():
    console = Console(width=160)
    with console.capture() as said:
        console.print(report.table(report.of_book(BOOK)))
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.get().splitlines() if "│ stock" in line]
    assert rows == [
        ["from nothing", "ours", "stock", "0.60", "0.65", "1", "holds"],
        ["nothing changed", "ours", "stock", "0.50", "0.35", "3", "ABOVE"],
        ["one value changed", "ours", "stock", "2.00", "", "1", ""],
    ]


def test_what_is_kept_names_the_machine_and_the_versions(tmp_path):
    path = report.write(report.content(report.of_book(BOOK), 12.34, 0.04), tmp_path / "benchmarks" / "builds.json")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert (kept["measured_on"]["minutes"], kept["measured_on"]["load_before"]) == (12.3, 0.0)
    assert kept["measured_on"]["versions"]["jupyter-book"] == "1.0.4.post1"
    assert kept["measured_on"]["processors"] >= 1
    first = {"case": "from nothing", "of": "ours", "to": "stock", "value": 0.6}
    assert kept["ratios"][0] == first | {"repetitions": 1, "limit": 0.65, "holds": True}
    assert "seconds" not in path.read_text(encoding="utf-8")


class Recorded:
    """A copy that notes what state it is built in, in place of a build."""

    def __init__(self, root):
        self.builder, self.root, self.built = "ours", root, []

    def build(self):
        page, module, table = (
            (self.root / name).read_text() for name in ("chapters/a.md", "src/analysis/a.py", "a.csv")
        )
        self.built.append((page, module, table))
        (self.root / "_build").mkdir(exist_ok=True)
        return float(len(self.built))


@pytest.fixture
def copy(tmp_path):
    for name, text in (
        ("chapters/a.md", "# A\n"),
        ("src/analysis/a.py", "def draw_a(data, axes):\n    return axes\n"),
        ("a.csv", "year,flow\n2000,5\n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return Recorded(tmp_path)


def test_every_case_changes_what_its_name_says_and_every_repetition_anew(copy):
    cases = timing.cases("a", "a.csv")
    seconds = timing.time_cases([copy], cases, 2, lambda line: None, fewer=("from nothing",))
    assert seconds["from nothing"] == {"ours": [1.0]}
    assert seconds["one value changed"] == {"ours": [5.0, 9.0]}
    pages, modules, tables = zip(*copy.built, strict=True)
    assert [page.count("Word") for page in pages] == [0, 0, 1, 1, 1, 1, 2, 2, 2]
    assert [module.count("    _ = ") for module in modules] == [0, 0, 0, 1, 1, 1, 1, 2, 2]
    assert [table.split(",")[-1].strip() for table in tables] == ["5", "5", "5", "5", "6", "6", "6", "6", "7"]
    compile(modules[-1], "a.py", "exec")


def test_a_module_without_a_function_that_draws_is_refused(copy):
    (copy.root / "src/analysis/a.py").write_text("x = 1\n")
    with pytest.raises(ValueError, match="no function that draws"):
        timing.change_function(copy.root / "src/analysis/a.py", 1)


class Registered:
    """What an extension registers with Sphinx: names by kind, and the hooks."""

    def __init__(self, setup):
        self.roles, self.directives, self.hooks = set(), set(), []
        setup(self)

    def add_role(self, name, role):
        self.roles.add(name)

    def add_directive(self, name, directive):
        self.directives.add(name)

    def connect(self, event, hook, **options):
        self.hooks.append((event, hook))

    def __getattr__(self, name):
        return lambda *arguments, **options: None


def test_plain_jupyter_book_knows_every_role_and_directive_of_the_pages():
    ours, plain = Registered(sphinx_ext.setup), Registered(plain_ext.setup)
    assert (plain.roles, plain.directives) == (ours.roles, ours.directives)


def test_stock_jupyter_book_does_all_that_the_book_does_but_nothing_beside_the_pages_and_keeps_nothing():
    ours, stock = Registered(sphinx_ext.setup), Registered(stock_ext.setup)
    assert (stock.roles, stock.directives) == (ours.roles, ours.directives)
    assert set(ours.hooks) - set(stock.hooks) == {
        ("builder-inited", sphinx_ext._run_chapters),
        ("builder-inited", sphinx_ext._begin),
    }
    assert set(stock.hooks) - set(ours.hooks) == {
        ("builder-inited", stock_ext._prepare),
        ("env-updated", stock_ext._make_figure_files),
    }
