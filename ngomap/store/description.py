"""The tables and views of a map described by the comments that stand in the file itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ngomap.store.connection import Map

# Tables that SQLite, its full-text search and the migrations keep for themselves.
OBJECTS = r"""SELECT o.type, o.name, o.sql FROM sqlite_master o WHERE o.type IN ('table', 'view') AND o.sql IS NOT NULL
AND o.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND o.name NOT LIKE '\_%' ESCAPE '\' AND NOT EXISTS (
  SELECT 1 FROM sqlite_master v
  WHERE v.sql LIKE 'CREATE VIRTUAL%' AND substr(o.name, 1, length(v.name) + 1) = v.name || '_')
ORDER BY o.type, o.name"""
COLUMNS = "SELECT name, type FROM pragma_table_info(?)"

_COMMENT: Final = re.compile(r"--\s*(.*?)\s*$")
_NAMED: Final = re.compile(r"\bAS (\w+)\W*--")
_WORD: Final = re.compile(r"\s*\"?(\w+)\"?")
# A column that was added later begins where the one before it ended.
_ADDED: Final = re.compile(r", (\w+) (?:TEXT|INTEGER|REAL|ANY) --")
_SOURCE: Final = re.compile(r"(?:FROM|JOIN)\s+(\w+)\s+(?!ON\b|WHERE\b|LEFT\b|JOIN\b)(\w+)")
_PLAIN: Final = re.compile(r"(\w+)\.(\w+)(?:\s+AS\s+(\w+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view, or with an empty name the table itself."""

    table: str
    column: str
    type: str
    description: str


def described(map_: Map) -> list[Column]:
    """Every table and view, each followed by its columns. A view's column means what the column it shows means."""
    found: list[Column] = []
    meanings: dict[tuple[str, str], str] = {}
    for kind, table, sql in map_.connection.execute(OBJECTS).fetchall():
        names = [(name, type_) for name, type_ in map_.connection.execute(COLUMNS, [table])]
        own = _comments(sql, {name for name, _ in names})
        shows = _shown(sql) if kind == "view" else {}
        found.append(Column(table, "", kind, own.get("", "")))
        for name, type_ in names:
            text = own.get(name, "")
            if name in shows:
                source, column = shows[name]
                text = meanings.get((source, column), "")
                if column != name or not text:
                    text = f"{source}.{column}" + (f": {text}" if text else "")
            meanings[table, name] = text
            found.append(Column(table, name, type_, text))
    return found


def _comments(sql: str, names: set[str]) -> dict[str, str]:
    """The comment of each column, on its line or the one it is continued on; under no name that of the table."""
    found: dict[str, str] = {}
    begun = [""]
    for line in sql.splitlines():
        word, named = _WORD.match(line), _NAMED.search(line)
        if word and word[1] in names:
            begun = [word[1]]
        elif named and named[1] in names:
            begun = [named[1]]
        begun += [name for name in _ADDED.findall(line) if name in names and name not in begun]
        comment = _COMMENT.search(line)
        untold = next((name for name in reversed(begun) if name not in found), None)
        if comment and untold is not None:
            found[untold] = comment[1]
    return found


def _shown(sql: str) -> dict[str, tuple[str, str]]:
    """Which column of which table each plain column of a view shows."""
    tables = {alias: table for table, alias in _SOURCE.findall(sql)}
    shown: dict[str, tuple[str, str]] = {}
    for alias, column, name in _PLAIN.findall(sql):
        # The list of what is shown comes first; later mentions are conditions.
        if alias in tables:
            shown.setdefault(name or column, (tables[alias], column))
    return shown
