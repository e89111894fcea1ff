"""`ngomap log`: a dated contact."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Source, completing
from ngomap.cli.references import find_actor, our_actor
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.answers import Change
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.records import Record
from ngomap.model.text import one_line, paragraphs
from ngomap.model.values import iso_date, whole
from ngomap.model.words import EVENT_KINDS
from ngomap.store.actors import some_refs
from ngomap.store.settings import today

app = command_app()

LATER = "Later (N is the number that 'ngomap show' gives)"


@app.command(cls=Command)
def log(
    refs: Annotated[
        list[str] | None,
        typer.Argument(help="Who took part, besides us.", metavar="REF...", autocompletion=completing("actor")),
    ] = None,
    kind: Annotated[str, typer.Option("--kind", help=", ".join(EVENT_KINDS) + ".", metavar="KIND")] = "meeting",
    title: Annotated[str | None, typer.Option("--title", help="What it was about, in a line.", metavar="TEXT")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day [today].", metavar="DATE")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="What came of it.", metavar="TEXT")] = None,
    next_: Annotated[str | None, typer.Option("--next", help="What was agreed to do next.", metavar="TEXT")] = None,
    due: Annotated[str | None, typer.Option("--due", help="By when.", metavar="DATE")] = None,
    without_us: Annotated[bool, typer.Option("--without-us", help="We did not take part ourselves.")] = False,
    introduces: Annotated[
        str | None,
        typer.Option(
            "--introduces", help="To whom we asked to be introduced.", metavar="REF", autocompletion=completing("actor")
        ),
    ] = None,
    source: Source = None,
    audience: Annotated[
        str | None, typer.Option("--audience", help="Who may see it [internal].", metavar="AUDIENCE")
    ] = None,
    done: Annotated[
        str | None,
        typer.Option("--done", help="What was agreed at this contact is done.", metavar="N", rich_help_panel=LATER),
    ] = None,
    reopen: Annotated[
        str | None, typer.Option("--reopen", help="It has not been done after all.", metavar="N", rich_help_panel=LATER)
    ] = None,
    remove: Annotated[
        str | None, typer.Option("--remove", help="Take this contact away.", metavar="N", rich_help_panel=LATER)
    ] = None,
) -> None:
    """Record a contact: a call, a meeting, a briefing, a letter of support. It is the evidence of the ladder.

    What was agreed there is listed by 'ngomap today' until it is done ('ngomap done N') or put off ('ngomap postpone
    N DATE').

    Examples:

        ngomap log fair-elections-now --kind call --next "Send the survey results" --due 2026-12-01

        ngomap log arts-for-all "Ana Example" --kind joint-planning --on 2026-10-03 --outcome "Street theatre agreed"

        ngomap log "Ana Example" --introduces city-trust --next "Write to Ana" --due 2026-12-01
    """
    later = {"done": done, "reopen": reopen, "remove": remove}
    chosen = [(what, number) for what, number in later.items() if number is not None]
    if chosen:
        if refs or len(chosen) > 1:
            raise UsageError(f"--{chosen[0][0]} stands alone: it is about a contact that is recorded.")
        _later(*chosen[0], on)
        return
    if not refs:
        raise UsageError("log needs to know who took part.", "For example: ngomap log fair-elections-now --kind call")
    if due and not next_:
        raise UsageError("--due needs --next: what is due?", '--next "Send the survey results" --due 2026-12-01')
    texts = {"outcome": outcome, "next_step": next_, "source": source}
    fields: dict[str, object] = {k: paragraphs(v) for k, v in texts.items() if v}
    fields |= {"kind": one_of(kind, EVENT_KINDS, "kind")}
    fields |= {"title": one_line(title or "") or str(fields["kind"]).replace("-", " ").capitalize()}
    fields |= {"next_due": iso_date(due, "due")} if due else {}
    fields |= {"audience": one_of(audience, AUDIENCES, "audience")} if audience else {}
    _record(fields, refs, iso_date(on, "on") if on else None, without_us, introduces)


def _record(
    fields: dict[str, object], refs: list[str], day: str | None, without_us: bool, introduces: str | None
) -> None:
    from ngomap.cli.log_notes import what_it_shows
    from ngomap.store.event_edits import log_event

    with session().map() as map_:
        people = [find_actor(map_, ref) for ref in refs]
        if not without_us:
            people.append(our_actor(map_))
        people = list({p.id: p for p in people}.values())
        wanted = find_actor(map_, introduces) if introduces else None
        day = day or today(map_)
        number = log_event(map_, {**fields, "on_date": day}, people, wanted)
        notes = what_it_shows(map_, str(fields["kind"]), day, people)
    kind = str(fields["kind"])
    titled = "" if fields["title"] == kind.replace("-", " ").capitalize() else f": {fields['title']}"
    text = f"Logged on {day}: {kind} with {', '.join(p.name for p in people)}{titled}."
    if wanted is not None:
        text += f" We asked to be introduced to {wanted.name}."
    if "next_step" in fields:
        due = f", by {fields['next_due']}" if "next_due" in fields else ""
        notes.insert(0, f"Agreed: {fields['next_step']}{due}. Once it is done: ngomap done {number}")
    record: Record = {"id": number, "on": day, "kind": kind, "participants": [p.handle for p in people]}
    record |= {"introduces": wanted.handle} if wanted else {}
    session().answer(Change("logged", "event", record, text, f"ngomap log --remove {number}", tuple(notes)))


def _later(what: str, text: str, on: str | None) -> None:
    from ngomap.cli.done import mark_done, mark_open

    match what:
        case "done":
            mark_done(text, what, on)
        case "reopen":
            mark_open(text, what)
        case _:
            _remove(text)


def _remove(text: str) -> None:
    from ngomap.cli.undoing import command
    from ngomap.store.event_edits import remove_event

    number = whole(text, "remove", 1)
    with session().map() as map_:
        event = remove_event(map_, number)
        wanted = some_refs(map_, [event.introduces]) if event.introduces else {}
    again: list[object] = ["log", *(p.handle for p in event.participants), "--without-us", "--kind", event.kind]
    again += ["--title", event.title, "--on", event.on_date, "--audience", event.audience]
    given = {"--outcome": event.outcome, "--next": event.next_step, "--due": event.next_due}
    given |= {"--introduces": next((a.handle for a in wanted.values()), None)}
    again += [word for flag, value in given.items() if value for word in (flag, value)]
    said = f"Took away: {event.title} ({event.kind}) on {event.on_date}."
    session().answer(Change("removed", "event", {"id": number}, said, command(*again)))
