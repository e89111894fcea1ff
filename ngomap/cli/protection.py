"""`ngomap protection`: who could speak up for us."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, ShownTo, completing, count
from ngomap.cli.references import our_actor
from ngomap.cli.session import session
from ngomap.model.actors import ActorRef
from ngomap.model.audience import AUDIENCES, visible_to
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today, us

if TYPE_CHECKING:
    from ngomap.analyses.protection import ProtectionRows
    from ngomap.model.relationships import Tie

app = command_app()

OF_EACH_GROUP = 2


@app.command(cls=Command)
def protection(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="Who is to be protected; left out: us.", metavar="[REF]", autocompletion=completing("actor"),
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many of each group; 0 shows all.", metavar="N", parser=count)
    ] = OF_EACH_GROUP,
) -> None:  # fmt: skip
    """Show who could speak up for us, in the country and beyond, if we were threatened: by how many separate ways we
    reach them, the one contact whose loss would cut us off, how fresh the contact is, and what would strengthen it.

    Examples:

        ngomap protection

        ngomap protection fair-elections-now --as-of 2026-06-30 --limit 0
    """
    from ngomap.analyses.protection import search_protection, tell_protection
    from ngomap.cli.intro_rows import shown_actor

    audience = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        asked = shown_actor(map_, ref, audience) if ref else our_actor(map_)
        ours = us(map_)
        rows = protection_rows(map_, asked, on, audience)
        found = search_protection(rows, on, limit)
        if rows.near is not None:
            rows = replace(rows, ties=named_ties(map_, found.named, on, audience))
    session().answer(tell_protection(rows, found, on, ours.id if ours else None, audience, limit))


def protection_rows(map_: Map, asked: ActorRef, on: str, audience: str = "secret") -> ProtectionRows:
    """Everything in the map that bears on protection, as far as the audience may see it; of a large map the ties of the one
    asked about, and of the others only who is next to whom.
    """
    from ngomap.analyses.protection import ProtectionRows
    from ngomap.cli.whole_graph import is_large
    from ngomap.model.as_of import ties_on
    from ngomap.store.actors import matching_actors
    from ngomap.store.coverage import resources
    from ngomap.store.filters import Filters
    from ngomap.store.neighbourhood import stances_of_many, ties_of_many
    from ngomap.store.standing import recorded_terms, standing_ties
    from ngomap.store.terms import all_terms
    from ngomap.store.ties import events

    audiences = visible_to(audience)
    everybody, _ = matching_actors(map_, Filters())
    actors = {a.id: a for a in everybody if a.audience in audiences or a.id == asked.id}
    services = {t.id: t for t in all_terms(map_) if t.vocabulary == "service"}
    legal: dict[int, list[int]] = {}
    for row in resources(map_):
        lasts = (row.since or "") <= on and (row.until or "9999") >= on[: len(row.until or "9999")]
        if row.direction == "offer" and row.kind == "legal" and row.status == "open" and lasts and row.audience in audiences:
            legal.setdefault(row.actor, []).append(row.id)
    near = None
    if is_large(map_, len(actors)):
        from ngomap.graph.bare import bare_doors

        there = {i: a.handle for i, a in actors.items() if a.status != "closed" or i == asked.id}
        near = bare_doors(there, standing_ties(map_, on, today(map_), audiences))
    ties = ties_of_many(map_, actors if near is None else [asked.id], audiences)
    return ProtectionRows(
        actors[asked.id], actors, ties_on((t for t in ties if t.a in actors and t.b in actors), on, today(map_)), legal,
        {i: [services[s] for s in sorted(found)] for i, found in recorded_terms(map_, "service").items()},
        stances_of_many(map_, actors, on, audiences),
        [e for e in events(map_) if e.audience in audiences and all(p.id in actors for p in e.participants)],
        near,
    )  # fmt: skip


def named_ties(map_: Map, named: Collection[int], on: str, audience: str) -> list[Tie]:
    """The ties among those whom an answer names, as they were on the day."""
    from ngomap.model.as_of import ties_on
    from ngomap.store.neighbourhood import ties_among

    return ties_on(ties_among(map_, named, named, visible_to(audience)), on, today(map_))
