"""Two maps edited apart in every section that a share carries, merged again and again: no edit is lost, what both changed
is listed, and settled alike they say the same.

Four by default; NGOMAP_RELIABILITY=full makes it three hundred.
"""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.settling import settle, standing
from ngomap.sharing.take_in import Taken, take_in
from ngomap.sharing.three_way import lists_of_section, units_of
from ngomap.store.conflicts import open_conflicts
from ngomap.store.connection import Map, open_map
from ngomap.store.history import last_change
from ngomap.store.migrations import create_map
from ngomap.store.search_index import index_actors
from ngomap.store.share_file import write_share
from ngomap.store.share_recipients import key_for
from ngomap.store.share_source import read_map
from ngomap.store.undo import undo
from ngomap.store.whole import dump, scope_for
from ngomap.store.whole_load import load
from ngomap.store.whole_merge import natural_key
from ngomap.store.writing import write
from tests.reliability.test_sequences import content_hash

FULL = os.environ.get("NGOMAP_RELIABILITY") == "full"
MERGES = 300 if FULL else 3
EACH_RUN = 30 if FULL else 1
"""In so many tests."""
ROUNDS = 3 if FULL else 2
Doc = dict[str, Any]
Key = tuple[str, object]
Said = dict[Key, Doc]

# What tells a record here from all others, and is never edited; what has none is known by what it connects.
TAGS = {
    "terms": "slug", "areas": "handle", "actors": "handle", "relationships": "reference", "events": "source", "labour": "task",
    "exchanges": "source", "projects": "handle", "grants": "handle", "commitments": "handle", "observations": "evidence",
    "resources": "conditions",
}  # fmt: skip
DAYS, TEXTS = ("2026-01-05", "2026-01-06", "2026-01-07"), ("a word", "another word", "Ein drittes")
VALUES: dict[str, tuple[object, ...]] = {
    **dict.fromkeys(
        ("description", "level_of_area", "place", "mission", "vision", "notes", "source", "title", "outcome", "text", "goal", "task", "worked", "failed",
         "objective", "asks", "note", "training", "impartiality", "what", "phone", "email", "unit", "project"), TEXTS,
    ),
    "name": ("North", "South", "East"), "sdg": (1, 2, 3), "staff": (5, 6, 7), "amount": (1.5, 2.5, 3), "currency": ("EUR", "USD", "CHF"),
    "code": ("K1", "K2", "K3"), "country": ("DE", "FR", "IT"), "lat": (1.5, 2.5, 3.5), "lon": (4.5, 5.5, 6.5), "website": ("a.org", "b.org", "c.org"),
    "budget": (7, 8.5, 9), "founded": ("2001", "2002-02", "2003-03-03"), "audited": (2021, 2022, 2023), "verified_on": DAYS,
    "status": ("active", "dormant", "closed"), "rung": (1, 2, 3), "rung_since": DAYS, "wanted": (3, 4, 5), "since": ("2020", "2021", "2022"),
    "until": ("2027", "2028", "2029"), **dict.fromkeys(("reliability", "shared_mission", "openness", "influence", "involvement", "resources", "benefit"), (1, 2, 3)),
    "stance": (-1, 1, 2), "next_step": TEXTS, "next_due": DAYS, "state": ("open", "discussed", "agreed"), "quantity": (1, 2.5, 3), "worth": (4, 5, 6.5),
    "due": DAYS, "role": ("lead", "host", "adviser"), "share": (1, 2, 3), "again": ("yes", "perhaps", "no"), "deadline": DAYS, "least": (1, 2, 3),
    "most": (10, 20, 30), "registered": (0, 1), "years": (1, 2, 3), "projects": (1, 2, 3), "partners": (1, 2, 3), "own_share": (5, 10.5, 20),
    "approach": ("mixed", "cooperative", "confrontational"), "finding": ("kept", "progress", "broken"), "reached": (5, 6, 7), "capacity": (8, 9, 10),
    "people": (50, 60, 70), "kind": ("ngo", "cbo", "union"), "level": ("local", "regional", "national"),
}  # fmt: skip
SPECIAL: dict[tuple[str, str], tuple[object, ...]] = {
    ("areas", "level"): ("city", "village", "district"), ("relationships", "status"): ("active", "dormant", "wanted"),
    ("relationships", "stance"): ("mixed", "cooperative"), ("projects", "status"): ("idea", "planned", "running"),
    ("grants", "status"): ("open", "applied", "won"), ("grants", "audited"): (0, 1), ("resources", "status"): ("open", "closed"),
    ("resources", "kind"): ("space", "data", "it"), ("exchanges", "kind"): ("space", "data", "it"), ("events", "kind"): ("call", "email", "other"),
    ("events", "on_date"): DAYS, ("exchanges", "description"): TEXTS, ("resources", "description"): TEXTS, ("observations", "on_date"): DAYS,
    ("commitments", "on_date"): ("2025-01-05", "2025-01-06"), ("stances", "influence"): (1, 2, 3), ("monitors", "on_date"): DAYS,
}  # fmt: skip
# Ends and what a record is known by; or what may not be combined at will.
NEVER = {
    "terms": {"parent"}, "areas": {"parent"}, "actors": {"area"}, "relationships": {"type", "from", "to", "reference", "stance"},
    "trust": {"from", "to", "on_date"}, "stances": {"actor", "issue", "on_date"}, "events": {"introduces", "next_done_on", "source"},
    "agreements": {"from", "to", "point", "on_date"}, "labour": {"from", "to", "actor", "population", "area", "task"},
    "exchanges": {"from", "to", "mode", "on_date", "returned_on", "source"}, "projects": set(), "project_partners": {"project", "actor"},
    "assessments": {"project", "by", "of", "on_date"}, "grants": {"funder", "term", "area"}, "coalitions": {"actor", "target", "issue"},
    "approaches": {"from", "to", "issue", "on_date"}, "commitments": {"by", "to", "issue", "area"}, "observations": {"commitment", "observer", "evidence"},
    "monitors": {"actor"}, "resources": {"actor", "direction", "area", "conditions"},
    "activities": {"actor", "term", "area", "population", "role", "project", "status"}, "need_figures": {"area", "term", "population", "on_date"},
    "surveys": {"area", "term", "on_date"},
}  # fmt: skip
LISTS: dict[str, tuple[object, ...]] = {"aliases": ("Alpha", "Beta", "Gamma")}


