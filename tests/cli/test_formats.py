"""Every command that fills the map answers in every format, and each format keeps its envelope."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import COMMANDS as ALL
from ngomap.cli.app import app
from ngomap.model.text import visible
from tests.conftest import Run

# Names that would be markup, commands to a terminal, formulas or more columns, if anything obeyed them.
EVIL = '=[bold]x[/] \x1b[31m\x1b]8;;http://x\x07 \u202eRTL\u200f | a,"b" <i> é\u0301 🎭'
BEGIN = [
    ["init", "--name", "Citizens"],
    ["area", "add", f"Area {EVIL}", "--code", "XX01"],
    ["area", "add", "Spare", "--alias", f"Alias {EVIL}"],
    ["term", "add", "issue", f"Issue {EVIL}", "--alias", f"Also {EVIL}", "--description", EVIL],
    ["term", "add", "issue", "Spare issue"],
    [
        "add",
        f"Group {EVIL}",
        "--new",
        "--id",
        "XX:1",
        "--mission",
        EVIL,
        "--notes",
        f"{EVIL}\nmore",
        "--alias",
        EVIL,
        "--phone",
        EVIL,
        "--lat",
        "1",
        "--lon",
        "36",
    ],
    ["add", "Spare group", "--place", f"Nowhere {EVIL}"],
    ["person", "add", f"Ana {EVIL}", "--new", "--org", "XX:1", "--title", EVIL],
    ["link", "us", "XX:1", "--rung", "2", "--notes", EVIL, "--openness", "2"],
    ["log", "XX:1", "--title", EVIL, "--next", EVIL, "--outcome", EVIL],
    ["offer", "XX:1", EVIL, "--kind", "space", "--unit", EVIL],
    ["stance", "XX:1", "1", "--issue", f"Issue {EVIL}", "--source", EVIL],
    ["commitment", "add", f"Promise {EVIL}", "--by", "XX:1", "--source", EVIL, "--due", "2999-12-31", "--to", "spare-group"],
    ["project", "add", f"Plays {EVIL}", "--lead", "us", "--with", "XX:1", "--goal", EVIL, "--issue", f"Issue {EVIL}", "--area", "XX01"],
    ["exchange", "record", "XX:1", "us", EVIL, "--kind", "space", "--given", "--unit", EVIL, "--quantity", "2"],
    ["grant", "add", f"Call {EVIL}", "--funder", "spare-group", "--years", "3", "--area", "XX01", "--issue", f"Issue {EVIL}", "--notes", EVIL],
]
COMMANDS: dict[str, list[str]] = {
    "standing": [],
    "add": ["add", f"Third {EVIL}", "--new"],
    "edit": ["edit", "XX:1", "--vision", EVIL, "--name", f"Other {EVIL}"],
    "show": ["show", "XX:1"],
    "list": ["list", "--people"],
    "list none": ["list", "--kind", "court"],
    "find": ["find", "x"],
    "find alike": ["find", "Spare gorup"],
    "dedupe": ["dedupe", "--all"],
    "merge": ["merge", "XX:1", "spare-group", "--yes"],
    "suggest-terms": ["suggest-terms", "XX:1"],
    "verify": ["verify", "XX:1", "--source", EVIL],
    "survey": ["survey", "XX01", "--source", EVIL],
    "offer": ["offer", "us", EVIL, "--kind", "space"],
    "offer --close": ["offer", "XX:1", "--close", "1"],
    "need": ["need", "us", EVIL, "--kind", "space"],
    "term add": ["term", "add", "issue", f"New {EVIL}"],
    "term list": ["term", "list", "issue", "--limit", "0"],
    "term move": ["term", "move", "issue", f"Issue {EVIL}", "--under", "health"],
    "term merge": ["term", "merge", "issue", f"Issue {EVIL}", "spare-issue"],
    "term remove": ["term", "remove", "issue", "spare-issue"],
    "area add": ["area", "add", f"New {EVIL}"],
    "area list": ["area", "list"],
    "area move": ["area", "move", "XX01", "--under", "spare"],
    "area merge": ["area", "merge", "XX01", "spare"],
    "area remove": ["area", "remove", "spare"],
    "near": ["near", "1,36", "--within", "5km"],
    "geocode": ["geocode", "--all"],
    "geocode --dry-run": ["geocode", "--all", "--dry-run"],
    "geocode --questions": ["geocode", "--questions"],
    "person add": ["person", "add", f"Tom {EVIL}", "--new", "--org", "XX:1"],
    "person edit": ["person", "edit", f"Ana {EVIL}", "--phone", EVIL],
    "person list": ["person", "list"],
    "link": ["link", "us", "XX:1", "--type", "funds", "--title", EVIL],
    "unlink": ["unlink", "us", "XX:1"],
    "log": ["log", "XX:1", "--title", EVIL, "--next", EVIL],
    "log --done": ["log", "--done", "1"],
    "log --introduces": ["log", "XX:1", "--introduces", "spare-group"],
    "today": ["today"],
    "gaps": ["gaps", "--limit", "0"],
    "duplication": ["duplication"],
    "allies": ["allies", "--issue", f"Issue {EVIL}", "--explain"],
    "spectrum": ["spectrum", "--issue", f"Issue {EVIL}"],
    "partners": ["partners", "--limit", "0"],
    "project list": ["project", "list"],
    "project show": ["project", "show", f"Plays {EVIL}"],
    "project assess": ["project", "assess", f"Plays {EVIL}", "--worked", EVIL, "--benefit", "2"],
    "project ideas": ["project", "ideas", "--with", "XX:1"],
    "coalition add": ["coalition", "add", f"Front {EVIL}", "--new", "--objective", EVIL, "--ask", EVIL, "--member", "XX:1"],
    "coalition plan": ["coalition", "plan", "--issue", f"Issue {EVIL}"],
    "done": ["done", "1", "--outcome", EVIL],
    "postpone": ["postpone", "1", "2999-12-31"],
    "log --remove": ["log", "--remove", "1"],
    "brief": ["brief", "XX:1", "--issue", f"Issue {EVIL}"],
    "agree": ["agree", "XX:1"],
    "agree --point": ["agree", "XX:1", "--point", "strategy", "--state", "agreed", "--text", EVIL, "--source", EVIL],
    "agree --cover": ["agree", "XX:1", "--cover", "us", "--task", EVIL, "--in", "XX01"],
    "ladder": ["ladder"],
    "ladder REF": ["ladder", "XX:1", "--limit", "0"],
    "trust": ["trust", "XX:1"],
    "trust --openness": ["trust", "XX:1", "us", "--openness", "4", "--influence", "0"],
    "intro": ["intro", "XX:1", "--draft"],
    "board": ["board"],
    "protection": ["protection"],
    "balance": ["balance"],
    "approach": ["approach", "XX:1", "mixed", "--issue", f"Issue {EVIL}", "--note", EVIL],
    "commitment add": ["commitment", "add", f"Other {EVIL}", "--by", "XX:1", "--source", EVIL],
    "commitment observe": ["commitment", "observe", "promise", "--finding", "kept", "--text", EVIL, "--evidence", EVIL],
    "commitment list": ["commitment", "list"],
    "commitment show": ["commitment", "show", "promise"],
    "commitment edit": ["commitment", "edit", "promise", "--source", f"{EVIL} more"],
    "commitment monitor": ["commitment", "monitor", "XX:1", "--training", EVIL, "--impartiality", EVIL],
    "commitment remove": ["commitment", "remove", "promise", "--yes"],
    "network": ["network"],
    "network --compare": ["network", "--compare", "2020-01-01"],
    "whatif": ["whatif", "--without", "XX:1", "--limit", "0"],
    "grant add": ["grant", "add", f"Other {EVIL}", "--funder", "XX:1", "--least", "1", "--currency", "EUR", "--source", EVIL],
    "grant edit": ["grant", "edit", f"Call {EVIL}", "--notes", f"{EVIL} more", "--clear", "years"],
    "grant list": ["grant", "list"],
    "grant show": ["grant", "show", f"Call {EVIL}"],
    "grant eligible": ["grant", "eligible", f"Call {EVIL}", "--with", "XX:1", "--limit", "0"],
    "grant remove": ["grant", "remove", f"Call {EVIL}", "--yes"],
    "match": ["match", "--for", "us"],
    "exchange record": ["exchange", "record", "us", "XX:1", EVIL, "--kind", "tools", "--given", "--unit", EVIL],
    "exchange list": ["exchange", "list"],
    "exchange ledger": ["exchange", "ledger"],
    "stance": ["stance", "XX:1", "2", "--issue", f"Issue {EVIL}"],
    "remove": ["remove", "XX:1", "--yes"],
    "init": ["init", "--map", "{}"],
}
CHANGE = {"ngomap", "action", "kind", "record", "text", "undo", "notes"}
REPORT = {"ngomap", "name", "question", "method", "parameters", "findings", "caveats", "next", "totals", "total"}
RECORDS = {"ngomap", "kind", "records", "notes", "total"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map full of awkward names, made once."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    for line in BEGIN:
        result = CliRunner().invoke(app, ["--map", str(path), *line])
        assert result.exit_code == 0, (line, result.stderr)
    return path


@pytest.fixture
def map_(run: Run, map_path: Path, template: Path) -> Run:
    map_path.write_bytes(template.read_bytes())
    return run


def words(name: str, tmp_path: Path) -> list[str]:
    return [word.format(tmp_path / "other.db") if word == "{}" else word for word in COMMANDS[name]]


def harmless(*texts: str) -> None:
    for text in texts:
        assert visible(text) == text
        assert "\r" not in text


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_one_envelope(map_: Run, name: str, tmp_path: Path) -> None:
    ran = map_(*words(name, tmp_path), "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert set(answer) == {"change/1": CHANGE, "records/1": RECORDS, "report/1": REPORT}[answer["ngomap"]]
    harmless(ran.stdout, ran.stderr)
    if answer["ngomap"] == "records/1":
        assert answer["total"] >= len(answer["records"])
    elif answer["ngomap"] == "change/1":
        assert answer["text"].endswith(".") or "ngomap edit" in answer["text"]


@pytest.mark.parametrize("name", COMMANDS)
def test_csv_parses_and_runs_nothing(map_: Run, name: str, tmp_path: Path) -> None:
    ran = map_(*words(name, tmp_path), "--format", "csv")
    rows = list(csv.reader(io.StringIO(ran.stdout, newline=""), strict=True))
    assert len({len(row) for row in rows if row}) <= 1
    texts = [cell for row in rows for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in texts)
    harmless(ran.stdout, ran.stderr)


@pytest.mark.parametrize("name", COMMANDS)
def test_markdown_keeps_its_columns(map_: Run, name: str, tmp_path: Path) -> None:
    ran = map_(*words(name, tmp_path), "--format", "md")
    harmless(ran.stdout, ran.stderr)
    assert "<i>" not in ran.stdout
    width = 0
    for line in ran.stdout.splitlines():
        bars = line.replace("\\\\", "").replace("\\|", "").count("|")
        assert bars == width or not width or not bars, line
        width = bars


@pytest.mark.parametrize("name", COMMANDS)
def test_a_table_shows_names_as_they_are_but_harmlessly(map_: Run, name: str, tmp_path: Path) -> None:
    ran = map_(*words(name, tmp_path))
    assert ran.exit_code == 0
    assert ran.stdout.strip() or ran.stderr.strip()
    harmless(ran.stdout, ran.stderr)
    assert all(line == line.rstrip(" ") for line in ran.stdout.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_quiet_leaves_the_answer_only(map_: Run, name: str, tmp_path: Path) -> None:
    assert map_(*words(name, tmp_path), "--quiet", "--format", "json").stderr == ""
    assert "Traceback" not in map_(*words(name, tmp_path), "--quiet").stderr


def test_the_list_of_commands_is_whole() -> None:
    mine = {name.split()[0] for name in COMMANDS}
    panels = {ALL[name].panel for name in mine - {"standing"}}
    elsewhere = {"demo", "import", "activity"}
    assert {name for name, entry in ALL.items() if entry.panel in panels} - elsewhere == mine - {"standing"}
