"""How an atlas looks: a family of kinds has one colour and one shape, on paper and on a dark screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ngomap.model.actors import KINDS
from ngomap.pictures.palette import BLUE, GREEN, ORANGE, PINK, RED, SKY, UNKNOWN, VIOLET


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds that are told apart by words only."""

    name: str
    colour: str
    kinds: tuple[str, ...]


FAMILIES: Final = (
    Family("Civil society", BLUE, ("ngo", "cbo")),
    Family("Coalitions, networks", VIOLET, ("coalition", "network")),
    Family("Public bodies", RED, ("government", "legislature", "court")),
    Family("Donors, intergovernmental", GREEN, ("donor", "igo")),
    Family("Universities", ORANGE, ("academia",)),
    Family("Media", PINK, ("media",)),
    Family("Business", "#8c6d31", ("business",)),
    Family("Unions, faith", SKY, ("union", "faith", "professional")),
    Family("People", "#5b6876", ("person",)),
    Family("Other", UNKNOWN, ("other",)),
)
KIND_NAMES: Final[dict[str, str]] = {
    "ngo": "NGO", "cbo": "Community organization", "coalition": "Coalition", "network": "Network",
    "government": "Government", "legislature": "Legislature", "court": "Court", "igo": "Intergovernmental",
    "donor": "Donor", "academia": "University, research", "media": "Media", "business": "Business", "union": "Union",
    "faith": "Faith", "professional": "Professional body", "other": "Other", "person": "Person",
}  # fmt: skip


def family_of(kind: str) -> int:
    """The number of the family that a kind belongs to."""
    return next(n for n, family in enumerate(FAMILIES) if kind in family.kinds)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share of another one.

    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = [(int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def colours() -> str:
    """The colours of the families as variables of a style sheet, `--f0` and so on, for paper and for dark screens."""
    light = "".join(f"--f{n}:{f.colour};" for n, f in enumerate(FAMILIES))
    dark = "".join(f"--f{n}:{mixed(f.colour, '#ffffff', 0.32)};" for n, f in enumerate(FAMILIES))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def kinds_in(kinds: set[str]) -> list[str]:
    """The kinds in the order in which they are always named."""
    return [k for k in KINDS if k in kinds]
