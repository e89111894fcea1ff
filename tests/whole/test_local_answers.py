"""`allies` and `partners` read little of the map; they answer as if they had read all of it as records."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from ngomap.analyses.allies import find_allies
from ngomap.analyses.allies_known import Asked
from ngomap.cli.allies import ally_rows
from ngomap.cli.partners import partners_of
from ngomap.graph.alliance import alliance_graph
from ngomap.graph.bare import BareGraph
from ngomap.model.as_of import ties_on
from ngomap.model.audience import AUDIENCES
from ngomap.store.actors import actor_by_id, all_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import open_map
from ngomap.store.migrations import create_map
from ngomap.store.standing import standing_ties
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties
from ngomap.store.writing import insert_many, mark_change, upsert_setting, write
from tests.bench.as_records import whole_partners, whole_rows

TODAY = "2026-05-01"
DAYS = (TODAY, "2025-06-15")
SEEDS = range(8)
KINDS = ("ngo", "ngo", "cbo", "person", "person", "government", "donor", "media", "coalition")
TYPES = ("works-with", "works-with", "works-with", "member-of", "funds", "monitors", "rivals", "knows", "works-for", "mentors", "on-board-of")
WHEN = (None, None, "2024", "2025-03", "2025-06-20", "2026-02-01", "2027")
MAYBE = (None, 1, 2, 3)


def random_map(path: Path, seed: int) -> None:
    """Some twenty to sixty actors with all that bears on the two questions, dated all over."""
    dice = random.Random(seed)
    some, count = dice.choice, dice.randint(20, 60)
    create_map(path)
    with open_map(path) as map_, write(map_) as database:
        mark_change(map_, "start")

        def insert(into: str, rows: list[tuple[Any, ...]]) -> None:
            insert_many(map_, f"INSERT OR IGNORE INTO {into} VALUES ({', '.join('?' * (into.count(',') + 1))})", rows)

        def when() -> tuple[str | None, str | None]:
            first, last = some(WHEN), some(WHEN)
            return (first, last) if first is None or last is None or first < last else (first, None)

        vocabularies = ("issue", "issue", "issue", "service", "population")
        insert("terms(id, vocabulary, slug, name, name_key, parent_id)", [
            (n, vocabularies[n % 5 - 1], f"t{n}", f"T{n}", f"t{n}", n - 5 if n > 5 and n % 2 else None) for n in range(1, 16)
        ])  # fmt: skip
        insert("areas(id, uid, handle, name, name_key, parent_id, lat, lon)", [
            (n, f"a{n}", f"p{n}", f"P{n}", f"p{n}", n // 3 or None, *((n / 4, n / 3) if n % 2 else (None, None))) for n in range(1, 10)
        ])  # fmt: skip
        # On 8 and 13, which is a part of it, nobody works, but some take a neutral stand.
        worked = [t for t in range(1, 16) if t not in (8, 13)]
        ids = range(1, count + 1)
        names = dice.sample([f"{a}{b}" for a in "abcdefgh" for b in "klmnopqr"], count)
        insert("actors(id, uid, handle, kind, name, name_key, level, status, area_id, lat, lon, staff, email, audience, created_at, updated_at)", [
            (n, f"u{n}", h, "ngo" if n == 1 else some(KINDS), h.upper(), h, some((None, "local", "national", "international")),
             some((None, "active", "active", "dormant", "closed")), some((None, *range(1, 10))), *some(((None, None), (n / 9, n / 7))),
             some((None, n)), some((None, f"{h}@example.org")), some(("public", "public", "secret")), "2026", "2026")
            for n, h in zip(ids, names, strict=True)
        ])  # fmt: skip
        insert("actor_terms(actor_id, term_id)", [(n, some(worked)) for n in ids for _ in range(dice.randint(0, 5))])
        insert("actor_areas(actor_id, area_id)", [(n, dice.randint(1, 9)) for n in ids if n % 3 for _ in range(dice.randint(0, 3))])
        insert("activities(actor_id, term_id, area_id, population_id, role, status, since, until, capacity, project)", [
            (n, some([t for t in worked if t % 5]), dice.randint(1, 9), some((None, 5, 10, 15)), some(("implementer", "partner", "funder")),
             some((None, "planned", "ongoing", "completed", "suspended")), *when(), some((None, 200)), some((None, None, "Joint", "Other")))
            for n in (*ids, 1, 1, 1, 1) for _ in range(dice.randint(0, 4) if n % 4 else 0)
        ])  # fmt: skip
        insert("resources(uid, actor_id, direction, kind, description, since, until)", [
            (f"r{n}", dice.randint(1, count), some(("offer", "need")), some(("space", "training", "legal", "media")), "x", *when())
            for n in range(count)
        ])  # fmt: skip
        pairs = [sorted(dice.sample(ids, 2)) for _ in range(count * 2)] + [[1, dice.randint(2, count)] for _ in range(12)]
        ties = [(some(TYPES), pair if dice.random() < 0.5 else pair[::-1], when()) for pair in pairs]
        insert("relationships(uid, type, from_id, to_id, status, rung, stance, since, until, rung_since, audience)", [
            (f"x{n}", type_, *(sorted(ends) if type_ in ("works-with", "rivals", "knows") else ends),
             some(("active", "active", "active", "dormant", "ended", "declined", "wanted")),
             dice.randint(0, 5) if type_ == "works-with" else None, some((None, None, "mixed", "confrontational")), *day,
             some((None, "2025-12-01")), some(("partners", "secret")))
            for n, (type_, ends, day) in enumerate(ties)
        ])  # fmt: skip
        insert("stances(actor_id, issue_id, stance, influence, on_date)", [
            (dice.randint(1, count), some((1, 2, 5, 6, 7)), dice.randint(-2, 2), some((None, 3)), some(WHEN)) for _ in range(count // 2)
        ] + [(n, 13, 0, n % 4, "2024") for n in dice.sample(ids, 4)])  # fmt: skip
        insert("trust(from_id, to_id, on_date, reliability)", [(*some(((1, n), (n, 1))), some(WHEN), n % 5) for n in ids[1::4]])
        insert("events(id, uid, on_date, kind, title, next_step, next_due)", [
            (n, f"e{n}", some(("2025-01-01", "2026-04-01", "2026-06-01")), some(("call", "training")), "Talk", some((None, "Write")), None)
            for n in ids
        ])  # fmt: skip
        insert("event_participants(event_id, actor_id)", [(n, who) for n in ids for who in {1, dice.randint(1, count), n} if n % 5 == 0 or who > 1])
        insert("agreements(a_id, b_id, point, state, on_date)", [(1, n, "common-goals", "agreed", "2025-02-01") for n in ids[4::6]])
        upsert_setting(database, "today", TODAY)
        if seed % 5:
            upsert_setting(database, "us", "u1")


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("local") / "random.db"
    random_map(path, request.param)
    return path


@pytest.mark.parametrize("on", DAYS)
def test_allies_are_the_same(made: Path, on: str) -> None:
    with open_map(made) as map_:
        terms, areas = {t.id: t for t in all_terms(map_)}, all_areas(map_)
        rows = whole_rows(map_, on)
        for asked, explain, limit in (
            (Asked(terms[1], on), False, None),
            (Asked(terms[6], on, areas[2], None, "project"), True, 3),
            (Asked(terms[2], on, None, terms[5], "capacity"), False, 0),
            (Asked(terms[13], on), True, None),
            (Asked(terms[8], on, None, None, "coalition"), False, 0),
        ):
            report = find_allies(rows, asked, {}, explain, limit)
            assert find_allies(ally_rows(map_, asked), asked, {}, explain, limit) == report
            assert report.totals


@pytest.mark.parametrize("on", DAYS)
def test_partners_are_the_same(made: Path, on: str) -> None:
    with open_map(made) as map_:
        organizations = [a for a in all_refs(map_) if a.kind != "person"]
        ours = actor_by_id(map_, 1).ref
        for asked, limit in ((ours, 2), (ours, 0), (organizations[3], 3)):
            assert partners_of(map_, asked, on, limit) == whole_partners(map_, asked, on, limit)


@pytest.mark.parametrize("on", DAYS)
def test_the_bare_graph_is_the_alliance_graph(made: Path, on: str) -> None:
    with open_map(made) as map_:
        everyone = all_refs(map_)[2:]
        graph = alliance_graph(everyone, ties_on(all_ties(map_), on, TODAY), on)
        bare = BareGraph({a.id: a.handle for a in everyone}, standing_ties(map_, on, TODAY, AUDIENCES))
    assert {a: {b: e["strength"] for b, e in of.items()} for a, of in bare.adj.items()} == {
        a: {b: e["strength"] for b, e in of.items()} for a, of in graph.adj.items()
    }
    assert bare.number_of_edges() == graph.number_of_edges() > 0
    assert all(bare.nodes[n]["handle"] == graph.nodes[n]["handle"] for n in graph)
