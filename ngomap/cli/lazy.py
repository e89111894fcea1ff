"""The command group that imports one command at a time, and the options that every command has.

Starting Python with every command's imports costs more than the questions themselves, so a command's module is
imported when that command runs (or when help lists them all). See `app.py` for the table of contents.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_params_convertors_ctx_param_name_from_function

from ngomap.cli.help_page import HelpPage
from ngomap.cli.session import FORMATS, Format, reset, session
from ngomap.errors import NgomapError, UsageError

EVERYWHERE = "Everywhere"
EXIT_INTERRUPTED = 130
LONGEST_COMPLAINT = 600
_SECRETS = ("passphrase-file", "passphrase-command", "passphrase-fd", "key-file")
SECRET_OPTIONS = frozenset(f"--{new}{name}" for name in _SECRETS for new in ("", "new-"))
_ClickError: Any = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def _everywhere(name: str, attribute: str, help_text: str, **more: Any) -> Any:
    """An option whose value, where one is given, is kept by the session."""

    def keep(value: Any) -> None:
        if value is not None and value is not False:
            setattr(session(), attribute, value)

    return typer.Option(
        name, help=help_text, callback=keep, expose_value=False, rich_help_panel=EVERYWHERE, **more
    )


def _descriptor(text: str) -> int:
    from ngomap.cli.options import count

    return count(text)


def _shared(
    map_: Annotated[
        str | None,
        _everywhere("--map", "map_option", "The map (else $NGOMAP_MAP, else ./ngomap.db).", metavar="FILE"),
    ] = None,
    format_: Annotated[
        Format | None,
        _everywhere("--format", "format", f"How to print the answer: {', '.join(FORMATS)}.", show_choices=True),
    ] = None,
    yes: Annotated[bool, _everywhere("--yes", "yes", "Answer every question with yes.")] = False,
    quiet: Annotated[bool, _everywhere("--quiet", "quiet", "Say nothing but the answer and errors.")] = False,
    no_color: Annotated[bool, _everywhere("--no-color", "no_color", "No colours (also: $NO_COLOR).")] = False,
    healthcheck: Annotated[
        str | None,
        _everywhere(
            "--healthcheck-file", "healthcheck", "Touch this file when all went well, for whoever watches cron.",
            metavar="FILE",
        ),
    ] = None,
    passphrase_file: Annotated[
        str | None,
        _everywhere(
            "--passphrase-file", "passphrase_file",
            "An encrypted map's passphrase is in this file (else $NGOMAP_PASSPHRASE_FILE).", metavar="FILE",
        ),
    ] = None,
    passphrase_command: Annotated[
        str | None,
        _everywhere(
            "--passphrase-command", "passphrase_command", "This command says it (else $NGOMAP_PASSPHRASE_COMMAND).",
            metavar="COMMAND",
        ),
    ] = None,
    passphrase_fd: Annotated[
        int | None,
        _everywhere("--passphrase-fd", "passphrase_fd", "It comes from this file descriptor.", metavar="N", parser=_descriptor),
    ] = None,
    key_file: Annotated[
        str | None,
        _everywhere("--key-file", "key_file", "Its key is in this file (else $NGOMAP_KEY_FILE).", metavar="FILE"),
    ] = None,
) -> None:  # fmt: skip
    """Carries the annotations of the options that every command has."""


@cache
def shared_options() -> tuple[Any, ...]:
    """The option objects, made once for the group and the command that runs."""
    return tuple(get_params_convertors_ctx_param_name_from_function(_shared)[0])


class Command(HelpPage, TyperCommand):
    """A command with the options that every command has."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        attributes["params"] = [*(attributes.get("params") or []), *shared_options()]
        super().__init__(name, **attributes)


class Group(HelpPage, TyperGroup):
    """A noun with several verbs, such as `term add|list|merge`."""

    def __init__(self, **attributes: Any) -> None:
        attributes["params"] = [*(attributes.get("params") or []), *shared_options()]
        super().__init__(**attributes)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The verbs come last, where the eye is when the help has scrolled by."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)


def command_app() -> typer.Typer:
    """An app for the one command of a module; register it with `@app.command(cls=Command)`."""
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_show_locals=False)


def group_app(help_text: str) -> typer.Typer:
    """An app for a noun with several verbs; register each with `@app.command(cls=Command)`."""
    return typer.Typer(
        cls=Group,
        help=help_text,
        add_completion=False,
        rich_markup_mode=None,
        no_args_is_help=True,
        callback=lambda: None,
        pretty_exceptions_show_locals=False,
    )


class Entry(NamedTuple):
    """A line of the table of contents: the module in `ngomap.cli`, its panel in the help, and what it does."""

    module: str
    panel: str
    summary: str


