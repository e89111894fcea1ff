"""The workbook to fill in: what is chosen and typed in it is read back with no option."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.exporters.form_sheets import CHOICES
from ngomap.exporters.template import COLUMNS, SHEET, write_template
from ngomap.importers import table
from ngomap.importers.formats import choose
from ngomap.importers.headers import IGNORED
from ngomap.importers.opening import open_source
from ngomap.importers.records import Said
from ngomap.importers.source import Reading
from ngomap.model.words import Area, Term

TERMS = [Term(1, "issue", "health", "Health"), Term(2, "issue", "sum", "=1+1"), Term(3, "population", "women", "Women")]
AREAS = [Area(1, "north", "North"), Area(2, "east-1", "East"), Area(3, "east-2", "East")]


def made(path: Path) -> Path:
    write_template(path, TERMS, AREAS)
    return path


def filled(path: Path, *rows: dict[str, Any]) -> Path:
    """The template with rows typed into it."""
    book = load_workbook(made(path))
    at = {cell.value: cell.column for cell in book[SHEET][1]}
    for number, row in enumerate(rows, 3):
        for header, value in row.items():
            cell = book[SHEET].cell(number, at[header], value)
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def test_filled_in_it_is_read_without_any_option(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "t.xlsx",
        {"Name": "Arts for All", "Kind": "ngo", "Level": "local", "Issues": "Health; =1+1", "Areas served": "North; east-1",
         "Telephone": "0700", "Staff": 12, "Founded": "2015", "Contact person": "Ana Ruiz", "Contact title": "Director"},
        {"Name": "=SUM(A1)", "Status": "active"},
    )  # fmt: skip
    source = open_source([path])
    assert choose(source, Reading()) == "table"
    network = table.read(source, Reading())
    first, second = [row for row in network.rows if isinstance(row, Said)]
    organization, person = first.actors
    assert organization.facts == {
        "kind": "ngo", "level": "local", "phone": "0700", "staff": 12, "founded": "2015",
    }  # fmt: skip
    assert organization.terms == (("issue", "Health"), ("issue", "=1+1"))
    assert organization.serves == ("North", "east-1")
    assert (person.name, first.ties[0].facts["title"]) == ("Ana Ruiz", "Director")
    assert (second.actors[0].name, second.row.line) == ("=SUM(A1)", 4)
    assert IGNORED not in network.columns.values()


def test_empty_it_has_no_rows(tmp_path: Path) -> None:
    assert list(table.read(open_source([made(tmp_path / "t.xlsx")]), Reading()).rows) == []


def test_every_column_is_known_to_the_import_and_explained(tmp_path: Path) -> None:
    taken = table.read(open_source([made(tmp_path / "t.xlsx")]), Reading()).columns
    assert list(taken) == [column.header for column in COLUMNS]
    assert len(set(taken.values())) == len(taken)
    assert all(column.help.endswith((".", "example.org", "...")) for column in COLUMNS)


def test_the_lists_to_choose_from(tmp_path: Path) -> None:
    book = load_workbook(made(tmp_path / "t.xlsx"))
    sheet, choices = book[SHEET], book[CHOICES]
    assert choices.sheet_state == "hidden"
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in choices.columns}
    assert lists["issue"] == ["=1+1", "Health"]
    assert lists["area"] == ["east-1", "east-2", "North"]
    assert "person" not in lists["kind"]
    rules = {rule.promptTitle: rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {c.header for c in COLUMNS if c.choices and lists[c.choices]}
    assert rules["Kind"].showErrorMessage
    assert not rules["Issues"].showErrorMessage
    assert str(rules["Kind"].sqref).startswith("D3:")
    assert sheet.freeze_panes == "B3"


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    book = load_workbook(made(tmp_path / "t.xlsx"))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert types == {"s"}


def test_the_same_lists_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = made(tmp_path / "a.xlsx").read_bytes()
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert made(tmp_path / "b.xlsx").read_bytes() == first
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    write_template(tmp_path / "c.xlsx", reversed(TERMS), reversed(AREAS))
    assert (tmp_path / "c.xlsx").read_bytes() == first


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_text("mine")
    with pytest.raises(AlreadyExists):
        made(path)
    assert path.read_text() == "mine"
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    with pytest.raises(AlreadyExists):
        made(tmp_path / "link.xlsx")
    with pytest.raises(NgomapError, match=r"\.xlsx"):
        made(tmp_path / "t.csv")
    with pytest.raises(NgomapError, match="folder"):
        made(tmp_path / "none" / "t.xlsx")


def test_a_name_that_no_cell_can_hold_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(NgomapError, match="longer"):
        write_template(tmp_path / "t.xlsx", [Term(1, "issue", "long", "x" * 32_768)], [])
    assert not (tmp_path / "t.xlsx").exists()


def test_control_characters_are_written_out(tmp_path: Path) -> None:
    write_template(tmp_path / "t.xlsx", [Term(1, "issue", "odd", "a\x1bb")], [])
    book = load_workbook(tmp_path / "t.xlsx")
    assert "a<001B>b" in {cell.value for row in book[CHOICES].iter_rows() for cell in row}
