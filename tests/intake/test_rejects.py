"""Rejected rows come back in a file that can be corrected and imported."""

from __future__ import annotations

import csv
import stat
from pathlib import Path
from typing import Any

import pytest

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake import take_in as module
from ngomap.intake.take_in import Order, take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.store.connection import Map


def take(map_: Map, path: Path, rejects: Path | None, dry_run: bool = False) -> Intake:
    opened = open_source([path])
    return take_in(map_, opened, choose(opened, Reading()), Reading(), Wishes("x"), Order(rejects, dry_run))


def count(map_: Map, table: str) -> Any:
    return map_.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_the_file_of_rejected_rows_imports_after_correction(empty_map: Map, tmp_path: Path) -> None:
    original, rejects = tmp_path / "x.csv", tmp_path / "rejects.csv"
    original.write_text("Name;Staff;Phone\nA;1;1\nB;many;'+254\n\"C; D\";1,5;\n")
    answer = take(empty_map, original, rejects)
    assert (answer.read, answer.added, len(answer.rejected)) == (3, 1, 2)
    assert "rejects.csv" in answer.notes[0]
    with rejects.open(newline="") as file:
        written = list(csv.DictReader(file))
    assert [(r["Name"], r["Staff"], r["Phone"], r["line"]) for r in written] == [
        ("B", "many", "+254", "3"), ("C; D", "1,5", "", "4"),
    ]  # fmt: skip
    assert all("is not a whole number" in r["reason"] for r in written)
    assert stat.S_IMODE(rejects.stat().st_mode) == 0o600
    rejects.write_text(rejects.read_text().replace("many", "7").replace('"1,5"', "2"))
    answer = take(empty_map, rejects, None)
    assert (answer.read, answer.added, len(answer.rejected)) == (2, 2, 0)
    phones = empty_map.connection.execute("SELECT name, staff, phone FROM actors ORDER BY name").fetchall()
    assert phones == [("A", 1, "1"), ("B", 7, "+254"), ("C; D", 2, None)]


def test_hashtags_go_with_the_rejected_rows(empty_map: Map, tmp_path: Path) -> None:
    original, rejects = tmp_path / "x.csv", tmp_path / "rejects.csv"
    original.write_text("Q1,Q2,Q3\n#org,#sector,#adm1\nA,Health,North\n,Health,North\n")
    answer = take(empty_map, original, rejects)
    assert (answer.added, len(answer.rejected)) == (1, 1)
    rejects.write_text(rejects.read_text().replace("\n,Health", "\nB,Health"))
    again = take(empty_map, rejects, None)
    assert (again.format, again.added, again.rejected) == ("3w", 1, ())


def test_without_rejected_rows_there_is_no_file(empty_map: Map, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Name\nA\n")
    take(empty_map, tmp_path / "x.csv", tmp_path / "rejects.csv")
    assert not (tmp_path / "rejects.csv").exists()


def test_nothing_is_written_over_and_then_nothing_is_stored(empty_map: Map, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Name;Staff\nA;1\nB;many\n")
    taken = tmp_path / "taken.csv"
    taken.write_text("mine")
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "elsewhere.csv")
    for path in (taken, link):
        with pytest.raises(AlreadyExists):
            take(empty_map, tmp_path / "x.csv", path)
    with pytest.raises(NgomapError):
        take(empty_map, tmp_path / "x.csv", tmp_path / "no folder" / "rejects.csv")
    (tmp_path / "sound.csv").write_text("Name\nA\n")
    with pytest.raises(AlreadyExists):
        take(empty_map, tmp_path / "sound.csv", taken)
    assert taken.read_text() == "mine"
    assert count(empty_map, "actors") == 0


def test_if_the_file_fails_nothing_is_stored_and_if_storing_fails_there_is_no_file(
    empty_map: Map, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.csv").write_text("Name;Staff\nA;1\nB;many\n")

    def full(*_: object) -> None:
        raise NgomapError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(module, "write_rejects", full)
        with pytest.raises(NgomapError):
            take(empty_map, tmp_path / "x.csv", tmp_path / "rejects.csv")
    assert count(empty_map, "actors") == 0
    empty_map.connection.execute("CREATE TEMP TABLE no (x)")
    empty_map.connection.set_authorizer(
        lambda action, one, *_: 1 if action == 22 and one == "COMMIT" else 0  # 22: SQLITE_TRANSACTION
    )
    with pytest.raises(NgomapError):
        take(empty_map, tmp_path / "x.csv", tmp_path / "rejects.csv")
    empty_map.connection.set_authorizer(None)
    assert not (tmp_path / "rejects.csv").exists()
    assert count(empty_map, "actors") == 0


def test_a_dry_run_keeps_the_rejected_rows_and_nothing_else(empty_map: Map, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Name;Staff\nA;1\nB;many\n")
    take(empty_map, tmp_path / "x.csv", tmp_path / "rejects.csv", dry_run=True)
    assert (tmp_path / "rejects.csv").exists()
    assert count(empty_map, "actors") == 0


@pytest.mark.parametrize(
    ("name", "text", "wrong", "right"),
    [
        (
            "x.json",
            '{"grants": [{"id": "360G-x-1", "title": "A", "currency": "GBP", "amountAwarded": 5, "awardDate": "soon",'
            ' "fundingOrganization": [{"id": "f", "name": "Fund"}], "recipientOrganization": [{"id": "r", "name": "Group"}]}]}',
            '"soon"', '"2020-01-02"',
        ),
        (
            "x.jsonl",
            '{"id": "a", "schema": "Organization", "properties": {"name": ["Alpha"]}}\n'
            '{"id": "b", "schema": "Organization", "properties": {"name": ["Beta"]}!}\n',
            "!}", "}",
        ),
    ],
)  # fmt: skip
def test_rejected_records_of_json_come_back_in_their_own_format(
    empty_map: Map, tmp_path: Path, name: str, text: str, wrong: str, right: str
) -> None:
    (tmp_path / name).write_text(text)
    rejects = tmp_path / "rejects"
    opened = open_source([tmp_path / name])
    form = choose(opened, Reading())
    answer = take_in(empty_map, opened, form, Reading(), Wishes("x"), Order(rejects))
    assert len(answer.rejected) == 1
    rejects.write_text(rejects.read_text().replace(wrong, right))
    again = open_source([rejects])
    assert choose(again, Reading()) == form
    answer = take_in(empty_map, again, form, Reading(), Wishes("x"), Order())
    assert (answer.added, answer.rejected) == (1, ())
