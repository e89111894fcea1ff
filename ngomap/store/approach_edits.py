"""How an actor stands to a government body or official: a choice of a day, changed."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.errors import NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES
from ngomap.model.together import Approach
from ngomap.store.approaches import approaches
from ngomap.store.connection import Map
from ngomap.store.writing import insert_row, write


def record_approach(
    map_: Map, who: ActorRef, to: ActorRef, issue: int | None, on_date: str, fields: Mapping[str, object]
) -> Approach | None:
    """How one stands to the other on an issue (None: on all) from a day on: `approach`, `note`, `audience`; what was
    recorded of that very day, or None.
    """
    with write(map_) as database:
        old = _of_day(map_, who, to, issue, on_date)
        if old is None:
            row = {"from_id": who.id, "to_id": to.id, "issue_id": issue, "on_date": on_date, **fields}
            insert_row(database, "approaches", row)
        else:
            database.table("approaches").update(old.id, dict(fields))
    return old


def forget_approach(map_: Map, who: ActorRef, to: ActorRef, issue: int | None, on_date: str) -> Approach:
    """Take away what was recorded of a day; what that was. Raises NotFound."""
    with write(map_) as database:
        old = _of_day(map_, who, to, issue, on_date)
        if old is None:
            days = ", ".join(a.on_date for a in approaches(map_, AUDIENCES, who.id) if (a.towards, a.issue) == (to.id, issue))
            known = f"Days recorded: {days}." if days else "Nothing is recorded of it."
            raise NotFound(f"Nothing was recorded on {on_date} of how {who.name} stands to {to.name} on that.", known)
        database.table("approaches").delete(old.id)
    return old


def _of_day(map_: Map, who: ActorRef, to: ActorRef, issue: int | None, on_date: str) -> Approach | None:
    rows = approaches(map_, AUDIENCES, who.id)
    return next((a for a in rows if (a.towards, a.issue, a.on_date) == (to.id, issue, on_date)), None)
