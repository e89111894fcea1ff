"""Rejected rows as a file that can be corrected and read in again."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.importers.grid import REJECT_COLUMNS
from ngomap.importers.records import Found, Gazetteer, Network, Presences
from ngomap.model.answers import Rejected
from ngomap.model.cells import cell


def refuse_taken(path: Path) -> None:
    """Raises AlreadyExists or NgomapError, before anything is done, if no new file can be made there."""
    if path.exists() or path.is_symlink():
        raise _taken(path)
    if not path.parent.is_dir():
        raise NgomapError(f"The folder {path.parent} does not exist.", "Make it first.")


def _taken(path: Path) -> AlreadyExists:
    return AlreadyExists(f"{path} exists already; it was left as it is.", "Name another file with --rejects FILE.")


def rejects_text(found: Found, rejected: Sequence[Rejected]) -> str:
    """The rejected rows with the columns of the original, and `line` and `reason` behind them; or, where the format has
    no columns, a file of that format.
    """
    if isinstance(found, Network) and found.as_file:
        return found.as_file([row.row["record"] for row in rejected])
    names, tags = _columns(found)
    names += [name for row in rejected for name in row.row if name not in names]
    names = [name for name in dict.fromkeys(names) if name not in REJECT_COLUMNS]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(name) for name in (*names, *REJECT_COLUMNS)])
    if tags:
        writer.writerow([*(tags.get(name, "") for name in names), "", ""])
    for row in rejected:
        writer.writerow([*(cell(row.row.get(name, "")) for name in names), str(row.line), cell(row.reason)])
    return out.getvalue()


def _columns(found: Found) -> tuple[list[str], dict[str, str]]:
    """The columns of the file, and the hashtags below them if it has a row of those."""
    match found:
        case Presences():
            headers, tags = found.grid.headers, found.grid.tags
        case Network():
            headers, tags = tuple(name for part in found.headers.values() for name in part), found.tags
        case Gazetteer():
            headers, tags = found.headers, ()
        case _:
            headers, tags = (), ()
    beside = tags and tuple(tags) != tuple(headers)
    return list(headers), dict(zip(headers, tags, strict=False)) if beside else {}


def write_rejects(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner only; nothing is written over."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        hint = "Name another file with --rejects FILE."
        raise NgomapError(f"{path} cannot be written: {error.strerror}.", hint) from error
    finally:
        temporary.unlink(missing_ok=True)
