"""Who could speak up for us if we are threatened, and whose loss would cut us off from them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.introductions import opponents
from ngomap.analyses.protecting import Protects, speaks_up
from ngomap.analyses.protection_telling import GROUPS, Known, tell_all, tell_tether, tell_unreached
from ngomap.graph.introductions import open_doors
from ngomap.graph.protection import tether, tether_all, within_reach, without
from ngomap.model.actors import Actor
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Term

MOST_EXAMINED: Final = 12
"""Of a large map the nearest so many are looked at one by one."""
LARGE: Final = 2000
"""Actors with ties; up to here all are looked at."""


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
    no finding; what lies in another component is out of reach. On a map of more than 2000
    tied actors a limit has only the nearest twelve looked at.

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
    there = {i: a for i, a in rows.actors.items() if a.status != "closed" or i == rows.asked.id}
    handles = {i: a.handle for i, a in there.items()}
    doors = open_doors(rows.ties, on, handles)
    against = opponents(rows.stances, on) | _at_odds(rows.ties, rows.asked.id, on)
    avoid = {i for i in there if i in against or there[i].audience == "secret"} - {rows.asked.id}
    voices = {
        i: said
        for i, a in there.items()
        if i != rows.asked.id and i not in avoid
        and (said := speaks_up(a, rows.legal.get(i, ()), rows.services.get(i, ())))
    }  # fmt: skip
    neighbours = without(doors, avoid)
    far = within_reach(neighbours, rows.asked.id)
    reached = sorted((i for i in voices if i in far), key=lambda i: (far[i], handles[i]))
    looked_at = reached[:MOST_EXAMINED] if limit and len(neighbours) > LARGE else reached
    known = Known(there, on, rows.asked, us, rows.events)
    findings = [
        tell_tether(known, tether(doors, neighbours, rows.asked.id, i, handles), voices[i])
        for i in looked_at
    ]
    findings += [tell_unreached(known, i, voices[i]) for i in voices if i not in far]
    if voices:
        findings.append(tell_all(known, tether_all(neighbours, rows.asked.id, reached), reached, findings))
    findings.sort(key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject))
    report = Report(
        name="protection",
        question=f"Who could speak up for {'us' if us == rows.asked.id else rows.asked.name} if threatened?",
        method="Who is heard in the country or beyond, or helps with the law or shelter, by how many separate ways: ways "
        "that share nobody in between. Opponents, rivals and secret actors are neither asked nor passed through.",
        parameters={"asked": rows.asked.handle, "on": on, "audience": audience, "looked_at": len(looked_at)},
        findings=tuple(findings),
        caveats=tuple(_caveats(rows, voices, reached, looked_at, against, audience)),
        next=tuple(known.next_steps(findings)),
    )
    return report.limited(limit)


def _at_odds(ties: Iterable[Tie], asked: int, on: str) -> set[int]:
    adverse = (t for t in ties if t.open_on(on) and asked in (t.a, t.b))
    return {t.other(asked) for t in adverse if t.type == "rivals" or t.stance == "confrontational"}


def _caveats(
    rows: ProtectionRows, voices: Mapping[int, Protects], reached: Sequence[int], looked_at: Sequence[int],
    against: set[int], audience: str,
) -> list[str]:  # fmt: skip
    said = []
    if not voices:
        said.append("Nobody in the map is known to be heard nationally or internationally, or to help with the law.")
    if len(looked_at) < len(reached):
        said.append(f"{len(reached)} are within reach; the nearest {len(looked_at)} were looked at. --limit 0 looks at all.")
    unknown = sum(
        1 for a in rows.actors.values() if a.level is None and a.kind not in ("person", "government", "business", "other")
    )
    if unknown:
        said.append(f"The level of {unknown} organizations is not known, so they are not counted: ngomap edit REF --level")
    if any(i in rows.actors and rows.actors[i].level in ("national", "international") for i in against):
        said.append("Opponents, rivals and those at odds are left out; they do not speak up.")
    if audience != "secret":
        said.append(f"What is above the audience {audience} was left out.")
    return said

