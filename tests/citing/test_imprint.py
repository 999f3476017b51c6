"""What the files of a figure say of themselves, read back by other means than wrote it, and what `verify` notices."""

import dataclasses
import hashlib
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib

import pandas as pd
import pypdf
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont
from lxml import etree
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin
from pypdf.annotations import FreeText

from analysis import figures, registry, tables
from publishing import imprint, metadata
from publishing.imprint import Verdict

DEALS, STUDENTS = "fig-energy-deals", "fig-migration-students"
SPACES = {
    "svg": "http://www.w3.org/2000/svg",
    "dc": "http://purl.org/dc/elements/1.1/",
    "cc": "http://creativecommons.org/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
RIGHTS = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
BOOK = "Steppe Neighbours: China–Kazakhstan Relations in Evidence, version 0.1.0"


@pytest.fixture(scope="module")
def files():
    """Return the files of two figures of the book, by id and format."""
    return {
        name: {form: imprint.write(figures.get(name), form) for form in imprint.FORMATS} for name in (DEALS, STUDENTS)
    }


@pytest.fixture(scope="module")
def known(files):
    """Return what files must match, with the content hashes that the book publishes."""
    return {name: imprint.expected(figures.get(name), files[name]) for name in files}


@pytest.fixture
def verify(tmp_path, known):
    """Return a function that verifies bytes, under a name that says nothing."""

    def run(data, known=known):
        path = tmp_path / "stray"
        path.write_bytes(data)
        return imprint.verify(path, known)

    return run


def without_content(known):
    return {name: dataclasses.replace(entry, content={}) for name, entry in known.items()}


def keywords(name, found):
    """Return the keywords that a figure's file must hold, save the content hash, which is taken as found."""
    data = hashlib.sha256(figures.get(name).csv.encode()).hexdigest()
    content = re.search(r"content-sha256=([0-9a-f]{64})", found)[1]
    assert content != "0" * 64
    return [f"figure={name}", "version=0.1.0", f"data-sha256={data}", f"content-sha256={content}"]


def chunks(data):
    """Return the text chunks of a PNG by keyword, read by hand after the PNG specification (11.3.3)."""
    position, found = 8, {}
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        content = data[position + 8 : position + 8 + length]
        assert (
            zlib.crc32(kind + content) == struct.unpack(">I", data[position + 8 + length : position + 12 + length])[0]
        )
        key, _, rest = content.partition(b"\0")
        if kind == b"tEXt":
            found[key.decode("latin-1")] = rest.decode("latin-1")
        elif kind == b"iTXt":
            compressed, (_language, _translated, text) = rest[0], rest[2:].split(b"\0", 2)
            found[key.decode("latin-1")] = (zlib.decompress(text) if compressed else text).decode()
        elif kind == b"pHYs":
            found["pHYs"] = struct.unpack(">IIB", content)
        position += 12 + length
    return found


# what the files say


def test_an_svg_holds_its_citation_as_dublin_core(files):
    work = etree.fromstring(files[DEALS]["svg"]).find("svg:metadata/rdf:RDF/cc:Work", SPACES)
    record = figures.get(DEALS)
    assert work.findtext("dc:title", namespaces=SPACES) == record.title
    assert work.findtext("dc:description", namespaces=SPACES) == record.caption
    assert work.findtext("dc:identifier", namespaces=SPACES) == "figures/fig-energy-deals.html"
    assert work.findtext("dc:creator/cc:Agent/dc:title", namespaces=SPACES) == "Steppe Neighbours contributors"
    assert work.findtext("dc:rights/cc:Agent/dc:title", namespaces=SPACES) == RIGHTS
    assert work.findtext("dc:relation", namespaces=SPACES) == BOOK
    assert work.findtext("dc:date", namespaces=SPACES) == metadata.book().date
    assert work.findtext("dc:source", namespaces=SPACES).startswith("Data: Agenzia Italia (AGI); AidData; ")
    found = [entry.text for entry in work.findall("dc:subject/rdf:Bag/rdf:li", SPACES)]
    assert found == keywords(DEALS, " ".join(found))


def test_an_svg_is_the_drawing_of_the_chapter_but_for_its_metadata(files):
    def drawing(text):
        return re.sub("<metadata>.*</metadata>", "", text, flags=re.DOTALL)

    assert drawing(files[DEALS]["svg"].decode()) == drawing(figures.get(DEALS).svg())


@pytest.mark.parametrize("read", [chunks, lambda data: Image.open(io.BytesIO(data)).text], ids=["by hand", "pillow"])
def test_a_png_holds_its_citation_in_text_chunks(files, read):
    found = read(files[STUDENTS]["png"])
    record = figures.get(STUDENTS)
    assert found["Title"] == record.title
    assert found["Author"] == "Steppe Neighbours contributors"
    assert found["Description"] == record.caption
    assert found["Copyright"] == RIGHTS
    assert found["Creation Time"] == metadata.book().date
    assert found["Identifier"] == "figures/fig-migration-students.html"
    assert found["Version"] == BOOK
    assert found["Data Source"].startswith("Data: UNESCO Institute for Statistics; ")
    assert found["Keywords"].split(", ") == keywords(STUDENTS, found["Keywords"])


def test_a_png_holds_its_citation_as_xmp(files):
    data = files[STUDENTS]["png"]
    packet = data[data.index(b"<x:xmpmeta") : data.index(b"</x:xmpmeta>") + len(b"</x:xmpmeta>")].decode()
    described = ET.fromstring(packet).find("rdf:RDF/rdf:Description", SPACES)
    record = figures.get(STUDENTS)
    # the types that ISO 16684-1 gives these properties: language alternative, ordered and unordered array, text
    alternatives = {"title": record.title, "description": record.caption, "rights": RIGHTS}
    for name, text in alternatives.items():
        assert described.findtext(f"dc:{name}/rdf:Alt/rdf:li", namespaces=SPACES) == text
    assert described.findtext("dc:creator/rdf:Seq/rdf:li", namespaces=SPACES) == "Steppe Neighbours contributors"
    assert described.findtext("dc:date/rdf:Seq/rdf:li", namespaces=SPACES) == metadata.book().date
    assert described.findtext("dc:relation/rdf:Bag/rdf:li", namespaces=SPACES) == BOOK
    found = [entry.text for entry in described.findall("dc:subject/rdf:Bag/rdf:li", SPACES)]
    assert found == keywords(STUDENTS, " ".join(found))
    assert described.get(f"{{{SPACES['dc']}}}identifier") == "figures/fig-migration-students.html"
    assert described.get(f"{{{SPACES['dc']}}}source").startswith("Data: UNESCO Institute for Statistics; ")
    licence = described.get(f"{{{SPACES['xmpRights']}}}WebStatement")
    assert licence == "https://creativecommons.org/licenses/by/4.0/"


def test_a_png_is_at_print_size(files):
    image = Image.open(io.BytesIO(files[DEALS]["png"]))
    width, height = figures.get(DEALS).size
    assert image.size == (round(width * 300), round(height * 300))
    assert chunks(files[DEALS]["png"])["pHYs"] == (11811, 11811, 1)  # 300 dots an inch = 11811 a metre


def test_a_pdf_holds_its_citation_in_its_document_information(files):
    found = pypdf.PdfReader(io.BytesIO(files[DEALS]["pdf"])).metadata
    date = metadata.book().date
    assert found.title == figures.get(DEALS).title
    assert found.author == "Steppe Neighbours contributors"
    assert found.subject.startswith(
        f"fig-energy-deals, from {BOOK} ({date}). figures/fig-energy-deals.html. {RIGHTS}. Data: Agenzia"
    )
    assert found.keywords.split(", ") == keywords(DEALS, found.keywords)
    assert found.creation_date is None


def test_the_fonts_in_a_pdf_carry_letters_and_no_rules_of_layout(files):
    page = pypdf.PdfReader(io.BytesIO(files[DEALS]["pdf"])).pages[0]
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    embedded = [part.get_object() for font in fonts for part in font.get("/DescendantFonts", [font])]
    kept = [TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data())) for font in embedded]
    assert kept
    for font in kept:
        assert {"glyf", "hmtx"} <= set(font.keys())
        assert not {"GSUB", "GPOS", "GDEF"} & set(font.keys())
    assert "billion" in page.extract_text()
    assert {"GSUB", "GPOS"}.isdisjoint(subset.Options().drop_tables), "other users of the library are left alone"


