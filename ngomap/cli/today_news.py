"""The page of `ngomap today --since-last`: what was not on it before, and how much of what was told still stands."""

from __future__ import annotations

import sys
from dataclasses import replace

from ngomap.analyses.today import OVERDUE
from ngomap.cli.session import session
from ngomap.model.report import Finding, Report
from ngomap.model.text import counted
from ngomap.store.connection import Map
from ngomap.store.schedule_edits import note_told, refuse_read_only
from ngomap.store.schedules import digest, job_of, last_run

FOR_PEOPLE = ("table", "md")


def show_news(map_: Map, report: Report, reader: str, day: str, limit: int) -> None:
    """Show what is new on the page, and only then note that it was shown. What a limit left out comes the next time.

    While something that was told before is overdue there is always a line that says so.
    """
    refuse_read_only(map_)
    last = last_run(map_, job_of("today", reader, map_.author))
    older = [f for f in report.findings if _mark(f) in last.told]
    overdue = sum(f.group == OVERDUE for f in older)
    new = replace(report, findings=tuple(f for f in report.findings if _mark(f) not in last.told), totals={}).limited(limit)
    told = _still(older, overdue, last.on, bool(new.findings))
    if new.findings or overdue or session().format not in FOR_PEOPLE:
        caveats = (told, *report.caveats) if told else report.caveats
        session().answer(replace(new, caveats=caveats, next=report.next if new.findings else ()))
    else:
        session().say(told or "Nothing needs us.")
    marks = frozenset(_mark(f) for f in (*older, *new.findings))
    if marks != last.told:
        sys.stdout.flush()
        note_told(map_, last, day, marks)


def _mark(finding: Finding) -> bytes:
    """Days pass and numbers with them; it is another thing when it becomes overdue or its evidence changes."""
    return digest(finding.group, finding.subject, finding.label, sorted({e for r in finding.reasons for e in r.evidence}))


def _still(older: list[Finding], overdue: int, since: str, anything_new: bool) -> str:
    if not older:
        return ""
    late = f", {overdue} of them overdue" if overdue else ""
    begin = "" if anything_new else "Nothing is new. "
    stand = "still stands" if len(older) == 1 else "still stand"
    return f"{begin}{counted(len(older), 'thing')} told before {stand}{late} (last look {since}): ngomap today --limit 0"
