"""What the colours of a map say, as keys with words and colours, and which key each actor has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.model.actors import LEVELS
from ngomap.model.relationships import RUNGS as RUNG_NAMES
from ngomap.model.words import Term
from ngomap.pictures import palette

COLORS: Final = ("issue", "rung", "kind", "level")
KINDS: Final = (
    (("ngo", "cbo"), "NGO or community group", palette.BLUE),
    (("coalition", "network"), "Coalition or network", palette.GREEN),
    (("government", "legislature", "court"), "Public body", palette.ORANGE),
    (("igo", "donor"), "Donor or body of states", palette.PINK),
    (("academia",), "University or research", palette.SKY),
    (("media",), "Media", palette.YELLOW),
    (("business",), "Business", palette.VIOLET),
    (("union", "faith", "professional"), "Union, faith or professional body", palette.RED),
    (("person",), "Person", palette.QUIET),
    (("other",), "Other", palette.UNKNOWN),
)
"""Kinds that share a shape, in words, with their colour."""
US_KEY: Final = "us"
NO_TIE: Final = "none"
WANTED: Final = "wanted"
TIED: Final = "tied"
OTHER: Final = "other"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """A colour and what it says."""

    key: str
    words: str
    color: str


@dataclass(frozen=True, slots=True)
class Keys:
    """What the colours say altogether, the keys in use in their order, and the key of each actor by id."""

    title: str
    keys: tuple[Key, ...]
    of: dict[int, str]

    def words(self, actor: int) -> str:
        """What the colour of an actor says."""
        return next(k.words for k in self.keys if k.key == self.of[actor])


def _used(title: str, keys: Iterable[Key], of: dict[int, str]) -> Keys:
    used = set(of.values())
    return Keys(title, tuple(k for k in keys if k.key in used), of)


def kind_words(kind: str) -> str:
    """What the shape of a kind says.

    >>> kind_words("court")
    'Public body'
    """
    return next((words for kinds, words, _ in KINDS if kind in kinds), "Other")


def by_kind(kinds: Mapping[int, str]) -> Keys:
    """Colours that say what the shapes say."""
    keys = [Key(words, words, color) for _, words, color in KINDS]
    return _used("Kind", keys, {actor: kind_words(kind) for actor, kind in kinds.items()})


def by_level(levels: Mapping[int, str | None]) -> Keys:
    """The wider the level, the darker."""
    shades = (palette.RUNGS[1], palette.RUNGS[2], palette.RUNGS[4], palette.RUNGS[5])
    keys = [Key(level, level.capitalize(), color) for level, color in zip(LEVELS, shades, strict=True)]
    keys.append(Key(UNKNOWN, "Level not known", palette.PAPER))
    return _used("Level", keys, {actor: level if level in LEVELS else UNKNOWN for actor, level in levels.items()})


def by_rung(actors: Iterable[int], us: int | None, rungs: Mapping[int, int | None], wanted: Iterable[int]) -> Keys:
    """Where we stand with each: darker is closer. `rungs` has who is tied to us, None where the rung is not known or not
    to be told.
    """
    keys = [Key(US_KEY, "Ourselves", palette.US)]
    keys += [Key(str(i), f"{i} {RUNG_NAMES[i]}", palette.RUNGS[i]) for i in reversed(range(len(RUNG_NAMES)))]
    keys += [
        Key(TIED, "Tied to us in another way", palette.PINK), Key(WANTED, "Wanted", palette.YELLOW),
        Key(NO_TIE, "No tie with us shown", palette.PAPER),
    ]  # fmt: skip
    hoped = set(wanted)
    of = {}
    for actor in actors:
        if actor == us:
            of[actor] = US_KEY
        elif actor in rungs:
            rung = rungs[actor]
            of[actor] = TIED if rung is None else str(rung)
        else:
            of[actor] = WANTED if actor in hoped else NO_TIE
    return _used("Where we stand with each", keys, of)


def by_issue(issues: Mapping[int, Iterable[int]], terms: Mapping[int, Term], top: int | None = None) -> Keys:
    """The widest issue that most of an actor's issues lie under (of several, the one fewer of all actors have); below
    `top`, the issues right under it. The eight most frequent have colours.
    """
    headings = {actor: Counter(_heading(i, terms, top) for i in set(own)) for actor, own in issues.items()}
    frequency = Counter(h for counts in headings.values() for h in counts if h is not None)
    of: dict[int, int | None] = {}
    for actor, counts in headings.items():
        known = [h for h in counts if h is not None]
        of[actor] = (
            min(known, key=lambda h: (-counts[h], frequency[h], terms[h].slug)) if known else None
        )  # fmt: skip
    ranked = Counter(h for h in of.values() if h is not None)
    order = sorted(ranked, key=lambda h: (-ranked[h], terms[h].slug))
    shown = order[: len(palette.CATEGORIES)] if len(order) <= len(palette.CATEGORIES) else order[: len(palette.CATEGORIES) - 1]
    keys = [Key(terms[h].slug, terms[h].name, color) for h, color in zip(shown, palette.CATEGORIES, strict=False)]
    keys += [Key(OTHER, "Another issue", palette.UNKNOWN), Key(UNKNOWN, "Issue not known", palette.PAPER)]
    chosen = {a: UNKNOWN if h is None else terms[h].slug if h in shown else OTHER for a, h in of.items()}
    title = f"Issue under {terms[top].name}" if top is not None and top in terms else "Issue most worked on"
    return _used(title, keys, chosen)


def _heading(issue: int, terms: Mapping[int, Term], top: int | None) -> int | None:
    way = [issue] if issue in terms else []
    while way and (parent := terms[way[-1]].parent) in terms and parent is not None and parent not in way:
        if parent == top:
            return way[-1]
        way.append(parent)
    if not way:
        return None
    if top is None:
        return way[-1]
    return top if issue == top else None
