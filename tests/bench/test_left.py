"""Where the time of a command goes is told in shares that come to the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import left as module
from tests.bench.left import REST, commands, left, shares, spent
from tests.bench.register import register


def test_shares_are_of_the_whole() -> None:
    seconds = {"a": 5.0, "b": 3.0, "c": 1.7, "d": 0.2, "e": 0.1}
    lines = shares("find", seconds, 300)
    assert [(line.what, line.seconds, round(line.ratio, 6)) for line in lines] == [
        ("find: a", 5.0, 0.5), ("find: b", 3.0, 0.3), ("find: c", 1.7, 0.17), (f"find: {REST}", pytest.approx(0.3), 0.03),
    ]  # fmt: skip
    assert all(line.bound is None and line.size == 300 for line in lines)


def test_time_goes_to_the_module_that_spends_it(tmp_path: Path) -> None:
    """A library is its caller's, also where a single call takes long."""
    map_ = register(300).link(tmp_path)
    found = spent(["--map", str(map_), "network"], tmp_path)
    assert max(found, key=lambda name: found[name]) == "graph.brokers"
    assert 0 < found["starting"] < sum(found.values()) / 2


def test_every_command_is_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    some = commands(register(300))
    monkeypatch.setattr(module, "commands", lambda made: {name: some[name] for name in ("allies", "export graphml")})
    lines = left([300])
    assert {line.what.partition(":")[0] for line in lines} == {"allies", "export graphml"}
    for what in ("allies", "export graphml"):
        of = [line for line in lines if line.what.startswith(what)]
        assert sum(line.ratio for line in of) == pytest.approx(1.0)
        assert of[-1].what == f"{what}: {REST}"
