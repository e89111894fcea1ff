"""New files beside others: made under a name of their own, readable by their owner alone, and only then given theirs."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ngomap.errors import MapLocked

if sys.platform != "win32":
    import fcntl

WAIT_SECONDS: Final = 30
POLL_SECONDS: Final = 0.05


def new_file_beside(path: Path, suffix: str = ".new") -> Path:
    """A new empty file of the same folder, under a name of its own, that only its owner may read."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=suffix, dir=path.parent)
    os.close(handle)
    return Path(name)


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