class LazyGroup(Group):
    """The whole command line: commands are imported from `ngomap.cli` when they are asked for.

    Listing them all - for help or completion - imports none: the table of contents knows what each does.
    """

    table: dict[str, Entry] = {}  # noqa: RUF012 - set once, by app.py
    """The commands in the order of the help."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of the help."""
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, its module imported now."""
        if cmd_name not in self.table:
            return None
        entry = self.table[cmd_name]
        if self._listing:
            return TyperCommand(cmd_name, help=entry.summary, rich_help_panel=entry.panel)
        if cmd_name not in self.commands:
            command: Any = get_command(import_module(f"ngomap.cli.{entry.module}").app)
            command.name = cmd_name
            self.commands[cmd_name] = command
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """A section of the help for each part of the work, plain: rich alone would take longer than all the rest."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, entry in self.table.items():
            sections.setdefault(entry.panel, []).append((name, entry.summary))
        for panel, rows in sections.items():
            with formatter.section(panel):
                formatter.write_dl(rows)

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The commands and options that begin so."""
        with self._only_listed():
            return super().shell_complete(ctx, incomplete)

    @contextmanager
    def _only_listed(self) -> Iterator[None]:
        self._listing = True
        try:
            yield
        finally:
            self._listing = False

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments begin with; a misspelt one is told the nearest."""
        try:
            return self._click_resolve_command(ctx, args)
        except _ClickError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], list(self.table), n=3)
            hint = f" Did you mean {' or '.join(repr(n) for n in near)}?" if near else " See 'ngomap --help'."
            error.message = error.message.rstrip(".") + "." + hint
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command; that nobody reads its output any more (`| head -1`) ends it quietly."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _stop_writing()
            raise typer.Exit from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with the exit code; an error is one or two lines on stderr, never a traceback."""
        reset()
        _make_streams_safe()
        code: Any = 0
        words = tuple(sys.argv[1:] if args is None else args)
        session().words = ("ngomap", *_without_secrets(words))
        try:
            _refuse_broken_text(words)
            code = super().main(args, prog_name or "ngomap", complete_var, False, windows_expand_args, **extra)
            sys.stdout.flush()
            if code == EXIT_INTERRUPTED:
                # Typer ends an interrupted command with this code, and without a word.
                raise KeyboardInterrupt
            _say_it_went_well(code)
        except NgomapError as error:
            _complain(error.message, error.hint)
            code = error.exit_code
        except _ClickError as error:
            if error.__class__.__name__ == "NoArgsIsHelpError":
                error.show()
            else:
                _complain(error.format_message(), _usage_hint(error))
            code = error.exit_code
        except typer.Abort:
            _complain(*_what_became("Stopped"))
            code = 1
        except KeyboardInterrupt:
            _complain(*_what_became("Interrupted"))
            code = EXIT_INTERRUPTED
        except BrokenPipeError:
            _stop_writing()
            code = 0
        except OSError as error:
            _complain(f"{error.filename or 'The output'}: {error.strerror or error}.", "")
            _stop_writing()
            code = 1
        sys.exit(code if isinstance(code, int) else 0)


def _what_became(ended: str) -> tuple[str, str]:
    """What a command that was ended leaves behind, and where to look. Each change is made whole or not at all."""
    if session().changed:
        return f"{ended}; what was changed before is kept.", "It is listed by: ngomap history"
    return f"{ended}; nothing was changed.", ""


def _say_it_went_well(code: Any) -> None:
    """Touch the file that was named for it. What ends with another code than 0 has something to say instead."""
    named = session().healthcheck
    if named is None or code not in (0, None):
        return
    try:
        Path(named).touch()
    except OSError as error:
        raise NgomapError(f"{named} cannot be touched: {error.strerror}.", "Name another with --healthcheck-file.") from error


def _make_streams_safe() -> None:
    """What a terminal cannot show is written out; a stream that was closed before we began takes what is written."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - as long as we run
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _without_secrets(words: Sequence[str]) -> Iterator[str]:
    """The words, for the history; where a secret lies is not for those who read it."""
    left = iter(words)
    for word in left:
        if word in SECRET_OPTIONS:
            next(left, None)
        elif word.partition("=")[0] not in SECRET_OPTIONS:
            yield word


def _refuse_broken_text(words: Sequence[str]) -> None:
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError as error:
            hint = "Look at the language settings of the terminal."
            raise UsageError(f"{word!r} is not valid UTF-8.", hint) from error


def _usage_hint(error: Any) -> str:
    context = getattr(error, "ctx", None)
    return f"See '{context.command_path} --help'." if context and "See '" not in error.format_message() else ""


def _complain(message: str, hint: str) -> None:
    from ngomap.model.text import visible

    for text, begin in ((message, "Error: "), (hint, "")):
        if len(text) > LONGEST_COMPLAINT:
            # The value is long; what is wrong with it stands at the ends.
            text = f"{text[: LONGEST_COMPLAINT // 2]} ... {text[-LONGEST_COMPLAINT // 2 :]}"
        sys.stderr.write(f"{begin}{visible(text)}\n" if text else "")


def _stop_writing() -> None:
    """The reader of our output has gone (`| head -1`): write the rest nowhere, quietly."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
