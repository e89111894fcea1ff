"""One gap of ours that is worth a call, and whom to call about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ngomap.analyses.cells import Tree
from ngomap.analyses.coverage_kinds import NO_PRESENCE, NOT_SURVEYED, SINGLE, UNITS_OF_PEOPLE
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.situation import CoverageRows
from ngomap.analyses.today import Suggestion
from ngomap.graph.strength import strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding
from ngomap.model.words import Area, Term

# The worst first; whether people in need are counted, which makes the cells of one kind comparable.
WORST: Final = ((NO_PRESENCE, True), (SINGLE, True), (NO_PRESENCE, False), (NOT_SURVEYED, False), (SINGLE, False))


def find_gap(
    us: ActorRef,
    rows: CoverageRows,
    inside: Collection[int],
    ours: Sequence[Term],
    on: str,
    ties: Sequence[Tie] = (),
    works_on: Mapping[int, Collection[int]] | None = None,
) -> Suggestion | None:
    """Of the places where we work (`inside`, area ids) and the issues and services we work on (`ours`, with those under
    them), where does nobody else do enough, and whom do we call about it?

    The gaps are those of `gaps coverage`, of which only the `rows` around us are given: so people in need are counted as
    there, and where none are counted a gap has no number. The worst: nobody there, then a single provider, most people
    in need first; then places without figures. Whom to call: the single provider, or else who works on it next to the
    place, else who is tied to us and has it among its terms (`works_on`), those to whom our tie is strongest first. None
    where we have no place, no issue, or no gap.

    >>> from ngomap.model.coverage import Activity, NeedFigure, Survey
    >>> we, clinic = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "clinic", "Clinic", "ngo")
    >>> east, west, water = Area(1, "east", "East"), Area(2, "west", "West"), Term(3, "issue", "water", "Water")
    >>> rows = CoverageRows(
    ...     [east, west], [water], [NeedFigure(1, 2, 3, None, 40, "2024-01-01")], [Survey(1, 2, None, "2024-01-05")],
    ...     actors=[we, clinic], activities=[Activity(1, 2, 3, 1)])
    >>> gap = find_gap(we, rows, {1, 2}, [water], "2024-03-31")
    >>> gap.finding.label, gap.finding.value, gap.who.name
    ('Water in West', 40.0, 'Clinic')
    """
    if not inside or not ours:
        return None
    everybody = sorted({us.id: us, **{a.id: a for a in rows.actors}}.values(), key=lambda a: a.handle)
    report = find_coverage_gaps(replace(rows, actors=everybody), Asked(on, issues=ours))
    near = {a.handle: a for a in rows.areas if a.id in inside}
    slugs = {t.slug: t for t in rows.terms if t.vocabulary in ("issue", "service")}
    found = [f for f in report.findings if f.subject.split("/")[0] in near and _kind(f) in WORST]
    if not found:
        return None
    worst = min(found, key=lambda f: (WORST.index(_kind(f)), -(f.value or 0), f.subject))
    area, term = near[worst.subject.split("/")[0]], slugs[worst.subject.split("/")[1]]
    if worst.unit not in UNITS_OF_PEOPLE:
        worst = replace(worst, value=None, unit="")
    who = _whom(us, rows, area, term, ties, on, works_on or {})
    if worst.group == NOT_SURVEYED:
        command = f"ngomap survey {area.handle} --{term.vocabulary} {term.slug}"
    elif who is None:
        command = f"ngomap list --{term.vocabulary} {term.slug}"
    else:
        command = f"ngomap log {who.handle} --kind call"
    return Suggestion(worst, who, who is not None and any(who.id in (t.a, t.b) for t in ties), command)


def _kind(finding: Finding) -> tuple[str, bool]:
    return finding.group, finding.unit in UNITS_OF_PEOPLE


def _whom(
    us: ActorRef, rows: CoverageRows, area: Area, term: Term, ties: Iterable[Tie], on: str,
    works_on: Mapping[int, Collection[int]],
) -> ActorRef | None:  # fmt: skip
    """Who works on the term, in the area or as near to it as anybody does; those we stand closest to first."""
    actors = {a.id: a for a in rows.actors}
    words, places = Tree({t.id: t.parent for t in rows.terms}), Tree({a.id: a.parent for a in rows.areas})
    narrower = words.down(term.id)
    working = [v for v in rows.activities if v.term in narrower and v.actor != us.id and v.actor in actors and v.role != "funder"]
    close: dict[int, float] = {}
    for tie in ties:
        if us.id in (tie.a, tie.b) and tie.open_on(on) and tie.type != "rivals" and tie.stance != "confrontational":
            other = tie.other(us.id)
            close[other] = max(close.get(other, 0.0), strength(tie))
    for around in places.up(area.id):
        here = places.down(around)
        who = {v.actor for v in working if v.area in here}
        if who:
            return min((actors[i] for i in who), key=lambda a: (-close.get(a.id, 0.0), a.handle))
    tied = {i for i, has in works_on.items() if i in close and i in actors and narrower & set(has)}
    known = {v.actor for v in working} or tied
    return min((actors[i] for i in known), key=lambda a: (-close.get(a.id, 0.0), a.handle), default=None)
