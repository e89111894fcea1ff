"""The tables of the map's history: what changed, when, by which command, and from which file; and the triggers that
keep it, which stand in the file itself and so see every change, whoever makes it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

FIRST_CONTENT: Final = (
    "settings", "terms", "term_aliases", "areas", "area_aliases", "actors", "aliases", "identifiers", "actor_terms",
    "actor_areas", "stances", "relationships", "trust", "events", "event_participants", "resources", "activities",
    "need_figures", "surveys", "match_pairs", "term_suggestions", "import_lines",
)  # fmt: skip
"""What the map said when its history began."""

CONTENT: Final = (
    *FIRST_CONTENT, "agreements", "labour", "exchanges", "projects", "project_partners", "project_terms", "project_areas",
    "assessments", "grants", "coalitions", "approaches", "commitments", "observations", "monitors",
    "share_sources", "merged_records", "conflicts",
)  # fmt: skip
"""Every table that says something: what history keeps and an undo gives back. The search index is made from these."""

DERIVED: Final = ("match_pairs", "term_suggestions", "import_lines")
"""Of these, what follows from others: it comes and goes with them and never stands in the way of an undo."""

ADDED, CHANGED, REMOVED = "added", "changed", "removed"

# How alike two names are is worked out again whenever it is needed; what a person said of them is not.
KEPT_OF_UPDATES: Final = {"match_pairs": ("verdict", "decided_at")}

HISTORY: Final = """
CREATE TABLE changes ( -- what one command changed, together
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL, -- when, UTC
  command TEXT NOT NULL, -- the command as it was typed; empty: a program of yours
  author TEXT, -- who, if the map knows
  kind TEXT NOT NULL DEFAULT 'edit' -- by hand, from a file, two made one, taken back, the making of the map
    CHECK (kind IN ('edit','import','merge','undo','start')),
  file TEXT, -- the file it came from
  first_actor INTEGER, -- the first of the actors it made; all are new from here ...
  last_actor INTEGER, -- ... to here
  undoes INTEGER REFERENCES changes(id), -- the change that this one took back
  undone_by INTEGER REFERENCES changes(id) ON DELETE SET NULL -- the change that took this one back; empty: it stands
) STRICT;
CREATE INDEX changes_actors ON changes(first_actor) WHERE first_actor IS NOT NULL;

CREATE TABLE history ( -- what each change did, one fact a row; a new actor is told by the range in its change
  id INTEGER PRIMARY KEY,
  change_id INTEGER, -- the change; empty: another program's, not yet counted as one
  action TEXT NOT NULL, -- added, changed or removed
  table_name TEXT NOT NULL, -- where
  row_key ANY NOT NULL, -- which row: its key, or a JSON list of the columns of its key
  actor_id INTEGER, -- whom it is about
  other_id INTEGER, -- and, of a tie, whom else
  field TEXT, -- which column; empty for a new row
  old ANY, -- what it said
  new ANY -- what it says
) STRICT;
CREATE INDEX history_change ON history(change_id);
CREATE INDEX history_actor ON history(actor_id) WHERE actor_id IS NOT NULL;
CREATE INDEX history_other ON history(other_id) WHERE other_id IS NOT NULL;

CREATE TABLE recording ( -- the change that is being written; empty at rest
  id INTEGER PRIMARY KEY CHECK (id = 1), -- there is one at a time
  change_id INTEGER NOT NULL, -- its number
  first_actor INTEGER NOT NULL -- actors are new from here on and need no record; 0: nothing does
) STRICT;
"""

COLUMNS: Final = "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
# Of a row that stays when the actor goes, the actor is one field among others.
TO_ACTORS: Final = """SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = 'actors' AND on_delete = 'CASCADE'
ORDER BY id DESC"""
MAY_BE_EMPTY: Final = """SELECT name FROM pragma_table_info(?) WHERE NOT "notnull" AND NOT pk"""
KINDS: Final = ("added", "removed", "changed", "moved")
CHANGE: Final = "(SELECT change_id FROM recording)"
# Without a recording another program writes: everything is recorded then.
OLD_ACTOR: Final = "ifnull((SELECT first_actor FROM recording), 9223372036854775807)"
OLD_MAP: Final = "ifnull((SELECT first_actor FROM recording), 1) > 0"
RECORD: Final = "INSERT INTO history(change_id, action, table_name, row_key, actor_id, other_id, field, old, new)"


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a table are told apart, what else they say, and which actors they are about."""

    table: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    actors: tuple[str, ...]
    empty: frozenset[str] = frozenset()
    """Those of the actors that need not be there."""


def shape_of(connection: sqlite3.Connection, table: str) -> Shape:
    """The shape of a table of `CONTENT`, as the file has it."""
    columns = connection.execute(COLUMNS, [table]).fetchall()
    key = tuple(name for name, _ in sorted(((n, pk) for n, pk in columns if pk), key=lambda column: column[1]))
    fields = tuple(name for name, pk in columns if not pk)
    actors = ("id",) if table == "actors" else tuple(row[0] for row in connection.execute(TO_ACTORS, [table]))
    empty = {row[0] for row in connection.execute(MAY_BE_EMPTY, [table])}
    return Shape(table, key, fields, actors, frozenset(actors) & empty)


