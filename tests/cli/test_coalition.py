"""Coalitions from the command line: recorded and taken back, planned, asked how ready they are and for whom they speak."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from ngomap.model.text import visible
from tests.conftest import Run

EVIL = '=[bold]x[/] \x1b[31m \u202eRTL\u200f | a,"b" <i> é\u0301'


@pytest.fixture
def here(run: Run) -> Run:
    """Us, three others, an office, and an opponent; all on bribery."""
    assert run("init", "--name", "We").exit_code == 0
    for name, level, sector in (("Ash", "national", "health"), ("Birch", "local", "social-services"), ("Cedar", "local", "religion")):
        run("add", name, "--level", level, "--sector", sector, "--issue", "bribery", "--staff", "5")
    run("add", "Office", "--kind", "government")
    run("add", "Elm", "--kind", "business", "--issue", "bribery", "--sector", "international")
    run("stance", "elm", "--issue", "bribery", "--", "-2")
    run("link", "us", "birch", "--rung", "3")
    run("link", "birch", "office", "--type", "knows")
    return run


def names(answer: Any, group: str) -> list[str]:
    return [f["subject"] for f in answer["findings"] if f["group"].startswith(group)]


def shown(run: Run, *args: str) -> Any:
    ran = run("coalition", "show", "open", *args, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json["records"][0]


def taken_back(run: Run, *args: str) -> None:
    """The command works, and what it says undoes it leaves the coalition as it was."""
    before = shown(run)
    ran = run(*args, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    assert shown(run) != before
    undo = shlex.split(ran.json["undo"])[1:]
    assert run(*undo).exit_code == 0, undo
    assert shown(run) == before


def test_what_is_recorded_of_a_coalition_can_be_taken_back(here: Run) -> None:
    added = here("coalition", "add", "Open", "--issue", "bribery", "--ask", "Bids", "--member", "us", "--format", "json")
    assert added.json["record"] == {"handle": "open", "name": "Open", "members": ["we"]}
    assert shown(here)["asks"] == ["Bids"]
    edit = ("coalition", "edit", "open")
    taken_back(here, *edit, "--objective", "Clean books", "--target", "office", "--since", "2026-01", "--until", "2027")
    taken_back(here, *edit, "--ask", "Names", "--no-ask", "Bids", "--audience", "internal")
    taken_back(here, *edit, "--clear", "issue", "--clear", "asks")
    taken_back(here, "coalition", "join", "open", "ash", "--role", "Press", "--since", "2026-02")
    taken_back(here, "coalition", "join", "open", "us", "--role", "Secretary")
    taken_back(here, "coalition", "leave", "open", "us")
    undo = shlex.split(added.json["undo"])[1:]
    assert here(*undo).exit_code == 0
    assert here("coalition", "list", "--format", "json").json["total"] == 0


def test_who_comes_back_keeps_the_time_before_and_that_can_be_taken_back(here: Run) -> None:
    here("coalition", "add", "Open", "--issue", "bribery")
    here("coalition", "join", "open", "ash", "--since", "2024-01", "--role", "Press")
    here("coalition", "leave", "open", "ash", "--on", "2025-03-31")
    assert shown(here)["members"] == []
    taken_back(here, "coalition", "join", "open", "ash", "--since", "2025-09-01")
    here("coalition", "join", "open", "ash", "--since", "2025-09-01")
    taken_back(here, "coalition", "leave", "open", "ash", "--on", "2025-12-31")
    members = {day: shown(here, "--as-of", day)["members"] for day in ("2025-02-01", "2025-05-01", "2025-10-01")}
    assert members["2025-02-01"] == ["Ash [ash]: Press (since 2024-01)"]
    assert (members["2025-05-01"], members["2025-10-01"]) == ([], ["Ash [ash] (since 2025-09-01)"])


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["edit", "ash", "--objective", "x"], "not a coalition"),
        (["edit", "open"], "something to change"),
        (["edit", "open", "--no-ask", "x"], "does not ask"),
        (["edit", "open", "--since", "2026", "--until", "2025"], "is before since"),
        (["edit", "open", "--objective", " "], "empty"),
        (["join", "open", "us"], "already"),
        (["join", "open", "us", "--since", "2020"], "is in Open since"),
        (["leave", "open", "ash"], "is not in Open"),
        (["leave", "open", "us", "--on", "2001-01-01"], "is before"),
        (["plan", "--issue", "bribery", "--never", "ash"], "does not name two"),
        (["plan", "--issue", "bribery", "--never", "ash,ash"], "sits with itself"),
        (["plan", "--issue", "bribery", "--must", "ash", "--exclude", "ash"], "by --must and by --exclude"),
        (["plan", "--issue", "bribery", "--must", "ash", "--must", "birch", "--never", "ash,birch"], "cannot sit together"),
        (["plan", "--issue", "bribery", "--must", "ash", "--size", "1"], "less than the 2"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(here: Run, args: list[str], words: str) -> None:
    here("coalition", "add", "Open", "--issue", "bribery")
    here("coalition", "join", "open", "us", "--since", "2026-01")
    before = shown(here)
    ran = here("coalition", *args)
    assert ran.exit_code != 0
    assert words in ran.stderr
    assert shown(here) == before


def test_the_plan_leaves_out_opponents_and_keeps_apart_whom_it_must(here: Run) -> None:
    plan = ("coalition", "plan", "--issue", "bribery", "--target", "office", "--format", "json")
    answer = here(*plan).json
    assert names(answer, "members") == ["we", "ash", "birch", "cedar"]
    assert names(answer, "left out") == ["elm"]
    assert names(answer, "whom to ask")[0] == "birch"
    apart = here(*plan, "--never", "birch,ash", "--size", "3").json
    assert names(apart, "members") == ["we", "ash", "cedar"]
    assert names(apart, "left out") == ["birch", "elm"]
    named = here(*plan, "--must", "elm", "--exclude", "birch").json
    assert names(named, "members")[:2] == ["we", "elm"]
    assert "birch" not in names(named, "members")
    warned = next(f for f in named["findings"] if f["subject"] == "elm")
    assert "opponent" in [r["code"] for r in warned["reasons"]]


def test_our_rival_is_not_asked(here: Run) -> None:
    here("link", "us", "birch", "--type", "rivals")
    answer = here("coalition", "plan", "--issue", "bribery", "--format", "json").json
    assert "birch" not in names(answer, "members")
    assert "birch" in names(answer, "left out")


def test_one_that_fits_is_joined_instead(here: Run) -> None:
    here("coalition", "add", "Open", "--issue", "bribery", "--target", "office", "--objective", "Books", "--member", "ash")
    plan = ("coalition", "plan", "--issue", "bribery", "--target", "office", "--format", "json")
    answer = here(*plan).json
    assert answer["findings"][0]["label"] == "Open: fits"
    assert names(answer, "members") == []
    assert "ngomap coalition join open us" in answer["next"][0]
    assert "we" not in names(answer, "whom to ask")
    assert names(here(*plan, "--new").json, "members")[0] == "we"
    for change, label in (
        (("--exclude", "ash"), "does not fit"), (("--issue", "corruption"), "may fit"), (("--target", "elm"), "does not fit")
    ):
        words = [*plan, *change]
        assert here(*words).json["findings"][0]["label"] == f"Open: {label}"


def test_what_is_above_the_audience_is_left_out_and_betrays_nothing(here: Run) -> None:
    before = here("coalition", "plan", "--issue", "bribery", "--audience", "public", "--format", "json").json
    here("add", "Hidden", "--issue", "bribery", "--sector", "environment", "--audience", "internal")
    here("coalition", "add", "Quiet", "--issue", "bribery", "--objective", "Whisper", "--audience", "internal", "--member", "hidden")
    after = here("coalition", "plan", "--issue", "bribery", "--audience", "public", "--format", "json")
    assert "hidden" in here("coalition", "plan", "--issue", "bribery", "--new", "--format", "json").stdout
    assert not any(word in after.stdout for word in ("hidden", "Hidden", "Whisper"))
    assert names(after.json, "members") == names(before, "members")
    shown_ = here("coalition", "show", "quiet", "--audience", "partners", "--format", "json").json["records"][0]
    assert (shown_["objective"], shown_["members"]) == (None, [])
    voice = here("coalition", "voice", "quiet", "--audience", "public")
    assert "Hidden" not in voice.stdout


def test_ready_is_who_agreed_has_roles_and_met(here: Run) -> None:
    here("coalition", "add", "Open", "--issue", "bribery", "--member", "us", "--member", "ash")
    here("agree", "open", "--point", "roles", "--state", "agreed", "--on", "2026-01-10")
    here("coalition", "join", "open", "us", "--role", "Press")
    here("log", "us", "ash", "--title", "Start", "--date", "2026-01-10")
    early = here("coalition", "readiness", "open", "--as-of", "2025-12-31", "--format", "json").json
    assert "roles" in names(early, "agenda")
    answer = here("coalition", "readiness", "open", "--as-of", "2026-02-10", "--format", "json").json
    assert names(answer, "agenda")[:2] == ["shared-commitment", "decision-making"]
    assert "roles" not in names(answer, "agenda")
    assert names(answer, "members without a role") == ["ash"]


def test_nobody_is_counted_twice(here: Run) -> None:
    here("coalition", "add", "Open", "--issue", "bribery", "--member", "ash", "--member", "birch")
    here("coalition", "add", "Wide", "--issue", "bribery", "--member", "open", "--member", "ash")
    here("person", "add", "Ana", "--org", "ash")
    here("coalition", "join", "wide", "ana")
    here("person", "add", "Bo")
    here("coalition", "join", "wide", "bo")
    answer = here("coalition", "voice", "wide", "--format", "json").json
    people = next(f for f in answer["findings"] if f["subject"] == "people")
    assert people["value"] == 5 + 5 + 1


def test_an_empty_map_and_one_without_us_answer_too(run: Run) -> None:
    run("init")
    plan = run("coalition", "plan", "--issue", "bribery", "--format", "json")
    assert (plan.exit_code, plan.json["findings"]) == (0, [])
    assert any("who you are" in c for c in plan.json["caveats"])
    assert "coalition add" in run("coalition", "list").stdout
    run("add", "Ash", "--issue", "bribery", "--level", "local")
    assert names(run("coalition", "plan", "--issue", "bribery", "--format", "json").json, "members") == ["ash"]


@pytest.mark.parametrize("format_", ["table", "json", "csv", "md"])
def test_awkward_names_stay_names(here: Run, format_: str) -> None:
    here("add", f"Group {EVIL}", "--issue", "bribery", "--id", "XX:1", "--sector", "environment")
    added = here("coalition", "add", f"Open {EVIL}", "--issue", "bribery", "--objective", EVIL, "--ask", EVIL, "--member", "XX:1", "--new", "--format", "json")
    assert added.exit_code == 0, added.stderr
    handle = added.json["record"]["handle"]
    for question in (["plan", "--issue", "bribery", "--new"], ["list"], *([w, handle] for w in ("show", "readiness", "voice"))):
        ran = here("coalition", *question, "--format", format_)
        assert ran.exit_code == 0, ran.stderr
        assert visible(ran.stdout) == ran.stdout
