"""What the tests of own entries share."""

from __future__ import annotations

from pathlib import Path

import pytest

from ngomap.store.connection import Map
from tests.sharing.own_workbook import fill


@pytest.fixture
def full(bare_map: Map) -> Map:
    """A map with one partner of whom much is known."""
    fill(bare_map)
    return bare_map


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where its workbook is or will be."""
    return tmp_path / "river.xlsx"
