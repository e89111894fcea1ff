"""`ngomap encrypt`: a map that only its passphrase or key opens."""

from __future__ import annotations

from ngomap.cli.lazy import command_app
from ngomap.cli.new_secret import SecretCommand

app = command_app()


@app.command(cls=SecretCommand)
def encrypt() -> None:
    """Encrypt the map: whoever finds the laptop, a stick or a copy of the file reads nothing without the passphrase. Every
    command works as before, and asks for it. Backups of an encrypted map are encrypted too; exports, shares and reports
    are not. Nobody can open it without the passphrase, neither can you: keep it where it survives the laptop.

    The encrypted file is written beside the map and compared with it before it takes its place; then the bytes of the old
    one are written over. A disk may keep older traces (snapshots, the spare blocks of an SSD). Needs ngomap[secure].

    Examples:

        ngomap encrypt

        ngomap encrypt --new-key-file /media/stick/map.key --make-key
    """
    from ngomap.cli.rewriting import answer, encrypted

    answer(encrypted())
