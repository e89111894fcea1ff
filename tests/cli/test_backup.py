"""`ngomap backup`: a copy, said with its size and place; quiet for cron."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.cli.backup import size_said
from ngomap.store.connection import Map
from tests.conftest import Run


def test_a_copy_lies_beside_the_map_and_is_told(empty_map: Map, map_path: Path, run: Run) -> None:
    answer = run("backup", "--format", "json").json
    copy = Path(answer["record"]["path"])
    assert (answer["action"], copy.parent, answer["record"]["size"]) == (
        "backed-up", map_path.with_name("test.db-backups"), copy.stat().st_size,
    )  # fmt: skip
    assert f"to {copy.parent}/test-" in run("backup").stdout
    assert len(list(copy.parent.iterdir())) == 2


def test_cron_hears_nothing_unless_something_is_wrong(empty_map: Map, map_path: Path, run: Run, tmp_path: Path) -> None:
    to = f"{tmp_path}/kept/"
    for _ in range(3):
        ran = run("backup", "--to", to, "--keep", "2", "--quiet")
        assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "", "")
    assert len(list(Path(to).iterdir())) == 2
    ran = run("backup", "--to", to, "--if-changed")
    assert "is unchanged since" in ran.stdout
    assert len(list(Path(to).iterdir())) == 2
    (tmp_path / "file").touch()
    ran = run("backup", "--to", str(tmp_path / "file"), "--quiet")
    assert (ran.exit_code, ran.stderr.splitlines()[0]) == (1, f"Error: {tmp_path / 'file'} exists already; it was left as it is.")


@pytest.mark.parametrize("option", [["--keep", "3"], ["--if-changed"]])
def test_a_file_is_no_folder(empty_map: Map, run: Run, tmp_path: Path, option: list[str]) -> None:
    ran = run("backup", "--to", str(tmp_path / "copy.db"), *option)
    assert ran.exit_code == 2
    assert not (tmp_path / "copy.db").exists()


def test_none_is_kept_is_refused(empty_map: Map, run: Run) -> None:
    assert run("backup", "--keep", "0").exit_code == 2


def test_a_folder_that_is_not_there_is_named(empty_map: Map, run: Run, tmp_path: Path) -> None:
    ran = run("backup", "--to", str(tmp_path / "no" / "copy.db"))
    assert ran.exit_code == 1
    assert str(tmp_path / "no") in ran.stderr


def test_sizes_are_said_as_people_say_them() -> None:
    assert [size_said(n) for n in (4096, 1_216_512, 3_000_000_000)] == ["4 kB", "1 MB", "3.0 GB"]
