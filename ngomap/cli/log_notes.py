"""What a contact that was just logged shows of our ties, and how to record that."""

from __future__ import annotations

from ngomap.analyses.ladder_evidence import CONTACT_RUNG, leading_tie
from ngomap.cli.undoing import command
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import EVENT_RUNG
from ngomap.model.relationships import Tie, rung_name
from ngomap.model.text import counted
from ngomap.store.connection import Map
from ngomap.store.settings import today, us
from ngomap.store.ties import ties_between

MOST = 3
"""Of an assembly with half the city not every tie is worth a line."""


def what_it_shows(map_: Map, kind: str, day: str, people: list[ActorRef]) -> list[str]:
    """A line for each with whom we have no tie yet, and for each whose tie claims less than the contact shows; nothing if
    we did not take part. A person who came with others is there for an organization, and needs no tie with us.
    """
    ours = us(map_)
    if ours is None or all(p.id != ours.id for p in people):
        return []
    others = [p for p in people if p.id != ours.id]
    rung = EVENT_RUNG.get(kind, CONTACT_RUNG)
    when = () if day == today(map_) else ("--on", day)
    lines = []
    for other in others:
        if other.kind != "person" or len(others) == 1:
            line = _line(ties_between(map_, ours.id, other.id), other, rung, when)
            lines += [line] if line else []
    more = len(lines) - MOST
    return [*lines[:MOST], *([f"The same goes for {counted(more, 'other')}: ngomap ladder"] if more > 0 else [])]


def _line(ties: list[Tie], other: ActorRef, rung: int, when: tuple[str, ...]) -> str | None:
    if not ties:
        if other.kind == "person":
            how = command("link", "us", other.handle, "--type", "knows")
        else:
            how = command("link", "us", other.handle, "--rung", rung, *when)
        return f"{other.name} has no tie with us in the map yet: {how}"
    tie = leading_tie(t for t in ties if t.status in ("active", "dormant")) or leading_tie(
        t for t in ties if t.status == "wanted"
    )
    if tie is None:
        return None
    shown = max(rung, tie.rung or 0)
    words: list[object] = ["link", "us", other.handle, "--rung", shown]
    if sum(t.type == tie.type for t in ties) > 1 and tie.since:
        words += ["--since", tie.since]
    if tie.status != "active":
        state = "only wanted so far" if tie.status == "wanted" else "dormant"
        return f"The tie with {other.name} is {state}; now it stands: {command(*words, '--status', 'active', *when)}"
    if tie.rung is not None and tie.rung >= rung:
        return None
    claimed = f"claims {rung_name(tie.rung)}" if tie.rung is not None else "has no rung"
    return f"This shows {rung_name(rung)}; the tie with {other.name} {claimed}: {command(*words, *when)}"
