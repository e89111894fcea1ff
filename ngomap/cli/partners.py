"""`ngomap partners`: who could become a partner."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, Limit
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound
from ngomap.model.values import iso_date
from ngomap.store.settings import today, us

app = command_app()

IN_EACH_LIST = 2
TERMS = {"issue": "issues", "service": "services", "population": "populations"}


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
    from ngomap.analyses.partners import find_partners
    from ngomap.model.as_of import ties_on
    from ngomap.store.actors import all_refs, lists_of, matching_refs
    from ngomap.store.areas import all_areas
    from ngomap.store.coverage import activities
    from ngomap.store.filters import Filters
    from ngomap.store.terms import all_terms
    from ngomap.store.ties import all_ties, stances

    with session().map() as map_:
        on = iso_date(as_of, "as-of") if as_of else today(map_)
        ours = us(map_)
        asked = find_actor(map_, for_) if for_ else ours
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
        closed = {a.id for a in matching_refs(map_, Filters(statuses=("closed",)))} - {asked.id}
        actors = [a for a in all_refs(map_) if a.id not in closed]
        terms = all_terms(map_)
        ids = {(t.vocabulary, t.slug): t.id for t in terms}
        lists = lists_of(map_, [a.id for a in actors])
        words = {
            id_: {ids[vocabulary, slug] for vocabulary, plural in TERMS.items() for slug in lists[id_][plural]}
            for id_ in lists
        }
        report = find_partners(
            asked, actors, activities(map_), ties_on(all_ties(map_), on, today(map_)), stances(map_), terms,
            all_areas(map_), on, ours.id if ours else None, words, limit,
        )  # fmt: skip
        session().answer(report)
