"""The organizations of a map as matching sees them."""

from __future__ import annotations

import pytest

from ngomap.matching.similar import similar
from ngomap.model.pairs import Entry
from ngomap.store import match_entries
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.intake_rows import extend_lists
from ngomap.store.match_entries import Without, candidates_for, entries


def filled(map_: Map) -> dict[str, int]:
    """Some organizations and a person; ids by name."""
    state = add_area(map_, "Plateau")
    town = add_area(map_, "Jos", parent=state)
    facts: list[tuple[dict[str, object], Lists]] = [
        ({"name": "Zireenza Support Foundation", "kind": "ngo", "area_id": town.id, "place": "Jos", "country": "NG"}, Lists()),
        ({"name": "Hope", "kind": "ngo", "email": "A@hope.ngo", "place": "1 Elm St"}, Lists(aliases=("HH", "Hoffnung"))),
        ({"name": "Water Fund", "kind": "ngo", "phone": "020 555 1234"}, Lists(identifiers=(("US-EIN", "1"),))),
        ({"name": "Ada", "kind": "person"}, Lists()),
    ]
    return {str(f["name"]): add_actor(map_, f, lists).id for f, lists in facts}


def test_entries_hold_what_tells_organizations_apart(empty_map: Map) -> None:
    ids = filled(empty_map)
    found = {e.name: e for e in entries(empty_map)}
    assert set(found) == {"Zireenza Support Foundation", "Hope", "Water Fund"}
    assert found["Zireenza Support Foundation"].area == ("Jos", "Plateau")
    assert (found["Zireenza Support Foundation"].place, found["Zireenza Support Foundation"].country) == ("Jos", "NG")
    assert (found["Hope"].place, found["Hope"].address, found["Hope"].aliases) == ("", "1 Elm St", ("HH", "Hoffnung"))
    assert found["Water Fund"].identifiers == (("US-EIN", "1"),)
    assert entries(empty_map, [ids["Hope"], ids["Ada"]]) == [found["Hope"]]


@pytest.mark.parametrize(
    ("incoming", "name"),
    [
        (Entry("new", "Zireenza Suport Fundation"), "Zireenza Support Foundation"),
        (Entry("new", "HH"), "Hope"),
        (Entry("new", "Other", email="a@hope.ngo"), "Hope"),
        (Entry("new", "Other", identifiers=(("US-EIN", "1"),)), "Water Fund"),
        (Entry("new", "Other", phone="020 555 1234"), "Water Fund"),
    ],
)
def test_of_a_large_map_only_those_that_could_match_are_read(
    empty_map: Map, monkeypatch: pytest.MonkeyPatch, incoming: Entry, name: str
) -> None:
    filled(empty_map)
    assert len(candidates_for(empty_map, [incoming])) == 3
    monkeypatch.setattr(match_entries, "ALL_BELOW", 0)
    found = candidates_for(empty_map, [incoming])
    assert [e.name for e in found] == [name]
    assert similar([incoming], found) == similar([incoming], entries(empty_map))


def test_nothing_incoming_needs_nothing(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(empty_map)
    monkeypatch.setattr(match_entries, "ALL_BELOW", 0)
    assert candidates_for(empty_map, []) == []
    assert candidates_for(empty_map, [Entry(1, 'odd "quotes" AND (NEAR')]) == []


def test_those_without_a_number_are_found_step_by_step(empty_map: Map) -> None:
    ids = filled(empty_map)
    without = Without()
    assert without.register(empty_map, "US-EIN") == sorted([ids["Zireenza Support Foundation"], ids["Hope"]])
    assert without.register(empty_map, "NG-CAC") == sorted(set(ids.values()) - {ids["Ada"]})
    numbered = add_actor(empty_map, {"name": "Trust", "kind": "ngo"}, Lists(identifiers=(("US-EIN", "2"),))).id
    late = add_actor(empty_map, {"name": "Late", "kind": "ngo"}).id
    extend_lists(empty_map, identifiers=[(ids["Hope"], "US-EIN", "3")])
    assert without.register(empty_map, "US-EIN") == sorted([ids["Zireenza Support Foundation"], late])
    assert without.register(empty_map, "US-EIN") == Without().register(empty_map, "US-EIN")
    assert numbered in without.register(empty_map, "NG-CAC")


def test_of_very_many_without_a_number_the_first_are_taken(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = filled(empty_map)
    monkeypatch.setattr(match_entries, "MOST_WITHOUT", 1)
    without = Without()
    first = without.register(empty_map, "US-EIN")
    assert first == [ids["Zireenza Support Foundation"]]
    extend_lists(empty_map, identifiers=[(first[0], "US-EIN", "3")])
    assert without.register(empty_map, "US-EIN") == [ids["Hope"]]
