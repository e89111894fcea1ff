"""How much is in the map."""

from __future__ import annotations

from ngomap.store.actor_edits import add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.counts import counts
from ngomap.store.coverage_edits import add_surveys


def test_every_kind_of_record_is_counted(bare_map: Map) -> None:
    assert set(counts(bare_map).values()) == {0}
    add_actor(bare_map, {"name": "A", "kind": "ngo"})
    add_actor(bare_map, {"name": "P", "kind": "person"})
    add_actor(bare_map, {"name": "Q", "kind": "person"})
    add_surveys(bare_map, [(add_area(bare_map, "North").id, None)], None, None)
    found = {what: n for what, n in counts(bare_map).items() if n}
    assert found == {"organizations": 1, "people": 2, "areas": 1, "surveys": 1}
