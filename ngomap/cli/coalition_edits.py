"""What `ngomap coalition` records, with the command that takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ngomap.cli.actor_fields import warn_of_mixed_scripts
from ngomap.cli.add import refuse_similar
from ngomap.cli.coalition_show import coalition_named
from ngomap.cli.references import find_actor, find_term
from ngomap.cli.session import session
from ngomap.cli.undoing import command, undo_link
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.text import one_line
from ngomap.model.together import Coalition
from ngomap.model.values import iso_date, partial_date
from ngomap.store import coalition_edits
from ngomap.store.actors import some_refs
from ngomap.store.coalitions import coalitions_of
from ngomap.store.connection import Map
from ngomap.store.settings import today
from ngomap.store.terms import all_terms
from ngomap.store.writing import write

FIELDS = ("objective", "target", "issue", "asks", "since", "until")
COLUMN = {"target": "target_id", "issue": "issue_id"}


@dataclass(frozen=True, slots=True)
class Said:
    """The options as typed."""

    objective: str | None = None
    target: str | None = None
    issue: str | None = None
    ask: Sequence[str] | None = None
    no_ask: Sequence[str] | None = None
    since: str | None = None
    until: str | None = None
    audience: str | None = None
    clear: Sequence[str] | None = None


def add_new(name: str, said: Said, members: Sequence[str], new: bool) -> None:
    """Record a new coalition with its members, and answer."""
    with session().map() as map_:
        refuse_similar(map_, name, new)
        warn_of_mixed_scripts(name)
        row = _row(map_, said, None)
        day = today(map_)
        who = list({a.id: a for a in (find_actor(map_, ref) for ref in members)}.values())
        with write(map_):
            actor = coalition_edits.add_coalition(map_, name, {}, row)
            for member in who:
                coalition_edits.join(map_, actor.ref, member, None, None, day)
    record: Record = {"handle": actor.handle, "name": actor.name, "members": [a.handle for a in who]}
    inside = f" with {len(who)} member{'s' if len(who) != 1 else ''}" if who else ""
    see = f"See it: {command('coalition', 'show', actor.handle)}"
    text = f"Added the coalition {actor.name} ({actor.handle}){inside}."
    session().answer(Change("added", "coalition", record, text, command("remove", actor.handle, "--yes"), (see,)))


def change(ref: str, said: Said) -> None:
    """Change what a coalition is for, and answer."""
    with session().map() as map_, write(map_):
        actor = coalition_named(map_, ref)
        row = _row(map_, said, coalitions_of(map_, [actor.id], AUDIENCES).get(actor.id))
        if not row:
            raise UsageError(
                "coalition edit needs something to change.", f"For example: ngomap coalition edit {actor.handle} --objective TEXT"
            )
        before, after = coalition_edits.edit_coalition(map_, actor, row)
        undo = _undo(map_, actor, before, after)
    changed = [f for f in (*FIELDS, "audience") if _of(before, f) != _of(after, f)]
    record: Record = {"handle": actor.handle, "changed": changed}
    text = f"{actor.name}: changed {', '.join(changed)}." if changed else f"{actor.name}: nothing is different."
    session().answer(Change("edited", "coalition", record, text, undo))


def join_in(coalition: str, ref: str, role: str | None, since: str | None) -> None:
    """Record a member, and answer."""
    with session().map() as map_, write(map_):
        where, who = coalition_named(map_, coalition), find_actor(map_, ref)
        begun = partial_date(since, "since") if since is not None else None
        now, before, number = coalition_edits.join(
            map_, where, who, None if role is None else one_line(role), begun, today(map_)
        )
        undo = command("undo", number) if number else undo_link(who, where, before, now)
    what = f" ({now.title})" if now.title else ""
    begins = f" since {now.since}" if now.since else ""
    text = f"{who.name} is a member of {where.name}{begins}{what}."
    record: Record = {"id": now.id, "coalition": where.handle, "member": who.handle, "role": now.title, "since": now.since}
    session().answer(Change("edited" if before else "added", "relationship", record, text, undo))


def go(coalition: str, ref: str, on: str | None) -> None:
    """Record that a member left, and answer."""
    with session().map() as map_, write(map_):
        where, who = coalition_named(map_, coalition), find_actor(map_, ref)
        day = iso_date(on, "on") if on is not None else today(map_)
        now, before, number = coalition_edits.leave(map_, where, who, day)
        undo = command("undo", number) if number else undo_link(who, where, before, now)
    record: Record = {"id": now.id, "coalition": where.handle, "member": who.handle, "until": now.until}
    session().answer(Change("edited", "relationship", record, f"{who.name} left {where.name} on {day}.", undo))


def _row(map_: Map, said: Said, old: Coalition | None) -> dict[str, object]:
    """The columns to set. Raises InvalidValue, NotFound, Ambiguous."""
    row: dict[str, object] = {}
    for name in said.clear or ():
        row[COLUMN.get(name := one_of(name, FIELDS, "clear"), name)] = None
    if said.objective is not None:
        row["objective"] = _filled("objective", said.objective)
    if said.target is not None:
        row["target_id"] = find_actor(map_, said.target).id
    if said.issue is not None:
        row["issue_id"] = find_term(map_, "issue", said.issue).id
    for field, text in (("since", said.since), ("until", said.until)):
        if text is not None:
            row[field] = partial_date(text, field)
    if said.audience is not None:
        row["audience"] = one_of(said.audience, AUDIENCES, "audience")
    asks = [] if old is None or "asks" in row else (old.asks or "").splitlines()
    for text in said.no_ask or ():
        gone = one_line(text)
        if gone not in asks:
            hint = f"It asks: {'; '.join(asks)}." if asks else "It asks nothing yet."
            raise InvalidValue(f"no-ask: it does not ask {gone!r}.", hint)
        asks.remove(gone)
    for text in said.ask or ():
        wanted = _filled("ask", text)
        asks += [wanted] if wanted not in asks else []
    if said.ask or said.no_ask:
        row["asks"] = "\n".join(asks) or None
    since, until = str(row.get("since") or ""), str(row.get("until") or "9999")
    if old is None and until[: len(since)] < since[: len(until)]:
        raise InvalidValue(f"until: {until} is before since: {since}.", "It ends after it has begun.")
    return row


def _filled(field: str, text: str) -> str:
    line = one_line(text)
    if not line:
        raise InvalidValue(f"{field}: it is empty.", "To make it unknown: ngomap coalition edit COALITION --clear FIELD")
    return line


def _of(row: Coalition | None, field: str) -> object:
    return ("partners" if field == "audience" else None) if row is None else getattr(row, field)


def _undo(map_: Map, actor: ActorRef, before: Coalition | None, after: Coalition | None) -> str:
    """The command that makes it say again what it said before."""
    words: list[object] = []
    for field in (*FIELDS, "audience"):
        old, new = _of(before, field), _of(after, field)
        if old == new:
            continue
        if field == "asks":
            had, has = str(old or "").splitlines(), str(new or "").splitlines()
            if not had:
                words += ["--clear", "asks"]
            else:
                words += [w for text in has if text not in had for w in ("--no-ask", text)]
                words += [w for text in had if text not in has for w in ("--ask", text)]
        elif old is None:
            words += ["--clear", field]
        elif field == "target":
            words += ["--target", some_refs(map_, [int(str(old))])[int(str(old))].handle]
        elif field == "issue":
            words += ["--issue", next(t.slug for t in all_terms(map_) if t.id == old)]
        else:
            words += [f"--{field}", old]
    return command("coalition", "edit", actor.handle, *words) if words else ""
