"""`ngomap init`: a new map."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from ngomap.cli.lazy import command_app
from ngomap.cli.new_secret import SecretCommand
from ngomap.cli.options import Place
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.answers import Change

app = command_app()


@app.command(cls=SecretCommand)
def init(
    name: Annotated[str | None, typer.Option("--name", help="Your own organization.", metavar="NAME")] = None,
    place: Place = None,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="Encrypt it from its first byte on; see 'encrypt'.")] = False,
) -> None:
    """Make a new map, with the starting vocabularies, and record who you are.

    The file is ./ngomap.db, or the one that --map names; a file that exists is never written over. With --encrypt only a
    passphrase or key opens it, and it was never readable without: needs ngomap[secure].

    Examples:

        ngomap init --name "Citizens Fighting Corruption" --place "Old Town"

        ngomap init --map health.db --encrypt
    """
    from ngomap.cli.actor_fields import actor_fields
    from ngomap.cli.making import new_map
    from ngomap.store.actor_edits import add_actor
    from ngomap.store.migrations import refuse_existing
    from ngomap.store.terms import all_terms
    from ngomap.store.writing import change_setting

    path = session().map_path
    if session().new_secret and not encrypt:
        raise UsageError("A new passphrase or key is for a map that is encrypted.", "Say --encrypt, too.")
    ours = name
    if ours is None and session().interactive and not session().yes:
        ours = typer.prompt("Your organization's name (empty: later)", default="", show_default=False, err=True) or None
    if place is not None and ours is None:
        raise UsageError("--place is where you are: say who you are, too.", '--name "Citizens Fighting Corruption"')
    us = secret = None
    keep: list[str] = []
    with ExitStack() as opened:
        if encrypt:
            from ngomap.cli.rewriting import KEEP, secret_for

            refuse_existing(path)
            secret, keep = opened.enter_context(secret_for(path)), [KEEP]
        map_ = opened.enter_context(new_map(path, secret))
        terms = len(all_terms(map_))
        if ours is not None:
            fields = actor_fields(map_, {"name": ours, "place": place})
            us = add_actor(map_, {**fields, "kind": "ngo", "status": "active"})
            change_setting(map_, "us", us.uid)
            change_setting(map_, "name", us.name)
    who = f"You are {us.name} ({us.handle})." if us else "It does not know yet who you are: ngomap edit REF --us"
    session().answer(
        Change(
            "made",
            "map",
            {"map": str(path), "us": us.handle if us else None, "terms": terms},
            f"Made the {'encrypted ' if encrypt else ''}map {path} with {terms} terms in the vocabularies. {who}",
            undo=f"delete the file {path}",
            notes=(*keep, "Next: ngomap add NAME --issue ISSUE --place PLACE, or ngomap import FILE.csv"),
        )
    )
