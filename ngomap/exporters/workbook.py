"""What every workbook that we write keeps to: texts that a cell can hold, and no time of writing in the file."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from zipfile import ZIP_DEFLATED, ZipInfo

from ngomap.errors import NgomapError

LONGEST_CELL: Final = 32_767
"""Characters, as spreadsheet programs count them: those beyond the basic plane count twice."""
PINNED: Final = datetime(2000, 1, 1)
"""The time that every part of every workbook bears."""
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def cell_text(text: str) -> str:
    """The text as a cell of a workbook writes it. Raises NgomapError if it is longer than a cell can be.

    What looks like an escaped character in a workbook is read as that character, so it is escaped itself.

    >>> cell_text("=1+1"), cell_text("_x0041_"), cell_text("a\\x07b")
    ('=1+1', '_x005F_x0041_', 'a_x0007_b')
    """
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    if not text.isprintable():
        text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_CELL:
        raise NgomapError(f"{text[:40]!r}... is longer than a cell of a workbook can be.", "Shorten that text.")
    return text


def pinned(name: str) -> ZipInfo:
    """A part of a workbook, under the time that all bear."""
    part = ZipInfo(name, PINNED.timetuple()[:6])
    part.compress_type = ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    return part
