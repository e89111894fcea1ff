"""One request a second, whatever number of ngomaps this user runs at once, on whatever maps.

A small file in the user's cache folder holds the time of the next free slot. Who asks a service holds its lock from
before the waiting until the answer is there, so that two requests are never closer together than the interval, however
the machine shares out its time.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from ngomap.errors import NgomapError

INTERVAL: Final = 1.0
"""Seconds between two requests: what the public service of OpenStreetMap asks of all users of a program together."""
NAME: Final = "next-request"
LONGEST_WAIT: Final = 120.0
"""No slot lies farther ahead, except when the clock was set back: then it is forgotten."""
LOCK_AGAIN: Final = 0.05

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(LOCK_AGAIN)
            else:
                return

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextmanager
def slot(interval: float = INTERVAL) -> Iterator[None]:
    """Wait for the next free slot; the request is made inside. Raises NgomapError where no folder can be written."""
    with _opened(cache_folder() / NAME) as file:
        _lock(file)
        try:
            _sleep_until(_read(file))
            # In case that this process is killed before its request ends.
            _write(file, time.time() + interval)
            try:
                yield
            finally:
                _write(file, time.time() + interval)
        finally:
            _unlock(file)


def cache_folder() -> Path:
    """A folder of this user alone: in `$XDG_CACHE_HOME`, else `~/.cache`, else among the temporary files."""
    home = os.environ.get("XDG_CACHE_HOME", "")
    with suppress(OSError, RuntimeError):
        folder = (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "ngomap"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    return _temporary_folder()


def _temporary_folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"ngomap-{os.getuid() if sys.platform != 'win32' else 'user'}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise NgomapError(
            f"{folder} cannot be made: {error.strerror}.", "Name a folder that you may write to in $XDG_CACHE_HOME."
        ) from error
    # Anybody may make a folder of that name there before us.
    ours = sys.platform == "win32" or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
    if not stat.S_ISDIR(found.st_mode) or not ours:
        raise NgomapError(f"{folder} is not a folder of yours alone.", "Remove it, or set $XDG_CACHE_HOME to one that is.")
    return folder


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise NgomapError(
            f"{path} cannot be opened: {error.strerror}.", "It keeps the pace of requests: remove it and try again."
        ) from error
    with os.fdopen(handle, "r+b", buffering=0) as file:
        yield file


def _read(file: IO[bytes]) -> float:
    file.seek(0)
    try:
        return float(file.read(64))
    except ValueError:
        return 0.0


def _write(file: IO[bytes], at: float) -> None:
    file.seek(0)
    # Always as long, so that nothing of an earlier time is left behind it.
    file.write(f"{at:020.6f}\n".encode("ascii"))
    file.truncate()


def _sleep_until(at: float) -> None:
    wait = at - time.time()
    if 0 < wait <= LONGEST_WAIT:
        time.sleep(wait)


