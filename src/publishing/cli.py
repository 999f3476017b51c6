"""The command ``steppe``: what the Makefile's targets call."""

import functools
import os
import shutil
import sys
import time
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import analysis
from analysis import figures, registry, results, tables
from publishing import (
    browser,
    bundles,
    checks,
    citing,
    colab,
    comparison,
    execution,
    hosting,
    imprint,
    metadata,
    prose,
    reference,
    rendering,
    reproduction,
    screenshots,
    site,
    summaries,
    verification,
)
from publishing.benchmark import reading, report, timing

_console = Console(highlight=False, soft_wrap=True)
_SAID = (
    tables.DataError, tables.UnknownNameError, registry.RegistrationError, execution.ExecutionError, site.BuildError,
    comparison.RevisionError, verification.PublishedCopyError, browser.BrowserMissingError,
)  # fmt: skip
_KINDS = {"tables": tables.names, "figures": figures.all, "results": results.all}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main():
    """Build, check and look into the book *Steppe Neighbours*."""


def _reports_errors(command):
    """Print what went wrong, and not where in the program, and exit with 1."""

    @functools.wraps(command)
    def run(*arguments, **options):
        try:
            return command(*arguments, **options)
        except _SAID as error:
            _console.print(f"[bold red]{type(error).__name__}[/]", end=" ")
            _console.print(str(error), markup=False)
            sys.exit(1)

    return run


@main.command()
@_reports_errors
def book():
    """Build the book into _build/html."""
    _build(None)


@main.command()
@click.argument("name", type=click.Choice(analysis.CHAPTERS))
@_reports_errors
def chapter(name):
    """Run one chapter again, and build the book around it."""
    _build([name])


def _build(chosen):
    begin = time.perf_counter()
    with _Display() as display:
        built = site.build(chosen, on_start=display.start, on_cell=display.cell, on_end=display.end)
    if not built.changed:
        _console.print("Nothing has changed since the book was built.")
    for state in built.chapters:
        note = f"ran in {state.seconds:5.1f} s" if state.executed or state.name in (chosen or ()) else "unchanged"
        _console.print(f"  {state.name:<12}{note}")
    _console.print(f"The book is at {site.HTML / 'index.html'} ({time.perf_counter() - begin:.0f} s)")
    return built


class _Display:
    """Progress of the chapters: bars on a terminal, lines elsewhere."""

    def __init__(self):
        columns = (TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=_console, transient=True, disable=not _console.is_terminal)
        self._bars = {}

    def __enter__(self):
        self._progress.start()
        return self

    def __exit__(self, *_):
        self._progress.stop()

    def start(self, state):
        cells = sum(cell.cell_type == "code" for cell in state.notebook.cells)
        self._bars[state.name] = self._progress.add_task(state.name, total=cells)
        self._say(f"{state.name}: running, because {state.stale_because or 'you asked for it'}")

    def cell(self, state, done):
        self._progress.update(self._bars[state.name], completed=done)

    def end(self, state, failure):
        self._say(f"{state.name}: {'failed' if failure else f'ran in {state.seconds:.1f} s'}")

    def _say(self, text):
        if not _console.is_terminal:
            _console.print(text, markup=False)


@main.command()
@_reports_errors
def pdf():
    """Build the book, and make the PDF of it: _build/pdf/steppe-neighbours.pdf."""
    _make_editions("PDF")


@main.command()
@_reports_errors
def epub():
    """Build the book, and make the EPUB of it: _build/epub/steppe-neighbours.epub."""
    _make_editions("EPUB")


@main.command()
@_reports_errors
def offline():
    """Build the book, and pack the site: _build/offline/steppe-neighbours.zip."""
    _make_editions("archive")


@main.command("all")
@_reports_errors
def make_all():
    """Build the book with its PDF, its EPUB and the archive of the site."""
    _make_editions("PDF", "EPUB", "archive")


def _make_editions(*names):
    """Bring the book up to date, make editions of it, and let its cover lead to them."""
    from publishing import archive, epub, printed  # no other command needs the typesetter

    writers = {"PDF": printed.write, "EPUB": epub.write, "archive": archive.write}
    _build(None)
    for name in names:
        begin = time.perf_counter()
        path = writers[name]()
        seconds, size = time.perf_counter() - begin, path.stat().st_size / 1e6
        _console.print(f"The {name} is at {path} ({seconds:.0f} s, {size:.1f} MB)")
    archive.place()


