"""What would coalitions lose, and what is open, shared or agreed between us and them?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ngomap.analyses.describing import count, some
from ngomap.analyses.footprints import counts_on
from ngomap.analyses.freshness import before
from ngomap.analyses.whatif_rows import Loss, evidence
from ngomap.model.coverage import Resource
from ngomap.model.report import Finding, Reason

COALITIONS: Final = "coalitions"
DEALINGS: Final = "between us and them"
TOGETHER: Final = ("coalition", "network")


def lost_in_coalitions(loss: Loss) -> list[Finding]:
    """The coalitions and networks that would lose a member, with the sectors, populations and areas that no other member
    brings (value: how many, the most first); and those that are gone themselves (value: their members).

    What a member brings are the terms on its record and those of its work, the areas it serves and those it works in.
    """
    members: dict[int, dict[int, int]] = {}
    for tie in loss.ties.values():
        if tie.type == "member-of" and loss.refs[tie.b].kind in TOGETHER:
            members.setdefault(tie.b, {})[tie.a] = tie.id
    brought = _Brought(loss)
    found = []
    for coalition, ties in members.items():
        if coalition in loss.gone:
            found.append(_gone_itself(loss, coalition, ties))
            continue
        going = sorted(ties.keys() & loss.gone)
        if going:
            found.append(_poorer(loss, coalition, ties, going, brought))
    return sorted(found, key=lambda f: (-(f.value or 0), f.subject))


def _gone_itself(loss: Loss, coalition: int, ties: dict[int, int]) -> Finding:
    us = loss.rows.us
    others = set(ties) - loss.gone - ({us.id} if us else set())
    text = "It would be gone, and with it what joins " + (some(loss.names(others)) or "its members") + "."
    if us and us.id in ties:
        apart = [n for n in others if not loss.graph.has_edge(us.id, n)]
        text += f" With {len(apart)} of them we have no other tie." if apart else ""
    ref = loss.refs[coalition]
    reason = Reason("gone", text, (f"actor:{coalition}", *evidence("tie", ties.values())))
    return Finding(ref.handle, ref.name, len(ties), "member" if len(ties) == 1 else "members", (reason,), COALITIONS)


def _poorer(loss: Loss, coalition: int, ties: dict[int, int], going: list[int], brought: _Brought) -> Finding:
    staying = [brought.by(n) for n in ties.keys() - loss.gone]
    own = [brought.by(n) for n in going]
    said, ids, number = [], [f"tie:{ties[n]}" for n in going], 0
    for what, place in (("the sector", 0), ("work for", 1), ("work in", 2)):
        lost = set[int]().union(*(b[place] for b in own)) - set[int]().union(*(b[place] for b in staying))
        if lost:
            number += len(lost)
            names = loss.words.area_names(lost) if place == 2 else loss.words.term_names(lost)
            said.append(f"{what}{'s' if what == 'the sector' and len(names) > 1 else ''} {some(names)}")
            ids += evidence("area" if place == 2 else "term", lost)
    who, rest = some(loss.names(going)), count(len(ties) - len(going), "other member")
    text = f"Only {who} {'brings' if len(going) == 1 else 'bring'} {some(said)}." if said else (
        f"It would lose {who}; what is recorded of it, others of the {rest} bring too." if staying else
        f"It would lose {who}, and no member would be left."
    )  # fmt: skip
    ref = loss.refs[coalition]
    return Finding(ref.handle, ref.name, number, "brought by nobody else", (Reason("poorer", text, tuple(ids)),), COALITIONS)


class _Brought:
    """The sectors, populations and areas of each member."""

    def __init__(self, loss: Loss) -> None:
        self.loss = loss
        self.work: dict[int, tuple[set[int], set[int]]] = {}
        for row in loss.rows.activities:
            if not row.inferred and row.role != "funder" and counts_on(row, loss.rows.on):
                populations, areas = self.work.setdefault(row.actor, (set(), set()))
                areas.add(row.area)
                if row.population is not None:
                    populations.add(row.population)

    def by(self, actor: int) -> tuple[set[int], set[int], set[int]]:
        """What one of them brings."""
        terms = self.loss.words.terms
        own = set(self.loss.rows.terms_of.get(actor, ()))
        populations, areas = self.work.get(actor, (set(), set()))
        sectors = {t for t in own if terms[t].vocabulary == "sector"}
        populations = populations | {t for t in own if terms[t].vocabulary == "population"}
        return sectors, populations, areas | set(self.loss.rows.serves.get(actor, ()))


def lost_dealings(loss: Loss) -> list[Finding]:
    """What is open between us and who is gone, in this order: next steps agreed and not done (the first due first),
    grants, joint projects that go on, points agreed or talked over, tasks that they took, and what they offer.
    """
    us = loss.rows.us
    found = []
    for actor in sorted(loss.gone, key=lambda n: loss.refs[n].handle):
        about = _Dealings(loss, actor)
        parts = [*about.steps(us.id), *about.grants(us.id), *about.projects(us.id), *about.points(us.id)] if us else []
        found += [*parts, *about.offers(us.id if us else None)]
    return found


class _Dealings:
    """What is open between us and one who is gone."""

    def __init__(self, loss: Loss, actor: int) -> None:
        self.loss = loss
        self.ref = loss.refs[actor]
        self.on = loss.rows.on

    def _finding(self, label: str, code: str, text: str, ids: tuple[str, ...]) -> Finding:
        return Finding(self.ref.handle, label, None, "", (Reason(code, text, ids),), DEALINGS)

    def steps(self, us: int) -> Iterable[Finding]:
        """Agreed and not done."""
        for event in sorted(self.loss.rows.events, key=lambda e: (e.next_due or "9999", e.on_date, e.title)):
            undone = event.next_step and (event.next_done_on is None or event.next_done_on > self.on)
            if undone and event.on_date <= self.on and {us, self.ref.id} <= {p.id for p in event.participants}:
                due = f", due {event.next_due}" if event.next_due else ""
                text = f"Agreed with {self.ref.name} on {event.on_date}{due}, not done."
                yield self._finding(str(event.next_step), "open-step", text, (f"event:{event.id}",))

    def grants(self, us: int) -> Iterable[Finding]:
        """Who pays whom."""
        for tie in sorted(self.loss.ties.values(), key=lambda t: (t.since or "", t.amount or 0, t.id)):
            if tie.type == "funds" and {tie.a, tie.b} == {us, self.ref.id}:
                amount = f"{tie.amount:,.0f} {tie.currency or ''}".replace(",", " ").strip() if tie.amount else ""
                facts = [amount, f"since {tie.since}" if tie.since else "", f"until {tie.until}" if tie.until else ""]
                said = ", ".join(filter(None, facts)) or "the amount is not recorded"
                label = f"{self.ref.name} funds us" if tie.b == us else f"We fund {self.ref.name}"
                yield self._finding(label, "grant", f"{said[0].upper()}{said[1:]}.", (f"tie:{tie.id}",))

    def projects(self, us: int) -> Iterable[Finding]:
        """What we do together."""
        rows = [r for r in self.loss.rows.activities if r.project and counts_on(r, self.on)]
        theirs = {r.project for r in rows if r.actor == self.ref.id}
        for project in sorted({str(r.project) for r in rows if r.actor == us and r.project in theirs}):
            ours = [r for r in rows if r.project == project and r.actor in (us, self.ref.id)]
            text = f"Both we and {self.ref.name} have work in it."
            yield self._finding(project, "joint-project", text, evidence("activity", (r.id for r in ours)))

    def points(self, us: int) -> Iterable[Finding]:
        """What was agreed, or talked over, and who does what."""
        latest = {
            g.point: g for g in sorted(self.loss.rows.agreements, key=lambda g: (g.on_date, g.id))
            if {g.a, g.b} == {us, self.ref.id} and g.on_date <= self.on
        }  # fmt: skip
        for point, row in sorted(latest.items()):
            if row.state != "open":
                text = f"{row.state.capitalize()} with {self.ref.name} on {row.on_date}."
                yield self._finding(point.replace("-", " ").capitalize(), "agreement", text, (f"agreement:{row.id}",))
        for task in sorted(self.loss.rows.labour, key=lambda t: (t.task, t.since or "", t.id)):
            over = task.until is not None and before(task.until, self.on)
            if task.actor == self.ref.id and us in (task.a, task.b) and (task.since or "") <= self.on and not over:
                text = f"{self.ref.name} took this on when the work was divided."
                yield self._finding(task.task, "task", text, (f"labour:{task.id}",))

    def offers(self, us: int | None) -> Iterable[Finding]:
        """What they offer, and whether we need it."""
        resources = [r for r in self.loss.rows.resources if self._open(r)]
        needed = {r.kind for r in resources if r.direction == "need" and r.actor == us}
        offered = [r for r in resources if r.direction == "offer" and r.actor == self.ref.id]
        for row in sorted(offered, key=lambda r: (r.kind not in needed, r.kind, r.description)):
            text = f"{self.ref.name} offers it" + ("; we need what is of its kind." if row.kind in needed else ".")
            yield self._finding(f"{row.description} ({row.kind})", "offer", text, (f"resource:{row.id}",))

    def _open(self, row: Resource) -> bool:
        over = row.until is not None and before(row.until, self.on)
        return row.status == "open" and (row.since or "") <= self.on and not over
