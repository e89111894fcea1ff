"""`ngomap project`: written by commands, seen by coverage, duplication, ladder, allies and today."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Run

PROJECT = ["project", "add", "Clean Wells", "--lead", "us", "--with", "brook", "--issue", "health", "--area", "east"]


@pytest.fixture
def small(run: Run) -> Run:
    for line in (
        ["init", "--name", "River"], ["add", "Brook"], ["add", "Creek"], ["area", "add", "East"],
        ["link", "us", "brook", "--rung", "5"], ["survey", "east"],
    ):  # fmt: skip
        assert run(*line).exit_code == 0
    return run


def answer(run: Run, *words: str) -> Any:
    ran = run(*words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def texts(found: Any, code: str) -> list[str]:
    return [r["text"] for f in found["findings"] for r in f["reasons"] if r["code"] == code]


def test_coverage_duplication_and_ladder_see_a_running_project_at_once(small: Run) -> None:
    def seen() -> tuple[bool, bool, bool]:
        gaps = answer(small, "gaps", "coverage", "--issue", "health", "--limit", "0")
        groups = {f["group"] for f in gaps["findings"] if f["subject"] == "east/health"}
        double = answer(small, "duplication", "--limit", "0")
        ladder = answer(small, "ladder", "brook")
        return "no presence" in groups, bool(double["findings"]), "joint project Clean Wells" in str(ladder)

    assert seen() == (True, False, False)
    answer(small, *PROJECT, "--issue", "governance", "--status", "running", "--since", "2026-01")
    assert seen() == (False, True, True)
    assert small("undo").exit_code == 0
    assert seen() == (True, False, False)


def test_a_planned_project_is_no_evidence_yet(small: Run) -> None:
    answer(small, *PROJECT)
    assert "joint project Clean Wells" not in str(answer(small, "ladder", "brook"))
    gaps = answer(small, "gaps", "coverage", "--issue", "health", "--limit", "0")
    assert {f["group"] for f in gaps["findings"] if f["subject"] == "east/health"} == {"planned only"}


def test_closing_ends_the_activities_and_asks_what_came_of_it(small: Run) -> None:
    answer(small, *PROJECT, "--status", "running", "--since", "2026-01")
    change = answer(small, "project", "close", "clean wells", "--on", "2026-05-31")
    assert (change["record"]["status"], change["record"]["until"]) == ("closed", "2026-05-31")
    rows = answer(small, "activity", "list")["records"]
    assert {(r["status"], r["until"]) for r in rows} == {("completed", "2026-05-31")}
    group = "over, and we have not said what came of it"
    (finding,) = [f for f in answer(small, "today", "--on", "2026-06-10")["findings"] if f["group"] == group]
    assert (finding["subject"], finding["value"]) == ("clean-wells", 10)
    assert not [f for f in answer(small, "today", "--on", "2026-05-30")["findings"] if f["group"] == group]
    answer(small, "project", "assess", "clean-wells", "--worked", "Maps", "--on", "2026-06-05")
    assert not [f for f in answer(small, "today", "--on", "2026-06-10")["findings"] if f["group"] == group]
    again = small("project", "close", "clean-wells")
    assert "closed already, on 2026-05-31" in again.stderr
    assert small("project", "close", "clean-wells", "--on", "2025-01-01").exit_code != 0


def test_shares_that_do_not_add_up_are_named_and_kept_from_others(small: Run) -> None:
    answer(small, *PROJECT, "--budget", "1000", "--currency", "EUR")
    answer(small, "project", "partner", "clean-wells", "us", "--role", "lead", "--share", "600")
    answer(small, "project", "partner", "clean-wells", "brook", "--share", "500", "--task", "Digs")
    shown = answer(small, "project", "show", "clean-wells")
    assert [(f["subject"], f["value"], f["unit"]) for f in shown["findings"] if f["group"] == "who is in it"] == [
        ("river", 600, "EUR"), ("brook", 500, "EUR"),
    ]  # fmt: skip
    assert shown["caveats"] == ["The shares add up to 1 100 EUR, 100 EUR more than the budget of 1 000 EUR."]
    answer(small, "project", "edit", "clean-wells", "--audience", "public")
    public = answer(small, "project", "show", "clean-wells", "--audience", "public")
    assert "500" not in str(public)
    assert "1000" not in str(public)
    listed = answer(small, "project", "list", "--audience", "public")["records"][0]
    assert not {"budget", "shares", "source"} & set(listed)
    assert "budget needs a --currency" in small("project", "edit", "clean-wells", "--clear", "currency").stderr


def test_what_is_said_of_a_partner_offers_trust_and_shows_in_allies(small: Run) -> None:
    answer(small, *PROJECT, "--status", "closed", "--since", "2026-01", "--until", "2026-05-01")
    before = answer(small, "trust", "brook")
    change = answer(
        small, "project", "assess", "clean-wells", "--of", "brook", "--again", "no", "--benefit", "1", "--on", "2026-05-02"
    )
    assert change["notes"] == [
        "It bears on reliability 1 (rarely), resources 1 (little). If you judge so: "
        "ngomap trust river brook --reliability 1 --resources 1 --on 2026-05-02"
    ]
    assert answer(small, "trust", "brook") == before
    allies = answer(small, "allies", "--issue", "health")
    assert texts(allies, "caution-not-again") == ["Careful: after Clean Wells, we would not work with them again (2026-05-02)."]
    assert not texts(answer(small, "allies", "--issue", "health", "--as-of", "2026-05-01"), "caution-not-again")
    answer(small, "project", "assess", "clean-wells", "--of", "brook", "--again", "yes", "--on", "2026-05-03")
    allies = answer(small, "allies", "--issue", "health")
    assert texts(allies, "again") == ["After Clean Wells, we would work with them again (2026-05-03)."]
    assert not texts(allies, "caution-not-again")
    said = answer(small, "project", "assess", "clean-wells")
    assert said["totals"] == {"of one another": 1, "have not said": 1}


def test_only_who_takes_part_can_say_what_came_of_it(small: Run) -> None:
    answer(small, *PROJECT)
    ran = small("project", "assess", "clean-wells", "--of", "creek", "--again", "yes")
    assert "Creek has no part in Clean Wells" in ran.stderr
    assert small("project", "assess", "clean-wells", "--by", "brook").exit_code == 2
    assert small("project", "assess", "clean-wells", "--benefit", "5").exit_code != 0


def test_for_capacity_allies_say_what_we_can_offer(small: Run) -> None:
    for line in (
        ["edit", "us", "--issue", "health", "--serves", "east"], ["area", "add", "West"],
        ["edit", "creek", "--issue", "health", "--serves", "west"], ["offer", "us", "Hall", "--kind", "space"],
        ["need", "creek", "Hall", "--kind", "space"], ["edit", "brook", "--issue", "health"],
    ):  # fmt: skip
        assert small(*line).exit_code == 0
    allies = answer(small, "allies", "--issue", "health", "--for", "capacity", "--limit", "0")
    assert texts(allies, "offer-need") == ["We can offer: space, which they need."]
    assert texts(allies, "offer-areas") == [
        "We can offer: a way into East, where we work and they do not; they work on Health too."
    ]
    assert texts(allies, "offer-unknown") == [
        "We can offer: nothing recorded that they lack; ask what they need: ngomap need brook TEXT --kind KIND"
    ]
    assert not texts(answer(small, "allies", "--issue", "health", "--limit", "0"), "offer-need")


def test_ideas_are_what_both_can_do_and_neither_alone(small: Run) -> None:
    for line in (
        ["area", "add", "West"], ["survey", "west"],
        ["activity", "add", "us", "--issue", "health", "--area", "east"],
        ["activity", "add", "brook", "--issue", "governance", "--area", "west"],
        ["activity", "add", "brook", "--service", "training", "--area", "west", "--population", "youth"],
    ):  # fmt: skip
        assert small(*line).exit_code == 0
    found = answer(small, "project", "ideas", "--with", "brook", "--limit", "0")
    together = {f["subject"]: f["value"] for f in found["findings"] if f["group"] == "together, and neither alone"}
    # We know health and are in East, Brook is in West: (1/2 + 5/5) / 2; and the other way round.
    assert together["west/health"] == pytest.approx(0.75)
    assert {s.split("/")[0] for s in together} == {"east", "west"}
    assert "--lead us --with brook" in found["next"][0]
    alone = small("project", "ideas", "--with", "us")
    assert "does nothing together with itself" in alone.stderr
    answer(small, "edit", "brook", "--audience", "secret")
    assert "no actor 'brook'" in small("project", "ideas", "--with", "brook", "--audience", "public").stderr


def test_a_project_is_named_by_handle_or_name_and_a_wrong_one_gets_the_nearest(small: Run) -> None:
    answer(small, *PROJECT)
    assert answer(small, "project", "show", "CLEAN WELLS")["parameters"]["project"] == "clean-wells"
    ran = small("project", "show", "zzz")
    assert (ran.exit_code != 0, "no project 'zzz'" in ran.stderr) == (True, True)
    assert answer(small, "project", "list", "--with", "creek")["total"] == 0
    assert answer(small, "project", "remove", "clean-wells", "--yes")["action"] == "removed"
    assert answer(small, "activity", "list")["total"] == 0
