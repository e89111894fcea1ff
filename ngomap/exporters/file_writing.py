"""Files written whole or not at all, and never over something by mistake."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.store.new_files import held_file_beside

DATABASE_START: Final = b"SQLite format 3\x00"
PART: Final = ".export.part"
"""The end of the name of a file on its way."""


def spooled(pieces: Iterable[str | bytes]) -> IO[bytes]:
    """The pieces in a nameless temporary file, ready to be read. What goes to a stream goes there first: an error then
    leaves nothing half said, and a reader that takes its time does not keep the map busy.
    """
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    try:
        spool.writelines(_bytes(pieces))
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool


def write_file(path: Path, pieces: Iterable[str | bytes], force: bool = False) -> bool:
    """Write the pieces to a file that its owner alone may read; whether the file said just that already.

    The text goes to a new file in the same folder, to the disk, and only then takes the name. A file that says the
    same is left untouched. A different one is refused without `force`; a symbolic link, a folder, a device and a
    database always. What a killed process left on its way to that name is taken away. Raises AlreadyExists, NgomapError.
    """
    with file_to_be(path, pieces, force) as unchanged:
        return unchanged


@contextmanager
def file_to_be(path: Path, pieces: Iterable[str | bytes], force: bool = False) -> Iterator[bool]:
    """`write_file` in two steps: within, the text is on the disk and nothing is in its way; only at the end it takes the
    name, and if something fails before, there is no trace of it.
    """
    _refuse_odd_targets(path)
    with ExitStack() as held:
        try:
            temporary = held.enter_context(held_file_beside(path, PART))
        except OSError as error:
            raise NgomapError(f"{path} cannot be written: {error.strerror}.", "Choose another folder.") from error
        try:
            with temporary.open("wb") as file:
                file.writelines(_bytes(pieces))
                file.flush()
                os.fsync(file.fileno())
            unchanged = path.exists() and filecmp.cmp(temporary, path, shallow=False)
        except OSError as error:
            raise _unwritten(path, error) from error
        if path.exists() and not unchanged and not force:
            raise _other(path)
        yield unchanged
        if unchanged:
            return
        try:
            _take_name(temporary, path, force)
            _settle(path.parent)
        except OSError as error:
            raise _unwritten(path, error) from error


def _bytes(pieces: Iterable[str | bytes]) -> Iterator[bytes]:
    return (piece if isinstance(piece, bytes) else piece.encode() for piece in pieces)


def _unwritten(path: Path, error: OSError) -> NgomapError:
    return NgomapError(f"{path} cannot be written: {error.strerror}.", "Nothing was written there.")


def _refuse_odd_targets(path: Path) -> None:
    if path.is_symlink():
        raise NgomapError(f"{path} is a symbolic link; it was not followed.", "Name the file itself.")
    if not path.parent.is_dir():
        raise NgomapError(f"The folder {path.parent} does not exist.", "Make it first.")
    if path.is_dir():
        raise NgomapError(f"{path} is a folder.", f"Name a file in it: --to {path / 'export.json'}")
    if path.exists() and not path.is_file():
        raise NgomapError(f"{path} is not a plain file.", "Leave out --to and send the output there.")
    if path.is_file() and _is_database(path):
        raise AlreadyExists(f"{path} is a database, perhaps a map; it was left as it is.", "Name another file.")


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(DATABASE_START)) == DATABASE_START
    except OSError as error:
        raise NgomapError(f"{path} cannot be read: {error.strerror}.", "Name another file with --to.") from error


def _take_name(temporary: Path, path: Path, force: bool) -> None:
    if force:
        temporary.replace(path)
        return
    try:
        # Unlike a rename, a link never takes the place of a file that came up meanwhile.
        os.link(temporary, path)
    except FileExistsError as error:
        raise _other(path) from error
    except OSError:
        # Memory sticks know no links.
        if path.exists():
            raise _other(path) from None
        temporary.replace(path)


def _other(path: Path) -> AlreadyExists:
    return AlreadyExists(f"{path} exists already and says something else.", "Write over it with --force.")


def _settle(folder: Path) -> None:
    """Make the new name itself survive a pulled plug, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
