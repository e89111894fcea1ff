"""`ngomap ask` and taking the corrected workbook back, as a user meets them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from ngomap.errors import NgomapError
from ngomap.model.own_entry import ENTRY
from ngomap.store.connection import open_map
from ngomap.store.share_recipients import all_keys
from tests.conftest import Run

CANARY = "xqz"


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("area", "add", "Old Town")
    run("add", "River Trust", "--phone", "+254 20 123", "--issue", "corruption", "--place", "Old Town")
    run("activity", "add", "river-trust", "--issue", "corruption", "--area", "Old Town", "--reached", "40")
    run("need", "river-trust", "A boat", "--kind", "vehicles")
    return run


def edited(path: Path, label: str, value: str) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book[ENTRY]
    line = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label)
    sheet.cell(line, 2).value = value
    book.save(path)


def test_asked_corrected_taken_in_and_taken_back(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "river.xlsx"
    answer = map_("ask", "River Trust", "--to", str(file), "--format", "json").json
    assert (answer["format"], answer["audience"], answer["unchanged"]) == ("own-entry", "partners", False)
    assert (answer["written"]["activities"], answer["written"]["offers and needs"], answer["withheld"]) == (1, 1, {})
    assert file.stat().st_mode & 0o777 == 0o600
    edited(file, "Telephone", "+254 20 999")
    edited(file, "Issue", "Nonsense")
    tried = map_("import", str(file), "--dry-run", "--format", "json")
    assert (tried.exit_code, tried.json["changed"], tried.json["dry_run"]) == (3, 1, True)
    taken = map_("import", str(file), "--rejects", str(tmp_path / "rejects.csv"), "--format", "json")
    assert (taken.exit_code, taken.json["format"], taken.json["rejected"]) == (3, "own-entry", 1)
    assert "Nonsense" in (tmp_path / "rejects.csv").read_text()
    shown = map_("show", "river-trust", "--sources", "--format", "json").stdout
    assert "river.xlsx" in shown
    assert "+254 20 999" in shown
    assert map_("import", "--undo").exit_code == 0
    assert "+254 20 123" in map_("show", "river-trust").stdout


def test_a_difference_is_listed_and_settled(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "river.xlsx"
    map_("ask", "river-trust", "--to", str(file))
    edited(file, "Telephone", "theirs")
    map_("edit", "river-trust", "--phone", "ours")
    assert "conflicts list" in map_("import", str(file)).stdout
    (conflict,) = map_("conflicts", "list", "--format", "json").json["records"]
    assert "ours" in str(conflict)
    assert map_("conflicts", "settle", str(conflict["number"]), "--theirs").exit_code == 0
    assert "theirs" in map_("show", "river-trust").stdout


def test_the_same_entry_is_the_same_file_on_any_day(map_: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "river.xlsx"
    map_("settings", "today", "2026-03-04")
    map_("ask", "river-trust", "--to", str(file))
    before = file.read_bytes()
    map_("settings", "today", "2026-03-09")
    assert map_("ask", "river-trust", "--to", str(file), "--format", "json").json["unchanged"]
    assert file.read_bytes() == before
    map_("edit", "river-trust", "--phone", "5")
    assert map_("ask", "river-trust", "--to", str(file)).exit_code == 1
    assert file.read_bytes() == before
    assert map_("ask", "river-trust", "--to", str(file), "--force").exit_code == 0
    assert openpyxl.load_workbook(file)[ENTRY].cell(2, 1).value == "From Citizens, 2026-03-09"


def test_what_is_refused_leaves_no_key_and_no_file(map_: Run, map_path: Path, tmp_path: Path) -> None:
    map_("person", "add", "Ada")
    file = tmp_path / "a.xlsx"
    assert map_("ask", "river-trust").exit_code == 2
    assert map_("ask", "river-trust", "--to", str(tmp_path / "a.csv")).exit_code == 1
    assert map_("ask", "river-trust", "--audience", "secret", "--to", str(file)).exit_code == 2
    assert map_("ask", "ada", "--to", str(file)).exit_code != 0
    assert map_("ask", "nobody-at-all", "--to", str(file)).exit_code != 0
    assert map_("ask", "river-trust", "--to", str(map_path), "--force").exit_code == 1
    with open_map(map_path) as opened:
        assert all_keys(opened) == []
    assert not file.exists()


@pytest.mark.parametrize("place", ["ngomap.store.writing._end_change", "ngomap.exporters.file_writing._take_name"])
def test_a_disk_that_is_full_at_the_end_leaves_no_workbook(
    map_: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_: object) -> None:
        raise NgomapError("No space left on device.")

    with monkeypatch.context() as patched:
        patched.setattr(place, full)
        ran = map_("ask", "river-trust", "--to", str(tmp_path / "a.xlsx"))
    assert (ran.exit_code, "No space left" in ran.stderr) == (1, True)
    assert not list(tmp_path.glob("*.xlsx*"))


def test_two_workbooks_have_nothing_in_common_and_no_id_of_the_map(map_: Run, map_path: Path, tmp_path: Path) -> None:
    map_("add", "Hill Trust", "--phone", "+254 20 123", "--issue", "corruption", "--place", "Old Town", "--new")
    marks = []
    for name in ("river-trust", "hill-trust"):
        map_("ask", name, "--to", str(tmp_path / f"{name}.xlsx"))
        sheet = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["ngomap"]
        marks.append({str(row[2].value) for row in sheet.iter_rows() if str(row[2].value).startswith("k")})
    assert marks[0].isdisjoint(marks[1])
    assert min(map(len, marks)) > 5
    with open_map(map_path) as opened:
        uids = [row[0] for row in opened.connection.execute("SELECT uid FROM actors")]
        (key,) = all_keys(opened)
    for name in ("river-trust", "hill-trust"):
        said = whole_text(tmp_path / f"{name}.xlsx")
        assert not any(secret in said for secret in (*uids, key, "river-trust.", str(map_path)))


def whole_text(path: Path) -> str:
    """Every byte of the file and of each of its parts, as text."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return b"".join([path.read_bytes(), *parts]).decode("latin-1").casefold()


