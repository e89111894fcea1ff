"""Answers in a workbook that came back, against what was sent and what was written here since."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ngomap.model.own_entry import ENTRY
from ngomap.sharing.settling import settle, standing
from ngomap.store.actor_edits import Lists, add_actor, edit_actor
from ngomap.store.conflicts import open_conflicts
from ngomap.store.connection import Map
from tests.sharing.own_workbook import (
    DAY,
    actor_of,
    back,
    change,
    counts,
    say,
    send,
    whole,
)


def test_where_both_changed_ours_stays_and_the_difference_is_settled(full: Map, file: Path) -> None:
    send(full, file)
    edit_actor(full, 2, {"phone": "ours", "staff": 13})
    change(file, say("Telephone", "theirs"))
    answer = back(full, file)
    assert (counts(answer), actor_of(full)["phone"], actor_of(full)["staff"]) == ((0, 0, 0), "ours", 13)
    assert answer.next[0] == "ngomap conflicts list"
    (conflict,) = open_conflicts(full)
    assert (conflict.field, conflict.ours, conflict.theirs, conflict.on_date) == ("phone", {"phone": "ours"}, {"phone": "theirs"}, DAY)
    assert "River" not in conflict.source
    back(full, file)
    assert len(open_conflicts(full)) == 1
    settle(full, conflict, "theirs")
    assert (actor_of(full)["phone"], open_conflicts(full)) == ("theirs", [])
    assert counts(back(full, file)) == (0, 0, 0)


def test_one_settled_for_us_is_not_raised_again(full: Map, file: Path) -> None:
    send(full, file)
    edit_actor(full, 2, {"phone": "ours"})
    change(file, say("Telephone", "theirs"))
    back(full, file)
    settle(full, standing(full, open_conflicts(full))[0].conflict, "ours")
    back(full, file)
    assert (open_conflicts(full), actor_of(full)["phone"]) == ([], "ours")


def test_what_both_say_is_no_difference_and_what_only_we_changed_stays(full: Map, file: Path) -> None:
    send(full, file)
    edit_actor(full, 2, {"phone": "same", "email": "new@example.org"})
    change(file, say("Telephone", " same\xa0"))
    assert counts(back(full, file)) == (0, 0, 0)
    assert (open_conflicts(full), actor_of(full)["email"]) == ([], "new@example.org")


def test_an_emptied_cell_takes_out_what_was_sent_and_only_that(full: Map, file: Path) -> None:
    send(full, file)
    edit_actor(full, 2, {"email": "new@example.org", "mission": "Ours now."})
    change(file, say("Telephone", None), say("E-mail", None), say("Mission", "  "), say("Issue", None), say("Other names", None))
    answer = back(full, file)
    river = actor_of(full)
    assert "phone" not in river
    assert "issues" not in river
    assert (river["email"], river["mission"], river["aliases"]) == ("new@example.org", "Ours now.", ["RT"])
    assert any("Mission" in note and "stays" in note for note in answer.notes)


def test_what_may_not_be_empty_is_refused(full: Map, file: Path) -> None:
    send(full, file)
    change(file, say("Name", None), say("Kind", None), say("Telephone", "5"))
    answer = back(full, file)
    assert (counts(answer), {r.row["what"] for r in answer.rejected}) == ((0, 1, 2), {"Name", "Kind"})
    assert actor_of(full)["phone"] == "5"


WRONG = {
    "Issue": "Elektions", "Area you serve": "Nowhere", "Kind": "person", "Staff": "1,200", "Founded": "1/2/2015", "E-mail": "nobody",
    "Registration": "77", "Country": "Atlantis", "Name": "...", "Website": "javascript:alert(1)", "Area of your office": "Nowhere",
}  # fmt: skip


def test_what_cannot_be_is_rejected_with_its_row_and_reason(full: Map, file: Path) -> None:
    send(full, file)
    before = whole(full)
    change(file, *(say(label, wrong) for label, wrong in WRONG.items()))
    answer = back(full, file)
    assert (counts(answer), whole(full)) == ((0, 0, len(WRONG)), before)
    assert {r.row["what"]: r.row["text"] for r in answer.rejected} == WRONG
    assert all(r.row["sheet"] == ENTRY and r.line > 4 and r.reason for r in answer.rejected)
    # It stays rejected until it is corrected.
    assert len(back(full, file).rejected) == len(WRONG)


def test_a_number_that_another_has_is_rejected(full: Map, file: Path) -> None:
    add_actor(full, {"name": "Other", "kind": "ngo"}, Lists(identifiers=(("GB-CHC", "88"),)))
    send(full, file)
    change(file, say("Registration", "GB-CHC:88", 1))
    answer = back(full, file)
    assert (counts(answer), "Other" in answer.rejected[0].reason) == ((0, 0, 1), True)
    change(file, say("Registration", "gb-chc: 89", 1))
    assert counts(back(full, file)) == (0, 1, 0)
    assert {i["value"] for i in actor_of(full)["identifiers"]} == {"77", "89"}


def test_lists_are_changed_item_by_item_and_a_cell_may_hold_several(full: Map, file: Path) -> None:
    send(full, file)
    edit_actor(full, 2, {}, Lists(aliases=("Ours",)))
    change(file, say("Issue", "elections; Corruption", 1), say("Issue", "Budget Watch of mine", 2))
    answer = back(full, file, new_terms=True)
    assert counts(answer) == (0, 2, 0)
    assert (set(actor_of(full)["issues"]), len(actor_of(full)["aliases"])) == ({"corruption", "elections", "budget-watch-of-mine"}, 3)


def test_when_they_looked_through_it_is_when_it_was_verified(full: Map, file: Path) -> None:
    send(full, file)
    change(file, say("Checked on", datetime(2026, 3, 1)))
    assert counts(back(full, file)) == (0, 1, 0)
    river = actor_of(full)
    assert (river["verified_on"], river["source"]) == ("2026-03-01", "themselves")
    assert counts(back(full, file)) == (0, 0, 0)
    change(file, say("Checked on", "2026-02-01"))
    assert counts(back(full, file)) == (0, 0, 0)
    change(file, say("Checked on", "2026-03-05"))
    assert counts(back(full, file)) == (0, 0, 1)
    assert actor_of(full)["verified_on"] == "2026-03-01"
