"""`ngomap export --preview`, `--pseudonyms`, `--coarse`, `--least`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

NAMES = ("Fair Elections", "Old Choir", "Amara", "Mill Lane", "fair-elections", "old-choir", "amara-diallo", "example.org", "Quorum", "quorum")


@pytest.fixture
def map_(run: Run) -> Run:
    run("init", "--name", "Quorum Keepers")
    run("area", "add", "Weir")
    run("add", "Fair Elections", "--place", "12 Mill Lane", "--lat", "-20.98765", "--lon", "60.12345", "--email", "a@example.org",
        "--mission", "Founded by Amara Diallo", "--issue", "bribery", "--serves", "Weir")  # fmt: skip
    run("add", "Old Choir", "--alias", "Fair Elections Choir")
    assert run("person", "add", "Amara Diallo", "--org", "Fair Elections").exit_code == 0
    run("link", "Fair Elections", "Old Choir", "--rung", "2", "--notes", "met at Mill Lane")
    run("log", "Fair Elections", "--kind", "call", "--title", "Amara Diallo asked")
    assert run("offer", "Old Choir", "hall at Mill Lane", "--kind", "space").exit_code == 0
    assert run("activity", "add", "Old Choir", "--issue", "bribery", "--area", "Weir", "--reached", "7").exit_code == 0
    return run


def test_a_preview_writes_nothing_and_names_what_is_in_words(map_: Run, tmp_path: Path) -> None:
    ran = map_("export", "json", "--preview", "--to", str(tmp_path / "out.json"), "--format", "json")
    assert ran.exit_code == 0
    assert not (tmp_path / "out.json").exists()
    found = {(f["subject"], f["reasons"][0]["code"]) for f in ran.json["findings"] if f["group"] == "Could be inferred"}
    assert ("amara-diallo", "named-in-words") in found
    assert ("points", "exact-point") in found
    assert ("activities-reached", "small-number") in found
    assert {f["subject"]: f["value"] for f in ran.json["findings"] if f["group"] == "Stays here"}["people"] == 1


def test_a_preview_of_one_table_is_of_that_table(map_: Run) -> None:
    ran = map_("export", "csv", "--what", "activities", "--preview", "--format", "json")
    assert {f["subject"] for f in ran.json["findings"] if f["group"] == "Would leave"} == {"activities"}


@pytest.mark.parametrize("form", ["json", "csv", "graphml", "gexf", "kumu", "geojson"])
def test_under_pseudonyms_no_name_and_no_written_word_is_in_any_form(map_: Run, form: str) -> None:
    plain = map_("export", form, "--audience", "internal").stdout
    worn = map_("export", form, "--audience", "internal", "--pseudonyms").stdout
    assert any(name in plain for name in NAMES)
    assert [name for name in NAMES if name in worn] == []
    assert map_("export", form, "--audience", "internal", "--pseudonyms").stdout == worn


def test_a_pseudonym_is_one_all_through_a_file_which_can_be_read_back(map_: Run, tmp_path: Path) -> None:
    to = tmp_path / "worn.json"
    assert map_("export", "json", "--audience", "internal", "--pseudonyms", "--to", str(to)).exit_code == 0
    found = json.loads(to.read_text(encoding="utf-8"))
    actors = {a["handle"] for a in found["actors"]}
    assert len(actors) == 4
    assert {t["from"] for t in found["relationships"]} | {t["to"] for t in found["relationships"]} <= actors
    assert found["resources"][0]["actor"] in actors
    assert set(found["events"][0]["participants"]) <= actors
    other = tmp_path / "other.db"
    map_("init", "--name", "Other", map_=other)
    ran = map_("import", str(to), "--format", "json", map_=other)
    assert (ran.exit_code, len(ran.json["rejects"])) == (0, 0)


def test_coarse_points_and_least_are_counted(map_: Run, tmp_path: Path) -> None:
    to = tmp_path / "out.json"
    ran = map_("export", "json", "--coarse", "--least", "10", "--to", str(to), "--format", "json")
    assert ran.json["notes"] == ["Coarse points: 1.", "Small numbers: 1."]
    found = json.loads(to.read_text(encoding="utf-8"))
    (fen,) = [a for a in found["actors"] if a["handle"] == "fair-elections"]
    assert (fen["lat"], fen["lon"], fen.get("place")) == (-21.0, 60.1, None)
    assert "reached" not in found["activities"][0]


def test_a_calendar_has_no_pseudonyms(map_: Run) -> None:
    ran = map_("export", "ics", "--pseudonyms")
    assert (ran.exit_code, ran.stdout) == (2, "")
