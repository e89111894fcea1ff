"""Where the actors of a network stand in a picture: the tied near each other, the rest apart, the same every time.

The forces are those of M. Bostock's d3-force (velocity Verlet after T. Dwyer; many-body repulsion after J. Barnes and P.
Hut, 1986), as Vega runs them, started from a spiral in the order given and without chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import vl_convert

Point = tuple[float, float]
Link = tuple[int, int, float]

STEPS: Final = 300
STEPS_OF_MANY: Final = 160
MANY: Final = 300
"""Nodes. So many need not come to rest as finely: they are drawn smaller."""
ROOM: Final = 900.0
"""The width and height that the forces are set for; what is drawn may be scaled to any size."""
FEW: Final = 90
"""Nodes. So few stand further apart, that each may have its name beside it."""
ROOM_OF_ONE: Final = 30.0
"""The radius of a group of one; a group of n has as much room as n of them."""
BETWEEN_GROUPS: Final = 34.0
KEPT_BETWEEN: Final = 0.012
"""How hard a tie between two groups pulls; one within pulls ten to thirty times as hard, so that groups stay apart."""


def laid_out(
    nodes: Sequence[int],
    links: Sequence[Link],
    radii: Mapping[int, float] | None = None,
    middle: int | None = None,
    groups: Mapping[int, int] | None = None,
) -> dict[int, Point]:
    """A point for each node, x to the right and y downwards, around 0, 0. Links pull the more the greater their weight (0
    to 1); nodes keep the distance of their radii (default 6); `middle` stays at 0, 0. Those of one of the `groups` stand
    together, and groups beside each other the more links they share; who is in none stands by a neighbour, or alone.

    The order of the nodes decides where they start, so the caller sorts them by what means something; that of the links
    and what the groups are numbered decide nothing.

    >>> laid_out([7], [])
    {7: (0.0, 0.0)}
    """
    if not nodes:
        return {}
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    place = {node: index for index, node in enumerate(nodes)}
    sizes = radii or {}
    pulls = sorted(
        (min(place[a], place[b]), max(place[a], place[b]), max(0.02, min(1.0, weight)))
        for a, b, weight in links
        if a != b and a in place and b in place
    )
    rows: list[dict[str, object]] = [{"r": float(sizes.get(node, 6.0)) + 2.0} for node in nodes]
    homes = _homes(nodes, pulls, groups) if groups else [0] * len(nodes)
    centres = _centres(homes, pulls, None if middle is None else place.get(middle)) if groups else [(0.0, 0.0)]
    for row, home in zip(rows, homes, strict=True):
        row["gx"], row["gy"] = centres[home]
    if middle in place:
        rows[place[middle]] |= {"fx": 0.0, "fy": 0.0}
    drawn = [
        {"source": a, "target": b, "pull": w, "hold": 0.1 + 0.3 * w if homes[a] == homes[b] else KEPT_BETWEEN}
        for a, b, w in pulls
    ]
    return dict(zip(nodes, _points(rows, drawn, _of_nodes(len(rows), bool(groups))), strict=True))


def _homes(nodes: Sequence[int], pulls: Sequence[Link], groups: Mapping[int, int]) -> list[int]:
    """The group of each node, numbered in the order in which they come up; one in none takes that of its first
    neighbour who has one.
    """
    found = [groups.get(node) for node in nodes]
    near: dict[int, list[int]] = {}
    for a, b, _ in pulls:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    fresh = max((g for g in found if g is not None), default=0) + 1
    for node in range(len(nodes)):
        if found[node] is None:
            theirs = (found[other] for other in sorted(near.get(node, ())))
            found[node] = next((home for home in theirs if home is not None), fresh)
            fresh += 1
    numbers = {home: index for index, home in enumerate(dict.fromkeys(found))}
    return [numbers[home] for home in found]


def _centres(homes: Sequence[int], pulls: Sequence[Link], middle: int | None) -> list[Point]:
    """Where the groups stand."""
    members = Counter(homes)
    if len(members) == 1:
        return [(0.0, 0.0)]
    rows: list[dict[str, object]] = [
        {"r": ROOM_OF_ONE * members[home] ** 0.5 + BETWEEN_GROUPS / 2, "gx": 0.0, "gy": 0.0} for home in range(len(members))
    ]
    if middle is not None:
        rows[homes[middle]] |= {"fx": 0.0, "fy": 0.0}
    shared: Counter[tuple[int, int]] = Counter()
    for a, b, weight in pulls:
        if homes[a] != homes[b]:
            shared[min(homes[a], homes[b]), max(homes[a], homes[b])] += round(100 * weight)
    most = max(shared.values(), default=1)
    drawn = [
        {"source": a, "target": b, "pull": 1.0, "hold": 0.05 + 0.35 * weight / most}
        for (a, b), weight in sorted(shared.items())
    ]
    return _points(rows, drawn, _of_groups())


def _of_nodes(nodes: int, grouped: bool) -> list[dict[str, object]]:
    push = -34.0 - 40.0 * (nodes <= FEW) if grouped else -18.0 - 1.6 * nodes**0.5
    return [
        {"force": "nbody", "strength": push, "distanceMax": 160 if grouped else ROOM},
        {"force": "collide", "radius": {"expr": "datum.datum.r"}, "iterations": 2},
        {"force": "x", "x": {"field": "datum.gx"}, "strength": 0.13 if grouped else 0.06},
        {"force": "y", "y": {"field": "datum.gy"}, "strength": 0.13 if grouped else 0.08},
        {
            "force": "link", "links": "pulls", "distance": {"expr": "85 - 45 * datum.pull"},
            **({"strength": {"expr": "datum.hold"}} if grouped else {}),
        },
    ]  # fmt: skip


def _of_groups() -> list[dict[str, object]]:
    return [
        {"force": "nbody", "strength": -120, "distanceMax": ROOM},
        {"force": "collide", "radius": {"expr": "datum.datum.r"}, "iterations": 4},
        {"force": "x", "x": {"field": "datum.gx"}, "strength": 0.07},
        {"force": "y", "y": {"field": "datum.gy"}, "strength": 0.11},
        {
            "force": "link", "links": "pulls", "strength": {"expr": "datum.hold"},
            "distance": {"expr": "datum.source.datum.r + datum.target.datum.r"},
        },
    ]  # fmt: skip


def _points(rows: list[dict[str, object]], pulls: list[dict[str, float]], forces: list[dict[str, object]]) -> list[Point]:
    steps = STEPS if len(rows) <= MANY else STEPS_OF_MANY
    spec: Any = {
        "$schema": "https://vega.github.io/schema/vega/v6.json", "width": 1, "height": 1, "padding": 0,
        "data": [{"name": "rows", "values": rows}, {"name": "pulls", "values": pulls}],
        "marks": [
            {
                "type": "symbol", "from": {"data": "rows"},
                "encode": {"enter": {"fx": {"field": "fx"}, "fy": {"field": "fy"}}},
                "transform": [{"type": "force", "iterations": steps, "static": True, "forces": forces}],
            }
        ],
    }  # fmt: skip
    scene: Any = vl_convert.vega_to_scenegraph(spec, allowed_base_urls=[])
    items = _symbols(scene["scenegraph"])
    return [(round(float(m.get("x", 0.0)), 2), round(float(m.get("y", 0.0)), 2)) for m in items]


def _symbols(mark: dict[str, Any]) -> list[dict[str, Any]]:
    if mark.get("marktype") == "symbol":
        return list(mark["items"])
    return [found for item in mark.get("items", []) for found in _symbols(item)]
