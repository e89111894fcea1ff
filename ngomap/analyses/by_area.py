"""How many sit, serve and work in each area: the map as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ngomap.analyses.cells import Tree
from ngomap.model.actors import ActorRef
from ngomap.model.words import Area


@dataclass(frozen=True, slots=True)
class Peopled:
    """An area with the actors that sit in it or below, serve it and are active there; `here` counts each once, `kinds` how
    many of each kind are here. Two rows have no area: of those who have but a `point`, and of those who have no place.
    """

    area: Area | None
    depth: int
    here: int
    sit: int
    serve: int
    active: int
    kinds: tuple[tuple[str, int], ...]
    point: bool = False


def by_area(
    actors: Sequence[ActorRef],
    areas: Sequence[Area],
    seat: Mapping[int, int],
    serves: Mapping[int, Collection[int]],
    active: Mapping[int, Collection[int]],
    limit: int = 0,
    pointed: Collection[int] = (),
) -> tuple[list[Peopled], int]:
    """The areas where somebody is, as a tree, the busiest first; who has but a point (`pointed`) or no place comes last. And
    how many rows there are before `limit` left the deepest and least busy out.

    Who sits, serves or is active in an area is so in every area that it lies in. Nobody, nothing: no actors give no rows.

    >>> north = [Area(1, "north", "North"), Area(2, "mill", "Mill", parent=1)]
    >>> people = [ActorRef(1, "ash", "Ash", "ngo"), ActorRef(2, "oak", "Oak", "media")]
    >>> rows, total = by_area(people, north, {1: 2}, {1: [1]}, {})
    >>> [(r.area.name if r.area else None, r.depth, r.here, r.sit, r.serve) for r in rows], total
    ([('North', 0, 1, 1, 1), ('Mill', 1, 1, 1, 0), (None, 0, 1, 0, 0)], 3)
    """
    tree = Tree({a.id: a.parent for a in areas})
    known = {a.id: a for a in areas}
    kinds = {a.id: a.kind for a in actors}

    def spread(places: Mapping[int, Collection[int]]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for actor in kinds:
            for area in {up for place in places.get(actor, ()) if place in known for up in tree.up(place)}:
                found.setdefault(area, set()).add(actor)
        return found

    sit, serve, work = spread({a: [p] for a, p in seat.items()}), spread(serves), spread(active)
    here = {i: sit.get(i, set()) | serve.get(i, set()) | work.get(i, set()) for i in known}
    rows: list[Peopled] = []

    def add(area: int, depth: int) -> None:
        rows.append(
            Peopled(
                known[area], depth, len(here[area]), len(sit.get(area, ())), len(serve.get(area, ())),
                len(work.get(area, ())), _kinds(here[area], kinds),
            )
        )  # fmt: skip
        for child in inside(area):
            add(child, depth + 1)

    def inside(area: int | None) -> list[int]:
        busy = [c for c in tree.children.get(area, ()) if here[c]]
        return sorted(busy, key=lambda c: (-len(here[c]), known[c].handle))

    for top in inside(None):
        add(top, 0)
    total = len(rows)
    if limit and total > limit:
        kept = sorted(range(total), key=lambda i: (rows[i].depth, -rows[i].here, i))[:limit]
        rows = [rows[i] for i in sorted(kept)]
    placed = {actor for people in here.values() for actor in people}
    for point in (True, False):
        found = {actor for actor in kinds if actor not in placed and (actor in pointed) == point}
        if found:
            rows.append(Peopled(None, 0, len(found), 0, 0, 0, _kinds(found, kinds), point))
            total += 1
    return rows, total


def _kinds(people: Collection[int], kinds: Mapping[int, str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(kinds[a] for a in people).items(), key=lambda item: (-item[1], item[0])))
