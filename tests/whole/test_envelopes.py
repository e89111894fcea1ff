"""Every command answers in JSON with one envelope, ends quietly when nobody reads on, and never with a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ngomap.sharing.take_in import take_in
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.cipher import Secret
from ngomap.store.commitment_edits import add_commitment
from ngomap.store.connection import open_map
from ngomap.store.encrypting import rewrite
from ngomap.store.exchange_edits import record_exchange
from ngomap.store.grant_edits import add_grant
from ngomap.store.project_edits import add_project
from ngomap.store.share_source import Foreign
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
KEY = bytes(range(32))
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
    "geocode": "geocode --all",
    "near": "near us --within 5km",
    "gaps": "gaps",
    "map": "map --limit 5",
    "coverage": "coverage --focus us",
    "duplication": "duplication",
    "allies": "allies --issue corruption --explain",
    "partners": "partners",
    "atlas": "atlas --to {folder}/atlas.html",
    "report": "report --to {folder}/report.md --no-pictures",
    "network": "network --compare 2025-06-01",
    "match": "match",
    "exchange record": "exchange record us bright-slate Chairs --kind in-kind --lent --due 2030-01-01",
    "exchange return": "exchange return 901 --on 2026-11-01",
    "exchange list": "exchange list",
    "exchange remove": "exchange remove 901",
    "exchange ledger": "exchange ledger",
    "whatif": "whatif --without bright-slate",
    "person add": "person add Nobody",
    "person edit": "person edit amara-tesfolin --phone 1",
    "person list": "person list",
    "link": "link us night-door --rung 1",
    "unlink": "unlink us bright-slate",
    "log": "log bright-slate",
    "today": "today",
    "done": "done 1",
    "postpone": "postpone 1 2026-12-01",
    "brief": "brief bright-slate --issue corruption",
    "agree": "agree bright-slate",
    "ladder": "ladder",
    "trust": "trust bright-slate",
    "spectrum": "spectrum --issue procurement",
    "protection": "protection",
    "intro": "intro bright-slate --via board --draft",
    "board": "board",
    "project add": "project add Plays --lead us --with bright-slate --issue corruption --area kethira",
    "project partner": "project partner plays-on-paper bright-slate --role host",
    "project edit": "project edit plays-on-paper --status running",
    "project list": "project list",
    "project show": "project show plays-on-paper",
    "project close": "project close plays-on-paper",
    "project remove": "project remove plays-on-paper --yes",
    "project assess": "project assess plays-on-paper",
    "project ideas": "project ideas --with bright-slate",
    "coalition add": "coalition add Tenders --issue procurement --member us",
    "coalition edit": "coalition edit quelvara-integrity-alliance --ask Bids",
    "coalition join": "coalition join quelvara-integrity-alliance bright-slate",
    "coalition leave": "coalition leave quelvara-integrity-alliance us",
    "coalition list": "coalition list",
    "coalition show": "coalition show quelvara-integrity-alliance",
    "coalition plan": "coalition plan --issue procurement --target teshmar-procurement-office",
    "coalition readiness": "coalition readiness quelvara-integrity-alliance",
    "coalition voice": "coalition voice quelvara-integrity-alliance",
    "stance": "stance bright-slate +1 --issue corruption",
    "balance": "balance",
    "approach": "approach teshmar-city-council mixed --issue corruption",
    "grant add": "grant add Seeds --funder ostby-lauren-fund --registered --years 3",
    "grant edit": "grant edit sown-seeds --years 3",
    "grant list": "grant list",
    "grant show": "grant show sown-seeds",
    "grant remove": "grant remove sown-seeds --yes",
    "grant eligible": "grant eligible sown-seeds",
    "commitment add": "commitment add Promise --by teshmar-city-council --due 2026-12-01",
    "commitment observe": "commitment observe answer-within-a-month --finding progress",
    "commitment monitor": "commitment monitor us --training Course",
    "commitment list": "commitment list",
    "commitment show": "commitment show answer-within-a-month",
    "commitment edit": "commitment edit answer-within-a-month --audience public",
    "commitment remove": "commitment remove answer-within-a-month --yes",
    "commitment report": "commitment report --to {folder}/promises.md",
    "export": "export csv --to {folder}/out.csv",
    "keygen": "keygen --to {folder}/our.key",
    "ask": "ask us --to {folder}/own.xlsx",
    "share": "share --audience partners --for Partner --to {folder}/share.db",
    "merge-map": "merge-map {folder}/spare.db",
    "conflicts list": "conflicts list",
    "conflicts settle": "conflicts settle 1 --theirs",
    "history": "history us",
    "undo": "undo 2",
    "encrypt": "encrypt --new-key-file {folder}/first.key --make-key",
    "rekey": "--map {folder}/locked.db --key-file {folder}/locked.key rekey --new-key-file {folder}/second.key --make-key",
    "decrypt": "--map {folder}/again.db --key-file {folder}/locked.key decrypt",
    "settings": "settings author Ana",
    "backup": "backup --to {folder}/copy.db",
    "check": "check --mend",
    "restore": "restore {folder}/spare.db",
    "forget": "forget night-door --yes",
    "schema": "schema",
}


def _locked(example: Path) -> Path:
    """The example encrypted, made once."""
    locked = example.with_name("locked.db")
    if not locked.exists():
        locked.write_bytes(example.read_bytes())
        rewrite(locked, None, Secret(KEY, True))
    return locked


def lay_out(example: Path, map_path: Path) -> Path:
    """A copy of the example, grown so that every call finds what it speaks of, and what they read beside it; the folder."""
    tmp_path = map_path.parent
    map_path.write_bytes(example.read_bytes())
    (tmp_path / "spare.db").write_bytes(example.read_bytes())
    for name in ("locked.db", "again.db"):
        (tmp_path / name).write_bytes(_locked(example).read_bytes())
    (tmp_path / "locked.key").write_bytes(KEY)
    (tmp_path / "table.csv").write_text("name,acronym\nSomething New,SN\n", encoding="utf-8")
    with open_map(map_path) as map_:
        add_project(map_, "Plays on Paper", {}, {})
        actor = add_actor(map_, {"name": "Taken Back Again", "kind": "ngo"})
        lent: dict[str, object] = {"id": 901, "mode": "lent", "kind": "tools", "description": "Ladder", "on_date": "2026-01-02"}
        record_exchange(map_, *all_refs(map_)[:2], lent)
        add_grant(map_, {"name": "Sown Seeds", "funder_id": actor.id, "years": 5})
        council = next(a for a in all_refs(map_) if a.handle == "teshmar-city-council")
        add_commitment(map_, council, "Answer within a month", {"on_date": "2026-03-01"})
        said = {"handle": "night-door", "name": "Night Door", "kind": "ngo", "level": "national"}
        take_in(map_, Foreign({"ngomap": "map/1", "actors": [said]}, "Partner", ""), "Partner", "2026-03-01")
    return tmp_path


@pytest.fixture(scope="session")
def laid_out(example_map: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all that the calls speak of, made once. Copy it, do not change it."""
    return lay_out(example_map, tmp_path_factory.mktemp("laid-out") / "test.db")


@pytest.fixture
def on_example(laid_out: Path, map_path: Path) -> Path:
    """The folder of the test's map, which is the example."""
    for file in laid_out.iterdir():
        shutil.copy(file, map_path.parent)
    return map_path.parent


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


@pytest.mark.parametrize("name", [n for n in CALLS if n not in ("init", "demo", "keygen")])
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
