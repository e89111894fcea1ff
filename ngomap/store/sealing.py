"""Files that only their recipients can open: sealed with age (age-encryption.org), for keys of its own or of SSH.

Nothing here keeps a key. What is sealed is written as it is read, a piece at a time; what is opened is whole or nothing,
for a file that was cut off is noticed only at its end.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ngomap.errors import BadFile, InvalidValue, MissingExtra, WrongSecret
from ngomap.store.new_files import to_the_disk
from ngomap.store.secret_files import write_secret

SUFFIX: Final = ".age"
BEGINNING: Final = b"age-encryption.org/v1\n"
COMMENT: Final = "#"
LARGEST_KEY_FILE: Final = 64 * 1024
SSH_KEY: Final = b"-----BEGIN "


def is_sealed(path: Path) -> bool:
    """Whether the file at `path` begins as one that was sealed; a pipe is none, and nothing is taken out of it."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as opened:
            return opened.read(len(BEGINNING)) == BEGINNING
    except OSError:
        return False


def check_recipients(recipients: Sequence[str]) -> None:
    """Raises InvalidValue for one that is no public key of age or SSH, MissingExtra if sealing is not installed."""
    _keys(recipients)


def seal(content: Path | bytes, new: Path, recipients: Sequence[str]) -> None:
    """Write to the file `new`, which is there and empty, what only the recipients can open.

    Raises InvalidValue for a recipient that is none, MissingExtra.
    """
    keys = _keys(recipients)
    with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as source, new.open("wb") as sealed:
        _pyrage().encrypt_io(source, sealed, keys)
    to_the_disk(new)


def unsealed(path: Path, identity: Path | None) -> bytes:
    """What was sealed, with the secret key in the file `identity`.

    Raises WrongSecret if it was not sealed for that key or the file is damaged, UsageError, BadFile, MissingExtra.
    """
    if identity is None:
        raise WrongSecret(f"{path} is sealed.", "Name the file with your secret key: --identity FILE")
    library = _pyrage()
    keys = _identities(identity)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.", "Check the name and the folder.") from error
    try:
        return bytes(library.decrypt(content, keys))
    except library.DecryptError as error:
        if "No matching keys" in str(error):
            hint = "Ask who sealed it which recipient they named, or name another --identity."
            raise WrongSecret(f"{path} was not sealed for the key in {identity}.", hint) from error
        raise BadFile(f"{path} is damaged or was cut off: {error}.", "Ask for another copy.") from error


def make_identity(path: Path) -> str:
    """Write a new secret key to a new file that only its owner may read; the public one, for those who seal.

    Raises AlreadyExists, NgomapError, MissingExtra.
    """
    identity = _pyrage().x25519.Identity.generate()
    public = str(identity.to_public())
    write_secret(path, f"{COMMENT} public key: {public}\n{identity}\n".encode("ascii"))
    return public


def _keys(recipients: Sequence[str]) -> list[Any]:
    library = _pyrage()
    keys = []
    for typed in recipients:
        text = " ".join(typed.split())
        if text.upper().startswith("AGE-SECRET-KEY-"):
            raise InvalidValue(
                "What was given as a recipient is a secret key; whoever has seen it can open what is sealed for it.",
                "Give the public one, which begins with age1, and make a new pair: ngomap keygen --to FILE",
            )
        kind = library.ssh if text.startswith("ssh-") else library.x25519
        try:
            keys.append(kind.Recipient.from_str(text))
        except library.RecipientError as error:
            hint = "It begins with age1 or ssh-ed25519; they make one with: ngomap keygen --to FILE"
            raise InvalidValue(f"{text!r} is not a public key.", hint) from error
    return keys


def _identities(path: Path) -> list[Any]:
    library = _pyrage()
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST_KEY_FILE)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.", "Name the file with your secret key.") from error
    try:
        if content.startswith(SSH_KEY):
            return [library.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("ascii").splitlines()]
        keys = [library.x25519.Identity.from_str(line) for line in lines if line and not line.startswith(COMMENT)]
    except (library.IdentityError, UnicodeDecodeError) as error:
        hint = "It is what 'ngomap keygen' or age-keygen wrote, or a private key of SSH without a passphrase."
        raise BadFile(f"{path} holds no secret key that can be read.", hint) from error
    if not keys:
        raise BadFile(f"{path} holds no secret key.", "Name the file that 'ngomap keygen' or age-keygen wrote.")
    return keys


def _pyrage() -> Any:
    try:
        import pyrage
    except ImportError as error:
        raise MissingExtra(
            "Sealing needs what is not installed here: pyrage.", "Install it with: pip install 'ngomap[secure]'"
        ) from error
    return pyrage
