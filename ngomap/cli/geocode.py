"""`ngomap geocode`: points for places that are known in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import completing, count
from ngomap.cli.references import find_actor, find_area
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.store.connection import Map

if TYPE_CHECKING:
    from ngomap.model.records import Record
    from ngomap.places.geocode_run import Finding, Run
    from ngomap.places.geocoders import Service

app = command_app()

DONE_IN_PART: Final = 3
SERVICE: Final = "A service (only when you ask for one)"


def _seconds(text: str | float) -> float:
    if isinstance(text, float):
        return text
    from ngomap.model.values import number

    return number(text, "timeout", 0.1, 300)


def _of_service(flag: str, help_text: str, metavar: str) -> object:
    return typer.Option(flag, help=help_text, metavar=metavar, rich_help_panel=SERVICE)


@app.command(cls=Command)
def geocode(
    ref: Annotated[
        str | None,
        typer.Argument(help="Whose place to find; with --areas, the area.", metavar="[REF]", autocompletion=completing("actor")),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Everybody who has a place in words and no point.")] = False,
    areas: Annotated[bool, typer.Option("--areas", help="Areas without a point instead of actors.")] = False,
    questions: Annotated[bool, typer.Option("--questions", help="Only show what you must settle; nobody is asked.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done; nobody is asked.")] = False,
    lat: Annotated[
        str | None, typer.Option("--lat", help="With --areas and REF: set its point, degrees north.", metavar="DEGREES")
    ] = None,
    lon: Annotated[str | None, typer.Option("--lon", help="Degrees east.", metavar="DEGREES")] = None,
    provider: Annotated[
        str | None, _of_service("--provider", "nominatim, photon, pelias, opencage, ...; a wrong name lists all.", "NAME")
    ] = None,
    server: Annotated[str | None, _of_service("--server", "Its address, if you have your own.", "URL")] = None,
    limit: Annotated[
        int, typer.Option("--limit", help="Ask about at most N places; 0: all.", metavar="N", parser=count, rich_help_panel=SERVICE)
    ] = 0,
    again: Annotated[bool, typer.Option("--again", help="Ask anew what was answered before.", rich_help_panel=SERVICE)] = False,
    timeout: Annotated[
        float,
        typer.Option("--timeout", help="Seconds to wait for an answer.", metavar="S", parser=_seconds, rich_help_panel=SERVICE),
    ] = 10.0,
) -> None:
    """Find where places lie that are known in words: first among the map's own areas, imported gazetteers included.

    That needs no connection. A place that is an area makes the actor sit in it. With --provider a service is asked
    about the rest, once for each place, one a second; its reply is kept in the map. Sent are the place and the country,
    nothing else, and never those of people or of what is internal or secret. The key of a service comes from the
    environment: NGOMAP_OPENCAGE_KEY for opencage, and so on. Whatever is not certain becomes a question with the
    command that settles it, not a point. Exit code 3: some could not be asked.

    Examples:

        ngomap geocode --all

        ngomap geocode --all --provider nominatim --server https://geo.example.org --limit 200
    """
    from ngomap.places.geocode_run import Run, questions_kept

    _refuse(ref, all_, areas, questions, dry_run, provider, server, lat, lon)
    with session().map() as map_:
        if lat is not None or lon is not None:
            _set_point(map_, str(ref), lat, lon)
            return
        findings = _wanted(map_, ref, areas)
        if findings is None:
            return
        if questions:
            _show(Run(questions_kept(map_, findings)), "questions")
            return
        run = Run(findings)
        if provider is not None:
            run = _ask(map_, findings, _service(provider, server, timeout), again, limit, dry_run)
        if dry_run:
            _show(run, "places")
            return
        from ngomap.cli.geocode_telling import change_of

        session().answer(change_of(map_, run))
    if run.asked.failed:
        raise typer.Exit(DONE_IN_PART)


def _refuse(
    ref: str | None, all_: bool, areas: bool, questions: bool, dry_run: bool, provider: str | None, server: str | None,
    lat: str | None, lon: str | None,
) -> None:  # fmt: skip
    if lat is not None or lon is not None:
        if not areas or ref is None:
            hint = "For an actor: ngomap edit REF --lat DEGREES --lon DEGREES"
            raise UsageError("--lat and --lon set the point of one area, with --areas.", hint)
        return
    if ref is None and not (all_ or areas or questions):
        raise UsageError("geocode needs a REF or --all.", "For example: ngomap geocode --all --dry-run")
    if ref is not None and all_:
        raise UsageError("geocode takes a REF or --all, not both.", "Leave one of them out.")
    if server is not None and provider is None:
        raise UsageError("--server needs --provider: what speaks there?", "For example: --provider nominatim")
    if questions and (provider is not None or dry_run):
        raise UsageError("--questions shows what is open; it asks nobody.", "Leave --provider and --dry-run out.")


def _wanted(map_: Map, ref: str | None, areas: bool) -> list[Finding] | None:
    """What the map's areas say of those asked for; None if it was said already why there is nothing to find."""
    from ngomap.cli.geocode_telling import nothing_to_find
    from ngomap.places.geocode_run import look_up
    from ngomap.store.geocodes import actors_wanting, areas_wanting

    if ref is None:
        return look_up(map_, areas_wanting(map_) if areas else actors_wanting(map_), areas)
    id_ = find_area(map_, ref).id if areas else find_actor(map_, ref).id
    findings = look_up(map_, areas_wanting(map_, id_) if areas else actors_wanting(map_, id_), areas)
    if not findings:
        session().answer(nothing_to_find(map_, id_, areas))
        return None
    return findings


