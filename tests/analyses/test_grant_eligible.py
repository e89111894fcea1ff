"""Do we qualify; if not, with whom?"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from ngomap.analyses.grant_eligible import BESIDE, BRINGS, NEVER, ONE, SET, find_eligibility
from ngomap.analyses.grant_facts import GrantRows
from ngomap.model.contacts import Stance
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from tests.analyses.test_grant_facts import FUNDER, ON, actor, call

WE = actor(1, "we", founded="2025-04", budget=30.0, currency="EUR")
OLD = actor(2, "old", founded="2000")
ELDER = actor(3, "elder", founded="1990")
VAGUE = actor(4, "vague")
RICH = actor(5, "rich", founded="2024", budget=500.0, currency="EUR")


def ask(grant: Any, *others: Any, on: str = ON, most: int | None = None, limit: int = 0, **rows: Any) -> Report:
    lead = rows.pop("lead", WE)
    return find_eligibility(GrantRows(grant, FUNDER, lead, others=others, **rows), on, most, limit, us=1)


def who(report: Report, group: str) -> list[str]:
    return [f.subject for f in report.findings if f.group == group]


def tie(number: int, other: int, rung: int, **facts: Any) -> Tie:
    return Tie(number, "works-with", 1, other, facts.pop("status", "active"), rung=rung, **facts)


def test_whoever_qualifies_needs_nobody() -> None:
    report = ask(call(years=1), OLD)
    assert report.parameters["eligible"] is True
    assert report.findings[0].label == "We qualifies"
    assert {f.group for f in report.findings} == {"the answer", "what the call asks"}
    assert report.next == ("Applied: ngomap grant edit call --status applied",)


def test_a_call_that_asks_nothing_and_a_map_of_one() -> None:
    report = ask(call())
    assert report.parameters["eligible"] is True
    assert "Nothing is recorded of what the call asks." in [r.text for r in report.findings[0].reasons]
    alone = ask(call(years=5))
    assert (who(alone, ONE), who(alone, SET)) == ([], [])
    assert alone.caveats == ("Nobody in the map is known to bring all that is asked of the lead at once.",)


def test_the_strongest_tie_goes_first_then_the_handle() -> None:
    assert who(ask(call(years=5), OLD, ELDER), ONE) == ["elder", "old"]
    assert who(ask(call(years=5), OLD, ELDER, ties=[tie(9, 2, 3)]), ONE) == ["old", "elder"]
    # A tie that is over, or not begun, holds nobody.
    assert who(ask(call(years=5), OLD, ELDER, ties=[tie(9, 2, 3, status="ended")]), ONE) == ["elder", "old"]


def test_one_who_is_unknown_is_asked_but_never_counted() -> None:
    report = ask(call(years=5), VAGUE)
    assert (who(report, ONE), who(report, BESIDE)) == ([], ["vague"])
    (asked,) = [f for f in report.findings if f.subject == "vague"]
    assert [r.code for r in asked.reasons] == ["leads", "ask", "no-tie"]
    assert "Ask: founded when? ngomap edit vague --founded DATE" in asked.reasons[1].text
    # With somebody sure, who is no more, nothing is gained by asking.
    assert who(ask(call(years=5), VAGUE, OLD), BESIDE) == []


def test_what_is_unknown_of_us_stands_apart_with_what_to_find_out() -> None:
    report = ask(call(registered=True), OLD)
    assert report.findings[0].label == "Whether We qualifies is not known"
    (hope,) = [f for f in report.findings if f.group == BESIDE]
    assert (hope.subject, hope.label, hope.value) == ("we", "We: alone", 1)
    assert report.next[0] == "Find out and note it: ngomap edit we --id SCHEME:NUMBER"


def test_two_are_needed_where_one_is_old_and_another_rich() -> None:
    report = ask(call(years=5, budget=400.0, currency="EUR"), OLD, RICH)
    assert who(report, SET) == ["old", "rich"]
    assert report.parameters["exact"] is True
    assert report.next[-1] == "See it together: ngomap grant eligible call --with old --with rich"
    (ours,) = [f for f in report.findings if f.group == BRINGS]
    assert [r.text for r in ours.reasons] == ["We has 30 EUR a year."]
    fewer = ask(call(years=5, budget=400.0, currency="EUR"), OLD, RICH, most=1)
    assert who(fewer, SET) == []
    assert "No set of partners of at most 1 partner is known to bring all that is missing." in fewer.caveats
    together = ask(call(years=5, budget=400.0, currency="EUR"), beside=[OLD, RICH])
    assert together.findings[0].reasons[-1].code == "call"
    # Of Old the budget is not known, yet those of the others suffice.
    assert together.parameters["eligible"] is True
    assert "Old would lead." in [r.text for r in together.findings[0].reasons]


def test_rivals_opponents_and_those_who_declined_are_never_proposed() -> None:
    grant = call(years=5)
    rival = ask(grant, OLD, rivals=[(8, 2, 1)])
    assert (who(rival, ONE), who(rival, NEVER)) == ([], ["old"])
    declined = ask(grant, OLD, ties=[tie(9, 2, 1, status="declined")])
    assert (who(declined, ONE), who(declined, NEVER)) == ([], ["old"])
    no = Stance(4, 2, 7, -1, None, "2026-01-01")
    assert who(ask(grant, OLD, stances=[no], family={7}), NEVER) == ["old"]
    # On another issue, later than the day, or since then otherwise: no opponent.
    assert who(ask(grant, OLD, stances=[no], family={8}), ONE) == ["old"]
    assert who(ask(grant, OLD, stances=[replace(no, on_date="2026-06-02")], family={7}), ONE) == ["old"]
    turned = [replace(no, id=3, stance=1, on_date="2026-05-01"), no]
    assert who(ask(grant, OLD, stances=turned, family={7}), ONE) == ["old"]


def test_two_rivals_are_never_proposed_together() -> None:
    grant = call(years=5, budget=400.0, currency="EUR")
    assert who(ask(grant, OLD, ELDER, RICH, rivals=[(8, 5, 3)]), SET) == ["old", "rich"]


def test_a_deadline_that_is_over_and_a_call_without_a_currency_are_said() -> None:
    late = ask(call(years=1, deadline="2026-05-31"))
    assert late.caveats == ("The deadline is over: it was 2026-05-31.",)
    blocked = ask(call(budget=5.0), RICH)
    assert blocked.findings[0].label == "Whether We qualifies is not known"
    assert who(blocked, ONE) == []
    assert any("how much money" in c for c in blocked.caveats)


def test_the_limit_leaves_out_alternatives_but_no_requirement() -> None:
    many = [replace_id(OLD, 10 + i) for i in range(5)]
    report = ask(call(years=5, registered=True, budget=10.0, currency="EUR"), *many, limit=2, identifiers=dict.fromkeys(range(10, 15), "X:1"))
    assert len(who(report, ONE)) == 2
    assert report.counts[ONE] == 5
    assert report.counts["what the call asks"] == 3


def replace_id(one: Any, number: int) -> Any:
    return actor(number, f"old-{number}", founded=one.founded)


def test_the_order_of_the_rows_and_the_numbers_of_the_records_mean_nothing() -> None:
    grant = call(years=5, budget=400.0, currency="EUR", partners=4)
    others = [OLD, ELDER, RICH, VAGUE, *(replace_id(OLD, 20 + i) for i in range(4))]
    ties = [tie(9, 2, 3), tie(10, 5, 1)]
    before = ask(grant, *others, ties=ties).document()
    random.Random(3).shuffle(others)
    assert ask(grant, *others, ties=ties[::-1]).document() == before
