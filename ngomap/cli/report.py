"""`ngomap report`: the state of the ecosystem in pages that a board reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ngomap.cli.drawing import Force, form_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, completing
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.audience import file_audience

app = command_app()

FORMS = ("md", "html", "docx")
SECTION_NAMES = (
    "summary", "changes", "map", "network", "gaps", "duplication", "partnerships", "coalitions", "commitments", "next",
)  # fmt: skip


@app.command(cls=Command)
def report(
    to: Annotated[
        str | None, typer.Option("--to", help="The file to write: FILE.md, .html or .docx.", metavar="FILE")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", help="What changed since this day [the day of the last report for the audience].", metavar="DATE"
        ),
    ] = None,
    since_last: Annotated[
        bool,
        typer.Option(
            "--since-last", help="What changed since the last report to the same file; nothing if nothing did, for cron."
        ),
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help=f"Only this section (repeat): {', '.join(SECTION_NAMES)}.", metavar="SECTION"),
    ] = None,
    audience: Annotated[
        str, typer.Option("--audience", help="Who will read it: public, partners or internal.", metavar="AUDIENCE")
    ] = "public",
    issue: Annotated[
        str | None,
        typer.Option(
            "--issue", help="Only what is about this issue or one under it.", metavar="ISSUE", autocompletion=completing("issue")
        ),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", help="Only what is in this area.", metavar="AREA", autocompletion=completing("area")),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Its title.", metavar="TEXT")] = None,
    as_of: AsOf = None,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Tables and words alone.")] = False,
    force: Force = False,
) -> None:
    """Write the state of the ecosystem as pages that a board reads: what changed, who is where, what is missing or done
    twice, partnerships, coalitions, promises, and what comes next.

    Whatever is above the audience is left out before anything is counted. The day of a report that tells what changed is
    noted in the map, so that the next one begins there. The same map and day give the same file, so a cron job with --force
    leaves an unchanged one alone. Pictures of a Markdown report lie in a folder beside it.

    --since-last begins with the day of the last report with --since-last to the same file, for the same audience, issue,
    area and sections, and writes nothing if nothing that the audience may see has changed since; the first is written
    in any case.

    Examples:

        ngomap report --to board.docx --audience internal

        ngomap report --to state.html --since 2026-08-01 --only summary --only gaps --force

        ngomap report --to board.docx --audience partners --since-last --force --quiet
    """
    from ngomap.cli.report_writing import Wanted, write_report

    if not to:
        raise UsageError("report needs --to: which file?", "For example: --to board.docx")
    if since_last and (since or as_of):
        raise UsageError(f"--since-last and {'--since' if since else '--as-of'} say two different days.", "Leave one out.")
    form = form_of(to, FORMS)
    reader = file_audience(audience)
    wanted = Wanted(Path(to), form, reader, since, tuple(only or ()), issue, area, title, as_of, not no_pictures, force,
                    since_last)
    written = write_report(wanted)
    if written is not None:
        session().answer(written)
