"""New files beside others: made under a name of their own, readable by their owner alone, and only then given theirs."""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from ngomap.errors import MapLocked

if sys.platform != "win32":
    import fcntl

WAIT_SECONDS: Final = 30
POLL_SECONDS: Final = 0.05
AT_ONCE: Final = 1 << 20


def new_file_beside(path: Path, suffix: str = ".new") -> Path:
    """A new empty file of the same folder, under a name of its own, that only its owner may read."""
    handle, name = tempfile.mkstemp(prefix=_begin(path), suffix=suffix, dir=path.parent)
    os.close(handle)
    return Path(name)


@contextmanager
def held_file_beside(path: Path, suffix: str) -> Iterator[Path]:
    """A new empty file as `new_file_beside` makes it, gone at the end unless it got another name.

    It is held meanwhile, by a lock that ends with the process. So what nobody holds was left by a process that was killed,
    and is taken away first: only files of ours on their way to the same name. Where the system knows no such locks nothing
    is. Not for what SQLite writes: on some systems the two sorts of locks get into each other's way.
    """
    for left in _left_over(path, suffix):
        _clear(left)
    while True:
        handle, name = tempfile.mkstemp(prefix=_begin(path), suffix=suffix, dir=path.parent)
        # Somebody who clears up may have come between the making and the holding.
        if _hold(handle) and os.fstat(handle).st_nlink:
            break
        os.close(handle)
    temporary = Path(name)
    if sys.platform == "win32":
        # Nothing that is open can be given a name there.
        os.close(handle)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
        if sys.platform != "win32":
            os.close(handle)


@contextmanager
def sole_file_beside(path: Path, suffix: str) -> Iterator[Path]:
    """The same for what SQLite writes: while it is there no other process makes copies in the folder, see `alone_in`."""
    with alone_in(path.parent) as alone:
        if alone:
            clear_left_over(path, suffix)
        temporary = new_file_beside(path, suffix)
        try:
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)


def clear_left_over(path: Path, suffix: str) -> None:
    """Take away what killed processes left on its way to that name, with its journals; for who is `alone_in` the folder."""
    for left in _left_over(path, suffix, journals=True):
        left.unlink(missing_ok=True)


def surely_left(path: Path) -> bool:
    """Whether the system says that nobody makes that file on its way any more: neither it nor its folder is held."""
    if sys.platform == "win32":
        return False
    held: list[int] = []
    try:
        for place in (path.parent, path):
            held.append(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK))
            fcntl.flock(held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        for descriptor in held:
            os.close(descriptor)
    return True


def _begin(path: Path) -> str:
    return f".{path.name[:100]}."


def _left_over(path: Path, suffix: str, journals: bool = False) -> list[Path]:
    named = re.compile(rf"{re.escape(_begin(path))}[a-z0-9_]{{8}}{re.escape(suffix)}{'(-journal)?' if journals else ''}")
    try:
        names = os.listdir(path.parent)  # noqa: PTH208 - of many files the names alone
    except OSError:
        # A folder that may be written and not looked into.
        return []
    return [path.with_name(name) for name in names if named.fullmatch(name)]


def _clear(left: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(left, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return
    try:
        known = os.fstat(descriptor)
        if stat.S_ISREG(known.st_mode) and known.st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink(missing_ok=True)
    except OSError:
        # Somebody holds it, or it cannot go; it does no harm where it lies.
        return
    finally:
        os.close(descriptor)


def _hold(descriptor: int) -> bool:
    """Whether nobody else does; where there are no such locks nobody does."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def give_name(temporary: Path, path: Path) -> None:
    """Let the file be known as `path`, in one step. Raises FileExistsError if that name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks know no second names for a file: take the name first, then replace what it stands for.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        temporary.replace(path)


def write_over(file: BinaryIO) -> None:
    """Write nothings over all the bytes of an unbuffered file, and have them on the disk."""
    left = os.fstat(file.fileno()).st_size
    file.seek(0)
    while left > 0:
        left -= file.write(bytes(min(AT_ONCE, left)))
    os.fsync(file.fileno())


def to_the_disk(path: Path) -> None:
    """Make a file, or the names in a folder, survive a pulled plug, where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """One process at a time that makes copies in the folder; whether that could be had. What another process of the
    kind left there unfinished is then nobody's: it was killed. Raises MapLocked after half a minute.
    """
    if sys.platform == "win32":
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _locked(descriptor, folder)
    finally:
        # Closing gives the lock back, as being killed does.
        os.close(descriptor)


def _locked(descriptor: int, folder: Path) -> bool:
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise MapLocked(f"Another process makes copies in {folder}.", "Try again in a moment.") from None
            time.sleep(POLL_SECONDS)
        except OSError:
            # Some network folders know no such locks.
            return False
        else:
            return True
