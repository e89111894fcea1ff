"""Headers below titles, in one row or two; and the row of the template that explains them."""

from __future__ import annotations

import pytest

from ngomap.importers.delimited import read_grid


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_title_line_above_the_headers_is_no_error(delimiter: str) -> None:
    text = "Members of the forum\n\nName,Town,Phone\nA,Nyeri,1\nB,Embu,2\n".replace(",", delimiter)
    grid = read_grid(text, "x.csv")
    assert (grid.headers, grid.titles) == (("Name", "Town", "Phone"), ("Members of the forum",))
    assert [row.line for row in grid.rows] == [4, 5]


def test_several_titles_with_marks_of_other_delimiters() -> None:
    grid = read_grid("Directory, May 2024\nContact: x\nName;Town;Phone\nA;Nyeri;1\nB;Embu, north;2\nC;Meru;3\n", "x.csv")
    assert grid.headers == ("Name", "Town", "Phone")
    assert len(grid.titles) == 2


def test_a_first_record_never_passes_for_headers() -> None:
    for text in ("Name,,Type\nA,x,\nB,y,ngo\n", "Name,Notes,\nA,x,y\nB,x,\n"):
        assert read_grid(text, "x.csv").head[0].cells[0] == "A", text


def test_the_row_that_explains_the_template_is_no_record() -> None:
    text = "Name,Town\n(?) Its full name,(?) Where it sits\nA,Nyeri\n"
    assert [row.cells for row in read_grid(text, "x.csv").rows] == [("A", "Nyeri")]
    kept = text.replace("(?) Where it sits", "Embu")
    assert len(list(read_grid(kept, "x.csv").rows)) == 2


def test_help_and_hashtags_may_both_stand_below_the_headers() -> None:
    text = "Org,Sector\n(?) Who,(?) What\n#org,#sector\nA,Health\n"
    grid = read_grid(text, "x.csv")
    assert grid.tags == ("#org", "#sector")
    assert [row.cells for row in grid.rows] == [("A", "Health")]
