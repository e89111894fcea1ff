"""A share served by Datasette: described, searchable, and with nothing in it that its readers may not see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import Run

pytest.importorskip("datasette", reason="datasette is not installed")

CANARY = "Qwzxcanary"
# One process answers every address: starting Datasette costs more than all of the questions.
SERVED = """
import asyncio, json, sys
from datasette.app import Datasette
async def main():
    served = Datasette([], immutables=[sys.argv[1]], metadata=json.load(open(sys.argv[2])))
    for path in json.load(sys.stdin):
        answer = await served.client.get(path, follow_redirects=True)
        print(json.dumps([path, answer.status_code, answer.text]))
asyncio.run(main())
"""
WITHOUT_WARNINGS = {**os.environ, "PYTHONWARNINGS": "ignore"}


def asked(folder: Path, paths: list[str]) -> dict[str, tuple[int, str]]:
    ran = subprocess.run(
        [sys.executable, "-c", SERVED, str(folder / "share.db"), str(folder / "metadata.json")],
        input=json.dumps(paths), capture_output=True, text=True, check=True, env=WITHOUT_WARNINGS,
    )  # fmt: skip
    return {path: (code, text) for path, code, text in map(json.loads, ran.stdout.splitlines())}


def sql(query: str) -> str:
    return f"/share.json?_shape=array&sql={quote(query)}"


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Iterator[Path]:
    """A share for partners of a map that has a canary in everything that is not for them."""
    run("init", "--name", "Citizens")
    run("add", "Fair Elections", "--mission", "Every vote is counted.", "--audience", "public", "--issue", "elections")
    run("add", f"{CANARY} Group", "--audience", "internal", "--notes", f"{CANARY} note")
    run("edit", "fair-elections", "--notes", f"{CANARY} note")
    run("person", "add", f"Ana {CANARY}", "--org", "fair-elections", "--title", CANARY)
    run("link", "us", "fair-elections", "--rung", "2")
    run("log", "fair-elections", "--on", "2026-05-01", "--title", f"{CANARY} call", "--audience", "internal")
    run("log", "fair-elections", "--on", "2026-05-02", "--title", "Open day", "--audience", "partners")
    assert run("share", "--audience", "partners", "--to", str(tmp_path / "share.db")).exit_code == 0
    (tmp_path / "metadata.json").write_text(run("schema", "--datasette", map_=tmp_path / "share.db").stdout)
    yield tmp_path


def test_a_share_served_to_readers(folder: Path) -> None:
    views = ("organizations", "people", "ties", "coverage", "contacts_log")
    search = sql("select name from organizations where handle in (select a.handle from actors a join actor_search s "
                 "on s.rowid = a.id where actor_search match 'counted')")  # fmt: skip
    first = asked(folder, ["/share.json", *(f"/share/{view}.json?_shape=array" for view in views), search, "/-/databases.json"])
    assert {code for code, _ in first.values()} == {200}
    assert [d["name"] for d in json.loads(first["/-/databases.json"][1])] == ["share"]
    assert json.loads(first[search][1]) == [{"name": "Fair Elections"}]
    rows = {view: json.loads(first[f"/share/{view}.json?_shape=array"][1]) for view in views}
    assert sorted(row["name"] for row in rows["organizations"]) == ["Citizens", "Fair Elections"]
    assert [row["title"] for row in rows["contacts_log"]] == ["Open day"]
    assert (len(rows["ties"]), rows["people"]) == (1, [])

    listed = json.loads(first["/share.json"][1])
    names = [t["name"] for t in listed["tables"]] + [v if isinstance(v, str) else v["name"] for v in listed["views"]]
    assert {"actors", *views} <= set(names)
    # Every table and view, hidden ones too, as programs are shown them, and some as people are.
    pages = asked(folder, ["/", "/share", *(f"/share/{n}?_size=max" for n in ("actors", *views)),
                           *(f"/share/{n}.json?_size=max" for n in names)])  # fmt: skip
    assert {code for code, _ in pages.values()} == {200}
    assert "organizations and people" in pages["/share/actors?_size=max"][1], "the table is described"
    assert "year, month or day, ISO" in pages["/share/actors?_size=max"][1], "its columns are described"
    for text in (text for found in (first, pages) for _, text in found.values()):
        assert CANARY.casefold() not in text.casefold()
    assert CANARY.encode() not in (folder / "share.db").read_bytes()
    assert CANARY.encode() in (folder / "test.db").read_bytes()
