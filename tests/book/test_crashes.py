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
BOOK = [sys.executable, "-m", "publishing", "book"]
OWN_MOUNTS = ["unshare", "--mount", "sh", "-ec"]


def digest(folder):
    """Return the SHA-256 over a site's files and their names."""
    made = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        made.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()


@pytest.fixture(scope="module")
def own_mounts():
    """Skip where this system lets no one mount a folder for one process alone."""
    possible = subprocess.run([*OWN_MOUNTS, "mount -t tmpfs tmpfs /mnt"], capture_output=True, check=False)
    if possible.returncode:
        pytest.skip(f"this system lets no one mount a small or a read-only disk: {possible.stderr.decode().strip()}")


class Pages:
    """A site of four hundred pages that a loop writes in the place of Jupyter Book; the rest is the book's build."""

    def __init__(self, root):
        self.html = root / "_build" / "html"
        self._notes = root.with_name("said")  # not on the disk that a test fills
        root.mkdir()

    def _work(self, word):
        build = self.html.parent
        site.BUILD, site.HTML, site.STAMP, site._LOCK = build, self.html, build / "built.json", build / "lock"
        site.WORK, site._CHECKED = build / "work", build / "checked"
        site.checks.data = lambda: None
        site.execution.refresh = lambda *_, **__: []
        site.fingerprint = lambda *_: word
        site._run_jupyter_book = lambda _: self._write(word)
        try:
            site.build()
        except site.BuildError as error:
            self._notes.write_text(str(error))
            os._exit(1)
        os._exit(0)

    @staticmethod
    def _write(word):
        folder = site.WORK / "_build" / "html"
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


@pytest.mark.parametrize(("holder", "moment"), [(site, "_exchange"), (site.markup, "precompress")])
def test_a_kill_beside_the_exchange_leaves_a_site_that_the_next_run_takes_for_what_it_is(
    tmp_path, monkeypatch, holder, moment
):
    pages = Pages(tmp_path / "pages")
    assert pages.build("one")[0] == 0
    step = getattr(holder, moment)

    def step_and_die(*arguments, **options):
        step(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr(holder, moment, step_and_die)
        assert pages.build("other")[0] == -signal.SIGKILL
    assert pages.build("one")[0] == 0
    assert (pages.html / "index.html").read_text() == "one"
    assert [path.name for path in pages.html.parent.glob("html*")] == ["html"]


def test_a_build_beside_another_is_refused_and_harms_nothing(tmp_path):
    pages = Pages(tmp_path / "pages")
    assert pages.build("one")[0] == 0
    with (pages.html.parent / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert pages.build("other")[0] == 1
    assert pages.said == "another build of this book is under way; wait for it to end"
    assert (pages.html / "index.html").read_text() == "one"


@pytest.mark.parametrize("step", ["copyfile", "rmtree"])
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


class TwoBooks:
    """A light book whose sources are one of two: they differ in a word of the cover and in a module.

    A changed module makes the chapter run again at every turn; a changed cell would find its kept outputs.
    """

    def __init__(self, book):
        self.book, self.words = book, ("stands", "stood")
        (self.chapter,) = book.chapters

    def turn(self):
        """Make the sources those of the other book."""
        before, after = self.words
        factors = {"stands": 1, "stood": 2}
        self.book.edit("index.md", before, after)
        module = f"src/analysis/{self.chapter}.py"
        self.book.edit(module, f"FACTOR = {factors[before]}", f"FACTOR = {factors[after]}")
        self.words = (after, before)

    def start(self, *command, **options):
        """Start a build, or another command, in the book's folder."""
        options = {"stdout": subprocess.PIPE, "text": True} | options
        return subprocess.Popen(command or BOOK, cwd=self.book.root, env=self.book.environment, **options)

    def build(self):
        """Build to the end, and return the site's digest."""
        done = self.book.run("book")
        assert done.returncode == 0, done.stdout + done.stderr
        return digest(self.book.html)


@pytest.fixture(scope="module")
def two_books(tmp_path_factory, light_book_class):
    """Return the two books, each built once, the first from nothing: ``digests`` by word, ``seconds`` of the second."""
    books = TwoBooks(light_book_class(tmp_path_factory.mktemp("two") / "book", 1))
    books.digests = {books.words[0]: books.build()}
    books.turn()
    begin = time.monotonic()
    books.digests[books.words[0]] = books.build()
    books.seconds = time.monotonic() - begin
    assert len(set(books.digests.values())) == 2
    return books


def test_real_builds_killed_at_random_moments_leave_a_whole_book_and_the_next_is_as_from_nothing(two_books):
    moments = random.Random(SEED)
    two_books.turn()
    killed, seen = 0, set()
    for part in (0.1, 0.4, 0.7):
        process = two_books.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(two_books.seconds * moments.uniform(part, part + 0.3))
        # this process alone: what it started has to end by itself
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        seen.add(digest(two_books.book.html))
    assert killed, "one was killed before its end"
    assert seen <= set(two_books.digests.values())
    assert two_books.build() == two_books.digests[two_books.words[0]]


def test_of_two_real_builds_at_once_one_is_refused_and_data_may_be_read_only(two_books, own_mounts):
    two_books.turn()
    data = two_books.book.root / "data"
    # permission bits do not hold root back; a mount that may only be read does
    mount = f"mount --bind {data} {data}; mount -o remount,bind,ro {data}; ! touch {data}/x 2>/dev/null"
    with two_books.start(*OWN_MOUNTS, f"{mount}; exec {' '.join(BOOK)}") as first:
        assert ": running" in first.stdout.readline()
        second = two_books.book.run("book")
        first.communicate()
    assert (second.returncode, first.returncode) == (1, 0)
    assert "another build of this book is under way; wait for it to end" in second.stdout
    assert digest(two_books.book.html) == two_books.digests[two_books.words[0]]


def test_a_full_disk_leaves_the_book_as_it_was_and_is_named_and_the_next_run_repairs(two_books, own_mounts):
    before = digest(two_books.book.html)
    two_books.turn()
    build = two_books.book.html.parent
    beside = two_books.book.root.with_name("beside")
    kept = beside / "kept"
    shutil.copytree(build, kept)
    reports = [beside / f"report-{number}" for number in range(3)]
    command = " ".join(BOOK)
    # full while the chapters run, full while the site is made, and at last with room
    script = f"""
        mount -t tmpfs -o size=1g tmpfs {build}
        cp -a {kept}/. {build}
        used=$(df -k --output=used {build} | tail -1)
        mount -o remount,size=$((used + 100))k {build}
        ! {command} > {reports[0]} 2>&1
        cp -a {build}/html {kept}/html-0
        used=$(df -k --output=used {build} | tail -1)
        mount -o remount,size=$((used + 300))k {build}
        ! {command} > {reports[1]} 2>&1
        cp -a {build}/html {kept}/html-1
        mount -o remount,size=1g {build}
        {command} > {reports[2]} 2>&1
        cp -a {build}/html {kept}/html-2
    """
    with two_books.start(*OWN_MOUNTS, script) as process:
        process.communicate()
    said = [path.read_text(encoding="utf-8") for path in reports if path.is_file()]
    assert process.returncode == 0, said
    for text in said[:2]:
        assert "BuildError" in text
        assert "No space left on device" in text or "disk is full" in text, text
    found = [digest(kept / f"html-{number}") for number in range(3)]
    assert found == [before, before, two_books.digests[two_books.words[0]]]
