"""Terms for many actors at once, as an import gives them."""

from __future__ import annotations

import pytest

from ngomap.intake.tagging import Counts, proposals, suggest_for, tag_actors
from ngomap.matching.text_terms import AUTOMATIC, REVIEW
from ngomap.store.actor_edits import Lists, add_actor, edit_actor
from ngomap.store.connection import Map
from ngomap.store.suggestion_edits import Found, decide
from ngomap.store.suggestions import decisions, terms_held, texts_of
from ngomap.store.term_edits import add_term
from ngomap.store.terms import all_terms, term_named

TEXT = "We run a night shelter for homeless people. In summer there are some workshops and a community garden."


@pytest.fixture
def actor(empty_map: Map) -> int:
    return add_actor(empty_map, {"name": "Harbour Watch", "kind": "ngo"}).id


def stored(map_: Map) -> dict[str, tuple[str, float]]:
    slugs = {t.id: f"{t.vocabulary}:{t.slug}" for t in all_terms(map_)}
    return {slugs[term]: (state, score) for (_, term), (state, score, _) in decisions(map_).items()}


def test_sure_ones_are_given_and_the_others_wait(empty_map: Map, actor: int) -> None:
    counts = suggest_for(empty_map, [(actor, TEXT), (actor, "Also advice for the unemployed.")])
    found = stored(empty_map)
    assert counts == Counts(
        sum(state == "accepted" for state, _ in found.values()), sum(state == "open" for state, _ in found.values())
    )
    assert counts.accepted
    assert counts.open
    assert all((state == "accepted") == (score >= AUTOMATIC) and score >= REVIEW for state, score in found.values())
    assert found["issue:homelessness"][0] == "accepted"
    assert len(terms_held(empty_map)) == counts.accepted


def test_again_it_changes_nothing(empty_map: Map, actor: int) -> None:
    assert tag_actors(empty_map, {actor: TEXT}) > 0
    before = decisions(empty_map)
    changes = empty_map.connection.total_changes
    assert tag_actors(empty_map, {actor: TEXT}) == 0
    assert decisions(empty_map) == before
    assert empty_map.connection.total_changes == changes


def test_what_is_known_or_implied_is_not_proposed(empty_map: Map, actor: int) -> None:
    homelessness = term_named(empty_map, "issue", "homelessness")
    assert homelessness
    edit_actor(empty_map, actor, {}, Lists(terms=(homelessness.id,)))
    tag_actors(empty_map, {actor: TEXT + " Housing, housing association, social housing, affordable housing."})
    assert not {"issue:homelessness", "issue:housing"} & set(stored(empty_map))


def test_what_was_refused_or_taken_away_never_comes_back_and_hides_nothing(empty_map: Map, actor: int) -> None:
    homelessness = term_named(empty_map, "issue", "homelessness")
    assert homelessness
    decide(empty_map, [Found(actor, homelessness.id, 0.9)], "refused")
    tag_actors(empty_map, {actor: TEXT + " Affordable housing for all."})
    assert stored(empty_map)["issue:homelessness"][0] == "refused"
    assert "issue:housing" in stored(empty_map)
    decide(empty_map, [Found(actor, homelessness.id, 0.9)], "accepted")
    edit_actor(empty_map, actor, {}, take=Lists(terms=(homelessness.id,)))
    assert tag_actors(empty_map, {actor: TEXT}) == 0


def test_actors_that_are_not_there_are_passed_over(empty_map: Map) -> None:
    assert suggest_for(empty_map, [(99, TEXT)]) == Counts(0, 0)
    assert tag_actors(empty_map, {}) == 0


def test_the_maps_own_terms_are_used(empty_map: Map, actor: int) -> None:
    add_term(empty_map, "issue", "Ghost workers", aliases=["phantom employees"])
    tag_actors(empty_map, {actor: "Phantom employees on the payroll."})
    assert stored(empty_map)["issue:ghost-workers"][0] == "accepted"


def test_proposals_show_the_words_where_they_stand_and_what_an_import_left_open(empty_map: Map, actor: int) -> None:
    edit_actor(empty_map, actor, {"mission": "A hostel for refugees."})
    health = term_named(empty_map, "issue", "health")
    assert health
    decide(empty_map, [Found(actor, health.id, 0.6, ("sick",))], "open")
    found = proposals(empty_map, texts_of(empty_map, [actor]))
    assert {p.term.slug: p.context for p in found} == {
        "refugees": "A hostel for [refugees].",
        "shelter": "A [hostel] for refugees.",
        "housing": "A [hostel] for refugees.",
        "health": "",
    }
    assert decisions(empty_map) == {(actor, health.id): ("open", 0.6, ("sick",))}
