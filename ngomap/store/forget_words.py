"""By which words an actor is known, now and before, and where others' texts use them."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ngomap.model.text import name_key
from ngomap.store.connection import Map
from ngomap.store.schema_history import CONTENT, shape_of

CALLED: Final = """SELECT name FROM actors WHERE id IN (SELECT value FROM json_each(?1))
UNION SELECT handle FROM actors WHERE id IN (SELECT value FROM json_each(?1))
UNION SELECT email FROM actors WHERE id IN (SELECT value FROM json_each(?1))
UNION SELECT phone FROM actors WHERE id IN (SELECT value FROM json_each(?1))
UNION SELECT alias FROM aliases WHERE actor_id IN (SELECT value FROM json_each(?1))
UNION SELECT value FROM identifiers WHERE actor_id IN (SELECT value FROM json_each(?1))
UNION SELECT old FROM history WHERE actor_id IN (SELECT value FROM json_each(?1)) AND table_name IN ('actors', 'aliases')
  AND field IN ('name', 'handle', 'email', 'phone', 'alias')
UNION SELECT new FROM history WHERE actor_id IN (SELECT value FROM json_each(?1)) AND table_name IN ('actors', 'aliases')
  AND field IN ('name', 'handle', 'email', 'phone', 'alias')
UNION SELECT json_extract(row_key, '$[1]') FROM history
  WHERE actor_id IN (SELECT value FROM json_each(?1)) AND table_name = 'identifiers'"""
HANDLE: Final = "SELECT handle FROM actors WHERE id = ?"
SHORTEST: Final = 3
"""What is shorter than this says nobody's name."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an actor is called. Several words are known in any spelling; a single one, which may be a word like any other,
    only as it is written, and one of small letters alone, such as a handle, only as a word of a command.
    """

    keys: frozenset[str]
    single: re.Pattern[str] | None
    handles: frozenset[str]

    def in_text(self, text: object) -> bool:
        """Whether the text names the actor."""
        if not isinstance(text, str) or not text:
            return False
        if self.single is not None and self.single.search(text):
            return True
        key = f" {name_key(text)} "
        return any(f" {known} " in key for known in self.keys)

    def in_command(self, command: str) -> bool:
        """Whether a command as it was typed names the actor, be it by a handle of one word."""
        try:
            words = shlex.split(command)
        except ValueError:
            words = command.split()
        return not self.handles.isdisjoint(words) or any(map(self.in_text, words)) or self.in_text(command)


@dataclass(frozen=True, slots=True)
class Mention:
    """A text of others that names the actor: in which table, row and field, and whom the row is about."""

    table: str
    key: str
    field: str
    about: str | None


def words_of(map_: Map, actor_ids: Iterable[int]) -> Words:
    """By which words these actors are known, the names they had before included."""
    called = {str(row[0]) for row in map_.connection.execute(CALLED, [json.dumps(list(actor_ids))]) if row[0]}
    keys = {text: name_key(text) for text in called}
    long = frozenset(key for key in keys.values() if " " in key)
    single = sorted(text for text, key in keys.items() if " " not in key and len(key) >= SHORTEST)
    small = frozenset(text for text in single if text.isalpha() and text.islower())
    # With neither a letter nor a hyphen beside it: the handle of another may begin or end with it.
    pattern = "|".join(rf"(?<![\w-]){re.escape(text)}(?![\w-])" for text in single if text not in small)
    return Words(long, re.compile(pattern) if pattern else None, small)


def mentions(map_: Map, words: Words, actor_ids: Iterable[int] = (), events: Iterable[int] = ()) -> Iterator[Mention]:
    """Every text in the map that names the actor; those about these actors, and in these contacts, left out."""
    theirs, gone = frozenset(actor_ids), frozenset(events)
    for table in (*CONTENT, "import_profiles", "share_recipients"):
        shape = shape_of(map_.connection, table)
        cursor = map_.connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a name of the schema
        names = [column[0] for column in cursor.description]
        for row in cursor:
            said = dict(zip(names, row, strict=True))
            if theirs.intersection(said[end] for end in shape.actors) or (table == "events" and said["id"] in gone):
                continue
            for field, value in said.items():
                if field not in ("name_key", "alias_key") and words.in_text(value):
                    yield Mention(table, "-".join(str(said[k]) for k in shape.key), field, _about(map_, shape.actors, said))


def _about(map_: Map, actors: tuple[str, ...], said: dict[str, object]) -> str | None:
    row = map_.connection.execute(HANDLE, [said[actors[0]]]).fetchone() if actors else None
    return str(row[0]) if row else None
