"""`ngomap commitment`, `approach` and what `today` and `stance` say of government."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

PLAN = "publish-contracts"


@pytest.fixture
def town(run: Run) -> Run:
    """Us, an office with an official, a monitor whose name is not public, and one promise."""
    run("init", "--name", "Citizens")
    run("add", "City Hall", "--kind", "government")
    run("person", "add", "Vera Inside", "--org", "city-hall", "--position", "holds-office-in")
    run("person", "add", "Ana Hidden")
    made = run(
        "commitment", "add", "Publish contracts", "--by", "city-hall", "--on", "2026-01-10", "--due", "2026-06-30",
        "--issue", "procurement", "--source", "Minutes | item 4",
    )  # fmt: skip
    assert made.exit_code == 0, made.stderr
    return run


def ok(run: Run, *words: str) -> Any:
    ran = run(*words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return ran.json


def undone(run: Run, change: Any) -> None:
    """Do what the change says takes it back."""
    ran = run(*shlex.split(change["undo"])[1:], "--yes")
    assert ran.exit_code == 0, ran.stderr


def status(run: Run, on: str, *words: str) -> list[str]:
    return [r["status"] for r in ok(run, "commitment", "list", "--as-of", on, *words)["records"]]


def test_the_status_follows_the_observations_and_the_day(town: Run) -> None:
    assert status(town, "2026-06-30") == ["promised"]
    assert status(town, "2026-07-01") == ["late"]
    assert status(town, "2026-12-30") == ["unknown"]
    assert status(town, "2026-01-09") == []
    ok(town, "commitment", "observe", PLAN, "--finding", "progress", "--on", "2026-03-01")
    assert status(town, "2026-06-30") == ["in progress"]
    ok(town, "commitment", "observe", "publish", "--finding", "kept", "--on", "2026-07-05", "--evidence", "Web site")
    assert status(town, "2026-07-05") == ["kept (late)"]
    assert status(town, "2026-07-05", "--status", "kept") == ["kept (late)"]
    assert status(town, "2026-07-05", "--status", "late") == []
    assert status(town, "2026-07-04", "--by", "city-hall", "--status", "late") == ["late"]


def test_every_write_is_taken_back(town: Run) -> None:
    def whole() -> Any:
        return ok(town, "commitment", "show", PLAN, "--as-of", "2026-08-01")["findings"]

    ok(town, "commitment", "observe", PLAN, "--finding", "progress", "--on", "2026-03-01", "--by", "ana-hidden")
    before = whole()
    writes = [
        ["observe", PLAN, "--finding", "broken", "--on", "2026-05-01"],
        ["monitor", "ana-hidden", "--training", "Course"],
        ["edit", PLAN, "--due", "2026-12-31", "--to", "us", "--source", "", "--audience", "public"],
        ["edit", PLAN, "--observation", "1", "--text", "Half of it", "--on", "2026-04-01"],
        ["edit", PLAN, "--observation", "all", "--audience", "internal"],
        ["remove", PLAN, "--observation", "1", "--yes"],
        ["remove", PLAN, "--yes"],
    ]
    for words in writes:
        change = ok(town, "commitment", *words)
        assert change["undo"].startswith("ngomap undo ")
        gone = town("commitment", "show", PLAN, "--as-of", "2026-08-01", "--format", "json")
        assert gone.exit_code != 0 or gone.json["findings"] != before or "audience" in words[-2]
        undone(town, change)
        assert whole() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["add", "Something"], "--by"),
        (["add", "!!!", "--by", "city-hall"], "not a name"),
        (["add", "Old", "--by", "city-hall", "--on", "2026-02-01", "--due", "2026-01-01"], "before it was promised"),
        (["observe", PLAN], "--finding"),
        (["observe", PLAN, "--finding", "good"], "not known"),
        (["observe", PLAN, "--finding", "kept", "--on", "2026-01-09"], "before it was promised"),
        (["observe", "nothing-such", "--finding", "kept"], "no commitment"),
        (["edit", PLAN], "something to change"),
        (["edit", PLAN, "--text", "x"], "--observation N"),
        (["edit", PLAN, "--observation", "all", "--audience", "public"], "nobody has observed"),
        (["edit", PLAN, "--observation", "1", "--due", "2027-01-01"], "commitment itself"),
        (["monitor", "us"], "--training"),
        (["monitor", "us", "--remove", "--training", "x"], "stands alone"),
        (["remove", PLAN], "--yes"),
        (["report"], "--to"),
        (["report", "--to", "x.md", "--audience", "secret"], "audience"),
        (["list", "--status", "done"], "not known"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(town: Run, words: list[str], says: str) -> None:
    ran = town("commitment", *words)
    assert ran.exit_code in (1, 2)
    assert says in ran.stderr
    assert len(ran.stderr.strip().splitlines()) <= 2


def test_a_report_for_the_public_shows_only_what_is_public_and_counts_the_rest(town: Run, tmp_path: Path) -> None:
    ok(town, "commitment", "observe", PLAN, "--finding", "kept", "--on", "2026-05-01", "--by", "ana-hidden",
       "--audience", "public", "--text", "# All | <b>there</b>", "--evidence", "[photo](x)")  # fmt: skip
    file = tmp_path / "report.md"
    words = ["commitment", "report", "--to", str(file), "--as-of", "2026-08-01"]
    first = ok(town, *words)
    assert first["written"] == {"commitments": 0, "observations": 0}
    assert first["withheld"] == {"commitments": 1, "observations": 1}
    assert f"ngomap commitment edit {PLAN} --audience public" in first["notes"][0]
    assert "contracts" not in file.read_text(encoding="utf-8")
    ok(town, "commitment", "edit", PLAN, "--audience", "public")
    assert ok(town, *words, "--force")["withheld"] == {"commitments": 0, "observations": 0}
    text = file.read_text(encoding="utf-8")
    assert "Ana" not in text
    assert "observed by a monitor who is not named" in text
    assert "\\# All \\| \\<b\\>there\\</b\\>" in text
    assert "Minutes \\| item 4" in text
    ok(town, "commitment", "monitor", "ana-hidden", "--training", "Course of Ana", "--audience", "public")
    ok(town, *words, "--force")
    text = file.read_text(encoding="utf-8")
    assert "observed by a trained monitor" in text
    assert "Ana" not in text
    assert ok(town, *words)["unchanged"] is True


def test_the_report_warns_where_what_it_leaves_out_says_otherwise(town: Run, tmp_path: Path) -> None:
    ok(town, "commitment", "edit", PLAN, "--audience", "public")
    ok(town, "commitment", "observe", PLAN, "--finding", "kept", "--on", "2026-05-01", "--audience", "public")
    ok(town, "commitment", "observe", PLAN, "--finding", "broken", "--on", "2026-05-02")
    notes = ok(town, "commitment", "report", "--to", str(tmp_path / "r.md"), "--as-of", "2026-06-01")["notes"]
    assert f"Of {PLAN} the report says kept; with what it leaves out it is broken." in notes


def test_an_observer_who_promised_it_is_not_believed_blindly(town: Run) -> None:
    said = ok(town, "commitment", "observe", PLAN, "--finding", "kept", "--on", "2026-05-01", "--by", "city-hall")
    assert said["notes"][0].startswith("That is what they say of themselves")
    labels = [f["label"] for f in ok(town, "commitment", "show", PLAN, "--as-of", "2026-06-01")["findings"]]
    assert "Only those who promised it have said so themselves." in labels


def test_what_is_for_partners_is_not_shown_to_the_public(town: Run) -> None:
    assert ok(town, "commitment", "list", "--audience", "public")["records"] == []
    ran = town("commitment", "show", PLAN, "--audience", "public")
    assert ran.exit_code == 1
    assert "Publish contracts" not in ran.stderr


def test_today_names_what_is_late_and_what_is_due_soon(town: Run) -> None:
    def page(on: str, *words: str) -> list[tuple[str, float]]:
        found = ok(town, "today", "--on", on, *words)["findings"]
        return [(f["unit"], f["value"]) for f in found if f["group"] == "promised to be kept by now"]

    assert page("2026-06-15") == []
    assert page("2026-06-16") == [("days left", 14)]
    assert page("2026-07-01") == [("day late", 1)]
    assert page("2026-07-01", "--audience", "public") == []
    assert page("2027-01-01") == []
    ok(town, "commitment", "observe", PLAN, "--finding", "kept", "--on", "2026-06-20")
    assert page("2026-06-21") == page("2026-07-01") == []


def test_that_an_official_is_with_us_is_stored_secret_unless_said_otherwise(town: Run) -> None:
    first = ok(town, "stance", "vera-inside", "1", "--issue", "procurement", "--on", "2026-05-01")
    assert first["record"]["audience"] == "secret"
    assert "stored secret" in first["notes"][0]
    for words in (["vera-inside", "-1"], ["city-hall", "1"], ["vera-inside", "0"]):
        said = ok(town, "stance", *words, "--issue", "corruption", "--on", "2026-05-01")
        assert ("audience" in said["record"], said["notes"]) == (False, [])
    said = ok(town, "stance", "vera-inside", "2", "--issue", "health", "--on", "2026-05-01", "--audience", "partners")
    assert (said["record"]["audience"], said["notes"]) == ("partners", [])


def test_how_we_stand_is_recorded_written_over_and_taken_back(town: Run) -> None:
    change = ok(town, "approach", "city-hall", "mixed", "--issue", "procurement", "--on", "2026-05-01")
    again = ok(town, "approach", "city-hall", "confrontational", "--issue", "procurement", "--on", "2026-05-01")
    assert (change["action"], again["action"]) == ("recorded", "edited")

    def told() -> str:
        return str(ok(town, "balance", "city-hall", "--as-of", "2026-06-01")["findings"])

    assert "we are confrontational on Public procurement since 2026-05-01" in told()
    undone(town, again)
    assert "we are mixed on Public procurement since 2026-05-01" in told()
    removed = ok(town, "approach", "city-hall", "--remove", "--issue", "procurement", "--on", "2026-05-01")
    assert "we are" not in told()
    undone(town, removed)
    assert "we are mixed" in told()
    for words in (["city-hall"], ["city-hall", "angry"], ["us", "mixed"], ["city-hall", "mixed", "--remove"]):
        assert town("approach", *words).exit_code in (1, 2)
    assert town("approach", "city-hall", "--remove", "--on", "2020-01-01").exit_code == 1
