"""Promises in words: why one stands where it does, what was found of it, and what is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.analyses.commitment_status import BROKEN, KEPT, LATE, STATUSES, UNKNOWN, WORST_FIRST, Standing, standing
from ngomap.analyses.describing import count
from ngomap.analyses.freshness import days_between
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Commitment, Monitor, Observation

FINDING_WORDS: Final = {
    "kept": "kept", "progress": "progress", "no-progress": "no progress", "broken": "broken", "unclear": "unclear",
}  # fmt: skip
METHOD: Final = (
    "The status is worked out from dated observations and the day a promise is due, never set by hand. The last day on which "
    "somebody looked decides; of several findings on one day the worst counts. Late: the due day is past and the promise was "
    "found neither kept nor broken. Kept (late): first found kept after the due day. Unknown: nobody looked until six months "
    "after the due day, or whoever looked last could not tell."
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A promise with how far it is kept, and what was found of it up to the day, the oldest first."""

    commitment: Commitment
    standing: Standing
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Observers:
    """Who observed, as far as the reader may know: `refs` are those who may be named, `hidden` the others; `trained` are
    known to be trained, whoever they are; `monitors` is what may be told of those who may be named.
    """

    refs: Mapping[int, ActorRef] = field(default_factory=dict)
    hidden: Collection[int] = ()
    trained: Collection[int] = ()
    monitors: Mapping[int, Monitor] = field(default_factory=dict)

    def name(self, observation: Observation) -> str:
        """Who observed, as it may be said."""
        who = observation.observer
        if who is None:
            return "somebody who is not recorded"
        if who in self.hidden or who not in self.refs:
            return "a trained monitor" if who in self.trained else "a monitor who is not named"
        return self.refs[who].name


def watch(commitments: Iterable[Commitment], observations: Iterable[Observation], on: str) -> list[Watched]:
    """The promises made by the day, with how far each is kept: what needs somebody first, then what is due first.

    >>> plan = Commitment(1, "", "plan", 7, None, "A plan", None, None, "2026-01-10", None, None, "public")
    >>> [w.standing.status for w in watch([plan], [], "2026-02-01")], watch([plan], [], "2026-01-01")
    (['promised'], [])
    """
    of: dict[int, list[Observation]] = {}
    for row in observations:
        if row.on_date <= on:
            of.setdefault(row.commitment, []).append(row)
    found = []
    for promise in commitments:
        if promise.on_date <= on:
            seen = sorted(of.get(promise.id, ()), key=_in_order)
            found.append(Watched(promise, standing(promise, seen, on), tuple(seen)))
    return sorted(
        found, key=lambda w: (STATUSES.index(w.standing.status), w.commitment.due or "9999", w.commitment.handle)
    )


def _in_order(row: Observation) -> tuple[str, int, str, str, str]:
    return row.on_date, WORST_FIRST.index(row.finding), row.text or "", row.evidence or "", row.uid


def explained(watched: Watched, on: str) -> str:
    """Why the promise stands where it does, in a sentence."""
    now, due = watched.standing, watched.commitment.due
    if now.day is None or now.finding is None:
        if due is None:
            return "Nobody has observed it, and no due day is recorded."
        if due >= on:
            return "Nobody has observed it so far."
        return f"It was due on {due}, {count(days_between(due, on), 'day')} ago, and nobody has observed it."
    text = f"Last observed on {now.day}: {FINDING_WORDS[now.finding]}"
    if now.disputed:
        text += f" (others found on the same day: {', '.join(FINDING_WORDS[f] for f in now.disputed)}; the worst counts)"
    if now.kept_late and now.kept_since is not None and due is not None:
        text += f"; first found kept on {now.kept_since}, {count(days_between(due, now.kept_since), 'day')} after it was due"
    elif now.status == LATE and due is not None:
        text += f"; it was due on {due}, {count(days_between(due, on), 'day')} ago"
    return text + "."


def not_known(watched: Watched, observers: Observers, on: str) -> list[str]:
    """What nobody should conclude from the status."""
    promise, now, seen = watched.commitment, watched.standing, watched.observations
    said = []
    if not seen:
        said.append("Nobody has recorded looking.")
    elif now.status == UNKNOWN:
        said.append("Whoever looked last could not tell.")
    if promise.due is None and now.status not in (KEPT, BROKEN):
        said.append("By when it is to be kept is not recorded.")
    if promise.source is None:
        said.append("Where it can be read is not recorded.")
    bare = sum(row.evidence is None for row in seen)
    if bare:
        whole = "It was" if len(seen) == 1 else "All of it was"
        some = f"{bare} of the {len(seen)} observations came without evidence."
        said.append(f"{whole} recorded without evidence." if bare == len(seen) else some)
    if seen and {row.observer for row in seen} == {promise.by}:
        said.append("Only those who promised it have said so themselves.")
    if any(row.observer is None for row in seen):
        said.append("Who made some of the observations is not recorded.")
    unproven = {
        row.observer for row in seen
        if row.observer is not None and row.observer not in observers.trained and row.observer != promise.by
    }  # fmt: skip
    if unproven:
        said.append("How those who observed were trained is not recorded." if len(unproven) == len({r.observer for r in seen})
                    else "How some of those who observed were trained is not recorded.")  # fmt: skip
    return said


