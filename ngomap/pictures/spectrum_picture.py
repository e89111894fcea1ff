"""The spectrum of allies as a picture: a half circle of five wedges, and below it who stands in each.

A dot is an actor, the larger the more influence it has on the issue; its number is that before its name. Whoever moved
has an empty ring where it stood, and an arrow from there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import altair as alt

from ngomap.model.spectrum_points import SpectrumPoint, SpectrumPoints
from ngomap.model.stances import STANCES as WORDS
from ngomap.model.text import visible
from ngomap.pictures.palette import INK, PAPER, QUIET, STANCES, UNKNOWN, US
from ngomap.pictures.picture import Picture, Row, drawn
from ngomap.pictures.spectrum_places import OUTER, at, placed, wedge
from ngomap.pictures.wrapping import wrapped

PLURALS: Final = {
    -2: "Active opponents", -1: "Passive opponents", 0: "Neutral", 1: "Passive allies", 2: "Active allies",
}  # fmt: skip
TINTS: Final = ("#f6e9e2", "#fcf1e4", "#f3f4f5", "#e9f3f8", "#e2ebf5")
ON_DOT: Final = (PAPER, INK, INK, INK, PAPER)
COLUMN: Final = 196.0
MIDDLE: Final = 2.5 * COLUMN
LINE: Final = 15.0
LETTERS: Final = 25
"""Characters of a name that fit beside its dot on a line."""
MOST: Final = 40
"""Names below a wedge; what is more is told, and stands in the table."""
DRAWN: Final = 150
"""Dots in a wedge: those of most influence. Of more, none could be told from the others."""
LEAST_DOT: Final = 8.0
COLUMNS: Final = ("Actor", "Stands as", "Influence (of 5)", "Stood as", "In words")


@dataclass(slots=True)
class _Marks:
    wedges: list[Row] = field(default_factory=list)
    dots: list[Row] = field(default_factory=list)
    ghosts: list[Row] = field(default_factory=list)
    arrows: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    focus: str | None = None
    """Who stands out; the others step back."""

    def back(self, point: SpectrumPoint) -> bool:
        """Whether the actor steps back."""
        return self.focus not in (None, point.handle)


def draw_spectrum(
    found: SpectrumPoints, audience: str, source: str, notes: tuple[str, ...] = (), focus: str | None = None
) -> Picture:
    """The spectrum as a picture; `source` names the map, `focus` (a handle) who stands out of it."""
    marks = _Marks(focus=focus)
    groups = {stance: [p for p in found.points if p.stance == stance] for stance in WORDS}
    for number in range(len(WORDS)):
        for corner, (x, y) in enumerate(wedge(number)):
            marks.wedges.append({"wedge": number, "corner": corner, "x": MIDDLE + x, "y": y})
    drawn_of = {stance: _most_influence(points, focus) for stance, points in groups.items()}
    numbers = {p.handle: n for n, p in enumerate((p for s in WORDS for p in drawn_of[s]), start=1)}
    _dots(marks, drawn_of, numbers)
    if any(len(points) > len(drawn_of[stance]) for stance, points in groups.items()):
        dots = sum(map(len, drawn_of.values()))
        said = f"Of each stance the {DRAWN} of most influence are drawn: {dots} of {len(found.points):,} actors".replace(",", " ")
        notes = (f"{said}; a page has a table of all.", *notes)
    if not any(p.us for p in found.points) and found.us:
        _us(marks, found.us)
    bottom = _lists(marks, groups, numbers)
    bottom = _key(marks, found, bottom + 16)
    unknown = _unknown(found.unknown)
    title = f"Who stands where on {found.issue}"
    subtitle = [
        f"Larger: more influence on it; the number is that of the list. Rings and arrows: moved since {found.since}.",
        *wrapped(unknown, 150), *(line for note in notes for line in wrapped(note, 150)),
    ]  # fmt: skip
    footer = " · ".join(filter(None, (found.on, source, f"for the audience {audience}")))
    chart = alt.layer(*_layers()).properties(width=5 * COLUMN, height=1)
    data = {
        "wedges": marks.wedges, "dots": marks.dots, "ghosts": marks.ghosts, "arrows": marks.arrows, "texts": marks.texts,
    }  # fmt: skip
    return Picture(
        title, drawn(chart, data, title, subtitle, footer), COLUMNS, tuple(map(_row, found.points)), footer,
        tuple(filter(None, (unknown, *notes))),
    )  # fmt: skip


def _most_influence(points: list[SpectrumPoint], focus: str | None) -> list[SpectrumPoint]:
    """Of those of one stance, who come by influence, the first; we and who stands out are always among them."""
    asked = [p for p in points[DRAWN:] if p.us or p.handle == focus]
    return [*points[: DRAWN - len(asked)], *asked] if len(points) > DRAWN else points


def _radius(influence: int | None) -> float:
    return LEAST_DOT + 1.8 * (2 if influence is None else influence)


def _dots(marks: _Marks, groups: dict[int, list[SpectrumPoint]], numbers: dict[str, int]) -> None:
    """The dots in their wedges, with the rings of those who left them: those go in last."""
    left = {stance: [p for ps in groups.values() for p in ps if p.then == stance] for stance in groups}
    where: dict[str, tuple[float, float, float]] = {}
    rings: dict[str, tuple[float, float, float]] = {}
    for number, stance in enumerate(groups):
        here = groups[stance]
        radii = [_radius(p.influence) for p in here] + [LEAST_DOT] * len(left[stance])
        # Who came from the left, or left for it, stands to the left of the others, so that arrows cross fewer dots.
        sides = [p.then - stance if p.then is not None else 0 for p in here] + [p.stance - stance for p in left[stance]]
        places, scale = placed(radii, number, sides)
        for point, radius, (x, y) in zip([*here, *left[stance]], radii, places, strict=True):
            (where if point.stance == stance else rings)[point.handle] = MIDDLE + x, y, radius * scale
    for number, stance in enumerate(groups):
        for point in groups[stance]:
            x, y, radius = where[point.handle]
            words = _told(point)
            marks.dots.append(_dot(point, number, x, y, radius, words, marks.back(point)))
            size = 11 if radius >= 9 else 8
            if radius >= 5:
                text, ink = str(numbers[point.handle]), QUIET if marks.back(point) else ON_DOT[number]
                marks.texts.append(_text(text, x, y + 0.5, ink, size=size, side="center", bold=point.us))
            if point.then is not None and not marks.back(point):
                ghost = rings[point.handle]
                marks.ghosts.append({"x": ghost[0], "y": ghost[1], "size": (2 * ghost[2]) ** 2, "words": words})
                marks.texts.append(_text(str(numbers[point.handle]), ghost[0], ghost[1] + 0.5, QUIET, size=9, side="center"))
                marks.arrows += _arrow(point.handle, ghost, (x, y, radius))


def _dot(
    point: SpectrumPoint, number: int, x: float, y: float, radius: float, words: str, back: bool = False
) -> Row:  # fmt: skip
    return {
        "x": x, "y": y, "size": (2 * radius) ** 2, "fill": PAPER if back else STANCES[number], "words": words,
        "stroke": UNKNOWN if back else US if point.us else INK, "thick": 3.0 if point.us else 0.8,
        "dash": [3, 2] if point.influence is None else [1, 0],
    }  # fmt: skip


def _arrow(name: str, start: tuple[float, float, float], end: tuple[float, float, float]) -> list[Row]:
    """A bow from one edge to the other, bent towards the middle of the half circle, and its head."""
    (x1, y1, r1), (x2, y2, r2) = start, end
    bend_x, bend_y = (x1 + x2) / 2, (y1 + y2) / 2
    pull = 0.16
    bend_x, bend_y = bend_x + (MIDDLE - bend_x) * pull, bend_y * (1 - pull)
    x1, y1 = _towards(x1, y1, bend_x, bend_y, r1 + 1)
    x2, y2 = _towards(x2, y2, bend_x, bend_y, r2 + 3)
    bow = []
    for step in range(17):
        t = step / 16
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        bow.append((a * x1 + b * bend_x + c * x2, a * y1 + b * bend_y + c * y2))
    angle = math.atan2(y2 - bend_y, x2 - bend_x)
    head = [(x2 + 8 * math.cos(angle + side), y2 + 8 * math.sin(angle + side)) for side in (math.pi - 0.45, math.pi + 0.45)]
    lines = {name: bow, f"{name}>": [head[0], (x2, y2), head[1]]}
    return [{"line": line, "step": n, "x": x, "y": y} for line, ps in lines.items() for n, (x, y) in enumerate(ps)]


def _towards(x: float, y: float, to_x: float, to_y: float, far: float) -> tuple[float, float]:
    length = math.hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) * far / length, y + (to_y - y) * far / length


def _us(marks: _Marks, name: str) -> None:
    marks.dots.append({
        "x": MIDDLE, "y": -22.0, "size": 22.0**2, "fill": US, "words": f"{name}: us", "stroke": US, "thick": 1.0, "dash": [1, 0],
    })  # fmt: skip
    marks.texts.append(_text("us", MIDDLE, -21.5, PAPER, size=11, side="center", bold=True))


def _lists(marks: _Marks, groups: dict[int, list[SpectrumPoint]], numbers: dict[str, int]) -> float:
    """The names below each wedge, and where the longest list ends."""
    bottom = 0.0
    for number, stance in enumerate(groups):
        x, points = number * COLUMN, groups[stance]
        angle = math.pi * (number + 0.5) / 5
        out_x, out_y = at(angle, OUTER + 12)
        side = ("right", "right", "center", "left", "left")[number]
        title = PLURALS[stance]
        known = sum(p.influence or 0 for p in points)
        weight = f"{len(points)} {'actor' if len(points) == 1 else 'actors'}, influence {known}" if points else "nobody known"
        lift = -16 if side == "center" else 0
        marks.texts.append(_text(title, MIDDLE + out_x, out_y - 8 + lift, INK, 13, side, True))
        marks.texts.append(_text(weight, MIDDLE + out_x, out_y + 8 + lift, QUIET, 11, side))
        y = 34.0
        marks.texts.append(_text(title, x, y, INK, 12, bold=True))
        y += 8
        for point in points[:MOST]:
            y += LINE + 5
            back = marks.back(point)
            marks.dots.append(_dot(point, number, x + 9, y, 8.5, _told(point), back))
            ink = QUIET if back else ON_DOT[number]
            marks.texts.append(_text(str(numbers[point.handle]), x + 9, y + 0.5, ink, 10, "center"))
            lines = wrapped(visible(point.name), LETTERS)[:3]
            for n, line in enumerate(lines):
                y += LINE - 1 if n else 0
                bold = point.us or point.handle == marks.focus
                marks.texts.append(_text(line, x + 23, y, QUIET if back else INK, 12, bold=bold))
            said = [*(["us"] if point.us else []), *([f"was {WORDS[point.then]}"] if point.then is not None else [])]
            if said:
                y += LINE - 1
                marks.texts.append(_text(", ".join(said), x + 23, y, QUIET, 11))
        if len(points) > MOST:
            y += LINE + 5
            marks.texts.append(_text(f"and {len(points) - MOST} more", x + 23, y, QUIET, 11))
        bottom = max(bottom, y)
    return bottom


def _key(marks: _Marks, found: SpectrumPoints, top: float) -> float:
    """What sizes and outlines mean."""
    x, y = 0.0, top + 22
    for influence in (0, 1, 3, 5, None):
        radius = _radius(influence)
        x += radius
        dot = SpectrumPoint("", "", 0, influence, None, "")
        marks.dots.append(_dot(dot, 2, x, y, radius, "Influence on the issue"))
        words = "influence not known" if influence is None else f"influence {influence}"
        marks.texts.append(_text(words, x + radius + 5, y, INK, 11))
        x += radius + 5 + len(words) * 6 + 18
    if any(p.us for p in found.points):
        marks.dots.append(_dot(SpectrumPoint("", "", 0, 3, None, "", True), 2, x + 12, y, 11, "us"))
        marks.texts.append(_text("us", x + 29, y, INK, 11))
    return y


def _unknown(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    some = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    return f"Not placed, for where they stand is not known: {some}."


def _told(point: SpectrumPoint) -> str:
    known = "influence not known" if point.influence is None else f"influence {point.influence} of 5"
    return f"{point.name}{' (us)' if point.us else ''}: {WORDS[point.stance]}, {known}\n{point.text}"


def _row(point: SpectrumPoint) -> tuple[str, ...]:
    then = "" if point.then is None else WORDS[point.then]
    name = f"{point.name} (us)" if point.us else point.name
    return name, WORDS[point.stance], "" if point.influence is None else str(point.influence), then, point.text


def _text(
    text: str, x: float, y: float, fill: str, size: float = 12, side: str = "left", bold: bool = False
) -> Row:  # fmt: skip
    return {"text": text, "x": x, "y": y, "fill": fill, "size": size, "side": side, "bold": bold}


def _layers() -> list[alt.Chart]:
    def here(mark: alt.Chart, *more: object) -> alt.Chart:
        encoded: alt.Chart = mark.encode(alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None), *more)
        return encoded

    wedges = alt.Chart(alt.NamedData("wedges"))
    dots, ghosts = alt.Chart(alt.NamedData("dots")), alt.Chart(alt.NamedData("ghosts"))
    arrows, texts = alt.Chart(alt.NamedData("arrows")), alt.Chart(alt.NamedData("texts"))
    layers = [
        here(
            wedges.transform_filter(f"datum.wedge === {number}").mark_line(
                fill=TINTS[number], stroke="#b9c1c9", strokeWidth=1, aria=False
            ),
            alt.Order("corner:Q"),
        )
        for number in range(5)
    ]
    layers += [
        here(
            arrows.mark_line(stroke=INK, strokeWidth=1.4, fillOpacity=0, strokeCap="round", aria=False),
            alt.Detail("line:N"), alt.Order("step:Q"),
        ),
        here(
            ghosts.mark_point(shape="circle", filled=True, fill=PAPER, stroke=QUIET, strokeWidth=1.3, strokeDash=[2, 2], opacity=1),
            alt.Size("size:Q", scale=None, legend=None), alt.Description("words:N"),
        ),
        here(
            dots.mark_point(shape="circle", opacity=1),
            alt.Size("size:Q", scale=None, legend=None), alt.Fill("fill:N", scale=None, legend=None),
            alt.Stroke("stroke:N", scale=None, legend=None), alt.StrokeWidth("thick:Q", scale=None, legend=None),
            alt.StrokeDash("dash:N", scale=None, legend=None), alt.Description("words:N"),
        ),
    ]  # fmt: skip
    for side in ("left", "center", "right"):
        for bold in (False, True):
            chosen = texts.transform_filter(f"datum.side === '{side}' && datum.bold === {str(bold).lower()}")
            mark = chosen.mark_text(align=side, baseline="middle", fontWeight=600 if bold else 400, aria=False)
            more = alt.Text("text:N"), alt.Fill("fill:N", scale=None, legend=None), alt.Size("size:Q", scale=None, legend=None)
            layers.append(here(mark, *more))
    return layers


