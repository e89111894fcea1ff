"""`ngomap partners` as it is run: on a small map, and on OCHA's 3W of Afghanistan."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.model.actors import ActorRef
from ngomap.model.text import name_key
from ngomap.store.actor_edits import Lists, add_actor, edit_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.terms import term_named
from ngomap.store.tie_edits import link
from ngomap.store.trust_edits import record_stance
from ngomap.store.writing import upsert_setting, write

Run = Callable[..., Any]
THREE_W = "3w-afghanistan-2024q1/afg_3w_jan_mar_2024.csv"


@pytest.fixture
def town(empty_map: Map) -> dict[str, ActorRef]:
    """We and Likely know Zoe; Bridge is elsewhere; Other does what we do in another town; Foe is against it."""
    issue = term_named(empty_map, "issue", "corruption")
    assert issue
    with write(empty_map) as database:
        here, there = add_area(empty_map, "Old Town"), add_area(empty_map, "New Town")
        found: dict[str, ActorRef] = {}
        for name, area in (("Ours", here), ("Likely", None), ("Bridge", None), ("North", None), ("South", None),
                           ("Other", there), ("Foe", there), ("Closed", there)):  # fmt: skip
            lists = Lists(terms=(issue.id,), serves=(area.id,)) if area else Lists()
            actor = add_actor(empty_map, {"name": name, "kind": "ngo", "status": "active"}, lists)
            found[name] = actor.ref
            if name == "Ours":
                upsert_setting(database, "us", actor.uid)
        found["Zoe"] = add_actor(empty_map, {"name": "Zoe", "kind": "person"}).ref
        edit_actor(empty_map, found["Closed"].id, {"status": "closed"})
        link(empty_map, found["Zoe"], found["Ours"], "on-board-of", {})
        link(empty_map, found["Zoe"], found["Likely"], "works-for", {})
        link(empty_map, found["Zoe"], found["Closed"], "works-for", {})
        for end in ("North", "South"):
            link(empty_map, found["Bridge"], found[end], "works-with", {"rung": 4})
        record_stance(empty_map, found["Foe"], issue.id, "2024-01-01", {"stance": -2})
        upsert_setting(database, "today", "2024-03-31")
    return found


def lists_of(answer: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in answer["findings"]:
        found.setdefault(finding["group"], []).append(finding["subject"])
    return found


def test_each_is_in_the_list_where_it_belongs(run: Run, town: dict[str, ActorRef]) -> None:
    answer = run("partners", "--format", "json").json
    assert lists_of(answer) == {
        "likely": ["likely"], "bridging": ["bridge"], "complementary": ["other"], "kept apart": ["foe"]
    }  # fmt: skip
    assert answer["parameters"] == {"for": "ours", "as_of": "2024-03-31"}


def test_on_another_day_the_foe_had_not_spoken_yet(run: Run, town: dict[str, ActorRef]) -> None:
    answer = run("partners", "--as-of", "2023-12-31", "--format", "json").json
    assert lists_of(answer)["complementary"] == ["foe", "other"]


def test_it_can_be_asked_for_another(run: Run, town: dict[str, ActorRef]) -> None:
    answer = run("partners", "--for", "Likely", "--format", "json").json
    assert lists_of(answer)["likely"] == ["ours"]
    assert answer["question"] == "Who could become a partner of Likely?"


def test_without_us_it_says_what_to_do(run: Run, empty_map: Map) -> None:
    ran = run("partners")
    assert ran.exit_code == 1
    assert ran.stderr.startswith("Error: The map does not say who you are")
    assert "ngomap partners --for REF" in ran.stderr


@pytest.mark.parametrize(("option", "code"), [("Zoe", 2), ("Nobody Of That Name", 1)])
def test_whom_it_cannot_be_asked_for(run: Run, town: dict[str, ActorRef], option: str, code: int) -> None:
    ran = run("partners", "--for", option)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert ran.stderr.startswith("Error: ")


def test_the_limit_is_for_each_list(run: Run, town: dict[str, ActorRef]) -> None:
    few = run("partners", "--as-of", "2023-12-31", "--limit", "1", "--format", "json").json
    assert few["totals"] == {"likely": 1, "bridging": 1, "complementary": 2}
    assert len(few["findings"]) == 3


# The real thing


@pytest.fixture(scope="module")
def three_w(datasets: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with nothing but the 3W of Afghanistan in it."""
    path = tmp_path_factory.mktemp("partners") / "afghanistan.db"
    runner = CliRunner()
    for command in (["init"], ["import", str(datasets / THREE_W)]):
        assert runner.invoke(app, ["--map", str(path), *command]).exit_code == 0
    return path


def read_3w(path: Path) -> dict[str, set[tuple[str, str]]]:
    """The cells (sector code, district code) of every organization by its name, as the csv module reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    found: dict[str, set[tuple[str, str]]] = {}
    for row in rows[2:]:
        found.setdefault(name_key(row[6] or row[5]), set()).add((row[8], row[4]))
    return found


@pytest.mark.parametrize("asked", ["Afghanistan Center for Training and Development", "United Nations Children's Fund"])
def test_on_the_3w_the_likely_are_those_at_work_in_the_same_cells(
    run: Run, datasets: Path, three_w: Path, asked: str
) -> None:
    cells = read_3w(datasets / THREE_W)
    holders = Counter(cell for own in cells.values() for cell in own)
    weight = {cell: 1 / math.log2(1 + n) for cell, n in holders.items()}
    ours = cells.pop(name_key(asked))
    expected = {
        name: math.fsum(weight[c] for c in own & ours) / math.fsum(weight[c] for c in own | ours)
        for name, own in cells.items()
        if len(own & ours) > 1
    }
    answer = run("partners", "--for", asked, "--limit", "0", "--format", "json", map_=three_w).json
    found = [(name_key(f["label"]), f["value"]) for f in answer["findings"] if f["group"] == "likely by co-presence"]
    assert dict(found) == pytest.approx(expected)
    assert [v for _, v in found] == sorted((v for _, v in found), reverse=True)
    assert {f["group"] for f in answer["findings"]} == {"likely by co-presence", "complementary"}


def test_on_the_3w_what_is_said_of_complements_stands_in_the_rows(run: Run, datasets: Path, three_w: Path) -> None:
    cells = read_3w(datasets / THREE_W)
    asked = "Afghanistan Center for Training and Development"
    ours = cells[name_key(asked)]
    # It does nothing but health, so who completes it does health elsewhere or something else in the same districts.
    assert {sector for sector, _ in ours} == {"HEALTH_OP"}
    answer = run("partners", "--for", asked, "--limit", "0", "--format", "json", map_=three_w).json
    complements = [f for f in answer["findings"] if f["group"] == "complementary"]
    assert complements
    for finding in complements:
        theirs = cells[name_key(finding["label"])]
        health = {c for c in theirs if c[0] == "HEALTH_OP"}
        codes = {r["code"] for r in finding["reasons"]}
        assert ("other-places" in codes) == bool(health and health - ours and ours - health)
        shared = {d for _, d in theirs} & {d for _, d in ours}
        assert "other-work" not in codes or {s for s, d in theirs if d in shared} - {"HEALTH_OP"}


def test_on_the_3w_no_tie_is_claimed_and_a_screen_is_enough(run: Run, three_w: Path) -> None:
    ran = run("partners", "--for", "ACTD", map_=three_w)
    shown = " ".join(ran.stdout.split())
    assert "No ties are recorded, so nobody can be called likely by shared contacts, nor bridging." in shown
    assert "no tie says that they know each other" in shown
    assert len(ran.stdout.splitlines()) < 50
