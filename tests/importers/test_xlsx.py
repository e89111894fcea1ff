"""Workbooks: cells as a person sees them, rows under their own numbers, sheets that can be read and those that cannot."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from ngomap.errors import BadFile, UsageError
from ngomap.importers import table, threew
from ngomap.importers.formats import choose
from ngomap.importers.grid import HEAD_ROWS, Grid
from ngomap.importers.opening import open_source
from ngomap.importers.records import Said
from ngomap.importers.source import Reading, Source


def saved(path: Path, fill: Callable[[Any], object]) -> Path:
    book = Workbook()
    fill(book)
    book.save(path)
    return path


def sheet(path: Path, *rows: list[Any], formats: dict[str, str] | None = None) -> Path:
    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)
        for place, number_format in (formats or {}).items():
            book.active[place].number_format = number_format

    return saved(path, fill)


def changed(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """The workbook with something replaced in one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # An element without content is written in one of three ways, as the library at hand does.
    part = re.sub(rb"<(\w+) ?/>|<(\w+)></\2>", lambda m: b"<" + (m[1] or m[2]) + b" />", parts[member])
    assert old in part
    parts[member] = part.replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def opened(path: Path, *sheets: str) -> Source:
    return open_source([path], None, sheets)


def grid(path: Path) -> Grid:
    return opened(path).grid


def cells(path: Path) -> list[tuple[str, ...]]:
    return [row.cells for row in grid(path).rows]


def test_cells_are_what_a_person_sees(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "b.xlsx",
        ["name", "founded", "share", "staff", "active", "code", "month", "big", "odd"],
        ["A\xa0 B", datetime.datetime(2015, 3, 31), 0.25, 12.0, True, 612, datetime.datetime(2023, 10, 1), 1e15, 0.1 + 0.2],
        formats={"C2": "0%", "F2": "00000", "G2": "mmm yyyy"},
    )
    assert cells(path) == [
        ("A\xa0 B", "2015-03-31", "25%", "12", "TRUE", "00612", "2023-10", "1000000000000000", "0.3"),
    ]  # fmt: skip


def test_an_apostrophe_before_a_formula_is_taken_off_and_formula_like_text_is_text(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "phone"], ["'=A", "'+254"])
    assert cells(path) == [("=A", "+254")]


def test_days_of_the_mac_calendar(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.epoch = datetime.datetime(1904, 1, 1)
        book.active.append(["name", "founded"])
        book.active.append(["A", datetime.datetime(2015, 3, 31)])

    assert cells(saved(tmp_path / "b.xlsx", fill)) == [("A", "2015-03-31")]


def test_rows_stand_under_their_own_numbers_and_empty_ones_are_passed_over(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "town"], [], ["A", "Nyeri"], [None, None], ["B"])
    found = grid(path)
    assert [(row.line, row.cells) for row in found.rows] == [(3, ("A", "Nyeri")), (5, ("B", ""))]


def test_many_rows_are_read_anew_each_time(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name"], *([f"n{i}"] for i in range(HEAD_ROWS * 2)))
    found = grid(path)
    assert found.again is not None
    assert [row.cells[0] for row in found.rows] == [row.cells[0] for row in found.rows]
    assert sum(1 for _ in found.rows) == HEAD_ROWS * 2


def test_titles_above_the_headers_are_passed_over(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["Members of the forum"], ["as of May"], [], ["Name", "Town", "Phone"], ["A", "N", "1"])
    found = grid(path)
    assert (found.headers, found.titles) == (("Name", "Town", "Phone"), ("Members of the forum", "as of May"))
    assert [row.line for row in found.rows] == [5]


def test_an_error_in_a_cell_is_nothing_and_is_counted(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "staff"], ["A", "#REF!"], ["B", "#N/A"])
    found = grid(path)
    assert [row.cells for row in found.rows] == [("A", ""), ("B", "")]
    (note,) = found.remarks()
    assert "2 cells" in note
    assert "#REF! in row 2" in note


def test_formulas_without_a_result_are_refused_and_named(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "staff"], ["A", "=1+1"], ["B", "=2+2"])
    with pytest.raises(BadFile, match=r"2 formulas .* row 2, column 2"):
        grid(path)


