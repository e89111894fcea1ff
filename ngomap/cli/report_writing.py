"""From what `ngomap report` was asked for to the file, and the note that it was made."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ngomap.analyses.freshness import days_after
from ngomap.analyses.report_changes import DAYS_WITHOUT_REPORT, Span
from ngomap.analyses.report_words import day_words
from ngomap.cli.references import find_area, find_term
from ngomap.cli.report_pictures import drawings
from ngomap.cli.report_rows import Asked, sections
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, MissingExtra, NgomapError
from ngomap.exporters.file_writing import write_file
from ngomap.exporters.report_html import html_lines
from ngomap.exporters.report_markdown import markdown_lines, picture_folder
from ngomap.model.answers import Export
from ngomap.model.choice import one_of
from ngomap.model.report_document import SECTIONS, Block, ReportDocument
from ngomap.model.text import one_line
from ngomap.model.values import iso_date
from ngomap.store.audience_copy import copy_for
from ngomap.store.connection import Map, snapshot
from ngomap.store.report_edits import note_report
from ngomap.store.reports import added_between, last_report
from ngomap.store.schedule_edits import noting, refuse_read_only
from ngomap.store.schedules import Run, digest, job_of, last_run
from ngomap.store.settings import setting, today
from ngomap.store.whole import dump

FOR_WHOM = {"public": "everybody", "partners": "partners", "internal": "ourselves only"}


@dataclass
class Wanted:
    """What was typed, of which form and reader are checked."""

    to: Path
    form: str
    reader: str
    since: str | None
    only: tuple[str, ...]
    issue: str | None
    area: str | None
    title: str | None
    as_of: str | None
    pictures: bool
    force: bool
    since_last: bool = False


def write_report(wanted: Wanted) -> Export | None:
    """Write the file whole or not at all, and note the day of the report in the map; None if it has nothing to tell."""
    if wanted.form == "docx" and find_spec("docx") is None:
        raise MissingExtra(
            "A .docx needs python-docx, which is not installed here.",
            "Install it with: pip install 'ngomap[pictures]'; or write --to FILE.html",
        )
    only = tuple(dict.fromkeys(one_of(name, tuple(SECTIONS), "only") for name in wanted.only)) or tuple(SECTIONS)
    only = tuple(name for name in SECTIONS if name in only)
    with session().map() as map_:
        if wanted.since_last:
            refuse_read_only(map_)
        with snapshot(map_):
            job = _job(map_, wanted, only)
            if job is not None and job.told <= job.last.told:
                return _nothing(wanted, job.last)
            span = _span(map_, wanted, job)
            with copy_for(map_, wanted.reader) as (copy, withheld):
                asked = Asked(
                    copy, wanted.reader, span, added_between(map_, span.since, span.on),
                    find_term(copy, "issue", wanted.issue) if wanted.issue else None,
                    find_area(copy, wanted.area) if wanted.area else None,
                )  # fmt: skip
                document, notes = _document(asked, wanted, only)
        with nullcontext() if job is None else noting(map_, job.last, span.on, job.told):
            unchanged = _written(document, wanted)
        if "changes" in only:
            _note(map_, wanted.reader, span.on)
    written = {"sections": len(document.sections), "pictures": len(document.drawings)}
    if not document.drawings:
        del written["pictures"]
    return Export(str(wanted.to), wanted.form, wanted.reader, written, withheld, unchanged, notes)


class _Job(NamedTuple):
    """A report that is told again and again: what it told last, and what there is to tell now, as one digest."""

    last: Run
    told: frozenset[bytes]


def _job(map_: Map, wanted: Wanted, only: Sequence[str]) -> _Job | None:
    if not wanted.since_last:
        return None
    which = job_of("report", str(wanted.to.absolute()), wanted.reader, wanted.issue, wanted.area, only)
    return _Job(last_run(map_, which), frozenset({digest(dump(map_, wanted.reader)[0])}))


def _nothing(wanted: Wanted, last: Run) -> Export | None:
    text = f"Nothing that the audience {wanted.reader} may see changed since {last.on}; {wanted.to} was not touched."
    if session().format == "json":
        return Export(str(wanted.to), wanted.form, wanted.reader, {}, {}, True, (text,))
    session().say(text)
    return None


def _span(map_: Map, wanted: Wanted, job: _Job | None) -> Span:
    on = iso_date(wanted.as_of, "as-of") if wanted.as_of else today(map_)
    if wanted.since:
        since = iso_date(wanted.since, "since")
        if since > on:
            raise InvalidValue(f"since: {since} is after the day of the report, {on}.", "Name an earlier day.")
        return Span(since, on)
    if job is not None and job.last.runs:
        # What came later on the day of the last report was not in it.
        return Span(min(job.last.on, on), on)
    last = last_report(map_, wanted.reader, on)
    return Span(last or days_after(on, -DAYS_WITHOUT_REPORT), on, last is None)


def _document(asked: Asked, wanted: Wanted, only: Sequence[str]) -> tuple[ReportDocument, tuple[str, ...]]:
    pictures: dict[str, list[Block]] = {}
    notes: tuple[str, ...] = ()
    if wanted.pictures:
        pictures, notes = drawings(asked, tuple(only), wanted.form)
    name = setting(asked.copy, "name")
    title = one_line(wanted.title) if wanted.title else ""
    title = title or (f"{name}: where it stands" if name else "The state of our ecosystem")
    about = [t.name for t in (asked.issue, asked.area) if t is not None]
    subtitle = f"{day_words(asked.on)} · for {FOR_WHOM[asked.audience]}"
    if about:
        subtitle += f" · about {' in '.join(about)}"
    keeper = asked.us.name if asked.us else "its keeper"
    footer = (
        f"As of {day_words(asked.on)}, from the map that {keeper} keeps with ngomap.",
        f"For {FOR_WHOM[asked.audience]}: what is above the audience {asked.audience} was left out before anything was counted, "
        "so that what is called missing here may be there.",
        "What is not recorded is not known: a place that nobody looked at is a question, not a gap.",
    )
    return ReportDocument(title, subtitle, asked.on, sections(asked, only, pictures), footer), notes


def _written(document: ReportDocument, wanted: Wanted) -> bool:
    path = wanted.to
    if wanted.form == "docx":
        from ngomap.exporters.report_docx import docx_bytes

        return write_file(path, [docx_bytes(document)], wanted.force)
    if wanted.form == "html":
        return write_file(path, (f"{line}\n" for line in html_lines(document)), wanted.force)
    folder = picture_folder(path)
    if document.drawings:
        _make(folder)
    same = [write_file(folder / f"{d.name}.png", [d.png], wanted.force) for d in document.drawings]
    unchanged = write_file(path, (f"{line}\n" for line in markdown_lines(document, folder.name)), wanted.force)
    return unchanged and all(same)


def _make(folder: Path) -> None:
    if folder.is_symlink():
        raise NgomapError(f"{folder} is a symbolic link; it was not followed.", "Move it away, or name another file.")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise NgomapError(f"The folder {folder} for the pictures cannot be made: {error.strerror}.",
                          "Move what is there away, or use --no-pictures.") from error  # fmt: skip


def _note(map_: Map, reader: str, on: str) -> None:
    try:
        note_report(map_, reader, on)
    except NgomapError as error:
        session().say(f"The day of this report could not be noted, so the next one will not start from it: {error.message}")

