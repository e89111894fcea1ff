"""`ngomap survey`: somebody looked at an area."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Source, completing
from ngomap.cli.references import find_area, find_terms
from ngomap.cli.session import session
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.text import one_line
from ngomap.model.values import iso_date
from ngomap.store.areas import below, some_areas
from ngomap.store.settings import today

app = command_app()


@app.command(cls=Command)
def survey(
    areas: Annotated[
        list[str],
        typer.Argument(help="The areas that were looked at.", metavar="AREA...", autocompletion=completing("area")),
    ],
    issue: Annotated[
        list[str] | None, typer.Option("--issue", help="What was looked for; left out: everything.", metavar="ISSUE")
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option("--service", help="A service that was looked for.", metavar="SERVICE")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day [today].", metavar="DATE")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Every area in these areas was looked at too.")] = False,
    source: Source = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take away that they were looked at on that day.")] = False,
) -> None:
    """Record that somebody looked at an area, so that an empty cell there is a gap and not just missing data.

    Examples:

        ngomap survey "North District" --issue health --on 2026-05-01

        ngomap survey "Old Town" --whole --source "neighbourhood walk"
    """
    from ngomap.cli.undoing import command
    from ngomap.store.coverage_edits import add_surveys, forget_surveys

    said = one_line(source) if source else None
    with session().map() as map_:
        day = iso_date(on, "on") if on else today(map_)
        found = [find_area(map_, text) for text in areas]
        terms = [*find_terms(map_, "issue", issue), *find_terms(map_, "service", service)]
        ids = {a.id for a in found}
        if whole:
            ids = ids.union(*(below(map_, a.id) for a in found))
        term_ids: list[int | None] = [t.id for t in terms] or [None]
        cells = [(area, term) for area in sorted(ids) for term in term_ids]
        new = forget_surveys(map_, cells, day) if remove else add_surveys(map_, cells, day, said)
        handles = sorted(a.handle for a in some_areas(map_, ids).values())
    what = ", ".join(t.name for t in terms) or "everything"
    where = f"{len(handles)} area{'s' * (len(handles) != 1)} ({', '.join(a.name for a in found)})"
    looked = f"{where} {'was' if len(handles) == 1 else 'were'} looked at for {what} on {day}"
    record: Record = {"areas": handles, "terms": [t.slug for t in terms], "on": day, "new": new}
    if remove:
        text = f"Took away that {looked}." if new else f"Nothing to take away: it is not recorded that {looked}."
        session().answer(Change("removed", "survey", record, text))
        return
    words: list[object] = [a.handle for a in found]
    words += [w for t in terms for w in (f"--{t.vocabulary}", t.slug)]
    undo = command("survey", *words, "--on", day, *(["--whole"] if whole else []), "--remove")
    partly = f" {len(cells) - new} of it was recorded before." if new < len(cells) else ""
    session().answer(
        Change(
            "surveyed",
            "survey",
            record,
            f"Recorded that {looked}.{partly}" if new else f"It was recorded before that {looked}.",
            undo if new == len(cells) else "",
            notes=("Next: ngomap gaps coverage",),
        )
    )
