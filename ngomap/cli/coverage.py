"""`ngomap coverage`: who serves what where, as a matrix in the terminal and as a picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli.drawing import DrawnFor, Force, To, audience_of, form_of, need_pictures, save
from ngomap.cli.filtering import build_filters, one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import (
    AsOf,
    FilterCountry,
    FilterKinds,
    FilterLevels,
    FilterSectors,
    FilterServices,
    FilterStatuses,
    FilterUnverified,
    completing,
    count,
)
from ngomap.cli.references import find_actor, find_area, find_area_level, find_term, find_terms
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound, UsageError
from ngomap.model.audience import visible_to
from ngomap.model.values import iso_date
from ngomap.store.connection import snapshot
from ngomap.store.filters import Filters
from ngomap.store.ladder_rows import audience_of as audience_of_actor
from ngomap.store.settings import setting, today
from ngomap.store.withheld import withheld

app = command_app()

ROWS_ON_A_SCREEN = 30
ROWS_IN_A_PICTURE = 60
COLUMNS_IN_A_PICTURE = 30


@app.command(cls=Command)
def coverage(
    rows: Annotated[str, typer.Option("--rows", help="area or population.", metavar="WHAT")] = "area",
    columns: Annotated[
        str, typer.Option("--columns", help="issue, service, or sector (of the organizations).", metavar="WHAT")
    ] = "issue",
    issue: Annotated[
        list[str] | None,
        typer.Option("--issue", help="Only this issue and those under it (repeat: and that one).", metavar="ISSUE",
                     autocompletion=completing("issue")),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option("--area", help="Only this area and those in it (repeat: and that one).", metavar="AREA",
                     autocompletion=completing("area")),
    ] = None,
    level_of_area: Annotated[
        str | None,
        typer.Option("--level-of-area", help="Areas of this level (province, district, ...) [the smallest].", metavar="LEVEL"),
    ] = None,
    population: Annotated[
        str | None,
        typer.Option("--population", help="For this population.", metavar="POPULATION",
                     autocompletion=completing("population")),
    ] = None,
    focus: Annotated[
        str | None,
        typer.Option("--focus", help="Mark where this actor works.", metavar="REF", autocompletion=completing("actor")),
    ] = None,
    kind: FilterKinds = None,
    level: FilterLevels = None,
    status: FilterStatuses = None,
    service: FilterServices = None,
    sector: FilterSectors = None,
    country: FilterCountry = None,
    unverified_since: FilterUnverified = None,
    as_of: AsOf = None,
    audience: DrawnFor = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="How many rows, the worst first [a screenful, 60 in a picture]; 0: all, and all columns.",
                     metavar="N", parser=count),
    ] = None,
    to: To = None,
    force: Force = False,
) -> None:  # fmt: skip
    """Show who serves what where as a matrix: where nobody is, one alone, only plans, only work that is over, or where
    nobody has looked. The kinds are those of 'ngomap gaps coverage'.

    The filters say whose work is counted, and what lies outside them is not; --service and --sector choose columns where
    these are the columns. With --to FILE.html, .svg, .png or .pdf it is drawn as a picture.

    Examples:

        ngomap coverage --level-of-area province --focus us

        ngomap coverage --area "Old Town" --issue health --to coverage.pdf --audience partners
    """
    from ngomap.analyses.coverage_sums import COLUMNS, ROWS, MatrixAsked
    from ngomap.cli.coverage_rows import coverage_matrix

    rows, columns = one_of(rows, ROWS, "rows"), one_of(columns, COLUMNS, "columns")
    reader = audience_of(audience, to)
    if rows == "population" and (level_of_area or len(area or ()) > 1):
        raise UsageError("--rows population: rows for populations are of the whole map or of one area.", "Give one --area.")
    if to is not None:
        form_of(to)
        need_pictures()
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        named = {"issue": issue, "service": service, "sector": sector}
        others = {f"{name}s": texts for name, texts in named.items() if name != columns}
        counted = build_filters(
            map_, kinds=kind, levels=level, statuses=status, country=country, unverified_since=unverified_since,
            issues=others.get("issues"), services=others.get("services"), sectors=others.get("sectors"),
        )  # fmt: skip
        actor = find_actor(map_, focus) if focus else None
        visible = visible_to(reader)
        if actor and audience_of_actor(map_, actor.id) not in visible:
            raise InvalidValue(f"focus: {actor.name} is above the audience {reader}.", "Say --audience, or leave it out.")
        areas = [find_area(map_, text) for text in area or ()]
        hidden = withheld(map_, "area", visible)
        if any(a.id in hidden for a in areas):
            raise InvalidValue(f"area: it is above the audience {reader}.", "Say --audience, or choose another.")
        terms = find_terms(map_, columns, named[columns])
        whom = find_term(map_, "population", population) if population else None
        at = find_area_level(map_, level_of_area, "level-of-area") if level_of_area else None
        name = setting(map_, "name") or ""
        screen = to is None
        most = (ROWS_ON_A_SCREEN if screen else ROWS_IN_A_PICTURE) if limit is None else limit
        widest = 0 if screen or limit == 0 else COLUMNS_IN_A_PICTURE
        asked = MatrixAsked(on, rows, columns, areas, terms, whom, at, actor, most, widest)
        matrix = coverage_matrix(map_, reader, asked, counted)
    notes = (*_left_out(counted, reader), *matrix.notes)
    matrix = replace(matrix, notes=notes, whole=limit == 0)
    if to is None:
        session().answer(matrix)
        return
    if not matrix.cells:
        raise NotFound(
            "Nothing is recorded in what was asked for, so there is nothing to draw.",
            "Ask for more: --audience, other filters; or say where organizations work: ngomap edit REF --issue ISSUE --serves AREA",
        )
    from ngomap.pictures.coverage_picture import draw_coverage

    picture = lambda: draw_coverage(matrix, on, reader, name)  # noqa: E731
    session().answer(save(picture, to, force, reader, {matrix.row_noun + "s": len(matrix.lines), "cells": len(matrix.cells)}))


def _left_out(counted: Filters, reader: str) -> list[str]:
    """What makes a cell look emptier than it is."""
    notes = []
    if counted.where()[1]:
        notes.append("Only what the filters leave is counted; a cell may be better served than it looks.")
    if reader != "secret":
        notes.append(f"What is above the audience {reader} was left out; a cell may be better served than it looks.")
    return notes
