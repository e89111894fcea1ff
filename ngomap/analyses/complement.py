"""Whose work completes somebody's: the same in one respect, different in another, to the benefit of both sides."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.describing import Gazetteer, some
from ngomap.analyses.footprints import Cell, Footprint, rarities, weighted_jaccard
from ngomap.model.report import Reason
from ngomap.model.words import VOCABULARIES

WORK: Final = ("issue", "service")
MOST_WAYS: Final = 2
"""Ways of completing that are told; all count."""


def both_ways(ours: Collection[int], theirs: Collection[int]) -> float:
    """How much each side has that the other lacks, 0 to 1: 2 x min(only ours, only theirs) / all.

    1 if both have equally much and nothing in common; 0 if one side brings nothing. Size alone brings nothing either:
    what one has too much of does not count. A side of which nothing is known brings nothing.

    >>> both_ways({1, 2}, {3, 4}), both_ways({1, 2}, {2, 3}), both_ways({1}, {1, 2, 3}), both_ways({1}, set())
    (1.0, 0.6666666666666666, 0.0, 0.0)
    """
    mine, other = set(ours), set(theirs)
    if not mine or not other:
        return 0.0
    return 2 * min(len(mine - other), len(other - mine)) / len(mine | other)


@dataclass(slots=True)
class Profile:
    """What is known of an actor: its cells, the terms it has, from its record or from the cells, those of these that are
    its work, and where it works. `kinds` are all terms of the map by vocabulary.
    """

    actor: int
    cells: Footprint
    terms: set[int | None]
    work: set[int]
    areas: set[int]
    kinds: Mapping[str, set[int]]

    # Asked of a few, while everybody has a profile.
    @property
    def issues(self) -> set[int]:
        """The issues that it works on."""
        return self.kinds["issue"] & self.work

    @property
    def services(self) -> set[int]:
        """What it offers."""
        return self.kinds["service"] & self.work

    @property
    def populations(self) -> set[int]:
        """For whom it works."""
        return self.kinds["population"] & self.terms


def profiles(
    actors: Iterable[int], cells: Mapping[int, Footprint], words: Mapping[int, Collection[int]], names: Gazetteer
) -> dict[int, Profile]:
    """The profile of each actor. `words` are the terms on its record, of all vocabularies."""
    kinds = {kind: {t.id for t in names.terms.values() if t.vocabulary == kind} for kind in VOCABULARIES}
    work = set().union(*(kinds[kind] for kind in WORK))
    found = {}
    for actor in actors:
        own = cells.get(actor, {})
        on, where, whom = zip(*own, strict=True) if own else ((), (), ())
        terms: set[int | None] = {*words.get(actor, ()), *on, *whom}
        found[actor] = Profile(actor, own, terms, work & terms, set(where), kinds)
    return found


class Complements:
    """How each actor completes the one asked about. With J the weighted Jaccard likeness (rarer terms and areas weigh
    more) and D what each has that the other lacks (`both_ways`), there are four ways:

        other places  = J(work) x D(areas in which each does the shared work)
        other people  = J(work) x D(populations)
        other means   = J(issues) x D(services)
        other work    = J(areas) x D(work that each does in the shared areas)

    and the fit is 1 - (1 - places) (1 - people) (1 - means) (1 - work): 0 if none holds, more the more of them hold.
    What is not recorded of an actor counts for nothing.
    """

    def __init__(self, asked: Profile, everyone: Mapping[int, Profile], names: Gazetteer, voice: str) -> None:
        self.asked = asked
        self.names = names
        self.voice = voice
        self._work_weights = rarities(p.work for p in everyone.values())
        self._area_weights = rarities(p.areas for p in everyone.values())

    def fit(self, other: Profile) -> float:
        """How well the other completes the one asked about, 0 to 1."""
        if not (self.asked.work & other.work or self.asked.areas & other.areas):
            return 0.0
        return 1 - math.prod(1 - value for value, _ in self._all(other))

    def ways(self, other: Profile) -> list[Reason]:
        """In which ways it does, the strongest first."""
        there = sorted((w for w in self._all(other) if w[0] > 0), key=lambda w: -w[0])
        return [tell(other) for _, tell in there[:MOST_WAYS]]

    def _all(self, other: Profile) -> list[tuple[float, Callable[[Profile], Reason]]]:
        alike = weighted_jaccard(self.asked.work, other.work, self._work_weights)
        alike_in_issues = weighted_jaccard(self.asked.issues, other.issues, self._work_weights)
        alike_in_areas = weighted_jaccard(self.asked.areas, other.areas, self._area_weights)
        return [
            (alike and alike * both_ways(*self._places_of_shared_work(other)), self._places),
            (alike and alike * both_ways(self.asked.populations, other.populations), self._people),
            (alike_in_issues * both_ways(self.asked.services, other.services), self._means),
            (alike_in_areas and alike_in_areas * both_ways(*self._work_in_shared_places(other)), self._work),
        ]

    def _places_of_shared_work(self, other: Profile) -> tuple[set[int], set[int]]:
        shared = self.asked.work & other.work
        ours, theirs = ({area for term, area, _ in p.cells if term in shared} for p in (self.asked, other))
        return ours, theirs

    def _work_in_shared_places(self, other: Profile) -> tuple[set[int], set[int]]:
        shared = self.asked.areas & other.areas
        ours, theirs = ({term for term, area, _ in p.cells if area in shared} for p in (self.asked, other))
        return ours, theirs

    def _places(self, other: Profile) -> Reason:
        shared = self.asked.work & other.work
        ours, theirs = self._places_of_shared_work(other)
        there, here = self.names.places(theirs - ours), self.names.places(ours - theirs)
        text = f"The same work ({self._terms(shared)}) in other places: they in {there}; {self.voice} in {here}."
        evidence = (
            *_evidence(other, _part(other.cells, terms=shared, areas=theirs - ours)),
            *_evidence(self.asked, _part(self.asked.cells, terms=shared, areas=ours - theirs)),
        )
        return Reason("other-places", text, evidence)

    def _people(self, other: Profile) -> Reason:
        text = f"The same work ({self._terms(self.asked.work & other.work)}) for other people"
        return self._sides("other-people", text, other, self.asked.populations, other.populations, "for ")

    def _means(self, other: Profile) -> Reason:
        text = f"The same issues ({self._terms(self.asked.issues & other.issues)}) by other means"
        return self._sides("other-means", text, other, self.asked.services, other.services)

    def _work(self, other: Profile) -> Reason:
        shared = self.asked.areas & other.areas
        text = f"Other work in the same places ({self.names.places(shared)})"
        return self._sides("other-work", text, other, *self._work_in_shared_places(other), areas=shared)

    def _sides(
        self, code: str, text: str, other: Profile, ours: set[int], theirs: set[int], word: str = "",
        areas: set[int] | None = None,
    ) -> Reason:  # fmt: skip
        """What each side has alone, and where that is recorded."""
        only_ours, only_theirs = ours - theirs, theirs - ours
        evidence = (
            *_evidence(other, _part(other.cells, named=only_theirs, areas=areas)),
            *_evidence(self.asked, _part(self.asked.cells, named=only_ours, areas=areas)),
        )
        said = f"{text}: they {word}{self._terms(only_theirs)}; {self.voice} {word}{self._terms(only_ours)}."
        return Reason(code, said, evidence)

    def _terms(self, ids: set[int]) -> str:
        return some(self.names.term_names(ids))


def _part(
    cells: Iterable[Cell], terms: set[int] | None = None, areas: set[int] | None = None, named: set[int] | None = None
) -> list[Cell]:
    return [
        cell
        for cell in cells
        if (terms is None or cell[0] in terms)
        and (areas is None or cell[1] in areas)
        and (named is None or cell[0] in named or cell[2] in named)
    ]


def _evidence(profile: Profile, cells: Iterable[Cell]) -> tuple[str, ...]:
    """The evidence of the cells; what no cell says stands on the record of the actor."""
    found = {e for cell in cells for e in profile.cells[cell]} or {f"actor:{profile.actor}"}
    return tuple(sorted(found, key=lambda e: (e.split(":")[0], int(e.split(":")[1]))))
