"""The whole map as a workbook for spreadsheet programs, a sheet for each table that holds something.

The rows go into the file as they are read, so that memory does not grow with the map. The libraries that write workbooks
put the rows into named temporary files first, which a process that is killed leaves behind for others to find; and no
two versions of them need write the same bytes. A table needs little of the format (ECMA-376, SpreadsheetML): texts that
stand in their cells, numbers, a bold head that stays in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import Final
from zipfile import ZipFile

from ngomap.errors import NgomapError
from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.exporters.workbook import PINNED, cell_text, pinned
from ngomap.model.records import Record
from ngomap.model.tables import COLUMNS, columns_for, section_of
from ngomap.store.connection import Map
from ngomap.store.whole import Scope, records

MOST_ROWS: Final = 1_048_576
"""Of a sheet, its head among them."""
MOST_BYTES: Final = 2_000_000_000
"""Of a sheet, before it is packed; from 2 GiB on it would need another kind of archive."""
_EXACT: Final = 10**15
"""Whole numbers from here on have more digits than spreadsheet programs keep, so they are texts."""
_ALWAYS: Final = "actors"
_WIDTH: Final = 16
_WIDTHS: Final = {
    **dict.fromkeys(("handle", "from", "to", "actor", "term", "project", "commitment"), 26),
    **dict.fromkeys(("name", "what", "title", "description", "goal", "objective", "task"), 36),
    **dict.fromkeys(("text", "mission", "vision", "notes", "note", "asks", "participants"), 48),
}
"""Of the columns that need more than most; the name of what another column points to needs as much as a name."""
_ROWS: Final = 500
_PIECE: Final = 1 << 16

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KINDS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFDDEBF7"/></patternFill></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/>'
    '<xf xfId="0" fontId="1" fillId="2" applyFont="1" applyFill="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def xlsx_pieces(map_: Map, scope: Scope, tally: Tally, _: str = "") -> Iterator[bytes]:
    """The workbook. Raises NgomapError for what no workbook can hold."""
    with TemporaryFile() as file:
        with ZipFile(file, "w") as book:
            tables = []
            for table in COLUMNS:
                found = records(map_, section_of(table), scope, tally.withheld)
                begin = list(islice(found, 1))
                if begin or table == _ALWAYS:
                    tables.append(table)
                    rows = _counted(chain(begin, found), section_of(table), tally)
                    with book.open(pinned(_path(len(tables))), "w") as sheet:
                        _write_sheet(sheet.write, table, columns_for(table, scope.audience), rows)
            for name, text in _frame(tables):
                book.writestr(pinned(name), text)
        file.seek(0)
        yield from iter(lambda: file.read(_PIECE), b"")


def _counted(found: Iterable[Record], section: str, tally: Tally) -> Iterator[Record]:
    for record in found:
        tally.wrote(section, record)
        yield record


def _write_sheet(write: Callable[[bytes], object], table: str, names: list[str], rows: Iterable[Record]) -> None:
    letters = [_letter(at) for at in range(len(names))]
    write(_head(names, letters).encode())
    numbered = enumerate(rows, 2)
    size = 0
    while batch := list(islice(numbered, _ROWS)):
        lines = "".join([_row(number, letters, map(record.get, names)) for number, record in batch]).encode()
        size += len(lines)
        if batch[-1][0] > MOST_ROWS or size > MOST_BYTES:
            raise NgomapError(
                f"The table of {table.replace('-', ' ')} is larger than a sheet of a workbook can be.",
                f"Narrow it with filters, or: ngomap export csv --what {table}",
            )
        write(lines)
    write(b"</sheetData></worksheet>")


def _head(names: list[str], letters: list[str]) -> str:
    """A sheet up to its first record: widths, and the names of the columns, which stay in sight."""
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{_width(name)}" customWidth="1"/>'
        for at, name in enumerate(names, 1)
    )
    cells = "".join(
        f'<c r="{letter}1" s="1" t="inlineStr"><is><t>{name}</t></is></c>'
        for letter, name in zip(letters, names, strict=True)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
        f'<sheetData><row r="1">{cells}</row>'
    )


def _width(name: str) -> int:
    return _WIDTHS["name"] if name.endswith("_name") else _WIDTHS.get(name, _WIDTH)


def _row(number: int, letters: list[str], values: Iterable[object]) -> str:
    cells = [f'<row r="{number}">']
    for letter, value in zip(letters, values, strict=True):
        if value is None:
            continue
        if isinstance(value, float) or (value.__class__ is int and -_EXACT < value < _EXACT):
            cells.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
        elif text := cell_text(plain(value)):
            space = ' xml:space="preserve"' if text != text.strip() else ""
            cells.append(f'<c r="{letter}{number}" t="inlineStr"><is><t{space}>{escape(text, False)}</t></is></c>')
    cells.append("</row>")
    return "".join(cells)


def _letter(at: int) -> str:
    """What a spreadsheet calls the column with so many before it.

    >>> _letter(0), _letter(25), _letter(26), _letter(33)
    ('A', 'Z', 'AA', 'AH')
    """
    return (_letter(at // 26 - 1) if at > 25 else "") + chr(ord("A") + at % 26)


def _frame(tables: list[str]) -> Iterator[tuple[str, str]]:
    """The other parts of a workbook with these sheets: their names, and what is in them."""
    numbered = list(enumerate(tables, 1))
    made = f"{PINNED.isoformat()}Z"
    kinds = "".join(f'<Override PartName="/{_path(n)}" ContentType="{_KINDS}.worksheet+xml"/>' for n, _ in numbered)
    sheets = "".join(f'<sheet name="{table}" sheetId="{n}" r:id="rId{n}"/>' for n, table in numbered)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    yield "xl/styles.xml", _STYLES
    yield "xl/workbook.xml", (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}'
            f'<Relationship Id="rId0" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
        ),
    )
    yield (
        "docProps/core.xml",
        (
            f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>ngomap'
            f'</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">{made}</dcterms:created></cp:coreProperties>'
        ),
    )
    yield (
        "_rels/.rels",
        (
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
            f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>"
        ),
    )
    yield (
        "[Content_Types].xml",
        (
            f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"/>'
            '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            f"{kinds}</Types>"
        ),
    )


def _path(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"
