"""Which files are encrypted, and who opens them. What encrypts is loaded only once such a file is met: see `cipher.py`."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ngomap.errors import WrongSecret

PLAIN: Final = b"SQLite format 3\0"
SALT_SIZE: Final = len(PLAIN)
PAGE: Final = 4096
FEWEST_VALUES: Final = 200
"""Of the 256 values that a byte has, an encrypted page shows nearly all; text, or a map that was damaged, far fewer."""

Opener = Callable[[Path, bytes], sqlite3.Connection]

_opener: Opener | None = None


def open_encrypted_with(opener: Opener | None) -> Opener | None:
    """From now on, open encrypted files so: a function of the path and the salt that stands in the file. The one before."""
    global _opener
    before, _opener = _opener, opener
    return before


def open_encrypted(path: Path, salt: bytes) -> sqlite3.Connection:
    """A connection to an encrypted file. Raises WrongSecret if nobody said how."""
    if _opener is None:
        raise WrongSecret(f"{path} is encrypted.", "Open it inside ngomap.store.cipher.unlocked(Secret(b'passphrase')).")
    return _opener(path, salt)


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted file; None for any other, and where there is none.

    To be asked before anything is locked: that a process closes a file takes back the locks which it has on it.
    """
    if not path.is_file():
        # Opening a pipe would wait for whoever writes into it.
        return None
    try:
        with path.open("rb", buffering=0) as file:
            begin = file.read(SALT_SIZE)
            if begin == PLAIN:
                return None
            return salt_in(begin + file.read(PAGE - SALT_SIZE), os.fstat(file.fileno()).st_size)
    except OSError:
        return None


def beginning_of(path: Path) -> bytes | None:
    """The first bytes, which are others in a plain file and in each encrypted one; none where there is no file, None if
    they cannot be read.
    """
    try:
        with path.open("rb", buffering=0) as file:
            return file.read(SALT_SIZE)
    except FileNotFoundError:
        return b""
    except OSError:
        return None


def salt_in(page: bytes, size: int) -> bytes | None:
    """The salt of what is encrypted, has so many bytes and begins with this page; None if it is not encrypted."""
    encrypted = not page.startswith(PLAIN) and size % PAGE == 0 and len(set(page)) > FEWEST_VALUES
    return page[:SALT_SIZE] if encrypted else None
