"""sqlite-utils, without what it would load to know the types of others.

It imports numpy and pandas wherever they are installed, to store their numbers; ngomap never gives it one, and the import
costs more than most commands.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

NOT_NEEDED: Final = ("numpy", "pandas")


@contextmanager
def _absent(*names: str) -> Iterator[None]:
    """As if these were not installed; what is loaded already stays."""
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _absent(*NOT_NEEDED):
    from sqlite_utils import Database, Migrations

__all__ = ["Database", "Migrations"]
