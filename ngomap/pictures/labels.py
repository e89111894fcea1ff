"""Names on a picture that cover neither each other nor the marks: the important ones first, each in the best free place.

Greedy, after the point-feature rules of E. Imhof (1975): right of the mark before left, above before below; then farther
away with a thin line. A name that finds no room is left to the table and to what a pointer tells.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LINE: Final = 1.18
"""The height of a line of text, in sizes of its letters."""
CLOSE: Final = 4.0
"""Pixels between a mark and its name."""
FAR: Final = (14.0, 24.0, 36.0, 50.0, 66.0, 84.0, 104.0, 128.0, 154.0)
"""How far from the mark a name is tried that has no room beside it."""
ANGLES: Final = 24
OVER: Final = (0.0, -1.0, 1.0, -2.0, 2.0, -3.2, 3.2, -4.5, 4.5, -6.0, 6.0)
"""How many lines above and below its point a name is tried that belongs to no mark."""
PASSED: Final = 45.0
"""A thin line that passes a mark is as bad as one that is so many pixels longer; it passes one at the most."""
CELL: Final = 48.0
LONGEST_LINE: Final = 24
"""Letters after which a name goes on in a second line."""
# Widths of Helvetica's letters, which Liberation Sans and Arial share, in thousandths of the size.
_NARROW: Final = dict.fromkeys("ijl|'", 222) | dict.fromkeys("ft.,:;!/\\ I()[]-", 290) | dict.fromkeys("r\"", 340)
_WIDE: Final = (
    dict.fromkeys("ABEKPSVXY&", 667) | dict.fromkeys("CDHNRUw", 725) | dict.fromkeys("GOQ", 778)
    | dict.fromkeys("mM%", 850) | dict.fromkeys("W@", 960) | dict.fromkeys("FTZL", 600) | dict.fromkeys("cksvxyzJ", 500)
)  # fmt: skip
_WIDTHS: Final = {**_NARROW, **_WIDE}

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""
Line = tuple[float, float, float, float]
"""From x, y to x, y."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name that should stand beside a mark at x, y with that radius. One without a radius may lie over its point."""

    key: str
    text: str
    x: float
    y: float
    radius: float
    size: float = 11.0
    bold: bool = False
    far: bool = True
    tries: int = len(OVER)
    """How many of the places over its point may be tried, where it has no radius."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place: its lines, the room they take up, and the thin line to its mark if it stands far from it."""

    wanted: Wanted
    lines: tuple[str, ...]
    box: Box
    leader: Line | None = None


def text_width(text: str, size: float, bold: bool = False) -> float:
    """About how wide a text is, in pixels: rather too wide than too narrow.

    >>> round(text_width("Hi", 10.0)), round(text_width("清水", 10.0))
    (10, 21)
    """
    thousandths = sum(_WIDTHS.get(c) or _other_width(c) for c in text)
    return thousandths * size / 1000 * (1.1 if bold else 1.04)


def _other_width(c: str) -> int:
    if unicodedata.combining(c):
        return 0
    if unicodedata.east_asian_width(c) in "WF":
        return 1000
    plain = unicodedata.normalize("NFD", c)[0]
    return _WIDTHS.get(plain, 560) if c.isascii() or plain.isascii() else 640


