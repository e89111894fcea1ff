"""`ngomap share`."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Run


def test_a_share_is_written_said_and_opened_by_every_command(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    run("add", "Old Mill", "--email", "mill@example.org")
    run("add", "Quiet House", "--audience", "internal")
    ran = run("share", "--audience", "partners", "--for", "River Trust", "--to", str(tmp_path / "s.db"), "--format", "json")
    answer = ran.json
    assert (answer["format"], answer["audience"], answer["unchanged"]) == ("share", "partners", False)
    assert (answer["written"]["actors"], answer["withheld"]) == (2, {"organizations": 1})
    assert any("--for 'River Trust'" in note for note in answer["notes"])
    assert [r["handle"] for r in run("list", "--format", "json", map_=tmp_path / "s.db").json["records"]] == ["citizens", "old-mill"]
    again = run("share", "--audience", "partners", "--for", "river trust", "--to", str(tmp_path / "s.db"), "--format", "json")
    assert (again.exit_code, again.json["unchanged"]) == (0, True)
    assert not any("first share" in note for note in again.json["notes"])
    run("add", "New Bridge")
    assert run("share", "--for", "River Trust", "--to", str(tmp_path / "s.db")).exit_code == 1
    assert run("share", "--for", "River Trust", "--to", str(tmp_path / "s.db"), "--force").exit_code == 0


def test_filters_choose_what_goes_in(run: Run, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    run("add", "Old Mill", "--kind", "cbo")
    assert run("share", "--kind", "cbo", "--to", str(tmp_path / "s.db"), "--format", "json").json["written"]["actors"] == 1


def test_a_preview_writes_nothing_and_keeps_no_key(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    before = map_path.read_bytes()
    ran = run("share", "--preview", "--for", "River Trust", "--to", str(tmp_path / "s.db"), "--format", "json")
    assert (ran.exit_code, ran.json["ngomap"]) == (0, "report/1")
    assert not (tmp_path / "s.db").exists()
    assert map_path.read_bytes() == before


def test_what_is_refused(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    before = map_path.read_bytes()
    assert run("share").exit_code == 2
    secret = run("share", "--audience", "secret", "--to", str(tmp_path / "s.db"))
    assert (secret.exit_code, "backup" in secret.stderr) == (2, True)
    assert run("share", "--to", str(map_path), "--force").exit_code == 1
    assert run("share", "--for", "...", "--to", str(tmp_path / "s.db")).exit_code != 0
    assert map_path.read_bytes() == before
    assert not list(tmp_path.glob("*s.db*"))


def test_a_share_that_cannot_be_written_keeps_no_key(run: Run, map_path: Path, tmp_path: Path) -> None:
    run("init", "--name", "Citizens")
    before = map_path.read_bytes()
    assert run("share", "--for", "River Trust", "--to", str(tmp_path / "no" / "s.db")).exit_code == 1
    assert map_path.read_bytes() == before
