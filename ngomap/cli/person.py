"""`ngomap person`: people and the positions they hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.add import NewFlag, refuse_similar
from ngomap.cli.filtering import build_filters
from ngomap.cli.lazy import Command, group_app
from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.errors import InvalidValue, UsageError
from ngomap.model.actors import ActorRef
from ngomap.model.answers import Change
from ngomap.model.choice import one_of
from ngomap.model.records import Record, Records
from ngomap.model.relationships import TIE_TYPES, Tie
from ngomap.model.text import one_line
from ngomap.model.values import partial_date
from ngomap.store.actors import actor_by_id, lists_of, matching_actors, some_refs
from ngomap.store.connection import Map
from ngomap.store.ties import ties_of

app = group_app("People: who they are, where they work, whose boards they sit on.")

POSITIONS = ("works-for", "on-board-of", "holds-office-in", "volunteers-for")

Org = Annotated[str | None, typer.Option("--org", help="The organization of the position.", metavar="REF")]
Position = Annotated[str, typer.Option("--position", help=", ".join(POSITIONS) + ".", metavar="POSITION")]
Title = Annotated[str | None, typer.Option("--title", help="Title of the position.", metavar="TEXT")]
Since = Annotated[str | None, typer.Option("--since", help="In the position since.", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--until", help="In the position until.", metavar="DATE")]


@app.command(cls=Command)
def add(
    name: Annotated[str, typer.Argument(help="Their name.", metavar="NAME")],
    org: Org = None,
    position: Position = "works-for",
    title: Title = None,
    since: Since = None,
    until: Until = None,
    email: o.Email = None,
    phone: o.Phone = None,
    place: o.Place = None,
    notes: o.Notes = None,
    source: o.Source = None,
    audience: o.Audience = None,
    issue: o.Issues = None,
    alias: o.Aliases = None,
    new: NewFlag = False,
) -> None:
    """Add a person, with a position if --org is given. People are internal unless --audience says otherwise.

    Examples:

        ngomap person add "Ana Example" --org fair-elections-now --title Director --since 2023

        ngomap person add "Tom Sample" --org us --position on-board-of --until 2027-06
    """
    from ngomap.cli.actor_fields import ListTexts, actor_fields, actor_lists, warn_of_mixed_scripts
    from ngomap.cli.undoing import command
    from ngomap.store.actor_edits import add_actor
    from ngomap.store.writing import write

    texts = {
        "name": name,
        "email": email,
        "phone": phone,
        "place": place,
        "notes": notes,
        "source": source,
        "audience": audience,
    }
    with session().map() as map_:
        refuse_similar(map_, name, new)
        warn_of_mixed_scripts(name)
        with write(map_):
            fields = {"kind": "person", **actor_fields(map_, texts)}
            lists, _ = actor_lists(map_, ListTexts(issue=issue, alias=alias))
            actor = add_actor(map_, fields, lists)
            where, _ = _take_position(map_, actor.ref, org, position, title, since, until)
    record: Record = {"handle": actor.handle, "name": actor.name, "uid": actor.uid}
    text = f"Added {actor.name} ({actor.handle}){where}."
    session().answer(Change("added", "person", record, text, command("remove", actor.handle)))


@app.command(cls=Command)
def edit(
    ref: o.Ref,
    name: Annotated[
        str | None, typer.Option("--name", help="Their new name; the old one stays as an alias.", metavar="NAME")
    ] = None,
    org: Org = None,
    position: Position = "works-for",
    title: Title = None,
    since: Since = None,
    until: Until = None,
    email: o.Email = None,
    phone: o.Phone = None,
    place: o.Place = None,
    notes: o.Notes = None,
    source: o.Source = None,
    audience: o.Audience = None,
    issue: o.Issues = None,
    alias: o.Aliases = None,
) -> None:
    """Change what is known of a person, or give them another position. 'ngomap edit' can clear fields too.

    Examples:

        ngomap person edit ana-example --email ana@example.org

        ngomap person edit "Tom Sample" --org us --position on-board-of --until 2026-12-31
    """
    from ngomap.cli.actor_fields import ListTexts, actor_fields, actor_lists, warn_of_mixed_scripts
    from ngomap.cli.edit import edit_answer, renamed
    from ngomap.store.actor_edits import Lists, edit_actor
    from ngomap.store.writing import write

    texts = {
        "name": name,
        "email": email,
        "phone": phone,
        "place": place,
        "notes": notes,
        "source": source,
        "audience": audience,
    }
    with session().map() as map_, write(map_):
        who = find_actor(map_, ref)
        if who.kind != "person":
            raise InvalidValue(f"{who.name} is not a person.", f"Use: ngomap edit {who.handle}")
        before, had = actor_by_id(map_, who.id), lists_of(map_, [who.id])[who.id]
        fields = actor_fields(map_, texts)
        lists, _ = actor_lists(map_, ListTexts(issue=issue, alias=alias))
        if not fields and lists == Lists() and org is None:
            raise UsageError(
                "person edit needs something to change.", f"For example: ngomap person edit {who.handle} --phone NUMBER"
            )
        taking = Lists()
        if "name" in fields:
            warn_of_mixed_scripts(str(fields["name"]))
            lists, taking = renamed(who.name, str(fields["name"]), lists, taking)
        actor = edit_actor(map_, who.id, fields, lists, taking)
        where, undo = _take_position(map_, actor.ref, org, position, title, since, until)
        has = lists_of(map_, [who.id])[who.id]
    answer = edit_answer(before, actor, had, has, undo_too=undo)
    changed = answer.text if fields or lists != Lists() else f"{actor.name} ({actor.handle})."
    session().answer(replace(answer, kind="person", text=changed.removesuffix(".") + where + "."))


@app.command("list", cls=Command)
def list_(
    org: Annotated[str | None, typer.Option("--org", help="Only those with a position here.", metavar="REF")] = None,
    issue: o.FilterIssues = None,
    limit: o.Limit = 30,
) -> None:
    """List people with their positions.

    Examples:

        ngomap person list --org us

        ngomap person list --format csv --limit 0
    """
    with session().map() as map_:
        people, _ = matching_actors(map_, build_filters(map_, issues=issue, people=True))
        if org:
            there = {t.a for t in ties_of(map_, find_actor(map_, org).id) if t.type in POSITIONS}
            people = [p for p in people if p.id in there]
        shown = people[:limit] if limit else people
        held = {p.id: [t for t in ties_of(map_, p.id) if t.type in POSITIONS and t.a == p.id] for p in shown}
        names = some_refs(map_, {t.b for ties in held.values() for t in ties})
        records: list[Record] = [
            {
                "handle": p.handle,
                "name": p.name,
                "positions": [_position(t, names[t.b].name) for t in held[p.id]],
                "email": p.email,
                "phone": p.phone,
                "audience": p.audience,
            }
            for p in shown
        ]
        session().answer(Records("people", records, len(people), ("handle", "name", "positions", "email", "phone")))


def _position(tie: Tie, organization: str) -> str:
    ended = f" (until {tie.until})" if tie.until else " (ended)" if tie.status == "ended" else ""
    held = f"{tie.title}, {organization}" if tie.title else f"{TIE_TYPES[tie.type].forward} {organization}"
    return held + ended


def _take_position(
    map_: Map, person: ActorRef, org: str | None, position: str, title: str | None, since: str | None, until: str | None
) -> tuple[str, str]:
    """Record the position; how to say it, and the command that takes it back."""
    if org is None:
        if title or since or until:
            raise UsageError("A position needs --org.", 'For example: --org fair-elections-now --title "Director"')
        return "", ""
    from ngomap.cli.undoing import undo_link
    from ngomap.store.tie_edits import existing_tie, link

    where = find_actor(map_, org)
    kind = one_of(position, POSITIONS, "position")
    fields: dict[str, object] = {k: partial_date(v, k) for k, v in (("since", since), ("until", until)) if v}
    if title:
        fields["title"] = one_line(title)
    old = existing_tie(map_, person, where, kind, str(fields["since"]) if since else None)
    if old is None:
        fields["audience"] = actor_by_id(map_, person.id).audience
    tie, _ = link(map_, person, where, kind, fields)
    return f", who {TIE_TYPES[tie.type].forward} {where.name}", undo_link(person, where, old, tie)
