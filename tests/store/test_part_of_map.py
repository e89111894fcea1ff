"""A part of a map is whole in itself, and the map itself stays as it is."""

from __future__ import annotations

from pathlib import Path

from ngomap.store.actors import all_refs
from ngomap.store.connection import open_map, snapshot
from ngomap.store.part_of_map import part_of
from ngomap.store.ties import all_ties
from tests.conftest import Run
from tests.golden.test_golden import HERE


def test_only_the_actors_asked_for_and_what_is_between_them(run: Run, map_path: Path) -> None:
    run("init")
    run("import", str(HERE / "tiny.json"))
    before = map_path.read_bytes()
    with open_map(map_path) as map_, snapshot(map_):
        everybody, ties = all_refs(map_), all_ties(map_)
        some = {a.id for a in everybody if a.handle in ("us", "brook")}
        with part_of(map_, some) as part:
            assert {a.id for a in all_refs(part)} == some
            assert all_ties(part) == [t for t in ties if {t.a, t.b} <= some] != []
            assert part.connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert part.connection.execute("SELECT count(*) FROM terms").fetchone()[0] > 100
        assert all_refs(map_) == everybody
    assert map_path.read_bytes() == before