def begun(side: str, number: str = "") -> Doc:
    """At least one record of every section; with a number, new ones of a side."""
    t = f"{side.casefold()}{number}"
    one, two, person, area, term = f"one-{t}", f"two-{t}", f"person-{t}", f"area-{t}", f"term-{t}"
    open_ = {"audience": "partners"}
    ends = {"from": one, "to": two, **open_}
    return {
        "ngomap": "map/1",
        "terms": [{"vocabulary": "issue", "slug": term, "name": f"Term {t}"}],
        "areas": [{"handle": area, "name": f"Area {t}", "audience": "public"}],
        "actors": [
            {"handle": one, "name": f"One{t}", "kind": "ngo", "audience": "public", "issues": [term]},
            {"handle": two, "name": f"Two{t}", "kind": "ngo", "audience": "public", "serves": [area]},
            {"handle": person, "name": f"Person{t}", "kind": "person", "audience": "internal"},
        ],
        "relationships": [{"type": "works-with", "reference": f"tie-{t}", **ends}, {"type": "funds", "reference": f"fund-{t}", **ends}],
        "trust": [{**ends, "on_date": "2026-01-01", "reliability": 2}],
        "stances": [{"actor": one, "issue": term, "stance": 1, "on_date": "2026-01-01", **open_}],
        "events": [{"on_date": "2026-01-01", "kind": "call", "title": f"Call {t}", "participants": [one, person], "source": f"event-{t}", **open_}],
        "agreements": [{"point": "strategy", "state": "open", "on_date": "2026-01-01", **ends}],
        "labour": [{"actor": one, "task": f"task-{t}", **ends}],
        "exchanges": [{"mode": "lent", "kind": "space", "description": "Room", "on_date": "2025-01-01", "source": f"lent-{t}", **ends}],
        "projects": [{"handle": f"project-{t}", "name": f"Project{t}", "status": "idea", **open_}],
        "project_partners": [{"project": f"project-{t}", "actor": one}, {"project": f"project-{t}", "actor": two, "role": "lead"}],
        "assessments": [{"project": f"project-{t}", "by": one, "of": two, "on_date": "2026-01-01", **open_}],
        "grants": [{"handle": f"grant-{t}", "funder": two, "name": f"Grant{t}", **open_}],
        "coalitions": [{"actor": two, "objective": "Things", **open_}],
        "approaches": [{"approach": "mixed", "on_date": "2026-01-01", **ends}],
        "commitments": [{"handle": f"promise-{t}", "by": two, "what": f"Promise {t}", "on_date": "2025-01-01", **open_}],
        "observations": [{"commitment": f"promise-{t}", "on_date": "2026-01-01", "finding": "progress", "evidence": f"seen-{t}", **open_}],
        "monitors": [{"actor": one, "training": "Course", **open_}],
        "resources": [{"actor": one, "direction": "offer", "kind": "space", "description": f"Hall {t}", "conditions": f"room-{t}", **open_}],
        "activities": [{"actor": one, "term": f"issue:{term}", "area": area, "audience": "public"}],
        "need_figures": [{"area": area, "term": f"issue:{term}", "people": 5, "on_date": "2026-01-01", "audience": "public"}],
        "surveys": [{"area": area, "term": f"issue:{term}", "on_date": "2026-01-01", "audience": "public"}],
    }  # fmt: skip


