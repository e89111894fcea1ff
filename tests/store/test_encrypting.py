"""Maps encrypted, decrypted and given another secret: the map is always whole, and nothing plain is left of it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ngomap.errors import AlreadyExists, DamagedMap, MapLocked, NgomapError, NoMap, WrongSecret
from ngomap.store import cipher, encrypting
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up, backup_folder, make_folder
from ngomap.store.check import check
from ngomap.store.cipher import Secret, connect_unlocked, key_for, unlocked
from ngomap.store.connection import open_map
from ngomap.store.encrypted import salt_of
from ngomap.store.encrypting import content_of, rewrite
from ngomap.store.migrations import create_map
from ngomap.store.restore import restore

pytest.importorskip("sqlcipher3")

KEY = Secret(bytes(range(32)), True)
OTHER = Secret(bytes(range(32, 64)), True)
CANARY = b"Cormorant Canary Circle"


@pytest.fixture
def plain(map_path: Path) -> Path:
    create_map(map_path)
    with open_map(map_path) as map_:
        for number in range(20):
            add_actor(map_, {"name": f"{CANARY.decode()} {number}", "kind": "ngo"})
        map_.connection.execute("ANALYZE")
    return map_path


def bytes_of(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def content(path: Path, secret: Secret | None) -> object:
    salt = salt_of(path)
    assert (salt is None) is (secret is None)
    connection = connect_unlocked(path, key_for(secret, salt) if secret and salt else None)
    try:
        return content_of(connection)
    finally:
        connection.close()


def test_there_and_back_again_nothing_is_lost_and_nothing_readable(plain: Path) -> None:
    plain.chmod(0o660)
    before = content(plain, None)
    rewrite(plain, None, KEY)
    assert CANARY not in bytes_of(plain.parent)
    assert content(plain, KEY) == before
    rewrite(plain, KEY, OTHER)
    assert CANARY not in bytes_of(plain.parent)
    assert content(plain, OTHER) == before
    with unlocked(KEY), pytest.raises(WrongSecret), open_map(plain):
        pass
    rewrite(plain, OTHER, None)
    assert content(plain, None) == before
    assert plain.stat().st_mode & 0o777 == 0o660
    assert [p.name for p in plain.parent.iterdir()] == [plain.name]


def test_the_bytes_of_the_plain_file_are_written_over(plain: Path) -> None:
    with plain.open("rb") as old:
        rewrite(plain, None, KEY)
        assert old.read() == b""
    with plain.open("r+b") as raw:
        size = plain.stat().st_size
        truncated: list[int] = []

        class Seen:
            def __getattr__(self, name: str) -> object:
                return getattr(raw, name)

            def truncate(self, to: int) -> None:
                raw.flush()
                truncated.append(to)

        encrypting._empty(Seen(), True)  # type: ignore[arg-type]
    assert (plain.read_bytes(), truncated) == (bytes(size), [0])


def test_it_lists_what_still_lies_readable(plain: Path) -> None:
    make_folder(backup_folder(plain))
    with open_map(plain) as map_:
        old = back_up(map_, backup_folder(plain)).path
    assert rewrite(plain, None, KEY).readable == (old,)
    with unlocked(KEY), open_map(plain) as map_:
        locked = back_up(map_, backup_folder(plain)).path
        found = {f.code: f for f in check(map_)}
        assert found["encrypted"].severity == "note"
        assert str(old) in found["plain-copy"].what
    assert rewrite(plain, KEY, OTHER).readable == (old, locked)


def test_what_it_refuses(plain: Path, tmp_path: Path) -> None:
    before = plain.read_bytes()
    with pytest.raises(NgomapError, match="is not encrypted"):
        rewrite(plain, KEY, None)
    with pytest.raises(NoMap):
        rewrite(tmp_path / "nothing.db", None, KEY)
    (tmp_path / "link.db").symlink_to(plain)
    with pytest.raises(NgomapError, match="symbolic link"):
        rewrite(tmp_path / "link.db", None, KEY)
    os.link(plain, tmp_path / "second.db")
    with pytest.raises(NgomapError, match="second name"):
        rewrite(plain, None, KEY)
    (tmp_path / "second.db").unlink()
    assert plain.read_bytes() == before
    rewrite(plain, None, KEY)
    before = plain.read_bytes()
    with pytest.raises(AlreadyExists):
        rewrite(plain, None, OTHER)
    with pytest.raises(WrongSecret):
        rewrite(plain, OTHER, None)
    assert plain.read_bytes() == before


def test_what_was_written_is_compared_before_it_counts(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export = encrypting._export

    def lossy(connection: sqlite3.Connection, source: str) -> None:
        export(connection, source)
        connection.execute("UPDATE main.actors SET notes = 'Not exported' WHERE id = 20")

    monkeypatch.setattr(encrypting, "_export", lossy)
    with pytest.raises(DamagedMap, match="does not hold what the map does"):
        rewrite(plain, None, KEY)
    assert salt_of(plain) is None
    assert [p.name for p in plain.parent.iterdir()] == [plain.name]


HOLD = """import sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("BEGIN"); c.execute("SELECT * FROM settings").fetchall()
print("held", flush=True); sys.stdin.read()
"""


def test_who_reads_is_waited_for(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cipher, "WAIT_SECONDS", 0.1)
    before = plain.read_bytes()
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, str(plain)], stdin=pipe, stdout=pipe) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        with pytest.raises(MapLocked):
            rewrite(plain, None, KEY)
        assert plain.read_bytes() == before
        assert [p.name for p in plain.parent.iterdir()] == [plain.name]
        reader.communicate(b"")
    rewrite(plain, None, KEY)


WRITE = """import sys, time
from pathlib import Path
from ngomap.errors import NgomapError
from ngomap.store.actor_edits import add_actor
from ngomap.store.cipher import Secret, unlocked
from ngomap.store.connection import open_map
done = 0
with unlocked(Secret(bytes(range(32)), True)):
    print("begin", flush=True)
    for n in range(20):
        # Who locks the file again and again at once lets nobody else in, as SQLite waits.
        time.sleep(0.1)
        try:
            with open_map(Path(sys.argv[1])) as map_:
                add_actor(map_, {"name": f"Written {n}", "kind": "ngo"})
        except NgomapError as error:
            assert error.exit_code == 11, error.message
            continue
        done += 1
