"""What to mind before calling on an ally: each a sentence with its evidence, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ngomap.analyses.allies_factors import Scene
from ngomap.analyses.allies_telling import stance_words
from ngomap.analyses.freshness import before
from ngomap.analyses.ladder_evidence import CONTACT_RUNG, Standing, leading_tie, standing
from ngomap.model.relationships import RUNGS, Tie
from ngomap.model.report import Reason
from ngomap.model.stances import with_article

LOW_TRUST: Final = 2.0
"""Below the middle of the scale of 0 to 4."""
CLOSE_RUNG: Final = 3
"""From support on, a partner's rivals are our concern."""


def cautions(scene: Scene, actor: int) -> list[Reason]:
    """Everything to mind about the actor."""
    found = (_secret, _declined, _not_again, _conflicts, _opposed_around, _stances, _distrust, _rivals_of_partners, _stale, _asleep)
    return [
        Reason(f"caution-{code}", f"Careful: {text}", evidence)
        for part in found
        for code, text, evidence in part(scene, actor)
    ]


Caution = tuple[str, str, tuple[str, ...]]


def _secret(scene: Scene, actor: int) -> Iterator[Caution]:
    if scene.known.actors[actor].audience == "secret":
        yield "secret", "secret - name them in nothing that leaves your hands.", (f"actor:{actor}",)
        return
    way = scene.circle.way(actor)
    hidden = [t for t in scene.circle.ties_along(way) if t.audience == "secret"] if way else []
    if hidden:
        yield "secret-tie", "that we can reach them this way is secret.", tuple(f"tie:{t.id}" for t in hidden)


def _declined(scene: Scene, actor: int) -> Iterator[Caution]:
    for tie in scene.known.with_us.get(actor, ()):
        if tie.status == "declined":
            since = f" (since {tie.since})" if tie.since else ""
            yield "declined", f"they have said no to us before{since}.", (f"tie:{tie.id}",)


def _not_again(scene: Scene, actor: int) -> Iterator[Caution]:
    for row in scene.known.assessed.get(actor, ()):
        if row.again == "no":
            who = "they would not work with us" if row.by == actor else "we would not work with them"
            project = scene.known.project_names[row.project]
            yield "not-again", f"after {project}, {who} again ({row.on_date}).", (f"assessment:{row.id}",)


def _conflicts(scene: Scene, actor: int) -> Iterator[Caution]:
    known = scene.known
    direct = known.direct_ties(actor)
    watched = [t for t in direct if t.type == "monitors"]
    money = [t for t in direct if t.type == "funds"]
    for tie in watched:
        evidence = (f"tie:{tie.id}", *(f"tie:{m.id}" for m in money))
        who = "they monitor us" if tie.a == actor else "we monitor them"
        if money:
            payer = "they fund us" if money[0].a == actor else "we fund them"
            yield "conflict", f"{who} and {payer}: a conflict of interest to settle first.", evidence
        else:
            rest = "keep both roles apart" if tie.a != actor else "keep both roles in mind"
            yield "monitors", f"{who}, so {rest}.", evidence
    for stance in ("mixed", "confrontational"):
        ties = tuple(f"tie:{t.id}" for t in direct if t.stance == stance)
        if ties:
            yield "mixed", f"our dealings with them are {stance}.", ties


def _opposed_around(scene: Scene, actor: int) -> Iterator[Caution]:
    known = scene.known
    for tie in known.positions.get(actor, ()):
        if tie.b in known.opponents:
            row = next(s for s in known.stances[tie.b] if (s.stance or 0) < 0)
            side = with_article(row.stance or 0)
            text = f"{known.name(tie.b)}, to which they belong, is {side}: mind what you write down."
            yield "opposed-employer", text, (f"tie:{tie.id}", f"stance:{row.id}")
    for tie in known.funders.get(actor, ()):
        if tie.a in known.opponents:
            row = next(s for s in known.stances[tie.a] if (s.stance or 0) < 0)
            text = f"funded by {known.name(tie.a)}, {with_article(row.stance or 0)}."
            yield "opposed-funder", text, (f"tie:{tie.id}", f"stance:{row.id}")
        elif tie.a in known.we_monitor:
            yield "monitored-funder", f"funded by {known.name(tie.a)}, which we monitor.", (f"tie:{tie.id}",)



def _stances(scene: Scene, actor: int) -> Iterator[Caution]:
    rows = scene.known.stances.get(actor, [])
    if rows and (rows[0].stance or 0) > 0:
        for row in rows[1:]:
            if row.stance == 0:
                yield "mixed", f"only {stance_words(scene, row)}.", (f"stance:{row.id}",)


def _distrust(scene: Scene, actor: int) -> Iterator[Caution]:
    row = scene.known.our_trust.get(actor)
    if row is not None and row.mean is not None and row.mean < LOW_TRUST:
        day = f" ({row.on_date})" if row.on_date else ""
        yield "low-trust", f"our trust in them is low{day}.", (f"trust:{row.id}",)


def _rivals_of_partners(scene: Scene, actor: int) -> Iterator[Caution]:
    known = scene.known
    for tie in known.rivalries.get(actor, ()):
        other = tie.other(actor)
        partner = leading_tie(known.direct_ties(other))
        if partner is not None and (partner.rung or 0) >= CLOSE_RUNG:
            yield "rival", f"a rival of {known.name(other)}, our partner.", (f"tie:{tie.id}", f"tie:{partner.id}")


def standing_with(scene: Scene, actor: int, tie: Tie) -> Standing:
    """Where we stand with the actor by the tie, given what is logged."""
    known = scene.known
    evidence = known.logbook.between(known.us.id, actor) if known.us else []
    return standing(tie, evidence, known.on, known.months)


def stale_tie(scene: Scene, actor: int) -> Tie | None:
    """The tie of working together, if nothing is recorded between us within the freshness of its rung."""
    tie = leading_tie(scene.known.direct_ties(actor))
    if tie is None or tie.rung == 0:
        return None
    return tie if standing_with(scene, actor, tie).state in ("stale", "never") else None


def _stale(scene: Scene, actor: int) -> Iterator[Caution]:
    tie = stale_tie(scene, actor)
    if tie is None:
        return
    last = scene.known.last_contact.get(actor)
    rung = RUNGS[CONTACT_RUNG if tie.rung is None else tie.rung]
    if last is None:
        yield "stale", f"the map says {rung}, but no contact is recorded.", (f"tie:{tie.id}",)
    else:
        too_long = f", too long for {rung}" if rung != RUNGS[CONTACT_RUNG] else ""
        yield "stale", f"no contact since {last.on_date}{too_long}.", (f"tie:{tie.id}", f"event:{last.id}")


def _asleep(scene: Scene, actor: int) -> Iterator[Caution]:
    status = scene.known.actors[actor].status
    if status in ("dormant", "forming"):
        text = "they are dormant." if status == "dormant" else "they are only just forming."
        yield status, text, (f"actor:{actor}",)
    work = scene.work(actor)
    ends = [v.until for v in work if v.until]
    if work and len(ends) == len(work) and before(max(ends), scene.known.on):
        yield "ended", f"their last recorded work on it ended in {max(ends)}.", tuple(f"activity:{v.id}" for v in work)
