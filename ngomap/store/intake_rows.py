"""Many rows at a time, for imports: what the map knows of the names in a file, and rows written in bulk."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ngomap.model.text import is_handle, name_key, slug_of
from ngomap.store.connection import Map
from ngomap.store.search_index import index_actors, index_new_actors
from ngomap.store.sure_rows import checked_as_needed
from ngomap.store.writing import insert_many, new_uids, now, write

IN_LIST = "(SELECT value FROM json_each(?1))"
BY_NAME = f"SELECT name_key, id FROM actors WHERE (kind = 'person') = ?2 AND name_key IN {IN_LIST} ORDER BY id"  # noqa: S608
BY_ALIAS = f"""SELECT x.alias_key, x.actor_id FROM aliases x JOIN actors a ON a.id = x.actor_id
WHERE (a.kind = 'person') = ?2 AND x.alias_key IN {IN_LIST} ORDER BY x.actor_id"""  # noqa: S608
BY_IDENTIFIER = """SELECT i.scheme, i.value, i.actor_id FROM json_each(?1) j JOIN identifiers i
ON i.scheme = json_extract(j.value, '$[0]') AND i.value = json_extract(j.value, '$[1]')
JOIN actors a ON a.id = i.actor_id WHERE (a.kind = 'person') = ?2"""
BY_HANDLE = f"SELECT handle, id FROM actors WHERE (kind = 'person') = ?2 AND handle IN {IN_LIST}"  # noqa: S608
BY_UID = f"SELECT uid, id FROM actors WHERE (kind = 'person') = ?2 AND uid IN {IN_LIST}"  # noqa: S608
IDENTIFIERS_OF = f"SELECT actor_id, scheme, value FROM identifiers WHERE actor_id IN {IN_LIST}"  # noqa: S608
HANDLE_OF = f"SELECT id, handle FROM actors WHERE id IN {IN_LIST}"  # noqa: S608
TAKEN_UIDS = "SELECT uid FROM actors WHERE uid IN (SELECT value FROM json_each(?))"
MOST_NUMBERED: Final = 100_000
"""Handles of which it is remembered how far they are numbered."""
_UID: Final = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TAKEN_HANDLES = "SELECT a.handle FROM json_each(?) j CROSS JOIN actors a ON a.handle = j.value"
NUMBERED_HANDLES = """SELECT a.handle FROM json_each(?) j CROSS JOIN actors a
ON a.handle >= j.value || '-' AND a.handle < j.value || '.'"""

FIELDS: Final = (
    "name", "kind", "level", "status", "place", "area_id", "country", "lat", "lon", "website", "email", "phone",
    "staff", "budget", "currency", "founded", "audited", "mission", "vision", "notes", "source", "verified_on", "audience",
)  # fmt: skip
"""The columns of `actors` that an import may fill, in the order of the statements below."""
ACTORS_OF = f"SELECT id, {', '.join(FIELDS)} FROM actors WHERE id IN {IN_LIST}"  # noqa: S608
BEFORE_FIELDS: Final = ("id", "uid", "handle", "name_key", "created_at", "updated_at")
INSERT_ACTOR: Final = "INSERT INTO actors({}) VALUES ({})"
UPDATE_ACTOR = f"UPDATE actors SET name_key = ?, updated_at = ?, {' = ?, '.join(FIELDS)} = ? WHERE id = ?"  # noqa: S608

ALIASES_OF = f"SELECT actor_id, alias_key FROM aliases WHERE actor_id IN {IN_LIST}"  # noqa: S608
TERMS_OF = f"SELECT actor_id, term_id FROM actor_terms WHERE actor_id IN {IN_LIST}"  # noqa: S608
AREAS_OF = f"SELECT actor_id, area_id FROM actor_areas WHERE actor_id IN {IN_LIST}"  # noqa: S608
INSERT_ALIAS = "INSERT OR IGNORE INTO aliases(actor_id, alias, alias_key) VALUES (?, ?, ?)"
INSERT_IDENTIFIER = "INSERT INTO identifiers(actor_id, scheme, value) VALUES (?, ?, ?)"
INSERT_TERM = "INSERT INTO actor_terms(actor_id, term_id) VALUES (?, ?)"
INSERT_AREA = "INSERT INTO actor_areas(actor_id, area_id) VALUES (?, ?)"

LAST_ACTOR = "SELECT ifnull(max(id), 0) FROM actors"
COMPLETE_AREA = """UPDATE areas SET level = ifnull(level, ?), parent_id = ifnull(parent_id, ?), code = ifnull(code, ?),
country = ifnull(country, ?) WHERE id = ?"""

ACTIVITY_KEY: Final = ("actor_id", "term_id", "area_id", "population_id", "role", "project", "status")
ACTIVITIES_OF = f"""SELECT {', '.join(ACTIVITY_KEY)}, id, since, until, reached, capacity FROM activities
WHERE actor_id IN {IN_LIST}"""  # noqa: S608
INSERT_ACTIVITY = """INSERT INTO activities(actor_id, term_id, area_id, population_id, role, project, status, since,
until, reached, capacity, source, audience) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
UPDATE_ACTIVITY = "UPDATE activities SET since = ?, until = ?, reached = ?, capacity = ? WHERE id = ?"
NEEDS_OF = f"""SELECT area_id, term_id, population_id, on_date, id, people FROM need_figures
WHERE area_id IN {IN_LIST}"""  # noqa: S608
INSERT_NEED = """INSERT INTO need_figures(area_id, term_id, population_id, on_date, people, source, audience)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
UPDATE_NEED = "UPDATE need_figures SET people = ?, source = ? WHERE id = ?"
INSERT_SURVEY = "INSERT OR IGNORE INTO surveys(area_id, term_id, on_date, source, audience) VALUES (?, ?, ?, ?, ?)"

ActivityKey = tuple[int, int, int, int | None, str, str | None, str | None]
"""Actor, term, area, population, role, project, status: a map holds one activity of each."""
NeedKey = tuple[int, int, int | None, str | None]
"""Area, term, population, date: a map holds one figure of each."""
Pair = tuple[int, int]
Measures = tuple[str | None, str | None, int | None, int | None]
"""Since, until, people reached, capacity."""


@dataclass(eq=False)
class Names:
    """What the map knows of some names: ids of organizations by each way of naming them. What else is known of these
    organizations is read when it is asked for: in most imports it never is.
    """

    map: Map
    names: dict[str, tuple[int, ...]]
    aliases: dict[str, tuple[int, ...]]
    identifiers: dict[tuple[str, str], int]
    handles: dict[str, int]
    uids: dict[str, int]

    @cached_property
    def _ids(self) -> str:
        groups = (*self.names.values(), *self.aliases.values())
        ids = (self.identifiers.values(), self.handles.values(), self.uids.values())
        return _list({actor for group in (*groups, *ids) for actor in group})

    @cached_property
    def identifiers_of(self) -> dict[int, frozenset[tuple[str, str]]]:
        """The identifiers of those that have any."""
        held: dict[int, set[tuple[str, str]]] = {}
        for actor, scheme, value in self.map.connection.execute(IDENTIFIERS_OF, [self._ids]):
            held.setdefault(actor, set()).add((scheme, value))
        return {actor: frozenset(found) for actor, found in held.items()}

    @cached_property
    def handle_of(self) -> dict[int, str]:
        """Their handles."""
        return dict(self.map.connection.execute(HANDLE_OF, [self._ids]))


def known_names(
    map_: Map,
    keys: Iterable[str],
    identifiers: Iterable[tuple[str, str]] = (),
    handles: Iterable[str] = (),
    uids: Iterable[str] = (),
    people: bool = False,
) -> Names:
    """The organizations - or the people - that some name keys, identifiers, handles and uids name."""
    wanted = _list(keys)
    connection = map_.connection
    names = _grouped(connection.execute(BY_NAME, [wanted, people]))
    aliases = _grouped(connection.execute(BY_ALIAS, [wanted, people]))
    owners = {(s, v): actor for s, v, actor in connection.execute(BY_IDENTIFIER, [json.dumps(list(identifiers)), people])}
    by_handle = dict(connection.execute(BY_HANDLE, [_list(handles), people]))
    by_uid = dict(connection.execute(BY_UID, [_list(uids), people]))
    return Names(map_, names, aliases, owners, by_handle, by_uid)


def facts_of(map_: Map, actor_ids: Iterable[int]) -> dict[int, dict[str, object]]:
    """The plain facts of some actors, by id."""
    rows = map_.connection.execute(ACTORS_OF, [_list(actor_ids)])
    return {row[0]: dict(zip(FIELDS, row[1:], strict=True)) for row in rows}


def not_said_yet(map_: Map, names: Mapping[int, str], facts: Mapping[int, Mapping[str, object]]) -> set[int]:
    """Those actors that the map has under another name, or with another plain fact, than is said here by id."""
    stated = set().union(*facts.values())
    fields = tuple(field for field in FIELDS if field in stated)
    statement = f"SELECT id, name{''.join(f', {field}' for field in fields)} FROM actors WHERE id IN {IN_LIST}"  # noqa: S608
    return {
        row[0] for row in map_.connection.execute(statement, [_list(names)])
        if row[1] != names[row[0]] or not facts[row[0]].items() <= dict(zip(fields, row[2:], strict=True)).items()
    }  # fmt: skip


def not_listed_yet(
    map_: Map, aliases: set[tuple[int, str]], identifiers: set[tuple[int, str, str]], terms: set[Pair], areas: set[Pair]
) -> set[int]:
    """Those actors that lack one of these keys of aliases, identifiers, terms or areas served."""
    lists = ((ALIASES_OF, aliases), (IDENTIFIERS_OF, identifiers), (TERMS_OF, terms), (AREAS_OF, areas))
    lacking: set[int] = set()
    for statement, wanted in lists:
        if wanted:
            held = map_.connection.execute(statement, [_list({row[0] for row in wanted})])
            lacking.update(row[0] for row in wanted.difference(held))
    return lacking


@dataclass(frozen=True, slots=True)
class Held:
    """The list-valued facts of an actor: keys of aliases, identifiers, ids of terms and of areas served."""

    aliases: set[str]
    identifiers: set[tuple[str, str]]
    terms: set[int]
    areas: set[int]


def lists_held(map_: Map, actor_ids: Iterable[int]) -> dict[int, Held]:
    """What some actors have in their lists, by id; every actor is there, if only with empty lists."""
    ids = list(actor_ids)
    held = {actor: Held(set(), set(), set(), set()) for actor in ids}
    wanted = [_list(ids)]
    for actor, key in map_.connection.execute(ALIASES_OF, wanted):
        held[actor].aliases.add(key)
    for actor, scheme, value in map_.connection.execute(IDENTIFIERS_OF, wanted):
        held[actor].identifiers.add((scheme, value))
    for actor, term in map_.connection.execute(TERMS_OF, wanted):
        held[actor].terms.add(term)
    for actor, area in map_.connection.execute(AREAS_OF, wanted):
        held[actor].areas.add(area)
    return held


def insert_actors(
    map_: Map, rows: Sequence[Mapping[str, object]], numbers: dict[str, int] | None = None
) -> list[int]:
    """New actors from their plain facts (`name`, `kind` and `audience` at least), in order; their ids. `name_key` may
    stand beside the name, where it is known already. A `handle` that is
    free and a `uid` that is one are kept; what is empty or taken is made anew.

    `numbers` remembers from one call to the next of the same write how far the handles of a name are numbered.
    """
    if not rows:
        return []
    keys = [str(row.get("name_key") or name_key(str(row["name"]))) for row in rows]
    handles = _free_handles(map_, [_handle(row, key) for row, key in zip(rows, keys, strict=True)], numbers)
    stamp = now()
    next_id = int(map_.connection.execute(LAST_ACTOR).fetchone()[0]) + 1
    ids = range(next_id, next_id + len(rows))
    # Registers fill half the columns; an empty one costs as much as any other.
    said = set().union(*rows)
    fields = tuple(field for field in FIELDS if field in said)
    columns = (*BEFORE_FIELDS, *fields)
    written = [
        (id_, uid, handle, key, stamp, stamp, *map(row.get, fields))
        for id_, handle, row, uid, key in zip(ids, handles, rows, _uids(map_, rows), keys, strict=True)
    ]
    with checked_as_needed(map_, columns, written):
        insert_many(map_, INSERT_ACTOR.format(", ".join(columns), ", ".join("?" * len(columns))), written)
    return list(ids)


def _free_handles(map_: Map, wanted: list[str], numbers: dict[str, int] | None) -> list[str]:
    """Handles that no actor has: those wanted, with the next free number behind them where they are taken."""
    numbers = {} if numbers is None else numbers
    if len(numbers) > MOST_NUMBERED:
        numbers.clear()
    connection = map_.connection
    taken = {row[0] for row in connection.execute(TAKEN_HANDLES, [_list(wanted)])}
    # Registers have thousands of one name: counting on, not from the start, keeps this linear. Of a name that was
    # numbered before only the next few numbers can be of interest, not all that the map has.
    often = {handle: n for handle, n in Counter(wanted).items() if n > 1 or handle in taken}
    next_ones = [f"{h}-{numbers[h] + 1 + k}" for h, n in often.items() if h in numbers for k in range(n)]
    unknown = [handle for handle in often if handle not in numbers]
    for statement, asked in ((TAKEN_HANDLES, next_ones), (NUMBERED_HANDLES, unknown)):
        if asked:
            taken.update(row[0] for row in connection.execute(statement, [_list(asked)]))
    sure = {handle: numbers[handle] + n for handle, n in often.items() if handle in numbers}
    free = []
    for handle in wanted:
        own, number = handle, 0
        while own in taken or (number > sure.get(handle, number) and _is_taken(map_, own)):
            number = numbers[handle] = numbers.get(handle, 1) + 1
            own = f"{handle}-{number}"
        taken.add(own)
        free.append(own)
    return free


def _is_taken(map_: Map, handle: str) -> bool:
    return map_.connection.execute(TAKEN_HANDLES, [json.dumps([handle])]).fetchone() is not None


def _handle(row: Mapping[str, object], key: str) -> str:
    own = row.get("handle")
    return own if isinstance(own, str) and own and is_handle(own) else slug_of(key, "actor")


def _uids(map_: Map, rows: Sequence[Mapping[str, object]]) -> list[str]:
    made = new_uids(len(rows))
    own = {str(uid).lower(): n for n, row in enumerate(rows) if (uid := row.get("uid"))}
    for (taken,) in map_.connection.execute(TAKEN_UIDS, [json.dumps(sorted(own))]) if own else ():
        del own[taken]
    for uid, n in own.items():
        if _UID.fullmatch(uid):
            made[n] = uid
    return made


def update_actors(map_: Map, facts: Mapping[int, Mapping[str, object]]) -> None:
    """Actors that say something else now: all their plain facts, by id."""
    stamp = now()
    map_.connection.executemany(
        UPDATE_ACTOR,
        [
            (name_key(str(row["name"])), stamp, *(row[field] for field in FIELDS), actor)
            for actor, row in sorted(facts.items())
        ],
    )


def extend_lists(
    map_: Map,
    aliases: Iterable[tuple[int, str]] = (),
    identifiers: Iterable[tuple[int, str, str]] = (),
    terms: Iterable[tuple[int, int]] = (),
    areas: Iterable[tuple[int, int]] = (),
) -> None:
    """Further aliases, identifiers, terms and areas served, each with its actor; none may be there already."""
    insert_many(map_, INSERT_ALIAS, [(actor, alias, name_key(alias)) for actor, alias in aliases])
    insert_many(map_, INSERT_IDENTIFIER, identifiers)
    insert_many(map_, INSERT_TERM, terms)
    insert_many(map_, INSERT_AREA, areas)


def complete_areas(
    map_: Map, rows: Iterable[tuple[str | None, int | None, str | None, str | None, int]]
) -> None:
    """Level, parent, code and country of areas (the last is the id), each only where the map has none."""
    map_.connection.executemany(COMPLETE_AREA, list(rows))


def activities_of(map_: Map, actor_ids: Iterable[int]) -> dict[ActivityKey, tuple[int, Measures]]:
    """The recorded activities of some actors: id and measures by key."""
    rows = map_.connection.execute(ACTIVITIES_OF, [_list(actor_ids)])
    return {row[:7]: (row[7], row[8:]) for row in rows}


def write_activities(
    map_: Map,
    new: Iterable[tuple[ActivityKey, Measures]],
    changed: Iterable[tuple[int, Measures]],
    source: str,
    audience: str,
) -> None:
    """New activities, and new measures of recorded ones by id."""
    insert_many(map_, INSERT_ACTIVITY, ((*key, *measures, source, audience) for key, measures in new))
    map_.connection.executemany(UPDATE_ACTIVITY, [(*measures, id_) for id_, measures in changed])


def needs_of(map_: Map, area_ids: Iterable[int]) -> dict[NeedKey, tuple[int, int]]:
    """The need figures of some areas: id and people by key."""
    rows = map_.connection.execute(NEEDS_OF, [_list(area_ids)])
    return {row[:4]: (row[4], row[5]) for row in rows}


def write_needs(
    map_: Map, new: Iterable[tuple[NeedKey, int]], changed: Iterable[tuple[int, int]], source: str, audience: str
) -> None:
    """New need figures, and new numbers of people for recorded ones by id."""
    insert_many(map_, INSERT_NEED, [(*key, people, source, audience) for key, people in new])
    map_.connection.executemany(UPDATE_NEED, [(people, source, id_) for id_, people in changed])


def write_surveys(
    map_: Map, areas: Iterable[int], terms: Sequence[int], on_date: str | None, source: str, audience: str
) -> int:
    """Record that each of the areas was looked at for each of the terms; how many of these cells are new."""
    rows = [(area, term, on_date, source, audience) for area in areas for term in terms]
    return insert_many(map_, INSERT_SURVEY, rows)


def index_new(map_: Map, actor_ids: Sequence[int]) -> None:
    """Make actors findable that were not there before; their ids follow on one another."""
    if actor_ids:
        with write(map_) as database:
            index_new_actors(database, actor_ids[0], actor_ids[-1])


def index_for_search(map_: Map, actor_ids: Iterable[int]) -> None:
    """Make the actors findable as they now are."""
    with write(map_) as database:
        index_actors(database, sorted(actor_ids))


def _list(values: Iterable[str] | Iterable[int]) -> str:
    return json.dumps(sorted(set(values)))


def _grouped(rows: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for key, id_ in rows:
        found.setdefault(key, []).append(id_)
    return {key: tuple(ids) for key, ids in found.items()}
