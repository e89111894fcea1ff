"""What `ngomap geocode` says: who was placed, what must be settled and by which command, who was left."""

from __future__ import annotations

from typing import Final

from ngomap.cli.undoing import command
from ngomap.model.answers import Change
from ngomap.model.records import Record, Records
from ngomap.model.text import counted
from ngomap.places.doubts import written
from ngomap.places.geocode_run import Finding, Run
from ngomap.store.actors import actor_by_id
from ngomap.store.areas import some_areas
from ngomap.store.connection import Map
from ngomap.store.geocode_edits import write_places

SHOWN: Final = 12
"""How many of each sort stand in the lines below the answer; JSON has all."""
COLUMNS: Final = ("handle", "place", "result", "where", "settle")
WHY: Final = {
    "several-areas": "several areas have that name",
    "same-name": "an area of that name may be the same one",
    "ambiguous": "several places far from each other have that name",
    "wrong-country": "what the service found is in another country",
    "no-coordinates": "the service named it without coordinates",
    "bad-reply": "the service's reply makes no sense",
    "nothing": "the service knows no place of that name",
    "not-in-map": "the map has no area of that name",
    "a-country": "it names a country only",
    "person": "it is a person: never sent",
    "internal": "it is internal: never sent",
    "secret": "it is secret: never sent",
    "failed": "could not be asked",
    "limit": "left for the next run",
    "dry-run": "would be asked",
}


def change_of(map_: Map, run: Run) -> Change:
    """Write what was found, as one change, and say it."""
    found = [f for f in run.findings if f.result == "found"]
    sources = list(dict.fromkeys(source for f in found for source in _sources(f)))
    _, change = write_places(map_, run.placed(), "; ".join(sources)) if found else (0, None)
    open_ = [f for f in run.findings if f.result == "question"]
    record: Record = {"found": [_row(f) for f in found], "questions": [_row(f) for f in open_]}
    for result in ("unknown", "withheld", "unasked", "failed"):
        record[result] = [_row(f) for f in run.findings if f.result == result]
    record["asked"] = run.asked.requests
    record["sources"] = sources
    text = _summary(run.findings, len(found), len(open_))
    return Change("geocoded", "place", record, text, f"ngomap undo {change}" if change else "", _notes(run, found, open_))


def records_of(run: Run, kind: str) -> Records:
    """The same without writing anything."""
    rows = [_row(f) for f in run.findings]
    if kind == "questions":
        notes = tuple(_asked_of_you(run.findings)) or ("There is nothing to settle.",)
    else:
        would = f" A run would ask the service about {counted(run.requests, 'place')}." if run.requests else ""
        notes = (f"Nothing was written, and nobody was asked.{would}",)
    return Records(kind, rows, len(rows), COLUMNS, notes)


def nothing_to_find(map_: Map, id_: int, is_area: bool) -> Change:
    """Why there is nothing to find for an actor or area."""
    if is_area:
        area = some_areas(map_, [id_])[id_]
        text = f"{area.name} is a country: its middle is near to nothing."
        if area.lat is not None and area.lon is not None:
            text = f"{area.name} has a point: {written(area.lat, area.lon)}."
        return Change("geocoded", "place", {"handle": area.handle}, text)
    actor = actor_by_id(map_, id_)
    notes: tuple[str, ...] = ()
    if actor.lat is not None and actor.lon is not None:
        text = f"{actor.name} has a point: {written(actor.lat, actor.lon)}."
    elif actor.area:
        text = f"{actor.name} sits in the area {actor.area}; its place says nothing more."
        notes = (f"If the area has no point: {command('geocode', actor.area, '--areas')}",)
    else:
        text = f"Nothing says where {actor.name} is."
        notes = (f"Say it: {command('edit', actor.handle, '--place', 'TOWN, DISTRICT')}",)
    return Change("geocoded", "place", {"handle": actor.handle}, text, notes=notes)


def _summary(findings: list[Finding], found: int, questions: int) -> str:
    if not findings:
        return "Nobody has a place in words without a point or an area."
    text = f"Found {found} of {counted(len(findings), 'area' if findings[0].is_area else 'place')}"
    return f"{text}; {counted(questions, 'question')} for you." if questions else f"{text}."


