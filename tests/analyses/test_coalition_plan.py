"""Whom a coalition is made of, whatever the order of the rows; the pairs it keeps apart; who asks whom."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from ngomap.analyses.coalition_asking import asking_order
from ngomap.analyses.coalition_choice import Asked, PlanRows, choose
from ngomap.analyses.coalition_coverage import Work, covered_by
from ngomap.graph.introductions import Way, open_doors
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.model.words import Term

DAY = "2026-03-31"
ISSUE = Term(99, "issue", "bribery", "Bribery")
TERMS = {n: Term(n, "sector", f"s{n}", f"S{n}") for n in range(20, 26)}


def actor(id_: int, kind: str = "ngo", level: str | None = None, status: str | None = None) -> Actor:
    return Actor(id_, "", f"a{id_}", kind, f"A{id_}", level, status, *[None] * 17, "public")


def rows(sectors: dict[int, set[int]], **more: object) -> PlanRows:
    actors = {i: actor(i) for i in sectors}
    work = Work(actors, TERMS, sectors, {}, handles={i: a.handle for i, a in actors.items()})
    return replace(PlanRows(work, None, frozenset(sectors)), **more)  # type: ignore[arg-type]


def rival(n: int, a: int, b: int, **more: str) -> Tie:
    return Tie(n, "rivals", a, b, "active", **more)


@pytest.mark.parametrize("seed", range(200))
def test_rivals_and_those_never_to_meet_are_apart_in_any_order_of_rows(seed: int) -> None:
    chance = random.Random(seed)
    sectors = {i: set(chance.sample(range(20, 26), chance.randrange(4))) for i in range(1, chance.randrange(3, 9))}
    pairs = {(a, b) for a in sectors for b in sectors if a < b and chance.random() < 0.3}
    size = chance.randrange(1, 5)
    ties = [rival(n, a, b) for n, (a, b) in enumerate(sorted(pairs)) if n % 2]
    never = tuple((actor(a).ref, actor(b).ref) for n, (a, b) in enumerate(sorted(pairs)) if not n % 2)
    asked = Asked(ISSUE, DAY, size, never=never)
    choice = choose(rows(sectors, rivalries=ties), asked)
    chosen = {p.actor for p in choice.picks}
    assert not any({a, b} <= chosen for a, b in pairs)
    mixed = list(sectors.items())
    chance.shuffle(mixed)
    again = choose(rows(dict(mixed), rivalries=ties[::-1]), replace(asked, never=never[::-1]))
    assert again.picks == choice.picks
    assert again.best == choice.best


def test_a_rivalry_that_is_over_parts_nobody_and_a_stance_that_changed_counts_as_it_is_now() -> None:
    both = {1: {20}, 2: {21}}
    over = rival(1, 1, 2, until="2025-12")
    assert len(choose(rows(both, rivalries=[over]), Asked(ISSUE, DAY)).picks) == 2
    told = [Stance(1, 1, 99, -2, None, "2025-01-01"), Stance(2, 1, 99, 1, None, "2026-01-01"), Stance(3, 2, 99, -1, None, "2026-09-01")]
    now = choose(rows(both, stances=told), Asked(ISSUE, DAY))
    assert (list(now.opponents), list(now.allies)) == ([], [1])
    then = choose(rows(both, stances=told), Asked(ISSUE, "2025-06-01"))
    assert [p.actor for p in then.picks] == [2]


def test_public_bodies_donors_people_and_the_closed_are_in_only_if_named() -> None:
    kinds = {1: "ngo", 2: "government", 3: "donor", 4: "person", 5: "coalition", 6: "ngo"}
    actors = {i: actor(i, kind, status="closed" if i == 6 else None) for i, kind in kinds.items()}
    work = Work(actors, TERMS, {i: {19 + i} if i < 6 else {25} for i in kinds}, {}, handles={i: a.handle for i, a in actors.items()})
    there = PlanRows(work, None, frozenset(kinds))
    assert [p.actor for p in choose(there, Asked(ISSUE, DAY)).picks] == [1]
    assert {p.actor for p in choose(there, Asked(ISSUE, DAY, must=(actors[3].ref,))).picks} == {1, 3}


def test_work_that_is_over_or_begins_later_covers_nothing() -> None:
    told = [Activity(1, 1, 99, 5, until="2020"), Activity(2, 1, 99, 6, since="2026-09"), Activity(3, 1, 99, 7, role="funder")]
    work = Work({1: actor(1)}, TERMS, {}, {}, told)
    assert covered_by(work, DAY)[1] == {}
    assert covered_by(replace(work, activities=[Activity(4, 1, 99, 8)]), DAY)[1] == {("area", "8"): ("activity:4",)}
    assert covered_by(replace(work, activities=[Activity(4, 1, 99, 8)]), DAY, frozenset({9}))[1] == {}


def test_two_who_come_by_the_same_official_have_one_way_and_three_steps_are_none() -> None:
    handles = {1: "a1", 2: "a2", 3: "a3", 7: "official", 9: "office"}
    ties = [Tie(1, "knows", 1, 7, "active"), Tie(2, "knows", 2, 7, "active"), Tie(3, "holds-office-in", 7, 9, "active"),
            Tie(4, "knows", 3, 1, "active")]  # fmt: skip
    work = Work({i: actor(i) for i in (1, 2, 3)}, TERMS, {}, {}, (), open_doors(ties, DAY, handles),
                ActorRef(9, "office", "Office", "government"), handles)  # fmt: skip
    covers = covered_by(work, DAY)
    assert covers[1] == {("way", "7"): ("tie:1", "tie:3")}
    assert list(covers[2]) == [("way", "7")]
    assert covers[3] == {}


def test_whom_we_know_is_asked_first_then_by_members_then_by_introduction() -> None:
    handles = {i: f"a{i}" for i in range(1, 7)}
    ties = [Tie(1, "works-with", 1, 2, "active", rung=1), Tie(2, "works-with", 1, 3, "active", rung=4), Tie(3, "knows", 2, 4, "active"),
            Tie(4, "knows", 5, 6, "active")]  # fmt: skip
    way = Way((1, 8, 5), (Tie(7, "knows", 1, 8, "active"), Tie(8, "knows", 8, 5, "active")), 0.09)
    order = asking_order(1, [1, 2, 3, 4, 5, 6], open_doors(ties, DAY, handles), {5: way}, handles)
    assert [(r.actor, r.by) for r in order] == [(3, 1), (2, 1), (4, 2), (5, 8), (6, 5)]
    assert [(r.actor, r.by) for r in asking_order(None, [2, 3], {}, {}, handles)] == [(2, None), (3, None)]


def test_an_opponent_opens_no_door_to_the_office() -> None:
    handles = {1: "a1", 7: "elm", 9: "office"}
    ties = [Tie(1, "knows", 1, 7, "active"), Tie(2, "funds", 7, 9, "active")]
    work = Work({1: actor(1)}, TERMS, {}, {}, (), open_doors(ties, DAY, handles), ActorRef(9, "office", "Office", "government"), handles)
    there = PlanRows(work, None, frozenset({1}))
    assert [p.new for p in choose(there, Asked(ISSUE, DAY)).picks] == [(("way", "7"),)]
    assert choose(replace(there, stances=[Stance(1, 7, 99, -1, None, None)]), Asked(ISSUE, DAY)).picks == ()
