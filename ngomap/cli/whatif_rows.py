"""The rows that `ngomap whatif` works on, from the map to the analysis."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ngomap.analyses.protection_lost import search_protection_lost
from ngomap.analyses.whatif_rows import WhatIfRows
from ngomap.cli.protection import named_ties, protection_rows
from ngomap.cli.whole_graph import INSTALL, is_large, scale_installed, spaced, whole_graph
from ngomap.model.actors import ActorRef
from ngomap.model.as_of import there_on, ties_on
from ngomap.model.audience import visible_to
from ngomap.model.relationships import Tie
from ngomap.store.actors import PLURALS, lists_of, matching_actors
from ngomap.store.agreements import agreements, labour
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.coverage import activities, need_figures, resources, surveys
from ngomap.store.filters import Filters
from ngomap.store.neighbourhood import ties_among, ties_of_many
from ngomap.store.settings import today, us
from ngomap.store.terms import all_terms
from ngomap.store.ties import events
from ngomap.store.withheld import withheld


def whatif_rows(map_: Map, on: str, audience: str, keep: Collection[int]) -> WhatIfRows:
    """Everything in the map for an audience, as it was on the day; of actors also those to `keep`, whatever else."""
    seen = visible_to(audience)
    present = today(map_)
    everyone, _ = matching_actors(map_, Filters(audience=audience))
    actors = [a for a in everyone if a.id in keep or there_on(a.status, a.founded, on, present)]
    known, visible = {a.id for a in actors}, {a.id for a in everyone}
    terms = all_terms(map_)
    no_area = withheld(map_, "area", seen)
    areas = [a for a in all_areas(map_) if a.id not in no_area]
    places = {a.handle: a.id for a in areas}
    words = {(PLURALS[t.vocabulary], t.slug): t.id for t in terms}
    lists = lists_of(map_, sorted(known))
    hidden = {kind: withheld(map_, kind, seen) for kind in ("activity", "need_figure", "survey")}
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
    return WhatIfRows(
        on=on,
        actors=[a.ref for a in actors],
        statuses={a.id: a.status for a in actors},
        us=ours,
        ties=ties_on(ties, on, present),
        large=whole_graph(map_, [a.ref for a in actors], on, audience) if whole else None,
        left_out=("reach",) if large and not whole else (),
        # An event that somebody withheld took part in would betray them.
        events=[
            e for e in events(map_)
            if e.audience in seen and e.on_date <= on and visible.issuperset(p.id for p in e.participants)
        ],
        activities=[
            v for v in activities(map_)
            if v.actor in known and v.area not in no_area and (v.inferred or v.id not in hidden["activity"])
        ],
        figures=[f for f in need_figures(map_) if f.area not in no_area and f.id not in hidden["need_figure"]],
        surveys=[s for s in surveys(map_) if s.area not in no_area and s.id not in hidden["survey"]],
        resources=[r for r in resources(map_) if r.actor in known and r.audience in seen],
        agreements=[g for g in agreements(map_) if g.audience in seen],
        protection=protection,
        lost_voices=lost,
        labour=[t for t in labour(map_) if t.audience in seen],
        terms=terms,
        areas=areas,
        terms_of={i: [words[p, s] for p in PLURALS.values() for s in found[p]] for i, found in lists.items()},
        serves={i: [places[h] for h in found["serves"] if h in places] for i, found in lists.items()},
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
