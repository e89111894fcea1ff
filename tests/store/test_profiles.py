"""Profiles of imports, kept in the map."""

from __future__ import annotations

from ngomap.store.connection import Map
from ngomap.store.profiles import all_profiles, profile, put_profile


def test_a_profile_is_what_was_put_last(bare_map: Map) -> None:
    assert profile(bare_map, "members") is None
    put_profile(bare_map, "members", {"columns": {"Who": "name"}})
    put_profile(bare_map, "members", {"separator": ","})
    put_profile(bare_map, "anuario", {})
    assert profile(bare_map, "members") == {"separator": ","}
    assert [(name, reading) for name, reading, _ in all_profiles(bare_map)] == [
        ("anuario", {}), ("members", {"separator": ","}),
    ]  # fmt: skip
    assert all(len(day) == 10 for _, _, day in all_profiles(bare_map))
