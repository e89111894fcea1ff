"""Countries by name, code or alias."""

from __future__ import annotations

import pytest

from ngomap.model.countries import country_code, country_name


@pytest.mark.parametrize(("text", "code"), [("Kenya", "KE"), (" kenya ", "KE"), ("KEN", "KE"), ("ke", "KE"), ("Côte d'Ivoire", "CI")])
def test_known_countries(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize("text", ["", "Atlantis", "K", "１２"])
def test_unknown_countries(text: str) -> None:
    assert country_code(text) is None


def test_two_letters_are_taken_as_they_are() -> None:
    assert country_code("xx") == "XX"
    assert (country_name("KE"), country_name("XX")) == ("Kenya", "XX")
