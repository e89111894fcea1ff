"""Workbooks of an organization's own entry for tests: a map with a partner, sent, edited by hand and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from ngomap.cli.importing import own_entry
from ngomap.exporters.own_entry import own_entry_bytes
from ngomap.importers.formats import choose
from ngomap.importers.opening import open_source
from ngomap.importers.source import Reading
from ngomap.intake.take_in import Order, take_in
from ngomap.intake.wishes import Wishes
from ngomap.model.answers import Intake
from ngomap.model.own_entry import ENTRY, SHEETS
from ngomap.sharing.own_entry import asked_form
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.area_edits import add_area
from ngomap.store.connection import Map
from ngomap.store.coverage_edits import add_activity
from ngomap.store.refs import actor_named
from ngomap.store.resource_edits import add_resource
from ngomap.store.settings_edits import set_us
from ngomap.store.term_edits import add_term
from ngomap.store.terms import term_named
from ngomap.store.whole import dump
from ngomap.store.whole_rows import rows
from ngomap.store.writing import change_setting, write

DAY = "2026-03-04"
Record = dict[str, Any]
Edit = Callable[[Any], None]


def term(map_: Map, vocabulary: str, slug: str) -> int:
    """The row id of a term that is there."""
    found = term_named(map_, vocabulary, slug)
    assert found
    return found.id


def fill(map_: Map) -> None:
    """A map with one partner of whom much is known."""
    change_setting(map_, "today", DAY)
    for vocabulary, name in (("issue", "Corruption"), ("issue", "Elections"), ("service", "Training")):
        add_term(map_, vocabulary, name)
    set_us(map_, add_actor(map_, {"name": "Citizens", "kind": "ngo"}).ref, True)
    town, mill = add_area(map_, "Old Town"), add_area(map_, "Mill Hill")
    facts = {"phone": "+254 20 123", "mission": "Clean rivers.\n\nFor all.", "staff": 12, "founded": "2015-03", "country": "KE"}
    lists = Lists(("RT", "River Friends"), (("GB-CHC", "77"),), (term(map_, "issue", "corruption"),), (town.id,))
    river = add_actor(map_, {"name": "River Trust", "kind": "ngo", "area_id": town.id, **facts}, lists)
    work = {"actor_id": river.id, "term_id": term(map_, "issue", "corruption"), "role": "implementer"}
    add_activity(map_, {**work, "area_id": town.id, "reached": 40, "since": "2024"})
    add_activity(map_, {**work, "area_id": mill.id, "status": "ongoing"})
    add_resource(map_, river.ref, "offer", {"kind": "space", "description": "Room for twenty", "quantity": 2.5})


def send(map_: Map, file: Path, name: str = "River Trust", audience: str = "partners") -> None:
    actor = actor_named(map_, name)
    assert actor
    with write(map_):
        file.write_bytes(own_entry_bytes(asked_form(map_, actor, audience)[0]))


def change(file: Path, *edits: Edit) -> None:
    book = openpyxl.load_workbook(file)
    for edit in edits:
        edit(book)
    book.save(file)


def back(map_: Map, file: Path, dry_run: bool = False, **wishes: Any) -> Intake:
    source = open_source([file])
    form = choose(source, Reading())
    assert form == "own-entry"
    return take_in(map_, source, form, Reading(), Wishes(source.name, **wishes), Order(dry_run=dry_run, own_entry=own_entry))


def say(label: str, value: object, number: int = 0) -> Edit:
    """Write something into the answer with this label."""

    def edit(book: Any) -> None:
        sheet = book[ENTRY]
        lines = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == label]
        sheet.cell(lines[number], 2).value = value

    return edit


def cell(section: str, number: int, heading: str, value: object) -> Edit:
    """Write something into a row of a table, counted from 1; behind those that were sent stand free ones."""

    def edit(book: Any) -> None:
        sheet = book[SHEETS[section]]
        column = next(c for c in range(1, sheet.max_column + 1) if sheet.cell(4, c).value == heading)
        sheet.cell(5 + number, column).value = value

    return edit


def actor_of(map_: Map, name: str = "River Trust") -> Record:
    return next(record for _, record in rows(map_, "actors") if record["name"] == name)


def held(map_: Map, section: str) -> list[Record]:
    return [record for _, record in rows(map_, section)]


def whole(map_: Map) -> object:
    return dump(map_, "internal")[0]


def counts(answer: Intake) -> tuple[int, int, int]:
    return answer.added, answer.changed, len(answer.rejected)
