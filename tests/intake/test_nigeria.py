"""The published 3W of Nigeria, a workbook, against an independent reading of its cells."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake.take_in import take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.term_edits import fill_vocabularies

ROWS = 9366
SECTORS = {
    "PRO": "protection", "NUT": "nutrition", "HEA": "health", "WASH": "water-sanitation-hygiene",
    "CCCM": "camp-coordination", "FSC": "food-security", "SHL": "emergency-shelter", "EDU": "education", "ERL": "early-recovery",
}  # fmt: skip
MONTHS = {"October": "2023-10", "November": "2023-11", "December": "2023-12"}
STATUSES = {
    "Ongoing": "ongoing", "Completed": "completed", "Closed": "completed", "Temporarily Suspended": "suspended",
    "Planned": "planned", "Suspended": "suspended",
}  # fmt: skip
Row = dict[str, str]
ACTIVITY = """SELECT x.name, t.slug, s.name, s.code, p.name, p.code, a.project, a.status, a.since, a.until
FROM activities a JOIN actors x ON x.id = a.actor_id JOIN terms t ON t.id = a.term_id JOIN areas s ON s.id = a.area_id
JOIN areas p ON p.id = s.parent_id"""


def text(value: object) -> str:
    return "" if value is None else re.sub(r"\s+", " ", str(value)).strip()


@pytest.fixture(scope="module")
def file(datasets: Path) -> Path:
    return datasets / "3w-nigeria-2023q4" / "nga_3w_oct_dec_2023.xlsx"


@pytest.fixture(scope="module")
def cells(file: Path) -> list[Row]:
    book = load_workbook(file, read_only=True, data_only=True)
    headers, _tags, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    return [{str(h): text(v) for h, v in zip(headers, row, strict=True)} for row in rows]


@pytest.fixture(scope="module")
def imported(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Map, Intake]]:
    path = tmp_path_factory.mktemp("nigeria") / "map.db"
    create_map(path)
    with open_map(path) as map_:
        fill_vocabularies(map_)
        source = open_source([file])
        yield map_, take_in(map_, source, choose(source, Reading()), Reading(), Wishes(file.name))


def rows(map_: Map, sql: str) -> list[tuple[Any, ...]]:
    return map_.connection.execute(sql).fetchall()


def test_every_row_is_accounted_for(imported: tuple[Map, Intake]) -> None:
    _, answer = imported
    assert (answer.format, answer.read, answer.rejected) == ("3w", ROWS, ())
    assert answer.added + answer.changed + answer.unchanged == ROWS


def test_organizations_areas_sectors_and_activities_are_as_many_as_the_file_names(
    imported: tuple[Map, Intake], cells: list[Row]
) -> None:
    map_, _ = imported
    assert len(cells) == ROWS
    ((organizations,),) = rows(map_, "SELECT count(*) FROM actors")
    assert 165 <= organizations < len({row["Organization"].casefold() for row in cells})
    assert rows(map_, "SELECT level, count(*), count(DISTINCT code) FROM areas GROUP BY level") == [
        ("district", 61, 61), ("province", 3, 3),
    ]  # fmt: skip
    assert rows(map_, "SELECT count(DISTINCT term_id) FROM activities") == [(9,)]
    named = {row["Activities"] for row in cells}
    assert len(named) == 242
    assert {project or "" for (project,) in rows(map_, "SELECT DISTINCT project FROM activities")} == named


def test_the_districts_lie_in_their_states_though_the_codes_are_of_two_kinds(
    imported: tuple[Map, Intake], cells: list[Row]
) -> None:
    found = rows(imported[0], "SELECT s.code, s.name, p.code, p.name FROM areas s JOIN areas p ON p.id = s.parent_id")
    assert set(found) == {(r["LGA PCode"], r["LGA"], r["State Pcode"], r["State"]) for r in cells}


def test_months_repeated_do_not_multiply_presence(imported: tuple[Map, Intake], cells: list[Row]) -> None:
    map_, _ = imported
    facts = {
        (r["Organization"].casefold(), r["Project Sector"], r["LGA PCode"], r["Activities"], STATUSES.get(r["Status"])) for r in cells
    }
    ((stored,),) = rows(map_, "SELECT count(*) FROM activities")
    assert 0.98 * len(facts) < stored <= len(facts) < ROWS / 2
    assert rows(map_, "SELECT min(since), max(until) FROM activities") == [("2023-10", "2023-12")]


def test_no_name_holds_white_space_that_cannot_be_seen(imported: tuple[Map, Intake]) -> None:
    for table, column in (("actors", "name"), ("aliases", "alias"), ("areas", "name"), ("activities", "project")):
        found = [value for (value,) in rows(imported[0], f"SELECT {column} FROM {table}") if value]
        assert found
        assert all(value == text(value) and "\xa0" not in value for value in found), table


def test_twenty_rows_of_the_file_stand_in_the_map(imported: tuple[Map, Intake], cells: list[Row]) -> None:
    map_, _ = imported
    names = {text(a).casefold(): n for a, n in rows(map_, "SELECT l.alias, x.name FROM aliases l JOIN actors x ON x.id = l.actor_id")}
    names |= {name.casefold(): name for (name,) in rows(map_, "SELECT name FROM actors")}
    stored = {key[:8]: key[8:] for key in rows(map_, ACTIVITY)}
    for row in random.Random(20).sample(cells, 20):
        key = (
            names[row["Organization"].casefold()], SECTORS[row["Project Sector"]], row["LGA"], row["LGA PCode"], row["State"],
            row["State Pcode"], row["Activities"] or None, STATUSES[row["Status"]],
        )  # fmt: skip
        assert key in stored, row
        since, until = stored[key]
        assert since <= MONTHS[row["Month"]] <= until
