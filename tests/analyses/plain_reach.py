"""The gaps in reach reckoned the plain way, cell by cell from the presence in each: what the counting is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ngomap.analyses.cells import EVERYONE, Cells, Key, lay_out
from ngomap.analyses.coverage_words import CoverageWords, thousands
from ngomap.analyses.gaps_reach import ONE_THERE, PEOPLE, THERE
from ngomap.analyses.presence import Ground, Presence, Presences
from ngomap.analyses.reach_table import (
    GOVERNMENT,
    KINDS,
    NGOS,
    NOT_CONFIRMED,
    NOT_SURVEYED,
    ONLY_GOVERNMENT,
    ONLY_NGOS,
)
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, GOVERNMENT_KINDS, ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import Area, Term


def plain_reach_gaps(
    actors: Sequence[ActorRef],
    areas: Sequence[Area],
    terms: Sequence[Term],
    activities: Sequence[Activity],
    figures: Sequence[NeedFigure],
    surveys: Sequence[Survey],
    on: str,
    statuses: Mapping[int, str | None] | None = None,
    area: Area | None = None,
    issues: Sequence[Term] = (),
    population: Term | None = None,
    level: str | None = None,
    us: ActorRef | None = None,
) -> Report:
    cells = lay_out(
        areas, terms, activities, figures, surveys, on, level,
        asked_area=area.id if area else None, asked_terms=[t.id for t in issues],
    )  # fmt: skip
    presences = Presences(cells, statuses or {}, on)
    words = CoverageWords(cells, presences, actors, areas, terms)
    table = _Table(cells, presences, words, population.id if population else EVERYONE, us)
    shown_areas = cells.areas.down(area.id) if area else {*cells.places, *cells.wider_places}
    shown_terms = {t for issue in issues for t in cells.words.down(issue.id)} if issues else set(cells.terms)
    findings = [
        table.finding(key, kind)
        for key in table.all_cells()
        if key[0] in shown_areas and key[1] in shown_terms and cells.stands_for_itself(key)
        and (kind := table.kind(key)) and not table.said_already(key, kind)
    ]  # fmt: skip
    findings.sort(key=lambda f: (KINDS.index(f.group), f.unit != PEOPLE, -(f.value or 0), f.subject))
    return Report(
        name="gaps reach",
        question="Which communities do NGOs reach that government does not, and the other way round?",
        method="Who is recorded for an issue in a place: organizations of civil society on one side, government bodies on the "
        "other. Where nobody has recorded looking, it is a question, not a gap.",
        parameters={
            "on": on,
            "area": area.handle if area else None,
            "issues": [t.slug for t in issues],
            "population": population.slug if population else None,
            "at": level,
        },
        findings=tuple(findings),
        caveats=table.caveats(findings),
        next=table.next_steps(findings),
    )


@dataclass(slots=True)
class _Table:
    """What each side does in every cell."""

    cells: Cells
    presences: Presences
    words: CoverageWords
    population: int
    us: ActorRef | None
    _named: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    _doing: dict[tuple[str, int], set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area, term, population in (*self.cells.here, *self.cells.figures):
            if population != EVERYONE and self.population in (EVERYONE, population):
                self._named.setdefault((area, term), set()).add(population)
            if population == EVERYONE and (area, term, population) in self.cells.here:
                for actor in self.presences.of((area, term, EVERYONE)).present:
                    side = self._side(actor)
                    if side:
                        self._doing.setdefault((side, term), set()).add(actor)

    def all_cells(self) -> Iterator[Key]:
        """Every cell in which something may be recorded, those of everyone first."""
        for area in [*self.cells.places, *self.cells.wider_places]:
            for term in self.cells.terms:
                yield area, term, self.population
                if self.population == EVERYONE:
                    for population in sorted(self._named.get((area, term), ())):
                        yield area, term, population

    def kind(self, key: Key) -> str:
        """Which kind of gap the cell is, if it is one: one side is surely there, the other is not."""
        ngos, government = self._there(key, NGOS), self._there(key, GOVERNMENT)
        sure = (self._sure(key, ngos), self._sure(key, government))
        if sure == (set(), set()) or all(sure):
            return ""
        if ngos and government:
            return NOT_CONFIRMED
        if not self.cells.surveys(key[0], key[1]):
            return NOT_SURVEYED
        return ONLY_NGOS if ngos else ONLY_GOVERNMENT

    def said_already(self, key: Key, kind: str) -> bool:
        """Whether the cell of everyone, or of a narrower issue, says the same of the same organizations."""
        area, term, population = key
        if key in self.cells.figures:
            return False
        here = set(self.presences.of(key).present)
        if population != self.population and self.kind((area, term, self.population)) == kind:
            return True
        below = self.cells.words.down(term) - {term}
        return any(
            self.kind((area, t, population)) == kind and set(self.presences.of((area, t, population)).present) == here
            for t in sorted(below) if t in self.cells.terms
        )  # fmt: skip

    def finding(self, key: Key, kind: str) -> Finding:
        """The finding of a cell: who reaches it, who does not, and what could be offered to whom."""
        ngos, government = self._there(key, NGOS), self._there(key, GOVERNMENT)
        there = NGOS if self._sure(key, ngos) else GOVERNMENT
        here = ngos if there == NGOS else government
        figures = self.cells.need(key)
        people = sum(f.people for f in figures)
        reasons = [self._why(key, kind, there)]
        if figures:
            text = f"{thousands(people)} people need it."
            reasons.append(Reason("need", text, tuple(sorted(f"need-figure:{f.id}" for f in figures))))
        reasons.append(self._ask(key, there) if kind == NOT_CONFIRMED else self._offer(key, there, here))
        value, unit = (people, PEOPLE) if figures else (len(here), ONE_THERE if len(here) == 1 else THERE)
        return Finding(self.words.subject(key), self.words.label(key), value, unit, tuple(reasons), kind)

    def _why(self, key: Key, kind: str, there: str) -> Reason:
        area, term, _ = key
        presence = self.presences.of(key)
        missing = GOVERNMENT if there == NGOS else NGOS
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
        surveys = self.cells.surveys(area, term)
        if kind == NOT_SURVEYED:
            text += " Nobody has recorded looking for others."
        elif surveys:
            days = sorted({s.on_date for s in surveys if s.on_date})
            text += f" The place was looked at on {days[-1]}." if days else " The place was looked at."
        ids = (f"area:{area}", f"term:{term}", *presence.evidence("present"), *(f"survey:{s.id}" for s in surveys))
        return Reason("reach", text, ids)

    def _ask(self, key: Key, there: str) -> Reason:
        others = self._there(key, GOVERNMENT if there == NGOS else NGOS)
        text = f"Ask {self.words.names(others)} whether they reach them."
        return Reason("ask", text, tuple(f"actor:{i}" for i in sorted(others)))

    def _offer(self, key: Key, there: str, here: set[int]) -> Reason:
        """Who of the side that is missing works on it elsewhere, and who could lead them there."""
        missing = GOVERNMENT if there == NGOS else NGOS
        area, term, _ = key
        near = self._near(missing, area, term) - self._there(key, missing)
        if not near:
            text = f"No {missing} in the map is recorded as working on {self.words.terms[term].name}."
            return Reason("nobody", text, (f"term:{term}",))
        leads = "we" if self.us is not None and here == {self.us.id} else self.words.names(here)
        leads = leads[:1].upper() + leads[1:]
        led = "us" if self.us is not None and near == {self.us.id} else self.words.names(near)
        text = f"{leads} could lead {led} to them."
        return Reason("offer", text, tuple(f"actor:{i}" for i in sorted(here | near)))

    def _near(self, side: str, area: int, term: int) -> set[int]:
        """Those of a side who do it in the nearest area around the place in which any of them does; else anywhere."""
        everywhere = self._doing.get((side, term), set())
        for around in self.cells.areas.up(area)[1:]:
            inside = self.cells.areas.down(around)
            found = {
                actor for place in (*self.cells.places, *self.cells.wider_places) if place in inside
                for actor in self.presences.of((place, term, EVERYONE)).present if actor in everywhere
            }  # fmt: skip
            if found:
                return found
        return everywhere

    def _there(self, key: Key, side: str) -> set[int]:
        return {a for a in self.presences.of(key).present if self._side(a) == side}

    def _sure(self, key: Key, actors: set[int]) -> set[int]:
        presence: Presence = self.presences.of(key)
        return {a for a in actors if presence.grounds[a] not in (Ground.AROUND, Ground.UNSAID)}

    def _side(self, actor: int) -> str:
        kind = self.words.actors[actor].kind
        return NGOS if kind in CIVIL_SOCIETY_KINDS else GOVERNMENT if kind in GOVERNMENT_KINDS else ""

    def caveats(self, findings: Sequence[Finding]) -> tuple[str, ...]:
        """What to keep in mind when reading the findings."""
        said = []
        if self.cells.places and not any(side == GOVERNMENT for side, _ in self._doing):
            said.append("No government body is recorded as working anywhere, so where it does is not known.")
        if any(f.group == NOT_SURVEYED for f in findings):
            said.append("A place that nobody has recorded looking at is a question, not a gap.")
        if findings:
            said.append("That a side is not recorded does not prove that it is not there: ask before you write it.")
        return tuple(said)

    def next_steps(self, findings: Sequence[Finding]) -> tuple[str, ...]:
        """What to do now, from the first finding of each kind."""
        if not self.cells.places:
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
