"""What tests share: an empty map, a way to fill it, the command line, and the real data where it lies."""

from __future__ import annotations

import functools
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from typer.main import get_command
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.store import migrations, term_edits
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.term_edits import fill_vocabularies
from tests.beginnings import Beginning, Ran

settings.register_profile(
    "ngomap", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("ngomap")

# Thousands of small maps are written; where memory is a disk, nobody waits for one. What a pulled plug leaves is not tested by
# waiting for a disk, and what a killed process leaves is the same on both.
IN_MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # noqa: S108
if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))
# The processes that tests start keep what Python compiled, as an installed tool does.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

DATASETS = Path(__file__).resolve().parents[2] / "shared" / "datasets"


Run = Callable[..., Ran]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """Each process takes a half in order, so that what a file shares is made once, and whoever is done helps the other."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: "whole" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: nobody looks through it again for garbage."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end it is looked through after all, so that libraries do not speak of leaks."""
    gc.unfreeze()


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

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "_fill", copied)
        # The thousands of words of the vocabularies are the same in each.
        patch.setattr(term_edits, "name_key", functools.cache(term_edits.name_key))
        yield


@pytest.fixture(scope="session", autouse=True)
def commands_are_built_once() -> Iterator[None]:
    """To make the parser of a command takes as long as the command; a parser keeps nothing from one call to the next."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.testing._get_command", functools.cache(get_command))
        yield


@pytest.fixture(scope="session")
def filled_map(new_maps_are_copies_of_one: None, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A new map with the starting vocabularies and nothing else, made once."""
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    create_map(path)
    with open_map(path) as map_:
        fill_vocabularies(map_)
    return path.read_bytes()


@pytest.fixture(scope="session")
def example_map(commands_are_built_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as `ngomap demo` makes it, once: to be read, or copied."""
    path = tmp_path_factory.mktemp("example") / "example.db"
    assert CliRunner().invoke(app, ["--map", str(path), "demo", "--quiet"]).exit_code == 0
    return path


@pytest.fixture
def map_path(tmp_path: Path) -> Path:
    """Where the test's map is or will be."""
    return tmp_path / "test.db"


@pytest.fixture
def empty_map(map_path: Path, filled_map: bytes) -> Iterator[Map]:
    """A new map with the starting vocabularies and nothing else."""
    map_path.touch(0o600)
    map_path.write_bytes(filled_map)
    with open_map(map_path) as map_:
        yield map_


@pytest.fixture
def bare_map(map_path: Path) -> Iterator[Map]:
    """A new map without even a vocabulary."""
    create_map(map_path)
    with open_map(map_path) as map_:
        yield map_


@pytest.fixture
def example(map_path: Path, example_map: Path) -> Iterator[Map]:
    """The example as the test's map."""
    map_path.write_bytes(example_map.read_bytes())
    with open_map(map_path) as map_:
        yield map_


@pytest.fixture
def run(map_path: Path, request: pytest.FixtureRequest) -> Run:
    """Run a command on the test's map: `run("list", "--format", "json").json`. It must not have crashed."""
    beginning = Beginning(request, map_path)

    def run_command(*args: str, typed: str | None = None, map_: Path | None = None) -> Ran:
        def really() -> Ran:
            result = CliRunner().invoke(app, ["--map", str(map_ or map_path), *args], input=typed)
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                raise result.exception
            return Ran(result.exit_code, result.stdout, result.stderr)

        return beginning.run(args, really) if typed is None and map_ is None else really()

    return run_command


@pytest.fixture(scope="session")
def datasets() -> Path:
    """The folder of real, open data; CI has it, a plain clone may not."""
    if not DATASETS.is_dir():
        if os.environ.get("CI"):
            pytest.fail("CI runs with the real data beside the project, but it is not there.")
        pytest.skip("the real data (../shared/datasets) is not beside this checkout")
    return DATASETS
