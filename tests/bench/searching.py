"""How long finding, listing and showing take on registers, whole process, beside sqlite-utils asking the same of the same file;
and finding what is misspelt, beside comparing every name.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ngomap.matching.spelling import meant
from ngomap.store.connection import open_map
from tests.bench.measuring import Line, answer, line, medians, same
from tests.bench.register import Register, register
from tests.bench.start_up import NGOMAP, SQLITE_UTILS

SIZES: Final = (10_000, 100_000, 1_000_000)
REPETITIONS: Final = 5
BOUND: Final = 1.0
"""Each may take as long as the bare query."""
COMMONEST: Final = """SELECT t.slug FROM actor_terms x JOIN terms t ON t.id = x.term_id WHERE t.vocabulary = 'issue'
AND NOT EXISTS (SELECT 1 FROM terms b WHERE b.parent_id = t.id) GROUP BY t.id ORDER BY count(*) DESC, 1 LIMIT 1"""
RAREST: Final = COMMONEST.replace("DESC", "ASC")
DISTRICT: Final = "SELECT handle FROM areas WHERE level = 'district' ORDER BY id LIMIT 1"
LISTED: Final = """SELECT a.handle, count(*) OVER () AS total FROM actors a WHERE a.kind <> 'person'{} ORDER BY a.handle LIMIT 30"""
ON_ISSUE: Final = """ AND a.id IN (
  SELECT x.actor_id FROM actor_terms x JOIN terms t ON t.id = x.term_id WHERE t.slug = '{0}' AND t.vocabulary = 'issue'
  UNION SELECT v.actor_id FROM activities v JOIN terms t ON t.id = v.term_id WHERE t.slug = '{0}' AND t.vocabulary = 'issue')"""
IN_DISTRICT: Final = """ AND a.id IN (WITH p AS (SELECT p.id FROM areas p LEFT JOIN areas d ON d.id = p.parent_id
    WHERE p.handle = '{0}' OR d.handle = '{0}')
  SELECT id FROM actors WHERE area_id IN p UNION SELECT actor_id FROM actor_areas WHERE area_id IN p
  UNION SELECT actor_id FROM activities WHERE area_id IN p AND role <> 'funder')"""
FOUND: Final = """SELECT a.handle, (SELECT count(*) FROM actor_search WHERE actor_search MATCH '{0}') AS total
FROM actor_search s JOIN actors a ON a.id = s.rowid WHERE actor_search MATCH '{0}' ORDER BY bm25(actor_search, 10.0, 8.0, 2.0, 1.0), a.handle LIMIT 20"""
TIES: Final = """SELECT to_handle AS handle FROM ties WHERE from_handle = '{0}'
UNION ALL SELECT from_handle FROM ties WHERE to_handle = '{0}' ORDER BY 1"""

ORGANIZATIONS: Final = "SELECT name_key FROM actors WHERE kind <> 'person' ORDER BY id"
EVERY_NAME: Final = """import json, sqlite3, sys
from rapidfuzz import fuzz, process
rows = sqlite3.connect("ngomap.db").execute("SELECT name_key, handle FROM actors UNION ALL "
    "SELECT alias_key, handle FROM aliases JOIN actors ON id = actor_id ORDER BY 1, 2").fetchall()
found = process.extract(sys.argv[1], [name for name, _ in rows], scorer=fuzz.WRatio, limit=5)
print(json.dumps([{"handle": rows[n][1]} for *_, n in found]))"""


class Question(NamedTuple):
    """What is asked of ngomap, and the query that asks the same."""

    what: str
    words: tuple[str, ...]
    query: str


def searching(sizes: Sequence[int] = SIZES, repetitions: int = REPETITIONS) -> list[Line]:
    """A line for each question at each size. Other handles, or another number of them, are an error."""
    lines = []
    for size in sizes:
        made = register(size)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made.link(folder)
            for question in _questions(made):
                ours = [NGOMAP, *question.words]
                theirs = [*SQLITE_UTILS, "query", "ngomap.db", question.query]
                same(_handles(answer([*ours, "--format", "json"], folder)), _theirs(answer(theirs, folder)), question.what)
                taken = medians({question.what: ours, "sqlite-utils query": theirs}, folder, repetitions)
                lines.append(line(taken, question.what, "sqlite-utils query", BOUND, size))
            lines += _misspelt(made, folder, repetitions)
    return lines


def _misspelt(made: Register, folder: Path, repetitions: int) -> list[Line]:
    """Nothing is found by the text; the first suggestion, and who is shown, is the one that comparing every name puts first."""
    with open_map(made.path) as map_:
        slips = (name[:2] + name[3:] for (name,) in map_.connection.execute(ORGANIZATIONS))
        text = next(slip for slip in slips if meant(map_, slip))
    every = "rapidfuzz, every name"
    theirs = [sys.executable, "-c", EVERY_NAME, text]
    commands = {f"ngomap {word}, misspelt": [NGOMAP, word, text] for word in ("find", "show")}
    best = answer(theirs, folder)[0]["handle"]
    for what, words in commands.items():
        same(answer([*words, "--format", "json"], folder)["records"][0]["handle"], best, what)
    taken = medians({**commands, every: theirs}, folder, repetitions)
    return [line(taken, what, every, BOUND, made.actors) for what in commands]


def _questions(made: Register) -> list[Question]:
    with sqlite3.connect(made.path) as connection:
        common, rare, district = (connection.execute(sql).fetchone()[0] for sql in (COMMONEST, RAREST, DISTRICT))
        words = connection.execute("SELECT name_key FROM actors WHERE handle = ?", [made.head]).fetchone()[0].split()[-2:]
    return [
        Question("ngomap list", ("list",), LISTED.format("")),
        Question("ngomap list --kind cbo", ("list", "--kind", "cbo"), LISTED.format(" AND a.kind = 'cbo'")),
        Question("ngomap list --issue, the commonest", ("list", "--issue", common), LISTED.format(ON_ISSUE.format(common))),
        Question("ngomap list --issue, the rarest", ("list", "--issue", rare), LISTED.format(ON_ISSUE.format(rare))),
        Question("ngomap list --area, a district", ("list", "--area", district), LISTED.format(IN_DISTRICT.format(district))),
        Question(
            "ngomap list --area --issue", ("list", "--area", district, "--issue", common),
            LISTED.format(IN_DISTRICT.format(district) + ON_ISSUE.format(common)),
        ),
        Question("ngomap find, two words", ("find", *words), FOUND.format(" ".join(f'"{word}"*' for word in words))),
        Question("ngomap find, a common word", ("find", "children"), FOUND.format('"children"*')),
        Question("ngomap show", ("show", made.partner), TIES.format(made.partner)),
        Question("ngomap show, the largest hub", ("show", made.hub), TIES.format(made.hub)),
    ]  # fmt: skip


def _handles(said: Any) -> tuple[list[str], int]:
    """Who is listed, and how many there are; of one actor shown, those it is tied to."""
    records = said["records"]
    if said["kind"] == "actor":
        records = sorted(records[0].get("ties", []), key=lambda tie: tie["handle"])
        return [r["handle"] for r in records], len(records)
    return [r["handle"] for r in records], said["total"]


def _theirs(rows: Any) -> tuple[list[str], int]:
    return [row["handle"] for row in rows], rows[0].get("total", len(rows)) if rows else 0
