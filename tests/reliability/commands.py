"""Every command that changes what a map says, typed with words that the map knows - or hardly knows - by chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS
from ngomap.model.agreements import COALITION_POINTS, PARTNER_POINTS, STATES
from ngomap.model.audience import AUDIENCES
from ngomap.model.coverage import ROLES
from ngomap.model.relationships import TIE_STANCES, TIE_STATUSES, TIE_TYPES
from ngomap.model.together import AGAIN, APPROACHES, FINDINGS, GRANT_STATUSES, PROJECT_ROLES, PROJECT_STATUSES
from ngomap.model.words import ACTIVITY_STATUSES, AREA_LEVELS, EVENT_KINDS, RESOURCE_KINDS
from ngomap.store.connection import Map

NAMES = ("Ash", "Birch Hall", "Élan", "Cedar & Sons", "dune", "Östra", "Fern", "Fern (old)", "Glen's", "Halo")
WORDS = ("Room for ten", "an older word", "Zwölf Boote", "0012", "1e3", "x; y | z", "two\nlines", "-", "naïve", "Ось")
ITEMS = ("reliability", "shared-mission", "openness")
Typed = list[str]


@dataclass
class Chance:
    """Chance, and the map that the words are taken from; `folder` has the files to read."""

    map_: Map
    random: random.Random
    folder: Path

    def one(self, options: Sequence[str]) -> str:
        return self.random.choice(options)

    def row(self, statement: str, *values: Any, otherwise: str = "7777") -> str:
        rows = self.map_.connection.execute(statement, values).fetchall()
        return str(self.random.choice(rows)[0]) if rows else otherwise

    def actor(self, condition: str = "1") -> str:
        return self.row(f"SELECT handle FROM actors WHERE {condition}", otherwise="nobody")

    def person(self) -> str:
        return self.actor("kind = 'person'")

    def org(self) -> str:
        return self.actor("kind <> 'person'")

    def term(self, vocabulary: str = "issue") -> str:
        return self.row("SELECT slug FROM terms WHERE vocabulary = ?", vocabulary)

    def area(self) -> str:
        return self.row("SELECT handle FROM areas")

    def day(self) -> str:
        return f"{self.random.randint(2024, 2027)}-{self.random.randint(1, 12):02d}-{self.random.randint(1, 28):02d}"

    def number(self, most: int = 9) -> str:
        return str(self.random.randint(0, most))

    def some(self, **given: str | list[str]) -> Typed:
        """Some of the options with their values; several values are an option said several times, '' is a flag."""
        found: Typed = []
        for name, value in given.items():
            if self.random.random() < 0.4:
                option = "--" + name.strip("_").replace("_", "-")
                for v in value if isinstance(value, list) else [value]:
                    found += [option, v] if v else [option]
        return found

    def facts(self) -> Typed:
        """Options of actors."""
        return self.some(
            level=self.one(LEVELS), status=self.one(ACTOR_STATUSES), place=self.one((self.area(), "Somewhere")),
            lat="1.25", lon="36.75", website="example.org", email="a@example.org", phone=self.number(999999),
            staff=self.number(), budget="0.1", currency="EUR", founded="2015-04", audited="2024", mission=self.one(WORDS),
            vision=self.one(WORDS), notes=self.one(WORDS), source=self.one(WORDS), audience=self.one(AUDIENCES),
            issue=[self.term(), self.term()], population=self.term("population"), service=self.term("service"),
            sector=self.term("sector"), serves=[self.area(), self.area()], alias=self.one(NAMES), id=f"REG:{self.number()}",
        )  # fmt: skip

    def coalition(self) -> str:
        return self.row("SELECT handle FROM actors JOIN coalitions c ON c.actor_id = actors.id", otherwise="nobody")

    def project(self) -> str:
        return self.row("SELECT handle FROM projects")

    def promise(self) -> str:
        return self.row("SELECT handle FROM commitments")

    def grant(self) -> str:
        return self.row("SELECT handle FROM grants")

    def contact(self) -> str:
        return self.row("SELECT id FROM events WHERE next_step IS NOT NULL AND next_done_on IS NULL")


def _edit(c: Chance) -> Typed:
    empty = c.one(("phone", "email", "place", "lat", "founded", "notes", "mission", "area"))
    away = c.some(no_issue=c.term(), no_alias=c.one(NAMES), no_id=f"REG:{c.number()}", no_serves=c.area(), clear=empty)
    return [c.actor(), *c.facts(), *away, *c.some(name=c.one(NAMES), kind=c.one(KINDS))]


def _person(c: Chance) -> Typed:
    return c.some(
        org=c.org(), position=c.one(("works-for", "on-board-of", "volunteers-for")), title=c.one(WORDS), since="2020", until=c.day(),
        email="p@example.org", phone=c.number(9999), notes=c.one(WORDS), audience=c.one(AUDIENCES), issue=c.term(), alias=c.one(NAMES),
    )  # fmt: skip


def _link(c: Chance) -> Typed:
    options = c.some(
        rung=c.number(5), rung_since="2024", wanted=c.number(5), status=c.one(TIE_STATUSES), stance=c.one(TIE_STANCES),
        title=c.one(WORDS), since="2020", until=c.day(), amount="10.5", currency="EUR", reliability=c.number(4), openness=c.number(4),
        notes=c.one(WORDS), source=c.one(WORDS), audience=c.one(AUDIENCES), on=c.day(), clear=c.one(("rung", "since", "notes", "until")),
    )  # fmt: skip
    return [c.one((c.actor(), "us")), c.actor(), *c.some(type=c.one(tuple(TIE_TYPES))), *options]


def _unlink(c: Chance) -> Typed:
    a, b = c.row("SELECT from_id || ' ' || to_id FROM relationships", otherwise="1 2").split()
    found = [c.row("SELECT handle FROM actors WHERE id = ?", end) for end in (a, b)]
    return [*found, *c.some(type=c.row("SELECT type FROM relationships WHERE from_id = ? AND to_id = ?", a, b))]


def _log(c: Chance) -> Typed:
    event = c.row("SELECT id FROM events")
    if c.random.random() < 0.4:
        return [c.one(("--done", "--reopen", "--remove")), event]
    options = c.some(
        kind=c.one(EVENT_KINDS), title=c.one(WORDS), outcome=c.one(WORDS), next=c.one(WORDS), due=c.day(), without_us="",
        introduces=c.actor(), audience=c.one(AUDIENCES), on=f"202{c.number(5)}-01-02",
    )  # fmt: skip
    return [c.actor(), *([c.actor()] if c.random.random() < 0.3 else []), *options]


def _trust(c: Chance) -> Typed:
    a, b = c.row("SELECT from_id || ' ' || to_id FROM trust", otherwise="1 2").split()
    if c.random.random() < 0.4:
        ends = [c.row("SELECT handle FROM actors WHERE id = ?", end) for end in (a, b)]
        day = c.row("SELECT on_date FROM trust WHERE from_id = ? AND to_id = ? AND on_date IS NOT NULL", a, b)
        return [*ends, "--on", day, *c.one((("--remove",), ("--clear", "openness")))]  # type: ignore[arg-type, list-item]
    values = c.some(reliability=c.number(4), shared_mission=c.number(4), involvement=c.number(4), resources=c.number(4))
    return ["us", c.actor(), "--influence", c.number(4), *values, *c.some(on=f"2025-01-0{c.random.randint(1, 3)}")]


def _stance(c: Chance) -> Typed:
    if c.random.random() < 0.3:
        actor, issue, day = c.row("SELECT actor_id || ' ' || issue_id || ' ' || ifnull(on_date, '') FROM stances", otherwise="1 1 ").split(" ")
        who = c.row("SELECT handle FROM actors WHERE id = ?", actor)
        return [who, "--remove", "--issue", c.row("SELECT slug FROM terms WHERE id = ?", issue), "--on", day]
    return [c.actor(), c.one(("-2", "-1", "0", "+1", "+2")), "--issue", c.term(), *c.some(influence=c.number(5), on=c.day(), source=c.one(WORDS))]


def _agree(c: Chance) -> Typed:
    coalition = c.random.random() < 0.3
    points = (*COALITION_POINTS,) if coalition else (*PARTNER_POINTS,)
    first = c.coalition() if coalition else c.org()
    on = c.some(on=c.one(("2026-01-01", c.day())))
    if c.random.random() < 0.3:
        a, b, point, day = c.row("SELECT a_id || '#' || ifnull(b_id, '') || '#' || point || '#' || on_date FROM agreements", otherwise="1#2#x#y").split("#")
        ends = [c.row("SELECT handle FROM actors WHERE id = ?", end) for end in (a, b) if end]
        return [*ends, "--remove-point", point, "--on", day]
    if c.random.random() < 0.3:
        return [first, "--remove-task", c.row("SELECT id FROM labour")]
    if c.random.random() < 0.4:
        more = {"for": c.term("population"), "in": c.area(), "since": "2024", "until": c.day()}
        return [first, "--cover", c.one(("us", first, c.org())), "--task", c.one(WORDS), *c.some(**more), *c.some(audience=c.one(AUDIENCES))]
    return [first, "--point", c.one(points), "--state", c.one(STATES), *c.some(text=c.one(WORDS), source=c.one(WORDS)), *on]


def _resource(direction: str) -> Callable[[Chance], Typed]:
    def typed(c: Chance) -> Typed:
        if c.random.random() < 0.5:
            number = c.row("SELECT id FROM resources WHERE direction = ?", direction)
            who = c.row("SELECT handle FROM actors JOIN resources r ON r.actor_id = actors.id WHERE r.id = ?", number)
            return [who, c.one(("--close", "--reopen", "--remove")), number]
        options = c.some(
            quantity=c.one(("0.3", "10", "2")), unit="hours", area=c.area(), since="2024", until=c.day(), conditions=c.one(WORDS),
            audience=c.one(AUDIENCES),
        )  # fmt: skip
        return [c.actor(), c.one(WORDS), "--kind", c.one(RESOURCE_KINDS), *options]

    return typed


def _activity(c: Chance) -> Typed:
    options = c.some(
        population=c.term("population"), status=c.one(ACTIVITY_STATUSES), since="2024", until="2027", reached=c.number(99),
        capacity=c.number(99), project=c.one((*NAMES, c.project())), role=c.one(ROLES), source=c.one(WORDS),
    )  # fmt: skip
    what = c.one(("issue", "service"))
    return [c.one((c.org(), "us")), f"--{what}", c.term(what), "--area", c.area(), *options]


def _exchange(c: Chance) -> Typed:
    options = c.some(
        due="2027-01-01", quantity="2", unit="hours", worth="0.1", currency="EUR", on="2025-03-04", source=c.one(WORDS),
        audience=c.one(AUDIENCES), offer=c.row("SELECT id FROM resources WHERE direction = 'offer'"),
    )  # fmt: skip
    return [c.one((c.org(), "us")), c.org(), c.one(WORDS), "--kind", c.one(RESOURCE_KINDS), c.one(("--given", "--lent")), *options]


def _of_offer(c: Chance) -> Typed:
    """An exchange that makes an offer smaller or closes it."""
    number = c.row("SELECT id FROM resources WHERE direction = 'offer' AND status = 'open'")
    who = c.row("SELECT handle FROM actors JOIN resources r ON r.actor_id = actors.id WHERE r.id = ?", number)
    return [who, c.org(), "--offer", number, *c.some(quantity="1", unit="hours")]


def _project(c: Chance) -> Typed:
    return c.some(
        issue=[c.term(), c.term()], service=c.term("service"), population=c.term("population"), area=[c.area(), c.area()],
        status=c.one(PROJECT_STATUSES), since="2024", until="2027-05", budget="0.1", currency="EUR", goal=c.one(WORDS), source=c.one(WORDS),
        audience=c.one(AUDIENCES),
    )  # fmt: skip


def _project_edit(c: Chance) -> Typed:
    more = c.some(name=c.one(NAMES), no_issue=c.term(), no_area=c.area(), clear=c.one(("goal", "budget", "until")))
    return [c.project(), *_project(c), *more]


def _grant(c: Chance) -> Typed:
    return c.some(
        deadline=c.day(), least="5", most="50.5", currency="EUR", registered="", years=c.number(), budget="9", not_audited="",
        projects=c.number(), partners=c.number(), own_share="12.5", issue=c.term(), area=c.area(), notes=c.one(WORDS), source=c.one(WORDS),
        audience=c.one(AUDIENCES), status=c.one(GRANT_STATUSES),
    )  # fmt: skip


def _observation(c: Chance) -> tuple[str, str]:
    number = c.row("SELECT id FROM observations")
    return c.row("SELECT handle FROM commitments c JOIN observations o ON o.commitment_id = c.id WHERE o.id = ?", number), number


def _commitment_edit(c: Chance) -> Typed:
    if c.random.random() < 0.4:
        promise, number = _observation(c)
        return [promise, "--observation", number, *c.some(text=c.one(WORDS), evidence=c.one(WORDS), audience=c.one(AUDIENCES), on=c.day())]
    return [c.promise(), *c.some(what=c.one(WORDS), by=c.org(), to=c.org(), issue=c.term(), area=c.area(), due=c.day(), source=c.one(WORDS))]


def _commitment_remove(c: Chance) -> Typed:
    if c.random.random() < 0.5:
        promise, number = _observation(c)
        return [promise, "--observation", number, "--yes"]
    return [c.promise(), "--yes"]


def _coalition(c: Chance) -> Typed:
    return c.some(objective=c.one(WORDS), target=c.org(), issue=c.term(), ask=[c.one(WORDS), c.one(NAMES)], since="2024", until="2027", audience=c.one(AUDIENCES))


def _suggest(c: Chance) -> Typed:
    if c.random.random() < 0.2:
        return ["willow-house", "--doubt", c.row("SELECT slug FROM terms JOIN actor_terms t ON t.term_id = id")]
    return [c.one(("alder-house", "willow-house", "elm-house")), c.one(("--accept", "--refuse", "--reopen")), "all"]


def _dedupe(c: Chance) -> Typed:
    return ["--sure", "--yes"] if c.random.random() < 0.3 else ["--different", c.org(), c.org()]


def _import(c: Chance) -> Typed:
    table = c.one(("table.csv", "ties.csv", "their-map.json"))
    return ["--undo"] if c.random.random() < 0.2 else [str(c.folder / table), "--new-term"] if table == "table.csv" else [str(c.folder / table)]


def _settings(c: Chance) -> Typed:
    key, value = c.one(("name=Another name", "author=Ana", "today=2026-02-03", "freshness=6,6,6,6,3,3", "weights.allies.trust=7")).split("=")
    return [key, "--unset"] if c.random.random() < 0.3 else [key, value]


def _settle(c: Chance) -> Typed:
    word = c.one(("--ours", "--theirs", "--value"))
    return [c.row("SELECT id FROM conflicts WHERE state = 'open'"), word, *([c.one(WORDS)] if word == "--value" else [])]


def _geocode(c: Chance) -> Typed:
    # Whoever is asked for his point says it himself; nobody else is asked.
    return ["--areas", c.area(), "--lat", f"1.{c.number()}", "--lon", f"36.{c.number()}"]


COMMANDS: dict[str, Callable[[Chance], Typed]] = {
    "import": _import,
    "add": lambda c: [c.one(NAMES), "--kind", c.one(KINDS), *c.facts(), *c.some(new="")],
    "edit": _edit,
    "remove": lambda c: [c.actor(), "--yes"],
    "verify": lambda c: [c.actor(), c.actor(), *c.some(on="2025-05-05", source=c.one(WORDS))],
    "suggest-terms": _suggest,
    "dedupe": _dedupe,
    "merge": lambda c: [*c.one(((c.org(), c.org()), (c.person(), c.person()))), "--yes"],  # type: ignore[arg-type, list-item]
    "activity add": _activity,
    "activity remove": lambda c: [c.row("SELECT id FROM activities"), "--yes"],
    "survey": lambda c: [c.area(), *c.some(issue=c.term(), on="2026-01-01", whole="", source=c.one(WORDS), remove="")],
    "offer": _resource("offer"),
    "need": _resource("need"),
    "term add": lambda c: ["issue", c.one(NAMES), *c.some(under=c.term(), alias=c.one(NAMES), sdg="16", description=c.one(WORDS))],
    "term move": lambda c: ["issue", c.term(), *c.one((["--under", c.term()], ["--top"]))],  # type: ignore[arg-type, list-item]
    "term merge": lambda c: ["issue", c.term(), c.term(), "--yes"],
    "term remove": lambda c: ["issue", c.term()],
    "area add": lambda c: [c.one(NAMES), *c.some(under=c.area(), level=c.one(AREA_LEVELS), code=f"C{c.number()}", lat="1", lon="2", alias=c.one(NAMES))],
    "area move": lambda c: [c.area(), *c.one((["--under", c.area()], ["--top"]))],  # type: ignore[arg-type, list-item]
    "area merge": lambda c: [c.area(), c.area(), "--yes"],
    "area remove": lambda c: [c.row("SELECT handle FROM areas WHERE id NOT IN (SELECT parent_id FROM areas WHERE parent_id IS NOT NULL)")],
    "geocode": _geocode,
    "person add": lambda c: [c.one(NAMES), *_person(c), *c.some(new="")],
    "person edit": lambda c: [c.person(), *_person(c), *c.some(name=c.one(NAMES))],
    "link": _link,
    "unlink": _unlink,
    "log": _log,
    "done": lambda c: [c.contact(), *c.some(outcome=c.one(WORDS), on="2026-10-10")],
    "postpone": lambda c: [c.contact(), c.day()],
    "agree": _agree,
    "trust": _trust,
    "stance": _stance,
    "exchange record": lambda c: c.one((_exchange(c), _of_offer(c))),  # type: ignore[arg-type, return-value]
    "exchange return": lambda c: [c.row("SELECT id FROM exchanges WHERE mode = 'lent'"), *c.some(on="2026-10-30")],
    "exchange remove": lambda c: [c.row("SELECT id FROM exchanges"), "--yes"],
    "project add": lambda c: [c.one(NAMES), *c.some(lead=c.org(), _with=[c.org(), c.org()]), *_project(c)],
    "project partner": lambda c: [c.project(), c.org(), *c.some(role=c.one(PROJECT_ROLES), share="10.5", task=c.one(WORDS), remove="")],
    "project edit": _project_edit,
    "project close": lambda c: [c.project(), *c.some(on="2026-10-01", cancelled="")],
    "project remove": lambda c: [c.project(), "--yes"],
    "project assess": lambda c: [
        c.project(), "--worked", c.one(WORDS), *c.some(by=c.org(), of=c.org(), failed=c.one(WORDS), benefit=c.number(4), again=c.one(AGAIN)),
    ],
    "grant add": lambda c: [c.one(NAMES), "--funder", c.org(), *_grant(c)],
    "grant edit": lambda c: [c.grant(), *_grant(c), *c.some(name=c.one(NAMES), clear=c.one(("least", "notes", "deadline")))],
    "grant remove": lambda c: [c.grant(), "--yes"],
    "commitment add": lambda c: [
        c.one(WORDS), "--by", c.org(), *c.some(to=c.org(), issue=c.term(), area=c.area(), on="2025-01-01", due="2026-12-01", audience=c.one(AUDIENCES)),
    ],
    "commitment observe": lambda c: [c.promise(), "--finding", c.one(FINDINGS), *c.some(by=c.org(), text=c.one(WORDS), evidence=c.one(WORDS), on="2026-09-09")],
    "commitment monitor": lambda c: [c.org(), *c.some(training=c.one(WORDS), impartiality=c.one(WORDS), on="2025-01-01", remove="")],
    "commitment edit": _commitment_edit,
    "commitment remove": _commitment_remove,
    "approach": lambda c: [
        c.actor("kind IN ('government', 'legislature', 'court', 'person')"), c.one(APPROACHES), *c.some(issue=c.term(), on="2026-01-01", note=c.one(WORDS)),
    ],
    "coalition add": lambda c: [c.one(NAMES), *_coalition(c), *c.some(member=["us", c.org()], new="")],
    "coalition edit": lambda c: [c.coalition(), *_coalition(c), *c.some(no_ask=c.one(WORDS), clear=c.one(("objective", "target", "until")))],
    "coalition join": lambda c: [c.coalition(), c.org(), *c.some(role=c.one(WORDS), since="2025")],
    "coalition leave": lambda c: [
        c.coalition(), c.row("SELECT handle FROM actors JOIN relationships r ON r.from_id = actors.id WHERE r.type = 'member-of'"), *c.some(on="2026-10-01"),
    ],
    "merge-map": lambda c: [str(c.folder / c.one(("second.db", "third.db", "second.json")))],
    "conflicts settle": _settle,
    "settings": _settings,
}  # fmt: skip
"""How each command that changes what the map says is typed."""

NO_CHANGE = {
    "it asks": (
        "show", "list", "find", "activity list", "term list", "area list", "near", "gaps", "duplication", "allies", "spectrum", "partners",
        "network", "match", "whatif", "protection", "balance", "person list", "today", "brief", "ladder", "intro", "board", "exchange list",
        "exchange ledger", "project list", "project show", "project ideas", "grant list", "grant show", "grant eligible", "commitment list",
        "commitment show", "coalition list", "coalition show", "coalition plan", "coalition readiness", "coalition voice", "conflicts list",
        "history", "check", "schema",
    ),
    "it writes a file": ("map", "coverage", "commitment report", "report", "atlas", "export", "share", "backup", "ask"),
    "it makes another map, or a key": ("init", "demo", "restore", "keygen"),
    "the map says the same, sealed or open": ("encrypt", "decrypt", "rekey"),
    "it takes back, or erases what cannot be taken back": ("undo", "forget"),
}  # fmt: skip
"""The others, by why there is nothing to take back."""
