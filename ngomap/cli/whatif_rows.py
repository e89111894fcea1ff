"""The rows that `ngomap whatif` works on, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ngomap.analyses.cells import Tree, places_beside
from ngomap.analyses.protection_lost import search_protection_lost
from ngomap.analyses.whatif_rows import WhatIfRows
from ngomap.cli.protection import named_ties, protection_rows
from ngomap.cli.whole_graph import INSTALL, is_large, scale_installed, spaced, whole_graph
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import ties_on
from ngomap.model.audience import visible_to
from ngomap.model.coverage import Activity
from ngomap.model.relationships import Tie
from ngomap.store.actors import PLURALS, all_ids, lists_of, some_refs
from ngomap.store.agreements import agreements, labour
from ngomap.store.area_work import statuses_of
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import need_figures, resources, surveys
from ngomap.store.current_cells import activities_at, activities_of_many, places_worked
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_among, ties_of_many
from ngomap.store.settings import today, us
from ngomap.store.standing import refs_there
from ngomap.store.terms import all_terms
from ngomap.store.ties import events
from ngomap.store.withheld import withheld


def whatif_rows(map_: Map, on: str, audience: str, keep: Collection[int]) -> WhatIfRows:
    """What is in the map for an audience, as it was on the day, and bears on whether these are gone; they are among the
    actors, whatever else.
    """
    seen, present = visible_to(audience), today(map_)
    there = refs_there(map_, Filters(audience=audience), on, present)
    known = {a.id for a in there}
    actors = sorted([*there, *some_refs(map_, set(keep) - known).values()], key=lambda a: a.handle)
    known |= set(keep)
    terms = all_terms(map_)
    hidden = {kind: withheld(map_, kind, seen) for kind in ("actor", "area", "activity", "need_figure", "survey")}
    areas = [a for a in all_areas(map_) if a.id not in hidden["area"]]
    ours: ActorRef | None = us(map_)
    ours = ours if ours and ours.id in known else None
    large = is_large(map_, len(known))
    whole = large and scale_installed()
    some = {*keep, *([ours.id] if ours else [])}
    protection, lost = protection_rows(map_, ours, on, audience) if ours else None, None
    if protection is not None and protection.near is not None:
        lost = search_protection_lost(protection, set(keep), on)
        protection = replace(protection, ties=named_ties(map_, lost.named, on, audience))
    ties = _ties_near(map_, some, keep, seen, known) if large else ties_among(map_, known, known, seen)
    joined = {t.b for t in ties if t.type == "member-of" and t.a in keep}
    members = {t.a for t in ties if t.type == "member-of" and t.b in joined}
    places = places_worked(map_, set(all_ids(map_)) - known, hidden["activity"], hidden["area"])

    def visible(rows: Iterable[Activity]) -> Iterator[Activity]:
        return (
            v for v in rows
            if v.actor in known and v.area not in hidden["area"] and (v.inferred or v.id not in hidden["activity"])
        )  # fmt: skip

    own = [*visible(activities_of_many(map_, some | members))]
    theirs = {(v.term, v.area) for v in own if v.actor in keep}
    beside = places_beside(
        Tree({t.id: t.parent for t in terms}), Tree({a.id: a.parent for a in areas}), places, theirs
    )
    activities = {(v.id, v.actor, v.term, v.area): v for v in (*own, *visible(activities_at(map_, beside)))}
    lists = lists_of(map_, sorted(some | members))
    handles = {a.handle: a.id for a in areas}
    words = {(PLURALS[t.vocabulary], t.slug): t.id for t in terms}
    return WhatIfRows(
        on=on,
        actors=actors,
        statuses=statuses_of(map_, {v.actor for v in activities.values()}),
        us=ours,
        ties=ties_on(ties, on, present),
        large=whole_graph(map_, actors, on, audience) if whole else None,
        left_out=("reach",) if large and not whole else (),
        # An event that somebody withheld took part in would betray them.
        events=[
            e for e in events(map_)
            if e.audience in seen and e.on_date <= on and hidden["actor"].isdisjoint(p.id for p in e.participants)
        ],
        activities=[*activities.values()],
        places=places,
        figures=[f for f in need_figures(map_) if f.area not in hidden["area"] and f.id not in hidden["need_figure"]],
        surveys=[s for s in surveys(map_) if s.area not in hidden["area"] and s.id not in hidden["survey"]],
        resources=[r for r in resources(map_) if r.actor in known and r.audience in seen],
        agreements=[g for g in agreements(map_) if g.audience in seen],
        protection=protection,
        lost_voices=lost,
        labour=[t for t in labour(map_) if t.audience in seen],
        terms=terms,
        areas=areas,
        terms_of={i: [words[p, s] for p in PLURALS.values() for s in found[p]] for i, found in lists.items()},
        serves={i: [handles[h] for h in found["serves"] if h in handles] for i, found in lists.items()},
    )  # fmt: skip


def _ties_near(
    map_: Map, some: Collection[int], gone: Collection[int], seen: Collection[str], known: Collection[int]
) -> list[Tie]:
    """Of a large map only the ties of some, and of the coalitions that those gone are members of."""
    joined = {t.b for t in ties_of_many(map_, gone, seen) if t.type == "member-of" and t.a in gone}
    return [t for t in ties_of_many(map_, joined | set(some), seen) if t.a in known and t.b in known]


def not_looked_at(rows: WhatIfRows) -> tuple[str, ...]:
    """What is to be said of what is left out of the answer for a large map."""
    size = f"The map has {spaced(len(rows.actors))} actors"
    said = []
    if "reach" in rows.left_out:
        said.append(f"{size}: whom we would no longer reach was not looked at. {INSTALL}")
    if rows.lost_voices is not None and rows.lost_voices.more:
        told = len(rows.lost_voices.voices)
        said.append(
            f"{size}: of {spaced(told + rows.lost_voices.more)} who could no longer protect us, or by one way only, the "
            f"nearest {told} are told."
        )
    return tuple(said)
