"""The legend below a map, as plain data: entries with their sample, set in columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ngomap.pictures import palette
from ngomap.pictures.labels import text_width
from ngomap.pictures.map_keys import KINDS, US_KEY
from ngomap.pictures.map_marks import GROWTH, plain_radius
from ngomap.pictures.map_view import SIZE_WORDS, MapView

ROW: Final = 18.0
SAMPLE: Final = 22.0
GAP: Final = 26.0
TALLEST: Final = 5
TEXT: Final = 11.5
GREY: Final = "#c9cfd6"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: its words, and a `mark` with a shape, colour and radius, a `line` of a kind, or a title."""

    words: str
    sample: str
    shape: str = "circle"
    color: str = GREY
    radius: float = 6.0
    hollow: bool = False
    ring: bool = False


@dataclass(frozen=True, slots=True)
class Set:
    """An entry in its place, from the upper left corner of the legend."""

    entry: Entry
    x: float
    y: float


def sections(view: MapView, lines: Sequence[str], gathers: bool = False) -> list[list[Entry]]:
    """What the legend says: each section a title and its entries. `gathers`: some circles stand for several."""
    by_kind = view.keys.title == "Kind"
    shapes = [Entry("Kind", "title")]
    for kinds, words, color in KINDS:
        if set(kinds) & set(view.kinds):
            shapes.append(Entry(words, "mark", palette.SHAPES[kinds[0]], color if by_kind else GREY))
    found = [shapes]
    if not by_kind:
        colors = [Entry(view.keys.title, "title")]
        colors += [Entry(k.words, "mark", color=k.color, ring=k.key == US_KEY) for k in view.keys.keys]
        found.append(colors)
    if view.size != "none" and view.largest > 0:
        unit = f", {view.unit}" if view.unit else ""
        found.append([Entry(SIZE_WORDS[view.size] + unit, "title"), *_sizes(view)])
    more = [Entry("Marks", "title")]
    if any(s.ours for s in view.sites) and not any(k.key == US_KEY for k in view.keys.keys):
        more.append(Entry("Ourselves", "mark", ring=True))
    if any(s.stands_in for s in view.sites):
        more.append(Entry("At the middle of its area", "mark", hollow=True))
    if gathers:
        more.append(Entry("So many near each other", "mark", color=palette.SEVERAL, radius=8.0))
    names = {"tie": "Tied", "wanted": "Wanted", "rivals": "Rivals"}
    more += [Entry(names[kind], kind) for kind in ("tie", "wanted", "rivals") if kind in lines]
    if len(more) > 1:
        found.append(more)
    return found


def _sizes(view: MapView) -> list[Entry]:
    plain = plain_radius(len(view.sites))
    top = round_down(view.largest)
    steps = sorted({round_down(top / 16), round_down(top / 4), top} - {0.0})
    return [
        Entry(
            f"{step:,.0f}".replace(",", " "), "mark",
            radius=max(0.7 * plain, GROWTH * plain * math.sqrt(step / view.largest)),
        )
        for step in steps
    ]  # fmt: skip


def round_down(value: float) -> float:
    """The largest 1, 2 or 5 with noughts that is no more; 0 below 1.

    >>> round_down(68000), round_down(7.0), round_down(0.3)
    (50000.0, 5.0, 0.0)
    """
    if value < 1:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value)


def legend(parts: Sequence[Sequence[Entry]], width: float) -> tuple[list[Set], float]:
    """The entries in their places, in columns, and how tall the legend is."""
    found: list[Set] = []
    left = top = below = 0.0
    for title, *entries in parts:
        step = max([ROW, *(2 * e.radius + 3 for e in entries)])
        columns = [entries[i : i + TALLEST] for i in range(0, len(entries), TALLEST)]
        wide = [SAMPLE + max(text_width(e.words, TEXT) for e in column) + GAP for column in columns]
        if left and left + sum(wide) - GAP > width:
            left, top = 0.0, below + ROW * 0.6
        found.append(Set(title, left, top))
        heading = text_width(title.words, TEXT, bold=True) + GAP
        start = left
        for column, across in zip(columns, wide, strict=True):
            for index, entry in enumerate(column):
                found.append(Set(entry, left, top + ROW + step * index + (step - ROW) / 2))
            left += across
            below = max(below, top + ROW + step * len(column))
        left = max(left, start + heading)
    return found, below
