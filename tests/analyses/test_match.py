"""Offers shared out among needs: the best sum there is, what rules a pair out, amounts, circles, what is left."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses import match_market
from ngomap.analyses.match import MATCHES, NEEDS, OFFERS, find_matches
from ngomap.analyses.match_market import WEIGHTS, Market, MarketRows
from ngomap.analyses.match_sharing import share_market
from ngomap.analyses.swaps import CIRCLES
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Trust
from ngomap.model.coverage import Resource
from ngomap.model.relationships import Tie
from ngomap.model.report import Report
from ngomap.model.words import Area

ON = "2026-06-01"
AREAS = [Area(1, "land", "Land"), Area(2, "town", "Town", parent=1), Area(3, "hill", "Hill", parent=1)]
VALUES = st.sampled_from([None, 1.0, 2.0, 3.0])


def actor(id_: int) -> Actor:
    return Actor(id_, "", chr(96 + id_), "ngo", chr(64 + id_), *[None] * 19, "public")  # type: ignore[arg-type]


def offer(id_: int, who: int, kind: str = "space", what: str = "Room", **known: object) -> Resource:
    return Resource(id_, who, "offer", kind, what, **known)  # type: ignore[arg-type]


def need(id_: int, who: int, kind: str = "space", what: str = "Room", **known: object) -> Resource:
    return Resource(id_, who, "need", kind, what, **known)  # type: ignore[arg-type]


def rows(*resources: Resource, ties: tuple[Tie, ...] = (), trust: tuple[Trust, ...] = ()) -> MarketRows:
    return MarketRows({i: actor(i) for i in range(1, 9)}, resources, AREAS, ties, trust)


def report(*resources: Resource, asked: int = 0, ties: tuple[Tie, ...] = (), trust: tuple[Trust, ...] = ()) -> Report:
    who: ActorRef | None = actor(asked).ref if asked else None
    return find_matches(rows(*resources, ties=ties, trust=trust), ON, who)


def listed(found: Report, group: str) -> list[str]:
    return [f.subject for f in found.findings if f.group == group]


def codes(found: Report, group: str) -> list[list[str]]:
    return [[r.code for r in f.reasons] for f in found.findings if f.group == group]


def best_by_trying(market: Market) -> float:
    """The largest sum under the rules that `share_market` states, by trying every way to give every unit."""
    pairs: list[tuple[int, int, float]] = []
    demands = []
    for n, wanted in enumerate(market.needs):
        fits = {o: f for o, x in enumerate(market.offers) if (f := market.fit(x, wanted))}
        same = [o for o in fits if market.comparable(market.offers[o], wanted)]
        demands.append(int(wanted.quantity or 1) if same else 1)
        pairs += [(n, o, fits[o].value / demands[-1]) for o in (same or fits)]
    supplies = tuple(int(o.quantity or 1) for o in market.offers)

    @cache
    def best(at: int, wanted: tuple[int, ...], left: tuple[int, ...]) -> float:
        if at == len(pairs):
            return 0.0
        n, o, worth = pairs[at]
        return max(
            units * worth
            + best(
                at + 1,
                tuple(u - units * (i == n) for i, u in enumerate(wanted)),
                tuple(u - units * (i == o) for i, u in enumerate(left)),
            )
            for units in range(min(wanted[n], left[o]) + 1)
        )

    return best(0, tuple(demands), supplies)


@st.composite
def markets(draw: st.DrawFn) -> list[Resource]:
    found = []
    for id_ in range(1, draw(st.integers(0, 6)) + 1):
        make = offer if draw(st.booleans()) else need
        found.append(make(
            id_, draw(st.integers(1, 4)), draw(st.sampled_from(["space", "training", "expertise"])),
            draw(st.sampled_from(["Room upstairs", "Budget course", "Course upstairs"])), quantity=draw(VALUES),
            unit=draw(st.sampled_from(["seats", "seat", "hours"])), area=draw(st.sampled_from([None, 1, 2, 3])),
            until=draw(st.sampled_from([None, "2026-07"])), since=draw(st.sampled_from([None, "2026-05-01", "2026-08"])),
        ))  # fmt: skip
    return found


TIES = (Tie(1, "works-with", 1, 2, "active", rung=4), Tie(2, "rivals", 3, 4, "active"))


@given(markets())
@settings(max_examples=200)
def test_no_other_way_to_share_the_market_is_worth_more(resources: list[Resource]) -> None:
    market = Market(rows(*resources, ties=TIES), ON)
    assert share_market(market).total == pytest.approx(best_by_trying(market))


@given(markets(), st.integers(0, 99))
@settings(max_examples=50)
def test_the_order_of_the_rows_changes_nothing(resources: list[Resource], seed: int) -> None:
    shuffled = random.Random(seed).sample(resources, len(resources))
    assert report(*resources, ties=TIES) == report(*shuffled, ties=TIES[::-1])


def test_the_weights_are_parts_of_one() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_a_large_offer_serves_two_needs_and_two_offers_one_large_need() -> None:
    one = report(offer(1, 1, quantity=20.0, unit="places"), need(2, 2, quantity=4.0, unit="place"), need(3, 3, quantity=9.0, unit="Places"))
    assert sorted(listed(one, MATCHES)) == ["a/b/space", "a/c/space"]
    other = report(offer(1, 1, quantity=5.0, unit="h"), offer(2, 2, quantity=3.0, unit="h"), need(3, 3, quantity=10.0, unit="h"))
    assert sorted(listed(other, MATCHES)) == ["a/c/space", "b/c/space"]
    assert [(f.subject, f.value) for f in other.findings if f.group == NEEDS] == [("c/space", pytest.approx(20))]


def test_what_says_no_amount_in_the_same_unit_is_asked_where_another_says_one() -> None:
    found = report(offer(1, 1, quantity=1.0, unit="h"), offer(2, 2), need(3, 3, quantity=1.0, unit="h"))
    assert listed(found, MATCHES) == ["a/c/space"]
    assert codes(found, OFFERS) == [["amount-not-said"]]


@pytest.mark.parametrize("tie", [
    Tie(1, "rivals", 1, 2, "active"), Tie(1, "works-with", 1, 2, "declined"),
])  # fmt: skip
def test_rivals_and_who_declined_are_not_matched(tie: Tie) -> None:
    assert listed(report(offer(1, 1), need(2, 2)), MATCHES) == ["a/b/space"]
    found = report(offer(1, 1), need(2, 2), ties=(tie,))
    assert listed(found, MATCHES) == []
    assert codes(found, NEEDS) == [["cannot-be"]]


@pytest.mark.parametrize(("until", "since", "match"), [
    ("2026-07-31", "2026-08-01", False), ("2026-08", "2026-08-15", True), ("2026-07", "2026-08", False),
    (None, "2026-08-01", True),
])  # fmt: skip
def test_what_is_never_there_at_one_time_is_not_matched(until: str | None, since: str, match: bool) -> None:
    assert bool(listed(report(offer(1, 1, until=until), need(2, 2, since=since)), MATCHES)) is match


def test_nobody_meets_their_own_need_and_what_is_closed_or_over_is_nothing() -> None:
    assert listed(report(offer(1, 1), need(2, 1)), MATCHES) == []
    assert report(offer(1, 1, status="closed"), need(2, 2, until="2026-05")).total == 0


def test_the_nearest_and_most_trusted_is_taken() -> None:
    near = report(offer(1, 1, area=3), offer(2, 2, area=2), need(3, 3, area=2))
    assert listed(near, MATCHES) == ["b/c/space"]
    trust = Trust(1, 3, 1, "2026-01-01", 4, 4, 4)
    assert listed(report(offer(1, 1), offer(2, 2), need(3, 3), trust=(trust,)), MATCHES) == ["a/c/space"]
    tie = Tie(1, "works-with", 2, 3, "active", rung=3)
    assert listed(report(offer(1, 1), offer(2, 2), need(3, 3), ties=(tie,)), MATCHES) == ["b/c/space"]


def test_a_near_kind_needs_a_word_in_common() -> None:
    assert listed(report(offer(1, 1, "training", "Budget course"), need(2, 2, "expertise", "Budget advice")), MATCHES)
    assert not listed(report(offer(1, 1, "training", "Course"), need(2, 2, "expertise", "Advice")), MATCHES)
    assert not listed(report(offer(1, 1, "space", "Budget"), need(2, 2, "media", "Budget")), MATCHES)


CIRCLE = (
    offer(1, 1, "equipment"), need(2, 2, "equipment"), offer(3, 2, "training"), need(4, 3, "training"),
    offer(5, 3, "space"), need(6, 1, "space"),
)  # fmt: skip


def test_three_who_have_what_the_next_needs_make_a_circle() -> None:
    assert listed(report(*CIRCLE), CIRCLES) == ["a/b/c"]
    assert listed(report(*CIRCLE, asked=2), CIRCLES) == ["a/b/c"]
    assert listed(report(*CIRCLE, asked=4), CIRCLES) == []
    assert listed(report(*CIRCLE[:-1]), CIRCLES) == []


def test_a_direct_swap_comes_before_a_circle_and_nobody_is_in_two() -> None:
    swap = (need(7, 1, "training"), offer(8, 2, "training"))
    assert listed(report(*CIRCLE, *swap), CIRCLES) == ["a/b"]


def test_asked_for_one_only_its_own_are_listed_of_the_whole_market() -> None:
    two = (offer(1, 1), need(2, 2), offer(3, 3, "media"), need(4, 4, "media"))
    assert listed(report(*two), MATCHES) == ["a/b/space", "c/d/media"]
    assert listed(report(*two, asked=4), MATCHES) == ["c/d/media"]


def test_nothing_to_match_says_what_to_do() -> None:
    assert report().total == 0
    assert "ngomap need us" in report().next[0]
    assert "ngomap need REF" in report(offer(1, 1)).next[0]


def test_of_a_large_market_only_those_in_one_place_or_tied_are_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    resources = (
        offer(1, 1, area=2), offer(2, 2, area=3), offer(3, 3, area=1), offer(4, 4),
        need(5, 5, area=2), need(6, 6, area=3), need(7, 7, area=2), need(8, 8),
    )  # fmt: skip
    ties = (Tie(1, "knows", 4, 8, "active"),)
    small = report(*resources, ties=ties)
    monkeypatch.setattr(match_market, "MOST_PAIRS", 15)
    large = report(*resources, ties=ties)
    # The best sharing of all keeps to places and ties here, so that nothing is missed.
    assert listed(large, MATCHES) == listed(small, MATCHES)
    assert large.caveats[0].startswith("These are 4 offers and 4 needs, too many to weigh each with each")
    assert not any("too many" in c for c in small.caveats)
    apart = report(offer(1, 1, area=2), *(need(n, n, area=3) for n in range(2, 8)), *(offer(n, 8, area=2) for n in range(9, 12)))
    assert not listed(apart, MATCHES)
    assert codes(apart, NEEDS) == [["nobody-near"]] * 6
