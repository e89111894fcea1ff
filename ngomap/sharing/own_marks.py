"""Marks in a workbook that goes out to be corrected: what only this map can tell, and nobody can join or guess from."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Final

ASKED: Final = "asked of themselves"
"""Under which the key of these marks stands among those of shares; it makes no share."""
DIGITS: Final = 16


class Marks:
    """Digests that depend on a key of the map and on whose entry it is: two workbooks have none in common."""

    def __init__(self, key: str, uid: str) -> None:
        self._secret = bytes.fromhex(key)
        self._uid = uid
        self.entry = self("entry")

    def __call__(self, *words: str) -> str:
        """The digest of some words: a text with letters, which no spreadsheet takes for a number."""
        said = json.dumps(["ask", self._uid, *words], ensure_ascii=False)
        return "k" + hmac.new(self._secret, said.encode(), hashlib.sha256).hexdigest()[:DIGITS]

    def proof(self) -> str:
        """What shows that an entry's mark was made by this map, also when the entry is no longer there."""
        return proof_of(self._secret.hex(), self.entry)


def proof_of(key: str, entry: str) -> str:
    """The proof that belongs to an entry's mark under a key."""
    return "k" + hmac.new(bytes.fromhex(key), f"ask proof {entry}".encode(), hashlib.sha256).hexdigest()[:DIGITS]
