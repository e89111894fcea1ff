"""What was promised, what monitors found of it, and why they can be believed. Changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import AlreadyExists, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.text import slug
from ngomap.model.together import Commitment, Monitor, Observation
from ngomap.store.commitments import commitment_named, monitors, observations
from ngomap.store.connection import Map
from ngomap.store.term_edits import free_name
from ngomap.store.writing import insert_row, new_uid, write

HANDLES = "SELECT handle FROM commitments WHERE handle = ?1 OR (handle >= ?1 || '-' AND handle < ?1 || '.')"
SAME = "SELECT handle FROM commitments WHERE by_id = ? AND what = ? AND on_date = ?"
SAME_FINDING = """SELECT id FROM observations WHERE commitment_id = ? AND ifnull(observer_id, 0) = ifnull(?, 0) AND on_date = ?
AND finding = ?"""
EVERYBODY = AUDIENCES


def add_commitment(map_: Map, by: ActorRef, what: str, fields: Mapping[str, object]) -> Commitment:
    """A promise: `to_id`, `issue_id`, `area_id`, `on_date`, `due`, `source`, `audience`. Raises AlreadyExists."""
    with write(map_) as database:
        same = map_.connection.execute(SAME, [by.id, what, fields["on_date"]]).fetchone()
        if same:
            raise AlreadyExists(f"That is recorded already: {same[0]}.", f"Change it: ngomap commitment edit {same[0]}")
        wanted = slug(what, "commitment")
        handle = free_name(wanted, {row[0] for row in map_.connection.execute(HANDLES, [wanted])})
        row = {"uid": new_uid(), "handle": handle, "by_id": by.id, "what": what, **fields}
        insert_row(database, "commitments", row)
        return commitment_named(map_, handle)


def edit_commitment(map_: Map, commitment: Commitment, fields: Mapping[str, object]) -> Commitment:
    """Change columns of a promise; what it is now."""
    with write(map_) as database:
        if fields:
            database.table("commitments").update(commitment.id, dict(fields))
        return commitment_named(map_, commitment.handle)


def remove_commitment(map_: Map, commitment: Commitment) -> None:
    """Take a promise away, with what was found of it."""
    with write(map_) as database:
        database.table("commitments").delete(commitment.id)


def add_observation(map_: Map, commitment: Commitment, fields: Mapping[str, object]) -> Observation:
    """What was found: `observer_id`, `on_date`, `finding`, `text`, `evidence`, `audience`. Raises AlreadyExists."""
    with write(map_) as database:
        key = [commitment.id, fields.get("observer_id"), fields["on_date"], fields["finding"]]
        same = map_.connection.execute(SAME_FINDING, key).fetchone()
        if same:
            raise AlreadyExists(
                f"The same observer found the same on {fields['on_date']}: it is observation {same[0]}.",
                f"To write it anew: ngomap commitment remove {commitment.handle} --observation {same[0]} --yes",
            )
        number = insert_row(database, "observations", {"uid": new_uid(), "commitment_id": commitment.id, **fields})
        return next(o for o in observations(map_, EVERYBODY, [commitment.id]) if o.id == number)


def edit_observation(map_: Map, commitment: Commitment, number: int, fields: Mapping[str, object]) -> Observation:
    """Change columns of an observation; what it was. Raises NotFound."""
    with write(map_) as database:
        found = _observation(map_, commitment, number)
        database.table("observations").update(number, dict(fields))
    return found


def remove_observation(map_: Map, commitment: Commitment, number: int) -> Observation:
    """Take an observation of a promise away; what it was. Raises NotFound."""
    with write(map_) as database:
        found = _observation(map_, commitment, number)
        database.table("observations").delete(number)
    return found


def record_monitor(map_: Map, actor: ActorRef, fields: Mapping[str, object]) -> Monitor | None:
    """Why somebody who observes can be believed: `training`, `impartiality`, `on_date`, `audience`; what was known, or
    None.
    """
    with write(map_) as database:
        old = monitors(map_, EVERYBODY, [actor.id]).get(actor.id)
        if old is None:
            insert_row(database, "monitors", {"actor_id": actor.id, **fields})
        else:
            database.table("monitors").update(old.id, dict(fields))
    return old


def forget_monitor(map_: Map, actor: ActorRef) -> Monitor:
    """Take away why somebody who observes can be believed; what was known. Raises NotFound."""
    with write(map_) as database:
        old = monitors(map_, EVERYBODY, [actor.id]).get(actor.id)
        if old is None:
            raise NotFound(f"Nothing is recorded of {actor.name} as an observer.", "See 'ngomap commitment monitor --help'.")
        database.table("monitors").delete(old.id)
    return old


def _observation(map_: Map, commitment: Commitment, number: int) -> Observation:
    rows = observations(map_, EVERYBODY, [commitment.id])
    for row in rows:
        if row.id == number:
            return row
    known = f"Its observations: {', '.join(str(o.id) for o in rows)}." if rows else "Nobody has observed it."
    raise NotFound(f"{commitment.handle} has no observation {number}.", known)
