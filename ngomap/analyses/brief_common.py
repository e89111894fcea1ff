"""The middle of a briefing: what we share with them, what each could bring, and whom we both know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from ngomap.analyses.brief_known import POSITIONS, Known, says
from ngomap.analyses.complement import Complements
from ngomap.analyses.describing import some
from ngomap.analyses.gaps_resources import is_open, kind_name
from ngomap.analyses.tie_words import rung_words, towards_us
from ngomap.model.actors import Actor
from ngomap.model.coverage import Resource
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason

SHARED: Final = "what we share"
BRING: Final = "what each could bring"
BOTH_KNOW: Final = "whom we both know"
MOST: Final = 5
NOT_FRIENDS: Final = "rivals"


def what_we_share(known: Known) -> list[Finding]:
    """Issues, populations, places, services, coalitions, funders, projects and partners that both have."""
    ours, theirs = known.ours, known.theirs
    if ours is None or known.us is None:
        return []
    records = (*known.record, f"actor:{known.us.id}")
    found = []
    names = known.names
    for code, label, ids in (
        ("issues", "Issues", ours.issues & theirs.issues), ("services", "Services", ours.services & theirs.services),
        ("populations", "People served", ours.populations & theirs.populations),
    ):  # fmt: skip
        if ids:
            found.append(_shared(code, label, f"{some(names.term_names(ids), MOST)}.", records))
    places = ours.areas & theirs.areas
    if places:
        found.append(_shared("areas", "Places", f"{names.places(places)}.", records))
    for code, label, types, from_them in (
        ("memberships", "Member of the same", ("member-of",), True), ("funders", "Same funder", ("funds",), False),
    ):  # fmt: skip
        both = [(who, a, b) for who, a, b in known.both_at(*types) if (a.a == known.them.id) == from_them]
        if both:
            found.append(_shared(code, label, f"{some([w.name for w, _, _ in both], MOST)}.", _ties(both)))
    projects = known.logbook.projects_between(known.us.id, known.them.id)
    if projects:
        evidence = tuple(dict.fromkeys(i for p in projects for i in p.ids))
        found.append(_shared("projects", "Joint projects", f"{some([p.title for p in projects], MOST)}.", evidence))
    partners = known.both_at("works-with")
    if partners:
        found.append(_shared("partners", "Partners", f"{some([w.name for w, _, _ in partners], MOST)}.", _ties(partners)))
    return found


def what_each_could_bring(known: Known) -> list[Finding]:
    """Offers that answer needs, both ways; how the work of both completes each other; what only one of them has."""
    us, them = known.us, known.them
    open_now = [r for r in known.rows.resources if is_open(r, known.on)]
    sides = [(them, us, "They", "we"), (us, them, "We", "they")]
    found = []
    for giver, taker, says_who, needs_who in sides:
        if giver is None:
            continue
        offers = [r for r in open_now if (r.actor, r.direction) == (giver.id, "offer")]
        needs = [r for r in open_now if taker and (r.actor, r.direction) == (taker.id, "need")]
        code = "from-them" if giver is them else "from-us"
        found += _answered(code, offers, needs, says_who, needs_who)
        rest = [o for o in offers if all(o.kind != n.kind for n in needs)]
        if rest and giver is them:
            texts = f"{some([_thing(o) for o in rest], MOST)}."
            found.append(Finding("offers", "They offer", None, "", (Reason("offers", texts, _resources(rest)),), BRING))
        unmet = [n for n in needs if all(o.kind != n.kind for o in offers)]
        if unmet and giver is us:
            texts = f"{some([_thing(n) for n in unmet], MOST)}."
            found.append(Finding("needs", "They look for", None, "", (Reason("needs", texts, _resources(unmet)),), BRING))
    if us is None or known.ours is None or known.person:
        return found
    for way in Complements(known.ours, known.both(), known.names, "we").ways(known.theirs):
        found.append(Finding(way.code, WAYS[way.code], None, "", (way,), BRING))
    found += _alone(known, "only-they", "Only they have", known.ours, known.theirs, known.them)
    found += _alone(known, "only-we", "Only we have", known.theirs, known.ours, us)
    return found


WAYS: Final = {
    "other-places": "Same work, other places", "other-people": "Same work, other people",
    "other-means": "Same issues, other means", "other-work": "Same places, other work",
}  # fmt: skip


def whom_we_both_know(known: Known) -> list[Finding]:
    """People and organizations that stand in a tie to both, people first, with how; rivals of either are no such thing.
    Of those tied to both in the same coalition or by the same funder, that is told elsewhere.
    """
    if known.us is None:
        return []
    told = {t.id for _, a, b in known.both_at("member-of", "funds") for t in (a, b)}
    theirs = _by_actor(known, known.them, told)
    ours = _by_actor(known, known.us, told)
    found = []
    for id_ in sorted(theirs.keys() & ours.keys(), key=lambda i: _people_first(known.rows.people[i])):
        who = known.rows.people[id_]
        to_us = [f"{towards_us(t, known.us.id)}{rung_words(t)}" for t in ours[id_]]
        to_them = [f"{says(t, id_)} {known.them.name}{rung_words(t)}{_title(t)}" for t in theirs[id_]]
        text = f"{_capital(some(to_us))}; {some(to_them)}."
        ids = tuple(f"tie:{t.id}" for t in (*ours[id_], *theirs[id_]))
        found.append(Finding(who.handle, who.name, None, "", (Reason("both-know", text, ids),), BOTH_KNOW))
    return found


def _by_actor(known: Known, end: Actor, told: Collection[int]) -> dict[int, list[Tie]]:
    found: dict[int, list[Tie]] = {}
    others = {known.them.id, known.us.id if known.us else 0}
    for tie, who in known.ties_of(end):
        if who.id not in others and tie.type != NOT_FRIENDS and tie.id not in told:
            found.setdefault(who.id, []).append(tie)
    return found


def _people_first(who: Actor) -> tuple[bool, str]:
    return who.kind != "person", who.handle


def _answered(
    code: str, offers: Sequence[Resource], needs: Sequence[Resource], giver: str, taker: str
) -> list[Finding]:
    found = []
    for offer in offers:
        wanted = [n for n in needs if n.kind == offer.kind]
        if wanted:
            text = f"{giver} offer {_thing(offer)}; {taker} need {some([_thing(n) for n in wanted])}."
            reason = Reason(code, text, _resources([offer, *wanted]))
            found.append(Finding(code, _capital(kind_name(offer.kind)), None, "", (reason,), BRING))
    return sorted(found, key=lambda f: (f.label, f.reasons[0].text))


def _alone(known: Known, code: str, label: str, lacks: object, has: object, who: Actor) -> list[Finding]:
    parts = []
    for word, kind in (("services", "services"), ("people served", "populations"), ("places", "areas")):
        only = getattr(has, kind) - getattr(lacks, kind)
        if only and getattr(lacks, kind):
            said = known.names.places(only) if kind == "areas" else some(known.names.term_names(only))
            parts.append(f"{word}: {said}")
    if not parts:
        return []
    reason = Reason(code, f"{_capital('; '.join(parts))}.", (f"actor:{who.id}",))
    return [Finding(code, label, None, "", (reason,), BRING)]


def _thing(resource: Resource) -> str:
    amount = f" ({resource.quantity:g} {resource.unit or ''}".rstrip() + ")" if resource.quantity is not None else ""
    return f"{resource.description.rstrip('.')}{amount}{f', until {resource.until}' if resource.until else ''}"


def _title(tie: Tie) -> str:
    return f" ({tie.title})" if tie.title and tie.type in POSITIONS else ""


def _resources(rows: Sequence[Resource]) -> tuple[str, ...]:
    return tuple(f"resource:{r.id}" for r in rows)


def _ties(both: Sequence[tuple[Actor, Tie, Tie]]) -> tuple[str, ...]:
    return tuple(f"tie:{t.id}" for _, a, b in both for t in (a, b))


def _shared(code: str, label: str, text: str, evidence: tuple[str, ...]) -> Finding:
    return Finding(code, label, None, "", (Reason(code, _capital(text), evidence),), SHARED)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
