"""The known names nearest to a misspelt one, for hints and for forgiving spelling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

from ngomap.model.text import name_key

T = TypeVar("T")
HINT_SCORE = 55.0
"""Below this similarity (0-100) a name is no help as a hint."""
FORGIVEN_SCORE = 86.0
"""From this similarity on, and clearly ahead of the next, a misspelt name is taken for the known one."""
CLEAR_LEAD = 4.0


def nearest(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The names most like the text, best first.

    >>> nearest("procurment", ["procurement", "health", "housing"])
    ['procurement']
    """
    keys = {name: name_key(name) for name in sorted(set(names))}
    found = process.extract(name_key(text), keys, scorer=fuzz.WRatio, limit=limit, score_cutoff=HINT_SCORE)
    return [name for _, _, name in found]


def forgiven(text: str, named: Mapping[str, T]) -> T | None:
    """What the text means, spelling forgiven: the one whose name is clearly the nearest, or None.

    `named` maps every name and alias (as shown) to what it names; two names of one thing do not compete.
    """
    keys = {name: name_key(name) for name in named}
    found = process.extract(name_key(text), keys, scorer=fuzz.ratio, limit=5, score_cutoff=FORGIVEN_SCORE)
    if not found:
        return None
    best = named[found[0][2]]
    rivals = [score for _, score, name in found[1:] if named[name] != best]
    return best if not rivals or found[0][1] - rivals[0] >= CLEAR_LEAD else None


SIMILAR_SCORE = 88.0
"""From this similarity on, a new name is shown beside the known one before it is added."""


def similar(name: str, named: Mapping[str, T], limit: int = 5) -> list[T]:
    """What is already known under a name so like this one that it may be the same, best first.

    >>> similar("Fair Election Now", {"Fair Elections Now": 1, "Clean Water": 2})
    [1]
    """
    key = name_key(name)
    keys = {known: name_key(known) for known in named}
    scored = [(max(fuzz.ratio(key, k), fuzz.token_sort_ratio(key, k)), known) for known, k in keys.items()]
    best = sorted(((-score, known) for score, known in scored if score >= SIMILAR_SCORE))
    return list(dict.fromkeys(named[known] for _, known in best))[:limit]
