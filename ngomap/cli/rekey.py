"""`ngomap rekey`: another passphrase or key for an encrypted map."""

from __future__ import annotations

from ngomap.cli.lazy import command_app
from ngomap.cli.new_secret import SecretCommand

app = command_app()


@app.command(cls=SecretCommand)
def rekey() -> None:
    """Give an encrypted map another passphrase or key. Older copies of it still open with the one before; the answer
    lists those that ngomap knows.

    Examples:

        ngomap rekey

        ngomap rekey --passphrase-file old.txt --new-key-file /media/stick/map.key --make-key
    """
    from ngomap.cli.rewriting import answer, rekeyed

    answer(rekeyed())
