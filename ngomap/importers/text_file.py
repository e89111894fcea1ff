"""From the bytes of a file to text, without ever guessing an encoding."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Final

from ngomap.errors import BadFile, UsageError

# The longer mark first: UTF-32's begins with UTF-16's.
MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The first bytes of files that people take for tables; none of them is text.
NOT_TEXT: Final = (
    (b"PK\x03\x04", "a spreadsheet or another ZIP file"),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.xls), or one with a password"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
SEEN: Final = 1000
"""Bytes that are looked at to tell UTF-16 without a mark."""


def read_bytes(path: Path) -> bytes:
    """What is in the file. Raises BadFile."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BadFile(f"There is no file {path}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise BadFile(f"{path} is a folder.", "Name a file in it.") from error
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    if not data:
        raise BadFile(f"{path} is empty.", "Save the table again, and check that it has rows.")
    return data


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text of a file: by its byte order mark, else as the encoding that was given, else as UTF-8.

    Raises BadFile for anything else, because a guessed encoding spoils names silently; UsageError for an encoding
    that Python does not know.
    """
    chosen = encoding_of(data, name, encoding)
    try:
        return data.decode(chosen)
    except UnicodeDecodeError as error:
        raise _undecodable(data, name, encoding, error) from error
    except UnicodeError as error:
        raise BadFile(f"{name} is not {chosen}: {error}.", "Say the right one with --encoding.") from error


def encoding_of(begin: bytes, name: str, encoding: str | None = None) -> str:
    """How a text that begins so is to be decoded. Raises BadFile if it is no text, UsageError."""
    for magic, what in NOT_TEXT:
        if begin.startswith(magic):
            hint = "Save it as 'Excel workbook (.xlsx)' or as 'CSV UTF-8', and import that."
            raise BadFile(f"{name} is {what}, not a text file.", hint)
    marked = next((e for mark, e in MARKS if begin.startswith(mark)), None)
    if encoding is None:
        _refuse_unmarked(begin, name)
        return marked or "utf-8"
    chosen = _known(encoding)
    # A mark at the beginning is no character of the text, also where the encoding was said.
    return marked if marked and codecs.lookup(chosen).name.startswith(marked.removesuffix("-sig")) else chosen


def _refuse_unmarked(data: bytes, name: str) -> None:
    """UTF-16 without its mark passes for UTF-8 full of NUL as long as it is plain English."""
    begin = data[:SEEN]
    if data.startswith(tuple(mark for mark, _ in MARKS)):
        return
    for parity, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if begin[parity::2].count(0) > len(begin) // 4:
            raise BadFile(f"{name} looks like UTF-16 without its mark.", f"If it is, say so: --encoding {encoding}")


def _known(encoding: str) -> str:
    try:
        b"a".decode(encoding)
    except UnicodeError:
        # One byte is no text in some encodings; they are encodings all the same.
        return encoding
    except (LookupError, ValueError) as error:
        hint = "For example: utf-8, cp1252, cp1256, utf-16-le."
        raise UsageError(f"encoding: {encoding!r} is not known.", hint) from error
    return encoding


def _undecodable(data: bytes, name: str, encoding: str | None, error: UnicodeDecodeError) -> BadFile:
    line = data.count(b"\n", 0, error.start) + 1
    cut_off = error.start >= len(data)
    what = f"line {line} is cut off" if cut_off else f"line {line} has the byte 0x{data[error.start]:02X}"
    if encoding:
        return BadFile(f"{name} is not {encoding}: {what}.", "Say another with --encoding.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return BadFile(f"{name} is damaged: it begins as UTF-16, but {what}.", "Save it again.")
    return BadFile(
        f"{name} is not UTF-8: {what}.",
        "Save it as 'CSV UTF-8', or say what it is: --encoding cp1252 is usual for files of Western European Excel.",
    )
