"""The imprint: what a figure's file says of itself, wherever it is carried, and how a stray file is verified.

A file of a figure holds its title, author, permalink, licence, version, source line and two hashes: that of the data
that it was drawn from and that of its own visible content. `write` makes the files; `verify` reads one back, by its
bytes and not by its name.

The hashes show accidents and careless edits. Whoever changes a picture can compute its hash anew: only the content
hashes that the book itself publishes (`Known.content`) show that.
"""

import contextlib
import enum
import functools
import hashlib
import io
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyexiv2
import pypdf
import pypdfium2 as pdfium
from matplotlib.figure import Figure
from PIL import Image, PngImagePlugin
from pypdf import generic

from analysis import tables
from analysis.units import unit_of
from publishing import metadata
from publishing.linked_data import LICENCE
from publishing.pages import FIGURE_LICENCE, odbl_notice

PRINT_DPI = 300

_METADATA = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_METADATA_TAG = "{http://www.w3.org/2000/svg}metadata"
_KEYWORD = re.compile(r"\b(figure|version|data-sha256|content-sha256)=([\w.+-]+)")
_SVG_ELEMENT = re.compile(rb"<(\w+:)?svg\b")
_PNG_LEVEL = 4
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Imprint:
    """What a figure's file says of itself.

    Parameters
    ----------
    id : str
        The figure's id.
    title, caption : str
        What was found, and how to read it.
    author : str
        Who made it.
    part_of : str
        The book: title, version and, where it has one, DOI.
    permalink : str
        The address of its page; from the site's root, as long as the site has no address.
    licence, licence_url : str
        The licence of the drawing. The data keep theirs.
    version, date : str
        The version of the book and its date (ISO 8601).
    source_line : str
        Where its data come from, in plain text.
    data_sha256 : str
        The SHA-256 of the numbers drawn, as CSV.
    """

    id: str
    title: str
    caption: str
    author: str
    part_of: str
    permalink: str
    licence: str
    licence_url: str
    version: str
    date: str
    source_line: str
    data_sha256: str

    @property
    def rights(self):
        """The licence by name and address."""
        return f"{self.licence}, {self.licence_url}"

    @property
    def statement(self):
        """All that is needed to credit the figure, as one paragraph."""
        return f"{self.id}, from {self.part_of} ({self.date}). {self.permalink}. {self.rights}. {self.source_line}"

    def keywords(self, content_sha256):
        """Return the keywords by which `verify` knows a file; none holds a comma, which parts keywords in a PDF."""
        return (
            f"figure={self.id}",
            f"version={self.version}",
            f"data-sha256={self.data_sha256}",
            f"content-sha256={content_sha256}",
        )


def of(record):
    """Return the imprint of a figure (an `analysis.figures.FigureRecord`) in this version of the book."""
    book = metadata.book()
    doi = f", {book.doi_url}" if book.doi else ""
    page = f"figures/{record.id}.html"
    return Imprint(
        id=record.id,
        title=record.title,
        caption=record.caption,
        author=book.author,
        part_of=f"{book.title}, version {book.version}{doi}",
        permalink=book.url(page) or page,
        licence=FIGURE_LICENCE,
        licence_url=LICENCE,
        version=book.version,
        date=book.date,
        source_line=_source_line(record),
        data_sha256=record.data_sha256,
    )


def _source_line(record):
    notice = odbl_notice(tables.describe(name) for name in record.tables)
    return f"Data: {'; '.join(record.producers)}{f'. {notice[0].upper()}{notice[1:]}' if notice else ''}"


def write(record, form):
    """Return a file of a figure; the same data, style and version give the same bytes.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.
    form : str
        One of `FORMATS`: ``svg``, ``narrow.svg`` (for phones), ``png`` (at print size, 300 dpi), ``pdf``, ``csv`` (the
        numbers drawn) or ``json`` (what the columns mean and where the numbers come from).

    Returns
    -------
    bytes

    Raises
    ------
    analysis.tables.UnknownNameError
        If the book offers no such format.
    """
    if form not in _WRITERS:
        raise tables.UnknownNameError("format", form, FORMATS)
    return _WRITERS[form](_Work(record))[0]


def publish(record, drawing):
    """Return all files of a figure, and what they must match.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure.
    drawing : analysis.figures.Drawing
        Its drawing.

    Returns
    -------
    dict of str to bytes
        The files by format, the bytes that `write` gives.
    Known
        What `expected` would read back from them.
    """
    work = _Work(record)
    work.drawing = drawing
    made = {form: writer(work) for form, writer in _WRITERS.items()}
    hashes = {form: content for form, (_, content) in made.items() if content}
    return {form: data for form, (data, _) in made.items()}, _known(record, hashes)


