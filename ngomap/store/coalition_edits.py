"""What coalitions are for, and who is in them, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.audience import AUDIENCES, DEFAULT_AUDIENCE
from ngomap.model.relationships import Tie
from ngomap.model.together import Coalition
from ngomap.store.actor_edits import Lists, add_actor
from ngomap.store.coalitions import coalitions_of
from ngomap.store.connection import Map
from ngomap.store.tie_edits import link
from ngomap.store.ties import ties_between
from ngomap.store.writing import current_change, insert_row, write

MEMBER = "member-of"


def add_coalition(map_: Map, name: str, fields: Mapping[str, object], row: Mapping[str, object]) -> Actor:
    """A new actor of kind coalition, with what it is for: `objective`, `target_id`, `issue_id`, `asks`, `since`, `until`,
    `audience`. It works on its issue. Raises InvalidValue, AlreadyExists.
    """
    with write(map_):
        issue = row.get("issue_id")
        lists = Lists(terms=(issue,)) if isinstance(issue, int) else Lists()
        actor = add_actor(map_, {"kind": "coalition", **fields, "name": name}, lists)
        edit_coalition(map_, actor.ref, row)
    return actor


def edit_coalition(map_: Map, actor: ActorRef, row: Mapping[str, object]) -> tuple[Coalition | None, Coalition | None]:
    """Say something else of what a coalition is for, the fields as above; what it was and what it is now, None: nothing. A
    record of which nothing is left is taken away. Raises InvalidValue for an end before the beginning.
    """
    with write(map_) as database:
        table = database.table("coalitions")
        before = coalitions_of(map_, [actor.id], AUDIENCES).get(actor.id)
        if before is None and any(value is not None for value in row.values()):
            insert_row(database, "coalitions", {"actor_id": actor.id, **row})
        elif before is not None:
            table.update(before.id, dict(row))
        after = coalitions_of(map_, [actor.id], AUDIENCES).get(actor.id)
        if after is not None and _is_blank(after):
            table.delete(after.id)
            after = None
        if after is not None and after.since and after.until:
            shorter = min(len(after.since), len(after.until))
            if after.until[:shorter] < after.since[:shorter]:
                raise InvalidValue(f"until: {after.until} is before since: {after.since}.", "It ends after it has begun.")
    return before, after


def _is_blank(row: Coalition) -> bool:
    said = (row.objective, row.target, row.issue, row.asks, row.since, row.until)
    return row.audience == DEFAULT_AUDIENCE["coalition"] and not any(said)


def join(
    map_: Map, coalition: ActorRef, member: ActorRef, role: str | None, since: str | None, day: str
) -> tuple[Tie, Tie | None, int | None]:
    """Make an actor a member, or change the role of one that is; the tie now and before (None: it is new), and the number of
    the change where only taking it back undoes it: who comes back keeps the tie of the time before.

    Raises AlreadyExists if it is in it since another day, InvalidValue.
    """
    with write(map_):
        known = _memberships(map_, coalition, member)
        open_ = next((t for t in known if t.status in ("active", "dormant") and t.open_on(day)), None)
        fields: dict[str, object] = {} if role is None else {"title": role or None}
        if open_ is not None:
            if since is not None and open_.since not in (None, since):
                raise AlreadyExists(
                    f"{member.name} is in {coalition.name} since {open_.since}.",
                    f"If it is wrong: ngomap coalition leave {coalition.handle} {member.handle}",
                )
            if not fields and (since is None or open_.since == since):
                raise AlreadyExists(f"{member.name} is in {coalition.name} already.", "To change what it does there: --role TEXT")
            now, _ = link(map_, member, coalition, MEMBER, {**fields, "since": since or open_.since, "status": "active"})
            return now, open_, None
        wanted = next((t for t in known if t.status in ("wanted", "declined")), None)
        if wanted is not None:
            fields |= {"since": since or wanted.since, "status": "active", "until": None}
            now, _ = link(map_, member, coalition, MEMBER, fields)
            return now, wanted, current_change(map_)
        begun = since or (day if known else None)
        if any(t.since == begun for t in known):
            raise InvalidValue(
                f"since: {member.name} was in {coalition.name} from {begun} on before.", "Say since when it is back."
            )
        now, _ = link(map_, member, coalition, MEMBER, {**fields, "since": begun, "status": "active"})
        return now, None, current_change(map_) if known else None


def leave(map_: Map, coalition: ActorRef, member: ActorRef, day: str) -> tuple[Tie, Tie, int | None]:
    """A member left on the ISO day; the tie now and before, and, as above, the number of the change.

    Raises NotFound if it is no member, InvalidValue for a day before it came.
    """
    with write(map_) as database:
        known = _memberships(map_, coalition, member)
        open_ = next((t for t in known if t.status in ("active", "dormant")), None)
        if open_ is None:
            raise NotFound(f"{member.name} is not in {coalition.name}.", f"See 'ngomap coalition show {coalition.handle}'.")
        if open_.since is not None and day[: len(open_.since)] < open_.since:
            raise InvalidValue(f"on: {day} is before {open_.since}, when {member.name} came.", "Say when it left: --on DATE")
        database.table("relationships").update(open_.id, {"status": "ended", "until": day})
        now = next(t for t in _memberships(map_, coalition, member) if t.id == open_.id)
        return now, open_, current_change(map_) if len(known) > 1 else None


def _memberships(map_: Map, coalition: ActorRef, member: ActorRef) -> list[Tie]:
    return [t for t in ties_between(map_, member.id, coalition.id) if t.type == MEMBER and t.a == member.id]
