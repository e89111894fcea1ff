"""The options that the verbs of `ngomap project` share."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli.options import FACTS, LISTS, completing

ProjectRef = Annotated[str, typer.Argument(help="The project: its handle or name.", metavar="PROJECT")]
WORDS = {
    "issue": "An issue it works on.", "service": "What it provides.", "population": "Whom it serves.",
    "area": "Where it works.",
}  # fmt: skip


def about(what: str) -> object:
    """What a project is about, of one vocabulary, or where."""
    return typer.Option(
        f"--{what}", help=WORDS[what], metavar=what.upper(), rich_help_panel=LISTS, autocompletion=completing(what)
    )


def not_about(what: str) -> object:
    """What it is no longer about."""
    text = f"No longer this {what}."
    return typer.Option(
        f"--no-{what}", help=text, metavar=what.upper(), rich_help_panel=LISTS, autocompletion=completing(what)
    )


def said(field: str, text: str, metavar: str) -> object:
    """A fact of a project."""
    return typer.Option(f"--{field}", help=text, metavar=metavar, rich_help_panel=FACTS)
