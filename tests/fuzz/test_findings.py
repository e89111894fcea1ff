"""What fuzzing found, each with the smallest input that did it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ngomap.errors import BadFile, DamagedMap, UsageError
from ngomap.exporters.form_sheets import new_book, put
from ngomap.importers.formats import FORMATS
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading, source_of
from ngomap.matching.likeness import likeness
from ngomap.matching.names import name_of
from ngomap.store.connection import explained
from tests.conftest import Run
from tests.fuzz.targets import source_of as several


@pytest.mark.parametrize("form", ["json", "kumu", "ftm"])
def test_a_column_named_for_json_says_what_to_do(form: str) -> None:
    with pytest.raises(UsageError) as caught:
        found = FORMATS[form].read(source_of("x", b'{"elements": [], "connections": []}'), Reading(columns={"Name": "name"}))
        list(found.rows)  # type: ignore[union-attr]
    assert caught.value.hint


@pytest.mark.parametrize(("form", "data"), [("irs-bmf", b"a,b\n1,2\n"), ("hsds", b"%%FILE a.csv\nid\n1\n%%FILE b.csv\nid\n1\n")])
def test_a_register_without_its_tables_says_what_to_do(form: str, data: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        FORMATS[form].read(several(data), Reading())
    assert caught.value.hint


@pytest.mark.parametrize(("one", "other"), [("ʕʔ", "Lantern"), ("\U00020000\U00020001", "\U00020002\U00020003"), ("Club \U00020001", "Club \U00020003")])
def test_letters_without_latin_ones_tell_names_apart(one: str, other: str) -> None:
    """They were left out: two names were one, and one of nothing else was divided by zero."""
    assert likeness(name_of(one), name_of(other)).score < 0.5


def test_a_nameless_file_in_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "name\nA\n")
        archive.writestr("b.csv", "name\nB\n")
    path.write_bytes(path.read_bytes().replace(b"b.csv", b"\0.csv"))
    with pytest.raises(BadFile, match="a file in it has no name"):
        open_source([path])


def test_a_damaged_map_of_which_sqlite_quotes_bytes_that_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(DamagedMap), explained(tmp_path / "x.db"):
        b"near \x83".decode()


@pytest.mark.parametrize("words", [("gaps", "--limit"), ("today", "--days"), ("backup", "--keep"), ("grant", "eligible", "x", "--most")])
@pytest.mark.parametrize("value", ["1_0", "１", "-1", "x"])
def test_a_number_is_refused_by_the_name_of_its_option(words: tuple[str, ...], value: str, run: Run, empty_map: object) -> None:
    ran = run(*words, value)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert words[-1] in ran.stderr
    assert repr(value) in ran.stderr


def test_control_characters_can_stand_in_a_workbook() -> None:
    assert put(new_book().active, 1, 1, "a\x1b\x08b").value == "a_x001B__x0008_b"
