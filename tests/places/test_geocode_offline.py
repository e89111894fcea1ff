"""Places in words against the map's own areas."""

from __future__ import annotations

import pytest

from ngomap.places.geocode_offline import Gazetteer, match_place
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.writing import write


@pytest.fixture(params=[False, True])
def gazetteer(bare_map: Map, request: pytest.FixtureRequest) -> Gazetteer:
    """Land holds the province, district and city Mill; Bath, Upper lies in the province; another Port lies abroad."""
    with write(bare_map):
        land = add_area(bare_map, "Land", level="country", country="KE")
        province = add_area(bare_map, "Mill", land, "province", code="P1", point=(1.0, 37.0))
        district = add_area(bare_map, "Mill", province, "district", code="P1D1")
        add_area(bare_map, "Mill", district, "city", code="P1D1C1")
        add_area(bare_map, "Bath, Upper", province, "village", aliases=["Bagni"])
        add_area(bare_map, "Port", land, "city")
        abroad = add_area(bare_map, "Abroad", level="country", country="TZ")
        add_area(bare_map, "Port", abroad, "city", code="TZ1")
        add_area(bare_map, "Citystate", level="country", country="SG")
        add_area(bare_map, "Loose", level="city")
    return Gazetteer(bare_map, whole=request.param)


@pytest.mark.parametrize(
    ("place", "country", "handles", "whole"),
    [
        ("Mill", None, ["mill"], True),
        ("P1D1C1", None, ["mill-mill-mill"], True),
        ("Bath, Upper", None, ["bath-upper"], True),
        ("bagni, Mill, Land", None, ["bath-upper"], True),
        ("Port", None, ["port", "port-abroad"], True),
        ("Port", "TZ", ["port-abroad"], True),
        ("Port, Tanzania", None, ["port-abroad"], True),
        ("Pier 7, Port, TZ", None, ["port-abroad"], False),
        ("Port", "UG", [], True),
        ("Citystate", None, ["citystate"], True),
        ("Street 1, Citystate", None, [], True),
        ("Loose", "UG", ["loose"], True),
        ("Loose, Land", None, [], True),
        ("", None, [], True),
        (" , ,", None, [], True),
        ("?!", None, [], True),
        ("x" * 5000, None, [], True),
    ],
)
def test_what_a_place_names(gazetteer: Gazetteer, place: str, country: str | None, handles: list[str], whole: bool) -> None:
    match = match_place(gazetteer, place, country)
    assert sorted(a.handle for a in match.areas) == handles
    assert match.whole == whole


def test_only_what_lies_within_an_area_counts(gazetteer: Gazetteer) -> None:
    abroad = gazetteer.named("Abroad")[0]
    assert [a.handle for a in match_place(gazetteer, "Port", None, abroad.id).areas] == ["port-abroad"]
    assert match_place(gazetteer, "Bagni", None, abroad.id).areas == ()


def test_areas_that_lie_in_each_other_in_a_circle_end(gazetteer: Gazetteer, bare_map: Map) -> None:
    bare_map.connection.execute("UPDATE areas SET parent_id = (SELECT id FROM areas WHERE code = 'P1D1C1') WHERE code = 'P1'")
    assert len(match_place(Gazetteer(bare_map), "Mill", None).areas) <= 3


def test_the_nearest_point_around_stands_for_an_area(gazetteer: Gazetteer) -> None:
    village, loose = gazetteer.named("Bagni")[0], gazetteer.named("Loose")[0]
    standing = gazetteer.standing(village)
    assert standing is not None
    assert standing.code == "P1"
    assert gazetteer.standing(loose) is None
    assert gazetteer.told(village) == "Bath, Upper in Mill (village, KE)"
