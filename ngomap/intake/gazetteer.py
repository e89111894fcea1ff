"""A gazetteer stored: areas made as a tree, known ones completed, never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ngomap.importers.records import AreaRow, Gazetteer
from ngomap.intake.gazetteer_places import Entry, Known, Problem, entries_of, free_handle, in_order
from ngomap.intake.wishes import Progress, Taken, Wishes, count_of
from ngomap.matching.keys import key_of
from ngomap.model.answers import Rejected
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.gazetteer_rows import (
    Completion,
    NewArea,
    add_area_aliases,
    alias_keys,
    complete_areas,
    insert_areas,
)

BATCH: Final = 5_000
NEXT: Final = ("ngomap area list", "ngomap gaps coverage")


@dataclass(slots=True)
class _Work:
    """What has become of the rows so far."""

    made: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    orphans: int = 0


def take_gazetteer(map_: Map, found: Gazetteer, wishes: Wishes, progress: Progress | None = None) -> Taken:
    """Store a gazetteer. The caller holds the transaction.

    A row is the area of the map with its place code, else the one of its name within the same wider area. Of a known
    area only what the map does not say is taken. What cannot be told apart is rejected.
    """
    work = _Work()
    rows: list[AreaRow] = []
    for row in found.rows:
        if isinstance(row, Rejected):
            work.rejected.append(row)
        else:
            rows.append(row)
    known = Known(all_areas(map_))
    entries, repeated = entries_of(rows, known)
    work.unchanged += repeated
    done = repeated + len(work.rejected)
    for depth in in_order(entries):
        for batch in _batches(depth):
            _store(map_, batch, known, found, wishes, work)
            done += len(batch)
            if progress:
                progress(done)
    notes = list(found.notes())
    if work.orphans:
        notes.append(
            f"{count_of(work.orphans, 'area lies', 'areas lie')} in none that the file or the map has: import the file "
            "with the wider areas too, in either order."
        )
    return Taken(
        work.made, work.changed, work.unchanged, tuple(sorted(work.rejected, key=lambda r: r.line)),
        {"areas": work.made} if work.made else {}, tuple(notes), NEXT, found.columns,
    )  # fmt: skip


def _batches(entries: list[Entry]) -> Iterator[list[Entry]]:
    for start in range(0, len(entries), BATCH):
        yield entries[start : start + BATCH]


def _store(map_: Map, batch: list[Entry], known: Known, found: Gazetteer, wishes: Wishes, work: _Work) -> None:
    """Make and complete the areas of some rows, whose wider areas are done."""
    _recognise(batch, known)
    new: list[Entry] = []
    old: list[Entry] = []
    for entry in batch:
        if isinstance(entry.parent, Entry) and entry.parent.problem:
            entry.problem = f"It lies in {entry.parent.row.name!r}, which could not be taken."
        if entry.problem:
            work.rejected.append(_rejected(entry.row, entry.problem, found))
        else:
            work.orphans += entry.orphan
            (new if entry.area is None else old).append(entry)
    areas = [
        NewArea(
            free_handle(known, e.row, e.parent_id), e.row.name, e.row.level, e.parent_id, e.row.code or None,
            e.row.country, e.row.lat, e.row.lon, e.row.aliases,
        )
        for e in new
    ]  # fmt: skip
    for entry, id_, area in zip(new, insert_areas(map_, areas, wishes.audience_of("area")), areas, strict=True):
        entry.area = id_
        known.put(id_, area)
    work.made += len(new)
    held = alias_keys(map_, [e.area for e in old if e.area is not None])
    completions: list[Completion] = []
    further: list[tuple[int, str]] = []
    for entry in old:
        assert entry.area is not None  # noqa: S101 - only such are in the list
        completion = known.complete(entry)
        mine = held.setdefault(entry.area, set()) | {known.areas[entry.area].key}
        others = (entry.row.name, *entry.row.aliases)
        names = [(entry.area, name) for name in others if key_of(name) and key_of(name) not in mine]
        held[entry.area].update(key_of(name) for _, name in names)
        if completion:
            completions.append(completion)
        further += names
        work.changed += bool(completion or names)
        work.unchanged += not (completion or names)
    complete_areas(map_, completions)
    add_area_aliases(map_, further)


def _recognise(batch: Iterable[Entry], known: Known) -> None:
    """Which area of the map each row is, if any. Two rows cannot be one area by its name alone."""
    claims: dict[int, list[Entry]] = {}
    for entry in batch:
        if entry.problem:
            continue
        meant = known.meant(entry)
        if isinstance(meant, Problem):
            entry.problem = meant
        elif meant is not None:
            entry.area = meant
            claims.setdefault(meant, []).append(entry)
    for area, rivals in claims.items():
        by_name = [e for e in rivals if not known.bears_code(area, e.row.code)]
        if len(rivals) > 1 or area in known.claimed:
            handle = known.areas[area].handle
            for entry in by_name:
                if len(by_name) == len(rivals) and len(by_name) > 1:
                    entry.problem = f"{entry.row.name!r} stands for {len(rivals)} rows of the file and one area ({handle})."
                else:
                    # The area has its own row, found by its code; this one is another of that name.
                    entry.area = None
        known.claimed.add(area)


def _rejected(row: AreaRow, reason: str, found: Gazetteer) -> Rejected:
    return Rejected(row.row.line, reason, dict(zip(found.headers, row.row.cells, strict=False)))
