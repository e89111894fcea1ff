"""From what was typed to what it means: spelling forgiven and said, doubt never resolved in silence."""

from __future__ import annotations

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections Now", "--id", "XX:1", "--alias", "FEN")
    run("add", "Street Theatre")
    run("add", "Street Theatrics", "--new")
    run("area", "add", "Kabul", "--alias", "Kabol")
    return run


@pytest.mark.parametrize("ref", ["fair-elections-now", "Fair Elections Now", "fen", "xx:1", "FAIR  elections-now"])
def test_an_exact_ref_is_taken_in_silence(map_: Run, ref: str) -> None:
    ran = map_("show", ref, "--format", "json")
    assert (ran.json["records"][0]["handle"], ran.stderr) == ("fair-elections-now", "")


def test_spelling_is_forgiven_and_said(map_: Run) -> None:
    ran = map_("show", "Fair Elctions Now", "--format", "json")
    assert ran.json["records"][0]["handle"] == "fair-elections-now"
    assert ran.stderr == "Taking 'Fair Elctions Now' for Fair Elections Now (fair-elections-now).\n"
    assert map_("show", "Fair Elctions Now", "--quiet").stderr == ""


def test_between_two_names_as_near_nothing_is_guessed(map_: Run) -> None:
    ran = map_("show", "Street Theatri")
    assert ran.exit_code == 1
    assert "street-theatre (Street Theatre)" in ran.stderr and "street-theatrics (Street Theatrics)" in ran.stderr


def test_the_beginning_of_an_id(map_: Run) -> None:
    uid = map_("show", "fen", "--format", "json").json["records"][0]["uid"]
    assert map_("show", uid[:8], "--format", "json").json["records"][0]["handle"] == "fair-elections-now"


def test_us_is_us_whoever_else_has_the_name(map_: Run) -> None:
    assert map_("add", "US", "--format", "json").json["record"]["handle"] == "us-2"
    assert map_("show", "us", "--format", "json").json["records"][0]["handle"] == "citizens"
    assert map_("show", "US", "--format", "json").json["records"][0]["handle"] == "citizens"
    assert map_("show", "us-2", "--format", "json").json["records"][0]["name"] == "US"


@pytest.mark.parametrize("ref", ["nobody", "", "***", "🎭", "x" * 3000])
def test_what_names_nobody(map_: Run, ref: str) -> None:
    ran = map_("show", ref)
    assert (ran.exit_code, len(ran.stderr.splitlines())) == (1, 2)


def test_hints_for_terms_and_areas(map_: Run) -> None:
    assert "Nearest: corruption" in map_("list", "--issue", "corupption").stderr
    assert "Nearest: kabul" in map_("list", "--area", "Kabull").stderr
    assert map_("list", "--area", "KABOL").exit_code == 0
