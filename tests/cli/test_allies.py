"""`ngomap allies`, asked on the command line."""

from __future__ import annotations

import csv
import json
import re
import shutil
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Database
from typer.testing import CliRunner

from ngomap.analyses.allies_ranking import PURPOSES
from ngomap.cli import allies as command
from ngomap.cli.app import app

if TYPE_CHECKING:
    from tests.conftest import Run

DAY = "2026-05-01"


LINES = (
    ["init", "--name", "Clean City"],
    ["area", "add", "Old Town", "--lat", "0.5", "--lon", "36.5"],
    ["edit", "us", "--issue", "corruption", "--serves", "old-town", "--place", "Old Town"],
    ["add", "Fair Elections Now", "--kind", "ngo", "--issue", "election fraud", "--serves", "old-town", "--staff", "9"],
    ["add", "City Hall", "--kind", "government"],
    ["add", "Contractors", "--kind", "business"],
    ["add", "Far Away", "--kind", "ngo", "--issue", "corruption"],
    ["person", "add", "Ana Example"],
    ["link", "us", "fair-elections-now", "--rung", "4"],
    ["link", "ana-example", "city-hall", "--type", "works-for"],
    ["link", "fair-elections-now", "ana-example", "--type", "knows"],
    ["log", "fair-elections-now", "--on", "2026-04-01", "--title", "Talk"],
    ["stance", "ana-example", "+2", "--issue", "corruption", "--influence", "4", "--on", "2026-03-01"],
    ["stance", "contractors", "-1", "--issue", "procurement", "--on", "2026-02-01"],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A map with an NGO, an ally, a friend of hers in an office, an opponent and one of whom little is known."""
    path = tmp_path_factory.mktemp("allies") / "made.db"
    for line in LINES:
        ran = CliRunner().invoke(app, ["--map", str(path), *line])
        assert ran.exit_code == 0, (line, ran.output)
    set_(path, "today", DAY)
    return path


@pytest.fixture
def filled(made: Path, map_path: Path, run: Run) -> Run:
    """That map, for one test to change."""
    shutil.copyfile(made, map_path)
    return run


def set_(map_path: Path, key: str, value: str) -> None:
    database = Database(map_path)
    database.table("settings").upsert({"key": key, "value": value}, pk="key")
    database.conn.close()


def subjects(document: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in document["findings"]:
        found.setdefault(finding["group"], []).append(finding["subject"])
    return found


def told(document: dict[str, Any], subject: str, code: str) -> str:
    finding = next(f for f in document["findings"] if f["subject"] == subject)
    return " ".join(r["text"] for r in finding["reasons"] if r["code"].startswith(code))


def test_one_envelope(filled: Run) -> None:
    report = filled("allies", "--issue", "corruption", "--format", "json").json
    assert (report["ngomap"], report["name"], report["total"]) == ("report/1", "allies", 4)
    assert report["question"] == "Who will stand with us on Corruption?"
    assert report["parameters"]["on"] == DAY
    assert subjects(report) == {
        "allies": ["ana-example", "fair-elections-now", "far-away"],
        "opponents and rivals": ["contractors"],
    }
    assert [f["value"] is None for f in report["findings"]] == [False, False, False, True]


def test_what_is_said_on_the_telephone(filled: Run) -> None:
    report = filled("allies", "--issue", "corruption", "--format", "json").json
    assert told(report, "fair-elections-now", "path") == "Works with us (coordination); last contact 2026-04-01."
    assert told(report, "ana-example", "path") == (
        "Path: Fair Elections Now works with us (coordination) and knows Ana Example."
    )
    assert told(report, "ana-example", "next-step") == "Next: Ask Fair Elections Now to introduce us."
    assert (
        told(report, "ana-example", "role")
        == "Insider: works for City Hall; active ally (2026-03-01); influence 4 of 5."
    )
    assert told(report, "contractors", "opponent") == "Passive opponent on Public procurement (2026-02-01)."


def test_the_arithmetic_of_explain_adds_up_in_the_json(filled: Run) -> None:
    report = filled("allies", "--issue", "corruption", "--explain", "--limit", "0", "--format", "json").json
    checked = 0
    for finding in report["findings"]:
        lines = [r["text"] for r in finding["reasons"] if r["code"].startswith("factor-")]
        if finding["value"] is None:
            assert not lines
            continue
        found = [re.search(r"([\d.]+) x weight ([\d.]+) = ([\d.]+)(?= \(|\.$)", line) for line in lines]
        sums = [tuple(map(Fraction, match.groups())) for match in found if match]
        assert len(sums) == len(lines) == len(report["parameters"]["medians"])
        assert all(value * weight == product for value, weight, product in sums)
        assert finding["value"] == float(sum(s[2] for s in sums) / sum(s[1] for s in sums))
        checked += 1
    assert checked == 3


def test_weights_set_in_the_map_decide(filled: Run, map_path: Path) -> None:
    def first() -> str:
        report = filled("allies", "--issue", "corruption", "--format", "json").json
        return str(report["findings"][0]["subject"])

    assert first() == "ana-example"
    set_(map_path, "weights.allies.reach", "500")
    assert first() == "fair-elections-now"
    set_(map_path, "weights.allies.issue", "1000")
    set_(map_path, "weights.allies.reach", "0")
    assert first() == "far-away"


@pytest.mark.parametrize("value", ["much", "-1", "nan"])
def test_a_weight_that_is_none_is_refused(filled: Run, map_path: Path, value: str) -> None:
    set_(map_path, "weights.allies.stance", value)
    ran = filled("allies", "--issue", "corruption")
    assert ran.exit_code == 2
    assert "weights.allies" in ran.stderr
    assert ran.stdout == ""


def test_as_of_an_earlier_day(filled: Run) -> None:
    report = filled("allies", "--issue", "corruption", "--as-of", "2026-02-15", "--format", "json").json
    assert report["parameters"]["on"] == "2026-02-15"
    assert subjects(report)["opponents and rivals"] == ["contractors"]
    assert "active ally" not in json.dumps(report)
    earlier = filled("allies", "--issue", "corruption", "--as-of", "2026-01-31", "--format", "json").json
    assert "opponents and rivals" not in subjects(earlier)


def test_in_an_area(filled: Run) -> None:
    report = filled("allies", "--issue", "corruption", "--area", "Old Town", "--format", "json").json
    assert report["question"] == "Who will stand with us on Corruption in Old Town?"
    assert report["parameters"]["area"] == "old-town"
    assert "fair-elections-now" in subjects(report)["allies"]


@pytest.mark.parametrize("purpose", command.PURPOSES)
def test_every_purpose_answers(filled: Run, purpose: str) -> None:
    report = filled("allies", "--issue", "corruption", "--for", purpose, "--format", "json").json
    assert report["parameters"]["for"] == purpose
    assert len(subjects(report)["allies"]) == 3


def test_the_purposes_are_those_of_the_weights() -> None:
    assert command.PURPOSES == PURPOSES


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--issue", "corupton"], 1, "corruption"), (["--issue", "corruption", "--for", "party"], 2, "coalition"),
        (["--issue", "corruption", "--area", "Nowhere"], 1, "Nowhere"), ([], 2, "--issue"),
        (["--issue", "corruption", "--as-of", "yesterday"], 2, "yesterday"),
        (["--issue", "corruption", "--population", "martians"], 1, "martians"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_said(filled: Run, options: list[str], code: int, words: str) -> None:
    ran = filled("allies", *options)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert words in ran.stderr


def test_a_table_fills_at_most_a_screen(filled: Run) -> None:
    ran = filled("allies", "--issue", "corruption")
    assert len(ran.stdout.splitlines()) < 50
    assert "Fair Elections Now" in ran.stdout


def test_an_empty_map_says_what_to_do(run: Run, empty_map: object) -> None:
    ran = run("allies", "--issue", "corruption")
    assert ran.exit_code == 0
    assert "Nothing found." in ran.stdout
    assert "ngomap add NAME --issue corruption" in ran.stdout


def test_a_real_3w_claims_nothing_that_the_file_does_not_say(run: Run, datasets: Path) -> None:
    """Presence is all that the file knows: everything but the issue and the breadth is unknown, and said once."""
    file = datasets / "3w-afghanistan-2024q1" / "afg_3w_jan_mar_2024.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["CLUSTER_SECTOR_CODE"].startswith("NUT")]
    districts: dict[str, set[str]] = {}
    for row in rows:
        districts.setdefault(row["ORG_NAME"].strip() or row["ORG_ACRONYM"].strip(), set()).add(row["DIST_CODE"])
    assert run("init", "--name", "Hope Clinic").exit_code == 0
    assert run("import", str(file)).exit_code in (0, 3)
    report = run("allies", "--issue", "nutrition", "--limit", "0", "--format", "json").json
    assert report["totals"] == {"allies": len(districts)}
    assert set(report["parameters"]["medians"]) == {"issue", "capacity"}
    assert sum("Not recorded of anybody" in c for c in report["caveats"]) == 1
    codes = {r["code"] for f in report["findings"] for r in f["reasons"]}
    assert codes == {"role-coordinate", "next-step"}
    widest = max(len(d) for d in districts.values())
    first = report["findings"][0]
    assert f"works on Nutrition in {widest} areas" in first["reasons"][0]["text"]
    assert len([e for e in first["reasons"][0]["evidence"] if e.startswith("activity:")]) == widest
    assert all(0.8 < f["value"] <= 1 for f in report["findings"])
