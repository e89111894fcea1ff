"""The one strict reader of coordinates. What can be read in two ways is refused, never guessed."""

from __future__ import annotations

import re
from typing import Final, NoReturn

from ngomap.errors import InvalidValue

Point = tuple[float, float]
"""Degrees north and east."""
Ranges = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
"""A box: from south to north, and two ranges from west to east, of which the second may be empty."""
LIMITS: Final = {"lat": 90.0, "lon": 180.0}
LETTERS: Final = {"lat": "NS", "lon": "EW"}
HOW: Final = "Give decimal degrees with a point: -1.29 (north and east are positive), or degrees with a letter: 1°17'24\"S."
HOW_BOTH: Final = 'Write "LAT,LON" in decimal degrees with points: "-1.29,36.82", or with letters: "1.29 S, 36.82 E".'

# A positive exponent is never written for degrees; a small one is how other programs write what is next to nothing.
_DECIMAL: Final = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d*)?|\.\d+)(?:[eE]-\d{1,3})?", re.ASCII)
_PARTS: Final = re.compile(
    r"([+-]?)(\d{1,3}(?:\.\d*)?)\s*[°º](?:\s*(\d{1,2}(?:\.\d*)?)\s*['′’](?:\s*(\d{1,2}(?:\.\d*)?)\s*(?:''|[\"″”]))?)?",
    re.ASCII,
)
# Where one ends and the next begins, if no comma says it: letters stand all behind their numbers, or all before.
_AFTER_LETTER: Final = re.compile(r"(?<=[NSEWnsew])\s+(?=[\d.])", re.ASCII)
_BEFORE_LETTER: Final = re.compile(r"\s+(?=[NSEWnsew]\s*[\d.])", re.ASCII)
_LIKE_A_POINT: Final = re.compile(r"[\s\d.,;:/+\-−°º'′’\"″”NSEWOnsewo]*\d[\s\d.,;:/+\-−°º'′’\"″”NSEWOnsewo]*")


def degrees(text: str, axis: str) -> float:
    """The degrees that the text is: decimal, or degrees, minutes and seconds with their signs, either with a letter.

    `axis` is "lat" or "lon". Raises InvalidValue.

    >>> degrees("36.8", "lon"), degrees("1°30' S", "lat"), degrees("S 1.5", "lat")
    (36.8, -1.5, -1.5)
    """
    plain = text.strip()
    if _DECIMAL.fullmatch(plain):
        return _in_range(float(plain), text, axis)
    plain, letter = _letter_apart(plain.replace("−", "-"), axis)
    sound = _DECIMAL.fullmatch(plain)
    value = float(plain) if sound else _sexagesimal(plain)
    if value is None or (letter and plain[0] in "+-"):
        _refuse(text, axis)
    return _in_range(-value if letter in ("S", "W") else value, text, axis)


def point(lat: str | None, lon: str | None) -> tuple[float, float] | tuple[None, None]:
    """Latitude and longitude in degrees, both or neither. Raises InvalidValue."""
    if lat is None and lon is None:
        return None, None
    if lat is None or lon is None:
        raise InvalidValue(
            "A point needs both --lat and --lon.", "Give both, in decimal degrees: --lat -1.29 --lon 36.82"
        )
    return degrees(lat, "lat"), degrees(lon, "lon")


def is_like_a_point(text: str) -> bool:
    """Whether the text can only be meant as a point, right or wrong: it has two numbers and no word.

    >>> is_like_a_point("-1.29, 36.82"), is_like_a_point("-1,29;36,8"), is_like_a_point("Ward 7, North")
    (True, True, False)
    """
    return bool(_LIKE_A_POINT.fullmatch(text)) and len(re.findall(r"\d+", text)) > 1 and bool(re.search(r"[.,;°º ]", text))


def point_of(text: str) -> Point:
    """The point that "LAT,LON" is, decimal or with letters, which may then stand in either order. Raises InvalidValue.

    >>> point_of("-1.29, 36.82"), point_of("36.82 E, 1.29 S"), point_of("1°30'S 36°45'E")
    ((-1.29, 36.82), (-1.29, 36.82), (-1.5, 36.75))
    """
    plain = text.strip()
    apart = _BEFORE_LETTER if plain[:1].isalpha() else _AFTER_LETTER
    parts = [part.strip() for part in plain.split(",")] if "," in plain else apart.split(plain)
    if len(parts) != 2 or not all(parts):
        raise InvalidValue(f"{text!r} is not a point.", HOW_BOTH)
    axes = [_axis_of(part) for part in parts]
    if axes == ["lon", "lat"]:
        parts.reverse()
    elif axes not in ([None, None], ["lat", "lon"]):
        raise InvalidValue(f"{text!r} does not say which number is north or south and which is east or west.", HOW_BOTH)
    try:
        return degrees(parts[0], "lat"), degrees(parts[1], "lon")
    except InvalidValue as error:
        raise InvalidValue(f"{text!r} is not a point: {error.message}", error.hint or HOW_BOTH) from error


def _axis_of(part: str) -> str | None:
    """Which way the letter of a part says it goes."""
    ends = (part[0] + part[-1]).upper()
    found = [axis for axis, letters in LETTERS.items() if any(c in letters for c in ends)]
    return found[0] if len(found) == 1 else None


def _letter_apart(text: str, axis: str) -> tuple[str, str]:
    """The text without the letter at its beginning or end, and that letter."""
    for letter, rest in ((text[:1], text[1:]), (text[-1:], text[:-1])):
        if letter and letter.upper() in LETTERS[axis]:
            return rest.strip(), letter.upper()
    return text, ""


def _sexagesimal(text: str) -> float | None:
    """Degrees, minutes and seconds with their signs, only the last of them with decimals."""
    found = _PARTS.fullmatch(text)
    if not found:
        return None
    parts = [part for part in found.groups()[1:] if part is not None]
    if any("." in part for part in parts[:-1]) or any(float(part) >= 60 for part in parts[1:]):
        return None
    value = sum(float(part) / scale for part, scale in zip(parts, (1.0, 60.0, 3600.0), strict=False))
    return -value if found[1] == "-" else value


def _in_range(value: float, text: str, axis: str) -> float:
    limit = LIMITS[axis]
    if not -limit <= value <= limit:
        swapped = " Are latitude and longitude swapped?" if axis == "lat" and abs(value) <= LIMITS["lon"] else ""
        raise InvalidValue(f"{axis}: {text!r} is out of range.", f"It must lie between -{limit:g} and {limit:g}.{swapped}")
    # Minus nothing is nothing.
    return value + 0.0


def _refuse(text: str, axis: str) -> NoReturn:
    raise InvalidValue(f"{axis}: {text!r} is not a number of degrees.", HOW)
