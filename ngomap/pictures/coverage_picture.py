"""Coverage as a picture: a matrix whose colours say how much, and whose signs say which kind of gap.

Everything stands at pixels of its own, so that signs fit their cells. A sign is strokes, a ring or characters, never a
colour alone: it reads in black and white, and to those who tell colours apart differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import altair as alt

from ngomap.model.coverage_matrix import (
    ELSEWHERE,
    MEANINGS,
    NEEDED,
    SERVED,
    SIGNS,
    CoverageMatrix,
    MatrixCell,
    MatrixLine,
)
from ngomap.model.text import visible
from ngomap.pictures.palette import BLUE, INK, PAPER, QUIET, RED
from ngomap.pictures.picture import Picture, Row, drawn
from ngomap.pictures.wrapping import wrapped

UNMET: Final = ("#fdf1e3", "#fbd8b0", "#f5b06d", "#e58638", "#c65f12")
"""Of the need: up to a fifth unmet, two fifths, ..., more than four fifths."""
PROVIDERS: Final = ("#eef3f8", "#d3e2f0", "#b1cce4", "#87b2d6", "#5f97c6")
"""One organization, 2-3, 4-7, 8-15, more."""
NO_COLOUR: Final = "#f6f7f8"
LINE: Final = "#c9d0d6"
NAME_ROOM: Final = 210
BAR_ROOM: Final = 84
CHARACTER: Final = 6.1
"""Pixels that a character of small text takes on average."""
COLUMNS: Final = ("For", "Kind", "Organizations", "People in need", "In words")


@dataclass(slots=True)
class _Marks:
    """What is drawn, by the kind of mark."""

    boxes: list[Row] = field(default_factory=list)
    strokes: list[Row] = field(default_factory=list)
    rings: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    frames: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    told: list[Row] = field(default_factory=list)


def draw_coverage(matrix: CoverageMatrix, on: str, audience: str, source: str) -> Picture:
    """The matrix as a picture; `source` names the map. Cells are coloured by the share of the need that is unmet, or
    where no need figure is known, by how many work there.
    """
    by_need = any(c.unmet is not None for c in matrix.cells)
    wide = 70 if len(matrix.heads) <= 10 else 44 if len(matrix.heads) <= 18 else 30
    high = 24 if len(matrix.lines) <= 40 else 19
    marks = _Marks()
    cells = matrix.of()
    for y, line in enumerate(matrix.lines):
        for x, head in enumerate(matrix.heads):
            cell = cells[line.handle, head.handle]
            _put(marks, cell, x * wide, y * high, wide, high, by_need)
    _name_rows(marks, matrix.lines, high)
    width, height = len(matrix.heads) * wide, len(matrix.lines) * high
    heads = _name_columns(matrix.heads, wide)
    bars = _bars(matrix, width, height, wide, high)
    total = max(width + (2 if by_need else 1) * (BAR_ROOM + 50), 560)
    _legend(marks, matrix, by_need, total, height + 76)
    chart = alt.layer(*_layers(marks), *heads[0], *bars[0]).properties(width=width, height=max(height, 1))
    title = f"Who serves what{' for whom' if matrix.row_noun == 'population' else ' where'}, and where nobody does"
    footer = " · ".join(filter(None, (on, source, f"for the audience {audience}")))
    chars = int((total + NAME_ROOM) / CHARACTER)
    subtitle = [piece for line in (_how_many(matrix), *matrix.notes) for piece in wrapped(line, chars)]
    data = {
        "boxes": marks.boxes, "strokes": marks.strokes, "rings": marks.rings, "texts": marks.texts,
        "frames": marks.frames, "names": marks.names, "told": marks.told, "heads": heads[1], "bars": bars[1],
        "ends": bars[2],
    }  # fmt: skip
    return Picture(
        title,
        drawn(chart, data, title, subtitle, footer),
        (matrix.row_noun.capitalize(), matrix.column_noun.capitalize(), *COLUMNS),
        tuple(_row(matrix, line, head, cells[line.handle, head.handle]) for line in matrix.lines for head in matrix.heads),
        footer,
        matrix.notes,
    )


def _how_many(matrix: CoverageMatrix) -> str:
    rows = _of_all(len(matrix.lines), matrix.all_lines, matrix.row_noun)
    heads = _of_all(len(matrix.heads), matrix.all_heads, matrix.column_noun)
    cut = len(matrix.lines) < matrix.all_lines or len(matrix.heads) < matrix.all_heads
    return f"{rows[:1].upper()}{rows[1:]} by {heads}, the worst first." + (" Sums are of all of them." if cut else "")


def _of_all(shown: int, all_: int, noun: str) -> str:
    """How many of how many.

    >>> _of_all(60, 401, "area"), _of_all(1, 1, "issue")
    ('the 60 worst of 401 areas', '1 issue')
    """
    if shown < all_:
        return f"the {shown} worst of {all_} {noun}s"
    return f"{shown} {noun}" if shown == 1 else f"{shown} {noun}s"


def _fill(cell: MatrixCell, by_need: bool) -> str:
    if by_need:
        return NO_COLOUR if cell.unmet is None else UNMET[min(4, int(cell.unmet * 5))]
    number = len(cell.providers)
    return PROVIDERS[min(4, number.bit_length() - 1)] if number else PAPER


def _put(marks: _Marks, cell: MatrixCell, x: float, y: float, wide: float, high: float, by_need: bool) -> None:
    """A cell with its colour and sign, its left upper corner at x, y."""
    if cell.kind == ELSEWHERE:
        marks.texts.append(_text("·", x + wide / 2, y + high / 2, QUIET))
    else:
        marks.boxes.append({"x": x, "y": y, "x2": x + wide - 1, "y2": y + high - 1, "fill": _fill(cell, by_need)})
        _sign(marks, cell, x + (wide - 1) / 2, y + (high - 1) / 2, (wide - 1) / 2, (high - 1) / 2)
    if cell.focus:
        marks.frames.append({"x": x + 1, "y": y + 1, "x2": x + wide - 2, "y2": y + high - 2})
    words = f"{cell.label}: {MEANINGS[cell.look]}\n{cell.text}"
    marks.told.append({"x": x, "y": y, "x2": x + wide, "y2": y + high, "words": words})


def _sign(marks: _Marks, cell: MatrixCell, x: float, y: float, half_wide: float, half_high: float) -> None:
    """The sign of a cell, around its middle."""
    r = min(half_high - 4, 6.5)
    number = str(len(cell.providers))
    match cell.kind:
        case "no presence":
            marks.strokes += [_stroke(x - r, y - r, x + r, y + r, 2.4), _stroke(x - r, y + r, x + r, y - r, 2.4)]
        case "single provider":
            marks.strokes.append(_stroke(x - r, y + r, x + r, y - r, 2.0))
        case "not enough":
            left, right, step = x - half_wide, x + half_wide, 6.0
            start = left - 2 * half_high + step
            while start < right:
                a, b = max(start, left), min(start + 2 * half_high, right)
                marks.strokes.append(_stroke(a, y + half_high - (a - start), b, y + half_high - (b - start), 0.9))
                start += step
            marks.texts.append({**_text(number, x, y, INK), "halo": 3})
        case "planned only":
            marks.rings.append({"x": x, "y": y, "size": (2 * r - 2) ** 2})
        case "stale":
            marks.strokes += [_stroke(x - r, y + d, x + r, y + d, 1.8) for d in (-2.5, 2.5)]
        case "not confirmed":
            marks.texts.append(_text(f"({number})", x, y, INK))
        case "not surveyed":
            marks.texts.append(_text(SIGNS[cell.look], x, y, INK if cell.need else QUIET))
        case _:
            marks.texts.append(_text(number, x, y, INK))


def _stroke(x: float, y: float, x2: float, y2: float, thick: float) -> Row:
    return {"x": x, "y": y, "x2": x2, "y2": y2, "thick": thick, "halo": thick + 2.6 if thick > 1 else 0.0}


def _text(text: str, x: float, y: float, fill: str) -> Row:
    return {"text": text, "x": x, "y": y + 0.5, "fill": fill, "halo": 0}


def _name_rows(marks: _Marks, lines: Sequence[MatrixLine], high: float) -> None:
    for number, line in enumerate(lines):
        marks.names.append({"text": line.name, "x": -8, "y": (number + 0.5) * high})


def _name_columns(heads: Sequence[MatrixLine], wide: float) -> tuple[list[alt.Chart], list[Row]]:
    """The names above the columns: on several lines where there is room, else aslant."""
    upright = wide >= 60
    rows: list[Row] = []
    for number, head in enumerate(heads):
        lines = wrapped(visible(head.name), 11, 5) if upright else [head.name]
        x = (number + 0.5) * wide
        rows.append({"text": "\n".join(lines), "x": x if upright else x - 3, "y": -8 - 13 * (len(lines) - 1)})
    chart = alt.Chart(alt.NamedData("heads"))
    if upright:
        mark = chart.mark_text(
            align="center", baseline="line-bottom", lineBreak="\n", fontSize=11, lineHeight=13, aria=False
        )
    else:
        mark = chart.mark_text(align="left", baseline="middle", angle=310, fontSize=11, limit=190, aria=False)
    return [_at(mark, text="text:N")], rows


def _bars(
    matrix: CoverageMatrix, width: float, height: float, wide: float, high: float
) -> tuple[list[alt.Chart], list[Row], list[Row]]:
    """How many work in each row and column, and how many people are left without where that is known."""
    bars: list[Row] = []
    ends: list[Row] = []
    most = max((line.organizations for line in matrix.lines), default=0) or 1
    unmet = max((line.unmet or 0.0 for line in matrix.lines), default=0.0)
    left = width + 12
    for number, line in enumerate(matrix.lines):
        y = (number + 0.5) * high
        _bar(bars, ends, left, y, BAR_ROOM * line.organizations / most, f"{line.organizations}", BLUE, high)
        if unmet and line.unmet:
            share = BAR_ROOM * line.unmet / unmet
            _bar(bars, ends, left + BAR_ROOM + 44, y, share, f"{round(line.unmet):,}".replace(",", " "), RED, high)
    ends.append({"text": "organizations", "x": left, "y": -14, "align": "left"})
    if unmet:
        ends.append({"text": "people left without", "x": left + BAR_ROOM + 44, "y": -14, "align": "left"})
    top = max((head.organizations for head in matrix.heads), default=0) or 1
    for number, head in enumerate(matrix.heads):
        x, long = (number + 0.5) * wide, 34 * head.organizations / top
        bars.append({"x": x - 8, "y": height + 6, "x2": x + 7, "y2": height + 6 + long, "fill": BLUE})
        ends.append({"text": f"{head.organizations}", "x": x, "y": height + 14 + long, "align": "center"})
    ends.append({"text": "organizations", "x": -8, "y": height + 14, "align": "right"})
    layers = [_at(alt.Chart(alt.NamedData("bars")).mark_rect(aria=False), fill=True, box=True)]
    for side in ("left", "right", "center"):
        mark = alt.Chart(alt.NamedData("ends")).mark_text(fontSize=11, color=QUIET, align=side, aria=False)
        layers.append(_at(mark.transform_filter(f"datum.align == '{side}'"), text="text:N"))
    return layers, bars, ends


def _bar(bars: list[Row], ends: list[Row], x: float, y: float, long: float, text: str, fill: str, high: float) -> None:
    half = high / 2 - 6
    bars.append({"x": x, "y": y - half, "x2": x + long, "y2": y + half, "fill": fill})
    ends.append({"text": text, "x": x + long + 4, "y": y, "align": "left"})


def _legend(marks: _Marks, matrix: CoverageMatrix, by_need: bool, room: float, top: float) -> None:
    """What the signs and colours mean, below the matrix."""
    seen = {c.look for c in matrix.cells}
    x, y, wide, high = -NAME_ROOM + 20.0, top, 30.0, 20.0

    def put(words: str) -> None:
        nonlocal x, y
        marks.names.append({"text": words, "x": x + wide + 7, "y": y + high / 2, "side": "left"})
        x += wide + 7 + len(words) * CHARACTER + 22

    def fits(words: str) -> None:
        nonlocal x, y
        if x + wide + 7 + len(words) * CHARACTER > room - 60 and x > -NAME_ROOM + 20:
            x, y = -NAME_ROOM + 20.0, y + high + 8

    for kind in (SERVED, *(k for k in MEANINGS if k != SERVED)):
        if kind not in seen:
            continue
        words = MEANINGS[kind] + (", how many" if kind == SERVED else "")
        fits(words)
        people = {SERVED: 3, "not enough": 3, "not confirmed": 2, "single provider": 1}.get(kind, 0)
        need = 1 if kind == NEEDED else None
        sample = MatrixCell("", "", None, "", "not surveyed" if need else kind, ("",) * people, need, None, "", "")
        if kind != ELSEWHERE:
            marks.boxes.append({"x": x, "y": y, "x2": x + wide, "y2": y + high, "fill": PAPER})
            _sign(marks, sample, x + wide / 2, y + high / 2, wide / 2, high / 2)
        else:
            marks.texts.append(_text("·", x + wide / 2, y + high / 2, QUIET))
        put(words)
    if matrix.focus:
        words = f"{matrix.focus} works there, did, or plans to"
        fits(words)
        marks.frames.append({"x": x + 1, "y": y + 1, "x2": x + wide - 1, "y2": y + high - 1})
        put(words)
    x, y = -NAME_ROOM + 20.0, y + high + 12
    ramp = (
        zip(UNMET, ("to 20 % unmet", "to 40 %", "to 60 %", "to 80 %", "more of the need is unmet"), strict=True)
        if by_need
        else zip(PROVIDERS, ("1 organization", "2-3", "4-7", "8-15", "16 or more"), strict=True)
    )
    for fill, words in ramp:
        fits(words)
        marks.boxes.append({"x": x, "y": y, "x2": x + wide, "y2": y + high, "fill": fill})
        put(words)
    if by_need:
        fits("share not known")
        marks.boxes.append({"x": x, "y": y, "x2": x + wide, "y2": y + high, "fill": NO_COLOUR})
        put("share not known")


def _layers(marks: _Marks) -> list[alt.Chart]:
    strokes = alt.Chart(alt.NamedData("strokes"))
    texts = alt.Chart(alt.NamedData("texts"))
    names = alt.Chart(alt.NamedData("names"))
    return [
        _at(alt.Chart(alt.NamedData("boxes")).mark_rect(stroke=LINE, strokeWidth=0.8, aria=False), box=True, fill=True),
        _at(strokes.mark_rule(color=PAPER, strokeCap="round", aria=False), box=True, size="halo:Q"),
        _at(strokes.mark_rule(color=INK, strokeCap="round", aria=False), box=True, size="thick:Q"),
        *(
            _at(
                alt.Chart(alt.NamedData("rings")).mark_point(
                    shape="circle", filled=False, stroke=colour, strokeWidth=thick, opacity=1, aria=False
                ),
                size="size:Q",
            )
            for colour, thick in ((PAPER, 4.6), (INK, 2.0))
        ),
        _at(
            texts.transform_filter("datum.halo > 0").mark_text(
                fontSize=11, stroke=PAPER, strokeWidth=4, strokeJoin="round", aria=False
            ),
            text="text:N",
        ),
        _at(texts.mark_text(fontSize=11, aria=False), text="text:N", fill=True),
        _at(
            alt.Chart(alt.NamedData("frames")).mark_rect(fillOpacity=0, stroke=INK, strokeWidth=2.4, aria=False), box=True
        ),
        _at(
            names.transform_filter("datum.side != 'left'").mark_text(
                align="right", baseline="middle", fontSize=12, limit=NAME_ROOM - 16, aria=False
            ),
            text="text:N",
        ),
        _at(
            names.transform_filter("datum.side == 'left'").mark_text(
                align="left", baseline="middle", fontSize=11, aria=False
            ),
            text="text:N",
        ),
        _at(
            alt.Chart(alt.NamedData("told")).mark_rect(fillOpacity=0, strokeOpacity=0),
            box=True, description="words:N",
        ),
    ]


def _at(
    chart: alt.Chart, box: bool = False, fill: bool = False, text: str = "", size: str = "", description: str = ""
) -> alt.Chart:
    """The marks at the pixels that their rows name."""
    channels: list[object] = [alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)]
    if box:
        channels += [alt.X2("x2"), alt.Y2("y2")]
    if fill:
        channels.append(alt.Fill("fill:N", scale=None, legend=None))
    if text:
        channels.append(alt.Text(text))
    if size:
        channels.append(alt.Size(size, scale=None, legend=None))
    if description:
        channels.append(alt.Description(description))
    encoded: alt.Chart = chart.encode(*channels)
    return encoded


def _row(matrix: CoverageMatrix, line: MatrixLine, head: MatrixLine, cell: MatrixCell) -> tuple[str, ...]:
    need = "" if cell.need is None else f"{cell.need:,}".replace(",", " ")
    number = "" if cell.kind == ELSEWHERE else str(len(cell.providers))
    return line.name, head.name, cell.population or "", cell.kind, number, need, cell.text
