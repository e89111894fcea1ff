"""Who is no candidate for a partner: those one works with already, and those one is at odds with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from ngomap.analyses.cells import Tree
from ngomap.analyses.freshness import before
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.model.report import Reason
from ngomap.model.words import Term

ONE_HOUSE = ("parent-of", "member-of")
"""Ties of those who belong together already."""


@dataclass(slots=True)
class Apart:
    """The actors that are left out of the lists: `partners` already, and those `kept` apart with the reasons."""

    partners: set[int] = field(default_factory=set)
    kept: dict[int, list[Reason]] = field(default_factory=dict)


def set_apart(
    asked: int,
    actors: Mapping[int, ActorRef],
    ties: Iterable[Tie],
    stances: Iterable[Stance],
    issues: Collection[int],
    terms: Mapping[int, Term],
    on: str,
) -> Apart:
    """Partners: an active works-with, a branch or parent, a member or the coalition one is a member of. Kept apart:
    rivals, confrontational ties, whoever takes the other side on one of the `issues` that the actor asked about works
    on (or one that it took a stance on), and those with whom a tie was declined or has ended while no other stands.
    """
    found = Apart()
    between: dict[int, list[Tie]] = {}
    for tie in ties:
        if asked in (tie.a, tie.b) and tie.other(asked) in actors:
            between.setdefault(tie.other(asked), []).append(tie)
    for other, several in between.items():
        standing = [t for t in several if t.open_on(on) and t.type != "rivals"]
        if any(t.type in ONE_HOUSE or (t.type == "works-with" and t.status == "active") for t in standing):
            found.partners.add(other)
        reasons = [_against(t, actors) for t in _by_type(several) if _at_odds(t, on)]
        if not standing:
            reasons += [_over(t) for t in _by_type(several) if _is_over(t, on)]
        if reasons:
            found.kept[other] = reasons
    for other, reason in _opponents(asked, actors, stances, issues, terms, on):
        found.kept.setdefault(other, []).append(reason)
    return found


def _by_type(ties: Iterable[Tie]) -> list[Tie]:
    return sorted(ties, key=lambda t: (t.type, t.since or "", t.id))


def _at_odds(tie: Tie, on: str) -> bool:
    return tie.open_on(on) and (tie.type == "rivals" or tie.stance == "confrontational")


def _against(tie: Tie, actors: Mapping[int, ActorRef]) -> Reason:
    evidence = (f"tie:{tie.id}",)
    if tie.type == "rivals":
        return Reason("rival", "They are recorded as rivals.", evidence)
    said = f"{actors[tie.a].name} {TIE_TYPES[tie.type].forward} {actors[tie.b].name}"
    return Reason("confrontational", f"The tie is confrontational: {said}.", evidence)


def _is_over(tie: Tie, on: str) -> bool:
    passed = tie.until is not None and before(tie.until, on)
    return tie.type != "rivals" and (tie.status in ("declined", "ended") or (tie.status != "wanted" and passed))


def _over(tie: Tie) -> Reason:
    label = TIE_TYPES[tie.type].forward
    if tie.status == "declined":
        return Reason("declined", f"A tie '{label}' was declined{_day(tie)}.", (f"tie:{tie.id}",))
    return Reason("ended", f"A tie '{label}' has ended{_day(tie)}.", (f"tie:{tie.id}",))


def _day(tie: Tie) -> str:
    return f" ({tie.until})" if tie.until else f" (it began {tie.since})" if tie.since and tie.status == "ended" else ""


def _opponents(
    asked: int,
    actors: Mapping[int, ActorRef],
    stances: Iterable[Stance],
    issues: Collection[int],
    terms: Mapping[int, Term],
    on: str,
) -> Iterable[tuple[int, Reason]]:
    """Whoever stands on the other side of an issue, by the newest stance known on that day."""
    newest: dict[tuple[int, int], Stance] = {}
    for row in sorted(stances, key=lambda s: (s.on_date or "", s.id)):
        if row.stance is not None and (row.on_date or "") <= on:
            newest[row.actor, row.issue] = row
    sides = dict.fromkeys(issues, 1) | {
        issue: row.stance for (actor, issue), row in newest.items() if actor == asked and row.stance
    }
    tree = Tree({t.id: t.parent for t in terms.values()})
    order = sorted(newest, key=lambda k: (terms[k[1]].slug, k[0]))
    for actor, issue in order:
        row = newest[actor, issue]
        if actor == asked or actor not in actors or not row.stance:
            continue
        near = [issue] if issue in sides else [x for x in sides if x in tree.up(issue) or issue in tree.up(x)]
        if near and all(sides[x] * row.stance < 0 for x in near):
            day = f", {row.on_date}" if row.on_date else ""
            word = "against it" if row.stance < 0 else "for it"
            text = f"On {terms[issue].name} it stands {word} ({row.stance:+d}{day})."
            yield actor, Reason("opponent", text, (f"stance:{row.id}",))
