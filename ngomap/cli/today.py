"""`ngomap today`: what is overdue, due, going stale or ending, and what is worth asking for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import ShownTo, count, whole_number
from ngomap.cli.session import session
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today as today_of

if TYPE_CHECKING:
    from ngomap.model.report import Report

app = command_app()

DAYS = 14
LONGEST = 366
OF_EACH_GROUP = 3
FOR_PEOPLE = ("table", "md")
"""Formats in which nothing may be printed; the others are read by programs, which want their envelope."""


@app.command(cls=Command)
def today(
    on: Annotated[
        str | None, typer.Option("--on", "--as-of", help="The page of this day instead of today (ISO).", metavar="DATE")
    ] = None,
    days: Annotated[
        int, typer.Option("--days", help="How far to look ahead for what is due.", metavar="N", parser=whole_number(0, LONGEST))
    ] = DAYS,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 if something is overdue or due on the day, for cron.")
    ] = False,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only what is new on the page since the last look with --since-last.")
    ] = False,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many of each kind; 0 shows all.", metavar="N", parser=count)
    ] = OF_EACH_GROUP,
) -> None:
    """Show what needs us now: steps that are overdue or due, ties going stale, grants and terms that end, points left
    undecided, one introduction worth asking for, one gap worth a call.

    For a mail from cron: --format md --quiet prints nothing when there is nothing, and --exit-code ends with 1 when
    something is overdue or due on the day. With --since-last it tells what was not on the page before, and how much of
    what was told still stands; while something is overdue it never keeps silent.

    Examples:

        ngomap today

        ngomap today --on 2026-11-30 --days 7 --quiet --format md --exit-code

        ngomap today --since-last --quiet --format md
    """
    from ngomap.analyses.today import find_today, pressing
    from ngomap.cli.today_rows import agenda

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_:
        with snapshot(map_):
            day = iso_date(on, "on") if on else today_of(map_)
            report = find_today(agenda(map_, day, days, reader))
        if reader != AUDIENCES[-1]:
            report = replace(report, caveats=(*report.caveats, f"What is above the audience {reader} was left out."))
        if since_last:
            from ngomap.cli.today_news import show_news

            show_news(map_, report, reader, day, limit)
        elif report.findings or not session().quiet or session().format not in FOR_PEOPLE:
            session().answer(report.limited(limit))
    overdue, due = pressing(report)
    if exit_code and overdue + due:
        session().say(_said(overdue, due, report))
        raise typer.Exit(1)


def _said(overdue: int, due: int, report: Report) -> str:
    from ngomap.analyses.today import DUE, OVERDUE

    parts = [f"{overdue} overdue"] if overdue else []
    parts += [f"{due} due on the day"] if due else []
    named = [f.label for f in report.findings if f.group == OVERDUE or (f.group == DUE and f.value == 0)]
    return f"{' and '.join(parts)}: {'; '.join(named)}."
