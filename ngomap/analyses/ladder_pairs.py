"""Who works with whom on a day, or is wanted to: one relationship for each two actors, with its standing in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from ngomap.analyses.freshness import days_between, months_between
from ngomap.analyses.ladder_evidence import Evidence, Logbook, Standing, leading_tie, standing
from ngomap.analyses.ladder_steps import NEXT, agreed_words, last_done, next_step, open_step
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import EVENT_RUNG
from ngomap.model.relationships import FRESHNESS_MONTHS, Tie, rung_name
from ngomap.model.report import Reason

WORKS_WITH: Final = "works-with"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, the first of them us if we are one, their leading tie of working together if they have any, what
    happened between them, and where that leaves them.
    """

    first: ActorRef
    second: ActorRef
    ours: bool
    tie: Tie | None
    evidence: tuple[Evidence, ...]
    now: Standing

    @property
    def subject(self) -> str:
        """The handle of the other, or both."""
        return self.second.handle if self.ours else f"{self.first.handle}/{self.second.handle}"

    @property
    def label(self) -> str:
        """The name of the other, or both."""
        return self.second.name if self.ours else f"{self.first.name} and {self.second.name}"

    @property
    def ids(self) -> tuple[str, ...]:
        """The tie as evidence; both actors if there is none."""
        return (f"tie:{self.tie.id}",) if self.tie else (f"actor:{self.first.id}", f"actor:{self.second.id}")


class Relations:
    """Actors, ties and the logbook of a day, and who we are."""

    def __init__(
        self,
        actors: Iterable[ActorRef],
        ties: Iterable[Tie],
        logbook: Logbook,
        us: ActorRef | None = None,
        months: Sequence[int] = FRESHNESS_MONTHS,
    ) -> None:
        self.refs = {a.id: a for a in actors}
        self.on = logbook.on
        self.logbook = logbook
        self.us = None if us is None else self.refs.get(us.id)
        self.months = months
        self.ties = [t for t in ties if t.a in self.refs and t.b in self.refs and (t.since or "") <= self.on]

    def is_ours(self, tie: Tie) -> bool:
        """Whether we stand at one end; of every tie, if the map does not say who we are."""
        return self.us is None or self.us.id in (tie.a, tie.b)

    @cached_property
    def our_pairs(self) -> list[Pair]:
        """With whom we work on the day, or want to, by handle; everybody's relationships if nobody is us. Parallel ties are
        one relationship: those that stand go before those that are wanted, then the leading one speaks for them.
        """
        return self._pairs(t for t in self.ties if self.is_ours(t))

    @cached_property
    def other_pairs(self) -> list[Pair]:
        """Who else works with whom, likewise."""
        return self._pairs(t for t in self.ties if not self.is_ours(t))

    def _pairs(self, ties: Iterable[Tie]) -> list[Pair]:
        parallel: dict[tuple[int, int], list[Tie]] = {}
        for tie in ties:
            if tie.type == WORKS_WITH and (tie.status == "wanted" or tie.open_on(self.on)):
                parallel.setdefault((min(tie.a, tie.b), max(tie.a, tie.b)), []).append(tie)
        found = [self.pair(self.refs[a], self.refs[b], parallel_) for (a, b), parallel_ in parallel.items()]
        return sorted(found, key=lambda p: p.subject)

    def pair(self, a: ActorRef, b: ActorRef, ties: Iterable[Tie]) -> Pair:
        """Two actors with their ties of working together on the day, or none."""
        known = list(ties)
        tie = leading_tie(t for t in known if t.status != "wanted") or leading_tie(known)
        if tie is not None and tie.wanted is None:
            tie = replace(tie, wanted=max((t.wanted for t in known if t.wanted is not None), default=None))
        return self.pair_with(a, b, tie)

    def pair_with(self, a: ActorRef, b: ActorRef, tie: Tie | None) -> Pair:
        """Two actors as this one tie has them."""
        first, second = sorted((a, b), key=lambda r: (r != self.us, r.handle))
        evidence = tuple(self.logbook.between(a.id, b.id))
        return Pair(first, second, first == self.us, tie, evidence, standing(tie, evidence, self.on, self.months))


