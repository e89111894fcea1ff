"""What holds for every map: names, ids and the order of rows do not matter, nobody's silence changes anything."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.allies import AGAINST, find_allies
from ngomap.analyses.allies_known import AllyRows, Asked
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Event, Stance, Trust
from ngomap.model.coverage import Activity, Resource
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.model.report import Report
from ngomap.model.words import Area, Term

ON = "2026-05-01"
DAYS = (None, "2025-01-01", "2026-04-30", "2026-05-02", "2026")
ISSUES = [
    Term(1, "issue", "a", "A"),
    Term(2, "issue", "b", "B", 1),
    Term(3, "issue", "c", "C", 2),
    Term(4, "issue", "d", "D", 2),
    Term(5, "issue", "e", "E"),
]
TERMS = [
    *ISSUES,
    Term(6, "population", "p", "P"),
    Term(7, "population", "q", "Q", 6),
    Term(8, "service", "s", "S"),
    Term(9, "service", "t", "T"),
]
AREAS = [
    Area(1, "x", "X", "city", lat=1.0, lon=1.0),
    Area(2, "y", "Y", "village", 1),
    Area(3, "z", "Z", "city", lat=3.0, lon=3.0),
]
KINDS = ("ngo", "person", "government", "media", "donor", "coalition")
T = TypeVar("T")


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    return Actor(
        id_,
        f"uid-{handle}",
        handle,
        kind,
        handle.upper(),
        fields.get("level"),
        fields.get("status"),
        None,
        fields.get("area"),
        None,
        fields.get("lat"),
        fields.get("lat"),
        None,
        None,
        None,
        fields.get("staff"),
        *[None] * 8,
        fields.get("audience", "public"),
    )


@st.composite
def maps(draw: st.DrawFn) -> AllyRows:
    count = draw(st.integers(1, 6))
    some: Callable[[Any], Any] = lambda values: draw(st.sampled_from(values))  # noqa: E731
    actors = [
        actor(
            i,
            f"h{i}",
            some(KINDS),
            level=some((None, "local", "national", "international")),
            status=some((None, "active", "closed", "dormant")),
            area=some((None, "x", "y", "z")),
            lat=some((None, 1.0, 2.5)),
            staff=some((None, 0, 9, 5000)),
            audience=some(("public", "secret")),
        )
        for i in range(1, count + 1)
    ]
    ids = [a.id for a in actors]
    pairs = list(combinations(ids, 2))
    chosen = (
        draw(st.lists(st.tuples(st.sampled_from(pairs), st.sampled_from(list(TIE_TYPES))), max_size=10))
        if pairs
        else []
    )
    ties = [
        Tie(
            n,
            type_,
            *(pair if some((True, False)) else pair[::-1]),
            some(("active", "active", "dormant", "declined")),
            rung=some((None, 0, 3, 5)) if type_ == "works-with" else None,
            since=some(DAYS),
            stance=some((None, "mixed", "confrontational")),
        )
        for n, (pair, type_) in enumerate({(p, t): (p, t) for p, t in chosen}.values(), start=1)
    ]

    def rows(make: Callable[[int], T], most: int) -> list[T]:
        return [make(n) for n in range(1, draw(st.integers(0, most)) + 1)]

    def event(number: int) -> Event:
        there = draw(st.sets(st.sampled_from(ids), min_size=1, max_size=3))
        refs = tuple(a.ref for a in actors if a.id in there)
        return Event(
            number,
            some(DAYS[1:4]),
            "call",
            f"call {number}",
            None,
            some((None, f"step {number}")),
            some(DAYS[:3]),
            None,
            "internal",
            refs,
        )

    stances = rows(
        lambda n: Stance(
            n, some(ids), some([t.id for t in ISSUES]), some((None, -1, 0, 2)), some((None, 3)), some(DAYS)
        ),
        6,
    )
    trust = rows(lambda n: Trust(n, *some(pairs or [(1, 1)]), some(DAYS), some((None, 0, 4)), some((None, 3)), None), 3)
    return AllyRows(
        actors=actors,
        us=some([None, 1, 1, 1]),
        terms=TERMS,
        areas=AREAS,
        terms_of={i: draw(st.sets(st.sampled_from([t.id for t in TERMS]), max_size=3)) for i in ids},
        serves={i: draw(st.sets(st.sampled_from([1, 2, 3]), max_size=2)) for i in ids},
        activities=rows(
            lambda n: Activity(
                n,
                some(ids),
                some((1, 2, 3, 5, 8)),
                some((1, 2, 3)),
                some((None, 6)),
                some(("implementer", "funder")),
                some((None, "planned", "completed")),
                some(DAYS),
            ),
            4,
        ),
        resources=rows(
            lambda n: Resource(
                n, some(ids), some(("offer", "need")), some(("legal", "space", "training")), "thing", since=some(DAYS)
            ),
            5,
        ),
        ties=ties,
        trust=list({(t.from_id, t.to_id, t.on_date): t for t in trust}.values()),
        stances=list({(s.actor, s.issue, s.on_date): s for s in stances}.values()),
        events=rows(event, 3),
    )


def ask(rows: AllyRows, explain: bool = False) -> Report:
    return find_allies(rows, Asked(ISSUES[1], ON), explain=explain, limit=0)


def known_parts(report: Report) -> dict[tuple[str, str], str]:
    """Every factor that is known of anybody, as it is told."""
    return {
        (f.subject, r.code): r.text
        for f in report.findings
        for r in f.reasons
        if r.code.startswith("factor-") and "not known" not in r.text
    }


@settings(max_examples=40)
@given(maps(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_rows_changes_nothing(rows: AllyRows, shuffled: random.Random, explain: bool) -> None:
    lists = ("actors", "terms", "areas", "activities", "resources", "ties", "trust", "stances", "events")
    mixed: dict[str, Any] = {name: shuffled.sample(getattr(rows, name), len(getattr(rows, name))) for name in lists}
    assert ask(replace(rows, **mixed), explain) == ask(rows, explain)


@settings(max_examples=40)
@given(maps())
def test_other_names_change_only_the_names(rows: AllyRows) -> None:
    """The new handles sort as the old ones do: ties break by handle."""

    def renamed(a: Any) -> Any:
        return replace(a, handle=f"q-{a.handle}", name=f"«{a.handle}»")

    events = [replace(e, participants=tuple(renamed(p) for p in e.participants)) for e in rows.events]
    other = replace(rows, actors=[renamed(a) for a in rows.actors], events=events)
    plain, changed = ask(rows, explain=True), ask(other, explain=True)
    assert [(f"q-{f.subject}", f.value, f.group) for f in plain.findings] == [
        (f.subject, f.value, f.group) for f in changed.findings
    ]
    assert [[(r.code, r.evidence) for r in f.reasons] for f in plain.findings] == [
        [(r.code, r.evidence) for r in f.reasons] for f in changed.findings
    ]
    again = re.sub(r"«(h\d+)»", lambda m: m[1].upper(), str([[r.text for r in f.reasons] for f in changed.findings]))
    assert again == str([[r.text for r in f.reasons] for f in plain.findings])


@settings(max_examples=40)
@given(maps())
def test_the_ids_of_actors_change_only_the_evidence(rows: AllyRows) -> None:
    def moved(i: int) -> int:
        return 1000 - i

    def refs(people: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
        return tuple(replace(p, id=moved(p.id)) for p in people)

    other = replace(
        rows,
        actors=[replace(a, id=moved(a.id)) for a in rows.actors],
        us=None if rows.us is None else moved(rows.us),
        terms_of={moved(i): t for i, t in (rows.terms_of or {}).items()},
        serves={moved(i): t for i, t in (rows.serves or {}).items()},
        activities=[replace(v, actor=moved(v.actor)) for v in rows.activities],
        resources=[replace(r, actor=moved(r.actor)) for r in rows.resources],
        ties=[replace(t, a=moved(t.a), b=moved(t.b)) for t in rows.ties],
        trust=[replace(t, from_id=moved(t.from_id), to_id=moved(t.to_id)) for t in rows.trust],
        stances=[replace(s, actor=moved(s.actor)) for s in rows.stances],
        events=[replace(e, participants=refs(e.participants)) for e in rows.events],
    )

    def said(report: Report) -> list[tuple[str, float | None, list[str]]]:
        return [(f.subject, f.value, [r.text for r in f.reasons]) for f in report.findings]

    assert said(ask(other)) == said(ask(rows))
    assert said(ask(other, explain=True)) == said(ask(rows, explain=True))


@settings(max_examples=40)
@given(maps(), st.sampled_from(["a-first", "zz-last"]))
def test_an_actor_of_whom_nothing_is_known_changes_nothing(rows: AllyRows, handle: str) -> None:
    more = replace(rows, actors=[*rows.actors, actor(99, handle)])
    assert ask(more) == ask(rows)
    assert ask(more, explain=True) == ask(rows, explain=True)


@settings(max_examples=40)
@given(maps(), st.sets(st.sampled_from([t.id for t in TERMS])), st.sampled_from([None, 50]))
def test_an_isolated_actor_leaves_what_is_known_of_others_alone(
    rows: AllyRows, terms: set[int], staff: int | None
) -> None:
    more = replace(
        rows, actors=[*rows.actors, actor(99, "zz", staff=staff)], terms_of={**(rows.terms_of or {}), 99: terms}
    )
    before, after = ask(rows, explain=True), ask(more, explain=True)
    parts = known_parts(after)
    assert {key: told for key, told in parts.items() if key[0] != "zz"} == known_parts(before)
    assert {f.subject: f.group for f in after.findings if f.subject != "zz"} == {
        f.subject: f.group for f in before.findings
    }
    if before.parameters["medians"] == after.parameters["medians"]:
        assert [f.subject for f in after.findings if f.subject != "zz"] == [f.subject for f in before.findings]


@settings(max_examples=40)
@given(maps())
def test_what_is_dated_later_does_not_exist(rows: AllyRows) -> None:
    def past(day: str | None) -> bool:
        return (day or "") <= ON

    before = replace(
        rows,
        activities=[v for v in rows.activities if past(v.since) or v.status == "planned"],
        resources=[r for r in rows.resources if past(r.since)],
        ties=[t for t in rows.ties if past(t.since)],
        trust=[t for t in rows.trust if past(t.on_date)],
        stances=[s for s in rows.stances if past(s.on_date)],
        events=[e for e in rows.events if past(e.on_date)],
    )
    assert ask(rows, explain=True) == ask(before, explain=True)


@settings(max_examples=40)
@given(maps(), st.booleans())
def test_every_finding_keeps_its_word(rows: AllyRows, explain: bool) -> None:
    """Evidence exists, scores lie in 0..1 and fall, opponents have none, we are not listed, and the sum adds up."""
    report = ask(rows, explain)
    there = {f"actor:{a.id}" for a in rows.actors} | {f"term:{t.id}" for t in TERMS} | {f"area:{a.id}" for a in AREAS}
    for kind, of_kind in (
        ("activity", rows.activities),
        ("resource", rows.resources),
        ("tie", rows.ties),
        ("trust", rows.trust),
        ("stance", rows.stances),
        ("event", rows.events),
    ):
        there |= {f"{kind}:{row.id}" for row in of_kind}  # type: ignore[attr-defined]
    us = next((a.handle for a in rows.actors if a.id == rows.us), None)
    groups: dict[str, list[float]] = {}
    for finding in report.findings:
        assert finding.subject != us
        assert finding.reasons
        assert (finding.value is None) or (finding.group != AGAINST and 0 <= finding.value <= 1)
        groups.setdefault(finding.group, []).append(finding.value or 0)
        for reason in finding.reasons:
            assert set(reason.evidence) <= there
            assert "None" not in reason.text
            assert "  " not in reason.text
        lines = [
            re.search(r"([\d.]+) x weight ([\d.]+) = ([\d.]+)(?= \(|\.$)", r.text)
            for r in finding.reasons
            if r.code.startswith("factor-")
        ]
        if lines:
            products = sum(Fraction(m[3]) for m in lines if m)
            weights = sum(Fraction(m[2]) for m in lines if m)
            assert all(m and Fraction(m[1]) * Fraction(m[2]) == Fraction(m[3]) for m in lines)
            assert finding.value == float(products / weights)
    for values in groups.values():
        assert values == sorted(values, reverse=True)
    assert report.total == len(report.findings)