def test_a_csv_holds_the_numbers_drawn_and_nothing_else(files):
    assert files[DEALS]["csv"].decode() == figures.get(DEALS).csv


def test_a_json_file_says_what_the_csv_beside_it_means(files):
    content = json.loads(files[STUDENTS]["json"])
    record = figures.get(STUDENTS)
    assert (content["title"], content["caption"], content["alt"]) == (record.title, record.caption, record.alt)
    assert content["licence"] == {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    assert (content["permalink"], content["version"]) == ("figures/fig-migration-students.html", "0.1.0")
    assert content["data_sha256"] == hashlib.sha256(files[STUDENTS]["csv"]).hexdigest()
    assert content["drawn_by"] == {"module": "analysis.migration", "name": "draw_students"}
    assert [table["name"] for table in content["tables"]] == list(record.tables)
    assert content["processing_level"] == record.processing_level
    assert {source["producer"] for source in content["sources"]} == set(record.producers)
    columns = {column["name"]: column for column in content["columns"]}
    assert ",".join(columns) == record.csv.partition("\n")[0]
    assert (columns["year"]["unit"], columns["students_persons"]["unit"]) == ("calendar year", "persons")
    assert columns["origin_iso3"]["unit"] is None
    assert all(columns[name]["meaning"] for name in ("year", "students_persons", "origin_iso3"))


@pytest.mark.parametrize("form", imprint.FORMATS)
def test_a_file_is_the_same_bytes_each_time_whatever_the_clock(files, form, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert imprint.write(figures.get(STUDENTS), form) == files[STUDENTS][form]


def test_an_unknown_format_is_refused_with_the_nearest():
    with pytest.raises(tables.UnknownNameError, match="did you mean svg"):
        imprint.write(figures.get(STUDENTS), "svgz")


# made-up figures


@pytest.fixture
def made(monkeypatch):
    """Return a made-up figure that rests on one made-up table under ODbL."""
    frame = pd.DataFrame({"year": [2000, 2001], "flow_km3_year": [1.5, 2.0], "count": ["a", "b"]})
    descriptor = {
        "name": "flows", "title": "Flows", "path": "water/flows.csv", "processing_level": "minor", "caveats": "None.",
        "schema": {"fields": [{"name": "flow_km3_year", "title": "Flow", "description": "What flows in a year"}]},
        "sources": [{"producer": "OpenStreetMap contributors", "bibkey": "osm"}],
        "licenses": [{"name": "ODbL-1.0", "title": "Open Database License", "path": "", "basis": ""}],
    }  # fmt: skip
    monkeypatch.setattr(figures, "_registry", registry.Registry("figure"))
    monkeypatch.setattr(registry, "CHAPTERS", ())
    monkeypatch.setattr(registry, "PAGES", ())
    monkeypatch.setattr(tables, "load", lambda name: frame.copy())
    monkeypatch.setattr(tables, "describe", lambda name: tables.Table(descriptor, tables.DATA))
    texts = {"title": "Flows − rise", "subtitle": "km³", "caption": "Two & more.", "alt": "A line that rises."}
    figures.register("fig-water-flows", **texts, data=lambda flows: flows)(
        lambda data, axes: axes.plot(data.year, data.flow_km3_year)
    )
    return figures.get("fig-water-flows")


def test_a_permalink_has_the_address_of_the_site_where_it_is_known(made, monkeypatch):
    assert imprint.of(made).permalink == "figures/fig-water-flows.html"
    book = dataclasses.replace(metadata.book(), site_url="https://example.org/book", doi="10.1234/abcd")
    monkeypatch.setattr(metadata, "book", lambda: book)
    assert imprint.of(made).permalink == "https://example.org/book/figures/fig-water-flows.html"
    assert imprint.of(made).part_of == f"{BOOK}, https://doi.org/10.1234/abcd"


def test_data_under_odbl_are_credited_as_their_licence_asks(made):
    notice = "Contains data © OpenStreetMap contributors, ODbL 1.0"
    assert imprint.of(made).source_line == f"Data: OpenStreetMap contributors. {notice}"


def test_only_a_column_of_numbers_has_a_unit(made):
    assert json.loads(imprint.write(made, "json"))["columns"] == [
        {"name": "year", "unit": "calendar year", "meaning": None},
        {"name": "flow_km3_year", "unit": "km³ a year", "meaning": "What flows in a year"},
        {"name": "count", "unit": None, "meaning": None},
    ]


def test_a_drawing_without_a_place_for_metadata_is_refused(made):
    with pytest.raises(ValueError, match="fig-water-flows"):
        imprint.stamp("<svg xmlns='http://www.w3.org/2000/svg'/>", imprint.of(made))


# what a stray file is


@pytest.mark.parametrize("form", imprint.FORMATS)
@pytest.mark.parametrize("reduce", [dict, without_content], ids=["content known", "data known"])
def test_a_file_as_it_was_written_is_unchanged(files, known, verify, form, reduce):
    for name in files:
        found = verify(files[name][form], reduce(known))
        assert (found.verdict, found.figure, found.version) == (Verdict.UNCHANGED, name, "0.1.0")
    assert str(verify(files[DEALS][form])) == "fig-energy-deals, version 0.1.0: unchanged."


def png(image, texts):
    """Return a PNG of an image with text chunks."""
    info = PngImagePlugin.PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def pdf(pages, information):
    """Return a PDF of some pages with document information."""
    writer = pypdf.PdfWriter()
    for page in pages:
        writer.add_page(page)
    writer.add_metadata(information)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_metadata_of(svg, other):
    element = re.search(rb"<metadata>.*</metadata>", other, re.DOTALL)[0]
    return re.sub(rb"<metadata>.*</metadata>", lambda _: element, svg, flags=re.DOTALL)


def test_a_file_that_another_program_has_packed_anew_is_unchanged(files, verify):
    image = Image.open(io.BytesIO(files[DEALS]["png"]))
    opened = pypdf.PdfReader(io.BytesIO(files[DEALS]["pdf"]))
    packed = {
        "png": png(image.convert("RGB"), {"Keywords": image.text["Keywords"]}),
        "pdf": pdf(opened.pages, opened.metadata),
        "svg": ET.tostring(ET.fromstring(files[DEALS]["svg"])),
        "json": json.dumps(json.loads(files[DEALS]["json"])).encode(),
        "csv": b"\xef\xbb\xbf" + files[DEALS]["csv"].replace(b"\n", b"\r\n"),
    }
    for form, data in packed.items():
        assert data != files[DEALS][form]
        found = verify(data)
        assert (found.verdict, found.figure) == (Verdict.UNCHANGED, DEALS), form


@pytest.mark.parametrize("reduce", [dict, without_content], ids=["content known", "data known"])
def test_one_changed_pixel_is_noticed(files, known, verify, reduce):
    image = Image.open(io.BytesIO(files[DEALS]["png"])).convert("RGB")
    red, green, blue = image.getpixel((1000, 800))
    image.putpixel((1000, 800), (red, green, blue ^ 1))
    texts = Image.open(io.BytesIO(files[DEALS]["png"])).text
    found = verify(png(image, {"Keywords": texts["Keywords"]}), reduce(known))
    assert (found.verdict, found.figure) == (Verdict.CONTENT_CHANGED, DEALS)


@pytest.mark.parametrize("reduce", [dict, without_content], ids=["content known", "data known"])
def test_one_moved_point_of_a_path_is_noticed(files, known, verify, reduce):
    moved = re.sub(
        rb'( d="M )(\d+)', lambda path: path[1] + str(int(path[2]) + 1).encode(), files[DEALS]["svg"], count=1
    )
    assert moved != files[DEALS]["svg"]
    found = verify(moved, reduce(known))
    assert (found.verdict, found.figure) == (Verdict.CONTENT_CHANGED, DEALS)


@pytest.mark.parametrize("change", ["content", "annotation", "marker"])
def test_whatever_shows_on_a_page_of_a_pdf_is_noticed(files, verify, change):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(files[STUDENTS]["pdf"]))
    page = writer.pages[0]
    if change == "content":
        stream = page["/Contents"].get_object()
        stream.set_data(stream.get_data().replace(b" l\n", b" m\n", 1))
    elif change == "marker":
        stream = next(iter(page["/Resources"]["/XObject"].values())).get_object()
        stream.set_data(stream.get_data() + b"\nf\n")
    else:
        writer.add_annotation(0, FreeText(text="42", rect=(50, 50, 200, 90)))
    buffer = io.BytesIO()
    writer.write(buffer)
    found = verify(buffer.getvalue())
    assert (found.verdict, found.figure) == (Verdict.CONTENT_CHANGED, STUDENTS)


def test_a_changed_word_beside_the_numbers_is_noticed(files, verify):
    found = verify(files[DEALS]["json"].replace(b"billion US$ of 2024", b"million US$ of 2024", 1))
    assert (found.verdict, found.figure) == (Verdict.CONTENT_CHANGED, DEALS)


def test_a_changed_number_is_noticed(files, known, verify):
    changed = re.sub(rb"(\d)\n", lambda end: b"%d\n" % ((int(end[1]) + 1) % 10), files[DEALS]["csv"], count=1)
    found = verify(changed)
    assert (found.verdict, found.figure) == (Verdict.DATA_DIFFER, DEALS)
    data = known[DEALS].data_sha256
    other = data.replace(data[0], "0" if data[0] != "0" else "1", 1)
    found = verify(files[DEALS]["svg"].replace(data.encode(), other.encode()))
    assert (found.verdict, found.figure) == (Verdict.DATA_DIFFER, DEALS)
    assert data[:12] in str(found)
    assert other[:12] in str(found)


@pytest.mark.parametrize("form", imprint.FORMATS)
def test_a_file_of_a_version_with_other_data_is_noticed(files, known, verify, form):
    later = {**known, DEALS: imprint.Known("0.2.0", "f" * 64, known[DEALS].header)}
    found = verify(files[DEALS][form], later)
    assert (found.verdict, found.figure) == (Verdict.DATA_DIFFER, DEALS)
    assert "0.2.0" in str(found)


def test_a_table_with_the_columns_of_two_figures_is_given_to_neither(verify):
    alike = {name: imprint.Known("0.1.0", "f" * 64, "year,flow_km3_year") for name in ("fig-a-b", "fig-a-c")}
    found = verify(b"year,flow_km3_year\n2000,1\n", alike)
    assert (found.verdict, found.figure) == (Verdict.DATA_DIFFER, "")
    assert "fig-a-b or fig-a-c" in str(found)


def swapped(files):
    """Return files that say that they are of the one figure and show the other, by format."""
    said, shown = files[DEALS], files[STUDENTS]
    image = Image.open(io.BytesIO(shown["png"]))
    keys = Image.open(io.BytesIO(said["png"])).text["Keywords"]
    information = pypdf.PdfReader(io.BytesIO(said["pdf"])).metadata
    return {
        "svg": with_metadata_of(shown["svg"], said["svg"]),
        "png": png(image.convert("RGB"), {"Keywords": keys}),
        "pdf": pdf(pypdf.PdfReader(io.BytesIO(shown["pdf"])).pages, information),
    }


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_swapped_file_is_noticed(files, known, verify, form):
    found = verify(swapped(files)[form])
    assert (found.verdict, found.figure) == (Verdict.OTHER_PICTURE, DEALS)
    assert str(found) == "fig-energy-deals, version 0.1.0: picture of another figure. It shows fig-migration-students."
    assert verify(swapped(files)[form], without_content(known)).verdict == Verdict.CONTENT_CHANGED


def test_a_picture_whose_hash_was_made_to_fit_is_noticed_by_the_published_hash(files, verify):
    deals = imprint.of(figures.get(DEALS))
    swapped = imprint.stamp(files[STUDENTS]["svg"].decode(), deals).encode()
    assert verify(swapped).verdict == Verdict.OTHER_PICTURE
    changed = imprint.stamp(files[DEALS]["svg"].decode().replace("#d55e00", "#0072b2"), deals).encode()
    assert changed != files[DEALS]["svg"]
    assert verify(changed).verdict == Verdict.CONTENT_CHANGED


def test_a_file_without_its_metadata_is_recognised_by_what_it_shows(files, known, verify):
    stripped = png(Image.open(io.BytesIO(files[DEALS]["png"])).convert("RGB"), {})
    found = verify(stripped)
    assert (found.verdict, found.figure) == (Verdict.UNCHANGED, DEALS)
    assert "metadata are gone" in str(found)
    assert verify(stripped, without_content(known)).verdict == Verdict.FOREIGN


def test_a_file_of_an_earlier_version_with_the_same_data_says_so(files, known, verify):
    later = dataclasses.replace(known[DEALS], version="0.2.0", content={"svg": "f" * 64})
    found = verify(files[DEALS]["svg"], {DEALS: later})
    assert (found.verdict, found.version) == (Verdict.UNCHANGED, "0.1.0")
    assert "those of version 0.2.0 as well" in str(found)


def test_a_figure_that_the_book_does_not_have_is_not_of_this_book(files, known, verify):
    found = verify(files[DEALS]["pdf"], {STUDENTS: known[STUDENTS]})
    assert (found.verdict, found.figure) == (Verdict.FOREIGN, DEALS)


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_picture_from_elsewhere_is_not_of_this_book(verify, form):
    buffer = io.BytesIO()
    Figure(figsize=(1, 1)).savefig(buffer, format=form)
    assert verify(buffer.getvalue()).verdict == Verdict.FOREIGN


@pytest.mark.parametrize(
    "data", [b"a,b\n1,2\n", b'{"id": "fig-energy-deals", "version": "1"}', b"\xff\xd8\xff\xe0JFIF", b"<html></html>"]
)
def test_another_kind_of_file_is_not_of_this_book(verify, data):
    assert str(verify(data)).startswith("The file: not of this book.")


@pytest.mark.parametrize("form", ["svg", "png", "pdf", "json"])
def test_a_file_that_was_cut_off_is_damaged(files, verify, form):
    data = files[DEALS][form]
    found = verify(data[: len(data) // 2])
    assert found.verdict == Verdict.DAMAGED
    assert f"cannot be read as {form.upper()}" in str(found)


def test_a_file_whose_metadata_are_incomplete_or_contradictory_is_damaged(files, known, verify):
    assert verify(b"").verdict == Verdict.DAMAGED
    svg = files[DEALS]["svg"]
    assert "lack version" in str(verify(svg.replace(b"version=0.1.0", b"")))
    twice = svg.replace(b"figure=fig-energy-deals", b"figure=fig-energy-deals figure=fig-energy-uranium")
    assert "contradict each other in figure" in str(verify(twice))


def test_a_file_that_cannot_be_opened_is_an_error(tmp_path, known):
    with pytest.raises(FileNotFoundError):
        imprint.verify(tmp_path / "none", known)


def test_the_content_hash_of_pixels_is_that_of_size_and_colours():
    image = Image.new("RGB", (2, 1), (255, 0, 128))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    by_hand = hashlib.sha256(b"2x1\n" + bytes([255, 0, 128, 255]) * 2).hexdigest()
    assert imprint.content_sha256(buffer.getvalue()) == by_hand
