"""The published 3W of Afghanistan, against an independent reading of the file with the csv module alone."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake.take_in import take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.term_edits import fill_vocabularies

SECTORS = {
    "PROTECTION_OP": "protection", "HEALTH_OP": "health", "FSAC_OP": "food-security", "NUTRITION_OP": "nutrition",
    "ESNFI_OP": "emergency-shelter", "WASH_OP": "water-sanitation-hygiene", "EiE_OP": "education-in-emergencies",
    "EDUCATION_OP": "education",
}  # fmt: skip
Row = dict[str, str]


@pytest.fixture(scope="module")
def file(datasets: Path) -> Path:
    return datasets / "3w-afghanistan-2024q1" / "afg_3w_jan_mar_2024.csv"


@pytest.fixture(scope="module")
def csv_rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        _tags, *rows = csv.DictReader(lines)
    return rows


@pytest.fixture(scope="module")
def imported(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Map, Intake]]:
    path = tmp_path_factory.mktemp("afghanistan") / "map.db"
    create_map(path)
    with open_map(path) as map_:
        fill_vocabularies(map_)
        yield map_, take(map_, file)


def take(map_: Map, file: Path) -> Intake:
    source = open_source([file])
    assert choose(source, Reading()) == "3w"
    return take_in(map_, source, "3w", Reading(), Wishes(file.name))


def rows(map_: Map, sql: str) -> list[tuple[Any, ...]]:
    return map_.connection.execute(sql).fetchall()


def name(row: Row) -> str:
    return re.sub(r"\s+", " ", row["ORG_NAME"]).strip() or row["ORG_ACRONYM"]


def test_every_row_is_counted(imported: tuple[Map, Intake], csv_rows: list[Row]) -> None:
    _, answer = imported
    assert (answer.read, answer.added, answer.changed, answer.unchanged, len(answer.rejected)) == (10_902, 10_902, 0, 0, 0)
    assert len(csv_rows) == 10_902


def test_what_is_new_is_counted(imported: tuple[Map, Intake]) -> None:
    assert imported[1].stored == {"organizations": 285, "areas": 8 + 34 + 401, "activities": 10_902, "surveys": 401 * 8}


def test_the_activities_are_those_of_the_file(imported: tuple[Map, Intake], csv_rows: list[Row]) -> None:
    stored = Counter(rows(imported[0], "SELECT a.name, t.slug, p.code FROM activities v JOIN actors a ON a.id = v.actor_id "
                                       "JOIN terms t ON t.id = v.term_id JOIN areas p ON p.id = v.area_id"))  # fmt: skip
    assert stored == Counter((name(r), SECTORS[r["CLUSTER_SECTOR_CODE"]], r["DIST_CODE"]) for r in csv_rows)


def test_nothing_is_claimed_that_the_file_does_not_say(imported: tuple[Map, Intake]) -> None:
    map_ = imported[0]
    assert rows(map_, "SELECT DISTINCT status, since, until, reached, capacity, project, population_id FROM activities") == [
        (None,) * 7
    ]
    assert rows(map_, "SELECT DISTINCT status, place, country, verified_on, founded FROM actors") == [(None,) * 5]
    assert rows(map_, "SELECT DISTINCT on_date FROM surveys") == [(None,)]
    assert rows(map_, "SELECT count(*) FROM relationships") == [(0,)]


def test_the_organizations_have_their_acronyms_kinds_and_levels(
    imported: tuple[Map, Intake], csv_rows: list[Row]
) -> None:
    map_ = imported[0]
    kinds = {"National NGO": ("ngo", "national"), "International NGO": ("ngo", "international"),
             "United Nations": ("igo", "international"), "": ("other", None)}  # fmt: skip
    wanted = {(name(r), *kinds[r["ORG_TYPE"]]) for r in csv_rows}
    assert set(rows(map_, "SELECT name, kind, level FROM actors")) == wanted
    assert len(wanted) == 285
    acronyms = {(name(r), re.sub(r"\s+", " ", r["ORG_ACRONYM"]).strip()) for r in csv_rows if r["ORG_NAME"].strip()}
    stored = set(rows(map_, "SELECT a.name, x.alias FROM aliases x JOIN actors a ON a.id = x.actor_id"))
    assert {(n, a) for n, a in acronyms if a.casefold() != n.casefold()} == stored


def test_the_areas_are_a_tree_by_place_code(imported: tuple[Map, Intake], csv_rows: list[Row]) -> None:
    map_ = imported[0]
    assert set(rows(map_, "SELECT d.code, d.name, p.code, p.name, r.name, r.level FROM areas d "
                          "JOIN areas p ON p.id = d.parent_id JOIN areas r ON r.id = p.parent_id "
                          "WHERE d.level = 'district' AND p.level = 'province'")) == {
        (r["DIST_CODE"], r["DISTRICT"].strip(), r["PROV_CODE"], r["PROVINCE"].strip(), r["REGION"].strip(), "region")
        for r in csv_rows
    }  # fmt: skip
    assert dict(rows(map_, "SELECT level, count(*) FROM areas GROUP BY level")) == {
        "region": 8, "province": 34, "district": 401,
    }  # fmt: skip
    assert rows(map_, "SELECT count(DISTINCT name) FROM areas WHERE level = 'district'") == [(390,)]


def test_every_district_was_surveyed_for_every_sector(imported: tuple[Map, Intake], csv_rows: list[Row]) -> None:
    stored = rows(imported[0], "SELECT p.code, t.slug FROM surveys s JOIN areas p ON p.id = s.area_id JOIN terms t ON t.id = s.term_id")
    assert len(stored) == len(set(stored))
    assert set(stored) == {(r["DIST_CODE"], slug) for r in csv_rows for slug in SECTORS.values()}


def test_no_issue_was_made_and_the_two_that_say_the_same_are_named(imported: tuple[Map, Intake]) -> None:
    _, answer = imported
    assert "terms" not in answer.stored
    (note,) = [n for n in answer.notes if "term merge" in n]
    assert "EDUCATION_OP" in note
    assert "EiE_OP" in note
    assert "318 places" in note
    assert "ngomap term merge issue education education-in-emergencies" in note
    assert "285 organizations, 8 sectors, 8 regions, 34 provinces and 401 districts" in answer.notes[0]


def test_a_second_time_changes_nothing(imported: tuple[Map, Intake], file: Path) -> None:
    map_, _ = imported
    tables = ("actors", "aliases", "areas", "activities", "surveys", "terms", "term_aliases")
    before = {t: rows(map_, f"SELECT * FROM {t} ORDER BY 1, 2") for t in tables}
    answer = take(map_, file)
    assert (answer.read, answer.added, answer.changed, answer.unchanged, answer.stored) == (10_902, 0, 0, 10_902, {})
    assert {t: rows(map_, f"SELECT * FROM {t} ORDER BY 1, 2") for t in tables} == before