class _Work:
    """A figure on its way into files: what several of its formats need is made once."""

    def __init__(self, record):
        self.record = record
        self.imprint = of(record)

    @functools.cached_property
    def drawing(self):
        """The drawing, once for all files."""
        return self.record.drawing()


def stamp(drawing, imprint):
    """Return a drawing with its imprint, as Dublin Core in RDF, in place of the metadata that it had.

    It takes the drawing as it is, so that one that a chapter has made need not be drawn again.

    Parameters
    ----------
    drawing : str
        An SVG as `analysis.figures.FigureRecord.svg` returns it.
    imprint : Imprint
        The figure's imprint.

    Returns
    -------
    str
    """
    return _stamped(drawing, imprint)[0]


def _stamped(drawing, imprint):
    """Return a drawing with its imprint, and the hash of what it shows."""
    content = _svg_content(drawing)
    core = {
        "Title": imprint.title,
        "Creator": imprint.author,
        "Identifier": imprint.permalink,
        "Description": imprint.caption,
        "Rights": imprint.rights,
        "Source": imprint.source_line,
        "Relation": imprint.part_of,
        "Date": imprint.date,
        "Language": "en",
        "Keywords": imprint.keywords(content),
    }
    # an empty figure, because matplotlib's writer of Dublin Core (the one that Inkscape reads) has no other entrance
    buffer = io.StringIO()
    Figure().savefig(buffer, format="svg", metadata=core)
    element = _METADATA.search(buffer.getvalue())[0]
    stamped, count = _METADATA.subn(lambda _: element, drawing, count=1)
    if not count:
        raise ValueError(f"the drawing of {imprint.id} has no place for metadata")
    return stamped, content


def _svg(work):
    stamped, content = _stamped(work.drawing.svg, work.imprint)
    return stamped.encode(), content


def _narrow(work):
    stamped, content = _stamped(work.drawing.narrow, work.imprint)
    return stamped.encode(), content


def _png(work):
    imprint = work.imprint
    with contextlib.closing(pdfium.PdfDocument(work.drawing.pdf)) as document:
        # a hair less than the full scale, because PDFium rounds every fraction of a pixel up
        image = document[0].render(scale=PRINT_DPI / 72 * (1 - 1e-6)).to_pil()
    content = _pixel_hash(image)
    keywords = imprint.keywords(content)
    chunks = {
        "Title": imprint.title,
        "Author": imprint.author,
        "Description": imprint.caption,
        "Copyright": imprint.rights,
        "Creation Time": imprint.date,
        "Identifier": imprint.permalink,
        "Version": imprint.part_of,
        "Data Source": imprint.source_line,  # "Source" in a PNG is the device that made it
        "Keywords": ", ".join(keywords),
    }
    information = PngImagePlugin.PngInfo()
    for key, text in chunks.items():
        information.add_text(key, text)
    buffer = io.BytesIO()
    # beyond level 4 a file takes half as long again and is 2% smaller
    image.save(buffer, "PNG", dpi=(PRINT_DPI, PRINT_DPI), pnginfo=information, compress_level=_PNG_LEVEL)
    with pyexiv2.ImageData(buffer.getvalue()) as packed:
        packed.modify_xmp(_xmp(imprint, keywords))
        return packed.get_bytes(), content


def _xmp(imprint, keywords):
    """Return the imprint as XMP properties, each of the type that ISO 16684-1 gives it."""
    texts = {"title": imprint.title, "description": imprint.caption, "rights": imprint.rights}
    bags = {"subject": keywords, "relation": [imprint.part_of]}
    properties = {f"Xmp.dc.{name}": {'lang="x-default"': text} for name, text in texts.items()}
    for name, entries in bags.items():
        properties[f"Xmp.dc.{name}"] = "type=Bag"  # a list would become an ordered array
        properties |= {f"Xmp.dc.{name}[{number}]": entry for number, entry in enumerate(entries, start=1)}
    return properties | {
        "Xmp.dc.creator": [imprint.author],
        "Xmp.dc.date": [imprint.date],
        "Xmp.dc.identifier": imprint.permalink,
        "Xmp.dc.source": imprint.source_line,
        "Xmp.xmpRights.WebStatement": imprint.licence_url,
    }


