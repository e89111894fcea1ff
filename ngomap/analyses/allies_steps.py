"""The next step with an ally: one rung up the ladder from where we stand, the easiest first."""

from __future__ import annotations

from dataclasses import dataclass

from ngomap.analyses import ladder_steps
from ngomap.analyses.allies_cautions import standing_with
from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.ladder_evidence import leading_tie
from ngomap.graph.reach import Path


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, what that rests on, and with whom it would be logged as what kind of event."""

    text: str
    evidence: tuple[str, ...]
    with_whom: int
    kind: str


def next_step(scene: Scene, actor: int) -> Step:
    """What was agreed already comes first; then a word after a long silence; then the next rung; a stranger is met
    through the first person on the path, or else by writing.
    """
    known = scene.known
    issue = known.asked.issue.name
    us = known.us.id if known.us else None
    agreed = None if us is None else ladder_steps.open_step(known.logbook.events_between(us, actor), known.on)
    if agreed is not None:
        return Step(ladder_steps.agreed_words(agreed, known.on), (f"event:{agreed.id}",), actor, "call")
    if any(t.status == "declined" for t in known.with_us.get(actor, ())) and not known.direct_ties(actor):
        evidence = tuple(f"tie:{t.id}" for t in known.with_us[actor] if t.status == "declined")
        return Step(
            "Leave the door open: let them know what we do, and ask again when something has changed.",
            evidence,
            actor,
            "email",
        )
    way = scene.circle.way(actor)
    if way is None or way.steps > 1:
        return _introduction(scene, actor, way)
    direct = known.direct_ties(actor)
    tie = leading_tie(direct)
    if tie is None or us is None:
        return Step(f"Ask them for a talk about {issue}.", (f"tie:{direct[0].id}",), actor, "meeting")
    done = ladder_steps.last_done(known.logbook.between(us, actor))
    step = ladder_steps.next_step(standing_with(scene, actor, tie), done, known.on, tie.status)
    if step is None:
        return Step("Keep them informed: more is not wanted.", (f"tie:{tie.id}",), actor, "email")
    return Step(f"{step.text(issue)}.", (f"tie:{tie.id}",), actor, step.kind)


def _introduction(scene: Scene, actor: int, path: Path | None) -> Step:
    known = scene.known
    ties = scene.circle.ties_along(path) if path else []
    if path is not None and not any(t.type == "monitors" or t.stance == "confrontational" for t in ties):
        via = [known.name(i) for i in path.nodes[1:-1]]
        text = f"Ask {via[0]} to introduce us"
        text += f" to {via[1]}, who can introduce us to them." if len(via) > 1 else "."
        return Step(text, tuple(f"tie:{t.id}" for t in ties), path.nodes[1], "call")
    # Whoever watches them or is at odds with them opens no door, so it is better to write ourselves.
    who = known.actors[actor]
    address = next((a for a in (who.email, who.phone, who.website) if a), None)
    text = f"Write to them ({address})" if address else "Find an address for them"
    text += " and ask for a first informational meeting."
    return Step(text, (f"actor:{actor}",), actor, "informational-meeting")
