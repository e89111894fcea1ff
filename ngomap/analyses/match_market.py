"""Which offer could meet which need, and how well: what is compared, what it weighs, what rules a pair out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.freshness import before
from ngomap.analyses.gaps_resources import is_open
from ngomap.graph.strength import strength
from ngomap.model.actors import Actor
from ngomap.model.contacts import Trust
from ngomap.model.coverage import Resource
from ngomap.model.relationships import Tie
from ngomap.model.text import name_key
from ngomap.model.words import Area

WEIGHTS: Final = {"kind": 0.4, "words": 0.2, "place": 0.15, "trust": 0.15, "dates": 0.1}
"""What each part of a pair weighs. They sum to 1."""
NEAR: Final = 0.5
"""A kind that is near counts half, and only where a word is in common."""
NEAR_KINDS: Final = frozenset(
    frozenset(pair) for pair in (
        ("training", "expertise"), ("training", "curriculum"), ("expertise", "legal"), ("expertise", "staff"),
        ("expertise", "it"), ("staff", "volunteers"), ("equipment", "tools"), ("equipment", "in-kind"),
        ("equipment", "it"), ("tools", "curriculum"), ("data", "contact-lists"), ("data", "fact-sheets"),
    )
)  # fmt: skip
MOST_PAIRS: Final = 300_000
"""Of an offer and a need of kinds that are near: so many are weighed one by one."""
UNKNOWN_PLACE: Final = 0.5
PART_OF_THE_TIME: Final = 0.5
SHORTEST_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class MarketRows:
    """What is needed of the map; `ties` as they were on the day, of the actors that offer or need something."""

    actors: Mapping[int, Actor]
    resources: Sequence[Resource]
    areas: Sequence[Area]
    ties: Sequence[Tie] = ()
    trust: Sequence[Trust] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an offer fits a need: each part 0 to 1, and the whole."""

    kind: float
    words: float
    place: float
    trust: float
    dates: float
    value: float


class Market:
    """The open offers and needs of a day, ready to be compared with each other: each with each, or, where there are too
    many (`large`), each with those in its place, in one around it or within it, and with those of whom its actor is tied to.
    """

    def __init__(self, rows: MarketRows, on: str) -> None:
        handles = {i: a.handle for i, a in rows.actors.items()}
        current = [r for r in rows.resources if r.actor in handles and is_open_or_coming(r, on)]
        current.sort(key=lambda r: (handles[r.actor], r.kind, r.description, r.quantity or 0, r.since or "", r.id))
        self.on = on
        self.actors = rows.actors
        self.offers = [r for r in current if r.direction == "offer"]
        self.needs = [r for r in current if r.direction == "need"]
        self.words = {r.id: words_of(r.description) for r in current}
        areas = {a.id: a for a in rows.areas}
        by_handle = {a.handle: a.id for a in rows.areas}
        self.place = {r.id: r.area or by_handle.get(rows.actors[r.actor].area or "") for r in current}
        self.above = {p: _above(p, areas) for p in {*self.place.values()} if p is not None}
        self.unit = {r.id: unit_key(r.unit) for r in current}
        self.ties = {_pair(t.a, t.b): t for t in sorted(rows.ties, key=_told_last) if t.open_on(on) and t.type != "rivals"}
        self.apart = {
            _pair(t.a, t.b): t for t in rows.ties
            if (t.type == "rivals" and t.open_on(on)) or (t.type == "works-with" and t.status == "declined")
        }  # fmt: skip
        self.kinds = by_kind(self.offers)
        needed = Counter(n.kind for n in self.needs)
        self.near = {k: [k, *sorted(o for pair in NEAR_KINDS if k in pair for o in pair if o != k)] for k in needed}
        self.large = sum(n * len(self.kinds.get(o, ())) for k, n in needed.items() for o in self.near[k]) > MOST_PAIRS
        self.nearby = _Nearby(self) if self.large else None
        self.known: dict[tuple[int, int], Fit | None] = {}
        self.trusted: dict[tuple[int, int], float] = {}
        for row in sorted(rows.trust, key=lambda t: t.on_date or ""):
            if (row.on_date or "") <= on and row.mean is not None:
                self.trusted[row.from_id, row.to_id] = row.mean / 4

    def offers_for(self, need: Resource) -> Iterable[int]:
        """The places in `offers` of those that the need is compared with."""
        if self.nearby is not None:
            return self.nearby.offers_for(need)
        return (at for kind in self.near[need.kind] for at in self.kinds.get(kind, ()))

    def fit(self, offer: Resource, need: Resource) -> Fit | None:
        """How well an offer fits a need; None if it cannot. It is worked out once."""
        key = (offer.id, need.id)
        if key not in self.known:
            self.known[key] = self._fit(offer, need)
        return self.known[key]

    def _fit(self, offer: Resource, need: Resource) -> Fit | None:
        if offer.actor == need.actor:
            return None
        kind = 1.0 if offer.kind == need.kind else NEAR
        if kind < 1 and frozenset((offer.kind, need.kind)) not in NEAR_KINDS:
            return None
        a, b = self.words[offer.id], self.words[need.id]
        words = len(a & b) / min(len(a), len(b)) if a and b else 0.0
        if kind < 1 and not words:
            return None
        dates = _dates(offer, need)
        if not dates or _pair(offer.actor, need.actor) in self.apart:
            return None
        place, trust = self.nearness(offer, need), self.bond(offer.actor, need.actor)
        w = WEIGHTS
        value = w["kind"] * kind + w["words"] * words + w["place"] * place + w["trust"] * trust + w["dates"] * dates
        return Fit(kind, words, place, trust, dates, value)

    def nearness(self, offer: Resource, need: Resource) -> float:
        """1 if one place is the other or lies in it, 0 if they are apart, between if one is not known."""
        p, q = self.place[offer.id], self.place[need.id]
        if p is None or q is None:
            return UNKNOWN_PLACE
        return 1.0 if p in self.above[q] or q in self.above[p] else 0.0

    def bond(self, a: int, b: int) -> float:
        """How far two can count on each other: the mean of how strong their best tie is and what trust is known."""
        tie = self.ties.get(_pair(a, b))
        known = [t for t in (self.trusted.get((a, b)), self.trusted.get((b, a))) if t is not None]
        parts = [strength(tie)] if tie else []
        parts += [sum(known) / len(known)] if known else []
        return sum(parts) / len(parts) if parts else 0.0

    def comparable(self, offer: Resource, need: Resource) -> bool:
        """Whether both say how much, in the same unit."""
        return offer.quantity is not None and need.quantity is not None and self.unit[offer.id] == self.unit[need.id]


