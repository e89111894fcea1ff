"""The options that name the new passphrase or key of a map, for the commands that give it one."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

import typer
from typer.main import get_params_convertors_ctx_param_name_from_function

from ngomap.cli.lazy import Command
from ngomap.cli.options import count
from ngomap.cli.session import session

NEW = "The new passphrase or key (else asked for twice)"


def _new(name: str, kept_as: str, metavar: str | None, help_text: str, **more: Any) -> Any:
    """An option whose value, where one is given, is kept by the session."""

    def keep(value: Any) -> None:
        if value is not None and value is not False:
            session().new_secret[kept_as] = value

    return typer.Option(name, metavar=metavar, help=help_text, callback=keep, expose_value=False, rich_help_panel=NEW, **more)


def _options(
    file: Annotated[str | None, _new("--new-passphrase-file", "file", "FILE", "The passphrase is in this file.")] = None,
    command: Annotated[
        str | None, _new("--new-passphrase-command", "command", "COMMAND", "This command says it.")
    ] = None,
    descriptor: Annotated[
        int | None, _new("--new-passphrase-fd", "descriptor", "N", "It comes from this descriptor.", parser=count)
    ] = None,
    key: Annotated[str | None, _new("--new-key-file", "key", "FILE", "A key of 32 bytes or 64 hex digits.")] = None,
    make_key: Annotated[
        bool, _new("--make-key", "make", None, "Make that key file first; it must not exist.")
    ] = False,
) -> None:
    """Carries the annotations."""


@cache
def _new_secret_options() -> tuple[Any, ...]:
    return tuple(get_params_convertors_ctx_param_name_from_function(_options)[0])


class SecretCommand(Command):
    """A command that gives the map a new passphrase or key."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        attributes["params"] = [*(attributes.get("params") or []), *_new_secret_options()]
        super().__init__(name, **attributes)
