"""What is recorded of actors beside their own fields, as far as it bears on what is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.actors import Actor, ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of an actor beside its own fields: slugs of terms, handles of areas."""

    issues: Collection[str] = ()
    populations: Collection[str] = ()
    serves: Collection[str] = ()


NO_FACTS: Final = Facts()


@dataclass(slots=True)
class Recorded:
    """By id: the `issues` on the records of actors; who has populations and areas there (`populations`, `serves`); who has
    activities, and such that say for whom (`active`, `serving`); of `ours`, the slugs of what we work on, that which others
    have activities for (`worked`, maybe with more); with how many each is tied, and who works with us (`neighbours`,
    `working`); how many are recorded in each area (`there`).
    """

    issues: Mapping[int, Collection[str]] = field(default_factory=dict)
    populations: Collection[int] = ()
    serves: Collection[int] = ()
    active: Collection[int] = ()
    serving: Collection[int] = ()
    ours: Collection[str] = ()
    worked: Mapping[int, Collection[str]] = field(default_factory=dict)
    neighbours: Mapping[int, int] = field(default_factory=dict)
    working: Collection[int] = ()
    there: Mapping[int, int] = field(default_factory=dict)


def recorded(
    actors: Sequence[Actor],
    facts: Mapping[int, Facts],
    areas: Sequence[Area],
    terms: Sequence[Term],
    ties: Sequence[Tie],
    activities: Sequence[Activity],
    on: str,
    us: ActorRef | None,
) -> Recorded:
    """The same from rows."""
    slugs, ids = {t.id: t.slug for t in terms}, {a.handle: a.id for a in areas}
    neighbours: dict[int, set[int]] = {}
    working = set()
    for tie in (t for t in ties if t.open_on(on) and t.type != "rivals"):
        neighbours.setdefault(tie.a, set()).add(tie.b)
        neighbours.setdefault(tie.b, set()).add(tie.a)
        if us and us.id in (tie.a, tie.b) and tie.type == "works-with":
            working.add(tie.other(us.id))
    there: dict[int, set[int]] = {}
    for actor in actors:
        for handle in {*facts.get(actor.id, NO_FACTS).serves, actor.area or ""} & ids.keys():
            there.setdefault(ids[handle], set()).add(actor.id)
    worked: dict[int, set[str]] = {}
    for row in activities:
        there.setdefault(row.area, set()).add(row.actor)
        worked.setdefault(row.actor, set()).add(slugs.get(row.term, ""))
    ours = {*facts.get(us.id, NO_FACTS).issues, *worked.get(us.id, ())} if us else set()
    return Recorded(
        {actor: known.issues for actor, known in facts.items()},
        {actor for actor, known in facts.items() if known.populations},
        {actor for actor, known in facts.items() if known.serves},
        {v.actor for v in activities if not v.inferred},
        {v.actor for v in activities if v.population is not None},
        ours, worked, {actor: len(others) for actor, others in neighbours.items()}, working,
        {area: len(who) for area, who in there.items()},
    )  # fmt: skip