def _pdf(work):
    imprint, drawn = work.imprint, work.drawing.pdf
    content = _pdf_content(drawn)
    # an update at the end of the file: what was drawn keeps its bytes
    writer = pypdf.PdfWriter(io.BytesIO(drawn), incremental=True)
    writer.metadata = {
        "/Title": imprint.title,
        "/Author": imprint.author,
        "/Subject": imprint.statement,
        "/Keywords": ", ".join(imprint.keywords(content)),
    }
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue(), content


def _csv(work):
    # a table says nothing of itself, so what it is known by is the hash of its data
    return work.record.csv.encode(), None


def _json(work):
    record, imprint = work.record, work.imprint
    described = [tables.describe(name) for name in record.tables]
    content = {
        "id": imprint.id,
        "title": imprint.title,
        "caption": imprint.caption,
        "alt": record.alt,
        "author": imprint.author,
        "part_of": imprint.part_of,
        "permalink": imprint.permalink,
        "licence": {"name": imprint.licence, "url": imprint.licence_url},
        "version": imprint.version,
        "date": imprint.date,
        "data_file": f"{imprint.id}.csv",
        "data_sha256": imprint.data_sha256,
        "columns": _columns(record, described),
        "processing_level": record.processing_level,
        "tables": [_table(table) for table in described],
        "sources": _unique(source for table in described for source in table.sources),
        "drawn_by": {"module": record.draw_function.__module__, "name": record.draw_function.__name__},
    }
    content["content_sha256"] = shown = _json_hash(content)
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode(), shown


def _columns(record, described):
    """Return name, unit and meaning of each column; a column that the book computes has no table to say its meaning."""
    fields = {entry["name"]: entry for table in reversed(described) for entry in table.fields}
    columns = []
    for name in record.data.columns:
        # a word such as "count" is a unit only where it stands for numbers
        unit = unit_of(name) if pd.api.types.is_numeric_dtype(record.data[name]) else None
        entry = fields.get(name, {})
        meaning = entry.get("description") or entry.get("title")
        if name == "geometry":
            meaning = "shape as well-known text, longitude and latitude in degrees"
        columns.append({"name": name, "unit": unit, "meaning": meaning})
    return columns


def _table(table):
    return {
        "name": table.name,
        "title": table.title,
        "file": f"data/{table.descriptor['path']}",
        "processing_level": table.processing_level,
        "caveats": table.caveats,
        "licences": [dict(licence) for licence in table.licences],
    }


def _unique(entries):
    found = []
    found.extend(entry for entry in entries if entry not in found)
    return found


_WRITERS = {"svg": _svg, "narrow.svg": _narrow, "png": _png, "pdf": _pdf, "csv": _csv, "json": _json}
FORMATS = tuple(_WRITERS)
"""The formats in which the book offers a figure; ``narrow.svg`` is the one for phones."""


class Verdict(enum.StrEnum):
    """What a stray file is."""

    UNCHANGED = "unchanged"
    CONTENT_CHANGED = "content changed"
    OTHER_PICTURE = "picture of another figure"
    DATA_DIFFER = "data differ from this version"
    FOREIGN = "not of this book"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Finding:
    """What `verify` found; as text, a sentence or two for people.

    Parameters
    ----------
    verdict : Verdict
        What the file is.
    figure, version : str
        What the file says that it is; for a file that says nothing, what it was recognised as. Empty if nothing.
    note : str
        What the verdict rests on.
    """

    verdict: Verdict
    figure: str = ""
    version: str = ""
    note: str = ""

    def __str__(self):
        name = self.figure or "The file"
        version = f", version {self.version}" if self.version else ""
        return f"{name}{version}: {self.verdict}.{f' {self.note}' if self.note else ''}"


@dataclass(frozen=True)
class Known:
    """What a file of a figure must match.

    Parameters
    ----------
    version : str
        The version of the book.
    data_sha256 : str
        The SHA-256 of its data.
    header : str
        The first line of its CSV, by which a CSV with other numbers is recognised.
    content : mapping of str to str
        The content hashes of its files by format, as `content_sha256` returns them, where they are known.
    """

    version: str
    data_sha256: str
    header: str = ""
    content: Mapping[str, str] = field(default_factory=dict)

    def of(self, form):
        """Return the content hashes of its files of a format; of SVG there are two, wide and narrow."""
        return [content for name, content in self.content.items() if name.rpartition(".")[2] == form]


def expected(record, files=None):
    """Return what the files of a figure must match.

    Parameters
    ----------
    record : analysis.figures.FigureRecord
        The figure, as it is in this version.
    files : mapping of str to bytes, optional
        Its files by format, as they were published.

    Returns
    -------
    Known
    """
    return _known(record, {form: content_sha256(data) for form, data in (files or {}).items() if form != "csv"})


