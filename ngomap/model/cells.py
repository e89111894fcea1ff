"""Spreadsheet cells that a spreadsheet takes for text, never for a formula."""

from __future__ import annotations

from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
HELP_MARK: Final = "(?) "
"""What the cells of a row that explains the columns begin with; such a row is no data."""


def cell(text: str) -> str:
    """The text as a CSV cell: one that a spreadsheet would run as a formula gets an apostrophe in front.

    Plain numbers keep their sign. `uncell` takes the apostrophe off again.

    >>> cell("=1+1"), cell("-1.5"), cell("'quoted")
    ("'=1+1", '-1.5', "''quoted")
    """
    if text.startswith("'") or (text.startswith(FORMULA_STARTS) and not _is_number(text)):
        return "'" + text
    return text


def uncell(text: str) -> str:
    """The text that `cell` was given.

    >>> uncell("'=1+1"), uncell("''quoted"), uncell("'tis")
    ('=1+1', "'quoted", "'tis")
    """
    if text.startswith("'") and text[1:].startswith((*FORMULA_STARTS, "'")):
        return text[1:]
    return text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return not any(c in "_ naifNAIF" for c in text)
