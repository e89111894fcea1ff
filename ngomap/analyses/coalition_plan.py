"""Who belongs in a coalition on an issue, and who asks them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ngomap.analyses.coalition_asking import Request
from ngomap.analyses.coalition_choice import Asked, Choice, PlanRows
from ngomap.analyses.coalition_coverage import SORTS, in_words
from ngomap.analyses.coalition_existing import FITS, NOT, Judged, evidence_of, judge_coalitions, still_missing
from ngomap.analyses.describing import Gazetteer, count, percent, some
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import TIE_TYPES, Tie, rung_name
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.stances import with_article

MEMBERS: Final = "members, in the order of what they add"
FAR: Final = "how much they cover"
ASK: Final = "whom to ask, in order"
OUT: Final = "left out"
SHOWN: Final = 4
"""Of those left out so many are named, and of coalitions that there are."""
AT_LEAST: Final = "At least 63 % of what the best {} could cover; too many to try every choice."


def plan_report(
    rows: PlanRows,
    asked: Asked,
    choice: Choice,
    requests: Sequence[Request],
    names: Gazetteer,
    refs: Mapping[int, ActorRef],
    limit: int = SHOWN,
) -> Report:
    """Join one that there is, or start one: with whom, and who asks them? What is worked out stands in `choose`,
    `judge_coalitions` and `asking_order`; here it is told. One that fits comes first and, unless a new one is asked for,
    alone, with whom it could still take in.
    """
    judged = judge_coalitions(rows, asked, choice, names, refs)
    fitting = next((j for j in judged if j.fit == FITS), None)
    alone = fitting is not None and not asked.new
    findings = [j.finding for j in judged]
    if fitting is not None and alone:
        findings += still_missing(fitting, choice, rows.work.handles, names, refs)
    else:
        if choice.total:
            findings.append(_far(choice, asked, names, refs))
        findings += [_member(n, rows, asked, choice, names, refs) for n in range(len(choice.picks))]
        findings += [_request(request, rows.us, refs) for request in requests]
        findings += _left_out(choice, asked, refs)
    report = Report(
        name="coalition plan",
        question=f"Who belongs in a coalition on {asked.issue.name.casefold()}"
        f"{f' that moves {asked.target.name}' if asked.target else ''}{f', in {asked.area.name}' if asked.area else ''}?",
        method="First the coalitions that there are. Else, one after the other, whoever adds the most sectors, areas, "
        "populations, levels and ways to the target, each sort weighing the same. Who works on the issue or stands as an "
        "ally on it is considered; not public bodies, donors, people or other coalitions, unless named.",
        parameters={
            "issue": asked.issue.slug, "size": asked.size, "must": [a.handle for a in asked.must],
            "exclude": [a.handle for a in asked.exclude], "never": [[a.handle, b.handle] for a, b in asked.never],
            "target": asked.target.handle if asked.target else None, "area": asked.area.handle if asked.area else None,
            "on": asked.on, "audience": asked.audience,
        },
        findings=tuple(findings),
        caveats=tuple(_caveats(rows, asked, choice, alone, refs)),
        next=tuple(_next(rows, asked, choice, requests, fitting if alone else None, judged, refs)),
    )  # fmt: skip
    # Who is to be in it was limited by the size already.
    return _limited(report, limit)


def _limited(report: Report, limit: int) -> Report:
    cut = report.limited(limit)
    kept = {id(f) for f in cut.findings} | {id(f) for f in report.findings if f.group in (MEMBERS, ASK)}
    return replace(cut, findings=tuple(f for f in report.findings if id(f) in kept))


def _far(choice: Choice, asked: Asked, names: Gazetteer, refs: Mapping[int, ActorRef]) -> Finding:
    things = {thing for pick in choice.picks for thing in pick.new}
    parts = []
    for sort, (one, plural) in SORTS.items():
        of = sum(1 for thing in choice.weights if thing[0] == sort)
        if of:
            parts.append(f"{sum(1 for t in things if t[0] == sort)} of {of} {plural if of > 1 else one}")
    others = len(choice.candidates) - 1
    reasons = [Reason("share", f"Together they cover {some(parts, 5)} of all {count(others + 1, 'candidate')}.")]
    if choice.best is not None:
        most, who = choice.best
        if most == choice.reached:
            reasons.append(Reason("optimum", f"No other {len(choice.picks)} could cover more: every choice was tried."))
        else:
            chosen = {p.actor for p in choice.picks}
            new = some(sorted(refs[a].name for a in who if a not in chosen))
            old = some(sorted(refs[a].name for a in chosen if a not in who))
            swap = f" with {new} instead of {old}" if new and old else f" with {new}" if new else ""
            text = f"Every choice was tried: the best covers {percent(most / choice.total)}{swap}."
            reasons.append(Reason("optimum", text, tuple(f"actor:{a}" for a in who if a not in chosen)))
    elif not choice.apart:
        reasons.append(Reason("bound", AT_LEAST.format(asked.size)))
    else:
        text = "How far this is from the best is not known: too many to try every choice, and some are kept apart."
        reasons.append(Reason("bound", text))
    return Finding("coverage", "All of them together", choice.share(choice.reached), "% covered", tuple(reasons), FAR)


def _member(
    n: int, rows: PlanRows, asked: Asked, choice: Choice, names: Gazetteer, refs: Mapping[int, ActorRef]
) -> Finding:
    pick = choice.picks[n]
    who = refs[pick.actor]
    reasons = []
    if rows.us is not None and pick.actor == rows.us.id:
        reasons.append(Reason("us", "This is you.", (f"actor:{pick.actor}",)))
    elif pick.actor in choice.first:
        reasons.append(Reason("must", "You want it in.", (f"actor:{pick.actor}",)))
    if pick.new:
        text = f"Adds {in_words(pick.new, names, refs)}."
        reasons.append(Reason("adds", text, evidence_of(choice, pick.actor, pick.new)))
    else:
        reasons.append(Reason("adds-nothing", "Adds nothing that is known to what the others cover."))
    against = choice.opponents.get(pick.actor)
    if against is not None:
        reasons.append(Reason("opponent", "Mind: it stands against the issue.", (f"stance:{against.id}",)))
    if pick.actor in choice.rivals:
        reasons.append(Reason("rival", "Mind: it is a rival of yours.", (f"tie:{choice.rivals[pick.actor].id}",)))
    ally = choice.allies.get(pick.actor)
    if ally is not None and ally.stance is not None:
        day = f" on {ally.on_date}" if ally.on_date else ""
        reasons.append(Reason("ally", f"Was {with_article(ally.stance)} on it{day}.", (f"stance:{ally.id}",)))
    return Finding(who.handle, who.name, choice.share(pick.gain), "% more", tuple(reasons), MEMBERS)


def _request(request: Request, us: ActorRef | None, refs: Mapping[int, ActorRef]) -> Finding:
    who = refs[request.actor]
    tie = request.tie
    if request.by is None or (tie is None and request.way is None):
        reason = Reason("stranger", "Nobody you know is known to reach it: begin with a letter, or ask at an event.")
        return Finding(who.handle, f"{who.name}: nobody to introduce you", None, "", (reason,), ASK)
    if request.way is not None:
        chain = " > ".join(refs[a].name for a in request.way.nodes[1:])
        evidence = tuple(f"tie:{t.id}" for t in request.way.ties)
        reason = Reason("introduction", f"Ask {refs[request.by].name} to introduce you ({chain}).", evidence)
        return Finding(who.handle, f"{who.name}: by introduction", request.way.steps, "steps", (reason,), ASK)
    asker = refs[request.by]
    mine = us is not None and asker.id == us.id
    reason = Reason("tie", f"{_tie_words(tie, refs)}.", (f"tie:{tie.id}",)) if tie else Reason("tie", "")
    return Finding(who.handle, f"{who.name}: {'you ask' if mine else f'{asker.name} asks'}", 1, "step", (reason,), ASK)


def _tie_words(tie: Tie, refs: Mapping[int, ActorRef]) -> str:
    rung = f" (at {rung_name(tie.rung)})" if tie.rung is not None else ""
    return f"{refs[tie.a].name} {TIE_TYPES[tie.type].forward} {refs[tie.b].name}{rung}"


def _left_out(choice: Choice, asked: Asked, refs: Mapping[int, ActorRef]) -> list[Finding]:
    found: dict[int, Reason] = {}
    chosen = {p.actor for p in choice.picks}
    for id_, stance in choice.opponents.items():
        day = f" ({stance.on_date})" if stance.on_date else ""
        found[id_] = Reason("opponent", f"Is {with_article(stance.stance or 0)} on it{day}.", (f"stance:{stance.id}",))
    for id_, tie in choice.rivals.items():
        if id_ in choice.covers:
            found[id_] = Reason("rival", "Is a rival of yours.", (f"tie:{tie.id}",))
    for pair, why in choice.apart.items():
        for id_ in pair:
            (other,) = pair - {id_}
            if id_ in choice.candidates and id_ not in chosen and other in chosen:
                text = f"Cannot sit with {refs[other].name}: " + ("they are rivals." if why else "you said so.")
                found.setdefault(id_, Reason("apart", text, (f"tie:{why.id}",) if why else ()))
    for actor in asked.exclude:
        found[actor.id] = Reason("excluded", "You left it out.")
    named = {i: r for i, r in found.items() if i not in chosen and i in refs}
    return [
        Finding(refs[i].handle, refs[i].name, None, "", (named[i],), OUT)
        for i in sorted(named, key=lambda i: refs[i].handle)
    ]


def _caveats(rows: PlanRows, asked: Asked, choice: Choice, alone: bool, refs: Mapping[int, ActorRef]) -> list[str]:
    found = []
    if rows.us is None:
        found.append("The map does not say who you are, so nobody is asked by you: ngomap edit NAME --us")
    if alone:
        found.append("One that fits is better joined than doubled. To plan a new one all the same: --new")
        return found + _withheld(asked)
    if not choice.total:
        found.append(f"Nobody is known who works on {asked.issue.name} and of whom more is known than the name.")
    elif len(choice.picks) < asked.size:
        more = len(choice.candidates) > len(choice.picks)
        found.append("Nobody else is named: they would add nothing that is known." if more else "There is nobody else.")
    if choice.apart:
        found.append("Where some are kept apart, the first one named may shut out two who would cover more.")
    if asked.target is not None and choice.total and not any(t[0] == "way" for t in choice.weights):
        found.append(f"No candidate is known to reach {asked.target.name} over two ties or fewer.")
    blank = [p for p in choice.picks if not choice.covers[p.actor]]
    if blank:
        found.append(f"Of {some([refs[p.actor].name for p in blank])} nothing is known that could count.")
    return found + _withheld(asked)


def _withheld(asked: Asked) -> list[str]:
    return [f"What is above the audience {asked.audience} was left out."] if asked.audience != "secret" else []


def _next(
    rows: PlanRows, asked: Asked, choice: Choice, requests: Sequence[Request], fitting: Judged | None,
    judged: Sequence[Judged], refs: Mapping[int, ActorRef],
) -> list[str]:  # fmt: skip
    if fitting is not None:
        handle = fitting.known.actor.handle
        if rows.us is None or rows.us.id in fitting.known.members:
            return [f"See what it has still to agree: ngomap coalition readiness {handle}"]
        return [f"Ask to join, then: ngomap coalition join {handle} us", f"See who reaches it: ngomap intro {handle}"]
    steps = [_ask_it(j, rows) for j in judged[:1] if j.fit != NOT]
    if not choice.picks:
        return [*steps, f"Say who works on it: ngomap edit REF --issue {asked.issue.slug}"]
    for request in requests[:1]:
        if request.way is not None:
            steps.append(f"Ask for the introduction: ngomap intro {refs[request.actor].handle} --draft")
        else:
            steps.append(f"Prepare the first talk: ngomap brief {refs[request.actor].handle} --issue {asked.issue.slug}")
    target = f" --target {asked.target.handle}" if asked.target else ""
    members = " --member us" if rows.us else ""
    steps.append(f'When they have said yes: ngomap coalition add "NAME" --issue {asked.issue.slug}{target}{members}')
    return steps


def _ask_it(judged: Judged, rows: PlanRows) -> str:
    who = judged.known.actor
    if rows.us is not None and rows.us.id in judged.known.members:
        return f'Write down what {who.name} wants: ngomap coalition edit {who.handle} --objective "..." --target REF'
    return f"Ask {who.name} what it wants: ngomap intro {who.handle}"
