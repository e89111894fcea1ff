"""`ngomap grant`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    """Us, young and poor; Old, which is neither; a funder, a town with a hill."""
    run("init", "--name", "Citizens")
    run("area", "add", "Town")
    run("area", "add", "Hill", "--under", "town")
    assert run("edit", "us", "--founded", "2025-04-01", "--budget", "100", "--currency", "EUR", "--serves", "hill").exit_code == 0
    assert run("add", "Old Guard", "--founded", "1990", "--budget", "5000", "--currency", "EUR", "--id", "XX:1").exit_code == 0
    assert run("add", "Mill Fund", "--kind", "donor").exit_code == 0
    assert run("link", "us", "old-guard", "--rung", "2").exit_code == 0
    return run


def added(run: Run, *words: str) -> Any:
    ran = run("grant", "add", "Spring round", "--funder", "mill-fund", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def asked(run: Run, *words: str) -> Any:
    ran = run("grant", "eligible", "spring-round", "--as-of", "2026-06-01", "--format", "json", *words)
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def who(answer: Any, group: str) -> list[str]:
    return [f["subject"] for f in answer["findings"] if f["group"] == group]


def states(answer: Any) -> dict[str, str]:
    found = [f for f in answer["findings"] if f["group"] == "what the call asks"]
    return {f["subject"]: f["label"].rsplit(": ", 1)[1] for f in found}


def undo(run: Run, answer: Any) -> None:
    for line in answer["undo"].split(" && "):
        assert run(*shlex.split(line)[1:]).exit_code == 0


def test_a_call_is_recorded_changed_and_taken_back(map_: Run) -> None:
    new = added(map_, "--most", "900", "--currency", "eur", "--own-share", "10%", "--registered", "--issue", "corruption")
    record = map_("grant", "show", "spring round", "--format", "json").json["records"][0]
    assert (record["most"], record["currency"], record["own_share"], record["issue"]) == (900, "EUR", 10, "corruption")
    changed = map_("grant", "edit", "spring-round", "--status", "applied", "--clear", "own-share", "--not-registered", "--format", "json").json
    assert "own share: 10 -> not known" in changed["text"]
    assert "registered: yes -> no" in changed["text"]
    undo(map_, changed)
    assert map_("grant", "show", "spring-round", "--format", "json").json["records"] == [record]
    removed = map_("grant", "remove", "spring-round", "--yes", "--format", "json").json
    assert map_("grant", "list", "--format", "json").json["total"] == 0
    undo(map_, removed)
    assert map_("grant", "show", "spring-round", "--format", "json").json["records"] == [record]
    undo(map_, new)
    assert map_("grant", "list", "--format", "json").json["total"] == 0


def test_a_removal_needs_a_yes_and_an_edit_something_to_change(map_: Run) -> None:
    added(map_)
    assert map_("grant", "remove", "spring-round").exit_code == 2
    assert map_("grant", "edit", "spring-round").exit_code == 2
    assert map_("grant", "list", "--format", "json").json["total"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--most", "5"], ["--own-share", "101"], ["--deadline", "2026"], ["--years", "-1"], ["--status", "lapsed"],
        ["--issue", "corruption", "--service", "training"], ["--least", "1,000", "--currency", "EUR"], ["--notes", " "],
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_two_lines(map_: Run, words: list[str]) -> None:
    ran = map_("grant", "add", "Spring round", "--funder", "mill-fund", *words)
    assert ran.exit_code == 2
    assert len(ran.stderr.splitlines()) == 2
    assert map_("grant", "list", "--format", "json").json["total"] == 0


def test_the_list_knows_which_are_open_on_a_day(map_: Run) -> None:
    added(map_, "--deadline", "2026-06-30")
    for name, words in (("Rolling", []), ("Won", ["--status", "won", "--deadline", "2026-12-01"])):
        assert map_("grant", "add", name, "--funder", "mill-fund", *words).exit_code == 0

    def listed(*words: str) -> list[str]:
        return [r["handle"] for r in map_("grant", "list", *words, "--format", "json").json["records"]]

    assert listed() == ["spring-round", "won", "rolling"]
    assert listed("--open-on", "2026-06-30") == ["spring-round", "rolling"]
    assert listed("--open-on", "2026-07-01") == ["rolling"]
    assert listed("--status", "won", "--status", "lost") == ["won"]


def test_old_guard_makes_us_eligible_and_together_we_are(map_: Run) -> None:
    added(map_, "--registered", "--years", "10", "--budget", "3000", "--currency", "EUR", "--area", "town", "--partners", "2")
    answer = asked(map_)
    assert states(answer) == {"registered": "unknown", "years": "not met", "budget": "not met", "area": "met", "partners": "not met"}
    assert who(answer, "with one of these it would") == ["old-guard"]
    assert answer["parameters"]["smallest"] == 1
    together = asked(map_, "--with", "old-guard")
    assert together["parameters"]["eligible"] is True
    assert set(states(together).values()) == {"met"}
    assert who(asked(map_, "--exclude", "old-guard"), "with one of these it would") == []
    theirs = asked(map_, "--for", "old-guard")
    assert (theirs["parameters"]["for"], states(theirs)["registered"], states(theirs)["area"]) == ("old-guard", "met", "unknown")
    assert who(theirs, "with one of these it would") == ["citizens"]


def test_every_id_of_the_evidence_is_in_the_map(map_: Run) -> None:
    map_("activity", "add", "us", "--issue", "corruption", "--area", "town", "--project", "Plays", "--status", "ongoing")
    assert map_("grant", "add", "Noise", "--funder", "mill-fund").exit_code == 0
    added(map_, "--years", "10", "--issue", "corruption", "--projects", "1", "--area", "town")
    ids = {e for f in asked(map_)["findings"] for r in f["reasons"] for e in r["evidence"]}
    assert {"activity:1", "grant:2", "tie:1", "actor:1", "actor:2"} == ids


def test_nobody_applies_who_cannot(map_: Run) -> None:
    added(map_)
    map_("person", "add", "Ana Example")
    for words in (["--for", "mill-fund"], ["--with", "ana-example"], ["--exclude", "us"]):
        assert map_("grant", "eligible", "spring-round", *words).exit_code == 2


def test_what_is_above_the_audience_betrays_nothing(map_: Run) -> None:
    added(map_, "--years", "10", "--notes", "Between us", "--audience", "public")
    map_("add", "Hidden Hand", "--founded", "1950", "--audience", "secret")
    assert "hidden-hand" in who(asked(map_), "with one of these it would")
    seen = asked(map_, "--audience", "partners")
    assert who(seen, "with one of these it would") == ["old-guard"]
    assert seen["caveats"] == ["What is above the audience partners was left out."]
    # The tie is not for the public.
    public = asked(map_, "--audience", "public")
    assert "tie" not in [r["code"] for f in public["findings"] for r in f["reasons"]]
    assert "notes" not in map_("grant", "show", "spring-round", "--audience", "partners", "--format", "json").json["records"][0]
    map_("edit", "mill-fund", "--audience", "secret")
    assert map_("grant", "eligible", "spring-round", "--audience", "partners").exit_code == 1
    assert map_("grant", "list", "--audience", "partners", "--format", "json").json["total"] == 0


def test_without_us_somebody_must_be_named(run: Run, map_path: Path) -> None:
    run("init")
    run("add", "Fund", "--kind", "donor")
    run("add", "Group")
    assert run("grant", "add", "Spring round", "--funder", "fund", "--years", "1").exit_code == 0
    ran = run("grant", "eligible", "spring-round")
    assert ran.exit_code == 1
    assert "does not say who you are" in ran.stderr
    assert run("grant", "eligible", "spring-round", "--for", "group").exit_code == 0


def test_an_open_call_is_on_the_page_of_the_day_for_thirty_days(map_: Run) -> None:
    added(map_, "--deadline", "2026-07-01")

    def page(day: str) -> list[tuple[str, int]]:
        found = map_("today", "--on", day, "--format", "json").json["findings"]
        return [(f["subject"], f["value"]) for f in found if f["group"] == "grants to apply for"]

    assert page("2026-05-31") == []
    assert page("2026-06-01") == [("spring-round", 30)]
    assert page("2026-07-01") == [("spring-round", 0)]
    assert page("2026-07-02") == []
    map_("grant", "edit", "spring-round", "--status", "applied")
    assert page("2026-06-01") == []
