"""What an organization says it does, offers and needs, row by row, against what was sent and what the map says now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.audience import DEFAULT_AUDIENCE
from ngomap.model.own_entry import COLUMNS, NO_LONGER, REQUIRED, SHEETS, STARTS, Line, Question, told
from ngomap.model.records import Record
from ngomap.model.text import one_line
from ngomap.sharing.own_earlier import Digests, earlier, new_mark, replaced, row_of, taken_before, with_row
from ngomap.sharing.own_entry import CLOSED, marks_of, row_mark, row_texts
from ngomap.sharing.own_taking import DIFFERS, LEFT, TAKE, Taking, becomes, decision
from ngomap.sharing.which_record import reference
from ngomap.store.coverage_edits import add_activity, edit_activity, remove_activity
from ngomap.store.resource_edits import add_resource, edit_resource, set_resource_status
from ngomap.store.whole_merge import natural_key

KINDS: Final = {"activities": "activity", "resources": "resource"}
MAY_BE_WITHHELD: Final = ("area", "project")
"""Fields that are not sent, though the row is, where the audience may not know what they name."""
NO: Final = ("", "no", "n", "0", "false", "-")


def take_rows(t: Taking, section: str, lines: Sequence[Line]) -> None:
    """Change the rows of a table as their organization says, and add new ones."""
    by_mark = {row_mark(t.marks, section, id_): id_ for id_ in t.own.tables[section]}
    numbered: dict[int, str] = {}
    own: dict[int, Digests] = {}
    said: dict[int, Digests] = {}
    for line in lines:
        theirs = {q.field: marks_of(t.marks, q, [told(line.texts.get(q.field, ""), q)]) for q in COLUMNS[section]}
        number = f"{section} {one_line(line.texts.get('number', ''))}"
        said[line.line] = theirs
        if (number, "") in t.sent and number not in numbered.values():
            numbered[line.line] = number
        elif any(theirs.values()):
            own[line.line] = theirs
    before = earlier(t, section, own)
    dealt = [said[line] for line in (*numbered, *before)]
    for line in lines:
        theirs = said[line.line]
        try:
            if line.line in numbered:
                number = numbered[line.line]
                mark = "".join(t.sent[number, ""])
                sent = {q.field: t.sent.get((number, q.field), []) for q in COLUMNS[section]}
                _known(t, section, line, theirs, sent, mark, by_mark.get(mark))
            elif line.line in before:
                _again(t, section, line, theirs, before[line.line], by_mark)
            elif line.line in own:
                _new(t, section, line, theirs, dealt)
        except InvalidValue as error:
            _refuse(t, section, line, error)


def _refuse(t: Taking, section: str, line: Line, error: InvalidValue) -> None:
    row = {q.label: line.texts.get(q.field, "") for q in COLUMNS[section] if line.texts.get(q.field, "").strip()}
    t.reject(SHEETS[section], line.line, f"{error.message} {error.hint}".strip(), row)


def _is_over(line: Line) -> bool:
    return one_line(line.texts.get("no_longer", "")).casefold() not in NO


def _known(t: Taking, section: str, line: Line, theirs: Digests, sent: Digests, mark: str, row_id: int | None) -> None:
    remembered = t.memory.base.get((section, mark))
    said: Mapping[str, object] = remembered if remembered is not None else sent
    over = _is_over(line)
    if row_id is None:
        if over or theirs in (said, sent):
            t.unchanged += 1
            return
        raise InvalidValue("This was taken out of the map since it was sent.", "If it is right, give it a row without a number.")
    if over:
        _end(t, section, line, said, row_id)
    elif not any(theirs.values()):
        t.unchanged += 1
        t.notes.append(f"{SHEETS[section]}, row {line.line} is empty; what stood there stays. '{NO_LONGER}' says what is over.")
    else:
        _update(t, section, line, theirs, said, sent, row_id)
        t.said[section, mark] = dict(theirs)


def _digests(t: Taking, section: str, row_id: int) -> Digests:
    texts = row_texts(t.words, section, t.own.tables[section][row_id])
    return {q.field: marks_of(t.marks, q, [texts[q.field]]) for q in COLUMNS[section]}


def _end(t: Taking, section: str, line: Line, said: Mapping[str, object], row_id: int) -> None:
    """What they say is over is closed or taken out, if it is still what they were told it is."""
    record = t.own.tables[section][row_id]
    if record.get("status") == CLOSED:
        t.unchanged += 1
        return
    what = name_of(t, section, record)
    since = {f for f, now in _digests(t, section, row_id).items() if now != said.get(f, [])}
    if since - {f for f in MAY_BE_WITHHELD if not said.get(f)}:
        t.unchanged += 1
        t.notes.append(f"They say that this is over, but it was changed here since; it stays: {what}.")
        return
    if section == "activities":
        remove_activity(t.map, row_id)
        t.change(SHEETS[section], line.line, f"No longer done: {what}.")
    else:
        set_resource_status(t.map, t.actor, str(record["direction"]), row_id, CLOSED)
        t.change(SHEETS[section], line.line, f"Closed: {what}.")
    del t.own.tables[section][row_id]


def _update(
    t: Taking, section: str, line: Line, theirs: Digests, said: Mapping[str, object], sent: Digests, row_id: int
) -> None:
    record = t.own.tables[section][row_id]
    ours, now = row_texts(t.words, section, record), _digests(t, section, row_id)
    news: Record = {}
    changes: list[str] = []
    differences: list[Record] = []
    for question in COLUMNS[section]:
        f = question.field
        if theirs[f] == now[f]:
            t.agreed.append((section, reference(section, record), f))
        outcome = decision(theirs[f], now[f], said.get(f, []), sent.get(f, []))
        if outcome == LEFT:
            continue
        value = _value(t, section, question, line)
        if value == record.get(f):
            continue
        if outcome == TAKE:
            news[f] = value
            changes.append(becomes(question, ours[f], told(line.texts.get(f, ""), question)))
        elif value is not None and not _is_key(section, f):
            differences.append({f: value})
        elif outcome == DIFFERS:
            raise InvalidValue(f"{question.label}: this was changed here too since it was sent.", "Settle it by hand.")
    if news:
        _check(t, section, {**record, **news}, row_id)
        _write(t, section, news, row_id)
        what = name_of(t, section, record)
        after = {f: v for f, v in {**record, **news}.items() if v is not None}
        t.own.tables[section][row_id] = after
        t.change(SHEETS[section], line.line, f"{what}: {' '.join(changes)}")
    else:
        t.unchanged += 1
    which = reference(section, t.own.tables[section][row_id])
    for said_otherwise in differences:
        (f,) = said_otherwise
        t.differences.append((section, which, f, {f: record[f]} if f in record else None, said_otherwise))


def _value(t: Taking, section: str, question: Question, line: Line) -> object:
    text = line.texts.get(question.field, "")
    if text.strip():
        return t.words.value(question, text)
    if question.field in STARTS[section]:
        return STARTS[section][question.field]
    if question.field in REQUIRED[section]:
        raise InvalidValue(f"{question.label} is missing.", f"For what is over, write 'yes' under '{NO_LONGER}'.")
    return None


def _again(t: Taking, section: str, line: Line, theirs: Digests, before: str, by_mark: Mapping[str, int]) -> None:
    """A row that they added, and that was taken in from this workbook before, as they say it now."""
    known = t.memory.base[section, before]
    row, mark = row_of(known), new_mark(t, section, theirs)
    if mark == before and not _is_over(line):
        t.unchanged += 1
        t.said[section, mark] = dict(known)
        return
    sent = {f: v for f, v in known.items() if isinstance(v, list) and f in theirs}
    _known(t, section, line, theirs, sent, row, by_mark.get(row))
    t.said[section, before] = replaced(known)
    t.said[section, mark] = with_row(theirs, row, line.line)


def _new(t: Taking, section: str, line: Line, theirs: Digests, dealt: list[Digests]) -> None:
    mark = new_mark(t, section, theirs)
    if theirs in dealt or taken_before(t, section, mark):
        # A row that was copied, or that was taken in from this workbook before.
        t.unchanged += 1
        t.said.setdefault((section, mark), t.memory.base.get((section, mark)) or dict(theirs))
        return
    dealt.append(theirs)
    record: Record = {**STARTS[section], "actor": t.actor.handle}
    for question in COLUMNS[section]:
        value = _value(t, section, question, line)
        if value is not None:
            record[question.field] = value
    same = [id_ for id_, own in t.own.tables[section].items() if natural_key(section, own) == natural_key(section, record)]
    if same:
        nothing: Digests = {}
        _update(t, section, line, theirs, nothing, nothing, same[0])
        t.said[section, mark] = with_row(theirs, row_mark(t.marks, section, same[0]), line.line)
        return
    _check(t, section, record, None)
    audience = t.audience or DEFAULT_AUDIENCE[KINDS[section]]
    row_id = _write(t, section, {**record, "audience": audience}, None)
    t.own.tables[section][row_id] = record
    t.said[section, mark] = with_row(theirs, row_mark(t.marks, section, row_id), line.line)
    t.added += 1
    kind = "activities" if section == "activities" else f"{record['direction']}s"
    t.stored[kind] = t.stored.get(kind, 0) + 1
    t.tell(SHEETS[section], line.line, f"New: {name_of(t, section, record)}.")


def _is_key(section: str, field: str) -> bool:
    return section == "activities" and field in ("term", "area", "population", "role", "status", "project")


def _check(t: Taking, section: str, record: Record, row_id: int | None) -> None:
    """Raises InvalidValue where a row would contradict itself or another one."""
    since, until = str(record.get("since") or ""), str(record.get("until") or "9999")
    if until < since and not since.startswith(until):
        raise InvalidValue(f"The end ({until}) lies before the beginning ({since}).")
    known = {f: v for f, v in record.items() if v is not None}
    twins = (own for id_, own in t.own.tables[section].items() if id_ != row_id)
    if section == "activities" and any(natural_key(section, own) == natural_key(section, known) for own in twins):
        raise InvalidValue("Another row says the same.", "Keep one of them.")


def _write(t: Taking, section: str, record: Record, row_id: int | None) -> int:
    """Write the fields of a record as columns; its row id."""
    areas = {area.handle: area.id for area in t.words.areas.by_id.values()}
    columns: dict[str, object] = {}
    for f, value in record.items():
        if f == "area":
            columns["area_id"] = areas[str(value)] if value is not None else None
        elif f == "term":
            columns["term_id"] = _term(t, *str(value).split(":", 1))
        elif f == "population":
            columns["population_id"] = _term(t, "population", str(value)) if value is not None else None
        elif f != "actor":
            columns[f] = value
    if row_id is None:
        if section == "activities":
            return add_activity(t.map, {"actor_id": t.actor.id, "source": t.source, **columns})
        return add_resource(t.map, t.actor, str(columns.pop("direction")), columns)
    (edit_activity if section == "activities" else edit_resource)(t.map, row_id, columns)
    return row_id


def _term(t: Taking, vocabulary: str, slug: str) -> int | None:
    term = t.words.terms.find(vocabulary, slug)
    return term.id if term else None


def name_of(t: Taking, section: str, record: Record) -> str:
    """What a row is about, in words."""
    texts = row_texts(t.words, section, record)
    fields = ("term", "area", "population") if section == "activities" else ("direction", "description")
    return ", ".join(texts[f].replace("\n", " ")[:80] for f in fields if texts[f])
