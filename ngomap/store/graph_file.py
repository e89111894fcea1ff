"""Where the graph that is kept of a large map lies, and how it is taken away. What is in it: see `graph_keeping.py`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from ngomap.store.new_files import write_over

END: Final = "-graph"
BEGIN: Final = b"ngomap-graph 1 "
"""The number is to be raised when what is kept, or how it is found out, is another."""


def graph_file(path: Path) -> Path:
    """Where the graph of the map at `path` is kept: beside the file itself, whatever names lead there."""
    path = path.resolve()
    return path.with_name(path.name + END)


def is_graph_file(path: Path) -> bool:
    """Whether that file is one of ours."""
    with suppress(OSError), opened(path, os.O_RDONLY) as file:
        return file.read(len(BEGIN)) == BEGIN
    return False


def take_away(path: Path, overwrite: bool = False) -> None:
    """Take away what is kept of the map at `path`, if anything; `overwrite`: its bytes first."""
    file = graph_file(path)
    if not is_graph_file(file):
        return
    with suppress(OSError):
        if overwrite:
            with opened(file, os.O_RDWR) as raw:
                write_over(raw)
    with suppress(OSError):
        file.unlink()


@contextmanager
def opened(path: Path, how: int) -> Iterator[BinaryIO]:
    """A file that is one, and no link or pipe. Raises OSError."""
    descriptor = os.open(path, how | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb" if how == os.O_RDONLY else "r+b", buffering=-1 if how == os.O_RDONLY else 0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError
        yield file
