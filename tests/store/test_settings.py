"""What the map knows about itself."""

from __future__ import annotations

from datetime import date

import pytest

from ngomap.errors import InvalidValue
from ngomap.store.actor_edits import add_actor, remove_actor
from ngomap.store.connection import Map
from ngomap.store.settings import today, us, weights
from ngomap.store.settings_edits import set_us
from ngomap.store.writing import change_setting


def test_who_we_are(bare_map: Map) -> None:
    a, b = (add_actor(bare_map, {"name": n, "kind": "ngo"}).ref for n in "AB")
    assert us(bare_map) is None
    assert set_us(bare_map, a, True) is None
    assert set_us(bare_map, b, True) == a
    assert us(bare_map) == b
    with pytest.raises(InvalidValue, match="A is not who keeps this map"):
        set_us(bare_map, a, False)
    assert set_us(bare_map, b, False) == b
    assert us(bare_map) is None


def test_who_was_removed_is_not_us(bare_map: Map) -> None:
    a = add_actor(bare_map, {"name": "A", "kind": "ngo"}).ref
    set_us(bare_map, a, True)
    remove_actor(bare_map, a.id)
    assert us(bare_map) is None


def test_a_map_may_be_pinned_to_a_day(bare_map: Map) -> None:
    assert today(bare_map) == date.today().isoformat()
    change_setting(bare_map, "today", "2026-05-01")
    assert today(bare_map) == "2026-05-01"


def test_weights_are_those_of_one_analysis(bare_map: Map) -> None:
    for key, value in (("weights.allies.trust", "2"), ("weights.allies_x", "9"), ("weights.gaps.trust", "3")):
        change_setting(bare_map, key, value)
    assert weights(bare_map, "allies") == {"trust": 2.0}
