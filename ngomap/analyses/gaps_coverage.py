"""Who is served by nobody, by one organization only, only on paper, no longer, or where has nobody looked?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.analyses.cells import EVERYONE, Cells, Key, lay_out
from ngomap.analyses.coverage_words import CoverageWords
from ngomap.analyses.presence import Expected, Ground, Presence, Presences
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity, NeedFigure, Survey
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

NO_PRESENCE: Final = "no presence"
SINGLE: Final = "single provider"
NOT_ENOUGH: Final = "not enough"
PLANNED: Final = "planned only"
STALE: Final = "stale"
NOT_CONFIRMED: Final = "not confirmed"
NOT_SURVEYED: Final = "not surveyed"
KINDS: Final = (NO_PRESENCE, SINGLE, NOT_ENOUGH, PLANNED, STALE, NOT_CONFIRMED, NOT_SURVEYED)

PEOPLE: Final = "people unmet"
PEOPLE_ESTIMATED: Final = "people unmet, estimated"
PEOPLE_IN_NEED: Final = "people in need"
BELOW: Final = "organizations below expected"
EXPECTED: Final = "organizations expected"
UNITS_OF_PEOPLE: Final = (PEOPLE, PEOPLE_ESTIMATED, PEOPLE_IN_NEED)

_Found = tuple[int, bool, float, str, str, Key]
"""A gap before it is told, in its order: the place of its kind, whether without figures, less its value, subject, unit, cell."""

ENOUGH_ORGANIZATIONS: Final = 2.0
"""The least that is taken to be enough where nobody says how many people are served: one alone is a gap of its own."""


def find_coverage_gaps(
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
    most: int = 0,
) -> Report:
    """Which needs does nobody meet, where, and for whom?

    A *cell* is an area, an issue or service, and a population where an activity or a need figure names one. Its areas
    are those without areas in them, or those of one `level` with all that lies in them; work on a narrower issue is
    work on the wider one. `area`, `issues` and `population` say which cells are shown; all are counted. `statuses` are
    those of the actors, by id. An area around them that has need figures or surveys of its own is a cell for what these
    name, with totals among the areas of its level: a figure for a district cannot be shared out among its villages.

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

    >>> places = [Area(1, "city", "City"), Area(2, "east", "East", parent=1), Area(3, "west", "West", parent=1)]
    >>> health, water = Term(1, "issue", "health", "Health"), Term(2, "issue", "water", "Water")
    >>> report = find_coverage_gaps(
    ...     [ActorRef(1, "clinic", "Clinic", "ngo")], places, [health, water],
    ...     [Activity(1, 1, 1, 2), Activity(2, 1, 2, 2), Activity(3, 1, 2, 3)], [], [Survey(1, 3, 1, "2024-01-05")],
    ...     on="2024-03-31")
    >>> for f in report.findings: print(f"{f.group}: {f.subject} {f.value:.2f} {f.unit}")
    no presence: west/health 0.33 organizations below expected
    single provider: east/water 0.33 organizations below expected
    single provider: east/health 0.00 organizations below expected
    single provider: west/water 0.00 organizations below expected
    """
    cells = lay_out(
        areas, terms, activities, figures, surveys, on, level,
        asked_area=area.id if area else None, asked_terms=[t.id for t in issues],
    )  # fmt: skip
    presences = Presences(cells, statuses or {}, on)
    table = CoverageTable(
        cells, presences, {t.id: t.vocabulary for t in terms}, {a.id: a.level or "" for a in areas},
        population.id if population else EVERYONE,
    )  # fmt: skip
    words = CoverageWords(cells, presences, actors, areas, terms)
    shown_areas = cells.areas.down(area.id) if area else {*cells.places, *cells.wider_places}
    shown_terms = {t for issue in issues for t in cells.words.down(issue.id)} if issues else set(cells.terms)
    found: list[_Found] = []
    for key in table.all_cells():
        if key[0] in shown_areas and key[1] in shown_terms and cells.stands_for_itself(key):
            kind = table.kind(key)
            if kind and not table.said_already(key, kind):
                value, unit = table.gap(key, kind)
                # That everybody is recorded for a wider area is worth a question only where more are expected.
                if value or kind != NOT_CONFIRMED:
                    rank = KINDS.index(kind), unit not in UNITS_OF_PEOPLE, -value
                    found.append((*rank, words.subject(key), unit, key))
    found.sort()
    totals = Counter(KINDS[at] for at, *_ in found)
    findings = [
        Finding(subject, words.label(key), abs(less), unit, words.reasons(key, kind, unit), kind)
        for kind, (_, _, less, subject, unit, key) in _worst(found, most)
    ]
    return Report(
        name="gaps coverage",
        question="Which needs does nobody meet, where, and for whom?",
        method="A gap is what the organizations recorded for an issue in an area leave open: people, where a need "
        "figure says how many need it (two organizations, or as many as are expected, being enough where none says "
        "how many it serves); else organizations below what the totals of the area and the issue let expect.",
        parameters={
            "on": on,
            "area": area.handle if area else None,
            "issues": [t.slug for t in issues],
            "population": population.slug if population else None,
            "at": level,
        },
        findings=tuple(findings),
        caveats=words.caveats(findings, activities),
        next=words.next_steps(findings, bool(activities), level),
        totals=dict(totals) if most else {},
    )


def _worst(found: list[_Found], most: int) -> Iterator[tuple[str, _Found]]:
    """The first of each kind, so many at most (0: all), with the name of the kind."""
    seen: Counter[int] = Counter()
    for one in found:
        seen[one[0]] += 1
        if not most or seen[one[0]] <= most:
            yield KINDS[one[0]], one


@dataclass(slots=True)
class CoverageTable:
    """The kind and the gap of every cell: one reckoning for all that speak of coverage. `population` is whom the cells
    are for; with everyone, the populations that a record names have cells of their own.
    """

    cells: Cells
    presences: Presences
    vocabulary: dict[int, str]
    levels: dict[int, str]
    population: int
    _expected: Expected = field(init=False)
    _kinds: dict[Key, str] = field(default_factory=dict)
    _counts: dict[Key, float] = field(default_factory=dict)
    _terms: set[int] = field(init=False)
    _named: dict[tuple[int, int], set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._terms = set(self.cells.terms)
        if self.population == EVERYONE:
            for area, term, population in self.cells.here:
                if population != EVERYONE:
                    self._named.setdefault((area, term), set()).add(population)
            for area, term, population in self.cells.figures:
                for above in self.cells.areas.up(area) if population != EVERYONE else ():
                    self._named.setdefault((above, term), set()).add(population)
        for key in self.all_cells():
            # Both at once, while the presence is at hand.
            self._counts[key] = self.presences.of(key).count
            self.kind(key)
        self._expected = Expected(self._counts, self.vocabulary, self.cells, self.levels)

    def all_cells(self) -> Iterator[Key]:
        """Every cell: area by area, those of named populations after the one of everyone."""
        for area in [*self.cells.places, *self.cells.wider_places]:
            for term in self.cells.terms:
                yield area, term, self.population
                for population in self._named.get((area, term), ()):
                    yield area, term, population

    def kind(self, key: Key) -> str:
        """Which kind of gap the cell is, if it is one."""
        if key not in self._kinds:
            self._kinds[key] = self._kind(key)
        return self._kinds[key]

    def _kind(self, key: Key) -> str:
        presence = self.presences.of(key)
        if presence.present:
            if all(g in (Ground.AROUND, Ground.UNSAID) for g in presence.grounds.values()):
                return NOT_CONFIRMED
            if len(presence.present) == 1:
                return SINGLE
            return NOT_ENOUGH if self._too_little(key, presence) else ""
        if presence.planned:
            return PLANNED
        if presence.stale:
            return STALE
        return NO_PRESENCE if self.cells.surveys(key[0], key[1]) else NOT_SURVEYED

    def said_already(self, key: Key, kind: str) -> bool:
        """Whether another finding of the kind says as much: that of a population with a figure, where this cell has
        none; for a population, that of everyone or of a narrower one; of an empty cell, that of the wider issue; of
        what is only known from around a place, that of the area around it.
        """
        area, term, population = key
        if self.cells.need(key):
            return False
        for other in self._named.get((area, term), ()):
            narrower = other != population and population in self.cells.words.up(other)
            stronger = population == EVERYONE and self.cells.need((area, term, other))
            if (narrower or stronger) and self.kind((area, term, other)) == kind:
                return True
        if population not in (EVERYONE, self.population):
            return self.kind((area, term, EVERYONE)) == kind
        if kind in (STALE, PLANNED, NOT_SURVEYED) and self._known_from_around(key):
            around = [(a, term, population) for a in self.cells.areas.up(area)[1:]]
            same = NO_PRESENCE if kind == NOT_SURVEYED else kind
            if any(self.cells.stands_beside(k) and self.kind(k) == same for k in around):
                return True
        if kind not in (NO_PRESENCE, NOT_SURVEYED) or self.cells.looked_for(area, term):
            return False
        wider = (t for t in self.cells.words.up(term)[1:] if t in self._terms)
        return any(self.kind((area, t, population)) == kind for t in wider)

    def gap(self, key: Key, kind: str) -> tuple[float, str]:
        """The gap of a cell and its unit."""
        presence = self.presences.of(key)
        figures = self.cells.need(key)
        expected = self._expected.of(key)
        if not figures:
            return max(0.0, expected - presence.count), EXPECTED if kind == NOT_SURVEYED else BELOW
        people = sum(f.people for f in figures)
        if kind == NOT_SURVEYED:
            return float(people), PEOPLE_IN_NEED
        served = presence.served
        if served is not None:
            return float(max(0.0, people - served)), PEOPLE
        target = max(ENOUGH_ORGANIZATIONS, expected)
        return people * (1 - min(1.0, presence.count / target)), PEOPLE_ESTIMATED

    def _known_from_around(self, key: Key) -> bool:
        return all(ground is Ground.AROUND for _, _, _, ground in self.presences.of(key).rows)

    def _too_little(self, key: Key, presence: Presence) -> bool:
        figures = self.cells.need(key)
        served = presence.served if figures else None
        return served is not None and served < sum(f.people for f in figures)
