"""What the signs in a picture of a network mean, as rows to draw beside it: only the signs that occur."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.model.relationships import RUNGS
from ngomap.pictures.network_marks import CIRCLES, DASHES, LINE, Dot, Line, NetworkMarks, colour_of, width_of
from ngomap.pictures.network_words import cut
from ngomap.pictures.palette import INK, RED, SHAPES, UNKNOWN, US
from ngomap.pictures.picture import Row

ROW: Final = 21.0
HEADING: Final = 25.0
SAMPLE: Final = 34.0
WIDEST: Final = 150.0
"""Of a name, in pixels."""


@dataclass(slots=True)
class Legend:
    """Rows for the texts, lines and dots of a legend, downwards from `y` at `x`."""

    x: float
    y: float
    texts: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    dots: list[Row] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """A heading, with room above."""
        self.y += 10
        self.texts.append({"x": self.x, "y": self.y, "text": text, "bold": True})
        self.y += HEADING

    def dot(self, text: str, shape: str, colour: str, ring: bool = False) -> None:
        """A sign that stands for actors."""
        self.dots.append({"x": self.x + SAMPLE / 2, "y": self.y, "shape": shape, "colour": colour, "ring": ring})
        self._said(text)

    def line(self, text: str, line: Row) -> None:
        """A sign that stands for ties."""
        self.lines.append({"x": self.x, "y": self.y, "x2": self.x + SAMPLE, "y2": self.y, "directed": False, **line})
        self._said(text)

    def said(self, text: str) -> None:
        """Words alone."""
        self.texts.append({"x": self.x, "y": self.y, "text": text, "bold": False})
        self.y += ROW

    def _said(self, text: str) -> None:
        self.texts.append({"x": self.x + SAMPLE + 8, "y": self.y, "text": text, "bold": False})
        self.y += ROW


def legend_of(marks: NetworkMarks, x: float, y: float) -> Legend:
    """The legend of a picture, from this point down."""
    legend = Legend(x, y)
    every = [*marks.dots, *marks.alone]
    if every:
        legend.heading("Who")
        for text, shape in _kinds(every):
            legend.dot(text, shape, LINE)
        if any(d.us for d in every):
            legend.dot("us", next(d.shape for d in every if d.us), US, ring=True)
        if marks.dots:
            legend.said("Larger: tied to more others")
    if marks.lines:
        legend.heading("Ties")
        for text, line in _ties(marks.lines, marks.thin):
            legend.line(text, line)
    if marks.circles:
        legend.heading("Circles, tied among themselves")
        for place, name, members in marks.circles[: len(CIRCLES)]:
            legend.dot(f"around {cut(name, WIDEST)} ({members})", "circle", colour_of(place))
        rest = marks.circles[len(CIRCLES) :]
        if rest:
            legend.dot(f"{len(rest)} more {'circle' if len(rest) == 1 else 'circles'}", "circle", UNKNOWN)
    return legend


def _kinds(dots: Sequence[Dot]) -> Iterator[tuple[str, str]]:
    there = {d.kind for d in dots}
    by_shape: dict[str, list[str]] = {}
    for kind, shape in SHAPES.items():
        if kind in there:
            by_shape.setdefault(shape, []).append(kind)
    for shape, kinds in by_shape.items():
        yield ", ".join(kinds), shape


def _ties(lines: Sequence[Line], thin: float) -> Iterator[tuple[str, Row]]:
    for rung in sorted({m.rung for m in lines if m.what == "standing" and m.rung is not None}):
        yield RUNGS[rung], _sample(width_of(rung, thin), LINE, "standing")
    plain = [m for m in lines if m.what == "standing" and m.rung is None]
    if any(m.directed for m in plain):
        yield "member of, funds and the like", {**_sample(width_of(None, thin), LINE, "standing"), "directed": True}
    if any(not m.directed for m in plain):
        yield "another tie, or no rung known", _sample(width_of(None, thin), LINE, "standing")
    if any(m.what == "wanted" for m in lines):
        yield "wanted", _sample(width_of(None, thin), INK, "wanted")
    if any(m.what == "rivals" for m in lines):
        yield "rivals", _sample(width_of(None, thin), RED, "rivals")


def _sample(width: float, colour: str, what: str) -> Row:
    return {"width": width, "colour": colour, "what": what, "dash": DASHES[what]}
