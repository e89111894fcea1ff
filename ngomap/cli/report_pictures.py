"""The pictures of a report, drawn from the copy of the map that holds only what the reader may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ngomap.cli.report_rows import Asked
from ngomap.errors import MissingExtra, NgomapError
from ngomap.model.report_document import Block, Drawing

if TYPE_CHECKING:
    from ngomap.pictures.picture import Picture

ROWS_OF_COVERAGE = 16
COLUMNS_OF_COVERAGE = 10
MOST_IN_A_NETWORK = 400
"""Of more, a picture of a page shows nothing but lines."""


def drawings(asked: Asked, only: tuple[str, ...], form: str) -> tuple[dict[str, list[Block]], tuple[str, ...]]:
    """For each section of these that has one its picture, in the shape the form of the file takes; and what could not be
    drawn, and why.
    """
    from ngomap.cli.drawing import need_pictures

    wanted = [name for name in DRAWN if name in only]
    try:
        if wanted:
            need_pictures()
    except MissingExtra as error:
        return {}, (f"Pictures were left out. {error.message} {error.hint}",)
    found: dict[str, list[Block]] = {}
    notes: list[str] = []
    for name in wanted:
        try:
            picture, alt = DRAWN[name](asked)
        except NgomapError as error:
            notes.append(f"The picture for '{name}' was left out: {error.message}")
            continue
        if picture is not None:
            found[name] = [_drawing(name, picture, alt, form)]
    return found, tuple(notes)


def _drawing(name: str, picture: Picture, alt: str, form: str) -> Drawing:
    from ngomap.pictures.saving import saved, svg_of

    scalable = form == "html"
    return Drawing(name, alt, alt, svg_of(picture) if scalable else "", b"" if scalable else saved(picture, "png"))


def _map(asked: Asked) -> tuple[Picture | None, str]:
    from ngomap.cli.map_rows import map_rows
    from ngomap.pictures.map_picture import map_picture
    from ngomap.pictures.map_view import map_view

    rows, _ = map_rows(asked.copy, asked.organizations, asked.on, asked.audience)
    if not rows.actors:
        return None, ""
    view = map_view(rows, top=asked.issue.id if asked.issue else None)
    return map_picture(view), "A map of who is where; the table says the same in numbers."


def _network(asked: Asked) -> tuple[Picture | None, str]:
    from ngomap.cli.network_picture import Asked as Shown
    from ngomap.cli.network_picture import picture_of
    from ngomap.cli.network_rows import network_rows
    from ngomap.store.settings import setting

    rows = network_rows(asked.copy, asked.organizations, asked.audience)
    if not any(t.open_on(asked.on) for t in rows.ties):
        return None, ""
    if len(rows.actors) > MOST_IN_A_NETWORK:
        raise NgomapError(f"it would show {len(rows.actors)} organizations.", "Draw a part of it: ngomap network --around us")
    shown = Shown(
        on=asked.on, audience=asked.audience, name=setting(asked.copy, "name") or "", focus=None, middle=None, away=None
    )
    return picture_of(rows, shown)[0], "A picture of who is tied to whom; the table names the circles."


def _coverage(asked: Asked) -> tuple[Picture | None, str]:
    from ngomap.analyses.coverage_sums import MatrixAsked
    from ngomap.cli.coverage_rows import coverage_matrix
    from ngomap.pictures.coverage_picture import draw_coverage

    matrix = coverage_matrix(asked.copy, asked.audience, MatrixAsked(
        asked.on, areas=[asked.area] if asked.area else [], terms=[asked.issue] if asked.issue else [],
        most_rows=ROWS_OF_COVERAGE, most_columns=COLUMNS_OF_COVERAGE,
    ))  # fmt: skip
    if not matrix.cells:
        return None, ""
    alt = "A table of areas and issues as a picture: where nobody works, one alone, or nobody has looked. The worst come first."
    return draw_coverage(matrix, asked.on, asked.audience, asked.us.name if asked.us else ""), alt


DRAWN: dict[str, Callable[[Asked], tuple[Picture | None, str]]] = {"map": _map, "network": _network, "gaps": _coverage}
