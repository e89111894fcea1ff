"""What stands open between the map and the shares of others: found in the map as it is now, and settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ngomap.errors import InvalidValue, NgomapError, NotFound
from ngomap.model.records import Record
from ngomap.model.whole_format import SECTIONS
from ngomap.sharing.which_record import label, reference
from ngomap.store.conflict_edits import mark_settled
from ngomap.store.conflicts import Conflict, open_conflicts
from ngomap.store.connection import Map
from ngomap.store.whole_load import load
from ngomap.store.whole_rows import rows
from ngomap.store.writing import write

OURS, THEIRS, VALUE = "ours", "theirs", "value"


@dataclass(slots=True)
class Standing:
    """A conflict with the record as it now is, and what that is called."""

    conflict: Conflict
    record: Record
    label: str

    @property
    def ours(self) -> Record:
        """What the map says now of what they say otherwise."""
        return {name: self.record[name] for name in (*self.conflict.theirs, *(self.conflict.ours or ())) if name in self.record}


def standing(map_: Map, conflicts: Iterable[Conflict]) -> list[Standing]:
    """Those whose record is still in the map and still says another thing."""
    wanted: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        wanted.setdefault(conflict.section, []).append(conflict)
    found = []
    for section, some in wanted.items():
        by_record: dict[str, Record] = {}
        names = {conflict.record for conflict in some}
        for _, record in rows(map_, section):
            if (which := reference(section, record)) in names:
                by_record[which] = record
        here = [(c, by_record[c.record]) for c in some if c.record in by_record]
        found += [Standing(c, record, label(section, record)) for c, record in here if not _agrees(record, c.theirs)]
    return sorted(found, key=lambda s: s.conflict.id)


def settle(map_: Map, conflict: Conflict, whose: str, text: str | None = None) -> Standing:
    """Let one word count: ours, theirs, or another one. Other conflicts on the same are settled by it if they say just
    that. Raises NotFound if the record is gone, InvalidValue, BadFile for what the map would refuse.
    """
    if conflict.state != "open":
        raise NgomapError(f"Conflict {conflict.id} is settled already.", "See 'ngomap conflicts list'.")
    found = standing(map_, [conflict])
    if not found:
        raise NotFound(
            f"Conflict {conflict.id} needs no settling: what it is about is no longer in the map, or says the same now.",
            "See 'ngomap conflicts list'.",
        )
    (one,) = found
    news = {} if whose == OURS else conflict.theirs if whose == THEIRS else _value(conflict, text or "")
    with write(map_):
        if news:
            section = conflict.section
            now = {name: value for name, value in {**one.record, **news}.items() if name in SECTIONS[section]}
            load(map_, {"ngomap": "map/1", section: [now]})
        mark_settled(map_, conflict, whose)
        for other in open_conflicts(map_):
            same = (other.section, other.record, other.field) == (conflict.section, conflict.record, conflict.field)
            if same and news and _agrees({**one.record, **news}, other.theirs):
                mark_settled(map_, other, THEIRS)
    return Standing(conflict, {**one.record, **news}, one.label)


def _agrees(record: Record, said: Record) -> bool:
    return all(record.get(name) == value for name, value in said.items())


def _value(conflict: Conflict, text: str) -> Record:
    if len(conflict.theirs) > 1:
        names = ", ".join(conflict.theirs)
        raise InvalidValue(f"{names} go together.", f"Settle it with --ours, then change {names} by the command that edits them.")
    (name,) = conflict.theirs
    try:
        return {name: SECTIONS[conflict.section][name].check(text, name)}
    except InvalidValue:
        if isinstance(conflict.theirs[name], str):
            raise
    for kind in (int, float):
        try:
            return {name: SECTIONS[conflict.section][name].check(kind(text), name)}
        except ValueError:
            continue
    raise InvalidValue(f"{name}: {text!r} is not a number.", "Write it as 1234.5")
