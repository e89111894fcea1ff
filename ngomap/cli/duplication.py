"""`ngomap duplication`: who does the same work in the same place without coordinating."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Limit
from ngomap.cli.references import find_actor, find_area, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.actors import ActorRef
from ngomap.model.values import iso_date, number, whole
from ngomap.store.connection import Map
from ngomap.store.settings import today

app = command_app()

GROUPS = 3


@app.command(cls=Command)
def duplication(
    issue: Annotated[
        str | None,
        typer.Option("--issue", help="Only work on this issue or service, or one under it.", metavar="ISSUE"),
    ] = None,
    for_: Annotated[
        str | None, typer.Option("--for", help="Only what others do that this organization does, too ('us').", metavar="REF")
    ] = None,
    area: Annotated[
        str | None, typer.Option("--area", help="Only work in this area or one in it.", metavar="AREA")
    ] = None,
    as_of: AsOf = None,
    limit: Limit = GROUPS,
    threshold: Annotated[
        str | None, typer.Option("--threshold", help="How alike the work must be, 0 to 1 [0.3; with --for 0.1].", metavar="T")
    ] = None,
    shared: Annotated[
        str | None, typer.Option("--shared", help="Least pieces of work in common [2; with --area 1].", metavar="N")
    ] = None,
) -> None:
    """Find groups of organizations that do the same work in the same places, and say whether they coordinate.

    Two that share most of what they do without coordinating waste effort, or confuse those they serve. Overlap among
    those who coordinate is listed apart, as a model. With --for, who does the same as one organization: each of them
    beside it.

    Examples:

        ngomap duplication --for us --limit 10

        ngomap duplication --issue corruption

        ngomap duplication --area "Old Town" --threshold 0.5 --limit 0
    """
    from ngomap.analyses.duplication_asked import Asked
    from ngomap.cli.duplication_rows import overlap
    from ngomap.store.terms import term_named

    least_alike = None if threshold is None else number(threshold, "threshold", 0, 1)
    least_shared = None if shared is None else whole(shared, "shared", 1)
    with session().map() as map_:
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        # What is no issue may be a service; what is neither is refused with the nearest issues.
        kinds = ("issue", "service")
        known = next((t for kind in kinds if issue and (t := term_named(map_, kind, issue))), None)
        term = known or (find_term(map_, "issue", issue) if issue else None)
        where = find_area(map_, area) if area else None
        one = _organization(map_, for_) if for_ is not None else None
        session().answer(overlap(map_, Asked(on, term, where, one, least_alike, least_shared)).limited(limit))


def _organization(map_: Map, ref: str) -> ActorRef:
    found = find_actor(map_, ref)
    if found.kind == "person":
        raise InvalidValue(
            f"{found.name} is a person; work is compared among organizations.",
            f"Name the organization. 'ngomap show {found.handle}' tells where {found.name} belongs.",
        )
    return found
