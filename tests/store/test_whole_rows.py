"""Records as they are read: the same whoever stands beside them, whatever another program wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ngomap.model.shipped import shipped
from ngomap.store import whole_rows
from ngomap.store.connection import Map
from ngomap.store.whole_load import load
from ngomap.store.whole_rows import QUERIES, rows

ODD = ("", " ", "[]", " ahead", "behind ", "two  spaces", "a | b", "Sante\u0301", "tab\there", "line\r\nline ", "\x1b[1m", "plain", "é")
ODD_TEXTS = """UPDATE actors SET notes = x.value, place = x.value, mission = iif(x.key % 2, x.value, NULL)
FROM json_each(?) x WHERE actors.id % json_array_length(?1) = x.key"""


@pytest.fixture
def odd(empty_map: Map) -> Map:
    """A map in which another program wrote, so that nearly every row needs another care than the one before."""
    load(empty_map, json.loads(shipped("example.json").read_text(encoding="utf-8")))
    actors = [{"handle": f"odd-{n}", "kind": "ngo", "name": f"Odd {n}", "aliases": [f"O {n}"] * (n % 3 == 0)} for n in range(40)]
    load(empty_map, {"ngomap": "map/1", "actors": actors})
    empty_map.connection.execute(ODD_TEXTS, [json.dumps(ODD)])
    empty_map.connection.execute("UPDATE actors SET budget = iif(id % 3, 12.5, 4000), staff = id WHERE id % 2")
    return empty_map


def test_a_record_is_the_same_whoever_is_read_with_it(odd: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    together = {section: list(rows(odd, section)) for section in QUERIES}
    monkeypatch.setattr(whole_rows, "BATCH", 1)
    assert {section: list(rows(odd, section)) for section in QUERIES} == together
    assert len(together["actors"]) > 40


def test_what_is_unknown_or_empty_is_absent_and_the_rest_is_tidy(odd: Map) -> None:
    found: dict[str, Any] = {str(record["handle"]): record for _, record in rows(odd, "actors")}
    stored = odd.connection.execute("SELECT handle, notes FROM actors WHERE notes IS NOT NULL").fetchall()
    tidy = {
        "": None, " ": None, " ahead": "ahead", "behind ": "behind", "Sante\u0301": "Santé", "line\r\nline ": "line\nline",
    }  # fmt: skip
    assert {handle: found[handle].get("notes") for handle, _ in stored} == {h: tidy.get(t, t) for h, t in stored}
    assert {text for _, text in stored} == set(ODD)
    places = {"two  spaces": "two spaces", "tab\there": "tab here", "line\r\nline ": "line line"}
    assert {h: found[h].get("place") for h, _ in stored} == {h: places.get(t, tidy.get(t, t)) for h, t in stored}
    assert {str(record["budget"]) for record in found.values() if "budget" in record} >= {"12.5", "4000"}
    assert found["odd-0"]["aliases"] == ["O 0"] and "aliases" not in found["odd-1"]
