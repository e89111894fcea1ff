"""Who needs a backup: those on whom others hang, and our own contacts that hang on one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ngomap.analyses.describing import count, some
from ngomap.analyses.network_picture import POSITIONS, Picture
from ngomap.graph.communities import lone_links
from ngomap.graph.cuts import find_cuts
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason

HINGES: Final = "who needs a backup"
CONTACTS: Final = "our contacts that hang on one person"
LEAST_CIRCLE: Final = 3
"""Between a pair and others there is often a single tie; that says nothing."""


def find_backups(picture: Picture, events: Sequence[Event], on: str, us: ActorRef | None) -> list[Finding]:
    """Actors on whom others hang (value: how many would be cut off from the larger part, or, where nobody would, None),
    the most first; then the organizations we are in contact with whom we know through one person only (value: contacts
    logged in which the person took part).

    An actor needs a backup if its loss cuts others off (an articulation point; a person who only belongs to it is not
    counted), or if every tie between two circles of three or more is its own. An organization hangs on one person if we
    are tied to it, and of the people recorded in it just one took part in a contact with us or is tied to us or to one
    of our own people. Where no such person is recorded nothing is said.

    Hopcroft and Tarjan (1973) for articulation points.
    """
    belongs = {(t.a, t.b): t for t in picture.ties.values() if t.type in POSITIONS}
    findings = [*_hinges(picture, belongs, us)]
    findings.sort(key=lambda f: (-(f.value or 0), f.subject))
    if us is not None and us.id in picture.graph:
        contacts = [*_hanging(picture, [e for e in events if e.on_date <= on], belongs, us.id)]
        findings += sorted(contacts, key=lambda f: (-(f.value or 0), f.subject))
    return findings


def _hinges(picture: Picture, belongs: dict[tuple[int, int], Tie], us: ActorRef | None) -> Iterable[Finding]:
    graph, refs = picture.graph, picture.refs
    links = lone_links(graph, picture.communities)
    cuts = find_cuts(graph).actors
    for actor in graph:
        lost = [n for n in cuts.get(actor, ()) if (n, actor) not in belongs or graph.degree[n] > 1]
        reasons = []
        if lost:
            near = picture.ties_between([actor], lost)
            verb = f"Without {'us' if us and us.id == actor else 'it'} nothing would join"
            text = f"{verb} {some(picture.names(lost))} to the others."
            reasons.append(Reason("only-connection", text, (f"actor:{actor}", *_ties(near))))
        ways = [
            way for way in links.get(actor, ()) if min(len(picture.communities[i]) for i in way) >= LEAST_CIRCLE
        ]  # fmt: skip
        if ways:
            others = [picture.around(other) for _, other in ways]
            ends = [n for _, other in ways for n in picture.communities[other]]
            text = f"Every tie between the circle around {picture.around(ways[0][0])} and {_ones(others)} runs through it."
            reasons.append(Reason("only-link", text, (f"actor:{actor}", *_ties(picture.ties_between([actor], ends)))))
        if reasons:
            label = refs[actor].name + (" (us)" if us and us.id == actor else "")
            value = len(lost) or None
            unit = "cut off" if lost else ""
            yield Finding(refs[actor].handle, label, value, unit, tuple(reasons), HINGES)


def _hanging(
    picture: Picture, events: Sequence[Event], belongs: dict[tuple[int, int], Tie], us: int
) -> Iterable[Finding]:
    graph, refs = picture.graph, picture.refs
    ours = {us} | {a for a, b in belongs if b == us}
    met: dict[int, list[Event]] = {}
    for event in events:
        present = {p.id for p in event.participants}
        if present & ours:
            for actor in present - ours:
                met.setdefault(actor, []).append(event)
    tied_to_ours = {n for one in ours for n in graph.adj[one]}
    people: dict[int, list[int]] = {}
    for person, organization in belongs:
        known = person in met or person in tied_to_ours
        if known and person not in ours and person not in people.get(organization, ()):
            people.setdefault(organization, []).append(person)
    for organization in graph.adj[us]:
        behind = people.get(organization, [])
        if len(behind) != 1:
            continue
        person = behind[0]
        logged = sorted(met.get(person, ()), key=lambda e: (e.on_date, e.title, e.kind))
        name = refs[person].name
        text = f"Of their people we know only {name}"
        if logged:
            text += f", who took part in {count(len(logged), 'contact')}, last on {logged[-1].on_date}."
        else:
            text += "; no contact with them is logged."
        ties = [belongs[person, organization].id, *graph.edges[us, organization]["ties"]]
        evidence = (*_ties({*ties, *picture.ties_between([person], ours)}), *sorted(f"event:{e.id}" for e in logged))
        reasons = [Reason("one-person", text, evidence), *_our_side(picture, events, organization, ours - {us})]
        label = f"{refs[organization].name}, by {name}"
        yield Finding(
            refs[organization].handle, label, len(logged), "contacts by this person", tuple(reasons), CONTACTS
        )


def _our_side(picture: Picture, events: Sequence[Event], organization: int, people: set[int]) -> list[Reason]:
    """That of our own people, too, it was always the same one."""
    with_them = [e for e in events if any(p.id == organization for p in e.participants)]
    present = [{p.id for p in e.participants} & people for e in with_them]
    went = set[int]().union(*present)
    if len(with_them) < 2 or len(went) != 1:
        return []
    text = f"Of ours only {picture.names(went)[0]} is recorded in contacts with them."
    return [Reason("one-of-ours", text, tuple(sorted(f"event:{e.id}" for e, p in zip(with_them, present, strict=True) if p)))]


def _ones(names: Sequence[str]) -> str:
    return f"the {'one' if len(names) == 1 else 'ones'} around {some(names)}"


def _ties(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"tie:{i}" for i in sorted(ids))
