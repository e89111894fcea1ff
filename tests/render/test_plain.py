"""Answers for scripts: JSON and CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.model.answers import Change
from ngomap.model.cells import uncell
from ngomap.model.records import Records
from ngomap.model.text import visible
from ngomap.render.plain import csv_text, json_text, plain_value

AWKWARD = "[bold]x[/] \x1b[31mred\x1b]8;;http://x\x07 \u202eRTL \x7f\x85"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1234567.0, "1234567"),
        (1234567.5, "1234567.5"),
        (-1.292066, "-1.292066"),
        (1e300, "1e+300"),
        (0.1 + 0.2, "0.3"),
        (["a", None, 2.0], "a||2"),
        ({"a": "\x1b"}, '{"a": "\\u001b"}'),
        ([{"a": "\u202e"}], '[{"a": "<202E>"}]'),
        ("\x1b", "<001B>"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert plain_value(value) == text


def test_json_keeps_every_character_and_shows_none_that_harms() -> None:
    records = Records("actors", [{"name": AWKWARD, "lists": [AWKWARD]}], 1, ("name",), (AWKWARD,))
    text = json_text(records)
    assert json.loads(text)["records"] == records.records
    assert visible(text) == text
    assert text.endswith("}\n")


def test_json_has_no_numbers_that_are_none() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_text(Records("x", [{"a": float("nan")}], 1))


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text() | st.none() | st.integers()), max_size=4))
def test_csv_comes_back_as_it_was_shown(rows: list[dict[str, object]]) -> None:
    text = csv_text(Records("x", rows, len(rows), ("a",)))
    header, *body = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert header[0] == "a"
    found = [[uncell(c) for c in row] for row in body if row]
    assert found == [[plain_value(row.get(name)) for name in header] for row in rows]
    assert visible(text) == text


def test_a_change_is_one_row() -> None:
    text = csv_text(Change("added", "actor", {"handle": "=1+1"}, "Added."))
    assert text.splitlines() == ["action,of,handle,text,undo", "added,actor,'=1+1,Added.,"]
