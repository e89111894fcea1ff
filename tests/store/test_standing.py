"""The rows of large maps: bare numbers say the same as the records."""

from __future__ import annotations

import random

import pytest

from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.relationships import TIE_STATUSES, TIE_TYPES
from ngomap.store.actors import matching_actors
from ngomap.store.connection import Map
from ngomap.store.filters import Filters
from ngomap.store.standing import (
    END,
    WHAT,
    count_ties,
    issues_worked_on,
    recorded_terms,
    refs_there,
    standing_ties,
    tie_of,
    tied_actors,
)
from ngomap.store.ties import all_ties

ACTORS = 14
DAYS = (None, "2023", "2024-03", "2024-05-01", "2024-06-30", "2025")
TODAY = "2024-07-01"


@pytest.fixture
def filled(bare_map: Map) -> Map:
    chance = random.Random(5)
    run = bare_map.connection.execute
    run("BEGIN")
    for i in range(1, ACTORS + 1):
        values = [
            i, f"u{i}", f"a{i:02}", "ngo", f"A{i}", f"a{i}", chance.choice(AUDIENCES), chance.choice([None, "active", "closed"]),
            chance.choice([None, "2023", "2024-05"]),
        ]  # fmt: skip
        run("INSERT INTO actors (id, uid, handle, kind, name, name_key, audience, status, founded, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '2024', '2024')", values)  # fmt: skip
    for i in range(400):
        a, b = chance.sample(range(1, ACTORS + 1), 2)
        type_ = chance.choice([*TIE_TYPES, *["works-with"] * 10])
        since, until = chance.choice(DAYS), chance.choice(DAYS)
        values = [
            f"r{i}", type_, a, b, chance.choice(AUDIENCES), chance.choice(TIE_STATUSES), since, until if (until or "9") >= (since or "") else None,
            chance.choice([None, *range(6)]) if type_ == "works-with" else None, chance.choice(DAYS),
            chance.choice([None, "confrontational", "mixed"]),
        ]  # fmt: skip
        run("INSERT OR IGNORE INTO relationships (uid, type, from_id, to_id, audience, status, since, until, rung, rung_since, "
            "stance) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)  # fmt: skip
    run("INSERT INTO areas (id, uid, handle, name, name_key) VALUES (1, 'p', 'p', 'P', 'p')")
    for i, vocabulary in enumerate(("issue", "issue", "sector", "service"), 1):
        run("INSERT INTO terms (id, vocabulary, slug, name, name_key) VALUES (?, ?, ?, ?, ?)", [i, vocabulary, *[f"t{i}"] * 3])
    run("INSERT INTO actor_terms VALUES (1, 1), (1, 3), (2, 2)")
    for actor, term, role, audience in (
        (1, 2, "implementer", "public"), (3, 1, "funder", "public"), (4, 4, "implementer", "public"), (5, 1, "implementer", "secret"),
    ):  # fmt: skip
        run("INSERT INTO activities (actor_id, term_id, area_id, role, audience) VALUES (?, ?, 1, ?, ?)",
            [actor, term, role, audience])  # fmt: skip
    run("COMMIT")
    return bare_map


@pytest.mark.parametrize("on", ["2024-02-15", "2024-05-15", "2024-07-01", "2024-12-31"])
@pytest.mark.parametrize("audience", ["public", "secret"])
def test_the_ties_that_stood_are_those_of_the_records(filled: Map, on: str, audience: str) -> None:
    plain = audience == "public"
    seen = visible_to(audience)
    numbers = list(standing_ties(filled, on, TODAY, seen, plain))
    found = {}
    for first, ends in zip(numbers[::2], numbers[1::2], strict=True):
        what = tie_of(first % WHAT)
        found[first // WHAT] = (*divmod(ends, END), what.type, what.rung, what.status, what.stance)
    expected = {
        t.id: (
            t.a, t.b, t.type, None if plain else t.rung, t.status,
            t.stance if t.stance == "confrontational" and not plain else None,
        )
        for t in ties_on(all_ties(filled), on, TODAY) if t.open_on(on) and t.audience in seen
    }  # fmt: skip
    assert expected and found == expected
    if audience == "secret":
        assert tied_actors(filled, on, TODAY, ("rivals",)) == {
            end for a, b, type_, *_ in expected.values() if type_ != "rivals" for end in (a, b)
        }
    assert count_ties(filled) == len(all_ties(filled))


@pytest.mark.parametrize("on", ["2022-01-01", "2024-05-15", "2024-07-01"])
def test_who_was_there_is_who_the_records_say(filled: Map, on: str) -> None:
    actors, _ = matching_actors(filled, Filters(audience="partners"))
    expected = [a.ref for a in actors if there_on(a.status, a.founded, on, TODAY)]
    assert refs_there(filled, Filters(audience="partners"), on, TODAY) == expected


def test_issues_are_those_recorded_and_those_of_work(filled: Map) -> None:
    assert recorded_terms(filled, "sector") == {1: {3}}
    assert issues_worked_on(filled, ("public",), funded=False) == {1: {1, 2}, 2: {2}}
    assert issues_worked_on(filled, AUDIENCES, funded=True) == {1: {1, 2}, 2: {2}, 3: {1}, 5: {1}}
