"""Whether some organizations together meet what a call asks, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import Final

from ngomap.analyses.describing import count, percent, some
from ngomap.analyses.grant_facts import MET, NOT_MET, UNKNOWN, Answer, Facts, State, money, own_cost
from ngomap.analyses.grant_partners import Candidate, Missing
from ngomap.model.actors import Actor

LEAD: Final = "lead"
"""The need of one organization that meets all that is asked of the one that signs."""
LABELS: Final = {
    "registered": "Registered", "years": "Years of existence", "audited": "Audited accounts", "budget": "Annual budget",
    "projects": "Projects done", "area": "At work in the area", "partners": "Organizations that apply together",
    "own_share": "Own share",
}  # fmt: skip
BEST: Final = (MET, UNKNOWN, NOT_MET)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the call asks, and how those who apply stand to it."""

    code: str
    answer: Answer


class Team:
    """Some organizations that apply together; the one that asks stands first."""

    def __init__(self, facts: Facts, members: Sequence[Actor]) -> None:
        self.facts = facts
        self.grant = facts.grant
        self.members = members
        self.budgets = [facts.money(a) for a in members]
        self.have = fsum(b.value or 0 for b in self.budgets if b.state == MET)
        self.known = all(b.state == MET for b in self.budgets)

    def leader(self, sure: bool = True) -> Actor | None:
        """The first that meets all that is asked of the one that signs; if not `sure`, what is unknown counts as met."""
        fine = (MET,) if sure else (MET, UNKNOWN)
        for actor in self.members:
            if all(self.facts.answer(actor, code).state in fine for code in self.facts.of_the_lead):
                return actor
        return None

    def requirements(self) -> list[Requirement]:
        """All that the call asks, in the order of `LABELS`."""
        signs = self.leader() or self.members[0]
        found = {code: self.facts.answer(signs, code) for code in self.facts.of_the_lead}
        for code in self.facts.of_any:
            answers = [self.facts.answer(a, code) for a in self.members]
            found[code] = min(answers, key=lambda a: BEST.index(a.state))
        if self.grant.budget:
            found["budget"] = self._sum("budget", self.grant.budget)
        if (self.grant.partners or 0) > 1:
            found["partners"] = self._number(self.grant.partners or 0)
        if self.grant.own_share:
            found["own_share"] = self._own_share()
        return [Requirement(code, found[code]) for code in LABELS if code in found]

    def blocked(self) -> bool:
        """Whether the call leaves out what money is measured by, so that nobody can be sure to have enough of it."""
        amount = self.grant.least if self.grant.least is not None else self.grant.most
        if self.grant.own_share and (amount is None or own_cost(amount, self.grant.own_share) is None):
            return True
        return bool(self.grant.budget or self.grant.own_share) and self.grant.currency is None

    def missing(self, sure: bool = True, most: int | None = None) -> Missing:
        """What partners must bring; if not `sure`, what is unknown of those who apply counts as met."""
        fine = (MET,) if sure else (MET, UNKNOWN)
        needs = {r.code for r in self.requirements() if r.code in self.facts.of_any and r.answer.state not in fine}
        if self.facts.of_the_lead and self.leader(sure) is None:
            needs.add(LEAD)
        short = self._needed() - self.have
        if short <= 0 or (not sure and not self.known) or self.blocked():
            short = 0.0
        return Missing(frozenset(needs), short, max(0, (self.grant.partners or 0) - len(self.members)), most)

    def candidate(
        self, actor: Actor, missing: Missing, strength: float, apart: frozenset[str], sure: bool = True
    ) -> Candidate:
        """What the actor would bring of what is missing."""
        fine = (MET,) if sure else (MET, UNKNOWN)
        covers, asks = set(), 0
        for need in missing.needs:
            states = [self.facts.answer(actor, code).state for code in self.codes(need)]
            if all(state in fine for state in states):
                covers.add(need)
                asks += states.count(UNKNOWN)
        amount = 0.0
        if missing.money > 0:
            budget = self.facts.money(actor)
            amount = float(budget.value or 0) if budget.state == MET else 0.0 if sure else inf
            asks += amount == inf
        return Candidate(actor.handle, frozenset(covers), amount, strength, asks, apart)

    def codes(self, need: str) -> list[str]:
        """The requirements that a need stands for."""
        return self.facts.of_the_lead if need == LEAD else [need]

    def _needed(self) -> float:
        """The annual budget that those who apply must have together."""
        amount = self.grant.least if self.grant.least is not None else self.grant.most
        own = own_cost(amount, self.grant.own_share) if amount is not None and self.grant.own_share else None
        return max(self.grant.budget or 0.0, own or 0.0)

    def _sum(self, code: str, wanted: float) -> Answer:
        asked = money(wanted, self.grant.currency)
        if self.grant.currency is None:
            return Answer(UNKNOWN, f"The call asks for {asked}, and does not say of which money.", self._ids())
        return self._held(wanted, f"Asked for: {asked} a year.")

    def _held(self, wanted: float, asked: str) -> Answer:
        """The budgets together held against an amount; what is unknown may make up what is short."""
        said = " ".join(b.text for b in self.budgets)
        unknown = [b for b in self.budgets if b.state == UNKNOWN]
        state: State = MET if self.have >= wanted else UNKNOWN if unknown else NOT_MET
        ask, command = (unknown[0].ask, unknown[0].command) if state == UNKNOWN else ("", "")
        some_known = len(unknown) < len(self.budgets)
        value, unit = (self.have, self.grant.currency or "") if some_known else (None, "")
        return Answer(state, f"{said} {asked}", self._ids(), value, unit, ask, command)

    def _number(self, wanted: int) -> Answer:
        here = len(self.members)
        names = some([a.name for a in self.members])
        text = f"{count(wanted, 'organization')} must apply together; so far {'it is' if here == 1 else 'they are'} {names}."
        return Answer(MET if here >= wanted else NOT_MET, text, self._ids(), here)

    def _own_share(self) -> Answer:
        share, currency = self.grant.own_share or 0.0, self.grant.currency
        parts, costs = [], []
        for word, amount in (("smallest", self.grant.least), ("largest", self.grant.most)):
            cost = own_cost(amount, share) if amount is not None else None
            if cost is None:
                continue
            costs.append(cost)
            part = f"beside the {word} grant that is {money(round(cost, 2), currency)}"
            if self.known and self.have > 0:
                part += f", {percent(cost / self.have) if cost <= self.have else 'more than all'} of the annual budget"
            parts.append(part)
        asked = f"The applicants pay {share:g} % of the costs: {'; '.join(parts)}." if parts else ""
        if not asked or currency is None:
            text = asked or f"The applicants pay {share:g} % of the costs; how much the call gives is not recorded."
            return Answer(UNKNOWN, text, self._ids(), ask="how much does the call give, and of which money")
        answer = self._held(costs[0], asked)
        if answer.state == NOT_MET and self.grant.least is None:
            text = f"{answer.text} How little one may ask for is not recorded."
            return Answer(UNKNOWN, text, answer.evidence, answer.value, answer.unit, "what is the smallest grant")
        return answer

    def _ids(self) -> tuple[str, ...]:
        return tuple(f"actor:{a.id}" for a in self.members)
