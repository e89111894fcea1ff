"""Single factors, each by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from ngomap.analyses.allies_factors import MEASURES, Scene
from ngomap.analyses.allies_known import AllyRows, Asked, Known
from ngomap.analyses.allies_ranking import PURPOSES, WEIGHTS
from ngomap.analyses.allies_telling import LABELS, TELLERS
from ngomap.analyses.allies_unknown import UNKNOWN, remedy
from ngomap.model.actors import Actor
from ngomap.model.contacts import Trust
from ngomap.model.coverage import Activity, Resource
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

ISSUE = Term(1, "issue", "corruption", "Corruption")
TERMS = [
    ISSUE,
    Term(2, "issue", "fraud", "Fraud", 1),
    Term(3, "issue", "health", "Health"),
    Term(4, "population", "youth", "Youth"),
    Term(5, "service", "monitoring", "Monitoring"),
    Term(6, "service", "budgets", "Budget monitoring", 5),
    Term(7, "service", "theatre", "Theatre"),
]
AREAS = [
    Area(1, "land", "Land", "country", lat=0.0, lon=0.0),
    Area(2, "city", "City", "city", 1, lat=0.0, lon=1.0),
    Area(3, "mill", "Mill", "village", 2),
    Area(4, "far", "Far", "city", 1, lat=0.0, lon=3.0),
]
US, ADA, BEA = 1, 2, 3


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    names = Actor.__slots__
    known = dict.fromkeys(names) | {"id": id_, "uid": handle, "handle": handle, "kind": kind, "name": handle.title()}
    return Actor(**{**known, "audience": "public", **fields})  # type: ignore[arg-type]


def scene(area: Area | None = None, ours: dict[str, Any] | None = None, **rows: Any) -> Scene:
    fields = rows.pop("fields", {})
    kind = rows.pop("kind", "ngo")
    people = [actor(US, "us", **(ours or {})), actor(ADA, "ada", kind, **fields), actor(BEA, "bea")]
    return Scene(Known(AllyRows(people, US, TERMS, AREAS, **rows), Asked(ISSUE, "2026-05-01", area)))


def measure(factor: str, **rows: Any) -> int | None:
    return MEASURES[factor](scene(**rows), ADA)


def test_every_factor_has_a_weight_words_and_a_command() -> None:
    assert list(MEASURES) == list(WEIGHTS) == list(TELLERS) == list(LABELS) == list(UNKNOWN)
    assert all(remedy(scene(), factor, "ada").startswith("ngomap ") for factor in MEASURES)


def test_the_weights_of_every_purpose_sum_to_a_hundred() -> None:
    assert [sum(column) for column in zip(*WEIGHTS.values(), strict=True)] == [100] * (1 + len(PURPOSES))


@pytest.mark.parametrize("factor", MEASURES)
def test_nothing_is_known_of_an_actor_without_facts(factor: str) -> None:
    ours = {"lat": 0.0, "lon": 0.0}
    known = {"terms_of": {US: [1, 4, 5]}, "serves": {US: [2]}, "ties": [Tie(1, "knows", US, BEA, "active")]}
    assert measure(factor, ours=ours, **known) is None


class TestProximity:
    """1 / (1 + km / 50), a degree at the equator being 111.2 km."""

    HERE = {"lat": 0.0, "lon": 0.0}  # noqa: RUF012

    @pytest.mark.parametrize(
        ("fields", "serves", "degrees"),
        [
            ({"lat": 0.0, "lon": 2.0, "area": "city"}, {}, 2),
            ({"area": "city"}, {ADA: [4]}, 1),
            ({"area": "mill"}, {}, 1),
            ({}, {ADA: [2, 4]}, 1),
            ({"area": "land"}, {}, None),
            ({"lat": 0.0, "lon": 0.0}, {}, 0),
        ],
    )
    def test_own_point_then_seat_then_the_nearest_area(
        self, fields: dict[str, Any], serves: dict[int, list[int]], degrees: int | None
    ) -> None:
        expected = None if degrees is None else round(1000 / (1 + degrees * 111.195 / 50))
        assert measure("proximity", ours=self.HERE, fields=fields, serves=serves) == expected

    def test_it_is_measured_from_the_area_asked_about(self) -> None:
        asked = scene(area=AREAS[2], ours=self.HERE, fields={"area": "far"})
        assert MEASURES["proximity"](asked, ADA) == round(1000 / (1 + 2 * 111.195 / 50))
        told = TELLERS["proximity"](asked, ADA)
        assert told.text == "223 km from Mill, measured to Far"
        assert told.evidence == ("actor:2", "area:4")

    def test_without_a_point_of_ours_nothing_is_near(self) -> None:
        assert measure("proximity", fields={"area": "city"}) is None


class TestCapacity:
    """Staff, people served and breadth, each on a scale of powers, and their mean."""

    @pytest.mark.parametrize(("staff", "expected"), [(0, 0), (9, 333), (99, 667), (999, 1000), (50000, 1000)])
    def test_staff(self, staff: int, expected: int) -> None:
        assert measure("capacity", fields={"staff": staff}) == expected

    def test_breadth_is_a_share_of_the_areas_with_work_on_the_issue(self) -> None:
        work = [Activity(1, ADA, 1, 2), Activity(2, BEA, 2, 3), Activity(3, BEA, 1, 4), Activity(4, BEA, 3, 1)]
        assert measure("capacity", activities=work) == round(1000 * math.log(2) / math.log(4))

    def test_people_served_are_the_capacity_or_else_the_reached(self) -> None:
        work = [Activity(1, ADA, 1, 2, capacity=900, reached=5), Activity(2, ADA, 2, 2, reached=99)]
        assert measure("capacity", activities=work) == round(1000 * (3 / 5 + 1) / 2)

    def test_funding_plans_and_other_issues_are_no_presence(self) -> None:
        others = [
            Activity(1, ADA, 1, 2, role="funder"),
            Activity(2, ADA, 1, 2, status="planned"),
            Activity(3, ADA, 3, 2),
        ]
        assert measure("capacity", activities=others) is None

    def test_work_only_elsewhere_is_no_presence_in_the_area_asked_about(self) -> None:
        work = [Activity(1, ADA, 1, 4)]
        assert measure("capacity", activities=work) == 1000
        assert measure("capacity", area=AREAS[1], activities=work) == 0


class TestGround:
    """Shares of what both sides have recorded."""

    def test_only_what_both_have_recorded_is_compared(self) -> None:
        assert measure("common", terms_of={US: [1, 3, 4], ADA: [2]}) == 500
        assert measure("common", terms_of={US: [4], ADA: [2]}) is None

    def test_areas_within_each_other_are_shared(self) -> None:
        assert measure("common", serves={US: [3, 4], ADA: [2]}) == 500
        assert measure("common", serves={US: [2], ADA: [3]}) == 1000

    def test_the_area_asked_about_takes_the_place_of_ours(self) -> None:
        assert measure("common", area=AREAS[3], serves={US: [2], ADA: [4]}) == 1000
        assert measure("common", area=AREAS[3], serves={US: [2], ADA: [2]}) == 0

    def test_who_provides_a_part_of_a_service_does_not_lack_it(self) -> None:
        assert measure("they-bring", terms_of={US: [6], ADA: [5, 7]}) == 500
        assert measure("we-bring", terms_of={US: [6], ADA: [5, 7]}) == 0

    def test_a_closed_or_past_offer_meets_no_need(self) -> None:
        need = Resource(1, US, "need", "legal", "A lawyer")
        for offer, share in (
            (Resource(2, ADA, "offer", "legal", "L"), 1000),
            (Resource(2, ADA, "offer", "legal", "L", status="closed"), None),
            (Resource(2, ADA, "offer", "legal", "L", until="2026-04"), None),
            (Resource(2, ADA, "offer", "space", "S"), 0),
        ):
            assert measure("they-bring", resources=[need, offer]) == share

    def test_people_bring_no_areas(self) -> None:
        assert measure("they-bring", serves={US: [2], ADA: [4]}) == 1000
        assert measure("they-bring", kind="person", serves={US: [2], ADA: [4]}) is None


def test_the_seat_is_where_a_local_actor_works_but_not_a_national_one() -> None:
    for level, share in (("local", 1000), (None, 1000), ("national", None)):
        assert measure("common", ours={"area": "city"}, fields={"area": "mill", "level": level}) == share


def test_trust_is_what_is_known_of_either_side() -> None:
    ours, theirs = Trust(1, US, ADA, "2026-01-01", 4, 2, None), Trust(2, ADA, US, None, 1, None, None)
    assert measure("trust", trust=[ours]) == 750
    assert measure("trust", trust=[theirs]) == 250
    assert measure("trust", trust=[ours, theirs]) == 500
    assert measure("trust", trust=[ours, Trust(3, US, ADA, "2026-02-01", 0, 0, 0)]) == 0
    assert measure("trust", trust=[Trust(4, BEA, ADA, None, 4, 4, 4)]) is None