def history_triggers(connection: sqlite3.Connection, tables: Sequence[str] = CONTENT) -> Iterator[str]:
    """The triggers that record what happens to tables of `CONTENT` as they now are.

    A migration that adds a column or a table of content makes those of the table (anew). A row about an
    actor that the same change made is not recorded: it goes with the actor when the change is taken back, and an
    import of a whole register stays as fast as without a history. A row whose key changes, or that moves from such
    an actor to an older one, is recorded as one that goes and one that comes.
    """
    for table in tables:
        yield from (f"DROP TRIGGER IF EXISTS history_{table}_{kind}" for kind in KINDS)
        yield from _triggers_of(shape_of(connection, table))


def _triggers_of(shape: Shape) -> Iterator[str]:
    table, head = shape.table, f"CREATE TRIGGER history_{shape.table}"
    old, new = _kept(shape, "OLD"), _kept(shape, "NEW")
    yield f"{head}_added AFTER INSERT ON {table} WHEN {new} BEGIN\n{_added(shape)};\nEND"
    yield f"{head}_removed AFTER DELETE ON {table} WHEN {old} BEGIN\n{_removed(shape)};\nEND"
    same_key = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in shape.key)
    fields = KEPT_OF_UPDATES.get(table, shape.fields)
    if fields:
        yield (
            f"{head}_changed AFTER UPDATE OF {', '.join(fields)} ON {table}\n"
            f"WHEN {same_key} AND {old} AND {new} BEGIN\n{_changed(shape, fields)};\nEND"
        )
    if shape.key == ("id",) and shape.actors in ((), ("id",)):
        yield (
            f"{head}_moved BEFORE UPDATE OF id ON {table} WHEN OLD.id IS NOT NEW.id BEGIN\n"
            "SELECT RAISE(ABORT, 'the id of a row stays as it is');\nEND"
        )
        return
    moving = ", ".join(dict.fromkeys((*shape.key, *shape.actors)))
    moved = f"NOT ({same_key})" + (f" OR ({old}) <> ({new})" if shape.actors else "")
    yield (
        f"{head}_moved AFTER UPDATE OF {moving} ON {table} WHEN {moved} BEGIN\n"
        f"{_removed(shape, f' AND {old}')};\n{_added(shape)} WHERE {new};\nEND"
    )


def _kept(shape: Shape, side: str) -> str:
    """Whether the row is one to record: not of an actor that is new in this change."""
    if not shape.actors:
        return OLD_MAP
    # The greatest of several is nothing if one of them is.
    told = [(f"{side}.{column}", column in shape.empty) for column in shape.actors]
    actors = ", ".join(f"ifnull({value}, 0)" if empty else value for value, empty in told)
    return f"{f'max({actors})' if len(shape.actors) > 1 else actors} < {OLD_ACTOR}"


def _whose(shape: Shape, side: str) -> str:
    """The values of row_key, actor_id and other_id."""
    key = ", ".join(f"{side}.{column}" for column in shape.key)
    about = [f"{side}.{column}" for column in shape.actors] + ["NULL", "NULL"]
    return f"{key if len(shape.key) == 1 else f'json_array({key})'}, {about[0]}, {about[1]}"


def _added(shape: Shape) -> str:
    return f"{_record(shape, ADDED, 'NEW')}, NULL, NULL, NULL"


def _changed(shape: Shape, fields: tuple[str, ...]) -> str:
    # The comparison is made of the columns themselves: their values keep their type to the last digit.
    facts = [(f"'{f}'", f"OLD.{f}", f"NEW.{f}", f"OLD.{f} IS NOT NEW.{f}") for f in fields]
    return f"{_record(shape, CHANGED, 'NEW')}, f, o, n FROM ({_values(('f', 'o', 'n', 'differs'), facts)}) WHERE differs"


def _removed(shape: Shape, condition: str = "") -> str:
    if not shape.fields:
        # A row that is all key says nothing else, and yet was there.
        return f"{_record(shape, REMOVED, 'OLD')}, NULL, NULL, NULL WHERE 1{condition}"
    facts = _values(("f", "o"), [(f"'{f}'", f"OLD.{f}") for f in shape.fields])
    return f"{_record(shape, REMOVED, 'OLD')}, f, o, NULL FROM ({facts}) WHERE o IS NOT NULL{condition}"


def _values(names: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Rows with named columns, in as few words as SQLite understands: each connection reads all this anew."""
    first = ",".join(f"{value} AS {name}" for name, value in zip(names, rows[0], strict=True))
    rest = ",".join(f"({','.join(row)})" for row in rows[1:])
    return f"SELECT {first} UNION ALL VALUES {rest}" if rest else f"SELECT {first}"


def _record(shape: Shape, action: str, side: str) -> str:
    return f"{RECORD}\nSELECT {CHANGE}, '{action}', '{shape.table}', {_whose(shape, side)}"