def in_lines(text: str, longest: int = LONGEST_LINE) -> tuple[str, ...]:
    """A name in one line, or in two of about the same length; what is too long for two is cut.

    >>> in_lines("Upper Quelvara Schools Authority"), in_lines("Radio Nharu")
    (('Upper Quelvara', 'Schools Authority'), ('Radio Nharu',))
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return (text,)
    if len(text) > 2 * longest:
        text = text[: 2 * longest - 1].rstrip() + "…"
    words = text.split(" ")
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    if not breaks:
        return (text if len(text) <= longest + 4 else text[:longest] + "…",)
    first, second = min(breaks, key=lambda pair: (max(map(len, pair)), -len(pair[0])))
    return tuple(t if len(t) <= longest + 6 else t[: longest + 5].rstrip() + "…" for t in (first, second))


def placed(
    wanted: Sequence[Wanted], obstacles: Iterable[Box], room: Box, most: int, lines: Iterable[Line] = ()
) -> list[Label]:
    """The names that find room within `room`, at most so many, in the order wanted. None overlaps another, an obstacle, a
    line or a thin line; a thin line may pass marks, where it must.
    """
    board = _Board(room)
    for box in obstacles:
        board.obstacles.add(box)
    for line in lines:
        board.leaders.append(line)
    found: list[Label] = []
    for want in wanted:
        if len(found) >= most:
            break
        label = board.place(want)
        if label is not None:
            found.append(label)
    return found


class _Cells:
    """Boxes, found again by where they are."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = {}

    def add(self, box: Box) -> None:
        for cell in self._over(box):
            self._cells.setdefault(cell, []).append(box)

    def hits(self, box: Box) -> bool:
        return any(overlap(box, other) for cell in self._over(box) for other in self._cells.get(cell, ()))

    def crossed(self, line: Line) -> int:
        around = (min(line[0], line[2]), min(line[1], line[3]), max(line[0], line[2]), max(line[1], line[3]))
        near = {other for cell in self._over(around) for other in self._cells.get(cell, ())}
        return sum(crosses(line, other) for other in near)

    def _over(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box[0] // CELL), int(box[2] // CELL) + 1):
            for row in range(int(box[1] // CELL), int(box[3] // CELL) + 1):
                yield column, row


class _Board:
    def __init__(self, room: Box) -> None:
        self.room = room
        self.obstacles = _Cells()
        self.names = _Cells()
        self.leaders: list[Line] = []

    def place(self, want: Wanted) -> Label | None:
        lines = in_lines(want.text)
        wide = max(text_width(t, want.size, want.bold) for t in lines)
        tall = len(lines) * want.size * LINE
        for box in _beside(want, wide, tall):
            if self._free(box):
                return self._keep(Label(want, lines, box))
        if not want.far:
            return None
        best: tuple[float, Label] | None = None
        for out in FAR:
            if best is not None and best[0] <= out:
                break
            for box in _around(want, wide, tall, want.radius + out):
                line = _leader(want, box)
                if not self._free(box) or self.names.crossed(line) or any(_cross(line, old) for old in self.leaders):
                    continue
                passed = self.obstacles.crossed(line)
                cost = out + PASSED * passed
                if passed > 1:
                    continue
                if best is None or cost < best[0]:
                    best = cost, Label(want, lines, box, line)
        return None if best is None else self._keep(best[1])

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = self.room
        inside = left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
        return (
            inside
            and not self.names.hits(box)
            and not self.obstacles.hits(box)
            and not any(crosses(line, box) for line in self.leaders)
        )

    def _keep(self, label: Label) -> Label:
        self.names.add(label.box)
        if label.leader:
            self.leaders.append(label.leader)
        return label


def _beside(want: Wanted, wide: float, tall: float) -> Iterator[Box]:
    if not want.radius:
        for step in OVER[: want.tries]:
            yield _box(want.x - wide / 2, want.y - tall / 2 + step * tall, wide, tall)
        return
    out, slant = want.radius + CLOSE, 0.75 * want.radius + CLOSE / 2
    for left, top in (
        (want.x + out, want.y - tall / 2), (want.x - out - wide, want.y - tall / 2),
        (want.x - wide / 2, want.y - out - tall), (want.x - wide / 2, want.y + out),
        (want.x + slant, want.y - slant - tall), (want.x + slant, want.y + slant),
        (want.x - slant - wide, want.y - slant - tall), (want.x - slant - wide, want.y + slant),
    ):  # fmt: skip
        yield _box(left, top, wide, tall)


def _around(want: Wanted, wide: float, tall: float, out: float) -> Iterator[Box]:
    """The box at so many pixels in each direction, its nearest edge or corner at that distance."""
    for index in range(ANGLES):
        turn = 2 * math.pi * index / ANGLES
        east, south = math.cos(turn), math.sin(turn)
        x, y = want.x + out * east, want.y + out * south
        left = x if east > 0.35 else x - wide if east < -0.35 else x - wide / 2
        top = y if south > 0.75 else y - tall if south < -0.75 else y - tall / 2
        yield _box(left, top, wide, tall)


def _leader(want: Wanted, box: Box) -> Line:
    x, y = min(max(want.x, box[0]), box[2]), min(max(want.y, box[1]), box[3])
    if box[0] > want.x or box[2] < want.x:
        y = (box[1] + box[3]) / 2
    length = math.dist((x, y), (want.x, want.y)) or 1.0
    share = min(1.0, want.radius / length)
    # A little outside of the room that the mark takes up, so that it does not pass its own.
    share = min(1.0, 1.5 * share)
    start = want.x + (x - want.x) * share, want.y + (y - want.y) * share
    return round(start[0], 1), round(start[1], 1), round(x, 1), round(y, 1)


def _box(left: float, top: float, wide: float, tall: float) -> Box:
    return round(left, 1), round(top, 1), round(left + wide, 1), round(top + tall, 1)


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes have room in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def crosses(line: Line, box: Box) -> bool:
    """Whether a line passes through the inside of a box."""
    x_a, y_a, x_b, y_b = line
    first, last = 0.0, 1.0
    for start, step, low, high in ((x_a, x_b - x_a, box[0], box[2]), (y_a, y_b - y_a, box[1], box[3])):
        if step == 0:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        first, last = max(first, near), min(last, far)
    return first < last


def _cross(a: Line, b: Line) -> bool:
    def side(p: tuple[float, float], line: Line) -> float:
        return (line[2] - line[0]) * (p[1] - line[1]) - (line[3] - line[1]) * (p[0] - line[0])

    return (
        side((a[0], a[1]), b) * side((a[2], a[3]), b) < 0 and side((b[0], b[1]), a) * side((b[2], b[3]), a) < 0
    )
