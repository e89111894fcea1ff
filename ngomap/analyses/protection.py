"""Who could speak up for us if we are threatened, and whose loss would cut us off from them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.introductions import opponents
from ngomap.analyses.protecting import Protects, speaks_up
from ngomap.analyses.protection_telling import GROUPS, Known, tell_all, tell_tether, tell_unreached
from ngomap.graph.disjoint import Neighbours, Separation
from ngomap.graph.introductions import Doors, open_doors, ranked, way_along
from ngomap.graph.protection import Tether, tether, tether_all, within_reach, without
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.text import counted
from ngomap.model.words import Term

MOST_EXAMINED: Final = 12
"""Of a large map the nearest so many are looked at one by one."""
LARGE: Final = 2000
"""Actors with ties; up to here all are looked at."""
MOST_AT_ALL: Final = 60
"""Of a map too large for its ties to be read as records, the nearest so many are looked at without a limit, too."""


@dataclass(frozen=True, slots=True)
class ProtectionRows:
    """The rows of the map, without what is not for the reader: `legal` are the ids of the offers of legal help of each
    actor, `services` what it provides.
    """

    asked: Actor
    actors: Mapping[int, Actor]
    ties: Sequence[Tie]
    legal: Mapping[int, Sequence[int]]
    services: Mapping[int, Sequence[Term]]
    stances: Sequence[Stance] = ()
    events: Sequence[Event] = ()
    near: Neighbours | None = None
    """Of a large map who is next to whom (see `graph.bare.bare_doors`). The ties are then, for the search, those of the one
    asked about, and for the telling those among whom it `named`."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is there, by id, with handles; who could speak up (`voices`), and how; who stands `against` us, and is neither
    asked nor passed through; who is next to whom without these, with the ties, unless the map is large; and how many ties
    `far` everybody is to whom a way leads.
    """

    there: Mapping[int, Actor]
    handles: Mapping[int, str]
    voices: Mapping[int, Protects]
    against: set[int]
    doors: Doors
    neighbours: Mapping[int, Sequence[int]]
    far: Mapping[int, int]

    @property
    def reached(self) -> list[int]:
        """Who of them is within reach, the nearest first."""
        return sorted((i for i in self.voices if i in self.far), key=lambda i: (self.far[i], self.handles[i]))


@dataclass(frozen=True, slots=True)
class Search:
    """What was found: the ways to each who was looked at, and whose loss would leave none of those `reached`."""

    scene: Scene
    reached: Sequence[int]
    tethers: Sequence[Tether]
    together: Separation

    @property
    def named(self) -> set[int]:
        """Everybody on a way that was found."""
        return {i for found in self.tethers for path in found.paths for i in path}


def find_protection(
    rows: ProtectionRows, on: str, us: int | None = None, audience: str = "secret", limit: int = 0
) -> Report:
    """Who could speak up for the actor asked about if it is threatened, on the ISO day `on`, and whose loss would cut it
    off from them?

    Somebody who could speak up: an actor of national or international level and of a kind that is heard (see
    `ngomap.analyses.protecting`), and whoever offers legal help or shelter; never a government, an opponent, a rival
    of the one asked about, or somebody at odds with it. Each one's value is how many separate ways lead there: ways
    over ties that stand and are not at odds, which have nobody in common but both ends; by Menger's theorem as many as
    must be lost before it is out of reach, a direct tie aside. Ways lead through anybody but opponents, rivals, and
    whoever is secret or has closed. The value of all together is how many must be lost before none is reached, each
    of them being one who can be lost, too. How strong the ties are decides only which way is told.

    Groups that are not ranked with each other: all together, those of international and of national reach, those near
    with the law or shelter, and those to whom no way leads. On an empty map, or where nobody could speak up, there is
    no finding; what lies in another component is out of reach. On a map of more than 2000 tied actors a limit has only
    the nearest twelve looked at, and on one too large for its ties to be read as records the nearest sixty are looked at
    without one.

    References: Menger, K. (1927). Zur allgemeinen Kurventheorie. Fundamenta Mathematicae 10. Keck, M. and Sikkink, K.
    (1998). Activists beyond borders.

    >>> def actor(id_, handle, kind="ngo", level="local"):
    ...     return Actor(id_, "", handle, kind, handle.title(), level, *[None] * 18, "public")
    >>> us, ana, court = actor(1, "us"), actor(2, "ana", "person", None), actor(3, "court", "court", "national")
    >>> ties = [Tie(1, "on-board-of", 2, 1, "active"), Tie(2, "advises", 2, 3, "active")]
    >>> rows = ProtectionRows(us, {a.id: a for a in (us, ana, court)}, ties, {}, {})
    >>> for f in find_protection(rows, "2024-03-31").findings: print(f"{f.group}: {f.subject} {f.value} {f.unit}")
    all of them together: ana 1 contact to lose before nobody is left
    in the country: court 1 way
    """
    return tell_protection(rows, search_protection(rows, on, limit), on, us, audience, limit)


def look_around(rows: ProtectionRows, on: str) -> Scene:
    """Who could speak up on the ISO day, and who is next to whom."""
    there = {i: a for i, a in rows.actors.items() if a.status != "closed" or i == rows.asked.id}
    handles = {i: a.handle for i, a in there.items()}
    against = opponents(rows.stances, on) | _at_odds(rows.ties, rows.asked.id, on)
    avoid = {i for i in there if i in against or there[i].audience == "secret"} - {rows.asked.id}
    voices = {
        i: said
        for i, a in there.items()
        if i != rows.asked.id and i not in avoid
        and (said := speaks_up(a, rows.legal.get(i, ()), rows.services.get(i, ())))
    }  # fmt: skip
    doors = open_doors(rows.ties, on, handles) if rows.near is None else {}
    neighbours = without(doors if rows.near is None else rows.near, avoid)
    return Scene(there, handles, voices, against, doors, neighbours, within_reach(neighbours, rows.asked.id))


def search_protection(rows: ProtectionRows, on: str, limit: int = 0) -> Search:
    """The ways to those who could speak up: what `find_protection` tells of, and on a large map whose ties it needs."""
    scene = look_around(rows, on)
    reached = scene.reached
    most = len(reached) if rows.near is None else MOST_AT_ALL
    if limit and len(scene.neighbours) > LARGE:
        most = MOST_EXAMINED
    source = rows.asked.id
    tethers = [tether(scene.neighbours, source, i) for i in reached[:most]]
    return Search(scene, reached, tethers, tether_all(scene.neighbours, source, reached))


def tell_protection(
    rows: ProtectionRows, found: Search, on: str, us: int | None, audience: str, limit: int
) -> Report:
    """What was found, told with the ties among those whom it names."""
    scene, reached = found.scene, found.reached
    known = Known(scene.there, on, rows.asked, us, rows.events)
    doors = scene.doors if rows.near is None else open_doors(rows.ties, on, scene.handles)
    findings = []
    for one in found.tethers:
        ways = ranked([way_along(doors, path) for path in one.paths], scene.handles)
        findings.append(tell_tether(known, one, ways, scene.voices[one.end]))
    findings += [tell_unreached(known, i, said) for i, said in scene.voices.items() if i not in scene.far]
    if scene.voices:
        findings.append(tell_all(known, found.together, reached, findings))
    findings.sort(key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject))
    looked_at = len(found.tethers)
    report = Report(
        name="protection",
        question=f"Who could speak up for {'us' if us == rows.asked.id else rows.asked.name} if threatened?",
        method="Who is heard in the country or beyond, or helps with the law or shelter, by how many separate ways: ways "
        "that share nobody in between. Opponents, rivals and secret actors are neither asked nor passed through.",
        parameters={"asked": rows.asked.handle, "on": on, "audience": audience, "looked_at": looked_at},
        findings=tuple(findings),
        caveats=tuple(_caveats(rows, found, audience, limit)),
        next=tuple(known.next_steps(findings)),
    )
    return report.limited(limit)


def _at_odds(ties: Iterable[Tie], asked: int, on: str) -> set[int]:
    adverse = (t for t in ties if t.open_on(on) and asked in (t.a, t.b))
    return {t.other(asked) for t in adverse if t.type == "rivals" or t.stance == "confrontational"}


def _caveats(rows: ProtectionRows, found: Search, audience: str, limit: int) -> list[str]:
    said = []
    if not found.scene.voices:
        said.append("Nobody in the map is known to be heard nationally or internationally, or to help with the law.")
    if len(found.tethers) < len(found.reached):
        more = "" if not limit else " --limit 0 looks at all." if rows.near is None else f" --limit 0 looks at {MOST_AT_ALL}."
        said.append(f"{len(found.reached)} are within reach; the nearest {len(found.tethers)} were looked at.{more}")
    unknown = sum(
        1 for a in rows.actors.values() if a.level is None and a.kind not in ("person", "government", "business", "other")
    )
    if unknown:
        of, are = counted(unknown, "organization"), "it is" if unknown == 1 else "they are"
        said.append(f"The level of {of} is not known, so {are} not counted: ngomap edit REF --level")
    if any(i in rows.actors and rows.actors[i].level in ("national", "international") for i in found.scene.against):
        said.append("Opponents, rivals and those at odds are left out; they do not speak up.")
    if audience != "secret":
        said.append(f"What is above the audience {audience} was left out.")
    return said
