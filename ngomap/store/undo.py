"""A change taken back: every row as it was before, or - where later changes rest on it - nothing, and why."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from ngomap.errors import InUse, NgomapError, NotFound
from ngomap.model.history import ChangeRow, Fact
from ngomap.store.connection import Map
from ngomap.store.history import CHANGE, FACT, change_by_id, forgot, last_change
from ngomap.store.history_names import subject_of, thing_of
from ngomap.store.schema_history import ADDED, CHANGED, CONTENT, DERIVED, Shape, shape_of
from ngomap.store.search_index import index_actors
from ngomap.store.writing import mark_change, write

# Rows come back one by one, and some point to others that come later.
LATER_KEYS = "PRAGMA defer_foreign_keys = ON"
TAKES_BACK = "UPDATE changes SET undoes = ? WHERE id = ?"
TAKEN_BACK_BY = "UPDATE changes SET undone_by = ? WHERE id = ?"
# A later change and its own undo together did nothing.
STANDING_SINCE = f"""SELECT {CHANGE} FROM changes c WHERE c.id > ?1 AND c.id < ?2 AND c.undone_by IS NULL
AND NOT (c.kind = 'undo' AND c.undoes > ?1) ORDER BY c.id DESC"""  # noqa: S608
BACKWARDS = f"""SELECT {FACT} FROM history h WHERE h.change_id = ? AND h.id < ? ORDER BY h.id DESC LIMIT 5000"""  # noqa: S608
MAKER_OF = f"""SELECT {CHANGE} FROM history h JOIN changes c ON c.id = h.change_id
WHERE h.change_id > ? AND h.change_id < ? AND h.table_name = ? AND h.row_key = ? ORDER BY h.id DESC LIMIT 1"""  # noqa: S608
REMOVE_ACTORS = "DELETE FROM actors WHERE id BETWEEN ? AND ?"
ACTOR_IDS = "SELECT id FROM actors WHERE id BETWEEN ? AND ?"
NAMED_BY = """SELECT actor_id FROM actor_terms WHERE term_id IN (SELECT value FROM json_each(?1))
UNION SELECT id FROM actors WHERE area_id IN (SELECT value FROM json_each(?2))"""
KEEPER_LOST = """SELECT 1 FROM settings s WHERE s.key = 'us' AND NOT EXISTS (SELECT 1 FROM actors WHERE uid = s.value)"""
BROKEN = "SELECT parent FROM pragma_foreign_key_check(?) LIMIT 1"

IN_SEARCH: Final = ("actors", "aliases", "actor_terms")
ALWAYS_NEW: Final = "updated_at"
"""It changes with every other field, and so does not tell two changes apart."""

Row = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Undone:
    """A change that was taken back, and the number of the change that did so: undoing that brings it back."""

    change: ChangeRow
    number: int


@dataclass(slots=True)
class _Taking:
    """A change on its way out."""

    map_: Map
    change: ChangeRow
    number: int
    since: list[ChangeRow]
    rows: dict[Row, set[str] | None] = field(default_factory=dict)
    newer: set[Row] = field(default_factory=set)
    shapes: dict[str, Shape] = field(default_factory=dict)
    statements: dict[tuple[object, ...], str] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    renamed: dict[str, set[int | str]] = field(default_factory=lambda: {"terms": set(), "areas": set()})


def undo(map_: Map, number: int | None = None) -> Undone:
    """Take back the change of that number, or the last one that stands, as a change that can itself be taken back.

    Raises NotFound if there is none, InUse if later changes touched the same or rest on it, NgomapError for one that
    was taken back already and for the making of the map. Then nothing was changed.
    """
    with write(map_) as database:
        map_.connection.execute(LATER_KEYS)
        mine = mark_change(map_, "undo")
        change = _wanted(map_, mine, number)
        since = [ChangeRow(*row) for row in map_.connection.execute(STANDING_SINCE, [change.id, mine])]
        taking = _Taking(map_, change, mine, since)
        if since:
            _refuse_what_was_touched_since(taking)
        try:
            _take_back(taking)
        except sqlite3.IntegrityError as error:
            raise _in_the_way(change, since[0] if since else None, "there is something else in its place") from error
        if since:
            _refuse_what_rests_on_it(taking)
        if map_.connection.execute(KEEPER_LOST).fetchone():
            raise InUse(f"Change {change.id} made who keeps this map.", "Say first who does: ngomap edit REF --us")
        _mark(map_, change, mine)
        named = [json.dumps(list(taking.renamed[table])) for table in ("terms", "areas")]
        taking.touched.update(row[0] for row in map_.connection.execute(NAMED_BY, named))
        index_actors(database, sorted(taking.touched))
    return Undone(change, mine)


def _wanted(map_: Map, mine: int, number: int | None) -> ChangeRow:
    change = last_change(map_) if number is None else change_by_id(map_, number)
    if change is None or change.id == mine:
        what = "There is nothing to take back." if number is None else f"There is no change {number}."
        raise NotFound(what, "See 'ngomap history'.")
    if change.kind == "start":
        what = "Nothing has been changed since the map was made." if number is None else f"Change {number} made the map."
        raise NgomapError(what, f"To take back the map itself, delete the file {map_.path}")
    if forgot(map_, change.id):
        raise NgomapError(
            f"Change {change.id} forgot somebody for good: it cannot be taken back.",
            "What came before it is taken back by its number; see 'ngomap history'.",
        )
    if change.undone_by is not None and forgot(map_, change.undone_by):
        raise NgomapError(
            f"Nothing is left of change {change.id}: whom it was about has been forgotten.", "See 'ngomap history'."
        )
    if change.undone_by is not None:
        raise NgomapError(
            f"Change {change.id} was taken back by change {change.undone_by}.",
            f"To have it again: ngomap undo {change.undone_by}",
        )
    return change


def _mark(map_: Map, change: ChangeRow, number: int) -> None:
    """Say of each change in the chain - an undo, what it took back, ... - whether it stands."""
    map_.connection.execute(TAKES_BACK, [change.id, number])
    map_.connection.execute(TAKEN_BACK_BY, [number, change.id])
    stands = False
    above = change
    while above.undoes is not None:
        below = change_by_id(map_, above.undoes)
        if below is None:
            break
        stands = not stands
        map_.connection.execute(TAKEN_BACK_BY, [None if stands else above.id, below.id])
        above = below


def _backwards(map_: Map, number: int) -> Iterator[Fact]:
    """What a change did, the last first; a piece at a time, since it may be a whole register."""
    before = 2**63 - 1
    while True:
        rows = map_.connection.execute(BACKWARDS, [number, before]).fetchall()
        if not rows:
            return
        yield from (Fact(*row) for row in rows)
        before = rows[-1][0]


def _steps(map_: Map, number: int) -> Iterator[tuple[Fact, dict[str, object]]]:
    """What was done to one row at a time, the last first, with what its fields said before."""
    current: Fact | None = None
    before: dict[str, object] = {}
    for fact in _backwards(map_, number):
        same = current and (fact.action, fact.table, fact.key) == (current.action, current.table, current.key)
        if current and not same:
            yield current, before
            before = {}
        current = fact
        if fact.field is not None:
            before[fact.field] = fact.old
    if current:
        yield current, before


def _take_back(taking: _Taking) -> None:
    """New actors go first, with all that is about them; then what was done is done backwards."""
    connection, change = taking.map_.connection, taking.change
    if change.first_actor is not None:
        bounds = [change.first_actor, change.last_actor]
        taking.touched.update(row[0] for row in connection.execute(ACTOR_IDS, bounds))
        connection.execute(REMOVE_ACTORS, bounds)
    for fact, before in _steps(taking.map_, change.id):
        if fact.table not in CONTENT:
            continue
        if (fact.table, fact.key) in taking.newer:
            before.pop(ALWAYS_NEW, None)
        statement, values = _statement(taking, fact, before)
        done = connection.execute(statement, values).rowcount if statement else 1
        # A row about a new actor by way of another row - what was found of a promise of theirs - went with the actor.
        went_along = done == 0 and fact.action == ADDED and change.first_actor is not None
        if done != 1 and fact.table not in DERIVED and not went_along:
            raise _in_the_way(change, None, "the map is not as it left it")
        if fact.table in IN_SEARCH and fact.actor is not None:
            taking.touched.add(fact.actor)
        if fact.table in taking.renamed:
            taking.renamed[fact.table].add(fact.key)


def _statement(taking: _Taking, fact: Fact, before: dict[str, object]) -> tuple[str, list[object]]:
    """The statement that takes back one step. The names in it are those of the schema, whatever the history says."""
    if fact.table not in taking.shapes:
        taking.shapes[fact.table] = shape_of(taking.map_.connection, fact.table)
    shape = taking.shapes[fact.table]
    fields = [name for name in shape.fields if name in before]
    key: list[object] = [fact.key] if len(shape.key) == 1 else json.loads(str(fact.key))
    values = [before[name] for name in fields]
    recipe = (fact.table, fact.action, *fields)
    if recipe not in taking.statements:
        taking.statements[recipe] = _written(shape, fact.action, fields)
    return taking.statements[recipe], key if fact.action == ADDED else [*values, *key]


def _written(shape: Shape, action: str, fields: list[str]) -> str:
    where = " AND ".join(f'"{column}" = ?' for column in shape.key)
    if action == ADDED:
        return f'DELETE FROM "{shape.table}" WHERE {where}'  # noqa: S608
    if action == CHANGED:
        news = ", ".join(f'"{name}" = ?' for name in fields)
        return f'UPDATE "{shape.table}" SET {news} WHERE {where}' if fields else ""  # noqa: S608
    names = ", ".join(f'"{name}"' for name in (*fields, *shape.key))
    places = ", ".join("?" * (len(fields) + len(shape.key)))
    again = "INSERT OR IGNORE" if shape.table in DERIVED else "INSERT"
    return f'{again} INTO "{shape.table}"({names}) VALUES ({places})'


def _refuse_what_was_touched_since(taking: _Taking) -> None:
    change = taking.change
    for fact in _backwards(taking.map_, change.id):
        row = (fact.table, fact.key)
        known = taking.rows.setdefault(row, set())
        if fact.action != CHANGED or fact.field is None:
            taking.rows[row] = None
        elif known is not None:
            known.add(fact.field)
    actors = [int(key) for table, key in taking.rows if table == "actors"]
    for later in taking.since:
        if _share_new_actors(change, later) or any(map(later.made, actors)):
            raise _in_the_way(change, later, "there is another actor in its place now")
        touching = (f for f in _backwards(taking.map_, later.id) if f.table not in DERIVED and _touches(taking, f))
        if (first := next(touching, None)) is not None:
            said = next((f for f in (first, *touching) if f.field != ALWAYS_NEW), first)
            raise _in_the_way(change, later, _named(taking.map_, said))


def _share_new_actors(a: ChangeRow, b: ChangeRow) -> bool:
    return a.made(b.first_actor) or b.made(a.first_actor)


def _touches(taking: _Taking, fact: Fact) -> bool:
    """Whether a later fact is of a row that the change touched, in the same field or as a whole."""
    if taking.change.made(fact.actor) or taking.change.made(fact.other):
        return True
    row = (fact.table, fact.key)
    if row not in taking.rows:
        return False
    fields = taking.rows[row]
    if fields is None or fact.action != CHANGED:
        return True
    if fact.field == ALWAYS_NEW:
        taking.newer.add(row)
        return False
    return fact.field in fields


def _refuse_what_rests_on_it(taking: _Taking) -> None:
    """What went with what was taken back, but is none of what the change itself had done."""
    change = taking.change
    for fact in _backwards(taking.map_, taking.number):
        if fact.table in DERIVED or (fact.table, fact.key) in taking.rows:
            continue
        ends = [end for end in (fact.actor, fact.other) if end is not None]
        if any(map(change.made, ends)) and max(ends) <= (change.last_actor or 0):
            continue
        raise _in_the_way(change, _who_said(taking, fact), _named(taking.map_, fact))
    for table in sorted({table for table, _ in taking.rows} & {*CONTENT}):
        if taking.map_.connection.execute(BROKEN, [table]).fetchone():
            raise _in_the_way(change, taking.since[0], "what it speaks of is no longer in the map")


def _who_said(taking: _Taking, fact: Fact) -> ChangeRow:
    values = [taking.change.id, taking.number, fact.table, fact.key]
    row = taking.map_.connection.execute(MAKER_OF, values).fetchone()
    if row:
        return ChangeRow(*row)
    return next((c for c in taking.since if c.made(fact.actor) or c.made(fact.other)), taking.since[0])


def _named(map_: Map, fact: Fact) -> str:
    what = f"{thing_of(map_, fact)} {fact.field or ''}".replace("_", " ").strip()
    return f"{subject_of(map_, fact)}: {what}" if what else subject_of(map_, fact)


def _in_the_way(change: ChangeRow, later: ChangeRow | None, what: str) -> InUse:
    if later is None:
        return InUse(f"Change {change.id} cannot be taken back: {what}.", "Nothing was changed; see 'ngomap history'.")
    said = f" ({later.command})" if later.command else ""
    return InUse(
        f"Change {change.id} cannot be taken back: change {later.id}{said} came later and rests on it or changed the "
        f"same ({what}).",
        f"Take that back first: ngomap undo {later.id}",
    )
