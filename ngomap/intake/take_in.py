"""A file taken into the map, in one transaction: read, matched, stored - all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Final

from ngomap.errors import UsageError
from ngomap.importers.formats import FORMATS
from ngomap.importers.records import Found, Gazetteer, Network, Presences, WholeMap
from ngomap.importers.source import Reading, Source
from ngomap.intake.document import take_document
from ngomap.intake.doubtful_points import notes_on_points
from ngomap.intake.gazetteer import take_gazetteer
from ngomap.intake.network import take_network
from ngomap.intake.presence import take_presences
from ngomap.intake.profiles import Merged, keep_profile
from ngomap.intake.rejects import refuse_taken, rejects_text, write_rejects
from ngomap.intake.wishes import Progress, Taken, Wishes
from ngomap.model.answers import Intake
from ngomap.model.own_entry import Returned
from ngomap.store.connection import Map
from ngomap.store.writing import mark_change, write

QUIET: Final[Progress] = lambda _: None  # noqa: E731 - a function that does nothing needs no name of its own


@dataclass(frozen=True, slots=True)
class Order:
    """How an import is to be done: rejected rows go to the file `rejects`; a dry run does everything and takes it back
    at the end; what was decided about reading is kept as a profile. What an organization says of itself is taken by
    `own_entry`, which the caller brings.
    """

    rejects: Path | None = None
    dry_run: bool = False
    profile: str | None = None
    merged: Merged | None = None
    own_entry: Callable[[Map, Returned, Wishes], Taken] | None = None


NO_ORDER: Final = Order()


class _OnlyTried(Exception):
    """Takes a dry run back."""


def take_in(
    map_: Map,
    source: Source,
    form: str,
    reading: Reading,
    wishes: Wishes,
    order: Order = NO_ORDER,
    progress: Progress = QUIET,
) -> Intake:
    """Read the file as `form` and store what it says, whole or not at all: if the file of rejected rows cannot be
    written, nothing was stored either. Raises BadFile, UsageError, AlreadyExists.
    """
    rejects = order.rejects
    if rejects:
        refuse_taken(rejects)
    if wishes.surveyed_on and form not in ("3w", "needs"):
        raise UsageError(f"--surveyed-on is for 3W tables; this is read as {form}.", "Leave it out, or say --as 3w.")
    # Large files are read while they are stored; what fails then is rolled back like everything else.
    found = FORMATS[form].read(source, reading)
    taken = Taken(0, 0, 0)
    doubts: list[str] = []
    wrote = False
    try:
        with write(map_):
            mark_change(map_, "import", source.name)
            taken = _stored(map_, found, wishes, order, progress)
            doubts += notes_on_points(map_)
            if rejects and taken.rejected:
                write_rejects(rejects, rejects_text(found, taken.rejected))
                wrote = True
            if order.dry_run:
                raise _OnlyTried
            if order.merged:
                keep_profile(map_, order.profile, order.merged.decisions)
    except _OnlyTried:
        pass
    except BaseException:
        if rejects and wrote:
            rejects.unlink(missing_ok=True)
        raise
    said = order.merged.notes if order.merged else ()
    passed_over = [] if isinstance(found, Returned) else _passed_over(source)
    notes, steps = [*said, *passed_over, *taken.notes, *doubts], list(taken.next)
    if wrote:
        notes.insert(0, f"The rejected rows are in {rejects}: correct them there and import that file.")
    elif taken.rejected:
        steps.insert(0, f"ngomap import {quote(source.name)} --rejects to-correct.csv")
    if order.dry_run:
        steps = ["the same without --dry-run"]
    counted = taken.added + taken.changed + taken.unchanged + len(taken.rejected)
    return Intake(
        source.name, form, counted, taken.added, taken.changed, taken.unchanged, taken.rejected, order.dry_run,
        taken.columns, taken.samples, taken.examples, taken.stored, tuple(notes), tuple(steps),
    )  # fmt: skip


def _stored(map_: Map, found: Found, wishes: Wishes, order: Order, progress: Progress) -> Taken:
    match found:
        case Network():
            return take_network(map_, found, wishes, progress)
        case Presences():
            return take_presences(map_, found, wishes)
        case WholeMap():
            return take_document(map_, found)
        case Gazetteer():
            return take_gazetteer(map_, found, wishes)
        case Returned():
            if order.own_entry is None:
                raise UsageError(f"{found.name} is a corrected entry.", "Take it in with: ngomap import FILE")
            return order.own_entry(map_, found, wishes)


def _passed_over(source: Source) -> list[str]:
    return [f"Not read: {', '.join(source.passed_over)}."] if source.passed_over else []
