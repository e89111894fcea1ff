"""`encrypt`, `rekey` and `decrypt` on a full disk, on one that fails, and with the plug pulled at each step: the map is whole, in
the one form or the other, what was left behind is named by `check`, and gone after the next run.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from ngomap.store import encrypting
from ngomap.store.actor_edits import add_actor
from ngomap.store.check import check
from ngomap.store.check_places import left_unfinished
from ngomap.store.cipher import Secret, connect_unlocked, key_for, unlocked
from ngomap.store.connection import open_map
from ngomap.store.encrypted import salt_of
from ngomap.store.encrypting import content_of, rewrite
from ngomap.store.migrations import create_map
from tests.reliability.processes import FULL, command, in_child, needs_fork
from tests.reliability.test_broken_places import PAGE, complaint, everything, own_small_disk

pytest.importorskip("sqlcipher3")
pytestmark = needs_fork

KEYS = {"one.key": bytes(range(32)), "two.key": bytes(range(32, 64))}
ONE, TWO = (Secret(key, True) for key in KEYS.values())
CANARY = b"Cormorant Canary Circle"
WAYS: dict[str, tuple[Secret | None, Secret | None, str]] = {
    "encrypt": (None, ONE, "encrypt --new-key-file {folder}/one.key"),
    "rekey": (ONE, TWO, "rekey --key-file {folder}/one.key --new-key-file {folder}/two.key"),
    "decrypt": (ONE, None, "decrypt --key-file {folder}/one.key"),
}
"""What opens the map before and after, and how the command is typed."""
STEPS = ("new_file_beside", "_export", "to_the_disk", "_refuse_different", "shutil.copymode", "Path.replace", "_empty")
"""What they are made of; each may be called more than once."""
Step = Callable[[str], None]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each command a folder with a map for it, and the keys."""
    made = {}
    for name, (before, _, _) in WAYS.items():
        folder = made[name] = tmp_path_factory.mktemp(name)
        create_map(folder / "test.db")
        with open_map(folder / "test.db") as map_:
            for number in range(20):
                add_actor(map_, {"name": f"{CANARY.decode()} {number}", "kind": "ngo"})
        for file, key in KEYS.items():
            (folder / file).write_bytes(key)
        if before:
            rewrite(folder / "test.db", None, before)
    return made


def holds(path: Path) -> tuple[str, object]:
    """With which key the map opens, and what it says."""
    salt = salt_of(path)
    for name, secret in (("one", ONE), ("two", TWO)) if salt else (("none", None),):
        with closing(connect_unlocked(path, key_for(secret, salt) if secret and salt else None)) as connection:
            try:
                return name, content_of(connection)
            except sqlite3.DatabaseError:
                continue
    raise AssertionError("it opens with no key")


@contextmanager
def at_each_step(step: Step) -> Iterator[None]:
    """Call `step` with the name of each step before it is done, and with none at the end."""
    with ExitStack() as patched:
        patch = patched.enter_context(pytest.MonkeyPatch.context())
        for name in STEPS:
            of, _, last = name.rpartition(".")
            owner = {"": encrypting, "shutil": shutil, "Path": Path}[of]
            real = getattr(owner, last)

            def call(*args: object, name: str = name, real: Callable[..., object] = real) -> object:
                step(name)
                return real(*args)

            patch.setattr(owner, last, call)
        numbers = encrypting.NUMBERS

        class Within:
            """What is copied at the end of the writing, before it is committed."""

            def __iter__(self) -> Iterator[str]:
                step("NUMBERS")
                return iter(numbers)

        patch.setattr(encrypting, "NUMBERS", Within())
        yield


