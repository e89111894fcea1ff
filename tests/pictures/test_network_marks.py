"""What a picture of a network is made of: who is drawn, how, where; and that row order, ids and the withheld do not matter."""

from __future__ import annotations

import math
import random

from ngomap.model.actors import ActorRef
from ngomap.model.relationships import Tie
from ngomap.pictures.network_marks import CIRCLES, NetworkMarks, colour_of, drawn_ties, network_marks
from ngomap.pictures.palette import RED, UNKNOWN, US

DAY = "2026-06-01"
ACTORS = [ActorRef(i, h, h.title(), "ngo" if i < 5 else "government") for i, h in enumerate("abcdefg", 1)]
TIES = [
    Tie(1, "works-with", 1, 2, "active", rung=4), Tie(2, "works-with", 2, 3, "active", rung=1),
    Tie(3, "member-of", 3, 1, "active"), Tie(4, "works-with", 4, 5, "active"), Tie(5, "works-with", 1, 4, "wanted", wanted=3),
    Tie(6, "rivals", 2, 5, "active"), Tie(7, "works-with", 1, 6, "ended"), Tie(8, "funds", 3, 1, "active"),
]  # fmt: skip
CIRCLE = [[1, 2, 3], [4, 5]]


def marks_of(**asked: object) -> NetworkMarks:
    return network_marks(ACTORS, TIES, CIRCLE, DAY, **asked)  # type: ignore[arg-type]


def test_who_has_a_tie_is_placed_and_who_has_none_stands_apart() -> None:
    marks = marks_of(us=1)
    assert [d.handle for d in marks.dots] == ["a", "b", "c", "d", "e"]
    assert [(d.handle, d.ties, d.said) for d in marks.alone] == [("f", 0, "F\ngovernment\nno tie in this picture"), ("g", 0, "G\ngovernment\nno tie in this picture")]
    assert [d.colour for d in marks.dots] == [US, CIRCLES[0], CIRCLES[0], CIRCLES[1], CIRCLES[1]]
    assert [d.shape for d in marks.dots] == ["circle"] * 4 + ["square"]
    assert marks.circles == ((0, "A", 3), (1, "D", 2))


def test_lines_tell_the_rung_what_is_wanted_and_who_are_rivals() -> None:
    lines = {(m.a, m.b): m for m in marks_of().lines}
    assert set(lines) == {(1, 2), (2, 3), (3, 1), (4, 5), (1, 4), (2, 5)}
    assert lines[1, 2].width > lines[2, 3].width > lines[4, 5].width - 1
    assert lines[1, 4].dash != lines[1, 2].dash == lines[2, 5].dash
    assert [lines[2, 5].what, lines[2, 5].colour] == ["rivals", RED]
    assert lines[3, 1].directed and not lines[1, 2].directed
    assert lines[3, 1].said == "C funds A\nC is a member of A"
    assert lines[1, 4].said == "A works with D: wanted"


def test_two_that_are_tied_both_ways_have_no_direction() -> None:
    ties = [Tie(1, "funds", 1, 2, "active"), Tie(2, "monitors", 2, 1, "active"), Tie(3, "funds", 1, 3, "active"), Tie(4, "knows", 1, 3, "active")]
    assert not any(m.directed for m in network_marks(ACTORS, ties, [], DAY).lines)


def test_no_line_is_drawn_to_nobody_and_none_to_oneself() -> None:
    assert network_marks(ACTORS[:1], [*TIES, Tie(9, "knows", 1, 1, "active")], [], DAY).lines == ()


def test_what_stood_or_was_wanted_on_the_day() -> None:
    ties = [
        Tie(1, "knows", 1, 2, "active", since="2026-07"), Tie(2, "knows", 1, 2, "wanted", since="2026-07"),
        Tie(3, "knows", 1, 2, "active", until="2026-05"), Tie(4, "knows", 1, 2, "declined"), Tie(5, "knows", 1, 2, "dormant"),
        Tie(6, "knows", 1, 2, "wanted"),
    ]  # fmt: skip
    assert [t.id for t in drawn_ties(ties, DAY)] == [5, 6]


def test_rows_in_another_order_and_other_ids_give_the_same_picture() -> None:
    chance = random.Random(3)
    people = [ActorRef(i, f"h{i:02}", f"N{i}", "ngo") for i in range(30)]
    ties = [Tie(n, "works-with", *chance.sample(range(30), 2), "active", rung=chance.randrange(6)) for n in range(50)]
    circles = [list(range(12)), list(range(12, 25))]
    first = network_marks(people, ties, circles, DAY, us=4, focus=7)
    new = dict(zip(range(30), chance.sample(range(100, 200), 30), strict=True))
    actors = [ActorRef(new[a.id], a.handle, a.name, a.kind) for a in people]
    other = [Tie(90 - t.id, t.type, *sorted((new[t.a], new[t.b])), t.status, t.rung) for t in ties]
    chance.shuffle(actors)
    chance.shuffle(other)
    second = network_marks(actors, other, [[new[i] for i in part] for part in circles], DAY, us=new[4], focus=new[7])
    assert seen(second) == seen(first)


