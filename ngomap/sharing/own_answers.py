"""The answers of an organization about itself, against what was sent and what the map says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ngomap.errors import AlreadyExists, InvalidValue
from ngomap.model.own_entry import (
    ANSWERS,
    BY_LABEL,
    CHECKED,
    CHECKED_ON,
    ENTRY,
    REQUIRED,
    SEPARATOR,
    Cell,
    Question,
    told,
)
from ngomap.model.text import name_key
from ngomap.model.values import iso_date
from ngomap.sharing.own_entry import marks_of
from ngomap.sharing.own_taking import DIFFERS, LEFT, Taking, becomes, decision
from ngomap.sharing.own_words import shown
from ngomap.store.actor_edits import Lists, edit_actor
from ngomap.store.suggestion_edits import settle

SECTION = "actors"
THEMSELVES = "themselves"


@dataclass(slots=True)
class _Edits:
    """What is to be changed: columns, and what goes into and out of each list, as values of records."""

    columns: dict[str, object] = field(default_factory=dict)
    add: dict[str, list[object]] = field(default_factory=dict)
    take: dict[str, list[object]] = field(default_factory=dict)


def take_answers(t: Taking, cells: Sequence[Cell], questions: Sequence[Question]) -> None:
    """Change the entry as its organization says."""
    given: dict[str, list[Cell]] = {}
    for cell in cells:
        question = BY_LABEL.get(name_key(cell.label))
        if question is not None:
            given.setdefault(question.field, []).append(cell)
        elif cell.text.strip() not in ("", ANSWERS):
            why = "What this is about cannot be told: the first column was changed. Write it there as it was."
            t.reject(ENTRY, cell.line, why, {"what": cell.label, "text": cell.text})
    edits = _Edits()
    t.said[SECTION, str(t.own.actor["uid"])] = said = {}
    for question in questions:
        answers = given.get(question.field)
        if answers is None:
            t.unchanged += 1
        elif question.several:
            said[question.field] = _list(t, edits, question, answers)
        else:
            said[question.field] = _single(t, edits, question, answers)
    _checked(t, edits, given.get(CHECKED, []))
    _store(t, edits)


def _before(t: Taking, question: Question) -> tuple[list[str], list[str]]:
    """What they said the last time, or else what was sent; and what was sent."""
    sent = t.sent.get(("said", question.field), [])
    remembered = t.memory.base.get((SECTION, str(t.own.actor["uid"])), {}).get(question.field)
    return (sorted(map(str, remembered)) if isinstance(remembered, list) else sent), sent


def _refuse(t: Taking, cell: Cell, error: InvalidValue) -> None:
    t.reject(ENTRY, cell.line, f"{error.message} {error.hint}".strip(), {"what": cell.label, "text": cell.text})


def _single(t: Taking, edits: _Edits, question: Question, cells: Sequence[Cell]) -> list[str]:
    filled = {told(cell.text, question): cell for cell in cells if cell.text.strip()}
    said, sent = _before(t, question)
    if len(filled) > 1:
        _refuse(t, cells[-1], InvalidValue("It stands there twice, with two answers.", "Leave one of them."))
        return said
    text, cell = next(iter(filled.items()), ("", cells[0]))
    ours = "".join(t.words.texts(question, t.own.actor))
    theirs = marks_of(t.marks, question, [text])
    now = marks_of(t.marks, question, [ours])
    outcome = decision(theirs, now, said, sent)
    if theirs == now:
        t.agreed.append((SECTION, str(t.own.actor["uid"]), question.field))
    if outcome == LEFT:
        t.unchanged += 1
        return theirs
    try:
        if not text and question.field in REQUIRED[SECTION]:
            raise InvalidValue(f"{question.label} cannot be empty.")
        value = t.words.value(question, cell.text) if text else None
    except InvalidValue as error:
        _refuse(t, cell, error)
        return said
    have = t.own.actor.get(question.field)
    if value == have:
        t.unchanged += 1
    elif outcome == DIFFERS and value is None:
        t.unchanged += 1
        t.notes.append(f"{question.label}: they took out what was sent, but {ours!r} was written here since; it stays.")
    elif outcome == DIFFERS:
        t.unchanged += 1
        theirs_say = {question.field: value}
        mine = {question.field: have} if have is not None else None
        t.differences.append((SECTION, str(t.own.actor["uid"]), question.field, mine, theirs_say))
    else:
        edits.columns[question.field] = value
        t.change(ENTRY, cell.line, becomes(question, ours, text))
    return theirs


def _list(t: Taking, edits: _Edits, question: Question, cells: Sequence[Cell]) -> list[str]:
    said, sent = _before(t, question)
    held = t.own.actor.get(question.field)
    ours: dict[str, tuple[str, object]] = {}
    for value in held if isinstance(held, list) else []:
        (text,) = t.words.texts(question, {question.field: [value]})
        ours.update((mark, (text, value)) for mark in marks_of(t.marks, question, [text]))
    known = {*ours, *said, *sent}
    theirs: list[str] = []
    values: list[object] = []
    sound = True
    for cell in cells:
        for text in _parts(t, question, cell, known):
            (mark,) = marks_of(t.marks, question, [text])
            if mark in known:
                t.unchanged += mark not in theirs
                theirs.append(mark)
                continue
            try:
                value = t.words.value(question, text)
            except InvalidValue as error:
                _refuse(t, cell, error)
                sound = False
                continue
            theirs.append(mark)
            if value in values or _holds(question, held, value):
                t.unchanged += 1
                values.append(value)
                continue
            values.append(value)
            if question.field == "identifiers" and not _register(t, cell, value):
                sound = False
                continue
            edits.add.setdefault(question.field, []).append(value)
            t.change(ENTRY, cell.line, f"{question.label}: {shown(text)} is added.")
    missing = [mark for mark in ours if mark in said and mark not in theirs and not _named(question, values, ours[mark][1])]
    if missing and sound and len(cells) >= int("".join(t.sent.get(("rows", question.field), [])) or 0):
        for mark in missing:
            text, value = ours[mark]
            edits.take.setdefault(question.field, []).append(value)
            t.change(ENTRY, cells[0].line, f"{question.label}: {shown(text)} is taken out.")
    elif missing:
        t.unchanged += len(missing)
        why = "rows were deleted; to take something out, its cell is emptied" if sound else "something there cannot be taken"
        t.notes.append(f"{question.label}: nothing was taken out, as {why}.")
        theirs += missing
    return sorted(set(theirs))


def _parts(t: Taking, question: Question, cell: Cell, known: set[str]) -> list[str]:
    """The answers in a cell: it may hold several, but what was sent as one is one."""
    whole = told(cell.text, question)
    if not whole or marks_of(t.marks, question, [whole])[0] in known:
        return [whole] if whole else []
    return [part for text in cell.text.split(SEPARATOR) if (part := told(text, question))]


def _holds(question: Question, held: object, value: object) -> bool:
    return isinstance(held, list) and _named(question, held, value)


def _named(question: Question, values: Sequence[object], value: object) -> bool:
    if question.field == "aliases":
        return name_key(str(value)) in {name_key(str(v)) for v in values}
    return value in values


def _register(t: Taking, cell: Cell, value: object) -> bool:
    """Give the entry an identifier; False if another has it."""
    if not isinstance(value, dict):
        return False
    try:
        edit_actor(t.map, t.actor.id, {}, Lists(identifiers=((value["scheme"], value["value"]),)))
    except AlreadyExists as error:
        _refuse(t, cell, InvalidValue(error.message, error.hint))
        return False
    return True


def _checked(t: Taking, edits: _Edits, cells: Sequence[Cell]) -> None:
    """When they looked through it all is when it was verified, by themselves."""
    for cell in cells:
        if not cell.text.strip():
            continue
        try:
            day = iso_date(cell.text, CHECKED_ON.label)
            if day > t.today:
                raise InvalidValue(f"{CHECKED_ON.label}: {day} is not yet.", "Write the day you looked through it.")
        except InvalidValue as error:
            _refuse(t, cell, error)
            continue
        before = str(t.own.actor.get("verified_on", ""))
        if day > before:
            edits.columns |= {"verified_on": day, "source": THEMSELVES}
            t.change(ENTRY, cell.line, f"They looked through their entry on {day}: that is when it was last verified.")
            settle(t.map, t.actor.id)
        else:
            t.unchanged += 1


def _store(t: Taking, edits: _Edits) -> None:
    if not (edits.columns or edits.add or edits.take):
        return
    handles = {area.handle: area.id for area in t.words.areas.by_id.values()}
    columns = dict(edits.columns)
    if "area" in columns:
        area = columns.pop("area")
        columns["area_id"] = handles[str(area)] if area else None
    edit_actor(t.map, t.actor.id, columns, _lists(t, edits.add, handles), _lists(t, edits.take, handles))


def _lists(t: Taking, values: dict[str, list[object]], handles: dict[str, int]) -> Lists:
    words = {"issues": "issue", "populations": "population", "services": "service", "sectors": "sector"}
    terms = [t.words.terms.find(v, str(slug)) for plural, v in words.items() for slug in values.get(plural, [])]
    return Lists(
        tuple(map(str, values.get("aliases", []))),
        tuple((i["scheme"], i["value"]) for i in values.get("identifiers", []) if isinstance(i, dict)),
        tuple(term.id for term in terms if term), tuple(handles[str(handle)] for handle in values.get("serves", [])),
    )  # fmt: skip
