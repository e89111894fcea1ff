"""Countries as tables write them - a code of two or three letters, or a name - to the code that the map keeps; and the
box in which each lies.

The boxes are computed from the outlines of Natural Earth (public domain, 1:10 million), half a degree wider on every
side. France, Norway and the Netherlands are there without the parts overseas that have a code of their own.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key


class Box(NamedTuple):
    """Degrees. Where `west` is more than `east`, it goes over the date line."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lat: float, lon: float) -> bool:
        """Whether the point lies in it; 180 and -180 are one meridian.

        >>> fiji = Box(-22.2, 174.1, -12.0, -177.7)
        >>> fiji.holds(-18, 178.4), fiji.holds(-18, -180), fiji.holds(-18, 0)
        (True, True, False)
        """
        if not self.south <= lat <= self.north:
            return False
        if abs(lon) == 180:
            return self.west > self.east or 180 in (-self.west, self.east)
        return self.west <= lon <= self.east if self.west <= self.east else lon >= self.west or lon <= self.east


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in shipped_rows("countries.csv"):
        for text in (row["name"], row["code3"], *filter(None, row["aliases"].split("|"))):
            codes[name_key(text)] = row["code"]
    return codes


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in shipped_rows("countries.csv")}


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code that the text means, or None. Two letters that name nothing else are taken for one.

    >>> country_code("Afghanistan"), country_code("NGA"), country_code("xk"), country_code("Nowhere")
    ('AF', 'NG', 'XK', None)
    """
    stripped = text.strip()
    named = _codes().get(name_key(stripped))
    if named is None and len(stripped) == 2 and stripped.isascii() and stripped.isalpha():
        return stripped.upper()
    return named


def country_name(code: str) -> str:
    """The English name of the country with that code; the code itself if it is not known."""
    return _names().get(code, code)


@cache
def _boxes() -> dict[str, Box]:
    sides = ("south", "west", "north", "east")
    return {r["code"]: Box(*(float(r[side]) for side in sides)) for r in shipped_rows("countries.csv") if r["south"]}


def country_box(code: str) -> Box | None:
    """The box in which the country with that code lies, or None if that is not known."""
    return _boxes().get(code)
