"""What `ngomap coalition list` and `show` tell."""

from __future__ import annotations

from collections.abc import Collection

from ngomap.cli.references import find_actor, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import visible_to
from ngomap.model.records import Record, Records
from ngomap.model.relationships import Tie
from ngomap.model.together import Coalition
from ngomap.model.values import iso_date
from ngomap.store.actors import lists_of
from ngomap.store.coalitions import COALITION_KINDS, coalition_ids, coalitions_of
from ngomap.store.connection import Map, snapshot
from ngomap.store.ladder_rows import audience_of, seen_ties
from ngomap.store.neighbourhood import some_actors
from ngomap.store.settings import today
from ngomap.store.terms import all_terms
from ngomap.store.terms import below as terms_below

COLUMNS = ("handle", "name", "issues", "objective", "target", "members")


def list_them(issue: str | None, as_of: str | None, audience: str, limit: int) -> None:
    """Answer which coalitions there are."""
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        now, audiences = today(map_), visible_to(audience)
        ids = coalition_ids(map_, audiences)
        actors = {i: a for i, a in some_actors(map_, ids).items() if there_on(a.status, a.founded, on, now)}
        rows = {i: r for i, r in coalitions_of(map_, actors, audiences).items() if (r.since or "") <= on}
        slugs = {t.id: t.slug for t in all_terms(map_)}
        issues = {i: _issues(found["issues"], rows.get(i), slugs) for i, found in lists_of(map_, list(actors)).items()}
        if issue:
            wanted = {slugs[t] for t in terms_below(map_, find_term(map_, "issue", issue).id)}
            actors = {i: a for i, a in actors.items() if wanted & set(issues[i])}
        shown = sorted(actors.values(), key=lambda a: a.handle)[: limit or None]
        ties = membership_ties(map_, [a.id for a in shown], on, audience)
        targets = some_actors(map_, {r.target for r in rows.values() if r.target})
        handles = {i: a.handle for i, a in targets.items() if a.audience in audiences}
        records: list[Record] = []
        for actor in shown:
            row = rows.get(actor.id)
            records.append({
                "handle": actor.handle, "name": actor.name, "kind": actor.kind, "issues": issues[actor.id],
                "objective": row.objective if row else None, "target": handles.get(row.target or 0) if row else None,
                "members": len({t.a for t in ties if t.b == actor.id}),
                "since": row.since if row else None, "until": row.until if row else None,
            })  # fmt: skip
    hints = ('Add one: ngomap coalition add "NAME" --issue ISSUE', "Or plan one: ngomap coalition plan --issue ISSUE")
    notes = () if actors or issue else hints
    session().answer(Records("coalitions", records, len(actors), COLUMNS, notes))


def show_one(ref: str, as_of: str | None, audience: str) -> None:
    """Answer what is known of a coalition."""
    with session().map() as map_, snapshot(map_):
        coalition = shown_coalition(map_, ref, audience)
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        row = seen_row(map_, coalition, on, audience)
        ties = membership_ties(map_, [coalition.id], on, audience)
        terms = {t.id: t for t in all_terms(map_)}
        slugs = {i: t.slug for i, t in terms.items()}
        who = some_actors(map_, {t.a for t in ties} | ({row.target} if row and row.target else set()))
        target = who.get(row.target) if row and row.target else None
        record: Record = {
            "handle": coalition.handle, "name": coalition.name, "kind": coalition.kind,
            "objective": row.objective if row else None,
            "target": f"{target.name} ({target.handle})" if target and target.audience in visible_to(audience) else None,
            "issues": _issues(lists_of(map_, [coalition.id])[coalition.id]["issues"], row, slugs),
            "asks": (row.asks or "").splitlines() if row else [],
            "since": row.since if row else None, "until": row.until if row else None,
            "members": [_member(t, who[t.a].ref) for t in sorted(ties, key=lambda t: who[t.a].handle)],
            "audience": row.audience if row else None,
        }  # fmt: skip
    handle = coalition.handle
    notes = (f"Is it ready: ngomap coalition readiness {handle}", f"For whom it speaks: ngomap coalition voice {handle}")
    session().answer(Records("coalitions", [record], 1, (), notes))


def coalition_named(map_: Map, ref: str) -> ActorRef:
    """The coalition or network that the REF names. Raises InvalidValue for another kind of actor."""
    actor = find_actor(map_, ref)
    if actor.kind not in COALITION_KINDS:
        raise InvalidValue(
            f"{actor.name} is of kind {actor.kind}, not a coalition.",
            f"See 'ngomap coalition list'; if it is one: ngomap edit {actor.handle} --kind coalition",
        )
    return actor


def shown_coalition(map_: Map, ref: str, audience: str) -> ActorRef:
    """The coalition that the REF names, if the audience may see it. Raises NotFound, Ambiguous, InvalidValue."""
    coalition = coalition_named(map_, ref)
    if audience_of(map_, coalition.id) not in visible_to(audience):
        raise NotFound(f"There is no coalition {ref!r} for the audience {audience}.", "See 'ngomap coalition list'.")
    return coalition


def seen_row(map_: Map, coalition: ActorRef, on: str, audience: str) -> Coalition | None:
    """What it is for, if that is known on the day and the audience may see it."""
    row = coalitions_of(map_, [coalition.id], visible_to(audience)).get(coalition.id)
    return row if row is not None and (row.since or "") <= on else None


def membership_ties(map_: Map, coalitions: Collection[int], on: str, audience: str) -> list[Tie]:
    """The ties of the members on the day."""
    ids = set(coalitions)
    ties = ties_on(seen_ties(map_, visible_to(audience), ids), on, today(map_))
    return [t for t in ties if t.type == "member-of" and t.b in ids and t.open_on(on)]


def _issues(own: list[str], row: Coalition | None, slugs: dict[int, str]) -> list[str]:
    first = [slugs[row.issue]] if row is not None and row.issue is not None else []
    return first + [slug for slug in own if slug not in first]


def _member(tie: Tie, who: ActorRef) -> str:
    role = f": {tie.title}" if tie.title else ""
    since = f" (since {tie.since})" if tie.since else ""
    return f"{who.name} [{who.handle}]{role}{since}"