@main.command()
@click.argument("names", nargs=-1, type=click.Choice(analysis.CHAPTERS))
@_reports_errors
def accept(names):
    """Make what the chapters print now the reference that the tests hold them to."""
    for change in reference.accept_results():
        _console.print(change, markup=False)
    changed = reference.accept(names or analysis.CHAPTERS)
    _console.print(f"Changed: {', '.join(changed)}" if changed else "No output has changed.")


@main.command("check-data")
@_reports_errors
def check_data():
    """Check the catalogue, every table, the register of corrections and the ledger of claims."""
    checks.data()
    _console.print(f"{len(tables.names())} tables are as the catalogue describes them.")


@main.command("check-prose")
@click.argument("chapters", nargs=-1, type=click.Choice(analysis.CHAPTERS))
@_reports_errors
def check_prose(chapters):
    """Find numbers and comparisons in the pages that nothing holds."""
    pages = prose.pages(chapters)
    found = {page: prose.faults((execution.ROOT / page).read_text(encoding="utf-8")) for page in pages}
    for page, faults in found.items():
        for fault in faults:
            _console.print(f"{page}:{fault.line}: {fault}", markup=False)
    if any(found.values()):
        sys.exit(1)
    _console.print(f"{len(pages)} pages state no number and no comparison that nothing holds.")


@main.command()
@_reports_errors
def status():
    """Say of each chapter whether its outputs are fresh, and if not, why."""
    for state in execution.states():
        _console.print(f"  {state.name:<12}{'stale: ' + state.stale_because if state.stale_because else 'fresh'}")
    _console.print(f"The built book is {'up to date' if site.is_current() else 'out of date or missing'}.")


@main.command("figures-diff")
@click.argument("base")
@_reports_errors
def figures_diff(base):
    """Show which figures differ from those of a git revision, and which numbers changed."""
    differences = comparison.compare(comparison.drawn_at(base), comparison.drawn_in(execution.ROOT))
    path = comparison.write_page(differences, base, site.BUILD / "figures-diff")
    for item in differences:
        _console.print(f"{item.id}: {'; '.join(item.changes) or 'the same numbers, another drawing'}", markup=False)
    _console.print(f"{len(differences)} figures differ from {base}: {path}", markup=False)


@main.command()
@click.argument("name")
@click.option(
    "--style", default="apa", show_default=True, help=f"One of {', '.join([*citing.STYLES, *citing.FORMATS])}."
)
@_reports_errors
def cite(name, style):
    """Cite a figure, a table, a chapter, a claim or the book (the name is then book)."""
    citable = citing.find(name)
    click.echo(citing.file(citable, style) if style in citing.FORMATS else citing.text(citable, style))


