"""The keys from which the ids in shares are made: one for each recipient, so that two of them cannot join theirs."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from typing import Final

from ngomap.model.text import name_key
from ngomap.store.connection import Map
from ngomap.store.writing import insert_row, write

KEY_OF: Final = "SELECT key FROM share_recipients WHERE name_key = ?"
KEYS: Final = "SELECT key FROM share_recipients ORDER BY id"
KEY_BYTES: Final = 32

Ids = Callable[[str], str]


def fresh_key() -> str:
    """A key for one share alone."""
    return os.urandom(KEY_BYTES).hex()


def key_for(map_: Map, recipient: str) -> str:
    """The key for a recipient's shares; one that is new is kept, so that the next share fits the first."""
    known = known_key(map_, recipient)
    if known:
        return known
    with write(map_) as database:
        known = known_key(map_, recipient)
        if known is None:
            known = fresh_key()
            insert_row(database, "share_recipients", {"name": recipient, "name_key": name_key(recipient), "key": known})
    return known


def known_key(map_: Map, recipient: str) -> str | None:
    """The key for a recipient who had a share before."""
    row = map_.connection.execute(KEY_OF, [name_key(recipient)]).fetchone()
    return None if row is None else str(row[0])


def all_keys(map_: Map) -> list[str]:
    """The keys of all recipients."""
    return [str(row[0]) for row in map_.connection.execute(KEYS)]


def ids_under(key: str) -> Ids:
    """Ids in the form of a UUID that only who has the key can tell from others.

    >>> one, other = ids_under("00" * 32), ids_under("11" * 32)
    >>> one("a") == one("a"), one("a") == other("a"), len(one("a"))
    (True, False, 36)
    """
    secret = bytes.fromhex(key)

    def pseudonym(uid: str) -> str:
        h = hmac.new(secret, uid.encode(), hashlib.sha256).hexdigest()[:32]
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"

    return pseudonym
