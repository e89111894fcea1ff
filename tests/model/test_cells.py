"""Spreadsheet cells: no text runs as a formula, and every text comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.model.cells import FORMULA_STARTS, cell, uncell


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(A1)", "-cmd|' /C calc'!A0", "@x", "\t=1", "\r=1", "-1_000", "+inf", "-nan"]
)
def test_formulas_are_disarmed(text: str) -> None:
    assert cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "plain", "-1.5", "+254", "1e3", "a=b", "O'Brien"])
def test_plain_text_and_numbers_stay(text: str) -> None:
    assert cell(text) == text


@given(st.text(alphabet="'=+-@\t\r1a") | st.text())
def test_every_text_comes_back(text: str) -> None:
    written = cell(text)
    assert uncell(written) == text
    assert not written.startswith(FORMULA_STARTS) or written[:1] in "+-"
