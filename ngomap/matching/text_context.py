"""Where in a text words stand, as a person wants to see it before deciding."""

from __future__ import annotations

from typing import Final

AROUND: Final = 45
"""Characters shown on each side."""


def in_context(text: str, words: str) -> str:
    """The words with what stands around them on one line, or nothing if they are not in the text.

    >>> in_context("Since 1994 we have run a night shelter for anybody who sleeps rough in the old harbour.", "night shelter")
    'Since 1994 we have run a [night shelter] for anybody who sleeps rough in the old...'
    """
    at = text.find(words) if words else -1
    if at < 0:
        return ""
    end = at + len(words)
    before, after = text[max(at - AROUND, 0) : at], text[end : end + AROUND]
    if at > AROUND:
        before = "..." + before.partition(" ")[2]
    if end + AROUND < len(text):
        after = after.rpartition(" ")[0] + "..."
    return " ".join(f"{before}[{words}]{after}".split())
