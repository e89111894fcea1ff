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
    if isinstance(value, str):
        return visible(value, keep=KEPT)
    if isinstance(value, list):
        texts = [item if item.__class__ is str else plain(item) for item in value]
        joined = "|".join(texts)
        if joined.count("|") < len(texts) and joined.isprintable():
            return joined
        # A bar inside an item would cut it in two.
        return "|".join(plain(text).replace("|", "¦") for text in texts)
    if isinstance(value, dict):
        return ":".join(map(plain, value.values()))
    return "" if value is None else visible(str(value), keep=KEPT)
