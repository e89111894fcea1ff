"""What `ngomap ask` writes, and how it says what is in it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from ngomap.cli.references import find_actor
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import NgomapError
from ngomap.exporters.own_entry import own_entry_bytes, own_entry_to_be
from ngomap.importers.opening import open_source
from ngomap.importers.own_entry import day_sent
from ngomap.model.answers import Export
from ngomap.model.own_entry import Form
from ngomap.sharing.own_entry import asked_form
from ngomap.sharing.own_marks import ASKED
from ngomap.store.connection import snapshot
from ngomap.store.share_recipients import known_key
from ngomap.store.writing import write


def asked_answer(ref: str, path: Path, audience: str, force: bool) -> Export:
    """Write the workbook. Raises NotFound, InvalidValue, AlreadyExists, NgomapError."""
    with session().map() as map_, ExitStack() as kept:
        actor = find_actor(map_, ref)
        # A key is kept only with a workbook that was written, and no workbook is there without its key.
        with write(map_) if known_key(map_, ASKED) is None else snapshot(map_):
            day = _day_of(path)
            # One that says the same but for its day is left as it is.
            form, withheld = asked_form(map_, actor, audience, day)
            made = own_entry_bytes(form)
            if day is not None and made != path.read_bytes():
                form, withheld = asked_form(map_, actor, audience)
                made = own_entry_bytes(form)
            unchanged = kept.enter_context(own_entry_to_be(path, made, force))
    notes = (f"They correct it and send it back; then: {command('import', path.name)}",)
    return Export(str(path), "own-entry", audience, _written(form), withheld, unchanged, notes)


def _day_of(path: Path) -> str | None:
    try:
        return day_sent(open_source([path])) if path.is_file() else None
    except NgomapError:
        return None


def _written(form: Form) -> dict[str, int]:
    answers = sum(len(texts) for texts in form.answers.values())
    counts = {"answers": answers, "activities": len(form.rows["activities"]), "offers and needs": len(form.rows["resources"])}
    return {what: n for what, n in counts.items() if n}
