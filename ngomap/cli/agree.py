"""`ngomap agree`: what partners agreed, what is open, who covers what."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, completing, count
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.agreements import COALITION_POINTS, PARTNER_POINTS, STATES
from ngomap.model.answers import Export
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today

app = command_app()

RECORD = "Record a point"
DIVIDE = "Divide the work"
SHEET = "For the meeting"
SHEET_AUDIENCES = ("public", "partners")


def _text(flag: str, what: str, metavar: str, panel: str, completes: str = "") -> object:
    return typer.Option(
        flag, help=what, metavar=metavar, rich_help_panel=panel, autocompletion=completing(completes)
    )


@app.command(cls=Command)
def agree(
    refs: Annotated[
        list[str],
        typer.Argument(
            help="A partner of ours, two partners, or a coalition (for all its members).", metavar="A [B]",
            autocompletion=completing("actor"),
        ),
    ],
    point: Annotated[
        str | None,
        _text("--point", f"{', '.join(PARTNER_POINTS)}; of a coalition: {', '.join(COALITION_POINTS)}.", "POINT", RECORD),
    ] = None,
    state: Annotated[str | None, _text("--state", f"How far it got: {', '.join(STATES)}.", "STATE", RECORD)] = None,
    text: Annotated[str | None, _text("--text", "What was said or agreed; '' empties it.", "TEXT", RECORD)] = None,
    on: Annotated[
        str | None, _text("--on", "The day of it [today]; older days are kept. Of a sheet: the meeting.", "DATE", RECORD)
    ] = None,
    source: Annotated[str | None, _text("--source", "Where it is written down.", "TEXT", RECORD)] = None,
    remove_point: Annotated[
        str | None, _text("--remove-point", "Take away what was recorded of a point (on --on).", "POINT", RECORD)
    ] = None,
    cover: Annotated[
        str | None, _text("--cover", "Who of them takes over a task.", "WHO", DIVIDE, "actor")
    ] = None,
    task: Annotated[str | None, _text("--task", "What is told or done: the message.", "TEXT", DIVIDE)] = None,
    for_: Annotated[
        str | None, _text("--for", "For whom [everybody].", "POPULATION", DIVIDE, "population")
    ] = None,
    in_: Annotated[str | None, _text("--in", "Where [everywhere].", "AREA", DIVIDE, "area")] = None,
    since: Annotated[str | None, _text("--since", "From when.", "DATE", DIVIDE)] = None,
    until: Annotated[str | None, _text("--until", "Until when.", "DATE", DIVIDE)] = None,
    remove_task: Annotated[
        str | None, _text("--remove-task", "Take away the task of that number.", "N", DIVIDE)
    ] = None,
    sheet: Annotated[
        str | None, _text("--sheet", "Write a sheet to fill in at the meeting.", "FILE.md", SHEET)
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that says something else.", rich_help_panel=SHEET)
    ] = False,
    as_of: AsOf = None,
    audience: Annotated[
        str | None,
        typer.Option(
            "--audience",
            help=f"With --point and --cover: who may see the record [partners]. Else: leave out what is not for this "
            f"audience [on the screen nothing; a sheet is for partners]. {', '.join(AUDIENCES)}.",
            metavar="AUDIENCE",
            autocompletion=completing("audience"),
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", help="How many holes, clashes and tasks to show; 0 shows all.", metavar="N", parser=count)
    ] = 7,
) -> None:
    """Show what two partners, or the members of a coalition, have agreed, what is still open, and who covers which
    audience, area and message, with what collides and what nobody covers; or record it.

    One name means us and that partner; a coalition or network, alone or with us, means all its members.

    Examples:

        ngomap agree fair-elections-now --point communication --state agreed --text "One call a week, Mondays."

        ngomap agree fair-elections-now arts-for-all --sheet agreement.md
    """
    from ngomap.cli.agree_options import Said, asked_to_write

    if not 1 <= len(refs) <= 2:
        raise UsageError(f"agree takes one or two names, not {len(refs)}.", "Quote a name of several words.")
    said = Said(
        point, state, text, on, source, audience, cover, task, for_, in_, since, until, remove_point, remove_task
    )
    what = asked_to_write(said)
    if what is not None:
        if sheet is not None or force or as_of is not None:
            raise UsageError("Recording stands alone.", "Leave out --sheet, --force and --as-of.")
        from ngomap.cli.agree_edits import change_agreement

        change_agreement(refs, said, what)
        return
    if sheet is None and (on is not None or force):
        raise UsageError(f"{'--on' if on is not None else '--force'} does nothing here.", "--as-of asks for another day.")
    chosen = one_of(audience, AUDIENCES, "audience") if audience else "secret" if sheet is None else "partners"
    if sheet is not None and chosen not in SHEET_AUDIENCES:
        raise InvalidValue(
            f"audience: a sheet lies on the table, so it cannot hold what is {chosen}.", "One of: public, partners."
        )
    with session().map() as map_, snapshot(map_):
        day = iso_date(as_of, "as-of") if as_of else today(map_)
        if sheet is None:
            _show(map_, refs, day, chosen, limit)
        else:
            _write_sheet(map_, refs, day, chosen, sheet, iso_date(on, "on") if on else "", force)


def _show(map_: Map, refs: list[str], day: str, audience: str, limit: int) -> None:
    from ngomap.analyses.agreements import find_agreements
    from ngomap.cli.agree_rows import pair_named, partners_of, rows_of

    pair = pair_named(map_, refs, audience)
    partners = partners_of(map_, pair, day, audience)
    rows = rows_of(map_, pair, partners, day, audience)
    report = find_agreements(partners, rows.agreements, rows.labour, rows.served, rows.names, day, audience)
    # The points are few, and each counts.
    session().answer(report.limited(max(limit, len(partners.points)) if limit else 0))


def _write_sheet(map_: Map, refs: list[str], day: str, audience: str, file: str, meeting: str, force: bool) -> None:
    from pathlib import Path

    from ngomap.cli.agree_sheet import sheet_of
    from ngomap.exporters.agreement_sheet import sheet_lines
    from ngomap.exporters.file_writing import write_file

    sheet, withheld = sheet_of(map_, refs, day, audience, meeting)
    path = Path(file)
    unchanged = write_file(path, (line + "\n" for line in sheet_lines(sheet)), force)
    written = {"points": len(sheet.points), "tasks": len(sheet.tasks)}
    note = "After the meeting: ngomap agree ... --point POINT --state agreed --text \"...\""
    session().answer(Export(str(path), "a sheet", audience, written, withheld, unchanged, (note,)))