def _service(provider: str, server: str | None, timeout: float) -> Service:
    from ngomap.places.geocoders import PUBLIC_RULES, service, unencrypted

    found = service(provider, server, timeout)
    if server is not None and unencrypted(server):
        session().say(f"Places travel to {server} unencrypted: whoever is on the way can read them. Better: https.")
    if found.public_nominatim:
        session().say(PUBLIC_RULES)
    return found


def _ask(map_: Map, findings: list[Finding], service: Service, again: bool, limit: int, dry_run: bool) -> Run:
    from ngomap.places.geocode_run import ask_for_rest, requests_needed
    from ngomap.places.geocoders import MOST_FROM_PUBLIC
    from ngomap.render.emit import note

    number = requests_needed(map_, findings, service, again)
    asked = min(number, limit) if limit else number
    if service.public_nominatim and asked > MOST_FROM_PUBLIC and not dry_run:
        raise InvalidValue(
            f"{asked} places are too many for the public Nominatim: it forbids bulk.",
            f"Ask a server of your own (--server URL), or {MOST_FROM_PUBLIC} now: --limit {MOST_FROM_PUBLIC}",
        )
    with session().working(f"Asking {service.name}", asked or None) as told:
        run = ask_for_rest(map_, findings, service, again, limit, dry_run, told)
    if run.asked.failed:
        left = len(run.asked.failed)
        note(f"{run.asked.trouble} {left} place{'s' * (left != 1)} could not be asked; what was found is kept. Try again later.")
    return run


def _show(run: Run, kind: str) -> None:
    from ngomap.cli.geocode_telling import records_of

    session().answer(records_of(run, kind))


def _set_point(map_: Map, ref: str, lat: str | None, lon: str | None) -> None:
    from ngomap.model.answers import Change
    from ngomap.model.points import point
    from ngomap.places.doubts import doubt_of, written
    from ngomap.places.geocode_offline import Gazetteer
    from ngomap.store.geocode_edits import set_area_point

    area = find_area(map_, ref)
    north, east = point(lat, lon)
    if north is None or east is None:
        raise UsageError("A point needs both --lat and --lon.")
    doubt = doubt_of(north, east, Gazetteer(map_).country(area))
    change = set_area_point(map_, area.id, north, east)
    text = f"The point of {area.name} ({area.handle}) is {written(north, east)}."
    undo = f"ngomap undo {change}" if change else ""
    record: Record = {"handle": area.handle, "lat": north, "lon": east}
    session().answer(Change("edited", "area", record, text, undo, (doubt.text,) if doubt else ()))
