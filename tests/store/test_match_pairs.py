"""Pairs kept for a person, and what was decided."""

from __future__ import annotations

from ngomap.model.pairs import Pair
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import Map
from ngomap.store.match_pairs import KeptPair, decide, forget_verdict, keep_pairs, kept_pairs, parents_and_branches
from ngomap.store.tie_edits import link


def two(map_: Map) -> tuple[int, int]:
    """Two organizations; the first has the lower id."""
    first, second = (add_actor(map_, {"name": name, "kind": "ngo"}).id for name in ("Hope", "Hope Kenya"))
    return first, second


def test_a_pair_comes_back_as_it_was_kept(empty_map: Map) -> None:
    a, b = two(empty_map)
    pair = Pair(b, a, 0.7, False, "parent-of", ("Because.", "Also."))
    assert keep_pairs(empty_map, [pair]) == 1
    assert kept_pairs(empty_map) == [KeptPair(pair, None)]


def test_a_pair_found_again_is_renewed_and_its_verdict_stays(empty_map: Map) -> None:
    a, b = two(empty_map)
    keep_pairs(empty_map, [Pair(a, b, 0.7, False, "same", ("Old.",))])
    decide(empty_map, b, a, "different")
    keep_pairs(empty_map, [Pair(b, a, 0.8, False, "same", ("New.",))])
    (kept,) = kept_pairs(empty_map)
    assert (kept.pair.score, kept.pair.reasons, kept.verdict) == (0.8, ("New.",), "different")


def test_a_verdict_needs_no_kept_pair_and_can_be_taken_back(empty_map: Map) -> None:
    a, b = two(empty_map)
    decide(empty_map, a, b, "later")
    assert [kept.verdict for kept in kept_pairs(empty_map)] == ["later"]
    assert forget_verdict(empty_map, b, a)
    assert not forget_verdict(empty_map, b, a)
    assert [kept.verdict for kept in kept_pairs(empty_map)] == [None]


def test_ties_of_parents_are_known(empty_map: Map) -> None:
    a, b = (add_actor(empty_map, {"name": name, "kind": "ngo"}) for name in ("Hope", "Hope Kenya"))
    link(empty_map, a.ref, b.ref, "parent-of", {})
    assert parents_and_branches(empty_map) == {frozenset((a.id, b.id))}
