"""`ngomap edit`: every change can be taken back by the command it gives."""

from __future__ import annotations

import shlex

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    """A map with an organization of which much is known, one of which nothing is, and a person."""
    run("init", "--name", "Citizens")
    run("area", "add", "Old Town", "--code", "XX01")
    run("area", "add", "New Town")
    run(
        "add", "Fair Elections", "--level", "local", "--place", "Old Town", "--lat", "1.5", "--lon", "2",
        "--phone", "1", "--budget", "1200.5", "--currency", "EUR", "--mission", "One 'and'\ntwo $HOME", "--issue", "health",
        "--serves", "xx01", "--alias", "FE", "--id", "XX:1", "--website", "example.org",
    )  # fmt: skip
    run("add", "Unknown Quantity")
    run("person", "add", "Ana Example")
    return run


def picture(run: Run, ref: str) -> dict[str, object]:
    record: dict[str, object] = run("show", ref, "--format", "json").json["records"][0]
    return record


EDITS = [
    ["--level", "national"],
    ["--clear", "level", "--clear", "phone"],
    ["--place", "Somewhere else"],
    ["--place", "New Town"],
    ["--clear", "place"],
    ["--lat", "-1", "--lon", "-2"],
    ["--clear", "lat"],
    ["--clear", "lon"],
    ["--budget", "7", "--currency", "KES", "--staff", "3"],
    ["--mission", "Other"],
    ["--clear", "mission", "--vision", "New"],
    ["--name", "Unfair Elections"],
    ["--name", "FE"],
    ["--name", "fair elections"],
    ["--name", "Fair Elections Now", "--no-alias", "Fair Elections"],
    ["--issue", "corruption", "--no-issue", "health"],
    ["--serves", "New Town", "--no-serves", "xx01"],
    ["--alias", "Other", "--no-alias", "fe"],
    ["--id", "YY:2", "--no-id", "xx:1"],
    ["--audience", "secret", "--status", "closed", "--kind", "donor", "--country", "KE", "--email", "a@b.org"],
    ["--population", "children", "--service", "legal-aid", "--sector", "health", "--founded", "2015"],
]


@pytest.mark.parametrize("words", EDITS, ids=" ".join)
@pytest.mark.parametrize("ref", ["fair-elections", "unknown-quantity"])
def test_an_edit_and_its_undo(map_: Run, ref: str, words: list[str]) -> None:
    before = picture(map_, ref)
    ran = map_("edit", ref, *words, "--format", "json")
    if ran.exit_code:
        # Nobody else may have the identifier that the other organization has.
        assert "--id" in words or "--clear" in words
        return
    after = picture(map_, ref)
    undo = ran.json["undo"]
    assert (undo != "") == (before != after)
    assert bool(ran.json["record"]["changed"]) == (before != after)
    if undo:
        program, *back = shlex.split(undo)
        assert program == "ngomap"
        assert map_(*back).exit_code == 0
    assert picture(map_, ref) == before


def test_what_is_said_again_changes_nothing(map_: Run) -> None:
    answer = map_(
        "edit", "fair-elections", "--level", "local", "--issue", "health", "--alias", "FE", "--format", "json"
    )
    assert (answer.json["record"]["changed"], answer.json["undo"]) == ([], "")
    assert "nothing is different" in answer.json["text"]


def test_lists_grow_and_shrink(map_: Run) -> None:
    map_("edit", "fair-elections", "--issue", "corruption", "--issue", "election-fraud", "--no-issue", "health")
    assert picture(map_, "fair-elections")["issues"] == ["corruption", "election-fraud"]


def test_a_new_name_leaves_the_old_one_as_an_alias(map_: Run) -> None:
    map_("edit", "fair-elections", "--name", "Elections Watch")
    record = picture(map_, "fair elections")
    assert (record["handle"], record["aliases"]) == ("fair-elections", ["FE", "Fair Elections"])
    # A name that differs in its spelling only is no alias.
    map_("edit", "fair-elections", "--name", "ELECTIONS WATCH")
    assert picture(map_, "fair-elections")["aliases"] == ["FE", "Fair Elections"]


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ([], "needs something to change", 2),
        (["--clear", "name"], "cannot be cleared", 2),
        (["--clear", "kind"], "cannot be cleared", 2),
        (["--clear", "sorrow"], "cannot be cleared", 2),
        (["--kind", "person"], "cannot become", 2),
        (["--name", "***"], "no letters", 2),
        (["--name", ""], "no letters", 2),
        (["--place", " "], "--clear place", 2),
        (["--no-issue", "atlantis"], "no issue 'atlantis'", 1),
        (["--no-us"], "not who keeps", 2),
    ],
    ids=str,
)
def test_what_cannot_be_done(map_: Run, words: list[str], said: str, code: int) -> None:
    before = picture(map_, "fair-elections")
    ran = map_("edit", "fair-elections", *words)
    assert (ran.exit_code, said in ran.stderr) == (code, True), ran.stderr
    assert picture(map_, "fair-elections") == before


def test_a_person_stays_a_person(map_: Run) -> None:
    assert map_("edit", "ana-example", "--kind", "ngo").exit_code == 2
    assert map_("edit", "ana-example", "--phone", "1").exit_code == 0


def test_who_we_are_can_change(map_: Run) -> None:
    answer = map_("edit", "fair-elections", "--us", "--format", "json").json
    assert answer["undo"] == "ngomap edit citizens --us"
    assert picture(map_, "us")["handle"] == "fair-elections"
    answer = map_("edit", "us", "--no-us", "--format", "json").json
    assert answer["undo"] == "ngomap edit fair-elections --us"
    assert map_("show", "us").exit_code == 1


def test_a_misspelt_ref_is_forgiven_and_said(map_: Run) -> None:
    ran = map_("edit", "Fair Electoins", "--staff", "4")
    assert ran.exit_code == 0
    assert ran.stderr.startswith("Taking 'Fair Electoins' for Fair Elections (fair-elections).\n")


def test_a_kind_that_its_ties_do_not_allow_is_refused(empty_map: Map, run: Run) -> None:
    run("add", "Procurement Office", "--kind", "government")
    run("person", "add", "Ana Example", "--org", "procurement-office", "--position", "holds-office-in")
    refused = run("edit", "procurement-office", "--kind", "ngo")
    assert refused.exit_code == 2
    assert "holds-office-in" in refused.stderr
    assert run("edit", "procurement-office", "--kind", "court").exit_code == 0
