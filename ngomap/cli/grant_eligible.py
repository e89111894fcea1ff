"""`ngomap grant eligible`: do we qualify; if not, with whom do we?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli.grant_fields import Which
from ngomap.cli.options import AsOf, ShownTo, completing, count, whole_number
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.grants import grant_named
from ngomap.store.settings import today, us

OF_EACH_GROUP = 3
SomeRefs = list[str] | None


def eligible(
    grant: Which,
    for_: Annotated[
        str, typer.Option("--for", help="Who would apply.", metavar="REF", autocompletion=completing("actor"))
    ] = "us",
    with_: Annotated[
        SomeRefs,
        typer.Option(
            "--with", help="Who applies with us in any case (repeat for more).", metavar="REF",
            autocompletion=completing("actor"),
        ),
    ] = None,
    exclude: Annotated[
        SomeRefs,
        typer.Option(
            "--exclude", help="Whom not to propose (repeat for more).", metavar="REF", autocompletion=completing("actor")
        ),
    ] = None,
    most: Annotated[
        int | None, typer.Option("--most", help="At most so many partners more.", metavar="N", parser=whole_number(1))
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many partners to choose from; 0 shows all.", metavar="N", parser=count)
    ] = OF_EACH_GROUP,
) -> None:  # fmt: skip
    """Show whether we qualify for a grant, requirement by requirement: met, not met or unknown. If we do not: with which
    partner, or which smallest set of partners, we would, what each side brings, and what to find out from whom.

    What is unknown never counts as met; what would follow if it turned out well stands apart. Rivals, opponents and those
    who declined are never proposed.

    Examples:

        ngomap grant eligible spring-round

        ngomap grant eligible "Open budgets" --with fair-elections-now --exclude clean-hands --most 2
    """
    from ngomap.analyses.grant_eligible import find_eligibility
    from ngomap.cli.grant_rows import grant_rows
    from ngomap.cli.intro_rows import shown_actor

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        found = grant_named(map_, grant, visible_to(reader))
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        lead = shown_actor(map_, for_, reader)
        beside = {a.id: a for a in (shown_actor(map_, text, reader) for text in with_ or ())}
        left_out = {find_actor(map_, text).id for text in exclude or ()}
        for who in (lead, *beside.values()):
            if who.kind == "person" or who.id == found.funder or who.id in left_out:
                why = "is a person" if who.kind == "person" else "is to be left out" if who.id in left_out else "gives the grant"
                raise InvalidValue(f"{who.name} {why}, and cannot apply for it.", "Name an organization that would apply.")
        rows = grant_rows(map_, found, lead, [a for i, a in beside.items() if i != lead.id], left_out, on, reader)
        ours = us(map_)
    report = find_eligibility(rows, on, most, limit, ours.id if ours else None)
    if reader != AUDIENCES[-1]:
        report = replace(report, caveats=(*report.caveats, f"What is above the audience {reader} was left out."))
    session().answer(report)
