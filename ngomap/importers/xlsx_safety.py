"""A workbook looked over before the library reads it: refuses what would fill the memory or be read wrongly.

One pass over the XML, piece by piece, which keeps nothing but a few numbers for each sheet.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from ngomap.errors import BadFile

MAX_COLUMNS: Final = 2000
MAX_ROWS: Final = 1_048_576
_MOST_CELLS: Final = 16_384
"""Of one row, as the spreadsheet programs allow."""
_MOST_ELEMENTS: Final = 500_000
"""Of a part that is no sheet and not the texts of all sheets: those are read whole."""
_LONGEST_STRETCH: Final = 1024 * 1024
"""Bytes between two tags."""
_PIECE: Final = 65_536
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin", ".tiff", ".bmp", ".wdp")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
SAVE_AGAIN: Final = "Open it in a spreadsheet program, save it as 'Excel workbook (.xlsx)' and import that."

Merge = tuple[int, int, int, int]
"""First column, first row, last column, last row of merged cells; the first is 1."""


@dataclass(slots=True)
class SheetFacts:
    """What is known of a sheet before it is read. `width` is the last column with a value. `unsolved` counts formulas
    whose result is not stored, `unsolved_at` names the first.
    """

    width: int = 0
    rows: int = 0
    unsolved: int = 0
    unsolved_at: str = ""
    merges: list[Merge] = field(default_factory=list)


@dataclass(slots=True)
class BookFacts:
    """What is known of a workbook: its sheets by their parts, and how many it lists."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)
    listed: int = 0


def look_over(archive: zipfile.ZipFile, name: str) -> BookFacts:
    """What is known of the workbook. Raises BadFile for what must not be read."""
    book = BookFacts()
    for member in archive.infolist():
        if not member.filename.lower().endswith(_PICTURES):
            looker = _Looker(archive, member.filename, name)
            book.listed = looker.listed or book.listed
            if looker.facts is not None:
                book.sheets[member.filename] = looker.facts
    return book


def column_number(letters: str) -> int:
    """The number of a column by its letters.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Looker:
    """Looks through one part. `facts` is None if it is no sheet; `listed` counts the sheets that it names."""

    def __init__(self, archive: zipfile.ZipFile, member: str, name: str) -> None:
        self.facts: SheetFacts | None = None
        self.listed = 0
        self._name = f"{name}: {member}"
        self._elements = 0
        self._texts = False
        self._last = 0
        self._row = self._column = self._cells = 0
        self._formula = self._solved = False
        self._type = ""
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_declarations
        self._parser.EntityDeclHandler = self._refuse_declarations
        self._parser.StartElementHandler = self._root
        self._parser.EndElementHandler = self._end
        try:
            with archive.open(member) as file:
                while piece := file.read(_PIECE):
                    self._parser.Parse(piece, False)
                self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            if self._elements or member.lower().endswith((".xml", ".rels")):
                what = expat.ErrorString(error.code)
                raise BadFile(f"{self._name}, line {error.lineno}: not sound XML ({what}).", SAVE_AGAIN) from error
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise BadFile(f"{self._name} is damaged: {error}.", "Save or download it again.") from error

    def _refuse_declarations(self, *_: object) -> None:
        raise BadFile(
            f"{self._name} declares entities, which no spreadsheet program does.",
            "Nothing was read. Ask where the file comes from.",
        )

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        if any(value.startswith(_STRICT) for value in attributes.values()):
            raise BadFile(f"{self._name} is in the rare form 'Strict Open XML'.", SAVE_AGAIN)
        kind = tag.rpartition(":")[2]
        self._texts = kind == "sst"
        if kind == "worksheet":
            self.facts = SheetFacts()
            self._parser.StartElementHandler = self._in_sheet
        else:
            self._parser.StartElementHandler = self._elsewhere
        self._elements = 1

    def _elsewhere(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._refuse_long()
        self.listed += tag.rpartition(":")[2] == "sheet"
        if self._elements > _MOST_ELEMENTS and not self._texts:
            raise BadFile(f"{self._name} is larger than any real one.", SAVE_AGAIN)

    def _refuse_long(self) -> None:
        at = self._parser.CurrentByteIndex
        if at - self._last > _LONGEST_STRETCH:
            raise BadFile(f"{self._name} holds one text of {at - self._last} bytes, more than a cell can.", SAVE_AGAIN)
        self._last = at

    def _in_sheet(self, tag: str, attributes: dict[str, str]) -> None:
        self._refuse_long()
        match tag.rpartition(":")[2]:
            case "c":
                self._cell(attributes)
            case "v":
                self._value()
            case "is":
                self._filled()
            case "f":
                self._formula = True
            case "row":
                self._next_row(attributes.get("r"))
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def _next_row(self, number: str | None) -> None:
        row = self._row + 1 if number is None else int(number) if number.isdecimal() and len(number) < 9 else 0
        if not self._row < row <= MAX_ROWS:
            raise BadFile(f"{self._name} is damaged: after row {self._row} comes row {number}.", SAVE_AGAIN)
        self._row, self._column, self._cells = row, 0, 0

    def _cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        reference = attributes.get("r")
        where = _REFERENCE.fullmatch(reference) if reference else None
        self._column = column_number(where[1]) if where else self._column + 1
        misplaced = reference is not None and (where is None or int(where[2]) != self._row)
        if self._cells > _MOST_CELLS or self._column > _MOST_CELLS or misplaced:
            raise BadFile(f"{self._name} is damaged: row {self._row} has no cell {reference!r}.", SAVE_AGAIN)
        self._type = attributes.get("t", "")
        self._formula = self._solved = False

    def _value(self) -> None:
        self._filled()
        if self._formula:
            self._parser.CharacterDataHandler = self._solve

    def _solve(self, text: str) -> None:
        self._solved = True
        self._parser.CharacterDataHandler = None

    def _filled(self) -> None:
        assert self.facts is not None  # noqa: S101 - only called inside a sheet
        self.facts.width = max(self.facts.width, self._column)
        self.facts.rows = self._row

    def _end(self, tag: str) -> None:
        if self._formula and tag.rpartition(":")[2] == "c" and self.facts is not None:
            self._parser.CharacterDataHandler = None
            # A formula may well give an empty text; that of a number is never empty.
            if not self._solved and self._type != "str":
                self.facts.unsolved += 1
                self.facts.unsolved_at = self.facts.unsolved_at or f"row {self._row}, column {self._column}"
            self._formula = False

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        # Merged side by side, cells are read as they stand; one above the other, the first speaks for all.
        if a and b and int(b[2]) > int(a[2]) and self.facts is not None:
            self.facts.merges.append((column_number(a[1]), int(a[2]), column_number(b[1]), int(b[2])))
