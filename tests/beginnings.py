"""What a test begins with is typed once: the commands of fixtures run for the first test of a file, and the others get the map
that they left.

Nearly every test of a command begins with a map that some ten commands fill, which takes longer than what the test looks at.
What the test itself types always runs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

ONLY_THE_MAP: Final = frozenset((
    "init", "add", "edit", "verify", "survey", "activity", "offer", "need", "term", "area", "person", "link", "unlink", "log", "agree",
    "trust", "stance", "approach", "project", "coalition", "grant", "commitment", "exchange", "done", "postpone",
))  # fmt: skip
"""Commands whose outcome depends on the map and their words alone, and which write nothing else."""


@dataclass(frozen=True)
class Ran:
    """One run of the command line."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """The answer, parsed."""
        return json.loads(self.stdout)


class Beginning:
    """What the fixtures of one test have typed, as long as that alone tells what the map says."""

    known: dict[tuple[object, ...], tuple[Ran, bytes]] = {}  # noqa: RUF012 - what all tests of one file know
    file: Path | None = None

    def __init__(self, request: pytest.FixtureRequest, path: Path) -> None:
        if Beginning.file != request.path:
            # What another file began with is of no use any more.
            Beginning.file = request.path
            Beginning.known.clear()
        self.path = path
        self.left = _state(path)
        # Other fixtures may have put something in the place of the clock, or of what the program asks.
        self.typed: tuple[object, ...] | None = None if self.left else tuple(sorted(request.fixturenames))

    def run(self, words: tuple[str, ...], run: Callable[[], Ran]) -> Ran:
        """What the command says, having done what it does: by running it, or as it was when it ran before."""
        own = bool(words) and words[0] in ONLY_THE_MAP and not any(str(self.path.parent) in word for word in words)
        if self.typed is None or not own or not _is_setup() or _state(self.path) != self.left:
            self.typed = None
            return run()
        self.typed = (*self.typed, words)
        if self.typed in Beginning.known:
            ran, content = Beginning.known[self.typed]
            self.path.touch(0o600)
            self.path.write_bytes(content)
        else:
            ran = run()
            if self.path.exists():
                Beginning.known[self.typed] = ran, self.path.read_bytes()
        self.left = _state(self.path)
        return ran


def _is_setup() -> bool:
    return os.environ.get("PYTEST_CURRENT_TEST", "").endswith("(setup)")


def _state(path: Path) -> bytes | None:
    """What tells one state of a map from all others that it was in: SQLite counts changes in the head of the file."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        return file.read(100)
