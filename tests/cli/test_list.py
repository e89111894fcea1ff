"""`ngomap list`: filters combine, take what lies below, and never hide how many there are."""

from __future__ import annotations

import csv
import io

import pytest

from tests.conftest import Run


@pytest.fixture
def map_(run: Run) -> Run:
    """Areas in areas, issues under issues, and who works on them."""
    run("init", "--name", "Citizens", "--place", "Old Town")
    run("area", "add", "Land", "--level", "country")
    run("area", "add", "North", "--under", "land")
    run("area", "add", "Old Town", "--under", "north")
    run("add", "Tender Watch", "--issue", "procurement", "--place", "old-town", "--level", "local", "--country", "KE")
    run("add", "Clean Hands", "--issue", "corruption", "--issue", "health", "--serves", "north", "--kind", "cbo")
    run("add", "Street Theatre", "--issue", "health", "--population", "children", "--level", "local")
    run("person", "add", "Ana Example", "--issue", "corruption")
    run("verify", "clean-hands", "--on", "2026-01-01")
    return run


def handles(run: Run, *words: str) -> str:
    answer = run("list", *words, "--format", "json").json
    assert (answer["ngomap"], answer["kind"]) == ("records/1", "actors")
    assert answer["total"] >= len(answer["records"])
    return " ".join(r["handle"] for r in answer["records"])


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", "citizens clean-hands street-theatre tender-watch"),
        ("--people", "ana-example citizens clean-hands street-theatre tender-watch"),
        ("--kind person", "ana-example"),
        ("--issue corruption", "clean-hands tender-watch"),
        ("--issue procurement", "tender-watch"),
        ("--issue corruption --issue health", "clean-hands"),
        ("--issue corruption --level local", "tender-watch"),
        ("--issue CORRUPTION --people", "ana-example clean-hands tender-watch"),
        ("--area land", "clean-hands tender-watch"),
        ("--area north --issue health", "clean-hands"),
        ("--area old-town", "tender-watch"),
        ("--kind cbo --kind ngo --level local", "street-theatre tender-watch"),
        ("--population children", "street-theatre"),
        ("--country kenya", "tender-watch"),
        ("--status active", "citizens"),
        ("--unverified-since 2026-01-01", "citizens street-theatre tender-watch"),
        ("--kind court", ""),
        ("--offset 1 --limit 2", "clean-hands street-theatre"),
        ("--limit 0", "citizens clean-hands street-theatre tender-watch"),
        ("--offset 99", ""),
    ],
)
def test_filters(map_: Run, words: str, found: str) -> None:
    assert handles(map_, *words.split()) == found


def test_a_limit_says_how_many_there_are(map_: Run) -> None:
    assert map_("list", "--limit", "1", "--format", "json").json["total"] == 4
    ran = map_("list", "--limit", "1")
    assert ran.stderr == "1 of 4 actors; --limit 0 shows all.\n"
    assert len(ran.stdout.splitlines()) == 3
    assert map_("list", "--kind", "court").stderr == "No actors found.\n"
    assert map_("list", "--limit", "1", "--quiet").stderr == ""


def test_a_record_has_every_field(map_: Run) -> None:
    record = map_("list", "--issue", "procurement", "--format", "json").json["records"][0]
    assert record["uid"] and "id" not in record
    assert record["staff"] is None
    assert record["populations"] == []
    assert record["area"] == "old-town"


def test_csv_has_the_same_columns_for_one_and_for_none(map_: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(map_("list", "--format", "csv").stdout)))
    assert [r["handle"] for r in rows] == ["citizens", "clean-hands", "street-theatre", "tender-watch"]
    assert rows[1]["issues"] == "corruption|health"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("--issue atlantis", 1),
        ("--area atlantis", 1),
        ("--kind club", 2),
        ("--level high", 2),
        ("--status gone", 2),
        ("--country atlantis", 2),
        ("--unverified-since 01/02/2024", 2),
        ("--limit -1", 2),
        ("--limit 1_000", 2),
        ("--limit １", 2),
        ("--limit 99999999999999999999", 2),
        ("--offset x", 2),
        ("--format xml", 2),
        ("--colour", 2),
        ("everybody", 2),
    ],
)
def test_what_cannot_be_understood(map_: Run, words: str, code: int) -> None:
    ran = map_("list", *words.split())
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert ran.stderr.startswith("Error: ")
    assert 1 <= len(ran.stderr.splitlines()) <= 2


def test_a_hint_for_a_filter_is_about_a_filter(map_: Run) -> None:
    hint = map_("list", "--issue", "corrupton").stderr.splitlines()[1]
    assert "Nearest: corruption" in hint
    assert "--new-term" not in hint
