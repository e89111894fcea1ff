"""The spectrum of allies as points: where everybody stands, and stood."""

from __future__ import annotations

from ngomap.analyses.spectrum import UNKNOWN, SpectrumRows, find_spectrum
from ngomap.analyses.spectrum_standing import dated, find_standings
from ngomap.model.spectrum_points import SpectrumPoint, SpectrumPoints
from ngomap.model.words import Term


def find_points(rows: SpectrumRows, issue: Term, on: str, since: str) -> SpectrumPoints:
    """Where everybody stands on an issue on the ISO day `on`, where they stood on the day `since`, and of whom nothing is
    known who should be: the same standings as `find_spectrum` tells in words.

    >>> from ngomap.model.actors import ActorRef
    >>> from ngomap.model.contacts import Stance
    >>> a, b = (ActorRef(i, h, h.upper(), "ngo") for i, h in enumerate("ab", start=1))
    >>> water = Term(1, "issue", "water", "Water")
    >>> found = find_points(SpectrumRows((a, b), (water,), (
    ...     Stance(1, 1, 1, 2, 3, "2024-01-01"), Stance(2, 2, 1, -1, 5, "2023-01-01"), Stance(3, 2, 1, 0, None, "2024-02-01")),
    ...     ), water, "2024-03-31", "2023-12-31")
    >>> [(p.handle, p.stance, p.influence, p.then) for p in found.points]
    [('b', 0, 5, -1), ('a', 2, 3, None)]
    """
    terms = {t.id: t for t in rows.terms} | {issue.id: issue}
    actors = {a.id: a for a in rows.actors}
    opinions = find_standings([s for s in rows.stances if s.actor in actors], issue, terms, on, since)
    points = []
    for id_, standing in opinions.placed.items():
        if id_ not in actors or (rows.about is not None and id_ not in rows.about):
            continue
        path = [*([standing.then] if standing.then else []), *standing.changes]
        moved = standing.steps if standing.then and standing.changes else 0
        text = " -> ".join(map(dated, path)) if len(path) > 1 else dated(standing.now)
        if standing.now.issue != issue.id:
            text += f", on {terms[standing.now.issue].name}"
        points.append(
            SpectrumPoint(
                actors[id_].handle, actors[id_].name, standing.stance, standing.influence,
                standing.stance - moved if moved else None, f"{text[:1].upper()}{text[1:]}.", id_ == rows.us,
            )
        )  # fmt: skip
    points.sort(key=lambda p: (p.stance, p.influence is None, -(p.influence or 0), p.handle))
    unknown = [f.label for f in find_spectrum(rows, issue, on, since).findings if f.group == UNKNOWN]
    us = actors[rows.us].name if rows.us in actors else ""
    return SpectrumPoints(issue.name, on, since, tuple(points), tuple(unknown), us)
