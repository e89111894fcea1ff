"""The workbook that goes to an organization: what a person sees of it, and its bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.exporters.own_entry import FREE_ANSWERS, FREE_ROWS, own_entry_bytes, own_entry_to_be
from ngomap.model.own_entry import COLUMNS, ENTRY, MARKS, QUESTIONS, SHEETS, Form

WORK = ("Elections", "Old Town", "", "implementer", "", "2024", "", "40", "", "")
CHOICES = {"issue": ["Corruption", "Elections"], "kind": ["cbo", "ngo"], "work": ["Elections"], "area": ["Old Town"], "sector": []}


def form(**answers: list[str]) -> Form:
    found = {"name": ["River Trust"], "issues": ["Elections"], "phone": ["0044"], **answers}
    return Form("River Trust", "Citizens", "2026-03-04", QUESTIONS, found, {"activities": [WORK]}, CHOICES, [("on", "", "2026-03-04")])


def book(made: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


def test_somebody_who_never_heard_of_it_reads_what_to_do() -> None:
    made = book(own_entry_bytes(form()))
    assert [(s.title, s.sheet_state) for s in made.worksheets] == [
        (ENTRY, "visible"), *((title, "visible") for title in SHEETS.values()), ("Choices", "hidden"), (MARKS, "veryHidden"),
    ]  # fmt: skip
    sheet = made[ENTRY]
    assert [sheet.cell(row, 1).value for row in (1, 2)] == ["What we know of River Trust", "From Citizens, 2026-03-04"]
    assert "Empty a cell" in str(sheet.cell(3, 1).value)
    labels = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
    assert labels.count("Issue") == 1 + FREE_ANSWERS
    assert labels.count("Telephone") == 1
    assert all(sheet.cell(row, 3).value for row in range(5, sheet.max_row - 1))
    assert sheet.freeze_panes == "A5"


def test_only_the_answers_can_be_written_over_and_are_chosen_from_lists() -> None:
    sheet = book(own_entry_bytes(form()))[ENTRY]
    assert (sheet.protection.sheet, sheet.protection.formatColumns, sheet.protection.password) == (True, False, None)
    assert [sheet.cell(5, column).protection.locked for column in (1, 2, 3)] == [True, False, True]
    assert sheet.cell(5, 2).alignment.wrap_text
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"Kind", "Issue", "Area you serve", "Area of your office"}
    assert (rules["Kind"].showErrorMessage, rules["Issue"].showErrorMessage) == (True, False)
    assert str(rules["Issue"].sqref).startswith("B")
    assert "Choices" in rules["Issue"].formula1


def test_a_table_has_numbered_rows_and_free_ones() -> None:
    sheet = book(own_entry_bytes(form()))[SHEETS["activities"]]
    assert [c.value for c in sheet[4]] == ["No.", *(q.label for q in COLUMNS["activities"]), "No longer"]
    assert [c.value for c in sheet[6]] == ["1", *(text or None for text in WORK), None]
    assert sheet.cell(6 + FREE_ROWS, 2).number_format == "@"
    assert sheet.cell(7 + FREE_ROWS, 2).number_format == "General"


def test_nothing_is_a_formula_or_another_character() -> None:
    made = own_entry_bytes(form(name=["=1+1"], place=["+1"], mission=["a _x0041_ b\n-2"], vision=["@x"]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        sheets = b"".join(archive.read(n) for n in archive.namelist() if "worksheets" in n)
    assert b"<f>" not in sheets
    assert b"_x005F_x0041_" in sheets
    values = {cell.value: cell.data_type for row in book(made)[ENTRY] for cell in row}
    assert {values[text] for text in ("=1+1", "+1", "@x")} == {"s"}


def test_the_same_is_the_same_bytes_and_a_longer_text_is_refused() -> None:
    assert own_entry_bytes(form()) == own_entry_bytes(form())
    with pytest.raises(NgomapError, match="longer than a cell"):
        own_entry_bytes(form(mission=["x" * 32_768]))


def test_it_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    path, made = tmp_path / "a.xlsx", own_entry_bytes(form())
    with own_entry_to_be(path, made) as unchanged:
        assert (unchanged, path.exists()) == (False, False)
    with own_entry_to_be(path, made) as unchanged:
        assert (unchanged, path.read_bytes() == made) == (True, True)
    other = own_entry_bytes(form(phone=["1"]))
    with pytest.raises(AlreadyExists), own_entry_to_be(path, other):
        pytest.fail("what is in the way was not said in time")
    with pytest.raises(ZeroDivisionError), own_entry_to_be(path, other, force=True):
        raise ZeroDivisionError
    assert path.read_bytes() == made
    with own_entry_to_be(path, other, force=True) as unchanged:
        assert not unchanged
    assert path.read_bytes() == other
    with pytest.raises(NgomapError, match="xlsx"):
        own_entry_to_be(tmp_path / "a.db", made)
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
