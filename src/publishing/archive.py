"""The offline archive: the whole site as one zip with checksums; and the editions' place in the site."""

import hashlib
import re
import shutil
import zipfile

from publishing import editions, epub, metadata, page_texts, pages, site

FILE = site.BUILD / "offline" / "steppe-neighbours.zip"
CHECKSUMS = "SHA256SUMS"
PDF = site.BUILD / "pdf" / "steppe-neighbours.pdf"

_FOLDER = "downloads"
_COVER = f"{editions.COVER}.html"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # zip knows no earlier date; a fixed one keeps the bytes the same
_LIST = re.compile(r'<section id="editions".*?</section>', re.DOTALL)
_CITED = re.compile(r'<meta name="citation_pdf_url"[^>]*>\n?')
_NAMES = {
    PDF: "PDF, for print and for readers that speak",
    epub.FILE: "EPUB, for reading devices",
    FILE: "Zip of this site, to read without a network",
}


def write(path=FILE):
    """Make the archive of the built site, and put it in its place in one step.

    Its cover leads to the PDF and the EPUB, if they have been made, and not to the archive itself.

    Parameters
    ----------
    path : pathlib.Path
        Where it is put.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    publishing.site.BuildError
        If the site is not built.
    """
    if not (site.HTML / _COVER).is_file():
        raise site.BuildError("the site is not built: run make book")
    present = [edition for edition in _NAMES if edition.is_file() and edition != FILE]
    files = {
        found.relative_to(site.HTML).as_posix(): found
        for found in sorted(site.HTML.rglob("*"))
        if found.is_file() and found.relative_to(site.HTML).parts[0] != _FOLDER
    }
    contents = {name: found.read_bytes() for name, found in files.items()}
    contents[_COVER] = _listing(contents[_COVER].decode(), present).encode()
    contents |= {f"{_FOLDER}/{edition.name}": edition.read_bytes() for edition in present}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    with zipfile.ZipFile(waiting, "w") as archive:
        for name, content in sorted((contents | {CHECKSUMS: sums.encode()}).items()):
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", _EARLIEST)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    waiting.replace(path)
    return path


def forget():
    """Remove the editions of an earlier book, which the one that was just built is not."""
    for edition in _NAMES:
        edition.unlink(missing_ok=True)


def place():
    """Put the editions that have been made into the built site, and let its cover lead to them.

    Returns
    -------
    list of pathlib.Path
        The editions that were placed.
    """
    folder = site.HTML / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    present = [edition for edition in _NAMES if edition.is_file()]
    if present:
        folder.mkdir()
    for edition in present:
        shutil.copyfile(edition, folder / edition.name)
    cover = site.HTML / _COVER
    cover.write_text(_listing(cover.read_text(encoding="utf-8"), present), encoding="utf-8")
    return present


def _listing(text, present):
    """Return the cover's HTML with links to the editions that are there, and with the PDF named for those who cite."""
    listed = [
        {"href": f"{_FOLDER}/{edition.name}", "text": _NAMES[edition], "size": f"{edition.stat().st_size / 1e6:.1f} MB"}
        for edition in present
    ]
    made = pages.render("editions.html", editions=listed) if listed else page_texts.PLACE_OF_EDITIONS
    text = _CITED.sub("", _LIST.sub(lambda _: made.strip(), text, count=1))
    address = metadata.book().url(f"{_FOLDER}/{PDF.name}")
    if PDF in present and address:
        text = text.replace("</head>", f'<meta name="citation_pdf_url" content="{address}">\n</head>', 1)
    return text
