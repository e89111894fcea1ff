"""`ngomap export`: the map, or a part of it, as a file for others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.answers import Export
from ngomap.model.audience import file_audience
from ngomap.model.values import iso_date

app = command_app()


@app.command(cls=Command)
@filtered()
def export(
    form: Annotated[str, typer.Argument(help="csv, xlsx, json, graphml, gexf, kumu, geojson or ics.", metavar="FORMAT")],
    to: Annotated[str | None, typer.Option("--to", help="The file to write [standard output].", metavar="PATH")] = None,
    audience: Annotated[
        str, typer.Option("--audience", help="Who will see the file: public, partners or internal.", metavar="AUDIENCE")
    ] = "public",
    what: Annotated[
        str | None,
        typer.Option(
            "--what", metavar="TABLE",
            help="For csv, which table: actors, relationships, activities, events, resources, areas, trust, stances, "
            "need-figures, surveys, terms. [actors]",
        ),
    ] = None,
    from_date: Annotated[
        str | None, typer.Option("--from-date", help="For ics: leave out what is before this day.", metavar="DATE")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that says something else.")] = False,
    since_last: Annotated[
        bool, typer.Option("--since-last", help="Only what is new since the last such export to the same file, for cron.")
    ] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Write nothing: list what would leave, and what could be inferred.")
    ] = False,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Organization 1, Person 2 ... instead of names; no text that was written.")
    ] = False,
    coarse: Annotated[
        bool, typer.Option("--coarse", help="Points to within some eight kilometres, and no places in words.")
    ] = False,
    least: Annotated[
        int, typer.Option("--least", help="Leave out numbers of people below N.", metavar="N", parser=o.count)
    ] = 0,
    limit: Annotated[
        int, typer.Option("--limit", help="With --preview: how many of each to show; 0 shows all.", metavar="N", parser=o.count)
    ] = 15,
    typed: FilterWords = ANY,
) -> None:
    """Write the map, or the actors that meet every filter with what connects them, as a file for others.

    csv is one table for spreadsheets, xlsx every table that holds something as a sheet of one workbook, json the whole map
    (which 'ngomap import' reads back), graphml, gexf and kumu actors and ties for network programs, geojson the actors
    that have a point, ics a calendar of what you agreed to do by a day and of the grants and terms of yours that end.
    Read back, an xlsx brings organizations and, with --sheet relationships, ties; graphml, gexf and kumu have
    no place for activities, events, trust, stances, offers and needs, need figures, surveys, the trees of terms and
    areas, and the settings of the map. Only what the audience may see goes in, and what was
    withheld is counted; secret records never leave. The file is written whole or not at all, readable by you alone,
    and the same map gives the same bytes: a file that says the same already is not touched, one that says something
    else needs --force (so a cron job uses --force).

    --since-last tells only the records that are new, or say something else, since the last export with --since-last to
    the same file in the same format, for the same audience and with the same filters; the first tells all. If nothing is
    new nothing is written. What went away is not told; a whole export shows that.

    --preview shows beforehand what a stranger could learn from the file: names in words, people, who is alone in an
    area, small numbers, exact points. --pseudonyms, --coarse and --least take that out; a pseudonym is the same all
    through one file.

    Examples:

        ngomap export json --audience partners --preview

        ngomap export csv --issue corruption --to corruption.csv

        ngomap export xlsx --audience partners --to members.xlsx

        ngomap export json --audience internal --force --to map.json

        ngomap export ics --audience internal --force --to follow-ups.ics

        ngomap export csv --audience partners --since-last --quiet
    """  # fmt: skip
    from ngomap.cli.export_preview import preview_of
    from ngomap.cli.to_stdout import to_stdout
    from ngomap.exporters.file_writing import spooled, write_file
    from ngomap.exporters.formats import BINARY, FORMATS, WITH_DAYS, WITH_TABLES
    from ngomap.exporters.tally import Tally
    from ngomap.model.tables import COLUMNS
    from ngomap.store.connection import at_this_moment
    from ngomap.store.disguising import disguised
    from ngomap.store.whole import scope_for

    form = one_of(form, tuple(FORMATS), "format")
    if what is not None and form not in WITH_TABLES:
        raise UsageError(f"--what is for csv; {form} holds more than one table.", "Leave it out.")
    if from_date is not None and form not in WITH_DAYS:
        raise UsageError(f"--from-date is for ics; {form} holds what has no day, too.", "Leave it out.")
    if pseudonyms and form in WITH_DAYS:
        raise UsageError(f"--pseudonyms is not for {form}: a calendar without names says nothing.", "Leave it out.")
    if since_last and (form in WITH_DAYS or pseudonyms or preview):
        which = "a calendar, which is told whole" if form in WITH_DAYS else "--pseudonyms" if pseudonyms else "--preview"
        raise UsageError(f"--since-last does not go with {which}.", "Leave it out.")
    since = iso_date(from_date, "from-date") if from_date else ""
    table = "actors" if what is None else one_of(what, tuple(COLUMNS), "what")
    reader = file_audience(audience)
    tally = Tally()
    path = None if to in (None, "-") else Path(str(to))
    if form in BINARY and not preview:
        _refuse_unreadable(form, path)
    if since_last:
        from ngomap.cli.export_news import export_news

        export_news(path, form, table, reader, typed, coarse, least, force)
        return
    with session().map() as whole, at_this_moment(whole) as map_:
        filters = typed.on(map_)
        scope = disguised(map_, scope_for(map_, reader, filters), pseudonyms, coarse, least)
        if preview:
            session().answer(preview_of(map_, scope, table if form in WITH_TABLES else None).limited(limit))
            return
        pieces = FORMATS[form](map_, scope, tally, since if form in WITH_DAYS else table)
        unchanged = write_file(path, pieces, force) if path else False
        spool = None if path else spooled(pieces)
    if scope.disguise:
        tally.notes += [f"{what.capitalize()}: {count}." for what, count in sorted(scope.disguise.done.items())]
    answer = Export(str(path or "-"), form, reader, tally.written, tally.withheld, unchanged, tuple(tally.notes))
    if spool is None:
        session().answer(answer)
        return
    with spool:
        to_stdout(spool, answer)


def _refuse_unreadable(form: str, path: Path | None) -> None:
    """A workbook is for a program: neither for a terminal, nor for a file that no program would open."""
    if path is None and on_terminal():
        raise UsageError("A workbook cannot be shown on a terminal.", f"Name a file: --to map.{form}")
    if path is not None and path.suffix.casefold() != f".{form}":
        raise UsageError(f"{path.name} does not end in .{form}, so no spreadsheet program would open it.", "Name it so.")


def on_terminal() -> bool:
    """Whether standard output is read by a person."""
    return sys.stdout.isatty()
