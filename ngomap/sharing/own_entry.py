"""An organization's own entry, as an audience may see it, to be sent to it for correction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from ngomap.errors import InvalidValue, NgomapError
from ngomap.model.actors import ActorRef
from ngomap.model.audience import allowed_fields
from ngomap.model.own_entry import COLUMNS, QUESTIONS, SHEETS, Form, Question
from ngomap.model.records import Record
from ngomap.sharing.own_marks import ASKED, Marks
from ngomap.sharing.own_words import OwnWords
from ngomap.store.actors import actor_by_id
from ngomap.store.connection import Map
from ngomap.store.settings import today, us
from ngomap.store.share_recipients import key_for
from ngomap.store.whole import Withheld, records, scope_for
from ngomap.store.whole_rows import rows

ORGANIZATION: Final = "organization"
CLOSED: Final = "closed"


@dataclass(frozen=True, slots=True)
class Own:
    """An entry as the map holds it: the actor's record, and those of each table by row id."""

    actor: Record
    tables: dict[str, dict[int, Record]]


def asked_form(map_: Map, actor: ActorRef, audience: str, day: str | None = None) -> tuple[Form, Withheld]:
    """What to send to an organization, and how many of its records the audience may not see. To be called inside a write:
    the first time a key is made. `day` is the day it says, if not today.

    Raises InvalidValue for a person, NgomapError if the audience may not see the entry.
    """
    if actor.kind == "person":
        raise InvalidValue(f"{actor.name} is a person; only organizations are asked.", "Name the organization.")
    scope = scope_for(map_, audience)
    mine = replace(scope, chosen=frozenset([actor.handle]))
    withheld: Withheld = {}
    seen = {section: list(records(map_, section, mine, withheld)) for section in ("actors", *SHEETS)}
    if not seen["actors"]:
        closed = actor_by_id(map_, actor.id).audience
        raise NgomapError(f"The entry of {actor.name} is {closed}: nothing of it may go to {audience}.", _hint(closed))
    words = OwnWords(map_, scope)
    own = own_of(map_, actor)
    marks = Marks(key_for(map_, ASKED), str(own.actor["uid"]))
    on = day or today(map_)
    found = [("entry", "", marks.entry), ("proof", "", marks.proof()), ("on", "", on), ("audience", "", scope.audience)]
    questions = questions_for(scope.audience)
    answers = {question.field: words.texts(question, seen["actors"][0]) for question in questions}
    for question in questions:
        found += [("said", question.field, mark) for mark in marks_of(marks, question, answers[question.field])]
    lines: dict[str, list[list[str]]] = {}
    for section in SHEETS:
        lines[section] = []
        for row_id, record in _views(seen[section], own.tables[section]):
            texts = row_texts(words, section, record)
            lines[section].append(list(texts.values()))
            number = f"{section} {len(lines[section])}"
            found.append((number, "", row_mark(marks, section, row_id)))
            found += [(number, q.field, mark) for q in COLUMNS[section] for mark in marks_of(marks, q, [texts[q.field]])]
    keeper = us(map_)
    by = keeper.name if keeper and scope.shows(keeper.handle) else ""
    return Form(str(seen["actors"][0]["name"]), by, on, questions, answers, lines, words.choices(), found), withheld


def _hint(closed: str) -> str:
    return "Nothing secret leaves the map." if closed == "secret" else f"If it may know that, say --audience {closed}"


def own_of(map_: Map, actor: ActorRef) -> Own:
    """The entry as the map holds it."""
    (record,) = (r for id_, r in rows(map_, "actors") if id_ == actor.id)
    tables = {s: {id_: r for id_, r in rows(map_, s) if r["actor"] == actor.handle} for s in SHEETS}
    return Own(record, tables)


def questions_for(audience: str) -> tuple[Question, ...]:
    """What an audience may be asked: nothing that it may not know."""
    allowed = allowed_fields(ORGANIZATION, audience)
    return tuple(question for question in QUESTIONS if question.field in allowed)


def row_texts(words: OwnWords, section: str, record: Record) -> dict[str, str]:
    """The texts of a row of a table, by field."""
    return {question.field: "".join(words.texts(question, record)) for question in COLUMNS[section]}


def marks_of(marks: Marks, question: Question, texts: list[str]) -> list[str]:
    """The digests of what an entry says to a question; of nothing, if it says nothing."""
    return [marks(question.field, text) for text in texts if text]


def row_mark(marks: Marks, section: str, row_id: int) -> str:
    """What a row is known by."""
    return marks("row", section, str(row_id))


def _views(seen: list[Record], held: dict[int, Record]) -> list[tuple[int, Record]]:
    """The rows that an audience sees, with the ids of those of which they are a view. What is closed is not asked."""
    free = dict(held)
    found = []
    for record in seen:
        fitting = [id_ for id_, own in free.items() if record.items() <= own.items()]
        id_ = min(fitting, key=lambda i: (len(free[i]), i))
        del free[id_]
        if record.get("status") != CLOSED:
            found.append((id_, record))
    return found
