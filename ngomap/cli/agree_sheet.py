"""What stands on the sheet that `ngomap agree --sheet` writes, from the map."""

from __future__ import annotations

from ngomap.analyses.agreements import find_agreements, latest_points, point_name
from ngomap.analyses.labour import CLASHES, HOLES, in_force
from ngomap.cli.agree_rows import pair_named, partners_of, rows_of
from ngomap.exporters.agreement_sheet import Sheet, SheetPoint
from ngomap.store.connection import Map

MOST_TO_TALK_OVER = 6


def sheet_of(map_: Map, refs: list[str], day: str, audience: str, meeting: str) -> tuple[Sheet, dict[str, int]]:
    """The sheet for one audience, and how many points and tasks were left out of it as they are not for it."""
    pair = pair_named(map_, refs, audience)
    partners = partners_of(map_, pair, day, audience)
    rows = rows_of(map_, pair, partners, day, audience)
    everything = rows_of(map_, pair, partners, day)
    report = find_agreements(partners, rows.agreements, rows.labour, rows.served, rows.names, day, audience)
    recorded = latest_points(rows.agreements, day)
    points = []
    for point, question in partners.points.items():
        now = recorded[point][0] if point in recorded else None
        text = f"{now.text or 'nothing is written down'} ({now.on_date})" if now else ""
        points.append(SheetPoint(point_name(point), question, now.state if now else "open", text))
    names = {a.id: a.name for a in partners.actors}
    terms, areas = rows.names.terms, rows.names.areas
    tasks = [
        (
            names[t.actor], t.task, terms[t.population].name if t.population else "everybody",
            areas[t.area].name if t.area else "everywhere", t.since or "", t.until or "",
        )
        for t in rows.labour
        if t.actor in names and in_force(t, day)
    ]  # fmt: skip
    talk = [f"{f.label}. {f.reasons[0].text}" for f in report.findings if f.group in (CLASHES, HOLES)]
    coalition = partners.coalition.name if partners.coalition else ""
    sheet = Sheet([a.name for a in partners.actors], coalition, day, meeting, points, tasks, talk[:MOST_TO_TALK_OVER])
    withheld = {
        "points": len(everything.agreements) - len(rows.agreements), "tasks": len(everything.labour) - len(rows.labour)
    }
    return sheet, withheld