def tell(
    watched: Watched, observers: Observers, by: ActorRef, to: str, issue: str, area: str, on: str, audience: str
) -> Report:
    """How far is a promise kept, who found that, and what is not known?

    The status is that of `ngomap.analyses.commitment_status.standing`, with its table of rules; nothing is weighed. The
    observations follow, the newest first, each with its evidence and why whoever observed can be believed; then what is
    not known. A promise that nobody has observed has no observations and says so.

    >>> plan = Commitment(1, "", "plan", 7, None, "A plan", None, None, "2026-01-10", None, None, "public")
    >>> (one,) = watch([plan], [Observation(4, "", 1, 8, "2026-02-01", "progress", "Half", None, "public")], "2026-03-01")
    >>> eye = Observers({8: ActorRef(8, "eye", "Eye", "ngo")})
    >>> for f in tell(one, eye, ActorRef(7, "hall", "Hall", "government"), "", "", "", "2026-03-01", "secret").findings:
    ...     print(f"{f.group}: {f.label}")
    status: in progress
    observations: 2026-02-01: progress (Eye)
    not known: By when it is to be kept is not recorded.
    not known: Where it can be read is not recorded.
    not known: It was recorded without evidence.
    not known: How those who observed were trained is not recorded.
    """
    promise = watched.commitment
    evidence = (f"commitment:{promise.id}",)
    about = f"{by.name} promised {to or 'the public'} on {promise.on_date}: {promise.what.rstrip('.')}."
    reasons = [Reason("promise", about, (*evidence, f"actor:{by.id}")), Reason("status", explained(watched, on), evidence)]
    if promise.due and watched.standing.status != LATE:
        reasons.append(Reason("due", f"It {'is' if promise.due >= on else 'was'} due on {promise.due}.", evidence))
    where = ", ".join(x for x in (issue, area) if x)
    if where:
        reasons.append(Reason("about", f"About: {where}.", evidence))
    if promise.source:
        reasons.append(Reason("source", f"It can be read in: {promise.source.rstrip('.')}.", evidence))
    findings = [Finding(promise.handle, watched.standing.words, None, "", tuple(reasons), "status")]
    for row in reversed(watched.observations):
        findings.append(_observed(row, observers, promise))
    for text in not_known(watched, observers, on):
        findings.append(Finding(promise.handle, text, None, "", (), "not known"))
    return Report(
        name="commitment",
        question=f"How far is what {by.name} promised kept?",
        method=METHOD,
        parameters={"on": on, "commitment": promise.handle, "by": by.handle, "audience": audience},
        findings=tuple(findings),
        next=(f"When somebody has looked: ngomap commitment observe {promise.handle} --finding FINDING --evidence TEXT",),
        brief=False,
    )


def _observed(row: Observation, observers: Observers, promise: Commitment) -> Finding:
    ids: tuple[str, ...] = (f"observation:{row.id}",)
    reasons = []
    if row.text:
        reasons.append(Reason("found", row.text, ids))
    shown = f"Evidence: {row.evidence.rstrip('.')}." if row.evidence else "No evidence is recorded."
    reasons.append(Reason("evidence", shown, ids))
    told = observers.monitors.get(row.observer or 0)
    if told is not None:
        why = (("Training", told.training), ("Impartiality", told.impartiality))
        text = " ".join(f"{what}: {said.rstrip('.')}." for what, said in why if said)
        if text:
            reasons.append(Reason("monitor", text, (f"monitor:{told.id}",)))
    if row.observer == promise.by:
        reasons.append(Reason("own-word", "That is what they say of themselves.", ids))
    label = f"{row.on_date}: {FINDING_WORDS[row.finding]} ({observers.name(row)})"
    return Finding(str(row.id), label, None, "", tuple(reasons), "observations")


def by_status(watched: Sequence[Watched]) -> dict[str, int]:
    """How many promises stand where, in the order of the statuses; those without any are left out."""
    counts = {status: sum(w.standing.status == status for w in watched) for status in STATUSES}
    return {status: n for status, n in counts.items() if n}
