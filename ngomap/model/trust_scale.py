"""What the six judgements of one actor by another are, and what their figures from 0 to 4 mean."""

from __future__ import annotations

from typing import Final

from ngomap.model.relationships import TRUST_ITEMS, VALUE_ITEMS

ITEMS: Final = (*TRUST_ITEMS, *VALUE_ITEMS)
MEANING: Final[dict[str, str]] = {
    "reliability": "they do what they say",
    "shared_mission": "they want what we want",
    "openness": "they tell us what matters",
    "influence": "their word counts with others",
    "involvement": "they put in time and people",
    "resources": "they have what we lack",
}
TRUST_SCALE: Final = ("never", "rarely", "sometimes", "mostly", "always")
VALUE_SCALE: Final = ("none", "little", "some", "much", "very much")
HIGHEST: Final = 4


def scale_word(item: str, level: int) -> str:
    """What a figure of an item means.

    >>> scale_word("openness", 3), scale_word("resources", 0)
    ('mostly', 'none')
    """
    return (TRUST_SCALE if item in TRUST_ITEMS else VALUE_SCALE)[level]


def scale_line(scale: tuple[str, ...]) -> str:
    """A scale in one line.

    >>> scale_line(TRUST_SCALE)
    '0 never, 1 rarely, 2 sometimes, 3 mostly, 4 always'
    """
    return ", ".join(f"{level} {word}" for level, word in enumerate(scale))


def item_name(item: str) -> str:
    """An item as people write it.

    >>> item_name("shared_mission")
    'shared mission'
    """
    return item.replace("_", " ")
