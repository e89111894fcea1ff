"""What have two partners, or the members of a coalition, agreed, what is still open, and who covers what?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.describing import Gazetteer, some
from ngomap.analyses.labour import CLASHES, COVERS, HOLES, Division, Served
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import COALITION_POINTS, PARTNER_POINTS, Agreement, Labour
from ngomap.model.report import Finding, Reason, Report

FAR: Final = "how far"
POINTS: Final = "points"
GROUPS: Final = (FAR, POINTS, COVERS, CLASHES, HOLES)
WITHHELD: Final = "What is above the audience {} was left out."


@dataclass(frozen=True, slots=True)
class Partners:
    """Whom an agreement is among: two actors, or a coalition with its members; and how the command names them."""

    actors: Sequence[ActorRef]
    coalition: ActorRef | None
    words: str

    @property
    def points(self) -> Mapping[str, str]:
        """The points they should agree, each with its question."""
        return PARTNER_POINTS if self.coalition is None else COALITION_POINTS

    @property
    def name(self) -> str:
        """Both, or the coalition."""
        return self.coalition.name if self.coalition else " and ".join(a.name for a in self.actors)


def point_name(point: str) -> str:
    """A point as people write it.

    >>> point_name("joint-meetings")
    'Joint meetings'
    """
    return point.replace("-", " ").capitalize()


def latest_points(rows: Iterable[Agreement], on: str) -> dict[str, list[Agreement]]:
    """What was recorded of each point up to the day, the latest first.

    >>> rows = [Agreement(i, 1, 2, "roles", s, None, d, None, "partners") for i, s, d in (
    ...     (1, "discussed", "2026-02-01"), (2, "agreed", "2026-03-01"), (3, "open", "2026-04-01"))]
    >>> [g.state for g in latest_points(rows, "2026-03-15")["roles"]]
    ['agreed', 'discussed']
    """
    found: dict[str, list[Agreement]] = {}
    for row in sorted((g for g in rows if g.on_date <= on), key=lambda g: g.on_date, reverse=True):
        found.setdefault(row.point, []).append(row)
    return found


def find_agreements(
    partners: Partners,
    agreements: Iterable[Agreement],
    labour: Iterable[Labour],
    served: Mapping[int, Served],
    names: Gazetteer,
    on: str,
    audience: str = "secret",
) -> Report:
    """What have they agreed, what is still open, who covers what?

    Two partners have seven points to agree, a coalition five. Of each point the latest record up to the ISO day `on`
    counts: open, discussed or agreed; a point without a record is open, and is shown with the question that opens it.
    *How far* counts the points agreed (value: points). *Who covers what* lists the tasks in force that day; *clashes*
    and *holes* are those of `labour.Division`. `served` says whom and where each partner serves. Nothing is weighed, and
    no list is ranked but holes, by how many of the partners serve what nobody covers.

    With nothing recorded every point is open, and as long as nobody has a task what they serve is no hole: it is not
    divided yet. A coalition without members known has points, but can have no tasks. Ties play no part.

    Reference: the points are those of the NGO Handbook 2012, chapter 6 (before combining efforts; coalitions).

    >>> from ngomap.model.words import Area, Term
    >>> fair, arts = ActorRef(1, "fair", "Fair", "ngo"), ActorRef(2, "arts", "Arts", "ngo")
    >>> names = Gazetteer([Term(5, "population", "youth", "Youth")], [Area(3, "town", "Town"), Area(4, "hill", "Hill", parent=3)])
    >>> report = find_agreements(Partners([arts, fair], None, "arts fair"), [
    ...     Agreement(1, 1, 2, "communication", "agreed", "One call a week.", "2026-03-01", None, "partners")], [
    ...     Labour(1, 1, 2, 1, "Radio spots", 5, 3, None, None, "partners"),
    ...     Labour(2, 1, 2, 2, "Radio spots", 5, 4, None, None, "partners")], {}, names, on="2026-04-01")
    >>> for f in report.findings:
    ...     if f.group in ("how far", "clashes"): print(f"{f.group}: {f.label} {f.value}")
    how far: Agreed 1
    clashes: Arts and Fair: Radio spots None
    >>> report.findings[-1].reasons[0].text
    'Both reach Youth in Hill (Hill is part of Town), with the same message, “Radio spots”: double work, unless you share it out.'
    """
    tasks = list(labour)
    recorded = latest_points(agreements, on)
    division = Division(partners.actors, tasks, names, on)
    points = [_point(point, question, recorded.get(point, [])) for point, question in partners.points.items()]
    holes = division.holes(served) if division.rows else []
    findings = [_far(points, partners.name), *points, *division.covers(), *division.clashes(), *holes]
    return Report(
        name="agree",
        question=f"What have {_whom(partners)} agreed, and who covers what?",
        method="The points that partners (or the members of a coalition) should agree before they combine their efforts, "
        "each as it was last recorded, and the tasks in force with what collides and what is left open.",
        parameters={
            "on": on, "partners": [a.handle for a in partners.actors],
            "coalition": partners.coalition.handle if partners.coalition else None, "audience": audience,
        },
        findings=tuple(findings),
        caveats=tuple(_caveats(partners, tasks, division, audience)),
        next=tuple(_next_steps(partners, points, findings, division)),
    )  # fmt: skip


def _whom(partners: Partners) -> str:
    return f"the members of {partners.name}" if partners.coalition else partners.name


def _point(point: str, question: str, rows: Sequence[Agreement]) -> Finding:
    now = rows[0] if rows else None
    state = now.state if now else "open"
    reasons = []
    if now is None:
        reasons.append(Reason("open", f"Not talked over yet. Ask: {question}"))
    else:
        where = f" ({now.source})" if now.source else ""
        said = f"“{_line(now.text)}”" if now.text else "Nothing more is written down."
        reasons.append(Reason(state, f"{now.on_date}{where}: {said}", (f"agreement:{now.id}",)))
        if state != "agreed":
            reasons.append(Reason("question", f"Ask: {question}"))
        before = next((g for g in rows[1:] if g.state != state), None)
        if before is not None:
            text = f"Before that: {before.state} on {before.on_date}{f', “{_line(before.text)}”' if before.text else ''}."
            reasons.append(Reason("before", text, (f"agreement:{before.id}",)))
    return Finding(point, f"{point_name(point)}: {state}", None, "", tuple(reasons), POINTS)


def _far(points: Sequence[Finding], name: str) -> Finding:
    counts = {state: [p for p in points if p.label.endswith(f": {state}")] for state in ("agreed", "discussed", "open")}
    agreed = len(counts["agreed"])
    others = [(state, len(found)) for state, found in counts.items() if found and state != "agreed"]
    rest = [f"{n} {'is' if n == 1 else 'are'} {state}" for state, n in others]
    text = f"Of the others {some(rest)}." if agreed and rest else f"Of all {some(rest)}." if rest else "All points are agreed."
    evidence = tuple(e for p in counts["agreed"] for e in p.reasons[0].evidence)
    unit = f"of {len(points)} points"
    return Finding("agreed", "Agreed", agreed, unit, (Reason("share", text, evidence),), FAR)


def _caveats(partners: Partners, tasks: Sequence[Labour], division: Division, audience: str) -> list[str]:
    found = []
    if not division.rows:
        found.append("Nobody has a task yet, so neither clashes nor holes can be seen.")
    if division.over:
        found.append(f"Tasks that are over are not counted: {some([row.task for row in division.over])}.")
    later = [row for row in tasks if (row.since or "") > division.on]
    if later:
        begins = [f"{row.task} ({row.since})" for row in later]
        found.append(f"Tasks that begin later are not counted yet: {some(begins)}.")
    if partners.coalition and not partners.actors:
        found.append(f"No member of {partners.name} is recorded.")
    if audience != "secret":
        found.append(WITHHELD.format(audience))
    return found


def _next_steps(
    partners: Partners, points: Sequence[Finding], findings: Sequence[Finding], division: Division
) -> list[str]:
    steps = []
    base = f"ngomap agree {partners.words}"
    pending = [p for p in points if not p.label.endswith(": agreed")]
    if pending:
        steps.append(f"Take a sheet to fill in to the meeting: {base} --sheet agreement.md")
        steps.append(f'Record what comes of it: {base} --point {pending[0].subject} --state discussed --text "..."')
    if partners.coalition and not partners.actors:
        steps.append(f"Say who is in it: ngomap link REF {partners.coalition.handle} --type member-of")
    elif not division.rows:
        steps.append(f'Divide the work: {base} --cover {partners.actors[0].handle} --task "..." --for POPULATION --in AREA')
    clash = next((f for f in findings if f.group == CLASHES), None)
    if clash is not None:
        steps.append(f"Talk over the clash ({clash.label}); then {base} --remove-task NUMBER")
    hole = next((f for f in findings if f.group == HOLES and "/" in f.subject and not f.subject.startswith("task/")), None)
    if hole is not None:
        kind, slug = hole.subject.split("/", 1)
        option = "--for" if kind == "population" else "--in"
        steps.append(f'Ask who takes {hole.label}: {base} --cover REF --task "..." {option} {slug}')
    return steps or [f"All is agreed. Look at it again in half a year: {base}"]


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
