"""The commands that the benchmarks time, run once here: how long they take is not judged."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.bench.measuring import Taken, run


@pytest.fixture(autouse=True)
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command must end well, which one turn shows."""

    def taken(
        commands: Mapping[str, Sequence[str]], folder: Path, repetitions: int = 1, patience: float = 0, **variables: str
    ) -> dict[str, Taken]:
        return {name: run(command, folder, **variables) for name, command in commands.items()}

    for name, module in [*sys.modules.items()]:
        if name.startswith("tests.bench.") and not name.startswith("tests.bench.test_") and hasattr(module, "medians"):
            monkeypatch.setattr(module, "medians", taken)
