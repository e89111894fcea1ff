"""One request at a time, a second apart, and where the slot file lies."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from ngomap.errors import NgomapError
from ngomap.places import slots
from ngomap.places.slots import cache_folder, slot

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders and modes as POSIX has them")


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("ngomap.places.slots.tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_a_request_waits_until_the_interval_after_the_end_of_the_last() -> None:
    ends: list[float] = []
    starts: list[float] = []
    for _ in range(3):
        with slot(0.1):
            starts.append(time.time())
            time.sleep(0.03)
            ends.append(time.time())
    assert all(start - end >= 0.1 for end, start in zip(ends, starts[1:], strict=False))


def test_two_at_once_never_overlap() -> None:
    inside: list[int] = []
    seen: list[int] = []

    def ask() -> None:
        for _ in range(3):
            with slot(0.02):
                inside.append(1)
                seen.append(len(inside))
                time.sleep(0.01)
                inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 9


def test_a_request_that_fails_holds_its_slot_too() -> None:
    with pytest.raises(ValueError, match="no"), slot(0.1):
        raise ValueError("no")
    before = time.time()
    with slot(0.1):
        assert time.time() - before >= 0.09


@pytest.mark.parametrize("left", [b"", b"nonsense\xff", b"nan", b"inf", b"-5", b"9999999999.0\n", b"1" * 1000])
def test_whatever_the_file_holds_nobody_waits_for_ever(left: bytes) -> None:
    (cache_folder() / slots.NAME).write_bytes(left)
    before = time.time()
    with slot(0.0):
        pass
    assert time.time() - before < 5
    assert float((cache_folder() / slots.NAME).read_bytes()) == pytest.approx(time.time(), abs=5)


def test_the_folder_is_the_users_alone(folders: Path) -> None:
    assert cache_folder() == folders / "cache" / "ngomap"
    assert cache_folder().stat().st_mode & 0o777 == 0o700
    with slot(0.0):
        pass
    assert (cache_folder() / slots.NAME).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_absolute_is_not_used(folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(folders))
    assert cache_folder() == folders / ".cache" / "ngomap"


def blocked(folders: Path) -> Path:
    (folders / "cache").write_text("a file where the folder should be")
    return folders / f"ngomap-{os.getuid()}"


def test_without_a_cache_folder_it_lies_among_the_temporary_files(folders: Path) -> None:
    expected = blocked(folders)
    assert cache_folder() == expected
    assert expected.stat().st_mode & 0o777 == 0o700


def test_a_temporary_folder_that_others_may_write_is_refused(folders: Path) -> None:
    blocked(folders).mkdir(mode=0o755)
    with pytest.raises(NgomapError, match="not a folder of yours alone"):
        cache_folder()


def test_a_link_in_place_of_the_folder_is_refused(folders: Path) -> None:
    (folders / "other").mkdir(mode=0o700)
    blocked(folders).symlink_to(folders / "other")
    with pytest.raises(NgomapError, match="not a folder of yours alone"):
        cache_folder()


def test_a_link_in_place_of_the_file_is_refused(folders: Path) -> None:
    (folders / "precious").write_text("1")
    (cache_folder() / slots.NAME).symlink_to(folders / "precious")
    with pytest.raises(NgomapError, match="cannot be opened"), slot(0.0):
        pass
    assert (folders / "precious").read_text() == "1"
