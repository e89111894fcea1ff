"""`ngomap map`: the table by area, the picture in every form, and what each audience is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ngomap.pictures import saving
from ngomap.pictures.picture import Picture
from tests.conftest import Run

FORMS = ("html", "svg", "png", "pdf")
CANARY = "Quetzalmoth"
EVERY_FORM = """
import sys
from typer.testing import CliRunner
from ngomap.cli.app import app
for form in ("html", "svg", "png", "pdf"):
    ran = CliRunner().invoke(app, ["--map", sys.argv[1], "map", "--to", f"{sys.argv[2]}.{form}", "--audience", "internal"])
    assert ran.exit_code == 0, ran.output
"""


@pytest.fixture
def filled(run: Run, map_path: Path, tmp_path: Path) -> Path:
    """A map of five organizations, some of it for few eyes."""
    document = {
        "ngomap": "map/1",
        "map": {"name": "Hills", "us": "ash", "today": "2026-11-01"},
        "areas": [
            {"handle": "hills", "name": "Hills", "level": "province", "country": "KE", "lat": 1.0, "lon": 36.0},
            {"handle": "mill", "name": "Mill", "level": "village", "parent": "hills", "country": "KE"},
            {"handle": "cave", "name": f"{CANARY} Cave", "level": "village", "parent": "hills", "country": "KE",
             "lat": 1.3, "lon": 36.3, "audience": "secret"},
        ],
        "actors": [
            {"handle": "ash", "kind": "ngo", "name": "Ash", "lat": 1.1, "lon": 36.1, "country": "KE", "issues": ["health"]},
            {"handle": "oak", "kind": "media", "name": "Oak", "area": "mill", "serves": ["hills"]},
            {"handle": "elm", "kind": "court", "name": "Elm", "lat": 1.2, "lon": 36.1},
            {"handle": "yew", "kind": "ngo", "name": "Yew", "area": "cave", "serves": ["cave"]},
            {"handle": "hidden", "kind": "ngo", "name": f"{CANARY} House", "lat": 1.15, "lon": 36.2, "audience": "secret"},
            {"handle": "ana", "kind": "person", "name": "Ana", "audience": "public", "lat": 1.01, "lon": 36.01,
             "area": "mill", "place": f"{CANARY} Lane 3"},
        ],
        "relationships": [
            {"type": "works-with", "from": "ash", "to": "oak", "status": "active", "rung": 3, "audience": "partners"},
            {"type": "works-with", "from": "ash", "to": "elm", "status": "active", "rung": 5, "audience": "secret"},
        ],
        "activities": [
            {"actor": "elm", "term": "issue:corruption", "area": "mill", "audience": "secret", "status": "ongoing"},
            {"actor": "oak", "term": "issue:health", "area": "mill", "audience": "public", "status": "ongoing", "reached": 40},
        ],
    }  # fmt: skip
    path = tmp_path / "hills.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    assert run("init").exit_code == 0
    ran = run("import", str(path), "--yes")
    assert ran.exit_code == 0, ran.stdout + ran.stderr
    return map_path


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """Every picture that was saved: what is compressed in a file is plain in here."""
    pictures: list[Picture] = []
    real = saving.saved

    def remember(picture: Picture, form: str) -> bytes:
        pictures.append(picture)
        return real(picture, form)

    monkeypatch.setattr(saving, "saved", remember)
    return pictures


def table(run: Run, *words: str) -> dict[Any, dict[str, Any]]:
    ran = run("map", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    return {r["area"]: r for r in ran.json["records"]}


def test_the_table_counts_who_sits_serves_and_works_in_each_area(run: Run, filled: Path) -> None:
    found = table(run)
    assert list(found) == ["hills", "mill", "cave", None]
    names = [(r["name"], r["actors"]) for r in run("map", "--format", "json").json["records"]]
    assert names[-1] == ("A point, but no area", 2)
    hills, mill = found["hills"], found["mill"]
    assert (hills["actors"], hills["sit"], hills["serve"], hills["active"]) == (3, 2, 2, 2)
    assert (mill["depth"], mill["sit"], mill["active"], mill["kinds"]) == (1, 1, 2, {"court": 1, "media": 1})
    assert found[None]["kinds"] == {"ngo": 2}


def test_the_table_has_bars_and_a_tree(run: Run, filled: Path) -> None:
    shown = run("map").stdout
    assert "· Mill" in shown and "█" in shown and "A point, but no area" in shown
    assert run("map", "--limit", "1").stderr.count("--limit 0 shows all") == 1


def test_the_table_leaves_out_what_is_above_the_audience(run: Run, filled: Path) -> None:
    found = table(run, "--audience", "public")
    assert "cave" not in found
    assert found["mill"]["active"] == 1
    assert CANARY not in run("map", "--audience", "public").stdout


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_and_says_nothing_secret(
    run: Run, filled: Path, tmp_path: Path, seen: list[Picture], form: str
) -> None:
    path = tmp_path / f"map.{form}"
    ran = run("map", "--to", str(path), "--people", "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    assert ran.json["written"] == {"actors": 3}
    assert ran.json["withheld"] == {"actors": 1}
    written = path.read_bytes()
    starts = {"html": b"<!doctype html", "svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}
    assert written.startswith(starts[form])
    everything = json.dumps(seen[0].spec) + str((seen[0].rows, seen[0].notes, seen[0].title, seen[0].footer))
    for secret in (CANARY, "collaboration", "3 support", "corruption"):
        assert secret.casefold() not in everything.casefold(), secret
        assert secret.casefold().encode() not in written.lower()
    drawn = json.dumps(seen[0].spec)
    assert "Ash" in drawn and "Ana" not in drawn
    assert ("Ana", "person (Person)", "not known", "not known (not drawn)") in [row[:4] for row in seen[0].rows]


def test_partners_see_the_rungs_that_are_for_them(run: Run, filled: Path, tmp_path: Path, seen: list[Picture]) -> None:
    path = str(tmp_path / "map.svg")
    assert run("map", "--to", path, "--audience", "partners").exit_code == 0
    words = json.dumps(seen[0].spec)
    assert "3 support" in words and "5 collaboration" not in words


def test_an_activity_above_the_audience_lets_nobody_pass_a_filter(
    run: Run, filled: Path, tmp_path: Path, seen: list[Picture]
) -> None:
    public = run("map", "--issue", "corruption", "--to", str(tmp_path / "map.svg"))
    assert public.exit_code == 1
    assert "no actor meets the filters" in public.stderr
    assert "elm" in str(run("map", "--issue", "corruption", "--format", "json").json).casefold() or table(
        run, "--issue", "corruption"
    )["mill"]["active"] == 1


def test_focus_brings_whom_it_is_tied_to(run: Run, filled: Path, tmp_path: Path, seen: list[Picture]) -> None:
    path = str(tmp_path / "map.svg")
    assert run("map", "--kind", "court", "--focus", "us", "--to", path, "--audience", "partners").exit_code == 0
    assert [row[0] for row in seen[0].rows] == ["Ash", "Elm", "Oak"]
    lines: Any = seen[0].spec["datasets"]
    assert [r["told"] for r in lines["lines"]] == ["Ash and Oak: tie"]
    hidden = run("map", "--focus", "hidden", "--to", path, "--force")
    assert hidden.exit_code == 1


def test_without_any_place_it_refuses_and_says_what_to_do(run: Run, tmp_path: Path) -> None:
    run("init", "--name", "Ash")
    ran = run("map", "--to", str(tmp_path / "map.html"))
    assert ran.exit_code == 1
    assert "gazetteer" in ran.stderr and len(ran.stderr.strip().splitlines()) == 2
    assert not (tmp_path / "map.html").exists()


def test_words_that_are_not_known_are_usage_errors(run: Run, filled: Path, tmp_path: Path) -> None:
    assert run("map", "--to", str(tmp_path / "map.gif")).exit_code == 2
    assert run("map", "--color", "red").exit_code != 0
    assert run("map", "--size", "huge").exit_code != 0
    assert run("map", "--to", str(tmp_path / "map.svg"), "--audience", "secret").exit_code != 0


def test_the_same_map_gives_the_same_bytes_in_any_process(filled: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        words = [sys.executable, "-c", EVERY_FORM, str(filled), str(tmp_path / seed)]
        subprocess.run(words, check=True, env=environment, capture_output=True)
    for form in FORMS:
        assert (tmp_path / f"1.{form}").read_bytes() == (tmp_path / f"2.{form}").read_bytes(), form
