"""What a chapter that hangs or dies, and a store that is damaged, do to a run; each with what it says."""

import gc
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from publishing import execution, light_book, rendering, site

# a kernel that is stopped or dies leaves its sockets to the garbage collector
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

HEAD = f"{light_book.NOTEBOOK}# A chapter\n\n"
READS = "from analysis import tables"


@pytest.fixture(autouse=True)
def sockets_collected():
    """Collect what a dead kernel left here, and not in a later test or at the end, where it would count as a fault."""
    yield
    gc.collect()


@pytest.fixture
def refresh(tmp_path, monkeypatch):
    """Return a function that writes chapters of one more cell each into a small project, and runs the stale ones."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text('{"resources": []}')
    (tmp_path / "requirements.txt").write_text("")

    def run(**cells):
        monkeypatch.setattr(execution, "names", lambda: tuple(cells))
        for name, cell in cells.items():
            text = f"{HEAD}```{{code-cell}} python\n{READS}\n```\n\n```{{code-cell}} python\n{cell}\n```\n"
            (tmp_path / "chapters" / f"{name}.md").write_text(text)
        return {state.name: state for state in execution.refresh(root=tmp_path, cache_path=tmp_path / "cache")}

    run.cache = tmp_path / "cache"
    run.reasons = lambda: [state.stale_because for state in execution.states(tmp_path, tmp_path / "cache")]
    return run


def test_a_chapter_that_hangs_is_stopped_at_the_limit_and_the_others_are_kept(refresh, monkeypatch):
    monkeypatch.setattr(execution, "CELL_TIMEOUT_SECONDS", 4)
    with pytest.raises(execution.ExecutionError) as raised:
        refresh(hangs="import time; time.sleep(600)", works="1 + 1")
    (failure,) = raised.value.failures
    assert (failure.chapter, failure.cell) == ("hangs", 2)
    assert failure.error == "stopped after 4 s, the time limit of a cell"
    assert refresh.reasons() == ["its code cells are new", None]


def test_a_chapter_whose_kernel_dies_is_named(refresh):
    with pytest.raises(execution.ExecutionError, match=r"chapters/dies\.md, code cell 2 .* the kernel died"):
        refresh(dies="import os; os._exit(9)")


def damage_notebook(cache):
    (path,) = cache.glob("executed/*/base.ipynb")
    path.write_bytes(path.read_bytes()[:200])


def remove_notebook(cache):
    (path,) = cache.glob("executed/*/base.ipynb")
    path.unlink()


def empty_record(cache):
    with sqlite3.connect(cache / "global.db") as database:
        database.execute("update nbcache set data = '{}'")
    database.close()


def damage_database(cache):
    (cache / "global.db").write_bytes(b"no database at all " * 100)


def half_a_database(cache):
    (cache / "global.db").write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (damage_notebook, "its stored outputs are damaged"),
        (remove_notebook, "its stored outputs are damaged"),
        (empty_record, "what it depends on is not known"),
        (damage_database, "its code cells are new"),
        (half_a_database, "its code cells are new"),
    ],
)
def test_a_damaged_store_is_named_and_repaired(refresh, caplog, damage, reason):
    assert refresh(works="1 + 1")["works"].executed
    assert refresh.reasons() == [None]
    damage(refresh.cache)
    assert refresh.reasons() == [reason]
    assert ("is damaged" in caplog.text) == ("database" in damage.__name__)
    assert refresh(works="1 + 1")["works"].executed
    assert refresh.reasons() == [None]


def test_a_file_of_a_figure_that_a_killed_build_left_is_not_taken_for_the_one_recorded(tmp_path):
    recorded = {"files": {"fig-a.svg": {"sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}}}
    assert not rendering._complete(tmp_path, recorded)
    (tmp_path / "fig-a.svg").write_bytes(b"abc")  # the SHA-256 of "abc" is the example of FIPS 180-2
    assert rendering._complete(tmp_path, recorded)
    (tmp_path / "fig-a.svg").write_bytes(b"ab")
    assert not rendering._complete(tmp_path, recorded)


def test_a_book_that_a_killed_build_had_set_aside_is_put_back(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "HTML", tmp_path / "html")
    (tmp_path / "html.old").mkdir()
    (tmp_path / "html.old" / "index.html").write_text("the book as it was")
    site._restore()
    assert (tmp_path / "html" / "index.html").read_text() == "the book as it was"


def runs(process):
    """Return whether a process is there and no mere entry that waits to be collected."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no such signal")
def test_a_process_ends_with_the_one_that_started_it():
    starter = (
        "import subprocess, time\nfrom publishing import processes\n"
        "child = subprocess.Popen(['sleep', '60'], preexec_fn=processes.end_with_parent)\n"
        "print(child.pid, flush=True)\ntime.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True)
    with process.stdout:
        child = int(process.stdout.readline())
    process.kill()
    process.wait()
    deadline = time.monotonic() + 10
    while runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not runs(child)
