"""A small map for files to come into, and the example's for commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from tests.gates.evil import make_evil
from tests.gates.imported import NFC
from tests.whole.test_envelopes import laid_out, on_example

__all__ = ["laid_out", "on_example"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A map that knows somebody and somewhere, made once."""
    path = tmp_path_factory.mktemp("prepared") / "prepared.db"
    for line in (["init", "--name", "Citizens"], ["add", NFC, "--kind", "ngo"], ["area", "add", NFC]):
        assert CliRunner().invoke(app, ["--map", str(path), *line]).exit_code == 0
    return path.read_bytes()


@pytest.fixture
def map_(map_path: Path, prepared: bytes) -> Path:
    map_path.write_bytes(prepared)
    return map_path


@pytest.fixture
def evil(on_example: Path, map_path: Path) -> Path:
    """The folder of a map with evil texts, on which every command of the table of calls works."""
    make_evil(map_path)
    return on_example
