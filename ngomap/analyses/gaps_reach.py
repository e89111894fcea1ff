"""Whom do NGOs reach and government does not, and the other way round?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from ngomap.analyses.cells import Cells, Key, sort_in
from ngomap.analyses.coverage_words import CoverageWords, thousands
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import Gap, worst_gaps
from ngomap.analyses.presence import Ground, Presences, work_of
from ngomap.analyses.reach_table import (
    GOVERNMENT,
    KINDS,
    NGOS,
    NOT_CONFIRMED,
    NOT_SURVEYED,
    ONLY_GOVERNMENT,
    ONLY_NGOS,
    OTHER,
    Elsewhere,
    ReachTable,
    Sides,
)
from ngomap.analyses.situation import CoverageRows, Situation
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, GOVERNMENT_KINDS, ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.work import Work

PEOPLE: Final = "people in need"
THERE: Final = "organizations there"
ONE_THERE: Final = "organization there"
KINDS_OF: Final = {NGOS: CIVIL_SOCIETY_KINDS, GOVERNMENT: GOVERNMENT_KINDS}
"""The kinds of actors of each side."""
MANY: Final = 10_000
"""Gaps of a kind that are kept before all but the worst are dropped."""

Ranked = tuple[bool, float, str, Key]


@dataclass(slots=True)
class ReachGaps:
    """The gaps of a map, of each kind the worst that are to be told and how many there are. `near` has who of the side that
    is missing in a cell could be led there; `government`: whether any government body works anywhere.
    """

    situation: Situation
    asked: Asked
    cells: Cells
    worst: dict[str, list[Gap]]
    totals: dict[str, int]
    near: dict[Key, set[int]]
    government: bool

    def wanted(self) -> set[tuple[int, int]]:
        """The areas and terms whose activities say who is in the cells that are told."""
        areas, words = self.cells.areas, self.cells.words
        keys = [gap.key for worst in self.worst.values() for gap in worst]
        return {
            (a, t) for area, term, _ in keys for a in (*areas.down(area), *areas.up(area)[1:]) for t in words.down(term)
        }  # fmt: skip

    def led(self) -> set[int]:
        """Who could be led anywhere."""
        return set(chain.from_iterable(self.near.values()))


def find_reach_gaps(rows: CoverageRows, asked: Asked) -> Report:
    """Which communities do NGOs reach that government does not, and the other way round?

    The cells are those of `gaps coverage`: an area, an issue or service, and a population where an activity or a need
    figure names one. On the day that is asked for, *NGOs* are the organizations of civil society (ngo, cbo, coalition, network,
    union, faith, professional), *government* is government, legislature and court; other kinds are on neither side. A
    side *reaches* a cell if somebody of it is present there: recorded for the place, or with the issue and the area on
    its record but no activities; work that is planned, over or suspended, and funding, is no presence.

    A cell that one side reaches is a gap if nobody of the other side is recorded there and somebody looked for the issue
    in the place (a survey). Where nobody has recorded looking, the cell is *not surveyed*: a question, no gap. Where the
    other side is recorded only for a wider area or without saying for whom, it is *not confirmed*. Cells that both or
    neither reach are left out, and so is one that says no more than that of a narrower issue or of everyone.

    The value is the number of people in need, where figures say so (those first), else how many organizations reach the
    cell. No weights. All are counted; with `most`, only so many of each kind are told. An empty map has no findings; areas
    that share nothing do not influence each other.

    Reference: the NGO Handbook, chapter 6 (2012), on communities that governments have difficulty reaching; the
    operational presence matrix ("who does what where") of humanitarian coordination.

    >>> from ngomap.model.coverage import Survey
    >>> from ngomap.model.words import Area, Term
    >>> places = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
    >>> health = Term(1, "issue", "health", "Health")
    >>> who = [ActorRef(1, "clinic", "Clinic", "ngo"), ActorRef(2, "office", "Health Office", "government")]
    >>> rows = CoverageRows(places, [health], surveys=[Survey(1, 2, None, "2024-01-05")],
    ...                     actors=who, activities=[Activity(1, 1, 1, 2), Activity(2, 2, 1, 3)])
    >>> report = find_reach_gaps(rows, Asked("2024-03-31"))
    >>> for f in report.findings: print(f"{f.group}: {f.label}, {f.value} {f.unit}. {f.reasons[-1].text}")
    NGOs reach them, government does not: Health in East, 1 organization there. Clinic could lead Health Office to them.
    not surveyed: Health in West, 1 organization there. Health Office could lead Clinic to them.
    """
    sides = {side: {a.id for a in rows.actors if a.kind in kinds} for side, kinds in KINDS_OF.items()}
    gaps = reckon_reach_gaps(sides, rows, work_of(rows.activities, rows.statuses, asked.on), asked)
    return tell_reach_gaps(gaps, rows.actors, rows.activities, rows.statuses)


def reckon_reach_gaps(sides: Sides, situation: Situation, work: Work, asked: Asked) -> ReachGaps:
    """Which cells are gaps, and of each kind the worst; see `find_reach_gaps`. `sides` has the ids of all actors
    of each side, by the kinds in KINDS_OF.
    """
    worked, tally, most = work.terms(), asked.tally(situation, work), asked.most
    cells = tally.cells
    table = ReachTable(tally, worked, {side: frozenset(ids) for side, ids in sides.items()})
    shown_areas, shown_terms = asked.shown(cells)
    handles, slugs = {a.id: a.handle for a in situation.areas}, {t.id: t.slug for t in situation.terms}
    totals = dict.fromkeys(KINDS, 0)
    ranked: dict[str, list[Ranked]] = {kind: [] for kind in KINDS}
    missing: dict[Key, str] = {}
    for place in tally.areas():
        table.look_for_government(place)
        found = table.of(place) if place in shown_areas else {}
        for column, cell in found.items():
            key = (place, *column)
            if column[0] not in shown_terms or not cells.stands_for_itself(key) or table.said_already(place, found, column):
                continue
            totals[cell.kind] += 1
            if column in tally.figured.get(place, ()):
                gap = False, -sum(f.people for f in cells.need(key)), PEOPLE, key
            else:
                gap = True, -cell.there, ONE_THERE if cell.there == 1 else THERE, key
            ranked[cell.kind].append(gap)
            missing[key] = OTHER[cell.side]
            if most and len(ranked[cell.kind]) >= MANY + most:
                kept = worst_gaps(ranked[cell.kind], most, cells, handles, slugs)
                ranked[cell.kind] = [(g.uncounted, g.less, g.unit, g.key) for g in kept]
                left = {gap[3] for gaps in ranked.values() for gap in gaps}
                missing = {key: side for key, side in missing.items() if key in left}
    worst = {kind: worst_gaps(gaps, most, cells, handles, slugs) for kind, gaps in ranked.items() if gaps}
    offered = [gap.key for kind, gaps in worst.items() if kind != NOT_CONFIRMED for gap in gaps]
    elsewhere = Elsewhere(cells, work, worked, sides, {(missing[key], key[1]) for key in offered})
    return ReachGaps(
        situation, asked, cells, worst, {kind: n for kind, n in totals.items() if n},
        {key: elsewhere.near(missing[key], *key[:2]) for key in offered}, table.government,
    )  # fmt: skip


def tell_reach_gaps(
    gaps: ReachGaps,
    actors: Sequence[ActorRef],
    activities: Sequence[Activity],
    statuses: Mapping[int, str | None],
) -> Report:
    """The gaps as findings; only the activities that are `wanted`, and the actors whose they are or who could be `led`, need
    to be given.
    """
    sort_in(gaps.cells, activities)
    asked, situation, presences = gaps.asked, gaps.situation, Presences(gaps.cells, statuses, gaps.asked.on)
    names = CoverageWords(gaps.cells, presences, actors, situation.areas, situation.terms)
    words = _Words(gaps, presences, names, asked.us)
    findings = [words.finding(gap, kind) for kind, worst in gaps.worst.items() for gap in worst]
    return Report(
        name="gaps reach",
        question="Which communities do NGOs reach that government does not, and the other way round?",
        method="Who is recorded for an issue in a place: organizations of civil society on one side, government bodies on the "
        "other. Where nobody has recorded looking, it is a question, not a gap.",
        parameters=asked.parameters,
        findings=tuple(findings),
        caveats=words.caveats(findings),
        next=words.next_steps(findings),
        totals=gaps.totals if asked.most else {},
    )


@dataclass(slots=True)
class _Words:
    """What the findings say. Nothing is counted here."""

    gaps: ReachGaps
    presences: Presences
    words: CoverageWords
    us: ActorRef | None

    def finding(self, gap: Gap, kind: str) -> Finding:
        """The finding of a cell: who reaches it, who does not, and what could be offered to whom."""
        key = gap.key
        ngos, government = self._there(key, NGOS), self._there(key, GOVERNMENT)
        there = NGOS if self._sure(key, ngos) else GOVERNMENT
        reasons = [self._why(key, kind, there)]
        figures = self.gaps.cells.need(key)
        if figures:
            text = f"{thousands(abs(gap.less))} people need it."
            reasons.append(Reason("need", text, tuple(sorted(f"need-figure:{f.id}" for f in figures))))
        here = ngos if there == NGOS else government
        reasons.append(self._ask(key, there) if kind == NOT_CONFIRMED else self._offer(key, OTHER[there], here))
        return Finding(gap.subject, self.words.label(key), abs(gap.less), gap.unit, tuple(reasons), kind)

    def _why(self, key: Key, kind: str, there: str) -> Reason:
        area, term, _ = key
        presence = self.presences.of(key)
        missing = OTHER[there]
        here, others = self._there(key, there), self._there(key, missing)
        text = f"{self.words.names(here)} {'is' if len(here) == 1 else 'are'} recorded"
        if kind == NOT_CONFIRMED:
            text += f"; {self.words.names(others)} only for a wider area or without saying for whom."
        else:
            text += f"; no {missing} is."
            planned = {a for a in presence.planned if self._side(a) == missing}
            over = {a for a in presence.stale if self._side(a) == missing}
            text += f" Planned: {self.words.names(planned)}." if planned else ""
            text += f" The work of {self.words.names(over)} is over." if over else ""
        surveys = self.gaps.cells.surveys(area, term)
        if kind == NOT_SURVEYED:
            text += " Nobody has recorded looking for others."
        elif surveys:
            days = sorted({s.on_date for s in surveys if s.on_date})
            text += f" The place was looked at on {days[-1]}." if days else " The place was looked at."
        ids = (f"area:{area}", f"term:{term}", *presence.evidence("present"), *(f"survey:{s.id}" for s in surveys))
        return Reason("reach", text, ids)

    def _ask(self, key: Key, there: str) -> Reason:
        others = self._there(key, OTHER[there])
        text = f"Ask {self.words.names(others)} whether they reach them."
        return Reason("ask", text, tuple(f"actor:{i}" for i in sorted(others)))

    def _offer(self, key: Key, missing: str, here: set[int]) -> Reason:
        """Who of the side that is missing works on it elsewhere, and who could lead them there."""
        term, near = key[1], self.gaps.near[key]
        if not near:
            text = f"No {missing} in the map is recorded as working on {self.words.terms[term].name}."
            return Reason("nobody", text, (f"term:{term}",))
        leads = "we" if self.us is not None and here == {self.us.id} else self.words.names(here)
        leads = leads[:1].upper() + leads[1:]
        led = "us" if self.us is not None and near == {self.us.id} else self.words.names(near)
        text = f"{leads} could lead {led} to them."
        return Reason("offer", text, tuple(f"actor:{i}" for i in sorted(here | near)))

    def _there(self, key: Key, side: str) -> set[int]:
        return {a for a in self.presences.of(key).present if self._side(a) == side}

    def _sure(self, key: Key, actors: set[int]) -> set[int]:
        presence = self.presences.of(key)
        return {a for a in actors if presence.grounds[a] not in (Ground.AROUND, Ground.UNSAID)}

    def _side(self, actor: int) -> str:
        kind = self.words.actors[actor].kind
        return next((side for side, kinds in KINDS_OF.items() if kind in kinds), "")

    def caveats(self, findings: Sequence[Finding]) -> tuple[str, ...]:
        """What to keep in mind when reading the findings."""
        said, on = [], self.gaps.asked.on
        if self.gaps.cells.places and not self.gaps.government:
            said.append(f"No government body is recorded as working anywhere on {on}, so where it does is not known.")
        if self.gaps.cells.places and not findings:
            said.append(f"Work that was over on {on} is not counted; --as-of asks for another day.")
        if any(f.group == NOT_SURVEYED for f in findings):
            said.append("A place that nobody has recorded looking at is a question, not a gap.")
        if findings:
            said.append("That a side is not recorded does not prove that it is not there: ask before you write it.")
        return tuple(said)

    def next_steps(self, findings: Sequence[Finding]) -> tuple[str, ...]:
        """What to do now, from the first finding of each kind."""
        if not self.gaps.cells.places:
            return ("Say where organizations and government work: ngomap activity add REF --issue ISSUE --area AREA",)
        first = {f.group: f for f in reversed(findings)}
        steps: list[str] = []
        for kind in (ONLY_NGOS, ONLY_GOVERNMENT, NOT_SURVEYED):
            if kind in first and len(steps) < 2:
                ids = [i for r in first[kind].reasons for i in r.evidence]
                area = self.words.areas[next(int(i[5:]) for i in ids if i.startswith("area:"))]
                term = self.words.terms[next(int(i[5:]) for i in ids if i.startswith("term:"))]
                word = f"--{term.vocabulary} {term.slug}"
                if kind == NOT_SURVEYED:
                    steps.append(f"Once somebody has looked: ngomap survey {area.handle} {word}")
                else:
                    side = "--kind government" if kind == ONLY_NGOS else "--kind ngo --kind cbo"
                    steps.append(f"Who could be told of {area.name}: ngomap list {word} {side}")
        return tuple(steps)
