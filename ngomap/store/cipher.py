"""Encrypted maps: SQLCipher 4 with its own settings, so that any program that knows it opens them with the passphrase.

Every page is encrypted and signed, those of the journal too. A connection to such a file behaves as one of `sqlite3`, its
errors included, and the rest of the store does not know the difference.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, cast
from urllib.parse import quote

from ngomap.errors import MissingExtra, WrongSecret
from ngomap.store.connection import WAIT_SECONDS
from ngomap.store.encrypted import open_encrypted_with

ROUNDS: Final = 256_000
"""Of PBKDF2-HMAC-SHA512, as SQLCipher 4 does by default."""
KEY_SIZE: Final = 32
VARIABLES: Final = 32_766
"""How many a statement may have in every SQLite since 3.32."""
CURSOR_CALLS: Final = ("execute", "executemany", "executescript", "fetchone", "fetchmany", "fetchall", "__next__")
CONNECTION_CALLS: Final = ("backup", "commit", "rollback")


class Secret(NamedTuple):
    """What opens an encrypted map: a passphrase, or with `raw` a key of 32 bytes, from which nothing need be derived."""

    value: bytes
    raw: bool = False


@contextmanager
def unlocked(secret: Secret) -> Iterator[None]:
    """Inside, encrypted maps are opened with this secret."""
    before = open_encrypted_with(lambda path, salt: connect_encrypted(path, salt, secret))
    try:
        yield
    finally:
        open_encrypted_with(before)


def connect_encrypted(path: Path, salt: bytes, secret: Secret) -> sqlite3.Connection:
    """A connection to an existing encrypted file, that has been read from. Raises WrongSecret, MissingExtra."""
    connection = connect_unlocked(path, key_for(secret, salt))
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        what = "key" if secret.raw else "passphrase"
        raise WrongSecret(
            f"{path} does not open with this {what}.",
            f"Give the right {what} or key file; if it is the right one, the file is damaged (from outside "
            "the two look the same): restore a backup.",
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def connect_unlocked(path: Path | str, key: str | None) -> sqlite3.Connection:
    """A connection of SQLCipher with the key that `key_for` makes, or to a plain file; nothing was read yet."""
    name = path if isinstance(path, str) else f"file:{quote(str(path.absolute()))}?mode=rw"
    connection = sqlcipher().connect(
        name, uri=True, timeout=WAIT_SECONDS, isolation_level=None, factory=_classes()
    )
    # It would write to stderr of its own accord.
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.set_key(key)
    # What is too large for memory would else be sorted in a file that nobody encrypts.
    connection.execute("PRAGMA temp_store = MEMORY")
    return cast(sqlite3.Connection, connection)


def key_for(secret: Secret, salt: bytes) -> str:
    """The key of a file with that salt, as SQLCipher takes it without deriving anything."""
    key = secret.value if secret.raw else _derived(secret.value, salt)
    return f"x'{key.hex()}{salt.hex()}'"


@cache
def _derived(passphrase: bytes, salt: bytes) -> bytes:
    """What SQLCipher would derive at each opening; copies have the salt of their map, and a command opens several."""
    return hashlib.pbkdf2_hmac("sha512", passphrase, salt, ROUNDS, KEY_SIZE)


def sqlcipher() -> Any:
    """The library. Raises MissingExtra."""
    try:
        import sqlcipher3.dbapi2
    except ImportError as error:
        raise MissingExtra(
            "Encrypted maps need what is not installed here: sqlcipher3.", "Install it with: pip install 'ngomap[secure]'"
        ) from error
    return sqlcipher3.dbapi2


@cache
def _classes() -> Any:
    """The class of connections whose errors are those of `sqlite3`; its cursors likewise."""
    library = sqlcipher()
    cursor = type("Cursor", (library.Cursor,), {n: _telling(getattr(library.Cursor, n), library.Error) for n in CURSOR_CALLS})

    def in_memory(_: Any) -> sqlite3.Connection:
        # SQLCipher copies between databases that both have a key; which one is all the same in memory.
        return connect_unlocked(":memory:", key_for(Secret(bytes(KEY_SIZE), True), bytes(16)))

    calls: dict[str, Any] = {n: _telling(getattr(library.Connection, n), library.Error) for n in CONNECTION_CALLS}
    calls["cursor"] = lambda self: library.Connection.cursor(self, cursor)
    calls["getlimit"] = lambda _self, _category: VARIABLES
    calls["in_memory"] = in_memory
    return type("Connection", (library.Connection,), calls)


def _telling(call: Callable[..., Any], errors: type[Exception]) -> Callable[..., Any]:
    def told(self: Any, *args: Any, **named: Any) -> Any:
        try:
            return call(self, *args, **named)
        except errors as error:
            same: Any = getattr(sqlite3, type(error).__name__)(*error.args)
            same.sqlite_errorcode = getattr(error, "sqlite_errorcode", 0)
            same.sqlite_errorname = getattr(error, "sqlite_errorname", "")
            raise same from error

    return told