def _known(record, content):
    return Known(metadata.book().version, record.data_sha256, record.csv.partition("\n")[0], content)


def content_sha256(data):
    """Return the hash of what a reader sees in a file, whatever its metadata and however it is packed.

    Of an SVG that is its canonical XML (C14N 2.0) without the metadata element; of a PNG its size and pixels; of a PDF
    its pages with all that they use (fonts, markers, images); of a JSON file its content without the hash itself; of
    any other file its bytes, with lines that end in LF.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    str
        SHA-256 in hexadecimal digits.

    Raises
    ------
    ValueError
        If the file cannot be read as what its first bytes say that it is.
    """
    return _read(data).content


def verify(path, known):
    """Say which figure and version a stray file is, and whether it is unchanged.

    Parameters
    ----------
    path : pathlib.Path
        The file. Its name says nothing.
    known : mapping of str to Known
        The figures of this version by id: see `expected`. Without content hashes a picture whose hash was computed
        anew passes as unchanged.

    Returns
    -------
    Finding

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    data = Path(path).read_bytes()
    try:
        stray = _read(data)
    except ValueError as error:
        return Finding(Verdict.DAMAGED, note=f"{error}.")
    if stray.form == "csv":
        return _judge_table(stray, data, known)
    if not stray.says:
        return _judge_by_picture(stray, known)
    missing = [key for key in ("figure", "version", "data-sha256", "content-sha256") if key not in stray.says]
    if missing:
        return Finding(Verdict.DAMAGED, stray.says.get("figure", ""), note=f"Its metadata lack {', '.join(missing)}.")
    return _judge(stray, known)


def _judge(stray, known):
    """Compare what a file says of itself with what it shows and with what is known."""
    figure, version = stray.says["figure"], stray.says["version"]
    if figure not in known:
        return Finding(Verdict.FOREIGN, figure, version, "This version of the book has no figure of this id.")
    this = known[figure]
    shown = _shown(stray, known)
    if shown and figure not in shown:
        return Finding(Verdict.OTHER_PICTURE, figure, version, f"It shows {shown[0]}.")
    if stray.content != stray.says["content-sha256"]:
        return Finding(Verdict.CONTENT_CHANGED, figure, version, "What it shows is not what it was published with.")
    if stray.says["data-sha256"] != this.data_sha256:
        note = (
            f"The file names data {stray.says['data-sha256'][:12]}; those of version {this.version} are "
            f"{this.data_sha256[:12]}."
        )
        return Finding(Verdict.DATA_DIFFER, figure, version, note)
    # another version may draw the same data otherwise
    published = this.of(stray.form)
    if version == this.version and published and stray.content not in published:
        note = "Its hash fits what it shows, but the book published another picture."
        return Finding(Verdict.CONTENT_CHANGED, figure, version, note)
    note = "" if version == this.version else f"Its data are those of version {this.version} as well."
    return Finding(Verdict.UNCHANGED, figure, version, note)


def _judge_by_picture(stray, known):
    """Judge a file without metadata, as many programs leave it."""
    shown = _shown(stray, known)
    if not shown:
        return Finding(Verdict.FOREIGN, note="It names no figure of the book.")
    note = "Its metadata are gone; it was recognised by what it shows."
    return Finding(Verdict.UNCHANGED, shown[0], known[shown[0]].version, note)


def _shown(stray, known):
    """Return the figures that are known to look like the file."""
    return [name for name, figure in known.items() if stray.content in figure.of(stray.form)]


def _judge_table(stray, data, known):
    """Judge a CSV, which has no place for metadata: by its hash, and by its columns."""
    for name, figure in known.items():
        if figure.data_sha256 == stray.content:
            return Finding(Verdict.UNCHANGED, name, figure.version)
    header = _plain(data).partition(b"\n")[0]
    alike = [name for name, figure in known.items() if figure.header and figure.header.encode() == header]
    if not alike:
        return Finding(Verdict.FOREIGN, note="It is no file of a figure, and no figure has its columns.")
    note = f"It has the columns of {' or '.join(alike)}, and other numbers than version {known[alike[0]].version}."
    return Finding(Verdict.DATA_DIFFER, alike[0] if len(alike) == 1 else "", note=note)


@dataclass(frozen=True)
class _Stray:
    """A file that was read back: its format, what it says of itself, and the hash of what it shows."""

    form: str
    says: Mapping[str, str]
    content: str


def _read(data):
    """Read a file back; one that is broken raises ValueError."""
    if not data:
        raise ValueError("It is empty")
    form = _form_of(data)
    try:
        says, content = _READERS[form](data)
    except Exception as error:  # each parser meets a broken file with errors of its own, and of Python's
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ValueError(f"It cannot be read as {form.upper()}: {reason}") from error
    repeated = sorted(key for key, count in Counter(key for key, _ in says).items() if count > 1)
    if repeated:
        raise ValueError(f"Its metadata contradict each other in {', '.join(repeated)}")
    return _Stray(form, dict(says), content)


def _form_of(data):
    """Return the format by a file's first bytes; what has no mark of its own may be CSV."""
    if data.startswith(b"\x89PNG"):
        return "png"
    if data.startswith(b"%PDF"):
        return "pdf"
    begin = data.removeprefix(_BOM).lstrip()
    if begin.startswith(b"<") and _SVG_ELEMENT.search(begin[:4096]):
        return "svg"
    return "json" if begin.startswith(b"{") else "csv"


