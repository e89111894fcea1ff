"""Words for ties as other tools and languages write them, to the map's own types."""

from __future__ import annotations

from functools import cache
from typing import Final

from ngomap.model.relationships import TIE_TYPES
from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key

_APOSTROPHE: Final = str.maketrans("'’‘ʼ`´", "      ")
UNKNOWN: Final = "related"
"""The type of a tie of which only its being there is known."""


@cache
def _meanings() -> dict[str, tuple[str, bool]]:
    found = {
        name_key(word): (row["type"], row["reads"] == "backward")
        for row in shipped_rows("imports/tie_types.csv")
        for word in row["words"].split("|")
    }
    for tie_type in TIE_TYPES.values():
        found[name_key(tie_type.backward)] = (tie_type.name, not tie_type.mutual)
        found[name_key(tie_type.forward)] = found[name_key(tie_type.name)] = (tie_type.name, False)
    return found


def tie_meaning(text: str) -> tuple[str, bool] | None:
    """The type that a word for a tie means, and whether it is read from the second to the first; None if it is not
    known.

    >>> tie_meaning("Partner"), tie_meaning("funded by"), tie_meaning("Miembro de"), tie_meaning("mauve")
    (('works-with', False), ('funds', True), ('member-of', False), None)
    """
    return _meanings().get(name_key(text.translate(_APOSTROPHE)))


def fits(type_name: str, from_kind: str | None, to_kind: str | None) -> bool:
    """Whether such a tie may lead from an actor of the one kind to one of the other; an unknown kind fits.

    >>> fits("on-board-of", "person", "ngo"), fits("on-board-of", "ngo", "ngo"), fits("funds", None, "ngo")
    (True, False, True)
    """
    tie = TIE_TYPES[type_name]
    return (from_kind is None or ((not tie.from_kinds or from_kind in tie.from_kinds) and from_kind not in tie.not_from)) and (
        to_kind is None or ((not tie.to_kinds or to_kind in tie.to_kinds) and to_kind not in tie.not_to)
    )
