"""`ngomap share`: a map for another organization, with what its audience may see and nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from ngomap.cli import options as o
from ngomap.cli.filtered import ANY, FilterWords, filtered
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session
from ngomap.errors import UsageError
from ngomap.model.answers import Export
from ngomap.model.audience import file_audience

app = command_app()


@app.command(cls=Command)
@filtered()
def share(
    audience: Annotated[
        str, typer.Option("--audience", help="Who will see it: public, partners or internal.", metavar="AUDIENCE")
    ] = "public",
    to: Annotated[str | None, typer.Option("--to", help="The file to write.", metavar="FILE")] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="NAME",
            help="Who gets it: their next share fits this one, and nobody else's fits theirs. [a share that stands alone]",
        ),
    ] = None,
    recipient: o.Recipient = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an older share.")] = False,
    preview: Annotated[
        bool, typer.Option("--preview", help="Write nothing: list what would leave, and what could be inferred.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", help="With --preview: how many of each to show; 0 shows all.", metavar="N", parser=o.count)
    ] = 15,
    typed: FilterWords = ANY,
) -> None:
    """Write a map that another organization can open, search and take into its own: of what you know, that which the
    audience may see, or the part of it that meets every filter.

    It is made afresh, without your history, notes of when things were typed, or the ids of your records: two
    organizations cannot join what you gave them. It says who made it, on which day, for which audience. With --for you
    name who gets it, and when you write them a newer one, it continues the older: what you changed since reaches them as
    changes. Secret records never leave. --preview shows beforehand what a stranger could learn from it. With --recipient
    only who has the secret key can open the file; that needs ngomap[secure].

    They take it in with 'ngomap merge-map FILE', or look at it with 'ngomap list --map FILE'.

    Examples:

        ngomap share --audience partners --for "River Trust" --to for-river-trust.db

        ngomap share --audience partners --to for-river-trust.db.age --recipient age1qjx0...

        ngomap share --issue corruption --preview
    """
    from pathlib import Path

    from ngomap.cli.export_preview import preview_of
    from ngomap.cli.undoing import command
    from ngomap.model.text import name_line
    from ngomap.store.connection import snapshot
    from ngomap.store.share_recipients import fresh_key, key_for, known_key
    from ngomap.store.whole import scope_for

    reader = file_audience(audience)
    if to is None and not preview:
        raise UsageError("share needs --to: which file?", "For example: --to for-partners.db")
    who = name_line(name) if name is not None else None
    with session().map() as map_:
        filters = typed.on(map_)
        if to is None or preview:
            with snapshot(map_):
                session().answer(preview_of(map_, scope_for(map_, reader, filters), None).limited(limit))
            return
        from ngomap.store.share_file import write_share
        from ngomap.store.writing import write

        path = Path(to)
        known = known_key(map_, who) if who else None
        # A key is kept only with a share that was written.
        with write(map_) if who and known is None else snapshot(map_):
            key = key_for(map_, who) if who else fresh_key()
            scope = scope_for(map_, reader, filters)
            partial = scope.chosen is not None
            written, withheld, unchanged = write_share(map_, path, scope, key, who, partial, force, recipient or ())
    opened = (path.name, "--identity", "THEIR-KEY") if recipient else (path.name,)
    notes = [f"They take it in with: {command('merge-map', *opened)}"]
    if who and known is None:
        notes.append(f"This is the first share for {who}; say --for {who!r} again for the next, and it will fit this one.")
    if not who:
        notes.append("It stands alone: for shares that continue one another, name who gets them with --for.")
    session().answer(Export(str(path), "share", reader, written, withheld, unchanged, tuple(notes)))
