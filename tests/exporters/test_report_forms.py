"""A report in its three forms: the same things said, nothing in a name becomes markup, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.exporters.report_docx import docx_bytes
from ngomap.exporters.report_html import html_lines
from ngomap.exporters.report_markdown import markdown_lines
from ngomap.model.report_document import (
    SECTIONS,
    Block,
    Bullets,
    Drawing,
    Figures,
    More,
    Paragraph,
    ReportDocument,
    Section,
    Table,
)

EVIL = '<script>alert(1)</script> | **b** [x](javascript:1) "q" & `c` \u202egnirts \x1b[31m جمعية\nnext'


def png() -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (2).to_bytes(4, "big") + (1).to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(7))) + part(b"IEND", b"")


def report(name: str = "Ash", drawing: bool = True) -> ReportDocument:
    blocks: list[Block] = [
        Paragraph(f"{name} is here."), Figures((("4", name), ("2 of 5", "kept"))), Bullets((name, "two")),
        Table("All of them", ("Who", "How many"), ((name, "12"), ("Oak", "3")), (1,), (3, 1)),
        Paragraph(f"Not {name}.", quiet=True), More("3 more.", "ngomap list --limit 0"),
    ]  # fmt: skip
    if drawing:
        blocks.append(Drawing("map", f"Where {name} is", f"Of {name}", "<svg xmlns='http://www.w3.org/2000/svg'/>", png()))
    sections = (Section("summary", tuple(blocks)), Section("next", (Paragraph("Go."),)))
    return ReportDocument(f"{name} today", "1 May 2026", "2026-05-01", sections, (f"From {name}.",))


def markdown(found: ReportDocument) -> bytes:
    return "\n".join(markdown_lines(found, "board pictures")).encode()


def html(found: ReportDocument) -> bytes:
    return "\n".join(html_lines(found)).encode()


FORMS: dict[str, Callable[[ReportDocument], bytes]] = {"md": markdown, "html": html, "docx": docx_bytes}


class Parsed(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]


def words_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.parametrize("form", FORMS)
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert FORMS[form](report()) == FORMS[form](report())


def test_every_form_says_every_block() -> None:
    said = {"md": markdown(report()).decode(), "html": " ".join(Parsed(html(report()).decode()).words),
            "docx": words_of_docx(docx_bytes(report()))}  # fmt: skip
    for form, text in said.items():
        for words in ("Ash today", "Summary", "Next steps", "Ash is here.", "2 of 5", "two", "All of them", "How many", "12",
                      "Oak", "3 more.", "ngomap list --limit 0", "Of Ash", "From Ash."):  # fmt: skip
            assert words in text, f"{form}: {words}"


def test_markdown_is_only_what_was_meant() -> None:
    lines = list(markdown_lines(report(EVIL), "board pictures"))
    text = "\n".join(lines)
    assert "<script" not in text.replace("\\<script", "") and "\x1b" not in text and "\u202e" not in text
    assert "](javascript" not in text.replace("\\](javascript", "").replace("\\]", "")
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 4
    assert {line.replace("\\|", "").count("|") for line in rows} == {3}
    (picture,) = [line for line in lines if line.startswith("![")]
    assert picture.endswith("](board%20pictures/map.png)")


def test_a_page_holds_no_script_and_asks_for_nothing() -> None:
    text = html(report(EVIL)).decode()
    page, plain = Parsed(text), Parsed(html(report()).decode())
    assert page.names() == plain.names()
    assert "script" not in page.names()
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv"))
    assert policy is not None and policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    for _, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("src") or "data:image/svg+xml").startswith("data:image/svg+xml")
        assert (attributes.get("href") or "#").startswith("#")
    assert "\x1b" not in text and "\u202e" not in text
    assert "url(" not in text and "@import" not in text


def test_a_page_has_contents_heads_and_words_for_pictures() -> None:
    page = Parsed(html(report()).decode())
    assert [a["href"] for tag, a in page.tags if tag == "a"] == ["#summary", "#next"]
    assert {a["id"] for tag, a in page.tags if tag == "section"} == {"summary", "next"}
    assert [a["alt"] for tag, a in page.tags if tag == "img"] == ["Where Ash is"]
    assert [a.get("scope") for tag, a in page.tags if tag == "th"] == ["col", "col"]
    assert page.names().count("caption") == 1


def test_a_document_has_headings_head_rows_and_words_for_pictures() -> None:
    data = docx_bytes(report(EVIL))
    document = Document(io.BytesIO(data))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [SECTIONS["summary"], SECTIONS["next"]]
    xml = document.element.xml
    assert xml.count("<w:tblHeader") == 1
    assert document.inline_shapes[0]._inline.docPr.get("descr").startswith("Where <script>alert(1)</script>")
    fields = document.sections[0].footer._element.xml
    assert "PAGE" in fields and "NUMPAGES" in fields


def test_a_document_names_nobody_and_no_other_day() -> None:
    data = docx_bytes(report())
    known = Document(io.BytesIO(data)).core_properties
    assert (known.author, known.last_modified_by, known.comments) == ("", "", "")
    assert str(known.created)[:10] == str(known.modified)[:10] == "2026-05-01"
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {i.date_time for i in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "docProps/thumbnail.jpeg" not in parts.namelist()
        assert b"thumbnail" not in parts.read("_rels/.rels")
        assert b"python-docx" not in b"".join(parts.read(n) for n in parts.namelist())


def test_a_report_without_pictures_is_whole() -> None:
    for form, written in FORMS.items():
        assert 0 < len(written(report(drawing=False))) < len(written(report())), form


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_any_name_can_be_written(name: str) -> None:
    found = report(name, drawing=False)
    assert Parsed(html(found).decode()).names() == Parsed(html(report(drawing=False)).decode()).names()
    markdown(found)
    assert len(Document(io.BytesIO(docx_bytes(found))).tables) == 2
