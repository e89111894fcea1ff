"""The shipped lexicon says something about terms that exist, and each word once."""

from __future__ import annotations

import pytest

from ngomap.matching.text_lexicon import FILES, REACHES, shipped_lexicon
from ngomap.matching.text_words import JOINTS, keys_of, word_key
from ngomap.model.shipped import shipped_rows
from ngomap.model.words import VOCABULARY_FILES


@pytest.mark.parametrize("vocabulary", FILES)
def test_every_slug_is_a_term(vocabulary: str) -> None:
    slugs = {row["slug"] for row in shipped_rows(VOCABULARY_FILES[vocabulary])}
    assert {slug for of, slug in shipped_lexicon().phrases if of == vocabulary} <= slugs


def test_every_weight_is_one_and_every_phrase_has_words() -> None:
    for slug, phrases in shipped_lexicon().phrases.items():
        for phrase, weight in phrases:
            assert 0 <= weight < 1, (slug, phrase)
            assert phrase == phrase.strip(), slug
            assert set(keys_of(phrase)) - JOINTS, (slug, phrase)


@pytest.mark.parametrize("vocabulary", FILES)
def test_no_row_says_a_phrase_twice(vocabulary: str) -> None:
    for row in shipped_rows(FILES[vocabulary]):
        phrases = row["phrases"].split("|")
        assert len(phrases) == len(set(phrases)), (row["slug"], row["weight"])


@pytest.mark.parametrize("vocabulary", FILES)
def test_a_phrase_of_one_term_and_language_has_one_weight(vocabulary: str) -> None:
    weights: dict[tuple[str, str, str], str] = {}
    for row in shipped_rows(FILES[vocabulary]):
        for phrase in row["phrases"].split("|"):
            known = weights.setdefault((row["slug"], row["language"], phrase), row["weight"])
            assert known == row["weight"], (row["slug"], phrase)


def test_what_is_passed_over_has_a_known_reach() -> None:
    over = shipped_lexicon().passed_over
    assert set(over.values()) <= set(REACHES)
    assert all(keys_of(phrase) for phrase in over)


def test_ambiguous_words_are_single_words() -> None:
    words = [row["word"] for row in shipped_rows("tagging/ambiguous.csv")]
    assert len(words) == len(set(words))
    assert all(len(keys_of(word)) == 1 for word in words)
    assert set(shipped_lexicon().ambiguous) == {word_key(word) for word in words}
