"""The start and the end of a run: exit codes, streams that close, and what nobody foresaw."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ngomap.cli import app as app_module
from ngomap.store.actor_edits import add_actor
from ngomap.store.connection import open_map
from ngomap.store.writing import write
from tests.conftest import Run

PROGRAM = [sys.executable, "-c", "from ngomap.cli.app import main; main()"]


@pytest.fixture(scope="module")
def large(filled_map: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A map that fills more than a pipe holds."""
    path = tmp_path_factory.mktemp("large") / "large.db"
    path.write_bytes(filled_map)
    with open_map(path) as opened, write(opened):
        for n in range(1500):
            add_actor(opened, {"name": f"Organization number {n}", "kind": "ngo", "mission": "x" * 100})
    return path.read_bytes()


@pytest.fixture
def map_(large: bytes, map_path: Path) -> Path:
    map_path.write_bytes(large)
    return map_path


def ran(map_path: Path, *words: str, **streams: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NGOMAP_MAP": str(map_path)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, **streams}
    return subprocess.run([*PROGRAM, *words], env=environment, text=True, check=False, **streams)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_a_reader_that_goes_away_ends_us_quietly(map_: Path, form: str) -> None:
    environment = {**os.environ, "NGOMAP_MAP": str(map_)}
    process = subprocess.Popen(
        [*PROGRAM, "list", "--limit", "0", "--format", form],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    assert (process.wait(60), process.stderr.read()) == (0, "")
    process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_full_disk_is_said(map_: Path, form: str) -> None:
    with Path("/dev/full").open("w") as full:
        result = ran(map_, "list", "--format", form, stdout=full.fileno())
    assert (result.returncode, "No space left" in result.stderr, "Traceback" in result.stderr) == (1, True, False)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.skipif(os.name == "nt", reason="descriptors are closed by a shell")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(("words", "code"), [("list --limit 1", 0), ("add", 2), ("show nobody", 1)])
def test_streams_that_were_closed_before_we_began(map_: Path, closed: str, words: str, code: int) -> None:
    command = f"{sys.executable} -c 'from ngomap.cli.app import main; main()' {words} {closed}"
    result = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**os.environ, "NGOMAP_MAP": str(map_)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, "Traceback" in result.stderr) == (code, False), result.stderr


def test_what_nobody_foresaw_is_two_lines(map_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import ngomap.cli.list_ as l; l.matching_actors = lambda *a: 1 / 0\nfrom ngomap.cli.app import main; main()"
    )
    environment = {**os.environ, "NGOMAP_MAP": str(map_)}
    command = [sys.executable, "-c", program, "list"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 2)
    assert "ZeroDivisionError: division by zero" in result.stderr
    environment["NGOMAP_TRACEBACK"] = "1"
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Traceback" in result.stderr
    assert app_module.main.__doc__ and "NGOMAP_TRACEBACK" in app_module.main.__doc__


@pytest.mark.skipif(os.name == "nt", reason="signals are a matter of Unix")
def test_an_interrupted_write_changes_nothing(map_: Path) -> None:
    with open_map(map_) as holder:
        holder.connection.execute("BEGIN IMMEDIATE")
        process = subprocess.Popen(
            [*PROGRAM, "add", "Somebody Else"],
            env={**os.environ, "NGOMAP_MAP": str(map_)},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        holder.connection.execute("ROLLBACK")
        _, err = process.communicate(timeout=60)
    assert process.returncode in (0, 130)
    assert "Traceback" not in err
    with open_map(map_) as again:
        count = again.connection.execute("SELECT count(*) FROM actors WHERE name = 'Somebody Else'").fetchone()[0]
    assert count == (1 if process.returncode == 0 else 0)


@pytest.mark.parametrize(
    ("words", "told"), [(("list",), "nothing was changed."), (("add", "Somebody Else"), "what was changed before is kept.")]
)  # fmt: skip
def test_an_interrupted_command_says_what_became_of_the_map(
    run: Run, map_: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("ngomap.cli.session.emit", interrupted)
        result = run(*words)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.startswith(f"Error: Interrupted; {told}\n")
    kept = run("find", "Somebody Else", "--format", "json").json["total"]
    assert bool(kept) == ("kept" in told)


def test_a_misspelt_command_is_told_the_nearest(run: Run) -> None:
    result = run("lst")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'list'" in result.stderr
    assert "ngomap --help" in run("xyzzy").stderr


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_options_of_every_command_stand_anywhere(run: Run, tmp_path: Path, place: str) -> None:
    other = tmp_path / "other.db"
    options = ["--map", str(other), "--format", "json", "--quiet", "--no-color", "--yes"]
    words = ["init", "--name", "A"]
    result = run(*options, *words) if place == "before" else run(*words, *options)
    assert json.loads(result.stdout)["record"]["map"] == str(other)


def test_a_file_tells_who_watches_that_all_went_well(run: Run, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    assert run("init", "--name", "A", "--healthcheck-file", str(seen)).exit_code == 0
    assert seen.exists()
    os.utime(seen, (0, 0))
    assert run("show", "nobody", "--healthcheck-file", str(seen)).exit_code == 1
    assert seen.stat().st_mtime == 0
    assert run("list", "--healthcheck-file", str(seen)).exit_code == 0
    assert seen.stat().st_mtime > 0
    assert run("list").exit_code == 0
    ran = run("list", "--healthcheck-file", str(tmp_path / "nowhere" / "seen"))
    assert (ran.exit_code, "cannot be touched" in ran.stderr) == (1, True)


def test_one_run_leaves_nothing_for_the_next(run: Run) -> None:
    run("init", "--name", "A")
    assert run("list", "--format", "json").stdout.startswith("{")
    assert not run("list").stdout.startswith("{")
    assert run("remove", "nobody", "--yes").exit_code == 1
    run("add", "B Group")
    assert run("remove", "b-group").exit_code == 2, "the --yes of an earlier run is forgotten"


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout.startswith("ngomap 0.")
    text = run("--help").stdout
    for word in ("Fill the map", "Questions", "People and ties", "Sharing", "Care", "--map", "list", "link"):
        assert word in text


def test_a_message_that_a_terminal_cannot_show_is_written_out(map_: Path) -> None:
    with open_map(map_) as opened:
        add_actor(opened, {"name": "Ёжик Café", "kind": "ngo"})
    environment = {**os.environ, "NGOMAP_MAP": str(map_), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = subprocess.run([*PROGRAM, "show", "ежик-cafe"], env=environment, capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
    assert b"Caf\\xe9" in result.stdout
