"""The next step with an ally: one rung up the ladder from where we stand, the easiest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.analyses.allies_cautions import best_rung, stale_tie
from ngomap.analyses.allies_factors import Scene
from ngomap.graph.reach import Path

# By the rung on which we stand with them: what takes us to the next one, and the kind of event it is logged as.
LADDER: Final = (
    ("Make contact: a call, or a first informational meeting.", "informational-meeting"),
    ("Share something: tell them what we know about {issue} and ask what they know.", "email"),
    ("Support them: go to one of their events, publicise it, or write a letter of support.", "event-attended"),
    ("Agree who does what on {issue}.", "joint-planning"),
    ("Do one small thing together, such as a training on {issue}.", "joint-planning"),
    ("Call on them: ask them to stand up with us on {issue}.", "call"),
)


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
    agreed = known.open_steps.get(actor)
    if agreed is not None:
        due = f" (due {agreed.next_due}{', overdue' if agreed.next_due < known.on else ''})" if agreed.next_due else ""
        text = f"Do what was agreed on {agreed.on_date}: {agreed.next_step}{due}."
        return Step(text, (f"event:{agreed.id}",), actor, "call")
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
    tie = best_rung(direct)
    if tie is None:
        return Step(f"Ask them for a talk about {issue}.", (f"tie:{direct[0].id}",), actor, "meeting")
    if tie.status == "dormant" or stale_tie(scene, actor):
        return Step("Call them and pick up the thread.", (f"tie:{tie.id}",), actor, "call")
    text, kind = LADDER[1 if tie.rung is None else tie.rung]
    return Step(text.format(issue=issue), (f"tie:{tie.id}",), actor, kind)


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
