"""What the pages' HTML must be for a light, strict and accessible site, whatever tool wrote it.

The pages are served under a Content-Security-Policy that lets nothing in but files of the site itself. It forbids
attributes of style, and styles and scripts within a page, except the two whose hashes it names.
"""

import base64
import gzip
import hashlib
import os
import re
import shutil
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import html

_OUT_OF_SIGHT = (
    "@media screen{"
    ".bd-article>section>section{content-visibility:auto;contain-intrinsic-size:auto 2600px}"
    ".bd-article>section>:is(.claims,.works)>li{content-visibility:auto;contain-intrinsic-size:auto 11rem}}"
)
# What is not in sight is not laid out: a phone shows the beginning of a chapter half a second sooner. One such thing
# within another, or a smooth scroll, would miss the places that links lead to. The script sets these rules, because the
# Nu Html Checker does not know the second property yet; without scripts all is laid out.
EARLY_SCRIPT = (
    'document.documentElement.classList.add("scripted");'
    'try{const t=localStorage.getItem("theme");if(t)document.documentElement.dataset.theme=t}catch{}'
    f'try{{const s=new CSSStyleSheet();s.replaceSync("{_OUT_OF_SIGHT}");document.adoptedStyleSheets=[s]}}catch{{}}'
)
"""Runs before a page is painted, so that a page in the chosen theme does not flash in the other one."""

STYLE = (Path(__file__).parent / "static" / "book.css").read_text(encoding="utf-8")
"""The style sheet, which stands in the pages: a slow line would make readers wait once more for a file of its own."""


def _hash(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


CONTENT_SECURITY_POLICY = (
    f"default-src 'self'; script-src 'self' {_hash(EARLY_SCRIPT)}; style-src 'self' {_hash(STYLE)}; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""The policy of all pages. It stands in the pages, because a static host may not be told what to send."""

WORDS_PER_MINUTE = 220
"""A plain convention, meant for comparing chapters with each other."""

COMPRESSED = frozenset({".html", ".css", ".js", ".svg", ".json", ".csv", ".geojson", ".inv", ".bib", ".xml", ".txt"})
_LEAST_BYTES = 1024
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_NO_PROSE = "pre, details, figure, table, ol, section#sources, section#claims-examined"
_REPLACEMENTS = (
    # extensions of Jupyter Book set up launch buttons, which this book does not have
    (re.compile(r"<(style|script)\b.*?</\1>\s*", re.DOTALL), ""),
    (re.compile(r' style="text-align: right;"'), ""),
    (re.compile(r' (border="\d+"|valign="\w+")'), ""),
    # MyST-NB puts paragraphs into a summary, which HTML forbids
    (re.compile(r'<summary aria-label="Toggle hidden content">.*?</summary>', re.DOTALL), "<summary>Code</summary>"),
    (re.compile(r"<details class=\"admonition hide"), '<details class="hide'),
    (re.compile(r"<pre>"), '<pre tabindex="0">'),
    # Sphinx's list of works has children of a role that ARIA no longer knows, and that no list may have
    (re.compile(r' role="doc-biblioentry"'), ' role="listitem"'),
    # an empty heading of a column is an empty cell
    (re.compile(r"<th></th>"), "<td></td>"),
)


def strict(body):
    """Return the HTML of a page's body without what the policy forbids, its tables in boxes that scroll.

    Parameters
    ----------
    body : str

    Returns
    -------
    str

    Examples
    --------
    >>> strict('<tr style="text-align: right;">')
    '<tr>'
    """
    for pattern, replacement in _REPLACEMENTS:
        body = pattern.sub(replacement, body)
    return _TABLE.sub(r'<div class="scroll" tabindex="0" role="group" aria-label="Table">\g<0></div>', body)


def reading_minutes(body):
    """Return how many minutes a page's prose takes: no code, figures and tables, no lists of sources and of claims.

    Examples
    --------
    >>> reading_minutes("<p>" + "word " * 2200 + "</p><pre>" + "code " * 900 + "</pre>")
    10
    >>> reading_minutes("<p>" + "word " * 2200 + '</p><section id="sources">' + "title " * 900 + "</section>")
    10
    """
    page = html.fromstring(f"<div>{body}</div>")
    for element in page.cssselect(_NO_PROSE):
        element.drop_tree()
    words = len(re.findall(r"\w+", " ".join(page.itertext())))
    return max(1, round(words / WORDS_PER_MINUTE))


def precompress(folder, earlier=None):
    """Write a gzip copy beside every text file of a folder, for hosts that send such copies.

    Parameters
    ----------
    folder : pathlib.Path
        The site's folder.
    earlier : pathlib.Path, optional
        An earlier site: a copy that holds the same is linked from there, and not made again.
    """
    found = [
        path
        for path in folder.rglob("*")
        if path.suffix in COMPRESSED and path.is_file() and path.stat().st_size >= _LEAST_BYTES
    ]
    with ThreadPoolExecutor() as pool:  # zlib lets other threads work
        list(pool.map(lambda path: compress(path, earlier / path.relative_to(folder) if earlier else None), found))


def compress(path, earlier=None):
    """Write a gzip copy beside a file; the copy beside an earlier file may hold the same already.

    The copy holds neither name nor time, so that the same file gives the same bytes.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    earlier : pathlib.Path, optional
        The file in an earlier site.
    """
    content, target = path.read_bytes(), _copy_of(path)
    target.unlink(missing_ok=True)
    if earlier and _decompressed(_copy_of(earlier)) == content:
        share(_copy_of(earlier), target)
    else:
        target.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def share(path, target):
    """Let a file that nothing writes into stand at a second place: linked where the system can, else copied."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _copy_of(path):
    return path.with_name(f"{path.name}.gz")


def _decompressed(path):
    """Return what a gzip copy holds; None where it is not there or damaged."""
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
