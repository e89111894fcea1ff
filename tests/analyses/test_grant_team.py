"""What some apply with together."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.analyses.grant_facts import Facts, GrantRows
from ngomap.analyses.grant_partners import Missing
from ngomap.analyses.grant_team import Team
from tests.analyses.test_grant_facts import FUNDER, ON, actor, call

WE = actor(1, "we", founded="2025", budget=30.0, currency="EUR")
OLD = actor(2, "old", founded="2000", budget=80.0, currency="EUR")


def team(*members: Any, identifiers: dict[int, str] | None = None, **asked: Any) -> Team:
    rows = GrantRows(call(**asked), FUNDER, members[0], members[1:], identifiers=identifiers or {})
    return Team(Facts(rows, ON), members)


def states(found: Team) -> dict[str, str]:
    return {r.code: r.answer.state for r in found.requirements()}


def test_a_call_that_asks_nothing_is_met() -> None:
    assert states(team(WE)) == {}
    assert team(WE).missing() == Missing()


def test_one_and_the_same_must_meet_all_that_is_asked_of_the_lead() -> None:
    apart = team(WE, OLD, identifiers={1: "XX:1"}, registered=True, years=5)
    assert apart.leader() is None
    assert apart.missing().needs == {"lead"}
    assert apart.leader(sure=False) == OLD
    together = team(WE, OLD, identifiers={2: "XX:1"}, registered=True, years=5)
    assert together.leader() == OLD
    assert states(together) == {"registered": "met", "years": "met"}


def test_budgets_are_added_up_and_one_that_is_not_known_may_make_up_the_rest() -> None:
    assert states(team(WE, OLD, budget=110.0, currency="EUR")) == {"budget": "met"}
    assert states(team(WE, OLD, budget=111.0, currency="EUR")) == {"budget": "not met"}
    foreign = actor(3, "foreign", budget=900.0, currency="USD")
    unsure = team(WE, foreign, budget=31.0, currency="EUR")
    assert states(unsure) == {"budget": "unknown"}
    assert (unsure.missing().money, unsure.missing(sure=False).money) == (1.0, 0.0)


def test_the_number_of_organizations_counts_the_lead() -> None:
    assert states(team(WE, partners=2)) == {"partners": "not met"}
    assert team(WE, partners=3).missing().members == 2
    assert states(team(WE, OLD, partners=2)) == {"partners": "met"}
    assert states(team(WE, partners=1)) == {}


@pytest.mark.parametrize(
    ("asked", "state", "money"),
    [
        # A quarter of all the costs: a third of the grant.
        ({"least": 90.0, "currency": "EUR"}, "met", 0.0),
        ({"least": 120.0, "most": 900.0, "currency": "EUR"}, "not met", 10.0),
        ({"most": 120.0, "currency": "EUR"}, "unknown", 10.0),
        ({"most": 60.0, "currency": "EUR"}, "met", 0.0),
        ({}, "unknown", 0.0),
    ],
)
def test_the_own_share_is_held_against_the_smallest_grant(asked: dict[str, Any], state: str, money: float) -> None:
    found = team(WE, own_share=25.0, **asked)
    assert states(found) == {"own_share": state}
    assert found.missing().money == pytest.approx(money)


def test_what_the_call_leaves_out_nobody_can_be_sure_of() -> None:
    assert team(WE, own_share=25.0).blocked()
    assert team(WE, own_share=100.0, least=5.0, currency="EUR").blocked()
    assert team(WE, budget=5.0).blocked()
    assert not team(WE, budget=5.0, currency="EUR").blocked()
