"""What is known of somebody, of us, and of what lies between, on a day: what a briefing is written from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ngomap.analyses.complement import Profile, profiles
from ngomap.analyses.describing import Gazetteer
from ngomap.analyses.footprints import footprints
from ngomap.analyses.ladder_evidence import Logbook
from ngomap.analyses.ladder_pairs import Pair, Relations
from ngomap.model.actors import Actor
from ngomap.model.agreements import Agreement, Labour
from ngomap.model.audience import may_see
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.coverage import Activity, Resource
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.model.words import Term

POSITIONS = ("works-for", "on-board-of", "holds-office-in", "volunteers-for")


@dataclass(slots=True)
class BriefRows:
    """The rows around two actors, as far as the audience may see them, and as they were on the day.

    `people` are all actors at the ends of `ties`, themselves included; the ties are those of either. `events` are those
    that both took part in, `parts` the activities of both in named projects, `activities` all of both, `stances` those of
    everybody in `people`, the oldest first. `terms` and `areas` are by actor, as the records have them.
    """

    them: Actor
    us: Actor | None
    people: Mapping[int, Actor]
    ties: Sequence[Tie] = ()
    events: Sequence[Event] = ()
    parts: Sequence[Activity] = ()
    activities: Sequence[Activity] = ()
    resources: Sequence[Resource] = ()
    stances: Sequence[Stance] = ()
    trust: Sequence[Trust] = ()
    agreements: Sequence[Agreement] = ()
    labour: Sequence[Labour] = ()
    terms: Mapping[int, set[int]] = field(default_factory=dict)
    areas: Mapping[int, set[int]] = field(default_factory=dict)
    aliases: Sequence[str] = ()


class Known:
    """The rows, looked up."""

    def __init__(
        self, rows: BriefRows, names: Gazetteer, on: str, audience: str = "secret", issue: Term | None = None
    ) -> None:
        self.rows = rows
        self.names = names
        self.on = on
        self.audience = audience
        self.issue = issue
        self.them = rows.them
        self.us = rows.us
        self.record = (f"actor:{rows.them.id}",)
        self.logbook = Logbook(rows.events, rows.parts, rows.agreements, on)
        ids = [a.id for a in (rows.them, rows.us) if a]
        self._profiles = profiles(ids, footprints(rows.activities, ids), rows.terms, names)
        for id_ in ids:
            self._profiles[id_].areas |= set(rows.areas.get(id_, ()))

    @property
    def private(self) -> bool:
        """Whether the reader may see what we think of others."""
        return may_see("internal", self.audience)

    @property
    def person(self) -> bool:
        """Whether the briefing is about a person."""
        return self.them.kind == "person"

    @property
    def theirs(self) -> Profile:
        """What they do, where, for whom."""
        return self._profiles[self.them.id]

    @property
    def ours(self) -> Profile | None:
        """What we do, where, for whom."""
        return self._profiles[self.us.id] if self.us else None

    def both(self) -> dict[int, Profile]:
        """The profiles of both."""
        return self._profiles

    def ties_of(self, actor: Actor | None, *types: str) -> list[tuple[Tie, Actor]]:
        """The ties of one of the two that stand on the day, with who is at the other end, by handle."""
        if actor is None:
            return []
        found = [
            (t, self.rows.people[t.other(actor.id)])
            for t in self.rows.ties
            if actor.id in (t.a, t.b) and t.open_on(self.on) and (not types or t.type in types)
        ]
        return sorted(found, key=lambda f: (f[1].handle, f[0].type, f[0].since or ""))

    def between(self) -> list[Tie]:
        """The ties of them and us with each other, whatever became of them."""
        if self.us is None:
            return []
        both = {self.them.id, self.us.id}
        return sorted((t for t in self.rows.ties if {t.a, t.b} == both), key=lambda t: (t.type, t.since or ""))

    def pair(self) -> Pair | None:
        """Them and us on the ladder."""
        if self.us is None:
            return None
        refs = [a.ref for a in self.rows.people.values()]
        relations = Relations(refs, self.rows.ties, self.logbook, self.us.ref)
        ties = [t for t in self.between() if t.type == "works-with" and (t.status == "wanted" or t.open_on(self.on))]
        return relations.pair(self.us.ref, self.them.ref, ties)

    def stance(self, actor: int, issue: int) -> Stance | None:
        """Where an actor last stood on an issue."""
        found = [s for s in self.rows.stances if (s.actor, s.issue) == (actor, issue) and s.stance is not None]
        return max(found, key=lambda s: s.on_date or "", default=None)

    def both_at(self, *types: str) -> list[tuple[Actor, Tie, Tie]]:
        """Who stands at the same end of such a tie to them as to us, with both ties, theirs first."""
        ours = {(who.id, t.type, t.a == who.id): t for t, who in self.ties_of(self.us, *types)}
        found = []
        for tie, who in self.ties_of(self.them, *types):
            same = ours.get((who.id, tie.type, tie.a == who.id))
            if same is not None:
                found.append((who, tie, same))
        return found


def says(tie: Tie, who: int) -> str:
    """A tie as read from one of its ends, without the other: `works with`."""
    kind = TIE_TYPES[tie.type]
    return kind.forward if tie.a == who else kind.backward

