"""Who covers which audience, area and message: where tasks collide, and what they leave open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from ngomap.analyses.describing import Gazetteer, some
from ngomap.analyses.freshness import before
from ngomap.model.actors import ActorRef
from ngomap.model.agreements import Labour
from ngomap.model.report import Finding, Reason
from ngomap.model.text import name_key

COVERS: Final = "who covers what"
CLASHES: Final = "clashes"
HOLES: Final = "holes"
SHARED_BY: Final = 2
"""From so many partners on that serve a population, it is one that they share."""


@dataclass(slots=True)
class Served:
    """Whom and where an actor serves: ids of populations and areas, each with the evidence."""

    populations: dict[int, tuple[str, ...]] = field(default_factory=dict)
    areas: dict[int, tuple[str, ...]] = field(default_factory=dict)


def in_force(row: Labour, on: str) -> bool:
    """Whether a task has begun on the ISO day and is not over.

    >>> in_force(Labour(1, 1, 2, 1, "Radio", None, None, "2026-03", "2026-04", "partners"), "2026-04-30")
    True
    """
    return (row.since or "") <= on and not (row.until and before(row.until, on))


class Division:
    """The tasks in force on a day among partners, with the names to tell them by.

    A task collides with a task of another partner if both reach some of the same people in some of the same places: the
    population of the one is that of the other, or lies under it, or one of them is for everybody, and likewise the areas.
    The same message (written alike, capitals and punctuation aside) twice is double work; different messages may
    contradict each other, which is looked at only where both say for whom or where. A task is not held against another
    task of the same partner.
    """

    def __init__(self, partners: Sequence[ActorRef], rows: Iterable[Labour], names: Gazetteer, on: str) -> None:
        self.partners = {p.id: p for p in partners}
        self.names = names
        self.on = on
        self._above_term = {t.id: t.parent for t in names.terms.values()}
        self._above_area = {a.id: a.parent for a in names.areas.values()}
        known = [row for row in rows if row.actor in self.partners]
        self.rows = sorted((row for row in known if in_force(row, on)), key=self._order)
        self.over = [row for row in known if row.until and before(row.until, on)]

    def covers(self) -> list[Finding]:
        """Every task, by who does it."""
        return [
            Finding(
                self.partners[row.actor].handle, f"{row.task}: {self.partners[row.actor].name}", None, "",
                (Reason("covers", f"{_capital(self.where(row))}{_dates(row)}. Number {row.id}.", _ids(row)),), COVERS,
            )
            for row in self.rows
        ]  # fmt: skip

    def clashes(self) -> list[Finding]:
        """Tasks of different partners that reach the same people in the same places."""
        found = []
        for one, other in combinations(self.rows, 2):
            if one.actor == other.actor:
                continue
            people = _common(one.population, other.population, self._above_term)
            place = _common(one.area, other.area, self._above_area)
            same = name_key(one.task) == name_key(other.task)
            if people is None or place is None or not (same or (_stated(one) and _stated(other))):
                continue
            found.append(self._clash(one, other, people, place, same))
        return found

    def holes(self, served: Mapping[int, Served]) -> list[Finding]:
        """What partners serve and no task covers, then what a task leaves of the places they serve. `served` is whom and
        where each of the partners serves. Values: how many of them serve it; of a task, places left.
        """
        areas = _who_serves({i: s.areas for i, s in served.items() if i in self.partners})
        populations = _who_serves({i: s.populations for i, s in served.items() if i in self.partners})
        found = [
            self._hole("population", id_, who, self._near([r.population for r in self.rows], id_, self._above_term))
            for id_, who in populations.items()
        ]
        found += [
            self._hole("area", id_, who, self._near([r.area for r in self.rows], id_, self._above_area))
            for id_, who in areas.items()
        ]
        holes = [finding for finding in found if finding is not None]
        holes.sort(key=lambda f: (-(f.value or 0), f.subject))
        return holes + self._left(areas, populations)

    def where(self, row: Labour) -> str:
        """For whom and where a task is: `for Youth, in Old Kilns`."""
        if row.population is None and row.area is None:
            return "for everybody, everywhere"
        people = "everybody" if row.population is None else self.names.terms[row.population].name
        place = "everywhere" if row.area is None else f"in {self.names.areas[row.area].name}"
        return f"for {people}, {place}"

    def _clash(self, one: Labour, other: Labour, people: int, place: int, same: bool) -> Finding:
        who = [self.partners[one.actor], self.partners[other.actor]]
        whom = self.names.terms[people].name if people else "everybody"
        where = f"in {self.names.areas[place].name}" if place else "everywhere"
        wider = [
            *_part_of(one.population, other.population, people, {t.id: t.name for t in self.names.terms.values()}),
            *_part_of(one.area, other.area, place, {a.id: a.name for a in self.names.areas.values()}),
        ]
        text = f"Both reach {whom} {where}{f' ({some(wider)})' if wider else ''}, "
        if same:
            text += f"with the same message, “{one.task}”: double work, unless you share it out."
        else:
            text += f"with different messages, “{one.task}” and “{other.task}”: see that they do not contradict each other."
        subject = "/".join(p.handle for p in who)
        reason = Reason("same-message" if same else "different-messages", text, (*_ids(one), *_ids(other)))
        label = f"{who[0].name} and {who[1].name}: {one.task if same else f'{one.task}; {other.task}'}"
        return Finding(subject, label, None, "", (reason,), CLASHES)

    def _near(self, covered: Iterable[int | None], wanted: int, above: Mapping[int, int | None]) -> list[int] | None:
        """Parts of what is wanted that are covered; None if it is covered whole."""
        parts = set()
        for one in covered:
            if one is None or one in _line(wanted, above):
                return None
            if wanted in _line(one, above):
                parts.add(one)
        return sorted(parts)

    def _hole(
        self, kind: str, id_: int, who: Mapping[int, tuple[str, ...]], parts: list[int] | None
    ) -> Finding | None:
        if parts is None:
            return None
        word = self.names.terms[id_] if kind == "population" else self.names.areas[id_]
        slug = self.names.terms[id_].slug if kind == "population" else self.names.areas[id_].handle
        text = f"{self._serve(who)} {'it' if kind == 'area' else 'them'}; no task is {'there' if kind == 'area' else 'for them'}."
        if parts:
            names = self.names.area_names(parts) if kind == "area" else self.names.term_names(parts)
            text = f"{self._serve(who)} {'it' if kind == 'area' else 'them'}; only a part is covered: {some(names)}."
        evidence = tuple(sorted({e for ids in who.values() for e in ids}))
        reason = Reason(f"{kind}-{'in-part' if parts else 'open'}", text, evidence)
        return Finding(f"{kind}/{slug}", word.name, len(who), "serve it" if len(who) > 1 else "serves it", (reason,), HOLES)

    def _left(
        self, areas: Mapping[int, Mapping[int, tuple[str, ...]]], populations: Mapping[int, Mapping[int, tuple[str, ...]]]
    ) -> list[Finding]:
        """Places that a message leaves out, for people whom several partners serve."""
        messages: dict[str, list[Labour]] = {}
        for row in self.rows:
            messages.setdefault(name_key(row.task), []).append(row)
        found = []
        for rows in messages.values():
            for people in sorted({r.population for r in rows if r.population is not None}, key=self._slug):
                who = self._serving(people, populations)
                mine = [r for r in rows if r.population is None or r.population in _line(people, self._above_term)]
                left = [a for a in areas if self._near([r.area for r in mine], a, self._above_area) is not None]
                left = [a for a in left if not any(a in _line(r.area, self._above_area) for r in mine if r.area)]
                if len(who) < SHARED_BY or not left:
                    continue
                name = self.names.terms[people].name
                text = f"{self._serve(who)} {name}; nobody does it in {self.names.places(left)}, where they work."
                evidence = tuple(e for r in mine for e in _ids(r))
                label = f"{rows[0].task} for {name}"
                unit = "place left" if len(left) == 1 else "places left"
                reason = Reason("task-left", text, evidence)
                found.append(Finding(f"task/{self._slug(people)}", label, len(left), unit, (reason,), HOLES))
        return sorted(found, key=lambda f: (-(f.value or 0), f.label))

    def _serving(
        self, people: int, populations: Mapping[int, Mapping[int, tuple[str, ...]]]
    ) -> dict[int, tuple[str, ...]]:
        found: dict[int, tuple[str, ...]] = {}
        for id_, who in populations.items():
            if people in _line(id_, self._above_term) or id_ in _line(people, self._above_term):
                found |= who
        return found

    def _serve(self, who: Collection[int]) -> str:
        names = [self.partners[i].name for i in sorted(who, key=lambda i: self.partners[i].handle)]
        if len(names) == len(self.partners) == SHARED_BY:
            return "Both serve"
        return f"{some(names)} serve{'s' if len(names) == 1 else ''}"

    def _slug(self, term: int) -> str:
        return self.names.terms[term].slug

    def _order(self, row: Labour) -> tuple[str, ...]:
        people = "" if row.population is None else self.names.terms[row.population].slug
        place = "" if row.area is None else self.names.areas[row.area].handle
        return self.partners[row.actor].handle, name_key(row.task), people, place, row.since or "", row.until or ""


def _who_serves(each: Mapping[int, Mapping[int, tuple[str, ...]]]) -> dict[int, dict[int, tuple[str, ...]]]:
    found: dict[int, dict[int, tuple[str, ...]]] = {}
    for actor, things in each.items():
        for thing, evidence in things.items():
            found.setdefault(thing, {})[actor] = evidence
    return found


def _line(id_: int, above: Mapping[int, int | None]) -> list[int]:
    """A term or area and all around it, the nearest first."""
    line: list[int] = []
    at: int | None = id_
    while at is not None and at not in line:
        line.append(at)
        at = above.get(at)
    return line


def _common(a: int | None, b: int | None, above: Mapping[int, int | None]) -> int | None:
    """What two populations (or areas) have in common: the narrower one, 0 for everybody (everywhere); None if nothing."""
    if a is None or b is None:
        return a or b or 0
    if b in _line(a, above):
        return a
    return b if a in _line(b, above) else None


def _part_of(a: int | None, b: int | None, inner: int, names: Mapping[int, str]) -> list[str]:
    if a is None or b is None or a == b:
        return []
    return [f"{names[inner]} is part of {names[b if a == inner else a]}"]


def _stated(row: Labour) -> bool:
    return row.population is not None or row.area is not None


def _dates(row: Labour) -> str:
    return f"{f', since {row.since}' if row.since else ''}{f', until {row.until}' if row.until else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ids(row: Labour) -> tuple[str, ...]:
    return (f"labour:{row.id}",)
