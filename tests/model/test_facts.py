"""The facts of an actor as people write them."""

from __future__ import annotations

import pytest

from ngomap.errors import InvalidValue
from ngomap.model.facts import country, currency, fact, identifier


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("kind", " NGO", "ngo"),
        ("level", "National", "national"),
        ("status", "active", "active"),
        ("audience", "SECRET", "secret"),
        ("staff", "12", 12),
        ("budget", "1200.50", 1200.5),
        ("founded", "2015-04", "2015-04"),
        ("verified_on", "2026-05-01", "2026-05-01"),
        ("country", "Kenya", "KE"),
        ("currency", "eur", "EUR"),
        ("website", "www.example.org/a", "https://www.example.org/a"),
        ("website", "HTTP://example.org", "HTTP://example.org"),
        ("email", " a@example.org ", "a@example.org"),
        ("name", " Cafe\u0301\n Noir ", "Café Noir"),
        ("mission", "one\r\ntwo", "one\ntwo"),
        ("phone", "+254 (0)20 1", "+254 (0)20 1"),
    ],
)
def test_facts_are_tidied(field: str, text: str, value: object) -> None:
    assert fact(field, text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("kind", "club"),
        ("level", "galactic"),
        ("staff", "1_000"),
        ("staff", "-1"),
        ("budget", "1,234"),
        ("budget", "-0.1"),
        ("founded", "01/02/2024"),
        ("country", "Nowhere"),
        ("currency", "euro"),
        ("currency", "€€€"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://example.org"),
        ("website", "https://exa mple.org"),
        ("email", "a@b"),
        ("email", "two@a.org, b@a.org"),
        ("mission", "a\x00b"),
    ],
)
def test_what_cannot_be_meant_is_refused(field: str, text: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        fact(field, text)
    assert caught.value.hint


def test_identifiers() -> None:
    assert identifier("gb-chc: 1234567") == ("GB-CHC", "1234567")
    assert identifier("XX:a:b") == ("XX", "a:b")
    for text in ("1234567", ":1", "GB-CHC:", " : "):
        with pytest.raises(InvalidValue, match="is not an identifier"):
            identifier(text)


def test_countries_and_currencies_are_codes() -> None:
    assert (country("AFG"), country("af"), currency(" usd ")) == ("AF", "AF", "USD")
