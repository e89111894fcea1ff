"""What SQLite need not check is sure to pass its checks."""

from __future__ import annotations

import re

import pytest

from ngomap.errors import NgomapError
from ngomap.store.connection import Map
from ngomap.store.intake_rows import insert_actors
from ngomap.store.sure_rows import SURE
from ngomap.store.writing import write

GOOD: dict[str, object] = {
    "name": "Foo", "kind": "ngo", "level": "local", "status": "active", "audience": "public", "country": "KE", "currency": "KES",
    "staff": 3, "budget": 0.0,
}  # fmt: skip
BAD: dict[str, object] = {
    "name": "", "kind": "club", "level": "global", "status": "busy", "audience": "all", "country": "KEN", "currency": "KS",
    "staff": -1, "budget": -0.5, "lat": 91.0, "lon": 181.0, "audited": 1700,
}  # fmt: skip


@pytest.mark.parametrize("column", BAD)
def test_a_value_that_the_map_refuses_is_refused_among_many(empty_map: Map, column: str) -> None:
    point = {"lat": 1.0, "lon": 1.0} if column in ("lat", "lon") else {}
    rows = [GOOD, {**GOOD, **point, column: BAD[column], "name_key": "foo"}, GOOD]
    with pytest.raises(NgomapError, match="refused a value"), write(empty_map):
        insert_actors(empty_map, rows)
    with write(empty_map):
        assert len(insert_actors(empty_map, [GOOD, GOOD])) == 2


def test_every_column_that_sqlite_checks_is_looked_at_first(empty_map: Map) -> None:
    sql = empty_map.connection.execute("SELECT sql FROM sqlite_master WHERE name = 'actors'").fetchone()[0]
    checked = set(re.findall(r"CHECK \((?:length)?\(?(\w+)", sql))
    assert checked == set(SURE) == set(BAD)


def test_sqlite_checks_again_afterwards(empty_map: Map) -> None:
    with write(empty_map):
        ids = insert_actors(empty_map, [GOOD])
    with pytest.raises(NgomapError, match="refused a value"), write(empty_map):
        empty_map.connection.execute("UPDATE actors SET kind = 'club' WHERE id = ?", ids)
