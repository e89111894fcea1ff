"""A whole map as JSON, as `ngomap export json` writes it."""

from __future__ import annotations

from typing import Final

from ngomap.errors import BadFile, UsageError
from ngomap.importers.records import WholeMap
from ngomap.importers.source import Reading, Source

TITLE: Final = "A whole map, as 'ngomap export json' writes it (map/1)."
MARK: Final = "map/"
OTHER_JSON: Final = 0.1
"""What is JSON of no other format is refused here, in words about JSON."""


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is a map, 0 to 1."""
    if len(source.parts) > 1 or source.only.shape != "json":
        return 0.0
    return 1.0 if f'"{MARK}' in source.only.begin[:200].decode("latin-1") else OTHER_JSON


def read(source: Source, reading: Reading) -> WholeMap:
    """The document in the file. Raises BadFile, naming the line, if it is not sound JSON or not a map."""
    if reading.columns:
        raise UsageError("--column is for tables; this file is JSON.", "Leave it out.")
    document = source.only.json
    mark = document.get("ngomap") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(mark, str) or not mark.startswith(MARK):
        what = f"a {mark}" if isinstance(mark, str) else "some other JSON"
        raise BadFile(
            f"{source.name} is not a map of ngomap but {what}.", "Make one with 'ngomap export json --to FILE'."
        )
    return WholeMap(document, {k: len(v) for k, v in document.items() if isinstance(v, list)})
