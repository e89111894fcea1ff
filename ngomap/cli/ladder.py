"""`ngomap ladder`: where we stand with each, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, ShownTo, completing, count
from ngomap.cli.session import session
from ngomap.errors import UsageError

if TYPE_CHECKING:
    from ngomap.cli.ladder_rows import Asked

app = command_app()

MOST_ENDS = 2


@app.command(cls=Command)
def ladder(
    refs: Annotated[
        list[str] | None,
        typer.Argument(
            help="With whom we stand (one), or two actors: all that happened between them.", metavar="[REF [REF]]",
            autocompletion=completing("actor"), show_default=False,
        ),
    ] = None,
    stale: Annotated[
        bool, typer.Option("--stale", help="Only where contact was too long ago, or soon will be.")
    ] = False,
    issue: Annotated[
        str | None,
        typer.Option("--issue", help="Only with who works on this issue or one under it.", metavar="ISSUE",
                     autocompletion=completing("issue")),
    ] = None,
    others: Annotated[bool, typer.Option("--all", help="Also the relationships among others.")] = False,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="How many of each group [a screenful]; 0 shows all.", metavar="N", parser=count),
    ] = None,
) -> None:  # fmt: skip
    """Show where each working relationship stands: the rung that is claimed, the one that dated evidence shows, how fresh
    it is, what we want it to become, and the smallest next step.

    Contradictions stand first: joint work claimed with somebody not heard of for nine months, partners in a project
    without a tie, ended terms still in use. With one or two REFs: all that happened between the two, and what comes next.

    Examples:

        ngomap ladder --stale

        ngomap ladder fair-elections-now --as-of 2026-06-30
    """
    from ngomap.cli import ladder_rows
    from ngomap.store.connection import snapshot

    ends = refs or []
    if len(ends) > MOST_ENDS:
        raise UsageError(f"ladder takes at most two REFs, not {len(ends)}.", "For example: ngomap ladder us fair-elections-now")
    if ends and (stale or issue or others):
        raise UsageError("--stale, --issue and --all choose among all relationships; here it is one.", "Leave them out, or REF.")
    with session().map() as map_, snapshot(map_):
        asked: Asked = ladder_rows.asked_of(map_, audience, as_of, limit)
        report = (
            ladder_rows.one(map_, ends, asked) if ends else ladder_rows.all_of_ours(map_, asked, stale, issue, others)
        )
    session().answer(report)
