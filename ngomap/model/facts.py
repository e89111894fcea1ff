"""The facts of an actor as people write them, checked: what the columns of the table can hold."""

from __future__ import annotations

import re

from ngomap.errors import InvalidValue
from ngomap.model.actors import ACTOR_STATUSES, KINDS, LEVELS, LONG_TEXTS
from ngomap.model.audience import AUDIENCES
from ngomap.model.choice import one_of
from ngomap.model.countries import country_code
from ngomap.model.text import one_line, paragraphs
from ngomap.model.values import number, partial_date, whole

UNSTATED_REGISTER = "REG"
"""The scheme of registration numbers whose register nobody named: equal numbers alone then prove nothing."""

_WEB = re.compile(r"https?://[^\s/?#@:]+(:\d+)?([/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CLOSED_LISTS = {"kind": KINDS, "level": LEVELS, "status": ACTOR_STATUSES, "audience": AUDIENCES}


def fact(field: str, text: str) -> object:
    """The value of one field from its text; texts come back tidied, numbers as numbers. Raises InvalidValue.

    >>> fact("website", "www.example.org"), fact("staff", "12")
    ('https://www.example.org', 12)
    """
    if field in _CLOSED_LISTS:
        return one_of(text, _CLOSED_LISTS[field], field)
    match field:
        case "staff":
            return whole(text, field)
        case "audited":
            return whole(text, field, 1800, 2200)
        case "budget":
            return number(text, field, low=0)
        case "founded" | "verified_on":
            return partial_date(text, field)
        case "country":
            return country(text)
        case "currency":
            return currency(text)
        case "website":
            address = one_line(text)
            address = address if "://" in address else "https://" + address
            return _shaped(address, field, _WEB, "It must begin with http:// or https://.")
        case "email":
            return _shaped(text, field, _MAIL, "Write it as name@example.org.")
    return paragraphs(text) if field in LONG_TEXTS else one_line(text)


def identifier(text: str) -> tuple[str, str]:
    """Scheme and value of an identifier written `SCHEME:VALUE`.

    >>> identifier("gb-chc: 1234567")
    ('GB-CHC', '1234567')
    """
    scheme, colon, value = one_line(text).partition(":")
    if not colon or not scheme.strip() or not value.strip():
        raise InvalidValue(
            f"id: {text!r} is not an identifier.", "Write it as SCHEME:VALUE, for example GB-CHC:1234567."
        )
    return scheme.strip().upper(), value.strip()


def country(text: str) -> str:
    """The ISO 3166-1 code of a country that is named or written as a code.

    >>> country("Kenya"), country("ke")
    ('KE', 'KE')
    """
    code = country_code(text)
    if code is None:
        raise InvalidValue(f"country: {text!r} is not known.", "Write its ISO 3166-1 code of two letters, such as KE.")
    return code


def currency(text: str) -> str:
    """An ISO 4217 code."""
    code = text.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise InvalidValue(f"currency: {text!r} is not a code.", "It is an ISO 4217 code of three letters, such as EUR.")
    return code


def _shaped(text: str, field: str, pattern: re.Pattern[str], hint: str) -> str:
    value = one_line(text)
    if not pattern.fullmatch(value) or not value.isprintable():
        raise InvalidValue(f"{field}: {text!r} is not valid.", hint)
    return value
