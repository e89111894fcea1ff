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
from ngomap.model.answers import Record, Records

app = command_app()

READING = "How to read it"
DONE_IN_PART = 3
COLUMN_HELP = 'What a column holds: "Header=field"; the field "ignore" leaves it out (repeat for more).'
ENCODING_HELP = "How the text is encoded, if not as UTF-8 or UTF-16: cp1252, ..."


def _how(flag: str, help_text: str, metavar: str) -> object:
    return typer.Option(flag, help=help_text, metavar=metavar, rich_help_panel=READING)


File = Annotated[Path | None, typer.Argument(help="The file; what it is shows from its content.", metavar="FILE")]
Surveyed = Annotated[
    str | None, typer.Option("--surveyed-on", help="The day a 3W was true, if it does not say.", metavar="DATE")
]
Rejects = Annotated[
    Path | None, typer.Option("--rejects", help="Write the rows that were not taken to this new file.", metavar="FILE")
]


@app.command("import", cls=Command)
def import_(
    file: File = None,
    as_: Annotated[str | None, _how("--as", "What it is, if that is mistaken: table, 3w or json.", "FORMAT")] = None,
    column: Annotated[list[str] | None, _how("--column", COLUMN_HELP, "HEADER=FIELD")] = None,
    separator: Annotated[str | None, _how("--separator", "What separates values in a cell [| or ;].", "TEXT")] = None,
    encoding: Annotated[str | None, _how("--encoding", ENCODING_HELP, "NAME")] = None,
    date_order: Annotated[str | None, _how("--date-order", "How to read 01/02/2024: dmy, mdy or ymd.", "ORDER")] = None,
    surveyed_on: Surveyed = None,
    source: Source = None,
    audience: Audience = None,
    new_term: NewTerm = False,
    rejects: Rejects = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="List the formats that can be read, and their fields.")] = False,
) -> None:
    """Read a file into the map: a table of organizations, a 3W (who does what where), or a map that ngomap wrote.

    All of it is stored, or nothing. Reading the same file again adds nothing. Rows that cannot be taken are shown with
    their line and the reason; with --rejects they are kept in a file that you can correct and import. The exit code is
    then 3.

    Examples:

        ngomap import 3w.csv --surveyed-on 2024-03-31 --dry-run

        ngomap import members.csv --column "Who we are=name" --rejects to-correct.csv
    """
    from ngomap.importers.figures import DATE_ORDERS
    from ngomap.importers.formats import choose, open_source
    from ngomap.importers.source import Reading
    from ngomap.intake.take_in import take_in
    from ngomap.intake.wishes import Wishes
    from ngomap.model.audience import rank
    from ngomap.model.values import iso_date

    if list_:
        session().answer(_formats())
        return
    if file is None:
        raise UsageError("import needs a FILE.", "For example: ngomap import members.csv; see 'ngomap import --list'.")
    order = one_of(date_order, DATE_ORDERS, "date-order") if date_order else None
    reading = Reading(_columns(column or []), _separator(separator), order)
    if audience:
        audience = audience.strip().casefold()
        rank(audience)
    day = iso_date(surveyed_on, "surveyed-on") if surveyed_on else None
    with session().map() as map_:
        opened = open_source(file, encoding)
        form = choose(opened, reading, as_)
        answer = take_in(
            map_, opened, form, reading, Wishes(source or opened.name, audience, day, new_term), rejects, dry_run
        )
        session().answer(answer)
    if answer.rejected:
        raise typer.Exit(DONE_IN_PART)


def _columns(texts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        header, sign, field = text.rpartition("=")
        if not sign or not header.strip() or not field.strip():
            raise UsageError(f"column: {text!r} is not HEADER=FIELD.", 'For example: --column "Name of NGO=name"')
        found[header.strip()] = field.strip() if field.strip().startswith("id:") else field.strip().casefold()
    return found


def _separator(text: str | None) -> str | None:
    if text == "":
        raise UsageError("--separator is empty.", "For example: --separator ','")
    return text


def _formats() -> Records:
    from ngomap.importers.formats import FORMATS

    records: list[Record] = [
        {"format": name, "what": form.title, "fields": list(form.fields)} for name, form in FORMATS.items()
    ]
    tables = {name: form.fields for name, form in FORMATS.items() if form.fields}
    fields = [f"Fields for --column, {name}: {', '.join(names)}." for name, names in tables.items()]
    return Records("formats", records, len(records), ("format", "what"), tuple(fields))
