"""What `ngomap import` does besides importing: it lists formats and profiles, writes the template, takes back."""

from __future__ import annotations

from pathlib import Path

from ngomap.cli.undoing import command
from ngomap.errors import NotFound, UsageError
from ngomap.importers.formats import FORMATS
from ngomap.importers.headers import IGNORE
from ngomap.intake.profiles import Decisions, list_profiles
from ngomap.intake.wishes import Taken, Wishes
from ngomap.model.answers import Change, Export, Record, Records
from ngomap.model.own_entry import Returned
from ngomap.store.areas import all_areas
from ngomap.store.connection import Map
from ngomap.store.history import last_import
from ngomap.store.terms import all_terms
from ngomap.store.undo import undo as take_back


def formats() -> Records:
    """Every format that can be read, and the fields that columns may be given to."""
    records: list[Record] = [
        {"format": name, "what": form.title, "fields": list(form.fields)} for name, form in FORMATS.items()
    ]
    tables: dict[tuple[str, ...], list[str]] = {}
    for name, form in FORMATS.items():
        if form.fields:
            tables.setdefault(tuple(form.fields), []).append(name)
    fields = [f"Fields for --column, {' '.join(names)}: {', '.join(of)}." for of, names in tables.items()]
    return Records("formats", records, len(records), ("format", "what"), tuple(fields))


def profiles(map_: Map) -> Records:
    """The profiles that the map keeps."""
    return list_profiles(map_)


def template(map_: Map, path: Path) -> Export:
    """An empty workbook to fill in, with the map's own terms and areas as choices. Raises AlreadyExists."""
    from ngomap.exporters.template import write_template

    terms, areas = all_terms(map_), all_areas(map_)
    write_template(path, terms, areas)
    note = f"Fill it in, then: {command('import', path)}"
    return Export(str(path), "xlsx", "public", {"terms to choose from": len(terms)}, {}, notes=(note,))


def own_entry(map_: Map, back: Returned, wishes: Wishes) -> Taken:
    """What an organization changed in the workbook of its own entry, taken in. Raises BadFile."""
    from ngomap.sharing.own_entry_back import take_corrections

    done = take_corrections(map_, back, wishes.source, wishes.audience, wishes.new_terms)
    steps = ["ngomap conflicts list"] if done.differences else []
    notes = [*done.notes]
    if done.rejected:
        notes.append("What was not taken can be corrected in the workbook itself: import it again, and the rest stays.")
    return Taken(
        done.added, done.changed, done.unchanged, done.rejected, done.stored, tuple(notes),
        (*steps, *([command("show", done.actor.handle, "--sources")] if done.added or done.changed else [])),
    )  # fmt: skip


def undo_import(map_: Map) -> Change:
    """Take the last import back, whole. Raises NotFound if there is none, InUse if later changes rest on it."""
    last = last_import(map_)
    if last is None:
        raise NotFound("There is no import to take back.", "See 'ngomap history'.")
    done = take_back(map_, last.id)
    record: Record = {"number": last.id, "file": last.file, "on": last.at[:10], "undone_by": done.number}
    text = f"Took back the import of {last.file}, whole."
    return Change("undone", "import", record, text, f"ngomap undo {done.number}")


def decisions(
    form: str | None,
    column: list[str],
    ignore: list[str],
    separator: str | None,
    encoding: str | None,
    date_order: str | None,
    sheets: list[str],
    tag_from: list[str],
    audience: str | None,
    source: str | None,
) -> Decisions:
    """The options that say how to read a file, as one. Raises UsageError."""
    columns = {**_columns(column), **{header.strip(): IGNORE for header in ignore}}
    if separator == "":
        raise UsageError("--separator is empty.", "For example: --separator ','")
    return Decisions(
        form, columns, separator, encoding, date_order, tuple(sheets), tuple(t.strip() for t in tag_from), audience, source
    )


def _columns(texts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        header, sign, field = text.rpartition("=")
        if not sign or not header.strip() or not field.strip():
            raise UsageError(f"column: {text!r} is not HEADER=FIELD.", 'For example: --column "Name of NGO=name"')
        found[header.strip()] = field.strip() if field.strip().startswith("id:") else field.strip().casefold()
    return found
