"""`ngomap network`: who joins whom, which circles are there, who needs a backup?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli.filtering import build_filters, one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, FilterAreas, FilterIssues, FilterKinds, Limit, ShownTo
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.audience import AUDIENCES
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today

app = command_app()

OF_EACH_GROUP = 2


@app.command(cls=Command)
def network(
    issue: FilterIssues = None,
    area: FilterAreas = None,
    kind: FilterKinds = None,
    as_of: AsOf = None,
    compare: Annotated[
        str | None,
        typer.Option("--compare", help="What is different from this other day (ISO).", metavar="DATE"),
    ] = None,
    audience: ShownTo = "secret",
    limit: Limit = OF_EACH_GROUP,
) -> None:
    """Show who joins others, which circles there are, who is at the core or the edge, and who needs a backup.

    With --issue or --area, among those who work on it or there, and their people; with --compare, what is different on
    two days: ties and actors that came and went, brokers, circles that merged or split.

    Examples:

        ngomap network --issue corruption

        ngomap network --as-of 2026-11-02 --compare 2025-11-02 --limit 10
    """
    from ngomap.analyses.network import find_network
    from ngomap.analyses.network_change import find_network_change
    from ngomap.cli.network_rows import network_rows

    readers = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        other = iso_date(compare, "compare") if compare else None
        if other == on:
            raise InvalidValue(f"compare: {other} is the day itself.", "Name another day: --as-of DATE --compare DATE")
        filters = build_filters(map_, kinds=kind, issues=issue, areas=area)
        rows = network_rows(map_, filters, readers)
    asked = {"issues": issue or [], "areas": area or [], "kinds": kind or [], "audience": readers}
    if other is None:
        report = find_network(
            rows.there(on), rows.ties_then(on), rows.events, rows.issues_of, rows.terms, on, rows.us, asked
        )
    else:
        days = [(day, rows.there(day), rows.ties_then(day)) for day in sorted((on, other))]
        report = find_network_change(*days[0], *days[1], rows.us, asked)
    session().answer(replace(report, caveats=(*report.caveats, *rows.notes)).limited(limit))
