"""The promises that `ngomap commitment` lists and shows, from the map to the answer."""

from __future__ import annotations

from collections.abc import Iterable

from ngomap.analyses.commitment_status import STATUSES
from ngomap.analyses.commitment_telling import FINDING_WORDS, Observers, Watched, by_status, explained, tell, watch
from ngomap.cli.references import find_actor
from ngomap.errors import NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.choice import one_of
from ngomap.model.records import Record, Records
from ngomap.model.report import Report
from ngomap.model.together import Commitment, Observation
from ngomap.store.actors import some_refs
from ngomap.store.areas import some_areas
from ngomap.store.commitments import commitment_named, commitments, hidden_actors, monitors, observations, trained
from ngomap.store.connection import Map
from ngomap.store.terms import all_terms

COLUMNS = ("handle", "status", "by", "due", "observed", "finding")
NOT_NAMED = "somebody who is not named"


def watched_by(map_: Map, by: ActorRef | None, on: str, reader: str) -> list[Watched]:
    """The promises that the reader may see, with what was found of them."""
    visible = visible_to(reader)
    found = commitments(map_, visible, None if by is None else [by.id])
    return watch(found, observations(map_, visible, [c.id for c in found]), on)


def observers_of(map_: Map, rows: Iterable[Observation], reader: str) -> Observers:
    """Who made the observations, as far as the reader may know."""
    visible = visible_to(reader)
    who = sorted({o.observer for o in rows if o.observer is not None})
    hidden = hidden_actors(map_, visible, who)
    named = [i for i in who if i not in hidden]
    return Observers(some_refs(map_, named), hidden, trained(map_, visible, who), monitors(map_, visible, named))


def listed(map_: Map, by: str | None, statuses: list[str], on: str, reader: str, limit: int) -> Records:
    """`ngomap commitment list`."""
    wanted = {one_of(s, [n.replace(" ", "-") for n in STATUSES], "status").replace("-", " ") for s in statuses}
    every = watched_by(map_, find_actor(map_, by) if by else None, on, reader)
    kept = [w for w in every if not wanted or w.standing.status in wanted]
    names = Names(map_, [w.commitment for w in kept], reader)
    records = [_record(w, names, on) for w in (kept[:limit] if limit else kept)]
    notes = []
    if every:
        notes.append(f"On {on}: {', '.join(f'{n} {status}' for status, n in by_status(every).items())}.")
        notes.append("Why: ngomap commitment show COMMITMENT")
    else:
        notes.append("Record what was promised: ngomap commitment add WHAT --by REF --due DATE")
    if reader != AUDIENCES[-1]:
        notes.append(f"What is above the audience {reader} was left out.")
    return Records("commitments", records, len(kept), COLUMNS, tuple(notes))


def shown(map_: Map, ref: str, on: str, reader: str) -> Report:
    """`ngomap commitment show`."""
    named = commitment_named(map_, ref)
    visible = visible_to(reader)
    seen = {c.id: c for c in commitments(map_, visible, [named.by])}
    if named.id not in seen:
        raise NotFound(f"There is no commitment {ref!r} for the audience {reader}.", "See 'ngomap commitment list'.")
    if named.on_date > on:
        raise NotFound(f"{named.handle} was promised on {named.on_date}, after {on}.", "Ask for a later day.")
    (watched,) = watch([named], observations(map_, visible, [named.id]), on)
    names = Names(map_, [named], reader)
    return tell(
        watched, observers_of(map_, watched.observations, reader), names.actors[named.by], names.to(named),
        names.issue(named), names.area(named), on, reader,
    )  # fmt: skip


class Names:
    """The names of what promises speak of, as far as the reader may know them."""

    def __init__(self, map_: Map, promises: Iterable[Commitment], reader: str) -> None:
        promises = list(promises)
        ids = {i for c in promises for i in (c.by, c.to) if i is not None}
        self.hidden = hidden_actors(map_, visible_to(reader), ids)
        self.actors = some_refs(map_, sorted(ids - self.hidden))
        self.terms = {t.id: t for t in all_terms(map_)} if any(c.issue for c in promises) else {}
        self.areas = some_areas(map_, sorted({c.area for c in promises if c.area is not None}))

    def to(self, commitment: Commitment) -> str:
        """To whom it was promised; nothing: to the public."""
        if commitment.to is None:
            return ""
        return NOT_NAMED if commitment.to in self.hidden else self.actors[commitment.to].name

    def issue(self, commitment: Commitment) -> str:
        """On which issue, or nothing."""
        return "" if commitment.issue is None else self.terms[commitment.issue].name

    def area(self, commitment: Commitment) -> str:
        """For where, or nothing."""
        return "" if commitment.area is None else self.areas[commitment.area].name


def _record(watched: Watched, names: Names, on: str) -> Record:
    c, now = watched.commitment, watched.standing
    to = None if c.to is None or c.to in names.hidden else names.actors[c.to].handle
    return {
        "handle": c.handle, "status": now.words, "by": names.actors[c.by].handle, "what": c.what, "due": c.due,
        "observed": now.day, "finding": FINDING_WORDS[now.finding] if now.finding else None, "to": to, "on": c.on_date,
        "issue": names.terms[c.issue].slug if c.issue else None, "area": names.areas[c.area].handle if c.area else None,
        "why": explained(watched, on), "observations": len(watched.observations), "source": c.source, "audience": c.audience,
    }  # fmt: skip
