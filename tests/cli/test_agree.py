"""`ngomap agree`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

DAY = ("--on", "2026-05-01")


@pytest.fixture
def map_(run: Run) -> Run:
    """Us, two partners, a coalition of all three, a person, a town with a hill."""
    run("init", "--name", "Citizens")
    run("area", "add", "Town")
    run("area", "add", "Hill", "--under", "town")
    run("add", "Fair Votes", "--serves", "town", "--population", "youth")
    assert run("add", "Arts Club", "--serves", "hill", "--population", "youth").exit_code == 0
    run("add", "The Alliance", "--kind", "coalition")
    run("person", "add", "Ana Hidden")
    for name in ("us", "fair-votes"):
        assert run("link", name, "the-alliance", "--type", "member-of").exit_code == 0
    return run


def shown(run: Run, *words: str) -> Any:
    """The answer, parsed."""
    ran = run("agree", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def states(run: Run, *words: str) -> dict[str, str]:
    """How far each point got."""
    found = shown(run, *words, "--limit", "0")["findings"]
    return {f["subject"]: f["label"].rsplit(": ", 1)[1] for f in found if f["group"] == "points"}


def test_partners_have_seven_points_and_a_coalition_five(map_: Run) -> None:
    assert set(states(map_, "fair-votes").values()) == {"open"}
    assert len(states(map_, "fair-votes")) == 7
    assert list(states(map_, "the-alliance")) == ["shared-commitment", "roles", "decision-making", "transparency", "conflicts"]
    assert shown(map_, "us", "the-alliance")["parameters"]["partners"] == ["citizens", "fair-votes"]
    assert shown(map_, "the-alliance", "us")["parameters"]["coalition"] == "the-alliance"
    assert len(states(map_, "fair-votes", "the-alliance")) == 7


def test_an_open_point_shows_the_question_that_opens_it(map_: Run) -> None:
    (point,) = [f for f in shown(map_, "fair-votes")["findings"] if f["subject"] == "joint-meetings"]
    assert "Who meets, how often" in point["reasons"][0]["text"]


@pytest.mark.parametrize("pair", [["fair-votes"], ["fair-votes", "us"], ["us", "fair-votes"], ["arts-club", "fair-votes"]], ids=str)
def test_a_point_is_recorded_and_taken_back(map_: Run, pair: list[str]) -> None:
    words = ["--point", "communication", "--state", "agreed", "--text", "One call a week.", "--source", "it's in the minutes"]
    answer = shown(map_, *pair, *words, *DAY)
    assert answer["text"].endswith("agreed on 2026-05-01: One call a week.")
    assert states(map_, *pair, "--as-of", "2026-05-01")["communication"] == "agreed"
    assert states(map_, *pair, "--as-of", "2026-04-30")["communication"] == "open"
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert states(map_, *pair)["communication"] == "open"


@pytest.mark.parametrize(
    "change", [["--state", "open"], ["--state", "agreed", "--text", ""], ["--state", "agreed", "--text", "New", "--source", "", "--audience", "secret"]], ids=str
)
def test_a_change_of_one_day_and_back(map_: Run, change: list[str]) -> None:
    map_("agree", "fair-votes", "--point", "strategy", "--state", "discussed", "--text", "The 'old' way", "--source", "mail", *DAY)
    before = shown(map_, "fair-votes")["findings"]
    answer = shown(map_, "fair-votes", "--point", "strategy", *change, *DAY)
    assert shown(map_, "fair-votes")["findings"] != before
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert shown(map_, "fair-votes")["findings"] == before


def test_removing_and_recording_again(map_: Run) -> None:
    map_("link", "us", "the-alliance", "--type", "member-of", "--audience", "public")
    map_("agree", "the-alliance", "--point", "roles", "--state", "agreed", "--text", "As before.", "--audience", "internal", *DAY)
    map_("agree", "the-alliance", "--cover", "us", "--task", "Radio & more", "--for", "youth", "--in", "hill", "--since", "2026", "--audience", "public")
    before = shown(map_, "the-alliance")["findings"]
    one = shown(map_, "the-alliance", "--remove-point", "roles")
    two = shown(map_, "the-alliance", "--remove-task", "1")
    assert not [f for f in shown(map_, "the-alliance")["findings"] if f["group"] == "who covers what"]
    for answer in (one, two):
        assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    after = shown(map_, "the-alliance")["findings"]
    assert [(f["label"], f["group"]) for f in after] == [(f["label"], f["group"]) for f in before]
    assert shown(map_, "the-alliance", "--audience", "public")["totals"]["who covers what"] == 1


def test_clashes_holes_and_the_next_step(map_: Run) -> None:
    map_("agree", "fair-votes", "arts-club", "--cover", "arts-club", "--task", "Radio", "--in", "hill")
    answer = shown(map_, "fair-votes", "arts-club", "--cover", "fair-votes", "--task", "radio", "--in", "hill")
    assert map_("agree", "arts-club", "fair-votes", "--cover", "us", "--task", "Radio").exit_code == 2
    found = shown(map_, "arts-club", "fair-votes")
    assert [f["label"] for f in found["findings"] if f["group"] == "clashes"] == ["Arts Club and Fair Votes: Radio"]
    assert [f["subject"] for f in found["findings"] if f["group"] == "holes"] == ["area/town"]
    assert any("--cover REF" in step and "--in town" in step for step in found["next"])
    assert map_(*shlex.split(answer["undo"])[1:]).exit_code == 0
    assert not [f for f in shown(map_, "arts-club", "fair-votes")["findings"] if f["group"] == "clashes"]


def test_what_begins_later_is_named_today_and_not_known_earlier(map_: Run) -> None:
    map_("agree", "fair-votes", "--cover", "us", "--task", "Future talks", "--since", "2999")
    now, then = shown(map_, "fair-votes"), shown(map_, "fair-votes", "--as-of", "2020-01-01")
    assert any("Future talks (2999)" in c for c in now["caveats"])
    assert not any("Future talks" in c for c in then["caveats"])
    assert "who covers what" not in now["totals"]


def test_what_is_above_the_audience_is_left_out(map_: Run) -> None:
    map_("agree", "fair-votes", "--point", "strategy", "--state", "agreed", "--text", "Hush", "--audience", "internal")
    map_("agree", "fair-votes", "--cover", "us", "--task", "Whisper", "--audience", "secret")
    assert states(map_, "fair-votes")["strategy"] == "agreed"
    for audience in ("public", "partners"):
        ran = map_("agree", "fair-votes", "--audience", audience, "--format", "json")
        assert "Hush" not in ran.stdout
        assert "Whisper" not in ran.stdout
        assert "strategy: open" in ran.stdout.casefold()
    assert "Whisper" not in map_("agree", "fair-votes", "--audience", "internal").stdout
    assert map_("agree", "ana-hidden", "--audience", "partners").exit_code == 1
    assert map_("agree", "ana-hidden").exit_code == 0


def test_a_member_that_may_not_be_seen_is_not_named(map_: Run) -> None:
    map_("add", "Quiet Friends", "--audience", "secret")
    map_("link", "quiet-friends", "the-alliance", "--type", "member-of")
    assert "quiet-friends" in shown(map_, "the-alliance")["parameters"]["partners"]
    assert "uiet" not in map_("agree", "the-alliance", "--audience", "internal", "--format", "json").stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["us"], 2), (["fair-votes", "fair-votes"], 2), (["a", "b", "c"], 2), (["nobody"], 1), ([], 2),
        (["fair-votes", "--point", "roles", "--state", "agreed"], 2),
        (["the-alliance", "--point", "strategy", "--state", "agreed"], 2),
        (["fair-votes", "--point", "strategy"], 2), (["fair-votes", "--point", "strategy", "--state", "done"], 2),
        (["fair-votes", "--state", "agreed"], 2), (["fair-votes", "--text", "x"], 2), (["fair-votes", "--task", "x"], 2),
        (["fair-votes", "--point", "strategy", "--state", "agreed", "--task", "x"], 2),
        (["fair-votes", "--point", "strategy", "--state", "agreed", "--cover", "us"], 2),
        (["fair-votes", "--point", "strategy", "--state", "agreed", "--on", "1/2/26"], 2),
        (["fair-votes", "--point", "strategy", "--state", "agreed", "--as-of", "2026-01-01"], 2),
        (["fair-votes", "--cover", "us"], 2), (["fair-votes", "--cover", "arts-club", "--task", "x"], 2),
        (["fair-votes", "--cover", "us", "--task", "x", "--since", "2026", "--until", "2025"], 2),
        (["fair-votes", "--cover", "us", "--task", "x", "--for", "martians"], 1),
        (["fair-votes", "--cover", "us", "--task", "x", "--in", "atlantis"], 1),
        (["the-alliance", "--cover", "arts-club", "--task", "x"], 2), (["fair-votes", "--remove-task", "7"], 1),
        (["fair-votes", "--remove-point", "strategy"], 1), (["fair-votes", "--force"], 2), (["fair-votes", "--on", "2026-01-01"], 2),
        (["fair-votes", "--audience", "everyone"], 2), (["fair-votes", "--sheet", "x.md", "--audience", "internal"], 2),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_changes_nothing(map_: Run, words: list[str], code: int) -> None:
    ran = map_("agree", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert ran.stderr.startswith(("Error: ", "Usage"))
    assert set(states(map_, "fair-votes").values()) == {"open"}


def test_the_same_task_twice_is_refused(map_: Run) -> None:
    assert map_("agree", "fair-votes", "--cover", "us", "--task", "Radio").exit_code == 0
    assert map_("agree", "fair-votes", "--cover", "us", "--task", "Radio").exit_code == 1


def test_without_us_two_names_are_needed(run: Run) -> None:
    run("init")
    run("add", "Fair Votes")
    run("add", "Arts Club")
    assert run("agree", "fair-votes").exit_code == 1
    assert len(states(run, "fair-votes", "arts-club")) == 7


def test_the_sheet(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "sheet.md"
    map_("edit", "fair-votes", "--name", "Fair *Votes* | [x](http://y)")
    map_("agree", "fair-votes", "--point", "strategy", "--state", "agreed", "--text", "Slowly.\n# Loud", *DAY)
    map_("agree", "fair-votes", "--point", "communication", "--state", "agreed", "--text", "Hush", "--audience", "internal")
    map_("agree", "fair-votes", "--cover", "us", "--task", "Radio | *loud*", "--in", "hill", "--for", "youth")
    map_("agree", "fair-votes", "--cover", "us", "--task", "Whisper", "--audience", "internal")
    map_("link", "us", "fair-votes", "--rung", "3", "--notes", "Do not trust", "--reliability", "1")
    ran = map_("agree", "fair-votes", "--sheet", str(file), "--on", "2026-07-01", "--format", "json")
    assert (ran.json["audience"], ran.json["withheld"]) == ("partners", {"points": 1, "tasks": 1})
    text = file.read_text(encoding="utf-8")
    assert text.splitlines()[0] == r"# What we agree: Citizens and Fair \*Votes\* \| \[x\](http://y)"
    assert "Date of the meeting: 2026-07-01" in text
    assert r"So far (agreed): Slowly. \# Loud (2026-05-01)" in text
    assert r"| Citizens | Radio \| \*loud\* | Youth | Hill |  |  |" in text
    assert text.count("### ") == 7
    for hidden in ("Hush", "Whisper", "Do not trust", "reliability", "<", "ngomap"):
        assert hidden not in text
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_sheet_is_never_written_over_by_mistake(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "sheet.md"
    file.write_text("Mine.", encoding="utf-8")
    assert map_("agree", "fair-votes", "--sheet", str(file)).exit_code == 1
    assert file.read_text(encoding="utf-8") == "Mine."
    assert map_("agree", "fair-votes", "--sheet", str(file), "--force").exit_code == 0
    again = map_("agree", "fair-votes", "--sheet", str(file), "--format", "json")
    assert again.json["unchanged"] is True
    link = tmp_path / "link.md"
    link.symlink_to(file)
    assert map_("agree", "fair-votes", "--sheet", str(link), "--force").exit_code == 1


def test_the_sheet_of_a_coalition_has_a_line_for_every_member(map_: Run, tmp_path: Path) -> None:
    file = tmp_path / "sheet.md"
    assert map_("agree", "the-alliance", "--sheet", str(file)).exit_code == 0
    text = file.read_text(encoding="utf-8")
    assert "Members: Citizens, Fair Votes" in text
    assert text.splitlines()[-2:] == ["| Citizens |  |  |  |", "| Fair Votes |  |  |  |"]
    assert text.count("### ") == 5


def test_agreed_points_show_coordination_on_the_ladder(map_: Run) -> None:
    map_("link", "us", "fair-votes", "--rung", "4")
    map_("agree", "fair-votes", "--point", "strategy", "--state", "agreed", *DAY)
    found = map_("brief", "fair-votes", "--as-of", "2026-05-02", "--format", "json").json["findings"]
    (standing,) = [f for f in found if f["subject"] == "standing"]
    assert "hown 4 coordination (agreement on strategy, 2026-05-01)" in standing["reasons"][0]["text"]
