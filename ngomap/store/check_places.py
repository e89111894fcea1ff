"""What lies beside a map: copies of it, and what was left unfinished."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Final

from ngomap.store.backup import backup_folder
from ngomap.store.encrypted import PLAIN
from ngomap.store.graph_file import graph_file, is_graph_file
from ngomap.store.new_files import surely_left

STALE_SECONDS: Final = 3600
"""What nobody wrote to for so long is not being written any more."""
OLD_SECONDS: Final = 30 * 24 * 3600
"""A copy from before a change of the map's format has done its work by then."""
ENDS: Final = (".new", ".part", ".new-journal", ".part-journal")


def left_unfinished(path: Path) -> list[Path]:
    """Temporary files of ngomap beside the map and among its copies, that nobody makes any more: as the system says, or
    because nobody has written to them for an hour.
    """
    folders = [folder for folder in (path.parent, backup_folder(path)) if folder.is_dir()]
    begin = f".{path.name[:100]}."
    found = [
        p for folder in folders for p in folder.iterdir()
        if p.name.startswith(begin) and p.name.endswith(ENDS) and p.is_file() and not p.is_symlink()
    ]  # fmt: skip
    return sorted(p for p in found if _age(p) > STALE_SECONDS or surely_left(p))


def copies_before(path: Path) -> list[Path]:
    """Copies made beside the map before it was brought up to date, restored or found damaged."""
    named = re.compile(rf"{re.escape(path.name)}\.(before-|damaged-).*")
    return sorted(p for p in path.parent.iterdir() if named.fullmatch(p.name) and p.is_file())


def old_copies(path: Path) -> list[Path]:
    """Of these, those from before the map was brought up to date, once that is a month ago."""
    begin = f"{path.name}.before-m"
    return [p for p in copies_before(path) if p.name.startswith(begin) and _age(p) > OLD_SECONDS]


def kept_copies(path: Path) -> list[Path]:
    """The files in the folder of the map's backups, the oldest first."""
    folder = backup_folder(path)
    return sorted(p for p in folder.iterdir() if p.is_file() and p.suffix == path.suffix) if folder.is_dir() else []


def plain_copies(path: Path) -> list[Path]:
    """Of all these, those that are not encrypted, and the graph that was kept of a map: whoever has the disk can read them."""
    graph = [graph_file(path)] if is_graph_file(graph_file(path)) else []
    return [*graph, *(p for p in (*copies_before(path), *kept_copies(path)) if _begins_plain(p))]


def _begins_plain(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(PLAIN)) == PLAIN
    except OSError:
        return False


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0
