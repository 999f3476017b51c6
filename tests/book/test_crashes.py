"""Builds that are killed, run out of disk or meet another build: the book is whole, and the next run repairs."""

import contextlib
import errno
import fcntl
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from publishing import site

KILLS = 20
SEED = 20
ONE, OTHER = "the Han envoy", "the envoy of Han"
OWN_MOUNTS = ["unshare", "--mount", "sh", "-c"]


def digest(folder):
    """Return the SHA-256 over a site's files and their names."""
    made = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        made.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


def killed_after(seconds, command, **options):
    """Run a command, kill it and all that it started after a time, and return whether it was still at work."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    process = subprocess.Popen(command, **quiet, **options)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return False
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True


class Pages:
    """A site of four hundred pages that a loop writes in the place of Jupyter Book; the rest is the book's build."""

    def __init__(self, root):
        self.html = root / "_build" / "html"
        self._notes = root.with_name("said")  # not on the disk that a test fills
        root.mkdir()

    def _work(self, word):
        build = self.html.parent
        site.BUILD, site.HTML, site._STAMP, site._LOCK = build, self.html, build / "built.json", build / "lock"
        site._WORK = build / "work"
        site.checks.data = lambda: None
        site.execution.refresh = lambda *_, **__: []
        site.fingerprint = lambda *_: word
        site._run_jupyter_book = lambda: self._write(word)
        try:
            site.build()
        except site.BuildError as error:
            self._notes.write_text(str(error))
            os._exit(1)
        os._exit(0)

    @staticmethod
    def _write(word):
        folder = site._WORK / "_build" / "html"
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(400):
            (folder / f"{number}.html").write_text(f"{word} {number} " * 400)
        (folder / "index.html").write_text(word)

    def start(self, word):
        """Start a build in a process of its own, which has all imported."""
        process = multiprocessing.get_context("fork").Process(target=self._work, args=(word,))
        process.start()
        return process

    def build(self, word):
        """Build, and return the exit code and the seconds that it took."""
        begin = time.monotonic()
        process = self.start(word)
        process.join()
        return process.exitcode, time.monotonic() - begin

    def kill(self, word, seconds):
        """Start a build, kill it after some seconds, and return whether it was still at work."""
        process = self.start(word)
        process.join(seconds)
        process.kill()
        process.join()
        return process.exitcode == -signal.SIGKILL

    @property
    def said(self):
        """What the last build that was refused said."""
        return self._notes.read_text()


def test_twenty_kills_leave_the_old_or_the_new_site_and_the_next_run_repairs_it(tmp_path):
    pages = Pages(tmp_path / "pages")
    digests, longest = {}, 0
    for word in ("one", "other"):
        code, seconds = pages.build(word)
        assert code == 0
        digests[word], longest = digest(pages.html), max(longest, seconds)
    moments = random.Random(SEED)
    killed = 0
    for number in range(KILLS):
        killed += pages.kill(("one", "other")[number % 2], moments.uniform(0, longest))
        assert digest(pages.html) in digests.values()
    assert killed >= KILLS // 4, "many were killed before their end"
    for word in ("one", "other"):
        assert pages.build(word)[0] == 0
        assert digest(pages.html) == digests[word]
        assert [path.name for path in pages.html.parent.glob("html*")] == ["html"], "nothing of a killed build is left"


