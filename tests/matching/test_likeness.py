"""Two names compared word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.likeness import likeness
from ngomap.matching.names import name_of

WORDS = st.sampled_from(["hope", "water", "school", "12", "13", "north", "south", "women", "men", "care", "kenya", "nigeria", "fund", "of", "the", "emergency", "emegrency"])
NAMES = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("School 12", "School 13"),
        ("Clinic North", "Clinic South"),
        ("Young Men's League", "Young Women's League"),
        ("Caritas Germany", "Caritas Nigeria"),
        ("Hope", "Hope Hospital"),
        ("First Baptist Church", "Second Baptist Church"),
        ("Niger Relief Group", "Nigeria Relief Group"),
    ],
)
def test_one_word_may_set_names_apart(one: str, other: str) -> None:
    assert likeness(name_of(one), name_of(other)).contrast


def test_a_place_of_the_two_counts_as_a_place() -> None:
    a, b = name_of("Caritas Zurich"), name_of("Caritas Bern")
    assert not likeness(a, b).contrast
    assert likeness(a, b, frozenset({"zurich", "bern"})).contrast


def test_words_of_the_address_set_nothing_apart() -> None:
    a, b = name_of("Carole Robertson Center 2929"), name_of("Carole Robertson Center")
    assert likeness(a, b).contrast
    assert not likeness(a, b, passed=frozenset({"2929"})).contrast


def test_a_slip_is_told_from_another_word() -> None:
    assert likeness(name_of("Borno Emegrency Agency"), name_of("Borno Emergency Agency")).misspelt
    assert not likeness(name_of("Borno Relief Agency"), name_of("Borno Rescue Agency")).misspelt


def test_words_in_another_order_are_said_to_be() -> None:
    assert likeness(name_of("Graham, Alexander"), name_of("Alexander Graham")).in_order
    assert not likeness(name_of("Center for Public Justice"), name_of("Public Justice Center")).in_order


def test_common_words_weigh_less() -> None:
    more = likeness(name_of("Zireenza"), name_of("Zireenza Foundation")).score
    less = likeness(name_of("Zireenza"), name_of("Zireenza Gumbo")).score
    assert more > less


def test_words_written_together() -> None:
    assert likeness(name_of("Zireenza Waterworks"), name_of("Zireenza Water Works")).misspelt


@given(NAMES, NAMES)
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    a, b = name_of(one), name_of(other)
    there, back = likeness(a, b), likeness(b, a)
    assert there.score == pytest.approx(back.score)
    assert 0 <= there.score <= 1
    assert (there.equal, there.misspelt, there.contrast, there.shared) == (back.equal, back.misspelt, back.contrast, back.shared)


@given(NAMES)
def test_a_name_is_like_itself(text: str) -> None:
    assert likeness(name_of(text), name_of(text.upper())).score == 1
