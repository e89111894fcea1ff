"""`ngomap decrypt`: an encrypted map as a plain one again."""

from __future__ import annotations

from ngomap.cli.lazy import Command, command_app

app = command_app()


@app.command(cls=Command)
def decrypt() -> None:
    """Make a plain map of an encrypted one: whoever has the file can read it again.

    Examples:

        ngomap decrypt

        ngomap decrypt --key-file /media/stick/map.key --map ngomap.db
    """
    from ngomap.cli.rewriting import answer, decrypted

    answer(decrypted())
