"""What is kept of a map's graph is that of the map as it is, for those alone who may read the map, and never in the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from ngomap.store import graph_keeping as module
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up
from ngomap.store.check import check
from ngomap.store.cipher import Secret, unlocked
from ngomap.store.connection import Map, map_in_memory, open_map, snapshot
from ngomap.store.encrypting import rewrite
from ngomap.store.forget import forget_actor
from ngomap.store.graph_file import graph_file, take_away
from ngomap.store.graph_keeping import GraphFile, graph_file_of
from ngomap.store.restore import restore
from ngomap.store.settings_edits import set_us
from ngomap.store.undo import undo

CONTENT = b"who is tied to whom"
ASKED = ["2026-05-01"]
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def file_of(map_: Map) -> GraphFile:
    found = graph_file_of(map_, ASKED)
    assert found is not None
    return found


def told(path: Path) -> bytes | None:
    """What another process would find."""
    with open_map(path) as map_, snapshot(map_):
        return file_of(map_).content()


@pytest.fixture
def kept(empty_map: Map) -> Path:
    add_actor(empty_map, {"name": "Bright Slate", "kind": "ngo"})
    file_of(empty_map).keep(CONTENT)
    assert told(empty_map.path) == CONTENT
    return empty_map.path


def test_it_is_for_what_was_asked_and_for_nothing_else(kept: Path) -> None:
    with open_map(kept) as map_:
        other = graph_file_of(map_, ["2026-05-02"])
        assert other is not None and other.content() is None
        other.keep(b"more")
        assert other.content() == b"more"
    assert told(kept) is None


def _add(path: Path) -> None:
    with open_map(path) as map_:
        add_actor(map_, {"name": "Other", "kind": "ngo"})


def _undo(path: Path) -> None:
    with open_map(path) as map_:
        undo(map_)


def _set(path: Path) -> None:
    with open_map(path) as map_:
        set_us(map_, all_refs(map_)[0], True)


def _by_another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE actors SET founded = '2001'")


def _in_secret(path: Path) -> None:
    """As nobody should, with the history left out, and the time put back."""
    known = path.stat()
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE actors SET founded = '2001'")
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


def _replaced(path: Path) -> None:
    other = path.with_name("other.db")
    shutil.copy2(path, other)
    other.replace(path)


def _written_over(path: Path) -> None:
    known, content = path.stat(), path.read_bytes()
    path.write_bytes(content)
    os.utime(path, ns=(known.st_atime_ns, known.st_mtime_ns))


@pytest.mark.parametrize("change", [_add, _undo, _set, _by_another_program, _in_secret, _replaced, _written_over])
def test_after_any_change_there_is_none(kept: Path, change: Callable[[Path], None]) -> None:
    change(kept)
    assert told(kept) is None


@pytest.mark.parametrize("change", [_add, _undo, _set])
def test_our_own_changes_take_it_away(kept: Path, change: Callable[[Path], None]) -> None:
    change(kept)
    assert not graph_file(kept).exists()


def test_the_clock_of_the_file_system_alone_is_not_trusted(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a stick that tells times to two seconds, two changes may look like one."""
    state = module._state(kept)
    monkeypatch.setattr(module, "_state", lambda path: state)
    assert told(kept) == CONTENT
    _by_another_program(kept)
    assert told(kept) is None


def test_a_map_that_was_changed_meanwhile_is_not_kept(empty_map: Map) -> None:
    file = file_of(empty_map)
    _add(empty_map.path)
    file.keep(CONTENT)
    assert not graph_file(empty_map.path).exists()


