"""What was talked over and agreed, and who covers what, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import AlreadyExists, InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Agreement, Labour
from ngomap.store.agreements import Pair, agreements_between, labour_between
from ngomap.store.connection import Map
from ngomap.store.writing import insert_row, new_uid, write


def record_point(
    map_: Map, pair: Pair, point: str, on_date: str, fields: Mapping[str, object]
) -> tuple[Agreement, Agreement | None]:
    """How far a point got on a day: `state`, `text`, `source`, `audience`; what is known of the same day stays where not
    said anew. The record as it is now, and as it was (None: it is new).
    """
    a, b = _ends(pair)
    with write(map_) as database:
        old = _of_day(map_, pair, point, on_date)
        if old:
            database.table("agreements").update(old.id, dict(fields))
        else:
            insert_row(database, "agreements", {"a_id": a, "b_id": b, "point": point, "on_date": on_date, **fields})
        now = _of_day(map_, pair, point, on_date)
    if now is None:  # pragma: no cover - it was written just now
        raise NotFound(f"{point} of {on_date} could not be read again.")
    return now, old


def remove_point(map_: Map, pair: Pair, point: str, on_date: str | None) -> Agreement:
    """Take away what was recorded of a point on a day, or ever, if that is one day only; what it was.

    Raises NotFound, and InvalidValue if there are several days to choose from.
    """
    with write(map_) as database:
        days = [g for g in agreements_between(map_, *_ends(pair)) if g.point == point]
        found = [g for g in days if on_date in (None, g.on_date)]
        known = f"Days recorded of it: {', '.join(g.on_date for g in days)}." if days else "Nothing is recorded of it."
        if not found:
            when = f" on {on_date}" if on_date else ""
            raise NotFound(f"Nothing was recorded of {point!r}{when} {_among(pair)}.", known)
        if len(found) > 1:
            raise InvalidValue(f"{point!r} was recorded {_among(pair)} on {len(found)} days.", f"Say which: --on. {known}")
        database.table("agreements").delete(found[0].id)
    return found[0]


def add_labour(map_: Map, pair: Pair, actor: ActorRef, fields: Mapping[str, object]) -> int:
    """A task that one of them took over: `task`, `population_id`, `area_id`, `since`, `until`, `audience`; its number.

    Raises AlreadyExists if it has it already.
    """
    a, b = _ends(pair)
    with write(map_) as database:
        for row in labour_between(map_, a, b):
            said = (row.actor, row.task, row.population, row.area, row.since, row.until)
            if said == (actor.id, *(fields.get(f) for f in ("task", "population_id", "area_id", "since", "until"))):
                raise AlreadyExists(f"{actor.name} has that task already: it is number {row.id}.")
        return insert_row(
            database, "labour", {"uid": new_uid(), "a_id": a, "b_id": b, "actor_id": actor.id, **fields}
        )


def remove_labour(map_: Map, pair: Pair, number: int) -> Labour:
    """Take a task away; what it was. Raises NotFound."""
    with write(map_) as database:
        found = next((row for row in labour_between(map_, *_ends(pair)) if row.id == number), None)
        if found is None:
            raise NotFound(f"There is no task {number} {_among(pair)}.", "The numbers stand in the answer of 'ngomap agree'.")
        database.table("labour").delete(number)
    return found


def _ends(pair: Pair) -> tuple[int, int | None]:
    """The smaller id first, as mutual ties stand."""
    one, other = pair
    return (one.id, None) if other is None else (min(one.id, other.id), max(one.id, other.id))


def _of_day(map_: Map, pair: Pair, point: str, on_date: str) -> Agreement | None:
    rows = agreements_between(map_, *_ends(pair))
    return next((g for g in rows if (g.point, g.on_date) == (point, on_date)), None)


def _among(pair: Pair) -> str:
    one, other = pair
    return f"among the members of {one.name}" if other is None else f"between {one.name} and {other.name}"