def seen(marks: NetworkMarks) -> list[object]:
    """Everything but the ids."""
    handle = {d.id: d.handle for d in (*marks.dots, *marks.alone)}
    dots = [(d.handle, d.x, d.y, d.radius, d.circle, d.ties, d.us, d.said, d.faded) for d in (*marks.dots, *marks.alone)]
    lines = [(m.x, m.y, m.x2, m.y2, m.what, m.width, m.said, m.faded, {handle[m.a], handle[m.b]}) for m in marks.lines]
    return [dots, lines, marks.halos, marks.circles, marks.height]


def test_who_is_asked_about_stands_out_with_its_ties() -> None:
    marks = marks_of(focus=4)
    assert {d.handle for d in marks.dots if not d.faded} == {"a", "d", "e"}
    assert all(d.faded for d in marks.alone)
    assert [d.handle for d in marks.dots if d.chosen] == ["d"]
    assert {(m.a, m.b) for m in marks.lines if not m.faded} == {(1, 4), (4, 5)}
    assert max(m.opacity for m in marks.lines if m.faded) < min(m.opacity for m in marks.lines if not m.faded)


def test_around_one_each_stands_on_the_ring_of_its_steps() -> None:
    steps = {1: 0, 2: 1, 3: 1, 4: 1, 5: 2}
    marks = network_marks(ACTORS[:5], TIES, CIRCLE, DAY, steps=steps)
    middle = next(d for d in marks.dots if d.id == 1)
    for dot in marks.dots:
        out = math.dist((dot.x, dot.y), (middle.x, middle.y))
        assert dot.step == steps[dot.id]
        assert abs(out - (marks.rings[dot.step - 1].radius if dot.step else 0.0)) < 0.3
    assert marks.halos == ()


def test_around_one_that_was_not_there_yet_nothing_breaks() -> None:
    marks = network_marks(ACTORS[1:5], TIES, CIRCLE[1:], DAY, steps={2: 1, 3: 1, 4: 1, 5: 2})
    assert marks.rings == () and len(marks.dots) == 4


def test_around_one_whose_way_to_somebody_is_not_drawn() -> None:
    people = [ActorRef(i, f"h{i}", f"N{i}", "ngo") for i in range(6)]
    ties = [Tie(n, "knows", a, b, "active") for n, (a, b) in enumerate([(0, 1), (1, 2), (2, 3), (2, 4), (2, 5), (3, 4), (3, 5), (4, 5)])]
    marks = network_marks(people, ties, [], DAY, steps={0: 0, 1: 1, 2: 2, 3: 3, 4: 3, 5: 3}, most=4)
    assert [d.step for d in sorted(marks.dots, key=lambda d: d.id)] == [0, 2, 3, 3]


def test_the_best_connected_are_drawn_with_us_and_who_is_asked_about() -> None:
    people = [ActorRef(i, f"h{i:02}", f"N{i}", "ngo") for i in range(20)]
    ties = [Tie(n, "knows", 0, n, "active") for n in range(1, 12)]
    marks = network_marks(people, ties, [list(range(12))], DAY, us=18, focus=19, most=5)
    assert [d.handle for d in (*marks.dots, *marks.alone)] == ["h00", "h01", "h02", "h18", "h19"]
    assert marks.total == 20
    assert next(d for d in marks.dots).ties == 11


def test_circles_after_the_last_colour_are_grey_and_none_is_the_red_of_rivals() -> None:
    assert colour_of(len(CIRCLES)) == colour_of(None) == UNKNOWN
    assert RED not in CIRCLES and UNKNOWN not in CIRCLES


def test_nothing_to_draw() -> None:
    marks = network_marks([], [], [], DAY, us=3, focus=4, steps={3: 0})
    assert marks.dots == marks.alone == marks.lines == ()


def test_everything_lies_in_the_picture() -> None:
    marks = marks_of()
    for dot in marks.dots:
        assert dot.radius <= dot.x <= marks.width - dot.radius and dot.radius <= dot.y <= marks.height - dot.radius
    for halo in marks.halos:
        assert all(0 <= x <= marks.width and 0 <= y <= marks.height for x, y in halo.points)
