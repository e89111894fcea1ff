"""Two maps edited apart and merged both ways: no edit is lost, what both changed is listed, and settled alike they agree.

A few by default; NGOMAP_RELIABILITY=full makes it three hundred.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.sharing.settling import settle, standing
from ngomap.sharing.take_in import take_in
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.conflicts import open_conflicts
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map
from ngomap.store.settings_edits import set_us
from ngomap.store.share_file import write_share
from ngomap.store.share_recipients import key_for
from ngomap.store.share_source import read_map
from ngomap.store.whole import scope_for
from ngomap.store.writing import change_setting, write

EXAMPLES = 300 if os.environ.get("NGOMAP_RELIABILITY") == "full" else 8
WHO = ("Old Mill", "New Bridge", "Night Door")
FIELDS = ("phone", "mission", "founded")
Edit = tuple[str, str, str | None]
EDITS = st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from(FIELDS), st.sampled_from(["2001", "2002", "2003", None])), max_size=6)
SET = {field: f"UPDATE actors SET {field} = ? WHERE name = ?" for field in FIELDS}


@cache
def empty() -> bytes:
    """An empty map, made once: that takes longer than the rest."""
    with tempfile.TemporaryDirectory() as folder:
        create_map(Path(folder) / "empty.db")
        return (Path(folder) / "empty.db").read_bytes()


def make(path: Path, name: str) -> None:
    path.write_bytes(empty())
    with open_map(path) as map_:
        change_setting(map_, "today", "2026-03-04")
        set_us(map_, add_actor(map_, {"name": name, "kind": "ngo"}, Lists()).ref, True)


def edit(map_: Map, edits: list[Edit]) -> None:
    with write(map_):
        for who, field, value in edits:
            map_.connection.execute(SET[field], [value, who])


def said(map_: Map) -> dict[tuple[str, str], Any]:
    rows = map_.connection.execute("SELECT name, phone, mission, founded FROM actors")
    return {(name, field): value for name, *values in rows if name in WHO for field, value in zip(FIELDS, values, strict=True)}


def give(source: Map, into: Map, recipient: str, path: Path) -> None:
    path.unlink(missing_ok=True)
    write_share(source, path, scope_for(source, "partners"), key_for(source, recipient), recipient, False, False)
    foreign = read_map(path)
    take_in(into, foreign, foreign.name, foreign.on)


def listed(map_: Map) -> set[tuple[str, str]]:
    return {(s.label, s.conflict.field) for s in standing(map_, open_conflicts(map_))}


@settings(max_examples=EXAMPLES)
@given(base=EDITS, by_a=EDITS, by_b=EDITS)
def test_two_maps_edited_apart_lose_nothing_and_come_together(base: list[Edit], by_a: list[Edit], by_b: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{n}.db" for n in ("a", "b", "share")]
        make(paths[0], "Citizens")
        make(paths[1], "River Trust")
        with open_map(paths[0]) as a, open_map(paths[1]) as b:
            for name in WHO:
                add_actor(a, {"name": name, "kind": "ngo"}, Lists())
            edit(a, base)
            give(a, b, "River Trust", paths[2])
            before = said(a)
            assert said(b) == before
            edit(a, by_a)
            edit(b, by_b)
            now_a, now_b = said(a), said(b)
            give(a, b, "River Trust", paths[2])
            for key, was in before.items():
                mine, theirs = now_b[key], now_a[key]
                if mine != was:
                    assert said(b)[key] == mine, "an edit of ours was lost"
                    both = theirs not in (was, mine, None)
                    assert (key in listed(b)) is both
                else:
                    # What they emptied stays as it was.
                    assert said(b)[key] == (theirs if theirs is not None else was)
            middle = said(b)
            give(b, a, "Citizens", paths[2])
            for key, mine in now_a.items():
                if mine is not None:
                    assert said(a)[key] == mine, "an edit of theirs was lost"
                    if middle[key] not in (mine, before[key], None):
                        assert key in listed(a)
            # The word of B counts, on both sides.
            for map_, whose in ((a, "theirs"), (b, "ours")):
                for one in standing(map_, open_conflicts(map_)):
                    settle(map_, one.conflict, whose)
            for source, into, recipient in ((b, a, "Citizens"), (a, b, "River Trust")):
                give(source, into, recipient, paths[2])
            assert listed(a) == listed(b) == set()
            for key in before:
                if said(a)[key] is not None and said(b)[key] is not None:
                    assert said(a)[key] == said(b)[key]
