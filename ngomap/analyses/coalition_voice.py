"""For whom does a coalition speak, who could break it, and where could it be split?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import networkx as nx

from ngomap.analyses.coalition_coverage import SORTS, Thing, Work, covered_by, in_words, kinds_of, thing_names
from ngomap.analyses.coalition_people import people_behind
from ngomap.analyses.describing import Gazetteer, count, some
from ngomap.graph.coverage_greedy import fair_weights
from ngomap.graph.cuts import find_cuts
from ngomap.graph.introductions import open_doors
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.stances import with_article
from ngomap.model.together import Coalition

BEHIND: Final = "behind it"
UNKNOWN: Final = "not known"
BREAK: Final = "who could break it by leaving"
SPLIT: Final = "where it could be split"
NO_HOLD: Final = ("monitors", "rivals")
"""Ties to an opponent that give it no hold on a member."""


@dataclass(frozen=True, slots=True)
class VoiceRows:
    """What the map knows: the members' work, the organizations and persons down to the members of members (`work.actors` has
    them all), the ties of all of these, stances on all issues, and which issues are the coalition's own (`scope`) and
    which lie next to them (`related`, those of `scope` among them).
    """

    coalition: ActorRef
    row: Coalition | None
    members: tuple[int, ...]
    work: Work
    ties: Sequence[Tie]
    stances: Sequence[Stance]
    scope: frozenset[int]
    related: frozenset[int]
    names: Gazetteer
    refs: Mapping[int, ActorRef]


def find_voice(rows: VoiceRows, on: str, audience: str = "secret") -> Report:
    """Who and what stands behind a coalition, and how firmly?

    *Behind it*: people as `people_behind` counts them, organizations (members and members of members), and how many areas,
    populations, levels, sectors and ways to the target these cover. *Who could break it*: members without whom the
    others fall into parts that no tie joins (articulation points of the ties among members, the coalition itself not
    counted), and members who alone bring something; the value is the share of all that is covered which would go,
    each sort weighing the same. *Where it could be split*: members who stand on different sides of a related issue,
    rivals among the members, members with an opponent of the coalition's issue among their funders or other ties.

    A coalition without members has nobody behind it; of one member alone everything would go. Nothing is ranked across
    the lists.

    References: Hopcroft and Tarjan (1973), Algorithm 447; stance and splits after the NGO Handbook 2012, chapter 6.

    >>> from ngomap.model.actors import Actor
    >>> from ngomap.model.words import Term
    >>> def actor(id_, handle, staff, level):
    ...     return Actor(id_, "", handle, "ngo", handle.title(), level, *[None] * 9, staff, *[None] * 8, "public")
    >>> actors = {1: actor(1, "us", 4, "local"), 2: actor(2, "ash", 6, "local"), 3: actor(3, "birch", None, "national")}
    >>> ties = [Tie(1, "works-with", 1, 2, "active"), Tie(2, "works-with", 1, 3, "active"), Tie(3, "funds", 9, 2, "active")]
    >>> refs = {i: a.ref for i, a in actors.items()} | {9: ActorRef(9, "elm", "Elm", "business")}
    >>> report = find_voice(VoiceRows(ActorRef(8, "open", "Open", "coalition"), None, (1, 2, 3),
    ...     Work(actors, {}, {}, {}), ties, [Stance(5, 9, 7, -2, None, "2024-01-01")],
    ...     frozenset({7}), frozenset({7}), Gazetteer([Term(7, "issue", "bribery", "Bribery")], []), refs), "2024-03-31")
    >>> for f in report.findings: print(f.group, "|", f.label, "|", f.value)
    behind it | People | 10
    behind it | Organizations | 3
    behind it | Levels | 2
    not known | Staff | 1
    not known | Areas | 3
    not known | Populations | 3
    not known | Sectors | 3
    who could break it by leaving | Birch | 50.0
    who could break it by leaving | Us | 0.0
    where it could be split | Ash: funded by Elm | None
    """
    covers = covered_by(rows.work, on)
    inside = [m for m in rows.members if m in rows.work.actors]
    behind = people_behind(rows.coalition.id, inside, rows.work.actors, rows.ties)
    everybody = {*inside, *behind.organizations, *behind.persons}
    owners: dict[Thing, list[int]] = {}
    for id_ in sorted(everybody, key=lambda i: rows.work.actors[i].handle):
        for thing in covers.get(id_, ()):
            owners.setdefault(thing, []).append(id_)
    findings = [
        _people(rows, behind.people, behind.counted, behind.persons, behind.within, behind.twice),
        _organizations(rows, behind.organizations),
        *_covered(rows, owners),
        *_unknown(rows, behind.unknown, everybody, covers),
        *_breakers(rows, inside, owners, covers, on),
        *_splits(rows, inside, on),
    ] if inside else []  # fmt: skip
    return Report(
        name="coalition voice",
        question=f"For whom does {rows.coalition.name} speak, and how firmly does it stand?",
        method="The organizations that are members or members of members, with their staff, nobody counted twice, and what "
        "they cover; who would leave the others without a tie or take something along that nobody else brings; and where "
        "its members stand apart or are tied to opponents.",
        parameters={"coalition": rows.coalition.handle, "on": on, "audience": audience},
        findings=tuple(findings),
        caveats=tuple(_caveats(rows, inside, audience)),
        next=tuple(_next(rows, inside, findings)),
    )


def _people(
    rows: VoiceRows, people: int, counted: Sequence[int], persons: Sequence[int], within: Sequence[int], twice: Sequence[int]
) -> Finding:
    parts = [f"the staff of {count(len(counted), 'organization')}"] if counted else []
    parts += [f"{len(persons)} who {'are' if len(persons) > 1 else 'is'} in it as a person"] if persons else []
    text = f"Counted: {some(parts)}." if parts else "Of nobody in it is known how many people it has."
    evidence = tuple(f"actor:{i}" for i in (*counted, *persons))
    reasons = [Reason("counted", text, evidence)]
    if within:
        branches = some([rows.refs[i].name for i in within])
        text = f"Not added, for the staff of its parent has it: {branches}."
        reasons.append(Reason("within", text, tuple(f"actor:{i}" for i in within)))
    if twice:
        who = "1 person who works" if len(twice) == 1 else f"{len(twice)} people who work"
        text = f"{who} for two of them, counted once."
        reasons.append(Reason("twice", text, tuple(f"actor:{i}" for i in twice)))
    return Finding("people", "People", people if parts else None, "people", tuple(reasons), BEHIND)


def _organizations(rows: VoiceRows, organizations: Sequence[int]) -> Finding:
    direct = [rows.refs[i].name for i in organizations if i in rows.members]
    through = [rows.refs[i].name for i in organizations if i not in rows.members]
    text = f"Members: {some(direct, 6)}." if direct else "Only persons are members."
    text += f" Through them: {some(through, 6)}." if through else ""
    reason = Reason("organizations", text, tuple(f"actor:{i}" for i in organizations))
    return Finding("organizations", "Organizations", len(organizations), "", (reason,), BEHIND)


def _covered(rows: VoiceRows, owners: Mapping[Thing, Sequence[int]]) -> list[Finding]:
    found = []
    for sort, names in thing_names(owners, rows.names, rows.refs).items():
        evidence = tuple(dict.fromkeys(f"actor:{i}" for thing, who in owners.items() if thing[0] == sort for i in who))
        label = SORTS[sort][1].capitalize()
        found.append(Finding(f"{sort}s", label, len(names), "", (Reason("covers", f"{some(names, 6)}.", evidence),), BEHIND))
    order = ("areas", "populations", "levels", "sectors", "ways")
    return sorted(found, key=lambda f: order.index(f.subject))


def _unknown(
    rows: VoiceRows, staffless: Sequence[int], everybody: set[int], covers: Mapping[int, Mapping[Thing, object]]
) -> list[Finding]:
    found = []
    organizations = [i for i in everybody if rows.work.actors[i].kind != "person"]
    missing = {"staff": list(staffless)}
    for sort in ("area", "population", "level", "sector"):
        missing[sort] = [i for i in organizations if not any(thing[0] == sort for thing in covers.get(i, ()))]
    for sort, ids in missing.items():
        if ids:
            names = [rows.refs[i].name for i in sorted(ids, key=lambda i: rows.refs[i].handle)]
            label = "Staff" if sort == "staff" else SORTS[sort][1].capitalize()
            reason = Reason("unknown", f"Not known of {some(names)}.", tuple(f"actor:{i}" for i in sorted(ids)))
            unit = f"of {count(len(organizations), 'organization')}"
            found.append(Finding(f"unknown/{sort}", label, len(ids), unit, (reason,), UNKNOWN))
    return found


def _breakers(
    rows: VoiceRows, inside: Sequence[int], owners: Mapping[Thing, Sequence[int]],
    covers: Mapping[int, Mapping[Thing, tuple[str, ...]]], on: str,
) -> list[Finding]:  # fmt: skip
    handles = {i: rows.work.actors[i].handle for i in inside}
    graph = nx.Graph()
    graph.add_nodes_from(sorted(handles, key=lambda i: handles[i]))
    doors = open_doors(rows.ties, on, handles)
    graph.add_edges_from((a, b) for a, others in doors.items() for b in others)
    cuts = find_cuts(graph).actors
    weights = fair_weights(kinds_of({i: dict(covers[i]) for i in covers if any(i in who for who in owners.values())}))
    total = sum(weights.get(thing, 0) for thing in owners)
    found = []
    for id_ in inside:
        reasons = []
        alone = sorted((thing for thing, who in owners.items() if who == [id_]), key=repr)
        if id_ in cuts:
            left = some(sorted(rows.refs[i].name for i in cuts[id_]))
            evidence = tuple(sorted({f"tie:{t.id}" for t in doors[id_].values()}))
            reasons.append(Reason("joins", f"Without it no tie joins {left} to the others.", evidence))
        if alone:
            evidence = tuple(dict.fromkeys(e for thing in alone for e in covers[id_][thing]))
            text = f"Nobody else in it brings {in_words(alone, rows.names, rows.refs)}."
            reasons.append(Reason("alone", text, evidence))
        if reasons:
            lost = 100 * sum(weights[thing] for thing in alone) / total if total else 0.0
            found.append(Finding(handles[id_], rows.refs[id_].name, lost, "% would go", tuple(reasons), BREAK))
    return sorted(found, key=lambda f: (-(f.value or 0), f.subject))


def _splits(rows: VoiceRows, inside: Sequence[int], on: str) -> list[Finding]:
    newest: dict[tuple[int, int], Stance] = {}
    for row in sorted(rows.stances, key=lambda s: (s.on_date or "", s.id)):
        if row.stance is not None and (row.on_date or "") <= on:
            newest[row.actor, row.issue] = row
    return [*_apart(rows, inside, newest), *_rivals(rows, inside, on), *_held(rows, inside, newest, on)]


def _apart(rows: VoiceRows, inside: Sequence[int], newest: Mapping[tuple[int, int], Stance]) -> list[Finding]:
    found = []
    for issue in rows.related:
        sides = [newest[i, issue] for i in inside if (i, issue) in newest]
        for one, other in combinations(sorted(sides, key=lambda s: rows.refs[s.actor].handle), 2):
            if (one.stance or 0) * (other.stance or 0) < 0:
                a, b = rows.refs[one.actor], rows.refs[other.actor]
                name = rows.names.terms[issue].name
                text = f"On {name}, {a.name} is {with_article(one.stance or 0)} and {b.name} {with_article(other.stance or 0)}."
                reason = Reason("stances", text, (f"stance:{one.id}", f"stance:{other.id}"))
                subject = f"{a.handle}/{b.handle}/{rows.names.terms[issue].slug}"
                found.append(Finding(subject, f"{a.name} and {b.name}: apart on {name}", None, "", (reason,), SPLIT))
    return sorted(found, key=lambda f: f.subject)


def _rivals(rows: VoiceRows, inside: Sequence[int], on: str) -> list[Finding]:
    found = []
    for tie in rows.ties:
        if tie.type == "rivals" and tie.open_on(on) and {tie.a, tie.b} <= set(inside):
            a, b = sorted((rows.refs[tie.a], rows.refs[tie.b]), key=lambda r: r.handle)
            reason = Reason("rivals", "They are rivals.", (f"tie:{tie.id}",))
            found.append(Finding(f"{a.handle}/{b.handle}", f"{a.name} and {b.name}: rivals", None, "", (reason,), SPLIT))
    return sorted(found, key=lambda f: f.subject)


def _held(rows: VoiceRows, inside: Sequence[int], newest: Mapping[tuple[int, int], Stance], on: str) -> list[Finding]:
    against = {s.actor: s for s in newest.values() if (s.stance or 0) < 0 and s.issue in rows.scope}
    found = []
    for tie in rows.ties:
        if tie.type in NO_HOLD or not tie.open_on(on):
            continue
        for member, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if member not in inside or other not in against or other not in rows.refs or other == rows.coalition.id:
                continue
            stance, who, them = against[other], rows.refs[member], rows.refs[other]
            money = tie.type == "funds" and tie.b == member
            forward = member == tie.a or TIE_TYPES[tie.type].mutual
            how = TIE_TYPES[tie.type].forward if forward else TIE_TYPES[tie.type].backward
            label = f"{who.name}: funded by {them.name}" if money else f"{who.name}: tied to {them.name}"
            issue = rows.names.terms[stance.issue].name
            text = f"{who.name} {how} {them.name}, {with_article(stance.stance or 0)} on {issue}."
            reason = Reason("funder" if money else "tie", text, (f"tie:{tie.id}", f"stance:{stance.id}"))
            found.append((not money, Finding(f"{who.handle}/{them.handle}", label, None, "", (reason,), SPLIT)))
    return [f for _, f in sorted(found, key=lambda row: (row[0], row[1].subject, row[1].reasons[0].text))]


def _caveats(rows: VoiceRows, inside: Sequence[int], audience: str) -> list[str]:
    found = []
    if not inside:
        found.append(f"No member of {rows.coalition.name} is recorded, so nobody is known to stand behind it.")
    if not rows.scope:
        found.append("On which issue it is, is not known, so its opponents are not, either.")
    if inside:
        found.append("Staff only: how many members or supporters an organization has is not in the map.")
    return found + ([f"What is above the audience {audience} was left out."] if audience != "secret" else [])


def _next(rows: VoiceRows, inside: Sequence[int], findings: Sequence[Finding]) -> list[str]:
    handle = rows.coalition.handle
    steps = [] if inside else [f"Say who is in it: ngomap coalition join {handle} REF"]
    if not rows.scope:
        steps.append(f"Say on which issue it is: ngomap coalition edit {handle} --issue ISSUE")
    split = next((f for f in findings if f.group == SPLIT), None)
    if split is not None:
        steps.append(f"Agree what you do when you differ: ngomap agree {handle} --point conflicts --state discussed --text \"...\"")
    staff = next((f for f in findings if f.subject == "unknown/staff"), None)
    if staff is not None:
        ids = [int(e.split(":")[1]) for e in staff.reasons[0].evidence]
        first = min(rows.refs[i].handle for i in ids)
        steps.append(f"Ask how many people they are: ngomap edit {first} --staff N")
    return steps or [f"See what is still to agree: ngomap coalition readiness {handle}"]
