"""What does somebody need that nobody offers, and what is offered that nobody asks for?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from ngomap.analyses.describing import some
from ngomap.analyses.freshness import before
from ngomap.model.actors import ActorRef
from ngomap.model.coverage import Resource
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.words import RESOURCE_KINDS

OUR_NEEDS: Final = "our needs that nobody answers"
NEEDS: Final = "needs that nobody answers"
NOT_OFFERED: Final = "kinds that nobody offers"
OFFERS: Final = "offers that nobody asks for"
GROUPS: Final = (OUR_NEEDS, NEEDS, NOT_OFFERED, OFFERS)


def find_resource_gaps(
    actors: Iterable[ActorRef],
    resources: Sequence[Resource],
    on: str,
    us: ActorRef | None = None,
    about: Collection[int] | None = None,
) -> Report:
    """What does somebody need that nobody offers, and what is offered that nobody asks for?

    A need is answered if on the ISO day `on` some *other* actor has an open offer of the same kind; an offer is asked
    for if some other actor has an open need of the same kind. Quantities, places and conditions are not compared (that
    is matching, another question): so an answered need may still be too large for the offer, but a need in this list
    has nobody at all. Open means: not closed, begun (or its beginning not known), and not over.

    `about` says whose needs and offers are listed; all of them answer. Values: of a need, how many actors need
    something of the kind; of a kind, likewise; of an offer, none. Nothing is weighed. An empty map has no findings; a
    single actor's needs are all unanswered, for nobody answers their own. Ties play no part.

    Reference: the handbook's advice to pool what one has (NGO Handbook 2012, chapter 6, "Share Resources").

    >>> we, arts = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "arts", "Arts", "ngo")
    >>> report = find_resource_gaps([we, arts], [
    ...     Resource(1, 1, "need", "training", "Trainer"), Resource(2, 2, "offer", "space", "Hall"),
    ...     Resource(3, 1, "need", "space", "Room"), Resource(4, 2, "offer", "media", "Radio hour")],
    ...     on="2024-03-31", us=we)
    >>> for f in report.findings:
    ...     if f.value != 0: print(f"{f.group}: {f.label}")
    our needs that nobody answers: Trainer (training), We
    kinds that nobody offers: training
    offers that nobody asks for: Radio hour (media), Arts
    """
    refs = {a.id: a for a in actors}
    current = [r for r in resources if r.actor in refs and is_open(r, on)]
    offering, needing = _by_kind(current, "offer"), _by_kind(current, "need")
    findings = []
    shown = [r for r in current if about is None or r.actor in about]
    for need in (r for r in shown if r.direction == "need"):
        if not _by_others(offering, need):
            ours = us is not None and need.actor == us.id
            findings.append(_unanswered(need, refs, OUR_NEEDS if ours else NEEDS, len(needing[need.kind])))
    if shown:
        for kind in sorted({*RESOURCE_KINDS} - offering.keys()):
            findings.append(_kind(kind, [r for r in current if (r.direction, r.kind) == ("need", kind)], refs))
    for offer in (r for r in shown if r.direction == "offer"):
        if not _by_others(needing, offer):
            text = f"Offered by {refs[offer.actor].name}{_until(offer)}; nobody else has recorded a need of this kind."
            reason = Reason("not-asked-for", text, (f"resource:{offer.id}",))
            findings.append(Finding(_subject(offer, refs), _label(offer, refs), None, "", (reason,), OFFERS))
    findings.sort(key=lambda f: (GROUPS.index(f.group), -(f.value or 0), f.subject, f.label))
    caveats = []
    if current:
        caveats.append("Only kinds are compared; whether an offer is large and near enough is another question.")
    return Report(
        name="gaps resources",
        question="What is needed that nobody offers, and what is offered that nobody asks for?",
        method="Open needs are held against open offers of the same kind by anybody else, and the other way round.",
        parameters={"on": on, "us": us.handle if us else None},
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next_steps(findings, bool(resources)),
    )


def _by_kind(resources: Iterable[Resource], direction: str) -> dict[str, set[int]]:
    """Who offers or needs each kind."""
    found: dict[str, set[int]] = {}
    for resource in resources:
        if resource.direction == direction:
            found.setdefault(resource.kind, set()).add(resource.actor)
    return found


def _by_others(who: Mapping[str, Collection[int]], resource: Resource) -> bool:
    """Whether anybody but its owner is among those of its kind."""
    theirs = who.get(resource.kind, ())
    return len(theirs) > (resource.actor in theirs)


def kind_name(kind: str) -> str:
    """The kind of resource as people write it.

    >>> kind_name("it"), kind_name("fact-sheets")
    ('IT', 'fact sheets')
    """
    return "IT" if kind == "it" else kind.replace("-", " ")


def is_open(resource: Resource, on: str) -> bool:
    """Whether an offer or need stands on the ISO day: not closed, begun, not over.

    >>> is_open(Resource(1, 1, "offer", "space", "Hall", until="2026-03"), "2026-03-31")
    True
    """
    over = resource.until is not None and before(resource.until, on)
    return resource.status == "open" and (resource.since or "") <= on and not over


def _unanswered(need: Resource, refs: dict[int, ActorRef], group: str, actors: int) -> Finding:
    amount = f"{need.quantity:g} {need.unit or ''}".strip() if need.quantity is not None else ""
    what = f" ({amount})" if amount else ""
    text = f"{refs[need.actor].name} needs it{what}{_until(need)}; nobody else offers anything of this kind."
    reason = Reason("not-offered", text, (f"resource:{need.id}",))
    return Finding(_subject(need, refs), _label(need, refs), actors, "in need of this kind", (reason,), group)


def _kind(kind: str, needs: Sequence[Resource], refs: dict[int, ActorRef]) -> Finding:
    who = [a.name for a in sorted({refs[n.actor] for n in needs}, key=lambda a: a.handle)]
    text = f"Needed by {some(who)}; nobody" if who else "Nobody needs it as far as recorded, and nobody"
    text += " has recorded an offer."
    evidence = tuple(f"resource:{i}" for i in sorted(n.id for n in needs))
    reason = Reason("kind-not-offered", text, evidence)
    return Finding(kind, kind_name(kind), len({n.actor for n in needs}), "in need", (reason,), NOT_OFFERED)


def _subject(resource: Resource, refs: dict[int, ActorRef]) -> str:
    return f"{refs[resource.actor].handle}/{resource.kind}"


def _label(resource: Resource, refs: dict[int, ActorRef]) -> str:
    return f"{resource.description.rstrip('.')} ({kind_name(resource.kind)}), {refs[resource.actor].name}"


def _until(resource: Resource) -> str:
    return f" until {resource.until}" if resource.until else ""


def _next_steps(findings: Sequence[Finding], any_resource: bool) -> tuple[str, ...]:
    if not any_resource:
        return ('Say what you need and what you can give: ngomap need us "WHAT" --kind KIND, ngomap offer us ...',)
    first = {f.group: f for f in reversed(findings)}
    steps = []
    need = first.get(OUR_NEEDS) or first.get(NEEDS)
    if need:
        kind = need.subject.rsplit("/", 1)[1]
        steps.append(f'If somebody can help: ngomap offer REF "WHAT" --kind {kind}')
    if OFFERS in first:
        owner, kind = first[OFFERS].subject.rsplit("/", 1)
        steps.append(f'Tell your partners what {owner} offers; if one needs it: ngomap need REF "WHAT" --kind {kind}')
    return tuple(steps)
