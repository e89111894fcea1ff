"""The first page of a report: a few numbers, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ngomap.analyses.commitment_status import BROKEN, KEPT, LATE
from ngomap.analyses.commitment_telling import Watched, by_status
from ngomap.analyses.coverage_kinds import NO_PRESENCE, NOT_SURVEYED, SINGLE, UNITS_OF_PEOPLE
from ngomap.analyses.describing import count
from ngomap.analyses.network_backup import HINGES
from ngomap.analyses.overlap_words import UNCOORDINATED
from ngomap.analyses.report_words import day_words, group_of, number, told
from ngomap.model.actors import ActorRef
from ngomap.model.report import Report
from ngomap.model.report_document import Block, Bullets, Figures, Paragraph, Section

UNMET = 2
CALLS = 2


@dataclass(frozen=True, slots=True)
class Overview:
    """What the sections of a report rest on, as far as its reader may see it. `about` says what it was narrowed to; `ties`
    are None where they are too many to be told of.
    """

    name: str
    on: str
    us: ActorRef | None
    organizations: int
    people: int
    areas: int
    ties: int | None
    gaps: Report
    duplication: Report
    network: Report
    promises: Sequence[Watched]
    about: str = ""
    changed: str = ""
    ties_told: bool = True
    """Whether the reader may see the ties of partners; without them nothing is said of who coordinates or holds together."""


def summary_section(seen: Overview) -> Section:
    """The state of the ecosystem on a page: how much is known, and the one thing of each section that stands out."""
    counts = seen.gaps.counts
    kept = by_status(seen.promises).get(KEPT, 0)
    figures = [
        (number(seen.organizations), "organization" if seen.organizations == 1 else "organizations"),
        (number(seen.areas), "area" if seen.areas == 1 else "areas"),
        *([] if seen.ties is None else [(number(seen.ties), "tie between them" if seen.ties == 1 else "ties between them")]),
        (number(counts.get(NO_PRESENCE, 0)), "needs that nobody works on"),
    ]
    if seen.ties_told:
        figures.append((number(len(group_of(seen.duplication, UNCOORDINATED))), "overlaps not coordinated"))
    if seen.promises:
        figures.append((f"{kept} of {len(seen.promises)}", "promises kept"))
    blocks: list[Block] = [Paragraph(_opening(seen)), Figures(tuple(figures))]
    points = _points(seen)
    if points:
        blocks += [Paragraph("What stands out:"), Bullets(tuple(points))]
    return Section("summary", tuple(blocks))


def _opening(seen: Overview) -> str:
    whose = f"that {seen.us.name} keeps " if seen.us else ""
    if not seen.organizations:
        return f"On {day_words(seen.on)} the map {whose}holds nothing yet that this report may tell of."
    about = f" {seen.about}" if seen.about else ""
    changed = f" {seen.changed}" if seen.changed else ""
    return f"This is what the map {whose}knew on {day_words(seen.on)}.{about}{changed}"


def _points(seen: Overview) -> list[str]:
    found = []
    unmet = [f for f in group_of(seen.gaps, NO_PRESENCE) if f.unit in UNITS_OF_PEOPLE]
    if unmet:
        worst = unmet[0]
        found.append(f"The largest need that nobody works on: {worst.label}, {number(worst.value)} people.")
    alone = [f for f in group_of(seen.gaps, SINGLE) if f.unit in UNITS_OF_PEOPLE]
    if alone:
        found.append(f"Resting on one organization alone: {alone[0].label}. {told(alone[0], [alone[0].reasons[0].code])}")
    apart = group_of(seen.duplication, UNCOORDINATED) if seen.ties_told else []
    if apart:
        found.append(f"The same work without coordination: {apart[0].label}. {told(apart[0], ['shared'])}")
    hinges = group_of(seen.network, HINGES) if seen.ties_told else []
    if hinges:
        others = "other" if hinges[0].value == 1 else "others"
        found.append(f"If {hinges[0].label} were gone, {number(hinges[0].value)} {others} would lose touch with the rest.")
    late = [w for w in seen.promises if w.standing.status in (BROKEN, LATE)]
    if late:
        found.append(f"Promised and {late[0].standing.words}: {late[0].commitment.what.rstrip('.')}.")
    unseen = seen.gaps.counts.get(NOT_SURVEYED, 0)
    if unseen:
        found.append(f"Where nobody has recorded looking: {count(unseen, 'need')} of which we cannot say whether they are met.")
    return found


def asked_for(seen: Overview, inside: bool) -> list[str]:
    """What the findings ask for, in sentences: who should be found for the largest needs, who should talk to whom, which
    promise should be looked at. Fewer for readers who get the page of the day besides (`inside`).
    """
    found = []
    unmet = [f for f in group_of(seen.gaps, NO_PRESENCE) if f.unit in UNITS_OF_PEOPLE]
    for finding in unmet[: 1 if inside else UNMET]:
        found.append(f"Find out who could take on: {finding.label} ({number(finding.value)} people).")
    calls = (1 if inside else CALLS) if seen.ties_told else 0
    for finding in group_of(seen.duplication, UNCOORDINATED)[:calls]:
        step = told(finding, ["next"]).removeprefix("Next: ")
        if step:
            found.append(f"{step[:1].upper()}{step[1:]}")
    if not inside:
        late = [w for w in seen.promises if w.standing.status in (BROKEN, LATE)]
        found += [f"Ask again about a promise that is {w.standing.words}: {w.commitment.what.rstrip('.')}." for w in late[:CALLS]]
    if seen.gaps.counts.get(NOT_SURVEYED, 0):
        where = group_of(seen.gaps, NOT_SURVEYED)
        found.append(f"Look where nobody has recorded looking, first: {where[0].label}." if where else "")
    return [f for f in found if f]
