"""The order of rows and their repetition change nothing; importing twice adds nothing."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.importers.formats import FORMATS
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake.take_in import take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.store.connection import Map, open_map
from ngomap.store.migrations import create_map

THREEW = ("org", "acronym", "type", "sector", "sector code", "province", "prov code", "district", "status", "month", "year",
          "reached", "in need", "donor")  # fmt: skip
TABLE = ("Name", "Acronym", "Type", "Phone", "Issue", "Area served", "Town", "Lat", "Lon", "EIN", "Budget")

# Everything that is stored, by names instead of ids.
CONTENT = (
    "SELECT handle, kind, name, level, place, lat, lon, phone, budget, area_id IS NULL FROM actors",
    "SELECT a.handle, x.alias FROM aliases x JOIN actors a ON a.id = x.actor_id",
    "SELECT a.handle, x.scheme, x.value FROM identifiers x JOIN actors a ON a.id = x.actor_id",
    "SELECT a.handle, t.slug FROM actor_terms x JOIN actors a ON a.id = x.actor_id JOIN terms t ON t.id = x.term_id",
    "SELECT a.handle, p.handle FROM actor_areas x JOIN actors a ON a.id = x.actor_id JOIN areas p ON p.id = x.area_id",
    "SELECT p.handle, p.name, p.level, p.code, q.handle FROM areas p LEFT JOIN areas q ON q.id = p.parent_id",
    "SELECT vocabulary, slug, name FROM terms",
    "SELECT t.slug, x.alias FROM term_aliases x JOIN terms t ON t.id = x.term_id",
    "SELECT a.handle, t.slug, p.handle, v.role, v.status, v.since, v.until, v.reached FROM activities v "
    "JOIN actors a ON a.id = v.actor_id JOIN terms t ON t.id = v.term_id JOIN areas p ON p.id = v.area_id",
    "SELECT t.slug, p.handle, s.on_date FROM surveys s JOIN terms t ON t.id = s.term_id JOIN areas p ON p.id = s.area_id",
    "SELECT t.slug, p.handle, n.people FROM need_figures n JOIN terms t ON t.id = n.term_id JOIN areas p ON p.id = n.area_id",
    "SELECT name, aliases FROM actor_search",
)


@cache
def empty() -> bytes:
    """A new map without vocabularies, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        create_map(path)
        return path.read_bytes()


def content(map_: Map) -> list[list[tuple[Any, ...]]]:
    return [sorted(map_.connection.execute(sql).fetchall(), key=repr) for sql in CONTENT]


def take(map_: Map, folder: Path, form: str, headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> Intake:
    out = io.StringIO()
    csv.writer(out).writerows([headers, *rows])
    path = folder / "x.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return take_in(map_, open_source([path]), form, Reading(), Wishes("x", new_terms=True))


def check(form: str, headers: tuple[str, ...], rows: list[tuple[str, ...]], seed: int) -> None:
    assert form in FORMATS
    shuffled = [*rows, *rows[: len(rows) // 2]]
    random.Random(seed).shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "first.db", Path(folder) / "second.db"
        first.write_bytes(empty())
        second.write_bytes(empty())
        with open_map(first) as one, open_map(second) as other:
            answer = take(one, Path(folder), form, headers, rows)
            mixed = take(other, Path(folder), form, headers, shuffled)
            stored = content(one)
            assert stored == content(other), "the order or the repetition of rows decided something"
            assert answer.read == len(rows) == answer.added + answer.changed + answer.unchanged + len(answer.rejected)
            assert (mixed.added, mixed.changed) == (answer.added, answer.changed)
            again = take(one, Path(folder), form, headers, rows)
            assert (again.added, again.changed, again.stored) == (0, 0, {})
            assert content(one) == stored
            assert [r.line for r in again.rejected] == [r.line for r in answer.rejected]


def cells(usual: str, *others: str) -> st.SearchStrategy[str]:
    """Mostly the usual one, so that rows meet in one organization, place or activity."""
    return st.sampled_from([usual] * len(others) + [*others])


threew_rows = st.tuples(
    cells("A", "", "a", "Alpha Aid", "Alpha\xa0Aid", "Beta; Gamma", "B", "-"),
    cells("", "A", "AA", "B"),
    cells("", "National NGO", "UN", "Blob"),
    cells("Health", "", "health ", "3W: Kites", "Education; Health"),
    cells("", "HEA", "KIT", "QQQ"),
    cells("North", "", "north", "South"),
    cells("", "N1", "S1"),
    cells("", "Ford", "Kiln", "Ford; Kiln"),
    cells("", "Ongoing", "planned", "Huh"),
    st.sampled_from(["", "10", "December", "2"]),
    st.sampled_from(["2023", "2024"]),
    cells("", "5", "70", "1,000"),
    cells("", "9", "100"),
    cells("", "Payer", "A"),
)
table_rows = st.tuples(
    cells("A", "", "a", "Alpha Aid", "ALPHA AID", "B", "[/]"),
    cells("", "A", "AA", "B"),
    cells("", "National NGO", "UN", "Blob", "cbo"),
    st.sampled_from(["", "1", "2"]),
    cells("", "Health", "health|kites", "Kites"),
    cells("", "North", "north; South"),
    cells("", "North", "Nyeri"),
    st.sampled_from(["", "1", "2"]),
    st.sampled_from(["", "1", "2"]),
    cells("", "1", "2"),
    cells("", "5", "5.5", "many"),
).filter(any)


@settings(max_examples=40)
@given(st.lists(threew_rows, min_size=1, max_size=8), st.integers(0, 99))
def test_a_3w(rows: list[tuple[str, ...]], seed: int) -> None:
    check("3w", THREEW, rows, seed)


@settings(max_examples=40)
@given(st.lists(table_rows, min_size=1, max_size=8), st.integers(0, 99))
def test_a_table_of_organizations(rows: list[tuple[str, ...]], seed: int) -> None:
    check("table", TABLE, rows, seed)
