"""Whatever is typed, in whatever order, is taken back one by one to the map that it was, to the last byte of what it says.

Forty sequences of commands by default; NGOMAP_RELIABILITY=full makes it two thousand.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ngomap.cli.app import app
from ngomap.errors import NgomapError
from ngomap.store.actors import all_refs
from ngomap.store.check import check
from ngomap.store.connection import Map, open_map
from ngomap.store.schema_history import CONTENT, DERIVED, shape_of
from ngomap.store.search import search
from ngomap.store.undo import undo
from tests.conftest import Run
from tests.reliability.commands import COMMANDS, NO_CHANGE, Chance
from tests.whole.test_documentation import EVERY

FULL = os.environ.get("NGOMAP_RELIABILITY") == "full"
SEQUENCES = 2000 if FULL else 24
EACH_RUN = 50 if FULL else 1
"""In so many tests."""
TALLY: Counter[str] = Counter()
"""How often each command did something, and what became of those taken out of the middle."""

# In use while a change is made, or of this machine and not of the map: no history, and nothing to take back.
NOT_SAID = {
    "changes", "history", "recording", "_sqlite_migrations", "geocodes", "import_profiles", "reports", "share_recipients", "schedules",
    "actor_search", "actor_search_data", "actor_search_idx", "actor_search_content", "actor_search_docsize", "actor_search_config",
}  # fmt: skip
Rows = dict[tuple[object, ...], dict[str, object]]
Said = dict[str, Rows]


def said(map_: Map) -> Said:
    """Every row of every table that says something, by its key."""
    found: Said = {}
    for table in CONTENT:
        key = shape_of(map_.connection, table).key
        cursor = map_.connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor]
        found[table] = {tuple(row[k] for k in key): row for row in rows}
    return found


def content_hash(map_: Map) -> str:
    """One number for all that the map says and what it is found by, to the type and last digit of each value."""
    digest = hashlib.sha256()
    for table in CONTENT:
        digest.update(repr((table, sorted(map(repr, map_.connection.execute(f"SELECT * FROM {table}"))))).encode())
    index = map_.connection.execute("SELECT rowid, * FROM actor_search ORDER BY rowid")
    # The same word may come from two terms: their order says nothing.
    digest.update(repr([(*row[:-1], sorted(row[-1].split())) for row in index]).encode())
    words = sorted({word for ref in all_refs(map_) for word in ref.name.casefold().split()})[:12]
    digest.update(repr([(word, search(map_, word)) for word in words]).encode())
    return digest.hexdigest()


@contextmanager
def one_connection(map_: Map, words: tuple[str, ...] = (), author: str | None = None) -> Iterator[Map]:
    """The map that is open already: to open it takes half of the time."""
    yield Map(map_.path, map_.connection, words, author)


@pytest.fixture(scope="module")
def begun(example_map: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small, rich map that has taken in a share, and of files to read: tables, and newer shares."""
    folder = tmp_path_factory.mktemp("sequences")

    def type_(map_: str, *words: str) -> None:
        result = CliRunner().invoke(app, ["--map", str(folder / map_), "--quiet", *words])
        assert result.exit_code == 0, (words, result.output, result.exception)

    shutil.copy(example_map, folder / "begin.db")
    with open_map(folder / "begin.db") as map_:
        used = "SELECT term_id FROM actor_terms UNION SELECT parent_id FROM terms WHERE parent_id IS NOT NULL"
        map_.connection.execute(f"DELETE FROM terms WHERE vocabulary <> 'sector' AND id NOT IN ({used}) AND id % 4")
        map_.connection.execute("DELETE FROM term_aliases WHERE term_id % 8")
    (folder / "theirs.db").write_bytes((folder / "begin.db").read_bytes())
    type_("begin.db", "term", "add", "issue", "Quizzing", "--alias", "pub quiz")
    for name in ("Alder House", "Willow House", "Elm House"):
        type_("begin.db", "add", name, "--kind", "ngo", "--mission", "We hold a pub quiz in schools.", "--new")
    type_("begin.db", "project", "add", "Plays", "--lead", "us", "--with", "bright-slate", "--issue", "corruption")
    type_("theirs.db", "edit", "clinic-on-wheels", "--us")
    for number, edits in enumerate((
        ("edit bright-slate --level local", "add Zenith --kind ngo --issue corruption", "edit night-door --phone 11"),
        ("edit bright-slate --level national --mission Other", "edit night-door --phone 12", "edit zenith --phone 3", "log zenith --title T --audience partners"),
        ("edit night-door --phone 13 --founded 2001", "link zenith night-door --rung 2", "add Yonder --kind cbo"),
    )):  # fmt: skip
        for edit in edits:
            type_("theirs.db", *edit.split())
        name = ("first", "second", "third")[number]
        type_("theirs.db", "share", "--audience", "partners", "--for", "Citizens", "--to", str(folder / f"{name}.db"))
    type_("theirs.db", "export", "json", "--audience", "partners", "--to", str(folder / "second.json"))
    type_("begin.db", "edit", "night-door", "--phone", "0")
    type_("begin.db", "merge-map", str(folder / "first.db"))
    (folder / "table.csv").write_text("name,kind,issues,phone,city\nFern,ngo,Brand New,1,Kethira\nGlen's,cbo,corruption,2,\nNight Door,ngo,,77,\n", encoding="utf-8")
    (folder / "ties.csv").write_text("from,to,type\nNight Door,Bright Slate Learning,works-with\nFern,Night Door,funds\n", encoding="utf-8")
    (folder / "their-map.json").write_text(
        '{"ngomap": "map/1", "actors": [{"handle": "halo", "name": "Halo", "kind": "ngo", "issues": ["corruption"]}]}', encoding="utf-8"
    )
    with open_map(folder / "begin.db") as map_:
        # What was done so far is the map that all begin with.
        map_.connection.execute("UPDATE changes SET kind = 'start'")
    (folder / "begin.db").chmod(0o600)
    return folder


