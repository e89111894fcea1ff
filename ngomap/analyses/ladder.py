"""Where do we stand with each we work with, and what is the smallest next step?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from ngomap.analyses.ladder_contradictions import CONTRADICTIONS, find_contradictions
from ngomap.analyses.ladder_evidence import DAYS_AHEAD, Logbook
from ngomap.analyses.ladder_pairs import Pair, Relations, contact_reason, mend_reason, standing_reason, step_reason
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement
from ngomap.model.contacts import Event
from ngomap.model.coverage import Activity
from ngomap.model.relationships import FRESHNESS_MONTHS, RUNGS, Tie
from ngomap.model.report import Finding, Report
from ngomap.model.text import counted
from ngomap.model.words import Term

STALE: Final = "gone stale"
GOING: Final = f"going stale within {DAYS_AHEAD} days"
NEVER: Final = "no contact logged"
CLAIMED: Final = "claimed above what is shown"
STEP: Final = "below the rung we want"
BEGIN: Final = "wanted, not begun"
DORMANT: Final = "dormant"
FINE: Final = "as it should be"
OTHERS: Final = "among others"
GROUPS: Final = (CONTRADICTIONS, STALE, GOING, NEVER, CLAIMED, STEP, BEGIN, DORMANT, FINE, OTHERS)
ONLY_STALE: Final = (STALE, GOING, NEVER)
QUIET: Final = (FINE, OTHERS)
UNIT: Final = "of 5 rungs shown"
RUNG_WORDS: Final = ", ".join(f"{n} {name}" for n, name in enumerate(RUNGS))
ON_A_SCREEN: Final = 8
MOST_OF_A_GROUP: Final = 3


def find_ladder(
    actors: Iterable[ActorRef],
    ties: Iterable[Tie],
    events: Iterable[Event],
    on: str,
    us: ActorRef | None = None,
    activities: Iterable[Activity] = (),
    agreements: Iterable[Agreement] = (),
    months: Sequence[int] = FRESHNESS_MONTHS,
    about: Collection[int] | None = None,
    issue: Term | None = None,
    stale: bool = False,
    others: bool = False,
    limit: int | None = 0,
    whole: bool = True,
) -> Report:
    """Where do we stand with each we work with on the ISO day `on`, and what is the smallest next step?

    Every two actors who work together on the day, or are wanted to, are one finding; its value is the highest rung that
    evidence up to the day shows: an event of both its rung (a call contact, a briefing sharing, a training or a letter
    support, joint planning coordination), a point agreed coordination, a project in which both have begun collaboration.
    The same evidence is held against the rung that is claimed and the one that is wanted. A tie goes stale when the last
    contact is longer ago than the freshness period of the claimed rung (`months`, by rung). Each is in one group, the
    first that fits:

    - *gone stale*, the one that has been so for longest first;
    - *going stale within 60 days*, the soonest first;
    - *no contact logged*, though at least contact is claimed, or no rung is recorded;
    - *claimed above what is shown*, the boldest claim first;
    - *below the rung we want*, by evidence, the nearest to it first;
    - *wanted, not begun*; *dormant*, both by what is shown; *as it should be*, likewise;
    - *among others*, if `others`: the ties in which we have no part, likewise.

    Before them stand the *contradictions*, see `find_contradictions`. `stale` leaves the first three groups, `about` the
    ties of these actors (an `issue` names it in the steps). Nothing is weighed: a rung is shown by one piece of evidence.
    If the map does not say who we are, every tie is listed as if it were ours. Isolated actors and components play no
    part; an empty map or a single actor has no findings. If rows were withheld from the reader (not `whole`), neither
    contradictions nor corrections are named, for what was withheld may be the evidence. `limit`: findings of each group,
    0 all, None a screenful.

    Reference: the ladder follows the steps of trust-building in the NGO Handbook, chapter 6 (2012).

    >>> we, fair, arts = (ActorRef(i, h, h.title(), "ngo") for i, h in enumerate(("we", "fair", "arts"), 1))
    >>> report = find_ladder([we, fair, arts], [
    ...     Tie(1, "works-with", 1, 2, "active", rung=4, wanted=5), Tie(2, "works-with", 1, 3, "wanted", wanted=3)], [
    ...     Event(1, "2024-03-01", "briefing", "Talk", None, None, None, None, "internal", (we, fair))],
    ...     on="2024-03-31", us=we)
    >>> for f in report.findings: print(f"{f.group}: {f.subject} {f.value}; {f.reasons[0].text}")
    claimed above what is shown: fair 2; Claimed 4 coordination; shown 2 sharing (briefing, 2024-03-01);
    wanted 5 collaboration.
    wanted, not begun: arts 0; Nothing logged; wanted 3 support.
    >>> report.findings[1].reasons[-1].text
    'Next: Write a short note: who we are, and that we would like to know them. Then: ngomap log arts --kind email'
    """
    relations = Relations(actors, ties, Logbook(events, activities, agreements, on), us, months)
    findings: list[Finding] = []
    if whole and not stale:
        findings += find_contradictions(relations, about)
    kept: list[tuple[Pair, str]] = []
    for theirs, pairs in ((False, relations.our_pairs), (True, relations.other_pairs if others else [])):
        for pair in pairs:
            group = _group(pair)
            chosen = about is None or pair.second.id in about or (not pair.ours and pair.first.id in about)
            if chosen and (not stale or group in ONLY_STALE):
                kept.append((pair, OTHERS if theirs else group))
    kept.sort(key=lambda item: (GROUPS.index(item[1]), *_urgency(*item), item[0].subject))
    issue_name = issue.name if issue else ""
    findings += [_finding(pair, group, relations, issue_name, whole) for pair, group in kept]
    report = Report(
        name="ladder",
        question="Where do we stand with each we work with, and what is the smallest next step?",
        method=f"Rungs: {RUNG_WORDS}. Shown is what events, joint projects and agreements up to {on} are evidence of; a tie "
        f"goes stale {_periods(months)} after the last contact.",
        parameters={
            "on": on, "us": relations.us.handle if relations.us else None, "stale": stale,
            "issue": issue.slug if issue else None, "all": others,
        },
        findings=tuple(findings),
        caveats=_caveats(relations, findings),
        next=_next(relations, findings),
    )  # fmt: skip
    return _screenful(report) if limit is None else report.limited(limit)


def _group(pair: Pair) -> str:
    now, status = pair.now, pair.tie.status if pair.tie else "wanted"
    if status == "wanted":
        return BEGIN
    if status == "dormant":
        return DORMANT
    if now.state in ("stale", "going stale"):
        return STALE if now.state == "stale" else GOING
    if now.state == "never" and now.claimed != 0:
        return NEVER
    if now.overclaimed:
        return CLAIMED
    return STEP if (now.wanted or 0) > now.supported else FINE


def _urgency(pair: Pair, group: str) -> tuple[int, str]:
    now = pair.now
    if group in (STALE, GOING):
        return 0, now.fresh_until or ""
    if group == CLAIMED:
        return -now.overclaimed, ""
    if group == STEP:
        return (now.wanted or 0) - now.supported, ""
    return -(now.supported or (now.claimed or 0 if group == NEVER else 0)), ""


def _finding(pair: Pair, group: str, relations: Relations, issue: str, whole: bool) -> Finding:
    ours = group != OTHERS
    reasons = (
        standing_reason(pair),
        contact_reason(pair, relations.on),
        mend_reason(pair) if ours and whole else None,
        step_reason(pair, relations.logbook, issue) if ours else None,
    )
    return Finding(pair.subject, pair.label, pair.now.supported, UNIT, tuple(r for r in reasons if r), group)


def _periods(months: Sequence[int]) -> str:
    """`12 months (6 from coordination on)`, or all six if they are set otherwise."""
    low, high = months[0], months[-1]
    first = next((i for i, m in enumerate(months) if m != low), len(months))
    if all(m == high for m in months[first:]):
        return counted(low, "month") + (f" ({high} from {RUNGS[first]} on)" if first < len(months) else "")
    return ", ".join(f"{m} ({name})" for m, name in zip(months, RUNGS, strict=True)) + " months"


def _caveats(relations: Relations, findings: Sequence[Finding]) -> tuple[str, ...]:
    found = []
    if findings:
        found.append("What was not logged did not happen as far as the map knows: 'ngomap log' is the evidence.")
    if relations.us is None and relations.refs:
        found.append("The map does not say who you are, so every tie is listed as if it were yours.")
    return tuple(found)


def _next(relations: Relations, findings: Sequence[Finding]) -> tuple[str, ...]:
    if relations.us is None and relations.refs:
        return ("Say who you are: ngomap edit REF --us",)
    first = next((f for f in findings if f.group in GROUPS[1:-1] and f.group != FINE), None)
    if first is None:
        return () if findings else ("Say whom you know and whom you want to know: ngomap link us REF --rung 1 --wanted 3",)
    return (f"ngomap ladder {first.subject.replace('/', ' ')}    (all that happened with {first.label}, and what comes next)",)


def _screenful(report: Report) -> Report:
    """The first of each group that asks for something, more of the first groups while there is room, and how many there are
    of the rest.
    """
    asking = {g: n for g, n in report.counts.items() if g not in QUIET} or report.counts
    room = max(ON_A_SCREEN, len(asking)) - len(asking)
    kept: list[Finding] = []
    for group, count in asking.items():
        more = min(count - 1, MOST_OF_A_GROUP - 1, room)
        room -= more
        kept += [f for f in report.findings if f.group == group][: 1 + more]
    rest = [f"{n} {g}" for g, n in report.counts.items() if g not in asking]
    steps = (*report.next, f"ngomap ladder --limit 0    (all; also {' and '.join(rest)})") if rest else report.next
    return replace(report, findings=tuple(kept), totals=report.counts, next=steps)
