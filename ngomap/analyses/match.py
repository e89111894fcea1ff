"""Who has what somebody needs, and who needs what somebody has?"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ngomap.analyses.coverage_words import thousands
from ngomap.analyses.match_market import Market, MarketRows
from ngomap.analyses.match_sharing import Deal, Sharing, share_market
from ngomap.analyses.match_telling import amount_of, deal_reasons, label, why_not
from ngomap.analyses.swaps import find_swaps
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Reason, Report

MATCHES: Final = "matches"
NEEDS: Final = "needs that stay open"
OFFERS: Final = "offers that nobody takes"

Contacts = Mapping[int, Sequence[str]]
"""Whom to call at an organization, in words, by its id."""


def find_matches(
    rows: MarketRows,
    on: str,
    asked: ActorRef | None = None,
    contacts: Contacts | None = None,
    shown: Collection[int] | None = None,
    limit: int = 0,
    audience: str = "secret",
) -> Report:
    """Who has what somebody needs? Offers are shared out among needs so that the sum over all deals of

        (0.4 kind + 0.2 words + 0.15 place + 0.15 trust + 0.1 dates) x share of the need that is met

    is the largest there is (maximum weight matching with quantities). *kind*: 1 if the same, 0.5 if near and a word is in
    common; *words*: the words in common, as a share of the shorter description's; *place*: 1 if one lies in the other,
    0.5 if not known; *trust*: the mean of the strength of their best tie (see `graph.strength`) and of the trust that is
    known; *dates*: 1 if the offer stands as long as the need, 0.5 if for a part. Pairs that can never be at the same
    time, rivals, who declined to work together, and an actor with itself are left out. How amounts are compared is told
    at `match_sharing.share_market`.

    The market is always shared out as a whole; `asked` and `shown` (ids of offers and needs) say what of it is listed.
    Values are the per cent that a deal weighs. Also listed are circles of exchange (see `swaps`). An empty map, and a
    single actor, have no matches; actors without ties match too, with trust 0.

    Reference: H. W. Kuhn, The Hungarian method for the assignment problem (1955); NGO Handbook 2012, "Share Resources".

    >>> from ngomap.model.actors import Actor
    >>> from ngomap.model.coverage import Resource
    >>> def actor(id_, name):
    ...     return Actor(id_, "", name.lower(), "ngo", name, *[None] * 19, "public")
    >>> report = find_matches(MarketRows({i: actor(i, n) for i, n in ((1, "Us"), (2, "Arts"), (3, "Clinic"))}, [
    ...     Resource(1, 1, "offer", "training", "Budget training", 10, "places"),
    ...     Resource(2, 2, "need", "training", "Budget training", 4, "places"),
    ...     Resource(3, 3, "need", "training", "Some training", 9, "places")], []), on="2026-03-31")
    >>> for f in report.findings: print(f"{f.group}: {f.label}, {f.value:.3f}")
    matches: Us to Arts: Budget training (training), 77.500
    matches: Us to Clinic: Some training (training), 45.000
    needs that stay open: Some training (training), 9 places, Clinic, 33.333
    """
    market = Market(rows, on)
    sharing = share_market(market)
    deals = [d for d in sharing.deals if _listed(d, asked, shown)]
    deals.sort(key=lambda d: (-d.value, market.actors[d.need.actor].handle, market.actors[d.offer.actor].handle, d.need.id))
    findings = [_match(d, market, contacts or {}) for d in deals]
    circles, cut = find_swaps(market, asked.id if asked else None, shown)
    findings += circles
    findings += _left(market, sharing, asked, shown)
    return Report(
        name="match",
        question="Who has what somebody needs, and who needs what somebody has?",
        method="Offers are shared out among needs so that all matches together are worth the most: by kind, words, place, "
        "trust, dates, and how much of the need is met.",
        parameters={"on": on, "for": asked.handle if asked else None, "audience": audience, "weight": sharing.total},
        findings=tuple(findings),
        caveats=_caveats(market, sharing, cut, audience),
        next=_next(deals, market),
    ).limited(limit)


def _listed(deal: Deal, asked: ActorRef | None, shown: Collection[int] | None) -> bool:
    if asked is not None and asked.id not in (deal.offer.actor, deal.need.actor):
        return False
    return shown is None or deal.need.id in shown or deal.offer.id in shown


def _match(deal: Deal, market: Market, contacts: Contacts) -> Finding:
    giver, taker = market.actors[deal.offer.actor], market.actors[deal.need.actor]
    reasons = deal_reasons(deal, market)
    for actor in (giver, taker):
        people = contacts.get(actor.id, ())
        said = " or ".join(people) if people else "nobody is recorded there"
        reasons.append(Reason("call", f"To call at {actor.name}: {said}.", (f"actor:{actor.id}",)))
    subject = f"{giver.handle}/{taker.handle}/{deal.need.kind}"
    text = f"{giver.name} to {taker.name}: {label(deal.need)}"
    return Finding(subject, text, 100 * deal.value, "of 100", tuple(reasons), MATCHES)


def _left(
    market: Market, sharing: Sharing, asked: ActorRef | None, shown: Collection[int] | None
) -> list[Finding]:
    met: dict[int, float] = {}
    taken: dict[int, float] = {}
    for deal in sharing.deals:
        met[deal.need.id] = met.get(deal.need.id, 0.0) + deal.share
        taken[deal.offer.id] = taken.get(deal.offer.id, 0.0) + (deal.amount or 1.0)
    findings = []
    for group, resources in ((NEEDS, market.needs), (OFFERS, market.offers)):
        rows = []
        for resource in resources:
            if (asked is not None and resource.actor != asked.id) or (shown is not None and resource.id not in shown):
                continue
            if (met.get(resource.id, 0.0) > 1 - 1e-9) if group == NEEDS else resource.id in taken:
                continue
            actor = market.actors[resource.actor]
            share = met.get(resource.id, 0.0)
            reasons = why_not(resource, market, sharing, share)
            part = 100 * (1 - share) if group == NEEDS else None
            named = f"{label(resource)}{amount_of(resource)}, {actor.name}"
            rows.append(Finding(f"{actor.handle}/{resource.kind}", named, part, "% not met" if part else "", reasons, group))
        findings += sorted(rows, key=lambda f: (-(f.value or 0), f.subject, f.label))
    return findings


def _caveats(market: Market, sharing: Sharing, cut: bool, audience: str) -> tuple[str, ...]:
    caveats = []
    if market.large:
        caveats.append(
            f"These are {thousands(len(market.offers))} offers and {thousands(len(market.needs))} needs, too many to weigh each "
            "with each: only those in one place, or of actors tied to each other, were. --kind asks about fewer."
        )
    if sharing.deals:
        caveats.append("Whether the words mean the same thing, only the people know: ask before you promise.")
    if any(d.amount is None for d in sharing.deals):
        caveats.append("Where amounts are not said in the same unit, one of the offer is taken to meet the need.")
    if cut:
        caveats.append("There are very many circles of exchange; only a part of them was looked at.")
    if audience != "secret":
        caveats.append(f"What is above the audience {audience} was left out.")
    return tuple(caveats)


def _next(deals: Sequence[Deal], market: Market) -> tuple[str, ...]:
    if not market.offers and not market.needs:
        return ('Say what you need and what you can give: ngomap need us "WHAT" --kind KIND, ngomap offer us ...',)
    if not market.offers or not market.needs:
        missing = "offer" if not market.offers else "need"
        return (f'There is nothing to match yet: ngomap {missing} REF "WHAT" --kind KIND',)
    steps = []
    if deals:
        best = deals[0]
        giver, taker = market.actors[best.offer.actor].handle, market.actors[best.need.actor].handle
        how = "" if best.amount is None else f" --quantity {best.amount:.10g}"
        how += f" --unit {shlex.quote(best.offer.unit)}" if how and best.offer.unit else ""
        steps.append(
            f"Once it is given: ngomap exchange record {giver} {taker} --offer {best.offer.id} --need {best.need.id}{how} --given"
        )
    return tuple(steps)
