"""What `ngomap conflicts` lists and settles, from the map to the answer."""

from __future__ import annotations

from collections.abc import Mapping

from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record, Records
from ngomap.model.values import whole
from ngomap.sharing.settling import OURS, THEIRS, VALUE, Standing, settle, standing
from ngomap.store.conflicts import conflict_numbered, open_conflicts
from ngomap.store.connection import Map, snapshot
from ngomap.store.writing import current_change, write

COLUMNS = ("number", "about", "field", "ours", "theirs", "from", "on")
NOTHING = "(nothing)"


def listed(map_: Map, ref: str | None, limit: int) -> Records:
    """`ngomap conflicts list`."""
    with snapshot(map_):
        actor = find_actor(map_, ref).id if ref else None
        found = standing(map_, open_conflicts(map_, actor))
    shown = found[:limit] if limit else found
    notes = []
    if found:
        first = found[0].conflict.id
        notes.append(f"To settle one: {command('conflicts', 'settle', first, '--theirs')}, or --ours, or --value TEXT")
    else:
        notes.append("Nothing stands open.")
    return Records("conflicts", [_record(one) for one in shown], len(found), COLUMNS, tuple(notes))


def settled(number: str, ours: bool, theirs: bool, value: str | None) -> Change:
    """`ngomap conflicts settle`."""
    if ours + theirs + (value is not None) != 1:
        raise UsageError("conflicts settle needs one of --ours, --theirs and --value.", "Whose word counts?")
    whose = OURS if ours else THEIRS if theirs else VALUE
    with session().map() as map_:
        conflict = conflict_numbered(map_, whole(number, "number", 1))
        with write(map_):
            one = settle(map_, conflict, whose, value)
            undo = command("undo", current_change(map_))
    now = said({name: one.record.get(name) for name in conflict.theirs})
    record = {**_record(one), "state": whose, "now": now}
    return Change("settled", "conflict", record, f"{one.label}: {conflict.field} is {now}.", undo)


def said(values: Mapping[str, object]) -> str:
    """Values as a person reads them, the parts of one thing together."""
    return ", ".join(NOTHING if value is None else str(value) for value in values.values()) or NOTHING


def _record(one: Standing) -> Record:
    c = one.conflict
    return {
        "number": c.id, "about": one.label, "field": c.field, "ours": said(one.ours), "theirs": said(c.theirs), "from": c.source,
        "on": c.on_date, "section": c.section,
    }  # fmt: skip
