"""`ngomap coverage`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ngomap.store.connection import open_map
from ngomap.store.writing import write
from tests.conftest import Run

CANARY = "Canary"
FORMS = ("html", "svg", "png", "pdf")


@pytest.fixture
def town(run: Run) -> Run:
    """Two districts: two clinics in East, of which one is not for everybody's eyes; someone looked at West."""
    run("init", "--name", "Health Watch")
    run("area", "add", "Town", "--level", "city")
    for name in ("East", "West"):
        run("area", "add", name, "--under", "Town", "--level", "district")
    for name in ("Clinic", f"{CANARY} Ward"):
        assert run("add", name, "--issue", "health", "--serves", "East", "--level", "local").exit_code == 0
    assert run("edit", "canary-ward", "--audience", "internal").exit_code == 0
    assert run("survey", "West", "--issue", "health", "--on", "2024-02-01", "--source", "walk").exit_code == 0
    return run


@pytest.fixture
def example(run: Run, map_path: Path, example_map: Path) -> Run:
    map_path.write_bytes(example_map.read_bytes())
    return run


def signs(run: Run, *words: str) -> dict[tuple[str, str], str]:
    ran = run("coverage", *words, "--format", "json", "--limit", "0")
    assert ran.exit_code == 0, ran.stderr
    rows = "population" if "population" in words else "area"
    columns = next((w for w in words if w in ("service", "sector")), "issue")
    return {(r[rows], r[columns]): r["sign"] for r in ran.json["records"]}


def test_each_cell_has_its_sign(town: Run) -> None:
    assert signs(town) == {("west", "health"): "0", ("east", "health"): "2"}
    assert signs(town, "--as-of", "2024-01-01") == {("west", "health"): "?", ("east", "health"): "2"}
    assert signs(town, "--level-of-area", "city") == {("town", "health"): "2"}
    assert signs(town, "--area", "west") == {("west", "health"): "0"}


def test_what_is_above_the_audience_is_not_counted_and_that_is_said(town: Run) -> None:
    ran = town("coverage", "--audience", "public", "--format", "json")
    assert {r["area"]: r["sign"] for r in ran.json["records"]} == {"east": "1!", "west": "0"}
    assert ran.json["notes"] == ["What is above the audience public was left out; a cell may be better served than it looks."]
    assert town("coverage", "--format", "json").json["notes"] == []


def test_the_filters_say_who_is_counted(town: Run) -> None:
    town("edit", "clinic", "--level", "national")
    ran = town("coverage", "--level", "national", "--format", "json")
    assert {r["area"]: r["sign"] for r in ran.json["records"]} == {"east": "1!", "west": "0"}
    assert ran.json["notes"] == ["Only what the filters leave is counted; a cell may be better served than it looks."]


def test_each_cell_is_of_the_kind_that_gaps_coverage_tells(example: Run) -> None:
    answer = example("gaps", "coverage", "--format", "json", "--limit", "0").json
    told = {f["subject"]: f["group"] for f in answer["findings"]}
    shared = 0
    for columns in ("issue", "service"):
        for record in example("coverage", "--columns", columns, "--format", "json", "--limit", "0").json["records"]:
            subject = "/".join(filter(None, (record["area"], record[columns], record["for"])))
            shared += subject in told
            assert told.get(subject, record["kind"]) == record["kind"]
    assert shared > 60


