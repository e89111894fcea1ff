"""Running text as words: keys meet where words mean the same, and every word stands where it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.text_words import LONGEST_TEXT, keys_of, word_key, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Charities", "charity"), ("women", "Woman"), ("theatre", "theater"), ("organisation", "organizations"),
        ("labour", "labor"), ("niños", "Nino"), ("mujeres", "mujer"), ("églises", "eglise"), ("churches", "church"),
        ("programmes", "program"), ("decentralisation", "decentralization"), ("direitos", "direito"),
    ],
)  # fmt: skip
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert word_key(one) == word_key(other)


@pytest.mark.parametrize(("one", "other"), [("care", "car"), ("AIDS", "aid"), ("news", "new"), ("arts", "artist")])
def test_different_words_do_not_meet(one: str, other: str) -> None:
    assert word_key(one) != word_key(other)


def test_commas_part_items_and_full_stops_clauses() -> None:
    a, b, c, d = words_of("arts, crafts. Sport\nmusic")
    assert (a.clause == b.clause, a.item == b.item) == (True, False)
    assert len({a.clause, c.clause, d.clause}) == 3


def test_capitals_mean_something_only_among_small_letters() -> None:
    assert [w.shouted for w in words_of("we do WASH work")] == [False, False, True, False]
    assert not any(w.shouted for w in words_of("WE DO WASH WORK"))


def test_what_an_apostrophe_cuts_off_is_no_word() -> None:
    assert keys_of("the women's rights of l'enfant") == ("woman", "right", "enfant")


def test_a_single_word_keeps_what_holds_it() -> None:
    assert keys_of("in need") == ("in", "need")
    assert keys_of("rights of the child") == keys_of("child rights")[::-1]


@given(st.text())
def test_words_stand_where_they_say_and_in_order(text: str) -> None:
    words = words_of(text)
    assert all(text[w.start : w.end] and word_key(text[w.start : w.end]) == w.key for w in words)
    assert [w.start for w in words] == sorted({w.start for w in words})


def test_a_pasted_report_is_read_to_a_limit() -> None:
    assert words_of("water " * LONGEST_TEXT)[-1].end <= LONGEST_TEXT
