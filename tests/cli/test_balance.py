"""`ngomap balance` from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

MAP = Path(__file__).resolve().parents[1] / "golden" / "government.json"


@pytest.fixture
def town(run: Run) -> Run:
    """The hall pays us and we monitor it; its mayor is secretly with us."""
    run("init")
    assert run("import", str(MAP)).exit_code == 0
    return run


def groups(run: Run, *words: str) -> set[str]:
    ran = run("balance", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return {f["group"] for f in ran.json["findings"]}


def test_a_champion_and_an_official_who_are_not_public_stay_hidden(town: Run) -> None:
    everything = groups(town)
    assert {"champions inside", "terms that end soon"} <= everything
    assert "champions inside" not in groups(town, "--audience", "internal")
    for audience in ("partners", "public"):
        ran = town("balance", "--audience", audience, "--format", "json")
        assert "Vera" not in ran.stdout
        assert f"What is above the audience {audience} was left out." in ran.json["caveats"]
    assert town("balance", "vera", "--audience", "public").exit_code == 1


def test_of_an_official_the_office_is_shown(town: Run) -> None:
    found: Any = town("balance", "vera", "--format", "json").json
    assert found["parameters"]["offices"] == ["hall"]
    assert {f["subject"] for f in found["findings"]} == {"hall", "vera/hall"}
    over = town("balance", "vera", "--as-of", "2026-08-01")
    assert over.exit_code == 2
    assert "neither a government body" in over.stderr
    assert town("balance", "fund").exit_code == 2


def test_what_came_later_does_not_count(town: Run) -> None:
    found: Any = town("balance", "hall", "--as-of", "2025-12-31", "--format", "json").json
    (work,) = [f for f in found["findings"] if f["group"] == "our work with each office"]
    assert work["value"] == 1


def test_without_us_it_says_so(run: Run) -> None:
    run("init")
    ran = run("balance")
    assert ran.exit_code == 1
    assert "does not say who you are" in ran.stderr


def test_a_map_without_offices_says_what_to_do(run: Run) -> None:
    run("init", "--name", "We")
    found: Any = run("balance", "--format", "json").json
    assert (found["findings"], found["total"]) == ([], 0)
    assert found["next"][0].startswith("Add the offices")
