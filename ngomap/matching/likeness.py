"""How alike two names are, word by word: what they share, what each has more, and whether that sets them apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from ngomap.matching.name_words import name_words
from ngomap.matching.names import Name, singular

COMMON_WEIGHT: Final = 0.35
PLACE_WEIGHT: Final = 0.6
SAME_WORD: Final = 84.0
"""From this similarity (0-100) on, two words of at least four letters are taken for spellings of one."""
SHORTEST_MISSPELT: Final = 4
CUT_SHARED: Final = 30
"""So many characters must agree before a name that may be cut off is taken for the beginning of a longer one."""


# Never changed once made; to say so would double the time it takes to make one, and there are very many.
@dataclass(slots=True, eq=False)
class Likeness:
    """How alike two names are: 0..1, and why not more.

    `equal`: the same words, in any order; `in_order`: in the same one, or turned about a comma. `translated`: the same in
    English. `misspelt`: the same but for spelling. `more_a`, `more_b`: the words that only one of them has. `contrast`:
    these set them apart, as `School 12` and `School 13`. `cut`: one is the beginning of the other. `shared`: they share a
    word that says something. `within`: how much of the shorter the longer contains, 0..1.
    """

    score: float
    equal: bool
    in_order: bool
    translated: bool
    misspelt: bool
    more_a: tuple[str, ...]
    more_b: tuple[str, ...]
    contrast: bool
    cut: bool
    shared: bool
    within: float


def likeness(a: Name, b: Name, places: frozenset[str] = frozenset(), passed: frozenset[str] = frozenset()) -> Likeness:
    """How alike two names are. `places` are words that are places beside the countries, `passed` are words (of the
    address) that set nothing apart.

    The score is a weighted Dice coefficient of the words; those that many organizations have weigh least.

    >>> from ngomap.matching.names import name_of
    >>> likeness(name_of("Borno Emegrency Agency"), name_of("Borno Emergency Agency")).misspelt
    True
    >>> likeness(name_of("School 12"), name_of("School 13")).contrast
    True
    """
    if a.key == b.key:
        return Likeness(1.0, True, _in_order(a, b), False, False, (), (), False, False, True, 1.0)
    if a.gist == b.gist:
        return Likeness(0.98, False, False, True, False, (), (), False, False, True, 1.0)
    left, right, spelt = _aligned(list(a.meaning), list(b.meaning))
    weight_a = sum(weight(w, places) for w in a.meaning)
    weight_b = sum(weight(w, places) for w in b.meaning)
    rest_a, rest_b = (sum(weight(w, places) for w in rest) for rest in (left, right))
    slips = 0.02 * len(spelt)
    score = max(0.0, 1 - (rest_a + rest_b) / (weight_a + weight_b) - slips)
    within = max(0.0, 1 - min(rest_a / weight_a, rest_b / weight_b) - slips)
    shared = any(telling(w, places) for w in (*_without(a.meaning, left), *_without(b.meaning, right)))
    cut = _cut(a, b) or _cut(b, a)
    contrast = not cut and _set_apart([w for w in left if w not in passed], [w for w in right if w not in passed], spelt, places)
    return Likeness(score, False, False, False, not left and not right, tuple(left), tuple(right), contrast, cut, shared, within)


def weight(word: str, places: frozenset[str] = frozenset()) -> float:
    """How much a word tells about whom a name means."""
    alone = _weight_anywhere(word)
    return PLACE_WEIGHT if alone == 1.0 and word in places else alone


@lru_cache(maxsize=200_000)
def _weight_anywhere(word: str) -> float:
    words = name_words()
    if singular(word) in words.common or word in words.common or word in words.branch:
        return COMMON_WEIGHT
    return PLACE_WEIGHT if word in words.places else 1.0


def telling(word: str, places: frozenset[str] = frozenset()) -> bool:
    """Whether a word is one that few organizations share."""
    return weight(word, places) == 1.0


def _in_order(a: Name, b: Name) -> bool:
    """Whether the words stand in one order, or one name is turned about its comma (`Graham, Alexander`).

    Common words in another order may be another organization: the Center for Public Justice is not the Public Justice
    Center.
    """
    x, y = (tuple(map(singular, n.words)) for n in (a, b))
    if x == y:
        return True
    return any("," in n.text for n in (a, b)) and any(x[i:] + x[:i] == y for i in range(1, len(x)))


def known_word(word: str) -> bool:
    """Whether a word is one of those that names are made of everywhere, so that another spelling is a slip."""
    words = name_words()
    return singular(word) in words.common or word in words.common or word in words.meaning or word in words.meanings


def _aligned(left: list[str], right: list[str]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """The words that only one has, and pairs of spellings of one word."""
    for word in list(left):
        match = next((w for w in right if w == word or singular(w) == singular(word)), None)
        if match is not None:
            left.remove(word)
            right.remove(match)
    spelt: list[tuple[str, str]] = []
    scored = sorted(
        (-likely, x, y) for x in set(left) for y in set(right) if (likely := _one_word(x, y)) >= SAME_WORD
    )
    for _, x, y in scored:
        if x in left and y in right:
            left.remove(x)
            right.remove(y)
            spelt.append((x, y))
    for long, short in ((left, right), (right, left)):
        _split_words(long, short)
    return left, right, spelt


def _split_words(long: list[str], short: list[str]) -> None:
    """Words written apart in one name and together in the other (`Child Care`, `Childcare`)."""
    for word in list(short):
        for i in range(len(long) - 1):
            if long[i] + long[i + 1] == word:
                short.remove(word)
                del long[i : i + 2]
                break


@lru_cache(maxsize=500_000)
def _one_word(x: str, y: str) -> float:
    if x > y:
        return _one_word(y, x)
    if min(len(x), len(y)) < SHORTEST_MISSPELT or x.isdigit() or y.isdigit():
        return 0.0
    if (x in _APART and y in _APART) or _digits(x) != _digits(y):
        return 0.0
    # A slip of one key or two swapped letters in a long word counts as much as the ratio asks for.
    if min(len(x), len(y)) >= 6 and OSA.distance(x, y, score_cutoff=1) <= 1:
        return 95.0
    return ratio(x, y, score_cutoff=SAME_WORD)


def _digits(word: str) -> str:
    return "" if word.isalpha() else "".join(filter(str.isdigit, word))


_APART: Final = frozenset(("northern", "southern", "eastern", "western", "mens", "womens", "woman", "women", "nigeria", "niger",
                           "nigerian", "nigerien", "austria", "australia", "austrian", "australian", "iran", "iraq", "iranian",
                           "iraqi", "slovak", "slovakia", "slovenia", "slovenian"))  # fmt: skip
"""Words so alike that they pass for spellings of each other, and are not."""


def _without(words: tuple[str, ...], left: list[str]) -> list[str]:
    kept = list(words)
    for word in left:
        if word in kept:
            kept.remove(word)
    return kept


def _cut(short: Name, long: Name) -> bool:
    """Whether one name is the other, cut off where registers cut."""
    if not short.may_be_cut or len(short.text) >= len(long.text) or _numbers(short) != _numbers(long):
        return False
    beginning = " ".join(short.text.casefold().split())
    return len(beginning) >= CUT_SHARED and " ".join(long.text.casefold().split()).startswith(beginning)


def _numbers(name: Name) -> set[str]:
    return {w for w in name.words if any(c.isdigit() for c in w)}


def _set_apart(left: list[str], right: list[str], spelt: list[tuple[str, str]], places: frozenset[str]) -> bool:
    """Whether the words that only one has make them two organizations."""
    words = name_words()
    if any(x in words.contrast or y in words.contrast or _is_place(x, places) != _is_place(y, places) for x, y in spelt):
        return True
    if any(_is_place(x, places) and x != y for x, y in spelt):
        return True
    numbers = [any(c.isdigit() for c in w) for w in (*left, *right)]
    if any(numbers):
        return True
    contrasting = [w for w in (*left, *right) if w in words.contrast]
    if contrasting:
        return True
    return any(_is_place(w, places) for w in left) and any(_is_place(w, places) for w in right)


def _is_place(word: str, places: frozenset[str]) -> bool:
    return word in name_words().places or word in places
