"""`ngomap today`: the page for a Monday morning."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ngomap.store.connection import Map
from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Citizens")
    run("add", "Fair Elections")
    run("add", "City Trust")
    run("person", "add", "Ana Example", "--org", "city-trust", "--title", "Director")
    return run


def groups(run: Run, *words: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in run("today", *words, "--format", "json").json["findings"]:
        found.setdefault(finding["group"], []).append(finding["label"])
    return found


def test_the_example_on_a_screen(example: Map, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    lines = run("today").stdout.splitlines()
    assert len(lines) <= 44
    assert max(map(len, lines[:-1])) <= 100
    found = groups(run, "--limit", "0")
    assert [g for g in found if g != "talked over, not agreed"] == [
        "overdue", "due soon", "grants to apply for", "promised to be kept by now", "going stale", "ending soon",
        "one introduction worth asking for", "one gap worth a call",
    ]  # fmt: skip
    assert found["overdue"][0] == "Call again after their congress"
    # What two others agreed is theirs; what a board member of ours did is ours.
    assert "Compare the lists of villages" not in found["overdue"]
    assert "Nadeera Oluwest" in found["ending soon"]
    assert len(found["one introduction worth asking for"]) == len(found["one gap worth a call"]) == 1


def test_the_gap_is_one_that_gaps_coverage_has(example: Map, run: Run) -> None:
    """Only the rows around us are read, and they must say the same as all rows."""
    (gap,) = [f for f in run("today", "--format", "json").json["findings"] if f["group"] == "one gap worth a call"]
    words = ("--issue", gap["subject"].split("/")[1], "--limit", "0", "--format", "json")
    all_gaps = run("gaps", "coverage", *words).json["findings"]
    (same,) = [f for f in all_gaps if f["subject"] == gap["subject"]]
    assert (same["group"], same["reasons"][0]) == ("no presence", gap["reasons"][0])


def test_done_and_postponed_leave_the_page(map_: Run) -> None:
    map_("log", "fair-elections", "--on", "2026-05-01", "--next", "Send it", "--due", "2026-06-01")
    map_("log", "fair-elections", "--on", "2026-05-01", "--next", "Call", "--due", "2026-06-02")
    assert groups(map_, "--on", "2026-06-02") == {"overdue": ["Send it"], "due soon": ["Call"]}
    map_("done", "1", "--on", "2026-06-02")
    map_("postpone", "2", "2026-06-30")
    assert groups(map_, "--on", "2026-06-02") == {}
    # On the day before it was done it was still open, and of the day before it was agreed nothing is known.
    assert groups(map_, "--on", "2026-06-01") == {"due soon": ["Send it"]}
    assert groups(map_, "--on", "2026-04-30") == {}
    assert groups(map_, "--on", "2026-06-02", "--days", "28") == {"due soon": ["Call"]}


def test_the_exit_code_says_that_something_presses(map_: Run) -> None:
    assert map_("today", "--exit-code").exit_code == 0
    map_("log", "fair-elections", "--on", "2026-05-01", "--next", "Send it", "--due", "2026-06-01")
    assert map_("today", "--exit-code", "--on", "2026-05-31").exit_code == 0
    ran = map_("today", "--exit-code", "--on", "2026-06-01")
    assert (ran.exit_code, ran.stderr) == (1, "1 due on the day: Send it.\n")
    ran = map_("today", "--exit-code", "--on", "2026-06-02")
    assert (ran.exit_code, ran.stderr) == (1, "1 overdue: Send it.\n")
    # A limit hides a line, not the fact.
    map_("log", "fair-elections", "--on", "2026-05-01", "--next", "Call", "--due", "2026-05-02")
    ran = map_("today", "--exit-code", "--on", "2026-06-02", "--limit", "1", "--format", "json")
    assert (ran.exit_code, ran.json["totals"]["overdue"]) == (1, 2)
    assert map_("today", "--on", "2026-06-02").exit_code == 0


def test_quiet_prints_nothing_when_there_is_nothing(map_: Run) -> None:
    for form in ("table", "md"):
        ran = map_("today", "--quiet", "--format", form)
        assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "", "")
        assert map_("today", "--format", form).stdout
    assert map_("today", "--quiet", "--format", "json").json["findings"] == []
    map_("log", "fair-elections", "--on", "2026-05-01", "--next", "Send it", "--due", "2026-06-01")
    assert "Send it" in map_("today", "--quiet", "--format", "md", "--on", "2026-06-02").stdout


def test_an_introduction_is_asked_for_once_in_90_days(map_: Run) -> None:
    map_("link", "us", "fair-elections", "--rung", "3")
    map_("link", "ana-example", "fair-elections", "--type", "on-board-of")
    map_("link", "us", "city-trust", "--status", "wanted", "--wanted", "3")
    group = "one introduction worth asking for"
    assert groups(map_, "--on", "2026-06-01")[group] == ["City Trust"]
    map_("log", "fair-elections", "--on", "2026-06-01", "--introduces", "city-trust")
    assert group not in groups(map_, "--on", "2026-06-02")
    assert group not in groups(map_, "--on", "2026-08-29")
    assert groups(map_, "--on", "2026-08-30")[group] == ["City Trust"]
    # Whom we have met we need not be introduced to.
    map_("log", "city-trust", "--on", "2026-09-01", "--kind", "call")
    assert group not in groups(map_, "--on", "2026-09-02")


def test_an_ally_without_a_tie_is_worth_an_introduction(map_: Run) -> None:
    map_("edit", "us", "--issue", "corruption")
    map_("link", "us", "fair-elections", "--rung", "3")
    map_("link", "ana-example", "fair-elections", "--type", "on-board-of")
    map_("stance", "city-trust", "2", "--issue", "corruption", "--on", "2026-05-01")
    assert groups(map_, "--on", "2026-06-01")["one introduction worth asking for"] == ["City Trust"]
    map_("stance", "city-trust", "-1", "--issue", "corruption", "--on", "2026-05-15")
    assert "one introduction worth asking for" not in groups(map_, "--on", "2026-06-01")


def test_the_terms_of_people_we_met(map_: Run) -> None:
    map_("link", "ana-example", "city-trust", "--type", "works-for", "--until", "2026-06-30")
    assert "ending soon" not in groups(map_, "--on", "2026-06-01")
    map_("log", "ana-example", "--on", "2026-05-01")
    assert groups(map_, "--on", "2026-06-01")["ending soon"] == ["Ana Example"]


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_nobody_above_the_audience_is_named(example: Map, run: Run, form: str) -> None:
    shown = run("today", "--audience", "partners", "--limit", "0", "--format", form).stdout
    hidden = [name for (name,) in example.connection.execute("SELECT name FROM actors WHERE audience IN ('internal', 'secret')")]
    assert hidden and not [name for name in hidden if name in shown]
    if form == "json":
        assert "What is above the audience partners was left out." in json.loads(shown)["caveats"]
        # Contacts are internal, so no step is left, but what is public or for partners is.
        assert "ending soon" in shown and "overdue" not in json.loads(shown)["totals"]


def test_without_us(run: Run, bare_map: Map) -> None:
    run("add", "Fair Elections")
    run("log", "fair-elections", "--without-us", "--on", "2026-05-01", "--next", "Send it", "--due", "2026-06-01")
    answer = run("today", "--on", "2026-06-02", "--format", "json").json
    assert [f["label"] for f in answer["findings"]] == ["Send it"]
    assert answer["parameters"] == {"on": "2026-06-02", "days": 14, "us": None}


@pytest.mark.parametrize("words", [["--on", "soon"], ["--days", "-1"], ["--days", "9999"], ["--audience", "all"], ["--limit", "-1"]])
def test_slips(map_: Run, words: list[str]) -> None:
    ran = map_("today", *words)
    assert (ran.exit_code, ran.stdout) == (2, "")


def test_it_loads_no_heavy_library(example: Map, map_path: Path) -> None:
    code = (
        "import sys; from ngomap.cli.app import app\n"
        f"try: app(['--map', {str(map_path)!r}, 'today'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('networkx', 'numpy', 'geopy', 'pydantic', 'sqlite_utils', 'openpyxl') if m in sys.modules], file=sys.stderr)"
    )
    ran: Any = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip().endswith("[]")
