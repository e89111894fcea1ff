"""Every command answers in JSON with one envelope, ends quietly when nobody reads on, and never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import open_map
from tests.conftest import Run
from tests.whole.test_documentation import EVERY

KEYS = {
    "report/1": {
        "ngomap", "name", "question", "method", "parameters", "findings", "caveats", "next", "totals", "total",
    },
    "records/1": {"ngomap", "kind", "records", "notes", "total"},
    "change/1": {"ngomap", "action", "kind", "record", "text", "undo", "notes"},
    "intake/1": {
        "ngomap", "file", "format", "read", "added", "changed", "unchanged", "rejected", "rejects", "dry_run", "columns",
        "samples", "examples", "stored", "notes", "next",
    },
    "export/1": {"ngomap", "path", "format", "audience", "written", "withheld", "unchanged", "notes"},
}  # fmt: skip
FINDING_KEYS = {"subject", "label", "value", "unit", "reasons", "group"}
REASON_KEYS = {"code", "text", "evidence"}

# One real call of every command on the example; {folder} is the test's own.
CALLS: dict[str, str] = {
    "init": "--map {folder}/new.db init",
    "demo": "--map {folder}/second.db demo",
    "import": "import {folder}/table.csv",
    "add": "add Somebody",
    "edit": "edit bright-slate --level local",
    "show": "show bright-slate",
    "list": "list --issue corruption",
    "find": "find theatre",
    "remove": "remove night-door --yes",
    "verify": "verify bright-slate",
    "suggest-terms": "suggest-terms bright-slate",
    "survey": "survey kethira",
    "dedupe": "dedupe",
    "merge": "merge bright-slate night-door --yes",
    "activity add": "activity add us --issue procurement --area kethira",
    "activity list": "activity list",
    "activity remove": "activity remove 1 --yes",
    "offer": "offer us Room --kind space",
    "need": "need us Van --kind vehicles",
    "term add": "term add issue Zebras",
    "term list": "term list issue",
    "term move": "term move issue bribery --under governance",
    "term merge": "term merge issue nepotism bribery",
    "term remove": "term remove issue sport",
    "area add": "area add Newtown",
    "area list": "area list",
    "area move": "area move anjelu --under kethira",
    "area merge": "area merge anjelu brekvitsa",
    "area remove": "area remove nhariko",
    "gaps": "gaps",
    "duplication": "duplication",
    "allies": "allies --issue corruption --explain",
    "partners": "partners",
    "person add": "person add Nobody",
    "person edit": "person edit amara-tesfolin --phone 1",
    "person list": "person list",
    "link": "link us night-door --rung 1",
    "unlink": "unlink us bright-slate",
    "log": "log bright-slate",
    "stance": "stance bright-slate +1 --issue corruption",
    "export": "export csv --to {folder}/out.csv",
    "history": "history us",
    "undo": "undo 2",
    "schema": "schema",
}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's map, made once and copied by who changes it."""
    folder = tmp_path_factory.mktemp("example")
    result = subprocess.run(
        [sys.executable, "-m", "ngomap", "demo", "--quiet"], cwd=folder, stdout=subprocess.DEVNULL, check=True
    )
    assert result.returncode == 0
    return folder / "ngomap.db"


@pytest.fixture
def on_example(example: Path, map_path: Path, tmp_path: Path) -> Path:
    """A copy of the example where the test's map is, and a table to import; the folder."""
    map_path.write_bytes(example.read_bytes())
    (tmp_path / "table.csv").write_text("name,acronym\nSomething New,SN\n", encoding="utf-8")
    with open_map(map_path) as map_:
        add_actor(map_, {"name": "Taken Back Again", "kind": "ngo"})
    return tmp_path


def test_every_command_has_a_call() -> None:
    assert set(CALLS) == set(EVERY)


@pytest.mark.parametrize("name", CALLS)
def test_json_keeps_one_envelope(name: str, on_example: Path, run: Run) -> None:
    ran = run(*CALLS[name].format(folder=on_example).split(), "--format", "json")
    assert ran.exit_code == 0, ran.stderr
    document = ran.json
    assert set(document) == KEYS[document["ngomap"]]
    for finding in document.get("findings", []):
        assert set(finding) == FINDING_KEYS
        assert all(set(reason) == REASON_KEYS for reason in finding["reasons"])


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("form", ["table", "csv", "md"])
def test_every_form_says_something_and_nothing_dangerous(name: str, form: str, on_example: Path, run: Run) -> None:
    ran = run(*CALLS[name].format(folder=on_example).split(), "--format", form)
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.strip()
    assert "\x1b" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("name", [n for n in CALLS if n not in ("init", "demo")])
def test_without_a_map_every_command_says_so(name: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "table.csv").write_text("name\nX\n", encoding="utf-8")
    ran = run(*CALLS[name].format(folder=tmp_path).split())
    assert ran.exit_code == 10
    assert ran.stderr.startswith("Error: There is no map at ")
    assert ran.stdout == ""


@pytest.mark.parametrize("name", EVERY)
def test_an_unknown_option_is_a_usage_error_in_two_lines(name: str, run: Run) -> None:
    ran = run(*name.split(), "--no-such-option")
    assert ran.exit_code == 2
    assert ran.stderr.startswith("Error: ")
    assert len(ran.stderr.splitlines()) <= 2


@pytest.mark.parametrize("command", ["list --limit 0", "list --format json", "schema", "gaps", "--help", "export json"])
def test_nobody_reading_on_is_no_error(command: str, on_example: Path) -> None:
    line = f"{sys.executable} -m ngomap --map {on_example / 'test.db'} {command} | head -1"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    shell = ["bash", "-c", f"set -o pipefail; {line}"]
    result = subprocess.run(shell, capture_output=True, text=True, check=False, env=environment)
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 1


def test_json_is_one_object_and_nothing_else(on_example: Path, run: Run) -> None:
    text = run("list", "--format", "json").stdout
    assert json.loads(text)["ngomap"] == "records/1"
    assert text.startswith("{")
    assert text.endswith("}\n")
