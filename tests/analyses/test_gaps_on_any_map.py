"""What must hold for all five kinds of gaps on every map: neither the order of rows, nor ids, nor handles decide
anything, and every id of evidence is that of a row.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.gaps_asked import Asked
from ngomap.analyses.gaps_coverage import find_coverage_gaps
from ngomap.analyses.gaps_knowledge import find_knowledge_gaps
from ngomap.analyses.gaps_network import find_network_gaps
from ngomap.analyses.gaps_relationships import find_relationship_gaps
from ngomap.analyses.gaps_resources import find_resource_gaps
from ngomap.analyses.knowledge_recorded import Facts
from ngomap.analyses.situation import CoverageRows
from ngomap.graph.alliance import alliance_graph
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.coverage import Activity, NeedFigure, Resource, Survey
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import EVENT_KINDS, Area, Term

ON = "2024-03-31"
DAYS = [None, "2022", "2023-06", "2023-12-01", "2024-03-01", "2024-07"]
FULL_DAYS = ["2022-05-01", "2023-12-01", "2024-03-01", "2024-07-01"]
NUMBER = re.compile(r"(?<=ngomap done )\d+")
NOTHING = dict.fromkeys(Actor.__dataclass_fields__)


@dataclass
class World:
    """The rows of a map."""

    actors: list[Actor]
    areas: list[Area]
    terms: list[Term]
    facts: dict[int, Facts]
    activities: list[Activity] = field(default_factory=list)
    figures: list[NeedFigure] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)
    trust: list[Trust] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)

    @property
    def coverage(self) -> CoverageRows:
        statuses = {a.id: a.status for a in self.actors}
        return CoverageRows(
            self.areas, self.terms, self.figures, self.surveys, actors=[a.ref for a in self.actors],
            activities=self.activities, statuses=statuses,
        )  # fmt: skip

    def question(self, asked: Mapping[str, object], us: ActorRef | None = None) -> Asked:
        """What is asked, with ids for areas and terms."""
        terms, areas = {t.id: t for t in self.terms}, {a.id: a for a in self.areas}
        options = {
            name: terms[n] if name == "population" else areas[n] if name == "area" else [terms[n]] if name == "issues" else n  # type: ignore[index]
            for name, n in asked.items()
        }
        return Asked(ON, us, **options)  # type: ignore[arg-type]

    def evidence(self) -> set[str]:
        kinds = {
            "actor": self.actors, "area": self.areas, "term": self.terms, "need-figure": self.figures,
            "activity": [v for v in self.activities if not v.inferred], "survey": self.surveys, "tie": self.ties,
            "event": self.events, "stance": self.stances, "trust": self.trust, "resource": self.resources,
        }  # fmt: skip
        return {f"{kind}:{row.id}" for kind, rows in kinds.items() for row in rows}  # type: ignore[attr-defined]


def coverage(w: World) -> Report:
    return find_coverage_gaps(w.coverage, Asked(ON))


def knowledge(w: World) -> Report:
    us = next((a.ref for a in w.actors if a.name == "Actor 0"), None)
    return find_knowledge_gaps(
        w.actors, w.facts, w.areas, w.terms, w.ties, w.activities, w.stances, w.trust, w.surveys, ON, us
    )


def network(w: World) -> Report:
    issues = {t.slug: t.id for t in w.terms}
    issues_of = {a.id: {issues[s] for s in w.facts[a.id].issues} for a in w.actors}
    graph = alliance_graph([a.ref for a in w.actors], w.ties, ON)
    return find_network_gaps(graph, [a.ref for a in w.actors], issues_of, {}, w.terms, ON)


def relationships(w: World) -> Report:
    us = next((a.ref for a in w.actors if a.name == "Actor 0"), None)
    return find_relationship_gaps([a.ref for a in w.actors], w.ties, w.events, ON, us, w.activities)


def resources(w: World) -> Report:
    return find_resource_gaps([a.ref for a in w.actors], w.resources, ON)


ANALYSES: list[Callable[[World], Report]] = [coverage, knowledge, network, relationships, resources]
# A map takes long to draw; every one is shown to all five.
MAPS = settings(max_examples=60)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    pick = lambda values: draw(st.sampled_from(values))  # noqa: E731
    actors = [
        Actor(**NOTHING | {"id": n + 1, "handle": f"h{n}", "name": f"Actor {n}", "kind": pick(["ngo", "ngo", "person"]),
              "level": pick([None, "local", "national"]), "status": pick([None, "active", "closed", "dormant"]),
              "verified_on": pick([None, "2022-01-01", "2024-01-01"])})
        for n in range(draw(st.integers(0, 6)))
    ]  # fmt: skip
    areas = [
        Area(n, f"p{n}", f"Place {n}", pick(["district", "village"]), pick([None, *range(1, n)])) for n in range(1, 7)
    ]
    terms = [Term(n, "issue", f"t{n}", f"Issue {n}", pick([None, *range(1, n)])) for n in range(1, 5)]
    terms += [Term(9, "population", "w9", "Women"), Term(10, "population", "w10", "Girls", 9)]
    slugs = st.sets(st.sampled_from(["t1", "t2", "t3", "t4"]), max_size=2)
    facts = {a.id: Facts(sorted(draw(slugs)), (), pick([(), ("p1",)])) for a in actors}
    world = World(actors, areas, terms, facts)
    area, term, people = st.integers(1, 6), st.integers(1, 4), st.sampled_from([None, None, 9, 10])
    keys: set[object] = set()

    def once(*key: object) -> bool:
        fresh = key not in keys
        keys.add(key)
        return fresh

    for n in range(1, draw(st.integers(0, 5)) + 1):
        place, what, whom, day = draw(area), draw(term), draw(people), pick(DAYS)
        if once("figure", place, what, whom, day):
            world.figures.append(NeedFigure(n, place, what, whom, draw(st.integers(0, 500)), day))
        place, seen, day = draw(area), pick([None, 1, 2, 3, 4]), pick(DAYS)
        if once("survey", place, seen, day):
            world.surveys.append(Survey(n, place, seen, day, pick([None, "walk"])))
    if actors:
        who = st.sampled_from([a.id for a in actors])
        for n in range(1, draw(st.integers(0, 12)) + 1):
            status, inferred = pick([None, "planned", "ongoing", "completed", "suspended"]), pick([False, False, True])
            world.activities.append(
                Activity(0 if inferred else n, draw(who), draw(term), draw(area), draw(people),
                         pick(["implementer", "implementer", "funder"]), status, pick(DAYS), pick(DAYS), None,
                         pick([None, 0, 40, 300]), pick([None, "Joint"]), inferred)
            )  # fmt: skip
        for n in range(1, draw(st.integers(0, 10)) + 1):
            a, b = sorted((draw(who), draw(who)))
            if a != b:
                kind = pick(["works-with", "works-with", "funds", "rivals", "knows"])
                rung = pick([None, 0, 1, 3, 5]) if kind == "works-with" else None
                since = pick(DAYS)
                if once("tie", a, b, kind, since):
                    status = pick(["active", "active", "dormant", "wanted", "ended"])
                    world.ties.append(Tie(n, kind, a, b, status, rung, pick([None, 4]), since=since))
                refs = tuple(x.ref for x in actors if x.id in (a, b))
                step, due = pick([(None, None), ("Write", "2024-01-15"), ("Call", None)])
                day, kind = pick(FULL_DAYS), pick(EVENT_KINDS)
                if once("event", a, b, day, kind):
                    world.events.append(Event(n, day, kind, f"Talk {n}", None, step, due, None, "internal", refs))
                if once("trust", a, b):
                    world.trust.append(Trust(n, a, b, None, 2, None, None))
        for n in range(1, draw(st.integers(0, 6)) + 1):
            world.resources.append(
                Resource(n, draw(who), pick(["offer", "need"]), pick(["space", "it", "legal"]), f"Thing {n}", None,
                         None, None, pick(DAYS), pick(DAYS))
            )  # fmt: skip
            issue, holder = draw(term), draw(who)
            if once("stance", issue, holder):
                world.stances.append(Stance(n, holder, issue, pick([None, 1]), pick([None, 3]), pick(DAYS)))
    return world


def said(report: Report) -> list[object]:
    """Everything but the ids, which stand in commands, too."""
    found = [
        (f.group, f.subject, f.label, f.value, f.unit, [(r.code, NUMBER.sub("N", r.text)) for r in f.reasons])
        for f in report.findings
    ]
    return [*found, report.caveats, [NUMBER.sub("N", text) for text in report.next]]


@MAPS
@given(world=worlds())
def test_every_finding_has_evidence_that_exists_and_its_place(world: World) -> None:
    known = world.evidence()
    for analysis in ANALYSES:
        report = analysis(world)
        groups = [f.group for f in report.findings]
        assert groups == [g for g in report.counts for f in report.findings if f.group == g]
        for before, after in zip(report.findings, report.findings[1:], strict=False):
            if (before.group, before.unit) == (after.group, after.unit) and None not in (before.value, after.value):
                assert (before.value or 0) >= (after.value or 0)
        for finding in report.findings:
            assert finding.reasons
            for reason in finding.reasons:
                # That nobody offers nor needs a kind of thing is said by no row.
                assert reason.evidence or (finding.group, finding.value) == ("kinds that nobody offers", 0)
                assert set(reason.evidence) <= known
                assert len(reason.evidence) == len(set(reason.evidence))


@MAPS
@given(world=worlds(), seed=st.integers(0, 999))
def test_the_order_of_rows_changes_nothing(world: World, seed: int) -> None:
    shuffled = replace(world)
    for f in fields(World):
        rows = getattr(world, f.name)
        if isinstance(rows, list):
            setattr(shuffled, f.name, random.Random(seed).sample(rows, len(rows)))
    for analysis in ANALYSES:
        assert analysis(shuffled).findings == analysis(world).findings
        assert said(analysis(shuffled)) == said(analysis(world))


@MAPS
@given(world=worlds(), seed=st.integers(0, 999))
def test_ids_change_nothing(world: World, seed: int) -> None:
    other = renumbered(world, random.Random(seed))
    for analysis in ANALYSES:
        assert said(analysis(other)) == said(analysis(world))


@MAPS
@given(world=worlds())
def test_handles_change_nothing_but_themselves(world: World) -> None:
    refs = {a.handle: replace(a, handle=f"zz-{a.handle}") for a in world.actors}
    events = [replace(e, participants=tuple(refs[p.handle].ref for p in e.participants)) for e in world.events]
    renamed = replace(world, actors=list(refs.values()), events=events)
    for analysis in ANALYSES:
        assert repr(said(analysis(renamed))).replace("zz-", "") == repr(said(analysis(world)))


def renumbered(world: World, chance: random.Random) -> World:
    """The same map with other ids, in another order of ids."""

    def table(rows: list[object]) -> dict[int, int]:
        old = [row.id for row in rows]  # type: ignore[attr-defined]
        return dict(zip(old, chance.sample(range(100, 1000), len(old)), strict=True))

    who, where, what = table(world.actors), table(world.areas), table(world.terms)  # type: ignore[arg-type]
    actors = {a.id: replace(a, id=who[a.id]) for a in world.actors}

    def fresh(rows: list[object], **columns: dict[int, int]) -> list[object]:
        ids = chance.sample(range(100, 1000), len(rows))
        return [
            replace(row, id=0 if getattr(row, "inferred", False) else id_, **{  # type: ignore[type-var]
                name: table_[value] for name, table_ in columns.items() if (value := getattr(row, name)) is not None
            })
            for row, id_ in zip(rows, ids, strict=True)
        ]  # fmt: skip

    return World(
        list(actors.values()),
        [replace(a, id=where[a.id], parent=where.get(a.parent or 0)) for a in world.areas],
        [replace(t, id=what[t.id], parent=what.get(t.parent or 0)) for t in world.terms],
        {who[a]: known for a, known in world.facts.items()},
        fresh(world.activities, actor=who, term=what, area=where, population=what),  # type: ignore[arg-type]
        fresh(world.figures, term=what, area=where, population=what),  # type: ignore[arg-type]
        fresh(world.surveys, term=what, area=where),  # type: ignore[arg-type]
        fresh(world.ties, a=who, b=who),  # type: ignore[arg-type]
        [
            replace(e, participants=tuple(actors[p.id].ref for p in e.participants))
            for e in fresh(world.events)  # type: ignore[arg-type]
        ],
        fresh(world.stances, actor=who, issue=what),  # type: ignore[arg-type]
        fresh(world.trust, from_id=who, to_id=who),  # type: ignore[arg-type]
        fresh(world.resources, actor=who),  # type: ignore[arg-type]
    )
