"""How soon a reader sees a chapter, and how long scripts keep the page busy, against a plain Jupyter Book of the same.

Chromium reads both sites over a throttled line (1.6 Mbit/s, 150 ms) with a processor four times slower, as audits of
pages do for a phone. Largest contentful paint and total blocking time are as the W3C and web.dev define them.
"""

import tempfile
from pathlib import Path

from analysis import CHAPTERS
from publishing import browser, execution, hosting, markup, reproduction, site
from publishing.benchmark import report, timing

RESULTS = execution.ROOT / "benchmarks" / "reading.json"
LIMIT = 1 / 3
"""The largest ratio to the plain book's that is held to be good."""

PAINT, BLOCKING = "largest contentful paint", "total blocking time"
_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
_SLOWER = 4
_QUIET_MS = 1500
_WATCH = """
window.watched = {paint: 0, blocking: 0};
new PerformanceObserver((list) => { for (const entry of list.getEntries()) watched.paint = entry.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) watched.blocking += Math.max(0, entry.duration - 50);
}).observe({type: "longtask", buffered: true});
"""


def measure(repeat, say):
    """Measure every chapter of the built book and of a plain one, which is built for it.

    Parameters
    ----------
    repeat : int
        How often each page is read, each time by a browser that was never there.
    say : callable
        Called with a line for each page, to show progress.

    Returns
    -------
    dict of str to dict of str to list of float
        Milliseconds by measure, and by builder (`timing.OURS`, `timing.PLAIN`), of all chapters.

    Raises
    ------
    publishing.browser.BrowserMissingError
        If Chromium is not found.
    publishing.site.BuildError
        If the plain book cannot be built.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / timing.PLAIN
        reproduction.copy_sources(root)
        timing.prepare(timing.PLAIN, root).build()
        plain = root / "_build" / "html"
        markup.precompress(plain)
        found = {PAINT: {}, BLOCKING: {}}
        for builder, site_folder in ((timing.OURS, site.HTML), (timing.PLAIN, plain)):
            with hosting.hosted(site_folder) as address:
                seen = _read(address, repeat, lambda line, builder=builder: say(f"{builder}, {line}"))
            found[PAINT][builder], found[BLOCKING][builder] = zip(*seen, strict=True)
        return found


def _read(address, repeat, say):
    seen = []
    with browser.chromium() as reader:
        for chapter in CHAPTERS:
            for _ in range(repeat):
                context = reader.new_context(viewport={"width": 412, "height": 823})
                page = context.new_page()
                page.add_init_script(_WATCH)
                protocol = context.new_cdp_session(page)
                protocol.send("Network.enable")
                protocol.send("Network.emulateNetworkConditions", _LINE)
                protocol.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
                page.goto(f"{address}/chapters/{chapter}.html", wait_until="load", timeout=120_000)
                page.wait_for_timeout(_QUIET_MS)
                paint, blocking = page.evaluate("[watched.paint, watched.blocking]")
                say(f"{chapter}: painted after {paint:.0f} ms, blocked for {blocking:.0f} ms")
                seen.append((paint, blocking))
                context.close()
    return seen


def ratios(found):
    """Return the ratios of the book's medians to the plain one's (a list of `publishing.benchmark.report.Ratio`)."""
    return [
        report.ratio(name, timing.OURS, timing.PLAIN, times[timing.OURS], times[timing.PLAIN], LIMIT)
        for name, times in found.items()
    ]
