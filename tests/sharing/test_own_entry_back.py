"""A workbook of an organization's own entry, sent, corrected and taken back: only what it changed, and nothing silently."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ngomap.errors import BadFile, NgomapError
from ngomap.model.own_entry import ENTRY, SHEETS, told
from ngomap.model.own_entry import QUESTIONS as ASKED
from ngomap.store.actor_edits import Lists, add_actor, edit_actor, remove_actor
from ngomap.store.area_edits import add_area
from ngomap.store.conflicts import open_conflicts
from ngomap.store.connection import Map, open_map
from ngomap.store.history import last_import
from ngomap.store.migrations import create_map
from ngomap.store.origins import origins_of
from ngomap.store.refs import actor_named
from ngomap.store.undo import undo
from ngomap.store.writing import change_setting
from tests.sharing.own_workbook import (
    DAY,
    actor_of,
    back,
    cell,
    change,
    counts,
    say,
    send,
    whole,
)


def test_what_comes_back_as_it_went_out_changes_nothing(full: Map, file: Path) -> None:
    send(full, file)
    before, changes = whole(full), last_import(full)
    answer = back(full, file)
    assert (counts(answer), answer.unchanged > 10) == ((0, 0, 0), True)
    assert (whole(full), last_import(full)) == (before, changes)
    change(file)
    assert counts(back(full, file)) == (0, 0, 0)


def test_what_they_changed_is_taken_with_its_source_and_taken_back(full: Map, file: Path) -> None:
    before = whole(full)
    send(full, file)
    change(file, say("Telephone", "+254 20 999"), say("Website", "www.river.example"), say("Vision", "Fish.\nAgain."))
    tried = back(full, file, dry_run=True)
    assert (counts(tried), whole(full)) == ((0, 3, 0), before)
    assert "Telephone: +254 20 123 becomes +254 20 999." in tried.notes
    assert counts(back(full, file)) == (0, 3, 0)
    river = actor_of(full)
    assert (river["phone"], river["website"], river["vision"]) == ("+254 20 999", "https://www.river.example", "Fish.\nAgain.")
    meant = actor_named(full, "River Trust")
    assert meant
    origin = next(o for o in origins_of(full, meant.id) if o.field == "phone")
    assert (origin.file, origin.part) == ("river.xlsx", ENTRY)
    assert origin.line
    last = last_import(full)
    assert last
    undo(full, last.id)
    assert whole(full) == before


def test_taking_it_in_twice_changes_nothing_and_a_later_correction_counts(full: Map, file: Path) -> None:
    send(full, file)
    change(
        file, say("Telephone", "1"), say("Other names", "RVT", 2), cell("activities", 3, "What you do", "Elections"),
        cell("activities", 3, "Where", "Mill Hill"), cell("resources", 2, "Offer or need", "need"),
        cell("resources", 2, "Kind", "vehicles"), cell("resources", 2, "What it is", "A boat"),
    )  # fmt: skip
    first = back(full, file)
    assert (counts(first), first.stored) == ((2, 2, 0), {"activities": 1, "needs": 1})
    after, last = whole(full), last_import(full)
    assert counts(back(full, file)) == (0, 0, 0)
    assert (whole(full), last_import(full)) == (after, last)
    change(file, say("Telephone", "2"))
    assert counts(back(full, file)) == (0, 1, 0)
    change(file, say("Telephone", "+254 20 123"))
    assert counts(back(full, file)) == (0, 1, 0)
    assert actor_of(full)["phone"] == "+254 20 123"


def test_deleted_rows_and_sheets_and_other_orders_say_nothing(full: Map, file: Path) -> None:
    send(full, file)

    def edit(book: Any) -> None:
        sheet = book[ENTRY]
        found = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
        kept = [row for row in found[::-1] if row[0] not in ("Telephone", "Address or town") and row[1] != "River Friends"]
        sheet.delete_rows(5, len(found))
        for row in kept:
            sheet.append(row)
        del book[SHEETS["resources"]]
        work = book[SHEETS["activities"]]
        work.delete_rows(6)
        work.move_range("A1:L40", rows=3, cols=1)

    before = whole(full)
    change(file, edit)
    answer = back(full, file.rename(file.with_name("Copy of (1).xlsx")))
    assert (counts(answer), whole(full)) == ((0, 0, 0), before)
    assert any("Offers and needs" in note for note in answer.notes)
    assert any("rows were deleted" in note for note in answer.notes)


def test_what_spreadsheets_make_of_cells(full: Map, file: Path) -> None:
    send(full, file)

    def edit(book: Any) -> None:
        sheet = book[ENTRY]
        for row in range(5, sheet.max_row + 1):
            answer = sheet.cell(row, 2)
            if answer.value == "12":
                answer.value = 12.0
            elif answer.value == "2015-03":
                answer.value, answer.number_format = datetime(2015, 3, 1), "mmm yyyy"
            elif answer.value:
                answer.value = f" {answer.value}\xa0 "
        sheet = book[SHEETS["activities"]]
        for row in range(6, 8):
            sheet.cell(row, 1).value = float(sheet.cell(row, 1).value)

    change(file, edit)
    assert counts(back(full, file)) == (0, 0, 0)


def test_a_workbook_of_another_map_or_of_nobody_says_so(full: Map, file: Path, tmp_path: Path) -> None:
    send(full, file)
    change(file, say("Telephone", "7"))
    create_map(tmp_path / "other.db")
    with open_map(tmp_path / "other.db") as other:
        add_actor(other, {"name": "River Trust", "kind": "ngo"})
        with pytest.raises(BadFile, match="not written from this map"):
            back(other, file)
        send(other, tmp_path / "own.xlsx")
        with pytest.raises(BadFile, match="not written from this map"):
            back(other, file)
    remove_actor(full, 2)
    with pytest.raises(BadFile, match="no longer in this map"):
        back(full, file)


def test_a_workbook_without_its_hidden_sheet_says_so(full: Map, file: Path) -> None:
    send(full, file)
    change(file, lambda book: book.remove(book["ngomap"]))
    with pytest.raises(BadFile, match="hidden sheet") as error:
        back(full, file)
    assert "ngomap ask" in error.value.hint


def test_a_person_is_not_asked_and_what_is_withheld_is_not_sent(full: Map, file: Path) -> None:
    add_actor(full, {"name": "Ada Person", "kind": "person"})
    add_actor(full, {"name": "Quiet House", "kind": "ngo", "audience": "internal"})
    with pytest.raises(NgomapError, match="person"):
        send(full, file, "Ada Person")
    with pytest.raises(NgomapError, match="internal"):
        send(full, file, "Quiet House")
    send(full, file, "Quiet House", "internal")


def test_what_was_withheld_is_no_change_of_theirs(full: Map, file: Path) -> None:
    secret = add_area(full, "Safe House", audience="internal")
    edit_actor(full, 2, {"area_id": secret.id, "place": "9 Hidden Lane"}, Lists(serves=(secret.id,)))
    send(full, file)
    sent = b"".join(str(cell.value).encode() for sheet in openpyxl.load_workbook(file) for row in sheet for cell in row)
    assert b"Safe House" not in sent
    assert b"Hidden" not in sent
    before = whole(full)
    assert (counts(back(full, file)), whole(full)) == ((0, 0, 0), before)
    change(file, say("Address or town", "1 Open Street"))
    back(full, file)
    (conflict,) = open_conflicts(full)
    assert (conflict.ours, conflict.theirs) == ({"place": "9 Hidden Lane"}, {"place": "1 Open Street"})


AWKWARD = st.text(
    st.one_of(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), st.sampled_from("=+-@'\t\r\n ;_x0041|\xa0<&\x07\ufeff")),
    min_size=1, max_size=40,
)  # fmt: skip


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Map]:
    path = tmp_path_factory.mktemp("awkward") / "one.db"
    create_map(path)
    with open_map(path) as map_:
        change_setting(map_, "today", DAY)
        add_actor(map_, {"name": "River Trust", "kind": "ngo"})
        yield map_


@settings(max_examples=5)
@given(texts=st.lists(AWKWARD.filter(str.strip), min_size=9, max_size=9))
def test_awkward_texts_come_back_as_they_are(one: Map, tmp_path: Path, texts: list[str]) -> None:
    with one.connection:
        one.connection.execute("BEGIN")
        one.connection.execute("UPDATE actors SET phone = ?, mission = ?, place = ? WHERE id = 1", texts[:3])
        one.connection.execute("DELETE FROM aliases")
        for number, text in enumerate(texts[3:]):
            one.connection.execute("INSERT OR IGNORE INTO aliases VALUES (1, ?, ?)", [text, str(number)])
    file = tmp_path / "awkward.xlsx"
    send(one, file)
    before = whole(one)
    assert counts(back(one, file)) == (0, 0, 0)
    change(file)
    assert (counts(back(one, file)), whole(one)) == ((0, 0, 0), before)


def test_every_text_is_compared_as_it_is_written() -> None:
    long = next(q for q in ASKED if q.kind == "long")
    assert told("a\r\nb \n", long) == "a\nb"
    assert told("a\x1b[1m\nb", ASKED[0]) == "a<001B>[1m b"
