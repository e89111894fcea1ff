"""The map that is killed, crowded and damaged here; and what was counted, told at the end of a full run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.processes import FULL
from tests.whole.test_envelopes import laid_out

__all__ = ["laid_out"]


@pytest.fixture
def quick_folder() -> Iterator[Path]:
    """A folder where syncing the disk costs nothing, if there is such a place: a killed process is no pulled plug."""
    memory = Path("/dev/shm")  # noqa: S108
    folder = Path(tempfile.mkdtemp(dir=memory if os.access(memory, os.W_OK) else None))
    yield folder
    shutil.rmtree(folder)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the tests recorded with `record_property`."""
    if not FULL:
        return
    reports = [r for found in ("passed", "failed") for r in terminalreporter.getreports(found) if "reliability" in r.nodeid]
    terminalreporter.section("counted")
    for report in reports:
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.nodeid.rpartition('/')[2]}: {name}: {value}")
