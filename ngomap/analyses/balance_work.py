"""The pieces of work between us and an office, each on the side of working with it, of holding it to account, or both."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.freshness import months_before
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie
from ngomap.model.text import counted
from ngomap.model.together import Approach, Commitment, Observation

WITH: Final = "cooperative"
AGAINST: Final = "confrontational"
BOTH: Final = (WITH, AGAINST)
SIDES: Final = {"cooperative": (WITH,), "mixed": BOTH, "confrontational": (AGAINST,)}

CONTACT_MONTHS: Final = 12
HOLDING: Final = ("monitors", "rivals")
BESIDE: Final = ("holds-office-in", "parent-of", "related", "knows")
"""Ties that say who somebody is, not what we do with them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work: on which sides it counts, what it is, what shows it."""

    sides: tuple[str, ...]
    text: str
    evidence: tuple[str, ...]


def pieces_of(
    us: ActorRef,
    office: ActorRef,
    officials: Collection[int],
    refs: Mapping[int, ActorRef],
    on: str,
    ties: Sequence[Tie],
    events: Sequence[Event],
    parts: Sequence[Activity],
    approaches: Sequence[Approach],
    commitments: Sequence[Commitment],
    observations: Sequence[Observation],
    issues: Mapping[int, str],
) -> list[Piece]:
    """What we do with an office and those who hold office in it, up to the day; see `find_balance` for the rules."""
    them = {office.id, *officials}
    name = _Namer(office, refs)
    return [
        *_stands(us, them, on, approaches, issues, name),
        *_ties(us, them, on, ties, name),
        *_projects(us, them, on, parts),
        *_contacts(us, them, on, events),
        *_observed(us, them, on, commitments, observations),
    ]


@dataclass(frozen=True, slots=True)
class _Namer:
    office: ActorRef
    refs: Mapping[int, ActorRef]

    def __call__(self, actor: int) -> str:
        return "it" if actor == self.office.id else self.refs[actor].name


def _stands(
    us: ActorRef, them: set[int], on: str, approaches: Sequence[Approach], issues: Mapping[int, str], name: _Namer
) -> Iterator[Piece]:
    newest: dict[tuple[int, int], Approach] = {}
    for row in sorted(approaches, key=lambda r: r.on_date):
        if row.actor == us.id and row.towards in them and row.on_date <= on:
            newest[row.towards, row.issue or 0] = row
    for row in sorted(newest.values(), key=lambda r: (name(r.towards), issues.get(r.issue or 0, ""))):
        about = f" on {issues.get(row.issue, 'an issue')}" if row.issue else ""
        whom = "" if row.towards not in name.refs or name(row.towards) == "it" else f" towards {name(row.towards)}"
        yield Piece(SIDES[row.approach], f"we are {row.approach}{whom}{about} since {row.on_date}", (f"approach:{row.id}",))


def _ties(us: ActorRef, them: set[int], on: str, ties: Sequence[Tie], name: _Namer) -> Iterator[Piece]:
    found = []
    for tie in ties:
        if us.id not in (tie.a, tie.b) or tie.other(us.id) not in them or not tie.open_on(on) or tie.type in BESIDE:
            continue
        sides = SIDES[tie.stance] if tie.stance else ((AGAINST,) if tie.type in HOLDING else (WITH,))
        if tie.type in HOLDING and AGAINST not in sides:
            sides = BOTH
        found.append((name(tie.other(us.id)), tie.type, Piece(sides, _tie_text(us, tie, name), (f"tie:{tie.id}",))))
    yield from (piece for _, _, piece in sorted(found, key=lambda f: (f[0] != "it", f[0], f[1], f[2].text)))


def _tie_text(us: ActorRef, tie: Tie, name: _Namer) -> str:
    kind = TIE_TYPES[tie.type]
    details = [RUNGS[tie.rung]] if tie.rung is not None else []
    details += ["dormant"] if tie.status == "dormant" else []
    details += [tie.stance] if tie.stance else []
    more = f" ({', '.join(details)})" if details else ""
    other = name(tie.other(us.id))
    if kind.mutual or tie.a == us.id:
        return f"{WE.get(tie.type, f'our tie: {kind.forward}')} {other}{more}"
    return f"{other} {kind.forward} us{more}"


WE: Final = {
    "works-with": "we work with", "monitors": "we monitor", "rivals": "we are rivals of", "funds": "we fund",
    "advises": "we advise", "mentors": "we mentor", "member-of": "we are a member of", "volunteers-for": "we volunteer for",
    "works-for": "we work for", "on-board-of": "we sit on the board of",
}  # fmt: skip


def _projects(us: ActorRef, them: set[int], on: str, parts: Sequence[Activity]) -> Iterator[Piece]:
    begun = [v for v in parts if v.project and (v.since or "") <= on and v.status not in ("planned", "suspended")]
    ours = {v.project for v in begun if v.actor == us.id}
    for project in sorted({v.project for v in begun if v.project in ours and v.actor in them and v.project}):
        ids = tuple(f"activity:{v.id}" for v in begun if v.project == project and (v.actor in them or v.actor == us.id))
        yield Piece((WITH,), f"joint project {project}", tuple(sorted(ids)))


def _contacts(us: ActorRef, them: set[int], on: str, events: Sequence[Event]) -> Iterator[Piece]:
    since = months_before(on, CONTACT_MONTHS)
    met = [
        e for e in events
        if since < e.on_date <= on and any(p.id == us.id for p in e.participants) and any(p.id in them for p in e.participants)
    ]  # fmt: skip
    if met:
        last = max(e.on_date for e in met)
        text = f"{counted(len(met), 'contact')} in the last {CONTACT_MONTHS} months, the last on {last}"
        yield Piece((WITH,), text if len(met) > 1 else f"a contact on {last}", tuple(sorted(f"event:{e.id}" for e in met)))


def _observed(
    us: ActorRef, them: set[int], on: str, commitments: Sequence[Commitment], observations: Sequence[Observation]
) -> Iterator[Piece]:
    for promise in sorted((c for c in commitments if c.by in them and c.on_date <= on), key=lambda c: c.handle):
        mine = [o for o in observations if o.commitment == promise.id and o.observer == us.id and o.on_date <= on]
        if mine:
            last = max(o.on_date for o in mine)
            ids = (f"commitment:{promise.id}", *sorted(f"observation:{o.id}" for o in mine))
            yield Piece((AGAINST,), f"we observed a promise ({promise.what.rstrip('.')}), last on {last}", ids)
