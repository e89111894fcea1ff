"""Work done in processes of its own: timed, killed with no warning, asked what came of it.

Everything here forks the warm test process, so that a command costs what it does and not the start of Python.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app

FULL = os.environ.get("NGOMAP_RELIABILITY") == "full"
"""Whether all rounds are asked for, not the few of every test run."""

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")


def in_child(work: Callable[[], object]) -> int:
    """Do the work in a process of its own; its id. Not for what draws: its threads do not outlive a fork, and wait for ever."""
    sys.stdout.flush()
    # What lives until now is not looked through, and so not copied, by the child's collector of garbage.
    gc.freeze()
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


def lasts(work: Callable[[], object]) -> float:
    """How many seconds the work takes in a process of its own."""
    begin = time.monotonic()
    assert os.waitpid(in_child(work), 0)[1] == 0
    return time.monotonic() - begin


def killed(
    work: Callable[[], object], after: float, sign: Callable[[], bool] = lambda: True,
    begin: Callable[[Callable[[], object]], int] = in_child,
) -> bool:  # fmt: skip
    """Begin the work and kill it so many seconds after the sign; whether it was not yet over."""
    child = begin(work)
    over = (0, 0)
    while not sign() and not over[0]:
        over = os.waitpid(child, os.WNOHANG)
        time.sleep(0.0002)
    if not over[0]:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
        over = os.waitpid(child, 0)
    assert os.WIFSIGNALED(over[1]) or over[1] == 0, "the work failed by itself"
    return os.WIFSIGNALED(over[1])


@contextmanager
def reporting() -> Iterator[tuple[Callable[[], object], Callable[[], int]]]:
    """A word from a child to us that a kill cannot take back: what says it, in the child, and how often it was said."""
    out, into = os.pipe()
    os.set_blocking(out, False)

    def said() -> int:
        try:
            return len(os.read(out, 1 << 16))
        except BlockingIOError:
            return 0

    try:
        yield lambda: os.write(into, b"."), said
    finally:
        os.close(out)
        os.close(into)


def command(map_path: Path, line: list[str]) -> tuple[int, str, str]:
    """One command, in this process: exit code, standard output, standard error. A crash is raised."""
    result = CliRunner().invoke(app, ["--map", str(map_path), *line])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr
