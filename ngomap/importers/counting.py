"""Sentences about what was met several times in a file."""

from __future__ import annotations

from collections import Counter

SHOWN = 5


def counted_note(found: Counter[str], sentence: str) -> list[str]:
    """The sentence with the most frequent texts and their numbers in place of `{}`; nothing if there is none.

    >>> from collections import Counter
    >>> counted_note(Counter({"Club": 2, "Bar": 1}), "Not known: {}")
    ["Not known: 'Club' (2), 'Bar' (1)."]
    """
    if not found:
        return []
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{text!r} ({n})" for text, n in ranked[:SHOWN])
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return [sentence.format(shown + more) + "."]
