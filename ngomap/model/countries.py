"""Countries as tables write them - a code of two or three letters, or a name - to the code that the map keeps."""

from __future__ import annotations

from functools import cache

from ngomap.model.shipped import shipped_rows
from ngomap.model.text import name_key


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
