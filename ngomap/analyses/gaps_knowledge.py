"""What do we not know, not know for certain, or no longer know?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

from ngomap.analyses.cells import Tree
from ngomap.analyses.freshness import before, months_before
from ngomap.analyses.knowledge_recorded import Facts, Recorded, recorded
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

T = TypeVar("T")


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
    known = recorded(actors, facts, areas, terms, ties, activities, on, us)
    return tell_knowledge_gaps(actors, areas, known, stances, trust, surveys, on, us, about, area)


def tell_knowledge_gaps(
    actors: Sequence[Actor],
    areas: Sequence[Area],
    known: Recorded,
    stances: Sequence[Stance],
    trust: Sequence[Trust],
    surveys: Sequence[Survey],
    on: str,
    us: ActorRef | None = None,
    about: Collection[int] | None = None,
    area: Area | None = None,
    most: int = 0,
) -> Report:
    """The same where what is recorded was counted; see `find_knowledge_gaps`. With `most`, only so many of each group are
    told.
    """
    book = _Book(areas, known, stances, trust, on, us)
    inside = book.tree.down(area.id) if area else None
    found: list[tuple[float, str, Actor]] = []
    for actor in actors:
        if (about is None or actor.id in about) and actor.status != "closed":
            value = book.value(actor)
            if value is not None:
                found.append((-value, actor.handle, actor))
    points = _wrong_points(actors, areas, about, inside)
    unseen = book.never_surveyed(surveys, inside)
    totals = {UNKNOWN: len(found), WRONG_POINT: len(points), NEVER_SURVEYED: len(unseen)}
    findings = [finding for _, _, actor in _worst(found, most) if (finding := book.missing(actor))]
    for group in (points, unseen):
        findings += [f for _, _, f in _worst([(-(f.value or 0), f.subject, f) for f in group], most)]
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
        totals={group: n for group, n in totals.items() if n} if most else {},
    )


def _worst(found: list[tuple[float, str, T]], most: int) -> list[tuple[float, str, T]]:
    """The first, so many at most (0: all)."""
    return sorted(found, key=lambda one: one[:2])[: most or None]


class _Book:
    """Everything recorded, by actor."""

    def __init__(
        self, areas: Sequence[Area], known: Recorded, stances: Sequence[Stance], trust: Sequence[Trust], on: str,
        us: ActorRef | None,
    ) -> None:  # fmt: skip
        self.on = on
        self.us = us
        self.known = known
        self.areas = areas
        self.tree = Tree({a.id: a.parent for a in areas})
        past = [s for s in stances if (s.on_date or "") <= on]
        self.stances = {s.actor for s in past if s.stance is not None}
        self.influence: dict[int, int] = {}
        for row in past:
            if row.influence is not None:
                self.influence[row.actor] = max(row.influence, self.influence.get(row.actor, 0))
        self.trusted = {t.to_id for t in trust if us and t.from_id == us.id and (t.on_date or "") <= on}

    def value(self, actor: Actor) -> float | None:
        """How much what is missing of an actor matters; None if nothing is."""
        gaps = self._gaps(actor)
        return self._importance(actor.id) * sum(uses for _, _, uses in gaps) if gaps else None

    def missing(self, actor: Actor) -> Finding | None:
        """What is missing of one actor."""
        gaps = sorted(self._gaps(actor), key=lambda g: -g[2])
        if not gaps:
            return None
        reasons = tuple(Reason(code, text, (f"actor:{actor.id}",)) for code, text, _ in gaps)
        return Finding(actor.handle, actor.name, self.value(actor), "points", reasons, UNKNOWN)

    def _gaps(self, actor: Actor) -> list[tuple[str, str, int]]:
        gaps = self._of_person(actor) if actor.kind == "person" else self._of_organization(actor)
        if actor.verified_on is None:
            gaps.append(("never-checked", f"Nobody has checked the entry: ngomap verify {actor.handle}", CHECK_USES))
        elif before(actor.verified_on, months_before(self.on, CHECKED_MONTHS)):
            text = f"Last checked on {actor.verified_on}: ngomap verify {actor.handle}"
            gaps.append(("checked-long-ago", text, CHECK_USES))
        return gaps

    def _importance(self, actor: int) -> float:
        ties = min(self.known.neighbours.get(actor, 0), MANY_TIES) / MANY_TIES
        return 1 + ties + self.influence.get(actor, 0) / MOST_INFLUENCE

    def _of_organization(self, actor: Actor) -> list[tuple[str, str, int]]:
        known, issues = self.known, self.known.issues.get(actor.id, ())
        edit = f"ngomap edit {actor.handle}"
        gaps: list[tuple[str, str, int]] = []
        if not issues and actor.id not in known.active:
            gaps.append(("unknown-issues", f"What it works on is not known: {edit} --issue ISSUE", USES["issues"]))
        if actor.id not in known.serves and not actor.area and actor.id not in known.active:
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
        if actor.kind in CIVIL_SOCIETY_KINDS and actor.id not in known.populations and actor.id not in known.serving:
            text = f"Whom it serves is not known: {edit} --population POPULATION"
            gaps.append(("unknown-populations", text, USES["populations"]))
        if self.us is None or actor.id == self.us.id:
            return gaps
        shared = sorted({*known.ours} & {*issues, *known.worked.get(actor.id, ())})
        if shared and actor.id not in self.stances:
            text = f"Where it stands on our issue is not known: ngomap stance {actor.handle} STANCE --issue {shared[0]}"
            gaps.append(("unknown-stance", text, USES["stance"]))
        if actor.id in known.working and actor.id not in self.trusted:
            text = f"How far we trust it is not recorded: ngomap link us {actor.handle} --reliability 0-4"
            gaps.append(("unknown-trust", text, USES["trust"]))
        return gaps

    def _of_person(self, actor: Actor) -> list[tuple[str, str, int]]:
        gaps: list[tuple[str, str, int]] = []
        if not self.known.neighbours.get(actor.id):
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
            there = self.known.there.get(area.id, 0)
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
