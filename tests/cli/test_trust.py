"""`ngomap trust`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from ngomap.exporters.formats import FORMATS
from ngomap.model.trust_scale import ITEMS
from ngomap.store.actor_edits import edit_actor
from ngomap.store.connection import open_map
from ngomap.store.refs import actor_named
from ngomap.store.writing import write
from tests.conftest import Run

DAY = "2026-01-01"


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("add", "City Hall", "--kind", "government")
    return run


def seen(run: Run, *words: str) -> dict[str, dict[str, Any]]:
    """The figures of both sides by group."""
    report = run("trust", *words, "--as-of", "2030-01-01", "--format", "json").json
    found: dict[str, dict[str, Any]] = {}
    for finding in report["findings"]:
        if finding["subject"] in ITEMS and finding["unit"] != "apart" and finding["value"] is not None:
            found.setdefault(finding["group"], {})[finding["subject"]] = finding["value"]
    return found


def take_back(run: Run, undo: str) -> None:
    for line in undo.split(" && "):
        assert run(*shlex.split(line)[1:]).exit_code == 0


def test_one_name_means_us_and_them(map_: Run) -> None:
    answer = map_("trust", "fair-elections", "--reliability", "3", "--resources", "0", "--on", DAY, "--format", "json").json
    assert answer["text"] == f"Recorded of {DAY}, Citizens on Fair Elections: reliability 3 (mostly), resources 0 (none)."
    assert answer["record"] == {"from": "citizens", "to": "fair-elections", "on": DAY, "reliability": 3, "resources": 0}
    map_("trust", "fair-elections", "us", "--openness", "4", "--on", DAY)
    both = {"our view of Fair Elections": {"reliability": 3, "resources": 0}, "the view that Fair Elections has of us": {"openness": 4}}
    assert seen(map_, "fair-elections") == seen(map_, "us", "fair-elections") == both
    assert list(seen(map_, "fair-elections", "us")) == list(both)[::-1]


@pytest.mark.parametrize("earlier", [[], ["--reliability", "1"], ["--openness", "2"], ["--openness", "2", "--reliability", "1"]])
def test_what_was_said_of_the_day_stays_and_can_be_had_back(map_: Run, earlier: list[str]) -> None:
    if earlier:
        map_("trust", "us", "fair-elections", *earlier, "--on", DAY)
    before = seen(map_, "fair-elections")
    answer = map_("trust", "us", "fair-elections", "--reliability", "4", "--involvement", "2", "--on", DAY, "--format", "json").json
    after = seen(map_, "fair-elections")["our view of Fair Elections"]
    assert (after["reliability"], after["involvement"], after.get("openness")) == (4, 2, 2 if "--openness" in earlier else None)
    take_back(map_, answer["undo"])
    assert seen(map_, "fair-elections") == before


def test_saying_the_same_again_needs_no_undo(map_: Run) -> None:
    map_("trust", "fair-elections", "--openness", "2", "--on", DAY)
    assert map_("trust", "fair-elections", "--openness", "2", "--on", DAY, "--format", "json").json["undo"] == ""


def test_clearing_and_removing_and_back(map_: Run) -> None:
    map_("trust", "fair-elections", "--openness", "2", "--shared-mission", "3", "--on", DAY)
    before = seen(map_, "fair-elections")
    for words in (["--clear", "shared-mission"], ["--remove"]):
        answer = map_("trust", "fair-elections", *words, "--on", DAY, "--format", "json").json
        assert seen(map_, "fair-elections") != before
        take_back(map_, answer["undo"])
        assert seen(map_, "fair-elections") == before


def test_what_has_no_day_can_be_removed(map_: Run, map_path: Path) -> None:
    map_("trust", "fair-elections", "--openness", "2", "--on", DAY)
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE trust SET on_date = NULL")
    assert "day not known" in map_("trust", "fair-elections").stdout
    answer = map_("trust", "fair-elections", "--remove", "--on", "undated", "--format", "json").json
    assert (answer["record"]["on"], answer["undo"]) == (None, "")
    assert seen(map_, "fair-elections") == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["us"], 2),
        (["fair-elections", "fair-elections"], 2),
        (["fair-elections", "--openness", "5"], 2),
        (["fair-elections", "--openness", "-1"], 2),
        (["fair-elections", "--openness", "often"], 2),
        (["fair-elections", "--on", DAY], 2),
        (["fair-elections", "--remove"], 2),
        (["fair-elections", "--remove", "--on", DAY], 1),
        (["fair-elections", "--remove", "--on", DAY, "--openness", "1"], 2),
        (["fair-elections", "--openness", "1", "--on", "01/02/2024"], 2),
        (["fair-elections", "--openness", "1", "--on", "undated"], 2),
        (["fair-elections", "--openness", "1", "--as-of", DAY], 2),
        (["fair-elections", "--openness", "1", "--audience", "internal"], 2),
        (["fair-elections", "--clear", "height"], 2),
        (["fair-elections", "--audience", "everyone"], 2),
        (["atlantis"], 1),
    ],
    ids=str,
)
def test_what_cannot_be_said_or_shown(map_: Run, words: list[str], code: int) -> None:
    ran = map_("trust", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert seen(map_, "fair-elections") == {}


def test_without_knowing_who_we_are_two_names_are_needed(run: Run) -> None:
    run("init")
    for name in ("A", "B"):
        run("add", name)
    ran = run("trust", "a", "--openness", "1")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert run("trust", "a", "b", "--openness", "1").exit_code == 0
    assert list(seen(run, "a", "b")) == ["the view that A has of B"]


def _made_public(map_path: Path) -> None:
    with open_map(map_path) as m, write(m):
        for table in ("trust", "actors", "relationships"):
            m.connection.execute(f"UPDATE {table} SET audience = 'public'")


@pytest.mark.parametrize("audience", ["public", "partners"])
def test_others_are_shown_nothing_even_of_what_is_marked_public(map_: Run, map_path: Path, audience: str) -> None:
    map_("trust", "fair-elections", "--reliability", "3", "--on", DAY)
    _made_public(map_path)
    ran = map_("trust", "fair-elections", "--audience", audience)
    assert ran.exit_code == 0
    assert "is shown none of it" in " ".join(ran.stdout.split())
    assert "mostly" not in ran.stdout.casefold()
    assert DAY not in ran.stdout
    assert "mostly" in map_("trust", "fair-elections", "--audience", "internal").stdout


@pytest.mark.parametrize("audience", ["public", "partners"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_file_for_others_is_the_same_with_and_without_trust(map_: Run, map_path: Path, form: str, audience: str) -> None:
    map_("link", "us", "fair-elections", "--rung", "2")
    _made_public(map_path)
    without = map_("export", form, "--audience", audience)
    for a, b in (("us", "fair-elections"), ("fair-elections", "us")):
        words = [w for i, item in enumerate(ITEMS) for w in (f"--{item.replace('_', '-')}", str(i % 5))]
        assert map_("trust", a, b, *words, "--on", DAY).exit_code == 0
    _made_public(map_path)
    assert (without.exit_code, map_("export", form, "--audience", audience).stdout) == (0, without.stdout)


@pytest.mark.parametrize("audience", ["public", "partners"])
def test_the_table_of_trust_is_empty_for_others(map_: Run, map_path: Path, audience: str) -> None:
    map_("trust", "fair-elections", "--reliability", "3", "--on", DAY)
    _made_public(map_path)
    ran = map_("export", "csv", "--what", "trust", "--audience", audience)
    assert "reliability" not in ran.stdout
    assert DAY not in ran.stdout
    assert "reliability" in map_("export", "csv", "--what", "trust", "--audience", "internal").stdout


def test_who_is_above_the_audience_is_not_there(map_: Run, map_path: Path) -> None:
    map_("trust", "fair-elections", "--reliability", "3", "--on", DAY)
    with open_map(map_path) as m:
        found = actor_named(m, "fair-elections")
        assert found
        edit_actor(m, found.id, {"audience": "secret"})
    ran = map_("trust", "fair-elections", "--audience", "internal")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "Fair Elections" not in ran.stderr
    assert map_("trust", "fair-elections").exit_code == 0
