"""`ngomap export`: the right bytes to the right place, and what was kept back said beside them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from ngomap.model.shipped import shipped
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.term_edits import fill_vocabularies
from ngomap.store.whole_load import load

Run = Callable[..., Any]


def test_data_goes_to_stdout_alone_and_the_rest_to_stderr(example: Map, run: Run) -> None:
    for form in ("table", "json", "csv", "md"):
        ran = run("export", "json", "--format", form)
        assert ran.exit_code == 0
        assert ran.json["ngomap"] == "map/1"
        assert "Withheld: " in ran.stderr
        assert "for the audience public" in " ".join(ran.stderr.split())
    assert run("export", "csv", "--quiet").stderr == ""
    assert run("export", "csv", "--to", "-").stdout == run("export", "csv").stdout


def test_every_format_holds_what_is_public(example: Map, run: Run) -> None:
    document = run("export", "json").json
    handles = {a["handle"] for a in document["actors"]}
    assert handles
    assert {r["handle"] for r in csv.DictReader(io.StringIO(run("export", "csv").stdout))} == handles
    assert set(nx.read_graphml(io.BytesIO(run("export", "graphml").stdout.encode()))) == handles
    assert {f["id"] for f in run("export", "geojson").json["features"]} <= handles
    wider = {a["handle"] for a in run("export", "json", "--audience", "internal").json["actors"]}
    assert handles < wider


def test_a_file_is_answered_with_what_is_in_it(example: Map, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    first = run("export", "json", "--to", str(path), "--format", "json").json
    assert (first["ngomap"], first["path"], first["format"], first["audience"]) == (
        "export/1", str(path), "json", "public",
    )  # fmt: skip
    document = json.loads(path.read_text(encoding="utf-8"))
    assert first["written"]["relationships"] == len(document["relationships"])
    assert first["written"]["organizations"] + first["written"]["people"] == len(document["actors"])
    assert first["withheld"]["events"] == 50
    assert first["unchanged"] is False
    assert path.read_bytes() == run("export", "json").stdout.encode()
    os.utime(path, (1, 1))
    again = run("export", "json", "--to", str(path), "--format", "json")
    assert again.exit_code == 0
    assert again.json == {**first, "unchanged": True}
    assert path.stat().st_mtime == 1


def test_cron_uses_force_and_touches_nothing_that_is_the_same(example: Map, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    run("export", "csv", "--to", str(path))
    run("add", "Another NGO", "--place", "Teshmar", "--new")
    refused = run("export", "csv", "--to", str(path))
    assert refused.exit_code == 1
    assert "exists already and says something else" in refused.stderr
    assert "--force" in refused.stderr
    forced = run("export", "csv", "--to", str(path), "--force", "--format", "json").json
    assert forced["unchanged"] is False
    assert "Another NGO" in path.read_text(encoding="utf-8")
    assert run("export", "csv", "--to", str(path), "--force", "--format", "json").json["unchanged"] is True


def test_two_maps_that_say_the_same_give_the_same_bytes(example: Map, run: Run, tmp_path: Path) -> None:
    """Neither the time nor the order of typing is in a file."""
    other = tmp_path / "other.db"
    create_map(other)
    document = json.loads(shipped("example.json").read_text(encoding="utf-8"))
    with open_map(other) as map_:
        fill_vocabularies(map_)
        load(map_, {k: v[::-1] if isinstance(v, list) else v for k, v in document.items()})
    for form in ("csv", "json", "graphml", "geojson"):
        for audience in ("public", "partners"):
            ours = run("export", form, "--audience", audience).stdout
            assert run("export", form, "--audience", audience, map_=other).stdout == ours


@pytest.mark.parametrize(
    "what", ["relationships", "activities", "events", "resources", "areas", "need-figures", "terms"]
)
def test_csv_holds_one_table_at_a_time(example: Map, run: Run, what: str) -> None:
    document = run("export", "json", "--audience", "internal").json
    rows = list(csv.DictReader(io.StringIO(run("export", "csv", "--what", what, "--audience", "internal").stdout)))
    assert len(rows) == len(document[what.replace("-", "_")]) > 5


def test_a_workbook_is_for_a_program(example: Map, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ngos.xlsx"
    assert run("export", "xlsx", "--to", str(file)).exit_code == 0
    assert run("export", "xlsx", "--to", str(file), "--format", "json").json["unchanged"] is True
    line = [sys.executable, "-m", "ngomap", "--map", example.path, "export", "xlsx"]
    assert subprocess.run(line, capture_output=True, check=True).stdout == file.read_bytes()
    for name in ("ngos.csv", "ngos"):
        refused = run("export", "xlsx", "--to", str(tmp_path / name))
        assert (refused.exit_code, f"{name} does not end in .xlsx" in refused.stderr) == (2, True)
    assert run("export", "csv", "--what", "terms", "--to", str(tmp_path / "terms")).exit_code == 0
    monkeypatch.setattr("ngomap.cli.export.on_terminal", lambda: True)
    refused = run("export", "xlsx")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--to map.xlsx" in refused.stderr
    assert run("export", "xlsx", "--preview").exit_code == run("export", "csv").exit_code == 0


def test_import_reads_a_workbook_back(example: Map, run: Run, tmp_path: Path) -> None:
    file, new = tmp_path / "ngos.xlsx", tmp_path / "new.db"
    run("export", "xlsx", "--to", str(file))
    assert run("init", map_=new).exit_code == 0
    people = run("import", str(file), "--format", "json", map_=new).json["rejects"]
    assert people and all("It is a person." in reject["reason"] for reject in people)
    # Of the ties those of people have nobody to hold on to.
    assert run("import", str(file), "--sheet", "relationships", map_=new).exit_code == 3

    def public(map_: Path) -> tuple[set[str], set[tuple[str, ...]]]:
        found = run("export", "json", map_=map_).json
        names = {a["handle"]: a["name"] for a in found["actors"] if a["kind"] != "person"}
        ties = {(t["from"], t["type"], t["to"]) for t in found["relationships"] if {t["from"], t["to"]} <= names.keys()}
        return set(names.values()), ties

    actors, ties = public(example.path)
    read, tied = public(new)
    assert actors <= read and len(actors) > 30
    assert ties <= tied and len(ties) > 5


def test_filters_are_those_of_list(example: Map, run: Run) -> None:
    def listed(*filters: str) -> set[str]:
        records = run("list", *filters, "--people", "--limit", "0", "--format", "json").json["records"]
        return {a["handle"] for a in records}

    for filters in (["--issue", "corruption"], ["--area", "valmore", "--kind", "cbo"], ["--level", "national"]):
        exported = run("export", "json", "--audience", "internal", *filters).json
        handles = {a["handle"] for a in exported["actors"]}
        assert handles == listed(*filters) - {"pavlo-dessenne"}
        assert handles
        assert all({r["from"], r["to"]} <= handles for r in exported["relationships"])
        assert {a["actor"] for a in exported["activities"]} <= handles


def test_a_part_of_a_map_can_be_read_back(example: Map, run: Run, tmp_path: Path) -> None:
    part = run("export", "json", "--issue", "corruption", "--audience", "internal").json
    create_map(tmp_path / "part.db")
    with open_map(tmp_path / "part.db") as map_:
        load(map_, part)
    again = run("export", "json", "--audience", "internal", map_=tmp_path / "part.db").json
    assert again == part


def test_import_reads_the_table_of_organizations_back(example: Map, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "ngos.csv"
    run("export", "csv", "--to", str(table))
    new = tmp_path / "new.db"
    assert run("init", map_=new).exit_code == 0
    first = run("import", str(table), "--format", "json", map_=new).json
    # People do not come in by a table; that is for the import to say.
    people = run("export", "json").json["actors"]
    assert first["added"] == sum(a["kind"] != "person" for a in people) == 43
    assert first["rejected"] == len(people) - first["added"]
    fields = ("name", "kind", "level", "status", "website", "staff", "budget", "founded", "mission", "issues",
              "aliases", "lat", "lon", "populations", "identifiers")  # fmt: skip

    def facts(map_: Path | None) -> dict[str, Any]:
        found = run("export", "json", map_=map_).json["actors"]
        return {a["name"]: {f: a.get(f) for f in fields} for a in found if a["kind"] != "person"}

    assert facts(new) == facts(None)
    again = run("import", str(table), "--format", "json", map_=new).json
    assert (again["added"], again["changed"]) == (0, 0)


def test_import_of_the_whole_map_gives_the_same_map(example: Map, run: Run, tmp_path: Path) -> None:
    whole = tmp_path / "whole.json"
    run("export", "json", "--audience", "internal", "--to", str(whole))
    new = tmp_path / "new.db"
    run("init", map_=new)
    assert run("import", str(whole), map_=new).exit_code == 0
    assert run("export", "json", "--audience", "internal", map_=new).stdout == whole.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["xml"], "'xml' is not known"),
        (["csv", "--what", "secrets"], "'secrets' is not known"),
        (["json", "--what", "areas"], "--what is for csv"),
        (["csv", "--audience", "secret"], "'secret' is not one a file can be made for"),
        (["csv", "--issue", "nonsense"], "There is no issue 'nonsense'"),
    ],
)
def test_a_slip_is_said_and_nothing_written(
    example: Map, run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    before = set(tmp_path.iterdir())
    ran = run("export", *arguments, "--to", str(tmp_path / "out"))
    assert ran.exit_code in (1, 2)
    assert message in ran.stderr
    assert ran.stdout == ""
    assert set(tmp_path.iterdir()) == before


def test_the_map_itself_is_never_the_target(example: Map, run: Run, map_path: Path) -> None:
    ran = run("export", "json", "--to", str(map_path), "--force")
    assert ran.exit_code == 1
    assert "is a database" in ran.stderr
    assert run("export", "json").exit_code == 0


def test_without_a_map_there_is_nothing_to_export(run: Run, tmp_path: Path) -> None:
    ran = run("export", "csv", "--to", str(tmp_path / "out.csv"))
    assert ran.exit_code == 10
    assert not (tmp_path / "out.csv").exists()
