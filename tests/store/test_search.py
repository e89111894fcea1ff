"""Search by words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.search import search


@pytest.fixture
def ids(bare_map: Map) -> dict[str, int]:
    area = add_area(bare_map, "Rivertown")
    facts = {
        "Action-Aid": {"place": "Old Town", "mission": "Food for all"},
        "Médecins du Monde": {"notes": "they like ACTION", "area_id": area.id},
        "العون": {},
        "जन सेवा": {},
    }
    return {
        n: add_actor(bare_map, {"name": n, "kind": "ngo", **f}, Lists((n + " Group",))).id for n, f in facts.items()
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("action", ["Action-Aid", "Médecins du Monde"]),
        ("action aid", ["Action-Aid"]),
        ("action-aid", ["Action-Aid"]),
        ("AID act", ["Action-Aid"]),
        ("medecins", ["Médecins du Monde"]),
        ("Me\u0301decins", ["Médecins du Monde"]),
        ("rivert", ["Médecins du Monde"]),
        ("old food", ["Action-Aid"]),
        ("عون", []),
        ("العون", ["العون"]),
        ("सेवा", ["जन सेवा"]),
        ("group zebra", []),
    ],
)
def test_every_word_must_begin_one(bare_map: Map, ids: dict[str, int], text: str, names: list[str]) -> None:
    assert search(bare_map, text) == [ids[n] for n in names]


@pytest.mark.parametrize("text", ["", " ", "***", "(", '"', "-", "AND", "NOT", "NEAR(", "a* OR b", "name:x", "^", "🎭"])
def test_nothing_that_fts_would_obey_is_obeyed(bare_map: Map, ids: dict[str, int], text: str) -> None:
    assert set(search(bare_map, text)) <= set(ids.values())


@given(text=st.text())
def test_no_text_is_an_error(bare_map: Map, text: str) -> None:
    assert isinstance(search(bare_map, text), list)


def test_names_weigh_more_than_notes_and_equals_are_by_handle(bare_map: Map, ids: dict[str, int]) -> None:
    later, earlier = (add_actor(bare_map, {"name": n, "kind": "ngo"}).id for n in ("Zebra Two", "Zebra One"))
    assert search(bare_map, "zebra") == [earlier, later]
    assert search(bare_map, "action")[0] == ids["Action-Aid"]
