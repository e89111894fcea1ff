"""Workbooks for people to fill in: text that is never a formula, lists to choose from, the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from ngomap.exporters.plain_text import plain
from ngomap.exporters.workbook import PINNED, cell_text, pinned

CHOICES: Final = "Choices"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(<)")
_HEAD_FILL: Final = "FFDDEBF7"
_GREY: Final = "FF595959"


def new_book() -> Any:
    """An empty workbook that does not say when it was made."""
    book = Workbook()
    book.properties.creator, book.properties.created = "ngomap", PINNED
    return book


def put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Text in a cell, never a formula. Raises NgomapError if it is longer than a cell can be."""
    cell = sheet.cell(row, column, cell_text(text))
    cell.data_type = "s"
    return cell


def head(sheet: Any, row: int, column: int, text: str) -> None:
    """A heading."""
    cell = put(sheet, row, column, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=_HEAD_FILL)


def explain(sheet: Any, row: int, column: int, text: str) -> None:
    """Words that help, in grey."""
    cell = put(sheet, row, column, text)
    cell.font, cell.alignment = Font(italic=True, color=_GREY), Alignment(wrap_text=True, vertical="top")


def called(names: Mapping[str, str]) -> dict[str, str]:
    """What each is called in a list, by handle: of those that share a name each by its handle, which is taken too.

    >>> called({"kara": "Kara", "mill": "Mill", "mill-2": "mill"})
    {'kara': 'Kara', 'mill': 'mill', 'mill-2': 'mill-2'}
    """
    often = Counter(name.casefold() for name in names.values())
    return {handle: plain(name) if often[name.casefold()] == 1 else handle for handle, name in names.items()}


def in_order(texts: Iterable[str]) -> list[str]:
    """The texts of a list to choose from, each once, in the order of the alphabet."""
    return sorted(set(texts), key=lambda text: (text.casefold(), text))


def write_choices(book: Any, choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The lists on a hidden sheet; where each stands, as a formula says it."""
    sheet = book.create_sheet(CHOICES)
    sheet.sheet_state = "hidden"
    ranges: dict[str, str] = {}
    for at, (name, texts) in enumerate(choices.items(), 1):
        put(sheet, 1, at, name)
        for row, text in enumerate(texts, 2):
            put(sheet, row, at, text)
        letter = get_column_letter(at)
        if texts:
            ranges[name] = f"{quote_sheetname(CHOICES)}!${letter}$2:${letter}${len(texts) + 1}"
    return ranges


def choice(sheet: Any, choices: str, cells: str, title: str, prompt: str, strict: bool) -> None:
    """Let cells be chosen from a list; `strict`: nothing else may stand there."""
    rule = DataValidation(type="list", formula1=choices, allow_blank=True)
    rule.showErrorMessage = strict
    rule.error, rule.errorTitle = "Choose from the list.", title
    rule.prompt, rule.promptTitle, rule.showInputMessage = prompt, title, True
    rule.add(cells)
    sheet.add_data_validation(rule)


def bytes_of(book: Any) -> bytes:
    """The workbook with no time of writing in it."""
    saved, out = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as out_book:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + PINNED.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\2", data)
            out_book.writestr(pinned(name), data)
    return out.getvalue()
