"""Suggested terms as they are stored, decided on and settled."""

from __future__ import annotations

import pytest

from ngomap.store.actor_edits import Lists, add_actor, edit_actor
from ngomap.store.connection import Map
from ngomap.store.search import search
from ngomap.store.suggestion_edits import Found, add_suggestions, decide, doubt, settle
from ngomap.store.suggestions import decisions, suggested_terms, terms_held, texts_of, texts_wanting_terms
from ngomap.store.term_edits import merge_terms
from ngomap.store.terms import term_named


@pytest.fixture
def actor(empty_map: Map) -> int:
    return add_actor(empty_map, {"name": "Harbour Watch", "kind": "ngo", "mission": "Clean water."}).id


@pytest.fixture
def health(empty_map: Map) -> int:
    found = term_named(empty_map, "issue", "health")
    assert found
    return found.id


def other_term(map_: Map) -> int:
    found = term_named(map_, "issue", "malaria")
    assert found
    return found.id


def test_accepted_ones_become_terms_and_are_found_by_search(empty_map: Map, actor: int, health: int) -> None:
    add_suggestions(empty_map, [Found(actor, health, 0.9, ("sick",))], [])
    assert decisions(empty_map) == {(actor, health): ("accepted", 0.9, ("sick",))}
    assert terms_held(empty_map) == {(actor, health)}
    assert suggested_terms(empty_map, actor) == ["health"]
    assert search(empty_map, "health") == [actor]


def test_open_ones_wait(empty_map: Map, actor: int, health: int) -> None:
    add_suggestions(empty_map, [], [Found(actor, health, 0.6, ("sick",))])
    assert terms_held(empty_map) == set()
    assert suggested_terms(empty_map, actor) == []
    assert [t[0] for t in texts_wanting_terms(empty_map, 0)] == [actor]


def test_every_decision_can_be_another(empty_map: Map, actor: int, health: int) -> None:
    found = [Found(actor, health, 0.6, ("sick",))]
    for state, held in (("accepted", True), ("refused", False), ("accepted", True), ("open", False)):
        decide(empty_map, found, state)
        assert decisions(empty_map)[actor, health] == (state, 0.6, ("sick",))
        assert bool(terms_held(empty_map)) is held
        assert search(empty_map, "health") == ([actor] if held else [])


def test_settling_leaves_the_terms_and_what_was_refused(empty_map: Map, actor: int, health: int) -> None:
    water = term_named(empty_map, "issue", "drinking-water")
    assert water
    decide(empty_map, [Found(actor, health, 0.6)], "accepted")
    decide(empty_map, [Found(actor, water.id, 0.6)], "refused")
    assert settle(empty_map, actor) == [health]
    assert settle(empty_map, actor) == []
    assert set(decisions(empty_map)) == {(actor, water.id)}
    assert terms_held(empty_map, [actor]) == {(actor, health)}


def test_a_doubted_term_is_suggested_again_and_keeps_its_words(empty_map: Map, actor: int, health: int) -> None:
    edit_actor(empty_map, actor, {}, Lists(terms=(health,)))
    doubt(empty_map, [(actor, health)])
    assert suggested_terms(empty_map, actor) == ["health"]
    assert settle(empty_map, actor) == [health]


def test_a_term_taken_away_by_hand_is_no_longer_marked(empty_map: Map, actor: int, health: int) -> None:
    decide(empty_map, [Found(actor, health, 0.6)], "accepted")
    edit_actor(empty_map, actor, {}, take=Lists(terms=(health,)))
    assert suggested_terms(empty_map, actor) == []
    assert settle(empty_map, actor) == []
    decide(empty_map, [Found(actor, other := other_term(empty_map), 0.6)], "accepted")
    assert settle(empty_map, actor) == [other]
    assert set(decisions(empty_map)) == {(actor, health)}, "that it was taken away is not forgotten"


def test_a_refused_term_that_a_person_gives_is_no_suggestion(empty_map: Map, actor: int, health: int) -> None:
    decide(empty_map, [Found(actor, health, 0.6)], "refused")
    edit_actor(empty_map, actor, {}, Lists(terms=(health,)))
    assert suggested_terms(empty_map, actor) == []
    assert settle(empty_map, actor) == []


def test_a_merged_term_takes_its_suggestions_along(empty_map: Map, actor: int, health: int) -> None:
    other = term_named(empty_map, "issue", "malaria")
    wide = term_named(empty_map, "issue", "health")
    assert other
    assert wide
    decide(empty_map, [Found(actor, other.id, 0.8, ("malaria",))], "accepted")
    merge_terms(empty_map, other, wide)
    assert decisions(empty_map) == {(actor, health): ("accepted", 0.8, ("malaria",))}


def test_the_texts_of_who_has_few_terms(empty_map: Map, actor: int, health: int) -> None:
    silent = add_actor(empty_map, {"name": "Silent Union", "kind": "union"}).id
    add_actor(empty_map, {"name": "Ana", "kind": "person", "notes": "nurse"})
    assert texts_wanting_terms(empty_map, 1) == [(actor, "harbour-watch", "Harbour Watch", "Clean water.", "", "")]
    assert [t[1] for t in texts_of(empty_map, [silent, actor])] == ["harbour-watch", "silent-union"]
    edit_actor(empty_map, actor, {}, Lists(terms=(health,)))
    assert texts_wanting_terms(empty_map, 1) == []
