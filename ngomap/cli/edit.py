"""`ngomap edit`: change what is known of an actor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import LISTS
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.actors import ACTOR_FIELDS, Actor, ActorRef
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.relationships import check_ends
from ngomap.model.text import name_key
from ngomap.store.actors import actor_by_id, lists_of, some_refs
from ngomap.store.connection import Map
from ngomap.store.ties import ties_of

if TYPE_CHECKING:
    from ngomap.cli.undoing import ActorLists
    from ngomap.store.actor_edits import Lists


app = command_app()

CLEARABLE = tuple(field for field in ACTOR_FIELDS if field not in ("name", "kind", "audience"))


BEARING = ("lat", "country", "area_id")
"""The fields on which it depends whether a point is doubtful."""


def _no(flag: str, what: str, metavar: str) -> object:
    return typer.Option(flag, help=f"Take {what} away.", metavar=metavar, rich_help_panel=LISTS)


@app.command(cls=Command)
def edit(
    ref: o.Ref,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", help="Its new name; the old one stays as an alias.", metavar="NAME", rich_help_panel=o.FACTS
        ),
    ] = None,
    kind: o.Kind = None,
    level: o.Level = None,
    status: o.Status = None,
    place: o.Place = None,
    country: o.Country = None,
    lat: o.Lat = None,
    lon: o.Lon = None,
    website: o.Website = None,
    email: o.Email = None,
    phone: o.Phone = None,
    staff: o.Staff = None,
    budget: o.Budget = None,
    currency: o.Currency = None,
    founded: o.Founded = None,
    audited: o.Audited = None,
    mission: o.Mission = None,
    vision: o.Vision = None,
    notes: o.Notes = None,
    source: o.Source = None,
    audience: o.Audience = None,
    issue: o.Issues = None,
    no_issue: Annotated[list[str] | None, _no("--no-issue", "an issue", "ISSUE")] = None,
    population: o.Populations = None,
    no_population: Annotated[list[str] | None, _no("--no-population", "a population", "POPULATION")] = None,
    service: o.Services = None,
    no_service: Annotated[list[str] | None, _no("--no-service", "a service", "SERVICE")] = None,
    sector: o.Sectors = None,
    no_sector: Annotated[list[str] | None, _no("--no-sector", "a sector", "SECTOR")] = None,
    serves: o.Serves = None,
    no_serves: Annotated[list[str] | None, _no("--no-serves", "an area", "AREA")] = None,
    alias: o.Aliases = None,
    no_alias: Annotated[list[str] | None, _no("--no-alias", "a name", "NAME")] = None,
    id_: o.Identifiers = None,
    no_id: Annotated[list[str] | None, _no("--no-id", "an identifier", "SCHEME:VALUE")] = None,
    clear: Annotated[
        list[str] | None,
        typer.Option("--clear", help="Make a field unknown.", metavar="FIELD", rich_help_panel=o.FACTS),
    ] = None,
    new_term: o.NewTerm = False,
    us: Annotated[
        bool | None,
        typer.Option("--us/--no-us", help="This is who we are: 'us' in other commands.", show_default=False),
    ] = None,
) -> None:
    """Change what is known of an organization or a person. Lists grow by --issue and shrink by --no-issue.

    Examples:

        ngomap edit fair-elections-now --level national --issue whistleblower-protection --no-issue youth

        ngomap edit "Clínica Río Alto" --clear phone --website https://example.org
    """
    from ngomap.cli.actor_fields import ListTexts, actor_fields, actor_lists, warn_of_mixed_scripts
    from ngomap.store.actor_edits import Lists, edit_actor
    from ngomap.store.settings_edits import set_us
    from ngomap.store.writing import write

    texts = {
        "name": name,
        "kind": kind,
        "level": level,
        "status": status,
        "place": place,
        "country": country,
        "lat": lat,
        "lon": lon,
        "website": website,
        "email": email,
        "phone": phone,
        "staff": staff,
        "budget": budget,
        "currency": currency,
        "founded": founded,
        "audited": audited,
        "mission": mission,
        "vision": vision,
        "notes": notes,
        "source": source,
        "audience": audience,
    }
    more = ListTexts(issue, population, service, sector, serves, alias, id_)
    less = ListTexts(no_issue, no_population, no_service, no_sector, no_serves, no_alias, no_id)
    with session().map() as map_, write(map_):
        actor = actor_by_id(map_, find_actor(map_, ref).id)
        had = lists_of(map_, [actor.id])[actor.id]
        fields = {**_cleared(clear or []), **actor_fields(map_, texts)}
        (adding, made), (taking, _) = actor_lists(map_, more, new_term), actor_lists(map_, less)
        if not fields and us is None and adding == taking == Lists():
            raise UsageError(
                "edit needs something to change.", f"For example: ngomap edit {actor.handle} --level national"
            )
        if "kind" in fields:
            _refuse_a_kind_that_does_not_fit(map_, actor, str(fields["kind"]))
        if "name" in fields:
            warn_of_mixed_scripts(str(fields["name"]))
            adding, taking = renamed(actor.name, str(fields["name"]), adding, taking)
        edited = edit_actor(map_, actor.id, fields, adding, taking)
        before = set_us(map_, edited.ref, us) if us is not None else None
        has = lists_of(map_, [actor.id])[actor.id]
        if edited.lat is not None and not fields.keys().isdisjoint(BEARING):
            from ngomap.cli.point_notes import notes_on_actor

            made = (*made, *notes_on_actor(map_, edited))
    session().answer(edit_answer(actor, edited, had, has, made, _undo_us(edited.handle, us, before)))


def renamed(old: str, new: str, adding: Lists, taking: Lists) -> tuple[Lists, Lists]:
    """What a new name does to the aliases: the old name becomes one, unless it is taken away; the new one is none."""
    from dataclasses import replace

    unwanted = {name_key(alias) for alias in (*taking.aliases, new)}
    if name_key(old) not in unwanted:
        adding = replace(adding, aliases=(*adding.aliases, old))
    return adding, replace(taking, aliases=(*taking.aliases, new))


def edit_answer(
    before: Actor, after: Actor, had: ActorLists, has: ActorLists, notes: tuple[str, ...] = (), undo_too: str = ""
) -> Change:
    """What an edit changed, with the command that takes it back."""
    from ngomap.cli.undoing import undo_edit

    lists = {plural for plural in had if had[plural] != has[plural]}
    changed = [f for f in (*ACTOR_FIELDS, "area") if getattr(before, f) != getattr(after, f)] + sorted(lists)
    what = ", ".join(changed).replace("_", " ") if changed else "us" if undo_too else "nothing is different"
    undo = " && ".join(filter(None, (undo_edit(before, after, had, has), undo_too)))
    record: Record = {"handle": after.handle, "name": after.name, "changed": changed}
    return Change("edited", "actor", record, f"Edited {after.name} ({after.handle}): {what}.", undo, notes)


def _undo_us(handle: str, us: bool | None, before: ActorRef | None) -> str:
    from ngomap.cli.undoing import command

    if us is None or (before is not None and (before.handle == handle) == us):
        return ""
    return command("edit", before.handle, "--us") if before else command("edit", handle, "--no-us")


def _cleared(names: list[str]) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name in names:
        field = name.strip().casefold().replace("-", "_")
        if field not in CLEARABLE:
            raise InvalidValue(f"clear: {name!r} cannot be cleared.", f"One of: {', '.join(CLEARABLE)}.")
        fields[field] = None
        if field in ("lat", "lon"):
            fields |= {"lat": None, "lon": None}
        if field == "place":
            fields["area_id"] = None
    return fields


def _refuse_a_kind_that_does_not_fit(map_: Map, actor: Actor, kind: str) -> None:
    if (actor.kind == "person") != (kind == "person"):
        raise InvalidValue(
            "A person cannot become an organization, nor the other way round.", "Add it anew and remove the old one."
        )
    ties = ties_of(map_, actor.id)
    others = some_refs(map_, {tie.other(actor.id) for tie in ties})
    for tie in ties:
        other = others[tie.other(actor.id)].kind
        check_ends(tie.type, *((kind, other) if tie.a == actor.id else (other, kind)))
