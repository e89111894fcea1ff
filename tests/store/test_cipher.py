"""Encrypted files: what opens them, what they show, and that they behave as plain ones do."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ngomap.errors import DamagedMap, MapLocked, MissingExtra, WrongSecret
from ngomap.store import cipher
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up
from ngomap.store.check import check
from ngomap.store.cipher import Secret, unlocked
from ngomap.store.connection import connect, open_map
from ngomap.store.encrypted import open_encrypted_with, salt_of
from ngomap.store.encrypting import rewrite
from ngomap.store.migrations import create_map
from ngomap.store.share_source import read_map
from ngomap.store.undo import undo
from ngomap.store.writing import write

library = pytest.importorskip("sqlcipher3")

KEY = Secret(bytes(range(32)), True)
CANARY = "Cormorant Canary Circle"


@pytest.fixture
def locked(map_path: Path) -> Iterator[Path]:
    """An encrypted map with one actor, which the test may open."""
    create_map(map_path)
    with open_map(map_path) as map_:
        add_actor(map_, {"name": CANARY, "kind": "ngo"})
    rewrite(map_path, None, KEY)
    with unlocked(KEY):
        yield map_path


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_a_plain_file_is_told_from_an_encrypted_one(map_path: Path, tmp_path: Path) -> None:
    create_map(map_path)
    assert salt_of(map_path) is None
    rewrite(map_path, None, KEY)
    assert salt_of(map_path) == map_path.read_bytes()[:16]
    for name, content in {
        "empty": b"", "short": os.urandom(15), "odd": os.urandom(5000), "text": b"Nobody reads this. " * 4096, "zeros": bytes(8192),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        assert salt_of(tmp_path / name) is None, name
    assert salt_of(tmp_path) is None
    assert salt_of(tmp_path / "nothing") is None


def test_the_plain_map_needs_no_library(map_path: Path) -> None:
    create_map(map_path)
    program = f"import sys; from pathlib import Path; from ngomap.store.connection import open_map\nwith open_map(Path({str(map_path)!r})): pass\nprint({{'sqlcipher3', 'hashlib'}} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said == "set()\n"


@pytest.mark.parametrize("passphrase", ["plain words here", "it's \"quoted\"; --", "x'" + "ab" * 32 + "'", "nul\0within it", "ключ от карты"])
def test_other_programs_open_it_with_the_passphrase(
    passphrase: str, map_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_map(map_path)
    if not passphrase.startswith("plain"):
        # Deriving takes long, and is done once here as SQLCipher does it by default.
        monkeypatch.setattr(cipher, "ROUNDS", 1000)
    cipher._derived.cache_clear()
    secret = Secret(passphrase.encode())
    rewrite(map_path, None, secret)
    other = library.connect(str(map_path))
    if passphrase.startswith("x'"):
        # SQLCipher would take that for a key, and not derive one from it.
        passphrase = cipher.key_for(secret, map_path.read_bytes()[:16])
    other.set_key(passphrase)
    other.execute(f"PRAGMA kdf_iter = {cipher.ROUNDS}")
    assert other.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0] > 0
    other.close()
    cipher._derived.cache_clear()
    with unlocked(secret), open_map(map_path) as map_:
        assert all_refs(map_) == []


def test_a_wrong_secret_is_told_and_changes_nothing(locked: Path) -> None:
    before = locked.read_bytes()
    for wrong, word in ((Secret(bytes(32), True), "key"), (Secret(b"wrong horse battery"), "passphrase")):
        with unlocked(wrong), pytest.raises(WrongSecret) as raised, open_map(locked):
            pass
        assert raised.value.exit_code == 12
        assert f"does not open with this {word}" in raised.value.message
        assert "damaged" in raised.value.hint
    before_us = open_encrypted_with(None)
    with pytest.raises(WrongSecret, match="is encrypted"), open_map(locked):
        pass
    open_encrypted_with(before_us)
    assert locked.read_bytes() == before


def test_without_the_library_it_says_what_to_install(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    monkeypatch.setitem(sys.modules, "sqlcipher3.dbapi2", None)
    with pytest.raises(MissingExtra) as raised, open_map(locked):
        pass
    assert "ngomap[secure]" in raised.value.hint


def test_damage_behind_the_first_page_is_damage(locked: Path) -> None:
    content = bytearray(locked.read_bytes())
    content[4096 * 7 + 100] ^= 1
    locked.write_bytes(content)
    with open_map(locked) as map_:
        found = [f for f in check(map_) if f.severity == "damaged"]
        assert found[0].what == "HMAC verification failed for page 8"
    locked.write_bytes(content[: 4096 * 5])
    with pytest.raises(DamagedMap), open_map(locked):
        pass
    locked.write_bytes(content[:-1000])
    with pytest.raises(DamagedMap), open_map(locked):
        pass


def test_errors_are_those_of_sqlite(locked: Path) -> None:
    connection = connect(locked)
    with pytest.raises(sqlite3.OperationalError, match="syntax") as raised:
        connection.execute("SELEC 1")
    assert raised.value.sqlite_errorname == "SQLITE_ERROR"
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO settings(key, value) VALUES (NULL, NULL)")
    other = connect(locked)
    other.execute("PRAGMA busy_timeout = 0")
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as raised:
        other.execute("BEGIN IMMEDIATE")
    assert raised.value.sqlite_errorname == "SQLITE_BUSY"
    other.close()
    connection.close()
    with closing(connect(locked)) as reader:
        rows = reader.execute("SELECT abs(column1) FROM (VALUES (1), (-9223372036854775807 - 1))")
        with pytest.raises(sqlite3.OperationalError, match="overflow"):
            list(rows)


def test_nothing_can_be_read_beside_it_in_the_middle_of_a_change(locked: Path) -> None:
    with open_map(locked) as map_:
        # So small a cache that pages go to the file, and those they replace to the journal, before the end.
        map_.connection.execute("PRAGMA cache_size = 5")
        with write(map_):
            for number in range(120):
                add_actor(map_, {"name": f"{CANARY} {number}", "kind": "ngo"})
            journal = locked.with_name(locked.name + "-journal")
            assert journal.stat().st_size > 4096
            content = bytes_of(locked.parent)
    assert b"Canary" not in content
    assert b"CREATE TABLE" not in content
    assert b"Canary" not in bytes_of(locked.parent)


def test_history_and_undo(locked: Path) -> None:
    with open_map(locked) as map_:
        add_actor(map_, {"name": "Somebody", "kind": "ngo"})
        assert len(all_refs(map_)) == 2
        undo(map_)
        assert [a.name for a in all_refs(map_)] == [CANARY]


def test_copies_are_encrypted_with_the_same_secret(locked: Path, tmp_path: Path) -> None:
    with open_map(locked) as map_:
        done = back_up(map_, tmp_path / "copy.db")
        folder = tmp_path / "copies"
        folder.mkdir()
        first = back_up(map_, folder)
        assert back_up(map_, folder, if_changed=True).unchanged
        add_actor(map_, {"name": "Somebody", "kind": "ngo"})
        assert not back_up(map_, folder, if_changed=True).unchanged
    assert salt_of(done.path) == salt_of(first.path) == salt_of(locked)
    assert b"Canary" not in bytes_of(tmp_path)
    with open_map(done.path) as map_:
        assert [a.name for a in all_refs(map_)] == [CANARY]


def test_it_is_read_into_memory_for_a_merge(locked: Path) -> None:
    document = read_map(locked).document
    assert CANARY in str(document)


def test_several_write_at_once(locked: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom ngomap.store.cipher import Secret, unlocked\n"
        "from ngomap.store.connection import open_map\nfrom ngomap.store.actor_edits import add_actor\n"
        "with unlocked(Secret(bytes(range(32)), True)), open_map(Path(sys.argv[1])) as map_:\n"
        "    for n in range(3):\n        add_actor(map_, {'name': f'Writer {sys.argv[2]} {n}', 'kind': 'ngo'})\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(locked), str(n)]) for n in range(8)]
    assert [w.wait(60) for w in writers] == [0] * 8
    with open_map(locked) as map_:
        assert len(all_refs(map_)) == 25
        assert not [f for f in check(map_) if f.severity == "damaged"]


def test_a_map_that_was_replaced_is_not_written_to(locked: Path) -> None:
    with open_map(locked) as map_:
        rewrite(locked, KEY, None)
        with pytest.raises(MapLocked, match="replaced"):
            add_actor(map_, {"name": "Into the void", "kind": "ngo"})
    with open_map(locked) as map_:
        assert [a.name for a in all_refs(map_)] == [CANARY]
