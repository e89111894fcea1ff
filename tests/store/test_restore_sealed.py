"""Sealed backups put back: what they say is on the disk only where the map itself would have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ngomap.errors import DamagedMap, MapLocked, NgomapError, WrongSecret
from ngomap.store import connection as connections
from ngomap.store import restore as module
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up
from ngomap.store.check import check
from ngomap.store.cipher import Secret, unlocked
from ngomap.store.connection import Map, open_map
from ngomap.store.encrypted import salt_of
from ngomap.store.encrypting import content_of, rewrite
from ngomap.store.restore import restore
from ngomap.store.sealing import make_identity, seal
from ngomap.store.search import search

pytest.importorskip("pyrage")
pytest.importorskip("sqlcipher3")

CANARY = "Cormorant Canary Circle"
SECRET = Secret(bytes(range(32)), True)


@pytest.fixture
def public(tmp_path: Path) -> str:
    return make_identity(tmp_path / "our.key")


@pytest.fixture
def sealed(empty_map: Map, tmp_path: Path, public: str) -> Path:
    """A sealed copy of a map that says more than it does by now."""
    for number in range(30):
        add_actor(empty_map, {"name": f"{CANARY} {number}", "kind": "ngo", "place": "Óld Tówn", "lat": 1.25, "lon": 0.1 + number})
    empty_map.connection.execute("ANALYZE")
    copy = back_up(empty_map, tmp_path / "copy.db.age", sealed_for=[public]).path
    with empty_map.connection:
        empty_map.connection.execute("DELETE FROM actors")
        empty_map.connection.execute("DELETE FROM history")
        empty_map.connection.execute("DELETE FROM actor_search")
    empty_map.connection.execute("VACUUM")
    return copy


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What was in each file that was taken away."""
    seen: list[bytes] = []
    unlink: Callable[..., None] = Path.unlink

    def look(path: Path, missing_ok: bool = False) -> None:
        seen.append(path.read_bytes() if path.exists() else b"")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", look)
    yield seen
    monkeypatch.undo()


def test_an_encrypted_map_takes_over_what_a_sealed_backup_says_and_nothing_is_written_plain(
    empty_map: Map, sealed: Path, map_path: Path, tmp_path: Path, gone: list[bytes]
) -> None:
    empty_map.connection.close()
    plain = tmp_path / "plain.db"
    restore(sealed, plain, tmp_path / "our.key")
    with open_map(plain) as map_:
        wanted = content_of(map_.connection)
    plain.unlink()
    rewrite(map_path, None, SECRET)
    gone.clear()
    with unlocked(SECRET):
        done = restore(sealed, map_path, tmp_path / "our.key")
        with open_map(map_path) as map_:
            assert content_of(map_.connection) == wanted
            assert len(search(map_, "Óld cormorant")) == 30
            assert [f.code for f in check(map_) if f.severity != "note"] == []
    assert done.before
    assert done.rows["actors"] == 30
    assert len(gone) >= 2
    assert None not in (salt_of(map_path), salt_of(done.before))
    assert not any(CANARY.encode() in content for content in (*gone, *(p.read_bytes() for p in tmp_path.iterdir())))


def test_into_a_plain_map_it_goes_straight_from_memory(empty_map: Map, sealed: Path, map_path: Path, tmp_path: Path, gone: list[bytes]) -> None:
    add_actor(empty_map, {"name": "Later", "kind": "ngo"})
    done = restore(sealed, map_path, tmp_path / "our.key")
    assert done.before
    assert len(all_refs(empty_map)) == 30, "whoever has it open sees it"
    with open_map(done.before) as before:
        assert [ref.name for ref in all_refs(before)] == ["Later"]
    assert not any(CANARY.encode() in content for content in gone)
    assert (map_path.stat().st_mode & 0o777, done.before.stat().st_mode & 0o777) == (0o600, 0o600)


def test_one_of_an_encrypted_map_stays_so(empty_map: Map, sealed: Path, map_path: Path, tmp_path: Path, public: str) -> None:
    add_actor(empty_map, {"name": CANARY, "kind": "ngo"})
    empty_map.connection.close()
    rewrite(map_path, None, SECRET)
    with unlocked(SECRET):
        with open_map(map_path) as map_:
            copy = back_up(map_, tmp_path / "locked.db.age", sealed_for=[public]).path
            add_actor(map_, {"name": "Later", "kind": "ngo"})
        restore(copy, map_path, tmp_path / "our.key")
        with open_map(map_path) as map_:
            assert [ref.name for ref in all_refs(map_)] == [CANARY]
    with pytest.raises(WrongSecret):
        restore(copy, map_path, tmp_path / "our.key")
    assert not any(CANARY.encode() in p.read_bytes() for p in tmp_path.iterdir())


def test_what_fails_changes_nothing_and_leaves_nothing(
    empty_map: Map, sealed: Path, map_path: Path, tmp_path: Path, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = tmp_path / "letter.age"
    letter.touch()
    seal(CANARY.encode() * 400, letter, [public])
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    key = tmp_path / "our.key"
    with pytest.raises(DamagedMap, match="not a map"):
        restore(letter, map_path, key)
    monkeypatch.setattr(connections, "WAIT_SECONDS", 0.1)
    empty_map.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(MapLocked):
        restore(sealed, map_path, key)
    empty_map.connection.execute("ROLLBACK")

    def full(_temporary: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "give_name", full)
    with pytest.raises(NgomapError, match="No space left"):
        restore(sealed, map_path, key)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
