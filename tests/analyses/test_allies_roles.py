"""What an ally could be to us, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_known import AllyRows, Asked, Known
from ngomap.analyses.allies_roles import FIRST, ROLES, roles_of
from ngomap.model.actors import Actor
from ngomap.model.coverage import Activity, Resource
from ngomap.model.relationships import Tie
from ngomap.model.words import Area, Term

ISSUE = Term(1, "issue", "corruption", "Corruption")
TERMS = [ISSUE, Term(2, "issue", "health", "Health"), Term(3, "service", "legal-aid", "Legal aid")]
AREAS = [Area(1, "town", "Town"), Area(2, "far", "Far")]
US, ADA, HALL = 1, 2, 3


def actor(id_: int, handle: str, kind: str = "ngo", **fields: Any) -> Actor:
    names = Actor.__slots__
    known = dict.fromkeys(names) | {"id": id_, "uid": handle, "handle": handle, "kind": kind, "name": handle.title()}
    return Actor(**{**known, "audience": "public", **fields})  # type: ignore[arg-type]


def roles(
    kind: str = "ngo", purpose: str | None = None, ours: dict[str, Any] | None = None, **rows: Any
) -> dict[str, str]:
    """Ada's roles in order, each with why."""
    fields = rows.pop("fields", {})
    people = [actor(US, "us", **(ours or {})), actor(ADA, "ada", kind, **fields), actor(HALL, "hall", "government")]
    found = AllyRows(people, US, TERMS, AREAS, **{"terms_of": {ADA: [1]}, **rows})
    scene = Scene(Known(found, Asked(ISSUE, "2026-05-01", purpose=purpose)))
    return {role: told.text for role, told in roles_of(scene, ADA)}


OFFER = Resource(1, ADA, "offer", "training", "Training")
HERE_AND_THERE = {US: [1], ADA: [2]}


def test_insider() -> None:
    assert roles("government") == {"insider": "a public body"}
    for type_, words in (("works-for", "works for Hall"), ("holds-office-in", "holds office in Hall")):
        assert roles("person", ties=[Tie(1, type_, ADA, HALL, "active")])["insider"] == words
    assert "insider" not in roles("person", ties=[Tie(1, "works-for", ADA, HALL, "ended")])
    assert "insider" not in roles("person", ties=[Tie(1, "knows", ADA, HALL, "active")])


def test_mentor() -> None:
    assert roles(ties=[Tie(1, "mentors", ADA, US, "active")])["mentor"] == "mentors us already"
    assert "mentor" not in roles(ties=[Tie(1, "mentors", US, ADA, "active")])
    higher = {"ours": {"level": "local"}, "fields": {"level": "national"}}
    assert roles(resources=[OFFER], **higher)["mentor"] == "national, and offers training"
    assert "mentor" not in roles(**higher)
    assert "mentor" not in roles(resources=[OFFER], ours={"level": "national"}, fields={"level": "national"})
    assert "mentor" not in roles(resources=[OFFER], terms_of={ADA: [2]}, **higher)
    assert "mentor" not in roles(resources=[OFFER], fields={"level": "national"})


def test_coordinate_unless_it_is_known_to_be_elsewhere() -> None:
    assert roles() == {"coordinate": "works on Corruption"}
    assert roles(serves={US: [1], ADA: [1]}) == {"coordinate": "works on Corruption"}
    assert roles(serves=HERE_AND_THERE) == {"learn": "works on Corruption elsewhere (Far)"}
    assert "coordinate" not in roles("donor")


def test_learn_says_where() -> None:
    work = [Activity(1, ADA, 1, 2)]
    assert roles(serves={US: [1]}, activities=work) == {"learn": "works on Corruption in Far, not where we are"}
    assert roles("academia") == {"learn": "a research body that works on Corruption"}


@pytest.mark.parametrize(
    ("kind", "fields", "rows"),
    [
        ("ngo", {"level": "international"}, {}),
        ("igo", {"level": "international"}, {}),
        ("ngo", {}, {"terms_of": {ADA: [3]}}),
        ("person", {}, {"resources": [Resource(1, ADA, "offer", "legal", "A lawyer")]}),
    ],
)
def test_protect(kind: str, fields: dict[str, Any], rows: dict[str, Any]) -> None:
    assert "protect" in roles(kind, fields=fields, **rows)
    assert next(iter(roles(kind, "protection", fields=fields, **rows))) == "protect"


def test_international_business_does_not_protect() -> None:
    assert "protect" not in roles("business", fields={"level": "international"})


@pytest.mark.parametrize("kind", ["media", "union", "faith", "network"])
def test_amplify(kind: str) -> None:
    assert "heard by many" in roles(kind)["amplify"]


def test_resource() -> None:
    assert roles("donor") == {"resource": "a donor"}
    assert roles(ties=[Tie(1, "funds", ADA, US, "active")])["resource"] == "funds us"
    need = Resource(2, US, "need", "training", "Training")
    assert roles(resources=[OFFER, need])["resource"] == "offers training, which we need"
    assert "resource" not in roles(resources=[OFFER])
    late = Resource(2, US, "need", "training", "Training", until="2026-04-30")
    assert "resource" not in roles(resources=[OFFER, late])


def test_who_meets_no_rule_can_lend_its_name() -> None:
    assert roles("person", terms_of={}) == {"amplify": "can lend us its name"}


@pytest.mark.parametrize("purpose", [p for p in FIRST if p])
def test_the_roles_of_a_purpose_come_first(purpose: str) -> None:
    ties = [Tie(1, "mentors", ADA, US, "active"), Tie(2, "funds", ADA, US, "active")]
    offers = [Resource(1, ADA, "offer", "legal", "A lawyer")]
    got = list(roles("network", purpose, ties=ties, resources=offers))
    assert got == [
        *(r for r in FIRST[purpose] if r in got),
        *(r for r in ROLES if r in got and r not in FIRST[purpose]),
    ]
    assert {"mentor", "coordinate", "protect", "amplify", "resource"} == set(got)
