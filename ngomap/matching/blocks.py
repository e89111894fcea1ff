"""Which organizations are compared at all: those that share something few others have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz, process

from ngomap.matching.looks import Look

LARGEST_BLOCK: Final = 60
"""What more organizations share tells nothing of any two of them."""
RAREST: Final = 3
NEIGHBOURS: Final = 3
WORTH_READING: Final = 72.0
"""Names less alike than this (0-100) are looked at word by word only if one contains the other."""
CONTAINED: Final = 99.0


def contact_pairs(looks: Sequence[Look]) -> Iterator[tuple[int, int]]:
    """Those who share a number of a register, an e-mail or web address, a telephone, or a house."""
    for keys in (
        lambda x: x.entry.identifiers,
        lambda x: (x.email,) if x.email else (),
        lambda x: (x.domain,) if x.domain else (),
        lambda x: (x.phone,) if x.phone else (),
        lambda x: ((*x.address, x.entry.country),) if x.address[0] else (),
    ):
        yield from _within(looks, keys)


def acronym_pairs(looks: Sequence[Look]) -> Iterator[tuple[int, int]]:
    """Those of whom one is called by the acronym of the other, or who have one acronym."""
    by: dict[str, tuple[list[int], list[int], list[int]]] = {}
    for look in looks:
        for word in (look.short and {look.short}) or _shorts(look):
            by.setdefault(word, ([], [], []))[0].append(look.at)
        for acronym in look.acronyms:
            by.setdefault(acronym, ([], [], []))[1].append(look.at)
        for initials in {i for name in look.names for i in name.initials}:
            by.setdefault(initials, ([], [], []))[2].append(look.at)
    for called, told, derived in by.values():
        if len(called) * (len(told) + len(derived)) <= LARGEST_BLOCK**2:
            for i in called:
                yield from ((min(i, j), max(i, j)) for j in (*told, *derived) if i != j)
        if len(told) <= LARGEST_BLOCK:
            yield from combinations(sorted(told), 2)


def _shorts(look: Look) -> set[str]:
    """Words of a name that may be an acronym with a common word beside it (`Frad Foundation`)."""
    return {w for w in look.names[0].words if 2 < len(w) <= 8} if len(look.names[0].words) == 2 else set()


def name_pairs(looks: Sequence[Look]) -> Iterator[tuple[int, int]]:
    """Those whose names are alike enough to be worth reading."""
    holders: dict[str, list[Look]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for look in looks:
        for name in look.names:
            holders.setdefault(name.gist, []).append(look)
            words[name.gist] = tuple(dict.fromkeys(name.gist.split()))
    for key, having in holders.items():
        if key:
            yield from _namesakes(having)
    fresh = {key for key, having in holders.items() if any(x.new for x in having)}
    keys = sorted(words)
    for a, near in _near(keys, words).items():
        chosen = near if a in fresh else near & fresh
        behind = {b: b for b in sorted(chosen)}
        alike = process.extract(a, behind, scorer=fuzz.token_sort_ratio, score_cutoff=WORTH_READING, limit=None)
        within = process.extract(a, behind, scorer=fuzz.token_set_ratio, score_cutoff=CONTAINED, limit=None)
        for b in sorted({b for _, _, b in (*alike, *within)}):
            if len(holders[a]) * len(holders[b]) <= LARGEST_BLOCK**2:
                yield from ((min(x.at, y.at), max(x.at, y.at)) for x in holders[a] for y in holders[b] if x is not y)


def _near(keys: list[str], words: dict[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """For each name those behind it in the alphabet that share a rare word with it, or stand next to it there."""
    number = Counter(w for key in keys for w in words[key])
    blocks: dict[Hashable, list[str]] = {}
    for key in keys:
        rare = sorted(words[key], key=lambda w: (number[w], w))[:RAREST]
        for word in rare:
            if 1 < number[word] <= LARGEST_BLOCK:
                blocks.setdefault(word, []).append(key)
        if len(rare) > 1:
            blocks.setdefault(tuple(sorted(rare[:2])), []).append(key)
    # A word counts for all names it stands in, even where three others are rarer.
    near: dict[str, set[str]] = {}
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            for i, key in enumerate(block[:-1]):
                near.setdefault(key, set()).update(block[i + 1 :])
    packed = {key: key.replace(" ", "") for key in keys}
    for order in (sorted(keys, key=lambda k: (packed[k], k)), sorted(keys, key=lambda k: (packed[k][::-1], k))):
        for i, key in enumerate(order):
            for other in order[i + 1 : i + 1 + NEIGHBOURS]:
                near.setdefault(min(key, other), set()).add(max(key, other))
    return near


def _namesakes(having: list[Look]) -> Iterator[tuple[int, int]]:
    """All pairs of one name; where very many have it (chapters), those of one place."""
    if len(having) <= LARGEST_BLOCK:
        yield from combinations(sorted({x.at for x in having}), 2)
        return
    yield from _within(having, lambda x: ((x.entry.country, tuple(sorted(x.place)), x.area[:1], x.address[0]),))


def _within(looks: Iterable[Look], keys: object) -> Iterator[tuple[int, int]]:
    blocks: dict[Hashable, list[int]] = {}
    for look in looks:
        for key in keys(look):  # type: ignore[operator]
            blocks.setdefault(key, []).append(look.at)
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            yield from combinations(sorted(set(block)), 2)


