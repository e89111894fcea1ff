"""What a file is shows from its content."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.errors import BadFile, UsageError
from ngomap.importers.formats import FORMATS, choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading


def chosen(tmp_path: Path, text: str, reading: Reading | None = None) -> str:
    path = tmp_path / "misleading.xlsx"
    path.write_text(text)
    return choose(open_source([path]), reading or Reading())


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"ngomap": "map/1"}', "json"),
        (' \n[{"a": 1}]', "json"),
        ("Organization,Sector,District\nA,Health,North\n", "3w"),
        ("Who,What,Where\n#org,#sector,#adm1\nA,Health,North\n", "3w"),
        ("Organization,Sector,District,Phone\n#org,#sector,#adm1,#contact\nA,Health,North,1\n", "3w"),
        ("Organization,Sector,District,Phone,E-mail\nA,Health,North,1,a@b.example\n", "table"),
        ("Name\nA\n", "table"),
        ("Organization,Sector,Country\nA,,\nB,Health,\n,,North\n", "table"),
        ("Organization,Sector,Country\n", "3w"),
        ("[bold]Name[/],Organization\nA,B\n", "table"),
    ],
)
def test_the_format_is_known_by_its_content(tmp_path: Path, text: str, form: str) -> None:
    assert chosen(tmp_path, text) == form


def test_the_columns_that_were_said_count(tmp_path: Path) -> None:
    text = "Who,What,Where\nA,Health,North\n"
    assert chosen(tmp_path, text, Reading({"Who": "org", "What": "sector", "Where": "adm1"})) == "3w"
    assert chosen(tmp_path, text, Reading({"Who": "name", "What": "issue"})) == "table"
    with pytest.raises(UsageError):
        chosen(tmp_path, text, Reading({"Who": "nmae"}))
    with pytest.raises(UsageError):
        chosen(tmp_path, text, Reading({"Wo": "name"}))


def test_a_table_without_anything_known_is_refused_with_its_headers(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        chosen(tmp_path, "Foo,Bar\n1,2\n")
    assert "Foo, Bar" in caught.value.message
    assert "--column" in caught.value.hint


def test_a_named_format_is_taken_at_its_word(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("Organization,Sector,District\nA,Health,North\n")
    assert choose(open_source([path]), Reading(), "table") == "table"
    with pytest.raises(UsageError):
        choose(open_source([path]), Reading(), "klingon")


def test_every_format_says_what_it_is() -> None:
    assert all(form.title.endswith(".") for form in FORMATS.values())
