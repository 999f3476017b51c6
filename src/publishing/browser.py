"""Chromium, as Debian ships it: for pictures of pages, for measurements, for the tests."""

import contextlib
import shutil

_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


class BrowserMissingError(RuntimeError):
    """There is no Chromium on this machine."""


@contextlib.contextmanager
def chromium():
    """Run Chromium, and give it as Playwright's ``Browser``.

    Raises
    ------
    BrowserMissingError
        If it is not found.
    """
    program = shutil.which("chromium")
    if program is None:
        raise BrowserMissingError("Chromium was not found (Debian: apt-get install chromium)")
    # the library is heavy to import, and needed by few commands
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_OPTIONS])
        yield browser
        browser.close()
