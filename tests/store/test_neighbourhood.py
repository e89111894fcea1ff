"""What stands around a few actors: the same as the whole map has of them, on any map."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.relationships import TIE_TYPES
from ngomap.store.connection import Map
from ngomap.store.neighbourhood import (
    introductions_asked,
    last_contacts,
    some_actors,
    stances_of_many,
    ties_among,
    ties_of_many,
)
from ngomap.store.ties import all_ties, events, stances

ACTORS = 12


def filled(map_: Map, seed: int) -> random.Random:
    chance = random.Random(seed)
    run = map_.connection.execute
    run("BEGIN")
    for i in range(1, ACTORS + 1):
        values = [i, f"u{i}", f"a{i}", "ngo", f"A{i}", f"a{i}", chance.choice(AUDIENCES), "2024", "2024"]
        run("INSERT INTO actors (id, uid, handle, kind, name, name_key, audience, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)  # fmt: skip
        run("INSERT INTO terms (vocabulary, slug, name, name_key) VALUES ('issue', ?, ?, ?)", [f"t{i}"] * 3)
        run("INSERT INTO stances (actor_id, issue_id, stance, on_date, audience) VALUES (?, last_insert_rowid(), -1, ?, ?)",
            [i, chance.choice([None, "2024-01-01", "2024-06-01"]), chance.choice(AUDIENCES)])  # fmt: skip
    for i in range(40):
        a, b = sorted(chance.sample(range(1, ACTORS + 1), 2))
        values = [f"r{i}", chance.choice(list(TIE_TYPES)), a, b, chance.choice(AUDIENCES)]
        run("INSERT OR IGNORE INTO relationships (uid, type, from_id, to_id, audience) VALUES (?, ?, ?, ?, ?)", values)
    for i in range(1, 31):
        day = f"2024-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        values = [i, f"e{i}", day, f"T{i}", chance.choice(AUDIENCES), chance.choice([None, chance.randint(1, ACTORS)])]
        run("INSERT INTO events (id, uid, on_date, kind, title, audience, introduces_id) VALUES (?, ?, ?, 'call', ?, ?, ?)",
            values)  # fmt: skip
        for who in chance.sample(range(1, ACTORS + 1), chance.randint(1, 4)):
            run("INSERT INTO event_participants VALUES (?, ?)", [i, who])
    run("COMMIT")
    return chance


@pytest.mark.parametrize("seed", range(8))
def test_everything_read_is_what_the_whole_map_has_of_them(bare_map: Map, seed: int) -> None:
    chance = filled(bare_map, seed)
    some, others = (set(chance.sample(range(1, ACTORS + 1), chance.randint(0, 6))) for _ in range(2))
    audiences = visible_to(chance.choice(AUDIENCES))
    on = "2024-08-15"
    ties = [replace(t, last_contact=None) for t in all_ties(bare_map) if t.audience in audiences]
    assert ties_of_many(bare_map, some, audiences) == [t for t in ties if t.a in some or t.b in some]
    between = [t for t in ties if (t.a in some and t.b in others) or (t.b in some and t.a in others)]
    assert ties_among(bare_map, some, others, audiences) == ties_among(bare_map, others, some, audiences) == between
    expected = [s for s in stances(bare_map) if s.actor in some and s.audience in audiences and (s.on_date or "") <= on]
    assert stances_of_many(bare_map, some, on, audiences) == expected
    everybody = some_actors(bare_map, range(1, ACTORS + 1))
    assert {a.handle for a in everybody.values()} == {f"a{i}" for i in range(1, ACTORS + 1)}
    shown = [
        e for e in events(bare_map)
        if e.on_date <= on and e.audience in audiences and all(everybody[p.id].audience in audiences for p in e.participants)
    ]  # fmt: skip
    pairs = [(a, b) for a in some for b in others if a != b]
    last = last_contacts(bare_map, pairs, on, audiences)
    for pair in pairs:
        days = [e.on_date for e in shown if set(pair) <= {p.id for p in e.participants}]
        assert (last[pair].on_date if pair in last else None) == max(days, default=None)
    for who in some:
        asked = introductions_asked(bare_map, who, "2024-03-01", on, audiences)
        assert [e.id for e in asked] == [
            e.id for e in reversed(shown)
            if e.introduces and everybody[e.introduces].audience in audiences and e.on_date > "2024-03-01"
            and who in {p.id for p in e.participants}
        ]  # fmt: skip
        assert all(e in shown for e in asked)
