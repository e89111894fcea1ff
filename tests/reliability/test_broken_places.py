"""Every command on a map that cannot be used as it should: the right exit code, one or two helpful lines, and not a byte
changed anywhere.

Every test run takes a few commands for each way to be broken; the full run takes them all.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import random
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer

from ngomap.store import connection, new_files
from tests.reliability.processes import FULL, command, in_child, needs_fork
from tests.reliability.watching import digest
from tests.whole.test_envelopes import CALLS

pytestmark = needs_fork

MAKE_ONE = {"init", "demo", "keygen", "rekey", "decrypt"}
"""What needs no map, or is called on another one."""
DRAW = {"atlas"}
"""What starts threads, which a fork does not survive; tests/pictures has their errors."""
PUT_IN_PLACE = {"restore"}
COMMANDS = [name for name in CALLS if name not in MAKE_ONE | DRAW]
EACH = len(COMMANDS) if FULL else 2
NOBODY = 65534
PAGE = 4096


def flip(path: Path, where: range, times: int) -> None:
    chance = random.Random(times)
    content = bytearray(path.read_bytes())
    for _ in range(times):
        content[chance.randrange(where.start, min(where.stop, len(content)))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE actors (id INTEGER)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as map_:
        map_.execute("INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ngomap', 'm999_later', '')")
        map_.commit()


def instead(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def put(path: Path) -> None:
        path.unlink()
        make(path)

    return put


@dataclass(frozen=True)
class Broken:
    """A way to be broken: how it is done, the exit codes that are right, and what must be said, if the code is not 0."""

    spoil: Callable[[Path], object]
    codes: tuple[int, ...]
    said: str


WAYS: dict[str, Broken] = {
    "missing": Broken(lambda p: p.unlink(), (10,), "There is no map"),
    "empty": Broken(lambda p: p.write_bytes(b""), (14,), "is empty"),
    "a folder": Broken(instead(lambda p: p.mkdir()), (10,), "There is no map"),
    "a pipe": Broken(instead(lambda p: os.mkfifo(p)), (10,), "There is no map"),
    "a link to nowhere": Broken(instead(lambda p: p.symlink_to("nowhere.db")), (10,), "There is no map"),
    "text": Broken(lambda p: p.write_text("name,place\n" * 2000), (14,), "not a map"),
    "another database": Broken(foreign, (14,), "not a map of ngomap"),
    "newer": Broken(newer, (13,), "newer ngomap (m999_later)"),
    "header": Broken(lambda p: flip(p, range(16), 3), (14,), "damaged"),
    "first page": Broken(lambda p: flip(p, range(100, PAGE), 400), (14,), ""),
    "cut in two": Broken(lambda p: p.write_bytes(p.read_bytes()[: p.stat().st_size // 2]), (14,), "damaged"),
    "cut in the first page": Broken(lambda p: p.write_bytes(p.read_bytes()[:1000]), (14,), ""),
}


def everything(folder: Path) -> dict[str, str]:
    """What lies in a folder, bytes and rights."""
    found = {}
    for path in sorted(folder.rglob("*")):
        kind = "link" if path.is_symlink() else "folder" if path.is_dir() else "file" if path.is_file() else "other"
        content = hashlib.sha256(path.read_bytes()).hexdigest() if kind == "file" else ""
        found[str(path.relative_to(folder))] = f"{kind} {oct(path.lstat().st_mode)} {content}"
    return found


def chosen(way: str, names: list[str] = COMMANDS) -> list[str]:
    """The commands of this run."""
    return names if FULL else sorted(random.Random(way).sample(names, EACH))


def complaint(code: int, out: str, err: str, right: tuple[int, ...], said: str) -> str:
    """What is wrong with what a command said of something broken; nothing if it is right."""
    if code not in right:
        return f"exit code {code}, not {right}: {err}"
    if code == 0:
        return ""
    if "Traceback" in err or not err.startswith("Error: ") or not 1 <= len(err.splitlines()) <= 2:
        return f"not one or two lines: {err}"
    if out:
        return f"something on standard output: {out[:200]}"
    return "" if said in err else f"does not say {said!r}: {err}"


def tried(names: list[str], laid_out: Path, attempt: Callable[[str, Path, list[str]], str]) -> list[str]:
    """What is wrong, of all these commands, each on a fresh copy of the folder in a process of its own."""
    wrong = []
    for name in names:
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as made:  # noqa: S108
            folder = Path(made) / "map"
            shutil.copytree(laid_out, folder)
            out, into = os.pipe()
            line = CALLS[name].format(folder=folder).split()

            def work(name: str = name, folder: Path = folder, line: list[str] = line, into: int = into) -> None:
                os.write(into, attempt(name, folder, line)[:2000].encode())

            child = in_child(work)
            os.close(into)
            with open(out, "rb") as told:  # noqa: PTH123 - an open descriptor, not a path
                said = told.read().decode(errors="replace")
            if os.waitpid(child, 0)[1]:
                said = "it crashed"
            wrong += [f"{name}: {said}"] if said else []
    return wrong


@pytest.mark.parametrize("way", WAYS)
def test_a_map_that_is_none(way: str, laid_out: Path, record_property: Callable[[str, object], None]) -> None:
    broken = WAYS[way]

    def attempt(name: str, folder: Path, line: list[str]) -> str:
        path = folder / "test.db"
        broken.spoil(path)
        before = everything(folder)
        code, out, err = command(path, line)
        if name == "check" and code == 14:
            # What it finds is its answer.
            out, err = "", err or f"Error: {out.splitlines()[0]}"
        wrong = complaint(code, out, err, broken.codes, "" if name == "check" else broken.said)
        return wrong or ("" if everything(folder) == before else "something was changed")

    names = chosen(way, [name for name in COMMANDS if name not in PUT_IN_PLACE])
    assert tried(names, laid_out, attempt) == []
    record_property("commands tried", len(names))


def test_pages_in_the_middle_that_say_something_else(laid_out: Path, record_property: Callable[[str, object], None]) -> None:
    """A command that does not read what is damaged cannot know; none crashes, and an error changes nothing."""
    def attempt(name: str, folder: Path, line: list[str]) -> str:
        path = folder / "test.db"
        flip(path, range(PAGE, path.stat().st_size), 3000)
        before = everything(folder)
        code, out, err = command(path, line)
        if code in (0, 3) or (name == "check" and code == 14):
            return ""
        wrong = complaint(code, out, err, (1, 14), "")
        return wrong or ("" if everything(folder) == before else "something was changed")

    names = chosen("middle")
    assert tried(names, laid_out, attempt) == []
    record_property("commands tried", len(names))


def test_a_locked_map(laid_out: Path, record_property: Callable[[str, object], None]) -> None:
    def attempt(name: str, folder: Path, line: list[str]) -> str:
        path = folder / "test.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            connection.WAIT_SECONDS = new_files.WAIT_SECONDS = 0  # type: ignore[misc]
            before = everything_but_locks(folder)
            wrong = complaint(*command(path, line), (11,), "another process")
            return wrong or ("" if everything_but_locks(folder) == before else "something was changed")

    def everything_but_locks(folder: Path) -> list[str]:
        # To read the map's bytes here and let go of it would let go of the lock, too.
        return sorted(f"{p.name} {p.stat().st_size}" for p in folder.rglob("*"))

    names = chosen("locked")
    assert tried(names, laid_out, attempt) == []
    record_property("commands tried", len(names))


def as_nobody(folder: Path) -> bool:
    """From here on this process has no rights but those that the files give it; False if the program itself is out of its
    reach then. Who is not root has no others anyway.
    """
    if os.geteuid() == 0:
        for path in [folder.parent, folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    return all(os.access(str(module.__file__), os.R_OK) for module in (connection, typer, pytest))


def mounting() -> ctypes.CDLL | None:
    """Disks that this process alone sees, if it may have such."""
    library = ctypes.CDLL(None, use_errno=True)
    new_namespace, private = 0x00020000, 1 << 18 | 1 << 14
    if not hasattr(library, "unshare") or library.unshare(new_namespace) or library.mount(b"none", b"/", None, private, None):
        return None
    return library


def on_read_only_disk(folder: Path) -> bool:
    bound, again, only_read = 1 << 12, 1 << 5, 1
    library, name = mounting(), str(folder).encode()
    if library is None or library.mount(name, name, None, bound, None):
        return False
    return not library.mount(None, name, None, bound | again | only_read, None)


@pytest.mark.parametrize("closed", ["folder", "file", "both", "disk"])
def test_a_place_that_may_only_be_read(closed: str, laid_out: Path, record_property: Callable[[str, object], None]) -> None:
    """Who asks gets the answer; who writes is told, and nothing is changed."""

    def attempt(name: str, folder: Path, line: list[str]) -> str:
        path, elsewhere = folder / "test.db", folder.parent / "elsewhere"
        # Once with all rights, so that what the command needs of Python is there when nobody has any.
        shutil.copytree(folder, elsewhere)
        command(elsewhere / "test.db", [word.replace(str(folder), str(elsewhere)) for word in line])
        # Rights that `check --mend` has nothing to say of.
        path.chmod(0o400 if closed in ("file", "both") else 0o600)
        if not (on_read_only_disk(folder) if closed == "disk" else as_nobody(folder)):
            return ""
        if closed in ("folder", "both"):
            folder.chmod(0o500)
        before = everything(folder)
        code, out, err = command(path, line)
        if code in (0, 3):
            # What is written beside a map that may only be read is written.
            changed = everything(folder)
            touched = changed["test.db"] != before["test.db"] if closed == "file" else changed != before
            return "it says that it went well" if touched else ""
        wrong = complaint(code, out, err, (1,), "")
        if not wrong and not any(word in err for word in ("cannot be", "cannot hold", "ermission", "read-only")):
            wrong = f"does not say what the matter is: {err}"
        return wrong or ("" if everything(folder) == before else "something was changed")

    names = chosen(closed)
    assert tried(names, laid_out, attempt) == []
    record_property("commands tried", len(names))


def own_small_disk(folder: Path, free: int) -> bool:
    """Put the folder on a disk of its own that is full but for so many bytes, seen by this process alone, if that may be."""
    held = {p: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    library = mounting()
    size = f"size={sum(-(-len(b) // PAGE) * PAGE for b in held.values()) + free},mode=700".encode()
    if library is None or library.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, size):
        return False
    for path, content in held.items():
        path.write_bytes(content)
        path.chmod(0o600)
    return True


@pytest.mark.parametrize("limit", ["a small disk", "small files"])
@pytest.mark.parametrize("free", [0, 2 * PAGE, 16 * PAGE])
def test_a_full_disk(limit: str, free: int, laid_out: Path, record_property: Callable[[str, object], None]) -> None:
    """It goes well, or it is said that the disk is full; then nothing is changed and nothing left behind."""
    def attempt(name: str, folder: Path, line: list[str]) -> str:
        path = folder / "test.db"
        if limit == "small files":
            before = everything(folder)
            resource.setrlimit(resource.RLIMIT_FSIZE, (free, resource.RLIM_INFINITY))
        elif own_small_disk(folder, free):
            before = everything(folder)
        else:
            return ""
        code, out, err = command(path, line)
        if code in (0, 3):
            return ""
        if limit == "small files":
            # Unlike a full disk the limit is in the way of what takes a change back, too: the next who opens the map does it.
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            digest(path)
        wrong = complaint(code, out, err, (1,), "")
        if not wrong and not any(word in err for word in ("full", "No space", "space", "too large")):
            wrong = f"does not say what the matter is: {err}"
        now = everything(folder)
        return wrong or ("" if now == before else f"something was changed: {sorted(set(now.items()) ^ set(before.items()))}")

    names = chosen(f"{limit} {free}")
    assert tried(names, laid_out, attempt) == []
    record_property("commands tried", len(names))
