"""The offline archive: the whole site as one zip with checksums; and the editions' place in the site."""

import hashlib
import re
import shutil

from publishing import bundles, editions, epub, markup, metadata, page_texts, pages, printed, site

FILE = site.BUILD / "offline" / "steppe-neighbours.zip"
CHECKSUMS = "SHA256SUMS"

_FOLDER = "downloads"
_COVER = f"{editions.COVER}.html"
_LEFT_OUT = (".gz",)
"""Copies for hosts; no one reads them from a disk."""
_LIST = re.compile(rf'{re.escape(page_texts.PLACE_OF_EDITIONS)}|<section id="editions">.*?</section>', re.DOTALL)
_CITED = re.compile(r'<meta name="citation_pdf_url"[^>]*>\n?')


def _named():
    """Return the files of all editions, with what the cover calls them."""
    return {
        printed.FILE: "PDF, for print and for readers that speak",
        epub.FILE: "EPUB, for reading devices",
        FILE: "Zip of this site, to read without a network",
    }


def write(path=None):
    """Make the archive of the built site, and put it in its place in one step.

    It holds neither the other editions nor the compressed copies for hosts; its cover leads to no edition.

    Parameters
    ----------
    path : pathlib.Path, optional
        Where it is put; by default at `FILE`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    publishing.site.BuildError
        If the site is not built.
    """
    path = path or FILE
    if not (site.HTML / _COVER).is_file():
        raise site.BuildError("the site is not built: run make book")
    files = {
        found.relative_to(site.HTML).as_posix(): found
        for found in sorted(site.HTML.rglob("*"))
        if found.is_file() and found.suffix not in _LEFT_OUT and found.relative_to(site.HTML).parts[0] != _FOLDER
    }
    contents = {name: found.read_bytes() for name, found in files.items()}
    contents[_COVER] = _listing(contents[_COVER].decode(), []).encode()
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    waiting.write_bytes(bundles.packed(path.stem, contents | {CHECKSUMS: sums.encode()}))
    waiting.replace(path)
    return path


def made():
    """Return the editions that were made since the site was built; older ones are of a book that is no more.

    Returns
    -------
    list of pathlib.Path
    """
    built = site.STAMP.stat().st_mtime_ns if site.STAMP.is_file() else 0
    return [edition for edition in _named() if edition.is_file() and edition.stat().st_mtime_ns >= built]


def place():
    """Put the editions that have been made into the built site, and let its cover lead to them.

    Returns
    -------
    list of pathlib.Path
        The editions that were placed.
    """
    folder = site.HTML / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    present = made()
    if present:
        folder.mkdir()
    for edition in present:
        shutil.copyfile(edition, folder / edition.name)
    cover = site.HTML / _COVER
    waiting = cover.with_suffix(".new")
    waiting.write_text(_listing(cover.read_text(encoding="utf-8"), present), encoding="utf-8")
    waiting.replace(cover)
    markup.compress(cover)
    return present


def _listing(text, present):
    """Return the cover's HTML with links to the editions that are there, and with the PDF named for those who cite."""
    named = _named()
    listed = [
        {"href": f"{_FOLDER}/{edition.name}", "text": named[edition], "size": f"{edition.stat().st_size / 1e6:.1f} MB"}
        for edition in present
    ]
    said = pages.render("editions.html", editions=listed).strip() if listed else page_texts.PLACE_OF_EDITIONS
    text = _CITED.sub("", _LIST.sub(lambda _: said, text, count=1))
    address = metadata.book().url(f"{_FOLDER}/{printed.FILE.name}")
    if printed.FILE in present and address:
        text = text.replace("</head>", f'<meta name="citation_pdf_url" content="{address}">\n</head>', 1)
    return text
