"""JSON read strictly: what its grammar does not allow is refused, and so are repeated keys and numbers beyond measure."""

from __future__ import annotations

import json
import math

from ngomap.errors import BadFile
from ngomap.importers.grid import MAX_CELL

AGAIN = "The file may be cut off or edited by hand; export it again."


def parse(text: str, name: str, line: int = 1) -> object:
    """The document in the text, which begins on a line of the file. Raises BadFile, naming the line."""
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_unrepeated)
    except json.JSONDecodeError as error:
        what = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise BadFile(f"{name}, line {line + error.lineno - 1}: not sound JSON ({what}).", AGAIN) from error
    except RecursionError as error:
        raise BadFile(f"{name} is nested too deep.", "Export it again.") from error
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
    for key, value in pairs:
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str) and len(text) > MAX_CELL:
                raise ValueError(f"the value of {key[:30]!r} has {len(text)} characters, more than any entry")
    return found
