"""Who is to be asked by whom, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ngomap.graph.introductions import Doors, Way
from ngomap.graph.strength import strength
from ngomap.model.relationships import Tie


@dataclass(frozen=True, slots=True)
class Request:
    """One to be asked: by whom (None: nobody we know of), along which tie, or by which way of introduction."""

    actor: int
    by: int | None
    tie: Tie | None = None
    way: Way | None = None


def asking_order(
    us: int | None, chosen: Sequence[int], doors: Doors, ways: Mapping[int, Way], handles: Mapping[int, str]
) -> list[Request]:
    """The chosen in the order in which to ask them: first whom we know, the strongest tie first; then each by a member who
    is asked already and is tied to it, the strongest tie first; then by an introduction (`ways`); last whom nobody reaches.
    Who joins by an introduction can ask others in turn. Of equals the one whose handle comes first.

    >>> handles = {1: "us", 2: "ash", 3: "birch", 4: "cedar"}
    >>> one, two = Tie(1, "works-with", 1, 2, "active", rung=3), Tie(2, "knows", 2, 4, "active")
    >>> doors = {1: {2: one}, 2: {1: one, 4: two}, 4: {2: two}}
    >>> [(r.actor, r.by) for r in asking_order(1, [1, 4, 3, 2], doors, {}, handles)]
    [(2, 1), (4, 2), (3, None)]
    """
    left = {actor for actor in chosen if actor != us}
    found: list[Request] = []
    asked = [us] if us is not None else []
    while left:
        direct = _strongest(asked[:1] if us is not None else [], left, doors, handles)
        request = direct or _strongest(asked, left, doors, handles) or _introduced(left, ways, handles)
        if request is None:
            first = min(left, key=lambda a: handles[a])
            request = Request(first, None)
        found.append(request)
        left.discard(request.actor)
        if request.by is not None or us is None:
            asked.append(request.actor)
    return found


def _strongest(askers: Iterable[int], left: set[int], doors: Doors, handles: Mapping[int, str]) -> Request | None:
    ties = [(actor, by, tie) for by in askers for actor, tie in doors.get(by, {}).items() if actor in left]
    if not ties:
        return None
    actor, by, tie = min(ties, key=lambda row: (-strength(row[2]), handles[row[0]], handles[row[1]]))
    return Request(actor, by, tie)


def _introduced(left: set[int], ways: Mapping[int, Way], handles: Mapping[int, str]) -> Request | None:
    reached = [a for a in left if a in ways]
    if not reached:
        return None
    actor = min(reached, key=lambda a: (-round(ways[a].strength, 9), handles[a]))
    return Request(actor, ways[actor].nodes[1], None, ways[actor])
