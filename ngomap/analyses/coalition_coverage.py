"""What a coalition covers by its members: sectors, areas, populations, levels, and ways to the office it wants to move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.analyses.describing import Gazetteer, some
from ngomap.analyses.footprints import counts_on
from ngomap.graph.introductions import Doors
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.words import Term

Thing = tuple[str, str]
"""What can be covered: of which sort, and its key (the id of a term, area or actor, or the name of a level)."""
Covers = dict[int, dict[Thing, tuple[str, ...]]]
"""By actor: what it covers, each with the ids of its evidence."""

SORTS: Final = {
    "sector": ("sector", "sectors"), "area": ("area", "areas"), "population": ("population", "populations"),
    "level": ("level", "levels"), "way": ("way to the target", "ways to the target"),
}  # fmt: skip
"""What a coalition is to cover; each sort weighs the same."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of some actors' work: the terms on their records, the areas they serve, their activities; and the ties
    around the office that is to be moved (`doors`).
    """

    actors: Mapping[int, Actor]
    terms: Mapping[int, Term]
    terms_of: Mapping[int, Iterable[int]]
    areas_of: Mapping[int, Iterable[int]]
    activities: Sequence[Activity] = ()
    doors: Doors = field(default_factory=dict)
    target: ActorRef | None = None
    handles: Mapping[int, str] = field(default_factory=dict)
    avoid: frozenset[int] = frozenset()


def covered_by(work: Work, on: str, within: frozenset[int] | None = None) -> Covers:
    """What each of the actors covers on the ISO day `on`: the sectors and populations on its record, the areas it serves (or
    sits in, if it names none) and those of its work that counts that day, with the populations of this; its level; and
    the doors by which it gets to the target over at most two ties. A door is the last to be passed before the target:
    the contact in between, or the actor itself if it is tied to the target; so two who come by the same official have
    one way between them. Areas count as they are named; with `within`, only those.

    >>> who = Actor(1, "", "brook", "ngo", "Brook", "local", *[None] * 18, "public")
    >>> terms = {5: Term(5, "sector", "health", "Health"), 6: Term(6, "issue", "water", "Water")}
    >>> covers = covered_by(Work({1: who}, terms, {1: [5, 6]}, {1: [3]}, [Activity(9, 1, 6, 4)]), "2024-03-31")
    >>> covers[1]
    {('sector', '5'): ('actor:1',), ('area', '3'): ('actor:1',), ('level', 'local'): ('actor:1',), ('area', '4'): ('activity:9',)}
    """
    found: Covers = {}
    for id_, actor in work.actors.items():
        record = (f"actor:{id_}",)
        things: dict[Thing, tuple[str, ...]] = {}
        for term in sorted(work.terms_of.get(id_, ())):
            vocabulary = work.terms[term].vocabulary
            if vocabulary in SORTS:
                things[vocabulary, str(term)] = record
        for area in sorted(work.areas_of.get(id_, ())):
            if within is None or area in within:
                things["area", str(area)] = record
        if actor.level:
            things["level", actor.level] = record
        found[id_] = things
    for row in work.activities:
        if row.actor in found and row.role != "funder" and (row.since or "") <= on and counts_on(row, on):
            if within is not None and row.area not in within:
                continue
            for sort, key in (("area", row.area), ("population", row.population)):
                if key is not None:
                    things = found[row.actor]
                    things[sort, str(key)] = (*things.get((sort, str(key)), ()), f"activity:{row.id}")
    if work.target is not None:
        for id_ in work.actors:
            found[id_].update(_ways(work, id_, work.target.id))
    return found


def _ways(work: Work, actor: int, target: int) -> dict[Thing, tuple[str, ...]]:
    if actor not in work.doors or actor == target:
        return {}
    found: dict[Thing, tuple[str, ...]] = {}
    ours, theirs = work.doors[actor], work.doors.get(target, {})
    if target in ours:
        found["way", str(actor)] = (f"tie:{ours[target].id}",)
    few, many = sorted((ours, theirs), key=len)
    for one in few:
        if one in many and one not in work.avoid:
            found["way", str(one)] = (f"tie:{ours[one].id}", f"tie:{theirs[one].id}")
    return found


def kinds_of(covers: Covers) -> dict[Thing, str]:
    """Everything that somebody covers, with its sort."""
    return {thing: thing[0] for things in covers.values() for thing in things}


def thing_names(things: Iterable[Thing], names: Gazetteer, actors: Mapping[int, ActorRef]) -> dict[str, list[str]]:
    """The names of what is covered, by sort, in the order of the sorts; each sort by name."""
    found: dict[str, list[str]] = {sort: [] for sort in SORTS}
    for sort, key in things:
        if sort in ("sector", "population"):
            found[sort].append(names.terms[int(key)].name)
        elif sort == "area":
            found[sort].append(names.areas[int(key)].name)
        elif sort == "level":
            found[sort].append(key)
        else:
            found[sort].append(actors[int(key)].name)
    return {sort: sorted(rows) for sort, rows in found.items() if rows}


def in_words(things: Iterable[Thing], names: Gazetteer, actors: Mapping[int, ActorRef], most: int = 3) -> str:
    """What is covered, as one says it: `sectors Health and Housing; level local; way to the target through Ana`."""
    parts = []
    for sort, rows in thing_names(things, names, actors).items():
        through = "through " if sort == "way" else ""
        parts.append(f"{SORTS[sort][len(rows) > 1]} {through}{some(rows, most)}")
    return "; ".join(parts)
