"""The factors that make an ally, each measured in thousandths, or not known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.allies_ground import Ground, mean_share
from ngomap.analyses.allies_known import Known, is_presence
from ngomap.analyses.allies_reach import Circle
from ngomap.analyses.allies_tree import thousandths
from ngomap.graph.bare import BareGraph
from ngomap.model.coverage import Activity
from ngomap.model.words import Area
from ngomap.places.distance import Point, kilometres, rough_kilometres, standing_point

MAX_STANCE: Final = 2
MAX_INFLUENCE: Final = 5
MAX_TRUST: Final = 4
HALFWAY_KM: Final = 50.0
"""At this distance proximity is one half: about as far as one goes for a meeting and is back the same day."""
STAFF_DECADES: Final = 3
"""Staff counts by its powers of ten: 9 people are a third, 999 and more are all."""
PEOPLE_DECADES: Final = 5
"""People served, likewise: 99,999 and more are all."""


@dataclass(frozen=True, slots=True)
class Away:
    """How far away an actor is in kilometres, to weigh it by; to which point; and the area whose point stood in for
    the actor's own, if one did.
    """

    rough: float
    point: Point
    area: Area | None


class Scene:
    """All that the factors of any actor are measured against, worked out once."""

    def __init__(self, known: Known, graph: BareGraph | None = None) -> None:
        self.known = known
        self.ground = Ground(known)
        self.circle = Circle(known, graph)
        self.centre, self.centre_name = self._centre()
        self._on_issue = frozenset(t for t, n in known.near.items() if n.relation in ("same", "narrower"))
        asked = known.asked.area
        self._in_question = known.area_tree.related(asked.id) if asked else None
        self.areas_with_work = len({v.area for a in known.activities for v in self.work(a)})

    def _centre(self) -> tuple[Point | None, str]:
        known = self.known
        if known.asked.area:
            found = standing_point(known.asked.area.id, known.areas)
            return (found[0], known.asked.area.name) if found else (None, known.asked.area.name)
        if known.us is None:
            return None, "us"
        seat = self._seat_point(known.us.id)
        return (seat[0], seat[1].name if seat[1] else "us") if seat else (None, "us")

    def _seat_point(self, actor: int) -> tuple[Point, Area | None] | None:
        who = self.known.actors[actor]
        if who.lat is not None and who.lon is not None:
            return (who.lat, who.lon), None
        return standing_point(self.known.seat.get(actor), self.known.areas)

    def distance(self, actor: int) -> Away | None:
        """How far it is from us, or from the area asked about, to where the actor sits; else to the nearest area it
        serves or has worked in. The points of areas stand in where there is none.
        """
        if self.centre is None:
            return None
        seat = self._seat_point(actor)
        if seat is not None:
            return Away(rough_kilometres(self.centre, seat[0]), *seat)
        places = [standing_point(a, self.known.areas) for a in self.ground.whereabouts(actor)]
        found = [Away(rough_kilometres(self.centre, place[0]), *place) for place in places if place]
        return min(found, key=lambda away: (away.rough, away.area.handle if away.area else ""), default=None)

    def kilometres(self, away: Away) -> float:
        """The distance as it is told, over the ellipsoid."""
        return kilometres(self.centre or away.point, away.point)

    def work(self, actor: int, anywhere: bool = False) -> list[Activity]:
        """The recorded activities of the actor on the issue or a part of it, where it was there itself, in the area
        asked about if one was (or anywhere).
        """
        found = [v for v in self.known.activities.get(actor, ()) if v.term in self._on_issue and is_presence(v)]
        return found if anywhere else [v for v in found if self.in_question(v.area)]

    def in_question(self, area: int) -> bool:
        """Whether the area lies in or around the one asked about; every area does if none was."""
        return self._in_question is None or area in self._in_question

    def people(self, work: list[Activity]) -> int:
        """How many people the activities can serve; where that is not stated, how many they reached."""
        return sum(v.capacity if v.capacity is not None else v.reached or 0 for v in work)

    def best_issue(self, actor: int) -> int | None:
        """The issue of the actor that is nearest to the one asked about, if any is near it."""
        near = self.known.near
        mine = [t for t in self.known.words["issue"].get(actor, ()) if t in near]
        return min(mine, key=lambda t: (-near[t].thousandths, self.known.terms[t].slug), default=None)


def issue_fit(scene: Scene, actor: int) -> int | None:
    """How near the issues an actor works on come to the one asked about; not known where none is recorded."""
    if not scene.known.words["issue"].get(actor):
        return None
    best = scene.best_issue(actor)
    return 0 if best is None else scene.known.near[best].thousandths


def stance(scene: Scene, actor: int) -> int | None:
    """Where it stands: an active opponent is 0, neutral is 0.5, an active ally is 1."""
    rows = scene.known.stances.get(actor)
    return thousandths(((rows[0].stance or 0) + MAX_STANCE) / (2 * MAX_STANCE)) if rows else None


def common_ground(scene: Scene, actor: int) -> int | None:
    """The mean share of our issues, populations and areas that are also theirs."""
    return mean_share(scene.ground.common(actor))


def they_bring(scene: Scene, actor: int) -> int | None:
    """The mean share of our needs they can meet, and of their services and areas that we do not have."""
    return mean_share(scene.ground.they_bring(actor))


def we_bring(scene: Scene, actor: int) -> int | None:
    """The mean share of their needs we can meet, and of our services and areas that they do not have."""
    return mean_share(scene.ground.we_bring(actor))


def reach(scene: Scene, actor: int) -> int | None:
    """The strength of the best path of at most three ties."""
    return scene.circle.reach(actor)


def trust(scene: Scene, actor: int) -> int | None:
    """The mean of our trust in them and theirs in us, as far as either is known."""
    rows = [side[actor] for side in (scene.known.our_trust, scene.known.their_trust) if actor in side]
    means = [row.mean for row in rows if row.mean is not None]
    return thousandths(sum(means) / len(means) / MAX_TRUST) if means else None


def proximity(scene: Scene, actor: int) -> int | None:
    """1 / (1 + kilometres / 50)."""
    away = scene.distance(actor)
    return None if away is None else thousandths(1 / (1 + away.rough / HALFWAY_KM))


def capacity(scene: Scene, actor: int) -> int | None:
    """The mean of what is known of: staff, people served on the issue, and the share of the areas with work on it in
    which it is present - each on a scale where ten times as many count the same everywhere.
    """
    parts: list[float] = []
    staff = scene.known.actors[actor].staff
    if staff is not None:
        parts.append(min(1.0, math.log10(1 + staff) / STAFF_DECADES))
    work = scene.work(actor)
    people = scene.people(work)
    if people:
        parts.append(min(1.0, math.log10(1 + people) / PEOPLE_DECADES))
    if work or scene.work(actor, anywhere=True):
        parts.append(math.log1p(len({v.area for v in work})) / math.log1p(max(scene.areas_with_work, 1)))
    return thousandths(math.fsum(parts) / len(parts)) if parts else None


def influence(scene: Scene, actor: int) -> int | None:
    """How much it counts on the issue, 0 none to 5 decisive."""
    rows = scene.known.influences.get(actor)
    return thousandths((rows[0].influence or 0) / MAX_INFLUENCE) if rows else None


def closeness(scene: Scene, actor: int) -> int | None:
    """How far its contacts and ours are the same."""
    return scene.circle.closeness(actor)


MEASURES: Final[dict[str, Callable[[Scene, int], int | None]]] = {
    "issue": issue_fit, "stance": stance, "common": common_ground, "they-bring": they_bring, "we-bring": we_bring,
    "reach": reach, "trust": trust, "proximity": proximity, "capacity": capacity, "influence": influence,
    "closeness": closeness,
}  # fmt: skip
