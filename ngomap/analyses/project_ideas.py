"""What could two organizations do together that neither can do alone?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ngomap.analyses.cells import Tree
from ngomap.analyses.complement import Profile, profiles
from ngomap.analyses.coverage_kinds import (
    NO_PRESENCE,
    NOT_ENOUGH,
    NOT_SURVEYED,
    PLANNED,
    SINGLE,
    STALE,
    UNITS_OF_PEOPLE,
)
from ngomap.analyses.describing import Gazetteer, some
from ngomap.analyses.footprints import counts_on, footprints
from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.ladder_evidence import leading_tie
from ngomap.analyses.situation import CoverageRows
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Resource
from ngomap.model.relationships import RUNGS, Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Assessment
from ngomap.model.words import Area, Term

TOGETHER: Final = "together, and neither alone"
UNSEEN: Final = "perhaps too: nobody has looked there"
MEANS: Final = "what one has and the other needs"
KNOWN: Final = (NO_PRESENCE, SINGLE, NOT_ENOUGH, PLANNED, STALE)
HIGHEST_RUNG: Final = len(RUNGS) - 1
SMALL: Final = 100
"""People in need for whom an idea counts as half as small as one for nobody."""
ONE_IS_THERE: Final = 0.5
UNIT: Final = "of 1 in ease"
WHAT, WHERE, WHOM = "what", "where", "whom"
SIDES: Final = ("first", "second")
GROUPS: Final = (TOGETHER, UNSEEN, MEANS)


@dataclass(slots=True, kw_only=True)
class IdeaRows(CoverageRows):
    """The rows around two organizations. `words` are the terms and `places` the areas on their records, by actor id;
    `activities` those of both and of everybody around them; `ties` those between the two.
    """

    words: Mapping[int, Collection[int]]
    places: Mapping[int, Collection[int]]
    ties: Sequence[Tie] = ()
    resources: Sequence[Resource] = ()
    assessments: Sequence[Assessment] = ()


def find_project_ideas(
    first: ActorRef,
    second: ActorRef,
    rows: IdeaRows,
    on: str,
    issues: Sequence[Term] = (),
    area: Area | None = None,
    us: ActorRef | None = None,
) -> Report:
    """Which needs could the two meet together that neither can meet alone, the easiest first?

    The needs are the cells of `gaps coverage` - an issue or service, an area, a population where one is named - in which
    somebody looked or a figure counts people in need. To meet one it takes *what* (the issue or service, or one under it,
    is among its work or on its record), *where* (it works in the area, in a part of it or in one around it) and, if the
    cell names a population, *whom*. A cell is an idea if the two have all of it between them and neither has all of it.

    **Ease** is the mean of: 1 if both are in the area, 1/2 if one is; the rung on which they stand with each other / 5 (0
    without a tie); and 100 / (100 + people in need), left out where nobody counted them. Ties break by the area's handle.
    Cells of one place that differ in the work alone are told as one.
    Cells where nobody has looked are listed apart: there it is not known that anybody is missing. Offers of the one are put
    beside needs of the other of the same kind, open on the day; whether they fit is for the two to say. With `issues` or
    `area`, only the cells under them.

    An organization of which nothing is recorded brings nothing; two who do the same in the same places have no ideas, and
    neither have two with nothing near each other. Whoever else is on the map counts only as present in a cell.

    Reference: complementarity of partners as in Huxham, C., Vangen, S. (2005), Managing to collaborate: "collaborative
    advantage" is what none could have achieved alone.

    The clinic knows health, the school is in the west; they coordinate.

    >>> from ngomap.model.coverage import Activity, NeedFigure, Survey
    >>> clinic, school = ActorRef(1, "clinic", "Clinic", "ngo"), ActorRef(2, "school", "School", "ngo")
    >>> rows = IdeaRows([Area(1, "east", "East"), Area(2, "west", "West")],
    ...     [Term(1, "issue", "health", "Health"), Term(2, "issue", "education", "Education")],
    ...     [NeedFigure(1, 2, 1, None, 100, "2024-01-05")], [Survey(1, 2, None, "2024-01-05")], actors=[clinic, school],
    ...     activities=[Activity(1, 1, 1, 1), Activity(2, 2, 2, 2)], words={}, places={},
    ...     ties=[Tie(1, "works-with", 1, 2, "active", rung=4)])
    >>> idea, *_ = find_project_ideas(clinic, school, rows, "2024-03-31").findings
    >>> idea.label, round(idea.value, 3), [r.text for r in idea.reasons[1:3]]
    ('Health in West', 0.6, ['Clinic brings Health.', 'School brings West.'])

    (1/2 + 4/5 + 100/200) / 3 = 0.6.
    """
    pair = _Pair(first, second, rows, on, us)
    cells = find_coverage_gaps(rows, Asked(on, issues=issues or pair.work(), area=area))
    ideas = _folded([idea for gap in cells.findings if (idea := pair.idea(gap)) is not None])
    findings = (*ideas, *pair.means())
    return Report(
        name="project ideas",
        question=f"What could {first.name} and {second.name} do together that neither can do alone?",
        method="Gaps for which one has the work and the other the place or the people; easy is where both are already, "
        "where they stand close, and what is small.",
        parameters={
            "for": first.handle, "with": second.handle, "on": on, "issues": [t.slug for t in issues],
            "area": area.handle if area else None,
        },
        findings=findings,
        caveats=pair.caveats(ideas, rows),
        next=pair.next(ideas),
    )  # fmt: skip


def _folded(ideas: Sequence[Finding]) -> list[Finding]:
    """Ideas in their order; those that differ in the work alone, by nobody counted, as one that names the others."""
    kept: dict[tuple[object, ...], Finding] = {}
    more: dict[tuple[object, ...], list[Finding]] = {}
    for idea in sorted(ideas, key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject, f.label)):
        area, _, *rest = idea.subject.split("/")
        codes = tuple(r.code for r in idea.reasons)
        alone = "ease-counted" in codes
        key = (idea.subject, idea.label) if alone else (idea.group, area, *rest, idea.value, codes)
        if key in kept:
            more.setdefault(key, []).append(idea)
        else:
            kept[key] = idea
    return [_with_others(idea, more.get(key, [])) for key, idea in kept.items()]


def _with_others(idea: Finding, others: Sequence[Finding]) -> Finding:
    if not others:
        return idea
    names = [f.label.split(" in ")[0] for f in others]
    ids = tuple(dict.fromkeys(e for f in others for r in f.reasons if "-brings-" in r.code for e in r.evidence))
    return replace(idea, reasons=(*idea.reasons, Reason("others", f"The same holds for {some(names)}.", ids)))


class _Pair:
    """The two, what they can do, and where they stand with each other."""

    def __init__(self, first: ActorRef, second: ActorRef, rows: IdeaRows, on: str, us: ActorRef | None) -> None:
        self.both = (first, second)
        self.us = us
        self.on = on
        self.rows = rows
        self.names = Gazetteer(rows.terms, rows.areas)
        self.words, self.places = Tree({t.id: t.parent for t in rows.terms}), Tree({a.id: a.parent for a in rows.areas})
        ids = [a.id for a in self.both]
        cells = footprints((v for v in rows.activities if counts_on(v, on)), ids)
        self.known = profiles(ids, cells, rows.words, self.names)
        for id_, profile in self.known.items():
            profile.areas |= set(rows.places.get(id_, ())) & self.names.areas.keys()
        self.areas = {a.handle: a for a in rows.areas}
        self.issues = {t.slug: t for t in rows.terms if t.vocabulary == "issue"}
        self.services = {t.slug: t for t in rows.terms if t.vocabulary == "service"}
        self.populations = {t.slug: t for t in rows.terms if t.vocabulary == "population"}
        self.tie = leading_tie(t for t in rows.ties if t.open_on(on))
        self.rung = self.tie.rung or 0 if self.tie else 0

    def work(self) -> list[Term]:
        """The issues and services of the two."""
        ids = {t for p in self.known.values() for t in p.work}
        return sorted((self.names.terms[i] for i in ids), key=lambda t: (t.slug, t.vocabulary))

    def idea(self, gap: Finding) -> Finding | None:
        """The gap as an idea, if the two can meet it together and neither alone."""
        counted = gap.unit in UNITS_OF_PEOPLE
        if gap.group not in KNOWN and gap.group != NOT_SURVEYED:
            return None
        handle, slug, *rest = gap.subject.split("/")
        area, population = self.areas[handle], self.populations[rest[0]] if rest else None
        has = term = None
        # An issue and a service may have the same slug; the label says which is meant.
        for term in (self.issues.get(slug), self.services.get(slug)):
            if term is not None and gap.label.startswith(term.name):
                has = {a.id: self._has(self.known[a.id], term, area, population) for a in self.both}
                break
        if has is None or term is None:
            return None
        needed = {WHAT, WHERE, *([WHOM] if population else [])}
        first, second = (has[a.id] for a in self.both)
        if first == needed or second == needed or (first | second) != needed:
            return None
        there = 1.0 if WHERE in first & second else ONE_IS_THERE
        parts = [there, self.rung / HIGHEST_RUNG] + ([SMALL / (SMALL + (gap.value or 0))] if counted else [])
        group = UNSEEN if gap.group == NOT_SURVEYED and not counted else TOGETHER
        brings = [self._brings(a, has[a.id] - has[b.id], term, area, population) for a, b in (self.both, self.both[::-1])]
        why = gap.reasons[:1]
        ease = self._ease(first & second, gap.value if counted else None)
        return Finding(gap.subject, gap.label, sum(parts) / len(parts), UNIT, (*why, *brings, ease), group)

    def _has(self, profile: Profile, term: Term, area: Area, population: Term | None) -> set[str]:
        found = set()
        if profile.work & self.words.down(term.id):
            found.add(WHAT)
        if profile.areas & self._near(area):
            found.add(WHERE)
        if population and profile.populations & {*self.words.up(population.id), *self.words.down(population.id)}:
            found.add(WHOM)
        return found

    def _near(self, area: Area) -> set[int]:
        return {*self.places.up(area.id), *self.places.down(area.id)}

    def _brings(self, who: ActorRef, what: set[str], term: Term, area: Area, population: Term | None) -> Reason:
        profile = self.known[who.id]
        said: list[str] = []
        evidence: set[str] = set()
        for code, name in ((WHAT, term.name), (WHERE, area.name), (WHOM, population.name if population else "")):
            if code not in what:
                continue
            said.append(name)
            for (did, place, people), ids in profile.cells.items():
                fits = {
                    WHAT: did in self.words.down(term.id), WHERE: place in self._near(area),
                    WHOM: people is not None and population is not None
                    and (people in self.words.down(population.id) or people in self.words.up(population.id)),
                }  # fmt: skip
                if fits[code]:
                    evidence.update(ids)
        ids = tuple(sorted(evidence, key=lambda e: (e.split(":")[0], int(e.split(":")[1])))) or (f"actor:{who.id}",)
        verb = "We bring" if self.us and who.id == self.us.id else f"{who.name} brings"
        # Which side brings what is in the code: `first-brings-where`, `second-brings-what-whom`.
        code = "-".join([SIDES[self.both.index(who)], "brings", *(c for c in (WHAT, WHERE, WHOM) if c in what)])
        return Reason(code, f"{verb} {some(said)}.", ids)

    def _ease(self, shared: set[str], people: float | None) -> Reason:
        there = "both are there already" if WHERE in shared else "one is there already"
        close = f"they stand at {RUNGS[self.rung]}" if self.tie else "they do not work together yet"
        small = "for how many is not known" if people is None else "for one person" if people == 1 else f"for {people:,.0f} people"
        evidence = (f"tie:{self.tie.id}",) if self.tie else ()
        return Reason("ease" if people is None else "ease-counted", f"How easy: {there}; {close}; {small}.", evidence)

    def means(self) -> list[Finding]:
        """Offers of the one beside needs of the other."""
        found = []
        for giver, taker in (self.both, self.both[::-1]):
            offers, needs = (
                [r for r in self.rows.resources if r.actor == who.id and r.direction == direction and self._open(r)]
                for who, direction in ((giver, "offer"), (taker, "need"))
            )
            for kind in sorted({r.kind for r in offers} & {r.kind for r in needs}):
                given, taken = ([r for r in part if r.kind == kind] for part in (offers, needs))
                has, lacks = (some([r.description for r in part], 2) for part in (given, taken))
                text = f"{giver.name} offers {has}; {taker.name} needs {lacks}."
                ids = tuple(f"resource:{r.id}" for r in (*given, *taken))
                label = f"{kind[0].upper()}{kind[1:].replace('-', ' ')}: {giver.name} to {taker.name}"
                subject = f"{giver.handle}/{taker.handle}/{kind}"
                found.append(Finding(subject, label, None, "", (Reason("means", text, ids),), MEANS))
        return found

    def _open(self, row: Resource) -> bool:
        over = row.until is not None and row.until < self.on[: len(row.until)]
        return row.status == "open" and (row.since or "") <= self.on and not over

    def caveats(self, ideas: Sequence[Finding], rows: IdeaRows) -> tuple[str, ...]:
        """What keeps ideas from being found, and what to mind before asking."""
        said = []
        for who in self.both:
            profile = self.known[who.id]
            missing = [w for w, there in (("issues or services", profile.work), ("areas", profile.areas)) if not there]
            if missing:
                said.append(f"Of {who.name} no {' and no '.join(missing)} are recorded, so it can bring none.")
        if not ideas and not said:
            said.append("No known gap needs both of them: either one could meet it alone, or even both together lack something.")
        if any(t.type == "rivals" and t.open_on(self.on) for t in rows.ties):
            said.append("Careful: the two are recorded as rivals.")
        names = {a.id: a.name for a in self.both}
        newest = {(s.by, s.of): s for s in sorted(rows.assessments, key=lambda s: (s.on_date, s.id)) if s.on_date <= self.on}
        for row in newest.values():
            if row.again == "no" and row.by in names and row.of in names:
                said.append(f"Careful: on {row.on_date} {names[row.by]} said no to working with {names[row.of]} again.")
        return tuple(said)

    def next(self, ideas: Sequence[Finding]) -> tuple[str, ...]:
        """How to record the first idea, or what would let one be found."""
        lead, other = (self._word(a) for a in self.both)
        if not ideas:
            return ("ngomap gaps coverage    (where somebody is missing)",)
        handle, slug, *rest = ideas[0].subject.split("/")
        kind = "issue" if (t := self.issues.get(slug)) and ideas[0].label.startswith(t.name) else "service"
        if ideas[0].group == UNSEEN:
            return (f"ngomap survey {handle} --{kind} {slug}    (once one of the two has looked)",)
        whom = f" --population {rest[0]}" if rest else ""
        return (
            f"ngomap project add NAME --status idea --lead {lead} --with {other} --{kind} {slug} --area {handle}{whom}",
        )

    def _word(self, who: ActorRef) -> str:
        return "us" if self.us and who.id == self.us.id else who.handle
