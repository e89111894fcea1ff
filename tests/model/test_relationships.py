"""Types of ties: their ends, their direction, and when they stand."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.model.actors import KINDS
from ngomap.model.relationships import RUNGS, TIE_TYPES, Tie, check_ends, rung_name

MUTUAL = {"works-with", "knows", "rivals", "related"}


def test_mutual_types_read_the_same_from_both_ends() -> None:
    assert {name for name, t in TIE_TYPES.items() if t.mutual} == MUTUAL


@pytest.mark.parametrize(
    ("type_name", "from_kind", "to_kind"),
    [
        ("on-board-of", "person", "ngo"),
        ("works-for", "person", "government"),
        ("holds-office-in", "person", "legislature"),
        ("volunteers-for", "person", "cbo"),
        ("parent-of", "ngo", "ngo"),
        ("knows", "person", "person"),
        ("works-with", "ngo", "person"),
    ],
)
def test_ends_that_fit(type_name: str, from_kind: str, to_kind: str) -> None:
    assert check_ends(type_name, from_kind, to_kind).name == type_name


@pytest.mark.parametrize(
    ("type_name", "from_kind", "to_kind"),
    [
        ("on-board-of", "ngo", "ngo"),
        ("on-board-of", "person", "person"),
        ("works-for", "ngo", "person"),
        ("holds-office-in", "person", "ngo"),
        ("parent-of", "person", "ngo"),
        ("parent-of", "ngo", "person"),
    ],
)
def test_ends_that_do_not_fit_are_explained(type_name: str, from_kind: str, to_kind: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        check_ends(type_name, from_kind, to_kind)
    assert from_kind in caught.value.message
    assert TIE_TYPES[type_name].forward in caught.value.hint


def test_an_unknown_type_is_refused_with_the_list() -> None:
    with pytest.raises(InvalidValue, match="is not known") as caught:
        check_ends("likes", "ngo", "ngo")
    assert "works-with" in caught.value.hint


def test_types_name_only_known_kinds() -> None:
    for t in TIE_TYPES.values():
        assert (t.from_kinds | t.to_kinds | t.not_from | t.not_to) <= set(KINDS)


def test_rungs_are_said_with_their_number() -> None:
    assert [rung_name(n) for n in range(len(RUNGS))][::5] == ["0 aware", "5 collaboration"]
    assert rung_name(None) == ""


@pytest.mark.parametrize(
    ("status", "since", "until", "stands"),
    [
        ("active", None, None, True),
        ("dormant", None, None, True),
        ("wanted", None, None, False),
        ("ended", None, None, False),
        ("declined", None, None, False),
        ("active", "2026-05-02", None, False),
        ("active", "2026-05", None, True),
        ("active", "2026", "2026", True),
        ("active", None, "2026-04-30", False),
        ("active", None, "2026-05", True),
        ("active", None, "2026-05-01", True),
    ],
)
def test_when_a_tie_stands(status: str, since: str | None, until: str | None, stands: bool) -> None:
    assert Tie(1, "works-with", 1, 2, status, since=since, until=until).open_on("2026-05-01") is stands


def test_the_other_end() -> None:
    tie = Tie(1, "knows", 7, 9, "active")
    assert (tie.other(7), tie.other(9)) == (9, 7)
