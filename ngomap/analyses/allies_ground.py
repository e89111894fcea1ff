"""What an actor shares with us, what it has that we lack, and what we have that it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.allies_known import NOBODY, Known
from ngomap.analyses.allies_tree import Tree, thousandths

LOCAL_LEVELS: Final = (None, "local", "regional")
"""Levels at which the seat says where an actor works; a national one works beyond the city it sits in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing compared: which were `found` of `total`. Issues, populations, services and areas by their ids, needs by
    their kinds.
    """

    of: str
    found: tuple[int | str, ...]
    total: int


class Ground:
    """Comparisons of every actor with us - or, where the question names an area or a population, with that.

    Only what is recorded on both sides is compared; where one side is empty, the comparison is not known.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self.ours = known.us.id if known.us else None
        asked = known.asked
        self.our_areas = self.whereabouts(self.ours)
        self.wanted_areas = frozenset([asked.area.id]) if asked.area else self.our_areas
        self.wanted_populations = (
            frozenset([asked.population.id]) if asked.population else self._words("population", self.ours)
        )
        self._around_us = frozenset(r for area in self.our_areas for r in known.area_tree.related(area))

    def _words(self, vocabulary: str, actor: int | None) -> AbstractSet[int]:
        return self.known.words[vocabulary].get(actor, NOBODY) if actor is not None else NOBODY

    def whereabouts(self, actor: int | None) -> AbstractSet[int]:
        """The areas an actor serves or has worked in; else, for a local or regional one, the area it sits in; else, for
        a person, those of the organizations it holds a position in. Empty if it is not known.
        """
        if actor is None:
            return NOBODY
        found = self._own_whereabouts(actor)
        if not found and self.known.actors[actor].kind == "person":
            places = [self._own_whereabouts(t.b) for t in self.known.positions.get(actor, ())]
            found = frozenset(a for areas in places for a in areas)
        return found

    def _own_whereabouts(self, actor: int) -> AbstractSet[int]:
        served = self.known.served.get(actor)
        if served:
            return served
        seat = self.known.seat.get(actor)
        return frozenset([seat]) if seat is not None and self.known.actors[actor].level in LOCAL_LEVELS else NOBODY

    def elsewhere(self, actor: int) -> bool:
        """Whether it is known to work only outside the area asked about, or else outside ours."""
        return bool(self.wanted_areas and self.whereabouts(actor)) and not self.shared_areas(actor)

    def shared_areas(self, actor: int) -> list[int]:
        """The areas asked about, or else ours, where it works too."""
        return _shared(self.wanted_areas, self.whereabouts(actor), self.known.area_tree)

    def for_others(self, actor: int) -> bool:
        """Whether it is known to serve only other populations than the one asked about, or else ours."""
        served = self._words("population", actor)
        return bool(served and self.wanted_populations) and not _shared(
            self.wanted_populations, served, self.known.term_tree
        )

    def common(self, actor: int) -> list[Part]:
        """What is shared of our issues, and of the populations and areas asked about or else ours."""
        terms = self.known.term_tree
        sides = (
            ("issues", self._words("issue", self.ours), self._words("issue", actor), terms),
            ("populations", self.wanted_populations, self._words("population", actor), terms),
            ("areas", self.wanted_areas, self.whereabouts(actor), self.known.area_tree),
        )
        return [
            Part(of, tuple(_shared(ours, theirs, tree)), len(ours))
            for of, ours, theirs, tree in sides
            if ours and theirs
        ]

    def they_bring(self, actor: int) -> list[Part]:
        """What they have and we lack: offers of what we need, services we do not provide, areas where we are not
        (organizations only).
        """
        if self.ours is None:
            return []
        parts = _supplied(self.known.needs.get(self.ours), self.known.offers.get(actor))
        theirs, ours = self._words("service", actor), self._words("service", self.ours)
        if theirs and ours:
            parts.append(Part("services", self._lacking(theirs, ours), len(theirs)))
        there = self.whereabouts(actor)
        if there and self.our_areas and not self._is_person(actor):
            parts.append(Part("areas", tuple(there - self._around_us), len(there)))
        return parts

    def we_bring(self, actor: int) -> list[Part]:
        """What we have and they lack: `they_bring` seen from their side."""
        if self.ours is None:
            return []
        parts = _supplied(self.known.needs.get(actor), self.known.offers.get(self.ours))
        theirs, ours = self._words("service", actor), self._words("service", self.ours)
        if theirs and ours:
            parts.append(Part("services", self._lacking(ours, theirs), len(ours)))
        there = self.whereabouts(actor)
        if there and self.our_areas and not self._is_person(actor):
            apart = self.our_areas - set(_shared(self.our_areas, there, self.known.area_tree))
            parts.append(Part("areas", tuple(apart), len(self.our_areas)))
        return parts

    def _is_person(self, actor: int) -> bool:
        return self.known.actors[actor].kind == "person"

    def _lacking(self, services: AbstractSet[int], others: AbstractSet[int]) -> tuple[int, ...]:
        related = self.known.term_tree.related
        return tuple(s for s in services if others.isdisjoint(related(s)))

    def supplied(self, needing: int | None, offering: int | None) -> tuple[list[str], list[int]]:
        """The kinds of needs of the one that offers of the other meet, and the ids of those needs and offers."""
        if needing is None or offering is None:
            return [], []
        needs, offers = self.known.needs.get(needing, {}), self.known.offers.get(offering, {})
        kinds = sorted(needs.keys() & offers.keys())
        return kinds, sorted(i for kind in kinds for i in (*needs[kind], *offers[kind]))

    def names(self, parts: Sequence[Part]) -> list[str]:
        """What was found, in turns from every part, so that the first few names tell of each."""
        return _in_turns([self._names(part) for part in parts])

    def brought(self, parts: Sequence[Part], needing: str) -> list[str]:
        """What one side has and the other lacks, in turns from every part: `training we need`, `Legal aid`, `work in
        Old Town`. `needing` is who lacks it: we or they.
        """
        words = {"needs": f"{{}} {needing} need", "areas": "work in {}"}
        return _in_turns([[words.get(part.of, "{}").format(name) for name in self._names(part)] for part in parts])

    def _names(self, part: Part) -> list[str]:
        known = self.known
        ids = [i for i in part.found if isinstance(i, int)]
        if part.of == "areas":
            wide = sorted(ids, key=lambda i: (len(known.area_tree.above(i)), known.areas[i].handle))
            return [known.areas[i].name for i in wide]
        if part.of == "needs":
            return sorted(str(kind).replace("-", " ") for kind in part.found)
        # That it works on the issue asked about is said already, so other issues come first.
        asked = known.asked.issue.id
        return [t.name for t in sorted((known.terms[i] for i in ids), key=lambda t: (t.id == asked, t.slug))]

    def evidence(self, parts: Sequence[Part]) -> tuple[str, ...]:
        """The terms and areas that were found; what meets needs is told by `supplied`."""
        found = [
            f"{'area' if part.of == 'areas' else 'term'}:{i}"
            for part in parts
            if part.of != "needs"
            for i in part.found
        ]
        return tuple(sorted(found, key=lambda e: (e.split(":")[0], int(e.split(":")[1]))))


