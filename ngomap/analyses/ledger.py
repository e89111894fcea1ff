"""Who gave whom how much, what is still out, and on whom do we depend?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ngomap.analyses.describing import count, percent, some
from ngomap.analyses.freshness import before, days_between
from ngomap.model.actors import ActorRef
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.together import Exchange

OVERDUE: Final = "not returned in time"
HALF: Final = 0.5


def is_out(exchange: Exchange, on: str) -> bool:
    """Whether it was lent and is not back on the day."""
    back = exchange.returned_on is not None and exchange.returned_on <= on
    return exchange.mode == "lent" and exchange.on_date <= on and not back


def is_overdue(exchange: Exchange, on: str) -> bool:
    """Whether it should be back by the day, and is not. On the day itself it is still in time."""
    return is_out(exchange, on) and exchange.due is not None and before(exchange.due, on)


def find_ledger(
    asked: ActorRef, actors: Mapping[int, ActorRef], exchanges: Iterable[Exchange], on: str, audience: str = "secret",
    limit: int = 0,
) -> Report:  # fmt: skip
    """What did `asked` and each of its partners give and lend each other up to the day, and how much of what it got comes
    from one of them?

    Balance = number of exchanges in which it gave or lent, less those in which it got. Dependence on a partner = exchanges
    in which that partner gave or lent, as a share of all that it got; and the same by worth, for each currency by itself:
    sums in different currencies are never added, and what has no worth counts in no sum. A loan that came back still
    counts as lent. Nothing is weighed. Without exchanges there is nothing to find; exchanges of others play no part.

    Reference: NGO Handbook 2012, chapter 6, "Share Resources".

    >>> we, arts = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "arts", "Arts", "ngo")
    >>> report = find_ledger(we, {1: we, 2: arts}, [
    ...     Exchange(1, 2, 1, "lent", "equipment", "Projector", 1, None, 90, "EUR", "2026-01-05", "2026-02-01", None, None,
    ...         "partners")], on="2026-03-01")
    >>> for f in report.findings: print(f"{f.group}: {f.label}, {f.value} {f.unit}")
    not returned in time: Projector, to Arts, 28 days late
    partners: what We gave less what it got: Arts, -1 exchanges
    dependence: share of what We got: Arts, 100.0 % by number
    dependence: share of what We got: Arts, 100.0 % of EUR
    """
    from_all = [e for e in exchanges if asked.id in (e.giver, e.taker) and e.on_date <= on]
    rows = [e for e in from_all if e.giver in actors and e.taker in actors]
    by_partner: dict[int, list[Exchange]] = {}
    for row in rows:
        by_partner.setdefault(row.taker if row.giver == asked.id else row.giver, []).append(row)
    order = sorted(by_partner, key=lambda i: actors[i].handle)
    findings = [_late(e, asked, actors, on) for e in rows if is_overdue(e, on)]
    findings.sort(key=lambda f: (-(f.value or 0), f.subject))
    partners = [_partner(actors[i], asked, by_partner[i], on) for i in order]
    partners.sort(key=lambda f: (f.value or 0, f.subject))
    findings += partners + _dependence(asked, actors, rows, order)
    heavy = [f for f in findings if f.group.startswith("dependence") and (f.value or 0) > 100 * HALF and len(order) > 1]
    caveats = ["Counted is what was recorded; a small thing counts as much as a large one, unless it has a worth."] if rows else []
    if any(e.worth is None for e in rows) and any(e.worth is not None for e in rows):
        caveats.append("What has no worth recorded is in no sum of money.")
    if audience != "secret":
        caveats.append(f"What is above the audience {audience} was left out.")
    return Report(
        name="ledger",
        question=f"What did {asked.name} and its partners give and lend each other?",
        method="What was given or lent less what was got, in exchanges; worth for each currency by itself.",
        parameters={"on": on, "for": asked.handle, "audience": audience},
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next(rows, asked, on, heavy),
    ).limited(limit)


def _groups(asked: ActorRef) -> tuple[str, str]:
    return f"partners: what {asked.name} gave less what it got", f"dependence: share of what {asked.name} got"


def _late(e: Exchange, asked: ActorRef, actors: Mapping[int, ActorRef], on: str) -> Finding:
    ours = e.taker == asked.id
    other = actors[e.giver if ours else e.taker]
    text = f"{actors[e.giver].name} lent it to {actors[e.taker].name} on {e.on_date}; due {e.due}."
    named = f"{e.description}, {'to' if ours else 'from'} {other.name}"
    reason = Reason("overdue", text, (f"exchange:{e.id}",))
    return Finding(f"{other.handle}/{e.id}", named, days_between(str(e.due), on), "days late", (reason,), OVERDUE)


def _partner(partner: ActorRef, asked: ActorRef, rows: Sequence[Exchange], on: str) -> Finding:
    gave = [e for e in rows if e.giver == asked.id]
    got = [e for e in rows if e.taker == asked.id]
    reasons = []
    for code, verb, part in (("gave", f"{asked.name} gave or lent", gave), ("got", f"{partner.name} gave or lent", got)):
        if part:
            what = some([e.description.rstrip(".") for e in reversed(part)])
            text = f"{verb} {count(len(part), 'time')}{_worth(part)}: {what}."
            reasons.append(Reason(code, text, tuple(f"exchange:{e.id}" for e in part)))
    out = [e for e in rows if is_out(e, on)]
    if out:
        late = sum(is_overdue(e, on) for e in out)
        text = f"Still out: {some([e.description.rstrip('.') for e in out])}{f'; {late} overdue' if late else ''}."
        reasons.append(Reason("out", text, tuple(f"exchange:{e.id}" for e in out)))
    back = [e for e in rows if e.mode == "lent" and not is_out(e, on)]
    if back:
        reasons.append(Reason("returned", f"Returned: {count(len(back), 'loan')}.", tuple(f"exchange:{e.id}" for e in back)))
    return Finding(partner.handle, partner.name, len(gave) - len(got), "exchanges", tuple(reasons), _groups(asked)[0])


def _worth(rows: Sequence[Exchange]) -> str:
    sums = _sums(rows)
    return f" ({', '.join(f'{v:,.10g} {c}' for c, v in sorted(sums.items()))})" if sums else ""


def _sums(rows: Iterable[Exchange]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for row in rows:
        if row.worth is not None and row.currency is not None:
            sums[row.currency] = sums.get(row.currency, 0.0) + row.worth
    return sums


def _dependence(
    asked: ActorRef, actors: Mapping[int, ActorRef], rows: Sequence[Exchange], order: Sequence[int]
) -> list[Finding]:
    got = [e for e in rows if e.taker == asked.id]
    group = _groups(asked)[1]
    findings = []
    for i in order:
        of = [e for e in got if e.giver == i]
        if of:
            evidence = tuple(f"exchange:{e.id}" for e in of)
            text = f"{len(of)} of the {count(len(got), 'time')} that {asked.name} got something ({percent(len(of) / len(got))})."
            reason = Reason("by-number", text, evidence)
            findings.append(
                Finding(actors[i].handle, actors[i].name, 100 * len(of) / len(got), "% by number", (reason,), group)
            )
    findings.sort(key=lambda f: (-(f.value or 0), f.subject))
    for currency, whole in sorted(_sums(got).items()):
        part = []
        for i in order:
            of = [e for e in got if e.giver == i and e.currency == currency and e.worth]
            if of and whole:
                worth = sum(e.worth or 0 for e in of)
                text = f"{worth:,.10g} of {whole:,.10g} {currency} ({percent(worth / whole)})."
                reason = Reason("by-worth", text, tuple(f"exchange:{e.id}" for e in of))
                value = 100 * worth / whole
                part.append(Finding(actors[i].handle, actors[i].name, value, f"% of {currency}", (reason,), group))
        findings += sorted(part, key=lambda f: (-(f.value or 0), f.subject))
    return findings


def _next(rows: Sequence[Exchange], asked: ActorRef, on: str, heavy: Sequence[Finding]) -> tuple[str, ...]:
    if not rows:
        return (f'Record what was given or lent: ngomap exchange record {asked.handle} REF "WHAT" --kind KIND --given',)
    late = sorted((e for e in rows if is_overdue(e, on)), key=lambda e: (str(e.due), e.id))
    steps = [f"When it is back: ngomap exchange return {late[0].id}"] if late else []
    if heavy:
        steps.append(f"Find another who could give what {heavy[0].label} gives: ngomap match --for {asked.handle}")
    return tuple(steps)
