"""Files that hold a secret: made new, for their owner alone, and on the disk with their name before anything relies on them."""

from __future__ import annotations

import os
from pathlib import Path

from ngomap.errors import AlreadyExists, NgomapError
from ngomap.store.new_files import to_the_disk


def write_secret(path: Path, content: bytes) -> None:
    """Write the secret to a new file; one that cannot be written whole is not left behind.

    Raises AlreadyExists, NgomapError.
    """
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise AlreadyExists(f"{path} exists already; it was left as it is.", "Name another file.") from error
    except OSError as error:
        raise NgomapError(f"{path} cannot be written: {error.strerror}.", "Name a file in a folder of yours.") from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        to_the_disk(path)
        to_the_disk(path.absolute().parent)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise NgomapError(f"{path} cannot be written: {error.strerror}.", "Free some space, or name another file.") from error
