"""`ngomap rekey`: another passphrase or key for an encrypted map."""

from __future__ import annotations

from ngomap.cli import new_secret as n
from ngomap.cli.lazy import Command, command_app
from ngomap.cli.session import session

app = command_app()


@app.command(cls=Command)
def rekey(
    new_passphrase_file: n.NewFile = None,
    new_passphrase_command: n.NewCommand = None,
    new_passphrase_fd: n.NewDescriptor = None,
    new_key_file: n.NewKey = None,
    make_key: n.MakeKey = False,
) -> None:
    """Give an encrypted map another passphrase or key. Older copies of it still open with the one before; the answer
    lists those that ngomap knows.

    Examples:

        ngomap rekey

        ngomap rekey --passphrase-file old.txt --new-key-file /media/stick/map.key --make-key
    """
    from ngomap.cli.passphrase import Sources
    from ngomap.cli.rewriting import rekeyed

    sources = Sources(new_passphrase_file, new_passphrase_command, new_passphrase_fd, new_key_file)
    session().answer(rekeyed(sources, make_key))
