"""What is sealed only its recipients can open; what was cut off or changed is refused; nothing readable is left on the way."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ngomap.errors import AlreadyExists, BadFile, InvalidValue, MissingExtra, NgomapError, WrongSecret
from ngomap.store import sealing
from ngomap.store.actor_edits import add_actor
from ngomap.store.actors import all_refs
from ngomap.store.backup import back_up, own_copies
from ngomap.store.connection import Map, open_map
from ngomap.store.restore import restore
from ngomap.store.sealing import is_sealed, make_identity, seal, unsealed
from ngomap.store.share_file import write_share
from ngomap.store.share_recipients import fresh_key
from ngomap.store.share_source import read_content
from ngomap.store.whole import scope_for

CANARY = "Qwzx Cnry"
AGE_LIBRARY = pytest.importorskip("pyrage")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "our.key"


@pytest.fixture
def public(key: Path) -> str:
    return make_identity(key)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def sealed(tmp_path: Path, content: bytes, *recipients: str) -> Path:
    new = tmp_path / "sealed.age"
    new.touch()
    seal(content, new, recipients)
    return new


@pytest.mark.parametrize("size", [0, 1, 65536, 200_001])
def test_what_is_sealed_opens_with_the_key_and_is_the_same(tmp_path: Path, key: Path, public: str, size: int) -> None:
    content = (b"0123456789" * (size // 10 + 1))[:size]
    path = sealed(tmp_path, content, public)
    assert is_sealed(path)
    assert not is_sealed(key)
    assert not is_sealed(tmp_path / "none")
    assert unsealed(path, key) == content


def test_each_of_several_recipients_can_open_it(tmp_path: Path, key: Path, public: str) -> None:
    other, stranger = tmp_path / "other.key", tmp_path / "stranger.key"
    path = sealed(tmp_path, b"hello", public, make_identity(other))
    make_identity(stranger)
    assert [unsealed(path, k) for k in (key, other)] == [b"hello", b"hello"]
    with pytest.raises(WrongSecret, match="was not sealed for the key"):
        unsealed(path, stranger)
    with pytest.raises(WrongSecret, match="is sealed"):
        unsealed(path, None)


@pytest.mark.parametrize("cut", [30, 150, 300, 65_800, -1])
def test_a_file_that_was_cut_off_gives_nothing(tmp_path: Path, key: Path, public: str, cut: int) -> None:
    path = sealed(tmp_path, b"x" * 70_000, public)
    put(path, path.read_bytes()[:cut])
    with pytest.raises(BadFile, match="damaged or was cut off"):
        unsealed(path, key)


def test_a_file_that_was_changed_gives_nothing(tmp_path: Path, key: Path, public: str) -> None:
    path = sealed(tmp_path, b"x" * 1000, public)
    content = bytearray(path.read_bytes())
    content[-500] ^= 1
    put(path, bytes(content))
    with pytest.raises(BadFile, match="damaged"):
        unsealed(path, key)


@pytest.mark.parametrize("text", ["", "age1", "us@cfc.example", "ssh-ed25519 AAAA", "age1" + "q" * 58])
def test_what_is_no_public_key_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a public key"):
        sealed(tmp_path, b"x", text)


def test_a_secret_key_given_as_a_recipient_is_not_repeated(tmp_path: Path, key: Path, public: str) -> None:
    secret = key.read_text().splitlines()[1]
    with pytest.raises(InvalidValue) as caught:
        sealed(tmp_path, b"x", secret)
    assert secret not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"AGE-SECRET-KEY-1QQ\n", b"\xff\xfe", b"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"])
def test_what_is_no_secret_key_is_refused(tmp_path: Path, public: str, content: bytes) -> None:
    path = sealed(tmp_path, b"x", public)
    with pytest.raises(BadFile, match="holds no secret key"):
        unsealed(path, put(tmp_path / "bad.key", content))
    with pytest.raises(BadFile, match="cannot be read"):
        unsealed(path, tmp_path / "none.key")


def test_a_new_key_is_ours_alone_and_never_written_over(tmp_path: Path, key: Path, public: str) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert public.startswith("age1")
    before = key.read_bytes()
    with pytest.raises(AlreadyExists):
        make_identity(key)
    assert key.read_bytes() == before
    with pytest.raises(NgomapError, match="cannot be written"):
        make_identity(tmp_path / "none" / "our.key")


def test_keys_of_ssh_work_too(tmp_path: Path) -> None:
    made = subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "id"], check=False) if _there("ssh-keygen") else None
    if made is None or made.returncode:
        pytest.skip("ssh-keygen is not installed")
    path = sealed(tmp_path, b"hello", (tmp_path / "id.pub").read_text())
    assert unsealed(path, tmp_path / "id") == b"hello"


def _there(program: str) -> bool:
    from shutil import which

    return which(program) is not None


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(MissingExtra) as caught:
        sealing.check_recipients(["age1"])
    assert "ngomap[secure]" in caught.value.hint


def folder_bytes(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_a_sealed_backup_comes_back_and_is_readable_nowhere_else(
    empty_map: Map, map_path: Path, tmp_path: Path, key: Path, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_actor(empty_map, {"name": CANARY, "kind": "ngo", "audience": "secret"})
    stick = tmp_path / "stick"
    stick.mkdir()
    seen = []

    def looked(content: Path | bytes, new: Path, recipients: list[str]) -> None:
        seal(content, new, recipients)
        seen.append(folder_bytes(stick))

    monkeypatch.setattr("ngomap.store.backup.seal", looked)
    done = back_up(empty_map, stick, keep=1, sealed_for=[public])
    assert done.path.name.endswith(".db.age")
    assert own_copies(map_path, stick) == [done.path]
    assert [CANARY.encode() in content for content in (*seen, folder_bytes(stick))] == [False, False]
    assert CANARY.encode() in unsealed(done.path, key)
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    later = back_up(empty_map, stick, keep=1, sealed_for=[public])
    assert (later.removed, list(stick.iterdir())) == ((done.path,), [later.path])
    there = {p.name for p in map_path.parent.iterdir()}
    new = tmp_path / "new.db"
    with pytest.raises(WrongSecret):
        restore(later.path, new)
    restored = restore(later.path, new, key)
    assert restored.rows["actors"] == 1
    with open_map(new) as map_:
        assert [ref.name for ref in all_refs(map_)] == [CANARY]
    assert {p.name for p in map_path.parent.iterdir()} == there | {"new.db"}


def test_what_a_killed_sealing_left_beside_the_map_goes_with_the_next(empty_map: Map, map_path: Path, tmp_path: Path, public: str) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    left = map_path.with_name(".test.db.abcdefgh.copy.part")
    left.write_bytes(b"x")
    back_up(empty_map, stick, sealed_for=[public])
    assert not left.exists()


def test_a_sealed_share_is_read_in_memory(empty_map: Map, tmp_path: Path, key: Path, public: str) -> None:
    add_actor(empty_map, {"name": CANARY, "kind": "ngo", "audience": "partners"})
    add_actor(empty_map, {"name": "Night Door", "kind": "ngo", "audience": "internal"})
    path = tmp_path / "share.db.age"
    written, _, unchanged = write_share(empty_map, path, scope_for(empty_map, "partners"), fresh_key(), None, False, False, [public])
    assert (written["actors"], unchanged) == (1, False)
    content = unsealed(path, key)
    assert (CANARY.encode() in path.read_bytes(), CANARY.encode() in content, b"Night Door" in content) == (False, True, False)
    document = read_content(content, path).document
    assert isinstance(document, dict)
    assert [a["name"] for a in document["actors"]] == [CANARY]
    with pytest.raises(AlreadyExists, match="is sealed"):
        write_share(empty_map, path, scope_for(empty_map, "partners"), fresh_key(), None, False, False, [public])
    write_share(empty_map, path, scope_for(empty_map, "public"), fresh_key(), None, False, True, [public])
    assert CANARY.encode() not in unsealed(path, key)


def test_a_recipient_that_is_none_leaves_everything_as_it_was(empty_map: Map, map_path: Path, tmp_path: Path) -> None:
    before = {p.name for p in map_path.parent.iterdir()}
    with pytest.raises(InvalidValue):
        back_up(empty_map, tmp_path, sealed_for=["age1x"])
    with pytest.raises(InvalidValue):
        write_share(empty_map, tmp_path / "s.age", scope_for(empty_map, "public"), fresh_key(), None, False, False, ["age1x"])
    assert {p.name for p in map_path.parent.iterdir()} == before
