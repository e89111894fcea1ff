"""Values as text in files that other programs read."""

from __future__ import annotations

from typing import Final

from ngomap.model.text import visible

# Line ends and tabs are layout; the direction marks belong to right-to-left names and cannot turn text round.
KEPT: Final = "\n\t\u200e\u200f\u061c"


def plain(value: object) -> str:
    """A value as text, lists joined by `|`; control characters are written out, so that they do no harm anywhere.

    >>> plain(["a", "b"]), plain({"scheme": "GB-CHC", "value": "1"}), plain(0.5), plain("x\\x1by"), plain(None)
    ('a|b', 'GB-CHC:1', '0.5', 'x<001B>y', '')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        # A bar inside an item would cut it in two.
        return "|".join(plain(item).replace("|", "¦") for item in value)
    if isinstance(value, dict):
        return ":".join(plain(part) for part in value.values())
    return visible(str(value), keep=KEPT)
