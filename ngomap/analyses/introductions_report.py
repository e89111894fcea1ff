"""The ways to an actor as an answer, with a draft of the message if one is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.freshness import days_after
from ngomap.analyses.introductions import Introductions, opponents
from ngomap.analyses.introductions_draft import Common, draft_first_letter, draft_introduction
from ngomap.analyses.introductions_telling import Contacts, read_tie, tell_cautions, tell_steps
from ngomap.graph.introductions import Way
from ngomap.model.audience import allowed_fields
from ngomap.model.contacts import Event, Stance
from ngomap.model.report import Finding, Reason, Report

DIRECT: Final = "tied to us already"
APART: Final = "ways that have nobody in common, the strongest first"
ALSO: Final = "also possible, through somebody named above"
LAPSED: Final = "no longer: a position on the way is over"
NEAREST: Final = "nobody can introduce us; closest to them"
GRAVE: Final = ("caution-asked-already", "caution-asked-often", "caution-secret-tie")
"""Why somebody else had better be asked."""
DRAFT: Final = "a draft, to make your own"
UNIT: Final = "of 1"
DAYS_TO_ANSWER: Final = 14


@dataclass(frozen=True, slots=True)
class Told:
    """What else is known: the last contact of each pair, the introductions asked for lately, who we are, who reads."""

    contacts: Contacts
    asked: Sequence[Event] = ()
    us: int | None = None
    audience: str = "secret"
    stances: Sequence[Stance] = ()
    common: Common | None = None
    """What a draft says of the work of both; None: no draft is wanted."""


def report_introductions(found: Introductions, told: Told, limit: int = 0) -> Report:
    """The answer to: who can introduce us? A limit leaves out the weakest of each group before they are told."""
    groups = (
        (DIRECT, (found.direct,) if found.direct else ()), (APART, found.apart), (ALSO, found.also),
        (LAPSED, found.lapsed), (NEAREST, found.nearest),
    )  # fmt: skip
    us = told.us if told.us == found.source.id else None
    names = {DIRECT: DIRECT if us else f"tied to {found.source.name} already"}
    totals = {names.get(g, g): len(ways) for g, ways in groups if ways}
    findings = [
        replace(_finding(found, told, way, us), group=names.get(g, g))
        for g, ways in groups
        for way in (ways[:limit] if limit else ways)
    ]
    letter = _letter(found, told, findings)
    if letter:
        findings.append(letter)
        totals[DRAFT] = 1
    whom = "us" if us else found.source.name
    return Report(
        name="intro",
        question=f"Who can introduce {whom} to {found.target.name}?",
        method="Ways of at most three steps; their strength is the product of how far one can count on each step (1: as "
        "on oneself). Opponents, rivals, ties at odds or that only monitor, and secret actors are on none.",
        parameters={
            "target": found.target.handle, "from": found.source.handle, "via": found.via, "on": found.on,
            "audience": told.audience,
        },
        findings=tuple(findings),
        caveats=tuple(_caveats(found, told, us)),
        next=tuple(_next(found, told, findings, us is not None)),
        totals=totals,
    )  # fmt: skip


def _finding(found: Introductions, told: Told, way: Way, us: int | None) -> Finding:
    steps = tell_steps(found, way, told.contacts, us)
    if way in found.nearest:
        one, tie = found.actors[way.nodes[0]], way.ties[0]
        text = f"{one.name} {read_tie(tie, one.id)} {found.target.name}."
        return Finding(one.handle, one.name, way.strength, UNIT, (Reason("step", text, (f"tie:{tie.id}",)),))
    lapsed = way in found.lapsed
    reasons = (*steps, *tell_cautions(found, way, told.contacts, told.asked))
    label = " and then ".join(found.actors[n].name for n in way.between) or found.target.name
    return Finding(_subject(found, way), label, None if lapsed else way.strength, "" if lapsed else UNIT, reasons)


def _letter(found: Introductions, told: Told, findings: Sequence[Finding]) -> Finding | None:
    """The draft, if one is wanted and may be written: to the first to ask, or where nobody can be asked to them."""
    if told.common is None or found.target.audience == "secret":
        return None
    chosen = _first_choice(found, findings)
    if chosen is None:
        if found.direct:
            return None
        text, to, evidence = draft_first_letter(found, told.common), found.target, (f"actor:{found.target.id}",)
        return Finding(to.handle, f"To {to.name}", None, "", (Reason("draft", text, evidence),), DRAFT)
    way = _way_of(found, chosen)
    if any(t.audience == "secret" for t in way.ties):
        return None
    draft = Reason("draft", draft_introduction(found, way, told.common), tuple(f"tie:{t.id}" for t in way.ties))
    return Finding(chosen.subject, f"To {found.actors[way.nodes[1]].name}", None, "", (draft,), DRAFT)


def _way_of(found: Introductions, finding: Finding) -> Way:
    return next(w for w in found.apart if _subject(found, w) == finding.subject)


def _subject(found: Introductions, way: Way) -> str:
    return "/".join(found.actors[n].handle for n in way.nodes[1:])


def _first_choice(found: Introductions, findings: Iterable[Finding]) -> Finding | None:
    """The strongest way on which nothing speaks against asking; else the strongest."""
    apart = [f for f in findings if f.group == APART]
    free = [f for f in apart if not any(r.code in GRAVE for r in f.reasons)]
    return next(iter(free or apart), None)


def _caveats(found: Introductions, told: Told, us: int | None) -> list[str]:
    target = found.target
    said = []
    if target.audience == "secret":
        said.append(f"{target.name} is secret: name them in nothing that leaves your hands, and ask by word of mouth.")
    if target.status in ("closed", "dormant"):
        said.append(f"{target.name} is recorded as {target.status}.")
    if target.id in opponents(told.stances, found.on):
        said.append(f"{target.name} is recorded as an opponent: think first whether you want to meet them this way.")
    if found.via == "board" and not found.board:
        said.append(f"No board member of {'ours' if us else found.source.name} is recorded for that day.")
    if found.direct and us:
        said.append(f"You are tied to {target.name} yourselves: nobody has to introduce you, though a word may help.")
    if told.audience != "secret":
        said.append(f"What is above the audience {told.audience} was left out.")
    return said


def _next(found: Introductions, told: Told, findings: Sequence[Finding], ours: bool) -> list[str]:
    target = found.target.handle
    drafted = findings[-1] if findings and findings[-1].group == DRAFT else None
    if found.direct and ours and not drafted:
        return [f"Write or call them yourselves, then: ngomap log {target} --kind call"]
    chosen = _first_choice(found, findings)
    who = "" if ours else f" --from {found.source.handle}"
    if chosen is None:
        others = [f"Look beyond the board: ngomap intro {target}{who}"] if found.via == "board" else []
        return [*others, *_write(found, told.audience, drafted is not None, who)]
    way = _way_of(found, chosen)
    first = found.actors[way.nodes[1]]
    secret = found.target.audience == "secret" or any(t.audience == "secret" for t in way.ties)
    log = f"ngomap log {'' if ours else f'{found.source.handle} '}{first.handle} --introduces {target}"
    log += " --kind meeting --audience secret" if secret else " --kind email"
    log += f' --next "Ask how it went" --due {days_after(found.on, DAYS_TO_ANSWER)}' + ("" if ours else " --without-us")
    if secret:
        return [f"Ask {first.name} when you meet, then: {log}"]
    if drafted:
        return [f"Send the draft to {first.name}, then: {log}"]
    board = " --via board" if found.via == "board" else ""
    return [f"Ask {first.name} first; a draft of the message: ngomap intro {target}{who}{board} --draft", f"Then: {log}"]


def _write(found: Introductions, audience: str, drafted: bool, who: str) -> list[str]:
    target = found.target
    kind = "person" if target.kind == "person" else "organization"
    shown = allowed_fields(kind, audience)
    known = [f for f in ("email", "phone", "website") if getattr(target, f) and f in shown]
    how = f" ({getattr(target, known[0])})" if known else ", once you have an address"
    if drafted:
        steps = [f"Send the letter above to {target.name}{how}, then: ngomap log {target.handle} --kind email"]
    else:
        steps = [f"Write to {target.name}{how}; a draft of the letter: ngomap intro {target.handle}{who} --draft"]
    if found.nearest:
        names = some([found.actors[w.nodes[0]].name for w in found.nearest])
        one = found.actors[found.nearest[0].nodes[0]].handle
        steps.append(f"Ask whether one of your contacts knows {names}; if so: ngomap link WHO {one} --type knows")
    return steps
