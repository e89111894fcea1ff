"""`ngomap import`: a file read into the map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ngomap.cli.filtering import one_of
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.options import Audience, NewTerm, Source
from ngomap.cli.session import session
from ngomap.errors import UsageError

app = command_app()

READING = "How to read it"
DONE_IN_PART = 3
COLUMN_HELP = 'What a column holds: "Header=field"; the field "ignore" leaves it out (repeat for more).'
ENCODING_HELP = "How the text is encoded, if not as UTF-8 or UTF-16: cp1252, ..."


def _how(flag: str, help_text: str, metavar: str) -> object:
    return typer.Option(flag, help=help_text, metavar=metavar, rich_help_panel=READING)


Files = Annotated[
    list[Path] | None,
    typer.Argument(help="The file, or a folder or several files that belong together.", metavar="FILE..."),
]
Surveyed = Annotated[
    str | None, typer.Option("--surveyed-on", help="The day a 3W was true, if it does not say.", metavar="DATE")
]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="Write the rows that were not taken to this new file.", metavar="FILE")
]
Template = Annotated[
    Path | None, typer.Option("--template", help="Write an empty workbook to fill in, and read nothing.", metavar="FILE.xlsx")
]
Profile = Annotated[
    str | None, typer.Option("--profile", help="Keep what you say here under a name, or use what was kept.", metavar="NAME")
]
Columns = Annotated[list[str] | None, _how("--column", COLUMN_HELP, "HEADER=FIELD")]
Ignored = Annotated[list[str] | None, _how("--ignore", "A column to leave out (repeat for more).", "HEADER")]
Sheets = Annotated[list[str] | None, _how("--sheet", "The sheet of a workbook [all visible] (repeat for more).", "NAME")]
TagFrom = Annotated[
    list[str] | None, _how("--tag-from", "A column of text that tells issues, services, ... (repeat for more).", "HEADER")
]


@app.command("import", cls=Command)
def import_(
    files: Files = None,
    as_: Annotated[str | None, _how("--as", "What it is, if that is mistaken; see --list.", "FORMAT")] = None,
    column: Columns = None,
    ignore: Ignored = None,
    sheet: Sheets = None,
    tag_from: TagFrom = None,
    separator: Annotated[str | None, _how("--separator", "What separates values in a cell [| or ;].", "TEXT")] = None,
    encoding: Annotated[str | None, _how("--encoding", ENCODING_HELP, "NAME")] = None,
    date_order: Annotated[str | None, _how("--date-order", "How to read 01/02/2024: dmy, mdy or ymd.", "ORDER")] = None,
    profile: Profile = None,
    surveyed_on: Surveyed = None,
    source: Source = None,
    audience: Audience = None,
    new_term: NewTerm = False,
    rejects: Rejects = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last import back, whole.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the formats that can be read, and their fields.")] = False,
    profiles: Annotated[bool, typer.Option("--profiles", help="List the profiles that the map keeps.")] = False,
    template: Template = None,
) -> None:
    """Read a file into the map: a table, a 3W (who does what where), a register, a network, a map that ngomap wrote,
    a workbook of 'ngomap ask' that came back.

    What it is shows from its content. All of it is stored, or nothing. Reading the same file again adds nothing; a newer
    version of it changes what is new in it, and what was edited by hand stays. Rows that cannot be taken are shown with
    their line and the reason; with --rejects they are kept in a file that you can correct and import. The exit code is
    then 3.

    Examples:

        ngomap import 3w.xlsx --surveyed-on 2024-03-31 --dry-run

        ngomap import members.csv --column "Who we are=name" --profile members --rejects to-correct.csv
    """
    from ngomap.cli import importing
    from ngomap.importers.figures import DATE_ORDERS
    from ngomap.importers.formats import choose
    from ngomap.importers.opening import open_source
    from ngomap.intake.profiles import merged_reading
    from ngomap.intake.take_in import Order, take_in
    from ngomap.intake.wishes import Wishes
    from ngomap.model.audience import rank
    from ngomap.model.values import iso_date

    if list_:
        session().answer(importing.formats())
        return
    if not files and not (undo or profiles or template):
        raise UsageError("import needs a FILE.", "For example: ngomap import members.csv; see 'ngomap import --list'.")
    if files and (undo or profiles or template):
        raise UsageError("--undo, --profiles and --template read no file.", "Leave the file out.")
    order = one_of(date_order, DATE_ORDERS, "date-order") if date_order else None
    if audience:
        audience = audience.strip().casefold()
        rank(audience)
    given = importing.decisions(
        as_, column or [], ignore or [], separator, encoding, order, sheet or [], tag_from or [], audience, source
    )
    day = iso_date(surveyed_on, "surveyed-on") if surveyed_on else None
    with session().map() as map_:
        if undo:
            session().answer(importing.undo_import(map_))
            return
        if profiles:
            session().answer(importing.profiles(map_))
            return
        if template:
            session().answer(importing.template(map_, template))
            return
        merged = merged_reading(map_, profile, given)
        said = merged.decisions
        opened = open_source(files or [], said.encoding, said.sheets)
        form = choose(opened, said.reading, said.form)
        wishes = Wishes(said.source or opened.name, said.audience, day, new_term)
        with session().working(f"Reading {opened.name}", opened.about_rows) as progress:
            ordered = Order(rejects, dry_run, profile, merged, importing.own_entry)
            answer = take_in(map_, opened, form, said.reading, wishes, ordered, progress)
        session().answer(answer)
    if answer.rejected:
        raise typer.Exit(DONE_IN_PART)
