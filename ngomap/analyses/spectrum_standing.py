"""Where each actor stands on an issue on a day, and how it came there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ngomap.analyses.allies_tree import Tree
from ngomap.model.contacts import Stance
from ngomap.model.stances import STANCES
from ngomap.model.words import Term


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an actor stands: the record that counts, the one its influence is from, where it stood on the same issue on
    an earlier day, each change since then, and where it stands elsewhere on narrower issues.
    """

    now: Stance
    weight: Stance | None = None
    then: Stance | None = None
    changes: tuple[Stance, ...] = ()
    differing: tuple[Stance, ...] = ()

    @property
    def stance(self) -> int:
        """-2 active opponent to 2 active ally."""
        return self.now.stance or 0

    @property
    def influence(self) -> int | None:
        """0 to 5, None where it is not known."""
        return self.weight.influence if self.weight else None

    @property
    def steps(self) -> int:
        """How far it moved towards our side; below 0, away from it."""
        return self.stance - (self.then.stance or 0) if self.then else 0

    @property
    def evidence(self) -> tuple[str, ...]:
        """The ids of what it rests on."""
        rows = [self.now, *([self.weight] if self.weight and self.weight.id != self.now.id else [])]
        return tuple(f"stance:{row.id}" for row in rows)


@dataclass(slots=True)
class Opinions:
    """What is recorded on the issue and those under it up to the day, by actor."""

    placed: dict[int, Standing] = field(default_factory=dict)
    weights: dict[int, Stance] = field(default_factory=dict)


def find_standings(
    stances: Iterable[Stance], issue: Term, terms: Mapping[int, Term], on: str, since: str
) -> Opinions:
    """Where everybody stood on the issue on the ISO day `on`, and how that changed after the day `since`.

    The latest record on the issue itself counts; without one the latest on an issue under it (of the same day the one
    nearer to it, then by its name). Influence likewise. A change is told of the one issue that counts now, so that
    two issues are never mistaken for a move. Undated records are older than all others.
    """
    below = Tree({t.id: t.parent for t in terms.values()}).below(issue.id)
    order = {issue.id: 0, **below}
    told: dict[tuple[int, int], list[Stance]] = {}
    weights: dict[int, list[Stance]] = {}
    for row in sorted(stances, key=lambda s: s.on_date or ""):
        if row.issue not in order or (row.on_date or "") > on:
            continue
        if row.stance is not None:
            told.setdefault((row.actor, row.issue), []).append(row)
        if row.influence is not None:
            weights.setdefault(row.actor, []).append(row)

    def ranked(rows: list[Stance]) -> list[Stance]:
        """Those on the issue itself, then the newest, then the nearest; every sort keeps the order of the one before."""
        near = sorted(rows, key=lambda r: (order[r.issue], terms[r.issue].slug))
        newest = sorted(near, key=lambda r: r.on_date or "", reverse=True)
        return sorted(newest, key=lambda r: r.issue != issue.id)

    latest: dict[int, list[Stance]] = {}
    for (actor, _), rows in told.items():
        latest.setdefault(actor, []).append(rows[-1])
    found = Opinions(weights={actor: ranked(rows)[0] for actor, rows in weights.items()})
    for actor, rows in latest.items():
        now, *others = ranked(rows)
        history = told[actor, now.issue]
        before = [r for r in history if (r.on_date or "") <= since]
        then = before[-1] if before else None
        found.placed[actor] = Standing(
            now,
            found.weights.get(actor),
            then,
            _changes(then, [r for r in history if (r.on_date or "") > since]),
            tuple(r for r in others if r.stance != now.stance),
        )
    return found


def _changes(then: Stance | None, later: list[Stance]) -> tuple[Stance, ...]:
    changes: list[Stance] = []
    last = then.stance if then else None
    for row in later:
        if row.stance != last:
            changes.append(row)
            last = row.stance
    return tuple(changes)


def dated(row: Stance) -> str:
    """The stance of a record with its day and source: `neutral (2026-03-12, minutes)`.

    >>> dated(Stance(1, 1, 1, 0, None, "2026-03-12", "minutes")), dated(Stance(1, 1, 1, 2, None, None))
    ('neutral (2026-03-12, minutes)', 'active ally (day not known)')
    """
    return f"{STANCES[row.stance or 0]} ({', '.join(filter(None, (row.on_date or 'day not known', row.source)))})"
