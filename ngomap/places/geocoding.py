"""What a service's reply is worth: a point, or a question. Never a point that nobody said."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ngomap.model.countries import country_box, country_code
from ngomap.model.text import visible
from ngomap.places.distance import Point, kilometres

FAR_KM: Final = 25.0
"""Replies farther apart than this are different places of one name; nearer ones are the same town, district and station."""
LONGEST_LABEL: Final = 160
COUNTRY_KEYS: Final = frozenset(
    ("country_code", "countrycode", "country_a", "countryregioniso2", "iso_3166_1_alpha_2", "adminarea1", "short_code")
)
"""Where the services write the country's code, in small letters."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place of a reply. `country` is the code that the service gives it, if it gives one that is known."""

    lat: float
    lon: float
    label: str
    country: str | None = None

    @property
    def point(self) -> Point:
        """Degrees north and east."""
        return self.lat, self.lon


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reply comes to: `found` with its place, or why it is none, with the places it may be."""

    outcome: str
    place: Candidate | None = None
    choices: tuple[Candidate, ...] = ()


def judge(locations: Sequence[Any], country: str | None) -> Verdict:
    """The verdict on geopy's locations for a place in a country, if that is known.

    A point counts only if both of its numbers stand in the raw reply - geopy makes 0 of a missing one and turns 181 into
    -179 - and lies where the country is. Several points of one name are one place if none lies far from another.

    >>> judge([], "KE").outcome
    'nothing'
    """
    if not locations:
        return Verdict("nothing")
    sound = [c for c in map(candidate, locations) if c is not None]
    if not sound:
        return Verdict("no-coordinates")
    inside = [c for c in sound if lies_in(c, country)]
    if not inside:
        return Verdict("wrong-country", choices=_distinct(sound))
    first = inside[0]
    if any(kilometres(first.point, other.point) > FAR_KM for other in inside[1:]):
        return Verdict("ambiguous", choices=_distinct(inside))
    return Verdict("found", first)


def candidate(location: Any) -> Candidate | None:
    """The place that a location of geopy is, or None if the reply gives it no coordinates."""
    lat, lon, raw = float(location.latitude), float(location.longitude), location.raw
    if not (math.isfinite(lat) and math.isfinite(lon)) or lat == 0 or lon == 0:
        return None
    numbers = set(_numbers(raw))
    if lat not in numbers or lon not in numbers:
        return None
    label = " ".join(visible(str(location.address or ""), keep="").split())[:LONGEST_LABEL]
    return Candidate(lat, lon, label, _country(raw))


def lies_in(place: Candidate, country: str | None) -> bool:
    """Whether nothing speaks against the place being in the country: not the code it was given, not where it lies."""
    if country is None:
        return True
    box = country_box(country)
    return place.country in (None, country) and (box is None or box.holds(place.lat, place.lon))


def _distinct(places: Sequence[Candidate]) -> tuple[Candidate, ...]:
    kept: list[Candidate] = []
    for place in places:
        if all(kilometres(place.point, other.point) > 1.0 for other in kept):
            kept.append(place)
    return tuple(kept[:5])


def _walk(value: Any, depth: int = 12) -> Iterator[tuple[str, Any]]:
    """Every value in a reply that is no list and no object, with its key."""
    if depth == 0:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (str(key).casefold(), inner)
            yield from _walk(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield ("", inner)
            yield from _walk(inner, depth - 1)


def _numbers(raw: Any) -> Iterator[float]:
    for _, value in _walk(raw):
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            continue
        words = value.split() if isinstance(value, str) and len(value) < 60 else [value]
        for word in words:
            try:
                yield float(word)
            except (ValueError, OverflowError):
                continue


def _country(raw: Any) -> str | None:
    # Google and Woosmap: parts of an address, each with its types.
    for _, value in _walk(raw):
        if isinstance(value, dict) and "country" in (value.get("types") or ()):
            short = value.get("short_name")
            return country_code(str(short)) if short else None
    written = [(key.replace("-", "_"), value) for key, value in _walk(raw) if isinstance(value, str)]
    codes = [country_code(value) for key, value in written if key in COUNTRY_KEYS]
    names = [country_code(value) for key, value in written if key == "country"]
    return next((code for code in (*codes, *names) if code is not None), None)
