"""Is a coalition ready: have its members agreed what they must?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ngomap.analyses.agreements import latest_points, point_name
from ngomap.analyses.describing import count, some
from ngomap.analyses.freshness import months_between
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import COALITION_POINTS, Agreement, Labour
from ngomap.model.contacts import Event
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Coalition

READY: Final = "how ready"
POINTS: Final = "the five points"
AGENDA: Final = "agenda for the next meeting"
ROLES: Final = "members without a role"
MEETING: Final = "last meeting"


def find_readiness(
    coalition: ActorRef,
    row: Coalition | None,
    members: Mapping[int, ActorRef],
    memberships: Iterable[Tie],
    agreements: Iterable[Agreement],
    labour: Iterable[Labour],
    events: Iterable[Event],
    on: str,
    audience: str = "secret",
) -> Report:
    """Has a coalition agreed what it must before it goes out: the five points, a role for each, a meeting of all?

    Of each point the latest record up to the ISO day `on` counts, as in `agreements.find_agreements`. A member has a role
    if its membership names one or it has a task that day. The agenda has what is unanswered, in the order of the
    points, then what it is for (objective, target, asks), where that is not known, then the roles. The last meeting of
    all is the last event in which every member took part; if there was none, the one that most of them went to, of
    equals the latest. The value of *how ready* is the points agreed; nothing is weighed.

    With nothing recorded everything is on the agenda. Without members, or with one, no meeting of all is looked for.
    Ties among the members play no part.

    Reference: the points are those of the NGO Handbook 2012, chapter 6 (coalitions).

    >>> us, ash, open_ = ActorRef(1, "us", "Us", "ngo"), ActorRef(2, "ash", "Ash", "ngo"), ActorRef(3, "open", "Open", "coalition")
    >>> report = find_readiness(open_, None, {1: us, 2: ash},
    ...     [Tie(1, "member-of", 1, 3, "active", title="Press"), Tie(2, "member-of", 2, 3, "active")],
    ...     [Agreement(1, 3, None, "roles", "agreed", "Us: press.", "2026-02-01", None, "partners")], [],
    ...     [Event(9, "2026-01-10", "meeting", "Start", None, None, None, None, "internal", (us, ash))], "2026-03-01")
    >>> for f in report.findings:
    ...     if f.group != "the five points": print(f"{f.group}: {f.label}")
    how ready: 1 of 5 points agreed
    agenda for the next meeting: Shared commitment
    agenda for the next meeting: Decision making
    agenda for the next meeting: Transparency
    agenda for the next meeting: Conflicts
    agenda for the next meeting: What it wants
    agenda for the next meeting: Which office it wants to move
    agenda for the next meeting: What it asks
    agenda for the next meeting: Who does what
    members without a role: Ash
    last meeting: Start, 2026-01-10
    """
    recorded = latest_points(agreements, on)
    points = [_point(p, recorded.get(p, [])) for p in COALITION_POINTS]
    agreed = [p for p in COALITION_POINTS if recorded.get(p) and recorded[p][0].state == "agreed"]
    tasks = [t for t in labour if (t.since or "") <= on and (t.until or "9999") >= on[: len(t.until or "9999")]]
    roles = _roles(members, memberships, tasks)
    agenda = _agenda(coalition, row, recorded, roles)
    evidence = tuple(f"agreement:{recorded[p][0].id}" for p in agreed)
    missing = [point_name(p).casefold() for p in COALITION_POINTS if p not in agreed]
    text = f"Not agreed: {some(missing, 5)}." if missing else "All five points are agreed."
    ready = Finding(
        "agreed", f"{len(agreed)} of {len(COALITION_POINTS)} points agreed", len(agreed), "points",
        (Reason("share", text, evidence),), READY,
    )
    return Report(
        name="coalition readiness",
        question=f"Is {coalition.name} ready?",
        method="The five points that the members of a coalition should agree, each as it was last recorded; what is "
        "unanswered as an agenda, in order; who has no role or task; and when all of them last met.",
        parameters={"coalition": coalition.handle, "on": on, "audience": audience},
        findings=(ready, *points, *agenda, *roles, *_meeting(members, events, on)),
        caveats=tuple(_caveats(coalition, members, audience)),
        next=tuple(_next(coalition, row, members, missing, agenda, roles)),
    )


def _point(point: str, rows: Sequence[Agreement]) -> Finding:
    if not rows:
        return Finding(point, f"{point_name(point)}: open", None, "", (Reason("open", "Nothing is recorded of it."),), POINTS)
    now = rows[0]
    said = f"“{_line(now.text)}”" if now.text else "Nothing more is written down."
    where = f" ({now.source})" if now.source else ""
    reason = Reason(now.state, f"{now.on_date}{where}: {said}", (f"agreement:{now.id}",))
    return Finding(point, f"{point_name(point)}: {now.state}", None, "", (reason,), POINTS)


def _roles(members: Mapping[int, ActorRef], memberships: Iterable[Tie], tasks: Sequence[Labour]) -> list[Finding]:
    ties = {t.a: t for t in memberships}
    busy = {t.actor for t in tasks}
    without = sorted((a for i, a in members.items() if i not in busy and not (i in ties and ties[i].title)), key=lambda a: a.handle)
    found = []
    for actor in without:
        evidence = (f"tie:{ties[actor.id].id}",) if actor.id in ties else ()
        reason = Reason("no-role", "Neither a role nor a task is recorded.", evidence)
        found.append(Finding(actor.handle, actor.name, None, "", (reason,), ROLES))
    return found


def _agenda(
    coalition: ActorRef, row: Coalition | None, recorded: Mapping[str, Sequence[Agreement]], roles: Sequence[Finding]
) -> list[Finding]:
    found = []
    for point, question in COALITION_POINTS.items():
        rows = recorded.get(point, [])
        if rows and rows[0].state == "agreed":
            continue
        before = f" It was talked over on {rows[0].on_date}." if rows and rows[0].state == "discussed" else ""
        evidence = (f"agreement:{rows[0].id}",) if rows else ()
        found.append(_item(point, point_name(point), f"{question}{before}", evidence))
    record = (f"actor:{coalition.id}",)
    if row is None or not row.objective:
        found.append(_item("objective", "What it wants", "What will be different when we have succeeded?", record))
    if row is None or row.target is None:
        found.append(_item("target", "Which office it wants to move", "Who can decide it?", record))
    if row is None or not row.asks:
        found.append(_item("asks", "What it asks", "What exactly do we ask that office to do, and by when?", record))
    if roles and not any(f.subject == "roles" for f in found):
        who = some([f.label for f in roles])
        text = f"What {'do' if len(roles) > 1 else 'does'} {who} take over?"
        found.append(_item("members", "Who does what", text, ()))
    return found


def _item(subject: str, label: str, question: str, evidence: tuple[str, ...]) -> Finding:
    return Finding(subject, label, None, "", (Reason("question", question, evidence),), AGENDA)


def _meeting(members: Mapping[int, ActorRef], events: Iterable[Event], on: str) -> list[Finding]:
    if len(members) < 2:
        return []
    there = [(e, {p.id for p in e.participants} & members.keys()) for e in events if e.on_date <= on]
    there = [(e, who) for e, who in there if len(who) > 1]
    if not there:
        text = "No event is recorded in which two of its members took part."
        return [Finding("none", "No meeting of the members is recorded", None, "", (Reason("never", text),), MEETING)]
    event, who = max(there, key=lambda row: (len(row[1]), row[0].on_date, row[0].title, row[0].id))
    ago = months_between(event.on_date, on)
    when = f"{count(ago, 'month')} ago" if ago else "less than a month ago"
    missed = sorted(a.name for i, a in members.items() if i not in who)
    absent = f"Never yet all of them. {len(who)} of {len(members)} were there, {when}; not there: {some(missed, 5)}."
    text = absent if missed else f"All {len(members)} were there, {when}."
    reason = Reason("not-all" if missed else "all", text, (f"event:{event.id}",))
    return [Finding(f"event/{event.id}", f"{event.title}, {event.on_date}", None, "", (reason,), MEETING)]


def _caveats(coalition: ActorRef, members: Mapping[int, ActorRef], audience: str) -> list[str]:
    found = [] if members else [f"No member of {coalition.name} is recorded."]
    return found + ([f"What is above the audience {audience} was left out."] if audience != "secret" else [])


def _next(
    coalition: ActorRef, row: Coalition | None, members: Mapping[int, ActorRef], missing: Sequence[str],
    agenda: Sequence[Finding], roles: Sequence[Finding],
) -> list[str]:  # fmt: skip
    handle = coalition.handle
    steps = [] if members else [f"Say who is in it: ngomap coalition join {handle} REF"]
    if missing:
        steps.append(f"Take a sheet to fill in to the meeting: ngomap agree {handle} --sheet agreement.md")
        first = next(f.subject for f in agenda)
        steps.append(f'Record what comes of it: ngomap agree {handle} --point {first} --state agreed --text "..."')
    if row is None or not row.objective:
        steps.append(f'Say what it wants: ngomap coalition edit {handle} --objective "..." --target REF --ask "..."')
    if roles:
        steps.append(f'Give each a role: ngomap coalition join {handle} {roles[0].subject} --role "..."')
    return steps or [f"See for whom it speaks: ngomap coalition voice {handle}"]


def _line(text: str) -> str:
    return " ".join(text.split())
