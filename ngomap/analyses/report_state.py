"""Sections of a report on who is there, how they are joined, and what is missing or done twice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from ngomap.analyses.by_area import Peopled
from ngomap.analyses.coverage_kinds import (
    NO_PRESENCE,
    NOT_CONFIRMED,
    NOT_ENOUGH,
    NOT_SURVEYED,
    PLANNED,
    SINGLE,
    STALE,
    UNITS_OF_PEOPLE,
)
from ngomap.analyses.describing import count
from ngomap.analyses.network import BROKERS, CIRCLES
from ngomap.analyses.network_backup import HINGES
from ngomap.analyses.overlap_words import COORDINATED, UNCOORDINATED
from ngomap.analyses.report_words import ROWS, first_words, group_of, left_out, listed, number, told
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, GOVERNMENT_KINDS, ActorRef
from ngomap.model.report import Finding, Report
from ngomap.model.report_document import Block, More, Paragraph, Section, Table
from ngomap.model.words import Area

KINDS_TOLD: Final = {
    NO_PRESENCE: "Nobody is there", SINGLE: "One organization alone", NOT_ENOUGH: "Several, but too little",
    PLANNED: "Only planned", STALE: "Only work that is over", NOT_CONFIRMED: "Not confirmed there",
    NOT_SURVEYED: "Nobody has looked",
}  # fmt: skip
SHOWN_OF_EACH: Final = {NO_PRESENCE: 4, SINGLE: 2, NOT_ENOUGH: 1, STALE: 1}
UNKNOWN: Final = "not known"
CIRCLE_ROWS: Final = 4
FEW_ROWS: Final = 3
ISSUE_ROWS: Final = 6
WEAK_POINTS: Final = (
    "Who holds the network together, and whose loss would break it, is left out for the public: it would tell where to strike."
)
OVERLAP_ALONE: Final = (
    "Whether they coordinate is for partners and ourselves, and is left out for the public: many may well do."
)
NO_TIES: Final = "No ties are known, so nobody can say who coordinates with whom: ask before calling anything uncoordinated."


def map_section(
    organizations: Sequence[ActorRef],
    areas: Sequence[Peopled],
    total: int,
    issues: Sequence[tuple[str, int]],
    pictures: Sequence[Block] = (),
) -> Section:
    """Who is there, where, and on what? `areas` are those of `by_area`, of so many (`total`); `issues` come with how many
    work on each.

    >>> a, b = ActorRef(1, "a", "A", "ngo"), ActorRef(2, "b", "B", "court")
    >>> rows = [Peopled(Area(1, "land", "Land"), 0, 2, 1, 2, 1, (("ngo", 1), ("court", 1)))]
    >>> section = map_section([a, b], rows, 1, [("Health", 1)])
    >>> print(section.blocks[0].text)
    The map knows 2 organizations: 1 of civil society and 1 public body.
    >>> section.blocks[1].rows
    (('Land', '2', '1', '2', '1'),)
    """
    if not organizations:
        return Section("map", (Paragraph("The map knows no organizations yet, as far as this report may say."),))
    blocks: list[Block] = [Paragraph(_who(organizations)), *pictures]
    shown = [row for row in areas if row.area is not None]
    nowhere = sum(row.here for row in areas if row.area is None)
    if shown:
        rows = tuple(
            ("· " * r.depth + (r.area.name if r.area else ""), number(r.here), number(r.sit), number(r.serve), number(r.active))
            for r in shown
        )
        head = ("Area", "Organizations", "Based there", "Serve it", "At work there")
        blocks.append(Table("Organizations by area", head, rows, (1, 2, 3, 4), (5, 3, 3, 2, 3)))
        said = "One that is in several areas counts in each of them; an area counts all that lie in it (·)."
        blocks.append(Paragraph(said, quiet=True))
    if issues:
        rows_of_issues = tuple((name, number(n)) for name, n in issues[:ISSUE_ROWS])
        blocks.append(Table("What they work on most", ("Issue", "Organizations"), rows_of_issues, (1,), (9, 3)))
    said = left_out(len(shown), total - bool(nowhere), "area")
    if nowhere:
        lost = f"Of {count(nowhere, 'organization')} the map does not say where {'it is' if nowhere == 1 else 'they are'}."
        said = f"{said} {lost}".strip()
    blocks.append(More(said, "ngomap map --limit 0"))
    return Section("map", tuple(blocks))


def _who(organizations: Sequence[ActorRef]) -> str:
    civil = sum(a.kind in CIVIL_SOCIETY_KINDS for a in organizations)
    public = sum(a.kind in GOVERNMENT_KINDS for a in organizations)
    other = len(organizations) - civil - public
    parts = [f"{number(civil)} of civil society"] if civil else []
    parts += [f"{number(public)} public {'body' if public == 1 else 'bodies'}"] if public else []
    parts += [f"{number(other)} of other kinds"] if other else []
    return f"The map knows {count(len(organizations), 'organization')}: {listed(parts)}."


def network_section(
    report: Report, there: int, ties: int, pictures: Sequence[Block] = (), weak_points: bool = True,
    of_whom: Sequence[str] = (),
) -> Section:
    """Who joins whom, of `there` actors with so many `ties`: the circles and, for readers who may know (`weak_points`),
    those who join them, and where it would break. `of_whom` says of a large map whom this is about.
    """  # fmt: skip
    circles, brokers, hinges = (group_of(report, g) for g in (CIRCLES, BROKERS, HINGES))
    if not weak_points:
        brokers = hinges = []
    if not ties:
        none = "This report knows of no ties between organizations: none are recorded, or none are for its readers."
        return Section("network", (*map(Paragraph, of_whom or (none,)), *pictures))
    text = f"{count(ties, 'tie')} {'joins' if ties == 1 else 'join'} {number(there)} organizations and people."
    if circles:
        text += f" They fall into {count(len(circles), 'circle')} whose members are tied to each other more than to others."
    if hinges:
        text += f" Without {hinges[0].label} the network would come apart most: {number(hinges[0].value)} would be cut off."
    rows = [("A circle", f.label, _members(f)) for f in circles[:CIRCLE_ROWS]]
    rows += [("Joins others", f.label, first_words(f)) for f in brokers[:FEW_ROWS]]
    rows += [("Needs a second way", f.label, first_words(f)) for f in hinges[:FEW_ROWS]]
    blocks: list[Block] = [Paragraph(text), *map(Paragraph, of_whom), *pictures]
    if rows:
        blocks.append(Table("How the network hangs together", ("What", "Who", "Why"), tuple(rows), weights=(2, 3, 6)))
    said = "Only ties that are recorded, and that these readers may see, count; who else talks to each other is not known."
    blocks.append(Paragraph(said if weak_points else f"{said} {WEAK_POINTS}", quiet=True))
    total = len(circles) + len(brokers) + len(hinges)
    blocks.append(More(left_out(len(rows), total, "finding"), "ngomap network --limit 0"))
    return Section("network", tuple(blocks))


def _members(finding: Finding) -> str:
    return f"{number(finding.value)} members: {first_words(finding)}"


def without_codes(report: Report, areas: Collection[Area]) -> Report:
    """The report with place codes taken out of its labels, where the name of the place says enough."""
    names = [a.name for a in areas]
    known = [(f"{a.name} ({a.code})", a.name) for a in areas if a.code and names.count(a.name) == 1]
    found = []
    for finding in report.findings:
        label = finding.label
        for coded, plain in known:
            label = label.replace(coded, plain)
        found.append(replace(finding, label=label))
    return replace(report, findings=tuple(found))


def gaps_section(report: Report, pictures: Sequence[Block] = ()) -> Section:
    """Which needs nobody meets, from `find_coverage_gaps`: what somebody looked at apart from what nobody looked at."""
    counts = report.counts
    missing, alone, unseen = (counts.get(k, 0) for k in (NO_PRESENCE, SINGLE, NOT_SURVEYED))
    if not report.findings:
        text = "No gaps are known: too little is recorded of who works where, and of who needs what."
        return Section("gaps", (Paragraph(text), *pictures))
    text = (
        f"Somebody looked, and found no organization at work: that is so for {count(missing, 'need')}. In "
        f"{count(alone, 'more case')} one organization works alone, so that nobody would take over."
        if missing
        else f"No need is known that nobody works on. In {count(alone, 'case')} one organization works alone."
    )
    if unseen:
        text += f" For {count(unseen, 'other need')} nobody has recorded looking: these are questions, not gaps."
    findings = [f for k, most in SHOWN_OF_EACH.items() for f in group_of(report, k)[:most]]
    rows: tuple[tuple[str, ...], ...] = tuple((KINDS_TOLD[f.group], f.label, _size(f), told(f, _first_code(f))) for f in findings)
    blocks: list[Block] = [Paragraph(text), *pictures]
    head: tuple[str, ...] = ("Kind", "What, where, for whom", "How large", "What is known")
    weights: tuple[int, ...] = (3, 5, 3, 6)
    if rows and all(row[2] == UNKNOWN for row in rows):
        rows = tuple((row[0], row[1], row[3]) for row in rows)
        head, weights = (*head[:2], head[3]), (3, 5, 7)
    if rows:
        blocks.append(Table("The largest of each kind", head, rows, weights=weights))
    gaps = sum(n for kind, n in counts.items() if kind != NOT_SURVEYED)
    blocks.append(More(left_out(len(rows), gaps, "gap"), "ngomap gaps coverage --limit 0"))
    return Section("gaps", tuple(blocks))


def _first_code(finding: Finding) -> tuple[str, ...]:
    return tuple(r.code for r in finding.reasons[:1])


def _size(finding: Finding) -> str:
    if finding.unit not in UNITS_OF_PEOPLE:
        return UNKNOWN
    estimated = finding.unit.partition(", ")[2]
    return f"{number(finding.value)} people{f' ({estimated})' if estimated else ''}"


def duplication_section(report: Report, why_not: str = "") -> Section:
    """Who does the same work in the same places, from `find_duplication`: those who do not coordinate, then the models. Where
    it would be untrue, nothing is said of who coordinates, but `why_not`.
    """
    if why_not:
        return _overlap_alone(report, why_not)
    apart, together = group_of(report, UNCOORDINATED), group_of(report, COORDINATED)
    if not apart and not together:
        text = "No two organizations are known to do the same work in the same places."
        return Section("duplication", (Paragraph(text), More("", "ngomap duplication --limit 0")))
    groups = len(apart)
    text = (
        f"{count(groups, 'group')} of organizations {'does' if groups == 1 else 'do'} the same work for the same people and, "
        "as far as this report knows, without coordinating."
        if apart
        else "All who are known to do the same work in the same places coordinate it."
    )
    if together:
        text += f" {count(len(together), 'group')} {'does' if len(together) == 1 else 'do'} coordinate: models for the others."
    rows = tuple(("Not coordinated", f.label, _work(f), _step(f)) for f in apart[:5])
    rows += tuple(("Coordinated", f.label, _work(f), "") for f in together[:FEW_ROWS])
    table = Table("The same work, twice", ("State", "Who", "What they share", "What to do"), rows, weights=(3, 4, 5, 5))
    more = left_out(len(rows), groups + len(together), "group")
    return Section("duplication", (Paragraph(text), table, More(more, "ngomap duplication --limit 0")))


def _overlap_alone(report: Report, why_not: str) -> Section:
    found = sorted(report.findings, key=lambda f: (-(f.value or 0), f.subject))
    if not found:
        text = "No two organizations are known to do the same work in the same places."
        return Section("duplication", (Paragraph(text), Paragraph(why_not, quiet=True)))
    groups = count(len(found), "group")
    text = f"{groups} of organizations {'does' if len(found) == 1 else 'do'} the same work for the same people in the same places."
    rows = tuple((f.label, _work(f)) for f in found[:ROWS])
    table = Table("The same work in the same places", ("Who", "What they share"), rows, weights=(4, 7))
    more = More(left_out(len(rows), len(found), "group"), "ngomap duplication --limit 0")
    return Section("duplication", (Paragraph(text), table, Paragraph(why_not, quiet=True), more))


def _work(finding: Finding) -> str:
    return first_words(finding)


def _step(finding: Finding) -> str:
    texts = [t for t in (told(finding, [r.code]) for r in finding.reasons) if t.startswith("Next: ")]
    return " ".join(t.removeprefix("Next: ")[:1].upper() + t.removeprefix("Next: ")[1:] for t in texts)

