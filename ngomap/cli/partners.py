"""`ngomap partners`: who could become a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Limit
from ngomap.cli.reading_much import nothing_to_collect
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today, us

if TYPE_CHECKING:
    from collections.abc import Collection

    from ngomap.model.actors import ActorRef
    from ngomap.model.coverage import Activity
    from ngomap.model.relationships import Tie
    from ngomap.model.report import Report

app = command_app()

IN_EACH_LIST = 2
VOCABULARIES = ("issue", "service", "population")


@app.command(cls=Command)
def partners(
    for_: Annotated[
        str | None, typer.Option("--for", help="The organization that looks for partners [us].", metavar="REF")
    ] = None,
    as_of: AsOf = None,
    limit: Limit = IN_EACH_LIST,
) -> None:
    """Find candidates for a partnership, from ties and work alone, in lists that answer different questions.

    Likely: you would meet anyway. Bridging: they open a community that you do not touch. Complementary: their work and
    yours complete each other. Kept apart, never ranked: rivals, opponents, declined and ended ties, with the reason.

    Examples:

        ngomap partners

        ngomap partners --for fair-elections-now --limit 10 --format md
    """
    with session().map() as map_, snapshot(map_):
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        asked = find_actor(map_, for_) if for_ else us(map_)
        if asked is None:
            raise NotFound(
                "The map does not say who you are, so it cannot say who your partners could be.",
                "Name the organization: ngomap partners --for REF (see 'ngomap list').",
            )
        if asked.kind == "person":
            raise InvalidValue(
                f"{asked.name} is a person; partners are looked for an organization.",
                f"Name the organization. 'ngomap show {asked.handle}' tells where {asked.name} belongs.",
            )
        report = partners_of(map_, asked, on, limit)
    session().answer(report)


@nothing_to_collect()
def partners_of(map_: Map, asked: ActorRef, on: str, limit: int = 0) -> Report:
    """Who could become a partner of the actor. Of everybody only what decides the order is read."""
    from ngomap.analyses.freshness import LONG_PAST_MONTHS, months_before
    from ngomap.analyses.partners import Large, find_partners
    from ngomap.graph.bare import BareGraph
    from ngomap.model.as_of import ties_on
    from ngomap.model.audience import AUDIENCES
    from ngomap.store.actors import all_refs, matching_refs
    from ngomap.store.areas import all_areas
    from ngomap.store.current_cells import activities_of_many, current_cells
    from ngomap.store.filters import Filters
    from ngomap.store.neighbourhood import ties_among, ties_of_many
    from ngomap.store.standing import recorded_terms, standing_ties
    from ngomap.store.terms import all_terms
    from ngomap.store.ties import stances

    day, ours = today(map_), us(map_)
    closed = {a.id for a in matching_refs(map_, Filters(statuses=("closed",)))} - {asked.id}
    actors = [a for a in all_refs(map_) if a.id not in closed]
    words = recorded_terms(map_, *VOCABULARIES)
    graph = BareGraph({a.id: a.handle for a in actors}, standing_ties(map_, on, day, AUDIENCES))
    cells = current_cells(map_, on, months_before(on, LONG_PAST_MONTHS))

    def around(ids: Collection[int], ways: Collection[int]) -> tuple[list[Tie], list[Activity]]:
        ties = ties_on([*ties_of_many(map_, ids), *ties_among(map_, ways, ways)], on, day)
        return ties, activities_of_many(map_, ids)

    own_ties, own_work = around([asked.id], ())
    return find_partners(
        asked, actors, own_work, own_ties, stances(map_), all_terms(map_), all_areas(map_), on,
        ours.id if ours else None, words, limit, Large(graph, cells, around),
    )  # fmt: skip
