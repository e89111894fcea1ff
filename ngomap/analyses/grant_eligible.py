"""Do we qualify for a grant; if not, with whom do we?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ngomap.analyses.describing import count, some
from ngomap.analyses.grant_facts import MET, NOT_MET, UNKNOWN, Facts, GrantRows, money
from ngomap.analyses.grant_partners import Candidate, Choice, Missing, at_most_times, rank, smallest_set
from ngomap.analyses.grant_team import LABELS, LEAD, Team
from ngomap.graph.strength import strength
from ngomap.model.actors import Actor
from ngomap.model.relationships import TIE_TYPES, Tie, rung_name
from ngomap.model.report import Finding, Reason, Report

ANSWER: Final = "the answer"
ASKED: Final = "what the call asks"
ONE: Final = "with one of these it would"
SET: Final = "with all of these together it would"
BRINGS: Final = "what is there to bring"
BESIDE: Final = "if what is unknown turned out well"
NEVER: Final = "never proposed"

METHOD: Final = (
    "Registration, years and audited accounts must be met by the lead, one organization that meets them all; projects done "
    "and the area by any; budget and own share by the sum of the annual budgets in the currency of the call. What is unknown "
    "never counts as met. Partners are looked for among civil society and universities, the fewest first, then whoever is "
    "tied most strongly."
)


def find_eligibility(
    rows: GrantRows, on: str, most: int | None = None, limit: int = 0, us: int | None = None
) -> Report:
    """Do we qualify for a call, and if not, with which partner or smallest set of partners do we?

    Every requirement is met, not met or unknown, on the ISO day `on` (years of existence: on the deadline, if it lies
    ahead). Met `by the lead`: registered (an identifier is recorded), founded so many years ago (of a partial date the whole
    span must do), accounts audited for one of the last two years or this one - all by one and the same member, for it signs.
    `By any`: past projects on the issue or under it, told apart by name, begun by the day and not only paid for; serving or
    working in the area or within it. `By the sum`: the annual budgets in the currency of the call (others are unknown, never
    converted) reach the budget asked for and s/(100 - s) of the smallest grant, s being the own share in per cent of all
    costs. `Together`: the number of organizations.

    What is missing is then a covering problem, see `smallest_set`: exact up to 20 candidates that none dominates. Ties
    break by the strength of the strongest open tie with whoever asks, then by handle. Rivals of those who apply, those who
    declined and opponents on the issue are never proposed, nor two rivals together. If there is a smaller set, or one at
    all, when every unknown counts as met, it is shown apart, with what to ask.

    A call that asks nothing is met. In an empty map nobody can be asked; who has no tie counts as tied with strength 0.

    Reference: V. Chvatal, A greedy heuristic for the set-covering problem (1979), for the bound H(n).

    >>> from ngomap.model.actors import ActorRef
    >>> from ngomap.model.together import Grant
    >>> def actor(i: int, handle: str, founded: str) -> Actor:
    ...     unknown = [None] * 13
    ...     return Actor(i, "", handle, "ngo", handle.title(), *unknown[:11], None, None, founded, *unknown[:5], "public")
    >>> call = Grant(9, "", "call", 4, "Call", "open", *[None] * 5, 5, *[None] * 9, "public")
    >>> rows = GrantRows(call, ActorRef(4, "fund", "Fund", "donor"), actor(1, "new", "2024"), others=[actor(2, "old", "2001")])
    >>> for f in find_eligibility(rows, "2026-06-01").findings:
    ...     print(f"{f.group}: {f.label}")
    the answer: New does not qualify alone
    what the call asks: Years of existence: not met
    with one of these it would: Old
    what is there to bring: New
    """
    return _Eligibility(rows, on, most, limit, us).report()


class _Eligibility:
    def __init__(self, rows: GrantRows, on: str, most: int | None, limit: int, us: int | None) -> None:
        self.rows, self.on, self.most, self.limit, self.us = rows, on, most, limit, us
        self.facts = Facts(rows, on)
        self.team = Team(self.facts, [rows.lead, *rows.beside])
        self.asked = self.team.requirements()
        self.by_handle = {a.handle: a for a in rows.others}
        self.ties: dict[int, list[Tie]] = {}
        for tie in rows.ties:
            self.ties.setdefault(tie.other(rows.lead.id), []).append(tie)
        self.never = self._never()
        self.apart = self._rivals_among_others()
        self.totals: dict[str, int] = {}

    def report(self) -> Report:
        grant, lead = self.rows.grant, self.rows.lead
        states = [r.answer.state for r in self.asked]
        eligible = all(s == MET for s in states)
        choice = None if eligible or self.team.blocked() else self._search(True)
        hopeful = None if eligible else self._hopeful(choice)
        findings = [self._verdict(eligible), *self._requirements(), *self._sets(choice), *self._if_well(hopeful)]
        if not eligible:
            findings += self._kept_away()
        return Report(
            name="grant eligible",
            question=f"{'Do' if self.rows.beside else 'Does'} {self._names()} qualify for {grant.name} of "
            f"{self.rows.funder.name}?",
            method=METHOD,
            parameters={
                "grant": grant.handle, "for": lead.handle, "with": [a.handle for a in self.rows.beside], "most": self.most,
                "on": self.on, "eligible": eligible, "exact": choice.exact if choice else None,
                "bound": choice.bound if choice else None, "at_least": choice.at_least if choice else None,
                "smallest": None if choice is None or choice.members is None else len(choice.members),
            },
            findings=tuple(findings),
            caveats=tuple(self._caveats(choice, eligible)),
            next=tuple(self._next(eligible, choice, hopeful)),
            totals=self._counts(findings),
        )  # fmt: skip

    def _names(self) -> str:
        return some([a.name for a in self.team.members])

    def _counts(self, findings: Sequence[Finding]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for finding in findings:
            counts[finding.group] = counts.get(finding.group, 0) + 1
        return {group: self.totals.get(group, n) for group, n in counts.items()}

    def _verdict(self, eligible: bool) -> Finding:
        alone = not self.rows.beside
        who = self._names()
        if eligible:
            label = f"{who} {'qualifies' if alone else 'qualify together'}"
        elif any(r.answer.state == NOT_MET for r in self.asked):
            label = f"{who} {'does not qualify alone' if alone else 'do not qualify together'}"
        else:
            label = f"Whether {who} {'qualifies' if alone else 'qualify together'} is not known"
        reasons = []
        for state, word in ((NOT_MET, "Not met"), (UNKNOWN, "Not known")):
            named = [LABELS[r.code] for r in self.asked if r.answer.state == state]
            if named:
                listed = some([n if i == 0 else n[0].lower() + n[1:] for i, n in enumerate(named)], len(named))
                reasons.append(Reason(word.lower().replace(" ", "-"), f"{word}: {listed}."))
        if not self.asked:
            reasons.append(Reason("asks-nothing", "Nothing is recorded of what the call asks."))
        leader = self.team.leader()
        if leader is not None and leader.id != self.rows.lead.id:
            reasons.append(Reason("leads", f"{leader.name} would lead.", (f"actor:{leader.id}",)))
        return Finding(self.rows.lead.handle, label, None, "", (*reasons, self._grant_reason()), ANSWER)

    def _grant_reason(self) -> Reason:
        grant = self.rows.grant
        said = f"Apply by {grant.deadline}" if grant.deadline else "No deadline is recorded"
        amounts = [money(a, None) for a in (grant.least, grant.most) if a is not None]
        if amounts:
            word = "" if len(amounts) == 2 else "at least " if grant.least is not None else "at most "
            said += f"; it gives {word}{' to '.join(dict.fromkeys(amounts))} {grant.currency or ''}".rstrip()
        return Reason("call", f"{said}.", (f"grant:{grant.id}",))

    def _requirements(self) -> Iterator[Finding]:
        for asked in self.asked:
            answer = asked.answer
            texts = [Reason(answer.state.replace(" ", "-"), answer.text, answer.evidence)]
            if answer.state == UNKNOWN and answer.ask:
                texts.append(Reason("ask", _question(answer.ask, answer.command), answer.evidence[:1]))
            unit = answer.unit if answer.value is not None else ""
            yield Finding(asked.code, f"{LABELS[asked.code]}: {answer.state}", answer.value, unit, tuple(texts), ASKED)

    def _search(self, sure: bool) -> Choice:
        missing = self.team.missing(sure, self.most)
        return smallest_set(self._candidates(missing, sure), missing)

    def _candidates(self, missing: Missing, sure: bool) -> list[Candidate]:
        return [
            self.team.candidate(a, missing, self._strength(a), self.apart.get(a.id, frozenset()), sure)
            for a in self.rows.others
            if a.id not in self.never
        ]

    def _hopeful(self, choice: Choice | None) -> Choice | None:
        """The set if all unknown were met; None if that would change nothing."""
        found = self._search(False)
        if found.members is None:
            return None
        if choice is not None and choice.members is not None and len(found.members) >= len(choice.members):
            return None
        return found

    def _sets(self, choice: Choice | None) -> Iterator[Finding]:
        if choice is None or not choice.members:
            return
        missing = self.team.missing(True, self.most)
        if len(choice.members) == 1:
            able = [c for c in self._candidates(missing, True) if smallest_set([c], missing).members]
            able.sort(key=lambda c: rank([c]))
            self.totals[ONE] = len(able)
            shown, group = able[: self.limit or None], ONE
        else:
            shown, group = list(choice.members), SET
        for candidate in shown:
            yield self._member(candidate, missing, True, group)
        held = [r for r in self.asked if r.answer.state == MET and r.code not in ("partners", "own_share")]
        what = [Reason("brings", r.answer.text, r.answer.evidence) for r in held]
        if all(r.code != "budget" for r in held):
            what += [Reason("brings", b.text, b.evidence) for b in self.team.budgets if b.state == MET]
        said = tuple(what) or (Reason("brings", "Nothing that the call asks is recorded of it."),)
        yield Finding(self.rows.lead.handle, self._names(), None, "", said, BRINGS)

    def _member(self, candidate: Candidate, missing: Missing, sure: bool, group: str) -> Finding:
        actor = self.by_handle[candidate.handle]
        reasons = []
        for need in sorted(candidate.covers & missing.needs, key=lambda n: (n != LEAD, n)):
            if need == LEAD:
                reasons.append(Reason("leads", f"{actor.name} would lead, and sign.", (f"actor:{actor.id}",)))
            for code in self.team.codes(need):
                answer = self.facts.answer(actor, code)
                if answer.state == MET:
                    reasons.append(Reason("brings", answer.text, answer.evidence))
                else:
                    text = f"{answer.text} {_question(answer.ask, answer.command)}"
                    reasons.append(Reason("ask", text, answer.evidence))
        if missing.money > 0 and candidate.money > 0:
            budget = self.facts.money(actor)
            known = budget.state == MET
            text = budget.text if known else f"{budget.text} {_question(budget.ask, budget.command)}"
            reasons.append(Reason("brings" if known else "ask", text, budget.evidence))
        if missing.members:
            reasons.append(Reason("joins", "It is one organization more.", (f"actor:{actor.id}",)))
        reasons.append(self._tie(actor))
        closed = len(candidate.covers & missing.needs) + (missing.money > 0 and candidate.money > 0) + (missing.members > 0)
        open_ = len(missing.needs) + (missing.money > 0) + (missing.members > 0)
        return Finding(candidate.handle, actor.name, closed, f"of {open_} missing", tuple(reasons), group)

    def _tie(self, actor: Actor) -> Reason:
        ties = [t for t in self.ties.get(actor.id, ()) if t.type != "rivals" and t.open_on(self.on)]
        if not ties:
            way = f": ngomap intro {actor.handle}" if self.rows.lead.id == self.us else ""
            return Reason("no-tie", f"No tie with {self.rows.lead.name} is recorded{way}", (f"actor:{actor.id}",))
        best = min(ties, key=lambda t: (-strength(t), t.type, t.rung or 0))
        kind = TIE_TYPES[best.type]
        said = kind.forward if best.a == self.rows.lead.id or kind.mutual else kind.backward
        rung = f", {rung_name(best.rung)}" if best.rung is not None else ""
        return Reason("tie", f"{self.rows.lead.name} {said} {actor.name}{rung}.", (f"tie:{best.id}",))

    def _strength(self, actor: Actor) -> float:
        ties = self.ties.get(actor.id, ())
        return max((strength(t) for t in ties if t.type != "rivals" and t.open_on(self.on)), default=0.0)

    def _if_well(self, hopeful: Choice | None) -> Iterator[Finding]:
        if hopeful is None or hopeful.members is None:
            return
        missing = self.team.missing(False, self.most)
        # Whoever would not lead need not meet what is asked of the lead.
        unknown = [
            r
            for r in self.asked
            if r.answer.state == UNKNOWN and not (LEAD in missing.needs and r.code in self.facts.of_the_lead)
        ]
        if unknown:
            asks = tuple(
                Reason("ask", f"{r.answer.text} {_question(r.answer.ask, r.answer.command)}".strip(), r.answer.evidence)
                for r in unknown
            )
            label = f"{self._names()}: {'alone' if not hopeful.members and not self.rows.beside else 'to begin with'}"
            yield Finding(self.rows.lead.handle, label, len(asks), "to find out", asks, BESIDE)
        for candidate in hopeful.members:
            yield self._member(candidate, missing, False, BESIDE)

    def _never(self) -> dict[int, Reason]:
        """Whom nobody would propose, and why."""
        found: dict[int, Reason] = {}
        newest: dict[tuple[int, int], tuple[str, int, int | None]] = {}
        for row in self.rows.stances:
            if row.issue in self.rows.family and (row.on_date or "") <= self.on and row.stance is not None:
                key = (row.actor, row.issue)
                newest[key] = max(newest.get(key, ("", 0, None)), (row.on_date or "", row.id, row.stance), key=lambda s: s[:2])
        for (actor, _), (_, number, stance) in sorted(newest.items()):
            if stance is not None and stance < 0:
                found[actor] = Reason("opponent", "An opponent on the issue.", (f"stance:{number}",))
        for other, ties in self.ties.items():
            for tie in ties:
                if tie.status == "declined":
                    text = f"Working with {self.rows.lead.name} was declined."
                    found[other] = Reason("declined", text, (f"tie:{tie.id}",))
        members = {a.id: a.name for a in self.team.members}
        for number, a, b in sorted(self.rows.rivals):
            for one, other in ((a, b), (b, a)):
                if one in members and other not in members:
                    found[other] = Reason("rival", f"A rival of {members[one]}.", (f"tie:{number}",))
        return found

    def _rivals_among_others(self) -> dict[int, frozenset[str]]:
        handles = {a.id: a.handle for a in self.rows.others}
        apart: dict[int, frozenset[str]] = {}
        for _, a, b in self.rows.rivals:
            for one, other in ((a, b), (b, a)):
                if one in handles and other in handles:
                    apart[one] = apart.get(one, frozenset()) | {handles[other]}
        return apart

    def _kept_away(self) -> list[Finding]:
        """Those never proposed who would bring something of what is missing."""
        missing = self.team.missing(True)
        found = []
        for actor in sorted(self.rows.others, key=lambda a: a.handle):
            if actor.id in self.never:
                brings = self.team.candidate(actor, missing, 0.0, frozenset())
                if brings.covers or brings.money or missing.members:
                    found.append(Finding(actor.handle, actor.name, None, "", (self.never[actor.id],), NEVER))
        self.totals[NEVER] = len(found)
        return found[: self.limit or None]

    def _caveats(self, choice: Choice | None, eligible: bool) -> Iterator[str]:
        grant = self.rows.grant
        if grant.deadline is not None and grant.deadline < self.on:
            yield f"The deadline is over: it was {grant.deadline}."
        if grant.status in ("closed", "won", "lost", "applied"):
            yield f"The grant is recorded as {grant.status}."
        if grant.notes:
            yield f"What else is noted of the call: {' '.join(grant.notes.split())}"
        for actor in self.rows.beside:
            if actor.id in self.never:
                yield f"{actor.name} is among those who apply, though it would not be proposed: {self.never[actor.id].text}"
        if not eligible and self.team.blocked():
            yield "The call does not say how much money it is about, or of which, so nobody can be sure to have enough."
        if choice is None or eligible:
            return
        if choice.members is None:
            yield self._nobody(choice)
        elif not choice.exact:
            bound = f"; at most {at_most_times(choice.bound)} times as many as needed were taken" if choice.bound else ""
            yield (
                f"Too many could join to try every set, so partners were added one by one; at least {choice.at_least} are "
                f"needed{bound}."
            )

    def _nobody(self, choice: Choice) -> str:
        if not choice.exact:
            return "Adding partners one by one found no set; too many could join to try every one."
        missing = self.team.missing(True)
        able = self._candidates(missing, True)
        covered = {need for c in able for need in c.covers}
        words = {LEAD: "all that is asked of the lead at once"}
        lacking = [words.get(n, LABELS.get(n, n).lower()) for n in sorted(missing.needs - covered)]
        if lacking:
            return f"Nobody in the map is known to bring {some(lacking)}."
        limit = f" of at most {count(self.most, 'partner')}" if self.most is not None else ""
        return f"No set of partners{limit} is known to bring all that is missing."

    def _next(self, eligible: bool, choice: Choice | None, hopeful: Choice | None) -> Iterator[str]:
        grant = self.rows.grant
        if eligible:
            yield f"Applied: ngomap grant edit {grant.handle} --status applied"
        if not self.asked:
            yield f"Write down what it asks: ngomap grant edit {grant.handle} --registered --years N"
        for asked in [r for r in self.asked if r.answer.state == UNKNOWN and r.answer.command][:2]:
            yield f"Find out and note it: {asked.answer.command}"
        chosen = next((c.members for c in (choice, hopeful) if c is not None and c.members), ())
        if chosen:
            first = self.by_handle[chosen[0].handle]
            if self.rows.lead.id == self.us:
                yield f"Prepare to talk with {first.name}: ngomap brief {first.handle}"
            names = " ".join(f"--with {c.handle}" for c in chosen)
            asker = "" if self.rows.lead.id == self.us else f" --for {self.rows.lead.handle}"
            beside = "".join(f" --with {a.handle}" for a in self.rows.beside)
            yield f"See it together: ngomap grant eligible {grant.handle}{asker}{beside} {names}"


def _question(ask: str, command: str) -> str:
    """What to ask, and how to write the answer down."""
    return f"Ask: {ask}? {command}".rstrip() if ask else ""
