"""A REF as people type it."""

from __future__ import annotations

import unicodedata

import pytest

from ngomap.errors import Ambiguous
from ngomap.model.actors import ActorRef
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map
from ngomap.store.refs import actor_named, actors_named


@pytest.fixture
def oxfam(bare_map: Map) -> ActorRef:
    lists = Lists(("Comité Oxfam", "OX"), (("GB-CHC", "202918"),))
    return add_actor(bare_map, {"name": "Oxfam", "kind": "ngo"}, lists).ref


@pytest.mark.parametrize(
    "text",
    [
        "oxfam", " Oxfam ", "OXFAM", "GB-CHC:202918", "gb-chc: 202918", "comite oxfam", "COMITÉ   OXFAM",
        unicodedata.normalize("NFD", "Comité Oxfam"), "ox",
    ],
)  # fmt: skip
def test_one_actor_by_many_names(bare_map: Map, oxfam: ActorRef, text: str) -> None:
    assert actor_named(bare_map, text) == oxfam


def test_the_beginning_of_an_id(bare_map: Map, oxfam: ActorRef) -> None:
    uid = bare_map.connection.execute("SELECT uid FROM actors").fetchone()[0]
    assert actor_named(bare_map, uid) == actor_named(bare_map, uid[:4].upper()) == oxfam
    assert actor_named(bare_map, uid[:3]) is None


@pytest.mark.parametrize("text", ["", " ", "***", ":", "%", "oxfa", "GB-CHC:", "GB-CHC:20291", "' OR 1=1 --", "🎭"])
def test_what_names_nobody(bare_map: Map, oxfam: ActorRef, text: str) -> None:
    assert oxfam
    assert actor_named(bare_map, text) is None


def test_a_name_that_two_have_is_ambiguous_but_a_handle_is_not(bare_map: Map, oxfam: ActorRef) -> None:
    second = add_actor(bare_map, {"name": "Oxfam", "kind": "ngo"}).ref
    assert actor_named(bare_map, "oxfam") == oxfam
    assert actor_named(bare_map, "oxfam-2") == second
    with pytest.raises(Ambiguous, match="names 2 actors") as caught:
        actor_named(bare_map, "Oxfam")
    assert "oxfam-2 (Oxfam)" in caught.value.message
    assert actors_named(bare_map, "OX") == [oxfam]


def test_handles_of_any_script(bare_map: Map) -> None:
    actor = add_actor(bare_map, {"name": "ЁЖИК", "kind": "ngo"}).ref
    assert actor.handle == "ежик"
    for text in ("ежик", "ЕЖИК", "ёжик", unicodedata.normalize("NFD", "Ёжик")):
        assert actor_named(bare_map, text) == actor
