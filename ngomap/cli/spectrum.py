"""`ngomap spectrum`: who stands where on an issue, how it moved, and who could be moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, ShownTo, completing
from ngomap.cli.references import find_area, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import today

app = command_app()

EVERYONE = AUDIENCES[-1]


@app.command(cls=Command)
def spectrum(
    issue: Annotated[
        str, typer.Option("--issue", help="On which issue.", metavar="ISSUE", autocompletion=completing("issue"))
    ],
    since: Annotated[
        str | None, typer.Option("--since", help="How it moved since this day [a year before].", metavar="DATE")
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", help="Only who sits, serves or is active there.", metavar="AREA",
                     autocompletion=completing("area")),
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = EVERYONE,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="How many of each group to show [a screenful]; 0 shows all.", metavar="N", min=0),
    ] = None,
) -> None:  # fmt: skip
    """Draw the spectrum of allies on an issue, from active opponents to active allies, with the influence of each; how it
    moved; who could be moved one step, and through whom.

    What is known on a narrower issue counts for the wider one. Who is not placed yet is listed by how much they matter.
    Stances are recorded with 'ngomap stance'.

    Examples:

        ngomap spectrum --issue procurement

        ngomap spectrum --issue corruption --since 2026-01-01 --area "Old Town" --limit 0
    """
    from ngomap.analyses.spectrum import find_spectrum
    from ngomap.cli.spectrum_rows import spectrum_rows

    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        term = find_term(map_, "issue", issue)
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        first = iso_date(since, "since") if since else _a_year_before(on)
        if first > on:
            raise InvalidValue(f"since: {first} is after {on}, the day asked about.", "Give an earlier day, or --as-of.")
        rows = spectrum_rows(map_, term, find_area(map_, area) if area else None, on, reader)
    report = find_spectrum(rows, term, on, first, limit)
    if reader != EVERYONE:
        report = replace(report, caveats=(*report.caveats, f"What is above the audience {reader} was left out."))
    session().answer(report)


def _a_year_before(day: str) -> str:
    """The same day of the year before; the 28 February for the 29.

    >>> _a_year_before("2024-02-29"), _a_year_before("2026-11-01")
    ('2023-02-28', '2025-11-01')
    """
    return f"{int(day[:4]) - 1:04d}{day[4:]}".replace("-02-29", "-02-28")
