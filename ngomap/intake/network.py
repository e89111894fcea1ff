"""A file of actors and ties stored, batch by batch, so that its size does not matter."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Final

from ngomap.importers.records import Network, Said
from ngomap.intake.actor_rows import store_actors
from ngomap.intake.network_notes import notes_on
from ngomap.intake.run import ADDED, CHANGED, REJECTED, UNCHANGED, Numbered, Run
from ngomap.intake.tie_rows import Ties
from ngomap.intake.wishes import Progress, Taken, Wishes
from ngomap.intake.words import Words
from ngomap.model.answers import Rejected
from ngomap.store.connection import Map
from ngomap.store.writing import current_change

BATCH: Final = 6_000
"""Rows that are held at a time. Within a batch the order of the rows decides nothing."""
SAID: Final = {ADDED: "added", CHANGED: "changed", UNCHANGED: "unchanged"}
EXAMPLES: Final = 3
NEXT: Final = ("ngomap list", "ngomap gaps knowledge")


def take_network(map_: Map, found: Network, wishes: Wishes, progress: Progress = lambda _: None) -> Taken:
    """Store actors and ties. The caller holds the transaction."""
    with _rarely_collected():
        return _taken(map_, found, wishes, progress)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Millions of small objects come and go here and none of them in circles: looking for circles all the time would
    take a sixth of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(200_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _taken(map_: Map, found: Network, wishes: Wishes, progress: Progress) -> Taken:
    run = Run(map_, wishes, Words(map_, wishes), change=current_change(map_))
    ties = Ties(found.headers)
    notes: list[str] = []
    examples: dict[int, list[str]] = {}
    rows = iter(found.rows)
    while batch := list(islice(rows, BATCH)):
        if not run.outcome:
            notes += _settle_sectors(run, found, batch)
        taken = store_actors(run, _numbered(run, batch), found.headers)
        ties.take(run, taken)
        if len(examples) < len(SAID):
            _pick(run, taken, examples)
        progress(len(run.outcome))
    ties.take(run, [], last=True)
    return Taken(
        run.counted(ADDED), run.counted(CHANGED), run.counted(UNCHANGED),
        tuple(r for r, _ in sorted(run.rejected, key=lambda pair: (pair[1], pair[0].line))),
        _stored(run), (*found.notes(), *notes, *notes_on(run)), NEXT, found.columns, found.samples,
        {SAID[what]: tuple(texts) for what, texts in sorted(examples.items())},
    )  # fmt: skip


def _settle_sectors(run: Run, found: Network, rows: list[Said | Rejected]) -> Iterator[str]:
    """Whether a column that was only guessed to hold sectors holds issues, judging by the first rows."""
    words = (word for row in rows if isinstance(row, Said) for actor in row.actors for word in actor.terms)
    if found.sector_column is not None and run.words.settle_sectors(words):
        found.columns[found.sector_column] = "issues"
        yield (
            f"Most words in {found.sector_column!r} are issues, so it was taken for that; "
            f'--column "{found.sector_column}=sectors" says otherwise.'
        )


def _numbered(run: Run, batch: list[Said | Rejected]) -> list[Numbered]:
    """The rows that can be read, with their numbers; the others are rejected at once."""
    rows: list[Numbered] = []
    at = len(run.outcome)
    for one in batch:
        if isinstance(one, Said):
            run.outcome.append(UNCHANGED)
            rows.append(Numbered(at, one))
        else:
            run.outcome.append(REJECTED)
            run.rejected.append((one, ""))
        at += 1
    return rows


def _pick(run: Run, rows: list[Numbered], examples: dict[int, list[str]]) -> None:
    """The first few rows of each outcome, in words."""
    for row in rows:
        what = run.outcome[row.at]
        if what in SAID and len(examples.setdefault(what, [])) < EXAMPLES:
            names = [actor.name for actor in row.said.actors if actor.name]
            names += [f"{tie.a} {tie.type} {tie.b}" for tie in row.said.ties]
            examples[what].append(f"{'; '.join(names)} (line {row.said.row.line})")


def _stored(run: Run) -> dict[str, int]:
    counted = {**run.stored, "areas": len(run.words.new_areas), "terms": len(run.words.new_terms)}
    return {what: number for what, number in counted.items() if number}