@main.command("verify-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_reports_errors
def verify_file(file):
    """Say which figure and version a stray file is, and whether it is unchanged."""
    finding = imprint.verify(file, rendering.known(site.FIGURES))
    _console.print(str(finding), markup=False)
    sys.exit(0 if finding.verdict is imprint.Verdict.UNCHANGED else 1)


@main.command()
@click.argument("published", type=click.Path(path_type=Path), default=site.HTML)
@_reports_errors
def verify(published):
    """Compute every figure's data and every result anew, and compare them with a published copy (folder or zip)."""
    copy = verification.PublishedCopy(published)
    outcomes = verification.verify(copy)
    content = verification.report(copy, outcomes)
    path = verification.write_report(content, site.BUILD / "verification")
    for item in outcomes:
        _console.print(
            f"{item.kind} {item.id}: {item.verdict}{f' ({item.detail})' if item.detail else ''}", markup=False
        )
    for kind, count in sorted(content["counts"].items()):
        _console.print(f"{count:5} {kind}", markup=False)
    _console.print(f"{'Verified' if content['verified'] else 'Not verified'}; the report is at {path}", markup=False)
    sys.exit(0 if content["verified"] else 1)


@main.command()
@_reports_errors
def repro():
    """Build the book twice, in two folders, time zones, locales and hash seeds, and compare the sites to the byte."""
    found = reproduction.prove()
    for item in found:
        _console.print(f"{item.path}: {item.detail}", markup=False)
    _console.print(f"{len(found)} files differ" if found else "The two sites are the same to the byte.")
    sys.exit(1 if found else 0)


@main.command()
@click.option("--repeat", default=3, show_default=True, help="How often each build but those from nothing is timed.")
@click.option("--sizes", default=",".join(map(str, timing.SIZES)), show_default=True, help="Numbers of light chapters.")
@click.option("--only", type=click.Choice(["book", "growth"]), help="Time one half, and keep nothing.")
@_reports_errors
def bench(repeat, sizes, only):
    """Time builds against stock Jupyter Book, and with more and more chapters; keep the ratios in benchmarks/."""
    begin, load = time.perf_counter(), os.getloadavg()[0]
    say = functools.partial(_console.print, markup=False)
    ratios = [] if only == "growth" else report.of_book(timing.time_book(repeat, say))
    if only != "book":
        ratios += report.of_growth(timing.time_growth(repeat, say, [int(size) for size in sizes.split(",")]))
    _console.print(report.table(ratios))
    if only is None:
        path = report.write(report.content(ratios, (time.perf_counter() - begin) / 60, load))
        _console.print(f"The ratios are kept in {path}", markup=False)


@main.command("bench-reading")
@click.option("--repeat", default=3, show_default=True, help="How often each chapter is read.")
@_reports_errors
def bench_reading(repeat):
    """Measure how soon a slow line shows chapters, against a plain Jupyter Book; keep the ratios in benchmarks/."""
    begin, load = time.perf_counter(), os.getloadavg()[0]
    ratios = reading.ratios(reading.measure(repeat, functools.partial(_console.print, markup=False)))
    _console.print(report.table(ratios))
    found = report.content(ratios, (time.perf_counter() - begin) / 60, load)
    _console.print(f"The ratios are kept in {report.write(found, reading.RESULTS)}", markup=False)


@main.command()
@click.argument("name", type=click.Choice(analysis.CHAPTERS))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .ipynb file.")
@_reports_errors
def notebook(name, output):
    """Write one chapter as a notebook with its outputs; it is run first, if it is stale."""
    target = output or Path(f"{name}.ipynb")
    with site.locked():
        (state,) = execution.refresh([name])
    target.write_bytes(bundles.notebook(state))
    _console.print(str(target), markup=False)


@main.command("colab")
@_reports_errors
def write_colab():
    """Write the notebooks with which Colab runs the chapters, to be committed; the book needs a repository first."""
    repository = metadata.book().repository_url
    if not repository:
        raise site.BuildError("Colab takes the book from its repository, and CITATION.cff names none (repository-code)")
    for path in colab.write(repository):
        _console.print(path.relative_to(execution.ROOT).as_posix(), markup=False)


@main.command("record-version")
@_reports_errors
def record_version():
    """Write the hashes of all figures into the history, under the version of CITATION.cff."""
    rendering.record_version()
    _console.print(f"{len(figures.all())} figures recorded in {rendering.HISTORY.name}.")


@main.command("screenshots")
@_reports_errors
def take_screenshots():
    """Show cover, a chapter, a figure's page and the claims in Chromium, and keep the pictures for the README."""
    for path in screenshots.take():
        _console.print(f"{path.relative_to(site.ROOT)}  {path.stat().st_size / 1000:.0f} kB", markup=False)


@main.command()
def messages():
    """Bring the catalogues of translations up to date with the English texts, and say what is not translated."""
    for language in summaries.LANGUAGES:
        for name in summaries.CATALOGUES:
            missing = summaries.update(language, name)
            _console.print(f"{language} {name}: {missing or 'none'} without a translation", markup=False)


@main.command("list")
@click.argument("kind", type=click.Choice(list(_KINDS)))
def list_names(kind):
    """List the names of all tables, figures or results."""
    for item in _KINDS[kind]():
        _console.print(item if isinstance(item, str) else f"{item.id}  {item.title}", markup=False)


@main.command()
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A .svg, .png, .pdf, .csv or .json file.")
@_reports_errors
def figure(name, output):
    """Write one figure into a file that carries its own citation."""
    target = output or Path(f"{name}.svg")
    target.write_bytes(imprint.write(figures.get(name), target.suffix.removeprefix(".")))
    _console.print(str(target), markup=False)


@main.command()
@click.option("--port", default=8000, show_default=True)
def serve(port):
    """Serve the built book on this machine."""
    if not (site.HTML / "index.html").is_file():
        sys.exit("The book is not built yet: run make book")
    with hosting.server(site.HTML, port) as server:
        _console.print(f"http://localhost:{port}/ (stop with Ctrl+C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            _console.print("stopped")


@main.command()
def clean():
    """Remove everything that was built; sources, data and environment stay."""
    shutil.rmtree(site.BUILD, ignore_errors=True)
