"""Addresses of all sorts brought to what their spellings share."""

from __future__ import annotations

import pytest

from ngomap.matching.contact_keys import address_key, domain_key, email_key, phone_key


@pytest.mark.parametrize("text", ["gmail.com", "info@gmail.com", "https://www.facebook.com/x", "sites.google.com/x", "nonsense", "", "10.0.0.1"])
def test_what_anybody_may_use_is_no_domain(text: str) -> None:
    assert domain_key(text) == ""


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("http://www.drc.ngo/en", "drc.ngo"), ("DRC.NGO", "drc.ngo"), ("office@kenya.drc.ngo", "drc.ngo"),
        ("https://charity.org.uk:8080/", "charity.org.uk"), ("www.a.charity.co.ke", "charity.co.ke"),
    ],
)  # fmt: skip
def test_domains(text: str, domain: str) -> None:
    assert domain_key(text) == domain


def test_telephones_with_and_without_country_code_and_extension() -> None:
    assert phone_key("+234 (0)803 555 1234") == phone_key("0803-555-1234 ext. 5") == "35551234"
    assert [phone_key(t) for t in ("12345", "0000000", "", "n/a")] == ["", "", "", ""]


def test_email() -> None:
    assert email_key("mailto:Info@Drc.ngo") == "info@drc.ngo"
    assert email_key("info at drc.ngo") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3001 West 59th Street 1st Floor", "3001 W. 59th St."),
        ("1 N Ogden Ave", "1 North Ogden Avenue"),
        ("Hauptstraße 5", "hauptstrasse 5"),
    ],
)
def test_spellings_of_one_house(one: str, other: str) -> None:
    assert address_key(one) == address_key(other) != ("", "")


def test_a_place_without_a_number_is_no_house() -> None:
    assert address_key("Nairobi, Kenya") == ("", "")
    assert address_key("5") == ("", "")
