"""Which actor a misspelt name means, and which names are spelt alike."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz, process

from ngomap.matching.nearest import CLEAR_LEAD, FORGIVEN_SCORE, HINT_SCORE
from ngomap.model.actors import ActorRef
from ngomap.model.text import name_key
from ngomap.store.actors import some_refs
from ngomap.store.connection import Map
from ngomap.store.name_keys import about_how_many, keys_of_length, keys_with_words, words_beginning

ALL_COMPARED: Final = 20_000
"""Up to so many actors every name is compared in every way."""
LIKELY: Final = 200
"""Of a larger map the names that are spelt most alike are, and those that have the words that were meant."""
FIRST_LETTERS: Final = 2
"""A word that was meant begins with the first or the second letter of what was typed, unless that slip is a rare one."""
WORD_SCORE: Final = 70.0
"""From this similarity on a word of the map may be the one that was meant."""
MEANT: Final = 4

Keys = list[tuple[str, int]]


def meant(map_: Map, text: str) -> ActorRef | None:
    """The actor whose name or alias is clearly the nearest to the text, spelling forgiven, or None.

    Two names of one actor do not compete; two actors of one name do.
    """
    key = name_key(text)
    # What is longer or shorter cannot be so like it.
    unlike = (200 - FORGIVEN_SCORE) / FORGIVEN_SCORE
    rows = keys_of_length(map_, len(key) / unlike, len(key) * unlike)
    found = process.extract(key, [k for k, _ in rows], scorer=fuzz.ratio, limit=None, score_cutoff=FORGIVEN_SCORE)
    if not found:
        return None
    best = rows[found[0][2]][1]
    rivals = [score for _, score, n in found if rows[n][1] != best]
    return None if rivals and found[0][1] - rivals[0] < CLEAR_LEAD else some_refs(map_, [best])[best]


def spelt_alike(map_: Map, text: str, limit: int = 3) -> list[ActorRef]:
    """Those whose names or aliases are most like the text, best first; equally good ones by name, then by handle."""
    key = name_key(text)
    rows = keys_of_length(map_, 0, float("inf")) if about_how_many(map_) <= ALL_COMPARED else _likely(map_, key)
    found = process.extract(key, [k for k, _ in rows], scorer=fuzz.WRatio, limit=None, score_cutoff=HINT_SCORE)
    found = [hit for hit in found if hit[1] >= found[:limit][-1][1]]
    refs = some_refs(map_, {rows[n][1] for *_, n in found})
    ranked = sorted(((-score, name, refs[rows[n][1]]) for name, score, n in found), key=lambda hit: (*hit[:2], hit[2].handle))
    return list(dict.fromkeys(actor for *_, actor in ranked[:limit]))


def _likely(map_: Map, key: str) -> Keys:
    rows = keys_of_length(map_, len(key) / 2, len(key) * 2)
    best = process.extract(key, [k for k, _ in rows], scorer=fuzz.ratio, limit=LIKELY, score_cutoff=HINT_SCORE)
    words = [found for word in key.split() if (found := _words_meant(map_, word))]
    return sorted({rows[n] for *_, n in best}.union(keys_with_words(map_, words) if words else ()))


def _words_meant(map_: Map, word: str) -> list[str]:
    known = [w for letter in dict.fromkeys(word[:FIRST_LETTERS]) for w in words_beginning(map_, letter)]
    return [w for w, *_ in process.extract(word, known, scorer=fuzz.ratio, limit=MEANT, score_cutoff=WORD_SCORE)]
