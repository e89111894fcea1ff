"""What can go wrong, in the user's words. The exit code is on the class."""

from __future__ import annotations

from typing import ClassVar


class NgomapError(Exception):
    """Something the user can mend: what is wrong (`message`) and what to do (`hint`)."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(NgomapError):
    """An option or argument that cannot be understood."""

    exit_code = 2


class InvalidValue(UsageError):
    """A value outside what its field can hold."""


class NotFound(NgomapError):
    """A reference that names nothing in the map."""


class Ambiguous(NgomapError):
    """A reference that names more than one thing."""


class AlreadyExists(NgomapError):
    """What was to be made is there already."""


class InUse(NgomapError):
    """What was to be taken away is still needed by something."""


class BadFile(NgomapError):
    """A file that cannot be read as what it was taken for."""


class MissingExtra(NgomapError):
    """What a command needs is not installed with ngomap by itself."""


class NoMap(NgomapError):
    """There is no map at the path."""

    exit_code = 10


class MapLocked(NgomapError):
    """Another process has been writing for longer than we wait."""

    exit_code = 11


class WrongSecret(NgomapError):
    """The passphrase or key does not open what is encrypted, or there is none."""

    exit_code = 12


class NewerMap(NgomapError):
    """The map was made by a newer ngomap."""

    exit_code = 13


class DamagedMap(NgomapError):
    """The file is not a sound map."""

    exit_code = 14