def _keywords_in(text):
    return set(_KEYWORD.findall(text))


def _svg_content(drawing):
    canonical = ET.canonicalize(drawing, strip_text=True, rewrite_prefixes=True, exclude_tags=[_METADATA_TAG])
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read_svg(data):
    text = data.decode("utf-8-sig")
    elements = ET.fromstring(text).iter(_METADATA_TAG)
    return _keywords_in("\n".join(part for element in elements for part in element.itertext())), _svg_content(text)


def _pixel_hash(image):
    digest = hashlib.sha256(f"{image.width}x{image.height}\n".encode())
    digest.update((image if image.mode == "RGBA" else image.convert("RGBA")).tobytes())
    return digest.hexdigest()


def _read_png(data):
    with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
        content = _pixel_hash(image)  # decodes to the end, so that chunks behind the pixels are read as well
        texts = [image.text.get("Keywords", ""), image.info.get("xmp", b"").decode()]
    return _keywords_in("\n".join(texts)), content


def _pdf_reader(data):
    return pypdf.PdfReader(io.BytesIO(data), strict=True)  # a reader that mends a file would hide the damage


def _pdf_content(data):
    digest = hashlib.sha256()
    for page in _pdf_reader(data).pages:
        _digest(page, digest, set())
    return digest.hexdigest()


def _digest(entry, digest, seen):
    """Add a PDF object and all that it refers to, in an order that does not depend on how the file is packed."""
    if isinstance(entry, generic.IndirectObject):
        if entry.idnum in seen:
            return
        seen.add(entry.idnum)
        entry = entry.get_object()
    if isinstance(entry, generic.StreamObject):
        digest.update(b"stream %d\n" % len(entry.get_data()) + entry.get_data())
    if isinstance(entry, generic.DictionaryObject):
        for key in sorted(entry.keys() - _PACKING):
            digest.update(f"{key}\n".encode())
            _digest(entry.raw_get(key), digest, seen)
    elif isinstance(entry, generic.ArrayObject):
        digest.update(b"array %d\n" % len(entry))
        for item in entry:
            _digest(item, digest, seen)
    elif isinstance(entry, generic.NumberObject | generic.FloatObject):
        digest.update(f"{float(entry):.6g}\n".encode())
    else:
        digest.update(f"{entry}\n".encode())


_PACKING = frozenset({"/Parent", "/Length", "/Length1", "/Filter", "/DecodeParms"})


def _read_pdf(data):
    information = _pdf_reader(data).metadata
    return _keywords_in((information and information.keywords) or ""), _pdf_content(data)


def _json_hash(content):
    rest = {key: value for key, value in content.items() if key != "content_sha256"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def _read_json(data):
    content = json.loads(data.decode("utf-8-sig"))
    names = {"figure": "id", "version": "version", "data-sha256": "data_sha256", "content-sha256": "content_sha256"}
    # another program's file may have an id and a version too
    ours = "data_sha256" in content and "content_sha256" in content
    said = {(key, str(content[name])) for key, name in names.items() if ours and name in content}
    return said, _json_hash(content)


def _plain(data):
    """Return text as the book writes it: programs on the way may have changed the ends of its lines."""
    return data.removeprefix(_BOM).replace(b"\r\n", b"\n")


def _read_csv(data):
    return set(), hashlib.sha256(_plain(data)).hexdigest()


_READERS = {"svg": _read_svg, "png": _read_png, "pdf": _read_pdf, "csv": _read_csv, "json": _read_json}
