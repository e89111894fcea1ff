"""What is blurred in a file, and that pseudonyms say nothing of names."""

from __future__ import annotations

import pytest

from ngomap.model.audience import FIELDS
from ngomap.model.disguise import UNDER_PSEUDONYM, Disguise, pseudonyms
from ngomap.model.records import Record

NAMES = {"fen": ("organization-2", "Organization 2"), "choir": ("organization-1", "Organization 1")}


def test_what_remains_under_a_pseudonym_could_leave_without_one() -> None:
    for kind, fields in UNDER_PSEUDONYM.items():
        assert set(fields) <= {field for some in FIELDS[kind].values() for field in some}


def test_pseudonyms_follow_random_ids_whatever_the_order() -> None:
    actors = [("9f", "a", False), ("1b", "z", False), ("07", "m", True)]
    assert pseudonyms(actors) == pseudonyms(actors[::-1])
    assert pseudonyms(actors)["z"] == ("organization-1", "Organization 1")
    assert pseudonyms(actors)["m"] == ("person-1", "Person 1")


def test_names_go_and_what_was_written_with_them() -> None:
    tie: Record = {"type": "funds", "from": "fen", "from_name": "Fair Elections", "to": "choir", "to_name": "Choir",
                   "title": "grant to the Choir", "notes": "secret", "status": "active"}  # fmt: skip
    assert Disguise(NAMES).of("relationship", tie) == {
        "type": "funds", "from": "organization-2", "from_name": "Organization 2", "to": "organization-1",
        "to_name": "Organization 1", "status": "active",
    }  # fmt: skip
    event: Record = {"on_date": "2026-01-01", "kind": "call", "title": "FEN", "participants": ["fen", "choir"]}
    assert Disguise(NAMES).of("event", event) == {
        "on_date": "2026-01-01", "kind": "call", "title": "call", "participants": ["organization-1", "organization-2"]
    }  # fmt: skip
    assert Disguise(NAMES).of("grant", {"name": "Call of FEN"}) is None


def test_an_exact_point_tells_the_house_so_only_a_coarse_one_goes_under_a_pseudonym() -> None:
    actor: Record = {"handle": "fen", "name": "FEN", "kind": "ngo", "lat": -20.98765, "lon": 60.12345, "place": "12 Mill Lane"}
    assert Disguise(NAMES).of("organization", actor) == {
        "handle": "organization-2", "name": "Organization 2", "kind": "ngo"
    }  # fmt: skip
    coarse = Disguise(NAMES, coarse=True)
    assert coarse.of("organization", actor) == {
        "handle": "organization-2", "name": "Organization 2", "kind": "ngo", "lat": -21.0, "lon": 60.1
    }  # fmt: skip
    assert coarse.done == {"coarse points": 1}
    area: Record = {"handle": "mill", "name": "Mill", "lat": 1.2345, "lon": 2.3456}
    assert Disguise(NAMES).of("area", area) == area


@pytest.mark.parametrize(("reached", "kept"), [(9, False), (10, True), (0, True), (None, False)])
def test_small_numbers_are_left_out(reached: int | None, kept: bool) -> None:
    activity: Record = {"actor": "fen"} | ({} if reached is None else {"reached": reached})
    worn = Disguise(least=10).of("activity", activity)
    assert worn is not None
    assert ("reached" in worn) is kept


def test_a_need_figure_without_its_figure_is_none() -> None:
    disguise = Disguise(least=10)
    assert disguise.of("need_figure", {"area": "mill", "people": 4}) is None
    assert disguise.of("need_figure", {"area": "mill", "people": 40}) == {"area": "mill", "people": 40}
    assert disguise.done == {"small numbers": 1}
