"""Sections of a report on partnerships, coalitions, promises and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.coalition_readiness import MEETING
from ngomap.analyses.commitment_status import KEPT
from ngomap.analyses.commitment_telling import Watched, by_status, explained
from ngomap.analyses.describing import count, some
from ngomap.analyses.ladder import BEGIN, CLAIMED, DORMANT, FINE, GOING, NEVER, OTHERS, STALE
from ngomap.analyses.ladder_pairs import Pair
from ngomap.analyses.report_words import (
    ROWS,
    board_words,
    day_words,
    first_words,
    group_of,
    left_out,
    listed,
    number,
    told,
    value_words,
)
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import RUNGS
from ngomap.model.report import Finding, Report
from ngomap.model.report_document import Block, Bullets, More, Paragraph, Section, Table

RUNG_MEANS: Final = (
    "We know of them", "We have met or called", "We share what we know", "We support each other's work",
    "We plan and divide the work", "We run projects together",
)  # fmt: skip
EVIDENCE: Final = "Recorded is the step that we say; shown is the one that calls, meetings and joint work on record bear out."
NOT_FOR_ALL: Final = "How far each partnership has come is for partners and ourselves, and is left out for the public."
EVIDENCE_INSIDE: Final = (
    "The steps are those that are recorded. What shows them (calls, meetings, trainings) is for ourselves and left out here."
)
ATTENTION: Final = (STALE, GOING, NEVER, CLAIMED, BEGIN, DORMANT)
ATTENTION_WORDS: Final = {
    STALE: "No contact for too long", GOING: "Soon without contact for too long", NEVER: "No contact is logged",
    CLAIMED: "Less is shown than recorded", BEGIN: "Wanted, not begun", DORMANT: "Dormant",
}  # fmt: skip
NEXT_ROWS: Final = 10
PUBLIC_NAMES: Final = 12
OF_EACH: Final = 2


def partnerships_section(pairs: Sequence[Pair], ladder: Report, evidence: bool, us: ActorRef | None) -> Section:
    """Where we stand with each we work with, step by step of the ladder: as recorded and, for readers who may know what
    shows it (`evidence`), as shown; then who needs a word. Without us, all partnerships in the map.

    `pairs` are the relationships of `Relations.our_pairs`, `ladder` the answer of `find_ladder` to the same rows.
    """
    standing = [p for p in pairs if p.tie is not None and p.tie.status not in ("wanted", "dormant")]
    wanted = sum(p.tie is None or p.tie.status == "wanted" for p in pairs)
    if not pairs:
        text = "No partnerships are recorded that this report may tell of."
        return Section("partnerships", (Paragraph(text), More("", "ngomap ladder")))
    whose = f"{us.name} works" if us else "Organizations work"
    text = f"{whose} with {count(len(standing), 'other')}." if us else f"{count(len(standing), 'partnership')} are recorded."
    close = [p for p in standing if (p.now.claimed or 0) >= 4]
    if close:
        text += f" With {number(len(close))} of them it plans the work or runs projects together." if us else ""
    if wanted:
        text += f" {count(wanted, 'partnership')} {'is' if wanted == 1 else 'are'} wanted and not begun."
    rows = []
    for rung in range(len(RUNGS) - 1, -1, -1):
        at = [p for p in standing if (p.now.claimed or 0) == rung]
        cells = [f"{rung} {RUNGS[rung]}", RUNG_MEANS[rung], number(len(at))]
        if evidence:
            cells.append(number(sum(p.now.supported == rung for p in standing)))
        rows.append((*cells, some([p.label for p in at], 4)))
    head = ("Step", "What it means", "Recorded", *(("Shown",) if evidence else ()), "With whom, as recorded")
    weights = (4, 4, 3, 2, 6) if evidence else (3, 4, 2, 7)
    table = Table("Partnerships, the closest first", head, tuple(rows), (2, 3) if evidence else (2,), weights)
    blocks: list[Block] = [Paragraph(text), table]
    shown: list[Finding] = []
    if evidence:
        shown = [f for g in ATTENTION for f in group_of(ladder, g)[:OF_EACH]][:NEXT_ROWS]
        blocks.append(Paragraph(EVIDENCE, quiet=True))
        if shown:
            due = tuple((f.label, ATTENTION_WORDS[f.group], _step(f)) for f in shown)
            blocks.append(Table("Who needs a word from us", ("Who", "Why", "The next small step"), due, weights=(3, 3, 7)))
    else:
        blocks.append(Paragraph(EVIDENCE_INSIDE, quiet=True))
    asking = sum(n for g, n in ladder.counts.items() if g not in (FINE, OTHERS)) if evidence else 0
    more = left_out(len(shown), asking, "partnership") if evidence else ""
    blocks.append(More(more, "ngomap ladder --limit 0"))
    return Section("partnerships", tuple(blocks))


def public_partners(pairs: Sequence[Pair], us: ActorRef | None, why: str) -> Section:
    """Whom we work with as far as everybody may know it, by name; `why` nothing more is said."""
    names = [p.label for p in pairs if p.tie is not None and p.tie.status == "active"]
    whose = f"{us.name} works" if us else "Publicly known partnerships:"
    text = f"{whose} {'with ' if us else ''}{some(names, PUBLIC_NAMES)}." if names else "No partnerships are publicly known."
    return Section("partnerships", (Paragraph(text), Paragraph(why, quiet=True)))


def _step(finding: Finding) -> str:
    for reason in reversed(finding.reasons):
        text = told(finding, [reason.code])
        if text.startswith("Next: "):
            return text.removeprefix("Next: ")
    return first_words(finding)


@dataclass(frozen=True, slots=True)
class Alliance:
    """A coalition as it may be told: its members, issues, what it wants and of whom, and the answer of `find_readiness`, if
    the reader may know what its members agreed.
    """

    actor: ActorRef
    members: Sequence[ActorRef]
    issues: Sequence[str]
    objective: str
    target: str
    readiness: Report | None


def coalitions_section(alliances: Sequence[Alliance], us: ActorRef | None, meetings: bool = True) -> Section:
    """Which coalitions there are, what they want, who is in them, and how many of the five points they have agreed; when
    they last met, for readers who may see contacts (`meetings`).
    """
    if not alliances:
        text = "No coalitions or networks are known that this report may tell of."
        return Section("coalitions", (Paragraph(text), More("", "ngomap coalition list --limit 0")))
    ours = [a for a in alliances if us is not None and us.id in {m.id for m in a.members}]
    order = sorted(alliances, key=lambda a: (a not in ours, -len(a.members), a.actor.handle))
    several = f"{len(alliances)} coalitions and networks"
    text = f"The map knows {'one coalition or network' if len(alliances) == 1 else several}"
    text += f"; {us.name} is a member of {number(len(ours))} of them." if us else "."
    open_ = [a for a in ours if a.readiness is not None and _points(a) < 5]
    if open_:
        one = open_[0]
        text += f" {one.actor.name} has agreed {_points(one)} of the five points that make a coalition ready."
    told_ready = any(a.readiness is not None for a in alliances)
    rows = []
    for a in order[:ROWS]:
        cells = [a.actor.name, ", ".join(a.issues[:3]), _wants(a), number(len(a.members))]
        if told_ready:
            cells.append(f"{_points(a)} of 5" if a.readiness else "not known")
            cells += [_met(a)] if meetings else []
        rows.append(tuple(cells))
    head = ("Coalition", "Works on", "What it wants", "Members", *(("Points agreed",) if told_ready else ()),
            *(("Last meeting",) if told_ready and meetings else ()))  # fmt: skip
    weights = (4, 4, 5, 3, 3, 4)[: len(head)]
    caption = "What each wants, and how ready it is" if told_ready else "What each wants"
    blocks: list[Block] = [Paragraph(text), Table(caption, head, tuple(rows), (3,), weights)]
    if told_ready:
        points = "The five points: shared commitment, roles, how to decide, what is open to whom, how to settle conflicts."
        blocks.append(Paragraph(points, quiet=True))
    else:
        blocks.append(Paragraph("How ready they are is for partners and is left out for the public.", quiet=True))
    blocks.append(More(left_out(len(rows), len(alliances), "coalition"), "ngomap coalition list --limit 0"))
    return Section("coalitions", tuple(blocks))


def _points(alliance: Alliance) -> int:
    findings = alliance.readiness.findings if alliance.readiness else ()
    return int(findings[0].value or 0) if findings else 0


def _wants(alliance: Alliance) -> str:
    if not alliance.objective:
        return "not recorded"
    of = f" (of {alliance.target})" if alliance.target else ""
    return f"{alliance.objective.rstrip('.')}{of}"


def _met(alliance: Alliance) -> str:
    meeting = group_of(alliance.readiness, MEETING) if alliance.readiness else []
    return board_words(meeting[0].label) if meeting else "not known"


def commitments_section(watched: Sequence[Watched], names: Mapping[int, str], on: str) -> Section:
    """How far what government promised is kept, what needs somebody first. `names` are those of who promised, by id."""
    if not watched:
        text = "No promises of government are recorded that this report may tell of."
        return Section("commitments", (Paragraph(text), More("", "ngomap commitment list")))
    counts = by_status(watched)
    kept = counts.get(KEPT, 0)
    others = listed([f"{n} {status}" for status, n in counts.items() if status != KEPT])
    text = f"Of {count(len(watched), 'promise')}, {number(kept)} {'is' if kept == 1 else 'are'} kept"
    text += f"; {others}." if others else "."
    rows = tuple(
        (w.commitment.what.rstrip("."), names.get(w.commitment.by, ""), day_words(w.commitment.due) if w.commitment.due else
         "no day", w.standing.words, board_words(explained(w, on)))
        for w in watched[:ROWS]
    )  # fmt: skip
    table = Table(
        "Promises, those that need somebody first", ("What", "Who promised it", "Due", "State", "How we know"), rows,
        weights=(4, 3, 3, 3, 5),
    )  # fmt: skip
    said = Paragraph("The state is worked out from what monitors found on a day, never set by hand.", quiet=True)
    more = More(left_out(len(rows), len(watched), "promise"), "ngomap commitment list --limit 0")
    return Section("commitments", (Paragraph(text), table, said, more))


NEXT_WORDS: Final = {
    "one introduction worth asking for": "An introduction to ask for", "one gap worth a call": "A gap worth a call",
}  # fmt: skip


def next_section(agenda: Report | None, others: Sequence[str]) -> Section:
    """What to do now: from the page of the day, for readers who may see what we agreed (`agenda`); else, or besides, what
    the sections before ask for (`others`).
    """
    blocks: list[Block] = []
    shown: list[Finding] = []
    if agenda is not None and agenda.findings:
        groups = list(agenda.counts)
        shown = [f for g in groups for f in group_of(agenda, g)[:OF_EACH]][:NEXT_ROWS]
        rows = tuple((_group_words(f.group), f.label, value_words(f), first_words(f)) for f in shown)
        text = f"{count(agenda.total, 'thing')} {'waits' if agenda.total == 1 else 'wait'} for us; the most pressing first."
        head = ("Why", "What", "When", "Who, and more")
        blocks += [Paragraph(text), Table("What waits for us", head, rows, weights=(3, 4, 3, 5))]
        blocks.append(More(left_out(len(shown), agenda.total, "thing"), "ngomap today --limit 0"))
    if others:
        lead = "What this report asks for:" if not blocks else "Besides, what this report asks for:"
        blocks += [Paragraph(lead), Bullets(tuple(others))]
    if not blocks:
        blocks.append(Paragraph("Nothing is due, and no gap is known that this report may tell of."))
    if agenda is None:
        blocks.append(Paragraph("Our own follow-ups are for ourselves, and are left out for these readers.", quiet=True))
    return Section("next", tuple(blocks))


def _group_words(group: str) -> str:
    words = NEXT_WORDS.get(group, group)
    return f"{words[:1].upper()}{words[1:]}"
