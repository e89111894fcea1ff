"""`ngomap commitment`: what was promised, what monitors found of it, and what can be published."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, group_app
from ngomap.cli.options import completing
from ngomap.cli.session import session
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.together import FINDINGS
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today

app = group_app("What government promised: record it, observe it, list it, publish it.")

WHO_MAY_SEE = f"Who may see it: {', '.join(AUDIENCES)}"

What = Annotated[
    str, typer.Argument(help="Handle of the commitment, its beginning, or words of it.", metavar="COMMITMENT")
]
To = Annotated[
    str | None,
    typer.Option("--to", help="To whom [the public].", metavar="REF", autocompletion=completing("actor")),
]
Issue = Annotated[
    str | None, typer.Option("--issue", help="On which issue.", metavar="ISSUE", autocompletion=completing("issue"))
]
Area = Annotated[
    str | None, typer.Option("--area", help="For where.", metavar="AREA", autocompletion=completing("area"))
]
Due = Annotated[str | None, typer.Option("--due", help="By when it is to be kept.", metavar="DATE")]
Source = Annotated[str | None, typer.Option("--source", help="Where it can be read.", metavar="TEXT")]
Text = Annotated[str | None, typer.Option("--text", help="What was found, in words.", metavar="TEXT")]
Evidence = Annotated[
    str | None, typer.Option("--evidence", help="What shows it: a document, a picture, a visit.", metavar="TEXT")
]
MayShow = Annotated[
    str | None,
    typer.Option(
        "--audience", help=f"{WHO_MAY_SEE} [partners].", metavar="AUDIENCE", autocompletion=completing("audience")
    ),
]
ByWhom = Annotated[
    str | None,
    typer.Option("--by", help="Only what this office or official promised.", metavar="REF", autocompletion=completing("actor")),
]


@app.command(cls=Command)
def add(
    what: Annotated[str, typer.Argument(help="What was promised, in a sentence.", metavar="WHAT")],
    by: Annotated[
        str, typer.Option("--by", help="Who promised: an office or an official.", metavar="REF", autocompletion=completing("actor"))
    ] = "",
    to: To = None,
    issue: Issue = None,
    area: Area = None,
    on: Annotated[str | None, typer.Option("--on", help="When it was promised [today].", metavar="DATE")] = None,
    due: Due = None,
    source: Source = None,
    audience: MayShow = None,
) -> None:
    """Record what somebody in government promised. How far it is kept is worked out from what is observed.

    Examples:

        ngomap commitment add "Publish every contract above 10 000" --by procurement-office --issue procurement --due 2027-01-31

        ngomap commitment add "Open a complaints desk" --by city-council --on 2026-09-01 --source "Minutes, item 4"
    """
    from ngomap.cli.commitment_edits import add_commitment

    given = {"to": to, "issue": issue, "area": area, "on": on, "due": due, "source": source, "audience": audience}
    session().answer(add_commitment(what, by, given))


@app.command(cls=Command)
def observe(
    commitment: What,
    finding: Annotated[str, typer.Option("--finding", help=", ".join(FINDINGS) + ".", metavar="FINDING")] = "",
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who looked [us].", metavar="OBSERVER", autocompletion=completing("actor")),
    ] = None,
    text: Text = None,
    evidence: Evidence = None,
    on: Annotated[str | None, typer.Option("--on", help="The day [today].", metavar="DATE")] = None,
    audience: MayShow = None,
) -> None:
    """Record what a monitor found of a commitment on a day. The last day on which somebody looked decides; of several
    findings on one day the worst counts.

    Examples:

        ngomap commitment observe publish-every-contract --finding progress --evidence "Web site, 14 of 20 contracts"

        ngomap commitment observe open-a-complaints-desk --finding broken --by "Ana Example" --on 2026-12-02
    """
    from ngomap.cli.commitment_edits import observe_commitment

    given = {"text": text, "evidence": evidence, "on": on, "audience": audience}
    session().answer(observe_commitment(commitment, finding, by, given))


@app.command(cls=Command)
def monitor(
    ref: o.Ref,
    training: Annotated[str | None, typer.Option("--training", help="How they were trained.", metavar="TEXT")] = None,
    impartiality: Annotated[
        str | None,
        typer.Option("--impartiality", help="What ties them to those they observe, or that nothing does.", metavar="TEXT"),
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="When this was written down [today].", metavar="DATE")] = None,
    audience: MayShow = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away.")] = False,
) -> None:
    """Record why those who observe can be believed: how they were trained, and what ties them to those they observe.

    Examples:

        ngomap commitment monitor us --training "Two days on contract data" --impartiality "No contracts with the city"

        ngomap commitment monitor "Ana Example" --training "Audit course 2025" --audience public
    """
    from ngomap.cli.commitment_edits import record_monitor

    given = {"training": training, "impartiality": impartiality, "on": on, "audience": audience}
    session().answer(record_monitor(ref, given, remove))


@app.command(cls=Command)
def edit(
    commitment: What,
    what: Annotated[str | None, typer.Option("--what", help="What was promised, anew.", metavar="TEXT")] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who promised.", metavar="REF", autocompletion=completing("actor"))
    ] = None,
    to: To = None,
    issue: Issue = None,
    area: Area = None,
    on: Annotated[str | None, typer.Option("--on", help="When it was promised, or observed.", metavar="DATE")] = None,
    due: Due = None,
    source: Source = None,
    audience: Annotated[
        str | None,
        typer.Option("--audience", help=f"{WHO_MAY_SEE}.", metavar="AUDIENCE", autocompletion=completing("audience")),
    ] = None,
    observation: Annotated[
        str | None,
        typer.Option("--observation", help="Change this observation of it instead ('all': each).", metavar="N"),
    ] = None,
    text: Text = None,
    evidence: Evidence = None,
) -> None:
    """Change a commitment, or an observation of it (its numbers are in 'commitment show'). An empty value ('') empties.

    Examples:

        ngomap commitment edit publish-every-contract --due 2027-03-31 --audience public

        ngomap commitment edit publish-every-contract --observation all --audience public
    """
    from ngomap.cli.commitment_edits import edit_commitment, edit_observations

    given = {
        "what": what, "by": by, "to": to, "issue": issue, "area": area, "on": on, "due": due, "source": source,
        "audience": audience, "text": text, "evidence": evidence,
    }  # fmt: skip
    if observation is None:
        session().answer(edit_commitment(commitment, given))
    else:
        session().answer(edit_observations(commitment, observation, given))


@app.command(cls=Command)
def remove(
    commitment: What,
    observation: Annotated[
        str | None, typer.Option("--observation", help="Take only this observation of it away.", metavar="N")
    ] = None,
) -> None:
    """Take a commitment away with what was observed of it, or one observation. One that was broken stays: observe it.

    Examples:

        ngomap commitment remove open-a-complaints-desk --yes

        ngomap commitment remove publish-every-contract --observation 12 --yes
    """
    from ngomap.cli.commitment_edits import remove_commitment

    session().answer(remove_commitment(commitment, observation))


@app.command("list", cls=Command)
def list_(
    by: ByWhom = None,
    status: Annotated[
        list[str] | None,
        typer.Option(
            "--status", help="Only these: promised, in-progress, kept, late, broken, unknown (repeat for more).",
            metavar="STATUS",
        ),
    ] = None,
    as_of: o.AsOf = None,
    audience: o.ShownTo = "secret",
    limit: o.Limit = 20,
) -> None:  # fmt: skip
    """List what was promised and how far it is kept; what needs somebody comes first.

    Examples:

        ngomap commitment list --status late --status broken

        ngomap commitment list --by procurement-office --as-of 2026-12-31
    """
    from ngomap.cli.commitment_rows import listed

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        day = iso_date(as_of, "as-of") if as_of else today(map_)
        answer = listed(map_, by, status or [], day, reader, limit)
    session().answer(answer)


@app.command(cls=Command)
def show(commitment: What, as_of: o.AsOf = None, audience: o.ShownTo = "secret") -> None:
    """Show one commitment: how far it is kept and why, what was found when and by whom, and what is not known.

    Examples:

        ngomap commitment show publish-every-contract

        ngomap commitment show publish-every-contract --as-of 2026-12-31 --audience public
    """
    from ngomap.cli.commitment_rows import shown

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        report = shown(map_, commitment, iso_date(as_of, "as-of") if as_of else today(map_), reader)
    session().answer(report)


@app.command(cls=Command)
def report(
    to: Annotated[str, typer.Option("--to", help="The file to write.", metavar="FILE.md")] = "",
    by: ByWhom = None,
    audience: Annotated[
        str,
        typer.Option(
            "--audience", help="For whom the file is: public, partners, internal.", metavar="AUDIENCE",
            autocompletion=completing("audience"),
        ),
    ] = "public",
    as_of: o.AsOf = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that says something else.")] = False,
) -> None:  # fmt: skip
    """Write a report that can be published: who promised what, how far it is kept, how that was found out, who observed,
    what they found, and what is not known.

    Commitments and observations are for partners until you say otherwise; what is left out is counted on the screen.

    Examples:

        ngomap commitment report --to promises.md

        ngomap commitment report --to council.md --by city-council --audience partners --force
    """
    from ngomap.cli.commitment_report import write_report

    session().answer(write_report(to, by, audience, as_of, force))
