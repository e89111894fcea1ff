"""`ngomap atlas`: for whom, of whom, and the same bytes every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.model.audience import AUDIENCES, DEFAULT_AUDIENCE, FIELDS, rank
from ngomap.model.shipped import shipped_json
from ngomap.model.whole_format import record_kind
from ngomap.store.migrations import creating
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.whole_load import load
from tests.conftest import Run

TOLD = ("public", "partners", "internal")
# Free words of records; what names or dates them stays as it is.
WORDS = (
    "name", "title", "mission", "vision", "notes", "text", "outcome", "next_step", "goal", "task", "description", "what",
    "source", "place", "phone", "conditions", "evidence", "worked", "failed", "training", "impartiality", "objective", "asks",
    "note", "project",
)  # fmt: skip


def canary(audience: str) -> str:
    return f"zq{audience}qz"


def least(kind: str, field: str) -> str | None:
    return next((a for a, fields in FIELDS[kind].items() if field in fields), None)


def planted() -> Any:
    """The example, every free text of which says who may read it at most."""
    document: Any = json.loads(json.dumps(shipped_json("example.json")))
    for section, records in document.items():
        if not isinstance(records, list) or section == "terms":
            continue
        for record in records:
            kind = record_kind(section, record)
            own = record.get("audience", DEFAULT_AUDIENCE.get(kind, "public"))
            for field in WORDS:
                if isinstance(record.get(field), str) and not (section == "project_partners" and field == "project"):
                    field_for = least(kind, field)
                    reader = "secret" if field_for is None else max((own, field_for), key=rank)
                    if field == "project" and section in ("activities", "assessments"):
                        continue
                    record[field] += f" {canary(reader)}"
    return document


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("atlas")
    with creating(folder / "map.db") as made:
        fill_vocabularies(made)
        load(made, planted())
    for audience in TOLD:
        to = folder / f"{audience}.html"
        ran = CliRunner().invoke(app, ["--map", str(folder / "map.db"), "atlas", "--to", str(to), "--audience", audience])
        assert ran.exit_code == 0, ran.output
    return {a: folder / f"{a}.html" for a in TOLD}


def data_of(path: Path) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', path.read_text(), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("audience", TOLD)
def test_no_byte_of_the_page_says_what_is_above_its_audience(pages: dict[str, Path], audience: str) -> None:
    text = pages[audience].read_text()
    for reader in AUDIENCES:
        assert (canary(reader) in text) == (rank(reader) <= rank(audience) and (reader != "internal" or audience == "internal")), reader
    for record in shipped_json("example.json")["actors"]:  # type: ignore[index]
        own = record.get("audience", DEFAULT_AUDIENCE["person" if record["kind"] == "person" else "organization"])
        if rank(own) > rank(audience):
            assert record["handle"] not in re.split(r"[^\w-]+", text), record["handle"]


def test_people_keep_their_telephone(pages: dict[str, Path]) -> None:
    for audience in ("public", "partners"):
        for actor in data_of(pages[audience])["actors"]:
            if data_of(pages[audience])["kinds"][actor["k"]][0] == "person":
                assert not {"E-mail", "Telephone", "Place"} & {fact[0] for fact in actor.get("f", [])}


def test_the_public_page_says_what_it_leaves_out(pages: dict[str, Path]) -> None:
    text = pages["public"].read_text()
    assert "too little of them is public" in text
    assert "may well coordinate" in text
    assert "gone quiet" not in text.casefold()
    assert "gone quiet" in pages["internal"].read_text().casefold()


def test_another_process_with_another_seed_gives_the_same_bytes(pages: dict[str, Path], tmp_path: Path) -> None:
    to = tmp_path / "again.html"
    subprocess.run(
        [sys.executable, "-m", "ngomap", "--map", pages["public"].parent / "map.db", "atlas", "--to", to, "--quiet"],
        check=True, env={**os.environ, "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert to.read_bytes() == pages["public"].read_bytes()


def test_filters_choose_by_what_the_readers_may_see(run: Run, tmp_path: Path, map_path: Path) -> None:
    with creating(map_path) as made:
        fill_vocabularies(made)
        load(made, {
            "ngomap": "map/1", "map": {"today": "2026-11-01"}, "areas": [{"handle": "here", "name": "Here"}], "actors": [
                {"handle": "open-hands", "name": "Open Hands", "kind": "ngo", "issues": ["corruption"]},
                {"handle": "quiet-hands", "name": "Quiet Hands", "kind": "ngo", "issues": ["health"]},
            ], "activities": [
                {"actor": "quiet-hands", "term": "issue:corruption", "area": "here", "audience": "partners"},
            ],
        })  # fmt: skip
    found = {}
    for audience in ("public", "partners"):
        to = tmp_path / f"{audience}.html"
        answer = run("atlas", "--to", str(to), "--issue", "corruption", "--audience", audience, "--format", "json").json
        assert answer["written"]["organizations"] == len(data_of(to)["actors"])
        found[audience] = [a["n"] for a in data_of(to)["actors"]]
        assert "not only about those who are on this page" in to.read_text()
    assert found == {"public": ["Open Hands"], "partners": ["Open Hands", "Quiet Hands"]}


def test_an_empty_map_a_secret_page_and_a_file_in_the_way(run: Run, tmp_path: Path, map_path: Path) -> None:
    with creating(map_path) as made:
        fill_vocabularies(made)
    to = tmp_path / "a.html"
    assert run("atlas", "--to", str(to), "--title", "Nobody yet").exit_code == 0
    assert "<h1 dir=\"auto\">Nobody yet</h1>" in to.read_text()
    refused = run("atlas", "--to", str(to), "--title", "Another")
    assert (refused.exit_code, "--force" in refused.stderr) == (1, True)
    assert run("atlas", "--to", str(to), "--audience", "secret").exit_code == 2
    assert run("atlas", "--to", str(tmp_path / "a.pdf")).exit_code == 2


def test_an_earlier_day_knows_nothing_later(run: Run, tmp_path: Path, map_path: Path) -> None:
    with creating(map_path) as made:
        fill_vocabularies(made)
        load(made, {
            "ngomap": "map/1", "map": {"today": "2026-11-01"}, "actors": [
                {"handle": "a", "name": "Anna House", "kind": "ngo"}, {"handle": "b", "name": "Berta House", "kind": "ngo"},
                {"handle": "c", "name": "Clara House", "kind": "ngo", "founded": "2026-05"},
                {"handle": "d", "name": "Dora House", "kind": "ngo", "status": "closed"},
            ], "relationships": [
                {"type": "works-with", "from": "a", "to": "b", "since": "2026-06", "audience": "public"},
            ],
        })  # fmt: skip
    then, now = tmp_path / "then.html", tmp_path / "now.html"
    run("atlas", "--to", str(then), "--as-of", "2026-03-01")
    run("atlas", "--to", str(now))
    assert ([a["h"] for a in data_of(then)["actors"]], data_of(then)["ties"]) == (["a", "b", "d"], [])
    assert ([a["h"] for a in data_of(now)["actors"]], len(data_of(now)["ties"])) == (["a", "b", "c"], 1)
    assert "1 March 2026" in then.read_text()
    assert "Dora House" not in now.read_text()
