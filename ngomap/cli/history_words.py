"""What a change did, in words: at most three things, and how many more."""

from __future__ import annotations

from ngomap.model.history import ChangeRow, Fact
from ngomap.model.text import counted
from ngomap.store.actors import some_refs
from ngomap.store.connection import Map
from ngomap.store.history import FORGOTTEN, facts_of_change
from ngomap.store.history_names import subject_of, thing_of

MOST = 3
FACTS_READ = 60
LONGEST_VALUE = 40
UNSAID = ("name_key", "alias_key", "alias", "updated_at", "created_at", "uid", "actor_id", "audience")
"""What changes along with the rest, or is told by the row itself."""
NOT_FOR_PEOPLE = "merged_records"
"""Digests of what others said, kept beside what was done with it."""


def what_changed(map_: Map, change: ChangeRow, actor: int | None = None) -> str:
    """What a change did (to one actor, or to all), in a line."""
    if change.kind == "start":
        return "the map was made"
    if change.kind == "undo":
        return f"took back change {change.undoes}"
    facts, total = facts_of_change(map_, change.id, FACTS_READ, actor, telling=True)
    found = _made(map_, change, actor)
    for group in _grouped(facts):
        text = _told(map_, group)
        if text and text not in found:
            found.append(text)
    more = len(found) - MOST + max(total - len(facts), 0)
    return "; ".join(found[:MOST]) + (f"; {more} more" if more > 0 else "")


def _made(map_: Map, change: ChangeRow, actor: int | None) -> list[str]:
    if change.first_actor is None or change.last_actor is None:
        return []
    if actor is not None and not change.made(actor):
        return []
    first = actor if actor is not None else change.first_actor
    number = 1 if actor is not None else change.last_actor - change.first_actor + 1
    if number > 1:
        return [f"added {counted(number, 'actor')}"]
    known = some_refs(map_, [first]).get(first)
    return [f"added {known.name if known else 'an actor'}"]


def _grouped(facts: list[Fact]) -> list[list[Fact]]:
    """The facts of one row at a time."""
    groups: list[list[Fact]] = []
    for fact in facts:
        last = groups[-1][-1] if groups else None
        if last and (last.action, last.table, last.key) == (fact.action, fact.table, fact.key):
            groups[-1].append(fact)
        else:
            groups.append([fact])
    return groups


def _told(map_: Map, group: list[Fact]) -> str:
    first = group[0]
    if first.action == FORGOTTEN:
        return "somebody was forgotten, for good"
    if first.table == NOT_FOR_PEOPLE:
        return ""
    subject, thing = subject_of(map_, first), thing_of(map_, first)
    if first.action != "changed":
        return f"{subject}: {thing} {first.action}" if thing else f"{subject} {first.action}"
    said = [fact for fact in group if fact.field not in UNSAID] or [f for f in group if f.field in ("audience", "alias")]
    if not said:
        return ""
    changes = ", ".join(f"{_field(fact)} {_value(fact.old)} -> {_value(fact.new)}" for fact in said)
    return f"{subject}: {f'{thing}, ' if thing else ''}{changes}"


def _field(fact: Fact) -> str:
    return (fact.field or "").removesuffix("_id").replace("_", " ")


def _value(value: object) -> str:
    if value is None:
        return "unknown"
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."
