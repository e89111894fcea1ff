"""The options that name the new passphrase or key of a map."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.options import count

NEW = "The new passphrase or key (else asked for twice)"

NewFile = Annotated[
    str | None,
    typer.Option("--new-passphrase-file", metavar="FILE", help="The passphrase is in this file.", rich_help_panel=NEW),
]
NewCommand = Annotated[
    str | None,
    typer.Option("--new-passphrase-command", metavar="COMMAND", help="This command says it.", rich_help_panel=NEW),
]
NewDescriptor = Annotated[
    int | None,
    typer.Option("--new-passphrase-fd", metavar="N", parser=count, help="It comes from this descriptor.", rich_help_panel=NEW),
]
NewKey = Annotated[
    str | None,
    typer.Option("--new-key-file", metavar="FILE", help="A key of 32 bytes or 64 hex digits.", rich_help_panel=NEW),
]
MakeKey = Annotated[
    bool, typer.Option("--make-key", help="Make that key file first; it must not exist.", rich_help_panel=NEW)
]
