"""A browser that reads the built book as a static host would serve it."""

import contextlib
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import pytest

from publishing import browser, hosting, site

_WATCH = """
window.watched = {violations: [], shift: 0};
document.addEventListener("securitypolicyviolation",
  (event) => watched.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) watched.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Visit:
    """What the browser saw while it read a page: `bytes` as sent, headers included."""

    address: str
    requests: list = field(default_factory=list)
    bytes: int = 0
    said: list = field(default_factory=list)
    violations: list = field(default_factory=list)
    shift: float = 0


class Reader:
    """Chromium before the served book."""

    def __init__(self, browser, root, folder):
        self.browser = browser
        self.root = root
        self.folder = folder
        self.pages = sorted(
            path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if "_static" not in path.parts
        )

    def context(self, width=1280, height=800, **options):
        """Return a new context, as a reader who has never been here."""
        return self.browser.new_context(viewport={"width": width, "height": height}, **options)

    def open(self, context, address):
        """Return a page that shows an address of the book."""
        page = context.new_page()
        page.goto(f"{self.root}/{address}")
        return page

    def open_whole(self, context, address):
        """Return a page that shows an address of the book, laid out to its end; the context must bypass the policy."""
        page = self.open(context, address)
        page.add_style_tag(content="* { content-visibility: visible !important }")
        return page

    def visit(self, address, context=None, width=1280, height=800):
        """Read a page to its first view, as a first visit unless a context is given, and return what was seen."""
        seen = Visit(address)
        given, context = context, context or self.context(width, height)
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: seen.said.append(message.text))
        page.on("pageerror", lambda error: seen.said.append(str(error)))
        protocol = context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.on(
            "Network.loadingFinished", lambda event: setattr(seen, "bytes", seen.bytes + event["encodedDataLength"])
        )
        page.goto(f"{self.root}/{address}", wait_until="load" if given else "networkidle")
        watched = page.evaluate("watched")
        seen.violations, seen.shift = watched["violations"], watched["shift"]
        (page if given else context).close()
        return seen

    def foreign(self, seen):
        """Return the requests of a visit that went to another host."""
        own = urlsplit(self.root).netloc
        return [url for url in seen.requests if urlsplit(url).netloc not in ("", own)]

    def missing(self, seen):
        """Return the requests of a visit for what the book does not hold."""
        return [url for url in seen.requests if not (self.folder / unquote(urlsplit(url).path)[1:]).exists()]


@pytest.fixture(scope="session")
def reader(lacking):
    """Return a browser before the built book; without Chromium the tests are skipped, or fail where it is required."""
    assert site.is_current(), "the built book is missing or out of date: run make book"
    with contextlib.ExitStack() as opened:
        try:
            chromium = opened.enter_context(browser.chromium())
        except browser.BrowserMissingError as error:
            lacking(f"{error}: the pages were not tried in a browser")
        yield Reader(chromium, opened.enter_context(hosting.hosted(site.HTML)), site.HTML)
