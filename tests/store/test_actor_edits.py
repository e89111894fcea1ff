"""Actors, changed: names, handles, lists, and what the search finds."""

from __future__ import annotations

import pytest

from ngomap.errors import AlreadyExists, InvalidValue, NgomapError
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, free_handle, remove_actor
from ngomap.store.actors import actor_by_id, lists_of
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.event_edits import log_event
from ngomap.store.search import search
from ngomap.store.term_edits import add_term
from ngomap.store.tie_edits import link
from ngomap.store.ties import events

NGO = {"kind": "ngo"}


def test_a_new_actor_has_a_handle_an_id_and_an_audience(bare_map: Map) -> None:
    actor = add_actor(bare_map, {**NGO, "name": " Fair   Elections\u00a0Now "})
    person = add_actor(bare_map, {"kind": "person", "name": "Ana Example"})
    assert (actor.name, actor.handle, actor.audience) == ("Fair Elections Now", "fair-elections-now", "public")
    assert (person.audience, len(person.uid)) == ("internal", 36)
    assert actor_by_id(bare_map, actor.id).uid == actor.uid


def test_handles_are_numbered_and_us_is_nobody_else(bare_map: Map) -> None:
    handles = [add_actor(bare_map, {**NGO, "name": n}).handle for n in ("Aid", "aid!", "AID", "Aid 2", "US", "الصحة")]
    assert handles == ["aid", "aid-2", "aid-3", "aid-2-2", "us-2", "الصحة"]
    assert free_handle(bare_map, "Aid") == "aid-4"


@pytest.mark.parametrize("name", ["", "  ", "***", "🎭", "\u200f"])
def test_a_name_has_letters_or_digits(bare_map: Map, name: str) -> None:
    actor = add_actor(bare_map, {**NGO, "name": "A"})
    with pytest.raises(InvalidValue, match="no letters or digits"):
        add_actor(bare_map, {**NGO, "name": name})
    with pytest.raises(InvalidValue, match="no letters or digits"):
        edit_actor(bare_map, actor.id, {"name": name})


def test_lists_grow_and_shrink(bare_map: Map) -> None:
    term = add_term(bare_map, "issue", "Health")
    area = add_area(bare_map, "North")
    lists = Lists(("CRA", "cra", "***"), (("XX", "1"),), (term.id, term.id), (area.id,))
    actor = add_actor(bare_map, {**NGO, "name": "Clinic"}, lists)
    full = {"aliases": ["CRA"], "identifiers": ["XX:1"], "serves": ["north"], "issues": ["health"]}
    empty = {key: [] for key in full}
    rest = {"populations": [], "services": [], "sectors": []}
    assert lists_of(bare_map, [actor.id])[actor.id] == full | rest
    edit_actor(bare_map, actor.id, {}, lists)
    assert lists_of(bare_map, [actor.id])[actor.id] == full | rest
    edit_actor(bare_map, actor.id, {}, take=Lists(("C.R.A.", "Cra"), (("XX", "1"),), (term.id,), (area.id,)))
    assert lists_of(bare_map, [actor.id])[actor.id] == empty | rest | {"aliases": []}


def test_an_identifier_is_of_one_actor(bare_map: Map) -> None:
    first = add_actor(bare_map, {**NGO, "name": "A"}, Lists(identifiers=(("XX", "1"),)))
    with pytest.raises(AlreadyExists, match="identifier of a") as caught:
        add_actor(bare_map, {**NGO, "name": "B"}, Lists(identifiers=(("XX", "1"),)))
    assert "ngomap edit a" in caught.value.hint
    # Nothing of it was kept; and the owner may say its own once more.
    assert bare_map.connection.execute("SELECT count(*) FROM actors").fetchone() == (1,)
    edit_actor(bare_map, first.id, {}, Lists(identifiers=(("XX", "1"),)))


def test_a_field_set_to_none_becomes_unknown(bare_map: Map) -> None:
    actor = add_actor(bare_map, {**NGO, "name": "A", "phone": "1", "staff": 3})
    assert edit_actor(bare_map, actor.id, {"phone": None}).phone is None
    assert actor_by_id(bare_map, actor.id).staff == 3


def test_a_column_that_is_none_changes_nothing(bare_map: Map) -> None:
    actor = add_actor(bare_map, {**NGO, "name": "A"})
    with pytest.raises(NgomapError):
        edit_actor(bare_map, actor.id, {"name": "B", "telefone": "1"})
    assert actor_by_id(bare_map, actor.id).name == "A"


def test_the_search_follows_every_change(bare_map: Map) -> None:
    term = add_term(bare_map, "issue", "Housing")
    actor = add_actor(bare_map, {**NGO, "name": "Roof"}, Lists(("Shelter",), terms=(term.id,)))
    for word in ("roof", "shelter", "hous"):
        assert search(bare_map, word) == [actor.id]
    edit_actor(bare_map, actor.id, {"name": "Wall"}, take=Lists(("Shelter",)))
    assert search(bare_map, "roof") == search(bare_map, "shelter") == []
    remove_actor(bare_map, actor.id)
    assert search(bare_map, "wall") == []


def test_a_removed_actor_leaves_its_contacts(bare_map: Map) -> None:
    a, b = (add_actor(bare_map, {**NGO, "name": name}).ref for name in ("A", "B"))
    link(bare_map, a, b, "works-with", {})
    log_event(bare_map, {"on_date": "2026-05-01", "kind": "call", "title": "Call"}, [a, b])
    remove_actor(bare_map, b.id)
    assert [e.participants for e in events(bare_map)] == [(a,)]
    assert bare_map.connection.execute("SELECT count(*) FROM relationships").fetchone() == (0,)
