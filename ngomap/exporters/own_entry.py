"""The workbook in which an organization corrects its own entry: for somebody who never heard of this program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from ngomap.errors import NgomapError
from ngomap.exporters.file_writing import file_to_be
from ngomap.exporters.form_sheets import bytes_of, choice, explain, head, new_book, put, write_choices
from ngomap.model.cells import HELP_MARK
from ngomap.model.own_entry import (
    ANSWERS,
    CHECKED_ON,
    COLUMNS,
    ENTRY,
    MARK,
    MARKS,
    NO_LONGER,
    NUMBER,
    SHEETS,
    Form,
    Question,
)

FREE_ANSWERS: Final = 3
FREE_ROWS: Final = 20
_FIRST: Final = 5
"""Row of the first question, and of the first row of a table."""
_ANSWER: Final = "Answer"
_THIN: Final = Side(style="thin", color="FFD0CECE")
_YES: Final = '"yes"'
_WIDE: Final = 60
_LINE_HEIGHT: Final = 15
ASKED: Final = (
    "Please look through this, correct what is wrong in the yellow cells, fill in what is missing, and send the file back. "
    "Empty a cell to have what stands there taken out. The other sheets hold what you do, and what you offer and need."
)
OF_ROWS: Final = (
    "Correct the yellow cells; add what is missing in the free rows below. For what is over, write 'yes' under "
    f"'{NO_LONGER}'; a row that you delete is left as it is with us."
)


def own_entry_to_be(path: Path, made: bytes, force: bool = False) -> AbstractContextManager[bool]:
    """Write the workbook, which takes its name once what is done within went well; whether the file says just that already.
    Raises AlreadyExists, NgomapError.
    """
    if path.suffix.casefold() != ".xlsx":
        raise NgomapError(f"{path.name} does not end in .xlsx, so no spreadsheet program would open it.", "Name it so.")
    return file_to_be(path, [made], force)


def own_entry_bytes(form: Form) -> bytes:
    """The workbook, always the same bytes for the same form. Raises NgomapError for a text longer than a cell can be."""
    book = new_book()
    book.add_named_style(_answer_style())
    ranges = write_choices(book, {**form.choices, "no longer": ()})
    sheet = book.worksheets[0]
    sheet.title = ENTRY
    counts = _write_entry(sheet, form, ranges)
    for section, title in SHEETS.items():
        _write_table(book.create_sheet(title), form, section, ranges)
    _write_marks(book, [*form.marks, *counts])
    # The sheets that people see stand first.
    book.move_sheet(book.worksheets[1], len(SHEETS))
    return bytes_of(book)


def _answer_style() -> NamedStyle:
    """Of cells to write in: as one style of the workbook it costs nothing for each cell."""
    style = NamedStyle(_ANSWER)
    style.fill, style.number_format = PatternFill("solid", start_color="FFFFFBE6"), "@"
    style.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    style.protection, style.alignment = Protection(locked=False), Alignment(wrap_text=True, vertical="top")
    return style


def _write_top(sheet: Any, title: str, form: Form, words: str, wide: int) -> None:
    put(sheet, 1, 1, title).font = Font(bold=True, size=14)
    put(sheet, 2, 1, f"From {form.by}, {form.on}" if form.by else form.on)
    told = put(sheet, 3, 1, words)
    told.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(start_row=3, start_column=1, end_row=3, end_column=wide)
    sheet.row_dimensions[3].height = 4 * _LINE_HEIGHT
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_entry(sheet: Any, form: Form, ranges: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The questions one below the other; how many rows each got."""
    _write_top(sheet, f"What we know of {form.name}", form, ASKED, 3)
    for letter, width in (("A", 22), ("B", _WIDE), ("C", 48)):
        sheet.column_dimensions[letter].width = width
    for at, text in enumerate(("", ANSWERS, "What is meant"), 1):
        head(sheet, _FIRST - 1, at, text)
    sheet.freeze_panes = f"A{_FIRST}"
    row = _FIRST
    counts = []
    for question in form.questions:
        answers = list(form.answers.get(question.field, ()))
        answers += [""] * (FREE_ANSWERS if question.several else 1 - len(answers))
        for text in answers:
            label = put(sheet, row, 1, question.label)
            label.font, label.alignment = Font(bold=True), Alignment(vertical="top")
            _answer(put(sheet, row, 2, text), text)
            if question.kind == "long":
                sheet.row_dimensions[row].height = _LINE_HEIGHT * min(20, max(3, 1 + len(text) // _WIDE + text.count("\n")))
            explain(sheet, row, 3, question.help)
            row += 1
        if question.choices in ranges:
            cells = f"B{row - len(answers)}:B{row - 1}"
            choice(sheet, ranges[question.choices], cells, question.label, question.help, question.kind == "list")
        counts.append(("rows", question.field, str(len(answers))))
    put(sheet, row + 1, 1, CHECKED_ON.label).font = Font(bold=True)
    _answer(put(sheet, row + 1, 2, ""), "")
    explain(sheet, row + 1, 3, CHECKED_ON.help)
    # Against slips only: it has no password, and widths and heights stay free.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False
    return counts


def _answer(cell: Any, text: str) -> None:
    cell.style = _ANSWER
    if not text:
        cell.value = None


def _write_table(sheet: Any, form: Form, section: str, ranges: Mapping[str, str]) -> None:
    columns = COLUMNS[section]
    _write_top(sheet, f"{SHEETS[section]}: {form.name}", form, OF_ROWS, min(6, len(columns)))
    sheet.freeze_panes = f"C{_FIRST + 1}"
    sheet.row_dimensions[_FIRST].height = 2 * _LINE_HEIGHT
    rows = form.rows.get(section, ())
    last = _FIRST + len(rows) + FREE_ROWS
    heads = [(NUMBER, "Leave it as it is.", 6), *((c.label, c.help, c.width) for c in columns), (NO_LONGER, "yes", 11)]
    for at, (label, words, width) in enumerate(heads, 1):
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = width
        head(sheet, _FIRST - 1, at, label)
        explain(sheet, _FIRST, at, HELP_MARK + words)
        if 1 < at < len(heads):
            _choices_of(sheet, columns[at - 2], letter, last, ranges)
    choice(sheet, _YES, f"{letter}{_FIRST + 1}:{letter}{last}", NO_LONGER, "yes, if this is over", strict=False)
    for at in range(FREE_ROWS + len(rows)):
        texts: Sequence[str] = rows[at] if at < len(rows) else [""] * len(columns)
        number = str(at + 1) if at < len(rows) else ""
        put(sheet, _FIRST + 1 + at, 1, number).value = number or None
        for column, text in enumerate((*texts, ""), 2):
            _answer(put(sheet, _FIRST + 1 + at, column, text), text)


def _choices_of(sheet: Any, question: Question, letter: str, last: int, ranges: Mapping[str, str]) -> None:
    if question.choices in ranges:
        cells = f"{letter}{_FIRST + 1}:{letter}{last}"
        choice(sheet, ranges[question.choices], cells, question.label, question.help, question.kind == "list")


def _write_marks(book: Any, marks: Sequence[tuple[str, str, str]]) -> None:
    sheet = book.create_sheet(MARKS)
    sheet.sheet_state = "veryHidden"
    for row, mark in enumerate([("format", "", MARK), *marks], 1):
        for column, text in enumerate(mark, 1):
            if text:
                put(sheet, row, column, text).number_format = "@"