def _in_turns(columns: Sequence[Sequence[str]]) -> list[str]:
    return [column[i] for i in range(max(map(len, columns), default=0)) for column in columns if i < len(column)]


def listed(names: Sequence[str], most: int) -> str:
    """The first few names and how many more; only commas, because names hold an "and" of their own.

    >>> listed(["Arts and culture", "Youth", "Old Town"], 2)
    'Arts and culture, Youth, 1 more'
    """
    rest = [f"{len(names) - most} more"] if len(names) > most else []
    return ", ".join([*names[:most], *rest])


def mean_share(parts: Sequence[Part]) -> int | None:
    """The mean of the shares found, in thousandths; None if nothing could be compared.

    >>> mean_share([Part("issues", (1,), 2), Part("areas", (), 3)]), mean_share([])
    (250, None)
    """
    return thousandths(sum(len(p.found) / p.total for p in parts) / len(parts)) if parts else None


def _supplied(needs: Mapping[str, Sequence[int]] | None, offers: Mapping[str, Sequence[int]] | None) -> list[Part]:
    if not needs or not offers:
        return []
    return [Part("needs", tuple(sorted(needs.keys() & offers.keys())), len(needs))]


def _shared(ours: AbstractSet[int], theirs: AbstractSet[int], tree: Tree) -> list[int]:
    return [o for o in ours if not theirs.isdisjoint(tree.related(o))] if theirs else []
