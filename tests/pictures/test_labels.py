"""Names cover neither each other nor what they are told to keep clear of."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.pictures.labels import Box, Wanted, crosses, in_lines, overlap, placed, text_width

ROOM: Box = (0.0, 0.0, 600.0, 400.0)
SPOTS = st.lists(st.tuples(st.integers(20, 580), st.integers(20, 380), st.integers(3, 45)), min_size=1, max_size=25)


@settings(max_examples=120)
@given(SPOTS)
def test_names_overlap_nothing(spots: list[tuple[int, int, int]]) -> None:
    wanted = [Wanted(str(i), ("Name " * 9)[:n], float(x), float(y), 5.0) for i, (x, y, n) in enumerate(spots)]
    marks = [(w.x - 5, w.y - 5, w.x + 5, w.y + 5) for w in wanted]
    found = placed(wanted, marks, ROOM, 100)
    for a, b in combinations(found, 2):
        assert not overlap(a.box, b.box)
    for label in found:
        assert not any(overlap(label.box, mark) for mark in marks)
        assert ROOM[0] <= label.box[0] and label.box[2] <= ROOM[2] and label.box[3] <= ROOM[3]
        for other in found:
            assert other.leader is None or not crosses(other.leader, label.box)
        wide = max(text_width(line, label.wanted.size) for line in label.lines)
        assert label.box[2] - label.box[0] >= wide - 0.2


def test_a_single_name_stands_right_of_its_mark() -> None:
    (label,) = placed([Wanted("a", "Ash", 100.0, 100.0, 5.0)], [], ROOM, 9)
    assert label.box[0] > 105 and label.leader is None


def test_who_comes_first_gets_the_better_place() -> None:
    wanted = [Wanted("a", "Ash", 100.0, 100.0, 5.0), Wanted("b", "Oak", 103.0, 100.0, 5.0)]
    first, second = placed(wanted, [], ROOM, 9)
    assert first.wanted.key == "a" and first.box[0] > 105
    assert second.box != first.box
    assert [p.wanted.key for p in placed(wanted, [], ROOM, 1)] == ["a"]


def test_what_finds_no_room_is_left_out() -> None:
    assert placed([Wanted("a", "Ash", 10.0, 10.0, 5.0)], [(0.0, 0.0, 600.0, 400.0)], ROOM, 9) == []


def test_a_name_without_room_beside_its_mark_gets_a_line_to_it() -> None:
    ring = [(80.0, 80.0, 120.0, 94.0), (80.0, 106.0, 120.0, 120.0), (80.0, 80.0, 94.0, 120.0), (106.0, 80.0, 120.0, 98.0)]
    (label,) = placed([Wanted("a", "Ash and Birch", 100.0, 100.0, 5.0)], [*ring, (112.0, 98.0, 120.0, 106.0)], ROOM, 9)
    assert label.leader is not None


def test_long_names_are_cut_and_hold_to_two_lines() -> None:
    lines = in_lines("International Federation of Village Water Committees and Wells of the North")
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert max(map(len, in_lines("x" * 200))) < 40
