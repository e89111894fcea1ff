"""Cells of the coverage table in words: what they are called, why they are a gap, what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ngomap.analyses.cells import EVERYONE, Cells, Key
from ngomap.analyses.describing import some
from ngomap.analyses.presence import Ground, Presence, Presences
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import NeedFigure, Survey
from ngomap.model.report import Finding, Reason
from ngomap.model.words import Area, Term
from ngomap.model.work import Work


def thousands(number: float) -> str:
    """A whole number as it is shown in sentences.

    >>> thousands(18200)
    '18 200'
    """
    return f"{round(number):,}".replace(",", " ")


def subject_of(key: Key, handles: Mapping[int, str], slugs: Mapping[int, str]) -> str:
    """The cell for scripts: `area-handle/term-slug`, and the population's slug if it names one.

    >>> subject_of((1, 2, 3), {1: "east"}, {2: "health", 3: "women"})
    'east/health/women'
    """
    area, term, population = key
    return "/".join([handles[area], slugs[term], *([slugs[population]] if population else [])])


class CoverageWords:
    """What the findings about coverage say. Names and ids are looked up here, nothing is counted."""

    def __init__(
        self,
        cells: Cells,
        presences: Presences,
        actors: Sequence[ActorRef],
        areas: Sequence[Area],
        terms: Sequence[Term],
    ) -> None:
        self.cells = cells
        self.presences = presences
        self.actors = {a.id: a for a in actors}
        self.areas = {a.id: a for a in areas}
        self.terms = {t.id: t for t in terms}
        self._namesakes = {name for name, n in Counter(a.name for a in areas).items() if n > 1}
        self._near: dict[tuple[int, int], set[int]] = {}
        self._near_reasons: dict[tuple[int, int], Reason] = {}

    def subject(self, key: Key) -> str:
        """The cell for scripts."""
        return subject_of(key, {key[0]: self.areas[key[0]].handle}, {t: self.terms[t].slug for t in key[1:] if t})

    def label(self, key: Key) -> str:
        """The cell for people: `Nutrition in Khwaja Hejran (AF0909)`."""
        area, term, population = key
        for_whom = f" for {self.terms[population].name}" if population else ""
        return f"{self.terms[term].name} in {self.place(area)}{for_whom}"

    def place(self, area_id: int) -> str:
        """An area by its name and code; without a code, by the area around it if others share the name."""
        area = self.areas[area_id]
        if area.code:
            return f"{area.name} ({area.code})"
        around = self.areas.get(area.parent or 0)
        return f"{area.name}, {around.name}" if around and area.name in self._namesakes else area.name

    def names(self, ids: Sequence[int] | set[int]) -> str:
        """The names of some actors."""
        return some([a.name for a in sorted((self.actors[i] for i in ids), key=lambda a: a.handle)])

    def reasons(self, key: Key, kind: str, unit: str) -> tuple[Reason, ...]:
        """Why the cell is what it is, who is near, and how many need it."""
        area, term, _ = key
        presence = self.presences.of(key)
        cell = (f"area:{area}", f"term:{term}")
        found = [self._why(key, kind, presence, cell)]
        figures = self.cells.need(key)
        if figures:
            found.append(self._need(figures, unit))
        if not presence.present:
            near = self._near_by(self.cells.areas.parent(area), term)
            found += [near] if near else []
        return tuple(found)

    def _near_by(self, around: int | None, term: int) -> Reason | None:
        if around is None:
            return None
        near = self._near.get((around, term))
        if near is None:
            keys = [key for part in self.cells.areas.children.get(around, ()) if (key := (part, term, EVERYONE)) in self.cells.here]
            near = self._near[around, term] = {actor for key in keys for actor in self.presences.of(key).present}
        if not near:
            return None
        if (around, term) not in self._near_reasons:
            text = f"Elsewhere in {self.areas[around].name}, {self.names(near)} {_verb(near, 'works', 'work')} on it."
            evidence = tuple(f"actor:{i}" for i in sorted(near))
            self._near_reasons[around, term] = Reason("near", text, evidence)
        return self._near_reasons[around, term]

    def _why(self, key: Key, kind: str, presence: Presence, cell: tuple[str, str]) -> Reason:
        code = kind.replace(" ", "-")
        surveys = self.cells.surveys(key[0], key[1])
        looked = tuple(f"survey:{s.id}" for s in surveys)
        if kind == "no presence":
            return Reason(code, f"{_looked(surveys)}; no organization is recorded.", (*cell, *looked))
        if kind == "not surveyed":
            return self._not_surveyed(key, code, cell)
        if kind == "planned only":
            begin = min((r.since for r, state, _, _ in presence.rows if state == "planned" and r.since), default=None)
            text = f"Only planned: {self.names(presence.planned)}" + (f", from {begin}." if begin else ".")
            if presence.stale:
                text += f" The work of {self.names(set(presence.stale))} is over."
            return Reason(code, text, (*cell, *presence.evidence("planned", "stale")))
        if kind == "stale":
            ends = [r.until for r, state, _, _ in presence.rows if state == "stale" and r.until]
            last = f" (until {max(ends)})" if ends else ""
            text = f"What is recorded is over{last}: {self.names(set(presence.stale))}."
            return Reason(code, text, (*cell, *presence.evidence("stale")))
        evidence = (*cell, *presence.evidence("present"))
        if kind == "single provider":
            return Reason(code, self._only(presence, bool(surveys)), evidence)
        who = self.names(set(presence.present))
        if kind == "not confirmed":
            wider = {r.area for r, state, _, ground in presence.rows if ground is Ground.AROUND and state == "present"}
            if wider:
                places = some([self.areas[a].name for a in sorted(wider, key=lambda a: self.areas[a].handle)])
                return Reason(code, f"Recorded for the whole of {places}, not for this place: {who}.", evidence)
            return Reason(code, f"Recorded without saying for whom: {who}.", evidence)
        return Reason(code, f"{who} can serve {thousands(presence.served or 0)} people.", evidence)

    def _only(self, presence: Presence, surveyed: bool) -> str:
        (actor,) = presence.present
        ground = presence.grounds[actor]
        text = f"Only {self.actors[actor].name} is recorded"
        if ground is Ground.ASSUMED:
            text += ", and only by its issues and the areas it serves"
        if presence.stale:
            text += f"; the work of {self.names(set(presence.stale))} is over"
        return text + ("." if surveyed else "; nobody has recorded looking for others.")

    def _not_surveyed(self, key: Key, code: str, cell: tuple[str, str]) -> Reason:
        text = "Nothing is recorded, and nobody has recorded looking."
        around = self.cells.survey_around(key[0], key[1])
        if around is None:
            return Reason(code, text, cell)
        text += f" {self.areas[around.area].name} was looked at{_when(around)}, but not this place by itself."
        return Reason(code, text, (*cell, f"survey:{around.id}"))

    def _need(self, figures: Sequence[NeedFigure], unit: str) -> Reason:
        days = sorted({f.on_date for f in figures if f.on_date})
        text = f"{thousands(sum(f.people for f in figures))} people need it"
        text += f" (figure of {days[-1]})" if days else ""
        if unit.endswith("estimated"):
            text += "; how many can be served is not recorded, so organizations are counted"
        return Reason("need", text + ".", tuple(sorted(f"need-figure:{f.id}" for f in figures)))

    def caveats(self, findings: Sequence[Finding], work: Work) -> tuple[str, ...]:
        """What to keep in mind when reading the findings."""
        said: list[str] = []
        if work.undated:
            whole = "All" if work.undated == work.recorded else f"{thousands(work.undated)} of the"
            said.append(f"{whole} {thousands(work.recorded)} activities are without an end date and taken as going on.")
        if work.assumed:
            have = "organization has" if work.assumed == 1 else "organizations have"
            said.append(f"{work.assumed} {have} issues and areas but no recorded activities; each is counted as half there.")
        if any(f.group == "not surveyed" for f in findings):
            said.append("A place that nobody has recorded looking at is a question, not a gap.")
        above = {a for place in self.cells.places for a in self.cells.areas.up(place)[1:]}
        above.difference_update(self.cells.wider_places)
        wider = sorted({self.areas[area].level or "wider" for area, _, _ in self.cells.figures if area in above})
        if wider:
            said.append(f"Need figures for wider areas ({', '.join(wider)}) are left out: they cannot be shared out.")
        return tuple(said)

    def next_steps(self, findings: Sequence[Finding], any_activity: bool, by_level: bool) -> tuple[str, ...]:
        """What to do now, from the first finding of each kind."""
        if not self.cells.places:
            if by_level:
                return ("See the levels of your areas: ngomap area list",)
            if any_activity or self.areas:
                return ("Say where organizations work: ngomap edit REF --issue ISSUE --serves AREA",)
            return ("Fill the map: ngomap import FILE.csv, or ngomap add NAME --issue ISSUE --serves AREA",)
        first = {f.group: f for f in reversed(findings)}
        steps: list[str] = []
        for kind in ("no presence", "single provider", "planned only", "stale", "not confirmed", "not surveyed"):
            if kind in first and len(steps) < 3:
                steps.append(self._step(kind, first[kind]))
        return tuple(steps)

    def _step(self, kind: str, finding: Finding) -> str:
        evidence = [e for r in finding.reasons for e in r.evidence]
        area = self.areas[next(int(e[5:]) for e in evidence if e.startswith("area:"))]
        term = self.terms[next(int(e[5:]) for e in evidence if e.startswith("term:"))]
        word = f"--{term.vocabulary} {term.slug}"
        if kind == "no presence":
            around = self.areas.get(area.parent or 0)
            where = f" --area {around.handle}" if around and any(r.code == "near" for r in finding.reasons) else ""
            return f"Who could extend to {area.name}: ngomap list {word}{where}"
        if kind == "not surveyed":
            return f"Once somebody has looked: ngomap survey {area.handle} {word}"
        if kind == "not confirmed":
            return f"Ask whether they work in {area.name}: ngomap list {word}"
        if kind == "single provider":
            return f"If others work there too: ngomap edit REF {word} --serves {area.handle}"
        return f"Ask whether they work in {area.name} now: ngomap list {word} --area {area.handle}"


def _verb(who: Sequence[int] | set[int], one: str, several: str) -> str:
    return one if len(who) == 1 else several


def _when(survey: Survey) -> str:
    return (f" on {survey.on_date}" if survey.on_date else "") + (f" ({survey.source})" if survey.source else "")


def _looked(surveys: Sequence[Survey]) -> str:
    if len(surveys) == 1:
        when = _when(surveys[0])
        return f"Surveyed{when}" if surveys[0].on_date else f"Surveyed{when}, the day is not stated"
    days = sorted({s.on_date for s in surveys if s.on_date})
    newest = f", the oldest on {days[0]}" if days else ""
    return f"Every area in it was surveyed{newest}"
