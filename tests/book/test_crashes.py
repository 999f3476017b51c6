"""Builds that are killed, run out of disk or meet another build: the book is whole, and the next run repairs."""

import contextlib
import errno
import fcntl
import hashlib
import multiprocessing
import os
import random
import signal
import subprocess
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
        site.BUILD, site.HTML, site.STAMP, site._LOCK = build, self.html, build / "built.json", build / "lock"
        site.WORK, site._CHECKED = build / "work", build / "checked"
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


@pytest.mark.parametrize("moment", ["_exchange", "copytree"])
def test_a_kill_beside_the_exchange_leaves_a_site_that_the_next_run_takes_for_what_it_is(tmp_path, monkeypatch, moment):
    pages = Pages(tmp_path / "pages")
    assert pages.build("one")[0] == 0
    holder = site if moment == "_exchange" else site.shutil
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