class _Nearby:
    """Where offers are: what is in one place with a need, or of somebody tied to who has it."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.at: dict[tuple[str, int], list[int]] = {}
        self.within: dict[tuple[str, int], list[int]] = {}
        self.of: dict[tuple[str, int], list[int]] = {}
        self.tied: dict[int, list[int]] = {}
        for number, offer in enumerate(market.offers):
            self.of.setdefault((offer.kind, offer.actor), []).append(number)
            place = market.place[offer.id]
            if place is not None:
                self.at.setdefault((offer.kind, place), []).append(number)
                for around in market.above[place]:
                    self.within.setdefault((offer.kind, around), []).append(number)
        for a, b in market.ties:
            self.tied.setdefault(a, []).append(b)
            self.tied.setdefault(b, []).append(a)

    def offers_for(self, need: Resource) -> list[int]:
        """The places of those offers in their list, in order."""
        market, found = self.market, set[int]()
        place = market.place[need.id]
        for kind in market.near[need.kind]:
            if place is not None:
                found.update(self.within.get((kind, place), ()))
                for around in market.above[place]:
                    found.update(self.at.get((kind, around), ()))
            for other in self.tied.get(need.actor, ()):
                found.update(self.of.get((kind, other), ()))
        return sorted(found)


def is_open_or_coming(resource: Resource, on: str) -> bool:
    """Whether it stands on the day or will: not closed, not over.

    >>> is_open_or_coming(Resource(1, 1, "need", "space", "Hall", since="2026-09-01"), "2026-03-31")
    True
    """
    return is_open(resource, max(on, resource.since or "")) and not (resource.until and before(resource.until, on))


def words_of(text: str) -> frozenset[str]:
    """The words of a description that say something: those of four letters or more, without a plural s.

    >>> sorted(words_of("Two vans for the Observers"))
    ['observer', 'van']
    """
    return frozenset(_singular(w) for w in name_key(text).split() if len(w) >= SHORTEST_WORD)


def unit_key(unit: str | None) -> str:
    """What two spellings of one unit have in common.

    >>> unit_key("Places"), unit_key("copies"), unit_key("EUR")
    ('place', 'copy', 'eur')
    """
    return " ".join(map(_singular, name_key(unit or "").split()))


def _singular(word: str) -> str:
    if len(word) >= SHORTEST_WORD and word.endswith("s") and not word.endswith("ss"):
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return word


def _dates(offer: Resource, need: Resource) -> float:
    """1 if the offer stands for as long as the need, between if for a part of it, 0 if never when the need does."""
    if _over_before(offer.until, need.since) or _over_before(need.until, offer.since):
        return 0.0
    later = (offer.since or "") > (need.since or "")
    ends_before = offer.until is not None and (need.until is None or before(offer.until, need.until))
    return PART_OF_THE_TIME if later or ends_before else 1.0


def _over_before(until: str | None, since: str | None) -> bool:
    return until is not None and since is not None and before(until, since[: len(until)])


def _above(place: int, areas: Mapping[int, Area]) -> frozenset[int]:
    found: set[int] = set()
    at: int | None = place
    while at is not None and at not in found:
        found.add(at)
        at = areas[at].parent if at in areas else None
    return frozenset(found)


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _told_last(tie: Tie) -> tuple[float, int]:
    """The strongest last, so that it is the one that stays."""
    return strength(tie) if tie.type != "rivals" else 0.0, -tie.id


def by_kind(resources: Iterable[Resource]) -> dict[str, list[int]]:
    """The places of the resources in their list, by kind."""
    found: dict[str, list[int]] = {}
    for at, resource in enumerate(resources):
        found.setdefault(resource.kind, []).append(at)
    return found
