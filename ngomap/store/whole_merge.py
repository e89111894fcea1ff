"""Which record of a document is which record of the map, and what the two say together. Plain data, no SQL."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ngomap.errors import BadFile
from ngomap.model.audience import stricter
from ngomap.model.text import name_key
from ngomap.model.whole_document import NOTHING, Record, identifier_key, item_key

Keys = Callable[[Record], Iterable[Hashable]]

# What a record without an id is known by. The map holds only one of each of these ...
ONCE: Final[dict[str, tuple[str, ...]]] = {
    "terms": ("vocabulary", "slug"),
    "relationships": ("from", "to", "type", "since", "reference"),
    "trust": ("from", "to", "on_date"),
    "stances": ("actor", "issue", "on_date"),
    "agreements": ("from", "to", "point", "on_date"),
    "projects": ("name",),
    "project_partners": ("project", "actor"),
    "assessments": ("project", "by", "of", "on_date"),
    "coalitions": ("actor",),
    "approaches": ("from", "to", "issue", "on_date"),
    "monitors": ("actor",),
    "activities": ("actor", "term", "area", "role", "population", "project", "status"),
    "need_figures": ("area", "term", "population", "on_date"),
    "surveys": ("area", "term", "on_date"),
}
# ... and any number of these.
OFTEN: Final[dict[str, tuple[str, ...]]] = {
    "events": ("on_date", "kind", "title", "participants"),
    "labour": ("from", "to", "actor", "task", "population", "area", "since"),
    "exchanges": ("from", "to", "mode", "kind", "description", "on_date"),
    "grants": ("funder", "name"),
    "commitments": ("by", "what", "on_date"),
    "observations": ("commitment", "observer", "on_date", "finding"),
    "resources": ("actor", "direction", "kind", "description"),
}
# What a record says that does not say it.
DEFAULTS: Final[dict[str, Record]] = {
    "relationships": {"status": "active"}, "resources": {"status": "open"}, "activities": {"role": "implementer"},
    "projects": {"status": "planned"}, "project_partners": {"role": "partner"}, "grants": {"status": "open"},
}  # fmt: skip
OWN: Final = ("uid", "handle")
"""What stays the map's own when a document says otherwise: scripts and other copies rely on it."""
NOT_SAID: Final = (*OWN, "audience", "participants")
"""What need not be alike in two records that say the same."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A record as it will stand in the map: `id` is None for a new one."""

    number: int
    id: int | None
    record: Record
    changed: bool = False
    kept_closed: bool = False


Where = Callable[[Merged], str]


def _uid(record: Record) -> Iterable[Hashable]:
    return (record["uid"],) if "uid" in record else ()


def _code(record: Record) -> Iterable[Hashable]:
    return (str(record["code"]).casefold(),) if "code" in record else ()


def _identifiers(record: Record) -> Iterable[Hashable]:
    return [identifier_key(item) for item in items(record, "identifiers")]


def _handle_and_name(record: Record) -> Iterable[Hashable]:
    return ((record["handle"], name_key(str(record["name"]))),)


def _met(record: Record) -> Iterable[Hashable]:
    """An event by each of those who took part: a file for others may name only some of them."""
    return [(*natural_key("events", record)[:-1], who) for who in items(record, "participants")]


def _found_alike(record: Record) -> Iterable[Hashable]:
    """An observation by what was found: a file for others may not name who looked."""
    return (tuple(str(record.get(field, "")) for field in ("commitment", "on_date", "finding", "text")),)


def natural_key(section: str, record: Record) -> tuple[Hashable, ...]:
    """What a record without an id is known by."""
    fields = ONCE.get(section) or OFTEN[section]
    return tuple(tuple(items(record, f)) if f == "participants" else str(record.get(f, "")) for f in fields)


def once(section: str, records: Iterable[Record]) -> list[Record]:
    """The records, each said once: two pieces of work that differed only in a project that was withheld say the same
    without it. Of such the one that lasts longest stays.
    """
    if section not in ONCE:
        return list(records)
    kept: dict[object, Record] = {}
    for record in records:
        key = natural_key(section, {**DEFAULTS.get(section, {}), **record})
        if key not in kept or _end(record) > _end(kept[key]):
            kept[key] = record
    return list(kept.values())


def _end(record: Record) -> str:
    return str(record.get("until") or "9999")


def _ways(section: str) -> list[Keys]:
    if section == "areas":
        return [_uid, _code, _handle_and_name]
    if section == "actors":
        return [_uid, _identifiers, _handle_and_name]
    natural: Keys = lambda record: (natural_key(section, record),)  # noqa: E731 - bound to the section
    if section == "observations":
        return [_uid, natural, _found_alike]
    return [_uid, natural, _met] if section == "events" else [_uid, natural]


