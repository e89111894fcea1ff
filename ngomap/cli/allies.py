"""`ngomap allies`: who will stand with us on an issue?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, count
from ngomap.cli.reading_much import nothing_to_collect
from ngomap.cli.references import find_area, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today

if TYPE_CHECKING:
    from collections.abc import Collection

    from ngomap.analyses.allies_known import AllyRows, Asked
    from ngomap.model.relationships import Tie

app = command_app()

PURPOSES = ("coalition", "project", "information", "protection", "capacity")


@app.command(cls=Command)
def allies(
    issue: Annotated[
        str, typer.Option("--issue", help="The issue that somebody should stand with us on.", metavar="ISSUE")
    ],
    area: Annotated[
        str | None,
        typer.Option("--area", help="Where: leaves out who is known to work only elsewhere.", metavar="AREA"),
    ] = None,
    population: Annotated[
        str | None,
        typer.Option(
            "--population", help="For whom: leaves out who is known to serve only others.", metavar="POPULATION"
        ),
    ] = None,
    for_: Annotated[
        str | None, typer.Option("--for", help="What for: " + ", ".join(PURPOSES) + ".", metavar="PURPOSE")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show every factor with its weight, and the sum.")] = False,
    as_of: AsOf = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", help="How many of each group to show [a screenful]; 0 shows all.", metavar="N", parser=count),
    ] = None,
) -> None:
    """Find who will stand with us on an issue: organizations, public bodies and people, the likeliest first.

    Each comes with what it could be to us, the way to reach it, what to mind, and the next step. Opponents and
    rivals are listed apart. What is not known is named and counts as the map's median.

    Examples:

        ngomap allies --issue corruption --area "Old Town"

        ngomap allies --issue nutrition --for coalition --explain --limit 3
    """
    from ngomap.analyses.allies import find_allies
    from ngomap.analyses.allies_known import Asked
    from ngomap.store.settings import weights

    purpose = one_of(for_, PURPOSES, "for") if for_ else None
    with session().map() as map_, snapshot(map_):
        asked = Asked(
            find_term(map_, "issue", issue),
            iso_date(as_of, "as-of") if as_of else today(map_),
            find_area(map_, area) if area else None,
            find_term(map_, "population", population) if population else None,
            purpose,
        )
        try:
            chosen = weights(map_, "allies")
        except ValueError as error:
            raise InvalidValue(
                f"weights.allies: {error}.", "Every weight in the map's settings must be a number."
            ) from error
        with nothing_to_collect():
            report = find_allies(ally_rows(map_, asked), asked, chosen, explain, limit)
    session().answer(report)


def ally_rows(map_: Map, asked: Asked) -> AllyRows:
    """What the map knows that bears on allies, ties as they were on the day: of everybody what decides the order, and of those
    that are told of their ties, which are read while the map is open.
    """
    from ngomap.analyses.allies_known import POSITIONS, AllyRows
    from ngomap.analyses.allies_tree import Tree, nearness
    from ngomap.graph.bare import BareGraph
    from ngomap.model.as_of import ties_on
    from ngomap.model.audience import AUDIENCES
    from ngomap.store.actors import matching_actors
    from ngomap.store.agreements import agreements
    from ngomap.store.ally_rows import activities_on, areas_known, placing_ties, stances_on, terms_known
    from ngomap.store.areas import all_areas
    from ngomap.store.coverage import resources
    from ngomap.store.filters import Filters
    from ngomap.store.ladder_rows import freshness_months
    from ngomap.store.neighbourhood import ties_among, ties_of_many
    from ngomap.store.projects import assessments, project_names
    from ngomap.store.settings import us
    from ngomap.store.standing import standing_ties
    from ngomap.store.terms import all_terms
    from ngomap.store.ties import events, trust_rows

    on, day = asked.on, today(map_)
    actors, _ = matching_actors(map_, Filters())
    terms = all_terms(map_)
    near = nearness(Tree({t.id: t.parent for t in terms}), asked.issue.id)
    ours = us(map_)
    us_id = ours.id if ours else None
    there = {a.id: a.handle for a in actors if a.status != "closed" or a.id == us_id}
    placing = placing_ties(map_, POSITIONS)
    if us_id is not None:
        placing += [t for t in ties_of_many(map_, [us_id]) if t.id not in {p.id for p in placing}]

    def around(ids: Collection[int], ways: Collection[int]) -> list[Tie]:
        return ties_on([*ties_of_many(map_, ids), *ties_among(map_, ways, ways)], on, day)

    return AllyRows(
        actors=actors,
        us=us_id,
        terms=terms,
        areas=all_areas(map_),
        terms_of=terms_known(map_, on),
        serves=areas_known(map_, on),
        activities=activities_on(map_, near, us_id),
        resources=resources(map_),
        ties=ties_on(placing, on, day),
        trust=trust_rows(map_, us_id) if us_id is not None else (),
        stances=stances_on(map_, near),
        events=events(map_, us_id) if us_id is not None else (),
        agreements=agreements(map_, us_id) if us_id is not None else (),
        assessments=assessments(map_, AUDIENCES),
        projects={i: name for i, (_, name) in project_names(map_, AUDIENCES).items()},
        months=freshness_months(map_),
        graph=BareGraph(there, standing_ties(map_, on, day, AUDIENCES)),
        around=around,
    )
