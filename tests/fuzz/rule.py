"""The rule for whatever reads: it reads, or it says what is wrong and what to do, soon and in little memory."""

from __future__ import annotations

import resource
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

from ngomap.errors import NgomapError

SECONDS: float = 10
MEBIBYTES: Final = 256
_UNIT: Final = 1 if sys.platform == "darwin" else 1024


class Finding(AssertionError):
    """Input that breaks the rule other than by an exception of its own."""


def keeps_the_rule(read: Callable[[bytes], object], data: bytes) -> bool:
    """Whether the input was read; False if it was refused as it should be. Anything else raises."""
    before = _peak()
    try:
        with _no_longer_than(SECONDS), warnings.catch_warnings():
            # A warning would stand among what the user reads.
            warnings.simplefilter("error")
            read(data)
    except NgomapError as error:
        if not error.message.strip() or not error.hint.strip():
            raise Finding(f"{type(error).__name__} says {error.message!r} and hints {error.hint!r}") from error
        return False
    finally:
        grown = (_peak() - before) >> 20
        if grown > MEBIBYTES and sys.exc_info()[0] is None:
            raise Finding(f"{len(data)} bytes took {grown} MiB")
    return True


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


@contextmanager
def _no_longer_than(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Finding(f"it was not done after {seconds} s")

    # Of this process's own time: how busy the machine is decides nothing.
    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)
