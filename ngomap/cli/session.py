"""What every command shares: which map, how to answer, whether a person is there to ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from ngomap.render.emit import emit, note
from ngomap.store.connection import Map, explained, open_map, pending_migrations
from ngomap.store.encrypted import open_encrypted_with

if TYPE_CHECKING:
    from ngomap.render.answer import Answer
    from ngomap.store.cipher import Secret

Format = Literal["table", "json", "csv", "md"]
FORMATS: Final = ("table", "json", "csv", "md")
DEFAULT_MAP: Final = "ngomap.db"


@dataclass(slots=True)
class Session:
    """The options that every command has, for one run."""

    map_option: str | None = None
    format: Format = "table"
    yes: bool = False
    quiet: bool = False
    no_color: bool = False
    healthcheck: str | None = None
    """A file to touch when all went well."""
    collected: list[Answer] | None = None
    passphrase_file: str | None = None
    passphrase_command: str | None = None
    passphrase_fd: int | None = None
    key_file: str | None = None
    secret: Secret | None = None
    """What opens the map, once it was asked for."""
    new_secret: dict[str, Any] = field(default_factory=dict)
    """Where the secret is to come from that a map is to open with from now on."""
    words: tuple[str, ...] = ()
    """The command as it was typed."""
    changed: bool = False
    """Whether the command has changed the map so far."""

    @property
    def map_path(self) -> Path:
        """The map: `--map`, else `$NGOMAP_MAP`, else `./ngomap.db`."""
        return Path(self.map_option or os.environ.get("NGOMAP_MAP") or DEFAULT_MAP)

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked, and sees the question."""
        return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))

    @contextmanager
    def map(self) -> Iterator[Map]:
        """The map, opened, brought up to date if it is an older one."""
        with open_map(self.map_path, self.words, os.environ.get("NGOMAP_AUTHOR") or None) as map_:
            if pending_migrations(map_):
                from ngomap.store.migrations import migrate

                copy = migrate(map_)
                if copy:
                    self.say(f"The map was brought up to date; as it was before, it lies in {copy}.")
            try:
                with explained(map_.path):
                    yield map_
            finally:
                self.changed = self.changed or map_.changed

    def answer(self, answer: Answer) -> None:
        """Print an answer in the format that was asked for, or hand it to who collects."""
        if self.collected is not None:
            self.collected.append(answer)
            return
        emit(answer, self.format, color=not self.no_color, quiet=self.quiet)

    @contextmanager
    def collecting(self) -> Iterator[list[Answer]]:
        """Commands that run inside give their answers to the list instead of printing them."""
        self.collected = []
        try:
            yield self.collected
        finally:
            self.collected = None

    def say(self, text: str) -> None:
        """Tell the user something that is not part of the answer."""
        if not self.quiet and self.collected is None:
            note(text)

    @contextmanager
    def working(self, what: str, about: int | None) -> Iterator[Callable[[int], None]]:
        """Long work: a bar on a terminal while it lasts, told how many rows of about so many are done."""
        if self.quiet or sys.stderr is None or not sys.stderr.isatty():
            yield lambda _: None
            return
        from ngomap.render.progress import progress_bar

        with progress_bar(what, about, color=not self.no_color) as done:
            yield done

    def confirm(self, question: str) -> bool:
        """Ask a person yes or no; without one, `--yes` decides."""
        if self.yes:
            return True
        if not self.interactive:
            return False
        import typer

        from ngomap.model.text import visible

        return typer.confirm(visible(question), err=True)


_current = Session()


def session() -> Session:
    """The session of this run."""
    return _current


def reset() -> None:
    """Begin a new run."""
    global _current
    _current = Session()
    open_encrypted_with(_opened)


def _opened(path: Path, salt: bytes) -> Any:
    from ngomap.cli.passphrase import secret_of
    from ngomap.store.cipher import connect_encrypted, sqlcipher

    # Nobody is asked for a passphrase that nothing here could use.
    sqlcipher()
    return connect_encrypted(path, salt, secret_of(path))
