"""`ngomap keygen`, and what is sealed for its keys: backups, shares, and how they come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

pytest.importorskip("pyrage")


@pytest.fixture
def public(run: Run, tmp_path: Path) -> str:
    ran = run("keygen", "--to", str(tmp_path / "our.key"), "--format", "json")
    assert (tmp_path / "our.key").read_text().splitlines()[1] not in ran.stdout + ran.stderr
    return str(ran.json["record"]["recipient"])


def test_a_sealed_share_is_taken_in_by_who_has_the_key(run: Run, tmp_path: Path, public: str) -> None:
    share, key, theirs = str(tmp_path / "s.db.age"), str(tmp_path / "our.key"), tmp_path / "theirs.db"
    run("init", "--name", "Citizens")
    run("add", "Old Mill")
    ran = run("share", "--to", share, "--recipient", public)
    assert (ran.exit_code, "--identity THEIR-KEY" in ran.stdout + ran.stderr) == (0, True)
    run("init", "--name", "River Trust", map_=theirs)
    assert run("merge-map", share, map_=theirs).exit_code == 12
    assert run("keygen", "--to", str(tmp_path / "other.key")).exit_code == 0
    assert run("merge-map", share, "--identity", str(tmp_path / "other.key"), map_=theirs).exit_code == 12
    assert run("merge-map", share, "--identity", key, "--format", "json", map_=theirs).json["added"] == 2
    assert run("list", "--format", "json", map_=theirs).json["total"] == 3


def test_a_sealed_backup_is_put_back(run: Run, tmp_path: Path, public: str) -> None:
    run("init", "--name", "Citizens")
    run("add", "Old Mill", "--audience", "secret")
    made = run("backup", "--to", f"{tmp_path}/kept/", "--recipient", public, "--format", "json").json["record"]["path"]
    run("remove", "old-mill", "--yes")
    assert run("restore", made).exit_code == 12
    assert run("restore", made, "--identity", str(tmp_path / "our.key")).exit_code == 0
    assert run("show", "old-mill").exit_code == 0


def test_whether_a_sealed_copy_is_the_same_nobody_can_tell(run: Run, tmp_path: Path, public: str) -> None:
    run("init", "--name", "Citizens")
    ran = run("backup", "--to", f"{tmp_path}/kept/", "--recipient", public, "--if-changed")
    assert (ran.exit_code, (tmp_path / "kept").exists()) == (2, False)


def test_what_is_sealed_and_no_share_is_refused(run: Run, tmp_path: Path, public: str) -> None:
    from ngomap.store.sealing import seal

    run("init", "--name", "Citizens")
    letter = tmp_path / "letter.age"
    letter.touch()
    seal(b"Dear partners", letter, [public])
    ran = run("merge-map", str(letter), "--identity", str(tmp_path / "our.key"))
    assert (ran.exit_code, "is no share" in ran.stderr) == (1, True)
