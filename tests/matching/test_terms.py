"""Many words to terms at a time finds what asking the map word by word finds."""

from __future__ import annotations

from ngomap.matching.terms import TermIndex
from ngomap.store.connection import Map
from ngomap.store.terms import all_terms, term_aliases, term_named


def test_it_finds_what_the_map_finds(empty_map: Map) -> None:
    terms, aliases = all_terms(empty_map), term_aliases(empty_map)
    index = TermIndex(terms, aliases)
    for term in terms:
        for text in (term.slug, term.name, term.name.upper(), *aliases.get(term.id, ())):
            assert index.find(term.vocabulary, text) == term_named(empty_map, term.vocabulary, text), text
    assert index.find("issue", "no such thing") is None


def test_the_nearest_are_of_the_vocabulary_that_was_asked(empty_map: Map) -> None:
    index = TermIndex(all_terms(empty_map), term_aliases(empty_map))
    assert index.near("issue", "procurment")[0] == "procurement"
    assert not set(index.near("population", "procurment")) & {"procurement"}
