"""The archive of the site, and the editions' place in it."""

import gzip
import hashlib
import os
import zipfile
from dataclasses import replace

import pytest

from publishing import archive, epub, metadata, page_texts, printed, site


def test_the_archive_holds_the_site_and_its_checksums(tmp_path):
    with zipfile.ZipFile(archive.write(tmp_path / "steppe-neighbours.zip")) as packed:
        top = "steppe-neighbours/"
        sums = packed.read(f"{top}{archive.CHECKSUMS}").decode().splitlines()
        listed = {line[66:]: line[:64] for line in sums}
        held = {name.removeprefix(top) for name in packed.namelist()} - {archive.CHECKSUMS}
        assert listed.keys() == held
        for name, digest in listed.items():
            assert hashlib.sha256(packed.read(top + name)).hexdigest() == digest
    files = {path.relative_to(site.HTML).as_posix() for path in site.HTML.rglob("*") if path.is_file()}
    assert held == {name for name in files if not name.startswith("downloads/") and not name.endswith(".gz")}


@pytest.fixture
def small_site(tmp_path, monkeypatch):
    """Return the folder of a site of one page, built at second 1000, whose address is known."""
    folder = tmp_path / "html"
    folder.mkdir()
    cover = f"<html><head><title>Cover</title></head><body>{page_texts.PLACE_OF_EDITIONS}</body></html>"
    (folder / "index.html").write_text(cover, encoding="utf-8")
    (tmp_path / "built.json").write_text("{}")
    os.utime(tmp_path / "built.json", (1000, 1000))
    monkeypatch.setattr(site, "HTML", folder)
    monkeypatch.setattr(site, "STAMP", tmp_path / "built.json")
    for module, name in ((printed, "book.pdf"), (epub, "book.epub"), (archive, "site.zip")):
        monkeypatch.setattr(module, "FILE", tmp_path / name)
    known = replace(metadata.book(), site_url="https://example.org/steppe")
    monkeypatch.setattr(metadata, "book", lambda: known)
    return folder


def make(module, second):
    module.FILE.write_bytes(b"edition")
    os.utime(module.FILE, (second, second))


def test_the_cover_leads_to_the_editions_that_were_made(small_site):
    make(printed, 1001)
    archive.place()
    cover = (small_site / "index.html").read_text(encoding="utf-8")
    assert '<a href="downloads/book.pdf">' in cover
    assert "book.epub" not in cover
    assert '<meta name="citation_pdf_url" content="https://example.org/steppe/downloads/book.pdf">' in cover
    assert (small_site / "downloads" / "book.pdf").read_bytes() == b"edition"
    assert gzip.decompress((small_site / "index.html.gz").read_bytes()).decode() == cover
    make(epub, 1002)
    archive.place()
    cover = (small_site / "index.html").read_text(encoding="utf-8")
    assert cover.count('id="editions"') == 1
    assert cover.count("citation_pdf_url") == 1
    assert '<a href="downloads/book.epub">' in cover


def test_an_edition_of_an_earlier_book_is_not_placed(small_site):
    make(printed, 999)
    assert archive.place() == []
    cover = (small_site / "index.html").read_text(encoding="utf-8")
    assert page_texts.PLACE_OF_EDITIONS in cover
    assert "citation_pdf_url" not in cover
    assert not (small_site / "downloads").exists()


def test_the_archive_leads_to_no_edition_that_it_does_not_hold(small_site):
    make(printed, 1001)
    archive.place()
    with zipfile.ZipFile(archive.write()) as packed:
        assert sorted(packed.namelist()) == ["site/SHA256SUMS", "site/index.html"]
        cover = packed.read("site/index.html").decode()
    assert page_texts.PLACE_OF_EDITIONS in cover
    assert "downloads/" not in cover
