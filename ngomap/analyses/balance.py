"""With which offices do we cooperate, which do we hold to account, and does their money stand in the way?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ngomap.analyses.balance_work import AGAINST, WITH, Piece, pieces_of
from ngomap.analyses.coverage_words import thousands
from ngomap.analyses.describing import percent, some
from ngomap.analyses.freshness import days_after, days_between
from ngomap.model.actors import ActorRef
from ngomap.model.contacts import Event, Stance
from ngomap.model.coverage import Activity
from ngomap.model.days import last_day
from ngomap.model.relationships import Tie
from ngomap.model.report import Finding, Reason, Report
from ngomap.model.stances import with_article
from ngomap.model.together import Approach, Commitment, Observation

FUNDER: Final = "we hold to account who funds us"
ONE_SORT: Final = "all of one sort"
WORK: Final = "our work with each office"
ENDING: Final = "terms that end soon"
CHAMPIONS: Final = "champions inside"

ENDING_DAYS: Final = 90
ALLY: Final = 1


@dataclass(frozen=True, slots=True)
class Dealings:
    """What lies between us and the offices on a day, as far as the reader may see it.

    `ties` are ours and those of the offices, `events` our contacts, `parts` activities in projects that we take part in.
    """

    us: ActorRef
    offices: Sequence[ActorRef]
    refs: Mapping[int, ActorRef]
    on: str
    ties: Sequence[Tie] = ()
    events: Sequence[Event] = ()
    parts: Sequence[Activity] = ()
    approaches: Sequence[Approach] = ()
    commitments: Sequence[Commitment] = ()
    observations: Sequence[Observation] = ()
    stances: Sequence[Stance] = ()
    issues: Mapping[int, str] = field(default_factory=dict)

    def officials(self, office: ActorRef) -> list[Tie]:
        """The offices held there on the day, by the handle of who holds them."""
        found = [
            t for t in self.ties
            if t.type == "holds-office-in" and t.b == office.id and t.open_on(self.on) and t.a in self.refs
        ]  # fmt: skip
        return sorted(found, key=lambda t: (self.refs[t.a].handle, t.title or ""))

    def grants(self, funder: int | None = None) -> list[Tie]:
        """What pays us on the day, from everybody or from one."""
        return [
            t for t in self.ties
            if t.type == "funds" and t.b == self.us.id and t.open_on(self.on) and funder in (None, t.a)
        ]  # fmt: skip


def find_balance(dealings: Dealings, asked: bool = False, audience: str = "secret") -> Report:
    """Do we keep the balance between working with each office and holding it to account?

    For each government body, on the ISO day of the dealings: the pieces of work *with it* and *holding it to account*, of
    us with the office or with somebody who holds office there then:

    - how we stand to it (the newest approach on each issue): cooperative counts with it, confrontational against it,
      mixed on both sides;
    - each tie that stands: `monitors` and `rivals` count as holding to account, others as with it; a tie with a stance
      counts as its stance says, `monitors` always (also) as holding to account;
    - each project in which both take part, and the contacts of the last 12 months (together one piece): with it;
    - each commitment of theirs that we have observed: holding it to account.

    The value is the number of pieces; they are not weighed, for a meeting and a campaign cannot be. *We hold to account who
    funds us*: there is such a piece, and a tie by which the office funds us (value: its share in per cent of what is
    recorded in that currency; currencies are never added). *All of one sort*: there are pieces on one side only. *Terms
    that end soon*: within 90 days. *Champions inside*: who holds office there and was last recorded as an ally on an issue.

    Offices with nothing between us and them are counted, not listed, unless `asked` for. An empty map has no findings.

    Reference: the NGO Handbook, chapter 6 (2012), on cooperating with government while holding it to account; Najam, "The
    Four-C's of Third Sector-Government Relations" (2000).

    >>> we, hall = ActorRef(1, "we", "We", "ngo"), ActorRef(2, "hall", "Hall", "government")
    >>> ties = [Tie(5, "monitors", 1, 2, "active"), Tie(6, "funds", 2, 1, "active", amount=300, currency="EUR"),
    ...         Tie(7, "funds", 3, 1, "active", amount=900, currency="EUR")]
    >>> refs = {1: we, 2: hall, 3: ActorRef(3, "fund", "Fund", "donor")}
    >>> for f in find_balance(Dealings(we, [hall], refs, "2026-06-01", ties)).findings:
    ...     print(f"{f.group}: {f.label}, {f.value} {f.unit}. {f.reasons[0].text}")
    we hold to account who funds us: Hall, 25.0 % of what is recorded in EUR. Gives 300 of 1 200 EUR recorded for us (25 %).
    our work with each office: Hall, 2 pieces of work. With it (1): it funds us.
    """
    each: list[tuple[ActorRef, list[Piece]]] = []
    silent = 0
    for office in sorted(dealings.offices, key=lambda o: o.handle):
        pieces = _pieces(dealings, office)
        if pieces or asked or dealings.officials(office):
            each.append((office, pieces))
        else:
            silent += 1
    findings = [
        *(f for office, pieces in each for f in _funder(dealings, office, pieces)),
        *(f for office, pieces in each for f in _one_sort(office, pieces)),
        *sorted((_work(dealings, o, p) for o, p in each), key=lambda f: (-(f.value or 0), f.subject)),
        *sorted((f for o, _ in each for f in _ending(dealings, o)), key=lambda f: (f.value, f.subject)),
        *(f for o, _ in each for f in _champions(dealings, o)),
    ]
    caveats = ["What is not recorded is not counted; one piece may weigh more than ten others."] if each else []
    if silent:
        said = "One other government body is" if silent == 1 else f"{silent} other government bodies are"
        caveats.append(f"{said} in the map without anything recorded between us.")
    if audience != "secret":
        caveats.append(f"What is above the audience {audience} was left out.")
    return Report(
        name="balance",
        question="Do we keep the balance between working with each office and holding it to account?",
        method="Pieces of work recorded with each office and its officials: with it, and holding it to account. Mixed counts "
        "on both sides; nothing is weighed.",
        parameters={
            "on": dealings.on, "us": dealings.us.handle, "audience": audience,
            "offices": [o.handle for o, _ in each] if asked else None,
        },
        findings=tuple(findings),
        caveats=tuple(caveats),
        next=_next(findings, bool(dealings.offices)),
    )  # fmt: skip


def _pieces(dealings: Dealings, office: ActorRef) -> list[Piece]:
    people = {t.a for t in dealings.officials(office)}
    return pieces_of(
        dealings.us, office, people, dealings.refs, dealings.on, dealings.ties, dealings.events, dealings.parts,
        dealings.approaches, dealings.commitments, dealings.observations, dealings.issues,
    )  # fmt: skip


def _work(dealings: Dealings, office: ActorRef, pieces: list[Piece]) -> Finding:
    reasons = []
    for side, code, title in ((WITH, "cooperative", "With it"), (AGAINST, "confrontational", "Holding it to account")):
        mine = [p for p in pieces if side in p.sides]
        ids = tuple(dict.fromkeys(i for p in mine for i in p.evidence))
        text = f"{title} ({len(mine)}): {'; '.join(p.text for p in mine)}." if mine else f"{title}: nothing is recorded."
        reasons.append(Reason(code, text, ids))
    money = _money(dealings, office)
    if money:
        reasons.append(Reason("money", " ".join(text for text, _, _ in money), tuple(i for _, _, ids in money for i in ids)))
    officials = dealings.officials(office)
    if officials:
        told = [_position(dealings, t) for t in officials]
        reasons.append(Reason("officials", f"In office: {some(told)}.", tuple(f"tie:{t.id}" for t in officials)))
    else:
        reasons.append(Reason("officials", "Who holds office there is not recorded.", (f"actor:{office.id}",)))
    unit = "piece of work" if len(pieces) == 1 else "pieces of work"
    return Finding(office.handle, office.name, len(pieces), unit, tuple(reasons), WORK)


def _position(dealings: Dealings, tie: Tie) -> str:
    title = f", {tie.title}," if tie.title else ""
    until = f" until {tie.until}" if tie.until else ""
    return f"{dealings.refs[tie.a].name}{title}{until}" if until else f"{dealings.refs[tie.a].name}{title}".rstrip(",")


def _money(dealings: Dealings, office: ActorRef) -> list[tuple[str, tuple[str, float], tuple[str, ...]]]:
    """What the office gives us, a sentence for each currency, with the currency and the share in per cent."""
    theirs = dealings.grants(office.id)
    total: dict[str, float] = {}
    for tie in dealings.grants():
        if tie.amount is not None:
            total[tie.currency or ""] = total.get(tie.currency or "", 0.0) + tie.amount
    found = []
    for currency in sorted({t.currency or "" for t in theirs}):
        rows = [t for t in theirs if (t.currency or "") == currency]
        ids = tuple(f"tie:{t.id}" for t in sorted(rows, key=lambda t: t.id))
        amount = sum(t.amount for t in rows if t.amount is not None)
        if not amount or not total.get(currency):
            found.append(("Funds us; how much is not recorded.", (currency, -1.0), ids))
            continue
        share = amount / total[currency]
        unit = f" {currency}" if currency else " (the currency is not recorded)"
        text = f"Gives {thousands(amount)} of {thousands(total[currency])}{unit} recorded for us ({percent(share)})."
        found.append((text, (currency, 100 * share), ids))
    return found


def _funder(dealings: Dealings, office: ActorRef, pieces: list[Piece]) -> Iterator[Finding]:
    against = [p for p in pieces if AGAINST in p.sides]
    if not against:
        return
    for text, (currency, share), ids in _money(dealings, office):
        what = f"And we hold it to account: {'; '.join(p.text for p in against)}. Say so wherever you publish what you find."
        reasons = (
            Reason("funds-us", text, ids),
            Reason("holds-to-account", what, tuple(dict.fromkeys(i for p in against for i in p.evidence))),
        )
        unit = f"% of what is recorded in {currency or 'no stated currency'}"
        known = share >= 0
        yield Finding(office.handle, office.name, share if known else None, unit if known else "", reasons, FUNDER)


def _one_sort(office: ActorRef, pieces: list[Piece]) -> Iterator[Finding]:
    sides = {side for p in pieces for side in p.sides}
    if len(sides) != 1:
        return
    ids = tuple(dict.fromkeys(i for p in pieces for i in p.evidence))
    if sides == {WITH}:
        text = f"All of it is with them ({'; '.join(p.text for p in pieces)}); nothing holds them to account."
    else:
        text = f"All of it holds them to account ({'; '.join(p.text for p in pieces)}); nothing is done with them."
    unit = "piece of work" if len(pieces) == 1 else "pieces of work"
    yield Finding(office.handle, office.name, len(pieces), unit, (Reason("one-sort", text, ids),), ONE_SORT)


def _ending(dealings: Dealings, office: ActorRef) -> Iterator[Finding]:
    for tie in dealings.officials(office):
        if tie.until is None or last_day(tie.until) > days_after(dealings.on, ENDING_DAYS):
            continue
        who = dealings.refs[tie.a]
        days = days_between(dealings.on, last_day(tie.until))
        text = f"{tie.title or 'In office'} in {office.name} until {tie.until}. Ask who follows."
        unit = "day left" if days == 1 else "days left"
        yield Finding(f"{who.handle}/{office.handle}", who.name, days, unit, (Reason("ends", text, (f"tie:{tie.id}",)),), ENDING)


def _champions(dealings: Dealings, office: ActorRef) -> Iterator[Finding]:
    inside = {t.a for t in dealings.officials(office)}
    newest: dict[tuple[int, int], Stance] = {}
    for row in sorted(dealings.stances, key=lambda s: (s.on_date or "", s.id)):
        if row.actor in inside and row.stance is not None and (row.on_date or "") <= dealings.on:
            newest[row.actor, row.issue] = row
    for row in sorted(newest.values(), key=lambda s: (dealings.refs[s.actor].handle, dealings.issues.get(s.issue, ""))):
        if row.stance is not None and row.stance >= ALLY:
            who = dealings.refs[row.actor]
            when = f", as recorded on {row.on_date}" if row.on_date else ""
            text = f"In {office.name}: {with_article(row.stance)} on {dealings.issues.get(row.issue, 'an issue')}{when}."
            reason = Reason("champion", text, (f"stance:{row.id}",))
            yield Finding(f"{who.handle}/{office.handle}", who.name, None, "", (reason,), CHAMPIONS)


def _next(findings: Sequence[Finding], any_office: bool) -> tuple[str, ...]:
    if not any_office:
        return ("Add the offices that decide on what you work for: ngomap add NAME --kind government",)
    steps = []
    first = {f.group: f for f in reversed(findings)}
    if FUNDER in first:
        steps.append("Write down what keeps you impartial: ngomap commitment monitor us --impartiality TEXT")
    if ONE_SORT in first:
        found = first[ONE_SORT]
        with_them = found.reasons[0].text.startswith("All of it is with")
        steps.append(
            f"{found.label}: note what it promised: ngomap commitment add WHAT --by {found.subject}" if with_them
            else f"{found.label}: meet them: ngomap log {found.subject} --kind informational-meeting"
        )  # fmt: skip
    if not steps and WORK not in first:
        steps.append("Say how you stand to an office: ngomap approach REF mixed --issue ISSUE")
    return tuple(steps)