print(done)
"""


def test_who_writes_meanwhile_loses_nothing(plain: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITE, str(plain)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        for old, new in ((None, KEY), (KEY, None), (None, KEY)):
            rewrite(plain, old, new)
            time.sleep(0.05)
        said, _ = writer.communicate(timeout=60)
    assert writer.returncode == 0
    with unlocked(KEY), open_map(plain) as map_:
        assert sum(a.name.startswith("Written") for a in all_refs(map_)) == int(said) > 0


def test_restoring_keeps_the_map_encrypted(plain: Path, tmp_path: Path) -> None:
    with open_map(plain) as map_:
        before = back_up(map_, tmp_path / "plain-backup").path
    rewrite(plain, None, KEY)
    with unlocked(KEY):
        with open_map(plain) as map_:
            locked = back_up(map_, tmp_path / "locked-backup").path
            add_actor(map_, {"name": "Later", "kind": "ngo"})
        for backup in (before, locked):
            done = restore(backup, plain)
            assert done.before is not None
            assert (salt_of(plain) is None, salt_of(done.before) is None) == (False, False)
            assert content(plain, KEY) == content(before, None)
        new = tmp_path / "new.db"
        restore(locked, new)
        assert salt_of(new) == salt_of(locked)
    before.unlink()
    assert CANARY not in bytes_of(tmp_path)


def test_a_backup_of_another_secret_or_form_changes_nothing(plain: Path, tmp_path: Path) -> None:
    with open_map(plain) as map_:
        open_one = back_up(map_, tmp_path / "plain-backup").path
    rewrite(plain, None, KEY)
    with unlocked(KEY), open_map(plain) as map_:
        locked = back_up(map_, tmp_path / "locked-backup").path
    with unlocked(OTHER):
        for backup in (open_one, locked):
            with pytest.raises(WrongSecret):
                restore(backup, plain)
    rewrite(plain, KEY, None)
    before = plain.read_bytes()
    with unlocked(KEY), pytest.raises(NgomapError, match="backup is encrypted"):
        restore(locked, plain)
    assert plain.read_bytes() == before
    assert {p.name for p in tmp_path.iterdir()} == {plain.name, "plain-backup", "locked-backup"}
