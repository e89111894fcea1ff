"""A whole map as JSON, as `ngomap export json` writes it."""

from __future__ import annotations

import json
import math
import re
from typing import Final

from ngomap.errors import BadFile, UsageError
from ngomap.importers.records import WholeMap
from ngomap.importers.source import Reading, Source

TITLE: Final = "A whole map, as 'ngomap export json' writes it (map/1)."
MARK: Final = "map/"
_BEGIN: Final = re.compile(r"\s*(\{|\[\s*[\[\]{\"\d-])")


def recognise(source: Source, reading: Reading) -> float:
    """How surely the file is JSON, 0 to 1; a header may begin with a bracket too."""
    return 1.0 if _BEGIN.match(source.text) else 0.0


def read(source: Source, reading: Reading) -> WholeMap:
    """The document in the file. Raises BadFile, naming the line, if it is not sound JSON or not a map."""
    if reading.columns:
        raise UsageError("--column is for tables; this file is JSON.")
    document = _parse(source)
    mark = document.get("ngomap") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(mark, str) or not mark.startswith(MARK):
        what = f"a {mark}" if isinstance(mark, str) else "some other JSON"
        raise BadFile(
            f"{source.name} is not a map of ngomap but {what}.", "Make one with 'ngomap export json --to FILE'."
        )
    return WholeMap(document, {k: len(v) for k, v in document.items() if isinstance(v, list)})


def _parse(source: Source) -> object:
    name = source.name
    try:
        return json.loads(
            source.text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unrepeated
        )
    except json.JSONDecodeError as error:
        raise BadFile(
            f"{name}, line {error.lineno}: not sound JSON ({error.msg[:1].lower()}{error.msg[1:]}).",
            "The file may be cut off or edited by hand; export it again.",
        ) from error
    except RecursionError as error:
        raise BadFile(f"{name} is nested too deep to be a map.", "Export it again.") from error
    except ValueError as error:
        raise BadFile(f"{name}: {error}.", "Export it again.") from error


def _refuse_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a finite number")
    return value


def _unrepeated(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(k for k in keys if keys.count(k) > 1)!r} occurs twice in one object")
    return found
