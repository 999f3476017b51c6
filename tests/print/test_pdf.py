"""The PDF of the built book, read by other libraries than the one that wrote it."""

import re

import pypdfium2
import pytest
from lxml import html

from analysis import figures, names, tables
from publishing import editions, metadata, page_texts, printed, site, typefaces

LEFT_OUT = (editions.FIGURES_PAGE, editions.NAMES_PAGE)


def joined(text):
    """Return text without blanks and hyphens, of which PDFium makes signs of its own: a line may end anywhere."""
    return re.sub(r"[\s\u00ad\ufffe-]", "", text)


@pytest.fixture(scope="module")
def texts(pdf_file):
    """Return the joined text of every page, as PDFium extracts it."""
    document = pypdfium2.PdfDocument(pdf_file)
    found = [joined(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return found


@pytest.fixture(scope="module")
def outline(pdf):
    """Return title, number of the page and level of every bookmark."""
    found = []

    def collect(items, level):
        for item in items:
            if isinstance(item, list):
                collect(item, level + 1)
            else:
                found.append((item.title, pdf.get_destination_page_number(item), level))

    collect(pdf.outline, 1)
    return found


def elements(pdf):
    """Return the elements of the structure tree."""
    waiting = [pdf.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict) and "/S" in node:
            yield node
            if "/K" in node:
                waiting.append(node["/K"])


def resources(pdf, kind):
    """Return all resources of a kind: of pages, and of the drawings on them."""
    waiting = [page["/Resources"] for page in pdf.pages]
    seen = {}
    while waiting:
        holder = waiting.pop().get_object()
        for entry in holder.get(kind, {}).values():
            seen[entry.idnum] = entry.get_object()
        for entry in holder.get("/XObject", {}).values():
            if entry.idnum not in seen or kind == "/XObject":
                inner = entry.get_object()
                if "/Resources" in inner and ("drawing", entry.idnum) not in seen:
                    seen["drawing", entry.idnum] = None
                    waiting.append(inner["/Resources"])
    return [found for found in seen.values() if found is not None]


def test_it_is_tagged_and_says_what_it_is(pdf):
    catalogue = pdf.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == editions.LANGUAGE
    assert pdf.metadata.title == metadata.book().title
    assert pdf.metadata.author == metadata.book().author
    assert pdf.metadata.subject == metadata.book().abstract
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_object().get_data()


def test_headings_lists_tables_and_links_are_tagged_as_such(pdf):
    wanted = "H1 H2 H3 P L LI Table TH TD Link Figure Caption TOC TOCI"
    assert {f"/{kind}" for kind in wanted.split()} <= {element["/S"] for element in elements(pdf)}


def test_every_face_is_embedded_and_the_books_own(pdf):
    families = {face.family.replace(" ", "") for face in typefaces.FACES}
    used = resources(pdf, "/Font")
    assert used
    for font in used:
        name = font["/BaseFont"].partition("+")[2]
        assert name.partition("-")[0] in families, name
        assert "/ToUnicode" in font
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_no_glyph_is_missing(texts):
    assert "\N{REPLACEMENT CHARACTER}" not in "".join(texts)


def test_every_name_can_be_copied_in_its_scripts(texts):
    index = "".join(texts[-12:])
    for name in names.all():
        for form in name.forms.values():
            assert joined(form) in index, name.id


def test_the_outline_names_every_chapter_and_section(outline):
    known = {(title, level) for title, _, level in outline}
    for page in editions.pages()[1:]:
        if page.name in LEFT_OUT:
            continue
        assert (page.title, 1) in known
        for heading in page.body.cssselect("section > h2"):
            text = heading.text_content().strip()
            assert (text, 2) in known or text == "Sources", text
    for title in ("Contents", "Figures", "Tables", "Summary", "Index of names"):
        assert (title, 1) in known


def test_contents_give_the_page_that_a_chapter_begins_on(pdf, outline, texts):
    begins = {title: number for title, number, level in outline if level == 1}
    contents = "".join(texts[begins["Contents"] : begins["Figures"]])
    assert pdf.page_labels[begins["Contents"]] == "i"
    assert pdf.page_labels[begins["Summary"]] == "1"
    for page in editions.pages()[1:]:
        if page.name not in LEFT_OUT:
            line = joined(f"{page.title}{pdf.page_labels[begins[page.title]]}")
            assert line in contents
            assert joined(page.title) in texts[begins[page.title]]


def test_pages_bear_their_numbers_and_running_heads(pdf, outline, texts):
    water = next(number for title, number, _ in outline if title.startswith("Water: "))
    assert texts[water].endswith(pdf.page_labels[water])
    assert "SteppeNeighbours" not in texts[water], "a chapter opens without a running head"
    assert texts[water + 1].startswith("SteppeNeighboursWater")


def test_every_figure_is_drawn_in_lines_with_number_and_text_alternative(pdf, texts):
    said = "".join(texts)
    alternatives = [element["/Alt"] for element in elements(pdf) if element["/S"] == "/Figure"]
    assert sorted(alternatives) == sorted(record.alt for record in figures.all())
    for number, record in enumerate(_in_order(), 1):
        assert joined(f"Figure {number} {record.title}.") in said
    # the one thing in pixels is the shaded relief of maps, which their drawings hold so
    pictures = [found for found in resources(pdf, "/XObject") if found["/Subtype"] == "/Image"]
    shaded = [path for path in site.FIGURES.glob("fig-*[a-z0-9].svg") if "<image" in path.read_text(encoding="utf-8")]
    assert len(pictures) <= 3 * len(shaded)


def _in_order():
    """Return the records of all figures in the order of the site."""
    text = page_texts.path_of(editions.FIGURES_PAGE).read_text(encoding="utf-8")
    links = html.fromstring(text).cssselect(".figure-grid a")
    return [figures.get(link.get("href").rpartition("/")[2].removesuffix(".html")) for link in links]


def test_links_lead_to_places_in_the_book_or_to_addresses(pdf):
    kinds = {"/Dest": 0, "/URI": 0}
    for page in pdf.pages:
        for entry in page.get("/Annots", ()):
            link = entry.get_object()
            action = link.get("/A", {})
            if "/URI" in action:
                assert str(action["/URI"]).startswith(("https://", "http://", "mailto:")), action["/URI"]
                kinds["/URI"] += 1
            else:
                assert "/Dest" in link or action["/S"] == "/GoTo"
                kinds["/Dest"] += 1
    assert min(kinds.values()) > 500


def test_the_tables_are_attached_unchanged(pdf):
    for name in tables.names():
        path = tables.describe(name).path
        assert pdf.attachments[path.name] == [path.read_bytes()]
    assert "datapackage.json" in pdf.attachments


def test_the_same_book_gives_the_same_bytes(pdf_file, tmp_path):
    assert printed.write(tmp_path / "again.pdf").read_bytes() == pdf_file.read_bytes()
