"""From `ngomap export --since-last` to a file that tells nothing but what is new."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from ngomap.cli.filtered import FilterWords
from ngomap.cli.session import session
from ngomap.cli.to_stdout import to_stdout
from ngomap.exporters.file_writing import spooled, write_file
from ngomap.exporters.formats import FORMATS, HOLDS
from ngomap.exporters.tally import Tally
from ngomap.model.answers import Export
from ngomap.model.tables import section_of
from ngomap.model.text import counted
from ngomap.store.connection import Map, at_this_moment
from ngomap.store.disguising import disguised
from ngomap.store.news import News, news_for, only_news
from ngomap.store.schedule_edits import note_told, noting, refuse_read_only
from ngomap.store.schedules import Run, job_of, last_run
from ngomap.store.settings import today
from ngomap.store.whole import scope_for

PIECE = 1 << 16


def export_news(
    path: Path | None, form: str, table: str, reader: str, typed: FilterWords, coarse: bool, least: int, force: bool
) -> None:
    """Write what is new since the same job told it last, and only then note that it is told."""
    where = str(path.absolute()) if path else "-"
    sections = HOLDS.get(form) or (section_of(table),)
    tally = Tally()
    with session().map() as map_:
        refuse_read_only(map_)
        with at_this_moment(map_) as now:
            last = last_run(now, job_of("export", where, form, sections, reader, typed, coarse, least))
            scope = disguised(now, scope_for(now, reader, typed.on(now)), False, coarse, least)
            news = news_for(now, scope, sections, last)
            if not news.new:
                _nothing(path, form, reader, last, news)
                return
            day = today(now)
            spool = spooled(FORMATS[form](now, only_news(scope, news), tally, table))
        since = f"Only what is new since {last.on}; what went away is not told."
        notes = (*tally.notes, since if last.runs else "The first of its kind tells all.")
        answer = Export(str(path or "-"), form, reader, tally.written, tally.withheld, False, notes)
        with spool:
            _hand_over(map_, spool, answer, path, force, last, day, news)


def _hand_over(
    map_: Map, spool: IO[bytes], answer: Export, path: Path | None, force: bool, last: Run, day: str, news: News
) -> None:
    if path is None:
        to_stdout(spool, answer)
        note_told(map_, last, day, news.told)
        return
    with noting(map_, last, day, news.told):
        write_file(path, iter(lambda: spool.read(PIECE), b""), force)
    session().answer(answer)


def _nothing(path: Path | None, form: str, reader: str, last: Run, news: News) -> None:
    text = f"Nothing is new since {last.on}" + ("." if path is None else f"; {path} was not touched.")
    if not last.runs:
        text = "There is nothing to tell yet."
    if news.gone:
        text += f" {counted(news.gone, 'record')} told then {'is' if news.gone == 1 else 'are'} gone; a whole export shows that."
    if path is not None and session().format == "json":
        session().answer(Export(str(path), form, reader, {}, {}, True, (text,)))
    else:
        session().say(text)