def test_one_that_is_changed_at_the_last_moment_is_taken_away(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    add_actor(empty_map, {"name": "Bright Slate", "kind": "ngo"})
    file, replace = file_of(empty_map), Path.replace

    def late(self: Path, target: Path) -> Path:
        _by_another_program(empty_map.path)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", late)
    file.keep(CONTENT)
    assert not graph_file(empty_map.path).exists()


def test_who_writes_meanwhile_is_not_mixed_with_who_reads(kept: Path) -> None:
    """A reader of the state before asks for that state, also after somebody else has written."""
    with open_map(kept) as map_, snapshot(map_):
        before = file_of(map_)
        assert before.content() == CONTENT
    _by_another_program(kept)
    before.keep(b"old")
    assert told(kept) is None


@pytest.mark.parametrize("content", [b"", b"ngomap-graph 1 ", b"ngomap-graph 1 []\n" + CONTENT, b"something else"])
def test_what_is_none_of_ours_is_not_read(kept: Path, content: bytes) -> None:
    graph_file(kept).write_bytes(content)
    assert told(kept) is None


def test_what_is_damaged_is_not_read(kept: Path) -> None:
    whole = graph_file(kept).read_bytes()
    assert whole.endswith(CONTENT)
    for at in range(len(whole)):
        graph_file(kept).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert told(kept) is None
        graph_file(kept).write_bytes(whole[:at])
        assert told(kept) is None
    graph_file(kept).write_bytes(whole)
    assert told(kept) == CONTENT


def test_what_somebody_else_put_there_stays(kept: Path) -> None:
    file = graph_file(kept)
    file.write_bytes(b"my own notes")
    with open_map(kept) as map_:
        file_of(map_).keep(CONTENT)
        take_away(kept, overwrite=True)
        add_actor(map_, {"name": "Other", "kind": "ngo"})
    assert file.read_bytes() == b"my own notes"


def test_links_and_pipes_are_not_followed(kept: Path, tmp_path: Path) -> None:
    file, elsewhere = graph_file(kept), tmp_path / "elsewhere"
    file.rename(elsewhere)
    before = elsewhere.read_bytes()
    file.symlink_to(elsewhere)
    assert told(kept) is None
    with open_map(kept) as map_:
        file_of(map_).keep(CONTENT)
    take_away(kept, overwrite=True)
    assert elsewhere.read_bytes() == before and file.is_symlink()
    file.unlink()
    os.mkfifo(file)
    assert told(kept) is None
    take_away(kept, overwrite=True)


@pytest.mark.skipif(not ROOT, reason="only root can give a file to somebody else")
def test_what_another_user_put_there_is_not_read(kept: Path) -> None:
    os.chown(graph_file(kept), 12345, -1)
    assert told(kept) is None


@pytest.mark.parametrize(("mode", "expected"), [(0o600, 0o600), (0o660, 0o660), (0o644, 0o640)])
def test_who_may_read_the_map_may_read_it_and_nobody_else(empty_map: Map, mode: int, expected: int) -> None:
    empty_map.path.chmod(mode)
    file_of(empty_map).keep(CONTENT)
    assert stat.S_IMODE(graph_file(empty_map.path).stat().st_mode) == expected


@pytest.mark.skipif(not ROOT, reason="only root can give files to others")
def test_what_root_keeps_of_the_map_of_others_is_theirs(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    os.chown(empty_map.path, 12345, 12346)
    empty_map.path.chmod(0o660)
    file_of(empty_map).keep(CONTENT)
    kept = graph_file(empty_map.path).stat()
    assert (kept.st_uid, kept.st_gid, stat.S_IMODE(kept.st_mode)) == (12345, 12346, 0o660)
    assert file_of(empty_map).content() == CONTENT

    def refused(*words: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    # Whoever cannot give it to the map's group lets no group read it.
    monkeypatch.setattr(os, "fchown", refused)
    file_of(empty_map).keep(CONTENT)
    kept = graph_file(empty_map.path).stat()
    assert (kept.st_gid, stat.S_IMODE(kept.st_mode)) == (os.getegid(), 0o600)


def test_it_leaves_the_map_the_room_it_may_need(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    usage, size = namedtuple("usage", "total used free"), empty_map.path.stat().st_size
    for free, there in ((size, False), (size + len(CONTENT), True)):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder, free=free: usage(0, 0, free))
        file_of(empty_map).keep(CONTENT)
        assert graph_file(empty_map.path).exists() is there


def test_a_full_disk_is_nobodys_trouble(empty_map: Map, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, *args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    file_of(empty_map).keep(CONTENT)
    assert [p.name for p in empty_map.path.parent.iterdir()] == [empty_map.path.name]


def test_a_map_in_memory_or_with_other_names_has_none(kept: Path, tmp_path: Path) -> None:
    with map_in_memory(kept.read_bytes(), kept) as map_:
        assert graph_file_of(map_, ASKED) is None
    os.link(kept, tmp_path / "other-name.db")
    with open_map(kept) as map_:
        assert graph_file_of(map_, ASKED) is None


def test_a_link_to_the_map_leads_to_the_same_one(kept: Path, tmp_path: Path) -> None:
    link = tmp_path / "folder" / "link.db"
    link.parent.mkdir()
    link.symlink_to(kept)
    assert told(link) == CONTENT
    _add(link)
    assert not graph_file(kept).exists()


def test_restoring_takes_it_away(kept: Path, tmp_path: Path) -> None:
    with open_map(kept) as map_:
        copy = back_up(map_, tmp_path / "copy.db").path
    restore(copy, kept)
    assert not graph_file(kept).exists()
    assert told(kept) is None


def test_whoever_is_forgotten_is_forgotten_there_too(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, unlink = graph_file(kept), Path.unlink
    left: list[bytes] = []

    def looked_at(self: Path, missing_ok: bool = False) -> None:
        if self == file:
            left.append(file.read_bytes())
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", looked_at)
    size = file.stat().st_size
    with open_map(kept) as map_:
        forget_actor(map_, all_refs(map_)[0].id)
    assert left == [bytes(size)]
    assert not file.exists()


def test_an_encrypted_map_has_none_and_one_that_was_plain_leaves_none(kept: Path) -> None:
    pytest.importorskip("sqlcipher3")
    key = Secret(bytes(range(32)), True)
    before = graph_file(kept).read_bytes()
    rewrite(kept, None, key)
    assert not graph_file(kept).exists()
    with unlocked(key), open_map(kept) as map_:
        assert graph_file_of(map_, ASKED) is None
        assert "plain-copy" not in {f.code for f in check(map_)}
        graph_file(kept).write_bytes(before)
        assert [f.what.split()[0] for f in check(map_) if f.code == "plain-copy"] == [str(graph_file(kept))]


def test_what_was_read_before_a_map_was_encrypted_is_not_kept_after(empty_map: Map) -> None:
    pytest.importorskip("sqlcipher3")
    file = file_of(empty_map)
    empty_map.connection.close()
    rewrite(empty_map.path, None, Secret(bytes(range(32)), True))
    file.keep(CONTENT)
    assert not graph_file(empty_map.path).exists()
