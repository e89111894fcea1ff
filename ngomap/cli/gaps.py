"""`ngomap gaps`: what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, count
from ngomap.cli.references import find_area, find_area_level, find_term, find_terms
from ngomap.cli.session import session
from ngomap.model.report import Report, merged
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today, us

if TYPE_CHECKING:
    from ngomap.analyses.gaps_asked import Asked

app = command_app()

PARTS = ("coverage", "reach", "knowledge", "network", "relationships", "resources")
OF_EACH_PART = 2
FINDINGS_ON_A_SCREEN = 12
MOST_OF_EACH_GROUP = 5


@app.command(cls=Command)
def gaps(
    what: Annotated[
        str | None,
        typer.Argument(help=", ".join(PARTS) + "; left out: all of them.", metavar="[WHAT]", show_default=False),
    ] = None,
    issue: Annotated[
        list[str] | None,
        typer.Option("--issue", help="Only this issue and those under it (repeat for more).", metavar="ISSUE"),
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help="Only in this area.", metavar="AREA")] = None,
    population: Annotated[
        str | None, typer.Option("--population", help="Only for this population.", metavar="POPULATION")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option("--at", help="Coverage and reach by areas of this level (province, district, ...).", metavar="LEVEL"),
    ] = None,
    as_of: AsOf = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", help="How many of each kind of gap; 0 shows all [a screenful].", metavar="N", parser=count,
            show_default=False,
        ),
    ] = None,
) -> None:  # fmt: skip
    """Show what is missing: needs that nobody meets, facts that nobody knows, ties that nobody has.

    Where nobody has recorded looking ('ngomap survey'), an empty place is called not surveyed, never a gap.

    Examples:

        ngomap gaps coverage --issue nutrition --at province

        ngomap gaps relationships --as-of 2026-06-30 --limit 0
    """
    parts = (one_of(what, PARTS, "gaps"),) if what else PARTS
    with session().map() as map_, snapshot(map_):
        asked = _asked(map_, issue, area, population, at, as_of, MOST_OF_EACH_GROUP if limit is None else limit)
        reports = [_report(map_, part, asked) for part in parts]
    if what:
        report = reports[0]
        fitting = FINDINGS_ON_A_SCREEN // max(1, len(report.counts))
        session().answer(report.limited(max(1, min(MOST_OF_EACH_GROUP, fitting)) if limit is None else limit))
        return
    short = [_screenful(r) if limit is None else r.limited(limit) for r in reports]
    method = f"The worst of each part; 'ngomap gaps {'|'.join(PARTS)}' says more and how it was found. {_in_all(reports)}"
    parts_named = [replace(r, name=_part(r)) for r in short]
    session().answer(merged("gaps", "What is missing?", method.strip(), parts_named))


def _asked(
    map_: Map, issue: list[str] | None, area: str | None, population: str | None, at: str | None, as_of: str | None, most: int
) -> Asked:
    from ngomap.analyses.gaps_asked import Asked

    on = iso_date(as_of, "as-of") if as_of else today(map_)
    return Asked(
        on,
        us(map_),
        tuple(find_terms(map_, "issue", issue)),
        find_area(map_, area) if area else None,
        find_term(map_, "population", population) if population else None,
        find_area_level(map_, at, "at") if at else None,
        most,
    )


def _report(map_: Map, part: str, asked: Asked) -> Report:
    from ngomap.cli import gaps_rows

    match part:
        case "coverage":
            return gaps_rows.coverage(map_, asked)
        case "reach":
            return gaps_rows.reach(map_, asked)
        case "knowledge":
            return gaps_rows.knowledge(map_, asked)
        case "network":
            return gaps_rows.network(map_, asked)
        case "relationships":
            return gaps_rows.relationships(map_, asked)
        case _:
            return gaps_rows.resources(map_, asked)


def _screenful(report: Report) -> Report:
    """The worst of a part, in few enough lines that all parts together fit on a screen."""
    worst = tuple(replace(f, reasons=f.reasons[:1]) for f in report.findings[:OF_EACH_PART])
    return replace(report, findings=worst, totals=report.counts, caveats=report.caveats[:1], next=report.next[:1])


def _in_all(reports: list[Report]) -> str:
    """How many of each kind there are, for those that a screen does not show."""
    return " ".join(
        f"{_part(r).capitalize()}: {', '.join(f'{group} ({n})' for group, n in r.counts.items())}."
        for r in reports
        if r.findings
    )


def _part(report: Report) -> str:
    return report.name.removeprefix("gaps ")
