"""An atlas of more than can be shown: who is chosen, that it says so, and that a large map tells no more than a small one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ngomap.cli import atlas_rows
from ngomap.model.audience import rank
from ngomap.store.migrations import creating
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.whole_load import load
from tests.cli.test_atlas import TOLD, canary, planted
from tests.conftest import Run


@pytest.fixture(scope="module")
def planted_map(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("planted") / "planted.db"
    with creating(path) as made:
        fill_vocabularies(made)
        load(made, planted())
    return path.read_bytes()


@pytest.fixture
def example(run: Run, map_path: Path, planted_map: bytes) -> Run:
    map_path.write_bytes(planted_map)
    return run


def page_of(run: Run, path: Path, *words: str) -> tuple[Any, Any, str]:
    ran = run("atlas", "--to", str(path), "--force", *words, "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    page = path.read_text(encoding="utf-8")
    found = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return ran.json, json.loads(found[1]), page


def test_what_is_said_is_what_is_shown_of_small_and_large_maps(
    example: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.html"
    shown = []
    for most_asked in (5_000, 3):
        monkeypatch.setattr(atlas_rows, "MOST_ASKED", most_asked)
        answer, data, page = page_of(example, path, "--audience", "partners", "--most", "7")
        assert answer["written"]["organizations"] + answer["written"]["people"] == 7 == len(data["actors"])
        assert page.split('id="all"')[1].count("<tr data-who=") == 7
        assert f"Shown are the 7 best connected of {data['total']} actors, those tied to us before all others." in answer["notes"]
        assert f"The 7 best connected of {data['total']} organizations" in page and answer["notes"][0] in page
        assert "--most" in answer["notes"][-1] and "--most" not in page
        assert ('id="gaps"' in page) == (most_asked == 5_000)
        assert len(answer["notes"]) == 4 and "had closed" in answer["notes"][2]
        shown.append(([a["h"] for a in data["actors"]], data["ties"], data["total"], data["net"]))
    assert shown[0] == shown[1]
    assert data["actors"][data["us"]]["d"] > 0


def test_a_map_that_fits_says_nothing_of_a_choice(example: Run, tmp_path: Path) -> None:
    answer, data, _ = page_of(example, tmp_path / "a.html", "--audience", "partners")
    assert "total" not in data and not any("Shown are" in note for note in answer["notes"])


def test_a_filter_of_a_large_map_still_says_what_is_left_out(
    example: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.html"
    words = ("--audience", "partners", "--issue", "corruption")
    _, small, _ = page_of(example, path, *words)
    monkeypatch.setattr(atlas_rows, "MOST_ASKED", 3)
    answer, large, page = page_of(example, path, *words)
    assert [a["h"] for a in large["actors"]] == [a["h"] for a in small["actors"]]
    assert atlas_rows.OF_THESE in answer["notes"] and atlas_rows.OF_THESE in page


@pytest.mark.parametrize("audience", TOLD)
def test_no_byte_of_a_large_maps_page_says_what_is_above_its_audience(
    example: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: str
) -> None:
    monkeypatch.setattr(atlas_rows, "MOST_ASKED", 3)
    answer, _, page = page_of(example, tmp_path / "a.html", "--audience", audience, "--most", "30")
    above = [a for a in ("partners", "internal", "secret") if rank(a) > rank(audience)]
    assert not any(canary(a) in page for a in above)
    assert canary(audience) in page
    assert answer["withheld"]
