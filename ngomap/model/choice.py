"""A word from a closed list."""

from __future__ import annotations

from collections.abc import Sequence

from ngomap.errors import InvalidValue


def one_of(text: str, allowed: Sequence[str], field: str) -> str:
    """The word of the list that the text is, whatever its case. Raises InvalidValue.

    >>> one_of(" Local", ("local", "national"), "level")
    'local'
    """
    chosen = text.strip().casefold().replace("_", "-")
    if chosen not in allowed:
        raise InvalidValue(f"{field}: {text!r} is not known.", f"One of: {', '.join(allowed)}.")
    return chosen
