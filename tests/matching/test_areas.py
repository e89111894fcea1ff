"""Areas of a 3W as one tree, and which of them the map has."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ngomap.matching.areas import AreaIndex, Path, Place, match_areas, used
from ngomap.model.words import Area

EMPTY = AreaIndex([], {})


def path(*steps: str, country: str = "") -> tuple[str, Path]:
    """`path("Kabul:AF01", "Kabul:AF0101")`: a province, a district."""
    levels = ("province", "district")
    return country, tuple((level, *(s.split(":") if ":" in s else (s, ""))) for level, s in zip(levels, steps, strict=False))  # type: ignore[misc]


def match(*paths: tuple[str, Path], index: AreaIndex = EMPTY) -> tuple[list[Place], list[Place]]:
    """All places, and those that the paths lead to."""
    places, keys = match_areas(Counter(paths), index)
    by_key = {place.key: place for place in places}
    return places, [by_key[keys[p]] for p in paths]


def test_same_named_districts_of_different_codes_stay_apart() -> None:
    places, _ = match(path("A:1", "Kushk:101"), path("A:1", "Kushk:102"), path("B:2", "Kushk:201"))
    assert len([p for p in places if p.level == "district"]) == 3


def test_same_named_districts_of_different_provinces_stay_apart() -> None:
    _, (first, second) = match(path("A", "Kushk"), path("B", "Kushk"))
    assert first.key != second.key


def test_one_code_is_one_area_however_it_is_spelt() -> None:
    places, _ = match(path("Kabul:AF01", "Paghman:af0105"), path("Kabul:AF01", "Paghmān:AF0105"), path("Kabul:AF01"))
    assert len(places) == 2


def test_a_row_without_code_is_the_area_whose_rows_bear_its_name() -> None:
    _, (first, second) = match(path("A:1", "Kushk:101"), path("A", "kushk"))
    assert first.key == second.key


def test_a_row_that_may_mean_two_areas_of_the_file_is_a_problem() -> None:
    _, (_, _, either) = match(path("A:1", "Kushk:101"), path("A:1", "Kushk:102"), path("A:1", "Kushk"))
    assert "101, 102" in either.problem
    _, (_, _, either) = match(path("A", "Kushk"), path("B", "Kushk"), ("", (("district", "Kushk", ""),)))
    assert "Kushk in A, Kushk in B" in either.problem


def test_wider_areas_come_before_narrower_ones_and_know_each_other() -> None:
    places, (district,) = match(path("A:1", "Kushk:101"))
    assert [p.level for p in places] == ["province", "district"]
    assert district.parent == places[0].key


def test_a_row_that_leaves_out_the_province_is_in_the_one_that_others_give() -> None:
    places, (first, second) = match(path("A", "Kushk"), ("", (("district", "Kushk", ""),)))
    assert first.key == second.key
    assert len(places) == 2


def test_the_map_is_known_by_code_then_by_name_in_the_wider_area() -> None:
    index = AreaIndex(
        [Area(1, "a", "Alpha", "province", None, "P1"), Area(2, "k", "Kushk", "district", 1), Area(3, "k2", "Kushk", "district", 9),
         Area(9, "b", "Beta", "province")], {9: ["Betha"]},
    )  # fmt: skip
    _, (renamed, inside, aliased) = match(path("Elsewhere:p1"), path("x:P1", "KUSHK"), path("Betha", "Kushk"), index=index)
    assert [p.known.id if p.known else None for p in (renamed, inside, aliased)] == [1, 2, 3]


def test_an_area_of_another_code_or_level_or_country_is_another() -> None:
    index = AreaIndex([Area(1, "k", "Kabul", "city"), Area(2, "q", "Quill", "province", None, "XX1"),
                       Area(3, "n", "North", "province", country="KE")], {})  # fmt: skip
    _, found = match(path("Kabul"), path("Quill:YY1"), path("North", country="NG"), index=index)
    assert [p.known for p in found] == [None, None, None]


def test_an_area_that_lay_nowhere_yet_is_found_and_two_of_a_name_are_a_problem() -> None:
    index = AreaIndex([Area(1, "k", "Kushk", "district"), Area(2, "n", "North", "province"), Area(3, "n2", "North", "province")], {})
    _, (lost, twice) = match(path("Hirat", "Kushk"), path("North"), index=index)
    assert lost.known == Area(1, "k", "Kushk", "district")
    assert "n, n2" in twice.problem


def test_two_of_the_file_cannot_be_one_of_the_map() -> None:
    index = AreaIndex([Area(1, "k", "Kushk", "district")], {})
    _, (first, second) = match(path("A", "Kushk"), path("B", "Kushk"), index=index)
    assert first.problem
    assert second.problem


def test_a_city_that_is_its_own_province_is_two_areas_of_one_code() -> None:
    places, (district,) = match(path("Capital:C1", "Capital:C1"))
    assert [p.level for p in places] == ["province", "district"]
    assert district.parent == places[0].key


def test_only_what_rows_use_is_kept_with_what_it_lies_in() -> None:
    places, (first, _) = match(path("A:1", "X:11"), path("B:2", "Y:21"))
    assert [p.name for p in used(places, [first.key])] == ["A", "X"]


steps = st.sampled_from(["A:1", "A", "B:2", "B", "a"])
districts = st.sampled_from(["K:11", "K:12", "K", "L:21", "L", "k"])
paths = st.one_of(st.builds(path, steps, districts), st.builds(path, steps))


@given(st.lists(paths, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_decides_nothing(rows: list[tuple[str, Path]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, keys = match_areas(Counter(rows), EMPTY)
    second, same_keys = match_areas(Counter(shuffled), EMPTY)
    assert keys == same_keys
    assert sorted(map(repr, first)) == sorted(map(repr, second))