def test_the_matrix_in_a_narrow_and_a_wide_place(example: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (40, 80, 100, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        ran = example("coverage")
        assert max(map(len, ran.stdout.splitlines())) <= width
        assert "?" in ran.stdout
    monkeypatch.setenv("COLUMNS", "60")
    assert "issues more: --limit 0 shows all." in example("coverage").stderr
    whole = example("coverage", "--limit", "0")
    assert "more: --limit 0" not in whole.stderr
    assert whole.stdout.count("orgs") > 1
    assert "Corruption" in whole.stdout


def test_a_legend_explains_the_signs_that_stand_there(town: Run) -> None:
    text = " ".join(town("coverage").stdout.split())
    assert "0 looked at, nobody works there" in text
    assert "only planned" not in text
    assert "* Clinic works there" in " ".join(town("coverage", "--focus", "clinic").stdout.split())
    assert "2*" in town("coverage", "--focus", "clinic").stdout


def test_rows_for_populations_and_columns_for_services_and_sectors(example: Run) -> None:
    assert signs(example, "--rows", "population", "--area", "sundrova")["rural-communities", "drinking-water"] == "1!"
    assert ("everyone", "drinking-water") not in signs(example, "--rows", "population")
    assert signs(example, "--columns", "service")
    assert set(signs(example, "--columns", "sector", "--sector", "law")) < set(signs(example, "--columns", "sector"))
    assert {issue for _, issue in signs(example, "--issue", "drinking-water")} == {"drinking-water"}


def test_nothing_to_show_says_what_to_do(run: Run) -> None:
    run("init")
    ran = run("coverage")
    assert (ran.exit_code, ran.stdout.splitlines()[0][:10]) == (0, "No activit")
    assert "ngomap edit REF" in ran.stderr
    assert run("coverage", "--format", "json").json["records"] == []


def test_what_cannot_be_asked_is_refused_in_two_lines(town: Run, tmp_path: Path) -> None:
    for words in (
        ["--rows", "issue"], ["--columns", "area"], ["--level-of-area", "moon"], ["--focus", "nobody-at-all"],
        ["--to", "x.doc"], ["--rows", "population", "--level-of-area", "city"],
        ["--to", str(tmp_path / "x.svg"), "--audience", "secret"],
        ["--to", str(tmp_path / "x.svg"), "--focus", "canary-ward"],
        ["--to", str(tmp_path / "x.svg"), "--columns", "service"],
    ):  # fmt: skip
        ran = town("coverage", *words)
        assert ran.exit_code in (1, 2), words
        assert (ran.stdout, len(ran.stderr.splitlines())) == ("", 2), words
    assert list(tmp_path.glob("x.*")) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_in_every_form_the_same_twice(town: Run, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"cover.{form}"
    ran = town("coverage", "--to", str(path), "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    assert ran.json["ngomap"] == "export/1"
    assert (ran.json["audience"], ran.json["written"]) == ("public", {"areas": 2, "cells": 2})
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    again = town("coverage", "--to", str(path), "--format", "json")
    assert (again.exit_code, again.json["unchanged"]) == (0, True)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    assert town("coverage", "--to", str(path), "--audience", "internal").exit_code == 1
    assert town("coverage", "--to", str(path), "--audience", "internal", "--force").exit_code == 0


@pytest.fixture
def planted(town: Run, map_path: Path) -> Run:
    """Secrets in every record that a picture could draw from."""
    town("area", "add", f"{CANARY} Hollow", "--under", "Town", "--level", "district")
    town("add", "Open Group")
    for actor, area, issue in (("open-group", "east", "health"), ("open-group", "canary-hollow", "education"), ("canary-ward", "west", "health")):
        assert town("activity", "add", actor, "--issue", issue, "--area", area).exit_code == 0
    assert town("survey", "east", "--issue", "housing", "--source", f"{CANARY} Source").exit_code == 0
    assert town("survey", "canary-hollow", "--issue", "health").exit_code == 0
    with open_map(map_path) as m, write(m):
        m.connection.execute("UPDATE areas SET audience = 'internal' WHERE handle = 'canary-hollow'")
        m.connection.execute("UPDATE surveys SET audience = 'internal' WHERE source = 'Canary Source'")
        m.connection.execute("UPDATE activities SET audience = 'partners' WHERE actor_id = (SELECT id FROM actors WHERE handle = 'open-group')")
    return town


def test_no_secret_is_in_the_picture(planted: Run, tmp_path: Path) -> None:
    for form in ("html", "svg"):
        path = tmp_path / f"cover.{form}"
        assert planted("coverage", "--to", str(path), "--rows", "area").exit_code == 0
        text = path.read_text(encoding="utf-8")
        assert CANARY.casefold() not in text.casefold()
        assert "Clinic" in text
        inside = tmp_path / f"inside.{form}"
        assert planted("coverage", "--to", str(inside), "--audience", "internal").exit_code == 0
        assert f"{CANARY} Hollow" in inside.read_text(encoding="utf-8")
    told = json.dumps(planted("coverage", "--audience", "public", "--format", "json", "--limit", "0").json)
    assert CANARY.casefold() not in told.casefold()


def test_nothing_of_what_is_left_out_shows_in_a_count(planted: Run) -> None:
    def seen(audience: str) -> dict[tuple[str, str], Any]:
        ran = planted("coverage", "--audience", audience, "--format", "json", "--limit", "0")
        return {(r["area"], r["issue"]): (r["kind"], r["organizations"]) for r in ran.json["records"]}

    # The group's work is for partners; a survey inside does not make housing a column for others.
    assert seen("public") == {("east", "health"): ("single provider", 1), ("west", "health"): ("no presence", 0)}
    # The ward is inside, and its work with it.
    assert seen("partners")["east", "health"] == ("served", 2)
    assert ("east", "housing") in seen("internal")


def test_an_actor_whose_work_is_left_out_counts_by_its_issues_as_if_it_had_none(planted: Run, map_path: Path) -> None:
    planted("edit", "open-group", "--issue", "health", "--serves", "East")
    ran = planted("coverage", "--audience", "public", "--format", "json").json
    assert {r["area"]: r["providers"] for r in ran["records"]}["east"] == ["clinic", "open-group"]
