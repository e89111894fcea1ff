"""A misspelt name finds whom it means, whether every name of the map is compared or only the likely ones."""

from __future__ import annotations

import pytest

from ngomap.matching import spelling
from ngomap.matching.spelling import meant, spelt_alike
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.connection import Map

NAMES = (
    "Fair Elections Now", "Street Theatre", "Street Theatrics", "Action for Children Forum of Marakura", "Procurement Watch",
    "Hope for Widows Network", "Médecins du Monde", "Bright Water Trust of Lower Quarter",
)  # fmt: skip
SLIPS = (
    ("Fair Elctions Now", "Fair Elections Now"),
    ("elctions", "Fair Elections Now"),
    ("hopee for widwos network", "Hope for Widows Network"),
    ("leections", "Fair Elections Now"),
    ("procurmeent", "Procurement Watch"),
    ("medecin du mond", "Médecins du Monde"),
    ("water trsut", "Bright Water Trust of Lower Quarter"),
    ("childern forum marakura", "Action for Children Forum of Marakura"),
)


@pytest.fixture
def map_(bare_map: Map) -> Map:
    for name in NAMES:
        add_actor(bare_map, {"name": name, "kind": "ngo"}, Lists(("FEN",) if name.startswith("Fair") else ()))
    return bare_map


@pytest.mark.parametrize("compared", [0, spelling.ALL_COMPARED])
@pytest.mark.parametrize(("text", "name"), SLIPS)
def test_the_first_hint_is_the_name_that_was_meant(
    map_: Map, monkeypatch: pytest.MonkeyPatch, text: str, name: str, compared: int
) -> None:
    monkeypatch.setattr(spelling, "ALL_COMPARED", compared)
    assert [a.name for a in spelt_alike(map_, text)][:1] == [name]
    assert spelt_alike(map_, "zqx") == []


def test_only_one_that_is_clearly_nearest_is_taken(map_: Map) -> None:
    assert meant(map_, "Fair Elctions Now") == spelt_alike(map_, "Fair Elctions Now")[0]
    assert meant(map_, "Street Theatri") is None
    assert meant(map_, "Elections") is None
    assert meant(map_, "***") is None


def test_two_actors_of_one_name_compete_and_two_names_of_one_do_not(map_: Map) -> None:
    twin = add_actor(map_, {"name": "Fair Elections Now", "kind": "ngo"}, Lists(("Fair Election Now",)))
    assert meant(map_, "Fair Elctions Now") is None
    assert [a.handle for a in spelt_alike(map_, "Fair Elctions Now", 2)] == ["fair-elections-now", twin.handle]
    map_.connection.execute("UPDATE actors SET name = 'Other', name_key = 'other' WHERE handle = 'fair-elections-now'")
    found = meant(map_, "Fair Elctions Now")
    assert found is not None
    assert found.id == twin.id