def fields_to_edit(section: str) -> list[tuple[str, ...]]:
    """What may be edited, with what goes together."""
    return [unit for unit in units_of(section) if not NEVER[section] & {*unit} and TAGS.get(section) not in unit]


def test_every_field_of_a_share_is_edited_or_known_by() -> None:
    """A new section or field cannot be forgotten."""
    assert {*begun("x")} - {"ngomap"} == {*SECTIONS}
    unknown = [(s, f) for s in SECTIONS for unit in fields_to_edit(s) for f in unit if f not in VALUES and (s, f) not in SPECIAL]
    assert unknown == []


class Side:
    """One of the two maps: what it says, and what was taken out of it."""

    def __init__(self, map_: Map, name: str) -> None:
        self.map_, self.name = map_, name
        self.removed: set[Key] = set()

    def said(self) -> Said:
        document, _ = dump(self.map_, "internal")
        return {(s, key_of(s, r)): r for s in SECTIONS for r in document[s]}  # type: ignore[attr-defined]

    def load(self, document: Doc) -> None:
        load(self.map_, document)

    def conflicts(self) -> dict[tuple[Key, str], Any]:
        found = standing(self.map_, open_conflicts(self.map_))
        return {((s.conflict.section, key_of(s.conflict.section, s.record)), s.conflict.field): s for s in found}


def key_of(section: str, record: Doc) -> object:
    return record[TAGS[section]] if section in TAGS else natural_key(section, record)


def value_of(record: Doc | None, unit: tuple[str, ...]) -> tuple[object, ...] | None:
    """What a record says in fields that go together; None if nothing."""
    found = tuple((record or {}).get(f) for f in unit)
    return found if any(v is not None for v in found) else None


def edit(side: Side, chance: random.Random, tally: Counter[str]) -> None:
    """Edit a field or a list of a record, all of what goes together."""
    (section, key), record = chance.choice([*side.said().items()])
    if chance.random() < 0.2 and "aliases" in SECTIONS[section]:
        news: Doc = {"aliases": [f"{chance.choice(LISTS['aliases'])} {key}"]}  # type: ignore[list-item]
    else:
        units = fields_to_edit(section)
        if not units:
            return
        unit = chance.choice(units)
        news = {f: chance.choice(SPECIAL.get((section, f)) or VALUES[f]) for f in unit}
        if unit == ("kind",) and record["kind"] == "person":
            return
        if section == "relationships" and record["type"] != "works-with" and {*unit} & {"rung", "rung_since", "wanted"}:
            return
        if section == "grants" and "term" in unit:
            return
        if "name" in news or unit in (("title",), ("what",)) or (section, *unit) in (("areas", "code"), ("resources", "description"), ("exchanges", "description")):
            # No two records are to be taken for one another.
            news = {f: f"{value} {key}" for f, value in news.items()}
        if unit == ("next_due",) and "next_step" not in record:
            news["next_step"] = chance.choice(TEXTS)
    side.load({"ngomap": "map/1", section: [{**record, **news}]})
    tally["edits"] += 1


