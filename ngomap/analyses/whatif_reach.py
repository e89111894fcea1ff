"""Whom would we no longer reach, and who could no longer protect us?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import networkx as nx

from ngomap.analyses.protection_lost import search_protection_lost, tell_protection_lost
from ngomap.analyses.whatif_rows import Loss, evidence
from ngomap.graph.alliance import steps_from
from ngomap.graph.reach import MAX_STEPS, Path, strongest_paths
from ngomap.model.report import Finding, Reason

if TYPE_CHECKING:
    from ngomap.graph.sparse import SparseGraph

CUT_OFF: Final = "no way would lead to them"
TOO_FAR: Final = "more than three steps away"
STEPS: Final = "steps away now"


def lost_reach(loss: Loss) -> list[Finding]:
    """Actors to whom no way would lead any more, and those who would be more than three steps away (value: the steps to
    them now, the nearest first), each with the way that leads there now. People who only belong to who is gone are not
    told: they go with it. Without us, nobody.
    """
    us = loss.rows.us
    if us is None or us.id not in loss.graph or "reach" in loss.rows.left_out:
        return []
    before, after = steps_from(loss.graph, us.id), steps_from(loss.graph, us.id, loss.gone)
    lost = [n for n, steps in before.items() if n not in after or steps <= MAX_STEPS < after[n]]
    ways = _ways(loss.graph, us.id, before, lost)
    found = []
    for actor in lost:
        steps = before[actor]
        if actor in loss.gone or _belongs(loss, actor):
            continue
        now_steps = after.get(actor)
        if now_steps is None:
            reason = Reason("cut-off", f"{_way(loss, ways.get(actor), steps)}.", _along(loss, ways.get(actor), actor))
            found.append(_finding(loss, actor, steps, reason, CUT_OFF))
        elif steps <= MAX_STEPS < now_steps:
            text = f"{_way(loss, ways.get(actor), steps)}; then it would be {now_steps} steps."
            reason = Reason("too-far", text, _along(loss, ways.get(actor), actor))
            found.append(_finding(loss, actor, steps, reason, TOO_FAR))
    return sorted(found, key=lambda f: (f.group != CUT_OFF, f.value or 0, f.subject))


def lost_protection(loss: Loss) -> list[Finding]:
    """Who could no longer speak up for us, and who would be reached by one way alone (see `analyses.protection_lost`)."""
    rows = loss.rows.protection
    if rows is None:
        return []
    lost = loss.rows.lost_voices or search_protection_lost(rows, loss.gone, loss.rows.on)
    return tell_protection_lost(rows, lost, loss.rows.on)


def _finding(loss: Loss, actor: int, steps: int, reason: Reason, group: str) -> Finding:
    ref = loss.refs[actor]
    return Finding(ref.handle, ref.name, steps, "step away now" if steps == 1 else STEPS, (reason,), group)


def _ways(graph: nx.Graph | SparseGraph, us: int, steps: Mapping[int, int], wanted: Iterable[int]) -> dict[int, Path]:
    """The shortest way to each of those wanted within three steps; of several, the strongest."""
    edge = {n for n in wanted if 0 < steps[n] <= MAX_STEPS}
    around = nx.Graph()
    while edge:
        nearer = set()
        for node in edge:
            for other, tie in graph.adj[node].items():
                if steps[other] < steps[node]:
                    around.add_edge(other, node, **tie)
                    nearer.add(other)
        edge = nearer
    for node in around:
        around.nodes[node]["handle"] = graph.nodes[node]["handle"]
    found: dict[int, Path] = {}
    for most in range(1, MAX_STEPS + 1):
        found = strongest_paths(around, us, most) | found
    return found


def _belongs(loss: Loss, actor: int) -> bool:
    """Whether it is somebody's own person, and tied to nobody else but who is gone."""
    return loss.refs[actor].kind == "person" and set(loss.graph.adj[actor]) <= loss.gone


def _way(loss: Loss, way: Path | None, steps: int) -> str:
    if way is None:
        return f"Now it is {steps} steps away"
    through = [loss.refs[n].name for n in way.nodes[1:-1]]
    return f"Now by {', then '.join(through)}" if through else "Now tied to us directly"


def _along(loss: Loss, way: Path | None, actor: int) -> tuple[str, ...]:
    ties: Iterable[int] = () if way is None else (t for a, b in pairwise(way.nodes) for t in loss.edge(a, b))
    return (f"actor:{actor}", *evidence("tie", ties))
