"""`ngomap balance`: do we cooperate with offices and hold them to account?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import AsOf, ShownTo, completing, count
from ngomap.cli.references import find_actor, our_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, NotFound
from ngomap.model.actors import GOVERNMENT_KINDS
from ngomap.model.audience import AUDIENCES, may_see, visible_to
from ngomap.model.choice import one_of
from ngomap.model.values import iso_date
from ngomap.store.connection import Map, snapshot
from ngomap.store.settings import today

if TYPE_CHECKING:
    from ngomap.model.actors import ActorRef
    from ngomap.model.report import Report

app = command_app()


@app.command(cls=Command)
def balance(
    ref: Annotated[
        str | None,
        typer.Argument(
            help="One office or official; left out: all.", metavar="[REF]", show_default=False,
            autocompletion=completing("actor"),
        ),
    ] = None,
    as_of: AsOf = None,
    audience: ShownTo = "secret",
    limit: Annotated[
        int, typer.Option("--limit", help="How many of each kind; 0 shows all.", metavar="N", parser=count)
    ] = 4,
) -> None:  # fmt: skip
    """Show for each office what we do with it and how we hold it to account, how far we depend on its money, who holds
    office there until when, and who inside stands with us. Warns where we monitor who funds us, and where all we do is of
    one sort.

    Examples:

        ngomap balance

        ngomap balance procurement-office --as-of 2026-12-31 --audience partners
    """
    reader = one_of(audience, AUDIENCES, "audience")
    with session().map() as map_, snapshot(map_):
        report = _report(map_, ref, iso_date(as_of, "as-of") if as_of else today(map_), reader)
    session().answer(report.limited(limit))


def _report(map_: Map, ref: str | None, on: str, reader: str) -> Report:
    from ngomap.analyses.balance import Dealings, find_balance
    from ngomap.model.as_of import ties_on
    from ngomap.store.actors import some_refs
    from ngomap.store.approaches import approaches
    from ngomap.store.commitments import commitments, observations
    from ngomap.store.ladder_rows import audience_of, seen_events, seen_parts_beside, seen_ties
    from ngomap.store.neighbourhood import stances_of_many
    from ngomap.store.terms import all_terms

    visible, ours = visible_to(reader), our_actor(map_)
    if not may_see(audience_of(map_, ours.id), reader):
        raise NotFound(f"Who keeps this map is not for the audience {reader}.", "Ask for another audience.")
    offices = _offices(map_, ref, on, reader)
    ties = ties_on(seen_ties(map_, visible, [ours.id, *(o.id for o in offices)]), on, today(map_))
    refs = some_refs(map_, sorted({ours.id, *(o.id for o in offices), *(i for t in ties for i in (t.a, t.b))}))
    inside = {t.a for t in ties if t.type == "holds-office-in"}
    promised = commitments(map_, visible, {*(o.id for o in offices), *inside})
    return find_balance(
        Dealings(
            ours, offices, refs, on, ties, seen_events(map_, visible, [ours.id]),
            seen_parts_beside(map_, visible, ours.id), approaches(map_, visible, ours.id), promised,
            observations(map_, visible, [c.id for c in promised]), stances_of_many(map_, inside & refs.keys(), on, visible),
            {t.id: t.name for t in all_terms(map_)},
        ),
        ref is not None, reader,
    )  # fmt: skip


def _offices(map_: Map, ref: str | None, on: str, reader: str) -> list[ActorRef]:
    """The offices asked about: one, those in which the official named holds office, or all."""
    from ngomap.model.as_of import ties_on
    from ngomap.store.actors import matching_refs, some_refs
    from ngomap.store.filters import Filters
    from ngomap.store.ladder_rows import audience_of, seen_ties

    if ref is None:
        return matching_refs(map_, Filters(kinds=GOVERNMENT_KINDS, audience=reader))
    asked = find_actor(map_, ref)
    if not may_see(audience_of(map_, asked.id), reader):
        raise NotFound(f"There is no actor {ref!r} for the audience {reader}.", "See 'ngomap list'.")
    if asked.kind in (*GOVERNMENT_KINDS, "igo"):
        return [asked]
    ties = ties_on(seen_ties(map_, visible_to(reader), [asked.id]), on, today(map_))
    held = [t.b for t in ties if t.type == "holds-office-in" and t.a == asked.id and t.open_on(on)]
    if not held:
        raise InvalidValue(
            f"{asked.name} is neither a government body nor known to hold office in one on {on}.",
            "Government bodies: ngomap list --kind government --kind legislature --kind court",
        )
    return sorted(some_refs(map_, held).values(), key=lambda a: a.handle)
