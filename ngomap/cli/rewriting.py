"""What `encrypt`, `rekey` and `decrypt` do and say, and where a new secret comes from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from ngomap.cli.passphrase import Sources, make_key, named_secret, new_secret, secret_of, strong
from ngomap.cli.session import session
from ngomap.cli.undoing import command
from ngomap.errors import UsageError
from ngomap.model.answers import Change
from ngomap.model.records import Record
from ngomap.model.text import counted
from ngomap.store.cipher import Secret, sqlcipher
from ngomap.store.connection import open_map
from ngomap.store.encrypted import beginning_of
from ngomap.store.encrypting import Rewritten, refuse_other_form, rewrite

SHOWN = 5
DONE_IN_PART = 3
KEEP = "Keep it where it survives this laptop: without it nobody opens the map, nor its backups."


def encrypted() -> Change:
    """The map encrypted with a new secret; without one of its own, with the one that every command would take."""
    path = session().map_path
    refuse_other_form(path, encrypted=False)
    with secret_for(path) as secret:
        done = _rewritten(path, None, secret)
    over = "The bytes of the plain file were written over; a disk may keep older traces of it."
    notes = (*([] if done.unfinished else [over]), KEEP, *_left(done.readable, "is not encrypted", "are not encrypted"))
    return _change("encrypted", path, done, f"Encrypted {path}.", command("decrypt"), notes)


def rekeyed() -> Change:
    """The map with another secret."""
    path = session().map_path
    refuse_other_form(path, encrypted=True)
    old = secret_of(path)
    with open_map(path):
        # A wrong one is told before anybody makes up a new one.
        pass
    with secret_for(path, usual=False) as secret:
        done = _rewritten(path, old, secret)
    left = _left(done.readable, "opens without the new secret", "open without the new secret")
    return _change("rekeyed", path, done, f"{path} opens with the new secret alone.", "", (KEEP, *left))


def decrypted() -> Change:
    """The map as a plain one."""
    path = session().map_path
    refuse_other_form(path, encrypted=True)
    done = _rewritten(path, secret_of(path), None)
    return _change("decrypted", path, done, f"Decrypted {path}: whoever has the file can read it.", command("encrypt"), ())


def _rewritten(path: Path, old: Secret | None, new: Secret | None) -> Rewritten:
    """The map in its new form. Who is stopped while the old bytes are written over must not read that nothing was changed."""
    before = beginning_of(path)
    try:
        return rewrite(path, old, new)
    except BaseException:
        session().changed = beginning_of(path) != before
        raise


def answer(change: Change) -> None:
    """Tell of it. What the file was before may still be readable: then it is done in part."""
    session().answer(change)
    if change.record["unfinished"]:
        raise typer.Exit(DONE_IN_PART)


@contextmanager
def secret_for(path: Path, usual: bool = True) -> Iterator[Secret]:
    """What the map at `path` is to open with from now on: from the options that name it, if `usual` else from those that
    every command has, else typed. A key that was made for it is taken away again if what is done with it fails and the
    map is seen to be as it was. Raises UsageError, AlreadyExists, MissingExtra.
    """
    sqlcipher()
    named = dict(session().new_secret)
    make, sources = named.pop("make", False), Sources(**named)
    if make:
        if sources.key is None or sources.named > 1:
            raise UsageError("--make-key makes the file that --new-key-file names.", "--new-key-file FILE --make-key")
        make_key(sources.key)
    before = beginning_of(path)
    try:
        found = named_secret() if usual and not sources.named else None
        yield new_secret(sources, path) if found is None else strong(found)
    except BaseException:
        if make and sources.key is not None and before is not None and beginning_of(path) == before:
            Path(sources.key).unlink(missing_ok=True)
        raise


def _left(readable: tuple[Path, ...], one: str, several: str) -> tuple[str, ...]:
    if not readable:
        return ()
    names = ", ".join(str(path) for path in readable[:SHOWN])
    more = f" and {len(readable) - SHOWN} more" if len(readable) > SHOWN else ""
    copies = counted(len(readable), "older copy", "older copies")
    return (f"{copies} {one if len(readable) == 1 else several}: {names}{more}. Delete what you no longer need.",)


def _change(action: str, path: Path, done: Rewritten, text: str, undo: str, notes: tuple[str, ...]) -> Change:
    if done.unfinished:
        what = f"What the file was before may still be read on the disk: it could not be emptied ({done.unfinished})."
        notes = (what, *notes)
    record: Record = {
        "map": str(path), "size": done.size, "readable": [str(p) for p in done.readable], "unfinished": done.unfinished or None,
    }  # fmt: skip
    return Change(action, "map", record, text, undo, notes)
