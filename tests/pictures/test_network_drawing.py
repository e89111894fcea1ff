"""The picture of a network: title, labels, legend, table, and every form of file."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from ngomap.model.actors import KINDS, ActorRef
from ngomap.model.relationships import Tie
from ngomap.pictures.network_drawing import NAMED_ALONE, network_picture
from ngomap.pictures.network_marks import network_marks
from ngomap.pictures.picture import Picture
from ngomap.pictures.saving import saved, svg_of

DAY = "2026-06-01"
ACTORS = [ActorRef(i, h, h.title(), "ngo", "local") for i, h in enumerate(("us", "brook", "creek", "delta", "ebb"), 1)]
TIES = [
    Tie(1, "works-with", 1, 2, "active", rung=4), Tie(2, "funds", 2, 3, "active"), Tie(3, "works-with", 1, 3, "wanted"),
    Tie(4, "rivals", 1, 4, "active"),
]  # fmt: skip


def drawn(actors: list[ActorRef] = ACTORS, ties: list[Tie] = TIES, **asked: object) -> Picture:
    marks = network_marks(actors, ties, [[1, 2, 3]] if len(actors) > 3 else [], DAY, **asked)  # type: ignore[arg-type]
    return network_picture(marks, actors, ties, DAY, "The network", f"{DAY} · for: partners", ["A note."])


def texts(picture: Picture) -> set[str]:
    rows = picture.spec["datasets"]
    assert isinstance(rows, dict)
    return {str(row["text"]) for part in rows.values() for row in part if "text" in row}


def test_the_title_counts_what_is_there_and_the_legend_tells_the_signs_that_occur() -> None:
    picture = drawn(us=1)
    assert "5 actors, 4 ties; 1 circle; 1 without a tie here." in json.dumps(picture.spec["title"])
    said = texts(picture)
    assert {"ngo", "us", "coordination", "member of, funds and the like", "wanted", "rivals", "around Us (3)"} <= said
    assert not {"government", "aware", "another tie, or no rung known"} & said
    assert {"Without a tie in this picture (1)", "Ebb"} <= said


def test_the_table_tells_every_tie_and_who_has_none() -> None:
    assert drawn().rows == (
        ("Brook", "funds", "Creek", "", "active"),
        ("Brook", "works with", "Us", "coordination", "active"),
        ("Creek", "works with", "Us", "", "wanted"),
        ("Delta", "rivals", "Us", "", "active"),
        ("Ebb", "no tie in this picture", "", "", ""),
    )


def test_names_cover_neither_each_other_nor_a_dot() -> None:
    actors = [ActorRef(i, f"h{i:02}", f"An Organization With A Name {i}", "ngo") for i in range(40)]
    ties = [Tie(i, "knows", i // 3, i, "active") for i in range(1, 40)]
    picture = drawn(actors, ties)
    assert len(texts(picture) & {"Name 3", "With A Name 3"}) == 1
    names = [r for part, rows in picture.spec["datasets"].items() if part.startswith("names") for r in rows]  # type: ignore[attr-defined]
    assert len({(r["x"], r["y"]) for r in names}) == len(names) > 40
    assert not any(a["x"] == b["x"] and abs(a["y"] - b["y"]) < 10 for a, b in combinations(names, 2))


def test_a_cut_picture_says_so() -> None:
    actors = [ActorRef(i, f"h{i:04}", f"N{i}", "ngo") for i in range(1200)]
    picture = drawn(actors, [Tie(1, "knows", 0, 1, "active")], most=4)
    assert "The 4 best connected of 1 200 actors, 1 tie" in json.dumps(picture.spec["title"])
    assert "Without a tie to those drawn (2)" in texts(picture)
    assert len(picture.rows) == 3


def test_too_many_without_a_tie_are_counted_and_stand_in_the_table() -> None:
    actors = [ActorRef(i, f"h{i:04}", f"N{i}", "ngo") for i in range(NAMED_ALONE + 5)]
    picture = drawn(actors, [])
    assert f"Without a tie in this picture ({NAMED_ALONE + 5})" in texts(picture) and "N7" not in texts(picture)
    assert len(picture.rows) == NAMED_ALONE + 5


def test_the_one_that_stands_out_is_named_in_the_title() -> None:
    assert "What is not tied to Brook is faded." in json.dumps(drawn(focus=2).spec["title"])


@pytest.mark.parametrize("form", ["html", "svg", "png", "pdf"])
def test_every_form_twice_the_same(form: str) -> None:
    first = saved(drawn(us=1), form)
    assert first == saved(drawn(us=1), form)
    assert len(first) > 1000


def test_nobody_one_and_one_of_each_kind() -> None:
    assert "Nobody to draw." in svg_of(drawn([], []))
    assert "Brook" in svg_of(drawn(ACTORS[1:2], []))
    everyone = [ActorRef(i, f"h{i}", f"Kind {k}", k) for i, k in enumerate(KINDS)]
    picture = svg_of(drawn(everyone, [Tie(i, "knows", 0, i, "active") for i in range(1, len(KINDS))]))
    assert all(f"Kind {k}" in picture for k in KINDS)


def test_a_name_with_markup_and_hidden_characters_stays_a_name() -> None:
    evil = ActorRef(1, "evil", "</script><img src=x onerror=alert(1)>\u202e", "ngo")
    page = saved(drawn([evil, *ACTORS[1:]]), "html").decode()
    assert "<img" not in page and "\u202e" not in page and "&lt;img" in page


def test_a_pointer_is_told_of_actors_and_ties() -> None:
    page = saved(drawn(us=1), "html").decode()
    assert 'data-label="Brook works with Us: coordination"' in page
    assert "Us (us)" in page and "tied to 3 others here" in page
