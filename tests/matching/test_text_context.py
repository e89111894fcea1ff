"""Words shown where they stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.text_context import AROUND, in_context


def test_short_texts_are_shown_whole_and_long_ones_cut_between_words() -> None:
    assert in_context("Clean water.", "water") == "Clean [water]."
    shown = in_context("one " * 40 + "clean water" + " two" * 40, "clean water")
    assert shown.startswith("...one one")
    assert shown.endswith("two two...")
    assert "[clean water]" in shown


def test_words_that_are_not_there_show_nothing() -> None:
    assert in_context("Clean water.", "wells") == in_context("Clean water.", "") == ""


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 20))
def test_it_is_always_one_line(text: str, at: int, length: int) -> None:
    shown = in_context(text, text[at : at + length])
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= 2 * AROUND + length + 10
