"""What do we not know, not know for certain, or no longer know?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.analyses.cells import Tree
from ngomap.analyses.freshness import before, months_before
from ngomap.model.actors import CIVIL_SOCIETY_KINDS, Actor, ActorRef
from ngomap.model.contacts import Stance, Trust
from ngomap.model.coverage import Activity, Survey
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import Area, Term
from ngomap.places.doubts import country_of, doubt_of

UNKNOWN: Final = "unknown or not checked"
NEVER_SURVEYED: Final = "never surveyed"
WRONG_POINT: Final = "points that look wrong"
GROUPS: Final = (UNKNOWN, WRONG_POINT, NEVER_SURVEYED)

CHECKED_MONTHS: Final = 12
MANY_TIES: Final = 10
MOST_INFLUENCE: Final = 5

# How many questions use a fact: coverage, duplication, allies and partners ask for issues; all but partners for places.
USES: Final = {
    "issues": 4, "places": 3, "level": 2, "contact": 2, "belongs": 2, "populations": 1, "stance": 1, "trust": 1,
}  # fmt: skip
IN_WORDS_USES: Final = 2
CHECK_USES: Final = 1


@dataclass(frozen=True, slots=True)
class Facts:
    """What is recorded of an actor beside its own fields: slugs of terms, handles of areas."""

    issues: Collection[str] = ()
    populations: Collection[str] = ()
    serves: Collection[str] = ()


NO_FACTS: Final = Facts()


def find_knowledge_gaps(
    actors: Sequence[Actor],
    facts: Mapping[int, Facts],
    areas: Sequence[Area],
    terms: Sequence[Term],
    ties: Sequence[Tie],
    activities: Sequence[Activity],
    stances: Sequence[Stance],
    trust: Sequence[Trust],
    surveys: Sequence[Survey],
    on: str,
    us: ActorRef | None = None,
    about: Collection[int] | None = None,
    area: Area | None = None,
) -> Report:
    """What do we not know, not know for certain, or no longer know, that other questions would use?

    One finding for every actor that is not closed, with a reason for every fact that is missing and the command that
    fills it. Value = importance x the sum over its missing facts of how many questions use them: issues 4, places 3 (2
    if they are known in words only), level 2, an address to reach it 2, populations 1 (of civil society only), and for
    actors on our issues their stance 1, for those we work with our trust 1; of people, whom they belong to 2 and an
    address 2. Never checked, or checked longer than 12 months ago, counts 1. Issues, places and populations that a
    recorded activity names are known. Importance = 1 + ties / 10 (at most 1) + influence / 5 (the highest recorded on
    any issue, at most 1): between 1 and 3.

    Actors and areas with a point outside the box of their country, or at 0, 0, are a group of their own: nothing there is
    missing, and a check takes a minute. So is the next: areas without areas in them that nobody has recorded looking at, never
    ranked against actors (value: organizations and people recorded there). `about` restricts the actors, `area` the areas.

    An empty map has no findings; isolated actors have importance 1 and change nobody else's. Parallel ties count once.

    Reference: the value of a missing fact is how often it would be asked for, as in active learning (Settles 2009).

    >>> fields = dict.fromkeys(Actor.__dataclass_fields__) | {"kind": "ngo", "verified_on": "2024-01-01"}
    >>> people = [Actor(**fields | {"id": i, "handle": h, "name": h.upper(), "email": "x@example.org"})
    ...           for i, h in ((1, "a"), (2, "b"), (3, "c"))]
    >>> known = {1: Facts(["health"], ["youth"], ["town"]), 2: Facts((), ["youth"], ["town"])}
    >>> ties = [Tie(1, "knows", 1, 2, "active")]
    >>> report = find_knowledge_gaps(people, known, [], [], ties, [], [], [], [], on="2024-03-31")
    >>> for f in report.findings: print(f.subject, f"{f.value:.1f}", [r.code for r in f.reasons])
    c 10.0 ['unknown-issues', 'unknown-places', 'unknown-level', 'unknown-populations']
    b 6.6 ['unknown-issues', 'unknown-level']
    a 2.2 ['unknown-level']
    """
    book = _Book(actors, facts, areas, terms, ties, activities, stances, trust, on, us)
    inside = book.tree.down(area.id) if area else None
    findings = [
        finding
        for actor in actors
        if (about is None or actor.id in about) and actor.status != "closed" and (finding := book.missing(actor))
    ]
    findings += _wrong_points(actors, areas, about, inside)
    findings += book.never_surveyed(surveys, inside)
    findings.sort(key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject))
    caveats = []
    if findings:
        caveats.append("A fact counts as known when it is recorded; whether it is right only a check can say.")
    return Report(
        name="gaps knowledge",
        question="What do we not know that other answers would use?",
        method="Each missing fact counts as often as there are questions that use it, up to three times as much for "
        "actors with many ties or much influence; what was not checked for 12 months counts once.",
        parameters={"on": on, "us": us.handle if us else None, "area": area.handle if area else None},
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next_steps(findings, bool(actors)),
    )


class _Book:
    """Everything recorded, by actor."""

    def __init__(
        self,
        actors: Sequence[Actor],
        facts: Mapping[int, Facts],
        areas: Sequence[Area],
        terms: Sequence[Term],
        ties: Sequence[Tie],
        activities: Sequence[Activity],
        stances: Sequence[Stance],
        trust: Sequence[Trust],
        on: str,
        us: ActorRef | None,
    ) -> None:
        self.on = on
        self.us = us
        self.facts = facts
        self.areas = areas
        self.slugs = {t.id: t.slug for t in terms}
        self.tree = Tree({a.id: a.parent for a in areas})
        self.active = {v.actor for v in activities if not v.inferred}
        self.serving = {v.actor for v in activities if v.population is not None}
        self.neighbours: dict[int, set[int]] = {}
        self.working: dict[int, Tie] = {}
        for tie in (t for t in ties if t.open_on(on) and t.type != "rivals"):
            self.neighbours.setdefault(tie.a, set()).add(tie.b)
            self.neighbours.setdefault(tie.b, set()).add(tie.a)
            if us and us.id in (tie.a, tie.b) and tie.type == "works-with":
                self.working[tie.other(us.id)] = tie
        past = [s for s in stances if (s.on_date or "") <= on]
        self.stances = {s.actor for s in past if s.stance is not None}
        self.influence: dict[int, int] = {}
        for row in past:
            if row.influence is not None:
                self.influence[row.actor] = max(row.influence, self.influence.get(row.actor, 0))
        self.trusted = {t.to_id for t in trust if us and t.from_id == us.id and (t.on_date or "") <= on}
        self.there: dict[int, set[int]] = {}
        ids = {a.handle: a.id for a in areas}
        for actor in actors:
            for handle in {*facts.get(actor.id, NO_FACTS).serves, actor.area or ""} & ids.keys():
                self.there.setdefault(ids[handle], set()).add(actor.id)
        for row_ in activities:
            self.there.setdefault(row_.area, set()).add(row_.actor)
        self.our_issues = set(facts.get(us.id, NO_FACTS).issues) if us else set()
        self.our_issues |= {self.slugs[v.term] for v in activities if us and v.actor == us.id}
        self.worked: dict[int, set[str]] = {}
        for row_ in activities:
            self.worked.setdefault(row_.actor, set()).add(self.slugs.get(row_.term, ""))

    def missing(self, actor: Actor) -> Finding | None:
        """What is missing of one actor."""
        gaps = self._of_person(actor) if actor.kind == "person" else self._of_organization(actor)
        if actor.verified_on is None:
            gaps.append(("never-checked", f"Nobody has checked the entry: ngomap verify {actor.handle}", CHECK_USES))
        elif before(actor.verified_on, months_before(self.on, CHECKED_MONTHS)):
            text = f"Last checked on {actor.verified_on}: ngomap verify {actor.handle}"
            gaps.append(("checked-long-ago", text, CHECK_USES))
        if not gaps:
            return None
        gaps.sort(key=lambda g: -g[2])
        reasons = tuple(Reason(code, text, (f"actor:{actor.id}",)) for code, text, _ in gaps)
        value = self._importance(actor.id) * sum(uses for _, _, uses in gaps)
        return Finding(actor.handle, actor.name, value, "points", reasons, UNKNOWN)

    def _importance(self, actor: int) -> float:
        ties = min(len(self.neighbours.get(actor, ())), MANY_TIES) / MANY_TIES
        return 1 + ties + self.influence.get(actor, 0) / MOST_INFLUENCE

    def _of_organization(self, actor: Actor) -> list[tuple[str, str, int]]:
        known = self.facts.get(actor.id, NO_FACTS)
        edit = f"ngomap edit {actor.handle}"
        gaps: list[tuple[str, str, int]] = []
        if not known.issues and actor.id not in self.active:
            gaps.append(("unknown-issues", f"What it works on is not known: {edit} --issue ISSUE", USES["issues"]))
        if not known.serves and not actor.area and actor.id not in self.active:
            if actor.place:
                text = f"Where it works is known in words only ({actor.place}): {edit} --serves AREA"
                gaps.append(("places-in-words", text, IN_WORDS_USES))
            else:
                gaps.append(("unknown-places", f"Where it works is not known: {edit} --serves AREA", USES["places"]))
        if actor.level is None:
            text = f"Its level is not known: {edit} --level LEVEL"
            gaps.append(("unknown-level", text, USES["level"]))
        if not (actor.email or actor.phone or actor.website):
            text = f"No way to reach it is known: {edit} --email ADDRESS (or --phone, --website)"
            gaps.append(("unknown-contact", text, USES["contact"]))
        if actor.kind in CIVIL_SOCIETY_KINDS and not known.populations and actor.id not in self.serving:
            text = f"Whom it serves is not known: {edit} --population POPULATION"
            gaps.append(("unknown-populations", text, USES["populations"]))
        if self.us is None or actor.id == self.us.id:
            return gaps
        shared = sorted(self.our_issues & {*known.issues, *self.worked.get(actor.id, ())})
        if shared and actor.id not in self.stances:
            text = f"Where it stands on our issue is not known: ngomap stance {actor.handle} STANCE --issue {shared[0]}"
            gaps.append(("unknown-stance", text, USES["stance"]))
        if actor.id in self.working and actor.id not in self.trusted:
            text = f"How far we trust it is not recorded: ngomap link us {actor.handle} --reliability 0-4"
            gaps.append(("unknown-trust", text, USES["trust"]))
        return gaps

    def _of_person(self, actor: Actor) -> list[tuple[str, str, int]]:
        gaps: list[tuple[str, str, int]] = []
        if not self.neighbours.get(actor.id):
            text = f"Whom this person belongs to is not known: ngomap link {actor.handle} ORG --type works-for"
            gaps.append(("unknown-organization", text, USES["belongs"]))
        if not (actor.email or actor.phone):
            text = f"No way to reach this person is known: ngomap person edit {actor.handle} --phone NUMBER"
            gaps.append(("unknown-contact", text, USES["contact"]))
        return gaps

    def never_surveyed(self, surveys: Sequence[Survey], inside: Collection[int] | None) -> list[Finding]:
        """The areas without areas in them that nobody has recorded looking at."""
        looked = {s.area for s in surveys if (s.on_date or "") <= self.on}
        found = []
        for area in self.areas:
            if area.id in looked or self.tree.children.get(area.id) or (inside is not None and area.id not in inside):
                continue
            label = f"{area.name} ({area.code})" if area.code else area.name
            text = f"Who else works there is not known. Look, then: ngomap survey {area.handle}"
            reason = Reason("never-surveyed", text, (f"area:{area.id}",))
            there = len(self.there.get(area.id, ()))
            found.append(Finding(area.handle, label, there, "recorded there", (reason,), NEVER_SURVEYED))
        return found


def _wrong_points(
    actors: Sequence[Actor], areas: Sequence[Area], about: Collection[int] | None, inside: Collection[int] | None
) -> list[Finding]:
    """Actors and areas with a point that is hardly meant, and what would mend it."""
    by_id = {a.id: a for a in areas}
    ids = {a.handle: a.id for a in areas}
    found = []
    for actor in actors:
        doubt = doubt_of(actor.lat, actor.lon, actor.country or country_of(ids.get(actor.area or ""), by_id))
        if doubt and actor.status != "closed" and (about is None or actor.id in about):
            lat, lon = doubt.swapped or ("LAT", "LON")
            text = f"{doubt.text} Correct it: ngomap edit {actor.handle} --lat {lat} --lon {lon}"
            reason = Reason(doubt.code, text, (f"actor:{actor.id}",))
            found.append(Finding(actor.handle, actor.name, None, "", (reason,), WRONG_POINT))
    for area in areas:
        doubt = doubt_of(area.lat, area.lon, country_of(area.id, by_id))
        if doubt and (area.id in inside if inside is not None else about is None):
            lat, lon = doubt.swapped or ("LAT", "LON")
            text = f"{doubt.text} Correct it: ngomap geocode --areas {area.handle} --lat {lat} --lon {lon}"
            reason = Reason(doubt.code, text, (f"area:{area.id}",))
            found.append(Finding(area.handle, area.name, None, "", (reason,), WRONG_POINT))
    return found


def _next_steps(findings: Sequence[Finding], any_actor: bool) -> tuple[str, ...]:
    if not any_actor:
        return ("Fill the map: ngomap add NAME --issue ISSUE --place PLACE, or ngomap import FILE.csv",)
    first = {f.group: f for f in reversed(findings)}
    steps = []
    if UNKNOWN in first:
        steps.append(f"See all that is known of {first[UNKNOWN].label}: ngomap show {first[UNKNOWN].subject}")
    if WRONG_POINT in first:
        command = "".join(first[WRONG_POINT].reasons[0].text.partition("ngomap ")[1:])
        steps.append(f"Correct the point of {first[WRONG_POINT].label}: {command}")
    if NEVER_SURVEYED in first:
        steps.append(f"When somebody has looked: ngomap survey {first[NEVER_SURVEYED].subject}")
    return tuple(steps)
