"""What two spellings of one e-mail address, web address, telephone number or street address have in common."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from anyascii import anyascii

from ngomap.matching.keys import key_of
from ngomap.matching.name_words import name_words
from ngomap.model.shipped import shipped_rows

PHONE_DIGITS: Final = 8
"""So many digits at the end tell telephones of one country apart; a number without its area has at least seven."""
FEWEST_DIGITS: Final = 7

_NOT_DIGIT = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?:\bext\b|\bextn\b|\bx\b|\bposte\b|#).*$", re.IGNORECASE)
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^@/]*@)?([^/:?#\s]+)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+[a-z]?$")
_SECOND_LEVEL: Final = frozenset(("co", "com", "org", "net", "gov", "ac", "edu", "or", "ngo", "go", "ne", "gob", "gouv"))


@cache
def shared_hosts() -> frozenset[str]:
    """Domains under which anybody gets mail or pages."""
    return frozenset(row["domain"] for row in shipped_rows("matching/shared_hosts.csv"))


def email_key(text: str) -> str:
    """The address without case and `mailto:`; nothing if it is none.

    >>> email_key("Info@Example.NET "), email_key("no mail")
    ('info@example.net', '')
    """
    found = text.strip().casefold().removeprefix("mailto:")
    return found if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", found) else ""


@lru_cache(maxsize=100_000)
def domain_key(text: str) -> str:
    """The domain of a web or e-mail address that somebody registered; nothing for those anybody gets pages under.

    >>> domain_key("https://www.drc.ngo/about"), domain_key("info@kenya.care.org"), domain_key("facebook.com/drc")
    ('drc.ngo', 'care.org', '')
    """
    found = _HOST.match(text.strip().casefold())
    labels = [p for p in (found[1] if found else "").strip(".").split(".") if p]
    if len(labels) < 2 or not labels[-1][0].isalpha():
        return ""
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    domain = ".".join(labels[-size:])
    host = ".".join(labels)
    return "" if {domain, host, host.removeprefix("www.")} & shared_hosts() else domain


@lru_cache(maxsize=100_000)
def phone_key(text: str) -> str:
    """The last digits of a telephone number; nothing if it has too few, or is all one digit.

    Country codes and the zero before an area code stand in front, so the end is what spellings share.

    >>> phone_key("+254 20 555-1234"), phone_key("(020) 555 1234"), phone_key("12")
    ('05551234', '05551234', '')
    """
    first = re.split(r"[;/|,\n]|\bor\b", _EXTENSION.sub("", text))[0]
    digits = _NOT_DIGIT.sub("", first)
    return digits[-PHONE_DIGITS:] if len(digits) >= FEWEST_DIGITS and len(set(digits)) > 1 else ""


@lru_cache(maxsize=100_000)
def address_key(text: str) -> tuple[str, str]:
    """The house number and the first word of the street; nothing for a text without both.

    >>> address_key("1 N Ogden Ave"), address_key("3001 West 59th Street 1st Floor"), address_key("Nairobi")
    (('1', 'ogden'), ('3001', '59'), ('', ''))
    """
    words = key_of(text if text.isascii() else anyascii(text)).split()
    numbers = [i for i, w in enumerate(words) if _NUMBER.match(w)]
    if not numbers:
        return "", ""
    at = numbers[0]
    rest = [re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", w) for w in (*words[at + 1 :], *words[:at])]
    street = next((w for w in rest if w not in name_words().street), "")
    return (words[at], street) if street else ("", "")


def place_words(text: str) -> frozenset[str]:
    """The words of a place's name."""
    return frozenset(w for w in key_of(text if text.isascii() else anyascii(text)).split() if len(w) > 2)


@lru_cache(maxsize=100_000)
def street_words(text: str) -> frozenset[str]:
    """The words of a street address, `59th` as `59`, too: a site is often named after them."""
    words = key_of(text if text.isascii() else anyascii(text)).split()
    return frozenset((*words, *(re.sub(r"^(\d+)(?:st|nd|rd|th)$", r"\1", w) for w in words)))