def _sources(finding: Finding) -> list[str]:
    return (["the map's areas"] if finding.area or finding.standing else []) + ([finding.source] if finding.source else [])


def _notes(run: Run, found: list[Finding], questions: list[Finding]) -> tuple[str, ...]:
    lines = [f"{f.subject.name}: {_where(f)}." for f in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"... and {len(found) - SHOWN} more.")
    lines += _asked_of_you(questions)
    for result, why in dict.fromkeys((f.result, f.why) for f in run.findings if f.result not in ("found", "question")):
        those = [f for f in run.findings if (f.result, f.why) == (result, why)]
        names = ", ".join(f.subject.handle for f in those[:5]) + (f" and {len(those) - 5} more" if len(those) > 5 else "")
        lines.append(f"Not placed, {WHY[why]}: {names}.")
    if any(f.why == "not-in-map" for f in run.findings):
        whom = "--areas" if run.findings[0].is_area else "--all"
        lines.append(f"Import a gazetteer (ngomap import FILE), or ask a service: ngomap geocode {whom} --provider NAME")
    pointless = sum(1 for f in found if f.area and f.standing is None and not f.point)
    if pointless:
        lines.append(f"{counted(pointless, 'area has', 'areas have')} no point yet: ngomap geocode --areas")
    if any(f.source and f.point for f in found):
        named = dict.fromkeys(f.source for f in found if f.source)
        lines.append(f"Name the source wherever the points are shown: {'; '.join(named)}.")
    return tuple(lines)


def _asked_of_you(questions: list[Finding]) -> list[str]:
    lines: list[str] = []
    for finding in questions[:SHOWN]:
        lines.append(f"? {finding.subject.name}, {finding.subject.place!r}: {WHY[finding.why]}.")
        lines += [f"    {text}: {way}" for text, way in ways(finding)]
    if len(questions) > SHOWN:
        more = "ngomap geocode --questions --format csv" + (" --areas" if questions[0].is_area else "")
        lines.append(f"... and {counted(len(questions) - SHOWN, 'question')} more: {more}")
    return lines


def _row(finding: Finding) -> Record:
    """A finding for scripts and tables; `settle` are the commands of which one settles it."""
    subject = finding.subject
    lat, lon = finding.point or (None, None)
    return {
        "handle": subject.handle, "name": subject.name, "place": subject.place, "country": subject.country,
        "result": finding.result, "why": finding.why, "where": _where(finding),
        "area": finding.area.handle if finding.area else None, "lat": lat, "lon": lon, "source": "; ".join(_sources(finding)),
        "settle": [way for _, way in ways(finding)],
        "choices": [text for text, _ in ways(finding)],
    }  # fmt: skip


def _where(finding: Finding) -> str:
    parts: list[str] = []
    if finding.area:
        parts.append(f"{'sits in' if finding.why == 'is' else 'lies in'} the area {finding.area.name} ({finding.area.handle})")
    if finding.point and finding.standing and finding.is_area:
        parts.append(f"the point of the area {finding.standing.name} ({finding.standing.handle})")
    elif finding.point:
        parts.append(written(*finding.point) + (f", {finding.label}" if finding.label else ""))
    return "; ".join(parts) or WHY[finding.why]


def ways(finding: Finding) -> list[tuple[str, str]]:
    """What it may be, each with the command that says so."""
    handle = finding.subject.handle
    if finding.result == "unknown":
        if finding.is_area:
            return [("where it is", command("geocode", handle, "--areas", "--lat", "DEGREES", "--lon", "DEGREES"))]
        return [("in other words", command("edit", handle, "--place", "TOWN, DISTRICT"))]
    if finding.result != "question":
        return []
    found: list[tuple[str, str]] = []
    for area, told in finding.areas:
        words = ("area", "merge", handle, area.handle) if finding.is_area else ("edit", handle, "--place", area.handle)
        found.append((told, command(*words)))
    begin = ("geocode", handle, "--areas") if finding.is_area else ("edit", handle)
    for choice in finding.choices:
        told = choice.label or "without a name"
        found.append((f"{told} ({written(choice.lat, choice.lon)})", command(*begin, "--lat", choice.lat, "--lon", choice.lon)))
    return found or [("where it is", command(*begin, "--lat", "DEGREES", "--lon", "DEGREES"))]
