"""Workbooks that say what the tables of CSV say, which spreadsheet programs and `ngomap import` open."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ngomap.errors import NgomapError
from ngomap.exporters import xlsx
from ngomap.exporters.csv_ import csv_pieces
from ngomap.exporters.plain_text import plain
from ngomap.exporters.tally import Tally
from ngomap.exporters.workbook import LONGEST_CELL
from ngomap.importers.grid_header import Row
from ngomap.importers.xlsx import read_workbook
from ngomap.model.audience import FILE_AUDIENCES
from ngomap.model.cells import uncell
from ngomap.model.tables import COLUMNS, columns_for
from ngomap.store.connection import Map
from ngomap.store.whole import scope_for
from ngomap.store.whole_load import load
from tests.exporters.test_canaries import Planted, document


def written(map_: Map, audience: str = "internal", tally: Tally | None = None) -> bytes:
    return b"".join(xlsx.xlsx_pieces(map_, scope_for(map_, audience), tally or Tally()))


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def ngo(handle: str, **more: object) -> dict[str, Any]:
    return {"handle": handle, "kind": "ngo", "name": handle.title(), **more}


@pytest.mark.parametrize("audience", FILE_AUDIENCES)
def test_each_sheet_says_what_the_table_of_csv_says(empty_map: Map, audience: str) -> None:
    load(empty_map, document(Planted()))
    tally, of_csv = Tally(), Tally()
    book = opened(written(empty_map, audience, tally))
    held = []
    for table in COLUMNS:
        text = "".join(csv_pieces(empty_map, scope_for(empty_map, audience), of_csv, table))
        rows = [[uncell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
        if len(rows) > 1:
            held.append(table)
            sheet = [["" if c.value is None else str(c.value) for c in row] for row in book[table].iter_rows()]
            assert sheet == rows, table
    assert book.sheetnames == held
    assert len(held) == len(COLUMNS) - (audience != "internal")
    assert (tally.written, tally.withheld) == (of_csv.written, of_csv.withheld)


def test_numbers_are_numbers_and_all_else_is_text(empty_map: Map) -> None:
    load(
        empty_map,
        {"ngomap": "map/1", "actors": [ngo("a", name="=HYPERLINK(1)", lat=-1.5, lon=36.25, phone="+254 20", budget=0.5,
                                           staff=7, founded="2015", aliases=["A|B", "Ah"], notes="first\nsecond")]},
    )  # fmt: skip
    sheet = opened(written(empty_map))["actors"]
    names = [c.value for c in sheet[1]]
    row = dict(zip(names, sheet[2], strict=True))
    assert {n: (row[n].data_type, row[n].value) for n in ("name", "phone", "founded", "lat", "staff", "budget", "aliases", "notes")} == {
        "name": ("s", "=HYPERLINK(1)"), "phone": ("s", "+254 20"), "founded": ("s", "2015"), "lat": ("n", -1.5), "staff": ("n", 7),
        "budget": ("n", 0.5), "aliases": ("s", "Ah|A¦B"), "notes": ("s", "first\nsecond"),
    }  # fmt: skip
    # A spreadsheet would lose the last digits of a longer number.
    assert ("<v>" in xlsx._row(2, ["A"], [10**15 - 1]), "<v>" in xlsx._row(2, ["A"], [10**15])) == (True, False)
    assert (sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("A2", True, False)
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["C"].width


def test_an_empty_map_is_a_sheet_with_a_head(empty_map: Map) -> None:
    empty_map.connection.execute("DELETE FROM terms")
    book = opened(written(empty_map, "public"))
    assert book.sheetnames == ["actors"]
    assert [[c.value for c in row] for row in book["actors"].iter_rows()] == [columns_for("actors", "public")]


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1), max_size=5))
def test_every_text_comes_back_as_it_stands_in_csv(
    empty_map: Map, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    empty_map.connection.execute("DELETE FROM actors")
    texts = [text for text in (*texts, "_x0041_", "_x005F_", " a  b ", "'=1", "]]>") if text.strip()]
    load(empty_map, {"ngomap": "map/1", "actors": [ngo(f"a{i}", notes=text) for i, text in enumerate(texts)]})
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    path.write_bytes(written(empty_map))
    (head, *rows) = read_workbook(path).every["actors"]()
    kept = [notes for (notes,) in empty_map.connection.execute("SELECT notes FROM actors ORDER BY name")]
    assert [cell(head, row, "notes") for row in rows] == [plain(text) for text in kept]


def cell(head: Row, row: Row, name: str) -> str:
    return row.cells[head.cells.index(name)]


def test_the_bytes_depend_on_the_map_alone(empty_map: Map) -> None:
    load(empty_map, {"ngomap": "map/1", "actors": [ngo("a")]})
    data = written(empty_map)
    assert written(empty_map) == data
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {part.date_time for part in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert book.testzip() is None


def test_what_no_workbook_can_hold_is_refused(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    empty_map.connection.execute("DELETE FROM terms")
    load(empty_map, {"ngomap": "map/1", "actors": [ngo("a", notes="x" * LONGEST_CELL), ngo("b"), ngo("c")]})
    assert opened(written(empty_map))["actors"].max_row == 4
    with monkeypatch.context() as patched:
        patched.setattr(xlsx, "MOST_ROWS", 3)
        with pytest.raises(NgomapError, match="table of actors is larger") as refused:
            written(empty_map)
        assert refused.value.hint and "ngomap export csv --what actors" in refused.value.hint
        patched.setattr(xlsx, "MOST_ROWS", 4)
        written(empty_map)
        patched.setattr(xlsx, "MOST_BYTES", LONGEST_CELL)
        with pytest.raises(NgomapError, match="larger than a sheet"):
            written(empty_map)
    for text in ("x" * LONGEST_CELL + "y", "\U0001f33b" * (LONGEST_CELL // 2 + 1)):
        empty_map.connection.execute("UPDATE actors SET notes = ? WHERE handle = 'b'", [text])
        with pytest.raises(NgomapError, match="longer than a cell"):
            written(empty_map)
