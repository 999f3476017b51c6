"""What makes a chapter stale: its modules at any depth, its tables, the lock; not prose, not caveats."""

import json

import pytest

from publishing import execution


@pytest.fixture
def project(tmp_path):
    """Make a small project: a chapter's module that imports another, two tables, a lock."""
    package = tmp_path / "src" / "analysis"
    (package / "fonts").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "water.py").write_text("from analysis import trends\n")
    (package / "trends.py").write_text("from analysis.units import UNITS\n")
    (package / "units.py").write_text("UNITS = {}\n")
    (package / "trade.py").write_text("import pandas\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "flows.csv").write_text("year\n2000\n")
    (tmp_path / "data" / "lakes.csv").write_text("name\nAlakol\n")
    register = [
        "correction_id,action,reason,table,row,column,printed_value,used_value",
        "flows-first,replace,Misprinted.,flows,year=2000,year,2000,2002",
        "flows-doubt,keep,Doubtful.,flows,year=2000,year,2000,",
        "lakes-first,withhold,Unknown.,lakes,name=Alakol,name,Alakol,",
    ]
    (tmp_path / "data" / "corrections.csv").write_text("\n".join(register) + "\n")
    (tmp_path / "requirements.txt").write_text("pandas==3.1.1\n")
    field = {"name": "year", "type": "integer", "constraints": {}}
    resources = [
        {"name": "flows", "path": "flows.csv", "caveats": "None.", "schema": {"fields": [field]}},
        {"name": "lakes", "path": "lakes.csv", "caveats": "None.", "schema": {"fields": []}},
    ]
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps({"resources": resources}))
    return tmp_path


class Cell:
    cell_type = "code"
    source = "from analysis import figures, water"


class Notebook:
    cells = (Cell,)


@pytest.fixture
def dependencies(project):
    state = execution.ChapterState("water", project / "water.md", None, None, Notebook)
    return execution.record_dependencies(state, ["flows"], project)


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_modules_are_found_at_any_depth(project):
    found = {path.name for path in execution.modules("from analysis import water", project)}
    assert found == {"__init__.py", "water.py", "trends.py", "units.py"}


def test_nothing_changed_is_fresh(project, dependencies):
    assert execution.changed_dependency(dependencies, project) is None


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("src/analysis/units.py", "{}", "{'km': 'km'}"),
        ("src/analysis/water.py", "trends", "trends as tests"),
        ("data/flows.csv", "2000", "2001"),
        ("requirements.txt", "3.1.1", "3.1.2"),
    ],
)
def test_a_changed_dependency_is_named(project, dependencies, name, old, new):
    edit(project / name, old, new)
    assert execution.changed_dependency(dependencies, project) == name


def test_a_changed_type_of_a_column_is_named(project, dependencies):
    edit(project / "data" / "datapackage.json", '"integer"', '"number"')
    assert execution.changed_dependency(dependencies, project) == "data/datapackage.json#flows"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2000,2002", "2000,2003"),
        ("flows-first,replace", "flows-first,mark"),
        ("flows,year=2000,year,2000,2002", "lakes,year=2000,year,2000,2002"),
        ("\nflows-first", "\nflows-more,replace,Misprinted too.,flows,year=2001,year,2001,2003\nflows-first"),
    ],
    ids=["its value", "its action", "its table", "one more"],
)
def test_a_changed_correction_is_named(project, dependencies, old, new):
    edit(project / "data" / "corrections.csv", old, new)
    assert execution.changed_dependency(dependencies, project) == "data/corrections.csv#flows"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/corrections.csv", "Misprinted.", "Misprinted as a later page says."),
        ("data/corrections.csv", "flows-first", "flows-2000"),
        ("data/corrections.csv", "Doubtful.", "Doubtful still."),
        ("data/corrections.csv", "lakes-first,withhold", "lakes-first,mark"),
        ("data/datapackage.json", '"None."', '"Read with care."'),
        ("data/lakes.csv", "Alakol", "Balkhash"),
        ("src/analysis/trade.py", "pandas", "numpy"),
    ],
    ids=[
        "a correction’s reason",
        "its id",
        "a doubt",
        "another table’s correction",
        "a caveat",
        "another table",
        "another module",
    ],
)
def test_what_the_chapter_does_not_depend_on_leaves_it_fresh(project, dependencies, name, old, new):
    edit(project / name, old, new)
    assert execution.changed_dependency(dependencies, project) is None


def test_another_python_is_named(project, dependencies):
    dependencies["python"] = "Python 3.10.0"
    assert execution.changed_dependency(dependencies, project).startswith("Python 3.10.0 has become Python 3.1")
