"""When reports were made, whom the map got to know since, and the copy that holds only what an audience may see."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.audience_copy import copy_for
from ngomap.store.connection import Map
from ngomap.store.counts import counts
from ngomap.store.coverage import activities
from ngomap.store.report_edits import note_report
from ngomap.store.reports import added_between, is_noted, last_report
from ngomap.store.settings import today
from ngomap.store.whole_load import load
from ngomap.store.writing import change_setting


def test_the_last_report_is_of_an_earlier_day_and_the_same_readers(empty_map: Map) -> None:
    assert last_report(empty_map, "public", "2026-05-01") is None
    for audience, on in (("public", "2026-03-01"), ("public", "2026-05-01"), ("internal", "2026-04-01")):
        note_report(empty_map, audience, on)
    assert last_report(empty_map, "public", "2026-05-01") == "2026-03-01"
    assert last_report(empty_map, "public", "2026-05-02") == "2026-05-01"
    assert last_report(empty_map, "partners", "2026-05-02") is None


def test_a_day_is_noted_once_and_leaves_no_change_behind(empty_map: Map) -> None:
    before = empty_map.connection.execute("SELECT count(*) FROM changes").fetchone()
    for _ in range(2):
        note_report(empty_map, "public", "2026-05-01")
    assert is_noted(empty_map, "public", "2026-05-01") and not is_noted(empty_map, "internal", "2026-05-01")
    assert empty_map.connection.execute("SELECT count(*) FROM reports").fetchone() == (1,)
    assert empty_map.connection.execute("SELECT count(*) FROM changes").fetchone() == before


def test_who_came_in_between(empty_map: Map) -> None:
    for name in ("Oak", "Ash"):
        add_actor(empty_map, {"name": name, "kind": "ngo"}, {})
    empty_map.connection.execute("UPDATE changes SET at = '2026-04-03T10:00:00Z' WHERE first_actor > 0")
    assert added_between(empty_map, "2026-04-03", "2026-04-03") == ["ash", "oak"]
    assert added_between(empty_map, "2026-04-04", "2026-05-01") == added_between(empty_map, "2026-01-01", "2026-04-02") == []


def test_the_copy_holds_what_the_audience_may_see(empty_map: Map) -> None:
    for name, audience in (("Ash", "public"), ("Oak", "partners"), ("Elm", "secret")):
        add_actor(empty_map, {"name": name, "kind": "ngo", "audience": audience}, {})
    change_setting(empty_map, "freshness", "1,2,3,4,5,6")
    for audience, names in (("public", ["Ash"]), ("partners", ["Ash", "Oak"]), ("internal", ["Ash", "Oak"])):
        with copy_for(empty_map, audience) as (copy, withheld):
            assert [a.name for a in all_refs(copy)] == names
            assert withheld == {"organizations": 3 - len(names)}
            assert today(copy) == today(empty_map)
            settings = dict(copy.connection.execute("SELECT key, value FROM settings"))
            assert settings["freshness"] == "1,2,3,4,5,6"
    assert counts(empty_map)["organizations"] == 3


def test_no_copy_is_made_of_secrets(empty_map: Map) -> None:
    with pytest.raises(InvalidValue), copy_for(empty_map, "secret"):
        pass


def test_work_that_differs_only_in_a_withheld_project_is_there_once(empty_map: Map) -> None:
    work = {"actor": "ash", "term": "issue:health", "area": "north", "audience": "public"}
    load(empty_map, {
        "ngomap": "map/1", "areas": [{"handle": "north", "name": "North"}], "actors": [{"handle": "ash", "name": "Ash", "kind": "ngo"}],
        "terms": [{"vocabulary": "issue", "slug": "health", "name": "Health"}],
        "projects": [{"handle": n, "name": n, "audience": "internal"} for n in ("one", "two")],
        "activities": [{**work, "project": "one", "until": "2025-01-01"}, {**work, "project": "two", "until": "2026-01-01"}],
    })  # fmt: skip
    with copy_for(empty_map, "public") as (copy, _):
        assert [(v.until, v.project) for v in activities(copy, inferred=False)] == [("2026-01-01", None)]
    with copy_for(empty_map, "internal") as (copy, _):
        assert len(activities(copy, inferred=False)) == 2
