"""Another map merged into ours, as plain data: which of their records are ours, what ours take over from them, and where
the two differ. What comes out is a document of just the news, for the map to load.

What two of their own records contradict each other in is no reason to refuse the rest: the first is taken, the other told.
"""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import BadFile, InvalidValue
from ngomap.model.records import Record
from ngomap.model.relationships import check_ends
from ngomap.model.whole_document import Document, consistent, identifier_key
from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.merge_state import (
    ONE_WITH_ANOTHER,
    SAYS_THE_SAME,
    TAKEN_OUT,
    Found,
    Incoming,
    Merged,
    Merging,
    Ours,
    Said,
    in_circle,
    key_of,
    merging_of,
)
from ngomap.sharing.three_way import Base, Difference, Outcome, base_of, compare, without
from ngomap.sharing.translating import learn_terms, translate
from ngomap.sharing.which_record import about, reference
from ngomap.store.merged_rows import Memory
from ngomap.store.term_edits import free_name
from ngomap.store.whole_load import NAMED
from ngomap.store.whole_merge import DEFAULTS, OFTEN, ONCE, items, matches
from ngomap.store.writing import new_uid


def merge(ours: Ours, theirs: Document, memory: Memory, actors: Mapping[int, int], told: Mapping[str, Base]) -> Merged:
    """Merge a checked document into our records. `actors` are the row ids of ours by the number of theirs; `told` is what
    we had said before of records of ours, by their uid.
    """
    merging = merging_of(ours, theirs, memory, actors, told)
    for section in SECTIONS:
        _merge_section(merging, section, theirs.get(section, []))
    return merging.result


def _merge_section(m: Merging, section: str, theirs: list[Record]) -> None:
    existing = m.ours[section]
    by_uid = {str(r["uid"]): id_ for id_, r in existing.items() if "uid" in r}
    if section == "terms":
        learn_terms(m, theirs)
    incoming: list[Incoming] = []
    for number, record in enumerate(theirs):
        said = {**DEFAULTS.get(section, {}), **record} if section == "activities" else dict(record)
        called = str(said["uid"]) if "uid" in said else None
        meant = m.memory.ours.get((section, called)) if called else None
        if section == "actors":
            row = m.actors.get(number)
            meant = str(existing[row]["uid"]) if row is not None else None
        if meant in by_uid:
            said["uid"] = meant
        if section in ("areas", "actors") or translate(m, section, record, said):
            incoming.append(Incoming(called, record, said))
    if section == "actors":
        rows = [by_uid.get(str(one.record.get("uid"))) for one in incoming]
    else:
        rows = matches(section, [one.record for one in incoming], existing)
    taken: set[int] = set()
    left_out = _handles(m, section, incoming, rows, existing) if section in NAMED else set()
    for number, (one, row) in enumerate(zip(incoming, rows, strict=True)):
        if number in left_out:
            continue
        if row is not None and row in taken:
            m.leave_out(section, one.told, ONE_WITH_ANOTHER)
            continue
        if section in NAMED:
            one.record["handle"] = m.result.handles[section][str(one.record["handle"])]
        if section in ("areas", "actors"):
            translate(m, section, one.told, one.record)
        if row is None:
            _add(m, section, one)
        else:
            taken.add(row)
            _complete(m, section, one, existing[row])
    if section in OFTEN and section in m.result.added:
        # With those in the document that others of theirs are, none of the new ones is taken for one of these.
        put = {str(r["uid"]) for r in m.result.document[section]}
        m.result.document[section] += [dict(existing[row]) for row in taken if existing[row]["uid"] not in put]


def _handles(
    m: Merging, section: str, incoming: list[Incoming], rows: list[int | None], existing: Mapping[int, Record]
) -> set[int]:
    """Settle under which handle each of theirs stands here. The numbers of those that stand nowhere: they were taken out
    of our map, or are called as another is; what is said of these is said of that one.
    """
    handles = m.result.handles[section]
    taken = {str(r["handle"]) for r in existing.values()}
    bearers = {key_of(section, r): str(r["handle"]) for r in existing.values()} if section in ONCE else {}
    left_out = set()
    for number, (one, row) in enumerate(zip(incoming, rows, strict=True)):
        own = str(one.record["handle"])
        if row is not None:
            handles[own] = str(existing[row]["handle"])
            continue
        bearer = bearers.get(key_of(section, one.record)) if section in ONCE else None
        if one.called is not None and _was_taken_out(m, section, one.called):
            m.leave_out(section, one.told, TAKEN_OUT)
            left_out.add(number)
        elif bearer is not None:
            handles[own] = bearer
            m.leave_out(section, one.told, SAYS_THE_SAME)
            left_out.add(number)
        else:
            handles[own] = own if own not in taken else free_name(own, taken)
            taken.add(handles[own])
            if section in ONCE:
                bearers[key_of(section, one.record)] = handles[own]
    return left_out


