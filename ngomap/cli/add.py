"""`ngomap add`: a new organization."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.errors import AlreadyExists, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.store.actors import all_alias_refs, all_refs
from ngomap.store.connection import Map

app = command_app()

NewFlag = Annotated[bool, typer.Option("--new", help="Add it although a similar name is known.")]


@app.command(cls=Command)
def add(
    name: Annotated[str | None, typer.Argument(help="The name, as the organization writes it.", metavar="NAME")] = None,
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
    population: o.Populations = None,
    service: o.Services = None,
    sector: o.Sectors = None,
    serves: o.Serves = None,
    alias: o.Aliases = None,
    id_: o.Identifiers = None,
    new: NewFlag = False,
    new_term: o.NewTerm = False,
) -> None:
    """Add an organization. Without a NAME, a person at a terminal is asked field by field.

    A name like one that is known is shown first: at a terminal you are asked, elsewhere it is refused unless --new.

    Examples:

        ngomap add "Fair Elections Now" --kind ngo --level national --issue election-fraud --place "Old Town"

        ngomap add "Clínica Río Alto" --issue health --serves "North District" --alias CRA --id XX-REG:4711
    """
    from ngomap.cli.actor_fields import ListTexts, actor_fields, actor_lists, warn_of_mixed_scripts
    from ngomap.cli.undoing import command
    from ngomap.store.actor_edits import add_actor
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
    lists = ListTexts(issue, population, service, sector, serves, alias, id_)
    with session().map() as map_:
        if name is None:
            if not session().interactive:
                raise UsageError(
                    "add needs a NAME.", 'For example: ngomap add "Fair Elections Now" --issue election-fraud'
                )
            from ngomap.cli.add_asking import ask_for_actor

            texts, lists = ask_for_actor(map_, texts, lists, new_term)
        refuse_similar(map_, str(texts["name"]), new)
        warn_of_mixed_scripts(str(texts["name"]))
        with write(map_):
            fields = {"kind": "ngo", **actor_fields(map_, texts)}
            found, made = actor_lists(map_, lists, new_term)
            actor = add_actor(map_, fields, found)
        if actor.lat is not None:
            from ngomap.cli.point_notes import notes_on_actor

            made = (*made, *notes_on_actor(map_, actor))
        session().answer(
            Change(
                "added",
                "actor",
                {"handle": actor.handle, "name": actor.name, "kind": actor.kind, "uid": actor.uid},
                f"Added {actor.name} ({actor.handle}).",
                undo=command("remove", actor.handle),
                notes=made,
            )
        )


def refuse_similar(map_: Map, name: str, new: bool) -> None:
    """Show what is known under a name like this one; go on only if a person, or `--new`, says that it is another."""
    if new or not name.strip():
        return
    from ngomap.matching.nearest import similar

    named: dict[str, ActorRef] = dict(all_alias_refs(map_)) | {a.name: a for a in all_refs(map_)}
    alike = similar(name, named)
    if not alike:
        return
    shown = ", ".join(f"{a.name} ({a.handle})" for a in alike)
    if session().interactive and session().confirm(f"Known already: {shown}. Add {name} as another?"):
        return
    raise AlreadyExists(
        f"{name!r} is like what the map has: {shown}.",
        "If it is another organization, add it with --new; else edit the known one.",
    )
