"""What people and programs do to a map, one step at a time: each takes three numbers and does something sensible with them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

from sqlite_utils import Database

from ngomap.errors import AlreadyExists
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Activity
from ngomap.store import (
    area_edits,
    coverage_edits,
    event_edits,
    resource_edits,
    term_edits,
    tie_edits,
    trust_edits,
)
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, remove_actor
from ngomap.store.actor_merging import merge_actors
from ngomap.store.actors import all_refs
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import activities
from ngomap.store.intake_rows import extend_lists, index_for_search, insert_actors
from ngomap.store.terms import all_terms
from ngomap.store.ties import all_ties, events
from ngomap.store.writing import change_setting, mark_change, write

NUMBERS = count()


def some(rows: list[Any], n: int) -> Any:
    return rows[n % len(rows)]


def actor_at(map_: Map, n: int) -> ActorRef:
    return some(sorted(all_refs(map_), key=lambda a: a.id), n)


def _add(m: Map, a: int, b: int, c: int) -> None:
    terms = all_terms(m)
    lists = Lists((f"Alias {a}", "Ä"), ((f"REG{b}", f"{a}-{b}-{c}"),), (some(terms, b).id, some(terms, c).id), (some(all_areas(m), a).id,))
    taken = m.connection.execute("SELECT 1 FROM identifiers WHERE scheme = ? AND value = ?", lists.identifiers[0]).fetchone()
    add_actor(m, {"name": f"Actor {a % 4}", "kind": "ngo", "budget": 0.1 + a / 3, "lat": a / 7, "lon": -b / 7}, Lists() if taken else lists)


def _edit(m: Map, a: int, b: int, c: int) -> None:
    fields: list[dict[str, object]] = [
        {"phone": str(c)}, {"phone": None}, {"lat": 1.5, "lon": c / 11}, {"lat": None, "lon": None}, {"staff": c},
        {"name": f"Renamed {c}"}, {"budget": 1e15 + c / 8}, {"notes": "12"}, {"area_id": some(all_areas(m), c).id},
    ]  # fmt: skip
    terms = all_terms(m)
    edit_actor(
        m, actor_at(m, a).id, some(fields, b), Lists((f"N{c % 3}",), (), (some(terms, c).id,)),
        Lists((f"Alias {b}",), (), (some(terms, b).id,), (some(all_areas(m), b).id,)),
    )  # fmt: skip


def _remove(m: Map, a: int, b: int, c: int) -> None:
    if len(all_refs(m)) > 2:
        remove_actor(m, actor_at(m, a).id)


def _tie(m: Map, a: int, b: int, c: int) -> None:
    first, second = actor_at(m, a), actor_at(m, b)
    if first.id != second.id:
        tie_edits.link(m, first, second, some(["works-with", "knows", "related", "funds"], c), {"notes": str(c)})
        trust_edits.record_trust(m, first, second, "2026-01-01", {"openness": c % 5})


def _untie(m: Map, a: int, b: int, c: int) -> None:
    ties = all_ties(m)
    if ties:
        with write(m) as database:
            database.table("relationships").delete(some(ties, a).id)


def _term(m: Map, a: int, b: int, c: int) -> None:
    # Two that were made one have the name of both.
    with suppress(AlreadyExists):
        term_edits.add_term(m, "issue", f"Term {a} {b} {c} {len(all_terms(m))}", some(all_terms(m), a), [f"t{len(all_terms(m))}"])


def _merge_terms(m: Map, a: int, b: int, c: int) -> None:
    terms = all_terms(m)
    losing, winning = some(terms, a), some(terms, b)
    if losing.id != winning.id and losing.vocabulary == winning.vocabulary:
        term_edits.merge_terms(m, losing, winning)


def _area(m: Map, a: int, b: int, c: int) -> None:
    with suppress(AlreadyExists):
        area_edits.add_area(m, f"Area {len(all_areas(m))}", some(all_areas(m), a), code=f"C{a}.{b}.{c}.{len(all_areas(m))}", aliases=["Ort"])


def _merge_areas(m: Map, a: int, b: int, c: int) -> None:
    areas = all_areas(m)
    losing, winning = some(areas, a), some(areas, b)
    if losing.id != winning.id and len(areas) > 2:
        area_edits.merge_areas(m, losing, winning)


def _move_area(m: Map, a: int, b: int, c: int) -> None:
    area_edits.move_area(m, some(all_areas(m), a), None)


def _work(m: Map, a: int, b: int, c: int) -> None:
    terms = all_terms(m)
    cell = (some(terms, a).id, some(all_areas(m), b).id)
    row = Activity(0, actor_at(m, c).id, *cell, some([None, some(terms, c).id], a), "implementer", None, f"20{a % 90 + 10}", None, c, None, None)
    coverage_edits.add_activities(m, [row], "S")
    coverage_edits.add_need_figures(m, [(cell[1], cell[0], None, c, None)], "S")
    coverage_edits.add_surveys(m, [(cell[1], cell[0])], "2026-01-01", None)


def _stop_work(m: Map, a: int, b: int, c: int) -> None:
    rows = activities(m, inferred=False)
    if rows:
        coverage_edits.remove_activity(m, some(rows, a).id)


def _log(m: Map, a: int, b: int, c: int) -> None:
    number = event_edits.log_event(m, {"on_date": "2026-01-02", "kind": "call", "title": f"Call {a}"}, [actor_at(m, a), actor_at(m, b)])
    if c % 3 == 0:
        event_edits.remove_event(m, some(events(m), c).id)
    elif c % 3 == 1:
        edit_actor(m, actor_at(m, number).id, {"source": "the call"})


def _agree(m: Map, a: int, b: int, c: int) -> None:
    first, second = actor_at(m, a).id, actor_at(m, b).id
    other = None if first == second else second
    with write(m) as database:
        database.execute(
            "INSERT INTO agreements(a_id, b_id, point, state, text, on_date) VALUES (?, ?, 'roles', 'open', ?, ?) ON CONFLICT DO NOTHING",
            [first, other, str(c), f"20{c % 4 + 10}-01-01"],
        )
        row = [f"l{len(all_refs(m))}-{a}-{b}-{c}", first, other, actor_at(m, c).id, some(all_terms(m), c).id, some(all_areas(m), b).id]
        database.execute(
            "INSERT INTO labour(uid, a_id, b_id, actor_id, task, population_id, area_id) VALUES (?, ?, ?, ?, 'Radio', ?, ?) ON CONFLICT DO NOTHING", row
        )
        database.execute("UPDATE events SET introduces_id = ? WHERE id = ?", [first, c])


def _together(m: Map, a: int, b: int, c: int) -> None:
    first, second = actor_at(m, a).id, actor_at(m, b).id
    term, area, key = some(all_terms(m), c).id, some(all_areas(m), a).id, f"{a}-{b}-{c}-{len(all_refs(m))}"
    rows: dict[str, dict[str, object]] = {
        "projects": {"uid": key, "handle": key, "name": key, "budget": c / 3},
        "grants": {"uid": key, "handle": key, "name": key, "funder_id": first, "term_id": term, "area_id": area},
        "commitments": {"uid": key, "handle": key, "what": key, "by_id": first, "to_id": second, "on_date": "2026-01-01", "issue_id": term},
        "coalitions": {"actor_id": first, "target_id": second, "issue_id": term},
        "monitors": {"actor_id": second, "training": key},
    }
    with write(m) as database:
        for table, row in rows.items():
            _put(database, table, row)
        project = database.execute("SELECT max(id) FROM projects").fetchone()[0]
        promise = database.execute("SELECT max(id) FROM commitments").fetchone()[0]
        _put(database, "project_partners", {"project_id": project, "actor_id": second})
        _put(database, "project_terms", {"project_id": project, "term_id": term})
        _put(database, "project_areas", {"project_id": project, "area_id": area})
        _put(database, "observations", {"uid": key, "commitment_id": promise, "observer_id": second, "on_date": "2026-01-02", "finding": "kept"})
        if first != second:
            lent = {"uid": key, "from_id": first, "to_id": second, "mode": "lent", "kind": "it", "description": key, "on_date": "2026-01-01"}
            _put(database, "exchanges", lent)
            _put(database, "assessments", {"project_id": project, "by_id": first, "of_id": second, "on_date": "2026-01-01"})
            _put(database, "approaches", {"from_id": first, "to_id": second, "approach": "mixed", "on_date": "2026-01-01"})
        if c % 3 == 0:
            database.table("projects").delete(project)
        elif c % 3 == 1:
            database.table("commitments").update(promise, {"due": "2026-02-02", "audience": "secret"})


def _put(database: Database, table: str, row: dict[str, object]) -> None:
    names = ", ".join(row)
    database.execute(f"INSERT OR IGNORE INTO {table}({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _merge(m: Map, a: int, b: int, c: int) -> None:
    first, second = actor_at(m, a), actor_at(m, b)
    if first.id != second.id and len(all_refs(m)) > 2:
        merge_actors(m, first, second)


def _view(m: Map, a: int, b: int, c: int) -> None:
    trust_edits.record_stance(m, actor_at(m, a), some(all_terms(m), b).id, None, {"stance": c % 5 - 2})
    resource_edits.add_resource(m, actor_at(m, b), "offer", {"kind": "space", "description": "Room", "quantity": 0.3})
    change_setting(m, "colour", str(c))


def take_table(m: Map, a: int, b: int, c: int) -> None:
    """What an import does: new actors, and more about those that are there, in one."""
    with write(m):
        mark_change(m, "import", "table.csv")
        old = actor_at(m, a)
        area = area_edits.add_area(m, f"Import {len(all_areas(m))} {a} {b} {c}", code=f"I{len(all_areas(m))}.{a}.{b}.{c}.{next(NUMBERS)}")
        new = insert_actors(m, [{"name": f"New {n}", "kind": "cbo", "audience": "public", "area_id": area.id} for n in range(b % 4)])
        terms = [(actor, some(all_terms(m), c).id) for actor in new]
        extend_lists(m, [(actor, "Same") for actor in new], [(actor, "FILE", f"{actor}-{a}-{b}-{c}") for actor in new], terms)
        for actor in new:
            tie_edits.link(m, ActorRef(actor, str(actor), "", "cbo"), old, "related", {})
        edit_actor(m, old.id, {"source": f"line {c}", "email": f"{c}@example.org"})
        index_for_search(m, new)


STEPS: list[Callable[[Map, int, int, int], None]] = [
    _add, _edit, _remove, _tie, _untie, _term, _merge_terms, _area, _merge_areas, _move_area, _work, _stop_work, _log,
    _view, take_table, _agree, _together, _merge,
]  # fmt: skip
