"""Ways to be introduced, beside every simple path that networkx finds; and which ties can be asked along."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.errors import InvalidValue
from ngomap.graph.introductions import find_ways, open_doors, separate
from ngomap.graph.strength import strength
from ngomap.model.relationships import TIE_TYPES, Tie

ON = "2024-03-31"
STEPS = 3
SEEDS = st.integers(0, 10**9)


def handles(n: int) -> dict[int, str]:
    return {i: f"h{(i * 7) % 31:02d}" for i in range(1, n + 1)}


def random_ties(chance: random.Random, n: int) -> list[Tie]:
    """Ties of every type, status and stance, many of them parallel, some of them over."""
    made = []
    for id_ in range(1, chance.randint(0, 3 * n) + 1):
        a, b = sorted(chance.sample(range(1, n + 1), 2), key=lambda _: chance.random())
        type_ = chance.choice([*TIE_TYPES, "works-with", "works-with", "on-board-of"])
        rung = chance.choice([None, 0, 1, 2, 3, 4, 5]) if type_ == "works-with" else None
        status = chance.choice(["active"] * 6 + ["dormant", "wanted", "ended"])
        stance = chance.choice([None] * 9 + ["confrontational"])
        until = chance.choice([None] * 5 + ["2024-03-30", "2024-04"])
        made.append(Tie(id_, type_, a, b, status, rung=rung, stance=stance, until=until))
    return made


def by_brute_force(
    ties: list[Tie], n: int, source: int, target: int, avoid: set[int]
) -> list[tuple[tuple[int, ...], float]]:
    """Every simple path of at most three steps, its strength multiplied out from the ties themselves."""
    names = handles(n)
    graph = nx.Graph()
    graph.add_nodes_from(range(1, n + 1))
    for a in range(1, n + 1):
        for b in range(a + 1, n + 1):
            between = [t for t in ties if {t.a, t.b} == {a, b} and t.open_on(ON)]
            good = [strength(t) for t in between if t.type not in ("rivals", "monitors")]
            if good and not any(t.type == "rivals" or t.stance == "confrontational" for t in between):
                graph.add_edge(a, b, strength=max(good))
    found = []
    for path in nx.all_simple_paths(graph, source, target, cutoff=STEPS):
        if not avoid & set(path[1:-1]):
            found.append((tuple(path), math.prod(graph.edges[e]["strength"] for e in pairwise(path))))
    return sorted(found, key=lambda f: (-round(f[1], 9), len(f[0]), [names[i] for i in f[0]]))


@settings(max_examples=200)
@given(SEEDS)
def test_equals_brute_force_over_all_simple_paths_of_at_most_three_steps(seed: int) -> None:
    chance = random.Random(seed)
    n = chance.randint(2, 12)
    ties = random_ties(chance, n)
    source, target = chance.sample(range(1, n + 1), 2)
    avoid = set(chance.sample(range(1, n + 1), chance.randint(0, 2))) - {source, target}
    expected = by_brute_force(ties, n, source, target, avoid)
    ways = find_ways(open_doors(ties, ON, handles(n)), source, target, handles(n), avoid)
    assert [w.nodes for w in ways] == [path for path, _ in expected]
    assert [w.strength for w in ways] == pytest.approx([value for _, value in expected])
    assert all({t.a, t.b} == set(pair) for w in ways for t, pair in zip(w.ties, w.pairs, strict=True))


@settings(max_examples=200)
@given(SEEDS)
def test_separate_ways_share_nobody_and_the_others_share_somebody_with_a_better_one(seed: int) -> None:
    chance = random.Random(seed)
    n = chance.randint(2, 12)
    doors = open_doors(random_ties(chance, n), ON, handles(n))
    ways = find_ways(doors, 1, 2, handles(n))
    apart, rest = separate(ways)
    inside = [node for way in apart for node in way.between]
    assert len(inside) == len(set(inside))
    assert sorted(w.nodes for w in (*apart, *rest)) == sorted(w.nodes for w in ways)
    for way in rest:
        better = [w for w in apart if ways.index(w) < ways.index(way)]
        assert any(set(w.between) & set(way.between) for w in better)


@given(SEEDS)
def test_neither_the_order_of_rows_nor_ids_change_the_ways(seed: int) -> None:
    chance = random.Random(seed)
    n = chance.randint(2, 10)
    ties = random_ties(chance, n)
    new = dict(zip(range(1, n + 1), chance.sample(range(1, n + 1), n), strict=True))
    names = handles(n)
    ways = find_ways(open_doors(ties, ON, names), 1, 2, names)
    moved = [Tie(900 - t.id, t.type, new[t.a], new[t.b], t.status, t.rung, stance=t.stance, until=t.until) for t in ties]
    chance.shuffle(moved)
    renamed = {new[i]: name for i, name in names.items()}
    again = find_ways(open_doors(moved, ON, renamed), new[1], new[2], renamed)
    assert [[names[i] for i in w.nodes] for w in ways] == [[renamed[i] for i in w.nodes] for w in again]


def tie(id_: int, ends: str, type_: str = "knows", **fields: object) -> Tie:
    a, b = (ord(c) - 96 for c in ends)
    return Tie(id_, type_, a, b, str(fields.pop("status", "active")), **fields)  # type: ignore[arg-type]


NAMES = {i: chr(96 + i) for i in range(1, 7)}


def paths(*ties: Tie, to: int = 4, **only: object) -> list[str]:
    ways = find_ways(open_doors(ties, ON, NAMES), 1, to, NAMES, **only)  # type: ignore[arg-type]
    return ["".join(NAMES[n] for n in w.nodes) for w in ways]


def test_a_fourth_step_is_too_far() -> None:
    chain = [tie(1, "ab"), tie(2, "bc"), tie(3, "cd"), tie(4, "de")]
    assert paths(*chain) == ["abcd"]
    assert paths(*chain, to=5) == []


def test_of_equal_ways_the_shorter_and_then_the_first_by_handle_comes_first() -> None:
    whole = {"type_": "works-with", "rung": 5}
    ties = [tie(1, "ac", **whole), tie(2, "cd", **whole), tie(3, "ab", **whole), tie(4, "bd", **whole), tie(5, "ad", **whole)]
    assert paths(*ties, tie(6, "bc", **whole)) == ["ad", "abd", "acd", "abcd", "acbd"]


def test_who_is_at_odds_is_not_asked_even_if_they_work_together() -> None:
    good = [tie(1, "ab"), tie(2, "bd")]
    assert paths(*good) == ["abd"]
    assert paths(*good, tie(3, "bd", "rivals")) == []
    assert paths(*good, tie(3, "ba", "monitors", stance="confrontational")) == []
    assert paths(*good, tie(3, "ba", "monitors")) == ["abd"]
    assert paths(tie(1, "ab", "monitors"), tie(2, "bd")) == []


def test_only_these_may_be_asked_or_stand_between() -> None:
    ties = [tie(1, "ab"), tie(2, "bd"), tie(3, "ac"), tie(4, "cd"), tie(5, "bc")]
    assert paths(*ties, first={2}) == ["abd", "abcd"]
    assert paths(*ties, between={2}) == ["abd"]
    assert paths(*ties, avoid={2}) == ["acd"]


def test_edge_cases() -> None:
    assert find_ways({}, 1, 2, {}) == []
    assert paths(tie(1, "ab"), to=1) == []
    assert paths() == []
    assert paths(tie(1, "ab"), tie(2, "cd")) == []
    with pytest.raises(InvalidValue, match="itself"):
        open_doors([tie(1, "aa")], ON, NAMES)


def test_the_way_is_written_with_the_strongest_of_parallel_ties() -> None:
    (way,) = find_ways(open_doors([tie(1, "ab"), tie(2, "ab", "on-board-of"), tie(3, "ab", "related")], ON, NAMES), 1, 2, NAMES)
    assert [t.id for t in way.ties] == [2]
