"""What tests share: an empty map, a way to fill it, the command line, and the real data where it lies."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.store import migrations
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.term_edits import fill_vocabularies

settings.register_profile(
    "ngomap", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("ngomap")

DATASETS = Path(__file__).resolve().parents[2] / "shared" / "datasets"


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


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests answer the same whatever the machine's environment says."""
    for name in ("NGOMAP_MAP", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def new_maps_are_copies_of_one() -> Iterator[None]:
    """The tables of a new map are made once by the program, then copied: thousands of tests begin with a new map."""
    made: dict[object, tuple[object, bytes]] = {}
    fill = migrations._fill

    def copied(path: Path) -> None:
        # Tests of migrations teach the program others.
        known = (id(migrations.MIGRATIONS), migrations.MIGRATION_NAMES)
        if known in made:
            path.write_bytes(made[known][1])
        else:
            fill(path)
            made[known] = migrations.MIGRATIONS, path.read_bytes()

    migrations._fill = copied
    yield
    migrations._fill = fill


@pytest.fixture
def map_path(tmp_path: Path) -> Path:
    """Where the test's map is or will be."""
    return tmp_path / "test.db"


@pytest.fixture
def empty_map(map_path: Path) -> Iterator[Map]:
    """A new map with the starting vocabularies and nothing else."""
    create_map(map_path)
    with open_map(map_path) as map_:
        fill_vocabularies(map_)
        yield map_


@pytest.fixture
def bare_map(map_path: Path) -> Iterator[Map]:
    """A new map without even a vocabulary."""
    create_map(map_path)
    with open_map(map_path) as map_:
        yield map_


@pytest.fixture
def run(map_path: Path) -> Run:
    """Run a command on the test's map: `run("list", "--format", "json").json`. It must not have crashed."""

    def run_command(*args: str, typed: str | None = None, map_: Path | None = None) -> Ran:
        result = CliRunner().invoke(app, ["--map", str(map_ or map_path), *args], input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run_command


@pytest.fixture(scope="session")
def datasets() -> Path:
    """The folder of real, open data; CI has it, a plain clone may not."""
    if not DATASETS.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI runs with the real data beside the project, but it is not there.")
        pytest.skip("the real data (../shared/datasets) is not beside this checkout")
    return DATASETS