def standing_reason(pair: Pair) -> Reason:
    """What is claimed, shown and wanted: `Claimed and wanted 5 collaboration; shown 4 coordination (briefing, 2026-02-05).`"""
    now = pair.now
    rungs: dict[int, list[str]] = {}
    for word, rung in (("claimed", now.claimed), ("shown", now.supported or None), ("wanted", now.wanted)):
        if rung is not None:
            rungs.setdefault(rung, []).append(word)
    parts = []
    for rung, words in rungs.items():
        named = f"{' and '.join(filter(None, (', '.join(words[:-1]), words[-1])))} {rung_name(rung)}"
        if "shown" in words and now.shown_by:
            named += f" ({now.shown_by.words}{'' if now.recent else ', not since'})"
        parts.append(named)
    if not now.supported:
        parts.insert(now.claimed is not None, "nothing shown" if now.last else "nothing logged")
    text = "; ".join(parts)
    return Reason("standing", f"{text[0].upper()}{text[1:]}.", (*pair.ids, *(now.shown_by.ids if now.shown_by else ())))


def contact_reason(pair: Pair, on: str) -> Reason | None:
    """When they were last in contact, and until when that keeps the tie fresh. None if nothing is logged at all."""
    now = pair.now
    if now.last is None or now.last.on is None or now.fresh_until is None:
        return Reason("contact", "No contact is logged.", pair.ids) if now.supported else None
    ago = months_between(now.last.on, on)
    text = f"Last contact {now.last.on}"
    if ago:
        text += f", {ago} month{'s' if ago > 1 else ''} ago"
    if pair.tie is None or pair.tie.status != "active":
        return Reason("contact", f"{text}.", now.last.ids)
    days = days_between(on, now.fresh_until)
    left = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    states = {
        "stale": f"fresh only until {now.fresh_until}",
        "going stale": f"going stale {left}, after {now.fresh_until}",
        "fresh": f"fresh until {now.fresh_until}",
    }
    return Reason("contact", f"{text}; {states[now.state]}.", now.last.ids)


def step_reason(pair: Pair, logbook: Logbook, issue: str = "") -> Reason | None:
    """The next step of ours: what was agreed, else the smallest of the catalogue, with the command that logs it."""
    agreed = open_step(logbook.events_between(pair.first.id, pair.second.id), logbook.on)
    if agreed is not None:
        done = f"ngomap done {agreed.id}"
        return Reason("next-step", f"{NEXT}{agreed_words(agreed, logbook.on)} Then: {done}", (f"event:{agreed.id}",))
    status = pair.tie.status if pair.tie else "wanted"
    step = next_step(pair.now, last_done(pair.evidence), logbook.on, status)
    if step is None:
        return None
    return Reason("next-step", f"{NEXT}{step.text(issue)}. Then: {log_command(pair, step.kind)}", pair.ids)


def mend_reason(pair: Pair) -> Reason | None:
    """What to do about a claimed rung that nothing shows, or below what is shown; None if claim and evidence agree."""
    rung, shown = pair.now.claimed or 0, pair.now.supported
    if pair.tie is None or pair.tie.status == "wanted" or rung == shown:
        return None
    if rung < shown:
        return Reason("mend", f"Record what is shown: ngomap link {link_words(pair)} --rung {shown}", pair.ids)
    kind = next((k for k, r in EVENT_RUNG.items() if r == rung), "")
    how = f"If it happened, log it: {log_command(pair, kind)} --on DATE. If it did not:"
    if not kind:
        how = "If there is a joint project, name it in the work of both (ngomap activity add --project NAME). If not:"
    return Reason("mend", f"{how} ngomap link {link_words(pair)} --rung {shown}", pair.ids)


def log_command(pair: Pair, kind: str) -> str:
    """The command that logs an event of that kind between the two."""
    if pair.ours:
        return f"ngomap log {pair.second.handle} --kind {kind}"
    return f"ngomap log {pair.first.handle} {pair.second.handle} --kind {kind} --without-us"


def link_words(pair: Pair) -> str:
    """Both ends as `ngomap link` takes them."""
    return f"{'us' if pair.ours else pair.first.handle} {pair.second.handle}"
