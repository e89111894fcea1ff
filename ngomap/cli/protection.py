"""`ngomap protection`: who could speak up for us."""

from __future__ import annotations

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
    from ngomap.analyses.protection import find_protection
    from ngomap.cli.intro_rows import shown_actor

    audience = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        asked = shown_actor(map_, ref, audience) if ref else our_actor(map_)
        ours = us(map_)
        rows = protection_rows(map_, asked, on, audience)
    session().answer(find_protection(rows, on, ours.id if ours else None, audience, limit))


def protection_rows(map_: Map, asked: ActorRef, on: str, audience: str = "secret") -> ProtectionRows:
    """Everything in the map that bears on protection, as far as the audience may see it."""
    from ngomap.analyses.protection import ProtectionRows
    from ngomap.model.as_of import ties_on
    from ngomap.store.actors import lists_of, matching_actors
    from ngomap.store.coverage import resources
    from ngomap.store.filters import Filters
    from ngomap.store.neighbourhood import stances_of_many, ties_of_many
    from ngomap.store.terms import all_terms
    from ngomap.store.ties import events

    audiences = visible_to(audience)
    everybody, _ = matching_actors(map_, Filters())
    actors = {a.id: a for a in everybody if a.audience in audiences or a.id == asked.id}
    services = {t.slug: t for t in all_terms(map_) if t.vocabulary == "service"}
    legal: dict[int, list[int]] = {}
    for row in resources(map_):
        lasts = (row.since or "") <= on and (row.until or "9999") >= on[: len(row.until or "9999")]
        if row.direction == "offer" and row.kind == "legal" and row.status == "open" and lasts and row.audience in audiences:
            legal.setdefault(row.actor, []).append(row.id)
    ties = (t for t in ties_of_many(map_, actors, audiences) if t.a in actors and t.b in actors)
    return ProtectionRows(
        actors[asked.id], actors, ties_on(ties, on, today(map_)), legal,
        {i: [services[s] for s in lists["services"]] for i, lists in lists_of(map_, list(actors)).items()},
        stances_of_many(map_, actors, on, audiences),
        [e for e in events(map_) if e.audience in audiences and all(p.id in actors for p in e.participants)],
    )  # fmt: skip
