"""What a picture of a network is made of: a dot for each actor, a line for each two that are tied, halos around circles.

Plain numbers and words, so that whoever draws (a file, the atlas) draws the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ngomap.graph.strength import strength
from ngomap.model.actors import ActorRef
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.pictures.best_connected import best_connected, tied_pairs
from ngomap.pictures.layout import Point, laid_out
from ngomap.pictures.network_halos import Halo, halo
from ngomap.pictures.network_rings import Ring, on_rings
from ngomap.pictures.network_words import in_order, said_of_actor, said_of_ties
from ngomap.pictures.palette import BLUE, GREEN, INK, ORANGE, PINK, RED, SHAPES, SKY, UNKNOWN, US, VIOLET

MOST: Final = 800
"""Actors that are drawn; more than that is fog."""
WIDTHS: Final = (0.9, 1.4, 2.1, 3.1, 4.4, 6.0)
"""Of a line, by rung, in units of the picture."""
PLAIN_WIDTH: Final = 1.1
CIRCLES: Final = (BLUE, ORANGE, GREEN, PINK, SKY, VIOLET, "#7f5b3a")
"""Of the largest circles; red is for rivals."""
DASHES: Final[dict[str, list[float]]] = {"standing": [1, 0], "wanted": [6, 4], "rivals": [1, 0]}
LINE: Final = "#75818d"
FAINT: Final = 0.13
WISH_PULLS: Final = 0.1
MARGIN: Final = 60.0
HALO_ROOM: Final = 16.0


@dataclass(frozen=True, slots=True)
class Dot:
    """An actor. `circle` is its place among the circles given, `ties` with how many it is tied, `step` how many steps it
    is from the actor in the middle; `x` and `y` are in the picture's units, downwards from the top left corner.
    """

    id: int
    handle: str
    name: str
    kind: str
    x: float
    y: float
    radius: float
    circle: int | None
    ties: int
    us: bool
    said: str
    step: int | None = None
    faded: bool = False
    chosen: bool = False

    @property
    def shape(self) -> str:
        """By kind."""
        return SHAPES.get(self.kind, "circle")

    @property
    def colour(self) -> str:
        """By circle; we are black."""
        return US if self.us else colour_of(self.circle)

    @property
    def opacity(self) -> float:
        """How much it stands out."""
        return FAINT * 1.8 if self.faded else 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """All ties between two actors: `standing`, only `wanted`, or `rivals`; `rung` is their highest, and gives the width.
    `directed`: every one of them reads from `a` to `b`, not back.
    """

    a: int
    b: int
    x: float
    y: float
    x2: float
    y2: float
    what: str
    rung: int | None
    width: float
    directed: bool
    within: bool
    said: str
    faded: bool = False

    @property
    def dash(self) -> list[float]:
        """Dashed if it is only wanted."""
        return DASHES[self.what]

    @property
    def colour(self) -> str:
        """Red between rivals."""
        return RED if self.what == "rivals" else INK if self.what == "wanted" else LINE

    @property
    def opacity(self) -> float:
        """How much it stands out; what leads from circle to circle less than what holds one together."""
        return FAINT if self.faded else 0.85 if self.within or self.what != "standing" else 0.55


@dataclass(frozen=True, slots=True)
class NetworkMarks:
    """Everything that is drawn, most important last, in `width` by `height` units. `alone` have no line. `circles` are
    those of which two or more are drawn: place, name of the best connected, actors. `total` counts the actors that
    there were before only the best connected were taken. `thin` is what the widths of lines were multiplied by.
    """

    dots: tuple[Dot, ...]
    alone: tuple[Dot, ...]
    lines: tuple[Line, ...]
    halos: tuple[Halo, ...]
    rings: tuple[Ring, ...]
    circles: tuple[tuple[int, str, int], ...]
    width: float
    height: float
    total: int
    thin: float = 1.0


def colour_of(circle: int | None) -> str:
    """The colour of the actors of a circle."""
    return UNKNOWN if circle is None or circle >= len(CIRCLES) else CIRCLES[circle]


def width_of(rung: int | None, thin: float) -> float:
    """The width of a line."""
    return round(max(0.6, thin * (PLAIN_WIDTH if rung is None else WIDTHS[rung])), 2)


def drawn_ties(ties: Sequence[Tie], on: str) -> list[Tie]:
    """The ties that a picture of the day shows: those that stood, and those wanted by then."""
    return [t for t in ties if t.open_on(on) or (t.status == "wanted" and (t.since or "") <= on)]


def network_marks(
    actors: Sequence[ActorRef],
    ties: Sequence[Tie],
    circles: Sequence[Sequence[int]],
    on: str,
    us: int | None = None,
    focus: int | None = None,
    steps: Mapping[int, int] | None = None,
    wide: float = 1000.0,
    most: int = MOST,
) -> NetworkMarks:
    """The actors with the ties that stood, or were wanted, on the ISO day `on`; `circles` as the network question finds
    them. `steps`, of each actor, puts the one at 0 into the middle and the others on rings around it. `focus` and what it is tied
    to stand out.

    Of more than `most` actors, the best connected, with us, those tied to us and who is asked about. An empty map gives
    nothing to draw.

    >>> people = [ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("abc", 1)]
    >>> marks = network_marks(people, [Tie(1, "works-with", 1, 2, "active", rung=4)], [[1, 2]], "2026-01-01")
    >>> [(d.name, d.ties) for d in marks.dots], [d.name for d in marks.alone], [line.width for line in marks.lines]
    ([('A', 1), ('B', 1)], ['C'], [4.4])
    """
    refs = {a.id: a for a in actors}
    shown = drawn_ties(ties, on)
    tied = tied_pairs(shown, refs)
    degrees = dict.fromkeys(refs, 0)
    for a, b in tied:
        degrees[a] += 1
        degrees[b] += 1
    asked = {focus} | {i for i, step in (steps or {}).items() if step == 0}
    ranked = best_connected({i: ref.handle for i, ref in refs.items()}, tied, most, us, asked)
    kept = set(ranked)
    pairs = _pairs({i: refs[i] for i in ranked}, shown)
    joined = {i for ends in pairs for i in ends} | {i for i, step in (steps or {}).items() if step == 0}
    order = [i for i in sorted(ranked, key=lambda i: (-degrees[i], refs[i].handle)) if i in joined]
    home = {i: place for place, part in enumerate(circles) for i in part if i in kept}
    radii = _radii(order, degrees, us)
    links = [(a, b, _pull(between)) for (a, b), between in pairs.items()]
    rings: tuple[Ring, ...] = ()
    middle = next((i for i in order if steps and steps.get(i) == 0), None)
    if steps is not None and middle is not None:
        points, rings = on_rings(order, links, steps, home, radii)
    else:
        points = laid_out(order, links, radii, groups=home)
    points, rings, width, height, scale = _fitted(points, rings, wide, len(order))
    radii = {i: round(r * min(1.0, scale**0.5), 2) for i, r in radii.items()}
    near = {focus} | {i for ends in pairs if focus in ends for i in ends}
    said = {
        i: said_of_actor(
            refs[i], degrees[i], i == us, refs[circles[home[i]][0]].name if i in home else None, len(ranked) == len(refs)
        )
        for i in ranked
    }  # fmt: skip
    blank = {
        i: Dot(
            i, refs[i].handle, refs[i].name, refs[i].kind, *points.get(i, (0.0, 0.0)), radii.get(i, 5.0), home.get(i),
            degrees[i], i == us, said[i], (steps or {}).get(i), focus is not None and i not in near, i == focus,
        )
        for i in ranked
    }  # fmt: skip
    thin = _thin(len(order))
    lines = [_line(refs, ends, between, points, home, focus, thin) for ends, between in pairs.items()]
    members: dict[int, list[int]] = {}
    for i in order:
        if i in home:
            members.setdefault(home[i], []).append(i)
    parts = [(place, members[place]) for place in sorted(members) if len(members[place]) > 1]
    return NetworkMarks(
        tuple(blank[i] for i in order),
        tuple(blank[i] for i in sorted((i for i in ranked if i not in points), key=lambda i: refs[i].handle)),
        tuple(sorted(lines, key=lambda m: (m.what != "standing", m.rung or 0, refs[m.a].handle, refs[m.b].handle))),
        () if rings else tuple(
            halo(place, [(*points[i], radii[i]) for i in part], HALO_ROOM) for place, part in parts
        ),
        rings,
        tuple((place, refs[circles[place][0]].name, len(part)) for place, part in parts),
        width, height, len(refs), thin,
    )  # fmt: skip


def _pairs(refs: Mapping[int, ActorRef], ties: Sequence[Tie]) -> dict[tuple[int, int], list[Tie]]:
    """The ties by the two actors they join, in the order of handles."""
    handles = {i: ref.handle for i, ref in refs.items()}
    found: dict[tuple[str, str], list[Tie]] = {}
    ends: dict[tuple[str, str], tuple[int, int]] = {}
    for tie in ties:
        if tie.a in handles and tie.b in handles and tie.a != tie.b:
            first, second = sorted((tie.a, tie.b), key=lambda i: handles[i])
            key = (handles[first], handles[second])
            ends[key] = (first, second)
            found.setdefault(key, []).append(tie)
    return {ends[key]: in_order(refs, found[key]) for key in sorted(found)}


def _pull(between: Sequence[Tie]) -> float:
    return max(WISH_PULLS if t.status == "wanted" or t.type == "rivals" else strength(t) for t in between)


def _thin(dots: int) -> float:
    return 1.0 if dots <= 90 else 0.75 if dots <= 250 else 0.5


def _radii(order: Sequence[int], degrees: Mapping[int, int], us: int | None) -> dict[int, float]:
    share = 1.0 if len(order) <= 60 else 0.85 if len(order) <= 200 else 0.7
    sizes = {i: share * min(17.0, 4.0 + 2.1 * degrees[i] ** 0.5) for i in order}
    return sizes | ({us: max(9.0 * share, sizes[us])} if us in sizes else {})


def _fitted(
    points: Mapping[int, Point], rings: Sequence[Ring], wide: float, dots: int
) -> tuple[dict[int, Point], tuple[Ring, ...], float, float, float]:
    """The points moved and scaled into a picture so wide, and as high as they need."""
    if not points:
        return {}, (), wide, 0.0, 1.0
    xs = [x for x, _ in points.values()] + [x for r in rings for x in (r.x - r.radius, r.x + r.radius)]
    ys = [y for _, y in points.values()] + [y for r in rings for y in (r.y - r.radius, r.y + r.radius)]
    across, down = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    roomy = 2.1 if dots <= 40 else 1.6
    scale = min(roomy, (wide - 2 * MARGIN) / across, 0.9 * wide / down)
    left = (wide - across * scale) / 2 - min(xs) * scale
    top = MARGIN - min(ys) * scale
    moved = {i: (round(left + x * scale, 1), round(top + y * scale, 1)) for i, (x, y) in points.items()}
    around = tuple(
        replace(r, x=round(left + r.x * scale, 1), y=round(top + r.y * scale, 1), radius=round(r.radius * scale, 1))
        for r in rings
    )
    return moved, around, wide, round(down * scale + 2 * MARGIN, 1), scale


def _line(
    refs: Mapping[int, ActorRef],
    ends: tuple[int, int],
    between: Sequence[Tie],
    points: Mapping[int, Point],
    home: Mapping[int, int],
    focus: int | None,
    thin: float,
) -> Line:
    standing = [t for t in between if t.status != "wanted" and t.type != "rivals"]
    what = "rivals" if any(t.type == "rivals" for t in between) else "standing" if standing else "wanted"
    rung = max((t.rung for t in standing if t.rung is not None), default=None)
    heads = {(t.a, t.b) for t in standing if not TIE_TYPES[t.type].mutual}
    directed = len(heads) == 1 and what == "standing" and rung is None and all(not TIE_TYPES[t.type].mutual for t in standing)
    a, b = next(iter(heads)) if directed else ends
    within = home.get(a) is not None and home.get(a) == home.get(b)
    return Line(
        a, b, *points[a], *points[b], what, rung, width_of(rung, thin), directed, within, said_of_ties(refs, between),
        focus is not None and focus not in ends,
    )  # fmt: skip
