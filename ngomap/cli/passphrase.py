"""The passphrase or key of an encrypted map: from a file, a command, a file descriptor, or a person. Never from an
option's value, which every process on the machine can read.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import typer

from ngomap.cli.session import session
from ngomap.errors import BadFile, NgomapError, UsageError, WrongSecret
from ngomap.model.text import visible
from ngomap.store.cipher import KEY_SIZE, Secret
from ngomap.store.secret_files import write_secret

FILE_VARIABLE: Final = "NGOMAP_PASSPHRASE_FILE"
COMMAND_VARIABLE: Final = "NGOMAP_PASSPHRASE_COMMAND"
KEY_VARIABLE: Final = "NGOMAP_KEY_FILE"
COMPLETING: Final = "_NGOMAP_COMPLETE"
"""Set while a shell completes a word; then nobody is asked anything, not by a command either."""
LONGEST: Final = 1024
SHORTEST: Final = 10
FEWEST_DIFFERENT: Final = 5
OPTIONS: Final = "--passphrase-file, --passphrase-command, --passphrase-fd or --key-file"
ADVICE: Final = "Take five or six words that have nothing to do with each other."


class Sources(NamedTuple):
    """Where a secret comes from; at most one of them is named."""

    file: str | None = None
    command: str | None = None
    descriptor: int | None = None
    key: str | None = None

    @property
    def named(self) -> int:
        """How many are named."""
        return sum(source is not None for source in self)


def secret_of(path: Path) -> Secret:
    """What opens the map at `path`: asked for once in a run. Raises WrongSecret if nobody can be asked."""
    known = session().secret
    if known is None:
        known = session().secret = named_secret() or _typed(path)
    return known


def named_secret() -> Secret | None:
    """The secret that the options that every command has, or else the environment, lead to."""
    said = session()
    options = Sources(said.passphrase_file, said.passphrase_command, said.passphrase_fd, said.key_file)
    return _read(_only(options) or _only(_of_environment(os.environ)))


def new_secret(sources: Sources, path: Path) -> Secret:
    """What is to open the map at `path` from now on: from the sources, else typed twice. Raises UsageError if it would be
    guessed too easily, or nobody can be asked.
    """
    found = _read(_only(sources))
    if found is None:
        if not _somebody_is_there():
            raise UsageError(
                f"There is no new passphrase for {path}.",
                "Name --new-passphrase-file, --new-passphrase-command, --new-passphrase-fd or --new-key-file.",
            )
        question = visible(f"New passphrase for {path}")
        typed = typer.prompt(question, hide_input=True, err=True, confirmation_prompt="Once more")
        found = Secret(_as_bytes(typed.encode("utf-8", "surrogateescape")))
    return strong(found)


def strong(secret: Secret) -> Secret:
    """The secret. Raises UsageError if it would be guessed too easily."""
    if secret.raw:
        return secret
    text = secret.value.decode("utf-8", "surrogateescape")
    if len(text) < SHORTEST:
        raise UsageError(f"A passphrase of less than {SHORTEST} characters is guessed too easily.", ADVICE)
    if len(set(text)) < FEWEST_DIFFERENT:
        raise UsageError(f"A passphrase of less than {FEWEST_DIFFERENT} different characters is guessed too easily.", ADVICE)
    return secret


def make_key(name: str) -> None:
    """Write a new key, 32 random bytes as 64 hexadecimal digits, to a new file that only its owner may read."""
    write_secret(Path(name), os.urandom(KEY_SIZE).hex().encode() + b"\n")


def _only(sources: Sources) -> Sources | None:
    if sources.named > 1:
        raise UsageError("The passphrase or key is named more than once.", f"Give one: {OPTIONS}.")
    return sources if sources.named else None


def _of_environment(environment: Mapping[str, str]) -> Sources:
    file, command, key = (environment.get(name) or None for name in (FILE_VARIABLE, COMMAND_VARIABLE, KEY_VARIABLE))
    return Sources(file, command if COMPLETING not in environment else None, None, key)


def _read(sources: Sources | None) -> Secret | None:
    if sources is None:
        return None
    if sources.key is not None:
        return Secret(_key(sources.key), True)
    if sources.command is not None:
        return Secret(_line(_said_by(sources.command), "The passphrase command"))
    if sources.descriptor is not None:
        return Secret(_line(_descriptor(sources.descriptor), f"The descriptor {sources.descriptor}"))
    name = str(sources.file)
    return Secret(_line(_content(name), name))


def _typed(path: Path) -> Secret:
    if not _somebody_is_there():
        raise WrongSecret(f"{path} is encrypted.", f"Say where its passphrase is: {OPTIONS}.")
    typed = typer.prompt(visible(f"Passphrase for {path}"), hide_input=True, err=True)
    return Secret(_as_bytes(typed.encode("utf-8", "surrogateescape")))


def _somebody_is_there() -> bool:
    """Whether a person can be asked. That the answer goes to a file or a pipe does not matter: it is asked on stderr."""
    there = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
    return there and COMPLETING not in os.environ


def _content(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(LONGEST + 3)
    except OSError as error:
        raise BadFile(f"{name} cannot be read: {error.strerror}.", "Name the file with the passphrase or key.") from error


def _descriptor(number: int) -> bytes:
    try:
        with os.fdopen(number, "rb", closefd=number > 2) as file:
            return file.read(LONGEST + 3)
    except OSError as error:
        raise UsageError(
            f"Nothing can be read from the descriptor {number}: {error.strerror}.", "Open it: --passphrase-fd 3 3< FILE"
        ) from error


def _said_by(command: str) -> bytes:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError("The passphrase command has a quote that is not closed.", "Close it.") from error
    if not words:
        raise UsageError("The passphrase command is empty.", "Name a program that says the passphrase.")
    try:
        ran = subprocess.run(words, stdout=subprocess.PIPE, check=False)  # noqa: S603 - the user's own command
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be run"
        raise NgomapError(f"The passphrase command {words[0]!r} failed: {reason}.", "Look at its name.") from error
    if ran.returncode:
        raise NgomapError(
            f"The passphrase command {words[0]!r} failed with exit code {ran.returncode}.", "Try it by itself."
        )
    return ran.stdout


def _line(content: bytes, source: str) -> bytes:
    """The passphrase without the end of its line. Raises BadFile if there is none, or more than a passphrase."""
    line = content.removesuffix(b"\n").removesuffix(b"\r")
    if not line:
        raise BadFile(f"{source} says nothing.", "It is to say the passphrase.")
    if len(line) > LONGEST or b"\n" in line:
        raise BadFile(f"{source} says more than one line of {LONGEST} bytes.", "It is to say the passphrase alone.")
    return _as_bytes(line)


def _as_bytes(line: bytes) -> bytes:
    """The same bytes for the same characters, whichever keyboard they were typed on."""
    try:
        return unicodedata.normalize("NFC", line.decode()).encode()
    except UnicodeError:
        return line


def _key(name: str) -> bytes:
    content = _content(name)
    if len(content) != KEY_SIZE:
        try:
            content = bytes.fromhex(content.decode("ascii").strip())
        except ValueError:
            content = b""
    if len(content) != KEY_SIZE:
        raise BadFile(
            f"{name} is not a key file.", "It holds 32 bytes, or 64 hexadecimal digits; make one with: "
            "ngomap encrypt --new-key-file FILE --make-key"
        )  # fmt: skip
    return content
