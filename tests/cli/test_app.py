"""The start of the command line."""

from __future__ import annotations

import gc

import pytest

from ngomap.cli import app as started


def test_a_million_records_are_read_without_looking_for_waste(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, seen = gc.get_threshold(), []
    monkeypatch.setattr(started, "app", lambda: seen.append(gc.get_threshold()[0]))
    try:
        started.main()
    finally:
        gc.set_threshold(*usual)
    assert seen[0] >= 100 * usual[0]
