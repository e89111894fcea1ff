"""What `ngomap merge-map` reads, and how it says what came of it."""

from __future__ import annotations

from pathlib import Path

from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import BadFile, UsageError
from ngomap.importers.formats import FORMATS
from ngomap.importers.opening import open_source, refuse_pipe
from ngomap.importers.records import WholeMap
from ngomap.importers.source import Reading
from ngomap.model.answers import Intake
from ngomap.model.text import counted, name_line
from ngomap.sharing.take_in import Taken, take_in
from ngomap.store.sealing import is_sealed, unsealed
from ngomap.store.settings import today
from ngomap.store.share_source import Foreign, read_content, read_map

DATABASE_START = b"SQLite format 3\x00"
SHOWN = 5


def merged_answer(file: Path, by: str | None, dry_run: bool, identity: Path | None = None) -> Intake:
    """Take the file in, a sealed one with the key in the file `identity`. Raises BadFile, DamagedMap, UsageError,
    WrongSecret.
    """
    with session().map() as map_:
        foreign = _opened(file, identity) if is_sealed(file) else _read(file)
        if file.exists() and map_.path.exists() and file.samefile(map_.path):
            raise UsageError(f"{file} is this very map.", "Name the map of somebody else.")
        on = foreign.on or today(map_)
        name = name_line(by) if by else foreign.name
        if not name:
            raise UsageError(f"{file} does not say who made it.", 'Say it: --from "Their name"')
        taken = take_in(map_, foreign, name, on, dry_run)
    return _answer(file, name, on, taken, dry_run)


def _opened(file: Path, identity: Path | None) -> Foreign:
    content = unsealed(file, identity)
    if not content.startswith(DATABASE_START):
        raise BadFile(f"What is sealed in {file} is no share.", "Open it with age, and look at it.")
    return read_content(content, file)


def _read(file: Path) -> Foreign:
    refuse_pipe(file)
    try:
        with file.open("rb") as opened:
            database = opened.read(len(DATABASE_START)) == DATABASE_START
    except OSError as error:
        raise BadFile(f"{file} cannot be read: {error.strerror}.", "Check the name and the folder.") from error
    if database:
        return read_map(file)
    source = open_source([file])
    found = FORMATS["json"].read(source, Reading())
    document = found.document if isinstance(found, WholeMap) else {}
    about = document.get("map") if isinstance(document, dict) else None
    said = about if isinstance(about, dict) else {}
    return Foreign(document, str(said.get("name") or _keeper(document, said)), "", str(said.get("today") or ""))


def _keeper(document: object, about: dict[str, object]) -> str:
    actors = document.get("actors") if isinstance(document, dict) else None
    for actor in actors if isinstance(actors, list) else ():
        if isinstance(actor, dict) and actor.get("handle") == about.get("us") is not None:
            return str(actor.get("name", ""))
    return ""


def _answer(file: Path, name: str, on: str, taken: Taken, dry_run: bool) -> Intake:
    added, changed = sum(taken.added.values()), sum(taken.completed.values())
    left = sum(map(len, taken.left_out.values()))
    unchanged = taken.unchanged + left
    notes = [f"From {name}, of {on}."]
    if taken.newer:
        notes.append(f"In {counted(taken.newer, 'record')} their newer word took the place of their older one.")
    if taken.differences:
        n = len(taken.differences)
        some = ", ".join(sorted({f"{d.section.replace('_', ' ')}: {d.difference.field}" for d in taken.differences})[:SHOWN])
        notes.append(f"In {counted(n, 'fact')} they say another thing; yours stands until you settle it ({some}).")
    for why, names in sorted(taken.left_out.items()):
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        notes.append(f"Not taken: {counted(len(names), 'record')} ({why}): {', '.join(names[:SHOWN])}{more}.")
    steps = ["the same without --dry-run"] if dry_run else []
    if taken.differences and not dry_run:
        steps.append("ngomap conflicts list")
    if (added or changed or taken.differences) and taken.change and not dry_run:
        steps.append(f"To take it back: {command('undo', taken.change)}")
    stored = {section.replace("_", " "): n for section, n in taken.added.items()}
    return Intake(
        str(file), "share", added + changed + unchanged, added, changed, unchanged, (), dry_run, stored=stored,
        notes=(*notes, *taken.notes), next=tuple(steps),
    )  # fmt: skip
