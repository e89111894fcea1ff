"""What we can offer an established organization that could take us on: the fair half of the exchange; and whether we worked
together well before.
"""

from __future__ import annotations

from typing import Final

from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_ground import listed
from ngomap.model.report import Reason

NAMED: Final = 2
CAPACITY: Final = "capacity"


def again(scene: Scene, actor: int) -> list[Reason]:
    """Projects after which we, or they, would work together again."""
    found = []
    for row in scene.known.assessed.get(actor, ()):
        if row.again == "yes":
            who = "they would work with us" if row.by == actor else "we would work with them"
            text = f"After {scene.known.project_names[row.project]}, {who} again ({row.on_date})."
            found.append(Reason("again", text, (f"assessment:{row.id}",)))
    return found


def offered(scene: Scene, actor: int) -> list[Reason]:
    """For the purpose of capacity, what we have that serves them, each kind a reason: offers of ours that meet their needs;
    areas in which we work on an issue of theirs and they do not; people we serve on it whom they do
    not. Where nothing of it is recorded, that is said: who only asks is no partner.
    """
    known = scene.known
    if known.asked.purpose != CAPACITY or known.us is None or known.actors[actor].kind == "person":
        return []
    us = known.us.id
    found = []
    kinds, rows = scene.ground.supplied(actor, us)
    if kinds:
        names = listed([k.replace("-", " ") for k in kinds], NAMED)
        found.append(Reason("offer-need", f"We can offer: {names}, which they need.", tuple(f"resource:{i}" for i in rows)))
    theirs, ours = (known.words["issue"].get(i, set()) for i in (actor, us))
    shared = {i for i in ours if not theirs.isdisjoint(known.term_tree.related(i))}
    if shared:
        found += _reach(scene, actor, shared)
    if found:
        return found
    text = "We can offer: nothing recorded that they lack; ask what they need: "
    return [Reason("offer-unknown", f"{text}ngomap need {known.actors[actor].handle} TEXT --kind KIND", (f"actor:{actor}",))]


def _reach(scene: Scene, actor: int, shared: set[int]) -> list[Reason]:
    """Where we are and whom we serve on issues of theirs, without them."""
    known = scene.known
    us = known.us.id if known.us else 0
    found = []
    issues = listed([t.name for t in sorted((known.terms[i] for i in shared), key=lambda t: t.slug)], 1)
    there = scene.ground.whereabouts(actor)
    apart = {a for a in scene.ground.our_areas if there.isdisjoint(known.area_tree.related(a))} if there else set()
    if apart:
        areas = sorted((known.areas[a] for a in apart), key=lambda a: a.handle)
        names = listed([a.name for a in areas], NAMED)
        text = f"We can offer: a way into {names}, where we work and they do not; they work on {issues} too."
        found.append(Reason("offer-areas", text, (f"actor:{actor}", *(f"area:{a.id}" for a in areas))))
    mine, served = (known.words["population"].get(i, set()) for i in (us, actor))
    people = {p for p in mine if served.isdisjoint(known.term_tree.related(p))} if served else set()
    if people:
        terms = sorted((known.terms[p] for p in people), key=lambda t: t.slug)
        text = f"We can offer: our standing with {listed([t.name for t in terms], NAMED)}, whom they do not reach yet."
        found.append(Reason("offer-people", text, (f"actor:{actor}", *(f"term:{t.id}" for t in terms))))
    return found
