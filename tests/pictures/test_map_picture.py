"""What is in the specification of a map stands where it belongs, and is the same every time."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from ngomap.model.relationships import Tie
from ngomap.pictures.map_frame import frame_around, scale_bar
from ngomap.pictures.map_picture import map_picture
from ngomap.pictures.map_view import MapView, map_view
from ngomap.pictures.palette import SHAPES
from ngomap.pictures.saving import saved
from tests.pictures.test_map_view import ASH, ELM, OAK, actor, rows

EVIL = "<script>alert(1)</script> & \u202eRTL"


def view(**facts: Any) -> MapView:
    people = [replace(ASH, country="KE"), OAK, ELM, actor(4, "far", lat=3.0, lon=38.0, kind="court", country="KE")]
    return map_view(rows(*people, seat={3: 4}, ties=[Tie(1, "works-with", 1, 2, "wanted")], us=1), **facts)


def data(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = spec["datasets"]
    return found


def test_marks_stand_where_mercator_puts_them() -> None:
    shown = view()
    frame = frame_around([(s.lat, s.lon) for s in shown.sites])
    rows_ = {r["told"].split("\n")[0]: r for r in data(map_picture(shown).spec)["marks"]}
    assert (rows_["Far"]["x"], rows_["Far"]["y"]) == pytest.approx(frame.at(3.0, 38.0), abs=0.01)
    assert rows_["Far"]["y"] < rows_["Ash"]["y"] and rows_["Far"]["x"] > rows_["Ash"]["x"]
    assert {name: r["shape"] for name, r in rows_.items()} == {
        "Ash": SHAPES["ngo"], "Oak": SHAPES["media"], "Elm": SHAPES["ngo"], "Far": SHAPES["court"],
    }  # fmt: skip


def test_who_stands_in_is_marked_and_explained() -> None:
    picture = map_picture(view())
    found = data(picture.spec)
    assert [r["told"].split("\n")[0] for r in found["hearts"]] == ["Elm"]
    assert "At the middle of its area" in [r["text"] for r in found["legend_words"]]
    assert picture.notes[0] == "1 of 4 has no point of its own and is drawn at the middle of its area."


def test_the_scale_bar_and_the_legend_are_there() -> None:
    shown = view()
    found = data(map_picture(shown).spec)
    kilometres, pixels = scale_bar(frame_around([(s.lat, s.lon) for s in shown.sites]))
    assert found["bar"][0]["x2"] - found["bar"][0]["x"] == pytest.approx(pixels, rel=0.01)
    assert found["bar_words"][0]["text"] == f"{kilometres:.0f} km"
    assert {"NGO or community group", "Media", "Public body"} <= {r["text"] for r in found["legend_words"]}
    below = found["frame"][0]["y2"]
    assert all(r["y"] > below for r in found["legend_words"])


def test_the_focus_has_its_lines_and_the_others_fade() -> None:
    found = data(map_picture(view(focus=1)).spec)
    assert [r["kind"] for r in found["lines"]] == ["wanted"]
    faint = {r["told"].split("\n")[0] for r in found["marks"] if r["opacity"] < 1}
    assert faint == {"Elm", "Far"}


def test_invented_countries_get_plain_ground() -> None:
    shown = view()
    shown.countries = {"QV"}
    assert data(map_picture(shown).spec)["land"] == []
    shown.countries = {"KE"}
    assert data(map_picture(shown).spec)["land"]


def test_names_do_not_cover_marks() -> None:
    people = [actor(i, f"group-{i}", lat=1 + (i * 7 % 11) / 40, lon=36 + (i * 5 % 13) / 40) for i in range(1, 45)]
    picture = map_picture(map_view(rows(*people)))
    found = data(picture.spec)
    names = [r for r in found["names"] if r["style"] == "actor"]
    assert len(names) > 30
    for a, b in combinations(names, 2):
        assert (a["x"], a["y"]) != (b["x"], b["y"])


def test_nothing_in_a_name_runs_or_hides() -> None:
    picture = map_picture(map_view(rows(replace(ASH, name=EVIL, place=EVIL), OAK)))
    page = saved(picture, "html").decode()
    assert "<script>alert" not in page and "\u202e" not in page
    assert "&lt;script&gt;" in page


def test_a_second_drawing_is_the_same() -> None:
    one, two = map_picture(view()), map_picture(view())
    assert one == two
    for form in ("svg", "pdf"):
        assert saved(one, form) == saved(two, form)
