"""Files are written whole or not at all, for their owner alone, and never over something by mistake."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.exporters.file_writing import PART, spooled, write_file
from ngomap.store.new_files import held_file_beside


def left_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_new_file_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    assert write_file(tmp_path / "a.txt", ["é", "\n", "b"]) is False
    assert (tmp_path / "a.txt").read_bytes() == "é\nb".encode()
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o600
    assert left_in(tmp_path) == ["a.txt"]


def test_the_same_text_leaves_the_file_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_file(path, ["same"])
    os.utime(path, (1, 1))
    before = path.stat()
    for force in (False, True):
        assert write_file(path, ["sa", "me"], force) is True
    after = path.stat()
    assert (before.st_ino, before.st_mtime) == (after.st_ino, after.st_mtime)
    assert left_in(tmp_path) == ["a.txt"]


def test_another_text_needs_force(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("precious")
    with pytest.raises(AlreadyExists, match="exists already and says something else"):
        write_file(path, ["new"])
    assert path.read_text() == "precious"
    assert write_file(path, ["new"], force=True) is False
    assert path.read_text() == "new"
    assert left_in(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("force", [False, True])
def test_an_error_on_the_way_leaves_everything_as_it_was(tmp_path: Path, force: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")

    def pieces() -> Iterator[str]:
        yield "half"
        raise ValueError("the map broke")

    with pytest.raises(ValueError, match="the map broke"):
        write_file(path, pieces(), force)
    assert path.read_text() == "before"
    assert left_in(tmp_path) == ["a.txt"]
    with pytest.raises(ValueError, match="the map broke"):
        spooled(pieces())


@pytest.mark.parametrize("force", [False, True])
def test_a_link_a_folder_and_a_database_are_never_written_over(tmp_path: Path, force: bool) -> None:
    target, link, folder, database = (tmp_path / n for n in ("target", "link", "folder", "map.db"))
    target.write_text("precious")
    link.symlink_to(target)
    folder.mkdir()
    database.write_bytes(b"SQLite format 3\x00rest")
    for path, message in ((link, "is a symbolic link"), (folder, "is a folder"), (database, "is a database")):
        with pytest.raises(NgomapError, match=message):
            write_file(path, ["new"], force)
    assert target.read_text() == "precious"
    assert database.read_bytes().endswith(b"rest")
    link.unlink()
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(NgomapError, match="is a symbolic link"):
        write_file(link, ["new"], force)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NgomapError, match="is not a plain file"):
        write_file(tmp_path / "pipe", ["new"], force=True)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NgomapError, match=r"The folder .* does not exist"):
        write_file(tmp_path / "no" / "a.txt", ["new"])


@pytest.mark.parametrize("force", [False, True])
def test_a_file_that_came_up_meanwhile_is_safe_without_force(tmp_path: Path, force: bool) -> None:
    path = tmp_path / "a.txt"

    def pieces() -> Iterator[str]:
        path.write_text("theirs")
        yield "ours"

    if force:
        write_file(path, pieces(), force=True)
        assert path.read_text() == "ours"
    else:
        with pytest.raises(AlreadyExists):
            write_file(path, pieces())
        assert path.read_text() == "theirs"
    assert left_in(tmp_path) == ["a.txt"]


def test_a_stick_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError("Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    assert write_file(tmp_path / "a.txt", ["new"]) is False
    with pytest.raises(AlreadyExists):
        write_file(tmp_path / "a.txt", ["other"])
    assert (tmp_path / "a.txt").read_text() == "new"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_closed_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NgomapError, match="cannot be written"):
        write_file(tmp_path / "a.txt", ["new"])


@pytest.mark.skipif(os.name == "nt", reason="there a file that was left stays")
def test_what_a_killed_process_left_goes_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    left = tmp_path / ".a.txt.abcdefgh.export.part"
    others = [".a.txt.abcdefgh.part", ".b.txt.abcdefgh.export.part", ".a.txt.ABCDEFGH.export.part", "a.txt.export.part"]
    for name in [left.name, *others]:
        (tmp_path / name).write_text("half")
    (tmp_path / ".a.txt.linklink.export.part").symlink_to(tmp_path / others[0])
    (tmp_path / ".a.txt.pipepipe.export.part").mkdir()
    with held_file_beside(path, PART) as running:
        assert not left.exists()
        write_file(path, ["new"])
        assert running.exists(), "of a process that goes on"
    kept = [*others, ".a.txt.linklink.export.part", ".a.txt.pipepipe.export.part", "a.txt"]
    assert left_in(tmp_path) == sorted(kept)


def test_a_stream_is_filled_before_it_is_read() -> None:
    with spooled(["a", "é"]) as spool:
        assert spool.read() == "aé".encode()
