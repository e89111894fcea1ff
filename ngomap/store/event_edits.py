"""Contacts, changed: logged, taken away, and what was agreed at them done or put off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event
from ngomap.store.connection import Map
from ngomap.store.settings import us
from ngomap.store.ties import event_by_id
from ngomap.store.writing import current_change, insert_row, new_uid, write

DONE: Final = "Done {0}: {1}"
"""How what came of a step is written below what came of the contact."""


def log_event(
    map_: Map, fields: Mapping[str, object], participants: Iterable[ActorRef], introduces: ActorRef | None = None
) -> int:
    """A dated contact with its participants (at least one), and to whom we asked there to be introduced; its id.

    Raises InvalidValue for an introduction to ourselves or to somebody who took part.
    """
    people = {p.id for p in participants}
    if not people:
        raise InvalidValue("An event needs somebody who took part.")
    with write(map_) as database:
        if introduces is not None:
            _check_introduction(introduces, people, us(map_))
            fields = {**fields, "introduces_id": introduces.id}
        event_id = insert_row(database, "events", {"uid": new_uid(), **fields})
        database.table("event_participants").insert_all([{"event_id": event_id, "actor_id": p} for p in sorted(people)])
    return event_id


def _check_introduction(introduces: ActorRef, people: set[int], ours: ActorRef | None) -> None:
    if ours is not None and introduces.id == ours.id:
        raise InvalidValue("introduces: we need no introduction to ourselves.", "Name whom we would like to meet.")
    if introduces.id in people:
        raise InvalidValue(
            f"introduces: {introduces.name} took part, so no introduction is needed any more.",
            "Leave it out, or name somebody who was not there.",
        )


def remove_event(map_: Map, event_id: int) -> Event:
    """Take a contact out of the map; what it said. Raises NotFound."""
    with write(map_) as database:
        event = event_by_id(map_, event_id)
        database.table("events").delete(event_id)
    return event


def step_done(map_: Map, event_id: int, on_date: str | None, outcome: str | None = None) -> tuple[Event, int | None]:
    """What was agreed at a contact was done on a day, or (None) is open again; the contact as it was, and the number of
    this change where only taking it back undoes it. What came of the step is added to what came of the contact.

    Raises NotFound, and InvalidValue for a day before the contact.
    """
    with write(map_) as database:
        event = _with_step(map_, event_id)
        if on_date is not None and on_date < event.on_date:
            raise InvalidValue(
                f"on: {on_date} is before {event.on_date}, the day it was agreed.", "Say when it was done: --on DATE"
            )
        fields: dict[str, object] = {"next_done_on": on_date}
        if outcome:
            said = DONE.format(on_date, outcome)
            fields["outcome"] = f"{event.outcome}\n{said}" if event.outcome else said
        database.table("events").update(event_id, fields)
        change = current_change(map_) if outcome else None
    return event, change


def step_postponed(map_: Map, event_id: int, due: str) -> tuple[Event, int | None]:
    """What was agreed at a contact is due on another day; the contact as it was, and the number of this change (None: it
    was due on that day already, and nothing was changed). The earlier day stays in the history.

    Raises NotFound, and InvalidValue for a step that is done or a day before the contact.
    """
    with write(map_) as database:
        event = _with_step(map_, event_id)
        if event.next_done_on is not None:
            raise InvalidValue(
                f"'{event.next_step}' was done on {event.next_done_on}.", f"If it was not: ngomap log --reopen {event_id}"
            )
        if due < event.on_date:
            raise InvalidValue(f"due: {due} is before {event.on_date}, the day it was agreed.", "Give a later day.")
        if event.next_due == due:
            return event, None
        database.table("events").update(event_id, {"next_due": due})
        return event, current_change(map_)


def _with_step(map_: Map, event_id: int) -> Event:
    event = event_by_id(map_, event_id)
    if event.next_step is None:
        raise NotFound(
            f"At contact {event_id} ({event.title}) nothing was agreed to do next.", "'ngomap show REF' gives their numbers."
        )
    return event