def _was_taken_out(m: Merging, section: str, called: str) -> bool:
    """Whether it came from them before and is no longer here."""
    return (section, called) in m.memory.gone or (section, called) in m.memory.ours


def _add(m: Merging, section: str, one: Incoming) -> None:
    record = one.record
    if section in ONCE and key_of(section, record) in m.keys[section]:
        m.leave_out(section, one.told, SAYS_THE_SAME)
        return
    if "uid" in SECTIONS[section]:
        record.setdefault("uid", new_uid())
        if one.called is not None and section not in NAMED and _was_taken_out(m, section, one.called):
            m.leave_out(section, one.told, TAKEN_OUT)
            return
    elif (section, reference(section, record)) in m.memory.base:
        m.leave_out(section, one.told, TAKEN_OUT)
        return
    if "identifiers" in record:
        record["identifiers"] = _free_numbers(m, record, items(record, "identifiers"))
    which, base, whom = reference(section, record), base_of(section, record), about(section, record)
    clashing = [
        *(["code"] if _owner_of_code(m, record) is not None else []),
        *(["parent"] if section in ("terms", "areas") and in_circle(m, section, record) else []),
    ]
    m.result.found += [Found(section, which, whom, Difference(f, None, {f: record.pop(f)})) for f in clashing]
    m.put(section, record)
    m.result.added[section] = m.result.added.get(section, 0) + 1
    m.result.said.append(Said(section, which, one.called, base, whom))


def _owner_of_code(m: Merging, record: Record) -> str | None:
    return m.codes.get(str(record["code"]).casefold()) if "code" in record else None


def _free_numbers(m: Merging, record: Record, numbers: list[object]) -> list[object]:
    """The identifiers that no other actor has; of the others it is told."""
    found = []
    for number in numbers:
        scheme, value = identifier_key(number)
        if m.numbers.get((scheme, value), record["uid"]) == record["uid"]:
            found.append(number)
        else:
            m.result.withheld.append(f"{record['name']} does not get the identifier {scheme}:{value}: another has it.")
    return found


def _complete(m: Merging, section: str, one: Incoming, ours: Record) -> None:
    record = reference(section, ours)
    base = m.memory.base.get((section, record), {})
    outcome = compare(section, ours, one.record, base, m.told.get(record))
    _keep_sound(m, section, ours, outcome)
    m.result.untold += len(outcome.untold)
    whom = about(section, ours)
    m.result.found += [Found(section, record, whom, d) for d in outcome.differences]
    said = Said(section, record, one.called, {**base, **base_of(section, one.record)}, whom, (*outcome.agreed, *outcome.newer))
    m.result.said.append(said)
    if not outcome.news:
        m.result.unchanged += 1
        return
    m.result.newer += bool(outcome.newer)
    m.result.completed[section] = m.result.completed.get(section, 0) + 1
    if section in ONCE:
        m.keys[section].discard(key_of(section, ours))
    m.put(section, {**ours, **outcome.news})


def _keep_sound(m: Merging, section: str, ours: Record, outcome: Outcome) -> None:
    """What would contradict the rest of ours is a difference, not news."""
    if "identifiers" in outcome.news:
        mine = _free_numbers(m, ours, items(outcome.news, "identifiers"))
        outcome.news["identifiers"] = mine
        if len(mine) == len(items(ours, "identifiers")):
            del outcome.news["identifiers"]
    if not any(not isinstance(value, list) for value in outcome.news.values()):
        return
    after = {**ours, **outcome.news}
    try:
        consistent(section, after, section)
        sound = _fits(m, section, ours, after)
    except (BadFile, InvalidValue):
        sound = False
    if not sound:
        outcome.differences += list(without(outcome, section, ours))
        outcome.news = {name: value for name, value in outcome.news.items() if isinstance(value, list)}
        outcome.newer = []


def _fits(m: Merging, section: str, ours: Record, after: Record) -> bool:
    """Whether the record can stand beside the other ones: none says the same, no circle, a person stays one."""
    if section == "actors":
        return (ours["kind"] == "person") == (after["kind"] == "person")
    if section in ("terms", "areas"):
        owner = _owner_of_code(m, after)
        mine = owner is None or owner == ours["uid"]
        return mine and (after.get("parent") == ours.get("parent") or not in_circle(m, section, after))
    if section == "relationships":
        check_ends(str(after["type"]), m.kinds[str(after["from"])], m.kinds[str(after["to"])])
    key = key_of(section, after) if section in ONCE else None
    return key is None or key == key_of(section, ours) or key not in m.keys[section]