def test_formulas_with_a_result_are_that(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "staff"], ["A", "=1+1"])
    changed(path, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert cells(path) == [("A", "2")]
    changed(path, "xl/worksheets/sheet1.xml", b'<c r="B2"><f>1+1</f><v>2</v>', b'<c r="B2" t="str"><f>1+1</f><v></v>')
    assert cells(path) == [("A", "")]


def test_cells_merged_one_above_the_other_speak_for_all_their_rows(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for row in (["name", "town", "phone"], ["A", "Nyeri", "1"], [None, "Embu", "2"], ["B", "Meru", "3"]):
            book.active.append(row)
        book.active.merge_cells("A2:A3")

    assert [c[0] for c in cells(saved(tmp_path / "b.xlsx", fill))] == ["A", "A", "B"]


def test_headers_in_two_storeys_with_merged_cells(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        for row in (
            ["Name", "Target group", None, "Phone"], [None, "Women", "Youth", None], ["A", "X", None, "1"],
            ["B", None, "x", "2"],
        ):  # fmt: skip
            book.active.append(row)
        for place in ("A1:A2", "B1:C1", "D1:D2"):
            book.active.merge_cells(place)

    path = saved(tmp_path / "b.xlsx", fill)
    found = grid(path)
    assert (found.headers, found.groups) == (
        ("Name", "Women", "Youth", "Phone"), ("", "Target group", "Target group", ""),
    )  # fmt: skip
    said = list(table.read(opened(path), Reading()).rows)
    assert [s.actors[0].terms for s in said if isinstance(s, Said)] == [(("population", "Women"),), (("population", "Youth"),)]


def two_sheets(book: Any) -> None:
    book.active.title = "North"
    book.active.append(["Name", "Town"])
    book.active.append(["A", "Nyeri"])
    for name, rows in {
        "South": [["Organization", "Phone"], ["B", "1"]], "Read me": [["How to use this book"], ["Fill it in."]],
        "Old": [["Name"], ["Gone"]], "Older": [["Name"], ["Long gone"]], "Blank": [],
    }.items():  # fmt: skip
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
    book["Old"].sheet_state = "hidden"
    book["Older"].sheet_state = "veryHidden"


def test_every_visible_sheet_of_organizations_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    source = opened(saved(tmp_path / "b.xlsx", two_sheets))
    assert [part.name for part in source.parts] == ["b.xlsx: North", "b.xlsx: South", "b.xlsx: Read me"]
    assert source.passed_over == ("Old (hidden)", "Older (hidden)", "Blank (empty)")
    network = table.read(source, Reading())
    said = [row for row in network.rows if isinstance(row, Said)]
    assert [(s.part, s.row.line, s.actors[0].name) for s in said] == [("North", 2, "A"), ("South", 2, "B")]
    assert network.headers == {"North": ("Name", "Town"), "South": ("Organization", "Phone")}
    assert any("Read me was not read" in note and "How to use this book" in note for note in network.notes())


def test_sheets_can_be_chosen_hidden_ones_too(tmp_path: Path) -> None:
    path = saved(tmp_path / "b.xlsx", two_sheets)
    source = opened(path, "south", "Old")
    assert [part.name for part in source.parts] == ["b.xlsx: South", "b.xlsx: Old"]
    assert "North (not asked for)" in source.passed_over
    with pytest.raises(BadFile) as caught:
        opened(path, "East")
    assert "North, South" in caught.value.hint
    csv = tmp_path / "x.csv"
    csv.write_text("name\nA\n")
    with pytest.raises(UsageError):
        opened(csv, "South")


def test_a_column_that_is_said_may_stand_in_one_sheet_only(tmp_path: Path) -> None:
    source = opened(saved(tmp_path / "b.xlsx", two_sheets))
    network = table.read(source, Reading({"Phone": "ignore"}))
    assert all("phone" not in row.actors[0].facts for row in network.rows if isinstance(row, Said))
    with pytest.raises(UsageError, match="Fone"):
        table.read(source, Reading({"Fone": "ignore"}))


def test_a_row_that_is_rejected_names_its_sheet(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["Name", "Staff"], ["A", "many"])
    (rejected,) = table.read(opened(path), Reading()).rows
    assert (rejected.line, rejected.reason.partition(":")[0]) == (2, "Sheet")  # type: ignore[union-attr]


@pytest.mark.parametrize("size", [0, 10, 200, 3000])
def test_a_workbook_that_is_cut_off_is_refused_in_a_sentence(tmp_path: Path, size: int) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name"], ["A"])
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(BadFile) as caught:
        opened(path)
    assert caught.value.hint
    assert "Traceback" not in caught.value.message


@pytest.mark.parametrize(
    ("member", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</row>", b""),
        ("xl/worksheets/sheet1.xml", b'<row r="2">', b'<row r="1">'),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="A7"'),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="ZZZ2"'),
        ("xl/workbook.xml", b"<sheets>", b"<sheet>"),
        ("[Content_Types].xml", b"spreadsheetml.sheet.main", b"spreadsheetml.nothing"),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
    ],
)
def test_a_workbook_that_is_broken_inside_is_refused_in_a_sentence(
    tmp_path: Path, member: str, old: bytes, new: bytes
) -> None:
    path = changed(sheet(tmp_path / "b.xlsx", ["name"], ["A"]), member, old, new)
    with pytest.raises(BadFile) as caught:
        list(grid(path).rows)
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_the_rare_strict_form_is_refused_because_it_would_seem_empty(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name"], ["A"])
    changed(path, "xl/worksheets/sheet1.xml", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main")  # fmt: skip
    with pytest.raises(BadFile, match="Strict"):
        opened(path)


def test_the_size_that_a_sheet_states_is_not_believed(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "town"], ["A", "Nyeri"])
    changed(path, "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert cells(path) == [("A", "Nyeri")]
    changed(path, "xl/worksheets/sheet1.xml", b'ref="A1:XFD1048576"', b'ref="A1:A1"')
    assert cells(path) == [("A", "Nyeri")]


def test_control_characters_of_cells_come_as_they_are(tmp_path: Path) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "notes"], ["A", "one_x000D_two"])
    assert cells(path) == [("A", "one\rtwo")]
    with pytest.raises(BadFile, match=r"'notes'.*NUL"):
        cells(sheet(tmp_path / "c.xlsx", ["name", "notes"], ["A", "_x0000_"]))


def test_repeated_headers_are_refused_with_their_row(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"line 2.*'name' occurs twice"):
        grid(sheet(tmp_path / "b.xlsx", ["List"], ["Name", "Town", "name"], ["A", "B", "C"]))


def test_of_a_workbook_the_one_sheet_that_is_a_3w_is_read(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        book.active.append(["About this file"])
        book.active.append(["Figures are provisional."])
        facts = book.create_sheet("3W")
        for row in (["Organization", "Sector", "District"], ["#org", "#sector", "#adm2"], ["A", "Health", "North"]):
            facts.append(row)

    path = saved(tmp_path / "b.xlsx", fill)
    source = opened(path)
    assert choose(source, Reading()) == "3w"
    found = threew.read(source, Reading())
    assert [row.line for row in found.rows] == [3]
    assert "b.xlsx: Sheet" in found.notes[0]

    def twice(book: Any) -> None:
        fill(book)
        book.copy_worksheet(book["3W"])

    with pytest.raises(BadFile) as caught:
        threew.read(opened(saved(path, twice)), Reading())
    assert "--sheet" in caught.value.hint


@given(st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=6), st.booleans())
def test_whatever_is_damaged_is_refused_or_read_but_never_crashes(
    tmp_path: Path, places: list[tuple[float, int]], inside: bool
) -> None:
    path = sheet(tmp_path / "b.xlsx", ["name", "town", "founded"], ["A", "Nyeri", datetime.datetime(2015, 1, 1)], ["B", 3, True])
    if inside:
        with zipfile.ZipFile(path) as archive:
            parts = {name: bytearray(archive.read(name)) for name in archive.namelist()}
        target = parts["xl/worksheets/sheet1.xml" if places[0][1] % 2 else "xl/workbook.xml"]
        for place, byte in places:
            target[int(place * len(target))] = byte
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, bytes(data))
    else:
        data = bytearray(path.read_bytes())
        for place, byte in places:
            data[int(place * len(data))] = byte
        path.write_bytes(data)
    try:
        for part in opened(path).parts:
            list(part.grid.rows)
    except BadFile as error:
        assert error.hint
        assert "\n" not in error.message