def test_every_command_is_typed_or_changes_nothing() -> None:
    """A new command cannot be forgotten."""
    others = [name for names in NO_CHANGE.values() for name in names]
    assert sorted([*COMMANDS, *others]) == sorted(EVERY)


def test_every_table_says_something_or_has_no_history(begun: Path) -> None:
    with open_map(begun / "begin.db") as map_:
        tables = {row[0] for row in map_.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        kept = {row[0] for row in map_.connection.execute("SELECT tbl_name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'history%'")}
    assert {t for t in tables if not t.startswith("sqlite_")} == {*CONTENT} | NOT_SAID
    assert kept == {*CONTENT}


class Sequence:
    """Commands typed one after the other, with the map that each left."""

    def __init__(self, run: Run, map_: Map, chance: Chance, typing: bool) -> None:
        self.run, self.map_, self.chance, self.typing = run, map_, chance, typing
        self.done: list[tuple[int, str]] = []
        self.tally: Counter[str] = Counter()

    def last(self) -> int:
        return int(self.map_.connection.execute("SELECT max(id) FROM changes").fetchone()[0])

    def type_one(self, name: str) -> list[str]:
        typed = [*name.split(), *COMMANDS[name](self.chance)]
        before = self.last()
        ran = self.run(*typed, "--format", "json")
        assert ran.exit_code in (0, 1, 2, 3), (typed, ran)
        assert ran.exit_code in (0, 3) or self.last() == before, f"refused, and yet something changed: {typed} {ran.stderr}"
        self.done += [(number, name) for number in range(before + 1, self.last() + 1)]
        self.tally[name] += self.last() > before
        return typed

    def undo(self, number: int | None = None) -> tuple[int, str]:
        """Take a change back: the number of that change, or 0 and why it was refused. Some type it, others are quicker."""
        if self.typing:
            ran = self.run("undo", *([str(number)] if number else []), "--format", "json")
            return (0, ran.stderr) if ran.exit_code else (ran.json["record"]["undone_by"], "")
        try:
            return undo(self.map_, number).number, ""
        except NgomapError as error:
            return 0, error.message


def nothing_left_hanging(map_: Map) -> None:
    assert map_.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert map_.connection.execute("SELECT count(*) FROM recording").fetchone() == (0,)


def play(seed: int, deck: list[str], run: Run, begun: Path, path: Path) -> Counter[str]:
    """Type some commands, each of which comes once before any comes again, and take them all back."""
    shutil.copy(begun / "begin.db", path)
    random_ = random.Random(seed)
    typing = seed % 8 == 0
    with open_map(path) as map_, pytest.MonkeyPatch.context() as patch:
        if not typing:
            patch.setattr("ngomap.cli.session.open_map", lambda _, *more: one_connection(map_, *more))
        sequence = Sequence(run, map_, Chance(map_, random_, begun), typing)
        start = content_hash(map_)
        length = random_.randint(3, 25)
        middle = random_.randrange(length)
        states: list[Said] = []
        typed: list[list[str]] = []
        chosen = 0
        for n in range(length):
            if n == middle and seed % 2 == 0:
                states.append(said(map_))
                first = sequence.last()
            if not deck:
                deck += random_.sample(list(COMMANDS), len(COMMANDS))
            typed.append(sequence.type_one(deck.pop()))
            if states and n == middle:
                states.append(said(map_))
                chosen = sequence.last() if sequence.last() == first + 1 else 0
        try:
            end = content_hash(map_)
            if chosen and dict(sequence.done)[chosen] != "import --undo":
                take_the_middle_one_back(sequence, chosen, states, end)
            undos = []
            while (done := sequence.undo())[0]:
                undos.append(done[0])
            assert "Nothing has been changed since the map was made" in done[1], done[1]
            assert content_hash(map_) == start, "taken back to the beginning, and yet not as it was"
            nothing_left_hanging(map_)
            if seed % 3 == 0:
                for number in reversed(undos):
                    assert sequence.undo(number)[0]
                assert content_hash(map_) == end, "had again, and yet not as it was"
            if seed % EACH_RUN == 0:
                assert [f for f in check(map_) if f.severity != "note"] == []
        except AssertionError as error:
            error.add_note(f"seed {seed}:\n" + "\n".join(map(str, typed)))
            raise
        return sequence.tally


def take_the_middle_one_back(sequence: Sequence, number: int, states: list[Said], end: str) -> None:
    """Refused with the reason; or what it had changed is as before, all else as after, and it can be had again."""
    map_ = sequence.map_
    after = said(map_)
    taken, why = sequence.undo(number)
    if not taken:
        assert "cannot be taken back" in why or "was taken back by" in why, why
        assert content_hash(map_) == end, "refused, and yet something changed"
        sequence.tally["refused"] += 1
        return
    sequence.tally["taken out of the middle"] += 1
    nothing_left_hanging(map_)
    assert without(after, *states) == {t: rows for t, rows in said(map_).items() if t not in DERIVED}
    assert sequence.undo(taken)[0]
    assert content_hash(map_) == end, "taken out of the middle and had again, and yet not as it was"


def without(now: Said, before: Said, after: Said) -> Said:
    """What the map would say now, had what lay between before and after never happened."""
    found: Said = {}
    for table, rows in now.items():
        if table in DERIVED:
            continue
        was, became = before[table], after[table]
        kept: Rows = {key: dict(row) for key, row in rows.items() if key in was or key not in became}
        kept |= {key: dict(row) for key, row in was.items() if key not in became}
        for key in was.keys() & became.keys() & kept.keys():
            for field, value in was[key].items():
                # When it was last changed is the time of the later change.
                if value != became[key][field] and not (field == "updated_at" and rows[key][field] != became[key][field]):
                    kept[key][field] = value
        found[table] = kept
    return found


@pytest.mark.parametrize("part", range(EACH_RUN))
def test_every_sequence_is_taken_back_to_the_beginning(part: int, run: Run, begun: Path, map_path: Path) -> None:
    deck: list[str] = []
    of_each = SEQUENCES // EACH_RUN
    for seed in range(part * of_each, (part + 1) * of_each):
        TALLY.update(play(seed, deck, run, begun, map_path))
    TALLY["parts"] += 1
    if TALLY["parts"] == EACH_RUN:
        # Otherwise nothing would be proven of them; to be refused is too rare for a few sequences.
        assert [name for name in COMMANDS if not TALLY[name]] == []
        assert TALLY["taken out of the middle"] and (TALLY["refused"] or not FULL)
