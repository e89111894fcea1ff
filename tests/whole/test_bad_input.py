"""Whatever is typed wrongly is answered in one or two lines, with the right exit code, and nothing in the map changes."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Run

MISTAKES = [
    ("add ''", 2),
    ("add '?!'", 2),
    ("add X --kind club", 2),
    ("add X --level galactic", 2),
    ("add X --lat 91 --lon 0", 2),
    ("add X --lat 0 --lon 181", 2),
    ("add X --lat 1", 2),
    ("add X --lat -1,29 --lon 36,8", 2),
    ("add X --lat nan --lon 0", 2),
    ("add X --staff 1_000", 2),
    ("add X --staff ３", 2),
    ("add X --budget 1,234", 2),
    ("add X --budget 1e400", 2),
    ("add X --budget -5", 2),
    ("add X --currency euro", 2),
    ("add X --country Kenia1", 2),
    ("add X --founded 01/02/2024", 2),
    ("add X --founded 2024-02-30", 2),
    ("add X --email nobody", 2),
    ("add X --website javascript:alert(1)", 2),
    ("add X --website ftp://example.org", 2),
    ("add X --id 12345", 2),
    ("add X --audience everyone", 2),
    ("add X --issue xyzzy", 1),
    ("add X --serves Nowhere", 1),
    ("add 'Bright Slate Learnin'", 1),
    ("edit bright-slate", 2),
    ("edit bright-slate --clear name", 2),
    ("edit bright-slate --kind person", 2),
    ("edit nobody-at-all --level local", 1),
    ("show zzzzzz", 1),
    ("show ''", 1),
    ("list --kind club", 2),
    ("list --issue xyzzy", 1),
    ("list --unverified-since 01/02/2024", 2),
    ("list --limit -1", 2),
    ("find '('", 2),
    ("find ''", 2),
    ("remove bright-slate", 2),
    ("remove us --yes", 1),
    ("verify bright-slate --on tomorrow", 2),
    ("survey Nowhere", 1),
    ("link us us", 2),
    ("link us bright-slate --rung 6", 2),
    ("link us bright-slate --rung -1", 2),
    ("link us bright-slate --type loves", 2),
    ("link us bright-slate --type funds --rung 2", 2),
    ("link us bright-slate --type on-board-of", 2),
    ("link us bright-slate --reliability 5", 2),
    ("link us bright-slate --since 2026-05 --until 2026-04", 2),
    ("unlink us zirrah-herders-assembly", 1),
    ("log", 2),
    ("log bright-slate --kind party", 2),
    ("log bright-slate --due 2026-12-01", 2),
    ("log bright-slate --on 1/2/26", 2),
    ("offer us Room --kind castle", 2),
    ("need us Van --kind vehicles --quantity 0", 2),
    ("stance bright-slate +3 --issue corruption", 2),
    ("stance bright-slate +1", 2),
    ("stance bright-slate +1 --issue corruption --influence 6", 2),
    ("term add colour Red", 2),
    ("term add issue corruption", 1),
    ("term add issue Zebras --sdg 18", 2),
    ("term merge issue corruption corruption", 2),
    ("area add kethira --level district --under lower-quelvara", 1),
    ("area merge kethira kethira", 2),
    ("person add '???'", 2),
    ("person add Somebody --org nobody-at-all", 1),
    ("gaps everything", 2),
    ("gaps coverage --as-of soon", 2),
    ("duplication --threshold 2", 2),
    ("allies --issue corruption --for money", 2),
    ("allies --issue xyzzy", 1),
    ("partners --for nobody-at-all", 1),
    ("export pdf", 2),
    ("export csv --audience secret", 2),
    ("import no-such-file.csv", 1),
    ("frobnicate", 2),
]


@pytest.fixture(scope="module")
def example(example_map: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's map; the mistakes must leave it as it is."""
    return Path(shutil.copy(example_map, tmp_path_factory.mktemp("mistakes")))


@pytest.mark.parametrize(("typed", "code"), MISTAKES, ids=[m for m, _ in MISTAKES])
def test_a_mistake_is_explained_and_changes_nothing(typed: str, code: int, example: Path, run: Run) -> None:
    before = hashlib.sha256(example.read_bytes()).hexdigest()
    ran = run(*shlex.split(typed), map_=example)
    assert ran.exit_code == code, ran.stdout + ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")
    assert len(ran.stderr.splitlines()) <= 2
    assert hashlib.sha256(example.read_bytes()).hexdigest() == before


EVIL = "[bold]x[/] [link=http://e.example]l[/link] \x1b]8;;http://e.example\x07 \x9b31m \u202eevil\u2066 </script><b>"


def test_an_evil_name_is_stored_whole_and_shown_harmlessly(example: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_bytes(example.read_bytes())
    assert run("add", EVIL, "--issue", "corruption", "--notes", EVIL, "--new", map_=path).exit_code == 0
    with sqlite3.connect(path) as connection:
        (stored,) = connection.execute("SELECT name FROM actors ORDER BY id DESC LIMIT 1").fetchone()
    assert "[bold]x[/]" in stored
    for command in (["list", "--limit", "0"], ["find", "evil"], ["allies", "--issue", "corruption", "--limit", "0"]):
        for form in ("table", "json", "csv", "md"):
            ran = run(*command, "--format", form, map_=path)
            assert ran.exit_code == 0, ran.stderr
            text = ran.stdout + ran.stderr
            assert not {
                c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066"
            }
            assert "bold" in text


@pytest.mark.parametrize(
    ("content", "code"), [(b"", 14), (b"this is no database, but a letter" * 40, 14), (None, 14), ("sqlite", 14)]
)
def test_what_is_no_map_is_not_touched(content: bytes | str | None, code: int, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "odd.db"
    if content is None:
        path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    elif isinstance(content, str):
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE letters (a)")
        connection.commit()
        connection.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    for command in (["list"], ["add", "X"], ["init"], ["demo"]):
        ran = run(*command, map_=path)
        assert ran.exit_code == (1 if command[0] in ("init", "demo") else code), ran.stderr
        assert len(ran.stderr.splitlines()) <= 2
    assert path.read_bytes() == before
