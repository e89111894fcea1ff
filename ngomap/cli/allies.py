"""`ngomap allies`: who will stand with us on an issue?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, count
from ngomap.cli.references import find_area, find_term
from ngomap.cli.session import session
from ngomap.errors import InvalidValue
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today

if TYPE_CHECKING:
    from ngomap.analyses.allies_known import AllyRows

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
        rows = ally_rows(map_, asked.on)
    session().answer(find_allies(rows, asked, chosen, explain, limit))


def ally_rows(map_: Map, on: str) -> AllyRows:
    """Everything in the map that bears on allies, ties as they were on the day."""
    from ngomap.analyses.allies_known import AllyRows
    from ngomap.model.as_of import ties_on
    from ngomap.model.audience import AUDIENCES
    from ngomap.store.actors import PLURALS, lists_of, matching_actors
    from ngomap.store.agreements import agreements
    from ngomap.store.areas import all_areas
    from ngomap.store.coverage import activities, resources
    from ngomap.store.filters import Filters
    from ngomap.store.ladder_rows import freshness_months
    from ngomap.store.projects import assessments, project_names
    from ngomap.store.settings import us
    from ngomap.store.terms import all_terms
    from ngomap.store.ties import all_ties, events, stances, trust_rows

    actors, _ = matching_actors(map_, Filters())
    terms, areas = all_terms(map_), all_areas(map_)
    term_ids = {(PLURALS[t.vocabulary], t.slug): t.id for t in terms}
    area_ids = {a.handle: a.id for a in areas}
    lists = lists_of(map_, [a.id for a in actors])
    ours = us(map_)
    return AllyRows(
        actors=actors,
        us=ours.id if ours else None,
        terms=terms,
        areas=areas,
        terms_of={i: [term_ids[p, slug] for p in PLURALS.values() for slug in found[p]] for i, found in lists.items()},
        serves={i: [area_ids[handle] for handle in found["serves"]] for i, found in lists.items()},
        activities=activities(map_, inferred=False),
        resources=resources(map_),
        ties=ties_on(all_ties(map_), on, today(map_)),
        trust=trust_rows(map_),
        stances=stances(map_),
        events=events(map_),
        agreements=agreements(map_),
        assessments=assessments(map_, AUDIENCES),
        projects={i: name for i, (_, name) in project_names(map_, AUDIENCES).items()},
        months=freshness_months(map_),
    )
