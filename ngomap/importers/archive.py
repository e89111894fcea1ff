"""ZIP files opened with care: what they would unpack to is known before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from struct import Struct
from typing import IO, BinaryIO, Final

from ngomap.errors import BadFile

MAX_UNPACKED: Final = 1024 * 1024 * 1024
"""Bytes that an archive may hold when unpacked."""
MAX_MEMBERS: Final = 2000
ALWAYS_ALLOWED: Final = 4 * 1024 * 1024
MAX_RATIO: Final = 100
"""Bytes that one packed byte may become, above what is always allowed. Sheets and tables of real data reach 10 to 40;
a file that was made to fill the memory reaches 1,000.
"""
_END: Final = b"PK\x05\x06"
_END_RECORD: Final = Struct("<4s4H2LH")
_LONGEST_COMMENT: Final = 65_535
_MAX_DIRECTORY: Final = 1024 * 1024
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, NotImplementedError, EOFError, ValueError)
AGAIN: Final = "Save or download it again."


def open_archive(path: Path) -> zipfile.ZipFile:
    """The archive, if it is sound and not too large to be what it seems. The caller closes it. Raises BadFile."""
    try:
        _refuse_crowded(path)
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        raise _damaged(path.name, error) from error
    try:
        _refuse_bombs(archive, path.name)
    except BaseException:
        archive.close()
        raise
    return archive


def member(path: Path, name: str) -> BinaryIO:
    """The bytes of one member, unpacked as they are read: never more than the archive said. Raises BadFile, also while
    it is read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            opened = archive.open(name)
    except (*_BROKEN, KeyError) as error:
        raise _damaged(f"{path.name}: {name}", error) from error
    return io.BufferedReader(_Member(opened, f"{path.name}: {name}"))


class _Member(io.RawIOBase):
    """A member whose faults are said in the user's words."""

    def __init__(self, opened: IO[bytes], name: str) -> None:
        self._opened = opened
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._opened.read(len(view))
        except _BROKEN as error:
            raise _damaged(self._name, error) from error
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._opened.close()
        super().close()


def _damaged(name: str, error: BaseException) -> BadFile:
    what = str(error).partition("\n")[0].rstrip(".") or type(error).__name__
    if "encrypted" in what or "password" in what:
        return BadFile(f"{name} is protected by a password.", "Save it without one, and keep that copy safe.")
    return BadFile(f"{name} is damaged: {what}.", AGAIN)


def _refuse_crowded(path: Path) -> None:
    """The list of members is read whole by the library; its length stands at the end of the file."""
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _END_RECORD.size - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise BadFile(f"{path.name} is damaged: its end is missing, as if it had been cut off.", AGAIN)
    directory = _END_RECORD.unpack_from(tail, at)[5]
    if directory > _MAX_DIRECTORY:
        raise BadFile(f"{path.name} holds too many files to be an archive of tables.", "Unpack it yourself.")


def _refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise BadFile(f"{name} holds {len(members)} files, too many for tables.", "Unpack it yourself.")
    if sum(m.file_size for m in members) > MAX_UNPACKED:
        raise BadFile(f"{name} would unpack to more than an archive of tables holds.", "Unpack it yourself.")
    for one in members:
        if not one.filename:
            raise BadFile(f"{name} is damaged: a file in it has no name.", AGAIN)
        # Other ways of packing are decoded in pieces of any size, so their members could not be read with care.
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadFile(f"{name}: {one.filename} is packed in an unusual way.", "Pack it again as a plain ZIP file.")
        if one.flag_bits & 0x1:
            raise BadFile(f"{name} is protected by a password.", "Save it without one, and keep that copy safe.")
        if one.file_size > ALWAYS_ALLOWED + MAX_RATIO * one.compress_size:
            raise BadFile(
                f"{name}: {one.filename} would unpack to {one.file_size / one.compress_size:,.0f} times its size, "
                "as no table does.",
                "Nothing was read. Ask where the file comes from.",
            )
