"""What can be set in a map: each setting with what it means, what is usual, and what it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ngomap.errors import InvalidValue
from ngomap.model.relationships import FRESHNESS_MONTHS
from ngomap.model.text import one_line
from ngomap.model.values import iso_date, whole

LONGEST_FRESHNESS: Final = 120
WEIGHTS: Final = "weights."


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: what it means, what holds without it, and how a value is checked and written."""

    meaning: str
    usual: str
    value: Callable[[str], str]


def months_of_rungs(text: str) -> tuple[int, ...]:
    """For each rung the months without contact after which a tie is stale. Raises InvalidValue.

    >>> months_of_rungs("12, 12,12,12,6,6")
    (12, 12, 12, 12, 6, 6)
    """
    parts = text.split(",")
    hint = f"It must be {len(FRESHNESS_MONTHS)} whole numbers of months, for rung 0 to 5, such as 12,12,12,12,6,6."
    if len(parts) != len(FRESHNESS_MONTHS):
        raise InvalidValue(f"freshness: {text!r} is not {len(FRESHNESS_MONTHS)} numbers.", hint)
    return tuple(whole(part.strip(), "freshness", 1, LONGEST_FRESHNESS) for part in parts)


def _line(text: str) -> str:
    found = one_line(text)
    if not found:
        raise InvalidValue("The value is empty.", "To go back to what is usual: --unset")
    return found


SETTINGS: Final[dict[str, Setting]] = {
    "name": Setting("The name of the map, in the footers of files.", "that of who keeps it", _line),
    "author": Setting("Who types, in the history; $NGOMAP_AUTHOR goes before it.", "nobody", _line),
    "today": Setting("The day the map is pinned to, for examples and exercises.", "the machine's", lambda t: iso_date(t, "today")),
    "freshness": Setting(
        "Months without contact after which a tie is stale, for rung 0 to 5.",
        ",".join(map(str, FRESHNESS_MONTHS)),
        lambda t: ",".join(map(str, months_of_rungs(t))),
    ),
}
"""Settings by name. Besides there is one for each weight of an analysis: `weights.allies.trust`."""
