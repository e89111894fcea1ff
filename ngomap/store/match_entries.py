"""The organizations of a map as matching sees them, read in bulk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ngomap.model.pairs import Entry
from ngomap.model.text import name_key
from ngomap.store.connection import Map

ORGANIZATIONS: Final = """SELECT id, name, email, website, phone, country, area_id, place FROM actors
WHERE kind <> 'person'{} ORDER BY id"""
ALIASES: Final = "SELECT actor_id, alias FROM aliases WHERE 1{} ORDER BY actor_id, alias"
IDENTIFIERS: Final = "SELECT actor_id, scheme, value FROM identifiers WHERE 1{} ORDER BY actor_id, scheme, value"
OF_SOME: Final = " AND {} IN (SELECT value FROM json_each(?))"
"""What makes the three above ask for some actors; with OR in one statement SQLite would read all for these few too."""
AREAS: Final = "SELECT id, name, parent_id FROM areas"
WITHOUT: Final = """SELECT id FROM actors a WHERE id > ? AND kind <> 'person'
AND NOT EXISTS (SELECT 1 FROM identifiers i WHERE i.actor_id = a.id AND i.scheme = ?) ORDER BY id LIMIT ?"""
HAVING: Final = "SELECT actor_id FROM identifiers WHERE actor_id IN (SELECT value FROM json_each(?)) AND scheme = ?"
LAST: Final = "SELECT ifnull(max(id), 0) FROM actors"
MOST_WITHOUT: Final = 50_000
COUNT: Final = "SELECT count(*) FROM actors WHERE kind <> 'person'"
ALL_BELOW: Final = 20_000
"""A map of fewer organizations is compared whole: choosing would take as long."""
FEW: Final = 4
"""So many times as many as come in are still few."""
RAREST: Final = 3
BY_IDENTIFIER: Final = """SELECT i.actor_id FROM json_each(?1) w JOIN identifiers i
  ON i.scheme = w.value ->> 0 AND i.value = w.value ->> 1"""
BY_NAME: Final = """SELECT id FROM actors WHERE name_key IN (SELECT value FROM json_each(?1))
UNION SELECT actor_id FROM aliases WHERE alias_key IN (SELECT value FROM json_each(?1))"""
# Few have an e-mail address in common, and there is no index: one pass over all is enough for any number of them.
BY_CONTACT: Final = """SELECT id FROM actors WHERE lower(email) IN (SELECT value FROM json_each(?1))
OR phone IN (SELECT value FROM json_each(?2)) OR website IN (SELECT value FROM json_each(?3))"""
WORDS: Final = """CREATE VIRTUAL TABLE IF NOT EXISTS temp.actor_words USING fts5vocab(main, actor_search, row)"""
RARE: Final = "SELECT term, doc FROM temp.actor_words WHERE term IN (SELECT value FROM json_each(?1))"
BY_WORD: Final = "SELECT rowid FROM actor_search WHERE actor_search MATCH ? LIMIT ?"
MOST_OF_A_WORD: Final = 60

_STREET = re.compile(r"\d")


def entries(map_: Map, ids: Iterable[int] | None = None) -> list[Entry]:
    """The organizations of the map (or those with these ids), people left out.

    The map knows one field for where somebody is: words with a number in them are taken for a street address.
    """
    wanted = [] if ids is None else [json.dumps(sorted(set(ids)))]
    of_id, of_actor = (OF_SOME.format(column) if wanted else "" for column in ("id", "actor_id"))
    aliases: dict[int, list[str]] = {}
    for id_, alias in map_.connection.execute(ALIASES.format(of_actor), wanted):
        aliases.setdefault(id_, []).append(alias)
    numbers: dict[int, list[tuple[str, str]]] = {}
    for id_, scheme, value in map_.connection.execute(IDENTIFIERS.format(of_actor), wanted):
        numbers.setdefault(id_, []).append((scheme, value))
    areas = {id_: (name, parent) for id_, name, parent in map_.connection.execute(AREAS)}
    paths = {id_: tuple(_path(areas, id_)) for id_ in areas}
    found = []
    for id_, name, email, website, phone, country, area, place in map_.connection.execute(ORGANIZATIONS.format(of_id), wanted):
        street = place if place and _STREET.search(place) else ""
        found.append(
            Entry(
                id_, name, tuple(aliases.get(id_, ())), identifiers=tuple(numbers.get(id_, ())), email=email or "",
                website=website or "", phone=phone or "", country=country or "", area=paths.get(area, ()),
                place="" if street else place or "", address=street,
            )
        )  # fmt: skip
    return found


class Without:
    """The organizations that have no number of a register, asked for again and again while one comes in: within an
    import numbers are only added, so no actor need be looked at twice that had one.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, list[int]]] = {}

    def register(self, map_: Map, scheme: str) -> list[int]:
        """Those without a number of the register; of very many, the first."""
        connection = map_.connection
        looked_at, before = self._found.get(scheme, (0, []))
        last = int(connection.execute(LAST).fetchone()[0])
        have = {row[0] for row in connection.execute(HAVING, [json.dumps(before), scheme])}
        found = [actor for actor in before if actor not in have]
        left = MOST_WITHOUT - len(found)
        found += [row[0] for row in connection.execute(WITHOUT, [looked_at, scheme, left])]
        self._found[scheme] = (last if len(found) < MOST_WITHOUT else found[-1], found)
        return found


def candidates_for(map_: Map, incoming: Sequence[Entry]) -> list[Entry]:
    """The organizations of the map that the incoming ones could match: all of a small map; of a large one those that
    share an identifier, a contact, a name, or one of the rarest words of a name.
    """
    count = map_.connection.execute(COUNT).fetchone()[0]
    if count < ALL_BELOW and count < FEW * len(incoming):
        return entries(map_)
    ids: set[int] = set()
    rows = map_.connection.execute(BY_IDENTIFIER, [json.dumps(sorted({i for e in incoming for i in e.identifiers}))])
    ids.update(row[0] for row in rows)
    keys = {name_key(text) for e in incoming for text in (e.name, e.acronym, *e.aliases) if text}
    ids.update(row[0] for row in map_.connection.execute(BY_NAME, [json.dumps(sorted(keys))]))
    contacts = ({e.email.casefold() for e in incoming}, {e.phone for e in incoming}, {e.website for e in incoming})
    rows = map_.connection.execute(BY_CONTACT, [json.dumps(sorted(values - {""})) for values in contacts])
    ids.update(row[0] for row in rows)
    ids.update(_by_words(map_, {key for key in keys if key}))
    return entries(map_, ids)


def _by_words(map_: Map, keys: set[str]) -> Iterator[int]:
    """Those with a rare word of a name among their words; what very many have is passed over."""
    map_.connection.execute(WORDS)
    words = sorted({word for key in keys for word in key.split()})
    number = {term: int(docs) for term, docs in map_.connection.execute(RARE, [json.dumps(words)])}
    wanted: set[str] = set()
    for key in keys:
        known = [w for w in dict.fromkeys(key.split()) if number.get(w)]
        wanted.update(sorted(known, key=lambda w: (number[w], w))[:RAREST])
    for word in sorted(wanted):
        if number[word] <= MOST_OF_A_WORD:
            rows = map_.connection.execute(BY_WORD, [f'{{name aliases}}: "{word}"', MOST_OF_A_WORD])
            yield from (row[0] for row in rows)


def _path(areas: dict[int, tuple[str, int | None]], area: int | None) -> Iterator[str]:
    seen: set[int] = set()
    while area is not None and area not in seen:
        seen.add(area)
        name, area = areas[area]
        yield name
