"""Strict CSV: what is not sound is refused, and the line is named."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ngomap.errors import BadFile
from ngomap.importers.delimited import delimiter_of, read_grid
from ngomap.importers.grid import MAX_CELL


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found_though_the_others_stand_in_cells(delimiter: str) -> None:
    others = "".join(d for d in ",;\t|" if d != delimiter)
    text = f'name{delimiter}notes\n"A{others}"{delimiter}x\n"B {others} {others}"{delimiter}y\n'
    assert delimiter_of(text) == delimiter
    assert [row.cells for row in read_grid(text, "x").rows] == [(f"A{others}", "x"), (f"B {others} {others}", "y")]


def test_one_column_needs_no_delimiter() -> None:
    assert [row.cells for row in read_grid("name\nA\nB; C\n", "x").rows] == [("A",), ("B; C",)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one_line(end: str) -> None:
    grid = read_grid(end.join(["name,notes", "A,x", '"B","two' + end + 'lines"', "C,z", ""]), "x")
    assert [row.line for row in grid.rows] == [2, 3, 5]
    assert grid.head[1].cells == ("B", f"two{end}lines")


def refused(text: str) -> BadFile:
    with pytest.raises(BadFile) as caught:
        read_grid(text, "x.csv")
    return caught.value


def test_an_unterminated_quote_names_the_line_it_begins_on() -> None:
    error = refused('name,notes\nA,x\n"B,y\n' + "C,z\n" * 1000)
    assert "line 3" in error.message
    assert "quotation mark" in error.message


def test_text_after_a_closing_quote_is_refused() -> None:
    assert "line 2" in refused('name,notes\n"A"B,x\n').message


def test_repeated_headers_are_refused_whatever_their_case() -> None:
    error = refused("name,Type, NAME \nA,x,y\n")
    assert "line 1" in error.message
    assert "'NAME'" in error.message


@pytest.mark.parametrize(("text", "line"), [("a,b\nx,y\nz\n", 3), ("a,b\nx,y,z\n", 2), ("a,b\n\nx,y\n\nz\n", 5)])
def test_ragged_rows_are_refused_with_their_line(text: str, line: int) -> None:
    assert f"line {line}" in refused(text).message


def test_nul_is_refused_with_line_and_column() -> None:
    error = refused("name,notes\nA,x\nB,y\x00\n")
    assert "line 3" in error.message
    assert "'notes'" in error.message


def test_a_huge_cell_is_refused_with_line_and_column() -> None:
    error = refused("name,notes\nA," + "x" * (MAX_CELL + 1) + "\n")
    assert "line 2" in error.message
    assert "'notes'" in error.message
    assert read_grid("name,notes\nA," + "x" * MAX_CELL + "\n", "x").rows


def test_reading_leaves_the_limit_of_the_csv_module_as_it_was() -> None:
    before = csv.field_size_limit()
    read_grid("a,b\n1,2\n", "x")
    refused('a,b\n"1,2\n')
    assert csv.field_size_limit() == before


def test_a_file_without_anything_in_it_is_refused() -> None:
    assert "no rows" in refused("\n ,\n").message


def test_empty_lines_are_counted_and_columns_without_header_or_cells_are_left_out() -> None:
    grid = read_grid("name,,\nA,,x\n,,\n", "x")
    assert grid.headers == ("name", "(column 3)")
    assert [row.cells for row in grid.rows] == [("A", "x")]
    assert grid.blank_lines == 1


def test_an_apostrophe_before_a_formula_is_taken_off() -> None:
    assert read_grid("name,phone\n'=A,'+254\n", "x").head[0].cells == ("=A", "+254")


def test_a_row_of_hashtags_is_no_row_of_data() -> None:
    grid = read_grid("a,b,c\n#org +name,,#adm1+code\nx,y,z\n", "x")
    assert grid.tags == ("#org +name", "", "#adm1+code")
    assert [row.line for row in grid.rows] == [3]
    assert read_grid("#org,#sector\nx,y\n", "x").tags == ("#org", "#sector")
    assert read_grid("a,b\n#1 choice,x\n", "x").tags == ()


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_is_read_as_it_was(rows: list[tuple[str, str]], delimiter: str) -> None:
    kept = [r for r in rows if any(c.strip() for c in r) and not any(c.startswith(("'", "#")) for c in r)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "notes"), *kept])
    assert [row.cells for row in read_grid(out.getvalue(), "x").rows] == kept
