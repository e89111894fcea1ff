"""`ngomap check`: is the map sound, and what is to be mended?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.errors import DamagedMap

if TYPE_CHECKING:
    from ngomap.model.report import Report
    from ngomap.store.check import Finding

app = command_app()

QUESTION = "Is the map sound?"
METHOD = (
    "SQLite reads the whole file and every reference; then what no constraint can say is looked at: the tables against "
    "those ngomap makes, the search index, ties, trees, days, points, the history, and what lies beside the map."
)
FOR_PEOPLE = ("table", "md")
SOMETHING_TO_MEND = 1


@app.command(cls=Command)
def check(
    mend: Annotated[
        bool,
        typer.Option("--mend", help="Do what is safe: index, triggers, rights, stale files. Damage is left alone."),
    ] = False,
) -> None:
    """Look whether the map is sound: the file, its tables, what no constraint can say (ties between those who cannot
    have them, areas in a circle, the search index, the history), and what was left unfinished beside it.

    Each finding says what to do. It ends with 0 if the map is sound, 1 if something is to be mended, 14 if it is
    damaged. Nothing is changed without --mend.

    Examples:

        ngomap check

        ngomap check --mend --format json
    """
    from ngomap.store.connection import explained, open_map

    path = session().map_path
    done: list[str] = []
    change = None
    try:
        with open_map(path, session().words) as map_, explained(path):
            from ngomap.store.check import check as look
            from ngomap.store.check import mend as set_right

            findings = look(map_)
            if mend:
                done, change = set_right(map_, findings)
                findings = look(map_)
    except DamagedMap as error:
        findings = [_unreadable(error)]
    _answer(findings, done, change)


def _unreadable(error: DamagedMap) -> Finding:
    from ngomap.store.check import DAMAGED, Finding, newest_copy

    copy = newest_copy(session().map_path)
    return Finding(DAMAGED, "unreadable", error.message, f"ngomap restore {copy}" if copy else error.hint)


def _answer(findings: list[Finding], done: list[str], change: int | None) -> None:
    from ngomap.store.check import DAMAGED, NOTE

    worst = findings[0].severity if findings else NOTE
    if not session().quiet or worst != NOTE or session().format not in FOR_PEOPLE:
        session().answer(_report(findings, worst, done, change))
    if worst != NOTE:
        raise typer.Exit(DamagedMap.exit_code if worst == DAMAGED else SOMETHING_TO_MEND)


def _report(findings: list[Finding], worst: str, done: list[str], change: int | None) -> Report:
    from ngomap.model import report
    from ngomap.store.check import DAMAGED, NOTE, TO_MEND

    path = session().map_path
    said = {DAMAGED: f"{path} is damaged.", TO_MEND: f"{path} can be used, but something is to be mended."}
    groups = {DAMAGED: "Damaged", TO_MEND: "To mend", NOTE: "To know"}
    found = tuple(
        report.Finding(f.code, f.what, None, "", (report.Reason("do", f.do),) if f.do else (), groups[f.severity])
        for f in findings
    )
    verdict = said.get(worst, f"{path} is sound.")
    caveats = (f"Mended: {'; '.join(done)}.",) if done else ()
    steps = (f"Take back what was mended in the map: ngomap undo {change}",) if change is not None else ()
    parameters: dict[str, object] = {"map": str(path), "state": worst if findings else "sound", "mended": done}
    return report.Report("check", QUESTION, f"{verdict} {METHOD}", parameters, found, caveats, steps)