def matches(section: str, incoming: list[Record], existing: Mapping[int, Record]) -> list[int | None]:
    """For each incoming record the id of the one it is in the map; the surest way of telling comes first.

    Raises BadFile where a record is two of the map's at once.
    """
    found: list[int | None] = [None] * len(incoming)
    taken: set[int] = set()
    for keys in _ways(section):
        index: dict[Hashable, list[int]] = {}
        for id_, record in existing.items():
            for key in keys(record):
                index.setdefault(key, []).append(id_)
        # Of several that could be meant, the one that already says the same is the one.
        for exactly in (True, False):
            for position, record in enumerate(incoming):
                if found[position] is not None:
                    continue
                known = dict.fromkeys(id_ for key in keys(record) for id_ in index.get(key, ()))
                candidates = [id_ for id_ in known if id_ not in taken]
                if len(candidates) > 1 and section == "actors":
                    names = " and ".join(str(existing[id_]["handle"]) for id_ in candidates[:2])
                    raise BadFile(
                        f"actors, record {position + 1} ({record['handle']}): it has the identifiers of two, {names}.",
                        f"Make the two one first, or correct the file. {NOTHING}",
                    )
                fitting = [id_ for id_ in candidates if not exactly or _says(existing[id_], record)]
                if keys is _found_alike and "observer" in record:
                    continue
                if keys is _met:
                    fitting = [id_ for id_ in fitting if _one_among_the_other(existing[id_], record)]
                if fitting:
                    found[position] = fitting[0]
                    taken.add(fitting[0])
    return found


def _says(existing: Record, record: Record) -> bool:
    return all(existing.get(field) == value for field, value in record.items() if field not in NOT_SAID)


def _one_among_the_other(a: Record, b: Record) -> bool:
    first, second = set(items(a, "participants")), set(items(b, "participants"))
    return first <= second or second <= first


def completed(number: int, id_: int, old: Record, new: Record) -> Merged:
    """The map's record with what the document adds and corrects. It is never seen by more people than before."""
    record = dict(old)
    for field, value in new.items():
        if field in OWN:
            continue
        if isinstance(value, list):
            record[field] = _joined(field, items(old, field), value)
        elif field == "audience":
            record[field] = stricter(str(old[field]), str(value))
        else:
            record[field] = value
    kept_closed = "audience" in new and record["audience"] != new["audience"]
    return Merged(number, id_, record, record != old, kept_closed)


def _joined(field: str, old: list[object], new: list[object]) -> list[object]:
    known = {item_key(field, item) for item in old}
    joined = [*old, *(item for item in new if item_key(field, item) not in known)]
    return sorted(joined, key=identifier_key if field == "identifiers" else str)


def items(record: Record, field: str) -> list[object]:
    """A list of the record, empty where there is none."""
    found = record.get(field)
    return found if isinstance(found, list) else []


def refuse_twins(section: str, merged: list[Merged], existing: Mapping[int, Record], where: Where) -> None:
    """Raises BadFile where two records would say the same of the same, which a map holds only once."""
    owners: dict[Hashable, tuple[int | None, str]] = {}
    corrected = {m.id for m in merged}
    for id_, record in existing.items():
        if id_ not in corrected:
            for key in _single_keys(section, record):
                owners[key] = (id_, "one that the map has")
    for m in merged:
        for key in _single_keys(section, m.record):
            if key in owners:
                raise BadFile(f"{where(m)}: {_shared(section, key)} as {owners[key][1]}.", NOTHING)
            owners[key] = (m.id, f"record {m.number}")


def _single_keys(section: str, record: Record) -> Iterable[Hashable]:
    if section == "actors":
        return _identifiers(record)
    if section == "areas":
        return _code(record)
    return (natural_key(section, record),) if section in ONCE else ()


def _shared(section: str, key: Hashable) -> str:
    if section == "actors" and isinstance(key, tuple):
        return f"it has the same identifier {key[0]}:{key[1]}"
    return f"it has the same code {key}" if section == "areas" else "it says the same of the same"


def refuse_circles(section: str, merged: list[Merged], existing: Mapping[int, Record], where: Where) -> None:
    """Raises BadFile where a term or area would lie in itself by way of others."""
    wider: dict[Hashable, Hashable] = {}
    for record in (*existing.values(), *(m.record for m in merged)):
        if "parent" in record:
            wider[_place(section, record, "slug", "handle")] = _place(section, record, "parent", "parent")
    sound: set[Hashable] = set()
    for m in merged:
        path: set[Hashable] = set()
        current: Hashable | None = _place(section, m.record, "slug", "handle")
        while current is not None and current not in sound:
            if current in path:
                raise BadFile(f"{where(m)}: it would lie in itself, by way of its parents.", NOTHING)
            path.add(current)
            current = wider.get(current)
        sound |= path


def _place(section: str, record: Record, of_term: str, of_area: str) -> Hashable:
    return (record["vocabulary"], record[of_term]) if section == "terms" else record[of_area]