def plant(a: Side, b: Side, word: str) -> None:
    """Let both say another thing of the same."""
    for side in (a, b):
        for (section, _), record in side.said().items():
            if section == "actors" and record["handle"] in ("one-x", "two-x"):
                side.load({"ngomap": "map/1", section: [{**record, "vision": f"{side.name} {word}"}]})


def remove(side: Side, chance: random.Random) -> None:
    """Take a record out, with what hangs on it."""
    before = side.said()
    section = chance.choice([s for s in SECTIONS if s not in ("terms", "areas", "projects", "commitments")])
    # Who keeps the map can be removed by no command.
    kept = " WHERE uid <> (SELECT value FROM settings WHERE key = 'us')" if section == "actors" else ""
    rows = side.map_.connection.execute(f"SELECT id FROM {section}{kept} ORDER BY id").fetchall()
    if rows:
        chosen = chance.choice(rows)
        with write(side.map_) as database:
            side.map_.connection.execute(f"DELETE FROM {section} WHERE id = ?", chosen)
            if section == "actors":
                index_actors(database, chosen)
    side.removed |= before.keys() - side.said().keys()


def give(source: Side, into: Side, path: Path) -> Taken:
    path.unlink(missing_ok=True)
    write_share(source.map_, path, scope_for(source.map_, "internal"), key_for(source.map_, into.name), into.name, False, False)
    foreign = read_map(path)
    return take_in(into.map_, foreign, foreign.name, foreign.on)


def checked_give(source: Side, into: Side, path: Path, base: Said, known: set[tuple[Key, str]], chance: random.Random, tally: Counter[str]) -> None:
    """Merge, and look at every field of every record that both have."""
    theirs, ours = source.said(), into.said()
    start = content_hash(into.map_)
    taken = give(source, into, path)
    now, listed = into.said(), into.conflicts()
    for key, record in theirs.items():
        if key not in ours:
            assert key in now or gone(into, key, record), ("a new record was lost", key)
            if key in now:
                assert said_alike(now[key], record, key[0]), ("a new record came otherwise", key, now[key], record)
            continue
        for unit in units_of(key[0]):
            was, mine, said, is_ = (value_of(r.get(key), unit) for r in (base, ours, theirs, now))
            what = (key, unit[0])
            told = what in listed
            where = (what, {"was": was, "ours": mine, "theirs": said, "now": is_})
            if mine == said:
                assert is_ == mine and not (told and what not in known), ("agreed, and yet", where)
            elif mine != was:
                assert is_ == mine, ("an edit of ours was lost", where)
                if said not in (was, None):
                    assert told, ("both changed it, and it is not listed", where)
                    tally["conflicts"] += 1
            else:
                assert is_ == said or told, ("an edit of theirs was lost", where)
        for name in lists_of_section(key[0]):
            if name not in ("participants",):
                assert {*map(str, now[key].get(name, []))} >= {*map(str, ours[key].get(name, []))}, (key, name)
    for key, record in ours.items():
        assert key in now, ("a record of ours was lost", key, record)
    end = content_hash(into.map_)
    last = last_change(into.map_)
    take_in(into.map_, foreign := read_map(path), foreign.name, foreign.on)
    assert (last_change(into.map_), content_hash(into.map_)) == (last, end), "the same share again changed something"
    if last and taken.change == last.id and chance.random() < 0.5:
        number = undo(into.map_, taken.change).number
        assert content_hash(into.map_) == start, "taken back, and yet not as it was"
        undo(into.map_, number)
        assert content_hash(into.map_) == end
        tally["taken back"] += 1


def gone(side: Side, key: Key, record: Doc) -> bool:
    """Whether it was taken out here, or speaks of what was."""
    handles = {k for s, k in side.removed if s in ("actors", "grants")}
    named = {str(v) for v in record.values() if isinstance(v, str)} | {str(v) for v in record.get("participants", [])}
    return key in side.removed or bool(named & handles)


