"""Who is served by nobody, by one organization only, only on paper, no longer, or where has nobody looked?"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from ngomap.analyses.cells import Cells, Key, sort_in
from ngomap.analyses.coverage_kinds import KINDS, NOT_CONFIRMED, NOT_ENOUGH, SINGLE, UNITS_OF_PEOPLE
from ngomap.analyses.coverage_table import CoverageTable, Entry
from ngomap.analyses.coverage_words import CoverageWords, subject_of
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.presence import Presences, work_of
from ngomap.analyses.situation import CoverageRows, Situation
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.report import Finding, Report
from ngomap.model.work import Work

SOMEBODY: Final = (SINGLE, NOT_ENOUGH, NOT_CONFIRMED)
"""Kinds of cells in which somebody is now."""


class Gap(NamedTuple):
    """A gap before it is told, in its order within its kind."""

    uncounted: bool
    """Whether it is without need figures."""
    less: float
    """Less its value."""
    subject: str
    unit: str
    key: Key


@dataclass(slots=True)
class CoverageGaps:
    """The gaps of a map, of each kind the worst that are to be told and how many there are."""

    situation: Situation
    work: Work
    asked: Asked
    cells: Cells
    worst: dict[str, list[Gap]]
    totals: dict[str, int]

    def wanted(self) -> set[tuple[int, int]]:
        """The areas and terms whose activities say who is in the cells that are told, or near where nobody is."""
        areas, words = self.cells.areas, self.cells.words
        found: set[tuple[int, int]] = set()
        for kind, gaps in self.worst.items():
            for area, term, _ in (gap.key for gap in gaps):
                around = areas.up(area)[1:]
                inside = areas.down(around[0] if around and kind not in SOMEBODY else area)
                found.update((a, t) for a in (*inside, *around) for t in words.down(term))
        return found


def find_coverage_gaps(rows: CoverageRows, asked: Asked) -> Report:
    """Which needs does nobody meet, where, and for whom?

    A *cell* is an area, an issue or service, and a population where an activity or a need figure names one. Its areas
    are those without areas in them, or those of one `level` with all that lies in them; work on a narrower issue is
    work on the wider one. What is asked says which cells are shown; all are counted. An area around them that has need
    figures or surveys of its own is a cell for what these name, with totals among the areas of its level: a figure for a
    district cannot be shared out among its villages.

    **Supply** is the sum over organizations of presence x freshness (each once, with its best activity), or, where all
    of them say how many people they can serve (capacity, else people reached), the sum of capacity x presence x
    freshness. *Presence* is 1 if an activity is recorded for the cell, and 1/2 if it is inferred: recorded for a wider
    area, or without saying for whom, or assumed of an organization with issues and areas but no activities. A funder is
    not present, nor is what is suspended, planned, or done by a closed organization. *Freshness* is 1 while an activity
    goes on or no end is known, 1/2 in the year after its end, and 1/4 later, or when it is completed or its
    organization dormant.

    **Gap** = need x (1 - min(1, supply / target)). With a need figure, need is its number of people; the target is the
    same number where the capacities are known, and otherwise the number of organizations expected, but at least 2: then
    the gap is an estimate and says so. Without a figure, need and target are the number of organizations *expected*:
    row total x column total / grand total of the table of organizations by areas and issues, as if every area took part
    in every issue alike; so the gap is the shortfall against it. An empty row or column counts as an average one.

    Kinds of cells are kept apart and never ranked against each other: *no presence* (surveyed, and nobody recorded),
    *single provider*, *not enough* (several, but by their capacities and a need figure too little), *planned only*,
    *stale* (only work that is over), *not confirmed* (everybody is recorded for wider areas, or without saying for
    whom), and *not surveyed*: nothing is recorded and nobody has recorded looking, which is no gap but a question.
    Within a kind, cells with need figures come first, then the largest gap. All are counted; with `most`, only so many
    of each kind are told.

    An empty map has no cells and no findings; with one organization all its cells have a single provider; areas that
    share nothing influence each other's expected numbers, never each other's kinds. Cost grows with the rows.

    Reference: the operational presence matrix ("who does what where") of humanitarian coordination; expected counts as
    in the test of independence of a contingency table (Pearson 1900).

    >>> from ngomap.model.coverage import Survey
    >>> from ngomap.model.words import Area, Term
    >>> places = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
    >>> health, water = Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")
    >>> rows = CoverageRows(
    ...     places, [health, water], surveys=[Survey(1, 3, 1, "2024-01-05")], actors=[ActorRef(1, "clinic", "Clinic", "ngo")],
    ...     activities=[Activity(1, 1, 1, 2), Activity(2, 1, 2, 2), Activity(3, 1, 2, 3)])
    >>> report = find_coverage_gaps(rows, Asked("2024-03-31"))
    >>> for f in report.findings: print(f"{f.group}: {f.subject} {f.value:.2f} {f.unit}")
    no presence: west/health 0.33 organizations below expected
    single provider: east/water 0.33 organizations below expected
    single provider: east/health 0.00 organizations below expected
    single provider: west/water 0.00 organizations below expected
    """
    gaps = reckon_coverage_gaps(rows, work_of(rows.activities, rows.statuses, asked.on), asked)
    return tell_coverage_gaps(gaps, rows.actors, rows.activities, rows.statuses)


def reckon_coverage_gaps(situation: Situation, work: Work, asked: Asked) -> CoverageGaps:
    """Which cells are gaps, and of each kind the worst; see `find_coverage_gaps`."""
    areas, terms = situation.areas, situation.terms
    tally = asked.tally(situation, work)
    cells = tally.cells
    table = CoverageTable(tally, {t.id: t.vocabulary for t in terms}, {a.id: a.level or "" for a in areas})
    shown_areas, shown_terms = asked.shown(cells)
    entries: dict[str, list[Entry]] = {kind: [] for kind in KINDS}
    for found in table.all_areas():
        if found.area not in shown_areas:
            continue
        for column, kind in found.kinds.items():
            if (
                kind and column[0] in shown_terms and not table.said_already(found, column)
                and cells.stands_for_itself((found.area, *column))
            ):  # fmt: skip
                entries[kind].append(table.entry(found, column))
    handles, slugs = {a.id: a.handle for a in areas}, {t.id: t.slug for t in terms}
    worst, totals = {}, {}
    for kind in KINDS:
        ranked: list[tuple[bool, float, str, Key]] = []
        for entry in entries.pop(kind):
            value, unit = table.gap(entry)
            # That everybody is recorded for a wider area is worth a question only where more are expected.
            if value or kind != NOT_CONFIRMED:
                ranked.append((unit not in UNITS_OF_PEOPLE, -value, unit, entry.key))
        if ranked:
            totals[kind] = len(ranked)
            worst[kind] = worst_gaps(ranked, asked.most, cells, handles, slugs)
    return CoverageGaps(situation, work, asked, cells, worst, totals)


def tell_coverage_gaps(
    gaps: CoverageGaps,
    actors: Sequence[ActorRef],
    activities: Sequence[Activity],
    statuses: Mapping[int, str | None],
) -> Report:
    """The gaps as findings; only the activities that are `wanted` and the actors whose they are need to be given."""
    sort_in(gaps.cells, activities)
    asked, presences = gaps.asked, Presences(gaps.cells, statuses, gaps.asked.on)
    words = CoverageWords(gaps.cells, presences, actors, gaps.situation.areas, gaps.situation.terms)
    findings = [
        Finding(gap.subject, words.label(gap.key), abs(gap.less), gap.unit, words.reasons(gap.key, kind, gap.unit), kind)
        for kind, worst in gaps.worst.items()
        for gap in worst
    ]
    return Report(
        name="gaps coverage",
        question="Which needs does nobody meet, where, and for whom?",
        method="A gap is what the organizations recorded for an issue in an area leave open: people, where a need "
        "figure says how many need it (two organizations, or as many as are expected, being enough where none says "
        "how many it serves); else organizations below what the totals of the area and the issue let expect.",
        parameters=asked.parameters,
        findings=tuple(findings),
        caveats=words.caveats(findings, gaps.work),
        next=words.next_steps(findings, bool(gaps.work.rows), bool(asked.level)),
        totals=gaps.totals if asked.most else {},
    )


def worst_gaps(
    ranked: Sequence[tuple[bool, float, str, Key]],
    most: int,
    cells: Cells,
    handles: Mapping[int, str],
    slugs: Mapping[int, str],
) -> list[Gap]:
    """The first, so many at most (0: all). Names are looked up of those alone that may be among them."""
    if 0 < most < len(ranked):
        last = heapq.nsmallest(most, (gap[:2] for gap in ranked))[-1]
        ranked = [gap for gap in ranked if gap[:2] <= last]
    named = [Gap(*gap[:2], subject_of(gap[3], handles, slugs), *gap[2:]) for gap in ranked]
    # An issue and a service may have the same slug.
    order = {term: n for n, term in enumerate(cells.terms)}
    named.sort(key=lambda gap: (gap[:4], order[gap.key[1]]))
    return named[: most or None]
