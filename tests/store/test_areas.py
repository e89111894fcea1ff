"""Areas, read."""

from __future__ import annotations

import pytest

from ngomap.store.area_edits import add_area
from ngomap.store.areas import area_aliases, areas_named, below, listing, some_areas, usage
from ngomap.store.connection import Map


@pytest.fixture
def kabul(bare_map: Map) -> dict[str, int]:
    """A province and the district of its name, as in most countries."""
    province = add_area(bare_map, "Kabul", level="province", code="AF01", aliases=["Kabol"])
    district = add_area(bare_map, "Kabul", province, "district", "AF0101")
    village = add_area(bare_map, "Qala", district, "village")
    return {"province": province.id, "district": district.id, "village": village.id}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("kabul", ["province"]),
        ("kabul-kabul", ["district"]),
        ("KABUL-KABUL", ["district"]),
        ("af0101", ["district"]),
        ("AF01", ["province"]),
        ("Kabul", ["province", "district"]),
        ("kabol", ["province"]),
        ("qala", ["village"]),
        ("***", []),
        ("", []),
        ("Nowhere", []),
    ],
)
def test_what_a_text_names(bare_map: Map, kabul: dict[str, int], text: str, found: list[str]) -> None:
    assert [a.id for a in areas_named(bare_map, text)] == [kabul[name] for name in found]


def test_the_tree(bare_map: Map, kabul: dict[str, int]) -> None:
    assert below(bare_map, kabul["province"]) == set(kabul.values())
    assert below(bare_map, kabul["village"]) == {kabul["village"]}
    assert some_areas(bare_map, []) == {}
    assert some_areas(bare_map, [kabul["village"]])[kabul["village"]].parent == kabul["district"]


def test_listing_and_usage(bare_map: Map, kabul: dict[str, int]) -> None:
    assert area_aliases(bare_map) == {kabul["province"]: ["Kabol"]}
    first = listing(bare_map)[0]
    assert (first["handle"], first["areas"], first["aliases"]) == ("kabul", 1, ["Kabol"])
    assert usage(bare_map, kabul["province"]) == ["1 area in it"]
    assert usage(bare_map, kabul["village"]) == []
