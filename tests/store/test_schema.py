"""The schema holds what the model promises: each CHECK has a row that breaks it, each closed list is the model's."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

import pytest

from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.audience import AUDIENCES, DEFAULT_AUDIENCE
from ngomap.model.relationships import TIE_STANCES, TIE_STATUSES, TIE_TYPES
from ngomap.model.words import ACTIVITY_STATUSES, EVENT_KINDS, RESOURCE_KINDS, VOCABULARIES
from ngomap.store.areas import BY_CODE
from ngomap.store.connection import Map
from ngomap.store.schema import START

Row = dict[str, Any]
# One sound row of every table; each test below changes one thing about it.
SOUND: dict[str, Row] = {
    "settings": {"key": "colour", "value": "blue"},
    "areas": {"uid": "p9", "handle": "p9", "name": "P", "name_key": "p"},
    "area_aliases": {"area_id": 1, "alias": "X", "alias_key": "x"},
    "terms": {"vocabulary": "issue", "slug": "t9", "name": "T", "name_key": "t"},
    "term_aliases": {"term_id": 1, "vocabulary": "issue", "alias": "X", "alias_key": "x"},
    "actors": {
        "uid": "a9", "handle": "a9", "kind": "ngo", "name": "A", "name_key": "a", "audience": "public",
        "created_at": "2026-05-01T00:00:00Z", "updated_at": "2026-05-01T00:00:00Z",
    },
    "aliases": {"actor_id": 1, "alias": "X", "alias_key": "x"},
    "identifiers": {"scheme": "XX", "value": "1", "actor_id": 1},
    "actor_terms": {"actor_id": 1, "term_id": 1},
    "actor_areas": {"actor_id": 1, "area_id": 1},
    "stances": {"actor_id": 1, "issue_id": 1, "stance": 1},
    "relationships": {"uid": "r9", "type": "works-with", "from_id": 1, "to_id": 2},
    "trust": {"from_id": 1, "to_id": 2, "openness": 4},
    "events": {"uid": "e9", "on_date": "2026-05-01", "kind": "call", "title": "Call"},
    "event_participants": {"event_id": 1, "actor_id": 1},
    "agreements": {"a_id": 1, "b_id": 2, "point": "strategy", "state": "agreed", "on_date": "2026-05-01"},
    "labour": {"uid": "l9", "a_id": 1, "b_id": 2, "actor_id": 1, "task": "Radio"},
    "exchanges": {"uid": "x9", "from_id": 1, "to_id": 2, "mode": "lent", "kind": "space", "description": "Hall", "on_date": "2026-05-01"},
    "projects": {"uid": "j9", "handle": "j9", "name": "Tour"},
    "project_partners": {"project_id": 1, "actor_id": 1},
    "project_terms": {"project_id": 1, "term_id": 1},
    "project_areas": {"project_id": 1, "area_id": 1},
    "assessments": {"project_id": 1, "by_id": 1, "of_id": 2, "on_date": "2026-05-01", "benefit": 3},
    "grants": {"uid": "g9", "handle": "g9", "funder_id": 1, "name": "Call"},
    "coalitions": {"actor_id": 1, "objective": "A plan"},
    "approaches": {"from_id": 1, "to_id": 2, "approach": "mixed", "on_date": "2026-05-01"},
    "commitments": {"uid": "c9", "handle": "c9", "by_id": 1, "what": "A register", "on_date": "2026-05-01"},
    "observations": {"uid": "o9", "commitment_id": 1, "on_date": "2026-05-01", "finding": "progress"},
    "monitors": {"actor_id": 1, "training": "Two days"},
    "resources": {"uid": "x9", "actor_id": 1, "direction": "offer", "kind": "space", "description": "Room"},
    "activities": {"actor_id": 1, "term_id": 1, "area_id": 1},
    "need_figures": {"area_id": 1, "term_id": 1, "people": 10},
    "surveys": {"area_id": 1},
    "geocodes": {"provider": "nominatim", "query": "Mill", "outcome": "found", "lat": 1.0, "lon": 2.0, "at": "2026-05-01T00:00:00Z"},
    "reports": {"on_date": "2026-05-01", "audience": "public", "at": "2026-05-01T00:00:00Z"},
    "schedules": {"job": "0" * 64, "runs": 1, "on_date": "2026-05-01", "at": "2026-05-01T00:00:00Z", "told": b""},
    "share_recipients": {"name": "River Trust", "name_key": "river trust", "key": "0" * 64},
    "share_sources": {"source": "river trust 9", "name": "River Trust"},
    "merged_records": {"source_id": 1, "section": "actors", "record": "a9", "base": "{}"},
    "conflicts": {"source_id": 1, "section": "actors", "record": "a9", "field": "name", "theirs": "{}", "on_date": "2026-05-01"},
}  # fmt: skip

# What no row may hold, by table and column, and the part of the CHECK that says so.
REFUSED: list[tuple[str, Row, str]] = [
    ("share_recipients", {"name": ""}, "name <> ''"),
    ("share_recipients", {"key": "short"}, "length(key) = 64"),
    ("share_sources", {"source": ""}, "source <> ''"),
    ("merged_records", {"base": "no json"}, "json_valid(base)"),
    ("conflicts", {"ours": "no json"}, "json_valid(ours)"),
    ("conflicts", {"theirs": "no json"}, "json_valid(theirs)"),
    ("conflicts", {"state": "perhaps"}, "state IN"),
    ("areas", {"name": ""}, "name <> ''"),
    ("trust", {"influence": 5}, "influence BETWEEN 0 AND 4"),
    ("trust", {"involvement": -1}, "involvement BETWEEN 0 AND 4"),
    ("trust", {"resources": 5}, "resources BETWEEN 0 AND 4"),
    ("relationships", {"rung_since": ""}, "rung_since <> ''"),
    ("agreements", {"a_id": 2}, "b_id <> a_id"),
    ("agreements", {"point": "weather"}, "point IN"),
    ("agreements", {"state": "signed"}, "state IN"),
    ("agreements", {"audience": "all"}, "audience IN"),
    ("labour", {"b_id": 1}, "b_id <> a_id"),
    ("actors", {"audited": 20}, "audited BETWEEN 1800 AND 2200"),
    ("exchanges", {"to_id": 1}, "to_id <> from_id"),
    ("exchanges", {"mode": "sold"}, "mode IN"),
    ("exchanges", {"kind": "love"}, "kind IN"),
    ("exchanges", {"description": ""}, "description <> ''"),
    ("exchanges", {"quantity": 0}, "quantity > 0"),
    ("exchanges", {"worth": -1}, "worth >= 0"),
    ("exchanges", {"currency": "EU"}, "length(currency) = 3"),
    ("exchanges", {"audience": "all"}, "audience IN"),
    ("projects", {"name": ""}, "name <> ''"),
    ("projects", {"status": "dead"}, "status IN"),
    ("projects", {"budget": -1}, "budget >= 0"),
    ("projects", {"currency": "EU"}, "length(currency) = 3"),
    ("projects", {"audience": "all"}, "audience IN"),
    ("project_partners", {"role": "boss"}, "role IN"),
    ("project_partners", {"share": -1}, "share >= 0"),
    ("assessments", {"of_id": 1}, "of_id <> by_id"),
    ("assessments", {"benefit": 5}, "benefit BETWEEN 0 AND 4"),
    ("assessments", {"again": "never"}, "again IN"),
    ("assessments", {"audience": "all"}, "audience IN"),
    ("grants", {"name": ""}, "name <> ''"),
    ("grants", {"status": "lost?"}, "status IN"),
    ("grants", {"least": -1}, "least >= 0"),
    ("grants", {"least": 5, "most": 4}, "most >= least"),
    ("grants", {"currency": "EU"}, "length(currency) = 3"),
    ("grants", {"registered": 2}, "registered IN"),
    ("grants", {"years": -1}, "years >= 0"),
    ("grants", {"budget": -1}, "budget >= 0"),
    ("grants", {"audited": 2}, "audited IN"),
    ("grants", {"projects": -1}, "projects >= 0"),
    ("grants", {"partners": -1}, "partners >= 0"),
    ("grants", {"own_share": 101}, "own_share BETWEEN 0 AND 100"),
    ("grants", {"audience": "all"}, "audience IN"),
    ("coalitions", {"audience": "all"}, "audience IN"),
    ("approaches", {"to_id": 1}, "to_id <> from_id"),
    ("approaches", {"approach": "cold"}, "approach IN"),
    ("approaches", {"audience": "all"}, "audience IN"),
    ("commitments", {"what": ""}, "what <> ''"),
    ("commitments", {"audience": "all"}, "audience IN"),
    ("observations", {"finding": "maybe"}, "finding IN"),
    ("observations", {"audience": "all"}, "audience IN"),
    ("monitors", {"audience": "all"}, "audience IN"),
    ("labour", {"task": ""}, "task <> ''"),
    ("labour", {"audience": "all"}, "audience IN"),
    ("areas", {"id": 77, "parent_id": 77}, "parent_id <> id"),
    ("areas", {"country": "KEN"}, "length(country) = 2"),
    ("areas", {"lat": 90.001, "lon": 0}, "lat BETWEEN -90 AND 90"),
    ("areas", {"lat": -90.001, "lon": 0}, "lat BETWEEN -90 AND 90"),
    ("areas", {"lat": 0, "lon": 180.001}, "lon BETWEEN -180 AND 180"),
    ("areas", {"lat": 0, "lon": -180.001}, "lon BETWEEN -180 AND 180"),
    ("areas", {"lat": 1}, "(lat IS NULL) = (lon IS NULL)"),
    ("areas", {"audience": "everyone"}, "audience IN"),
    ("terms", {"vocabulary": "mood"}, "vocabulary IN"),
    ("terms", {"name": ""}, "name <> ''"),
    ("terms", {"id": 77, "parent_id": 77}, "parent_id <> id"),
    ("terms", {"sdg": 18}, "sdg BETWEEN 1 AND 17"),
    ("terms", {"sdg": 0}, "sdg BETWEEN 1 AND 17"),
    ("actors", {"kind": "club"}, "kind IN"),
    ("actors", {"name": ""}, "name <> ''"),
    ("actors", {"level": "galactic"}, "level IN"),
    ("actors", {"status": "ended"}, "status IN"),
    ("actors", {"country": "K"}, "length(country) = 2"),
    ("actors", {"lat": 91, "lon": 0}, "lat BETWEEN -90 AND 90"),
    ("actors", {"lat": 0, "lon": 181}, "lon BETWEEN -180 AND 180"),
    ("actors", {"lon": 1}, "(lat IS NULL) = (lon IS NULL)"),
    ("actors", {"staff": -1}, "staff >= 0"),
    ("actors", {"budget": -0.01}, "budget >= 0"),
    ("actors", {"currency": "EURO"}, "length(currency) = 3"),
    ("actors", {"audience": "everyone"}, "audience IN"),
    ("identifiers", {"scheme": ""}, "scheme <> ''"),
    ("identifiers", {"value": ""}, "value <> ''"),
    ("stances", {"stance": 3}, "stance BETWEEN -2 AND 2"),
    ("stances", {"stance": -3}, "stance BETWEEN -2 AND 2"),
    ("stances", {"influence": 6}, "influence BETWEEN 0 AND 5"),
    ("stances", {"influence": -1}, "influence BETWEEN 0 AND 5"),
    ("stances", {"stance": None}, "stance IS NOT NULL OR influence IS NOT NULL"),
    ("stances", {"audience": "everyone"}, "audience IN"),
    ("relationships", {"type": "likes"}, "type IN"),
    ("relationships", {"to_id": 1}, "to_id <> from_id"),
    ("relationships", {"status": "over"}, "status IN"),
    ("relationships", {"rung": 6}, "rung BETWEEN 0 AND 5"),
    ("relationships", {"rung": -1}, "rung BETWEEN 0 AND 5"),
    ("relationships", {"wanted": 6}, "wanted BETWEEN 0 AND 5"),
    ("relationships", {"stance": "friendly"}, "stance IN"),
    ("relationships", {"amount": -1}, "amount >= 0"),
    ("relationships", {"currency": "E"}, "length(currency) = 3"),
    ("relationships", {"audience": "everyone"}, "audience IN"),
    ("relationships", {"type": "funds", "rung": 1}, "rung IS NULL OR type = 'works-with'"),
    ("relationships", {"since": "2024-05-02", "until": "2024-05-01"}, "until >= since"),
    ("trust", {"to_id": 1}, "to_id <> from_id"),
    ("trust", {"reliability": 5}, "reliability BETWEEN 0 AND 4"),
    ("trust", {"shared_mission": -1}, "shared_mission BETWEEN 0 AND 4"),
    ("trust", {"openness": 5}, "openness BETWEEN 0 AND 4"),
    ("trust", {"audience": "everyone"}, "audience IN"),
    ("events", {"kind": "party"}, "kind IN"),
    ("events", {"title": ""}, "title <> ''"),
    ("events", {"audience": "everyone"}, "audience IN"),
    ("resources", {"direction": "loan"}, "direction IN"),
    ("resources", {"kind": "time"}, "kind IN"),
    ("resources", {"description": ""}, "description <> ''"),
    ("resources", {"quantity": 0}, "quantity > 0"),
    ("resources", {"status": "gone"}, "status IN"),
    ("resources", {"audience": "everyone"}, "audience IN"),
    ("activities", {"role": "observer"}, "role IN"),
    ("activities", {"status": "ended"}, "status IN"),
    ("activities", {"reached": -1}, "reached >= 0"),
    ("activities", {"capacity": -1}, "capacity >= 0"),
    ("activities", {"audience": "everyone"}, "audience IN"),
    ("need_figures", {"people": -1}, "people >= 0"),
    ("need_figures", {"audience": "everyone"}, "audience IN"),
    ("surveys", {"audience": "everyone"}, "audience IN"),
    ("geocodes", {"provider": ""}, "provider <> ''"),
    ("geocodes", {"query": ""}, "query <> ''"),
    ("geocodes", {"country": "KEN"}, "length(country) = 2"),
    ("geocodes", {"outcome": "perhaps"}, "outcome IN"),
    ("geocodes", {"lat": 91}, "lat BETWEEN -90 AND 90"),
    ("geocodes", {"lon": 181}, "lon BETWEEN -180 AND 180"),
    ("geocodes", {"lat": None}, "(lat IS NULL) = (lon IS NULL)"),
    ("geocodes", {"choices": "a, b"}, "json_valid(choices)"),
    ("reports", {"audience": "all"}, "audience IN"),
    ("schedules", {"job": "export"}, "length(job) = 64"),
    ("schedules", {"runs": 0}, "runs > 0"),
]
CLOSED_LISTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("terms", "vocabulary"): VOCABULARIES,
    ("actors", "kind"): KINDS,
    ("actors", "level"): LEVELS,
    ("actors", "status"): ACTOR_STATUSES,
    ("relationships", "type"): tuple(TIE_TYPES),
    ("relationships", "status"): TIE_STATUSES,
    ("relationships", "stance"): TIE_STANCES,
    ("events", "kind"): EVENT_KINDS,
    ("resources", "kind"): RESOURCE_KINDS,
    ("activities", "status"): ACTIVITY_STATUSES,
}


def insert(connection: sqlite3.Connection, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    connection.execute(f'INSERT INTO "{table}"({names}) VALUES ({marks})', list(row.values()))


@pytest.fixture
def filled(bare_map: Map) -> sqlite3.Connection:
    """Two actors, an area, a term and an event to point at."""
    for table, rows in {
        "areas": [{"id": 1, "uid": "p1", "handle": "p1"}],
        "terms": [{"id": 1, "slug": "t1"}],
        "actors": [{"id": n, "uid": f"a{n}", "handle": f"a{n}"} for n in (1, 2)],
        "events": [{"id": 1, "uid": "e1"}],
        "projects": [{"id": 1, "uid": "j1", "handle": "j1", "name": "Tour 1"}],
        "commitments": [{"id": 1, "uid": "c1", "handle": "c1"}],
        "share_sources": [{"id": 1, "source": "s1"}],
    }.items():
        for row in rows:
            insert(bare_map.connection, table, {**SOUND[table], **row})
    return bare_map.connection


def checks(table: str) -> list[str]:
    """The CHECKs of a table, each with its condition."""
    sql = re.search(rf"CREATE TABLE {table} \(.*?\n\) STRICT", START, re.DOTALL)
    assert sql
    found: list[str] = []
    for start in re.finditer(r"CHECK \(", sql[0]):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(sql[0][end], 0)
            end += 1
        found.append(" ".join(sql[0][start.end() : end - 1].split()))
    return found


def tables() -> list[str]:
    return re.findall(r"CREATE TABLE (\w+)", START)


@pytest.mark.parametrize("table", SOUND)
def test_a_sound_row_is_taken(filled: sqlite3.Connection, table: str) -> None:
    insert(filled, table, SOUND[table])


@pytest.mark.parametrize(("table", "change", "check"), REFUSED, ids=lambda v: str(v)[:40])
def test_a_row_that_breaks_a_check_is_refused(filled: sqlite3.Connection, table: str, change: Row, check: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed") as caught:
        insert(filled, table, {**SOUND[table], **change})
    assert check in " ".join(str(caught.value).split())


def test_every_check_has_a_row_that_breaks_it() -> None:
    for table in tables():
        broken = [check for name, _, check in REFUSED if name == table]
        for condition in checks(table):
            assert any(part in condition for part in broken), f"{table}: nothing breaks {condition}"
        assert sorted(checks(table)) == sorted(set(checks(table))), f"{table} checks something twice"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2024", "2024"),
        ("2024-05", "2024"),
        ("2024", "2024-01"),
        ("2024-05-02", "2024-05"),
        (None, "2024"),
        ("2024", None),
    ],
)
def test_partial_dates_do_not_end_before_they_begin(filled: sqlite3.Connection, since: str, until: str) -> None:
    insert(filled, "relationships", {**SOUND["relationships"], "since": since, "until": until})


@pytest.mark.parametrize("table", tables())
def test_tables_are_strict_and_known_here(filled: sqlite3.Connection, table: str) -> None:
    assert table in SOUND
    strict = filled.execute("SELECT strict FROM pragma_table_list WHERE name = ?", [table]).fetchone()
    assert strict == (1,)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("actors", {"staff": "many"}),
        ("actors", {"lat": "north", "lon": 1}),
        ("trust", {"openness": 1.5}),
        ("need_figures", {"people": "10 k"}),
    ],
    ids=str,
)
def test_a_value_of_another_type_is_refused(filled: sqlite3.Connection, table: str, change: Row) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        insert(filled, table, {**SOUND[table], **change})


def test_a_service_is_asked_the_same_only_once(filled: sqlite3.Connection) -> None:
    row = SOUND["geocodes"]
    for other in ({}, {"server": "https://places.example.org"}, {"country": "KE"}, {"query": "Mills"}, {"provider": "photon"}):
        insert(filled, "geocodes", {**row, **other})
        with pytest.raises(sqlite3.IntegrityError, match="geocodes_once"):
            insert(filled, "geocodes", {**row, **other})


def test_points_are_found_by_an_index(filled: sqlite3.Connection) -> None:
    for table in ("actors", "areas"):
        sql = f"EXPLAIN QUERY PLAN SELECT id FROM {table} WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?"
        assert f"{table}_point" in filled.execute(sql, [0, 1, 0, 1]).fetchone()[3]


def test_nan_cannot_hide_in_a_point(filled: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(filled, "actors", {**SOUND["actors"], "lat": float("nan"), "lon": 1.0})


@pytest.mark.parametrize(("table", "column"), CLOSED_LISTS)
def test_closed_lists_are_those_of_the_model(table: str, column: str) -> None:
    lists = [c for c in checks(table) if c.startswith(f"{column} IN")]
    assert len(lists) == 1
    assert tuple(re.findall(r"'([^']+)'", lists[0])) == CLOSED_LISTS[table, column]


def test_audiences_are_those_of_the_model(filled: sqlite3.Connection) -> None:
    defaults = {"stance": "stances", "relationship": "relationships", "trust": "trust", "event": "events",
                "resource": "resources", "activity": "activities", "need_figure": "need_figures", "survey": "surveys",
                "area": "areas"}  # fmt: skip
    for kind, table in defaults.items():
        insert(filled, table, SOUND[table])
        default = filled.execute(
            "SELECT dflt_value FROM pragma_table_info(?) WHERE name = 'audience'", [table]
        ).fetchone()
        assert default == (f"'{DEFAULT_AUDIENCE[kind]}'",)
    for table in tables():
        for check in checks(table):
            if check.startswith("audience IN"):
                assert tuple(re.findall(r"'([^']+)'", check)) == AUDIENCES


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("areas", ("uid",)), ("areas", ("handle",)), ("actors", ("uid",)), ("actors", ("handle",)), ("terms", ("vocabulary", "slug")),
        ("stances", ("actor_id", "issue_id")), ("relationships", ("from_id", "to_id", "type")), ("trust", ("from_id", "to_id")),
        ("activities", ("actor_id", "term_id", "area_id")), ("need_figures", ("area_id", "term_id")), ("surveys", ("area_id",)),
        ("identifiers", ("scheme", "value")),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_said_twice_is_refused(filled: sqlite3.Connection, table: str, key: tuple[str, ...]) -> None:
    insert(filled, table, SOUND[table])
    again = {
        name: f"{value}-2" if name in ("uid", "handle") and name not in key else value
        for name, value in SOUND[table].items()
    }
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(filled, table, again)


@pytest.mark.parametrize(
    ("table", "gone", "stays"),
    [
        ("actors", ["aliases", "identifiers", "actor_terms", "actor_areas", "stances", "relationships", "trust",
                    "event_participants", "resources", "activities"], ["events", "need_figures", "surveys"]),
        ("terms", ["term_aliases", "actor_terms", "stances", "activities", "need_figures"], ["surveys", "aliases"]),
        ("areas", ["area_aliases", "actor_areas", "activities", "need_figures", "surveys"], ["resources", "stances"]),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_what_goes_with_a_record_and_what_stays(
    filled: sqlite3.Connection, table: str, gone: list[str], stays: list[str]
) -> None:
    for name in (*gone, *stays):
        if name not in ("events",):
            insert(filled, name, SOUND[name])
    filled.execute(f"DELETE FROM {table} WHERE id = 1")
    counts = {name: filled.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (*gone, *stays)}
    assert counts == dict.fromkeys(gone, 0) | dict.fromkeys(stays, 1)


def test_views_have_names_instead_of_ids(filled: sqlite3.Connection) -> None:
    insert(filled, "relationships", SOUND["relationships"])
    insert(filled, "activities", SOUND["activities"])
    insert(filled, "event_participants", SOUND["event_participants"])
    views = {row[0] for row in filled.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == {"organizations", "people", "ties", "coverage", "contacts_log", "agreed", "promises"}
    assert filled.execute("SELECT from_name, type, to_name FROM ties").fetchall() == [("A", "works-with", "A")]
    assert filled.execute("SELECT actor, what, area FROM coverage").fetchall() == [("A", "T", "P")]
    assert filled.execute("SELECT title, participants FROM contacts_log").fetchall() == [("Call", "A")]
    assert filled.execute("SELECT count(*) FROM organizations").fetchone() == (2,)


def test_an_official_code_is_found_by_an_index_in_either_case(bare_map: Map) -> None:
    plan = [row[3] for row in bare_map.connection.execute(f"EXPLAIN QUERY PLAN {BY_CODE}", ("ke01",))]
    assert plan == ["SEARCH p USING INDEX areas_code_any_case (code=?)"]
