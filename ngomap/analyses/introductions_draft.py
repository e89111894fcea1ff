"""A message that asks for an introduction, in plain words: to be read, changed and sent by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.introductions import Introductions
from ngomap.graph.introductions import Way
from ngomap.model.actors import Actor
from ngomap.model.audience import may_see
from ngomap.model.relationships import Tie

TOLD_TO_OTHERS: Final = "partners"
"""Who gets the message is at most a partner: what is internal is not in it."""
YOU: Final = {
    "on-board-of": "You sit on their board", "works-for": "You work there", "holds-office-in": "You hold office there",
    "volunteers-for": "You volunteer there", "works-with": "You work with them", "member-of": "You are tied to them",
    "advises": "You advise them", "mentors": "You know their work well",
}  # fmt: skip
"""What the one we ask is to those we want to meet, read from the one we ask."""


@dataclass(frozen=True, slots=True)
class Common:
    """What both work on and where, by name; and what we work on, for who does not know us."""

    issues: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()


def draft_introduction(found: Introductions, way: Way, common: Common) -> str:
    """The message to the first on the way."""
    source, target = found.source, found.target
    first = found.actors[way.nodes[1]]
    goal = f"get to know {target.name}{_place(found)}"
    lines = [f"Dear {first.name},", f"we at {source.name} would like to {goal}. {_why(target, common)}"]
    if way.steps > 2:
        then = found.actors[way.nodes[2]]
        joint = "who" if then.kind == "person" else "which"
        lines.append(
            f"We thought of you because of {then.name}, {joint} could introduce us to them. Would you ask {then.name} for "
            "us, or tell us how best to ask?"
        )
    else:
        lines.append(
            f"{_you(way.ties[1], first)}, so we thought of you. Would you introduce us: two lines to both of us, or a "
            "word when you next meet?"
        )
    about = _about(source, common)
    if about:
        lines.append(f"If you want to pass on a word about us: {about}")
    lines.append("If this is not a good moment, or you would rather not, just say so. Nothing changes between us.")
    return _letter(f"An introduction to {target.name}?", lines, source)


def draft_first_letter(found: Introductions, common: Common) -> str:
    """The message to those we want to meet, where nobody can introduce us."""
    source, target = found.source, found.target
    about = _about(source, common)
    lines = [
        f"Dear {target.name},",
        f"we are {source.name}. {about}".strip() + f" {_why(None, common)}",
        "Would you have half an hour for a first talk, where and when it suits you? We would come to you, or call.",
        "If you would rather not, a short no is just as welcome.",
    ]
    return _letter("A first talk?", lines, source)


def _letter(subject: str, lines: list[str], source: Actor) -> str:
    return "\n\n".join([f"Subject: {subject}", *lines, f"Thank you, and kind regards\n{source.name}"])


def _why(target: Actor | None, common: Common) -> str:
    where = f" in {some(common.areas)}" if common.areas else ""
    who, they = ("Both they and we", "they") if target else ("Like you, we", "you")
    talk = f"we would like to hear how {they} see it and what we could do for one another."
    if common.issues:
        return f"{who} work on {some(common.issues)}{where}, and {talk}"
    if common.areas:
        return f"{who} work{where}, and {talk}"
    return f"We would like to hear what {they} work on, and tell what we do."


def _about(source: Actor, common: Common) -> str:
    if source.mission:
        return source.mission.strip()
    return f"We work on {some(common.ours)}." if common.ours else ""


def _place(found: Introductions) -> str:
    """The position of a person we want to meet, if others may know it."""
    if found.target.kind != "person" or found.target_position is None:
        return ""
    tie = found.target_position
    return f" ({f'{tie.title}, ' if tie.title else ''}{found.actors[tie.b].name})"


def _you(tie: Tie, first: Actor) -> str:
    if not may_see(tie.audience, TOLD_TO_OTHERS):
        return "You may know them"
    return YOU.get(tie.type, "You are in contact with them") if tie.a == first.id else "You are in contact with them"
