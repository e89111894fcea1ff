"""A file taken into the map, in one transaction: read, matched, stored - all of it, or nothing."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from ngomap.errors import UsageError
from ngomap.importers.formats import FORMATS
from ngomap.importers.records import Organizations, Presences, WholeMap
from ngomap.importers.source import Reading, Source
from ngomap.intake.document import take_document
from ngomap.intake.organizations import take_organizations
from ngomap.intake.presence import take_presences
from ngomap.intake.rejects import refuse_taken, rejects_text, write_rejects
from ngomap.intake.wishes import Taken, Wishes
from ngomap.model.answers import Intake
from ngomap.store.connection import Map
from ngomap.store.writing import write


class _OnlyTried(Exception):
    """Takes a dry run back."""


def take_in(
    map_: Map,
    source: Source,
    form: str,
    reading: Reading,
    wishes: Wishes,
    rejects: Path | None = None,
    dry_run: bool = False,
) -> Intake:
    """Read the file as `form` and store what it says. A dry run does everything and takes it back at the end.

    Rejected rows are written to `rejects`, if there are any; if that fails, nothing was stored either.
    Raises BadFile, UsageError, AlreadyExists.
    """
    if rejects:
        refuse_taken(rejects)
    # Reading comes before the write lock is taken: others may write while a large file is read.
    found = FORMATS[form].read(source, reading)
    taken: Taken | None = None
    wrote = False
    try:
        with write(map_):
            match found:
                case Presences():
                    taken = take_presences(map_, found, wishes)
                case Organizations():
                    if wishes.surveyed_on:
                        message = "--surveyed-on is for 3W tables; this is a table of organizations."
                        raise UsageError(message, "Leave it out, or say --as 3w.")
                    taken = take_organizations(map_, found, wishes)
                case WholeMap():
                    taken = take_document(map_, found)
            if rejects and taken.rejected and not isinstance(found, WholeMap):
                write_rejects(rejects, rejects_text(found.grid.headers, found.grid.tags, taken.rejected))
                wrote = True
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    except BaseException:
        if rejects and wrote:
            rejects.unlink(missing_ok=True)
        raise
    assert taken is not None  # noqa: S101 - every branch above sets it or raises
    notes, steps = list(taken.notes), list(taken.next)
    if wrote:
        notes.insert(0, f"The rejected rows are in {rejects}: correct them there and import that file.")
    elif taken.rejected:
        steps.insert(0, f"ngomap import {quote(source.name)} --rejects to-correct.csv")
    if dry_run:
        steps = ["the same without --dry-run"]
    counted = taken.added + taken.changed + taken.unchanged + len(taken.rejected)
    return Intake(
        source.name, form, counted, taken.added, taken.changed, taken.unchanged, taken.rejected, dry_run,
        taken.columns, taken.stored, tuple(notes), tuple(steps),
    )  # fmt: skip
