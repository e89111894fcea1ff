"""What a call asks, held against one actor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ngomap.analyses.grant_facts import Facts, GrantRows, Project
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.coverage import Activity
from ngomap.model.together import Grant
from ngomap.model.words import Area, Term

ON = "2026-06-01"
FUNDER = ActorRef(99, "fund", "Fund", "donor")
WATER = Term(7, "issue", "water", "Water")
TOWN = Area(5, "town", "Town")


def actor(number: int = 1, handle: str = "we", **facts: Any) -> Actor:
    plain: dict[str, Any] = dict.fromkeys(Actor.__slots__)
    plain |= {"id": number, "uid": "", "handle": handle, "kind": "ngo", "name": handle.title(), "audience": "public"}
    return Actor(**plain | facts)


def call(**asked: Any) -> Grant:
    plain: dict[str, Any] = dict.fromkeys(Grant.__slots__)
    plain |= {"id": 3, "uid": "", "handle": "call", "funder": 99, "name": "Call", "status": "open", "audience": "public"}
    return Grant(**plain | asked)


def facts(grant: Grant, on: str = ON, **rows: Any) -> Facts:
    known: dict[str, Any] = {"term": WATER, "area": TOWN, "terms": {7, 8}, "within": {5, 6}, "around": {4}}
    return Facts(GrantRows(grant, FUNDER, actor(), **known | rows), on)


def test_registered_is_met_or_unknown_but_never_not_met() -> None:
    assert facts(call()).registered(actor()).state == "unknown"
    assert facts(call(), identifiers={1: "XX:1"}).registered(actor()).state == "met"
    assert facts(call()).registered(actor()).command == "ngomap edit we --id SCHEME:NUMBER"


@pytest.mark.parametrize(
    ("founded", "state"),
    [
        ("2023-06-01", "met"), ("2023-06-02", "not met"), ("2023-05", "met"), ("2023-06", "unknown"), ("2023-07", "not met"),
        ("2022", "met"), ("2023", "unknown"), ("2024", "not met"), (None, "unknown"), ("2027", "unknown"),
    ],
)  # fmt: skip
def test_three_years_of_existence_with_dates_of_which_a_part_is_known(founded: str | None, state: str) -> None:
    assert facts(call(years=3)).years(actor(founded=founded)).state == state


def test_whoever_is_old_enough_on_the_deadline_is_old_enough_and_a_past_deadline_does_not_count() -> None:
    young = actor(founded="2023-08-01")
    assert facts(call(years=3, deadline="2026-08-01")).years(young).state == "met"
    assert facts(call(years=3, deadline="2026-07-31")).years(young).state == "not met"
    assert facts(call(years=3, deadline="2026-08-01"), "2026-09-01").years(young).text.endswith(": 3 years.")


@pytest.mark.parametrize(
    ("audited", "state"), [(2026, "met"), (2024, "met"), (2023, "not met"), (None, "unknown"), (2027, "unknown")]
)
def test_accounts_of_two_years_ago_are_recent_and_older_ones_are_not(audited: int | None, state: str) -> None:
    assert facts(call(audited=True)).audited(actor(audited=audited)).state == state


def test_another_currency_is_unknown_and_never_converted() -> None:
    found = facts(call(budget=10.0, currency="EUR"))
    assert (found.money(actor(budget=50.0, currency="EUR")).value, found.money(actor(budget=50.0, currency="USD")).value) == (50, None)
    assert found.money(actor(budget=50.0, currency="USD")).state == "unknown"
    assert found.money(actor(budget=50.0)).state == "unknown"
    assert found.money(actor()).command == "ngomap edit we --budget AMOUNT --currency EUR"


def test_projects_are_told_apart_by_name_and_only_those_on_the_issue_that_began_count() -> None:
    rows = (
        Activity(1, 1, 7, 5, project="Wells"), Activity(2, 1, 8, 5, project="wells", since="2020"),
        Activity(3, 1, 7, 5, project="Later", since="2026-07"), Activity(4, 1, 7, 5, project="Paid", role="funder"),
        Activity(5, 1, 7, 5, project="Planned", status="planned"), Activity(6, 1, 9, 5, project="Elsewhere"),
        Activity(7, 2, 7, 5, project="Of others"), Activity(8, 1, 7, 5),
    )  # fmt: skip
    known = facts(call(projects=2), activities=rows)
    answer = known.projects(actor())
    assert (answer.state, answer.value, answer.evidence) == ("not met", 1, ("activity:1", "activity:2"))
    done = Project(30, 1, "Pumps", "2025", frozenset({8}))
    more = facts(call(projects=2), activities=rows, projects=[done, replace(done, id=31, name="Roads", terms=frozenset({9}))])
    assert (more.projects(actor()).state, more.projects(actor()).value) == ("met", 2)
    assert "project:30" in more.projects(actor()).evidence
    assert known.projects(actor(4, "new")).state == "unknown"


def test_without_an_issue_every_project_counts() -> None:
    row = Activity(6, 1, 9, 5, project="Elsewhere")
    assert facts(call(projects=1), activities=[row], term=None, terms=()).projects(actor()).state == "met"


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ({"serves": {1: {6}}}, "met"), ({"serves": {1: {4}}}, "unknown"), ({"serves": {1: {9}}}, "not met"),
        ({"seats": {1: {5}}}, "unknown"), ({}, "unknown"), ({"activities": [Activity(2, 1, 9, 5)]}, "met"),
        ({"activities": [Activity(2, 1, 9, 5, status="planned")]}, "unknown"),
        ({"activities": [Activity(2, 1, 9, 5, role="funder")]}, "unknown"),
        ({"activities": [Activity(2, 1, 9, 9)]}, "not met"), ({"activities": [Activity(2, 1, 9, 4)]}, "unknown"),
    ],
)  # fmt: skip
def test_the_area_is_met_by_serving_or_working_there_or_within(rows: dict[str, Any], state: str) -> None:
    assert facts(call(area=5), **rows).area(actor()).state == state
