"""What a call asks of those who apply, held against what is known of one actor: met, not met, or unknown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ngomap.analyses.describing import count, some
from ngomap.analyses.freshness import freshness, months_after
from ngomap.model.actors import Actor, ActorRef
from ngomap.model.contacts import Stance
from ngomap.model.coverage import Activity
from ngomap.model.days import last_day
from ngomap.model.relationships import Tie
from ngomap.model.together import Grant
from ngomap.model.words import Area, Term

State = Literal["met", "not met", "unknown"]
MET: Final = "met"
NOT_MET: Final = "not met"
UNKNOWN: Final = "unknown"

OF_THE_LEAD: Final = ("registered", "years", "audited")
"""What one and the same organization must meet: the one that signs."""
OF_ANY: Final = ("projects", "area")
"""What it is enough that one of them meets."""
OLDEST_AUDIT: Final = 2
"""Years: older accounts are not recent ones."""


@dataclass(frozen=True, slots=True)
class Project:
    """A project that an actor took part in, running or over; `terms` are ids."""

    id: int
    actor: int
    name: str
    since: str | None
    terms: frozenset[int]


@dataclass(frozen=True, slots=True)
class GrantRows:
    """All that bears on who qualifies for a call, as far as the reader may see it.

    `lead` asks, `beside` applies with it in any case, `others` might join. `within` is the area of the call with all in
    it, `around` all areas around it; `terms` its issue or service with all under it; `family` these and all above. `ties`
    are those of the lead, `rivals` who is at odds with whom (tie, one, other). `identifiers` is one of each who has any.
    """

    grant: Grant
    funder: ActorRef
    lead: Actor
    beside: Sequence[Actor] = ()
    others: Sequence[Actor] = ()
    identifiers: Mapping[int, str] = field(default_factory=dict)
    serves: Mapping[int, Collection[int]] = field(default_factory=dict)
    seats: Mapping[int, Collection[int]] = field(default_factory=dict)
    activities: Sequence[Activity] = ()
    projects: Sequence[Project] = ()
    term: Term | None = None
    area: Area | None = None
    terms: Collection[int] = ()
    family: Collection[int] = ()
    within: Collection[int] = ()
    around: Collection[int] = ()
    ties: Sequence[Tie] = ()
    rivals: Sequence[tuple[int, int, int]] = ()
    stances: Sequence[Stance] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """How an actor stands to one thing that the call asks: the fact in a sentence, the ids of its evidence, the number
    that was held against the requirement, and what to ask if it is not known.
    """

    state: State
    text: str
    evidence: tuple[str, ...] = ()
    value: float | int | None = None
    unit: str = ""
    ask: str = ""
    command: str = ""


class Facts:
    """What is known of those who might apply, by actor."""

    def __init__(self, rows: GrantRows, on: str) -> None:
        self.rows = rows
        self.grant = rows.grant
        self.on = on
        deadline = rows.grant.deadline
        self.by = deadline if deadline is not None and deadline > on else on
        """Whoever is old enough on the last day to apply is old enough."""
        self._known: dict[tuple[int, str], Answer] = {}
        self._activities: dict[int, list[Activity]] = {}
        for activity in rows.activities:
            self._activities.setdefault(activity.actor, []).append(activity)
        self._projects: dict[int, list[Project]] = {}
        for project in rows.projects:
            self._projects.setdefault(project.actor, []).append(project)

    @property
    def of_the_lead(self) -> list[str]:
        """What the call asks of the one that signs."""
        asked = {"registered": self.grant.registered, "years": self.grant.years, "audited": self.grant.audited}
        return [code for code in OF_THE_LEAD if asked[code]]

    @property
    def of_any(self) -> list[str]:
        """What the call asks of at least one of those who apply."""
        return [c for c, asked in zip(OF_ANY, (self.grant.projects, self.grant.area is not None), strict=True) if asked]

    def answer(self, actor: Actor, code: str) -> Answer:
        """How the actor stands to one requirement of the lead or of any."""
        found = self._known.get((actor.id, code))
        if found is None:
            found = self._known[actor.id, code] = self._look_up(actor, code)
        return found

    def _look_up(self, actor: Actor, code: str) -> Answer:
        match code:
            case "registered":
                return self.registered(actor)
            case "years":
                return self.years(actor)
            case "audited":
                return self.audited(actor)
            case "projects":
                return self.projects(actor)
            case _:
                return self.area(actor)

    def registered(self, actor: Actor) -> Answer:
        """It has an identifier; without one it is not known, for nobody records that somebody is not registered."""
        known = self.rows.identifiers.get(actor.id)
        if known:
            return Answer(MET, f"{actor.name} has the registration {known}.", _actor(actor))
        return _ask(
            actor, f"No registration of {actor.name} is recorded.", "registered, and under which number",
            "--id SCHEME:NUMBER",
        )  # fmt: skip

    def years(self, actor: Actor) -> Answer:
        """It was founded so many years before the deadline or, if that is over, the day."""
        wanted = self.grant.years or 0
        if actor.founded is None or actor.founded > self.on:
            return _ask(actor, f"When {actor.name} was founded is not recorded.", "founded when", "--founded DATE")
        old, oldest = (_full_years(day, self.by) for day in (last_day(actor.founded), months_after(actor.founded, 0)))
        when = f" on the deadline, {self.by}" if self.by != self.on else ""
        said = f"{actor.name} was founded {'on' if len(actor.founded) > len('2020-01') else 'in'} {actor.founded}"
        if old >= wanted:
            return Answer(MET, f"{said}: {count(old, 'year')}{when}.", _actor(actor), old, _years(old))
        if oldest < wanted:
            return Answer(NOT_MET, f"{said}: {count(oldest, 'year')}{when}.", _actor(actor), oldest, _years(oldest))
        return _ask(
            actor, f"{said}; whether that makes {count(wanted, 'year')}{when} depends on the day.",
            "founded on which day", "--founded DATE",
        )  # fmt: skip

    def audited(self, actor: Actor) -> Answer:
        """The accounts of one of the last two years, or of this one, were audited."""
        year = int(self.on[:4])
        if actor.audited is None or actor.audited > year:
            return _ask(
                actor, f"Whether the accounts of {actor.name} are audited is not recorded.",
                "which accounts were audited last", "--audited YEAR",
            )  # fmt: skip
        text = f"The accounts of {actor.name} were last audited for {actor.audited}"
        if year - actor.audited <= OLDEST_AUDIT:
            return Answer(MET, f"{text}.", _actor(actor))
        return Answer(NOT_MET, f"{text}, more than two years ago.", _actor(actor))

    def projects(self, actor: Actor) -> Answer:
        """It did so many projects, told apart by their names, on the issue or under it."""
        wanted = self.grant.projects or 0
        named: dict[str, tuple[str, list[str]]] = {}
        recorded = False
        for row in self._activities.get(actor.id, ()):
            if row.project is None or row.role == "funder" or row.status == "planned" or (row.since or "") > self.on:
                continue
            recorded = True
            if not self.rows.terms or row.term in self.rows.terms:
                named.setdefault(row.project.casefold(), (row.project, []))[1].append(f"activity:{row.id}")
        for project in self._projects.get(actor.id, ()):
            if (project.since or "") > self.on:
                continue
            recorded = True
            if not self.rows.terms or not project.terms.isdisjoint(self.rows.terms):
                named.setdefault(project.name.casefold(), (project.name, []))[1].append(f"project:{project.id}")
        about = f" on {self.rows.term.name}" if self.rows.term else ""
        names = [name for name, _ in sorted(named.values())]
        evidence = tuple(dict.fromkeys(e for _, ids in named.values() for e in sorted(ids)))
        if len(names) >= wanted:
            text = f"{actor.name} did {count(len(names), 'project')}{about}: {some(names)}."
            return Answer(MET, text, evidence, len(names), _plural(len(names), "project"))
        if recorded:
            few, have = len(names), f"{'is' if len(names) == 1 else 'are'} recorded"
            text = f"{count(few, 'project') if few else 'No project'} of {actor.name}{about} {have if few else 'is recorded'}"
            text += f", {wanted} {'is' if wanted == 1 else 'are'} asked for{': ' + some(names) if names else ''}."
            return Answer(NOT_MET, text, evidence or _actor(actor), few, _plural(few, "project"))
        return Answer(
            UNKNOWN, f"No project of {actor.name} is recorded.", _actor(actor),
            ask=f"which projects{about} were done", command=_command("activity add", actor, self._activity_options()),
        )  # fmt: skip

    def area(self, actor: Actor) -> Answer:
        """It serves or works in the area of the call, or in one within."""
        where, within = self.rows.area.name if self.rows.area else "the area", self.rows.within
        serves = self.rows.serves.get(actor.id, ())
        present = [v for v in self._activities.get(actor.id, ()) if freshness(v, self.on)[0] == "present"]
        there = [v for v in present if v.area in within]
        if there:
            ids = tuple(f"activity:{v.id}" for v in there)
            return Answer(MET, f"{actor.name} works in {where}.", ids)
        if any(a in within for a in serves):
            return Answer(MET, f"{actor.name} serves {where} or a part of it.", _actor(actor))
        wider = [*(a for a in serves if a in self.rows.around), *(v.area for v in present if v.area in self.rows.around)]
        question = f"at work in {where}"
        if wider:
            text = f"{actor.name} serves a wider area; whether it works in {where} is not recorded."
        elif serves or present:
            return Answer(NOT_MET, f"{actor.name} is recorded elsewhere only, not in {where}.", _actor(actor))
        elif any(a in within for a in self.rows.seats.get(actor.id, ())):
            text = f"{actor.name} sits in {where}; where it works is not recorded."
        else:
            text = f"Where {actor.name} works is not recorded."
        return _ask(actor, text, question, f"--serves {self._area_handle()}")

    def _activity_options(self) -> str:
        term = self.rows.term
        about = f"--{term.vocabulary} {term.slug}" if term else "--issue ISSUE"
        return f"{about} --area {self._area_handle()} --project NAME"

    def _area_handle(self) -> str:
        return self.rows.area.handle if self.rows.area else "AREA"

    def money(self, actor: Actor) -> Answer:
        """Its annual budget, in the currency of the call; another one is not converted, and so not known."""
        wanted = self.grant.currency
        if actor.budget is None or actor.currency is None:
            what = "The annual budget" if actor.budget is None else "The currency of the budget"
            return _ask(
                actor, f"{what} of {actor.name} is not recorded.", "how much is the annual budget",
                f"--budget AMOUNT --currency {wanted or 'CODE'}",
            )  # fmt: skip
        said = f"{actor.name} has {money(actor.budget, actor.currency)} a year"
        if actor.currency != wanted:
            return Answer(
                UNKNOWN, f"{said}; what that is in {wanted or 'the currency of the call'} is not known.", _actor(actor),
                ask=f"how much is the annual budget in {wanted}" if wanted else "",
                command=_command("edit", actor, f"--budget AMOUNT --currency {wanted}") if wanted else "",
            )  # fmt: skip
        return Answer(MET, f"{said}.", _actor(actor), actor.budget, actor.currency)


def money(amount: float, currency: str | None) -> str:
    """An amount as it is said.

    >>> money(48000.0, "EUR"), money(12.5, None)
    ('48 000 EUR', '12.50')
    """
    digits = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
    return f"{digits.replace(',', ' ')} {currency or ''}".strip()


def own_cost(grant: float, per_cent: float) -> float | None:
    """What the applicants pay themselves beside a grant, when their share is of all the costs; None if they pay all.

    >>> own_cost(9000, 10), own_cost(9000, 100)
    (1000.0, None)
    """
    return None if per_cent >= 100 else grant * per_cent / (100 - per_cent)


def _full_years(since: str, until: str) -> int:
    """Whole years from one ISO day to another; a 29 February comes round on 1 March.

    >>> _full_years("2020-03-01", "2024-02-29"), _full_years("2020-02-29", "2024-02-29")
    (3, 4)
    """
    return max(0, int(until[:4]) - int(since[:4]) - (until[5:] < since[5:]))


def _years(n: int) -> str:
    return _plural(n, "year")


def _plural(n: int, noun: str) -> str:
    return noun if n == 1 else f"{noun}s"


def _actor(actor: Actor) -> tuple[str, ...]:
    return (f"actor:{actor.id}",)


def _ask(actor: Actor, text: str, question: str, options: str) -> Answer:
    return Answer(UNKNOWN, text, _actor(actor), ask=question, command=_command("edit", actor, options))


def _command(verb: str, actor: Actor, options: str) -> str:
    return f"ngomap {verb} {actor.handle} {options}"
