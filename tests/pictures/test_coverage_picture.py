"""Coverage as a picture: every cell has its sign, and nothing of it is told by colour alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ngomap.model.coverage_matrix import ELSEWHERE, SERVED, CoverageMatrix, MatrixCell, MatrixLine
from ngomap.pictures.coverage_picture import draw_coverage
from ngomap.pictures.picture import Picture
from ngomap.pictures.saving import FORMS, saved, svg_of

ROOT = Path(__file__).resolve().parents[2]
EVIL = "</script><script>alert(1)</script><b>\u202e"
KINDS = (
    "no presence", "single provider", "not enough", "planned only", "stale", "not confirmed", "not surveyed", SERVED, ELSEWHERE,
)  # fmt: skip
MANY = {"single provider": 1, "not enough": 2, "not confirmed": 2, SERVED: 4}


def matrix(need: int | None = 100, rows: int = 2) -> CoverageMatrix:
    """A row of each kind of cell, again and again."""
    cells = [
        MatrixCell(
            f"row-{row}", kind, None, f"{kind} in {row}", kind, ("x",) * MANY.get(kind, 0), need, 60.0, "people unmet",
            f"{EVIL} {kind}.", focus=kind == "stale",
        )
        for row in range(rows) for kind in KINDS
    ]  # fmt: skip
    lines = tuple(MatrixLine(f"row-{row}", EVIL if row else "Row", "", 4, 3, 1, 240.0) for row in range(rows))
    heads = tuple(MatrixLine(kind, f"Issue {kind}", "", 2) for kind in KINDS)
    return CoverageMatrix(
        "cells", [], len(cells), lines=lines, heads=heads, cells=tuple(cells), all_lines=rows, all_heads=len(KINDS), focus="Us",
        notes=("Something was left out.",),
    )  # fmt: skip


def drawing(given: CoverageMatrix | None = None) -> Picture:
    return draw_coverage(given or matrix(), "2026-06-01", "public", "A map")


def rows(picture: Picture, name: str) -> list[dict[str, Any]]:
    sets: Any = picture.spec["datasets"]
    return list(sets[name])


def marks_within(picture: Picture, column: int) -> set[tuple[str, str]]:
    """What is drawn in a cell of the first row, but its colour: the kind of mark and, of words and strokes, which."""
    told = rows(picture, "told")[column]
    found = set()
    for kind in ("strokes", "rings", "texts", "frames"):
        for row in rows(picture, kind):
            x, y = row["x"], row["y"]
            if told["x"] <= x < told["x2"] and told["y"] <= y < told["y2"]:
                leaning = f"{round(row['x2'] - x)}/{round(row['y2'] - y)}" if kind == "strokes" else ""
                found.add((kind, row.get("text", leaning)))
    return found


@pytest.mark.parametrize("need", [100, None])
def test_every_kind_of_cell_is_drawn_differently_without_colour(need: int | None) -> None:
    drawn = drawing(matrix(need))
    looks = [frozenset(m for m in marks_within(drawn, n) if m[0] != "frames") for n in range(len(KINDS))]
    assert len(set(looks)) == len(KINDS)
    assert all(looks)


def test_the_legend_explains_each_sign_that_stands_there_and_no_other() -> None:
    words = {row["text"] for row in rows(drawing(), "names")}
    assert {"looked at, nobody works there", "one organization alone", "only planned", "told by the areas in it"} <= words
    assert "Us works there, did, or plans to" in words
    alone = replace(matrix(), cells=tuple(c for c in matrix(rows=1).cells if c.kind == "single provider"), focus="")
    alone = replace(alone, lines=alone.lines[:1], heads=tuple(h for h in alone.heads if h.handle == "single provider"))
    assert "only planned" not in {row["text"] for row in rows(drawing(alone), "names")}


def test_a_share_of_the_need_is_coloured_and_where_none_is_known_the_number() -> None:
    by_need = {row["fill"] for row in rows(drawing(), "boxes")}
    by_number = {row["fill"] for row in rows(drawing(matrix(need=None)), "boxes")}
    assert any(row["text"].endswith("of the need is unmet") for row in rows(drawing(), "names"))
    assert any(row["text"] == "16 or more" for row in rows(drawing(matrix(need=None)), "names"))
    assert by_need != by_number


def test_a_need_that_nobody_looked_at_is_not_called_unmet() -> None:
    cell = next(c for c in matrix().cells if c.kind == "not surveyed")
    assert cell.unmet is None
    assert cell.sign == "?!"
    assert ("texts", "?!") in marks_within(drawing(), KINDS.index("not surveyed"))


def test_every_cell_is_told_in_words() -> None:
    picture = drawing()
    assert len(picture.rows) == 2 * len(KINDS)
    assert picture.rows[0] == ("Row", "Issue no presence", "", "no presence", "0", "100", f"{EVIL} no presence.")
    assert len(rows(picture, "told")) == 2 * len(KINDS)
    assert picture.notes == ("Something was left out.",)


def test_what_is_cut_is_said() -> None:
    spec: Any = drawing(replace(matrix(), all_lines=401)).spec
    assert "The 2 worst of 401 areas by 9 issues, the worst first. Sums are of all of them." in spec["title"]["subtitle"]


def test_only_where_the_actor_works_a_cell_is_framed() -> None:
    framed = [n for n in range(len(KINDS)) if ("frames", "") in marks_within(drawing(), n)]
    assert framed == [KINDS.index("stale")]


def test_names_are_words_in_every_form() -> None:
    svg = svg_of(drawing())
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "<202E>" in svg or "&lt;202E&gt;" in svg
    page = saved(drawing(), "html").decode()
    assert page.count("<script") == 1


def test_sixty_rows_and_thirty_columns_fit() -> None:
    heads = tuple(MatrixLine(f"h{n}", f"A rather long name of issue {n}", "", n) for n in range(30))
    lines = tuple(MatrixLine(f"r{n}", f"District {n}", "", n) for n in range(60))
    cells = tuple(
        MatrixCell(a.handle, b.handle, None, "x", KINDS[(i + j) % 8], ("x", "y"), None, None, "", "Words.")
        for i, a in enumerate(lines) for j, b in enumerate(heads)
    )  # fmt: skip
    large = replace(matrix(), lines=lines, heads=heads, cells=cells, all_lines=60, all_heads=30)
    assert len(svg_of(drawing(large))) < 2_000_000


def test_a_tall_drawing_is_scrolled_instead_of_shrunk() -> None:
    assert b'class="drawing" data-tall' in saved(drawing(matrix(rows=60)), "html")
    assert b'class="drawing" data-tall' not in saved(drawing(), "html")


def test_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib\nfrom ngomap.pictures.saving import FORMS, saved\n"
        "from tests.pictures.test_coverage_picture import drawing\nfrom tests.pictures.test_spectrum_picture import spectrum\n"
        "print([hashlib.sha256(saved(p(), f)).hexdigest() for p in (drawing, spectrum) for f in FORMS])\n"
    )
    from tests.pictures.test_spectrum_picture import spectrum

    here = str([hashlib.sha256(saved(p(), f)).hexdigest() for p in (drawing, spectrum) for f in FORMS])
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == here
