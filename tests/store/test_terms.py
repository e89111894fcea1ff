"""The four vocabularies, read."""

from __future__ import annotations

import pytest

from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map
from ngomap.store.term_edits import add_term
from ngomap.store.terms import all_terms, below, listing, term_aliases, term_named, usage


@pytest.mark.parametrize(
    "text", ["ghost-workers", "GHOST-WORKERS", "Ghost Workers", "ghost  wörkers", "payroll ghosts"]
)
def test_slug_name_and_alias(bare_map: Map, text: str) -> None:
    term = add_term(bare_map, "issue", "Ghost workers", aliases=["Payroll ghosts"])
    assert term_named(bare_map, "issue", text) == term
    assert term_named(bare_map, "service", text) is None


@pytest.mark.parametrize("text", ["", "***", "ghost"])
def test_what_names_no_term(bare_map: Map, text: str) -> None:
    add_term(bare_map, "issue", "Ghost workers")
    assert term_named(bare_map, "issue", text) is None


def test_the_tree_and_its_use(bare_map: Map) -> None:
    top = add_term(bare_map, "issue", "Top", sdg=16, description="All of it")
    low = add_term(bare_map, "issue", "Low", top, ["Beneath"])
    add_actor(bare_map, {"name": "A", "kind": "ngo"}, Lists(terms=(low.id,)))
    assert below(bare_map, top.id) == {top.id, low.id}
    assert usage(bare_map, low.id) == ["1 actor"]
    assert usage(bare_map, top.id) == ["1 term under it"]
    assert term_aliases(bare_map) == {low.id: ["Beneath"]}
    entry = {"vocabulary": "issue", "slug": "low", "name": "Low", "parent": "top", "sdg": None, "description": None}
    assert listing(bare_map, "issue")[0] == entry | {"aliases": ["Beneath"], "actors": 1, "activities": 0}
    assert listing(bare_map, "sector") == []
    assert [t.slug for t in all_terms(bare_map)] == ["low", "top"]


def test_the_starting_vocabularies_are_full(empty_map: Map) -> None:
    terms = all_terms(empty_map)
    corruption = term_named(empty_map, "issue", "corruption")
    assert corruption
    under = {t.slug for t in terms if t.id in below(empty_map, corruption.id)}
    assert {"procurement", "election-fraud", "budget-transparency", "whistleblower-protection"} <= under
    assert sum(t.vocabulary == "issue" for t in terms) >= 140
    # The twelve ICNPO groups.
    assert sum(t.vocabulary == "sector" and t.parent is None for t in terms) == 12
