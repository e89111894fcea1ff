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

    Examples:

        ngomap log fair-elections-now --kind call --next "Send the survey results" --due 2026-12-01

        ngomap log arts-for-all "Ana Example" --kind joint-planning --on 2026-10-03 --outcome "Street theatre agreed"

        ngomap log --done 17
    """
    later = {"done": done, "reopen": reopen, "remove": remove}
    chosen = [(what, number) for what, number in later.items() if number is not None]
    if chosen:
        if refs or len(chosen) > 1:
            raise UsageError(f"--{chosen[0][0]} stands alone: it is about a contact that is recorded.")
        _change(*chosen[0], on)
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
    _record(fields, refs, iso_date(on, "on") if on else None, without_us)


def _record(fields: dict[str, object], refs: list[str], day: str | None, without_us: bool) -> None:
    from ngomap.store.tie_edits import log_event

    with session().map() as map_:
        people = [find_actor(map_, ref) for ref in refs]
        if not without_us:
            people.append(our_actor(map_))
        people = list({p.id: p for p in people}.values())
        day = day or today(map_)
        number = log_event(map_, {**fields, "on_date": day}, people)
    kind = str(fields["kind"])
    titled = "" if fields["title"] == kind.replace("-", " ").capitalize() else f": {fields['title']}"
    text = f"Logged on {day}: {kind} with {', '.join(p.name for p in people)}{titled}."
    notes: tuple[str, ...] = ()
    if "next_step" in fields:
        due = f", by {fields['next_due']}" if "next_due" in fields else ""
        notes = (f"Agreed: {fields['next_step']}{due}. Once it is done: ngomap log --done {number}",)
    record: Record = {"id": number, "on": day, "kind": kind, "participants": [p.handle for p in people]}
    session().answer(Change("logged", "event", record, text, f"ngomap log --remove {number}", notes))


def _change(what: str, text: str, on: str | None) -> None:
    from ngomap.cli.undoing import command
    from ngomap.store.tie_edits import remove_event, step_done

    number = whole(text, what, 1)
    with session().map() as map_:
        day = iso_date(on, "on") if on else today(map_)
        event = (
            remove_event(map_, number) if what == "remove" else step_done(map_, number, day if what == "done" else None)
        )
    said = {
        "done": f"Done on {day}: {event.next_step} ({event.title}, {event.on_date}).",
        "reopen": f"Open again: {event.next_step} ({event.title}, {event.on_date}).",
        "remove": f"Took away: {event.title} ({event.kind}) on {event.on_date}.",
    }[what]
    again: list[object] = ["log", *(p.handle for p in event.participants), "--without-us", "--kind", event.kind]
    again += ["--title", event.title, "--on", event.on_date, "--audience", event.audience]
    given = {"--outcome": event.outcome, "--next": event.next_step, "--due": event.next_due}
    again += [word for flag, value in given.items() if value for word in (flag, value)]
    was_done = ("--done", number, "--on", event.next_done_on) if event.next_done_on else ("--reopen", number)
    undo = command(*again) if what == "remove" else command("log", *was_done)
    session().answer(Change("removed" if what == "remove" else "edited", "event", {"id": number}, said, undo))