def test_a_build_beside_another_is_refused_and_harms_nothing(tmp_path):
    pages = Pages(tmp_path / "pages")
    assert pages.build("one")[0] == 0
    with (pages.html.parent / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert pages.build("other")[0] == 1
    assert pages.said == "another build of this book is under way; wait for it to end"
    assert (pages.html / "index.html").read_text() == "one"


class TwoBooks:
    """A project whose sources are one of two books; they differ in a word of the cover and in a chapter's cell."""

    def __init__(self, project):
        self.project, self.root = project, project.root
        self.html = self.root / "_build" / "html"
        self.environment = {**os.environ, "PYTHONPATH": str(self.root / "src"), "COLUMNS": "300"}
        project.keep_chapters("history")
        (self.root / "index.md").write_text(f"# {ONE}\n", encoding="utf-8")
        project.edit("chapters/history.md", "from analysis import", f"# {ONE}\nfrom analysis import")

    def turn(self):
        """Make the sources those of the other book."""
        first = ONE in (self.root / "index.md").read_text(encoding="utf-8")
        before, after = (ONE, OTHER) if first else (OTHER, ONE)
        self.project.edit("index.md", before, after)
        self.project.edit("chapters/history.md", f"# {before}\n", f"# {after}\n")

    def build(self):
        """Build to the end, and return the site's digest."""
        done = self.project.run("book")
        assert done.returncode == 0, done.stdout + done.stderr
        return digest(self.html)


@pytest.fixture
def two_books(project):
    """Return the two books; the first is built."""
    books = TwoBooks(project)
    begin = time.monotonic()
    books.first = books.build()
    books.seconds = time.monotonic() - begin
    return books


def test_killed_builds_of_a_real_book_leave_it_as_it_was_and_the_next_gives_what_a_clean_one_gives(two_books):
    moments = random.Random(SEED)
    two_books.turn()
    for part in (0.3, 0.6):
        seconds = two_books.seconds * moments.uniform(part, part + 0.3)
        killed_after(
            seconds, [sys.executable, "-m", "publishing", "book"], cwd=two_books.root, env=two_books.environment
        )
        second = digest(two_books.html)
        assert second == two_books.first or two_books.project.run("book").stdout.startswith("Nothing has changed")
    repaired = two_books.build()
    shutil.rmtree(two_books.root / "_build")
    assert two_books.build() == repaired


def test_a_full_disk_leaves_the_book_as_it_was_and_is_named(tmp_path):
    pages = Pages(tmp_path / "pages")
    # the pages and their copy take about 6 MB, and a longer word makes them longer
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=9m", "tmpfs", pages.html.parents[1]], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this system lets no one mount a small disk")
    try:
        assert pages.build("one")[0] == 0
        assert pages.build("two and more to fill it")[0] == 1
        assert pages.said.startswith("nothing was published, because a file could not be read or written: ")
        assert "No space left on device" in pages.said
        assert (pages.html / "index.html").read_text() == "one"
        assert len(list(pages.html.iterdir())) == 401
        assert pages.build("two")[0] == 0
        assert (pages.html / "index.html").read_text() == "two"
    finally:
        subprocess.run(["umount", pages.html.parents[1]], check=True)


def test_two_builds_at_once_and_data_that_may_only_be_read(two_books):
    two_books.turn()
    command, data = f"{sys.executable} -m publishing book", two_books.root / "data"
    # permission bits do not hold root back; a mount of its own that may only be read does
    mount = f"mount --bind {data} {data} && mount -o remount,bind,ro {data} && ! touch {data}/x 2>/dev/null"
    possible = subprocess.run([*OWN_MOUNTS, mount], capture_output=True, check=False).returncode == 0
    command = [*OWN_MOUNTS, f"{mount} && {command}"] if possible else ["sh", "-c", command]
    with subprocess.Popen(
        command, cwd=two_books.root, env=two_books.environment, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout.readline().startswith("history: running")
        second = two_books.project.run("book")
        first.communicate()
    assert (second.returncode, first.returncode) == (1, 0)
    assert "another build of this book is under way; wait for it to end" in second.stdout
    assert two_books.project.run("book").stdout.startswith("Nothing has changed")


@pytest.mark.parametrize("step", ["copytree", "rmtree"])
def test_a_disk_that_fails_while_the_site_is_published(tmp_path, monkeypatch, step):
    old, new = tmp_path / "html", tmp_path / "work"
    for folder, text in ((old, "old"), (new, "new")):
        folder.mkdir()
        (folder / "index.html").write_text(text)

    def fail(*arguments, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(site.shutil, step, fail)
        with pytest.raises(site.BuildError, match="No space left on device"), site._writing():
            site._publish(new, old)
    assert (old / "index.html").read_text() == "old"
    site._publish(new, old)
    assert (old / "index.html").read_text() == "new"
    assert not (tmp_path / "html.new").exists()
