"""What is wrong stops the build, is named, and leaves the built book as it was."""

import pytest

LIMITS = "(water-limits)="
CHAPTER = "chapters/water.md"


@pytest.fixture
def small_book(project):
    """Return a copy with one chapter, and a book that was built before."""
    project.keep_chapters("water")
    (project.root / "_build" / "html").mkdir(parents=True)
    (project.root / "_build" / "html" / "index.html").write_text("the book as it was")
    return project


def refused(project, *said):
    done = project.run("book")
    assert done.returncode != 0
    for words in said:
        assert words in done.stdout, done.stdout + done.stderr
    assert (project.root / "_build" / "html" / "index.html").read_text() == "the book as it was"
    return done.stdout


def add(project, text):
    project.edit(CHAPTER, LIMITS, f"{text}\n\n{LIMITS}")


def test_a_cell_that_raises(small_book):
    add(small_book, "```{code-cell} python\nfigures.no_such_function()\n```")
    said = refused(small_book, "chapters/water.md, code cell", "AttributeError", "no_such_function")
    line = next(
        number
        for number, text in enumerate((small_book.root / CHAPTER).read_text().splitlines(), start=1)
        if text == "figures.no_such_function()"
    )
    assert f"(line {line})" in said


def test_pages_with_faults_are_all_named(small_book):
    add(small_book, "{result}`water-no-such-result` and {numref}`fig-water-none` and {cite:t}`nobody2000nothing`.")
    add(
        small_book,
        "```{code-cell} python\nfrom IPython.display import SVG\nSVG('<svg xmlns=\"http://www.w3.org/2000/svg\"/>')\n```",
    )
    add(small_book, "```{figure} lake.svg\nA figure that no one named\n```")
    (small_book.root / "chapters" / "lake.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    refused(
        small_book,
        "no result is called 'water-no-such-result'",
        "fig-water-none",
        "nobody2000nothing",
        "chapters/water.md",
        "an image has no alt text (output of code cell",
        "a figure has no name",
    )


def test_a_repeated_key_in_the_bibliography(small_book):
    path = small_book.root / "data" / "references.bib"
    entry = "@misc{naturalearth2024maps,\n  title = {Again},\n  year = {2024},\n}\n"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    refused(small_book, "repeated bibliography entry: naturalearth2024maps")


def test_a_table_that_is_not_as_described(small_book):
    small_book.edit("data/datapackage.json", '"path": "geo/lakes.geojson"', '"path": "geo/ponds.geojson"')
    refused(small_book, "table lakes: found no file; expected a file data/geo/ponds.geojson")


def test_a_figure_without_alt_text(small_book):
    module = small_book.root / "src" / "analysis" / "water.py"
    module.write_text(module.read_text(encoding="utf-8").replace("alt=", 'alt="" and ', 1), encoding="utf-8")
    refused(small_book, "RegistrationError", "has no alt")


def test_prose_that_nothing_holds(small_book):
    add(small_book, "The river carried 14.5 km³, and its flow fell.")
    add(
        small_book,
        "The inflow is {compare}`larger <water-inflow-total > 1000>` and named by {claim}`no-such-claim`; "
        "a scale of {exempt}`1:10 million <unsaid>`.",
    )
    refused(
        small_book,
        "the number '14.5' is no result, in “The river carried 14.5 km³, and its flow fell.”",
        "'fell' compares, but no {compare} holds it",
        "'larger' does not hold: ",
        "> 1000 is not so",
        "no claim is called 'no-such-claim'",
        "gives no reason",
    )
