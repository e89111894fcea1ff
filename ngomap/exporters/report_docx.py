"""A report for word processors: headings, tables with header rows, pictures with a text for those who cannot see them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from ngomap.exporters.plain_text import plain
from ngomap.model.report_document import Block, Bullets, Drawing, Figures, More, Paragraph, ReportDocument, Table

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The day on every part of the file, the first that a zip can say: the same report, the same bytes."""
FONT: Final = "Calibri"
MONO: Final = "Consolas"
WIDTH: Final = Mm(170)
INK: Final = RGBColor(0x1C, 0x24, 0x30)
QUIET: Final = RGBColor(0x5A, 0x65, 0x73)
ACCENT: Final = RGBColor(0x0B, 0x5A, 0x86)
HEAD_FILL: Final = "E9EEF2"
LINE: Final = "C9CFD6"
TALLEST: Final = 125
"""Millimetres: a picture leaves room on its page for what is said of it."""
THUMBNAIL: Final = "docProps/thumbnail.jpeg"


def docx_bytes(report: ReportDocument) -> bytes:
    """The file. It names no author, and no day but that of the report."""
    document = Document()
    _styles(document)
    _page(document, report)
    document.add_paragraph(_text(report.title), style="Title")
    _paragraph(document, report.subtitle, QUIET)
    for section in report.sections:
        document.add_heading(_text(section.title), level=1)
        for block in section.blocks:
            _block(document, block)
    rule = document.add_paragraph()
    rule.paragraph_format.space_before = Pt(12)
    for line in report.footer:
        _paragraph(document, line, QUIET, 9)
    _properties(document, report)
    written = io.BytesIO()
    document.save(written)
    return _steady(written.getvalue())


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(10.5), INK
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.12
    for name, size, before in (("Title", 24, 0), ("Heading 1", 15, 16), ("Heading 2", 11, 8)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
        style.font.color.rgb = ACCENT if name != "Title" else INK
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
        fonts = style.element.rPr.rFonts
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:hAnsi"), FONT)


def _page(document: Any, report: ReportDocument) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(20)
    line = page.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _quiet(line.add_run(f"{_text(report.title)}  ·  page "), 8.5)
    _field(line, "PAGE")
    _quiet(line.add_run(" of "), 8.5)
    _field(line, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    """A number that the word processor works out; each mark in a run of its own, or the size would not hold."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", "1"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:t" if kind else "w:instrText")
            mark.text = text
        run = paragraph.add_run()
        _quiet(run, 8.5)
        run._r.append(mark)


def _block(document: Any, block: Block) -> None:
    match block:
        case Paragraph(text, quiet):
            _paragraph(document, text, QUIET if quiet else INK, 9 if quiet else None)
        case Bullets(items):
            for item in items:
                document.add_paragraph(_text(item), style="List Bullet").paragraph_format.space_after = Pt(3)
        case Figures(items):
            _figures(document, items)
        case Table():
            document.add_heading(_text(block.caption), level=2)
            _table(document, block)
        case Drawing():
            _drawing(document, block)
        case More(text, command):
            line = _paragraph(document, f"{text} All of it: ".lstrip(), QUIET, 9)
            run = line.add_run(_text(command))
            _quiet(run, 8.5)
            run.font.name = MONO


def _paragraph(document: Any, text: str, color: RGBColor, size: float | None = None) -> Any:
    line = document.add_paragraph()
    run = line.add_run(_text(text))
    run.font.color.rgb = color
    if size:
        run.font.size = Pt(size)
    return line


def _figures(document: Any, items: tuple[tuple[str, str], ...]) -> None:
    table = document.add_table(rows=2, cols=len(items))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place, (value, what) in enumerate(items):
        for row, text, size, bold in ((0, value, 18, True), (1, what, 8.5, False)):
            line = table.cell(row, place).paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            line.paragraph_format.space_after = Pt(0)
            line.paragraph_format.keep_with_next = row == 0
            run = line.add_run(_text(text))
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = ACCENT if bold else QUIET
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.columns))
    table.autofit = False
    _borders(table)
    weights = block.weights or (1,) * len(block.columns)
    widths = [int(WIDTH * w / sum(weights)) for w in weights]
    head = table.rows[0]
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(mark)
    for place, name in enumerate(block.columns):
        _cell(head.cells[place], name, widths[place], place in block.numeric, True)
        fill = OxmlElement("w:shd")
        for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", HEAD_FILL)):
            fill.set(qn(key), value)
        head.cells[place]._tc.get_or_add_tcPr().append(fill)
    for row in block.rows:
        added = table.add_row()
        whole = OxmlElement("w:cantSplit")
        added._tr.get_or_add_trPr().append(whole)
        for place, text in enumerate(row):
            _cell(added.cells[place], text, widths[place], place in block.numeric, False)
    for place, width in enumerate(widths):
        table.columns[place].width = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: Any, text: str, width: int, numeric: bool, bold: bool) -> None:
    cell.width = width
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.space_before = Pt(2)
    line.paragraph_format.line_spacing = 1.0
    if numeric:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = line.add_run(_text(text))
    run.font.size, run.font.bold = Pt(9), bold


def _borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", LINE)):
            line.set(qn(key), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _drawing(document: Any, block: Drawing) -> None:
    shape = document.add_picture(io.BytesIO(block.png), width=WIDTH)
    tallest = Mm(TALLEST)
    if shape.height > tallest:
        shape.width, shape.height = int(shape.width * tallest / shape.height), tallest
    about = shape._inline.docPr
    about.set("descr", _text(block.alt))
    about.set("title", _text(block.caption))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    _paragraph(document, block.caption, QUIET, 9)


def _quiet(run: Any, size: float) -> None:
    run.font.size, run.font.color.rgb = Pt(size), QUIET


def _properties(document: Any, report: ReportDocument) -> None:
    known = document.core_properties
    day = datetime.fromisoformat(f"{report.on}T00:00:00")
    known.title, known.subject, known.language = _text(report.title)[:255], _text(report.subtitle)[:255], "en"
    known.author = known.last_modified_by = known.comments = known.keywords = known.category = ""
    known.created = known.modified = known.last_printed = day
    known.revision = 1


def _steady(data: bytes) -> bytes:
    """The same parts, all of one day; the empty preview that comes with the template is left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for item in read.infolist():
            if item.filename == THUMBNAIL:
                continue
            content = read.read(item.filename)
            if item.filename == "_rels/.rels":
                content = _without_thumbnail(content)
            part = zipfile.ZipInfo(item.filename, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            written.writestr(part, content)
    return out.getvalue()


def _without_thumbnail(rels: bytes) -> bytes:
    kept = [part for part in rels.split(b"<Relationship ") if b"thumbnail" not in part]
    text = b"<Relationship ".join(kept)
    return text if text.endswith(b"</Relationships>") else text + b"</Relationships>"


def _text(text: str) -> str:
    return plain(text).replace("\n", " ")
