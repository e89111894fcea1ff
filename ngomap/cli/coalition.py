"""`ngomap coalition`: coalitions, what they are for, who is in them, who should be."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.add import NewFlag
from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import AsOf, Limit, Ref, ShownTo, completing, count
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of

app = group_app("Coalitions: what they are for, who is in them, who should be, what they can say.")


def _text(flag: str, what: str, metavar: str = "TEXT", completes: str = "") -> object:
    return typer.Option(flag, help=what, metavar=metavar, autocompletion=completing(completes))


CoalitionRef = Annotated[
    str, typer.Argument(help="The coalition.", metavar="COALITION", autocompletion=completing("actor"))
]
Objective = Annotated[str | None, _text("--objective", "What it wants, in a sentence.")]
Target = Annotated[str | None, _text("--target", "The office that can decide it.", "REF", "actor")]
Issue = Annotated[str | None, _text("--issue", "The issue it is on.", "ISSUE", "issue")]
Ask = Annotated[list[str] | None, _text("--ask", "What it asks of the office (repeat for more).")]
Since = Annotated[str | None, _text("--since", "Since when.", "DATE")]
Until = Annotated[str | None, _text("--until", "Until when.", "DATE")]
RecordAudience = Annotated[
    str | None,
    _text("--audience", "Who may see what it is for [partners]: " + ", ".join(AUDIENCES) + ".", "AUDIENCE", "audience"),
]
FEW = 5


@app.command(cls=Command)
def add(
    name: Annotated[str, typer.Argument(help="Its name.", metavar="NAME")],
    objective: Objective = None,
    target: Target = None,
    issue: Issue = None,
    ask: Ask = None,
    since: Since = None,
    until: Until = None,
    member: Annotated[
        list[str] | None, _text("--member", "Who is in it; us is you (repeat for more).", "REF", "actor")
    ] = None,
    audience: RecordAudience = None,
    new: NewFlag = False,
) -> None:
    """Add a coalition, with what it is for and who is in it. One that is in the map already is described with
    'coalition edit'.

    Examples:

        ngomap coalition add "Open Tenders" --issue procurement --ask "Publish every bid" --member us

        ngomap coalition add "Clean Water Now" --objective "A tap in every village" --target water-board --since 2026-05
    """
    from ngomap.cli.coalition_edits import Said, add_new

    add_new(name, Said(objective, target, issue, ask, None, since, until, audience, None), member or [], new)


@app.command(cls=Command)
def edit(
    coalition: CoalitionRef,
    objective: Objective = None,
    target: Target = None,
    issue: Issue = None,
    ask: Ask = None,
    no_ask: Annotated[list[str] | None, _text("--no-ask", "What it does not ask any more (repeat for more).")] = None,
    since: Since = None,
    until: Until = None,
    audience: RecordAudience = None,
    clear: Annotated[
        list[str] | None,
        _text("--clear", "Make unknown: objective, target, issue, asks, since, until (repeat for more).", "FIELD"),
    ] = None,
) -> None:
    """Change what is known of what a coalition or network is for. Its name and other facts: 'ngomap edit'.

    Examples:

        ngomap coalition edit open-tenders --ask "Name the owners of every bidder" --no-ask "Publish every bid"

        ngomap coalition edit open-tenders --target city-chamber --clear until
    """
    from ngomap.cli.coalition_edits import Said, change

    change(coalition, Said(objective, target, issue, ask, no_ask, since, until, audience, clear))


@app.command(cls=Command)
def join(
    coalition: CoalitionRef,
    ref: Ref,
    role: Annotated[str | None, _text("--role", "What it is responsible for in it; '' empties it.")] = None,
    since: Annotated[str | None, _text("--since", "Since when.", "DATE")] = None,
) -> None:
    """Record that somebody is a member, or change the role of one that is.

    Examples:

        ngomap coalition join open-tenders fair-elections-now --role "Speaks to the press" --since 2026-03

        ngomap coalition join open-tenders us --role Secretariat
    """
    from ngomap.cli.coalition_edits import join_in

    join_in(coalition, ref, role, since)


@app.command(cls=Command)
def leave(
    coalition: CoalitionRef,
    ref: Ref,
    on: Annotated[str | None, _text("--on", "The day [today].", "DATE")] = None,
) -> None:
    """Record that a member left. That it was one stays known.

    Examples:

        ngomap coalition leave open-tenders fair-elections-now --on 2026-06-30

        ngomap coalition leave open-tenders us
    """
    from ngomap.cli.coalition_edits import go

    go(coalition, ref, on)


@app.command("list", cls=Command)
def list_(
    issue: Annotated[str | None, _text("--issue", "Only those on this issue or one under it.", "ISSUE", "issue")] = None,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Limit = 30,
) -> None:
    """List coalitions and networks: what each wants, of which office, how many are in it.

    Examples:

        ngomap coalition list --issue corruption

        ngomap coalition list --as-of 2025-12-31 --format csv --limit 0
    """
    from ngomap.cli.coalition_show import list_them

    list_them(issue, as_of, one_of(audience, AUDIENCES, "audience"), limit)


@app.command(cls=Command)
def show(coalition: CoalitionRef, as_of: AsOf = None, audience: ShownTo = "secret") -> None:
    """Show a coalition: what it is for, what it asks of whom, who is in it and as what.

    Examples:

        ngomap coalition show open-tenders

        ngomap coalition show open-tenders --as-of 2025-12-31 --audience partners
    """
    from ngomap.cli.coalition_show import show_one

    show_one(coalition, as_of, one_of(audience, AUDIENCES, "audience"))


@app.command(cls=Command)
def plan(
    issue: Annotated[str, _text("--issue", "The issue it is to be on.", "ISSUE", "issue")],
    size: Annotated[
        str | None, _text("--size", "How many members, we included [6, or as many as must be in].", "N")
    ] = None,
    must: Annotated[list[str] | None, _text("--must", "Who has to be in it (repeat).", "REF", "actor")] = None,
    exclude: Annotated[list[str] | None, _text("--exclude", "Who is not to be in it (repeat).", "REF", "actor")] = None,
    never: Annotated[
        list[str] | None, _text("--never", "Two who cannot sit together (repeat).", '"A,B"', "actor")
    ] = None,
    target: Annotated[str | None, _text("--target", "The office that it is to move.", "REF", "actor")] = None,
    area: Annotated[
        str | None, _text("--area", "Where: leaves out who is known to work only elsewhere.", "AREA", "area")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Plan a new one although one that fits is known.")] = False,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many of each other list; 0 shows all.", metavar="N", parser=count)
    ] = FEW,
) -> None:
    """Find who belongs in a coalition on an issue: one to join if there is one that fits; else the few who together
    cover the most sectors, areas, populations, levels and ways to the target, and who asks whom.

    Opponents of the issue and rivals of ours are left out; rivals of each other are kept apart. A public body, a donor
    or a person is in it only if --must names it.

    Examples:

        ngomap coalition plan --issue procurement --target city-chamber --size 5

        ngomap coalition plan --issue corruption --must fair-elections-now --never "arts-for-all,city-trust" --new
    """
    from ngomap.cli.coalition_asked import plan_it

    plan_it(issue, size, must, exclude, never, target, area, new, as_of, one_of(audience, AUDIENCES, "audience"), limit)


@app.command(cls=Command)
def readiness(coalition: CoalitionRef, as_of: AsOf = None, audience: ShownTo = "secret") -> None:
    """Show how ready a coalition is: the five points its members should agree, with what shows it; what is unanswered as an
    agenda, in order; who has no role; when all last met.

    Examples:

        ngomap coalition readiness open-tenders

        ngomap coalition readiness open-tenders --as-of 2026-06-30 --format md
    """
    from ngomap.cli.coalition_asked import readiness_of

    readiness_of(coalition, as_of, one_of(audience, AUDIENCES, "audience"))


@app.command(cls=Command)
def voice(
    coalition: CoalitionRef,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many of each list; 0 shows all.", metavar="N", parser=count)
    ] = FEW,
) -> None:
    """Show for whom a coalition speaks: people, organizations, areas, populations, levels and sectors, and what is unknown
    of that; who could break it by leaving, and where opponents could split it.

    Examples:

        ngomap coalition voice open-tenders

        ngomap coalition voice open-tenders --audience public --limit 0
    """
    from ngomap.cli.coalition_voice_rows import voice_of

    voice_of(coalition, as_of, one_of(audience, AUDIENCES, "audience"), limit)
