"""What is not known, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ngomap.analyses.gaps_knowledge import find_knowledge_gaps
from ngomap.analyses.knowledge_recorded import Facts
from ngomap.model.actors import Actor
from ngomap.model.contacts import Stance, Trust
from ngomap.model.coverage import Activity, Survey
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Report
from ngomap.model.words import Area, Term

ON = "2024-03-31"
TERMS = [Term(1, "issue", "health", "Health"), Term(2, "population", "women", "Women")]
AREAS = [Area(1, "land", "Land"), Area(2, "east", "East", parent=1, code="E1"), Area(3, "west", "West", parent=1)]
NOTHING = dict.fromkeys(Actor.__dataclass_fields__)
FULL = Facts(["health"], ["women"], ["east"])


def actor(number: int, **fields: object) -> Actor:
    handle = "abcdef"[number - 1]
    known = {"id": number, "handle": handle, "name": handle.upper(), "kind": "ngo", "level": "local",
             "email": "x@example.org", "verified_on": "2024-01-01"}  # fmt: skip
    return Actor(**{**NOTHING, **known, **fields})  # type: ignore[arg-type]


def gaps(*actors: Actor, facts: Mapping[int, Facts] | None = None, **rows: object) -> Report:
    none: dict[str, object] = {n: [] for n in ("areas", "ties", "activities", "stances", "trust", "surveys")}
    given = none | {"terms": TERMS} | rows
    known = {a.id: FULL for a in actors} if facts is None else facts
    return find_knowledge_gaps(actors, known, on=ON, **given)  # type: ignore[arg-type]


def codes(report: Report) -> dict[str, list[str]]:
    return {f.subject: [r.code for r in f.reasons] for f in report.findings}


def first(report: Report) -> Finding:
    return report.findings[0]


def test_an_empty_map() -> None:
    assert find_knowledge_gaps([], {}, [], [], [], [], [], [], [], ON).findings == ()


def test_an_organization_of_which_all_is_known() -> None:
    assert gaps(actor(1)).findings == ()


def test_an_organization_of_which_nothing_is_known() -> None:
    report = gaps(actor(1, level=None, email=None, verified_on=None), facts={})
    assert codes(report) == {"a": ["unknown-issues", "unknown-places", "unknown-level", "unknown-contact",
                                   "unknown-populations", "never-checked"]}  # fmt: skip
    assert first(report).value == 4 + 3 + 2 + 2 + 1 + 1
    commands = [r.text.split("ngomap ")[1] for r in first(report).reasons]
    assert commands[0] == "edit a --issue ISSUE"
    assert commands[-1] == "verify a"
    assert {r.evidence for r in first(report).reasons} == {("actor:1",)}


@pytest.mark.parametrize(("fields", "facts", "expected"), [
    ({"level": None}, FULL, ["unknown-level"]),
    ({"email": None}, FULL, ["unknown-contact"]),
    ({"email": None, "phone": "1"}, FULL, []),
    ({"email": None, "website": "https://example.org"}, FULL, []),
    ({}, replace(FULL, issues=()), ["unknown-issues"]),
    ({}, replace(FULL, serves=()), ["unknown-places"]),
    ({"area": "east"}, replace(FULL, serves=()), []),
    ({"place": "Old Town"}, replace(FULL, serves=()), ["places-in-words"]),
    ({}, replace(FULL, populations=()), ["unknown-populations"]),
    ({"kind": "court"}, replace(FULL, populations=()), []),
    ({"verified_on": "2023-03-31"}, FULL, []),
    ({"verified_on": "2023-03-30"}, FULL, ["checked-long-ago"]),
    ({"verified_on": None}, FULL, ["never-checked"]),
    ({"level": None, "status": "closed"}, FULL, []),
])  # fmt: skip
def test_each_fact(fields: dict[str, object], facts: Facts, expected: list[str]) -> None:
    assert codes(gaps(actor(1, **fields), facts={1: facts})) == ({"a": expected} if expected else {})


def test_activities_tell_issues_places_and_populations() -> None:
    report = gaps(actor(1), facts={}, activities=[Activity(1, 1, 1, 2, 2)])
    assert report.findings == ()
    assert codes(gaps(actor(1), facts={}, activities=[Activity(1, 1, 1, 2)])) == {"a": ["unknown-populations"]}


def test_people_need_an_address_and_somebody_they_belong_to() -> None:
    person = actor(1, kind="person", level=None, email=None)
    assert codes(gaps(person, facts={})) == {"a": ["unknown-organization", "unknown-contact"]}
    tie = Tie(1, "works-for", 1, 2, "active")
    assert codes(gaps(person, actor(2), facts={2: FULL}, ties=[tie])) == {"a": ["unknown-contact"]}


def test_ties_and_influence_make_a_fact_matter_more() -> None:
    unknown = actor(1, level=None)
    others = [actor(n) for n in (2, 3)]
    assert first(gaps(unknown, *others)).value == 2
    ties = [Tie(1, "knows", 1, 2, "active"), Tie(2, "knows", 1, 3, "active"), Tie(3, "funds", 2, 1, "active")]
    assert first(gaps(unknown, *others, ties=ties)).value == pytest.approx(2 * 1.2), "parallel ties count once"
    wanted = [Tie(1, "knows", 1, 2, "wanted")]
    assert first(gaps(unknown, *others, ties=wanted)).value == 2
    stances = [Stance(1, 1, 1, None, 3, "2024-01-01"), Stance(2, 1, 1, None, 5, "2024-05-01")]
    assert first(gaps(unknown, stances=stances)).value == pytest.approx(2 * 1.6)
    many = [Tie(n, "knows", 1, n + 1, "active") for n in range(1, 30)]
    assert first(gaps(unknown, ties=many)).value == 4


def test_the_stance_of_those_on_our_issues() -> None:
    us, other = actor(1), actor(2)
    assert codes(gaps(us, other, us=us.ref)) == {"b": ["unknown-stance"]}
    assert "ngomap stance b STANCE --issue health" in first(gaps(us, other, us=us.ref)).reasons[0].text
    assert codes(gaps(us, other, us=us.ref, stances=[Stance(1, 2, 1, 1, None, None)])) == {}
    assert codes(gaps(us, other, us=us.ref, stances=[Stance(1, 2, 1, None, 4, None)])) == {"b": ["unknown-stance"]}
    assert codes(gaps(us, other, us=us.ref, stances=[Stance(1, 2, 1, 1, None, "2024-04-01")])) != {}
    assert codes(gaps(us, other, us=us.ref, facts={1: replace(FULL, issues=["water"]), 2: FULL})) == {}


def test_our_trust_in_those_we_work_with() -> None:
    us, other = actor(1), actor(2)
    known = {"us": us.ref, "stances": [Stance(1, 2, 1, 1, None, None)]}
    tie = Tie(1, "works-with", 1, 2, "active", rung=2)
    assert codes(gaps(us, other, ties=[tie], **known)) == {"b": ["unknown-trust"]}
    assert codes(gaps(us, other, ties=[tie], trust=[Trust(1, 1, 2, None, 3, None, None)], **known)) == {}
    for from_id, to_id in ((2, 1), (3, 2)):
        assert codes(gaps(us, other, ties=[tie], trust=[Trust(1, from_id, to_id, None, 3, None, None)], **known)) != {}
    assert codes(gaps(us, other, ties=[replace(tie, type="funds", rung=None)], **known)) == {}


def test_areas_that_nobody_looked_at() -> None:
    report = gaps(actor(1), areas=AREAS)
    assert [(f.group, f.subject, f.value) for f in report.findings] == [
        ("never surveyed", "east", 1), ("never surveyed", "west", 0),
    ]  # fmt: skip
    assert first(report).label == "East (E1)"
    assert first(report).reasons[0].evidence == ("area:2",)
    looked = [Survey(1, 2, 1, "2020"), Survey(2, 3, None, "2025")]
    assert codes(gaps(actor(1), areas=AREAS, surveys=looked)) == {"west": ["never-surveyed"]}
    assert codes(gaps(actor(1), areas=AREAS, area=AREAS[2])) == {"west": ["never-surveyed"]}


def test_filters() -> None:
    report = gaps(actor(1, level=None), actor(2, level=None), about={2})
    assert list(codes(report)) == ["b"]


def test_an_isolated_actor_leaves_the_others_alone() -> None:
    ties = [Tie(1, "knows", 1, 2, "active")]
    before = gaps(actor(1, level=None), actor(2, email=None), ties=ties)
    after = gaps(actor(1, level=None), actor(2, email=None), actor(3, level=None), ties=ties)
    assert set(before.findings) <= set(after.findings)


def test_points_outside_their_country_are_a_group_of_their_own() -> None:
    land = Area(7, "land", "Land", country="KE", lat=36.8, lon=-1.2)
    east = Area(8, "east", "East", parent=7, lat=-1.2, lon=36.8)
    people = [
        actor(1, lat=36.82, lon=-1.29, country="KE"), actor(2, lat=-1.29, lon=36.82, country="KE"),
        actor(3, lat=10.0, lon=20.0, area="east"), actor(4, lat=10.0, lon=20.0), actor(5, lat=0.0, lon=0.0),
        actor(6, lat=0.0, lon=0.0, status="closed"),
    ]  # fmt: skip
    found = [f for f in gaps(*people, areas=[land, east]).findings if f.group == "points that look wrong"]
    assert [(f.subject, f.value, f.reasons[0].code, f.reasons[0].evidence) for f in found] == [
        ("a", None, "point-swapped", ("actor:1",)), ("c", None, "point-outside", ("actor:3",)),
        ("e", None, "point-zero", ("actor:5",)), ("land", None, "point-swapped", ("area:7",)),
    ]  # fmt: skip
    assert found[0].reasons[0].text.endswith("ngomap edit a --lat -1.29 --lon 36.82")
    assert found[1].reasons[0].text.endswith("ngomap edit c --lat LAT --lon LON")
    about = gaps(*people, areas=[land, east], about={2, 3}).findings
    assert [f.subject for f in about if f.group == "points that look wrong"] == ["c"]
    inside = gaps(*people, areas=[land, east], about=set(), area=land).findings
    assert [f.subject for f in inside if f.group == "points that look wrong"] == ["land"]
    steps = gaps(*people, areas=[land, east]).next
    assert "Correct the point of A: ngomap edit a --lat -1.29 --lon 36.82" in steps
