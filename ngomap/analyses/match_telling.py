"""Matches as a coordinator would say them: why these two, how much, and why not the others."""

from __future__ import annotations

from typing import Final

from ngomap.analyses.describing import percent, some
from ngomap.analyses.gaps_resources import kind_name
from ngomap.analyses.match_market import Market
from ngomap.analyses.match_sharing import Deal, Sharing
from ngomap.analyses.tie_words import rung_words
from ngomap.model.coverage import Resource
from ngomap.model.relationships import TIE_TYPES
from ngomap.model.report import Reason

MOST_ASKED: Final = 3


def label(resource: Resource) -> str:
    """What it is, with its kind."""
    return f"{resource.description.rstrip('.')} ({kind_name(resource.kind)})"


def amount_of(resource: Resource) -> str:
    """How much, if it says so."""
    return f", {_amount(resource.quantity, resource.unit)}" if resource.quantity is not None else ""


def deal_reasons(deal: Deal, market: Market) -> list[Reason]:
    """Why these two fit, and what to mind."""
    offer, need, fit = deal.offer, deal.need, deal.fit
    both = (f"resource:{offer.id}", f"resource:{need.id}")
    giver, taker = market.actors[offer.actor].name, market.actors[need.actor].name
    reasons = [Reason("offer", f"{giver} offers: {label(offer)}{amount_of(offer)}{_when(offer)}.", (both[0],))]
    if deal.amount is not None:
        of = "all of it" if deal.share > 1 - 1e-9 else percent(deal.share)
        said = f"{_amount(deal.amount, need.unit)} of the {_amount(need.quantity, None)} that {taker} needs: {of}."
        reasons.append(Reason("amount", said, both))
    else:
        reasons.append(Reason("amount-not-known", "How much of it is enough cannot be told from what is recorded: ask.", both))
    if fit.kind < 1:
        text = f"{kind_name(offer.kind).capitalize()} is not quite {kind_name(need.kind)}, but near."
        reasons.append(Reason("near-kind", text, both))
    common = sorted(market.words[offer.id] & market.words[need.id])
    text = f"Both say: {some(common)}." if common else "They are of one kind but share no words: ask whether it is the same."
    reasons.append(Reason("words" if common else "no-words", text, both))
    if fit.place != 1:
        text = "Where one of the two is, is not known." if fit.place else "They are in different places."
        reasons.append(Reason("place-not-known" if fit.place else "elsewhere", text, both))
    if fit.dates < 1:
        reasons.append(Reason("part-of-the-time", f"The offer stands for a part of the time only{_when(offer)}.", both))
    reasons.append(_bond(deal, market))
    if offer.conditions:
        reasons.append(Reason("terms", f"Terms: {offer.conditions.rstrip('.')}.", (both[0],)))
    return reasons


def _bond(deal: Deal, market: Market) -> Reason:
    a, b = deal.offer.actor, deal.need.actor
    tie = market.ties.get((min(a, b), max(a, b)))
    if tie is None:
        text = "They are not tied as far as recorded: somebody has to introduce them."
        return Reason("no-tie", text, (f"actor:{a}", f"actor:{b}"))
    first, second = market.actors[tie.a].name, market.actors[tie.b].name
    return Reason("tie", f"{first} {TIE_TYPES[tie.type].forward} {second}{rung_words(tie)}.", (f"tie:{tie.id}",))


def why_not(resource: Resource, market: Market, sharing: Sharing, share: float) -> tuple[Reason, ...]:
    """Why an offer or need is left over, with what to do about it."""
    own = (f"resource:{resource.id}",)
    is_need = resource.direction == "need"
    if share > 0:
        return (Reason("met-in-part", f"{percent(share)} of it is met above; for the rest no more is offered.", own),)
    ask = sharing.to_ask.get(resource.id, [])
    others = sharing.possible.get(resource.id, [])
    if others:
        text = f"{'Somebody else is better served by' if is_need else 'Others serve'} {_who(others, market)}."
        return (Reason("taken", text, own + tuple(f"resource:{r.id}" for r in others[:MOST_ASKED])),)
    if ask:
        if is_need:
            text = f"{_who(ask, market)} could help, but how much they have is not said in the same unit: ask."
        else:
            text = f"{_who(ask, market)} could use it, but how much there is, is not said in the same unit: ask."
        return (Reason("amount-not-said", text, own + tuple(f"resource:{r.id}" for r in ask[:MOST_ASKED])),)
    if market.large:
        text = "No offer of it" if is_need else "No need of it"
        return (Reason("nobody-near", f"{text} is in one place with it, or of somebody tied; others were not weighed.", own),)
    others = [
        r for r in (market.offers if is_need else market.needs) if r.kind == resource.kind and r.actor != resource.actor
    ]
    if not others:
        text = "Nobody else offers anything of this kind." if is_need else "Nobody else needs anything of this kind."
        return (Reason("nobody", text, own),)
    text = f"{_who(others, market)} {'offers' if is_need else 'needs'} it at another time, or they do not work together."
    if len({r.actor for r in others}) > 1:
        text = text.replace("offers it", "offer it").replace("needs it", "need it")
    return (Reason("cannot-be", text, own + tuple(f"resource:{r.id}" for r in others[:MOST_ASKED])),)


def _who(resources: list[Resource], market: Market) -> str:
    handles = sorted({(market.actors[r.actor].handle, market.actors[r.actor].name) for r in resources})
    return some([name for _, name in handles])


def _amount(quantity: float | None, unit: str | None) -> str:
    return f"{quantity:,.10g} {unit or ''}".strip()


def _when(resource: Resource) -> str:
    since = f" from {resource.since}" if resource.since else ""
    return f"{since}{f' until {resource.until}' if resource.until else ''}"
