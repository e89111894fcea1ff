"""The map as a table: nobody is counted twice, nobody is lost."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.analyses.by_area import by_area
from ngomap.model.actors import ActorRef
from ngomap.model.words import Area

AREAS = [Area(1, "north", "North"), Area(2, "mill", "Mill", parent=1), Area(3, "ford", "Ford", parent=2), Area(4, "south", "South")]
PEOPLE = [ActorRef(i, f"a{i}", f"A{i}", "ngo" if i % 2 else "media") for i in range(1, 7)]
PLACES = st.dictionaries(st.integers(1, 6), st.lists(st.integers(1, 5), max_size=3), max_size=6)


@settings(max_examples=150)
@given(st.dictionaries(st.integers(1, 6), st.integers(1, 5)), PLACES, PLACES, st.sets(st.integers(1, 6)))
def test_everybody_is_counted_once_at_the_top(
    seat: dict[int, int], serves: dict[int, list[int]], active: dict[int, list[int]], pointed: set[int]
) -> None:
    rows, total = by_area(PEOPLE, AREAS, seat, serves, active, 0, pointed)
    assert total == len(rows)
    here = {a.id: {p.id for p in PEOPLE if _is_in(a.id, [seat.get(p.id, 9), *serves.get(p.id, []), *active.get(p.id, [])])}
            for a in AREAS}  # fmt: skip
    assert {r.area.id: r.here for r in rows if r.area} == {i: len(people) for i, people in here.items() if people}
    lost = {p.id for p in PEOPLE} - {p for people in here.values() for p in people}
    assert sum(r.here for r in rows if r.area is None) == len(lost)
    assert sum(r.here for r in rows if r.point) == len(lost & pointed)
    assert all(sum(n for _, n in r.kinds) == r.here for r in rows)
    assert by_area(PEOPLE[::-1], AREAS[::-1], seat, serves, active, 0, pointed) == (rows, total)


def _is_in(area: int, places: list[int]) -> bool:
    within = {1: {1, 2, 3}, 2: {2, 3}, 3: {3}, 4: {4}}[area]
    return bool(within & set(places))


def test_a_limit_leaves_out_the_deepest_first() -> None:
    rows, total = by_area(PEOPLE, AREAS, {1: 3, 2: 3, 3: 4}, {}, {}, 2)
    assert [r.area.handle if r.area else None for r in rows] == ["north", "south", None]
    assert total == 5


def test_without_actors_there_are_no_rows() -> None:
    assert by_area([], AREAS, {}, {}, {}) == ([], 0)
