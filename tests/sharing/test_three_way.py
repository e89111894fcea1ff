"""One record of ours and of others, against what they last said of it."""

from __future__ import annotations

from typing import Any

import pytest

from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.three_way import base_of, compare, digest, lists_of_section, units_of

Record = dict[str, Any]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_field_is_merged_or_is_what_each_map_has_of_its_own(section: str) -> None:
    merged = [f for unit in units_of(section) for f in unit] + list(lists_of_section(section))
    assert sorted(merged) == sorted(set(SECTIONS[section]) - {"uid", "handle", "slug", "vocabulary", "audience"})


@pytest.mark.parametrize(
    ("ours", "theirs", "base", "result"),
    [
        (None, "x", None, "x"), ("x", None, "x", "x"), ("x", "x", None, "x"), ("a", "b", None, "conflict"),
        ("a", "b", "a", "b"), ("a", "b", "b", "a"), ("a", "b", "c", "conflict"), (None, "b", "b", None), (None, "b", "a", "conflict"),
    ],
)  # fmt: skip
def test_a_field_against_what_they_said_before(ours: str | None, theirs: str | None, base: str | None, result: str | None) -> None:
    mine, said = ({"phone": v} if v else {} for v in (ours, theirs))
    outcome = compare("actors", mine, said, {"phone": digest(base)} if base else {})
    assert [d.field for d in outcome.differences] == (["phone"] if result == "conflict" else [])
    if result != "conflict":
        assert {**mine, **outcome.news} == ({"phone": result} if result else {})


def test_half_a_point_never_comes_from_each_side() -> None:
    ours, theirs = {"lat": 1.0, "lon": 2.0}, {"lat": 1.0, "lon": 3.0}
    outcome = compare("actors", ours, theirs, {})
    assert outcome.news == {}
    assert [(d.field, d.ours, d.theirs) for d in outcome.differences] == [("lat", ours, theirs)]
    assert compare("actors", ours, theirs, base_of("actors", ours)).news == theirs


def test_lists_grow_but_not_by_what_was_taken_out_here() -> None:
    base = base_of("actors", {"aliases": ["One", "Two"]})
    outcome = compare("actors", {"name": "X", "aliases": ["Two", "Mine"]}, {"aliases": ["One", "Three", "X"]}, base)
    assert outcome.news == {"aliases": ["Two", "Mine", "Three"]}
    assert outcome.untold == ["aliases"]


def test_another_spelling_of_a_name_and_another_name_of_ours_are_no_conflict() -> None:
    ours = {"name": "Old Mill", "aliases": ["The Mill"]}
    for name in ("OLD MILL", "the mill"):
        outcome = compare("actors", ours, {"name": name}, {})
        assert (outcome.differences, outcome.news) == ([], {})


def test_our_own_older_word_that_comes_back_changes_nothing() -> None:
    told = base_of("actors", {"phone": "1"})
    assert compare("actors", {"phone": "2"}, {"phone": "1"}, {}, told).differences == []
    assert len(compare("actors", {"phone": "2"}, {"phone": "3"}, {}, told).differences) == 1
