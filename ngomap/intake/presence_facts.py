"""What the rows of a 3W say together: several rows on one activity are one record."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from ngomap.importers.records import Presence
from ngomap.matching.areas import Path
from ngomap.matching.organizations import Mention
from ngomap.model.words import Term
from ngomap.store.intake_rows import ActivityKey, Measures, NeedKey


@dataclass(slots=True)
class Facts:
    """Activities with their measures, need figures, and the rows (by number) that say each. `differing` counts rows
    that gave another figure for the same, `shared_figures` those whose figure stood for several records at once.
    """

    activities: dict[ActivityKey, Measures] = field(default_factory=dict)
    needs: dict[NeedKey, int] = field(default_factory=dict)
    rows_of: dict[Hashable, list[int]] = field(default_factory=dict)
    differing: int = 0
    shared_figures: int = 0


def mention_of(name: str, acronym: str) -> Mention:
    """How a row names an organization; where it has only an acronym, that is the name."""
    return Mention(name, acronym) if name else Mention(acronym)


def gather_facts(
    rows: list[Presence],
    actors: dict[Mention, int],
    sectors: dict[tuple[str, str], Term],
    populations: dict[str, int],
    areas: dict[tuple[str, Path], int],
) -> Facts:
    """The records of the rows, given what their organizations, sectors, populations and areas are in the map."""
    facts = Facts()

    @cache
    def actors_of(organizations: tuple[tuple[str, str, str, str], ...]) -> dict[tuple[int, str], None]:
        return dict.fromkeys((actors[mention_of(name, acronym)], role) for name, acronym, _, role in organizations)

    said = facts.rows_of
    for at, row in enumerate(rows):
        who = actors_of(row.organizations)
        what = dict.fromkeys(sectors[mention].id for mention in row.sectors)
        where = dict.fromkeys(areas[row.country, path] for path in row.places)
        whom: dict[int | None, None] = dict.fromkeys(populations[word] for word in row.populations) or {None: None}
        doers = sum(role != "funder" for _, role in who)
        several = len(what) * len(where) * len(whom) > 1
        # A figure that stands once for several cells says of none of them how many.
        figures = None if several or doers > 1 else (row.reached, row.capacity)
        facts.shared_figures += figures is None and (row.reached is not None or row.capacity is not None)
        for (actor, role), term, area, population in product(who, what, where, whom):
            key = (actor, term, area, population, role, row.project, row.status)
            reached, capacity = figures if figures and role != "funder" else (None, None)
            measures = (row.since, row.until, reached, capacity)
            if key in facts.activities:
                old = facts.activities[key]
                figures_of = zip(old[2:], measures[2:], strict=True)
                facts.differing += any(None not in (a, b) and a != b for a, b in figures_of)
                measures = _widest(old, measures)
            facts.activities[key] = measures
            said.setdefault(("activity", key), []).append(at)
            said.setdefault(("actor", actor), []).append(at)
        if row.need is not None and several:
            facts.shared_figures += 1
        elif row.need is not None:
            need_key = (next(iter(where)), next(iter(what)), next(iter(whom)), row.reported)
            facts.differing += facts.needs.get(need_key, row.need) != row.need
            facts.needs[need_key] = max(row.need, facts.needs.get(need_key, 0))
            said.setdefault(("need", need_key), []).append(at)
    return facts


def _widest(a: Measures, b: Measures) -> Measures:
    """Two rows on one activity as one: its dates widen, of its figures the highest stays."""
    since = min((d for d in (a[0], b[0]) if d), default=None)
    until = max((d for d in (a[1], b[1]) if d), key=last_day, default=None)
    pairs = zip(a[2:], b[2:], strict=True)
    reached, capacity = (max((n for n in pair if n is not None), default=None) for pair in pairs)
    return since, until, reached, capacity


def joined(old: Measures, new: Measures) -> Measures:
    """What the map had, with what the file says: dates widen, figures are the file's."""
    since, until, _, _ = _widest(old, new)
    return since, until, old[2] if new[2] is None else new[2], old[3] if new[3] is None else new[3]


def last_day(date: str) -> str:
    """What puts partial dates in the order of their last days."""
    # "2023-10" lasts longer than "2023-10-05": a tilde sorts after all digits and hyphens.
    return date + "~"


