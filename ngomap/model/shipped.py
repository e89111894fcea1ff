"""Where the shipped data lies: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _folder() -> Path:
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def shipped(name: str) -> Path:
    """The path of a shipped data file, by its name below `data/`."""
    return _folder() / name


def shipped_rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV file."""
    with shipped(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def shipped_json(name: str) -> dict[str, object]:
    """What a shipped JSON file holds, which is one object."""
    found = json.loads(shipped(name).read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise TypeError(f"{name} holds no object")
    return found
