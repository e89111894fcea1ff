"""Where somebody can stand on an issue, as people say it."""

from __future__ import annotations

from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.values import whole

STANCES: Final = {-2: "active opponent", -1: "passive opponent", 0: "neutral", 1: "passive ally", 2: "active ally"}
SHORT: Final = {"opponent": -1, "ally": 1}
"""Words that say less than they might, and mean the quieter of the two."""


def read_stance(text: str) -> int:
    """The stance that a number from -2 to 2 or its word means. Raises InvalidValue.

    >>> read_stance("+1"), read_stance("Active-Opponent"), read_stance("ally"), read_stance("passive ally")
    (1, -2, 1, 1)
    """
    words = {word.replace(" ", "-"): stance for stance, word in STANCES.items()} | SHORT
    chosen = "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
    if chosen in words:
        return words[chosen]
    if any(c.isalpha() for c in text):
        raise InvalidValue(
            f"stance: {text!r} is not known.", f"A number from -2 to +2, or one of: {', '.join(words)}."
        )
    return whole(text, "stance", -2, 2)


def with_article(stance: int) -> str:
    """The stance as it is said of somebody.

    >>> with_article(2), with_article(0), with_article(-1)
    ('an active ally', 'neutral', 'a passive opponent')
    """
    word = STANCES[stance]
    return word if stance == 0 else f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
