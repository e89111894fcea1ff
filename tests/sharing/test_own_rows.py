"""Activities, offers and needs in a workbook that came back: changed, added, ended, or rejected whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from ngomap.model.own_entry import SHEETS
from ngomap.sharing.settling import settle
from ngomap.store.conflicts import open_conflicts
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import edit_activity, remove_activity
from ngomap.store.resource_edits import edit_resource
from ngomap.store.whole_rows import rows
from ngomap.store.writing import write
from tests.sharing.own_workbook import (
    Edit,
    actor_of,
    back,
    cell,
    change,
    counts,
    held,
    say,
    send,
    whole,
)


def test_activities_are_changed_added_and_ended(full: Map, file: Path) -> None:
    send(full, file)
    change(
        file, cell("activities", 1, "People reached", 55), cell("activities", 1, "Since", datetime(2025, 2, 3)),
        cell("activities", 2, "No longer", "Yes"), cell("activities", 3, "What you do", "training"),
        cell("activities", 3, "Where", "old town"), cell("activities", 3, "Status", "planned"),
        cell("resources", 1, "No longer", "x"),
    )  # fmt: skip
    numbered = {r["area"]: r for r in held(full, "activities")}
    answer = back(full, file)
    assert (counts(answer), answer.stored) == ((1, 3, 0), {"activities": 1})
    now = {(r["area"], r["term"]): r for r in held(full, "activities")}
    assert len(now) == 2
    new = now["old-town", "service:training"]
    assert (new["status"], new["source"], new["audience"]) == ("planned", "river.xlsx", "public")
    (left,) = set(now) - {("old-town", "service:training")}
    assert {f: v for f, v in now[left].items() if numbered[left[0]].get(f) != v} == {"reached": 55, "since": "2025-02-03"}
    assert [r["status"] for r in held(full, "resources")] == ["closed"]
    assert counts(back(full, file)) == (0, 0, 0)


def test_rows_that_cannot_be_are_rejected_whole(full: Map, file: Path) -> None:
    send(full, file)
    before = whole(full)
    change(
        file, cell("activities", 1, "Until", "2001"), cell("activities", 1, "Since", "2024"), cell("activities", 1, "People reached", 5),
        cell("activities", 3, "What you do", "Elections"), cell("activities", 4, "Where", "Old Town"),
        cell("resources", 1, "How much", "some"), cell("resources", 2, "What it is", "A boat"),
    )  # fmt: skip
    answer = back(full, file)
    assert (counts(answer), whole(full)) == ((0, 0, 5), before)
    assert {r.row["sheet"] for r in answer.rejected} == set(SHEETS.values())


def test_an_activity_that_both_changed_or_that_is_gone_here(full: Map, file: Path) -> None:
    send(full, file)
    ids = {r["area"]: id_ for id_, r in rows(full, "activities")}
    edit_activity(full, ids["old-town"], {"reached": 41})
    remove_activity(full, ids["mill-hill"])
    first = next(n for n in (1, 2) if openpyxl.load_workbook(file)[SHEETS["activities"]].cell(5 + n, 3).value == "Old Town")
    change(file, cell("activities", first, "People reached", 99), cell("activities", 3 - first, "Until", "2026"))
    answer = back(full, file)
    assert counts(answer) == (0, 0, 1)
    assert "taken out of the map" in answer.rejected[0].reason
    (conflict,) = open_conflicts(full)
    assert (conflict.section, conflict.ours, conflict.theirs) == ("activities", {"reached": 41}, {"reached": 99})
    settle(full, conflict, "theirs")
    assert [r["reached"] for r in held(full, "activities")] == [99]
    change(file, cell("activities", first, "No longer", "yes"))
    back(full, file)
    assert held(full, "activities") == []


def test_one_that_is_over_but_was_changed_here_stays(full: Map, file: Path) -> None:
    send(full, file)
    for id_, _ in rows(full, "activities"):
        edit_activity(full, id_, {"reached": 1234})
    change(file, cell("activities", 1, "No longer", "yes"))
    answer = back(full, file)
    assert (counts(answer), len(held(full, "activities"))) == ((0, 0, 0), 2)
    assert any("stays" in note for note in answer.notes)


def test_a_copied_row_and_an_emptied_one_say_nothing(full: Map, file: Path) -> None:
    send(full, file)

    def edit(book: Any) -> None:
        sheet = book[SHEETS["activities"]]
        for column in range(1, 13):
            sheet.cell(8, column).value = sheet.cell(6, column).value
            if column > 1:
                sheet.cell(7, column).value = None

    before = whole(full)
    change(file, edit)
    assert (counts(back(full, file)), whole(full)) == ((0, 0, 0), before)


def test_what_was_taken_out_here_since_is_not_brought_back(full: Map, file: Path) -> None:
    send(full, file)
    change(file, cell("activities", 3, "What you do", "Elections"), cell("activities", 3, "Where", "Mill Hill"))
    back(full, file)
    (new,) = [id_ for id_, r in rows(full, "activities") if r["term"] == "issue:elections"]
    remove_activity(full, new)
    assert counts(back(full, file)) == (0, 0, 0)
    assert len(held(full, "activities")) == 2


def test_audiences_are_never_lowered_and_new_rows_get_theirs(full: Map, file: Path) -> None:
    with write(full) as database:
        database.execute("UPDATE activities SET audience = 'partners' WHERE reached = 40")
        database.execute("UPDATE actors SET audience = 'partners' WHERE id = 2")
    send(full, file)
    change(
        file, cell("activities", 1, "People reached", "7"), cell("activities", 2, "People reached", "7"),
        cell("activities", 3, "What you do", "Elections"), cell("activities", 3, "Where", "Old Town"), say("Telephone", "7"),
    )  # fmt: skip
    assert counts(back(full, file, audience="internal")) == (1, 3, 0)
    assert sorted(r["audience"] for r in held(full, "activities")) == ["internal", "partners", "public"]
    assert actor_of(full)["audience"] == "partners"


def test_a_row_that_would_say_what_another_says_stays_rejected(full: Map, file: Path) -> None:
    send(full, file)
    before = whole(full)
    change(
        file, cell("activities", 1, "Where", "Old Town"), cell("activities", 1, "Status", None),
        cell("activities", 3, "What you do", "Elections"), cell("activities", 3, "Where", "Old Town"),
        cell("activities", 3, "Since", "2025"), cell("activities", 3, "Until", "2024"),
    )  # fmt: skip
    for _ in range(2):
        answer = back(full, file)
        assert (counts(answer), whole(full)) == ((0, 0, 2), before)
        assert [r.reason.split(" (")[0] for r in answer.rejected] == ["Another row says the same. Keep one of them.", "The end"]


def test_a_new_row_that_says_what_is_there_completes_it(full: Map, file: Path) -> None:
    send(full, file)
    change(
        file, cell("activities", 3, "What you do", "Corruption"), cell("activities", 3, "Where", "Mill Hill"),
        cell("activities", 3, "Status", "ongoing"), cell("activities", 3, "People reached", "9"),
    )  # fmt: skip
    assert counts(back(full, file)) == (0, 1, 0)
    assert sorted((r["area"], r["reached"]) for r in held(full, "activities")) == [("mill-hill", 9), ("old-town", 40)]


def boat(number: int = 2, **more: object) -> list[Edit]:
    """A new row among the offers and needs."""
    facts = {"Offer or need": "need", "Kind": "vehicles", "What it is": "A boat", **more}
    return [cell("resources", number, heading, value) for heading, value in facts.items()]


def needs(map_: Map) -> list[tuple[object, object, object]]:
    return sorted((r["description"], r.get("quantity"), r["status"]) for r in held(map_, "resources") if r["direction"] == "need")


def test_a_new_row_that_is_edited_later_is_still_the_same(full: Map, file: Path) -> None:
    send(full, file)
    change(file, *boat())
    assert counts(back(full, file)) == (1, 0, 0)
    for edits, said in (
        (boat(**{"What it is": "Two boats", "How much": 2}), ("Two boats", 2)),
        (boat(Kind="equipment", **{"What it is": "An engine", "How much": 2}), ("An engine", 2)),
        (boat(**{"How much": None}), ("A boat", None)),
    ):
        change(file, *edits)
        assert counts(back(full, file)) == (0, 1, 0)
        assert needs(full) == [(*said, "open")]
        before = whole(full)
        assert (counts(back(full, file)), whole(full)) == ((0, 0, 0), before)
    # Moved down, and another written where it stood; then two more, one above the other.
    change(file, *boat(2, Kind="legal", **{"What it is": "Advice"}), *boat(3, **{"What it is": "A large boat"}))
    assert counts(back(full, file)) == (1, 1, 0)
    assert needs(full) == [("A large boat", None, "open"), ("Advice", None, "open")]
    change(file, cell("resources", 3, "No longer", "yes"), *boat(4, **{"What it is": "A small boat"}))
    assert counts(back(full, file)) == (1, 1, 0)
    assert needs(full) == [("A large boat", None, "closed"), ("A small boat", None, "open"), ("Advice", None, "open")]
    assert counts(back(full, file)) == (0, 0, 0)


def test_a_new_row_that_both_edited_or_that_is_gone_here_is_not_taken_twice(full: Map, file: Path) -> None:
    send(full, file)
    change(file, *boat())
    back(full, file)
    (row_id,) = [id_ for id_, r in rows(full, "resources") if r["direction"] == "need"]
    edit_resource(full, row_id, {"quantity": 5})
    change(file, *boat(**{"How much": 2}))
    assert counts(back(full, file)) == (0, 0, 0)
    (conflict,) = open_conflicts(full)
    assert (conflict.ours, conflict.theirs) == ({"quantity": 5}, {"quantity": 2})
    with write(full) as database:
        database.execute("DELETE FROM resources WHERE id = ?", [row_id])
    change(file, *boat(**{"How much": 3}))
    answer = back(full, file)
    assert (counts(answer), needs(full)) == ((0, 0, 1), [])
    assert "taken out of the map" in answer.rejected[0].reason