def said_alike(a: Doc, b: Doc, section: str) -> bool:
    return all(value_of(a, unit) == value_of(b, unit) for unit in units_of(section) if not {"to", "target", "observer", "introduces"} & {*unit})


def settle_alike(a: Side, b: Side, chance: random.Random, tally: Counter[str]) -> None:
    """One decision for both; where only one asks, the other's word counts, as there it is settled."""
    asked = {side.name: side.conflicts() for side in (a, b)}
    for what in sorted({*asked[a.name], *asked[b.name]}, key=str):
        winner = chance.choice((a, b))
        if what not in asked[a.name]:
            winner = a
        elif what not in asked[b.name]:
            winner = b
        for side in (a, b):
            one = side.conflicts().get(what)
            if one:
                settle(side.map_, one.conflict, "ours" if winner is side else "theirs")
        tally["settled"] += 1


def play(seed: int, folder: Path, empty: Path, tally: Counter[str]) -> None:
    chance = random.Random(seed)
    paths = [folder / f"{name}.db" for name in ("a", "b", "share")]
    for path in paths[:2]:
        shutil.copy(empty, path)
    with open_map(paths[0]) as map_a, open_map(paths[1]) as map_b:
        a, b = Side(map_a, "Citizens"), Side(map_b, "River Trust")
        for side, handle in ((a, "us-a"), (b, "us-b")):
            side.load({"ngomap": "map/1", "map": {"name": side.name, "today": "2026-06-30"},
                       "actors": [{"handle": handle, "name": side.name, "kind": "ngo", "audience": "public"}]})  # fmt: skip
            side.map_.connection.execute("INSERT OR REPLACE INTO settings SELECT 'us', uid FROM actors")
            side.map_.connection.execute("INSERT OR REPLACE INTO settings VALUES ('name', ?)", [side.name])
        a.load(begun("x"))
        give(a, b, paths[2])
        give(b, a, paths[2])
        for round_ in range(ROUNDS):
            there = b.said()
            base = {key: record for key, record in a.said().items() if key in there}
            for side in (a, b):
                for _ in range(chance.randint(1, 8)):
                    edit(side, chance, tally)
                if chance.random() < 0.4:
                    side.load(begun(side.name[0], str(round_)))
                if chance.random() < 0.4:
                    remove(side, chance)
            plant(a, b, str(round_))
            for source, into in ((a, b), (b, a)):
                known = {*into.conflicts()}
                checked_give(source, into, paths[2], base, known, chance, tally)
            settle_alike(a, b, chance, tally)
            for source, into in ((a, b), (b, a), (a, b)):
                give(source, into, paths[2])
            assert {**a.conflicts()} == {**b.conflicts()} == {}, "settled, and yet open"
            come_together(a, b)


def come_together(a: Side, b: Side) -> None:
    one, other = a.said(), b.said()
    for key in one.keys() & other.keys():
        assert said_alike(one[key], other[key], key[0]), ("settled, and yet not the same", key, one[key], other[key])
        for name in lists_of_section(key[0]):
            if not a.removed | b.removed:
                assert {*map(str, one[key].get(name, []))} == {*map(str, other[key].get(name, []))}, (key, name)
    for side, said, missing in ((a, other, other.keys() - one.keys()), (b, one, one.keys() - other.keys())):
        for key in missing:
            assert gone(side, key, said[key]), ("never came over", side.name, key)


TALLY: Counter[str] = Counter()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("merges") / "empty.db"
    create_map(path)
    return path


@pytest.mark.parametrize("part", range(EACH_RUN))
def test_maps_edited_apart_lose_nothing_and_come_together(part: int, empty: Path, tmp_path: Path) -> None:
    for seed in range(part, MERGES, EACH_RUN):
        try:
            play(seed, tmp_path, empty, TALLY)
        except AssertionError as error:
            error.add_note(f"seed {seed}")
            raise
    TALLY["parts"] += 1
    if TALLY["parts"] == EACH_RUN:
        # Otherwise there was nothing to lose, and nothing would be proven.
        assert TALLY["conflicts"] and TALLY["settled"] and TALLY["taken back"]
