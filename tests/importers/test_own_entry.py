"""A corrected entry is known by what is in it, and read as it stands."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.exporters.own_entry import own_entry_bytes
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.own_entry import day_sent, read, recognise
from ngomap.importers.source import Reading, Source
from ngomap.model.own_entry import ENTRY, MARKS, QUESTIONS, SHEETS, Form


@pytest.fixture
def file(tmp_path: Path) -> Path:
    answers = {"name": ["River Trust"], "phone": ["=1+1"]}
    rows = {"activities": [["Elections", "Old Town", *[""] * 8]]}
    form = Form("River Trust", "", "2026-03-04", QUESTIONS, answers, rows, {}, [("on", "", "2026-03-04"), ("said", "name", "k1")])
    (tmp_path / "some.table.xlsx").write_bytes(own_entry_bytes(form))
    return tmp_path / "some.table.xlsx"


def source(file: Path, edit: Any = None) -> Source:
    if edit is not None:
        book = openpyxl.load_workbook(file)
        edit(book)
        book.save(file)
    return open_source([file])


def test_it_is_known_and_read_as_it_stands(file: Path) -> None:
    opened = source(file)
    assert (choose(opened, Reading()), recognise(opened, Reading()), day_sent(opened)) == ("own-entry", 1.0, "2026-03-04")
    back = read(opened, Reading())
    assert back.marks[:3] == [("format", "", "ngomap own entry/1"), ("on", "", "2026-03-04"), ("said", "name", "k1")]
    assert {(cell.label, cell.text) for cell in back.cells or ()} >= {("Name", "River Trust"), ("Telephone", "=1+1"), ("Staff", "")}
    (line,) = (line for line in back.tables["activities"] if line.texts["number"])
    assert (line.line, line.texts["term"], line.texts["no_longer"]) == (6, "Elections", "")


def test_sorted_marks_spaced_titles_and_moved_columns_do_not_matter(file: Path) -> None:
    def edit(book: Any) -> None:
        marks = book[MARKS]
        marks.move_range("A1:C1", rows=100)
        book[ENTRY].title = f"{ENTRY} "
        work = book[SHEETS["activities"]]
        work.move_range("B1:B40", cols=30)

    opened = source(file, edit)
    back = read(opened, Reading())
    assert (recognise(opened, Reading()), back.marks[0][0], bool(back.cells)) == (1.0, "format", True)
    assert next(line.texts["term"] for line in back.tables["activities"] if line.texts["number"]) == "Elections"


def test_what_was_lost_is_named(file: Path) -> None:
    with pytest.raises(UsageError):
        read(source(file), Reading(columns={"Name": "name"}))

    def newer(book: Any) -> None:
        book[MARKS].cell(1, 3).value = "ngomap own entry/2"

    with pytest.raises(BadFile, match="newer"):
        read(source(file, newer), Reading())

    def heading(book: Any) -> None:
        book[MARKS].cell(1, 3).value = "ngomap own entry/1"
        book[SHEETS["activities"]].cell(4, 2).value = "What?"

    with pytest.raises(BadFile, match="What you do"):
        read(source(file, heading), Reading())

    def formula(book: Any) -> None:
        book[SHEETS["activities"]].cell(4, 2).value = "What you do"
        book[ENTRY].cell(5, 2).value = "=A1"

    with pytest.raises(BadFile, match="no result"):
        read(source(file, formula), Reading())

    def unmarked(book: Any) -> None:
        book[ENTRY].cell(5, 2).value = "River Trust"
        del book[MARKS]

    opened = source(file, unmarked)
    assert choose(opened, Reading()) == "own-entry"
    with pytest.raises(BadFile, match="hidden sheet"):
        read(opened, Reading())


def test_other_workbooks_are_something_else(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = MARKS
    book.active.append(["Name", "Town"])
    made = io.BytesIO()
    book.save(made)
    (tmp_path / "other.xlsx").write_bytes(made.getvalue())
    assert recognise(open_source([tmp_path / "other.xlsx"]), Reading()) == 0
