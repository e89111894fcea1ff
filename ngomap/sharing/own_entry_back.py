"""A workbook that an organization corrected, taken back: only what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.errors import BadFile, InvalidValue
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Rejected
from ngomap.model.audience import FILE_AUDIENCES
from ngomap.model.own_entry import ENTRY, SHEETS, Returned
from ngomap.model.text import counted
from ngomap.model.values import iso_date
from ngomap.sharing.own_answers import take_answers
from ngomap.sharing.own_entry import own_of, questions_for
from ngomap.sharing.own_marks import ASKED, Marks, proof_of
from ngomap.sharing.own_rows import take_rows
from ngomap.sharing.own_taking import Taking
from ngomap.sharing.own_words import OwnWords
from ngomap.store.actors import all_refs
from ngomap.store.conflict_edits import close_agreed, note_conflicts
from ngomap.store.connection import Map
from ngomap.store.import_lines import note_lines
from ngomap.store.merged_rows import Kept, remember, remembered, source_row
from ngomap.store.settings import today
from ngomap.store.share_recipients import known_key
from ngomap.store.whole import scope_for
from ngomap.store.whole_rows import rows
from ngomap.store.writing import current_change, write

AGAIN: Final = "Write it anew with 'ngomap ask REF --to FILE.xlsx', or change the entry by hand with 'ngomap edit REF'."

Sent = dict[tuple[str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of it: new rows, answers and rows that changed something, those that did not, and those not taken."""

    actor: ActorRef
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    stored: dict[str, int]
    differences: int
    notes: tuple[str, ...]


def take_corrections(map_: Map, back: Returned, source: str, audience: str | None, new_terms: bool) -> Corrected:
    """Take in what an organization changed in the workbook of its own entry. New records get the `audience`, or that of
    their kind; what is there keeps its own.

    Raises BadFile for a workbook of another map, and for one whose organization is no longer there.
    """
    sent = _sent(back)
    actor, marks = _whose(map_, back, sent)
    on = _day("".join(sent.get(("on", ""), [])), today(map_))
    told = "".join(sent.get(("audience", ""), []))
    scope = scope_for(map_, told if told in FILE_AUDIENCES else "partners")
    words = OwnWords(map_, scope, new_terms)
    workbook = marks("workbook", *sorted(f"{what} {which} {mark}" for (what, which), found in sent.items() for mark in found))
    with write(map_):
        memory = remembered(map_, workbook)
        own = own_of(map_, actor)
        t = Taking(map_, actor, own, words, marks, memory, sent, source, audience, today(map_))
        if back.cells is not None:
            take_answers(t, back.cells, questions_for(scope.audience))
        for section, lines in back.tables.items():
            take_rows(t, section, lines)
        _remember(t, workbook, on)
        if t.news:
            sheet, line = t.news
            note_lines(map_, current_change(map_), [(actor.id, line, sheet)])
    notes = [f"What {actor.name} says of itself, asked on {on}."]
    missing = [title for section, title in SHEETS.items() if section not in back.tables]
    missing = ([ENTRY] if back.cells is None else []) + missing
    if missing:
        notes.append(f"These sheets are not in the file; what they held stays as it is: {', '.join(missing)}.")
    if t.differences:
        n = counted(len(t.differences), "fact")
        notes.append(f"In {n} they say another thing than was written here since; yours stands until you settle it.")
    return Corrected(
        actor, t.added, t.changed, t.unchanged, tuple(t.rejected), t.stored, len(t.differences), (*notes, *t.notes)
    )


def _day(text: str, otherwise: str) -> str:
    try:
        return iso_date(text, "on")
    except InvalidValue:
        return otherwise


def _sent(back: Returned) -> Sent:
    found: Sent = {}
    for what, which, mark in back.marks:
        found.setdefault((what, which), []).append(mark)
    return {key: sorted(set(marks)) for key, marks in found.items()}


def _whose(map_: Map, back: Returned, sent: Sent) -> tuple[ActorRef, Marks]:
    entry, proof = ("".join(sent.get((what, ""), [])) for what in ("entry", "proof"))
    key = known_key(map_, ASKED)
    if key is None or proof_of(key, entry) != proof:
        raise BadFile(f"{back.name} was not written from this map.", "Take it in with the map that asked: --map FILE")
    for id_, record in rows(map_, "actors"):
        marks = Marks(key, str(record["uid"]))
        if marks.entry == entry:
            return next(ref for ref in all_refs(map_) if ref.id == id_), marks
    raise BadFile(
        f"The organization that {back.name} is about is no longer in this map: it was removed, or made one with another.",
        AGAIN,
    )


def _remember(t: Taking, workbook: str, on: str) -> None:
    """Keep what they say, if it is something else than was sent: the same workbook then raises nothing twice."""
    news = {which: said for which, said in t.said.items() if which in t.memory.base or said != _as_sent(t, which)}
    row = source_row(t.map, workbook)
    if row is None and not news:
        return
    kept = [
        Kept(section, record, None, {**t.memory.base.get((section, record), {}), **said}, t.actor.id, None)
        for (section, record), said in news.items()
    ]
    # Without a name: who is forgotten must not stand here.
    row = remember(t.map, workbook, f"their own workbook of {on}", kept)
    close_agreed(t.map, row, t.agreed)
    note_conflicts(t.map, row, on, ((*found, t.actor.id, None) for found in t.differences))


def _as_sent(t: Taking, which: tuple[str, str]) -> dict[str, object]:
    section, record = which
    if section == "actors":
        return {field: t.sent.get(("said", field), []) for field in t.said[which]}
    number = next((what for (what, field), marks in t.sent.items() if not field and marks == [record]), "")
    return {field: t.sent.get((number, field), []) for field in t.said[which]} if number else {}