def test_nothing_internal_is_in_any_byte(map_: Run, map_path: Path, tmp_path: Path) -> None:
    def done(*words: str) -> None:
        assert map_(*words).exit_code == 0, words

    canary = iter(f"{CANARY}{n:03}" for n in range(100))
    done("edit", "river-trust", "--notes", next(canary), "--source", next(canary))
    done("person", "add", f"Ada {next(canary)}", "--org", "river-trust", "--title", next(canary))
    done("link", "us", "river-trust", "--rung", "2", "--notes", next(canary), "--source", next(canary))
    done("trust", "us", "river-trust", "--openness", "2", "--reliability", "1")
    done("stance", "river-trust", "-2", "--issue", "corruption", "--source", next(canary))
    done("log", "river-trust", "--title", next(canary), "--next", next(canary), "--outcome", next(canary))
    done("area", "add", f"Hidden {next(canary)}")
    with open_map(map_path) as opened:
        opened.connection.execute("UPDATE areas SET audience = 'internal' WHERE name LIKE 'Hidden%'")
    done("activity", "add", "river-trust", "--issue", "elections", "--area", f"Hidden {CANARY}010", "--project", next(canary))
    done("offer", "river-trust", next(canary), "--kind", "space", "--audience", "internal")
    done("activity", "add", "river-trust", "--issue", "elections", "--area", "Old Town", "--source", next(canary))
    done("add", f"Quiet {next(canary)}", "--audience", "internal")
    done("term", "add", "issue", f"Only theirs {next(canary)}")
    done("edit", f"Quiet {CANARY}014", "--issue", f"Only theirs {CANARY}015")
    file = tmp_path / "river.xlsx"
    for audience in ("public", "partners"):
        assert map_("ask", "river-trust", "--to", str(file), "--audience", audience, "--force").exit_code == 0
        assert CANARY not in whole_text(file)
    map_("ask", "river-trust", "--to", str(file), "--audience", "internal", "--force")
    # What they may be asked among ourselves is there, what we think and whom we know never.
    said = whole_text(file)
    assert [n for n in range(16) if f"{CANARY}{n:03}" in said] == [10, 11, 12, 15]
    assert "river trust" in said


def test_the_formats_name_it_and_other_options_of_import_are_refused(map_: Run, tmp_path: Path) -> None:
    assert any(r["format"] == "own-entry" for r in map_("import", "--list", "--format", "json").json["records"])
    file = tmp_path / "river.xlsx"
    map_("ask", "river-trust", "--to", str(file))
    assert map_("import", str(file), "--column", "Name=name").exit_code == 2
    assert map_("import", str(file), "--surveyed-on", "2026-01-01").exit_code == 2
