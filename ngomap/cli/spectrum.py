"""`ngomap spectrum`: who stands where on an issue, how it moved, and who could be moved."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.drawing import DrawnFor, Force, To, audience_of, form_of, need_pictures, save
from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, completing, count
from ngomap.cli.references import find_actor, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound, UsageError
from ngomap.model.audience import AUDIENCES
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.settings import setting, today

if TYPE_CHECKING:
    from ngomap.analyses.spectrum import SpectrumRows
    from ngomap.model.words import Term

app = command_app()

EVERYONE = AUDIENCES[-1]


@app.command(cls=Command)
@filtered("issue")
def spectrum(
    issue: Annotated[
        str, typer.Option("--issue", help="On which issue.", metavar="ISSUE", autocompletion=completing("issue"))
    ],
    since: Annotated[
        str | None, typer.Option("--since", help="How it moved since this day [a year before].", metavar="DATE")
    ] = None,
    typed: FilterWords = ANY,
    focus: Annotated[
        str | None,
        typer.Option("--focus", help="With --to: this one stands out.", metavar="REF", autocompletion=completing("actor")),
    ] = None,
    as_of: AsOf = None,
    audience: DrawnFor = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="How many of each group to show [a screenful]; 0 shows all.", metavar="N", parser=count),
    ] = None,
    to: To = None,
    force: Force = False,
) -> None:  # fmt: skip
    """Draw the spectrum of allies on an issue, from active opponents to active allies, with the influence of each; how it
    moved; who could be moved one step, and through whom.

    What is known on a narrower issue counts for the wider one. Who is not placed yet is listed by how much they matter.
    Stances are recorded with 'ngomap stance'; they are internal unless you say otherwise, so a picture of them (--to) is
    empty for the public.

    Examples:

        ngomap spectrum --issue procurement

        ngomap spectrum --issue corruption --since 2026-01-01 --area "Old Town" --limit 0

        ngomap spectrum --issue corruption --to allies.pdf --audience internal
    """
    from ngomap.analyses.spectrum import find_spectrum
    from ngomap.cli.spectrum_rows import spectrum_rows

    if focus is not None and to is None:
        raise UsageError("--focus is for a picture.", "Say where to: --to spectrum.html")
    reader = audience_of(audience, to)
    if to is not None:
        form_of(to)
        need_pictures()
    with session().map() as map_, snapshot(map_):
        term = find_term(map_, "issue", issue)
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        first = iso_date(since, "since") if since else _a_year_before(on)
        if first > on:
            raise InvalidValue(f"since: {first} is after {on}, the day asked about.", "Give an earlier day, or --as-of.")
        filters = typed.on(map_)
        rows = spectrum_rows(map_, term, filters, on, reader)
        stands_out = find_actor(map_, focus).handle if focus else None
        name = setting(map_, "name") or ""
    if to is not None:
        _draw(rows, term, on, first, reader, name, to, force, stands_out)
        return
    report = find_spectrum(rows, term, on, first, limit)
    if reader != EVERYONE:
        report = replace(report, caveats=(*report.caveats, f"What is above the audience {reader} was left out."))
    session().answer(report)


def _draw(
    rows: SpectrumRows, term: Term, on: str, since: str, reader: str, name: str, to: str, force: bool,
    focus: str | None,
) -> None:  # fmt: skip
    from ngomap.analyses.spectrum_points import find_points
    from ngomap.pictures.spectrum_picture import DRAWN, draw_spectrum

    found = find_points(rows, term, on, since)
    if not found.points:
        hint = f"record one: ngomap stance REF +1 --issue {term.slug}"
        if reader != "internal":
            hint = f"stances are internal unless you say otherwise: --audience internal; or {hint}"
        raise NotFound(
            f"For the audience {reader}, nobody's stance on {term.name} is known, so there is nothing to draw.",
            f"{hint[:1].upper()}{hint[1:]}",
        )
    if focus is not None and focus not in {p.handle for p in found.points}:
        raise InvalidValue(f"{focus} is not among those in this picture.", "Ask for more: --audience, other filters.")
    note = f"What is above the audience {reader} was left out."
    # A page has a table of those, too, who are not drawn.
    of_each = Counter(p.stance for p in found.points).values()
    many = len(found.points) if form_of(to) == "html" else sum(min(n, DRAWN) for n in of_each)
    session().answer(save(lambda: draw_spectrum(found, reader, name, (note,), focus), to, force, reader, {"actors": many}))


def _a_year_before(day: str) -> str:
    """The same day of the year before; the 28 February for the 29.

    >>> _a_year_before("2024-02-29"), _a_year_before("2026-11-01")
    ('2023-02-28', '2025-11-01')
    """
    return f"{int(day[:4]) - 1:04d}{day[4:]}".replace("-02-29", "-02-28")
