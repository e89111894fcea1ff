"""The spectrum of allies: who stands where on an issue, how it moved, and who could be moved."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ngomap.analyses.describing import count, some
from ngomap.analyses.spectrum_nudges import INFLUENCE, NOBODY, Circle, find_nudges, next_nudge, our_people
from ngomap.analyses.spectrum_standing import Opinions, Standing, dated, find_standings
from ngomap.graph.introductions import open_doors
from ngomap.model.actors import LEVELS, ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.relationships import FRESHNESS_MONTHS, Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.side_by_side import SideBySide
from ngomap.model.stances import STANCES
from ngomap.model.words import Term

COLUMNS: Final = {-2: "active opponents", -1: "passive opponents", 0: "neutral", 1: "passive allies", 2: "active allies"}
BALANCE: Final = "balance of influence"
BACK: Final = "moved and came back"
UNKNOWN: Final = "where they stand is not known"
IN_A_COLUMN: Final = 6
IN_A_LIST: Final = 3
POINTS: Final = "points of influence"
NO_US: Final = "The map does not say who you are, so whom you can ask yourselves is not known."
SIDES: Final = (("opponents", (-2, -1)), ("neutral", (0,)), ("allies", (1, 2)))


@dataclass(frozen=True, slots=True)
class SpectrumRows:
    """The rows of a map that the spectrum is drawn from: whoever was there on the day, who we are, who works on the
    issue, and (None: everybody) whom the question is about. `months`: after how many a tie of each rung is quiet.
    """

    actors: Sequence[ActorRef]
    terms: Sequence[Term]
    stances: Sequence[Stance] = ()
    ties: Sequence[Tie] = ()
    events: Sequence[Event] = ()
    us: int | None = None
    on_it: Collection[int] = ()
    about: Collection[int] | None = None
    months: tuple[int, ...] = FRESHNESS_MONTHS


def find_spectrum(rows: SpectrumRows, issue: Term, on: str, since: str, limit: int | None = 0) -> Report:
    """Who stands where on an issue on the ISO day `on`, how did that move since another day, and who could be moved?

    Every actor stands in one of five groups, from active opponents (-2) to active allies (+2), by its latest record on
    the issue or, without one, on an issue under it; the most influential first (value: influence on the issue, 0 to 5).

    - *balance of influence*: the sum of what is known of it on each side;
    - *moved*: whose stance on that same issue changed after `since` (value: steps);
    - *could be moved one step*: see `find_nudges` (value: influence / 5 x strength of the tie x nearness, 0 to 1);
    - *not known*: who works on the issue, counts on it or is tied to somebody placed, without a stance of its own; first
      by influence known (value), then who works on it, then by ties with those placed and us, then by level.

    An empty map, or an issue on which nothing is recorded, has nobody placed and says how to record it; an actor without
    ties is placed as any other. Actors not in `about` are neither drawn nor counted, but may be go-betweens. `limit`:
    how many of each group; 0 all, None a screenful.

    Reference: Martin Oppenheimer and George Lakey, A Manual for Direct Action (1965), on the spectrum of allies.

    >>> a, b, c = (ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abc", start=1))
    >>> water = Term(1, "issue", "water", "Water")
    >>> report = find_spectrum(SpectrumRows((a, b, c), (water,), (
    ...     Stance(1, 1, 1, 2, 3, "2024-01-01"), Stance(2, 2, 1, -1, 5, "2023-01-01"), Stance(3, 2, 1, 0, None, "2024-02-01")),
    ...     (Tie(1, "works-with", 1, 2, "active", rung=4), Tie(2, "knows", 2, 3, "active"))), water, "2024-03-31", "2023-12-31")
    >>> [(f.group, f.subject, f.value) for f in report.findings if f.group != BALANCE]  # doctest: +NORMALIZE_WHITESPACE
    [('neutral', 'b', 5), ('active allies', 'a', 3), ('moved towards our side since 2023-12-31', 'b', 1),
     ('could be moved one step', 'b', 0.5625), ('where they stand is not known', 'c', None)]
    """
    actors = {a.id: a for a in sorted(rows.actors, key=lambda a: a.handle)}
    terms = {t.id: t for t in rows.terms} | {issue.id: issue}
    opinions = find_standings([s for s in rows.stances if s.actor in actors], issue, terms, on, since)
    placed = {i: opinions.placed[i] for i in actors if i in opinions.placed}
    shown = {i: s for i, s in placed.items() if rows.about is None or i in rows.about}
    ties = [t for t in rows.ties if t.a in actors and t.b in actors]
    doors = open_doors(ties, on, {i: a.handle for i, a in actors.items()})
    ours = our_people(ties, rows.us, on)
    circle = Circle(actors, doors, on, rows.us, ours, rows.events, rows.months)
    nudges = find_nudges(placed, opinions.weights, circle, rows.about)
    unknown = _unknown(rows, actors, opinions, ties, on, issue, ours)
    findings = [
        *_columns(shown, actors, terms, issue), *_balance(shown), *_moved(shown, actors, since), *nudges, *unknown,
    ]  # fmt: skip
    totals = dict.fromkeys(COLUMNS.values(), 0)
    for finding in findings:
        totals[finding.group] = totals.get(finding.group, 0) + 1
    report = SideBySide(
        name="spectrum",
        question=f"Who stands where on {issue.name}, how did it move since {since}, and who could be moved?",
        method=f"Everybody stands where the latest record up to {on} puts them; what is known only of an issue under "
        f"{issue.name} counts for it. Each dot is one of influence on it, 0 to 5; '?' where it is not known.",
        parameters={"issue": issue.slug, "on": on, "since": since},
        findings=tuple(findings),
        caveats=(
            *_caveats(shown, actors, terms, issue, since),
            *([NO_US] if nudges and rows.us is None else []),
        ),
        next=tuple(_next(nudges, unknown, shown, placed, circle, issue)),
        totals=totals,
        columns=tuple(COLUMNS.values()),
        noted=("was",),
    )
    return _limited(report, limit)


def _columns(
    placed: Mapping[int, Standing], actors: Mapping[int, ActorRef], terms: Mapping[int, Term], issue: Term
) -> list[Finding]:
    found = []
    for actor, standing in placed.items():
        reasons = [Reason("stance", f"{dated(standing.now).capitalize()}.", standing.evidence)]
        if standing.changes and standing.then is not None:
            # The last stance that was another, or it would read "was" what it is.
            path = [standing.then, *standing.changes]
            reasons.append(Reason("was", f"Was {STANCES[path[-2].stance or 0]}.", (f"stance:{path[-2].id}",)))
        if standing.now.issue != issue.id:
            name = terms[standing.now.issue].name
            reasons.append(Reason("narrower", f"On {name}.", (f"stance:{standing.now.id}",)))
        for row in sorted(standing.differing, key=lambda r: terms[r.issue].slug):
            reasons.append(Reason("elsewhere", f"On {terms[row.issue].name}: {dated(row)}.", (f"stance:{row.id}",)))
        ref = actors[actor]
        found.append(
            Finding(ref.handle, ref.name, standing.influence, INFLUENCE, tuple(reasons), COLUMNS[standing.stance])
        )
    order = list(COLUMNS.values())
    return sorted(found, key=lambda f: (order.index(f.group), f.value is None, -(f.value or 0), f.subject))


def _balance(placed: Mapping[int, Standing]) -> list[Finding]:
    if not placed:
        return []
    sums: dict[str, int] = {}
    evidence: list[str] = []
    found = []
    for subject, stances in SIDES:
        members = [s for s in placed.values() if s.stance in stances]
        known = [s.influence for s in members if s.influence is not None]
        sums[subject] = sum(known)
        evidence += [e for s in members if s.influence is not None for e in s.evidence]
        unknown = [e for s in members if s.influence is None for e in s.evidence]
        text = f"The influence of {count(len(members) - len(known), 'actor')} among them is not known."
        reasons = (Reason("unknown", text, tuple(unknown)),) if unknown else ()
        value = sums[subject] if known or not members else None
        label = f"{subject.capitalize()} ({count(len(members), 'actor')})"
        found.append(Finding(subject, label, value, POINTS if value is not None else "", reasons, BALANCE))
    more = sums["allies"] - sums["opponents"]
    verdict = f"{'allies' if more > 0 else 'opponents'} weigh more" if more else "allies and opponents weigh the same"
    text = f"As far as it is known, {verdict}: " + ", ".join(f"{side} {sums[side]}" for side, _ in reversed(SIDES)) + "."
    if evidence:
        last = found[-1]
        found[-1] = replace(last, reasons=(*last.reasons, Reason("balance", text, tuple(evidence))))
    return found


def _moved(placed: Mapping[int, Standing], actors: Mapping[int, ActorRef], since: str) -> list[Finding]:
    groups = (f"moved towards our side since {since}", f"moved away since {since}", BACK)
    found = []
    for actor, standing in placed.items():
        if standing.then is None or not standing.changes:
            continue
        path = [standing.then, *standing.changes]
        ref = actors[actor]
        reason = Reason("path", " -> ".join(map(dated, path)) + ".", tuple(f"stance:{row.id}" for row in path))
        steps = standing.steps
        group = groups[2] if not steps else groups[0] if steps > 0 else groups[1]
        unit = "" if not steps else "step" if abs(steps) == 1 else "steps"
        found.append(Finding(ref.handle, ref.name, abs(steps) or None, unit, (reason,), group))
    return sorted(found, key=lambda f: (groups.index(f.group), -(f.value or 0), f.subject))


def _unknown(
    rows: SpectrumRows, actors: Mapping[int, ActorRef], opinions: Opinions, ties: Sequence[Tie], on: str, issue: Term,
    ours: Collection[int],
) -> list[Finding]:  # fmt: skip
    beside: dict[int, set[int]] = {}
    of: dict[int, list[str]] = {}
    anchors = {i for i in opinions.placed if i in actors} | ({rows.us} if rows.us is not None else set())
    for tie in sorted(ties, key=lambda t: t.id):
        if not tie.open_on(on):
            continue
        for one, other in ((tie.a, tie.b), (tie.b, tie.a)):
            if other in anchors:
                beside.setdefault(one, set()).add(other)
                of.setdefault(one, []).append(f"tie:{tie.id}")
    ranked = []
    for actor, ref in actors.items():
        if actor in opinions.placed or actor == rows.us or actor in ours or (rows.about is not None and actor not in rows.about):
            continue
        weight = opinions.weights.get(actor)
        near = beside.get(actor, set())
        if weight is None and actor not in rows.on_it and not near:
            continue
        level = LEVELS.index(ref.level) if ref.level in LEVELS else -1
        said = [f"works on {issue.name}"] if actor in rows.on_it else []
        if near:
            order = sorted(near, key=lambda i: (i != rows.us, actors[i].handle))
            said.append(f"tied with {some(['us' if i == rows.us else actors[i].name for i in order])}")
        said += [ref.level] if ref.level else []
        evidence = (f"actor:{actor}", *([f"stance:{weight.id}"] if weight else []), *of.get(actor, []))
        text = "; ".join(said) or "Nothing else is known of them"
        value = weight.influence if weight else None
        reason = Reason("matters", f"{text[:1].upper()}{text[1:]}.", evidence)
        finding = Finding(ref.handle, ref.name, value, INFLUENCE if weight else "", (reason,), UNKNOWN)
        ranked.append(((-1 if value is None else value, actor in rows.on_it, len(near), level), finding))
    # They come by handle, and sorting keeps that order among equals.
    ranked.sort(key=lambda item: item[0], reverse=True)
    return [finding for _, finding in ranked]


def _caveats(
    placed: Mapping[int, Standing], actors: Mapping[int, ActorRef], terms: Mapping[int, Term], issue: Term, since: str
) -> list[str]:
    if not placed:
        return []
    caveats = ["A stance is what somebody noted on a day; people change their minds without telling us."]
    narrower = [f"{actors[i].name} ({terms[s.now.issue].name})" for i, s in placed.items() if s.now.issue != issue.id]
    if narrower:
        caveats.append(f"Known only of an issue under it: {some(narrower)}.")
    new = [i for i, s in placed.items() if s.then is None]
    if new:
        names = some([actors[i].name for i in new])
        caveats.append(f"Where {names} stood on {since} was not known, so whether they moved since cannot be told.")
    return caveats


def _next(
    nudges: Sequence[Finding], unknown: Sequence[Finding], shown: Mapping[int, Standing], placed: Mapping[int, Standing],
    circle: Circle, issue: Term,
) -> list[str]:  # fmt: skip
    steps = list(next_nudge(nudges, placed, circle, issue.name)) if nudges else []
    words = f"--issue {shlex.quote(issue.slug)}"
    if unknown:
        first = unknown[0]
        steps.append(f"Find out where {first.label} stands: ngomap stance {shlex.quote(first.subject)} STANCE {words}")
    if not shown and not unknown:
        steps.append(f"Record where somebody stands: ngomap stance REF +1 {words} --influence 3")
    lacking = [f for f in nudges if f.group == NOBODY]
    if lacking:
        steps.append(f"Look for a way to {lacking[0].label}: ngomap intro {shlex.quote(lacking[0].subject)}")
    return steps


def _limited(report: Report, limit: int | None) -> Report:
    """At most so many of each group, None: a full picture and a few of each list. The balance is always whole."""
    most = dict.fromkeys(COLUMNS.values(), IN_A_COLUMN) | {NOBODY: 1} if limit is None else {}
    usual = IN_A_LIST if limit is None else limit
    if not usual:
        return report
    seen: dict[str, int] = {}
    kept = []
    for finding in report.findings:
        seen[finding.group] = seen.get(finding.group, 0) + 1
        if finding.group == BALANCE or seen[finding.group] <= most.get(finding.group, usual):
            kept.append(finding)
    return replace(report, findings=tuple(kept))