def steps_of(name: str, folder: Path) -> list[str]:
    old, new, _ = WAYS[name]
    found: list[str] = []
    with at_each_step(found.append):
        rewrite(folder / "test.db", old, new)
    return found


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("name", WAYS)
def test_a_pulled_plug_leaves_the_map_whole_and_the_next_run_clears_up(
    name: str, begun: dict[str, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    old, new, _ = WAYS[name]
    before = holds(begun[name] / "test.db")[1]
    names = {None: "none", ONE: "one", TWO: "two"}
    steps = steps_of(name, shutil.copytree(begun[name], tmp_path / "once"))
    assert {*steps} == {*STEPS, "NUMBERS"}
    put = steps.index("Path.replace")
    left_behind = 0
    # The other two differ in nothing but the keys.
    numbers = range(len(steps) + 1) if name == "encrypt" or FULL else (steps.index("NUMBERS"), put, put + 1)
    for number in numbers:
        folder = shutil.copytree(begun[name], tmp_path / str(number))
        path = folder / "test.db"
        seen: list[str] = []

        def die(step: str, number: int = number, seen: list[str] = seen) -> None:
            if len(seen) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            seen.append(step)

        def work(path: Path = path, number: int = number) -> None:
            with at_each_step(die):
                rewrite(path, old, new)
            os.kill(os.getpid(), signal.SIGKILL)

        assert ended(in_child(work)) == -signal.SIGKILL
        now = new if number > put else old
        where = ("".join(steps[number : number + 1]) or "the end", number)
        assert holds(path) == (names[now], before), where
        left = sorted(p for p in folder.iterdir() if p.name.startswith("."))
        left_behind += bool(left)
        assert bool(left) is (steps.index("new_file_beside") < number <= put), where
        assert new is None or not any(CANARY in p.read_bytes() for p in left), where
        assert left_unfinished(path) == left, where
        if number == put:
            with unlocked(now or ONE), open_map(path) as map_:
                told = [f.what for f in check(map_) if f.code == "unfinished"]
            assert told == [f"{p} was left unfinished." for p in left], where
        if left and number in (put, steps.index("NUMBERS")):
            rewrite(path, old, new)
            assert holds(path) == (names[new], before), where
            left = []
        assert {p.name for p in folder.iterdir()} == {"test.db", *KEYS, *(p.name for p in left)}, where
    record_property("pulled", len(numbers))
    assert left_behind >= 2


@pytest.mark.parametrize("name", WAYS)
def test_a_full_disk_changes_nothing(
    name: str, begun: dict[str, Path], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    size = (begun[name] / "test.db").stat().st_size
    frees = [0, 1, PAGE, size // 2, size - PAGE, size + 2 * PAGE] if name == "encrypt" or FULL else [PAGE, size + 2 * PAGE]
    wrong, went_well, tried = [], 0, 0
    for number, (free, limit) in enumerate([(f, limit) for f in frees for limit in ("small files", "a small disk")]):
        folder = shutil.copytree(begun[name], tmp_path / str(number))

        def work(folder: Path = folder, free: int = free, limit: str = limit) -> None:
            path = folder / "test.db"
            if limit == "small files":
                resource.setrlimit(resource.RLIMIT_FSIZE, (free, resource.RLIM_INFINITY))
            elif not own_small_disk(folder, free // PAGE * PAGE):
                os._exit(3)
            before = everything(folder)
            code, out, err = command(path, WAYS[name][2].format(folder=folder).split())
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            if code == 0:
                os._exit(2)
            said = complaint(code, out, err, (1,), "Free some space")
            if said or everything(folder) != before:
                os.write(2, f"{name}, {free} bytes free: {said or 'something was changed'}\n".encode())
                os._exit(1)

        code = ended(in_child(work))
        went_well += code == 2
        tried += code != 3
        wrong += [(free, limit, code)] if code not in (0, 2, 3) else []
    record_property("tried", tried)
    assert wrong == []
    assert 0 < went_well < tried


@pytest.mark.parametrize("name", WAYS)
def test_a_step_that_fails_is_told_and_before_the_last_ones_nothing_is_changed(
    name: str, begun: dict[str, Path], tmp_path: Path
) -> None:
    steps = steps_of(name, shutil.copytree(begun[name], tmp_path / "once"))
    put = steps.index("Path.replace")
    for number, failing in enumerate(steps):
        if failing == "NUMBERS" or (name != "encrypt" and number < put and not FULL):
            continue
        folder = shutil.copytree(begun[name], tmp_path / str(number))
        before = everything(folder)
        seen: list[str] = []

        def fail(step: str, number: int = number, seen: list[str] = seen) -> None:
            seen.append(step)
            if len(seen) == number + 1:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        with at_each_step(fail):
            code, out, err = command(folder / "test.db", WAYS[name][2].format(folder=folder).split())
        if number <= put:
            assert (complaint(code, out, err, (1,), "Input/output error"), everything(folder)) == ("", before), failing
            assert "Nothing was changed." in err
        else:
            assert (code, "may still be read on the disk: it could not be emptied (Input/output error)" in out + err) == (3, True)
            assert holds(folder / "test.db")[0] == {"encrypt": "one", "rekey": "two", "decrypt": "none"}[name]
            assert left_unfinished(folder / "test.db") == []


def test_the_old_file_is_not_emptied_before_the_disk_has_the_new_name(begun: dict[str, Path], tmp_path: Path) -> None:
    """Else a pulled plug could bring back the old name with nothing in the file."""
    path = shutil.copytree(begun["encrypt"], tmp_path / "once") / "test.db"
    content = path.read_bytes()
    seen: list[str] = []

    def fail(step: str) -> None:
        seen.append(step)
        if step == "to_the_disk" and "Path.replace" in seen:
            raise OSError(errno.EIO, "Input/output error")

    with path.open("rb") as old, at_each_step(fail):
        done = rewrite(path, None, ONE)
        assert (done.unfinished, old.read()) == ("Input/output error", content)
